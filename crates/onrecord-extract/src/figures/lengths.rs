//! How long? Lengths of a truce, a deadline, a siege, a round of talks: durations that matter to the record.
//!
//! "a 72-hour cease-fire" → 72 hours; "in the past three weeks" is none.

use onrecord_model::{Bound, Certainty, Evidence, Figure, Measure, RowId, Timex, TimexType};

use super::quantity;
use crate::pieces::Pieces;

/// The durations among the time expressions of a sentence that are figures, each with the piece after it.
pub(super) fn figures(p: &Pieces, times: &[&Timex], start: usize, end: usize) -> Vec<(Figure, usize)> {
    times.iter().filter(|t| t.kind == TimexType::Duration).filter_map(|t| figure(p, t, start, end)).collect()
}

fn figure(p: &Pieces, t: &Timex, start: usize, end: usize) -> Option<(Figure, usize)> {
    let (mut first, last) = (p.at(t.span.start), p.at(t.span.end.saturating_sub(1)) + 1);
    // Only the words that carry the number: "the past", "over the next" stay outside.
    let lead = |k: usize| {
        matches!(
            p.low(k),
            "the"
                | "past"
                | "last"
                | "next"
                | "first"
                | "coming"
                | "over"
                | "another"
                | "previous"
                | "latest"
                | "recent"
                | "following"
        )
    };
    let mut leads = Vec::new();
    while first < last && lead(first) && quantity::at(p, first).is_none() {
        leads.push(p.low(first).to_owned());
        first += 1;
    }
    // "would last 10 years": a verb.
    if leads.first().is_some_and(|l| l == "last")
        && first > 1
        && matches!(p.low(first - 2), "would" | "will" | "to" | "could" | "may" | "might" | "can" | "should" | "and")
    {
        leads.clear();
    }
    let has = |w: &str| leads.iter().any(|l| l == w);
    if has("past") || has("last") || has("recent") || has("previous") {
        return None;
    }
    // "perhaps six months": the words before the time expression may bound it.
    let core = first;
    for lead in 1..=3 {
        if let Some(k) = first.checked_sub(lead).filter(|k| *k >= start)
            && quantity::at(p, k).is_some_and(|q| q.core == core && q.last <= last && q.first == k)
        {
            first = k;
        }
    }
    let (low, high, bound) = match quantity::at(p, first).filter(|q| q.last <= last) {
        Some(q) => (q.low, q.high, q.bound),
        None => {
            // "a week", "nearly a month": one of the unit.
            let article = (first..last).find(|&k| matches!(p.low(k), "a" | "an"))?;
            match (article > first).then(|| p.low(first)) {
                None => (Some(1.0), Some(1.0), Bound::Exact),
                Some("at" | "more" | "over") => (Some(1.0), None, Bound::AtLeast),
                Some("less" | "up" | "under" | "no") => (None, Some(1.0), Bound::AtMost),
                Some(_) => (Some(1.0), Some(1.0), Bound::About),
            }
        }
    };
    if bound == Bound::Vague || !matters(p, first, last, start, end) {
        return None;
    }
    let unit = (first..last).rev().find_map(|k| unit(p.low(k)))?;
    let span = p.span(first, last);
    Some((
        Figure {
            id: RowId::from(String::new()),
            span,
            low,
            high,
            bound,
            measure: Measure::Duration,
            of: super::details::phrase(p, last, end),
            unit: Some(unit.to_owned()),
            currency: None,
            place: None,
            as_of: None,
            subset_of: None,
            attribution: None,
            evidence: Evidence::new(span),
            rule: "figure: length".into(),
            certainty: Certainty::Certain,
        },
        last,
    ))
}

fn unit(low: &str) -> Option<&'static str> {
    Some(match low {
        "minute" | "minutes" => "minutes",
        "hour" | "hours" => "hours",
        "day" | "days" => "days",
        "week" | "weeks" => "weeks",
        "month" | "months" => "months",
        "year" | "years" => "years",
        "decade" | "decades" => "decades",
        _ => return None,
    })
}

/// Whether a length at pieces `first..last` is of a truce, talks, fighting, a deadline or the like.
fn matters(p: &Pieces, first: usize, last: usize, start: usize, end: usize) -> bool {
    // "two weeks after", "nine days before", "a day ago" place an event; they measure nothing.
    if matches!(p.low(last), "after" | "before" | "ago" | "later" | "earlier" | "into" | "since") {
        return false;
    }
    static TABLE: std::sync::OnceLock<&'static onrecord_lexicon::List> = std::sync::OnceLock::new();
    let table = TABLE.get_or_init(|| onrecord_lexicon::list("length_topics"));
    let from = first.saturating_sub(14).max(start);
    let to = (last + 14).min(end);
    let topic = |k: usize| table.has(p.low(k)) && !(p.low(k) == "fire" && !p.is_hyphen(k.wrapping_sub(1)));
    // Words of another clause do not count.
    let mut near = false;
    for k in (from..first).rev() {
        if matches!(p.low(k), ";" | "." | ":") {
            break;
        }
        near |= topic(k);
    }
    for k in last..to {
        if matches!(p.low(k), ";" | "." | ":") {
            break;
        }
        near |= topic(k);
    }
    near
}
