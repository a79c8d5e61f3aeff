//! What does a deal itself say, and what is asked for in other words than those of demand?
//!
//! In: "The accord lets Ektar keep its launchers", "Ektar will be allowed to buy parts", "Hollisk warned the assembly against new
//! taxes on ore", "would veto the bill". Out: a term at "keep" and "buy", agreed; one at the warning's "-ing", demanded; one at "veto",
//! rejected. A deal is known by its noun (`status::DEAL`), "it" only right after a sentence about a deal.

use onrecord_model::{Deprel, Reading, TermAction, TermStatus, Upos};

use super::{Found, action, extent};
use crate::{
    Context,
    actors::{case, children, parties_of, subjects},
    clauses::is_text,
    phrases::is_word,
    status::{DEAL, Mood, in_deal, mood, negated, of_term, passive},
};

/// Rule name of what a deal is said to hold.
pub(super) const CONTAINED: &str = "terms/contained";
/// Rule name of what is asked or refused in other words.
pub(super) const ASKED: &str = "terms/asked";

/// Verbs by which a deal gives leave.
const LETS: &[&str] = &["allow", "permit", "let", "entitle"];
/// Verbs by which a deal keeps somebody from doing something.
const BARS: &[&str] = &["bar", "prevent", "prohibit", "forbid", "stop", "keep", "block"];
/// Words of a programme that a deal keeps somebody from.
const ARMS: &[&str] = &[
    "nuclear",
    "uranium",
    "plutonium",
    "enrichment",
    "enrich",
    "centrifuge",
    "reactor",
    "missile",
    "bomb",
    "program",
    "programme",
];
/// Verbs of what a deal does to a programme, an asset or a measure.
const HOLDS: &[&str] = &[
    "freeze",
    "unfreeze",
    "slow",
    "cap",
    "limit",
    "curb",
    "restrict",
    "ease",
    "relax",
    "lift",
    "suspend",
    "halt",
    "reduce",
    "dismantle",
    "remove",
    "strip",
    "deny",
    "constrain",
];

/// The terms of sentence `s` that the deal itself tells, and those asked for in other words.
pub(super) fn found(cx: &Context, reading: &Reading, s: usize) -> Vec<Found> {
    let verbs = cx.analysis.sentences[s].tokens().filter(|&v| cx.token(v).upos == Upos::Verb);
    verbs
        .filter_map(|v| held(cx, s, v).or_else(|| allowed(cx, reading, s, v)).or_else(|| asked(cx, reading, v)))
        .collect()
}

/// "bars Ektar from firing": whether verb `v` keeps somebody from something.
pub(super) fn bars(cx: &Context, v: usize) -> bool {
    let from = |x: usize| {
        children(cx, x, &[Deprel::Mark, Deprel::Case]).into_iter().any(|m| is_text(cx, m, &["from"]))
            || is_word(cx, v, &["forbid"])
    };
    is_word(cx, v, BARS) && complement(cx, v).is_some_and(from)
}

/// The verb that says what a verb of leave gives leave to do.
fn complement(cx: &Context, v: usize) -> Option<usize> {
    let inner = children(cx, v, &[Deprel::Xcomp, Deprel::Ccomp, Deprel::Advcl]);
    inner.into_iter().find(|&x| x > v && cx.token(x).upos == Upos::Verb)
}

/// Whether noun `i` is a deal, or "it" right after a sentence whose subject is one.
fn deal(cx: &Context, s: usize, i: usize) -> bool {
    if is_word(cx, i, DEAL) {
        return true;
    }
    let before = || {
        s.checked_sub(1).is_some_and(|b| {
            let tokens = cx.analysis.sentences[b].tokens();
            tokens.clone().any(|j| is_word(cx, j, DEAL) && cx.token(j).deprel == Deprel::Nsubj)
        })
    };
    is_text(cx, i, &["it", "this"]) && cx.token(i).upos == Upos::Pron && before()
}

/// "the accord, which would strip Ektar of its shells", "a pact barring Ektar from firing": a clause that describes a deal.
fn described(cx: &Context, v: usize) -> bool {
    let t = cx.token(v);
    let own = children(cx, v, &[Deprel::Nsubj]);
    t.deprel == Deprel::Acl
        && is_word(cx, t.head as usize, DEAL)
        && match own[..] {
            [] => t.text.ends_with("ing"),
            _ => own.iter().all(|&n| is_text(cx, n, &["which", "that"])),
        }
}

/// "The accord lets Ektar keep its launchers", "It slows parts of the programme", "The pact bars Ektar from firing".
fn held(cx: &Context, s: usize, v: usize) -> Option<Found> {
    if !children(cx, v, &[Deprel::Nsubj]).into_iter().any(|n| n < v && deal(cx, s, n)) && !described(cx, v) {
        return None;
    }
    let open = mood(cx, v) == Mood::Possible;
    let marks = children(cx, v, &[Deprel::Mark, Deprel::Aux]);
    // "whether a deal can prevent …", "if it eases …": nothing that it holds
    let supposed = |i: usize| is_text(cx, i, &["if", "whether", "unless", "can", "could", "may", "might"]);
    if passive(cx, v)
        || negated(cx, v)
        || matches!(mood(cx, v), Mood::Past | Mood::Duty)
        || marks.into_iter().any(supposed)
    {
        return None;
    }
    let told = in_deal(cx, v).unwrap_or(if open { TermStatus::Discussed } else { TermStatus::Agreed });
    let mut to = v;
    let (trigger, from) = if is_word(cx, v, LETS) {
        let object = children(cx, v, &[Deprel::Obj, Deprel::Iobj]).into_iter().find(|&o| o > v);
        let trigger = complement(cx, v)?;
        (trigger, object.map(|o| cx.analysis.subtree(o).start).unwrap_or(trigger))
    } else if bars(cx, v) || is_word(cx, v, HOLDS) {
        // "reduces but does not end the programme": the object stands with the second verb
        let joined = children(cx, v, &[Deprel::Conj]);
        let acted_on = |&h: &usize| children(cx, h, &[Deprel::Obj, Deprel::Iobj]).into_iter().any(|o| o > v);
        to = std::iter::once(v).chain(joined).find(acted_on)?;
        (v, v)
    } else {
        return None;
    };
    let mut range = extent(cx, trigger);
    range.start = range.start.min(from);
    let mut action = action(cx, trigger, range.clone()).unwrap_or(TermAction::Other);
    let barred = complement(cx, v).filter(|_| bars(cx, v));
    for end in [barred.unwrap_or(v), to].into_iter().filter(|&end| end != v) {
        range.end = range.end.max(extent(cx, end).end);
    }
    let curbed = barred.is_some() || is_word(cx, v, HOLDS) && !is_word(cx, v, &["unfreeze", "ease", "relax", "lift"]);
    if curbed && action == TermAction::Other && range.clone().any(|i| is_word(cx, i, ARMS)) {
        action = TermAction::HaltProgramme;
    }
    Some(Found { trigger, action, range, status: told, governor: None, rule: CONTAINED })
}

/// "The accord requires A to free them": what the verb over a term asks for stands in a deal.
pub(super) fn binds(cx: &Context, g: usize) -> bool {
    is_word(cx, g, &["require", "oblige"]) && in_deal(cx, g) == Some(TermStatus::Agreed)
}

/// "Ektar will be allowed to buy parts", where a deal is spoken of.
fn allowed(cx: &Context, reading: &Reading, s: usize, v: usize) -> Option<Found> {
    let near = s.saturating_sub(1)..s + 1;
    let spoken_of = near.flat_map(|b| cx.analysis.sentences[b].tokens()).any(|j| is_word(cx, j, DEAL));
    let future = matches!(mood(cx, v), Mood::Future | Mood::Possible);
    let leave = is_word(cx, v, &["allow", "permit"]) && passive(cx, v) && !negated(cx, v);
    if !leave || !future || !spoken_of {
        return None;
    }
    let who = subjects(cx, v);
    let trigger = complement(cx, v).filter(|_| who.iter().any(|&h| !parties_of(cx, reading, h).is_empty()))?;
    let range = extent(cx, trigger);
    let action = action(cx, trigger, range.clone()).unwrap_or(TermAction::Other);
    let status = if mood(cx, v) == Mood::Future { TermStatus::Agreed } else { in_deal(cx, v)? };
    Some(Found { trigger, action, range, status, governor: None, rule: CONTAINED })
}

/// "warned the assembly against taxing ore" is demanded, "would veto the bill" rejected.
fn asked(cx: &Context, reading: &Reading, v: usize) -> Option<Found> {
    let party = |h: usize| !parties_of(cx, reading, h).is_empty();
    if negated(cx, v) || !subjects(cx, v).into_iter().any(party) {
        return None;
    }
    let objects = children(cx, v, &[Deprel::Obj, Deprel::Iobj]);
    if is_word(cx, v, &["veto"]) && matches!(mood(cx, v), Mood::Future | Mood::Possible) {
        // "urged A to veto the bill" is what is asked of A
        let over = of_term(cx, v, false).map(|(status, _)| status);
        if over == Some(TermStatus::Demanded) {
            return None;
        }
        let bill =
            |o: usize| is_word(cx, o, DEAL) || is_word(cx, o, &["bill", "legislation", "measure", "sanction", "law"]);
        objects.into_iter().find(|&o| bill(o))?;
        let range = extent(cx, v);
        let (status, governor) = (TermStatus::Rejected, Some(v));
        return Some(Found { trigger: v, action: TermAction::Other, range, status, governor, rule: ASKED });
    }
    if is_word(cx, v, &["request", "ask"]) && mood(cx, v) == Mood::Past {
        return waits(cx, v);
    }
    if !is_word(cx, v, &["warn", "caution"]) || objects.is_empty() {
        return None;
    }
    let doing =
        children(cx, v, &[Deprel::Advcl, Deprel::Xcomp, Deprel::Ccomp, Deprel::Obl]).into_iter().find(|&x| {
            let tied = children(cx, x, &[Deprel::Mark, Deprel::Case]).into_iter().any(|m| is_text(cx, m, &["against"]));
            x > v && cx.token(x).upos == Upos::Verb && (tied || case(cx, x) == "against")
        })?;
    let range = extent(cx, doing);
    let (status, governor) = (TermStatus::Demanded, Some(v));
    Some(Found { trigger: doing, action: TermAction::Other, range, status, governor, rule: ASKED })
}

/// "requested they wait": a bare verb under a request is what is requested.
fn waits(cx: &Context, v: usize) -> Option<Found> {
    let bare = |x: usize| {
        let t = cx.token(x);
        t.upos == Upos::Verb
            && t.text.to_lowercase() == *t.lemma
            && children(cx, x, &[Deprel::Aux, Deprel::Mark]).is_empty()
    };
    let doing = children(cx, v, &[Deprel::Ccomp])
        .into_iter()
        .find(|&x| x > v && bare(x) && children(cx, x, &[Deprel::Nsubj]).into_iter().any(|n| n > v && n < x))?;
    let range = extent(cx, doing);
    let action = action(cx, doing, range.clone()).unwrap_or(TermAction::Other);
    let (status, governor) = (TermStatus::Demanded, Some(v));
    Some(Found { trigger: doing, action, range, status, governor, rule: "terms/complement" })
}
