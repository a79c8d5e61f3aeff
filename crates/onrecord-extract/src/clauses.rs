//! Where clauses begin and end: the pieces of a sentence that conditions and terms are cut from.
//!
//! Works on the parse where there is one and on commas, complementisers and auxiliaries where there is none.

use std::ops::Range;

use onrecord_model::{BlockKind, Deprel, Reading, Span, Upos};

use crate::{Context, phrases::is_word};

/// Auxiliaries and modals that show a finite clause without a parse.
const AUXILIARY: &[&str] = &[
    "will", "would", "shall", "should", "can", "could", "may", "might", "must", "be", "have", "do", "'ll", "’ll", "'d",
    "wo", "ca", "is", "are", "was", "were", "has", "had", "did", "does",
];
/// Words that negate.
const NEGATION: &[&str] = &[
    "not",
    "n't",
    "n’t",
    "no",
    "never",
    "nothing",
    "none",
    "nobody",
    "neither",
    "cannot",
    "without",
    "refuse",
    "reject",
    "unlikely",
    "nor",
    "decline",
    "deny",
    "reluctant",
];

/// Whether the parser has been over sentence `sentence` (otherwise the tree is flat).
pub fn parsed(cx: &Context, sentence: usize) -> bool {
    let range = cx.analysis.sentences[sentence].tokens();
    let related = range.clone().filter(|&i| cx.token(i).deprel != Deprel::Dep).count();
    range.len() > 1 && 2 * related > range.len()
}

/// Whether token `i` is punctuation or a quotation mark.
pub fn punctuation(cx: &Context, i: usize) -> bool {
    !cx.token(i).text.chars().any(char::is_alphanumeric)
}

/// The tokens a statement that holds token `at` may stretch over: the innermost attribution content around it, else its
/// sentence; never past the sentence.
pub fn region(cx: &Context, reading: &Reading, at: usize) -> Range<usize> {
    let Some(s) = cx.analysis.sentence_of(at) else { return at..at };
    let sentence = cx.analysis.sentences[s].tokens();
    let point = cx.token(at).span;
    let content = reading
        .attributions
        .iter()
        .flat_map(|a| a.content.iter())
        .filter(|c| c.shared(point) > 0)
        .min_by_key(|c| c.len());
    let mut out = sentence.clone();
    if let Some(c) = content {
        let inside = cx.analysis.tokens_in(*c);
        let cut = inside.start.max(sentence.start)..inside.end.min(sentence.end);
        if cut.len() >= 6 {
            out = cut;
        }
    }
    if let Some(q) = cx.analysis.quotes.iter().find(|q| q.inner.shared(point) > 0) {
        let inside = cx.analysis.tokens_in(q.inner);
        let cut = inside.start.max(out.start)..inside.end.min(out.end);
        if cut.len() >= 8 {
            out = cut;
        }
    }
    trim(cx, out)
}

/// A range without punctuation and joining words at its ends.
pub fn trim(cx: &Context, mut range: Range<usize>) -> Range<usize> {
    let joins = ["and", "but", "or", "that", "then", "while", "so", "yet", "because"];
    while range.start < range.end && (punctuation(cx, range.start) || is_text(cx, range.start, &joins)) {
        range.start += 1;
    }
    while range.start < range.end
        && (punctuation(cx, range.end - 1) || is_text(cx, range.end - 1, &["and", "but", "or", "only", "even"]))
    {
        range.end -= 1;
    }
    range
}

/// Whether the token's text (not lemma) is one of the lower-case words.
pub fn is_text(cx: &Context, i: usize, words: &[&str]) -> bool {
    words.iter().any(|w| cx.token(i).text.eq_ignore_ascii_case(w))
}

/// Whether a range holds a verb.
pub fn has_verb(cx: &Context, range: Range<usize>) -> bool {
    range.into_iter().any(|i| matches!(cx.token(i).upos, Upos::Verb | Upos::Aux) || auxiliary(cx, i))
}

/// An auxiliary by its word, parsed or not; "May" the month and Will the man are none.
fn auxiliary(cx: &Context, i: usize) -> bool {
    is_word(cx, i, AUXILIARY) && cx.token(i).upos != Upos::Propn
}

/// Whether a range holds a finite auxiliary or modal (or, parsed, a verb with a subject).
pub fn has_finite(cx: &Context, range: Range<usize>) -> bool {
    range.clone().any(|i| auxiliary(cx, i) || cx.token(i).upos == Upos::Aux)
        || range.clone().any(|i| {
            cx.token(i).deprel == Deprel::Nsubj
                && cx.token(i).head as usize != i
                && range.contains(&(cx.token(i).head as usize))
        })
}

/// Whether a token is a modal verb.
pub fn is_modal(cx: &Context, i: usize) -> bool {
    let words =
        ["will", "would", "shall", "should", "can", "could", "may", "might", "must", "'ll", "’ll", "'d", "wo", "ca"];
    is_text(cx, i, &words) && cx.token(i).upos != Upos::Propn
}

/// Whether a range holds a modal or other word of the future, of possibility or of duty.
pub fn has_modal(cx: &Context, range: Range<usize>) -> bool {
    range.into_iter().any(|i| is_modal(cx, i) || is_text(cx, i, &["ready", "willing", "prepared", "to"]))
}

/// Whether a range is negated or says a refusal.
pub fn negated(cx: &Context, range: Range<usize>) -> bool {
    let out = |i: usize| (i + 1..(i + 3).min(cx.analysis.tokens.len())).any(|k| is_text(cx, k, &["out"]));
    // "ruled out", not "ruled for thirty years"
    range.into_iter().any(|i| is_word(cx, i, NEGATION) || is_word(cx, i, &["rule"]) && out(i))
}

/// Start of the clause that runs up to `end` inside `region`: after the last complementiser, semicolon, dash, or comma with a
/// joining word that opens a clause of its own.
pub fn clause_start(cx: &Context, region: &Range<usize>, end: usize) -> usize {
    let mut start = region.start;
    for i in region.start..end {
        let text = &*cx.token(i).text;
        let boundary = match text {
            ";" | ":" | "—" | "–" | "--" => true,
            "," => {
                i + 1 < end
                    && is_text(
                        cx,
                        i + 1,
                        &["but", "and", "while", "although", "though", "as", "saying", "adding", "so", "because"],
                    )
            }
            "that" => {
                i > region.start
                    && is_word(
                        cx,
                        i - 1,
                        &[
                            "say", "warn", "tell", "insist", "announce", "vow", "add", "threaten", "state", "declare",
                            "argue", "stress", "hope", "agree", "promise", "clear", "believe", "confirm", "deny",
                            "demand", "report", "claim", "note",
                        ],
                    )
            }
            _ => false,
        };
        if boundary && has_verb(cx, i + 1..end) {
            start = i + 1;
        }
    }
    start
}

/// End of the clause that starts at `start` inside `region`: before the comma or joining word that opens another clause.
pub fn clause_end(cx: &Context, region: &Range<usize>, start: usize) -> usize {
    for i in start + 2..region.end {
        let text = &*cx.token(i).text;
        let stop = match text {
            ";" | ":" | "—" | "–" | "--" => true,
            "," => {
                let next = i + 1;
                next >= region.end
                    || is_text(
                        cx,
                        next,
                        &[
                            "but",
                            "while",
                            "although",
                            "though",
                            "as",
                            "saying",
                            "adding",
                            "which",
                            "who",
                            "according",
                            "said",
                            "he",
                            "she",
                            "they",
                            "the",
                            "a",
                            "it",
                        ],
                    ) && has_finite(cx, next..(next + 8).min(region.end))
                    || is_text(cx, next, &["and", "or"]) && has_finite(cx, next..(next + 6).min(region.end))
                    || is_text(cx, next, &["saying", "adding", "according", "but", "while", "which", "who"])
            }
            _ => false,
        };
        if stop {
            return i;
        }
    }
    region.end
}

/// The words of a trimmed range; `None` when nothing is left.
pub fn span(cx: &Context, range: Range<usize>) -> Option<Span> {
    cx.analysis.span_of(trim(cx, range))
}

/// Sentences tables are read from: content, not headings, not the outlet's advocacy; with their indices.
pub fn told<'a>(cx: &'a Context<'a>) -> impl Iterator<Item = usize> + 'a {
    cx.sentences()
        .filter(|(_, s)| s.kind != BlockKind::Heading)
        .map(|(i, _)| i)
        .filter(|&i| !crate::voice::is_editorial(cx, i) && !headline(cx, i))
}

/// A line set as a headline or breadcrumb inside the text: most of its longer words capitalised, no full stop.
fn headline(cx: &Context, sentence: usize) -> bool {
    let s = &cx.analysis.sentences[sentence];
    let long: Vec<&str> = s
        .tokens()
        .map(|i| &*cx.token(i).text)
        .filter(|t| t.chars().count() > 3 && t.chars().all(char::is_alphabetic))
        .collect();
    let capital = long.iter().filter(|t| t.starts_with(char::is_uppercase)).count();
    let stopped = s.tokens().rev().take(3).any(|i| matches!(&*cx.token(i).text, "." | "!" | "?" | ":" | "…"));
    s.kind != BlockKind::Title && long.len() >= 4 && !stopped && 5 * capital >= 4 * long.len()
}
