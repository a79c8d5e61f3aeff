//! Question: does the title say what the body says?
//!
//! A title is no row of its own where the body has it: its words become evidence of the body's row. Stays a row: the title of a
//! report whose body says nothing, and an attitude the body never tells.

use onrecord_model::{AttributionKind, Span, Upos};

use super::{draft::Draft, is_title, tree::Tree};
use crate::Context;

/// Folds title drafts, and titles without a cue, into the body rows they restate.
pub(crate) fn fold(cx: &Context, drafts: &mut Vec<Draft>) {
    let title = |d: &Draft| cx.analysis.sentence_of(d.at).is_some_and(|s| is_title(cx, s));
    let (titles, mut body): (Vec<Draft>, Vec<Draft>) = std::mem::take(drafts).into_iter().partition(title);
    // A citing draft points at its host by index: the partition moved them.
    for d in &mut body {
        d.inside = None;
    }
    let mut covered: Vec<Span> = Vec::new();
    let mut kept = Vec::new();
    for t in titles {
        covered.extend(t.cover(None));
        match best(cx, &t.content, &body, 0.3) {
            Some(k) => body[k].also.extend(t.content.iter().copied()),
            None if body.is_empty() || t.kind == AttributionKind::Attitude => kept.push(t),
            None => {}
        }
    }
    for s in cx.analysis.sentences.iter().filter(|s| s.kind == onrecord_model::BlockKind::Title) {
        if covered.iter().any(|c| c.overlaps(s.span)) {
            continue;
        }
        if let Some(k) = best(cx, &[s.span], &body, 0.5) {
            body[k].also.push(s.span);
        }
    }
    kept.append(&mut body);
    // Hosts of "citing" rows, found again by position.
    for i in 0..kept.len() {
        if kept[i].rule == "citing" {
            kept[i].inside =
                (0..kept.len()).find(|&k| k != i && kept[k].rule != "citing" && kept[k].content == kept[i].content);
        }
    }
    *drafts = kept;
}

/// The earliest body draft that shares enough content words, by overlap of the smaller set.
fn best(cx: &Context, content: &[Span], body: &[Draft], least: f32) -> Option<usize> {
    let words = bag(cx, content);
    if words.len() < 3 {
        return None;
    }
    let mut found: Option<(usize, f32)> = None;
    for (i, d) in body.iter().enumerate() {
        let other = bag(cx, &d.content);
        let shared = words.iter().filter(|w| other.contains(w)).count() as f32;
        let score = shared / words.len().min(other.len()).max(3) as f32;
        if score >= least && shared >= 2.0 && found.is_none_or(|(_, s)| score > s + 0.05) {
            found = Some((i, score));
        }
    }
    found.map(|(i, _)| i)
}

fn bag(cx: &Context, content: &[Span]) -> Vec<String> {
    let tree = Tree::new(cx);
    let mut out: Vec<String> = content
        .iter()
        .flat_map(|c| cx.analysis.tokens_in(*c))
        .filter(|&i| matches!(tree.upos(i), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Num | Upos::Adj))
        .map(|i| tree.lemma(i).to_lowercase())
        .collect();
    out.sort();
    out.dedup();
    out
}
