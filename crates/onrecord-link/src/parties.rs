//! One ledger of parties: mentions of all reports by lexicon id, else by the exact folded name; never by look-alike.
//!
//! Two factions are not their movement: a name that only contains another name stays apart, with its parent beside it where the
//! text gives one.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use onrecord_model::{ActorId, Cell, Evidence, MentionForm, MentionType, Party, Reading, RowRef};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    names::Names,
    words::{Folds, Texts, fold},
};

/// The word that stands for an end of a contact the text does not name (annotation guide, 7).
pub const UNSPECIFIED: &str = "unspecified";

#[derive(Default)]
struct Gathered {
    shown: FxHashMap<String, usize>,
    actor: Option<ActorId>,
    parents: FxHashMap<String, usize>,
    names: Vec<Cell<String>>,
    /// Their words.
    seen: FxHashSet<String>,
    mentions: usize,
    /// Reports that name it, and one more than the place of the last of them.
    reports: usize,
    last: usize,
    acts: bool,
    kind_counts: bool,
}

/// The value of a name, made where there is none.
fn entry<'m, V: Default>(map: &'m mut FxHashMap<String, V>, name: &str) -> &'m mut V {
    if !map.contains_key(name) {
        map.insert(name.to_owned(), V::default());
    }
    map.get_mut(name).expect("it was put in above")
}

/// Parties by name: everybody in a contact, a deal, a condition or a withdrawal, and every state, armed group or organisation
/// that reports name twice. Those that most reports name come first, of as many those by name.
pub fn parties<'r>(readings: &[&'r Reading], texts: &Texts, names: &Names, folds: &Folds<'r>) -> Vec<Party> {
    let mut by: FxHashMap<String, Gathered> = FxHashMap::default();
    let mut key_of: FxHashMap<String, String> = FxHashMap::default();
    for (place, r) in readings.iter().enumerate() {
        for m in &r.mentions {
            let folded = folds.fold(&m.canonical);
            if folded.is_empty() {
                continue;
            }
            let key = m.actor.as_ref().map_or_else(|| names.key(&folded), |a| a.as_str());
            if m.actor.is_some() && key_of.get(&*folded).is_none_or(|k| k != key) {
                key_of.insert(folded.to_string(), key.to_owned());
            }
            let g = entry(&mut by, key);
            g.actor = g.actor.take().or_else(|| m.actor.clone());
            *entry(&mut g.shown, &m.canonical) += 1;
            g.mentions += usize::from(m.form == MentionForm::Named);
            if g.last <= place {
                (g.reports, g.last) = (g.reports + 1, place + 1);
            }
            g.kind_counts |= matches!(m.kind, MentionType::State | MentionType::ArmedGroup | MentionType::Organisation);
            if let Some(parent) = &m.affiliation
                && folds.fold(parent) != folded
            {
                *entry(&mut g.parents, parent) += 1;
            }
            if m.form != MentionForm::Pronoun {
                let words = texts.slice(&r.report.id, m.span).split_whitespace().collect::<Vec<_>>().join(" ");
                if g.seen.insert(words.clone()) {
                    g.names.push(Cell::new(words, r.report.id.clone(), Evidence::new(m.span)));
                }
            }
        }
    }
    for r in readings {
        let report = &r.report.id;
        let mut acting: Vec<(&str, &Evidence)> = Vec::new();
        for c in &r.channels {
            acting.extend(c.ends.iter().chain(&c.mediators).map(|n| (n.as_str(), &c.evidence)));
        }
        for t in &r.terms {
            acting.extend(t.party.iter().chain(&t.by).map(|n| (n.as_str(), &t.evidence)));
        }
        acting.extend(r.conditions.iter().filter_map(|k| Some((k.holder.as_deref()?, &k.evidence))));
        for (name, evidence) in acting {
            let folded = fold(name);
            if folded.is_empty() || name == UNSPECIFIED {
                continue;
            }
            let key = key_of.get(&folded).cloned().unwrap_or_else(|| names.key(&folded).to_owned());
            let g = by.entry(key).or_default();
            g.acts = true;
            *g.shown.entry(name.to_owned()).or_default() += 1;
            if g.names.is_empty() {
                g.names.push(Cell::new(name.to_owned(), report.clone(), evidence.clone()));
            }
        }
    }
    let most = |m: &FxHashMap<String, usize>| {
        m.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(n, _)| n.clone())
    };
    // Of two parties shown under one name the one whose key comes first.
    let by: BTreeMap<String, Gathered> = by.into_iter().collect();
    let mut out: Vec<(usize, Party)> = by
        .into_values()
        .filter(|g| g.acts || (g.kind_counts && g.mentions > 1))
        .filter_map(|g| {
            let party =
                Party { name: most(&g.shown)?, actor: g.actor.clone(), parent: most(&g.parents), names: g.names };
            Some((g.reports, party))
        })
        .collect();
    out.sort_by(|(n, a), (m, b)| m.cmp(n).then_with(|| (&a.name, &a.actor).cmp(&(&b.name, &b.actor))));
    out.into_iter().map(|(_, p)| p).collect()
}

/// The party of every mention, by report and row: a lexicon id or a folded name. Mentions without a name are left out.
pub fn of_mentions(readings: &[&Reading]) -> BTreeMap<RowRef, String> {
    let names = Names::of(readings);
    let mut out = BTreeMap::new();
    for r in readings {
        for m in &r.mentions {
            let folded = fold(&m.canonical);
            let key = m.actor.as_ref().map_or_else(|| names.key(&folded).to_owned(), |a| a.to_string());
            if !key.is_empty() {
                out.insert(RowRef { report: r.report.id.clone(), row: m.id.clone() }, key);
            }
        }
    }
    out
}

/// What a report is about: its parties and persons by lexicon id or folded name, with how often each is mentioned.
pub fn actors<'r>(reading: &'r Reading, folds: &Folds<'r>) -> BTreeMap<Rc<str>, usize> {
    let mut out: BTreeMap<Rc<str>, usize> = BTreeMap::new();
    for m in &reading.mentions {
        let wanted = matches!(
            m.kind,
            MentionType::State
                | MentionType::ArmedGroup
                | MentionType::Organisation
                | MentionType::Person
                | MentionType::Place
                | MentionType::Facility
        );
        if wanted && (m.actor.is_some() || m.form == MentionForm::Named) {
            let key = m.actor.as_ref().map_or_else(|| folds.fold(&m.canonical), |a| a.as_str().into());
            if !key.is_empty() {
                *out.entry(key).or_default() += 1;
            }
        }
    }
    out
}

/// Names of a set, folded and sorted: two rows are between the same parties where these are equal.
pub fn folded(names: &[String]) -> BTreeSet<String> {
    names.iter().map(|n| fold(n)).filter(|n| !n.is_empty()).collect()
}
