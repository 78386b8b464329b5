"""Gold marks through the rooms that make claims of them: what the assembly loses by itself.

  python train/oracle.py [--parts held,press,dev] [--errors DIR]      needs build/bench-marks (make bench)
"""
import argparse, json, os, subprocess, sys, tempfile
from tokenizers import Tokenizer

from labels import *
import reports as R
import score as S


def lines(path, doc, texts, note, tokenizer):
    """One report in the lines of bench/marks.c."""
    whole = open(path, encoding="utf-8", newline="").read(); byte = lambda n: len(whole[:n].encode()); at, starts = 0, []
    for t in texts: i = whole.find(t, at); starts.append(i); at = i + len(t) if i >= 0 else at
    sents = [R.Sentence(t, tokenizer, 100000) for t in texts]; place = {(s, w): (s, w) for s, q in enumerate(sents) for w in range(len(q.words))}
    where = lambda s, w: byte(starts[s] + sents[s].words[w][0]); end = lambda s, w: byte(starts[s] + sents[s].words[w][1]); out = [f"D {path} {doc}"]; events = {}
    for g in sorted(R.groups(note, texts, sents), key=lambda g: g["trigger"]):
        one = lambda labels, *these: " ".join("01"[l in these] for l in labels)
        out.append(f"G {where(*g['trigger'][:2])} {ROLES.index(g['role']) - 1} 1 1 {one(FACTUALITY, g['fact'])} {one(CONFIDENCE, g['confidence'])} {one(BASIS, *g['basis'])}")
        for a, kind in enumerate(ARGUMENTS):
            for s, x, y in sorted(g["spans"][kind]):
                name = -1
                if kind in ("party", "holder", "outer"):
                    for span, called in g["names"]:
                        to = R.name_targets(span, called, sents, place) if span == (s, x, y) else None
                        if to and to[0]: name = where(*min(to, key=lambda o: (abs(o[0] - s), o)))
                out.append(f"S {a} {where(s, x)} {end(s, y - 1)} 6 {name} 1")
        for span, incident in g["nodes"]:
            e = events.setdefault(incident, len(events)); out.append(f"M {-1 if span == g['trigger'] and span not in g['spans']['incident'] else where(*span[:2])} {e}")
    return out + ["E"]


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument
    A("--parts", default="held,press,dev"); A("--errors"); A("--tokenizer", required=True, help="tokenizer.json of the encoder"); A("--weights", default=os.path.join(S.ROOT, "weights", "small.sayso")); a = p.parse_args()
    tok = Tokenizer.from_file(a.tokenizer); tok.no_truncation(); tok.no_padding()
    for part in a.parts.split(","):
        with tempfile.TemporaryDirectory() as d:
            S.lay_out(part, d); text = []
            for t, s, g in S.reports(part):
                doc = os.path.basename(t)[:-4]; text += lines(t, doc, json.load(open(s)), json.load(open(g)), tok)
            subprocess.run([os.path.join(S.ROOT, "build", "bench-marks"), "build", os.path.join(S.ROOT, "data"), a.weights, "0", d + "/pred"], input="\n".join(text) + "\n", text=True, check=True)
            run = lambda *f: subprocess.run([sys.executable, S.WHO + "/who_score.py", d + "/gold", d + "/pred", d + "/text", *f], check=True, capture_output=True, text=True).stdout
            print(part, run().strip())
            if a.errors: os.makedirs(a.errors, exist_ok=True); open(f"{a.errors}/{part}.txt", "w").write(run("--errors"))
