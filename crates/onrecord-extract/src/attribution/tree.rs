//! Walking a parse: subjects, passives, the edges of a phrase, trimming of punctuation.
//!
//! Every function takes token indices of [`Analysis::tokens`] and gives token ranges; none fails on a malformed tree.

use std::ops::Range;

use onrecord_model::{Analysis, Deprel, Span, Upos};

use crate::Context;

/// The parse of one report with the questions attribution asks of it.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    /// The analysis.
    pub a: &'a Analysis,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(cx: &Context<'a>) -> Self {
        Tree { a: cx.analysis }
    }

    pub(crate) fn len(&self) -> usize {
        self.a.tokens.len()
    }

    pub(crate) fn lemma(&self, i: usize) -> &'a str {
        &self.a.tokens[i].lemma
    }

    pub(crate) fn text(&self, i: usize) -> &'a str {
        &self.a.tokens[i].text
    }

    /// The word in lower case.
    pub(crate) fn low(&self, i: usize) -> String {
        self.a.tokens[i].text.to_lowercase()
    }

    pub(crate) fn is(&self, i: usize, word: &str) -> bool {
        i < self.len() && self.a.tokens[i].text.eq_ignore_ascii_case(word)
    }

    pub(crate) fn upos(&self, i: usize) -> Upos {
        self.a.tokens[i].upos
    }

    pub(crate) fn rel(&self, i: usize) -> Deprel {
        self.a.tokens[i].deprel
    }

    pub(crate) fn head(&self, i: usize) -> usize {
        self.a.tokens[i].head as usize
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        self.a.span_of(range)
    }

    /// The tokens of the sentence that holds token `i`.
    pub(crate) fn sentence(&self, i: usize) -> Range<usize> {
        self.a.sentence_of(i).map_or(i..i + 1, |s| self.a.sentences[s].tokens())
    }

    pub(crate) fn kids(&self, i: usize) -> impl Iterator<Item = usize> + 'a {
        self.a.children(i)
    }

    pub(crate) fn kid(&self, i: usize, rel: Deprel) -> Option<usize> {
        self.kids(i).find(|&k| self.rel(k) == rel)
    }

    /// The case-marking words of a nominal ("according to" gives both).
    pub(crate) fn has_case(&self, i: usize, word: &str) -> bool {
        self.kids(i).any(|k| matches!(self.rel(k), Deprel::Case | Deprel::Mark) && self.is(k, word))
    }

    /// Whether the verb is passive: a form of "be" or "get" as auxiliary of a participle that is no "-ing" form.
    pub(crate) fn passive(&self, v: usize) -> bool {
        !self.low(v).ends_with("ing")
            && self.kids(v).any(|k| self.rel(k) == Deprel::Aux && k < v && matches!(self.lemma(k), "be" | "get" | "'s" | "'re"))
            && self.kids(v).all(|k| !(self.rel(k) == Deprel::Nsubj && k > v))
            // "is said" but not "has said"
            && self.kids(v).filter(|&k| self.rel(k) == Deprel::Aux && k < v).last().is_some_and(|k| self.lemma(k) != "have")
    }

    /// Whether the verb is negated, by "not", "n't", "never", or "no longer".
    pub(crate) fn negated(&self, v: usize) -> bool {
        self.kids(v).any(|k| k < v && matches!(self.low(k).as_str(), "not" | "n't" | "n’t" | "never" | "nor"))
            || (v >= 1 && matches!(self.low(v - 1).as_str(), "not" | "n't" | "n’t" | "never"))
    }

    /// The subject that stands with the verb itself. Where the parse has several ("South Korean officials said" cut in two), a noun
    /// goes before an adjective, and the one nearest to the verb before the others.
    fn own_subject(&self, v: usize) -> Option<usize> {
        let all = self.kids(v).filter(|&k| self.rel(k) == Deprel::Nsubj && self.upos(k) != Upos::Adv);
        all.min_by_key(|&k| (!self.upos(k).is_nominal(), k.abs_diff(v)))
    }

    /// The subject of a verb, looked up through coordination, participles and relative clauses; a relative pronoun
    /// gives the noun it stands for. `None` where the clause has none.
    pub(crate) fn subject(&self, v: usize) -> Option<usize> {
        let mut at = v;
        for step in 0..6 {
            if let Some(s) = self.own_subject(at) {
                if matches!(self.low(s).as_str(), "who" | "which" | "that") {
                    let noun = self.head(at);
                    return (self.rel(at) == Deprel::Acl && noun != at).then_some(noun);
                }
                return Some(s);
            }
            let up = self.head(at);
            if up == at {
                return None;
            }
            match self.rel(at) {
                Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Parataxis => {
                    if self.upos(up).is_nominal()
                        && self.rel(at) != Deprel::Conj
                        && step == 0
                        && self.kid(up, Deprel::Cop).is_none()
                    {
                        return Some(up);
                    }
                    // A passive above has no speaker as its subject, unless it is "was quoted as saying".
                    if self.passive(up) && self.rel(at) == Deprel::Conj && !self.passive(at) {
                        return self.kids(up).find(|&k| self.rel(k) == Deprel::Nsubj);
                    }
                    at = up;
                }
                Deprel::Acl => return Some(up),
                _ => return None,
            }
        }
        None
    }

    /// The whole phrase of `i`, without the punctuation at its edges.
    pub(crate) fn phrase(&self, i: usize) -> Range<usize> {
        self.trim(self.a.subtree(i))
    }

    /// The range without punctuation at its edges.
    pub(crate) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = range;
        while start < end && self.is_edge(start) {
            start += 1;
        }
        while end > start && self.is_edge(end - 1) {
            end -= 1;
        }
        start..end
    }

    fn is_edge(&self, i: usize) -> bool {
        matches!(
            self.text(i),
            "," | "." | ";" | ":" | "-" | "--" | "–" | "—" | "\"" | "“" | "”" | "''" | "``" | "(" | "?" | "!"
        )
    }

    /// Whether any token of the range is a finite-looking verb.
    pub(crate) fn has_verb(&self, mut range: Range<usize>) -> bool {
        range.any(|i| matches!(self.upos(i), Upos::Verb | Upos::Aux))
    }

    /// The nearest noun phrase start at or before `i` on the left: the left edge of the phrase of `i` cut at the clause.
    pub(crate) fn noun_phrase(&self, i: usize) -> Range<usize> {
        let whole = self.a.subtree(i);
        let (mut start, mut end) = (whole.start, whole.end);
        // A clause hung on the noun may have been parsed over a far stretch; a source is one phrase.
        for k in self.kids(i) {
            match self.rel(k) {
                Deprel::Parataxis | Deprel::Ccomp | Deprel::Advcl | Deprel::Dep | Deprel::List => {
                    let cut = self.a.subtree(k);
                    if k > i {
                        end = end.min(cut.start.max(i + 1));
                    } else {
                        start = start.max(cut.end.min(i));
                    }
                }
                _ => {}
            }
        }
        self.trim(start..end)
    }
}

impl Tree<'_> {
    /// The range without commas, stops and dashes at its edges; quotation marks stay, [`quotes`](super::quotes) drops outer ones.
    pub(crate) fn trim_keep_quotes(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = range;
        let edge = |i: usize| matches!(self.text(i), "," | "." | ";" | ":" | "-" | "--" | "–" | "—");
        while start < end && edge(start) {
            start += 1;
        }
        while end > start && edge(end - 1) {
            end -= 1;
        }
        start..end
    }
}
