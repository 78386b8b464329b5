"""What a reader scores: the figures that README and weights/MODEL.md quote.

  python train/score.py [--weights FILE] [--parts press,dev,held] [--errors DIR]       prints a table
  python train/score.py --calibrate OUT.json [--weights FILE]                          fits a claim's probability on the held-out list
  python train/score.py --marks DIR ...                                                the same from kept marks: for work on what comes after the network

Reads the reports of ../shared with build/sayso, as anybody would, and scores what it writes with the benchmark's own scorer.
"""
import argparse, glob, json, math, os, shutil, subprocess, sys, tempfile
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__)); ROOT = os.path.dirname(HERE)
SHARED = os.environ.get("SAYSO_SHARED", os.path.join(ROOT, "..", "shared")); WHO = os.path.join(SHARED, "bench", "who")
sys.path.insert(0, WHO)
import who_score as W  # noqa: E402

LEFT_OUT = {"seed-kremlin-drones"}        # the reference report is measured by its own rows
FEATURES = ["trigger", "role", "factuality", "party", "party name", "holder", "holder name"]


def reports(part):
    """-> [(text, sentences, gold)]"""
    if part == "held":
        names = [l.strip() for l in open(os.path.join(SHARED, "train", "who", "HELD")) if l.strip()]
        return [tuple(os.path.join(SHARED, "train", "who", n + x) for x in (".txt", ".sents.json", ".json")) for n in names]
    d = os.path.join(WHO, {"press": "dev-press", "dev": "dev"}[part])
    names = sorted(os.path.basename(p)[:-5] for p in glob.glob(d + "/A/*.json") if os.path.basename(p)[:-5] not in LEFT_OUT)
    return [(f"{d}/text/{n}.txt", f"{d}/text/{n}.sents.json", f"{d}/A/{n}.json") for n in names]


def lay_out(part, where):
    """gold/ and text/ as the scorer wants them; -> the texts."""
    for f in ("gold", "text", "pred"): os.makedirs(os.path.join(where, f))
    for text, sents, gold in reports(part):
        shutil.copy(text, where + "/text"); shutil.copy(gold, where + "/gold")
        if os.path.exists(sents): shutil.copy(sents, where + "/text")
    return sorted(glob.glob(where + "/text/*.txt"))


def extract(part, texts, args, extra):
    if args.marks: return rebuilt(part, texts, args, extra)
    run = subprocess.run([args.sayso, "extract", "--weights", args.weights, "--data", os.path.join(ROOT, "data"), *extra, *texts], capture_output=True, text=True)
    if run.returncode: sys.exit(f"sayso extract ended with {run.returncode}: {run.stderr[:300]}")
    return run.stdout


def rebuilt(part, texts, args, extra):
    """The same from marks that were kept (read now where they were not), so that a change after the network is scored in seconds."""
    program = os.path.join(ROOT, "build", "bench-marks"); kept = os.path.join(args.marks, part); os.makedirs(args.marks, exist_ok=True)
    if not os.path.exists(kept):
        with open(kept + ".part", "w") as f: subprocess.run([program, "read", args.weights, *[t for t, _, _ in sorted(reports(part), key=lambda r: os.path.basename(r[0]))]], stdout=f, check=True)
        os.rename(kept + ".part", kept)
    option = lambda name, default: extra[extra.index(name) + 1] if name in extra else default
    with tempfile.TemporaryDirectory() as where:
        out = option("--dir", where); subprocess.run([program, "build", os.path.join(ROOT, "data"), args.weights, option("--least", "-"), out], stdin=open(kept), check=True)
        names = [os.path.basename(t)[:-4] for t in texts]; lines = "".join(open(f"{out}/{n}.report.jsonl").read() for n in names)
        for n in names: os.remove(f"{out}/{n}.report.jsonl")
    return lines


def scored(part, args, errors=None):
    with tempfile.TemporaryDirectory() as where:
        texts = lay_out(part, where); extract(part, texts, args, ["--to", "who", "--dir", where + "/pred"] + (["--least", str(args.least)] if args.least is not None else []))
        assert all(os.path.exists(t.replace("/text/", "/pred/")[:-4] + ".json") for t in texts)
        check = subprocess.run([sys.executable, WHO + "/check_who.py", where + "/pred", where + "/pred"], capture_output=True, text=True)
        run = lambda *f: subprocess.run([sys.executable, WHO + "/who_score.py", where + "/gold", where + "/pred", where + "/text", *f], check=True, capture_output=True, text=True).stdout
        if errors: open(os.path.join(errors, part + ".txt"), "w").write(run("--errors"))
        return len(texts), json.loads(run("--json")), check


def held_claims(args):
    """Every claim of the held-out list with its features and whether gold has it; gold's size."""
    out, n_gold = [], 0
    with tempfile.TemporaryDirectory() as where:
        texts = lay_out("held", where); lines = extract("held", texts, args, ["--least", "0"]).splitlines()
        for path, line in zip(texts, lines):
            doc = os.path.basename(path)[:-4]; raw = open(path, "rb").read(); text = raw.decode(); read = json.loads(line); full = read["claims"]
            gold = json.load(open(f"{where}/gold/{doc}.json"))["claims"]; n_gold += len(gold); quote = lambda c: raw[slice(*read["sentences"][c["sentence"] - 1])].decode()
            pred = [dict(role=c["role"], party=c["party_name"], holder=[v["holder"] for v in c["chain"]], factuality=c["factuality"], quote=quote(c)) for c in full]
            right = {j for _, j, f in W.pair_up(gold, pred, text) if f["cls"] and f["holder"] and f["polarity"]}
            out += [(doc, [c["scores"][k] for k in FEATURES], c["probability"], j in right) for j, c in enumerate(full)]
    return out, n_gold


def calibration_error(pairs, bins=10):
    """Expected calibration error: mean distance of probability and share of right ones over equal-width bins."""
    e = 0.
    for b in range(bins):
        x = [(p, y) for p, y in pairs if b / bins <= p < (b + 1) / bins or (b == bins - 1 and p == 1)]
        if x: e += len(x) / len(pairs) * abs(sum(p for p, _ in x) / len(x) - sum(y for _, y in x) / len(x))
    return e


def fit(rows, steps=3000, rate=.5, decay=1e-3):
    """Logistic regression by plain gradient descent on standardised features; -> weights for [1, raw features]."""
    n = len(FEATURES); mean = [sum(r[k] for r, _ in rows) / len(rows) for k in range(n)]
    sd = [max(1e-6, math.sqrt(sum((r[k] - mean[k]) ** 2 for r, _ in rows) / len(rows))) for k in range(n)]
    x = [[1.] + [(r[k] - mean[k]) / sd[k] for k in range(n)] for r, _ in rows]; y = [float(t) for _, t in rows]; w = [0.] * (n + 1)
    x, y, w = np.array(x), np.array(y), np.array(w)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w)); g = x.T @ (p - y) / len(y) + decay * np.r_[0., w[1:]]; w -= rate * g
    raw = w[1:] / np.array(sd); return [float(w[0] - (raw * np.array(mean)).sum())] + [float(v) for v in raw]


def calibrate(args):
    rows, n_gold = held_claims(args); docs = sorted({d for d, *_ in rows}); fold = {d: i % 5 for i, d in enumerate(docs)}
    prob = lambda w, x: 1 / (1 + math.exp(-max(-30, min(30, w[0] + sum(a * b for a, b in zip(w[1:], x))))))
    crossed = []
    for k in range(5):                    # honest figures: each fifth by weights fitted on the others
        w = fit([(x, y) for d, x, _, y in rows if fold[d] != k]); crossed += [(prob(w, x), y) for d, x, _, y in rows if fold[d] == k]
    steps = [i / 100 for i in range(90)]; f1 = [2 * sum(y for p, y in crossed if p >= t) / (n_gold + sum(p >= t for p, _ in crossed)) for t in steps]
    level = np.convolve(np.pad(f1, 5, "edge"), np.ones(11) / 11, "valid")       # the middle of where it is best: the top itself is noise
    best = max(zip(level, steps)); print(" ".join(f"{t:.2f}:{100 * f:.1f}" for t, f in zip(steps, f1) if 8 <= round(100 * t) <= 40 and round(100 * t) % 2 == 0), flush=True)
    w = fit([(x, y) for _, x, _, y in rows])
    json.dump(dict(weights=w, least=best[1], error=calibration_error(crossed), who=100 * best[0], claims=len(rows)), open(args.calibrate, "w"))
    print(open(args.calibrate).read())


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument
    A("--sayso", default=os.path.join(ROOT, "build", "sayso")); A("--weights", default=os.path.join(ROOT, "weights", "base.sayso")); A("--parts", default="press,dev,held")
    A("--least", type=float); A("--errors"); A("--calibrate"); A("--marks", help="folder that keeps the network's marks of each part (needs make bench): remove it for another network"); args = p.parse_args()
    if args.calibrate: calibrate(args); sys.exit()
    columns = ["who", "strict", "found", "holder", "chain", "polarity", "factuality", "basis", "place", "date", "incidents", "gold", "pred"]
    print("| reports | n | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 2) + "|")
    for part in args.parts.split(","):
        n, r, check = scored(part, args, args.errors)
        print(f"| {dict(press='dev-press', dev='dev', held='held-out')[part]} | {n} | " + " | ".join(str(r.get(c, "")) for c in columns) + " |", flush=True)
        if check.returncode or " 0 problems" not in " " + check.stdout: print("check_who:", check.stdout[-300:], file=sys.stderr)
    rows, _ = held_claims(args) if "held" in args.parts else ([], 0)
    if rows:
        shown = [(p, y) for _, _, p, y in rows]; print(f"\nexpected calibration error on the held-out list: {calibration_error(shown):.3f} over {len(shown)} claims")
        for b in range(10):
            x = [(p, y) for p, y in shown if b / 10 <= p < (b + 1) / 10 + (b == 9)]
            if x: print(f"  {b / 10:.1f}-{(b + 1) / 10:.1f}  {len(x):5d} claims  said {sum(p for p, _ in x) / len(x):.2f}  right {sum(y for _, y in x) / len(x):.2f}")
