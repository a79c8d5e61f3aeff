//! Which terms do rules find: a word of action under a word that says where it stands, a truce that holds, demands of anything?
//!
//! In: "Ektar demanded that the Front release the captives." Out: release, demanded. What rules find weighs more than what only
//! features speak for; see `candidates`.

use std::ops::Range;

use onrecord_model::{ConditionKind, Deprel, MentionType, Reading, Span, TermAction, TermStatus, Upos};

use super::{Found, actions::*};
use crate::{
    Context,
    actors::{case, children, mention_at, parties_of, subjects},
    clauses::is_text,
    conditions::field,
    phrases::is_word,
    status::{DEAL, Mood, in_deal, mood, of_term},
};

pub(super) fn term(cx: &Context, reading: &Reading, i: usize) -> Option<Found> {
    let t = cx.token(i);
    let verb = t.upos == Upos::Verb;
    let range = extent(cx, i);
    let action = action(cx, i, range.clone()).or_else(|| of_somebody(cx, reading, i))?;
    let noun_action = matches!(action, TermAction::CeaseFire | TermAction::Talk | TermAction::Monitor) && !verb;
    // "truce violations", "an aid proposal": a modifier of another noun speaks of that noun.
    if !verb && matches!(t.deprel, Deprel::Compound | Deprel::Flat | Deprel::Amod) {
        return violation(cx, i, action);
    }
    // "the talks": only talks somebody demands, offers, agrees to or rejects are a term.
    if action == TermAction::Talk && !verb && !asked_for(cx, i) {
        return None;
    }
    // "in the talks", "during the truce": time and setting.
    if noun_action && t.deprel == Deprel::Obl && !matches!(case(cx, i).as_str(), "for" | "to" | "on" | "of") {
        return None;
    }
    if let Some(f) = in_force(cx, i, action, &range) {
        return Some(f);
    }
    let planned = in_deal(cx, i);
    let told = of_term(cx, i, planned == Some(TermStatus::Discussed));
    let by_condition = conditional(cx, reading, i);
    let (status, governor) = match (told, planned, by_condition) {
        (Some((TermStatus::Rejected, Some(g))), _, Some(c)) if g == i => (c, None),
        (Some((TermStatus::Proposed, None)), Some(p), _) => (p, None),
        (Some((TermStatus::Proposed, None)), None, Some(c)) => (c, None),
        (Some((TermStatus::Proposed, None)), None, None) => return None,
        (Some((s, g)), _, _) => (s, g),
        (None, Some(p), _) => (p, None),
        (None, None, Some(c)) => match done(cx, i, action, &range) {
            Some(f) => return Some(f),
            None => (c, None),
        },
        (None, None, None) => return done(cx, i, action, &range),
    };
    if action == TermAction::Talk && status == TermStatus::Discussed {
        return None;
    }
    if governor == Some(i) && status != TermStatus::Rejected {
        return None;
    }
    Some(Found { trigger: i, action, range, status, governor, rule: "terms/action" })
}

/// "released Bo Larn", "freed him": the release of somebody the list of objects cannot name.
fn of_somebody(cx: &Context, reading: &Reading, i: usize) -> Option<TermAction> {
    let person = |o: usize| mention_at(cx, reading, o).is_some_and(|m| m.kind == MentionType::Person);
    let freed = cx.token(i).upos == Upos::Verb
        && (is_word(cx, i, &["release", "free"]) || is_word(cx, i, &["hand"]) && is_text(cx, i + 1, &["over"]));
    (freed && children(cx, i, &[Deprel::Obj]).into_iter().any(person)).then_some(TermAction::Release)
}

/// "cease-fire violations": the truce is said to be violated.
pub(super) fn violation(cx: &Context, i: usize, action: TermAction) -> Option<Found> {
    let up = cx.token(i).head as usize;
    if action != TermAction::CeaseFire {
        return None;
    }
    if is_word(cx, up, &["violation", "breach"]) {
        let range = extent(cx, up);
        return Some(Found {
            trigger: up,
            action,
            range,
            status: TermStatus::Violated,
            governor: None,
            rule: "terms/violation",
        });
    }
    if !is_word(cx, up, DEAL) {
        return None;
    }
    let (status, governor) = of_term(cx, up, false)?;
    let over = cx.token(up).head as usize;
    if governor != Some(over) || !matches!(cx.token(up).deprel, Deprel::Obj | Deprel::Nsubj) {
        return None;
    }
    let range = extent(cx, governor.filter(|&g| cx.token(g).upos == Upos::Verb).unwrap_or(up));
    Some(Found { trigger: up, action, range, status, governor, rule: "terms/deal" })
}

/// Whether a noun of talks is itself demanded, offered, agreed or rejected.
pub(super) fn asked_for(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    let preposition = case(cx, i);
    up != i
        && (is_word(cx, up, &["demand", "propose", "offer", "reject", "refuse", "accept", "want", "seek", "request"])
            && cx.token(i).deprel == Deprel::Obj
            || is_word(cx, up, &["call", "demand", "press", "push", "appeal", "ask", "offer", "proposal"])
                && matches!(preposition.as_str(), "for" | "of")
            || is_word(cx, up, &["agree", "agreement"]) && preposition == "to")
}

/// A truce that holds, takes effect, begins or ends.
pub(super) fn in_force(cx: &Context, i: usize, action: TermAction, range: &Range<usize>) -> Option<Found> {
    if action != TermAction::CeaseFire || cx.token(i).upos == Upos::Verb || cx.token(i).deprel != Deprel::Nsubj {
        return None;
    }
    let verb = cx.token(i).head as usize;
    let m = mood(cx, verb);
    let no = crate::status::negated(cx, verb);
    let starts = is_word(cx, verb, &["begin", "start"])
        || is_word(cx, verb, &["take", "come", "go", "enter"])
            && (verb + 1..verb + 5)
                .any(|j| j < cx.analysis.tokens.len() && is_text(cx, j, &["effect", "hold", "force"]));
    let status = if is_word(cx, verb, &["hold", "last", "prevail", "remain"]) && !no
        || starts && matches!(m, Mood::Past | Mood::Present | Mood::Progressive)
    {
        TermStatus::BeingImplemented
    } else if is_word(cx, verb, &["expire", "lapse", "end", "collapse", "fail", "crumble", "unravel"])
        && m == Mood::Past
    {
        if is_word(cx, verb, &["expire", "lapse", "end"]) { TermStatus::Expired } else { TermStatus::Violated }
    } else {
        return None;
    };
    let range = bounded(cx, i, range.clone());
    Some(Found { trigger: i, action, range, status, governor: Some(verb), rule: "terms/in_force" })
}

/// The status a condition gives to its halves: what must happen is demanded, what is promised for it offered.
pub(super) fn conditional(cx: &Context, reading: &Reading, i: usize) -> Option<TermStatus> {
    let at = cx.token(i).span;
    reading.conditions.iter().find_map(|c| {
        let inside = |s: Option<Span>| s.is_some_and(|s| s.shared(at) > 0);
        match c.kind {
            ConditionKind::Expectation | ConditionKind::Deadline => None,
            ConditionKind::Exchange if inside(c.antecedent) || inside(c.consequent) => Some(TermStatus::Proposed),
            ConditionKind::Promise if inside(c.consequent) => Some(TermStatus::Offered),
            _ if inside(c.antecedent) => Some(TermStatus::Demanded),
            _ => None,
        }
    })
}

/// What the text tells as done: releases, pull-outs and deliveries carried out under a deal.
pub(super) fn done(cx: &Context, i: usize, action: TermAction, range: &Range<usize>) -> Option<Found> {
    let sentence = cx.analysis.sentences[cx.analysis.sentence_of(i)?].tokens();
    let deal = sentence.clone().any(|j| {
        is_word(cx, j, DEAL) || is_word(cx, j, &["exchange", "swap", "trade"]) && action == TermAction::Release
    });
    let counts = matches!(
        action,
        TermAction::Release
            | TermAction::Withdraw
            | TermAction::PullBack
            | TermAction::HandOver
            | TermAction::OpenCrossing
            | TermAction::CeaseFire
    );
    if !counts || !deal || cx.token(i).upos != Upos::Verb || crate::status::negated(cx, i) {
        return None;
    }
    let status = match mood(cx, i) {
        Mood::Past if action == TermAction::CeaseFire => TermStatus::BeingImplemented,
        Mood::Past => TermStatus::Implemented,
        Mood::Progressive => TermStatus::BeingImplemented,
        _ => return None,
    };
    Some(Found { trigger: i, action, range: range.clone(), status, governor: None, rule: "terms/done" })
}

/// Verbs whose complement is a term of its own, whatever it asks for.
pub(super) const OPEN: &[&str] = &[
    "demand", "urge", "insist", "require", "propose", "offer", "agree", "pledge", "call", "press", "oblige", "want",
    "reject",
];

/// Demands, offers and agreements of something no action list knows: action other.
pub(super) fn others(cx: &Context, reading: &Reading, s: usize, known: &[Found]) -> Vec<Found> {
    let mut out = Vec::new();
    for v in cx.analysis.sentences[s].tokens() {
        let t = cx.token(v);
        if t.upos != Upos::Verb || !is_word(cx, v, OPEN) || crate::status::negated(cx, v) {
            continue;
        }
        let by = subjects(cx, v);
        if by.is_empty() || by.iter().all(|&h| parties_of(cx, reading, h).is_empty()) {
            continue;
        }
        let mut complements = children(cx, v, &[Deprel::Ccomp, Deprel::Xcomp]);
        if is_word(cx, v, &["call"]) {
            complements = children(cx, v, &[Deprel::Obl]).into_iter().filter(|&o| case(cx, o) == "for").collect();
        } else if is_word(cx, v, &["demand", "propose", "offer", "require", "reject"]) {
            complements.extend(children(cx, v, &[Deprel::Obj]));
        }
        for c in complements {
            let range = extent(cx, c);
            let covered = known.iter().any(|f| f.range.start < range.end && range.start < f.range.end);
            if covered || range.len() < 2 || !field(cx, range.clone(), &["harm", "ease", "deal", "other"]) {
                continue;
            }
            // "insists that it is …" tells a view, "insists that they leave" a demand.
            let verb = cx.token(c).upos == Upos::Verb;
            let bare = verb
                && *cx.token(c).text.to_lowercase() == *cx.token(c).lemma
                && children(cx, c, &[Deprel::Aux]).is_empty();
            if cx.token(c).deprel == Deprel::Ccomp && !(bare || mood(cx, c) == Mood::Duty) {
                continue;
            }
            if !verb && (is_word(cx, v, &["want"]) && !field(cx, c..c + 1, &["deal", "other", "ease"])) {
                continue;
            }
            let Some((status, governor)) = of_term(cx, c, false) else { continue };
            out.push(Found {
                trigger: c,
                action: TermAction::Other,
                range,
                status,
                governor,
                rule: "terms/complement",
            });
        }
    }
    out
}
