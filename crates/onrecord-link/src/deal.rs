//! The deal: terms merged only where party, action and object agree, what they hang on, and what falls with them.
//!
//! "The brigades free the sailors" proposed in one report and agreed in another is one term with two rows; freed prisoners are
//! another term. A term falls with another where a condition says so in the same report.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{ConditionKind, DealTerm, Evidence, Reading, RowRef, Span, Term, TermAction};

use crate::objects::{Object, Objects};
use crate::parties::folded;
use crate::words::{Groups, day, days_apart};

/// Days after which a term that names no object is another.
const ROUND: i64 = 31;

/// Words that say an action over again instead of naming its object.
fn own_words(action: TermAction) -> &'static str {
    match action {
        TermAction::CeaseFire => "cease fire ceasefire truce",
        TermAction::Talk => "talks negotiations",
        _ => "",
    }
}

/// Whether an action by itself says what it is about for as long as the matter lasts.
fn standing(action: TermAction) -> bool {
    use TermAction::{Disarm, HaltProgramme, Inspect, LiftSanctions, Monitor, OpenCrossing, Recognise};
    matches!(action, Disarm | HaltProgramme | Inspect | LiftSanctions | Monitor | OpenCrossing | Recognise)
}

/// The terms of a storyline, by their first row.
pub fn deal(readings: &[&Reading]) -> Vec<DealTerm> {
    let rows: Vec<(&Reading, &Term)> = readings.iter().flat_map(|r| r.terms.iter().map(move |t| (*r, t))).collect();
    let parties: Vec<BTreeSet<String>> = rows.iter().map(|(_, t)| folded(&t.party)).collect();
    let mut made = Objects::default();
    let objects: Vec<Object> = rows
        .iter()
        .map(|(_, t)| {
            // Of a term without a party the object is all there is.
            let own = if t.party.is_empty() { "" } else { own_words(t.action) };
            made.of(t.object.as_deref().unwrap_or(""), own)
        })
        .collect();
    let mut groups = Groups::new(rows.len());
    // Only terms of the same parties and action are compared at all.
    let mut blocks: BTreeMap<(&BTreeSet<String>, TermAction), Vec<usize>> = BTreeMap::new();
    for (i, (_, t)) in rows.iter().enumerate() {
        blocks.entry((&parties[i], t.action)).or_default().push(i);
    }
    // Of two terms that name no object the later is of another round where much time lies between: a truce of one year is not that of the next.
    let another = |i: usize, j: usize| {
        objects[i].is_empty()
            && !standing(rows[i].1.action)
            && days_apart(day(rows[i].0), day(rows[j].0)).is_some_and(|d| d > ROUND)
    };
    for block in blocks.values() {
        for (n, &i) in block.iter().enumerate() {
            for &j in &block[n + 1..] {
                // A term that names neither party nor object agrees with nothing another report says.
                let told =
                    !parties[i].is_empty() || !objects[i].is_empty() || rows[i].0.report.id == rows[j].0.report.id;
                let cores = rows[i].1.action != TermAction::Other;
                if told && objects[i].alike(&objects[j], cores) && !another(i, j) {
                    groups.join(i, j);
                }
            }
        }
        // "The blockade" is the blockade of Veskara where nobody else's is spoken of. Talks are many, and what has no action of its own is anything.
        let narrow = |i: &&usize| !matches!(rows[**i].1.action, TermAction::Talk | TermAction::Other);
        for &i in block.iter().filter(narrow) {
            let wider: Vec<usize> = block.iter().copied().filter(|&j| objects[i].inside(&objects[j])).collect();
            let one = |j: usize, k: usize| {
                let (a, b) = (&objects[j], &objects[k]);
                a.alike(b, true) || a.inside(b) || b.inside(a)
            };
            if wider.iter().enumerate().all(|(n, &j)| wider[n + 1..].iter().all(|&k| one(j, k))) {
                wider.into_iter().for_each(|j| groups.join(i, j));
            }
        }
    }
    let sets = groups.sets();
    let mut of_row: BTreeMap<RowRef, usize> = BTreeMap::new();
    for (n, set) in sets.iter().enumerate() {
        for &i in set {
            of_row.insert(row(rows[i].0, &rows[i].1.id), n);
        }
    }
    let mut conditions: Vec<BTreeSet<RowRef>> = vec![BTreeSet::new(); sets.len()];
    let mut falls: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); sets.len()];
    for r in readings {
        hang(r, &of_row, &mut conditions, &mut falls);
    }
    sets.iter()
        .enumerate()
        .map(|(n, set)| DealTerm {
            id: id(n),
            rows: set.iter().map(|&i| row(rows[i].0, &rows[i].1.id)).collect(),
            conditions: conditions[n].iter().cloned().collect(),
            falls: falls[n].iter().filter(|f| **f != n).map(|f| id(*f)).collect(),
        })
        .collect()
}

fn id(n: usize) -> String {
    format!("d{}", n + 1)
}

fn row(reading: &Reading, id: &onrecord_model::RowId) -> RowRef {
    RowRef { report: reading.report.id.clone(), row: id.clone() }
}

/// Ties the terms of one report to its conditions: by the condition's id, else where the words meet.
fn hang(
    r: &Reading,
    of_row: &BTreeMap<RowRef, usize>,
    conditions: &mut [BTreeSet<RowRef>],
    falls: &mut [BTreeSet<usize>],
) {
    let meets = |e: &Evidence, s: Option<Span>| {
        s.is_some_and(|s| e.spans().iter().any(|x| 2 * x.shared(s) >= x.len().min(s.len()).max(1)))
    };
    for k in &r.conditions {
        let mut hanging: BTreeSet<usize> = BTreeSet::new();
        let mut pulled: BTreeSet<usize> = BTreeSet::new();
        for t in &r.terms {
            let Some(&n) = of_row.get(&row(r, &t.id)) else { continue };
            let before = meets(&t.evidence, k.antecedent);
            let after = meets(&t.evidence, k.consequent);
            if after || (t.depends_on.contains(&k.id) && !before) {
                hanging.insert(n);
            } else if before {
                pulled.insert(n);
            }
        }
        for &n in &hanging {
            conditions[n].insert(row(r, &k.id));
        }
        for &a in &pulled {
            falls[a].extend(&hanging);
        }
        // An exchange hangs both ways.
        if k.kind == ConditionKind::Exchange {
            for &b in &hanging {
                falls[b].extend(&pulled);
            }
            for &a in &pulled {
                conditions[a].insert(row(r, &k.id));
            }
        }
    }
}
