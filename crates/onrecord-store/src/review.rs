//! What an editor says of a row: accept, correct, reject, undo. Kept apart from what the rules said.
//!
//! A correction holds on to the table and the words a row stood on, so it survives another run of the rules. When no row
//! stands on those words any more it is an orphan: it is listed, and changes nothing.

use std::collections::HashMap;

use onrecord_model::{
    Attribution, Channel, Condition, Evaluative, Event, Figure, Gap, Mention, ReportId, RowRef, Span, Term, Timex,
    Withdrawal,
};
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde_json::{Map, Value};

use crate::{
    Record, StoreError,
    tables::TABLES,
    write::{first_span, now},
};

/// What an editor says of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The row is right.
    Accept,
    /// Some fields are other than the rules said.
    Correct(Map<String, Value>),
    /// The row is wrong and is left out.
    Reject,
}

impl Verdict {
    /// `accept`, `correct` or `reject`.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Correct(_) => "correct",
            Verdict::Reject => "reject",
        }
    }
}

/// One correction on record.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// Its id ("k3").
    pub id: String,
    /// What was said.
    pub verdict: Verdict,
    /// The row it was said of.
    pub row: RowRef,
    /// Table of the row.
    pub table: String,
    /// First words the row stood on.
    pub span: Span,
    /// Why, when said.
    pub reason: Option<String>,
    /// Who, when said.
    pub by: Option<String>,
    /// When, UTC instant.
    pub made: String,
    /// When it was undone; missing when it stands.
    pub undone: Option<String>,
    /// Whether no row of the latest reading stands on those words.
    pub orphan: bool,
}

/// The corrections that stand, by report, table and first words.
#[derive(Debug, Default)]
pub(crate) struct Standing(HashMap<(String, String, u32, u32), Vec<(String, Verdict)>>);

impl Standing {
    /// Whether anything was said of a row of this report.
    pub(crate) fn has(&self, report: &str) -> bool {
        self.0.keys().any(|k| k.0 == report)
    }

    /// The row as it stands; nothing when it was rejected.
    pub(crate) fn apply(&self, report: &str, table: &str, mut row: Value) -> Option<Value> {
        if self.0.is_empty() {
            return Some(row);
        }
        let span = first_span(&row)?;
        let Some(found) = self.0.get(&(report.to_owned(), table.to_owned(), span.start, span.end)) else {
            return Some(row);
        };
        // Several rows can stand on the same words: the one with the reviewed id first, else all of them.
        let id = row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        for (reviewed, verdict) in found {
            if *reviewed != id && found.iter().any(|(r, _)| *r == id) {
                continue;
            }
            match verdict {
                Verdict::Reject => return None,
                Verdict::Accept => row["certainty"] = "certain".into(),
                Verdict::Correct(patch) => {
                    for (key, value) in patch {
                        row[key] = value.clone();
                    }
                }
            }
        }
        Some(row)
    }
}

impl Record {
    /// Says something of a row of the latest reading; gives the correction's id.
    pub fn review(
        &mut self,
        row: &RowRef,
        verdict: &Verdict,
        reason: Option<&str>,
        by: Option<&str>,
    ) -> Result<String, StoreError> {
        let (table, run, json) = self.row(row)?;
        let span = first_span(&json).unwrap_or(Span::new(0, 0));
        let patch = match verdict {
            Verdict::Correct(patch) => {
                fits(table, &json, patch).map_err(StoreError::BadPatch)?;
                Some(Value::Object(patch.clone()).to_string())
            }
            _ => None,
        };
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        let n: i64 = tx.query_row("SELECT count(*) + 1 FROM corrections", [], |r| r.get(0)).map_err(s)?;
        let id = format!("k{n}");
        tx.execute(
            "INSERT INTO corrections VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                id,
                verdict.name(),
                row.report.as_str(),
                table,
                row.row.as_str(),
                span.start,
                span.end,
                run,
                patch,
                reason,
                by,
                now()
            ],
        )
        .map_err(s)?;
        tx.commit().map_err(s)?;
        Ok(id)
    }

    /// Takes a correction back. Undoing twice changes nothing.
    pub fn undo(&mut self, correction: &str, by: Option<&str>) -> Result<(), StoreError> {
        let known = self.db.query_row("SELECT 1 FROM corrections WHERE correction = ?1", [correction], |_| Ok(()));
        if known.optional().map_err(|e| self.error(e))?.is_none() {
            return Err(StoreError::Unknown(correction.to_owned()));
        }
        self.db
            .execute("INSERT INTO undone VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", params![correction, by, now()])
            .map(|_| ())
            .map_err(|e| self.error(e))
    }

    /// Notes that a report's page was seen to be gone on `seen` (ISO date).
    pub fn remove(
        &mut self,
        report: &ReportId,
        seen: &str,
        note: Option<&str>,
        by: Option<&str>,
    ) -> Result<(), StoreError> {
        if self.find(report.as_str())?.iter().all(|v| v.report != *report) {
            return Err(StoreError::Unknown(report.to_string()));
        }
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        tx.execute(
            "INSERT INTO removals SELECT 'x' || (count(*) + 1), ?1, ?2, ?3, ?4, ?5 FROM removals",
            params![report.as_str(), seen, note, by, now()],
        )
        .map_err(s)?;
        tx.commit().map_err(s)
    }

    /// All corrections, oldest first, undone ones too.
    pub fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        let found = self.list(
            "SELECT c.correction, c.verdict, c.report, c.tbl, c.row, c.start, c.end, c.patch, c.reason, c.by, c.made, \
             u.made FROM corrections c LEFT JOIN undone u USING (correction) ORDER BY c.rowid",
            [],
            |r| {
                let patch: Option<String> = r.get(7)?;
                Ok(Correction {
                    id: r.get(0)?,
                    verdict: match r.get::<_, String>(1)?.as_str() {
                        "accept" => Verdict::Accept,
                        "reject" => Verdict::Reject,
                        _ => Verdict::Correct(patch.and_then(|p| serde_json::from_str(&p).ok()).unwrap_or_default()),
                    },
                    row: RowRef { report: r.get::<_, String>(2)?.into(), row: r.get::<_, String>(4)?.into() },
                    table: r.get(3)?,
                    span: Span::new(r.get(5)?, r.get(6)?),
                    reason: r.get(8)?,
                    by: r.get(9)?,
                    made: r.get(10)?,
                    undone: r.get(11)?,
                    orphan: false,
                })
            },
        )?;
        found
            .into_iter()
            .map(|mut c| {
                let stands = |row: &Value| first_span(row) == Some(c.span);
                c.orphan = !self.rows(&c.row.report, &c.table)?.iter().any(stands);
                Ok(c)
            })
            .collect()
    }

    /// The corrections that stand now. A replay of a day shows what was reported by then, read as well as it is now.
    pub(crate) fn standing(&self) -> Result<Standing, StoreError> {
        let mut standing = Standing::default();
        for c in self.corrections()?.into_iter().filter(|c| c.undone.is_none()) {
            let key = (c.row.report.to_string(), c.table, c.span.start, c.span.end);
            standing.0.entry(key).or_default().push((c.row.row.to_string(), c.verdict));
        }
        Ok(standing)
    }

    /// Table, run and JSON of a row of the latest reading.
    fn row(&self, row: &RowRef) -> Result<(&'static str, String, Value), StoreError> {
        for table in &TABLES {
            let rows = self.rows(&row.report, table.name)?;
            let is = |r: &Value| r.get("id").and_then(Value::as_str) == Some(row.row.as_str());
            if let Some(found) = rows.into_iter().find(is) {
                let sql = "SELECT run FROM latest WHERE report = ?1";
                let run = self.list(sql, [row.report.as_str()], |r| r.get::<_, String>(0))?;
                return Ok((table.name, run.into_iter().next().unwrap_or_default(), found));
            }
        }
        Err(StoreError::Unknown(row.to_string()))
    }

    /// The rows of a table of a report's latest reading, as the rules made them.
    fn rows(&self, report: &ReportId, table: &str) -> Result<Vec<Value>, StoreError> {
        let reading = self.reading_of(report, true)?;
        Ok(reading.map(|r| crate::write::rows(&r, table)).unwrap_or_default())
    }
}

/// Whether the row with the patch is still a row of its table.
fn fits(table: &str, row: &Value, patch: &Map<String, Value>) -> Result<(), String> {
    let mut row = row.clone();
    for (key, value) in patch {
        if matches!(key.as_str(), "id" | "evidence" | "span" | "rule") {
            return Err(format!("{key} says what the rules saw and is not corrected"));
        }
        if !known_field(table, key) && row.get(key).is_none() {
            return Err(format!("{table} has no field {key}"));
        }
        row[key] = value.clone();
    }
    fn is<T: serde::de::DeserializeOwned>(row: Value) -> Result<(), String> {
        serde_json::from_value::<T>(row).map(|_| ()).map_err(|e| e.to_string())
    }
    match table {
        "mentions" => is::<Mention>(row),
        "timexes" => is::<Timex>(row),
        "attributions" => is::<Attribution>(row),
        "figures" => is::<Figure>(row),
        "events" => is::<Event>(row),
        "channels" => is::<Channel>(row),
        "terms" => is::<Term>(row),
        "conditions" => is::<Condition>(row),
        "withdrawals" => is::<Withdrawal>(row),
        "gaps" => is::<Gap>(row),
        _ => is::<Evaluative>(row),
    }
}

fn known_field(table: &str, field: &str) -> bool {
    TABLES.iter().any(|t| t.name == table && t.columns.contains(&field))
}
