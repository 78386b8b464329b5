"""What a trained reader says of articles that nobody annotated, for a smaller one to learn from: windows with soft targets, in one file for train.py.

  python teach.py --weights base.sayso --teacher ENC --encoder SMALL_ENC --texts DIR --out TAUGHT.pkl

DIR holds NAME.sents.json files (`sayso extract --to who --dir DIR` makes them of texts).  The two encoders must cut words into the same pieces, as
mpnet and bge do, whose vocabularies are BERT's; only the numbers of the pieces differ.
"""
import argparse, glob, json, os, pickle
import torch, torch.multiprocessing as mp
from tokenizers import Tokenizer

from export import restore
from labels import *
from network import Reader, pretrained
from reports import ends, windows
from train import AMP, padded

SPECIAL = [{"<s>", "[CLS]"}, {"</s>", "[SEP]"}]
WORTH = .1                                # a word that is a trigger with less than this is no candidate


def numbers(of, to):
    """Piece numbers of one tokenizer -> those of the other."""
    a, b = of.get_vocab(), to.get_vocab()
    for s in SPECIAL:
        for x in s & a.keys(): a[x], name = a[x], next(iter(s & b.keys())); b[x] = b[name]
    return {n: b.get(piece, b["[UNK]"]) for piece, n in a.items()}


def say(m, ws, number):
    """Adds to each window: soft [own words, roles], and for each candidate its weight, place, role and soft targets."""
    ids, mask = padded([dict(w, ids=[number[i] for i in w["ids"]]) for w in ws])
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=AMP):
        h = m.enc(ids, mask); p = m.trigger(h).float().softmax(-1); found = []
        for r, w in enumerate(ws):
            own = [i for i, o in enumerate(w["own"]) if o]; w["soft"] = p[r, own].half(); w["taught"] = []
            found += [(r, i, int(p[r, i, 1:].argmax()) + 1, 1 - float(p[r, i, 0])) for i in own if p[r, i, 0] < 1 - WORTH]
        if not found: return
        row, at, role = (torch.tensor([f[k] for f in found]) for k in range(3))
        y, place = m.around(h, row, at, role, torch.tensor([len(w["ids"]) for w in ws]))
        arguments = m.argument(y).float().view(len(found), y.shape[1], len(ARGUMENTS), 3).softmax(-1).half()
        kind = m.kind(torch.cat([h[row, at].to(y.dtype), y[:, BEFORE]], -1)).float()
    for n, (r, i, role, weight) in enumerate(found): ws[r]["taught"].append(dict(trigger=i, role=role, weight=weight, arguments=arguments[n].clone(), kind=kind[n].clone()))


def work(rank, a, workers):
    torch.set_num_threads(1); enc, top = pretrained(a.teacher); m = Reader(enc, top); restore(a.weights, m); m.eval(); del top
    tok, teacher = (Tokenizer.from_file(os.path.join(d, "tokenizer.json")) for d in (a.encoder, a.teacher)); [t.no_truncation() for t in (tok, teacher)]; [t.no_padding() for t in (tok, teacher)]
    number = numbers(tok, teacher); out = []
    for k, path in enumerate(sorted(glob.glob(os.path.join(a.texts, "*.sents.json")))[rank::workers]):
        ws = windows(os.path.basename(path)[:-len(".sents.json")], json.load(open(path, encoding="utf-8")), None, tok)[2]
        for w in ws: say(m, [w], number); out.append(dict(doc=w["doc"], ids=w["ids"], first=w["first"], own=w["own"], soft=w["soft"], taught=w["taught"]))
        if k % 50 == 49 and rank == 0: print(k + 1, "of", len(glob.glob(os.path.join(a.texts, "*.sents.json"))) // workers, flush=True)
    pickle.dump(out, open(f"{a.out}.{rank}", "wb"))


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument
    for name in ("weights", "teacher", "encoder", "texts", "out"): A("--" + name, required=True)
    A("--workers", type=int, default=2); a = p.parse_args()
    mp.start_processes(work, (a, a.workers), a.workers, start_method="fork"); out = []
    for k in range(a.workers): out += pickle.load(open(f"{a.out}.{k}", "rb")); os.remove(f"{a.out}.{k}")
    pickle.dump(out, open(a.out, "wb")); print(len(out), "windows,", sum(len(w["ids"]) for w in out), "pieces,", sum(len(w["taught"]) for w in out), "candidates")
