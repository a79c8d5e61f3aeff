//! Whose duty is a term, whose demand, of which deal and phase, and on which conditions does it hang?
//!
//! In: "Ellidane agreed to reopen the crossing", at "reopen". Out: party Ellidane. An implied party is filled only where the
//! sentence or the one before names it.

use std::ops::Range;

use onrecord_model::{ConditionKind, Deprel, Event, PloverType, Reading, RowId, Span, TermAction, Upos};

use super::{
    Found,
    contained::{ASKED, CONTAINED, bars},
};
use crate::{
    Context,
    actors::{case, children, main_pair, parties_in, parties_of, subjects},
    clauses::{is_text, span},
    phrases::is_word,
    status::{DEAL, columns, passive},
};

/// Prepositions that tie to a word of action what is acted on: "an end to the blockade", "withdraw from the hills"; to a verb "for" too:
/// "call for a truce".
const ON: [&str; 10] = ["of", "on", "to", "from", "into", "over", "against", "with", "between", "in"];

/// What is acted on, without the preposition that ties it and without a relative clause: the verb's object, who it is done to in the
/// passive, else the first noun behind that such a preposition ties to it and that is no time.
pub(super) fn object(cx: &Context, reading: &Reading, i: usize) -> Option<Span> {
    let behind = |relation| children(cx, i, relation).into_iter().filter(|&o| o > i);
    let time = |o: usize| reading.timexes.iter().any(|t| t.span.shared(cx.token(o).span) > 0);
    let o = behind(&[Deprel::Obj]).next().or_else(|| {
        let fits = |tie: &str| ON.contains(&tie) || tie == "for" && cx.token(i).upos == Upos::Verb;
        let to = || behind(&[Deprel::Nmod, Deprel::Obl]).find(|&o| fits(&case(cx, o)) && !time(o));
        let done_to = || children(cx, i, &[Deprel::Nsubj]).into_iter().find(|_| passive(cx, i));
        done_to().or_else(to)
    })?;
    let Range { mut start, mut end } = cx.analysis.subtree(o);
    while start < o && cx.token(start).deprel == Deprel::Case {
        start += 1;
    }
    let clauses: Vec<usize> =
        children(cx, o, &[Deprel::Acl]).into_iter().map(|c| cx.analysis.subtree(c).start).collect();
    let relative = |&c: &usize| {
        is_text(cx, c, &["who", "whom", "whose", "which", "where"])
            && (clauses.contains(&c) || is_text(cx, c - 1, &[","]))
            || is_text(cx, c, &["that"]) && clauses.contains(&c)
    };
    end = (o + 1..end).find(relative).unwrap_or(end);
    span(cx, start..end)
}

pub(super) fn sentence_holds(cx: &Context, sentence: usize, span: Span) -> bool {
    cx.analysis.sentences[sentence].span.shared(span) > 0
}

/// Whether a verb only asks for something: who asks need not do it.
fn asks(cx: &Context, verb: usize) -> bool {
    cx.token(verb).upos == Upos::Verb
        && columns(cx, verb).and_then(|c| c.get(1)).is_some_and(|s| matches!(*s, "demanded" | "proposed"))
}

/// Whose programme a term would end: the owner that its object names ("to reduce Ektar's stockpile").
fn owner(cx: &Context, reading: &Reading, f: &Found) -> Vec<String> {
    let things = children(cx, f.trigger, &[Deprel::Obj, Deprel::Nmod, Deprel::Obl]);
    let owners = things.into_iter().filter(|&o| o > f.trigger).flat_map(|o| {
        children(cx, o, &[Deprel::Nmod, Deprel::Amod, Deprel::Compound]).into_iter().filter(move |&c| c < o)
    });
    owners.flat_map(|c| parties_in(cx, reading, cx.analysis.subtree(c))).take(1).collect()
}

/// "won the lifting of sanctions", "is eager for a deal to ease sanctions", "in return for the easing of sanctions": who gains by it is
/// not who lifts them.
fn gains(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    let noun = cx.token(i).upos != Upos::Verb;
    let won = noun
        && cx.token(i).deprel == Deprel::Obj
        && is_word(cx, up, &["win", "obtain", "get", "receive", "enjoy", "secure", "gain", "seek", "draw"]);
    let to = || children(cx, i, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["to"]));
    let by_deal = !noun && cx.token(i).deprel == Deprel::Acl && is_word(cx, up, DEAL) && to();
    won || by_deal || noun && in_return(cx, i)
}

/// Whether a noun stands behind "in return for" or "in exchange for".
pub(super) fn in_return(cx: &Context, i: usize) -> bool {
    children(cx, i, &[Deprel::Case])
        .into_iter()
        .any(|c| is_text(cx, c, &["for"]) && c > 0 && is_text(cx, c - 1, &["exchange", "return"]))
}

/// Verbs that only carry a noun of action.
const LIGHT: &[&str] = &["begin", "start", "complete", "finish", "continue", "resume", "undertake", "conduct", "carry"];

/// Who must do it: the subject of the verb, the possessor or adjective of the noun, whoever is asked.
pub(super) fn duty(cx: &Context, reading: &Reading, f: &Found) -> Vec<String> {
    let (i, governor) = (f.trigger, f.governor);
    let mut out: Vec<String> = Vec::new();
    if f.action == TermAction::HaltProgramme {
        out = owner(cx, reading, f);
    }
    if !out.is_empty() || asks(cx, i) || f.action == TermAction::LiftSanctions && gains(cx, i) {
        return out;
    }
    // "warned Ektar against firing": Ektar
    if let Some(g) = governor.filter(|&g| f.rule == ASKED && g != i) {
        let warned = children(cx, g, &[Deprel::Obj, Deprel::Iobj]);
        return warned.into_iter().flat_map(|o| parties_of(cx, reading, o)).collect();
    }
    // "The accord bars Ektar from firing": Ektar
    if f.rule == CONTAINED && bars(cx, i) {
        let kept = children(cx, i, &[Deprel::Obj, Deprel::Iobj]);
        return kept.into_iter().flat_map(|o| parties_of(cx, reading, o)).collect();
    }
    if cx.token(i).upos == Upos::Verb {
        if passive(cx, i) {
            for o in children(cx, i, &[Deprel::Obl]).into_iter().filter(|&o| case(cx, o) == "by") {
                out.extend(parties_of(cx, reading, o));
            }
        } else {
            for h in subjects(cx, i) {
                out.extend(parties_of(cx, reading, h));
            }
        }
    } else {
        for o in children(cx, i, &[Deprel::Nmod, Deprel::Obl]) {
            match case(cx, o).as_str() {
                "by" | "between" | "from"
                    if o > i && cx.token(i).lemma.as_ref() != "withdrawal" || case(cx, o) == "by" =>
                {
                    out.extend(parties_of(cx, reading, o))
                }
                // "the captive's release": he does not let go
                "" if o < i && cx.token(i).lemma.as_ref() != "release" => out.extend(parties_of(cx, reading, o)),
                _ => {}
            }
        }
        // "an Ellidane-brokered truce": who brokered it does not keep it.
        let broker = |a: usize| {
            let text = cx.token(a).text.to_lowercase();
            ["brokered", "mediated", "led", "sponsored", "backed", "proposed", "imposed"]
                .iter()
                .any(|w| text.ends_with(w))
        };
        for a in children(cx, i, &[Deprel::Amod]).into_iter().filter(|&a| !broker(a)) {
            let tree = cx.analysis.subtree(a);
            out.extend(parties_in(cx, reading, tree));
        }
        // "begin the withdrawal of its troops"
        let up = cx.token(i).head as usize;
        if out.is_empty() && cx.token(i).deprel == Deprel::Obj && is_word(cx, up, LIGHT) && !passive(cx, up) {
            out.extend(subjects(cx, up).into_iter().flat_map(|h| parties_of(cx, reading, h)));
        }
        if out.is_empty()
            && let Some(g) = governor
            && is_word(
                cx,
                g,
                &[
                    "agree",
                    "offer",
                    "reject",
                    "refuse",
                    "accept",
                    "promise",
                    "pledge",
                    "announce",
                    "declare",
                    "implement",
                    "observe",
                    "respect",
                    "honor",
                    "honour",
                ],
            )
        {
            out.extend(holder(cx, reading, g));
        }
    }
    let mut seen = Vec::new();
    out.retain(|p| {
        let new = !seen.contains(p);
        seen.push(p.clone());
        new
    });
    out
}

/// Whose duty it is where neither subject nor possessor says it: who is disarmed, whose programme it is, who set up what is to be
/// lifted, the two parties of the report for a truce or for talks when the sentence or the one before names both.
pub(super) fn implied(cx: &Context, reading: &Reading, sentence: usize, f: &Found) -> Vec<String> {
    use TermAction::*;
    let mut out: Vec<String> = Vec::new();
    if matches!(f.action, Disarm | Withdraw | PullBack) && cx.token(f.trigger).upos == Upos::Verb {
        out = subjects(cx, f.trigger).into_iter().flat_map(|h| parties_of(cx, reading, h)).collect();
    }
    if out.is_empty() {
        let by = f.range.clone().filter(|&o| {
            matches!(cx.token(o).deprel, Deprel::Obl | Deprel::Nmod)
                && case(cx, o) == "by"
                && f.range.contains(&(cx.token(o).head as usize))
        });
        out = by.flat_map(|o| parties_of(cx, reading, o)).collect();
    }
    if out.is_empty() && matches!(f.action, HaltProgramme | Inspect) {
        out = parties_in(cx, reading, f.range.clone()).into_iter().take(1).collect();
    }
    if out.is_empty() && matches!(f.action, CeaseFire | Talk) {
        let near = sentence.saturating_sub(1)..sentence + 1;
        let named: Vec<String> =
            near.flat_map(|s| parties_in(cx, reading, cx.analysis.sentences[s].tokens())).collect();
        let pair = main_pair(reading);
        let side = |p: &String| f.action == Talk || fights(reading, p);
        if pair.len() == 2 && pair.iter().all(|p| named.contains(p) && side(p)) {
            out = pair;
        }
    }
    let mut seen: Vec<String> = Vec::new();
    out.retain(|p| {
        !seen.contains(p) && {
            seen.push(p.clone());
            true
        }
    });
    out
}

/// Whether the report tells of the party that it attacked or was attacked: who only speaks of a truce is no side of it.
fn fights(reading: &Reading, party: &str) -> bool {
    let attack = |e: &&Event| e.event == PloverType::Assault;
    reading.events.iter().filter(attack).any(|e| e.actor.iter().chain(&e.recipient).any(|a| a == party))
}

/// Whose demand, offer or agreement a governing word is.
pub(super) fn holder(cx: &Context, reading: &Reading, g: usize) -> Vec<String> {
    let mut out = Vec::new();
    if cx.token(g).upos == Upos::Verb {
        for h in subjects(cx, g) {
            out.extend(parties_of(cx, reading, h));
        }
    } else {
        for o in children(cx, g, &[Deprel::Nmod, Deprel::Amod, Deprel::Compound]) {
            if o < g || case(cx, o) == "by" {
                out.extend(parties_of(cx, reading, o));
            }
        }
        let verb = cx.token(g).head as usize;
        if out.is_empty() && verb != g && cx.token(verb).upos == Upos::Verb {
            for h in subjects(cx, verb).into_iter().filter(|&h| h != g) {
                out.extend(parties_of(cx, reading, h));
            }
        }
    }
    out.dedup();
    out
}

/// Words for the deal a sentence speaks of.
pub(super) fn deal_name(cx: &Context, sentence: Range<usize>) -> Option<String> {
    let noun = sentence.into_iter().find(|&j| is_word(cx, j, DEAL) && cx.token(j).upos == Upos::Noun)?;
    let first = children(cx, noun, &[Deprel::Amod, Deprel::Compound, Deprel::Nmod, Deprel::Nummod])
        .into_iter()
        .filter(|&c| c < noun)
        .map(|c| cx.analysis.subtree(c).start)
        .min()
        .unwrap_or(noun);
    cx.analysis.span_of(first..noun + 1).map(|s| cx.words(s).to_owned())
}

/// "first phase", "phase two", "in the second stage".
pub(super) fn phase(cx: &Context, sentence: Range<usize>) -> Option<String> {
    let noun = sentence.clone().find(|&j| is_word(cx, j, &["phase", "stage", "step"]))?;
    let ordinals = [
        "first", "second", "third", "fourth", "fifth", "initial", "final", "next", "last", "one", "two", "three", "1",
        "2", "3", "i", "ii", "iii",
    ];
    if noun > sentence.start && is_text(cx, noun - 1, &ordinals) {
        return cx.analysis.span_of(noun - 1..noun + 1).map(|s| cx.words(s).to_owned());
    }
    if noun + 1 < sentence.end && is_text(cx, noun + 1, &ordinals) {
        return cx.analysis.span_of(noun..noun + 2).map(|s| cx.words(s).to_owned());
    }
    None
}

/// Conditions a term hangs on: those that block or buy what its words tell. Either half of an exchange or a precondition hangs on it.
pub(super) fn depends(reading: &Reading, evidence: Span) -> Vec<RowId> {
    use ConditionKind::*;
    let tells = |half: Option<Span>| half.is_some_and(|s| 2 * s.shared(evidence) > s.len().min(evidence.len()));
    reading
        .conditions
        .iter()
        .filter(|c| match c.kind {
            Exchange | Precondition => tells(c.antecedent) || tells(c.consequent),
            Promise | Threat => tells(c.consequent),
            Deadline | Expectation => false,
        })
        .map(|c| c.id.clone())
        .collect()
}
