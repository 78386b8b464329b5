"""Our annotation of press articles that may not be in this tree: train/read/*.at says where words stand, not what they are.

  python read.py fold DIR OUT        annotated articles, NAME.who with NAME.sents.json beside it (compact.py) -> OUT/NAME.at
  python read.py unfold DIR          train/read/*.at and the articles of ../shared -> DIR/NAME.who with their text, for compact.py

A line of NAME.at is one of compact.py's with its words folded: [12-19] are characters 12 to 19 of the sentence, @7[12-19] those of sentence 7.
In place of text, a line `S 120-244` says which characters of the article (title, two line feeds, text; runs of white space are one blank each) are a sentence.
Names of incidents are left out, and names of parties and holders that stand nowhere in the article, where words stand for them.
"""
import glob, gzip, json, os, re, sys

from reports import shared

HERE = os.path.dirname(os.path.abspath(__file__))
AT = re.compile(r"(?:@(\d+))?\[(\d+)-(\d+)\]")


def articles():
    with gzip.open(shared("train", "press", "articles.jsonl.gz"), "rt", encoding="utf-8") as f:
        return {a["id"]: " ".join((a["title"] + "\n\n" + a["text"]).split()) for a in map(json.loads, f)}


def nth(text, words):
    """Where the words stand in a sentence, `words#2` its second occurrence; None where they do not."""
    m = re.fullmatch(r"(.*)#(\d)", words, re.S); words, n = (m[1], int(m[2])) if m else (words, 1); at = -1
    for _ in range(n): at = text.find(words, at + 1)
    return (at, at + len(words)) if at >= 0 else None


def fold_words(x, s, sents):
    """One field of words of a claim in sentence s, or what it was where it is none."""
    m = re.fullmatch(r"@(\d+):(.*)", x, re.S); n, words = (int(m[1]), m[2]) if m else (s, x); at = nth(sents[n - 1], words) if words not in ("", "-") else None
    if words in ("", "-"): return x
    if not at: raise ValueError(f"{words!r} not in sentence {n}")
    return f"@{n}[{at[0]}-{at[1]}]" if m else f"[{at[0]}-{at[1]}]"


def fold_named(x, s, sents):
    words, arrow, name = (p.strip() for p in x.partition("=>")); words = fold_words(words, s, sents)
    if not arrow: return words
    at = next(((n, t.find(name)) for n, t in enumerate(sents, 1) if name in t and name != "unknown"), None)
    if at: return f"{words} => @{at[0]}[{at[1]}-{at[1] + len(name)}]"
    return f"{words} => {name}" if words == "-" or name == "unknown" else words


def fold(line, sents):
    kind, f = line[0], [x.strip() for x in line[2:].split("|")]; each = lambda x, one: "; ".join(one(p.strip()) for p in x.split(";")) if x != "-" else x
    if kind == "I": s = int(f[5]); f[1] = "incident"; f[4] = "-"; f[6] = fold_words(f[6], s, sents); return "I " + " | ".join(f)
    s = int(f[4]); f[5] = fold_words(f[5], s, sents); f[6] = fold_named(f[6], s, sents); f[7] = each(f[7], lambda p: fold_named(p, s, sents))
    for k in (8, 9, 10): f[k] = fold_words(f[k], s, sents)
    f[11] = each(f[11], lambda p: p.split("=")[0] + "=" + fold_words(p.partition("=")[2], s, sents))
    return "C " + " | ".join(f)


def unfold(line, sents):
    """Back to compact.py's words; which occurrence in its sentence a word is, it says again."""
    s = int(line.split("|")[5 if line[0] == "I" else 4])

    def words(m):
        n, a, b = int(m[1] or s), int(m[2]), int(m[3]); t = sents[n - 1]; w = t[a:b]; k = 0; at = -1
        while at < a: at = t.find(w, at + 1); k += 1
        named = line[:m.start()].rstrip().endswith("=>")
        return w if named else (f"@{n}:" if m[1] else "") + w + (f"#{k}" if k > 1 else "")
    return AT.sub(words, line)


def write_folded(folder, out):
    texts = articles(); os.makedirs(out, exist_ok=True); kept = 0
    for path in sorted(glob.glob(os.path.join(folder, "*.who"))):
        name = os.path.basename(path)[:-4]; sents = json.load(open(path[:-4] + ".sents.json", encoding="utf-8")); at, lines = 0, []
        try:
            for s in sents:
                plain = " ".join(s.split()); at = texts[name].index(plain, at); lines.append(f"S {at}-{at + len(plain)}"); at += len(plain)
            lines += [fold(l, [" ".join(s.split()) for s in sents]) for l in open(path, encoding="utf-8").read().split("\n") if l[:2] in ("I ", "C ")]
        except ValueError as e: print(f"{name}: left out: {e}", file=sys.stderr); continue
        open(os.path.join(out, name + ".at"), "w", encoding="utf-8").write("\n".join(lines) + "\n"); kept += 1
    print(kept, "articles")


def write_unfolded(out):
    texts = articles(); os.makedirs(out, exist_ok=True)
    for path in sorted(glob.glob(os.path.join(HERE, "read", "*.at"))):
        name = os.path.basename(path)[:-3]; lines = open(path, encoding="utf-8").read().split("\n")
        sents = [texts[name][int(a):int(b)] for a, b in (l[2:].split("-") for l in lines if l.startswith("S "))]
        rest = [unfold(l, sents) for l in lines if l[:2] in ("I ", "C ")]
        open(os.path.join(out, name + ".who"), "w", encoding="utf-8").write("\n".join([f"S {s}" for s in sents] + [""] + rest) + "\n")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "fold": write_folded(*sys.argv[2:])
    elif len(sys.argv) == 3 and sys.argv[1] == "unfold": write_unfolded(sys.argv[2])
    else: sys.exit(__doc__)
