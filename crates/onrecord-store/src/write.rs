//! Putting readings on record: runs, versions, rows. One transaction a batch, so a killed program leaves no half report.

use onrecord_model::{Offsets, Reading, Report, ReportId, Span};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params, types::Value as Sql};
use serde_json::Value;

use crate::{
    Record, StoreError, pack, places,
    tables::{TABLES, Table},
};

/// What made the readings of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunInfo {
    /// Version of onrecord.
    pub tool: String,
    /// SHA-256 of the weights; `none` when no weights were used.
    pub model: String,
    /// Day the lexicon was made, ISO date.
    pub lexicon: String,
    /// Version of the JSON shape of a reading.
    pub schema: u32,
}

/// What became of one reading handed to [`Record::add`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new document.
    New,
    /// Another text of a document on record: its number.
    Version(u32),
    /// The text was on record; the rows of this run were put beside the earlier ones.
    Reread,
    /// The text and its reading by this run were on record: nothing was written.
    Known,
}

/// One reading and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The report.
    pub report: ReportId,
    /// What became of it.
    pub outcome: Outcome,
}

pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

impl Record {
    /// Starts a run and gives its id.
    pub fn begin_run(&mut self, info: &RunInfo) -> Result<String, StoreError> {
        let started = now();
        let mut n = 0;
        loop {
            let run = if n == 0 { format!("run-{started}") } else { format!("run-{started}-{n}") };
            let made = self.db.execute(
                "INSERT INTO runs VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                params![run, info.tool, info.model, info.lexicon, info.schema, started],
            );
            if made.map_err(|e| self.error(e))? == 1 {
                return Ok(run);
            }
            n += 1;
        }
    }

    /// Ends a run.
    pub fn end_run(&mut self, run: &str) -> Result<(), StoreError> {
        self.db
            .execute(
                "INSERT INTO run_ends SELECT ?1, ?2, (SELECT count(*) FROM readings WHERE run = ?1)",
                params![run, now()],
            )
            .map(|_| ())
            .map_err(|e| self.error(e))
    }

    /// Puts readings on record, all or none of them; what it returns is on the disk.
    pub fn add(&mut self, run: &str, readings: &[Reading]) -> Result<Vec<Added>, StoreError> {
        self.put(run, &readings.iter().map(|r| Ready::of(r.clone(), None)).collect::<Vec<_>>())
    }

    /// The same for readings made ready before, on whatever threads; words that came with them are kept in the same transaction.
    pub fn put(&mut self, run: &str, readings: &[Ready]) -> Result<Vec<Added>, StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        let mut added = Vec::with_capacity(readings.len());
        for ready in readings {
            let outcome = put_one(&tx, run, ready).map_err(s)?;
            added.push(Added { report: ready.report.id.clone(), outcome });
        }
        tx.commit().map_err(s)?;
        Ok(added)
    }
}

/// A reading made ready to be put on record: packed, and its rows cut into columns. That is most of the work of putting it there and
/// needs no record, so it is done beside the one thread that writes.
#[derive(Debug)]
pub struct Ready {
    report: Report,
    input: String,
    schema_version: u32,
    packed: std::io::Result<Vec<u8>>,
    /// Values of the rows of each table that has columns of its own, in the order of [`TABLES`].
    cells: Vec<Vec<Vec<Sql>>>,
    words: Option<(Option<String>, std::io::Result<Vec<u8>>)>,
}

impl Ready {
    /// Of a reading, with the day and words that linking needs of it where they are known.
    pub fn of(reading: Reading, words: Option<(Option<String>, Vec<u8>)>) -> Ready {
        let mut reading = reading;
        let text = std::mem::take(&mut reading.report.text);
        let packed = pack::reading(&reading);
        let offsets = Offsets::new(&text);
        let of_table = |t: &Table| {
            let rows = rows(&reading, t.name);
            rows.iter().enumerate().map(|(n, row)| cells(t, n, row, &text, &offsets)).collect()
        };
        let cells = TABLES.iter().filter(|t| t.is_asked()).map(of_table).collect();
        let Reading { report, input, schema_version, .. } = reading;
        let words = words.map(|(day, plain)| (day, pack::bytes(&plain)));
        Ready { report: Report { text, ..report }, input, schema_version, packed, cells, words }
    }

    /// The report.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What it was read from.
    pub fn input(&self) -> &str {
        &self.input
    }
}

fn put_one(tx: &Transaction, run: &str, ready: &Ready) -> rusqlite::Result<Outcome> {
    let id = ready.report.id.as_str();
    let whole = |bytes: &std::io::Result<Vec<u8>>| match bytes {
        Ok(_) => Ok(()),
        Err(e) => Err(rusqlite::Error::ToSqlConversionFailure(e.to_string().into())),
    };
    let known: Option<i64> =
        tx.prepare_cached("SELECT seq FROM versions WHERE report = ?1")?.query_row([id], |r| r.get(0)).optional()?;
    let (version, outcome) = match known {
        Some(version) => {
            let read: bool = tx
                .prepare_cached("SELECT 1 FROM readings WHERE run = ?1 AND report = ?2")?
                .query_row([run, id], |_| Ok(()))
                .optional()?
                .is_some();
            if read {
                return Ok(Outcome::Known);
            }
            (version, Outcome::Reread)
        }
        None => add_version(tx, &ready.report, &ready.input)?,
    };
    tx.prepare_cached(
        "INSERT INTO readings (run, report, schema_version, sentences, chains) VALUES (?1, ?2, ?3, '[]', '[]')",
    )?
    .execute(params![run, id, ready.schema_version])?;
    let seq = tx.last_insert_rowid();
    whole(&ready.packed)?;
    let packed = ready.packed.as_deref().unwrap_or_default();
    tx.prepare_cached("INSERT INTO packed VALUES (?1, ?2)")?.execute(params![seq, packed])?;
    for (table, rows) in TABLES.iter().filter(|t| t.is_asked()).zip(&ready.cells) {
        if rows.is_empty() {
            continue;
        }
        let marks = ", ?".repeat(rows[0].len());
        let mut insert = tx.prepare_cached(&format!("INSERT INTO {} VALUES (?{marks})", table.sql_name()))?;
        for row in rows {
            insert.raw_bind_parameter(1, seq)?;
            for (n, value) in row.iter().enumerate() {
                insert.raw_bind_parameter(n + 2, value)?;
            }
            insert.raw_execute()?;
        }
    }
    if let Some((day, words)) = &ready.words {
        whole(words)?;
        places::keep(tx, version, day.as_deref(), words.as_deref().unwrap_or_default())?;
    }
    Ok(outcome)
}

/// The rows of a table as JSON values.
pub(crate) fn rows(reading: &Reading, table: &str) -> Vec<Value> {
    let r = reading;
    let rows = match table {
        "attributions" => serde_json::to_value(&r.attributions),
        "figures" => serde_json::to_value(&r.figures),
        "events" => serde_json::to_value(&r.events),
        "channels" => serde_json::to_value(&r.channels),
        "terms" => serde_json::to_value(&r.terms),
        "conditions" => serde_json::to_value(&r.conditions),
        "withdrawals" => serde_json::to_value(&r.withdrawals),
        "gaps" => serde_json::to_value(&r.gaps),
        "evaluative" => serde_json::to_value(&r.evaluative),
        "mentions" => serde_json::to_value(&r.mentions),
        "timexes" => serde_json::to_value(&r.timexes),
        _ => return Vec::new(),
    };
    match rows {
        Ok(Value::Array(rows)) => rows,
        _ => Vec::new(),
    }
}

fn add_version(tx: &Transaction, report: &Report, input: &str) -> rusqlite::Result<(i64, Outcome)> {
    let added = now();
    let document = report.url.clone().unwrap_or_else(|| format!("report:{}", report.id));
    tx.prepare_cached("INSERT INTO documents VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute(params![document, report.url, added])?;
    let number: u32 = tx
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM versions WHERE document = ?1")?
        .query_row([&document], |r| r.get(0))?;
    let title = report.title.map(|t| Offsets::new(&report.text).slice(&report.text, t).to_owned());
    let seq = tx.prepare_cached(
        "INSERT INTO versions (report, document, number, outlet, title, published, modified, day, language, not_read, \
         sha256, input, added, text, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) RETURNING seq",
    )?
    .query_row(params![
        report.id.as_str(),
        document,
        number,
        report.outlet,
        title,
        report.published,
        report.modified,
        day(report),
        report.language,
        report.not_read,
        report.sha256,
        input,
        added,
        report.text,
        "{}",
    ], |r| r.get(0))?;
    let outcome = if number == 1 { Outcome::New } else { Outcome::Version(number) };
    Ok((seq, outcome))
}

/// The day a version was reported: its last change, its publication or its dateline. ISO date.
fn day(report: &onrecord_model::Report) -> Option<String> {
    let at = report.modified.as_ref().or(report.published.as_ref()).or(report.dateline_date.as_ref())?;
    Some(at.chars().take(10).collect())
}

/// The values of a row after the number of its reading.
fn cells(table: &Table, n: usize, row: &Value, text: &str, offsets: &Offsets) -> Vec<Sql> {
    let first = first_span(row).unwrap_or(Span::new(0, 0));
    let mut values: Vec<Sql> = vec![
        Sql::Integer(n as i64),
        sql_text(row.get("id"), text, offsets),
        Sql::Integer(first.start.into()),
        Sql::Integer(first.end.into()),
        sql_text(row.get("attribution"), text, offsets),
        sql_text(row.get("rule"), text, offsets),
        sql_text(row.get("certainty"), text, offsets),
    ];
    for column in table.columns {
        let value = row.get(column).or_else(|| row.get("sourcing").and_then(|s| s.get(column)));
        values.push(sql_text(value, text, offsets));
    }
    values
}

/// The first words a row stands on.
pub(crate) fn first_span(row: &Value) -> Option<Span> {
    row.get("evidence").and_then(|e| e.get(0)).or_else(|| row.get("span")).and_then(as_span)
}

fn as_span(value: &Value) -> Option<Span> {
    let at = |k: &str| value.get(k)?.as_u64().and_then(|n| u32::try_from(n).ok());
    Some(Span::new(at("start")?, at("end")?))
}

/// A field as a column: spans as their words, lists joined with `; `.
fn sql_text(value: Option<&Value>, text: &str, offsets: &Offsets) -> Sql {
    match value {
        None | Some(Value::Null) => Sql::Null,
        Some(Value::Number(n)) => n.as_i64().map(Sql::Integer).or(n.as_f64().map(Sql::Real)).unwrap_or(Sql::Null),
        Some(Value::Bool(b)) => Sql::Integer(i64::from(*b)),
        Some(Value::String(s)) => Sql::Text(s.clone()),
        Some(value) => {
            let word = |v: &Value| match (as_span(v), v) {
                (Some(span), _) => offsets.slice(text, span).to_owned(),
                (None, Value::String(s)) => s.clone(),
                (None, v) => v.to_string(),
            };
            match value {
                Value::Array(list) if list.is_empty() => Sql::Null,
                Value::Array(list) => Sql::Text(list.iter().map(word).collect::<Vec<_>>().join("; ")),
                other => Sql::Text(word(other)),
            }
        }
    }
}
