//! `timeline`: events and withdrawals by day; with `--all` statements too.

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

/// What is said to have happened, planned or been taken back, by day
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord timeline reports/\n  onrecord timeline --as-of 2031-03-10 --format csv\n\n\
                  The date is the event's where the report gives one, else the report's own (marked \"reported\")."
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// Statements and rows that are only possible too
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
            "Timeline",
            &[
                "date",
                "dated_by",
                "kind",
                "type",
                "who",
                "to_whom",
                "where",
                "how_told",
                "who_says_so",
                "class",
                "words",
                "outlet",
                "certainty",
                "row",
            ],
        )
        .hide(if self.all { &[] } else { &["certainty"] });
        for reading in &source.readings()? {
            let row = Row::new(reading);
            let shown = |c: Certainty| self.all || c == Certainty::Certain;
            let list = |l: &[String]| if l.is_empty() { Value::Null } else { json!(l) };
            for e in reading.events.iter().filter(|e| shown(e.certainty)) {
                let (source, class) = row.says(e.attribution.as_ref());
                let (date, by) = match &e.date {
                    Some(d) => (json!(d), "event"),
                    None => (row.day(), "reported"),
                };
                table.row(vec![
                    date,
                    json!(by),
                    json!("event"),
                    json!(name(&e.event)),
                    list(&e.actor),
                    list(&e.recipient),
                    json!(e.location),
                    json!(name(&e.factuality)),
                    source,
                    class,
                    json!(row.sentence(&e.evidence)),
                    row.outlet(),
                    json!(name(&e.certainty)),
                    row.id(&e.id),
                ]);
            }
            for w in reading.withdrawals.iter().filter(|w| shown(w.certainty)) {
                let (source, class) = row.says(w.attribution.as_ref());
                table.row(vec![
                    row.day(),
                    json!("reported"),
                    json!("withdrawal"),
                    json!(name(&w.kind)),
                    json!(w.by),
                    json!(w.account),
                    Value::Null,
                    Value::Null,
                    source,
                    class,
                    json!(row.sentence(&w.evidence)),
                    row.outlet(),
                    json!(name(&w.certainty)),
                    row.id(&w.id),
                ]);
            }
            if self.all {
                for a in &reading.attributions {
                    table.row(vec![
                        row.day(),
                        json!("reported"),
                        json!("statement"),
                        json!(name(&a.act)),
                        row.source(a),
                        Value::Null,
                        Value::Null,
                        Value::Null,
                        row.source(a),
                        json!(crate::rows::class(a)),
                        json!(row.join(&a.content)),
                        row.outlet(),
                        json!(name(&a.certainty)),
                        row.id(&a.id),
                    ]);
                }
            }
        }
        // Undated rows stand last.
        table.rows.sort_by_key(|r| (r[0].is_null(), r[0].as_str().unwrap_or_default().to_owned()));
        write(&setting, &self.output, &table, exit)
    }
}
