//! Which party does a noun phrase of the parse mean?
//!
//! In: "two of the Front's brigades", "the Ektari foreign minister", "Belvaar and Ektar". Out: canonical names at the level
//! of states and groups, one a member of the coordination. A part ("two Front brigades") keeps its own words and never becomes
//! the whole. No name is known here: names come from mentions, and words like "faction" from `collective_nouns.tsv`.

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{Attribution, Deprel, Mention, MentionType, Reading, Upos};

use crate::{Context, clauses::is_text, parties, phrases::is_word, status::has_to};

/// The class of a noun in `collective_nouns.tsv`.
pub fn class(cx: &Context, i: usize) -> Option<&'static str> {
    let t = cx.token(i);
    // "the head of state", "the secretary of state": the second half of a title
    if &*t.lemma == "state" && i > 1 && cx.token(i - 1).text.eq_ignore_ascii_case("of") {
        return None;
    }
    let nouns = list("collective_nouns");
    nouns.get(&t.lemma).or_else(|| nouns.get(&t.text.to_lowercase())).and_then(|c| c.first().copied())
}

/// The side of a conflict a noun names by itself ("separatist": armed); `None` for other nouns.
pub fn side(cx: &Context, i: usize) -> Option<&'static str> {
    list("collective_nouns").get(&cx.token(i).lemma).and_then(|c| c.get(1)).copied()
}

/// The mention that ends on or covers token `i`: the shortest.
pub fn mention_at<'r>(cx: &Context, reading: &'r Reading, i: usize) -> Option<&'r Mention> {
    let at = cx.token(i).span;
    reading.mentions.iter().filter(|m| m.span.start <= at.start && at.end <= m.span.end).min_by_key(|m| m.span.len())
}

/// The parties of a mention at the level of states and groups: two for a resolved "the two sides", none for media, bare
/// places, facilities, events and nameless persons without an affiliation.
pub fn party(reading: &Reading, m: &Mention) -> Vec<String> {
    if matches!(m.kind, MentionType::Media | MentionType::Event | MentionType::Facility | MentionType::Place) {
        return Vec::new();
    }
    if reading.timexes.iter().any(|t| t.span.start <= m.span.start && m.span.end <= t.span.end) {
        return Vec::new();
    }
    if m.rule == "sides" && m.canonical.contains(" and ") {
        return m.canonical.split(" and ").map(|n| shown(n.to_owned())).collect();
    }
    // an official of a ministry speaks for its state, as the ministry does
    let of = |name: String| shown(parties::party_of(reading, &name).unwrap_or(name));
    if m.kind == MentionType::Person && parties::is_unnamed(reading, m) {
        return m.affiliation.clone().map(of).into_iter().collect();
    }
    vec![of(m.canonical.clone())]
}

/// The name a party is shown under (`party_names.tsv`).
fn shown(name: String) -> String {
    list("party_names").get(&name).and_then(|c| c.first()).map_or(name, |n| (*n).to_owned())
}

/// The two parties the report names most: whom "the two sides" are when nothing nearer says it.
pub fn main_pair(reading: &Reading) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    // A body no list knows may be the armed side of the report; a known one (a council, a ministry) is not.
    let side = |m: &&Mention| {
        matches!(m.kind, MentionType::State | MentionType::ArmedGroup)
            || m.kind == MentionType::Organisation && m.rule == "name-context" && m.affiliation.is_none()
    };
    for m in reading.mentions.iter().filter(side) {
        for name in party(reading, m) {
            match counts.iter_mut().find(|(n, _)| *n == name) {
                Some((_, c)) => *c += 1,
                None => counts.push((name, 1)),
            }
        }
    }
    // Stable order: by count, then by first mention.
    counts.sort_by_key(|c| std::cmp::Reverse(c.1));
    let mut pair: Vec<String> = counts.into_iter().take(2).map(|(n, _)| n).collect();
    if pair.len() < 2 {
        pair.clear();
    }
    pair
}

/// The children of `head` with one of the relations.
pub fn children(cx: &Context, head: usize, relations: &[Deprel]) -> Vec<usize> {
    cx.analysis.children(head).filter(|&i| relations.contains(&cx.token(i).deprel)).collect()
}

/// The preposition of a noun phrase, lower case; empty when it has none.
pub fn case(cx: &Context, head: usize) -> String {
    children(cx, head, &[Deprel::Case])
        .into_iter()
        .find(|&i| i < head)
        .map(|i| cx.token(i).text.to_lowercase())
        .unwrap_or_default()
}

/// Left edge of the noun phrase of `head`: determiners, numbers, adjectives, compounds, possessors.
fn left(cx: &Context, head: usize) -> usize {
    children(cx, head, &[Deprel::Det, Deprel::Amod, Deprel::Compound, Deprel::Nummod, Deprel::Nmod, Deprel::Flat])
        .into_iter()
        .filter(|&i| i < head)
        .map(|i| cx.analysis.subtree(i).start)
        .min()
        .unwrap_or(head)
}

/// The parties of a noun phrase and of everything coordinated with it, in text order, each once.
pub fn parties_of(cx: &Context, reading: &Reading, head: usize) -> Vec<String> {
    let mut out = Vec::new();
    for h in std::iter::once(head).chain(conjuncts(cx, head)) {
        for p in one(cx, reading, h, 0) {
            let Some(p) = described(cx, reading, p) else { continue };
            if !out.contains(&p) {
                out.push(p);
            }
        }
    }
    out
}

/// A party known by one common noun only: "the government" is the state the report names most, "the separatists" are shown by
/// the fuller description the report gives them. Any other name stays.
pub fn described(cx: &Context, reading: &Reading, name: String) -> Option<String> {
    let word = name.strip_prefix("the ").or(name.strip_prefix("The ")).unwrap_or(&name);
    if word.contains(' ') || word.chars().any(char::is_uppercase) {
        return Some(name);
    }
    if matches!(word, "government" | "army" | "military" | "authorities" | "administration" | "parliament") {
        return home(reading);
    }
    let mut forms: Vec<(String, usize)> = Vec::new();
    for (i, t) in cx.analysis.tokens.iter().enumerate().filter(|(_, t)| t.text.eq_ignore_ascii_case(word)) {
        let start = children(cx, i, &[Deprel::Amod, Deprel::Compound])
            .into_iter()
            .filter(|&c| c < i && i - c <= 4)
            .map(|c| cx.analysis.subtree(c).start)
            .min();
        let Some(form) = start.and_then(|s| cx.analysis.span_of(s..i + 1)).map(|s| cx.words(s).to_owned()) else {
            continue;
        };
        if t.text.starts_with(char::is_uppercase) || !form.chars().any(char::is_uppercase) {
            continue;
        }
        match forms.iter_mut().find(|(f, _)| *f == form) {
            Some((_, n)) => *n += 1,
            None => forms.push((form, 1)),
        }
    }
    forms.sort_by_key(|f| std::cmp::Reverse(f.1));
    Some(forms.into_iter().next().map_or(name.clone(), |(f, _)| f))
}

/// The state the report names most, the first named before others named as often.
fn home(reading: &Reading) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for m in reading.mentions.iter().filter(|m| m.kind == MentionType::State) {
        for name in party(reading, m) {
            match counts.iter_mut().find(|(n, _)| *n == name) {
                Some((_, c)) => *c += 1,
                None => counts.push((name, 1)),
            }
        }
    }
    counts.sort_by_key(|c| std::cmp::Reverse(c.1));
    counts.into_iter().next().map(|(n, _)| n)
}

/// Members coordinated with `head` (chains of `conj`, both ways of attaching).
pub fn conjuncts(cx: &Context, head: usize) -> Vec<usize> {
    let mut out = children(cx, head, &[Deprel::Conj]);
    let mut at = 0;
    while at < out.len() && out.len() < 40 {
        for c in children(cx, out[at], &[Deprel::Conj]) {
            if !out.contains(&c) {
                out.push(c);
            }
        }
        at += 1;
    }
    out.retain(|&i| cx.token(i).upos.is_nominal() || matches!(cx.token(i).upos, Upos::Adj | Upos::X | Upos::Num));
    out.sort_unstable();
    out
}

fn one(cx: &Context, reading: &Reading, head: usize, depth: usize) -> Vec<String> {
    if depth > 4 {
        return Vec::new();
    }
    let kind = class(cx, head);
    if kind == Some("press") {
        return Vec::new();
    }
    let start = left(cx, head);
    if kind == Some("part") {
        return part(cx, reading, start, head).into_iter().collect();
    }
    // "the Ektari foreign minister", "Belvaari and Ektari delegations": the names before the head.
    let mut named = parties_in(cx, reading, start..head);
    // "their counterparts from Belvaar" are Belvaar's
    let nouns = children(cx, head, &[Deprel::Nmod]);
    if nouns.iter().any(|&c| c < head && cx.token(c).upos == Upos::Pron)
        && nouns.iter().any(|&c| c > head && case(cx, c) == "from")
    {
        named.clear();
    }
    if kind == Some("agent") && named.len() > 1 {
        return named;
    }
    // "the Belvaari separatists" are not Belvaar; "Front militants" are the Front.
    let states = |p: &String| reading.mentions.iter().any(|m| m.canonical == *p && m.kind == MentionType::State);
    if side(cx, head).is_some() && named.iter().all(states) && cx.token(head).upos == Upos::Noun {
        return vec![words(cx, start, head)];
    }
    if let Some(m) = mention_at(cx, reading, head) {
        let mut found = party(reading, m);
        // "the leaders of Belvaar, Ektar and Tarn": those of each
        if kind == Some("agent") && m.kind == MentionType::Person && found.len() == 1 {
            let of = children(cx, head, &[Deprel::Nmod]).into_iter().filter(|&c| c > head && case(cx, c) == "of");
            let more: Vec<usize> = of.flat_map(|c| conjuncts(cx, c)).collect();
            let named = more.into_iter().flat_map(|c| one(cx, reading, c, depth + 1));
            found.extend(named);
        }
        if !found.is_empty() || m.kind == MentionType::Media {
            return found;
        }
    }
    if !named.is_empty() && (kind.is_some() || cx.token(head).upos == Upos::Propn) {
        if kind == Some("actor") && cx.token(head).lemma.as_ref() != "government" {
            return vec![words(cx, start, head)];
        }
        named.dedup();
        return named;
    }
    for child in children(cx, head, &[Deprel::Appos, Deprel::Flat]) {
        let found = one(cx, reading, child, depth + 1);
        if !found.is_empty() {
            return found;
        }
    }
    // "officials from Ektar", "the foreign ministers of Belvaar and Ektar".
    for child in children(cx, head, &[Deprel::Nmod]) {
        if child > head && matches!(case(cx, child).as_str(), "of" | "from" | "for" | "including") {
            let mut found = Vec::new();
            for c in std::iter::once(child).chain(conjuncts(cx, child)) {
                found.extend(one(cx, reading, c, depth + 1));
            }
            if !found.is_empty() {
                return found;
            }
        }
    }
    if !named.is_empty() && kind.is_some() {
        return named;
    }
    if kind == Some("actor") { vec![words(cx, start, head)] } else { Vec::new() }
}

/// A part of a named whole, in its own words; `None` when no whole is named.
fn part(cx: &Context, reading: &Reading, start: usize, head: usize) -> Option<String> {
    if let Some(m) = mention_at(cx, reading, head)
        && m.form == onrecord_model::MentionForm::Named
    {
        return Some(m.canonical.clone());
    }
    Some(words(cx, start, head))
}

/// The words of a noun phrase without its article.
fn words(cx: &Context, start: usize, head: usize) -> String {
    let mut first = start;
    while first < head
        && is_word(
            cx,
            first,
            &["the", "a", "an", "these", "those", "this", "that", "its", "their", "his", "her", "several", "some"],
        )
    {
        first += 1;
    }
    let words = cx.analysis.span_of(first..head + 1).map(|s| cx.words(s).to_owned()).unwrap_or_default();
    // the capital of a sentence is none of the words'
    let opens = cx.analysis.sentence_of(first).is_some_and(|s| cx.analysis.sentences[s].first as usize == first);
    let common = matches!(cx.token(first).upos, Upos::Noun | Upos::Adj | Upos::Verb | Upos::Num | Upos::Det);
    let known = cx.lexicon.demonym(&cx.token(first).text).is_some();
    let capitals = words.chars().skip(1).any(char::is_lowercase) || words.chars().count() < 2;
    if !(opens && common && capitals) || known {
        return words;
    }
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
}

/// The parties of the mentions inside a token range, in text order, each once.
pub fn parties_in(cx: &Context, reading: &Reading, range: Range<usize>) -> Vec<String> {
    let Some(span) = cx.analysis.span_of(range) else { return Vec::new() };
    let mut found: Vec<&Mention> =
        reading.mentions.iter().filter(|m| m.span.start >= span.start && m.span.end <= span.end).collect();
    found.sort_by_key(|m| m.span);
    let mut out = Vec::new();
    for m in found {
        for p in party(reading, m) {
            if !out.contains(&p) {
                out.push(p);
            }
        }
    }
    out
}

/// Verbs whose object is to do what follows.
const ASKING: &[&str] = &[
    "press", "urge", "ask", "order", "tell", "force", "push", "persuade", "convince", "require", "pressure", "compel",
    "oblige", "allow", "invite", "warn",
];

/// Subjects of a verb: its own, those it shares by coordination or control, the noun it modifies.
pub fn subjects(cx: &Context, verb: usize) -> Vec<usize> {
    let mut at = verb;
    for _ in 0..5 {
        let own = own_subjects(cx, at);
        if !own.is_empty() {
            // "the group, which …": the relative pronoun stands for the noun.
            return own
                .into_iter()
                .map(|i| {
                    let relative = is_text(cx, i, &["who", "which", "that"]) && cx.token(at).deprel == Deprel::Acl;
                    if relative { cx.token(at).head as usize } else { i }
                })
                .collect();
        }
        let t = cx.token(at);
        let up = t.head as usize;
        if up == at {
            return Vec::new();
        }
        match t.deprel {
            Deprel::Acl if cx.token(up).upos.is_nominal() => {
                // "an agreement to hold talks": whoever agreed; "envoys meeting in …": the envoys.
                if t.text.ends_with("ing") || t.text.ends_with("ed") {
                    return vec![up];
                }
                if let Some(called) = called_on(cx, up, at) {
                    return vec![called];
                }
                at = up;
                let support = cx.token(at);
                if matches!(support.deprel, Deprel::Obj | Deprel::Nsubj | Deprel::Obl) {
                    at = support.head as usize;
                }
            }
            Deprel::Xcomp | Deprel::Conj | Deprel::Advcl | Deprel::Ccomp => {
                // A verb that makes somebody else do it ("asked Ektar to talk"): its object is the subject.
                let asked = t.deprel != Deprel::Conj && has_to(cx, at) && is_word(cx, up, ASKING);
                // "manipulated Ektar into attacking", "kept Ektar from attacking".
                let into = children(cx, at, &[Deprel::Mark, Deprel::Case])
                    .into_iter()
                    .any(|i| is_text(cx, i, &["into", "from"]));
                if t.deprel == Deprel::Xcomp || asked || into {
                    let objects = children(cx, up, &[Deprel::Obj, Deprel::Iobj]);
                    if !objects.is_empty() {
                        return objects;
                    }
                }
                if t.deprel == Deprel::Ccomp && !has_to(cx, at) {
                    return Vec::new();
                }
                if t.deprel != Deprel::Conj
                    && let Some(called) = called_on(cx, up, at)
                {
                    return vec![called];
                }
                at = up;
            }
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// The subjects of a verb itself. Two slips of the parse are put right: a subject hung on the auxiliary, and "Ektar will reopen the
/// dam, the minister said" with both subjects hung on "said".
fn own_subjects(cx: &Context, verb: usize) -> Vec<usize> {
    let own = children(cx, verb, &[Deprel::Nsubj]);
    if own.is_empty() {
        let helpers = children(cx, verb, &[Deprel::Aux]);
        let misplaced: Vec<usize> = helpers.into_iter().flat_map(|a| children(cx, a, &[Deprel::Nsubj])).collect();
        if !misplaced.is_empty() {
            return misplaced;
        }
        let up = cx.token(verb).head as usize;
        if cx.token(verb).deprel == Deprel::Ccomp && up > verb {
            let (before, after): (Vec<usize>, Vec<usize>) =
                children(cx, up, &[Deprel::Nsubj]).into_iter().partition(|&n| n < verb);
            if !after.is_empty() {
                return before;
            }
        }
        return own;
    }
    // The speech verb keeps the subject beside it.
    let said = children(cx, verb, &[Deprel::Ccomp]).into_iter().find(|&c| {
        c < verb
            && children(cx, c, &[Deprel::Nsubj]).is_empty()
            && own.iter().any(|&n| n < c)
            && own.iter().any(|&n| n > c)
    });
    match said {
        Some(c) => own.into_iter().filter(|&n| n > c).collect(),
        None => own,
    }
}

/// Words for a request, noun or verb, that tie whom they ask by a preposition.
const CALLING: &[&str] =
    &["call", "appeal", "plead", "plea", "pressure", "demand", "request", "order", "warning", "message", "push"];

/// Who is called on to do `infinitive` under the word `over`: "call on Ektar to stop", "an appeal to Ektar to stop".
fn called_on(cx: &Context, over: usize, infinitive: usize) -> Option<usize> {
    if !has_to(cx, infinitive) || !is_word(cx, over, CALLING) {
        return None;
    }
    children(cx, over, &[Deprel::Obl, Deprel::Nmod])
        .into_iter()
        .find(|&o| over < o && o < infinitive && matches!(case(cx, o).as_str(), "on" | "upon" | "to" | "for" | "from"))
}

/// The party that speaks in an attribution, by its resolved name or its source.
pub fn speaker(cx: &Context, reading: &Reading, a: &Attribution) -> Option<String> {
    let source = a.source?;
    let inside = cx.analysis.tokens_in(source);
    let named = parties_in(cx, reading, inside);
    let resolved = a.resolved.clone().and_then(|name| {
        let m = reading.mentions.iter().find(|m| m.canonical == name)?;
        party(reading, m).into_iter().next()
    });
    resolved.or_else(|| named.into_iter().next()).or_else(|| a.resolved.clone())
}

/// The party of the first subject in a range of tokens.
pub fn subject_party(cx: &Context, reading: &Reading, range: Range<usize>) -> Option<String> {
    let subject = range.clone().find(|&i| cx.token(i).deprel == Deprel::Nsubj && cx.token(i).head as usize != i);
    subject.and_then(|i| parties_of(cx, reading, i).into_iter().next())
}
