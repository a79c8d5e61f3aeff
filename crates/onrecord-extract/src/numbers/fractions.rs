//! Fractions in words: "two thirds", "five and a half million", "three twenty-firsts", "two thirds of a million".

use super::words::{Token, Word, cardinal};
use crate::pieces::Pieces;

/// Value and end piece of the fraction the tokens start with; `None` when they hold none.
pub(super) fn longest(p: &Pieces, all: &[Token]) -> Option<(f64, usize)> {
    let end = all.iter().position(|t| matches!(t.word, Word::Part { .. }))?;
    let head = &all[..=end];
    let scale = |k: usize| match all.get(k).map(|t| t.word) {
        Some(Word::Scale(s)) => Some(s),
        _ => None,
    };
    if let Some(and) = head.iter().rposition(|t| t.word == Word::And) {
        let left = exact(&head[..and]);
        let part = simple(&head[and + 1..]).filter(|f| *f < 1.0);
        if let (Some(left), Some(part)) = (left, part) {
            let own = match head[and - 1].word {
                Word::Scale(s) if s >= 1e6 => Some(s),
                _ => None,
            };
            return Some(match (own, scale(end + 1)) {
                (Some(own), Some(next)) if next < own => (left + part * next, all[end + 1].last),
                (Some(own), _) => (left + part * own, all[end].last),
                (None, Some(next)) => ((left + part) * next, all[end + 1].last),
                (None, None) => (left + part, all[end].last),
            });
        }
    }
    let quarter = head.len() == 1 && matches!(head[0].word, Word::Part { below, plural: false, .. } if below == 4.0);
    let value = if quarter && scale(end + 1).is_some() { 0.25 } else { simple(head)? };
    if let Some(s) = scale(end + 1) {
        return Some((value * s, all[end + 1].last));
    }
    if value < 1.0 {
        if let (Some(Word::A), Some(next)) = (all.get(end + 1).map(|t| t.word), all.get(end + 2)) {
            match next.word {
                Word::Scale(s) => return Some((value * s, next.last)),
                Word::Dozen => return Some((value * 12.0, next.last)),
                Word::Hundred => return Some((value * 100.0, next.last)),
                _ => {}
            }
        }
        let after = all[end].last;
        if p.low(after) == "of" && matches!(p.low(after + 1), "a" | "one") {
            let times = match p.low(after + 2) {
                "million" => Some(1e6),
                "billion" => Some(1e9),
                "trillion" => Some(1e12),
                _ => None,
            };
            if let Some(times) = times {
                return Some((value * times, after + 3));
            }
        }
    }
    Some((value, all[end].last))
}

/// The tokens as one whole number, all of them.
fn exact(all: &[Token]) -> Option<f64> {
    let (value, used) = cardinal(all);
    (used > 0 && used == all.len()).then_some(value)
}

/// Tokens whose last one is the denominator, without a whole number joined by "and".
fn simple(all: &[Token]) -> Option<f64> {
    let (last, rest) = all.split_last()?;
    let Word::Part { below, plural, compound } = last.word else { return None };
    if rest.iter().any(|t| matches!(t.word, Word::Digits(_))) {
        return None;
    }
    if rest.is_empty() {
        return (below == 2.0 && !plural && !compound).then_some(0.5);
    }
    let over = |top: f64, below: f64| (below > 0.0 && top > 0.0 && (plural || top == 1.0)).then(|| top / below);
    let one = rest.len() == 1 && rest[0].word == Word::A;
    if one && !compound {
        return (!plural).then(|| 1.0 / below);
    }
    // "three twenty-firsts", "one hundred thirty fifths": the tens belong below the line.
    if let Some((Token { word: Word::Ten(ten), .. }, top)) = rest.split_last()
        && below < 10.0
        && !top.is_empty()
        && !rest.iter().any(|t| t.word == Word::And)
    {
        let top = if top.len() == 1 && top[0].word == Word::A { Some(1.0) } else { exact(top) };
        if let Some(top) = top {
            return over(top, ten + below);
        }
    }
    if compound {
        return None;
    }
    if let Some(top) = exact(rest) {
        return over(top, below);
    }
    // "one one hundred and fifth".
    let trimmed = match rest.split_last() {
        Some((t, head)) if t.word == Word::And => head,
        _ => rest,
    };
    (1..trimmed.len()).find_map(|cut| over(exact(&trimmed[..cut])?, exact(&trimmed[cut..])? + below))
}
