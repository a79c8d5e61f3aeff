"""Texts and rows of the reports annotated by us, in the folders `rows.py` and the examples of onrecord-extract read.

    python3 training/annotated/unpack.py ../shared/data/news-conflict/articles.jsonl OUT

writes OUT/docs/ID.txt, OUT/manifest.json and OUT/gold/ID.json (offsets are code points of the text). A text that is no longer the
one that was annotated is named and left out.
"""
import hashlib
import json
import os
import re
import sys


def text(article):
    body = re.sub(r"[ \t]+\n", "\n", article["text"].strip())
    return f"{article['title'].strip()}\n\n{body}\n".replace("\r", "")


def annotated(articles):
    """(row, text) of every annotated report, in the order of the articles; no text where it is not the annotated one, or not there."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "rows.jsonl"), encoding="utf-8") as f:
        rows = {r["id"]: r for r in map(json.loads, f)}
    with open(articles, encoding="utf-8") as f:
        for article in map(json.loads, f):
            row = rows.pop(article["id"], None)
            if row is not None:
                words = text(article)
                yield row, words if hashlib.sha256(words.encode()).hexdigest() == row["sha256"] else None
    for row in rows.values():
        yield row, None


def main():
    articles, out = sys.argv[1:3]
    for folder in ("docs", "gold"):
        os.makedirs(os.path.join(out, folder), exist_ok=True)
    manifest = {}
    for row, words in annotated(articles):
        if words is None:
            print(f"{row['id']}: not among the articles, or with another text than the annotated one: left out", file=sys.stderr)
            continue
        for r in row["channels"] + row["terms"]:
            r["evidence"] = [{"start": a, "end": b} for a, b in r["evidence"]]
        for r in row["channels"]:
            r.setdefault("mediators", [])
        for r in row["terms"]:
            r.setdefault("party", [])
        with open(os.path.join(out, "docs", row["id"] + ".txt"), "w", encoding="utf-8") as o:
            o.write(words)
        with open(os.path.join(out, "gold", row["id"] + ".json"), "w", encoding="utf-8") as o:
            json.dump({k: row[k] for k in ("id", "channels", "terms")}, o, ensure_ascii=False)
        manifest[row["id"]] = {"date": row["date"], "split": "ours"}
    with open(os.path.join(out, "manifest.json"), "w", encoding="utf-8") as o:
        json.dump(manifest, o, indent=1)
    print(f"{len(manifest)} reports")


if __name__ == "__main__":
    main()
