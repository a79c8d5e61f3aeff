//! Who is described instead of named?
//!
//! "A senior Talmerian official" → a person, affiliation `Talmeria`; "two factions of the Front" → an armed group of its own whose
//! parent is the Front; "the two sides" → a phrase for `coreference`. The noun decides (`party_nouns`), the words before and an
//! "of" phrase after it give the affiliation. A noun that only goes with another noun ("state television") is no mention.

use std::ops::Range;

use onrecord_model::{MentionType, Sentence, Upos};

use super::{draft::Draft, view::View};

/// Nouns whose "of" or "for" phrase says to whom they belong.
const RELATIONAL: [&str; 35] = [
    "wing",
    "faction",
    "factions",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "leader",
    "leaders",
    "head",
    "chief",
    "member",
    "members",
    "official",
    "officials",
    "commander",
    "commanders",
    "representative",
    "representatives",
    "ambassador",
    "minister",
    "president",
    "envoy",
    "delegation",
    "delegations",
    "source",
    "sources",
    "government",
    "regime",
    "army",
    "branch",
    "director",
    "secretary",
    "king",
    "supporters",
    "fighters",
];

/// The described parties of one sentence, in text order; names found before are given.
pub(crate) fn of_sentence(view: &View, sentence: &Sentence, names: &[Draft]) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    let (first, last) = (sentence.first as usize, sentence.last as usize);
    for i in first..last {
        people_of_a_state(view, i, first, names, &mut out);
        let class = view.class("party_nouns", i);
        if class.is_empty() || names.iter().any(|n| n.tokens.contains(&i)) {
            continue;
        }
        if matches!(view.upos(i), Upos::Verb | Upos::Aux | Upos::Adv)
            || view.is_cap(i) && !view.opens(i, first) && view.upos(i) == Upos::Verb
        {
            continue;
        }
        // The head is the last noun: "government officials", "party leader".
        let next = i + 1;
        let compound = next < last
            && (!view.class("party_nouns", next).is_empty() && !matches!(view.upos(next), Upos::Verb)
                || view.is_hyphen(next)
                || view.parsed
                    && matches!(view.upos(next), Upos::Noun)
                    && view.cx.token(i).head as usize > i
                    && view.low(next) != "who"
                || super::names::title_at(view, next, last).is_some()
                    && !view.is_possessive(next)
                    && view.upos(next) != Upos::Verb);
        if compound {
            continue;
        }
        if no_party(view, i) {
            continue;
        }
        // Straight before a name it is the name's role.
        if names.iter().any(|n| n.role.as_ref().is_some_and(|r| r.contains(&i))) {
            continue;
        }
        if let Some(d) = phrase(view, i, class, first, last, names) {
            out.retain(|o| !(d.tokens.start <= o.tokens.start && o.tokens.end <= d.tokens.end && o.rule != "people"));
            out.push(d);
        }
    }
    out
}

/// "the left side of the head", "no party to the talks", "joined forces": nouns of parties that name none where they stand.
fn no_party(view: &View, i: usize) -> bool {
    let before = i.checked_sub(1).map_or("", |k| view.low(k));
    match view.low(i) {
        "side" => matches!(
            before,
            "left" | "right" | "far" | "other" | "north" | "south" | "east" | "west" | "wrong" | "flip"
        ),
        // "the party responsible"
        "party" => {
            view.low(i + 1) == "to"
                || matches!(view.low(i + 1), "responsible" | "concerned" | "involved") && view.low(i + 2) != "for"
                || view.low(i + 1) == "in" && view.low(i + 2) == "question"
        }
        // "on another front"
        "front" => matches!(before, "another" | "that" | "every" | "home" | "this" | "either" | "one"),
        // "the authority to tax", "legal authorities needed to send guns", "full authority"
        "authority" | "authorities" => {
            let power =
                matches!(before, "legal" | "full" | "political" | "moral" | "sole" | "statutory" | "constitutional");
            power || view.low(i) == "authority" && view.low(i + 1) == "to" && view.upos(i + 2) == Upos::Verb
        }
        // "a vote on military force", "the use of military force"
        "force" if before == "military" => {
            let article = i.checked_sub(2).map_or("", |k| view.low(k));
            !matches!(article, "the" | "a" | "its" | "their" | "that" | "this" | "our")
                && i.checked_sub(2).is_none_or(|k| !matches!(view.upos(k), Upos::Adj | Upos::Propn))
        }
        "forces" => view.parsed && matches!(before, "join" | "joined" | "joining" | "joins"),
        _ => false,
    }
}

/// "Veskarans": the people of a state.
fn people_of_a_state(view: &View, i: usize, first: usize, names: &[Draft], out: &mut Vec<Draft>) {
    let Some(name) = names.iter().find(|n| n.tokens == (i..i + 1) && matches!(n.rule, "demonym" | "unknown-demonym"))
    else {
        return;
    };
    let plural = view.low(i).ends_with('s') && !view.low(i).ends_with("ss");
    // "A Veskaran was jailed", "a Veskaran working in Ondrel": one of them
    let one = i > first
        && matches!(view.low(i - 1), "a" | "an")
        && (matches!(view.upos(i + 1), Upos::Verb | Upos::Aux) || matches!(view.low(i + 1), "who" | "whose"));
    let folk = view.low(i).ends_with("men") || plural || one;
    if !folk || name.kind != MentionType::State || view.low(i) == "us" {
        return;
    }
    let start = start_of(view, i, first, names);
    let mut d = Draft::nominal(start..i + 1, MentionType::Person, view.words(i..i + 1), "people");
    d.affiliation = Some(name.canonical.clone());
    out.push(d);
}

fn phrase(view: &View, head: usize, class: &str, first: usize, last: usize, names: &[Draft]) -> Option<Draft> {
    let start = start_of(view, head, first, names);
    let mut end = head + 1;
    let mut affiliation = belongs(view, start..head, names);
    // "the armed wing of the Front", "a spokesman for the ministry".
    if matches!(view.low(end), "of" | "for" | "from" | "in" | "within" | "to" | "at" | "with")
        && RELATIONAL.contains(&view.low(head))
    {
        let of = matches!(view.low(end), "of" | "for" | "from" | "within");
        let mut at = end + 1;
        while at < last
            && at < end + 4
            && matches!(view.low(at), "the" | "a" | "an" | "its" | "their" | "ruling" | "armed" | "militant" | "rebel")
        {
            at += 1;
        }
        if let Some(name) =
            names.iter().find(|n| n.tokens.start <= at && at < n.tokens.end).filter(|n| n.kind != MentionType::Person)
        {
            if of {
                end = name.tokens.end;
            }
            if affiliation.is_none()
                && (of || view.low(end) == "with" || view.low(end) == "to")
                && name.kind != MentionType::Place
            {
                affiliation = Some(name.canonical.clone());
            }
        }
    }
    let _ = last;
    let words: Vec<&str> = (start..head).map(|k| view.low(k)).collect();
    let armed = words.iter().any(|w| {
        matches!(
            *w,
            "armed"
                | "rebel"
                | "militant"
                | "insurgent"
                | "terrorist"
                | "jihadist"
                | "extremist"
                | "separatist"
                | "paramilitary"
        )
    });
    // "a Veskaran rebel commander" does not speak for Veskara
    let against = words.iter().any(|w| {
        matches!(
            *w,
            "rebel"
                | "militant"
                | "insurgent"
                | "guerrilla"
                | "jihadist"
                | "separatist"
                | "militia"
                | "dissident"
                | "exiled"
        )
    });
    let state = |a: &String| names.iter().any(|n| n.canonical == *a && n.kind == MentionType::State);
    if against && class == "speaker" && affiliation.as_ref().is_some_and(state) {
        affiliation = None;
    }
    let noun = view.low(head);
    let kind = match class {
        "speaker" | "people" => MentionType::Person,
        "state" => MentionType::State,
        "media" => MentionType::Media,
        "sides" => MentionType::Organisation,
        _ => {
            let of_group = affiliation
                .as_ref()
                .is_some_and(|a| names.iter().any(|n| n.canonical == *a && n.kind == MentionType::ArmedGroup));
            let fighting = matches!(
                noun,
                "militia"
                    | "militias"
                    | "brigade"
                    | "brigades"
                    | "wing"
                    | "wings"
                    | "faction"
                    | "factions"
                    | "cell"
                    | "cells"
            );
            if armed
                || of_group && !matches!(noun, "party" | "delegation" | "delegations" | "company")
                || fighting && affiliation.is_none()
            {
                MentionType::ArmedGroup
            } else {
                MentionType::Organisation
            }
        }
    };
    // Bare singular nouns without article are mostly not mentions ("power", "state of emergency").
    let bare = start == head;
    let plural = noun.ends_with('s');
    let bare_ok = matches!(class, "speaker" | "people")
        && (plural || matches!(noun, "people" | "police" | "troops" | "gunmen" | "children"))
        || matches!(noun, "parliament" | "authorities");
    if bare && !bare_ok {
        return None;
    }
    if class == "state"
        && matches!(noun, "power" | "powers" | "state" | "leadership" | "presidency")
        && affiliation.is_none()
        && !words
            .iter()
            .any(|w| matches!(*w, "world" | "regional" | "major" | "western" | "foreign" | "the" | "these" | "six"))
    {
        return None;
    }
    if class == "sides"
        && !words.iter().any(|w| {
            matches!(*w, "two" | "both" | "the" | "warring" | "all" | "opposing" | "either" | "other" | "conflicting")
        })
    {
        return None;
    }
    if noun == "parties"
        && affiliation.is_none()
        && words.iter().any(|w| matches!(*w, "two" | "both" | "warring" | "the"))
        && words.len() < 3
    {
        let mut d = Draft::nominal(start..end, MentionType::Organisation, &canonical(view, start..end), "sides");
        d.affiliation = None;
        return Some(d);
    }
    let rule = match class {
        "sides" => "sides",
        _ => "nominal",
    };
    let mut d = Draft::nominal(start..end, kind, &canonical(view, start..end), rule);
    d.affiliation = affiliation;
    Some(d)
}

/// The first token of the phrase that ends in `head`: back over adjectives, nouns, numbers, names and their possessives, to an
/// article or possessive pronoun.
fn start_of(view: &View, head: usize, first: usize, names: &[Draft]) -> usize {
    let mut at = head;
    while at > first {
        let p = at - 1;
        if let Some(n) = names.iter().find(|n| n.tokens.end == at && n.kind != MentionType::Person) {
            at = n.tokens.start;
            continue;
        }
        if view.is_possessive(p) {
            match names.iter().find(|n| n.tokens.end == p) {
                Some(n) => at = n.tokens.start,
                None => at = p.saturating_sub(1).max(first),
            }
            if at > first && matches!(view.low(at - 1), "the" | "a" | "an") {
                at -= 1;
            }
            return at;
        }
        if view.low(p) == "that"
            && (view.upos(at) == Upos::Num || view.low(head).ends_with('s') || view.upos(p) == Upos::Sconj)
        {
            break;
        }
        match view.low(p) {
            "no" => return at,
            "the" | "a" | "an" | "this" | "that" | "these" | "those" | "its" | "his" | "her" | "their" | "our"
            | "my" | "your" | "any" | "every" | "each" | "either" | "neither" | "all" | "both" | "some" | "another" => {
                at = p;
                if p > first && matches!(view.low(p - 1), "all" | "both" | "most" | "half") {
                    at = p - 1;
                }
                return at;
            }
            "more" | "least" | "than" | "nearly" | "about" | "almost" | "around" | "at" | "some_"
                if view.upos(p + 1) == Upos::Num =>
            {
                at = p
            }
            "and" | "or" | "of" | "in" | "," | ";" | "." => break,
            _ if view.is_hyphen(p) => at = p.saturating_sub(1).max(first),
            _ => match view.upos(p) {
                Upos::Adj | Upos::Noun | Upos::Num | Upos::Propn | Upos::X => at = p,
                // "the increasingly isolated country"
                Upos::Adv if view.low(p).ends_with("ly") && matches!(view.upos(at), Upos::Adj | Upos::Verb) => at = p,
                // "armed", "wounded", "remaining": participles, when the guesser calls them verbs only with an article before.
                Upos::Verb
                    if (view.low(p).ends_with("ed") || view.low(p).ends_with("ing"))
                        && p > first
                        && (matches!(view.upos(p - 1), Upos::Det | Upos::Num | Upos::Adj)
                            || matches!(view.low(p - 1), "the" | "a" | "an")) =>
                {
                    at = p
                }
                Upos::Adv if matches!(view.low(p), "very" | "newly" | "recently" | "still") => at = p,
                _ => break,
            },
        }
    }
    at
}

/// The party named before the noun ("a Guard source", "Veskara's foreign minister", "Talmerian"): the last one.
fn belongs(_view: &View, before: Range<usize>, names: &[Draft]) -> Option<String> {
    names
        .iter()
        .filter(|n| before.start <= n.tokens.start && n.tokens.end <= before.end.max(before.start))
        .filter(|n| n.kind != MentionType::Person && n.kind != MentionType::Event)
        .rfind(|n| n.kind != MentionType::Place || n.rule == "demonym" || n.rule == "capital-city")
        .map(|n| match n.affiliation.as_ref() {
            Some(of) if n.kind == MentionType::Place => of.clone(),
            _ => n.canonical.clone(),
        })
}

/// The phrase without its article or pronoun.
fn canonical(view: &View, range: Range<usize>) -> String {
    let mut start = range.start;
    while start + 1 < range.end
        && matches!(
            view.low(start),
            "the" | "a" | "an" | "this" | "that" | "these" | "those" | "its" | "his" | "her" | "their"
        )
    {
        start += 1;
    }
    view.words(start..range.end).to_owned()
}
