//! Roots: distinct innermost sources, so that one official printed three times counts once.
//!
//! Ten outlets carry a wire's sentence, and a state agency relays the same minister: two roots, however many statements. Three
//! rules, each named in [`Root::why`]: the same named speaker; the same unnamed source of one report (as the extractor saw it); the
//! same words from the same described source in several reports (copies and relays). A statement without a source has a root of
//! its own, which has no name and is not counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{Attribution, LinkRole, Openness, Reading, Root, RootId, RowRef, SourceType, Span};

use crate::names::Names;
use crate::words::{Groups, Texts, content, days_apart, fold, jaccard, overlap, shared};

/// Days within which copies and relays of one statement appear.
const COPY_DAYS: i64 = 7;
/// Shared words, by the smaller statement, of a copy.
const COPY_OVERLAP: f64 = 0.9;
/// Content words a statement needs before sameness of words means a copy.
const COPY_WORDS: usize = 6;

struct Said<'r> {
    reading: &'r Reading,
    a: &'r Attribution,
    words: BTreeSet<String>,
    /// Content words of the sentences it stands in.
    sentence: BTreeSet<String>,
    open: Openness,
    /// Innermost source, folded.
    source: String,
    /// Outlets of the chain, the publisher too, folded.
    outlets: BTreeSet<String>,
}

/// The roots of all statements, by their first statement.
pub fn roots(readings: &[&Reading]) -> Vec<Root> {
    let texts = Texts::new(readings);
    let names = Names::of(readings);
    let mut said: Vec<Said> = Vec::new();
    for r in readings {
        for a in &r.attributions {
            said.push(of(r, a, &texts, &names));
        }
    }
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
    let mut pairs = candidates(&said, |s| &s.words);
    pairs.extend(candidates(&said, |s| &s.sentence));
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
                id: RootId(format!("r{}", n + 1)),
                source: shown(&said[first], &texts),
                statements: set.iter().map(|&i| row(&said[i])).collect(),
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
    let at: HashMap<(&str, &str), usize> =
        said.iter().enumerate().map(|(i, s)| ((s.reading.report.id.as_str(), s.a.id.as_str()), i)).collect();
    let mut out: HashMap<usize, usize> = HashMap::new();
    for (i, s) in said.iter().enumerate() {
        let Some(outer) = s.a.nested_in.as_ref().and_then(|n| at.get(&(s.reading.report.id.as_str(), n.as_str())))
        else {
            continue;
        };
        let media = matches!(said[*outer].a.source_type, SourceType::Media | SourceType::StateMedia);
        if media && *outer != i && overlap(&said[*outer].words, &s.words) >= 0.6 {
            out.entry(*outer).or_insert(i);
        }
    }
    out
}

fn row(s: &Said) -> RowRef {
    RowRef { report: s.reading.report.id.clone(), row: s.a.id.clone() }
}

fn of<'r>(reading: &'r Reading, a: &'r Attribution, texts: &Texts, names: &Names) -> Said<'r> {
    let words = content(&a.content.iter().map(|s| texts.slice(&reading.report.id, *s)).collect::<Vec<_>>().join(" "));
    let around = |s: &&Span| a.evidence.spans().iter().chain(&a.content).any(|e| e.overlaps(**s));
    let sentences: Vec<&str> =
        reading.sentences.iter().filter(around).map(|s| texts.slice(&reading.report.id, *s)).collect();
    let sentence = content(&sentences.join(" "));
    let open = Openness::from(a.sourcing.class);
    let printed = a.source.map(|s| texts.slice(&reading.report.id, s).to_owned());
    let innermost = a.sourcing.chain.first().filter(|l| l.role != LinkRole::Published).and_then(|l| l.actor.clone());
    let source = match open {
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
    Said { reading, a, words, sentence, open, source, outlets }
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
fn candidates(said: &[Said], words: impl for<'s> Fn(&'s Said) -> &'s BTreeSet<String>) -> BTreeSet<(usize, usize)> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for s in said {
        for w in words(s) {
            *count.entry(w).or_default() += 1;
        }
    }
    let mut posts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, s) in said.iter().enumerate().filter(|(_, s)| words(s).len() >= COPY_WORDS.min(3)) {
        let mut rare: Vec<&str> = words(s).iter().map(String::as_str).collect();
        rare.sort_by_key(|w| (count[w], *w));
        for w in rare.into_iter().take(4) {
            posts.entry(w).or_default().push(i);
        }
    }
    let mut hits: HashMap<(usize, usize), usize> = HashMap::new();
    for list in posts.values().filter(|l| l.len() <= 64) {
        for (n, &i) in list.iter().enumerate() {
            for &j in list[n + 1..].iter().filter(|&&j| said[j].reading.report.id != said[i].reading.report.id) {
                *hits.entry((i, j)).or_default() += 1;
            }
        }
    }
    hits.into_iter().filter(|(_, n)| *n >= 2).map(|(pair, _)| pair).collect()
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
    if least >= COPY_WORDS && overlap(&a.words, &b.words) >= COPY_OVERLAP && a.source == b.source {
        return Some("same words from the same described source");
    }
    // A word or two in quotation marks are told apart by nothing but the sentence they stand in.
    let least = a.sentence.len().min(b.sentence.len());
    if least >= COPY_WORDS
        && !a.source.is_empty()
        && a.source == b.source
        && a.words == b.words
        && overlap(&a.sentence, &b.sentence) >= COPY_OVERLAP
    {
        return Some("same sentence of the same described source");
    }
    let relayed = !a.source.is_empty()
        && a.source == b.source
        && a.outlets.intersection(&b.outlets).next().is_some()
        && shared(&a.words, &b.words) >= 3
        && jaccard(&a.words, &b.words) >= 0.4;
    relayed.then_some("relay of the same described source through the same outlet")
}
