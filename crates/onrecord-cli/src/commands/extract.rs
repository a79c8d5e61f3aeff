//! `extract`: readings as JSON lines, one report a line, in input order. Keeps nothing.

use std::io::Write;

use clap::Args;

use crate::{
    cli::{Global, Output, Reading},
    config,
    failure::{Done, Exit, Failure},
    format::{Format, Sink},
    source::{Setting, each},
};

/// Print everything each report says as one JSON line, in input order
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord extract report.txt --date 2031-03-06\n  onrecord extract reports/ -o readings.jsonl\n  \
                  cat page.html | onrecord extract -\n\nOffsets count Unicode code points of report.text."
)]
pub struct Cmd {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &self.reading)?;
        let date = config::date(self.reading.date.as_ref(), "--date")?;
        let format = Format::choose(&self.output, &[Format::Jsonl, Format::Json], Format::Jsonl)?;
        let mut sink = Sink::open(&self.output)?;
        let mut first = true;
        let skipped = each(&setting, &self.paths, date, |reading| {
            if format == Format::Json {
                sink.write_all(if first { b"[\n" } else { b",\n" })?;
            }
            first = false;
            serde_json::to_writer(&mut sink, &reading).map_err(std::io::Error::from)?;
            if format == Format::Jsonl {
                sink.write_all(b"\n")?;
            }
            Ok::<(), Failure>(())
        })?;
        if format == Format::Json {
            sink.write_all(b"\n]\n")?;
        }
        sink.finish()?;
        Ok(if skipped.is_empty() { Exit::Fine } else { Exit::Skipped })
    }
}
