//! Dates in words and digits: "Friday, Oct. 7", "7 August 1998", "August last year", "the 1980s", "20th century".

use super::dates_in_digits::numeric_date;
use super::expression::{Found, Lean, Meaning};
use super::grammar::found;
use super::words::{TimeWord, word};
use crate::numbers::{self, Style};
use crate::pieces::Pieces;
use onrecord_model::TimexType::{Date, Time};

/// A weekday at `k`; the expression begins at `first`.
pub(super) fn weekday_at(p: &Pieces, first: usize, k: usize, weekday: i8, lean: Lean) -> Found {
    let comma = usize::from(p.is_mark(k + 1, ','));
    if let Some(date) =
        month_first(p, k + 1 + comma).filter(|d| matches!(d.meaning, Meaning::Date { day: Some(_), .. }))
    {
        return Found { first, ..date };
    }
    if let Some(date) = numeric_date(p, k + 1 + comma).or_else(|| day_month(p, k + 1 + comma)) {
        return Found { first, ..date };
    }
    let day = Meaning::Weekday { weekday, lean };
    match word(p.low(k + 1)) {
        Some(TimeWord::Part(code)) if p.gap(k + 1) => found(
            first,
            k + 2,
            Time,
            Meaning::Time { clock: format!("T{code}"), day: Some(Box::new(day)) },
            "part of day",
        ),
        _ => found(first, k + 1, Date, day, "weekday"),
    }
}

/// The month at `i` and the piece after it (with the point of an abbreviation).
fn month(p: &Pieces, i: usize) -> Option<(i8, usize)> {
    let Some(TimeWord::Month(month, short)) = word(p.low(i)) else { return None };
    if !p.is_capital(i) {
        return None;
    }
    let dot = p.is_mark(i + 1, '.') && !p.gap(i + 1);
    if short && !dot && !p.is_digits(i + 1) {
        return None;
    }
    Some((month, i + 1 + usize::from(short && dot)))
}

/// A day of the month in digits at `i`, with its ending.
fn day(p: &Pieces, i: usize) -> Option<(i8, usize)> {
    if !p.is_digits(i) || p.raw(i).len() > 2 {
        return None;
    }
    let day: i8 = p.raw(i).parse().ok()?;
    let ending = matches!(p.low(i + 1), "st" | "nd" | "rd" | "th") && !p.gap(i + 1);
    let joined = !p.gap(i + 1)
        && (p.is_mark(i + 1, ':') && p.is_digits(i + 2) && !p.gap(i + 2)
            || p.is_mark(i + 1, '%')
            || p.is_mark(i + 1, '.') && p.is_digits(i + 2) && !p.gap(i + 2));
    let thousands = p.is_mark(i + 1, ',') && p.is_digits(i + 2) && !p.gap(i + 2);
    ((1..=31).contains(&day) && !joined && !thousands && (ending || !p.is_word(i + 1) || p.gap(i + 1)))
        .then_some((day, i + 1 + usize::from(ending)))
}

/// A year in digits at `i` that may follow a month or day.
pub(super) fn year_after(p: &Pieces, i: usize) -> Option<(i32, usize)> {
    let k = i + usize::from(p.is_mark(i, ',') && p.gap(i + 1));
    let k = k + usize::from(p.low(k) == "of" && p.is_digits(k + 1));
    let (year, last) = year(p, k)?;
    (p.gap(k)).then_some((year, last))
}

/// A year at `i`: "1998", "'98", "nineteen ninety-eight", "the year two thousand".
pub(super) fn year(p: &Pieces, i: usize) -> Option<(i32, usize)> {
    if p.is_digits(i) && p.raw(i).len() == 4 {
        let year: i32 = p.raw(i).parse().ok()?;
        let joined = !p.gap(i + 1)
            && (p.is_word(i + 1)
                || p.is_mark(i + 1, '%')
                || (p.is_mark(i + 1, ',') || p.is_mark(i + 1, '.')) && p.is_digits(i + 2) && !p.gap(i + 2));
        return ((1000..=2199).contains(&year) && !joined).then_some((year, i + 1));
    }
    if p.is_apostrophe(i) && p.is_digits(i + 1) && p.raw(i + 1).len() == 2 && !p.gap(i + 1) && !p.is_word(i + 2) {
        let short: i32 = p.raw(i + 1).parse().ok()?;
        return Some((if short > 40 { 1900 + short } else { 2000 + short }, i + 2));
    }
    let found = worded_year(p, i)?;
    match found.meaning {
        Meaning::Date { year: Some(year), .. } => Some((year, found.last)),
        _ => None,
    }
}

/// "nineteen ninety-eight".
pub(super) fn worded_year(p: &Pieces, i: usize) -> Option<Found> {
    let lead = match p.low(i) {
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        _ => return None,
    };
    let rest = numbers::at(p, i + 1, Style::NoAnd)?;
    let whole = rest.value.fract() == 0.0 && (10.0..100.0).contains(&rest.value) && !rest.digits;
    let year = lead + rest.value as i32;
    whole.then(|| {
        found(i, rest.last, Date, Meaning::Date { year: Some(year), month: None, day: None, lean: Lean::Open }, "year")
    })
}

/// "August", "Aug. 7", "August 7th, 1998", "August 1998", "August last year".
pub(super) fn month_first(p: &Pieces, i: usize) -> Option<Found> {
    let (number, after) = month(p, i)?;
    let made = |year, day, last| {
        Some(found(i, last, Date, Meaning::Date { year, month: Some(number), day, lean: Lean::Open }, "month"))
    };
    let the = usize::from(p.low(after) == "the");
    if let Some((day, last)) = day(p, after + the).filter(|_| p.gap(after)) {
        return match year_after(p, last) {
            Some((year, last)) => made(Some(year), Some(day), last),
            None => made(None, Some(day), last),
        };
    }
    if let Some((year, last)) = year_after(p, after) {
        return made(Some(year), None, last);
    }
    let of = usize::from(p.low(after) == "of");
    if p.low(after + of + 1) == "year" {
        let by = match p.low(after + of) {
            "this" => Some(0),
            "last" => Some(-1),
            "next" => Some(1),
            _ => None,
        };
        if let Some(by) = by {
            // A year relative to the day of the report: kept as an offset below 1000.
            return made(Some(by), None, after + of + 2);
        }
    }
    // "May" and "March" are words too.
    if matches!(p.low(i), "may" | "march") {
        let before = if i > 0 { p.low(i - 1) } else { "" };
        let leads = [
            "in", "since", "by", "until", "till", "from", "of", "through", "during", "before", "after", "early",
            "late", "mid", "last", "next", "this", "for", "and", "to", "-", "between",
        ];
        // "the March meeting", not "the march on the capital".
        let next = p.low(after);
        let owner = before == "the"
            && p.is_word(after)
            && !p.is_capital(after)
            && !matches!(
                next,
                "of" | "on" | "for" | "to" | "towards" | "toward" | "against" | "through" | "by" | "was"
            );
        if !(leads.contains(&before) || owner) {
            return None;
        }
    }
    made(None, None, after)
}

/// The second day of "April 24 and 25", of "Aug. 5 to 9": the month stands before the first.
pub(super) fn another_day(p: &Pieces, i: usize) -> Option<Found> {
    let joined = i >= 3 && matches!(p.low(i - 1), "and" | "or" | "to" | "through");
    if !joined || !p.is_digits(i - 2) || p.raw(i - 2).len() > 2 {
        return None;
    }
    let (second, last) = day(p, i)?;
    let dot = usize::from(p.is_mark(i - 3, '.'));
    let (number, after) = month(p, i.checked_sub(3 + dot)?)?;
    if after != i - 2 {
        return None;
    }
    // "on April 24 and 25 people": a count.
    let counted = p.is_word(last)
        && !matches!(
            p.low(last),
            "in" | "at" | "with" | "for" | "after" | "when" | "as" | "while" | "and" | "but" | "to" | "on" | "by"
        );
    if counted {
        return None;
    }
    let (year, last) = year_after(p, last).map_or((None, last), |(y, l)| (Some(y), l));
    let meaning = Meaning::Date { year, month: Some(number), day: Some(second), lean: Lean::Open };
    Some(found(i, last, Date, meaning, "month"))
}

/// "7 August 1998", "the 7th of August".
pub(super) fn day_month(p: &Pieces, i: usize) -> Option<Found> {
    let (day, after) = day(p, i)?;
    let of = usize::from(p.low(after) == "of");
    let (number, after) = month(p, after + of)?;
    let (year, last) = year_after(p, after).map_or((None, after), |(y, l)| (Some(y), l));
    Some(found(i, last, Date, Meaning::Date { year, month: Some(number), day: Some(day), lean: Lean::Open }, "month"))
}

/// A bare year: only one that cannot well be a count.
pub(super) fn plain_year(p: &Pieces, i: usize) -> Option<Found> {
    let (number, last) = year(p, i)?;
    let before = if i > 0 { p.low(i - 1) } else { "" };
    let led = matches!(
        before,
        "in" | "since"
            | "by"
            | "until"
            | "of"
            | "during"
            | "from"
            | "before"
            | "after"
            | "and"
            | "to"
            | "late"
            | "early"
            | "the"
            | "through"
    );
    let next = p.low(last);
    let counted = matches!(
        next,
        "people"
            | "men"
            | "women"
            | "troops"
            | "soldiers"
            | "miles"
            | "kilometers"
            | "kilometres"
            | "meters"
            | "metres"
            | "feet"
            | "square"
            | "dollars"
            | "million"
            | "billion"
            | "thousand"
            | "hundred"
            | "percent"
            | "tons"
            | "tonnes"
            | "prisoners"
            | "others"
            | "points"
            | "civilians"
            | "refugees"
            | "rockets"
            | "fighters"
            | "families"
            | "jobs"
            | "shares"
            | "times"
            | "employees"
            | "workers"
            | "yards"
            | "acres"
            | "hectares"
            | "homes"
            | "houses"
            | "gmt"
            | "hours"
            | "utc"
            | "years"
            | "days"
            | "children"
            | "members"
            | "cars"
            | "units"
    );
    let money = i > 0
        && !p.gap(i)
        && !p.is_mark(i - 1, '(')
        && !p.is_hyphen(i - 1)
        && !p.is_mark(i - 1, '/')
        && !p.is_apostrophe(i - 1);
    let fits = if (1900..=2050).contains(&number) {
        !counted
    } else {
        (1400..1900).contains(&number) && matches!(before, "in" | "since" | "of" | "until") && !counted
    };
    let range = (p.is_mark(last, '/') || p.is_hyphen(last) && p.is_hyphen(last + 2)) && p.is_digits(last + 1);
    (fits && !money && (led || !range)).then(|| {
        let meaning = Meaning::Date { year: Some(number), month: None, day: None, lean: Lean::Open };
        found(i, last, Date, meaning, "year")
    })
}

/// "1980s", "the '80s", "nineties".
pub(super) fn decade(p: &Pieces, i: usize) -> Option<Found> {
    let made = |prefix: i32, last| Some(found(i, last, Date, Meaning::Fixed(prefix.to_string()), "decade"));
    let plural = |k: usize| {
        !p.gap(k) && p.low(k) == "s" || p.is_apostrophe(k) && !p.gap(k) && p.low(k + 1) == "s" && !p.gap(k + 1)
    };
    let after = |k: usize| if p.low(k) == "s" { k + 1 } else { k + 2 };
    if p.is_digits(i) && plural(i + 1) && p.raw(i).ends_with('0') {
        let number: i32 = p.raw(i).parse().ok()?;
        return match p.raw(i).len() {
            4 if (1500..2200).contains(&number) => made(number / 10, after(i + 1)),
            2 if number >= 20 && i > 0 && p.low(i - 1) == "the" => made(190 + number / 10, after(i + 1)),
            _ => None,
        };
    }
    if p.is_apostrophe(i) && p.is_digits(i + 1) && p.raw(i + 1).len() == 2 && plural(i + 2) {
        let number: i32 = p.raw(i + 1).parse().ok()?;
        return made(if number > 20 { 190 } else { 200 } + number / 10, after(i + 2));
    }
    let prefix = match p.low(i) {
        "twenties" => 192,
        "thirties" => 193,
        "forties" => 194,
        "fifties" => 195,
        "sixties" => 196,
        "seventies" => 197,
        "eighties" => 198,
        "nineties" => 199,
        _ => return None,
    };
    made(prefix, i + 1)
}

/// "20th century".
pub(super) fn century(p: &Pieces, i: usize) -> Option<Found> {
    let ending = matches!(p.low(i + 1), "st" | "nd" | "rd" | "th") && !p.gap(i + 1);
    let hyphen = usize::from(p.is_hyphen(i + 2));
    if !p.is_digits(i) || !ending || p.low(i + 2 + hyphen) != "century" {
        return None;
    }
    let number: i32 = p.raw(i).parse().ok().filter(|n| (1..=30).contains(n))?;
    Some(found(i, i + 3 + hyphen, Date, Meaning::Fixed(format!("{:02}", number - 1)), "century"))
}
