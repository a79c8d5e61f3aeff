//! `explain`: the page behind a check code.

use std::io::Write;

use clap::Args;
use onrecord::check::{CODES, code};
use serde_json::json;

use crate::{
    cli::{Global, Output},
    failure::{Done, Exit, Failure},
    format::{Format, Sink},
    rows,
    source::Setting,
    table::Table,
};

/// What a check code means, what it does not do, and what to try
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  onrecord explain OR102\n  onrecord explain             all codes")]
pub struct Cmd {
    /// The code, as `check` prints it; nothing lists all codes
    #[arg(value_name = "CODE")]
    code: Option<String>,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &Default::default())?;
        let Some(asked) = &self.code else {
            let mut table = Table::new("Check codes", &["code", "title", "help"]);
            for c in CODES {
                table.row(vec![json!(c.code), json!(c.title), json!(c.help)]);
            }
            return rows::write(&setting, &self.output, &table, Exit::Fine);
        };
        let Some(found) = code(asked) else {
            let all: Vec<&str> = CODES.iter().map(|c| c.code).collect();
            return Err(Failure::new(format!("there is no check {asked:?}: the codes are {}", all.join(", "))));
        };
        let format = Format::choose(&self.output, &[Format::Text, Format::Md, Format::Json], Format::Text)?;
        let mut sink = Sink::open(&self.output)?;
        if format == Format::Json {
            let page = json!({"code": found.code, "title": found.title, "help": found.help, "page": found.page});
            writeln!(sink, "{page:#}")?;
        } else {
            sink.write_all(found.page.as_bytes())?;
        }
        sink.finish()?;
        Ok(Exit::Fine)
    }
}
