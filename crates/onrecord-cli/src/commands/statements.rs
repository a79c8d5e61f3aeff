//! `statements`: the ledger, one row an attribution.

use clap::Args;
use onrecord::model::{AttributionKind, Certainty};
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::Done,
    rows::{Row, class, name, write},
    source::{Setting, Source},
    table::Table,
};

/// Who said what, through whom, and how it is sourced
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord statements reports/\n  onrecord statements --as-of 2031-03-10 --format csv\n  \
                  onrecord statements --all draft.txt\n\nClasses: S1 named on record, S2 named through another outlet, S3 official body, \
                  document or state medium,\nS4 unnamed with role and affiliation, S5 unnamed with affiliation, S6 unnamed, S7 unsourced.\n\
                  Marks: D denied, R retracted or removed, C conditional, W details withheld."
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// Attitudes and rows that are only possible too
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &self.from.reading)?;
        let source = Source::open(&setting, &self.from)?;
        let exit = source.exit();
        let mut table = Table::new(
            "Statements",
            &[
                "day",
                "outlet",
                "source",
                "act",
                "what",
                "through",
                "class",
                "hops",
                "quoted",
                "kind",
                "certainty",
                "row",
            ],
        )
        .hide(if self.all { &["quoted", "hops"] } else { &["quoted", "hops", "kind", "certainty"] });
        for reading in &source.readings()? {
            let row = Row::new(reading);
            for a in &reading.attributions {
                if !self.all && (a.kind == AttributionKind::Attitude || a.certainty == Certainty::Possible) {
                    continue;
                }
                let through: Vec<&str> = a.relay.iter().map(|r| row.words(r.outlet)).collect();
                table.row(vec![
                    row.day(),
                    row.outlet(),
                    row.source(a),
                    json!(name(&a.act)),
                    json!(row.join(&a.content)),
                    if through.is_empty() { Value::Null } else { json!(through) },
                    json!(class(a)),
                    json!(a.sourcing.hops),
                    json!(name(&a.quoted)),
                    json!(name(&a.kind)),
                    json!(name(&a.certainty)),
                    row.id(&a.id),
                ]);
            }
        }
        write(&setting, &self.output, &table, exit)
    }
}
