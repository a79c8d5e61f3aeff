//! Who did what to whom, in the types, modes and contexts of PLOVER (draft 2.0 manual)?
//!
//! In: "Ektar urged Belvaar to reopen the dam." Out: REQUEST, actor Ektar, recipient Belvaar, factuality asserted.
//! Words are `event_words.tsv`. The verb highest in the sentence tells the event; what it asks, offers, refuses or threatens is
//! its content and no event of its own. Cooperation still to come is AGREE, releases and withdrawals still to come CONCEDE, force still
//! to come THREATEN, as the manual has it. Not tried: contexts beyond plain words, merging the same event over sentences.

mod senses;

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{
    BlockKind, Certainty, Deprel, Event, Evidence, Factuality, Measure, MentionForm, MentionType, PloverType, Reading,
    RowId, Span, Upos,
};

use crate::{
    Context,
    actors::{case, children, parties_of, subjects},
    clauses::{is_text, parsed, told},
    phrases::is_word,
    status::{Mood, mood, negated},
};

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
            });
            match repeats {
                Some(r) if !row.actor.is_empty() => row.evidence.spans().iter().for_each(|e| r.evidence.push(*e)),
                _ => rows.push(row),
            }
        }
    }
    for (n, row) in rows.iter_mut().enumerate() {
        row.id = RowId(format!("e{}", n + 1));
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
        date: date(cx, reading, s, span),
        location: None,
        evidence: Evidence::new(span),
        factuality: Factuality::Asserted,
        attribution: cx.attribution_at(reading, span),
        rule: "events/must".to_owned(),
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
        let fits = objects.is_empty()
            || objects.split('|').any(|o| {
                o.split('+').all(|word| {
                    near.clone().any(|j| j != i && is_word(cx, j, &[word]) && (!particle(word) || j > i && j <= i + 4))
                })
            });
        if fits {
            let (name, mode) = label.split_once('.').map_or((label, None), |(n, m)| (n, Some(m)));
            return Some(Rule { kind: kind_from(name)?, mode });
        }
    }
    None
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
    to && matches!(cx.token(i).deprel, Deprel::Acl | Deprel::Advcl | Deprel::Xcomp) && !realised
}

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
    if senses::other(cx, i) {
        return None;
    }
    let verb = matches!(cx.token(i).upos, Upos::Verb | Upos::Adj);
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
            Assault | Coerce | Sanction | Mobilize | Protest if future && !actor.is_empty() && !passive(cx, i) => {
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
    if verb && aim(cx, i) && factuality == Factuality::Asserted && (!spoken(kind) || kind == Aid) && kind != Consult {
        factuality = Factuality::Hypothetical;
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
        date: date(cx, reading, s, span),
        location: location(cx, reading, i),
        evidence: Evidence::new(span),
        factuality,
        attribution,
        rule: "events/word".to_owned(),
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
    // "is committed to reform", "is opposed to the deal": somebody's own mind.
    if matches!(text.as_str(), "committed" | "opposed" | "determined" | "prepared" | "inclined")
        && !children(cx, i, &[Deprel::Obl]).into_iter().any(|o| case(cx, o) == "by")
    {
        return false;
    }
    // "Urged on by the council, Ektar …".
    let led = cx.token(i).deprel == Deprel::Advcl
        && (cx.token(i).head as usize) > i
        && text.ends_with("ed")
        && children(cx, i, &[Deprel::Nsubj, Deprel::Mark, Deprel::Aux, Deprel::Obj]).is_empty();
    if led {
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
fn people(cx: &Context, reading: &Reading, head: usize) -> Vec<String> {
    let at = cx.token(head).span;
    if reading.timexes.iter().any(|t| t.span.start <= at.start && at.end <= t.span.end) {
        return Vec::new();
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
    let found = parties_of(cx, reading, head);
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

/// Who did it and to whom.
fn roles(
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
        let own = stating(cx, reading, v).unwrap_or_else(|| subjects(cx, v));
        for h in own.clone().into_iter().filter(|&h| h != i) {
            let mut found = people(cx, reading, h);
            // "Ektar said it would …": the one who says it.
            if found.is_empty()
                && (cx.token(h).upos == Upos::Pron || is_text(cx, h, &["it", "they", "he", "she", "we", "i"]))
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
            if is_passive && v == i { recipient.extend(found) } else { actor.extend(found) }
        }
        // "the attack taught Ektar a lesson": it hit nobody named there.
        let idle = v != i && cx.token(i).deprel == Deprel::Nsubj && !is_word(cx, v, HITS);
        for o in children(cx, v, &[Deprel::Obj, Deprel::Iobj, Deprel::Obl]) {
            if o == i {
                continue;
            }
            let preposition = case(cx, o);
            let object = cx.token(o).deprel != Deprel::Obl;
            // "asked for arms", "shelled from the hills", "promised at a meeting" name no recipient.
            let aside = match preposition.as_str() {
                "for" => kind == PloverType::Request,
                "from" => kind == PloverType::Assault,
                "at" => !matches!(kind, PloverType::Assault | PloverType::Protest | PloverType::Consult),
                _ => false,
            };
            // "killed, according to the ministry".
            let told = is_text(cx, cx.analysis.subtree(o).start, &["according"]);
            if told || idle && !(is_passive && preposition == "by") || aside && !object {
                continue;
            }
            if preposition == "by" && is_passive {
                actor.extend(people(cx, reading, o));
            } else if object || whom.contains(&preposition.as_str()) {
                let found = people(cx, reading, o);
                if found.is_empty() {
                    // "released two of the Front's prisoners", "attack on the city of …": the party beside the thing.
                    for m in children(cx, o, &[Deprel::Nmod]) {
                        if matches!(
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
                    actor.extend(crate::actors::parties_in(cx, reading, tree.start..tree.end.min(i)));
                }
                _ => {}
            }
        }
    }
    let nobody = |name: &String| {
        matches!(name.as_str(), "them" | "him" | "her" | "it" | "us" | "me" | "those" | "this" | "that")
    };
    actor.retain(|a| !nobody(a));
    recipient.retain(|r| !nobody(r));
    let mut seen: Vec<String> = Vec::new();
    actor.retain(|a| {
        !seen.contains(a) && {
            seen.push(a.clone());
            true
        }
    });
    recipient.retain(|a| {
        !seen.contains(a) && {
            seen.push(a.clone());
            true
        }
    });
    if kind == PloverType::Consult && !is_word(cx, i, &["visit", "tour", "host", "receive"]) {
        actor.append(&mut recipient);
    }
    (actor, recipient)
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

/// The date told nearest to the words, inside the sentence.
fn date(cx: &Context, reading: &Reading, s: usize, span: Span) -> Option<String> {
    let sentence = cx.analysis.sentences[s].span;
    reading
        .timexes
        .iter()
        .filter(|t| {
            t.kind == onrecord_model::TimexType::Date
                && t.span.shared(sentence) > 0
                && t.value.starts_with(|c: char| c.is_ascii_digit())
        })
        .min_by_key(|t| {
            if t.span.shared(span) > 0 {
                0
            } else {
                t.span.start.abs_diff(span.end).min(t.span.end.abs_diff(span.start)) + 1
            }
        })
        .map(|t| t.value.clone())
}

/// A place in the clause: "in …", "near …".
fn location(cx: &Context, reading: &Reading, i: usize) -> Option<String> {
    let tree = cx.analysis.span_of(cx.analysis.subtree(i))?;
    reading
        .mentions
        .iter()
        .filter(|m| {
            matches!(m.kind, MentionType::Place | MentionType::State | MentionType::Facility) && m.span.shared(tree) > 0
        })
        .find(|m| {
            let at = cx.analysis.token_at(m.span.start);
            at > 0 && is_text(cx, at - 1, &["in", "near", "at", "inside", "outside"])
                || at > 1 && is_text(cx, at - 2, &["in", "near", "at"]) && is_text(cx, at - 1, &["the"])
        })
        .map(|m| cx.words(m.span).to_owned())
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
