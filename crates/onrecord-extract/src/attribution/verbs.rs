//! Question: which verbs carry a statement, who is its subject, what is said?
//!
//! In: "The envoy said on Monday that the road was open." Out: source "The envoy", cue "said", content "that the road was open".
//! In: "The road is open," she told reporters. Out: source "she", cue "told", content "The road is open,".
//! It reads one sentence; quotations over several sentences are joined by [`quotes`](super::quotes).

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{Act, AttributionKind, Deprel, Sentence, Span, Upos};

use super::{
    draft::{Draft, act, kind, tidy},
    tree::Tree,
    unreal::{attempt, unreal},
};
use crate::Context;

/// The frames of one verb in `speech_verbs.tsv`.
struct Frames {
    act: Act,
    kind: AttributionKind,
    letters: &'static str,
    preps: &'static [&'static str],
}

fn frames(lemma: &str) -> Option<Frames> {
    let row = list("speech_verbs").get(lemma)?;
    Some(Frames {
        act: act(row.first()?),
        kind: kind(row.get(1).copied().unwrap_or("speech")),
        letters: row.get(2).copied().unwrap_or(""),
        preps: row.get(3..).unwrap_or(&[]),
    })
}

/// Statements carried by verbs of one sentence.
pub(crate) fn find(cx: &Context, sentence: &Sentence, out: &mut Vec<Draft>) {
    let tree = Tree::new(cx);
    for v in sentence.tokens() {
        // "the brothers Orlo and Said Vand": a name that is spelt like a verb
        let spelt = tree.is(v, "said") && tree.text(v) == "Said" && v > sentence.tokens().start;
        if tree.upos(v) != Upos::Verb
            || spelt && v + 1 < tree.len() && tree.upos(v + 1) == Upos::Propn && !closes(&tree, v - 1)
        {
            continue;
        }
        if let Some(d) = call_for(&tree, v)
            .or_else(|| withheld(&tree, v))
            .or_else(|| citing(&tree, v))
            .or_else(|| quotes_someone(&tree, v))
        {
            out.push(d);
        } else if let Some(f) = frames(tree.lemma(v)) {
            out.extend(statement(cx, &tree, v, &f));
        } else {
            out.extend(idiom(&tree, v));
        }
    }
}

fn statement(cx: &Context, tree: &Tree, v: usize, f: &Frames) -> Option<Draft> {
    if unreal(tree, v) || attempt(tree, v) {
        return None;
    }
    let passive = tree.passive(v);
    let s = tree.sentence(v);
    let mut d = Draft::new(v, "verb");
    (d.act, d.kind) = (f.act, f.kind);
    d.cue = tree.span(v..v + 1);
    let subject = if passive {
        // "is said to" is hearsay, read elsewhere; here only "by X".
        let agent = tree.kids(v).find(|&k| tree.rel(k) == Deprel::Obl && tree.has_case(k, "by") && k > v)?;
        // "The letter was seen by the Post": to see a thing is not to think of it as something
        let looked_at = tree.lemma(v) == "see" && !(v + 1..s.end).any(|k| tree.is(k, "as"));
        Some(agent).filter(|&k| human(tree, k) && !looked_at)
    } else {
        inverted(tree, v).or_else(|| goes_on(tree, v)).or_else(|| beside(tree, v)).or_else(|| tree.subject(v))
    };
    let cited = as_saying(tree, v);
    let subject = cited.or_else(|| subject.map(|i| speaker_of_document(tree, i, v)));
    let subject = subject.map(|i| who_cites(tree, i, v).unwrap_or(i));
    // Participles without a subject in the sentence are no rows, nor are verbs without anyone who speaks.
    let head = subject?;
    let strong = matches!(tree.lemma(v), "say" | "tell" | "report" | "add" | "write" | "insist");
    if head == v || !speaks(tree, head) || (!strong && !human(tree, head)) {
        return None;
    }
    if f.letters == "a" && tree.lemma(v) == "ask" && (passive || asks(tree, v)) {
        return None;
    }
    if tree.lemma(v) == "deny" && refuses(tree, v) {
        return None;
    }
    if asks_who(tree, head, v) {
        return None;
    }
    let source = source_phrase(tree, head, v);
    if source.contains(&v) && source.start != source.end {
        // The verb modifies its source ("officials saying …"): cut the phrase before it.
        d.source = Some(tree.trim(source.start..v.max(source.start + 1)));
    } else {
        d.source = Some(source);
    }
    d.source_head = Some(head);
    let source = d.source.clone()?;
    let mut content = after(tree, v, f, &source, passive);
    if content.is_empty() && passive {
        let topic = tree.kids(v).find(|&k| tree.rel(k) == Deprel::Nsubj && k < v);
        content.extend(topic.map(|t| tree.phrase(t)));
    }
    let clause = f.letters.contains(['q', 'Q']);
    if content.is_empty() && clause {
        content = around(cx, tree, v, &source, &s);
    }
    if content.is_empty() {
        // "“…,” the Gazette quoted her as saying": what the Gazette's row holds
        d.rule = "citing";
        return cited.map(|_| d);
    }
    if f.letters.contains('Q') && !content.iter().any(|r| quoted(cx, tree, r)) {
        return None;
    }
    if content.iter().any(|r| {
        r.len() <= 6 && r.clone().any(|k| matches!(tree.low(k).as_str(), "anonymity" | "anonymous" | "unnamed"))
    }) {
        return None;
    }
    d.content = content.into_iter().filter_map(|r| tree.span(r)).collect();
    tidy(&mut d.content);
    (!d.content.is_empty()).then_some(d)
}

/// Subject after the verb: "…, said the minister". It stands after a closing mark, never after another subject.
fn inverted(tree: &Tree, v: usize) -> Option<usize> {
    let s = tree.sentence(v);
    let before = (s.start..v).rev().find(|&k| !matches!(tree.upos(k), Upos::Adv | Upos::Aux))?;
    if !closes(tree, before) || tree.kids(v).any(|k| k < v && tree.rel(k) == Deprel::Nsubj) {
        return None;
    }
    tree.kids(v).find(|&k| k > v && tree.rel(k) == Deprel::Nsubj)
}

/// "“It will end,” Mr. Vand said, the agency reports": who stands between the closing mark and the verb speaks, where the parse gave the
/// verb no subject of its own.
fn beside(tree: &Tree, v: usize) -> Option<usize> {
    let s = tree.sentence(v);
    if v < s.start + 2 || tree.low(v).ends_with("ing") {
        return None;
    }
    let head = v - 1;
    let nominal =
        matches!(tree.upos(head), Upos::Propn | Upos::Noun) || matches!(tree.low(head).as_str(), "he" | "she" | "they");
    let mut first = head;
    while first > s.start
        && head - first < 12
        && (matches!(tree.upos(first - 1), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Det | Upos::Num)
            || matches!(tree.low(first - 1).as_str(), "of" | "for" | "and") && tree.upos(head) == Upos::Propn)
    {
        first -= 1;
    }
    // the head of a name of several words is its first
    let name = if tree.rel(head) == Deprel::Flat && tree.head(head) >= first { tree.head(head) } else { head };
    // a subject inside the quotation is that of what is said
    let own = |k: usize| tree.rel(k) == Deprel::Nsubj && (k >= first || !quoted_at(tree, k));
    (nominal && first > s.start && closes(tree, first - 1) && !tree.kids(v).any(own)).then_some(name)
}

/// Whether a noun can be a speaker at all: not a day, not a measure, not a relative or empty pronoun.
fn speaks(tree: &Tree, head: usize) -> bool {
    let low = tree.low(head);
    if matches!(
        low.as_str(),
        "there" | "this" | "that" | "these" | "those" | "which" | "what" | "one" | "nothing" | "something"
    ) {
        return false;
    }
    tree.upos(head).is_nominal() || matches!(tree.upos(head), Upos::Adj | Upos::Det | Upos::Num | Upos::X)
}

/// "The envoy said the road was cut, adding that …": the envoy adds, wherever inside his words the parse hung the participle.
fn goes_on(tree: &Tree, v: usize) -> Option<usize> {
    let own = tree.kids(v).any(|k| tree.rel(k) == Deprel::Nsubj);
    if own || v == 0 || !tree.low(v).ends_with("ing") || !tree.is(v - 1, ",") {
        return None;
    }
    let mut at = tree.head(v);
    for _ in 0..8 {
        let up = tree.head(at);
        let speaks = tree.upos(at) == Upos::Verb && frames(tree.lemma(at)).is_some_and(|f| f.letters.contains('q'));
        if speaks && !tree.passive(at) {
            return inverted(tree, at).or_else(|| tree.subject(at));
        }
        if up == at {
            return None;
        }
        at = up;
    }
    None
}

/// "quoted the envoy as saying": the envoy; "the envoy was quoted as saying": the envoy too.
fn as_saying(tree: &Tree, v: usize) -> Option<usize> {
    if !tree.low(v).ends_with("ing") || v < 2 || !tree.is(v - 1, "as") {
        return None;
    }
    let up = (v.saturating_sub(14)..v - 1).rev().find(|&k| matches!(tree.lemma(k), "quote" | "cite"))?;
    if tree.passive(up) {
        tree.kids(up).find(|&k| tree.rel(k) == Deprel::Nsubj)
    } else {
        tree.kids(up)
            .find(|&k| k > up && tree.rel(k) == Deprel::Obj)
            .or_else(|| (up + 1..v - 1).find(|&k| tree.upos(k).is_nominal()))
    }
}

/// Whether the head is a name, a pronoun, or a noun that speaks for people: weak verbs need one ("the war claimed lives").
pub(crate) fn human(tree: &Tree, head: usize) -> bool {
    matches!(tree.upos(head), Upos::Propn | Upos::Pron)
        || super::sources::class(tree, head).is_some()
        || list("org_words").has(&tree.low(head))
        // the first word of a sentence has its capital from there
        || tree.text(head).chars().next().is_some_and(char::is_uppercase) && tree.sentence(head).start != head
        || tree.kids(head).any(|k| tree.rel(k) == Deprel::Appos && tree.upos(k) == Upos::Propn)
}

/// "denied them access": to refuse, not to speak.
pub(crate) fn refuses(tree: &Tree, v: usize) -> bool {
    // "denied them …": somebody is refused something; what is denied in words is no person.
    let person = |k: usize| matches!(tree.low(k).as_str(), "them" | "him" | "her" | "us" | "me" | "you");
    if tree.kids(v).any(|k| k > v && tree.rel(k) == Deprel::Obj && person(k)) {
        return true;
    }
    tree.kids(v).any(|k| k > v && tree.rel(k) == Deprel::Iobj)
        || tree.kids(v).any(|k| k > v && tree.rel(k) == Deprel::Obj && list("refusable").has(tree.lemma(k)))
        || tree.kids(v).filter(|&k| k > v && tree.rel(k) == Deprel::Obj).count() > 1
}

/// "Which minister will now believe that …?": who is asked for has said nothing.
pub(crate) fn asks_who(tree: &Tree, head: usize, v: usize) -> bool {
    let s = tree.sentence(v);
    let question = s.clone().rev().take(3).any(|k| tree.is(k, "?"));
    let first = tree.noun_phrase(head).start.max(s.start);
    let which = |k: usize| matches!(tree.low(k).as_str(), "which" | "what" | "whose" | "who");
    question && (which(first) || which(head) && tree.rel(tree.head(head)) != Deprel::Acl)
}

/// A question or a wish about oneself: "asked whether", "asked to stay unnamed".
fn asks(tree: &Tree, v: usize) -> bool {
    (v + 1..(v + 4).min(tree.sentence(v).end))
        .any(|k| matches!(tree.low(k).as_str(), "if" | "whether" | "what" | "why" | "how" | "who" | "when" | "about"))
        || tree.is(v + 1, "to")
        || tree.is(v + 1, "not")
}

/// "issued a statement saying": the issuer speaks; "a statement saying": the statement does.
fn speaker_of_document(tree: &Tree, head: usize, v: usize) -> usize {
    let document = list("source_nouns").get(tree.lemma(head)).is_some_and(|c| c.first() == Some(&"document"));
    if !document || tree.rel(v) != Deprel::Acl {
        return head;
    }
    let up = tree.head(head);
    let issues = matches!(
        tree.lemma(up),
        "issue" | "release" | "publish" | "send" | "post" | "sign" | "put" | "write" | "make" | "read" | "circulate"
    );
    if issues
        && matches!(tree.rel(head), Deprel::Obj | Deprel::Obl)
        && let Some(s) = tree.subject(up).filter(|_| !tree.passive(up))
    {
        return s;
    }
    head
}

/// "The Coast Post, citing an official, says …": the Post says it, where the parse gave the verb to the official.
fn who_cites(tree: &Tree, head: usize, v: usize) -> Option<usize> {
    let s = tree.sentence(v);
    let cites = |k: &usize| matches!(tree.low(*k).as_str(), "citing" | "quoting");
    let k = (s.start + 2..head).rev().find(cites).filter(|&k| tree.is(k - 1, ","))?;
    let closed = head < v && (head + 1..v).any(|i| tree.is(i, ","));
    let speaker = k - 2;
    let clause = (k + 1..v).any(|i| tree.upos(i) == Upos::Verb);
    (closed && !clause && tree.upos(speaker).is_nominal()).then_some(speaker)
}

/// The noun phrase of a source: cut at the verb, at a speaking or citing clause, at a trailing adverbial.
pub(crate) fn source_phrase(tree: &Tree, head: usize, v: usize) -> Range<usize> {
    let whole = tree.noun_phrase(head);
    let Range { mut start, mut end } = whole;
    if v > head {
        end = end.min(v);
    } else if v < head {
        start = start.max(v + 1);
    }
    while start < head
        && matches!(tree.low(start).as_str(), "by" | "to" | "from" | "of" | "with" | "and" | "but" | "as" | "while")
    {
        start += 1;
    }
    for k in head + 1..end {
        // A clause the verb stands in ("officials who say") ends the name.
        if v >= whole.start && v < whole.end && matches!(tree.low(k).as_str(), "who" | "which" | "that") {
            end = k;
            break;
        }
        let relays = matches!(
            tree.low(k).as_str(),
            "speaking" | "talking" | "cited" | "quoted" | "citing" | "quoting" | "interviewed"
        ) && tree.upos(k) == Upos::Verb;
        if relays {
            end = k;
            break;
        }
    }
    // "…, in an interview with": how it was said is no part of who said it.
    if let Some(k) = (head + 1..end).find(|&k| {
        tree.is(k, ",")
            && k + 1 < end
            && matches!(tree.low(k + 1).as_str(), "in" | "during" | "speaking" | "talking" | "at" | "on")
    }) {
        end = k;
    }
    // "Vand, the day after the raid, said", "Vand, two weeks before the vote, said": when it was said is no part either
    if let Some(k) = (head + 1..end).find(|&k| tree.is(k, ",") && time_beside(tree, k + 1, end)) {
        end = k;
    }
    end = with_name(tree, head, v, end);
    // "The G-7" ends with its number, whatever the parse hangs it on.
    while end > head && crate::phrases::glued(&tree.a.tokens, end + 1) {
        end += 2;
    }
    // A date between the name and the verb is no part of the name.
    while end > head + 1 {
        let last = end - 1;
        let day = list("days").has(tree.low(last).as_str());
        let adverb = tree.upos(last) == Upos::Adv || tree.upos(last) == Upos::Aux;
        if day || adverb || (tree.upos(last) == Upos::Adp && tree.is(last, "on")) {
            end = last;
        } else {
            break;
        }
    }
    let trimmed = tree.trim(start..end.max(start + 1));
    if trimmed.is_empty() { head..head + 1 } else { trimmed }
}

/// "the day after the raid", "two weeks before": a stretch of time and what it is counted from, from token `at` on.
fn time_beside(tree: &Tree, at: usize, end: usize) -> bool {
    let unit =
        |k: usize| matches!(tree.lemma(k), "day" | "week" | "month" | "year" | "hour" | "minute" | "night" | "morning");
    let counted = |k: usize| {
        k + 1 < end && unit(k) && matches!(tree.low(k + 1).as_str(), "after" | "before" | "ago" | "earlier" | "later")
    };
    (at..end.min(at + 4)).any(counted)
        && !(at..end.min(at + 4)).any(|k| matches!(tree.low(k).as_str(), "who" | "which" | "," | "that"))
}

/// "spokeswoman Ana Brandt", "the group's leader, Ana Brandt": the name that follows a role belongs to the source, wherever
/// the parse hung it.
fn with_name(tree: &Tree, head: usize, v: usize, end: usize) -> usize {
    let s = tree.sentence(head);
    let stop = if v > head { v.min(s.end) } else { s.end };
    if !matches!(super::sources::class(tree, head), Some("role" | "media")) || end == 0 {
        return end;
    }
    let run = |from: usize| (from..stop).take_while(|&k| tree.upos(k) == Upos::Propn).last().map(|k| k + 1);
    if let Some(to) = run(end).filter(|_| end == head + 1) {
        return to;
    }
    if end < stop
        && tree.is(end, ",")
        && let Some(to) =
            run(end + 1).filter(|&to| to <= end + 5 && (to == stop || tree.is(to, ",") || tree.is(to, ".")))
    {
        return to;
    }
    end
}

/// What stands after the verb and is said, by the verb's frames.
fn after(tree: &Tree, v: usize, f: &Frames, source: &Range<usize>, passive: bool) -> Vec<Range<usize>> {
    let s = tree.sentence(v);
    let kids: Vec<usize> = tree.kids(v).filter(|&k| k > v && !source.contains(&k)).collect();
    let clause = |rel: Deprel| kids.iter().copied().find(|&k| tree.rel(k) == rel);
    if f.letters.contains('a') && !passive {
        let first = kids
            .iter()
            .copied()
            .find(|&k| matches!(tree.rel(k), Deprel::Obj | Deprel::Iobj | Deprel::Ccomp | Deprel::Xcomp));
        if let Some(first) = first {
            let second = kids
                .iter()
                .copied()
                .filter(|&k| {
                    k >= first
                        && matches!(
                            tree.rel(k),
                            Deprel::Obj | Deprel::Obl | Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl
                        )
                })
                .collect::<Vec<_>>();
            let start = tree.a.subtree(first).start.max(v + 1);
            let end = second.iter().map(|&k| tree.a.subtree(k).end).max().unwrap_or(start);
            let end = cut_adverbials(tree, v, start, end);
            return vec![tree.trim_keep_quotes(start..end)];
        }
    }
    if f.letters.contains(['q', 'Q']) {
        let c = kids.iter().copied().find(|&k| {
            matches!(tree.rel(k), Deprel::Ccomp)
                || (tree.rel(k) == Deprel::Parataxis && tree.has_verb(tree.a.subtree(k)) && !speech_clause(tree, k))
        });
        let c = c.or_else(|| {
            clause(Deprel::Xcomp).filter(|&k| tree.kids(k).any(|m| tree.is(m, "that") || tree.rel(m) == Deprel::Nsubj))
        });
        if let Some(c) = c {
            let sub = tree.a.subtree(c);
            let mut start = sub.start.max(v + 1);
            // "that" stands before the clause even where the parse hung it elsewhere.
            if start > v + 1 && tree.is(start - 1, "that") && tree.rel(start - 1) == Deprel::Mark {
                start -= 1;
            }
            let mut end = kids
                .iter()
                .filter(|&&k| k > c && tree.rel(k) == Deprel::Ccomp)
                .map(|&k| tree.a.subtree(k))
                .filter(|r| r.start <= sub.end + 1)
                .map(|r| r.end)
                .max()
                .map_or(sub.end, |e| e.max(sub.end));
            // "said two had died and others were missing": a second clause without a comma is said too.
            let second = kids.iter().copied().find(|&k| {
                let r = tree.a.subtree(k);
                tree.rel(k) == Deprel::Conj
                    && r.start == end
                    && !frames(tree.lemma(k)).is_some_and(|f| f.letters.contains('q'))
                    && tree.kids(k).any(|m| matches!(tree.rel(m), Deprel::Nsubj | Deprel::Expl) && m > end && m < k + 3)
            });
            if let Some(k) = second {
                end = tree.a.subtree(k).end;
            }
            let cut = cut_statements(tree, start, end, &s);
            let aside = second_clause(tree, cut, end.max(sub.end), &s);
            let end = with_condition(tree, v, f, cut);
            let end = if tree.is(end, "not") && end + 2 >= s.end { end + 1 } else { end };
            let mut said = split_at(tree, start..end, v, source);
            if said.len() == 1
                && let Some(left) =
                    super::fronted::words(tree, v, source, c).or_else(|| super::fronted::relative(tree, v, source))
            {
                said.insert(0, left);
            }
            said.extend(aside);
            return said;
        }
    }
    if f.letters.contains('t')
        && let Some(x) = clause(Deprel::Xcomp)
    {
        let sub = tree.a.subtree(x);
        return split_at(tree, sub.start.max(v + 1)..with_condition(tree, v, f, sub.end), v, source);
    }
    if f.letters.contains('i') {
        // "warned villagers not to go", "told them to leave".
        let x =
            clause(Deprel::Xcomp).or_else(|| clause(Deprel::Advcl).filter(|&k| tree.kids(k).any(|m| tree.is(m, "to"))));
        if let (Some(x), Some(o)) =
            (x, kids.iter().copied().find(|&k| matches!(tree.rel(k), Deprel::Obj | Deprel::Iobj)))
        {
            let start = tree.a.subtree(o).start.max(v + 1);
            return vec![tree.trim_keep_quotes(start..tree.a.subtree(x).end)];
        }
    }
    if let Some(o) =
        kids.iter().copied().find(|&k| tree.rel(k) == Deprel::Obl && f.preps.iter().any(|p| tree.has_case(k, p)))
    {
        return vec![tree.trim_keep_quotes(tree.a.subtree(o))];
    }
    if let Some(o) =
        kids.iter().copied().find(|&k| tree.rel(k) == Deprel::Advcl && f.preps.iter().any(|p| tree.has_case(k, p)))
    {
        return vec![tree.trim_keep_quotes(tree.a.subtree(o))];
    }
    if f.letters.contains(['o', 'c']) {
        if let Some(o) = clause(Deprel::Obj) {
            let claim = is_claim(tree, o);
            if f.letters.contains('o') || claim {
                let sub = tree.a.subtree(o);
                let end = with_condition(tree, v, f, cut_adverbials(tree, v, sub.start, sub.end));
                let end = cut_statements(tree, sub.start, end, &s).max(sub.start + 1);
                return vec![tree.trim_keep_quotes(sub.start.max(v + 1)..end)];
            }
        }
        if f.letters.contains('o') {
            // "confirmed killing three", "denied having".
            if let Some(x) = clause(Deprel::Xcomp).filter(|&x| tree.low(x).ends_with("ing")) {
                return vec![tree.trim_keep_quotes(tree.a.subtree(x))];
            }
        }
    }
    if f.letters.contains('q') {
        // The parse saw no clause: "told reporters that …", "said: …" still open one.
        let opens = (v + 1..(v + 7).min(s.end))
            .take_while(|&k| !matches!(tree.text(k), "," | "\"" | "“" | "”"))
            .find(|&k| tree.is(k, "that") || tree.is(k, ":"));
        if let Some(k) = opens.filter(|&k| k + 2 < s.end && tree.has_verb(k + 1..s.end)) {
            let end = cut_statements(tree, k, s.end, &s);
            return vec![tree.trim_keep_quotes(k..end)];
        }
    }
    Vec::new()
}

/// "said the road was cut, according to the Post, and that it would stay so": what is said behind the aside that begins at `cut`.
fn second_clause(tree: &Tree, cut: usize, end: usize, s: &Range<usize>) -> Option<Range<usize>> {
    if !(tree.is(cut, ",") && tree.is(cut + 1, "according")) {
        return None;
    }
    let and =
        (cut + 3..s.end.min(cut + 16)).find(|&k| tree.is(k, ",") && tree.is(k + 1, "and") && tree.is(k + 2, "that"))?;
    let end = if end > and { end } else { s.end };
    Some(tree.trim_keep_quotes(and + 1..end))
}

/// A noun for something claimed, which can be denied; an offer or demand can only be refused.
pub(crate) fn is_claim(tree: &Tree, o: usize) -> bool {
    let offers = ["offer", "proposal", "demand", "call", "request", "hope", "pledge", "promise", "view"];
    list("claim_nouns").has(tree.lemma(o)) && !offers.contains(&tree.lemma(o))
}

/// A threat, promise or demand takes its "if …" with it.
fn with_condition(tree: &Tree, v: usize, f: &Frames, end: usize) -> usize {
    if !matches!(f.act, Act::Threaten | Act::Promise | Act::Demand | Act::Warn | Act::Offer) {
        return end;
    }
    let next = |k: usize| tree.a.subtree(k).start >= end && tree.a.subtree(k).start <= end + 1;
    tree.kids(v)
        .find(|&k| {
            tree.rel(k) == Deprel::Advcl
                && next(k)
                && tree.kids(k).any(|m| matches!(tree.low(m).as_str(), "if" | "unless" | "until" | "once"))
        })
        .map_or(end, |k| tree.a.subtree(k).end)
}

/// Ends a content before a comma that opens another statement: ", saying …", ", according to …", ", while X said …".
fn cut_statements(tree: &Tree, start: usize, end: usize, s: &Range<usize>) -> usize {
    for k in start + 2..end.min(s.end) {
        // "“to match the force,” referring to the fleet": the report tells what the words are about
        if matches!(tree.text(k), "\"" | "”") && tree.is(k + 1, "referring") && tree.is(k + 2, "to") {
            return k + 1;
        }
        // "asked for answers while hinting at a veto"
        if k + 1 < end
            && tree.is(k, "while")
            && tree.low(k + 1).ends_with("ing")
            && frames(tree.lemma(k + 1)).is_some()
            && !quoted_at(tree, k)
        {
            return k;
        }
        if !matches!(tree.text(k), "," | "—" | "–" | "--") || k + 1 >= end || quoted_at(tree, k) {
            continue;
        }
        let low = tree.low(k + 1);
        // "training, advising and assisting"
        let says = low.ends_with("ing")
            && !(k > 0 && tree.low(k - 1).ends_with("ing"))
            && (frames(tree.lemma(k + 1)).is_some_and(|f| f.letters.contains('q'))
                || matches!(low.as_str(), "citing" | "quoting" | "condemning" | "accusing" | "urging" | "calling"));
        let accords = low == "according" && tree.is(k + 2, "to");
        let other = matches!(low.as_str(), "while" | "whereas" | "and" | "but" | "although" | "though")
            && (k + 2..end.min(k + 16)).any(|m| {
                tree.upos(m) == Upos::Verb
                    && matches!(
                        tree.lemma(m),
                        "say" | "tell" | "add" | "report" | "warn" | "insist" | "accuse" | "claim"
                    )
                    && !matches!(tree.rel(m), Deprel::Acl | Deprel::Amod)
                    && tree
                        .kids(m)
                        .any(|n| tree.rel(n) == Deprel::Nsubj && n > k && n < m && tree.upos(n) != Upos::Pron)
            });
        // "…, the Coast Post reported" at the end of the sentence: another speaker's cue.
        let closing = (k + 2..end.min(k + 12)).any(|m| {
            tree.upos(m) == Upos::Verb
                && matches!(tree.lemma(m), "say" | "report" | "add" | "write" | "note")
                && tree.kids(m).any(|n| tree.rel(n) == Deprel::Nsubj && n > k && n < m)
                && !(m + 1..s.end).any(|n| matches!(tree.upos(n), Upos::Verb | Upos::Aux))
                && !(k + 1..m).any(|n| matches!(tree.low(n).as_str(), "which" | "who" | "that" | "and" | "as"))
                && s.end - m <= 8
        });
        if says || accords || other || closing {
            return k;
        }
    }
    end
}

/// Whether the token stands inside a quotation.
fn quoted_at(tree: &Tree, k: usize) -> bool {
    let at = tree.a.tokens[k].span;
    tree.a.quotes.iter().any(|q| q.inner.contains(at))
}

/// Whether a clause is itself "he said" hung on by parataxis.
fn speech_clause(tree: &Tree, k: usize) -> bool {
    frames(tree.lemma(k)).is_some_and(|f| f.letters.contains('q')) && tree.kids(k).any(|m| tree.rel(m) == Deprel::Nsubj)
}

/// Ends a content before a comma that opens an adverbial clause hung on the verb itself.
fn cut_adverbials(tree: &Tree, v: usize, start: usize, end: usize) -> usize {
    let mark = |k: usize| matches!(tree.text(k), "," | "—" | "–" | "--");
    let cut = tree
        .kids(v)
        .filter(|&k| k > start && matches!(tree.rel(k), Deprel::Advcl | Deprel::Conj | Deprel::Parataxis))
        .map(|k| tree.a.subtree(k).start)
        // The comma hangs on the clause it opens, or stands before it.
        .filter_map(|c| if mark(c) { Some(c) } else { c.checked_sub(1).filter(|&b| mark(b)) })
        .filter(|&c| c > start)
        .min();
    cut.map_or(end, |c| end.min(c))
}

/// A content range with the clause of its own cue taken out: "The road, he said, is open".
fn split_at(tree: &Tree, range: Range<usize>, v: usize, source: &Range<usize>) -> Vec<Range<usize>> {
    let clause = source.start.min(v)..source.end.max(v + 1);
    if clause.start > range.start && clause.end < range.end && range.contains(&v) {
        return vec![tree.trim_keep_quotes(range.start..clause.start), tree.trim_keep_quotes(clause.end..range.end)];
    }
    vec![tree.trim_keep_quotes(range)]
}

/// What is said before the cue ("…, she said"), and after it where the sentence goes on.
fn around(cx: &Context, tree: &Tree, v: usize, source: &Range<usize>, s: &Range<usize>) -> Vec<Range<usize>> {
    let clause = clause_of_cue(tree, v, source, s);
    let mut out = Vec::new();
    let left = left_of(tree, clause.start, s);
    let separated = clause.start > s.start && closes(tree, clause.start - 1);
    if separated
        && !left.is_empty()
        && (tree.has_verb(left.clone()) || quoted(cx, tree, &left) || subject_waits(tree, &left, clause.end))
        && !adverbial(tree, v, &left)
    {
        out.push(left);
    }
    // A quotation after the cue, or the rest of an interrupted sentence.
    let right = tree.trim_keep_quotes(clause.end..s.end);
    if !right.is_empty() {
        let open = first_quote(cx, tree, &right);
        let goes_on = tree.head(v) > v
            && right.contains(&tree.head(v))
            // "…, Mr. Vand said, the agency reports": another's cue
            && !speech_clause(tree, tree.head(v))
            && !(matches!(tree.lemma(tree.head(v)), "report" | "say" | "write") && tree.head(v) <= right.start + 2)
            && matches!(tree.rel(v), Deprel::Parataxis | Deprel::Ccomp | Deprel::Dep);
        let accords = tree.is(right.start, "according") && tree.is(right.start + 1, "to");
        let told = out.first().is_some_and(|left| !quoted(cx, tree, left));
        if told && let Some(end) = sentence_goes_on(tree, &right) {
            out.push(tree.trim_keep_quotes(right.start..end));
        } else if let Some(q) =
            open.filter(|&q| tree.has_verb(q..right.end) && !titled(tree, q, s) && !one_word(tree, q))
        {
            out.push(tree.trim_keep_quotes(q..right.end));
        } else if goes_on && !accords || as_he_said(tree, v, &right) {
            out.push(right);
        }
    }
    out
}

/// "The two convoys, he warned, would come late": the subject before the cue is that of a verb behind it.
fn subject_waits(tree: &Tree, left: &Range<usize>, end: usize) -> bool {
    left.clone().any(|k| tree.rel(k) == Deprel::Nsubj && tree.head(k) >= end)
}

/// "As the marshal has said, the bridge will open": what stands behind the clause with "as" is said by the marshal.
fn as_he_said(tree: &Tree, v: usize, right: &Range<usize>) -> bool {
    let as_mark = tree.kids(v).any(|k| k < v && tree.is(k, "as"));
    let up = tree.head(v);
    as_mark
        && tree.rel(v) == Deprel::Advcl
        && right.contains(&up)
        && tree.is(right.start.saturating_sub(1), ",")
        && matches!(tree.lemma(v), "say" | "note" | "explain" | "argue" | "report" | "tell" | "warn")
}

/// "The road will open, he said, if the truce holds", "…, he said, and the police will follow": words that only go on with what was
/// told before the cue; the end of them. A clause with a speaker of its own is another's.
fn sentence_goes_on(tree: &Tree, right: &Range<usize>) -> Option<usize> {
    let first = tree.low(right.start);
    let joins = matches!(first.as_str(), "and" | "but" | "or" | "if" | "unless" | "because" | "once" | "until")
        || first == "even" && matches!(tree.low(right.start + 1).as_str(), "as" | "if" | "though");
    let other = |k: usize| {
        tree.upos(k) == Upos::Verb
            && frames(tree.lemma(k)).is_some_and(|f| f.letters.contains(['q', 'Q']))
            && tree.kids(k).all(|m| tree.rel(m) != Deprel::Nsubj || tree.low(m) != "it")
    };
    let subject = |k: usize| matches!(tree.rel(k), Deprel::Nsubj | Deprel::Expl | Deprel::Csubj);
    let sound = joins
        && tree.has_verb(right.clone())
        && right.clone().any(subject)
        && !right.clone().any(other)
        && !right.clone().any(|k| tree.is(k, "according"));
    sound.then_some(right.end)
}

/// Whether what stands in quotation marks from token `q` on is a title: "said on “Face the Harbour.”"
fn titled(tree: &Tree, q: usize, s: &Range<usize>) -> bool {
    let words = || (q + 1..s.end).map(|k| tree.text(k)).take_while(|t| !matches!(*t, "”" | "\"" | "’’" | "''" | ","));
    let long = |w: &&str| w.chars().count() > 3;
    q > s.start
        && matches!(tree.low(q - 1).as_str(), "on" | "in" | "for" | "to" | "of" | "called" | "titled" | "entitled")
        && words().any(|w| long(&w))
        && words().filter(long).all(|w| !w.starts_with(char::is_lowercase))
}

/// "had an editor “cut” the film": a single word in marks that open at token `q`.
fn one_word(tree: &Tree, q: usize) -> bool {
    matches!(tree.text(q), "“" | "\"") && q + 2 < tree.len() && matches!(tree.text(q + 2), "”" | "\"")
}

/// The words of the cue's own clause: source, cue, whom it was told, when.
fn clause_of_cue(tree: &Tree, v: usize, source: &Range<usize>, s: &Range<usize>) -> Range<usize> {
    let mut start = source.start.min(v);
    let mut end = source.end.max(v + 1);
    for k in tree.kids(v) {
        let sub = tree.a.subtree(k);
        let own =
            matches!(tree.rel(k), Deprel::Aux | Deprel::Advmod | Deprel::Obl | Deprel::Obj | Deprel::Iobj | Deprel::Cc);
        if own && sub.end <= v && sub.start + 12 > start && sub.end + 1 >= start {
            start = start.min(sub.start);
        } else if own && sub.start > v && sub.start <= end + 1 {
            end = end.max(sub.end);
        }
    }
    start.max(s.start)..end.min(s.end)
}

/// The tokens of the sentence before `at`, without the mark that ends them.
fn left_of(tree: &Tree, at: usize, s: &Range<usize>) -> Range<usize> {
    tree.trim_keep_quotes(s.start..at)
}

/// Whether the mark closes what is said before a cue.
fn closes(tree: &Tree, i: usize) -> bool {
    matches!(
        tree.text(i),
        "," | "\"" | "”" | "’’" | "''" | "?" | "!" | "—" | "–" | "--" | ";" | ",\"" | ",”" | "'" | "’"
    )
}

/// Whether the words before the cue only say when, where or why.
fn adverbial(tree: &Tree, v: usize, left: &Range<usize>) -> bool {
    tree.kids(v).any(|k| {
        matches!(tree.rel(k), Deprel::Obl | Deprel::Advcl | Deprel::Advmod)
            && tree.trim(tree.a.subtree(k)).start <= left.start + 1
            && tree.a.subtree(k).end + 1 >= left.end
    })
}

/// Whether the range holds a quotation mark.
fn quoted(cx: &Context, tree: &Tree, range: &Range<usize>) -> bool {
    tree.span(range.clone())
        .is_some_and(|s| cx.analysis.quotes.iter().any(|q| q.outer.overlaps(s) && q.inner.len() > 12))
}

/// The token at which a quotation opens inside the range.
fn first_quote(cx: &Context, tree: &Tree, range: &Range<usize>) -> Option<usize> {
    let s = tree.span(range.clone())?;
    let q = cx.analysis.quotes.iter().find(|q| s.contains(Span::new(q.outer.start, q.outer.start + 1)))?;
    Some(cx.analysis.token_at(q.outer.start))
}

/// "called for X", "called on X to", "called X Y".
fn call_for(tree: &Tree, v: usize) -> Option<Draft> {
    if !matches!(tree.lemma(v), "call" | "push") || unreal(tree, v) || tree.passive(v) {
        return None;
    }
    let head = inverted(tree, v).or_else(|| tree.subject(v))?;
    if !speaks(tree, head) {
        return None;
    }
    let mut d = Draft::new(v, "call");
    let next = v + 1;
    let s = tree.sentence(v);
    if next >= s.end {
        return None;
    }
    d.source_head = Some(head);
    d.source = Some(source_phrase(tree, head, v));
    let end = tree
        .kids(v)
        .filter(|&k| k > v && !matches!(tree.rel(k), Deprel::Punct | Deprel::Conj | Deprel::Cc | Deprel::Parataxis))
        .map(|k| tree.a.subtree(k).end)
        .max()
        .unwrap_or(s.end);
    if tree.is(next, "for") || tree.is(next, "on") || tree.is(next, "upon") {
        d.act = Act::Demand;
        d.cue = tree.span(v..next + 1);
        let on = !tree.is(next, "for");
        let end = cut_statements(tree, next + 1, if on { s.end } else { end }, &s);
        let end = cut_adverbials(tree, v, next + 1, end);
        d.content = tree.span(tree.trim_keep_quotes(next + 1..end)).into_iter().collect();
    } else if tree.lemma(v) == "call" {
        let obj = tree.kids(v).find(|&k| k > v && matches!(tree.rel(k), Deprel::Obj | Deprel::Ccomp))?;
        let x = tree.kids(v).any(|k| matches!(tree.rel(k), Deprel::Xcomp | Deprel::Ccomp))
            || tree.kids(obj).any(|k| tree.rel(k) == Deprel::Nsubj);
        if !x {
            return None;
        }
        d.cue = tree.span(v..v + 1);
        d.content = tree.span(tree.trim_keep_quotes(next..cut_adverbials(tree, v, next, end))).into_iter().collect();
    } else {
        return None;
    }
    (!d.content.is_empty()).then_some(d)
}

/// "declined to say how many", "did not specify", "gave no details".
fn withheld(tree: &Tree, v: usize) -> Option<Draft> {
    let (cue, tail) = withholding(tree, v)?;
    let head = if tree.passive(v) { None } else { Some(inverted(tree, v).or_else(|| tree.subject(v))?) };
    let head = head?;
    if !speaks(tree, head) {
        return None;
    }
    let mut d = Draft::new(v, "withheld");
    d.act = Act::Withhold;
    d.source_head = Some(head);
    d.source = Some(source_phrase(tree, head, v));
    d.cue = tree.span(cue.clone());
    let said = tree.kids(tail).find(|&k| {
        k >= cue.end && matches!(tree.rel(k), Deprel::Ccomp | Deprel::Obj | Deprel::Xcomp | Deprel::Advcl)
            || (k >= cue.end && tree.rel(k) == Deprel::Obl && ["on", "about"].iter().any(|p| tree.has_case(k, p)))
    });
    d.content = said
        .and_then(|k| tree.span(tree.trim_keep_quotes(tree.a.subtree(k).start.max(cue.end)..tree.a.subtree(k).end)))
        .into_iter()
        .collect();
    Some(d)
}

/// The cue of a withholding at verb `v` and the verb its content hangs on.
pub(crate) fn withholding(tree: &Tree, v: usize) -> Option<(Range<usize>, usize)> {
    let tells = |l: &str| list("withholding").get(l).is_some_and(|c| c.contains(&"tell"));
    let lemma = tree.lemma(v);
    if matches!(lemma, "decline" | "refuse") && !tree.negated(v) {
        let x = tree.kids(v).find(|&k| k > v && tree.rel(k) == Deprel::Xcomp && tells(tree.lemma(k)))?;
        return hands_out_words(tree, x).then_some((v..x + 1, x));
    }
    if tells(lemma) && tree.negated(v) && hands_out_words(tree, v) && !matches!(tree.rel(v), Deprel::Xcomp) {
        // "did not say whether", not "did not say that": a clause with "that" is a negated claim.
        let that = tree.kids(v).any(|k| {
            tree.rel(k) == Deprel::Ccomp && tree.kids(k).any(|m| tree.is(m, "that") && tree.rel(m) == Deprel::Mark)
        });
        if that {
            return None;
        }
        let says = matches!(lemma, "say" | "tell" | "know");
        let open =
            tree.kids(v).filter(|&k| matches!(tree.rel(k), Deprel::Ccomp | Deprel::Advcl | Deprel::Xcomp)).any(|k| {
                // "they do not know what to do" keeps nothing back
                let at_a_loss = tree.kids(k).any(|m| tree.is(m, "to") && m < k) && lemma == "know";
                !at_a_loss
                    && tree.a.subtree(k).take(4).any(|m| {
                        matches!(
                            tree.low(m).as_str(),
                            "whether" | "how" | "what" | "who" | "whom" | "when" | "where" | "why" | "if" | "which"
                        )
                    })
            });
        if says && !open {
            return None;
        }
        let start = tree.kids(v).filter(|&k| tree.rel(k) == Deprel::Aux && k < v).min().unwrap_or(v);
        return Some((start..v + 1, v));
    }
    if matches!(lemma, "give" | "provide" | "offer" | "have" | "release" | "make") && !tree.negated(v) {
        let o = tree.kids(v).find(|&k| k > v && tree.rel(k) == Deprel::Obj)?;
        let detail = list("withholding").get(tree.lemma(o)).is_some_and(|c| c.contains(&"detail"));
        let no = tree.kids(o).find(|&k| matches!(tree.low(k).as_str(), "no" | "few" | "little"))?;
        // "had a little evidence", "we have no reason to suspect"
        let other_sense = tree.is(no - 1, "a") || lemma == "have" && tree.lemma(o) == "reason";
        if detail && no > v && !other_sense {
            return Some((v..o + 1, o));
        }
    }
    None
}

/// Whether what is given, released or answered is words: "refused to release the captives" and "weapons will not be provided" keep no
/// words back, "did not respond to the offer" neither.
fn hands_out_words(tree: &Tree, v: usize) -> bool {
    let words = |k: usize| {
        list("withholding").get(tree.lemma(k)).is_some_and(|c| c.contains(&"detail"))
            || list("gap_nouns").has(tree.lemma(k))
            || list("published_nouns").has(tree.lemma(k))
            || list("claim_nouns").has(tree.lemma(k))
            || tree.kids(k).any(|m| tree.rel(m) == Deprel::Nmod && (list("gap_nouns").has(tree.lemma(m))))
    };
    match tree.lemma(v) {
        "provide" | "release" | "give" | "address" => tree
            .kids(v)
            .any(|k| (tree.rel(k) == Deprel::Obj || tree.rel(k) == Deprel::Nsubj && tree.passive(v)) && words(k)),
        // "The parties have not discussed the war": a talk that was not held
        "discuss" => {
            let modal = |k: usize| {
                matches!(tree.low(k).as_str(), "would" | "will" | "wo" | "could" | "can" | "ca" | "'d" | "’d")
            };
            tree.rel(v) == Deprel::Xcomp
                || tree.kids(v).any(|k| {
                    k < v && modal(k) || tree.rel(k) == Deprel::Obj && words(k) || tree.rel(k) == Deprel::Ccomp
                })
        }
        "respond" | "answer" => {
            let to = tree.kids(v).find(|&k| k > v && tree.rel(k) == Deprel::Obl && tree.has_case(k, "to"));
            to.is_none_or(|k| {
                matches!(
                    tree.lemma(k),
                    "question" | "inquiry" | "enquiry" | "query" | "email" | "e-mail" | "message" | "call"
                ) || tree.lemma(k) == "request"
                    && (tree.low(k).ends_with('s') || tree.kids(k).any(|m| tree.has_case(m, "for")))
            })
        }
        _ => true,
    }
}

/// "…, citing an official": who is cited says what the sentence says.
fn citing(tree: &Tree, v: usize) -> Option<Draft> {
    if !matches!(tree.low(v).as_str(), "citing" | "quoting") {
        return None;
    }
    let o = tree
        .kids(v)
        .find(|&k| k > v && tree.rel(k) == Deprel::Obj)
        .or_else(|| tree.kids(v).find(|&k| k > v && tree.upos(k).is_nominal()))?;
    let noun = list("source_nouns").get(tree.lemma(o)).is_some_and(|c| c.first() != Some(&"document"));
    if !(noun || matches!(tree.upos(o), Upos::Propn | Upos::Pron)) {
        return None;
    }
    let mut d = Draft::new(v, "citing");
    d.source_head = Some(o);
    d.source = Some(source_phrase(tree, o, v));
    d.cue = tree.span(v..v + 1);
    // Content and relay come from the statement it hangs on; see `super::relays`.
    Some(d)
}

/// "The agency quoted the envoy as saying …": the agency's own row, whose content holds the envoy's.
fn quotes_someone(tree: &Tree, v: usize) -> Option<Draft> {
    if tree.lemma(v) != "quote" || tree.passive(v) || tree.low(v).ends_with("ing") || unreal(tree, v) {
        return None;
    }
    let head = tree.subject(v).filter(|&h| speaks(tree, h))?;
    let saying = (v + 1..(v + 15).min(tree.sentence(v).end)).find(|&k| tree.is(k, "saying") && tree.is(k - 1, "as"))?;
    let mut d = Draft::new(v, "quote");
    d.act = Act::Report;
    d.source_head = Some(head);
    d.source = Some(source_phrase(tree, head, v));
    d.cue = tree.span(v..v + 1);
    let end = tree.a.subtree(saying).end.max(tree.a.subtree(v).end);
    d.content = tree.span(tree.trim_keep_quotes(v + 1..end)).into_iter().collect();
    Some(d)
}

/// Verbs that carry a statement only with a fixed word: "made clear that".
fn idiom(tree: &Tree, v: usize) -> Option<Draft> {
    if tree.lemma(v) != "make" || unreal(tree, v) || tree.passive(v) {
        return None;
    }
    let s = tree.sentence(v);
    let clear = (v + 1..s.end.min(v + 9)).find(|&k| matches!(tree.low(k).as_str(), "clear" | "plain" | "known"))?;
    let head = tree.subject(v).filter(|&h| speaks(tree, h))?;
    let mut d = Draft::new(v, "idiom");
    d.source_head = Some(head);
    d.source = Some(source_phrase(tree, head, v));
    d.cue = tree.span(v..clear + 1);
    let rest = tree.trim_keep_quotes(clear + 1..s.end);
    let opens = rest.start < s.end && (tree.is(rest.start, "that") || (clear + 1 < s.end && tree.is(clear + 1, ":")));
    if !opens {
        return None;
    }
    d.content = tree.span(rest).into_iter().collect();
    Some(d)
}
