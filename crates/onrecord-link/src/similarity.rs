//! How much two reports are about the same: the cosine of their weighted words.
//!
//! A word weighs more the fewer reports use it: in the reports it is weighed by and, for words that are no names, in general news
//! (`data/common-words.tsv`), so that a handful of reports is weighed like many. Words of names are weighed by the reports alone: no
//! party's name is known to be common or rare, and exchanging two names exchanges nothing else. Only the title and the first
//! [`LEAD`] content words count, for news is written with its matter first. Which reports a report is weighed by says
//! [`crate::grouping`].

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{BlockKind, MentionForm, Reading, ReportId};
use serde::{Deserialize, Serialize};

use crate::words::{Texts, content_in_order, day, day_number};

/// Content words of a report that count.
const LEAD: usize = 250;
/// A title word counts as so many.
const TITLE: u16 = 2;
/// General news counts as so many reports beside those at hand: too few to outweigh a set whose reports all use the same words.
const GENERAL: f64 = 10.0;
/// And as so many more, shared among the reports at hand: a handful is weighed like many.
const HANDFUL: f64 = 400.0;
/// Share of general reports that a word is taken to be used in where the list does not have it.
pub(crate) const UNLISTED: f64 = 5.0 / 1733.0;
/// Words of names count as so much of other words: who acts stays the same from event to event.
const NAMES: f64 = 0.8;
/// Least rarity of a word that every report uses.
const LEAST: f64 = 0.02;

/// The list of words of general news.
pub(crate) const COMMON: &str = include_str!("../data/common-words.tsv");

/// The words of general news, each with the share of reports that use it.
pub(crate) fn common() -> impl Iterator<Item = (&'static str, f64)> {
    COMMON.lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
        let (word, share) = l.split_once('\t')?;
        Some((word, share.parse::<f64>().ok()? / 1000.0))
    })
}

/// Version of how the words of a report are taken; goes up where the same reading gives other words.
pub const WORDS: i64 = 1;

/// What of a report says where it belongs: kept beside the record, so that a report is linked without reading the others again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    /// The report.
    pub report: ReportId,
    /// Its day, ISO date; missing when it has none.
    pub day: Option<String>,
    /// Its address; missing when it has none.
    pub url: Option<String>,
    /// Its words, each once, by letters.
    pub words: Vec<Word>,
}

/// A content word of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The word's stem.
    pub stem: String,
    /// How often it counts.
    pub count: u16,
    /// Whether it is part of a name in this report.
    pub named: bool,
}

impl Features {
    /// Of a reading.
    pub fn of(reading: &Reading) -> Features {
        let texts = Texts::new(&[reading]);
        let (counted, names) = counts(reading, &texts);
        let words =
            counted.into_iter().map(|(stem, count)| Word { named: names.contains(&stem), stem, count }).collect();
        Features {
            report: reading.report.id.clone(),
            day: day(reading).filter(|d| day_number(d).is_some()).map(str::to_owned),
            url: reading.report.url.clone(),
            words,
        }
    }
}

/// What a word weighs before the length of its report is taken out.
///
/// `share` is the share of general reports that use it, where the list says; `used` of `reports` reports use it, the report itself
/// counted; `count` is how often it counts in it.
pub fn weight(share: Option<f64>, named: bool, count: u16, used: u32, reports: usize) -> f64 {
    let share = share.filter(|_| !named).unwrap_or(UNLISTED);
    let beside = GENERAL + HANDFUL / (reports.max(1) as f64);
    let rarity = ((beside + reports as f64) / (f64::from(used.max(1)) + beside * share)).ln().max(LEAST);
    (1.0 + f64::from(count).ln()) * rarity * if named { NAMES } else { 1.0 }
}

/// The limits that weights hang on, as they stand here.
pub(crate) const LIMITS: [f64; 5] = [GENERAL, HANDFUL, UNLISTED, NAMES, LEAST];

/// The words of a report with how often they count, and which of them are words of names.
fn counts(r: &Reading, texts: &Texts) -> (BTreeMap<String, u16>, BTreeSet<String>) {
    let mut out: BTreeMap<String, u16> = BTreeMap::new();
    let report = &r.report;
    let slice = |s| texts.slice(&report.id, s);
    for w in report.title.map(|t| content_in_order(slice(t))).unwrap_or_default() {
        *out.entry(w).or_default() += TITLE;
    }
    let mut left = LEAD;
    let body: Vec<&str> = if report.blocks.is_empty() {
        vec![report.text.as_str()]
    } else {
        report
            .blocks
            .iter()
            .filter(|b| b.kind.is_content() && b.kind != BlockKind::Title)
            .map(|b| slice(b.span))
            .collect()
    };
    for text in body {
        for w in content_in_order(text).into_iter().take(left) {
            *out.entry(w).or_default() += 1;
            left -= 1;
        }
        if left == 0 {
            break;
        }
    }
    let names = r
        .mentions
        .iter()
        .filter(|m| m.form == MentionForm::Named)
        .flat_map(|m| content_in_order(slice(m.span)))
        .collect();
    (out, names)
}
