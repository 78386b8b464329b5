"""Annotated reports -> windows of pieces with targets, in one file that train.py reads.

  python pack.py --encoder DIR --out DATA.pkl

Takes the four folders of ../shared/train/who without the reports of HELD, our own reports in train/written, and the training part of PolNeAR.
"""
import argparse, glob, os, pickle, shutil, sys, tempfile
from tokenizers import Tokenizer

from labels import *
from reports import attribution_windows, folder, shared, windows
from compact import parse                 # of ../shared/bench/who, as reports.py has it on the path


def own():
    """The reports of train/written, which are kept in the short form of compact.py."""
    with tempfile.TemporaryDirectory() as d:
        for path in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "written", "*.who"))):
            shutil.copy(path, d); _, wrong = parse(os.path.join(d, os.path.basename(path)))
            if wrong: sys.exit(f"{path}: {wrong[0]}")
        yield from folder(d)


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument; A("--encoder", required=True); A("--out", required=True); a = p.parse_args()
    tok = Tokenizer.from_file(os.path.join(a.encoder, "tokenizer.json")); tok.no_truncation(); tok.no_padding()
    held = {l.strip() for l in open(shared("train", "who", "HELD"))}; data = dict(train=[], held=[], polnear=[])
    for part in ("real", "press", "written", "invented"):
        for name, sents, note in folder(shared("train", "who", part)):
            data["held" if f"{part}/{name}" in held else "train"] += windows(name, sents, note, tok)[2]
    others = len(data["train"])
    for name, sents, note in own(): data["train"] += windows(name, sents, note, tok)[2]
    for k, w in enumerate(data["train"]): w["ours"] = k >= others
    data["polnear"] = list(attribution_windows(shared("train", "polnear", "train"), tok))
    for k, ws in data.items():
        print(k, len(ws), "windows,", sum(len(w["ids"]) for w in ws), "pieces,", sum(len(w.get("groups", w.get("links"))) for w in ws), "triggers" if k != "polnear" else "links")
    pickle.dump(data, open(a.out, "wb"))
