"""Docs to windows to batches.

A window is a run of whole paragraphs of one document, [CLS] first and [SEP] after each paragraph, at most `limit` wordpieces.
A paragraph that does not fit is cut between sentences, a sentence that does not fit between words. The first wordpiece of
each word stands for the word. Sentences matter only to the parse (arcs stay inside them).
"""
import dataclasses
import random

import numpy as np
import torch

from corpora import IGNORE, TAGS
from text import casing

LIMIT = 160
TOKEN_HEADS = list(TAGS)


@dataclasses.dataclass
class Window:
    doc: object
    begin: int                  # words [begin, end) of the document
    end: int
    ids: list
    cas: list
    first: list                 # position of each word's first wordpiece


class Pieces:
    """Wordpieces and casing ids of a document's words, made once."""

    def __init__(self, wordpieces):
        self.wordpieces = wordpieces

    def __call__(self, doc):
        if not hasattr(doc, "pieces"):
            doc.pieces = [self.wordpieces(w) for w in doc.words]
            doc.cas = [casing(w) for w in doc.words]
        return doc


def cuts(doc, limit, single=False):
    """Word ranges of the windows of a document. `single`: every sentence alone."""
    n = len(doc)
    size = np.array([len(p) for p in doc.pieces])
    total = np.r_[0, np.cumsum(size)]
    edge = lambda a: [0, *(np.nonzero(np.diff(a))[0] + 1).tolist(), n] if n else [0]
    paragraphs, sentences = edge(doc.paragraph), edge(doc.sentence)
    units = list(zip(sentences, sentences[1:])) if single else list(zip(paragraphs, paragraphs[1:]))
    out, begin, used = [], None, 1

    def flush(upto):
        nonlocal begin, used
        if begin is not None and upto > begin:
            out.append((begin, upto))
        begin, used = None, 1

    for a, b in units:
        need = int(total[b] - total[a]) + 1
        if begin is not None and (single or used + need > limit):
            flush(a)
        if 1 + need <= limit:
            begin = a if begin is None else begin
            used += need
            continue
        inner = [s for s in sentences if a < s < b] + [b]       # too long: between sentences, then between words
        at = a
        for s in inner:
            while int(total[s] - total[at]) + 1 + used > limit:
                if begin is not None and begin < at:
                    flush(at)
                    continue
                stop = at + 1
                while stop < s and int(total[stop + 1] - total[at]) + 2 <= limit:
                    stop += 1
                out.append((at, stop))
                at, begin, used = stop, None, 1
                if at == s:
                    break
            if at < s:
                begin = at if begin is None else begin
                used += int(total[s] - total[at])
                at = s
        used += 1
    flush(n)
    return out


def window(doc, begin, end, special):
    ids, cas, first = [special.cls], [0], []
    for i in range(begin, end):
        if i > begin and doc.paragraph[i] != doc.paragraph[i - 1]:
            ids.append(special.sep)
            cas.append(0)
        first.append(len(ids))
        ids += doc.pieces[i]
        cas += [doc.cas[i]] * len(doc.pieces[i])
    ids.append(special.sep)
    cas.append(0)
    return Window(doc, begin, end, ids, cas, first)


def windows(docs, pieces, limit=LIMIT, rng=None, single=0.0):
    """All windows of some documents. With an rng, a quarter of the documents get a random limit and `single` of them are cut
    into sentences, so that no window shape is special."""
    out = []
    for d in docs:
        if not len(d):
            continue
        pieces(d)
        alone = rng is not None and rng.random() < single
        size = rng.randint(48, limit) if rng is not None and rng.random() < 0.25 else limit
        out += [window(d, a, b, pieces.wordpieces) for a, b in cuts(d, size, alone)]
    return out


@dataclasses.dataclass
class Batch:
    windows: list
    ids: torch.Tensor           # B, L
    cas: torch.Tensor
    mask: torch.Tensor
    first: torch.Tensor         # B, W (0 where there is no word)
    words: torch.Tensor         # B, W bool
    paragraph: torch.Tensor     # B, W
    sentence: torch.Tensor      # B, W

    def fresh(self):
        """B, W: a paragraph begins at this word."""
        out = torch.ones_like(self.words)
        out[:, 1:] = self.paragraph[:, 1:] != self.paragraph[:, :-1]
        for i, w in enumerate(self.windows):
            out[i, 0] = w.begin == 0 or bool(w.doc.paragraph[w.begin] != w.doc.paragraph[w.begin - 1])
        return out

    def labels(self, head):
        """B, W labels, IGNORE where unknown; None when no window knows."""
        if not any(head in w.doc.labels for w in self.windows):
            return None
        y = np.full(self.first.shape, IGNORE, np.int64)
        for i, w in enumerate(self.windows):
            if head in w.doc.labels:
                y[i, :w.end - w.begin] = w.doc.labels[head][w.begin:w.end]
        return torch.from_numpy(y)

    def heads(self):
        """B, W position of the head among the window's words plus one, 0 = root, IGNORE = unknown."""
        y = self.labels("head")
        if y is None:
            return None
        out = torch.full_like(y, IGNORE)
        for i, w in enumerate(self.windows):
            if "head" in w.doc.labels:
                h = w.doc.labels["head"][w.begin:w.end]
                rel = np.where(h < 0, 0, h - w.begin + 1)
                rel = np.where((h >= 0) & ((h < w.begin) | (h >= w.end)), IGNORE, rel)     # head cut off
                out[i, :len(h)] = torch.from_numpy(rel)
        return out


def batch(ws):
    n, length = len(ws), max(len(w.ids) for w in ws)
    width = max(len(w.first) for w in ws)
    ids, cas, mask = (np.zeros((n, length), np.int64) for _ in range(3))
    first, paragraph, sentence = (np.zeros((n, width), np.int64) for _ in range(3))
    words = np.zeros((n, width), bool)
    for i, w in enumerate(ws):
        k, m = len(w.ids), len(w.first)
        ids[i, :k], cas[i, :k], mask[i, :k] = w.ids, w.cas, 1
        first[i, :m], words[i, :m] = w.first, True
        paragraph[i, :m] = w.doc.paragraph[w.begin:w.end]
        sentence[i, :m] = w.doc.sentence[w.begin:w.end]
    t = torch.from_numpy
    return Batch(ws, t(ids), t(cas), t(mask), t(first), t(words), t(paragraph), t(sentence))


def stream(docs, pieces, size, rng, single=0.0):
    """Endless batches of about `size` wordpieces (padding counted), windows of like length together, cut anew every epoch."""
    while True:
        ws = windows(docs, pieces, rng=rng, single=single)
        extra = [w for w in ws for _ in range(int(w.doc.weight) - 1)]
        ws += extra
        rng.shuffle(ws)
        for i in range(0, len(ws), 384):
            chunk = sorted(ws[i:i + 384], key=lambda w: len(w.ids) + rng.random())
            groups, cur, longest = [], [], 0
            for w in chunk:
                longest = max(longest, len(w.ids))
                if cur and longest * (len(cur) + 1) > size:
                    groups.append(cur)
                    cur, longest = [], len(w.ids)
                cur.append(w)
            groups.append(cur)
            rng.shuffle(groups)
            for g in groups:
                yield batch(g)


def ordered(ws, size=4096):
    """Batches for scoring: (indices, batch)."""
    order = sorted(range(len(ws)), key=lambda i: len(ws[i].ids))
    cur, longest = [], 0
    for i in order:
        longest = max(longest, len(ws[i].ids))
        if cur and longest * (len(cur) + 1) > size:
            yield cur, batch([ws[j] for j in cur])
            cur = []
            longest = len(ws[i].ids)
        cur.append(i)
    if cur:
        yield cur, batch([ws[j] for j in cur])
