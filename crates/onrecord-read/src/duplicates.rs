//! Which texts are copies of one text, what do they share sentence by sentence, and where does it come from?
//!
//! In: texts of several outlets as sentences. Out: groups of copies; in each the likely origin with the reason, and for every
//! text which sentences are shared, which are changed and which are the outlet's own: "same wire, one new paragraph".
//!
//! Likeness is **containment**: shared runs of five words over the runs of the shorter text, so that a short report inside a
//! long one counts, and a wire that two outlets cut differently. Candidates come from winnowed fingerprints (of every eight
//! neighbouring runs the one with the least hash): two texts that share twelve words in a row share a fingerprint. Candidates
//! are then compared exactly. Work grows with the number of texts, not with its square; any order gives the same groups.
//!
//! It does not see a text told again in other words; that is the business of stories.

use std::collections::{BTreeMap, HashMap};

use onrecord_model::{Offsets, Report};

use crate::furniture;

/// Least containment of a pair of copies.
pub const LEAST: f64 = 0.5;
/// Words of a run.
const RUN: usize = 5;
/// Neighbouring runs of which one is a fingerprint.
const WINDOW: usize = 8;
/// Texts that a fingerprint is compared with on either side: keeps a phrase that every page has from costing a square.
const NEAR: usize = 48;

/// A text to be compared.
#[derive(Debug, Clone, Default)]
pub struct Text<'t> {
    /// Its id; texts with one id are one text.
    pub id: &'t str,
    /// Publisher; missing when it is not known.
    pub outlet: Option<&'t str>,
    /// ISO day or instant of publication; missing when it is not known.
    pub published: Option<&'t str>,
    /// Agency credited with the text, by its full name.
    pub agency: Option<&'t str>,
    /// Its sentences in order, page furniture left out.
    pub sentences: Vec<&'t str>,
}

/// Copies found among texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Copies {
    /// Groups with two or more texts, the largest first, then by id.
    pub groups: Vec<Group>,
    /// Comparisons made: fingerprints met and pairs compared.
    pub steps: usize,
}

/// Texts that are copies of one another, directly or through a third.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The text the others are held against: the origin where it is among them, else the one closest to it.
    pub base: usize,
    /// Where it comes from.
    pub origin: Origin,
    /// The texts in order of publication, then id.
    pub members: Vec<Member>,
    /// Pairs at or over the least containment, by ids.
    pub pairs: Vec<Pair>,
}

/// Where a group of copies comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The text it is, as index into the texts handed in; missing when the origin is an agency whose own text is not among them.
    pub text: Option<usize>,
    /// The agency, by its full name, when one is credited.
    pub agency: Option<String>,
    /// What tells: `agency text`, `agency credit`, `earliest`, `contained`, `unknown`.
    pub why: &'static str,
}

/// One text of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Index into the texts handed in.
    pub text: usize,
    /// Share of its runs of five words that the base has, 0 to 1; of the base: that some other member has.
    pub contained: f64,
    /// What each of its sentences is, in order.
    pub sentences: Vec<Match>,
}

/// What a sentence is, held against the base (for the base: against the others).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The same words.
    Same {
        /// Text that has it.
        text: usize,
        /// Sentence there.
        sentence: usize,
    },
    /// Half or more of its words in the same order.
    Changed {
        /// Text that has its like.
        text: usize,
        /// Sentence there.
        sentence: usize,
    },
    /// The outlet's own.
    Own,
}

/// Two copies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Text with the smaller id.
    pub a: usize,
    /// Text with the larger id.
    pub b: usize,
    /// Shared runs over the runs of the shorter text, 0 to 1.
    pub containment: f64,
    /// Shared runs over all runs of both, 0 to 1.
    pub jaccard: f64,
}

/// The copies among `texts` with a containment of at least `least`.
pub fn copies(texts: &[Text], least: f64) -> Copies {
    // Work on texts by id, each id once, so that the order handed in does not matter.
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by(|a, b| texts[*a].id.cmp(texts[*b].id).then(a.cmp(b)));
    order.dedup_by(|a, b| texts[*a].id == texts[*b].id);
    let runs: Vec<Vec<u64>> = order.iter().map(|&t| runs(&words(&texts[t].sentences))).collect();
    let prints: Vec<Vec<u64>> = runs.iter().map(|r| winnow(r)).collect();
    let sets: Vec<Vec<u64>> = runs.iter().map(|r| sorted(r.clone())).collect();
    let mut steps = 0;
    let mut near: Vec<Pair> = Vec::new();
    for ((i, j), shared) in candidates(&prints, &mut steps) {
        let few = prints[i].len().min(prints[j].len());
        if (shared as f64) < (few as f64 * least * 0.3).max(1.0) {
            continue;
        }
        steps += 1;
        let pair = pair(i, j, &sets);
        if pair.containment >= least {
            near.push(pair);
        }
    }
    let groups = components(order.len(), &near);
    let of: HashMap<usize, usize> =
        groups.iter().enumerate().flat_map(|(g, members)| members.iter().map(move |m| (*m, g))).collect();
    let mut pairs: Vec<Vec<Pair>> = vec![Vec::new(); groups.len()];
    for p in &near {
        pairs[of[&p.a]].push(*p);
    }
    let mut out: Vec<Group> =
        groups.iter().zip(&pairs).map(|(members, pairs)| group(members, pairs, texts, &order, &sets)).collect();
    out.sort_by(|a, b| {
        b.members.len().cmp(&a.members.len()).then_with(|| texts[a.members[0].text].id.cmp(texts[b.members[0].text].id))
    });
    Copies { groups: out, steps }
}

/// The agency that a report credits with its text, by its full name: its dateline, credit line or author. Agencies that only
/// helped ("with reporting by …", "contributed to this report") do not count.
pub fn agency(report: &Report) -> Option<&'static str> {
    let offsets = Offsets::new(&report.text);
    let credit = report.agency_credit.map(|s| offsets.slice(&report.text, s));
    if let Some(name) = report.outlet.as_deref().and_then(furniture::agency) {
        return Some(name);
    }
    if let Some(name) = credit.and_then(furniture::agency) {
        return Some(name);
    }
    if let Some(name) = report.authors.iter().find_map(|a| {
        a.split([',', '/', '|', ';']).find_map(|p| furniture::agency(p.trim_end_matches(" Staff").trim()))
    }) {
        return Some(name);
    }
    // "PORT CALDER (AP) — …" where the place was not taken for a dateline.
    let head: String = report.text.chars().take(600).collect();
    head.match_indices('(').find_map(|(i, _)| {
        let inside = &head[i + 1..];
        let close = inside.find(')').filter(|n| *n < 40)?;
        let after = inside[close + 1..].trim_start();
        after.starts_with(['-', '–', '—']).then(|| furniture::agency(&inside[..close])).flatten()
    })
}

/// Hashes of the words of some sentences, in order.
pub(crate) fn words(sentences: &[&str]) -> Vec<u64> {
    sentences.iter().flat_map(|s| s.split(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty()).map(word).collect()
}

/// Hash of a word without case (FNV-1a, then mixed); the same on every machine.
fn word(w: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for c in w.chars().flat_map(char::to_lowercase) {
        h = (h ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    }
    mix(h)
}

fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// Hash of a run of words.
pub(crate) fn run_of(words: &[u64]) -> u64 {
    words.iter().fold(0, |h, w| mix(h.rotate_left(5) ^ w))
}

/// Hashes of all runs in order; a text shorter than a run is one run.
fn runs(words: &[u64]) -> Vec<u64> {
    if words.is_empty() {
        return Vec::new();
    }
    words.windows(RUN.min(words.len())).map(run_of).collect()
}

fn sorted(mut all: Vec<u64>) -> Vec<u64> {
    all.sort_unstable();
    all.dedup();
    all
}

/// Of every window of neighbouring runs the least hash.
fn winnow(runs: &[u64]) -> Vec<u64> {
    let mut out: Vec<u64> =
        runs.windows(WINDOW.min(runs.len().max(1))).filter_map(|w| w.iter().min().copied()).collect();
    out.dedup();
    sorted(out)
}

/// Pairs that share fingerprints, with how many, in order.
fn candidates(prints: &[Vec<u64>], steps: &mut usize) -> BTreeMap<(usize, usize), usize> {
    let mut all: Vec<(u64, u32)> =
        prints.iter().enumerate().flat_map(|(i, p)| p.iter().map(move |h| (*h, i as u32))).collect();
    all.sort_unstable();
    let mut pairs = BTreeMap::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, i)) in same.iter().enumerate() {
            for (_, j) in same[n + 1..].iter().take(NEAR) {
                *steps += 1;
                *pairs.entry((*i as usize, *j as usize)).or_insert(0) += 1;
            }
        }
    }
    pairs
}

fn pair(a: usize, b: usize, sets: &[Vec<u64>]) -> Pair {
    let shared = shared(&sets[a], &sets[b]);
    let (small, all) = (sets[a].len().min(sets[b].len()), sets[a].len() + sets[b].len() - shared);
    let of = |n: usize| if n == 0 { 0.0 } else { shared as f64 / n as f64 };
    Pair { a, b, containment: of(small), jaccard: of(all) }
}

/// Members two sorted lists share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

/// Connected texts, each group sorted.
fn components(n: usize, pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..n).collect();
    fn root(parent: &mut [usize], mut i: usize) -> usize {
        while parent[i] != i {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        i
    }
    for p in pairs {
        let (a, b) = (root(&mut parent, p.a), root(&mut parent, p.b));
        parent[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..n {
        groups.entry(root(&mut parent, i)).or_default().push(i);
    }
    groups.into_values().filter(|g| g.len() > 1).collect()
}

/// A group from texts (indices into `order`), with all indices turned into those of `texts`.
fn group(members: &[usize], pairs: &[Pair], texts: &[Text], order: &[usize], sets: &[Vec<u64>]) -> Group {
    let text = |m: usize| &texts[order[m]];
    let mut by_time = members.to_vec();
    by_time.sort_by(|a, b| earlier(text(*a).published, text(*b).published).then(a.cmp(b)));
    let (base, origin) = origin(&by_time, pairs, texts, order, sets);
    let held: Vec<Member> = {
        let base_text = Sentences::of(&[(order[base], text(base))]);
        let others: Vec<(usize, &Text)> =
            by_time.iter().filter(|m| **m != base).map(|m| (order[*m], text(*m))).collect();
        let all = Sentences::of(&others);
        let rest = sorted(by_time.iter().filter(|m| **m != base).flat_map(|m| sets[*m].iter().copied()).collect());
        by_time
            .iter()
            .map(|&m| {
                let against = if m == base { &rest } else { &sets[base] };
                let against_text = if m == base { &all } else { &base_text };
                Member {
                    text: order[m],
                    contained: shared(&sets[m], against) as f64 / sets[m].len().max(1) as f64,
                    sentences: text(m).sentences.iter().map(|s| against_text.find(s)).collect(),
                }
            })
            .collect()
    };
    let pairs = pairs.iter().map(|p| Pair { a: order[p.a], b: order[p.b], ..*p }).collect();
    Group { base: order[base], origin, members: held, pairs }
}

/// Text to hold the others against, and the origin.
fn origin(members: &[usize], pairs: &[Pair], texts: &[Text], order: &[usize], sets: &[Vec<u64>]) -> (usize, Origin) {
    let text = |m: usize| &texts[order[m]];
    let found = |m: usize, agency: Option<&str>, why| {
        (m, Origin { text: Some(order[m]), agency: agency.map(str::to_owned), why })
    };
    if let Some(&m) = members.iter().find(|m| text(**m).outlet.and_then(furniture::agency).is_some()) {
        return found(m, text(m).outlet.and_then(furniture::agency), "agency text");
    }
    let mut credits: BTreeMap<&str, usize> = BTreeMap::new();
    for m in members {
        if let Some(a) = text(*m).agency {
            *credits.entry(a).or_insert(0) += 1;
        }
    }
    let most = credits.values().max().copied().unwrap_or(0);
    if let Some((agency, _)) = credits.iter().find(|(_, n)| **n == most) {
        // The carrier closest to the wire: the one whose words the others have most of.
        let carriers: Vec<usize> = members.iter().filter(|m| text(**m).agency == Some(agency)).copied().collect();
        let base = most_contained(&carriers, pairs, sets).unwrap_or(carriers[0]);
        return (base, Origin { text: None, agency: Some((*agency).to_owned()), why: "agency credit" });
    }
    let first = members[0];
    let dated = members.iter().all(|m| text(*m).published.is_some());
    if dated && earlier(text(first).published, text(members[1]).published).is_lt() {
        return found(first, None, "earliest");
    }
    match most_contained(members, pairs, sets) {
        Some(m) => found(m, None, "contained"),
        None => (first, Origin { text: None, agency: None, why: "unknown" }),
    }
}

/// The member whose runs the others have most of, if one stands out.
fn most_contained(members: &[usize], pairs: &[Pair], sets: &[Vec<u64>]) -> Option<usize> {
    let mut share: Vec<(f64, usize)> = members
        .iter()
        .map(|&m| {
            let own: Vec<f64> = pairs
                .iter()
                .filter(|p| p.a == m || p.b == m)
                .map(|p| {
                    let small = sets[p.a].len().min(sets[p.b].len()) as f64;
                    p.containment * small / sets[m].len().max(1) as f64
                })
                .collect();
            (own.iter().sum::<f64>() / own.len().max(1) as f64, m)
        })
        .collect();
    share.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match share.as_slice() {
        [(_, m)] => Some(*m),
        [(a, m), (b, _), ..] if a - b > 0.02 => Some(*m),
        _ => None,
    }
}

/// Which was published first; by day where one of them has no time. What has no date comes last.
fn earlier(a: Option<&str>, b: Option<&str>) -> std::cmp::Ordering {
    let instant = |s: &str| s.parse::<jiff::Timestamp>().ok();
    match (a, b) {
        (Some(a), Some(b)) => match (instant(a), instant(b)) {
            (Some(x), Some(y)) => x.cmp(&y),
            _ => a.get(..10).cmp(&b.get(..10)),
        },
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    }
}

/// Sentences to look others up in, by runs of three words.
struct Sentences {
    texts: Vec<usize>,
    whole: HashMap<u64, (usize, usize)>,
    parts: HashMap<u64, Vec<(usize, usize)>>,
}

impl Sentences {
    fn of(texts: &[(usize, &Text)]) -> Sentences {
        let mut out =
            Sentences { texts: texts.iter().map(|(t, _)| *t).collect(), whole: HashMap::new(), parts: HashMap::new() };
        for (t, (_, text)) in texts.iter().enumerate() {
            for (n, s) in text.sentences.iter().enumerate() {
                let words = words(&[s]);
                out.whole.entry(run_of(&words)).or_insert((t, n));
                for part in sorted(words.windows(3).map(run_of).collect()) {
                    let list = out.parts.entry(part).or_default();
                    if list.len() < NEAR {
                        list.push((t, n));
                    }
                }
            }
        }
        out
    }

    fn find(&self, sentence: &str) -> Match {
        let words = words(&[sentence]);
        if let Some((text, sentence)) = self.whole.get(&run_of(&words)).filter(|_| !words.is_empty()) {
            return Match::Same { text: self.texts[*text], sentence: *sentence };
        }
        let parts = sorted(words.windows(3).map(run_of).collect());
        let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for at in parts.iter().filter_map(|p| self.parts.get(p)).flatten() {
            *counts.entry(*at).or_insert(0) += 1;
        }
        let best = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        match best {
            Some(((text, sentence), n)) if n * 10 >= parts.len() * 9 => {
                Match::Same { text: self.texts[text], sentence }
            }
            Some(((text, sentence), n)) if n * 2 >= parts.len() => Match::Changed { text: self.texts[text], sentence },
            _ => Match::Own,
        }
    }
}

#[cfg(test)]
mod tests;
