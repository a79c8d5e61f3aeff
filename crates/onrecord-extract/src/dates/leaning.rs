//! Times that lean on the day of the report or an earlier one: "last week", "the following day", "this year's third quarter",
//! "the summer of 2029".

use super::calendar_words::{century, day_month, decade, month_first, weekday_at, year};
use super::expression::{Found, Lean, Meaning};
use super::grammar::{core_day, found};
use super::words::{TimeWord, Unit, holiday, word};
use crate::numbers::{self, Style};
use crate::pieces::Pieces;
use onrecord_model::TimexType::{Date, Time};

/// "this week", "last May", "next Friday", "last summer", "last night", "past year".
pub(super) fn leaning(p: &Pieces, first: usize, k: usize) -> Option<Found> {
    let (mut lean, mut next) = match p.low(k) {
        "this" | "current" => (Lean::This, k + 1),
        "last" | "past" => (Lean::Last, k + 1),
        "next" | "coming" => (Lean::Next, k + 1),
        "previous" | "prior" | "preceding" => (Lean::Previous, k + 1),
        "following" => (Lean::Following, k + 1),
        _ => return None,
    };
    let pasts = p.low(k) == "past";
    if lean == Lean::This {
        match p.low(next) {
            "past" => (lean, next) = (Lean::Last, next + 1),
            "coming" | "next" => (lean, next) = (Lean::Next, next + 1),
            "same" | "very" => next += 1,
            _ => {}
        }
    }
    // "This Week" is a programme.
    if first > 0 && first == k && next == k + 1 && p.is_capital(k) && p.is_capital(next) && p.low(k) == "this" {
        return None;
    }
    // "the next day" in a story is the day after the one told of.
    let story = first < k && lean == Lean::Next;
    let by = match lean {
        Lean::Last | Lean::Previous => -1,
        Lean::Next | Lean::Following => 1,
        _ => 0,
    };
    let low = p.low(next);
    if p.low(next) == "fiscal" && p.low(next + 1) == "year" {
        return Some(found(first, next + 2, Date, Meaning::Offset { unit: Unit::Year, by }, "leaning unit"));
    }
    if matches!(low, "first" | "second" | "third" | "fourth") {
        let q = quarter(p, first, next)?;
        return Some(q);
    }
    if low == "half"
        && let Some(half) = quarter(p, first, k)
    {
        return Some(half);
    }
    if let Some(found) = weekend(p, first, next, lean) {
        return Some(found);
    }
    if let Some((row, last)) = holiday(p, next) {
        return Some(found(first, last, Date, Meaning::Holiday { row, year: None, lean }, "holiday"));
    }
    match word(low)? {
        TimeWord::Unit(unit, false) => {
            if p.is_hyphen(next + 1) && !p.gap(next + 1) && p.is_word(next + 2) && lean != Lean::This {
                return None;
            }
            let last = next + 1;
            // "this year's third quarter", "next year's first quarter".
            if unit == Unit::Year && p.is_apostrophe(last) {
                let after = p.skip_possessive(last);
                if let Some(q) = quarter(p, first, after) {
                    let Meaning::Fraction { code, .. } = q.meaning else { return Some(q) };
                    return Some(Found { meaning: Meaning::Fraction { code, year: None, lean }, ..q });
                }
            }
            let meaning = match (unit, lean) {
                (Unit::Second | Unit::Minute | Unit::Hour, _) => return None,
                (Unit::Day, Lean::This | Lean::Last) if !story => return None,
                (Unit::Day, Lean::Next | Lean::Following) => Meaning::FromLast { unit, by },
                (_, Lean::Previous | Lean::Following) => Meaning::FromLast { unit, by },
                (Unit::Decade | Unit::Century, Lean::Last | Lean::Next) => {
                    let value = super::expression::duration(Some(1.0), unit);
                    return Some(found(
                        first,
                        last,
                        onrecord_model::TimexType::Duration,
                        Meaning::Fixed(value),
                        "leaning length",
                    ));
                }
                (Unit::Month | Unit::Week | Unit::Day, _) if pasts && first < k => {
                    let value = super::expression::duration(Some(1.0), unit);
                    return Some(found(
                        first,
                        last,
                        onrecord_model::TimexType::Duration,
                        Meaning::Fixed(value),
                        "leaning length",
                    ));
                }
                _ => Meaning::Offset { unit, by },
            };
            // "last week of October" is a part of October, left to the rule of parts.
            Some(found(first, last, Date, meaning, "leaning unit"))
        }
        TimeWord::Weekday(weekday, false) => Some(weekday_at(p, first, next, weekday, lean)),
        TimeWord::Month(..) => {
            let mut inner = month_first(p, next)?;
            if let Meaning::Date { lean: l, .. } = &mut inner.meaning {
                *l = lean;
            }
            Some(Found { first, ..inner })
        }
        TimeWord::Season(_) => season(p, first, next, lean),
        TimeWord::Part(code) => {
            let by = if lean == Lean::Last { -1 } else { 0 };
            let day = match lean {
                Lean::Following | Lean::Next | Lean::Previous => {
                    Meaning::FromLast { unit: Unit::Day, by: if lean == Lean::Previous { -1 } else { 1 } }
                }
                _ => Meaning::Offset { unit: Unit::Day, by },
            };
            Some(found(
                first,
                next + 1,
                Time,
                Meaning::Time { clock: format!("T{code}"), day: Some(Box::new(day)) },
                "part of day",
            ))
        }
        _ => None,
    }
}

fn weekend(p: &Pieces, first: usize, k: usize, lean: Lean) -> Option<Found> {
    (p.low(k) == "weekend").then(|| found(first, k + 1, Date, Meaning::Weekend { lean }, "weekend"))
}

/// Everything that begins with "the".
pub(super) fn the(p: &Pieces, i: usize) -> Option<Found> {
    let k = i + 1;
    match p.low(k) {
        "same" => return same(p, i, k + 1),
        "weekend" => return weekend(p, i, k, Lean::Open),
        "past" | "last" | "next" | "coming" | "previous" | "prior" | "preceding" | "following" | "current" => {
            return leaning(p, i, k)
                .or_else(|| weekend(p, i, k + 1, Lean::Last).filter(|_| p.low(k) == "past" || p.low(k) == "last"));
        }
        "fiscal" => return fiscal(p, i, k),
        "latest" => {
            let unit = k + 1 + usize::from(p.low(k + 1) == "fiscal");
            return match p.low(unit) {
                "quarter" | "period" => Some(found(
                    i,
                    unit + 1,
                    Date,
                    Meaning::Fraction { code: "QX", year: None, lean: Lean::Last },
                    "quarter",
                )),
                "year" => Some(found(i, unit + 1, Date, Meaning::Offset { unit: Unit::Year, by: -1 }, "leaning unit")),
                _ => None,
            };
        }
        "quarter" if !p.is_hyphen(k + 1) => {
            return Some(found(
                i,
                k + 1,
                Date,
                Meaning::Fraction { code: "QX", year: None, lean: Lean::Last },
                "quarter",
            ));
        }
        "week" if p.low(k + 1) == "of" => {
            let inner = month_first(p, k + 2)?;
            let day = matches!(inner.meaning, Meaning::Date { day: Some(_), .. });
            let meaning = if day { Meaning::WeekOf(Box::new(inner.meaning)) } else { inner.meaning };
            return Some(Found { first: i, rule: "week of", meaning, ..inner });
        }
        "day" | "week" | "month" | "year"
            if matches!(p.low(k + 1), "before" | "after") && !matches!(p.low(k + 2), "yesterday" | "tomorrow") =>
        {
            let by = if p.low(k + 1) == "before" { -1 } else { 1 };
            let Some(TimeWord::Unit(unit, _)) = word(p.low(k)) else { return None };
            // "the day before last Tuesday".
            let beside = core_day(p, k + 2).or_else(|| leaning(p, k + 2, k + 2));
            if let Some(inner) = beside.filter(|f| {
                unit == Unit::Day && matches!(f.meaning, Meaning::Weekday { .. } | Meaning::Date { day: Some(_), .. })
            }) {
                let meaning = Meaning::Beside(Box::new(inner.meaning), by);
                return Some(found(i, inner.last, Date, meaning, "day before"));
            }
            // "the day before the raid …" keeps only "the day before".
            let last = if p.is_word(k + 2) && p.gap(k + 2) { k + 1 } else { k + 2 };
            return Some(found(i, last, Date, Meaning::FromLast { unit, by }, "day before"));
        }
        // "the year ended March 31" is a length.
        "year" if matches!(p.low(k + 1), "ended" | "ending") => return Some(year_ended(i, k + 1)),
        "year" if !p.is_hyphen(k + 1) && p.low(k + 1) != "old" && year(p, k + 1).is_none() => {
            if let Some(n) = numbers::at(p, k + 1, Style::Prose)
                .filter(|n| n.value.fract() == 0.0 && (1000.0..2200.0).contains(&n.value))
            {
                let meaning = Meaning::Date { year: Some(n.value as i32), month: None, day: None, lean: Lean::Open };
                return Some(found(i, n.last, Date, meaning, "year"));
            }
            if p.low(k + 1) == "ago" || p.low(k + 1) == "earlier" {
                return Some(found(i, k + 2, Date, Meaning::Offset { unit: Unit::Year, by: -1 }, "ago"));
            }
            return year_ago(p, i, k)
                .or_else(|| Some(found(i, k + 1, Date, Meaning::Offset { unit: Unit::Year, by: 0 }, "leaning unit")));
        }
        "year" => {
            if let Some((number, last)) = year(p, k + 1) {
                let meaning = Meaning::Date { year: Some(number), month: None, day: None, lean: Lean::Open };
                return Some(found(i, last, Date, meaning, "year"));
            }
            return year_ago(p, i, k);
        }
        "week" => return Some(found(i, k + 1, Date, Meaning::Offset { unit: Unit::Week, by: 0 }, "leaning unit")),
        "first" | "second" | "third" | "fourth" | "latter" | "comparable" | "corresponding" => return quarter(p, i, k),
        "morning" | "evening" | "afternoon" => {
            let Some(TimeWord::Part(code)) = word(p.low(k)) else { return None };
            let day = Meaning::FromLast { unit: Unit::Day, by: 0 };
            if p.low(k + 1) == "of" {
                let inner = core_day(p, k + 2)?;
                return Some(found(
                    i,
                    inner.last,
                    Time,
                    Meaning::Time { clock: format!("T{code}"), day: Some(Box::new(inner.meaning)) },
                    "part of day",
                ));
            }
            return Some(found(
                i,
                k + 1,
                Time,
                Meaning::Time { clock: format!("T{code}"), day: Some(Box::new(day)) },
                "part of day",
            ));
        }
        _ => {}
    }
    match word(p.low(k)) {
        Some(TimeWord::Season(_)) => season(p, i, k, Lean::Open),
        _ if p.is_digits(k) || p.is_apostrophe(k) => {
            if let Some((number, last)) = year(p, k)
                && let Some(q) = quarter(p, i, last)
                && let Meaning::Fraction { code, .. } = q.meaning
            {
                return Some(Found { meaning: Meaning::Fraction { code, year: Some(number), lean: Lean::Open }, ..q });
            }
            decade(p, k).or_else(|| century(p, k)).or_else(|| day_month(p, k)).map(|f| Found { first: i, ..f })
        }
        _ => decade(p, k).map(|f| Found { first: i, ..f }),
    }
}

/// "the year ended …": a year long, wherever it began.
fn year_ended(first: usize, last: usize) -> Found {
    let value = super::expression::duration(Some(1.0), Unit::Year);
    found(first, last, onrecord_model::TimexType::Duration, Meaning::Fixed(value), "leaning length")
}

/// "that day", "the same week".
pub(super) fn same(p: &Pieces, first: usize, k: usize) -> Option<Found> {
    let k = k + usize::from(p.low(k) == "same" || p.low(k) == "very");
    match word(p.low(k))? {
        TimeWord::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year), false) => {
            Some(found(first, k + 1, Date, Meaning::FromLast { unit, by: 0 }, "same"))
        }
        TimeWord::Part(code) => {
            let day = Meaning::FromLast { unit: Unit::Day, by: 0 };
            Some(found(
                first,
                k + 1,
                Time,
                Meaning::Time { clock: format!("T{code}"), day: Some(Box::new(day)) },
                "same",
            ))
        }
        _ => None,
    }
}

/// "fiscal 1989", "the fiscal year", "the fiscal first quarter".
pub(super) fn fiscal(p: &Pieces, first: usize, k: usize) -> Option<Found> {
    let next = k + 1 + usize::from(p.is_hyphen(k + 1));
    if p.low(next) == "year" {
        if let Some((number, last)) = year(p, next + 1) {
            let meaning = Meaning::Date { year: Some(number), month: None, day: None, lean: Lean::Open };
            return Some(found(first, last, Date, meaning, "fiscal year"));
        }
        if matches!(p.low(next + 1), "ended" | "ending") {
            return Some(year_ended(first, next + 1));
        }
        return Some(found(first, next + 1, Date, Meaning::Offset { unit: Unit::Year, by: 0 }, "fiscal year"));
    }
    if let Some((number, last)) = year(p, next) {
        let meaning = Meaning::Date { year: Some(number), month: None, day: None, lean: Lean::Open };
        return Some(found(first, last, Date, meaning, "fiscal year"));
    }
    quarter(p, first, next)
}

/// "third-quarter", "the first half of 1990", "fourth quarter last year".
pub(super) fn quarter(p: &Pieces, first: usize, k: usize) -> Option<Found> {
    let k = k + usize::from(matches!(p.low(k), "fiscal" | "year-ago" | "comparable" | "corresponding"));
    let hyphen = usize::from(p.is_hyphen(k + 1));
    let noun = p.low(k + 1 + hyphen);
    let code = match (p.low(k), noun) {
        ("first", "quarter") => "Q1",
        ("second", "quarter") => "Q2",
        ("third", "quarter") => "Q3",
        ("fourth" | "final", "quarter") => "Q4",
        ("first", "half") => "H1",
        ("second" | "last" | "latter", "half") => "H2",
        ("quarter" | "period", _) if first < k && p.is_digits(k - 1) => {
            return Some(found(
                first,
                k + 1,
                Date,
                Meaning::Fraction { code: "QX", year: None, lean: Lean::Last },
                "quarter",
            ));
        }
        _ => return None,
    };
    let mut last = k + 2 + hyphen;
    // "the third-quarter loss": the article belongs to the loss.
    let first = if hyphen == 1 && first < k && p.low(first) == "the" { first + 1 } else { first };
    let made = |year, lean, last| Some(found(first, last, Date, Meaning::Fraction { code, year, lean }, "quarter"));
    let of = usize::from(p.low(last) == "of");
    if let Some((number, end)) = year(p, last + of) {
        return made(Some(number), Lean::Open, end);
    }
    if p.low(last + of + 1) == "year" || p.low(last + of) == "the" && p.low(last + of + 1) == "year" {
        let lean = match p.low(last + of) {
            "this" | "the" => Some(Lean::This),
            "last" => Some(Lean::Last),
            "next" => Some(Lean::Next),
            _ => None,
        };
        if let Some(lean) = lean {
            last = last + of + 2;
            return made(None, lean, last);
        }
    }
    if code.starts_with('H') {
        // "the first half" of a match or of the eighties is no half of a year.
        return None;
    }
    made(None, Lean::Open, last)
}

/// "year-ago quarter", "year-earlier": the same time a year before.
pub(super) fn year_ago(p: &Pieces, first: usize, k: usize) -> Option<Found> {
    let hyphen = p.is_hyphen(k + 1) && !p.gap(k + 1);
    if !(hyphen && matches!(p.low(k + 2), "ago" | "earlier")) {
        return None;
    }
    let mut last = k + 3;
    let mut code = "QX";
    match (p.low(last), p.low(last + 1)) {
        ("quarter" | "period", _) => last += 1,
        (ordinal @ ("first" | "second" | "third" | "fourth"), "quarter") => {
            code = match ordinal {
                "first" => "Q1",
                "second" => "Q2",
                "third" => "Q3",
                _ => "Q4",
            };
            last += 2;
        }
        _ => return Some(found(k, last, Date, Meaning::Offset { unit: Unit::Year, by: -1 }, "ago")),
    }
    Some(found(first, last, Date, Meaning::Fraction { code, year: None, lean: Lean::Previous }, "quarter"))
}

/// "summer", "last fall", "the winter of 1994", "spring 2013".
pub(super) fn season(p: &Pieces, first: usize, k: usize, lean: Lean) -> Option<Found> {
    let Some(TimeWord::Season(code)) = word(p.low(k)) else { return None };
    let of = usize::from(p.low(k + 1) == "of");
    if let Some((number, last)) = year(p, k + 1 + of) {
        return Some(found(first, last, Date, Meaning::Season { code, year: Some(number), lean }, "season"));
    }
    // "fall" and "spring" are verbs and springs too.
    let before = if k > 0 { p.low(k - 1) } else { "" };
    let sure = lean != Lean::Open
        || matches!(p.low(k), "summer" | "winter" | "autumn")
            && matches!(before, "in" | "the" | "by" | "since" | "until" | "during" | "early" | "late" | "mid")
        || matches!(before, "early" | "late")
        || (matches!(before, "in" | "by" | "since" | "until") && p.low(k) != "fall" && first < k);
    sure.then(|| found(first, k + 1, Date, Meaning::Season { code, year: None, lean }, "season"))
}
