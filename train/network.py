"""The reader's network in torch: MPNet, its heads, and one more layer run around each trigger.

  pieces -> encoder (N layers) -> h [L, 768]
     trigger   h -> none + 8 roles, on the first piece of every word
     marks     h -> source, cue, content (B, I, O each)
     source, content   pointers from a cue's first piece to the first piece of its source and content
  for each trigger: the layer `top` over h[t-112 .. t+80) + distance embedding (+ trigger and role embedding on t), added to its input again -> y
     argument  y -> party, holder, outer, incident, cue, hedge, trigger, basis (B, I, O each)
     kind      [h_t ; y_t] -> 7 factualities, 4 confidences, 9 bases
     name      pointer from a mention (y) to where its proper name begins (h), or to itself
     node      [h_i ; y_i] -> 128: an incident as this trigger sees it; pairs of nodes -> the same incident?
"""
import copy, math
import torch, torch.nn as nn, torch.nn.functional as F
from safetensors.torch import load_file

from labels import *

H, HEADS, INNER, LAYERS = 768, 12, 3072, 11
POINT = 128


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.o, self.n1 = nn.Linear(H, 3 * H), nn.Linear(H, H), nn.LayerNorm(H, eps=1e-5)
        self.f1, self.f2, self.n2 = nn.Linear(H, INNER), nn.Linear(INNER, H), nn.LayerNorm(H, eps=1e-5)

    def forward(self, x, lengths, bias):
        """x [N,H]: the pieces of all sequences end to end; bias [1,HEADS,L,L] for the longest of them."""
        out = []
        for qkv in self.qkv(x).split(lengths):
            q, k, v = qkv.view(-1, 3, HEADS, H // HEADS).permute(1, 2, 0, 3)[:, None]; n = len(qkv)
            out.append(F.scaled_dot_product_attention(q, k, v, attn_mask=bias[:, :, :n, :n])[0].transpose(0, 1).reshape(n, H))
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
    where = mask.reshape(-1).nonzero()[:, 0]; y = x.reshape(-1, H)[where]; lengths = mask.sum(1).tolist()
    for l in layers: y = l(y, lengths, bias)
    return y.new_zeros(x.shape[0] * x.shape[1], H).index_copy(0, where, y).view(x.shape)


class Encoder(nn.Module):
    def __init__(self, layers=LAYERS, vocabulary=30527, positions=514):
        super().__init__()
        self.word, self.pos, self.norm, self.rel = nn.Embedding(vocabulary, H), nn.Embedding(positions, H), nn.LayerNorm(H, eps=1e-5), nn.Embedding(32, HEADS)
        self.layer = nn.ModuleList(Layer() for _ in range(layers))

    def bias(self, length, like):
        dtype = torch.bfloat16 if torch.is_autocast_enabled("cpu") else like.dtype
        return self.rel(relative_buckets(length)).permute(2, 0, 1)[None].to(dtype)

    def embed(self, ids):
        return self.norm(self.word(ids) + self.pos.weight[2:2 + ids.shape[1]])

    def run(self, x, mask, first=0, last=None):
        return packed(self.layer[first:last], x, mask, self.bias(x.shape[1], x))

    def forward(self, ids, mask):
        return self.run(self.embed(ids), mask)


def pretrained(path, layers=LAYERS):
    """Encoder of `layers` layers, and a copy of its last one for `top`."""
    sd = {k.replace("mpnet.", ""): v.float() for k, v in load_file(path).items()}
    e = Encoder(12)
    put = lambda p, k: p.data.copy_(sd[k])
    put(e.word.weight, "embeddings.word_embeddings.weight"); put(e.pos.weight, "embeddings.position_embeddings.weight")
    put(e.norm.weight, "embeddings.LayerNorm.weight"); put(e.norm.bias, "embeddings.LayerNorm.bias"); put(e.rel.weight, "encoder.relative_attention_bias.weight")
    for i, l in enumerate(e.layer):
        p = f"encoder.layer.{i}."
        for k in ("weight", "bias"):
            getattr(l.qkv, k).data.copy_(torch.cat([sd[f"{p}attention.attn.{n}.{k}"] for n in "qkv"]))
            for part, name in ((l.o, "attention.attn.o"), (l.n1, "attention.LayerNorm"), (l.f1, "intermediate.dense"), (l.f2, "output.dense"), (l.n2, "output.LayerNorm")):
                put(getattr(part, k), f"{p}{name}.{k}")
    top = copy.deepcopy(e.layer[layers - 1]); e.layer = e.layer[:layers]      # not the twelfth: it was trained to make all pieces of a text alike
    return e, top


class Pointer(nn.Module):
    """score(q, k) = (Q q) . (K k) / sqrt(POINT) + distance bias; `none` is the score of pointing nowhere (or at itself)."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.none, self.dist = nn.Linear(H, POINT), nn.Linear(H, POINT), nn.Linear(H, 1), nn.Embedding(DISTANCES, 1)
        nn.init.zeros_(self.dist.weight)

    def forward(self, q, h, row, distance):
        """q [N,H], h [B,L,H], row [N], distance [N,L] buckets -> [N, 1+L], none first."""
        s = (self.k(h)[row] @ self.q(q)[..., None])[..., 0] / math.sqrt(POINT) + self.dist(distance)[..., 0]
        return torch.cat([self.none(q), s], -1)


class Reader(nn.Module):
    def __init__(self, encoder, top):
        super().__init__()
        self.enc, self.top, self.drop = encoder, top, nn.Dropout(.1)
        self.trigger, self.marks = nn.Linear(H, len(ROLES)), nn.Linear(H, 3 * len(ATTRIBUTION))
        self.dist, self.role, self.here = nn.Embedding(DISTANCES, H), nn.Embedding(len(ROLES), H), nn.Parameter(torch.randn(H) * .15)
        for e in (self.dist, self.role): nn.init.normal_(e.weight, std=.15)
        self.argument = nn.Linear(H, 3 * len(ARGUMENTS))
        self.kind = nn.Sequential(nn.Linear(2 * H, 128), nn.GELU(), nn.Dropout(.1), nn.Linear(128, len(FACTUALITY) + len(CONFIDENCE) + len(BASIS)))
        self.name, self.source, self.content = Pointer(), Pointer(), Pointer()
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
