//! Which way the words around a time expression look: back or ahead.

use super::words::{self, Tense};
use crate::pieces::Pieces;

/// What the words near pieces `first..last` say about when; `None` when nothing says.
pub(super) fn tense(p: &Pieces, first: usize, last: usize) -> Option<Tense> {
    let stop = |k: usize| {
        p.is_mark(k, '.') && p.gap(k + 1) && p.is_capital(k + 1)
            || p.is_mark(k, ';')
            || p.is_mark(k, '?')
            || p.is_mark(k, '!')
    };
    // "Tuesday's ruling" has been given.
    if p.skip_possessive(last) > last {
        return Some(Tense::Past);
    }
    let cue = |k: usize| {
        let before = if k > 0 { p.low(k - 1) } else { "" };
        match p.low(k) {
            // "is to meet Monday".
            "to" if matches!(before, "is" | "are" | "planned" | "plans" | "plan" | "planning" | "set" | "ready") => {
                Some(Tense::Future)
            }
            // "cited by police in December" is no deadline.
            "by" if !(k + 1..first)
                .all(|j| matches!(p.low(j), "the" | "early" | "late" | "mid" | "-" | "end" | "of")) =>
            {
                None
            }
            // "planned a rally on Saturday", "would be leaving Tuesday".
            "planned" if matches!(p.low(k + 1), "a" | "an" | "the" | "another") && before != "had" => {
                Some(Tense::Future)
            }
            "would" if p.low(k + 1) == "be" && p.low(k + 2).ends_with("ing") => Some(Tense::Future),
            low => words::tense(low).filter(|t| *t != Tense::Past || before != "be"),
        }
    };
    // "gave them until Tuesday", "as early as Tuesday".
    let word = |n: usize| first.checked_sub(n).map_or("", |k| p.low(k));
    // "Until Thursday they had not …", "did not leave until Friday".
    let held = word(1) == "until"
        && ((last..last + 8).take_while(|k| *k < p.len() && !stop(*k)).any(|k| p.low(k) == "had")
            || (2..9).any(|n| matches!(word(n), "did" | "didn")));
    if held {
        return Some(Tense::Past);
    }
    if word(1) == "until" || word(1) == "as" && matches!(word(2), "early" | "soon") {
        return Some(Tense::Future);
    }
    for back in 1..=14 {
        let Some(k) = first.checked_sub(back) else { break };
        if stop(k) || p.get(k + 1).is_some_and(|x| x.paragraph) {
            break;
        }
        if let Some(said) = cue(k) {
            return Some(said);
        }
    }
    for k in last..last + 12 {
        if k >= p.len() || stop(k) || p.get(k).is_some_and(|x| x.paragraph) {
            break;
        }
        if let Some(said) = cue(k) {
            return Some(said);
        }
    }
    None
}
