"""Score weights on development sets with the referees' scripts.

    python3 evaluate.py --data ../shared/data --score ../shared/score --talks ../shared/gold/talks WEIGHTS.pt
    python3 evaluate.py ... --int8 WEIGHTS.pt      rounded as it ships (the shipped figures)
"""
import argparse
import collections
import importlib.util
import json
import os
import time

import numpy as np
import torch

import corpora
import data as d
import decode
from corpora import TAGS
from model import Model
from text import WordPieces

PUNCT = corpora.UPOS.index("PUNCT")


class Reader:
    """Runs backbone and heads over documents."""

    def __init__(self, weights, vocabulary, int8=False):
        self.net = Model()
        if isinstance(weights, str):
            weights = torch.load(weights, map_location="cpu")
        self.net.load_state_dict(weights)
        self.net.eval()
        self.pieces = d.Pieces(WordPieces.load(vocabulary))
        self.encoder = self.net.encoder
        if int8:
            from export import Int8
            self.encoder = Int8(self.net.encoder)
        self.seconds, self.count = 0.0, 0
        self.crf = {k: tuple(x.detach().numpy() for x in c.scores()) for k, c in self.net.crf.items()}
        for k, tags in TAGS.items():
            if k not in self.crf and "O" in tags:
                from model import legal
                self.crf[k] = tuple(x.numpy() for x in legal(tags))

    def hidden(self, b):
        t = time.process_time()
        h = self.encoder(b.ids, b.cas, b.mask).float()
        self.seconds += time.process_time() - t
        self.count += int(b.mask.sum())
        return h

    @torch.no_grad()
    def batches(self, docs, single=False):
        ws = []
        for doc in docs:
            if len(doc):
                self.pieces(doc)
                ws += [d.window(doc, a, b, self.pieces.wordpieces) for a, b in d.cuts(doc, d.LIMIT, single)]
        for _, b in d.ordered(ws):
            yield b, *self.net.words(b, self.hidden(b))

    @torch.no_grad()
    def vectors(self, docs):
        """Word vectors of each document, N x H."""
        for doc in docs:
            doc.vectors = torch.zeros(len(doc), 384)
        for b, root, g in self.batches(docs):
            for i, w in enumerate(b.windows):
                w.doc.vectors[w.begin:w.end] = g[i, :w.end - w.begin]

    @torch.no_grad()
    def tags(self, doc, head, bias=0.0):
        e = self.net.emissions(head, doc.vectors).numpy()
        return decode.tag(doc, e, *self.crf[head], bias)

    def scorer(self, doc):
        linker = self.net.linker

        @torch.no_grad()
        def score(link, x, ys, facts):
            vec = lambda spans: torch.cat([doc.vectors[[s[0] for s in spans]], doc.vectors[[s[1] - 1 for s in spans]]], -1)
            left = vec([x])
            out = [float(linker.none[link](left)[0, 0])]
            if ys:
                f = torch.zeros(len(ys), next(iter(linker.fact.values())).shape[0])
                for i, on in enumerate(facts):
                    f[i, on] = 1
                pairs = torch.tensor([(0, i) for i in range(len(ys))])
                out += linker.scores(link, left, vec(ys), pairs, f).tolist()
            return out
        return score

    def attributions(self, doc, head="attribution", bias=0.0):
        spans = decode.role_spans(doc, self.tags(doc, head, bias))
        return decode.link(doc, spans, self.scorer(doc))

    @torch.no_grad()
    def span_class(self, doc, head, first, end):
        x = torch.cat([doc.vectors[first], doc.vectors[end - 1]])
        return corpora.SPAN_CLASSES[head][int(self.net.span[head](x).argmax())]


def characters(doc, span):
    return [int(doc.offsets[span[0]][0]), int(doc.offsets[span[1] - 1][1])]


def character_rows(doc, found):
    """Attributions in the referee's shape."""
    return [{"source": [characters(doc, a["source"])] if a["source"] else [], "cue": [characters(doc, a["cue"])],
             "content": [characters(doc, c) for c in a["content"]]} for a in found]


def tag_rows(reader, doc):
    """Every tagged run of words in a row of its own, linked or not: what the token figures of the tagger are taken on."""
    empty = {"source": [], "cue": [], "content": []}
    spans = decode.role_spans(doc, reader.tags(doc, "attribution"))
    return [{**empty, role: [characters(doc, s)]} for role, found in zip(empty, spans) for s in found]


def load_script(path):
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    m = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(m)
    return m


def confident(reader, doc, found, thresholds, head="attribution"):
    """Sets a["confidence"] of every attribution and drops those below the threshold."""
    from calibrate import features
    c = thresholds["confidence"]
    with torch.no_grad():
        e = reader.net.emissions(head, doc.vectors).numpy()
    for a in found:
        a["confidence"] = float(1 / (1 + np.exp(-(np.dot(features(doc, e, a), c["weights"]) + c["intercept"]))))
    return [a for a in found if a["confidence"] >= c["keep"]]


def score_attributions(reader, docs, referee, thresholds=None, save=None):
    """docs with gold attributions of PolNeAR; gold character spans are taken from the file by the caller."""
    gold, text, pred, tagged = {}, {}, {}, {}
    for doc in docs:
        tagged[doc.name] = {"doc_id": doc.name, "attributions": tag_rows(reader, doc)}
        found, _ = reader.attributions(doc, bias=thresholds["attribution_bias"] if thresholds else 0.0)
        if thresholds:
            found = confident(reader, doc, found, thresholds)
        pred[doc.name] = {"doc_id": doc.name, "attributions": character_rows(doc, found)}
        text[doc.name] = {"text": doc.text}
        gold[doc.name] = {"attributions": doc.gold}
    if save:
        with open(save, "w") as f:
            f.writelines(json.dumps(p) + "\n" for p in pred.values())
    r = referee.evaluate(gold, text, pred)
    tags = referee.evaluate(gold, text, tagged)["token"]
    return {**{f"tag_{role}": tags[role]["F"] for role in ("source", "cue", "content")}, "source": r["token"]["source"]["F"], "cue": r["token"]["cue"]["F"], "content": r["token"]["content"]["F"],
            "macro": r["token"]["macroF"], "exact_norm": r["exact_norm"]["micro"]["F"], "content_only": r["link_content_only"]["F"],
            "link_50": r["link_50"]["F"], "P": r["link_50"]["P"], "R": r["link_50"]["R"], "link_exact": r["link_exact"]["F"],
            "predicted": r["pred_attr"], "gold": r["gold_attr"]}


def attach_gold(docs, path):
    with open(path, encoding="utf-8") as f:
        gold = {g["doc_id"]: g["attributions"] for g in map(json.loads, f)}
    for doc in docs:
        doc.gold = gold[doc.name]


@torch.no_grad()
def score_parse(reader, docs, single):
    n = upos = uas = las = 0
    sent = collections.Counter()
    net = reader.net
    for b, root, g in reader.batches(docs, single):
        arcs, rd, rh = net.parse(root, g)
        up = net.token["upos"](g).argmax(-1).numpy()
        st = net.token["sentence"](g).argmax(-1).numpy()
        for i, w in enumerate(b.windows):
            lab = {k: v[w.begin:w.end] for k, v in w.doc.labels.items()}
            sentence = w.doc.sentence[w.begin:w.end]
            for k in range(sentence[0], sentence[-1] + 1):
                idx = np.nonzero(sentence == k)[0]
                a, e = idx[0], idx[-1] + 1
                s = arcs[i, a:e, :]
                s = torch.cat([s[:, :1], s[:, a + 1:e + 1]], -1)
                head = decode.tree(torch.log_softmax(s, -1).numpy())
                gold = np.where(lab["head"][a:e] < 0, 0, lab["head"][a:e] - w.begin - a + 1)
                at = torch.tensor(np.where(head == 0, 0, head + a))
                rel = net.relations(rd[i, a:e], rh[i, at]).argmax(-1).numpy()
                ok = head == gold
                n += e - a
                upos += (up[i, a:e] == lab["upos"][a:e]).sum()
                uas += ok.sum()
                las += (ok & (rel == lab["rel"][a:e])).sum()
            y, p = lab["sentence"], st[i, :len(sentence)]
            new = np.r_[True, w.doc.paragraph[w.begin + 1:w.end] != w.doc.paragraph[w.begin:w.end - 1]]
            p = np.where(new, 1, p)
            sent["tp"] += int(((y == 1) & (p == 1)).sum())
            sent["g"] += int((y == 1).sum())
            sent["p"] += int((p == 1).sum())
    pc = lambda x: round(100 * float(x) / n, 2)
    return {"UPOS": pc(upos), "UAS": pc(uas), "LAS": pc(las), "sentence": round(200 * sent["tp"] / (sent["g"] + sent["p"]), 2)}


def score_names(reader, docs):
    reader.vectors(docs)
    c = collections.Counter()
    for doc in docs:
        gold, pred = set(decode.runs(doc.labels["names"])), set(decode.runs(reader.tags(doc, "names")))
        for s in gold:
            c["g", s[0]] += 1
        for s in pred:
            c["p", s[0]] += 1
        for s in gold & pred:
            c["tp", s[0]] += 1
    f = lambda ks: round(200 * sum(c["tp", k] for k in ks) / max(1, sum(c["g", k] + c["p", k] for k in ks)), 1)
    return {"F1": f(range(3)), "PER": f([0]), "LOC": f([1]), "ORG": f([2])}


def talks_documents(folder):
    docs = []
    for name in sorted(os.listdir(f"{folder}/gold")):
        if name.endswith(".json"):
            with open(f"{folder}/docs/{name[:-5]}.txt", encoding="utf-8") as f:
                docs.append(corpora.from_text(name[:-5], f.read()))
    return docs


def talks_rows(reader, doc, biases=(0.0, 0.0)):
    """Attribution rows of both layers in the format of the talks gold (no rules: heads only)."""
    span = lambda s: dict(zip(("start", "end"), characters(doc, s))) if s else None
    outlets = [s for _, *s in decode.runs(reader.tags(doc, "relay"))]
    rows = []
    for layer, bias in zip(("ledger", "nested"), biases):
        for a in reader.attributions(doc, layer, bias)[0]:
            kind = reader.span_class(doc, "source_type", *a["source"]) if a["source"] else "unattributed"
            here = [a["cue"], a["source"], *a["content"]] if a["source"] else [a["cue"], *a["content"]]
            lo, hi = min(s[0] for s in here), max(s[1] for s in here)
            relay = [{"outlet": span(o), "role": "told_to"} for o in outlets if lo <= o[0] < hi + 8]
            rows.append({"id": f"a{len(rows)}", "source": span(a["source"]), "cue": span(a["cue"]), "content": [span(c) for c in a["content"]],
                         "source_type": kind, "act": reader.span_class(doc, "act", *a["cue"]), "relay": relay, "nested_in": None})
    return rows


def score_talks(reader, folder, score, biases=(0.0, 0.0)):
    referee = load_script(f"{score}/score_talks.py")
    docs = talks_documents(folder)
    reader.vectors(docs)
    referee.SETTLED = True
    results = []
    for doc in docs:
        with open(f"{folder}/gold/{doc.name}.json", encoding="utf-8") as f:
            gold = json.load(f)
        results.append(referee.score_doc(gold, {"attributions": talks_rows(reader, doc, biases)}))
    t = referee.pool(results)["attributions"]
    return {"F1": t["f1"], "P": t["precision"], "R": t["recall"], "source_type": t["source_type_accuracy"]["accuracy"],
            "act": t["act_accuracy"]["accuracy"], "relay": t["relay_f1"]["f1"]}


def everything(reader, data, score, talks=None, thresholds=None, save=None):
    dev = corpora.development(data)
    out = {}
    attach_gold(dev["polnear"], f"{data}/polnear/dev.attributions.jsonl")
    reader.vectors(dev["polnear"])
    out["polnear"] = score_attributions(reader, dev["polnear"], load_script(f"{score}/score_attribution.py"), thresholds, save)
    for name in ("ewt", "gum"):
        out[name] = score_parse(reader, dev[name], True)
        out[name + "_windows"] = score_parse(reader, dev[name], False)
    for name in ("uner", "politics"):
        out[name] = score_names(reader, dev[name])
    if talks:
        out["talks"] = score_talks(reader, talks, score)
    out["pieces_per_cpu_second"] = round(reader.count / max(1e-9, reader.seconds))
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("weights")
    p.add_argument("--data", required=True)
    p.add_argument("--score", required=True)
    p.add_argument("--talks")
    p.add_argument("--vocab")
    p.add_argument("--int8", action="store_true")
    p.add_argument("--calibration", help="JSON of calibrate.py")
    p.add_argument("--save")
    o = p.parse_args()
    torch.set_num_threads(1)
    if not o.vocab:
        from train import base_folder
        o.vocab = base_folder() + "/vocab.txt"
    reader = Reader(o.weights, o.vocab, o.int8)
    for k, v in everything(reader, o.data, o.score, o.talks, json.load(open(o.calibration)) if o.calibration else None, o.save).items():
        print(k, json.dumps(v), flush=True)


if __name__ == "__main__":
    main()
