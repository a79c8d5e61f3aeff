//! `add`: reports into the record. The same text twice is one; another text under one address is another version.

use clap::Args;
use onrecord::{
    AddReport, Inputs, Pipeline,
    archive::Progress,
    desk::Desk,
    fetch::{Fetcher, Settings},
    store::Record,
};

use crate::{
    cli::{Fetching, Global, Reading},
    config,
    failure::{Done, Exit, Failure},
    fetching,
    source::Setting,
};

/// Put reports on record; what is on record already is passed over
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  onrecord add reports/\n  onrecord add page.html --record talks.db\n  \
                  onrecord add https://corvane.example/talks     fetch a page; the next time only if it changed\n  \
                  onrecord add --again reports/      read them again with this version's rules\n\n\
                  What is acknowledged is on the disk. A killed run loses at most the few reports under way: run it again.")]
pub struct Cmd {
    /// Files, folders, patterns, - for standard input, or http and https addresses; lines that `extract` wrote are taken as read
    #[arg(required = true, value_name = "PATH|URL")]
    paths: Vec<String>,
    /// Read texts that are on record again; the rows of this run then stand before the earlier ones
    #[arg(long)]
    again: bool,
    /// Leave the reports without a place in a story; `onrecord link` or the next add places them
    #[arg(long)]
    no_link: bool,
    #[command(flatten)]
    fetching: Fetching,
    #[command(flatten)]
    reading: Reading,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &self.reading)?;
        let date = config::date(self.reading.date.as_ref(), "--date")?;
        let settings = fetching::settings(&self.fetching, &setting.config, Settings::default())?;
        let (addresses, paths): (Vec<String>, Vec<String>) =
            self.paths.into_iter().partition(|p| fetching::is_address(p) && !std::path::Path::new(p).exists());
        let mut record = Record::create(&setting.config.record.value)?;
        let inputs = Inputs::with_fields(&paths, &setting.config.fields);
        let bar = setting.ui.progress(inputs.files);
        let pipeline = Pipeline::new(setting.config.options(date));
        let mut safe = 0;
        let added = onrecord::add(&pipeline, inputs, &mut record, self.again, |p| match p {
            Progress::OnRecord(_) => safe += 1,
            Progress::Skipped(s) => bar.suspend(|| setting.ui.warn(s.to_string())),
            Progress::InputDone => bar.inc(1),
        });
        bar.finish_and_clear();
        let fail = |e: onrecord::Error, safe: usize| {
            Failure::new(format!("{e}\n{safe} reports of this run are safely on record"))
        };
        let mut added = added.map_err(|e| fail(e, safe))?;
        let mut answers = Answers::default();
        if !addresses.is_empty() {
            let mut fetcher = Fetcher::new(settings);
            let fetched =
                fetch(&setting, &addresses, &pipeline, &mut fetcher, &mut record, self.again, &mut added, &mut answers);
            fetched.map_err(|e| fail(e, added.reports()))?;
        }
        // What is on record is safe; its places can be found at any time.
        if !self.no_link {
            setting.link(&mut record)?;
        }
        for s in &added.not_read {
            setting.ui.hint(format!("{}: kept, not read: {}", s.input, s.why));
        }
        let mut parts = Vec::new();
        for (n, what) in [
            (added.new, "new"),
            (added.versions, "new versions"),
            (added.reread, "read again"),
            (added.known, "on record already"),
            (answers.unchanged, "unchanged since the last time"),
            (answers.gone, "gone"),
            (added.seen, "seen unchanged or gone"),
            (added.skipped.len(), "passed over"),
        ] {
            if n > 0 {
                parts.push(format!("{n} {what}"));
            }
        }
        setting.ui.hint(format!("{}: {}", record.path().display(), parts.join(", ")));
        if added.reports() + added.seen + answers.gone == 0 {
            return Err(Failure::new("nothing could be read"));
        }
        Ok(if added.skipped.is_empty() { Exit::Fine } else { Exit::Skipped })
    }
}

/// What addresses answered beside reports.
#[derive(Default)]
struct Answers {
    unchanged: usize,
    gone: usize,
}

/// Fetches addresses into the record, one after the other.
fn fetch(
    setting: &Setting,
    addresses: &[String],
    pipeline: &Pipeline,
    fetcher: &mut Fetcher,
    record: &mut Record,
    again: bool,
    added: &mut AddReport,
    answers: &mut Answers,
) -> Result<(), onrecord::Error> {
    let mut desk = Desk::new(pipeline, fetcher, record, again)?;
    for address in addresses {
        let taken = desk.take(address, None, None)?;
        added.new += taken.new;
        added.versions += taken.versions;
        added.reread += taken.reread;
        added.known += taken.known;
        added.not_read.extend(taken.not_read);
        answers.unchanged += usize::from(taken.answered == Some(onrecord::store::Answered::Unchanged));
        if (taken.answered == Some(onrecord::store::Answered::Removed) || taken.soft) && taken.skipped.is_empty() {
            answers.gone += 1;
        }
        let alerts = taken.changes.iter().filter(|c| c.alerts).count();
        if alerts > 0 {
            setting.ui.hint(format!("{address}: {} since the last time: `onrecord changes`", said(&taken.changes)));
        }
        for skipped in taken.skipped {
            setting.ui.warn(skipped.to_string());
            added.skipped.push(skipped);
        }
    }
    desk.end()
}

/// Kinds of change that alert, each once.
fn said(changes: &[onrecord::changes::ChangeRow]) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for change in changes.iter().filter(|c| c.alerts) {
        if !kinds.contains(&change.class) {
            kinds.push(change.class);
        }
    }
    kinds.join(", ")
}
