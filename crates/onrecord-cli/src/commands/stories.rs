//! `stories`: the storylines, one a row.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use onrecord::cross;

use crate::{
    cli::{From, Global, Output},
    failure::Done,
    format::{Format, Sink, TABLES},
    rows::{Row, write},
    source::Source,
    table::Table,
};

/// Developing matters that the reports follow
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord stories\n  onrecord stories reports/ --format jsonl\n  onrecord stories reports/ --format cross    links, roots and claims across reports\n  onrecord dossier 3f2a     the dossier of one, by the beginning of its id"
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let (setting, mut source, exit) = Source::of(global, &self.from)?;
        let allowed: Vec<Format> = TABLES.iter().copied().chain([Format::Cross]).collect();
        match Format::choose(&self.output, &allowed, Format::Text)? {
            Format::Cross => {
                let mut sink = Sink::open(&self.output)?;
                serde_json::to_writer_pretty(&mut sink, &cross::cross(&source.storylines()?))
                    .map_err(std::io::Error::from)?;
                sink.write_all(b"\n")?;
                sink.finish()?;
                return Ok(exit);
            }
            Format::Jsonl => {
                let mut sink = Sink::open(&self.output)?;
                for line in cross::stories(&source.storylines()?) {
                    serde_json::to_writer(&mut sink, &line).map_err(std::io::Error::from)?;
                    sink.write_all(b"\n")?;
                }
                sink.finish()?;
                return Ok(exit);
            }
            _ => {}
        }
        let mut table = Table::new(
            "Stories",
            &["story", "first", "last", "reports", "outlets", "parties", "origins", "claims", "first_headline"],
        );
        for s in source.storylines()? {
            let rows: Vec<Row> = s.readings.iter().map(Row::new).collect();
            let mut days: Vec<String> = rows.iter().filter_map(|r| r.day().as_str().map(str::to_owned)).collect();
            days.sort();
            let mut outlets: Vec<&str> = s.readings.iter().filter_map(|r| r.report.outlet.as_deref()).collect();
            outlets.sort_unstable();
            outlets.dedup();
            let headline = rows.iter().find_map(|r| r.reading.report.title.map(|t| r.words(t).to_owned()));
            let parties: Vec<&str> = s.parties.iter().take(6).map(|p| p.name.as_str()).collect();
            table.row(vec![
                json!(s.id),
                days.first().map_or(Value::Null, |d| json!(d)),
                days.last().map_or(Value::Null, |d| json!(d)),
                json!(s.readings.len()),
                json!(outlets.len()),
                json!(parties),
                json!(s.roots.len()),
                json!(s.claims.len()),
                json!(headline),
            ]);
        }
        write(&setting, &self.output, &table, exit)
    }
}
