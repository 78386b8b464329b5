"""The reader's network in torch: an encoder, its heads, and one more layer run around each trigger.  SHAPES has the encoders of the two readers.

  pieces -> encoder (N layers) -> h [L, H]
     trigger   h -> none + 8 roles, on the first piece of every word
     marks     h -> source, cue, content (B, I, O each)
     source, content   pointers from a cue's first piece to the first piece of its source and content
  for each trigger: the layer `top` over h[t-112 .. t+80) + distance embedding (+ trigger and role embedding on t), added to its input again -> y
     argument  y -> party, holder, outer, incident, cue, hedge, trigger, basis (B, I, O each)
     kind      [h_t ; y_t] -> 7 factualities, 4 confidences, 9 bases
     name      pointer from a mention (y) to where its proper name begins (h), or to itself
     node      [h_i ; y_i] -> 128: an incident as this trigger sees it; pairs of nodes -> the same incident?
"""
import copy, json, math, os
from dataclasses import dataclass
import torch, torch.nn as nn, torch.nn.functional as F
from safetensors.torch import load_file

from labels import *

POINT = 128


@dataclass(frozen=True)
class Shape:
    """An encoder as the weight file describes it.  `top` is the pretrained layer that the layer around each trigger starts from."""
    scheme: str; layers: int; top: int; hidden: int; heads: int; inner: int; vocabulary: int; positions: int; first_position: int; eps: float; start: str; end: str; pad: str


# mpnet's twelfth layer was trained to make all pieces of a text alike: its top starts from the eleventh
SHAPES = dict(base=Shape("mpnet", 11, 10, 768, 12, 3072, 30527, 514, 2, 1e-5, "<s>", "</s>", "<pad>"),
              small=Shape("bert", 6, 6, 384, 12, 1536, 30522, 512, 0, 1e-12, "[CLS]", "[SEP]", "[PAD]"))


def shape_of(encoder):
    """The shape for a folder that train/encoder.sh made."""
    scheme = json.load(open(os.path.join(encoder, "config.json")))["model_type"]
    return next(s for s in SHAPES.values() if s.scheme == scheme)


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__(); H = shape.hidden; self.heads = shape.heads
        self.qkv, self.o, self.n1 = nn.Linear(H, 3 * H), nn.Linear(H, H), nn.LayerNorm(H, eps=shape.eps)
        self.f1, self.f2, self.n2 = nn.Linear(H, shape.inner), nn.Linear(shape.inner, H), nn.LayerNorm(H, eps=shape.eps)

    def forward(self, x, lengths, bias):
        """x [N,H]: the pieces of all sequences end to end; bias [1,heads,L,L] for the longest of them, or None."""
        out = []
        for qkv in self.qkv(x).split(lengths):
            n = len(qkv); q, k, v = qkv.view(n, 3, self.heads, -1).permute(1, 2, 0, 3)[:, None]
            out.append(F.scaled_dot_product_attention(q, k, v, attn_mask=None if bias is None else bias[:, :, :n, :n])[0].transpose(0, 1).reshape(n, -1))
        x = self.n1(x + self.o(torch.cat(out)))
        return self.n2(x + self.f2(F.gelu(self.f1(x))))


def relative_buckets(L):
    """Bucket of key - query, T5's scheme: 32 buckets, half of them to each side, logarithmic from 8 to 128."""
    n = torch.arange(L)[:, None] - torch.arange(L)[None]
    side = (n < 0).long() * 16; n = n.abs()
    far = torch.minimum(8 + (torch.log(n.float().clamp(min=1) / 8) / math.log(16) * 8).long(), torch.tensor(15))
    return side + torch.where(n < 8, n, far)


def packed(layers, x, mask, bias):
    """Runs layers over x [B,L,H] without its padding.  A sequence is the run of True in its row of the mask."""
    where = mask.reshape(-1).nonzero()[:, 0]; y = x.flatten(0, 1)[where]; lengths = mask.sum(1).tolist()
    for l in layers: y = l(y, lengths, bias)
    return y.new_zeros(x.shape[0] * x.shape[1], x.shape[2]).index_copy(0, where, y).view(x.shape)


class Encoder(nn.Module):
    def __init__(self, shape, layers=None):
        super().__init__(); H = shape.hidden; self.shape = shape
        self.word, self.pos, self.norm = nn.Embedding(shape.vocabulary, H), nn.Embedding(shape.positions, H), nn.LayerNorm(H, eps=shape.eps)
        if shape.scheme == "mpnet": self.rel = nn.Embedding(32, shape.heads)         # a shift by distance, for all layers
        else: self.segment = nn.Parameter(torch.zeros(H))
        self.layer = nn.ModuleList(Layer(shape) for _ in range(layers or shape.layers))

    def bias(self, length, like):
        if self.shape.scheme != "mpnet": return None
        dtype = torch.bfloat16 if torch.is_autocast_enabled("cpu") else like.dtype
        return self.rel(relative_buckets(length)).permute(2, 0, 1)[None].to(dtype)

    def embed(self, ids):
        x = self.word(ids) + self.pos.weight[self.shape.first_position:self.shape.first_position + ids.shape[1]]
        return self.norm(x if self.shape.scheme == "mpnet" else x + self.segment)

    def run(self, x, mask, first=0, last=None):
        return packed(self.layer[first:last], x, mask, self.bias(x.shape[1], x))

    def forward(self, ids, mask):
        return self.run(self.embed(ids), mask)


# for each scheme, where the published file keeps the parts of a layer: query, key and value; then o, n1, f1, f2, n2
PUBLISHED = dict(mpnet=(["attention.attn.q", "attention.attn.k", "attention.attn.v"], ["attention.attn.o", "attention.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"]),
                 bert=(["attention.self.query", "attention.self.key", "attention.self.value"],
                       ["attention.output.dense", "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"]))


def pretrained(folder):
    """The encoder of a folder that train/encoder.sh made, and a layer to begin `top` with."""
    shape = shape_of(folder); sd = {k.replace("mpnet.", ""): v.float() for k, v in load_file(os.path.join(folder, "model.safetensors")).items()}
    e = Encoder(shape, shape.top + 1); put = lambda p, k: p.data.copy_(sd[k]); three, others = PUBLISHED[shape.scheme]
    for part, name in ((e.word, "word_embeddings"), (e.pos, "position_embeddings"), (e.norm, "LayerNorm")): put(part.weight, f"embeddings.{name}.weight")
    put(e.norm.bias, "embeddings.LayerNorm.bias")
    if shape.scheme == "mpnet": put(e.rel.weight, "encoder.relative_attention_bias.weight")
    else: e.segment.data.copy_(sd["embeddings.token_type_embeddings.weight"][0])
    for i, l in enumerate(e.layer):
        for k in ("weight", "bias"):
            getattr(l.qkv, k).data.copy_(torch.cat([sd[f"encoder.layer.{i}.{n}.{k}"] for n in three]))
            for part, name in zip((l.o, l.n1, l.f1, l.f2, l.n2), others): put(getattr(part, k), f"encoder.layer.{i}.{name}.{k}")
    top = copy.deepcopy(e.layer[shape.top]); e.layer = e.layer[:shape.layers]
    return e, top


class Pointer(nn.Module):
    """score(q, k) = (Q q) . (K k) / sqrt(POINT) + distance bias; `none` is the score of pointing nowhere (or at itself)."""

    def __init__(self, H):
        super().__init__()
        self.q, self.k, self.none, self.dist = nn.Linear(H, POINT), nn.Linear(H, POINT), nn.Linear(H, 1), nn.Embedding(DISTANCES, 1)
        nn.init.zeros_(self.dist.weight)

    def forward(self, q, h, row, distance):
        """q [N,H], h [B,L,H], row [N], distance [N,L] buckets -> [N, 1+L], none first."""
        s = (self.k(h)[row] @ self.q(q)[..., None])[..., 0] / math.sqrt(POINT) + self.dist(distance)[..., 0]
        return torch.cat([self.none(q), s], -1)


class Reader(nn.Module):
    def __init__(self, encoder, top):
        super().__init__(); H = encoder.shape.hidden
        self.enc, self.top, self.drop = encoder, top, nn.Dropout(.1)
        self.trigger, self.marks = nn.Linear(H, len(ROLES)), nn.Linear(H, 3 * len(ATTRIBUTION))
        self.dist, self.role, self.here = nn.Embedding(DISTANCES, H), nn.Embedding(len(ROLES), H), nn.Parameter(torch.randn(H) * .15)
        for e in (self.dist, self.role): nn.init.normal_(e.weight, std=.15)
        self.argument = nn.Linear(H, 3 * len(ARGUMENTS))
        self.kind = nn.Sequential(nn.Linear(2 * H, 128), nn.GELU(), nn.Dropout(.1), nn.Linear(128, len(FACTUALITY) + len(CONFIDENCE) + len(BASIS)))
        self.name, self.source, self.content = Pointer(H), Pointer(H), Pointer(H)
        self.node = nn.Sequential(nn.Linear(2 * H, POINT), nn.GELU())
        self.gap = nn.Embedding(DISTANCES, 8); self.pair = nn.Sequential(nn.Linear(2 * POINT + 8, 64), nn.GELU(), nn.Linear(64, 1))
        with torch.no_grad():                 # few words are triggers or begin an argument: heads that had to learn that first would flatten the layers below
            self.trigger.bias.zero_()[0] = 4; self.argument.bias.view(-1, 3).copy_(torch.tensor([3., -2., -2.]))
        with torch.no_grad():                 # the encoder's output is small (its last layer norm): heads that multiply two of its vectors start wider
            self.node[0].weight.mul_(8)
            for p in (self.source, self.content): p.q.weight.mul_(4); p.k.weight.mul_(4)

    def around(self, h, row, at, role, length):
        """h [B,L,H] -> y [T, BEFORE+AFTER, H] around piece at[t] of window row[t], and the pieces [T, .] they stand on (-1 outside)."""
        d = torch.arange(-BEFORE, AFTER)[None].expand(len(at), -1); p = at[:, None] + d
        inside = (p >= 0) & (p < length[row][:, None]); q = p.clamp(0, h.shape[1] - 1)
        x = h[row[:, None], q]
        x = x + self.dist(torch.tensor([bucket(int(k)) for k in range(-BEFORE, AFTER)]))[None].to(x.dtype)
        x = x + ((d == 0)[..., None] * (self.here + self.role(role))[:, None]).to(x.dtype)
        y = packed([self.top], x, inside, self.enc.bias(x.shape[1], x))
        return self.drop(y + x), p.masked_fill(~inside, -1)

    def same(self, z, i, j, gap):
        """Nodes z [N,POINT], pairs i, j, bucketed gap in pieces -> logits."""
        a, b = z[i], z[j]
        return self.pair(torch.cat([(a - b).abs(), a * b, self.gap(gap).to(a.dtype)], -1))[..., 0]
