//! Numbers that start with digits: groups, decimals, fractions, powers, letters for thousands.

use super::{Number, NumberKind, Style};
use crate::pieces::Pieces;

/// No literal of more groups than this is read: it is no count of anything.
const MOST_GROUPS: usize = 12;
/// No run of more digits than this is read.
const MOST_DIGITS: usize = 21;

/// The literal at piece `i`.
pub(super) fn at(p: &Pieces, i: usize, style: Style) -> Option<Number> {
    if style == Style::Plain {
        if let Some(value) = vulgar(p, i) {
            return Some(Number {
                value,
                first: i,
                last: i + 1,
                kind: NumberKind::Fraction,
                digits: true,
                bare: false,
            });
        }
        if (p.is_hyphen(i) || p.is_mark(i, '+')) && p.gap(i) {
            let start = !p.gap(i + 1) || i == 0;
            let number = (start && p.is_hyphen(i)).then(|| unsigned(p, i + 1, style)).flatten()?;
            return Some(Number { value: -number.value, first: i, ..number });
        }
    }
    unsigned(p, i, style)
}

/// A single character that is a fraction.
fn vulgar(p: &Pieces, i: usize) -> Option<f64> {
    let mut chars = p.raw(i).chars();
    let value = match (chars.next()?, chars.next()) {
        ('½', None) => 1.0 / 2.0,
        ('⅓', None) => 1.0 / 3.0,
        ('⅔', None) => 2.0 / 3.0,
        ('¼', None) => 1.0 / 4.0,
        ('¾', None) => 3.0 / 4.0,
        ('⅕', None) => 1.0 / 5.0,
        ('⅖', None) => 2.0 / 5.0,
        ('⅗', None) => 3.0 / 5.0,
        ('⅘', None) => 4.0 / 5.0,
        ('⅙', None) => 1.0 / 6.0,
        ('⅚', None) => 5.0 / 6.0,
        ('⅛', None) => 1.0 / 8.0,
        ('⅜', None) => 3.0 / 8.0,
        ('⅝', None) => 5.0 / 8.0,
        ('⅞', None) => 7.0 / 8.0,
        _ => return None,
    };
    Some(value)
}

fn unsigned(p: &Pieces, i: usize, style: Style) -> Option<Number> {
    let point_first = p.is_mark(i, '.') && p.gap(i) && p.is_digits(i + 1) && !p.gap(i + 1);
    if !point_first && !p.is_digits(i) {
        return None;
    }
    if !p.gap(i) && i > 0 && p.is_word(i - 1) {
        return None;
    }
    let (mut value, mut last, mut kind, bare) = if point_first {
        (format!("0.{}", p.raw(i + 1)).parse().ok()?, i + 2, NumberKind::Decimal, false)
    } else {
        magnitude(p, i, style)?
    };
    let mut bare = bare;
    // A fraction ("3/4", "1 4/5"), but no date and no telephone number.
    let slash = |k: usize| p.is_mark(k, '/') && !p.gap(k) && p.is_digits(k + 1) && !p.gap(k + 1);
    let joined =
        |k: usize| k > 0 && !p.gap(k) && (p.is_mark(k - 1, '/') || (p.is_hyphen(k - 1) && k > 1 && p.is_digits(k - 2)));
    if bare && slash(last) && !slash(last + 2) && !joined(i) {
        let (top, below): (f64, f64) = (value, p.raw(last + 1).parse().ok()?);
        if below > 0.0 && (style == Style::Plain || below <= 16.0) {
            (value, last, kind, bare) = (top / below, last + 2, NumberKind::Fraction, false);
        }
    } else if bare && p.is_digits(last) && p.gap(last) && slash(last + 1) && !slash(last + 3) {
        let (top, below): (f64, f64) = (p.raw(last).parse().ok()?, p.raw(last + 2).parse().ok()?);
        if top < below {
            (value, last, kind, bare) = (value + top / below, last + 3, NumberKind::Fraction, false);
        }
    } else if bare && !p.gap(last) && vulgar(p, last).is_some() {
        value += vulgar(p, last)?;
        (last, kind, bare) = (last + 1, NumberKind::Fraction, false);
    }
    if let Some((power, end)) = power(p, value, last) {
        return Some(Number { value: power, first: i, last: end, kind: NumberKind::Power, digits: true, bare: false });
    }
    // Letters for thousands, or a unit that makes it no plain number.
    if p.is_word(last) {
        let money = i > 0 && p.is_mark(i - 1, '$') || i > 0 && p.is_mark(i - 1, '€') || i > 0 && p.is_mark(i - 1, '£');
        if let Some(times) = letters(p.raw(last), p.gap(last), money) {
            // In running prose a letter apart from its number is a word of its own.
            if !p.gap(last) || style == Style::Plain {
                return Some(Number {
                    value: value * times,
                    first: i,
                    last: last + 1,
                    kind,
                    digits: true,
                    bare: false,
                });
            }
        } else if !p.gap(last) {
            return None;
        }
    }
    Some(Number { value, first: i, last, kind, digits: true, bare })
}

/// Value, end, kind and bareness of the digits with their groups and decimals.
fn magnitude(p: &Pieces, i: usize, style: Style) -> Option<(f64, usize, NumberKind, bool)> {
    if p.raw(i).len() > MOST_DIGITS {
        return None;
    }
    let next = |k: usize, mark: char| p.is_mark(k, mark) && !p.gap(k) && p.is_digits(k + 1) && !p.gap(k + 1);
    let len = |k: usize| p.raw(k).len();
    let mut digits = p.raw(i).to_owned();
    let mut last = i + 1;
    let mut grouped = false;
    if len(i) <= 3 {
        for mark in [',', '.'] {
            let end = groups(p, i, mark);
            let whole = mark == ',' || style == Style::Plain && next(end, ',') && len(end + 1) <= 2;
            if end > i + 1 && whole {
                (last, grouped) = (end, true);
                break;
            }
        }
        if !grouped && style == Style::Plain {
            let end = indian(p, i);
            let end = if end > i + 1 { end } else { spaced(p, i) };
            (last, grouped) = (end, end > i + 1);
        }
        if grouped {
            digits = (i..last).filter(|&k| p.is_digits(k)).map(|k| p.raw(k)).collect();
        }
    }
    // Decimals; a second point or comma after them makes it a list or an address.
    let mark = if next(last, '.') && !next(last + 2, '.') && (grouped || !before(p, i, '.')) {
        Some('.')
    } else if style == Style::Plain
        && next(last, ',')
        && len(last + 1) <= 2
        && !next(last + 2, ',')
        && !before(p, i, ',')
    {
        Some(',')
    } else {
        None
    };
    if mark.is_some() {
        if len(last + 1) > MOST_DIGITS {
            return None;
        }
        let value: f64 = format!("{digits}.{}", p.raw(last + 1)).parse().ok()?;
        return Some((value, last + 2, NumberKind::Decimal, false));
    }
    Some((digits.parse().ok()?, last, NumberKind::Integer, !grouped))
}

/// Whether the digits at `i` follow other digits and this mark directly.
fn before(p: &Pieces, i: usize, mark: char) -> bool {
    i > 1 && p.is_mark(i - 1, mark) && !p.gap(i) && p.is_digits(i - 2) && !p.gap(i - 1)
}

/// End of "1,234,567"; `i + 1` when the groups are not all of three.
fn groups(p: &Pieces, i: usize, mark: char) -> usize {
    let mut end = i + 1;
    if p.raw(i).starts_with('0') || before(p, i, mark) {
        return end;
    }
    let next = |k: usize| p.is_mark(k, mark) && !p.gap(k) && p.is_digits(k + 1) && !p.gap(k + 1);
    while next(end) && p.raw(end + 1).len() == 3 {
        end += 2;
        if end > i + 2 * MOST_GROUPS {
            return i + 1;
        }
    }
    if next(end) && mark == ',' && p.raw(end + 1).len() > 2 { i + 1 } else { end }
}

/// End of "12,34,567"; `i + 1` when it is not of that form.
fn indian(p: &Pieces, i: usize) -> usize {
    let next = |k: usize| p.is_mark(k, ',') && !p.gap(k) && p.is_digits(k + 1) && !p.gap(k + 1);
    let mut end = i + 1;
    if p.raw(i).len() > 2 || before(p, i, ',') {
        return end;
    }
    while next(end) && p.raw(end + 1).len() == 2 && end < i + 2 * MOST_GROUPS {
        end += 2;
    }
    if end > i + 1 && next(end) && p.raw(end + 1).len() == 3 && !next(end + 2) { end + 2 } else { i + 1 }
}

/// End of "1 234 567" with single spaces; `i + 1` when it is not of that form.
fn spaced(p: &Pieces, i: usize) -> usize {
    let next = |k: usize| {
        p.is_digits(k) && p.raw(k).len() == 3 && p.gap(k) && p.span(k, k + 1).start == p.span(k - 1, k).end + 1
    };
    let mut end = i + 1;
    while end < i + MOST_GROUPS && next(end) {
        end += 1;
    }
    end
}

/// "1e10", "1.1^-23", "1.3x10^6" after a magnitude that ends before `last`.
fn power(p: &Pieces, value: f64, last: usize) -> Option<(f64, usize)> {
    if p.gap(last) {
        return None;
    }
    let exponent = |mut k: usize| {
        let mut sign = 1.0;
        while !p.gap(k) && (p.is_hyphen(k) || p.is_mark(k, '+')) && k < last + 6 {
            sign *= if p.is_hyphen(k) { -1.0 } else { 1.0 };
            k += 1;
        }
        let digits = p.is_digits(k) && !p.gap(k) && p.raw(k).len() <= 3;
        digits.then(|| (sign * p.raw(k).parse::<f64>().unwrap_or(0.0), k + 1))
    };
    if p.low(last) == "e" {
        let (e, end) = exponent(last + 1)?;
        return format!("{value}e{e}").parse().ok().map(|v| (v, end));
    }
    if p.is_mark(last, '^') {
        let (e, end) = exponent(last + 1)?;
        return Some((value.powf(e), end));
    }
    if p.low(last) == "x" && p.raw(last + 1) == "10" && p.is_mark(last + 2, '^') {
        let (e, end) = exponent(last + 3)?;
        return format!("{value}e{e}").parse().ok().map(|v| (v, end));
    }
    None
}

/// What a letter after a number multiplies it by.
fn letters(raw: &str, apart: bool, money: bool) -> Option<f64> {
    let times = match (raw, apart) {
        ("k" | "K", _) => 1e3,
        ("M", _) | ("mil" | "MM" | "mln" | "mm", false) => 1e6,
        ("m", false) if money => 1e6,
        ("b" | "B" | "bn" | "bln", false) | ("G" | "bn", _) => 1e9,
        ("T" | "tn" | "tln", false) | ("tn", _) => 1e12,
        _ => return None,
    };
    // "20mm shells" are no twenty million.
    (raw != "mm" || money).then_some(times)
}
