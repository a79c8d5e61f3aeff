//! Who speaks the quotation that a word stands in?
//!
//! "“He shall pay,” Daven Hollisk said. “He knows it.”" → Daven Hollisk, for both sentences: so neither "he" is Hollisk, and "our country"
//! would be his. Only quotations of whole sentences are looked at: in `Hollisk said that "he would never sign"` "he" is Hollisk.

use onrecord_model::{Deprel, MentionForm, MentionType, Quote, Span};

use super::{clusters::Clusters, resolve};
use crate::{actors::children, mentions::View};

/// How many sentences back the words may stand that say who speaks.
const REACH: usize = 5;

/// The node that speaks the whole quotation around token `at`; `None` in the outlet's own words, or where no words say who speaks.
pub(super) fn of_quotation(view: &View, c: &Clusters, at: usize) -> Option<usize> {
    let analysis = view.cx.analysis;
    let span = view.cx.token(at).span;
    let quote = analysis.quotes.iter().find(|q| q.inner.start <= span.start && span.end <= q.inner.end)?;
    if !whole(view, quote) {
        return None;
    }
    let first = analysis.sentence_of(analysis.token_at(quote.inner.start))?;
    let last = analysis.sentence_of(analysis.token_at(quote.inner.end.saturating_sub(1))).unwrap_or(first);
    let beside = (first..=last.min(first + REACH)).filter_map(|s| cue(view, s, quote.outer)).next();
    let subject = beside.or_else(|| before(view, first, quote.outer))?;
    node(view, c, subject)
}

/// Whether a quotation is a sentence and more: it opens with a capital, or goes on behind "…,” she said, “".
fn whole(view: &View, quote: &Quote) -> bool {
    let first = view.cx.analysis.token_at(quote.inner.start);
    let that = first > 1 && view.low(first - 2) == "that";
    let goes_on = || {
        let mut earlier = view.cx.analysis.quotes.iter().filter(|q| q.outer.end <= quote.outer.start);
        earlier.next_back().is_some_and(|q| {
            let words = view.cx.words(q.inner);
            let sentence = |at: u32| view.cx.analysis.sentence_of(view.cx.analysis.token_at(at));
            words.ends_with(',') && sentence(q.inner.start) == sentence(quote.inner.start)
        })
    };
    quote.continues.is_some() || view.is_cap(first) && !that || goes_on()
}

/// The speaker of the sentences before, where the quotation opens its sentence and nothing but quotations stand between.
fn before(view: &View, sentence: usize, quote: Span) -> Option<usize> {
    let sentences = &view.cx.analysis.sentences;
    let outside = |s: usize| sentences[s].tokens().any(|i| view.is_word(i) && !quoted(view, i));
    if outside(sentence) {
        return None;
    }
    let from = (sentence.saturating_sub(REACH)..sentence).rev().find(|&s| outside(s))?;
    let speaks = sentences[from].tokens().any(|i| quoted(view, i));
    speaks.then(|| cue(view, from, quote)).flatten()
}

/// The subject of the verb of speech that stands nearest to the quotation in a sentence, outside all quotations.
fn cue(view: &View, sentence: usize, quote: Span) -> Option<usize> {
    let tokens = view.cx.analysis.sentences[sentence].tokens();
    let far = |i: usize| {
        let span = view.cx.token(i).span;
        span.start.abs_diff(quote.end).min(quote.start.abs_diff(span.end))
    };
    tokens
        .filter(|&v| resolve::speech(view, v) && !quoted(view, v))
        .filter_map(|v| {
            let subject = children(view.cx, v, &[Deprel::Nsubj]).into_iter().find(|&s| !quoted(view, s))?;
            Some((far(v), subject))
        })
        .min()
        .map(|(_, subject)| subject)
}

fn quoted(view: &View, i: usize) -> bool {
    let span = view.cx.token(i).span;
    view.cx.analysis.quotes.iter().any(|q| q.outer.contains(span))
}

/// The mention a subject stands in: the one around the word, else the first person named in its phrase ("President Daven Hollisk"); for
/// a pronoun not yet read, whom it means.
fn node(view: &View, c: &Clusters, subject: usize) -> Option<usize> {
    let around = (0..c.nodes.len()).filter(|&k| c.nodes[k].tokens.contains(&subject));
    if let Some(k) = around.max_by_key(|&k| c.nodes[k].mention.form == MentionForm::Named) {
        return Some(k);
    }
    if matches!(view.low(subject), "he" | "she" | "they" | "it") {
        let sentence = view.cx.analysis.sentence_of(subject)?;
        return resolve::pronoun(view, c, subject, sentence, false);
    }
    let phrase = view.cx.analysis.subtree(subject);
    (0..c.nodes.len()).find(|&k| {
        let n = &c.nodes[k];
        n.mention.form == MentionForm::Named
            && n.mention.kind == MentionType::Person
            && phrase.contains(&n.tokens.start)
    })
}
