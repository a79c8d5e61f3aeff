//! Claims: statements that say the same, with their roots, what speaks against them, and what was taken back.
//!
//! An official says that talks are held, a broadcaster confirms it, its post is deleted: one claim with the life said, confirmed,
//! removed; one root, for what was removed does not count. Sameness is counted in shared words and kept strict: two statements
//! that are only near each other stay apart.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onrecord_model::{
    Act, AttributionKind, Claim, LifeStep, NAMES_BETWEEN, Openness, Reading, Relation, RelationKind, ReportId, Root,
    RootId, RowRef, Withdrawal, WithdrawalKind,
};
use rustc_hash::FxHashMap;

use crate::bags::{Bag, Meetings, Stems, lists, meeting};
use crate::statements::Said as Statement;
use crate::told::Told;
use crate::words::{Groups, Texts, day, fold};

/// Shared words, by the smaller statement, of two statements that say the same.
const SAME: f64 = 0.6;
/// Shared words, by all their words.
const SAME_ALL: f64 = 0.3;
/// The same for statements of one root.
const SAME_OF_ROOT: f64 = 0.5;
/// A word in more statements of one story than this brings no two of them together by itself.
const COMMON: usize = 120;
/// Earlier statements of its root that one is compared with to find the one it repeats.
const FEW: usize = 16;
/// Words two statements share at least.
const LEAST: usize = 3;

struct Said<'s, 'r> {
    of: &'s Statement<'r>,
    root: usize,
    story: &'s str,
}

impl<'r> std::ops::Deref for Said<'_, 'r> {
    type Target = Statement<'r>;

    fn deref(&self) -> &Statement<'r> {
        self.of
    }
}

/// Claims by their first statement, and the relations between statements.
pub fn claims(
    readings: &[&Reading],
    statements: &[Statement],
    stems: &mut Stems,
    texts: &Texts,
    story: &BTreeMap<&ReportId, &str>,
    roots: &[Root],
) -> (Vec<Claim>, Vec<Relation>) {
    let root_of: FxHashMap<&RowRef, usize> =
        roots.iter().enumerate().flat_map(|(i, r)| r.statements.iter().map(move |s| (s, i))).collect();
    let said: Vec<Said> = statements
        .iter()
        .filter(|s| s.a.kind != AttributionKind::Attitude)
        .map(|s| Said {
            of: s,
            root: root_of.get(&s.row).copied().unwrap_or(usize::MAX),
            story: story.get(&s.row.report).copied().unwrap_or(""),
        })
        .collect();
    let taken = taken_back(readings, &said, stems, texts);
    let stems = &*stems;
    let mut relations: Vec<Relation> = taken
        .iter()
        .map(|t| Relation { kind: t.kind, a: t.by.clone(), b: said[t.target].row.clone(), reason: t.reason.clone() })
        .collect();
    let mut groups = Groups::new(said.len());
    let told = Told::new(said.iter().map(|s| (s.of, s.root)), stems, texts);
    for (i, j) in pairs(&said, stems.len()) {
        if same((i, &said[i]), (j, &said[j]), &told) {
            groups.join(i, j);
        }
    }
    answers(&said, stems, &mut groups, &mut relations);
    let withdrawn: HashSet<usize> =
        taken.iter().filter(|t| t.kind == RelationKind::Withdraws).map(|t| t.target).collect();
    let mut taken_of: HashMap<usize, Vec<usize>> = HashMap::new();
    taken.iter().enumerate().for_each(|(n, t)| taken_of.entry(t.target).or_default().push(n));
    let mut out: Vec<Claim> = Vec::new();
    for set in groups.sets() {
        relate(&said, stems, &set, &withdrawn, &told, &mut relations);
        let rooted = set.iter().filter(|i| {
            said[**i].open != Openness::Unsourced && !withdrawn.contains(i) && said[**i].a.act != Act::Deny
        });
        let ids: BTreeSet<usize> = rooted.map(|&i| said[i].root).filter(|r| *r != usize::MAX).collect();
        let roots: Vec<RootId> = ids.into_iter().map(|i| roots[i].id.clone()).collect();
        out.push(Claim {
            id: format!("q{}", out.len() + 1),
            statements: set.iter().map(|&i| said[i].row.clone()).collect(),
            roots,
            withdrawn: set.iter().filter(|i| withdrawn.contains(i)).map(|&i| said[i].row.clone()).collect(),
            life: life(&said, &set, &taken, &taken_of),
        });
    }
    (out, relations)
}

/// Pairs worth comparing: of one story, sharing at least two words that are not in too many statements of it.
fn pairs(said: &[Said], stems: usize) -> Vec<(usize, usize)> {
    let mut stories: BTreeMap<&str, Vec<(usize, &[u32])>> = BTreeMap::new();
    for (i, s) in said.iter().enumerate() {
        stories.entry(s.story).or_default().push((i, s.words.numbers()));
    }
    // The lists of one story are small; its words are numbered anew for them.
    let mut number = vec![u32::MAX; stems];
    let mut out = Vec::new();
    for of in stories.values() {
        let mut met: Vec<u32> = Vec::new();
        let mut own: Vec<(usize, Vec<u32>)> = Vec::with_capacity(of.len());
        for (n, (_, words)) in of.iter().enumerate() {
            let list = words.iter().map(|&w| {
                let at = &mut number[w as usize];
                if *at == u32::MAX {
                    *at = met.len() as u32;
                    met.push(w);
                }
                *at
            });
            own.push((n, list.collect()));
        }
        let lists: Vec<(usize, &[u32])> = own.iter().map(|(n, l)| (*n, &l[..])).collect();
        out.extend(meeting(&lists, of.len(), met.len(), COMMON, 2).into_iter().map(|(i, j)| (of[i].0, of[j].0)));
        met.iter().for_each(|&w| number[w as usize] = u32::MAX);
    }
    out
}

fn same((i, a): (usize, &Said), (j, b): (usize, &Said), told: &Told) -> bool {
    if a.words.shared(&b.words) < LEAST || a.digits != b.digits && a.root != b.root {
        return false;
    }
    if (a.a.act == Act::Deny) != (b.a.act == Act::Deny) {
        return false;
    }
    if !a.stance.fits(&b.stance) {
        return false;
    }
    // One inside the other is a relay of it.
    let nested = a.a.nested_in.as_ref() == Some(&b.a.id) || b.a.nested_in.as_ref() == Some(&a.a.id);
    if nested && a.reading.report.id == b.reading.report.id {
        return a.words.overlap(&b.words) >= SAME;
    }
    if a.root == b.root && a.root != usize::MAX {
        // What a minister speaks of for years is no one utterance.
        return a.words.overlap(&b.words) >= SAME_OF_ROOT
            && (a.reading.report.id == b.reading.report.id || told.one((i, a.of), (j, b.of)));
    }
    a.words.overlap(&b.words) >= SAME && a.words.jaccard(&b.words) >= SAME_ALL
}

/// Words of an answer that point at a statement without repeating it.
const POINTERS: [&str; 7] = ["claim", "report", "news", "statement", "account", "contact", "accus"];

/// Confirmations and denials join or face the statement they share most words with: in the same report, else in the same story.
fn answers(said: &[Said], stems: &Stems, groups: &mut Groups, relations: &mut Vec<Relation>) {
    // Only statements that share words are compared.
    let posts = lists(said.iter().enumerate().map(|(j, t)| (j, t.words.numbers())), stems.len());
    let pointers: Vec<u32> = POINTERS.iter().filter_map(|p| stems.find(p)).collect();
    let mut meetings = Meetings::new(said.len());
    for (i, s) in said.iter().enumerate().filter(|(_, s)| matches!(s.a.act, Act::Confirm | Act::Deny)) {
        s.words.numbers().iter().for_each(|&w| meetings.meet(&posts[w as usize]));
        let points = pointers.iter().any(|p| s.words.has(*p));
        let mut best: Option<(usize, usize, usize)> = None;
        for (j, n) in meetings.take(2) {
            let t = &said[j];
            let here = t.reading.report.id == s.reading.report.id;
            let there =
                t.story == s.story && (day(t.reading), &t.reading.report.id) <= (day(s.reading), &s.reading.report.id);
            if i == j
                || t.root == s.root
                || matches!(t.a.act, Act::Confirm | Act::Deny | Act::Withhold)
                || !(here || there)
            {
                continue;
            }
            if here && t.a.evidence.first().start > s.a.evidence.first().start {
                continue;
            }
            let enough = s.words.overlap(&t.words) >= SAME || (points && here);
            // Most words, then the same report, then the first.
            if enough && best.is_none_or(|(m, h, _)| (n, usize::from(here)) > (m, h)) {
                best = Some((n, usize::from(here), j));
            }
        }
        let Some((n, _, j)) = best else { continue };
        let kind = if s.a.act == Act::Confirm { RelationKind::Confirms } else { RelationKind::Denies };
        let reason = format!("{n} content words shared: {}", listed(stems, &s.text, &said[j].words));
        relations.push(Relation { kind, a: s.row.clone(), b: said[j].row.clone(), reason });
        if s.a.act == Act::Confirm {
            groups.join(i, j);
        }
    }
}

/// The first words of a text that another set of stems holds too, as printed.
fn listed(stems: &Stems, text: &str, other: &Bag) -> String {
    stems.shared(text, other, 6).join(", ")
}

/// Relations inside one claim: each statement to one of its root before it, else to the first of the claim. A claim is a chain, and
/// its ends may share nothing: a statement repeats the one whose words tell most (of the first and the last few, the first of equals),
/// and of another report only one that says the same by itself.
fn relate(
    said: &[Said],
    stems: &Stems,
    set: &[usize],
    withdrawn: &HashSet<usize>,
    told: &Told,
    relations: &mut Vec<Relation>,
) {
    let first = set[0];
    let mut of_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &i in set {
        let s = &said[i];
        let reason = |j: usize| format!("shared: {}", listed(stems, &s.text, &said[j].words));
        let before = of_root.entry(s.root).or_default();
        let compared = before.iter().take(1).chain(before.iter().skip(1.max(before.len().saturating_sub(FEW))));
        let known = !before.is_empty();
        let nearest = compared
            .copied()
            .filter(|&j| said[j].reading.report.id == s.reading.report.id || same((i, s), (j, &said[j]), told))
            .map(|j| (told.weight((i, s.of), (j, said[j].of)), said[j].words.shared(&s.words), j))
            .reduce(|a, b| if (b.0, b.1) > (a.0, a.1) { b } else { a });
        before.push(i);
        if known && nearest.is_none() {
            continue;
        }
        if let Some((_, _, j)) = nearest {
            relations.push(Relation {
                kind: RelationKind::Repeats,
                a: s.row.clone(),
                b: said[j].row.clone(),
                reason: format!("same root; {}", reason(j)),
            });
            continue;
        }
        let stands = |k: usize| said[k].open != Openness::Unsourced && !withdrawn.contains(&k);
        if i != first && s.a.act != Act::Confirm && stands(i) && stands(first) {
            let nested = s.a.nested_in.is_some() || said[first].a.nested_in.is_some();
            if !(nested && s.reading.report.id == said[first].reading.report.id) {
                relations.push(Relation {
                    kind: RelationKind::Corroborates,
                    a: s.row.clone(),
                    b: said[first].row.clone(),
                    reason: format!("another root; {}", reason(first)),
                });
            }
        }
    }
}

/// A statement that a withdrawal takes back or denies.
struct Taken {
    kind: RelationKind,
    by: RowRef,
    target: usize,
    step: &'static str,
    on: Option<String>,
    reason: String,
}

/// What withdrawals take back: the statement they name, else the earlier statements of that account that share their words.
fn taken_back(readings: &[&Reading], said: &[Said], stems: &mut Stems, texts: &Texts) -> Vec<Taken> {
    let at: FxHashMap<&RowRef, usize> = said.iter().enumerate().map(|(i, s)| (&s.row, i)).collect();
    let mut by_speaker: HashMap<String, Vec<usize>> = HashMap::new();
    if readings.iter().any(|r| r.withdrawals.iter().any(|w| takes_back(w.kind))) {
        for (i, s) in said.iter().enumerate() {
            speakers(s).into_iter().for_each(|n| by_speaker.entry(n).or_default().push(i));
        }
    }
    let mut out: Vec<Taken> = Vec::new();
    for r in readings {
        for w in &r.withdrawals {
            let mut targets: Vec<(usize, String)> = Vec::new();
            if let Some(t) = &w.target_attribution {
                let row = RowRef { report: r.report.id.clone(), row: t.clone() };
                targets.extend(at.get(&row).map(|&i| (i, "named in the same report".to_owned())));
            }
            if targets.is_empty() || takes_back(w.kind) {
                targets.extend(elsewhere(r, w, said, &by_speaker, stems, texts));
            }
            targets.dedup_by_key(|t| t.0);
            for (target, reason) in targets {
                let own = own_words(w, &said[target]);
                let (kind, step) = match w.kind {
                    WithdrawalKind::Deletion | WithdrawalKind::Retraction => (RelationKind::Withdraws, "removed"),
                    WithdrawalKind::Correction | WithdrawalKind::WalkBack => (RelationKind::Withdraws, "corrected"),
                    WithdrawalKind::Contradiction => (RelationKind::Contradicts, "denied"),
                    WithdrawalKind::Denial if own => (RelationKind::Withdraws, "denied"),
                    WithdrawalKind::Denial => (RelationKind::Denies, "denied"),
                };
                let by = RowRef { report: r.report.id.clone(), row: w.id.clone() };
                out.push(Taken { kind, by, target, step, on: day(r).map(str::to_owned), reason });
            }
        }
    }
    out
}

fn takes_back(kind: WithdrawalKind) -> bool {
    !matches!(kind, WithdrawalKind::Denial | WithdrawalKind::Contradiction)
}

/// Whether who takes it back is who said it.
fn own_words(w: &Withdrawal, s: &Said) -> bool {
    let who: BTreeSet<String> = w.by.iter().chain(&w.account).flat_map(|n| n.split(NAMES_BETWEEN)).map(fold).collect();
    speakers(s).iter().any(|n| who.contains(n))
}

fn speakers(s: &Said) -> BTreeSet<String> {
    let named = s.a.sourcing.chain.iter().filter_map(|l| l.actor.as_deref()).chain(s.a.resolved.as_deref());
    let mut out: BTreeSet<String> = named.flat_map(|n| n.split(NAMES_BETWEEN)).map(fold).collect();
    out.extend(s.reading.report.outlet.as_deref().map(fold));
    out
}

/// Statements of other, not later reports that the withdrawal's account published or made and whose words it repeats.
fn elsewhere(
    r: &Reading,
    w: &Withdrawal,
    said: &[Said],
    by_speaker: &HashMap<String, Vec<usize>>,
    stems: &mut Stems,
    texts: &Texts,
) -> Vec<(usize, String)> {
    let account: BTreeSet<String> = w.account.iter().chain(&w.by).map(|n| fold(n)).filter(|n| !n.is_empty()).collect();
    if account.is_empty() || !takes_back(w.kind) {
        return Vec::new();
    }
    let text = w.evidence.spans().iter().map(|s| texts.slice(&r.report.id, *s)).collect::<Vec<_>>().join(" ");
    let mut words = stems.bag(w.of.as_deref().unwrap_or(""));
    words.join(&stems.bag(&text));
    let theirs: BTreeSet<usize> = account.iter().filter_map(|n| by_speaker.get(n)).flatten().copied().collect();
    theirs
        .into_iter()
        .map(|i| (i, &said[i]))
        .filter(|(_, s)| s.reading.report.id != r.report.id)
        .filter(|(_, s)| matches!((day(s.reading), day(r)), (Some(a), Some(b)) if a <= b))
        .filter(|(_, s)| s.words.shared(&words) >= LEAST && s.words.overlap(&words) >= SAME)
        .map(|(i, s)| (i, format!("same account; shared: {}", listed(stems, &s.text, &words))))
        .collect()
}

/// The life of a claim, by day, each step of a day once.
fn life(said: &[Said], set: &[usize], taken: &[Taken], taken_of: &HashMap<usize, Vec<usize>>) -> Vec<LifeStep> {
    let mut steps: Vec<LifeStep> = Vec::new();
    for (n, &i) in set.iter().enumerate() {
        let s = &said[i];
        let step = match s.a.act {
            Act::Confirm => "confirmed",
            Act::Deny => "denied",
            _ if n == 0 => "said",
            _ => "repeated",
        };
        steps.push(LifeStep { step: step.to_owned(), row: s.row.clone(), on: day(s.reading).map(str::to_owned) });
    }
    let mine: BTreeSet<usize> = set.iter().filter_map(|i| taken_of.get(i)).flatten().copied().collect();
    for t in mine.into_iter().map(|n| &taken[n]) {
        steps.push(LifeStep { step: t.step.to_owned(), row: t.by.clone(), on: t.on.clone() });
    }
    steps.sort_by(|a, b| (a.on.is_none(), &a.on).cmp(&(b.on.is_none(), &b.on)));
    let mut seen: HashSet<(String, Option<String>)> = HashSet::new();
    steps.retain(|s| seen.insert((s.step.clone(), s.on.clone())));
    steps
}
