//! Words compared: folded names, content words of a statement, days.
//!
//! "The Ninth Reef Brigade" folds to "ninth reef brigade"; "were released from the prison" has the content words release, prison.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::LazyLock;

use onrecord_model::{Offsets, Reading, ReportId, Span};
use rustc_hash::{FxHashMap, FxHashSet};

static STOP: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../data/stopwords.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect()
});

static STANCE: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/stance-words.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once('\t')).map(|(word, group)| (stem(word), group)).collect()
});

/// Words that turn a statement round.
const NEGATIONS: [&str; 7] = ["not", "no", "never", "none", "neither", "nor", "cannot"];

/// What two statements must agree on besides their words: whether they are negated, and how far a party goes in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stance {
    /// Whether a negation stands in it.
    pub negated: bool,
    /// Groups of `stance-words.tsv`.
    pub groups: BTreeSet<&'static str>,
}

impl Stance {
    /// Whether two statements can say the same.
    pub fn fits(&self, other: &Stance) -> bool {
        self.negated == other.negated && self.groups == other.groups
    }
}

/// A name as it is compared: lower case, marks and a leading article dropped, possessive endings dropped.
pub fn fold(name: &str) -> String {
    let parts = split(name);
    let from = usize::from(parts.len() > 1 && matches!(parts[0].as_str(), "the" | "a" | "an"));
    parts[from..].join(" ")
}

/// Names folded once each.
#[derive(Debug, Default)]
pub struct Folds<'t>(RefCell<FxHashMap<&'t str, Rc<str>>>);

impl<'t> Folds<'t> {
    /// A name as [`fold`] gives it.
    pub fn fold(&self, name: &'t str) -> Rc<str> {
        Rc::clone(self.0.borrow_mut().entry(name).or_insert_with(|| fold(name).into()))
    }
}

fn split(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_word(&text.to_lowercase(), |w| out.push(w.to_owned()));
    out
}

/// The words of a text in lower case, in order.
pub(crate) fn each_word(lower: &str, mut take: impl FnMut(&str)) {
    for raw in lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | ',' | '.'))) {
        let word = raw.trim_matches(|c: char| matches!(c, '\'' | '’' | ',' | '.'));
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        // A comma or full stop stays inside a number ("1,200") and nowhere else.
        if word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) {
            if word.contains(',') {
                take(&word.replace(',', ""));
            } else if !word.is_empty() {
                take(word);
            }
        } else {
            word.split(['\'', '’', ',', '.']).filter(|w| !w.is_empty()).for_each(&mut take);
        }
    }
}

/// Whether a word says nothing by itself.
pub(crate) fn is_stop(word: &str) -> bool {
    STOP.contains(word)
}

/// The group of `stance-words.tsv` of a stem.
pub(crate) fn stance_group(stem: &str) -> Option<&'static str> {
    STANCE.get(stem).copied()
}

/// Whether a word turns a statement round.
pub(crate) fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(&word)
}

/// A word without its commonest endings: enough to hold "holds", "holding" and "held talks" apart from other words, no more.
pub fn stem(word: &str) -> String {
    let n = word.chars().count();
    let cut = |end: &str, least: usize| word.strip_suffix(end).filter(|s| s.chars().count() >= least);
    if n < 4 || word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let base = cut("iations", 4)
        .or_else(|| cut("iating", 4))
        .or_else(|| cut("iation", 4))
        .or_else(|| cut("iated", 4))
        .or_else(|| cut("ations", 4))
        .or_else(|| cut("ation", 4))
        .or_else(|| cut("ions", 4))
        .or_else(|| cut("ing", 3))
        .or_else(|| cut("ion", 4))
        .or_else(|| cut("ies", 3))
        .or_else(|| cut("ed", 3))
        .or_else(|| cut("es", 4))
        .or_else(|| cut("s", 3).filter(|s| !s.ends_with('s') && !s.ends_with('u') && !s.ends_with('i')))
        .unwrap_or(word);
    base.strip_suffix('e').filter(|s| s.chars().count() >= 3).unwrap_or(base).to_owned()
}

/// The content words of a text, stemmed, in order.
pub fn content_in_order(text: &str) -> Vec<String> {
    split(text).into_iter().filter(|w| !STOP.contains(w.as_str())).map(|w| stem(&w)).collect()
}

/// The day of a report: publication, else dateline. ISO date.
pub fn day(reading: &Reading) -> Option<&str> {
    let raw = reading.report.published.as_deref().or(reading.report.dateline_date.as_deref())?;
    raw.get(..10).filter(|d| d.len() == 10)
}

/// Sorts reports by day, undated last, then id.
pub fn order_key(reading: &Reading) -> (bool, String, ReportId) {
    let d = day(reading);
    (d.is_none(), d.unwrap_or("").to_owned(), reading.report.id.clone())
}

/// Days as numbers.
pub mod days {
    /// Days since 1970-01-01 of an ISO date; `None` where it is no full date.
    pub fn number(iso: &str) -> Option<i64> {
        let year: i64 = iso.get(..4)?.parse().ok()?;
        let month: i64 = iso.get(5..7)?.parse().ok().filter(|m| (1..=12).contains(m))?;
        let day: i64 = iso.get(8..10)?.parse().ok().filter(|d| (1..=31).contains(d))?;
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let of_era = y - era * 400;
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// The ISO date of a number of days since 1970-01-01.
    pub fn iso(number: i64) -> String {
        let z = number + 719_468;
        let era = z.div_euclid(146_097);
        let of_era = z.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let m = (5 * of_year + 2) / 153;
        let day = of_year - (153 * m + 2) / 5 + 1;
        let month = if m < 10 { m + 3 } else { m - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        format!("{year:04}-{month:02}-{day:02}")
    }
}

pub use days::number as day_number;

/// Days between two ISO dates; `None` where one is missing.
pub fn days_apart(a: Option<&str>, b: Option<&str>) -> Option<i64> {
    Some((day_number(a?)? - day_number(b?)?).abs())
}

/// Texts of the readings with their maps, for slicing spans.
pub struct Texts<'r> {
    by: FxHashMap<&'r ReportId, (&'r str, Offsets)>,
}

impl<'r> Texts<'r> {
    /// Maps of all readings.
    pub fn new(readings: &[&'r Reading]) -> Self {
        let by =
            readings.iter().map(|r| (&r.report.id, (r.report.text.as_str(), Offsets::new(&r.report.text)))).collect();
        Texts { by }
    }

    /// The words of a span of a report; empty where the report is not known.
    pub fn slice(&self, report: &ReportId, span: Span) -> &str {
        self.by.get(report).map_or("", |(text, map)| map.slice(text, span))
    }
}

/// Sets that grow together: which of `n` things belong together.
pub struct Groups(Vec<usize>);

impl Groups {
    /// `n` things, each alone.
    pub fn new(n: usize) -> Self {
        Groups((0..n).collect())
    }

    /// The least thing of the set that `i` is in.
    pub fn find(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    /// Puts the sets of two things together.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The sets, by their least thing, each in order.
    pub fn sets(&mut self) -> Vec<Vec<usize>> {
        let mut by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.0.len() {
            by.entry(self.find(i)).or_default().push(i);
        }
        by.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold() {
        assert_eq!(fold("The Ninth Reef Brigade’s"), "ninth reef brigade");
        assert_eq!(fold("U.S."), "u s");
        assert_eq!(fold("The"), "the");
    }

    #[test]
    fn content_words_are_stemmed() {
        let words = content_in_order("negotiations were held; negotiating over 1,200 sailors' boats");
        assert_eq!(words, ["negot", "held", "negot", "1200", "sailor", "boat"]);
    }

    #[test]
    fn days_are_numbers_and_back() {
        for iso in ["1969-12-31", "2000-02-29", "2031-03-06", "2100-03-01"] {
            assert_eq!(days::iso(day_number(iso).unwrap()), iso);
        }
        assert_eq!(day_number("2031-13-06"), None);
    }
}
