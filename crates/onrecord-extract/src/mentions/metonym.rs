//! Is the capital's name the government or the city?
//!
//! "Osterane denied that it had paid" → the state it is the capital of; "the talks were held in Osterane" → the city. Decided by
//! the words around each mention; a place that stays undecided is a place. A place nobody knows as a capital that says, denies
//! or decides is a state under its own name.

use onrecord_lexicon::list;
use onrecord_model::{Certainty, Deprel, MentionType, Upos};

use super::{draft::Draft, view::View};

/// Looks at every capital and every unknown place that may stand for a government.
pub(crate) fn decide(view: &View, drafts: &mut [Draft]) {
    let mut party_at: Vec<(usize, usize, bool)> = drafts
        .iter()
        .map(|d| (d.tokens.start, d.tokens.end, matches!(d.kind, MentionType::State | MentionType::ArmedGroup)))
        .collect();
    for i in 0..drafts.len() {
        let capital = drafts[i].rule == "capital";
        let unknown = drafts[i].actor.is_none() && drafts[i].kind == MentionType::Place && drafts[i].tokens.len() == 1;
        if !capital && !unknown {
            continue;
        }
        let known = capital.then(|| drafts[i].canonical.clone());
        // "in contact with A and B": capitals in one coordination are all cities or none is.
        let leader = (capital && view.parsed).then(|| leader(view, &drafts[..i], &drafts[i])).flatten();
        let government = match leader {
            Some(n) => drafts[n].rule == "capital-government",
            None => is_government(view, &drafts[i], &party_at, capital),
        };
        if government {
            drafts[i].kind = MentionType::State;
            drafts[i].rule = if capital { "capital-government" } else { "place-government" };
            party_at[i].2 |= capital;
            if !capital {
                drafts[i].certainty = Certainty::Possible;
            }
        } else if let Some(state) = known {
            // The city keeps its own words as its name and says which state it lies in.
            drafts[i].rule = "capital-city";
            drafts[i].kind = MentionType::Place;
            drafts[i].canonical = view.words(drafts[i].tokens.clone()).to_owned();
            drafts[i].actor = None;
            drafts[i].affiliation = Some(state);
        }
    }
}

/// The capital before it that a capital is coordinated with, by the parse.
fn leader(view: &View, before: &[Draft], d: &Draft) -> Option<usize> {
    let token = view.cx.token(d.tokens.end - 1);
    let head = token.head as usize;
    let follows = token.deprel == Deprel::Conj && !view.is_possessive(d.tokens.end) && !view.is_hyphen(d.tokens.end);
    before.iter().position(|o| follows && o.rule.starts_with("capital-") && o.tokens.contains(&head))
}

/// Whether the name behind the comma is coordinated with this one, by the parse: "Ondrel, Sarnoth and Tirel".
fn leads(view: &View, d: &Draft) -> bool {
    let other = view.cx.analysis.tokens.get(d.tokens.end + 1);
    view.parsed && other.is_some_and(|t| t.deprel == Deprel::Conj && d.tokens.contains(&(t.head as usize)))
}

/// Whether the verb over a name in "to NAME" speaks to somebody ("appealed to", "reached out to").
fn addressed(view: &View, d: &Draft) -> bool {
    let at = d.tokens.end - 1;
    let token = view.cx.token(at);
    token.deprel == Deprel::Obl && list("addressing_verbs").has(&view.cx.token(token.head as usize).lemma)
}

fn is_government(view: &View, d: &Draft, parties: &[(usize, usize, bool)], capital: bool) -> bool {
    let (start, end) = (d.tokens.start, d.tokens.end);
    let before = if start > 0 { view.low(start - 1) } else { "" };
    let next = view.low(end);
    if before == "between" && !view.is_hyphen(end) {
        return true;
    }
    // Datelines and addresses: "ONDREL (Corvane) —", "Ondrel, Veskara", "Ondrel, Oct. 3".
    let opens = view
        .cx
        .analysis
        .sentence_of(start)
        .is_some_and(|s| view.opens(start, view.cx.analysis.sentences[s].first as usize));
    if opens && matches!(next, "(" | "—" | "–" | "--" | "-" | ",")
        || next == "," && view.is_cap(end + 1) && !opens && before != "and" && !leads(view, d)
    {
        return false;
    }
    let locative = matches!(
        before,
        "in" | "at"
            | "near"
            | "outside"
            | "inside"
            | "around"
            | "into"
            | "across"
            | "throughout"
            | "through"
            | "toward"
            | "towards"
            | "downtown"
            | "central"
            | "eastern"
            | "western"
            | "northern"
            | "southern"
            | "east"
            | "west"
            | "north"
            | "south"
    );
    if locative {
        return false;
    }
    if view.is_hyphen(end) {
        return matches!(
            view.low(end + 1),
            "backed"
                | "led"
                | "controlled"
                | "aligned"
                | "supported"
                | "brokered"
                | "appointed"
                | "allied"
                | "friendly"
                | "sponsored"
                | "funded"
                | "mediated"
        );
    }
    if view.is_possessive(end) {
        return !city_noun(view, end + 1);
    }
    // Between X and Y, and coordination with a party.
    let coordinated = matches!(before, "and" | "or") && parties.iter().any(|p| p.2 && p.1 + 1 == start)
        || matches!(next, "and" | "or") && parties.iter().any(|p| p.2 && p.0 == end + 1);
    if coordinated && !matches!(governing_prep(view, start), "in" | "at" | "to" | "from") {
        return true;
    }
    if is_subject(view, start, end) {
        return true;
    }
    if !capital && !matches!(before, "by" | "with" | "against") {
        return false;
    }
    match before {
        "by" | "with" | "against" | "accuse" | "accused" | "urge" | "urged" | "urging" | "warned" | "warn"
        | "pressure" | "press" | "pressed" | "blamed" | "blame" | "told" | "persuade" | "convince" | "thanked" => true,
        "on" => matches!(
            view.low(start.saturating_sub(2)),
            "pressure" | "sanctions" | "blame" | "sanction" | "depend" | "relies" | "calls" | "called"
        ),
        "to" if view.parsed && addressed(view, d) => true,
        "to" => matches!(
            view.low(start.saturating_sub(2)),
            "message"
                | "messages"
                | "appeal"
                | "signal"
                | "signals"
                | "letter"
                | "ultimatum"
                | "demands"
                | "proposal"
                | "offer"
                | "aid"
                | "loyal"
                | "close"
                | "arms"
                | "weapons"
                | "sold"
                | "ally"
                | "warning"
                | "response"
                | "according"
                | "closer"
                | "allied"
        ),
        "from" => matches!(
            view.low(start.saturating_sub(2)),
            "pressure"
                | "support"
                | "demand"
                | "demands"
                | "statement"
                | "response"
                | "signal"
                | "signals"
                | "reaction"
                | "approval"
                | "orders"
                | "backing"
                | "answer"
                | "message"
                | "aid"
                | "help"
                | "independence"
                | "comment"
                | "condemnation"
        ),
        "for" => matches!(
            view.low(start.saturating_sub(2)),
            "support" | "victory" | "setback" | "blow" | "problem" | "headache"
        ),
        _ => false,
    }
}

/// Nouns of a city: streets and airports, not positions and ministers.
fn city_noun(view: &View, at: usize) -> bool {
    (at..at + 4).take_while(|&i| !matches!(view.low(i), "," | "." | ";")).any(|i| {
        matches!(
            view.low(i),
            "airport"
                | "street"
                | "streets"
                | "suburb"
                | "suburbs"
                | "outskirts"
                | "district"
                | "districts"
                | "neighborhood"
                | "neighbourhood"
                | "square"
                | "mayor"
                | "hotel"
                | "hotels"
                | "residents"
                | "university"
                | "mosque"
                | "port"
                | "hospital"
                | "hospitals"
                | "population"
                | "old"
                | "downtown"
                | "central"
                | "main"
                | "north"
                | "south"
                | "east"
                | "west"
                | "bazaar"
                | "market"
                | "subway"
                | "metro"
                | "skyline"
        )
    })
}

fn governing_prep<'v>(view: &'v View, start: usize) -> &'v str {
    (start.saturating_sub(4)..start).rev().map(|i| view.low(i)).find(|w| list("place_preps").has(w)).unwrap_or("")
}

/// Whether the name is the subject of a verb: by the parse, else by a verb straight after it.
fn is_subject(view: &View, start: usize, end: usize) -> bool {
    let before = if start > 0 { view.low(start - 1) } else { "" };
    if view.parsed {
        let token = view.cx.token(end - 1);
        if !matches!(token.deprel, Deprel::Nsubj) {
            return false;
        }
        let head = token.head as usize;
        // A passive or a copula tells of the city as often as of the government.
        let shelled = view
            .cx
            .analysis
            .children(head)
            .any(|c| view.cx.token(c).deprel == Deprel::Aux && matches!(&*view.cx.token(c).lemma, "be"))
            && view.low(head).ends_with("ed");
        let named = matches!(view.upos(head), Upos::Noun | Upos::Propn);
        return !(shelled && !list("metonym_verbs").has(&view.cx.token(head).lemma)) && !named;
    }
    let mut at = end;
    while matches!(view.upos(at), Upos::Adv) {
        at += 1;
    }
    let verb = matches!(view.upos(at), Upos::Verb | Upos::Aux) || list("metonym_verbs").has(&lemma_guess(view.low(at)));
    let clause = !list("place_preps").has(before) && !matches!(before, "the" | "a" | "by" | "with");
    let copula = matches!(view.low(at), "is" | "was" | "are" | "were")
        && view.low(at + 1).ends_with("ed")
        && !matches!(view.low(at + 1), "engaged" | "prepared" | "determined" | "concerned" | "worried");
    verb && clause && !copula && !view.is_possessive(end)
}

/// "denied" to "deny", "launches" to "launch": good enough for the list of verbs.
fn lemma_guess(word: &str) -> String {
    let y = |s: &str| format!("{s}y");
    let known = |s: &str| list("metonym_verbs").has(s);
    let mut tries = vec![word.to_owned()];
    for end in ["ed", "d", "s", "es", "ing"] {
        if let Some(stem) = word.strip_suffix(end) {
            tries.push(stem.to_owned());
            tries.push(format!("{stem}e"));
            tries.extend(stem.strip_suffix('i').map(y));
            if stem.len() > 2 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2] && stem.is_ascii() {
                tries.push(stem[..stem.len() - 1].to_owned());
            }
        }
    }
    tries.into_iter().find(|t| known(t)).unwrap_or_else(|| word.to_owned())
}
