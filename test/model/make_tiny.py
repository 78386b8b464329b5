"""Writes weights/tiny.sayso, a seeded random network in the real format (scheme mpnet, 2
layers and "top", H 64, u4 words, 2,000 pieces of mpnet's vocabulary) with every head of
the reader, and test/model/tiny.txt, what the encoder gives for two sequences, layer by
layer, by numpy: the same int8 and int16 products, the rest in float64.

It knows nothing, but it says something: the heads are scaled and shifted so that on
English text about one word in fifteen is a trigger, most triggers have some arguments,
and mentions of incidents both meet and part.  So a reading goes through every room.

    python3 test/model/make_tiny.py VOCAB.txt      (mpnet's, one piece a line, in id order)
"""
import json, math, struct, sys
import numpy as np

H, HEADS, INNER, LAYERS, POSITIONS, FIRST, BUCKETS, DISTANCE, EPS = 64, 4, 160, 2, 514, 2, 32, 128, 1e-5
POINT, GAP, PAIR, KIND, DISTANCES = 128, 8, 64, 128, 25                      # src/marks/inside.h
ROLES, FACTUALITY, CONFIDENCE, BASIS, ARGUMENTS, ATTRIBUTION = 8, 7, 4, 9, 8, 3
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "[UNK]", "<mask>"]
f32 = np.float32


def quantise(w):
    s = (np.abs(w).max(1) / 127).astype(f32)
    return np.clip(np.rint(w / s[:, None]), -127, 127).astype(np.int8), s[:, None]


def quantise4(w, group):
    g = w.reshape(len(w), -1, group)
    s = (np.abs(g).max(2) / 7).astype(f32)
    q = (np.clip(np.rint(g / s[:, :, None]), -7, 7) + 8).astype(np.uint8).reshape(len(w), -1)
    return q[:, ::2] | q[:, 1::2] << 4, s


def write(path, head, tensors):
    """tensors: name -> (type, array); a u4 array holds two values a byte."""
    start = 0
    while True:
        at, meta = start, {}
        for name, (kind, a) in tensors.items():
            at = -(-at // 64) * 64
            shape = list(a.shape[:-1]) + [a.shape[-1] * (2 if kind == "u4" else 1)]
            meta[name] = {"type": kind, "shape": shape, "at": at, "bytes": a.nbytes}
            at += a.nbytes
        j = json.dumps({**head, "tensors": meta}, ensure_ascii=False).encode()
        need = -(-(16 + len(j)) // 64) * 64
        if need <= start:
            break
        start = need
    with open(path, "wb") as f:
        f.write(b"SAYSOWF1" + struct.pack("<II", 1, len(j)) + j)
        for name, (kind, a) in tensors.items():
            f.write(b"\0" * (meta[name]["at"] - f.tell()) + np.ascontiguousarray(a).tobytes())


def trim(vocab):
    """Special pieces, every ASCII character alone and going on, some of other scripts, the commonest words."""
    bare = lambda p: p[2:] if p.startswith("##") and len(p) > 2 else p
    plain = [p for p in vocab if p not in SPECIAL and not (p.startswith("[") and p.endswith("]") and len(p) > 1)]
    ascii1 = [p for p in plain if len(bare(p)) == 1 and ord(bare(p)) < 128]
    other1 = [p for p in plain if len(bare(p)) == 1 and ord(bare(p)) >= 128][::4]
    words = [p for p in plain if len(bare(p)) > 1 and not p.startswith("##")]
    tails = [p for p in plain if len(bare(p)) > 1 and p.startswith("##")]
    kept = ascii1 + other1 + tails[:400]
    return SPECIAL + kept + words[:2000 - len(SPECIAL) - len(kept)]


def build(vocab, rng):
    normal = lambda *shape, by=1.0: (rng.standard_normal(shape) * by).astype(f32)
    t = {"vocab": ("u8", np.frombuffer("\n".join(vocab).encode(), np.uint8))}
    rows = len(vocab) - 100                     # the last hundred pieces have no row
    row = np.arange(len(vocab), dtype=np.int32)
    row[rows:] = -1
    q, s = quantise4(normal(rows, H), 32)
    t["enc.word"], t["enc.word.scale"], t["enc.word.row"] = ("u4", q), ("f32", s), ("i32", row)
    t["enc.pos"] = ("f32", normal(POSITIONS, H, by=.3))
    t["enc.rel"] = ("f32", normal(BUCKETS, HEADS, by=.5))

    def norm(name):
        t[name + ".w"], t[name + ".b"] = ("f32", 1 + normal(H, by=.1)), ("f32", normal(H, by=.1))

    def linear(name, n, k):
        q, s = quantise(normal(n, k, by=1 / math.sqrt(k)))
        t[name + ".w"], t[name + ".w.scale"], t[name + ".b"] = ("i8", q), ("f32", s), ("f32", normal(n, by=.1))
    norm("enc.norm")
    for p in [f"enc.layer.{i}." for i in range(LAYERS)] + ["top."]:
        linear(p + "qkv", 3 * H, H), linear(p + "o", H, H), norm(p + "n1")
        linear(p + "f1", INNER, H), linear(p + "f2", H, INNER), norm(p + "n2")
    linear("check.bytes", 5, H)
    t["check.floats.w"], t["check.floats.b"] = ("f32", normal(19, H)), ("f32", normal(19))
    return t


# ---- the same arithmetic in numpy ----

def apply(t, name, x):
    if t[name + ".w"][0] == "f32":
        return x @ t[name + ".w"][1].astype(float).T + t[name + ".b"][1]
    x = x.astype(f32)
    top = np.abs(x).max(1)
    q = np.rint(x.astype(float) * (f32(127) / top).astype(float)[:, None])
    sums = q @ t[name + ".w"][1].astype(float).T
    return sums * (top / f32(127))[:, None] * t[name + ".w.scale"][1].T + t[name + ".b"][1]


def norm(t, name, x):
    d = x - x.mean(1, keepdims=True)
    return d / np.sqrt((d * d).mean(1, keepdims=True) + EPS) * t[name + ".w"][1] + t[name + ".b"][1]


def gelu(x):
    return x * .5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def shift(t, n):
    half, exact = BUCKETS // 2, BUCKETS // 4
    out = np.zeros((HEADS, n, n))
    for i in range(n):
        for j in range(n):
            far = abs(j - i)
            b = far if far < exact else min(half - 1, exact + int(
                math.log(far / exact) / math.log(DISTANCE / exact) * (half - exact) + 1e-9))
            out[:, i, j] = t["enc.rel"][1][b + (half if j > i else 0)]
    return out


def shorts(x, limit):
    by = limit / np.abs(x).max(2, keepdims=True)
    return np.rint(x * by) / by


def in_floats(t, q, k, v):
    n, d = q.shape[1:]
    s = q @ k.transpose(0, 2, 1) / math.sqrt(d) + shift(t, n)
    s = np.exp(s - s.max(2, keepdims=True))
    return s / s.sum(2, keepdims=True) @ v


def in_shorts(t, q, k, v):
    n, d = q.shape[1:]
    limit, values = math.floor(math.sqrt((2**31 - 1) / d)) - 1, 2047
    s = shorts(q, limit) @ shorts(k, limit).transpose(0, 2, 1) / math.sqrt(d) + shift(t, n)
    s = np.exp(s - s.max(2, keepdims=True))
    w = s * np.abs(v).max(2)[:, None] / values                          # a share, times the scale of its value
    times = np.minimum(32767 / w.max(2, keepdims=True), ((2**31 - 1) // values - n) / w.sum(2, keepdims=True))
    scaled = np.rint(v * values / np.abs(v).max(2, keepdims=True))
    return np.rint(w * times) @ scaled / (times * s.sum(2, keepdims=True))


def layer(t, p, x, attend=in_shorts):
    n, d = len(x), H // HEADS
    q, k, v = apply(t, p + "qkv", x).reshape(n, 3, HEADS, d).transpose(1, 2, 0, 3)
    a = attend(t, q, k, v).transpose(1, 0, 2).reshape(n, H)
    x = norm(t, p + "n1", x + apply(t, p + "o", a))
    y = apply(t, p + "f1", x)
    return norm(t, p + "n2", x + apply(t, p + "f2", gelu(y)))


def embed(t, ids, unknown):
    packed, s, row = t["enc.word"][1], t["enc.word.scale"][1], t["enc.word.row"][1]
    w = np.stack([packed & 15, packed >> 4], 2).reshape(len(packed), H).astype(float) - 8
    w *= np.repeat(s, 32, 1)
    rows = [row[i] if row[i] >= 0 else row[unknown] for i in ids]
    return norm(t, "enc.norm", w[rows] + t["enc.pos"][1][FIRST:FIRST + len(ids)])


# ---- the reader's heads ----

def heads(t, rng, ids, unknown):
    """What src/marks/heads.c and src/front/front.c look up.  Each score is made to have mean `shift` and standard
    deviation `spread` over the pieces `ids`."""
    normal = lambda *shape, by=1.0: (rng.standard_normal(shape) * by).astype(f32)

    def linear(name, x, n, spread, shift=0.0, floats=False):
        w = normal(n, x.shape[1])
        s = x @ w.T
        w = (w * (spread / s.std(0))[:, None]).astype(f32)
        if floats:
            t[name + ".w"] = ("f32", w)
        else:
            q, scale = quantise(w)
            t[name + ".w"], t[name + ".w.scale"] = ("i8", q), ("f32", scale)
        t[name + ".b"] = ("f32", (shift - (x @ w.T).mean(0)).astype(f32))
        return apply(t, name, x)

    t["distance"], t["role"], t["here"] = ("f32", normal(DISTANCES, H, by=.3)), ("f32", normal(1 + ROLES, H, by=.3)), ("f32", normal(1, H, by=.6))
    h = embed(t, ids, unknown)
    for p in ("enc.layer.0.", "enc.layer.1."):
        h = layer(t, p, h, in_floats)
    x = h + t["distance"][1][DISTANCES - 1]
    y = x + layer(t, "top.", x, in_floats)
    both = np.concatenate([h, y], 1)
    linear("trigger", h, 1 + ROLES, 1.5, np.array([4.7] + [0] * ROLES), floats=True)
    linear("marks", h, 3 * ATTRIBUTION, 1.5, np.array([3.5, 0, 1, 3.5, 0, 0, 3, 0, 3.5]), floats=True)
    linear("argument", y, 3 * ARGUMENTS, 1.5, np.array(sum(([o, 0, .5] for o in (4, 4.8, 5, 4.8, 4.8, 4, 5, 5)), [])))
    inner = gelu(linear("kind.in", both, KIND, 1))
    linear("kind.out", inner, FACTUALITY + CONFIDENCE + BASIS, 2, np.array([0] * FACTUALITY + [2] + [0] * (CONFIDENCE - 1) + [-2.5] * BASIS))
    z = gelu(linear("node", both, POINT, 1))
    t["gap"] = ("f32", normal(DISTANCES, GAP))
    i, j = rng.integers(0, len(z), (2, 400))
    pair = gelu(linear("pair.in", np.concatenate([abs(z[i] - z[j]), z[i] * z[j], t["gap"][1][rng.integers(0, DISTANCES, 400)]], 1), PAIR, 1))
    linear("pair.out", pair, 1, 1, .5)
    for name, x, none in (("name", y, 9), ("source", h, 1), ("content", h, 1)):
        linear(name + ".q", x, POINT, 1.5), linear(name + ".k", h, POINT, 1.5), linear(name + ".none", x, 1, 1, none)
        t[name + ".distance"] = ("f32", normal(DISTANCES, 1, by=.5))
    t["shyness"], t["least"] = ("f32", np.array([[.5, .2, 0]], f32)), ("f32", np.array([[.2]], f32))
    t["calibration"] = ("f32", np.array([[.4, .3, .2, .2, .1, .1, .1, .1]], f32))


def main():
    rng = np.random.default_rng(20240511)
    vocab = trim(open(sys.argv[1], encoding="utf-8").read().split("\n"))
    t = build(vocab, rng)
    unknown = vocab.index("[UNK]")
    heads(t, np.random.default_rng(20240512), rng.integers(6, len(vocab), 400), unknown)
    head = {"name": "tiny", "encoder": dict(
        layers=LAYERS, hidden=H, heads=HEADS, inner=INNER, eps=EPS, scheme="mpnet", positions=POSITIONS,
        first_position=FIRST, relative_buckets=BUCKETS, relative_distance=DISTANCE,
        start=vocab.index("<s>"), end=vocab.index("</s>"), pad=vocab.index("<pad>"), unknown=unknown,
        lowercase=True), "labels": {}, "recipe": {"script": "test/model/make_tiny.py", "seed": 20240511}}
    write("weights/tiny.sayso", head, t)
    with open("test/model/tiny.txt", "w") as f:
        for n in (13, 70):
            ids = [0] + rng.integers(6, len(vocab), n - 2).tolist() + [2]
            x = embed(t, ids, unknown)
            steps = [x]
            for p in ("enc.layer.0.", "enc.layer.1.", "top."):
                steps.append(x := layer(t, p, x))
            steps += [apply(t, "check.bytes", x), apply(t, "check.floats", x)]
            f.write(f"{n} " + " ".join(map(str, ids)) + "\n")
            for s in steps:
                for r in s[::9]:                # every ninth row
                    f.write(" ".join(f"{v:.4f}" for v in r) + "\n")


if __name__ == "__main__":
    main()
