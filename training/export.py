"""Weights to the files that onrecord-encoder embeds (FORMAT.md): encoder.onnx (int8), heads.safetensors, vocab.txt, model.json
and reference.json.

    python3 export.py WEIGHTS.pt --out ../crates/onrecord-encoder/models
"""
import argparse
import hashlib
import json
import os
import shutil
import tempfile

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

FORMAT = 1
INPUTS = ("input_ids", "token_type_ids", "attention_mask")


class Plain(nn.Module):
    """The encoder spelled out in operators that every runtime has."""

    def __init__(self, encoder):
        super().__init__()
        self.e = encoder

    def forward(self, ids, cas, mask):
        e, (b, n) = self.e, ids.shape
        h = e.norm(e.word(ids) + e.position.weight[:n] + e.casing(cas))
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in e.layers:
            qkv = layer.qkv(h).view(b, n, 3, HEADS, HIDDEN // HEADS)
            q, k, v = (qkv[:, :, i].transpose(1, 2) for i in range(3))
            a = torch.softmax(q @ k.transpose(-1, -2) * (HIDDEN // HEADS) ** -0.5 + bias, -1) @ v
            h = layer.norm1(h + layer.out(a.transpose(1, 2).reshape(b, n, HIDDEN)))
            h = layer.norm2(h + layer.down(F.gelu(layer.up(h))))
        return h


def to_onnx(net, path, reduce_range=False):
    """int8, per channel, weights quantised once and activations on the fly; word embeddings as int8 rows too."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    plain = Plain(net.encoder).eval()
    ids = torch.randint(1000, 20000, (2, 16))
    cas, mask = torch.randint(0, CASINGS, (2, 16)), torch.ones(2, 16, dtype=torch.long)
    with torch.no_grad():
        worst = (plain(ids, cas, mask) - net.encoder(ids, cas, mask)).abs().max().item()
    if worst > 1e-4:
        raise SystemExit(f"the plain graph differs from the encoder by {worst}")
    axes = {n: {0: "batch", 1: "length"} for n in (*INPUTS, "last_hidden_state")}
    with tempfile.TemporaryDirectory() as tmp:
        full, quantised = os.path.join(tmp, "full.onnx"), os.path.join(tmp, "int8.onnx")
        torch.onnx.export(plain, (ids, cas, mask), full, input_names=list(INPUTS), output_names=["last_hidden_state"],
                          dynamic_axes=axes, opset_version=17, dynamo=False)
        quantize_dynamic(full, quantised, weight_type=QuantType.QInt8, per_channel=True, reduce_range=reduce_range)
        m = onnx.load(quantised)
        m.doc_string, m.producer_name = "", "onrecord training"
        for node in m.graph.node:
            node.doc_string = ""
        onnx.save(m, path)
    return worst


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


def description(net, files, thresholds):
    kind = lambda tags: "bio" if "O" in tags else "class"
    return {
        "format": FORMAT,
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "hidden": HIDDEN, "layers": LAYERS,
        "window": {"limit": d.LIMIT, "max_pieces_per_word": text.MAX_PIECES, "cls": 101, "sep": 102, "pad": 0, "unk": 100},
        "casing": ["no upper-case letter", "title", "all caps", "mixed"],
        "token_heads": {k: {"kind": kind(v), "labels": v} for k, v in corpora.TAGS.items()},
        "span_heads": corpora.SPAN_CLASSES,
        "parse": {"arc": ARC, "rel": REL, "relations": corpora.RELATIONS, "activation": "leaky_relu 0.1"},
        "link": {"width": linker.WIDTH, "reach": linker.REACH, "gaps": list(linker.GAPS), "facts": linker.FACTS,
                 "quotes": list(linker.QUOTES), "links": {k: list(v) for k, v in linker.LINKS.items()}},
        "thresholds": {"attribution_bias": thresholds["attribution_bias"] if thresholds else 0.0, "ledger_bias": 0.0, "nested_bias": 0.0},
        "confidence": thresholds["confidence"] if thresholds else None,
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
    p.add_argument("--reduce-range", action="store_true")
    p.add_argument("--calibration", help="JSON of calibrate.py")
    o = p.parse_args()
    if not o.vocab:
        from train import base_folder
        o.vocab = base_folder() + "/vocab.txt"
    export(o.weights, o.out, o.vocab, o.reduce_range, json.load(open(o.calibration)) if o.calibration else None)


def export(weights, out, vocab, reduce_range=False, thresholds=None):
    from safetensors.torch import save_file

    from evaluate import Reader
    os.makedirs(out, exist_ok=True)
    torch.manual_seed(0)
    net = Model()
    net.load_state_dict(torch.load(weights, map_location="cpu"))
    net.eval()
    path = lambda n: os.path.join(out, n)
    worst = to_onnx(net, path("encoder.onnx"), reduce_range)
    save_file(heads(net), path("heads.safetensors"))
    shutil.copyfile(vocab, path("vocab.txt"))
    files = {n: path(n) for n in ("encoder.onnx", "heads.safetensors", "vocab.txt")}
    with open(path("model.json"), "w") as f:
        json.dump(description(net, files, thresholds), f, indent=1)
        f.write("\n")
    reader = Reader(weights, vocab, path("encoder.onnx"))
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.txt"), encoding="utf-8") as f:
        sentences = [s.replace("\\n", "\n") for s in f.read().splitlines() if s.strip()]
    with open(path("reference.json"), "w", encoding="utf-8") as f:
        rows = reference(reader, sentences)
        f.write("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n")
    print(f"{out}: export difference {worst:.1e}, encoder.onnx {os.path.getsize(path('encoder.onnx')) / 1e6:.1f} MB, "
          f"heads {os.path.getsize(path('heads.safetensors')) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
