//! Counts of killed and injured against MUC-3/4 templates: pairs of a number above one and DEATH or INJURY, a document at a time.
//!
//! The task wants the victims of terrorist incidents only, so between the figures a report gives and the pairs the key holds stands
//! a choice: a logistic model over the words around a figure (`data/muc4_weights.tsv`), trained on the development documents and
//! the first two test sets, used here and nowhere in the product.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};

use onrecord_extract::{Context, dates, figures};
use onrecord_lexicon::Lexicon;
use onrecord_model::{Block, BlockKind, Bound, Figure, Measure, Offsets, Reading, Report};
use serde_json::Value;

/// What befell the counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// DEATH.
    Killed,
    /// INJURY.
    Injured,
}

/// A number above one and what befell so many.
pub type Pair = (u64, Effect);

/// One document with the pairs of its key.
#[derive(Clone, Debug)]
pub struct Document {
    /// Name in the corpus.
    pub id: String,
    /// Its text, mostly in capitals.
    pub text: String,
    /// The pairs of the templates whose number is exact.
    pub gold: BTreeSet<Pair>,
}

/// Reads documents, a JSON object a line; a line that is none is an error that names it.
pub fn documents(jsonl: &str) -> Result<Vec<Document>, String> {
    let mut out = Vec::new();
    for (n, line) in jsonl.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let v: Value = serde_json::from_str(line).map_err(|e| format!("line {}: {e}", n + 1))?;
        let text = |name: &str| v[name].as_str().unwrap_or_default().to_owned();
        let mut gold = BTreeSet::new();
        let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
        for target in list(&v["templates"]).iter().flat_map(|t| list(&t["human_targets"])) {
            for number in list(&target["number"]) {
                let exact =
                    number["low"].as_u64().filter(|_| number["low"] == number["high"] && number["plural"] != true);
                for effect in list(&target["effect"]) {
                    let effect = match effect.as_str() {
                        Some("DEATH") => Effect::Killed,
                        Some("INJURY") => Effect::Injured,
                        _ => continue,
                    };
                    gold.extend(exact.filter(|n| *n > 1).map(|n| (n, effect)));
                }
            }
        }
        out.push(Document { id: text("id"), text: text("text"), gold });
    }
    Ok(out)
}

/// The figures of a text, paragraphs kept together although its lines are broken.
pub fn read(text: &str) -> Vec<Figure> {
    let offsets = Offsets::new(text);
    let mut blocks = Vec::new();
    let mut from = 0;
    for paragraph in text.split("\n\n") {
        let trimmed = paragraph.trim();
        let start = from + (paragraph.len() - paragraph.trim_start().len());
        if !trimmed.is_empty() {
            blocks.push(Block { span: offsets.span(start, start + trimmed.len()), kind: BlockKind::Body });
        }
        from += paragraph.len() + 2;
    }
    let report = Report { text: text.to_owned(), blocks, ..Report::default() };
    let analysis = onrecord_text::analyse_plain(&report);
    let cx = Context::new(&report, &analysis, Lexicon::embedded());
    let mut reading = Reading { sentences: analysis.sentences.iter().map(|s| s.span).collect(), ..Reading::default() };
    dates::extract(&cx, &mut reading);
    figures::extract(&cx, &mut reading);
    reading.figures
}

/// The pairs the figures of a text give, with the model's probability that the key holds each.
pub fn scored(text: &str) -> BTreeMap<Pair, f64> {
    let figures = read(text);
    let offsets = Offsets::new(text);
    let length = offsets.len().max(1);
    let lower = text.to_ascii_lowercase();
    let lower: &str = &lower;
    let doc: BTreeSet<&str> = words(lower).collect();
    let mut pairs: BTreeMap<Pair, (HashMap<String, f64>, usize)> = BTreeMap::new();
    let sentence = |f: &Figure| sentence_around(lower, offsets.byte(f.span.start));
    for f in &figures {
        let effect = match f.measure {
            Measure::Killed => Effect::Killed,
            Measure::Wounded => Effect::Injured,
            _ => continue,
        };
        let Some(value) = f.low.filter(|n| f.low == f.high && f.bound != Bound::Vague && *n > 1.0) else { continue };
        let mut x: HashMap<String, f64> = HashMap::new();
        for w in words(sentence(f)) {
            x.insert(format!("s_{w}"), 1.0);
        }
        let of = f.of.as_deref().unwrap_or("none").to_ascii_lowercase();
        for w in words(&of) {
            x.insert(format!("of_{w}"), 1.0);
        }
        let (a, b) = (f.span.start.saturating_sub(300), f.span.end.saturating_add(300));
        for range in [(a, f.span.start), (f.span.end, b)] {
            for w in words(lower.get(offsets.byte(range.0)..offsets.byte(range.1)).unwrap_or("")) {
                x.insert(format!("w_{w}"), 0.7);
            }
        }
        x.insert("big".into(), value.log10());
        x.insert(if effect == Effect::Killed { "K" } else { "W" }.into(), 1.0);
        x.insert("sub".into(), f64::from(u8::from(f.subset_of.is_some())));
        x.insert("pos".into(), 1.0 - f64::from(f.span.start) / f64::from(length));
        x.insert("first".into(), f64::from(u8::from(f.span.start < 600)));
        let entry = pairs.entry((value as u64, effect)).or_default();
        entry.1 += 1;
        for (name, v) in x {
            let old = entry.0.entry(name).or_insert(v);
            *old = old.max(v);
        }
    }
    let count = pairs.len();
    let base: f64 = doc.iter().map(|w| weight(&format!("d_{w}")) * DOCUMENT_WORD).sum::<f64>() + weight("intercept");
    pairs
        .into_iter()
        .map(|(pair, (x, seen))| {
            let mut z = base + weight("n") * seen.min(3) as f64 + weight("pairs") * count.min(6) as f64 / 3.0;
            // Summed in one order, so that the same text gives the same bits.
            let mut names: Vec<(&String, &f64)> = x.iter().collect();
            names.sort_by_key(|(n, _)| n.as_str());
            z += names.iter().map(|(n, v)| weight(n) * **v).sum::<f64>();
            (pair, 1.0 / (1.0 + (-z).exp()))
        })
        .collect()
}

/// What a word of the document weighs beside one of the sentence.
const DOCUMENT_WORD: f64 = 0.15;
/// The probability above which a pair is answered; chosen on the development documents.
pub const THRESHOLD: f64 = 0.25;

/// The pairs answered for a text.
pub fn pairs(text: &str) -> BTreeSet<Pair> {
    scored(text).into_iter().filter(|(_, p)| *p > THRESHOLD).map(|(pair, _)| pair).collect()
}

fn weight(name: &str) -> f64 {
    static WEIGHTS: OnceLock<HashMap<&'static str, f64>> = OnceLock::new();
    let all = WEIGHTS.get_or_init(|| {
        include_str!("../data/muc4_weights.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t').and_then(|(n, w)| Some((n, w.parse().ok()?))))
            .collect()
    });
    all.get(name).copied().unwrap_or(0.0)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_lowercase()).filter(|w| w.len() > 2)
}

/// The sentence around a byte: from the last full stop before white space to the next.
fn sentence_around(text: &str, at: usize) -> &str {
    let bytes = text.as_bytes();
    let stop = |i: usize| {
        bytes[i] == b'.' && bytes.get(i + 1).is_none_or(u8::is_ascii_whitespace)
            || bytes[i] == b'\n' && bytes.get(i + 1) == Some(&b'\n')
    };
    let from = (0..at.min(bytes.len())).rev().find(|&i| stop(i)).map_or(0, |i| i + 1);
    let to = (at..bytes.len()).find(|&i| stop(i)).unwrap_or(bytes.len());
    text.get(from..to).unwrap_or("")
}

/// True positives, answered and wanted over documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Pairs answered that the key holds.
    pub right: usize,
    /// Pairs answered.
    pub answered: usize,
    /// Pairs of the key.
    pub wanted: usize,
}

impl Score {
    /// Adds one document.
    pub fn add(&mut self, gold: &BTreeSet<Pair>, answered: &BTreeSet<Pair>) {
        self.right += gold.intersection(answered).count();
        self.answered += answered.len();
        self.wanted += gold.len();
    }

    /// F1, 0 to 1.
    pub fn f1(&self) -> f64 {
        let all = self.answered + self.wanted;
        if all == 0 { 0.0 } else { 2.0 * self.right as f64 / all as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_and_its_pairs_found() {
        let line = r#"{"id":"X-1","text":"ARVAND, 3 JAN 31 -- THREE PEASANTS WERE MURDERED AND 12 PEOPLE\nWERE INJURED WHEN A BOMB EXPLODED.","templates":[{"human_targets":[{"number":[{"low":3,"high":3}],"effect":["DEATH"]},{"number":[{"low":2,"high":null,"plural":true}],"effect":["INJURY"]}]}]}"#;
        let docs = documents(line).unwrap();
        assert_eq!(docs[0].gold, BTreeSet::from([(3, Effect::Killed)]));
        let found: Vec<Pair> = scored(&docs[0].text).into_keys().collect();
        assert_eq!(found, [(3, Effect::Killed), (12, Effect::Injured)]);
    }

    #[test]
    fn a_line_that_is_no_json_is_named() {
        assert!(documents("{}\nno").unwrap_err().starts_with("line 2"));
    }
}
