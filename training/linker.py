"""Links between spans: which cue a content belongs to, which source a cue has.

An attribution has exactly one cue. Every content picks a cue or NONE, every cue picks a source or NONE, among spans of the
same layer in the same paragraph or the one next to it. A pair's score comes from the first and last word of both spans and
from facts about the stretch between them (`facts`), so that Rust can compute it from the word vectors and the words alone.
"""
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


class Linker(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        part = lambda *size: nn.ModuleDict({k: nn.Linear(*size) for k in LINKS})
        self.left, self.right = part(2 * hidden, WIDTH), part(2 * hidden, WIDTH)
        self.fact = nn.ParameterDict({k: nn.Parameter(torch.randn(FACTS, WIDTH) * 0.1) for k in LINKS})
        self.out, self.none = part(WIDTH, 1), part(2 * hidden, 1)
        self.bilinear = nn.ParameterDict({k: nn.Parameter(torch.randn(WIDTH, WIDTH) * 0.01) for k in LINKS})

    def spans(self, vectors, spans):
        """N, 2H: vectors of the first and last word. spans: [(row, first, last)]; vectors B, W, H."""
        t = torch.tensor(spans)
        return torch.cat([vectors[t[:, 0], t[:, 1]], vectors[t[:, 0], t[:, 2]]], -1)

    def scores(self, link, left, right, pairs, fact):
        """left, right: span vectors; pairs: N, 2 indices into them; fact: N, FACTS. -> N"""
        u, v = self.left[link](left), self.right[link](right)
        bi = u @ self.bilinear[link]
        i, j = pairs[:, 0], pairs[:, 1]
        z = F.relu(u[i] + v[j] + fact @ self.fact[link])
        return self.out[link](z)[:, 0] + (bi[i] * v[j]).sum(-1)

    def loss(self, b, vectors, rng):
        """Cross-entropy of gold links among the gold spans of each window; spans are dropped at random so that NONE is learned."""
        total, count = 0.0, 0
        for link, (rx, ry) in LINKS.items():
            lefts, rights, pairs, rows, facts_, gold = [], [], [], [], [], []
            for w_i, w in enumerate(b.windows):
                doc = w.doc
                clip = lambda s: (max(s[0], w.begin), min(s[1], w.end)) if s and s[0] < w.end and s[1] > w.begin else None
                for layer in {a["layer"] for a in doc.attributions}:
                    by = {"content": {}, "cue": {}, "source": {}}
                    links = {}
                    for n, a in enumerate(doc.attributions):
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
                        row = len(lefts)
                        lefts.append((w_i, x[0] - w.begin, x[1] - 1 - w.begin))
                        target, col = links.get((rx, x)), 0
                        gold.append(0)
                        for y in candidates(doc, x, ys):
                            col += 1
                            if y == target:
                                gold[row] = col
                            pairs.append((row, len(rights)))
                            rows.append((row, col))
                            rights.append((w_i, y[0] - w.begin, y[1] - 1 - w.begin))
                            facts_.append(facts(doc, x, y, xs, ys))
            if not lefts:
                continue
            left = self.spans(vectors, lefts)
            table = torch.full((len(lefts), 1 + max([c for _, c in rows], default=0)), -1e4)
            table[:, 0] = self.none[link](left)[:, 0].float()
            if rights:
                f = torch.zeros(len(facts_), FACTS)
                for n, on in enumerate(facts_):
                    f[n, on] = 1
                s = self.scores(link, left, self.spans(vectors, rights), torch.tensor(pairs), f)
                r = torch.tensor(rows)
                table = table.index_put((r[:, 0], r[:, 1]), s.float())
            total = total + F.cross_entropy(table, torch.tensor(gold), reduction="sum")
            count += len(gold)
        return total / count if count else None
