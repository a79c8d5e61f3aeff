"""Docs to windows to batches.

A window is a run of whole paragraphs of one document, [CLS] first and [SEP] after each paragraph, at most `limit` wordpieces.
A paragraph that does not fit is cut between sentences, a sentence that does not fit between words. The first wordpiece of
each word stands for the word. Sentences matter only to the parse (arcs stay inside them).
"""
import dataclasses
import random

import numpy as np
import torch

import linker
from corpora import IGNORE, SPAN_CLASSES, TAGS
from text import StandIns, casing

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
    """Wordpieces and casing ids of a document's words as shown, made once."""

    def __init__(self, wordpieces):
        self.wordpieces, self.stand_ins = wordpieces, StandIns()

    def __call__(self, doc):
        if not hasattr(doc, "pieces"):
            shown = self.stand_ins(doc.words, doc.paragraph)
            doc.pieces = [self.wordpieces(w) for w in shown]
            doc.cas = [casing(w) for w in shown]
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


SYLLABLES = [a + b for a in "b d f g h j k l m n p r s t v z sh kh br dr tr al ar el or".split() for b in "a e i o u an en or is ul".split()]


def invented(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 3))).title()


def renamed(w, at, other, pieces):
    """The window with other words in the places `at` of its document, the same for the same: what is said, and by whom, does not
    depend on who is called what. other(place) -> a word."""
    doc, names = w.doc, {}
    new, cas = {i: doc.pieces[i] for i in range(w.begin, w.end)}, {i: doc.cas[i] for i in range(w.begin, w.end)}
    for i in at:
        old = doc.words[i]
        if old not in names:
            names[old] = other(i)
        new[i], cas[i] = pieces.wordpieces(names[old]), casing(names[old])
    changed = dataclasses.replace(doc)
    changed.pieces, changed.cas = new, cas
    out = window(changed, w.begin, w.end, pieces.wordpieces)
    out.doc = doc
    return out


CALENDAR = set("monday tuesday wednesday thursday friday saturday sunday january february april june july august september october "
               "november december mr mrs ms dr sen rep gov".split())


class NameLike:
    """Words that look like names: capitalised, and never seen without a capital in any of the documents."""

    def __init__(self, docs):
        self.common = {x for doc in docs for x in doc.words if x.islower()} | CALENDAR

    def __call__(self, w):
        return [i for i in range(w.begin, w.end) if w.doc.cas[i] == 1 and len(w.doc.words[i]) > 2 and w.doc.words[i].isalpha()
                and w.doc.words[i].lower() not in self.common]


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
    windows: list               # None once it came from another process
    ids: torch.Tensor           # B, L
    cas: torch.Tensor
    mask: torch.Tensor
    first: torch.Tensor         # B, W (0 where there is no word)
    words: torch.Tensor         # B, W bool
    paragraph: torch.Tensor     # B, W
    sentence: torch.Tensor      # B, W
    fresh: torch.Tensor         # B, W: a paragraph begins at this word
    y: dict = dataclasses.field(default_factory=dict)       # token head -> B, W labels, IGNORE where unknown
    head: torch.Tensor = None   # B, W: the head's position among the window's words plus one, 0 = root, IGNORE = unknown
    rel: torch.Tensor = None    # B, W
    links: dict = dataclasses.field(default_factory=dict)   # linker.Cases
    spans: dict = dataclasses.field(default_factory=dict)   # class head -> N, 4 = window, first word, last word, label

    def tensors(self, device="cpu"):
        """The same batch with tensors on a device in place of arrays."""
        t = lambda v: torch.from_numpy(v).to(device) if isinstance(v, np.ndarray) else v      # never non_blocking: the arrays go away
        part = lambda v: {k: dataclasses.replace(c, **{f.name: t(getattr(c, f.name)) for f in dataclasses.fields(c)}) if dataclasses.is_dataclass(c)
                          else t(c) for k, c in v.items()} if isinstance(v, dict) else t(v)
        return dataclasses.replace(self, **{f.name: part(getattr(self, f.name)) for f in dataclasses.fields(self) if f.name != "windows"})


def arrays(ws):
    """A batch without labels, as arrays."""
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
    fresh = np.ones_like(words)
    fresh[:, 1:] = paragraph[:, 1:] != paragraph[:, :-1]
    for i, w in enumerate(ws):
        fresh[i, 0] = w.begin == 0 or w.doc.paragraph[w.begin] != w.doc.paragraph[w.begin - 1]
    return Batch(ws, ids, cas, mask, first, words, paragraph, sentence, fresh)


def labelled(ws, rng):
    """A batch with all labels its documents have, as arrays."""
    b = arrays(ws)

    def labels(head):
        if not any(head in w.doc.labels for w in ws):
            return None
        y = np.full(b.first.shape, IGNORE, np.int64)
        for i, w in enumerate(ws):
            if head in w.doc.labels:
                y[i, :w.end - w.begin] = w.doc.labels[head][w.begin:w.end]
        return y

    b.y = {h: y for h in TOKEN_HEADS if (y := labels(h)) is not None}
    b.rel, b.head = labels("rel"), labels("head")
    for i, w in enumerate(ws):
        if "head" in w.doc.labels:
            h = w.doc.labels["head"][w.begin:w.end]
            at = np.where(h < 0, 0, h - w.begin + 1)
            b.head[i, :len(h)] = np.where((h >= 0) & ((h < w.begin) | (h >= w.end)), IGNORE, at)      # head cut off
    b.links = linker.cases(ws, rng)
    for head in SPAN_CLASSES:
        rows = [(i, s - w.begin, e - 1 - w.begin, y) for i, w in enumerate(ws)
                for name, s, e, y in w.doc.spans if name == head and s >= w.begin and e <= w.end]
        if rows:
            b.spans[head] = np.array(rows, np.int64)
    return b


def batch(ws):
    """A batch without labels, as tensors."""
    return arrays(ws).tensors()


def groups(ws, size, rng):
    """Runs of windows of like length, about `size` wordpieces each (padding counted), in random order."""
    out, cur, longest = [], [], 0
    for w in sorted(ws, key=lambda w: len(w.ids) + rng.random()):
        longest = max(longest, len(w.ids))
        if cur and longest * (len(cur) + 1) > size:
            out.append(cur)
            cur, longest = [], len(w.ids)
        cur.append(w)
    if cur:
        out.append(cur)
    rng.shuffle(out)
    return out


def stream(docs, pieces, size, rng, single=0.0, names=None, share=0.0):
    """Endless labelled batches (arrays), windows of like length together, cut anew every epoch. In a share of the windows the
    words that `names` (a NameLike) finds become invented names."""
    while True:
        ws = windows(docs, pieces, rng=rng, single=single)
        ws += [w for w in ws for _ in range(int(w.doc.weight) - 1)]
        rng.shuffle(ws)
        chunk = max(384, 2 * size // LIMIT * 4)
        for i in range(0, len(ws), chunk):
            part = [renamed(w, names(w), lambda _: invented(rng), pieces) if rng.random() < share else w for w in ws[i:i + chunk]]
            for g in groups(part, size, rng):
                yield labelled(g, rng)


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
