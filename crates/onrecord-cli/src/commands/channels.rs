//! `channels`: who is said to be in contact with whom. Every report of a contact is a row; none are merged.

use clap::Args;
use onrecord::model::Certainty;
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::Done,
    rows::{Row, name, write},
    source::Source,
    table::Table,
};

/// Who is said to be in contact with whom, through which mediator, by whose word
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord channels reports/\n  onrecord channels --as-of 2031-03-10 --format md\n\n\
                  Three reports of one contact are three rows: each stands on its own source."
)]
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
        let (setting, source, exit) = Source::of(global, &self.from)?;
        let mut table = Table::new(
            "Channels",
            &[
                "day",
                "outlet",
                "ends",
                "mediators",
                "via",
                "form",
                "status",
                "topic",
                "who_says_so",
                "class",
                "sentence",
                "certainty",
                "row",
            ],
        )
        .hide(if self.all { &["sentence"] } else { &["sentence", "certainty"] });
        for reading in &source.readings()? {
            let row = Row::new(reading);
            for c in &reading.channels {
                if !self.all && c.certainty == Certainty::Possible {
                    continue;
                }
                let (source, class) = row.says(c.attribution.as_ref());
                let list = |l: &Vec<String>| if l.is_empty() { Value::Null } else { json!(l) };
                table.row(vec![
                    row.day(),
                    row.outlet(),
                    list(&c.ends),
                    list(&c.mediators),
                    list(&c.via),
                    json!(name(&c.form)),
                    json!(name(&c.status)),
                    json!(c.topic),
                    source,
                    class,
                    json!(row.sentence(&c.evidence)),
                    json!(name(&c.certainty)),
                    row.id(&c.id),
                ]);
            }
        }
        write(&setting, &self.output, &table, exit)
    }
}
