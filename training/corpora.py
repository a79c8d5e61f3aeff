"""Readers: every training and development corpus turned into `Doc`s, words with labels on them.

A corpus's licence is read from its README by run.py (model card); what is left out on a switch is left out here.
Nothing under gold/ is read, and dev files are read only by the functions named *_dev.
"""
import collections
import dataclasses
import glob
import json
import os
import re
import sys

import numpy as np

from text import casing, paragraphs, tokenise

IGNORE = -100
ROLES = ("source", "cue", "content")


def bio(*names):
    return ["O"] + [f"{b}-{n}" for n in names for b in "BI"]


UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
RELATIONS = (
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed flat "
    "goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp"
).split()
ATTRIBUTION_TAGS = bio(*ROLES)
TAGS = {                                   # every token head: name -> labels (B-x at odd, I-x at even indices)
    "attribution": ATTRIBUTION_TAGS,       # PolNeAR guidelines: attitudes included, never nested
    "ledger": ATTRIBUTION_TAGS,            # talks guidelines: speech and knowledge, outermost layer
    "nested": ATTRIBUTION_TAGS,            # talks guidelines: what is said inside another content
    "names": bio("PER", "LOC", "ORG"),
    "upos": UPOS,
    "sentence": ["inside", "start"],
    "relay": bio("outlet"),
    "figure": bio("figure"),
    "condition": bio("marker", "antecedent", "consequent"),
    "term": bio("evidence"),
    "channel": bio("evidence"),
}
SOURCE_TYPES = ("named_person named_office state armed_group organisation media state_media document unnamed_specific "
                "unnamed_affiliated unnamed_bare").split()
ACTS = "say confirm deny report announce warn threaten demand offer promise accuse believe withhold retract other".split()
MEASURES = ("killed wounded held released to_release missing displaced captured detained alive dead_held troops prisoners "
            "rockets strikes money duration plan_points other").split()
SPAN_CLASSES = {"source_type": SOURCE_TYPES, "act": ACTS, "measure": MEASURES}


@dataclasses.dataclass
class Doc:
    """One document, words in order. Word ranges are half open and count from the document's first word."""
    name: str
    words: list
    paragraph: np.ndarray                  # paragraph number of each word
    sentence: np.ndarray                   # sentence number of each word
    labels: dict                           # head name -> int array, IGNORE where unknown
    offsets: list = None                   # (start, end) in the text, where there is one
    attributions: list = dataclasses.field(default_factory=list)   # {layer, source, cue, content: word ranges}
    spans: list = dataclasses.field(default_factory=list)          # (class head, first, last, label)
    text: str = None
    weight: float = 1.0

    def __len__(self):
        return len(self.words)


def sentence_numbers(words, paragraph):
    """Plain rule, for cutting windows only: a sentence ends after . ! ? and closing marks before a capital, digit or quote."""
    out, n = np.zeros(len(words), int), 0
    for i, w in enumerate(words):
        if i:
            if paragraph[i] != paragraph[i - 1]:
                n += 1
            elif w[0].isupper() or w[0].isdigit() or w in '"“‘([—':
                j = i - 1
                while j > 0 and words[j] in ('"', "”", "’", ")", "]", "'"):
                    j -= 1
                if words[j] in (".", "!", "?", "...") and not (w == '"' and j == i - 1 and words[i - 2:i - 1] == ['"']):
                    n += 1
        out[i] = n
    return out


def from_text(name, text, weight=1.0):
    words, offsets, paragraph = [], [], []
    for n, (at, p) in enumerate(paragraphs(text)):
        for w, s, e in tokenise(p, at):
            words.append(w)
            offsets.append((s, e))
            paragraph.append(n)
    paragraph = np.array(paragraph, int)
    return Doc(name, words, paragraph, sentence_numbers(words, paragraph), {}, offsets, text=text, weight=weight)


class Aligner:
    """Character spans to word ranges."""

    def __init__(self, offsets):
        self.starts = np.array([s for s, _ in offsets])
        self.ends = np.array([e for _, e in offsets])

    def words(self, start, end):
        a = int(np.searchsorted(self.ends, start, side="right"))
        b = int(np.searchsorted(self.starts, end, side="left"))
        return (a, b) if b > a else None


def by_paragraph(span, paragraph):
    """A word range cut at paragraph ends."""
    a, b = span
    out = []
    while a < b:
        c = a
        while c < b and paragraph[c] == paragraph[a]:
            c += 1
        out.append((a, c))
        a = c
    return out


def paint(labels, tags, name, span):
    first = tags.index("B-" + name)
    labels[span[0]] = first
    labels[span[0] + 1:span[1]] = first + 1


# ---------------------------------------------------------------------------------------------------- attributions
def _jsonl(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def attribution_labels(n, rows, paragraph):
    """BIO over roles; a cue wins over a source wins over a content where guidelines' spans touch one word."""
    out = np.zeros(n, int)
    for role in ("content", "source", "cue"):
        for row in rows:
            spans = row[role] if role == "content" else [row[role]] if row[role] else []
            for s in spans:
                for piece in by_paragraph(s, paragraph):
                    paint(out, ATTRIBUTION_TAGS, role, piece)
    return lawful(out)


def lawful(y):
    """I-x that lost its B-x (another span was painted over it) becomes B-x."""
    for i, v in enumerate(y):
        if v and v % 2 == 0 and (i == 0 or y[i - 1] not in (v - 1, v)):
            y[i] = v - 1
    return y


def polnear(folder, split):
    gold = {d["doc_id"]: d["attributions"] for d in _jsonl(f"{folder}/{split}.attributions.jsonl")}
    docs = []
    for d in _jsonl(f"{folder}/{split}.text.jsonl"):
        doc = from_text(d["doc_id"], d["text"])
        find = Aligner(doc.offsets)
        for a in gold[d["doc_id"]]:
            part = {r: [w for w in (find.words(s, e) for s, e in a[r]) if w] for r in ROLES}
            content = [p for s in part["content"] for p in by_paragraph(s, doc.paragraph)]
            if part["cue"] and content:
                doc.attributions.append({"layer": "attribution", "source": part["source"][0] if part["source"] else None,
                                         "cue": part["cue"][0], "content": content})
        doc.labels["attribution"] = attribution_labels(len(doc), doc.attributions, doc.paragraph)
        docs.append(doc)
    return docs


def inside(inner, outer):
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def talks(folder):
    docs = []
    for path in sorted(glob.glob(f"{folder}/gold/*.json")):
        with open(path, encoding="utf-8") as f:
            gold = json.load(f)
        with open(f"{folder}/docs/{gold['id']}.txt", encoding="utf-8") as f:
            doc = from_text(gold["id"], f.read())
        find = Aligner(doc.offsets)
        word = lambda s: find.words(s["start"], s["end"]) if s else None
        rows = []
        for a in gold["attributions"]:
            cue, source = word(a["cue"]), word(a["source"])
            content = [p for s in map(word, a["content"]) if s for p in by_paragraph(s, doc.paragraph)]
            rows.append({"id": a["id"], "source": source, "cue": cue, "content": content, "nested": a.get("nested_in")})
            if source and a["source_type"] in SOURCE_TYPES:
                doc.spans.append(("source_type", *source, SOURCE_TYPES.index(a["source_type"])))
            if cue:
                doc.spans.append(("act", *cue, ACTS.index(a["act"])))
        # outermost layer: a row that neither is nested nor lies inside another row's content
        def within_another(r):
            anchor = r["cue"] or r["source"]
            return anchor and any(inside(anchor, c) for o in rows if o is not r and o["nested"] != r["id"] for c in o["content"])
        for r in rows:
            r["layer"] = "nested" if within_another(r) else "ledger"
        for layer in ("ledger", "nested"):
            doc.labels[layer] = attribution_labels(len(doc), [r for r in rows if r["layer"] == layer], doc.paragraph)
        doc.attributions = [{k: r[k] for k in ("layer", "source", "cue", "content")} for r in rows if r["cue"] and r["content"]]
        extra = collections.defaultdict(list)
        for a in gold["attributions"]:
            extra["relay", "outlet"] += [r["outlet"] for r in a.get("relay") or [] if r.get("outlet")]
        for f_ in gold["figures"]:
            extra["figure", "figure"].append(f_["span"])
            w = word(f_["span"])
            if w and f_.get("measure") in MEASURES:
                doc.spans.append(("measure", *w, MEASURES.index(f_["measure"])))
        for k in gold["conditions"]:
            for part in ("consequent", "antecedent", "marker"):
                if k.get(part):
                    extra["condition", part].append(k[part])
        label_deals(doc, word, gold)
        for head, names in (("relay", ["outlet"]), ("figure", ["figure"]), ("condition", ["consequent", "antecedent", "marker"])):
            label_spans(doc, word, head, {name: extra[head, name] for name in names})
        docs.append(doc)
    return docs


def label_spans(doc, word, head, spans):
    """A head's labels from spans of the text by label, the longest first so that the shorter stay seen. word: a span's range of words."""
    y = np.zeros(len(doc), int)
    for name, of in spans.items():
        for s in sorted(filter(None, map(word, of)), key=lambda s: s[0] - s[1]):
            for piece in by_paragraph(s, doc.paragraph):
                paint(y, TAGS[head], name, piece)
    doc.labels[head] = lawful(y)


def label_deals(doc, word, gold):
    for head, rows in (("term", gold["terms"]), ("channel", gold["channels"])):
        label_spans(doc, word, head, {"evidence": [s for row in rows for s in row["evidence"]]})


def annotated(data):
    """Reports of news-conflict whose terms and channels were annotated by us (`annotated/`), without those whose text is another now."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "annotated"))
    import unpack
    docs = []
    for row, words in unpack.annotated(f"{data}/news-conflict/articles.jsonl"):
        if words is None:
            continue
        doc = from_text(row["id"], words)
        find = Aligner(doc.offsets)
        label_deals(doc, lambda s: find.words(*s), row)
        docs.append(doc)
    return docs


# ---------------------------------------------------------------------------------------------------- treebanks
def _conllu(path):
    """Documents of paragraphs of sentences of rows."""
    docs, rows, new_paragraph = [], [], True
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                docs.append((line.split("=")[-1].strip(), []))
                new_paragraph = True
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                new_paragraph = True
            elif line and line[0].isdigit():
                f_ = line.split("\t")
                if f_[0].isdigit():
                    rows.append(f_)
            elif not line and rows:
                if new_paragraph or not docs[-1][1]:
                    docs[-1][1].append([])
                docs[-1][1][-1].append(rows)
                rows, new_paragraph = [], False
    return docs


def treebank(path, names=None, skip=lambda doc: False):
    docs = []
    for name, paras in _conllu(path):
        if skip(name):
            continue
        words, paragraph, sentence, upos, head, rel, ner = [], [], [], [], [], [], []
        k = 0
        for n, para in enumerate(paras):
            for rows in para:
                at = len(words)
                words += [r[1] for r in rows]
                paragraph += [n] * len(rows)
                sentence += [k] * len(rows)
                upos += [UPOS.index(r[3]) for r in rows]
                head += [at + int(r[6]) - 1 if r[6] != "0" else -1 for r in rows]
                rel += [RELATIONS.index(r[7].split(":")[0]) for r in rows]
                if names:
                    ner += [TAGS["names"].index(y) for y in names(rows)]
                k += 1
        sentence = np.array(sentence)
        starts = np.r_[1, np.diff(sentence)].astype(int) if len(sentence) else sentence
        labels = {"upos": np.array(upos), "head": np.array(head), "rel": np.array(rel), "sentence": starts}
        if names:
            labels["names"] = np.array(ner)
        docs.append(Doc(name, words, np.array(paragraph), sentence, labels))
    return docs


TITLES = set(
    "president mr. mrs. ms. dr. mr mrs ms dr senator sen. rep. representative prime minister sir professor prof. king queen "
    "prince princess pope governor gov. general gen. captain secretary judge chancellor lord lady saint st. ambassador "
    "chairman director emperor colonel col. major lieutenant lt. sheikh ayatollah imam rabbi".split()
)
GUM_TYPES = {"person": "PER", "place": "LOC", "organization": "ORG"}


def gum_mentions(rows):
    """(first, last, type, minspan word positions) of GUM's Entity annotation in one sentence."""
    out, open_ = [], []
    for i, r in enumerate(rows):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
        if not m:
            continue
        for single, start, end in re.findall(r"\(([^()]*)\)|\(([^()]*)|([^()]+)\)", m.group(1)):
            if start:
                open_.append((i, start))
                continue
            if single:
                begin, fields = i, single.split("-")
            else:
                group = end.split("[")[0]
                k = next((k for k in range(len(open_) - 1, -1, -1) if open_[k][1].split("-")[0].split("[")[0] == group), None)
                if k is None:
                    continue
                begin, d = open_.pop(k)
                fields = d.split("-")
            kind = GUM_TYPES.get(fields[1] if len(fields) > 1 else "")
            if not kind:
                continue
            span = next((f for f in fields[4:7] if re.fullmatch(r"\d+(?:,\d+)*", f)), None)
            least = [begin + int(z) - 1 for z in span.split(",")] if span else [begin]
            out.append((begin, i, kind, [z for z in least if begin <= z <= i]))
    return out


def gum_names(rows):
    """Names among GUM's mentions: a mention whose minspan begins or ends in a proper noun by XPOS (first words of names such as
    'United' are VERB or ADJ by UPOS), grown over the capitalised words beside it, titles of persons left out."""
    lower = [r[1].lower() for r in rows]
    proper = [(r[4] in ("NNP", "NNPS") or r[3] == "PROPN") and "@" not in r[1] and "/" not in r[1] for r in rows]
    capital = [r[1][:1].isupper() for r in rows]
    found = []
    for begin, end, kind, least in gum_mentions(rows):
        xpos = [k for k in least if rows[k][4] in ("NNP", "NNPS") and "@" not in rows[k][1]]
        if not least or not (least[0] in xpos or least[-1] in xpos):
            continue
        a, b = (least[0], least[-1]) if len(least) > 1 and least[-1] - least[0] < 9 else (xpos[0], xpos[0])
        while a < b and not proper[a] and not capital[a]:
            a += 1

        def part(k):
            if proper[k]:
                return True
            if kind == "PER":
                return False
            joined = rows[k][1] in ("-", "&", "'s", "’s") and begin < k < end and proper[k - 1] and capital[k + 1]
            return joined or (capital[k] and rows[k][3] in ("ADJ", "NOUN", "NUM", "VERB"))

        while a > begin and part(a - 1):
            a -= 1
        while b < end and (part(b + 1) or (kind != "PER" and b + 2 <= end and lower[b + 1] == "of" and capital[b + 2])):
            b += 1
        while a < b and (lower[a] in ("the", "a") or (kind == "PER" and lower[a] in TITLES)):
            a += 1
        if kind == "PER" and (lower[a] in TITLES or rows[b][4] == "NNPS"):          # 'Americans' are nobody's name
            continue
        b = next((k - 1 for k in range(a + 1, b + 1) if rows[k][1] == ","), b)      # 'Orlando, Florida' is two names
        found.append((a, b, kind))
    labels, used = ["O"] * len(rows), set()
    for a, b, kind in sorted(set(found), key=lambda s: (s[2] == "PER", s[0] - s[1])):
        if kind == "PER":                                   # 'Ford Motor CEO Smith': the last run that is still free
            while a <= b and any(k in used for k in range(a, b + 1)):
                a += 1
            while a < b and lower[a] in TITLES:
                a += 1
        if a > b or any(k in used for k in range(a, b + 1)):
            continue
        used.update(range(a, b + 1))
        labels[a] = "B-" + kind
        for k in range(a + 1, b + 1):
            labels[k] = "I-" + kind
    return labels


# ---------------------------------------------------------------------------------------------------- names
def sentence_docs(sentences, name, weight=1.0):
    out = []
    for i, s in enumerate(sentences):
        n = len(s)
        out.append(Doc(f"{name}:{i}", [w for w, _ in s], np.zeros(n, int), np.zeros(n, int),
                       {"names": np.array([TAGS["names"].index(y) for _, y in s])}, weight=weight))
    return out


def bio_file(path, mapping, word=0, tag=1):
    out, cur = [], []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            fields = line.split("\t")
            if line.startswith("# "):
                continue
            if not line.strip():
                if cur:
                    out.append(cur)
                cur = []
            elif len(fields) > max(word, tag):
                y = fields[tag]
                kind = mapping.get(y[2:]) if y != "O" else None
                cur.append((fields[word], f"{y[0]}-{kind}" if kind else "O"))
    if cur:
        out.append(cur)
    return out


POLITICS = {"politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC", "location": "LOC"}
WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}
PLAIN = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
NOT_NAMES = set("i we he she they it you who all this these those our my his their its several some many one two".split())


def _mongo(path):
    with open(path, encoding="utf-8") as f:
        s = f.read().strip()
    try:
        return json.loads(s)
    except json.JSONDecodeError:
        return [json.loads(line) for line in s.splitlines() if line.strip()]


def re3d(folder):
    """re3d without its BBC part (CC BY-NC): noisy spans, so only capitalised ones without determiners and titles count."""
    out = []
    for d in sorted(glob.glob(folder + "/*/")):
        if "BBC" in d:
            continue
        entities = collections.defaultdict(list)
        for e in _mongo(d + "entities.json"):
            kind = {"Person": "PER", "Location": "LOC", "Organisation": "ORG"}.get(e["type"])
            if kind:
                entities[e["documentId"]].append((e["begin"], e["end"], kind))
        for x in _mongo(d + "documents.json"):
            rank = {"LOC": 0, "PER": 1, "ORG": 2}
            marked = sorted(entities[x["_id"]], key=lambda z: (z[0] - z[1], rank[z[2]]))
            doc = from_text(x["_id"], x["text"])
            y = ["O"] * len(doc)
            find = Aligner(doc.offsets) if len(doc) else None
            for s, e, kind in marked:
                span = find.words(s, e)
                if not span:
                    continue
                a, b = span
                w = doc.words
                while a < b and (w[a].lower() in ("the", "a", "an") or (kind == "PER" and b - a > 1 and w[a].lower() in TITLES)):
                    a += 1
                if a == b or b - a > 10 or not w[a][0].isupper() or w[a].lower() in NOT_NAMES:
                    continue
                if (kind != "ORG" and not w[b - 1][0].isupper()) or any(v != "O" for v in y[a:b]):
                    continue
                y[a:b] = ["B-" + kind] + ["I-" + kind] * (b - a - 1)
            for k in range(int(doc.sentence[-1]) + 1 if len(doc) else 0):
                idx = np.nonzero(doc.sentence == k)[0]
                if len(idx) >= 4:
                    out.append([(doc.words[i], y[i]) for i in idx])
    return out


WITHIN_NAMES = set("of the and in for on to at al de du del della di da das dos la le el los las des der den van von bin ibn ul un y et".split())


def common_words_are_no_names(corpora):
    """'Iraqi city of Mosul' is Mosul, 'ISIL fighters' is ISIL, 'Iraqi forces' none: of a run with words in lower case that do not
    stand within names, what follows the last of them is the name, or else what precedes the first. What is left is told as its
    words mostly are in all corpora, where they are seen there without such words."""
    tags = TAGS["names"]
    seen, cut = collections.Counter(), []
    for docs in corpora:
        for doc in docs:
            y, w = doc.labels["names"], doc.words
            common = lambda i: w[i].isascii() and w[i].isalpha() and w[i].islower() and w[i] not in WITHIN_NAMES and w[i - 1] not in ("-", "'", "’")
            joins = lambda i: w[i] in WITHIN_NAMES or not any(c.isalnum() for c in w[i]) or w[i] in ("'s", "’s")
            i = 0
            while i < len(y):
                if y[i] == 0:
                    i += 1
                    continue
                e = i + 1
                while e < len(y) and y[e] and y[e] % 2 == 0:
                    e += 1
                low = [k for k in range(i + 1, e) if common(k)] if w[i][:1].isupper() else []
                if low:
                    a, b = (low[-1] + 1, e) if low[-1] + 1 < e else (i, low[0])
                    while a < b and joins(a):
                        a += 1
                    while a < b and joins(b - 1):
                        b -= 1
                    cut.append((y, w, i, e, a, b, int(y[i])))
                else:
                    seen[" ".join(w[i:e]), int(y[i])] += 1
                i = e
            for k, word in enumerate(w):
                if y[k] == 0 and word[:1].isupper():
                    seen[word, 0] += 1
    kinds = [0, *(tags.index(f"B-{k}") for k in ("PER", "LOC", "ORG"))]
    for y, w, i, e, a, b, kind in cut:
        name = " ".join(w[a:b])
        best = max(kinds, key=lambda k: (seen[name, k], k == kind))
        kind = best if seen[name, best] else kind
        y[i:e] = 0
        if kind and a < b:
            y[a], y[a + 1:b] = kind, kind + 1


def places_stay_places(corpora):
    """A country or town is LOC also where it acts (some corpora call it an organisation then): an ORG whose words are
    LOC at least half as often as ORG over all corpora, and at least twice, becomes LOC."""
    tags = TAGS["names"]
    loc, org = tags.index("B-LOC"), tags.index("B-ORG")
    found, count = [], collections.Counter()
    for docs in corpora:
        for doc in docs:
            y = doc.labels["names"]
            for i in np.nonzero((y == loc) | (y == org))[0]:
                e = i + 1
                while e < len(y) and y[e] == y[i] + 1:
                    e += 1
                s = " ".join(doc.words[i:e]).lower()
                count[s, int(y[i])] += 1
                if y[i] == org:
                    found.append((y, i, e, s))
    for y, i, e, s in found:
        if count[s, loc] >= max(2, count[s, org] / 2):
            y[i] = loc
            y[i + 1:e] = loc + 1


# ---------------------------------------------------------------------------------------------------- all together
def training(data, without_gum_nc=False, without_polnear=False, holdout=0):
    """{corpus: docs}. `holdout`: every holdout-th PolNeAR document is kept aside for thresholds and the confidence model."""
    nc = lambda name: without_gum_nc and any(g in name for g in ("_whow_", "_fiction_", "_essay_", "_letter_", "_podcast_", "_court_", "_academic_"))
    out = {
        "ewt": treebank(f"{data}/ud-english/en_ewt-ud-train.conllu"),
        "gum": treebank(f"{data}/ud-english/en_gum-ud-train.conllu", gum_names, nc),
        "wnut": sentence_docs(bio_file(f"{data}/ner/wnut17/wnut17train.conll", WNUT), "wnut"),
        "re3d": sentence_docs(re3d(f"{data}/ner/re3d"), "re3d"),
        "politics": sentence_docs(bio_file(f"{data}/ner/crossner/politics/train.txt", POLITICS), "politics"),
        "talks": talks(f"{data}/talks-train"),
    }
    named = [out[k] for k in ("gum", "wnut", "re3d", "politics")]
    common_words_are_no_names(named)
    places_stay_places(named)
    if not without_polnear:
        docs = polnear(f"{data}/polnear", "train")
        out["holdout"] = [d for i, d in enumerate(docs) if holdout and i % holdout == holdout - 1]
        out["polnear"] = [d for i, d in enumerate(docs) if not (holdout and i % holdout == holdout - 1)]
    return out


def development(data):
    return {
        "polnear": polnear(f"{data}/polnear", "dev"),
        "ewt": treebank(f"{data}/ud-english/en_ewt-ud-dev.conllu"),
        "gum": treebank(f"{data}/ud-english/en_gum-ud-dev.conllu"),
        "uner": sentence_docs(bio_file(f"{data}/ner/uner/ewt/en_ewt-ud-dev.iob2", PLAIN, 1, 2), "uner"),
        "politics": sentence_docs(bio_file(f"{data}/ner/crossner/politics/dev.txt", POLITICS), "politics"),
    }
