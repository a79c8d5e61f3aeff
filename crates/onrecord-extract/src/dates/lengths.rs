//! Lengths of time: "nearly two months", "the past three weeks", "a three-day truce", "an hour and a half", "six weeks ago".

use super::expression::{Found, Meaning, duration};
use super::grammar::found;
use super::words::{TimeWord, Unit, word};
use crate::numbers::{self, Style};
use crate::pieces::Pieces;
use onrecord_model::TimexType::{Date, Duration};

/// How many units: a number, or some.
struct Amount {
    n: Option<f64>,
    last: usize,
    /// "a week": only a length where the words around it say so.
    article: bool,
}

/// The length of time that begins at piece `i`.
pub(super) fn find(p: &Pieces, i: usize) -> Option<Found> {
    let (modifier, start) = approximator(p, i);
    let the = usize::from(matches!(p.low(start), "the" | "another"));
    // "over the past week": here "over" is no bound.
    if the == 1 && start > i && matches!(p.low(i), "over" | "under" | "around" | "about" | "some") {
        return None;
    }
    let lead = matches!(
        p.low(start + the),
        "past"
            | "last"
            | "next"
            | "first"
            | "coming"
            | "previous"
            | "following"
            | "latest"
            | "recent"
            | "final"
            | "preceding"
    );
    let k = start + the + usize::from(lead);
    if lead || p.low(start) == "another" {
        if let Some(Amount { n, last, article: false }) = amount(p, k) {
            return finish(p, i, n, last, modifier, lead);
        }
        // "the coming weeks", "recent months", "another day".
        if let Some(TimeWord::Unit(unit, plural)) = word(p.low(k)) {
            let vague = plural
                && matches!(
                    p.low(start + the),
                    "recent" | "coming" | "past" | "following" | "first" | "last" | "next" | "final"
                );
            let another = !plural && p.low(start) == "another" && !lead;
            if vague || another {
                let value = duration(another.then_some(1.0), unit);
                let last = k + 1;
                if vague && p.low(last) == "and" && matches!(word(p.low(last + 1)), Some(TimeWord::Unit(_, true))) {
                    return Some(length(i, last + 2, value, modifier));
                }
                return Some(length(i, last, value, modifier));
            }
        }
        return None;
    }
    // "decades-long", "a day-long strike".
    if start == i
        && let Some(TimeWord::Unit(unit, plural)) = word(p.low(i))
        && p.is_hyphen(i + 1)
        && !p.gap(i + 1)
        && p.low(i + 2) == "long"
        && !p.gap(i + 2)
        && !(i > 0 && p.is_hyphen(i - 1))
    {
        return Some(length(i, i + 3, duration((!plural).then_some(1.0), unit), None));
    }
    let Amount { n, last, article } = amount(p, start + the).or_else(|| bare(p, start + the))?;
    if the == 1 && (article || n.is_none_or(|n| n < 2.0)) {
        return match (n, word(p.low(last))) {
            (None, Some(TimeWord::Unit(unit, true))) if p.low(last + 1) == "ahead" => {
                Some(length(i, last + 2, duration(None, unit), modifier))
            }
            _ => None,
        };
    }
    if article && start == i && !placed(p, i, last) {
        return None;
    }
    finish(p, i, n, last, modifier, false).filter(|f| the == 0 || !p.slice(f.first, f.last).contains('-'))
}

fn length(first: usize, last: usize, value: String, modifier: Option<&'static str>) -> Found {
    Found { modifier, ..found(first, last, Duration, Meaning::Fixed(value), "length") }
}

/// Unit and tail after an amount that ends before `at`.
fn finish(
    p: &Pieces,
    first: usize,
    n: Option<f64>,
    at: usize,
    modifier: Option<&'static str>,
    lead: bool,
) -> Option<Found> {
    let mut k = at;
    let hyphen = p.is_hyphen(k) && !p.gap(k);
    k += usize::from(hyphen);
    while matches!(
        p.low(k),
        "more"
            | "additional"
            | "extra"
            | "full"
            | "straight"
            | "consecutive"
            | "whole"
            | "trading"
            | "working"
            | "business"
            | "calendar"
            | "further"
            | "long"
            | "of"
    ) && k < at + 3
    {
        k += 1;
    }
    let Some(TimeWord::Unit(unit, plural)) = word(p.low(k)) else { return None };
    if p.get(k).is_some_and(|x| x.paragraph) {
        return None;
    }
    // "three quarters of the town", "20 seconds" after a decimal point and the like.
    if unit == Unit::Quarter && !lead || (unit == Unit::Second && !plural && n != Some(1.0)) {
        return None;
    }
    if !hyphen
        && !plural
        && n.is_some_and(|n| n > 1.0)
        && !p.is_hyphen(k + 1)
        && unit != Unit::Year
        && unit != Unit::Day
        && unit != Unit::Hour
    {
        return None;
    }
    let mut last = k + 1;
    // Ages are no times.
    let old = usize::from(p.is_hyphen(last));
    if p.low(last + old) == "old" {
        if unit == Unit::Year {
            return None;
        }
        last += old + 1;
    } else if p.low(last) == "of" && p.low(last + 1) == "age" {
        return None;
    } else if p.is_hyphen(last) && !p.gap(last) && p.low(last + 1) == "long" {
        last += 2;
    }
    let mut n = n;
    if (p.low(last), p.low(last + 1), p.low(last + 2)) == ("and", "a", "half") {
        n = n.map(|n| n + 0.5);
        last += 3;
    }
    if (p.low(last), p.low(last + 1)) == ("or", "so") {
        last += 2;
    }
    if (p.low(last), p.low(last + 1)) == ("or", "more") {
        last += 2;
    }
    let units = n.filter(|n| n.fract() == 0.0 && n.abs() < 1e5).map(|n| n as i64);
    let dated = |last: usize, meaning: Meaning| Some(Found { modifier, ..found(first, last, Date, meaning, "ago") });
    match (p.low(last), p.low(last + 1)) {
        ("ago", _) => match (units, unit) {
            (Some(_), Unit::Second | Unit::Minute | Unit::Hour) => {
                dated(last + 1, Meaning::Fixed("PRESENT_REF".into()))
            }
            (Some(by), _) => dated(last + 1, Meaning::Offset { unit, by: -by }),
            (None, _) => dated(last + 1, Meaning::Fixed("PAST_REF".into())),
        },
        ("from", "now") => {
            dated(last + 2, units.map_or(Meaning::Fixed("FUTURE_REF".into()), |by| Meaning::Offset { unit, by }))
        }
        ("earlier", _) if unit == Unit::Year && units == Some(1) => dated(last + 1, Meaning::Offset { unit, by: -1 }),
        ("earlier", _) if !p.is_word(last + 1) || !p.gap(last + 1) || p.low(last + 1) != "than" => match units {
            Some(by) if !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) => {
                dated(last + 1, Meaning::FromLast { unit, by: -by })
            }
            _ => Some(length(first, last, duration(n, unit), modifier)),
        },
        ("later", _) => match units {
            Some(by) if !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) => {
                dated(last + 1, Meaning::FromLast { unit, by })
            }
            _ => Some(length(first, last, duration(n, unit), modifier)),
        },
        _ => Some(length(first, last, duration(n, unit), modifier)),
    }
}

/// Words before an amount and the TIMEX3 modifier they give.
fn approximator(p: &Pieces, i: usize) -> (Option<&'static str>, usize) {
    match (p.low(i), p.low(i + 1), p.low(i + 2)) {
        ("about" | "around" | "approximately" | "roughly" | "some", ..) => (Some("APPROX"), i + 1),
        ("nearly" | "almost", ..) => (Some("APPROX"), i + 1),
        ("close", "to", _) => (Some("APPROX"), i + 2),
        ("at", "least", _) => (Some("EQUAL_OR_MORE"), i + 2),
        ("at", "most", _) => (Some("EQUAL_OR_LESS"), i + 2),
        ("up", "to", _) => (Some("EQUAL_OR_LESS"), i + 2),
        ("no", "more", "than") | ("not", "more", "than") => (Some("EQUAL_OR_LESS"), i + 3),
        ("no", "less" | "fewer", "than") => (Some("EQUAL_OR_MORE"), i + 3),
        ("more", "than", _) => (Some("MORE_THAN"), i + 2),
        ("over", ..) => (Some("MORE_THAN"), i + 1),
        ("less" | "fewer", "than", _) => (Some("LESS_THAN"), i + 2),
        ("under", ..) => (Some("LESS_THAN"), i + 1),
        _ => (None, i),
    }
}

/// "a few", "several", "a couple of", "half an", "two to three", "12", "a".
fn amount(p: &Pieces, i: usize) -> Option<Amount> {
    let made = |n: Option<f64>, last: usize| Some(Amount { n, last, article: false });
    match (p.low(i), p.low(i + 1), p.low(i + 2)) {
        ("a", "few", _) => return made(None, i + 2),
        ("a", "couple", "of") => return made(Some(2.0), i + 3),
        ("a", "couple", _) => return made(Some(2.0), i + 2),
        ("couple", "of", _) => return made(Some(2.0), i + 2),
        ("few" | "several" | "many", ..) => return made(None, i + 1),
        ("dozens" | "hundreds" | "thousands", "of", _) => return made(None, i + 2),
        ("half", "a" | "an", _) => return made(Some(0.5), i + 2),
        ("a" | "an", "additional" | "extra", _) => return made(Some(1.0), i + 2),
        ("a", "half", _) if p.is_hyphen(i + 2) || p.gap(i + 2) => {
            if matches!(word(p.low(i + 2 + usize::from(p.is_hyphen(i + 2)))), Some(TimeWord::Unit(..))) {
                return made(Some(0.5), i + 2);
            }
        }
        _ => {}
    }
    // "two quarters" is half a year here, not a half.
    if p.low(i + 1) == "quarters"
        && let [only] = numbers::plain(p.raw(i))[..]
    {
        return made(Some(only.value), i + 1);
    }
    if let Some(n) = numbers::at(p, i, Style::Prose) {
        if i > 0 && !p.gap(i) && (p.is_mark(i - 1, '$') || p.is_mark(i - 1, '.') || p.is_mark(i - 1, ',')) {
            return None;
        }
        let join = match p.low(n.last) {
            "to" | "or" => Some(n.last + 1),
            _ if p.is_hyphen(n.last) && !p.gap(n.last) && (p.is_digits(n.last + 1)) => Some(n.last + 1),
            _ => None,
        };
        if let Some(second) = join.and_then(|k| numbers::at(p, k, Style::Prose)).filter(|m| m.value > n.value) {
            return made(Some(n.value), second.last);
        }
        return made(Some(n.value), n.last);
    }
    if matches!(p.low(i), "a" | "an") && matches!(word(p.low(i + 1)), Some(TimeWord::Unit(_, false))) {
        return Some(Amount { n: Some(1.0), last: i + 1, article: true });
    }
    None
}

/// A plural unit by itself: "for weeks", "years of war", "months ago".
fn bare(p: &Pieces, i: usize) -> Option<Amount> {
    let Some(TimeWord::Unit(unit, true)) = word(p.low(i)) else { return None };
    if matches!(unit, Unit::Quarter | Unit::Second) {
        return None;
    }
    let before = if i > 0 { p.low(i - 1) } else { "" };
    let after = p.low(i + 1);
    let fits = matches!(before, "for" | "after" | "within" | "in" | "than" | "took" | "takes" | "take" | "lasted")
        || matches!(after, "ago" | "later" | "earlier" | "of" | "before" | "after" | "ahead");
    (fits || before == "the" && unit != Unit::Hour && unit != Unit::Minute).then_some(Amount {
        n: None,
        last: i,
        article: false,
    })
}

/// Whether the words around say that "a week" at `i` is a length of time and no rate ("20 cents a day").
fn placed(p: &Pieces, i: usize, unit: usize) -> bool {
    let before = if i > 0 { p.low(i - 1) } else { "" };
    matches!(
        before,
        "for"
            | "in"
            | "within"
            | "after"
            | "of"
            | "than"
            | "by"
            | "take"
            | "took"
            | "takes"
            | "taken"
            | "lasted"
            | "last"
            | "spent"
            | "spend"
            | "barely"
            | "just"
            | "only"
            | "wait"
            | "waited"
            | "over"
            | "during"
            | "once"
            | "every"
            | "least"
            | "until"
            | "nearly"
            | "almost"
    ) && !(before == "of" && p.low(unit + 1) == "of")
        || matches!(p.low(unit + 1), "ago" | "earlier" | "later" | "before" | "after" | "from" | "or")
        || (p.low(unit + 1), p.low(unit + 2)) == ("and", "a")
}
