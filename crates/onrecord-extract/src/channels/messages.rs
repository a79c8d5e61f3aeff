//! Contacts that no word of contact tells: somebody hands over, informs, or travels.
//!
//! In: "Belvaar presented a list of demands to Ektar." Out: a message held, ends Belvaar and Ektar. One party on each side, each by
//! name (a journey may go to several); a message that only a deed sends ("the wrong message to Ektar") and a journey of somebody who speaks for nobody are none.

use onrecord_model::{ChannelForm, Deprel, MentionType, Reading};

use super::{Found, clause, is_person, places, unique};
use crate::{
    Context,
    actors::{case, children, class, subjects},
    attribution::tree::Tree,
    phrases::is_word,
    status::of_contact,
};

/// Verbs of telling somebody something.
const INFORM: &[&str] = &["inform", "notify", "brief"];
/// Verbs of handing something to somebody.
const CONVEY: &[&str] = &[
    "present", "deliver", "send", "hand", "submit", "convey", "relay", "pass", "give", "transmit", "extend", "forward",
];
/// What a message is that nobody writes: "a clear message".
const SIGNALS: &[&str] = &[
    "clear",
    "strong",
    "wrong",
    "right",
    "bad",
    "worst",
    "good",
    "mixed",
    "powerful",
    "terrible",
    "dangerous",
    "unmistakable",
];
/// Verbs of going to see somebody.
const JOURNEY: &[&str] = &["travel", "fly", "arrive"];
/// What is handed from party to party and says something.
const WORDS: &[&str] = &[
    "demand",
    "message",
    "letter",
    "proposal",
    "offer",
    "list",
    "response",
    "reply",
    "plan",
    "draft",
    "ultimatum",
    "note",
    "invitation",
    "request",
    "warning",
    "document",
    "paper",
    "text",
    "answer",
    "complaint",
    "protest",
    "e-mail",
    "email",
    "communique",
    "memorandum",
    "condition",
];

/// What the verb `v` tells; `None` where it is no verb of these, an empty list where it tells no contact. `ends` are the parties of
/// a noun phrase.
pub(super) fn found(
    cx: &Context,
    reading: &Reading,
    v: usize,
    ends: impl Fn(usize) -> Vec<String>,
) -> Option<Vec<Found>> {
    let passive = Tree::new(cx).passive(v);
    let (sides, form, rule) = if is_word(cx, v, INFORM) {
        (informed(cx, v, passive, ends), ChannelForm::Message, "channels/informed")
    } else if is_word(cx, v, JOURNEY) {
        (journey(cx, reading, v, passive, ends), ChannelForm::Visit, "channels/journey")
    } else if is_word(cx, v, CONVEY) {
        (conveyed(cx, v, passive, ends), ChannelForm::Message, "channels/conveyed")
    } else {
        return None;
    };
    let Some((from, to)) = sides else { return Some(Vec::new()) };
    let (from, to) = (unique(from), unique(to));
    // a message goes to one party, a journey to one after the other
    let [from] = &from[..] else { return Some(Vec::new()) };
    if form == ChannelForm::Message && to.len() != 1 {
        return Some(Vec::new());
    }
    let each = to.into_iter().filter(|to| to != from).map(|to| Found {
        ends: vec![from.clone(), to],
        form,
        status: of_contact(cx, v, Some(v), true),
        evidence: vec![clause(cx, v)],
        rule,
        ..Found::default()
    });
    Some(each.collect())
}

/// The parties of one side and of the other.
type Sides = (Vec<String>, Vec<String>);

/// "A informed B of the move".
fn informed(cx: &Context, v: usize, passive: bool, ends: impl Fn(usize) -> Vec<String>) -> Option<Sides> {
    let to = children(cx, v, &[Deprel::Obj, Deprel::Iobj]).into_iter().flat_map(&ends).collect();
    (!passive).then(|| (subjects(cx, v).into_iter().flat_map(&ends).collect(), to))
}

/// "A's minister flew to B": somebody of one party in the country of another.
fn journey(
    cx: &Context,
    reading: &Reading,
    v: usize,
    passive: bool,
    ends: impl Fn(usize) -> Vec<String>,
) -> Option<Sides> {
    let who = subjects(cx, v);
    let people = |h: usize| {
        is_person(cx, reading, h) || class(cx, h) == Some("agent") || is_word(cx, h, &["delegation", "team", "mission"])
    };
    if passive || who.is_empty() || !who.iter().all(|&h| people(h)) {
        return None;
    }
    let from: Vec<String> = who.into_iter().flat_map(&ends).collect();
    let to = children(cx, v, &[Deprel::Obl]).into_iter().filter(|&o| matches!(case(cx, o).as_str(), "to" | "in"));
    // a traveller who speaks for nobody is no contact
    let private = reading.mentions.iter().any(|m| from.contains(&m.canonical) && m.kind == MentionType::Person);
    (!private).then(|| (from, to.flat_map(|o| places(cx, reading, o)).collect()))
}

/// "A presented a list of demands to B", "A handed B its reply".
fn conveyed(cx: &Context, v: usize, passive: bool, ends: impl Fn(usize) -> Vec<String>) -> Option<Sides> {
    let thing = if passive { subjects(cx, v) } else { children(cx, v, &[Deprel::Obj]) };
    // "sent the wrong message to B": what a deed tells the world
    let figure = |o: usize| {
        is_word(cx, o, &["message"]) && children(cx, o, &[Deprel::Amod]).into_iter().any(|a| is_word(cx, a, SIGNALS))
    };
    if !thing.iter().any(|&o| is_word(cx, o, WORDS) && !figure(o)) {
        return None;
    }
    let by = |preposition: &str| -> Vec<String> {
        children(cx, v, &[Deprel::Obl]).into_iter().filter(|&o| case(cx, o) == preposition).flat_map(&ends).collect()
    };
    let mut to = by("to");
    to.extend(children(cx, v, &[Deprel::Iobj]).into_iter().flat_map(&ends));
    // "sent a list of demands to B": the parser may hang "to B" on the list.
    for &o in &thing {
        let within = cx.analysis.subtree(o).filter(|&m| m > o && cx.token(m).deprel == Deprel::Nmod);
        to.extend(within.filter(|&m| case(cx, m) == "to").flat_map(&ends));
    }
    let from = if passive { by("by") } else { subjects(cx, v).into_iter().flat_map(&ends).collect() };
    Some((from, to))
}
