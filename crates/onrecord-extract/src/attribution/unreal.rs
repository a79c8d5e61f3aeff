//! Question: is a verb of speech told of as something that happened?
//!
//! "to say", "if it says", "did not say", "could have ordered", "sought to soothe the markets": nobody said anything. "Hollisk tried to say
//! that the road was open", "sought to assure voters that he was well": somebody did, as he could.

use onrecord_model::{Deprel, Upos};

use super::tree::Tree;

/// A verb that is not said to have happened: "to say", "if it says", "could have said".
pub(crate) fn unreal(tree: &Tree, v: usize) -> bool {
    let to = tree.kids(v).any(|k| k < v && tree.is(k, "to") && matches!(tree.rel(k), Deprel::Mark | Deprel::Aux));
    if to {
        let up = tree.head(v);
        return !(tree.rel(v) == Deprel::Xcomp
            && (matches!(tree.lemma(up), "go" | "continue" | "begin" | "appear" | "seem" | "try")
                || tree.lemma(up) == "seek" && spoken(tree, v)));
    }
    if tree.kids(v).any(|k| k < v && matches!(tree.low(k).as_str(), "if" | "whether" | "unless"))
        && tree.rel(v) == Deprel::Advcl
    {
        return true;
    }
    // "let me say", "what he said": the content is a pronoun outside.
    tree.negated(v) || never_done(tree, v)
}

/// What no reader may take for a statement: an attempt, what could have been said, a habit.
pub(crate) fn never_said(tree: &Tree, v: usize) -> bool {
    tree.upos(v) == Upos::Verb && (attempt(tree, v) || never_done(tree, v) || super::hearsay::habit(tree, v))
}

/// "could have ordered raids", "should have warned": it was not done.
fn never_done(tree: &Tree, v: usize) -> bool {
    let aux = |words: &[&str]| {
        tree.kids(v).find(|&k| k < v && tree.rel(k) == Deprel::Aux && words.contains(&tree.low(k).as_str()))
    };
    let modal = aux(&["could", "should", "might"]);
    modal.is_some_and(|m| aux(&["have", "'ve", "’ve"]).is_some_and(|h| m < h))
}

/// Whether a verb speaks to somebody in a clause: "to assure voters that he was well".
fn spoken(tree: &Tree, v: usize) -> bool {
    let speech = onrecord_lexicon::list("speech_verbs").get(tree.lemma(v)).is_some_and(|c| c.get(1) == Some(&"speech"));
    speech && tree.kids(v).any(|k| k > v && tree.rel(k) == Deprel::Ccomp)
}

/// "sought to soothe the markets": what somebody tries to do himself is no demand. "sought to have the text changed" is one.
pub(crate) fn attempt(tree: &Tree, v: usize) -> bool {
    tree.lemma(v) == "seek"
        && tree.kids(v).any(|k| {
            k > v
                && tree.rel(k) == Deprel::Xcomp
                && tree.upos(k) == Upos::Verb
                && !matches!(tree.lemma(k), "have" | "get")
                && tree.kids(k).any(|m| m < k && tree.is(m, "to"))
        })
}
