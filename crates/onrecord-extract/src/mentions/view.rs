//! The words of a report as the mention rules look at them: lower-cased once, with what a capital letter tells.

use std::collections::HashSet;

use onrecord_lexicon::list;
use onrecord_model::{BlockKind, Deprel, Upos};

use crate::Context;

/// The report's words with what the rules ask of them again and again.
pub(crate) struct View<'a, 'c> {
    pub cx: &'c Context<'a>,
    low: Vec<String>,
    /// Whether the analysis has a parse (without the engine every word hangs on the first verb).
    pub parsed: bool,
    /// Words seen with a capital inside a sentence of running text: there the capital means a name.
    inner_caps: HashSet<String>,
}

impl<'a, 'c> View<'a, 'c> {
    pub(crate) fn new(cx: &'c Context<'a>) -> Self {
        let tokens = &cx.analysis.tokens;
        let mut view = View {
            cx,
            low: tokens.iter().map(|t| t.text.to_lowercase()).collect(),
            parsed: tokens.iter().any(|t| !matches!(t.deprel, Deprel::Dep | Deprel::Root | Deprel::Punct)),
            inner_caps: HashSet::new(),
        };
        let mut caps = HashSet::new();
        for (_, s) in cx.sentences().filter(|(_, s)| matches!(s.kind, BlockKind::Body | BlockKind::Dek)) {
            if super::names::title_case(&view, s) {
                continue;
            }
            for i in s.tokens().filter(|&i| view.is_cap(i) && !view.opens(i, s.first as usize)) {
                caps.insert(view.low[i].clone());
            }
        }
        view.inner_caps = caps;
        view
    }

    /// The lower-cased word; empty past the end.
    pub(crate) fn low(&self, i: usize) -> &str {
        self.low.get(i).map_or("", String::as_str)
    }

    pub(crate) fn text(&self, i: usize) -> &'a str {
        self.cx.analysis.tokens.get(i).map_or("", |t| &*t.text)
    }

    pub(crate) fn upos(&self, i: usize) -> Upos {
        self.cx.analysis.tokens.get(i).map_or(Upos::X, |t| t.upos)
    }

    /// Whether the first letter is upper case.
    pub(crate) fn is_cap(&self, i: usize) -> bool {
        self.text(i).chars().next().is_some_and(char::is_uppercase)
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.text(i).chars().any(char::is_alphanumeric)
    }

    /// Whether token `i` opens its sentence or a quotation in it, where a capital tells nothing.
    pub(crate) fn opens(&self, i: usize, first: usize) -> bool {
        (first..i).all(|k| !self.is_word(k))
            || i > first && matches!(self.text(i - 1), "\"" | "“" | "”" | "``" | "‘" | ":" | "—" | "–" | "•" | "…")
    }

    /// Whether the word stands with a capital inside a sentence somewhere in the running text.
    pub(crate) fn seen_inside(&self, i: usize) -> bool {
        self.inner_caps.contains(self.low(i))
    }

    /// Whether two tokens touch without a blank.
    pub(crate) fn touch(&self, i: usize) -> bool {
        match (self.cx.analysis.tokens.get(i), self.cx.analysis.tokens.get(i + 1)) {
            (Some(a), Some(b)) => a.span.end == b.span.start,
            _ => false,
        }
    }

    /// Whether token `i` is a hyphen between two touching words.
    pub(crate) fn is_hyphen(&self, i: usize) -> bool {
        matches!(self.text(i), "-" | "‐" | "‑" | "–") && i > 0 && self.touch(i - 1) && self.touch(i)
    }

    /// Whether token `i` is a possessive ending.
    pub(crate) fn is_possessive(&self, i: usize) -> bool {
        matches!(self.low(i), "'s" | "’s")
            || matches!(self.low(i), "'" | "’") && i > 0 && self.touch(i - 1) && self.low(i - 1).ends_with('s')
    }

    /// The words of a token range as printed.
    pub(crate) fn words(&self, range: std::ops::Range<usize>) -> &'a str {
        self.cx.analysis.span_of(range).map_or("", |s| self.cx.words(s))
    }

    pub(crate) fn has(&self, name: &str, i: usize) -> bool {
        list(name).has(self.low(i))
    }

    /// First column of a word in a list; empty when the list lacks it.
    pub(crate) fn class(&self, name: &str, i: usize) -> &'static str {
        list(name).get(self.low(i)).and_then(|c| c.first()).copied().unwrap_or("")
    }
}
