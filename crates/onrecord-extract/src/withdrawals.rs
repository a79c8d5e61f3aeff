//! Question: what was said before and is now denied, retracted, deleted, corrected or walked back?
//!
//! In: "The ministry denied that it had closed the port." Out: kind denial, by the ministry, of "that it had closed the port".
//! In: "The channel's posts on the raid were deleted later." Out: kind deletion, account the channel, its own report as target.
//! Declining to comment is a gap. Cancelling a meeting, deleting nothing that was published, and rejecting a proposal are no
//! withdrawals. It does not say who is right.

use onrecord_lexicon::list;
use onrecord_model::{
    Act, Attribution, Certainty, Deprel, Evidence, Reading, RowId, SourceType, Span, Upos, Withdrawal, WithdrawalKind,
};

use crate::{Context, attribution::tree::Tree};

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let mut rows: Vec<Withdrawal> = Vec::new();
    for i in 0..reading.attributions.len() {
        rows.extend(denial(cx, reading, i));
    }
    let tree = Tree::new(cx);
    for (_, sentence) in cx.body() {
        for v in sentence.tokens() {
            if matches!(tree.upos(v), Upos::Verb) {
                rows.extend(denied_again(cx, reading, &tree, v, &rows));
                rows.extend(taken_back(cx, reading, &tree, v));
                rows.extend(denial_given(cx, reading, &tree, v));
            }
        }
    }
    rows.sort_by_key(|w| w.evidence.first());
    // One act of taking back, one row: the first reading of overlapping evidence stays.
    let mut kept: Vec<Withdrawal> = Vec::new();
    for w in rows {
        let same = |k: &Withdrawal| {
            k.evidence
                .spans()
                .iter()
                .any(|a| w.evidence.spans().iter().any(|b| 2 * a.shared(*b) > a.len().min(b.len())))
        };
        if !kept.iter().any(same) {
            kept.push(w);
        }
    }
    for (n, w) in kept.iter_mut().enumerate() {
        w.id = RowId::from(format!("w{}", n + 1));
    }
    reading.withdrawals = kept;
}

/// A row whose act is to deny, or whose content calls a claim untrue.
fn denial(cx: &Context, reading: &Reading, i: usize) -> Option<Withdrawal> {
    let a = &reading.attributions[i];
    let plain = a.act == Act::Deny;
    let worded = !plain
        && matches!(a.act, Act::Say | Act::Confirm | Act::Announce | Act::Other | Act::Accuse)
        && calls_untrue(cx, a);
    if !plain && !worded {
        return None;
    }
    // A long description of the speaker is no part of the denial.
    let evidence =
        if plain { together(a.source.filter(|s| s.len() <= 40), a.cue, &a.content) } else { a.content.clone() };
    let target = target(cx, reading, i);
    Some(Withdrawal {
        id: RowId::default(),
        kind: WithdrawalKind::Denial,
        by: a.resolved.clone().or_else(|| a.source.map(|s| cx.words(s).to_owned())),
        account: target.and_then(|t| reading.attributions[t].resolved.clone()),
        of: a.content.first().map(|c| cx.words(*c).to_owned()),
        target_attribution: target.map(|t| reading.attributions[t].id.clone()),
        evidence: Evidence::from_spans(evidence)?,
        attribution: Some(a.id.clone()),
        rule: if plain { "deny" } else { "untrue" }.into(),
        certainty: a.certainty,
    })
}

/// "“He denied that he knew. ¶ He denied that there was a raid,” the host said": the second denial of a quotation that runs on, which is no
/// statement of its own.
fn denied_again(cx: &Context, reading: &Reading, tree: &Tree, v: usize, rows: &[Withdrawal]) -> Option<Withdrawal> {
    let at = cx.token(v).span;
    let cued = || reading.attributions.iter().any(|a| a.cue.is_some_and(|c| c.overlaps(at)));
    if tree.lemma(v) != "deny" || tree.negated(v) || tree.passive(v) || future(tree, v) || cued() {
        return None;
    }
    let subject = tree.subject(v).filter(|&s| matches!(tree.low(s).as_str(), "he" | "she" | "they" | "it"))?;
    let said = tree.kids(v).find(|&k| k > v && tree.rel(k) == Deprel::Ccomp)?;
    let together = |first: Span| {
        let holds = |a: &Attribution, s: Span| a.content.iter().any(|c| c.shared(s) > 0);
        reading.attributions.iter().any(|a| holds(a, at) && holds(a, first) && a.cue.is_none_or(|c| !c.overlaps(first)))
    };
    let before = rows.iter().rev().find(|w| {
        let first = w.evidence.first();
        w.kind == WithdrawalKind::Denial && first.start < at.start && together(first)
    })?;
    let evidence = tree.span(subject..tree.a.subtree(said).end)?;
    Some(Withdrawal {
        id: RowId::default(),
        of: tree.span(tree.phrase(said)).map(|s| cx.words(s).to_owned()),
        target_attribution: None,
        evidence: Evidence::new(evidence),
        rule: "denied again".into(),
        certainty: Certainty::Possible,
        ..before.clone()
    })
}

/// Whether the content says that a report, claim or charge is untrue.
fn calls_untrue(cx: &Context, a: &Attribution) -> bool {
    let words: String = a.content.iter().map(|c| cx.words(*c).to_lowercase()).collect::<Vec<_>>().join(" ");
    let words = format!(
        " {} ",
        words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    );
    let found = |p: &str| words.contains(&format!(" {p} ")) && (p.contains(' ') || of_a_claim(cx, a, p));
    let untrue = list("untrue").iter().find(|(p, _)| found(p));
    let Some((_, columns)) = untrue else { return false };
    let alone = columns.first() == Some(&"alone");
    alone
        || words
            .split(' ')
            .any(|w| list("claim_nouns").has(w) || w.strip_suffix('s').is_some_and(|w| list("claim_nouns").has(w)))
}

/// Whether a word of `untrue.tsv` stands somewhere in the content as what something is, or of a claim ("the charge is false", "a false
/// report"), and not of another thing ("fake bombs", "false symmetry", "the port lies").
fn of_a_claim(cx: &Context, a: &Attribution, word: &str) -> bool {
    a.content.iter().flat_map(|c| cx.analysis.tokens_in(*c)).any(|i| {
        let t = cx.token(i);
        let head = cx.token(t.head as usize);
        t.text.eq_ignore_ascii_case(word)
            && (t.deprel != Deprel::Amod || list("claim_nouns").has(&head.lemma))
            && !(t.upos == Upos::Verb && word == "lies")
    })
}

/// Source, cue and content as one span when they stand together; else cue and content apart.
fn together(source: Option<Span>, cue: Option<Span>, content: &[Span]) -> Vec<Span> {
    let mut spans: Vec<Span> = source.into_iter().chain(cue).chain(content.iter().copied()).collect();
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for s in spans {
        match out.last_mut() {
            // Adverbs and auxiliaries between the parts belong to them.
            Some(last) if s.start <= last.end + 24 => *last = last.cover(s),
            _ => out.push(s),
        }
    }
    out
}

/// The statement of somebody else that the denied words share most with.
fn target(cx: &Context, reading: &Reading, i: usize) -> Option<usize> {
    let a = &reading.attributions[i];
    let words = bag(cx, &a.content);
    let at = a.evidence.first().start;
    (0..reading.attributions.len())
        .filter(|&k| k != i)
        .filter_map(|k| {
            let b = &reading.attributions[k];
            let other = b.resolved.is_none() || b.resolved != a.resolved;
            let inside = a.content.iter().any(|c| b.content.iter().any(|d| c.overlaps(*d)));
            let claim =
                matches!(b.act, Act::Accuse | Act::Say | Act::Report | Act::Believe | Act::Announce | Act::Confirm);
            if !other || inside || !claim {
                return None;
            }
            let mut shared = bag(cx, &b.content).iter().filter(|w| words.contains(w)).count();
            // Who is accused names himself by his denial.
            let named = a.resolved.as_deref().is_some_and(|n| {
                b.content.iter().any(|c| n.split(' ').next_back().is_some_and(|w| cx.words(*c).contains(w)))
            });
            if named && b.act == Act::Accuse {
                shared += 2;
            }
            let before = b.evidence.first().start < at;
            (shared >= 2).then_some((shared + before as usize, k))
        })
        .max_by_key(|(n, k)| (*n, *k))
        .map(|(_, k)| k)
}

fn bag(cx: &Context, content: &[Span]) -> Vec<String> {
    let tree = Tree::new(cx);
    let mut out: Vec<String> = content
        .iter()
        .flat_map(|c| cx.analysis.tokens_in(*c))
        .filter(|&i| matches!(tree.upos(i), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Num | Upos::Adj))
        .map(|i| tree.lemma(i).to_lowercase())
        .filter(|w| !list("claim_nouns").has(w))
        .collect();
    out.sort();
    out.dedup();
    out
}

/// A verb of `withdrawal_verbs.tsv` with something published or said as its object.
fn taken_back(cx: &Context, reading: &Reading, tree: &Tree, v: usize) -> Option<Withdrawal> {
    let s = tree.sentence(v);
    let row = list("withdrawal_verbs").get(tree.lemma(v))?;
    let kind = kind(row.first()?)?;
    let particle = row.get(1).copied().unwrap_or("");
    if tree.negated(v) || future(tree, v) {
        return None;
    }
    if !particle.is_empty() {
        let near = (v + 1..(v + 3).min(s.end)).any(|k| particle.split('|').any(|p| tree.is(k, p)));
        if !near {
            return None;
        }
    }
    let passive = tree.passive(v);
    let object = if passive {
        tree.kids(v).find(|&k| tree.rel(k) == Deprel::Nsubj && k < v).filter(|&o| published(tree, o, kind))
    } else {
        // "walked the claim back", "backed on Friday away from the claim"
        let is = |rel: Deprel| move |k: &usize| *k > v && tree.rel(*k) == rel && published(tree, *k, kind);
        tree.kids(v).find(is(Deprel::Obj)).or_else(|| tree.kids(v).find(is(Deprel::Obl)))
    };
    let published = Some(object?);
    let agent = if passive {
        tree.kids(v).find(|&k| tree.rel(k) == Deprel::Obl && tree.has_case(k, "by"))
    } else {
        tree.subject(v)
    };
    // Statement verbs that stand as rows of their own are handled as denials there.
    let sub = tree.a.subtree(v);
    let start = object
        .map_or(v, |o| tree.a.subtree(o).start)
        .min(agent.map_or(v, |o| tree.a.subtree(o).start))
        .max(sub.start.min(v));
    let end = tree
        .kids(v)
        .filter(|&k| k > v && !matches!(tree.rel(k), Deprel::Punct | Deprel::Conj | Deprel::Cc | Deprel::Parataxis))
        .map(|k| tree.a.subtree(k).end)
        .max()
        .unwrap_or(v + 1);
    let evidence = tree.span(tree.trim(start..end.max(v + 1)))?;
    let account = published.and_then(|o| owner(cx, reading, tree, o));
    let by = agent.and_then(|k| name(cx, reading, tree, k));
    let whose = account.clone().or_else(|| by.clone());
    let target = whose.as_deref().and_then(|w| statement_of(cx, reading, w, evidence));
    Some(Withdrawal {
        id: RowId::default(),
        kind,
        by,
        account,
        of: published.and_then(|o| tree.span(tree.phrase(o))).map(|s| cx.words(s).to_owned()),
        target_attribution: target,
        evidence: Evidence::new(evidence),
        attribution: reading
            .attributions
            .iter()
            .filter(|a| a.content.iter().any(|c| c.contains(evidence)))
            .min_by_key(|a| a.content.iter().map(|c| c.len()).sum::<u32>())
            .map(|a| a.id.clone()),
        rule: "taken back".into(),
        certainty: Certainty::Certain,
    })
}

/// "The ministry issued a denial", "Tesk did offer a denial when asked whether he had ordered the raid": a denial without a verb of saying.
fn denial_given(cx: &Context, reading: &Reading, tree: &Tree, v: usize) -> Option<Withdrawal> {
    let gives =
        matches!(tree.lemma(v), "issue" | "offer" | "give" | "make" | "release" | "publish" | "repeat" | "post");
    if !gives || tree.negated(v) || future(tree, v) {
        return None;
    }
    let passive = tree.passive(v);
    let denial = |k: usize| matches!(tree.lemma(k), "denial" | "rebuttal");
    let object = if passive {
        tree.kids(v).find(|&k| k < v && tree.rel(k) == Deprel::Nsubj && denial(k))?
    } else {
        tree.kids(v).find(|&k| k > v && tree.rel(k) == Deprel::Obj && denial(k))?
    };
    let none = tree.kids(object).any(|k| matches!(tree.low(k).as_str(), "no" | "any"));
    let agent = if passive {
        tree.kids(v).find(|&k| tree.rel(k) == Deprel::Obl && tree.has_case(k, "by"))
    } else {
        tree.subject(v)
    };
    if none || agent.is_none() && !passive {
        return None;
    }
    // "a denial of the raid", "a denial that he knew", "when asked whether he knew"
    let mut after = object + 1..tree.sentence(v).end;
    let asked = after.find(|&k| tree.is(k, "asked")).unwrap_or(object);
    let what =
        tree.kids(object).find(|&k| k > object && matches!(tree.rel(k), Deprel::Nmod | Deprel::Acl)).or_else(|| {
            tree.kids(asked).find(|&k| {
                let wh = || tree.a.subtree(k).take(1).any(|m| tree.is(m, "whether") || tree.is(m, "if"));
                k > asked && (matches!(tree.rel(k), Deprel::Ccomp | Deprel::Advcl) && wh() || tree.has_case(k, "about"))
            })
        });
    let noun = tree.a.subtree(object);
    let start = agent.map_or(v, |k| tree.phrase(k).start).min(noun.start).min(v);
    let evidence = tree.span(tree.trim(start..noun.end.max(v + 1)))?;
    Some(Withdrawal {
        id: RowId::default(),
        kind: WithdrawalKind::Denial,
        by: agent.and_then(|k| name(cx, reading, tree, k)),
        account: None,
        of: what
            .map(|k| tree.phrase(k))
            .map(|r| r.start + usize::from(tree.is(r.start, "of"))..r.end)
            .and_then(|r| tree.span(r))
            .map(|s| cx.words(s).to_owned()),
        target_attribution: None,
        evidence: Evidence::new(evidence),
        attribution: cx.attribution_at(reading, evidence),
        rule: "denial given".into(),
        certainty: Certainty::Certain,
    })
}

fn kind(name: &str) -> Option<WithdrawalKind> {
    Some(match name {
        "denial" => WithdrawalKind::Denial,
        "retraction" => WithdrawalKind::Retraction,
        "deletion" => WithdrawalKind::Deletion,
        "correction" => WithdrawalKind::Correction,
        "walk_back" => WithdrawalKind::WalkBack,
        "contradiction" => WithdrawalKind::Contradiction,
        _ => return None,
    })
}

/// Not done, or not yet: "will retract", "to delete", "if it retracts".
fn future(tree: &Tree, v: usize) -> bool {
    // "would help tamp down the charge"
    let up = tree.head(v);
    let helped = up != v && tree.rel(v) == Deprel::Xcomp && matches!(tree.lemma(up), "help" | "let" | "make");
    helped && future(tree, up)
        || tree.kids(v).any(|k| {
            k < v
                && matches!(
                    tree.low(k).as_str(),
                    "to" | "will"
                        | "would"
                        | "could"
                        | "should"
                        | "must"
                        | "may"
                        | "might"
                        | "'ll"
                        | "if"
                        | "unless"
                        | "whether"
                )
        })
}

/// Whether the noun is something published or said, for this kind of withdrawal.
fn published(tree: &Tree, o: usize, kind: WithdrawalKind) -> bool {
    let nouns = list("published_nouns");
    let class =
        |k: usize| nouns.get(tree.lemma(k)).or_else(|| nouns.get(&tree.low(k))).and_then(|c| c.first().copied());
    // "posts regarding the news", "a copy of the report": the head or what it is of.
    let found = class(o)
        .or_else(|| tree.kids(o).find(|&k| tree.rel(k) == Deprel::Nmod && tree.has_case(k, "of")).and_then(class));
    match (kind, found) {
        (WithdrawalKind::Deletion, Some("page" | "picture")) => true,
        (WithdrawalKind::Deletion, _) => false,
        (_, Some("page" | "word")) => true,
        // "softened the country's image"
        _ => {
            list("claim_nouns").has(tree.lemma(o))
                && !matches!(
                    tree.lemma(o),
                    "offer" | "proposal" | "demand" | "hope" | "call" | "request" | "concern" | "threat"
                )
        }
    }
}

/// Whose posts or report: the possessor, or the account after "of", "by" or "from".
fn owner(cx: &Context, reading: &Reading, tree: &Tree, o: usize) -> Option<String> {
    let k = tree.kids(o).find(|&k| {
        tree.rel(k) == Deprel::Nmod && (k < o || ["of", "by", "from"].iter().any(|p| tree.has_case(k, p)))
    })?;
    name(cx, reading, tree, k)
}

/// The name of a noun phrase: by the mentions, else its own words without possessive mark.
fn name(cx: &Context, reading: &Reading, tree: &Tree, k: usize) -> Option<String> {
    let mut r = tree.phrase(k);
    while r.end > r.start + 1 && matches!(tree.text(r.end - 1), "'s" | "’s" | "'" | "’") {
        r.end -= 1;
    }
    let span = tree.span(r)?;
    crate::parties::canonical_of(cx, reading, span).or_else(|| Some(cx.words(span).to_owned()))
}

/// The latest statement of this account before the words that take it back, else the first after them.
fn statement_of(cx: &Context, reading: &Reading, whose: &str, evidence: Span) -> Option<RowId> {
    let last = whose.split(' ').next_back().unwrap_or(whose).to_lowercase();
    let by = |a: &&Attribution| {
        a.act != Act::Withhold
            && (a.resolved.as_deref() == Some(whose)
                || a.source.is_some_and(|s| {
                    let words = cx.words(s).to_lowercase();
                    matches!(
                        a.source_type,
                        SourceType::Media | SourceType::StateMedia | SourceType::Organisation | SourceType::NamedOffice
                    ) && words.contains(&last)
                }))
            && a.evidence.spans().iter().all(|s| !s.overlaps(evidence))
    };
    reading
        .attributions
        .iter()
        .rev()
        .filter(|a| a.evidence.spans().iter().any(|s| s.start < evidence.start))
        .find(by)
        .or_else(|| reading.attributions.iter().find(by))
        .map(|a| a.id.clone())
}
