//! Where a time expression stands and what it is made of: patterns over pieces, longest first.

use super::calendar_words::{
    another_day, century, day_month, decade, month_first, plain_year, weekday_at, worded_year, year, year_after,
};
use super::dates_in_digits::{clock, numeric_date};
use super::expression::{Found, Lean, Meaning};
use super::leaning::{fiscal, leaning, quarter, same, season, the, year_ago};
use super::lengths;
use super::words::{TimeWord, Unit, holiday, word};
use crate::numbers::{self, Style};
use crate::pieces::Pieces;
use onrecord_model::TimexType::{Date, Set, Time};
use onrecord_model::UNTOLD_YEAR;

/// The longest time expression that begins at piece `i`.
pub(super) fn find(p: &Pieces, i: usize) -> Option<Found> {
    if !starts(p, i) {
        return None;
    }
    phrase(p, i)
        .or_else(|| lengths::find(p, i))
        .or_else(|| about(p, i))
        .or_else(|| modified(p, i))
        .or_else(|| core(p, i))
        .or_else(|| repeated(p, i))
        .or_else(|| reference(p, i))
}

/// A cheap look whether anything can begin here.
fn starts(p: &Pieces, i: usize) -> bool {
    if p.is_digits(i) {
        return !(i > 0 && !p.gap(i) && (p.is_word(i - 1) || p.is_mark(i - 1, '$') || p.is_mark(i - 1, '.')));
    }
    if p.is_apostrophe(i) {
        return p.is_digits(i + 1) && p.gap(i);
    }
    let low = p.low(i);
    if !p.is_word(i) || low.len() > 13 {
        return false;
    }
    matches!(
        low,
        "a" | "an"
            | "the"
            | "this"
            | "last"
            | "next"
            | "past"
            | "coming"
            | "that"
            | "these"
            | "about"
            | "around"
            | "approximately"
            | "roughly"
            | "some"
            | "nearly"
            | "almost"
            | "at"
            | "up"
            | "more"
            | "less"
            | "fewer"
            | "over"
            | "no"
            | "early"
            | "late"
            | "mid"
            | "earlier"
            | "later"
            | "every"
            | "each"
            | "several"
            | "few"
            | "many"
            | "couple"
            | "half"
            | "first"
            | "third"
            | "fourth"
            | "fiscal"
            | "as"
            | "previous"
            | "close"
            | "well"
            | "under"
            | "within"
            | "dozens"
            | "hundreds"
            | "thousands"
            | "twice"
            | "once"
            | "day"
            | "not"
            | "sometime"
            | "previously"
            | "future"
            | "long"
            | "midnight"
            | "year"
            | "post"
            | "pre"
            | "one"
            | "once-a"
            | "beginning"
            | "end"
            | "middle"
            | "start"
            | "latest"
    ) || word(low).is_some()
        || number_word(low)
        || holiday(p, i).is_some()
}

fn number_word(low: &str) -> bool {
    static TABLE: std::sync::OnceLock<&'static onrecord_lexicon::List> = std::sync::OnceLock::new();
    low.len() >= 3 && TABLE.get_or_init(|| onrecord_lexicon::list("number_words")).has(low)
}

pub(super) fn found(
    first: usize,
    last: usize,
    kind: onrecord_model::TimexType,
    meaning: Meaning,
    rule: &'static str,
) -> Found {
    Found { first, last, kind, meaning, modifier: None, rule }
}

/// "around 7:15 p.m.", "about Nov. 1".
fn about(p: &Pieces, i: usize) -> Option<Found> {
    if !matches!(p.low(i), "about" | "around" | "approximately") {
        return None;
    }
    let inner = phrase(p, i + 1).or_else(|| core(p, i + 1))?;
    let fits =
        matches!(inner.meaning, Meaning::Time { .. } | Meaning::Date { day: Some(_), .. }) || inner.rule == "year end";
    fits.then_some(Found { first: i, modifier: Some("APPROX"), ..inner })
}

/// Set phrases.
fn phrase(p: &Pieces, i: usize) -> Option<Found> {
    let fixed = |last: usize, value: &str| Some(found(i, last, Date, Meaning::Fixed(value.into()), "phrase"));
    let words = |k: usize| (p.low(i), p.low(i + 1), p.low(i + 2), k);
    match words(0) {
        ("the", "near" | "foreseeable" | "immediate", "future", _) => fixed(i + 3, "FUTURE_REF"),
        ("the", "short" | "near" | "long", "term", _) => fixed(i + 3, "FUTURE_REF"),
        ("the", "future", next, _) if next != "of" => fixed(i + 2, "FUTURE_REF"),
        ("the", "past", next, _)
            if !p.is_digits(i + 2)
                && (!p.is_word(i + 2)
                    || matches!(
                        next,
                        "is" | "was" | "has" | "have" | "had" | "and" | "but" | "by" | "when" | "with"
                    )) =>
        {
            fixed(i + 2, "PAST_REF")
        }
        ("at", "the", "moment", _) => Some(Found { first: i + 1, ..fixed(i + 3, "PRESENT_REF")? }),
        ("at", "that" | "the", "time", _) => Some(Found { first: i + 1, ..fixed(i + 3, "PAST_REF")? }),
        ("these", "days", _, _) => fixed(i + 2, "PRESENT_REF"),
        ("as", "soon", "as", _) if p.low(i + 3) == "possible" => fixed(i + 4, "FUTURE_REF"),
        ("the", "day", "before", _) if p.low(i + 3) == "yesterday" => {
            Some(found(i, i + 4, Date, Meaning::Offset { unit: Unit::Day, by: -2 }, "deictic"))
        }
        ("the", "day", "after", _) if p.low(i + 3) == "tomorrow" => {
            Some(found(i, i + 4, Date, Meaning::Offset { unit: Unit::Day, by: 2 }, "deictic"))
        }
        ("year", "end", ..) => Some(end_of_year(i, i + 2)),
        ("year", "-", "end", _) => Some(end_of_year(i, i + 3)),
        ("the", "year", "end", _) => Some(end_of_year(i, i + 3)),
        ("year", _, "s", _) if p.is_apostrophe(i + 1) && p.low(i + 3) == "end" => Some(end_of_year(i, i + 4)),
        _ => None,
    }
}

fn end_of_year(first: usize, last: usize) -> Found {
    Found { modifier: Some("END"), ..found(first, last, Date, Meaning::Offset { unit: Unit::Year, by: 0 }, "year end") }
}

/// "early August", "late last week", "the end of the year", "mid-1996", "later this year".
fn modified(p: &Pieces, i: usize) -> Option<Found> {
    let the = usize::from(p.low(i) == "the");
    let k = i + the;
    let (modifier, mut next) = match p.low(k) {
        "early" => ("START", k + 1),
        "earlier" => ("START", k + 1),
        "late" => ("END", k + 1),
        "later" => ("END", k + 1),
        "mid" => ("MID", k + 1),
        "sometime" => ("", k + 1),
        "beginning" | "start" | "outset" => ("START", k + 1),
        "middle" => ("MID", k + 1),
        "end" | "close" => ("END", k + 1),
        _ => return None,
    };
    let comparative = matches!(p.low(k), "earlier" | "later");
    let noun = matches!(p.low(k), "beginning" | "start" | "outset" | "middle" | "end" | "close");
    if noun && p.low(next) != "of" {
        return None;
    }
    if p.is_hyphen(next) && !p.gap(next) || p.low(next) == "of" {
        next += 1;
    } else if (comparative || p.low(k) == "late" || p.low(k) == "early") && p.low(next) == "in" {
        next += 1;
    } else if p.low(next) == "on" && comparative {
        next += 1;
    }
    // "mid-afternoon yesterday", "early Friday morning", "late yesterday".
    let inner = core(p, next).or_else(|| bare_year(p, next))?;
    let fits = match &inner.meaning {
        Meaning::Date { day: None, .. } | Meaning::Offset { .. } | Meaning::Weekday { .. } | Meaning::Season { .. } => {
            true
        }
        Meaning::Fraction { .. } | Meaning::Weekend { .. } | Meaning::Fixed(_) | Meaning::Time { .. } => true,
        Meaning::FromLast { .. } | Meaning::WeekOf(_) => true,
        Meaning::Date { .. } => noun || comparative,
        Meaning::Holiday { .. } | Meaning::Beside(..) => false,
    };
    // "earlier Friday" is fine, "earlier October" is not English but "earlier in October" is.
    if !fits || (noun && !matches!(inner.meaning, Meaning::Fixed(_)) && p.low(next) == "a") {
        return None;
    }
    Some(Found { first: i, modifier: Some(modifier).filter(|m| !m.is_empty()), rule: "part of a time", ..inner })
}

/// A year in digits or words that stands by itself after a modifier.
fn bare_year(p: &Pieces, i: usize) -> Option<Found> {
    let (year, last) = year(p, i)?;
    Some(found(i, last, Date, Meaning::Date { year: Some(year), month: None, day: None, lean: Lean::Open }, "year"))
}

/// Dates, weekdays, seasons, years, "last week", "the following day".
pub(super) fn core(p: &Pieces, i: usize) -> Option<Found> {
    if p.is_digits(i) || p.is_apostrophe(i) {
        return clock(p, i, core_day)
            .or_else(|| numeric_date(p, i))
            .or_else(|| day_month(p, i))
            .or_else(|| another_day(p, i))
            .or_else(|| decade(p, i))
            .or_else(|| century(p, i))
            .or_else(|| plain_year(p, i));
    }
    let low = p.low(i);
    match word(low) {
        Some(TimeWord::Weekday(weekday, false)) if p.is_capital(i) => {
            return Some(weekday_at(p, i, i, weekday, Lean::Open));
        }
        Some(TimeWord::Month(..)) => return month_first(p, i).or_else(|| season(p, i, i, Lean::Open)),
        Some(TimeWord::Season(_)) => return season(p, i, i, Lean::Open),
        Some(TimeWord::Deictic(by)) => return Some(deictic(p, i, by)),
        Some(TimeWord::Tonight) => {
            let today = Meaning::Offset { unit: Unit::Day, by: 0 };
            return Some(found(
                i,
                i + 1,
                Time,
                Meaning::Time { clock: "TNI".into(), day: Some(Box::new(today)) },
                "deictic",
            ));
        }
        Some(TimeWord::Overnight) => {
            let today = Meaning::Offset { unit: Unit::Day, by: 0 };
            return Some(found(
                i,
                i + 1,
                Time,
                Meaning::Time { clock: "TNI".into(), day: Some(Box::new(today)) },
                "deictic",
            ));
        }
        // "High Noon" is a film and a manner of speaking.
        Some(TimeWord::Clock(_)) if i > 0 && p.low(i - 1) == "high" => return None,
        Some(TimeWord::Clock(_)) => return clock(p, i, core_day),
        Some(TimeWord::Part(code)) => {
            // "afternoon" after "mid-"; alone it is too bare.
            let day = core_day(p, i + 1);
            return day.map(|d| {
                found(
                    i,
                    d.last,
                    Time,
                    Meaning::Time { clock: format!("T{code}"), day: Some(Box::new(d.meaning)) },
                    "part of day",
                )
            });
        }
        _ => {}
    }
    if let Some((row, last)) = holiday(p, i) {
        let year = year_after(p, last);
        let (year, last) = year.map_or((None, last), |(y, l)| (Some(y), l));
        let last = if p.low(last) == "week" { last + 1 } else { last };
        return Some(found(i, last, Date, Meaning::Holiday { row, year, lean: Lean::Open }, "holiday"));
    }
    match low {
        "this" | "last" | "next" | "past" | "coming" | "previous" => leaning(p, i, i),
        "the" => the(p, i),
        "that" => same(p, i, i + 1),
        "fiscal" => fiscal(p, i, i),
        "first" | "second" | "third" | "fourth" | "latest" => quarter(p, i, i),
        "year" => year_ago(p, i, i),
        "day" if p.low(i + 1) == "before" => None,
        _ => decade(p, i).or_else(|| worded_year(p, i)),
    }
}

/// A day that may follow a clock time: "10 p.m. Wednesday", "noon yesterday", "5 p.m. EST Nov. 9".
pub(super) fn core_day(p: &Pieces, i: usize) -> Option<Found> {
    let k = i + usize::from(p.is_mark(i, ','));
    let found = match word(p.low(k)) {
        Some(TimeWord::Weekday(weekday, false)) if p.is_capital(k) => weekday_at(p, k, k, weekday, Lean::Open),
        Some(TimeWord::Deictic(by)) => self::found(k, k + 1, Date, Meaning::Offset { unit: Unit::Day, by }, "deictic"),
        Some(TimeWord::Month(..)) => {
            month_first(p, k).filter(|f| matches!(f.meaning, Meaning::Date { day: Some(_), .. }))?
        }
        _ => return None,
    };
    (found.kind == Date).then_some(found)
}

fn deictic(p: &Pieces, i: usize, by: i64) -> Found {
    let day = Meaning::Offset { unit: Unit::Day, by };
    match word(p.low(i + 1)) {
        Some(TimeWord::Part(code)) => {
            found(i, i + 2, Time, Meaning::Time { clock: format!("T{code}"), day: Some(Box::new(day)) }, "part of day")
        }
        _ => found(i, i + 1, Date, day, "deictic"),
    }
}

/// "every week", "each Thursday", "daily", "twice a day".
fn repeated(p: &Pieces, i: usize) -> Option<Found> {
    let set = |last: usize, value: String| Some(found(i, last, Set, Meaning::Fixed(value), "set"));
    if let Some(TimeWord::Set(value)) = word(p.low(i)) {
        // "the party daily Granite": a newspaper.
        if p.is_capital(i + 1) && p.gap(i + 1) && p.low(i).ends_with("ly") && i > 0 && p.is_word(i - 1) {
            return None;
        }
        return set(i + 1, value.into());
    }
    if let Some(TimeWord::Weekday(weekday, true)) = word(p.low(i)) {
        return p.is_capital(i).then(|| set(i + 1, format!("{UNTOLD_YEAR}-WXX-{weekday}"))).flatten();
    }
    if !matches!(p.low(i), "every" | "each") {
        return None;
    }
    let other = usize::from(p.low(i + 1) == "other");
    let count = numbers::at(p, i + 1 + other, Style::NoAnd).filter(|n| n.value.fract() == 0.0 && n.value < 1000.0);
    let k = count.map_or(i + 1 + other, |n| n.last);
    match word(p.low(k))? {
        TimeWord::Unit(unit, plural) if plural == count.is_some_and(|n| n.value > 1.0) => {
            let n = count.map_or(1.0, |n| n.value) * (1 + other) as f64;
            set(k + 1, super::expression::duration(Some(n), unit))
        }
        TimeWord::Weekday(weekday, false) => set(k + 1, format!("{UNTOLD_YEAR}-WXX-{weekday}")),
        TimeWord::Month(month, false) => set(k + 1, format!("{UNTOLD_YEAR}-{month:02}")),
        TimeWord::Season(code) => set(k + 1, format!("{UNTOLD_YEAR}-{code}")),
        TimeWord::Part(code) => set(k + 1, format!("{UNTOLD_YEAR}-XX-XXT{code}")),
        _ => None,
    }
}

/// "now", "recently", "currently", "soon".
fn reference(p: &Pieces, i: usize) -> Option<Found> {
    let fixed = |first: usize, last: usize, value: &str| {
        Some(found(first, last, Date, Meaning::Fixed(value.into()), "reference"))
    };
    match (p.low(i), p.low(i + 1)) {
        ("more", "recently") => fixed(i, i + 2, "PAST_REF"),
        ("soon", "after" | "as" | "be") => None,
        ("now", "-") => None,
        _ => match word(p.low(i)) {
            // "five soldiers and now …" aside, a hyphened "now-defunct" is no time.
            Some(TimeWord::Ref(value))
                if !(p.is_hyphen(i + 1) && !p.gap(i + 1)) && !(i > 0 && p.is_hyphen(i - 1) && !p.gap(i)) =>
            {
                fixed(i, i + 1, value)
            }
            _ => None,
        },
    }
}
