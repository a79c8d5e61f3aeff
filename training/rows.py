"""Weights of the features of terms and contacts, learnt from annotated reports: a logistic regression each.

    cargo build -p onrecord-extract --example talks --example candidates
    target/debug/examples/talks DOCS /tmp/readings /tmp/analyses
    target/debug/examples/candidates DOCS /tmp/analyses > /tmp/candidates.jsonl
    python3 training/rows.py --reports GOLD,/tmp/candidates.jsonl --tables terms,channels --out crates/onrecord-lexicon/data/lists

prints, cross-validated by report (eight parts), how many candidates the weights tell right, and writes `term_weights.tsv`,
`channel_weights.tsv` (both learnt from talks-train) and, for the table `statuses`, `term_status_weights.tsv` (learnt from talks-train and
our own annotated reports: --reports may stand several times). Features are named after word lists, relations of the parse and rows read before; the files hold no
word of a report. Needs numpy.
"""
import argparse
import json
import os
from collections import Counter, defaultdict

import numpy as np

PARTS = 8
LEAST = 3           # candidates that must show a feature before it gets a weight
SAME = 0.33         # how like a gold row's words a candidate's are that is that row
DOUBT = 0.4         # weight of a row that its annotator marked optional
# in the order of terms/standing.rs
STATUSES = "proposed demanded offered agreed being_implemented implemented rejected violated suspended discussed expired".split()
ALIASES = {}


def plain(name):
    name = " ".join(str(name).split()).casefold()
    return ALIASES.get(name, name)


def jaccard(a, b):
    """Of characters, over lists of {start, end}."""
    x, y = (set(i for s in spans for i in range(s["start"], s["end"])) for spans in (a, b))
    return len(x & y) / len(x | y) if x | y else 0.0


def nearest(r, gold):
    """(the gold row of the same action whose words are most like the candidate's, how like they are); (None, 0) without one."""
    best, like = None, 0.0
    for t in gold["terms"]:
        if r["action"] == t["action"] or r["action"] in alternatives(t, "action"):
            j = max([jaccard(r["evidence"], [e]) for e in t["evidence"]] + [jaccard(r["evidence"], t["evidence"])])
            if j > like:
                best, like = t, j
    return best, like


def term_labels(rows, gold):
    """1 when a gold row of the same action lies on the candidate's words, 0 when none does; near misses teach nothing."""
    for r in rows:
        t, like = nearest(r, gold)
        if like >= SAME:
            yield r, 1, DOUBT if t.get("optional") else 1.0
        elif like < 0.25:
            yield r, 0, 1.0


def statuses(rows, gold):
    """(the candidate with the features of where it stands, every status its gold row admits, weight) of those on a gold row."""
    for r in rows:
        t, like = nearest(r, gold)
        if like >= SAME and t.get("status"):
            yield {"features": r["standing"], "told": r["status"]}, {t["status"], *alternatives(t, "status")}, DOUBT if t.get("optional") else 1.0


def alternatives(t, field):
    v = t.get(f"{field}_alt")
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


def write(out, name, reports, of, columns):
    """A list of weights: a line a feature, a weight a column ({feature: weight} each); a feature that weighs nothing anywhere is left out."""
    with open(os.path.join(out, f"{name}.tsv"), "w", encoding="utf-8") as f:
        f.write(f"# Weights of the features of {of}. Made by training/rows.py from {reports} annotated reports; a logistic\n"
                "# regression over features of our word lists and of the parse. Ours; it holds no words of the reports.\n")
        for feature in ["bias", *sorted({x for w in columns for x in w if x != "bias"})]:
            weights = [w.get(feature, 0.0) for w in columns]
            if feature == "bias" or max(map(abs, weights)) >= 0.015:
                f.write("\t".join([feature, *(f"{w:.3f}" for w in weights)]) + "\n")


def parts(docs):
    """(reports to learn from, reports to try on), for each part."""
    for k in range(PARTS):
        yield [d for n, d in enumerate(docs) if n % PARTS != k], [d for n, d in enumerate(docs) if n % PARTS == k]


def table(name, label, reports, strength, shift, out):
    data = {d: list(label(rows[name], gold)) for d, (rows, gold) in reports.items()}
    docs = sorted(data)
    right = wrong = missed = 0
    for seen, unseen in parts(docs):
        weights = learn([r for d in seen for r in data[d]], strength)
        for r, y, _ in (r for d in unseen for r in data[d]):
            told = score(weights, r) >= shift
            right, wrong, missed = right + (told and y), wrong + (told and not y), missed + (not told and y)
    print(f"{name}: {sum(map(len, data.values()))} candidates, {right + missed} true; cross-validated: {right} right, {wrong} wrong, {missed} missed")
    weights = learn([r for d in docs for r in data[d]], strength)
    weights["bias"] -= shift
    write(out, f"{name[:-1]}_weights", len(docs), f"{name}: feature, weight", [weights])


def status_table(reports, strength, out):
    """One regression a status against all others; what weighs most is told."""
    data = {d: list(statuses(rows["terms"], gold)) for d, (rows, gold) in reports.items()}
    docs = sorted(data)
    each = lambda docs: [learn([(r, float(s in y), w) for d in docs for r, y, w in data[d]], strength) for s in STATUSES]
    count = words = right = 0
    for seen, unseen in parts(docs):
        columns = each(seen)
        for r, y, _ in (r for d in unseen for r in data[d]):
            told = STATUSES[int(np.argmax([score(w, r) for w in columns]))]
            count, words, right = count + 1, words + (r["told"] in y), right + (told in y)
    print(f"statuses: {count} candidates on gold rows; cross-validated: {right} right, {words} by their words alone")
    write(out, "term_status_weights", len(docs), f"where a term stands: feature, weight for {', '.join(STATUSES)}", each(docs))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--reports", required=True, action="append", help="GOLD,CANDIDATES: a folder of annotations and the candidates of their reports")
    p.add_argument("--tables", default="terms,channels", help="of terms, channels, statuses")
    p.add_argument("--aliases")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    if a.aliases:
        for name, others in json.load(open(a.aliases, encoding="utf-8")).items():
            for v in (name, *others):
                ALIASES[" ".join(v.split()).casefold()] = name.casefold()
    reports = {}
    for folder, path in (x.split(",") for x in a.reports):
        candidates = defaultdict(lambda: {"terms": [], "channels": []})
        for line in open(path, encoding="utf-8"):
            r = json.loads(line)
            candidates[r["doc"]][r["table"]].append(r)
        for d, rows in candidates.items():
            reports[d] = rows, json.load(open(os.path.join(folder, d + ".json"), encoding="utf-8"))
    for name in a.tables.split(","):
        if name == "statuses":
            status_table(reports, 0.06, a.out)
        else:
            table(name, *{"terms": (term_labels, reports, 0.06, TERM_SHIFT), "channels": (channel_labels, reports, 0.06, CHANNEL_SHIFT)}[name], a.out)


# Where a candidate becomes a row: the score that gave the best F1 of rows, cross-validated; the files are shifted so that it is 0.
TERM_SHIFT = -0.4
CHANNEL_SHIFT = -1.0

if __name__ == "__main__":
    main()
