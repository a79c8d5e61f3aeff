//! Readings to storylines: what holds across reports.
//!
//! [`storylines`] is a pure function of a *set* of readings: any order gives the same storylines, one by one or all at once. It
//! compares names only as printed and folded or by lexicon id, never by look-alike, and knows no party: exchange two parties'
//! names everywhere and the output is exchanged and otherwise the same.
//!
//! What it makes, in order, each step from those above it:
//!
//! | step | takes | gives |
//! |---|---|---|
//! | [`grouping`] | words and days of reports | where each belongs, one more report at a time |
//! | [`stories`] | readings | which reports follow one matter (storyline), which tell one near event (story), and why |
//! | [`names`] | mentions | which names are one party's |
//! | [`parties`] | readings, names | one ledger of parties |
//! | [`statements`] | readings | what is compared of statements, as numbers ([`bags`]) |
//! | [`roots`] | statements | one root for restatements, copies and relays of one source |
//! | [`claims`] | statements, roots, withdrawals | statements that say the same ([`told`]: one utterance in two reports, by its words and its day, [`occasion`]), their life, what was taken back |
//! | [`series`] | figures, stories | series of one measure, population and place; relations between figures |
//! | [`deal`] | terms, conditions | terms merged only where party, action and object ([`objects`]) agree; what falls with what |
//! | [`channels`] | contacts | contacts between the same ends, every report a row of its own |

pub mod bags;
pub mod channels;
pub mod claims;
pub mod cross;
pub mod deal;
pub mod edits;
pub mod grouping;
pub mod names;
mod notices;
pub mod objects;
pub mod occasion;
pub mod parties;
pub mod posts;
pub mod roots;
pub mod series;
pub mod shelf;
pub mod similarity;
pub mod statements;
pub mod stories;
pub mod told;
pub mod words;

pub use edits::edits;

use std::collections::BTreeMap;

use onrecord_model::{Reading, Relation, ReportId, Storyline, StorylineId};

/// The storylines of a set of readings, by their first day. A report read twice (same id) counts once.
pub fn storylines(readings: &[Reading]) -> Vec<Storyline> {
    // The same report twice is one report; which of two copies is kept must not hang on the order.
    let mut once: BTreeMap<&ReportId, &Reading> = BTreeMap::new();
    for r in readings {
        once.entry(&r.report.id).and_modify(|kept| *kept = preferred(kept, r)).or_insert(r);
    }
    let readings: Vec<&Reading> = once.into_values().collect();
    let mut out: Vec<Storyline> = stories::group(&readings)
        .into_iter()
        .map(|group| {
            let mine: Vec<Reading> = group.reports.iter().map(|&i| readings[i].clone()).collect();
            storyline(mine, &group.first, group.members)
        })
        .collect();
    out.sort_by_cached_key(|s| (s.readings.first().map(words::order_key), s.id.clone()));
    out
}

/// The storyline of readings whose places are known: all of one storyline.
pub fn placed_storyline(placed: Vec<(Reading, grouping::Placed)>) -> Option<Storyline> {
    let first = placed.first()?.1.line.clone();
    let shown: Vec<(&Reading, &grouping::Placed)> = placed.iter().map(|(r, p)| (r, p)).collect();
    let members = stories::members(&shown);
    Some(storyline(placed.into_iter().map(|(r, _)| r).collect(), &first, members))
}

/// Every report once: of two readings of one report the one that [`storylines`] would take.
pub fn once(readings: Vec<Reading>) -> Vec<Reading> {
    let mut once: BTreeMap<ReportId, Reading> = BTreeMap::new();
    for r in readings {
        match once.get(&r.report.id) {
            Some(kept) if std::ptr::eq(preferred(kept, &r), kept) => {}
            _ => drop(once.insert(r.report.id.clone(), r)),
        }
    }
    once.into_values().collect()
}

/// The id of the storyline that began with a report.
pub fn line_id(first: &ReportId) -> StorylineId {
    StorylineId::from(format!("st-{}", first.0.chars().take(8).collect::<String>()))
}

/// Of two readings of one report the one with more rows; of equal ones the one whose input comes first.
fn preferred<'r>(a: &'r Reading, b: &'r Reading) -> &'r Reading {
    match a.rows().cmp(&b.rows()) {
        std::cmp::Ordering::Greater => a,
        std::cmp::Ordering::Less => b,
        std::cmp::Ordering::Equal if a.input <= b.input => a,
        std::cmp::Ordering::Equal => b,
    }
}

/// Everything that holds across the reports of one storyline, which are taken by day, then id.
fn storyline(mut readings: Vec<Reading>, first: &ReportId, members: Vec<onrecord_model::Member>) -> Storyline {
    readings.sort_by_cached_key(words::order_key);
    let sorted: Vec<&Reading> = readings.iter().collect();
    let story: BTreeMap<&ReportId, &str> = members.iter().map(|m| (&m.report, m.story.as_str())).collect();
    let texts = words::Texts::new(&sorted);
    // What statements say of one another and what all the rest says hang on nothing of each other.
    let (of_statements, of_rest) = std::thread::scope(|scope| {
        let rest = scope.spawn(|| {
            let folds = words::Folds::default();
            let parties = parties::parties(&sorted, &texts, &names::Names::with(&sorted, &folds), &folds);
            let (series, relations) = series::series(&sorted, &texts, &story);
            (parties, series, relations, deal::deal(&sorted), channels::channels(&sorted), edits::revisions(&sorted))
        });
        let mut stems = bags::Stems::new();
        let statements = statements::statements(&sorted, &texts, &mut stems);
        let roots = roots::roots(&statements, &stems, &texts, &names::Names::of(&sorted));
        let (claims, relations) = claims::claims(&sorted, &statements, &mut stems, &texts, &story, &roots);
        let rest = rest.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
        ((roots, claims, relations), rest)
    });
    let (roots, claims, mut relations) = of_statements;
    let (parties, series, of_figures, deal, channels, revisions) = of_rest;
    relations.extend(of_figures);
    relations.sort_by(|x, y| (x.kind, &x.a, &x.b, &x.reason).cmp(&(y.kind, &y.a, &y.b, &y.reason)));
    relations.dedup_by(|x: &mut Relation, y: &mut Relation| x.kind == y.kind && x.a == y.a && x.b == y.b);
    Storyline {
        id: line_id(first),
        members,
        parties,
        roots,
        claims,
        relations,
        series,
        deal,
        channels,
        revisions,
        readings,
    }
}
