//! Placing an expression on the calendar: against the day of the report, an earlier time, and the tense around it.

use super::expression::{Lean, Meaning};
use super::words::{Tense, Unit, holiday_in};
use jiff::civil::{Date, Weekday};
use onrecord_model::UNTOLD_YEAR;

/// What the expressions of one report lean on.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// The day of the report.
    pub(super) today: Option<Date>,
    /// The last day told of, with the id of the timex that gave it.
    pub(super) last: Option<(Date, String)>,
}

/// A value with what it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Placed {
    /// TIMEX3 value; empty when it could not be found.
    pub(super) value: String,
    /// Whether it was counted from the day of the report.
    pub(super) document: bool,
    /// Whether it was counted from an earlier time.
    pub(super) earlier: bool,
    /// What had to be assumed.
    pub(super) assumption: Option<&'static str>,
}

impl Placed {
    fn full(value: String) -> Self {
        Placed { value, ..Placed::default() }
    }
    fn document(value: Option<String>) -> Self {
        Placed { value: value.unwrap_or_default(), document: true, ..Placed::default() }
    }
}

/// The value of a meaning; `tense`: what the words around it say.
pub(super) fn place(meaning: &Meaning, frame: &Frame, tense: Option<Tense>) -> Placed {
    match meaning {
        Meaning::Fixed(value) => Placed::full(value.clone()),
        Meaning::Date { year, month, day, lean } => date(*year, *month, *day, *lean, frame, tense),
        Meaning::Weekday { weekday: n, lean } => weekday(*n, *lean, frame, tense),
        Meaning::Offset { unit, by } => match frame.today {
            Some(today) => Placed::document(shift(today, *unit, *by)),
            None => Placed::full(match by {
                0 => "PRESENT_REF".into(),
                _ if *by < 0 => "PAST_REF".into(),
                _ => "FUTURE_REF".into(),
            }),
        },
        Meaning::FromLast { unit, by } => match (&frame.last, frame.today) {
            (Some((last, _)), _) => {
                Placed { value: shift(*last, *unit, *by).unwrap_or_default(), earlier: true, ..Placed::default() }
            }
            (None, Some(today)) => Placed::document(shift(today, *unit, *by)),
            (None, None) => Placed::default(),
        },
        Meaning::WeekOf(day) => {
            let base = place(day, frame, tense);
            match base.value.parse::<Date>() {
                Ok(day) => Placed { value: week(day), ..base },
                Err(_) => base,
            }
        }
        Meaning::Beside(day, by) => {
            let base = place(day, frame, tense);
            let moved = base.value.parse::<Date>().ok().and_then(|day| shift_days(day, *by));
            Placed { value: moved.map(|d| d.to_string()).unwrap_or_default(), ..base }
        }
        Meaning::Fraction { code, year, lean } => fraction(code, *year, *lean, frame, tense),
        Meaning::Season { code, year, lean } => season(code, *year, *lean, frame, tense),
        Meaning::Weekend { lean } => Placed::document(frame.today.and_then(|today| {
            let saturday = match lean {
                Lean::Next | Lean::Following => today.nth_weekday(1, Weekday::Saturday).ok()?,
                Lean::This => shift_days(today, 6 - i64::from(today.weekday().to_monday_one_offset()))?,
                _ if today.weekday() == Weekday::Saturday => today,
                _ => today.nth_weekday(-1, Weekday::Saturday).ok()?,
            };
            Some(format!("{}-WE", week(saturday)))
        })),
        Meaning::Holiday { row, year, lean } => holiday(row, *year, *lean, frame, tense),
        Meaning::Time { clock, day } => {
            let base = match day {
                Some(day) => place(day, frame, tense),
                None => Placed::document(frame.today.map(|d| d.to_string())),
            };
            if base.value.is_empty() || base.value.ends_with("REF") {
                return Placed { value: format!("{UNTOLD_YEAR}-XX-XX{clock}"), ..base };
            }
            Placed { value: format!("{}{clock}", base.value), ..base }
        }
    }
}

fn shift_days(day: Date, by: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(by).ok()?).ok()
}

fn week(day: Date) -> String {
    let iso = day.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

/// `day` moved by so many units, in the unit's own precision.
fn shift(day: Date, unit: Unit, by: i64) -> Option<String> {
    let span = jiff::Span::new();
    let years = |n: i64| day.checked_add(jiff::Span::new().try_years(n).ok()?).ok();
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour => day.to_string(),
        Unit::Day => shift_days(day, by)?.to_string(),
        Unit::Week => week(day.checked_add(span.try_weeks(by).ok()?).ok()?),
        Unit::Fortnight => week(day.checked_add(span.try_weeks(by.checked_mul(2)?).ok()?).ok()?),
        Unit::Month => {
            let d = day.first_of_month().checked_add(span.try_months(by).ok()?).ok()?;
            format!("{:04}-{:02}", d.year(), d.month())
        }
        Unit::Quarter => {
            let d = day.first_of_month().checked_add(span.try_months(by.checked_mul(3)?).ok()?).ok()?;
            format!("{:04}-Q{}", d.year(), (d.month() - 1) / 3 + 1)
        }
        Unit::Year => format!("{:04}", years(by)?.year()),
        Unit::Decade if by.abs() > 0 => format!("{:04}", years(by.checked_mul(10)?)?.year()),
        Unit::Decade => format!("{:03}", day.year() / 10),
        Unit::Century if by.abs() > 0 => format!("{:04}", years(by.checked_mul(100)?)?.year()),
        Unit::Century => format!("{:02}", day.year() / 100),
    })
}

fn civil(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The one of two neighbours the words mean: the tense decides, unless that would be most of a year away.
fn choose(today: Date, before: Option<Date>, after: Option<Date>, tense: Option<Tense>) -> Option<Date> {
    let (Some(before), Some(after)) = (before, after) else { return before.or(after) };
    let far = |d: Date| (today - d).get_days().abs();
    Some(match tense {
        Some(Tense::Future | Tense::Maybe) if !(far(after) > 300 && far(before) < 60) => after,
        Some(Tense::Future | Tense::Maybe) => before,
        Some(Tense::Past) if !(far(before) > 300 && far(after) < 60) => before,
        Some(Tense::Past) => after,
        None if far(after) < far(before) => after,
        None => before,
    })
}

fn year_note(today: Date, chosen: Date) -> Option<&'static str> {
    Some(match chosen.year() - today.year() {
        0 => "year of the report",
        n if n < 0 => "year before the report",
        _ => "year after the report",
    })
}

fn date(
    year: Option<i32>,
    month: Option<i8>,
    day: Option<i8>,
    lean: Lean,
    frame: &Frame,
    tense: Option<Tense>,
) -> Placed {
    let text = |y: i32, m: i8, d: Option<i8>| match d {
        Some(d) => format!("{y:04}-{m:02}-{d:02}"),
        None => format!("{y:04}-{m:02}"),
    };
    match (year, month) {
        (Some(y), None) => return Placed::full(format!("{y:04}")),
        (Some(y), Some(m)) if y > 999 => {
            // A day no calendar has is not resolved.
            let real = i16::try_from(y).ok().and_then(|y| civil(y, m, day.unwrap_or(1))).is_some();
            return Placed::full(if real { text(y, m, day) } else { String::new() });
        }
        _ => {}
    }
    let Some(m) = month else { return Placed::default() };
    if civil(2000, m, day.unwrap_or(1)).is_none() {
        return Placed::default();
    }
    let Some(today) = frame.today else {
        return Placed::full(text(0, m, day).replacen("0000", UNTOLD_YEAR, 1));
    };
    if let Some(by) = year {
        return Placed::document(Some(text(i32::from(today.year()) + by, m, day)));
    }
    let in_year = |by: i16| civil(today.year() + by, m, day.unwrap_or(1));
    let around: Vec<Date> = [-4, -3, -2, -1, 0, 1, 2, 3, 4].into_iter().filter_map(in_year).collect();
    let chosen = if day.is_some() {
        let before = around.iter().rev().find(|d| **d <= today).copied();
        let after = around.iter().find(|d| **d >= today).copied();
        match lean {
            Lean::Last => around.iter().rev().find(|d| **d < today).copied(),
            Lean::Next => around.iter().find(|d| **d > today).copied(),
            Lean::This => in_year(0),
            _ => choose(today, before, after, tense),
        }
    } else {
        let first = today.first_of_month();
        match lean {
            Lean::Last => around.iter().rev().find(|d| **d < first).copied(),
            Lean::Next => around.iter().find(|d| **d > first).copied(),
            Lean::This => in_year(0),
            _ => {
                let before = around.iter().rev().find(|d| **d <= first).copied();
                let after = around.iter().find(|d| **d >= first).copied();
                choose(first, before, after, tense.or(Some(Tense::Past)))
            }
        }
    };
    match chosen {
        Some(d) => Placed {
            assumption: if lean == Lean::Open { year_note(today, d) } else { None },
            ..Placed::document(Some(text(d.year().into(), m, day)))
        },
        None => Placed::default(),
    }
}

fn weekday(n: i8, lean: Lean, frame: &Frame, tense: Option<Tense>) -> Placed {
    let Ok(weekday) = Weekday::from_monday_one_offset(n) else { return Placed::default() };
    let Some(today) = frame.today else { return Placed::full(format!("{UNTOLD_YEAR}-WXX-{n}")) };
    let before = || today.nth_weekday(-1, weekday).ok();
    let after = || today.nth_weekday(1, weekday).ok();
    let same = today.weekday() == weekday;
    let last = frame.last.as_ref().map(|(d, _)| *d);
    let (chosen, assumption) = match lean {
        Lean::Last => (before(), None),
        Lean::Next => (after(), None),
        Lean::Previous => return earlier(last.unwrap_or(today).nth_weekday(-1, weekday).ok()),
        Lean::Following => return earlier(last.unwrap_or(today).nth_weekday(1, weekday).ok()),
        _ if same => (Some(today), Some("the day of the report")),
        Lean::This if tense != Some(Tense::Past) => (after(), None),
        _ if tense == Some(Tense::Future) => (after(), Some("the next such day: the words speak of what is to come")),
        _ => (before(), Some("the last such day before the report")),
    };
    Placed { assumption, ..Placed::document(chosen.map(|d| d.to_string())) }
}

fn earlier(day: Option<Date>) -> Placed {
    Placed { value: day.map(|d| d.to_string()).unwrap_or_default(), earlier: true, ..Placed::default() }
}

fn fraction(code: &str, year: Option<i32>, lean: Lean, frame: &Frame, tense: Option<Tense>) -> Placed {
    if let Some(year) = year {
        // "the 2030 quarter": the one that ended last, in that year.
        let last = frame.today.map(|d| ((d.month() - 1) / 3 + 3) % 4 + 1);
        return Placed::full(match last {
            Some(q) if code == "QX" => format!("{year:04}-Q{q}"),
            _ => format!("{year:04}-{code}"),
        });
    }
    let Some(today) = frame.today else { return Placed::full(format!("{UNTOLD_YEAR}-{code}")) };
    let year = i32::from(today.year());
    let quarter = i32::from((today.month() - 1) / 3);
    if code == "QX" {
        // The last full quarter.
        let index = year * 4 + quarter - if lean == Lean::Previous { 5 } else { 1 };
        return Placed::document(Some(format!("{:04}-Q{}", index.div_euclid(4), index.rem_euclid(4) + 1)));
    }
    let n: i32 = code[1..].parse().unwrap_or(1);
    let now = if code.starts_with('Q') { quarter + 1 } else { (quarter / 2) + 1 };
    let open = match tense {
        Some(Tense::Future | Tense::Maybe) if n + 1 < now => year + 1,
        Some(Tense::Future | Tense::Maybe) => year,
        _ if n > now => year - 1,
        _ => year,
    };
    let chosen = match lean {
        Lean::This => year,
        Lean::Last => year - 1,
        Lean::Next => year + 1,
        Lean::Previous => open - 1,
        _ => open,
    };
    Placed::document(Some(format!("{chosen:04}-{code}")))
}

fn season(code: &str, year: Option<i32>, lean: Lean, frame: &Frame, tense: Option<Tense>) -> Placed {
    if let Some(year) = year {
        return Placed::full(format!("{year:04}-{code}"));
    }
    let Some(today) = frame.today else { return Placed::full(format!("{UNTOLD_YEAR}-{code}")) };
    let start = match code {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    let starts: Vec<Date> = [-2, -1, 0, 1].into_iter().filter_map(|by| civil(today.year() + by, start, 1)).collect();
    let running = |d: &Date| (today - *d).get_days() < 92;
    let chosen = match lean {
        Lean::This => civil(today.year(), start, 1),
        Lean::Last | Lean::Previous => starts.iter().rev().find(|d| **d <= today && !running(d)).copied(),
        Lean::Next | Lean::Following => starts.iter().find(|d| **d > today).copied(),
        Lean::Open if tense == Some(Tense::Future) => starts.iter().find(|d| **d >= today).copied(),
        Lean::Open => starts.iter().rev().find(|d| **d <= today).copied(),
    };
    Placed::document(chosen.map(|d| format!("{:04}-{code}", d.year())))
}

fn holiday(row: &[&str], year: Option<i32>, lean: Lean, frame: &Frame, tense: Option<Tense>) -> Placed {
    if let Some(year) = year.and_then(|y| i16::try_from(y).ok()) {
        return Placed::full(holiday_in(row, year).map_or_else(|| format!("{year:04}"), |d| d.to_string()));
    }
    let Some(today) = frame.today else { return Placed::default() };
    let days: Vec<Date> = [-1, 0, 1].into_iter().filter_map(|by| holiday_in(row, today.year() + by)).collect();
    let before = days.iter().rev().find(|d| **d <= today).copied();
    let after = days.iter().find(|d| **d >= today).copied();
    let chosen = match lean {
        Lean::Last | Lean::Previous => days.iter().rev().find(|d| **d < today).copied(),
        Lean::Next | Lean::Following => days.iter().find(|d| **d > today).copied(),
        Lean::This => days.iter().find(|d| d.year() == today.year()).copied(),
        _ => choose(today, before, after, tense),
    };
    let assumption = chosen.and_then(|d| year_note(today, d));
    Placed { assumption, ..Placed::document(chosen.map(|d| d.to_string())) }
}
