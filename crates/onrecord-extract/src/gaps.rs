//! Question: what does the report say it was not given?
//!
//! In: "The envoy provided no further details." Out: span "provided no further details", what `details`, by the envoy.
//! In: "The toll could not be independently verified." Out: what `verification`.
//! A gap is no withdrawal: declining to speak takes nothing back. It does not guess what a report leaves out in silence.

use onrecord_lexicon::list;
use onrecord_model::{Certainty, Deprel, Gap, Reading, RowId, Span, Upos};

use crate::{
    Context,
    attribution::{tree::Tree, verbs::withholding},
};

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let tree = Tree::new(cx);
    let mut found: Vec<(Span, String, &'static str)> = Vec::new();
    for (_, sentence) in cx.body() {
        let s = sentence.tokens();
        for i in s.clone() {
            if let Some((n, what)) = phrase(&tree, i, s.end) {
                found.extend(tree.span(i..i + n).map(|span| (span, what, "phrase")));
            } else if tree.is(i, "without") {
                if let Some((end, what)) = without(&tree, i, s.end) {
                    found.extend(tree.span(i..end).map(|span| (span, what, "without")));
                }
            } else if tree.upos(i) == Upos::Verb {
                if let Some((cue, what)) = not_going_to(&tree, i).or_else(|| too_soon(&tree, i)) {
                    found.extend(tree.span(cue).map(|span| (span, what.to_owned(), "withheld")));
                } else if let Some((cue, _)) = withholding(&tree, i).filter(|_| !at_a_loss(cx, reading, &tree, i)) {
                    let what = about(&tree, cue.start..(cue.end + 4).min(s.end)).unwrap_or("details");
                    found.extend(tree.span(cue).map(|span| (span, what.to_owned(), "withheld")));
                } else if undisclosed(&tree, i) {
                    let from = tree.kids(i).filter(|&k| k < i && tree.rel(k) == Deprel::Aux).min().unwrap_or(i);
                    let subject = tree.kids(i).find(|&k| k < i && tree.rel(k) == Deprel::Nsubj);
                    let start = subject.map_or(from, |k| tree.phrase(k).start);
                    let what = about(&tree, start..i + 1).unwrap_or("details");
                    found.extend(tree.span(start..i + 1).map(|span| (span, what.to_owned(), "undisclosed")));
                }
            }
        }
    }
    found.sort_by_key(|(span, ..)| (span.start, u32::MAX - span.end));
    let mut rows: Vec<Gap> = Vec::new();
    for (span, what, rule) in found {
        if rows.iter().any(|g| g.span.overlaps(span)) {
            continue;
        }
        let (attribution, by) = speaker(cx, reading, span);
        let by = by.or_else(|| subject(cx, &tree, span).filter(|_| what == "identity"));
        rows.push(Gap {
            id: RowId::from(format!("g{}", rows.len() + 1)),
            span,
            what,
            by,
            attribution,
            rule: rule.into(),
            certainty: Certainty::Certain,
        });
    }
    reading.gaps = rows;
}

/// A fixed phrase of `gap_phrases.tsv` at token `i`: its length in tokens and what it withholds. `*` in a phrase stands for up to two words.
fn phrase(tree: &Tree, i: usize, end: usize) -> Option<(usize, String)> {
    list("gap_phrases")
        .iter()
        .filter_map(|(head, columns)| {
            let n = matches(tree, i, end, head)?;
            Some((n, columns.first().copied().unwrap_or("details").to_owned()))
        })
        .max_by_key(|(n, _)| *n)
}

fn matches(tree: &Tree, i: usize, end: usize, pattern: &str) -> Option<usize> {
    let mut at = i;
    let mut words = pattern.split(' ').peekable();
    while let Some(w) = words.next() {
        if w == "*" {
            let next = words.peek()?;
            let skip = (0..3).find(|k| at + k < end && is(tree, at + k, next))?;
            at += skip;
        } else {
            if at >= end || !is(tree, at, w) {
                return None;
            }
            at += 1;
        }
    }
    Some(at - i)
}

fn is(tree: &Tree, i: usize, word: &str) -> bool {
    let low = tree.low(i);
    low == word
        || tree.lemma(i) == word
        || word == "not" && matches!(low.as_str(), "n't" | "n’t")
        || word == "is" && matches!(low.as_str(), "'s" | "’s")
}

/// "“I'm not going to answer that,” Tesk said": the refused telling and what is not told.
fn not_going_to(tree: &Tree, v: usize) -> Option<(std::ops::Range<usize>, &'static str)> {
    if !tree.is(v, "going") || !tree.negated(v) {
        return None;
    }
    let x = tree.kids(v).find(|&k| k > v && k <= v + 3 && tree.rel(k) == Deprel::Xcomp && tells(tree, k))?;
    let start = tree.kids(v).filter(|&k| k < v && is(tree, k, "not")).min().unwrap_or(v);
    Some((start..x + 1, about(tree, x..(x + 5).min(tree.sentence(v).end)).unwrap_or("details")))
}

/// "It was too soon to identify the dead", "too early to say how many": the words from "too" on and what is not told.
fn too_soon(tree: &Tree, v: usize) -> Option<(std::ops::Range<usize>, &'static str)> {
    let at = v.checked_sub(3).filter(|&at| at >= tree.sentence(v).start)?;
    let soon = tree.is(at, "too") && (tree.is(at + 1, "soon") || tree.is(at + 1, "early")) && tree.is(at + 2, "to");
    let told = soon && tells(tree, v);
    told.then(|| (at..v + 1, about(tree, v..(v + 5).min(tree.sentence(v).end)).unwrap_or("details")))
}

/// A verb of telling.
fn tells(tree: &Tree, v: usize) -> bool {
    list("withholding").get(tree.lemma(v)).is_some_and(|c| c.contains(&"tell"))
}

/// "We do not know how long it would take", where no one is said to say it: the writer is at a loss, nobody keeps anything back.
fn at_a_loss(cx: &Context, reading: &Reading, tree: &Tree, v: usize) -> bool {
    let own = tree.subject(v).is_some_and(|s| matches!(tree.low(s).as_str(), "we" | "i" | "you" | "one"));
    let span = cx.token(v).span;
    let said = reading.attributions.iter().any(|a| a.content.iter().any(|c| c.contains(span)));
    let quoted = cx.analysis.quotes.iter().any(|q| q.inner.contains(span));
    own && !said && !quoted
}

/// "The officials briefed reporters on condition of anonymity": the subject of the verb the words hang on.
fn subject(cx: &Context, tree: &Tree, span: Span) -> Option<String> {
    let first = cx.analysis.tokens_in(span).start;
    let up = std::iter::successors(Some(first), |&i| Some(tree.head(i))).take(8);
    let verb = up.take_while(|&i| tree.sentence(first).contains(&i)).find(|&i| tree.upos(i) == Upos::Verb)?;
    let subject = tree.subject(verb).filter(|_| !tree.passive(verb))?;
    tree.span(tree.noun_phrase(subject)).map(|s| cx.words(s).to_owned())
}

/// "without elaborating", "without giving a number".
fn without(tree: &Tree, i: usize, end: usize) -> Option<(usize, String)> {
    let v = i + 1;
    if v >= end || !tree.low(v).ends_with("ing") {
        return None;
    }
    let c = list("withholding").get(tree.lemma(v)).or_else(|| list("withholding").get(verb_of(&tree.low(v))))?;
    // "could not attack without knowing that …" keeps nothing back
    if !c.contains(&"tell") || matches!(tree.low(v).as_str(), "knowing" | "figuring") {
        return None;
    }
    let needs_object = matches!(tree.lemma(v), "give" | "provide" | "name" | "say" | "offer" | "release");
    let object = tree.kids(v).filter(|&k| k > v).map(|k| tree.a.subtree(k).end).min();
    let detail = (v + 1..(v + 5).min(end))
        .find(|&k| list("withholding").get(tree.lemma(k)).is_some_and(|c| c.contains(&"detail")));
    let stop = if needs_object { detail.map(|k| k + 1).or(object)? } else { detail.map_or(v + 1, |k| k + 1) };
    let what = about(tree, v..(v + 5).min(end)).unwrap_or("details");
    Some((stop.min(end), what.to_owned()))
}

fn verb_of(low: &str) -> &str {
    low.strip_suffix("ing").unwrap_or(low)
}

/// "The names have not been released": a passive of telling, negated.
fn undisclosed(tree: &Tree, v: usize) -> bool {
    matches!(
        tree.lemma(v),
        "disclose" | "release" | "reveal" | "specify" | "identify" | "name" | "publish" | "publicize" | "announce"
    ) && tree.passive(v)
        && tree.negated(v)
        && tree.kids(v).any(|k| {
            k < v
                && tree.rel(k) == Deprel::Nsubj
                && (list("withholding").has(tree.lemma(k))
                    || list("gap_nouns").has(tree.lemma(k))
                    || matches!(tree.lemma(v), "disclose" | "specify" | "identify"))
        })
}

/// What is missing, by a word of the phrase.
fn about(tree: &Tree, mut range: std::ops::Range<usize>) -> Option<&'static str> {
    range.find_map(|k| {
        list("gap_nouns")
            .get(&tree.low(k))
            .or_else(|| list("gap_nouns").get(tree.lemma(k)))
            .and_then(|c| c.first().copied())
    })
}

/// The statement the gap belongs to: the row that withholds, else the row of the same sentence whose cue is nearest.
fn speaker(cx: &Context, reading: &Reading, span: Span) -> (Option<RowId>, Option<String>) {
    let sentence = cx.analysis.sentence_at(span.start).map(|s| cx.analysis.sentences[s].span);
    let row = reading
        .attributions
        .iter()
        .filter(|a| a.cue.is_some_and(|c| c.overlaps(span)))
        .chain(
            reading
                .attributions
                .iter()
                .filter(|a| a.cue.is_some_and(|c| sentence.is_some_and(|s| s.contains(c)) && c.end <= span.start))
                .rev(),
        )
        // "The envoy, on condition of anonymity, said": the cue may come after.
        .chain(reading.attributions.iter().filter(|a| a.cue.is_some_and(|c| sentence.is_some_and(|s| s.contains(c)))))
        .next();
    let by = row.and_then(|a| a.resolved.clone());
    // A withholding row itself holds no claim: the mark belongs to what the same source says beside it.
    let said = row.map(|r| {
        reading
            .attributions
            .iter()
            .find(|a| a.act != onrecord_model::Act::Withhold && a.source == r.source && r.source.is_some())
            .unwrap_or(r)
    });
    (said.map(|a| a.id.clone()), by)
}
