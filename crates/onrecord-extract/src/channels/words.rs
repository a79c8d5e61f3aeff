//! Which words carry a contact, and where does a word of contact tell of none?
//!
//! In: "calls for action", "to meet the demands", "a state sponsor of terror". Out: none. The words of contact themselves are the list
//! `contact_words.tsv`.

use onrecord_lexicon::list;
use onrecord_model::{Deprel, Upos};

use crate::{
    Context,
    actors::{self, case, children, subjects},
    clauses::is_text,
    phrases::is_word,
};

/// Verbs that carry a contact noun: their subject takes part.
pub(super) const SUPPORT: &[&str] = &[
    "hold",
    "have",
    "begin",
    "start",
    "resume",
    "continue",
    "conduct",
    "carry",
    "engage",
    "enter",
    "open",
    "establish",
    "join",
    "attend",
    "launch",
    "break",
    "suspend",
    "reject",
    "refuse",
    "propose",
    "seek",
    "request",
    "want",
    "offer",
    "agree",
    "take",
    "make",
    "pay",
    "send",
    "keep",
    "restore",
    "cut",
    "maintain",
    "conclude",
    "end",
    "postpone",
    "cancel",
    "schedule",
    "plan",
    "receive",
    "complete",
    "return",
    "exchange",
    "write",
    "participate",
    "sever",
    "place",
    "go",
    "do",
    "wrap",
    "leave",
    "boycott",
    "convene",
    "restart",
    "reopen",
    "exit",
    "quit",
    "come",
    "travel",
    "arrive",
    "initiate",
];
/// Verbs whose subject stands between the ends.
pub(super) const MEDIATE: &[&str] = &[
    "mediate",
    "broker",
    "facilitate",
    "shuttle",
    "lead",
    "sponsor",
    "chair",
    "oversee",
    "relay",
    "convey",
    "moderate",
];
/// Agreements whose between-phrase names the ends of the contact that made them.
pub(super) const AGREEMENT: &[&str] =
    &["truce", "ceasefire", "cease-fire", "deal", "agreement", "accord", "pact", "settlement", "peace", "swap", "end"];

/// What parties negotiate or hammer out between them, beside agreements.
pub(super) const WORKED_OUT: &[&str] =
    &["outline", "framework", "detail", "term", "text", "draft", "solution", "plan", "issue"];

/// Whether a word of contact tells of none where it stands: "calls for action", "called it a deal", "there was talk of war", "send a
/// message that nobody is safe".
pub(super) fn idle(cx: &Context, i: usize) -> bool {
    let t = cx.token(i);
    let next = |words: &[&str]| i + 1 < cx.analysis.tokens.len() && is_text(cx, i + 1, words);
    if among_themselves(cx, i) {
        return true;
    }
    match &*t.lemma {
        "call" => {
            // "called the envoy to ask" names nothing
            let to = |x: usize| children(cx, x, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["to"]));
            let named = t.upos == Upos::Verb
                && (children(cx, i, &[Deprel::Xcomp]).into_iter().any(|x| !to(x))
                    || children(cx, i, &[Deprel::Obj]).len() > 1);
            named || next(&["for", "on", "upon", "it", "itself", "himself", "herself", "themselves"])
        }
        "talk" => t.upos == Upos::Noun && t.text.eq_ignore_ascii_case("talk"),
        // "to meet the demands"
        "meet" => children(cx, i, &[Deprel::Obj]).into_iter().any(|o| {
            is_word(
                cx,
                o,
                &[
                    "demand",
                    "deadline",
                    "need",
                    "goal",
                    "target",
                    "condition",
                    "requirement",
                    "standard",
                    "criterion",
                    "challenge",
                    "obligation",
                    "commitment",
                    "promise",
                    "threat",
                    "expectation",
                    "resistance",
                    "quota",
                    "fate",
                    "end",
                    "request",
                    "objective",
                    "test",
                ],
            )
        }),
        // "hammered the town": nothing is worked out
        "hammer" | "hash" | "thrash" => !next(&["out"]),
        "message" => next(&["that"]) || !children(cx, i, &[Deprel::Acl, Deprel::Ccomp]).is_empty() && next(&["of"]),
        _ => false,
    }
}

/// Those who are of somebody's own side, told by their noun.
const OWN: &[&str] = &[
    "cabinet",
    "chief",
    "adviser",
    "advisor",
    "aide",
    "general",
    "minister",
    "team",
    "staff",
    "council",
    "lawmaker",
    "deputy",
    "official",
    "commander",
    "lieutenant",
    "family",
    "wife",
    "husband",
    "supporter",
    "party",
    "government",
    "military",
    "colleague",
    "counsel",
    "lawyer",
    "attorney",
    "follower",
    "people",
    "donor",
    "voter",
];

/// "a meeting of his security chiefs", "met with his generals": with nobody of another side.
fn among_themselves(cx: &Context, i: usize) -> bool {
    let talks = is_word(
        cx,
        i,
        &["meet", "meeting", "talk", "talks", "speak", "session", "summit", "consult", "confer", "discussion"],
    );
    let with = |o: &usize| matches!(case(cx, *o).as_str(), "with" | "of") || cx.token(*o).deprel == Deprel::Obj;
    let own = |o: usize| {
        let tree = cx.analysis.subtree(o);
        is_word(cx, o, OWN)
            && children(cx, o, &[Deprel::Nmod])
                .into_iter()
                .any(|p| is_text(cx, p, &["his", "her", "its", "their", "our", "my"]))
            && !tree.into_iter().any(|k| cx.token(k).upos == Upos::Propn)
    };
    talks && children(cx, i, &[Deprel::Obj, Deprel::Obl, Deprel::Nmod]).into_iter().filter(with).any(own)
}

/// Verbs of judging a deal.
const JUDGED: &[&str] = &[
    "call",
    "describe",
    "criticize",
    "criticise",
    "denounce",
    "praise",
    "oppose",
    "support",
    "defend",
    "attack",
    "condemn",
    "slam",
    "blast",
    "hail",
    "scuttle",
    "kill",
    "derail",
    "undermine",
    "scrap",
    "review",
    "debate",
    "back",
    "endorse",
    "sell",
    "ditch",
    "quit",
    "abandon",
    "leave",
    "exit",
];

/// "denounced the accord with Ektar", "warned against a deal": who only speaks of a deal is not in contact by it.
pub(super) fn judged(cx: &Context, i: usize) -> bool {
    let t = cx.token(i);
    let up = t.head as usize;
    t.upos == Upos::Noun
        && (t.deprel == Deprel::Obj && is_word(cx, up, JUDGED)
            || t.deprel == Deprel::Ccomp && is_word(cx, up, JUDGED)
            || t.deprel == Deprel::Xcomp && is_word(cx, up, JUDGED)
            || matches!(case(cx, i).as_str(), "against" | "about" | "without"))
}

/// Words that the report's measure of its talks counts, and that tell of no contact where they stand.
pub(super) fn tells_none(cx: &Context, i: usize) -> bool {
    match &*cx.token(i).lemma {
        // "a state sponsor of terror" stands between nobody
        "sponsor" | "chair" | "broker" => cx.token(i).upos == Upos::Noun,
        "talk" if cx.token(i).upos == Upos::Noun => false,
        // "the minister talked about the militia": with nobody
        "talk" | "speak" => {
            let cases: Vec<String> = children(cx, i, &[Deprel::Obl]).into_iter().map(|o| case(cx, o)).collect();
            let topic = cases.iter().any(|c| matches!(c.as_str(), "about" | "of" | "out" | "against"));
            let partner = cases.iter().any(|c| matches!(c.as_str(), "with" | "to" | "between" | "among"));
            let alone = subjects(cx, i).iter().all(|&h| actors::conjuncts(cx, h).is_empty());
            topic && !partner && alone
        }
        // "a red line", "in line with": no line to anybody
        "line" => !children(cx, i, &[Deprel::Compound, Deprel::Amod, Deprel::Nmod]).into_iter().any(|c| {
            is_word(cx, c, &["phone", "telephone", "hot", "direct", "secure", "open", "communication", "contact"])
        }),
        _ => false,
    }
}

/// Whether an end is only spoken to: a common noun for hearers (`hearers.tsv`) or for the press, without a name.
pub(super) fn hearers(end: &str) -> bool {
    // "five other nations" sit at the table
    let counted = end.split(' ').next().is_some_and(|w| !crate::numbers::plain(w).is_empty());
    if counted && ["nations", "powers", "countries", "states"].iter().any(|w| end.ends_with(w)) {
        return false;
    }
    let word = end.rsplit(' ').next().unwrap_or(end);
    let press = |w: &str| list("collective_nouns").get(w).is_some_and(|c| c.first() == Some(&"press"));
    end.starts_with(char::is_lowercase)
        && [word, word.strip_suffix('s').unwrap_or(word)].iter().any(|w| list("hearers").has(w) || press(w))
}
