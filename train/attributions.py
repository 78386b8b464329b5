"""Scores a checkpoint's attributions on PolNeAR dev.

  python attributions.py --checkpoint RUN/final.pt --encoder DIR [--limit N]

spans     exact spans: micro F1 of contiguous runs of words, per role (source, cue, content)
relations a predicted attribution (cue, source, content) is right if its content overlaps gold's by half of their union or more and
          their sources overlap or are both absent; pairs are matched one to one, best overlap first; F1
"""
import argparse, os
import torch
from tokenizers import Tokenizer

from labels import *
from network import Encoder, Layer, Reader, shape_of
from reports import attribution_windows, shared
from train import buckets, padded


def best_runs(scores):
    """[n,3] logits O, B, I -> [(first, after the last)]: Viterbi with I only after B or I (src/marks/decode.c)."""
    s, back = [0., -1e9, -1e9], []
    for o, b, i in scores.tolist():
        m = max(range(3), key=lambda k: s[k]); n = 2 if s[2] > s[1] else 1
        back.append((m, n)); s = [s[m] + o, s[m] + b, s[n] + i]
    tags, y = [], max(range(3), key=lambda k: s[k])
    for m, n in reversed(back): tags.append(y); y = n if y == 2 else m
    out = []
    for k, t in enumerate(tags[::-1]):
        if t == 1: out.append([k, k + 1])
        elif t == 2 and out: out[-1][1] = k + 1
    return [tuple(x) for x in out]


def runs(spans, order):
    """Pieces of all spans of a role -> maximal runs of neighbouring words."""
    on = sorted({order[p] for s in spans for p in s}); out = []
    for k in on:
        if out and out[-1][1] == k: out[-1][1] = k + 1
        else: out.append([k, k + 1])
    return [tuple(x) for x in out]


def pointed(pointer, h, at, starts, heads):
    """The start that a cue points to, or None."""
    s = pointer(h[:, at], h, torch.tensor([0]), buckets(torch.arange(h.shape[1])[None] - at))[0]
    options = [(float(s[0]), None)] + [(float(s[1 + heads[k]]), k) for k in starts]
    return max(options, key=lambda x: x[0])[1]


@torch.no_grad()
def predict(m, w):
    ids, mask = padded([w])
    h = m.enc(ids, mask); heads = [p for p, f in enumerate(w["first"]) if f]; s = m.marks(h)[0].view(-1, len(ATTRIBUTION), 3)[heads]
    spans = {k: best_runs(s[:, a]) for a, k in enumerate(ATTRIBUTION)}; links = []
    for a, _ in spans["cue"]:
        to = {}
        for kind in ("source", "content"):
            start = pointed(getattr(m, kind), h, heads[a], [x for x, _ in spans[kind]], heads); to[kind] = next((x for x in spans[kind] if x[0] == start), None)
        links.append((to["source"], to["content"]))
    return heads, spans, links


def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) if a and b else 0


def main():
    p = argparse.ArgumentParser(); A = p.add_argument; A("--checkpoint", required=True); A("--encoder", required=True); A("--limit", type=int, default=0); a = p.parse_args()
    tok = Tokenizer.from_file(os.path.join(a.encoder, "tokenizer.json")); tok.no_truncation(); tok.no_padding(); torch.set_num_threads(1)
    c = torch.load(a.checkpoint, map_location="cpu", weights_only=False); shape = shape_of(a.encoder); m = Reader(Encoder(shape), Layer(shape)); m.load_state_dict(c["model"]); m.eval()
    count = {k: [0, 0, 0] for k in ATTRIBUTION}; right = found = gold_links = 0; ws = list(attribution_windows(shared("train", "polnear", "dev"), tok))
    for w in ws[:a.limit or None]:
        heads, spans, links = predict(m, w); order = {p: k for k, p in enumerate(heads)}
        for k in ATTRIBUTION:
            g = runs(w["marks"][k], order); n = count[k]; n[0] += len(set(g) & set(spans[k])); n[1] += len(spans[k]); n[2] += len(g)
        whole = {kind: {order[s[0]]: (order[s[0]], order[s[-1]] + 1) for s in w["marks"][kind] if s} for kind in ("source", "content")}
        gold = [(whole["source"].get(order[s[0]]) if s else None, whole["content"].get(order[t[0]]) if t else None) for _, s, t in w["links"]]
        pairs = []
        for i, (gs, gc) in enumerate(gold):
            for j, (ps, pc) in enumerate(links):
                if not gc or not pc: continue
                inter = overlap(gc, pc); union = gc[1] - gc[0] + pc[1] - pc[0] - inter
                if inter / union >= .5 and (overlap(gs, ps) or (not gs and not ps)): pairs.append((-inter / union, i, j))
        used_i, used_j = set(), set()
        for _, i, j in sorted(pairs):
            if i not in used_i and j not in used_j: used_i.add(i); used_j.add(j)
        right += len(used_i); found += len(links); gold_links += len(gold)
    f1 = lambda tp, a, b: 2 * tp / max(a + b, 1)
    print("spans", {k: round(f1(*n), 3) for k, n in count.items()}, "relations", round(f1(right, found, gold_links), 3), "windows", len(ws))


if __name__ == "__main__":
    main()
