//! Where does a contact or a term stand, by the words over it: tense, modals, negation and governing verbs.
//!
//! In: "The front refused to hold talks." Out: refused. The words are `status_words.tsv`; this file reads auxiliaries and the
//! path from a word up to the root of its sentence. It does not say whether a statement is true, only how it is put.

use onrecord_lexicon::list;
use onrecord_model::{ChannelStatus, Deprel, TermStatus, Upos};

use crate::{
    Context,
    actors::{case, children},
    clauses::is_text,
    phrases::is_word,
};

/// Tense and mood of a verb by its auxiliaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Happened.
    Past,
    /// Goes on.
    Progressive,
    /// Simple present.
    Present,
    /// "will", "is to", "to".
    Future,
    /// "would", "could", "may".
    Possible,
    /// "must", "should", "needs to".
    Duty,
}

/// Speech verbs: what is said under them keeps its own status.
const SPEECH: &[&str] = &[
    "say", "tell", "report", "add", "state", "note", "quote", "announce", "believe", "think", "know", "learn", "claim",
    "warn", "confirm",
];

/// Deal nouns whose content is still being talked about or put forward.
pub const DEAL: &[&str] = &[
    "deal",
    "agreement",
    "accord",
    "plan",
    "proposal",
    "truce",
    "ceasefire",
    "cease-fire",
    "pact",
    "framework",
    "initiative",
    "settlement",
    "resolution",
    "roadmap",
    "treaty",
    "offer",
];

/// Whether a verb is negated by its own words.
pub fn negated(cx: &Context, verb: usize) -> bool {
    children(cx, verb, &[Deprel::Advmod, Deprel::Aux, Deprel::Det, Deprel::Cc, Deprel::Mark, Deprel::Dep])
        .into_iter()
        .any(|i| is_text(cx, i, &["not", "n't", "n’t", "never", "nor", "cannot"]))
        || children(cx, verb, &[Deprel::Obj, Deprel::Nsubj]).into_iter().any(|i| {
            is_text(cx, i, &["nobody", "nothing"])
                || children(cx, i, &[Deprel::Det]).iter().any(|&d| is_text(cx, d, &["no"]))
        })
}

/// The mood of a verb.
pub fn mood(cx: &Context, verb: usize) -> Mood {
    let helpers = children(cx, verb, &[Deprel::Aux, Deprel::Cop, Deprel::Mark]);
    let has = |words: &[&str]| helpers.iter().any(|&i| is_text(cx, i, words));
    let t = cx.token(verb);
    let text = t.text.to_lowercase();
    if has(&["must", "should", "ought"]) {
        return Mood::Duty;
    }
    if has(&["would", "could", "may", "might", "can", "'d", "’d"]) {
        return Mood::Possible;
    }
    if has(&["will", "'ll", "’ll", "wo", "shall", "to", "going"]) {
        return Mood::Future;
    }
    if has(&["have", "has", "had", "'ve", "’ve"]) && !text.ends_with("ing") {
        return Mood::Past;
    }
    if text.ends_with("ing") || has(&["being"]) {
        return Mood::Progressive;
    }
    if has(&["was", "were", "been", "did"]) {
        return Mood::Past;
    }
    let up = t.head as usize;
    if t.deprel == Deprel::Conj
        && text == *t.lemma
        && helpers.is_empty()
        && up < verb
        && cx.token(up).upos == Upos::Verb
    {
        // "would release … and pull back": the auxiliary stands with the first.
        return mood(cx, up);
    }
    if text == *t.lemma || text == format!("{}s", t.lemma) || text == format!("{}es", t.lemma) {
        return Mood::Present;
    }
    if has(&["is", "are", "'s", "’s", "be"]) { Mood::Present } else { Mood::Past }
}

/// The words over token `i`, nearest first, up to the root; it stops over a speech verb.
pub fn governors(cx: &Context, i: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = i;
    for _ in 0..8 {
        let up = cx.token(at).head as usize;
        if up == at || up == i {
            break;
        }
        // What stands beside ("…, while …") does not govern.
        if matches!(cx.token(at).deprel, Deprel::Advcl | Deprel::Parataxis | Deprel::List) && !has_to(cx, at) {
            break;
        }
        if cx.token(at).deprel == Deprel::Conj && cx.token(at).upos == Upos::Verb && cx.token(up).upos == Upos::Verb {
            // A coordinated verb hangs from the same governor as the first, not from the first.
            at = up;
            continue;
        }
        // A relative clause hangs on its noun; what is over the noun does not speak of it.
        if cx.token(at).deprel == Deprel::Acl && !has_to(cx, at) {
            out.push(up);
            break;
        }
        if is_word(cx, up, SPEECH) && matches!(cx.token(at).deprel, Deprel::Ccomp | Deprel::Parataxis) {
            break;
        }
        out.push(up);
        at = up;
    }
    out
}

/// "on restarting", "for resuming": what is talked about or worked for, not done.
fn on_resuming(cx: &Context, verb: usize) -> bool {
    let ties = children(cx, verb, &[Deprel::Mark, Deprel::Case]);
    cx.token(verb).text.ends_with("ing")
        && ties.into_iter().any(|i| is_text(cx, i, &["on", "for", "about", "at", "toward", "towards"]))
}

/// "to free them": an infinitive.
pub fn has_to(cx: &Context, verb: usize) -> bool {
    children(cx, verb, &[Deprel::Mark]).into_iter().any(|i| is_text(cx, i, &["to"]))
}

/// Those of them that are put forward, not agreed.
const PROPOSED: &[&str] = &["plan", "proposal", "initiative", "draft", "offer", "framework", "resolution", "roadmap"];

/// Adjectives of a deal that is not there yet.
const AHEAD: &[&str] = &["possible", "potential", "proposed", "prospective", "eventual", "future", "hypothetical"];

/// The status a deal noun gives to what it contains ("a proposal under which …", "the agreement to …").
pub fn in_deal(cx: &Context, i: usize) -> Option<TermStatus> {
    for &g in &governors(cx, i) {
        if !is_word(cx, g, DEAL) {
            continue;
        }
        if cx.token(i).upos == Upos::Verb && mood(cx, i) == Mood::Past {
            return None;
        }
        if is_word(cx, g, PROPOSED) {
            return Some(TermStatus::Proposed);
        }
        let indefinite = children(cx, g, &[Deprel::Det]).iter().any(|&d| is_text(cx, d, &["a", "an", "any", "no"]));
        let modal = matches!(mood(cx, i), Mood::Possible | Mood::Future) && !stands(cx, g);
        return Some(if indefinite && !stands(cx, g) || modal { TermStatus::Discussed } else { TermStatus::Agreed });
    }
    // "The plan would …", "The plan includes …": the deal noun is the subject over it.
    for v in std::iter::once(i).chain(governors(cx, i)) {
        for s in children(cx, v, &[Deprel::Nsubj]) {
            if is_word(cx, s, PROPOSED) || is_word(cx, s, &["phase", "stage", "point", "text", "document"]) {
                return Some(TermStatus::Proposed);
            }
            if is_word(cx, s, &["deal", "agreement", "accord", "pact", "truce"]) {
                // "any deal will …": there is none yet
                let any = children(cx, s, &[Deprel::Det]).iter().any(|&d| is_text(cx, d, &["any"]));
                let open = any || mood(cx, v) == Mood::Possible;
                return Some(if open { TermStatus::Discussed } else { TermStatus::Agreed });
            }
        }
        for o in children(cx, v, &[Deprel::Obl]) {
            let under = matches!(case(cx, o).as_str(), "under" | "in");
            if under && is_word(cx, o, DEAL) {
                let adjectives = children(cx, o, &[Deprel::Amod]);
                return Some(if is_word(cx, o, &["plan", "proposal", "initiative", "draft", "offer"]) {
                    TermStatus::Proposed
                } else if adjectives.into_iter().any(|a| is_word(cx, a, AHEAD)) {
                    TermStatus::Discussed
                } else {
                    TermStatus::Agreed
                });
            }
            if under && is_word(cx, o, &["phase", "stage"]) {
                return Some(TermStatus::Proposed);
            }
        }
    }
    None
}

/// "There is an agreement", "they have a deal", "they reached an accord": the deal that noun `i` names exists.
fn stands(cx: &Context, i: usize) -> bool {
    let t = cx.token(i);
    let verb = t.head as usize;
    matches!(t.deprel, Deprel::Obj | Deprel::Nsubj)
        && is_word(
            cx,
            verb,
            &["be", "exist", "have", "reach", "sign", "strike", "conclude", "make", "seal", "clinch", "announce"],
        )
        && matches!(mood(cx, verb), Mood::Past | Mood::Present)
        && !negated(cx, verb)
}

/// "reneged on the agreement to …", "annulled the deal": what a verb over a deal noun does to the deal.
fn given_up(cx: &Context, deal: usize) -> Option<(TermStatus, usize)> {
    let verb = cx.token(deal).head as usize;
    let under = matches!(cx.token(deal).deprel, Deprel::Obj | Deprel::Obl);
    let broken = is_word(cx, verb, &["break"]) && mood(cx, verb) == Mood::Past;
    let status = columns(cx, verb)
        .and_then(|c| c.get(1))
        .and_then(|w| term_from(w))
        .filter(|_| cx.token(verb).upos == Upos::Verb)?;
    use TermStatus::*;
    let ends = matches!(status, Violated | Suspended | Expired | Rejected)
        && (broken || !is_word(cx, verb, &["break", "rule"]));
    (under && ends && !negated(cx, verb)).then_some((status, verb))
}

/// "has honored its pledge": a promise that noun `i` names was kept.
fn kept(cx: &Context, i: usize) -> bool {
    let verb = cx.token(i).head as usize;
    cx.token(i).deprel == Deprel::Obj
        && is_word(cx, verb, &["honor", "honour", "fulfil", "fulfill", "keep", "meet"])
        && mood(cx, verb) == Mood::Past
        && !negated(cx, verb)
}

/// The columns of a word in `status_words.tsv`.
pub fn columns(cx: &Context, i: usize) -> Option<&'static [&'static str]> {
    let t = cx.token(i);
    list("status_words").get(&t.lemma).or_else(|| list("status_words").get(&t.text.to_lowercase()))
}

/// Whether the verb has the particle ("broke off").
fn particle(cx: &Context, verb: usize, words: &[&str]) -> bool {
    let end = cx.analysis.tokens.len();
    (verb + 1..(verb + 4).min(end)).any(|i| is_text(cx, i, words))
}

fn channel_from(word: &str) -> Option<ChannelStatus> {
    use ChannelStatus::*;
    Some(match word {
        "ongoing" => Ongoing,
        "held" => Held,
        "planned" => Planned,
        "proposed" => Proposed,
        "sought" => Sought,
        "stalled" => Stalled,
        "broken_off" => BrokenOff,
        "denied" => Denied,
        "refused" => Refused,
        "ended" => Ended,
        "resumed" => Resumed,
        _ => return None,
    })
}

fn term_from(word: &str) -> Option<TermStatus> {
    use TermStatus::*;
    Some(match word {
        "proposed" => Proposed,
        "demanded" => Demanded,
        "offered" => Offered,
        "agreed" => Agreed,
        "rejected" => Rejected,
        "violated" => Violated,
        "suspended" => Suspended,
        "discussed" => Discussed,
        "expired" => Expired,
        _ => return None,
    })
}

/// Status that an adjective beside a contact noun gives ("upcoming talks").
fn by_adjective(cx: &Context, noun: usize) -> Option<ChannelStatus> {
    children(cx, noun, &[Deprel::Amod, Deprel::Acl]).into_iter().find_map(|i| {
        let is = |w: &[&str]| is_word(cx, i, w);
        Some(if is(&["ongoing", "current", "continuing", "marathon", "active"]) {
            ChannelStatus::Ongoing
        } else if is(&["upcoming", "planned", "scheduled", "future", "next", "forthcoming", "imminent", "expected"]) {
            ChannelStatus::Planned
        } else if is(&["stalled", "deadlocked", "moribund", "suspended", "frozen"]) {
            ChannelStatus::Stalled
        } else if is(&["recent", "previous", "last", "earlier", "past", "held", "intensive"]) {
            ChannelStatus::Held
        } else if is(&["failed", "collapsed", "abortive"]) {
            ChannelStatus::BrokenOff
        } else if is(&["possible", "proposed", "potential"]) {
            ChannelStatus::Proposed
        } else if is(&["renewed", "resumed"]) {
            ChannelStatus::Resumed
        } else {
            return None;
        })
    })
}

/// Status of a contact told by `trigger` (a noun or a verb), `support` being the verb the noun hangs on, if any.
/// `None` when the text says it did not take place without anybody refusing.
pub fn of_contact(cx: &Context, trigger: usize, support: Option<usize>, instant: bool) -> Option<ChannelStatus> {
    use ChannelStatus::*;
    let noun = cx.token(trigger).upos == Upos::Noun || support.is_some_and(|v| v != trigger);
    let mut path = vec![trigger];
    path.extend(governors(cx, trigger));
    if noun && let Some(status) = by_adjective(cx, trigger) {
        // "canceled a planned summit"
        let over = path[1..].iter().find_map(|&g| columns(cx, g).and_then(|c| channel_from(c[0])));
        let came_to_nothing = over.filter(|o| matches!(o, BrokenOff | Stalled | Refused));
        return Some(came_to_nothing.filter(|_| matches!(status, Planned | Proposed)).unwrap_or(status));
    }
    if let Some(status) = by_occasion(cx, trigger, noun) {
        return Some(status);
    }
    for (n, &g) in path.iter().enumerate() {
        if n == 0 && !noun {
            continue;
        }
        // "called for talks": whatever else the call is
        if n > 0 && is_word(cx, g, &["call"]) && path[..n].iter().any(|&p| case(cx, p) == "for") {
            return Some(Sought);
        }
        let Some(word) = (if n == 0 { None } else { columns(cx, g).and_then(|c| c.first().copied()) }) else {
            if n > 0 && is_word(cx, g, &["rule"]) && particle(cx, g, &["out"]) {
                return Some(Refused);
            }
            continue;
        };
        let Some(status) = channel_from(word) else { continue };
        let m = mood(cx, g);
        let no = negated(cx, g);
        let status = match status {
            BrokenOff if is_word(cx, g, &["break"]) && !particle(cx, g, &["off", "down", "up"]) => continue,
            Refused if is_word(cx, g, &["rule"]) && !particle(cx, g, &["out"]) => continue,
            Planned if is_word(cx, g, &["set"]) && cx.token(g).upos == Upos::Noun => continue,
            // "efforts on restarting talks", "it is time to resume talks"
            Resumed if n + 1 == path.len() && has_to(cx, g) || on_resuming(cx, g) => Sought,
            Resumed if matches!(m, Mood::Future | Mood::Possible) => {
                // "to resume": planned, unless somebody only seeks it.
                let over = path[n + 1..].iter().find_map(|&o| columns(cx, o).and_then(|c| channel_from(c[0])));
                match over {
                    Some(Sought) => Sought,
                    Some(Proposed) => Proposed,
                    Some(Refused) => Refused,
                    _ => Planned,
                }
            }
            Ended if matches!(m, Mood::Future | Mood::Possible) => continue,
            // "The truce that they reached ended the war": what it ended is something else.
            Ended if cx.token(path[n - 1]).deprel == Deprel::Nsubj && !children(cx, g, &[Deprel::Obj]).is_empty() => {
                continue;
            }
            // "at the end of the talks": they were held.
            Ended if cx.token(g).upos == Upos::Noun && matches!(case(cx, g).as_str(), "at" | "after" | "since") => Held,
            Planned | Proposed | Sought if no => Refused,
            Refused if no => continue,
            s => s,
        };
        return Some(status);
    }
    let verb = if noun { support } else { Some(trigger) };
    let Some(verb) = verb else {
        return Some(if instant { Held } else { Ongoing });
    };
    let existential = noun && is_word(cx, verb, &["be"]) && !children(cx, verb, &[Deprel::Expl]).is_empty();
    if existential && negated(cx, verb) {
        return Some(Denied);
    }
    if negated(cx, verb) {
        return match mood(cx, verb) {
            Mood::Future | Mood::Present | Mood::Duty | Mood::Possible => Some(Refused),
            Mood::Past => {
                let s = cx.analysis.sentence_of(verb)?;
                cx.analysis.sentences[s].tokens().any(|i| is_text(cx, i, &["since"])).then_some(Ended)
            }
            _ => None,
        };
    }
    Some(match mood(cx, verb) {
        Mood::Past => Held,
        Mood::Progressive => Ongoing,
        Mood::Present if instant && is_word(cx, verb, &["be"]) => Held,
        Mood::Present => Ongoing,
        Mood::Future => Planned,
        // "said they would meet": the future of a told past; "would meet if …" stays an offer.
        Mood::Possible if told_future(cx, verb) => Planned,
        Mood::Possible => Proposed,
        Mood::Duty => Sought,
    })
}

/// Status of a contact that only says when or how something else was done: with what has happened it was held ("said after meeting
/// B", "pledged in a letter to B"), with what will happen it is ahead ("will raise it when she visits B"). Also "is due to meet B".
fn by_occasion(cx: &Context, trigger: usize, noun: bool) -> Option<ChannelStatus> {
    // "after two years of negotiation": the negotiation stands as the years do
    let over = cx.token(trigger).head as usize;
    let lasted = noun
        && cx.token(trigger).deprel == Deprel::Nmod
        && case(cx, trigger) == "of"
        && is_word(cx, over, &["year", "month", "week", "day", "hour", "round", "series", "decade"])
        && case(cx, over) == "after";
    let trigger = if lasted { over } else { trigger };
    let t = cx.token(trigger);
    let up = t.head as usize;
    let happened =
        |verb: usize| cx.token(verb).upos == Upos::Verb && mood(cx, verb) == Mood::Past && !negated(cx, verb);
    if noun {
        let tie = case(cx, trigger);
        let with = match tie.as_str() {
            "after" | "following" | "during" => true,
            "in" | "at" | "by" => list("speech_verbs").get(&cx.token(up).lemma).is_some(),
            _ => false,
        };
        // "promised to help A in a meeting with A's envoy"
        let over = cx.token(up).head as usize;
        let promised =
            has_to(cx, up) && tie == "in" && list("speech_verbs").has(&cx.token(over).lemma) && happened(over);
        return (t.deprel == Deprel::Obl && (with && happened(up) || promised)).then_some(ChannelStatus::Held);
    }
    // "flew to the capital to meet B", "used the embassy to meet B"
    let came = is_word(cx, up, &["use", "fly", "travel", "arrive", "come", "go", "gather", "return", "convene"]);
    if came && up < trigger && has_to(cx, trigger) && matches!(t.deprel, Deprel::Advcl | Deprel::Xcomp) && happened(up)
    {
        return Some(ChannelStatus::Held);
    }
    // "is due to meet": whatever the parse made of "due to"
    let before = trigger.checked_sub(2).filter(|&w| is_text(cx, w + 1, &["to"]) && !negated(cx, w));
    if before.and_then(|w| columns(cx, w)).and_then(|c| channel_from(c[0])) == Some(ChannelStatus::Planned) {
        return Some(ChannelStatus::Planned);
    }
    if !children(cx, trigger, &[Deprel::Aux, Deprel::Cop]).is_empty() {
        return None;
    }
    let over = match t.deprel {
        Deprel::Advcl => up,
        // "B, meeting with C, urged …"
        Deprel::Acl if cx.token(up).deprel == Deprel::Nsubj => cx.token(up).head as usize,
        _ => return None,
    };
    if t.text.to_lowercase().ends_with("ing") {
        return happened(over).then_some(ChannelStatus::Held);
    }
    let temporal = children(cx, trigger, &[Deprel::Mark, Deprel::Advmod])
        .into_iter()
        .any(|i| i < trigger && is_text(cx, i, &["when", "before", "until", "once", "as", "after"]));
    let ahead = temporal && mood(cx, trigger) == Mood::Present && mood(cx, over) == Mood::Future;
    ahead.then_some(ChannelStatus::Planned)
}

/// "would" without a condition.
fn told_future(cx: &Context, verb: usize) -> bool {
    let would = children(cx, verb, &[Deprel::Aux]).into_iter().any(|i| is_text(cx, i, &["would", "'d", "’d"]));
    let marked = children(cx, verb, &[Deprel::Advcl])
        .into_iter()
        .any(|c| children(cx, c, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["if", "unless"])));
    // "would meet under the right conditions".
    let conditioned = children(cx, verb, &[Deprel::Obl])
        .into_iter()
        .any(|o| matches!(case(cx, o).as_str(), "under" | "in") && is_word(cx, o, &["condition", "circumstance"]));
    would && !marked && !conditioned
}

/// "whether to …", "how and when … would …": under a question.
fn asked(cx: &Context, verb: usize) -> bool {
    children(cx, verb, &[Deprel::Mark, Deprel::Advmod])
        .into_iter()
        .any(|i| is_text(cx, i, &["whether", "how", "when"]) && i < verb)
        && matches!(
            cx.token(verb).deprel,
            Deprel::Ccomp
                | Deprel::Obj
                | Deprel::Conj
                | Deprel::Csubj
                | Deprel::Acl
                | Deprel::Xcomp
                | Deprel::Obl
                | Deprel::Nmod
                | Deprel::Advcl
        )
        && !matches!(cx.token(verb).deprel, Deprel::Advcl if children(cx, verb, &[Deprel::Advmod, Deprel::Mark]).into_iter().any(|i| is_text(cx, i, &["when"])))
}

/// Whether a verb is in the passive.
pub fn passive(cx: &Context, verb: usize) -> bool {
    children(cx, verb, &[Deprel::Aux])
        .into_iter()
        .any(|a| is_text(cx, a, &["be", "been", "is", "are", "was", "were", "being"]))
        && !cx.token(verb).text.ends_with("ing")
}

/// "Among the demands are an end to … and the release of …": a noun of status beside a copula.
fn listed(cx: &Context, predicate: usize) -> Option<TermStatus> {
    if children(cx, predicate, &[Deprel::Cop]).is_empty() {
        return None;
    }
    children(cx, predicate, &[Deprel::Nsubj, Deprel::Nmod, Deprel::Obl]).into_iter().find_map(|i| {
        is_word(cx, i, &["demand", "condition", "requirement", "proposal", "offer", "request"])
            .then(|| columns(cx, i).and_then(|c| c.get(1)).and_then(|w| term_from(w)))
            .flatten()
    })
}

/// Status of a term and the word that gives it. `None` when nothing in the sentence says where it stands.
pub fn of_term(cx: &Context, trigger: usize, conditional_plan: bool) -> Option<(TermStatus, Option<usize>)> {
    use TermStatus::*;
    let verb = matches!(cx.token(trigger).upos, Upos::Verb | Upos::Aux);
    // "urged A not to scrap the accord": that is what is asked of A
    let over = cx.token(trigger).head as usize;
    if verb
        && negated(cx, trigger)
        && has_to(cx, trigger)
        && over < trigger
        && is_word(cx, over, &["urge", "ask", "warn", "press", "tell", "order", "beg", "advise", "call", "appeal"])
        && !children(cx, over, &[Deprel::Obj, Deprel::Iobj, Deprel::Obl]).is_empty()
    {
        return Some((Demanded, Some(over)));
    }
    if verb && negated(cx, trigger) && matches!(mood(cx, trigger), Mood::Future | Mood::Present | Mood::Possible) {
        return Some((Rejected, Some(trigger)));
    }
    if asked(cx, trigger) {
        return Some((Discussed, None));
    }
    let mut below = trigger;
    for &g in &governors(cx, trigger) {
        let under = below;
        below = g;
        // What is told of the word itself ("the truce calls for …") says nothing about where it stands, but "must" does.
        if cx.token(under).deprel == Deprel::Nsubj && !passive(cx, g) {
            if mood(cx, g) == Mood::Duty {
                return Some((Demanded, Some(g)));
            }
            continue;
        }
        if let Some(s) = listed(cx, g) {
            return Some((s, None));
        }
        if is_word(cx, g, DEAL)
            && let Some((status, verb)) = given_up(cx, g)
        {
            return Some((status, Some(verb)));
        }
        // "has honored its pledge to free them"
        if is_word(cx, g, &["pledge", "promise", "commitment", "obligation", "vow"]) && kept(cx, g) {
            return Some((Implemented, Some(cx.token(g).head as usize)));
        }
        let Some(c) = columns(cx, g) else { continue };
        let Some(status) = c.get(1).and_then(|w| term_from(w)) else { continue };
        if is_word(cx, g, &["rule"]) && !particle(cx, g, &["out"])
            || is_word(cx, g, &["break"])
            || is_word(cx, g, &["order"]) && cx.token(g).upos == Upos::Noun
        {
            continue;
        }
        if is_word(cx, g, &["set"]) && mood(cx, g) == Mood::Present && cx.token(g).upos != Upos::Verb {
            continue;
        }
        let verb_g = cx.token(g).upos == Upos::Verb;
        let status = match status {
            Agreed | Offered | Proposed if verb_g && negated(cx, g) => Rejected,
            Agreed if verb_g && matches!(mood(cx, g), Mood::Possible | Mood::Future) => Discussed,
            Agreed if !verb_g && conditional_plan => Discussed,
            Rejected if negated(cx, g) => continue,
            s => s,
        };
        return Some((status, Some(g)));
    }
    if !verb {
        return None;
    }
    match mood(cx, trigger) {
        Mood::Duty => Some((Demanded, None)),
        Mood::Possible => Some((Proposed, None)),
        _ => None,
    }
}
