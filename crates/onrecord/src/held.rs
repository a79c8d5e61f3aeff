//! What was said to hold on a day: rows by the day they speak of, whenever they were reported.
//!
//! A report of March 9 that counts 57 "as of March 6" holds on March 7; its own news of March 9 does not. A row that names no day
//! of its own has the day of its report.

use std::collections::HashSet;

use onrecord_model::{Reading, RowId};

/// Keeps the rows of a reading that speak of `day` (ISO date) or an earlier day, and the statements that these hang on.
pub fn held(reading: &mut Reading, day: &str) {
    let report = &reading.report;
    let reported = report.modified.as_deref().or(report.published.as_deref()).or(report.dateline_date.as_deref());
    let by_then = reported.is_some_and(|d| upto(d, day));
    reading.figures.retain(|f| f.as_of.as_deref().map_or(by_then, |d| upto(d, day)));
    reading.events.retain(|e| e.date.as_deref().map_or(by_then, |d| upto(d, day)));
    if by_then {
        return;
    }
    reading.channels.clear();
    reading.terms.clear();
    reading.conditions.clear();
    reading.withdrawals.clear();
    reading.gaps.clear();
    reading.evaluative.clear();
    let mut kept: HashSet<RowId> = HashSet::new();
    kept.extend(reading.figures.iter().filter_map(|f| f.attribution.clone()));
    kept.extend(reading.events.iter().filter_map(|e| e.attribution.clone()));
    // A statement inside another stands on it.
    let mut more: Vec<RowId> = kept.iter().cloned().collect();
    while let Some(id) = more.pop() {
        let outer = reading.attribution(&id).and_then(|a| a.nested_in.clone());
        more.extend(outer.filter(|o| kept.insert(o.clone())));
    }
    reading.attributions.retain(|a| kept.contains(&a.id));
}

/// Whether an ISO date, whole or only year and month, is not after `day`.
fn upto(date: &str, day: &str) -> bool {
    let n = date.len().min(day.len()).min(10);
    matches!((date.get(..n), day.get(..n)), (Some(a), Some(b)) if a <= b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_instants_are_dates_too() {
        assert!(upto("2031-03-06T23:10:00Z", "2031-03-06"));
        assert!(upto("2031-03", "2031-03-06"));
        assert!(!upto("2031-03-07", "2031-03-06"));
        assert!(!upto("2031-04", "2031-03-06"));
    }
}
