//! Section 3: terms with every report of them, conditions, and what falls when one is pulled.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{ConditionLine, Deal, DealTerm, Reading, RowRef, Term, TermLine, TermRow};
use rustc_hash::FxHashMap;

use super::index::Index;

/// A row of a term, its reading, and what it says.
type Row<'r> = (RowRef, &'r Reading, &'r Term);

/// The state of the deal.
pub fn deal(index: &Index) -> Deal {
    let kept: Vec<(&DealTerm, Vec<Row>)> = index
        .storyline
        .deal
        .iter()
        .filter_map(|t| {
            let rows: Vec<_> = t
                .rows
                .iter()
                .filter_map(|row| {
                    let reading = index.reading(&row.report)?;
                    Some((row.clone(), reading, reading.terms.iter().find(|t| t.id == row.row)?))
                })
                .collect();
            (!rows.is_empty()).then_some((t, rows))
        })
        .collect();
    let ids: BTreeSet<&str> = kept.iter().map(|(t, _)| t.id.as_str()).collect();
    let mut hanging: FxHashMap<&RowRef, Vec<&str>> = FxHashMap::default();
    for (t, _) in &kept {
        t.conditions.iter().for_each(|c| hanging.entry(c).or_default().push(&t.id));
    }
    let falls: BTreeMap<&str, &DealTerm> = kept.iter().map(|(t, _)| (t.id.as_str(), *t)).collect();
    let mut terms: Vec<TermLine> = kept.iter().map(|(t, rows)| line(index, t, rows, &ids)).collect();
    terms.sort_by(|a, b| {
        (&a.deal, &a.phase).cmp(&(&b.deal, &b.phase)).then_with(|| natural(&a.id).cmp(&natural(&b.id)))
    });
    let mut conditions: Vec<ConditionLine> = index
        .readings()
        .flat_map(|reading| reading.conditions.iter().map(move |k| (reading, k)))
        .map(|(reading, k)| {
            let report = &reading.report.id;
            let row = RowRef { report: report.clone(), row: k.id.clone() };
            let cell = |s| index.cell(reading, s);
            let direct: Vec<String> = hanging.get(&row).into_iter().flatten().map(|id| (*id).to_owned()).collect();
            ConditionLine {
                day: index.day(report),
                kind: k.kind,
                marker: k.marker.map(cell),
                antecedent: k.antecedent.map(cell),
                consequent: k.consequent.map(cell),
                holder: k.holder.clone(),
                words: index.words_of(report, &k.evidence),
                says: index.says(reading, k.attribution.as_ref()),
                withdrawn: index.falls_with(report, &k.id, k.attribution.as_ref()),
                falls: all_that_falls(direct, &falls),
                certainty: k.certainty,
                row,
            }
        })
        .collect();
    conditions.sort_by(|a, b| {
        (a.holder.is_none(), &a.holder, &a.day, &a.row.report).cmp(&(
            b.holder.is_none(),
            &b.holder,
            &b.day,
            &b.row.report,
        ))
    });
    Deal { terms, conditions }
}

/// The terms named, then those that fall with them, each once, in the order they fall.
fn all_that_falls(direct: Vec<String>, terms: &BTreeMap<&str, &DealTerm>) -> Vec<String> {
    let mut out = direct;
    let mut at = 0;
    while at < out.len() {
        let next: Vec<String> = terms.get(out[at].as_str()).map(|t| t.falls.clone()).unwrap_or_default();
        for id in next {
            if terms.contains_key(id.as_str()) && !out.contains(&id) {
                out.push(id);
            }
        }
        at += 1;
    }
    out
}

fn line(index: &Index, term: &DealTerm, rows: &[Row], ids: &BTreeSet<&str>) -> TermLine {
    let first = rows[0].2;
    let find = |f: fn(&Term) -> Option<&String>| rows.iter().find_map(|(_, _, t)| f(t)).cloned();
    TermLine {
        id: term.id.clone(),
        deal: find(|t| t.deal.as_ref()),
        phase: find(|t| t.phase.as_ref()),
        party: first.party.clone(),
        action: first.action,
        object: first.object.clone(),
        rows: rows
            .iter()
            .map(|(row, reading, t)| TermRow {
                row: row.clone(),
                day: index.day(&row.report),
                words: index.words_of(&row.report, &t.evidence),
                status: t.status,
                by: t.by.clone(),
                quantity: t.quantity.as_ref().map(|q| quantity(index, reading, q)),
                deadline: t.deadline.clone(),
                says: index.says(reading, t.attribution.as_ref()),
                withdrawn: index.falls_with(&row.report, &t.id, t.attribution.as_ref()),
                certainty: t.certainty,
            })
            .collect(),
        conditions: term.conditions.iter().filter(|c| index.has(c)).cloned().collect(),
        falls: term.falls.iter().filter(|f| ids.contains(f.as_str())).cloned().collect(),
    }
}

/// A quantity that is a figure's id is shown as that figure's words.
fn quantity(index: &Index, reading: &Reading, quantity: &str) -> String {
    reading
        .figures
        .iter()
        .find(|f| f.id.as_str() == quantity)
        .map_or_else(|| quantity.to_owned(), |f| index.words(&reading.report.id, f.span))
}

/// Sorts "d2" before "d10".
pub fn natural(id: &str) -> (usize, &str) {
    (id.len(), id)
}
