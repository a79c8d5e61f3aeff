"""Teachers and student: large encoders (mpnet.py) learn all tables from the labelled corpora, label a few million words of news, and the
small encoder learns from both. On a GPU a matter of minutes; on two cores with bf16 tiles of several sessions, each part resumed from its
checkpoint:

    OMP_NUM_THREADS=1 python3 distil.py ... --part teacher --lessons attributions --seed 7 --size 3500 --teacher-steps 800
    OMP_NUM_THREADS=1 python3 distil.py ... --part student --teachers 1 --seed 7 --init shipped.pt --keep shipped.pt --steps 600

The second takes what that teacher has not learnt from the shipped weights (restore.py): a teacher of `--lessons treebanks` was behind them
after 450 steps.

    python3 distil.py --data ../shared/data --teacher FOLDER --out work/main        teachers, silver, student
    python3 distil.py ... --without-polnear --plain                                 the small encoder alone on the labelled corpora

FOLDER holds model.safetensors and vocab.txt of all-mpnet-base-v2. Writes OUT/average.pt and OUT/options.json, as train.py does.

On silver text most windows (--rename) have their names replaced, word for word, by other names or invented ones, and a few are told
in capitals or without any, while the teacher's labels stay: what is said does not depend on who is called what. Half as many windows
of the labelled attributions have theirs replaced too, by invented ones.
"""
import argparse
import dataclasses
import glob
import json
import multiprocessing as mp
import os
import random
import time

import numpy as np
import torch
import torch.nn as nn

import corpora
import data as d
import decode
from corpora import TAGS
from model import Model
from text import WordPieces
from train import REPEATS, WEIGHTS, base_folder, fast_bf16, rate_at

RARE = 0.25                     # weight of the heads that only talks-train labels: it is in every batch here, in one of nine there
TALKS = ("ledger", "nested", "relay", "figure", "condition", "span_source_type", "span_act", "span_measure")
TREEBANKS = ("names", "upos", "sentence", "arc")
CAPITALS, UNCASED = 0.04, 0.03


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--base", help="folder of all-MiniLM-L6-v2 (model.safetensors, vocab.txt); default: the installed PyPI package")
    p.add_argument("--teacher", help="folder of all-mpnet-base-v2")
    p.add_argument("--talks", help="folder of the talks development set: its documents are left out of the silver text")
    p.add_argument("--plain", action="store_true", help="no teacher: the small encoder on the labelled corpora")
    p.add_argument("--teachers", type=int, default=2)
    p.add_argument("--lessons", choices=("all", "attributions", "treebanks"), default="all", help="what a teacher learns (with --part teacher)")
    p.add_argument("--save-every", type=int, default=50, help="steps between checkpoints")
    p.add_argument("--part", choices=("teacher", "student"), help="one part only (the command starts its own parts)")
    p.add_argument("--init", help="weights the student begins from (restore.py makes them from the shipped files) instead of the base encoder")
    p.add_argument("--keep", help="weights of the small encoder whose parse, names and parts of speech the student keeps on silver text: where the "
                   "only teacher has learnt attributions")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--teacher-steps", type=int, default=1200)
    p.add_argument("--teacher-rate", type=float, default=6e-5)
    p.add_argument("--steps", type=int, default=2500)
    p.add_argument("--rate", type=float, default=3e-4)
    p.add_argument("--hold", type=float, default=0.4, help="share of the steps at a constant rate, then linear to zero")
    p.add_argument("--seconds", type=float, default=1e9, help="the schedule of a part ends after this long at the latest")
    p.add_argument("--deadline", type=float, default=1e9, help="the student's schedule ends this long after the start at the latest")
    p.add_argument("--size", type=int, default=7000, help="wordpieces of attributions a step, and as many of treebanks and names")
    p.add_argument("--silver-size", type=int, default=24000)
    p.add_argument("--silver-share", type=float, default=1.0, help="part of the silver documents (for trying out)")
    p.add_argument("--rename", type=float, default=0.6, help="share of the silver windows whose names are replaced (half of it in labelled attributions)")
    p.add_argument("--workers", type=int, default=4)
    p.add_argument("--holdout", type=int, default=14)
    p.add_argument("--without-gum-nc", action="store_true")
    p.add_argument("--without-polnear", action="store_true")
    return p.parse_args()


# ---------------------------------------------------------------------------------------------------- batches
class Feed:
    """Batches made by processes of their own, taken in turn, so that their order does not depend on timing."""

    def __init__(self, make, workers):
        context = mp.get_context("fork")
        self.queues, self.turn = [context.Queue(3) for _ in range(workers)], 0
        for n, q in enumerate(self.queues):
            context.Process(target=self.work, args=(make, n, q), daemon=True).start()

    @staticmethod
    def work(make, n, queue):
        torch.set_num_threads(1)
        for b in make(n):
            b.windows = None
            queue.put(b)

    def next(self, device):
        b = self.queues[self.turn % len(self.queues)].get()
        self.turn += 1
        return b.tensors(device)


def shuffled(docs, rng):
    docs = list(docs)
    rng.shuffle(docs)
    return docs


def gold_feeds(corpus, pieces, o, seed, lessons="all"):
    """Two feeds, or the one of the lessons: attributions and deals (PolNeAR, talks-train and our own annotations in one batch), and
    treebanks and names."""
    names = d.NameLike([doc for docs in corpus.values() for doc in docs])

    def attributions(n):
        rng = random.Random(f"{seed} attributions {n}")
        of = lambda name, size: d.stream(corpus[name], pieces, size, rng, names=names, share=o.rename / 2)
        parts = [of(name, o.size // 6) for name in ("talks", "annotated")]
        if not o.without_polnear:
            parts.append(of("polnear", o.size * 4 // 6))
        yield from together(parts, rng)

    def treebanks(n):
        rng = random.Random(f"{seed} treebanks {n}")
        docs = corpus["ewt"] + corpus["gum"] + corpus["wnut"] + corpus["re3d"] + corpus["politics"]
        yield from d.stream(docs, pieces, o.size, rng, 0.3)
    feeds = {"attributions": (attributions, o.workers), "treebanks": (treebanks, max(1, o.workers // 2))}
    return [Feed(*v) for k, v in feeds.items() if lessons in ("all", k)]


def together(streams, rng):
    while True:
        yield d.labelled([w for s in streams for w in next(s).windows], rng)


def silver_documents(o, corpus, pieces):
    rng = random.Random(f"{o.seed} silver")
    texts = [f"{o.data}/news-conflict/articles.jsonl", *sorted(glob.glob(f"{o.data}/timeline17/*/articles.jsonl"))]
    docs, left_out = [], {os.path.splitext(n)[0] for n in os.listdir(f"{o.talks}/docs")} if o.talks else set()
    for path in texts:
        for n, row in enumerate(corpora._jsonl(path)):
            if row.get("id") in left_out or (o.silver_share < 1 and rng.random() > o.silver_share):
                continue
            docs.append(corpora.from_text(f"{path}:{n}", row["text"]))
    docs = [x for x in docs if len(x)]
    docs += [x for x in corpus.get("polnear", []) + corpus["talks"] + corpus["ewt"] + corpus["gum"] if o.silver_share >= 1 or rng.random() < o.silver_share]
    return d.windows(docs, pieces, rng=rng, single=0.1)


@dataclasses.dataclass
class Soft:
    """A teacher's opinions. tags: N, all tags; rel: N, R; head: N, as Batch.head; all over the words of the windows in order, in half
    precision; arcs: flat, a window's W times W+1 after each other. word, arc: where a window begins in them; width: its words."""
    tags: torch.Tensor
    rel: torch.Tensor
    head: torch.Tensor
    arcs: torch.Tensor
    word: torch.Tensor
    arc: torch.Tensor
    width: torch.Tensor

    def of(self, b, numbers):
        """The opinions on a batch of windows with these numbers: Soft with float tags, rel, head over the words, arcs B, W, W+1."""
        at = torch.arange(b.words.shape[1], device=b.words.device)
        words = (self.word[numbers][:, None] + at)[b.words]
        width = self.width[numbers]
        j = torch.arange(b.words.shape[1] + 1, device=at.device)
        place = self.arc[numbers][:, None, None] + at[None, :, None] * (width + 1)[:, None, None] + j
        inside = b.words[:, :, None] & (j <= width[:, None])[:, None]
        arcs = torch.where(inside, self.arcs[place.clamp(max=len(self.arcs) - 1)].float(), torch.zeros((), device=at.device))
        return Soft(self.tags[words].float(), self.rel[words].float(), self.head[words].long(), arcs, None, None, None)


def knows(lessons, head):
    """Does a teacher of these lessons know a head? The parse is known as "arc"."""
    return lessons == "all" or (head in TREEBANKS) == (lessons == "treebanks")


@torch.no_grad()
def opinions(teachers, ws, o, log):
    """What the teachers, (net, lessons) each, think of every window: of each head the mean of those that know it."""
    n, width = sum(len(w.first) for w in ws), np.array([len(w.first) for w in ws])
    word, arc = np.r_[0, np.cumsum(width)], np.r_[0, np.cumsum(width * (width + 1))]
    half = dict(dtype=torch.float16, device=o.device)
    heads = dict(zip(TAGS, torch.arange(sum(map(len, TAGS.values()))).split([len(v) for v in TAGS.values()])))
    mean = lambda xs: sum(xs) / len(xs)
    out = Soft(torch.zeros(n, sum(map(len, TAGS.values())), **half), torch.zeros(n, len(corpora.RELATIONS), **half),
               torch.zeros(n, dtype=torch.int16, device=o.device), torch.zeros(int(arc[-1]), **half),
               *(torch.from_numpy(x).to(o.device) for x in (word[:-1], arc[:-1], width)))
    numbers = sorted(range(len(ws)), key=lambda i: len(ws[i].ids))
    runs = [numbers[i:i + 256] for i in range(0, len(ws), 256)]

    def make(k):
        for run in runs[k::o.workers]:
            yield d.arrays([ws[i] for i in run])
    feed = Feed(make, o.workers)
    for k, run in enumerate(runs):
        b, t = feed.next(o.device), torch.tensor(run, device=o.device)
        with torch.autocast(o.device, torch.bfloat16, enabled=quick(o)):
            each = [(net, lessons, net.opinions(b)) for net, lessons in teachers]
        tags = torch.cat([mean([x[0][..., at] for _, lessons, x in each if knows(lessons, head)]) for head, at in heads.items()], -1)
        parsers = [(net, x) for net, lessons, x in each if knows(lessons, "arc")]
        arcs = mean([x[1] for _, x in parsers])
        head = arcs.argmax(-1)
        i, j = b.words.nonzero(as_tuple=True)
        rel = mean([torch.softmax(net.relations(x[2][i, j].float(), x[3][i, head[i, j]].float()), -1) for net, x in parsers])
        at = torch.arange(b.words.shape[1], device=o.device)
        words = (out.word[t][:, None] + at)[b.words]
        out.tags[words], out.rel[words], out.head[words] = tags[b.words].half(), rel.half(), head[b.words].short()
        cols = torch.arange(arcs.shape[2], device=o.device)
        inside = b.words[:, :, None] & (cols <= out.width[t][:, None])[:, None]
        place = out.arc[t][:, None, None] + at[None, :, None] * (out.width[t] + 1)[:, None, None] + cols
        out.arcs[place[inside]] = arcs[inside].half()
        if k % 200 == 0:
            log(silver=k, of=len(runs))
    return out


def check(ws, soft, log):
    """Stops when the teacher does not know its own lessons: opinions on treebank documents beside their labels, short and long windows
    apart (a batch that was spoilt on its way would show here)."""
    tags, word = soft.tags.float().cpu().numpy(), soft.word.cpu().numpy()
    first = sum(len(v) for v in list(TAGS.values())[:list(TAGS).index("upos")])
    right = {"short": [], "long": []}
    for n, w in enumerate(ws):
        if "upos" in w.doc.labels:
            said = tags[word[n]:word[n] + len(w.first), first:first + len(TAGS["upos"])].argmax(-1)
            right["long" if len(w.ids) > 100 else "short"] += (said == w.doc.labels["upos"][w.begin:w.end]).tolist()
    shares = {k: float(np.mean(v)) if v else 1.0 for k, v in right.items()}
    log(upos_right=shares)
    if min(shares.values()) < 0.9:
        raise SystemExit(f"the teachers' parts of speech on treebank text are right in {shares} of words only: silver text would do harm")


def renamer(ws, tags, word, pieces):
    """rename(number of a window, rng) -> the window with its names, as the teacher sees them, replaced by other names or invented ones."""
    pool, found = {}, {}
    for n, w in enumerate(ws):
        for kind, s, e in decode.runs(tags[word[n]:word[n] + len(w.first)], w.begin):
            for i in range(s, e):
                if w.doc.words[i][0].isupper():
                    place = (kind, i == s, e - s == 1)
                    pool.setdefault(place, []).append(w.doc.words[i])
                    found.setdefault(n, {})[i] = place

    def rename(n, rng):
        at = found.get(n, {})
        return d.renamed(ws[n], at, lambda i: rng.choice(pool[at[i]]) if rng.random() < 0.5 else d.invented(rng), pieces) if at else ws[n]
    return rename


def silver_feed(ws, soft, pieces, o):
    first = sum(len(v) for k, v in list(TAGS.items())[:list(TAGS).index("names")])
    names = soft.tags[:, first:first + len(TAGS["names"])].argmax(-1).cpu().numpy()
    rename = renamer(ws, names, soft.word.cpu().numpy(), pieces)
    place = {id(w): n for n, w in enumerate(ws)}

    def make(k):
        rng = random.Random(f"{o.seed} silver {k}")
        while True:
            mine = shuffled(ws, rng)
            for i in range(0, len(mine), 2048):
                for g in d.groups(mine[i:i + 2048], o.silver_size, rng):
                    numbers = [place[id(w)] for w in g]
                    b = d.arrays([rename(n, rng) if rng.random() < o.rename else ws[n] for n in numbers])
                    for r, n in enumerate(numbers):
                        x = rng.random()
                        if x < CAPITALS:
                            b.cas[r] = 2 * (b.mask[r] * np.isin(b.ids[r], pieces.letters))
                        elif x < CAPITALS + UNCASED:
                            b.cas[r] = 0
                    b.spans = {"number": np.array(numbers, np.int64)}
                    yield b
    return Feed(make, o.workers)


# ---------------------------------------------------------------------------------------------------- training
class Run:
    """One net on its way: optimiser, schedule by steps or seconds, averaged weights."""

    def __init__(self, net, o, steps, rate, heads, average):
        self.net, self.o, self.steps, self.keep = net.to(o.device), o, steps, average
        named = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
        inner, outer = ([p for n, p in named if n.startswith("encoder.") == e] for e in (True, False))
        self.params = inner + outer
        self.shadow = [p.detach().clone() for p in self.params]
        self.opt = torch.optim.AdamW([{"params": inner, "lr": rate}, {"params": outer, "lr": rate * heads}],
                                     weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.bases, self.step, self.begun = [g["lr"] for g in self.opt.param_groups], 0, time.time()

    def share(self):
        return max(self.step / self.steps, (time.time() - self.begun) / self.o.seconds)

    def update(self, losses):
        share = self.share()
        for g, b in zip(self.opt.param_groups, self.bases):
            g["lr"] = b * rate_at(self.step, share, self.o.hold)
        self.opt.zero_grad()
        sum(losses).backward()
        nn.utils.clip_grad_norm_(self.params, 2.0)
        self.opt.step()
        self.step += 1
        with torch.no_grad():
            torch._foreach_lerp_(self.shadow, [p.detach() for p in self.params], 1 - min(self.keep, (self.step + 1) / (self.step + 10)))

    def state(self):
        return {"net": self.net.state_dict(), "shadow": self.shadow, "opt": self.opt.state_dict(), "step": self.step}

    def keep_at(self, path):
        torch.save(self.state(), path + ".new")
        os.replace(path + ".new", path)

    def resume(self, path):
        """Goes on from a checkpoint, if there is one."""
        if not os.path.exists(path):
            return
        state = torch.load(path, map_location=self.o.device)
        self.net.load_state_dict(state["net"])
        self.opt.load_state_dict(state["opt"])
        self.step = state["step"]
        with torch.no_grad():
            for mine, theirs in zip(self.shadow, state["shadow"]):
                mine.copy_(theirs)

    def averaged(self):
        with torch.no_grad():
            for p, s in zip(self.params, self.shadow):
                p.copy_(s)
        return self.net.eval()


def weighed(losses):
    return sum(WEIGHTS[k] * (RARE if k in TALKS else 1) * v for k, v in losses.items())


def logger(path):
    begun = time.time()

    def log(**row):
        with open(path, "a") as f:
            f.write(json.dumps({"wall": round(time.time() - begun, 1), **{k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}}) + "\n")
    return log


def prepared(o):
    torch.manual_seed(o.seed)
    base = base_folder(o.base)
    pieces = d.Pieces(WordPieces.load(os.path.join(base, "vocab.txt")))
    pieces.letters = np.array([i for w, i in pieces.wordpieces.ids.items() if any(c.isalpha() for c in w) and not w.startswith("[")])
    corpus = corpora.training(o.data, o.without_gum_nc, o.without_polnear, o.holdout)
    corpus["annotated"] = corpora.annotated(o.data)
    for name, times in REPEATS.items():
        for doc in corpus[name]:
            doc.weight = times
    for docs in corpus.values():
        for doc in docs:
            pieces(doc)
    return base, pieces, corpus


def quick(o):
    """Does the device multiply bf16 itself?"""
    return o.device == "cuda" or fast_bf16()


def gold_step(net, feeds, o):
    out = []
    for feed in feeds:
        b = feed.next(o.device)
        with torch.autocast(o.device, torch.bfloat16, enabled=quick(o)):
            out.append(net.losses(b))
    return out


def report(log, run, losses, every=50):
    if run.step % every == 0:
        log(step=run.step, share=run.share(), **{f"{i}{k}": float(v.detach()) for i, part in enumerate(losses) for k, v in part.items()})


def new_teacher(o, pieces):
    import mpnet
    return Model(mpnet.Encoder(o.teacher, list(pieces.wordpieces.ids)), mpnet.HIDDEN)


def train_teacher(o):
    log, checkpoint = logger(f"{o.out}/teacher.{o.seed}.log"), f"{o.out}/teacher.{o.seed}.checkpoint"
    _, pieces, corpus = prepared(o)
    run = Run(new_teacher(o, pieces), o, o.teacher_steps, o.teacher_rate, 8, 0.99)
    run.resume(checkpoint)
    feeds = gold_feeds(corpus, pieces, o, f"{o.seed} {run.step}" if run.step else o.seed, o.lessons)
    log(ready=True, step=run.step)
    run.net.train()
    while run.share() < 1:
        losses = gold_step(run.net, feeds, o)
        run.update([weighed(x) for x in losses])
        report(log, run, losses, 10 if o.device == "cpu" else 50)
        if run.step % o.save_every == 0:
            run.keep_at(checkpoint)
    known = {"lessons": o.lessons, **{k: v.half() if v.is_floating_point() else v for k, v in run.averaged().state_dict().items()}}
    torch.save(known, f"{o.out}/teacher.{o.seed}.new")
    os.replace(f"{o.out}/teacher.{o.seed}.new", f"{o.out}/teacher.{o.seed}.pt")
    log(done=run.step)


def all_teachers(o, pieces):
    """(net, lessons) each; waits for those that are still learning."""
    out = []
    for k in range(o.teachers):
        path = f"{o.out}/teacher.{o.seed + k}.pt"
        while not os.path.exists(path):
            time.sleep(0.2)
        net = new_teacher(o, pieces)
        known = torch.load(path, map_location="cpu")
        lessons = known.pop("lessons", "all")
        net.load_state_dict(known)
        out.append((net.to(o.device).eval(), lessons))
    if o.keep:
        net = Model()
        net.load_state_dict(torch.load(o.keep, map_location="cpu"))
        out.append((net.to(o.device).eval(), "treebanks"))
    return out


def train_student(o):
    from safetensors.torch import load_file
    log, begun = logger(f"{o.out}/student.log"), time.time()
    base, pieces, corpus = prepared(o)
    feeds = list(gold_feeds(corpus, pieces, o, o.seed))
    soft = None
    if not o.plain:
        ws = silver_documents(o, corpus, pieces)
        log(windows=len(ws), words=sum(len(w.first) for w in ws))
        kept = f"{o.out}/silver.{o.seed}.pt"
        if os.path.exists(kept):
            soft = Soft(**torch.load(kept, map_location=o.device))
        else:
            soft = opinions(all_teachers(o, pieces), ws, o, log)
            torch.save(vars(soft), kept)
        check(ws, soft, log)
        silver = silver_feed(ws, soft, pieces, o)
    net = Model()
    net.encoder.load_minilm(load_file(os.path.join(base, "model.safetensors")))
    o.seconds = min(o.seconds, o.deadline - (time.time() - begun))
    if o.init:
        net.load_state_dict(torch.load(o.init, map_location="cpu"))
    run, checkpoint = Run(net, o, o.steps, o.rate, 5, 0.998), f"{o.out}/student.checkpoint"
    run.resume(checkpoint)
    log(ready=True, step=run.step)
    net.train()
    while run.share() < 1:
        losses = gold_step(net, feeds, o)
        if soft:
            b = silver.next(o.device)
            with torch.autocast(o.device, torch.bfloat16, enabled=quick(o)):
                losses.append(net.distillation(b, soft.of(b, b.spans["number"])))
        run.update([weighed(x) for x in losses])
        report(log, run, losses, 10 if o.device == "cpu" else 50)
        if o.device == "cpu" and run.step % o.save_every == 0:
            run.keep_at(checkpoint)
    torch.save(run.averaged().cpu().state_dict(), f"{o.out}/average.pt")
    log(done=run.step)


def main():
    o = options()
    os.makedirs(o.out, exist_ok=True)
    torch.backends.cuda.matmul.allow_tf32 = True
    if o.part == "teacher":
        return train_teacher(o)
    with open(os.path.join(o.out, "options.json"), "w") as f:
        json.dump(vars(o), f, indent=1)
    children = []
    if not o.part and not o.plain:
        import subprocess
        import sys
        for k in range(o.teachers):
            args = [f"--{n.replace('_', '-')}" + ("" if v is True else f"={v}") for n, v in vars(o).items()
                    if v is not None and v is not False and n not in ("part", "seed")]
            children.append(subprocess.Popen([sys.executable, os.path.abspath(__file__), *args, "--part=teacher", f"--seed={o.seed + k}"]))
    train_student(o)
    if any(c.wait() for c in children):
        raise SystemExit("a teacher stopped early")


if __name__ == "__main__":
    main()
