//! Clock times and dates written in digits: "10:30 p.m. EST Nov. 9", "1430 GMT", "2031-03-04", "4/3/2031".

use super::expression::{Found, Lean, Meaning};
use super::grammar::found;
use super::words::{TimeWord, word};
use crate::pieces::Pieces;
use onrecord_model::TimexType::{Date, Time};

/// A time of day at `i`, with the day that follows it without a preposition.
pub(super) fn clock(p: &Pieces, i: usize, day: fn(&Pieces, usize) -> Option<Found>) -> Option<Found> {
    let (text, mut last) = hour(p, i)?;
    if zone(p.low(last)) && p.gap(last) {
        last += 1;
    }
    if p.is_mark(last, '(') && zone(p.low(last + 1)) && p.is_mark(last + 2, ')') {
        last += 3;
    }
    // "10:35 a.m. (0735 GMT) Friday": the day behind the brackets; each stays an expression of its own.
    if p.is_mark(last, '(')
        && let Some(close) = (last + 1..last + 6).find(|&k| p.is_mark(k, ')'))
        && (last + 1..close).any(|k| zone(p.low(k)))
        && let Some(behind) = day(p, close + 1)
    {
        return Some(found(i, last, Time, Meaning::Time { clock: text, day: Some(Box::new(behind.meaning)) }, "clock"));
    }
    let after = day(p, last);
    let (day, last) = match after {
        Some(d) => (Some(Box::new(d.meaning)), d.last),
        None => (None, last),
    };
    Some(found(i, last, Time, Meaning::Time { clock: text, day }, "clock"))
}

fn zone(low: &str) -> bool {
    matches!(
        low,
        "gmt"
            | "utc"
            | "est"
            | "edt"
            | "cst"
            | "cdt"
            | "mst"
            | "mdt"
            | "pst"
            | "pdt"
            | "bst"
            | "cet"
            | "cest"
            | "et"
            | "pt"
            | "ist"
    )
}

/// "T22:30" and the piece after the time.
fn hour(p: &Pieces, i: usize) -> Option<(String, usize)> {
    if let Some(TimeWord::Clock(text)) = word(p.low(i)) {
        return Some((format!("T{text}"), i + 1));
    }
    if !p.is_digits(i) {
        return None;
    }
    let number: u32 = p.raw(i).parse().ok()?;
    if p.raw(i).len() == 4 && matches!(p.low(i + 1), "gmt" | "utc" | "hours") && number < 2400 && number % 100 < 60 {
        let last = if p.low(i + 1) == "hours" { i + 2 } else { i + 1 };
        return Some((format!("T{:02}:{:02}", number / 100, number % 100), last));
    }
    if p.raw(i).len() > 2 || number > 24 {
        return None;
    }
    let (mut minutes, mut next, mut sure) = (0, i + 1, false);
    let colon = p.is_mark(next, ':') || p.is_mark(next, '.');
    if colon && !p.gap(next) && p.is_digits(next + 1) && !p.gap(next + 1) && p.raw(next + 1).len() == 2 {
        minutes = p.raw(next + 1).parse().ok().filter(|m| *m < 60)?;
        sure = p.is_mark(next, ':');
        next += 2;
    }
    // "p.m.", "pm", "p.m": the last point may also end the sentence and stays outside only when absent.
    let half = match p.low(next) {
        "am" | "pm" => Some((p.low(next) == "pm", next + 1)),
        "a" | "p" if p.is_mark(next + 1, '.') && p.low(next + 2) == "m" && !p.gap(next + 2) => {
            let dot = p.is_mark(next + 3, '.') && !p.gap(next + 3);
            Some((p.low(next) == "p", next + 3 + usize::from(dot)))
        }
        _ => None,
    };
    if let Some((afternoon, last)) = half {
        let hour = match (number % 12, afternoon, number) {
            (h, true, 1..=12) => h + 12,
            (h, false, 1..=12) => h,
            (_, _, other) => other,
        };
        return Some((format!("T{hour:02}:{minutes:02}"), last));
    }
    if p.low(next) == "o" && p.is_apostrophe(next + 1) && p.low(next + 2) == "clock" {
        return Some((format!("T{number:02}:{minutes:02}"), next + 3));
    }
    if (p.low(next), p.low(next + 1)) == ("in", "the")
        && matches!(p.low(next + 2), "morning" | "afternoon" | "evening")
        && number <= 12
        && number > 0
    {
        let hour = if p.low(next + 2) == "morning" { number % 12 } else { number % 12 + 12 };
        return Some((format!("T{hour:02}:{minutes:02}"), next + 3));
    }
    let led = i > 0
        && matches!(p.low(i - 1), "at" | "by" | "until" | "around" | "about" | "from" | "before" | "after" | "since");
    (sure && (led || zone(p.low(next)))).then(|| (format!("T{number:02}:{minutes:02}"), next))
}

/// "2031-03-04", "3/4/2031" (month first), "04.03.2031" (day first).
pub(super) fn numeric_date(p: &Pieces, i: usize) -> Option<Found> {
    if !p.is_digits(i) || (i > 0 && !p.gap(i) && (p.is_hyphen(i - 1) || p.is_mark(i - 1, '/'))) {
        return None;
    }
    let mark = |k: usize| ['-', '/', '.'].into_iter().find(|m| p.is_mark(k, *m) && !p.gap(k));
    let first = mark(i + 1)?;
    let digits = |k: usize| p.is_digits(k) && !p.gap(k);
    if !digits(i + 2) || mark(i + 3) != Some(first) || !digits(i + 4) {
        return None;
    }
    let part = |k: usize| p.raw(k).parse::<i32>().ok();
    let (a, b, c) = (part(i)?, part(i + 2)?, part(i + 4)?);
    let lengths = (p.raw(i).len(), p.raw(i + 2).len(), p.raw(i + 4).len());
    let full = |short: i32, len: usize| match len {
        4 => Some(short),
        2 if first != '.' => Some(if short > 40 { 1900 + short } else { 2000 + short }),
        _ => None,
    };
    let (year, month, day) = match (lengths, first) {
        ((4, 1..=2, 1..=2), _) => (a, b, c),
        ((1..=2, 1..=2, len), '.') => (full(c, len)?, b, a),
        ((1..=2, 1..=2, len), _) if a <= 12 => (full(c, len)?, a, b),
        ((1..=2, 1..=2, len), _) => (full(c, len)?, b, a),
        _ => return None,
    };
    // Month 13 or 30 February are no dates.
    jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let meaning = Meaning::Date { year: Some(year), month: Some(month as i8), day: Some(day as i8), lean: Lean::Open };
    Some(found(i, i + 5, Date, meaning, "date in digits"))
}
