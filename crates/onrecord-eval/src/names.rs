//! How well are names seen? Against BIO files, names folded to person, place and organisation; exact spans count.

use std::collections::BTreeMap;

use onrecord_encoder::{Encoder, Words};

use crate::ud::Counts;

/// Kinds of CrossNER politics that fold; other kinds (elections, events, misc) are no names here.
const POLITICS: [(&str, &str); 6] = [
    ("politician", "PER"),
    ("person", "PER"),
    ("organisation", "ORG"),
    ("politicalparty", "ORG"),
    ("country", "LOC"),
    ("location", "LOC"),
];

/// One sentence: words and their folded names as word ranges with a kind.
#[derive(Clone, Debug, Default)]
pub struct GoldSentence {
    /// The words.
    pub words: Vec<String>,
    /// Names: first word, one past the last, kind (`PER`, `LOC`, `ORG`).
    pub names: Vec<(usize, usize, String)>,
}

/// Reads a BIO file: a word a line with its tag, an empty line after a sentence. Two columns (CrossNER) or CoNLL style with the word in
/// the second and the tag in the third column (Universal NER).
pub fn sentences(text: &str) -> Vec<GoldSentence> {
    let mut out = Vec::new();
    let mut now = GoldSentence::default();
    let mut open: Option<(usize, String)> = None;
    for line in text.lines().chain([""]) {
        if line.starts_with('#') && line.contains(' ') && !line.contains('\t') {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let (word, tag) = match columns.as_slice() {
            [word, tag] => (*word, *tag),
            [_, word, tag, ..] => (*word, *tag),
            _ => ("", "O"),
        };
        let kind = tag.split_once('-').map_or("", |(_, k)| k);
        let kind = POLITICS.iter().find(|(k, _)| *k == kind).map_or(kind, |(_, k)| k);
        let kind = if matches!(kind, "PER" | "LOC" | "ORG") { kind } else { "" };
        let at = now.words.len();
        if let Some((from, k)) = open.take() {
            if tag.starts_with("I-") && k == kind {
                open = Some((from, k));
            } else {
                now.names.push((from, at, k));
            }
        }
        if open.is_none() && !kind.is_empty() {
            open = Some((at, kind.to_owned()));
        }
        if word.is_empty() {
            if !now.words.is_empty() {
                out.push(std::mem::take(&mut now));
            }
        } else {
            now.words.push(word.to_owned());
        }
    }
    out
}

/// Counts a kind, and under `all` of every kind together. Each sentence is read alone.
pub fn score(gold: &[GoldSentence], encoder: &Encoder) -> BTreeMap<String, Counts> {
    let labels = encoder.span_labels("names");
    let mut out: BTreeMap<String, Counts> = BTreeMap::new();
    for sentence in gold {
        let n = sentence.words.len();
        let words = Words {
            words: sentence.words.iter().map(String::as_str).collect(),
            paragraph: vec![0; n],
            sentence: vec![0; n],
        };
        let encoded = encoder.encode(words);
        let made: Vec<(usize, usize, String)> = encoder
            .spans(&encoded, "names")
            .into_iter()
            .map(|s| (s.words.start, s.words.end, labels[s.label].to_owned()))
            .collect();
        for kind in ["all", "PER", "LOC", "ORG"] {
            let of = |rows: &[(usize, usize, String)]| -> Vec<(usize, usize, String)> {
                let mut rows: Vec<_> = rows.iter().filter(|r| kind == "all" || r.2 == kind).cloned().collect();
                rows.sort();
                rows
            };
            out.entry(kind.to_owned()).or_default().add(&of(&made), &of(&sentence.names));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_of_file() {
        let two = sentences("Orlo\tB-politician\nof\tO\nthe\tO\nVell\tB-politicalparty\nFront\tI-politicalparty\n\n");
        assert_eq!(two[0].names, [(0, 1, "PER".to_owned()), (3, 5, "ORG".to_owned())]);
        let five = sentences("# text = Port Vell\n1\tPort\tB-LOC\t-\t-\n2\tVell\tI-LOC\t-\t-\n\n");
        assert_eq!(five[0].names, [(0, 2, "LOC".to_owned())]);
    }
}
