//! Section 6: what is told to have happened above, what was said below, what was taken back struck through.

use std::sync::Arc;

use onrecord_model::{Lane, Reading, RowRef, Says, TimelineEntry};

use super::index::{Index, first_ten};

/// All marks by day, lane, report, place in the text. What has no day comes last.
pub fn entries(index: &Index) -> Vec<TimelineEntry> {
    let rows = |r: &Reading| r.events.len() + r.attributions.len() + r.withdrawals.len();
    let mut out: Vec<TimelineEntry> = Vec::with_capacity(index.readings().map(rows).sum());
    for reading in index.readings() {
        let report = &reading.report.id;
        for e in &reading.events {
            let words = index.words_of(report, &e.evidence);
            let says = index.says(reading, e.attribution.as_ref());
            let struck = index.falls_with(report, &e.id, e.attribution.as_ref());
            out.push(TimelineEntry {
                event: Some(e.event),
                mode: e.mode.clone(),
                who: e.actor.clone(),
                whom: e.recipient.clone(),
                place: e.location.clone(),
                factuality: Some(e.factuality),
                struck,
                certainty: e.certainty,
                ..entry(index, reading, &e.id, Lane::Event, e.date.as_deref(), words, says)
            });
        }
        for a in &reading.attributions {
            let evidence = onrecord_model::Evidence::from_spans(a.content.iter().copied());
            let words = index.words_of(report, evidence.as_ref().unwrap_or(&a.evidence));
            let says = index.says(reading, Some(&a.id));
            let who = says.resolved.clone().or_else(|| says.source.clone()).into_iter().collect();
            let when = a.when.and_then(|w| {
                reading.timexes.iter().find(|x| x.span.overlaps(w) && x.value.starts_with(|c: char| c.is_ascii_digit()))
            });
            let day = when.map(|x| x.value.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect::<String>());
            out.push(TimelineEntry {
                who,
                struck: index.is_withdrawn(report, &a.id),
                certainty: a.certainty,
                ..entry(index, reading, &a.id, Lane::Statement, day.as_deref(), words, says)
            });
        }
        for w in &reading.withdrawals {
            let words = index.words_of(report, &w.evidence);
            let says = index.says(reading, w.attribution.as_ref());
            out.push(TimelineEntry {
                who: w.by.iter().cloned().collect(),
                whom: w.account.iter().cloned().collect(),
                withdrawal: Some(w.kind),
                certainty: w.certainty,
                ..entry(index, reading, &w.id, Lane::Withdrawal, None, words, says)
            });
        }
    }
    out.sort_by_cached_key(|e| {
        (e.day.is_none(), e.day.clone(), e.lane, e.row.report.clone(), e.words.evidence.first(), e.row.row.clone())
    });
    out
}

fn entry(
    index: &Index,
    reading: &Reading,
    row: &onrecord_model::RowId,
    lane: Lane,
    day: Option<&str>,
    words: onrecord_model::Cell<String>,
    says: Arc<Says>,
) -> TimelineEntry {
    let own = day.filter(|d| d.len() >= 4).map(first_ten);
    TimelineEntry {
        row: RowRef { report: reading.report.id.clone(), row: row.clone() },
        lane,
        day_of_report: own.is_none(),
        day: own.or_else(|| index.day(&reading.report.id)),
        event: None,
        mode: None,
        who: Vec::new(),
        whom: Vec::new(),
        place: None,
        factuality: None,
        withdrawal: None,
        words,
        says,
        struck: false,
        certainty: Default::default(),
    }
}
