#!/usr/bin/env python3
"""bench/copies.py: copies of a story told from look-alikes, beside two peers in one run; then what a million reports would take.

    python3 bench/copies.py BENCH-COPIES TEXT... [--seed 1] [--sizes 1000,10000,50000] [--no-peers]

BENCH-COPIES is the program that bench/copies.c makes (make build/bench-copies).  TEXTs are reports, each an original, a
look-alike or a source of local additions, never several of these; what is half another's already is left out.  datasketch comes from PyPI.

Copies are generated: sentences dropped, put in another order, cut from below, a new headline, an agency's note, local additions
(a tenth to four tenths, of another report's sentences), words replaced.  Look-alikes are no copies: other reports on the same events as the texts have them,
reports of their own that quote one to three sentences of an original, long ones that print half as much again of it as a part,
and unrelated ones with the same agency's note.

Precision and recall are of pairs (copy, its original).  Peers: exact Jaccard of runs of four words, at .6 and at the threshold
that serves it best in hindsight; MinHash LSH of datasketch at .6 with as many numbers a report.  Seconds are of processor time.  """
import argparse, collections, math, random, re, subprocess, time

NOTES = ["Reporting by the agency's bureaus; editing by the night desk. Our standards: the principles of the agency's trust apply.",
         "This material may not be published, broadcast, rewritten or redistributed without permission of the agency.",
         "Follow us for the latest news on this story and sign up to the morning letter of this paper, free of charge."]
HEADS = ["What is known so far", "New details emerge", "Officials respond to events", "Latest: questions remain", "Inquiry begins as details come to light"]


def sentences(text):
    return [s for s in re.split(r"(?<=[.!?][\"”’ ])\s*|\n+", text) if s.strip()]


def reword(rng, sentence, share):
    return " ".join(w if rng.random() >= share else rng.choice(["reportedly", "then", "also", w.upper(), "said"]) for w in sentence.split(" "))


def additions(rng, pool, size, share):
    own, got = [], 0
    while pool and got < share * size:
        own.append(pool.pop())
        got += len(own[-1])
    return own


def make_copy(rng, s, pool):
    """One of five ways in which papers print what an agency sent."""
    way = rng.choice(["light", "cut", "shuffled", "local", "heavy"])
    if way == "cut":
        s = s[:max(3, round(len(s) * rng.uniform(.3, .8)))]
    else:
        drop = {"light": .1, "shuffled": .15, "local": .1, "heavy": .3}[way]
        s = [x for x in s if rng.random() >= drop] or s[:3]
    if way == "shuffled":
        cut = rng.randrange(len(s))
        s = s[cut:] + s[:cut]
        rng.shuffle(s)
    if way == "heavy":
        s = [reword(rng, x, .04) for x in s]
    size = sum(map(len, s))
    if way in ("local", "heavy"):
        for x in additions(rng, pool, size, rng.uniform(.1, .4) if way == "local" else .15):
            s.insert(rng.randrange(len(s) + 1), x)
    return way, [rng.choice(HEADS) + "."] + s + ([rng.choice(NOTES)] if rng.random() < .7 else [])


def apart(texts):
    """Texts of which less than four tenths of the runs of words stand in an earlier one."""
    where, kept = collections.defaultdict(list), []
    for t in texts:
        own = shingles(t)
        common = collections.Counter(k for s in own for k in where[s])
        if own and max(common.values(), default=0) < .4 * len(own):
            for s in own:
                where[s].append(len(kept))
            kept.append(t)
    return kept


def make_set(texts, seed):
    """Reports as (day, text, original or None, kind)."""
    rng = random.Random(seed)
    texts = apart(sorted((t for t in texts if len(sentences(t)) >= 8), key=len, reverse=True))
    rng.shuffle(texts)
    third = len(texts) // 3
    originals, others, spare = texts[:third], texts[third:2 * third], texts[2 * third:]
    pool = [s for t in spare for s in sentences(t)]
    rng.shuffle(pool)
    reports = [(1, t + " " + rng.choice(NOTES), None, "original") for t in originals]
    for i, t in enumerate(originals):
        s = sentences(t)
        for _ in range(3):
            way, copy = make_copy(rng, list(s), pool)
            reports.append((2, " ".join(copy), i, way))
    for i, t in enumerate(others):
        s, quoted = sentences(t), sentences(rng.choice(originals))
        kind = rng.choice(["another", "quoting", "embedding", "noted"])
        if kind == "quoting":
            at = rng.randrange(len(quoted))
            s[3:3] = quoted[at:at + rng.randint(1, 3)]
        if kind == "embedding":                       # at most half as much as its own words
            room, part = sum(map(len, s)) // 2, []
            while quoted and len(quoted[0]) < room:
                room -= len(quoted[0])
                part.append(quoted.pop(0))
            s[4:4] = part
        if kind != "another":
            s.append(rng.choice(NOTES))
        reports.append((2, " ".join(s), None, kind))
    return reports


def ours(program, reports):
    data = b"".join(b"%d p%d %d\n%s" % (day, i, len(text.encode()), text.encode()) for i, (day, text, _, _) in enumerate(reports))
    done = subprocess.run([program], input=data, capture_output=True, check=True)
    told = [None if line == "-" else int(line) for line in done.stdout.decode().split()]
    return told, done.stderr.decode().strip()


def shingles(text):
    w = re.findall(r"\w+", text.lower())
    return {tuple(w[i:i + 4]) for i in range(len(w) - 3)}


def jaccard_pairs(reports):
    """Likeness of each report to earlier ones, exactly."""
    where, sets, pairs = collections.defaultdict(list), [], []
    for i, (_, text, _, _) in enumerate(reports):
        own = shingles(text)
        common = collections.Counter(k for s in own for k in where[s])
        pairs.append([(n / (len(own) + len(sets[k]) - n), -k) for k, n in common.items()])
        for s in own:
            where[s].append(i)
        sets.append(own)
    return pairs


def by_jaccard(reports, pairs, least):
    told = []
    for i in range(len(reports)):
        likest = [-k for j, k in pairs[i] if j >= least and told[-k] is None]
        told.append(min(likest) if likest else None)
    return told


def by_datasketch(reports, least):
    from datasketch import MinHash, MinHashLSH
    index, told = MinHashLSH(threshold=least, num_perm=64), []
    for i, (_, text, _, _) in enumerate(reports):
        m = MinHash(num_perm=64)
        m.update_batch([" ".join(s).encode() for s in shingles(text)])
        found = index.query(m)
        told.append(min(found) if found else None)
        if not found:
            index.insert(i, m)
    return told


def score(reports, told):
    right = sum(t is not None and t == r[2] for r, t in zip(reports, told))
    said, true = sum(t is not None for t in told), sum(r[2] is not None for r in reports)
    p, r = right / said if said else 1, right / true
    return 100 * p, 100 * r, 200 * p * r / (p + r or 1)


def show(name, reports, told, took):
    print("  %-34s P %5.1f  R %5.1f  F1 %5.1f   %s" % (name, *score(reports, told), took))


def timed(f, *args):
    start = time.process_time()
    got = f(*args)
    return got, "%.2f s" % (time.process_time() - start)


def quality(program, texts, seed, peers):
    reports = make_set(texts, seed)
    kinds = collections.Counter(r[3] for r in reports)
    print("seed %d: %d reports, %d copies: %s" % (seed, len(reports), sum(r[2] is not None for r in reports), ", ".join("%d %s" % (n, k) for k, n in sorted(kinds.items()))))
    told, took = ours(program, reports)
    show("sayso", reports, told, took)
    print("    found: " + ", ".join("%s %d of %d" % (k, sum(r[3] == k and t == r[2] for r, t in zip(reports, told)), kinds[k])
                                   for k in sorted(kinds) if any(r[3] == k and r[2] is not None for r in reports)))
    print("    taken for copies: " + ", ".join("%s %d of %d" % (k, sum(r[3] == k and t is not None for r, t in zip(reports, told)), kinds[k])
                                              for k in sorted(kinds) if all(r[2] is None for r in reports if r[3] == k)))
    if not peers:
        return
    pairs, took = timed(jaccard_pairs, reports)
    show("Jaccard of shingles, .6", reports, by_jaccard(reports, pairs, .6), took)
    best = max((score(reports, by_jaccard(reports, pairs, t / 100))[2], t) for t in range(10, 81, 2))[1] / 100
    show("the same at %.2f, in hindsight" % best, reports, by_jaccard(reports, pairs, best), took)
    show("datasketch MinHashLSH, .6, 64", reports, *timed(by_datasketch, reports, .6))


def slope(a, b):
    return math.log(b[1] / a[1]) / math.log(b[0] / a[0])


def million(program, texts, sizes):
    rows = []
    for n in sizes:
        n, signing, searching, mb, found = map(float, subprocess.run([program, "--many", str(n)] + texts, capture_output=True, check=True, text=True).stdout.split())
        rows.append((n, signing + searching, searching, mb))
        print("  %7d reports: %6.2f s signing, %6.2f s searching (%5.1f µs a report), %7.1f MB, %d copies found of %d" %
              (n, signing, searching, 1e6 * (signing + searching) / n, mb, found, n // 3))
    e, es = slope(rows[-2], rows[-1]), slope([rows[-2][0], rows[-2][2]], [rows[-1][0], rows[-1][2]])
    n, total, searching, mb = rows[-1]
    up = 1e6 / n
    print("  exponent %.2f (of searching alone %.2f): at a million reports %.0f s (%.0f of them searching), %.1f GB" %
          (e, es, (total - searching) * up + searching * up ** es, searching * up ** es, (mb - rows[0][3]) / (n - rows[0][0]) * 1e6 / 1024))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("program")
    a.add_argument("text", nargs="+")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--sizes", default="1000,10000,50000")
    a.add_argument("--no-peers", action="store_true")
    o = a.parse_args()
    texts = [open(p, encoding="utf-8", errors="replace").read() for p in o.text]
    quality(o.program, texts, o.seed, not o.no_peers)
    sizes = [int(n) for n in o.sizes.split(",") if n]
    if len(sizes) > 1:
        million(o.program, o.text, sizes)


main()
