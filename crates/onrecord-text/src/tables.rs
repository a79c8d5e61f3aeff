//! The word lists of this crate (`data/*.tsv`), read once.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

/// What the full stop of an abbreviation says about the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Before a name; never ends a sentence.
    Title,
    /// Before a day or a year.
    Month,
    /// Only before a number.
    Number,
    /// May end a sentence.
    End,
    /// Also a common word: only when capitalised and followed by a capital or a number.
    Name,
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}

fn set(text: &'static str) -> HashSet<&'static str> {
    rows(text).map(|r| r[0]).collect()
}

/// The abbreviations by their form without the stop, as printed; capitals-only print falls back to the title form.
pub(crate) fn abbreviation(word: &str) -> Option<Abbreviation> {
    static TABLE: OnceLock<HashMap<&str, Abbreviation>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        rows(include_str!("../data/abbreviations.tsv"))
            .map(|r| {
                let class = match r.get(1).copied().unwrap_or("") {
                    "title" => Abbreviation::Title,
                    "month" => Abbreviation::Month,
                    "number" => Abbreviation::Number,
                    "name" => Abbreviation::Name,
                    _ => Abbreviation::End,
                };
                (r[0], class)
            })
            .collect()
    });
    if let Some(&a) = table.get(word) {
        return Some(a);
    }
    if word.chars().count() < 2 || !word.chars().all(|c| c.is_uppercase()) {
        return None;
    }
    let mut chars = word.chars();
    let first = chars.next()?;
    let title: String = std::iter::once(first).chain(chars.flat_map(char::to_lowercase)).collect();
    table
        .get(title.as_str())
        .copied()
        .filter(|a| matches!(a, Abbreviation::Title | Abbreviation::Month | Abbreviation::End))
}

/// Whether a lower-cased word begins a sentence when printed with a capital.
pub(crate) fn starts_sentence(lower: &str) -> bool {
    static TABLE: OnceLock<HashSet<&str>> = OnceLock::new();
    TABLE.get_or_init(|| set(include_str!("../data/starters.tsv"))).contains(lower)
}

/// Whether a lower-cased word is a prefix that keeps its hyphen.
pub(crate) fn is_prefix(lower: &str) -> bool {
    static TABLE: OnceLock<HashSet<&str>> = OnceLock::new();
    TABLE.get_or_init(|| set(include_str!("../data/prefixes.tsv"))).contains(lower)
}

/// Whether a lower-cased word is a unit that is cut off its number.
pub(crate) fn is_unit(lower: &str) -> bool {
    static TABLE: OnceLock<HashSet<&str>> = OnceLock::new();
    TABLE.get_or_init(|| set(include_str!("../data/units.tsv"))).contains(lower)
}

/// Where a written-together form is cut, in letters.
pub(crate) fn split_at(lower: &str) -> Option<usize> {
    static TABLE: OnceLock<HashMap<&str, usize>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            rows(include_str!("../data/splits.tsv")).filter_map(|r| Some((r[0], r.get(1)?.parse().ok()?))).collect()
        })
        .get(lower)
        .copied()
}

/// Irregular forms: lower-cased form and word class (`v`, `n`, `a`, `d` pronouns and the like) to lemma.
pub(crate) fn irregular(lower: &str, class: char) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<(&str, char), &str>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            rows(include_str!("../data/irregular.tsv"))
                .flat_map(|r| {
                    let lemma = r[0];
                    let class = r.get(1).and_then(|c| c.chars().next()).unwrap_or('v');
                    r.into_iter().skip(2).map(move |form| ((form, class), lemma))
                })
                .collect()
        })
        .get(&(lower, class))
        .copied()
}

/// Part of speech of a closed-class word, for the engine-free analysis.
pub(crate) fn closed_class(lower: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            rows(include_str!("../data/closed.tsv"))
                .flat_map(|r| {
                    let tag = r[0];
                    r.into_iter().skip(1).flat_map(|c| c.split(' ')).map(move |w| (w, tag))
                })
                .collect()
        })
        .get(lower)
        .copied()
}
