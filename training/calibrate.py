"""Thresholds and the confidence model, fitted on PolNeAR training documents that the encoder never saw (train.py --holdout).

bias        what is taken off O before decoding, chosen for link_50
confidence  logistic regression: how likely an attribution as decoded is right (link_50) from what the heads scored
"""
import json

import numpy as np
import torch

import corpora
import evaluate

FEATURES = ("content_margin", "cue_margin", "source_margin", "has_source", "cue_link", "source_link", "content_words_log", "content_spans",
            "same_sentence", "quoted")


def features(doc, emissions, a):
    """FEATURES of one decoded attribution. A margin is the mean over a role's words of (score of its I or B tag, whichever is
    higher, less score of O), held within -8..8; links are log-probabilities of the choice made."""
    def mean(role, spans):
        k = 1 + 2 * role
        m = [np.clip(max(emissions[i, k], emissions[i, k + 1]) - emissions[i, 0], -8, 8) for s, e in spans for i in range(s, e)]
        return float(np.mean(m)) if m else 0.0
    n = sum(e - s for s, e in a["content"])
    first = a["content"][0]
    quoted = any(w in ('"', "“", "”") for w in doc.words[max(0, first[0] - 1):first[1] + 1])
    return [mean(2, a["content"]), mean(1, [a["cue"]]), mean(0, [a["source"]] if a["source"] else []), float(a["source"] is not None),
            a["margins"]["cue"], a["margins"]["source"], float(np.log(n)), float(min(3, len(a["content"]))),
            float(doc.sentence[a["cue"][0]] == doc.sentence[first[0]]), float(quoted)]


def right(doc, found, referee):
    """Which decoded attributions are right by the referee's link_50 (greedy one-to-one by content words)."""
    words, isw = referee.toks(doc.text)
    starts = [w[0] for w in words]
    cover = lambda spans: referee.norm_words(referee.cover(words, starts, spans), isw)
    gold = [{r: cover(a.get(r) or []) for r in corpora.ROLES} for a in doc.gold]
    pred = [{"source": cover([evaluate.characters(doc, a["source"])] if a["source"] else []), "cue": cover([evaluate.characters(doc, a["cue"])]),
             "content": cover([evaluate.characters(doc, c) for c in a["content"]])} for a in found]
    key = lambda a: a["content"] or a["cue"]
    pairs = referee.greedy(pred, gold, lambda p, g: referee.jac(key(p), key(g)) + 1e-3 * bool(p["cue"] & g["cue"]) if key(p) & key(g) else 0)
    ok = [False] * len(pred)
    for i, j in pairs:
        ok[i] = referee.jac(key(pred[i]), key(gold[j])) >= 0.5 and referee.agree(pred[i]["source"], gold[j]["source"])
    return ok


def collect(reader, docs, referee, bias):
    """(features, right, document number) of every attribution, and the attributions by document."""
    x, y, d, rows = [], [], [], []
    for k, doc in enumerate(docs):
        found, _ = reader.attributions(doc, bias=bias)
        with torch.no_grad():
            e = reader.net.emissions("attribution", doc.vectors).numpy()
        x += [features(doc, e, a) for a in found]
        y += right(doc, found, referee)
        d += [k] * len(found)
        rows.append(found)
    return np.array(x), np.array(y, float), np.array(d), rows


def logistic(x, y, ridge=1e-2):
    mean, dev = x.mean(0), x.std(0) + 1e-6
    z = torch.tensor(np.c_[(x - mean) / dev, np.ones(len(x))], dtype=torch.float64)
    t = torch.tensor(y, dtype=torch.float64)
    w = torch.zeros(z.shape[1], dtype=torch.float64, requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        opt.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z @ w, t) + ridge * (w[:-1] ** 2).sum() / len(t) * 10
        loss.backward()
        return loss
    opt.step(closure)
    w = w.detach().numpy()
    return w[:-1] / dev, float(w[-1] - (w[:-1] * mean / dev).sum())


def judge(docs, rows, keep, referee):
    """(link_50 F1, macro token F1) of the kept rows by the referee."""
    at, gold, text, pred = 0, {}, {}, {}
    for doc, found in zip(docs, rows):
        kept = [a for k, a in enumerate(found) if keep[at + k]]
        at += len(found)
        pred[doc.name] = {"attributions": evaluate.character_rows(doc, kept)}
        gold[doc.name], text[doc.name] = {"attributions": doc.gold}, {"text": doc.text}
    r = referee.evaluate(gold, text, pred)
    return r["link_50"]["F"], r["token"]["macroF"]


def calibrate(reader, data, score, holdout, path):
    """Writes path and returns its content. Bias and threshold are those with the best mean of link_50 and macro token F1: a high
    threshold alone would buy link_50 with words left untagged."""
    docs = corpora.training(data, holdout=holdout)["holdout"]
    evaluate.attach_gold(docs, f"{data}/polnear/train.attributions.jsonl")
    referee = evaluate.load_script(f"{score}/score_attribution.py")
    reader.vectors(docs)
    best = None
    for bias in (0.0, 0.25):
        x, y, d, rows = collect(reader, docs, referee, bias)
        p = np.zeros(len(y))
        for fold in range(5):                                # judged on documents the confidence model was not fitted on
            inside = d % 5 == fold
            w, b = logistic(x[~inside], y[~inside])
            p[inside] = 1 / (1 + np.exp(-(x[inside] @ w + b)))
        for cut in (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4):
            link, token = judge(docs, rows, p >= cut, referee)
            row = {"bias": bias, "keep": cut, "link_50": link, "token": token, "rows": int((p >= cut).sum())}
            print(json.dumps(row), flush=True)
            if best is None or link + token > best[0] + 0.001:           # nothing higher without a visible gain
                w, b = logistic(x, y)
                order = np.argsort(-p)
                precision = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
                sure = {str(t): round(float(p[order][max(np.nonzero(precision >= t)[0], default=0)]), 3) for t in (0.7, 0.75, 0.8, 0.85, 0.9)}
                best = (link + token, {"attribution_bias": bias, "confidence": {
                    "features": list(FEATURES), "weights": [round(float(v), 5) for v in w], "intercept": round(b, 5), "keep": cut,
                    "precision_at": sure}, "chosen": row})
    with open(path, "w") as f:
        json.dump(best[1], f, indent=1)
    return best[1]


if __name__ == "__main__":
    import argparse
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("weights")
    p.add_argument("--data", required=True)
    p.add_argument("--score", required=True)
    p.add_argument("--vocab")
    p.add_argument("--holdout", type=int, default=14)
    p.add_argument("--int8", action="store_true")
    p.add_argument("--out", required=True)
    o = p.parse_args()
    torch.set_num_threads(1)
    if not o.vocab:
        from train import base_folder
        o.vocab = base_folder() + "/vocab.txt"
    calibrate(evaluate.Reader(o.weights, o.vocab, o.int8), o.data, o.score, o.holdout, o.out)
