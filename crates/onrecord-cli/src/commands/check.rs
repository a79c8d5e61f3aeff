//! `check`: look over a draft, or the whole record.

use std::collections::HashSet;

use clap::Args;
use onrecord::{
    check,
    store::{AsOf, Record},
};

use crate::{
    cli::{Global, Output, Reading},
    config,
    failure::{Done, Exit, Failure},
    format::{Format, Sink},
    source::{Setting, read},
};

/// Look over drafts or the record: figures without a source, single origins, statements that did not stand …
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord check draft.txt                 beside the record, when there is one\n  onrecord check draft.txt --against talks.db\n  \
                  onrecord check reports/ --select OR1,OR301\n  onrecord check --format sarif -o findings.sarif\n  \
                  onrecord explain OR102                   what a code means\n\n\
                  Exit codes: 0 nothing found, 1 findings, 2 broken off, 3 some inputs passed over."
)]
pub struct Cmd {
    /// Files, folders, patterns or -; nothing looks over the record
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// Only these codes, or codes that begin so
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    select: Vec<String>,
    /// All but these codes
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The record to hold the paths beside [default: the usual record, when there is one]
    #[arg(long, value_name = "RECORD", conflicts_with = "alone")]
    against: Option<std::path::PathBuf>,
    /// Do not hold the paths beside the record
    #[arg(long)]
    alone: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let formats = [Format::Text, Format::Json, Format::Sarif, Format::Github];
        let format = Format::choose(&self.output, &formats, Format::Text)?;
        let codes = check::select(&self.select, &self.ignore).map_err(|odd| {
            let all: Vec<&str> = check::CODES.iter().map(|c| c.code).collect();
            Failure::new(format!("no check is called {odd:?}: the codes are {}", all.join(", ")))
        })?;
        let setting = Setting::new(global, &self.reading)?;
        let date = config::date(self.reading.date.as_ref(), "--date")?;
        let record = &setting.config.record;
        let every = AsOf { all_versions: true, ..AsOf::default() };
        let (findings, skipped) = if self.paths.is_empty() {
            let mut found = Vec::new();
            let take = |storyline| found.extend(check::check(&[storyline], None, &codes));
            onrecord::links::each_storyline(&Record::open(&record.value)?, &every, None, take)?;
            (check::in_order(found), Vec::new())
        } else {
            let (readings, skipped) = read(&setting, &self.paths, date)?;
            let about: HashSet<_> = readings.iter().map(|r| r.report.id.clone()).collect();
            // A record named on purpose must be there; the usual one is taken when it is.
            let beside = match &self.against {
                Some(path) => Some(Record::open(path)?),
                None if !self.alone && (record.from != "default" || record.value.exists()) => {
                    Some(Record::open(&record.value)?)
                }
                None => None,
            };
            let storylines = match beside {
                Some(record) => onrecord::links::beside(&record, readings)?,
                None => onrecord::storylines(&readings),
            };
            (check::check(&storylines, Some(&about), &codes), skipped)
        };
        let mut sink = Sink::open(&self.output)?;
        match format {
            Format::Json => check::json(&findings, &mut sink)?,
            Format::Sarif => check::sarif(&findings, env!("CARGO_PKG_VERSION"), &mut sink)?,
            Format::Github => check::github(&findings, &mut sink)?,
            _ => {
                let (width, color) =
                    if sink.is_file() { (None, false) } else { (setting.ui.width(), setting.ui.color()) };
                check::text(&findings, width.unwrap_or(110), color, &mut sink)?;
            }
        }
        sink.finish()?;
        setting.ui.hint(match findings.len() {
            0 => "nothing found".to_owned(),
            1 => "1 finding; `onrecord explain CODE` says what it means".to_owned(),
            n => format!("{n} findings; `onrecord explain CODE` says what they mean"),
        });
        Ok(if !skipped.is_empty() {
            Exit::Skipped
        } else if findings.is_empty() {
            Exit::Fine
        } else {
            Exit::Findings
        })
    }
}
