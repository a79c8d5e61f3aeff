//! From rows of readings to cells of a table: words of spans, who says so, names of values.

use onrecord::model::{Attribution, Evidence, Offsets, Reading, RowId, Span};
use serde::Serialize;
use serde_json::{Value, json};

use crate::failure::{Exit, Failure};
use crate::{
    cli::Output,
    format::{Format, Sink, TABLES},
    source::Setting,
    table::Table,
};

/// One reading with what its tables ask for.
pub struct Row<'a> {
    /// The reading.
    pub reading: &'a Reading,
    offsets: Offsets,
}

impl<'a> Row<'a> {
    /// For one reading.
    pub fn new(reading: &'a Reading) -> Row<'a> {
        Row { reading, offsets: Offsets::new(&reading.report.text) }
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> &'a str {
        self.offsets.slice(&self.reading.report.text, span)
    }

    /// The words of several spans.
    pub fn join(&self, spans: &[Span]) -> String {
        spans.iter().map(|s| self.words(*s)).collect::<Vec<_>>().join(" … ")
    }

    /// The words of the sentence that holds the evidence, else of the evidence.
    pub fn sentence(&self, evidence: &Evidence) -> &'a str {
        let first = evidence.first();
        let sentence = self
            .reading
            .sentences
            .iter()
            .find(|s| s.overlaps(first) && s.contains(Span::new(first.start, first.start)));
        self.words(sentence.copied().unwrap_or(first))
    }

    /// The words a row of this report stands on; missing where the report has no such row.
    pub fn words_of(&self, id: &RowId) -> Option<String> {
        let r = self.reading;
        if let Some(a) = r.attribution(id) {
            let spans = if a.content.is_empty() { a.evidence.spans() } else { &a.content };
            return Some(self.join(spans));
        }
        let figure = r.figures.iter().find(|f| f.id == *id).map(|f| f.span);
        let withdrawal = || r.withdrawals.iter().find(|w| w.id == *id).map(|w| w.evidence.first());
        let term = || r.terms.iter().find(|t| t.id == *id).map(|t| t.evidence.first());
        figure.or_else(withdrawal).or_else(term).map(|s| self.words(s).to_owned())
    }

    /// Day of the report (ISO) or null.
    pub fn day(&self) -> Value {
        let report = &self.reading.report;
        let day = report.published.as_ref().or(report.dateline_date.as_ref());
        day.map_or(Value::Null, |d| json!(d.chars().take(10).collect::<String>()))
    }

    /// Outlet or null.
    pub fn outlet(&self) -> Value {
        json!(self.reading.report.outlet)
    }

    /// "report/row", as `show` and `review` take it.
    pub fn id(&self, row: &RowId) -> Value {
        json!(format!("{}/{row}", self.reading.report.id))
    }

    /// Who says so, in the words of the report, and the sourcing class; null in the report's own voice.
    pub fn says(&self, attribution: Option<&RowId>) -> (Value, Value) {
        match attribution.and_then(|a| self.reading.attribution(a)) {
            Some(a) => (self.source(a), json!(class(a))),
            None => (Value::Null, json!("S7")),
        }
    }

    /// The source as the text words it, with the name it resolves to where that differs.
    pub fn source(&self, a: &Attribution) -> Value {
        let words = a.source.map(|s| self.words(s));
        match (words, &a.resolved) {
            (Some(w), Some(name)) if w != name => json!(format!("{w} ({name})")),
            (Some(w), _) => json!(w),
            (None, name) => json!(name),
        }
    }
}

/// Class and marks ("S4 D W").
pub fn class(a: &Attribution) -> String {
    let mut out = name(&a.sourcing.class);
    for mark in &a.sourcing.marks {
        out.push(' ');
        out.push_str(&name(mark));
    }
    out
}

/// A value of the vocabulary as it is written.
pub fn name(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Writes a table as the command line asks.
pub fn write(setting: &Setting, output: &Output, table: &Table, exit: Exit) -> Result<Exit, Failure> {
    let format = Format::choose(output, TABLES, Format::Text)?;
    let mut sink = Sink::open(output)?;
    let (width, color) = if sink.is_file() { (None, false) } else { (setting.ui.width(), setting.ui.color()) };
    table.write(format, width, color, &mut sink)?;
    sink.finish()?;
    if table.rows.is_empty() {
        setting.ui.hint("no rows");
    }
    Ok(exit)
}
