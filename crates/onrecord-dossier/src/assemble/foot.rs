//! Sections 8 and 9 and the texts: what changed, how the page was made, and what every link leads to.

use std::collections::{BTreeMap, HashSet};

use onrecord_model::{
    Cell, Certainty, Changes, InputLine, Method, Reading, RelationKind, RowRef, Span, TableCount, TextLine,
    VersionChange, WithdrawalLine,
};

use super::index::Index;
use crate::labels;

/// Versions of one address, and what was taken back.
pub fn changes(index: &Index) -> Changes {
    Changes { versions: versions(index), withdrawals: withdrawals(index) }
}

fn versions(index: &Index) -> Vec<VersionChange> {
    let mut by: BTreeMap<&str, Vec<&Reading>> = BTreeMap::new();
    for r in index.readings() {
        if let Some(url) = &r.report.url {
            by.entry(url).or_default().push(r);
        }
    }
    let mut out = Vec::new();
    for (url, mut list) in by {
        list.sort_by_key(|r| (r.report.modified.clone().or_else(|| r.report.published.clone()), r.report.id.clone()));
        for pair in list.windows(2) {
            let (older, newer) = (pair[0], pair[1]);
            if older.report.text == newer.report.text {
                continue;
            }
            out.push(VersionChange {
                url: url.to_owned(),
                older: older.report.id.clone(),
                newer: newer.report.id.clone(),
                removed: only_in(index, older, newer),
                added: only_in(index, newer, older),
            });
        }
    }
    out
}

/// Sentences of `a` that `b` does not have, page furniture left out.
fn only_in(index: &Index, a: &Reading, b: &Reading) -> Vec<Cell<String>> {
    let have: HashSet<String> = b.sentences.iter().map(|s| index.words(&b.report.id, *s)).collect();
    let furniture = |s: &Span| a.report.boilerplate.iter().any(|b| b.contains(*s));
    a.sentences
        .iter()
        .filter(|s| !furniture(s))
        .map(|s| index.cell(a, *s))
        .filter(|c| !c.value.is_empty() && !have.contains(&c.value))
        .collect()
}

fn withdrawals(index: &Index) -> Vec<WithdrawalLine> {
    let mut out: Vec<WithdrawalLine> = Vec::new();
    for reading in index.readings() {
        let report = &reading.report.id;
        for w in &reading.withdrawals {
            let row = RowRef { report: report.clone(), row: w.id.clone() };
            let takes_back =
                |k| matches!(k, RelationKind::Withdraws | RelationKind::Denies | RelationKind::Contradicts);
            let mut targets: Vec<RowRef> = index
                .relations()
                .filter(|r| r.a == row && takes_back(r.kind))
                .map(|r| r.b.clone())
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
                let mut rules: BTreeMap<String, usize> = BTreeMap::new();
                for (_, rule) in &rows {
                    *rules.entry((*rule).to_owned()).or_default() += 1;
                }
                TableCount {
                    table: table.to_owned(),
                    certain: rows.len() - possible,
                    possible,
                    rules: rules.into_iter().collect(),
                }
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
