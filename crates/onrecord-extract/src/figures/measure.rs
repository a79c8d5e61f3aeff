//! What is counted? The words around a number that say so: "killed at least 14 villagers", "150 wounded", "the release of 48
//! hostages", "40 more".

use std::sync::OnceLock;

use onrecord_lexicon::{List, list};
use onrecord_model::Measure;

use crate::pieces::Pieces;

/// How a word tells what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A verb with an object: "killed 14", "14 were killed".
    Verb,
    /// A verb without: "14 died".
    Intransitive,
    /// A state: "14 dead".
    State,
    /// The counted noun itself: "14 rockets".
    Noun,
    /// "death toll".
    Toll,
    /// "claimed the lives of 14".
    Lives,
    /// "lost 14 soldiers".
    Lost,
    /// "holding 14".
    Hold,
    /// "seized 14 soldiers": only where the counted are people under arms or held.
    Seize,
    /// "release 14", "14 were freed".
    Release,
    /// "14 fled".
    Flee,
}

/// Form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    Ing,
    Past,
    None,
}

/// A word that tells what is counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) measure: Measure,
    pub(super) role: Role,
    pub(super) form: Form,
}

/// What this lower-cased word tells; `None` for most.
pub(super) fn cue(low: &str) -> Option<Cue> {
    static TABLE: OnceLock<&'static List> = OnceLock::new();
    let row = TABLE.get_or_init(|| list("figure_words")).get(low)?;
    Some(Cue {
        measure: measure(row.first()?)?,
        role: match *row.get(1)? {
            "verb" => Role::Verb,
            "intransitive" => Role::Intransitive,
            "state" => Role::State,
            "noun" => Role::Noun,
            "toll" => Role::Toll,
            "lives" => Role::Lives,
            "lost" => Role::Lost,
            "hold" => Role::Hold,
            "seize" => Role::Seize,
            "release" => Role::Release,
            "flee" => Role::Flee,
            _ => return None,
        },
        form: match row.get(2).copied() {
            Some("base") => Form::Base,
            Some("ing") => Form::Ing,
            Some("past") => Form::Past,
            _ => Form::None,
        },
    })
}

fn measure(name: &str) -> Option<Measure> {
    Some(match name {
        "killed" => Measure::Killed,
        "wounded" => Measure::Wounded,
        "held" => Measure::Held,
        "released" => Measure::Released,
        "missing" => Measure::Missing,
        "displaced" => Measure::Displaced,
        "detained" => Measure::Detained,
        "captured" => Measure::Captured,
        "alive" => Measure::Alive,
        "prisoners" => Measure::Prisoners,
        "troops" => Measure::Troops,
        "rockets" => Measure::Rockets,
        "strikes" => Measure::Strikes,
        _ => return None,
    })
}

/// What is counted, and the piece of the word that says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub(super) measure: Measure,
    pub(super) at: usize,
    /// The words for the counted end here.
    pub(super) noun_end: usize,
}

fn is_be(low: &str) -> bool {
    matches!(low, "was" | "were" | "been" | "be" | "being" | "is" | "are" | "got" | "get")
}

/// Words that end the noun phrase and open a clause or phrase of their own.
fn breaks(low: &str) -> bool {
    matches!(
        low,
        "and"
            | "but"
            | "while"
            | "as"
            | "after"
            | "when"
            | "before"
            | "where"
            | "whereas"
            | "because"
            | "since"
            | "if"
            | "or"
            | "until"
    )
}

fn is_preposition(low: &str) -> bool {
    matches!(
        low,
        "in" | "of"
            | "from"
            | "at"
            | "on"
            | "to"
            | "for"
            | "with"
            | "by"
            | "near"
            | "across"
            | "inside"
            | "outside"
            | "into"
            | "during"
            | "over"
            | "around"
            | "against"
            | "under"
            | "through"
            | "between"
            | "among"
            | "since"
            | "including"
    )
}

fn is_day(low: &str) -> bool {
    low.len() > 5 && low.ends_with("day")
}

fn is_article(low: &str) -> bool {
    matches!(
        low,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "its"
            | "their"
            | "this"
            | "these"
            | "those"
            | "another"
            | "him"
            | "them"
            | "each"
            | "some"
            | "any"
            | "at"
            | "more"
            | "about"
            | "nearly"
            | "several"
            | "dozens"
            | "hundreds"
    )
}

/// Reads to the right of a number that ends before piece `from`, inside `..end`. `number` tells where the next number begins.
/// `opens` says whether the quantity opens its clause, as its subject does.
pub(super) fn right(p: &Pieces, from: usize, end: usize, opens: bool, number: &dyn Fn(usize) -> bool) -> Option<Read> {
    let (mut noun, mut noun_end) = (None, from);
    let (mut comma, mut relative, mut words, mut open) = (false, false, 0, true);
    let mut skip_to = from;
    let (mut listed, mut spoke) = (false, false);
    for k in from..end.min(from + 24) {
        if k < skip_to {
            continue;
        }
        let low = p.low(k);
        // An aside between dashes or brackets.
        let double = low == "-" && p.low(k + 1) == "-" && !p.gap(k + 1);
        let close = match low {
            "–" | "—" => Some(low),
            "(" => Some(")"),
            "[" => Some("]"),
            "-" if double => Some("-"),
            _ => None,
        };
        if let Some(close) = close {
            let from = k + 1 + usize::from(double);
            match (from..end.min(k + 18)).find(|&j| p.low(j) == close && (!double || p.low(j + 1) == "-")) {
                Some(j) => {
                    skip_to = j + 1 + usize::from(double);
                    open = false;
                    comma = true;
                    listed = true;
                    continue;
                }
                None => break,
            }
        }
        if !p.is_word(k) {
            match low {
                "," => {
                    comma = true;
                    open = false;
                }
                "-" | "'" | "’" | "\"" | "“" | "”" | "%" | "‘" => {}
                // "5,500 U.S. troops"
                "." if p.abbreviates(k) => {}
                // "5 officers and 2 clerks were injured": the list goes on.
                _ if listed && p.is_digits(k) => {}
                _ => break,
            }
            continue;
        }
        words += 1;
        // "six priests, five of them foreigners, were killed".
        if comma && number(k) && p.low(k + 1) == "of" && matches!(p.low(k + 2), "them" | "whom") {
            listed = true;
        }
        if words > 16 || (k > from && number(k) && !matches!(low, "one") && !listed) {
            break;
        }
        if k > from && owned_killing(p, k - 1) {
            return Some(Read { measure: Measure::Killed, at: k, noun_end });
        }
        // "four people have bullet wounds".
        let suffered = |n: usize| {
            k >= from + n
                && matches!(
                    p.low(k - n),
                    "suffered" | "sustained" | "received" | "have" | "had" | "suffering" | "sustaining"
                )
        };
        if matches!(low, "wounds" | "injuries" | "burns") && !relative && (1..=4).any(suffered) {
            return Some(Read { measure: Measure::Wounded, at: k, noun_end });
        }
        if let Some(c) = cue(low) {
            let back = |n: usize| if k >= from + n { p.low(k - n) } else { "" };
            let passive =
                (1..=3).any(|n| is_be(back(n)) && (1..n).all(|m| !is_preposition(back(m)) && !breaks(back(m))));
            let had = (1..=3).any(|n| matches!(back(n), "have" | "had" | "has")) && !passive;
            let next = p.low(k + 1);
            let adjective = p.is_word(k + 1)
                && !is_preposition(next)
                && !breaks(next)
                && !is_be(next)
                && !p.is_name_like(k + 1)
                && !is_article(next)
                && !next.ends_with("ly")
                && !matches!(
                    next,
                    "who"
                        | "that"
                        | "so"
                        | "there"
                        | "when"
                        | "last"
                        | "this"
                        | "early"
                        | "late"
                        | "earlier"
                        | "have"
                        | "had"
                        | "has"
                        | "yesterday"
                        | "today"
                        | "every"
                        | "following"
                        | "hostage"
                        | "captive"
                );
            let object = (is_article(next) || number(k + 1) || p.is_name_like(k + 1) && p.gap(k + 1) && !is_day(next))
                && !is_preposition(next);
            match (c.role, c.form) {
                (Role::Noun, _) if open => {
                    // The last noun of the phrase is its head: "rocket launchers" are no rockets.
                    if noun.is_none() || p.gap(k) {
                        noun = Some(Read { measure: c.measure, at: k, noun_end: k + 1 });
                        noun_end = k + 1;
                    }
                    continue;
                }
                (Role::Toll, _) if low == "death" && back(1) == "to" && (is_be(back(3)) || is_be(back(4))) => {
                    return Some(Read { measure: Measure::Killed, at: k, noun_end });
                }
                (Role::Verb | Role::Hold | Role::Seize | Role::Release, Form::Past) => {
                    if adjective && !passive {
                        continue;
                    }
                    let direct = !had && !object && !comma && !relative && k <= from + 8;
                    if passive || direct {
                        if c.role == Role::Release {
                            let ahead = (1..=5).any(|n| {
                                matches!(
                                    back(n),
                                    "to" | "will" | "would" | "must" | "should" | "could" | "be" | "shall"
                                )
                            });
                            let measure = if ahead { Measure::ToRelease } else { Measure::Released };
                            return Some(Read { measure, at: k, noun_end: noun_end.max(from) });
                        }
                        return Some(Read { measure: c.measure, at: k, noun_end });
                    }
                    // An active verb: the counted did it.
                    if c.role == Role::Verb && !comma {
                        break;
                    }
                }
                (Role::Intransitive, Form::Past | Form::Base) | (Role::Flee, Form::Past) if !relative || !comma => {
                    return Some(Read { measure: c.measure, at: k, noun_end });
                }
                (Role::State, _) => {
                    if matches!(low, "hostage" | "captive")
                        && k + 1 < end
                        && p.is_word(k + 1)
                        && !is_preposition(next)
                        && !breaks(next)
                        && !is_be(next)
                    {
                        // "two hostage takers".
                        break;
                    }
                    return Some(Read { measure: c.measure, at: k, noun_end });
                }
                (Role::Lives | Role::Lost, _) if low == "lost" && p.low(k + 2) == "lives" => {
                    return Some(Read { measure: Measure::Killed, at: k, noun_end });
                }
                (Role::Lives, _) if low == "lives" && open => {
                    return Some(Read { measure: Measure::Killed, at: k, noun_end: k + 1 });
                }
                (_, Form::Ing | Form::Base) if words > 1 => break,
                _ => {}
            }
        }
        // "five policemen and two civilians were injured".
        if low == "and"
            && (number(k + 1) || matches!(p.low(k + 1), "a" | "an"))
            && (open || listed || opens && k > from && p.low(k - 1) == "," && !relative && !spoke)
        {
            comma = true;
            open = false;
            listed = true;
            continue;
        }
        if breaks(low) {
            break;
        }
        if matches!(low, "who" | "that" | "which" | "whom") {
            relative = true;
            open = false;
        }
        if is_preposition(low) && low != "of"
            || is_be(low)
            || matches!(low, "have" | "had" | "has" | "will" | "would" | "took" | "said")
        {
            if low == "by" || low == "said" {
                break;
            }
            open = false;
            spoke |= !is_preposition(low);
        }
        if low == "of" && words > 1 && p.low(k - 1) != "number" {
            open = false;
        }
        if open {
            noun_end = k + 1;
        }
    }
    noun
}

/// Reads to the left of a number that begins at piece `first`, down to `start`.
pub(super) fn left(p: &Pieces, start: usize, first: usize) -> Option<Read> {
    let mut skipped = 0;
    let mut of = false;
    for k in (start..first).rev() {
        let low = p.low(k);
        if !p.is_word(k) {
            if matches!(low, "\"" | "“" | "-" | "–" | "—" | ":" | "[" | "(") {
                continue;
            }
            break;
        }
        let back = |n: usize| k.checked_sub(n).filter(|i| *i >= start).map_or("", |i| p.low(i));
        if let Some(c) = cue(low) {
            let at = |measure| Some(Read { measure, at: k, noun_end: first });
            return match (c.role, c.form) {
                (Role::Verb, _) if !(c.form == Form::Past && of && back(1) == "those") => at(c.measure),
                (Role::Verb, _) => at(c.measure),
                (Role::Hold | Role::Seize, _) => at(c.measure),
                (Role::Release, form) => {
                    let ahead = (1..=5)
                        .any(|n| matches!(back(n), "to" | "will" | "would" | "must" | "should" | "could" | "shall"));
                    at(if form == Form::Past && !ahead { Measure::Released } else { Measure::ToRelease })
                }
                (Role::Lives, _) if low == "lives" => {
                    // "claimed the lives of 14", not "the lives of the two hostages".
                    let taken = (1..=3).any(|n| {
                        matches!(
                            back(n),
                            "claimed"
                                | "claiming"
                                | "claim"
                                | "claims"
                                | "cost"
                                | "costing"
                                | "took"
                                | "taking"
                                | "lost"
                        )
                    });
                    if taken { at(Measure::Killed) } else { None }
                }
                (Role::State, _) if k + 1 == first && matches!(back(1), "shot" | "left" | "found") => at(c.measure),
                (Role::Lost, _) => at(Measure::Killed),
                (Role::Toll, _) if of && p.low(k + 1) == "of" => at(Measure::Killed),
                (Role::Toll, _) | (Role::Intransitive, _) => None,
                (Role::State, _) if of || matches!(p.low(first.saturating_sub(1)), "-" | "–" | "—") => {
                    at(c.measure)
                }
                (Role::Noun, _) if of || matches!(p.low(k + 1), "at" | "to" | "-") => at(c.measure),
                _ => None,
            };
        }
        if low == "victims" && of {
            return Some(Read { measure: Measure::Killed, at: k, noun_end: first });
        }
        match low {
            "another" | "so" | "many" | "also" | "a" | "an" | "the" | "total" | "all" | "its" | "only" | "just"
            | "even" | "already" | "down" | "up" | "their" | "his" | "other" | "additional" | "further" | "back" => {}
            // "killed a group of 21 farmers"
            "group" | "crowd" | "band" | "party" if p.low(k + 1) == "of" => {}
            "of" | "included" | "include" | "including" | "were" | "was" | "are" | "is" | "at" | "to" | "being"
            | "least" => {
                of = matches!(low, "of" | "included" | "include" | "were" | "was" | "at" | "to") || of;
                // Only one such word between a cue and its number.
                if skipped > 2 {
                    return None;
                }
            }
            _ => return None,
        }
        skipped += 1;
        if skipped > 5 {
            return None;
        }
    }
    None
}

/// "the six priests' murder": whether the apostrophe at `at` stands before a word of killing.
pub(super) fn owned_killing(p: &Pieces, at: usize) -> bool {
    p.is_apostrophe(at) && cue(p.low(at + 1)).is_some_and(|c| c.measure == Measure::Killed)
}

/// Whether the verb at `at` is what somebody threatens, swears or plans to do.
pub(super) fn threatened(p: &Pieces, start: usize, at: usize) -> bool {
    let word = |n: usize| at.checked_sub(n).filter(|i| *i >= start).map_or("", |i| p.low(i));
    word(1) == "to"
        && (2..=5).any(|n| {
            let low = word(n);
            low.starts_with("threat")
                || matches!(
                    low,
                    "vowed"
                        | "vow"
                        | "swore"
                        | "sworn"
                        | "plan"
                        | "plans"
                        | "planned"
                        | "planning"
                        | "plot"
                        | "plotted"
                        | "plotting"
                        | "chance"
                        | "opportunity"
                        | "order"
                        | "orders"
                        | "wanted"
                        | "want"
                        | "wants"
                        | "attempt"
                        | "attempted"
                        | "trying"
                        | "tried"
                        | "intended"
                        | "intends"
                        | "promised"
                )
        })
}

/// "killed the mayor of the town, as well as two villagers", "was killed near his home, along with two of his guards".
pub(super) fn joined(p: &Pieces, start: usize, first: usize) -> Option<Read> {
    let word = |n: usize| first.checked_sub(n).filter(|i| *i >= start).map_or("", |i| p.low(i));
    let with = word(1) == "with" && word(2) == "along" || word(1) == "as" && word(2) == "well";
    // "and the other two villagers", "and their two guards".
    let skipped = (1..=2)
        .take_while(|&n| matches!(word(n), "the" | "other" | "another" | "his" | "her" | "their" | "its"))
        .count();
    let lead = word(1 + skipped);
    // "the murder of the rector, five other priests, and two maids".
    let list = lead == ",";
    if !(with || lead == "and" || list) {
        return None;
    }
    for k in (start.max(first.saturating_sub(20))..first - 1).rev() {
        let low = p.low(k);
        if let Some(c) = cue(low) {
            let be = k > start && is_be(p.low(k - 1));
            let person = matches!(c.measure, Measure::Killed | Measure::Wounded);
            // An active verb has its object after it; "was killed" goes on only with "along with".
            let fits = c.role == Role::Verb
                && person
                && !list
                && (with || !be && !is_preposition(p.low(k + 1)) && p.is_word(k + 1) && !breaks(p.low(k + 1)));
            // "was shot to death along with two guards".
            let fits = fits || with && low == "death" && k > start && p.low(k - 1) == "to";
            let event = c.role == Role::Noun && person && p.low(k + 1) == "of";
            return (fits || event).then_some(Read { measure: c.measure, at: k, noun_end: first });
        }
        if matches!(low, "." | ";" | ":" | "said" | "while" | "who" | "when" | "after" | "that" | "which")
            || !with && (is_be(low) || low.len() > 4 && low.ends_with("ed"))
        {
            return None;
        }
    }
    None
}

/// "The number of people who were killed … rose to 1,100", "the death toll since Tuesday stood at 67".
pub(super) fn toll(p: &Pieces, start: usize, first: usize) -> Option<Read> {
    let own = matches!(p.low(first), "topped" | "surpassed" | "exceeded");
    let before = p.low(first.checked_sub(1)?);
    let before2 = if first >= 2 { p.low(first - 2) } else { "" };
    let to = own
        || matches!(before, "to" | "at" | "by")
        || before == "of" && before2 != "number"
        || matches!(
            before,
            "is" | "was" | "reached" | "hit" | "exceeded" | "passed" | "topped" | "surpassed" | "as" | ":"
        );
    if !to {
        return None;
    }
    let from = start.max(first.saturating_sub(45));
    let lead = (from..first).rev().find(|&k| {
        matches!(
            p.low(k),
            "number" | "toll" | "tally" | "count" | "total" | "deaths" | "fatalities" | "casualties" | "injuries"
        )
    })?;
    // Another number in between has taken the toll already.
    if (lead..first - 1).any(|k| p.is_digits(k)) {
        return None;
    }
    let measure = (lead.saturating_sub(2).max(start)..first).find_map(|k| match cue(p.low(k)) {
        Some(c) if matches!(c.role, Role::Verb | Role::Intransitive | Role::State | Role::Toll | Role::Flee) => {
            Some(c.measure)
        }
        Some(c) if c.role == Role::Noun && k == lead => Some(c.measure),
        Some(c) if c.role == Role::Lost && p.low(k + 2) == "lives" => Some(Measure::Killed),
        // "the number of victims is 59".
        None if p.low(k) == "victims" && k > lead && p.low(k - 1) == "of" => Some(Measure::Killed),
        _ => None,
    })?;
    Some(Read { measure, at: lead, noun_end: first })
}

/// "300 airstrikes in the north and 200 in the south", "fired 30 rockets and the rebels 20": whether a number that ends before piece `last`
/// leaves its noun out.
pub(super) fn elided(p: &Pieces, last: usize, end: usize) -> bool {
    let next = p.low(last);
    last >= end
        || !p.is_word(last) && !p.is_hyphen(last) && !matches!(next, "%" | "$")
        || is_preposition(next) && next != "of"
}

/// "210 soldiers have been killed, 640 have been injured": whether the number at `first..last` is the subject of a clause like the one of
/// the number before it, which ends before piece `before`, and leaves its noun out.
pub(super) fn same_subject(p: &Pieces, before: usize, first: usize, last: usize) -> bool {
    let auxiliary = |k: usize| is_be(p.low(k)) || matches!(p.low(k), "have" | "has" | "had");
    let told = |k: usize| auxiliary(k) || cue(p.low(k)).is_some_and(|c| c.role == Role::Verb && c.form == Form::Past);
    let joined = first > before && matches!(p.low(first - 1), "," | "and" | "but" | "while");
    joined
        && told(last)
        && (before..first).any(auxiliary)
        && !(before..first).any(|k| matches!(p.low(k), ";" | "." | "who" | "that"))
}

/// Whether the words between two numbers carry the first one's measure on to the second: "166 villagers, including scores of
/// children, and six soldiers".
pub(super) fn carries(p: &Pieces, from: usize, to: usize) -> bool {
    if to > from + 14 {
        return false;
    }
    let mut joined = false;
    // "during its sweep across the two countries" goes on with nothing.
    let lead = to - usize::from(to > from && matches!(p.low(to - 1), "the" | "a" | "an" | "its" | "another"));
    if lead > from
        && is_preposition(p.low(lead - 1))
        && p.low(lead - 1) != "including"
        && p.low(lead - 1) != "of"
        && p.low(lead - 1) != "among"
    {
        return false;
    }
    for k in from..to {
        let low = p.low(k);
        if matches!(low, "and" | "including" | "," | "(" | "plus" | "among" | "but" | "or" | "versus") {
            joined = true;
        }
        if let Some(c) = cue(low)
            && c.role != Role::Noun
        {
            return false;
        }
        if is_be(low)
            || matches!(
                low,
                "." | ";"
                    | "said"
                    | "has"
                    | "had"
                    | "have"
                    | "will"
                    | "would"
                    | "while"
                    | "who"
                    | "that"
                    | "after"
                    | "when"
                    | "as"
            )
            || low.len() > 4 && low.ends_with("ed")
        {
            return false;
        }
    }
    joined
}
