"""Train the reader.  Two workers share each step; the lowest FREEZE layers stay as pretrained, their output is computed once and kept.

  python train.py --data DATA.pkl --encoder DIR --out RUN [--resume]     warm-up, then a constant rate, for ever
  touch RUN/decay                                                        let the rate fall to 0 over --decay steps, then stop

The constant phase can be stopped, resumed and lengthened at will; RUN/last.pt is its newest checkpoint.
"""
import argparse, json, os, pickle, random, time
import numpy as np, torch, torch.multiprocessing as mp, torch.nn.functional as F

from labels import *
from export import restore
from network import Reader, pretrained

AMP = torch.cpu._is_avx512_bf16_supported()          # elsewhere bf16 is emulated, a hundred times slower than float
bucket_of = torch.tensor([bucket(d) for d in range(-600, 601)])
buckets = lambda d: bucket_of[d.clamp(-600, 600) + 600]


def batches(windows, size, rng, silent=1.):
    """Windows of one report stay together; a batch holds `size` pieces or little more.  Of windows without a trigger a share `silent` is taken."""
    docs = {}
    for k, w in enumerate(windows):
        if w.get("groups", True) or rng.random() < silent: docs.setdefault(w["doc"], []).append(k)
    docs = list(docs.values()); rng.shuffle(docs)
    docs.sort(key=lambda d: max(len(windows[k]["ids"]) for k in d) // 64); out, cur = [], []
    for d in docs:
        cur = cur + d
        if sum(len(windows[k]["ids"]) for k in cur) >= size: out.append(cur); cur = []
    if cur: out.append(cur)
    rng.shuffle(out)
    return out


class Store:
    """Output of the frozen layers for every window, bf16 as int16, in one file; a window is computed when it is first asked for."""

    def __init__(self, path, windows, hidden): self.hidden = hidden; self.at = np.cumsum([0] + [len(w["ids"]) for w in windows]); self.path = path; self.windows = windows

    def open(self):
        new = not os.path.exists(self.path); shape = (int(self.at[-1]), self.hidden)
        self.data = np.memmap(self.path, np.int16, "w+" if new else "r+", shape=shape)
        self.have = np.memmap(self.path + ".have", np.uint8, "w+" if new else "r+", shape=(len(self.windows),))

    def get(self, ks, enc, freeze):
        lack = [k for k in ks if not self.have[k]]
        if lack:
            ids, mask = padded([self.windows[k] for k in lack])
            with torch.no_grad(): x = enc.run(enc.embed(ids), mask, 0, freeze).to(torch.bfloat16).view(torch.int16).numpy()
            for r, k in enumerate(lack): self.data[self.at[k]:self.at[k + 1]] = x[r, :self.at[k + 1] - self.at[k]]; self.have[k] = 1
        L = max(self.at[k + 1] - self.at[k] for k in ks); x = torch.zeros(len(ks), L, self.hidden, dtype=torch.bfloat16)
        for r, k in enumerate(ks): v = self.data[self.at[k]:self.at[k + 1]]; x[r, :len(v)] = torch.from_numpy(np.array(v)).view(torch.bfloat16)
        return x if AMP else x.float()


def padded(ws):
    L = max(len(w["ids"]) for w in ws); ids = torch.ones(len(ws), L, dtype=torch.long); mask = torch.zeros(len(ws), L, dtype=torch.bool)
    for r, w in enumerate(ws): ids[r, :len(w["ids"])] = torch.tensor(w["ids"]); mask[r, :len(w["ids"])] = True
    return ids, mask


def flags(ws, key, L):
    f = torch.zeros(len(ws), L, dtype=torch.bool)
    for r, w in enumerate(ws): f[r, :len(w[key])] = torch.tensor(w[key]) > 0
    return f


def bio(target, spans, at=lambda p: p):
    for span in spans:
        for n, p in enumerate(span):
            q = at(p)
            if 0 <= q < len(target) and (n or target[q] == 0): target[q] = 2 if n else 1


def point_loss(pointer, q, h, rows, heres, targets, first):
    """targets: lists of pieces, 0 = none / itself."""
    s = pointer(q, h, rows, buckets(torch.arange(h.shape[1])[None] - heres[:, None])).float()
    s[:, 1:].masked_fill_(~first[rows], -1e4)
    good = torch.zeros_like(s, dtype=torch.bool)
    for n, t in enumerate(targets):
        for p in t: good[n, p + 1 if p else 0] = True
    return (s.logsumexp(-1) - s.masked_fill(~good, -1e4).logsumexp(-1)).mean()


def claim_losses(m, h, ws, L):
    first, own = flags(ws, "first", L), flags(ws, "own", L); role = torch.zeros(len(ws), L, dtype=torch.long)
    gs = [(r, g) for r, w in enumerate(ws) for g in w["groups"]]
    for r, g in gs: role[r, g["trigger"]] = g["role"]
    hd = m.drop(h); out = dict(trigger=5 * F.cross_entropy(m.trigger(hd).float()[own], role[own]))
    if not gs: return out
    row, at, ro = (torch.tensor(x) for x in ([r for r, _ in gs], [g["trigger"] for _, g in gs], [g["role"] for _, g in gs]))
    y, place = m.around(h, row, at, ro, torch.tensor([len(w["ids"]) for w in ws])); W = y.shape[1]
    target = np.zeros((len(gs), len(ARGUMENTS), W), np.int64)
    for n, (_, g) in enumerate(gs):
        for a, kind in enumerate(ARGUMENTS): bio(target[n, a], g["spans"][kind], lambda p: p - g["trigger"] + BEFORE)
    heads = (place >= 0) & first[row[:, None], place.clamp(min=0)]
    out["argument"] = 15 * F.cross_entropy(m.argument(y).float().view(len(gs), W, len(ARGUMENTS), 3)[heads].reshape(-1, 3), torch.from_numpy(target).transpose(1, 2)[heads].reshape(-1))
    k = m.kind(torch.cat([hd[row, at].to(y.dtype), y[:, BEFORE]], -1)).float(); nf, nc = len(FACTUALITY), len(CONFIDENCE)
    out["fact"] = .5 * F.cross_entropy(k[:, :nf], torch.tensor([g["fact"] for _, g in gs]))
    out["confidence"] = .3 * F.cross_entropy(k[:, nf:nf + nc], torch.tensor([g["confidence"] for _, g in gs]))
    basis = torch.zeros(len(gs), len(BASIS))
    for n, (_, g) in enumerate(gs): basis[n, g["basis"]] = 1
    out["basis"] = 2 * F.binary_cross_entropy_with_logits(k[:, nf + nc:], basis)
    local = lambda n, p: p - gs[n][1]["trigger"] + BEFORE
    names = [(n, p, to) for n, (_, g) in enumerate(gs) for p, to in g["names"] if 0 <= local(n, p) < W]
    if names:
        n = torch.tensor([x[0] for x in names]); p = torch.tensor([x[1] for x in names])
        out["name"] = .5 * point_loss(m.name, y[n, p - at[n] + BEFORE], hd.to(y.dtype), row[n], p, [x[2] for x in names], first)
    nodes = [(n, p if 0 <= local(n, p) < W else g["trigger"], (ws[r]["doc"], i), ws[r]["doc"]) for n, (r, g) in enumerate(gs) for p, i in g["nodes"]]
    pairs = [(a, b) for a in range(len(nodes)) for b in range(a) if nodes[a][3] == nodes[b][3]]
    if pairs:
        n = torch.tensor([x[0] for x in nodes]); p = torch.tensor([x[1] for x in nodes]); i, j = torch.tensor(pairs).T
        z = m.node(torch.cat([hd[row[n], p].to(y.dtype), y[n, p - at[n] + BEFORE]], -1))
        gap = torch.where(row[n[i]] == row[n[j]], p[i] - p[j], 600)
        same = torch.tensor([float(nodes[a][2] == nodes[b][2]) for a, b in pairs])
        out["same"] = F.binary_cross_entropy_with_logits(m.same(z, i, j, buckets(gap)).float(), same)
    return out


def taught_losses(m, h, ws, L):
    """The losses of claims against the soft targets that teach.py stored; a candidate weighs as much as its teacher believes in it."""
    own = flags(ws, "own", L); first = flags(ws, "first", L); hd = m.drop(h); soft = lambda s, t: -(s.log_softmax(-1) * t).sum(-1)
    out = dict(taught=5 * soft(m.trigger(hd).float()[own], torch.cat([w["soft"].float() for w in ws])).mean())
    gs = [(r, g) for r, w in enumerate(ws) for g in w["taught"]]
    if not gs: return out
    row, at, ro = (torch.tensor(x) for x in ([r for r, _ in gs], [g["trigger"] for _, g in gs], [g["role"] for _, g in gs])); weight = torch.tensor([g["weight"] for _, g in gs])
    y, place = m.around(h, row, at, ro, torch.tensor([len(w["ids"]) for w in ws])); shape = (len(gs), y.shape[1], len(ARGUMENTS), 3)
    heads = ((place >= 0) & first[row[:, None], place.clamp(min=0)]).float() * weight[:, None]
    a = soft(m.argument(y).float().view(shape), torch.stack([g["arguments"].float() for _, g in gs])).mean(-1)
    out["taught argument"] = 15 * (a * heads).sum() / heads.sum()
    k = m.kind(torch.cat([hd[row, at].to(y.dtype), y[:, BEFORE]], -1)).float(); t = torch.stack([g["kind"] for _, g in gs]); nf, nc = len(FACTUALITY), len(CONFIDENCE)
    mean = lambda x: (x * weight).sum() / weight.sum()
    out["taught kind"] = (.5 * mean(soft(k[:, :nf], t[:, :nf].softmax(-1))) + .3 * mean(soft(k[:, nf:nf + nc], t[:, nf:nf + nc].softmax(-1)))
                          + 2 * mean(F.binary_cross_entropy_with_logits(k[:, nf + nc:], t[:, nf + nc:].sigmoid(), reduction="none").mean(-1)))
    return out


def mark_losses(m, h, ws, L):
    first = flags(ws, "first", L); hd = m.drop(h); target = np.zeros((len(ATTRIBUTION), len(ws), L), np.int64)
    for r, w in enumerate(ws):
        for a, kind in enumerate(ATTRIBUTION): bio(target[a, r], w["marks"][kind])
    s = m.marks(hd).float().view(len(ws), L, len(ATTRIBUTION), 3)
    out = dict(marks=sum(F.cross_entropy(s[:, :, a][first], torch.from_numpy(target[a])[first]) for a in range(len(ATTRIBUTION))) * 2)
    links = [(r, *l) for r, w in enumerate(ws) for l in w["links"]]
    if links:
        row, at = torch.tensor([l[0] for l in links]), torch.tensor([l[1] for l in links]); q = hd[row, at]
        for name, k in (("source", 2), ("content", 3)):
            out[name] = .3 * point_loss(getattr(m, name), q, hd, row, at, [l[k] or [0] for l in links], first)
    return out


LOSSES = dict(train=claim_losses, taught=taught_losses, polnear=mark_losses)


def work(rank, a, flat, gate, data):
    torch.set_num_threads(1); torch.set_flush_denormal(True); torch.manual_seed(a.seed * 10 + rank)
    enc, top = pretrained(a.encoder); torch.manual_seed(a.seed); m = Reader(enc, top); torch.manual_seed(a.seed * 10 + rank)
    if a.init: restore(a.init, m)
    stores = {part: Store(f"{a.out}/{part}.{a.freeze}", data[part], enc.shape.hidden) for part in LOSSES if part in data}
    for r in range(2):                        # one after the other: the first makes the files
        if r == rank: [s.open() for s in stores.values()]
        gate.wait()
    for p in list(enc.embed.__self__.word.parameters()) + list(enc.pos.parameters()) + list(enc.norm.parameters()) + ([enc.rel.weight] if enc.shape.scheme == "mpnet" else [enc.segment]) + [p for l in enc.layer[:a.freeze] for p in l.parameters()]: p.requires_grad_(False)
    live = [(n, p) for n, p in m.named_parameters() if p.requires_grad]; slow = lambda n: n.startswith("enc.")
    opt = torch.optim.AdamW([dict(params=[p for n, p in live if slow(n)], lr=a.rate), dict(params=[p for n, p in live if n.startswith("top.")], lr=1.5 * a.rate),
                             dict(params=[p for n, p in live if not slow(n) and not n.startswith("top.")], lr=a.head_rate)], weight_decay=.01, fused=True)
    base = [g["lr"] for g in opt.param_groups]; params = [p for _, p in live]; step = falling = 0; size = sum(p.numel() for p in params)
    both = torch.zeros(size); mine, mean = ([v.view_as(p) for v, p in zip(t[:size].split([p.numel() for p in params]), params)] for t in (flat[rank], both))
    if a.resume:
        c = torch.load(f"{a.out}/last.pt", map_location="cpu", weights_only=False); m.load_state_dict(c["model"]); opt.load_state_dict(c["opt"]); step = c["step"]; falling = c["falling"]; del c

    def save(name, full=True):
        c = dict(model=m.state_dict(), step=step, falling=falling, args=vars(a)); c.update(dict(opt=opt.state_dict()) if full else {})
        torch.save(c, f"{a.out}/{name}.part"); os.rename(f"{a.out}/{name}.part", f"{a.out}/{name}")
    plan, total, t0, seen, sums = [], 0, time.time(), 0, {}; m.train(); epoch = 0; done = 0
    while True:
        if done >= len(plan):                  # one plan: every report once, and a share of the attributions
            rng = random.Random(a.seed * 1000 + epoch); pl = [("train", b) for b in batches(data["train"], a.pieces, rng, a.silent)]
            ours = [k for k, w in enumerate(data["train"]) if w["ours"]]; pl += [("train", [ours[k] for k in b]) for _ in range(a.ours - 1) for b in batches([data["train"][k] for k in ours], a.pieces, rng, a.silent)]
            po = [("polnear", b) for b in batches(data["polnear"], a.pieces, rng)]; po = po[:int(len(po) * a.share)]
            pl += [("taught", b) for b in batches(data.get("taught", []), a.pieces, rng)]
            pl.sort(key=lambda b: sum(len(w["ids"]) + 70 * len(w.get("groups", w.get("taught"))) for w in (data[b[0]][k] for k in b[1])))     # two of like cost make a step: neither worker waits
            rng.shuffle(po); pl, po = pl[:len(pl) // 2 * 2], po[:len(po) // 2 * 2]
            pairs = [tuple(pl[k:k + 2]) for k in range(0, len(pl), 2)] + [tuple(po[k:k + 2]) for k in range(0, len(po), 2)]; rng.shuffle(pairs); plan = pairs; epoch += 1; done = 0
            if a.resume and total + len(plan) <= step: total += len(plan); done = len(plan); continue
            if a.resume and total < step: done = step - total; total = step; a.resume = False
            if rank == 0: print(f"epoch {epoch}: {len(plan)} steps", flush=True)
        part, ks = plan[done][rank]; done += 1; ws = [data[part][k] for k in ks]; mask = padded(ws)[1]
        with torch.autocast("cpu", torch.bfloat16, enabled=AMP):
            h = enc.run(m.drop(stores[part].get(ks, enc, a.freeze)), mask, a.freeze)
            loss = LOSSES[part](m, h, ws, mask.shape[1])
        for p, v in zip(params, mine): p.grad = v
        sum(loss.values()).backward(); gate.wait()
        torch.add(flat[0, :size], flat[1, :size], out=both); both.mul_(.5 * min(1., 1. / (.5 * float(both.norm()) + 1e-6)))
        for p, v in zip(params, mean): p.grad = v
        f = min(1., (step + 1) / a.warm)
        if rank == 0 and not falling and os.path.exists(f"{a.out}/decay"): flat[0, size] = 1.
        gate.wait()
        if flat[0, size] and not falling: falling = step; rank == 0 and save("last.pt")
        if falling: f *= max(0., 1 - (step - falling) / a.decay)
        for g, b in zip(opt.param_groups, base): g["lr"] = b * f
        opt.step(); flat[rank, :size].zero_(); step += 1; seen += int(mask.sum())
        for k, v in loss.items(): x = sums.setdefault(k, [0., 0]); x[0] += v.item(); x[1] += 1
        if step % 20 == 0:
            if rank == 0: print(step, {k: round(v[0] / v[1], 3) for k, v in sums.items()}, f"{2 * seen / (time.time() - t0):.0f} pieces/s {time.time() - t0:.0f}s", flush=True)
            sums = {}
        if rank == 0 and step % a.every == 0: save("last.pt")
        if falling and step - falling >= a.decay:
            if rank == 0: save("final.pt", False); print("done", step, flush=True)
            return


if __name__ == "__main__":
    p = argparse.ArgumentParser(); A = p.add_argument
    A("--data", required=True); A("--encoder", required=True); A("--out", required=True); A("--resume", action="store_true"); A("--seed", type=int, default=1); A("--init", default="", help="begin from this weight file instead of from the encoder alone")
    A("--freeze", type=int, default=4); A("--rate", type=float, default=8e-5); A("--head-rate", type=float, default=1.5e-3); A("--pieces", type=int, default=1000)
    A("--taught", default="", help="windows of teach.py, all of them each epoch"); A("--share", type=float, default=.3, help="part of the attribution windows taken each epoch"); A("--silent", type=float, default=1., help="part of the windows without a trigger taken each epoch"); A("--ours", type=int, default=1, help="times the reports of train/written are taken each epoch"); A("--warm", type=int, default=60); A("--decay", type=int, default=500); A("--every", type=int, default=100)
    a = p.parse_args(); os.makedirs(a.out, exist_ok=True)
    data = pickle.load(open(a.data, "rb")); data.update(taught=pickle.load(open(a.taught, "rb"))) if a.taught else None; enc, top = pretrained(a.encoder); m = Reader(enc, top)
    n = sum(p.numel() for p in m.parameters()); flat = torch.zeros(2, n + 1).share_memory_(); del m, enc, top
    gate = mp.get_context("fork").Barrier(2); mp.start_processes(work, (a, flat, gate, data), 2, start_method="fork")
