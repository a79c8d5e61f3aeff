//! What is not known, in the groups a reader looks at: "killed in Sarnoth, 2031-03-06: 4 figures of 3 reports without a source".
//!
//! The dossier keeps every row of it; a long matter has hundreds of one kind, and nobody reads them one by one. Rows of one kind are
//! one group where they miss the same of the same: figures by what, where and which day they count; statements by the words for their
//! source; times by their words; the rest by report. Groups that most reports share come first, figures that count people before
//! others.

use std::collections::BTreeSet;

use onrecord_model::{Measure, ReportId, Unknown, UnknownKind};
use rustc_hash::FxHashMap;

use crate::labels;

/// Rows of one kind that miss the same.
pub struct Gap<'d> {
    /// What kind.
    pub kind: UnknownKind,
    /// What they share: what is missing, of what.
    pub what: Option<String>,
    /// Who withheld it, or the words for the unnamed source.
    pub by: Option<&'d str>,
    /// The rows, in the dossier's order.
    pub rows: Vec<&'d Unknown>,
    /// How many reports they are of.
    pub reports: usize,
}

/// All groups of a dossier's gaps, by kind. Figures that are given with a source elsewhere come last of theirs.
pub fn gaps(unknown: &[Unknown]) -> Vec<Gap<'_>> {
    let mut at: FxHashMap<(UnknownKind, String), usize> = FxHashMap::default();
    let mut out: Vec<Gap> = Vec::new();
    for u in unknown {
        let n = *at.entry((u.kind, key(u))).or_insert_with(|| {
            out.push(Gap { kind: u.kind, what: what(u), by: u.by.as_deref(), rows: Vec::new(), reports: 0 });
            out.len() - 1
        });
        out[n].rows.push(u);
    }
    for gap in &mut out {
        gap.reports = gap.rows.iter().map(|u| &u.report).collect::<BTreeSet<&ReportId>>().len();
    }
    // Groups of equal weight stay in the order of their first rows.
    let rank = |g: &Gap| {
        let u = g.rows[0];
        (g.kind, u.sourced.is_some(), u.measure.is_some_and(|m| !counts_people(m)), std::cmp::Reverse(g.reports))
    };
    out.sort_by_key(rank);
    out
}

fn counts_people(measure: Measure) -> bool {
    !matches!(measure, Measure::Other | Measure::Money | Measure::Duration | Measure::PlanPoints)
}

/// What rows of one group have in common.
fn key(u: &Unknown) -> String {
    let lower = |s: Option<&str>| s.unwrap_or("").to_lowercase();
    let words = || lower(u.words.as_ref().map(|w| w.value.as_str()));
    match u.kind {
        UnknownKind::UnsourcedFigure => match u.measure.filter(|m| counts_people(*m)) {
            Some(m) => format!(
                "{}|{}|{}|{}",
                labels::measure(m),
                lower(u.place.as_deref()),
                u.day.as_deref().unwrap_or(""),
                u.sourced.is_some()
            ),
            None => format!("{}|{}", u.report, u.sourced.is_some()),
        },
        UnknownKind::SingleAnonymousOrigin => {
            let by = lower(u.by.as_deref());
            by.strip_prefix("the ").map(str::to_owned).unwrap_or(by)
        }
        UnknownKind::Withheld => format!("{}|{}", lower(u.what.as_deref()), lower(u.by.as_deref())),
        UnknownKind::UnresolvedTime => words(),
        UnknownKind::NoOrigin | UnknownKind::UnnamedEnd | UnknownKind::TermWithoutParty => u.report.to_string(),
        UnknownKind::UndatedReport | UnknownKind::UnnamedOutlet => String::new(),
        UnknownKind::NotRead => lower(u.what.as_deref()),
    }
}

/// The same as words of the tables.
fn what(u: &Unknown) -> Option<String> {
    let Some(measure) = u.measure else { return u.what.clone() };
    if !counts_people(measure) {
        return Some(if u.sourced.is_some() { "a source elsewhere" } else { "other figures" }.to_owned());
    }
    let mut out = labels::measure(measure).to_owned();
    if let Some(place) = &u.place {
        out.push_str(&format!(" · {place}"));
    }
    if let Some(day) = &u.day {
        out.push_str(&format!(" · {day}"));
    }
    if u.sourced.is_some() {
        out.push_str(" · a source elsewhere");
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use onrecord_model::{Cell, Evidence, RowRef, Span};

    fn figure(report: &str, words: &str, measure: Measure, place: &str, day: &str) -> Unknown {
        Unknown {
            kind: UnknownKind::UnsourcedFigure,
            what: None,
            by: None,
            words: Some(Cell::new(words.into(), report.into(), Evidence::new(Span::new(0, 2)))),
            report: report.into(),
            measure: Some(measure),
            place: Some(place.into()).filter(|p: &String| !p.is_empty()),
            day: Some(day.into()),
            sourced: None,
        }
    }

    #[test]
    fn figures_of_one_matter_are_one_row_and_none_is_lost() {
        let sourced = Some(RowRef { report: "c".into(), row: "f9".into() });
        let all = [
            figure("a", "three weeks", Measure::Duration, "", "2031-03-06"),
            figure("a", "57", Measure::Killed, "Sarnoth", "2031-03-06"),
            figure("b", "63", Measure::Killed, "Sarnoth", "2031-03-06"),
            figure("b", "12", Measure::Wounded, "", "2031-03-07"),
            Unknown { sourced, ..figure("b", "28", Measure::Killed, "Sarnoth", "2031-03-06") },
        ];
        let groups = gaps(&all);
        let shown: Vec<String> = groups
            .iter()
            .map(|g| {
                let words: Vec<&str> = g.rows.iter().filter_map(|u| Some(u.words.as_ref()?.value.as_str())).collect();
                format!("{}: {} ({} reports)", g.what.as_deref().unwrap_or("—"), words.join(", "), g.reports)
            })
            .collect();
        expect![[r#"
            killed · Sarnoth · 2031-03-06: 57, 63 (2 reports)
            wounded · 2031-03-07: 12 (1 reports)
            other figures: three weeks (1 reports)
            killed · Sarnoth · 2031-03-06 · a source elsewhere: 28 (1 reports)"#]]
        .assert_eq(&shown.join("\n"));
        assert_eq!(groups.iter().map(|g| g.rows.len()).sum::<usize>(), all.len());
    }
}
