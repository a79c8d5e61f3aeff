//! How long? Lengths of a truce, a deadline, a siege, a round of talks: durations that matter to the record.
//!
//! "a 72-hour cease-fire" → 72 hours; "in the past three weeks" is none.

use onrecord_model::{Bound, Certainty, Evidence, Figure, Measure, RowId, Timex, TimexType};

use super::quantity;
use crate::pieces::Pieces;

/// The durations among the time expressions of a sentence that are figures, each with the piece after it.
pub(super) fn figures(
    p: &Pieces,
    times: &[&Timex],
    start: usize,
    end: usize,
    verb: super::Verbs,
) -> Vec<(Figure, usize)> {
    let lengths = times.iter().filter(|t| t.kind == TimexType::Duration);
    let mut found: Vec<_> = lengths.filter_map(|t| figure(p, t, start, end, verb)).collect();
    let ends: Vec<_> = found.iter().filter_map(|(f, last)| far_end(p, f, *last, start)).collect();
    found.extend(ends.into_iter().filter(|(f, _)| !times.iter().any(|t| t.span.overlaps(f.span))));
    found
}

/// "extended from two months to a year": the year.
fn far_end(p: &Pieces, near: &Figure, last: usize, start: usize) -> Option<(Figure, usize)> {
    let from = (start..p.at(near.span.start)).rev().take(4).any(|k| p.low(k) == "from");
    let one = p.low(last) == "to" && matches!(p.low(last + 1), "a" | "an" | "one");
    let unit = unit(p.low(last + 2)).filter(|_| from && one)?;
    let span = p.span(last + 1, last + 3);
    let (low, high) = (Some(1.0), Some(1.0));
    let (unit, evidence) = (Some(unit.to_owned()), Evidence::new(span));
    Some((Figure { span, low, high, bound: Bound::Exact, unit, of: None, evidence, ..near.clone() }, last + 3))
}

fn figure(p: &Pieces, t: &Timex, start: usize, end: usize, verb: super::Verbs) -> Option<(Figure, usize)> {
    let (mut first, mut last) = (p.at(t.span.start), p.at(t.span.end.saturating_sub(1)) + 1);
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
    let (low, high, bound) = match open_end(p, last).filter(|_| bound == Bound::Exact) {
        Some(open) => {
            last += 2;
            if open == Bound::AtMost { (None, high, open) } else { (low, None, open) }
        }
        None => (low, high, bound),
    };
    if bound == Bound::Vague || one_day(p, first, last, start) || !matters(p, first, last, start, end) {
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
            of: super::details::phrase(p, last, end, verb),
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

/// "90 days or less", "a year or more": how the words after a length that ends before piece `at` bound it.
fn open_end(p: &Pieces, at: usize) -> Option<Bound> {
    match (p.low(at), p.low(at + 1)) {
        ("or", "less" | "fewer" | "under") => Some(Bound::AtMost),
        ("or", "more" | "longer" | "over") => Some(Bound::AtLeast),
        _ => None,
    }
}

/// "The strikes may one day stop": no length but some day to come. "For one day", "lasted one day", "a one-day truce" are lengths.
fn one_day(p: &Pieces, first: usize, last: usize, start: usize) -> bool {
    if p.low(first) != "one" || p.low(first + 1) != "day" || last != first + 2 {
        return false;
    }
    let before = if first > start { p.low(first - 1) } else { "" };
    let modal = matches!(
        before,
        "can" | "could" | "may" | "might" | "will" | "would" | "shall" | "should" | "must" | "to" | "not"
    );
    let opens = first == start || !p.is_word(first - 1) || matches!(before, "that" | "and" | "but" | "if");
    modal
        || opens
            && p.is_word(last)
            && !matches!(p.low(last), "of" | "for" | "in" | "after" | "before" | "later" | "or" | "and")
}

/// Whether a word is a unit of time.
pub(super) fn is_unit(low: &str) -> bool {
    unit(low).is_some()
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
