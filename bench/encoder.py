"""bench/encoder.py: our encoder beside ONNX Runtime: the same network, texts, batches, run.

    python3 bench/encoder.py ENCODER WEIGHTS TOKENIZER.json TEXTS [--batches 1,8] [--threads 1,2] [--seconds 5]

ENCODER is the program that bench/encoder.c makes.  The network is read from WEIGHTS (its
int8 weights made floats again), built in torch, exported to ONNX once as floats (fp32)
and once quantised by onnxruntime's quantize_dynamic (int8: per channel, as we do, and per
tensor; the faster counts).  Texts are cut to 510 pieces and sorted by length, so that
padding costs ONNX Runtime little; pieces are counted without padding.  Each engine has
its threads: ours run batches side by side, ONNX Runtime splits each batch, or runs
batches side by side with one thread each; the better of the two counts.  Prints pieces a second
and, last, our figure divided by ONNX Runtime's best.
"""
import argparse, json, math, os, platform, struct, subprocess, tempfile, threading, time
import numpy as np
import onnxruntime as ort
import torch, torch.nn as nn, torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer


def load(path):
    """The head and the tensors of a weight file, quantised ones as floats."""
    raw = open(path, "rb").read()
    magic, version, n = struct.unpack("<8sII", raw[:16])
    assert magic == b"SAYSOWF1" and version == 1
    head = json.loads(raw[16:16 + n])
    types = {"f32": np.float32, "i32": np.int32, "i8": np.int8, "u8": np.uint8, "u4": np.uint8}
    t = {}
    for name, m in head["tensors"].items():
        a = np.frombuffer(raw, types[m["type"]], m["bytes"] // np.dtype(types[m["type"]]).itemsize, m["at"])
        if m["type"] == "u4":
            a = np.stack([a & 15, a >> 4], 1).astype(np.int8) - 8
        t[name] = a.reshape(m["shape"])
    for name in list(t):
        if name + ".scale" in t:
            s = t[name + ".scale"]
            w = t[name].astype(np.float32)
            t[name] = (w.reshape(len(w), s.shape[1], -1) * s[:, :, None]).reshape(w.shape)
    return head["encoder"], t


class Encoder(nn.Module):
    def __init__(self, e, t):
        super().__init__()
        self.e = e
        given = lambda n: torch.from_numpy(t[n].copy())
        word = given("enc.word")
        if "enc.word.row" in t:
            row = given("enc.word.row").long()
            word = word[torch.where(row < 0, row[e["unknown"]], row)]
        self.word = nn.Embedding.from_pretrained(word)
        self.pos = nn.Parameter(given("enc.pos")[e["first_position"]:])
        self.type = nn.Parameter(given("enc.type")) if e["scheme"] == "bert" else None
        self.rel = nn.Parameter(given("enc.rel")) if e["scheme"] == "mpnet" else None
        names = [f"enc.layer.{i}." for i in range(e["layers"])]
        self.w = nn.ParameterDict({(p + k + s).replace(".", "_"): given(p + k + s)
                                   for p in names for k in ("qkv", "o", "f1", "f2", "n1", "n2") for s in (".w", ".b")})
        self.w["norm_w"], self.w["norm_b"] = given("enc.norm.w"), given("enc.norm.b")

    def linear(self, x, p):
        return torch.matmul(x, self.w[p + "_w"].t()) + self.w[p + "_b"]

    def norm(self, x, p):
        return F.layer_norm(x, (self.e["hidden"],), self.w[p + "_w"], self.w[p + "_b"], self.e["eps"])

    def shift(self, n):
        e = self.e
        half, exact = e["relative_buckets"] // 2, e["relative_buckets"] // 4
        d = torch.arange(n)[None] - torch.arange(n)[:, None]
        far = d.abs()
        big = exact + (torch.log(far.float().clamp(min=1) / exact) / math.log(e["relative_distance"] / exact)
                       * (half - exact)).long()
        b = (d > 0).long() * half + torch.where(far < exact, far, big.clamp(max=half - 1))
        return self.rel[b].permute(2, 0, 1)[None]

    def forward(self, ids, mask):
        e = self.e
        b, n = ids.shape
        h, a = e["hidden"], e["heads"]
        x = self.word(ids) + self.pos[:n]
        if self.type is not None:
            x = x + self.type
        x = self.norm(x, "norm")
        bias = (1.0 - mask)[:, None, None, :] * -10000.0
        if self.rel is not None:
            bias = bias + self.shift(n)
        for i in range(e["layers"]):
            p = f"enc_layer_{i}_"
            q, k, v = self.linear(x, p + "qkv").split(h, 2)
            q, k, v = (y.reshape(b, n, a, h // a).transpose(1, 2) for y in (q, k, v))
            s = torch.matmul(q, k.transpose(2, 3)) / math.sqrt(h // a) + bias
            c = torch.matmul(torch.softmax(s, 3), v).transpose(1, 2).reshape(b, n, h)
            x = self.norm(x + self.linear(c, p + "o"), p + "n1")
            x = self.norm(x + self.linear(F.gelu(self.linear(x, p + "f1")), p + "f2"), p + "n2")
        return x


def export(weights, folder):
    e, t = load(weights)
    net = Encoder(e, t).eval()
    paths = {"fp32": os.path.join(folder, "fp32.onnx"), "int8": os.path.join(folder, "int8.onnx"),
             "int8-channel": os.path.join(folder, "int8c.onnx")}
    axes = {0: "b", 1: "n"}
    ids = torch.full((2, 9), e["unknown"])
    torch.onnx.export(net, (ids, torch.ones(2, 9)), paths["fp32"], dynamo=False, opset_version=17,
                      input_names=["ids", "mask"], output_names=["out"],
                      dynamic_axes={"ids": axes, "mask": axes, "out": axes})
    for name, channel in (("int8", False), ("int8-channel", True)):
        quantize_dynamic(paths["fp32"], paths[name], weight_type=QuantType.QInt8, per_channel=channel)
    return e, paths


def batches_of(rows, size, pad):
    for i in range(0, len(rows), size):
        group = rows[i:i + size]
        n = max(map(len, group))
        ids = np.full((len(group), n), pad, np.int64)
        mask = np.zeros((len(group), n), np.float32)
        for j, r in enumerate(group):
            ids[j, :len(r)] = r
            mask[j, :len(r)] = 1
        yield {"ids": ids, "mask": mask}, sum(map(len, group))


def measure(path, batches, inside, side_by_side, seconds):
    o = ort.SessionOptions()
    o.intra_op_num_threads, o.inter_op_num_threads = inside, 1
    o.add_session_config_entry("session.intra_op.allow_spinning", "1")
    s = ort.InferenceSession(path, o, providers=["CPUExecutionProvider"])
    s.run(None, batches[0][0])
    done = [0] * side_by_side
    start = time.monotonic()

    def work(k):
        i = k
        while time.monotonic() < start + seconds:
            s.run(None, batches[i % len(batches)][0])
            done[k] += batches[i % len(batches)][1]
            i += side_by_side
    crew = [threading.Thread(target=work, args=(k,)) for k in range(side_by_side)]
    [c.start() for c in crew]
    [c.join() for c in crew]
    return sum(done) / (time.monotonic() - start)


def processor():
    with open("/proc/cpuinfo") as f:
        names = [l.split(":")[1].strip() for l in f if l.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("encoder"), p.add_argument("weights"), p.add_argument("tokenizer"), p.add_argument("texts")
    p.add_argument("--batches", default="1,8"), p.add_argument("--threads", default="1,2")
    p.add_argument("--seconds", type=float, default=5)
    a = p.parse_args()
    tok = Tokenizer.from_file(a.tokenizer)
    tok.no_padding(), tok.no_truncation()
    texts = [l for l in open(a.texts, encoding="utf-8").read().split("\n") if l.strip()]
    print(f"{processor()}; onnxruntime {ort.__version__}; {len(texts)} texts")
    with tempfile.TemporaryDirectory() as folder:
        e, paths = export(a.weights, folder)
        cut = lambda ids: [e["start"]] + ids[:e["positions"] - e["first_position"] - 2] + [e["end"]]
        both = sorted(((cut(tok.encode(x, add_special_tokens=False).ids), x) for x in texts), key=lambda y: len(y[0]))
        ordered = os.path.join(folder, "texts")
        open(ordered, "w", encoding="utf-8").write("".join(x + "\n" for _, x in both))
        rows = [r for r, _ in both]
        print(f"{sum(map(len, rows))} pieces, {sum(map(len, rows)) / len(rows):.0f} a text")
        for threads in map(int, a.threads.split(",")):
            for size in map(int, a.batches.split(",")):
                batches = list(batches_of(rows, size, e["pad"]))
                best = 0
                for name, path in paths.items():
                    for inside, beside in {(threads, 1), (1, threads)}:
                        speed = measure(path, batches, inside, beside, a.seconds)
                        best = max(best, speed)
                        print(f"  onnxruntime {name:13} {inside} x {beside} threads, batch {size}: {speed:7.0f} pieces/s")
                ours = json.loads(subprocess.run([a.encoder, a.weights, ordered, str(threads), str(size), str(a.seconds)],
                                                 check=True, capture_output=True).stdout)
                print(f"  sayso {ours['kernel']:19} {threads} threads, batch {size}: {ours['pieces_per_second']:7.0f} pieces/s,"
                      f" {ours['peak_kb'] // 1024} MB")
                print(f"threads {threads} batch {size}: {ours['pieces_per_second'] / best:.2f} x onnxruntime's best")


main()
