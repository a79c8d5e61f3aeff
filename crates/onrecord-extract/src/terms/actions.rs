//! Which action does a word name, and over which words does the duty run?
//!
//! In: "lift the blockade, which has lasted seven years". Out: action open_crossing over "lift the blockade". Words of action with
//! their objects are `term_actions.tsv`; clauses that only describe, explain or trade are cut off by the parse.

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{Deprel, TermAction, Upos};

use crate::{
    Context,
    actors::children,
    clauses::is_text,
    phrases::{hyphened, is_word, joined},
};

pub(super) fn action_from(word: &str) -> Option<TermAction> {
    use TermAction::*;
    Some(match word {
        "release" => Release,
        "withdraw" => Withdraw,
        "cease_fire" => CeaseFire,
        "open_crossing" => OpenCrossing,
        "deliver_aid" => DeliverAid,
        "lift_sanctions" => LiftSanctions,
        "disarm" => Disarm,
        "hand_over" => HandOver,
        "recognise" => Recognise,
        "pay" => Pay,
        "inspect" => Inspect,
        "halt_programme" => HaltProgramme,
        "hold_elections" => HoldElections,
        "pull_back" => PullBack,
        "monitor" => Monitor,
        "talk" => Talk,
        _ => return None,
    })
}

/// Whether a list knows token `i` as a word of action with some objects.
pub(super) fn acts(cx: &Context, i: usize) -> bool {
    let t = cx.token(i);
    let pos = if t.upos == Upos::Verb { "verb" } else { "noun" };
    list("term_actions").has(&format!("{} {pos}", t.lemma))
}

/// The action a word takes with the objects in `range`.
pub(super) fn action(cx: &Context, i: usize, range: Range<usize>) -> Option<TermAction> {
    let t = cx.token(i);
    let pos = match t.upos {
        Upos::Verb => "verb",
        Upos::Noun => "noun",
        Upos::Propn if is_word(cx, i, &["ceasefire", "cease-fire", "truce"]) => "noun",
        _ => return None,
    };
    if hyphened(cx, i) {
        return None;
    }
    let key = format!("{} {pos}", t.lemma);
    let plain = format!("{} {pos}", t.text.to_lowercase());
    let whole = joined(cx, i).map(|w| format!("{w} noun")).unwrap_or_default();
    let lists = list("term_actions");
    let rules = lists.get(&whole).or_else(|| lists.get(&key)).or_else(|| lists.get(&plain))?.first()?;
    for rule in rules.split(';') {
        let (name, objects) = rule.split_once(':')?;
        let objects: Vec<&str> = objects.split('|').filter(|o| !o.is_empty()).collect();
        let fits = objects.is_empty()
            || range.clone().filter(|&j| j != i).any(|j| {
                is_word(cx, j, &objects)
                    || objects.iter().any(|o| cx.token(j).text.to_lowercase().split('-').any(|part| part == *o))
            });
        if fits {
            return action_from(name);
        }
    }
    None
}

/// The words of a term: the clause of a verb from its subject on, the phrase of a noun; what is coordinated with it left out.
pub(super) fn extent(cx: &Context, i: usize) -> Range<usize> {
    let tree = cx.analysis.subtree(i);
    let (mut start, mut end) = (tree.start, tree.end);
    for c in cx.analysis.children(i) {
        let t = cx.token(c);
        let sub = cx.analysis.subtree(c);
        let aside = matches!(t.deprel, Deprel::Conj | Deprel::Parataxis | Deprel::Advcl | Deprel::Acl | Deprel::Appos)
            && matches!(t.upos, Upos::Verb | Upos::Aux)
            || t.deprel == Deprel::Parataxis
            || t.deprel == Deprel::Conj && c > i;
        if aside && c > i && sub.start > i {
            end = end.min(sub.start);
        } else if aside && c < i && sub.end <= i {
            start = start.max(sub.end);
        }
    }
    end = described_from(cx, i, start, end);
    // The joining word before what was cut off.
    while end > i + 1
        && (is_text(cx, end - 1, &["and", "or", "but", "while"]) || crate::clauses::punctuation(cx, end - 1))
    {
        end -= 1;
    }
    start.min(i)..end.max(i + 1)
}

/// Where what only describes, explains or trades begins ("…, which …", "so they can …", "in exchange for …"): no part of the duty.
pub(super) fn described_from(cx: &Context, i: usize, start: usize, end: usize) -> usize {
    let mut cut = end;
    for c in i + 1..end {
        if c >= cut {
            break;
        }
        let two = |a: &[&str], b: &[&str]| c + 1 < end && is_text(cx, c, a) && is_text(cx, c + 1, b);
        if c > i + 1
            && (two(&["in"], &["exchange", "return"])
                || two(&["as"], &["part"])
                || two(&["according"], &["to"])
                || two(&["along"], &["the"]) && c + 2 < end && is_text(cx, c + 2, &["lines"]))
        {
            cut = cut.min(c);
            break;
        }
        // A noun whose phrase runs on into the clause it is the subject of.
        if cx.token(i).upos == Upos::Noun
            && cx.token(c).upos == Upos::Aux
            && is_text(
                cx,
                c,
                &["will", "would", "is", "was", "are", "were", "has", "have", "had", "could", "should", "may", "must"],
            )
            && !(i + 1..c).any(|j| is_text(cx, j, &["that", "which", "who", "whose", "whether", "how", "if", "to"]))
        {
            cut = cut.min(c);
            break;
        }
        let t = cx.token(c);
        let up = t.head as usize;
        let from = cx.analysis.subtree(c).start;
        if from <= i
            || !(i..end).contains(&up)
            || !matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Noun | Upos::Propn | Upos::Adj)
        {
            continue;
        }
        let mark = |j: usize| matches!(&*cx.token(j).text, "," | "—" | "–" | "--" | "(");
        let comma = from > start && mark(from - 1) || mark(from);
        let why = is_text(cx, from, &["so", "because", "as", "while", "although", "though", "which", "who", "since"]);
        let long = is_text(cx, from, &["that"]) && cx.analysis.subtree(c).len() > 7;
        if matches!(t.deprel, Deprel::Acl | Deprel::Advcl | Deprel::Parataxis | Deprel::Appos) && (comma || why)
            || t.deprel == Deprel::Acl && long
        {
            cut = cut.min(from);
        }
    }
    cut
}

/// A noun phrase without the clauses that describe it.
pub(super) fn bounded(cx: &Context, i: usize, range: Range<usize>) -> Range<usize> {
    let cut = children(cx, i, &[Deprel::Acl, Deprel::Appos, Deprel::Parataxis])
        .into_iter()
        .filter(|&c| c > i)
        .map(|c| cx.analysis.subtree(c).start)
        .min()
        .unwrap_or(range.end);
    range.start..range.end.min(cut).max(i + 1)
}
