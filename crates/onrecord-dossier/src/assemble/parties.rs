//! Section 2: parties with what they are called, and every report of a contact between them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{Cell, Contact, ContactLine, Deal, Mention, MentionForm, PartyLine, Reading, ReportId, RowRef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::index::Index;

/// How many parties the heading of the page names, unless as many reports name the next one too.
const IN_HEADING: usize = 4;

/// Parties by name. A party's reports and mentions are counted by lexicon id, else by the exact name.
pub fn parties(index: &Index) -> Vec<PartyLine> {
    let mut by_actor: FxHashMap<&str, Vec<(&Reading, &Mention)>> = FxHashMap::default();
    let mut by_name: FxHashMap<&str, Vec<(&Reading, &Mention)>> = FxHashMap::default();
    for reading in index.readings() {
        for m in &reading.mentions {
            if let Some(actor) = &m.actor {
                by_actor.entry(actor.as_str()).or_default().push((reading, m));
            }
            by_name.entry(&m.canonical).or_default().push((reading, m));
        }
    }
    let none = Vec::new();
    let mut lines: Vec<PartyLine> = index
        .storyline
        .parties
        .iter()
        .filter_map(|party| {
            let mentions = match &party.actor {
                Some(actor) => by_actor.get(actor.as_str()).unwrap_or(&none),
                None => by_name.get(party.name.as_str()).unwrap_or(&none),
            };
            let reports: BTreeSet<&ReportId> =
                mentions.iter().map(|(r, _)| &r.report.id).chain(party.names.iter().map(|n| &n.report)).collect();
            let reports = reports.iter().filter(|r| index.reading(r).is_some()).count();
            if reports == 0 {
                return None;
            }
            let mut names: Vec<Cell<String>> = Vec::new();
            let mut seen: FxHashSet<Cow<str>> = FxHashSet::default();
            for (reading, m) in mentions.iter().filter(|(_, m)| m.form != MentionForm::Pronoun) {
                if seen.insert(index.printed(&reading.report.id, m.span)) {
                    names.push(index.cell(reading, m.span));
                }
            }
            if names.is_empty() {
                names = party.names.iter().filter(|n| index.reading(&n.report).is_some()).cloned().collect();
            }
            Some(PartyLine {
                name: party.name.clone(),
                actor: party.actor.clone(),
                parent: party.parent.clone(),
                mentions: mentions.len(),
                reports,
                names,
            })
        })
        .collect();
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    lines
}

/// The parties of the heading: those in contact or in the deal that most reports name, in alphabetical order.
/// Where several are named by equally many reports, all of them, so that no name is preferred for its letters.
pub fn subject(_index: &Index, parties: &[PartyLine], channels: &[ContactLine], deal: &Deal) -> Vec<String> {
    let mut acting: BTreeMap<&str, usize> = BTreeMap::new();
    // Of two parties of one name the first.
    let by_name: FxHashMap<&str, &PartyLine> = parties.iter().rev().map(|p| (p.name.as_str(), p)).collect();
    let contacts = channels.iter().flat_map(|l| &l.contacts);
    let named = contacts
        .flat_map(|c| c.ends.iter().chain(&c.mediators))
        .chain(deal.terms.iter().flat_map(|t| &t.party))
        .chain(deal.conditions.iter().filter_map(|c| c.holder.as_ref()));
    for name in named {
        if let Some(p) = by_name.get(name.as_str()) {
            acting.insert(&p.name, p.reports);
        }
    }
    if acting.len() < 2 {
        acting.extend(parties.iter().map(|p| (p.name.as_str(), p.reports)));
    }
    let mut counts: Vec<usize> = acting.values().copied().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let floor = counts.get(IN_HEADING - 1).copied().unwrap_or(0);
    let over: Vec<String> = acting.iter().filter(|(_, n)| **n >= floor).map(|(p, _)| (*p).to_owned()).collect();
    if over.len() > 2 * IN_HEADING {
        let above: Vec<String> = acting.iter().filter(|(_, n)| **n > floor).map(|(p, _)| (*p).to_owned()).collect();
        if !above.is_empty() {
            return above;
        }
    }
    over
}

/// Contacts by their ends; every report of one is a row of its own.
pub fn contacts(index: &Index) -> Vec<ContactLine> {
    let mut lines: Vec<ContactLine> = index
        .storyline
        .channels
        .iter()
        .filter_map(|line| {
            let contacts: Vec<Contact> = line.rows.iter().filter_map(|row| contact(index, row)).collect();
            (!contacts.is_empty()).then(|| ContactLine { id: line.id.clone(), ends: line.ends.clone(), contacts })
        })
        .collect();
    lines.sort_by(|a, b| a.ends.cmp(&b.ends));
    lines
}

fn contact(index: &Index, row: &RowRef) -> Option<Contact> {
    let reading = index.reading(&row.report)?;
    let c = reading.channels.iter().find(|c| c.id == row.row)?;
    Some(Contact {
        row: row.clone(),
        day: index.day(&row.report),
        words: index.words_of(&row.report, &c.evidence),
        ends: sorted(&c.ends),
        mediators: sorted(&c.mediators),
        via: c.via.clone(),
        also_present: c.also_present.clone(),
        form: c.form,
        topic: c.topic.clone(),
        status: c.status,
        says: index.says(reading, c.attribution.as_ref()),
        withdrawn: index.falls_with(&row.report, &c.id, c.attribution.as_ref()),
        certainty: c.certainty,
    })
}

/// Names in alphabetical order, so that no side comes first for where a sentence put it.
fn sorted(names: &[String]) -> Vec<String> {
    let mut out = names.to_vec();
    out.sort();
    out
}
