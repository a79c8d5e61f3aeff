//! Does "it" mean a party, or nobody?
//!
//! "It is likely that …", "it took weeks to …", "rip it up", "behind it" mean no party; "it agreed", "accused it of", "talks with it"
//! may. Told by the parse, where there is one, else by the words behind it.

use onrecord_lexicon::list;
use onrecord_model::{Deprel, Upos};

use crate::{
    actors::{case, children},
    mentions::View,
    phrases::is_word,
};

/// Adjectives of somebody who acts: "it is ready to talk" is said of a party.
const MINDED: &[&str] = &[
    "able",
    "unable",
    "ready",
    "willing",
    "unwilling",
    "prepared",
    "determined",
    "eager",
    "reluctant",
    "committed",
    "open",
    "keen",
    "free",
    "responsible",
    "guilty",
    "entitled",
    "obliged",
    "bound",
    "due",
    "set",
];
/// Verbs that nobody does: "it happened".
const HAPPENING: &[&str] = &[
    "happen", "mean", "matter", "depend", "cost", "last", "occur", "seem", "appear", "sound", "date", "expire", "rain",
    "snow", "hurt", "involve", "contain",
];
/// Prepositions of things and places: "in it", "behind it".
const OF_THINGS: &[&str] =
    &["in", "into", "of", "about", "on", "onto", "over", "through", "around", "behind", "inside", "under", "within"];

/// Whether the "it" at token `at` means no party.
pub(super) fn means_nobody(view: &View, at: usize) -> bool {
    view.low(at) == "it"
        && (opens_a_clause(view, at) || told_of_a_state_of_things(view, at) || view.parsed && by_parse(view, at))
        || matches!(view.low(at), "it" | "they") && view.parsed && thing_done(view, at)
}

/// What is done to things: "when they were laid", "it was signed".
const TO_THINGS: &[&str] = &[
    "use",
    "amend",
    "unveil",
    "sign",
    "draft",
    "shelve",
    "revise",
    "revisit",
    "rewrite",
    "implement",
    "manufacture",
    "lay",
    "make",
    "build",
    "publish",
    "print",
    "detonate",
    "ratify",
    "adopt",
    "repeal",
    "install",
    "ship",
    "buy",
    "sell",
    "design",
    "launch",
];

/// Whether a pronoun is the subject of a passive verb of what is done to things. "They were used as shields" may be people.
fn thing_done(view: &View, at: usize) -> bool {
    let token = view.cx.token(at);
    let verb = token.head as usize;
    let be = (at + 1..verb).any(|k| matches!(view.low(k), "was" | "were" | "is" | "are" | "been" | "be" | "being"));
    let passive =
        token.deprel == Deprel::Nsubj && verb > at && verb - at < 6 && be && view.cx.token(verb).upos == Upos::Verb;
    passive
        && is_word(view.cx, verb, TO_THINGS)
        && !view.low(verb).ends_with("ing")
        && !matches!(view.low(verb + 1), "as" | "to" | "by")
}

/// "is not what it was", "It was dreadful", "it's anyone": no one is told of. "Dreadful" is said of a thing or a state of things.
fn told_of_a_state_of_things(view: &View, at: usize) -> bool {
    let was = matches!(view.low(at + 1), "is" | "was" | "'s" | "’s" | "were");
    let what =
        at > 0 && view.low(at - 1) == "what" && was && !matches!(view.upos(at + 2), Upos::Verb | Upos::Adj | Upos::Aux);
    let anyone = was && matches!(view.low(at + 2), "anyone" | "everyone" | "somebody" | "someone" | "nobody" | "about");
    let dreadful = was
        && [
            "dreadful", "terrible", "horrible", "awful", "chaos", "chaotic", "tough", "scary", "loud", "cold", "dark",
            "quiet",
        ]
        .contains(&view.low(at + 2));
    what || anyone || dreadful
}

fn by_parse(view: &View, at: usize) -> bool {
    let cx = view.cx;
    let token = cx.token(at);
    let head = token.head as usize;
    match token.deprel {
        Deprel::Expl => true,
        Deprel::Nsubj => {
            let clauses =
                children(cx, head, &[Deprel::Csubj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Advcl, Deprel::Acl]);
            let marked = |words: &[&str]| {
                let says = |&k: &usize| {
                    view.low(cx.analysis.subtree(k).start).eq("that")
                        || words.iter().any(|w| children(cx, k, &[Deprel::Mark]).into_iter().any(|m| view.low(m) == *w))
                };
                clauses.iter().filter(|&&k| k > head).any(says)
            };
            match cx.token(head).upos {
                Upos::Adj | Upos::Adv => !is_word(cx, head, MINDED) && marked(&["that", "whether", "if", "to", "for"]),
                Upos::Noun | Upos::Propn | Upos::Pron => marked(&["that"]),
                // "it took weeks", not "it took the town"
                Upos::Verb if is_word(cx, head, &["take"]) => {
                    let time =
                        ["week", "month", "year", "day", "hour", "minute", "decade", "time", "while", "generation"];
                    children(cx, head, &[Deprel::Obj, Deprel::Obl]).into_iter().any(|o| is_word(cx, o, &time))
                }
                Upos::Verb => is_word(cx, head, HAPPENING),
                _ => false,
            }
        }
        Deprel::Obj | Deprel::Iobj => !list("party_objects").has(&cx.token(head).lemma),
        Deprel::Obl | Deprel::Nmod => OF_THINGS.contains(&case(cx, at).as_str()),
        _ => false,
    }
}

/// "It was learned that", "it is unclear", "it would be": told by the words behind it.
fn opens_a_clause(view: &View, at: usize) -> bool {
    let be = (at + 1..at + 5).find(|&i| {
        matches!(
            view.low(i),
            "is" | "was"
                | "'s"
                | "’s"
                | "be"
                | "been"
                | "remains"
                | "remained"
                | "seems"
                | "seemed"
                | "appears"
                | "appeared"
                | "became"
                | "becomes"
        )
    });
    let Some(be) = be.filter(|&b| {
        (at + 1..b).all(|i| {
            matches!(
                view.low(i),
                "will"
                    | "would"
                    | "may"
                    | "might"
                    | "could"
                    | "has"
                    | "had"
                    | "have"
                    | "not"
                    | "n't"
                    | "also"
                    | "still"
                    | "should"
            )
        })
    }) else {
        return false;
    };
    let next = (be + 1..be + 4).find(|&i| {
        !matches!(
            view.low(i),
            "not"
                | "also"
                | "still"
                | "now"
                | "very"
                | "so"
                | "too"
                | "n't"
                | "immediately"
                | "yet"
                | "only"
                | "widely"
                | "being"
        )
    });
    next.is_some_and(|i| {
        matches!(
            view.low(i),
            "clear"
                | "unclear"
                | "learned"
                | "learnt"
                | "believed"
                | "thought"
                | "possible"
                | "impossible"
                | "likely"
                | "unlikely"
                | "known"
                | "unknown"
                | "reported"
                | "important"
                | "necessary"
                | "hard"
                | "difficult"
                | "time"
                | "up"
                | "understood"
                | "said"
                | "hoped"
                | "feared"
                | "crucial"
                | "essential"
                | "vital"
                | "true"
                | "expected"
                | "estimated"
                | "assumed"
                | "easy"
                | "better"
                | "that"
                | "the"
                | "a"
        )
    })
}
