//! What a time expression means before it is placed on a calendar.

use super::words::Unit;
use onrecord_model::TimexType;

/// How an expression leans on the day of the report or on an earlier time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lean {
    /// No word says.
    Open,
    /// "this".
    This,
    /// "last", "past".
    Last,
    /// "next", "coming".
    Next,
    /// "the previous", counted from an earlier time.
    Previous,
    /// "the following", counted from an earlier time.
    Following,
}

/// What a time expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A calendar date; missing parts are to be found or stay open.
    Date { year: Option<i32>, month: Option<i8>, day: Option<i8>, lean: Lean },
    /// A weekday.
    Weekday { weekday: i8, lean: Lean },
    /// So many units from the day of the report, in the unit's own precision.
    Offset { unit: Unit, by: i64 },
    /// So many units from an earlier time.
    FromLast { unit: Unit, by: i64 },
    /// A quarter or half of a year (code `Q1`–`Q4`, `H1`, `H2`, `QX`).
    Fraction { code: &'static str, year: Option<i32>, lean: Lean },
    /// A season.
    Season { code: &'static str, year: Option<i32>, lean: Lean },
    /// A weekend.
    Weekend { lean: Lean },
    /// A holiday.
    Holiday { row: &'static [&'static str], year: Option<i32>, lean: Lean },
    /// The week a day is in: "the week of March 6".
    WeekOf(Box<Meaning>),
    /// So many days beside a day: "the day before last Tuesday".
    Beside(Box<Meaning>, i64),
    /// A value that needs no calendar.
    Fixed(String),
    /// A time of day on a day ("T22:00", "TNI").
    Time { clock: String, day: Option<Box<Meaning>> },
}

/// A time expression found in the pieces.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) kind: TimexType,
    pub(super) meaning: Meaning,
    pub(super) modifier: Option<&'static str>,
    pub(super) rule: &'static str,
}

/// TIMEX3 value of a length of time; the number is missing for "several", "recent".
pub(super) fn duration(n: Option<f64>, unit: Unit) -> String {
    let (time, letter, times) = match unit {
        Unit::Second => (true, 'S', 1.0),
        Unit::Minute => (true, 'M', 1.0),
        Unit::Hour => (true, 'H', 1.0),
        Unit::Day => (false, 'D', 1.0),
        Unit::Week => (false, 'W', 1.0),
        Unit::Fortnight => (false, 'W', 2.0),
        Unit::Month => (false, 'M', 1.0),
        Unit::Quarter => (false, 'M', 3.0),
        Unit::Year => (false, 'Y', 1.0),
        Unit::Decade => (false, 'Y', 10.0),
        Unit::Century => (false, 'Y', 100.0),
    };
    let lead = if time { "PT" } else { "P" };
    let Some(n) = n else {
        return match unit {
            Unit::Decade => "PXE".into(),
            Unit::Century => "PXC".into(),
            Unit::Quarter => "PXQ".into(),
            Unit::Fortnight => "PXW".into(),
            _ => format!("{lead}X{letter}"),
        };
    };
    if unit == Unit::Quarter && n.fract() == 0.0 {
        return format!("P{n}Q");
    }
    let n = n * times;
    if n.fract() == 0.5 {
        let whole = n.trunc();
        let rest = match (unit, letter) {
            (Unit::Year, _) => Some("6M"),
            (Unit::Hour, _) => Some("30M"),
            (Unit::Minute, _) => Some("30S"),
            (Unit::Day, _) => Some("T12H"),
            _ => None,
        };
        if let Some(rest) = rest {
            return if whole == 0.0 { format!("{lead}{rest}") } else { format!("{lead}{whole}{letter}{rest}") };
        }
    }
    format!("{lead}{n}{letter}")
}
