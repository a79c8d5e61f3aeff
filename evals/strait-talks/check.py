#!/usr/bin/env python3
"""Hold the readings of examples/strait-talks against fixtures/readings/strait-talks.expected.json.

    check.py --key                     the key itself: every quotation stands in its dispatch, every pattern compiles
    onrecord extract examples/strait-talks | check.py -        (or a file of JSON lines)
      [--level basic|hard]             only the cells of one level        [-v] print passes too
    exit 0: all hold; 1: some do not; 2: the input cannot be read

The format of a cell is in fixtures/readings/README.md. Quotations are looked up in the text of the reading, so
no offset in the key can go stale."""
import argparse
import html
import json
import pathlib
import re
import sys
from collections import Counter

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEY = ROOT / "fixtures/readings/strait-talks.expected.json"
TALKS = ROOT / "examples/strait-talks"
TABLES = {"attributions", "figures", "channels", "terms", "conditions", "withdrawals", "gaps", "evaluative", "events",
          "mentions", "timexes", "_top"}
TESTS = {"re", "not_re", "all_re", "min", "max"}


def plain(text):
    """Curly quotation marks read as straight ones, one code point for one."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def places(text, quote):
    """Every [start, end) where the quotation stands."""
    text, quote = plain(text), plain(quote)
    return [(m.start(), m.end()) for m in re.finditer(re.escape(quote), text)]


def spans(value):
    """Every span anywhere inside a row."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            yield value["start"], value["end"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def touches(a, b):
    """At least half of the shorter one is shared."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and 2 * shared >= min(a[1] - a[0], b[1] - b[0])


def field(row, path, reading):
    """The values at a path: `a.b` through lists, `a|b` the first that is there, `@attribution.x` by way of the id."""
    found = [row]
    for step in path.split("."):
        after = []
        for value in found:
            if not isinstance(value, dict):
                continue
            if step[0] == "@":
                wanted = value.get(step[1:])
                after += [a for a in reading.get("attributions", []) if wanted and a.get("id") == wanted]
                continue
            got = next((value[name] for name in step.split("|") if value.get(name) is not None), None)
            after += got if isinstance(got, list) else [] if got is None else [got]
        found = after
    text = reading["report"]["text"]
    return [text[v["start"]:v["end"]] if isinstance(v, dict) and "start" in v else v for v in found]


def holds(values, test):
    """A value, a list of values that all count, or {re, not_re, all_re, min, max}. null: nothing is there."""
    if test is None:
        return not values
    if isinstance(test, list):
        return any(v in test for v in values)
    if not isinstance(test, dict):
        return test in values
    words = [str(v) for v in values]
    numbers = [v for v in values if isinstance(v, (int, float))]
    return (("re" not in test or any(re.search(test["re"], w) for w in words))
            and ("not_re" not in test or not any(re.search(test["not_re"], w) for w in words))
            and all(any(re.search(p, w) for w in words) for p in test.get("all_re", []))
            and ("min" not in test or any(n >= test["min"] for n in numbers))
            and ("max" not in test or any(n <= test["max"] for n in numbers)))


def rows(reading, table):
    for name in [table] if isinstance(table, str) else table:
        if name == "_top":
            yield reading["report"]
        else:
            yield from reading.get(name) or []


def hits(reading, cell, quote):
    """Rows that meet the cell at one quotation (or anywhere, without a quotation)."""
    match = cell["match"]
    at = places(reading["report"]["text"], quote["q"]) if quote else []
    if quote and "n" in quote:
        at = at[quote["n"] - 1:quote["n"]]
    for row in rows(reading, cell["table"]):
        if quote:
            names = match.get("in")
            within = spans([row.get(n) for n in names.split("|")] if names else row)
            if not any(touches(s, a) for s in within for a in at):
                continue
        if all(holds(field(row, p, reading), t) for p, t in match.get("where", {}).items()):
            yield row


def judge(readings, cell):
    """None when the cell holds, otherwise why it does not. A feed gives several readings of one file."""
    if not readings:
        return "no reading of this file"
    missed = []
    for quote in cell["match"].get("spans") or [None]:
        found = [row for r in readings for row in hits(r, cell, quote)]
        if cell["kind"] == "must" and not found:
            missed.append("nothing at " + repr(quote["q"] if quote else cell["match"].get("where")))
        if cell["kind"] == "must_not" and found:
            missed.append("row " + ", ".join(str(f.get("id")) for f in found))
    return "; ".join(missed) or None


def patterns(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from ([inner] if name in ("re", "not_re") else inner if name == "all_re" else patterns(inner))


def check_key(key):
    """Findings about the key itself."""
    texts = {}
    for path in TALKS.iterdir():
        if path.suffix in (".txt", ".html", ".xml"):
            raw = path.read_text(encoding="utf-8")
            texts[path.name] = raw if path.suffix == ".txt" else html.unescape(re.sub(r"<(?!!\[CDATA)[^>]*>", "", raw))
    found, seen = [], Counter(c["id"] for c in key["cells"] + key["cross"])
    found += [f"{i}: id used {n} times" for i, n in seen.items() if n > 1]
    for cell in key["cells"]:
        tables = [cell["table"]] if isinstance(cell["table"], str) else cell["table"]
        found += [f"{cell['id']}: no table {t}" for t in tables if t not in TABLES]
        for name, test in cell["match"].get("where", {}).items():
            found += [f"{cell['id']}: no test {t}" for t in test if t not in TESTS] if isinstance(test, dict) else []
        for pattern in patterns(cell["match"].get("where", {})):
            re.compile(pattern)
        quotes = [(cell["doc"], s["q"], s.get("n")) for s in cell["match"].get("spans", [])]
        for doc, quote, n in quotes:
            count = len(places(texts.get(doc, ""), quote))
            if count == 0 or (n or 1) > count:
                found.append(f"{cell['id']}: {quote!r} is not in {doc}")
            elif count > 1 and cell["kind"] == "must" and n is None:
                print(f"note: {cell['id']}: {quote!r} stands {count} times in {doc}; any of them counts")
    for link in key["cross"]:
        found += [f"{link['id']}: {c['q']!r} is not in {c['doc']}" for c in link["cells"] if not places(texts.get(c["doc"], ""), c["q"])]
    return found


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("readings", nargs="?", help="JSON lines of `onrecord extract`, or -")
    args.add_argument("--key", action="store_true")
    args.add_argument("--level", choices=["basic", "hard"])
    args.add_argument("-v", action="store_true")
    args = args.parse_args()
    key = json.loads(KEY.read_text(encoding="utf-8"))
    if args.key or not args.readings:
        found = check_key(key)
        print(*found, f"{len(key['cells'])} cells, {len(key['cross'])} links, {len(found)} findings", sep="\n")
        return bool(found)
    try:
        stream = sys.stdin if args.readings == "-" else open(args.readings, encoding="utf-8")
        of = {}
        for line in stream:
            if line.strip():
                reading = json.loads(line)
                of.setdefault(re.split(r"[/\\#]", re.sub(r"#.*", "", reading["input"]))[-1], []).append(reading)
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot read {args.readings}: {error!r}; expected the JSON lines of `onrecord extract`", file=sys.stderr)
        return 2
    tally = Counter()
    for cell in key["cells"]:
        if args.level in (None, cell["level"]):
            why = judge(of.get(cell["doc"], []), cell)
            tally[cell["kind"], cell["level"], why is None] += 1
            if why or args.v:
                print("FAIL" if why else "pass", cell["kind"], cell["level"], cell["id"], f"<- {why} | {cell['why']}" if why else "")
    for kind in ("must", "must_not"):
        for level in ("basic", "hard"):
            good, bad = tally[kind, level, True], tally[kind, level, False]
            if good + bad:
                print(f"{kind} {level}: {good} of {good + bad} hold")
    return any(not good for _, _, good in tally)


if __name__ == "__main__":
    sys.exit(main())
