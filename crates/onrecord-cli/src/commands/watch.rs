//! `watch`: feeds and pages looked at again and again; what changed is printed.

use std::{io::Write, path::PathBuf, time::Duration};

use clap::Args;
use onrecord::{
    Error, Pipeline,
    changes::ChangeRow,
    fetch::{Fetcher, Settings},
    store::{Record, StoreError},
    watch::{Feed, News, Page, Round, Watchlist, round},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    cli::{Fetching, Global, Output, Reading},
    failure::{Done, Exit, Failure},
    fetching,
    format::{Format, Sink},
    source::Setting,
};

/// Look at feeds and pages again and again, keep every version, and print what changed
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord watch feeds.toml\n  onrecord watch feeds.toml --once --format jsonl    from cron\n\n\
                  feeds.toml:\n  every = \"15m\"          a round this often\n  recheck = \"1h\"         a page no sooner than this again, \
                  later and later\n  keep = \"7d\"            a page no longer than this\n\n  [[feed]]\n  url = \"https://corvane.example/rss\"\n  \
                  outlet = \"Corvane\"     where pages do not say\n  pages = true           fetch the pages it names, not its own text\n\n  \
                  [[page]]\n  url = \"https://merroway.example/statement\"\n\n\
                  Printed are: headline changed, figure changed, attribution changed, quotation removed, correction notice\n\
                  added, removed, gone (soft). `onrecord changes` shows them later, with the lesser ones."
)]
pub struct Cmd {
    /// What to watch
    #[arg(value_name = "FEEDS.TOML")]
    list: PathBuf,
    /// One round, then end: exit code 0, or 3 when some addresses gave nothing
    #[arg(long)]
    once: bool,
    /// Print wording, typos and returns too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    fetching: Fetching,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    reading: Reading,
}

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    every: Option<String>,
    recheck: Option<String>,
    keep: Option<String>,
    items: Option<usize>,
    delay: Option<String>,
    timeout: Option<String>,
    user_agent: Option<String>,
    #[serde(default)]
    allow_private: Vec<String>,
    #[serde(default)]
    feed: Vec<FeedEntry>,
    #[serde(default)]
    page: Vec<PageEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedEntry {
    url: String,
    outlet: Option<String>,
    pages: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageEntry {
    url: String,
    outlet: Option<String>,
}

/// What the file asks for.
struct Plan {
    every: Duration,
    list: Watchlist,
    settings: Settings,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &self.reading)?;
        let plan = plan(&self.list)?;
        let settings = fetching::settings(&self.fetching, &setting.config, plan.settings)?;
        let format = Format::choose(&self.output, &[Format::Text, Format::Jsonl], Format::Text)?;
        if self.output.output.is_some() && !self.once {
            return Err(Failure::new("-o is for --once: without it, send standard output to a file"));
        }
        let mut sink = Sink::open(&self.output)?;
        let pipeline = Pipeline::new(setting.config.options(None));
        let mut fetcher = Fetcher::new(settings);
        loop {
            let mut failed = None;
            let mut record = Record::create(&setting.config.record.value)?;
            let done = round(&plan.list, &pipeline, &mut fetcher, &mut record, |news| match news {
                News::Change(change) if change.alerts || self.all => {
                    let written = print(change, format, &mut sink).and_then(|()| sink.flush());
                    failed = failed.take().or(written.err());
                }
                News::Change(_) => {}
                News::Skipped(s) => setting.ui.warn(s.to_string()),
                News::Note(note) => setting.ui.hint(note),
                News::Done(url) => setting.ui.detail(format!("{url}: done")),
            });
            if let Some(e) = failed {
                return Err(e.into());
            }
            // What came on record is placed in stories; what was there keeps its place.
            let done = done.and_then(|done| {
                if done.new + done.versions > 0 {
                    setting.link(&mut record)?;
                }
                Ok(done)
            });
            match done {
                Ok(done) => {
                    setting.ui.hint(format!("{}: {}", record.path().display(), sum(&done)));
                    if self.once {
                        sink.finish()?;
                        return Ok(if done.skipped.is_empty() { Exit::Fine } else { Exit::Skipped });
                    }
                }
                // Another program that writes for long is no reason to stop watching.
                Err(Error::Store(e @ StoreError::Locked { .. })) if !self.once => setting.ui.hint(e.to_string()),
                Err(e) => return Err(e.into()),
            }
            drop(record);
            std::thread::sleep(plan.every);
        }
    }
}

fn plan(path: &std::path::Path) -> Result<Plan, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|e| Failure::new(format!("{shown}: {e}")))?;
    let file: File = toml::from_str(&text).map_err(|e| {
        Failure::new(format!("{shown}: {}\n`onrecord watch --help` shows what such a file holds", e.to_string().trim()))
    })?;
    if file.feed.is_empty() && file.page.is_empty() {
        return Err(Failure::new(format!("{shown} names no feed and no page: write [[feed]] and url = \"https://…\"")));
    }
    let time = |given: &Option<String>, name: &str, default: &str| {
        fetching::time(given.as_deref().unwrap_or(default), &format!("{shown}: {name}"))
    };
    let every = time(&file.every, "every", "15m")?;
    if every < Duration::from_secs(1) {
        return Err(Failure::new(format!("{shown}: every is at least 1s")));
    }
    let settings = Settings {
        delay: time(&file.delay, "delay", "1s")?,
        timeout: time(&file.timeout, "timeout", "30s")?,
        allow_private: file.allow_private,
        user_agent: file.user_agent.unwrap_or(Settings::default().user_agent),
        ..Settings::default()
    };
    let list = Watchlist {
        recheck: time(&file.recheck, "recheck", "1h")?,
        keep: time(&file.keep, "keep", "7d")?,
        items: file.items.unwrap_or(500),
        feeds: file
            .feed
            .into_iter()
            .map(|f| Feed { url: f.url, outlet: f.outlet, pages: f.pages.unwrap_or(true) })
            .collect(),
        pages: file.page.into_iter().map(|p| Page { url: p.url, outlet: p.outlet }).collect(),
    };
    Ok(Plan { every, list, settings })
}

fn sum(round: &Round) -> String {
    let parts: Vec<String> = [
        (round.asked, "asked"),
        (round.unchanged, "unchanged"),
        (round.new, "new"),
        (round.versions, "new versions"),
        (round.removed, "gone"),
        (round.alerts, "alerts"),
        (round.skipped.len(), "passed over"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| format!("{n} {what}"))
    .collect();
    if parts.is_empty() { "nothing to ask".into() } else { parts.join(", ") }
}

fn print(change: &ChangeRow, format: Format, out: &mut impl Write) -> std::io::Result<()> {
    if format == Format::Jsonl {
        let row = json!({
            "seen": change.at, "before": change.before, "outlet": change.outlet, "document": change.document,
            "version": change.version, "change": change.class, "old": change.old, "new": change.new,
            "about": change.about, "alerts": change.alerts, "report": change.report,
        });
        return writeln!(out, "{row}");
    }
    // A page's words do not steer the terminal.
    let plain = |words: &str| words.replace(char::is_control, " ");
    let outlet = change.outlet.as_deref().map(|o| format!("{}, ", plain(o))).unwrap_or_default();
    writeln!(out, "{}  {}  {outlet}{}", change.at, change.class, plain(&change.document))?;
    for (name, words) in [("old", &change.old), ("new", &change.new), ("about", &change.about)] {
        if let Some(words) = words {
            writeln!(out, "    {name:<5}  {}", plain(words))?;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_does_not_steer_the_terminal() {
        let change = ChangeRow {
            at: "2031-03-06T10:00:00.000Z".into(),
            before: None,
            document: "https://corvane.example/1".into(),
            outlet: Some("Corvane\u{1b}[2J".into()),
            version: 2,
            class: "headline changed",
            alerts: true,
            old: Some("Crew \u{7}held".into()),
            new: None,
            about: None,
            report: "aa".into(),
        };
        let mut out = Vec::new();
        print(&change, Format::Text, &mut out).unwrap();
        expect_test::expect![[r#"
            2031-03-06T10:00:00.000Z  headline changed  Corvane [2J, https://corvane.example/1
                old    Crew  held

        "#]]
        .assert_eq(&String::from_utf8(out).unwrap());
    }
}
