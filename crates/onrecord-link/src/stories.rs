//! Which reports belong together, and why.
//!
//! A **story** is one near event: reports whose words are alike and whose days are near. A **storyline** is one matter over any
//! time: stories whose words are alike, years apart or not. Both are found by joining, again and again, the two groups that are on
//! average most alike, until none are alike enough; the order in which reports come plays no part.
//!
//! The limits were read off two sets that are no test of ours: 212 reports of news on conflicts of 2014 and 2015, put into 109
//! events by hand (`evals/news-conflict`), and the ten events of NewsWCL50. Both are best, or as good as best, at .12. Days count
//! little: reports of one day are asked for .12, reports months apart for .20, for one event is also told months later.

use std::collections::BTreeMap;

use onrecord_model::{Member, Reading};

use crate::parties::actors;
use crate::similarity::Profiles;
use crate::words::{Groups, day, days_apart, order_key};

/// Average likeness of one story.
const STORY: f64 = 0.12;
/// What the likeness of reports far apart in time still counts for a story.
const FLOOR: f64 = 0.6;
/// Days in which the part above the floor halves.
const HALF: f64 = 14.0;
/// Days apart after which two reports are never of one story, however alike: a year later it is another event or a look back.
const FAR: i64 = 365;
/// Average likeness of one storyline.
const LINE: f64 = 0.08;

/// Reports of one storyline, by index, with why they are in it.
pub struct Group {
    /// Indices into the readings handed in.
    pub reports: Vec<usize>,
    /// One member a report, in the same order.
    pub members: Vec<Member>,
}

/// Groups the readings into storylines and stories. The readings must come in an order of their own, by id.
pub fn group(readings: &[&Reading]) -> Vec<Group> {
    let profiles = Profiles::new(readings);
    let n = readings.len();
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for i in 0..n {
        for j in profiles.near(i) {
            let pair = (i.min(j), i.max(j));
            pairs.entry(pair).or_insert_with(|| profiles.alike(pair.0, pair.1));
        }
    }
    // Versions of one address are one story whatever their words.
    let mut by_url: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, r) in readings.iter().enumerate() {
        if let Some(url) = r.report.url.as_deref() {
            if let Some(&first) = by_url.get(url) {
                pairs.insert((first, i), 1.0);
            } else {
                by_url.insert(url, i);
            }
        }
    }
    let singles: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    let near = pairs.iter().map(|(&p, &s)| {
        let apart = days_apart(day(readings[p.0]), day(readings[p.1]));
        // Without a day nothing says that they are near in time, nor that they are far.
        let near = apart.map_or(0.0, |d| 0.5f64.powf(d as f64 / HALF));
        let counts = if apart.is_some_and(|d| d > FAR) { 0.0 } else { FLOOR + (1.0 - FLOOR) * near };
        (p, s * counts)
    });
    let stories = join(singles, &near.collect(), STORY);
    let lines = join(stories.clone(), &pairs, LINE);
    let mut story_of = vec![0; n];
    for (k, story) in stories.iter().enumerate() {
        for &i in story {
            story_of[i] = k;
        }
    }
    let names: Vec<BTreeMap<String, usize>> = readings.iter().map(|r| actors(r)).collect();
    lines
        .into_iter()
        .map(|mut set| {
            set.sort_by_cached_key(|&i| order_key(readings[i]));
            let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
            let members = set
                .iter()
                .map(|&i| {
                    let next = numbers.len() + 1;
                    let number = *numbers.entry(story_of[i]).or_insert(next);
                    let best = set.iter().filter(|&&j| j != i).map(|&j| profiles.alike(i, j)).fold(0.0, f64::max);
                    Member {
                        report: readings[i].report.id.clone(),
                        story: format!("s{number}"),
                        why: why(i, &set, &names, best),
                    }
                })
                .collect();
            Group { reports: set, members }
        })
        .collect()
}

/// Two groups and the sum of their likenesses.
type Pair = ((usize, usize), f64);

/// Joins the two groups of highest average likeness until none reaches the limit. Pairs that are not listed are not alike.
fn join(groups: Vec<Vec<usize>>, pairs: &BTreeMap<(usize, usize), f64>, limit: f64) -> Vec<Vec<usize>> {
    let mut of = BTreeMap::new();
    for (k, g) in groups.iter().enumerate() {
        for &i in g {
            of.insert(i, k);
        }
    }
    // Sums of likeness between groups; an average is a sum by the product of sizes.
    let mut sums: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (&(i, j), &s) in pairs {
        let (a, b) = (of[&i], of[&j]);
        if a != b && s > 0.0 {
            *sums.entry((a.min(b), a.max(b))).or_default() += s;
        }
    }
    // Groups that no chain of alike pairs connects never meet: each connected part is joined by itself.
    let mut parts = Groups::new(groups.len());
    for (&(a, b), s) in &sums {
        if s / (groups[a].len() * groups[b].len()) as f64 >= limit / 4.0 {
            parts.join(a, b);
        }
    }
    let mut by_part: BTreeMap<usize, Vec<Pair>> = BTreeMap::new();
    for (&(a, b), &s) in &sums {
        let (pa, pb) = (parts.find(a), parts.find(b));
        if pa == pb {
            by_part.entry(pa).or_default().push(((a, b), s));
        }
    }
    let mut groups = groups;
    for (_, list) in by_part {
        join_part(&mut groups, list, limit);
    }
    groups.retain(|g| !g.is_empty());
    for g in &mut groups {
        g.sort_unstable();
    }
    groups.sort();
    groups
}

fn join_part(groups: &mut [Vec<usize>], list: Vec<Pair>, limit: f64) {
    let mut to: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
    for ((a, b), s) in list {
        to.entry(a).or_default().insert(b, s);
        to.entry(b).or_default().insert(a, s);
    }
    let average = |groups: &[Vec<usize>], a: usize, b: usize, s: f64| s / (groups[a].len() * groups[b].len()) as f64;
    // The best partner of every group; ties go to the group whose first report comes first.
    let best_of = |groups: &[Vec<usize>], to: &BTreeMap<usize, BTreeMap<usize, f64>>, a: usize| {
        let mut best: Option<(f64, usize)> = None;
        for (&b, &s) in to.get(&a).into_iter().flatten() {
            let v = average(groups, a, b, s);
            if best.is_none_or(|(w, _)| v > w + 1e-12) {
                best = Some((v, b));
            }
        }
        best
    };
    let mut best: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for &a in to.keys() {
        if let Some(b) = best_of(groups, &to, a) {
            best.insert(a, b);
        }
    }
    loop {
        let mut top: Option<(f64, usize, usize)> = None;
        for (&a, &(v, b)) in &best {
            if top.is_none_or(|(w, _, _)| v > w + 1e-12) {
                top = Some((v, a, b));
            }
        }
        let Some((v, a, b)) = top.filter(|t| t.0 >= limit) else { return };
        let _ = v;
        let (keep, gone) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut groups[gone]);
        groups[keep].extend(moved);
        let others = to.remove(&gone).unwrap_or_default();
        best.remove(&gone);
        for (c, s) in others {
            if let Some(map) = to.get_mut(&c) {
                map.remove(&gone);
                if c != keep {
                    *map.entry(keep).or_default() += s;
                }
            }
            if c != keep {
                *to.entry(keep).or_default().entry(c).or_default() += s;
            }
        }
        let mut stale: Vec<usize> = to.get(&keep).map(|m| m.keys().copied().collect()).unwrap_or_default();
        stale.push(keep);
        for c in stale {
            match best_of(groups, &to, c) {
                Some(b) => best.insert(c, b),
                None => best.remove(&c),
            };
        }
    }
}

/// The names a report shares with most of the others, and how alike the nearest of them is.
fn why(i: usize, set: &[usize], names: &[BTreeMap<String, usize>], best: f64) -> String {
    if set.len() == 1 {
        return "alone".to_owned();
    }
    let mut shared: Vec<(usize, &str)> = names[i]
        .keys()
        .map(|n| (set.iter().filter(|&&j| j != i && names[j].contains_key(n)).count(), n.as_str()))
        .filter(|(n, _)| *n > 0)
        .collect();
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    // As many as four, and all that are shared as widely as the fourth: none is left out for its letters.
    let floor = shared.get(3).map_or(0, |s| s.0);
    let list: Vec<&str> = shared.iter().filter(|s| s.0 >= floor).take(12).map(|(_, n)| *n).collect();
    format!("names: {}; words alike: {best:.2}", list.join(", "))
}
