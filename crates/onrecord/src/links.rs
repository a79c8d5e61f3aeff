//! Keeping a record linked: what is new is placed among what is there, and nothing else is read again.

use std::collections::{BTreeMap, HashSet};

use onrecord_link::{
    grouping::{Grouping, Placed},
    line_id, placed_storyline,
    similarity::{Features, Word},
};
use onrecord_model::{Reading, ReportId, Storyline};
use onrecord_store::{Added, AsOf, Outcome, Place, Record};

use crate::Error;

/// Records of as many reports are weighed as a whole, and as of an earlier day are linked anew.
pub use onrecord_link::grouping::LOOK_BACK;

/// Readings fetched at once to learn their words.
const BATCH: usize = 64;

/// What linking did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// Reports that had no place before.
    pub new: usize,
    /// Reports that were in another place before.
    pub moved: usize,
}

/// Puts readings on record with their words, to be placed by the next [`link`].
///
/// # Errors
/// When the record cannot be written.
pub fn add(record: &mut Record, run: &str, readings: &[Reading]) -> Result<Vec<Added>, Error> {
    let added = record.add(run, readings)?;
    let new = added.iter().zip(readings).filter(|(a, _)| a.outcome != Outcome::Known);
    let words: Vec<_> = new.map(|(_, r)| words(r)).collect();
    record.keep_words(&words)?;
    Ok(added)
}

/// Places the reports that have no place yet, and anew those that this moves.
///
/// # Errors
/// When the record cannot be read or written.
pub fn link(record: &mut Record) -> Result<Linked, Error> {
    let missing = record.without_words()?;
    for batch in missing.chunks(BATCH) {
        let words = record.readings_of(batch)?.iter().map(words).collect::<Vec<_>>();
        record.keep_words(&words)?;
    }
    if record.unplaced()? == 0 {
        return Ok(Linked::default());
    }
    let mut open = Open::new(record)?;
    let waiting = std::mem::take(&mut open.waiting);
    open.settle(record, &waiting)
}

/// The places of a record taken up, and the reports that wait for one.
#[derive(Debug)]
pub struct Open {
    grouping: Grouping,
    waiting: Vec<Features>,
}

impl Open {
    /// Takes up the words and places of all reports.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn new(record: &Record) -> Result<Open, Error> {
        let (mut waiting, mut grouping) = (Vec::new(), Grouping::new());
        record.each_words(|report, day, url, words, place| {
            let features = features(report, day, url, &words);
            match place {
                Some(p) => grouping.take_up(&features, placed(p)),
                None => waiting.push(features),
            }
        })?;
        grouping.restored();
        waiting.sort_by(|a, b| (&b.day, &b.report).cmp(&(&a.day, &a.report)));
        Ok(Open { grouping, waiting })
    }

    /// Places one report that waits, the earliest, and writes what that moves; whether there was one.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn link_one(&mut self, record: &mut Record) -> Result<bool, Error> {
        let Some(features) = self.waiting.pop() else { return Ok(false) };
        self.settle(record, &[features])?;
        Ok(true)
    }

    fn settle(&mut self, record: &mut Record, waiting: &[Features]) -> Result<Linked, Error> {
        for features in waiting {
            self.grouping.insert(features);
        }
        let new: HashSet<&ReportId> = waiting.iter().map(|f| &f.report).collect();
        let changed = self.grouping.settle();
        let moved = changed.iter().filter(|p| !new.contains(&p.report)).count();
        let places: Vec<Place> = changed
            .into_iter()
            .map(|p| Place { report: p.report, story: p.story, line: p.line, alike: p.alike, version: p.version })
            .collect();
        record.keep_places(&places)?;
        Ok(Linked { new: new.len(), moved })
    }
}

/// A report's words as the record keeps them.
pub(crate) fn words(reading: &Reading) -> (ReportId, Option<String>, Vec<u8>) {
    let features = Features::of(reading);
    let mut out = String::new();
    for w in features.words {
        out.push_str(&format!("{}\t{}{}\n", w.stem, w.count, if w.named { "*" } else { "" }));
    }
    (features.report, features.day, out.into_bytes())
}

/// A report's features from its words as the record keeps them.
pub fn features(report: ReportId, day: Option<String>, url: Option<String>, words: &[u8]) -> Features {
    let words = String::from_utf8_lossy(words);
    let words = words.lines().filter_map(|l| l.rsplit_once('\t')).map(|(stem, count)| Word {
        stem: stem.to_owned(),
        count: count.trim_end_matches('*').parse().unwrap_or(1),
        named: count.ends_with('*'),
    });
    Features { report, day, url, words: words.collect() }
}

fn placed(p: Place) -> Placed {
    Placed { report: p.report, story: p.story, line: p.line, alike: p.alike, version: p.version }
}

/// The storylines on record as they were placed, by the begin of their id, without their readings.
#[derive(Clone, Debug)]
pub struct Places(BTreeMap<ReportId, Vec<Place>>);

impl Places {
    /// Of the reports that `as_of` shows; `None` where some have no place, or where a day's small record is better linked anew.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn of(record: &Record, as_of: &AsOf) -> Result<Option<Places>, Error> {
        let Some(all) = record.places(as_of)? else { return Ok(None) };
        if as_of.day.is_some() && all.len() <= LOOK_BACK {
            return Ok(None);
        }
        let mut lines: BTreeMap<ReportId, Vec<Place>> = BTreeMap::new();
        for p in all {
            lines.entry(p.line.clone()).or_default().push(p);
        }
        Ok(Some(Places(lines)))
    }

    /// Ids of the storylines with how many reports they have, longest first.
    pub fn sizes(&self) -> Vec<(String, usize)> {
        let mut out: Vec<(String, usize)> = self.0.iter().map(|(l, p)| (line_id(l).0, p.len())).collect();
        out.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        out
    }

    /// The reports of the storylines whose id begins so.
    pub fn reports(&self, begin: &str) -> Vec<ReportId> {
        let lines = self.0.iter().filter(|(l, _)| line_id(l).as_str().starts_with(begin));
        lines.flat_map(|(_, p)| p.iter().map(|p| p.report.clone())).collect()
    }

    /// The storylines of readings, as they were placed, by their first day.
    pub fn storylines(&self, readings: &[Reading]) -> Vec<Storyline> {
        let by: BTreeMap<&ReportId, &Reading> = readings.iter().map(|r| (&r.report.id, r)).collect();
        let mut out = Vec::new();
        for line in self.0.values() {
            let placed: Vec<Placed> = line.iter().cloned().map(placed).collect();
            let mine: Vec<(&Reading, &Placed)> = placed.iter().filter_map(|p| Some((*by.get(&p.report)?, p))).collect();
            out.extend(placed_storyline(&mine));
        }
        out.sort_by_cached_key(|s| (s.readings.first().map(onrecord_link::words::order_key), s.id.clone()));
        out
    }
}
