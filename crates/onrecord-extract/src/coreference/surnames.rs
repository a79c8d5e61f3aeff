//! "Mr. Hollisk" alone: a family name that the lexicon gives to somebody who held no office on the day is by itself many people's. Unless
//! the report names him in full or by his office, the name stays as it is printed; so it does beside ", a teacher,". A family name
//! without "Mr." or "Ms." ("Hollisk said") is left to the lexicon.

use std::collections::HashSet;

use onrecord_lexicon::list;
use onrecord_model::{ActorId, MentionForm};

use super::clusters::{Clusters, Node};
use crate::mentions::View;

/// Takes the lexicon's person from family names that nothing in the report gives to him.
pub(super) fn as_printed(view: &View, c: &mut Clusters) {
    let named: Vec<usize> = (0..c.nodes.len()).filter(|&i| c.nodes[i].mention.form == MentionForm::Named).collect();
    // whom the report names in full or by his office
    let told: HashSet<ActorId> = named
        .iter()
        .map(|&i| &c.nodes[i])
        .filter(|m| m.mention.rule != "surname" || m.mention.role.is_some() && !courtesy(view, m))
        .filter_map(|m| m.mention.actor.clone())
        .collect();
    for &i in &named {
        let n = &c.nodes[i];
        if n.mention.rule != "surname" || !courtesy(view, n) {
            continue;
        }
        let known = n.mention.actor.as_ref().is_some_and(|a| told.contains(a));
        if known || in_office(view, n) && !introduced(view, n) {
            continue;
        }
        let printed = view.words(n.tokens.clone()).to_owned();
        let m = &mut c.nodes[i].mention;
        (m.canonical, m.actor, m.affiliation) = (printed, None, None);
    }
}

/// Whether a name stands behind "Mr.", "Ms." and nothing more.
fn courtesy(view: &View, n: &Node) -> bool {
    let title = n.mention.role.map(|r| view.cx.words(r).to_lowercase());
    title.is_some_and(|t| list("role_titles").get(&t).is_some_and(|c| c.first() == Some(&"honorific")))
}

/// Whether the lexicon's person holds an office on the report's day; without a day, one that has not ended.
fn in_office(view: &View, n: &Node) -> bool {
    let Some(actor) = n.mention.actor.as_ref().and_then(|a| view.cx.lexicon.actor(a)) else { return false };
    match view.cx.day() {
        Some(day) => !view.cx.lexicon.roles_on(actor, day).is_empty(),
        None => actor.roles.iter().any(|r| r.to.is_none()),
    }
}

/// ", a teacher": somebody the report has not told of before.
fn introduced(view: &View, n: &Node) -> bool {
    let end = n.tokens.end;
    let noun = |k: usize| view.has("party_nouns", k) || view.has("role_titles", k);
    view.text(end) == "," && matches!(view.low(end + 1), "a" | "an") && (noun(end + 2) || noun(end + 3))
}
