//! `show`: one report with its rows under the sentences they stand on, or one row.

use std::io::Write;

use clap::Args;
use onrecord::{
    model::{Reading, Span},
    store::Record,
};
use serde_json::Value;

use super::review::report_id;
use crate::{
    cli::{Global, Output, Reading as How},
    config,
    failure::{Done, Exit, Failure},
    format::{Format, Sink},
    rows::Row,
    source::{Setting, read},
    table,
};

/// A report with its rows under the sentences they stand on; or one row
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord show draft.txt\n  onrecord show 3f2a91            a report on record, by the beginning of its id\n  \
                  onrecord show 3f2a91/a4         one row\n  onrecord show 3f2a91 --plain    the text alone"
)]
pub struct Cmd {
    /// A file, - , a report's id or its beginning, or REPORT/ROW
    #[arg(value_name = "REPORT|ROW|PATH")]
    what: String,
    /// The text alone
    #[arg(long)]
    plain: bool,
    #[command(flatten)]
    reading: How,
    #[command(flatten)]
    output: Output,
}

/// Tables of a reading in the order they are shown, with what a row is called.
const TABLES: [(&str, &str); 9] = [
    ("attributions", "statement"),
    ("figures", "figure"),
    ("channels", "channel"),
    ("terms", "term"),
    ("conditions", "condition"),
    ("events", "event"),
    ("withdrawals", "withdrawal"),
    ("gaps", "gap"),
    ("evaluative", "evaluative"),
];

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let format = Format::choose(&self.output, &[Format::Text, Format::Json, Format::Jsonl], Format::Text)?;
        let setting = Setting::new(global, &self.reading)?;
        let date = config::date(self.reading.date.as_ref(), "--date")?;
        let is_file = self.what == "-" || std::path::Path::new(&self.what).exists();
        let (readings, row, exit) = if is_file {
            let (readings, skipped) = read(&setting, std::slice::from_ref(&self.what), date)?;
            (readings, None, if skipped.is_empty() { Exit::Fine } else { Exit::Skipped })
        } else {
            let record = Record::open(&setting.config.record.value)
                .map_err(|e| Failure::new(format!("there is no file {:?}, and {e}", self.what)))?;
            let (report, row) = match self.what.rsplit_once('/') {
                Some((report, row)) => (report, Some(row.to_owned())),
                None => (self.what.as_str(), None),
            };
            let id = report_id(&record, report)?;
            (record.reading_of(&id, false)?.into_iter().collect(), row, Exit::Fine)
        };
        let mut sink = Sink::open(&self.output)?;
        for reading in &readings {
            let whole = serde_json::to_value(reading).unwrap_or_default();
            if let Some(row) = &row {
                let Some((called, json)) = find(&whole, row) else {
                    return Err(Failure::new(format!("report {} has no row {row:?}", reading.report.id)));
                };
                match format {
                    Format::Json => writeln!(sink, "{json:#}")?,
                    Format::Jsonl => writeln!(sink, "{json}")?,
                    _ => one(reading, called, json, &mut sink)?,
                }
            } else {
                match format {
                    Format::Json => writeln!(sink, "{whole:#}")?,
                    Format::Jsonl => writeln!(sink, "{whole}")?,
                    _ if self.plain => sink.write_all(reading.report.text.as_bytes())?,
                    _ => all(reading, &whole, setting.ui.color() && !sink.is_file(), &mut sink)?,
                }
            }
        }
        sink.finish()?;
        Ok(exit)
    }
}

fn find<'a>(whole: &'a Value, row: &str) -> Option<(&'static str, &'a Value)> {
    let more = [("mentions", "mention"), ("timexes", "time")];
    TABLES.iter().chain(&more).find_map(|(table, called)| {
        let rows = whole.get(table)?.as_array()?;
        Some((*called, rows.iter().find(|r| r["id"] == row)?))
    })
}

/// Every sentence, and under it the rows that begin in it.
fn all(reading: &Reading, whole: &Value, color: bool, out: &mut impl Write) -> std::io::Result<()> {
    let row = Row::new(reading);
    let report = &reading.report;
    let dim = |s: &str| if color { format!("\x1b[36m{s}\x1b[0m") } else { s.to_owned() };
    let head =
        [Some(report.id.to_string()), report.outlet.clone(), row.day().as_str().map(str::to_owned), report.url.clone()];
    writeln!(out, "{}", head.into_iter().flatten().collect::<Vec<_>>().join("  "))?;
    if let Some(why) = &report.not_read {
        writeln!(out, "kept, not read: {why}")?;
    }
    let mut rows: Vec<(Span, String)> = Vec::new();
    for (table, called) in TABLES {
        for r in whole[table].as_array().into_iter().flatten() {
            if let Some(span) = first(r) {
                rows.push((span, format!("{} {called}: {}", words_of(&r["id"]), brief(&row, r))));
            }
        }
    }
    let sentences = if reading.sentences.is_empty() {
        vec![Span::new(0, report.text.chars().count() as u32)]
    } else {
        reading.sentences.clone()
    };
    let mut left = rows;
    left.sort_by_key(|(s, _)| *s);
    let mut left = left.into_iter().peekable();
    for (n, sentence) in sentences.iter().enumerate() {
        let furniture = report.boilerplate.iter().any(|b| b.overlaps(*sentence));
        let words = row.words(*sentence).split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "\n{}{words}", if furniture { "[furniture] " } else { "" })?;
        let last = n + 1 == sentences.len();
        while let Some((_, line)) = left.next_if(|(s, _)| last || s.start < sentence.end) {
            writeln!(out, "    {}", dim(&line))?;
        }
    }
    Ok(())
}

/// One row: its sentence, then its fields.
fn one(reading: &Reading, called: &str, json: &Value, out: &mut impl Write) -> std::io::Result<()> {
    let row = Row::new(reading);
    let report = &reading.report;
    let day = row.day();
    let from: Vec<&str> = report.outlet.as_deref().into_iter().chain(day.as_str()).collect();
    writeln!(out, "{called} {}/{}  {}", report.id, words_of(&json["id"]), from.join(", "))?;
    if let Some(span) = first(json) {
        let sentence = row.sentence(&onrecord::model::Evidence::new(span));
        writeln!(out, "\n  {}\n", sentence.split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    let Some(fields) = json.as_object() else { return Ok(()) };
    for (key, value) in fields.iter().filter(|(k, v)| *k != "id" && !v.is_null()) {
        let value = value_words(&row, value);
        if !value.is_empty() {
            writeln!(out, "  {:<14} {value}", key.replace('_', " "))?;
        }
    }
    Ok(())
}

/// The fields of a row that say most, in one line.
fn brief(row: &Row, json: &Value) -> String {
    let skip = ["id", "rule", "evidence", "attribution", "nested_in", "root", "span"];
    let mut parts = Vec::new();
    for (key, value) in json.as_object().into_iter().flatten() {
        if skip.contains(&key.as_str()) || value.is_null() || key == "certainty" && value == "certain" {
            continue;
        }
        if key == "sourcing" {
            parts.push(format!("class {}", words_of(&value["class"])));
            continue;
        }
        let words = value_words(row, value);
        if !words.is_empty() && words != "false" {
            let short: String = words.chars().take(60).collect();
            let more = if short.len() < words.len() { "…" } else { "" };
            parts.push(format!("{} {short}{more}", key.replace('_', " ")));
        }
    }
    parts.join(" · ")
}

fn words_of(value: &Value) -> String {
    table::words(value)
}

/// A field as words: spans by what they say.
fn value_words(row: &Row, value: &Value) -> String {
    if let Some(span) = span(value) {
        return format!("“{}”", row.words(span).split_whitespace().collect::<Vec<_>>().join(" "));
    }
    match value {
        Value::Array(list) => list.iter().map(|v| value_words(row, v)).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            let parts = map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| format!("{k} {}", value_words(row, v)));
            parts.collect::<Vec<_>>().join(" ")
        }
        other => words_of(other),
    }
}

fn span(value: &Value) -> Option<Span> {
    let at = |k: &str| value.get(k)?.as_u64().and_then(|n| u32::try_from(n).ok());
    Some(Span::new(at("start")?, at("end")?))
}

/// The first words a row stands on.
fn first(row: &Value) -> Option<Span> {
    row.get("evidence").and_then(|e| e.get(0)).or_else(|| row.get("span")).and_then(span)
}
