//! `dossier`: one page about one story, from paths or from the record.

use clap::Args;
use onrecord::dossier;

use crate::{
    cli::{From, Global, Output},
    failure::{Done, Failure},
    format::{Format, Sink},
    source::{Setting, Source},
};

/// One page: gaps first, then parties and channels, the deal, statements, figures, timeline, outlets, changes, method
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord dossier reports/                    on the terminal, no record needed\n  \
                  onrecord dossier reports/ -o dossier.html    one self-contained page\n  \
                  onrecord dossier 3f2a --as-of 2031-03-10     a story on record, as it stood that day"
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(mut self, global: &Global) -> Done {
        let formats = [Format::Text, Format::Json, Format::Md, Format::Html];
        let format = Format::choose(&self.output, &formats, Format::Text)?;
        let setting = Setting::new(global, &self.from.reading)?;
        // The page shows what changed between versions, so it needs them all.
        self.from.all_versions = true;
        let mut source = Source::open(&setting, &self.from)?;
        let exit = source.exit();
        let mut storylines = source.storylines()?;
        // The longest story; the others are named.
        storylines.sort_by_key(|s| (std::cmp::Reverse(s.readings.len()), s.id.clone()));
        let Some(storyline) = storylines.first() else {
            return Err(Failure::new("no report to make a dossier of: `onrecord add PATH` puts some on record"));
        };
        if storylines.len() > 1 {
            let others: Vec<String> =
                storylines[1..].iter().take(8).map(|s| format!("{} ({})", s.id, s.readings.len())).collect();
            let more = if storylines.len() > 9 { " …" } else { "" };
            setting.ui.hint(format!(
                "{} of {} reports are in this story; others, with their reports: {}{more}",
                storyline.readings.len(),
                storylines.iter().map(|s| s.readings.len()).sum::<usize>(),
                others.join(", ")
            ));
        }
        let page = dossier::assemble(storyline, source.as_of.as_deref());
        let mut sink = Sink::open(&self.output)?;
        match format {
            Format::Json => dossier::json::write(&page, &mut sink)?,
            Format::Md => dossier::markdown::write(&page, &mut sink)?,
            Format::Html => dossier::html::write(&page, &mut sink)?,
            _ if sink.is_file() => dossier::text::write(&page, &mut sink)?,
            _ => {
                let style = dossier::text::Style {
                    width: setting.ui.width().unwrap_or(100).min(140),
                    colour: setting.ui.color(),
                };
                dossier::text::write_with(&page, style, &mut sink)?;
            }
        }
        sink.finish()?;
        if let Some(path) = &self.output.output {
            setting.ui.hint(format!("{} written from {} reports", path.display(), storyline.readings.len()));
        }
        Ok(exit)
    }
}
