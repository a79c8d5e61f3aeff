//! `dossier`: one page about one story, from paths or from the record.

use clap::Args;
use onrecord::{
    dossier,
    links::{self, Places},
    store::{AsOf, Record},
};

use crate::{
    cli::{From, Global, Output, Sense},
    config,
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
    /// Names the longest story of a linked record where none was asked for, so that only that one is read; gives the sizes of all.
    fn longest(&mut self, setting: &Setting) -> Result<Option<Vec<(String, usize)>>, Failure> {
        let path = &setting.config.record.value;
        if !self.from.what.is_empty() || self.from.sense == Sense::Event || !path.exists() {
            return Ok(None);
        }
        let day = config::date(self.from.as_of.as_ref(), "--as-of")?;
        let record = Record::open(path)?;
        let sizes = match day {
            None => links::sizes(&record)?,
            day => Places::of(&record, &AsOf { day, all_versions: true, raw: false })?.map(|p| p.sizes()),
        };
        if let Some((id, _)) = sizes.as_ref().and_then(|s| s.first()) {
            self.from.what.push(id.clone());
        }
        Ok(sizes)
    }

    /// Runs it.
    pub fn run(mut self, global: &Global) -> Done {
        let formats = [Format::Text, Format::Json, Format::Md, Format::Html];
        let format = Format::choose(&self.output, &formats, Format::Text)?;
        let setting = Setting::new(global, &self.from.reading)?;
        // The page shows what changed between versions, so it needs them all.
        self.from.all_versions = true;
        let sizes = self.longest(&setting)?;
        let mut source = Source::open(&setting, &self.from)?;
        let exit = source.exit();
        let mut storylines = source.storylines()?;
        // The longest story; the others are named.
        storylines.sort_by_key(|s| (std::cmp::Reverse(s.readings.len()), s.id.clone()));
        let Some(storyline) = storylines.first() else {
            return Err(Failure::new("no report to make a dossier of: `onrecord add PATH` puts some on record"));
        };
        let sizes = sizes.unwrap_or_else(|| storylines.iter().map(|s| (s.id.to_string(), s.readings.len())).collect());
        if sizes.len() > 1 {
            let others: Vec<String> = sizes[1..].iter().take(8).map(|(id, n)| format!("{id} ({n})")).collect();
            let more = if sizes.len() > 9 { " …" } else { "" };
            setting.ui.hint(format!(
                "{} of {} reports are in this story; others, with their reports: {}{more}",
                storyline.readings.len(),
                sizes.iter().map(|s| s.1).sum::<usize>(),
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
        // The program ends here: its memory goes back whole, which is quicker than row by row.
        std::mem::forget((page, storylines));
        Ok(exit)
    }
}
