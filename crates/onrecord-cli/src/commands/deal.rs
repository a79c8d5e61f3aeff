//! `deal`: the terms, one obligation a row, with who says where they stand and what hangs on what.

use std::collections::HashMap;

use clap::Args;
use onrecord::model::{Certainty, RowRef};
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::Done,
    rows::{Row, name, write},
    source::{Setting, Source},
    table::Table,
};

/// Terms of the deal: who would do what, where each stands, by whose word, and what it hangs on
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  onrecord deal reports/\n  onrecord deal --as-of 2031-03-10 --format json\n\n\
                  `term` groups rows of one party, act and object; `falls` lists the terms that fall when this one is pulled.")]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// Rows that are only possible too
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &self.from.reading)?;
        let mut source = Source::open(&setting, &self.from)?;
        let exit = source.exit();
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
