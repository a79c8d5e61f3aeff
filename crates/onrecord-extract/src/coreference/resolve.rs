//! Whom a description or a pronoun means: "the official", "the movement", "the two sides", "he", "its".
//!
//! Read sentence by sentence. A definite description means the nearest mention before that fits it by noun, role, affiliation and
//! number; a pronoun the nearest that fits by number, gender and animacy, the subject of the sentence before first. Nothing fits:
//! it stays alone. A faction never means its movement, and "it" never a person.

use onrecord_lexicon::{Gender, fold, list};
use onrecord_model::{MentionForm, MentionType};

use super::{
    clusters::{Clusters, Node, plural_noun, singular},
    speakers,
};
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
            let named = |k: &usize| {
                c.nodes[*k].mention.form != MentionForm::Pronoun
                    && (proper(n).is_empty() || same_proper(n, &c.nodes[*k], &c.canonical(*k)))
            };
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

/// The names inside a description, folded: "hollisk" of "Hollisk administration".
fn proper(n: &Node) -> Vec<String> {
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    n.mention.canonical.split(' ').filter(capital).map(fold).filter(|w| *w != n.head).collect()
}

/// "the Harrad group" is no other group, "the Hollisk administration" none of Rusk's: every name in the later description is in the
/// earlier one, or that has none ("the administration").
fn same_proper(later: &Node, earlier: &Node, name: &str) -> bool {
    let (own, known) = (proper(later), fold(name));
    let names = |w: &str| w.starts_with(char::is_uppercase) && fold(w) != earlier.head;
    let bare = earlier.mention.form == MentionForm::Nominal
        && earlier.head == later.head
        && later.head == "administration"
        && !name.split(' ').any(names);
    let has = |w: &String| known.split([' ', '-']).any(|k| k == w);
    own.iter().all(has) || bare
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
fn modifiers_fit(later: &Node, earlier: &Node) -> bool {
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
    let office = if noun == "pontiff" { "pope" } else { noun };
    let governs = |r: &str| {
        r == "prime minister"
            || r.ends_with(" prime minister")
            || GOVERNING.contains(&r.rsplit(' ').next().unwrap_or(""))
    };
    // "Pope Marin": the office is a part of the name
    let printed =
        |m: &Node| m.mention.form == MentionForm::Named && m.tokens.len() > 1 && view.low(m.tokens.start) == office;
    if list("party_nouns").has(office) && c.members(k).any(printed) {
        return true;
    }
    let roles = c.roles(view, k);
    // "Rep. Vand", "Sen. Vand": the office of a short title
    let short = |w: &str| match w {
        "rep" | "reps" => matches!(noun, "congressman" | "congresswoman" | "representative" | "lawmaker"),
        "sen" | "sens" | "senator" => matches!(noun, "senator" | "lawmaker"),
        _ => false,
    };
    let named = |r: &&String| leads && governs(r) || r.split(' ').any(|w| w == noun || w == office || short(w));
    // "the prime minister" is no other minister, "the president" no vice president
    let prime = |words: &str| words.split(' ').any(|w| w == "prime");
    let vice = |words: &str| words.split([' ', '-']).any(|w| w == "vice");
    let fits = |r: &String| (past(told) || !past(r)) && (!prime(told) || prime(r)) && vice(told) == vice(r);
    if roles.iter().filter(named).any(fits) {
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

/// Nouns for people together: none of them is "she".
const TOGETHER: &[&str] = &[
    "family",
    "couple",
    "crew",
    "public",
    "crowd",
    "staff",
    "audience",
    "household",
    "clan",
    "tribe",
    "community",
    "population",
];

/// What a pronoun looks for.
struct Wanted {
    gender: Option<Gender>,
    plural: bool,
    animate: bool,
    quoted: bool,
    /// Who speaks the quotation around it: not whom it means.
    speaker: Option<usize>,
}

impl Wanted {
    fn new(view: &View, c: &Clusters, at: usize, quoted: bool) -> Option<Wanted> {
        let (gender, plural, animate) = match view.low(at) {
            "he" | "him" | "his" | "himself" => (Some(Gender::Male), false, true),
            "she" | "her" | "hers" | "herself" => (Some(Gender::Female), false, true),
            "they" | "them" | "their" | "theirs" => (None, true, false),
            "it" | "its" | "itself" => (None, false, false),
            _ => return None,
        };
        let speaker = if quoted { speakers::of_quotation(view, c, at) } else { None };
        Some(Wanted { gender, plural, animate, quoted, speaker })
    }

    /// Whether node `k` may be meant, by number, gender and kind.
    fn fits(&self, view: &View, c: &Clusters, k: usize, at: usize) -> bool {
        let n = &c.nodes[k];
        let (kind, many) = (c.kind(k), c.plural(k));
        // "every hostage", "no group" are nobody in particular; a name in brackets is said in passing.
        let vague = matches!(view.low(n.tokens.start), "every" | "each" | "any" | "no" | "our" | "either");
        let bracketed = n.tokens.start > 0 && view.text(n.tokens.start - 1) == "(" && view.text(n.tokens.end) == ")";
        if vague || bracketed || self.speaker.is_some_and(|s| c.same(s, k)) || own_post(view, n, at) {
            return false;
        }
        if self.animate {
            kind == MentionType::Person
                && !many
                && !TOGETHER.contains(&n.head.as_str())
                && c.gender(view, k).is_none_or(|g| Some(g) == self.gender)
                && !adjective(n)
        } else if self.plural {
            let here =
                n.subject || kind == MentionType::ArmedGroup && view.cx.analysis.sentence_of(at) == Some(n.sentence);
            many && !matches!(kind, MentionType::Place | MentionType::State)
                || matches!(kind, MentionType::ArmedGroup | MentionType::Organisation)
                    && !many
                    && n.mention.form != MentionForm::Pronoun
                    && here
                || said_again(n)
                || self.their_state(view, c, k, at)
        } else {
            !many
                && (matches!(
                    kind,
                    MentionType::State | MentionType::ArmedGroup | MentionType::Organisation | MentionType::Media
                ) || n.mention.rule == "name-vessel")
                && !adjective(n)
                && n.mention.rule != "sides"
        }
    }

    /// "“They want a quarrel,” Hollisk said of Veskara.": in somebody's words a state that is not his own.
    fn their_state(&self, view: &View, c: &Clusters, k: usize, at: usize) -> bool {
        let n = &c.nodes[k];
        // "who used them": things as often
        let object =
            view.low(at) == "them" && at.checked_sub(1).is_none_or(|i| view.upos(i) != onrecord_model::Upos::Adp);
        if object {
            return false;
        }
        let state = c.kind(k) == MentionType::State && n.mention.form == MentionForm::Named && !adjective(n);
        state && self.speaker.is_some_and(|s| c.affiliation(s).is_some_and(|own| own != c.canonical(k)))
    }

    /// What speaks for node `k` beside its distance.
    fn likely(&self, view: &View, c: &Clusters, k: usize, at: usize, distance: i32) -> i32 {
        let n = &c.nodes[k];
        let mut score = 0;
        let aside = self.animate && in_relative_clause(view, n);
        if n.subject && !aside {
            score += 6;
        }
        if aside {
            score -= 6;
        }
        if n.mention.form == MentionForm::Named {
            score += 1;
        } else if self.animate && list("party_nouns").get(&n.head).and_then(|c| c.first()) == Some(&"people") {
            score -= 5;
        }
        if n.quoted && !self.quoted {
            // "“… since Vand was freed,” he said": whom a speaker names does not speak
            let again = if n.mention.form == MentionForm::Pronoun { 12 } else { 6 };
            score -= if speaks(view, at) { 24 } else { again };
        }
        if self.gender == Some(Gender::Female) && c.gender(view, k).is_some() {
            score += 3;
        }
        // "“He has the people's trust,” Hollisk said.": the one the report tells of most
        if self.animate && self.speaker.is_some() {
            score += (c.members(k).count() as i32 / 3).min(6);
        }
        if self.plural && (c.plural(k) || said_again(n)) {
            score += 4;
        }
        if self.plural && spoken_to(view, n) && self.quoted {
            score -= 14;
        }
        if self.plural && !speaks(view, at) && told_by(view, n) && distance > 0 && !minded(view, at) {
            score -= 12;
        }
        if !self.animate && distance == 0 {
            score += nearer(view, n, at, c.kind(k));
        }
        if self.animate && distance == 0 {
            // "Tolan Rusk and his forces"
            let owns = matches!(view.low(at), "his" | "her") && at == n.tokens.end + 1 && joined(view, n, at);
            score += asked(view, n, at) + 12 * i32::from(owns);
        }
        // A possessor or object in the same clause is less likely than its subject; "X's … he" is X.
        if distance == 0 && view.is_possessive(n.tokens.end) {
            score += 4;
        }
        if distance > 0 && self.animate && owns_subject(view, n) {
            score += 5;
        }
        score
    }
}

/// Whom the pronoun at token `at` means.
pub(super) fn pronoun(view: &View, c: &Clusters, at: usize, sentence: usize, quoted: bool) -> Option<usize> {
    let wanted = Wanted::new(view, c, at, quoted)?;
    // "would not target Rusk himself"
    let own = matches!(view.low(at), "himself" | "herself" | "itself");
    let beside = |k: &usize| c.nodes[*k].tokens.end == at && c.nodes[*k].mention.form != MentionForm::Pronoun;
    if own && let Some(k) = (0..c.nodes.len()).filter(beside).find(|&k| wanted.fits(view, c, k, at)) {
        return Some(k);
    }
    let mut best: Option<(i32, usize)> = None;
    for k in 0..c.nodes.len() {
        let n = &c.nodes[k];
        if n.tokens.end > at || n.sentence > sentence || sentence - n.sentence > NEAR || !wanted.fits(view, c, k, at) {
            continue;
        }
        let distance = (sentence - n.sentence) as i32;
        let near = -8 * distance + (n.tokens.start as i32 - at as i32) / 12;
        let score = near + wanted.likely(view, c, k, at, distance);
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, k));
        }
    }
    let floor = if wanted.animate { -22 } else { -9 };
    let found = best.filter(|(s, _)| *s >= floor).map(|(_, k)| k);
    let known = found.is_some_and(|k| c.gender(view, k).is_some() || c.canonical(k).contains(' ') && named_once(c, k));
    if wanted.gender == Some(Gender::Female) && !known {
        return only_woman(view, c, at, sentence).filter(|&k| wanted.fits(view, c, k, at)).or(found);
    }
    found
}

/// Whether a cluster has a name.
fn named_once(c: &Clusters, k: usize) -> bool {
    c.members(k).any(|n| n.mention.form == MentionForm::Named)
}

/// "the President and Vice President. She": the one woman the report has named so far, nearest mention, before a title that may be anybody's.
fn only_woman(view: &View, c: &Clusters, at: usize, sentence: usize) -> Option<usize> {
    const FAR: usize = 8;
    let woman = |k: &usize| {
        let n = &c.nodes[*k];
        n.tokens.end <= at
            && sentence - n.sentence.min(sentence) <= FAR
            && c.kind(*k) == MentionType::Person
            && c.gender(view, *k) == Some(Gender::Female)
            && named_once(c, *k)
    };
    let mut women: Vec<usize> = (0..c.nodes.len()).filter(woman).collect();
    let last = women.pop()?;
    women.iter().all(|&k| c.same(k, last)).then_some(last)
}

/// An earlier "they" of the same party.
fn said_again(n: &Node) -> bool {
    n.mention.form == MentionForm::Pronoun && matches!(n.head.as_str(), "they" | "them" | "their" | "theirs")
}

/// "firing Daven Hollisk, her general": whose general he is, he is not himself.
fn own_post(view: &View, n: &Node, at: usize) -> bool {
    n.tokens.end + 1 == at
        && view.text(n.tokens.end) == ","
        && matches!(view.low(at), "his" | "her" | "their" | "its")
        && (at + 1..at + 4).any(|i| view.has("party_nouns", i))
}

/// "told reporters", "asked by reporters": those who are only spoken to.
fn spoken_to(view: &View, n: &Node) -> bool {
    let before = n.tokens.start.checked_sub(1);
    let verb = before.and_then(|i| view.cx.analysis.tokens.get(i)).map_or("", |t| &*t.lemma);
    matches!(n.head.as_str(), "reporters" | "journalists") || matches!(verb, "tell" | "ask" | "brief")
}

/// "The listed firms aid Veskara, officials said.": the source behind the words, of which the next sentence seldom goes on.
fn told_by(view: &View, n: &Node) -> bool {
    let comma = n.tokens.start.checked_sub(1).is_some_and(|i| matches!(view.text(i), "," | "”" | "\""));
    comma && n.mention.form == MentionForm::Nominal && speech(view, n.tokens.end)
}

/// "They expect a vote": a verb of thought or speech behind the pronoun.
fn minded(view: &View, at: usize) -> bool {
    let verb = (at + 1..at + 4).find(|&i| view.upos(i) == onrecord_model::Upos::Verb);
    verb.and_then(|v| view.cx.analysis.tokens.get(v)).is_some_and(|t| list("speech_verbs").has(&t.lemma))
}

/// "pressed Hollisk for his view": his who is asked.
fn asked(view: &View, n: &Node, at: usize) -> i32 {
    let verb = n.tokens.start.checked_sub(1).and_then(|i| view.cx.analysis.tokens.get(i)).map_or("", |t| &*t.lemma);
    let asks = matches!(
        verb,
        "press" | "ask" | "pester" | "push" | "pump" | "criticize" | "criticise" | "praise" | "thank" | "blame"
    );
    14 * i32::from(asks && at == n.tokens.end + 1 && view.low(n.tokens.end) == "for")
}

/// "a doctor who treated Vand said", "at Fort Dorn, where Vand is based": told of in passing, to say who or where another is.
fn in_relative_clause(view: &View, n: &Node) -> bool {
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
fn owns_subject(view: &View, n: &Node) -> bool {
    view.parsed && view.is_possessive(n.tokens.end) && {
        let up = view.cx.token(n.tokens.end - 1).head as usize;
        !n.tokens.contains(&up) && view.cx.token(up).deprel == onrecord_model::Deprel::Nsubj
    }
}

/// What speaks for a candidate of the pronoun's own sentence before its subject: "urged Ektar to drop its claim", "sanctions on Ektar
/// over its dam"; and against an outlet, which is quoted more often than it owns anything.
fn nearer(view: &View, n: &Node, at: usize, kind: MentionType) -> i32 {
    let end = n.tokens.end;
    let close = at.saturating_sub(end) < 16;
    let controls = view.low(end) == "to"
        && view.upos(end + 1) == onrecord_model::Upos::Verb
        && (n.tokens.start.saturating_sub(4)..n.tokens.start)
            .any(|i| view.cx.analysis.tokens.get(i).is_some_and(|t| CONTROL.contains(&&*t.lemma)));
    // "kept the cabinet from starting its tax plan"
    let controls = controls || view.low(end) == "from" && view.low(end + 1).ends_with("ing");
    let between: Vec<&str> = (end..at).map(|i| view.low(i)).collect();
    let beside = !n.subject
        && matches!(
            between[..],
            ["of"] | ["over"] | ["about"] | ["for"] | ["because", "of"] | ["with", "respect", "to"]
        );
    let beside = beside || joined(view, n, at);
    let outlet = -6 * i32::from(kind == MentionType::Media);
    outlet + 8 * i32::from(close && controls) + 8 * i32::from(beside)
}

/// "the Ruvane Column and its affiliates", "Belvaar or any of its partners": by the parse the noun is joined to the name.
fn joined(view: &View, n: &Node, at: usize) -> bool {
    let and = matches!(view.low(n.tokens.end), "and" | "or");
    let noun = view.cx.token(at).head as usize;
    let mut at = noun;
    // "any of its partners": up to the word that is joined
    for _ in 0..3 {
        let token = view.cx.token(at);
        if token.deprel == onrecord_model::Deprel::Conj {
            return and && n.tokens.contains(&(token.head as usize));
        }
        at = token.head as usize;
    }
    false
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

fn adjective(n: &Node) -> bool {
    n.mention.rule.ends_with("demonym") || n.mention.rule == "people"
}
