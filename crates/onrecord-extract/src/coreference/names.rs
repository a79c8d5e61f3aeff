//! Names of one and the same: equal names, a family name after a full name, an acronym in brackets, a short form of a longer name.
//! Likeness is never a reason: two states, a wing and its movement, two factions stay apart.

use std::collections::{HashMap, HashSet};

use onrecord_lexicon::{fold, stands_first};
use onrecord_model::{ActorId, Certainty, MentionForm, MentionType};

use super::clusters::{Clusters, Node};
use crate::mentions::View;

pub(super) fn join(view: &View, c: &mut Clusters) {
    let named: Vec<usize> = (0..c.nodes.len()).filter(|&i| c.nodes[i].mention.form == MentionForm::Named).collect();
    families(view, c, &named);
    first_names(view, c, &named);
    halves(view, c, &named);
    let mut first: HashMap<String, usize> = HashMap::new();
    for &i in &named {
        let m = &c.nodes[i].mention;
        // A government and its city, a state and a city of its name, stay apart.
        let class = matches!(m.kind, MentionType::Place | MentionType::Facility);
        let key = match &m.actor {
            Some(actor) => format!("{actor}/{class}"),
            None => format!("{}/{class}", fold(&m.canonical)),
        };
        match first.get(&key) {
            Some(&j) => c.join(j, i),
            None => {
                first.insert(key, i);
            }
        }
    }
    acronyms(view, c, &named);
    short_forms(c, &named);
}

/// The family name of a full name: its last word; the first where a given name in small letters goes on behind a hyphen ("Ranh
/// Seok-jun"), as names are written that begin with the family's.
fn family_name(name: &str) -> String {
    let key = fold(name);
    let small = |w: &str| w.split_once('-').is_some_and(|(_, rest)| rest.starts_with(char::is_lowercase));
    let mut words = name.split_whitespace();
    if let (Some(first), Some(last)) = (words.next(), words.last())
        && small(last)
        && !first.contains('-')
    {
        return fold(first);
    }
    key.rsplit(' ').next().unwrap_or("").to_owned()
}

/// The full names of a report by what they may be called by for short, each in text order.
#[derive(Default)]
struct Full {
    /// By family name.
    family: HashMap<String, Vec<usize>>,
    /// By their first word; those the lexicon does not know by their last two too, and by their first and last.
    part: HashMap<String, Vec<usize>>,
}

impl Full {
    fn new(view: &View, c: &Clusters, named: &[usize]) -> Full {
        let mut out = Full::default();
        for &i in named {
            let m = &c.nodes[i].mention;
            if m.kind != MentionType::Person || !fold(&m.canonical).contains(' ') || m.rule == "surname" {
                continue;
            }
            // the name as printed says by its hyphen where the family's stands
            let printed = view.words(c.nodes[i].tokens.clone());
            let hyphen = printed.split_whitespace().last().is_some_and(|w| w.contains('-'));
            let known = family_name(if hyphen { printed } else { &m.canonical });
            // told at full length, by one name more than the lexicon has
            let fuller = (printed.split(' ').count() > 2).then(|| family_name(printed)).filter(|f| *f != known);
            for name in std::iter::once(known).chain(fuller) {
                out.family.entry(name).or_default().push(i);
            }
            let printed = fold(printed);
            let words: Vec<&str> = printed.split(' ').collect();
            if let [first, .., _] = words[..] {
                out.part.entry(first.to_owned()).or_default().push(i);
            }
            if let [first, .., a, b] = words[..]
                && m.actor.is_none()
            {
                out.part.entry(format!("{a} {b}")).or_default().push(i);
                // "Daven Hollisk" after "Daven Orrel Hollisk"
                out.part.entry(format!("{first} {b}")).or_default().push(i);
            }
        }
        out
    }

    /// The full names before node `i` that a name nobody knows is a part of, where they are one person's: "Sela" after "Sela Marwan",
    /// "Ro" after "Ro Min Sook", "Abdul Rafi" after "Sadim Abdul Rafi".
    fn part_of(&self, c: &Clusters, i: usize, word: &str) -> Vec<usize> {
        let found = self.part.get(word).map_or(&[][..], |f| &f[..f.partition_point(|&j| j < i)]);
        let alike = |j: &usize| c.nodes[*j].mention.canonical == c.nodes[found[0]].mention.canonical;
        if found.iter().all(alike) { found.to_vec() } else { Vec::new() }
    }
}

/// "Hollisk" after "Daven Hollisk": the report's own full name goes before whom the lexicon knows by that family name.
fn families(view: &View, c: &mut Clusters, named: &[usize]) {
    let full = Full::new(view, c, named);
    let offices: HashSet<ActorId> = named
        .iter()
        .map(|&j| &c.nodes[j].mention)
        .filter(|m| m.role.is_some())
        .filter_map(|m| m.actor.clone())
        .collect();
    // times a person is called by the family name alone
    let mut bare: HashMap<String, usize> = HashMap::new();
    for &i in named {
        let node = &c.nodes[i];
        let known = fold(&node.mention.canonical);
        let unknown = node.mention.actor.is_none();
        let alone = node.tokens.len() <= 3
            && (node.mention.rule == "surname" || !known.contains(' ') || unknown && known.split(' ').count() == 2);
        if !alone
            || !(node.mention.kind == MentionType::Person
                || node.mention.actor.is_none() && node.mention.role.is_some())
        {
            continue;
        }
        let word = if node.mention.rule == "surname" { fold_words(c, i) } else { known };
        let mut fits: Vec<usize> = Vec::new();
        if !word.contains(' ') || !unknown {
            let family = full.family.get(word.rsplit(' ').next().unwrap_or(""));
            fits.extend(family.into_iter().flatten().filter(|&&j| j != i));
        }
        if fits.is_empty() && unknown {
            fits = full.part_of(c, i, &word);
        }
        // Whom the lexicon knows by it, where the report calls him by his full name or his office.
        let his_own = |j: &usize| node.mention.actor.is_some() && c.nodes[*j].mention.actor == node.mention.actor;
        let known = fits.iter().any(his_own);
        let office = node.mention.actor.as_ref().is_some_and(|a| offices.contains(a));
        if !known && node.mention.role.is_none() && office {
            continue;
        }
        if known {
            fits.retain(his_own);
        }
        let Some(to) = most_told(c, &fits, i, &bare) else { continue };
        *bare.entry(c.nodes[to].mention.canonical.clone()).or_default() += 1;
        let (canonical, actor, affiliation) = {
            let m = &c.nodes[to].mention;
            (m.canonical.clone(), m.actor.clone(), m.affiliation.clone())
        };
        let m = &mut c.nodes[i].mention;
        m.kind = MentionType::Person;
        (m.canonical, m.actor) = (canonical, actor);
        m.affiliation = affiliation.or(if m.rule == "surname" { None } else { m.affiliation.take() });
        c.join(to, i);
    }
}

/// Of several of one family the one told of most by full name, the first of them where that is even: his nearest full name before node
/// `i`, else his first after (a headline's family name). Nobody who is named only later, where somebody was before; and whom the report
/// has called by the family name alone, so many times (`bare`), it goes on to.
fn most_told(c: &Clusters, fits: &[usize], i: usize, bare: &HashMap<String, usize>) -> Option<usize> {
    let name = |j: usize| c.nodes[j].mention.canonical.as_str();
    // name, times, where first
    let mut told: Vec<(&str, usize, usize)> = Vec::new();
    for &j in fits {
        match told.iter_mut().find(|(n, ..)| *n == name(j)) {
            Some((_, count, first)) => (*count, *first) = (*count + 1, j.min(*first)),
            None => told.push((name(j), 1 + bare.get(name(j)).copied().unwrap_or(0), j)),
        }
    }
    if told.iter().any(|&(.., first)| first < i) {
        told.retain(|&(.., first)| first < i);
    }
    let most = told.iter().map(|(_, n, _)| *n).max()?;
    let whose = told.iter().find(|(_, n, _)| *n == most)?.0;
    let his = || fits.iter().copied().filter(|&j| name(j) == whose);
    his().rev().find(|&j| j < i).or(his().next())
}

/// "Tarim" means the lexicon's Tarim bin Olad only where the report names him in full or by his office: the first word of a
/// name is by itself many people's.
fn first_names(view: &View, c: &mut Clusters, named: &[usize]) {
    for &i in named {
        let m = &c.nodes[i].mention;
        if m.rule != "surname" || m.role.is_some() {
            continue;
        }
        let full = |n: &Node| n.mention.rule != "surname" && n.mention.actor == m.actor;
        let office = |n: &Node| n.mention.role.is_some() && n.mention.actor == m.actor;
        if !stands_first(&fold_words(c, i), &m.canonical)
            || named.iter().any(|&j| full(&c.nodes[j]) || office(&c.nodes[j]))
        {
            continue;
        }
        let printed = view.words(c.nodes[i].tokens.clone()).to_owned();
        let m = &mut c.nodes[i].mention;
        (m.canonical, m.actor, m.affiliation, m.certainty) = (printed, None, None, Certainty::Possible);
    }
}

/// "the North" where the report names one state that is called North something.
fn halves(view: &View, c: &mut Clusters, named: &[usize]) {
    const HALVES: [&str; 4] = ["north", "south", "east", "west"];
    for &i in named {
        let node = &c.nodes[i];
        let key = fold(view.words(node.tokens.clone()));
        let definite = node.tokens.start > 0 && view.text(node.tokens.start - 1).eq_ignore_ascii_case("the");
        if node.mention.actor.is_some() || !HALVES.contains(&&*key) || !definite {
            continue;
        }
        let whole = |n: &Node| {
            n.mention.kind == MentionType::State
                && n.mention.actor.is_some()
                && fold(&n.mention.canonical).split_once(' ').is_some_and(|(first, _)| first == key)
        };
        let mut states = named.iter().map(|&j| &c.nodes[j]).filter(|n| whole(n));
        let Some(state) = states.next().map(|n| n.mention.clone()) else { continue };
        if states.all(|n| n.mention.actor == state.actor) {
            let m = &mut c.nodes[i].mention;
            m.kind = MentionType::State;
            (m.canonical, m.actor, m.affiliation) = (state.canonical, state.actor, state.affiliation);
        }
    }
}

fn fold_words(c: &Clusters, i: usize) -> String {
    c.nodes[i].head.clone()
}

/// "Coastal Salvage Agency (CSA)".
fn acronyms(view: &View, c: &mut Clusters, named: &[usize]) {
    for pair in named.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (full, short) = (&c.nodes[a], &c.nodes[b]);
        let bracket = full.tokens.end + 1 == short.tokens.start
            && view.text(full.tokens.end) == "("
            && view.text(short.tokens.end) == ")";
        if !bracket
            || c.same(a, b)
            || matches!(full.mention.kind, MentionType::Place | MentionType::State)
                && short.mention.kind == MentionType::Media
        {
            continue;
        }
        let short_words = view.words(short.tokens.clone()).to_owned();
        let letters: Vec<char> =
            short_words.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase).collect();
        let initials: Vec<char> = full
            .mention
            .canonical
            .split([' ', '-'])
            .filter_map(|w| w.chars().next())
            .flat_map(char::to_lowercase)
            .collect();
        let mut at = initials.iter();
        let fits =
            letters.len() >= 2 && letters.iter().filter(|l| at.by_ref().any(|i| i == *l)).count() * 2 >= letters.len();
        let body =
            matches!(full.mention.kind, MentionType::Organisation | MentionType::ArmedGroup | MentionType::Media);
        if fits
            || body && letters.len() >= 2 && letters.len() == short_words.chars().filter(|c| c.is_alphabetic()).count()
        {
            let (kind, affiliation) = (full.mention.kind, full.mention.affiliation.clone());
            // Every other use of the short form means the same.
            let key = fold(&short_words);
            for &i in named {
                if c.nodes[i].mention.actor.is_none() && fold(&c.nodes[i].mention.canonical) == key {
                    c.nodes[i].mention.kind = kind;
                    c.nodes[i].mention.affiliation = affiliation.clone();
                    c.join(a, i);
                }
            }
            c.join(a, b);
        }
    }
}

/// "the Front" for "Red Kiln Front", "Tide Brigades" for "Red Tide Brigades": the end or the beginning of one longer name alone.
fn short_forms(c: &mut Clusters, named: &[usize]) {
    let body = |k: MentionType| {
        matches!(
            k,
            MentionType::Organisation
                | MentionType::ArmedGroup
                | MentionType::Media
                | MentionType::Facility
                | MentionType::Place
        )
    };
    let keys: Vec<String> = named.iter().map(|&i| fold(&c.nodes[i].mention.canonical)).collect();
    // Longer names by their last and by their first word, each name once.
    let mut by_last: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_first: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut seen = std::collections::HashSet::new();
    for (n, key) in keys.iter().enumerate() {
        if key.contains(' ') && body(c.nodes[named[n]].mention.kind) && seen.insert(key) {
            by_last.entry(key.rsplit(' ').next().unwrap_or("")).or_default().push(n);
            by_first.entry(key.split(' ').next().unwrap_or("")).or_default().push(n);
        }
    }
    for (n, &i) in named.iter().enumerate() {
        let m = &c.nodes[i].mention;
        if m.actor.is_some() || !body(m.kind) {
            continue;
        }
        let key = &keys[n];
        let words = key.split(' ').count();
        let mut long: Vec<usize> = Vec::new();
        let ends = by_last.get(key.rsplit(' ').next().unwrap_or("")).into_iter().flatten();
        let begins = by_first.get(key.split(' ').next().unwrap_or("")).into_iter().flatten();
        for &k in ends.chain(begins).take(200) {
            let (other, j) = (&keys[k], named[k]);
            let end = other.strip_suffix(key.as_str()).is_some_and(|r| r.ends_with(' '));
            // A beginning of one word is a place as often ("Merrow Bay Council").
            let begin = words > 1 && other.strip_prefix(key.as_str()).is_some_and(|r| r.starts_with(' '));
            if (end || begin) && !long.iter().any(|&l| c.same(l, j)) {
                long.push(j);
            }
        }
        if let [one] = long[..] {
            // "Ministry" of two states, "Council" of two bodies: only with one candidate.
            let kind = c.nodes[one].mention.kind;
            c.nodes[i].mention.kind = kind;
            c.join(one, i);
        }
    }
}
