//! Section 7: outlets side by side. Counts, no score.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, hash_map::Entry};

use onrecord_model::{AttributionKind, Cell, ClaimLine, Letters, MentionForm, Openness, OutletLine, Reading, WordsFor};
use rustc_hash::{FxHashMap, FxHashSet};

use super::index::Index;

/// Outlets by name; reports without one come last.
pub fn outlets(index: &Index, ledger: &[ClaimLine]) -> Vec<OutletLine> {
    let mut groups: BTreeMap<(bool, Option<String>), Vec<&Reading>> = BTreeMap::new();
    for r in index.readings() {
        groups.entry((r.report.outlet.is_none(), r.report.outlet.clone())).or_default().push(r);
    }
    let several = groups.len() > 1;
    let shared = shared_parties(index);
    let alone = if several { alone_by_outlet(index, ledger) } else { FxHashMap::default() };
    groups
        .into_iter()
        .map(|((_, outlet), readings)| {
            let mut days: Vec<Letters> = readings.iter().filter_map(|r| index.day(&r.report.id)).collect();
            days.sort();
            let classes: Vec<Openness> = readings
                .iter()
                .flat_map(|r| &r.attributions)
                .filter(|a| a.kind != AttributionKind::Attitude)
                .map(|a| Openness::from(a.sourcing.class))
                .collect();
            let count = |o| classes.iter().filter(|c| **c == o).count();
            OutletLine {
                reports: readings.len(),
                first: days.first().map(|d| d.to_string()),
                last: days.last().map(|d| d.to_string()),
                statements: classes.len(),
                named: count(Openness::Named),
                anonymous: count(Openness::Anonymous),
                unsourced: count(Openness::Unsourced),
                alone: alone.get(&outlet).cloned().unwrap_or_default(),
                words: if several { words(index, &readings, &shared) } else { Vec::new() },
                evaluative: readings.iter().flat_map(|r| r.evaluative.iter().map(|e| index.cell(r, e.span))).collect(),
                outlet,
            }
        })
        .collect()
}

/// Parties of the storyline that reports of two or more outlets name.
fn shared_parties<'s>(index: &Index<'s>) -> FxHashSet<&'s str> {
    let parties: FxHashSet<&str> = index.storyline.parties.iter().map(|p| p.name.as_str()).collect();
    let mut by: FxHashMap<&str, FxHashSet<Option<&str>>> = FxHashMap::default();
    for r in index.readings() {
        for m in r.mentions.iter().filter(|m| parties.contains(m.canonical.as_str())) {
            by.entry(&m.canonical).or_default().insert(r.report.outlet.as_deref());
        }
    }
    by.into_iter().filter(|(_, o)| o.len() > 1).map(|(p, _)| p).collect()
}

fn words(index: &Index, readings: &[&Reading], shared: &FxHashSet<&str>) -> Vec<WordsFor> {
    /// Cells with how often their words are used, and where each words' cell stands among them.
    type Used<'s> = (Vec<(Cell<String>, usize)>, FxHashMap<Cow<'s, str>, usize>);
    let mut by: BTreeMap<&str, Used> = BTreeMap::new();
    for r in readings {
        for m in r.mentions.iter().filter(|m| m.form != MentionForm::Pronoun && shared.contains(m.canonical.as_str())) {
            let (list, at) = by.entry(&m.canonical).or_default();
            match at.entry(index.printed(&r.report.id, m.span)) {
                Entry::Occupied(known) => list[*known.get()].1 += 1,
                Entry::Vacant(new) => {
                    new.insert(list.len());
                    list.push((index.cell(r, m.span), 1));
                }
            }
        }
    }
    by.into_iter()
        .map(|(party, (mut list, _))| {
            list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.value.cmp(&b.0.value)));
            let (words, counts) = list.into_iter().unzip();
            WordsFor { party: party.to_owned(), words, counts }
        })
        .collect()
}

/// For every outlet the first words of the claims that no other outlet carries.
fn alone_by_outlet(index: &Index, ledger: &[ClaimLine]) -> FxHashMap<Option<String>, Vec<Cell<String>>> {
    let mut out: FxHashMap<Option<String>, Vec<Cell<String>>> = FxHashMap::default();
    for claim in ledger {
        let outlets: BTreeSet<Option<String>> = claim
            .statements
            .iter()
            .filter_map(|s| index.reading(&s.row.report))
            .map(|r| r.report.outlet.clone())
            .collect();
        let first = &claim.statements[0];
        if let (1, Some(outlet), Some(words)) = (outlets.len(), outlets.first(), first.words.first())
            && first.kind != AttributionKind::Attitude
        {
            out.entry(outlet.clone()).or_default().push(words.clone());
        }
    }
    out
}
