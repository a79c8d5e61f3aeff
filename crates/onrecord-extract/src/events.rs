//! Who did what to whom, in the types, modes and contexts of PLOVER (draft 2.0 manual)?
//!
//! In: "Ektar urged Belvaar to reopen the dam." Out: REQUEST, actor Ektar, recipient Belvaar, factuality asserted.
//! Words are `event_words.tsv`. The verb highest in the sentence tells the event; what it asks, offers, refuses or threatens is
//! its content and no event of its own. Cooperation still to come is AGREE, releases and withdrawals still to come CONCEDE, force still
//! to come THREATEN, as the manual has it. Not tried: contexts beyond plain words, merging the same event over sentences.

mod content;
mod doubted;
mod nothing;
mod place;
mod repeats;
mod roles;
mod senses;
mod when;

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{
    BlockKind, Certainty, Deprel, Event, Evidence, Factuality, Measure, PloverType, Reading, RowId, Span, Upos,
};

use crate::{
    Context,
    actors::{case, children, subjects},
    clauses::{is_text, parsed, told},
    phrases::is_word,
    status::{Mood, mood, negated},
};
use roles::{people, roles};

struct Rule {
    kind: PloverType,
    mode: Option<&'static str>,
}

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let mut rows: Vec<Event> = Vec::new();
    for s in told(cx) {
        if !parsed(cx, s) || cx.analysis.sentences[s].kind == BlockKind::Title && cx.analysis.sentences.len() > 3 {
            continue;
        }
        for row in sentence(cx, reading, s) {
            let repeats = rows.iter_mut().find(|r| {
                r.event == row.event
                    && r.mode == row.mode
                    && r.actor == row.actor
                    && r.recipient == row.recipient
                    && r.factuality == row.factuality
                    && (r.date == row.date || r.date.is_none() || row.date.is_none())
            });
            match repeats {
                Some(r) if !row.actor.is_empty() => {
                    r.date = r.date.take().or(row.date);
                    row.evidence.spans().iter().for_each(|e| r.evidence.push(*e));
                }
                _ => rows.push(row),
            }
        }
    }
    for (n, row) in rows.iter_mut().enumerate() {
        row.id = RowId::from(format!("e{}", n + 1));
    }
    reading.events.extend(rows);
}

fn kind_from(word: &str) -> Option<PloverType> {
    use PloverType::*;
    Some(match word {
        "AGREE" => Agree,
        "CONSULT" => Consult,
        "SUPPORT" => Support,
        "COOPERATE" => Cooperate,
        "AID" => Aid,
        "RETREAT" => Retreat,
        "REQUEST" => Request,
        "ACCUSE" => Accuse,
        "REJECT" => Reject,
        "THREATEN" => Threaten,
        "PROTEST" => Protest,
        "SANCTION" => Sanction,
        "MOBILIZE" => Mobilize,
        "COERCE" => Coerce,
        "ASSAULT" => Assault,
        "CONCEDE" => Concede,
        _ => return None,
    })
}

/// The events of a sentence, the main clause's first.
fn sentence(cx: &Context, reading: &Reading, s: usize) -> Vec<Event> {
    let range = cx.analysis.sentences[s].tokens();
    if let Some(event) = demanded(cx, reading, s, range.clone()) {
        return vec![event];
    }
    let mut order: Vec<usize> = range.clone().filter(|&i| rule(cx, i, &range).is_some()).collect();
    order.sort_by_key(|&i| (depth(cx, i), i));
    let mut out: Vec<(usize, Event)> = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    for i in order {
        if taken.iter().any(|r| r.contains(&i)) {
            continue;
        }
        let Some(rule) = rule(cx, i, &range) else { continue };
        // "the airstrike killed two envoys" is one event, told by verb and noun.
        let told = carrier(cx, i).and_then(|v| out.iter_mut().find(|(at, e)| *at == v && e.event == rule.kind));
        if let Some((_, event)) = told {
            if event.mode.is_none() {
                event.mode = rule.mode.map(str::to_owned);
            }
            if event.actor.is_empty() {
                event.actor = roles(cx, reading, i, None, rule.kind).0;
                event.actor.retain(|a| !event.recipient.contains(a));
            }
            continue;
        }
        // "bombed the port, killing nine": the same act once more.
        if let Some(head) = repeats::of(cx, i, rule.kind)
            && let Some((_, event)) = out.iter_mut().find(|(at, e)| *at == head && repeats::same(e.event, rule.kind))
        {
            repeats::add(cx, reading, i, event);
            continue;
        }
        let content = content_of(cx, i, rule.kind);
        if let Some(event) = event(cx, reading, s, i, rule) {
            out.push((i, event));
            taken.extend(content);
        }
    }
    out.into_iter().map(|(_, event)| event).collect()
}

/// "Ektar said Belvaar must …": a request, whatever the verb.
fn demanded(cx: &Context, reading: &Reading, s: usize, range: Range<usize>) -> Option<Event> {
    let verb = range.into_iter().find(|&i| {
        matches!(cx.token(i).upos, Upos::Verb | Upos::Adj)
            && children(cx, i, &[Deprel::Aux]).into_iter().any(|a| is_text(cx, a, &["must"]))
            && sayer(cx, i).is_some()
    })?;
    let say = sayer(cx, verb)?;
    // "staged rallies, saying he must resign": said in passing.
    if depth(cx, say) > 0 {
        return None;
    }
    let actor: Vec<String> = subjects(cx, say).into_iter().flat_map(|h| people(cx, reading, h)).collect();
    let recipient: Vec<String> = subjects(cx, verb).into_iter().flat_map(|h| people(cx, reading, h)).collect();
    if actor.is_empty() || recipient.is_empty() || actor == recipient {
        return None;
    }
    let span = phrase(cx, verb, None);
    Some(Event {
        id: RowId::default(),
        event: PloverType::Request,
        mode: None,
        context: context(cx, s),
        actor,
        recipient,
        date: when::date(cx, reading, say, say),
        location: None,
        evidence: Evidence::new(span),
        factuality: Factuality::Asserted,
        attribution: cx.attribution_at(reading, span),
        rule: "events/must".into(),
        certainty: Certainty::Certain,
    })
}

/// "Veskara's demand that Ektar apologise": a request of whoever demands, not an act of Ektar.
fn demanded_by(cx: &Context, reading: &Reading, s: usize, verb: usize, noun: usize) -> Option<Event> {
    let actor = content::demanding(cx, noun).into_iter().flat_map(|h| people(cx, reading, h)).collect::<Vec<_>>();
    let recipient = subjects(cx, verb).into_iter().flat_map(|h| people(cx, reading, h)).collect::<Vec<_>>();
    if actor.is_empty() || recipient.is_empty() || actor == recipient {
        return None;
    }
    let sentence = cx.analysis.sentences[s].tokens();
    let yields = rule(cx, verb, &sentence).filter(|r| matches!(r.kind, PloverType::Retreat | PloverType::Concede));
    let first = content::demanding(cx, noun).into_iter().chain([noun]).min().unwrap_or(noun);
    let last = cx.analysis.subtree(verb).end;
    let span = crate::clauses::span(cx, first..last).unwrap_or(cx.token(noun).span);
    let attribution = cx.attribution_at(reading, cx.token(noun).span);
    Some(Event {
        id: RowId::default(),
        event: PloverType::Request,
        mode: yields.map(|_| "yield".to_owned()),
        context: context(cx, s),
        actor,
        recipient,
        date: None,
        location: None,
        evidence: Evidence::new(span),
        factuality: if attribution.is_some() { Factuality::Reported } else { Factuality::Asserted },
        attribution,
        rule: "events/demand".into(),
        certainty: Certainty::Certain,
    })
}

fn depth(cx: &Context, i: usize) -> usize {
    let mut at = i;
    for n in 0..60 {
        let up = cx.token(at).head as usize;
        if up == at {
            return n;
        }
        at = up;
    }
    60
}

/// The ranges that are what a verb asks, offers, refuses, accuses of or threatens: no events of their own.
fn content_of(cx: &Context, i: usize, kind: PloverType) -> Vec<Range<usize>> {
    use PloverType::*;
    let relations: &[Deprel] = match kind {
        Agree | Request | Reject | Threaten | Accuse | Concede | Support | Consult | Sanction => {
            &[Deprel::Xcomp, Deprel::Ccomp, Deprel::Obj, Deprel::Obl, Deprel::Advcl]
        }
        _ => &[Deprel::Obj, Deprel::Obl, Deprel::Xcomp],
    };
    children(cx, i, relations).into_iter().filter(|&c| c > i).map(|c| cx.analysis.subtree(c)).collect()
}

/// The rule a word takes in its clause.
fn rule(cx: &Context, i: usize, sentence: &Range<usize>) -> Option<Rule> {
    let t = cx.token(i);
    let pos = match t.upos {
        Upos::Verb => "verb",
        Upos::Noun => "noun",
        Upos::Adj => "adj",
        _ => return None,
    };
    let words = list("event_words");
    let rules = words
        .get(&format!("{} {pos}", t.lemma))
        .or_else(|| words.get(&format!("{} {pos}", t.text.to_lowercase())))?
        .first()?;
    let tree = cx.analysis.subtree(i);
    // "the video released on Sunday": what a participle tells of stands before it.
    let noun = (t.deprel == Deprel::Acl).then_some(t.head as usize).filter(|n| sentence.contains(n));
    let near = tree.start.max(sentence.start)..tree.end.min(sentence.end);
    let near = noun.into_iter().chain(near);
    for one in rules.split(';').filter(|r| !r.is_empty()) {
        let (label, objects) = one.split_once('=').unwrap_or((one, ""));
        let investigated = label == "ACCUSE.investigate" && is_word(cx, i, &["order"]);
        let close = investigated
            || is_word(cx, i, &["express", "voice"])
            || matches!(label, "AID" | "SANCTION.discontinue" | "SANCTION.expel" | "SANCTION.withdraw");
        let fits = objects.is_empty()
            || objects.split('|').any(|o| {
                o.split('+').all(|word| {
                    near.clone().any(|j| {
                        j != i
                            && is_word(cx, j, &[word])
                            && (!particle(word) || j > i && j <= i + 4)
                            && (!close || acted_on(cx, i, j))
                    })
                })
            });
        if fits {
            let (name, mode) = label.split_once('.').map_or((label, None), |(n, m)| (n, Some(m)));
            return Some(Rule { kind: kind_from(name)?, mode });
        }
    }
    None
}

/// Whether the word at `j` can be what the verb at `i` acts on: not inside a clause under it ("gave him weeks to hide the weapons"),
/// not its subject ("the chiefs of staff fired a missile"), not beside a person ("ends with a picture of an aid worker").
fn acted_on(cx: &Context, i: usize, j: usize) -> bool {
    let t = cx.token(j);
    let beside = t.deprel == Deprel::Compound && list("agent_nouns").has(&cx.token(t.head as usize).lemma);
    let mut at = j;
    for _ in 0..12 {
        let up = cx.token(at).head as usize;
        let clause = matches!(
            cx.token(at).deprel,
            Deprel::Acl | Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::Parataxis
        );
        let subject = up == i && cx.token(at).deprel == Deprel::Nsubj && !passive(cx, i);
        if at == i || up == at {
            break;
        }
        // "fired on the general"
        let at_him = up == i && is_word(cx, i, &["fire"]) && cx.token(at).deprel == Deprel::Obl;
        if clause || subject || at_him {
            return false;
        }
        at = up;
    }
    !beside
}

fn particle(word: &str) -> bool {
    matches!(word, "out" | "back" | "over" | "down" | "up" | "off" | "away" | "for" | "on" | "upon" | "in")
}

/// An infinitive that tells an aim or an ability, not a thing done: "missions to capture …", "able to attack".
fn aim(cx: &Context, i: usize) -> bool {
    let to = children(cx, i, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["to"]));
    let up = cx.token(i).head as usize;
    let realised = matches!(cx.token(i).deprel, Deprel::Xcomp)
        && is_word(
            cx,
            up,
            &[
                "begin", "start", "continue", "manage", "go", "help", "use", "fail", "refuse", "appear", "seem",
                "force", "come", "prove",
            ],
        );
    // "used gas to kill 100": what it was used for was done; so was it to "the latest town to be attacked"
    let used = cx.token(i).deprel == Deprel::Advcl && is_word(cx, up, &["use"]) && mood(cx, up) == Mood::Past;
    let latest = cx.token(i).deprel == Deprel::Acl
        && children(cx, up, &[Deprel::Amod])
            .into_iter()
            .any(|a| is_text(cx, a, &["first", "last", "latest", "recent", "second", "third", "only"]));
    to && matches!(cx.token(i).deprel, Deprel::Acl | Deprel::Advcl | Deprel::Xcomp) && !realised && !used && !latest
}

/// Verbs that speak of an event which need not have been.
const MISSED: &[&str] = &[
    "prevent",
    "avert",
    "avoid",
    "thwart",
    "foil",
    "deter",
    "preclude",
    "withstand",
    "foreshadow",
    "anticipate",
    "predict",
    "expect",
    "envisage",
];

/// What is asked, said, promised or refused, which takes somebody who does it.
fn spoken(kind: PloverType) -> bool {
    use PloverType::*;
    matches!(kind, Agree | Request | Accuse | Reject | Threaten | Support | Concede | Aid)
}

fn event(cx: &Context, reading: &Reading, s: usize, i: usize, rule: Rule) -> Option<Event> {
    use PloverType::*;
    if let Some(noun) = content::demand(cx, i) {
        return demanded_by(cx, reading, s, i, noun);
    }
    if senses::other(cx, reading, i) {
        return None;
    }
    let verb = matches!(cx.token(i).upos, Upos::Verb | Upos::Adj);
    if verb && nothing::nothing(cx, reading, i) {
        return None;
    }
    let Rule { mut kind, mut mode } = rule;
    let carrier = carrier(cx, i);
    // "could have prevented the attack", "cannot withstand an attack".
    if carrier.is_some_and(|c| is_word(cx, c, MISSED)) {
        return None;
    }
    let at = if verb { i } else { carrier.unwrap_or(i) };
    let own = mood(cx, at);
    let future = verb && (ahead(cx, i) || intended(cx, i));
    let no = verb && negated(cx, i);
    let (actor, mut recipient) = roles(cx, reading, i, carrier, kind);
    if actor.is_empty() && recipient.is_empty() {
        // "at least 14 villagers were killed": the counted are who it befell.
        let around = phrase(cx, i, carrier);
        let counted = reading.figures.iter().filter(|f| {
            matches!(
                f.measure,
                Measure::Killed | Measure::Wounded | Measure::Captured | Measure::Detained | Measure::Released
            ) && f.span.shared(around) > 0
        });
        recipient.extend(counted.filter_map(|f| f.of.clone()));
    }
    // Nobody did it and nobody had it done to him: no event between parties.
    if actor.is_empty() && recipient.is_empty() {
        return None;
    }
    // "The vote suggests that Ektar …": what cannot speak asks, promises and accuses nobody.
    let own_subjects = children(cx, i, &[Deprel::Nsubj]);
    if verb
        && spoken(kind)
        && actor.is_empty()
        && !passive(cx, i)
        && own_subjects.iter().any(|&h| cx.token(h).upos == Upos::Noun)
    {
        return None;
    }
    // "The act insists on a review": a document asks nobody itself.
    if verb && spoken(kind) && !passive(cx, i) && senses::documents(cx, &subjects(cx, i)) {
        return None;
    }
    // "ordered the campaign": nobody is told to do it.
    let told = !recipient.is_empty() || !children(cx, i, &[Deprel::Xcomp, Deprel::Ccomp]).is_empty();
    if verb && kind == Request && is_word(cx, i, &["order", "instruct"]) && !told {
        return None;
    }
    // "fired General Orin Vael": dismissed.
    if kind == Assault && senses::dismissed(cx, reading, i) {
        return None;
    }
    // "were traded for seven of Ektar's": captives let go.
    if kind == Cooperate && is_word(cx, i, &["trade"]) && passive(cx, i) && !recipient.is_empty() {
        kind = Retreat;
        mode = Some("release");
    }
    // "fired a missile into the sea": a test, nobody was shot at.
    if verb && kind == Assault && (recipient.is_empty() || passive(cx, i)) && senses::weapon_test(cx, i) {
        // "it was fired from a submarine" tells of the missile.
        recipient.clear();
        if actor.is_empty() {
            return None;
        }
        kind = Mobilize;
        mode = Some("weapons");
    }
    if verb && is_word(cx, i, &["talk", "discuss", "speak"]) && kind == Consult && actor.len() < 2 {
        return None;
    }
    // "met the deadline": a meeting with a thing is none.
    if verb
        && !no
        && kind == Consult
        && actor.len() < 2
        && is_word(cx, i, &["meet"])
        && !children(cx, i, &[Deprel::Obj]).is_empty()
    {
        return None;
    }
    if !verb && (actor.is_empty() && recipient.is_empty() || matches!(cx.token(i).deprel, Deprel::Compound)) {
        return None;
    }
    // "warned its citizens to avoid markets": advice.
    if kind == Threaten && senses::advice(cx, i) {
        kind = Request;
    }
    let sentence = cx.analysis.sentences[s].tokens();
    if recipient.is_empty() && verb {
        recipient = content::befalls(cx, reading, i, kind, &sentence);
        recipient.retain(|name| !actor.contains(name));
    }
    mode = mode.or_else(|| {
        if kind == Request && senses::advice(cx, i) { None } else { content::mode(cx, i, kind, &sentence) }
    });
    let mut factuality = Factuality::Asserted;
    if future || verb && own == Mood::Possible && !ahead(cx, i) {
        match kind {
            Consult | Support | Cooperate | Aid if future => {
                kind = Agree;
                mode = None;
            }
            Retreat if future && !in_plan(cx, i) => {
                kind = Concede;
                mode = None;
            }
            Assault | Coerce | Sanction | Protest if future && !actor.is_empty() && !passive(cx, i) => {
                mode = match kind {
                    Assault => Some("violence"),
                    Coerce => Some("restrict"),
                    _ => None,
                };
                kind = Threaten;
            }
            Consult | Support | Cooperate | Aid | Retreat | Assault | Coerce | Sanction | Mobilize | Protest
            | Concede => {
                factuality = if own == Mood::Possible { Factuality::Hypothetical } else { Factuality::Planned };
            }
            // "will press Ektar to sign", "plans to sue"
            Request | Accuse if future && !no => factuality = Factuality::Planned,
            // "could agree to leave"
            Agree | Request | Accuse | Reject | Threaten if verb && perhaps(cx, i) => {
                factuality = Factuality::Hypothetical;
            }
            _ => {}
        }
    }
    if no {
        match kind {
            Agree | Accuse | Request | Consult | Support | Cooperate | Aid | Concede | Retreat
                if matches!(own, Mood::Future | Mood::Present) || future =>
            {
                kind = Reject;
                mode = None;
            }
            _ => factuality = Factuality::Negated,
        }
    }
    if (in_plan(cx, i) || conditional(reading, cx.token(i).span))
        && !matches!(kind, Agree | Request | Accuse | Reject | Threaten)
    {
        factuality = Factuality::Hypothetical;
    }
    // "should cut off aid": need not have been
    if verb && own == Mood::Duty && factuality == Factuality::Asserted && !spoken(kind) {
        factuality = Factuality::Hypothetical;
    }
    if verb && aim(cx, i) && senses::planned(cx, i) && !no {
        factuality = Factuality::Planned;
    }
    if verb && aim(cx, i) && factuality == Factuality::Asserted && (!spoken(kind) || kind == Aid) && kind != Consult {
        factuality = Factuality::Hypothetical;
    }
    if factuality == Factuality::Asserted && !verb && matches!(own, Mood::Possible | Mood::Future) {
        // "could prompt sanctions", "will face sanctions".
        factuality = if own == Mood::Possible { Factuality::Hypothetical } else { Factuality::Planned };
    }
    // Who tries to mediate is at work already.
    let mediates = is_word(cx, i, &["broker", "mediate", "negotiate"]);
    if factuality == Factuality::Asserted && !mediates {
        factuality = crate::undone::standing(cx, at).or_else(|| doubted::doubted(cx, at)).unwrap_or(factuality);
    }
    let span = phrase(cx, i, carrier);
    let attribution = cx.attribution_at(reading, cx.token(i).span);
    if factuality == Factuality::Asserted && attribution.is_some() {
        factuality = Factuality::Reported;
    }
    if kind == Retreat && matches!(factuality, Factuality::Asserted | Factuality::Reported) && !done(cx, i) {
        factuality = Factuality::Planned;
    }
    if kind == Aid && matches!(factuality, Factuality::Asserted | Factuality::Reported) && own == Mood::Future {
        factuality = Factuality::Planned;
    }
    Some(Event {
        id: RowId::default(),
        event: kind,
        mode: mode.map(str::to_owned),
        context: context(cx, s),
        actor,
        recipient,
        date: when::date(cx, reading, i, at),
        location: place::location(cx, reading, i, kind),
        evidence: Evidence::new(span),
        factuality,
        attribution,
        rule: "events/word".into(),
        certainty: if verb { Certainty::Certain } else { Certainty::Possible },
    })
}

/// A verb that happened: past or perfect, not an infinitive or a bare participle under something else.
fn done(cx: &Context, i: usize) -> bool {
    cx.token(i).upos == Upos::Verb
        && matches!(mood(cx, i), Mood::Past | Mood::Present)
        && !cx.token(i).text.ends_with("ing")
        || children(cx, i, &[Deprel::Aux]).into_iter().any(|a| is_text(cx, a, &["is", "are", "was", "were", "been"]))
}

/// "could", "may", "might": nobody says it is so.
fn perhaps(cx: &Context, i: usize) -> bool {
    children(cx, i, &[Deprel::Aux]).into_iter().any(|a| is_text(cx, a, &["could", "may", "might"]))
}

/// "will", or "would" in what somebody said: still to come.
fn ahead(cx: &Context, i: usize) -> bool {
    let helpers = children(cx, i, &[Deprel::Aux]);
    let has = |words: &[&str]| helpers.iter().any(|&a| is_text(cx, a, words));
    has(&["will", "'ll", "’ll", "wo", "shall"]) || has(&["would", "'d", "’d"]) && sayer(cx, i).is_some()
}

/// The speech verb whose complement the verb's clause is.
fn sayer(cx: &Context, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..4 {
        let up = cx.token(at).head as usize;
        if up == at {
            // "…, the ministry said": the speech verb may hang beside.
            return children(cx, at, &[Deprel::Parataxis]).into_iter().find(|&c| is_word(cx, c, SAY));
        }
        if matches!(cx.token(at).deprel, Deprel::Ccomp | Deprel::Parataxis) && is_word(cx, up, SAY) {
            return Some(up);
        }
        if !matches!(cx.token(at).deprel, Deprel::Xcomp | Deprel::Conj | Deprel::Ccomp) {
            return None;
        }
        at = up;
    }
    None
}

/// Verbs of saying whose subject answers for what is said.
const SAY: &[&str] = &[
    "say",
    "announce",
    "confirm",
    "declare",
    "state",
    "reiterate",
    "tell",
    "add",
    "report",
    "insist",
    "indicate",
    "decide",
    "warn",
];

/// Under "plan to", "expected to", "will".
fn intended(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    up != i
        && cx.token(i).deprel == Deprel::Xcomp
        && (is_word(cx, up, &["plan", "expect", "intend", "schedule", "prepare", "hope", "decide", "set", "due"]))
}

/// Inside what a plan, proposal or deal contains.
fn in_plan(cx: &Context, i: usize) -> bool {
    let mut at = i;
    for _ in 0..6 {
        for s in children(cx, at, &[Deprel::Nsubj]) {
            if is_word(
                cx,
                s,
                &[
                    "plan",
                    "proposal",
                    "deal",
                    "agreement",
                    "phase",
                    "stage",
                    "draft",
                    "initiative",
                    "accord",
                    "framework",
                    "offer",
                ],
            ) {
                return true;
            }
        }
        for o in children(cx, at, &[Deprel::Obl]) {
            let inside = matches!(case(cx, o).as_str(), "under" | "in");
            if inside && is_word(cx, o, &["plan", "proposal", "deal", "agreement", "phase", "stage", "accord", "offer"])
            {
                return true;
            }
        }
        let up = cx.token(at).head as usize;
        if up == at {
            return false;
        }
        if matches!(cx.token(at).deprel, Deprel::Acl | Deprel::Nmod)
            && is_word(
                cx,
                up,
                &[
                    "plan",
                    "proposal",
                    "deal",
                    "agreement",
                    "phase",
                    "idea",
                    "draft",
                    "initiative",
                    "accord",
                    "offer",
                    "talk",
                    "talks",
                    "negotiation",
                ],
            )
        {
            return true;
        }
        if cx.token(at).deprel == Deprel::Nmod {
            return false;
        }
        at = up;
    }
    false
}

fn conditional(reading: &Reading, span: Span) -> bool {
    reading
        .conditions
        .iter()
        .any(|c| c.antecedent.is_some_and(|a| a.shared(span) > 0) || c.consequent.is_some_and(|a| a.shared(span) > 0))
}

/// The verb a noun of event hangs on.
fn carrier(cx: &Context, i: usize) -> Option<usize> {
    let t = cx.token(i);
    let up = t.head as usize;
    (t.upos != Upos::Verb
        && up != i
        && cx.token(up).upos == Upos::Verb
        && matches!(t.deprel, Deprel::Obj | Deprel::Nsubj | Deprel::Obl))
    .then_some(up)
}

fn passive(cx: &Context, i: usize) -> bool {
    let text = cx.token(i).text.to_lowercase();
    // "is scheduled to visit Ektar".
    if text == "scheduled" && !children(cx, i, &[Deprel::Xcomp]).is_empty() {
        return false;
    }
    // "is committed to reform", "is opposed to the deal": somebody's own mind.
    if matches!(text.as_str(), "committed" | "opposed" | "determined" | "prepared" | "inclined")
        && !children(cx, i, &[Deprel::Obl]).into_iter().any(|o| case(cx, o) == "by")
    {
        return false;
    }
    // "Urged on by the council, Ektar …".
    let led = cx.token(i).deprel == Deprel::Advcl
        && ((cx.token(i).head as usize) > i
            // "entered the town, backed by Belvaar"
            || children(cx, i, &[Deprel::Obl]).into_iter().any(|o| case(cx, o) == "by"))
        && text.ends_with("ed")
        && children(cx, i, &[Deprel::Nsubj, Deprel::Mark, Deprel::Aux, Deprel::Obj]).is_empty();
    if led {
        return true;
    }
    // "was arrested and beaten by": the auxiliary stands with the first; "has seen 20 people killed"
    let up = cx.token(i).head as usize;
    let bare = children(cx, i, &[Deprel::Aux, Deprel::Obj, Deprel::Mark]).is_empty() && !text.ends_with("ing");
    let own = !children(cx, i, &[Deprel::Nsubj]).is_empty();
    let participle = ["ed", "en", "wn", "lt", "pt", "id"].iter().any(|end| text.ends_with(end)) || text == "shot";
    let joined = cx.token(i).deprel == Deprel::Conj && up < i && !own && cx.token(up).upos == Upos::Verb;
    if bare && participle && joined && passive(cx, up) {
        return true;
    }
    let seen = matches!(cx.token(i).deprel, Deprel::Xcomp | Deprel::Ccomp)
        && is_word(cx, up, &["see", "leave", "get", "have"]);
    if bare && participle && seen {
        return true;
    }
    !text.ends_with("ing")
        && children(cx, i, &[Deprel::Aux])
            .into_iter()
            .any(|a| is_text(cx, a, &["be", "been", "is", "are", "was", "were", "being", "get", "got"]))
        || cx.token(i).deprel == Deprel::Acl
            && (text.ends_with("ed") || text.ends_with("wn") || text.ends_with("en"))
            && children(cx, i, &[Deprel::Nsubj]).is_empty()
}

/// PLOVER contexts told by plain words of the sentence.
fn context(cx: &Context, s: usize) -> Vec<String> {
    let words = list("event_contexts");
    let mut out: Vec<String> = Vec::new();
    for i in cx.analysis.sentences[s].tokens() {
        if let Some(c) = words.get(&cx.token(i).lemma).and_then(|c| c.first())
            && !out.iter().any(|o| o == c)
        {
            out.push((*c).to_owned());
        }
    }
    out.truncate(3);
    out
}

/// The words an event stands on: the verb with its subject and object, without clauses beside it.
fn phrase(cx: &Context, i: usize, carrier: Option<usize>) -> Span {
    let v = carrier.unwrap_or(i);
    let mut first = v.min(i);
    let mut last = v.max(i) + 1;
    for c in children(
        cx,
        v,
        &[Deprel::Nsubj, Deprel::Obj, Deprel::Iobj, Deprel::Obl, Deprel::Xcomp, Deprel::Ccomp, Deprel::Aux],
    ) {
        let tree = cx.analysis.subtree(c);
        first = first.min(tree.start);
        last = last.max(tree.end);
    }
    crate::clauses::span(cx, first..last).unwrap_or(cx.token(i).span)
}
