//! What does a proposal, agreement, truce or demand contain? One obligation or entitlement a row.
//!
//! In: "Ektar demanded that the Front release the captives by Friday." Out: action release, party the Front, object "the
//! captives", deadline "by Friday", status demanded, by Ektar.
//! Every word that may name a term is a candidate; what rules find and what features of the lists and the parse say about it is
//! weighed (`term_weights.tsv`), and what weighs enough is a row: certain where a rule finds it too and it weighs much, else
//! possible. Where a term stands is read by `status`, and weighed (`standing`) where no rule finds it. Not tried: what a plan does not
//! contain, terms spread over sentences.

mod actions;
mod candidates;
mod contained;
mod fields;
mod idle;
mod rules;
mod standing;
mod views;

use std::{fmt::Debug, ops::Range};

use onrecord_model::{
    BlockKind, Certainty, Deprel, Evidence, Factuality, Reading, RowId, Span, Term, TermAction, TermStatus, Upos,
};

use self::{actions::*, fields::*, rules::*};
use crate::{
    Context,
    actors::children,
    clauses::{is_text, parsed, span, told},
    scoring,
    status::{Mood, in_deal, mood, of_term},
    undone,
};

/// A term before its fields are filled.
struct Found {
    trigger: usize,
    action: TermAction,
    range: Range<usize>,
    status: TermStatus,
    governor: Option<usize>,
    rule: &'static str,
}

/// A word that may name a term, with what speaks for it: what training reads.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Token index of the word.
    pub token: usize,
    /// The words it would be read from.
    pub evidence: Vec<Span>,
    /// The action it would have.
    pub action: TermAction,
    /// Where it would stand.
    pub status: TermStatus,
    /// The rule that finds it; `None` when no rule does.
    pub rule: Option<&'static str>,
    /// Features, as in `term_weights.tsv`.
    pub features: Vec<String>,
    /// Features of where it stands, as in `term_status_weights.tsv`.
    pub standing: Vec<String>,
}

/// The name of a value in features: "cease_fire" is `ceasefire` there.
pub(crate) fn slug(value: impl Debug) -> String {
    format!("{value:?}").to_lowercase()
}

/// Every candidate of a report, in text order, whatever it weighs. `reading` holds the tables read before the terms.
pub fn candidates(cx: &Context, reading: &Reading) -> Vec<Candidate> {
    let around = candidates::Around::new(cx, reading);
    let mut out = Vec::new();
    for s in told(cx) {
        for (f, features) in weighed(cx, reading, s, &around) {
            let rule = ruled(&f).then_some(f.rule);
            let Some((evidence, more)) = extents(cx, &f) else { continue };
            out.push(Candidate {
                standing: standing::features(f.status, &features),
                token: f.trigger,
                evidence: std::iter::once(evidence).chain(more).collect(),
                action: f.action,
                status: f.status,
                rule,
                features,
            });
        }
    }
    out
}

/// Rule name of a term that no rule finds and whose features weigh enough.
const SCORED: &str = "terms/scored";

/// Rule name of one whose action is that of a word inside its words.
const BORROWED: &str = "terms/inside";

fn ruled(f: &Found) -> bool {
    f.rule != SCORED && f.rule != BORROWED
}

/// The candidates of a sentence with their features: what rules find, and every other word that may name a term.
fn weighed(cx: &Context, reading: &Reading, s: usize, around: &candidates::Around) -> Vec<(Found, Vec<String>)> {
    if !parsed(cx, s) || cx.analysis.sentences[s].kind == BlockKind::Title {
        return Vec::new();
    }
    let tokens = cx.analysis.sentences[s].tokens();
    let mut found: Vec<Found> = tokens.clone().filter_map(|i| term(cx, reading, i)).collect();
    found.extend(others(cx, reading, s, &found));
    found.retain(|f| !held_back(cx, f.trigger));
    // What the deal itself says stands as the deal does.
    let plain_words = contained::found(cx, reading, s);
    found.retain(|f| !plain_words.iter().any(|p| p.trigger == f.trigger));
    found.extend(plain_words);
    for i in tokens {
        if !around.may_be(i) || held_back(cx, i) {
            continue;
        }
        let known = found.iter().find(|f| f.trigger == i).map(|f| f.action);
        let bare = plain(cx, reading, i);
        if known.is_none_or(|a| a == TermAction::Other) {
            found.extend(borrowed(cx, &bare));
        }
        if known.is_none() {
            found.push(bare);
        }
    }
    found.sort_by_key(|f| (f.trigger, f.action));
    found
        .into_iter()
        .map(|f| {
            let status = slug(f.status);
            let rule = ruled(&f).then_some((f.rule, status.as_str()));
            let features = around.features(&f, rule);
            (f, features)
        })
        .collect()
}

/// Token `i` as a term that no rule finds: its action, if a list knows it, and the status the words over it give.
fn plain(cx: &Context, reading: &Reading, i: usize) -> Found {
    let range = extent(cx, i);
    let action = action(cx, i, range.clone()).unwrap_or(TermAction::Other);
    let planned = in_deal(cx, i);
    let told = of_term(cx, i, planned == Some(TermStatus::Discussed));
    let (status, governor) = match told {
        Some((s, g)) => (Some(s), g.filter(|&g| g != i)),
        None => (planned.or_else(|| conditional(cx, reading, i)), None),
    };
    let status = status.unwrap_or_else(|| match mood(cx, i) {
        Mood::Past if cx.token(i).upos == Upos::Verb => TermStatus::Implemented,
        Mood::Progressive if cx.token(i).upos == Upos::Verb => TermStatus::BeingImplemented,
        Mood::Duty => TermStatus::Demanded,
        _ => TermStatus::Proposed,
    });
    Found { trigger: i, action, range, status, governor, rule: SCORED }
}

/// The action of the first word of action inside the words of a candidate that has none ("broke the truce", "agreed on a swap").
fn borrowed(cx: &Context, bare: &Found) -> Option<Found> {
    if bare.action != TermAction::Other {
        return None;
    }
    let inner = bare
        .range
        .clone()
        .filter(|&j| j != bare.trigger && !held_back(cx, j))
        .find_map(|j| action(cx, j, extent(cx, j)))?;
    Some(Found { trigger: bare.trigger, action: inner, range: bare.range.clone(), rule: BORROWED, ..*bare })
}

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let mut rows: Vec<Row> = Vec::new();
    let around = candidates::Around::new(cx, reading);
    for s in told(cx) {
        for taken in chosen(cx, reading, s, &around) {
            add(cx, reading, s, taken, &mut rows);
        }
    }
    let mut rows: Vec<Term> = rows.into_iter().map(|r| r.term).collect();
    rows.sort_by_key(|r| r.evidence.first());
    for (n, row) in rows.iter_mut().enumerate() {
        row.id = RowId::from(format!("t{}", n + 1));
    }
    reading.terms.extend(rows);
}

/// Score from which a term that a rule finds too is certain: nine in ten are right.
const SURE: f32 = 1.0;

/// Score by the features alone from which a term that a rule finds is a row whatever the views say.
const KEPT: f32 = 0.2;

/// Score that what a deal itself says, or what is warned against, has at least: a row, and not certain.
const PLAIN: f32 = 0.9;

/// A candidate that is taken, with its words and its score.
struct Taken {
    found: Found,
    evidence: Span,
    more: Option<Span>,
    score: f32,
}

/// The candidates of a sentence that weigh enough, in text order. Of two on the same words the heavier stays; two different
/// actions may share words ("open the crossing in exchange for a truce") but neither may be `other`.
fn chosen(cx: &Context, reading: &Reading, s: usize, around: &candidates::Around) -> Vec<Taken> {
    let mut all: Vec<Taken> = weighed(cx, reading, s, around)
        .into_iter()
        .filter_map(|(found, features)| {
            let (evidence, more) = extents(cx, &found)?;
            let plain = scoring::score("term_weights", 0, &features);
            let seen = views::score(cx, found.trigger, found.action, std::iter::once(evidence).chain(more));
            let score = match seen.map(|seen| seen + scoring::score("term_view_weights", 0, &features)) {
                Some(score) if ruled(&found) && plain >= KEPT => score.max(plain),
                Some(score) => score,
                None => plain,
            };
            let plain_words = matches!(found.rule, contained::CONTAINED | contained::ASKED);
            let score = if plain_words { score.max(PLAIN) } else { score };
            (score >= 0.0).then(|| {
                // What a rule reads off the words is kept; what only scores find needs more than its words.
                let status = if ruled(&found) { found.status } else { standing::weighed(found.status, &features) };
                let (status, governor) =
                    match found.governor.filter(|&g| status == TermStatus::Demanded && contained::binds(cx, g)) {
                        Some(_) => (TermStatus::Agreed, None),
                        None => (status, found.governor),
                    };
                Taken { found: Found { status, governor, ..found }, evidence, more, score }
            })
        })
        .collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut out: Vec<Taken> = Vec::new();
    for c in all {
        let clash = |t: &Taken| {
            let shared = c.evidence.shared(t.evidence);
            let union = c.evidence.len() + t.evidence.len() - shared;
            shared > 0
                && (c.found.action == t.found.action
                    || 2 * shared >= union
                    || c.found.action == TermAction::Other
                    || t.found.action == TermAction::Other)
                // "set up a force to fight B": what it is for is no term of its own
                || c.found.rule == SCORED && aims(cx, c.found.trigger, t.found.trigger)
        };
        if !out.iter().any(clash) {
            out.push(c);
        }
    }
    out.sort_by_key(|t| t.evidence);
    out
}

/// "stopped short of lifting", "decided against a strike": what was not done is no term.
fn held_back(cx: &Context, i: usize) -> bool {
    undone::standing(cx, i) == Some(Factuality::Negated) || idle::none(cx, i)
}

/// Whether verb `i` says what `of`, or a noun under it, is for: an infinitive that nothing else governs.
fn aims(cx: &Context, i: usize, of: usize) -> bool {
    let t = cx.token(i);
    let up = t.head as usize;
    let to = children(cx, i, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["to"]));
    let over = |k: usize| k == of || cx.token(k).head as usize == of && cx.token(k).deprel == Deprel::Obj;
    to && matches!(t.deprel, Deprel::Advcl | Deprel::Acl) && over(up)
}

/// The words a term is read from: its clause or phrase, and apart from it the word that says where it stands.
fn extents(cx: &Context, f: &Found) -> Option<(Span, Option<Span>)> {
    // The preposition that ties a noun to what is over it is no part of the term.
    let mut range = f.range.clone();
    while range.len() > 1 && cx.token(range.start).deprel == Deprel::Case && !cx.token(f.trigger).upos.eq(&Upos::Verb) {
        range.start += 1;
    }
    let verb = cx.token(f.trigger).upos == Upos::Verb;
    if !verb {
        range = bounded(cx, f.trigger, range);
    } else if let Some(subject) = children(cx, f.trigger, &[Deprel::Nsubj]).into_iter().find(|&h| h < f.trigger) {
        // A long subject with clauses of its own is left to the party; the duty begins at its auxiliary.
        let tree = cx.analysis.subtree(subject);
        if tree.len() > 8 && tree.start <= range.start {
            range.start = children(cx, f.trigger, &[Deprel::Aux]).into_iter().min().unwrap_or(f.trigger).min(f.trigger);
        }
    }
    let mut evidence = span(cx, range.clone())?;
    let mut more = None;
    if let Some(g) = f.governor.filter(|_| !verb) {
        if f.rule == "terms/in_force" {
            more = span(cx, g..(g + 4).min(cx.analysis.subtree(g).end));
        } else if g < range.start && range.start - g <= 8 {
            // "agreed on Sunday to a truce": the word that says where it stands belongs to it.
            let subject = children(cx, g, &[Deprel::Nsubj]).into_iter().map(|h| cx.analysis.subtree(h).start).min();
            let from = subject.filter(|&h| h < g && g - h <= 9).unwrap_or(g);
            evidence = span(cx, from..range.end).unwrap_or(evidence);
        }
    }
    Some((evidence, more))
}

/// A row with what tells whether a later one is the same obligation told again.
struct Row {
    term: Term,
    words: Vec<Vec<String>>,
    score: f32,
}

/// The stage a truce stands in: its mentions in one stage are one row.
fn stage(status: TermStatus) -> u8 {
    use TermStatus::*;
    match status {
        Proposed | Discussed | Demanded | Offered => 0,
        Agreed | BeingImplemented | Implemented => 1,
        Rejected => 2,
        Violated => 3,
        Suspended => 4,
        Expired => 5,
    }
}

/// Content words of a span, cut to their stems.
fn stems(cx: &Context, span: Span) -> Vec<String> {
    let small = ["would", "their", "that", "this", "with", "from", "have", "which", "been", "were", "will"];
    let mut out: Vec<String> = cx
        .analysis
        .tokens_in(span)
        .map(|i| cx.token(i).text.to_lowercase())
        .filter(|w| w.chars().count() > 3 && w.chars().all(char::is_alphabetic) && !small.contains(&w.as_str()))
        .map(|w| w.chars().take(6).collect())
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The phrase of the word of action that a borrowed term has its action from.
fn inner(cx: &Context, f: &Found) -> Option<Span> {
    if f.rule != BORROWED {
        return None;
    }
    let j = f.range.clone().find(|&j| j != f.trigger && action(cx, j, extent(cx, j)) == Some(f.action))?;
    span(cx, bounded(cx, j, extent(cx, j)))
}

/// Most mentions of one obligation that a row gathers.
const MENTIONS: usize = 5;

fn add(cx: &Context, reading: &Reading, sentence: usize, taken: Taken, rows: &mut Vec<Row>) {
    let Taken { found: f, evidence, more, score } = taken;
    // One obligation told again is one row with more evidence: a truce in one stage, any other in nearly the same words.
    let words = stems(cx, evidence);
    let again = |r: &Row| {
        if r.term.action != f.action {
            return false;
        }
        if f.action == TermAction::CeaseFire {
            return stage(r.term.status) == stage(f.status);
        }
        r.term.status == f.status
            && r.words.iter().any(|w| {
                let shared = w.iter().filter(|x| words.contains(x)).count();
                let less = w.len().min(words.len()).max(1);
                10 * shared >= 7 * less
            })
    };
    let mut party = duty(cx, reading, &f);
    if party.is_empty() {
        party = implied(cx, reading, sentence, &f);
    }
    if let Some(row) = rows.iter_mut().find(|r| again(r)) {
        if row.words.len() < MENTIONS {
            row.term.evidence.push(inner(cx, &f).unwrap_or(evidence));
            for k in depends(reading, evidence) {
                if !row.term.depends_on.contains(&k) {
                    row.term.depends_on.push(k);
                }
            }
            row.words.push(words);
        }
        if row.term.party.is_empty() {
            row.term.party = party;
        }
        if score > row.score {
            row.term.status = f.status;
            row.score = score;
        }
        return;
    }
    let by = f.governor.map(|g| holder(cx, reading, g)).unwrap_or_default();
    let all = cx.analysis.sentences[sentence].tokens();
    let quantity = reading
        .figures
        .iter()
        .find(|x| evidence.start <= x.span.start && x.span.end <= evidence.end)
        .map(|x| x.id.to_string());
    let deadline = reading
        .timexes
        .iter()
        .filter(|x| {
            evidence.start <= x.span.start && x.span.start <= evidence.end + 40 && sentence_holds(cx, sentence, x.span)
        })
        .find(|x| {
            let at = cx.analysis.token_at(x.span.start);
            at > 0
                && (is_text(cx, at - 1, &["by", "within", "before", "until"])
                    || is_text(cx, at, &["by", "within", "before", "until"]))
        })
        .map(|x| {
            let at = cx.analysis.token_at(x.span.start);
            let from = if at > 0 && is_text(cx, at - 1, &["by", "within", "before", "until"]) {
                cx.token(at - 1).span.start
            } else {
                x.span.start
            };
            cx.words(Span::new(from, x.span.end)).to_owned()
        });
    let object = object(cx, reading, f.trigger).map(|s| cx.words(s).to_owned());
    let term = Term {
        id: RowId::default(),
        deal: deal_name(cx, all.clone()),
        party,
        action: f.action,
        object,
        quantity,
        phase: phase(cx, all),
        deadline,
        status: f.status,
        by,
        depends_on: depends(reading, evidence),
        attribution: cx.attribution_at(reading, evidence),
        evidence: Evidence::from_spans([Some(evidence), more].into_iter().flatten())
            .unwrap_or_else(|| Evidence::new(evidence)),
        rule: f.rule.into(),
        certainty: if ruled(&f) && score >= SURE { Certainty::Certain } else { Certainty::Possible },
    };
    rows.push(Row { term, words: vec![words], score });
}
