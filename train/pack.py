"""Annotated reports -> windows of pieces with targets, in one file that train.py reads.

  python pack.py --encoder DIR --out DATA.pkl

Takes the four folders of ../shared/train/who without the reports of HELD, our own reports in train/written, the articles of ../shared/train/press
that train/read annotates, and the training part of PolNeAR.
"""
import argparse, glob, os, pickle, shutil, sys, tempfile
from tokenizers import Tokenizer

from labels import *
from read import write_unfolded
from reports import attribution_windows, folder, shared, windows
from compact import parse                 # of ../shared/bench/who, as reports.py has it on the path


def copy_written(to):
    for path in glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "written", "*.who")): shutil.copy(path, to)


def short_form(fill):
    """Reports in the short form of compact.py, which fill(DIR) writes into DIR."""
    with tempfile.TemporaryDirectory() as d:
        fill(d)
        for path in sorted(glob.glob(os.path.join(d, "*.who"))):
            _, wrong = parse(path)
            if wrong: sys.exit(f"{path}: {wrong[0]}")
        yield from folder(d)


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument; A("--encoder", required=True); A("--out", required=True); a = p.parse_args()
    tok = Tokenizer.from_file(os.path.join(a.encoder, "tokenizer.json")); tok.no_truncation(); tok.no_padding()
    held = {l.strip() for l in open(shared("train", "who", "HELD"))}; data = dict(train=[], held=[], polnear=[])
    for part in ("real", "press", "written", "invented"):
        for name, sents, note in folder(shared("train", "who", part)):
            data["held" if f"{part}/{name}" in held else "train"] += windows(name, sents, note, tok)[2]
    for name, sents, note in short_form(write_unfolded): data["train"] += windows(name, sents, note, tok)[2]
    others = len(data["train"])
    for name, sents, note in short_form(copy_written): data["train"] += windows(name, sents, note, tok)[2]
    for k, w in enumerate(data["train"]): w["ours"] = k >= others
    data["polnear"] = list(attribution_windows(shared("train", "polnear", "train"), tok))
    for k, ws in data.items():
        print(k, len(ws), "windows,", sum(len(w["ids"]) for w in ws), "pieces,", sum(len(w.get("groups", w.get("links"))) for w in ws), "triggers" if k != "polnear" else "links")
    pickle.dump(data, open(a.out, "wb"))
