"""Annotated reports -> windows of pieces with targets, in one file that train.py reads.

  python pack.py --encoder DIR --out DATA.pkl

Takes the four folders of ../shared/train/who without the reports of HELD, and the training part of PolNeAR.
"""
import argparse, os, pickle
from tokenizers import Tokenizer

from labels import *
from reports import attribution_windows, folder, shared, windows

if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument; A("--encoder", required=True); A("--out", required=True); a = p.parse_args()
    tok = Tokenizer.from_file(os.path.join(a.encoder, "tokenizer.json")); tok.no_truncation(); tok.no_padding()
    held = {l.strip() for l in open(shared("train", "who", "HELD"))}; data = dict(train=[], held=[], polnear=[])
    for part in ("real", "press", "written", "invented"):
        for name, sents, note in folder(shared("train", "who", part)):
            data["held" if f"{part}/{name}" in held else "train"] += windows(name, sents, note, tok)[2]
    data["polnear"] = list(attribution_windows(shared("train", "polnear", "train"), tok))
    for k, ws in data.items():
        print(k, len(ws), "windows,", sum(len(w["ids"]) for w in ws), "pieces,", sum(len(w.get("groups", w.get("links"))) for w in ws), "triggers" if k != "polnear" else "links")
    pickle.dump(data, open(a.out, "wb"))
