"""Annotated reports -> windows of pieces with their targets.

A report is cut into windows of whole sentences.  A window repeats the headline and the sentences before
it (CONTEXT pieces at most); triggers are only looked for in its own sentences.  Every label stands on the
first piece of a word; a word is a run of letters and digits or one other sign.  The special pieces round a window are the tokenizer's own.

A *group* is all claims that share one trigger: the network finds the trigger and its role, and for each
trigger the spans of its arguments.  Positions below are pieces of the window, the opening special piece at 0.
"""
import glob, json, os, re, sys
from collections import Counter

from labels import *

WORD = re.compile(r"\w+|[^\w\s]")
ARTICLE = {"the", "a", "an"}


def shared(*parts):
    return os.path.join(os.environ.get("SAYSO_SHARED", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "shared")), *parts)


sys.path.insert(0, shared("bench", "who"))
from check_who import locate  # noqa: E402


class Sentence:
    """Words and pieces of one sentence: words[i] = (from, to), first[i] = its first piece."""

    def __init__(self, text, tokenizer, limit=WINDOW - CONTEXT):
        e = tokenizer.encode(text, add_special_tokens=False)
        starts = [o[0] for o in e.offsets][:limit]
        self.text, self.ids, self.words, self.first, j = text, e.ids[:limit], [], [], 0
        for m in WORD.finditer(text):
            while j < len(starts) and starts[j] < m.start(): j += 1
            if j < len(starts) and starts[j] < m.end():
                self.words.append(m.span()); self.first.append(j)
        self.lower = [text[a:b].lower() for a, b in self.words]

    def span(self, a, b):
        r = [i for i, (x, y) in enumerate(self.words) if x < b and y > a]
        return (r[0], r[-1] + 1) if r else None


def groups(note, texts, sents):
    """Claims -> groups; spans are (sentence, first word, word after the last)."""
    out = {}

    def find(words, s):
        at = locate(words, s, texts) if words else None
        r = sents[at[0] - 1].span(at[1], at[2]) if at else None
        return (at[0] - 1,) + r if r else None

    for c in note["claims"]:
        w = c["words"]; t = find(w["trigger"], c["s"])
        if t is None: continue
        g = out.setdefault(t, dict(trigger=t, roles=[], facts=[], confidence=None, basis=set(), spans={a: [] for a in ARGUMENTS}, names=[], nodes=[]))
        g["roles"].append(c["role"]); g["facts"].append(c["factuality"]); g["basis"] |= set(c["basis"])
        g["confidence"] = g["confidence"] or c["confidence"]

        def add(kind, words, name=None):
            x = find(words, c["s"])
            if x and x not in g["spans"][kind]: g["spans"][kind].append(x)
            if x and name and name != "unknown" and (x, name) not in g["names"]: g["names"].append((x, name))
            return x
        add("party", w["party"], c["party"])
        for i, h in enumerate(w["holder"]): add("outer" if i else "holder", h, c["holder"][i] if i < len(c["holder"]) else None)
        x = add("incident", w["incident"])
        if (x or t, c["incident"]) not in g["nodes"]: g["nodes"].append((x or t, c["incident"]))
        for kind in ("cue", "hedge", "trigger"): add(kind, w[kind])
        for b in w["basis"]: add("basis", b)
    for g in out.values():
        g["role"] = Counter(g["roles"]).most_common(1)[0][0]; g["fact"] = Counter(g["facts"]).most_common(1)[0][0]
    return list(out.values())


def plain(words):
    words = [w.lower() for w in words]
    while words and words[0] in ARTICLE: words = words[1:]
    return words


def occurrences(name, sents, which):
    """Where the words of a name stand: (sentence, first word), the article left out."""
    n = plain(WORD.findall(name)); out = []
    for s in which:
        w = sents[s].lower
        out += [(s, i) for i in range(len(w) - len(n) + 1) if w[i:i + len(n)] == n] if n else []
    return out


def name_targets(x, name, sents, place):
    """For a mention x of a party called `name`: pieces of the window where the name begins; 0 = the mention itself."""
    mention = plain(sents[x[0]].lower[x[1]:x[2]]); called = plain(WORD.findall(name))
    if mention == called: return [0]
    at = [place[o] for o in occurrences(name, sents, range(len(sents))) if o in place and not (o[0] == x[0] and x[1] <= o[1] < x[2])]
    if at: return at
    a, b = set(mention), set(called)
    return [0] if a <= b or b <= a else None


def cut(sents):
    """-> [(context sentences, first, after the last)], windows of at most WINDOW pieces."""
    n = [len(s.ids) for s in sents]; out = []; i = 0
    while i < len(sents):
        context, room = [], CONTEXT
        if i and n[0] <= 40: context, room = [0], CONTEXT - n[0]
        k = i - 1; back = []
        while k > (0 if context else -1) and n[k] <= room: back.insert(0, k); room -= n[k]; k -= 1
        used = sum(n[c] for c in context + back); j = i
        while j < len(sents) and (j == i or used + n[j] <= WINDOW): used += n[j]; j += 1
        out.append((context + back, i, j)); i = j
    return out


def ends(tokenizer):
    """Ids of the pieces that open and close a sequence."""
    return [next(i for i in map(tokenizer.token_to_id, names) if i is not None) for names in (("<s>", "[CLS]"), ("</s>", "[SEP]"))]


def windows(name, texts, note, tokenizer):
    opening, closing = ends(tokenizer)
    sents = [Sentence(t, tokenizer) for t in texts]; gs = groups(note, texts, sents) if note else []; out = []
    for context, i, j in cut(sents):
        ids, first, own, place, words = [opening], [0], [0], {}, []
        for s in context + list(range(i, j)):
            q = sents[s]; starts = dict((p, k) for k, p in enumerate(q.first))
            for p, piece in enumerate(q.ids):
                if p in starts: place[(s, starts[p])] = len(ids); words.append((s, starts[p], len(ids)))
                first.append(int(p in starts)); own.append(int(p in starts and s >= i)); ids.append(piece)
        ids.append(closing); first.append(0); own.append(0)
        w = dict(doc=name, ids=ids, first=first, own=own, words=words, groups=[])

        def spot(x):        # -> pieces of the span's words, in order, or None where the window lacks one
            p = [place.get((x[0], k)) for k in range(x[1], x[2])]
            return None if None in p else p
        for g in gs:
            t = spot(g["trigger"])
            if not i <= g["trigger"][0] < j or not t: continue
            names = []
            for x, called in g["names"]:
                p = spot(x); to = name_targets(x, called, sents, place) if p else None
                if to: names.append((p[0], to))
            w["groups"].append(dict(trigger=t[0], role=ROLES.index(g["role"]), fact=FACTUALITY.index(g["fact"]), confidence=CONFIDENCE.index(g["confidence"]),
                                    basis=sorted(BASIS.index(b) for b in g["basis"]), names=names,
                                    spans={a: [p for p in map(spot, g["spans"][a]) if p] for a in ARGUMENTS},
                                    nodes=[((spot(x) or t)[0], n) for x, n in g["nodes"]]))
        out.append(w)
    return sents, gs, out


def folder(path, names=None):
    """Documents of a folder of the WHO form: name, sentences, note."""
    for p in sorted(glob.glob(os.path.join(path, "*.sents.json"))):
        d = os.path.basename(p)[:-len(".sents.json")]
        if names is None or d in names:
            yield d, json.load(open(p, encoding="utf-8")), json.load(open(os.path.join(path, d + ".json"), encoding="utf-8"))


def attribution_windows(path, tokenizer):
    """PolNeAR: windows with source, cue and content on words, and for each cue its source and content."""
    opening, closing = ends(tokenizer)
    for p in sorted(glob.glob(os.path.join(path, "attributions", "*.ann"))):
        d = os.path.basename(p)[:-4].rsplit("_", 1)[0]; text = open(os.path.join(path, "text", d + ".txt"), encoding="utf-8", errors="replace", newline="").read()
        spans, links = {}, []
        for line in filter(re.compile(r"[TE]\d+\t").match, open(p, encoding="utf-8", errors="replace")):
            f = line.rstrip("\n").split("\t")
            if f[0][0] == "T":
                kind, *at = f[1].replace(";", " ").split()
                if kind != "Attribution":
                    at = list(map(int, at)); spans[f[0]] = (kind.lower(), [(at[k], at[k + 1]) for k in range(0, len(at), 2)])
            elif f[0][0] == "E": links.append([x.split(":") for x in f[1].split()])
        lines, at = [], 0
        for line in text.split("\n"):
            for k in range(0, max(len(line), 1), 1500): lines.append((at + k, line[k:k + 1500]))
            at += len(line) + 1
        sents = [(o, Sentence(t, tokenizer, WINDOW)) for o, t in lines]; k = 0
        while k < len(sents):
            ids, first, where, n = [opening], [0], [], k
            while n < len(sents) and (n == k or len(ids) + len(sents[n][1].ids) < WINDOW + 1):
                o, q = sents[n]; starts = dict((x, y) for y, x in enumerate(q.first))
                for x, piece in enumerate(q.ids):
                    if x in starts: a, b = q.words[starts[x]]; where.append((o + a, o + b, len(ids)))
                    first.append(int(x in starts)); ids.append(piece)
                n += 1
            ids.append(closing); first.append(0); lo, hi = sents[k][0], sents[n - 1][0] + len(sents[n - 1][1].text); k = n
            if not where: continue
            cover = lambda parts: [x for a, b, x in where if any(a < e and b > s for s, e in parts)]
            w = dict(doc=d, ids=ids, first=first, marks={a: [] for a in ATTRIBUTION}, links=[])
            for kind, parts in spans.values():
                if kind in w["marks"] and lo <= parts[0][0] < hi: w["marks"][kind].append(cover(parts))
            for e in links:
                kinds = {}
                for kind, t in e:
                    kind = re.sub(r"\d+$", "", kind).lower()
                    if t in spans and kind in ATTRIBUTION: kinds.setdefault(kind, []).append(spans[t][1])
                for parts in kinds.get("cue", []):
                    c = cover(parts)
                    if c: w["links"].append((c[0], [x[0] for x in map(cover, kinds.get("source", [])) if x], [x[0] for x in map(cover, kinds.get("content", [])) if x]))
            yield w
