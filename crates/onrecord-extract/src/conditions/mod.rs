//! What hangs on what?
//!
//! In: "No convoy will pass until the dam is returned, Ektar said." Out: kind precondition, marker "until", antecedent "the dam
//! is returned", consequent "No convoy will pass", holder Ektar.
//! Markers and how the halves lie around them are `condition_markers.tsv`. Not tried: conditions without a marker ("a deal
//! would bring …"), conditions over two sentences, except "In exchange, …" after the clause it answers.
//! An "if" of asking or seeing, of the outlet's own reporting, or about nothing of the conflict is no condition.

mod harm;
mod idle;

use std::{ops::Range, sync::OnceLock};

use onrecord_lexicon::list;
use onrecord_model::{
    Act, Attribution, Certainty, Condition, ConditionKind, Deprel, Evidence, Reading, RowId, SourceType, Span, Upos,
};

use crate::{
    Context, actors,
    clauses::{self, clause_end, clause_start, has_finite, has_modal, has_verb, is_text, negated, region, told, trim},
    phrases::{Hit, Phrases, is_word, joined},
    status,
};

fn markers() -> &'static Phrases {
    static ALL: OnceLock<Phrases> = OnceLock::new();
    ALL.get_or_init(|| Phrases::of("condition_markers"))
}

/// The two halves as token ranges.
struct Halves {
    antecedent: Range<usize>,
    consequent: Range<usize>,
}

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let mut rows: Vec<Condition> = Vec::new();
    for s in told(cx) {
        let tokens = cx.analysis.sentences[s].tokens();
        for hit in markers().apart(cx, tokens.clone()) {
            let Some(row) = condition(cx, reading, s, &hit) else { continue };
            let repeats = rows
                .iter()
                .any(|r| r.antecedent == row.antecedent || r.consequent == row.consequent && r.marker == row.marker);
            if !repeats {
                rows.push(row);
            }
        }
        let unmarked = [inverted(cx, reading, s), lacking(cx, reading, s), bartered(cx, reading, s)];
        for row in unmarked.into_iter().flatten() {
            if !rows.iter().any(|r| r.antecedent == row.antecedent) {
                rows.push(row);
            }
        }
    }
    rows.sort_by_key(|r| r.evidence.first());
    for (n, row) in rows.iter_mut().enumerate() {
        row.id = RowId::from(format!("k{}", n + 1));
    }
    reading.conditions.extend(rows);
}

fn condition(cx: &Context, reading: &Reading, sentence: usize, hit: &Hit) -> Option<Condition> {
    let [lie, kind, need] = hit.columns[..] else { return None };
    let all = region(cx, reading, hit.first);
    let all = all.start.min(hit.first)..all.end.max(hit.last);
    if idle::no_marker(cx, &all, hit) || idle::obliges(cx, hit) {
        return None;
    }
    let halves = match lie {
        "clause" => by_clause(cx, &all, hit)?,
        "np" => by_subject(cx, &all, hit)?,
        "swap" => by_swap(cx, &all, hit)?,
        "prize" => {
            let h = by_swap(cx, &all, hit)?;
            Halves { antecedent: h.consequent, consequent: h.antecedent }
        }
        "lead" => by_lead(cx, sentence, &all, hit)?,
        "inside" => {
            let start = clause_start(cx, &all, hit.first);
            Halves { antecedent: hit.first + 1..hit.last, consequent: start..hit.first }
        }
        _ => return None,
    };
    let holds = match need {
        "negated" => {
            let barred = negated(cx, halves.consequent.clone())
                && (has_modal(cx, halves.consequent.clone()) || is_text(cx, hit.first, &["until"]));
            (barred || kept_up(cx, hit, &halves)) && about(cx, &halves)
        }
        "modal" => has_modal(cx, halves.consequent.clone()) && about(cx, &halves),
        "refuse" => {
            halves.consequent.clone().any(|i| {
                is_word(cx, i, &["refuse", "insist", "demand", "must", "no", "not", "n't", "n’t", "wait", "want"])
            }) && has_modal(cx, halves.consequent.clone())
                && about(cx, &halves)
        }
        "comma" => hit.first > all.start && is_text(cx, hit.first - 1, &[","]) && about(cx, &halves),
        "deal" => field(cx, halves.consequent.clone(), &["deal", "ease"]),
        _ => about(cx, &halves),
    };
    if !holds || idle::nothing_hangs(cx, sentence, hit, &halves) {
        return None;
    }
    let only = (all.start.max(hit.first.saturating_sub(4))..hit.first).any(|i| is_text(cx, i, &["only"]));
    make(cx, reading, hit.first..hit.last, if only && kind == "-" { "precondition" } else { kind }, halves)
}

/// "The embargo will stay in place until the shells are gone": a state kept up, not an act withheld.
fn kept_up(cx: &Context, hit: &Hit, halves: &Halves) -> bool {
    let stays = |i: usize| is_word(cx, i, &["remain", "stay", "keep", "continue", "maintain"]);
    is_text(cx, hit.last - 1, &["until"])
        && halves.consequent.clone().any(|i| cx.token(i).upos == Upos::Verb && stays(i))
        && halves.consequent.clone().any(|i| clauses::is_modal(cx, i))
        && has_verb(cx, halves.antecedent.clone())
}

/// "Without the help of its partners, the embargo would fall apart": what is lacking is the condition, where the noun phrase opens the
/// statement.
fn lacking(cx: &Context, reading: &Reading, sentence: usize) -> Option<Condition> {
    let tokens = cx.analysis.sentences[sentence].tokens();
    let without = tokens.clone().find(|&i| is_text(cx, i, &["without"]))?;
    let all = region(cx, reading, without);
    let noun = cx.token(without).head as usize;
    let whole = trim(cx, cx.analysis.subtree(noun));
    let opens = all.start >= without && cx.token(without).deprel == Deprel::Case && noun > without;
    if !opens || whole.start < without || !cx.token(noun).upos.is_nominal() || whole.end + 2 >= all.end {
        return None;
    }
    // "Without a deal, Hollisk added, Ektar will go on"
    let tag = (whole.end + 1..(whole.end + 8).min(all.end)).find(|&i| &*cx.token(i).text == ",");
    let said = tag.filter(|&t| {
        (whole.end + 1..t).any(|i| cx.token(i).upos == Upos::Verb && list("speech_verbs").has(&cx.token(i).lemma))
    });
    let from = said.unwrap_or(whole.end);
    let end = clause_end(cx, &all, from + 1);
    // "will make progress by adding to its stock": how is no part of it
    let how = |&i: &usize| is_text(cx, i, &["by"]) && cx.token(i + 1).text.ends_with("ing");
    let consequent = trim(cx, from..(from + 2..end.saturating_sub(1)).find(how).unwrap_or(end));
    let halves = Halves { antecedent: trim(cx, without + 1..whole.end), consequent };
    let comma = &*cx.token(whole.end).text == ",";
    let follows = halves.consequent.clone().any(|i| is_text(cx, i, &["will", "would", "could", "can", "cannot"]));
    (comma && follows && !halves.antecedent.is_empty() && about(cx, &halves))
        .then(|| make(cx, reading, without..without + 1, "expectation", halves))?
}

/// "They agreed to swap rockets for sanctions relief": what is given and what it is given for, where one of them is a concession.
fn bartered(cx: &Context, reading: &Reading, sentence: usize) -> Option<Condition> {
    let tokens = cx.analysis.sentences[sentence].tokens();
    tokens.filter(|&v| cx.token(v).upos == Upos::Verb && is_word(cx, v, &["swap", "trade", "barter"])).find_map(|v| {
        let given = actors::children(cx, v, &[Deprel::Obj]).into_iter().find(|&o| o > v)?;
        let hung = [v, given].into_iter().flat_map(|h| actors::children(cx, h, &[Deprel::Obl, Deprel::Nmod]));
        let got = hung.filter(|&o| o > given).find(|&o| actors::case(cx, o) == "for")?;
        let (from, to) = (cx.analysis.subtree(given), cx.analysis.subtree(got));
        let halves = Halves { antecedent: trim(cx, to.start + 1..to.end), consequent: trim(cx, from.start..to.start) };
        let either = [&halves.antecedent, &halves.consequent];
        let concession = either.iter().any(|h| field(cx, (*h).clone(), &["ease"]));
        (concession && either.iter().all(|h| !h.is_empty())).then(|| make(cx, reading, v..v + 1, "exchange", halves))?
    })
}

/// "Should talks fail, …": an auxiliary before its subject at the head of the sentence.
fn inverted(cx: &Context, reading: &Reading, sentence: usize) -> Option<Condition> {
    let tokens = cx.analysis.sentences[sentence].tokens();
    let should = tokens.clone().find(|&i| {
        is_text(cx, i, &["should"]) && (i == trim(cx, tokens.clone()).start || is_text(cx, i - 1, &[",", "that"]))
    })?;
    let subject = should + 1;
    if subject >= tokens.end
        || !matches!(cx.token(subject).upos, Upos::Noun | Upos::Propn | Upos::Det | Upos::Pron | Upos::Num | Upos::X)
    {
        return None;
    }
    let all = region(cx, reading, should);
    let question = (should..tokens.end).any(|i| &*cx.token(i).text == "?");
    let hit = Hit { first: should, last: should + 1, columns: &["clause", "-", "-"] };
    let halves = by_clause(cx, &(all.start.min(should)..all.end), &hit)?;
    (!question && about(cx, &halves)).then(|| make(cx, reading, should..should + 1, "-", halves))?
}

/// Halves around a marker that is followed by a clause.
fn by_clause(cx: &Context, all: &Range<usize>, hit: &Hit) -> Option<Halves> {
    let opening = trim(cx, all.start..hit.first);
    // "which means that if A, C"
    let after_that = hit.first > all.start && is_text(cx, hit.first - 1, &["that"]);
    // "While many agree, so long as A, C": what is granted first stands apart
    let granted = hit.first > all.start
        && is_text(cx, hit.first - 1, &[","])
        && all.start > 0
        && is_text(cx, all.start - 1, &["while", "although", "though", "whereas"]);
    let initial =
        opening.len() < 2 || after_that || granted || !has_verb(cx, clause_start(cx, all, hit.first)..hit.first);
    let parse_end = clause_end_by_parse(cx, all, hit);
    let halves = if initial {
        // "If A, C": the comma after which a clause with its own auxiliary comes; "If A, if B, C": the last of them.
        let mut comma = parse_end.filter(|&e| e < all.end).or_else(|| first_comma(cx, hit.last, all.end))?;
        while let Some(again) = (comma..(comma + 3).min(all.end)).find(|&i| is_text(cx, i, &["if", "unless"])) {
            comma = first_comma(cx, again + 1, all.end)?;
        }
        Halves { antecedent: hit.last..comma, consequent: comma..clause_end(cx, all, (comma + 1).min(all.end)) }
    } else {
        let end = clause_end(cx, all, hit.last);
        let end = parse_end.map_or(end, |p| p.min(end).max(hit.last + 1));
        Halves { antecedent: hit.last..end, consequent: tied_start(cx, all, hit)..hit.first }
    };
    let (a, c) = (trim(cx, halves.antecedent), trim(cx, halves.consequent));
    (!a.is_empty() && !c.is_empty()).then_some(Halves { antecedent: a, consequent: c })
}

/// Where the clause or noun phrase begins that a marker in its middle ties something to: by the parse what the marker's clause or noun
/// hangs on, where that lies in the clause the commas show; else that clause.
fn tied_start(cx: &Context, all: &Range<usize>, hit: &Hit) -> usize {
    let clause = clause_start(cx, all, hit.first);
    let marker = hit.last - 1;
    // "in exchange for A": A hangs on what is given; "if A": A's verb does
    let inside = std::iter::successors(Some(marker), |&i| Some(cx.token(i).head as usize)).take(8).find(|&i| {
        let head = cx.token(i).head as usize;
        head < hit.first || head == i
    });
    let Some(tied) = inside.map(|i| cx.token(i).head as usize).filter(|t| (clause..hit.first).contains(t)) else {
        return clause;
    };
    let start = cx.analysis.subtree(tied).start;
    if start > clause && hit.first > start + 2 { start } else { clause }
}

/// One past the clause a marker opens, by the parse: the subtree of the verb it marks.
fn clause_end_by_parse(cx: &Context, all: &Range<usize>, hit: &Hit) -> Option<usize> {
    let marker = cx.token(hit.last - 1);
    let verb = marker.head as usize;
    if marker.deprel != Deprel::Mark || verb < hit.last || !all.contains(&verb) {
        return None;
    }
    let tree = cx.analysis.subtree(verb);
    (tree.start <= hit.last && tree.end > hit.last).then(|| tree.end.min(all.end))
}

/// The first comma after which a clause with its own auxiliary opens.
fn first_comma(cx: &Context, from: usize, end: usize) -> Option<usize> {
    (from + 1..end).find(|&i| {
        &*cx.token(i).text == ","
            && has_verb(cx, from..i)
            && !is_text(cx, (i + 1).min(end - 1), &["and", "or", "including", "which", "who"])
            && has_finite(cx, i + 1..(i + 14).min(end))
    })
}

/// Halves around "hinges on" and its like: the subject before, the noun phrase after.
fn by_subject(cx: &Context, all: &Range<usize>, hit: &Hit) -> Option<Halves> {
    let mut before = clause_start(cx, all, hit.first)..hit.first;
    // ", but hinges on": the subject stands before the first verb of the joined clause.
    if before.len() < 2 {
        before = all.start..hit.first;
    }
    let start = before.start;
    if let Some(verb) = (start..hit.first).find(|&i| {
        matches!(cx.token(i).upos, Upos::Verb | Upos::Aux)
            || is_text(cx, i, &["is", "are", "was", "were", "has", "have", "will", "would"])
    }) && verb > start
    {
        before = start..verb;
    }
    let before = subject_by_parse(cx, all, hit).unwrap_or(before);
    let after = hit.last..clause_end(cx, all, hit.last);
    let (a, c) = (trim(cx, after), trim(cx, before));
    (!a.is_empty() && !c.is_empty()).then_some(Halves { antecedent: a, consequent: c })
}

/// The subject of the marker's verb by the parse, its own or that of the verb it is joined to: "Designing a plan is vital and will require
/// …" gives "Designing a plan".
fn subject_by_parse(cx: &Context, all: &Range<usize>, hit: &Hit) -> Option<Range<usize>> {
    let subject =
        |i: usize| actors::children(cx, i, &[Deprel::Nsubj, Deprel::Csubj]).into_iter().find(|&k| k < hit.first);
    let verb = (hit.first..hit.last).find(|&i| cx.token(i).deprel == Deprel::Conj)?;
    let mut at = verb;
    for _ in 0..4 {
        if let Some(s) = subject(at) {
            let tree = cx.analysis.subtree(s);
            return (tree.start >= all.start && tree.end <= hit.first).then_some(tree);
        }
        let t = cx.token(at);
        if t.deprel != Deprel::Conj || t.head as usize >= at {
            return None;
        }
        at = t.head as usize;
    }
    None
}

/// Halves around "in exchange for": what is given before, what is got after.
fn by_swap(cx: &Context, all: &Range<usize>, hit: &Hit) -> Option<Halves> {
    let after = hit.last..clause_end(cx, all, hit.last);
    let opening = trim(cx, all.start..hit.first);
    let halves = if opening.len() < 2 {
        let comma = first_comma(cx, hit.last, all.end)?;
        Halves { antecedent: hit.last..comma, consequent: comma..all.end }
    } else {
        Halves { antecedent: after, consequent: tied_start(cx, all, hit)..hit.first }
    };
    let (a, c) = (trim(cx, halves.antecedent), trim(cx, offered(cx, halves.consequent)));
    (!a.is_empty() && !c.is_empty()).then_some(Halves { antecedent: a, consequent: c })
}

/// What is put forward, without who puts it forward ("A proposed to free the captives": "to free the captives").
fn offered(cx: &Context, range: Range<usize>) -> Range<usize> {
    let open = ["propose", "offer", "agree", "pledge", "promise", "demand", "threaten", "refuse", "vow"];
    let verb = range.clone().find(|&i| cx.token(i).upos == Upos::Verb);
    let inner = verb
        .filter(|&v| is_word(cx, v, &open))
        .and_then(|v| actors::children(cx, v, &[Deprel::Xcomp]).into_iter().find(|&x| x > v && range.contains(&x)));
    match inner.map(|x| cx.analysis.subtree(x).start) {
        Some(start) if start > range.start && start + 1 < range.end => start..range.end,
        _ => range,
    }
}

/// "In exchange, B": what is given stands in the sentence or clause before.
fn by_lead(cx: &Context, sentence: usize, all: &Range<usize>, hit: &Hit) -> Option<Halves> {
    let here = trim(cx, all.start..hit.first);
    let own = trim(cx, hit.last..clause_end(cx, all, hit.last));
    let other = if here.len() >= 3 {
        clause_start(cx, all, hit.first)..hit.first
    } else {
        let before = sentence.checked_sub(1)?;
        cx.analysis.sentences[before].tokens()
    };
    let other = trim(cx, other);
    (own.len() > 1 && !other.is_empty()).then_some(Halves { antecedent: other, consequent: own })
}

/// Whether a range has a word of one of the fields of `conflict_words.tsv`.
pub(crate) fn field(cx: &Context, range: Range<usize>, fields: &[&str]) -> bool {
    let words = list("conflict_words");
    range.into_iter().any(|i| {
        let t = cx.token(i);
        // "cease-fire" is no fire
        let whole = joined(cx, i);
        let of = match whole.as_deref().and_then(|w| words.get(w)) {
            Some(of) => Some(of),
            None => words.get(&t.lemma).or_else(|| words.get(&t.text.to_lowercase())),
        };
        of.and_then(|c| c.first()).is_some_and(|f| fields.contains(f))
    })
}

/// Whether the halves are about the conflict or a negotiation.
fn about(cx: &Context, halves: &Halves) -> bool {
    let any = ["harm", "ease", "deal", "other"];
    field(cx, halves.antecedent.clone(), &any) || field(cx, halves.consequent.clone(), &any)
}

fn make(cx: &Context, reading: &Reading, marker: Range<usize>, kind: &str, halves: Halves) -> Option<Condition> {
    let antecedent = clauses::span(cx, halves.antecedent.clone())?;
    let consequent = clauses::span(cx, halves.consequent.clone())?;
    let marker_span = cx.analysis.span_of(marker.clone())?;
    let whole = Span::new(antecedent.start.min(consequent.start), antecedent.end.max(consequent.end));
    let attribution = cx
        .attribution_at(reading, marker_span)
        .or_else(|| cx.attribution_at(reading, consequent))
        .or_else(|| cx.attribution_at(reading, antecedent));
    // "If they offered him the post, it would …": the offer is what is supposed, not who speaks.
    let supposed =
        |a: &Attribution| is_text(cx, marker.start, &["if", "unless"]) && a.cue.is_some_and(|c| antecedent.contains(c));
    let attribution = attribution.filter(|id| reading.attribution(id).is_some_and(|a| !supposed(a)));
    let said = attribution.as_ref().and_then(|id| reading.attribution(id));
    let said = said.map(|a| if relays(a) { first_hand(reading, marker_span).unwrap_or(a) } else { a });
    let attribution = said.map(|a| a.id.clone()).or(attribution);
    let kind = match kind {
        "exchange" => ConditionKind::Exchange,
        "expectation" => ConditionKind::Expectation,
        "precondition" if is_text(cx, marker.start, &["until", "by"]) && only_date(cx, reading, antecedent) => {
            ConditionKind::Deadline
        }
        "precondition" => ConditionKind::Precondition,
        _ => told_by_content(cx, reading, &marker, &halves, said),
    };
    let holder = said
        .and_then(|a| actors::speaker(cx, reading, a))
        .or_else(|| actors::subject_party(cx, reading, halves.consequent.clone()))
        .filter(|_| !(said.is_none() && kind == ConditionKind::Expectation));
    // what nobody is said to hold, and what is only foreseen
    let certainty = if kind == ConditionKind::Expectation || holder.is_none() && attribution.is_none() {
        Certainty::Possible
    } else {
        Certainty::Certain
    };
    Some(Condition {
        id: RowId::default(),
        kind,
        marker: Some(marker_span),
        antecedent: Some(antecedent),
        consequent: Some(consequent),
        holder,
        evidence: Evidence::new(Span::new(whole.start.min(marker_span.start), whole.end.max(marker_span.end))),
        attribution,
        rule: "conditions/marker".into(),
        certainty,
    })
}

/// Whether a statement is that of an outlet, which passes on what others say.
fn relays(a: &Attribution) -> bool {
    matches!(a.source_type, SourceType::Media | SourceType::StateMedia)
}

/// The innermost statement around `at` that is nobody's relay: "…, Hollisk said, according to state radio" is Hollisk's.
fn first_hand(reading: &Reading, at: Span) -> Option<&Attribution> {
    let holds = |a: &&Attribution| a.content.iter().any(|c| c.contains(at));
    let own = reading.attributions.iter().filter(holds).filter(|a| !relays(a));
    own.min_by_key(|a| a.content.iter().map(|c| c.len()).sum::<u32>())
}

/// Whether the antecedent is a date and little else ("until Friday").
fn only_date(cx: &Context, reading: &Reading, span: Span) -> bool {
    reading.timexes.iter().any(|t| 2 * t.span.shared(span) > span.len()) && !has_verb(cx, cx.analysis.tokens_in(span))
}

/// Kind of an "if" or "unless" by what it announces and who says it.
fn told_by_content(
    cx: &Context,
    reading: &Reading,
    marker: &Range<usize>,
    halves: &Halves,
    said: Option<&Attribution>,
) -> ConditionKind {
    let act = said.map(|a| a.act);
    let consequent = halves.consequent.clone();
    let unless = is_text(cx, marker.start, &["unless"]);
    let verbs = |words: &[&str]| consequent.clone().any(|i| is_word(cx, i, words));
    if matches!(act, Some(Act::Threaten))
        || verbs(&["threaten", "vow", "warn"]) && field(cx, consequent.clone(), &["harm"])
    {
        return ConditionKind::Threat;
    }
    let not_only = consequent
        .clone()
        .any(|i| is_text(cx, i, &["not"]) && i + 1 < consequent.end && is_text(cx, i + 1, &["only", "just", "merely"]));
    // "The accord means that if …": the deal itself says it.
    let dealt = consequent.clone().any(|i| cx.token(i).upos == Upos::Verb && status::in_deal(cx, i).is_some());
    let nobody = act.is_none() && !dealt;
    if nobody && !unless && has_modal(cx, consequent.clone()) && (not_only || !negated(cx, consequent.clone())) {
        return ConditionKind::Expectation;
    }
    if negated(cx, consequent.clone()) && !not_only && (unless || field(cx, consequent.clone(), &["deal", "ease"])) {
        return ConditionKind::Precondition;
    }
    let harm = harm::announced(cx, &consequent) || harm::breaks_off(cx, &consequent);
    let ease = field(cx, consequent.clone(), &["ease"]);
    let future = has_modal(cx, consequent.clone());
    if matches!(act, Some(Act::Promise | Act::Offer))
        || verbs(&["promise", "pledge", "offer", "agree", "ready", "willing", "prepared"]) && !harm
    {
        return ConditionKind::Promise;
    }
    let speaker = said.and_then(|a| actors::speaker(cx, reading, a));
    // "warned that if the town is shelled, the army should expect a reply"
    let warned = act == Some(Act::Warn)
        && (harm::suffers(cx, &consequent)
            || verbs(&["answer", "reply", "act"]) && field(cx, consequent.clone(), &["harm", "other"]));
    let own = unless || said.is_some() && harm::by_speaker(cx, reading, &consequent, speaker.as_deref());
    if (harm || warned) && (future || unless) && own && !verbs(&["may", "might"]) {
        return ConditionKind::Threat;
    }
    if unless {
        return ConditionKind::Precondition;
    }
    if ease && future && !nobody && !verbs(&["may", "might", "could"]) {
        return ConditionKind::Precondition;
    }
    ConditionKind::Expectation
}
