"""Links between spans: which cue a content belongs to, which source a cue has.

An attribution has exactly one cue. Every content picks a cue or NONE, every cue picks a source or NONE, among spans of the
same layer in the same paragraph or the one next to it. A pair's score comes from the first and last word of both spans and
from facts about the stretch between them (`facts`), so that Rust can compute it from the word vectors and the words alone.
"""
import dataclasses

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

LINKS = {"content_cue": ("content", "cue"), "cue_source": ("cue", "source")}
WIDTH = 96
REACH = 1                                   # paragraphs
GAPS = (0, 1, 2, 4, 8, 16, 32)              # upper bounds of the gap classes, in words
QUOTES = ('"', "“", "”")
FACTS = 1 + (len(GAPS) + 1) + 4 + 2 + 3 + 3 + 1 + 1


def facts(doc, x, y, xs, ys):
    """Indices of the facts that hold for the pair of word ranges x -> y. xs, ys: all spans of x's and y's role."""
    (a, b), after = ((x[1], y[0]), 1) if y[0] >= x[0] else ((y[1], x[0]), 0)
    gap = max(0, b - a)
    out, at = ([0] if after else []), 1
    out.append(at + next((i for i, g in enumerate(GAPS) if gap <= g), len(GAPS)))
    at += len(GAPS) + 1
    out.append(at + min(3, abs(int(doc.sentence[x[0]]) - int(doc.sentence[y[0]]))))
    at += 4
    out.append(at + min(1, abs(int(doc.paragraph[x[0]]) - int(doc.paragraph[y[0]]))))
    at += 2
    for spans in (xs, ys):
        out.append(at + min(2, sum(a <= s[0] and s[1] <= b for s in spans if s != x and s != y)))
        at += 3
    if any(w in QUOTES for w in doc.words[a:b]):
        out.append(at)
    if ":" in doc.words[a:b]:
        out.append(at + 1)
    return out


def candidates(doc, x, ys):
    return [y for y in ys if abs(int(doc.paragraph[x[0]]) - int(doc.paragraph[y[0]])) <= REACH]


@dataclasses.dataclass
class Cases:
    """One kind of link over a batch. left: N, 3 = window, first and last word of the spans that choose; right: M, 3 the spans they
    may choose; place: M, 2 = who may choose it, and its number among those (1 is the first, 0 is NONE); facts: M, FACTS;
    gold: N the right number; width: the highest number."""
    left: torch.Tensor
    right: torch.Tensor
    place: torch.Tensor
    facts: torch.Tensor
    gold: torch.Tensor
    width: int


def cases(windows, rng):
    """{link: Cases} as arrays from the gold spans of each window; spans are dropped at random so that NONE is learned."""
    out = {}
    for link, (rx, ry) in LINKS.items():
        left, right, place, facts_, gold = [], [], [], [], []
        for w_i, w in enumerate(windows):
            doc = w.doc
            clip = lambda s: (max(s[0], w.begin), min(s[1], w.end)) if s and s[0] < w.end and s[1] > w.begin else None
            for layer in sorted({a["layer"] for a in doc.attributions}):
                by = {"content": {}, "cue": {}, "source": {}}
                links = {}
                for a in doc.attributions:
                    if a["layer"] != layer:
                        continue
                    cue, source = clip(a["cue"]), clip(a["source"])
                    if cue and rng.random() < 0.06:
                        cue = None
                    if source and rng.random() < 0.04:
                        source = None
                    contents = [c for c in map(clip, a["content"]) if c]
                    for c in contents:
                        by["content"][c] = 1
                        links.setdefault(("content", c), cue)
                    if source:
                        by["source"][source] = 1
                    if cue:
                        by["cue"][cue] = 1
                        links.setdefault(("cue", cue), source)
                xs, ys = list(by[rx]), list(by[ry])
                for x in xs:
                    row = len(left)
                    left.append((w_i, x[0] - w.begin, x[1] - 1 - w.begin))
                    target = links.get((rx, x))
                    gold.append(0)
                    for col, y in enumerate(candidates(doc, x, ys), 1):
                        if y == target:
                            gold[row] = col
                        place.append((row, col))
                        right.append((w_i, y[0] - w.begin, y[1] - 1 - w.begin))
                        facts_.append(facts(doc, x, y, xs, ys))
        if left:
            on = np.zeros((len(facts_), FACTS), bool)
            for n, f in enumerate(facts_):
                on[n, f] = True
            table = lambda rows, width: np.array(rows, np.int64).reshape(-1, width)
            out[link] = Cases(table(left, 3), table(right, 3), table(place, 2), on, np.array(gold, np.int64),
                              max((c for _, c in place), default=0))
    return out


class Linker(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        part = lambda *size: nn.ModuleDict({k: nn.Linear(*size) for k in LINKS})
        self.left, self.right = part(2 * hidden, WIDTH), part(2 * hidden, WIDTH)
        self.fact = nn.ParameterDict({k: nn.Parameter(torch.randn(FACTS, WIDTH) * 0.1) for k in LINKS})
        self.out, self.none = part(WIDTH, 1), part(2 * hidden, 1)
        self.bilinear = nn.ParameterDict({k: nn.Parameter(torch.randn(WIDTH, WIDTH) * 0.01) for k in LINKS})

    def scores(self, link, left, right, pairs, fact):
        """left, right: span vectors; pairs: N, 2 indices into them; fact: N, FACTS. -> N"""
        u, v = self.left[link](left), self.right[link](right)
        bi = u @ self.bilinear[link]
        i, j = pairs[:, 0], pairs[:, 1]
        z = F.relu(u[i] + v[j] + fact @ self.fact[link])
        return self.out[link](z)[:, 0] + (bi[i] * v[j]).sum(-1)

    def loss(self, links, vectors):
        """Cross-entropy of gold links among the gold spans of each window (`cases` made them)."""
        total, count = 0.0, 0
        for link, c in links.items():
            left = torch.cat([vectors[c.left[:, 0], c.left[:, 1]], vectors[c.left[:, 0], c.left[:, 2]]], -1)
            table = torch.full((len(left), c.width + 1), -1e4, device=left.device)
            table[:, 0] = self.none[link](left)[:, 0].float()
            if len(c.right):
                right = torch.cat([vectors[c.right[:, 0], c.right[:, 1]], vectors[c.right[:, 0], c.right[:, 2]]], -1)
                pairs = torch.stack([c.place[:, 0], torch.arange(len(right), device=left.device)], 1)
                s = self.scores(link, left, right, pairs, c.facts.float())
                table = table.index_put((c.place[:, 0], c.place[:, 1]), s.float())
            total = total + F.cross_entropy(table, c.gold, reduction="sum")
            count += len(left)
        return total / count if count else None
