//! Question: through whom did a statement reach the publisher?
//!
//! In: "…, a medic told Harbour Radio" → Harbour Radio, `told_to`. "sources cited by the Coast Post" → `cited_by`.
//! "A source speaking to Channel 4" or "in an interview with …" → `speaking_to`. A row inside a medium's own report has
//! that medium as `reported_by`; "citing a medic" makes the medic's row, relayed `cited_by`.
//! Reporters in general, press conferences and crowds are no outlets.

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{Deprel, MentionType, Reading, Relay, RelayRole, Upos};

use super::{draft::Draft, known, tree::Tree};
use crate::Context;

/// Relays that stand in the draft's own sentence.
pub(crate) fn own(cx: &Context, reading: &Reading, d: &Draft, outer: Option<&Draft>) -> Vec<Relay> {
    let tree = Tree::new(cx);
    let s = tree.sentence(d.at);
    let mut out = d.relay.clone();
    let mut push = |outlet: Range<usize>, role: RelayRole| {
        if let Some(span) = tree.span(outlet)
            && !out.iter().any(|r: &Relay| r.outlet.overlaps(span))
        {
            out.push(Relay { outlet: span, role });
        }
    };
    let in_content = |i: usize| d.content.iter().any(|c| c.contains(cx.analysis.tokens[i].span));
    let own_source = |i: usize| d.source.as_ref().is_some_and(|r| r.contains(&i));
    // What stands outside the row it is nested in belongs to that row.
    let outside = |i: usize| {
        outer.is_some_and(|o| d.rule != "citing" && !o.content.iter().any(|c| c.contains(cx.analysis.tokens[i].span)))
    };
    let here = |i: usize| s.contains(&i) && !in_content(i) && !outside(i);
    let verb = tree.upos(d.at) == Upos::Verb;
    // "told Outlet", wherever the parse hung the outlet.
    if verb && tree.lemma(d.at) == "tell" && d.at + 2 < s.end {
        let next = if tree.is(d.at + 1, "the") { d.at + 2 } else { d.at + 1 };
        if let Some(o) = outlet(cx, reading, &tree, next).filter(|o| o.start > d.at && here(next)) {
            push(o, RelayRole::ToldTo);
        }
    }
    for i in s.clone() {
        if !here(i) || !belongs(&tree, d, i) {
            continue;
        }
        // "told Outlet", "says to Outlet".
        if verb && tree.head(i) == d.at {
            let told = i > d.at
                && matches!(tree.rel(i), Deprel::Obj | Deprel::Iobj)
                && matches!(tree.lemma(d.at), "tell" | "inform" | "notify" | "assure");
            let said_to = i > d.at && tree.rel(i) == Deprel::Obl && tree.has_case(i, "to");
            if (told || said_to)
                && !own_source(i)
                && let Some(o) = outlet(cx, reading, &tree, i)
            {
                push(o, RelayRole::ToldTo);
            }
            // "said on Outlet's Sunday programme", "writes in Outlet".
            let opens = tree.a.subtree(i).start;
            let on = tree.rel(i) == Deprel::Obl && ["on", "in", "for"].iter().any(|p| tree.is(opens, p));
            if on && !own_source(i) {
                let near = tree.phrase(i).find(|&k| outlet(cx, reading, &tree, k).is_some());
                if let Some(o) = near.and_then(|k| outlet(cx, reading, &tree, k)) {
                    let writes = matches!(tree.lemma(d.at), "write" | "explain" | "argue");
                    if writes && !o.contains(&i) {
                        continue;
                    }
                    push(o, if writes { RelayRole::ReportedBy } else { RelayRole::SpeakingTo });
                }
            }
        }
        let low = tree.low(i);
        // "speaking to Outlet", "in an interview with Outlet", "quoted by Outlet".
        let near = (i + 1..(i + 7).min(s.end)).find(|&k| list("relay_prepositions").has(&tree.low(k)));
        let role = list("relay_cues").get(&low).and_then(|c| c.first().copied());
        if let (Some(role), Some(p)) = (role, near) {
            let by = tree.is(p, "by");
            let Some(n) = (p + 1..(p + 8).min(s.end))
                .take_while(|&k| !matches!(tree.text(k), "," | ";" | "." | "\"" | "”"))
                .find(|&k| outlet(cx, reading, &tree, k).is_some())
            else {
                continue;
            };
            let role = match role {
                "cited_by" if by => RelayRole::CitedBy,
                "cited_by" => continue,
                _ if by => continue,
                _ => RelayRole::SpeakingTo,
            };
            if let Some(o) = outlet(cx, reading, &tree, n).filter(|o| !d.source_head.is_some_and(|h| o.contains(&h))) {
                push(o, role);
            }
        }
    }
    out
}

/// Whether a word outside source, cue and content belongs to this draft's clause and not to another speaker's.
fn belongs(tree: &Tree, d: &Draft, i: usize) -> bool {
    let near = d.source_head.map_or(d.at, |h| if i < d.at.min(h) { h.min(d.at) } else { d.at.max(h) });
    near.abs_diff(i) <= 25 && tree.sentence(d.at).contains(&i)
}

/// The name of an outlet that token `i` stands in.
pub(crate) fn outlet(cx: &Context, reading: &Reading, tree: &Tree, i: usize) -> Option<Range<usize>> {
    let span = cx.analysis.tokens[i].span;
    let low = tree.low(i);
    let people = matches!(low.as_str(), "reporters" | "journalists" | "reporter" | "journalist" | "press" | "newsmen");
    if people && tree.upos(i) != Upos::Propn {
        return None;
    }
    // A speaker's own page is no outlet between him and the publisher.
    if tree.kids(i).any(|k| k < i && matches!(tree.low(k).as_str(), "its" | "his" | "her" | "their" | "our" | "my")) {
        return None;
    }
    if let Some(m) = reading.mentions.iter().find(|m| m.kind == MentionType::Media && m.span.overlaps(span)) {
        let r = cx.analysis.tokens_in(m.span);
        return Some(with_article(tree, r));
    }
    let noun = list("source_nouns").get(tree.lemma(i)).or_else(|| list("source_nouns").get(&low));
    let media_noun =
        tree.upos(i) == Upos::Noun && (noun.is_some_and(|c| c.first() == Some(&"media")) || low == "paper");
    if media_noun {
        let p = tree.noun_phrase(i);
        // "media" alone, like "reporters", is nobody's outlet; "state media" is one, and so is a site that is not the speaker's own.
        let bare = low == "media" && !p.clone().any(|k| tree.low(k).starts_with("state"));
        if bare || matches!(low.as_str(), "website" | "site" | "page" | "account") {
            return None;
        }
        return Some(p.start..p.end.min(i + 1));
    }
    if tree.upos(i) != Upos::Propn {
        return None;
    }
    let name = name_of(tree, i);
    let words: Vec<String> = name.clone().map(|k| tree.low(k)).collect();
    let outlet = words.iter().any(|w| list("outlet_words").has(w));
    let known = tree.span(name.clone()).is_some_and(|s| known::outlet(cx, cx.words(s)));
    (outlet || known).then(|| with_article(tree, name))
}

/// The run of proper nouns around token `i`.
pub(crate) fn name_of(tree: &Tree, i: usize) -> Range<usize> {
    let s = tree.sentence(i);
    let (mut start, mut end) = (i, i + 1);
    while start > s.start
        && (tree.upos(start - 1) == Upos::Propn
            || matches!(tree.text(start - 1), "-" | "–") && start > s.start + 1 && tree.upos(start - 2) == Upos::Propn)
    {
        start -= 1;
    }
    while end < s.end && tree.upos(end) == Upos::Propn {
        end += 1;
    }
    start..end
}

/// The name with its article ("The Harbour Post").
fn with_article(tree: &Tree, r: Range<usize>) -> Range<usize> {
    if r.start > 0 && tree.is(r.start - 1, "the") && !tree.is(r.start, "the") { r.start - 1..r.end } else { r }
}

/// Gives "citing" drafts the content of the statement they hang on.
pub(crate) fn cite(cx: &Context, drafts: &mut [Draft]) {
    let tree = Tree::new(cx);
    for i in 0..drafts.len() {
        if drafts[i].rule != "citing" {
            continue;
        }
        let s = tree.sentence(drafts[i].at);
        let verb = tree.head(drafts[i].at);
        let host = (0..drafts.len())
            .filter(|&k| {
                k != i && drafts[k].rule != "citing" && s.contains(&drafts[k].at) && !drafts[k].content.is_empty()
            })
            .min_by_key(|&k| (drafts[k].at != verb, drafts[k].at.abs_diff(drafts[i].at)));
        let Some(k) = host else { continue };
        let cue = drafts[i].cue;
        // The clause of the citing itself is no part of what is said.
        let start = cue.map_or(u32::MAX, |c| c.start);
        for piece in &mut drafts[k].content {
            if piece.start < start && start < piece.end {
                piece.end = start;
                while piece.end > piece.start
                    && matches!(cx.words(onrecord_model::Span::new(piece.end - 1, piece.end)), " " | ",")
                {
                    piece.end -= 1;
                }
            }
        }
        drafts[i].content = drafts[k].content.clone();
        drafts[i].inside = Some(k);
        drafts[i].act = onrecord_model::Act::Say;
    }
}

/// After run-on: a citing draft says all that its host says.
pub(crate) fn share(drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        if let Some(k) = drafts[i].inside.filter(|&k| k < drafts.len()) {
            drafts[i].content = drafts[k].content.clone();
        }
    }
}
