//! Of whom, where, when, and part of what: the smaller cells of a figure.

use onrecord_model::{Measure, Timex, TimexType};

use super::quantity::{self, Quantity};
use super::{Verbs, measure};
use crate::pieces::Pieces;

/// Words that end the words for what is counted.
pub(super) fn ends(low: &str) -> bool {
    matches!(
        low,
        "was"
            | "were"
            | "been"
            | "be"
            | "is"
            | "are"
            | "have"
            | "had"
            | "has"
            | "will"
            | "would"
            | "could"
            | "may"
            | "might"
            | "and"
            | "or"
            | "but"
            | "in"
            | "at"
            | "on"
            | "to"
            | "from"
            | "by"
            | "with"
            | "who"
            | "that"
            | "which"
            | "after"
            | "when"
            | "while"
            | "as"
            | "during"
            | "since"
            | "said"
            | "into"
            | "for"
            | "near"
            | "over"
            | "across"
            | "including"
            | "because"
            | "killed"
            | "wounded"
            | "injured"
            | "dead"
            | "died"
            | "held"
            | "missing"
            | "arrested"
            | "detained"
            | "still"
            | "remain"
            | "remained"
            | "believed"
            | "around"
            | "inside"
            | "under"
            | "against"
            | "through"
            | "took"
            | "left"
    )
}

/// Words that end the words for what is counted only where another word stands before them: "firms employ more than", "emails late
/// Wednesday", "above the request".
fn ends_noun(low: &str) -> bool {
    matches!(
        low,
        "more"
            | "less"
            | "than"
            | "above"
            | "below"
            | "about"
            | "late"
            | "early"
            | "earlier"
            | "later"
            | "last"
            | "next"
            | "this"
            | "every"
            | "pertaining"
            | "relating"
            | "regarding"
            | "concerning"
            | "spent"
            | "worth"
            | "ago"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "then"
            | "where"
            | "whose"
            | "whom"
            | "if"
            | "before"
            | "between"
            | "among"
            | "along"
            | "without"
            | "within"
            | "off"
            | "out"
            | "toward"
            | "towards"
            | "up"
            | "so"
            | "there"
            | "per"
            | "resulting"
            | "according"
            | "again"
            | "each"
    )
}

/// "fronts Wednesday", "talks Monday evening": a day that is no part of the noun, as it is in "five Sunday shows".
fn evening(p: &Pieces, k: usize) -> bool {
    let low = p.low(k);
    let next = p.low(k + 1);
    let part_of_day = matches!(next, "morning" | "afternoon" | "evening" | "night");
    p.is_capital(k)
        && low.len() > 5
        && low.ends_with("day")
        && (part_of_day || !p.is_word(k + 1) || ends(next) || ends_noun(next) || next.ends_with("ing"))
}

/// "a bomb's worth of fuel": the words before belong to it.
fn own_worth(p: &Pieces, k: usize) -> bool {
    p.low(k) == "worth" && k > 1 && (p.is_apostrophe(k - 1) || p.is_apostrophe(k - 2))
}

/// The words right after a number: what is counted. `verb` tells the verbs of the parse: "30 firms employ 900" counts firms.
pub(super) fn phrase(p: &Pieces, from: usize, end: usize, verb: Verbs) -> Option<String> {
    let from = if p.low(from) == "of" { from + 1 } else { from };
    // "thousands gathered in the square"
    let did = p.low(from).len() > 4 && p.low(from).ends_with("ed");
    if did && (ends(p.low(from + 1)) || !p.is_word(from + 1)) {
        return None;
    }
    let mut last = from;
    while last < end.min(from + 8) {
        let low = p.low(last);
        match measure::cue(low).map(|c| c.role) {
            // The counted noun ends the words for what is counted.
            Some(measure::Role::Noun) => {
                last += 1;
                break;
            }
            Some(_) if last == from || p.is_word(last - 1) => break,
            _ => {}
        }
        // "the six priests' murder": the priests.
        if measure::owned_killing(p, last) {
            break;
        }
        // "40 more soldiers", "30 so-called guards".
        let part =
            last == from && low == "more" && p.is_word(last + 1) && p.low(last + 1) != "than" || hyphenated(p, last);
        // "firms employ more than 900": the word before another number, as the verb of the parse.
        let word = p.is_word(last + 1) && !ends(p.low(last + 1)) && p.low(last + 1) != "about";
        let next_number = last > from && word && quantity::at(p, last + 1).is_some();
        let verbal = verb(p.span(last, last + 1)) && !low.ends_with("ing");
        let acts = (verbal || next_number) && !hyphenated(p, last);
        if !part && (ends_noun(low) || evening(p, last)) && !own_worth(p, last) || acts {
            break;
        }
        if p.is_word(last) && !ends(low)
            || p.is_hyphen(last) && !p.gap(last)
            || p.is_apostrophe(last)
            || p.is_mark(last, '.') && (!p.gap(last + 1) || p.abbreviates(last))
        {
            last += 1;
        } else {
            break;
        }
    }
    while last > from && p.low(last - 1) == "of" {
        last -= 1;
    }
    let words = p.slice(from, last).trim_end_matches(['.', '\'', '’', '-']);
    (!words.is_empty()).then(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether piece `k` is a part of a word with hyphens.
fn hyphenated(p: &Pieces, k: usize) -> bool {
    let joins = |h: usize| p.is_hyphen(h) && !p.gap(h) && !p.gap(h + 1);
    joins(k + 1) || k > 0 && joins(k - 1)
}

/// What a sum is of or for: "$4 million of aid", "$40 million in economic aid", "millions of dollars worth of textiles", "$50 million spent on
/// arms".
pub(super) fn sum(p: &Pieces, from: usize, end: usize, verb: Verbs) -> Option<String> {
    let lower = |k: usize| p.is_word(k) && !p.is_capital(k);
    let worth = from + usize::from(p.is_apostrophe(from));
    // "$2 million a week"
    if matches!(p.low(from), "a" | "an" | "each" | "every" | "per") && super::lengths::is_unit(p.low(from + 1)) {
        return None;
    }
    let at = match (p.low(from), p.low(from + 1)) {
        ("in", next) if lower(from + 1) && !no_purpose(next) && quantity::at(p, from + 1).is_none() => from + 1,
        ("spent", "on") => from + 2,
        _ if p.low(worth) == "worth" && p.low(worth + 1) == "of" => worth + 2,
        _ => from,
    };
    phrase(p, at, end, verb)
}

/// Words after "$40 million in" that begin no words for what the sum is: "in the port", "in less than a year", "in total".
fn no_purpose(low: &str) -> bool {
    matches!(
        low,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "one"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "less"
            | "more"
            | "fewer"
            | "early"
            | "late"
            | "mid"
            | "total"
            | "all"
            | "full"
            | "part"
            | "return"
            | "exchange"
            | "addition"
            | "order"
            | "recent"
            | "just"
            | "only"
            | "about"
            | "nearly"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
    )
}

/// Where: the nearest place after the number in its clause, else the nearest before.
pub(super) fn place(p: &Pieces, start: usize, end: usize, q: &Quantity) -> Option<String> {
    let clause = |k: usize| {
        matches!(p.low(k), "while" | "but" | ";" | "whereas" | "after" | "when" | "said")
            || p.low(k) == "and" && p.low(k + 1) != "the"
    };
    for k in q.last..end.min(q.last + 18) {
        if clause(k) || p.is_mark(k, '.') && p.gap(k + 1) && !p.abbreviates(k) && !p.is_digits(k + 1) {
            break;
        }
        if let Some(name) = named(p, k, end) {
            return Some(name);
        }
    }
    for k in (start..q.first).rev().take(30) {
        if matches!(p.low(k), "while" | ";" | "whereas") || turns(p, k, q.first) {
            break;
        }
        if let Some(name) = named(p, k, q.first) {
            return Some(name);
        }
    }
    None
}

/// "… in Arvand, and its allies fired 100": whether the joining word at `k` opens a clause with a subject of its own before the number at
/// `first`.
fn turns(p: &Pieces, k: usize, first: usize) -> bool {
    let own = matches!(p.low(k + 1), "its" | "their" | "his" | "her" | "they" | "it" | "he" | "she");
    let after_comma = k > 0 && p.is_mark(k - 1, ',');
    let named = p.is_name_like(k + 1) && (after_comma || k + 2 == first);
    let own = own && (after_comma || first <= k + 4);
    matches!(p.low(k), "and" | "but") && k + 1 < first && (own || named)
}

/// Nouns for a place, or a part of one, that has a name: "the border town of Kesta", "the Kesta suburbs".
fn place_noun(low: &str) -> bool {
    matches!(
        low,
        "town"
            | "city"
            | "village"
            | "district"
            | "province"
            | "region"
            | "area"
            | "neighborhood"
            | "neighbourhood"
            | "suburb"
            | "suburbs"
            | "outskirts"
            | "port"
            | "capital"
            | "governorate"
            | "state"
            | "hamlet"
            | "island"
            | "stronghold"
            | "valley"
            | "enclave"
            | "camp"
    )
}

/// "in Gaza City", "near the Al-Shifa hospital": the name after a preposition of place at `k`.
fn named(p: &Pieces, k: usize, end: usize) -> Option<String> {
    let of_place = matches!(p.low(k), "in" | "at" | "near" | "across" | "around" | "inside" | "outside");
    if !(of_place || p.low(k) == "on") || !p.is_word(k) {
        return None;
    }
    let mut first = k + 1;
    while matches!(p.low(first), "the" | "southern" | "northern" | "eastern" | "western" | "central" | "occupied") {
        first += 1;
    }
    let last = name_end(p, first, end);
    // "in the border town of Kesta", "in the Ektari town of Kesta".
    let of = (last..end.min(last + 5)).take_while(|&i| p.is_word(i) && !p.is_capital(i)).find(|&i| p.low(i) == "of");
    if let Some(of) = of.filter(|&of| of > first && place_noun(p.low(of - 1))) {
        let inner = name_end(p, of + 1, end);
        if of_place && inner > of + 1 {
            return Some(p.slice(of + 1, inner).to_owned());
        }
    }
    // "on the Kesta suburbs", but "on Kesta" and "on the Kesta rebels" are whom.
    if !of_place && !(last > first && p.low(k + 1) == "the" && place_noun(p.low(last))) {
        return None;
    }
    let time = matches!(
        p.low(first),
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "oct"
            | "sept"
            | "nov"
            | "dec"
            | "jan"
            | "feb"
    );
    (last > first && !time).then(|| p.slice(first, last).to_owned())
}

/// One past the last piece of the name that begins at `first`; "U.S." with its stops.
fn name_end(p: &Pieces, first: usize, end: usize) -> usize {
    let mut last = first;
    let initials = |k: usize| p.is_capital(k) && p.raw(k).chars().count() == 1;
    while last < end.min(first + 8) {
        let joins = p.is_hyphen(last) && !p.gap(last) && !p.gap(last + 1);
        let stop = p.is_mark(last, '.') && last > first && !p.gap(last) && initials(last - 1);
        if p.is_word(last) && p.is_name_like(last)
            || joins
            || stop
            || p.is_apostrophe(last) && !p.gap(last + 1) && p.low(last + 1) != "s"
        {
            last += 1;
        } else {
            break;
        }
    }
    last
}

/// The one day the words of a sentence give; `None` when they give none or several.
pub(super) fn only_day<'a>(times: &[&'a Timex]) -> Option<&'a Timex> {
    let mut days = times.iter().filter(|t| t.kind == TimexType::Date && t.value.len() == 10);
    match (days.next(), days.next()) {
        (Some(day), None) => Some(*day),
        _ => None,
    }
}

/// The day for which a count holds: people and acts on the one day of the sentence; anything counted "as of Wednesday".
pub(super) fn as_of(p: &Pieces, start: usize, q: &Quantity, measure: Measure, day: Option<&Timex>) -> Option<String> {
    let day = day?;
    let at = p.at(day.span.start);
    let stated = at >= start + 2 && p.low(at - 1) == "of" && p.low(at - 2) == "as";
    // "Any attack means the death of thousands, as things stand today": of no day.
    let today = matches!(p.low(at), "today" | "tonight" | "tomorrow");
    let supposed = today
        && (start..q.first)
            .any(|k| matches!(p.low(k), "any" | "if" | "unless" | "would" | "could" | "might" | "means"));
    let holds = dated(measure) || stated && !matches!(measure, Measure::PlanPoints | Measure::Duration);
    (holds && !supposed).then(|| day.value.clone())
}

/// Whether such a count holds for a day.
fn dated(measure: Measure) -> bool {
    !matches!(measure, Measure::Other | Measure::Money | Measure::PlanPoints | Measure::Duration)
}

/// Whether the number is a part of the one before it: "67 people, including 64 soldiers", "28 of the 48", "Of the 48, only 28".
pub(super) fn part_of_previous(p: &Pieces, q: &Quantity, before: Option<&Quantity>, start: usize) -> bool {
    let Some(before) = before else { return false };
    let smaller = match (q.low.or(q.high), before.high.or(before.low)) {
        (Some(part), Some(whole)) => part <= whole,
        _ => true,
    };
    if !smaller || before.last >= q.first {
        return false;
    }
    let between = before.last..q.first;
    let including =
        between.clone().any(|k| p.low(k) == "including" || p.low(k) == "them" && p.low(k.wrapping_sub(1)) == "among");
    let of = (start..before.first).rev().take(3).any(|k| p.low(k) == "of") && before.first <= start + 4;
    (including && between.len() <= 14) || of
}
