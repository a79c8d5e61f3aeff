//! What does somebody ask, refuse, offer or threaten, and whom would it befall? The verb or noun under the word of an event.
//!
//! "Ektar threatened to shell Tarn" → violence, to Tarn. "Hollisk urged Ektar to change its course" → change. "is committed to defending
//! Veskara" → to Veskara.

use std::ops::Range;

use onrecord_model::{Deprel, PloverType, Reading, Upos};

use super::{roles::people, rule};
use crate::{
    Context,
    actors::{case, children, subjects},
    phrases::is_word,
};

/// The word that tells the content: "to shell", "defending", "a strike", "calls to arm".
fn inner(cx: &Context, i: usize) -> Vec<usize> {
    let mut out = children(cx, i, &[Deprel::Xcomp]);
    out.extend(children(cx, i, &[Deprel::Advcl, Deprel::Ccomp, Deprel::Obl]).into_iter().filter(|&c| {
        let to = children(cx, c, &[Deprel::Mark, Deprel::Case]).into_iter().any(|m| is_word(cx, m, &["to"]));
        c > i && to && cx.token(c).upos == Upos::Verb
    }));
    for o in children(cx, i, &[Deprel::Obj, Deprel::Obl]) {
        let call = is_word(cx, o, &["call", "request", "demand", "plea", "appeal", "plan", "proposal", "offer"]);
        out.extend(children(cx, o, &[Deprel::Acl]).into_iter().filter(|_| call));
        if cx.token(o).deprel == Deprel::Obj {
            out.push(o);
        }
    }
    out
}

/// The mode of a threat, a request or a refusal by its content.
pub(super) fn mode(cx: &Context, i: usize, kind: PloverType, sentence: &Range<usize>) -> Option<&'static str> {
    use PloverType::*;
    if !matches!(kind, Threaten | Request | Reject) {
        return None;
    }
    for c in inner(cx, i) {
        let changes = is_word(cx, c, &["change", "reform", "alter", "revise", "rethink", "reconsider"]);
        if kind != Threaten && changes && cx.token(c).upos == Upos::Verb {
            return Some("change");
        }
        let Some(told) = rule(cx, c, sentence) else { continue };
        let mode = match (kind, told.kind) {
            (Threaten, Assault) => "violence",
            (Request | Reject, Aid) => "assist",
            (Request | Reject, Retreat | Concede) => "yield",
            (Request | Reject, Consult) => "meet",
            _ => continue,
        };
        return Some(mode);
    }
    None
}

/// Whom the content would befall: the object of what is threatened, the named one of what is promised.
pub(super) fn befalls(
    cx: &Context,
    reading: &Reading,
    i: usize,
    kind: PloverType,
    sentence: &Range<usize>,
) -> Vec<String> {
    use PloverType::*;
    if !matches!(kind, Threaten | Agree | Reject) || super::passive(cx, i) {
        return Vec::new();
    }
    for c in inner(cx, i).into_iter().filter(|&c| cx.token(c).upos == Upos::Verb) {
        let hostile = rule(cx, c, sentence)
            .is_some_and(|r| matches!(r.kind, Assault | Coerce | Sanction | Threaten | Accuse | Reject | Mobilize));
        if kind == Agree && (hostile || is_word(cx, c, &["leave", "quit", "join", "pay"])) {
            continue;
        }
        // "refused to meet Belvaar", "resisted arming the Column"; not "refused to condemn Ektar"
        let told = rule(cx, c, sentence).map(|r| r.kind);
        if kind == Reject && !matches!(told, Some(Consult | Aid | Support)) {
            continue;
        }
        let mut whom: Vec<usize> = children(cx, c, &[Deprel::Obj]);
        whom.extend(children(cx, c, &[Deprel::Obl]).into_iter().filter(|&o| case(cx, o) == "with" && kind == Agree));
        // "offered to hold talks with Ektar"
        let talks = whom.iter().flat_map(|&o| children(cx, o, &[Deprel::Nmod])).filter(|&n| case(cx, n) == "with");
        let talks: Vec<usize> = talks.filter(|_| kind == Agree).collect();
        // "threatened to impose sanctions on Belvaar"
        let on = |o: usize| children(cx, o, &[Deprel::Nmod, Deprel::Obl]).into_iter();
        let against: Vec<usize> = std::iter::once(c)
            .chain(whom.clone())
            .flat_map(on)
            .filter(|&n| kind == Threaten && n > c && matches!(case(cx, n).as_str(), "on" | "against"))
            .collect();
        whom.extend(against);
        whom.extend(talks);
        let found: Vec<String> = whom.into_iter().flat_map(|o| people(cx, reading, o)).collect();
        if !found.is_empty() && found.iter().all(|name| kind == Threaten || name.starts_with(char::is_uppercase)) {
            return found;
        }
    }
    Vec::new()
}

/// The noun of asking whose content the verb at `i` is: "the demand that Ektar apologise".
pub(super) fn demand(cx: &Context, i: usize) -> Option<usize> {
    let noun = cx.token(i).head as usize;
    let that = children(cx, i, &[Deprel::Mark]).into_iter().any(|m| is_word(cx, m, &["that"]));
    let content = matches!(cx.token(i).deprel, Deprel::Acl | Deprel::Ccomp) && cx.token(noun).upos == Upos::Noun;
    (that && content && is_word(cx, noun, &["demand", "call", "request", "insistence", "plea", "appeal"]))
        .then_some(noun)
}

/// Who demands: "Veskara's demand", "a demand by Veskara", "Veskara renewed its demand".
pub(super) fn demanding(cx: &Context, noun: usize) -> Vec<usize> {
    let owner = |n: &usize| *n < noun && case(cx, *n).is_empty() || matches!(case(cx, *n).as_str(), "by" | "from");
    let own: Vec<usize> = children(cx, noun, &[Deprel::Nmod]).into_iter().filter(owner).collect();
    let over = cx.token(noun).head as usize;
    let pronoun = own.iter().all(|&n| cx.token(n).upos == Upos::Pron);
    if pronoun && cx.token(noun).deprel == Deprel::Obj { subjects(cx, over) } else { own }
}
