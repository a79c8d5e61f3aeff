//! Question: which proposals are one row, and which words of it are worth keeping?
//!
//! Two drafts whose cues overlap are one; two without a shared cue are one when source and content nearly are. The rules' cue is
//! kept, and their source and content too, unless the tagger is sure of quite other words: a quotation that runs on over
//! sentences, a subject that the parse took from the wrong clause. Agreement makes the row certain.

use std::ops::Range;

use onrecord_model::{Act, Span};

use super::draft::Draft;
use crate::Context;

/// From this confidence on the tagger's words are taken where the rule's are mostly others.
const SURE: f32 = 0.4;

/// Joins the rules' and the tagger's drafts. A row both saw scores higher than either.
pub(crate) fn union(cx: &Context, rules: Vec<Draft>, tagged: Vec<Draft>) -> Vec<Draft> {
    let mut out = dedup(rules);
    let engine = !tagged.is_empty();
    let mut agreed = vec![false; out.len()];
    for t in tagged {
        let same = out.iter().position(|d| cues_meet(d, &t) || same_words(d, &t));
        match same {
            Some(i) if out[i].rule == "tagger" => {}
            Some(i) => {
                agreed[i] = true;
                let speaker = !speaks_around(&out, i, &t) && !accords(&out[i]) && !cited(&out, i, &t);
                let words = !swallows(&out, i, &t);
                merge(cx, &mut out[i], &t, words, speaker);
            }
            None => {
                // Seen by the tagger alone: shown, not counted on.
                let mut t = t;
                t.score *= 0.7;
                out.push(t);
                agreed.push(false);
            }
        }
    }
    if engine {
        for (d, agreed) in out.iter_mut().zip(agreed) {
            if d.rule != "tagger" && !agreed {
                d.score *= 0.8;
            }
        }
    }
    out.sort_by_key(|d| (d.cover(None).map_or(0, |s| s.start), d.at));
    out
}

/// "According to" names its source itself: what follows it, wherever another reader looks for one.
fn accords(d: &Draft) -> bool {
    d.rule == "according" && d.source.is_some()
}

/// Rows by rule beside row `i`.
fn others(out: &[Draft], i: usize) -> impl Iterator<Item = &Draft> {
    out.iter().filter(move |d| d.rule != "tagger" && d.cue != out[i].cue)
}

/// Whether the tagger's content takes in what row `i` leaves out because it was not told: that is no part of what was said.
fn swallows(out: &[Draft], i: usize, t: &Draft) -> bool {
    let only_theirs =
        |cue: Span| t.content.iter().any(|s| s.contains(cue)) && !out[i].content.iter().any(|s| s.overlaps(cue));
    others(out, i).any(|d| d.act == Act::Withhold && d.cue.is_some_and(only_theirs))
}

/// "The Post, citing an official, says": whether the tagger's source for row `i` is who is only cited in it.
fn cited(out: &[Draft], i: usize, t: &Draft) -> bool {
    others(out, i).any(|d| d.rule == "citing" && meet(&d.source, &t.source))
}

/// Whether the tagger's source is who reports the whole of row `i`: that is not who speaks in it.
fn speaks_around(out: &[Draft], i: usize, t: &Draft) -> bool {
    let around = |d: &Draft| out[i].cue.is_some_and(|c| d.content.iter().any(|s| s.contains(c)));
    others(out, i).any(|d| around(d) && meet(&d.source, &t.source))
}

/// Joins a tagged draft into a rule's. `words`, `speaker`: whether the tagger's content and source may stand in for the rule's,
/// where the tagger is sure of them. Hearsay has no speaker, and its words are where the rule found them.
fn merge(cx: &Context, d: &mut Draft, t: &Draft, words: bool, speaker: bool) {
    let hearsay = d.rule == "hearsay";
    let sure = t.score >= SURE;
    let shared = d.shared(t);
    let mostly_other = t.content_len() > 0 && 2 * shared < d.content_len() + t.content_len() - shared;
    d.score = (d.score + (1.0 - d.score) * t.score).min(0.99);
    // "Stay," she said. "Nobody sleeps.": the tagger's second half beside the rule's first.
    let goes_on = shared == 0
        && d.cue.is_some_and(|c| {
            d.content.last().is_some_and(|a| a.end <= c.start) && t.content.first().is_some_and(|b| b.start >= c.end)
        });
    if goes_on && sure && words && !hearsay {
        d.content.extend(t.content.iter().copied());
    } else if d.content.is_empty() || sure && words && !hearsay && mostly_other && !one_of(cx, d, t) {
        d.content = forward(cx, d, t);
    }
    let other_speaker = t.source.is_some() && !meet(&d.source, &t.source) && sure && speaker;
    let takes = if d.source.is_none() { !hearsay } else { other_speaker };
    if takes {
        d.source = t.source.clone();
        d.source_head = t.source_head;
    }
}

/// Whether the tagger's words are some of several that the row has in pieces: "“Stay,” she said. “Nobody sleeps.”", of which it saw the
/// second.
fn one_of(cx: &Context, d: &Draft, t: &Draft) -> bool {
    let same = |p: &Span| d.content.iter().any(|c| c.shared(*p) * 5 > c.len().max(p.len()) * 4);
    // what was said before the cue, or around an aside, is nobody's to take away
    let first = d.content.first().filter(|c| d.cue.is_some_and(|cue| c.end <= cue.start));
    let quoted = |c: &&Span| cx.analysis.quotes.iter().any(|q| q.outer.overlaps(**c));
    let kept = d.rule == "according" || first.filter(quoted).is_some_and(|c| t.content.iter().all(|p| !p.overlaps(*c)));
    kept && d.content.len() > t.content.len() && t.content.iter().all(same)
}

/// The tagger's content, without what the report tells itself in the sentences before "officials said that …": said before the cue of
/// a row whose words stand behind it is only what stands in quotation marks.
fn forward(cx: &Context, d: &Draft, t: &Draft) -> Vec<Span> {
    let Some(cue) = d.cue.filter(|c| !d.content.is_empty() && d.content.iter().all(|s| s.start >= c.end)) else {
        return t.content.clone();
    };
    let sentence = cx.analysis.sentence_at(cue.start).map(|s| cx.analysis.sentences[s].span);
    let own =
        |s: &&Span| s.end > cue.start || sentence.is_some_and(|x| x.overlaps(**s)) || super::quotes::in_quote(cx, **s);
    t.content.iter().filter(own).copied().collect()
}

/// Whether two ranges share a token.
fn meet(a: &Option<Range<usize>>, b: &Option<Range<usize>>) -> bool {
    matches!((a, b), (Some(x), Some(y)) if x.start < y.end && y.start < x.end)
}

fn cues_meet(a: &Draft, b: &Draft) -> bool {
    matches!((a.cue, b.cue), (Some(x), Some(y)) if x.overlaps(y))
}

fn same_words(a: &Draft, b: &Draft) -> bool {
    let source = meet(&a.source, &b.source) || a.source.is_none() && b.source.is_none();
    let (x, y) = (a.content_len(), b.content_len());
    source && a.rule != "citing" && x > 0 && y > 0 && a.shared(b) * 5 > x.max(y) * 4 && close(a.cue, b.cue)
}

fn close(a: Option<Span>, b: Option<Span>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.start.abs_diff(b.start) < 40,
        _ => false,
    }
}

/// One draft a cue: the higher score stays.
fn dedup(rules: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for d in rules {
        match out.iter().position(|o| cues_meet(o, &d)) {
            Some(i) if out[i].score < d.score => out[i] = d,
            Some(_) => {}
            None => out.push(d),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use onrecord_lexicon::Lexicon;
    use onrecord_model::{Block, BlockKind, Offsets, Report};

    use super::*;

    #[test]
    fn what_the_report_tells_before_the_cue_is_not_said() {
        let text = "The road was shut. “Nobody passes.” Officials said that it was open.";
        let offsets = Offsets::new(text);
        let blocks = vec![Block { span: offsets.span(0, text.len()), kind: BlockKind::Body }];
        let report = Report { text: text.to_owned(), blocks, ..Report::default() };
        let analysis = onrecord_text::analyse_plain(&report);
        let lexicon = Lexicon::empty();
        let cx = Context::new(&report, &analysis, &lexicon);
        let at = |words: &str| {
            let from = text.find(words).expect("the words stand there");
            offsets.span(from, from + words.len())
        };
        let said = |content: &[&str], rule, score| Draft {
            cue: Some(at("said")),
            content: content.iter().map(|w| at(w)).collect(),
            score,
            ..Draft::new(0, rule)
        };
        let rule = said(&["that it was open"], "verb", 0.9);
        let tagged = said(&["The road was shut.", "Nobody passes.", "that it was open"], "tagger", 0.9);
        let found = union(&cx, vec![rule], vec![tagged]);
        assert_eq!(found[0].content, [at("Nobody passes."), at("that it was open")]);
    }
}
