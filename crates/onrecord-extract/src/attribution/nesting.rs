//! Question: which row stands inside which?
//!
//! In: "The envoy said, the Coast Post reported." Out: the envoy's row nested in the Post's. A row is inside another when its
//! cue (or all of its content) lies in the other's content; the smallest such other is its parent.

use super::draft::Draft;
use crate::Context;

/// For every draft the index of the draft it is nested in.
pub(crate) fn parents(cx: &Context, drafts: &[Draft]) -> Vec<Option<usize>> {
    (0..drafts.len()).map(|i| parent(cx, drafts, i)).collect()
}

fn parent(cx: &Context, drafts: &[Draft], i: usize) -> Option<usize> {
    let d = &drafts[i];
    if let Some(p) = d.inside.filter(|&p| p != i && p < drafts.len()) {
        return Some(p);
    }
    let source = d.source.clone().and_then(|r| cx.analysis.span_of(r));
    let inside = |o: &Draft| {
        let holds = |s: onrecord_model::Span| o.content.iter().any(|c| c.contains(s));
        match d.cue {
            Some(cue) => holds(cue) && source.is_none_or(holds),
            None => d.content.iter().all(|c| holds(*c)),
        }
    };
    drafts
        .iter()
        .enumerate()
        .filter(|(k, o)| {
            *k != i
                && o.inside != Some(i)
                && inside(o)
                && o.content_len() > d.content_len().min(o.content_len().saturating_sub(1))
        })
        .min_by_key(|(k, o)| (o.content_len(), *k))
        .map(|(k, _)| k)
}
