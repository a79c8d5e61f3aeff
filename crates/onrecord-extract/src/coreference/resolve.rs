//! Whom a description or a pronoun means: "the official", "the movement", "the two sides", "he", "its".
//!
//! Read sentence by sentence. A definite description means the nearest mention before that fits it by noun, role, affiliation and
//! number; a pronoun the nearest that fits by number, gender and animacy, the subject of the sentence before first. Nothing fits:
//! it stays alone. A faction never means its movement, and "it" never a person.

use onrecord_lexicon::{Gender, fold, list};
use onrecord_model::{MentionForm, MentionType};

use super::clusters::{Clusters, plural_noun, singular};
use crate::mentions::View;

/// How far back a description may point, in sentences.
const REACH: usize = 40;
/// How far back a pronoun may point, in sentences.
const NEAR: usize = 3;

/// Whom the definite or repeated description `i` means.
pub(super) fn description(view: &View, c: &Clusters, i: usize) -> Option<usize> {
    let n = &c.nodes[i];
    let first = view.low(n.tokens.start);
    let definite = matches!(first, "the" | "this" | "that" | "these" | "those") || n.head == "parliament";
    let owned = n.mention.affiliation.is_some();
    let class = list("party_nouns").get(&n.head).and_then(|c| c.first()).copied().unwrap_or("");
    if matches!(first, "another" | "other") || view.low(n.tokens.start + 1) == "other" {
        return None;
    }
    let before = |k: &usize| {
        c.nodes[*k].tokens.start < n.tokens.start
            && n.sentence - c.nodes[*k].sentence.min(n.sentence) <= REACH
            && c.nodes[*k].tokens.end <= n.tokens.start
    };
    let mut found: Vec<usize> = (0..c.nodes.len()).filter(before).collect();
    found.sort_by_key(|&k| std::cmp::Reverse(c.nodes[k].tokens.start));
    found.truncate(500);
    // "a Veskaran official" is none that was told of before, but for the headline's
    if matches!(first, "a" | "an" | "one" | "some") || !definite && !owned {
        return repeated(view, c, i, &found);
    }
    if n.mention.rule == "sides" {
        return None;
    }
    match class {
        "speaker" | "people" => {
            // Same noun first ("the official"), then somebody whose role has it ("the president").
            let noun = singular(&n.head);
            let affiliation_fits = |k: usize| match (&n.mention.affiliation, c.affiliation(k)) {
                (Some(a), Some(b)) => *a == b,
                (Some(_), None) => !definite,
                _ => true,
            };
            let plural = plural_noun(&n.head);
            let same_noun = found.iter().copied().find(|&k| {
                let o = &c.nodes[k];
                let once = past(&fold(&o.mention.canonical)) && !past(&fold(&n.mention.canonical));
                o.mention.form == MentionForm::Nominal
                    && o.head == n.head
                    && !once
                    && affiliation_fits(k)
                    && modifiers_fit(n, o)
            });
            if definite && same_noun.is_some() {
                return same_noun;
            }
            if plural {
                return repeated(view, c, i, &found);
            }
            let holds = |k: &usize| {
                c.nodes[*k].mention.form == MentionForm::Named
                    && c.kind(*k) == MentionType::Person
                    && affiliation_fits(*k)
                    && has_role(view, c, *k, &noun, &fold(&n.mention.canonical))
            };
            let mut holders: Vec<usize> = Vec::new();
            for k in found.iter().copied().filter(holds) {
                if !holders.iter().any(|&h| c.same(h, k)) {
                    holders.push(k);
                }
            }
            // Of two presidents "the president" is the one just told of, or the one the report is about, where one is; else neither.
            if let [last, other, ..] = holders[..] {
                let ago = |k: usize| n.sentence - c.nodes[k].sentence;
                if ago(last) <= 1 && ago(other) > 5 && c.nodes[last].subject {
                    return Some(last);
                }
                let often = |k: usize| c.members(k).count();
                holders.sort_by_key(|&k| std::cmp::Reverse(often(k)));
                if often(holders[0]) < 3 * often(holders[1]) {
                    return None;
                }
            }
            let with_role = holders.first().copied();
            with_role.or_else(|| if class == "people" { same_noun } else { repeated(view, c, i, &found) })
        }
        "group" | "media" if !plural_noun(&n.head) => {
            if !definite {
                return repeated(view, c, i, &found);
            }
            let noun = n.head.as_str();
            let fits = |k: &usize| {
                let kind = c.kind(*k);
                match noun {
                    "group" | "movement" | "organisation" | "organization" | "faction" => {
                        matches!(kind, MentionType::ArmedGroup | MentionType::Organisation)
                    }
                    "militia" | "brigade" | "front" | "cell" | "gang" | "wing" => kind == MentionType::ArmedGroup,
                    "agency" => matches!(kind, MentionType::Media | MentionType::Organisation),
                    _ if class == "media" => kind == MentionType::Media,
                    _ => kind == MentionType::Organisation,
                }
            };
            let named = |k: &usize| c.nodes[*k].mention.form != MentionForm::Pronoun;
            // The noun stands in the name ("the movement": Coastal Movement), else a group by its kind.
            let by_name = found.iter().copied().filter(named).find(|k| {
                let printed = view.low(c.nodes[*k].tokens.end - 1) == noun;
                fits(k) && (printed || fold(&c.canonical(*k)).split(' ').any(|w| w == noun))
            });
            if by_name.is_some() {
                return by_name;
            }
            let noun_class = list("name_kinds").get(noun).and_then(|c| c.first()).copied().unwrap_or("");
            let described = |k: &usize| c.members(*k).any(|m| m.mention.form == MentionForm::Nominal && m.head == noun);
            let wanted = |k: &usize| match noun {
                "group" | "organisation" | "organization" => {
                    c.kind(*k) == MentionType::ArmedGroup || described(k) || acts(view, c, *k)
                }
                "movement" => c.kind(*k) == MentionType::ArmedGroup,
                _ => {
                    described(k)
                        || class == "media"
                        || noun_class.is_empty()
                            && !matches!(
                                noun,
                                "army"
                                    | "navy"
                                    | "military"
                                    | "delegation"
                                    | "coalition"
                                    | "alliance"
                                    | "opposition"
                                    | "administration"
                                    | "embassy"
                                    | "team"
                                    | "force"
                            )
                }
            };
            found.into_iter().filter(named).find(|k| fits(k) && wanted(k) && n.sentence - c.nodes[*k].sentence <= 12)
        }
        "state" if definite && !owned && !plural_noun(&n.head) => country(c, i, &found),
        "group" => found.iter().copied().find(|&k| {
            let o = &c.nodes[k];
            let kind = matches!(o.mention.kind, MentionType::ArmedGroup | MentionType::Organisation);
            let noun = o.head == n.head
                || matches!(n.head.as_str(), "groups")
                    && matches!(o.head.as_str(), "factions" | "brigades" | "militias");
            let owner = n.mention.affiliation.is_none() || n.mention.affiliation == o.mention.affiliation;
            definite && o.mention.form == MentionForm::Nominal && kind && noun && owner && o.mention.rule != "sides"
        }),
        _ => None,
    }
}

/// "The isolated nation said": the state that acted last, where one did in the two sentences before and no other between.
fn country(c: &Clusters, i: usize, found: &[usize]) -> Option<usize> {
    let n = &c.nodes[i];
    let near = found.iter().copied().filter(|&k| {
        let o = &c.nodes[k];
        n.sentence - o.sentence <= 2
            && n.sentence > o.sentence
            && o.mention.form == MentionForm::Named
            && c.kind(k) == MentionType::State
            && !adjective(o)
    });
    let near: Vec<usize> = near.collect();
    let last = near.iter().copied().find(|&k| c.nodes[k].subject)?;
    let alone = near.iter().all(|&k| c.canonical(k) == c.canonical(last));
    (n.subject && alone).then_some(last)
}

/// Whether a pronoun stands beside a verb of speech.
fn speaks(view: &View, at: usize) -> bool {
    speech(view, at + 1) || at > 0 && speech(view, at - 1)
}

/// Whether token `at` is a verb of speech, by its lemma.
pub(super) fn speech(view: &View, at: usize) -> bool {
    let token = view.cx.analysis.tokens.get(at);
    token.and_then(|t| list("speech_verbs").get(&t.lemma)).is_some_and(|c| c.get(1) == Some(&"speech"))
}

/// An organisation that did or said something: a name in a list of places is none.
fn acts(_view: &View, c: &Clusters, k: usize) -> bool {
    c.members(k).any(|m| m.subject) && c.kind(k) == MentionType::Organisation
}

/// "A senior Talmerian official" of the headline again in the lead: same words, another paragraph, near the top.
fn repeated(_view: &View, c: &Clusters, i: usize, found: &[usize]) -> Option<usize> {
    let n = &c.nodes[i];
    if n.sentence > 8 || plural_noun(&n.head) {
        return None;
    }
    let words = fold(&n.mention.canonical);
    found.iter().copied().find(|&k| {
        let o = &c.nodes[k];
        o.mention.form == MentionForm::Nominal
            && o.sentence != n.sentence
            && fold(&o.mention.canonical) == words
            && words.contains(' ')
    })
}

/// "the senior official" is not "the junior official": adjectives the later one has must be in the earlier.
fn modifiers_fit(later: &super::clusters::Node, earlier: &super::clusters::Node) -> bool {
    let known = fold(&earlier.mention.canonical);
    fold(&later.mention.canonical)
        .split(' ')
        .all(|w| known.split(' ').any(|k| k == w) || singular(w) == singular(&earlier.head))
}

/// Whether a person has a role with this noun, as the report says or the lexicon knows for the day.
/// Whoever held it once ("the late prime minister") is meant only by words that say so.
fn has_role(view: &View, c: &Clusters, k: usize, noun: &str, told: &str) -> bool {
    // "the Veskaran leader" is who governs
    const GOVERNING: &[&str] = &["president", "premier", "chancellor", "king", "queen", "emir", "ruler", "leader"];
    let leads = matches!(noun, "leader" | "ruler");
    let governs = |r: &str| {
        r == "prime minister"
            || r.ends_with(" prime minister")
            || GOVERNING.contains(&r.rsplit(' ').next().unwrap_or(""))
    };
    let roles = c.roles(view, k);
    // "Rep. Vand", "Sen. Vand": the office of a short title
    let short = |w: &str| match w {
        "rep" | "reps" => matches!(noun, "congressman" | "congresswoman" | "representative" | "lawmaker"),
        "sen" | "sens" | "senator" => matches!(noun, "senator" | "lawmaker"),
        _ => false,
    };
    let named = |r: &&String| leads && governs(r) || r.split(' ').any(|w| w == noun || short(w));
    // "the prime minister" is no other minister
    let prime = |words: &str| words.split(' ').any(|w| w == "prime");
    if roles.iter().filter(named).any(|r| (past(told) || !past(r)) && (!prime(told) || prime(r))) {
        return true;
    }
    if roles.iter().any(|r| named(&r)) {
        return false;
    }
    let Some(actor) = c.members(k).find_map(|m| m.mention.actor.clone()).and_then(|a| view.cx.lexicon.actor(&a)) else {
        return false;
    };
    let Some(day) = view.cx.day() else { return false };
    view.cx.lexicon.roles_on(actor, day).iter().any(|r| match r.role.as_str() {
        "head_of_state" => leads || noun == "president",
        "head_of_government" => leads || noun == "premier" || prime(told),
        "foreign_minister" | "defence_minister" | "interior_minister" => noun == "minister" && !prime(told),
        "spokesperson" => matches!(noun, "spokesman" | "spokeswoman" | "spokesperson"),
        "envoy" => noun == "envoy",
        "leader" => leads,
        "commander" => noun == "commander",
        _ => false,
    })
}

/// Whether a role is told of as over: "former", "late", "assassinated".
fn past(role: &str) -> bool {
    role.split([' ', '-'])
        .any(|w| matches!(w, "former" | "ex" | "late" | "assassinated" | "slain" | "murdered" | "deposed" | "ousted"))
}

/// The two parties "the two sides" or "both countries" stand for: the last two that acted or were named before, in text order.
pub(super) fn two_sides(c: &Clusters, i: usize) -> Option<(usize, usize)> {
    let n = &c.nodes[i];
    let countries = n.mention.kind == MentionType::State;
    let reach = usize::from(countries || n.tokens.len() > 2) + 1;
    let mut picked: Vec<usize> = Vec::new();
    let mut found: Vec<usize> = (0..c.nodes.len())
        .filter(|&k| {
            c.nodes[k].tokens.end <= n.tokens.start
                && n.sentence - c.nodes[k].sentence.min(n.sentence) <= reach
                && c.nodes[k].mention.form == MentionForm::Named
        })
        .filter(|&k| c.nodes[k].mention.certainty == onrecord_model::Certainty::Certain)
        .filter(|&k| match c.kind(k) {
            MentionType::State => true,
            MentionType::ArmedGroup | MentionType::Organisation => !countries,
            _ => false,
        })
        .collect();
    found.sort_by_key(|&k| std::cmp::Reverse(c.nodes[k].tokens.start));
    for k in found {
        let name = c.canonical(k);
        if !picked.iter().any(|&p| c.canonical(p) == name) {
            picked.push(k);
        }
    }
    // A third party in reach leaves it open who the two are.
    match picked[..] {
        [b, a] => Some((a, b)),
        _ => None,
    }
}

/// Whom the pronoun at token `at` means.
pub(super) fn pronoun(view: &View, c: &Clusters, at: usize, sentence: usize, quoted: bool) -> Option<usize> {
    let word = view.low(at);
    let (gender, plural, animate) = match word {
        "he" | "him" | "his" | "himself" => (Some(Gender::Male), false, true),
        "she" | "her" | "hers" | "herself" => (Some(Gender::Female), false, true),
        "they" | "them" | "their" | "theirs" => (None, true, false),
        "it" | "its" | "itself" => (None, false, false),
        _ => return None,
    };
    let mut best: Option<(i32, usize)> = None;
    for k in 0..c.nodes.len() {
        let n = &c.nodes[k];
        if n.tokens.end > at || n.sentence > sentence || sentence - n.sentence > NEAR {
            continue;
        }
        let kind = c.kind(k);
        let many = c.plural(k);
        // "every hostage", "no group" are nobody in particular; a name in brackets is said in passing.
        let vague = matches!(view.low(n.tokens.start), "every" | "each" | "any" | "no" | "our" | "either");
        let bracketed = n.tokens.start > 0 && view.text(n.tokens.start - 1) == "(" && view.text(n.tokens.end) == ")";
        if vague || bracketed {
            continue;
        }
        let fits = if animate {
            kind == MentionType::Person && !many && c.gender(view, k).is_none_or(|g| Some(g) == gender) && !adjective(n)
        } else if plural {
            many && !matches!(kind, MentionType::Place | MentionType::State)
                || matches!(kind, MentionType::ArmedGroup | MentionType::Organisation)
                    && !many
                    && n.mention.form != MentionForm::Pronoun
                    && n.subject
        } else {
            !many
                && (matches!(
                    kind,
                    MentionType::State | MentionType::ArmedGroup | MentionType::Organisation | MentionType::Media
                ) || n.mention.rule == "name-vessel")
                && !adjective(n)
                && n.mention.rule != "sides"
        };
        if !fits {
            continue;
        }
        let distance = (sentence - n.sentence) as i32;
        let mut score = -8 * distance + (n.tokens.start as i32 - at as i32) / 12;
        let aside = animate && in_relative_clause(view, n);
        if n.subject && !aside {
            score += 6;
        }
        if aside {
            score -= 6;
        }
        if n.mention.form == MentionForm::Named {
            score += 1;
        } else if animate && list("party_nouns").get(&n.head).and_then(|c| c.first()) == Some(&"people") {
            score -= 5;
        }
        if n.quoted && !quoted {
            // "“… since Vand was freed,” he said": whom a speaker names does not speak
            score -= if speaks(view, at) { 24 } else { 6 };
        }
        if plural && many {
            score += 4;
        }
        if !animate && distance == 0 {
            score += nearer(view, n, at, kind);
        }
        // A possessor or object in the same clause is less likely than its subject; "X's … he" is X.
        if distance == 0 && view.is_possessive(n.tokens.end) {
            score += 4;
        }
        if distance > 0 && animate && owns_subject(view, n) {
            score += 5;
        }
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, k));
        }
    }
    let floor = if animate { -22 } else { -9 };
    best.filter(|(s, _)| *s >= floor).map(|(_, k)| k)
}

/// "a doctor who treated Vand said", "at Fort Dorn, where Vand is based": told of in passing, to say who or where another is.
fn in_relative_clause(view: &View, n: &super::clusters::Node) -> bool {
    use onrecord_model::Deprel;
    let mut at = n.tokens.end - 1;
    // a chain of heads ends at the sentence's root; a malformed one with the count
    for _ in 0..8 {
        let token = view.cx.token(at);
        let up = token.head as usize;
        if up == at {
            return false;
        }
        if token.deprel == Deprel::Acl && !n.tokens.contains(&at) {
            let opens = |k: usize| matches!(view.low(k), "who" | "whom" | "whose" | "which" | "that" | "where");
            return up < n.tokens.start && (up + 1..n.tokens.start).any(opens);
        }
        at = up;
    }
    false
}

/// "Vand's meetings were to begin at noon. He": whose the subject of a sentence is.
fn owns_subject(view: &View, n: &super::clusters::Node) -> bool {
    view.parsed && view.is_possessive(n.tokens.end) && {
        let up = view.cx.token(n.tokens.end - 1).head as usize;
        !n.tokens.contains(&up) && view.cx.token(up).deprel == onrecord_model::Deprel::Nsubj
    }
}

/// What speaks for a candidate of the pronoun's own sentence before its subject: "urged Ektar to drop its claim", "sanctions on Ektar
/// over its dam"; and against an outlet, which is quoted more often than it owns anything.
fn nearer(view: &View, n: &super::clusters::Node, at: usize, kind: MentionType) -> i32 {
    let end = n.tokens.end;
    let close = at.saturating_sub(end) < 16;
    let controls = view.low(end) == "to"
        && view.upos(end + 1) == onrecord_model::Upos::Verb
        && (n.tokens.start.saturating_sub(4)..n.tokens.start)
            .any(|i| view.cx.analysis.tokens.get(i).is_some_and(|t| CONTROL.contains(&&*t.lemma)));
    let between: Vec<&str> = (end..at).map(|i| view.low(i)).collect();
    let beside = !n.subject
        && matches!(
            between[..],
            ["of"] | ["over"] | ["about"] | ["for"] | ["because", "of"] | ["with", "respect", "to"]
        );
    let outlet = -6 * i32::from(kind == MentionType::Media);
    outlet + 8 * i32::from(close && controls) + 8 * i32::from(beside)
}

/// Verbs whose object does what follows.
const CONTROL: &[&str] = &[
    "want",
    "urge",
    "ask",
    "press",
    "pressure",
    "push",
    "force",
    "persuade",
    "order",
    "tell",
    "get",
    "allow",
    "help",
    "call",
    "convince",
    "compel",
    "encourage",
    "require",
    "request",
    "invite",
    "permit",
    "beg",
    "lead",
    "warn",
];

fn adjective(n: &super::clusters::Node) -> bool {
    n.mention.rule.ends_with("demonym") || n.mention.rule == "people"
}
