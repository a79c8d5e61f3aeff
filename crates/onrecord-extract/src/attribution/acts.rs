//! Question: what does the source do by saying it, and how sure does it say it is?
//!
//! The act follows the cue ("said" is say) unless source or content plainly make it another: a medium "reports",
//! "told them to leave" demands, "insisted the camp be closed" demands, "no comment" withholds. A hedge is the first word in the content's own
//! clause that holds the statement back.

use onrecord_lexicon::list;
use onrecord_model::{Act, Deprel, SourceType, Span, Upos};

use super::{draft::Draft, tree::Tree};
use crate::Context;

/// The act by cue, source type and content.
pub(crate) fn act(cx: &Context, d: &Draft, kind: SourceType) -> Act {
    let tree = Tree::new(cx);
    let lemma = tree.lemma(d.at);
    let media = matches!(kind, SourceType::Media | SourceType::StateMedia);
    if media && (d.rule == "according" || matches!(lemma, "report" | "quote" | "note" | "write" | "broadcast")) {
        return Act::Report;
    }
    if d.act == Act::Say
        && lemma == "tell"
        && content_verb(cx, &tree, d).is_some_and(|v| tree.kids(v).any(|k| tree.is(k, "to") && k < v))
    {
        return Act::Demand;
    }
    if matches!(lemma, "insist" | "stress") && content_verb(cx, &tree, d).is_some_and(|v| subjunctive(&tree, v)) {
        return Act::Demand;
    }
    if d.act == Act::Demand
        && tree.upos(d.at) == Upos::Verb
        && (lemma == "call" && !wants(&tree, d.at) && !convenes(&tree, d.at) || asked(cx, d, lemma))
    {
        return Act::Say;
    }
    // a court that dismisses a charge denies nothing
    let court = d.source.clone().is_some_and(|r| {
        r.clone().any(|k| matches!(tree.lemma(k), "court" | "judge" | "tribunal" | "jury" | "prosecutor"))
    });
    if court && d.act == Act::Deny && matches!(lemma, "dismiss" | "reject") {
        return Act::Other;
    }
    if lemma == "claim" && d.content.first().is_some_and(|c| cx.words(*c).to_lowercase().starts_with("responsibility"))
    {
        return Act::Announce;
    }
    d.act
}

/// "called for a truce", "called on Ektar to", "called to end": a demand; "called it a farce" only says.
fn wants(tree: &Tree, v: usize) -> bool {
    (v + 1..v + 3).any(|k| ["for", "on", "upon", "to"].iter().any(|w| tree.is(k, w)))
}

/// "called a meeting", "called a strike": what is called together or out, not a name that is given.
fn convenes(tree: &Tree, v: usize) -> bool {
    tree.kids(v).any(|k| k > v && tree.rel(k) == Deprel::Obj && list("convened").has(tree.lemma(k)))
}

/// "asked whether …", "“Why now?” she asked": a question wants words, not deeds.
fn asked(cx: &Context, d: &Draft, lemma: &str) -> bool {
    let question = |words: &str| {
        let low = words.trim_start_matches(['“', '"']).to_lowercase();
        words.contains('?')
            || ["whether", "if", "what", "why", "how", "who", "when", "where"]
                .iter()
                .any(|w| low.strip_prefix(w).is_some_and(|rest| rest.starts_with(' ')))
    };
    lemma == "ask" && d.content.iter().any(|c| question(cx.words(*c)))
}

/// The main verb of the content.
fn content_verb(cx: &Context, tree: &Tree, d: &Draft) -> Option<usize> {
    let first = d.content.first()?;
    let r = cx.analysis.tokens_in(*first);
    r.clone()
        .find(|&k| tree.upos(k) == Upos::Verb && !r.contains(&tree.head(k)))
        .or_else(|| tree.kids(d.at).find(|&k| tree.rel(k) == Deprel::Ccomp))
}

/// A bare form under a third-person subject: "that the camp be closed", "Vand halt the flights".
fn subjunctive(tree: &Tree, v: usize) -> bool {
    let aux: Vec<String> =
        tree.kids(v).filter(|&k| matches!(tree.rel(k), Deprel::Aux | Deprel::Cop)).map(|k| tree.low(k)).collect();
    // "“We should wait,” insisted Vand": what is quoted says what ought to be, and asks nobody for it
    let quoted = tree.a.quotes.iter().any(|q| q.inner.contains(tree.a.tokens[v].span));
    if aux.first().is_some_and(|a| a == "be" || !quoted && (a == "must" || a == "should")) {
        return true;
    }
    let subject = tree.kids(v).find(|&k| tree.rel(k) == Deprel::Nsubj);
    let singular =
        subject.is_some_and(|s| tree.upos(s) == Upos::Propn && !tree.low(s).ends_with('s') || tree.is(s, "it"));
    aux.is_empty() && singular && tree.low(v) == tree.lemma(v) && tree.upos(v) == Upos::Verb
}

/// The first hedge in the content's main clause.
pub(crate) fn hedge(cx: &Context, d: &Draft) -> Option<Span> {
    if d.hedge.is_some() {
        return d.hedge;
    }
    let tree = Tree::new(cx);
    let hedges = list("hedges");
    for c in &d.content {
        let r = cx.analysis.tokens_in(*c);
        let main = r
            .clone()
            .find(|&k| !r.contains(&tree.head(k)) && matches!(tree.upos(k), Upos::Verb | Upos::Adj | Upos::Noun))
            .unwrap_or(r.start);
        for k in r.clone() {
            for n in (1..=hedges.longest()).rev() {
                if k + n > r.end {
                    continue;
                }
                let words = (k..k + n).map(|i| tree.low(i)).collect::<Vec<_>>().join(" ");
                let near = tree.head(k) == main || k == main || tree.head(tree.head(k)) == main;
                if hedges.has(&words)
                    && near
                    && hedges.get(&words).is_some_and(|h| h.first() != Some(&"modal") || n > 1)
                {
                    return tree.span(k..k + n);
                }
            }
        }
    }
    None
}
