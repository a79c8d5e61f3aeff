//! Roots: distinct innermost sources, so that one official printed three times counts once.
//!
//! Ten outlets carry a wire's sentence, and a state agency relays the same minister: two roots, however many statements. Three
//! rules, each named in [`Root::why`]: the same named speaker; the same unnamed source of one report (as the extractor saw it); the
//! same words from the same described source in several reports (copies and relays). A statement without a source has a root of
//! its own, which has no name and is not counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{LinkRole, Openness, Root, RootId, SourceType};
use rustc_hash::FxHashMap;

use crate::bags::{Bag, Stems, meeting};
use crate::names::Names;
use crate::statements::Said as Statement;
use crate::words::{Groups, Texts, days_apart, fold};

/// Days within which copies and relays of one statement appear.
const COPY_DAYS: i64 = 7;
/// Shared words, by the smaller statement, of a copy.
const COPY_OVERLAP: f64 = 0.9;
/// Content words a statement needs before sameness of words means a copy.
const COPY_WORDS: usize = 6;

struct Said<'s, 'r> {
    of: &'s Statement<'r>,
    /// Innermost source, folded.
    source: String,
    /// Outlets of the chain, the publisher too, folded.
    outlets: BTreeSet<String>,
}

impl<'r> std::ops::Deref for Said<'_, 'r> {
    type Target = Statement<'r>;

    fn deref(&self) -> &Statement<'r> {
        self.of
    }
}

/// The roots of all statements, by their first statement.
pub fn roots(statements: &[Statement], stems: &Stems, texts: &Texts, names: &Names) -> Vec<Root> {
    let said: Vec<Said> = statements.iter().map(|s| of(s, texts, names)).collect();
    let mut groups = Groups::new(said.len());
    let mut why: HashMap<usize, BTreeSet<&'static str>> = HashMap::new();
    let mut join = |groups: &mut Groups, a: usize, b: usize, reason: &'static str| {
        groups.join(a, b);
        why.entry(b).or_default().insert(reason);
    };
    // "X said, outlet Y reports" is X's statement: the outer row goes back to the root of the inner one.
    let relays: HashMap<usize, usize> = relays(&said);
    for (&outer, &inner) in &relays {
        join(&mut groups, inner, outer, "an outlet's report of the statement");
    }
    // The same named speaker; the same source inside one report.
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    let mut inside: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (i, s) in said.iter().enumerate().filter(|(i, _)| !relays.contains_key(i)) {
        if s.open == Openness::Named && !s.source.is_empty() {
            match named.get(s.source.as_str()) {
                Some(&first) => join(&mut groups, first, i, "same named source"),
                None => {
                    named.insert(&s.source, i);
                }
            }
        }
        if let Some(root) = &s.a.root {
            let key = (s.reading.report.id.as_str(), root.as_str());
            match inside.get(&key) {
                Some(&first)
                    if said[first].open == s.open
                        || s.open == Openness::Unsourced
                        || said[first].open == Openness::Unsourced =>
                {
                    join(&mut groups, first, i, "restated in one report");
                }
                Some(_) => {}
                None => {
                    inside.insert(key, i);
                }
            }
        }
    }
    // Copies and relays: only statements that share their rarest words are compared.
    let mut pairs = candidates(&said, stems.len(), |s| &s.words);
    pairs.extend(candidates(&said, stems.len(), |s| &s.sentence));
    for (i, j) in pairs {
        if let Some(reason) = copy(&said[i], &said[j]) {
            join(&mut groups, i, j, reason);
        }
    }
    groups
        .sets()
        .into_iter()
        .enumerate()
        .map(|(n, set)| {
            let sourced = |i: &usize| said[*i].open != Openness::Unsourced;
            let innermost = set.iter().copied().filter(sourced).find(|i| !relays.contains_key(i));
            let first = innermost.or_else(|| set.iter().copied().find(sourced)).unwrap_or(set[0]);
            let outlets: BTreeSet<String> = set.iter().filter_map(|&i| said[i].reading.report.outlet.clone()).collect();
            let reasons: BTreeSet<&str> = set.iter().filter_map(|i| why.get(i)).flatten().copied().collect();
            Root {
                id: RootId::from(format!("r{}", n + 1)),
                source: shown(&said[first], texts),
                statements: set.iter().map(|&i| said[i].row.clone()).collect(),
                outlets: outlets.into_iter().collect(),
                why: if set.len() == 1 {
                    "one statement".to_owned()
                } else {
                    reasons.into_iter().collect::<Vec<_>>().join(", ")
                },
            }
        })
        .collect()
}

/// Outer statements of outlets that say little more than a statement nested in them, with that statement.
fn relays(said: &[Said]) -> HashMap<usize, usize> {
    let at: FxHashMap<(&str, &str), usize> =
        said.iter().enumerate().map(|(i, s)| ((s.reading.report.id.as_str(), s.a.id.as_str()), i)).collect();
    let mut out: HashMap<usize, usize> = HashMap::new();
    for (i, s) in said.iter().enumerate() {
        let Some(outer) = s.a.nested_in.as_ref().and_then(|n| at.get(&(s.reading.report.id.as_str(), n.as_str())))
        else {
            continue;
        };
        let media = matches!(said[*outer].a.source_type, SourceType::Media | SourceType::StateMedia);
        if media && *outer != i && said[*outer].words.overlap(&s.words) >= 0.6 {
            out.entry(*outer).or_insert(i);
        }
    }
    out
}

fn of<'s, 'r>(statement: &'s Statement<'r>, texts: &Texts, names: &Names) -> Said<'s, 'r> {
    let (reading, a) = (statement.reading, statement.a);
    let printed = a.source.map(|s| texts.slice(&reading.report.id, s).to_owned());
    let innermost = a.sourcing.chain.first().filter(|l| l.role != LinkRole::Published).and_then(|l| l.actor.clone());
    let source = match statement.open {
        Openness::Unsourced => String::new(),
        Openness::Anonymous => fold(printed.as_deref().or(a.resolved.as_deref()).unwrap_or("")),
        Openness::Named => {
            let name = fold(a.resolved.as_deref().or(innermost.as_deref()).or(printed.as_deref()).unwrap_or(""));
            names.key(&name).to_owned()
        }
    };
    let mut outlets: BTreeSet<String> =
        a.relay.iter().map(|r| fold(texts.slice(&reading.report.id, r.outlet))).collect();
    outlets.extend(reading.report.outlet.as_deref().map(fold));
    outlets.extend(reading.report.agency_credit.map(|s| fold(texts.slice(&reading.report.id, s))));
    outlets.remove("");
    Said { of: statement, source, outlets }
}

fn shown(s: &Said, texts: &Texts) -> Option<String> {
    if s.open == Openness::Unsourced {
        return None;
    }
    let printed =
        s.a.source.map(|x| texts.slice(&s.reading.report.id, x).split_whitespace().collect::<Vec<_>>().join(" "));
    match s.open {
        Openness::Anonymous => printed.or_else(|| s.a.resolved.clone()),
        _ => s.a.resolved.clone().or(printed),
    }
}

/// Pairs of statements of different reports that share two of their four rarest words.
fn candidates(said: &[Said], stems: usize, words: impl for<'s> Fn(&'s Said) -> &'s Bag) -> Vec<(usize, usize)> {
    let mut count = vec![0usize; stems];
    for s in said {
        words(s).numbers().iter().for_each(|&w| count[w as usize] += 1);
    }
    let rarest: Vec<(usize, Vec<u32>)> = said
        .iter()
        .enumerate()
        .filter(|(_, s)| words(s).len() >= COPY_WORDS.min(3))
        .map(|(i, s)| {
            let mut rare = words(s).numbers().to_vec();
            rare.sort_by_key(|&w| (count[w as usize], w));
            rare.truncate(4);
            (i, rare)
        })
        .collect();
    let of: Vec<(usize, &[u32])> = rarest.iter().map(|(i, r)| (*i, &r[..])).collect();
    let mut pairs = meeting(&of, said.len(), stems, 64, 2);
    pairs.retain(|&(i, j)| said[i].row.report != said[j].row.report);
    pairs
}

/// Whether two statements of different reports go back to one unnamed source, and why.
fn copy(a: &Said, b: &Said) -> Option<&'static str> {
    if a.open == Openness::Named || b.open == Openness::Named || a.open != b.open {
        return None;
    }
    if days_apart(crate::words::day(a.reading), crate::words::day(b.reading)).is_some_and(|d| d > COPY_DAYS) {
        return None;
    }
    let least = a.words.len().min(b.words.len());
    if least >= COPY_WORDS && a.words.overlap(&b.words) >= COPY_OVERLAP && a.source == b.source {
        return Some("same words from the same described source");
    }
    // A word or two in quotation marks are told apart by nothing but the sentence they stand in.
    let least = a.sentence.len().min(b.sentence.len());
    if least >= COPY_WORDS
        && !a.source.is_empty()
        && a.source == b.source
        && a.words == b.words
        && a.sentence.overlap(&b.sentence) >= COPY_OVERLAP
    {
        return Some("same sentence of the same described source");
    }
    let relayed = !a.source.is_empty()
        && a.source == b.source
        && a.outlets.intersection(&b.outlets).next().is_some()
        && a.words.shared(&b.words) >= 3
        && a.words.jaccard(&b.words) >= 0.4;
    relayed.then_some("relay of the same described source through the same outlet")
}
