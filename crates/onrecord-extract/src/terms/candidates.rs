//! Which words of a sentence may name a term, and what speaks for it?
//!
//! In: "The plan would halt enrichment." Out: the candidate "halt" with features such as "does:halt_programme", "subject:deal",
//! "mood:possible". Features come from word lists, the parse, and the rows read before (attributions, conditions, figures); no
//! feature is a word of a report that no list has. What a candidate weighs is in `term_weights.tsv`.

use onrecord_lexicon::list;
use onrecord_model::{Attribution, Deprel, Reading, Span, Upos};

use super::{Found, TermAction, action};
use crate::{
    Context,
    actors::{case, children, class, parties_of},
    clauses::is_text,
    phrases::is_word,
    status::{DEAL, Mood, columns, governors, mood, negated, passive},
};

/// What is asked of the whole report once.
pub(super) struct Around<'a> {
    cx: &'a Context<'a>,
    reading: &'a Reading,
    /// Sentences with a deal noun or a word for the parts of a deal.
    deal: Vec<bool>,
    /// Sentence and token of every word of action a rule reads as a term.
    ruled: Vec<(usize, usize)>,
}

/// Words for the parts and the frame of a deal.
const PARTS: &[&str] =
    &["term", "point", "phase", "stage", "clause", "condition", "demand", "provision", "step", "requirement"];

fn field_of(cx: &Context, i: usize) -> Option<&'static str> {
    let t = cx.token(i);
    let words = list("conflict_words");
    words.get(&t.lemma).or_else(|| words.get(&t.text.to_lowercase())).and_then(|c| c.first().copied())
}

fn term_status(cx: &Context, i: usize) -> Option<&'static str> {
    columns(cx, i).and_then(|c| c.get(1).copied()).filter(|s| *s != "-")
}

fn name(mood: Mood) -> &'static str {
    match mood {
        Mood::Past => "past",
        Mood::Progressive => "progressive",
        Mood::Present => "present",
        Mood::Future => "future",
        Mood::Possible => "possible",
        Mood::Duty => "duty",
    }
}

impl<'a> Around<'a> {
    pub(super) fn new(cx: &'a Context<'a>, reading: &'a Reading) -> Self {
        let deal =
            cx.analysis.sentences.iter().map(|s| s.tokens().any(|i| is_word(cx, i, DEAL) || is_word(cx, i, PARTS)));
        let mut ruled = Vec::new();
        for s in crate::clauses::told(cx).filter(|&s| crate::clauses::parsed(cx, s)) {
            let tokens = cx.analysis.sentences[s].tokens();
            ruled.extend(tokens.filter(|&i| super::term(cx, reading, i).is_some()).map(|i| (s, i)));
        }
        Around { cx, reading, deal: deal.collect(), ruled }
    }

    /// Whether token `i` may name a term: any verb; a noun of action, of a deal or of the conflict, or one under a word of status.
    pub(super) fn may_be(&self, i: usize) -> bool {
        let cx = self.cx;
        let t = cx.token(i);
        match t.upos {
            Upos::Verb => !matches!(t.deprel, Deprel::Amod | Deprel::Compound | Deprel::Aux | Deprel::Case),
            Upos::Noun => {
                !matches!(t.deprel, Deprel::Compound | Deprel::Flat | Deprel::Amod | Deprel::Case)
                    && (field_of(cx, i).is_some()
                        || is_word(cx, i, DEAL)
                        || action(cx, i, super::extent(cx, i)).is_some()
                        || t.head as usize != i && term_status(cx, t.head as usize).is_some())
            }
            _ => false,
        }
    }

    fn innermost(&self, at: Span) -> Option<&'a Attribution> {
        self.reading
            .attributions
            .iter()
            .filter(|a| a.content.iter().any(|c| c.shared(at) > 0))
            .min_by_key(|a| a.content.iter().map(|c| c.len()).sum::<u32>())
    }

    /// Everything that speaks for or against a candidate; `rule` is the rule that finds it too.
    pub(super) fn features(&self, f: &Found, rule: Option<(&str, &str)>) -> Vec<String> {
        let (i, range) = (f.trigger, &f.range);
        let cx = self.cx;
        let t = cx.token(i);
        let verb = t.upos == Upos::Verb;
        let sentence = cx.analysis.sentence_of(i).unwrap_or(0);
        let tokens = cx.analysis.sentences[sentence].tokens();
        let mut out: Vec<String> = Vec::new();
        let kind = if verb { "v" } else { "n" };
        let mut say = |f: String| {
            if !out.contains(&f) {
                out.push(f);
            }
        };
        say(format!("upos:{kind}"));
        say(format!("as:{kind}:{}", super::slug(t.deprel)));
        let does = if f.action == TermAction::Other { "-".to_owned() } else { super::slug(f.action) };
        let inside = f.rule == super::BORROWED;
        say(format!("does:{kind}:{does}"));
        if inside {
            say("inside".into());
            say(format!("inside:{does}"));
        }
        if (inside || f.action == TermAction::Other) && super::acts(cx, i) {
            say("does:elsewhere".into());
        }
        say(format!("field:{kind}:{}", field_of(cx, i).unwrap_or("-")));
        if let Some(s) = term_status(cx, i) {
            say(format!("own:{kind}:{s}"));
        }
        if is_word(cx, i, DEAL) {
            say("own:deal".into());
        }
        if let Some(c) = class(cx, i) {
            say(format!("own:{c}"));
        }
        // What stands over it.
        let over = governors(cx, i);
        for (n, &g) in over.iter().take(4).enumerate() {
            let near = if n == 0 { "next" } else { "over" };
            if let Some(s) = term_status(cx, g) {
                let gk = if cx.token(g).upos == Upos::Verb { "v" } else { "n" };
                say(format!("{near}:{gk}:{s}"));
                say(format!("under:{s}"));
                if n == 0 {
                    say(format!("next:{s}:{}", super::slug(t.deprel)));
                    say(format!("next:{s}:{does}"));
                    if cx.token(g).upos == Upos::Verb && negated(cx, g) {
                        say(format!("next:not:{s}"));
                    }
                }
            } else if n == 0 {
                say(format!("next:-:{kind}"));
            }
            if is_word(cx, g, DEAL) {
                say(format!("{near}:deal"));
            }
            if let Some(f) = field_of(cx, g) {
                say(format!("{near}:field:{f}"));
            }
            if action(cx, g, super::extent(cx, g)).is_some() {
                say(format!("{near}:action"));
            }
        }
        if over.is_empty() {
            say(format!("top:{kind}"));
        }
        if verb {
            let m = name(mood(cx, i));
            say(format!("mood:{m}"));
            say(format!("mood:{m}:{does}"));
            if negated(cx, i) {
                say("negated".into());
                say(format!("negated:{m}"));
            }
            if passive(cx, i) {
                say("passive".into());
            }
            if children(cx, i, &[Deprel::Mark]).into_iter().any(|c| is_text(cx, c, &["to"])) {
                say("to".into());
            }
            for s in children(cx, i, &[Deprel::Nsubj]) {
                say(format!("subject:{}", self.sort(s)));
                say(format!("subject:{}:{m}", self.sort(s)));
            }
            for o in children(cx, i, &[Deprel::Obj]) {
                say(format!("object:{}", self.sort(o)));
            }
            for c in children(cx, i, &[Deprel::Advcl]) {
                if children(cx, c, &[Deprel::Mark]).into_iter().any(|k| is_text(cx, k, &["if", "unless", "until"])) {
                    say("if".into());
                }
            }
        } else {
            let preposition = case(cx, i);
            say(format!("case:{}", if preposition.is_empty() { "-" } else { &preposition }));
            for d in children(cx, i, &[Deprel::Det]) {
                let w = cx.token(d).text.to_lowercase();
                say(format!("article:{}", if matches!(w.as_str(), "a" | "an") { "a" } else { w.as_str() }));
            }
            if children(cx, i, &[Deprel::Nmod]).into_iter().any(|c| c > i && case(cx, c) == "of") {
                say("of".into());
            }
        }
        let inside = |f: &str| range.clone().filter(|&j| j != i && field_of(cx, j) == Some(f)).count().min(2);
        for f in ["harm", "ease", "deal", "other"] {
            let n = inside(f);
            if n > 0 {
                say(format!("holds:{f}:{n}"));
            }
        }
        if range.clone().any(|j| j != i && action(cx, j, super::extent(cx, j)).is_some()) {
            say("holds:action".into());
        }
        if range.clone().any(|j| j != i && term_status(cx, j).is_some()) {
            say("holds:status".into());
        }
        say(format!("length:{}", [3, 6, 10, 16, 25].iter().filter(|&&n| range.len() >= n).count()));
        if let Some(span) = cx.analysis.span_of(range.clone()) {
            let within = |s: Span| span.start <= s.start && s.end <= span.end;
            if self.reading.figures.iter().any(|f| within(f.span)) {
                say("holds:figure".into());
            }
            if self.reading.timexes.iter().any(|x| within(x.span)) {
                say("holds:date".into());
            }
        }
        // What is said around it.
        match self.innermost(t.span) {
            Some(a) => {
                say(format!("said:{}", super::slug(a.act)));
                say(format!("said:{}:{does}", super::slug(a.act)));
                say("said".into());
            }
            None => say("told".into()),
        }
        if cx.analysis.quotes.iter().any(|q| q.inner.shared(t.span) > 0) {
            say("quoted".into());
        }
        for c in &self.reading.conditions {
            let holds = |s: Option<Span>| s.is_some_and(|s| s.shared(t.span) > 0);
            let k = super::slug(c.kind);
            if holds(c.antecedent) {
                say(format!("antecedent:{k}"));
            }
            if holds(c.consequent) {
                say(format!("consequent:{k}"));
            }
        }
        if tokens.clone().any(|j| !range.contains(&j) && is_word(cx, j, DEAL)) {
            say("beside:deal".into());
        }
        if tokens.clone().any(|j| !range.contains(&j) && is_word(cx, j, PARTS)) {
            say("beside:part".into());
        }
        let near = self.ruled.iter().filter(|&&(s, t)| s.abs_diff(sentence) <= 2 && t != i).count().min(3);
        say(format!("near:{near}"));
        if self.ruled.iter().any(|&(s, t)| s == sentence && t != i) {
            say("near:same".into());
        }
        let before = sentence.checked_sub(1);
        if before.is_some_and(|b| self.deal[b]) {
            say("before:deal".into());
        }
        if sentence >= 2 && self.deal[sentence - 2] {
            say("before2:deal".into());
        }
        if before.is_some_and(|b| cx.analysis.sentences[b].tokens().next_back().is_some_and(|l| is_text(cx, l, &[":"])))
        {
            say("before:colon".into());
        }
        if tokens.len() > 3
            && is_text(cx, tokens.start, &["1", "2", "3", "4", "5", "-", "–", "•", "*", "first", "second", "third"])
        {
            say("item".into());
        }
        match rule {
            Some((r, s)) => {
                say(format!("rule:{r}"));
                say(format!("rule:{s}"));
                say("rule".into());
            }
            None => say("no rule".into()),
        }
        out
    }

    /// What sort of thing a noun phrase is: a party, a deal, a pronoun, a word of the conflict, other.
    fn sort(&self, i: usize) -> &'static str {
        let cx = self.cx;
        if is_word(cx, i, DEAL) || is_word(cx, i, PARTS) {
            "deal"
        } else if !parties_of(cx, self.reading, i).is_empty() {
            "party"
        } else if let Some(f) = field_of(cx, i) {
            f
        } else if cx.token(i).upos == Upos::Pron {
            "pronoun"
        } else {
            "thing"
        }
    }
}
