//! Where does a word of the event list stand in a clause in which nothing was done? Minds, wishes, descriptions and what did not come.
//!
//! "A majority of Ektaris oppose the war" is an opinion, "gangs who threaten our country" a description, "could have bombed it without
//! asking parliament" tells of no question asked, "it is absurd to think that Hollisk would yield" of no yielding.

use onrecord_lexicon::list;
use onrecord_model::{Deprel, MentionForm, Reading, Upos};

use crate::{
    Context,
    actors::{case, children, mention_at, subjects},
    clauses::is_text,
    phrases::is_word,
    status::{Mood, mood, negated},
    undone,
};

/// Whether the verb or adjective at `i` tells of nothing that somebody did to somebody.
pub(super) fn nothing(cx: &Context, reading: &Reading, i: usize) -> bool {
    attitude(cx, i)
        || unwanted(cx, i)
        || description(cx, reading, i)
        || left_out(cx, i)
        || unthinkable(cx, i)
        || came_not(cx, i)
        || endangers(cx, reading, i)
        || traveller(cx, i)
        || own_vote(cx, i)
        || earlier(cx, i)
        || supposed(cx, i)
}

/// Words for what somebody thinks of a matter.
const MINDS: &[&str] = &[
    "oppose",
    "opposed",
    "support",
    "favor",
    "favour",
    "back",
    "want",
    "agree",
    "disagree",
    "willing",
    "disapprove",
    "question",
    "prefer",
    "supportive",
];

/// People counted in a poll or a mail bag.
const ASKED: &[&str] = &[
    "majority",
    "minority",
    "percent",
    "percentage",
    "%",
    "voter",
    "caller",
    "respondent",
    "constituent",
    "poll",
    "survey",
    "public",
    "none",
    "plurality",
    "advocate",
    "reader",
];

/// "A majority of Ektaris are opposed to the war", "90 percent of the callers supported it": an opinion of many.
fn attitude(cx: &Context, i: usize) -> bool {
    let counted = |h: usize| {
        is_word(cx, h, ASKED)
            || h + 1 < cx.analysis.tokens.len() && is_text(cx, h + 1, &["percent", "%"])
            || children(cx, h, &[Deprel::Nmod]).into_iter().any(|n| case(cx, n) == "of" && is_word(cx, n, ASKED))
            || children(cx, h, &[Deprel::Det, Deprel::Nummod, Deprel::Amod]).into_iter().any(|d| is_word(cx, d, ASKED))
    };
    let share = i > 0 && is_text(cx, i - 1, &["percent", "%"]);
    is_word(cx, i, MINDS) && (share || subjects(cx, i).into_iter().any(counted))
}

/// "does not want a broken Veskara": a wish about a thing, which refuses nobody anything. "does not want talks" does.
fn unwanted(cx: &Context, i: usize) -> bool {
    let wanted = children(cx, i, &[Deprel::Obj]);
    is_word(cx, i, &["want", "wish"])
        && negated(cx, i)
        && children(cx, i, &[Deprel::Xcomp, Deprel::Ccomp]).is_empty()
        && !wanted
            .iter()
            .any(|&o| is_word(cx, o, &["talk", "negotiation", "dialogue", "deal", "help", "aid", "ceasefire"]))
}

/// "gangs who threaten our country", "rebels that commit to peace": which ones are meant, in the present and of nobody named.
fn description(cx: &Context, reading: &Reading, i: usize) -> bool {
    let noun = cx.token(i).head as usize;
    let who = children(cx, i, &[Deprel::Nsubj]).into_iter().any(|n| is_text(cx, n, &["who", "that", "which"]));
    let t = cx.token(noun);
    let named = mention_at(cx, reading, noun).is_some_and(|m| m.form == MentionForm::Named);
    let determined =
        children(cx, noun, &[Deprel::Det, Deprel::Nummod]).into_iter().any(|d| !is_text(cx, d, &["any", "all"]))
            || children(cx, noun, &[Deprel::Nmod]).into_iter().any(|n| n < noun);
    let kind = is_text(cx, noun, &["those", "anyone", "anybody", "people", "countries"])
        || t.upos == Upos::Noun && t.text.to_lowercase() != *t.lemma && !determined;
    let comma = cx.analysis.subtree(i).start.checked_sub(1).is_some_and(|w| is_text(cx, w, &[","]))
        || is_text(cx, cx.analysis.subtree(i).start, &[","]);
    cx.token(i).deprel == Deprel::Acl
        && who
        && kind
        && !named
        && !comma
        && matches!(mood(cx, i), Mood::Present | Mood::Possible | Mood::Duty)
}

/// "without asking parliament": a thing left undone in passing. Not being consulted is told as such ("acted without consulting Ektar").
fn left_out(cx: &Context, i: usize) -> bool {
    cx.token(i).text.ends_with("ing")
        && !is_word(cx, i, &["consult", "meet", "inform", "notify"])
        && children(cx, i, &[Deprel::Mark, Deprel::Case]).into_iter().any(|m| is_text(cx, m, &["without"]))
        && matches!(cx.token(i).deprel, Deprel::Advcl | Deprel::Acl | Deprel::Xcomp | Deprel::Obl)
}

/// "it is absurd to think that Hollisk would yield": nobody says he did.
fn unthinkable(cx: &Context, i: usize) -> bool {
    let mut at = i;
    for _ in 0..5 {
        let up = cx.token(at).head as usize;
        if up == at
            || !matches!(
                cx.token(at).deprel,
                Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::Conj | Deprel::Advcl
            )
        {
            return false;
        }
        if is_word(
            cx,
            up,
            &[
                "absurd",
                "nonsense",
                "nonsensical",
                "unthinkable",
                "ridiculous",
                "inconceivable",
                "naive",
                "foolish",
                "preposterous",
            ],
        ) {
            return true;
        }
        at = up;
    }
    false
}

/// "would have bombed the port", "should have asked Ektar": it did not come to that.
fn came_not(cx: &Context, i: usize) -> bool {
    // "could have bombed it without …"
    let else_way = || {
        children(cx, i, &[Deprel::Advcl, Deprel::Obl]).into_iter().any(|c| {
            children(cx, c, &[Deprel::Mark, Deprel::Case])
                .into_iter()
                .any(|m| is_text(cx, m, &["without", "if", "instead"]))
        })
    };
    undone::came_not(cx, i, &["would", "should", "'d", "’d"]) || undone::came_not(cx, i, &["could"]) && else_way()
}

/// "provocations that threaten our interests": a state of things threatens nobody in words.
fn endangers(cx: &Context, reading: &Reading, i: usize) -> bool {
    let acting = |h: usize| {
        let t = cx.token(h);
        ["agent_nouns", "collective_nouns", "party_nouns"].iter().any(|words| list(words).has(&t.lemma))
            || mention_at(cx, reading, h).is_some()
            || t.upos != Upos::Noun
    };
    let by = subjects(cx, i);
    is_word(cx, i, &["threaten"])
        && children(cx, i, &[Deprel::Xcomp, Deprel::Ccomp]).is_empty()
        && !children(cx, i, &[Deprel::Obj]).is_empty()
        && !by.is_empty()
        && !by.into_iter().any(acting)
}

/// "citizens visiting Veskara", "tourists who tour the coast": on their own errand.
fn traveller(cx: &Context, i: usize) -> bool {
    let own = [
        "citizen",
        "tourist",
        "traveller",
        "traveler",
        "visitor",
        "holidaymaker",
        "vacationer",
        "people",
        "family",
        "relative",
        "fan",
    ];
    is_word(cx, i, &["visit", "tour"])
        && cx.token(i).upos == Upos::Verb
        && subjects(cx, i).into_iter().any(|h| is_word(cx, h, &own))
}

/// "is willing to vote against her district", "is ready to run again": what a member of a house does at home.
fn own_vote(cx: &Context, i: usize) -> bool {
    is_word(cx, i, &["willing", "ready", "prepared"])
        && children(cx, i, &[Deprel::Xcomp, Deprel::Advcl, Deprel::Ccomp])
            .into_iter()
            .any(|x| is_word(cx, x, &["vote", "run", "retire", "learn", "listen", "go"]))
}

/// "the fields Belvaar offered in the past", "a plan first proposed by Ektar": what once was, to say which is meant.
fn earlier(cx: &Context, i: usize) -> bool {
    let once = |w: usize| is_text(cx, w, &["previously", "originally", "formerly"]);
    cx.token(i).deprel == Deprel::Acl
        && (children(cx, i, &[Deprel::Advmod]).into_iter().any(once)
            || children(cx, i, &[Deprel::Obl]).into_iter().any(|o| is_word(cx, o, &["past"]) && case(cx, o) == "in"))
}

/// "would strike if attacked": a case supposed, with nobody in it.
fn supposed(cx: &Context, i: usize) -> bool {
    cx.token(i).deprel == Deprel::Advcl
        && children(cx, i, &[Deprel::Mark]).into_iter().any(|m| is_text(cx, m, &["if", "unless"]))
        && children(cx, i, &[Deprel::Nsubj, Deprel::Aux, Deprel::Obj]).is_empty()
}
