//! Keeping a record linked: what is new is placed among what is there, and nothing else is read again.

use std::collections::{BTreeMap, HashMap, HashSet};

use onrecord_link::{
    grouping::{self, Grouping, Placed},
    line_id, placed_storyline,
    similarity::{Features, WORDS, Word},
};
use onrecord_model::{Reading, ReportId, Storyline};
use onrecord_store::{Added, AsOf, Linking, Place, Ready, Record};

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
    /// Reports that lost their place before that, because it was given by other rules than this version's.
    pub anew: usize,
}

/// Puts readings on record with their words, to be placed by the next [`link`].
///
/// # Errors
/// When the record cannot be written.
pub fn add(record: &mut Record, run: &str, readings: &[Reading]) -> Result<Vec<Added>, Error> {
    let ready: Vec<Ready> = readings.iter().map(|r| ready(r.clone())).collect();
    Ok(record.put(run, &ready)?)
}

/// A reading made ready to be put on record with its words. Needs no record: most of the work of [`add`], on whatever thread.
pub fn ready(reading: Reading) -> Ready {
    let (_, day, words) = words(&reading);
    Ready::of(reading, Some((day, words)))
}

/// Places the reports that have no place yet, and anew those that this moves. A record whose places were given by other rules is placed
/// anew as a whole.
///
/// # Errors
/// When the record cannot be read or written.
pub fn link(record: &mut Record) -> Result<Linked, Error> {
    let anew = record.link_by(WORDS, grouping::rules())?;
    let missing = record.without_words()?;
    for batch in missing.chunks(BATCH) {
        let words = record.readings_of(batch)?.iter().map(words).collect::<Vec<_>>();
        record.keep_words(&words)?;
    }
    loop {
        let waiting = record.unplaced()?;
        if waiting.is_empty() {
            return Ok(Linked { anew, ..Linked::default() });
        }
        if let Some(linked) = Open::placed(record)?.settle(record, &waiting)? {
            return Ok(Linked { anew, new: linked.new.saturating_sub(anew), moved: linked.moved });
        }
        // Another program has linked meanwhile: what is left is placed beside what it placed.
    }
}

/// Whether the record's places were given by this version's rules, or none were; otherwise [`link`] gives all of them anew.
///
/// # Errors
/// When the record cannot be read.
pub fn by_these_rules(record: &Record) -> Result<bool, Error> {
    let linking = record.linking()?;
    Ok((linking.words, linking.rules) == (WORDS, grouping::rules()) || record.lines()?.is_empty())
}

/// The places of a record taken up, and which reports wait for one.
#[derive(Debug)]
pub struct Open {
    grouping: Grouping,
    since: Linking,
    /// The earliest last.
    waiting: Vec<ReportId>,
}

impl Open {
    /// Takes up the words and places of all reports that have a place.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn new(record: &Record) -> Result<Open, Error> {
        let mut open = Open::placed(record)?;
        open.waiting = record.unplaced()?;
        open.waiting.reverse();
        Ok(open)
    }

    fn placed(record: &Record) -> Result<Open, Error> {
        let mut grouping = Grouping::new();
        let since = record.linking()?;
        grouping.stems().hold(since.stems);
        record.each_weighed(|report, day, url, words| grouping.take_up(report, day, url, words))?;
        record.each_place(|report, story, line, alike, version| grouping.place(report, story, line, alike, version))?;
        grouping.restored();
        Ok(Open { grouping, since, waiting: Vec::new() })
    }

    /// Places one report that waits, the earliest, and writes what that moves; whether there was one.
    ///
    /// # Errors
    /// When the record cannot be read or written.
    pub fn link_one(&mut self, record: &mut Record) -> Result<bool, Error> {
        let Some(report) = self.waiting.pop() else { return Ok(false) };
        if self.settle(record, std::slice::from_ref(&report))?.is_none() {
            *self = Open::new(record)?;
            return self.link_one(record);
        }
        Ok(true)
    }

    /// Nothing where another program has written places since these were taken up.
    fn settle(&mut self, record: &mut Record, waiting: &[ReportId]) -> Result<Option<Linked>, Error> {
        // Words are letters only here: of all reports at once they would take most of the memory.
        for batch in waiting.chunks(BATCH) {
            let mut features = Vec::with_capacity(batch.len());
            record
                .words_of(batch, |report, day, url, words| features.push(self::features(report, day, url, &words)))?;
            self.teach(record, &features)?;
            features.iter().for_each(|f| self.grouping.insert(f));
        }
        let new: HashSet<&ReportId> = waiting.iter().collect();
        let changed = self.grouping.settle();
        let moved = changed.iter().filter(|p| !new.contains(&p.report)).count();
        let places: Vec<Place> = changed.into_iter().map(place).collect();
        let given = self.grouping.stems().given();
        let fresh = self.grouping.stems_so_far().fresh();
        let weighed = self.grouping.reweighed();
        let changes =
            onrecord_store::Linked { places: &places, stems: Box::new(fresh), given, weighed: Box::new(weighed) };
        let Some(since) = record.keep_linked(&self.since, changes)? else { return Ok(None) };
        self.since = since;
        self.grouping.kept();
        Ok(Some(Linked { new: new.len(), moved, anew: 0 }))
    }

    /// Teaches the numbers that words of new reports have on the record.
    fn teach(&mut self, record: &Record, features: &[Features]) -> Result<(), Error> {
        if self.since.stems == 0 {
            return Ok(());
        }
        let stems = self.grouping.stems();
        let mut unknown: Vec<&str> =
            features.iter().flat_map(|f| &f.words).map(|w| w.stem.as_str()).filter(|w| !stems.has(w)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        // What another program has numbered since is not known here; what hangs on it will not be kept either.
        for (word, number) in record.stems(unknown.into_iter())?.into_iter().filter(|(_, n)| *n < self.since.stems) {
            stems.teach(word, number);
        }
        Ok(())
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

fn place(p: Placed) -> Place {
    Place { report: p.report, story: p.story, line: p.line, alike: p.alike, version: p.version }
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
        Ok(Some(Places::by_line(all)))
    }

    /// The same for the storylines whose id begins so alone: of a large record as it stands now, the others are not looked at.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn of_story(record: &Record, as_of: &AsOf, begin: &str) -> Result<Option<Places>, Error> {
        if as_of.day.is_some() || !as_of.all_versions {
            return Places::of(record, as_of);
        }
        if !record.all_placed()? {
            return Ok(None);
        }
        let Some(first) = beginning(begin) else { return Ok(Some(Places(BTreeMap::new()))) };
        Ok(Some(Places::by_line(record.places_in(first)?)))
    }

    fn by_line(all: Vec<Place>) -> Places {
        let mut lines: BTreeMap<ReportId, Vec<Place>> = BTreeMap::new();
        for p in all {
            lines.entry(p.line.clone()).or_default().push(p);
        }
        Places(lines)
    }

    /// Ids of the storylines with how many reports they have, longest first.
    pub fn sizes(&self) -> Vec<(String, usize)> {
        longest_first(self.0.iter().map(|(l, p)| (line_id(l).to_string(), p.len())).collect())
    }

    /// The reports of the storylines whose id begins so.
    pub fn reports(&self, begin: &str) -> Vec<ReportId> {
        let lines = self.0.iter().filter(|(l, _)| line_id(l).as_str().starts_with(begin));
        lines.flat_map(|(_, p)| p.iter().map(|p| p.report.clone())).collect()
    }

    /// The storylines of readings, as they were placed, by their first day.
    pub fn storylines(&self, readings: Vec<Reading>) -> Vec<Storyline> {
        let mut by: HashMap<ReportId, Reading> = readings.into_iter().map(|r| (r.report.id.clone(), r)).collect();
        let mut out = Vec::new();
        for line in self.0.values() {
            let mine = line.iter().filter_map(|p| Some((by.remove(&p.report)?, placed(p.clone()))));
            out.extend(placed_storyline(mine.collect()));
        }
        out.sort_by_cached_key(|s| (s.readings.first().map(onrecord_link::words::order_key), s.id.clone()));
        out
    }
}

/// Hands on the storylines of the reports that `as_of` shows, one after the other, so that one at a time is in memory; with `after`
/// only those that have a report of a later day. Where a report has no place, or as of a day, as [`Places::of`] says, all at once.
///
/// # Errors
/// When the record cannot be read.
pub fn each_storyline(
    record: &Record,
    as_of: &AsOf,
    after: Option<&str>,
    mut take: impl FnMut(Storyline),
) -> Result<(), Error> {
    let Some(places) = Places::of(record, as_of)? else {
        onrecord_link::storylines(&record.readings(as_of)?).into_iter().for_each(take);
        return Ok(());
    };
    let later = after.map(|day| record.reported_after(day)).transpose()?;
    for line in places.0.into_values() {
        if later.as_ref().is_some_and(|l| !line.iter().any(|p| l.contains(&p.report))) {
            continue;
        }
        let reports: Vec<ReportId> = line.iter().map(|p| p.report.clone()).collect();
        let readings = record.readings_of(&reports)?;
        Places::by_line(line).storylines(readings).into_iter().for_each(&mut take);
    }
    Ok(())
}

/// The storylines that some readings would be part of if they were put on record; the record is not changed, and of its other
/// reports none is read.
///
/// # Errors
/// When the record cannot be read.
pub fn beside(record: &Record, readings: Vec<Reading>) -> Result<Vec<Storyline>, Error> {
    let every = AsOf { all_versions: true, ..AsOf::default() };
    if !record.all_placed()? {
        let mut all = readings;
        all.extend(record.readings(&every)?);
        return Ok(onrecord_link::storylines(&all));
    }
    let mut grouping = if by_these_rules(record)? {
        let mut open = Open::placed(record)?;
        let features: Vec<Features> = readings.iter().map(Features::of).collect();
        open.teach(record, &features)?;
        features.iter().for_each(|f| open.grouping.insert(f));
        open.grouping
    } else {
        // The record is read as it is: what it was placed by other rules is placed anew here alone.
        let mut grouping = Grouping::new();
        let all: Vec<ReportId> = record.known()?.into_iter().collect();
        record.words_of(&all, |report, day, url, words| grouping.insert(&features(report, day, url, &words)))?;
        readings.iter().for_each(|r| grouping.insert(&Features::of(r)));
        grouping
    };
    grouping.settle();
    let ours: HashSet<&ReportId> = readings.iter().map(|r| &r.report.id).collect();
    let placed: Vec<Placed> = grouping.placed().collect();
    let lines: HashSet<&ReportId> = placed.iter().filter(|p| ours.contains(&p.report)).map(|p| &p.line).collect();
    let mine: Vec<Place> = placed.iter().filter(|p| lines.contains(&p.line)).cloned().map(place).collect();
    let wanted: Vec<ReportId> = mine.iter().map(|p| p.report.clone()).collect();
    // A report that is on record too is taken as it is read better.
    let mut all = record.readings_of(&wanted)?;
    all.extend(readings);
    Ok(Places::by_line(mine).storylines(onrecord_link::once(all)))
}

/// Ids of the storylines of a linked record with how many reports they have, longest first; `None` where some report has no place.
///
/// # Errors
/// When the record cannot be read.
pub fn sizes(record: &Record) -> Result<Option<Vec<(String, usize)>>, Error> {
    if !record.all_placed()? {
        return Ok(None);
    }
    Ok(Some(longest_first(record.lines()?.into_iter().map(|(l, n)| (line_id(&l).to_string(), n)).collect())))
}

fn longest_first(mut sizes: Vec<(String, usize)>) -> Vec<(String, usize)> {
    sizes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    sizes
}

/// What the first report's id of a storyline begins with whose own id begins so; nothing where no storyline's can.
fn beginning(begin: &str) -> Option<&str> {
    const MARK: &str = "st-";
    let rest = begin.strip_prefix(MARK).or_else(|| MARK.starts_with(begin).then_some(""))?;
    (rest.chars().count() <= 8).then_some(rest)
}
