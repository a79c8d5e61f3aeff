//! Which numbers are no figures: shares, distances, clock times, ages, labels, "one of them", "the two sides".

use std::sync::OnceLock;

use onrecord_lexicon::{List, list};
use onrecord_model::{Bound, Measure};

use super::quantity::Quantity;
use crate::pieces::Pieces;

fn skips() -> &'static List {
    static LIST: OnceLock<&'static List> = OnceLock::new();
    LIST.get_or_init(|| list("figure_skips"))
}

/// "20-point proposal", "a plan of 14 points".
pub(super) fn points(p: &Pieces, q: &Quantity) -> bool {
    let plan = |k: usize| {
        matches!(
            p.low(k),
            "plan"
                | "proposal"
                | "agreement"
                | "deal"
                | "programme"
                | "program"
                | "peace"
                | "roadmap"
                | "framework"
                | "document"
                | "accord"
                | "initiative"
                | "list"
                | "memorandum"
        )
    };
    let hyphen = usize::from(p.is_hyphen(q.last));
    matches!(p.low(q.last + hyphen), "point") && (hyphen == 1 || p.gap(q.last)) && (q.last + 2..q.last + 7).any(plan)
        || p.low(q.last) == "points" && (q.first.saturating_sub(6)..q.first).any(plan) && q.first > 0
}

/// Units of weight and volume.
pub(super) fn weight(word: &str) -> bool {
    skips().get(word).is_some_and(|r| r.first() == Some(&"weight"))
}

/// "hundreds of billions of investments", "millions in foreign aid": a sum without its currency; "millions of aid workers" are people.
pub(super) fn funds(p: &Pieces, q: &Quantity) -> bool {
    let money = |low: &str| {
        matches!(
            low,
            "investment"
                | "investments"
                | "aid"
                | "revenue"
                | "revenues"
                | "funding"
                | "funds"
                | "loans"
                | "debt"
                | "debts"
                | "assets"
                | "damages"
                | "subsidies"
        )
    };
    let noun = (q.last + 1..q.last + 4).take_while(|&k| p.is_word(k)).find(|&k| money(p.low(k)));
    q.bound == Bound::Vague
        && q.low.is_some_and(|n| n >= 1e6)
        && matches!(p.low(q.last), "of" | "in")
        && noun.is_some_and(|k| !p.is_word(k + 1) || super::details::ends(p.low(k + 1)))
}

/// "a chance to strike a large number of targets": what is only to be hit is no strike; "hit 200 targets" is.
pub(super) fn only_aimed(p: &Pieces, start: usize, q: &Quantity, noun_end: usize) -> bool {
    let to = |k: usize| matches!(p.low(k), "to" | "could" | "would" | "can" | "will" | "may" | "might");
    let aimed = (start..q.first)
        .rev()
        .take(5)
        .any(|k| matches!(p.low(k), "strike" | "hit" | "bomb" | "attack") && k > start && to(k - 1));
    aimed && noun_end > 0 && p.low(noun_end - 1) == "targets"
}

/// Whether the words after a number name papers, pictures or posts: they are published, not set free.
pub(super) fn papers(p: &Pieces, from: usize, end: usize) -> bool {
    (from..end.min(from + 5))
        .take_while(|&k| p.is_word(k) || p.is_hyphen(k))
        .any(|k| skips().get(p.low(k)).is_some_and(|r| r.first() == Some(&"paper")))
}

/// "the poll of 1,027 adults", "a survey among 800 residents": who was asked, not who is counted.
fn polled(p: &Pieces, start: usize, q: &Quantity) -> bool {
    let asks = |low: &str| {
        matches!(low, "poll" | "polls" | "survey" | "surveys" | "sample" | "polled" | "surveyed" | "interviewed")
    };
    let lead = (start..q.first).rev().take(8).take_while(|&k| p.is_word(k)).find(|&k| asks(p.low(k)));
    let among = q.first > start
        && matches!(
            p.low(q.first - 1),
            "of" | "among" | "with" | "by" | "from" | "polled" | "surveyed" | "interviewed"
        );
    // "was conducted among 1,027 adult villagers"
    let adults = (q.last..q.last + 3).any(|k| matches!(p.low(k), "adult" | "adults" | "voters" | "respondents"));
    lead.is_some() && (among || adults)
}

/// "four people in the room", "two men at the table": who was there, not who is counted.
fn present(p: &Pieces, q: &Quantity) -> bool {
    (q.last..q.last + 3).any(|k| {
        matches!((p.low(k), p.low(k + 1), p.low(k + 2)), ("in", "the", "room") | ("at" | "around", "the", "table"))
    })
}

/// Whether the sentence speaks of people held.
pub(super) fn captives(p: &Pieces, start: usize, end: usize) -> bool {
    (start..end.min(start + 120)).any(|k| {
        matches!(
            p.low(k),
            "hostage"
                | "hostages"
                | "captive"
                | "captives"
                | "captivity"
                | "prisoner"
                | "prisoners"
                | "detainees"
                | "custody"
        )
    })
}

/// Whether the words after a number name people rather than meetings or goods: something that can be held against its will.
pub(super) fn people(p: &Pieces, from: usize, end: usize) -> bool {
    for k in from..end.min(from + 5) {
        let low = p.low(k);
        if matches!(
            low,
            "people"
                | "journalists"
                | "reporters"
                | "soldiers"
                | "civilians"
                | "men"
                | "women"
                | "children"
                | "workers"
                | "aid"
                | "nationals"
                | "citizens"
                | "members"
                | "officers"
                | "students"
                | "girls"
                | "schoolgirls"
                | "villagers"
                | "priests"
                | "nuns"
                | "tourists"
                | "employees"
                | "policemen"
                | "servicemen"
                | "prisoners"
                | "hostages"
                | "captives"
                | "detainees"
                | "sailors"
                | "pilots"
                | "crew"
                | "activists"
                | "observers"
                | "soldier"
                | "man"
                | "woman"
                | "journalist"
                | "prisoner"
                | "hostage"
                | "troops"
                | "militants"
                | "fighters"
                | "staff"
        ) {
            return true;
        }
        if !p.is_word(k) && !p.is_hyphen(k) {
            return false;
        }
    }
    false
}

/// "in exchange for 63 servicemen", "traded a captive for 1,000 prisoners": what was, or is to be, let go.
pub(super) fn exchanged(p: &Pieces, start: usize, first: usize) -> Option<Measure> {
    let lead = (start..first).rev().take(3).find(|&k| p.low(k) == "for")?;
    let at = (start..lead).rev().take(14).find(|&k| {
        matches!(
            p.low(k),
            "exchange" | "exchanged" | "exchanging" | "swap" | "swapped" | "traded" | "trade" | "swapping"
        )
    })?;
    let ahead = (start.max(first.saturating_sub(60))..first).any(|k| {
        matches!(
            p.low(k),
            "will" | "would" | "proposed" | "proposal" | "plan" | "demand" | "demanded" | "agree" | "should" | "could"
        )
    }) || matches!(p.low(at), "trade" | "swap" | "exchanging" | "swapping")
        && p.low(at.wrapping_sub(1)) == "to";
    Some(if ahead { Measure::ToRelease } else { Measure::Released })
}

/// "Caption 3 of 73", "Photo 2 of 9", "(4 Images)": the page counts its own parts.
fn furniture(p: &Pieces, start: usize, q: &Quantity) -> bool {
    let named = |word: &str| matches!(word, "caption" | "photo" | "image" | "slide" | "page" | "picture");
    let part = |k: usize| named(p.low(k));
    let parts = |k: usize| p.low(k).strip_suffix('s').is_some_and(named);
    let digits = p.is_digits(q.first) && q.last == q.first + 1;
    let back = |n: usize| q.first.checked_sub(n).filter(|&k| k >= start);
    let first = back(1).is_some_and(part) && p.low(q.last) == "of" && p.is_digits(q.last + 1);
    let of = back(1).is_some_and(|k| p.low(k) == "of") && back(2).is_some_and(|k| p.is_digits(k));
    let second = of && back(3).is_some_and(part);
    let bracketed = back(1).is_some_and(|k| p.is_mark(k, '(')) && parts(q.last) && p.is_mark(q.last + 1, ')');
    // "13 of 44 Photos"
    let whole = p.low(q.last) == "of" && p.is_digits(q.last + 1) && parts(q.last + 2) || of && parts(q.last);
    digits && (first || second || bracketed || whole)
}

/// Whether a quantity counts people or things.
pub(super) fn counts(p: &Pieces, start: usize, end: usize, q: &Quantity, measure: Measure) -> bool {
    if measure == Measure::Money || measure == Measure::PlanPoints {
        return true;
    }
    let last = q.last;
    let (before, after) = (if q.first > start { p.low(q.first - 1) } else { "" }, p.low(last));
    if furniture(p, start, q) {
        return false;
    }
    let attached = !p.gap(last);
    let fraction =
        q.low.is_some_and(|n| n.fract() != 0.0 && n < 1000.0) || q.high.is_some_and(|n| n.fract() != 0.0 && n < 1000.0);
    if fraction || q.low == Some(0.0) && q.high == Some(0.0) {
        return false;
    }
    // "were 12 or younger", "aged 18 and older"
    if matches!(after, "or" | "and") && matches!(p.low(last + 1), "younger" | "older") {
        return false;
    }
    // Shares, distances, clock times, scores, addresses.
    if p.is_mark(last, '%')
        || skips()
            .get(after)
            .is_some_and(|r| !matches!(r.first(), Some(&"source" | &"weight" | &"abstract" | &"paper")))
            && (p.gap(last) || after.len() > 1)
            && after != "a"
            && after != "o"
            && after != "p"
    {
        return false;
    }
    if attached
        && (p.is_mark(last, ':') && p.is_digits(last + 1)
            || p.is_mark(last, '/')
            || p.is_mark(last, '+')
            || p.is_mark(last, '°'))
    {
        return false;
    }
    if q.core > 0 && !p.gap(q.core) && q.core == q.first {
        let joint = q.core - 1;
        if p.is_mark(joint, ':')
            || p.is_mark(joint, '+')
            || p.is_mark(joint, '/')
            || p.is_mark(joint, '.')
            || p.is_mark(joint, ',')
            || p.is_mark(joint, '#')
            || p.is_mark(joint, '@')
            || p.is_mark(joint, '_')
        {
            return false;
        }
        if p.is_hyphen(joint) && !p.gap(joint) && joint > 0 && p.is_word(joint - 1) {
            return false;
        }
    }
    if matches!((p.low(last), p.low(last + 1)), ("a" | "p", ".")) && p.low(last + 2) == "m" {
        return false;
    }
    // Years before and after an era's beginning.
    if matches!((after, p.low(last + 1), p.low(last + 2)), ("b", ".", "c") | ("a", ".", "d"))
        || matches!(after, "bc" | "bce" | "ce")
    {
        return false;
    }
    // Ages: "the 44-year-old", "Amin Rau, 44,", "aged 44", "a father of 12".
    let hyphen = p.is_hyphen(last) && attached;
    if matches!(
        p.low(last + usize::from(hyphen)),
        "year" | "years" | "yr" | "month" | "months" | "week" | "day" | "hour" | "minute" | "decade"
    ) {
        return false;
    }
    let closed =
        p.is_mark(last, ',') || p.is_mark(last, ')') || p.is_mark(last, '.') || p.is_mark(last, ';') || last >= end;
    if q.digits
        && closed
        && q.bound == Bound::Exact
        && q.first > start
        && p.is_mark(q.first - 1, ',')
        && q.first >= start + 2
        && p.is_capital(q.first - 2)
        && q.low.is_some_and(|n| n < 120.0)
    {
        return false;
    }
    if matches!(
        before,
        "aged"
            | "age"
            | "channel"
            | "no"
            | "number"
            | "nos"
            | "article"
            | "chapter"
            | "resolution"
            | "flight"
            | "page"
            | "section"
            | "highway"
            | "route"
            | "phase"
            | "track"
            | "day"
            | "version"
            | "apartment"
            | "room"
            | "level"
            | "stage"
            | "grade"
            | "paragraph"
            | "order"
            | "law"
            | "decree"
            | "bill"
    ) && q.core == q.first
    {
        return false;
    }
    if before == "." && q.first >= start + 2 && p.low(q.first - 2) == "no" {
        return false;
    }
    if before == "of"
        && q.first >= start + 2
        && matches!(p.low(q.first - 2), "father" | "mother" | "parent" | "group" | "age")
        && (closed || p.is_capital(q.first - 2) || !p.is_word(last))
    {
        return false;
    }
    if before == "of" && q.first >= start + 2 && matches!(p.low(q.first - 2), "father" | "mother") {
        return false;
    }
    // "SEAL Team 6", "Apollo 11": a label of a name.
    if q.digits
        && q.bare
        && q.bound == Bound::Exact
        && q.first > start + 1
        && p.is_word(q.first - 1)
        && p.is_capital(q.first - 1)
        && p.raw(q.first - 1).chars().count() > 1
        && q.low.is_some_and(|n| n < 1000.0)
        && !shouted(p, start, end)
        && measure == Measure::Other
    {
        return false;
    }
    if !q.digits
        && p.is_capital(q.core)
        && q.core > start + 1
        && p.is_capital(q.core - 1)
        && p.is_word(q.core - 1)
        && !shouted(p, start, end)
    {
        return false;
    }
    // Hyphenated: "three-man cell" counts, "two-state solution" and "three-nation trip" do not.
    if hyphen && p.is_word(last + 1) {
        return matches!(
            p.low(last + 1),
            "man" | "men" | "member" | "person" | "woman" | "strong" | "soldier" | "vehicle" | "ship" | "truck"
        );
    }
    if q.bound == Bound::Vague && q.low.is_none() {
        // "many", "several", "a few" only where the words say as what.
        return measure != Measure::Other
            && !matches!(p.low(q.core), "many" | "few" | "numerous" | "countless")
            && before != "how";
    }
    // "according to two officials": sources, not figures.
    if measure == Measure::Other
        && q.low.is_some_and(|n| n <= 12.0)
        && (last..end.min(last + 4))
            .take_while(|&k| p.is_word(k) || p.low(k) == "." || p.is_hyphen(k))
            .any(|k| skips().get(p.low(k)).is_some_and(|r| r.first() == Some(&"source")))
    {
        return false;
    }
    // "four big reasons": counts of nothing; "two conferences on ways to …" counts conferences.
    if measure == Measure::Other
        && q.low.is_some_and(|n| n <= 12.0)
        && (last..end.min(last + 4))
            .take_while(|&k| {
                p.is_word(k) && !matches!(p.low(k), "on" | "of" | "in" | "at" | "to" | "for" | "with" | "about")
            })
            .any(|k| skips().get(p.low(k)).is_some_and(|r| r.first() == Some(&"abstract")))
    {
        return false;
    }
    if before == "how" || measure == Measure::Other && (polled(p, start, q) || present(p, q)) {
        return false;
    }
    // "one" is a pronoun more often than a count.
    if q.one && q.core == q.first {
        if matches!(after, "of" | "another" | "that" | "day" | "time" | "thing" | "side" | "point" | "way")
            && measure != Measure::Killed
            && measure != Measure::Wounded
        {
            return false;
        }
        if matches!(
            before,
            "no" | "any"
                | "every"
                | "this"
                | "that"
                | "the"
                | "which"
                | "last"
                | "for"
                | "wide"
                | "another"
                | "each"
                | "or"
        ) {
            return false;
        }
        let people = matches!(
            measure,
            Measure::Killed
                | Measure::Wounded
                | Measure::Missing
                | Measure::Captured
                | Measure::Detained
                | Measure::Released
                | Measure::ToRelease
        );
        return people && before != "in" && after != "of" && p.is_word(last);
    }
    // "the two sides", "both of the six powers": known already.
    let definite =
        matches!(before, "the" | "these" | "those" | "both" | "their" | "its" | "his" | "her" | "our" | "all")
            && q.core == q.first;
    if definite
        && q.low.is_some_and(|n| n <= 12.0)
        && !matches!(measure, Measure::Killed | Measure::Wounded | Measure::Held | Measure::Missing | Measure::Captured)
    {
        return false;
    }
    if definite && q.low.is_some_and(|n| n <= 12.0) && q.first >= start + 2 && p.low(q.first - 2) == "between" {
        return false;
    }
    if q.digits && q.bare && q.low.is_some_and(|n| n < 1000.0) && measure == Measure::Other && !p.is_word(last) {
        return false;
    }
    true
}

/// Whether the sentence is printed in capitals, so that a capital says nothing.
fn shouted(p: &Pieces, start: usize, end: usize) -> bool {
    let (mut capitals, mut words) = (0, 0);
    for k in start..end.min(start + 40) {
        if p.is_word(k) && p.raw(k).len() > 1 {
            words += 1;
            capitals += usize::from(p.raw(k).chars().all(char::is_uppercase));
        }
    }
    words > 0 && capitals * 10 > words * 7
}
