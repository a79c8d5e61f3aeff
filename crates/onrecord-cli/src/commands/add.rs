//! `add`: reports into the record. The same text twice is one; another text under one address is another version.

use clap::Args;
use onrecord::{Inputs, Pipeline, archive::Progress, store::Record};

use crate::{
    cli::{Global, Reading},
    config,
    failure::{Done, Exit, Failure},
    source::Setting,
};

/// Put reports on record; what is on record already is passed over
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  onrecord add reports/\n  onrecord add page.html --record talks.db\n  \
                  onrecord add --again reports/      read them again with this version's rules\n\n\
                  What is acknowledged is on the disk. A killed run loses at most the few reports under way: run it again.")]
pub struct Cmd {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Read texts that are on record again; the rows of this run then stand before the earlier ones
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    reading: Reading,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &self.reading)?;
        let date = config::date(self.reading.date.as_ref(), "--date")?;
        let mut record = Record::create(&setting.config.record.value)?;
        let inputs = Inputs::with_fields(&self.paths, &setting.config.fields);
        let bar = setting.ui.progress(inputs.files);
        let pipeline = Pipeline::new(setting.config.options(date));
        let mut safe = 0;
        let added = onrecord::add(&pipeline, inputs, &mut record, self.again, |p| match p {
            Progress::OnRecord(_) => safe += 1,
            Progress::Skipped(s) => bar.suspend(|| setting.ui.warn(s.to_string())),
            Progress::InputDone => bar.inc(1),
        });
        bar.finish_and_clear();
        let added = added.map_err(|e| Failure::new(format!("{e}\n{safe} reports of this run are safely on record")))?;
        for s in &added.not_read {
            setting.ui.hint(format!("{}: kept, not read: {}", s.input, s.why));
        }
        let mut parts = Vec::new();
        for (n, what) in [
            (added.new, "new"),
            (added.versions, "new versions"),
            (added.reread, "read again"),
            (added.known, "on record already"),
            (added.skipped.len(), "passed over"),
        ] {
            if n > 0 {
                parts.push(format!("{n} {what}"));
            }
        }
        setting.ui.hint(format!("{}: {}", record.path().display(), parts.join(", ")));
        if added.reports() == 0 {
            return Err(Failure::new("nothing could be read"));
        }
        Ok(if added.skipped.is_empty() { Exit::Fine } else { Exit::Skipped })
    }
}
