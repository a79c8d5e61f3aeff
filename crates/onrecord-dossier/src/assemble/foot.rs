//! Sections 8 and 9 and the texts: what changed, how the page was made, and what every link leads to.

use std::collections::BTreeMap;

use onrecord_model::{
    Certainty, Changes, EditLine, InputLine, Method, RelationKind, RowRef, Span, TableCount, TextLine, VersionChange,
    WithdrawalLine,
};
use rustc_hash::FxHashMap;

use super::index::Index;
use crate::labels;

/// Versions of one address, and what was taken back.
pub fn changes(index: &Index) -> Changes {
    Changes { versions: versions(index), withdrawals: withdrawals(index) }
}

fn versions(index: &Index) -> Vec<VersionChange> {
    let mut out = Vec::new();
    for r in &index.storyline.revisions {
        let (Some(older), Some(newer)) = (index.reading(&r.older), index.reading(&r.newer)) else { continue };
        let old = |s: Option<Span>| s.map(|s| index.cell(older, s));
        let new = |s: Option<Span>| s.map(|s| index.cell(newer, s));
        let edits = r.edits.iter().map(|e| EditLine {
            class: e.class,
            old: old(e.old),
            new: new(e.new),
            old_words: old(e.old_words),
            new_words: new(e.new_words),
        });
        out.push(VersionChange {
            url: r.url.clone(),
            older: r.older.clone(),
            newer: r.newer.clone(),
            edits: edits.collect(),
        });
    }
    out
}

fn withdrawals(index: &Index) -> Vec<WithdrawalLine> {
    let takes_back = |k| matches!(k, RelationKind::Withdraws | RelationKind::Denies | RelationKind::Contradicts);
    let mut taken: FxHashMap<&RowRef, Vec<&RowRef>> = FxHashMap::default();
    for r in index.relations().filter(|r| takes_back(r.kind)) {
        taken.entry(&r.a).or_default().push(&r.b);
    }
    let mut out: Vec<WithdrawalLine> = Vec::new();
    for reading in index.readings() {
        let report = &reading.report.id;
        for w in &reading.withdrawals {
            let row = RowRef { report: report.clone(), row: w.id.clone() };
            let mut targets: Vec<RowRef> = taken
                .get(&row)
                .into_iter()
                .flatten()
                .map(|r| (*r).clone())
                .chain(w.target_attribution.clone().map(|row| RowRef { report: report.clone(), row }))
                .collect();
            targets.sort();
            targets.dedup();
            out.push(WithdrawalLine {
                row,
                day: index.day(report),
                kind: w.kind,
                by: w.by.clone(),
                account: w.account.clone(),
                of: w.of.clone(),
                words: index.words_of(report, &w.evidence),
                targets,
                says: index.says(reading, w.attribution.as_ref()),
                certainty: w.certainty,
            });
        }
    }
    out
}

/// Counts, rules, hashes, command.
pub fn method(index: &Index) -> Method {
    let mut tables: Vec<(&str, Vec<(Certainty, &str)>)> = Vec::new();
    macro_rules! table {
        ($name:ident) => {
            let rows = index.readings().flat_map(|r| r.$name.iter().map(|x| (x.certainty, x.rule.as_str()))).collect();
            tables.push((stringify!($name), rows));
        };
    }
    table!(mentions);
    table!(timexes);
    table!(attributions);
    table!(figures);
    table!(events);
    table!(channels);
    table!(terms);
    table!(conditions);
    table!(withdrawals);
    table!(gaps);
    table!(evaluative);
    let mut relations: BTreeMap<&str, usize> = BTreeMap::new();
    for r in index.relations() {
        *relations.entry(labels::relation(r.kind)).or_default() += 1;
    }
    let mut inputs: Vec<&str> = index.readings().map(|r| r.input.as_str()).filter(|i| !i.is_empty()).collect();
    inputs.sort_unstable();
    inputs.dedup();
    let command = ["onrecord", "dossier"].into_iter().chain(inputs).map(str::to_owned).collect();
    Method {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command,
        tables: tables
            .into_iter()
            .map(|(table, rows)| {
                let possible = rows.iter().filter(|(c, _)| *c == Certainty::Possible).count();
                let mut rules: FxHashMap<&str, usize> = FxHashMap::default();
                rows.iter().for_each(|(_, rule)| *rules.entry(rule).or_default() += 1);
                let mut rules: Vec<(String, usize)> = rules.into_iter().map(|(r, n)| (r.to_owned(), n)).collect();
                rules.sort();
                TableCount { table: table.to_owned(), certain: rows.len() - possible, possible, rules }
            })
            .collect(),
        inputs: index
            .readings()
            .map(|r| InputLine {
                report: r.report.id.clone(),
                input: r.input.clone(),
                sha256: r.report.sha256.clone(),
                notes: r.report.notes.clone(),
            })
            .collect(),
        relations: relations.into_iter().map(|(k, n)| (k.to_owned(), n)).collect(),
    }
}

/// The reports' texts.
pub fn texts(index: &Index) -> Vec<TextLine> {
    index
        .readings()
        .map(|r| TextLine {
            report: r.report.id.clone(),
            text: r.report.text.clone(),
            sentences: r.sentences.clone(),
            blocks: r.report.blocks.clone(),
            boilerplate: r.report.boilerplate.clone(),
            language: r.report.language.clone(),
        })
        .collect()
}
