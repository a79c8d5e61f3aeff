//! Which reports belong together, and why.
//!
//! A **story** is one near event: reports whose words are alike and whose days are near. A **storyline** is one matter over any
//! time: stories whose words are alike, years apart or not. [`crate::grouping`] says how they are found; here their reports are
//! listed, and the names they share.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use onrecord_model::{Member, Reading, ReportId};

use crate::grouping::{Grouping, Placed};
use crate::parties::actors;
use crate::similarity::Features;
use crate::words::{Folds, order_key};

/// Reports of one storyline, by index, with why they are in it.
pub struct Group {
    /// The report its storyline began with.
    pub first: ReportId,
    /// Indices into the readings handed in.
    pub reports: Vec<usize>,
    /// One member a report, in the same order.
    pub members: Vec<Member>,
}

/// Groups the readings into storylines and stories.
pub fn group(readings: &[&Reading]) -> Vec<Group> {
    let mut grouping = Grouping::new();
    for r in readings {
        grouping.insert(&Features::of(r));
    }
    grouping.settle();
    let placed: BTreeMap<ReportId, Placed> = grouping.placed().map(|p| (p.report.clone(), p)).collect();
    let mut lines: BTreeMap<&ReportId, Vec<usize>> = BTreeMap::new();
    for (i, r) in readings.iter().enumerate() {
        if let Some(p) = placed.get(&r.report.id) {
            lines.entry(&p.line).or_default().push(i);
        }
    }
    lines
        .into_iter()
        .map(|(first, set)| {
            let mine: Vec<(&Reading, &Placed)> =
                set.iter().filter_map(|&i| Some((readings[i], placed.get(&readings[i].report.id)?))).collect();
            let mut order: Vec<usize> = (0..set.len()).collect();
            order.sort_by_cached_key(|&n| order_key(readings[set[n]]));
            let by_report: BTreeMap<ReportId, Member> =
                members(&mine).into_iter().map(|m| (m.report.clone(), m)).collect();
            let reports: Vec<usize> = order.into_iter().map(|n| set[n]).collect();
            let members = reports.iter().filter_map(|&i| by_report.get(&readings[i].report.id).cloned()).collect();
            Group { first: first.clone(), reports, members }
        })
        .collect()
}

/// The members of one storyline, by day, then report.
pub fn members(placed: &[(&Reading, &Placed)]) -> Vec<Member> {
    let mut sorted: Vec<&(&Reading, &Placed)> = placed.iter().collect();
    sorted.sort_by_cached_key(|(r, _)| order_key(r));
    let folds = Folds::default();
    let names: Vec<BTreeMap<Rc<str>, usize>> = sorted.iter().map(|(r, _)| actors(r, &folds)).collect();
    let mut shared: HashMap<&str, usize> = HashMap::new();
    for name in names.iter().flat_map(BTreeMap::keys) {
        *shared.entry(name).or_default() += 1;
    }
    let mut numbers: BTreeMap<&ReportId, usize> = BTreeMap::new();
    sorted
        .iter()
        .enumerate()
        .map(|(i, (r, p))| {
            let next = numbers.len() + 1;
            let number = *numbers.entry(&p.story).or_insert(next);
            Member {
                report: r.report.id.clone(),
                story: format!("s{number}"),
                why: why(sorted.len(), &names[i], &shared, p),
            }
        })
        .collect()
}

/// The names a report shares with most of the others, and how alike its words are to those of the story or storyline it joined.
fn why(reports: usize, names: &BTreeMap<Rc<str>, usize>, all: &HashMap<&str, usize>, placed: &Placed) -> String {
    if reports == 1 {
        return "alone".to_owned();
    }
    let mut shared: Vec<(usize, &str)> =
        names.keys().map(|n| (all.get(&**n).map_or(0, |k| k - 1), &**n)).filter(|(n, _)| *n > 0).collect();
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    // As many as four, and all that are shared as widely as the fourth: none is left out for its letters.
    let floor = shared.get(3).map_or(0, |s| s.0);
    let list: Vec<&str> = shared.iter().filter(|s| s.0 >= floor).take(12).map(|(_, n)| *n).collect();
    let joined = if placed.report == placed.line {
        "first of its storyline".to_owned()
    } else if placed.version {
        "another version of an address".to_owned()
    } else if placed.report == placed.story {
        format!("first of its story, words alike to the nearest story: {:.2}", placed.alike)
    } else {
        format!("words alike to its story: {:.2}", placed.alike)
    };
    format!("names: {}; {joined}", list.join(", "))
}
