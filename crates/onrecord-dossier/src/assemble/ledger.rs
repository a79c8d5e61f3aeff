//! Section 4: statements, grouped by claim, each with its chain, class and relations.

use std::sync::Arc;

use onrecord_model::{Attribution, ClaimLine, LifeStep, Reading, Root, RowRef, Statement};
use rustc_hash::{FxHashMap, FxHashSet};

use super::index::Index;

/// Claims by their first day; statements that no claim holds stand alone, in the same order.
pub fn claims(index: &Index) -> Vec<ClaimLine> {
    let roots: Vec<Arc<Root>> = index.roots().map(Arc::new).collect();
    let by_id: FxHashMap<&str, &Arc<Root>> = roots.iter().map(|r| (r.id.as_str(), r)).collect();
    let mut rooted: FxHashMap<&RowRef, Vec<&Arc<Root>>> = FxHashMap::default();
    for root in roots.iter().filter(|r| r.source.is_some()) {
        root.statements.iter().for_each(|s| rooted.entry(s).or_default().push(root));
    }
    let mut held: FxHashSet<&RowRef> = FxHashSet::default();
    let mut lines: Vec<ClaimLine> = Vec::new();
    for claim in &index.storyline.claims {
        held.extend(&claim.statements);
        let statements: Vec<Statement> = claim.statements.iter().filter_map(|row| statement_of(index, row)).collect();
        if statements.is_empty() {
            continue;
        }
        let life: Vec<LifeStep> = claim.life.iter().filter(|s| index.has(&s.row)).cloned().collect();
        let roots = claim.roots.iter().filter_map(|r| by_id.get(r.as_str()).copied().map(Arc::clone)).collect();
        lines.push(ClaimLine { id: claim.id.clone(), roots, life, statements });
    }
    for reading in index.readings() {
        for a in &reading.attributions {
            let row = RowRef { report: reading.report.id.clone(), row: a.id.clone() };
            if !held.contains(&row) {
                let own = rooted.get(&row).into_iter().flatten().copied().map(Arc::clone).collect();
                let statement = statement(index, reading, a);
                lines.push(ClaimLine { id: String::new(), roots: own, life: Vec::new(), statements: vec![statement] });
            }
        }
    }
    lines.sort_by_cached_key(|l| {
        let first = &l.statements[0];
        let at = first.words.first().or(first.cue.as_ref()).map_or(0, |c| c.evidence.first().start);
        (first.day.is_none(), first.day.clone(), first.row.report.clone(), at, first.row.row.clone())
    });
    lines
}

fn statement_of(index: &Index, row: &RowRef) -> Option<Statement> {
    let reading = index.reading(&row.report)?;
    let a = index.attribution(&row.report, &row.row)?;
    Some(statement(index, reading, a))
}

fn statement(index: &Index, reading: &Reading, a: &Attribution) -> Statement {
    let report = &reading.report.id;
    let row = RowRef { report: report.clone(), row: a.id.clone() };
    let cell = |s| index.cell(reading, s);
    let words = if a.content.is_empty() {
        vec![index.words_of(report, &a.evidence)]
    } else {
        a.content.iter().copied().map(cell).collect()
    };
    Statement {
        day: index.day(report),
        when: a.when.map(cell),
        words,
        speaker: a.source.map(cell),
        cue: a.cue.map(cell),
        hedge: a.hedge.map(cell),
        act: a.act,
        kind: a.kind,
        quoted: a.quoted,
        says: index.says(reading, Some(&a.id)),
        nested_in: a.nested_in.clone().map(|row| RowRef { report: report.clone(), row }),
        relations: index.related(&row).to_vec(),
        withdrawn: index.is_withdrawn(report, &a.id),
        certainty: a.certainty,
        row,
    }
}
