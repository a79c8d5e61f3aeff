//! How many, and how surely? A number with the words that bound it, before anybody asks what is counted.
//!
//! "nearly 2,000" → about 2000; "between 20 and 30" → 20 to 30; "dozens" → 24 to 99, vague; "$200 million" → 200 000 000 USD.

use std::sync::OnceLock;

use onrecord_lexicon::{List, list};
use onrecord_model::Bound;

use crate::numbers::{self, NumberKind, Style};
use crate::pieces::Pieces;

/// A bounded number in the pieces of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// First piece, approximator included.
    pub first: usize,
    /// One past the last piece.
    pub last: usize,
    /// First piece of the number itself.
    pub core: usize,
    /// Lowest value; missing when open.
    pub low: Option<f64>,
    /// Highest value; missing when open.
    pub high: Option<f64>,
    /// How the words bound it.
    pub bound: Bound,
    /// ISO 4217 code when it is money.
    pub currency: Option<&'static str>,
    /// Whether it is written in digits.
    pub digits: bool,
    /// Whether it is four bare digits or fewer: it may be a year, a day or a label.
    pub bare: bool,
    /// Whether it is "one", "a", "an".
    pub one: bool,
}

fn bounds() -> &'static List {
    static LIST: OnceLock<&'static List> = OnceLock::new();
    LIST.get_or_init(|| list("figure_bounds"))
}

fn vague_list() -> &'static List {
    static LIST: OnceLock<&'static List> = OnceLock::new();
    LIST.get_or_init(|| list("vague_numbers"))
}

/// The longest head of `list` that the pieces from `i` on spell, its columns, and the piece after it.
fn longest(p: &Pieces, i: usize, list: &'static List) -> Option<(&'static [&'static str], usize)> {
    let mut best = None;
    let mut phrase = String::new();
    for last in i + 1..=(i + list.longest()).min(p.len()) {
        if !p.is_word(last - 1) || (last > i + 1 && (!p.gap(last - 1) || p.get(last - 1).is_some_and(|x| x.paragraph)))
        {
            break;
        }
        if last > i + 1 {
            phrase.push(' ');
        }
        phrase.push_str(p.low(last - 1));
        if let Some(row) = list.get(&phrase) {
            best = Some((row, last));
        }
    }
    best
}

fn currency(p: &Pieces, i: usize) -> Option<(&'static str, usize)> {
    let next = match (p.raw(i), p.raw(i + 1)) {
        ("US" | "U", "$") if !p.gap(i + 1) => Some(("USD", i + 2)),
        ("C", "$") if !p.gap(i + 1) => Some(("CAD", i + 2)),
        ("A", "$") if !p.gap(i + 1) => Some(("AUD", i + 2)),
        ("$", _) => Some(("USD", i + 1)),
        ("€", _) => Some(("EUR", i + 1)),
        ("£", _) => Some(("GBP", i + 1)),
        ("₪", _) => Some(("ILS", i + 1)),
        ("₹", _) => Some(("INR", i + 1)),
        ("¥", _) => Some(("JPY", i + 1)),
        _ => None,
    }?;
    p.is_digits(next.1).then_some(next)
}

/// The currency a word after the number names.
fn currency_word(low: &str) -> Option<&'static str> {
    Some(match low {
        "dollar" | "dollars" => "USD",
        "euro" | "euros" => "EUR",
        "rubles" | "roubles" => "RUB",
        "shekels" => "ILS",
        "rupees" => "INR",
        "yen" => "JPY",
        "yuan" => "CNY",
        _ => return None,
    })
}

fn number(p: &Pieces, i: usize, style: Style) -> Option<numbers::Number> {
    // "three-year" is left to the caller; "B-52" and "No. 7" are labels.
    if i > 0 && !p.gap(i) && (p.is_hyphen(i - 1) && i > 1 && p.is_word(i - 2) && !p.gap(i - 1) && p.is_digits(i)) {
        return None;
    }
    let n = numbers::at(p, i, style)?;
    // A leading "a" is the number of "a dozen", "a hundred" only.
    (n.value.abs() < 1e15).then_some(n)
}

/// The quantity that begins at piece `i`.
pub fn at(p: &Pieces, i: usize) -> Option<Quantity> {
    let piece = p.get(i)?;
    if piece.kind == crate::pieces::PieceKind::Mark && currency(p, i).is_none() {
        return None;
    }
    // "handed over 30": a part of the verb.
    let particle = p.low(i) == "over"
        && i > 0
        && matches!(
            p.low(i - 1),
            "handed"
                | "hand"
                | "handing"
                | "turned"
                | "turn"
                | "turning"
                | "took"
                | "take"
                | "taking"
                | "fought"
                | "ruled"
        );
    if particle {
        return None;
    }
    let (bound, mut k) = match longest(p, i, bounds()) {
        Some((row, last)) => (row.first().copied(), last),
        None => (None, i),
    };
    // "as many as about 20": the first bound wins, the second is part of the words.
    if bound.is_some()
        && let Some((_, last)) = longest(p, k, bounds())
    {
        k = last;
    }
    let bound = bound.map(|b| match b {
        "at_least" => Bound::AtLeast,
        "at_most" => Bound::AtMost,
        _ => Bound::About,
    });
    let mut q = core(p, k)?;
    if p.get(k).is_some_and(|x| x.paragraph) && k > i {
        return None;
    }
    q.first = i;
    match (p.low(q.last), p.low(q.last + 1)) {
        ("or", "more") if bound.is_none() => {
            q.last += 2;
            (q.bound, q.high) = (Bound::AtLeast, None);
            return Some(q);
        }
        ("or", "so") => {
            q.last += 2;
            if q.bound == Bound::Exact {
                q.bound = Bound::About;
            }
        }
        ("or", "fewer" | "less") if bound.is_none() => {
            q.last += 2;
            (q.bound, q.low) = (Bound::AtMost, None);
            return Some(q);
        }
        _ => {}
    }
    match (bound, q.bound) {
        (Some(Bound::About), Bound::Exact) => q.bound = Bound::About,
        (Some(Bound::AtLeast), Bound::Exact | Bound::Vague | Bound::Range) => {
            (q.bound, q.high) = (Bound::AtLeast, None);
        }
        (Some(Bound::AtMost), Bound::Exact | Bound::Vague) => (q.bound, q.low) = (Bound::AtMost, None),
        (Some(Bound::AtMost), Bound::Range) => (q.bound, q.low) = (Bound::AtMost, None),
        _ => {}
    }
    Some(q)
}

fn core(p: &Pieces, k: usize) -> Option<Quantity> {
    let made = |last, low, high, bound, n: Option<&numbers::Number>| Quantity {
        first: k,
        last,
        core: k,
        low,
        high,
        bound,
        currency: None,
        digits: n.is_some_and(|n| n.digits),
        bare: n.is_some_and(|n| n.bare),
        one: false,
    };
    if p.low(k) == "between" {
        let a = number(p, k + 1 + usize::from(currency(p, k + 1).is_some()), Style::NoAnd)?;
        let money = currency(p, k + 1);
        if p.low(a.last) != "and" {
            return None;
        }
        let b = number(p, a.last + 1 + usize::from(currency(p, a.last + 1).is_some()), Style::NoAnd)?;
        let low = scaled(p, &a, &b);
        return (low < b.value).then(|| Quantity {
            currency: money.map(|m| m.0),
            ..made(b.last, Some(low), Some(b.value), Bound::Range, Some(&b))
        });
    }
    if let Some((row, last)) = longest(p, k, vague_list()) {
        // "several hundred people" is in the list; "several" alone must not hide "several 30-year-olds".
        let value = |n: usize| row.get(n).and_then(|v| v.parse::<f64>().ok());
        let mut q = made(last, value(0), value(1), Bound::Vague, None);
        let of = usize::from(p.low(last) == "of");
        if let Some(code) = currency_word(p.low(last + of)) {
            (q.currency, q.last) = (Some(code), last + of + 1);
        }
        return Some(q);
    }
    match (p.low(k), p.low(k + 1), p.low(k + 2)) {
        ("a", "couple", "of") => return Some(made(k + 3, Some(2.0), Some(2.0), Bound::About, None)),
        ("a", "trio", "of") => return Some(made(k + 3, Some(3.0), Some(3.0), Bound::Exact, None)),
        ("a", "pair", "of") => return Some(made(k + 3, Some(2.0), Some(2.0), Bound::Exact, None)),
        _ => {}
    }
    let money = currency(p, k);
    let start = money.map_or(k, |m| m.1);
    let n = number(p, start, Style::Prose)?;
    if n.kind == NumberKind::Power {
        return None;
    }
    let mut q = made(n.last, Some(n.value), Some(n.value), Bound::Exact, Some(&n));
    q.one = n.value == 1.0 && !n.digits;
    q.currency = money.map(|m| m.0);
    // "20 to 30", "20-30", "two or three".
    let join = match p.low(n.last) {
        "to" | "or" => Some(n.last + 1),
        _ if p.is_hyphen(n.last) && !p.gap(n.last) && !p.gap(n.last + 1) && p.is_digits(n.last + 1) => Some(n.last + 1),
        _ if p.is_mark(n.last, '—') || p.is_mark(n.last, '–') => {
            Some(n.last + 1).filter(|&j| !p.gap(j) && p.is_digits(j))
        }
        _ => None,
    };
    if let Some(j) = join {
        let second = j + usize::from(currency(p, j).is_some());
        if let Some(b) = number(p, second, Style::NoAnd) {
            let low = scaled(p, &n, &b);
            // "2008-2009" are years.
            let years = n.bare && b.bare && (1900.0..2100.0).contains(&n.value) && (1900.0..2100.0).contains(&b.value);
            if years {
                return None;
            }
            if low < b.value && n.kind == NumberKind::Integer && b.value < low * 100.0 && low > 0.0 {
                q = Quantity { currency: q.currency, ..made(b.last, Some(low), Some(b.value), Bound::Range, Some(&b)) };
            }
        }
    }
    if q.currency.is_none()
        && let Some(code) = currency_word(p.low(q.last))
    {
        q.currency = Some(code);
    }
    Some(q)
}

/// The first number of a range in the scale of the second: "2 to 3 million".
fn scaled(p: &Pieces, a: &numbers::Number, b: &numbers::Number) -> f64 {
    if a.value < 1000.0 && b.value >= 1e5 && b.last > b.first + 1 {
        let times = match p.low(b.last - 1) {
            "million" => 1e6,
            "billion" => 1e9,
            "thousand" => 1e3,
            _ => 1.0,
        };
        return a.value * times;
    }
    a.value
}
