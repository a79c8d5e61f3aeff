//! Is this sentence the publisher speaking for itself, to the reader or for a side?
//!
//! In: "Ektar stands tall, as free nations do." Out: editorial: no table reads a fact from it; `evaluative` records its words.
//! It does not try to tell bias in reporting: a sentence that gives a speaker, or whose words stand in quotation marks, is
//! that speaker's and never editorial. The words that show it are `outlet_voice.tsv`; no party is named anywhere.

use std::sync::OnceLock;

use onrecord_model::Span;

use crate::{
    Context,
    phrases::{Phrases, is_word},
};

/// Verbs and phrases that hand the words of a sentence to a speaker.
const SPEECH: &[&str] = &[
    "say",
    "tell",
    "warn",
    "announce",
    "add",
    "state",
    "declare",
    "write",
    "insist",
    "argue",
    "claim",
    "note",
    "report",
    "according",
    "quote",
    "cite",
    "urge",
    "demand",
    "deny",
    "confirm",
    "vow",
    "pledge",
    "reiterate",
    "stress",
    "promise",
    "believe",
];

/// The patterns of `outlet_voice.tsv`.
pub fn patterns() -> &'static Phrases {
    static ALL: OnceLock<Phrases> = OnceLock::new();
    ALL.get_or_init(|| Phrases::of("outlet_voice"))
}

/// Whether sentence `sentence` is the publisher's own advocacy or a call to the reader: it yields no facts.
///
/// `sentence` is an index into `Analysis::sentences`; an index past the end is not editorial.
pub fn is_editorial(cx: &Context, sentence: usize) -> bool {
    let Some(s) = cx.analysis.sentences.get(sentence) else { return false };
    if has_speaker(cx, sentence) {
        return false;
    }
    patterns()
        .find(cx, s.tokens())
        .iter()
        .any(|h| matches!(h.columns.first(), Some(&"call" | &"advocacy")) && !in_quote(cx, span(cx, h.first, h.last)))
}

/// Which sentences are lines of the page: the first of a block with words of `page_lines.tsv` at its head, and short ones after it in
/// that block.
pub(crate) fn page_lines(cx: &Context) -> Vec<bool> {
    static ALL: OnceLock<Phrases> = OnceLock::new();
    let lines = ALL.get_or_init(|| Phrases::of("page_lines"));
    let sentences = &cx.analysis.sentences;
    let mut out = vec![false; sentences.len()];
    for (i, s) in sentences.iter().enumerate() {
        let first = i == 0 || sentences[i - 1].block != s.block;
        let head = s.first as usize..(s.last as usize).min(s.first as usize + 12);
        let found = lines.find(cx, head);
        if !first {
            let tail = out[i - 1] && s.tokens().len() <= LONGEST_TAIL;
            out[i] = tail || found.iter().any(|h| h.columns.first() == Some(&"any"));
            continue;
        }
        out[i] = found.iter().any(|h| {
            h.columns.first() != Some(&"caps")
                || (h.first..h.last).all(|k| !cx.token(k).text.chars().any(char::is_lowercase))
        });
    }
    out
}

/// Longest sentence, in tokens, that goes on with a line of the page.
const LONGEST_TAIL: usize = 12;

/// Whether a speech verb or "according to" stands in the sentence.
pub fn has_speaker(cx: &Context, sentence: usize) -> bool {
    cx.analysis.sentences.get(sentence).is_some_and(|s| s.tokens().any(|i| is_word(cx, i, SPEECH)))
}

/// Whether at least half of `span` stands inside a quotation.
pub fn in_quote(cx: &Context, span: Span) -> bool {
    cx.analysis.quotes.iter().any(|q| 2 * q.inner.shared(span) >= span.len().max(1))
}

/// The words from token `first` up to `last` (exclusive).
pub(crate) fn span(cx: &Context, first: usize, last: usize) -> Span {
    cx.analysis.span_of(first..last).unwrap_or(cx.token(first).span)
}
