//! `review`: what an editor says of a row. Kept apart from what the rules said, and always undone again.

use clap::{Args, Subcommand};
use onrecord::{
    model::{ReportId, RowRef},
    store::{Record, Verdict},
};
use serde_json::{Map, Value, json};

use crate::{
    cli::{Global, Output},
    config,
    failure::{Done, Exit, Failure},
    rows::write,
    source::Setting,
    table::Table,
};

/// Accept, correct or reject rows of the record, undo it, or note that a page is gone
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  onrecord review accept 3f2a91/a4\n  \
                  onrecord review correct 3f2a91/f2 low=29 high=29 --reason 'misread'\n  \
                  onrecord review reject 3f2a91/c1 --reason 'another person of that name'\n  \
                  onrecord review undo k3\n  onrecord review list\n\n\
                  A correction holds on to the words the row stands on, so it survives `add --again`.")]
pub struct Cmd {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The row is right
    Accept {
        /// REPORT/ROW, as the tables print it; the beginning of the report's id is enough
        row: String,
        #[command(flatten)]
        note: Note,
    },
    /// Some fields of the row are other than the rules said
    Correct {
        /// REPORT/ROW
        row: String,
        /// FIELD=VALUE; the value is JSON, or text; nothing after = empties the field
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
        #[command(flatten)]
        note: Note,
    },
    /// The row is wrong and is left out
    Reject {
        /// REPORT/ROW
        row: String,
        #[command(flatten)]
        note: Note,
    },
    /// Take a correction back
    Undo {
        /// Its id, as `review list` prints it
        correction: String,
        #[command(flatten)]
        note: Note,
    },
    /// Note that a report's page was seen to be gone
    Removed {
        /// The report's id, or its beginning
        report: String,
        /// Day it was seen to be gone (YYYY-MM-DD) [default: today]
        #[arg(long, value_name = "DATE")]
        seen: Option<String>,
        #[command(flatten)]
        note: Note,
    },
    /// All corrections, undone ones too
    List {
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
struct Note {
    /// Why
    #[arg(long, visible_alias = "note", value_name = "TEXT")]
    reason: Option<String>,
    /// Who
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &Default::default())?;
        let path = &setting.config.record.value;
        if let What::List { output } = &self.what {
            return list(&setting, &Record::open(path)?, output);
        }
        // Nothing is made here: a record without reports has nothing to review.
        Record::open(path)?;
        let mut record = Record::create(path)?;
        let (row, verdict, note) = match self.what {
            What::Accept { row, note } => (row, Verdict::Accept, note),
            What::Reject { row, note } => (row, Verdict::Reject, note),
            What::Correct { row, fields, note } => (row, Verdict::Correct(patch(&fields)?), note),
            What::Undo { correction, note } => {
                record.undo(&correction, note.by.as_deref())?;
                setting.ui.hint(format!("{correction} undone"));
                return Ok(Exit::Fine);
            }
            What::Removed { report, seen, note } => {
                let seen = config::date(seen.as_ref(), "--seen")?
                    .unwrap_or_else(|| jiff::Timestamp::now().strftime("%Y-%m-%d").to_string());
                let report = report_id(&record, &report)?;
                record.remove(&report, &seen, note.reason.as_deref(), note.by.as_deref())?;
                setting.ui.hint(format!("{report} noted as taken down, seen {seen}"));
                return Ok(Exit::Fine);
            }
            What::List { .. } => return Ok(Exit::Fine),
        };
        let row = row_ref(&record, &row)?;
        let id = record.review(&row, &verdict, note.reason.as_deref(), note.by.as_deref())?;
        setting.ui.hint(format!("{id}: {} {row}; `onrecord review undo {id}` takes it back", verdict.name()));
        Ok(Exit::Fine)
    }
}

fn list(setting: &Setting, record: &Record, output: &Output) -> Done {
    let mut table =
        Table::new("Review", &["id", "verdict", "row", "table", "fields", "reason", "by", "made", "undone", "orphan"]);
    for c in record.corrections()? {
        let fields = match &c.verdict {
            Verdict::Correct(patch) => json!(Value::Object(patch.clone()).to_string()),
            _ => Value::Null,
        };
        table.row(vec![
            json!(c.id),
            json!(c.verdict.name()),
            json!(c.row.to_string()),
            json!(c.table),
            fields,
            json!(c.reason),
            json!(c.by),
            json!(c.made),
            json!(c.undone),
            json!(c.orphan),
        ]);
    }
    write(setting, output, &table, Exit::Fine)
}

/// The report whose id begins so.
pub fn report_id(record: &Record, name: &str) -> Result<ReportId, Failure> {
    let mut found = record.find(name)?;
    found.sort_by(|a, b| a.report.cmp(&b.report));
    found.dedup_by(|a, b| a.report == b.report);
    match found.as_slice() {
        [one] => Ok(one.report.clone()),
        [] => Err(Failure::new(format!("no report on record begins with or is called {name:?}"))),
        many => {
            let ids: Vec<&str> = many.iter().map(|v| v.report.as_str()).take(6).collect();
            Err(Failure::new(format!(
                "{name:?} fits {} reports ({}): write more of the id",
                many.len(),
                ids.join(", ")
            )))
        }
    }
}

fn row_ref(record: &Record, name: &str) -> Result<RowRef, Failure> {
    let Some((report, row)) = name.rsplit_once('/') else {
        return Err(Failure::new(format!("{name:?} is no row: rows are written REPORT/ROW, for example 3f2a91/a4")));
    };
    Ok(RowRef { report: report_id(record, report)?, row: row.into() })
}

fn patch(fields: &[String]) -> Result<Map<String, Value>, Failure> {
    fields
        .iter()
        .map(|f| {
            let Some((key, value)) = f.split_once('=') else {
                return Err(Failure::new(format!("{f:?} is no correction: write FIELD=VALUE, for example low=29")));
            };
            let value = if value.is_empty() {
                Value::Null
            } else {
                serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()))
            };
            Ok((key.to_owned(), value))
        })
        .collect()
}
