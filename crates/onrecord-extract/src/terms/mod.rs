//! What does a proposal, agreement, truce or demand contain? One obligation or entitlement a row.
//!
//! In: "Ektar demanded that the Front release the captives by Friday." Out: action release, party the Front, object "the
//! captives", deadline "by Friday", status demanded, by Ektar.
//! Verbs and nouns of action with their objects are `term_actions.tsv`; where a term stands is read by `status`. A word of
//! action with nothing over it that says where it stands is no term. Not tried: what a plan does not contain, terms spread
//! over several sentences.

mod candidates;

use std::{fmt::Debug, ops::Range};

use onrecord_lexicon::list;
use onrecord_model::{
    BlockKind, Certainty, ConditionKind, Deprel, Evidence, Reading, RowId, Span, Term, TermAction, TermStatus, Upos,
};

use crate::{
    Context,
    actors::{case, children, main_pair, parties_in, parties_of, subjects},
    clauses::{is_text, parsed, span, told},
    conditions::field,
    phrases::{hyphened, is_word, joined},
    scoring,
    status::{Mood, governors, mood, of_term},
};

/// Deal nouns whose content is still being talked about or put forward.
const DEAL: &[&str] = &[
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
    for i in tokens {
        if !around.may_be(i) {
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
    let inner = bare.range.clone().filter(|&j| j != bare.trigger).find_map(|j| action(cx, j, extent(cx, j)))?;
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
        row.id = RowId(format!("t{}", n + 1));
    }
    reading.terms.extend(rows);
}

/// Score from which a term that a rule finds too is certain: nine in ten are right.
const SURE: f32 = 1.0;

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
            let score = scoring::score("term_weights", 0, &features);
            let (evidence, more) = if score >= 0.0 { extents(cx, &found)? } else { return None };
            Some(Taken { found, evidence, more, score })
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
        };
        if !out.iter().any(clash) {
            out.push(c);
        }
    }
    out.sort_by_key(|t| t.evidence);
    out
}

/// Whether a list knows token `i` as a word of action with some objects.
fn acts(cx: &Context, i: usize) -> bool {
    let t = cx.token(i);
    let pos = if t.upos == Upos::Verb { "verb" } else { "noun" };
    list("term_actions").has(&format!("{} {pos}", t.lemma))
}

fn action_from(word: &str) -> Option<TermAction> {
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

/// The action a word takes with the objects in `range`.
fn action(cx: &Context, i: usize, range: Range<usize>) -> Option<TermAction> {
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
fn extent(cx: &Context, i: usize) -> Range<usize> {
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
fn described_from(cx: &Context, i: usize, start: usize, end: usize) -> usize {
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
            && is_text(cx, c, &["will", "would", "is", "was", "are", "were", "has", "have", "had", "could", "should", "may", "must"])
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

fn term(cx: &Context, reading: &Reading, i: usize) -> Option<Found> {
    let t = cx.token(i);
    let verb = t.upos == Upos::Verb;
    let range = extent(cx, i);
    let action = action(cx, i, range.clone())?;
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
        (None, None, Some(c)) => (c, None),
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

/// "cease-fire violations": the truce is said to be violated.
fn violation(cx: &Context, i: usize, action: TermAction) -> Option<Found> {
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
fn asked_for(cx: &Context, i: usize) -> bool {
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
fn in_force(cx: &Context, i: usize, action: TermAction, range: &Range<usize>) -> Option<Found> {
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

/// A noun phrase without the clauses that describe it.
fn bounded(cx: &Context, i: usize, range: Range<usize>) -> Range<usize> {
    let cut = children(cx, i, &[Deprel::Acl, Deprel::Appos, Deprel::Parataxis])
        .into_iter()
        .filter(|&c| c > i)
        .map(|c| cx.analysis.subtree(c).start)
        .min()
        .unwrap_or(range.end);
    range.start..range.end.min(cut).max(i + 1)
}

/// The status a deal noun gives to what it contains ("a proposal under which …", "the agreement to …").
fn in_deal(cx: &Context, i: usize) -> Option<TermStatus> {
    for &g in &governors(cx, i) {
        if !is_word(cx, g, DEAL) {
            continue;
        }
        if cx.token(i).upos == Upos::Verb && mood(cx, i) == Mood::Past {
            return None;
        }
        if is_word(cx, g, &["plan", "proposal", "initiative", "draft", "offer", "framework", "resolution", "roadmap"]) {
            return Some(TermStatus::Proposed);
        }
        let indefinite = children(cx, g, &[Deprel::Det]).iter().any(|&d| is_text(cx, d, &["a", "an", "any"]));
        let modal = matches!(mood(cx, i), Mood::Possible | Mood::Future);
        return Some(if indefinite || modal { TermStatus::Discussed } else { TermStatus::Agreed });
    }
    // "The plan would …", "The plan includes …": the deal noun is the subject over it.
    for v in std::iter::once(i).chain(governors(cx, i)) {
        for s in children(cx, v, &[Deprel::Nsubj]) {
            if is_word(
                cx,
                s,
                &[
                    "plan",
                    "proposal",
                    "initiative",
                    "draft",
                    "resolution",
                    "phase",
                    "stage",
                    "point",
                    "text",
                    "document",
                    "framework",
                ],
            ) {
                return Some(TermStatus::Proposed);
            }
            if is_word(cx, s, &["deal", "agreement", "accord", "pact", "truce"]) {
                return Some(if mood(cx, v) == Mood::Possible { TermStatus::Discussed } else { TermStatus::Agreed });
            }
        }
        for o in children(cx, v, &[Deprel::Obl]) {
            let under = matches!(case(cx, o).as_str(), "under" | "in");
            if under && is_word(cx, o, DEAL) {
                return Some(if is_word(cx, o, &["plan", "proposal", "initiative", "draft", "offer"]) {
                    TermStatus::Proposed
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

/// The status a condition gives to its halves: what must happen is demanded, what is promised for it offered.
fn conditional(cx: &Context, reading: &Reading, i: usize) -> Option<TermStatus> {
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
fn done(cx: &Context, i: usize, action: TermAction, range: &Range<usize>) -> Option<Found> {
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
const OPEN: &[&str] = &[
    "demand", "urge", "insist", "require", "propose", "offer", "agree", "pledge", "call", "press", "oblige", "want",
    "reject",
];

/// Demands, offers and agreements of something no action list knows: action other.
fn others(cx: &Context, reading: &Reading, s: usize, known: &[Found]) -> Vec<Found> {
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
    let Some(mut evidence) = span(cx, range.clone()) else { return None };
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
    let mut party = duty(cx, reading, f.trigger, f.governor);
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
    let object = children(cx, f.trigger, &[Deprel::Obj, Deprel::Nmod, Deprel::Obl])
        .into_iter()
        .find(|&o| o > f.trigger)
        .and_then(|o| span(cx, cx.analysis.subtree(o)))
        .map(|s| cx.words(s).to_owned());
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
        rule: f.rule.to_owned(),
        certainty: if ruled(&f) && score >= SURE { Certainty::Certain } else { Certainty::Possible },
    };
    rows.push(Row { term, words: vec![words], score });
}

fn sentence_holds(cx: &Context, sentence: usize, span: Span) -> bool {
    cx.analysis.sentences[sentence].span.shared(span) > 0
}

/// Who must do it: the subject of the verb, the possessor or adjective of the noun, whoever is asked.
fn duty(cx: &Context, reading: &Reading, i: usize, governor: Option<usize>) -> Vec<String> {
    let passive = children(cx, i, &[Deprel::Aux])
        .into_iter()
        .any(|a| is_text(cx, a, &["be", "been", "is", "are", "was", "were", "being"]))
        && !cx.token(i).text.ends_with("ing");
    let mut out: Vec<String> = Vec::new();
    if cx.token(i).upos == Upos::Verb {
        if passive {
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
                "" if o < i => out.extend(parties_of(cx, reading, o)),
                _ => {}
            }
        }
        // "an Ellidane-brokered truce": who brokered it does not keep it.
        let broker = |a: usize| {
            let text = cx.token(a).text.to_lowercase();
            ["brokered", "mediated", "led", "sponsored", "backed", "proposed", "imposed"].iter().any(|w| text.ends_with(w))
        };
        for a in children(cx, i, &[Deprel::Amod]).into_iter().filter(|&a| !broker(a)) {
            let tree = cx.analysis.subtree(a);
            out.extend(parties_in(cx, reading, tree));
        }
        if out.is_empty()
            && let Some(g) = governor
            && is_word(cx, g, &["agree", "offer", "reject", "refuse", "accept", "promise", "pledge"])
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
/// lifted, the two parties of the report for a truce when the sentence or the one before names both.
fn implied(cx: &Context, reading: &Reading, sentence: usize, f: &Found) -> Vec<String> {
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
    if out.is_empty() && f.action == CeaseFire {
        let near = sentence.saturating_sub(1)..sentence + 1;
        let named: Vec<String> =
            near.flat_map(|s| parties_in(cx, reading, cx.analysis.sentences[s].tokens())).collect();
        let pair = main_pair(reading);
        if pair.len() == 2 && pair.iter().all(|p| named.contains(p)) {
            out = pair;
        }
    }
    let mut seen: Vec<String> = Vec::new();
    out.retain(|p| !seen.contains(p) && {
        seen.push(p.clone());
        true
    });
    out
}

/// Whose demand, offer or agreement a governing word is.
fn holder(cx: &Context, reading: &Reading, g: usize) -> Vec<String> {
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
fn deal_name(cx: &Context, sentence: Range<usize>) -> Option<String> {
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
fn phase(cx: &Context, sentence: Range<usize>) -> Option<String> {
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

/// Conditions a term hangs on: those that block or buy what its words tell. Either half of an exchange hangs on it.
fn depends(reading: &Reading, evidence: Span) -> Vec<RowId> {
    use ConditionKind::*;
    let tells = |half: Option<Span>| half.is_some_and(|s| 2 * s.shared(evidence) > s.len().min(evidence.len()));
    reading
        .conditions
        .iter()
        .filter(|c| match c.kind {
            Exchange => tells(c.antecedent) || tells(c.consequent),
            Precondition | Promise | Threat => tells(c.consequent),
            Deadline | Expectation => false,
        })
        .map(|c| c.id.clone())
        .collect()
}
