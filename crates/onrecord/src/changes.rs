//! What became of a document, by the times it was seen: another text, gone, back; each change of text edit by edit.

use onrecord_model::{Offsets, Reading, ReportId, Span};
use onrecord_store::{Change, Record, Sighting, VersionInfo, What};

use crate::Error;

/// One thing that became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// When it was first seen so: UTC instant, or ISO date where an editor noted the day.
    pub at: String,
    /// When it was last seen otherwise; missing when it was not.
    pub before: Option<String>,
    /// The document: its address, or `report:` and the report's id.
    pub document: String,
    /// Outlet, when known.
    pub outlet: Option<String>,
    /// Number of the version seen, from 1.
    pub version: u32,
    /// `first version`, a class of [`onrecord_model::EditClass`], `removed`, `gone (soft)` (it answers 200 and is an error page or the
    /// front page) or `back`.
    pub class: &'static str,
    /// Whether an editor wants to be told of it.
    pub alerts: bool,
    /// The sentence as it was; missing when it was added.
    pub old: Option<String>,
    /// The sentence as it is; missing when it was taken out.
    pub new: Option<String>,
    /// The words it is about, before and after; for a page that is gone, what it answered and where.
    pub about: Option<String>,
    /// The version seen; for a page that is gone, the last one seen.
    pub report: ReportId,
}

/// The class of a page that is gone and answers 200 all the same.
pub const SOFT: &str = "gone (soft)";

/// One step of a document's history.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step<'h> {
    sighting: &'h Sighting,
    /// When the document was last seen before this step.
    before: Option<&'h str>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    First(ReportId),
    Version { older: ReportId, newer: ReportId },
    Removed(ReportId),
    Back(ReportId),
}

/// The steps in a history, which is in order of time.
fn steps(history: &[Sighting]) -> Vec<Step<'_>> {
    let mut out = Vec::new();
    let mut last: Option<(&ReportId, &str)> = None;
    let mut gone = false;
    for sighting in history {
        let before = last.map(|(_, at)| at);
        let kind = match (sighting.what, &sighting.report, last) {
            (What::Removed, _, Some((report, _))) if !gone => Some(Kind::Removed(report.clone())),
            (What::Removed, ..) | (_, None, None) => None,
            (_, Some(report), None) => Some(Kind::First(report.clone())),
            (_, Some(newer), Some((older, _))) if newer != older => {
                Some(Kind::Version { older: older.clone(), newer: newer.clone() })
            }
            (_, _, Some((report, _))) => gone.then(|| Kind::Back(report.clone())),
        };
        // An address that was gone before anything was seen there says nothing of the document.
        match (sighting.what, &sighting.report, last) {
            (What::Removed, ..) => gone = last.is_some(),
            (_, Some(report), _) => (last, gone) = (Some((report, sighting.at.as_str())), false),
            (_, None, Some((report, _))) => (last, gone) = (Some((report, sighting.at.as_str())), false),
            (_, None, None) => {}
        }
        out.extend(kind.map(|kind| Step { sighting, before, kind }));
    }
    out
}

/// Everything that became of a document, by time.
///
/// # Errors
/// When the record cannot be read.
pub fn rows(record: &Record, change: &Change) -> Result<Vec<ChangeRow>, Error> {
    let mut out = Vec::new();
    for step in steps(&change.history) {
        out.extend(rows_of(record, &change.versions, &step)?);
    }
    if let Some(last) = change.versions.last() {
        for (seen, note) in &change.removed {
            out.push(ChangeRow { at: seen.clone(), about: note.clone(), alerts: true, ..row(last, "removed") });
        }
    }
    out.sort_by(|a, b| a.at.cmp(&b.at));
    Ok(out)
}

/// What became of a document at the instant `at`; nothing when it was as before.
pub(crate) fn rows_at(record: &Record, document: &str, at: &str) -> Result<Vec<ChangeRow>, Error> {
    let history = record.history(document, None)?;
    let versions = record.find(document)?;
    match steps(&history).last().filter(|s| s.sighting.at == at && !matches!(s.kind, Kind::First(_))) {
        Some(step) => rows_of(record, &versions, step),
        None => Ok(Vec::new()),
    }
}

fn row(version: &VersionInfo, class: &'static str) -> ChangeRow {
    ChangeRow {
        at: version.added.clone(),
        before: None,
        document: version.document.clone(),
        outlet: version.outlet.clone(),
        version: version.number,
        class,
        alerts: false,
        old: None,
        new: None,
        about: None,
        report: version.report.clone(),
    }
}

fn rows_of(record: &Record, versions: &[VersionInfo], step: &Step) -> Result<Vec<ChangeRow>, Error> {
    let (report, class) = match &step.kind {
        Kind::First(report) => (report, "first version"),
        Kind::Version { newer, .. } => (newer, "wording"),
        Kind::Removed(report) if step.sighting.status == Some(200) => (report, SOFT),
        Kind::Removed(report) => (report, "removed"),
        Kind::Back(report) => (report, "back"),
    };
    let Some(version) = versions.iter().find(|v| v.report == *report) else { return Ok(Vec::new()) };
    let mut base = row(version, class);
    base.at.clone_from(&step.sighting.at);
    base.before = step.before.map(str::to_owned);
    match &step.kind {
        Kind::First(_) | Kind::Back(_) => {}
        Kind::Removed(_) => {
            base.alerts = true;
            base.old.clone_from(&version.title);
            let status = step.sighting.status.map_or_else(String::new, |s| format!("answers {s}, "));
            base.about = Some(format!("{status}{}", step.sighting.source));
        }
        Kind::Version { older, newer } => {
            let (Some(older), Some(newer)) = (record.reading_of(older, true)?, record.reading_of(newer, true)?) else {
                return Ok(vec![base]);
            };
            let (old, new) = (Text::new(&older), Text::new(&newer));
            let edits = crate::edits(&older, &newer).into_iter();
            return Ok(edits
                .map(|e| ChangeRow {
                    class: e.class.words(),
                    alerts: e.class.alerts(),
                    old: e.old.map(|s| old.words(s)),
                    new: e.new.map(|s| new.words(s)),
                    about: match (e.old_words, e.new_words) {
                        (None, None) => None,
                        (a, b) => {
                            let side = |w: Option<String>| w.unwrap_or_else(|| "(gone)".into());
                            let (a, b) = (a.map(|s| old.words(s)), b.map(|s| new.words(s)));
                            Some(if a.is_none() {
                                format!("now {}", side(b))
                            } else {
                                format!("{} → {}", side(a), side(b))
                            })
                        }
                    },
                    ..base.clone()
                })
                .collect());
        }
    }
    Ok(vec![base])
}

struct Text<'r> {
    text: &'r str,
    offsets: Offsets,
}

impl<'r> Text<'r> {
    fn new(reading: &'r Reading) -> Text<'r> {
        Text { text: &reading.report.text, offsets: Offsets::new(&reading.report.text) }
    }

    fn words(&self, span: Span) -> String {
        self.offsets.slice(self.text, span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(history: &str) -> String {
        let seen: Vec<Sighting> = history
            .split(' ')
            .enumerate()
            .map(|(n, word)| Sighting {
                url: "u".into(),
                at: format!("2031-03-{:02}", n + 1),
                what: match word {
                    "gone" => What::Removed,
                    "same" => What::Unchanged,
                    _ => What::Seen,
                },
                report: (word.len() == 1).then(|| word.into()),
                status: None,
                source: String::new(),
                fetch: None,
                refers_to: None,
            })
            .collect();
        let told = steps(&seen).into_iter().map(|s| {
            let before = s.before.map_or("-", |b| &b[8..]);
            let what = match s.kind {
                Kind::First(r) => format!("first {r}"),
                Kind::Version { older, newer } => format!("{older} to {newer}"),
                Kind::Removed(r) => format!("{r} gone"),
                Kind::Back(r) => format!("{r} back"),
            };
            format!("{}<{} {what}", before, &s.sighting.at[8..])
        });
        told.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_history_is_told_in_steps() {
        assert_eq!(story("a same b same a"), "-<01 first a, 02<03 a to b, 04<05 b to a");
        assert_eq!(story("gone a gone gone a"), "-<02 first a, 02<03 a gone, 02<05 a back");
        assert_eq!(story("a gone b"), "-<01 first a, 01<02 a gone, 01<03 a to b");
        assert_eq!(story("same gone same"), "");
    }
}
