//! Contacts that no word of contact tells: somebody hands over, informs, or travels.
//!
//! In: "Belvaar presented a list of demands to Ektar." Out: a message held, ends Belvaar and Ektar. One party on each side, each by
//! name; a message that only a deed sends ("the wrong message to Ektar") and a journey of somebody who speaks for nobody are none.

use onrecord_model::{ChannelForm, Deprel, MentionType, Reading};

use super::{Found, clause, is_person, place_party, unique};
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

/// What the verb `v` tells; `None` where it is no verb of these, an empty answer where it tells no contact. `ends` are the parties of
/// a noun phrase.
pub(super) fn found(
    cx: &Context,
    v: usize,
    ends: impl Fn(usize) -> Vec<String>,
    reading: &Reading,
) -> Option<Option<Found>> {
    if is_word(cx, v, INFORM) {
        Some(informed(cx, v, ends))
    } else if is_word(cx, v, JOURNEY) {
        Some(journey(cx, reading, v, ends))
    } else if is_word(cx, v, CONVEY) {
        Some(conveyed(cx, v, ends))
    } else {
        None
    }
}

fn passive(cx: &Context, v: usize) -> bool {
    Tree::new(cx).passive(v)
}

/// "A informed B of the move": a message from one to the other.
fn informed(cx: &Context, v: usize, ends: impl Fn(usize) -> Vec<String>) -> Option<Found> {
    if passive(cx, v) {
        return None;
    }
    let from = unique(subjects(cx, v).into_iter().flat_map(&ends));
    let to = unique(children(cx, v, &[Deprel::Obj, Deprel::Iobj]).into_iter().flat_map(&ends));
    let ([from], [to]) = (&from[..], &to[..]) else { return None };
    (from != to).then(|| Found {
        ends: vec![from.clone(), to.clone()],
        form: ChannelForm::Message,
        status: of_contact(cx, v, Some(v), true),
        evidence: vec![clause(cx, v)],
        rule: "channels/informed",
        ..Found::default()
    })
}

/// "A's minister flew to B": somebody of one party in the country of another.
fn journey(cx: &Context, reading: &Reading, v: usize, ends: impl Fn(usize) -> Vec<String>) -> Option<Found> {
    let who = subjects(cx, v);
    let people = |&&h: &&usize| {
        is_person(cx, reading, h)
            || matches!(class(cx, h), Some("agent"))
            || is_word(cx, h, &["delegation", "team", "mission"])
    };
    let carried = passive(cx, v);
    if carried || who.is_empty() || !who.iter().all(|h| people(&h)) {
        return None;
    }
    let from = unique(who.into_iter().flat_map(&ends));
    let to = children(cx, v, &[Deprel::Obl]).into_iter().filter(|&o| matches!(case(cx, o).as_str(), "to" | "in"));
    let to = unique(to.filter_map(|o| place_party(cx, reading, o)));
    let ([from], [to]) = (&from[..], &to[..]) else { return None };
    // a traveller who speaks for nobody is no contact
    let private = reading.mentions.iter().any(|m| m.canonical == *from && m.kind == MentionType::Person);
    (from != to && !private).then(|| Found {
        ends: vec![from.clone(), to.clone()],
        form: ChannelForm::Visit,
        status: of_contact(cx, v, Some(v), true),
        evidence: vec![clause(cx, v)],
        rule: "channels/journey",
        ..Found::default()
    })
}

/// "A presented a list of demands to B", "A handed B its reply": a message from one to the other.
fn conveyed(cx: &Context, v: usize, ends: impl Fn(usize) -> Vec<String>) -> Option<Found> {
    let passive = passive(cx, v);
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
    let (from, to) = (unique(from), unique(to));
    let [from, to] = [&from[..], &to[..]].map(|e| match e {
        [one] => Some(one.clone()),
        _ => None,
    });
    let (from, to) = (from?, to?);
    (from != to).then(|| Found {
        ends: vec![from, to],
        mediators: Vec::new(),
        form: ChannelForm::Message,
        status: of_contact(cx, v, Some(v), true),
        evidence: vec![clause(cx, v)],
        rule: "channels/conveyed",
        ..Found::default()
    })
}
