//! Which reports belong together.
//!
//! A **story** is one near event: reports a few days apart with much the same words and names. A **storyline** is one matter over
//! any time: reports that share the parties they are mostly about. Two years apart may be one storyline, never one story.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{Member, Reading};

use crate::parties::actors;
use crate::words::{Groups, content, day, days_apart, order_key};

/// Reports of one storyline, by index, with why they are in it.
pub struct Group {
    /// Indices into the readings handed in.
    pub reports: Vec<usize>,
    /// One member a report, in the same order.
    pub members: Vec<Member>,
}

/// Days within which two reports can tell one near event.
const STORY_DAYS: i64 = 10;
/// Names two reports of one matter share at least.
const SHARED_NAMES: usize = 2;

struct Features {
    /// Parties, persons, places with mentions.
    names: BTreeMap<String, usize>,
    /// Content words of the title and first sentences.
    words: BTreeSet<String>,
}

/// Groups the readings into storylines and stories.
pub fn group(readings: &[&Reading]) -> Vec<Group> {
    let features: Vec<Features> = readings.iter().map(|r| features(r)).collect();
    let mut df: BTreeMap<&str, usize> = BTreeMap::new();
    for f in &features {
        for n in f.names.keys() {
            *df.entry(n).or_default() += 1;
        }
    }
    let mut lines = Groups::new(readings.len());
    let mut posts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, f) in features.iter().enumerate() {
        for n in f.names.keys() {
            posts.entry(n).or_default().push(i);
        }
    }
    let mut hits: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for list in posts.values().filter(|l| l.len() <= 400) {
        for (n, &i) in list.iter().enumerate() {
            for &j in &list[n + 1..] {
                *hits.entry((i, j)).or_default() += 1;
            }
        }
    }
    for (&(i, j), &n) in &hits {
        if n >= SHARED_NAMES && alike(&features[i], &features[j]) >= 0.25 {
            lines.join(i, j);
        }
    }
    let mut stories = Groups::new(readings.len());
    for (i, a) in readings.iter().enumerate() {
        for (j, b) in readings.iter().enumerate().skip(i + 1) {
            if lines.find(i) == lines.find(j) && days_apart(day(a), day(b)).is_some_and(|d| d <= STORY_DAYS) {
                stories.join(i, j);
            }
        }
    }
    lines
        .sets()
        .into_iter()
        .map(|mut set| {
            set.sort_by_cached_key(|&i| order_key(readings[i]));
            let mut names: BTreeMap<usize, usize> = BTreeMap::new();
            let members = set
                .iter()
                .map(|&i| {
                    let story = stories.find(i);
                    let next = names.len() + 1;
                    let number = *names.entry(story).or_insert(next);
                    Member {
                        report: readings[i].report.id.clone(),
                        story: format!("s{number}"),
                        why: why(i, &set, &features),
                    }
                })
                .collect();
            Group { reports: set, members }
        })
        .collect()
}

fn features(r: &Reading) -> Features {
    let lead: String = r.report.text.chars().take(700).collect();
    Features { names: actors(r), words: content(&lead) }
}

/// Weighted share of names two reports have in common, 0 to 1: each name counts as the smaller share of mentions it has.
fn alike(a: &Features, b: &Features) -> f64 {
    let total = |f: &Features| f.names.values().map(|n| (*n as f64).sqrt()).sum::<f64>().max(1e-9);
    let (ta, tb) = (total(a), total(b));
    a.names
        .iter()
        .filter_map(|(n, ca)| Some(((*ca as f64).sqrt() / ta).min((*b.names.get(n)? as f64).sqrt() / tb)))
        .sum()
}

/// The names a report shares with most of the others, as its members' reason.
fn why(i: usize, set: &[usize], features: &[Features]) -> String {
    if set.len() == 1 {
        return "alone".to_owned();
    }
    let mut shared: Vec<(usize, &str)> = features[i]
        .names
        .keys()
        .map(|n| (set.iter().filter(|&&j| j != i && features[j].names.contains_key(n)).count(), n.as_str()))
        .filter(|(n, _)| *n > 0)
        .collect();
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let words =
        set.iter().filter(|&&j| j != i).map(|&j| crate::words::shared(&features[i].words, &features[j].words)).max();
    let names: Vec<&str> = shared.iter().take(4).map(|(_, n)| *n).collect();
    format!("names: {}; words: {}", names.join(", "), words.unwrap_or(0))
}
