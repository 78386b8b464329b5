"""Checkpoint -> weight file that the engine reads (src/model/weights.c says how it is laid out).

  python export.py --checkpoint RUN/final.pt --encoder DIR --out ../weights/base.sayso --name base [--shyness 1.5 1 0] [--scores scores.json]

Matrices of the layers become int8 with one scale an output channel; embeddings 4 bits with one scale for 32 values, rows of pieces that
press English does not use left out; heads stay float.
"""
import argparse, json, os, struct
import numpy as np, torch
from tokenizers import Tokenizer

from labels import *
from network import Reader, pretrained, shape_of
from reports import shared, folder

HEAD_NAMES = {"kind.0": "kind.in", "kind.3": "kind.out", "node.0": "node", "pair.0": "pair.in", "pair.2": "pair.out"}


def int8(w):
    s = np.maximum(np.abs(w).max(1, keepdims=True), 1e-12) / 127
    return np.clip(np.rint(w / s), -127, 127).astype(np.int8), s.astype(np.float32)


def nibbles(w, group=32):
    """-> two values a byte, low nibble first, value + 8; a scale for each `group` values, the best of a few for its squared error."""
    g = w.reshape(w.shape[0], -1, group); top = np.maximum(np.abs(g).max(-1, keepdims=True), 1e-12); best = None
    for k in (1., .95, .9, .85, .8):
        s = top * k / 7.5; q = np.clip(np.rint(g / s), -8, 7); e = ((q * s - g) ** 2).sum(-1, keepdims=True)
        if best is None: best = [q, s, e]
        else:
            better = e < best[2]; best = [np.where(better, q, best[0]), np.where(better, s, best[1]), np.where(better, e, best[2])]
    q = (best[0].reshape(w.shape) + 8).astype(np.uint8)
    return (q[:, 0::2] | q[:, 1::2] << 4), best[1][..., 0].astype(np.float32)


def used_pieces(tokenizer, vocabulary):
    """Rows that stay: every ASCII piece but the [unused] ones, and every piece that a training text needs."""
    keep = np.array([all(c < "\x7f" for c in v) and not v.startswith("[unused") for v in vocabulary])
    for part in ("real", "press", "written", "invented"):
        for _, sents, _ in folder(shared("train", "who", part)):
            for e in tokenizer.encode_batch(sents, add_special_tokens=False): keep[e.ids] = True
    keep[[i for i, v in enumerate(vocabulary) if v in ("<s>", "</s>", "<pad>", "<unk>", "[UNK]", "<mask>", "[CLS]", "[SEP]", "[PAD]", "[MASK]")]] = True
    return keep


class File:
    def __init__(self): self.tensors = []

    def add(self, name, array, kind): self.tensors.append((name, np.ascontiguousarray(array), kind))

    def linear(self, name, w, b, quantise):
        if quantise:
            q, s = int8(w); self.add(name + ".w", q, "i8"); self.add(name + ".w.scale", s, "f32")
        else: self.add(name + ".w", w.astype(np.float32), "f32")
        self.add(name + ".b", b.astype(np.float32), "f32")

    def write(self, path, head):
        at, table = 0, {}
        for name, a, kind in self.tensors:
            shape = list(a.shape) if kind != "u4" else [a.shape[0], a.shape[1] * 2]
            table[name] = dict(type=kind, shape=shape, at=at, bytes=a.nbytes); at += -(-a.nbytes // 64) * 64
        room = 4096                                # offsets are from the file's start: the head is padded until they are stable
        while True:
            text = json.dumps({**head, "tensors": {k: {**v, "at": v["at"] + room} for k, v in table.items()}}, ensure_ascii=False, sort_keys=True).encode()
            if 16 + len(text) <= room: break
            room += 4096
        with open(path, "wb") as f:
            f.write(b"SAYSOWF1" + struct.pack("<II", 1, len(text)) + text); f.write(bytes(room - f.tell()))
            for _, a, _ in self.tensors: f.write(a.tobytes()); f.write(bytes(-a.nbytes % 64))


def restore(path, model):
    """The inverse of export, into a Reader: everything but the embeddings and positions, which stay as pretrained.  -> nothing; what int8 lost stays lost."""
    raw = np.fromfile(path, np.uint8); table = json.loads(raw[16:16 + struct.unpack("<I", raw[12:16].tobytes())[0]].tobytes())["tensors"]
    kinds = {"i8": np.int8, "f32": np.float32}; back = {v: k for k, v in HEAD_NAMES.items()}; state = model.state_dict()

    def get(name):
        t = table[name]; a = raw[t["at"]:t["at"] + t["bytes"]].view(kinds[t["type"]]).reshape(t["shape"]).astype(np.float32)
        return a * get(name + ".scale").reshape(-1, 1) if t["type"] == "i8" else a

    def put(key, name): state[key].copy_(torch.from_numpy(get(name)).view_as(state[key]))
    for name in table:
        base, _, last = name.rpartition("."); key = back.get(base, base)
        if last in ("w", "b") and base not in ("enc.norm",): put(f"{key}.{dict(w='weight', b='bias')[last]}", name)
    for pointer in ("name", "source", "content"): put(pointer + ".dist.weight", pointer + ".distance")
    for key, name in (("dist.weight", "distance"), ("role.weight", "role"), ("gap.weight", "gap"), ("here", "here"), ("enc.rel.weight", "enc.rel")):
        if key in state: put(key, name)


def part(path, folder):
    """The file in two halves, FOLDER/NAME.part1 and .part2, as the repository keeps it."""
    whole = open(path, "rb").read(); name = os.path.basename(path).rsplit(".", 1)[0]; half = len(whole) // 2
    for n, piece in ((1, whole[:half]), (2, whole[half:])): open(f"{folder}/{name}.part{n}", "wb").write(piece)


def export(model, shape, tokenizer, path, name, shyness, calibration, recipe, scores, embedding="u4"):
    g = lambda k: model[k].float().numpy(); f = File()
    vocabulary = [v for v, _ in sorted(tokenizer.get_vocab().items(), key=lambda x: x[1])]
    f.add("vocab", np.frombuffer("\n".join(vocabulary).encode(), np.uint8), "u8")
    keep = used_pieces(tokenizer, vocabulary); rows = np.full(len(vocabulary), -1, np.int32); rows[keep] = np.arange(keep.sum())
    w = g("enc.word.weight")[:len(vocabulary)][keep]
    if embedding == "u4":
        q, s = nibbles(w); f.add("enc.word", q, "u4")
    else:
        q, s = int8(w); f.add("enc.word", q, "i8")
    f.add("enc.word.scale", s, "f32"); f.add("enc.word.row", rows, "i32")
    for k, n in (("pos", "enc.pos.weight"), ("norm.w", "enc.norm.weight"), ("norm.b", "enc.norm.bias"), ("rel", "enc.rel.weight"), ("type", "enc.segment")):
        if n in model: f.add("enc." + k, g(n), "f32")
    layers = 1 + max(int(k.split(".")[2]) for k in model if k.startswith("enc.layer."))
    for source, to in [(f"enc.layer.{i}.", f"enc.layer.{i}.") for i in range(layers)] + [("top.", "top.")]:
        for part in ("qkv", "o", "f1", "f2"): f.linear(to + part, g(f"{source}{part}.weight"), g(f"{source}{part}.bias"), True)
        for part in ("n1", "n2"): f.add(f"{to}{part}.w", g(f"{source}{part}.weight"), "f32"); f.add(f"{to}{part}.b", g(f"{source}{part}.bias"), "f32")
    for k in model:
        if k.startswith(("enc.", "top.")) or not k.endswith(".weight") or k in ("dist.weight", "role.weight", "gap.weight") or k.endswith(".dist.weight"): continue
        b = k[:-7]; f.linear(HEAD_NAMES.get(b, b), g(k), g(b + ".bias"), False)
    for pointer in ("name", "source", "content"): f.add(pointer + ".distance", g(pointer + ".dist.weight"), "f32")
    f.add("distance", g("dist.weight"), "f32"); f.add("role", g("role.weight"), "f32"); f.add("gap", g("gap.weight"), "f32")
    f.add("here", g("here")[None], "f32"); f.add("shyness", np.array([shyness], np.float32), "f32")
    f.add("calibration", np.array([calibration["weights"]], np.float32), "f32"); f.add("least", np.array([[calibration["least"]]], np.float32), "f32")
    place = vocabulary.index; relative = dict(relative_buckets=32, relative_distance=128) if shape.scheme == "mpnet" else {}
    head = dict(name=name, encoder=dict(layers=layers, hidden=shape.hidden, heads=shape.heads, inner=shape.inner, eps=shape.eps, scheme=shape.scheme, positions=shape.positions,
                                        first_position=shape.first_position, **relative, start=place(shape.start), end=place(shape.end), pad=place(shape.pad), unknown=place("[UNK]"), lowercase=True),
                labels=dict(roles=ROLES[1:], factuality=FACTUALITY, confidence=CONFIDENCE, basis=BASIS, arguments=ARGUMENTS, attribution=ATTRIBUTION), recipe=recipe, scores=scores)
    f.write(path, head)
    print(path, os.path.getsize(path), "bytes,", int(keep.sum()), "pieces,", layers, "layers")


def mean(model, path, encoder, share):
    """The mean of a model and of a weight file that it was trained on from, of which `share` is the model's."""
    before = Reader(*pretrained(encoder)); restore(path, before); before = before.state_dict()
    return {k: share * v + (1 - share) * before[k] if v.is_floating_point() else v for k, v in model.items()}


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument
    A("--checkpoint", required=True); A("--encoder", required=True); A("--out", required=True); A("--name", default="base"); A("--shyness", type=float, nargs=3, default=[1.5, 1., 0.], metavar=("TRIGGER", "ARGUMENT", "INCIDENT"))
    A("--scores", default=""); A("--parts", default="", help="also write the file in two halves into this folder"); A("--calibration", default="", help="what calibrate.py printed"); A("--embedding", default="u4", choices=("u4", "i8"))
    A("--mean", nargs=2, metavar=("WEIGHTS", "SHARE"), help="export the mean of the checkpoint, this share of it, and of the weight file that it began from"); a = p.parse_args()
    c = torch.load(a.checkpoint, map_location="cpu", weights_only=False)
    t = Tokenizer.from_file(os.path.join(a.encoder, "tokenizer.json")); t.no_truncation(); t.no_padding()
    recipe = {k: v for k, v in c["args"].items() if k not in ("data", "encoder", "out", "resume", "init")}; recipe["steps"] = c["step"]
    calibration = json.load(open(a.calibration)) if a.calibration else dict(weights=[0., 1., 0., 0., 0., 0., 0., 0.], least=0.)
    if a.mean: c["model"] = mean(c["model"], a.mean[0], a.encoder, float(a.mean[1]))
    export(c["model"], shape_of(a.encoder), t, a.out, a.name, a.shyness, calibration, recipe, json.load(open(a.scores)) if a.scores else {}, a.embedding)
    if a.parts: part(a.out, a.parts)
