//! Question: who is meant by "he", "the official", "the group", a bare surname?
//!
//! In: "Ana Vand met reporters. … she said." Out: "she" resolved to "Ana Vand", a named person.
//! A mention the coreference stage has put in a chain gives its name; else the nearest earlier source that fits.

use std::ops::Range;

use onrecord_model::{Deprel, MentionForm, MentionType, Reading, SourceType, Upos};

use super::{
    draft::Draft,
    sources::{Typed, class},
    tree::Tree,
};
use crate::Context;

/// Someone who has spoken earlier in the report.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    /// Tokens of the source.
    pub source: Range<usize>,
    /// Head of the source.
    pub head: usize,
    /// Cue position: nearness is counted from here.
    pub at: usize,
    /// Whether the source's words stand inside a quotation.
    pub quoted: bool,
    /// What it is.
    pub typed: Typed,
}

/// Fills type and name of a source that points back, from those who spoke before it.
pub(crate) fn back(cx: &Context, reading: &Reading, d: &Draft, typed: Typed, before: &[Speaker]) -> Typed {
    let (Some(source), Some(head)) = (&d.source, d.source_head) else { return typed };
    let tree = Tree::new(cx);
    if let Some(t) = post(cx, reading, &tree, source, head, &typed) {
        return t;
    }
    if !typed.points_back {
        return typed;
    }
    let low = tree.low(head);
    // A chain of the coreference stage.
    if let Some(t) = by_chain(cx, reading, head, &typed) {
        return t;
    }
    let pronoun =
        tree.upos(head) == Upos::Pron || matches!(low.as_str(), "he" | "she" | "it" | "they" | "him" | "i" | "we");
    let quoted = cx.analysis.span_of(source.clone()).is_some_and(|w| super::quotes::in_quote(cx, w));
    let fits = |s: &&Speaker| {
        // Who speaks only inside a quotation is not whom the report goes on about.
        if s.source.start >= source.start || s.quoted != quoted {
            return false;
        }
        if pronoun {
            match low.as_str() {
                "he" | "she" | "him" | "her" => {
                    let one = matches!(
                        s.typed.kind,
                        SourceType::UnnamedSpecific | SourceType::NamedOffice | SourceType::UnnamedBare
                    ) && matches!(class(&tree, s.head), Some("role" | "bare"))
                        && tree.lemma(s.head) == tree.low(s.head);
                    (s.typed.kind == SourceType::NamedPerson || one) && !several(&tree, s)
                }
                "it" => matches!(
                    s.typed.kind,
                    SourceType::Organisation
                        | SourceType::State
                        | SourceType::ArmedGroup
                        | SourceType::NamedOffice
                        | SourceType::Media
                        | SourceType::StateMedia
                        | SourceType::Document
                ),
                "they" | "them" | "we" | "us" => !matches!(s.typed.kind, SourceType::NamedPerson) || several(&tree, s),
                _ => true,
            }
        } else {
            // "the official" after "a senior official": same noun, or a noun of the same class.
            tree.lemma(s.head) == tree.lemma(head)
                || s.source.clone().any(|k| tree.lemma(k) == tree.lemma(head))
                || (matches!(class(&tree, head), Some("role"))
                    && s.typed.kind == SourceType::NamedPerson
                    && s.source.clone().any(|k| tree.low(k) == low))
                || (class(&tree, head) == Some("group") && s.typed.kind == SourceType::ArmedGroup)
                || (class(&tree, head) == Some("media")
                    && matches!(s.typed.kind, SourceType::Media | SourceType::StateMedia))
        }
    };
    let found = before.iter().rev().find(fits);
    match found {
        Some(s) => {
            Typed { kind: s.typed.kind, name: s.typed.name.clone().or_else(|| describe(cx, s)), points_back: true }
        }
        None => named_before(cx, reading, &tree, head, &low, typed),
    }
}

/// "Ana Vand and her aides": more than one speaks. "Ana Vand, a trade and aid adviser" is one.
fn several(tree: &Tree, s: &Speaker) -> bool {
    tree.kids(s.head).any(|k| tree.rel(k) == Deprel::Conj && s.source.contains(&k))
}

/// "Vand's president", "the secretary of state": a post the report (or the lexicon's dated roles) gives a name for.
fn post(
    cx: &Context,
    reading: &Reading,
    tree: &Tree,
    source: &Range<usize>,
    head: usize,
    typed: &Typed,
) -> Option<Typed> {
    let definite =
        !matches!(tree.low(source.start).as_str(), "a" | "an" | "one" | "another" | "some" | "two" | "three");
    let role = class(tree, head) == Some("role")
        && matches!(typed.kind, SourceType::NamedOffice | SourceType::UnnamedSpecific);
    if !role || !definite || tree.lemma(head) != tree.low(head) {
        return None;
    }
    let span = cx.analysis.span_of(source.clone())?;
    let m = crate::parties::mention_at(cx, reading, span).filter(|m| m.kind == MentionType::Person)?;
    if crate::parties::is_unnamed(reading, m) {
        return None;
    }
    let name = crate::parties::speaker_of(cx, reading, span)?;
    let named = reading
        .mentions
        .iter()
        .any(|n| n.form == MentionForm::Named && n.kind == MentionType::Person && n.canonical == name);
    named.then_some(Typed { kind: SourceType::NamedPerson, name: Some(name), points_back: true })
}

/// The chain's name for a pronoun or description, when coreference put it in one with a name.
fn by_chain(cx: &Context, reading: &Reading, head: usize, typed: &Typed) -> Option<Typed> {
    let span = cx.analysis.tokens[head].span;
    let m = reading.mentions.iter().find(|m| m.form != MentionForm::Named && m.span.overlaps(span))?;
    let chain = reading.chains.iter().find(|c| c.contains(&m.id))?;
    let named = |n: &&onrecord_model::Mention| n.form == MentionForm::Named;
    // "the country … it": the chain has no name of its own, but the one its description stands for.
    let stands_for = || {
        let names: Vec<&str> =
            reading.mentions.iter().filter(|n| chain.contains(&n.id)).map(|n| n.canonical.as_str()).collect();
        reading.mentions.iter().filter(named).find(|n| n.actor.is_some() && names.contains(&n.canonical.as_str()))
    };
    let name = reading.mentions.iter().filter(named).find(|n| chain.contains(&n.id)).or_else(stands_for)?;
    let kind = match name.kind {
        MentionType::Person => SourceType::NamedPerson,
        MentionType::ArmedGroup => SourceType::ArmedGroup,
        MentionType::State | MentionType::Place => SourceType::State,
        MentionType::Media => SourceType::Media,
        MentionType::Organisation | MentionType::Facility | MentionType::Event => match typed.kind {
            SourceType::NamedPerson => return None,
            SourceType::NamedOffice => SourceType::NamedOffice,
            _ => SourceType::Organisation,
        },
    };
    if typed.kind == SourceType::NamedPerson && kind != SourceType::NamedPerson {
        return None;
    }
    Some(Typed { kind, name: Some(name.canonical.clone()), points_back: true })
}

/// No earlier speaker fits: the nearest named mention that does.
fn named_before(cx: &Context, reading: &Reading, _tree: &Tree, head: usize, low: &str, typed: Typed) -> Typed {
    let at = cx.analysis.tokens[head].span.start;
    let want_person = matches!(low, "he" | "she" | "him" | "her" | "who");
    let want_body = low == "it";
    if !want_person && !want_body {
        return typed;
    }
    let found =
        reading.mentions.iter().rev().filter(|m| m.span.end <= at && m.form == MentionForm::Named).take(12).find(|m| {
            if want_person {
                m.kind == MentionType::Person
            } else {
                matches!(
                    m.kind,
                    MentionType::Organisation | MentionType::ArmedGroup | MentionType::State | MentionType::Media
                )
            }
        });
    let Some(m) = found else { return typed };
    let kind = match m.kind {
        MentionType::Person => SourceType::NamedPerson,
        MentionType::ArmedGroup => SourceType::ArmedGroup,
        MentionType::State => SourceType::State,
        MentionType::Media => SourceType::Media,
        _ => SourceType::Organisation,
    };
    Typed { kind, name: Some(m.canonical.clone()), points_back: true }
}

/// The words an unnamed speaker is shown under: the fullest description, without article; `None` for a bare pronoun.
pub(crate) fn describe(cx: &Context, s: &Speaker) -> Option<String> {
    let tree = Tree::new(cx);
    // A pronoun that points to nobody describes nobody.
    if s.source.len() == 1 && tree.upos(s.head) == Upos::Pron {
        return None;
    }
    // The relative clause and what follows a comma are no part of the name.
    let end = (s.head + 1..s.source.end)
        .find(|&k| {
            matches!(tree.text(k), "," | "—" | "–" | "(") || matches!(tree.low(k).as_str(), "who" | "which" | "that")
        })
        .unwrap_or(s.source.end);
    let span = cx.analysis.span_of(s.source.start..end.max(s.head + 1))?;
    Some(strip_article(cx.words(span)).to_owned())
}

/// The words without a leading article.
pub(crate) fn strip_article(words: &str) -> &str {
    for a in ["a ", "an ", "the ", "A ", "An ", "The "] {
        if let Some(rest) = words.strip_prefix(a) {
            return rest;
        }
    }
    words
}
