//! Which markers tie nothing to anything?
//!
//! In: "as soon as possible", "on condition of anonymity", "It was not clear if the talks would go on", "Had they waited, …".
//! Out: true, no condition.
//! Words of asking and seeing, the outlet's own checking, what is over, how long something lasts. Not tried: irony, a
//! condition that its speaker takes back in the next sentence.

use std::ops::Range;

use onrecord_model::{Deprel, Upos};

use super::{Halves, field};
use crate::{
    Context,
    actors::children,
    clauses::{self, has_finite, has_verb, is_modal, is_text, negated},
    phrases::{Hit, is_word},
    status::DEAL,
};

/// Verbs by which something waits for something else.
const HELD_BACK: &[&str] =
    &["refuse", "insist", "demand", "vow", "pledge", "promise", "agree", "want", "require", "order"];

/// Whether the words around a marker show, before its halves are known, that it is none.
pub(super) fn no_marker(cx: &Context, all: &Range<usize>, hit: &Hit) -> bool {
    let i = hit.first;
    let is = |words: &[&str]| is_text(cx, i, words);
    // "at once", "as long as three years"
    let other_sense = is(&["once"]) && i > all.start && is_text(cx, i - 1, &["at", "all"])
        || is_text(cx, hit.last - 1, &["as"]) && hit.last < all.end && cx.token(hit.last).upos == Upos::Num;
    // "provided first aid"
    // "without knowing that …"
    let unaware =
        is(&["without"]) && hit.last < all.end && is_text(cx, hit.last, &["knowing", "realizing", "realising"]);
    let provides = is(&["provided"])
        && hit.last == i + 1
        && (cx.token(i).deprel == Deprel::Conj || cx.analysis.children(i).any(|c| cx.token(c).deprel == Deprel::Obj));
    other_sense
        || unaware
        || provides
        || is(&["if"]) && asked(cx, hit)
        || is(&["once"]) && !opens_clause(cx, all, hit.last)
        || asks_by_parse(cx, hit)
}

/// "The pact requires Belvaar to open the bridge": what a deal obliges somebody to do hangs on nothing.
pub(super) fn obliges(cx: &Context, hit: &Hit) -> bool {
    let i = hit.first;
    let duty = || {
        children(cx, i, &[Deprel::Xcomp, Deprel::Ccomp, Deprel::Advcl])
            .into_iter()
            .any(|x| x > i && children(cx, x, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["to", "that"])))
    };
    let deal =
        |s: usize| is_word(cx, s, DEAL) || is_word(cx, s, &["law", "statute", "bill", "constitution", "charter"]);
    is_word(cx, i, &["require"]) && children(cx, i, &[Deprel::Nsubj]).into_iter().any(deal) && duty()
}

/// "If you look at the record, …": a turn of speech.
fn looked_at(cx: &Context, antecedent: &Range<usize>) -> bool {
    let words = antecedent.clone().take(4);
    is_text(cx, antecedent.start, &["you", "we", "one"])
        && words.skip(1).any(|i| is_word(cx, i, &["look", "consider", "think", "listen", "read", "ask", "compare"]))
}

/// Whether what hangs on what shows that nothing does.
pub(super) fn nothing_hangs(cx: &Context, sentence: usize, hit: &Hit, halves: &Halves) -> bool {
    let (a, c) = (&halves.antecedent, &halves.consequent);
    let marker = |words: &[&str]| is_text(cx, hit.last - 1, words);
    if a.clone().chain(c.clone()).any(|i| is_word(cx, i, &["anonymity", "anonymous", "anonymously"])) {
        return true;
    }
    // "If A, if B, C": C hangs on both, B on nothing
    if is_text(cx, c.start, &["if", "unless"]) || marker(&["if"]) && looked_at(cx, a) {
        return true;
    }
    // "until now", "did not reach a deal until last week"
    let only_when = !has_verb(cx, a.clone()) && !c.clone().any(|i| open(cx, i));
    if marker(&["until"])
        && only_when
        && (a.len() == 1 || c.clone().any(|i| is_text(cx, i, &["did", "had", "was", "were"])))
    {
        return true;
    }
    // "if possible", "as soon as Friday"; "before the elections", but "before any talks"
    let clause = matches!(hit.columns.first(), Some(&"clause"));
    let needs_verb = clause && marker(&["if", "unless", "once", "as"]);
    if needs_verb && !has_verb(cx, a.clone())
        || clause && marker(&["before"]) && !has_verb(cx, a.clone()) && !field(cx, a.clone(), &["deal", "ease"])
    {
        return true;
    }
    // "to trace the men once they enter the country": a time
    let tried = c.start > 0 && is_word(cx, c.start - 1, &["struggle", "try", "attempt", "seek", "work", "help", "use"]);
    let purpose = is_text(cx, c.start, &["to"]) && tried;
    if marker(&["once"]) && purpose {
        return true;
    }
    question(cx, sentence)
        || had_it_been(cx, a, c)
        || narrated(cx, hit, a, c)
        || marker(&["if"]) && looked_back(cx, a, c)
}

/// Asking and seeing ifs, "even if", "as if", "if confirmed".
fn asked(cx: &Context, hit: &Hit) -> bool {
    let i = hit.first;
    let before = |words: &[&str]| i > 0 && is_word(cx, i - 1, words);
    before(&[
        "even",
        "as",
        "see",
        "clear",
        "unclear",
        "ask",
        "know",
        "say",
        "wonder",
        "sure",
        "determine",
        "unknown",
        "tell",
        "uncertain",
        "question",
        "decide",
        "doubt",
        "check",
        "what",
        "or",
        "matter",
        "immediately",
        "be",
    ]) || i > 1
        && is_word(cx, i - 2, &["asked", "wonder", "ask", "see"])
        && is_word(cx, i - 1, &["him", "her", "them", "it"])
        || hit.last < cx.analysis.tokens.len() && {
            let next = cx.token(hit.last);
            let short = hit.last + 1 < cx.analysis.tokens.len() && clauses::punctuation(cx, hit.last + 1);
            short
                && (next.text.ends_with("ed")
                    || is_text(
                        cx,
                        hit.last,
                        &["true", "so", "not", "any", "possible", "proven", "anything", "necessary", "needed"],
                    ))
        }
        || is_text(cx, hit.last.min(cx.analysis.tokens.len() - 1), &["they", "it", "this", "that"])
            && (hit.last..(hit.last + 4).min(cx.analysis.tokens.len()))
                .any(|j| is_word(cx, j, &["verified", "confirmed", "true", "verify", "confirm"]))
}

/// "What is unclear is if …": by the parse the clause is what is asked, not what something hangs on.
fn asks_by_parse(cx: &Context, hit: &Hit) -> bool {
    let marker = cx.token(hit.last - 1);
    is_text(cx, hit.last - 1, &["if"])
        && marker.deprel == Deprel::Mark
        && matches!(cx.token(marker.head as usize).deprel, Deprel::Ccomp | Deprel::Csubj)
}

/// Whether a clause with a subject and a verb begins at `from`.
fn opens_clause(cx: &Context, all: &Range<usize>, from: usize) -> bool {
    from < all.end
        && !is_text(cx, from, &["again", "more", "upon", "considered", "was", "had", "a", "said"])
        && has_finite(cx, from..(from + 10).min(all.end))
}

fn question(cx: &Context, sentence: usize) -> bool {
    let tokens = cx.analysis.sentences[sentence].tokens();
    tokens.rev().find(|&i| matches!(&*cx.token(i).text, "." | "?" | "!")).is_some_and(|i| &*cx.token(i).text == "?")
}

/// "If they had waited, it would have ended": what did not happen.
fn had_it_been(cx: &Context, antecedent: &Range<usize>, consequent: &Range<usize>) -> bool {
    let had = antecedent.clone().any(|i| is_text(cx, i, &["had"]) && cx.token(i).upos == Upos::Aux);
    had && consequent.clone().any(|i| {
        is_text(cx, i, &["would", "could", "might", "'d", "’d"])
            && (i + 1..(i + 4).min(consequent.end)).any(|j| is_text(cx, j, &["have"]))
    })
}

/// "They did not speak until the bus left": two things that happened, one after the other.
fn narrated(cx: &Context, hit: &Hit, antecedent: &Range<usize>, consequent: &Range<usize>) -> bool {
    let past = |i: usize| {
        matches!(cx.token(i).upos, Upos::Verb | Upos::Aux)
            && !is_word(cx, i, &["have"])
            && crate::dates::is_past(&cx.token(i).text.to_lowercase())
            || is_text(cx, i, &["had"])
    };
    is_text(cx, hit.last - 1, &["until", "before", "once", "as", "after", "when"])
        && antecedent.clone().any(past)
        && (consequent.clone().any(past) || !negated(cx, consequent.clone()))
        && !consequent.clone().chain(antecedent.clone()).any(|i| open(cx, i))
}

/// "If there ever was a chance, it vanished", "If the men were still free, they would be home": what was or is not, not what may come.
fn looked_back(cx: &Context, antecedent: &Range<usize>, consequent: &Range<usize>) -> bool {
    let be = |i: usize| is_text(cx, i, &["was", "were"]);
    let past = |i: usize| {
        be(i)
            || is_text(cx, i, &["had", "did"])
            || cx.token(i).upos == Upos::Verb && crate::dates::is_past(&cx.token(i).text.to_lowercase())
    };
    let closed = |range: &Range<usize>| {
        range.clone().any(past)
            && !range.clone().any(|i| open(cx, i) || is_text(cx, i, &["is", "are", "has", "have", "to"]))
    };
    let still = |i: usize| is_text(cx, i, &["still", "ever", "really", "truly", "actually"]);
    let unreal =
        antecedent.clone().any(|i| be(i) && i + 1 < antecedent.end && still(i + 1) || i > 0 && be(i) && still(i - 1));
    closed(antecedent) && closed(consequent) || unreal
}

/// Whether a word leaves open what comes: a modal, or a verb by which something waits.
fn open(cx: &Context, i: usize) -> bool {
    is_modal(cx, i) || is_word(cx, i, HELD_BACK)
}
