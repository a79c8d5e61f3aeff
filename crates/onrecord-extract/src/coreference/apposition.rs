//! What stands beside a name and means the same: "Jorim Askeld, the group's spokesman," and "Its spokesman, Jorim Askeld,". Gives the
//! name its role and the party it speaks for.

use onrecord_lexicon::list;
use onrecord_model::{Certainty, MentionForm, MentionType, Upos};

use super::clusters::{Clusters, plural_noun};
use crate::mentions::View;

pub(super) fn join(view: &View, c: &mut Clusters) {
    possessors(view, c);
    roles(view, c);
    named_groups(view, c);
    let count = c.nodes.len();
    for i in 0..count {
        if c.nodes[i].mention.form != MentionForm::Named {
            continue;
        }
        // Nodes stand in text order: only those beside the name are looked at.
        let (start, end) = (c.nodes[i].tokens.start, c.nodes[i].tokens.end);
        let from = c.nodes[..count].partition_point(|n| n.tokens.start + 30 < start);
        let to = c.nodes[..count].partition_point(|n| n.tokens.start < end + 3);
        for j in from..to {
            let (name, other) = (&c.nodes[i], &c.nodes[j]);
            if other.mention.form != MentionForm::Nominal || other.sentence != name.sentence {
                continue;
            }
            let after = other.tokens.start == name.tokens.end + 1
                && matches!(view.text(name.tokens.end), "," | "—" | "–" | "(");
            let after = after || long_description(view, name.tokens.end, other.tokens.start);
            let before = name.tokens.start == other.tokens.end + 1 && view.text(other.tokens.end) == ",";
            // "the charity Open Harbour Relief": the description straight before the name.
            let straight = name.tokens.start == other.tokens.end
                && matches!(view.low(other.tokens.start), "the" | "a" | "an")
                && !matches!(name.mention.kind, MentionType::Person | MentionType::State | MentionType::Place);
            if after || before || straight {
                settle(c, i, j);
            }
            let (name, other) = (&c.nodes[i], &c.nodes[j]);
            if straight && fits(c, i, j) {
                c.join(i, j);
                break;
            }
            if !(after || before)
                || after && speaks(view, &other.tokens)
                || !fits(c, i, j)
                || !closes(view, if after { other.tokens.end } else { name.tokens.end }, after)
            {
                continue;
            }
            let (span, affiliation) = (other.mention.span, other.mention.affiliation.clone());
            let name = &mut c.nodes[i].mention;
            if name.kind == MentionType::Person {
                if name.role.is_none() {
                    name.role = Some(span);
                }
                if affiliation.is_some() {
                    name.affiliation = affiliation;
                }
            } else if name.affiliation.is_none() && affiliation.as_ref().is_some_and(|a| *a != name.canonical) {
                name.affiliation = affiliation;
            }
            c.join(i, j);
            break;
        }
    }
}

/// "the Harrad group", "the Sea Lantern movement": by its article the group of that name itself, none of its parts.
fn named_groups(view: &View, c: &mut Clusters) {
    for i in 0..c.nodes.len() {
        let n = &c.nodes[i];
        let group =
            matches!(n.head.as_str(), "group" | "movement" | "network" | "organisation" | "organization" | "militia");
        let whole = n.mention.form == MentionForm::Nominal && group && view.low(n.tokens.start) == "the";
        if !whole {
            continue;
        }
        let near = c.nodes.partition_point(|o| o.tokens.start < n.tokens.start);
        let name = (near..c.nodes.len()).take_while(|&k| c.nodes[k].tokens.start < n.tokens.end).find(|&k| {
            let o = &c.nodes[k];
            o.mention.form == MentionForm::Named
                && matches!(o.mention.kind, MentionType::ArmedGroup | MentionType::Organisation)
                && o.tokens.start == n.tokens.start + 1
                && o.tokens.end + 1 == n.tokens.end
        });
        if let Some(k) = name {
            let affiliation = c.nodes[k].mention.affiliation.clone();
            c.nodes[i].mention.affiliation = affiliation;
            c.join(k, i);
        }
    }
}

/// "… by Orlo Brandt, the official said": a bare description with its verb of speech, no apposition.
fn speaks(view: &View, description: &std::ops::Range<usize>) -> bool {
    let verb = description.end;
    description.len() <= 2 && view.upos(verb) == Upos::Verb && super::resolve::speech(view, verb)
}

/// ", a trade policy and aid analyst": the description's noun stands behind words joined by "and", all of one noun phrase.
fn long_description(view: &View, name_end: usize, noun: usize) -> bool {
    view.text(name_end) == ","
        && noun > name_end + 2
        && noun - name_end <= 7
        && matches!(view.low(name_end + 1), "a" | "an" | "the")
        && (name_end + 2..noun).all(|i| {
            matches!(view.upos(i), Upos::Adj | Upos::Noun | Upos::Propn) || view.low(i) == "and" || view.is_hyphen(i)
        })
        && (name_end + 2..noun).any(|i| view.low(i) == "and")
}

/// A name whose kind was a guess takes the kind of the description beside it: "state television, Talmeria One".
fn settle(c: &mut Clusters, name: usize, other: usize) {
    let class = list("party_nouns").get(&c.nodes[other].head).and_then(|c| c.first()).copied().unwrap_or("");
    let unsure = c.nodes[name].mention.certainty == Certainty::Possible
        || class == "media"
            && (c.nodes[name].mention.rule == "name-context"
                || c.nodes[name].mention.kind == MentionType::Person && c.nodes[name].mention.role.is_none());
    if !unsure || c.nodes[name].mention.actor.is_some() || plural_noun(&c.nodes[other].head) {
        return;
    }
    let kind = match class {
        "media" => MentionType::Media,
        "group" => c.nodes[other].mention.kind,
        "speaker" => MentionType::Person,
        _ => return,
    };
    let key = c.nodes[name].mention.canonical.clone();
    for node in c
        .nodes
        .iter_mut()
        .filter(|n| n.mention.canonical == key && n.mention.actor.is_none() && n.mention.form == MentionForm::Named)
    {
        node.mention.kind = kind;
        node.mention.certainty = Certainty::Certain;
    }
}

/// After the apposition comes a comma, a stop or a relative word; a list goes on with "and".
fn closes(view: &View, at: usize, after: bool) -> bool {
    match view.low(at) {
        "," | "." | ";" | ")" | "—" | "–" | "who" | "which" | "that" | "" => true,
        "and" | "or" => false,
        _ => !after || list("place_preps").has(view.low(at)) || view.upos(at) != onrecord_model::Upos::Noun,
    }
}

fn fits(c: &Clusters, name: usize, other: usize) -> bool {
    let (n, o) = (&c.nodes[name], &c.nodes[other]);
    if plural_noun(&o.head) && !o.head.ends_with("rces") {
        return false;
    }
    let class = list("party_nouns").get(&o.head).and_then(|c| c.first()).copied().unwrap_or("");
    match n.mention.kind {
        MentionType::Person => o.mention.kind == MentionType::Person,
        MentionType::ArmedGroup => class == "group",
        MentionType::Organisation => class == "group" || class == "media",
        MentionType::Media => class == "media" || class == "group",
        MentionType::State => class == "state" && o.mention.affiliation.is_none(),
        _ => false,
    }
}

/// "Veskara's Defence Ministry": the ministry belongs to the state before it.
fn possessors(view: &View, c: &mut Clusters) {
    for i in 0..c.nodes.len() {
        let n = &c.nodes[i];
        if n.mention.affiliation.is_some() || n.mention.actor.is_some() || n.mention.form != MentionForm::Named {
            continue;
        }
        if !matches!(n.mention.kind, MentionType::Organisation | MentionType::ArmedGroup) || n.tokens.start < 2 {
            continue;
        }
        let at = n.tokens.start;
        let end = if view.is_possessive(at - 1) { at - 1 } else { at };
        let from = c.nodes.partition_point(|n| n.tokens.start + 12 < at);
        let owner = c.nodes[from..i.max(from)].iter().find(|o| {
            o.tokens.end == end
                && o.mention.form == MentionForm::Named
                && matches!(o.mention.kind, MentionType::State | MentionType::ArmedGroup | MentionType::Organisation)
        });
        if let Some(owner) = owner.filter(|o| end < at || o.mention.rule.ends_with("demonym")) {
            let affiliation = owner.mention.canonical.clone();
            c.nodes[i].mention.affiliation = Some(affiliation);
        }
    }
    // A body named with its owner once belongs to it everywhere.
    for i in 0..c.nodes.len() {
        if c.nodes[i].mention.form == MentionForm::Named
            && c.nodes[i].mention.kind != MentionType::Person
            && c.nodes[i].mention.affiliation.is_none()
        {
            let of = c.affiliation(i);
            c.nodes[i].mention.affiliation = of;
        }
    }
}

/// "the ambassador to Ektar", "to the United Nations": where he is sent is not whose he is.
fn sent_to(view: &View, n: &super::clusters::Node) -> bool {
    let before = |k: usize| n.tokens.start.checked_sub(k).map_or("", |i| view.low(i));
    before(1) == "to" || before(1) == "the" && before(2) == "to"
}

/// "Veskaran Foreign Minister Rennath Quorvin": the party named in the role is hers; a body's is its state.
fn roles(view: &View, c: &mut Clusters) {
    for i in 0..c.nodes.len() {
        let m = &c.nodes[i].mention;
        let Some(role) = m.role.filter(|_| m.kind == MentionType::Person) else { continue };
        let from = c.nodes.partition_point(|n| n.mention.span.start < role.start);
        let inside = c.nodes[from..]
            .iter()
            .take_while(|o| o.mention.span.start <= role.end)
            .filter(|o| {
                role.start <= o.mention.span.start
                    && o.mention.span.end <= role.end
                    && o.mention.form == MentionForm::Named
                    && !sent_to(view, o)
            })
            .filter(|o| {
                matches!(
                    o.mention.kind,
                    MentionType::State | MentionType::ArmedGroup | MentionType::Organisation | MentionType::Media
                )
            });
        // "the United Hydrographic Office-Harbour League envoy": of several bodies the one he serves by the lexicon
        let own = inside.clone().any(|o| m.actor.is_some() && m.affiliation.as_ref() == Some(&o.mention.canonical));
        let inside = inside.last().filter(|_| !own);
        let of = inside.map(|o| match (&o.mention.affiliation, o.mention.kind) {
            (Some(of), MentionType::Organisation) => of.clone(),
            _ => o.mention.canonical.clone(),
        });
        // "Secretary of State Amal Renn": the office says the state, where the report gives none.
        let office = || {
            let own = c.nodes[i].mention.affiliation.is_none() && c.nodes[i].mention.actor.is_none();
            let title = own.then(|| view.cx.words(role).to_lowercase())?;
            list("title_states").get(title.trim_start_matches("the ")).and_then(|s| s.first()).map(|s| (*s).to_owned())
        };
        // "The Veskaran president" of a people without a state of its own: the body he leads by the lexicon, where it knows him.
        let m = &c.nodes[i].mention;
        let known = m.actor.is_some() && m.affiliation.is_some();
        let people = inside.and_then(|o| o.mention.actor.as_ref()).is_some_and(|a| a.as_str().starts_with("people:"));
        if let Some(of) = of.filter(|_| !(known && people)).or_else(office) {
            c.nodes[i].mention.affiliation = Some(of);
        }
    }
}
