//! How much two reports are about the same: the cosine of their weighted words.
//!
//! A word weighs more the fewer reports use it: in the set at hand and, for words that are no names, in general news
//! (`data/common-words.tsv`), so that a handful of reports is weighed like many. Words of names are weighed by the set alone: no
//! party's name is known to be common or rare, and exchanging two names exchanges nothing else. Only the title and the first
//! [`LEAD`] content words count, for news is written with its matter first.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use onrecord_model::{BlockKind, MentionForm, Reading};

use crate::words::{Texts, content_in_order};

/// Content words of a report that count.
const LEAD: usize = 250;
/// A title word counts as so many more.
const TITLE: f64 = 2.0;
/// General news counts as so many reports beside those at hand: too few to outweigh a set whose reports all use the same words.
const GENERAL: f64 = 10.0;
/// And as so many more, shared among the reports at hand: a handful is weighed like many.
const HANDFUL: f64 = 400.0;
/// Share of general reports that a word is taken to be used in where the list does not have it.
const UNLISTED: f64 = 5.0 / 1733.0;
/// Words of names count as so much of other words: who acts stays the same from event to event.
const NAMES: f64 = 0.8;
/// Least rarity of a word that every report uses.
const LEAST: f64 = 0.02;

static COMMON: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    include_str!("../data/common-words.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let (word, share) = l.split_once('\t')?;
            Some((word, share.parse::<f64>().ok()? / 1000.0))
        })
        .collect()
});

/// Words of reports with their weights, each report's weights of length one.
pub struct Profiles {
    /// For every report its words with weights, by word number.
    words: Vec<Vec<(u32, f64)>>,
    /// For every word number the reports that have it.
    posts: Vec<Vec<u32>>,
}

impl Profiles {
    /// Profiles of the readings, in their order.
    pub fn new(readings: &[&Reading]) -> Self {
        let texts = Texts::new(readings);
        let counted: Vec<(BTreeMap<String, f64>, BTreeSet<String>)> =
            readings.iter().map(|r| counts(r, &texts)).collect();
        let mut df: BTreeMap<&str, f64> = BTreeMap::new();
        for (c, _) in &counted {
            for w in c.keys() {
                *df.entry(w).or_default() += 1.0;
            }
        }
        let number: HashMap<&str, u32> = df.keys().enumerate().map(|(i, w)| (*w, i as u32)).collect();
        let beside = GENERAL + HANDFUL / (readings.len().max(1) as f64);
        let all = beside + readings.len() as f64;
        let mut words = Vec::with_capacity(readings.len());
        let mut posts = vec![Vec::new(); number.len()];
        for (i, (c, names)) in counted.iter().enumerate() {
            let mut list: Vec<(u32, f64)> = c
                .iter()
                .map(|(w, n)| {
                    let named = names.contains(w);
                    let share = if named { UNLISTED } else { COMMON.get(w.as_str()).copied().unwrap_or(UNLISTED) };
                    let rarity = (all / (df[w.as_str()] + beside * share)).ln().max(LEAST);
                    (number[w.as_str()], (1.0 + n.ln()) * rarity * if named { NAMES } else { 1.0 })
                })
                .collect();
            let length = list.iter().map(|(_, x)| x * x).sum::<f64>().sqrt().max(1e-12);
            for (w, x) in &mut list {
                *x /= length;
                posts[*w as usize].push(i as u32);
            }
            words.push(list);
        }
        Profiles { words, posts }
    }

    /// Likeness of two reports, 0 to 1.
    pub fn alike(&self, a: usize, b: usize) -> f64 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        let (x, y) = (&self.words[a], &self.words[b]);
        while i < x.len() && j < y.len() {
            match x[i].0.cmp(&y[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += x[i].1 * y[j].1;
                    i += 1;
                    j += 1;
                }
            }
        }
        sum
    }

    /// Reports after `a` that share one of its weightiest words with it, words of too many reports left out.
    pub fn near(&self, a: usize) -> BTreeSet<usize> {
        let mut heavy: Vec<(u32, f64)> = self.words[a].clone();
        heavy.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        let common = (self.words.len() / 8).max(400);
        heavy
            .into_iter()
            .take(40)
            .map(|(w, _)| &self.posts[w as usize])
            .filter(|list| list.len() <= common)
            .flat_map(|list| list.iter().map(|&j| j as usize))
            .filter(|&j| j != a)
            .collect()
    }
}

/// The words of a report with how often they count, and which of them are words of names.
fn counts(r: &Reading, texts: &Texts) -> (BTreeMap<String, f64>, BTreeSet<String>) {
    let mut out: BTreeMap<String, f64> = BTreeMap::new();
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
            *out.entry(w).or_default() += 1.0;
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
