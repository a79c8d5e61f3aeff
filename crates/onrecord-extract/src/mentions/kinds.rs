//! What is a name that no lexicon knows?
//!
//! "the Saltmarsh Guard, an armed faction" → an armed group; "Veskara's navy", "Veskaran officials" → `Veskara` is a state and
//! `Veskaran` its adjective; "in Port Merrow" → a place. Evidence is gathered over the whole report, so one name has one kind in
//! it: words of the name itself first, then roles and titles, then what stands around it, then the tagger.

use std::collections::HashMap;

use onrecord_lexicon::{fold, list};
use onrecord_model::{Certainty, MentionType, NameKind, Upos};

use super::{
    draft::{Draft, type_from},
    view::View,
};

#[derive(Debug, Default)]
struct Evidence {
    person: i32,
    state: i32,
    place: i32,
    group: i32,
    armed: i32,
    media: i32,
    organisation: i32,
    agent: i32,
    vessel: i32,
    /// Evidence for a person that the text itself gives: a role, an age, "who".
    titled: i32,
}

/// Gives every unknown name its kind and joins adjectives to the names they come from.
pub(crate) fn decide(view: &View, drafts: &mut Vec<Draft>) {
    let mut seen: HashMap<String, Evidence> = HashMap::new();
    for d in drafts.iter().filter(|d| d.rule == "unknown") {
        gather(view, d, seen.entry(fold(&d.canonical)).or_default());
    }
    described(view, drafts, &mut seen);
    adjectives(view, drafts, &mut seen);
    let mut families: HashMap<String, String> = HashMap::new();
    for d in drafts.iter_mut().filter(|d| d.rule == "unknown" && d.tokens.len() > 1) {
        let (kind, rule, certainty) = kind_of(view, d, &seen);
        (d.kind, d.rule, d.certainty) = (kind, rule, certainty);
        if kind == MentionType::Person
            && let Some(last) = fold(&d.canonical).rsplit(' ').next()
        {
            families.insert(last.to_owned(), d.canonical.clone());
        }
    }
    for d in drafts.iter_mut().filter(|d| d.rule == "unknown") {
        let (kind, rule, certainty) = if families.contains_key(&fold(&d.canonical)) {
            (MentionType::Person, "name-family", Certainty::Certain)
        } else {
            kind_of(view, d, &seen)
        };
        (d.kind, d.rule, d.certainty) = (kind, rule, certainty);
    }
    // Where the tagger read the report and saw no name, one bare capitalised word with nothing around it is none.
    let spans = &view.cx.analysis.names;
    drafts.retain(|d| {
        spans.is_empty()
            || d.rule != "name"
            || d.tokens.len() > 1
            || spans.iter().any(|n| (n.tokens.start as usize) < d.tokens.end && d.tokens.start < n.tokens.end as usize)
    });
}

/// What the name's own words say: the word before "of", else the last word, else a first word like "Port".
fn own_words(view: &View, d: &Draft) -> Option<MentionType> {
    let class = |i: usize| view.class("name_kinds", i);
    let of = d.tokens.clone().position(|i| matches!(view.low(i), "of" | "for")).map(|p| d.tokens.start + p);
    let by_head = of.filter(|&i| i > d.tokens.start).map(|i| class(i - 1)).unwrap_or("");
    let mut by_last = class(d.tokens.end - 1);
    if d.tokens.len() == 1 && !matches!(by_last, "" | "media") && view.low(d.tokens.start.saturating_sub(1)) != "the" {
        by_last = "";
    }
    // "Launch Site Number Two"
    let numbered = d.tokens.len() > 2
        && d.tokens.clone().skip(1).any(|i| {
            view.low(i) == "number" && (list("number_words").has(view.low(i + 1)) || view.upos(i + 1) == Upos::Num)
        });
    if numbered {
        return Some(MentionType::Facility);
    }
    let first = view.low(d.tokens.start);
    let by_first = match first {
        "port" | "mount" | "lake" | "cape" | "fort" | "camp" | "san" | "santa" | "st." | "puerto" | "el"
            if d.tokens.len() > 1 =>
        {
            "place"
        }
        "radio" | "channel" if d.tokens.len() > 1 => "media",
        "operation" | "hurricane" | "cyclone" | "typhoon" if d.tokens.len() > 1 => "event",
        _ => "",
    };
    [by_head, by_last, by_first].into_iter().find(|c| !c.is_empty()).and_then(type_from)
}

fn gather(view: &View, d: &Draft, e: &mut Evidence) {
    let (start, end) = (d.tokens.start, d.tokens.end);
    let before = if start > 0 { view.low(start - 1) } else { "" };
    let role_class = d.role.clone().map_or("", |r| {
        let words = view.words(r.end - 1..r.end).to_lowercase();
        list("role_titles").get(&words).and_then(|c| c.first()).copied().unwrap_or("office")
    });
    if !role_class.is_empty() {
        e.person += 4;
        e.titled += 4;
    }
    let possessive = view.is_possessive(end);
    let next = if possessive { end + 1 } else { end };
    let noun = view.class("party_nouns", next);
    let office = super::names::title_at(view, next, next + 4).is_some() && !view.is_cap(next + 1);
    if possessive
        && (noun == "state"
            || office
            || matches!(
                view.low(next),
                "army"
                    | "navy"
                    | "military"
                    | "parliament"
                    | "border"
                    | "borders"
                    | "capital"
                    | "coast"
                    | "territory"
                    | "ambassador"
                    | "foreign"
                    | "prime"
                    | "defence"
                    | "defense"
                    | "interior"
                    | "air"
                    | "ministry"
                    | "waters"
                    | "ruling"
            ))
    {
        e.state += 3;
    }
    if !possessive && matches!(view.low(next), "government" | "regime" | "army" | "navy" | "troops" | "forces") {
        e.state += 1;
    }
    if ARMED_PEOPLE.contains(&view.low(next))
        || matches!(
            view.low(next),
            "commander"
                | "commanders"
                | "militia"
                | "militiamen"
                | "operatives"
                | "infiltrators"
                | "rockets"
                | "stronghold"
                | "strongholds"
        )
        || matches!(view.low(next), "claimed" | "claims") && view.low(next + 1) == "responsibility"
    {
        e.armed += 3;
    }
    // "the Renn administration" is named after a person.
    if d.tokens.len() == 1 && before == "the" && matches!(view.low(next), "administration" | "presidency") {
        e.person += 7;
    }
    // "Kormak and other Tal Dara militant groups".
    let others = (view.low(next), view.low(next + 1)) == ("and", "other")
        && (next + 2..next + 6).any(|i| list("armed_words").has(view.low(i)) || ARMED_PEOPLE.contains(&view.low(i)))
        && (next + 2..next + 6).all(|i| view.is_word(i) || i > next + 3);
    if others {
        e.armed += 3;
    }
    // "Kormak-run radio", "Kormak-linked targets": a body runs and is linked, a place or a person is seldom said to.
    if view.is_hyphen(end) && matches!(view.low(end + 1), "run" | "linked" | "affiliated") {
        e.group += 4;
    }
    // "the militant group Kormak".
    if start > 0 && is_body(before) {
        e.group += 4;
        let led = (start.saturating_sub(4)..start).any(|i| list("armed_words").has(view.low(i)));
        e.armed += 4 * i32::from(led || before == "militia");
    }
    if matches!(
        view.low(next),
        "spokesman"
            | "spokeswoman"
            | "leader"
            | "leaders"
            | "representatives"
            | "delegation"
            | "members"
            | "source"
            | "sources"
            | "officials"
            | "official"
    ) {
        e.group += 2;
    }
    if matches!(
        view.low(next),
        "newspaper" | "daily" | "magazine" | "website" | "television" | "channel" | "radio" | "broadcaster"
    ) {
        e.media += 3;
    }
    if matches!(
        before,
        "freighter"
            | "ship"
            | "vessel"
            | "tanker"
            | "destroyer"
            | "frigate"
            | "ferry"
            | "yacht"
            | "submarine"
            | "trawler"
            | "warship"
            | "boat"
            | "cargo"
    ) {
        e.vessel += 4;
    }
    let caps = d.tokens.len() == 1 && !view.text(start).chars().any(char::is_lowercase);
    let opens = view
        .cx
        .analysis
        .sentence_of(start)
        .is_some_and(|s| view.opens(start, view.cx.analysis.sentences[s].first as usize));
    if caps && opens && matches!(view.text(end), "," | "(" | "—") {
        e.place += 3;
    }
    if before == "the" {
        e.group += 1;
        e.person -= 3;
    }
    if matches!(before, "in" | "at" | "near" | "outside" | "around" | "into" | "across" | "inside" | "throughout") {
        e.place += 2;
    }
    if matches!(before, "to" | "from" | "toward" | "towards" | "through") && !possessive {
        e.place += 1;
    }
    // The agency of a dateline: "ONDREL (Corvane) —".
    if before == "(" && view.text(end) == ")" && matches!(view.text(end + 1), "—" | "–" | "-" | "--") {
        e.media += 5;
    }
    if before == "of" && start > 1 {
        match view.low(start - 2) {
            "port" | "town" | "city" | "village" | "district" | "province" | "region" | "island" | "outskirts"
            | "suburb" | "south" | "north" | "east" | "west" | "camp" => e.place += 4,
            "government" | "kingdom" | "republic" | "people" | "state" | "president" => e.state += 2,
            _ => {}
        }
    }
    if matches!(before, "city" | "town" | "village" | "capital" | "province" | "district") {
        e.place += 3;
    }
    if matches!(before, "newspaper" | "daily" | "magazine" | "broadcaster" | "agency" | "website")
        || before == "told" && d.tokens.len() > 1
    {
        e.media += 1;
    }
    if view.upos(next) == Upos::Verb && !possessive || matches!(view.upos(next), Upos::Aux) && !possessive {
        e.agent += 1;
    }
    if view.low(end) == "," {
        apposition(view, end + 1, e);
    }
    let plain = d.tokens.len() >= 2
        && d.tokens.len() <= 4
        && d.tokens.clone().all(|i| view.is_cap(i) || !view.is_word(i) || list("prefix_names").has(view.low(i)));
    if plain {
        e.person += 2;
    }
    for name in
        view.cx.analysis.names.iter().filter(|n| (n.tokens.start as usize) < end && start < n.tokens.end as usize)
    {
        match name.kind {
            NameKind::Person => e.person += 3,
            NameKind::Place => e.place += 3,
            NameKind::Organisation => e.organisation += 3,
            NameKind::Other => {}
        }
    }
}

/// People under arms.
const ARMED_PEOPLE: &[&str] = &["militants", "fighters", "rebels", "insurgents", "gunmen", "guerrillas", "jihadists"];

/// Whether a word is the head of a description of a body.
fn is_body(low: &str) -> bool {
    matches!(low, "group" | "movement" | "faction" | "militia" | "network" | "organisation" | "organization")
}

/// "Kormak claimed … The militant group said": the description means the last group named before it, so an unknown name that stands
/// there is an armed group, unless the text or the tagger has it as a person.
fn described(view: &View, drafts: &[Draft], seen: &mut HashMap<String, Evidence>) {
    for at in 2..view.cx.analysis.tokens.len() {
        if !is_body(view.low(at)) || !list("armed_words").has(view.low(at - 1)) {
            continue;
        }
        if !matches!(view.low(at - 2), "the" | "islamic" | "islamist") || view.is_cap(at + 1) {
            continue;
        }
        let before = drafts.iter().filter(|d| d.tokens.end < at && at - d.tokens.end < 60).rev();
        for d in before {
            let unknown = d.rule == "unknown" && d.tokens.len() == 1;
            if d.kind == MentionType::ArmedGroup && !unknown {
                break;
            }
            let whole =
                |o: &Draft| o.tokens.len() > 1 && fold(&o.canonical).ends_with(&format!(" {}", fold(&d.canonical)));
            let Some(e) = seen.get_mut(&fold(&d.canonical)).filter(|_| unknown) else { continue };
            if e.titled == 0 && e.person <= e.organisation + e.group && !drafts.iter().any(whole) {
                e.armed += 3;
                break;
            }
        }
    }
}

/// ", an armed faction that …", ", a lawyer," after the name.
fn apposition(view: &View, at: usize, e: &mut Evidence) {
    if view.low(at).chars().all(|c| c.is_ascii_digit()) && matches!(view.low(at + 1), "," | ".") {
        e.person += 3;
        return;
    }
    if !matches!(view.low(at), "a" | "an" | "the" | "its" | "his" | "her" | "another" | "who" | "whose")
        && !view.is_cap(at)
    {
        if list("role_titles").has(view.low(at)) {
            e.person += 3;
        }
        return;
    }
    if view.low(at) == "who" {
        e.person += 3;
        return;
    }
    let mut armed = false;
    for i in at..at + 8 {
        if matches!(view.low(i), "," | "." | ";") {
            break;
        }
        armed |= list("armed_words").has(view.low(i));
        let class = view.class("party_nouns", i);
        let last = view.class("party_nouns", i + 1).is_empty() && !view.is_hyphen(i + 1);
        if last || !class.is_empty() {
            match class {
                "speaker" | "people" if last => e.person += 3,
                "group" if armed || matches!(view.low(i), "militia" | "faction" | "wing" | "brigade") => e.armed += 4,
                "group" if last => e.group += 3,
                "media" => e.media += 3,
                "state" if last => e.state += 3,
                _ => {}
            }
        }
        match view.low(i) {
            "town" | "city" | "village" | "port" | "capital" | "island" | "province" | "region" | "district" => {
                e.place += 4
            }
            "newspaper" | "channel" | "broadcaster" => e.media += 3,
            _ => {}
        }
        if !class.is_empty() && last || matches!(view.low(i), "of" | "that" | "which" | "who") {
            break;
        }
    }
}

const ENDINGS: [&str; 16] =
    ["n", "an", "ian", "i", "ish", "ese", "ic", "er", "ite", "ns", "ans", "ians", "is", "ers", "ites", "ean"];

/// The name an adjective comes from: "Veskaran" from "Veskara". Names shorter than four letters have none.
pub(crate) fn base_of<'n>(adjective: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word = fold(adjective);
    names
        .filter(|n| {
            let name = fold(n);
            if name == word || name.contains(' ') || name.chars().count() < 4 {
                return false;
            }
            let stems = [
                name.as_str(),
                name.trim_end_matches(['a', 'e', 'i', 'o', 'u', 'y']),
                name.trim_end_matches("ia"),
                name.trim_end_matches("land"),
            ];
            stems.iter().any(|s| s.len() >= 4 && word.strip_prefix(s).is_some_and(|rest| ENDINGS.contains(&rest)))
        })
        .max_by_key(|n| n.len())
}

/// "Veskaran officials": a lone unknown word with an adjective's ending before a noun for people, bodies or an office means the
/// name of the report it comes from, or a state known by its adjective alone.
fn adjectives(view: &View, drafts: &mut [Draft], seen: &mut HashMap<String, Evidence>) {
    let names: Vec<String> = drafts
        .iter()
        .filter(|d| d.tokens.len() == 1 && d.rule == "unknown" || matches!(d.rule, "lexicon" | "capital"))
        .map(|d| d.canonical.clone())
        .collect();
    for d in drafts.iter_mut().filter(|d| d.rule == "unknown" && d.tokens.len() == 1) {
        let next = d.tokens.end;
        let noun = !view.class("party_nouns", next).is_empty()
            || super::names::title_at(view, next, next + 4).is_some()
            || matches!(
                view.low(next),
                "forces"
                    | "army"
                    | "navy"
                    | "territory"
                    | "soil"
                    | "airspace"
                    | "waters"
                    | "side"
                    | "coast"
                    | "border"
                    | "ships"
                    | "troops"
            )
            || view.upos(next) == Upos::Noun && view.upos(d.tokens.start) == Upos::Adj;
        let base = base_of(&d.canonical, names.iter().map(String::as_str));
        if let Some(base) = base.map(str::to_owned) {
            let plural = view.low(d.tokens.start).ends_with('s') && !view.low(d.tokens.start).ends_with("ss");
            if noun || plural || view.upos(d.tokens.start) == Upos::Adj {
                seen.entry(fold(&base)).or_default().state += 2;
                (d.kind, d.rule) = (MentionType::State, "unknown-demonym");
                d.canonical = base;
            }
        } else if noun
            && !view.is_possessive(next)
            && ENDINGS.iter().any(|e| (e.len() > 1 || *e == "i") && view.low(d.tokens.start).ends_with(e))
            && d.role.is_none()
            && !view.parsed
            || noun && view.parsed && view.upos(d.tokens.start) == Upos::Adj && !view.is_possessive(next)
        {
            (d.kind, d.rule, d.certainty) = (MentionType::State, "unknown-demonym", Certainty::Possible);
        }
    }
}

fn kind_of(view: &View, d: &Draft, seen: &HashMap<String, Evidence>) -> (MentionType, &'static str, Certainty) {
    let empty = Evidence::default();
    let e = seen.get(&fold(&d.canonical)).unwrap_or(&empty);
    if let Some(kind) = own_words(view, d) {
        let kind = match kind {
            MentionType::Organisation if e.armed > 0 => MentionType::ArmedGroup,
            // "Keltane Army": a state's army is a body of it.
            MentionType::ArmedGroup if d.affiliation.is_some() => MentionType::Organisation,
            kind => kind,
        };
        if e.person < 4 || !matches!(kind, MentionType::Media | MentionType::Place | MentionType::Facility) {
            return (kind, "name-word", Certainty::Certain);
        }
    }
    let one = d.tokens.len() == 1;
    if e.vessel > 0 {
        return (MentionType::Facility, "name-vessel", Certainty::Certain);
    }
    // The tagger may take a group for a person; "Kormak fighters", "the militant group Kormak" say what it is.
    if e.titled == 0 && (e.armed > 2 || e.group > 3 && e.person > 0) {
        let kind = if e.armed > 2 { MentionType::ArmedGroup } else { MentionType::Organisation };
        return (kind, "name-context", Certainty::Certain);
    }
    if e.person >= 4 && e.person > e.organisation + e.place {
        return (MentionType::Person, "name-role", Certainty::Certain);
    }
    if e.armed > 0 {
        return (MentionType::ArmedGroup, "name-context", Certainty::Certain);
    }
    if e.state > 1 && e.state + e.place > e.organisation {
        return (MentionType::State, "name-context", Certainty::Certain);
    }
    if e.media > 2 {
        return (MentionType::Media, "name-context", Certainty::Certain);
    }
    let best = [
        (e.person, MentionType::Person),
        (e.place, MentionType::Place),
        (e.organisation + e.group, MentionType::Organisation),
    ]
    .into_iter()
    .max_by_key(|(n, _)| *n)
    .filter(|(n, _)| *n > 0);
    match best {
        Some((n, kind)) => (kind, "name-context", if n > 2 { Certainty::Certain } else { Certainty::Possible }),
        // Who says and decides under one bare word is mostly a government.
        None if one && e.agent > 0 => (MentionType::State, "name-agent", Certainty::Possible),
        None => (MentionType::Organisation, "name", Certainty::Possible),
    }
}
