//! Question: which nouns carry a statement ("the envoy's warning that …")?
//!
//! In: "The pause followed Vand's admission that the road was mined." Out: source "Vand", cue "admission", content
//! "that the road was mined". It needs an owner ("X's", "by X", "from X") and a clause; a bare noun is no row.

use onrecord_lexicon::list;
use onrecord_model::{Deprel, Sentence, Upos};

use super::{
    draft::{Draft, act},
    tree::Tree,
    verbs::source_phrase,
};
use crate::Context;

/// Statements of one sentence carried by nouns.
pub(crate) fn find(cx: &Context, sentence: &Sentence, out: &mut Vec<Draft>) {
    let tree = Tree::new(cx);
    for n in sentence.tokens() {
        if tree.upos(n) == Upos::Noun {
            out.extend(noun(&tree, n));
        }
    }
}

fn noun(tree: &Tree, n: usize) -> Option<Draft> {
    let row = list("claim_nouns").get(tree.lemma(n))?;
    let clause = tree.kids(n).find(|&k| {
        k > n
            && matches!(tree.rel(k), Deprel::Acl | Deprel::Ccomp)
            && tree.kids(k).any(|m| {
                (tree.is(m, "that") && tree.rel(m) == Deprel::Mark) || (tree.is(m, "to") && tree.rel(m) != Deprel::Case)
            })
    })?;
    let owner = tree.kids(n).find(|&k| {
        (k < n
            && tree.rel(k) == Deprel::Nmod
            && (tree.kids(k).any(|m| tree.rel(m) == Deprel::Case && m > k) || tree.upos(k) == Upos::Pron))
            || (k > n
                && k < clause
                && tree.rel(k) == Deprel::Nmod
                && (tree.has_case(k, "by") || tree.has_case(k, "from")))
    })?;
    let mut d = Draft::new(n, "noun");
    d.act = act(row.first()?);
    d.cue = tree.span(n..n + 1);
    d.source_head = Some(owner);
    let mut source = source_phrase(tree, owner, n);
    // The possessive mark is no part of the name.
    while source.end > source.start + 1 && matches!(tree.text(source.end - 1), "'s" | "’s" | "'" | "’") {
        source.end -= 1;
    }
    if source.contains(&n) {
        return None;
    }
    d.source = Some(source);
    d.content = tree.span(tree.trim_keep_quotes(tree.a.subtree(clause))).into_iter().collect();
    d.score = 0.7;
    (!d.content.is_empty()).then_some(d)
}

/// "claims that Ektar failed and Veskara's demand that Belvaar pay": the content ends where the next claim of somebody begins.
pub(crate) fn cut_next(cx: &Context, d: &mut Draft) {
    let tree = Tree::new(cx);
    let claim = |k: usize| list("claim_nouns").has(tree.lemma(k)) && k + 1 < tree.len() && tree.is(k + 1, "that");
    if !claim(d.at) {
        return;
    }
    for piece in &mut d.content {
        let words = cx.analysis.tokens_in(*piece);
        let next = words.clone().skip(2).find(|&i| {
            let own = (i + 2..words.end.min(i + 6)).find(|&k| claim(k));
            tree.is(i, "and") && own.is_some_and(|k| (i + 1..k).any(|m| matches!(tree.text(m), "'s" | "’s")))
        });
        if let Some(i) = next {
            piece.end = cx.token(i - 1).span.end;
        }
    }
}
