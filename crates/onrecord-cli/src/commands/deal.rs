//! `deal`: the terms, one obligation a row, with who says where they stand and what hangs on what.

use std::collections::{HashMap, HashSet};

use clap::Args;
use onrecord::model::{Certainty, RowRef};
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::{Done, Failure},
    rows::{Row, name, write},
    source::Source,
    table::Table,
};

/// Terms of the deal: who would do what, where each stands, by whose word, and what it hangs on
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord deal reports/\n  onrecord deal --as-of 2031-03-10 --format json\n  onrecord deal reports/ --without d4    what falls when term d4 is pulled\n\n\
                  `term` groups rows of one party, act and object; `falls` lists the terms that fall when this one is pulled."
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// Rows that are only possible too
    #[arg(short, long)]
    all: bool,
    /// What falls when this term (its id, as `d4`) or condition (its row) is pulled
    #[arg(long, value_name = "ID")]
    without: Option<String>,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let (setting, mut source, exit) = Source::of(global, &self.from)?;
        if let Some(pulled) = &self.without {
            let table = falls(&mut source, pulled)?;
            return write(&setting, &self.output, &table, exit);
        }
        let mut table = Table::new(
            "The deal",
            &[
                "term",
                "day",
                "outlet",
                "deal",
                "phase",
                "party",
                "action",
                "object",
                "quantity",
                "deadline",
                "status",
                "by",
                "hangs_on",
                "falls",
                "who_says_so",
                "class",
                "sentence",
                "certainty",
                "row",
            ],
        )
        .hide(if self.all { &["sentence"] } else { &["sentence", "certainty"] });
        for storyline in source.storylines()? {
            let mut rows: HashMap<RowRef, (Row, &onrecord::model::Term)> = HashMap::new();
            for reading in &storyline.readings {
                for t in &reading.terms {
                    let id = RowRef { report: reading.report.id.clone(), row: t.id.clone() };
                    rows.insert(id, (Row::new(reading), t));
                }
            }
            for group in &storyline.deal {
                for (row, t) in group.rows.iter().filter_map(|r| rows.get(r)) {
                    if !self.all && t.certainty == Certainty::Possible {
                        continue;
                    }
                    let (source, class) = row.says(t.attribution.as_ref());
                    let list = |l: &[String]| if l.is_empty() { Value::Null } else { json!(l) };
                    let figure = t.quantity.as_ref().map(|q| {
                        let figure = row.reading.figures.iter().find(|f| f.id.as_str() == q);
                        figure.map_or(q.as_str(), |f| row.words(f.span))
                    });
                    let hangs: Vec<String> = row
                        .reading
                        .conditions
                        .iter()
                        .filter(|c| t.depends_on.contains(&c.id))
                        .map(|c| c.antecedent.map_or(row.words(c.evidence.first()), |a| row.words(a)).to_owned())
                        .collect();
                    table.row(vec![
                        json!(group.id),
                        row.day(),
                        row.outlet(),
                        json!(t.deal),
                        json!(t.phase),
                        list(&t.party),
                        json!(name(&t.action)),
                        json!(t.object),
                        json!(figure),
                        json!(t.deadline),
                        json!(name(&t.status)),
                        list(&t.by),
                        list(&hangs),
                        list(&group.falls),
                        source,
                        class,
                        json!(row.sentence(&t.evidence)),
                        json!(name(&t.certainty)),
                        row.id(&t.id),
                    ]);
                }
            }
        }
        write(&setting, &self.output, &table, exit)
    }
}

/// The terms that fall with a term or a condition, nearest first, each with what it hangs on.
fn falls(source: &mut Source, pulled: &str) -> Result<Table, Failure> {
    let mut table = Table::new(
        "What falls",
        &["story", "pulled", "falls", "because_of", "steps", "party", "action", "object", "status", "sentence", "row"],
    );
    let mut known = false;
    let as_of = source.as_of.clone();
    for storyline in source.storylines()? {
        let deal = onrecord::dossier::assemble(&storyline, as_of.as_deref()).deal;
        let mut due: Vec<(String, String, usize)> = Vec::new();
        if let Some(term) = deal.terms.iter().find(|t| t.id == pulled) {
            known = true;
            due.extend(term.falls.iter().map(|f| (f.clone(), pulled.to_owned(), 1)));
        }
        for c in deal.conditions.iter().filter(|c| c.row.to_string() == pulled || c.row.row.as_str() == pulled) {
            known = true;
            due.extend(c.falls.iter().map(|f| (f.clone(), c.words.value.clone(), 1)));
        }
        let mut seen = HashSet::from([pulled.to_owned()]);
        let mut at = 0;
        while at < due.len() {
            let (id, because, steps) = due[at].clone();
            at += 1;
            let Some(term) = deal.terms.iter().find(|t| t.id == id).filter(|t| seen.insert(t.id.clone())) else {
                continue;
            };
            due.extend(term.falls.iter().map(|f| (f.clone(), id.clone(), steps + 1)));
            let last = term.rows.last();
            table.row(vec![
                json!(storyline.id),
                json!(pulled),
                json!(id),
                json!(because),
                json!(steps),
                if term.party.is_empty() { Value::Null } else { json!(term.party) },
                json!(name(&term.action)),
                json!(term.object),
                json!(last.map(|r| name(&r.status))),
                json!(last.map(|r| r.words.value.clone())),
                json!(last.map(|r| r.row.to_string())),
            ]);
        }
    }
    if !known {
        return Err(Failure::new(format!("no term or condition is called {pulled:?}: `onrecord deal` lists them")));
    }
    Ok(table)
}
