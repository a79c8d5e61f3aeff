//! `feeds`: changes, conflicts and withdrawals of the record as a feed other programs follow: Atom or JSON Feed.

use std::{collections::HashMap, io::Write};

use clap::Args;
use onrecord::{
    dossier::html::esc,
    model::{RelationKind, Storyline},
    store::{AsOf, Record},
};
use serde_json::{Value, json};

use crate::{
    cli::{Global, Output},
    config,
    failure::{Done, Exit, Failure},
    format::{Format, Sink},
    rows::Row,
    source::Setting,
};

/// A feed of what changed, conflicts and was taken back
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord feeds -o record.atom\n  onrecord feeds --format json --since 2031-03-04 -o feed.json\n  \
                  onrecord feeds --only withdrawals\n\n\
                  Each entry keeps its id and its day, so a reader shows it once."
)]
pub struct Cmd {
    /// Only these: changes, conflicts, withdrawals
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    only: Vec<Kind>,
    /// Only what is of a later day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only what was reported up to and on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// A text changed, or a page is gone.
    Changes,
    /// Two figures of the same thing share no value.
    Conflicts,
    /// A statement was withdrawn, denied or removed.
    Withdrawals,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Changes => "changes",
            Kind::Conflicts => "conflicts",
            Kind::Withdrawals => "withdrawals",
        }
    }
}

/// One entry of the feed.
struct Entry {
    id: String,
    kind: Kind,
    title: String,
    /// ISO date.
    day: String,
    url: Option<String>,
    words: Vec<String>,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let format = Format::choose(&self.output, &[Format::Atom, Format::Json], Format::Atom)?;
        let setting = Setting::new(global, &Default::default())?;
        let since = config::date(self.since.as_ref(), "--since")?;
        let as_of = config::date(self.as_of.as_ref(), "--as-of")?;
        let record = Record::open(&setting.config.record.value)?;
        let wanted = |k: Kind| self.only.is_empty() || self.only.contains(&k);
        let mut entries = Vec::new();
        if wanted(Kind::Changes) {
            entries.extend(changes(&record, as_of.as_deref())?);
        }
        if wanted(Kind::Conflicts) || wanted(Kind::Withdrawals) {
            let all = AsOf { day: as_of, all_versions: true, raw: false };
            onrecord::links::each_storyline(&record, &all, since.as_deref(), |storyline| {
                entries.extend(relations(&storyline).into_iter().filter(|e| wanted(e.kind)));
            })?;
        }
        entries.retain(|e| since.as_ref().is_none_or(|s| e.day > *s));
        entries.sort_by(|a, b| (&b.day, &a.id).cmp(&(&a.day, &b.id)));
        entries.dedup_by(|a, b| a.id == b.id);
        let last = record.versions()?.last().map(|v| v.added.chars().take(10).collect::<String>());
        let updated = entries.first().map(|e| e.day.clone()).or(last).unwrap_or_else(|| "1970-01-01".into());
        let mut sink = Sink::open(&self.output)?;
        if format == Format::Json {
            json_feed(&entries, &mut sink)?
        } else {
            atom(&entries, &updated, &mut sink)?
        }
        sink.finish()?;
        Ok(Exit::Fine)
    }
}

/// New texts of known addresses with the class of each edit, pages seen to be gone, and pages that are back.
fn changes(record: &Record, as_of: Option<&str>) -> Result<Vec<Entry>, Failure> {
    let mut out: Vec<Entry> = Vec::new();
    for change in record.changes(as_of)? {
        for row in onrecord::changes::rows(record, &change)?.into_iter().filter(|r| r.class != "first version") {
            let what = match row.class {
                "removed" | onrecord::changes::SOFT => "removed",
                "back" => row.class,
                _ => "version",
            };
            let id = format!("onrecord:{what}/{}/{}", row.report, row.at);
            let named = change.versions.iter().find(|v| v.report == row.report);
            let name = named.and_then(|v| v.title.as_deref()).unwrap_or(&row.document);
            let mut words: Vec<String> = Vec::new();
            if what == "version" {
                words.push(row.class.to_owned());
            }
            words.extend(row.old.iter().map(|s| format!("− {s}")));
            words.extend(row.new.iter().map(|s| format!("+ {s}")));
            words.extend(row.about.iter().filter(|_| what != "version").cloned());
            match out.last_mut().filter(|e| e.id == id) {
                Some(entry) => entry.words.extend(words),
                None => out.push(Entry {
                    id,
                    kind: Kind::Changes,
                    title: match what {
                        "removed" => format!("Taken down: {name}"),
                        "back" => format!("There again: {name}"),
                        _ => format!("Version {}: {name}", row.version),
                    },
                    day: row.at.chars().take(10).collect(),
                    url: Some(row.document.clone()).filter(|d| !d.starts_with("report:")),
                    words,
                }),
            }
        }
    }
    Ok(out)
}

/// Conflicts and withdrawals of a storyline, by the later of the two days.
fn relations(storyline: &Storyline) -> Vec<Entry> {
    let rows: HashMap<_, _> = storyline.readings.iter().map(|r| (&r.report.id, Row::new(r))).collect();
    let mut out = Vec::new();
    for r in &storyline.relations {
        let (kind, label) = match r.kind {
            RelationKind::Conflicts => (Kind::Conflicts, "Conflict"),
            RelationKind::Withdraws => (Kind::Withdrawals, "Withdrawn"),
            RelationKind::Denies => (Kind::Withdrawals, "Denied"),
            RelationKind::Contradicts => (Kind::Withdrawals, "Contradicted"),
            _ => continue,
        };
        let (Some(a), Some(b)) = (rows.get(&r.a.report), rows.get(&r.b.report)) else { continue };
        let day = |row: &Row| row.day().as_str().map(str::to_owned);
        let Some(day) = day(a).max(day(b)) else { continue };
        let told = |row: &Row, id| {
            let outlet = row.reading.report.outlet.as_deref().unwrap_or("publisher not named");
            format!("{outlet}, {}: {}", row.day().as_str().unwrap_or("no day"), row.words_of(id).unwrap_or_default())
        };
        out.push(Entry {
            id: format!("onrecord:{}/{}/{}", kind.name(), r.a, r.b),
            kind,
            title: format!("{label}: {}", r.reason),
            day,
            url: a.reading.report.url.clone(),
            words: vec![told(b, &r.b.row), told(a, &r.a.row)],
        });
    }
    out
}

fn json_feed(entries: &[Entry], out: &mut impl Write) -> std::io::Result<()> {
    let items: Vec<Value> = entries
        .iter()
        .map(|e| {
            let mut item = json!({
                "id": e.id,
                "title": e.title,
                "content_text": e.words.join("\n"),
                "date_published": format!("{}T00:00:00Z", e.day),
                "tags": [e.kind.name()],
            });
            if let Some(url) = &e.url {
                item["url"] = json!(url);
            }
            item
        })
        .collect();
    let feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": "On record", "items": items});
    serde_json::to_writer_pretty(&mut *out, &feed)?;
    writeln!(out)
}

fn atom(entries: &[Entry], updated: &str, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <id>onrecord:feed</id>\n  \
         <title>On record</title>\n  <updated>{updated}T00:00:00Z</updated>\n  <author><name>onrecord</name></author>"
    )?;
    for e in entries {
        writeln!(
            out,
            "  <entry>\n    <id>{}</id>\n    <title>{}</title>\n    <updated>{}T00:00:00Z</updated>\n    <category term=\"{}\"/>",
            esc(&e.id),
            esc(&e.title),
            e.day,
            e.kind.name()
        )?;
        if let Some(url) = &e.url {
            writeln!(out, "    <link href=\"{}\"/>", esc(url))?;
        }
        writeln!(out, "    <content type=\"text\">{}</content>\n  </entry>", esc(&e.words.join("\n")))?;
    }
    writeln!(out, "</feed>")
}
