//! Parties across reports against the concepts of NewsWCL50: B-cubed over its mentions of actors, countries and groups.
//!
//! The texts come from the prepared CoNLL file, a blank between words and a blank line between sentences, so that a token's place is
//! known. Our party of a gold mention is that of our mention that shares most of it; a gold mention without one stands alone. Chains
//! are compared inside an event, across its five outlets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{Reading, Span};
use serde_json::json;

/// A mention of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gold {
    /// Document, "0_LL".
    pub doc: String,
    /// Code points.
    pub span: Span,
    /// Concept with its event and type, "0_USA_Trump_ACTOR".
    pub chain: String,
}

/// Texts by document, and the mentions of the key.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// Text of each document.
    pub texts: BTreeMap<String, String>,
    /// Mentions.
    pub gold: Vec<Gold>,
}

/// Reads the CoNLL file.
pub fn corpus(conll: &str) -> Corpus {
    let mut out = Corpus::default();
    let mut open: HashMap<String, Vec<u32>> = HashMap::new();
    let mut at = (String::new(), String::new());
    let mut length = 0u32;
    for line in conll.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [doc, sentence, _, word, chains, ..] = fields.as_slice() else { continue };
        let doc = doc.rsplit('/').next().unwrap_or(doc).to_owned();
        let text = out.texts.entry(doc.clone()).or_default();
        if at.0 != doc {
            length = 0;
            open.clear();
        } else {
            let gap = if at.1 == *sentence { " " } else { "\n\n" };
            text.push_str(gap);
            length += gap.len() as u32;
        }
        at = (doc.clone(), (*sentence).to_owned());
        let start = length;
        text.push_str(word);
        length += word.chars().count() as u32;
        for part in chains.split('|').filter(|c| *c != "-") {
            let chain = part.trim_matches(['(', ')']).to_owned();
            if part.starts_with('(') {
                open.entry(chain.clone()).or_default().push(start);
            }
            if part.ends_with(')')
                && let Some(start) = open.get_mut(&chain).and_then(Vec::pop)
            {
                out.gold.push(Gold { doc: doc.clone(), span: Span::new(start, length), chain });
            }
        }
    }
    out
}

/// The documents as JSON lines that `onrecord extract` reads.
pub fn lines(corpus: &Corpus) -> String {
    corpus.texts.iter().map(|(id, text)| json!({"id": id, "text": text}).to_string() + "\n").collect()
}

/// One row of the table: mentions of the key, those we have no mention for, B-cubed.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Types of the key.
    pub types: String,
    /// Mentions of the key.
    pub mentions: usize,
    /// Of these, met by no mention of ours.
    pub unmet: usize,
    /// B-cubed precision, 0 to 1.
    pub precision: f64,
    /// B-cubed recall, 0 to 1.
    pub recall: f64,
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let f1 = 2.0 * self.precision * self.recall / (self.precision + self.recall).max(1e-9);
        write!(
            f,
            "{:<24} mentions {:>5}  unmet {:>4}  P {:.3}  R {:.3}  F1 {f1:.3}",
            self.types, self.mentions, self.unmet, self.precision, self.recall
        )
    }
}

/// Agreement over the mentions whose chain ends in one of `types`.
pub fn score(corpus: &Corpus, readings: &[Reading], types: &[&str]) -> Row {
    let event = |doc: &str| doc.split('_').next().unwrap_or("").to_owned();
    let id = |r: &Reading| r.report.external_id.clone().unwrap_or_default();
    let mut by_event: BTreeMap<String, Vec<&Reading>> = BTreeMap::new();
    for r in readings {
        by_event.entry(event(&id(r))).or_default().push(r);
    }
    let mut parties = BTreeMap::new();
    for set in by_event.values() {
        parties.extend(onrecord::parties::of_mentions(set));
    }
    let by_id: HashMap<String, &Reading> = readings.iter().map(|r| (id(r), r)).collect();
    let gold: Vec<&Gold> =
        corpus.gold.iter().filter(|g| types.contains(&g.chain.rsplit('_').next().unwrap_or(""))).collect();
    let mut unmet = 0;
    let found: Vec<String> = gold
        .iter()
        .enumerate()
        .map(|(n, g)| {
            let party = by_id.get(&g.doc).and_then(|r| {
                // Blanks at the ends of a text are not kept.
                let cut = corpus.texts[&g.doc].chars().take_while(|c| c.is_whitespace()).count() as u32;
                let at = Span::new(g.span.start.saturating_sub(cut), g.span.end.saturating_sub(cut));
                let share = |s: Span| f64::from(s.shared(at)) / f64::from(s.len().max(at.len()).max(1));
                let best = r.mentions.iter().filter(|m| share(m.span) >= 0.3);
                let best = best.max_by(|a, b| share(a.span).total_cmp(&share(b.span)).then(b.id.cmp(&a.id)))?;
                parties.get(&onrecord_model::RowRef { report: r.report.id.clone(), row: best.id.clone() })
            });
            unmet += usize::from(party.is_none());
            party.map_or_else(|| format!("alone {n}"), |p| format!("{} {p}", event(&g.doc)))
        })
        .collect();
    let mut ours: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    let mut theirs: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (n, g) in gold.iter().enumerate() {
        ours.entry(&found[n]).or_default().insert(n);
        theirs.entry(&g.chain).or_default().insert(n);
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for (n, g) in gold.iter().enumerate() {
        let (a, b) = (&ours[found[n].as_str()], &theirs[g.chain.as_str()]);
        let shared = a.intersection(b).count() as f64;
        precision += shared / a.len() as f64;
        recall += shared / b.len() as f64;
    }
    let n = gold.len().max(1) as f64;
    Row { types: types.join(" "), mentions: gold.len(), unmet, precision: precision / n, recall: recall / n }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_their_place() {
        let conll = "#begin document 0/-/0_L; part 000\n0/-/0_L\t0\t0\tPresident\t(0_A_ACTOR\t\n0/-/0_L\t0\t1\tTelvasse\t0_A_ACTOR)\t\n\
                     0/-/0_L\t1\t0\tHe\t(0_A_ACTOR)\t\n#end document\n";
        let c = corpus(conll);
        assert_eq!(c.texts["0_L"], "President Telvasse\n\nHe");
        assert_eq!(c.gold.iter().map(|g| (g.span.start, g.span.end)).collect::<Vec<_>>(), [(0, 18), (20, 22)]);
    }
}
