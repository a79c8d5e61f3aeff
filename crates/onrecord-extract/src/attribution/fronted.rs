//! Question: which words before "he said," belong to what he said?
//!
//! In: "The two convoys, he warned, would come late." Out: content "The two convoys" and "would come late". A time or a joining word alone
//! ("On Monday, he said, …", "However, he said, …") stays out.

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{Deprel, Upos};

use super::{draft::Draft, tree::Tree};
use crate::Context;

/// "a slogan, which aides said he wrote himself": the relative pronoun before the speaker is a part of what is said.
pub(crate) fn relative(tree: &Tree, v: usize, source: &Range<usize>) -> Option<Range<usize>> {
    let at = source.start.checked_sub(1)?;
    let which = matches!(tree.low(at).as_str(), "which" | "who" | "whom") && at >= tree.sentence(v).start;
    (which && source.end == v && tree.rel(v) == Deprel::Acl).then_some(at..at + 1)
}

/// "The plan is too weak - a charge many deputies made Sunday - Hollisk said": what stands before the cue without the report's aside at its
/// end.
pub(crate) fn cut_aside(cx: &Context, d: &mut Draft) {
    const ASIDES: &[&str] =
        &["charge", "claim", "complaint", "accusation", "assertion", "point", "argument", "allegation"];
    let tree = Tree::new(cx);
    let Some(cue) = d.cue else { return };
    for piece in d.content.iter_mut().filter(|c| c.end <= cue.start) {
        let words = cx.analysis.tokens_in(*piece);
        let aside = words.clone().skip(2).find(|&k| {
            matches!(tree.text(k), "—" | "–" | "--" | "-")
                && tree.is(k + 1, "a")
                && (k + 2..words.end.min(k + 5)).any(|n| ASIDES.contains(&tree.lemma(n)))
                && (k + 2..words.end).any(|n| tree.upos(n) == Upos::Verb)
                && !super::quotes::in_quote(cx, cx.token(k).span)
        });
        if let Some(k) = aside {
            piece.end = cx.token(k - 1).span.end;
        }
    }
}

/// The words before the cue at verb `v` that its content, whose head `c` stands behind the cue, begins with.
pub(crate) fn words(tree: &Tree, v: usize, source: &Range<usize>, c: usize) -> Option<Range<usize>> {
    let s = tree.sentence(v);
    let cue = source.start.min(v)..source.end.max(v + 1);
    let between = cue.start > s.start + 1
        && tree.is(cue.start - 1, ",")
        && tree.is(cue.end, ",")
        && c >= cue.end
        && tree.rel(v) != Deprel::Acl;
    if !between {
        return None;
    }
    // from the mark or the join before, where a clause of its own stands there
    let begins = (s.start..cue.start - 1).rev().find(|&k| {
        matches!(tree.text(k), ";" | ":" | "—" | "–" | "\"" | "”")
            || k > s.start && tree.upos(k) == Upos::Cconj && tree.is(k - 1, ",")
    });
    let start = begins.map_or(s.start, |k| k + 1);
    let start = start + usize::from(tree.upos(start) == Upos::Cconj);
    let left = tree.trim_keep_quotes(start..cue.start - 1);
    let own = |k: usize| tree.head(k) == c || tree.head(k) == v || left.contains(&tree.head(k));
    let joined = left.clone().all(own) && left.clone().any(|k| tree.head(k) == c || tree.rel(k) == Deprel::Nsubj);
    let time = |k: usize| {
        list("days").has(&tree.low(k))
            || tree.text(k).len() == 4 && tree.text(k).chars().all(|c| c.is_ascii_digit())
            || matches!(tree.lemma(k), "day" | "week" | "month" | "year" | "night" | "morning" | "evening" | "time")
    };
    let words = |k: usize| {
        list("published_nouns").has(tree.lemma(k)) || matches!(tree.lemma(k), "interview" | "speech" | "letter")
    };
    let says_when = left.clone().any(|k| time(k) || words(k));
    let nominal = left.clone().any(|k| matches!(tree.upos(k), Upos::Noun | Upos::Propn | Upos::Pron));
    (nominal && joined && !says_when && !left.clone().any(|k| tree.is(k, ","))).then_some(left)
}
