"""Trains what weighs candidates of terms by the encoder's vectors: a view of every word (a few numbers) and a judge over the views.

    cargo build --release -p onrecord-extract --example talks --example candidates
    target/release/examples/talks DOCS OUT ANALYSES                for each folder of annotated reports
    target/release/examples/candidates DOCS ANALYSES > CANDIDATES
    python3 training/deals.py --train ANALYSES,GOLD,CANDIDATES --train … --out work/deals.pt
    python3 training/deals.py --weights work/deals.pt --write ../crates/onrecord-encoder/models ../crates/onrecord-lexicon/data/lists

The encoder stays as it is shipped. What is learnt is which candidates of `training/rows.py` are terms, from their features and the views
of their words; beside it, for every word, of which actions' evidence it is part (the scores end the view). Every HOLDth report of the first
--train is kept out of training: their figures are printed after every round. With --hold 0 all are trained on.

Every report is read --names times more with other names in it, and each window is learnt from in one of its versions a round.

--write adds the view to heads.safetensors, and writes `term_view.tsv` (the judge) and `term_view_weights.tsv` (the features beside it). `export.py`
leaves the view out where the encoder is another: then this is to be run again.
"""
import argparse
import json
import os
import random
import time
from collections import Counter, defaultdict

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import corpora
import data as d
import rows
from model import HIDDEN
from text import WordPieces

VIEW = 32           # numbers a word
ACTION = 32         # size of an action's embedding
UNITS = 64
ACTIONS = ("release withdraw cease_fire open_crossing deliver_aid lift_sanctions disarm hand_over recognise pay inspect halt_programme "
           "hold_elections pull_back monitor talk other").split()
DOUBT = 0.4         # weight of a row that its annotator marked optional


class Judge(nn.Module):
    """The view ships with the encoder's heads, the rest is written into lists."""

    def __init__(self, features):
        super().__init__()
        self.view = nn.Linear(HIDDEN, VIEW)
        self.words = nn.Linear(HIDDEN, len(ACTIONS))
        nn.init.constant_(self.words.bias, -4.0)
        self.action = nn.Embedding(len(ACTIONS), ACTION)
        self.judge = nn.Sequential(nn.Linear(2 * VIEW + ACTION, UNITS), nn.ReLU(), nn.Dropout(0.3), nn.Linear(UNITS, 1))
        nn.init.zeros_(self.judge[3].weight)
        self.features = features
        self.line = nn.Linear(len(features) + 1, 1)          # the last feature: the mean score of the candidate's action over its words
        self.drop = nn.Dropout(0.2)

    def begin(self, weights):
        """The weights of a regression over the features alone."""
        with torch.no_grad():
            self.line.weight.zero_()
            for f, i in self.features.items():
                self.line.weight[0, i] = weights.get(f, 0.0)
            self.line.bias.fill_(weights["bias"])
            self.line.weight[0, -1] = 0.1
        return self

    def forward(self, windows):
        """(scores of every action for every word of the windows, scores of the windows' candidates in order)."""
        g = self.drop(torch.cat([w.vectors for w in windows]).float())
        v, t = self.view(g), self.words(g)
        mean, views, on, start = [], [], [], 0
        for w in windows:
            for c in w.candidates:
                at = [start + j for j in c.words]
                mean.append(t[at, c.action].mean())
                views.append(torch.cat([v[start + c.token], v[at].mean(0), self.action.weight[c.action]]))
                on.append([self.features[f] for f in c.features if f in self.features])
            start += len(w.vectors)
        if not on:
            return t, None
        x = torch.zeros(len(on), len(self.features))
        for i, places in enumerate(on):
            x[i, places] = 1
        return t, (self.line(torch.cat([x, torch.stack(mean)[:, None] / 4], 1)) + self.judge(torch.stack(views)))[:, 0]


class Candidate:
    def __init__(self, doc, token, words, features, label, weight, action):
        self.doc, self.token, self.words, self.features = doc, token, words, features
        self.label, self.weight, self.action = label, weight, action


def load(analyses, gold, candidates, pieces):
    """Documents, each a list of windows with the labels of their words and their candidates."""
    found = defaultdict(list)
    with open(candidates, encoding="utf-8") as f:
        for r in map(json.loads, f):
            if r["table"] == "terms":
                found[r["doc"]].append(r)
    out = []
    for name in sorted(os.listdir(analyses)):
        if not os.path.exists(os.path.join(gold, name)):
            continue
        with open(os.path.join(gold, name), encoding="utf-8") as f:
            g = json.load(f)
        with open(os.path.join(analyses, name), encoding="utf-8") as f:
            a = json.load(f)
        n = len(a["tokens"])
        paragraph, sentence = np.zeros(n, int), np.zeros(n, int)
        for i, s in enumerate(a["sentences"]):
            paragraph[s["first"]:s["last"]], sentence[s["first"]:s["last"]] = s["block"], i
        doc = corpora.Doc(name[:-5], [t["text"] for t in a["tokens"]], paragraph, sentence, {})
        pieces(doc)
        spans = np.array([[t["span"]["start"], t["span"]["end"]] for t in a["tokens"]]).reshape(-1, 2)
        on = lambda e: (spans[:, 0] < e["end"]) & (spans[:, 1] > e["start"])
        y, w = np.zeros((n, len(ACTIONS)), np.float32), np.ones((n, len(ACTIONS)), np.float32)
        for t in g["terms"]:
            for k in [ACTIONS.index(x) for x in (t["action"], *rows.alternatives(t, "action")) if x in ACTIONS]:
                for e in t["evidence"]:
                    y[on(e), k] = 1
                    if t.get("optional"):
                        w[on(e), k] = DOUBT
        windows = [d.window(doc, x, z, pieces.wordpieces) for x, z in d.cuts(doc, d.LIMIT)]
        for x in windows:
            x.y, x.w, x.candidates = y[x.begin:x.end], w[x.begin:x.end], []
        for r, label, weight in rows.term_labels(found[doc.name], g):
            inside = np.zeros(n, bool)
            for e in r["evidence"]:
                inside |= on(e)
            x = next(x for x in windows if x.begin <= r["token"] < x.end)
            token = r["token"] - x.begin
            at = [int(j) - x.begin for j in np.nonzero(inside)[0] if x.begin <= j < x.end] or [token]
            x.candidates.append(Candidate(doc.name, token, at, r["features"], float(label), weight, ACTIONS.index(r["action"])))
        out.append(windows)
    return out


@torch.no_grad()
def read(encoder, windows):
    """The encoder's vectors of every window's words."""
    for _, b in d.ordered(windows):
        h = encoder(b.ids, b.cas, b.mask)
        for i, w in enumerate(b.windows):
            w.vectors = h[i, b.first[i, :w.end - w.begin]].half()


def otherwise(windows, times, pieces, rng):
    """Of every window so many copies with other names in it, some of the reports' own, some invented: whether something is a term does
    not depend on who is called what."""
    docs = list({id(w.doc): w.doc for w in windows}.values())
    names = d.NameLike(docs)
    pool = [w.doc.words[i] for w in windows for i in names(w)]
    other = lambda _: rng.choice(pool) if rng.random() < 0.5 else d.invented(rng)
    return [[d.renamed(w, names(w), other, pieces) for _ in range(times)] for w in windows]


def best(scored):
    """(best F1 over thresholds, average precision, the threshold) of [(score, label)]."""
    total, tp, f1, area, at = sum(y for _, y in scored), 0, 0.0, 0.0, 0.0
    for i, (s, y) in enumerate(sorted(scored, key=lambda x: -x[0]), 1):
        tp += y
        area += y * tp / i
        if 2 * tp / (i + total) > f1:
            f1, at = 2 * tp / (i + total), s
    return f1, area / max(total, 1), at


@torch.no_grad()
def scores(net, windows):
    net.eval()
    out = []
    for i in range(0, len(windows), 4):
        part = [w for w in windows[i:i + 4] if w.candidates]
        if part:
            out += list(zip(net(part)[1].tolist(), [c.label for w in part for c in w.candidates]))
    return out


def train(o, encoder, pieces):
    torch.manual_seed(o.seed)
    first, *others = [load(*s.split(","), pieces) for s in o.train]
    held = [w for i, doc in enumerate(first) if o.hold and i % o.hold == 0 for w in doc]
    windows = [w for i, doc in enumerate(first) if not o.hold or i % o.hold for w in doc] + [w for s in others for doc in s for w in doc]
    counts = Counter(f for w in windows for c in w.candidates for f in c.features)
    alone = rows.learn([({"features": c.features}, c.label, c.weight) for w in windows for c in w.candidates], 0.06)
    net = Judge({f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= rows.LEAST))}).begin(alone)
    start, rng = time.time(), random.Random(o.seed)
    read(encoder, windows + held)
    others = otherwise(windows + held, o.names, pieces, rng)
    read(encoder, [x for xs in others for x in xs])
    for w, xs in zip(windows + held, others):
        w.versions = [w.vectors, *(x.vectors for x in xs)]

    def told():
        if not held:
            return ""
        f1, area, at = best(scores(net, held))
        each = []
        for k in range(o.names + 1):
            for w in held:
                w.vectors = w.versions[k]
            each.append([s >= at for s, _ in scores(net, held)])
        for w in held:
            w.vectors = w.versions[0]
        moved = sum(a != b for other in each[1:] for a, b in zip(each[0], other)) / max(1, o.names * sum(each[0]))
        return f"held reports: F1 {f1:.3f}, AP {area:.3f}, from {at:.2f}; other names move {100 * moved:.1f} in 100 told"
    print(f"{len(windows)} windows, {sum(len(w.candidates) for w in windows)} candidates; features alone, {told()}", flush=True)
    line = [net.line.weight, net.line.bias]
    rest = [p for n, p in net.named_parameters() if not n.startswith("line")]
    opt = torch.optim.AdamW([{"params": rest, "lr": 1e-3, "weight_decay": 0.01}, {"params": line, "lr": 2e-3, "weight_decay": 0.05}])
    steps = o.epochs * -(-len(windows) // o.size)
    plan = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, (i + 1) / (0.1 * steps)) * max(0.02, 1 - i / steps))
    for epoch in range(o.epochs):
        net.train()
        for at in torch.randperm(len(windows)).split(o.size):
            part = [windows[i] for i in at]
            for x in part:
                x.vectors = rng.choice(x.versions)
            words, found = net(part)
            y, w = (torch.tensor(np.concatenate([getattr(x, k) for x in part])) for k in "yw")
            loss = (F.binary_cross_entropy_with_logits(words, y, reduction="none") * w).sum(1).mean()
            if found is not None:
                label, weight = (torch.tensor([getattr(c, k) for x in part for c in x.candidates]) for k in ("label", "weight"))
                loss = loss + (F.binary_cross_entropy_with_logits(found, label, reduction="none") * weight).mean()
            opt.zero_grad()
            loss.backward()
            opt.step()
            plan.step()
        print(f"round {epoch + 1}: {told()}; {time.time() - start:.0f} s", flush=True)
    torch.save({"weights": net.state_dict(), "features": net.features}, o.out)


@torch.no_grad()
def told(net, models):
    """Adds the view of the first word of every reference sentence to reference.json, as the int8 files give it."""
    from export import Int8
    from restore import restore
    from train import base_folder
    encoder = Int8(restore(models, base_folder()).eval().encoder)
    path = os.path.join(models, "reference.json")
    with open(path, encoding="utf-8") as f:
        entries = json.load(f)
    for r in entries:
        ids, casing = torch.tensor([r["input_ids"]]), torch.tensor([r["token_type_ids"]])
        g = encoder(ids, casing, torch.ones_like(ids).float())[0, r["first"][0]]
        r["view"] = [round(float(x), 4) for x in torch.cat([net.view(g), net.words(g)])]
    with open(path, "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in entries) + "\n]\n")


def write(o):
    """The shipped files with the view of --weights in them."""
    from safetensors.torch import load_file, save_file

    from export import sha256
    models, lists = o.write
    kept = torch.load(o.weights)
    net = Judge(kept["features"])
    net.load_state_dict(kept["weights"])
    net.eval()
    path = os.path.join(models, "heads.safetensors")
    heads = load_file(path)
    for part in ("weight", "bias"):
        heads["view." + part] = torch.cat([net.view.get_parameter(part), net.words.get_parameter(part)]).detach().contiguous()
    save_file(heads, path)
    with open(os.path.join(models, "model.json"), encoding="utf-8") as f:
        model = json.load(f)
    model["view"] = VIEW + len(ACTIONS)
    model["sha256"]["heads.safetensors"] = sha256(path)
    with open(os.path.join(models, "model.json"), "w", encoding="utf-8") as f:
        json.dump(model, f, indent=1)
        f.write("\n")
    told(net, models)
    number = lambda x: f"{float(x.detach()):.4g}"
    hidden, out = net.judge[0], net.judge[3]
    with open(os.path.join(lists, "term_view.tsv"), "w", encoding="utf-8") as f:
        f.write("# What weighs the engine's views of a candidate's words: embeddings of the actions, hidden units (bias, weight in the sum, weights of\n"
                "# word, mean and action), the weight of the action's mean score. Made by training/deals.py; ours, no words of reports.\n")
        f.write(f"bias\t{number(out.bias[0])}\nmean\t{number(net.line.weight[0, -1] / 4)}\n")
        for name, row in zip(ACTIONS, net.action.weight):
            f.write("\t".join([f"action:{name.replace('_', '')}", *map(number, row)]) + "\n")
        for i in range(UNITS):
            f.write("\t".join([f"unit:{i}", number(hidden.bias[i]), number(out.weight[0, i]), *map(number, hidden.weight[i])]) + "\n")
    with open(os.path.join(lists, "term_view_weights.tsv"), "w", encoding="utf-8") as f:
        f.write("# Weights of the features of terms where the engine's views are weighed too: feature, weight. Made by training/deals.py together with\n"
                "# term_view.tsv. Ours; it holds no words of the reports.\n")
        f.write(f"bias\t{float(net.line.bias.detach()[0]):.3f}\n")
        weights = {name: f"{float(net.line.weight.detach()[0, i]):.3f}" for name, i in net.features.items()}
        f.write("".join(f"{name}\t{w}\n" for name, w in sorted(weights.items()) if float(w)))


def main():
    from restore import restore
    from train import base_folder
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--models", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "../crates/onrecord-encoder/models"))
    p.add_argument("--train", action="append", help="ANALYSES,GOLD,CANDIDATES; several times")
    p.add_argument("--hold", type=int, default=4)
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--size", type=int, default=24, help="windows a step")
    p.add_argument("--names", type=int, default=2, help="copies of every report with other names in it")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--out")
    p.add_argument("--weights")
    p.add_argument("--write", nargs=2, metavar=("MODELS", "LISTS"))
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    if o.train:
        base = base_folder()
        pieces = d.Pieces(WordPieces.load(os.path.join(base, "vocab.txt")))
        train(o, restore(o.models, base).eval().encoder, pieces)
    if o.write:
        write(o)


if __name__ == "__main__":
    main()
