//! Numbers in words: "two hundred and two thousand", "ninety-five hundred", "half a dozen", "nine point four".

use super::{Number, NumberKind, Style, fractions};
use crate::pieces::Pieces;
use onrecord_lexicon::list;

/// Tokens looked at from where a number begins.
const MOST_TOKENS: usize = 24;

/// One word of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word {
    /// 0 to 9.
    Unit(f64),
    /// 10 to 19.
    Teen(f64),
    /// 20, 30 … 90.
    Ten(f64),
    /// "hundred".
    Hundred,
    /// "thousand", "million" …
    Scale(f64),
    /// "dozen".
    Dozen,
    /// "and".
    And,
    /// "a", "an".
    A,
    /// A denominator: its value, whether plural, whether it only works in a compound ("twenty-first").
    Part { below: f64, plural: bool, compound: bool },
    /// A literal in digits.
    Digits(f64),
}

/// A word of a number with the piece after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) word: Word,
    pub(super) last: usize,
}

fn word(low: &str) -> Option<Word> {
    match low {
        "and" => return Some(Word::And),
        "a" | "an" => return Some(Word::A),
        _ if low.len() < 2 => return None,
        _ => {}
    }
    let row = table().get(low)?;
    let value: f64 = row.get(1)?.parse().ok()?;
    Some(match row[0] {
        "unit" => Word::Unit(value),
        "teen" => Word::Teen(value),
        "ten" => Word::Ten(value),
        "hundred" => Word::Hundred,
        "scale" => Word::Scale(value),
        "dozen" => Word::Dozen,
        "part" => Word::Part { below: value, plural: false, compound: false },
        "parts" => Word::Part { below: value, plural: true, compound: value < 2.0 },
        "ordinal" => Word::Part { below: value, plural: false, compound: true },
        _ => return None,
    })
}

fn table() -> &'static onrecord_lexicon::List {
    static TABLE: std::sync::OnceLock<&'static onrecord_lexicon::List> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| list("number_words"))
}

/// The words of a number from piece `i` on.
fn tokens(p: &Pieces, mut i: usize, lead: Option<Token>, style: Style) -> Vec<Token> {
    let mut out: Vec<Token> = lead.into_iter().collect();
    while out.len() < MOST_TOKENS {
        let hyphen = p.is_hyphen(i) && !out.is_empty() && p.is_word(i + 1);
        let k = i + usize::from(hyphen);
        if p.get(k).is_some_and(|x| x.paragraph) && !out.is_empty() {
            break;
        }
        if let Some(word) = p.is_word(k).then(|| word(p.low(k))).flatten() {
            if word == Word::And && (hyphen || style == Style::NoAnd || out.is_empty()) {
                break;
            }
            out.push(Token { word, last: k + 1 });
            i = k + 1;
        } else if !hyphen && style == Style::Plain && !out.is_empty() && p.is_digits(k) {
            let Some(n) = super::digits::at(p, k, Style::Plain) else { break };
            out.push(Token { word: Word::Digits(n.value), last: n.last });
            i = n.last;
        } else {
            break;
        }
    }
    while matches!(out.last(), Some(Token { word: Word::And | Word::A, .. })) {
        out.pop();
    }
    out
}

/// The number in words at piece `i`.
pub(super) fn at(p: &Pieces, i: usize, style: Style) -> Option<Number> {
    let low = p.low(i);
    if style == Style::Plain && matches!(low, "minus" | "negative") {
        let n = super::at(p, i + 1, style)?;
        return (n.value >= 0.0 && p.gap(i + 1)).then_some(Number { value: -n.value, first: i, ..n });
    }
    word(low)?;
    if i > 0 && !p.gap(i) && (p.is_digits(i - 1) || p.is_apostrophe(i - 1)) {
        return None;
    }
    from_tokens(p, i, tokens(p, i, None, style), false, style)
}

/// A literal in digits with what words add to it ("3 million and a half").
pub(super) fn extend(p: &Pieces, n: Number, style: Style) -> Option<Number> {
    let lead = Token { word: Word::Digits(n.value.abs()), last: n.last };
    // "22-hundred" is no number in digits, "5-million" is.
    let all = tokens(p, n.last, Some(lead), style);
    if all.len() == 1 {
        return over(p, n, style).or(Some(n));
    }
    let sign = if n.value < 0.0 { -1.0 } else { 1.0 };
    let made = from_tokens(p, n.first, all, true, style)?;
    if made.last == n.last {
        return over(p, n, style).or(Some(n));
    }
    let kind = if made.kind == NumberKind::Fraction { made.kind } else { n.kind };
    Some(Number { value: sign * made.value, kind, ..made })
}

fn from_tokens(p: &Pieces, first: usize, all: Vec<Token>, digits: bool, style: Style) -> Option<Number> {
    let made = |value: f64, last: usize, kind| Number { value, first, last, kind, digits, bare: false };
    if let Some((value, used)) = fractions::longest(p, &all) {
        return Some(made(value, used, NumberKind::Fraction));
    }
    let (value, used) = cardinal(&all);
    if used == 0 {
        return None;
    }
    let last = all[used - 1].last;
    if let Some((tail, end)) = decimals(p, last) {
        return Some(made(format!("{value}.{tail}").parse().ok()?, end, NumberKind::Decimal));
    }
    let number = made(value, last, NumberKind::Integer);
    over(p, number, style).or(Some(number))
}

/// "one over three", "one out of three", "1 in twenty-one": only below one, only among plain numbers.
fn over(p: &Pieces, n: Number, style: Style) -> Option<Number> {
    if style != Style::Plain
        || n.value <= 0.0
        || (n.first > 0 && (p.is_mark(n.first - 1, '$') || p.is_hyphen(n.first - 1)))
    {
        return None;
    }
    let (next, any) = match (p.low(n.last), p.low(n.last + 1)) {
        ("over", _) => (n.last + 1, true),
        ("out", "of") => (n.last + 2, false),
        ("in", _) => (n.last + 1, false),
        _ => return None,
    };
    let (below, last) = if p.is_digits(next) {
        let m = super::digits::at(p, next, Style::Prose)?;
        (m.value, m.last)
    } else {
        let all = tokens(p, next, None, Style::Prose);
        let (value, used) = cardinal(&all);
        if used == 0 {
            return None;
        }
        let last = all[used - 1].last;
        let hundreds = p.low(last) == "hundreds" && value < 100.0;
        if hundreds { (value * 100.0, last + 1) } else { (value, last) }
    };
    (below > 0.0 && (any || n.value < below)).then_some(Number {
        value: n.value / below,
        last,
        kind: NumberKind::Fraction,
        bare: false,
        ..n
    })
}

/// The digits of "point zero three", "point seventy-one".
fn decimals(p: &Pieces, last: usize) -> Option<(String, usize)> {
    if p.low(last) != "point" {
        return None;
    }
    let (mut digits, mut i) = (String::new(), last + 1);
    while digits.len() < 15 {
        let k = i + usize::from(p.is_hyphen(i));
        match word(p.low(k)) {
            Some(Word::Unit(v)) => digits.push_str(&format!("{v}")),
            Some(Word::Teen(v)) => digits.push_str(&format!("{v}")),
            Some(Word::Ten(v)) => {
                let unit = k + 1 + usize::from(p.is_hyphen(k + 1));
                if let Some(Word::Unit(u)) = word(p.low(unit)) {
                    digits.push_str(&format!("{}", v + u));
                    i = unit + 1;
                    continue;
                }
                digits.push_str(&format!("{v}"));
            }
            _ => break,
        }
        i = k + 1;
    }
    (!digits.is_empty()).then_some((digits, i))
}

/// Value of the longest whole number the tokens start with, and how many of them it takes.
pub(super) fn cardinal(all: &[Token]) -> (f64, usize) {
    let (mut total, mut used, mut below) = (0.0, 0, f64::INFINITY);
    loop {
        let joined = used > 0 && all.get(used).is_some_and(|t| t.word == Word::And);
        let Some((value, mut next)) = small(all, used + usize::from(joined)) else { break };
        let mut times = 1.0;
        while let Some(Token { word: Word::Scale(s), .. }) = all.get(next) {
            times *= s;
            next += 1;
        }
        let literal = matches!(all[used + usize::from(joined)].word, Word::Digits(_));
        if used > 0 {
            let bare = literal && times == 1.0 && next == used + usize::from(joined) + 1;
            if value * times >= below || value == 0.0 || (bare && (!joined || value.fract() != 0.0)) {
                break;
            }
        }
        total += value * times;
        used = next;
        if times == 1.0 {
            break;
        }
        below = times;
    }
    (total, used)
}

/// A number below a thousand (or "ninety-five hundred", "three dozen") at token `at`, and the token after it.
fn small(all: &[Token], at: usize) -> Option<(f64, usize)> {
    let word = |k: usize| all.get(k).map(|t| t.word);
    let (mut value, mut next) = match word(at)? {
        Word::A if matches!(word(at + 1), Some(Word::Hundred | Word::Scale(_) | Word::Dozen)) => (1.0, at + 1),
        Word::Hundred if matches!(word(at + 1), Some(Word::Scale(_))) => (1.0, at),
        Word::Digits(v) => (v, at + 1),
        _ => tens(all, at)?,
    };
    let hundred = word(next) == Some(Word::Hundred) && value < 10_000.0;
    if hundred {
        value *= 100.0;
        next += 1;
        let joined = word(next) == Some(Word::And);
        let from = next + usize::from(joined);
        let rest = match word(from) {
            Some(Word::Digits(v)) if joined && v.fract() == 0.0 && (1.0..100.0).contains(&v) => Some((v, from + 1)),
            _ => tens(all, from).filter(|(v, _)| *v > 0.0),
        };
        if let Some((v, end)) = rest {
            let dozen = word(end) == Some(Word::Dozen);
            if word(end) != Some(Word::Hundred) {
                value += if dozen { v * 12.0 } else { v };
                next = end + usize::from(dozen);
            }
        }
        return Some((value, next));
    }
    if word(next) == Some(Word::Dozen) {
        return Some((value * 12.0, next + 1));
    }
    Some((value, next))
}

/// A number below a hundred in words.
fn tens(all: &[Token], at: usize) -> Option<(f64, usize)> {
    match all.get(at)?.word {
        Word::Unit(v) | Word::Teen(v) => Some((v, at + 1)),
        Word::Ten(v) => match all.get(at + 1).map(|t| t.word) {
            Some(Word::Unit(u)) if u > 0.0 => Some((v + u, at + 2)),
            _ => Some((v, at + 1)),
        },
        _ => None,
    }
}
