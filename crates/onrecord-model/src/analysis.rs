//! The language analysis of one report: sentences, tokens, parse, quotations and what the tagger saw.
//!
//! It does not know who made it: any engine that fills it serves the extractors.

use serde::{Deserialize, Serialize};

use crate::{BlockKind, Span};

/// Universal part of speech (Universal Dependencies v2).
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    /// All tags with their UD names.
    pub const ALL: [(Upos, &'static str); 17] = [
        (Upos::Adj, "ADJ"),
        (Upos::Adp, "ADP"),
        (Upos::Adv, "ADV"),
        (Upos::Aux, "AUX"),
        (Upos::Cconj, "CCONJ"),
        (Upos::Det, "DET"),
        (Upos::Intj, "INTJ"),
        (Upos::Noun, "NOUN"),
        (Upos::Num, "NUM"),
        (Upos::Part, "PART"),
        (Upos::Pron, "PRON"),
        (Upos::Propn, "PROPN"),
        (Upos::Punct, "PUNCT"),
        (Upos::Sconj, "SCONJ"),
        (Upos::Sym, "SYM"),
        (Upos::Verb, "VERB"),
        (Upos::X, "X"),
    ];

    /// The tag with this UD name; an unknown name is `X`.
    pub fn from_name(name: &str) -> Upos {
        Upos::ALL.iter().find(|(_, n)| *n == name).map_or(Upos::X, |(u, _)| *u)
    }

    /// Noun, proper noun or pronoun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn | Upos::Pron)
    }
}

/// Universal dependency relation without subtype (UD v2; subtypes are not predicted).
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deprel {
    Acl,
    Advcl,
    Advmod,
    Amod,
    Appos,
    Aux,
    Case,
    Cc,
    Ccomp,
    Clf,
    Compound,
    Conj,
    Cop,
    Csubj,
    #[default]
    Dep,
    Det,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    Nsubj,
    Nummod,
    Obj,
    Obl,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    Root,
    Vocative,
    Xcomp,
}

impl Deprel {
    /// All relations with their UD names.
    pub const ALL: [(Deprel, &'static str); 37] = [
        (Deprel::Acl, "acl"),
        (Deprel::Advcl, "advcl"),
        (Deprel::Advmod, "advmod"),
        (Deprel::Amod, "amod"),
        (Deprel::Appos, "appos"),
        (Deprel::Aux, "aux"),
        (Deprel::Case, "case"),
        (Deprel::Cc, "cc"),
        (Deprel::Ccomp, "ccomp"),
        (Deprel::Clf, "clf"),
        (Deprel::Compound, "compound"),
        (Deprel::Conj, "conj"),
        (Deprel::Cop, "cop"),
        (Deprel::Csubj, "csubj"),
        (Deprel::Dep, "dep"),
        (Deprel::Det, "det"),
        (Deprel::Discourse, "discourse"),
        (Deprel::Dislocated, "dislocated"),
        (Deprel::Expl, "expl"),
        (Deprel::Fixed, "fixed"),
        (Deprel::Flat, "flat"),
        (Deprel::Goeswith, "goeswith"),
        (Deprel::Iobj, "iobj"),
        (Deprel::List, "list"),
        (Deprel::Mark, "mark"),
        (Deprel::Nmod, "nmod"),
        (Deprel::Nsubj, "nsubj"),
        (Deprel::Nummod, "nummod"),
        (Deprel::Obj, "obj"),
        (Deprel::Obl, "obl"),
        (Deprel::Orphan, "orphan"),
        (Deprel::Parataxis, "parataxis"),
        (Deprel::Punct, "punct"),
        (Deprel::Reparandum, "reparandum"),
        (Deprel::Root, "root"),
        (Deprel::Vocative, "vocative"),
        (Deprel::Xcomp, "xcomp"),
    ];

    /// The relation with this UD name; a subtype is cut off, an unknown name is `dep`.
    pub fn from_name(name: &str) -> Deprel {
        let base = name.split(':').next().unwrap_or(name);
        Deprel::ALL.iter().find(|(_, n)| *n == base).map_or(Deprel::Dep, |(d, _)| *d)
    }
}

/// One word, number or punctuation mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// The word as printed.
    pub text: Box<str>,
    /// Lower-cased dictionary form ("said" → "say"); the lower-cased word where no rule applies.
    pub lemma: Box<str>,
    /// Part of speech; `X` when the engine gave none.
    pub upos: Upos,
    /// Index in [`Analysis::tokens`] of the head; its own index for the root of a sentence.
    pub head: u32,
    /// Relation to the head.
    pub deprel: Deprel,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it stands, without surrounding white space.
    pub span: Span,
    /// First token index in [`Analysis::tokens`].
    pub first: u32,
    /// One past the last token index.
    pub last: u32,
    /// Index of its block in [`Report::blocks`](crate::Report::blocks); also its paragraph.
    pub block: u32,
    /// What that block is for.
    pub kind: BlockKind,
}

impl Sentence {
    /// The token indices of the sentence.
    pub fn tokens(&self) -> std::ops::Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// A quotation: the words between two quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words inside the marks.
    pub inner: Span,
    /// The words with their marks.
    pub outer: Span,
    /// Whether a closing mark was found (a quotation may run on into the next paragraph, or end without a mark).
    pub closed: bool,
    /// Whether the opening and the closing mark are of different families (“…").
    pub mismatched: bool,
    /// Index of the quotation this one goes on from (paragraphs each opened, only the last closed).
    pub continues: Option<u32>,
}

/// Kind of name the tagger saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// A person.
    Person,
    /// A place or geopolitical entity.
    Place,
    /// An organisation or group.
    Organisation,
    /// Another kind of name.
    Other,
}

/// A name the tagger saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// Token range of the name.
    pub tokens: std::ops::Range<u32>,
    /// Its kind.
    pub kind: NameKind,
    /// The tagger's probability, 0 to 1.
    pub score: f32,
}

/// Which reading of "attribution" a tagged attribution follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagLayer {
    /// Speech and knowledge, the outermost attribution of its words: what the ledger is made of.
    #[default]
    Ledger,
    /// Speech and knowledge inside the content of another attribution.
    Nested,
    /// Attitudes, hopes and plans too, never nested: the wider reading of attribution corpora. Overlaps with the ledger layer.
    Wide,
}

/// An attribution as the tagger and linker saw it: token ranges, before any rule of extraction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaggedAttribution {
    /// The reading it follows; `Ledger` where the engine knows only one.
    #[serde(default)]
    pub layer: TagLayer,
    /// Token ranges of the source; empty when none was seen.
    pub source: Vec<std::ops::Range<u32>>,
    /// Token ranges of the cue; empty when none was seen.
    pub cue: Vec<std::ops::Range<u32>>,
    /// Token ranges of the content.
    pub content: Vec<std::ops::Range<u32>>,
    /// The engine's probability for the whole, 0 to 1.
    pub score: f32,
}

/// A labelled token range of another trained head ("figure:killed", "condition:antecedent" …).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaggedSpan {
    /// Name of the head that saw it.
    pub head: Box<str>,
    /// Its label.
    pub label: Box<str>,
    /// Token range.
    pub tokens: std::ops::Range<u32>,
    /// Probability, 0 to 1.
    pub score: f32,
}

/// Everything the language engine says about one report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Sentences in text order; they cover all words of the report, boilerplate too.
    pub sentences: Vec<Sentence>,
    /// Tokens in text order.
    pub tokens: Vec<Token>,
    /// Quotations in text order.
    pub quotes: Vec<Quote>,
    /// Names in text order.
    pub names: Vec<Name>,
    /// Attributions of every layer, in text order of their first token.
    pub attributions: Vec<TaggedAttribution>,
    /// What further heads saw.
    pub tagged: Vec<TaggedSpan>,
    /// A few numbers a token from the engine that candidates of terms are weighed by; empty for tokens it did not read, and no entry
    /// at all without an engine that has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<Box<[f32]>>,
}

impl Analysis {
    /// The engine's numbers of a token; empty where there are none.
    pub fn view(&self, token: usize) -> &[f32] {
        self.views.get(token).map_or(&[], |v| v)
    }

    /// Index of the sentence that holds token `token`; `None` past the end.
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.last as usize <= token);
        (i < self.sentences.len()).then_some(i)
    }

    /// Index of the sentence that holds code point `at`; `None` between sentences.
    pub fn sentence_at(&self, at: u32) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.span.end <= at);
        self.sentences.get(i).filter(|s| s.span.start <= at).map(|_| i)
    }

    /// Index of the first token that ends after code point `at`.
    pub fn token_at(&self, at: u32) -> usize {
        self.tokens.partition_point(|t| t.span.end <= at)
    }

    /// Indices of the tokens that overlap `span`.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.token_at(span.start);
        let last = self.tokens.partition_point(|t| t.span.start < span.end);
        first..last.max(first)
    }

    /// The span from the first to the last token of a range; `None` when the range is empty or out of bounds.
    pub fn span_of(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let first = self.tokens.get(range.start)?;
        let last = self.tokens.get(range.end.checked_sub(1)?)?;
        (range.start < range.end).then(|| Span::new(first.span.start, last.span.end))
    }

    /// Indices of the direct dependents of token `token`, in text order.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.sentence_of(token).map_or(0..0, |s| self.sentences[s].tokens());
        range.filter(move |&i| i != token && self.tokens[i].head as usize == token)
    }

    /// First and one past the last token of the subtree of `token` inside its sentence.
    ///
    /// Counts steps, so a malformed tree with a cycle ends too.
    pub fn subtree(&self, token: usize) -> std::ops::Range<usize> {
        let Some(s) = self.sentence_of(token) else { return token..token };
        let range = self.sentences[s].tokens();
        let (mut first, mut last) = (token, token + 1);
        // what is known of each token of the sentence: nothing yet, on the way now, outside, inside
        const NEW: u8 = 0;
        const ON: u8 = 1;
        const OUT: u8 = 2;
        const IN: u8 = 3;
        let (mut here, mut elsewhere) = ([NEW; 128], Vec::new());
        let known = here.get_mut(..range.len()).unwrap_or_else(|| {
            elsewhere.resize(range.len(), NEW);
            &mut elsewhere
        });
        if range.contains(&token) {
            known[token - range.start] = IN;
        }
        for i in range.clone() {
            let mut at = i;
            let found = loop {
                match known.get(at.wrapping_sub(range.start)) {
                    Some(&NEW) => known[at - range.start] = ON,
                    Some(&IN) => break IN,
                    _ => break OUT, // outside, round in a circle, or out of the sentence
                }
                at = self.tokens[at].head as usize;
            };
            let mut at = i;
            while let Some(k) = known.get_mut(at.wrapping_sub(range.start)).filter(|k| **k == ON) {
                *k = found;
                at = self.tokens[at].head as usize;
            }
            if found == IN {
                first = first.min(i);
                last = last.max(i + 1);
            }
        }
        first..last
    }
}
