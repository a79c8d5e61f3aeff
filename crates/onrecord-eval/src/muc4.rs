//! Counts of killed and injured against MUC-3/4 templates: pairs of a number above one and DEATH or INJURY, a document at a time.
//!
//! The task wants the victims of terrorist incidents only, so between the figures a report gives and the pairs the key holds stands
//! a choice: a logistic model over classes of words around a figure (`data/muc4_classes.tsv`), its weights (`data/muc4_weights.tsv`)
//! learnt by `muc4 --fit` from the development documents and the first two test sets, used here and nowhere in the product.

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

/// What is known of a pair before the model: feature, value.
pub type Features = BTreeMap<String, f64>;

/// The pairs the figures of a text give, each with its features: classes of words (`data/muc4_classes.tsv`) in the sentence of the
/// figure, before and after it, in the words for the counted and in the document; size and place of the figure.
pub fn candidates(text: &str) -> BTreeMap<Pair, Features> {
    let offsets = Offsets::new(text);
    let length = offsets.len().max(1);
    let lower = text.to_ascii_lowercase();
    let lower: &str = &lower;
    let mut pairs: BTreeMap<Pair, (Features, usize)> = BTreeMap::new();
    for f in &read(text) {
        let effect = match f.measure {
            Measure::Killed => Effect::Killed,
            Measure::Wounded => Effect::Injured,
            _ => continue,
        };
        let Some(value) = f.low.filter(|n| f.low == f.high && f.bound != Bound::Vague && *n > 1.0) else { continue };
        let mut x = Features::new();
        let at = offsets.byte(f.span.start);
        let (from, to) = sentence_around(lower, at);
        let near = |from: usize, to: usize| lower.get(floor(lower, from)..floor(lower, to)).unwrap_or("");
        for (prefix, part) in
            [("s_", near(from, to)), ("p_", near(from.saturating_sub(250), from)), ("x_", near(to, to + 250))]
        {
            for class in classes(part).into_keys() {
                x.insert(format!("{prefix}{class}"), 1.0);
            }
        }
        let of = f.of.as_deref().unwrap_or("").to_ascii_lowercase();
        let counted: Vec<&str> = classes(&of).into_keys().filter(|c| c.starts_with("of_")).collect();
        for class in &counted {
            x.insert((*class).to_owned(), 1.0);
        }
        if counted.is_empty() {
            x.insert(if of.is_empty() { "of_nobody" } else { "of_others" }.to_owned(), 1.0);
        }
        x.insert("big".into(), value.log10());
        x.insert("huge".into(), f64::from(u8::from(value > 150.0)));
        x.insert(format!("bound_{:?}", f.bound), 1.0);
        x.insert(f.rule.replace("figure: ", "rule_").replace(' ', "_"), 1.0);
        x.insert(if effect == Effect::Killed { "killed" } else { "injured" }.into(), 1.0);
        x.insert("early".into(), 1.0 - f64::from(f.span.start) / f64::from(length));
        x.insert("first".into(), f64::from(u8::from(f.span.start < 600)));
        let entry = pairs.entry((value as u64, effect)).or_default();
        entry.1 += 1;
        for (name, v) in x {
            let old = entry.0.entry(name).or_insert(v);
            *old = old.max(v);
        }
    }
    let (count, all): (usize, BTreeSet<Pair>) = (pairs.len(), pairs.keys().copied().collect());
    let document = classes(lower);
    let mut out = BTreeMap::new();
    for ((value, effect), (mut x, seen)) in pairs {
        let other = if effect == Effect::Killed { Effect::Injured } else { Effect::Killed };
        x.insert("both".into(), f64::from(u8::from(all.contains(&(value, other)))));
        x.insert("told".into(), seen.min(3) as f64);
        x.insert("pairs".into(), count.min(6) as f64 / 3.0);
        for (class, n) in &document {
            if !class.starts_with("of_") {
                x.insert(format!("d_{class}"), (*n).min(6) as f64 / 6.0);
            }
        }
        out.insert((value, effect), x);
    }
    out
}

/// The pairs of a text with the model's probability that the key holds each.
pub fn scored(text: &str) -> BTreeMap<Pair, f64> {
    candidates(text).into_iter().map(|(pair, x)| (pair, probability(&x, weight))).collect()
}

fn probability(x: &Features, weight: impl Fn(&str) -> f64) -> f64 {
    let z = weight("intercept") + x.iter().map(|(n, v)| weight(n) * v).sum::<f64>();
    1.0 / (1.0 + (-z).exp())
}

/// The probability above which a pair is answered; chosen by cross-validation on the documents the weights were learnt from.
pub const THRESHOLD: f64 = 0.3;
/// Strength of the penalty on the squares of the weights, chosen the same way.
const PENALTY: f64 = 10.0;

/// The pairs answered for a text.
pub fn pairs(text: &str) -> BTreeSet<Pair> {
    scored(text).into_iter().filter(|(_, p)| *p > THRESHOLD).map(|(pair, _)| pair).collect()
}

/// Candidates with whether the key holds them.
pub fn examples(documents: &[Document]) -> Vec<(Features, bool)> {
    let of =
        |d: &Document| candidates(&d.text).into_iter().map(|(pair, x)| (x, d.gold.contains(&pair))).collect::<Vec<_>>();
    documents.iter().flat_map(of).collect()
}

/// Logistic weights for the examples, by Newton's steps on the penalised likelihood; the same examples give the same weights.
pub fn fit(examples: &[(Features, bool)]) -> BTreeMap<String, f64> {
    let names: BTreeSet<&str> = examples.iter().flat_map(|(x, _)| x.keys().map(String::as_str)).collect();
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, n)| (*n, i + 1)).collect();
    // Column 0 is the intercept.
    let rows: Vec<(Vec<(usize, f64)>, f64)> = examples
        .iter()
        .map(|(x, held)| {
            let cells = x.iter().map(|(n, v)| (place[n.as_str()], *v));
            (std::iter::once((0, 1.0)).chain(cells).collect(), f64::from(u8::from(*held)))
        })
        .collect();
    let size = place.len() + 1;
    let mut w = vec![0.0; size];
    for _ in 0..NEWTON_STEPS {
        let mut slope: Vec<f64> = w.iter().enumerate().map(|(i, v)| if i == 0 { 0.0 } else { -PENALTY * v }).collect();
        let mut bend = vec![vec![0.0; size]; size];
        for (i, row) in bend.iter_mut().enumerate() {
            row[i] = if i == 0 { 1e-6 } else { PENALTY };
        }
        for (x, held) in &rows {
            let p = 1.0 / (1.0 + (-x.iter().map(|(i, v)| w[*i] * v).sum::<f64>()).exp());
            for (i, v) in x {
                slope[*i] += (held - p) * v;
                for (j, u) in x {
                    bend[*i][*j] += p * (1.0 - p) * v * u;
                }
            }
        }
        for (v, step) in w.iter_mut().zip(solved(bend, slope)) {
            *v += step;
        }
    }
    let mut out: BTreeMap<String, f64> = place.iter().map(|(n, i)| ((*n).to_owned(), w[*i])).collect();
    out.insert("intercept".into(), w[0]);
    out
}

const NEWTON_STEPS: usize = 12;

/// The solution of a system whose matrix is symmetric and positive, by elimination.
fn solved(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let row = a[i].clone();
        for k in i + 1..n {
            let share = a[k][i] / row[i];
            if share != 0.0 {
                for j in i..n {
                    a[k][j] -= share * row[j];
                }
                b[k] -= share * b[i];
            }
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

/// True positives, answered and wanted when each of `parts` groups of documents is answered by weights learnt from the others.
pub fn cross_validated(documents: &[Document], parts: usize) -> Score {
    let all: Vec<Vec<(Pair, Features, bool)>> = documents
        .iter()
        .map(|d| candidates(&d.text).into_iter().map(|(pair, x)| (pair, x, d.gold.contains(&pair))).collect())
        .collect();
    let mut score = Score::default();
    for part in 0..parts {
        let mine = |i: &usize| i % parts == part;
        let seen: Vec<(Features, bool)> = (0..all.len())
            .filter(|i| !mine(i))
            .flat_map(|i| all[i].iter().map(|(_, x, held)| (x.clone(), *held)))
            .collect();
        let w = fit(&seen);
        for i in (0..all.len()).filter(mine) {
            let answered = all[i]
                .iter()
                .filter(|(_, x, _)| probability(x, |n| w.get(n).copied().unwrap_or(0.0)) > THRESHOLD)
                .map(|(pair, ..)| *pair)
                .collect();
            score.add(&documents[i].gold, &answered);
        }
    }
    score
}

fn weight(name: &str) -> f64 {
    static WEIGHTS: OnceLock<HashMap<&'static str, f64>> = OnceLock::new();
    let all = WEIGHTS.get_or_init(|| {
        rows(include_str!("../data/muc4_weights.tsv")).filter_map(|(n, w)| Some((n, w.parse().ok()?))).collect()
    });
    all.get(name).copied().unwrap_or(0.0)
}

fn rows(tsv: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    tsv.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

/// How often words of each class stand in a lower-cased text.
fn classes(text: &str) -> BTreeMap<&'static str, usize> {
    /// First word of a phrase (without its star), whether it is a beginning only, the words after it, the class.
    type Phrase = (&'static str, bool, Vec<&'static str>, &'static str);
    static TABLE: OnceLock<HashMap<u8, Vec<Phrase>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut out: HashMap<u8, Vec<Phrase>> = HashMap::new();
        for (class, phrase) in rows(include_str!("../data/muc4_classes.tsv")) {
            let mut words = phrase.split(' ');
            let Some(first) = words.next().filter(|w| !w.is_empty()) else { continue };
            let stem = first.trim_end_matches('*');
            out.entry(first.as_bytes()[0]).or_default().push((stem, stem != first, words.collect(), class));
        }
        out
    });
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    let fits = |word: &str, pattern: &str| match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == pattern,
    };
    let mut out = BTreeMap::new();
    for (i, word) in words.iter().enumerate() {
        for (stem, open, rest, class) in table.get(&word.as_bytes()[0]).into_iter().flatten() {
            let first = if *open { word.starts_with(stem) } else { word == stem };
            if first && rest.iter().enumerate().all(|(k, r)| words.get(i + 1 + k).is_some_and(|w| fits(w, r))) {
                *out.entry(*class).or_default() += 1;
            }
        }
    }
    out
}

/// The last character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// The bytes of the sentence around a byte: from the last full stop before white space to the next.
fn sentence_around(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let stop = |i: usize| {
        bytes[i] == b'.' && bytes.get(i + 1).is_none_or(u8::is_ascii_whitespace)
            || bytes[i] == b'\n' && bytes.get(i + 1) == Some(&b'\n')
    };
    let from = (0..at.min(bytes.len())).rev().find(|&i| stop(i)).map_or(0, |i| i + 1);
    (from, (at..bytes.len()).find(|&i| stop(i)).unwrap_or(bytes.len()))
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
