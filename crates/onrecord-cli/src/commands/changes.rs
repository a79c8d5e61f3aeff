//! `changes`: documents whose text changed, and pages that are gone.

use std::collections::HashSet;

use clap::Args;
use onrecord::{model::Reading, store::Record};
use serde_json::{Value, json};

use crate::{
    cli::{Global, Output},
    config,
    failure::{Done, Exit},
    rows::{Row, write},
    source::Setting,
    table::Table,
};

/// What changed between versions of a document, sentence by sentence, and what was taken down
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord changes\n  onrecord changes --as-of 2031-03-11 --format json\n  onrecord changes --since 2031-03-04\n  \
                  onrecord review removed 3f2a --note 'answers 404'    note that a page is gone"
)]
pub struct Cmd {
    /// Only what was reported up to and on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Only what changed or went away after this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &Default::default())?;
        let day = config::date(self.as_of.as_ref(), "--as-of")?;
        let since = config::date(self.since.as_ref(), "--since")?;
        let record = Record::open(&setting.config.record.value)?;
        let mut table =
            Table::new("Changes", &["day", "outlet", "document", "version", "change", "sentence", "report"]);
        for change in record.changes(day.as_deref())? {
            let mut before: Option<Reading> = None;
            for v in &change.versions {
                let now = record.reading_of(&v.report, true)?;
                let mut line = |what: &str, sentence: Value| {
                    table.row(vec![
                        json!(v.day),
                        json!(v.outlet),
                        json!(v.document),
                        json!(v.number),
                        json!(what),
                        sentence,
                        json!(v.report),
                    ]);
                };
                if let (Some(before), Some(now)) = (&before, &now) {
                    for s in only_in(before, now) {
                        line("removed", json!(s));
                    }
                    for s in only_in(now, before) {
                        line("added", json!(s));
                    }
                } else {
                    line("first version", Value::Null);
                }
                before = now;
            }
            let last = &change.versions[change.versions.len() - 1];
            for (seen, note) in &change.removed {
                table.row(vec![
                    json!(seen),
                    json!(last.outlet),
                    json!(last.document),
                    json!(last.number),
                    json!("taken down"),
                    json!(note),
                    json!(last.report),
                ]);
            }
        }
        if let Some(since) = &since {
            table.rows.retain(|r| r[0].as_str().is_some_and(|d| d > since.as_str()));
        }
        write(&setting, &self.output, &table, Exit::Fine)
    }
}

/// Sentences of `a` that `b` has not, in order.
pub fn only_in<'a>(a: &'a Reading, b: &Reading) -> Vec<&'a str> {
    let (a, b) = (Row::new(a), Row::new(b));
    let there: HashSet<&str> = b.reading.sentences.iter().map(|s| b.words(*s).trim()).collect();
    a.reading.sentences.iter().map(|s| a.words(*s).trim()).filter(|s| !there.contains(s)).collect()
}
