//! Question: what is said without a verb of speech, or without anyone who says it?
//!
//! In: "The bridge was shelled, according to two medics." Out: source "two medics", cue "according to".
//! In: "The envoy has reportedly left." Out: no source, cue and hedge "reportedly", content "The envoy has" + "left".
//! In: "Forty miners are believed to be alive." Out: no source, cue "are believed".
//! It does not guess who stands behind hearsay.

use onrecord_lexicon::list;
use onrecord_model::{Act, AttributionKind, Deprel, Sentence, Upos};

use super::{
    draft::{Draft, act, tidy},
    tree::Tree,
    verbs::source_phrase,
};
use crate::Context;

/// Statements of one sentence by "according to", hearsay passives and hearsay adverbs.
pub(crate) fn find(cx: &Context, sentence: &Sentence, out: &mut Vec<Draft>) {
    let tree = Tree::new(cx);
    for i in sentence.tokens() {
        if tree.is(i, "according") && tree.is(i + 1, "to") {
            out.extend(according(&tree, i));
        } else if list("hearsay_adverbs").has(&tree.low(i)) {
            out.extend(adverb(&tree, i));
        } else if tree.upos(i) == Upos::Verb {
            out.extend(passive(&tree, i));
        }
    }
}

fn according(tree: &Tree, i: usize) -> Option<Draft> {
    let s = tree.sentence(i);
    let from = i + 2;
    if from >= s.end {
        return None;
    }
    // The noun that carries "according to": what "to" or "according" marks, or the first noun after it.
    let close = |k: usize| k > i + 1 && k < s.end && k < i + 30 && tree.upos(k).is_nominal();
    let head = [tree.head(i + 1), tree.head(i)]
        .into_iter()
        .find(|&k| close(k))
        .or_else(|| (from..s.end).find(|&k| tree.upos(k).is_nominal()))?;
    // A marker hung on the first word of a compound: the noun it belongs to is the source.
    let mut head = head;
    for _ in 0..6 {
        let up = tree.head(head);
        let part =
            matches!(tree.rel(head), Deprel::Compound | Deprel::Amod | Deprel::Nummod | Deprel::Nmod | Deprel::Det);
        if part && up > head && up <= head + 6 && up < s.end && tree.upos(up).is_nominal() {
            head = up;
        } else {
            break;
        }
    }
    let mut source = source_phrase(tree, head, i);
    source.start = source.start.clamp(from, head);
    if source.start > from && (from..source.start).all(|k| !matches!(tree.text(k), ",")) {
        source.start = from;
    }
    // "Vand is, according to Resk, a liar": the comma behind the name closes the aside, for the verb before it still waits.
    let last = (s.start..i.saturating_sub(1)).rev().find(|&k| tree.upos(k) != Upos::Adv);
    let waits = i > s.start
        && tree.is(i - 1, ",")
        && last.is_some_and(|k| tree.lemma(k) == "be" || matches!(tree.upos(k), Upos::Aux | Upos::Sconj));
    if waits && let Some(comma) = (from + 1..s.end).find(|&k| tree.is(k, ",")) {
        source.end = source.end.min(comma);
        head = if head < source.end { head } else { source.end - 1 };
    }
    // "It governs according to its reading of the law": the manner of what is done; nobody says it
    let manner = matches!(tree.low(from).as_str(), "its" | "his" | "her" | "their")
        && super::sources::class(tree, head).is_none()
        && !list("published_nouns").has(tree.lemma(head))
        && !list("claim_nouns").has(tree.lemma(head));
    if manner && !waits {
        return None;
    }
    let mut d = Draft::new(i, "according");
    d.cue = tree.span(i..i + 2);
    d.source_head = Some(head);
    // The phrase of the source, its relay and its date: everything that is not what is said.
    let mut end = source.end;
    let whole = tree.a.subtree(head).end.min(s.end);
    if source.end < whole && !waits && !matches!(tree.text(source.end), ",") {
        end = whole;
    }
    while end < s.end && !matches!(tree.text(end), "," | "." | ";" | "—" | "–" | "--" | ")" | "\"" | "”") {
        end += 1;
    }
    d.source = Some(source);
    let left = tree.trim_keep_quotes(s.start..i);
    let right = tree.trim_keep_quotes(end..s.end);
    // "The Post reports that, according to X, …": the clause that opens before the aside stands after it.
    let opens = (s.start..i).rev().find(|&k| tree.upos(k) != Upos::Punct).is_some_and(|k| tree.is(k, "that"));
    let before = !opens && (waits || tree.has_verb(left.clone()));
    let after = tree.has_verb(right.clone());
    if before {
        // "…, and X, according to Y, did Z": a verb whose subject stands before goes on after the aside.
        let and_that = tree.is(right.start, "and") && tree.is(right.start + 1, "that");
        let goes_on = waits && !right.is_empty()
            || after && and_that
            || after
                && matches!(tree.text(end), "," | "—" | "–")
                && right.clone().any(|k| {
                    matches!(tree.upos(k), Upos::Verb | Upos::Aux)
                        && tree.kids(k).any(|m| left.contains(&m) && tree.rel(m) == Deprel::Nsubj)
                });
        d.content.extend(tree.span(left));
        if goes_on {
            d.content.extend(tree.span(right));
        }
    } else {
        let lead: Vec<_> =
            left.clone().filter(|&k| !matches!(tree.upos(k), Upos::Cconj | Upos::Adv | Upos::Punct)).collect();
        if !lead.is_empty()
            && after
            && right.clone().any(|k| tree.kids(k).any(|m| left.contains(&m) && tree.rel(m) == Deprel::Nsubj))
        {
            d.content.extend(tree.span(left));
        }
        d.content.extend(tree.span(right));
    }
    tidy(&mut d.content);
    (!d.content.is_empty()).then_some(d)
}

/// "has been known to walk to the ministry": what somebody does now and then. "is known to have tested it" is hearsay.
pub(crate) fn habit(tree: &Tree, v: usize) -> bool {
    tree.lemma(v) == "know"
        && tree.kids(v).any(|k| k < v && tree.is(k, "been"))
        && tree.kids(v).any(|k| {
            k > v
                && tree.rel(k) == Deprel::Xcomp
                && tree.upos(k) == Upos::Verb
                && !tree.kids(k).any(|m| m < k && matches!(tree.low(m).as_str(), "have" | "be"))
        })
}

/// "is believed to", "it was learned that".
fn passive(tree: &Tree, v: usize) -> Option<Draft> {
    let row = list("hearsay_passives").get(tree.lemma(v))?;
    if !tree.passive(v) || tree.negated(v) || tree.kids(v).any(|k| tree.rel(k) == Deprel::Obl && tree.has_case(k, "by"))
    {
        return None;
    }
    let aux = tree.kids(v).filter(|&k| tree.rel(k) == Deprel::Aux && k < v && tree.text(k) != "IS").min()?;
    // "could be said to", "should be reported": no hearsay.
    if matches!(tree.low(aux).as_str(), "could" | "can" | "should" | "must" | "would" | "will" | "to" | "might") {
        return None;
    }
    if habit(tree, v) {
        return None;
    }
    let mut d = Draft::new(v, "hearsay");
    d.act = act(row.first()?);
    d.kind = if d.act == Act::Believe { AttributionKind::Knowledge } else { AttributionKind::Speech };
    let subject = tree
        .kids(v)
        .find(|&k| k < v && matches!(tree.rel(k), Deprel::Nsubj | Deprel::Expl | Deprel::Csubj))
        .or_else(|| tree.subject(v).filter(|&k| k < v))
        // "Of the forty only ten are …": the parse may see the fronted part alone.
        .or_else(|| tree.kids(v).find(|&k| k < v && tree.rel(k) == Deprel::Obl && tree.has_case(k, "of")))?;
    let empty = tree.is(subject, "it")
        && (tree.rel(subject) == Deprel::Expl
            || tree.kid(v, Deprel::Ccomp).is_some()
            || tree.kid(v, Deprel::Csubj).is_some());
    let clause = tree.kids(v).find(|&k| k > v && matches!(tree.rel(k), Deprel::Ccomp | Deprel::Csubj));
    if empty {
        let c = clause?;
        d.cue = tree.span(subject..v + 1);
        d.content = tree
            .span(tree.trim_keep_quotes(tree.a.subtree(c).start.max(v + 1)..tree.a.subtree(c).end))
            .into_iter()
            .collect();
    } else {
        let x = tree.kids(v).find(|&k| {
            k > v
                && matches!(tree.rel(k), Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp)
                && tree.kids(k).any(|m| tree.is(m, "to"))
        })?;
        let adverb_free = aux..v + 1;
        d.cue = tree.span(adverb_free);
        let s = tree.phrase(subject);
        // "Of the forty, only ten are believed": a fronted part of the count belongs to the subject.
        let lead = tree
            .kids(v)
            .filter(|&k| tree.rel(k) == Deprel::Obl && k < subject && tree.has_case(k, "of"))
            .map(|k| tree.a.subtree(k).start)
            .min();
        let fronted = tree.rel(subject) == Deprel::Obl;
        d.content.extend(tree.span(lead.unwrap_or(s.start).min(s.start)..if fronted { aux } else { s.end.min(aux) }));
        d.content.extend(tree.span(tree.trim_keep_quotes(tree.a.subtree(x).start.max(v + 1)..tree.a.subtree(x).end)));
    }
    tidy(&mut d.content);
    if matches!(d.act, Act::Believe) {
        d.hedge = d.cue;
    }
    (!d.content.is_empty()).then_some(d)
}

/// "has reportedly left", "allegedly killed".
fn adverb(tree: &Tree, i: usize) -> Option<Draft> {
    let low = tree.low(i);
    let row = list("hearsay_adverbs").get(&low)?;
    let s = tree.sentence(i);
    let mut v = tree.head(i);
    // An adverb hung on an auxiliary or a participle: the clause is the verb's.
    if tree.upos(v) == Upos::Aux && tree.head(v) != v {
        v = tree.head(v);
    }
    if v == i || !s.contains(&v) {
        return None;
    }
    let mut d = Draft::new(i, "hearsay");
    d.act = act(row.first()?);
    d.cue = tree.span(i..i + 1);
    d.hedge = d.cue;
    let mut range = tree.a.subtree(v);
    // A clause reaches back over its subject; words before a comma that only set the scene stay outside.
    let subject =
        tree.kids(v).find(|&k| matches!(tree.rel(k), Deprel::Nsubj | Deprel::Csubj)).or_else(|| tree.subject(v));
    if let Some(n) = subject {
        let p = tree.phrase(n);
        range.start = if p.end <= i { p.start } else { range.start };
    }
    for k in tree.kids(v) {
        let sub = tree.a.subtree(k);
        if k > i
            && matches!(tree.rel(k), Deprel::Parataxis | Deprel::Advcl | Deprel::Conj)
            && matches!(tree.text(sub.start.saturating_sub(1)), "," | ";" | "—")
        {
            range.end = range.end.min(sub.start);
        }
    }
    d.content.extend(tree.span(tree.trim_keep_quotes(range.start..i)));
    d.content.extend(tree.span(tree.trim_keep_quotes(i + 1..range.end.max(i + 1))));
    tidy(&mut d.content);
    (!d.content.is_empty()).then_some(d)
}
