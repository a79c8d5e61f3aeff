//! Where each report belongs, found as if the reports had come by day; one more report does not group the others again.
//!
//! Reports are taken by day, then id, whatever the order in which they were put in. Each is compared with earlier ones only:
//!
//! - it joins the **story** whose reports its words are on average most alike, likeness counting less the further the days are
//!   apart, if that reaches [`STORY`]; another version of an address joins the story of the version before;
//! - otherwise it begins a story, and that story joins the **storyline** it is most alike, whatever the days, if that reaches
//!   [`LINE`]; otherwise it begins a storyline. Half of that likeness is to the nearest story of the storyline, half to all of it, and
//!   names weigh more in it: what happens changes from story to story, who it happens between does not.
//!
//! So what a report is part of hangs on earlier reports alone: a day's news changes nothing of the day before. What is compared is
//! bounded: the last [`LAST`] earlier reports that have one of a report's [`TOP`] weightiest words.
//!
//! A report is weighed by the [`LOOK_BACK`] reports before its month; where fewer came before, by the first [`LOOK_BACK`] of all. A
//! record no larger than that is thus weighed as a whole, and a larger one is not weighed anew with every report. A report put in
//! late, of an earlier day, weighs anew only the months whose look-back it is part of; of later reports only those are placed anew
//! that are compared with a report or story that changed. The result is that of taking all reports at once: tests hold the two
//! against each other.
//!
//! Limits: [`STORY`] and the days were read off 474 reports put into 216 events by hand (`evals/news-conflict`) and NewsWCL50, [`LINE`] and
//! [`NAMED`] off the storylines of 1,733 reports, by headline and by eight matters told by words of the headline; neither is a test of ours.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Bound;

use onrecord_model::ReportId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::posts::{Posts, Stems};
use crate::shelf::Shelf;
use crate::similarity::{COMMON, Features, LIMITS, weight};
use crate::words::day_number;

/// Average likeness of a report and its story.
const STORY: f64 = 0.10;
/// What the likeness of reports far apart in time still counts for a story.
const FLOOR: f64 = 0.5;
/// Days in which the part above the floor halves.
const HALF: f64 = 5.0;
/// Days apart after which it is another event or a look back, unless the words are nearly the same: then a day is wrong.
const FAR: i64 = 365;
/// What likeness counts for a story beyond [`FAR`].
const BEYOND: f64 = 0.25;
/// Likeness of a story's first report and its storyline: half to the nearest story of it, half to all of it.
const LINE: f64 = 0.07;
/// A name counts so many times as much for a storyline as for a story.
const NAMED: u64 = 2;
/// Reports less alike count as not alike at all.
const LEAST: f64 = 0.05;
/// Weightiest words of a report by which others are looked up; words of equal weight with the last of them too.
const TOP: usize = 40;
/// Earlier reports looked up by one word.
const LAST: usize = 128;
/// Later reports that are looked through one by one rather than looked up by the words of those that moved.
const FEW: usize = 256;
/// So many new reports at once, if they are no few beside the others, make the lists of all words anew.
const MANY: usize = 64;
/// Reports whose lists of earlier, alike reports are kept at hand: of the others they are looked up again when they are needed.
const AT_HAND: usize = 4096;
/// Reports a report is weighed by.
pub const LOOK_BACK: usize = 2048;

/// Version of how reports are placed; goes up where another rule gives other places by the same limits.
const RULES: i64 = 1;

/// A number for the rules that places are given by: another limit, list of words or [version](RULES) gives another. Never 0.
pub fn rules() -> i64 {
    let limits =
        [STORY, FLOOR, HALF, FAR as f64, BEYOND, LINE, NAMED as f64, LEAST, TOP as f64, LAST as f64, LOOK_BACK as f64];
    let numbers = limits.iter().chain(&LIMITS).flat_map(|x| x.to_bits().to_le_bytes());
    let bytes = RULES.to_le_bytes().into_iter().chain(numbers).chain(COMMON.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 1) as i64 | 1
}

/// One in the numbers that stand for likeness.
const ONE: f64 = (1u32 << 20) as f64;

/// Day as ten letters, id; a report without a day comes first.
type Key = (Day, Box<str>);
/// An ISO date; zeros where there is none.
type Day = [u8; 10];
/// Year and month; zeros for the reports without a day.
type Month = [u8; 7];

/// Where a report belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The report.
    pub report: ReportId,
    /// The first report of its story.
    pub story: ReportId,
    /// The first report of its storyline.
    pub line: ReportId,
    /// How alike it is to the story it joined; of the first report of a story, to the nearest story of its storyline; 0 where it
    /// began a storyline.
    pub alike: f64,
    /// Whether it joined as another version of an address.
    pub version: bool,
}

/// Reports with their places.
#[derive(Debug)]
pub struct Grouping {
    look_back: usize,
    stems: Stems,
    /// Ids of the reports, by number.
    ids: Shelf,
    addresses: Shelf,
    reports: Vec<Entry>,
    /// The reports of every month by key.
    months: BTreeMap<Month, Vec<u32>>,
    /// For every word the reports that have it, by key.
    posts: Posts,
    /// For every address its reports by key.
    at: Vec<Vec<u32>>,
    /// The reports of every story by key, under its first report.
    stories: FxHashMap<u32, Vec<u32>>,
    /// The reports of every storyline by key, under its first report.
    lines: FxHashMap<u32, Vec<u32>>,
    waiting: Vec<u32>,
    /// Reports whose weights are not kept yet.
    reweighed: BTreeSet<u32>,
    /// Reports whose list of earlier ones is kept, by when it was looked up.
    at_hand: VecDeque<u32>,
    base: Base,
    /// Weights of the report that is compared, as a story's and as a storyline's, by word.
    scratch: Vec<(u16, u32)>,
    steps: u64,
}

#[derive(Debug, Default)]
struct Entry {
    date: Day,
    day: Option<i64>,
    /// Number of its address.
    address: Option<u32>,
    /// Word, how often it counts, whether it is part of a name; by letters.
    words: Box<[(u32, u16, bool)]>,
    /// Weight of each word, by length one.
    weights: Box<[u16]>,
    /// Length of the weights where names count [`NAMED`] times.
    length: f64,
    /// The words by which others are looked up, by number.
    tops: Box<[u32]>,
    /// Earlier reports that are alike, by key; missing where they are not at hand and would have to be looked up.
    before: Option<Box<[Alike]>>,
    place: Place,
}

/// An earlier report with how alike it is as a story's and as a storyline's, of [`ONE`].
type Alike = (u32, u32, u32);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    story: u32,
    line: u32,
    alike: f64,
    version: bool,
}

const NOWHERE: u32 = u32::MAX;

impl Default for Place {
    fn default() -> Self {
        Place { story: NOWHERE, line: NOWHERE, alike: 0.0, version: false }
    }
}

/// The reports of one month's look-back and how many of them use each word.
#[derive(Debug, Default)]
struct Base {
    members: Vec<u32>,
    used: Vec<u32>,
}

impl Default for Grouping {
    fn default() -> Self {
        Grouping::new()
    }
}

impl Grouping {
    /// No reports.
    pub fn new() -> Grouping {
        Grouping::looking_back(LOOK_BACK)
    }

    /// No reports, which are to be weighed by so many before them; for tests of larger sets with few reports.
    pub fn looking_back(look_back: usize) -> Grouping {
        Grouping {
            look_back: look_back.max(1),
            stems: Stems::new(),
            ids: Shelf::new(),
            addresses: Shelf::new(),
            reports: Vec::new(),
            months: BTreeMap::new(),
            posts: Posts::default(),
            at: Vec::new(),
            stories: FxHashMap::default(),
            lines: FxHashMap::default(),
            waiting: Vec::new(),
            reweighed: BTreeSet::new(),
            at_hand: VecDeque::new(),
            base: Base::default(),
            scratch: Vec::new(),
            steps: 0,
        }
    }

    /// Puts a report in, to be placed by the next [`settle`](Self::settle). A report that is in is left as it is.
    pub fn insert(&mut self, features: &Features) {
        if let Some(n) = self.enter(features) {
            self.waiting.push(n);
        }
    }

    /// The words and their numbers; those that a record has are to be [taught](Stems::teach) before reports with them are put in.
    pub fn stems(&mut self) -> &mut Stems {
        &mut self.stems
    }

    /// The words and their numbers, to be looked at.
    pub fn stems_so_far(&self) -> &Stems {
        &self.stems
    }

    /// Takes up a report as [`reweighed`](Self::reweighed) gave it; its [place](Self::place) and [`restored`](Self::restored) follow.
    pub fn take_up(&mut self, report: &str, day: Option<&str>, url: Option<&str>, weighed: &[u8]) {
        let n = self.ids.number(report);
        if (n as usize) < self.reports.len() {
            return;
        }
        let (words, weights) = weighed
            .chunks_exact(8)
            .map(|b| {
                let half = |i| u16::from_le_bytes([b[i], b[i + 1]]);
                ((u32::from_le_bytes([b[0], b[1], b[2], b[3]]), half(4) >> 1, half(4) & 1 == 1), half(6))
            })
            .unzip::<_, _, Vec<_>, Vec<_>>();
        let entry = self.entry(day, url, words.into());
        self.reports.push(Entry { weights: weights.into(), ..entry });
        self.measure(n);
    }

    /// The place of a report taken up, when all are taken up. A report that is not there is passed over.
    pub fn place(&mut self, report: &str, story: &str, line: &str, alike: f64, version: bool) {
        let (Some(n), Some(story), Some(line)) = (self.ids.find(report), self.ids.find(story), self.ids.find(line))
        else {
            return;
        };
        self.reports[n as usize].place = Place { story, line, alike, version };
    }

    /// Puts the reports taken up in order: all of the reports that were there when they were placed. Whether each has a place.
    pub fn restored(&mut self) -> bool {
        let order = self.sorted();
        self.grow();
        self.post_all(&order);
        let mut whole = true;
        for n in order {
            let entry = &self.reports[n as usize];
            let (place, address) = (entry.place, entry.address);
            self.months.entry(month(&entry.date)).or_default().push(n);
            if let Some(a) = address {
                self.at[a as usize].push(n);
            }
            whole &= place.story != NOWHERE;
            if place.story != NOWHERE {
                self.stories.entry(place.story).or_default().push(n);
                self.lines.entry(place.line).or_default().push(n);
            }
        }
        whole
    }

    /// The reports whose weights are others than were [`kept`](Self::kept), each with its words and weights as bytes to be
    /// [taken up](Self::take_up).
    pub fn reweighed(&self) -> impl Iterator<Item = (ReportId, Vec<u8>)> + '_ {
        self.reweighed.iter().map(|&n| {
            let entry = &self.reports[n as usize];
            let mut out = Vec::with_capacity(entry.words.len() * 8);
            for (&(word, count, named), weight) in entry.words.iter().zip(&entry.weights) {
                out.extend(word.to_le_bytes());
                out.extend((count.min(u16::MAX >> 1) << 1 | u16::from(named)).to_le_bytes());
                out.extend(weight.to_le_bytes());
            }
            (ReportId::from(self.ids.get(n)), out)
        })
    }

    /// What was told so far is kept.
    pub fn kept(&mut self) {
        self.reweighed.clear();
        self.stems.kept();
    }

    /// Reports that are in.
    pub fn len(&self) -> usize {
        self.reports.len()
    }

    /// Whether none is in.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// Whether a report is in.
    pub fn has(&self, report: &ReportId) -> bool {
        self.ids.find(report.as_str()).is_some()
    }

    /// Words weighed, compared and looked up so far: the work done, whatever the machine.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Where every report belongs, as of the last [`settle`](Self::settle), in the order they were put in.
    pub fn placed(&self) -> impl Iterator<Item = Placed> + '_ {
        (0..self.reports.len() as u32).filter_map(|n| self.place_of(n))
    }

    fn place_of(&self, n: u32) -> Option<Placed> {
        let id = |n: u32| ReportId::from(self.ids.get(n));
        let p = self.reports[n as usize].place;
        (p.story != NOWHERE).then(|| Placed {
            report: id(n),
            story: id(p.story),
            line: id(p.line),
            alike: p.alike,
            version: p.version,
        })
    }

    fn key(&self, n: u32) -> Key {
        (self.reports[n as usize].date, self.ids.get(n).into())
    }

    /// Reports by key.
    fn order(&self, a: u32, b: u32) -> Ordering {
        let day = |n: u32| &self.reports[n as usize].date;
        day(a).cmp(day(b)).then_with(|| self.ids.get(a).cmp(self.ids.get(b)))
    }

    fn month(&self, n: u32) -> Month {
        month(&self.reports[n as usize].date)
    }

    /// How many of some reports, which come by key, come before one.
    fn before(&self, list: &[u32], n: u32) -> usize {
        match list.last() {
            Some(&last) if self.order(last, n).is_ge() => list.partition_point(|&m| self.order(m, n).is_lt()),
            _ => list.len(),
        }
    }

    fn enter(&mut self, features: &Features) -> Option<u32> {
        let n = self.ids.number(features.report.as_str());
        if (n as usize) < self.reports.len() {
            return None;
        }
        let words = features.words.iter().map(|w| (self.stems.number(&w.stem), w.count, w.named)).collect();
        let entry = self.entry(features.day.as_deref(), features.url.as_deref(), words);
        let address = entry.address;
        self.reports.push(entry);
        self.grow();
        let month = self.month(n);
        let at = self.months.get(&month).map_or(0, |l| self.before(l, n));
        self.months.entry(month).or_default().insert(at, n);
        if let Some(a) = address {
            let at = self.before(&self.at[a as usize], n);
            self.at[a as usize].insert(at, n);
        }
        Some(n)
    }

    fn entry(&mut self, day: Option<&str>, url: Option<&str>, words: Box<[(u32, u16, bool)]>) -> Entry {
        let number = day.and_then(day_number);
        let mut date: Day = [0; 10];
        let letters = day.filter(|_| number.is_some()).unwrap_or("").as_bytes();
        let len = letters.len().min(date.len());
        date[..len].copy_from_slice(&letters[..len]);
        Entry { date, day: number, address: url.map(|u| self.addresses.number(u)), words, ..Entry::default() }
    }

    /// Makes room for all words and addresses.
    fn grow(&mut self) {
        self.base.used.resize(self.stems.given() as usize, 0);
        self.scratch.resize(self.stems.given() as usize, (0, 0));
        self.at.resize_with(self.addresses.len(), Vec::new);
    }

    /// All reports by key.
    fn sorted(&self) -> Vec<u32> {
        let mut all: Vec<u32> = (0..self.reports.len() as u32).collect();
        all.sort_unstable_by(|a, b| self.order(*a, *b));
        all
    }

    /// Puts a report into the lists of its words.
    fn post(&mut self, n: u32) {
        for i in 0..self.reports[n as usize].words.len() {
            let word = self.reports[n as usize].words[i].0;
            let at = self.before(self.posts.get(word), n);
            self.posts.insert(word, at, n);
        }
    }

    /// Makes the lists of all words anew from all reports, which come by key.
    fn post_all(&mut self, order: &[u32]) {
        let reports = &self.reports;
        self.posts.fill(self.stems.given(), |put| {
            for &n in order {
                reports[n as usize].words.iter().for_each(|w| put(w.0, n));
            }
        });
    }

    /// Places what was put in since the last time, and places anew what that changes. Gives the reports whose place changed.
    pub fn settle(&mut self) -> Vec<Placed> {
        let mut new = std::mem::take(&mut self.waiting);
        if new.is_empty() {
            return Vec::new();
        }
        new.sort_by(|a, b| self.order(*a, *b));
        if new.len() > MANY && new.len() * 16 > self.reports.len() {
            self.post_all(&self.sorted());
        } else {
            new.iter().for_each(|&n| self.post(n));
        }
        let mut weighed: FxHashSet<u32> = new.iter().copied().collect();
        for m in self.weighed_anew(&new) {
            weighed.extend(&self.months[&m]);
        }
        let mut order: Vec<u32> = weighed.into_iter().collect();
        order.sort_by(|a, b| self.order(*a, *b));
        let fresh: FxHashSet<u32> = new.iter().copied().collect();
        let mut changed: Vec<u32> = Vec::new();
        for n in order {
            if self.weigh(n) || fresh.contains(&n) {
                changed.push(n);
            }
        }
        let mut open: BTreeSet<(Key, u32)> = BTreeSet::new();
        for n in self.look_anew(&changed) {
            // What is not at hand is looked up when its turn comes, so that it need not be kept until then.
            if self.reports[n as usize].before.is_none() || self.look(n) {
                open.insert((self.key(n), n));
            }
        }
        for &n in &new {
            // Another version of its address may have to follow it.
            if let Some(a) = self.reports[n as usize].address {
                let list = &self.at[a as usize];
                open.extend(list[self.before(list, n)..].iter().map(|&m| (self.key(m), m)));
            }
        }
        // Where every later report is open already, none has to be opened.
        let all_open = open.first().is_some_and(|(_, n)| self.count_from(*n, usize::MAX) == open.len());
        let mut moved: BTreeSet<u32> = BTreeSet::new();
        while let Some((_, n)) = open.pop_first() {
            if self.reports[n as usize].before.is_none() {
                self.look(n);
                self.at_hand.push_back(n);
            }
            let place = self.decide(n);
            // The lists of the reports looked up last are kept; a list that is gone is found again.
            while self.at_hand.len() > AT_HAND {
                if let Some(old) = self.at_hand.pop_front() {
                    self.reports[old as usize].before = None;
                }
            }
            let old = std::mem::replace(&mut self.reports[n as usize].place, place);
            if old != place {
                moved.insert(n);
            }
            if (old.story, old.line) != (place.story, place.line) {
                self.take_out(n, old, place);
                self.put_in(n, old, place);
                if !all_open {
                    self.open_later(n, old, place, &mut open);
                }
            }
        }
        moved.into_iter().filter_map(|n| self.place_of(n)).collect()
    }

    /// Months whose look-back the new reports, which come by key, are part of.
    fn weighed_anew(&self, new: &[u32]) -> BTreeSet<Month> {
        let mut out = BTreeSet::new();
        // Months that fewer reports came before than are looked back on are weighed by the first of all: did those change?
        let mut before = 0;
        let mut early = Vec::new();
        for (m, list) in &self.months {
            if before >= self.look_back {
                break;
            }
            early.push(*m);
            before += list.len();
        }
        let first = self.months.values().flatten().nth(self.look_back - 1);
        if first.is_none_or(|&last| self.order(new[0], last).is_le()) {
            out.extend(early);
        }
        for &n in new {
            let own = self.month(n);
            let list = &self.months[&own];
            let mut between = list.len() - self.before(list, n) - 1;
            for (m, list) in self.months.range((Bound::Excluded(own), Bound::Unbounded)) {
                if between >= self.look_back {
                    break;
                }
                out.insert(*m);
                between += list.len();
            }
        }
        out
    }

    /// Makes `base` the look-back of a month.
    fn look_back(&mut self, of: &Month) {
        let mut members: Vec<u32> = Vec::new();
        for (_, list) in self.months.range(..*of).rev() {
            members.extend(list.iter().rev().take(self.look_back - members.len()));
            if members.len() >= self.look_back {
                break;
            }
        }
        if members.len() < self.look_back {
            members = self.months.values().flatten().take(self.look_back).copied().collect();
        }
        if members == self.base.members {
            return;
        }
        for (list, more) in [(&self.base.members, false), (&members, true)] {
            for &n in list {
                let words = &self.reports[n as usize].words;
                self.steps += words.len() as u64;
                for w in words {
                    let used = &mut self.base.used[w.0 as usize];
                    *used = if more { *used + 1 } else { *used - 1 };
                }
            }
        }
        self.base.members = members;
    }

    /// Weighs a report's words; whether any weighs otherwise than before.
    fn weigh(&mut self, n: u32) -> bool {
        self.look_back(&self.month(n));
        let reports = self.base.members.len();
        let entry = &self.reports[n as usize];
        self.steps += entry.words.len() as u64;
        let raw: Vec<f64> = entry
            .words
            .iter()
            .map(|&(w, count, named)| weight(self.stems.share(w), named, count, self.base.used[w as usize], reports))
            .collect();
        let length = raw.iter().map(|x| x * x).sum::<f64>().sqrt().max(1e-12);
        let weights: Box<[u16]> = raw.iter().map(|x| (x / length * 65535.0).round() as u16).collect();
        let other = entry.weights != weights;
        // A report that was never weighed has no length.
        if other || entry.length == 0.0 {
            self.reports[n as usize].weights = weights;
            self.reweighed.insert(n);
            self.measure(n);
        }
        other
    }

    /// What hangs on a report's weights alone.
    fn measure(&mut self, n: u32) {
        let entry = &mut self.reports[n as usize];
        let mut sorted = entry.weights.to_vec();
        let top = match sorted.len() {
            0 => 0,
            some if some <= TOP => *sorted.iter().min().unwrap_or(&0),
            _ => *sorted.select_nth_unstable_by(TOP - 1, |a, b| b.cmp(a)).1,
        };
        // Whole numbers, so that the sum hangs on no order.
        let squares: u64 = entry.words.iter().zip(&entry.weights).map(|(w, x)| named(*x, w.2).pow(2)).sum();
        entry.length = (squares as f64).sqrt().max(1.0);
        let mut tops: Vec<u32> =
            entry.words.iter().zip(&entry.weights).filter(|(_, x)| **x >= top).map(|(w, _)| w.0).collect();
        tops.sort_unstable();
        entry.tops = tops.into();
    }

    /// The reports to compare anew: those that changed, and the later ones that look them up.
    fn look_anew(&mut self, changed: &[u32]) -> Vec<u32> {
        let mut out: FxHashSet<u32> = changed.iter().copied().collect();
        if out.len() < self.reports.len() {
            for &n in changed {
                self.later(n, n, &mut out);
            }
        }
        let mut out: Vec<u32> = out.into_iter().collect();
        out.sort_by(|a, b| self.order(*a, *b));
        out
    }

    /// The reports later than `than` that look up a report.
    fn later(&mut self, n: u32, than: u32, out: &mut FxHashSet<u32>) {
        let mut steps = 0;
        for w in self.reports[n as usize].words.iter().map(|w| w.0) {
            let list = self.posts.get(w);
            steps += 1;
            if list.last().is_none_or(|&m| self.order(m, than).is_le()) {
                continue;
            }
            let end = (self.before(list, n) + 1 + LAST).min(list.len());
            let from = list.partition_point(|&m| self.order(m, than).is_le());
            for &m in list.get(from..end).unwrap_or_default() {
                steps += 1;
                if self.reports[m as usize].tops.binary_search(&w).is_ok() {
                    out.insert(m);
                }
            }
        }
        self.steps += steps;
    }

    /// Compares a report with the earlier ones its weightiest words lead to; whether they are others than before.
    fn look(&mut self, n: u32) -> bool {
        let entry = &self.reports[n as usize];
        let mut found: FxHashSet<u32> = FxHashSet::default();
        for (w, x) in entry.words.iter().zip(&entry.weights) {
            self.scratch[w.0 as usize] = (*x, named(*x, w.2) as u32);
        }
        for &w in &entry.tops {
            let list = self.posts.get(w);
            let at = self.before(list, n);
            found.extend(&list[at.saturating_sub(LAST)..at]);
        }
        let mut before: Vec<Alike> = Vec::new();
        for m in found {
            let other = &self.reports[m as usize];
            self.steps += other.words.len() as u64;
            let (mut sum, mut of_line) = (0u64, 0u64);
            for (w, x) in other.words.iter().zip(&other.weights) {
                let (mine, as_line) = self.scratch[w.0 as usize];
                sum += u64::from(mine) * u64::from(*x);
                of_line += u64::from(as_line) * named(*x, w.2);
            }
            let alike = (sum >> 12) as u32;
            if f64::from(alike) >= LEAST * ONE {
                before.push((m, alike, (of_line as f64 / (entry.length * other.length) * ONE).round() as u32));
            }
        }
        for w in &self.reports[n as usize].words {
            self.scratch[w.0 as usize] = (0, 0);
        }
        before.sort_by(|a, b| self.order(a.0, b.0));
        let before = Some(before.into_boxed_slice());
        let other = self.reports[n as usize].before != before;
        self.reports[n as usize].before = before;
        other
    }

    /// Where a report belongs, given the earlier ones.
    fn decide(&mut self, n: u32) -> Place {
        let entry = &self.reports[n as usize];
        let earlier = entry.address.and_then(|a| {
            let list = &self.at[a as usize];
            list[..self.before(list, n)].last()
        });
        if let Some(&m) = earlier {
            let place = self.reports[m as usize].place;
            return Place { alike: 1.0, version: true, ..place };
        }
        let before = entry.before.as_deref().unwrap_or_default();
        self.steps += before.len() as u64;
        // Sums of likeness by story, near in time and whatever the time.
        let mut sums: Vec<(u32, f64, f64)> = Vec::new();
        let mut at: FxHashMap<u32, usize> = FxHashMap::default();
        for &(m, alike, as_line) in before {
            let other = &self.reports[m as usize];
            let (alike, as_line) = (f64::from(alike) / ONE, f64::from(as_line) / ONE);
            let near = match (entry.day, other.day) {
                (Some(a), Some(b)) if (a - b).abs() > FAR => BEYOND,
                (Some(a), Some(b)) => FLOOR + (1.0 - FLOOR) * 0.5f64.powf((a - b).abs() as f64 / HALF),
                // Without a day nothing says that they are near in time, nor that they are far.
                _ => FLOOR,
            };
            let i = *at.entry(other.place.story).or_insert(sums.len());
            if i == sums.len() {
                sums.push((other.place.story, 0.0, 0.0));
            }
            sums[i].1 += alike * near;
            sums[i].2 += as_line;
        }
        let size = |list: &Vec<u32>| self.before(list, n) as f64;
        let line_of = |s: u32| self.reports[s as usize].place.line;
        let mut of_line: BTreeMap<u32, f64> = BTreeMap::new();
        for &(s, _, any) in &sums {
            *of_line.entry(line_of(s)).or_default() += any;
        }
        of_line.iter_mut().for_each(|(l, any)| *any /= size(&self.lines[l]));
        let (mut story, mut line): (Option<(f64, u32)>, Option<(f64, u32)>) = (None, None);
        for (s, near, any) in sums {
            let size = size(&self.stories[&s]);
            let any = (any / size + of_line[&line_of(s)]) / 2.0;
            // Of equal ones the story that began first.
            let better = |best: Option<(f64, u32)>, v: f64| {
                best.is_none_or(|(w, t)| v > w || (v == w && self.order(s, t).is_lt()))
            };
            if near / size >= STORY && better(story, near / size) {
                story = Some((near / size, s));
            }
            if any >= LINE && better(line, any) {
                line = Some((any, s));
            }
        }
        match (story, line) {
            (Some((alike, s)), _) => Place { story: s, line: line_of(s), alike, version: false },
            (None, Some((alike, s))) => Place { story: n, line: line_of(s), alike, version: false },
            (None, None) => Place { story: n, line: n, alike: 0.0, version: false },
        }
    }

    fn take_out(&mut self, n: u32, old: Place, new: Place) {
        if old.story != new.story
            && let Some(list) = self.stories.get_mut(&old.story)
        {
            list.retain(|&m| m != n);
        }
        if old.line != new.line
            && let Some(list) = self.lines.get_mut(&old.line)
        {
            list.retain(|&m| m != n);
        }
    }

    fn put_in(&mut self, n: u32, old: Place, new: Place) {
        if old.story != new.story {
            let at = self.stories.get(&new.story).map_or(0, |l| self.before(l, n));
            self.stories.entry(new.story).or_default().insert(at, n);
        }
        if old.line != new.line {
            let at = self.lines.get(&new.line).map_or(0, |l| self.before(l, n));
            self.lines.entry(new.line).or_default().insert(at, n);
        }
    }

    /// How many reports are not before one, counted up to `most`.
    fn count_from(&self, from: u32, most: usize) -> usize {
        let own = self.month(from);
        let mut n = self.months.get(&own).map_or(0, |l| l.len() - self.before(l, from));
        for (_, list) in self.months.range((Bound::Excluded(own), Bound::Unbounded)) {
            if n >= most {
                break;
            }
            n += list.len();
        }
        n.min(most)
    }

    /// Opens the later reports that may be placed otherwise now that one report moved.
    fn open_later(&mut self, n: u32, old: Place, new: Place, open: &mut BTreeSet<(Key, u32)>) {
        let moved = |p: Place| {
            p.story == old.story
                || p.story == new.story
                || old.line != new.line && (p.line == old.line || p.line == new.line)
        };
        let mut later: FxHashSet<u32> = FxHashSet::default();
        if self.count_from(n, FEW + 1) <= FEW {
            let own = self.month(n);
            let mut steps = 0;
            for &m in self.months.range(own..).flat_map(|(_, l)| l).filter(|&&m| self.order(m, n).is_gt()) {
                let entry = &self.reports[m as usize];
                steps += entry.before.as_ref().map_or(1, |b| b.len() as u64);
                let compared = |b: &[Alike]| b.iter().any(|(x, ..)| *x == n || moved(self.reports[*x as usize].place));
                if moved(entry.place) || entry.before.as_deref().is_none_or(compared) {
                    later.insert(m);
                }
            }
            self.steps += steps;
        } else {
            let mut touched: BTreeSet<u32> = BTreeSet::from([n]);
            touched.extend([old.story, new.story].iter().filter_map(|s| self.stories.get(s)).flatten());
            if old.line != new.line {
                touched.extend([old.line, new.line].iter().filter_map(|l| self.lines.get(l)).flatten());
            }
            for m in touched {
                self.later(m, n, &mut later);
                if self.order(m, n).is_gt() {
                    later.insert(m);
                }
            }
        }
        if let Some(a) = self.reports[n as usize].address {
            let list = &self.at[a as usize];
            later.extend(&list[self.before(list, n) + 1..]);
        }
        open.extend(later.into_iter().map(|m| (self.key(m), m)));
    }
}

/// A weight as it counts for a storyline.
fn named(weight: u16, named: bool) -> u64 {
    u64::from(weight) * if named { NAMED } else { 1 }
}

fn month(date: &Day) -> Month {
    let mut out = [0; 7];
    out.copy_from_slice(&date[..7]);
    out
}
