"""Weights of the features of terms and contacts, learnt from annotated reports (talks-train): a logistic regression each.

    cargo build -p onrecord-extract --example talks --example candidates
    target/debug/examples/talks DOCS /tmp/readings /tmp/analyses
    target/debug/examples/candidates DOCS /tmp/analyses > /tmp/candidates.jsonl
    python3 training/rows.py --gold GOLD --candidates /tmp/candidates.jsonl --out crates/onrecord-lexicon/data/lists

prints, cross-validated by report (eight parts), how many candidates the weights tell right, and writes `term_weights.tsv` and
`channel_weights.tsv`. Features are named after word lists, relations of the parse and rows read before; the files hold no
word of a report. Needs numpy.
"""
import argparse
import json
import os
from collections import Counter, defaultdict

import numpy as np

PARTS = 8
LEAST = 3           # reports' candidates that must show a feature before it gets a weight
ALIASES = {}


def plain(name):
    name = " ".join(str(name).split()).casefold()
    return ALIASES.get(name, name)


def jaccard(a, b):
    """Of characters, over lists of {start, end}."""
    x, y = (set(i for s in spans for i in range(s["start"], s["end"])) for spans in (a, b))
    return len(x & y) / len(x | y) if x | y else 0.0


def term_labels(rows, gold):
    """1 when a gold row of the same action lies on the candidate's words, 0 when none does; near misses teach nothing."""
    for r in rows:
        best, weight = 0.0, 1.0
        for t in gold["terms"]:
            if r["action"] != t["action"] and r["action"] not in alternatives(t):
                continue
            j = max([jaccard(r["evidence"], [e]) for e in t["evidence"]] + [jaccard(r["evidence"], t["evidence"])])
            if j > best:
                best, weight = j, 0.4 if t.get("optional") else 1.0
        if best >= 0.33:
            yield r, 1, weight
        elif best < 0.25:
            yield r, 0, 1.0


def alternatives(t):
    v = t.get("action_alt")
    return v if isinstance(v, list) else [] if v is None else [v]


def channel_labels(rows, gold):
    """1 when a gold row with these ends has evidence in the sentence, 0 when no gold row has these ends."""
    for r in rows:
        ends, (a, b) = frozenset(map(plain, r["ends"])), r["sentence"]
        same = [c for c in gold["channels"] if frozenset(map(plain, c["ends"])) == ends]
        told = [c for c in same if any(e["start"] < b and e["end"] > a for e in c["evidence"])]
        if told:
            yield r, 1, 0.6 if all(c.get("optional") for c in told) else 1.0
        elif not same:
            yield r, 0, 1.0


def learn(rows, strength):
    """Weights by Newton's method; the bias is not held back. {feature: weight}"""
    count = Counter(f for r, _, _ in rows for f in r["features"])
    names = sorted(f for f, n in count.items() if n >= LEAST)
    at = {f: k for k, f in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1
    for n, (r, _, _) in enumerate(rows):
        for f in r["features"]:
            if f in at:
                x[n, at[f]] = 1
    y, weight = np.array([y for _, y, _ in rows], float), np.array([w for _, _, w in rows])
    hold = np.full(len(names) + 1, 1 / strength)
    hold[-1] = 1e-6
    w = np.zeros(len(names) + 1)
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ w)))
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(hold), x.T @ (weight * (p - y)) + hold * w)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {**dict(zip(names, w[:-1])), "bias": w[-1]}


def score(weights, r):
    return weights["bias"] + sum(weights.get(f, 0.0) for f in r["features"])


def table(name, label, candidates, gold, strength, shift, out):
    data = {d: list(label(rows[name], gold[d])) for d, rows in candidates.items()}
    docs = sorted(data)
    right = wrong = missed = 0
    for k in range(PARTS):
        weights = learn([r for n, d in enumerate(docs) if n % PARTS != k for r in data[d]], strength)
        for r, y, _ in (r for n, d in enumerate(docs) if n % PARTS == k for r in data[d]):
            told = score(weights, r) >= shift
            right, wrong, missed = right + (told and y), wrong + (told and not y), missed + (not told and y)
    print(f"{name}: {sum(map(len, data.values()))} candidates, {right + missed} true; cross-validated: {right} right, {wrong} wrong, {missed} missed")
    weights = learn([r for d in docs for r in data[d]], strength)
    weights["bias"] -= shift
    with open(os.path.join(out, f"{name[:-1]}_weights.tsv"), "w", encoding="utf-8") as f:
        f.write(f"# Weights of the features of {name}: feature, weight. Made by training/rows.py from {len(docs)} annotated reports; a logistic\n"
                "# regression over features of our word lists and of the parse. Ours; it holds no words of the reports.\n")
        for feature in ["bias", *sorted(w for w in weights if w != "bias")]:
            if feature == "bias" or abs(weights[feature]) >= 0.015:
                f.write(f"{feature}\t{weights[feature]:.3f}\n")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--gold", required=True)
    p.add_argument("--candidates", required=True)
    p.add_argument("--aliases")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    if a.aliases:
        for name, others in json.load(open(a.aliases, encoding="utf-8")).items():
            for v in (name, *others):
                ALIASES[" ".join(v.split()).casefold()] = name.casefold()
    candidates = defaultdict(lambda: {"terms": [], "channels": []})
    for line in open(a.candidates, encoding="utf-8"):
        r = json.loads(line)
        candidates[r["doc"]][r["table"]].append(r)
    gold = {d: json.load(open(os.path.join(a.gold, d + ".json"), encoding="utf-8")) for d in candidates}
    table("terms", term_labels, candidates, gold, 0.06, TERM_SHIFT, a.out)
    table("channels", channel_labels, candidates, gold, 0.06, CHANNEL_SHIFT, a.out)


# Where a candidate becomes a row: the score that gave the best F1 of rows, cross-validated; the files are shifted so that it is 0.
TERM_SHIFT = -0.4
CHANNEL_SHIFT = -1.0

if __name__ == "__main__":
    main()
