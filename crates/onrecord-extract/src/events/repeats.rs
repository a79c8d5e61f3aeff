//! Which verbs tell an act once more that another verb of the sentence has told?
//!
//! "bombed the port, killing nine and wounding four" is one attack, "closed the square, barring residents" one closure: what the second
//! verb names is who it befell.

use onrecord_lexicon::list;
use onrecord_model::{Deprel, Event, PloverType, Reading, Upos};

use super::{passive, roles::people};
use crate::{
    Context,
    actors::{children, subjects},
    phrases::is_word,
};

/// Verbs of harm done by an attack.
const HARM: &[&str] = &["kill", "wound", "injure", "maim", "hurt", "destroy", "damage", "leave", "level", "flatten"];

/// Verbs of keeping people out.
const KEPT_OUT: &[&str] = &["bar", "prevent", "block", "prohibit", "ban"];

/// The verb whose act the one at `i` tells again: over "…, killing nine", before "and wounded four".
pub(super) fn of(cx: &Context, i: usize, kind: PloverType) -> Option<usize> {
    let t = cx.token(i);
    let mut up = t.head as usize;
    let harm = kind == PloverType::Assault && is_word(cx, i, HARM);
    let kept = is_word(cx, i, KEPT_OUT);
    // "rallied to protest the raids"
    if kind == PloverType::Protest && is_word(cx, i, &["protest"]) && t.deprel == Deprel::Advcl && up < i {
        return Some(up);
    }
    if t.upos != Upos::Verb || up >= i || !(harm || kept) {
        return None;
    }
    let ing = |v: usize| cx.token(v).text.ends_with("ing");
    let result = |v: usize| {
        let beside = cx.token(v).deprel == Deprel::Conj && !ing(cx.token(v).head as usize);
        ing(v)
            && (cx.token(v).deprel == Deprel::Advcl || beside)
            && children(cx, v, &[Deprel::Mark, Deprel::Case, Deprel::Nsubj]).is_empty()
    };
    // "killing nine dockers and wounding four": it may hang on the dockers
    let listed = harm && t.text.ends_with("ing") && matches!(t.deprel, Deprel::Conj | Deprel::Acl | Deprel::Advcl);
    let and = cx.token(i - 1).upos == Upos::Cconj;
    while listed && and && cx.token(up).upos != Upos::Verb && (cx.token(up).head as usize) < up {
        up = cx.token(up).head as usize;
    }
    let joined = matches!(t.deprel, Deprel::Conj | Deprel::Acl | Deprel::Advcl) && cx.token(up).upos == Upos::Verb;
    if result(i) || joined && result(up) {
        // "…, killing nine and wounding four": the verb over them both
        while result(up) && is_word(cx, up, HARM) && (cx.token(up).head as usize) < up {
            up = cx.token(up).head as usize;
        }
        // "Ektar said Belvaar had bombed the port, killing nine": it may hang on "said"
        let said = children(cx, up, &[Deprel::Ccomp])
            .into_iter()
            .rfind(|&c| c < i && super::SAY.contains(&&*cx.token(up).lemma));
        // "began shelling Tarn, killing nine"
        let begun = children(cx, up, &[Deprel::Xcomp])
            .into_iter()
            .rfind(|&c| c < i && children(cx, up, &[Deprel::Obj]).is_empty());
        return Some(said.or(begun).unwrap_or(up));
    }
    // "killed nine and wounded four", "nine were killed and four wounded"; not where each has its day
    let day = children(cx, i, &[Deprel::Obl]).into_iter().any(|o| list("days").has(&cx.token(o).text.to_lowercase()));
    (t.deprel == Deprel::Conj && joined && harm && is_word(cx, up, HARM) && !day).then_some(up)
}

/// Whether an event of `kind` told again belongs to one of `event`.
pub(super) fn same(event: PloverType, kind: PloverType) -> bool {
    event == kind || event == PloverType::Coerce && kind == PloverType::Reject
}

/// Adds whom the second verb names.
pub(super) fn add(cx: &Context, reading: &Reading, i: usize, event: &mut Event) {
    let mut named = children(cx, i, &[Deprel::Obj]);
    if passive(cx, i) {
        named.extend(subjects(cx, i));
    }
    event.location = event.location.take().or_else(|| super::place::location(cx, reading, i, event.event));
    for name in named.into_iter().flat_map(|o| people(cx, reading, o)) {
        if !event.recipient.contains(&name) && !event.actor.contains(&name) {
            event.recipient.push(name);
        }
    }
}
