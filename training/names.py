"""The head for names learnt again on finished weights: the encoder and every other head stay as they are, so that a correction of the
names' labels (corpora.common_words_are_no_names) needs no training of the encoder.

    python3 names.py WEIGHTS --data ../shared/data --out OUT        a minute of reading, a minute of learning

Writes WEIGHTS with the head exchanged to OUT (run.py --from calibrate goes on from there) and prints the loss of each round.
"""
import argparse
import copy
import os

import torch
import torch.nn.functional as F

import corpora
from corpora import IGNORE
from evaluate import Reader
from train import base_folder


def vectors(reader, docs):
    """(vectors S, W, H; labels S, W; known S, W) of the sentences of like length, a block of them at a time."""
    reader.vectors(docs)
    rows, out = [], []
    for doc in docs:
        y = torch.tensor(doc.labels["names"])
        cut = [0, *(i for i in range(1, len(doc)) if doc.sentence[i] != doc.sentence[i - 1] or doc.paragraph[i] != doc.paragraph[i - 1]), len(doc)]
        rows += [(doc.vectors[a:b], y[a:b]) for a, b in zip(cut, cut[1:]) if b > a]
        doc.vectors = None
    rows.sort(key=lambda r: len(r[1]))
    for i in range(0, len(rows), 64):
        part = rows[i:i + 64]
        width = max(len(y) for _, y in part)
        pad = lambda x, value: F.pad(x, (0, 0) * (x.dim() - 1) + (0, width - len(x)), value=value)
        y = torch.stack([pad(y, IGNORE) for _, y in part])
        out.append((torch.stack([pad(v, 0.0) for v, _ in part]).half(), y, y != IGNORE))
    return out


def learn(net, blocks, rounds, rate, keep):
    """`keep`: how strongly the head is held to what it was."""
    head, chain = net.token["names"], net.crf["names"]
    params = [*head.parameters(), *chain.parameters()]
    before = [p.detach().clone() for p in params]
    opt = torch.optim.Adam(params, lr=rate)
    for n in range(rounds):
        total = 0.0
        for g in opt.param_groups:
            g["lr"] = rate * (1 - n / rounds)
        for i in torch.randperm(len(blocks)).tolist():
            x, y, known = blocks[i]
            e = head(F.dropout(x.float(), 0.1))
            fresh = torch.zeros_like(known)
            fresh[:, 0] = True
            loss = 0.5 * F.cross_entropy(e[known], y[known]) + 0.5 * chain.loss(e, y, fresh, known)
            total += float(loss.detach())
            held = keep * sum(((p - q) ** 2).sum() for p, q in zip(params, before))
            opt.zero_grad()
            (loss + held).backward()
            opt.step()
        print(n + 1, round(total / len(blocks), 4), flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("weights")
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--rounds", type=int, default=12)
    p.add_argument("--rate", type=float, default=1e-3)
    p.add_argument("--keep", type=float, default=1e-4)
    p.add_argument("--seed", type=int, default=7)
    o = p.parse_args()
    torch.manual_seed(o.seed)
    weights = torch.load(o.weights, map_location="cpu")
    reader = Reader(copy.deepcopy(weights), os.path.join(base_folder(), "vocab.txt"))
    corpus = corpora.training(o.data)
    blocks = [b for name in ("gum", "wnut", "re3d", "politics") for b in vectors(reader, corpus[name])]
    learn(reader.net, blocks, o.rounds, o.rate, o.keep)
    learnt = reader.net.state_dict()
    for k in weights:
        if k.startswith(("token.names.", "crf.names.")):
            weights[k] = learnt[k]
    torch.save(weights, o.out)


if __name__ == "__main__":
    main()
