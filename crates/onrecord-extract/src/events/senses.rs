//! Which words of the event list mean something else here? "wants to develop", "declined to comment", "insisted it was true".

use onrecord_lexicon::list;
use onrecord_model::{Deprel, Reading, Upos};

use crate::{
    Context,
    actors::{case, children},
    clauses::is_text,
    phrases::is_word,
};

/// Whether the word at `i` tells no event between parties where it stands.
pub(super) fn other(cx: &Context, reading: &Reading, i: usize) -> bool {
    let has = |relations: &[Deprel]| !children(cx, i, relations).is_empty();
    if is_text(cx, i, &["close"]) && i + 1 < cx.analysis.tokens.len() && is_text(cx, i + 1, &["to"]) {
        return true;
    }
    let verb = cx.token(i).upos == Upos::Verb;
    if verb && idiom(cx, reading, i) {
        return true;
    }
    // "Ektari-backed rebels" says whose side they are on.
    if verb && (cx.token(i).text.contains('-') || i > 0 && is_text(cx, i - 1, &["-"])) {
        return true;
    }
    if verb && aims_at_things(cx, reading, i) {
        return true;
    }
    // "captured in a photograph", "shot a video".
    if verb && is_word(cx, i, &["capture", "shoot"]) && pictured(cx, i) {
        return true;
    }
    // "allowed the group to grow": it came to be, nobody gave in.
    if verb && is_word(cx, i, &["allow", "permit"]) {
        // "we cannot allow this regime to …" warns, and refuses nothing that was asked
        let never = crate::status::negated(cx, i)
            && children(cx, i, &[Deprel::Aux])
                .into_iter()
                .any(|a| is_text(cx, a, &["can", "cannot", "ca", "must", "will", "wo"]));
        return never
            || children(cx, i, &[Deprel::Xcomp, Deprel::Ccomp, Deprel::Advcl])
                .into_iter()
                .any(|x| is_word(cx, x, BECOMING));
    }
    // "critics attacked the secretary for his remarks": in words
    if verb && is_word(cx, i, &["attack"]) {
        let person = |o: usize| {
            crate::actors::mention_at(cx, reading, o).is_some_and(|m| m.kind == onrecord_model::MentionType::Person)
        };
        return children(cx, i, &[Deprel::Obj]).into_iter().any(person)
            && children(cx, i, &[Deprel::Obl, Deprel::Nmod])
                .into_iter()
                .any(|o| matches!(case(cx, o).as_str(), "for" | "over"));
    }
    // "gave up his life for the cause", "lamented that it rained": nobody gains or is accused by it
    if verb && is_word(cx, i, &["give"]) {
        // "had given up waiting"
        if children(cx, i, &[Deprel::Xcomp, Deprel::Obj, Deprel::Advcl]).into_iter().any(|o| is_word(cx, o, TRIFLES)) {
            return true;
        }
        return children(cx, i, &[Deprel::Obj]).into_iter().any(|o| is_word(cx, o, OWN_LIFE));
    }
    if verb && is_word(cx, i, &["lament", "mourn", "regret"]) {
        let whose = |o: usize| !thing(cx, reading, o);
        return !children(cx, i, &[Deprel::Obj]).into_iter().any(whose);
    }
    // Somebody's own wish asks nothing of anybody.
    if verb && is_word(cx, i, &["want", "wish", "seek"]) {
        let wished = children(cx, i, &[Deprel::Xcomp]);
        return !wished.is_empty()
            && !has(&[Deprel::Obj, Deprel::Iobj])
            && wished.iter().all(|&x| children(cx, x, &[Deprel::Nsubj]).is_empty() && !super::passive(cx, x));
    }
    if is_word(cx, i, &["recognize", "recognise"]) {
        return has(&[Deprel::Ccomp]) && !has(&[Deprel::Obj]);
    }
    if verb && is_word(cx, i, &["decline", "refuse"]) && silent(cx, i) {
        return true;
    }
    if verb && is_word(cx, i, &["hope"]) && told_of_another(cx, i) {
        return true;
    }
    if verb && is_word(cx, i, &["insist", "suggest"]) && !calls_for(cx, i) {
        return true;
    }
    if verb && is_word(cx, i, &["ask"]) && question(cx, i) {
        return true;
    }
    // "demonstrates the will to …" is no rally.
    if verb && is_word(cx, i, &["demonstrate"]) {
        return has(&[Deprel::Obj, Deprel::Ccomp]);
    }
    // "a statement released on Sunday", "signed the bill".
    if verb && is_word(cx, i, &["release"]) && i > 0 && is_word(cx, i - 1, PUBLISHED) {
        return true;
    }
    // "ordered strikes on …": the strikes are the event.
    if verb && is_word(cx, i, &["order", "approve", "authorize", "authorise"]) {
        return children(cx, i, &[Deprel::Obj]).into_iter().any(|o| is_word(cx, o, FORCE));
    }
    // "You agree to receive …" speaks to the reader.
    children(cx, i, &[Deprel::Nsubj]).into_iter().any(|n| is_text(cx, n, &["you"]))
}

/// What one gives up for oneself.
const OWN_LIFE: &[&str] = &["life", "hope", "job", "dream", "smoking", "search", "seat", "career", "faith"];

/// What one gives up doing, to nobody's gain.
const TRIFLES: &[&str] = &["wait", "try", "hope", "look", "smoke", "drink", "pretend", "guess", "count", "argue"];

/// "shot himself in the foot", "struck by the courtesy of the offer", "seek meaning", "ignored the record", "counsel who defend the
/// captain": words of force and refusal for something else.
fn idiom(cx: &Context, reading: &Reading, i: usize) -> bool {
    let objects = children(cx, i, &[Deprel::Obj]);
    let oblique = || children(cx, i, &[Deprel::Obl]).into_iter();
    let own =
        |o: &usize| is_text(cx, *o, &["himself", "herself", "themselves", "itself", "myself", "yourself", "ourselves"]);
    if is_word(cx, i, &["shoot", "kill"]) && objects.iter().any(own) {
        return true;
    }
    if is_word(cx, i, &["strike"]) && super::passive(cx, i) {
        let impression = |o: usize| case(cx, o) == "by" && is_word(cx, o, IMPRESSIONS);
        return oblique().any(impression) || i + 2 < cx.analysis.tokens.len() && is_text(cx, i + 2, &["how"]);
    }
    if is_word(cx, i, &["seek", "search"]) {
        return objects.iter().any(|&o| is_word(cx, o, OWN_GOALS));
    }
    if is_word(cx, i, &["ignore"]) {
        let asked = |o: usize| is_word(cx, o, ASKED) || !thing(cx, reading, o);
        return !objects.is_empty() && !objects.into_iter().any(asked);
    }
    if is_word(cx, i, &["defend", "represent"]) {
        let counsel = |h: usize| {
            cx.analysis.subtree(h).any(|w| is_word(cx, w, &["lawyer", "attorney", "counsel", "barrister", "solicitor"]))
        };
        return crate::actors::subjects(cx, i).into_iter().any(counsel);
    }
    false
}

/// "fired General Orin Vael": dismissed, not shot at.
pub(super) fn dismissed(cx: &Context, reading: &Reading, i: usize) -> bool {
    let person = |o: usize| {
        crate::actors::mention_at(cx, reading, o).is_some_and(|m| m.kind == onrecord_model::MentionType::Person)
    };
    let at = |o: usize| matches!(case(cx, o).as_str(), "at" | "on" | "into" | "upon" | "from");
    is_word(cx, i, &["fire"])
        && !children(cx, i, &[Deprel::Obl]).into_iter().any(at)
        && children(cx, i, &[Deprel::Obj]).into_iter().any(person)
}

/// "warned its citizens to avoid markets", "advised travellers against …": counsel to one's own.
pub(super) fn advice(cx: &Context, i: usize) -> bool {
    let own = ["citizen", "national", "tourist", "traveller", "traveler", "resident", "visitor", "passenger", "people"];
    is_word(cx, i, &["warn", "caution"])
        && children(cx, i, &[Deprel::Obj, Deprel::Iobj, Deprel::Nsubj]).into_iter().any(|o| is_word(cx, o, &own))
        && !children(cx, i, &[Deprel::Xcomp, Deprel::Ccomp, Deprel::Advcl, Deprel::Obl]).is_empty()
}

/// "a plan to crush the rebels", "its decision to strike": what somebody means to do.
pub(super) fn planned(cx: &Context, i: usize) -> bool {
    let up = cx.token(i).head as usize;
    let first = cx.token(i).deprel == Deprel::Conj && cx.token(up).deprel == Deprel::Acl;
    let (verb, noun) = if first { (up, cx.token(up).head as usize) } else { (i, up) };
    cx.token(verb).deprel == Deprel::Acl && is_word(cx, noun, &["plan", "decision", "intention", "intent"])
}

/// What impresses somebody.
const IMPRESSIONS: &[&str] = &[
    "call",
    "courtesy",
    "speech",
    "beauty",
    "offer",
    "fact",
    "warmth",
    "similarity",
    "tone",
    "remark",
    "comment",
    "generosity",
    "kindness",
    "contrast",
    "lack",
    "number",
    "idea",
    "absence",
    "way",
    "resemblance",
    "courage",
    "determination",
    "sense",
    "quality",
    "size",
    "scale",
];

/// What one seeks for oneself.
const OWN_GOALS: &[&str] = &[
    "meaning",
    "answer",
    "comfort",
    "solace",
    "work",
    "job",
    "fame",
    "glory",
    "fortune",
    "treatment",
    "redemption",
    "adventure",
    "life",
    "office",
    "election",
    "reelection",
    "re-election",
    "nomination",
    "seat",
    "power",
    "profit",
    "employment",
    "opportunity",
    "purpose",
];

/// What asks for something, so that ignoring it refuses.
const ASKED: &[&str] = &[
    "call",
    "request",
    "appeal",
    "demand",
    "warning",
    "order",
    "offer",
    "deadline",
    "ultimatum",
    "proposal",
    "plea",
    "invitation",
    "ban",
    "resolution",
    "ruling",
    "ceasefire",
    "truce",
    "curfew",
    "sanction",
    "message",
    "pressure",
    "advice",
    "protest",
    "objection",
];

/// What comes about without anybody's leave.
const BECOMING: &[&str] = &[
    "grow", "become", "gain", "rise", "spread", "thrive", "flourish", "fester", "survive", "happen", "occur", "expand",
    "escape", "remain", "get", "emerge", "regroup",
];

/// "fought against inflation", "defended its decision", "invited criticism", "committed the country to action": what it is done to or
/// for is a thing, or somebody else is bound by it.
fn aims_at_things(cx: &Context, reading: &Reading, i: usize) -> bool {
    let objects = children(cx, i, &[Deprel::Obj]);
    if is_word(cx, i, &["fight", "battle", "combat"]) {
        let against = children(cx, i, &[Deprel::Obl]).into_iter().filter(|&o| case(cx, o) == "against");
        let foes: Vec<usize> = objects.into_iter().chain(against).collect();
        let war = |o: usize| is_word(cx, o, &["war", "battle", "conflict", "insurgency"]);
        return !foes.is_empty() && foes.into_iter().all(|o| thing(cx, reading, o) && !war(o));
    }
    if is_word(cx, i, &["invite"]) {
        return !objects.is_empty() && objects.into_iter().all(|o| thing(cx, reading, o));
    }
    if is_word(cx, i, &["defend"]) {
        let own = |o: usize| is_text(cx, o, &["itself", "themselves", "himself", "herself", "ourselves"]);
        // "defended the right of Ektar to …": somebody else's.
        let others = |o: usize| {
            children(cx, o, &[Deprel::Nmod]).into_iter().any(|n| case(cx, n) == "of" && !thing(cx, reading, n))
        };
        return objects.is_empty() || objects.into_iter().all(|o| own(o) || thing(cx, reading, o) && !others(o));
    }
    if is_word(cx, i, &["commit"]) {
        return objects.into_iter().any(|o| cx.token(o).upos == Upos::Propn);
    }
    false
}

/// A common noun that is nobody: "inflation", "its decision", not "the rebels".
fn thing(cx: &Context, reading: &Reading, o: usize) -> bool {
    let t = cx.token(o);
    let people = ["agent_nouns", "collective_nouns", "party_nouns", "armed_words"]
        .iter()
        .any(|words| list(words).has(&t.lemma) || list(words).has(&t.text.to_lowercase()));
    t.upos == Upos::Noun && !people && crate::actors::mention_at(cx, reading, o).is_none()
}

/// "captured on video", "shot a film", "captured the attention".
fn pictured(cx: &Context, i: usize) -> bool {
    let picture = |o: &usize| {
        is_word(
            cx,
            *o,
            &["photo", "photograph", "picture", "image", "portrait", "film", "video", "footage", "camera", "tape"],
        )
    };
    let mood =
        |o: &usize| is_word(cx, *o, &["attention", "imagination", "spirit", "mood", "headline", "moment", "essence"]);
    children(cx, i, &[Deprel::Obl]).iter().any(|o| picture(o) && matches!(case(cx, *o).as_str(), "in" | "on" | "by"))
        || children(cx, i, &[Deprel::Obj]).iter().any(|o| picture(o) || mood(o))
}

/// Whether all subjects are documents: "the act", "the bill".
pub(super) fn documents(cx: &Context, subjects: &[usize]) -> bool {
    !subjects.is_empty()
        && subjects.iter().all(|&h| {
            is_word(
                cx,
                h,
                &["act", "bill", "resolution", "law", "article", "report", "document", "draft", "text", "treaty"],
            )
        })
}

/// "fired a missile into the sea", "launched a rocket at dawn": a missile with no target on land.
pub(super) fn weapon_test(cx: &Context, i: usize) -> bool {
    if !is_word(cx, i, &["fire", "launch"]) {
        return false;
    }
    let mut fired = children(cx, i, &[Deprel::Obj, Deprel::Nsubj]);
    // "fired what appeared to be a ballistic missile".
    fired.extend(children(cx, i, &[Deprel::Ccomp]));
    let missile =
        |w: usize| is_word(cx, w, &["missile", "rocket", "projectile", "satellite", "icbm", "slbm", "torpedo"]);
    let weapon = fired.into_iter().any(|o| cx.analysis.subtree(o).any(missile))
        // "it was fired from a submarine".
        || super::passive(cx, i)
            && children(cx, i, &[Deprel::Obl]).into_iter().any(|o| case(cx, o) == "from" && is_word(cx, o, LAUNCHERS));
    let target = children(cx, i, &[Deprel::Obl]).into_iter().any(|o| {
        matches!(case(cx, o).as_str(), "at" | "on" | "against" | "into" | "toward" | "towards" | "over")
            && !is_word(cx, o, &["sea", "ocean", "water", "waters", "gulf", "bay", "range", "air", "space", "orbit"])
            && !hour(cx, o)
    });
    weapon && !target
}

/// What missiles are fired from.
const LAUNCHERS: &[&str] =
    &["submarine", "launcher", "silo", "ship", "warship", "destroyer", "frigate", "site", "base"];

/// "at dawn", "on Monday": a time, no target.
fn hour(cx: &Context, o: usize) -> bool {
    list("days").has(&cx.token(o).text.to_lowercase())
        || is_word(
            cx,
            o,
            &["dawn", "dusk", "night", "noon", "midnight", "time", "day", "week", "month", "morning", "test"],
        )
        || cx.token(o).text.starts_with(|c: char| c.is_ascii_digit())
}

/// What is released to readers.
const PUBLISHED: &[&str] = &["statement", "report", "video", "tape", "audio", "footage", "document", "poll", "letter"];

/// Force that is ordered.
const FORCE: &[&str] = &[
    "strike",
    "airstrike",
    "attack",
    "raid",
    "assault",
    "offensive",
    "invasion",
    "bombing",
    "bombardment",
    "shelling",
];

/// "declined to comment": silence refuses nobody anything.
fn silent(cx: &Context, i: usize) -> bool {
    let saying = [
        "comment",
        "say",
        "answer",
        "elaborate",
        "discuss",
        "speak",
        "identify",
        "name",
        "specify",
        "confirm",
        "disclose",
        "reveal",
        "respond",
        "give",
        "provide",
        "speculate",
        "describe",
    ];
    let quiet = children(cx, i, &[Deprel::Xcomp]).into_iter().any(|x| {
        is_word(cx, x, &saying)
            && (!is_word(cx, x, &["give", "provide"])
                || children(cx, x, &[Deprel::Obj]).into_iter().any(|o| {
                    is_word(cx, o, &["detail", "details", "figure", "name", "information", "reason", "comment"])
                }))
    });
    quiet || children(cx, i, &[Deprel::Obj]).into_iter().any(|o| is_word(cx, o, &["comment"]))
}

/// "hoped that Ektar would …", "I hope they …": what somebody else is to do.
fn told_of_another(cx: &Context, i: usize) -> bool {
    let speaks = children(cx, i, &[Deprel::Nsubj]).into_iter().any(|n| is_text(cx, n, &["i", "we"]));
    let own: &[&str] = if speaks { &["i", "we"] } else { &["it", "they", "he", "she", "we"] };
    children(cx, i, &[Deprel::Ccomp])
        .into_iter()
        .any(|c| children(cx, c, &[Deprel::Nsubj]).into_iter().any(|n| !is_text(cx, n, own)))
}

/// "insisted on a vote", "suggested that Ektar should leave", "suggested talks" ask for something; "insisted it was ready" does not.
fn calls_for(cx: &Context, i: usize) -> bool {
    let wanted = |c: usize| {
        let helpers = children(cx, c, &[Deprel::Aux]);
        let must = helpers.iter().any(|&a| is_text(cx, a, &["should", "must", "ought"]));
        let t = cx.token(c);
        let bare = t.upos == Upos::Verb && helpers.is_empty() && t.text.eq_ignore_ascii_case(&t.lemma);
        let one = children(cx, c, &[Deprel::Nsubj]).into_iter().any(|n| !cx.token(n).text.ends_with('s'));
        must || bare && one
    };
    let told = children(cx, i, &[Deprel::Ccomp]);
    if !told.is_empty() {
        return told.into_iter().any(wanted);
    }
    let on = children(cx, i, &[Deprel::Obl]).into_iter().any(|o| matches!(case(cx, o).as_str(), "on" | "upon"));
    on || !children(cx, i, &[Deprel::Obj, Deprel::Xcomp]).is_empty()
}

/// "asked about the truce", "asked whether …", "asked questions".
fn question(cx: &Context, i: usize) -> bool {
    let about = children(cx, i, &[Deprel::Obl]).into_iter().any(|o| matches!(case(cx, o).as_str(), "about" | "if"));
    let object = children(cx, i, &[Deprel::Obj]).into_iter().any(|o| is_word(cx, o, &["question", "why", "what"]));
    let inner = children(cx, i, &[Deprel::Ccomp, Deprel::Advcl, Deprel::Obj, Deprel::Xcomp, Deprel::Parataxis])
        .into_iter()
        .any(|c| {
            let first = cx.analysis.subtree(c).start;
            is_text(cx, first, &["whether", "if", "why", "how", "what", "when", "where", "who"])
        });
    let beside = i + 1 < cx.analysis.tokens.len()
        && is_text(cx, i + 1, &["about", "whether", "if", "why", "how", "what", "which"]);
    // "“Is the dam safe?” asked the envoy".
    let asked = cx.analysis.sentence_of(i).is_some_and(|s| {
        let words = cx.analysis.sentences[s].tokens();
        let said = !children(cx, i, &[Deprel::Ccomp, Deprel::Parataxis]).is_empty();
        words.clone().any(|w| cx.token(w).text.contains('?') && (w < i || said))
    });
    // "asked during the hearing what it meant"; "asked Ektar to say what it meant" asks for something.
    let wh = ["what", "whether", "why", "how", "which"];
    let next = (i + 1..(i + 8).min(cx.analysis.tokens.len()))
        .find(|&w| is_text(cx, w, &wh) || is_text(cx, w, &["to", "that", "."]));
    let beside = beside || next.is_some_and(|w| is_text(cx, w, &wh));
    about || object || inner || beside || asked
}
