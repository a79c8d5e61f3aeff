"""What some weights know on the development sets, quickly: the best tag of each word and the best head of each, without transitions or
trees. For deciding whether a teacher is worth going on with; what ships is scored by evaluate.py.

    python3 judge.py WEIGHTS [WEIGHTS ...] --data ../shared/data [--teacher FOLDER]

WEIGHTS: the small encoder's (restore.py, average.pt), or with --teacher (the folder of all-mpnet-base-v2) a teacher's: finished
(teacher.7.pt) or a checkpoint of distil.py, whose averaged weights are taken. Prints token F1 on PolNeAR dev, and parts of speech and
labelled attachment on EWT and GUM dev (gold words, whole windows).
"""
import argparse
import os
from collections import Counter

import torch

import corpora
import data as d
from corpora import IGNORE, ROLES, TAGS
from distil import quick
from model import Model
from text import WordPieces
from train import base_folder


def load(path, o, pieces):
    if o.teacher:
        import mpnet
        net = Model(mpnet.Encoder(o.teacher, list(pieces.wordpieces.ids)), mpnet.HIDDEN)
    else:
        net = Model()
    known = torch.load(path, map_location="cpu")
    if "shadow" in known:                                    # a checkpoint: its averages come encoder first, as distil.Run has them
        net.load_state_dict(known["net"])
        named = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
        params = [p for inner in (True, False) for n, p in named if n.startswith("encoder.") == inner]
        with torch.no_grad():
            for p, mean in zip(params, known["shadow"]):
                p.copy_(mean)
    else:
        known.pop("lessons", None)
        net.load_state_dict(known)
    return net.eval()


def batches(net, docs, pieces, o):
    """(windows, batch, opinions), padding included."""
    ws = d.windows(docs, pieces)
    for numbers, b in d.ordered(ws):
        with torch.autocast(o.device, torch.bfloat16, enabled=quick(o)):
            yield [ws[n] for n in numbers], b, net.opinions(b)


def attributions(net, pieces, o):
    c, width = Counter(), len(TAGS["attribution"])           # attribution's tags come first in the opinions
    for ws, b, (tags, *_) in batches(net, corpora.polnear(f"{o.data}/polnear", "dev"), pieces, o):
        best = tags[..., :width].argmax(-1)
        for row, w in zip(best.tolist(), ws):
            for y, p in zip(w.doc.labels["attribution"][w.begin:w.end].tolist(), row):
                gold, said = (y + 1) // 2, (p + 1) // 2       # O, B-x, I-x -> 0, x, x
                c["both" if gold == said else "gold", gold] += 1
                c["said", said] += gold != said
    f1 = lambda k: 2 * c["both", k] / max(1, 2 * c["both", k] + c["gold", k] + c["said", k])
    return {role: round(f1(k + 1), 3) for k, role in enumerate(ROLES)}


def treebank(net, name, pieces, o):
    upos = [sum(len(v) for v in list(TAGS.values())[:list(TAGS).index("upos")])]
    upos.append(upos[0] + len(TAGS["upos"]))
    words = part = attached = 0
    for ws, b, (tags, arcs, dep, head) in batches(net, corpora.treebank(f"{o.data}/ud-english/en_{name}-ud-dev.conllu"), pieces, o):
        pos, heads = tags[..., upos[0]:upos[1]].argmax(-1), arcs.argmax(-1)
        i, j = b.words.nonzero(as_tuple=True)
        rel = torch.zeros_like(heads)
        rel[i, j] = net.relations(dep[i, j].float(), head[i, heads[i, j]].float()).argmax(-1)
        for n, w in enumerate(ws):
            labels = {k: w.doc.labels[k][w.begin:w.end].tolist() for k in ("head", "rel", "upos")}
            for k, h in enumerate(labels["head"]):
                if h != IGNORE:
                    words, part = words + 1, part + (int(pos[n, k]) == labels["upos"][k])
                    attached += int(heads[n, k]) == (0 if h < 0 else h - w.begin + 1) and int(rel[n, k]) == labels["rel"][k]
    return {"upos": round(100 * part / words, 1), "las": round(100 * attached / words, 1)}


@torch.no_grad()
def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("weights", nargs="+")
    p.add_argument("--data", required=True)
    p.add_argument("--teacher", help="folder of all-mpnet-base-v2, where the weights are a teacher's")
    p.add_argument("--device", default="cpu")
    o = p.parse_args()
    torch.set_num_threads(1)
    pieces = d.Pieces(WordPieces.load(os.path.join(base_folder(), "vocab.txt")))
    for path in o.weights:
        net = load(path, o, pieces)
        print(path, attributions(net, pieces, o), {name: treebank(net, name, pieces, o) for name in ("ewt", "gum")}, flush=True)


if __name__ == "__main__":
    main()
