//! Was it done at all? The words over a verb or noun of something done that say it was left, weighed or asked about; for events and terms.
//!
//! "Ektar refrained from bombing the port", "left without consulting Belvaar" → negated. "the case for striking", "tried to offer
//! talks", "Is he meeting the envoy?" → hypothetical.

use onrecord_model::{Deprel, Factuality};

use crate::{
    Context,
    actors::children,
    clauses::{is_text, punctuation},
    phrases::is_word,
    status::negated,
};

/// Verbs whose "-ing" is what was left undone.
const FORGONE: &[&str] = &["refrain", "abstain", "avoid", "desist", "forgo", "forswear", "eschew", "shun", "renounce"];

/// Verbs whose "-ing" is only thought of.
const WEIGHED: &[&str] = &[
    "consider",
    "contemplate",
    "mull",
    "weigh",
    "discuss",
    "debate",
    "suggest",
    "recommend",
    "envisage",
    "favor",
    "favour",
];

/// Verbs of keeping somebody "from" doing it.
const KEPT: &[&str] =
    &["prevent", "stop", "keep", "bar", "ban", "block", "deter", "discourage", "prohibit", "dissuade"];

/// Verbs whose infinitive need not have come about.
const TRIED: &[&str] = &["try", "attempt", "struggle"];

/// Nouns whose "-ing" need not have come about: "the case for striking", "a delay in sending aid".
const OPEN: &[&str] = &[
    "case",
    "argument",
    "delay",
    "reason",
    "risk",
    "possibility",
    "prospect",
    "option",
    "chance",
    "idea",
    "justification",
    "pretext",
    "excuse",
    "danger",
    "hope",
    "intention",
    "goal",
    "aim",
    "purpose",
    "way",
    "plan",
];

/// How what token `i` names stands by the words over it; `None` where they say nothing.
pub fn standing(cx: &Context, i: usize) -> Option<Factuality> {
    let mut at = i;
    for _ in 0..4 {
        let up = cx.token(at).head as usize;
        let ties = children(cx, at, &[Deprel::Mark, Deprel::Case]);
        let tied = |words: &[&str]| ties.iter().any(|&m| is_text(cx, m, words));
        if tied(&["without"]) || tied(&["instead", "rather"]) && at != i {
            return Some(Factuality::Negated);
        }
        if cx.token(at).deprel == Deprel::Acl
            && is_word(cx, up, &["evidence", "sign", "indication", "proof", "trace"])
            && none(cx, up)
        {
            return Some(Factuality::Negated);
        }
        if up == at || children(cx, at, &[Deprel::Nsubj]).into_iter().any(|n| n < at) {
            break;
        }
        if cx.token(at).text.ends_with("ing") {
            let short = is_word(cx, up, &["stop"]) && up + 1 < at && is_text(cx, up + 1, &["short"]);
            let against = tied(&["against"]) && is_word(cx, up, &["decide", "opt", "argue", "advise", "vote", "warn"]);
            let kept = tied(&["from"]) && is_word(cx, up, KEPT);
            if is_word(cx, up, FORGONE) || kept || short || is_word(cx, up, &["short"]) || against {
                return Some(Factuality::Negated);
            }
            let weighed =
                is_word(cx, up, WEIGHED) && matches!(cx.token(at).deprel, Deprel::Xcomp | Deprel::Obj | Deprel::Ccomp);
            if weighed || is_word(cx, up, OPEN) && tied(&["for", "in", "of", "against"]) {
                return Some(Factuality::Hypothetical);
            }
        }
        if is_word(cx, up, TRIED) && cx.token(at).deprel == Deprel::Xcomp {
            return Some(Factuality::Hypothetical);
        }
        if !matches!(
            cx.token(at).deprel,
            Deprel::Xcomp | Deprel::Conj | Deprel::Advcl | Deprel::Acl | Deprel::Obl | Deprel::Nmod | Deprel::Obj
        ) {
            break;
        }
        at = up;
    }
    question(cx, i).then_some(Factuality::Hypothetical)
}

/// "would have bombed", "should have asked": one of these `modals` with "have", so that it did not come to that.
pub fn came_not(cx: &Context, verb: usize, modals: &[&str]) -> bool {
    let helpers = children(cx, verb, &[Deprel::Aux]);
    let has = |words: &[&str]| helpers.iter().any(|&a| is_text(cx, a, words));
    has(&["have", "'ve", "’ve"]) && has(modals)
}

/// "no evidence that …", "there were not any signs that …".
fn none(cx: &Context, noun: usize) -> bool {
    let over = cx.token(noun).head as usize;
    children(cx, noun, &[Deprel::Det]).into_iter().any(|d| is_text(cx, d, &["no"])) || over != noun && negated(cx, over)
}

/// "Is he meeting the envoy?" asks whether it is so; "Why did Ektar attack?" takes it for granted.
fn question(cx: &Context, i: usize) -> bool {
    let Some(s) = cx.analysis.sentence_of(i) else { return false };
    let words = cx.analysis.sentences[s].tokens();
    let last = words.clone().rev().take_while(|&w| punctuation(cx, w)).any(|w| cx.token(w).text.contains('?'));
    let first = words.clone().find(|&w| !punctuation(cx, w));
    last && !first.is_some_and(|w| is_text(cx, w, &["why", "how", "when", "where", "who"]))
}
