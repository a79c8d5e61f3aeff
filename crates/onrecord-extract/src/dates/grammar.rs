//! Where a time expression stands and what it is made of: patterns over pieces, longest first.

use super::dates_in_digits::{clock, numeric_date};
use super::expression::{Found, Lean, Meaning};
use super::lengths;
use super::words::{self, TimeWord, Unit, holiday, word};
use crate::numbers::{self, Style};
use crate::pieces::Pieces;
use onrecord_model::TimexType::{Date, Set, Time};

/// The longest time expression that begins at piece `i`.
pub(super) fn find(p: &Pieces, i: usize) -> Option<Found> {
    if !starts(p, i) {
        return None;
    }
    phrase(p, i)
        .or_else(|| lengths::find(p, i))
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

/// Set phrases.
fn phrase(p: &Pieces, i: usize) -> Option<Found> {
    let fixed = |last: usize, value: &str| Some(found(i, last, Date, Meaning::Fixed(value.into()), "phrase"));
    let words = |k: usize| (p.low(i), p.low(i + 1), p.low(i + 2), k);
    match words(0) {
        ("the", "near" | "foreseeable" | "immediate", "future", _) => fixed(i + 3, "FUTURE_REF"),
        ("the", "short" | "near" | "long", "term", _) => fixed(i + 3, "FUTURE_REF"),
        ("the", "future", _, _)
            if !p.is_word(i + 2) || matches!(p.low(i + 2), "of" | "is" | "was" | "with" | "and" | "but") =>
        {
            fixed(i + 2, "FUTURE_REF")
        }
        ("the", "past", next, _)
            if !p.is_word(i + 2)
                || matches!(next, "is" | "was" | "has" | "have" | "had" | "and" | "but" | "by" | "when" | "with") =>
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
        Meaning::FromLast { .. } => true,
        Meaning::Date { .. } => noun || comparative,
        Meaning::Holiday { .. } => false,
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

/// A weekday at `k`; the expression begins at `first`.
fn weekday_at(p: &Pieces, first: usize, k: usize, weekday: i8, lean: Lean) -> Found {
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
        && (p.is_mark(i + 1, ':')
            || p.is_mark(i + 1, '%')
            || p.is_mark(i + 1, '.') && p.is_digits(i + 2) && !p.gap(i + 2));
    let thousands = p.is_mark(i + 1, ',') && p.is_digits(i + 2) && !p.gap(i + 2);
    ((1..=31).contains(&day) && !joined && !thousands && (ending || !p.is_word(i + 1) || p.gap(i + 1)))
        .then_some((day, i + 1 + usize::from(ending)))
}

/// A year in digits at `i` that may follow a month or day.
fn year_after(p: &Pieces, i: usize) -> Option<(i32, usize)> {
    let k = i + usize::from(p.is_mark(i, ',') && p.gap(i + 1));
    let k = k + usize::from(p.low(k) == "of" && p.is_digits(k + 1));
    let (year, last) = year(p, k)?;
    (p.gap(k)).then_some((year, last))
}

/// A year at `i`: "1998", "'98", "nineteen ninety-eight", "the year two thousand".
fn year(p: &Pieces, i: usize) -> Option<(i32, usize)> {
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
fn worded_year(p: &Pieces, i: usize) -> Option<Found> {
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
fn month_first(p: &Pieces, i: usize) -> Option<Found> {
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
        if !leads.contains(&before) {
            return None;
        }
    }
    made(None, None, after)
}

/// "7 August 1998", "the 7th of August".
fn day_month(p: &Pieces, i: usize) -> Option<Found> {
    let (day, after) = day(p, i)?;
    let of = usize::from(p.low(after) == "of");
    let (number, after) = month(p, after + of)?;
    let (year, last) = year_after(p, after).map_or((None, after), |(y, l)| (Some(y), l));
    Some(found(i, last, Date, Meaning::Date { year, month: Some(number), day: Some(day), lean: Lean::Open }, "month"))
}

/// A bare year: only one that cannot well be a count.
fn plain_year(p: &Pieces, i: usize) -> Option<Found> {
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
        number >= 1400 && number < 1900 && matches!(before, "in" | "since" | "of" | "until") && !counted
    };
    let range = p.is_mark(last, '/') && p.is_digits(last + 1);
    (fits && !money && (led || !range)).then(|| {
        let meaning = Meaning::Date { year: Some(number), month: None, day: None, lean: Lean::Open };
        found(i, last, Date, meaning, "year")
    })
}

/// "1980s", "the '80s", "nineties".
fn decade(p: &Pieces, i: usize) -> Option<Found> {
    let made = |prefix: i32, last| Some(found(i, last, Date, Meaning::Fixed(prefix.to_string()), "decade"));
    let plural = |k: usize| {
        !p.gap(k) && p.low(k) == "s" || p.is_apostrophe(k) && !p.gap(k) && p.low(k + 1) == "s" && !p.gap(k + 1)
    };
    let after = |k: usize| if p.low(k) == "s" { k + 1 } else { k + 2 };
    if p.is_digits(i) && plural(i + 1) && p.raw(i).ends_with('0') {
        let number: i32 = p.raw(i).parse().ok()?;
        return match p.raw(i).len() {
            4 if (1500..2200).contains(&number) => made(number / 10, after(i + 1)),
            2 if number >= 20 && p.low(i + 1) == "s" => made(190 + number / 10, after(i + 1)),
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
fn century(p: &Pieces, i: usize) -> Option<Found> {
    let ending = matches!(p.low(i + 1), "st" | "nd" | "rd" | "th") && !p.gap(i + 1);
    let hyphen = usize::from(p.is_hyphen(i + 2));
    if !p.is_digits(i) || !ending || p.low(i + 2 + hyphen) != "century" {
        return None;
    }
    let number: i32 = p.raw(i).parse().ok().filter(|n| (1..=30).contains(n))?;
    Some(found(i, i + 3 + hyphen, Date, Meaning::Fixed(format!("{:02}", number - 1)), "century"))
}

/// "this week", "last May", "next Friday", "last summer", "last night", "past year".
fn leaning(p: &Pieces, first: usize, k: usize) -> Option<Found> {
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
    .or_else(|| weekend(p, first, next, lean))
    .or_else(|| {
        let (row, last) = holiday(p, next)?;
        Some(found(first, last, Date, Meaning::Holiday { row, year: None, lean }, "holiday"))
    })
}

fn weekend(p: &Pieces, first: usize, k: usize, lean: Lean) -> Option<Found> {
    (p.low(k) == "weekend").then(|| found(first, k + 1, Date, Meaning::Weekend { lean }, "weekend"))
}

/// Everything that begins with "the".
fn the(p: &Pieces, i: usize) -> Option<Found> {
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
            return Some(Found { first: i, rule: "week of", ..inner });
        }
        "day" | "week" | "month" | "year"
            if matches!(p.low(k + 1), "before" | "after") && !matches!(p.low(k + 2), "yesterday" | "tomorrow") =>
        {
            let by = if p.low(k + 1) == "before" { -1 } else { 1 };
            let Some(TimeWord::Unit(unit, _)) = word(p.low(k)) else { return None };
            // "the day before Elian …" keeps only "the day before".
            let last = if p.is_word(k + 2) && p.gap(k + 2) { k + 1 } else { k + 2 };
            return Some(found(i, last, Date, Meaning::FromLast { unit, by }, "day before"));
        }
        "year" if !p.is_hyphen(k + 1) && p.low(k + 1) != "old" && year(p, k + 1).is_none() => {
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
        "first" | "second" | "third" | "fourth" | "comparable" | "corresponding" => return quarter(p, i, k),
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

/// "that day", "the same week".
fn same(p: &Pieces, first: usize, k: usize) -> Option<Found> {
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
fn fiscal(p: &Pieces, first: usize, k: usize) -> Option<Found> {
    let next = k + 1 + usize::from(p.is_hyphen(k + 1));
    if p.low(next) == "year" {
        if let Some((number, last)) = year(p, next + 1) {
            let meaning = Meaning::Date { year: Some(number), month: None, day: None, lean: Lean::Open };
            return Some(found(first, last, Date, meaning, "fiscal year"));
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
fn quarter(p: &Pieces, first: usize, k: usize) -> Option<Found> {
    let k = k + usize::from(matches!(p.low(k), "fiscal" | "year-ago" | "comparable" | "corresponding"));
    let hyphen = usize::from(p.is_hyphen(k + 1));
    let noun = p.low(k + 1 + hyphen);
    let code = match (p.low(k), noun) {
        ("first", "quarter") => "Q1",
        ("second", "quarter") => "Q2",
        ("third", "quarter") => "Q3",
        ("fourth" | "final", "quarter") => "Q4",
        ("first", "half") => "H1",
        ("second", "half") => "H2",
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
    let made = |year, lean, last| Some(found(first, last, Date, Meaning::Fraction { code, year, lean }, "quarter"));
    let of = usize::from(p.low(last) == "of");
    if let Some((number, end)) = year(p, last + of) {
        return made(Some(number), Lean::Open, end);
    }
    let the = usize::from(of == 1 && p.low(last + 1) == "the");
    if p.low(last + of + 1) == "year" || p.low(last + of) == "the" && p.low(last + of + 1) == "year" {
        let lean = match p.low(last + of) {
            "this" | "the" => Some(Lean::This),
            "last" => Some(Lean::Last),
            "next" => Some(Lean::Next),
            _ => None,
        };
        if let Some(lean) = lean {
            last = last + of + 2;
            return made(None, lean, last + the * 0);
        }
    }
    if code.starts_with('H') && of == 0 {
        // "the first half" of a match or a report is no date.
        return None;
    }
    made(None, Lean::Open, last)
}

/// "year-ago quarter", "year-earlier": the same time a year before.
fn year_ago(p: &Pieces, first: usize, k: usize) -> Option<Found> {
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
        _ => return Some(found(first, last, Date, Meaning::Offset { unit: Unit::Year, by: -1 }, "ago")),
    }
    Some(found(first, last, Date, Meaning::Fraction { code, year: None, lean: Lean::Previous }, "quarter"))
}

/// "summer", "last fall", "the winter of 1994", "spring 2013".
fn season(p: &Pieces, first: usize, k: usize, lean: Lean) -> Option<Found> {
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

/// "every week", "each Thursday", "daily", "twice a day".
fn repeated(p: &Pieces, i: usize) -> Option<Found> {
    let set = |last: usize, value: String| Some(found(i, last, Set, Meaning::Fixed(value), "set"));
    if let Some(TimeWord::Set(value)) = word(p.low(i)) {
        return set(i + 1, value.into());
    }
    if let Some(TimeWord::Weekday(weekday, true)) = word(p.low(i)) {
        return p.is_capital(i).then(|| set(i + 1, format!("XXXX-WXX-{weekday}"))).flatten();
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
        TimeWord::Weekday(weekday, false) => set(k + 1, format!("XXXX-WXX-{weekday}")),
        TimeWord::Month(month, false) => set(k + 1, format!("XXXX-{month:02}")),
        TimeWord::Season(code) => set(k + 1, format!("XXXX-{code}")),
        TimeWord::Part(code) => set(k + 1, format!("XXXX-XX-XXT{code}")),
        _ => None,
    }
}

/// "now", "recently", "currently", "soon".
fn reference(p: &Pieces, i: usize) -> Option<Found> {
    let fixed = |first: usize, last: usize, value: &str| {
        Some(found(first, last, Date, Meaning::Fixed(value.into()), "reference"))
    };
    match (p.low(i), p.low(i + 1)) {
        ("future", _)
            if p.is_word(i + 1) && (i == 0 || !matches!(p.low(i - 1), "the" | "s" | "its" | "their" | "his" | "a")) =>
        {
            fixed(i, i + 1, "FUTURE_REF")
        }
        ("more", "recently") => fixed(i, i + 2, "PAST_REF"),
        ("soon", "after" | "as" | "be") => None,
        ("now", "that") | ("now", "-") => None,
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

/// Whether the words near pieces `first..last` place the event after the writing; `None` when nothing says.
pub(super) fn future(p: &Pieces, first: usize, last: usize) -> Option<bool> {
    let stop = |k: usize| {
        p.is_mark(k, '.') && p.gap(k + 1) && p.is_capital(k + 1)
            || p.is_mark(k, ';')
            || p.is_mark(k, '?')
            || p.is_mark(k, '!')
    };
    for back in 1..=14 {
        let Some(k) = first.checked_sub(back) else { break };
        if stop(k) || p.get(k + 1).is_some_and(|x| x.paragraph) {
            break;
        }
        if let Some(said) = words::future(p.low(k)) {
            return Some(said);
        }
    }
    for k in last..last + 12 {
        if k >= p.len() || stop(k) || p.get(k).is_some_and(|x| x.paragraph) {
            break;
        }
        if let Some(said) = words::future(p.low(k)) {
            return Some(said);
        }
    }
    None
}
