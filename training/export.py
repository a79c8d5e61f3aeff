"""Weights to the files that onrecord-encoder embeds (FORMAT.md): encoder.safetensors (int8), heads.safetensors, vocab.txt,
model.json and reference.json.

    python3 export.py WEIGHTS.pt --out ../crates/onrecord-encoder/models
"""
import argparse
import hashlib
import json
import os
import shutil

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import corpora
import data as d
import decode
import linker
import text
from model import ARC, CASINGS, HEADS, HIDDEN, LAYERS, REL, Model, legal

FORMAT = 3
MATRICES = ("qkv", "out", "up", "down")


def quantise(weight):
    """(int8 rows, scale a row): symmetric, -127..127."""
    w = weight.detach().float()
    scale = w.abs().amax(1).clamp(min=1e-12) / 127
    return torch.round(w / scale[:, None]).clamp(-127, 127).to(torch.int8), scale


def packed(q):
    """outputs x inputs -> [outputs / 16][inputs / 4][16][4], the order the products read."""
    n, k = q.shape
    return q.view(n // 16, 16, k // 4, 4).permute(0, 2, 1, 3).contiguous()


def layers(net):
    """{name: tensor} of the encoder: int8 matrices with a scale a column, f32 norms and biases, word embeddings as int8 rows."""
    e = net.encoder
    out = {"position": e.position.weight, "casing": e.casing.weight, "norm.weight": e.norm.weight, "norm.bias": e.norm.bias}
    out["word.bytes"], out["word.scale"] = quantise(e.word.weight)
    for i, layer in enumerate(e.layers):
        for m in MATRICES:
            linear, name = getattr(layer, m), f"layers.{i}.{m}"
            q, out[name + ".scale"] = quantise(linear.weight)
            out[name + ".bytes"], out[name + ".bias"] = packed(q), linear.bias
            out[name + ".sum"] = q.sum(1, dtype=torch.int32)
        for m in ("norm1", "norm2"):
            for part in ("weight", "bias"):
                out[f"layers.{i}.{m}.{part}"] = getattr(layer, m).get_parameter(part)
    return {k: (v if v.dtype in (torch.int8, torch.int32) else v.detach().float()).contiguous() for k, v in out.items()}


class Int8(nn.Module):
    """The shipped encoder as the Rust side runs it: weights and word embeddings rounded to int8, each row of activations to seven
    bits with a scale and a zero of its own. The reference for onrecord-encoder's bytes.rs."""

    def __init__(self, encoder):
        super().__init__()
        self.e = encoder
        with torch.no_grad():
            q, scale = quantise(encoder.word.weight)
            self.word = q.float() * scale[:, None]
            self.weights = [{m: quantise(getattr(layer, m).weight) for m in MATRICES} for layer in encoder.layers]

    @staticmethod
    def times(x, quantised, bias):
        low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
        step = (high - low) / 127
        step = torch.where(step > 0, step, torch.ones_like(step))
        zero = torch.round(-low / step).clamp(0, 127)
        q = (torch.round(x / step) + zero).clamp(0, 127) - zero
        return (q @ quantised[0].float().T) * step * quantised[1] + bias

    @torch.no_grad()
    def forward(self, ids, cas, mask):
        e, (b, n) = self.e, ids.shape
        h = e.norm(self.word[ids] + e.position.weight[:n] + e.casing(cas))
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer, w in zip(e.layers, self.weights):
            qkv = self.times(h, w["qkv"], layer.qkv.bias).view(b, n, 3, HEADS, HIDDEN // HEADS)
            q, k, v = (qkv[:, :, i].transpose(1, 2) for i in range(3))
            a = torch.softmax(q @ k.transpose(-1, -2) * (HIDDEN // HEADS) ** -0.5 + bias, -1) @ v
            h = layer.norm1(h + self.times(a.transpose(1, 2).reshape(b, n, HIDDEN), w["out"], layer.out.bias))
            h = layer.norm2(h + self.times(F.gelu(self.times(h, w["up"], layer.up.bias)), w["down"], layer.down.bias))
        return h


def heads(net):
    """{name: array} of every head, f32, matrices as output x input."""
    out = {}

    def linear(name, layer):
        out[name + ".weight"], out[name + ".bias"] = layer.weight, layer.bias

    for k, tags in corpora.TAGS.items():
        linear("token." + k, net.token[k])
        if "O" in tags:
            start, trans = net.crf[k].scores() if k in net.crf else legal(tags)
            out[f"crf.{k}.start"], out[f"crf.{k}.transition"] = start, trans
    for part in ("weight", "bias"):                          # the ledger head is a correction to the attribution head
        out["token.ledger." + part] = net.token["ledger"].get_parameter(part) + net.token["attribution"].get_parameter(part)
    for name in ("arc_dep", "arc_head", "rel_dep", "rel_head"):
        linear("parse." + name, getattr(net, name))
    out["parse.arc"], out["parse.rel"] = net.arc, net.rel
    for k in linker.LINKS:
        linear(f"link.{k}.left", net.linker.left[k])
        linear(f"link.{k}.right", net.linker.right[k])
        linear(f"link.{k}.out", net.linker.out[k])
        linear(f"link.{k}.none", net.linker.none[k])
        out[f"link.{k}.fact"], out[f"link.{k}.bilinear"] = net.linker.fact[k], net.linker.bilinear[k]
    for k in corpora.SPAN_CLASSES:
        linear("span." + k, net.span[k])
    return {k: v.detach().float().contiguous() for k, v in out.items()}


def view(out):
    """The view of deals.py in a folder whose encoder has just been written, where it is the encoder it was learnt with: else none."""
    from safetensors.torch import load_file
    path, heads_path = os.path.join(out, "model.json"), os.path.join(out, "heads.safetensors")
    if not os.path.exists(path):
        return {}
    with open(path) as f:
        model = json.load(f)
    if not model.get("view"):
        return {}
    if model["sha256"]["encoder.safetensors"] != sha256(os.path.join(out, "encoder.safetensors")):
        print("the encoder is another: the view of terms is left out; learn it again with deals.py")
        return {}
    return {k: v for k, v in load_file(heads_path).items() if k.startswith("view.")}


def description(net, files, thresholds, view=0):
    kind = lambda tags: "bio" if "O" in tags else "class"
    return {
        "format": FORMAT,
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "hidden": HIDDEN, "layers": LAYERS, "attention_heads": HEADS,
        "window": {"limit": d.LIMIT, "max_pieces_per_word": text.MAX_PIECES, "cls": 101, "sep": 102, "pad": 0, "unk": 100},
        "casing": ["no upper-case letter", "title", "all caps", "mixed"],
        "token_heads": {k: {"kind": kind(v), "labels": v} for k, v in corpora.TAGS.items()},
        "span_heads": corpora.SPAN_CLASSES,
        "parse": {"arc": ARC, "rel": REL, "relations": corpora.RELATIONS, "activation": "leaky_relu 0.1"},
        "link": {"width": linker.WIDTH, "reach": linker.REACH, "gaps": list(linker.GAPS), "facts": linker.FACTS,
                 "quotes": list(linker.QUOTES), "links": {k: list(v) for k, v in linker.LINKS.items()}},
        "thresholds": {"attribution_bias": thresholds["attribution_bias"] if thresholds else 0.0, "ledger_bias": 0.0, "nested_bias": 0.0},
        "confidence": thresholds["confidence"] if thresholds else None,
        "view": view,
        "sha256": {f: sha256(p) for f, p in files.items()},
    }


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


@torch.no_grad()
def reference(reader, sentences):
    """Everything the heads say about a few sentences of ours, through the shipped int8 file, for parity tests."""
    out = []
    for n, s in enumerate(sentences):
        doc = corpora.from_text(f"r{n}", s)
        reader.pieces(doc)
        (begin, end), = d.cuts(doc, d.LIMIT)
        w = d.window(doc, begin, end, reader.pieces.wordpieces)
        b = d.batch([w])
        h = reader.hidden(b)
        root, g = reader.net.words(b, h)
        doc.vectors = g[0]
        arcs, rd, rh = reader.net.parse(root, g)
        head, rel = [], []
        for k in range(int(doc.sentence[-1]) + 1):
            idx = np.nonzero(doc.sentence == k)[0]
            a, e = int(idx[0]), int(idx[-1]) + 1
            s_ = torch.cat([arcs[0, a:e, :1], arcs[0, a:e, a + 1:e + 1]], -1)
            hs = decode.tree(torch.log_softmax(s_, -1).numpy())
            at = torch.tensor([0 if x == 0 else int(x) + a for x in hs])
            head += [-1 if x == 0 else int(x) - 1 + a for x in hs]
            rel += [corpora.RELATIONS[int(x)] for x in reader.net.relations(rd[0, a:e], rh[0, at]).argmax(-1)]
        tags = {}
        for k, labels in corpora.TAGS.items():
            ids = reader.tags(doc, k) if "O" in labels else reader.net.emissions(k, g)[0].argmax(-1).tolist()
            tags[k] = [labels[int(t)] for t in ids]
        links = {}
        for layer in ("attribution", "ledger", "nested"):
            links[layer] = [{"source": list(a["source"]) if a["source"] else None, "cue": list(a["cue"]),
                             "content": [list(c) for c in a["content"]],
                             "source_type": reader.span_class(doc, "source_type", *a["source"]) if a["source"] else None,
                             "act": reader.span_class(doc, "act", *a["cue"])} for a in reader.attributions(doc, layer)[0]]
        out.append({"text": s, "words": [[w_, *o] for w_, o in zip(doc.words, doc.offsets)],
                    "paragraph": doc.paragraph.tolist(), "sentence": doc.sentence.tolist(),
                    "input_ids": w.ids, "token_type_ids": w.cas, "first": w.first,
                    "root": [round(x, 4) for x in root[0, :6].tolist()],
                    "first_word": [round(x, 4) for x in g[0, 0, :6].tolist()],
                    "last_word": [round(x, 4) for x in g[0, -1, :6].tolist()],
                    "abs_mean": round(h[0].abs().mean().item(), 5),
                    "tags": tags, "head": head, "relation": rel, "attributions": links})
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("weights")
    p.add_argument("--out", required=True)
    p.add_argument("--vocab")
    p.add_argument("--calibration", help="JSON of calibrate.py")
    o = p.parse_args()
    if not o.vocab:
        from train import base_folder
        o.vocab = base_folder() + "/vocab.txt"
    export(o.weights, o.out, o.vocab, json.load(open(o.calibration)) if o.calibration else None)


def export(weights, out, vocab, thresholds=None):
    from safetensors.torch import save_file

    from evaluate import Reader
    os.makedirs(out, exist_ok=True)
    torch.manual_seed(0)
    net = Model()
    net.load_state_dict(torch.load(weights, map_location="cpu"))
    net.eval()
    path = lambda n: os.path.join(out, n)
    save_file(layers(net), path("encoder.safetensors"))
    kept = view(out)
    save_file({**heads(net), **kept}, path("heads.safetensors"))
    shutil.copyfile(vocab, path("vocab.txt"))
    states = path("states.tsv")
    if not os.path.exists(states) or not os.path.samefile(text.StandIns.PATH, states):
        shutil.copyfile(text.StandIns.PATH, states)
    files = {n: path(n) for n in ("encoder.safetensors", "heads.safetensors", "vocab.txt", "states.tsv")}
    with open(path("model.json"), "w") as f:
        json.dump(description(net, files, thresholds, len(kept.get("view.bias", []))), f, indent=1)
        f.write("\n")
    reader = Reader(weights, vocab, int8=True)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.txt"), encoding="utf-8") as f:
        sentences = [s.replace("\\n", "\n") for s in f.read().splitlines() if s.strip()]
    with open(path("reference.json"), "w", encoding="utf-8") as f:
        rows = reference(reader, sentences)
        f.write("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n")
    print(f"{out}: encoder.safetensors {os.path.getsize(path('encoder.safetensors')) / 1e6:.1f} MB, "
          f"heads {os.path.getsize(path('heads.safetensors')) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
