//! Question: who is meant by "he", "the official", "the group", a bare surname?
//!
//! In: "Ana Vand met reporters. … she said." Out: "she" resolved to "Ana Vand", a named person.
//! A mention the coreference stage has put in a chain gives its name; else the nearest earlier source that fits.

use std::ops::Range;

use onrecord_model::{Deprel, Mention, MentionForm, MentionType, NAMES_BETWEEN, Reading, SourceType, Span, Upos};

use super::{
    draft::Draft,
    sources::{Typed, class},
    tree::Tree,
};
use crate::Context;

/// Sentences back to whom "they" may mean.
const REACH: usize = 3;

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
    let in_own_words = |name: Option<&str>| name.is_some_and(|n| speaks_of(cx, reading, &tree, d, n));
    if let Some(t) = by_chain(cx, reading, head, &typed).filter(|t| !in_own_words(t.name.as_deref())) {
        return t;
    }
    let pronoun = tree.upos(head) == Upos::Pron
        || matches!(low.as_str(), "he" | "she" | "it" | "they" | "him" | "his" | "her" | "its" | "their" | "i" | "we");
    let quoted = cx.analysis.span_of(source.clone()).is_some_and(|w| super::quotes::in_quote(cx, w));
    // "Ana Vand and her aides": more than one speaks
    let several = |s: &Speaker| !members(cx, reading, &tree, &s.source, s.head).is_empty();
    let ago = |s: &Speaker| {
        let sentences = cx.analysis.sentence_of(head).zip(cx.analysis.sentence_of(s.head));
        sentences.map_or(0, |(a, b)| a - b.min(a))
    };
    let fits = |s: &&Speaker| {
        // Who speaks only inside a quotation is not whom the report goes on about.
        if s.source.start >= source.start || s.quoted != quoted || in_own_words(s.typed.name.as_deref()) {
            return false;
        }
        // who spoke long before is not "they"
        if matches!(low.as_str(), "they" | "them" | "their") && ago(s) > REACH {
            return false;
        }
        if pronoun {
            match low.as_str() {
                "he" | "she" | "him" | "his" | "her" => {
                    let one = matches!(
                        s.typed.kind,
                        SourceType::UnnamedSpecific | SourceType::NamedOffice | SourceType::UnnamedBare
                    ) && matches!(class(&tree, s.head), Some("role" | "bare"))
                        && tree.lemma(s.head) == tree.low(s.head);
                    (s.typed.kind == SourceType::NamedPerson || one) && !several(s)
                }
                "it" | "its" => matches!(
                    s.typed.kind,
                    SourceType::Organisation
                        | SourceType::State
                        | SourceType::ArmedGroup
                        | SourceType::NamedOffice
                        | SourceType::Media
                        | SourceType::StateMedia
                        | SourceType::Document
                ),
                "they" | "them" | "their" | "we" | "us" => {
                    !matches!(s.typed.kind, SourceType::NamedPerson) || several(s)
                }
                _ => true,
            }
        } else {
            // Of several who spoke together "the minister" is one, and not known which.
            if several(s) {
                return false;
            }
            // "These officials" after "Congress sources": the plural that has just spoken
            let these = tree.is(source.start, "these") && source.len() == 2 && tree.low(head).ends_with('s');
            if these {
                let people = matches!(s.typed.kind, SourceType::UnnamedAffiliated | SourceType::UnnamedBare);
                let plural =
                    tree.low(s.head).ends_with('s') && matches!(class(&tree, s.head), Some("role" | "source" | "bare"));
                return people && plural && ago(s) <= 2;
            }
            // "the official" after "a senior official": same noun, or a noun of the same class.
            tree.lemma(s.head) == tree.lemma(head)
                || s.source.clone().any(|k| tree.lemma(k) == tree.lemma(head))
                || (matches!(class(&tree, head), Some("role"))
                    && s.typed.kind == SourceType::NamedPerson
                    && s.source.clone().any(|k| tree.low(k) == low && own_title(&tree, s.head, k)))
                || (class(&tree, head) == Some("group") && s.typed.kind == SourceType::ArmedGroup)
                || (class(&tree, head) == Some("media")
                    && matches!(s.typed.kind, SourceType::Media | SourceType::StateMedia))
        }
    };
    let found = before.iter().rev().find(fits);
    // People who have just spoken go on; else whom coreference found, though they have not spoken.
    let go_on = |s: &&Speaker| {
        let people = matches!(
            s.typed.kind,
            SourceType::UnnamedAffiliated
                | SourceType::UnnamedBare
                | SourceType::UnnamedSpecific
                | SourceType::NamedPerson
        );
        ago(s) <= 1 && people
    };
    if found.filter(go_on).is_none()
        && let Some(t) = by_description(cx, reading, &tree, d, before)
    {
        return t;
    }
    // "the minister" where two ministers have spoken: not known which
    let name = |s: &Speaker| s.typed.name.clone();
    let two = !pronoun
        && found.is_some_and(|f| f.typed.kind == SourceType::NamedPerson)
        && before
            .iter()
            .filter(fits)
            .any(|s| s.typed.kind == SourceType::NamedPerson && found.map(name) != Some(name(s)));
    match found.filter(|_| !two) {
        Some(s) => {
            Typed { kind: s.typed.kind, name: s.typed.name.clone().or_else(|| describe(cx, s)), points_back: true }
        }
        None => {
            let found = named_before(cx, reading, &tree, head, &low, typed.clone());
            if in_own_words(found.name.as_deref()) { typed } else { found }
        }
    }
}

/// "He said Vand would walk": whom "he" tells of by name is not "he". In quotation marks a speaker may well name himself.
fn speaks_of(cx: &Context, reading: &Reading, tree: &Tree, d: &Draft, name: &str) -> bool {
    let he = d.source_head.is_some_and(|h| matches!(tree.low(h).as_str(), "he" | "she"));
    he && reading.mentions.iter().any(|m| {
        m.form == MentionForm::Named
            && m.kind == MentionType::Person
            && m.canonical == name
            && d.content.iter().any(|c| c.contains(m.span))
            && !super::quotes::in_quote(cx, m.span)
    })
}

/// "President Ana Vand", "Ana Vand, the president": the word `title` is hers. In "Ana Vand, an aide to the president" it is not.
fn own_title(tree: &Tree, name: usize, title: usize) -> bool {
    title <= name || (name + 1..title).all(|k| !matches!(tree.upos(k), Upos::Adp | Upos::Cconj))
}

/// "Ana Vand and Orlo Resk": the names of all who speak together, "; " between them; `None` where one speaks or the first has no
/// name. The first one's source is `typed`.
pub(crate) fn together(
    cx: &Context,
    reading: &Reading,
    d: &Draft,
    typed: &Typed,
    before: &[Speaker],
) -> Option<String> {
    let (source, head) = (d.source.clone()?, d.source_head?);
    let tree = Tree::new(cx);
    let members = members(cx, reading, &tree, &source, head);
    let (first, _) = *members.first()?;
    let alone = |range: Range<usize>, k: usize, typed: Typed| {
        let speaker = Speaker { source: range, head: k, at: d.at, quoted: false, typed };
        // "other Republicans" are not the party
        let others = (speaker.source.start..k).any(|i| tree.is(i, "other"));
        speaker.typed.name.clone().filter(|_| !others).or_else(|| describe(cx, &speaker))
    };
    let end = (head + 1..first).rev().find(|&i| tree.upos(i) != Upos::Cconj).map_or(head + 1, |i| i + 1);
    let mut names = vec![alone(tree.trim(source.start..end), head, typed.clone())?];
    let ends = members.iter().skip(1).map(|m| m.0).chain([source.end]);
    for (&(begin, k), end) in members.iter().zip(ends) {
        let from = (begin..k).find(|&i| tree.upos(i) != Upos::Cconj && tree.text(i) != ",").unwrap_or(k);
        let range = tree.trim(from..end.max(k + 1));
        let own = Draft { source: Some(range.clone()), source_head: Some(k), ..d.clone() };
        let typed = back(cx, reading, &own, super::sources::typed(cx, reading, &range, k), before);
        names.extend(alone(range, k, typed).filter(|n| !n.is_empty()));
    }
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    (kept.len() > 1).then(|| kept.join(NAMES_BETWEEN))
}

/// Those who speak beside the head of a source: first token (the "and" or what follows the comma) and head of each.
fn members(cx: &Context, reading: &Reading, tree: &Tree, source: &Range<usize>, head: usize) -> Vec<(usize, usize)> {
    let spans = |i: usize| cx.analysis.tokens[i].span;
    let named = |i: usize, j: usize| {
        let both = |m: &Mention| m.span.contains(spans(i)) && m.span.contains(spans(j));
        reading.mentions.iter().any(|m| m.form == MentionForm::Named && both(m))
    };
    // "U.S. defence and security officials": what is joined are no speakers
    if tree.upos(head) == Upos::Noun && class(tree, head).is_none() && !named(head, head) {
        return Vec::new();
    }
    let joins = |i: usize| tree.upos(i) == Upos::Cconj || matches!(tree.text(i), "," | "&");
    let mut out: Vec<(usize, usize)> = tree
        .kids(head)
        .filter(|&k| k > head && source.contains(&k) && tree.rel(k) == Deprel::Conj)
        .filter(|&k| matches!(tree.upos(k), Upos::Noun | Upos::Propn | Upos::Pron))
        // "the Agency for Trade and Aid" is one name, whatever hangs on what
        .filter(|&k| !named(head, k))
        .map(|k| (tree.noun_phrase(k).start.max(head + 1), k))
        .filter(|&(begin, _)| joins(begin) || joins(begin - 1))
        .collect();
    // "and Vice President Ana Vand", a title parsed beside its name: one person
    let whole = out.clone();
    out.retain(|&(_, k)| !whole.iter().any(|&(from, to)| from <= k && k < to));
    let and = |&(begin, _): &(usize, usize)| [begin, begin - 1].iter().any(|&i| tree.is(i, "and") || tree.is(i, "&"));
    if !out.iter().any(and) {
        return Vec::new();
    }
    // "Ana Vand, the chair of the council and a member of the board": one person, unless a name of its own follows
    let described = out.first().is_some_and(|&(begin, _)| {
        let comma = (head + 1..begin).find(|&i| tree.text(i) == ",");
        comma.is_some_and(|c| (c + 1..begin).any(|i| matches!(tree.upos(i), Upos::Noun | Upos::Propn)))
    });
    if described {
        out.retain(|&(_, k)| named(k, k));
    }
    out
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
    let named = |n: &&Mention| n.form == MentionForm::Named;
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

/// "Protesters came to the club, where they shouted": the description that coreference gave the pronoun, where its chain has no name. Who
/// has spoken under it is told as there.
fn by_description(cx: &Context, reading: &Reading, tree: &Tree, d: &Draft, before: &[Speaker]) -> Option<Typed> {
    let head = d.source_head?;
    let span = cx.analysis.tokens[head].span;
    let of = |span: Span| reading.mentions.iter().find(move |m| m.form != MentionForm::Named && m.span.overlaps(span));
    let m = of(span).filter(|m| m.form == MentionForm::Pronoun && tree.is(head, "they"))?;
    let chain = reading.chains.iter().find(|c| c.contains(&m.id))?;
    let described = reading
        .mentions
        .iter()
        .rev()
        .find(|n| n.form == MentionForm::Nominal && n.span.end <= span.start && chain.contains(&n.id))?;
    // "the envoy and his aides, they said, …" told of others
    if d.content.iter().any(|c| c.contains(described.span)) {
        return None;
    }
    let spoke = before.iter().rev().find(|s| cx.analysis.tokens[s.head].span.overlaps(described.span));
    if let Some(s) = spoke {
        let name = s.typed.name.clone().or_else(|| describe(cx, s));
        return Some(Typed { kind: s.typed.kind, name, points_back: true });
    }
    let range = cx.analysis.tokens_in(described.span);
    let noun =
        range.clone().rev().find(|&i| !range.contains(&tree.head(i)) || tree.head(i) == i).unwrap_or(range.start);
    let typed = super::sources::typed(cx, reading, &range, noun);
    let name = typed.name.clone().or_else(|| Some(strip_article(cx.words(described.span)).to_owned()));
    Some(Typed { kind: typed.kind, name, points_back: true })
}

/// No earlier speaker fits: the nearest named mention that does.
fn named_before(cx: &Context, reading: &Reading, _tree: &Tree, head: usize, low: &str, typed: Typed) -> Typed {
    let at = cx.analysis.tokens[head].span.start;
    let want_person = matches!(low, "he" | "she" | "him" | "his" | "her" | "who");
    let want_body = matches!(low, "it" | "its");
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
            matches!(tree.text(k), "," | "—" | "–" | "--" | "(")
                || matches!(tree.low(k).as_str(), "who" | "which" | "that")
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
