//! Question: which row stands inside which?
//!
//! In: "The envoy said, the Coast Post reported." Out: the envoy's row nested in the Post's. A row is inside another when its
//! cue (or all of its content) lies in the other's content; the smallest such other is its parent.

use onrecord_model::Span;

use super::draft::{Draft, tidy};
use crate::Context;

/// For every draft the index of the draft it is nested in. Following it ends: nothing stands inside itself.
pub(crate) fn parents(cx: &Context, drafts: &[Draft]) -> Vec<Option<usize>> {
    let mut out: Vec<_> = (0..drafts.len()).map(|i| parent(cx, drafts, i)).collect();
    for i in 0..out.len() {
        while let Some(circle) = circle(&out, i) {
            // two readings that each hold the other's cue: the one with more words is the outer one
            if let Some(outer) = circle.into_iter().max_by_key(|&k| (drafts[k].content_len(), std::cmp::Reverse(k))) {
                out[outer] = None;
            }
        }
    }
    out
}

/// The rows of the circle that going outwards from row `i` runs into.
fn circle(parents: &[Option<usize>], i: usize) -> Option<Vec<usize>> {
    let mut way = vec![i];
    while let Some(p) = parents[*way.last()?] {
        if let Some(at) = way.iter().position(|&k| k == p) {
            return Some(way.split_off(at));
        }
        way.push(p);
    }
    None
}

/// Takes off what a nested row's words hold of the report around the row it stands in: "… that the road was cut,” Vand said on
/// Harbour Radio" inside Vand's own words.
pub(crate) fn clip(drafts: &mut [Draft], parents: &[Option<usize>]) {
    for i in 0..drafts.len() {
        let Some(p) = parents[i] else { continue };
        let Some(cue) = drafts[p].cue.filter(|c| drafts[i].content.iter().any(|s| s.contains(*c))) else { continue };
        let outer = drafts[p].content.clone();
        let inner = drafts[i].content.iter().filter(|s| s.contains(cue));
        let cut: Vec<Span> = inner
            .flat_map(|s| outer.iter().map(move |o| Span::new(s.start.max(o.start), s.end.min(o.end))))
            .filter(|s| s.start < s.end)
            .collect();
        if !cut.is_empty() {
            drafts[i].content.retain(|s| !s.contains(cue));
            drafts[i].content.extend(cut);
            tidy(&mut drafts[i].content);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_wherever_they_begin() {
        assert_eq!(circle(&[None, Some(0), Some(1)], 2), None);
        assert_eq!(circle(&[Some(0)], 0), Some(vec![0]));
        assert_eq!(circle(&[Some(1), Some(0)], 1), Some(vec![1, 0]));
        // a row outside the circle that leads into it
        assert_eq!(circle(&[Some(1), Some(2), Some(1)], 0), Some(vec![1, 2]));
    }

    #[test]
    fn words_of_the_report_around_are_taken_off() {
        // “… that the road was cut,” Vand said. — the inner row's words ran on over "Vand said"
        let mut outer = Draft::new(9, "verb");
        outer.content = vec![Span::new(0, 40)];
        outer.cue = Some(Span::new(46, 50));
        let mut inner = Draft::new(2, "tagger");
        inner.content = vec![Span::new(10, 50)];
        let mut drafts = vec![outer, inner];
        clip(&mut drafts, &[None, Some(0)]);
        assert_eq!(drafts[1].content, [Span::new(10, 40)]);
        // without the outer cue among them they stay
        drafts[1].content = vec![Span::new(10, 44)];
        clip(&mut drafts, &[None, Some(0)]);
        assert_eq!(drafts[1].content, [Span::new(10, 44)]);
    }
}
