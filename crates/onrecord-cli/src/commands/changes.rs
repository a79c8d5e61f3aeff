//! `changes`: documents whose text changed, and pages that are gone: the old and the new words beside each other.

use clap::Args;
use onrecord::{changes, store::Record};
use serde_json::json;

use crate::{
    cli::{Global, Output},
    config,
    failure::{Done, Exit},
    rows::write,
    source::Setting,
    table::Table,
};

/// What changed between versions of a document, old and new beside each other, and what was taken down
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord changes\n  onrecord changes --alerts --as-of 2031-03-11 --format json\n  onrecord changes --since 2031-03-04\n  \
                  onrecord review removed 3f2a --note 'answers 404'    note that a page is gone\n\n\
                  Kinds of change: headline changed, figure changed, attribution changed, quotation removed, correction notice\n\
                  added, removed, gone (soft): an error page that answers 200 (these alert); wording, typo, first version, back."
)]
pub struct Cmd {
    /// Only what was reported and seen up to and on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Only changes that `watch` alerts of
    #[arg(long)]
    alerts: bool,
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
        let columns =
            ["seen", "before", "outlet", "document", "version", "change", "old", "new", "about", "alerts", "report"];
        let mut table = Table::new("Changes", &columns);
        table.hidden = vec!["before", "alerts", "report"];
        for change in record.changes(day.as_deref())? {
            for row in changes::rows(&record, &change)?.into_iter().filter(|r| r.alerts || !self.alerts) {
                table.row(vec![
                    json!(row.at),
                    json!(row.before),
                    json!(row.outlet),
                    json!(row.document),
                    json!(row.version),
                    json!(row.class),
                    json!(row.old),
                    json!(row.new),
                    json!(row.about),
                    json!(row.alerts),
                    json!(row.report),
                ]);
            }
        }
        if let Some(since) = &since {
            // a row is of an instant or of a day: its day counts
            table.rows.retain(|r| r[0].as_str().and_then(|at| at.get(..10)).is_some_and(|day| day > since.as_str()));
        }
        write(&setting, &self.output, &table, Exit::Fine)
    }
}
