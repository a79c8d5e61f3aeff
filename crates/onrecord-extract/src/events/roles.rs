//! Who did it and to whom? The parties around the word of an event: its subject and object, those of the verb a noun of event hangs
//! on, and the names beside the noun.
//!
//! "An Ektari airstrike killed two envoys of Belvaar" → Ektar, to Belvaar. A description with a name gives the name; a noun that is
//! nobody gives none.

use onrecord_lexicon::list;
use onrecord_model::{Deprel, MentionForm, MentionType, PloverType, Reading, Upos};

use super::{passive, sayer};
use crate::{
    Context,
    actors::{case, children, parties_of, subjects},
    clauses::is_text,
    phrases::is_word,
};

/// Verbs that tell of an event without doing it: their subject is not its actor.
const TELLING: &[&str] = &[
    "describe",
    "hear",
    "see",
    "watch",
    "call",
    "condemn",
    "denounce",
    "discuss",
    "investigate",
    "face",
    "sustain",
    "suffer",
    "survive",
    "fear",
    "recall",
    "witness",
    "mourn",
    "blame",
    "report",
    "follow",
    "mention",
    "remember",
    "escape",
    "cover",
];

/// Nouns that count the people after "of".
const COUNTED: &[&str] = &[
    "ten",
    "hundred",
    "thousand",
    "dozen",
    "score",
    "million",
    "tens",
    "hundreds",
    "thousands",
    "dozens",
    "scores",
    "millions",
    "number",
    "group",
    "crowd",
    "majority",
    "third",
    "half",
    "most",
    "many",
    "some",
    "handful",
    "one",
    "two",
];

/// Whether a noun is itself one of the words that tell an event: an attack is nobody.
fn happening(lemma: &str) -> bool {
    list("event_words").get(&format!("{lemma} noun")).and_then(|r| r.first()).is_some_and(|r| *r != "-")
}

/// The people a noun phrase means: parties, else its own words when they are people who act.
pub(super) fn people(cx: &Context, reading: &Reading, head: usize) -> Vec<String> {
    let at = cx.token(head).span;
    if reading.timexes.iter().any(|t| t.span.start <= at.start && at.end <= t.span.end) {
        return Vec::new();
    }
    if nobody_named(cx, head) {
        return Vec::new();
    }
    if let Some(side) = own_side(cx, reading, head) {
        return vec![side];
    }
    if let Some(held) = held_or_against(cx, reading, head) {
        return vec![held];
    }
    if let Some(person) = former(cx, reading, head) {
        return vec![person];
    }
    // "the rights watch Open Door": the name, not the description before it.
    if cx.token(head).upos == Upos::Noun {
        let named =
            children(cx, head, &[Deprel::Appos, Deprel::Flat]).into_iter().filter(|&c| c == next_word(cx, head));
        let name = named.filter_map(|c| crate::actors::mention_at(cx, reading, c)).find(|m| {
            m.form == MentionForm::Named && matches!(m.kind, MentionType::Organisation | MentionType::ArmedGroup)
        });
        if let Some(m) = name {
            return crate::actors::party(reading, m);
        }
    }
    let mut found = parties_of(cx, reading, head);
    if is_text(cx, head, OTHERS) {
        let by = quoted_by(cx, reading, head);
        found.retain(|name| !by.contains(name));
    }
    let group = is_word(cx, head, &["group", "crowd"]) && found.iter().all(|f| !f.contains(char::is_uppercase));
    if !found.is_empty() && !group {
        return found;
    }
    let t = cx.token(head);
    // "tens of thousands of students", "a group of envoys": who is counted.
    if is_word(cx, head, COUNTED) {
        let counted = children(cx, head, &[Deprel::Nmod]).into_iter().filter(|&c| c > head && case(cx, c) == "of");
        if let Some(found) = counted.map(|c| people(cx, reading, c)).find(|f| !f.is_empty()) {
            return found;
        }
    }
    let known = list("agent_nouns").has(&t.lemma) || list("agent_nouns").has(&t.text.to_lowercase());
    // "Ektari tanks", "Belvaari homes": whose they are. A leader's opponents are not the leader's side.
    if t.upos == Upos::Noun && !known {
        let owners = children(cx, head, &[Deprel::Amod, Deprel::Compound, Deprel::Nmod]);
        let of: Vec<String> = owners
            .into_iter()
            .filter(|&c| c < head && cx.token(c).upos != Upos::Pron)
            .filter_map(|c| crate::actors::mention_at(cx, reading, c))
            .filter(|m| matches!(m.kind, MentionType::State | MentionType::ArmedGroup))
            .flat_map(|m| crate::actors::party(reading, m))
            .collect();
        if !of.is_empty() {
            return of;
        }
    }
    if !known && t.upos != Upos::Propn || happening(&t.lemma) && t.upos == Upos::Noun {
        return Vec::new();
    }
    let first = children(cx, head, &[Deprel::Amod, Deprel::Compound, Deprel::Nmod, Deprel::Flat])
        .into_iter()
        .filter(|&c| c < head && cx.analysis.subtree(c).all(|i| cx.token(i).upos != Upos::Num))
        .map(|c| cx.analysis.subtree(c).start)
        .min()
        .unwrap_or(head);
    let words = cx.analysis.span_of(first..head + 1).map(|s| cx.words(s).to_owned());
    let mut out: Vec<String> = words.into_iter().collect();
    for c in children(cx, head, &[Deprel::Conj]) {
        out.extend(people(cx, reading, c));
    }
    out
}

/// "no one", "nobody", "none".
fn nobody_named(cx: &Context, head: usize) -> bool {
    let no = || head > 0 && is_text(cx, head - 1, &["no"]);
    let one = || is_text(cx, head, &["no"]) && head + 1 < cx.analysis.tokens.len() && is_text(cx, head + 1, &["one"]);
    is_text(cx, head, &["nobody", "none", "no-one"]) || is_text(cx, head, &["one"]) && no() || one()
}

/// Words for people who stand against their state.
const OPPOSED: &[&str] = &[
    "opposition",
    "rebel",
    "dissident",
    "insurgent",
    "separatist",
    "secessionist",
    "guerrilla",
    "protest",
    "antigovernment",
    "anti-government",
];

/// "Ektari opposition groups" are not Ektar: their own words, without number and article.
fn own_side(cx: &Context, reading: &Reading, head: usize) -> Option<String> {
    let beside = children(cx, head, &[Deprel::Amod, Deprel::Compound]);
    let opposed = beside.iter().any(|&c| c < head && is_word(cx, c, OPPOSED));
    let named = crate::actors::mention_at(cx, reading, head).is_some_and(|m| m.form == MentionForm::Named);
    let lemma = &cx.token(head).lemma;
    let acting = ["agent_nouns", "collective_nouns", "party_nouns"].iter().any(|words| list(words).has(lemma));
    let state =
        beside.iter().filter_map(|&c| crate::actors::mention_at(cx, reading, c)).any(|m| m.kind == MentionType::State);
    if cx.token(head).upos != Upos::Noun || !opposed || !acting || !state || named {
        return None;
    }
    let first = beside.into_iter().filter(|&c| c < head).map(|c| cx.analysis.subtree(c).start).min()?;
    cx.analysis.span_of(first..head + 1).map(|s| cx.words(s).to_owned())
}

/// "the hostages of the Ruvane Column" are not the Column, "the critics of Ektar" not Ektar: the noun alone.
fn held_or_against(cx: &Context, reading: &Reading, head: usize) -> Option<String> {
    let against = is_word(
        cx,
        head,
        &["critic", "opponent", "foe", "enemy", "rival", "defender", "supporter", "backer", "advocate", "admirer"],
    );
    let held = is_word(cx, head, &["hostage", "captive", "prisoner", "detainee", "victim", "target", "survivor"]);
    let of = children(cx, head, &[Deprel::Nmod]).into_iter().filter(|&c| c > head && case(cx, c) == "of");
    let other = of
        .filter_map(|c| crate::actors::mention_at(cx, reading, c))
        .any(|m| against && m.form == MentionForm::Named || m.kind == MentionType::ArmedGroup);
    let named = crate::actors::mention_at(cx, reading, head).is_some_and(|m| m.form == MentionForm::Named);
    ((held || against) && other && !named).then(|| cx.token(head).text.to_string())
}

/// "a former director of the Border Agency" is not the agency: the words up to the noun, unless a name stands beside them.
fn former(cx: &Context, reading: &Reading, head: usize) -> Option<String> {
    let was = |c: &usize| is_word(cx, *c, &["former", "ex", "onetime", "retired", "ex-"]) && *c < head;
    let once = children(cx, head, &[Deprel::Amod]).into_iter().find(was)?;
    let person = list("agent_nouns").has(&cx.token(head).lemma) || list("post_nouns").has(&cx.token(head).lemma);
    let named = crate::actors::mention_at(cx, reading, head).is_some_and(|m| m.form == MentionForm::Named)
        || !children(cx, head, &[Deprel::Appos, Deprel::Flat]).is_empty()
        || cx.token(head).deprel == Deprel::Appos;
    if cx.token(head).upos != Upos::Noun || !person || named {
        return None;
    }
    cx.analysis.span_of(once..head + 1).map(|s| cx.words(s).to_owned())
}

/// Pronouns for others than the one who speaks.
const OTHERS: &[&str] = &["he", "she", "they", "him", "her", "them"];

/// Who speaks the quotation around a word: "“They killed him,” Harrow said" is not about Harrow.
fn quoted_by(cx: &Context, reading: &Reading, i: usize) -> Vec<String> {
    let at = cx.token(i).span;
    if !quoted(cx, i) {
        return Vec::new();
    }
    let around = reading.attributions.iter().filter(|a| a.content.iter().any(|c| c.shared(at) > 0));
    around.filter_map(|a| crate::actors::speaker(cx, reading, a)).collect()
}

/// Whether a word stands between quotation marks.
fn quoted(cx: &Context, i: usize) -> bool {
    cx.analysis.quotes.iter().any(|q| q.inner.shared(cx.token(i).span) > 0)
}

/// The token a name beside `head` begins on: the next one that is a word of it.
fn next_word(cx: &Context, head: usize) -> usize {
    let mut last = head + 1;
    while last < cx.analysis.tokens.len() && matches!(cx.token(last).deprel, Deprel::Compound) {
        last += 1;
    }
    last
}

/// Whether the carrier of an event noun tells who did it and to whom. "died in the attack", "left after the strikes" do not; "hit
/// back with strikes", "said in an attack on …" do.
fn shares(cx: &Context, noun: usize) -> bool {
    cx.token(noun).deprel != Deprel::Obl
        || !matches!(
            case(cx, noun).as_str(),
            "after"
                | "since"
                | "before"
                | "during"
                | "following"
                | "about"
                | "over"
                | "despite"
                | "amid"
                | "from"
                | "of"
                | "against"
                | "by"
                | "until"
                | "because"
                | "between"
                | "without"
        )
}

/// "issued a declaration demanding …": who issued it.
fn stating(cx: &Context, reading: &Reading, verb: usize) -> Option<Vec<usize>> {
    let t = cx.token(verb);
    let noun = t.head as usize;
    let plain = t.deprel == Deprel::Acl && t.text.ends_with("ing") && children(cx, verb, &[Deprel::Nsubj]).is_empty();
    if !plain || cx.token(noun).upos != Upos::Noun || cx.token(noun).deprel != Deprel::Obj {
        return None;
    }
    let issuer = subjects(cx, cx.token(noun).head as usize);
    (people(cx, reading, noun).is_empty() && !issuer.is_empty()).then_some(issuer)
}

/// Verbs a strike is the subject of that hit somebody.
const HITS: &[&str] = &[
    "kill", "wound", "injure", "hit", "strike", "target", "leave", "destroy", "claim", "damage", "hurt", "flatten",
    "force", "displace", "maim", "level",
];

/// Verbs that let captives go.
const RELEASING: &[&str] = &["release", "free", "liberate"];

/// Who did it and to whom.
pub(super) fn roles(
    cx: &Context,
    reading: &Reading,
    i: usize,
    carrier: Option<usize>,
    kind: PloverType,
) -> (Vec<String>, Vec<String>) {
    let mut actor: Vec<String> = Vec::new();
    let mut recipient: Vec<String> = Vec::new();
    let verb = match cx.token(i).upos {
        Upos::Verb | Upos::Adj => Some(i),
        _ => carrier.filter(|_| shares(cx, i)),
    };
    let whom = ["against", "on", "with", "to", "at", "from", "for", "of", "into", "upon", ""];
    if let Some(v) = verb {
        let is_passive = passive(cx, v);
        let trailing = trailing(cx, v).filter(|_| v == i && matches!(kind, PloverType::Assault | PloverType::Coerce));
        let own = match trailing {
            Some(noun) => vec![noun],
            None => stating(cx, reading, v).unwrap_or_else(|| subjects(cx, v)),
        };
        let is_passive = is_passive || trailing.is_some();
        for h in own.clone().into_iter().filter(|&h| h != i) {
            let mut found = people(cx, reading, h);
            // "Ektar said it would …": the one who says it.
            if found.is_empty()
                && (cx.token(h).upos == Upos::Pron || is_text(cx, h, &["it", "they", "he", "she", "we", "i"]))
                && !nobody_named(cx, h)
                && !is_text(cx, h, &["you"])
                && !(is_text(cx, h, OTHERS) && quoted(cx, h))
                && let Some(say) = sayer(cx, v)
            {
                found = subjects(cx, say).into_iter().flat_map(|s| people(cx, reading, s)).collect();
            }
            if v != i && is_word(cx, v, TELLING) {
                // "suffered an attack": it befell the subject; who describes or condemns one had no part in it.
                if is_word(cx, v, &["face", "sustain", "suffer", "survive", "escape"]) {
                    recipient.extend(found);
                }
                continue;
            }
            // "40 people died in a bombing", "was wounded in the raid": it befell them.
            let inside = v != i && cx.token(i).deprel == Deprel::Obl && case(cx, i) == "in";
            if inside && kind == PloverType::Assault && (is_word(cx, v, &["die", "perish"]) || is_passive) {
                recipient.extend(found);
                continue;
            }
            // "Orin Vael's killing", taken for a verb
            let owned = v == i && is_text(cx, i, &["killing"]) && i > 0 && is_text(cx, i - 1, &["'s", "’s"]);
            if is_passive && v == i || owned { recipient.extend(found) } else { actor.extend(found) }
        }
        // "the attack taught Ektar a lesson": it hit nobody named there.
        let idle = v != i && cx.token(i).deprel == Deprel::Nsubj && !is_word(cx, v, HITS);
        let mut taken = children(cx, v, &[Deprel::Obj, Deprel::Iobj, Deprel::Obl]);
        taken.extend(shared_object(cx, v));
        for o in taken {
            if o == i {
                continue;
            }
            let preposition = case(cx, o);
            let object = cx.token(o).deprel != Deprel::Obl;
            // "asked for arms", "shelled from the hills", "promised at a meeting" name no recipient.
            let aside = match preposition.as_str() {
                "for" => matches!(kind, PloverType::Request | PloverType::Assault | PloverType::Reject),
                "from" => kind == PloverType::Assault,
                // "fought with the Front against Ektar": on its side.
                "with" => is_word(cx, v, &["fight"]) || kind == PloverType::Reject && is_passive,
                "at" => !matches!(kind, PloverType::Assault | PloverType::Protest | PloverType::Consult),
                _ => false,
            };
            // "killed, according to the ministry".
            let told = is_text(cx, cx.analysis.subtree(o).start, &["according"]);
            if told || idle && !(is_passive && preposition == "by") || aside && !object {
                continue;
            }
            // "released from Ektar's custody": who held them.
            let held = preposition == "from" && kind == PloverType::Retreat && is_word(cx, v, RELEASING);
            // "the attack was condemned by Ektar": Ektar had no part in it
            if preposition == "by" && v != i && is_word(cx, v, TELLING) {
                continue;
            }
            if preposition == "by" && is_passive || held {
                actor.extend(people(cx, reading, o));
            } else if object || whom.contains(&preposition.as_str()) {
                let found = people(cx, reading, o);
                if found.is_empty() {
                    // "released two of the Front's prisoners", "attack on the city of …": the party beside the thing.
                    for m in children(cx, o, &[Deprel::Nmod]) {
                        // "release hostages from Belvaar": who holds them.
                        if case(cx, m) == "from" && is_word(cx, v, RELEASING) && actor.is_empty() {
                            actor.extend(people(cx, reading, m));
                        } else if matches!(
                            case(cx, m).as_str(),
                            "of" | "on" | "against" | "to" | "from" | "for" | "with" | "by"
                        ) {
                            recipient.extend(people(cx, reading, m));
                        }
                    }
                } else {
                    recipient.extend(found);
                }
            }
        }
        if recipient.is_empty() && !is_passive && v == i {
            if let Some(h) = relative_object(cx, v) {
                let named = (cx.token(h).deprel == Deprel::Appos).then_some(cx.token(h).head as usize);
                let found = people(cx, reading, h);
                let over = named.filter(|_| found.is_empty()).map(|n| people(cx, reading, n)).unwrap_or_default();
                recipient.extend(found.into_iter().chain(over));
            }
        }
        for c in children(cx, v, &[Deprel::Ccomp]) {
            if matches!(kind, PloverType::Request | PloverType::Accuse | PloverType::Threaten) && recipient.is_empty() {
                for h in children(cx, c, &[Deprel::Nsubj]) {
                    recipient.extend(people(cx, reading, h));
                }
            }
        }
    }
    if verb != Some(i) {
        for o in children(cx, i, &[Deprel::Nmod, Deprel::Amod, Deprel::Compound]) {
            match case(cx, o).as_str() {
                "by" => actor.extend(people(cx, reading, o)),
                "on" | "against" | "with" | "to" | "into" | "from" => recipient.extend(people(cx, reading, o)),
                "between" => actor.extend(people(cx, reading, o)),
                "of" => recipient.extend(people(cx, reading, o)),
                "" if o < i => {
                    let tree = cx.analysis.subtree(o);
                    let found = crate::actors::parties_in(cx, reading, tree.start..tree.end.min(i));
                    if undergone(cx, i, o) { recipient.extend(found) } else { actor.extend(found) }
                }
                _ => {}
            }
        }
    }
    if recipient.is_empty() {
        recipient.extend(aimed_at(cx, i, carrier).into_iter().flat_map(|o| people(cx, reading, o)));
    }
    let nobody = |name: &String| {
        matches!(name.as_str(), "them" | "him" | "her" | "it" | "us" | "me" | "those" | "this" | "that")
    };
    // Each once, as actor before recipient.
    let mut seen: Vec<String> = Vec::new();
    for list in [&mut actor, &mut recipient] {
        list.retain(|name| {
            let first = !nobody(name) && !seen.contains(name);
            if first {
                seen.push(name.clone());
            }
            first
        });
    }
    if kind == PloverType::Consult && !is_word(cx, i, &["visit", "tour", "host", "receive"]) {
        actor.append(&mut recipient);
    }
    (actor, recipient)
}

/// "arming and aiding the Column": the object of the verb beside it, for a verb with none.
fn shared_object(cx: &Context, verb: usize) -> Vec<usize> {
    let bare = |v: usize| children(cx, v, &[Deprel::Obj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Obl]).is_empty();
    if cx.token(verb).upos != Upos::Verb || passive(cx, verb) || !bare(verb) {
        return Vec::new();
    }
    let alike = |other: usize| {
        let same = |end: &str| cx.token(verb).text.ends_with(end) == cx.token(other).text.ends_with(end);
        cx.token(other).upos == Upos::Verb && same("ing") && same("ed")
    };
    let next = children(cx, verb, &[Deprel::Conj]).into_iter().find(|&c| {
        let close = (verb + 1..c)
            .all(|w| matches!(cx.token(w).upos, Upos::Cconj | Upos::Adv | Upos::Part | Upos::Adp | Upos::Noun));
        c > verb && c <= verb + 5 && close && alike(c) && children(cx, c, &[Deprel::Nsubj, Deprel::Aux]).is_empty()
    });
    next.map(|c| children(cx, c, &[Deprel::Obj])).unwrap_or_default()
}

/// "an island that Ektar threatened to shell", "the Column, which Ektar accused of looting": the noun the clause hangs on is its object.
fn relative_object(cx: &Context, verb: usize) -> Option<usize> {
    let t = cx.token(verb);
    let own = children(cx, verb, &[Deprel::Nsubj]);
    let relative = |n: usize| is_text(cx, n, &["who", "which", "that", "whom"]);
    let objects = children(cx, verb, &[Deprel::Obj, Deprel::Iobj, Deprel::Ccomp]);
    let lower = children(cx, verb, &[Deprel::Xcomp]);
    let full = lower.iter().any(|&x| !children(cx, x, &[Deprel::Obj, Deprel::Ccomp]).is_empty());
    let gap = objects.iter().all(|&o| relative(o)) && !full;
    // "Ektar's demand that Belvaar apologise" tells what is demanded
    let content = !children(cx, verb, &[Deprel::Mark]).is_empty();
    (t.deprel == Deprel::Acl && !own.is_empty() && !own.iter().any(|&n| relative(n)) && gap && !content)
        .then_some(t.head as usize)
}

/// "sanctions targeting the Column", "raids aimed at Ektar": whom a participle beside the event names.
fn aimed_at(cx: &Context, i: usize, carrier: Option<usize>) -> Vec<usize> {
    let over = std::iter::once(i).chain(carrier);
    let beside = over.flat_map(|w| children(cx, w, &[Deprel::Acl, Deprel::Advcl]));
    let mut out = Vec::new();
    for p in beside.filter(|&p| p > i && is_word(cx, p, &["target", "aim", "direct"])) {
        let objects = children(cx, p, &[Deprel::Obj]).into_iter().filter(|_| cx.token(p).text.ends_with("ing"));
        out.extend(objects);
        out.extend(
            children(cx, p, &[Deprel::Obl]).into_iter().filter(|&o| matches!(case(cx, o).as_str(), "at" | "against")),
        );
    }
    out
}

/// "Vael's killing": the one it befell; "Ektar's killing of the envoy" is told by "of".
fn undergone(cx: &Context, noun: usize, owner: usize) -> bool {
    let acts = [
        "killing",
        "murder",
        "death",
        "assassination",
        "slaying",
        "kidnapping",
        "abduction",
        "arrest",
        "detention",
        "imprisonment",
    ];
    let of = children(cx, noun, &[Deprel::Nmod]).into_iter().any(|n| n > noun && case(cx, n) == "of");
    is_word(cx, noun, &acts) && cx.token(owner).deprel == Deprel::Nmod && !of
}

/// "to honour a judge, stabbed outside the court": the noun before the comma, which the participle is told of.
fn trailing(cx: &Context, verb: usize) -> Option<usize> {
    let noun = verb.checked_sub(2)?;
    let bare = children(cx, verb, &[Deprel::Nsubj, Deprel::Aux, Deprel::Mark, Deprel::Obj]).is_empty();
    let participle = cx.token(verb).deprel == Deprel::Advcl && cx.token(verb).text.ends_with("ed");
    (participle && bare && is_text(cx, verb - 1, &[","]) && cx.token(noun).upos.is_nominal()).then_some(noun)
}
