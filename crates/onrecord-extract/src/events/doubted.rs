//! Is it said not to be so, or only asked about? The words over a verb that deny its act or leave it open; besides those of `undone`.
//!
//! "denied sending arms", "will not involve soldiers fighting abroad" → negated; "questions about whether Ektar will attack" →
//! hypothetical.

use onrecord_model::{Deprel, Factuality};

use crate::{Context, actors::children, clauses::is_text, phrases::is_word, status::negated};

/// How the act at `i` stands by the verbs over it; `None` where they say nothing.
pub(super) fn doubted(cx: &Context, i: usize) -> Option<Factuality> {
    let mut at = i;
    for _ in 0..4 {
        let t = cx.token(at);
        let up = t.head as usize;
        if children(cx, at, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["whether"])) {
            return Some(Factuality::Hypothetical);
        }
        if up == at {
            return None;
        }
        let under = matches!(t.deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::Obj);
        let whole = is_word(cx, up, &["involve", "include", "entail", "mean"]);
        // "is not going to go around menacing Tarn", "did not start shelling"
        let going = is_word(cx, up, &["go", "keep", "continue", "start", "begin"]) && t.text.ends_with("ing");
        if under && (whole || going) && (negated(cx, up) || over_negated(cx, up)) {
            return Some(Factuality::Negated);
        }
        // "denied it had shelled Tarn"
        let denied = matches!(t.deprel, Deprel::Ccomp | Deprel::Xcomp) && is_word(cx, up, &["deny"]);
        if denied && !negated(cx, up) {
            return Some(Factuality::Negated);
        }
        let own = children(cx, at, &[Deprel::Nsubj]).into_iter().any(|n| n < at);
        if own || !matches!(t.deprel, Deprel::Xcomp | Deprel::Conj | Deprel::Advcl | Deprel::Acl | Deprel::Obj) {
            return None;
        }
        at = up;
    }
    None
}

/// "is not going to go": the negation stands with the verb over it.
fn over_negated(cx: &Context, verb: usize) -> bool {
    let up = cx.token(verb).head as usize;
    up != verb && cx.token(verb).deprel == Deprel::Xcomp && is_word(cx, up, &["go"]) && negated(cx, up)
}
