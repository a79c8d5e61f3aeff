//! Which words of action oblige nobody?
//!
//! In: "There is no plan to halt the rockets", "The accord does not halt the programme", "in last spring's elections", "limits on paying
//! the guards", "Hollisk should have asked Ektar to free them", "enough ore to make a bomb". Out: no term at "halt", "elections",
//! "paying", "free", "make". Not tried: irony, a duty taken back in the next sentence.

use onrecord_model::{Deprel, Upos};

use crate::{
    Context,
    actors::{case, children, subjects},
    clauses::is_text,
    phrases::is_word,
    status::{DEAL, Mood, governors, has_to, mood, negated},
    undone,
};

/// Whether token `i` names no obligation where it stands.
pub(super) fn none(cx: &Context, i: usize) -> bool {
    if cx.token(i).upos != Upos::Verb {
        return dated(cx, i);
    }
    dated_contact(cx, i)
        || way(cx, i)
        || regretted(cx, i)
        || of_degree(cx, i)
        || there_is_none(cx, i)
        || left_out(cx, i)
        || limited(cx, i)
        || prompted(cx, i)
}

/// "in last spring's elections": a date.
fn dated(cx: &Context, i: usize) -> bool {
    is_word(cx, i, &["election"])
        && matches!(case(cx, i).as_str(), "in" | "during" | "since" | "after" | "before" | "at")
        && matches!(cx.token(i).deprel, Deprel::Obl | Deprel::Nmod)
}

/// "plans to meet the envoy", "is scheduled to meet", "the deal meets five requirements": a contact that is ahead, or none at all.
fn dated_contact(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    let ahead = has_to(cx, i) && is_word(cx, up, &["plan", "schedule", "set", "due", "slate", "expect"]);
    let standard = children(cx, i, &[Deprel::Obj]).into_iter().any(|o| {
        is_word(
            cx,
            o,
            &[
                "requirement",
                "obligation",
                "demand",
                "deadline",
                "condition",
                "commitment",
                "goal",
                "target",
                "standard",
                "test",
                "need",
                "challenge",
            ],
        )
    });
    is_word(cx, i, &["meet"]) && (ahead || standard)
}

/// "the best way to curb the programme": a judgment.
fn way(cx: &Context, i: usize) -> bool {
    has_to(cx, i) && cx.token(i).deprel == Deprel::Acl && is_word(cx, cx.token(i).head as usize, &["way"])
}

/// "should have demanded that A free them": what was not done.
fn regretted(cx: &Context, i: usize) -> bool {
    let missed = |v: usize| undone::came_not(cx, v, &["should", "ought"]);
    missed(i) || governors(cx, i).into_iter().take(2).any(|g| cx.token(g).upos == Upos::Verb && missed(g))
}

/// "enough ore to make a bomb", "too weak to make one".
fn of_degree(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    let enough = |h: usize| {
        is_word(cx, h, &["enough"])
            || children(cx, h, &[Deprel::Amod, Deprel::Advmod]).into_iter().any(|a| is_text(cx, a, &["enough", "too"]))
    };
    up != i
        && has_to(cx, i)
        && matches!(cx.token(i).deprel, Deprel::Advcl | Deprel::Acl | Deprel::Xcomp | Deprel::Ccomp)
        && (enough(up)
            || children(cx, up, &[Deprel::Obj, Deprel::Nsubj, Deprel::Obl]).into_iter().any(|o| o < i && enough(o)))
}

/// "There is no plan to halt the rockets": no such thing is there.
fn there_is_none(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    let over = cx.token(up).head as usize;
    let no = || children(cx, up, &[Deprel::Det]).into_iter().any(|d| is_text(cx, d, &["no"]));
    let expletive = |h: usize| !children(cx, h, &[Deprel::Expl]).is_empty();
    cx.token(i).deprel == Deprel::Acl && cx.token(up).upos == Upos::Noun && no() && (expletive(up) || expletive(over))
}

/// "The accord does not halt the programme": what a deal does not hold. What it does not let somebody do is a ban.
fn left_out(cx: &Context, i: usize) -> bool {
    negated(cx, i)
        && matches!(mood(cx, i), Mood::Present | Mood::Past)
        && !is_word(cx, i, &["allow", "permit", "let"])
        && subjects(cx, i).into_iter().any(|s| is_word(cx, s, DEAL))
}

/// "limits on paying the guards": the duty is the limit.
fn limited(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    let first = if cx.token(i).deprel == Deprel::Conj { cx.token(up).head as usize } else { up };
    cx.token(i).text.ends_with("ing")
        && [up, first].into_iter().any(|h| {
            cx.token(h).upos == Upos::Noun
                && is_word(cx, h, &["restriction", "limit", "ban", "curb", "limitation", "cap"])
        })
}

/// "The move could prompt A to quit the accord": what may come of it.
fn prompted(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    has_to(cx, i)
        && matches!(cx.token(i).deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl)
        && is_word(cx, up, &["prompt", "lead", "cause", "tempt", "drive", "spur", "provoke", "encourage", "embolden"])
        && mood(cx, up) == Mood::Possible
}
