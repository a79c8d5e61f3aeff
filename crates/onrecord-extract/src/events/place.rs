//! Where did it happen? The place told beside the event's own words.
//!
//! "Ektar shelled the port in Sarn" → Sarn. Not the place of a clause under it ("Hollisk, who met envoys in Tarn, condemned …"), and for what
//! is only said not the place of what it is said about: "questioned the raids in Veskara" was spoken nowhere told.

use onrecord_model::{Deprel, Mention, MentionType, PloverType, Reading, Upos};

use crate::{Context, actors::children, clauses::is_text};

/// A place in the clause: "in …", "near …".
pub(super) fn location(cx: &Context, reading: &Reading, i: usize, kind: PloverType) -> Option<String> {
    let tree = cx.analysis.span_of(cx.analysis.subtree(i))?;
    let place = |m: &&Mention| {
        matches!(m.kind, MentionType::Place | MentionType::State | MentionType::Facility) && m.span.shared(tree) > 0
    };
    let tied = |m: &&Mention| {
        let at = cx.analysis.token_at(m.span.start);
        at > 0 && is_text(cx, at - 1, &["in", "near", "at", "inside", "outside"])
            || at > 1 && is_text(cx, at - 2, &["in", "near", "at"]) && is_text(cx, at - 1, &["the"])
    };
    let mut found = reading.mentions.iter().filter(place).filter(tied);
    found.find(|m| own(cx, i, head(cx, m), said(kind))).map(|m| cx.words(m.span).to_owned())
}

/// What is done in words.
fn said(kind: PloverType) -> bool {
    use PloverType::*;
    matches!(kind, Accuse | Request | Reject | Threaten | Support | Agree | Concede)
}

/// The word of a mention the others hang on.
fn head(cx: &Context, m: &Mention) -> usize {
    let words = cx.analysis.tokens_in(m.span);
    words.clone().find(|&w| !words.contains(&(cx.token(w).head as usize))).unwrap_or(words.start)
}

/// Whether the place at `place` is the event's: no clause stands between, and for words no noun they are about.
fn own(cx: &Context, i: usize, place: usize, said: bool) -> bool {
    let mut at = place;
    for _ in 0..12 {
        if at == i {
            return true;
        }
        let t = cx.token(at);
        let up = t.head as usize;
        let clause = matches!(t.deprel, Deprel::Acl | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis)
            || t.deprel == Deprel::Conj && t.upos == Upos::Verb
            || t.deprel == Deprel::Xcomp && said;
        // "began shelling in Sarn" keeps its place; "said in Sarn that it shelled …" is two.
        let finite =
            clause && !(t.deprel == Deprel::Advcl && children(cx, at, &[Deprel::Nsubj, Deprel::Mark]).is_empty());
        let about = said && matches!(t.deprel, Deprel::Obj | Deprel::Nmod | Deprel::Iobj) && at != place
            || said && t.deprel == Deprel::Nmod && !matches!(cx.token(up).deprel, Deprel::Obl);
        if up == at || finite || about {
            return false;
        }
        at = up;
    }
    false
}
