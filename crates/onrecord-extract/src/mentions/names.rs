//! Where is a name, and where does one end and the next begin?
//!
//! "Veskaran Foreign Minister Rennath Quorvin said" → the adjective `Veskaran`, the role `Foreign Minister`, the name `Rennath
//! Quorvin`. A run of capitalised words is cut by what the lexicon knows, by titles and by words that say a kind ("Brigade",
//! "Ministry"); a name no lexicon knows is a name too. It does not decide what an unknown name is: `kinds` does, over the report.

use std::ops::Range;

use onrecord_lexicon::{Hit, Relation, list};
use onrecord_model::{ActorKind, BlockKind, Deprel, MentionType, Sentence, Upos};

use super::{
    draft::{Draft, mention_type},
    view::View,
};

/// The longest title of the lists, in words.
const LONGEST_TITLE: usize = 5;

/// The names of one sentence in text order. Unknown names come as type `Event` with rule `unknown` until `kinds` looks at them.
pub(crate) fn of_sentence(view: &View, sentence: &Sentence) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut at = sentence.first as usize;
    let end = sentence.last as usize;
    let headline = title_case(view, sentence);
    while at < end {
        match run(view, at, sentence.first as usize, end, headline) {
            Some(range) => {
                at = range.end.max(at + 1);
                segment(view, range, &mut out);
            }
            None => at += 1,
        }
    }
    tagged(view, sentence, &mut out);
    out
}

/// Whether most words of a line begin with a capital, so that a capital tells nothing in it.
pub(super) fn title_case(view: &View, sentence: &Sentence) -> bool {
    let words: Vec<usize> = sentence.tokens().filter(|&i| view.is_word(i) && view.low(i).chars().count() > 3).collect();
    let body = matches!(sentence.kind, BlockKind::Body);
    let caps = words.iter().filter(|&&i| view.is_cap(i)).count();
    let least = if body { 5 } else { 3 };
    // A line of running text that ends in a stop is a sentence, however many names it lists.
    let stop = body
        && sentence.last > sentence.first
        && matches!(view.text(sentence.last as usize - 1), "." | "!" | "?" | "\"" | "”");
    !stop && words.len() >= least && caps * 4 > words.len() * 3
}

fn month_or_day(view: &View, i: usize) -> bool {
    view.class("not_names", i) == "time"
}

/// Whether a name can begin with or go on over token `i` by its looks alone.
fn nameish(view: &View, i: usize) -> bool {
    view.is_cap(i) && !month_or_day(view, i) && !matches!(view.text(i), "I" | "A")
}

/// The run of name words that begins at token `at`; `None` when no name begins there.
fn run(view: &View, at: usize, first: usize, end: usize, headline: bool) -> Option<Range<usize>> {
    let particle = matches!(view.low(at), "al" | "el" | "an" | "as" | "ash" | "ad" | "ar" | "at" | "ez" | "anti")
        && view.is_hyphen(at + 1)
        && view.is_cap(at + 2);
    if !particle && !nameish(view, at) {
        return None;
    }
    if !particle && (headline || view.opens(at, first)) && !opening_name(view, at, end, headline) {
        return None;
    }
    let mut i = if particle { at + 3 } else { at + 1 };
    let mut looked = at;
    while i < end {
        // A lexicon name may go on over small words ("Justice and Development Party", "Rafah crossing").
        while looked < i {
            if view.is_cap(looked)
                && let Some((n, _)) = longest(view, looked, end).filter(|(n, _)| *n > 1)
            {
                i = i.max(looked + n);
            }
            looked += 1;
        }
        if i >= end {
            break;
        }
        if nameish(view, i) && !(headline && !known_word(view, i, end)) {
            i += 1;
        } else if view.is_hyphen(i)
            && (view.is_cap(i + 1) || !view.class("prefix_names", i + 1).is_empty() && view.is_hyphen(i + 2))
            && i + 1 < end
        {
            i += 2;
        } else if goes_on_small(view, i, end) {
            i += 2;
        } else if joins(view, at, i, end) {
            i += 1;
        } else if view.low(i).chars().all(|c| c.is_ascii_digit()) && i + 1 == end.min(i + 1) && view.touch(i - 1) {
            i += 1;
        } else {
            break;
        }
    }
    Some(at..i)
}

/// "Ranh Seok-jun": a name that goes on in small letters behind its hyphen; "Vand-led" is none, for the engine sees a verb.
fn goes_on_small(view: &View, hyphen: usize, end: usize) -> bool {
    let next = hyphen + 1;
    next < end
        && view.parsed
        && view.is_hyphen(hyphen)
        && view.touch(hyphen - 1)
        && view.touch(hyphen)
        && view.upos(next) == Upos::Propn
        && view.upos(hyphen - 1) == Upos::Propn
        && view.text(next).chars().all(char::is_lowercase)
}

/// Whether the lower-case or odd token `i` stands inside a name: "of", "bin", "&" between capitals.
fn joins(view: &View, start: usize, i: usize, end: usize) -> bool {
    let next = i + 1;
    if next >= end {
        return false;
    }
    let follows = |k: usize| k < end && view.is_cap(k) && !month_or_day(view, k);
    match view.low(i) {
        "&" => follows(next),
        "of" | "for" => {
            let head = (start..i).rev().find(|&k| view.is_cap(k));
            head.is_some_and(|h| view.has("of_heads", h))
                && (follows(next) || view.low(next) == "the" && follows(i + 2))
        }
        // "the Council on Ruvane Affairs"
        "on" => {
            view.has("of_heads", i - 1)
                && view.is_cap(i - 1)
                && follows(next)
                && !view.cx.lexicon.is_place(view.text(next))
        }
        "and" => follows(next) && field_joined(view, start, i, end),
        "the" => matches!(view.low(i - 1), "of" | "for") && follows(next),
        "." | "," => false,
        low if list("prefix_names").has(low) => {
            let class = view.class("prefix_names", i);
            (class != "persian-hyphen" && !class.ends_with("hyphen") && follows(next) && view.is_cap(i - 1))
                || view.is_hyphen(next) && view.is_cap(i + 2)
                || view.is_hyphen(i - 1) && view.is_hyphen(next)
        }
        _ => false,
    }
}

/// Last words of what a body is for: "and Border Studies".
const FIELDS: &[&str] = &[
    "studies",
    "affairs",
    "relations",
    "security",
    "development",
    "research",
    "rights",
    "policy",
    "cooperation",
    "defense",
    "defence",
    "trade",
    "commerce",
    "education",
    "justice",
    "democracy",
    "order",
    "analysis",
    "technology",
];

/// "the Center for Peace [and] Border Studies": the "and" at token `i` joins two fields of one body, by the word the second ends in.
fn field_joined(view: &View, start: usize, i: usize, end: usize) -> bool {
    let of = (start + 1..i).find(|&k| matches!(view.low(k), "of" | "for" | "on"));
    let last = (i + 1..end).take_while(|&k| view.is_cap(k)).last();
    of.is_some_and(|k| view.has("of_heads", k - 1)) && last.is_some_and(|k| FIELDS.contains(&view.low(k)))
}

/// Whether a capitalised word at the start of a sentence begins a name: the lexicon knows it, the text has it with a capital
/// inside a sentence, the engine calls it a proper noun, or a title.
fn opening_name(view: &View, at: usize, end: usize, headline: bool) -> bool {
    let closed = matches!(
        view.upos(at),
        Upos::Det
            | Upos::Adp
            | Upos::Cconj
            | Upos::Sconj
            | Upos::Pron
            | Upos::Aux
            | Upos::Part
            | Upos::Adv
            | Upos::Num
            | Upos::Intj
    ) || list("openers").has(view.low(at));
    if closed {
        // "The Imbrel Times" is a name with its article when the lexicon has it.
        return longest(view, at, end).is_some_and(|(n, hits)| {
            n > 1
                && (view.low(at) != "the"
                    || hits.iter().any(|h| {
                        matches!(h.actor.kind, ActorKind::Media | ActorKind::StateMedia)
                            && h.relation <= Relation::Acronym
                    }))
        });
    }
    if known_word(view, at, end) {
        return true;
    }
    let caps = view.text(at).chars().count() > 2 && !view.text(at).chars().any(char::is_lowercase);
    if caps && matches!(view.text(at + 1), "," | "(" | "—") {
        return true;
    }
    if headline {
        return false;
    }
    let next_cap = at + 1 < end && nameish(view, at + 1) && view.is_word(at + 1);
    // "Veskaran officials": an adjective of a state nobody knows.
    let adjective =
        ["an", "ian", "ish", "ese", "i"].iter().any(|e| view.low(at).ends_with(e)) && view.text(at).chars().count() > 4;
    if adjective && (!view.class("party_nouns", at + 1).is_empty() || title_at(view, at + 1, end).is_some()) {
        return true;
    }
    if view.parsed {
        return view.upos(at) == Upos::Propn
            || next_cap
                && matches!(view.upos(at), Upos::Adj | Upos::Noun | Upos::X)
                && view.upos(at + 1) == Upos::Propn;
    }
    let common =
        ["s", "ing", "ed", "ly", "tion", "ment", "ity", "ness", "men"].iter().any(|e| view.low(at).ends_with(e));
    let goes_on = matches!(view.upos(at + 1), Upos::Verb | Upos::Aux) || view.text(at + 1) == ",";
    next_cap || view.is_possessive(at + 1) || goes_on && !common && view.class("party_nouns", at).is_empty()
}

fn known_word(view: &View, at: usize, end: usize) -> bool {
    if view.seen_inside(at) && !list("openers").has(view.low(at))
        || title_at(view, at, end).is_some_and(|n| at + n < end && view.is_cap(at + n))
    {
        return true;
    }
    longest(view, at, end).is_some_and(|(n, hits)| n > 1 || !weak(view, at, &hits))
}

/// A lexicon name that is an ordinary word needs its article or capitals.
fn weak(view: &View, at: usize, hits: &[Hit]) -> bool {
    let by_surname = hits.iter().all(|h| h.relation == Relation::Surname);
    let acronym = view.text(at).len() > 2 && !view.text(at).chars().any(char::is_lowercase);
    (view.has("weak_names", at) && !acronym && hits.iter().all(|h| h.actor.kind != ActorKind::State))
        || by_surname && view.has("openers", at)
}

/// The longest lexicon name from token `at` on, inside `end`.
pub(crate) fn longest<'v>(view: &'v View, at: usize, end: usize) -> Option<(usize, Vec<Hit<'v>>)> {
    let words: Vec<&str> = (at..end.min(at + 12)).map(|i| view.text(i)).collect();
    // A stop, comma or bracket ends a name.
    let cut = words
        .iter()
        .position(|w| matches!(*w, "," | "." | ";" | ":" | "(" | ")" | "\"" | "“" | "”" | "—"))
        .unwrap_or(words.len());
    let direct = view.cx.lexicon.longest_hits(&words[..cut]);
    // "Arne F. Vesk" is known as "Arne Vesk": an initial in the middle is passed over.
    if cut > 2 && initial(words[1]) && direct.as_ref().is_none_or(|(n, _)| *n < 3) {
        let without: Vec<&str> = words[..1].iter().chain(&words[2..cut]).copied().collect();
        let person = |h: &Hit| h.actor.kind == ActorKind::Person && h.relation == Relation::Name;
        if let Some((n, hits)) = view.cx.lexicon.longest_hits(&without)
            && n > 1
            && hits.iter().all(person)
        {
            return Some((n + 1, hits));
        }
    }
    direct
}

/// "F.", "F".
fn initial(word: &str) -> bool {
    let mut letters = word.strip_suffix('.').unwrap_or(word).chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// How many words of a title begin at token `at`. "Deputy National Security Adviser", "Budget Director": a title goes on behind a word or
/// two of rank or of what is in somebody's care.
pub(crate) fn title_at(view: &View, at: usize, end: usize) -> Option<usize> {
    let before =
        |&k: &usize| k + 1 < end && view.is_cap(k) && view.is_cap(k + 1) && BEFORE_TITLES.contains(&view.low(k));
    let ranks = (at..end).take(3).take_while(before).count();
    (0..=ranks).filter_map(|k| listed_title(view, at + k, end).map(|n| n + k)).max()
}

/// How many words of a title of the list begin at token `at`.
fn listed_title(view: &View, at: usize, end: usize) -> Option<usize> {
    (1..=LONGEST_TITLE.min(end.saturating_sub(at))).rev().find(|&n| {
        let words = (at..at + n).map(|i| view.low(i)).collect::<Vec<_>>().join(" ").replace(" - ", "-");
        // "Hostage", "Father" with a capital are words of a headline or of a name.
        let common = |c: &[&str]| view.is_cap(at) && c.first() == Some(&"common") && !leads_a_name(view, at + n - 1);
        list("role_titles").get(&words).is_some_and(|c| !common(c))
    })
}

/// Words of rank, and of what is in somebody's care, that may stand before a title.
const BEFORE_TITLES: &[&str] = &[
    "deputy",
    "assistant",
    "acting",
    "vice",
    "associate",
    "former",
    "budget",
    "communications",
    "press",
    "policy",
    "campaign",
    "intelligence",
    "political",
    "legislative",
    "executive",
    "managing",
    "regional",
    "operations",
    "programme",
    "program",
    "counterterrorism",
    "homeland",
    "energy",
    "trade",
    "treasury",
    "housing",
    "media",
    "research",
    "area",
    "country",
];

/// "Activist Sami Vand", "Director Marten Vand": by the parse the word at `i` is hung on the name behind it, of two words and more.
fn leads_a_name(view: &View, i: usize) -> bool {
    let next = i + 1;
    view.parsed && view.cx.analysis.tokens.len() > next + 1 && view.upos(next) == Upos::Propn && {
        let (title, name, rest) = (view.cx.token(i), view.cx.token(next), view.cx.token(next + 1));
        let hung =
            title.head as usize == next && matches!(title.deprel, Deprel::Nmod | Deprel::Compound | Deprel::Amod);
        // both parsed as the subject
        let both = title.head == name.head && title.deprel == name.deprel && title.deprel == Deprel::Nsubj;
        (hung || both)
            && view.is_cap(next)
            && (rest.deprel == Deprel::Flat && rest.head as usize == next || told_as_person(view, next))
    }
}

/// Whether the tagger has a person's name of several words from token `at` on.
fn told_as_person(view: &View, at: usize) -> bool {
    let person = |n: &onrecord_model::Name| n.kind == onrecord_model::NameKind::Person && n.tokens.len() > 1;
    view.cx.analysis.names.iter().any(|n| n.tokens.start as usize == at && person(n))
}

/// "Minister for Home and Border Affairs Danil Vand": where the name begins in a run of capitals whose first words say what the post
/// before "of", "for" or "and" is held for.
fn behind_a_post(view: &View, range: &Range<usize>) -> Option<usize> {
    let before = range.start.checked_sub(1)?;
    let held = matches!(view.low(before), "of" | "for" | "and" | "the");
    let post = |k: usize| view.is_cap(k) && title_at(view, k, range.start).is_some();
    if !held || !view.parsed || !(range.start.saturating_sub(10)..before).any(post) {
        return None;
    }
    let begins = |p: usize| {
        let (first, second) = (view.cx.token(p), view.cx.token(p + 1));
        let own = (view.cx.token(p - 1).head as usize) < range.start;
        second.deprel == Deprel::Flat
            && second.head as usize == p
            && first.deprel != Deprel::Flat
            && (own || leads_a_name(view, p - 1))
    };
    (range.start + 1..range.end.saturating_sub(1)).find(|&p| begins(p))
}

/// Cuts a run into adjectives, roles and names.
fn segment(view: &View, run: Range<usize>, out: &mut Vec<Draft>) {
    let mut at = run.start;
    let mut role: Option<Range<usize>> = role_before(view, at, out);
    while at < run.end {
        let inner =
            !view.is_cap(at) && !(view.class("prefix_names", at).starts_with("arabic") && view.is_hyphen(at + 1));
        // "MUST WATCH Vand: …": what the page prints before a name is no part of it.
        let page = view.class("not_names", at) == "page" && !view.text(at).chars().any(char::is_lowercase);
        if view.is_hyphen(at) || !view.is_word(at) || inner || page {
            at += 1;
            continue;
        }
        // "Sen. Vand (D-NV)", "Vand, R-Utah,": party and state behind a name
        if matches!(view.text(at), "D" | "R" | "I")
            && view.is_hyphen(at + 1)
            && at > 0
            && matches!(view.text(at - 1), "(" | ",")
        {
            at = run.end;
            continue;
        }
        // A title and what follows it.
        if let Some(n) = title_at(view, at, run.end) {
            let known = longest(view, at, run.end).filter(|(k, hits)| *k > n && !surname_only(hits));
            if known.is_none() && !(n == 1 && names_an_office(view, at, run.end)) {
                role = Some(role.filter(|r| r.end == at).map_or(at, |r| r.start)..at + n);
                at += n;
                // "of Veskara" after a title is whom it is held for.
                if matches!(view.low(at), "of" | "for") {
                    at += 1;
                    if view.low(at) == "the" {
                        at += 1;
                    }
                    role = None;
                }
                continue;
            }
        }
        // "Deputy Health Department spokeswoman": the rank is hers
        let deputy = matches!(view.low(at), "deputy" | "acting" | "assistant") && ends_with_kind(view, at + 1, run.end);
        if deputy && longest(view, at, run.end).is_none_or(|(n, _)| n < 2) {
            at += 1;
            continue;
        }
        let hit = longest(view, at, run.end);
        let (n, draft) = match hit {
            Some((n, hits)) => known(view, at, n, &hits, run.end),
            None => unknown(view, at, run.end),
        };
        let Some(mut draft) = draft else {
            at += n.max(1);
            role = None;
            continue;
        };
        draft.role =
            role.clone().filter(|r| r.end == at && (draft.kind == MentionType::Person || draft.rule == "unknown"));
        at = draft.tokens.end;
        // An adjective before a title belongs to the role: "Veskaran Foreign Minister".
        role = matches!(draft.rule, "demonym" | "unknown-demonym" | "lexicon" | "unknown")
            .then_some(draft.tokens.clone())
            .filter(|_| draft.kind != MentionType::Person && title_at(view, at, run.end).is_some())
            .or_else(|| posted(view, &draft).map(|first| first..at));
        out.push(draft);
    }
}

/// "Secretary General of …" is a title; "Minister Square" is not looked at: a title word that ends in a kind word is a name.
fn names_an_office(view: &View, at: usize, end: usize) -> bool {
    let mut last = at;
    while last + 1 < end && view.is_cap(last + 1) {
        last += 1;
    }
    last > at && last - at < 4 && !view.class("name_kinds", last).is_empty() && longest(view, at + 1, end).is_none()
}

fn surname_only(hits: &[Hit]) -> bool {
    hits.iter().all(|h| h.relation == Relation::Surname)
}

/// "U.S. Ambassador to the United Nations Mara Orlan": where the role that ends with the name of a party begins.
fn posted(view: &View, to: &Draft) -> Option<usize> {
    let the = usize::from(to.tokens.start > 0 && view.low(to.tokens.start - 1) == "the");
    let title = to.tokens.start.checked_sub(the + 2)?;
    let posted = to.kind != MentionType::Person
        && matches!(view.low(title + 1), "to" | "for")
        && matches!(view.low(title), "ambassador" | "envoy" | "representative" | "emissary");
    posted.then(|| match title {
        2.. if view.is_possessive(title - 1) => title - 2,
        1.. if view.is_cap(title - 1) => title - 1,
        _ => title,
    })
}

/// Lower-case role words straight before a name: "Defence Ministry spokesman Fendrick Ossary".
fn role_before(view: &View, at: usize, out: &[Draft]) -> Option<Range<usize>> {
    let (mut start, mut found) = (at, None);
    for n in 1..=LONGEST_TITLE.min(at) {
        let words = (at - n..at).map(|i| view.low(i)).collect::<Vec<_>>().join(" ").replace(" - ", "-");
        if list("role_titles").has(&words) {
            found = Some(at - n);
        }
    }
    start = found.unwrap_or(start);
    found?;
    // Back over what belongs to the role: adjectives, "former", a name just before.
    while start > 0 {
        if let Some(d) = out
            .iter()
            .rev()
            .find(|d| d.tokens.end == start || d.tokens.end + 1 == start && view.is_possessive(start - 1))
        {
            if d.kind == MentionType::Person {
                break;
            }
            start = d.tokens.start;
        } else if matches!(
            view.low(start - 1),
            "senior"
                | "former"
                | "top"
                | "chief"
                | "deputy"
                | "acting"
                | "then"
                | "outgoing"
                | "exiled"
                | "veteran"
                | "political"
                | "military"
                | "-"
                | "ex"
        ) || matches!(view.upos(start - 1), Upos::Adj) && !view.is_cap(start - 1)
        {
            start -= 1;
        } else {
            break;
        }
    }
    Some(start..at)
}

/// A draft for a lexicon hit, or for a longer unknown name that begins with it.
fn known(view: &View, at: usize, n: usize, hits: &[Hit], end: usize) -> (usize, Option<Draft>) {
    let after = at + n;
    // "Ahmad al-Tarsi": a given name that is somebody else's family name.
    if n == 1 && after + 1 < end && surname_only(hits) && view.class("prefix_names", after).starts_with("arabic") {
        return unknown(view, at, end);
    }
    let hit = choose(view, at, n, hits);
    // An unknown word goes on with the name: "Veskara Fishermen's Union", "Ondrel Smith"; a title or another known name does not.
    let more = after < end
        && view.is_cap(after)
        && title_at(view, after, end).is_none()
        && (longest(view, after, end).is_none_or(|(_, h)| surname_only(&h)) || ends_with_kind(view, after, end));
    let relation = hit.map(|h| h.relation);
    if relation == Some(Relation::Demonym) && n == 1 && language(view, at) {
        return (n, None);
    }
    // "Harbour Party of the Left": a body's name goes on over "of".
    let body = hit.is_some_and(|h| h.actor.kind == ActorKind::Organisation && h.relation == Relation::Name);
    if body && after < end && matches!(view.low(after), "of" | "for") && !view.class("name_kinds", after - 1).is_empty()
    {
        return unknown(view, at, end);
    }
    // "Port Merrow Chronicle", "New Ondrel Police Department": a body's name that a place of several words begins.
    let placed = hit.is_some_and(|h| h.actor.kind == ActorKind::Place) && ends_with_kind(view, after, end);
    if more && (n == 1 || relation == Some(Relation::Demonym) || placed) {
        let adjective = matches!(relation, Some(Relation::Demonym));
        let strong = matches!(relation, Some(Relation::Name | Relation::Acronym))
            && hit.is_some_and(|h| h.actor.kind != ActorKind::Place && h.actor.kind != ActorKind::State);
        // "Talmerian TV channel": a medium described, not named.
        let generic = after + 1 == end && matches!(view.low(after), "tv" | "radio" | "television" | "media" | "press");
        let bodied = ends_with_kind(view, after, end) && !generic;
        // "left the U.S. Officials said": an abbreviation with points may end a sentence
        let pointed = view.text(after - 1).ends_with('.') && hit.is_some_and(|h| h.actor.kind == ActorKind::State);
        if bodied || !adjective && !strong && !pointed {
            let (k, longer) = unknown(view, at, end);
            if let Some(mut d) = longer {
                if let Some(h) = hit.filter(|h| h.actor.kind == ActorKind::State && bodied) {
                    d.affiliation = Some(h.actor.name.clone());
                }
                return (k, Some(d));
            }
        }
    }
    let Some(hit) = hit else { return (n, None) };
    // A person's name told at full length: one more name than the lexicon has.
    let fuller = more
        && n > 1
        && hit.actor.kind == ActorKind::Person
        && view.parsed
        && (after + 1 == end || !view.is_cap(after + 1))
        && view.cx.token(after).deprel == Deprel::Flat
        && (at..after).contains(&(view.cx.token(after).head as usize))
        && !view.has("not_names", after);
    let n = n + usize::from(fuller);
    (n, Some(of_hit(view, at..at + n, hit)))
}

/// "written in Veskaran", "speaks Veskaran": the language.
fn language(view: &View, at: usize) -> bool {
    let token = view.cx.token(at);
    let spoken = view.parsed
        && token.deprel == Deprel::Obj
        && ["speak", "learn", "understand", "teach", "study"].contains(&&*view.cx.token(token.head as usize).lemma);
    let told = at > 0 && view.low(at - 1) == "in" && matches!(token.deprel, Deprel::Obl | Deprel::Nmod);
    !view.low(at).ends_with('s') && view.parsed && (spoken || told)
}

/// Whether the run's rest ends in a word that says a kind ("Defence Ministry").
fn ends_with_kind(view: &View, at: usize, end: usize) -> bool {
    let mut last = at;
    while last + 1 < end && (view.is_cap(last + 1) || view.is_hyphen(last + 1)) {
        if title_at(view, last + 1, end).is_some() {
            break;
        }
        last += 1;
    }
    !view.class("name_kinds", last).is_empty()
}

/// Which of the actors a name may mean: the one the day decides, else the first by relation that is not a weak word.
fn choose<'h, 'v>(view: &'v View, at: usize, n: usize, hits: &'h [Hit<'v>]) -> Option<&'h Hit<'v>> {
    let full = view.words(at..at + n).to_owned();
    let passed_over = n > 2 && initial(view.text(at + 1)) && view.cx.lexicon.hits(&full).is_empty();
    let words = if passed_over { format!("{} {}", view.text(at), view.words(at + 2..at + n)) } else { full };
    if let Some(actor) = view.cx.lexicon.resolve(&words, view.cx.day())
        && let Some(h) = hits.iter().find(|h| h.actor.id == actor.id && h.relation <= Relation::Surname)
    {
        let article = at > 0 && view.low(at - 1) == "the";
        if n == 1
            && view.has("weak_names", at)
            && h.actor.kind != ActorKind::State
            && !article
            && view.text(at).chars().any(char::is_lowercase)
        {
            return hits.iter().find(|h| h.relation == Relation::Demonym || h.relation == Relation::Capital);
        }
        return Some(h);
    }
    if let Some(capital) = hits.iter().find(|h| h.relation == Relation::Capital) {
        return Some(capital);
    }
    let mut demonyms = hits.iter().filter(|h| h.relation == Relation::Demonym);
    let one = demonyms.next();
    if one.is_some() && demonyms.next().is_none() {
        return one;
    }
    // A family name several people share means nobody by itself.
    hits.iter().find(|h| h.relation <= Relation::Acronym && h.actor.kind != ActorKind::Person)
}

fn of_hit(view: &View, tokens: Range<usize>, hit: &Hit) -> Draft {
    let actor = hit.actor;
    let party = view.cx.lexicon.party_of(actor, view.cx.day()).filter(|p| p.id != actor.id);
    let (kind, rule) = match hit.relation {
        Relation::Demonym => (MentionType::State, "demonym"),
        Relation::Capital => (MentionType::Place, "capital"),
        Relation::Surname => (MentionType::Person, "surname"),
        _ => (mention_type(actor.kind), "lexicon"),
    };
    let mut draft = Draft::named(tokens, kind, &actor.name, rule);
    draft.actor = Some(actor.id.clone());
    draft.affiliation = match actor.kind {
        ActorKind::Person | ActorKind::StateBody => party.map(|p| p.name.clone()),
        ActorKind::ArmedGroup | ActorKind::Organisation | ActorKind::StateMedia => {
            actor.parent.as_ref().and_then(|p| view.cx.lexicon.actor(p)).map(|p| p.name.clone())
        }
        _ => None,
    };
    let last = view.class("name_kinds", draft.tokens.end - 1);
    if draft.kind == MentionType::Place && draft.tokens.len() > 1 && last == "facility" {
        draft.kind = MentionType::Facility;
    }
    if hit.relation == Relation::Demonym && actor.kind == ActorKind::Place {
        draft.kind = MentionType::Place;
    }
    draft
}

/// An unknown name from token `at`: up to the end of the run, a title, or a known name of two words and more.
fn unknown(view: &View, at: usize, end: usize) -> (usize, Option<Draft>) {
    let mut stop = at + 1;
    while stop < end {
        if view.is_cap(stop) && !view.is_hyphen(stop - 1) {
            if title_at(view, stop, end).is_some_and(|n| stop + n < end)
                || title_at(view, stop, end).is_some() && view.class("name_kinds", stop).is_empty() && stop + 1 == end
            {
                break;
            }
            if longest(view, stop, end)
                .is_some_and(|(k, h)| k > 1 && !surname_only(&h) && view.class("name_kinds", stop + k - 1).is_empty())
                && !matches!(view.low(stop - 1), "of" | "the" | "for")
            {
                break;
            }
        }
        stop += 1;
    }
    let mut range = at..stop;
    let small = |end: usize| end > range.start + 2 && goes_on_small(view, end - 2, end);
    let mut last = range.end;
    while last > range.start + 1
        && !small(last)
        && (!view.is_word(last - 1)
            || !view.is_cap(last - 1) && !view.text(last - 1).starts_with(|c: char| c.is_ascii_digit()))
    {
        last -= 1;
    }
    range.end = last;
    let n = stop - at;
    // Faiths, peoples and page words alone are no name.
    let empty = range.clone().filter(|&i| view.is_word(i)).all(|i| view.has("not_names", i));
    let word = range.len() == 1 && view.text(at).chars().any(char::is_lowercase) && list("openers").has(view.low(at));
    // "MARSH ROASTS HOLLISK - Our columnist …": a headline set in capitals inside a line
    let shouted = range.clone().filter(|&i| view.is_word(i)).count() > 2
        && range.clone().all(|i| !view.text(i).chars().any(char::is_lowercase));
    let short = shouted || word || range.len() == 1 && view.text(at).chars().count() < 2;
    if empty || short {
        return (n, None);
    }
    range.start = behind_a_post(view, &range).unwrap_or(range.start);
    let words = view.words(range.clone()).to_owned();
    (n, Some(Draft::named(range, MentionType::Event, &words, "unknown")))
}

/// Names only the tagger saw.
fn tagged(view: &View, sentence: &Sentence, out: &mut Vec<Draft>) {
    let tokens = sentence.tokens();
    for name in &view.cx.analysis.names {
        let range = name.tokens.start as usize..name.tokens.end as usize;
        if range.start < tokens.start || range.end > tokens.end || range.is_empty() || name.score < 0.5 {
            continue;
        }
        let free = !out.iter().any(|d| d.tokens.start < range.end && range.start < d.tokens.end);
        if free
            && view.is_cap(range.start)
            && !month_or_day(view, range.start)
            && title_at(view, range.start, range.end) != Some(range.len())
        {
            let words = view.words(range.clone()).to_owned();
            out.push(Draft::named(range, MentionType::Event, &words, "unknown"));
        }
    }
    out.sort_by_key(|d| (d.tokens.start, d.tokens.end));
}
