//! Question: what does the engine's tagger propose, in the shape of the rules?
//!
//! A tagged attribution becomes a draft; its cue word gives act and kind by the same lists the rules use. A cue that no
//! list knows is an attitude: the tagger was trained on a corpus that counts those too.

use onrecord_lexicon::list;
use onrecord_model::{Act, AttributionKind, Deprel, Quote, Span, TagLayer, Upos};

use super::{
    draft::{Draft, act, kind, tidy},
    quotes::unquote,
    sources::antecedent,
    tree::Tree,
    verbs::{asks_who, human, is_claim, refuses, source_phrase},
};
use crate::Context;

/// From this confidence on a tagged row is kept although nobody in it speaks.
const WORTH: f32 = 0.3;

/// Drafts of all tagged attributions that have a cue and a content.
pub(crate) fn find(cx: &Context) -> Vec<Draft> {
    let tree = Tree::new(cx);
    let mut out = Vec::new();
    let mut layered: Vec<_> = cx.analysis.attributions.iter().collect();
    // The ledger's own layer first: what it has, the wider reading adds nothing to.
    layered.sort_by_key(|t| t.layer);
    for t in layered {
        let range = |r: &std::ops::Range<u32>| r.start as usize..(r.end as usize).min(tree.len());
        let Some(cue) = t.cue.first().map(range).filter(|r| !r.is_empty()) else { continue };
        let at = cue_word(&tree, cue.clone());
        let mut d = Draft::new(at, "tagger");
        d.score = t.score;
        d.cue = tree.span(cue.clone());
        if let Some(r) = t.source.first().map(range).filter(|r| !r.is_empty()) {
            let mut r = tree.trim(r);
            // "an official on [Monday]": nobody's description ends with a preposition
            while r.len() > 1 && tree.upos(r.end - 1) == Upos::Adp {
                r.end -= 1;
            }
            if !r.is_empty() {
                // where the parse cut the name in two, a noun goes before an adjective
                let heads = r.clone().filter(|&k| !r.contains(&tree.head(k)) || tree.head(k) == k);
                d.source_head = Some(heads.min_by_key(|&k| (!tree.upos(k).is_nominal(), k)).unwrap_or(r.end - 1));
                d.source = Some(r);
            }
        }
        told(&tree, &mut d);
        if d.source.is_none() {
            d.source_head = active_subject(&tree, at);
            d.source = d.source_head.map(|head| source_phrase(&tree, head, at));
        }
        d.content = t
            .content
            .iter()
            .map(range)
            .filter(|r| !r.is_empty())
            .map(|r| r.start..whole_noun(&tree, r.end))
            .filter_map(|r| Some(unquote(cx, tree.span(tree.trim_keep_quotes(r))?)))
            .collect();
        tidy(&mut d.content);
        stop_at_sentence(cx, &mut d);
        without_antecedent(&tree, &mut d);
        if t.source.is_empty()
            && let Some(s) = d.source.clone().and_then(|r| tree.span(r))
        {
            d.content.retain(|c| !c.overlaps(s));
        }
        (d.act, d.kind) = meaning(&tree, cue.clone(), at);
        let start = cue.start;
        if tree.is(start, "according") {
            (d.act, d.kind) = (Act::Say, AttributionKind::Speech);
        }
        if d.content.is_empty() && d.act != Act::Withhold {
            continue;
        }
        // Hearsay has rules of its own; a cue of speech whose source was not seen tells nobody who spoke.
        d.layer = Some(t.layer);
        let strong = matches!(tree.lemma(at), "say" | "tell" | "report" | "add" | "write" | "insist" | "accord");
        let pointing = |head: usize| {
            matches!(tree.low(head).as_str(), "this" | "that" | "these" | "those" | "what")
                && d.source.as_ref().is_some_and(|r| r.len() == 1)
        };
        // a subject that only the parse saw makes no speech of it
        let speaks = !t.source.is_empty()
            && d.source_head.is_some_and(|head| (strong || human(&tree, head)) && !pointing(head))
            && !(tree.lemma(at) == "deny" && refuses(&tree, at));
        if d.source_head.is_some_and(|head| asks_who(&tree, head, at)) {
            continue;
        }
        if !speaks {
            // The wider reading also counts a poll that shows, a charge without a charger; not a world that waits and sees.
            let subject = d.source_head.is_none_or(|head| tree.head(head) == at);
            if !subject || t.layer != TagLayer::Wide || t.score < WORTH {
                continue;
            }
            d.act = Act::Other;
            d.kind = AttributionKind::Attitude;
        }
        // To reject an offer is an act; to reject a claim is a denial.
        let only_claims = list("speech_verbs").get(tree.lemma(at)).is_some_and(|c| c.get(2) == Some(&"c"));
        if only_claims && !claims(&tree, cx, &d) {
            d.act = Act::Other;
        }
        d.cue = Some(bare_cue(&tree, cue, at).unwrap_or(Span::new(0, 0))).filter(|s| !s.is_empty()).or(d.cue);
        out.push(d);
    }
    out
}

/// The end of some words, behind the noun that their last word belongs before: "in its noon [bulletin]".
fn whole_noun(tree: &Tree, end: usize) -> usize {
    let last = end - 1;
    let head = tree.head(last);
    let before =
        matches!(tree.rel(last), Deprel::Det | Deprel::Amod | Deprel::Compound | Deprel::Nummod | Deprel::Case);
    let near = head > last && head - last <= 3 && (end..head).all(|k| tree.head(k) == head);
    if before && near && tree.upos(head).is_nominal() { head + 1 } else { end }
}

/// The subject of a cue in the active voice that can speak: "The council criticised the vote", where the tagger saw no source.
fn active_subject(tree: &Tree, at: usize) -> Option<usize> {
    if tree.upos(at) != Upos::Verb || tree.passive(at) {
        return None;
    }
    let subject = tree.kids(at).find(|&k| k < at && tree.rel(k) == Deprel::Nsubj)?;
    let time = list("not_names").get(&tree.low(subject)).is_some_and(|c| c.first() == Some(&"time"));
    let name = tree.upos(subject) == Upos::Propn && !time || super::sources::class(tree, subject).is_some();
    name.then_some(subject)
}

/// Who was told does not speak: the subject of the cue does ("several of them told bystanders that …").
fn told(tree: &Tree, d: &mut Draft) {
    let Some(head) = d.source_head else { return };
    let object = tree.head(head) == d.at && head > d.at && matches!(tree.rel(head), Deprel::Obj | Deprel::Iobj);
    if object
        && tree.upos(d.at) == Upos::Verb
        && let Some(subject) = tree.kids(d.at).find(|&k| k < d.at && tree.rel(k) == Deprel::Nsubj)
    {
        d.source = Some(source_phrase(tree, subject, d.at));
        d.source_head = Some(subject);
    }
}

/// Words that are told, not quoted, end with their sentence: the quotation after it has a speaker of its own, or goes on with
/// the one who speaks there.
fn stop_at_sentence(cx: &Context, d: &mut Draft) {
    let Some(sentence) = cx.analysis.sentence_of(d.at).map(|s| cx.analysis.sentences[s].span) else { return };
    // "… in the region.”“The army is weak,” he said": another's quotation printed against the last
    let glued =
        |q: &Quote| q.outer.end == sentence.end && cx.analysis.quotes.iter().any(|o| o.outer.start == sentence.end);
    for piece in &mut d.content {
        let told = piece.start >= sentence.start && piece.start < sentence.end && piece.end > sentence.end;
        if told
            && !cx.analysis.quotes.iter().any(|q| {
                q.outer.start < sentence.end && q.outer.end + 2 >= sentence.end && q.outer.overlaps(*piece) && !glued(q)
            })
        {
            let tree = Tree::new(cx);
            let words = cx.analysis.tokens_in(Span::new(piece.start, sentence.end));
            *piece = tree.span(tree.trim_keep_quotes(words)).unwrap_or(Span::new(piece.start, sentence.end));
        }
    }
    d.content.retain(|c| !c.is_empty());
}

/// "The statement, which rejects the plan": the statement is who speaks, not what is said.
fn without_antecedent(tree: &Tree, d: &mut Draft) {
    let (Some(source), Some(head)) = (&d.source, d.source_head) else { return };
    let Some(noun) = antecedent(tree, source, head).and_then(|(phrase, _)| tree.span(phrase)) else { return };
    if d.content.iter().any(|c| !c.overlaps(noun)) {
        d.content.retain(|c| !c.overlaps(noun));
    }
}

/// Whether the content's noun is a claim.
fn claims(tree: &Tree, cx: &Context, d: &Draft) -> bool {
    let Some(first) = d.content.first() else { return false };
    let r = cx.analysis.tokens_in(*first);
    let head = r.clone().find(|&k| !r.contains(&tree.head(k)) || tree.head(k) == k).unwrap_or(r.start);
    head < tree.len() && is_claim(tree, head)
}

/// The word of the cue that the lists know; else its first verb; else its first word.
fn cue_word(tree: &Tree, cue: std::ops::Range<usize>) -> usize {
    let knows = |k: &usize| list("speech_verbs").has(tree.lemma(*k)) && tree.upos(*k) == Upos::Verb;
    cue.clone()
        .find(knows)
        .or_else(|| cue.clone().find(|&k| tree.upos(k) == Upos::Verb))
        .or_else(|| cue.clone().find(|&k| list("claim_nouns").has(tree.lemma(k))))
        .unwrap_or(cue.start)
}

fn meaning(tree: &Tree, cue: std::ops::Range<usize>, at: usize) -> (Act, AttributionKind) {
    let negated = tree.negated(at);
    if let Some(row) = list("speech_verbs").get(tree.lemma(at)) {
        let a = act(row.first().copied().unwrap_or("say"));
        let k = kind(row.get(1).copied().unwrap_or("speech"));
        return if negated { (Act::Other, AttributionKind::Attitude) } else { (a, k) };
    }
    if let Some(row) = cue.clone().find_map(|k| list("claim_nouns").get(tree.lemma(k))) {
        return (act(row.first().copied().unwrap_or("say")), AttributionKind::Speech);
    }
    if let Some(row) = list("hearsay_adverbs").get(&tree.low(at)) {
        return (act(row.first().copied().unwrap_or("report")), AttributionKind::Speech);
    }
    if tree.is(at, "according") {
        return (Act::Say, AttributionKind::Speech);
    }
    (Act::Other, AttributionKind::Attitude)
}

/// The cue without auxiliaries, adverbs and "in a statement": from its word to the end of a fixed form.
fn bare_cue(tree: &Tree, cue: std::ops::Range<usize>, at: usize) -> Option<Span> {
    let end = (at + 1..cue.end)
        .take_while(|&k| matches!(tree.low(k).as_str(), "for" | "on" | "to" | "out") && !tree.is(at, "told"))
        .last()
        .map_or(at + 1, |k| k + 1);
    if tree.is(at, "according") {
        return tree.span(at..(at + 2).min(tree.len()));
    }
    if matches!(tree.upos(at), Upos::Verb | Upos::Noun) && !tree.is(at, "told") && !tree.is(at, "said") {
        return tree.span(at..end);
    }
    tree.span(at..at + 1)
}
