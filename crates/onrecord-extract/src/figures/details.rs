//! Of whom, where, when, and part of what: the smaller cells of a figure.

use onrecord_model::{Measure, Timex, TimexType};

use super::measure;
use super::quantity::Quantity;
use crate::pieces::Pieces;

/// Words that end the words for what is counted.
fn ends(low: &str) -> bool {
    matches!(
        low,
        "was"
            | "were"
            | "been"
            | "be"
            | "is"
            | "are"
            | "have"
            | "had"
            | "has"
            | "will"
            | "would"
            | "could"
            | "may"
            | "might"
            | "and"
            | "or"
            | "but"
            | "in"
            | "at"
            | "on"
            | "to"
            | "from"
            | "by"
            | "with"
            | "who"
            | "that"
            | "which"
            | "after"
            | "when"
            | "while"
            | "as"
            | "during"
            | "since"
            | "said"
            | "into"
            | "for"
            | "near"
            | "over"
            | "across"
            | "including"
            | "because"
            | "killed"
            | "wounded"
            | "injured"
            | "dead"
            | "died"
            | "held"
            | "missing"
            | "arrested"
            | "detained"
            | "still"
            | "remain"
            | "remained"
            | "believed"
            | "around"
            | "inside"
            | "under"
            | "against"
            | "through"
            | "took"
            | "left"
    )
}

/// The words right after a number: what is counted.
pub(super) fn phrase(p: &Pieces, from: usize, end: usize) -> Option<String> {
    let from = if p.low(from) == "of" { from + 1 } else { from };
    // "thousands gathered in the square"
    let did = p.low(from).len() > 4 && p.low(from).ends_with("ed");
    if did && (ends(p.low(from + 1)) || !p.is_word(from + 1)) {
        return None;
    }
    let mut last = from;
    while last < end.min(from + 8) {
        let low = p.low(last);
        match measure::cue(low).map(|c| c.role) {
            // The counted noun ends the words for what is counted.
            Some(measure::Role::Noun) => {
                last += 1;
                break;
            }
            Some(_) if last == from || p.is_word(last - 1) => break,
            _ => {}
        }
        // "the six priests' murder": the priests.
        if measure::owned_killing(p, last) {
            break;
        }
        if p.is_word(last) && !ends(low)
            || p.is_hyphen(last) && !p.gap(last)
            || p.is_apostrophe(last)
            || p.is_mark(last, '.') && (!p.gap(last + 1) || p.abbreviates(last))
        {
            last += 1;
        } else {
            break;
        }
    }
    let words = p.slice(from, last).trim_end_matches(['.', '\'', '’', '-']);
    (!words.is_empty()).then(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Where: the nearest place after the number in its clause, else the nearest before.
pub(super) fn place(p: &Pieces, start: usize, end: usize, q: &Quantity) -> Option<String> {
    let clause = |k: usize| {
        matches!(p.low(k), "while" | "but" | ";" | "whereas" | "after" | "when" | "said")
            || p.low(k) == "and" && p.low(k + 1) != "the"
    };
    for k in q.last..end.min(q.last + 18) {
        if clause(k) || p.is_mark(k, '.') && p.gap(k + 1) {
            break;
        }
        if let Some(name) = named(p, k, end) {
            return Some(name);
        }
    }
    for k in (start..q.first).rev().take(30) {
        if matches!(p.low(k), "while" | ";" | "whereas") {
            break;
        }
        if let Some(name) = named(p, k, q.first) {
            return Some(name);
        }
    }
    None
}

/// "in Gaza City", "near the Al-Shifa hospital": the name after a preposition of place at `k`.
fn named(p: &Pieces, k: usize, end: usize) -> Option<String> {
    if !matches!(p.low(k), "in" | "at" | "near" | "across" | "around" | "inside" | "outside") || !p.is_word(k) {
        return None;
    }
    let mut first = k + 1;
    while matches!(p.low(first), "the" | "southern" | "northern" | "eastern" | "western" | "central" | "occupied") {
        first += 1;
    }
    let mut last = first;
    while last < end.min(first + 6) {
        let joins = p.is_hyphen(last) && !p.gap(last) && !p.gap(last + 1);
        if p.is_word(last) && p.is_name_like(last)
            || joins
            || p.is_apostrophe(last) && !p.gap(last + 1) && p.low(last + 1) != "s"
        {
            last += 1;
        } else {
            break;
        }
    }
    let time = matches!(
        p.low(first),
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "oct"
            | "sept"
            | "nov"
            | "dec"
            | "jan"
            | "feb"
    );
    (last > first && !time).then(|| p.slice(first, last).to_owned())
}

/// The one day the words of a sentence give; `None` when they give none or several.
pub(super) fn only_day(times: &[&Timex]) -> Option<String> {
    let mut days = times.iter().filter(|t| t.kind == TimexType::Date && t.value.len() == 10).map(|t| &t.value);
    match (days.next(), days.next()) {
        (Some(day), None) => Some(day.clone()),
        _ => None,
    }
}

/// Whether such a count holds for a day.
pub(super) fn dated(measure: Measure) -> bool {
    !matches!(measure, Measure::Other | Measure::Money | Measure::PlanPoints | Measure::Duration)
}

/// Whether the number is a part of the one before it: "67 people, including 64 soldiers", "28 of the 48", "Of the 48, only 28".
pub(super) fn part_of_previous(p: &Pieces, q: &Quantity, before: Option<&Quantity>, start: usize) -> bool {
    let Some(before) = before else { return false };
    let smaller = match (q.low.or(q.high), before.high.or(before.low)) {
        (Some(part), Some(whole)) => part <= whole,
        _ => true,
    };
    if !smaller || before.last >= q.first {
        return false;
    }
    let between = before.last..q.first;
    let including =
        between.clone().any(|k| p.low(k) == "including" || p.low(k) == "them" && p.low(k.wrapping_sub(1)) == "among");
    let of = (start..before.first).rev().take(3).any(|k| p.low(k) == "of") && before.first <= start + 4;
    (including && between.len() <= 14) || of
}
