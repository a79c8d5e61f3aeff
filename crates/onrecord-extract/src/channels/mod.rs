//! Who is said to be in contact with whom, through whom, and where does it stand?
//!
//! In: "Ellidane is mediating talks between Belvaar and the Ruvane Column." Out: ends Belvaar, Ruvane Column; mediator
//! Ellidane; form mediated; status ongoing.
//! A contact word (`contact_words.tsv`) is looked up with the noun phrases the parse hangs on it; beside that every set of
//! parties of a sentence with such a word is weighed (`pairs`): what a rule finds and weighs enough is certain, the rest possible. Not tried: contacts told
//! only by posture ("sat in the same room"), lists "from A to B", contacts with the press or with readers. A title repeats the body
//! and gives evidence, not rows.

mod messages;
mod pairs;
mod words;

pub use pairs::Pair;
use words::*;

use onrecord_lexicon::list;
use onrecord_model::{
    Certainty, Channel, ChannelForm, ChannelStatus, Deprel, Evidence, MentionType, Reading, RowId, Span, Upos,
};

use crate::{
    Context,
    actors::{self, case, children, class, main_pair, mention_at, parties_in, parties_of, subjects},
    clauses::{is_text, parsed, told},
    phrases::is_word,
    scoring,
    status::of_contact,
};

/// Rule name of a contact with one end told: who takes part.
const HALF: &str = "channels/half";
/// Rule name of a contact with one end told: with whom.
const OTHER_HALF: &str = "channels/other_half";

/// Rule name of one call of several to one caller each.
const EACH: &str = "channels/each";
/// Rule name of a deal that those who made it are told of.
const REACHED: &str = "channels/reached";

/// A contact before it becomes a row.
#[derive(Default)]
struct Found {
    ends: Vec<String>,
    mediators: Vec<String>,
    also_present: Vec<String>,
    via: Vec<String>,
    form: ChannelForm,
    status: Option<ChannelStatus>,
    topic: Option<String>,
    evidence: Vec<Span>,
    rule: &'static str,
    certainty: Certainty,
}

/// Every pair of parties of every sentence with a word of contact, with its features: what training reads. `reading` holds the
/// tables read before the contacts.
pub fn candidates(cx: &Context, reading: &Reading) -> Vec<Pair> {
    let pair = main_pair(reading);
    let around = pairs::Around::new(cx, reading, &pair);
    let found = by_rules(cx, reading, &pair);
    told(cx)
        .filter(|&s| parsed(cx, s) && !title(cx, s))
        .flat_map(|s| {
            let here: Vec<Vec<String>> = found.iter().filter(|(at, _)| *at == s).map(|(_, f)| f.ends.clone()).collect();
            around.pairs(s, &here)
        })
        .collect()
}

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let pair = main_pair(reading);
    let around = pairs::Around::new(cx, reading, &pair);
    let found = by_rules(cx, reading, &pair);
    let mut scored: Vec<(Pair, f32)> = Vec::new();
    for s in told(cx).filter(|&s| parsed(cx, s) && !title(cx, s)) {
        let here: Vec<Vec<String>> = found.iter().filter(|(at, _)| *at == s).map(|(_, f)| f.ends.clone()).collect();
        scored.extend(around.pairs(s, &here).into_iter().map(|p| {
            let score = scoring::score("channel_weights", 0, &p.features);
            (p, score)
        }));
    }
    let best =
        |ends: &[String]| scored.iter().filter(|(p, _)| same_ends(&p.ends, ends)).map(|(_, s)| *s).reduce(f32::max);
    let mut rows: Vec<Channel> = Vec::new();
    for (_, mut f) in found {
        if f.ends.iter().any(|e| hearers(e)) {
            continue;
        }
        let score = best(&f.ends);
        let plain = matches!(f.rule, EACH | REACHED);
        if !plain && score.is_some_and(|s| s < DOUBTED) {
            continue;
        }
        f.certainty = if score.is_none_or(|s| s >= SURE) { Certainty::Certain } else { Certainty::Possible };
        add(cx, reading, &mut rows, f);
    }
    // The heaviest first: what stands of a contact is what its best words say; another standing needs better words.
    scored.retain(|(p, s)| *s >= 0.0 && !p.ends.iter().any(|e| hearers(e)));
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (p, score) in scored {
        let Some(status) = p.status else { continue };
        let known: Vec<&Channel> = rows.iter().filter(|r| same_ends(&r.ends, &p.ends)).collect();
        let new = !known.iter().any(|r| r.status == status);
        if !known.is_empty() && (score < TOLD_AGAIN || !pairs::tells(cx, &p)) {
            continue;
        }
        if new && !(known.is_empty() || known.len() < STANDINGS && score >= ANOTHER) {
            continue;
        }
        add(cx, reading, &mut rows, around.told(p, status));
    }
    rows.sort_by_key(|r| r.evidence.first());
    for (n, row) in rows.iter_mut().enumerate() {
        row.id = RowId::from(format!("c{}", n + 1));
    }
    reading.channels.extend(rows);
}

/// Score from which what a rule found is certain.
const SURE: f32 = 0.5;
/// Score under which what a rule found is dropped.
const DOUBTED: f32 = -0.1;
/// Score from which other words on the same ends give another row, with another status.
const ANOTHER: f32 = 1.4;
/// Score from which other words are one more mention of a contact that has its row.
const TOLD_AGAIN: f32 = 0.9;
/// Most rows on the same ends that scores add to.
const STANDINGS: usize = 3;

/// Whether a sentence is the report's headline.
fn title(cx: &Context, sentence: usize) -> bool {
    let s = &cx.analysis.sentences[sentence];
    Some(s.span) == cx.report.title || s.kind == onrecord_model::BlockKind::Title
}

fn same_ends(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|e| b.contains(e))
}

/// What the rules find, each with its sentence.
fn by_rules(cx: &Context, reading: &Reading, pair: &[String]) -> Vec<(usize, Found)> {
    let mut out: Vec<(usize, Found)> = Vec::new();
    let mut last: Option<Vec<String>> = None;
    // "A is in talks over …": one end told, until "the talks with B" names the other.
    let mut half: Option<(usize, Found)> = None;
    for s in told(cx) {
        if !parsed(cx, s) {
            continue;
        }
        let title = title(cx, s);
        let mut found: Vec<Found> = Vec::new();
        for i in cx.analysis.sentences[s].tokens() {
            found.extend(contact(cx, reading, i, &last, pair));
        }
        for mut f in found {
            if title {
                continue;
            }
            if f.rule == HALF {
                if f.status.is_some_and(|s| s == ChannelStatus::Refused) && pair.contains(&f.ends[0]) {
                    f.ends = pair.to_vec();
                } else {
                    half = Some(match half.take() {
                        // Told again: the first telling's status, all the words.
                        Some((at, mut open)) if open.ends == f.ends && s - at <= 6 => {
                            open.evidence.extend(f.evidence);
                            (s, open)
                        }
                        _ => (s, f),
                    });
                    continue;
                }
            }
            if f.rule == OTHER_HALF {
                let Some((_, open)) = half.take().filter(|(at, o)| s - at <= 6 && !f.ends.contains(&o.ends[0])) else {
                    continue;
                };
                f.ends.insert(0, open.ends[0].clone());
                f.status = open.status;
                // Who told the first half tells the contact too; it stays a row of its own beside the second teller's.
                out.push((s, Found { ends: f.ends.clone(), ..open }));
            }
            last = (f.ends.len() == 2).then(|| f.ends.clone()).or(last);
            out.push((s, f));
        }
    }
    out
}

/// The parties of a noun phrase; "the two sides" are those last in contact.
fn ends_of(cx: &Context, reading: &Reading, head: usize, last: &Option<Vec<String>>, pair: &[String]) -> Vec<String> {
    let both = is_word(cx, head, &["side", "party", "country", "neighbour", "neighbor", "foe", "rival", "enemy"])
        && children(cx, head, &[Deprel::Det, Deprel::Nummod, Deprel::Amod, Deprel::Advmod])
            .into_iter()
            .any(|i| is_text(cx, i, &["two", "both", "warring", "opposing", "rival"]))
        || is_text(cx, head, &["parties", "sides", "both"]);
    if both {
        return last.clone().unwrap_or_else(|| pair.to_vec());
    }
    parties_of(cx, reading, head)
}

fn contact(cx: &Context, reading: &Reading, i: usize, last: &Option<Vec<String>>, pair: &[String]) -> Vec<Found> {
    let t = cx.token(i);
    let words = list("contact_words");
    let row = words.get(&t.lemma).or_else(|| words.get(&t.text.to_lowercase()));
    let verbal = matches!(t.upos, Upos::Verb | Upos::Aux);
    let noun = matches!(t.upos, Upos::Noun | Upos::Propn);
    if noun && is_word(cx, i, AGREEMENT) {
        return agreement(cx, reading, i, last, pair).into_iter().collect();
    }
    let parties = |h: usize| ends_of(cx, reading, h, last, pair);
    if verbal && let Some(found) = messages::found(cx, reading, i, parties) {
        return found;
    }
    let Some(columns) = row else { return Vec::new() };
    if idle(cx, i) || tells_none(cx, i) {
        return Vec::new();
    }
    let verb_only = columns[0] == "verb";
    // "talk", "call", "visit", "contact" are both; the parse says which.
    if verbal && (verb_only || is_word(cx, i, &["talk", "call", "visit", "contact", "phone"])) {
        by_verb(cx, reading, i, last, pair)
    } else if noun && (columns[0] == "noun" || is_word(cx, i, &["call", "visit", "talk", "contact"])) {
        by_noun(cx, reading, i, last, pair).unwrap_or_default()
    } else {
        Vec::new()
    }
}

/// Whether a noun phrase is somebody: a name, a pronoun, or a noun for people or a body.
fn somebody(cx: &Context, reading: &Reading, head: usize) -> bool {
    matches!(cx.token(head).upos, Upos::Propn | Upos::Pron)
        || class(cx, head).is_some()
        || mention_at(cx, reading, head).is_some_and(|m| {
            !matches!(m.kind, MentionType::Facility | MentionType::Event)
                && crate::parties::head_token(cx, m.span) == Some(head)
        })
}

fn form_of(word: &str) -> ChannelForm {
    match word {
        "meeting" => ChannelForm::Meeting,
        "call" => ChannelForm::Call,
        "message" => ChannelForm::Message,
        "visit" => ChannelForm::Visit,
        "direct" => ChannelForm::Direct,
        "indirect" => ChannelForm::Indirect,
        "mediated" => ChannelForm::Mediated,
        _ => ChannelForm::Unspecified,
    }
}

fn form_at(cx: &Context, i: usize) -> ChannelForm {
    let t = cx.token(i);
    let base = match &*t.lemma {
        "call" | "visit" | "contact" => t.lemma.as_ref(),
        other => list("contact_words").get(other).and_then(|c| c.get(1)).copied().unwrap_or("unspecified"),
    };
    let adjective = |words: &[&str]| {
        children(cx, i, &[Deprel::Amod, Deprel::Compound, Deprel::Advmod, Deprel::Obl, Deprel::Nmod])
            .into_iter()
            .any(|c| is_word(cx, c, words))
    };
    if adjective(&["indirect", "proximity", "backchannel", "intermediary"]) {
        return ChannelForm::Indirect;
    }
    if adjective(&["phone", "telephone", "conference"]) && !adjective(&["peace", "press"]) {
        return ChannelForm::Call;
    }
    if adjective(&["direct", "face-to-face", "bilateral"]) {
        return ChannelForm::Direct;
    }
    form_of(base)
}

/// Whether a noun phrase is the press or a press event.
fn press(cx: &Context, head: usize) -> bool {
    class(cx, head) == Some("press")
        || children(cx, head, &[Deprel::Compound, Deprel::Amod]).into_iter().any(|c| is_text(cx, c, &["press", "news"]))
}

/// Prepositions before what a contact is about.
const ABOUT: [&str; 5] = ["about", "on", "over", "regarding", "concerning"];

/// "A meets B", "A and B are negotiating", "A spoke with B".
fn by_verb(cx: &Context, reading: &Reading, v: usize, last: &Option<Vec<String>>, pair: &[String]) -> Vec<Found> {
    let lemma = &*cx.token(v).lemma;
    let ends = |h: usize| ends_of(cx, reading, h, last, pair);
    let first: Vec<String> = unique(subjects(cx, v).into_iter().flat_map(ends));
    let mut others: Vec<Vec<String>> = Vec::new();
    let mut visited: Vec<String> = Vec::new();
    let mut between: Vec<String> = Vec::new();
    let mut through: Vec<String> = Vec::new();
    let mut by: Vec<String> = Vec::new();
    let mut attached = children(cx, v, &[Deprel::Obl, Deprel::Obj, Deprel::Nmod]);
    // "huddled for hours with B": the parser may hang "with B" on what stands between; "spoke about a deal with B" is about B.
    let topic = |&o: &usize| ABOUT.contains(&case(cx, o).as_str());
    let several = subjects(cx, v).into_iter().any(|h| !actors::conjuncts(cx, h).is_empty());
    let whole = several || first.len() > 1 || attached.iter().any(|&o| case(cx, o) == "with");
    for o in attached.clone().into_iter().filter(|o| !matches!(lemma, "host" | "receive") && !(whole && topic(o))) {
        attached.extend(children(cx, o, &[Deprel::Nmod]).into_iter().filter(|&m| case(cx, m) == "with" && m > v));
    }
    let told_of = attached.iter().any(topic);
    // "met officials from B": the parser may hang "from B" on the verb.
    let from = |o: usize| attached.iter().copied().find(|&f| f > o && f <= o + 4 && case(cx, f) == "from").map(ends);
    for &o in &attached {
        if press(cx, o) {
            return Vec::new();
        }
        let preposition = case(cx, o);
        let found = ends(o);
        match preposition.as_str() {
            "between" | "among" => between.extend(found),
            "through" | "via" => through.extend(found),
            "by" => by.extend(found),
            "with" => others.push(found),
            // "spoke to the fears of Ektar's farmers": a thing is spoken to, nobody
            "to" if matches!(lemma, "talk" | "speak" | "write" | "reach") && somebody(cx, reading, o) => {
                others.push(found)
            }
            "" if matches!(
                lemma,
                "meet"
                    | "call"
                    | "telephone"
                    | "phone"
                    | "contact"
                    | "consult"
                    | "engage"
                    | "visit"
                    | "host"
                    | "receive"
            ) =>
            {
                let person_or_party = mention_at(cx, reading, o).is_some_and(|m| m.kind != MentionType::Facility)
                    || class(cx, o).is_some();
                if matches!(lemma, "visit") {
                    visited.extend(places(cx, reading, o));
                } else if (matches!(lemma, "meet") || person_or_party)
                    && (!matches!(lemma, "call") || is_person(cx, reading, o))
                {
                    // "their counterparts": those of whoever met them, unless they are from somewhere
                    let own = found.iter().all(|f| first.contains(f));
                    others.push(from(o).filter(|_| own).unwrap_or(found));
                }
            }
            _ => {}
        }
    }
    let mediate = MEDIATE.contains(&lemma);
    let mut out = Vec::new();
    if mediate {
        let ends = if between.is_empty() { others.into_iter().flatten().collect() } else { between };
        let mut mediators = if first.is_empty() { by } else { first };
        let mut ends = unique(ends);
        if ends.len() < 2 && is_word(cx, v, &["mediate", "shuttle"]) {
            ends = last.clone().unwrap_or_else(|| pair.to_vec());
        }
        mediators.retain(|m| !ends.contains(m));
        if ends.len() >= 2 && !mediators.is_empty() {
            out.push(Found {
                ends,
                mediators,
                form: ChannelForm::Mediated,
                status: of_contact(cx, v, Some(v), false),
                evidence: vec![clause(cx, v)],
                rule: "channels/mediate",
                ..Found::default()
            });
        }
        return out;
    }
    let strong = list("contact_words").get(lemma).is_some_and(|c| c.get(2) == Some(&"strong"));
    let form = if is_word(cx, v, &["speak", "talk", "discuss"])
        && children(cx, v, &[Deprel::Obl]).into_iter().any(|o| is_word(cx, o, &["telephone", "phone", "call"]))
    {
        ChannelForm::Call
    } else {
        form_at(cx, v)
    };
    let status = of_contact(
        cx,
        v,
        Some(v),
        matches!(form, ChannelForm::Meeting | ChannelForm::Call | ChannelForm::Visit | ChannelForm::Message),
    );
    let base = |ends: Vec<String>| Found {
        ends,
        mediators: through.clone(),
        form: if through.is_empty() { form } else { ChannelForm::Mediated },
        status,
        evidence: vec![clause(cx, v)],
        rule: "channels/verb",
        ..Found::default()
    };
    if !visited.is_empty() && first.len() == 1 {
        let hosts = unique(visited).into_iter().filter(|p| *p != first[0]);
        out.extend(hosts.map(|p| base(vec![first[0].clone(), p])));
    } else if !between.is_empty() {
        out.push(base(unique(between)));
    } else if others.iter().any(|o| !o.is_empty()) {
        let partners = unique(others.into_iter().flatten());
        // "A phoned B, C and D": a call each; "A met B and C" too
        let each = form == ChannelForm::Call && partners.len() > 1
            || partners.len() == 2 && is_word(cx, v, &["meet", "speak", "talk", "consult", "confer"]);
        if first.len() == 1 && each {
            for p in partners.into_iter().filter(|p| *p != first[0]) {
                let rule = if form == ChannelForm::Call { EACH } else { "channels/verb" };
                out.push(Found { rule, ..base(vec![first[0].clone(), p]) });
            }
        } else if !first.is_empty() {
            out.push(base(unique(first.into_iter().chain(partners))));
        }
    } else if lemma == "discuss" {
        // "A and B discussed the plan by phone"
        if first.len() >= 2 && form == ChannelForm::Call {
            out.push(base(first));
        }
    } else if (strong || (told_of || form == ChannelForm::Call) && matches!(lemma, "talk" | "speak"))
        && first.len() >= 2
        && !children(cx, v, &[Deprel::Obj])
            .into_iter()
            .any(|o| !is_word(cx, o, AGREEMENT) && !is_word(cx, o, WORKED_OUT))
    {
        out.push(base(first));
    }
    out
}

/// "talks between A and B", "A holds talks with B", "the A-B talks", "A's talks with B".
fn by_noun(
    cx: &Context,
    reading: &Reading,
    n: usize,
    last: &Option<Vec<String>>,
    pair: &[String],
) -> Option<Vec<Found>> {
    if press(cx, n) || is_text(cx, n, &["line", "channel"]) && children(cx, n, &[Deprel::Nmod]).is_empty() {
        return None;
    }
    let ends = |h: usize| ends_of(cx, reading, h, last, pair);
    let lemma = &*cx.token(n).lemma;
    let mut sides: Vec<String> = Vec::new();
    let mut withs: Vec<String> = Vec::new();
    let mut owners: Vec<String> = Vec::new();
    let mut mediators: Vec<String> = Vec::new();
    let mut present: Vec<String> = Vec::new();
    // "negotiations with the islanders": with somebody, but with no party the report names
    let mut stranger = false;
    let with_nobody = |h: usize| {
        let people = somebody(cx, reading, h) || list("agent_nouns").has(&cx.token(h).lemma);
        case(cx, h) == "with" && people && ends(h).is_empty()
    };
    let attach = |h: usize, sides: &mut Vec<String>, withs: &mut Vec<String>, mediators: &mut Vec<String>| {
        if press(cx, h) {
            return;
        }
        match case(cx, h).as_str() {
            "between" | "among" | "involving" => sides.extend(ends(h)),
            "with" => withs.extend(ends(h)),
            "of" if matches!(lemma, "meeting" | "summit") => sides.extend(ends(h)),
            "to" if matches!(lemma, "letter" | "message" | "line" | "call") => withs.extend(ends(h)),
            "to" if matches!(lemma, "visit" | "trip") => withs.extend(place_party(cx, reading, h)),
            "through" | "via" => mediators.extend(ends(h)),
            _ => {}
        }
    };
    for m in children(cx, n, &[Deprel::Nmod, Deprel::Obl]) {
        if m > n {
            stranger |= with_nobody(m);
            attach(m, &mut sides, &mut withs, &mut mediators);
        }
    }
    for m in children(cx, n, &[Deprel::Nmod, Deprel::Compound, Deprel::Amod]).into_iter().filter(|&m| m < n) {
        let words = cx.token(m).text.to_lowercase();
        if let Some(name) = led_by(cx, reading, m, &words) {
            mediators.extend(name);
        } else if class(cx, m) != Some("press") {
            let range = cx.analysis.subtree(m);
            owners.extend(parties_in(cx, reading, range.start..range.end.min(n)));
        }
    }
    // "talks mediated by C".
    for a in children(cx, n, &[Deprel::Acl]) {
        if is_word(cx, a, MEDIATE) || is_word(cx, a, &["host"]) {
            for o in children(cx, a, &[Deprel::Obl]).into_iter().filter(|&o| case(cx, o) == "by") {
                if is_word(cx, a, &["host"]) { present.extend(ends(o)) } else { mediators.extend(ends(o)) }
            }
        } else if is_word(cx, a, &["involve", "include"]) {
            for o in children(cx, a, &[Deprel::Obj]) {
                sides.extend(ends(o));
            }
        }
    }
    // "a call in which A and B will take part"
    for a in children(cx, n, &[Deprel::Acl]) {
        let within = cx.analysis.subtree(a).start;
        let there = is_text(cx, within, &["where"])
            || is_text(cx, within, &["in", "at", "during"]) && is_text(cx, within + 1, &["which"]);
        if there {
            let took_part: Vec<String> = subjects(cx, a).into_iter().filter(|&h| h != n).flat_map(ends).collect();
            if took_part.len() > 1 {
                sides.extend(took_part);
            }
        }
    }
    let support = support(cx, n);
    let mut joined: Vec<String> = Vec::new();
    // "A has been in touch with B".
    if case(cx, n) == "in" {
        for h in children(cx, n, &[Deprel::Nsubj]) {
            joined.extend(ends(h));
        }
    }
    // "a conversation he had with B".
    for a in
        children(cx, n, &[Deprel::Acl]).into_iter().filter(|&a| is_word(cx, a, &["have", "hold", "conduct", "open"]))
    {
        for h in subjects(cx, a).into_iter().filter(|&h| h != n) {
            joined.extend(ends(h));
        }
        for o in children(cx, a, &[Deprel::Obl]) {
            attach(o, &mut sides, &mut withs, &mut mediators);
        }
    }
    if let Some(v) = support {
        let subject = subjects(cx, v);
        let is_subject = cx.token(n).deprel == Deprel::Nsubj;
        // "which led to the talks", "chaired a meeting of the council": only over talks that somebody is led in
        let leads = is_word(cx, v, &["lead", "chair", "oversee", "sponsor", "moderate", "convey", "relay"]);
        if is_word(cx, v, MEDIATE) && !(leads && cx.token(n).deprel == Deprel::Obl) {
            mediators.extend(subject.into_iter().filter(|&h| h != n).flat_map(ends));
        } else if is_word(cx, v, &["host"]) {
            present.extend(subject.into_iter().filter(|&h| h != n).flat_map(ends));
        } else if !is_subject
            && (is_word(cx, v, SUPPORT)
                // "A called for new talks with B"
                || case(cx, n) == "for" && is_word(cx, v, ASKED_FOR) && !withs.is_empty()
                || cx.token(n).deprel == Deprel::Obl
                    && owners.is_empty()
                    // "A complained in talks with B"
                    && (matches!(lemma, "letter" | "message" | "visit" | "trip" | "call" | "meeting")
                        || !withs.is_empty()
                            && (matches!(case(cx, n).as_str(), "in" | "during" | "after" | "following")
                                || is_word(cx, v, &["walk", "withdraw", "pull", "back", "storm", "retreat"]))))
        {
            for h in subject.into_iter().filter(|&h| h != n) {
                joined.extend(ends(h));
            }
        }
        // "talks are set to resume between A and B"
        let mut holders = vec![v];
        if is_subject {
            holders.extend(children(cx, v, &[Deprel::Xcomp]));
        }
        for o in holders.into_iter().flat_map(|v| children(cx, v, &[Deprel::Obl])) {
            for m in children(cx, o, &[Deprel::Nmod]).into_iter().filter(|&m| m > o && o != n && case(cx, m) == "with")
            {
                attach(m, &mut sides, &mut withs, &mut mediators);
            }
            if case(cx, o) == "by" && is_subject {
                let by = ends(o);
                if is_word(cx, v, MEDIATE) || is_word(cx, v, &["host"]) {
                    mediators.extend(by)
                } else {
                    joined.extend(by)
                }
            } else if o != n {
                stranger |= with_nobody(o);
                attach(o, &mut sides, &mut withs, &mut mediators);
            }
        }
    }
    if stranger && withs.is_empty() && sides.len() < 2 {
        return None;
    }
    if withs.is_empty()
        && sides.len() < 2
        && matches!(lemma, "letter" | "message" | "line" | "channel" | "visit" | "trip" | "call")
    {
        return None;
    }
    let one_by_one = sides.is_empty()
        && withs.len() == 2
        && unique(joined.iter().chain(&owners).cloned()).len() == 1
        && mediators.is_empty();
    // "a letter to B and C": who wrote it is told elsewhere
    if sides.is_empty()
        && joined.is_empty()
        && owners.is_empty()
        && withs.len() > 1
        && matches!(lemma, "letter" | "message" | "call")
    {
        return None;
    }
    let partners = withs.clone();
    let mut all = if sides.len() >= 2 {
        sides
    } else {
        let mut all = sides;
        all.extend(joined);
        all.extend(owners);
        all.extend(withs);
        all
    };
    all = unique(all);
    mediators = unique(mediators);
    mediators.retain(|m| !all.contains(m) || all.len() > 2);
    all.retain(|e| !mediators.contains(e));
    if lemma == "mediation" && all.len() < 2 {
        mediators.append(&mut all);
    }
    let bare = all.is_empty()
        && mediators.is_empty()
        && matches!(lemma, "talk" | "talks" | "negotiation" | "negotiations" | "dialogue");
    // Whose talks they mediate may be told elsewhere; a meeting, a visit or a letter has its own ends.
    let between_others = matches!(
        lemma,
        "talk" | "talks" | "negotiation" | "negotiations" | "dialogue" | "discussion" | "consultation" | "mediation"
    );
    if all.len() < 2 && !mediators.is_empty() && !between_others {
        return None;
    }
    if all.len() < 2 && !mediators.is_empty() {
        all = last.clone().unwrap_or_else(|| pair.to_vec());
        all.retain(|e| !mediators.contains(e));
    }
    if bare {
        // "The talks broke down": those last told of; only where the words say where they stand.
        all = last.clone().unwrap_or_default();
        let said = of_contact(cx, n, support, false);
        let tells = matches!(
            said,
            Some(
                ChannelStatus::Planned
                    | ChannelStatus::Resumed
                    | ChannelStatus::BrokenOff
                    | ChannelStatus::Stalled
                    | ChannelStatus::Ended
                    | ChannelStatus::Refused
            )
        );
        if !tells || cx.token(n).deprel == Deprel::Compound {
            return None;
        }
    }
    if all.len() == 1 && mediators.is_empty() && matches!(lemma, "talk" | "talks" | "negotiation" | "negotiations") {
        return Some(vec![Found {
            rule: if partners.is_empty() { HALF } else { OTHER_HALF },
            ends: all,
            status: of_contact(cx, n, support, false),
            evidence: vec![support.filter(|_| partners.is_empty()).map_or_else(|| phrase(cx, n), |v| clause(cx, v))],
            ..Found::default()
        }]);
    }
    if all.len() < 2 {
        return None;
    }
    let instant =
        matches!(lemma, "meeting" | "call" | "visit" | "summit" | "letter" | "message" | "trip" | "conversation");
    let mut form = form_at(cx, n);
    if !mediators.is_empty() {
        form = ChannelForm::Mediated;
    }
    present.retain(|p| !all.contains(p) && !mediators.contains(p));
    let topic = children(cx, n, &[Deprel::Nmod])
        .into_iter()
        .find(|&m| ABOUT.contains(&case(cx, m).as_str()))
        .and_then(|m| cx.analysis.span_of(cx.analysis.subtree(m)))
        .map(|s| cx.words(s).to_owned());
    let make = |ends: Vec<String>| Found {
        ends,
        mediators: mediators.clone(),
        also_present: unique(present.clone()),
        via: Vec::new(),
        form,
        status: of_contact(cx, n, support, instant),
        topic: topic.clone(),
        evidence: vec![support.map_or_else(|| phrase(cx, n), |v| clause(cx, v))],
        rule: "channels/noun",
        certainty: Certainty::Certain,
    };
    // "A's talks with B and C": a contact with each.
    if one_by_one && all.len() == 3 {
        let first = all[0].clone();
        return Some(partners.into_iter().map(|p| make(vec![first.clone(), p])).collect());
    }
    Some(vec![make(all)])
}

/// Verbs that ask for talks.
const ASKED_FOR: &[&str] = &["call", "push", "press", "appeal", "ask", "plead"];

/// "a truce between A and B brokered by C": the contact that made it, when a mediator is told.
fn agreement(cx: &Context, reading: &Reading, n: usize, last: &Option<Vec<String>>, pair: &[String]) -> Option<Found> {
    let ends = |h: usize| ends_of(cx, reading, h, last, pair);
    let mut mediators = Vec::new();
    for m in children(cx, n, &[Deprel::Amod, Deprel::Compound, Deprel::Nmod]).into_iter().filter(|&m| m < n) {
        let words = cx.token(m).text.to_lowercase();
        mediators.extend(led_by(cx, reading, m, &words).unwrap_or_default());
    }
    for a in children(cx, n, &[Deprel::Acl]) {
        if is_word(cx, a, MEDIATE) {
            for o in children(cx, a, &[Deprel::Obl]).into_iter().filter(|&o| case(cx, o) == "by") {
                mediators.extend(ends(o));
            }
        }
    }
    let up = cx.token(n).head as usize;
    let mut status = ChannelStatus::Held;
    if up != n && is_word(cx, up, &["broker", "mediate", "facilitate"]) {
        // "is trying to broker a deal": there is none yet
        status = of_contact(cx, up, Some(up), false).unwrap_or(status);
        mediators.extend(subjects(cx, up).into_iter().filter(|&h| h != n).flat_map(ends));
    }
    let mediators = unique(mediators);
    let mut sides: Vec<String> = Vec::new();
    // "A and B reached the accord", "failed to reach a deal"
    let reached = cx.token(n).deprel == Deprel::Obj && is_word(cx, up, &["reach", "strike", "clinch", "conclude"]);
    let none = crate::status::negated(cx, up);
    if reached && !none && mediators.is_empty() && up < n {
        let makers = unique(subjects(cx, up).into_iter().flat_map(ends));
        let tried = is_word(cx, cx.token(up).head as usize, &["fail", "manage"]);
        if makers.len() > 1 && (tried || crate::status::mood(cx, up) == crate::status::Mood::Past) {
            sides = makers;
        }
    }
    let mut by_makers = !sides.is_empty();
    let made = by_makers
        || children(cx, n, &[Deprel::Acl])
            .into_iter()
            .any(|a| is_word(cx, a, &["broker", "negotiate", "reach", "strike", "mediate"]));
    if mediators.is_empty() && !made {
        return None;
    }
    let mut hung = children(cx, n, &[Deprel::Nmod]);
    for a in children(cx, n, &[Deprel::Acl]) {
        let by = |o: usize| matches!(case(cx, o).as_str(), "by") && is_word(cx, a, &["reach", "strike", "negotiate"]);
        let makers = children(cx, a, &[Deprel::Obl]);
        let told: Vec<String> = makers.iter().filter(|&&o| by(o)).flat_map(|&o| ends(o)).collect();
        by_makers |= told.len() > 1;
        sides.extend(told);
        hung.extend(makers);
    }
    for m in hung {
        if matches!(case(cx, m).as_str(), "between" | "with") {
            sides.extend(ends(m));
        }
    }
    let mut sides = unique(sides);
    sides.retain(|s| !mediators.contains(s));
    if sides.len() < 2 && mediators.is_empty() {
        return None;
    }
    if sides.len() < 2 {
        sides = last.clone().unwrap_or_else(|| pair.to_vec());
    }
    sides.retain(|s| !mediators.contains(s));
    let mediators_empty = mediators.is_empty();
    let rule = if mediators_empty && by_makers { REACHED } else { "channels/agreement" };
    (sides.len() >= 2).then(|| Found {
        ends: sides,
        mediators,
        form: if mediators_empty { ChannelForm::Unspecified } else { ChannelForm::Mediated },
        status: Some(status),
        evidence: vec![phrase(cx, n)],
        rule,
        ..Found::default()
    })
}

/// The mediator in "C-brokered", "C-led"; `None` when the word is not of that kind.
fn led_by(cx: &Context, reading: &Reading, m: usize, words: &str) -> Option<Vec<String>> {
    let kinds = ["-brokered", "-mediated", "-led", "-sponsored", "-facilitated"];
    let heads = ["brokered", "mediated", "led", "sponsored", "facilitated"];
    if kinds.iter().any(|k| words.ends_with(k)) {
        let span = cx.token(m).span;
        let names = reading.mentions.iter().filter(|x| x.span.start >= span.start && x.span.end <= span.end);
        return Some(names.flat_map(|x| actors::party(reading, x)).collect());
    }
    if heads.contains(&words) {
        let tree = cx.analysis.subtree(m);
        return Some(parties_in(cx, reading, tree.start..m));
    }
    None
}

/// The verb a contact noun hangs on.
fn support(cx: &Context, n: usize) -> Option<usize> {
    let mut at = n;
    for _ in 0..3 {
        let t = cx.token(at);
        let up = t.head as usize;
        if up == at {
            return None;
        }
        match t.deprel {
            Deprel::Obj | Deprel::Nsubj | Deprel::Obl | Deprel::Iobj => {
                return matches!(cx.token(up).upos, Upos::Verb | Upos::Aux | Upos::Adj).then_some(up);
            }
            // "a round of talks", "the resumption of talks".
            Deprel::Nmod
                if is_word(
                    cx,
                    up,
                    &["round", "series", "day", "week", "hour", "resumption", "start", "beginning", "month", "set"],
                ) =>
            {
                at = up
            }
            Deprel::Conj => at = up,
            _ => return None,
        }
    }
    None
}

fn is_person(cx: &Context, reading: &Reading, head: usize) -> bool {
    mention_at(cx, reading, head).is_some_and(|m| m.kind == MentionType::Person) || class(cx, head) == Some("agent")
}

/// The state of a visited place: a state, or a place with one.
fn place_party(cx: &Context, reading: &Reading, head: usize) -> Option<String> {
    let m = mention_at(cx, reading, head)?;
    match m.kind {
        MentionType::State => Some(m.canonical.clone()),
        _ => cx.lexicon.capital(&m.canonical).map(|a| a.name.clone()),
    }
}

/// The states of the places of a list: "to Ektar, Belvaar and Sarnoth".
fn places(cx: &Context, reading: &Reading, head: usize) -> Vec<String> {
    let all = std::iter::once(head).chain(actors::conjuncts(cx, head));
    unique(all.filter_map(|h| place_party(cx, reading, h)))
}

/// The clause of a verb: its subtree, from its subject on.
fn clause(cx: &Context, v: usize) -> Span {
    let tree = cx.analysis.subtree(v);
    crate::clauses::span(cx, tree).unwrap_or(cx.token(v).span)
}

/// The noun phrase of a noun with what hangs on it.
fn phrase(cx: &Context, n: usize) -> Span {
    crate::clauses::span(cx, cx.analysis.subtree(n)).unwrap_or(cx.token(n).span)
}

fn unique(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for n in names {
        if !n.is_empty() && !out.contains(&n) {
            out.push(n);
        }
    }
    out
}

/// Most mentions of one contact that a row gathers.
const MENTIONS: usize = 6;

/// Adds a found contact: the same ends and status are one row with more evidence.
fn add(cx: &Context, reading: &Reading, rows: &mut Vec<Channel>, f: Found) {
    let Some(status) = f.status else { return };
    if f.ends.len() < 2 || f.ends.len() > 12 {
        return;
    }
    let same = |r: &Channel| same_ends(&r.ends, &f.ends);
    let span = f.evidence[0];
    let attribution = cx.attribution_at(reading, span);
    // Two speakers telling one contact are two rows: differently sourced reports are never one fact.
    let speaker = |id: &Option<RowId>| id.as_ref().and_then(|id| reading.attribution(id)).map(|a| a.resolved.clone());
    let told = speaker(&attribution);
    // What scores find only adds words to a row, whoever tells it.
    let weighed = f.rule == pairs::RULE;
    let one_voice = |r: &Channel| weighed || told.is_none() || speaker(&r.attribution).is_none_or(|s| Some(s) == told);
    if let Some(row) = rows.iter_mut().find(|r| same(r) && r.status == status && one_voice(r)) {
        if row.evidence.spans().len() < MENTIONS && !row.evidence.spans().iter().any(|e| e.shared(span) > 0) {
            row.evidence.push(span);
        }
        for m in f.mediators {
            if !row.mediators.contains(&m) && !row.ends.contains(&m) {
                row.mediators.push(m);
            }
        }
        return;
    }
    let Some(evidence) = Evidence::from_spans(f.evidence.iter().copied()) else { return };
    rows.push(Channel {
        id: RowId::default(),
        ends: f.ends,
        mediators: f.mediators,
        via: f.via,
        also_present: f.also_present,
        form: f.form,
        topic: f.topic,
        status,
        attribution,
        evidence,
        rule: f.rule.into(),
        certainty: f.certainty,
    });
}
