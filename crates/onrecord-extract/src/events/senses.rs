//! Which words of the event list mean something else here? "wants to develop", "declined to comment", "insisted it was true".

use onrecord_model::{Deprel, Upos};

use crate::{
    Context,
    actors::{case, children},
    clauses::is_text,
    phrases::is_word,
};

/// Whether the word at `i` tells no event between parties where it stands.
pub(super) fn other(cx: &Context, i: usize) -> bool {
    let has = |relations: &[Deprel]| !children(cx, i, relations).is_empty();
    if is_text(cx, i, &["close"]) && i + 1 < cx.analysis.tokens.len() && is_text(cx, i + 1, &["to"]) {
        return true;
    }
    let verb = cx.token(i).upos == Upos::Verb;
    // Somebody's own wish asks nothing of anybody.
    if verb && is_word(cx, i, &["want", "wish", "seek"]) {
        let wished = children(cx, i, &[Deprel::Xcomp]);
        return !wished.is_empty()
            && !has(&[Deprel::Obj, Deprel::Iobj])
            && wished.iter().all(|&x| children(cx, x, &[Deprel::Nsubj]).is_empty() && !super::passive(cx, x));
    }
    if is_word(cx, i, &["recognize", "recognise"]) {
        return has(&[Deprel::Ccomp]) && !has(&[Deprel::Obj]);
    }
    if verb && is_word(cx, i, &["decline", "refuse"]) && silent(cx, i) {
        return true;
    }
    if verb && is_word(cx, i, &["hope"]) && told_of_another(cx, i) {
        return true;
    }
    if verb && is_word(cx, i, &["insist", "suggest"]) && !calls_for(cx, i) {
        return true;
    }
    if verb && is_word(cx, i, &["ask"]) && question(cx, i) {
        return true;
    }
    // "demonstrates the will to …" is no rally.
    if verb && is_word(cx, i, &["demonstrate"]) {
        return has(&[Deprel::Obj, Deprel::Ccomp]);
    }
    // "a statement released on Sunday", "signed the bill".
    if verb && is_word(cx, i, &["release"]) && i > 0 && is_word(cx, i - 1, PUBLISHED) {
        return true;
    }
    // "ordered strikes on …": the strikes are the event.
    if verb && is_word(cx, i, &["order", "approve", "authorize", "authorise"]) {
        return children(cx, i, &[Deprel::Obj]).into_iter().any(|o| is_word(cx, o, FORCE));
    }
    // "You agree to receive …" speaks to the reader.
    children(cx, i, &[Deprel::Nsubj]).into_iter().any(|n| is_text(cx, n, &["you"]))
}

/// What is released to readers.
const PUBLISHED: &[&str] = &["statement", "report", "video", "tape", "audio", "footage", "document", "poll", "letter"];

/// Force that is ordered.
const FORCE: &[&str] = &[
    "strike",
    "airstrike",
    "attack",
    "raid",
    "assault",
    "offensive",
    "invasion",
    "bombing",
    "bombardment",
    "shelling",
];

/// "declined to comment": silence refuses nobody anything.
fn silent(cx: &Context, i: usize) -> bool {
    let saying = [
        "comment",
        "say",
        "answer",
        "elaborate",
        "discuss",
        "speak",
        "identify",
        "name",
        "specify",
        "confirm",
        "disclose",
        "reveal",
        "respond",
        "give",
        "provide",
        "speculate",
        "describe",
    ];
    let quiet = children(cx, i, &[Deprel::Xcomp]).into_iter().any(|x| {
        is_word(cx, x, &saying)
            && (!is_word(cx, x, &["give", "provide"])
                || children(cx, x, &[Deprel::Obj]).into_iter().any(|o| {
                    is_word(cx, o, &["detail", "details", "figure", "name", "information", "reason", "comment"])
                }))
    });
    quiet || children(cx, i, &[Deprel::Obj]).into_iter().any(|o| is_word(cx, o, &["comment"]))
}

/// "hoped that Ektar would …", "I hope they …": what somebody else is to do.
fn told_of_another(cx: &Context, i: usize) -> bool {
    let speaks = children(cx, i, &[Deprel::Nsubj]).into_iter().any(|n| is_text(cx, n, &["i", "we"]));
    let own: &[&str] = if speaks { &["i", "we"] } else { &["it", "they", "he", "she", "we"] };
    children(cx, i, &[Deprel::Ccomp])
        .into_iter()
        .any(|c| children(cx, c, &[Deprel::Nsubj]).into_iter().any(|n| !is_text(cx, n, own)))
}

/// "insisted on a vote", "suggested that Ektar should leave", "suggested talks" ask for something; "insisted it was ready" does not.
fn calls_for(cx: &Context, i: usize) -> bool {
    let wanted = |c: usize| {
        let helpers = children(cx, c, &[Deprel::Aux]);
        let must = helpers.iter().any(|&a| is_text(cx, a, &["should", "must", "ought"]));
        let t = cx.token(c);
        let bare = t.upos == Upos::Verb && helpers.is_empty() && t.text.eq_ignore_ascii_case(&t.lemma);
        let one = children(cx, c, &[Deprel::Nsubj]).into_iter().any(|n| !cx.token(n).text.ends_with('s'));
        must || bare && one
    };
    let told = children(cx, i, &[Deprel::Ccomp]);
    if !told.is_empty() {
        return told.into_iter().any(wanted);
    }
    let on = children(cx, i, &[Deprel::Obl]).into_iter().any(|o| matches!(case(cx, o).as_str(), "on" | "upon"));
    on || !children(cx, i, &[Deprel::Obj, Deprel::Xcomp]).is_empty()
}

/// "asked about the truce", "asked whether …", "asked questions".
fn question(cx: &Context, i: usize) -> bool {
    let about = children(cx, i, &[Deprel::Obl]).into_iter().any(|o| matches!(case(cx, o).as_str(), "about" | "if"));
    let object = children(cx, i, &[Deprel::Obj]).into_iter().any(|o| is_word(cx, o, &["question", "why", "what"]));
    let inner = children(cx, i, &[Deprel::Ccomp, Deprel::Advcl]).into_iter().any(|c| {
        let first = cx.analysis.subtree(c).start;
        is_text(cx, first, &["whether", "if", "why", "how", "what", "when", "where", "who"])
    });
    let beside = i + 1 < cx.analysis.tokens.len() && is_text(cx, i + 1, &["about", "whether", "if", "why", "how"]);
    about || object || inner || beside
}
