"""The encoder (MiniLM-L6 with casing through token-type embeddings) and its heads.

token heads   one linear layer each on the first wordpiece of a word (corpora.TAGS); BIO heads have transition scores (CRF)
parse         biaffine arcs and relations over the words of a sentence, [CLS] is the root
linker        which cue a content belongs to, which source a cue has (linker.py)
span classes  linear on the first and last word of a span (corpora.SPAN_CLASSES)
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from corpora import IGNORE, RELATIONS, SPAN_CLASSES, TAGS
from linker import Linker

HIDDEN, HEADS, LAYERS, INNER = 384, 12, 6, 1536
CASINGS = 4
ARC, REL = 128, 64
CRF_HEADS = ("attribution", "ledger", "nested", "names")
LEGAL = -1e4


class Drop(nn.Module):
    """Dropout whose masks are windows into one pool of random numbers, renewed now and then: on a CPU drawing fresh numbers for
    every activation costs more than a matrix product."""
    POOL = 1 << 22

    def __init__(self, p):
        super().__init__()
        self.p, self.pool, self.uses = p, None, 0

    def forward(self, x):
        if x.is_cuda:
            return F.dropout(x, self.p, self.training)
        if not self.training:
            return x
        size = max(self.POOL, 2 * x.numel())
        if self.pool is None or self.uses >= 200 or len(self.pool) < size:
            self.pool, self.uses = (torch.rand(size) >= self.p).to(torch.bfloat16), 0
        self.uses += 1
        at = int(torch.randint(0, len(self.pool) - x.numel(), (1,)))
        return x * (self.pool[at:at + x.numel()].view_as(x).to(x.dtype) * (1 / (1 - self.p)))


def attend(q, k, v, bias):
    """Attention with a bias on its scores: B, heads, N, size each."""
    bias = bias.to(q.dtype)
    if q.is_cuda:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
    return torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5 + bias, -1) @ v    # the other's backward pass is slow on a CPU


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Drop(0.1)

    def forward(self, h, mask):
        b, n, _ = h.shape
        q, k, v = self.qkv(h).view(b, n, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        a = attend(q, k, v, mask)
        h = self.norm1(h + self.drop(self.out(a.transpose(1, 2).reshape(b, n, HIDDEN))))
        return self.norm2(h + self.drop(self.down(F.gelu(self.up(h)))))


class Encoder(nn.Module):
    def __init__(self, vocabulary=30522, positions=512):
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Embedding(positions, HIDDEN)
        self.casing = nn.Embedding(CASINGS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Drop(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.word.weight.requires_grad_(False)
        self.position.weight.requires_grad_(False)

    def load_minilm(self, tensors):
        """Weights of all-MiniLM-L6-v2; casing rows begin as copies of token type 0 with a little noise."""
        g = lambda name: tensors[name].float()
        with torch.no_grad():
            self.word.weight.copy_(g("embeddings.word_embeddings.weight"))
            self.position.weight.copy_(g("embeddings.position_embeddings.weight"))
            row = g("embeddings.token_type_embeddings.weight")[0]
            self.casing.weight.copy_(row + torch.randn(CASINGS, HIDDEN) * 0.01 * torch.arange(CASINGS)[:, None].clamp(max=1))
            for mine, theirs in ((self.norm, "embeddings.LayerNorm"),):
                mine.weight.copy_(g(theirs + ".weight"))
                mine.bias.copy_(g(theirs + ".bias"))
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    layer.qkv.get_parameter(part).copy_(torch.cat([g(f"{p}attention.self.{x}.{part}") for x in ("query", "key", "value")]))
                    for mine, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                         ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                        getattr(layer, mine).get_parameter(part).copy_(g(f"{p}{theirs}.{part}"))

    def forward(self, ids, cas, mask):
        h = self.word(ids) + self.position.weight[:ids.shape[1]] + self.casing(cas)
        h = self.drop(self.norm(h))
        m = (1.0 - mask[:, None, None, :].to(h.dtype)) * LEGAL
        m = m.bfloat16() if torch.is_autocast_enabled(h.device.type) else m
        for layer in self.layers:
            h = layer(h, m)
        return h


def legal(tags):
    """(start, transition) penalties: I-x may only follow B-x or I-x. tags O, B-a, I-a, B-b, I-b, ..."""
    n = len(tags)
    start, trans = torch.zeros(n), torch.zeros(n, n)
    for j in range(2, n, 2):
        start[j] = LEGAL
        for i in range(n):
            if i not in (j - 1, j):
                trans[i, j] = LEGAL
    return start, trans


class Transitions(nn.Module):
    """Linear-chain scores over one head's tags, started anew in every paragraph."""

    def __init__(self, tags):
        super().__init__()
        n = len(tags)
        self.start, self.trans = nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))
        s, t = legal(tags)
        self.register_buffer("legal_start", s, persistent=False)
        self.register_buffer("legal_trans", t, persistent=False)

    def scores(self):
        return self.start + self.legal_start, self.trans + self.legal_trans

    def loss(self, emissions, y, fresh, known):
        """Mean negative log-likelihood a word. fresh: B, W, a paragraph begins here (the first word of a window that was cut
        out of a paragraph is not fresh: any tag may stand there); known: B, W, has a label."""
        rows = known[:, 0]                                   # a document knows a head's labels for all its words or for none
        emissions, y, fresh, known = emissions[rows], y[rows], fresh[rows], known[rows]
        e, (start, trans) = emissions.float(), self.scores()
        begin = torch.where(fresh[:, :1], start, torch.zeros_like(start))
        y = y.clamp(min=0)
        gold = e.gather(2, y[..., None])[..., 0]
        step = torch.where(fresh[:, 1:], start[y[:, 1:]], trans[y[:, :-1], y[:, 1:]])
        gold = (gold * known).sum() + (begin.gather(1, y[:, :1])[:, 0] * known[:, 0]).sum() + (step * known[:, 1:]).sum()
        # every word is a matrix from the tag before it to its own (the identity where there is no word); their product, taken
        # two by two, is the sum over all tag sequences
        n = e.shape[-1]
        m = torch.where(fresh[:, 1:, None, None], start.expand(n, n), trans) + e[:, 1:, None]
        m = torch.where(known[:, 1:, None, None], m, torch.eye(n, device=e.device).log().clamp(min=LEGAL))
        while m.shape[1] > 1:
            pairs = torch.logsumexp(m[:, 0:-1:2, :, :, None] + m[:, 1::2, None], 3)
            m = torch.cat([pairs, m[:, -1:]], 1) if m.shape[1] % 2 else pairs
        alpha = begin + e[:, 0]
        if m.shape[1]:
            alpha = torch.logsumexp(alpha[:, :, None] + m[:, 0], 1)
        return (torch.logsumexp(alpha, 1).sum() - gold) / known.sum().clamp(min=1)


class Model(nn.Module):
    """encoder: ids, casing, mask -> vectors of `hidden` numbers a wordpiece; the shipped one unless a teacher's is given."""

    def __init__(self, encoder=None, hidden=HIDDEN):
        super().__init__()
        self.encoder = encoder or Encoder()
        self.hidden = hidden
        self.token = nn.ModuleDict({k: nn.Linear(hidden, len(v)) for k, v in TAGS.items()})
        self.crf = nn.ModuleDict({k: Transitions(TAGS[k]) for k in CRF_HEADS})
        nn.init.zeros_(self.token["ledger"].weight)          # ledger = attribution + what differs in the talks guidelines
        nn.init.zeros_(self.token["ledger"].bias)
        self.arc_dep, self.arc_head = nn.Linear(hidden, ARC), nn.Linear(hidden, ARC)
        self.rel_dep, self.rel_head = nn.Linear(hidden, REL), nn.Linear(hidden, REL)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.01)
        self.rel = nn.Parameter(torch.randn(len(RELATIONS), REL + 1, REL + 1) * 0.01)
        self.linker = Linker(hidden)
        self.span = nn.ModuleDict({k: nn.Linear(2 * hidden, len(v)) for k, v in SPAN_CLASSES.items()})
        self.drop, self.drop_parse = Drop(0.1), Drop(0.2)

    # ------------------------------------------------------------------ parts
    def words(self, b, h=None):
        """(root vector B, H; word vectors B, W, H)."""
        h = self.encoder(b.ids, b.cas, b.mask) if h is None else h
        return h[:, 0], torch.gather(h, 1, b.first[..., None].expand(-1, -1, self.hidden))

    def emissions(self, head, g):
        out = self.token[head](g)
        return out + self.token["attribution"](g) if head == "ledger" else out

    def parse(self, root, g):
        """arc scores B, W, W+1 (column 0 = root) and the vectors that relations are made from."""
        nodes = torch.cat([root[:, None], g], 1)
        act = lambda x: F.leaky_relu(x, 0.1)
        one = lambda x: torch.cat([x, torch.ones_like(x[..., :1])], -1)
        d, k = self.drop_parse(act(self.arc_dep(g))), self.drop_parse(act(self.arc_head(nodes)))
        arcs = (one(d) @ self.arc) @ k.transpose(1, 2)
        return arcs, one(self.drop_parse(act(self.rel_dep(g)))), one(self.drop_parse(act(self.rel_head(nodes))))

    def relations(self, dep, head):
        """N, R+1 each -> N, relations."""
        n, (k, r, s) = len(dep), self.rel.shape
        x = (dep @ self.rel.permute(1, 0, 2).reshape(r, k * s)).view(n, k, s)
        return (x * head[:, None].to(x.dtype)).sum(-1)

    def span_logits(self, head, g, index):
        """index: N, 3 = window, first word, last word."""
        x = torch.cat([g[index[:, 0], index[:, 1]], g[index[:, 0], index[:, 2]]], -1)
        return self.span[head](self.drop(x))

    # ------------------------------------------------------------------ losses
    def losses(self, b):
        """{what: mean loss} over the labels that the batch (data.labelled) carries."""
        root, g = self.words(b)
        out = {}
        d = self.drop(g)
        for head, y in b.y.items():
            known = y != IGNORE
            e = self.emissions(head, d)
            loss = F.cross_entropy(e[known].float(), y[known])
            if head in self.crf:
                loss = 0.5 * loss + 0.5 * self.crf[head].loss(e, y, b.fresh, known)
            out[head] = loss
        if b.head is not None:
            arcs, rd, rh = self.parse(root, g)
            known = b.head != IGNORE
            out["arc"] = F.cross_entropy(self.inside(arcs, b)[known], b.head[known])
            i, j = known.nonzero(as_tuple=True)
            out["rel"] = F.cross_entropy(self.relations(rd[i, j], rh[i, b.head[i, j]]).float(), b.rel[known])
        link = self.linker.loss(b.links, d)
        if link is not None:
            out["link"] = link
        for head, t in b.spans.items():
            out["span_" + head] = F.cross_entropy(self.span_logits(head, g, t[:, :3]).float(), t[:, 3])
        return out

    def inside(self, arcs, b):
        """Arc scores with heads outside the word's sentence ruled out."""
        same = b.sentence[:, :, None] == b.sentence[:, None, :]
        same &= b.words[:, None, :]
        same = torch.cat([torch.ones_like(same[..., :1]), same], -1)
        return arcs.float().masked_fill(~same, LEGAL)

    def opinions(self, b):
        """What a student learns from: the heads' probabilities B, W, all tags together; arc probabilities B, W, W+1; the word
        vectors that relations are made from."""
        root, g = self.words(b)
        tags = torch.cat([torch.softmax(self.emissions(head, g).float(), -1) for head in TAGS], -1)
        arcs, rd, rh = self.parse(root, g)
        return tags, torch.softmax(self.inside(arcs, b), -1), rd, rh

    def distillation(self, b, soft):
        """{what: mean loss} against a teacher's opinions: soft.tags N, all tags; soft.arcs B, W, W+1; soft.head N; soft.rel N, R
        over the N words of the batch in order."""
        root, g = self.words(b)
        d, out, at = self.drop(g)[b.words], {}, 0
        for head, tags in TAGS.items():
            p = soft.tags[:, at:at + len(tags)]
            out[head] = -(p * torch.log_softmax(self.emissions(head, d).float(), -1)).sum(-1).mean()
            at += len(tags)
        arcs, rd, rh = self.parse(root, g)
        arcs = torch.log_softmax(self.inside(arcs, b), -1)
        out["arc"] = -(soft.arcs * arcs.clamp(min=-50))[b.words].sum(-1).mean()
        i, j = b.words.nonzero(as_tuple=True)
        out["rel"] = -(soft.rel * torch.log_softmax(self.relations(rd[i, j], rh[i, soft.head]).float(), -1)).sum(-1).mean()
        return out
