//! What one word says about time, looked up in the lists.

use crate::pieces::Pieces;
use jiff::civil::Date;
use onrecord_lexicon::{List, list};
use std::sync::OnceLock;

/// Unit of time, by its TIMEX3 letter (N for months, F for fortnights).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a word says about time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TimeWord {
    /// 1 to 12, and whether it is an abbreviation.
    Month(i8, bool),
    /// 1 (Monday) to 7, and whether it is plural.
    Weekday(i8, bool),
    /// A unit, and whether it is plural.
    Unit(Unit, bool),
    /// "morning": its TIMEX3 code.
    Part(&'static str),
    /// "dawn".
    DayWord(&'static str),
    /// "spring": its TIMEX3 code.
    Season(&'static str),
    /// "yesterday": days from today.
    Deictic(i64),
    /// "tonight".
    Tonight,
    /// "overnight".
    Overnight,
    /// "noon": its clock time.
    Clock(&'static str),
    /// "now": its value.
    Ref(&'static str),
    /// "daily": its value.
    Set(&'static str),
}

fn table(name: &'static str, cell: &'static OnceLock<&'static List>) -> &'static List {
    cell.get_or_init(|| list(name))
}

/// What this lower-cased word says about time.
pub(super) fn word(low: &str) -> Option<TimeWord> {
    static TABLE: OnceLock<&'static List> = OnceLock::new();
    if !(3..=11).contains(&low.len()) {
        return None;
    }
    let row = table("time_words", &TABLE).get(low)?;
    let (kind, value) = (*row.first()?, *row.get(1)?);
    let number = || value.parse::<i8>().unwrap_or(1);
    Some(match kind {
        "month" => TimeWord::Month(number(), false),
        "abbreviation" => TimeWord::Month(number(), true),
        "weekday" => TimeWord::Weekday(number(), false),
        "weekdays" => TimeWord::Weekday(number(), true),
        "unit" => TimeWord::Unit(unit(value)?, false),
        "units" => TimeWord::Unit(unit(value)?, true),
        "part" => TimeWord::Part(value),
        "dayword" => TimeWord::DayWord(value),
        "season" => TimeWord::Season(value),
        "deictic" => TimeWord::Deictic(number().into()),
        "tonight" => TimeWord::Tonight,
        "overnight" => TimeWord::Overnight,
        "clock" => TimeWord::Clock(value),
        "ref" => TimeWord::Ref(value),
        "set" => TimeWord::Set(value),
        _ => return None,
    })
}

fn unit(letter: &str) -> Option<Unit> {
    Some(match letter {
        "S" => Unit::Second,
        "M" => Unit::Minute,
        "H" => Unit::Hour,
        "D" => Unit::Day,
        "W" => Unit::Week,
        "F" => Unit::Fortnight,
        "N" => Unit::Month,
        "Q" => Unit::Quarter,
        "Y" => Unit::Year,
        "E" => Unit::Decade,
        "C" => Unit::Century,
        _ => return None,
    })
}

/// When an event lies, seen from the writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// Before it.
    Past,
    /// After it.
    Future,
    /// After it for a date of the calendar; a weekday so led may be either.
    Maybe,
}

/// What a word says about when.
pub(super) fn tense(low: &str) -> Option<Tense> {
    static TABLE: OnceLock<&'static List> = OnceLock::new();
    match table("tense_cues", &TABLE).get(low).and_then(|row| row.first()) {
        Some(&"future") => Some(Tense::Future),
        Some(&"maybe") => Some(Tense::Maybe),
        Some(_) => Some(Tense::Past),
        None => (low.len() > 3 && low.ends_with("ed")).then_some(Tense::Past),
    }
}

/// A holiday of the list at piece `i`: its row and the piece after it.
pub(super) fn holiday(p: &Pieces, i: usize) -> Option<(&'static [&'static str], usize)> {
    static TABLE: OnceLock<&'static List> = OnceLock::new();
    static FIRST: OnceLock<std::collections::HashSet<&'static str>> = OnceLock::new();
    let table = table("holidays", &TABLE);
    let first = FIRST.get_or_init(|| table.iter().filter_map(|(h, _)| h.split([' ', '\'', '-']).next()).collect());
    if !p.is_capital(i) || !first.contains(p.low(i)) {
        return None;
    }
    let mut best = None;
    let mut name = String::new();
    for last in i + 1..=i + 5 {
        if last > p.len() || (last > i + 1 && p.gap(last - 1) && !p.is_capital(last - 1)) {
            break;
        }
        if last > i + 1 && p.gap(last - 1) {
            name.push(' ');
        }
        name.push_str(if p.is_apostrophe(last - 1) { "'" } else { p.low(last - 1) });
        if let Some(row) = table.get(&name) {
            best = Some((row, last));
        }
    }
    best
}

/// The day of a holiday in a year; `None` for one that no rule here finds.
pub(super) fn holiday_in(row: &[&str], year: i16) -> Option<Date> {
    let rule = *row.get(1)?;
    match *row.first()? {
        "fixed" => {
            let (month, day) = rule.split_once('-')?;
            Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
        }
        "nth" => {
            let n: Vec<i8> = rule.split(' ').filter_map(|x| x.parse().ok()).collect();
            let weekday = jiff::civil::Weekday::from_monday_one_offset(*n.first()?).ok()?;
            Date::new(year, *n.get(2)?, 1).ok()?.nth_weekday_of_month(*n.get(1)?, weekday).ok()
        }
        "easter" => {
            let days: i64 = rule.parse().ok()?;
            easter(year)?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
        }
        _ => None,
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_holidays() {
        let day = |name: &str, year| {
            let p = Pieces::new(name);
            holiday_in(holiday(&p, 0).unwrap().0, year).unwrap().to_string()
        };
        assert_eq!(day("Easter", 2031), "2031-04-13");
        assert_eq!(day("Good Friday", 2024), "2024-03-29");
        assert_eq!(day("Thanksgiving Day", 2031), "2031-11-27");
        assert_eq!(day("New Year’s Eve", 2030), "2030-12-31");
    }
}
