"""A teacher's encoder: MPNet-base (12 layers of 768), read from the weights of all-mpnet-base-v2 (Apache-2.0), fed the same wordpieces
and casing ids as the small encoder. It labels text for the small one (distil.py) and is not shipped.

Song et al. 2020, "MPNet: Masked and Permuted Pre-training for Language Understanding".
"""
import math
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

from model import CASINGS, LEGAL, Drop, attend

HIDDEN, HEADS, LAYERS, INNER = 768, 12, 12, 3072
BUCKETS, FARTHEST = 32, 128
NAMES = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>"}


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-5), nn.LayerNorm(HIDDEN, eps=1e-5)
        self.drop = Drop(0.1)

    def forward(self, h, bias):
        b, n, _ = h.shape
        q, k, v = self.qkv(h).view(b, n, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        a = attend(q, k, v, bias)
        h = self.norm1(h + self.drop(self.out(a.transpose(1, 2).reshape(b, n, HIDDEN))))
        return self.norm2(h + self.drop(self.down(F.gelu(self.up(h)))))


def buckets(n):
    """n, n: the class of the distance from each position to each other one."""
    at = torch.arange(n)
    away = at[:, None] - at[None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    side = (away < 0).long() * half
    away = away.abs()
    far = exact + (torch.log(away.clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    return side + torch.where(away < exact, away, far.clamp(max=half - 1))


class Encoder(nn.Module):
    """folder: model.safetensors and vocab.txt of all-mpnet-base-v2; vocabulary: the small encoder's wordpieces, in order."""

    def __init__(self, folder, vocabulary):
        super().__init__()
        from safetensors.torch import load_file
        self.word, self.position = nn.Embedding(30527, HIDDEN), nn.Embedding(514, HIDDEN)
        self.casing, self.apart = nn.Embedding(CASINGS, HIDDEN), nn.Embedding(BUCKETS, HEADS)
        self.norm, self.drop = nn.LayerNorm(HIDDEN, eps=1e-5), Drop(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        with open(os.path.join(folder, "vocab.txt"), encoding="utf-8") as f:
            theirs = {w: i for i, w in enumerate(f.read().split("\n"))}
        unknown = theirs["[UNK]"]
        self.register_buffer("ids", torch.tensor([theirs.get(NAMES.get(w, w), unknown) for w in vocabulary]), persistent=False)
        self.register_buffer("bucket", buckets(512), persistent=False)
        self.load(load_file(os.path.join(folder, "model.safetensors")))
        for frozen in (self.word, self.position, self.apart):
            frozen.weight.requires_grad_(False)

    def load(self, tensors):
        g = lambda name: tensors[name].float()
        with torch.no_grad():
            self.word.weight.copy_(g("embeddings.word_embeddings.weight"))
            self.position.weight.copy_(g("embeddings.position_embeddings.weight"))
            self.apart.weight.copy_(g("encoder.relative_attention_bias.weight"))
            self.casing.weight.copy_(torch.randn(CASINGS, HIDDEN) * 0.01 * torch.arange(CASINGS)[:, None].clamp(max=1))
            for part in ("weight", "bias"):
                self.norm.get_parameter(part).copy_(g(f"embeddings.LayerNorm.{part}"))
                for i, layer in enumerate(self.layers):
                    p = f"encoder.layer.{i}."
                    layer.qkv.get_parameter(part).copy_(torch.cat([g(f"{p}attention.attn.{x}.{part}") for x in "qkv"]))
                    for mine, their in (("out", "attention.attn.o"), ("norm1", "attention.LayerNorm"), ("up", "intermediate.dense"),
                                        ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                        getattr(layer, mine).get_parameter(part).copy_(g(f"{p}{their}.{part}"))

    def forward(self, ids, cas, mask):
        n = ids.shape[1]
        h = self.word(self.ids[ids]) + self.position.weight[2:n + 2] + self.casing(cas)
        h = self.drop(self.norm(h))
        bias = self.apart(self.bucket[:n, :n]).permute(2, 0, 1)[None] + (1.0 - mask[:, None, None, :].to(h.dtype)) * LEGAL
        for layer in self.layers:
            h = layer(h, bias)
        return h
