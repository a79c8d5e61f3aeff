//! `search`: words in the record, with the sentences they stand in.

use clap::Args;
use onrecord::{
    model::{Offsets, Span},
    store::{AsOf, Record},
};
use serde_json::json;

use crate::{
    cli::{Global, Output},
    config,
    failure::Done,
    failure::Exit,
    rows::write,
    source::Setting,
    table::Table,
};

/// Find words in the texts on record
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord search ceasefire\n  onrecord search '\"aid corridor\" halt*' --as-of 2031-03-10\n\n\
                  All words must be in a report; \"two words\" is a phrase, word* a beginning. Accents and case do not matter."
)]
pub struct Cmd {
    /// Words
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    /// Only what was reported up to and on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Every version of a document, not only the last
    #[arg(long)]
    all_versions: bool,
    /// At most this many reports
    #[arg(short = 'n', long, default_value_t = 20, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &Default::default())?;
        let as_of =
            AsOf { day: config::date(self.as_of.as_ref(), "--as-of")?, all_versions: self.all_versions, raw: false };
        let record = Record::open(&setting.config.record.value)?;
        let mut table = Table::new("Search", &["day", "outlet", "title", "sentence", "start", "end", "report"])
            .hide(&["start", "end"]);
        for hit in record.search(&self.words.join(" "), &as_of, self.limit)? {
            let offsets = Offsets::new(&hit.text);
            let sentences = record.reading_of(&hit.report, true)?.map(|r| r.sentences).unwrap_or_default();
            let mut shown: Vec<Span> = Vec::new();
            for span in &hit.spans {
                let sentence = sentences.iter().find(|s| s.contains(*span)).copied().unwrap_or(*span);
                if !shown.contains(&sentence) {
                    shown.push(sentence);
                }
            }
            if shown.is_empty() {
                shown.push(Span::new(0, 0));
            }
            for span in shown.iter().take(5) {
                table.row(vec![
                    json!(hit.day),
                    json!(hit.outlet),
                    json!(hit.title),
                    json!(offsets.slice(&hit.text, *span)),
                    json!(span.start),
                    json!(span.end),
                    json!(hit.report),
                ]);
            }
        }
        write(&setting, &self.output, &table, Exit::Fine)
    }
}
