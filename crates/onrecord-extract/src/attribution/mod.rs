//! Question: who says what, and how did it come to us?
//!
//! In: "Two medics told Harbour Radio that the road was cut." Out: source "Two medics" (unnamed, specific), cue "told", content
//! "that the road was cut", relay Harbour Radio (told to), act say, class S4.
//!
//! The order of things: candidates by rule ([`verbs`], [`hearsay`], [`nouns`], [`named`], [`quotes::posts`]) and by the tagger ([`tagged`]) →
//! [`merge`] → whole quotations and run-on ([`quotes`]) → titles become evidence ([`titles`]) → types ([`sources`]), names ([`resolve`]),
//! relays, acts → nesting → ids in text order. Class, marks and roots come last, in [`sourcing`](crate::sourcing).
//! It does not read acts (attacked, visited), and it never prints a row without words of the report.

mod acts;
mod draft;
mod fronted;
mod hearsay;
mod known;
mod merge;
mod named;
mod nesting;
mod nouns;
mod quotes;
mod relays;
mod resolve;
mod sources;
mod tagged;
mod titles;
pub(crate) mod tree;
mod unreal;
pub(crate) mod verbs;

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{
    Act, Attribution, AttributionKind, BlockKind, Certainty, Deprel, Evidence, MentionForm, MentionType, Reading,
    Relay, RelayRole, RowId, SourceType, Sourcing, SourcingClass, Upos,
};

use crate::Context;
use draft::Draft;
use resolve::Speaker;
use tree::Tree;

/// Longest sentence, in tokens, that the parse rules look at: beyond it the "sentence" is a table or a broken text.
const LONGEST_SENTENCE: usize = 250;

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let mut rules = Vec::new();
    for (number, sentence) in cx.sentences() {
        if sentence.tokens().len() > LONGEST_SENTENCE {
            continue;
        }
        verbs::find(cx, sentence, &mut rules);
        hearsay::find(cx, sentence, &mut rules);
        nouns::find(cx, sentence, &mut rules);
        named::find(cx, number, sentence, &mut rules);
    }
    quotes::posts(cx, &mut rules);
    let tagged = tagged::find(cx).into_iter().filter(|d| content_sentence(cx, d)).collect();
    let mut drafts = merge::union(cx, rules, tagged);
    drafts.retain(|d| !first_person(cx, d) && !unreal::never_said(&Tree::new(cx), d.at));
    drafts.iter_mut().for_each(|d| {
        part_from_name(cx, d);
        whole_name(cx, reading, d);
        trim_source(cx, reading, d);
        trim_time(cx, reading, d);
        nouns::cut_next(cx, d);
        fronted::cut_aside(cx, d);
    });
    drafts.iter_mut().for_each(|d| {
        thing_that_shows(cx, d);
        thing_done(cx, d);
    });
    quotes::hand_over(cx, &mut drafts);
    quotes::complete(cx, &mut drafts);
    relays::cite(cx, &mut drafts);
    quotes::run_on(cx, &mut drafts);
    relays::share(&mut drafts);
    drafts.retain(|d| worth_printing(cx, d));
    titles::fold(cx, &mut drafts);
    let tree = Tree::new(cx);
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut rows = Vec::new();
    let parents = nesting::parents(cx, &drafts);
    nesting::clip(&mut drafts, &parents);
    let kinds: Vec<_> = drafts
        .iter()
        .map(|d| {
            let (Some(source), Some(head)) = (&d.source, d.source_head) else { return None };
            let mut typed = match sources::antecedent(&tree, source, head) {
                Some((noun, noun_head)) => stands_for(cx, reading, d, (noun, noun_head), &speakers),
                None => resolve::back(cx, reading, d, sources::typed(cx, reading, source, head), &speakers),
            };
            let quoted = tree.span(source.clone()).is_some_and(|w| quotes::in_quote(cx, w));
            // "we reported in May": the outlet itself
            if !quoted && tree.is(head, "we") && d.act == Act::Report {
                typed.kind = SourceType::Media;
            }
            if let Some(names) = resolve::together(cx, reading, d, &typed, &speakers) {
                typed.name = Some(names);
            }
            speakers.push(Speaker { source: source.clone(), head, at: d.at, quoted, typed: typed.clone() });
            Some(typed)
        })
        .collect();
    for (i, d) in drafts.iter().enumerate() {
        let source = d.source.clone().and_then(|r| tree.span(r));
        let kind = kinds[i].as_ref().map_or(SourceType::Unattributed, |t| t.kind);
        let mut relay = relays::own(cx, reading, d, parents[i].map(|p| &drafts[p]));
        if let Some(p) = parents[i] {
            let outer = kinds[p].as_ref().map(|t| t.kind);
            if let (Some(SourceType::Media | SourceType::StateMedia), Some(outlet)) =
                (outer, drafts[p].source.clone().and_then(|r| tree.span(r)))
            {
                let role = if d.rule == "citing" { RelayRole::CitedBy } else { RelayRole::ReportedBy };
                if !relay.iter().any(|r| r.outlet.overlaps(outlet)) {
                    relay.push(Relay { outlet, role });
                }
            }
        }
        let evidence = d.content.iter().copied().chain(source).chain(d.cue).chain(d.also.iter().copied());
        let Some(evidence) = Evidence::from_spans(evidence) else { continue };
        let (quoted, mismatched_quotes) = quotes::form(cx, &d.content);
        let act = acts::act(cx, d, kind);
        rows.push(Attribution {
            id: RowId::from(format!("a{}", i + 1)),
            source,
            cue: d.cue,
            content: d.content.clone(),
            source_type: kind,
            relay,
            act,
            hedge: acts::hedge(cx, d),
            nested_in: parents[i].map(|p| RowId::from(format!("a{}", p + 1))),
            resolved: kinds[i].as_ref().and_then(|t| t.name.clone()).or_else(|| {
                speakers
                    .iter()
                    .find(|s| s.at == d.at)
                    .filter(|s| tree.upos(s.head) != Upos::Pron)
                    .and_then(|s| resolve::describe(cx, s))
            }),
            kind: if act == Act::Believe && d.kind == AttributionKind::Speech {
                AttributionKind::Knowledge
            } else {
                d.kind
            },
            quoted,
            mismatched_quotes,
            sourcing: Sourcing { class: SourcingClass::S7, hops: 0, marks: Vec::new(), chain: Vec::new() },
            root: None,
            when: when(reading, d, &tree),
            evidence,
            rule: d.rule.into(),
            certainty: if d.score >= 0.75 { Certainty::Certain } else { Certainty::Possible },
        });
    }
    reading.attributions = without_faint(cx, rows);
}

/// The rows without the faint ones, numbered anew; what stood inside a faint row stands inside the row around it.
fn without_faint(cx: &Context, rows: Vec<Attribution>) -> Vec<Attribution> {
    let parent: std::collections::HashMap<RowId, Option<RowId>> =
        rows.iter().filter(|a| faint(cx, a)).map(|a| (a.id.clone(), a.nested_in.clone())).collect();
    let mut kept: Vec<Attribution> = rows.into_iter().filter(|a| !parent.contains_key(&a.id)).collect();
    let number: std::collections::HashMap<RowId, RowId> =
        kept.iter().enumerate().map(|(i, a)| (a.id.clone(), RowId::from(format!("a{}", i + 1)))).collect();
    for a in &mut kept {
        a.id = number[&a.id].clone();
        let mut outer = a.nested_in.take();
        // chains of faint rows are finite: each step goes to another row
        for _ in 0..parent.len() {
            match outer.as_ref().and_then(|o| parent.get(o)) {
                Some(up) => outer = up.clone(),
                None => break,
            }
        }
        a.nested_in = outer.and_then(|o| number.get(&o).cloned()).filter(|o| *o != a.id);
    }
    kept
}

/// What tells the reader nothing sure. Inside somebody else's words: attitudes, what "he" or "they" said there, and what only one
/// reader saw of wishes, beliefs and things not told or not yet said. Outside: attitudes and beliefs that the rules alone
/// saw.
fn faint(cx: &Context, a: &Attribution) -> bool {
    let tree = Tree::new(cx);
    let possible = a.certainty == Certainty::Possible;
    let no_claim = a.kind != AttributionKind::Speech || a.act == Act::Withhold;
    if a.nested_in.is_none() {
        return possible && a.kind != AttributionKind::Speech && a.rule != "tagger";
    }
    let pronoun = a.source.is_some_and(|s| {
        let mut words = cx.analysis.tokens_in(s);
        words.len() == 1 && words.all(|k| tree.upos(k) == Upos::Pron)
    });
    let unsaid = a.cue.is_some_and(|c| {
        cx.analysis
            .tokens_in(c)
            .any(|v| tree.kids(v).any(|k| k < v && matches!(tree.low(k).as_str(), "will" | "would" | "may" | "might")))
    });
    a.kind == AttributionKind::Attitude || pronoun || possible && (no_claim || unsaid)
}

/// Type and name of a speaker whom a relative pronoun stands for.
fn stands_for(
    cx: &Context,
    reading: &Reading,
    d: &Draft,
    (noun, head): (Range<usize>, usize),
    before: &[Speaker],
) -> sources::Typed {
    let of_noun = Draft { source: Some(noun.clone()), source_head: Some(head), ..d.clone() };
    let typed = sources::typed(cx, reading, &noun, head);
    let speaker = Speaker { source: noun, head, at: d.at, quoted: false, typed: typed.clone() };
    let mut found = resolve::back(cx, reading, &of_noun, typed, before);
    found.name = found.name.or_else(|| resolve::describe(cx, &speaker));
    found.name = of_all(cx, reading, d, head, before).or(found.name);
    found
}

/// "It was the ministry and the council who said": the names of all whom "who" stands for, where the sentence is turned so.
fn of_all(cx: &Context, reading: &Reading, d: &Draft, noun: usize, before: &[Speaker]) -> Option<String> {
    let tree = Tree::new(cx);
    let (s, who) = (tree.sentence(noun), d.source_head?);
    let turned = tree.is(s.start, "it") && (tree.is(s.start + 1, "was") || tree.is(s.start + 1, "is"));
    let mut first = noun;
    while tree.rel(first) == Deprel::Conj && tree.head(first) < first && tree.upos(tree.head(first)).is_nominal() {
        first = tree.head(first);
    }
    let whole = tree.noun_phrase(first);
    let whole = tree.trim(whole.start..whole.end.min(who));
    if !turned || !whole.contains(&first) {
        return None;
    }
    let typed = sources::typed(cx, reading, &whole, first);
    let all = Draft { source: Some(whole), source_head: Some(first), ..d.clone() };
    resolve::together(cx, reading, &all, &typed, before)
}

/// "a slump, which says a great deal": what no person or body says is no speech.
fn thing_that_shows(cx: &Context, d: &mut Draft) {
    let tree = Tree::new(cx);
    let (Some(source), Some(head)) = (&d.source, d.source_head) else { return };
    if let Some((_, noun)) = sources::antecedent(&tree, source, head)
        && !verbs::human(&tree, noun)
    {
        d.kind = AttributionKind::Attitude;
    }
}

/// "they add weight to the charge", "Adding to the doubt, …", "it maintained that footing": what is done to a thing, not said.
fn thing_done(cx: &Context, d: &mut Draft) {
    let tree = Tree::new(cx);
    if tree.upos(d.at) != Upos::Verb || !matches!(tree.lemma(d.at), "add" | "maintain") {
        return;
    }
    let clause = tree.kids(d.at).any(|k| matches!(tree.rel(k), Deprel::Ccomp | Deprel::Parataxis));
    let words = |k: usize| {
        cx.analysis.quotes.iter().any(|q| q.outer.contains(cx.token(k).span))
            || list("claim_nouns").has(tree.lemma(k))
            || tree.upos(k) == Upos::Pron
    };
    let thing = tree.kids(d.at).any(|k| k > d.at && tree.rel(k) == Deprel::Obj && !words(k));
    if !clause && (thing || tree.lemma(d.at) == "add" && tree.is(d.at + 1, "to")) {
        d.kind = AttributionKind::Attitude;
        d.act = Act::Other;
    }
}

/// "… of the freighter Calla Venn, a senior official said": the name that ends what is said stands beside the speaker by chance. No
/// mark parts it from the words before it, as one would if it spoke.
fn part_from_name(cx: &Context, d: &mut Draft) {
    let (Some(source), Some(before)) = (d.source.clone(), d.source.as_ref().and_then(|s| s.start.checked_sub(1)))
    else {
        return;
    };
    let tree = Tree::new(cx);
    let comma = (source.start + 1..source.end.saturating_sub(2))
        .find(|&k| tree.is(k, ",") && matches!(tree.low(k + 1).as_str(), "a" | "an" | "another" | "one" | "two"));
    let Some(comma) = comma.filter(|_| tree.upos(before) != Upos::Punct && d.at >= source.end) else { return };
    let (from, to) = (cx.token(before).span.end, cx.token(comma - 1).span.end);
    let Some(words) = d.content.iter_mut().find(|s| s.end == from || s.start < from && s.end == to) else { return };
    words.end = to;
    let own = comma + 1..source.end;
    d.source_head = own.clone().rev().find(|&k| sources::class(&tree, k).is_some()).or(Some(source.end - 1));
    d.source = Some(own);
}

/// "Ektar's military said", "President Ranh Seok-jun said", where the parse or the tagger cut the speaker: whose military it is, and the
/// whole of a name, belong to it, with the titles before them.
fn whole_name(cx: &Context, reading: &Reading, d: &mut Draft) {
    let (Some(source), Some(head)) = (&mut d.source, d.source_head) else { return };
    let tree = Tree::new(cx);
    let first = tree.sentence(head).start;
    let before = source.clone();
    let named = reading.mentions.iter().find(|m| {
        m.form == MentionForm::Named && m.kind == MentionType::Person && m.span.overlaps(cx.token(head).span)
    });
    let named = named.map(|m| cx.analysis.tokens_in(m.span));
    if let Some(name) = named.clone().filter(|r| r.start >= source.start) {
        source.start = post_before(&tree, source.start, name.start, first);
    }
    if let Some(name) = named.filter(|r| r.start < source.start) {
        source.start = name.start;
        let title = |k: usize| {
            list("titles").has(&tree.low(k))
                || matches!(sources::class(&tree, k), Some("role" | "bare"))
                || tree.upos(k) == Upos::Propn && known::demonym(cx, tree.text(k))
        };
        while source.start > first && title(source.start - 1) {
            source.start -= 1;
        }
    }
    while source.start >= first + 2
        && matches!(tree.text(source.start - 1), "'s" | "’s" | "'" | "’")
        && matches!(tree.upos(source.start - 1), Upos::Part | Upos::Adp)
    {
        let owner = source.start - 2;
        let name = relays::name_of(&tree, owner).start.max(first);
        source.start = if tree.upos(owner) == Upos::Propn { name } else { owner };
        if source.start > first && tree.upos(source.start - 1) == Upos::Det {
            source.start -= 1;
        }
    }
    if d.content.iter().any(|c| tree.span(source.clone()).is_some_and(|s| c.overlaps(s))) {
        *source = before;
    }
}

/// "[National Security Council spokeswoman] Ana Vand", "[Foreign] Minister Ana Vand": where the post begins that stands before a name, of
/// which the source that begins at `start` has a part or nothing.
fn post_before(tree: &Tree, start: usize, name: usize, first: usize) -> usize {
    let role = |k: usize| matches!(sources::class(tree, k), Some("role"));
    // "the prisoners Vand praised": a noun of its own beside the name
    let both = |k: usize| tree.head(k) == tree.head(name) && tree.rel(k) == tree.rel(name);
    let own = |k: usize| tree.head(k) > k && tree.head(k) <= name || tree.head(name) == k || both(k);
    let mut at = start;
    while at > first && role(at - 1) && own(at - 1) {
        at -= 1;
    }
    if at == name || !(at..name).all(|k| role(k) || matches!(tree.upos(k), Upos::Propn | Upos::Adj)) {
        return start;
    }
    let capital = |k: usize| tree.text(k).chars().next().is_some_and(char::is_uppercase);
    let part = |k: usize| capital(k) && matches!(tree.upos(k), Upos::Propn | Upos::Adj | Upos::Noun);
    while at > first && part(at - 1) && !list("days").has(&tree.low(at - 1)) {
        at -= 1;
    }
    at
}

/// Takes off what is not the speaker's name: the word that joins the clause ("after President Vand warned") and a time behind
/// it ("an official on Monday told …").
fn trim_source(cx: &Context, reading: &Reading, d: &mut Draft) {
    let (Some(source), Some(head)) = (&mut d.source, d.source_head) else { return };
    while source.start < head
        && matches!(cx.token(source.start).upos, Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Punct)
    {
        source.start += 1;
    }
    // "It was the ministry and the council who said"
    let turned = source.len() > 2 && cx.token(source.start).text.eq_ignore_ascii_case("it");
    if turned && &*cx.token(source.start + 1).lemma == "be" && source.start + 1 < head {
        source.start += 2;
    }
    let Some(end) = source.end.checked_sub(1).map(|i| cx.token(i).span.end) else { return };
    let Some(time) = reading.timexes.iter().find(|t| t.span.end == end) else { return };
    let mut cut = cx.analysis.token_at(time.span.start);
    while cut > head + 1 && matches!(cx.token(cut - 1).upos, Upos::Adp | Upos::Punct | Upos::Adv) {
        cut -= 1;
    }
    if cut > head && cut < source.end {
        source.end = cut;
    }
}

/// "said on Monday that …", "said today the road was open": the day hangs on the cue and is no part of what was said.
fn trim_time(cx: &Context, reading: &Reading, d: &mut Draft) {
    let tree = Tree::new(cx);
    // "which officials said Tuesday had failed": the relative pronoun is the first piece
    let behind = d.cue.map_or(0, |c| c.end);
    let relative = d
        .content
        .first()
        .is_some_and(|c| c.end <= behind && matches!(cx.words(*c).to_lowercase().as_str(), "which" | "who" | "whom"));
    let Some(first) = d.content.iter_mut().find(|c| !relative || c.start >= behind) else { return };
    let Some(time) = reading.timexes.iter().find(|t| t.span.start == first.start && t.span.end < first.end) else {
        return;
    };
    let words = cx.analysis.tokens_in(time.span);
    let hangs = (relative || words.clone().any(|k| tree.head(k) == d.at)) && words.start == d.at + 1;
    let next = words.end;
    if hangs && next < tree.len() && !matches!(tree.text(next), "'s" | "’s" | "," | "and") {
        first.start = cx.token(next).span.start.min(first.end);
    }
}

/// Whether the draft stands in a sentence that statements may be read from.
fn content_sentence(cx: &Context, d: &Draft) -> bool {
    cx.analysis.sentence_of(d.at).is_some_and(|s| cx.analysis.sentences[s].kind.is_content() && !cx.is_page_line(s))
}

/// Drafts that tell the reader nothing: no content and nothing withheld.
fn worth_printing(_cx: &Context, d: &Draft) -> bool {
    d.content_len() >= 4 || d.act == Act::Withhold
}

/// The speaker's own "I think", "we hope" inside a quotation.
fn first_person(cx: &Context, d: &Draft) -> bool {
    let tree = Tree::new(cx);
    let first = d.source_head.is_some_and(|h| {
        tree.text(h) != "US"
            && matches!(
                tree.low(h).as_str(),
                "i" | "we" | "you" | "me" | "us" | "someone" | "everyone" | "nobody" | "one"
            )
    });
    let inside = d.cue.is_some_and(|c| quotes::in_quote(cx, c));
    first && inside
}

/// When it was said: a time expression beside the cue and outside the content.
fn when(reading: &Reading, d: &Draft, tree: &Tree) -> Option<onrecord_model::Span> {
    let s = tree.a.sentence_of(d.at).map(|s| tree.a.sentences[s].span)?;
    let cue = d.cue?;
    reading
        .timexes
        .iter()
        .map(|t| t.span)
        .filter(|t| s.contains(*t) && !d.content.iter().any(|c| c.overlaps(*t)))
        .filter(|t| t.start.abs_diff(cue.end) <= 40 || cue.start.abs_diff(t.end) <= 40)
        .min_by_key(|t| t.start.abs_diff(cue.end).min(cue.start.abs_diff(t.end)))
}

/// Whether a sentence is the title.
fn is_title(cx: &Context, sentence: usize) -> bool {
    cx.analysis.sentences.get(sentence).is_some_and(|s| s.kind == BlockKind::Title)
}
