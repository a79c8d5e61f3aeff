//! Does a clause announce harm?
//!
//! In: "the army would shell the port", "there will be consequences". Out: true. "Sanctions will be lifted", "it could avoid strikes",
//! "it would have no idea how far the bomb is": false.
//! By `conflict_words.tsv` (field harm) and the parse. Not tried: whether what is announced hurts the one who is spoken to.

use std::ops::Range;

use onrecord_model::{Deprel, Reading, Upos};

use super::field;
use crate::{
    Context, actors,
    clauses::{is_text, negated},
    phrases::is_word,
};

/// What takes a harm away, or does without it.
const UNDONE: &[&str] = &[
    "lift",
    "ease",
    "remove",
    "drop",
    "waive",
    "relax",
    "suspend",
    "end",
    "halt",
    "stop",
    "avoid",
    "prevent",
    "avert",
    "escape",
    "delay",
    "postpone",
    "undermine",
    "fray",
    "oppose",
    "forgo",
    "spare",
    "reduce",
    "scale",
    "cease",
    "collapse",
    "weaken",
    "hold",
    "relief",
    "waiver",
    "exemption",
];

/// Whether the clause of `range` announces harm, and not only speaks of some: the word of harm is its verb, or hangs on its verb without a
/// clause of its own in between, and nothing takes the harm away.
pub(super) fn announced(cx: &Context, range: &Range<usize>) -> bool {
    range.clone().any(|i| field(cx, i..i + 1, &["harm"]) && part_of_clause(cx, range, i) && !undone(cx, range, i))
}

/// Whether the clause says that talks, a deal or a truce will be broken off: "we are ready to end these talks", "to call an end to the process".
pub(super) fn breaks_off(cx: &Context, range: &Range<usize>) -> bool {
    let talks = |i: usize| {
        is_word(
            cx,
            i,
            &["talk", "talks", "negotiation", "process", "truce", "ceasefire", "cease-fire", "deal", "agreement"],
        )
    };
    let ends = |i: usize| {
        is_word(cx, i, &["end", "quit", "leave", "abandon", "cancel", "suspend", "halt", "scrap"])
            || is_word(cx, i, &["walk", "pull", "call"])
                && (i + 1..i + 4).any(|k| range.contains(&k) && is_text(cx, k, &["away", "out", "off"]))
    };
    range.clone().any(|i| ends(i) && (i + 1..(i + 5).min(range.end)).any(talks) && !negated(cx, range.clone()))
}

/// Whether the subject of the clause is told what it will suffer: "it should expect a reply".
pub(super) fn suffers(cx: &Context, range: &Range<usize>) -> bool {
    range.clone().any(|i| cx.token(i).upos == Upos::Verb && is_word(cx, i, SUFFERED) && part_of_clause(cx, range, i))
}

/// Verbs whose subject is the one that is hurt.
const SUFFERED: &[&str] =
    &["face", "pay", "suffer", "regret", "experience", "bear", "see", "become", "meet", "feel", "expect"];

/// Whether who speaks does the harm, or it comes on its own ("costs will rise"): not somebody else's doing that a third party foresees.
pub(super) fn by_speaker(cx: &Context, reading: &Reading, range: &Range<usize>, speaker: Option<&str>) -> bool {
    let Some(subject) = range.clone().find(|&i| {
        cx.token(i).deprel == Deprel::Nsubj && part_of_clause(cx, range, i) && cx.token(i).head as usize != i
    }) else {
        return true;
    };
    let verb = cx.token(subject).head as usize;
    let suffers = is_word(cx, verb, SUFFERED);
    let party = actors::parties_of(cx, reading, subject);
    suffers
        || cx.token(subject).upos == Upos::Pron && is_text(cx, subject, &["we", "i"])
        || party.is_empty() && !is_text(cx, subject, &["you", "one", "nobody"])
        || speaker.is_some_and(|s| party.iter().any(|p| p == s))
}

fn undone(cx: &Context, range: &Range<usize>, i: usize) -> bool {
    let before =
        (i.saturating_sub(3).max(range.start)..i).any(|k| is_word(cx, k, UNDONE) || is_text(cx, k, &["without", "no"]));
    let head = cx.token(i).head as usize;
    let after = (i + 1..(i + 3).min(range.end)).any(|k| is_word(cx, k, &["relief", "waiver", "hold"]));
    before || after || cx.token(i).upos != Upos::Verb && head != i && range.contains(&head) && is_word(cx, head, UNDONE)
}

/// Whether token `i` belongs to the outermost clause of `range`.
fn part_of_clause(cx: &Context, range: &Range<usize>, i: usize) -> bool {
    let mut at = i;
    for _ in 0..12 {
        let t = cx.token(at);
        let head = t.head as usize;
        if head == at || !range.contains(&head) {
            return true;
        }
        if matches!(t.deprel, Deprel::Ccomp | Deprel::Acl | Deprel::Advcl | Deprel::Csubj) {
            return false;
        }
        at = head;
    }
    false
}
