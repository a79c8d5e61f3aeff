//! Which party a noun phrase means: what every table asks of the mentions and chains.
//!
//! "Two senior Talmerian officials" in, `Talmeria` out; "Prime Minister Daven Hollisk", `Daven Hollisk`, whose party is `Veskara`;
//! "two Guard factions", `two Guard factions`: a faction is never its parent. Made for the stages after `coreference`; nothing here
//! adds rows. It does not decide whether somebody speaks or acts, and a phrase without a mention means nobody.
//!
//! | function | "a senior Talmerian official" | "Sarnoth" as government | "President Ana Brandt" | "he" |
//! |---|---|---|---|---|
//! | [`canonical_of`] | Talmeria | Talmeria | Ana Brandt | Ana Brandt |
//! | [`party_at`] | Talmeria | Talmeria | her state | her state |
//! | [`speaker_of`] | – (unnamed) | Talmeria | Ana Brandt | Ana Brandt |
//! | [`mention_at`] | the mention itself, its chain by [`chain_of`] |||

use onrecord_model::{Deprel, Mention, MentionForm, MentionType, Reading, RowId, Span};

use crate::Context;

/// The token that carries the phrase: by the parse where there is one, else the last noun-like word before a preposition,
/// comma or relative clause. `None` for a span without tokens.
pub fn head_token(cx: &Context, span: Span) -> Option<usize> {
    let range = cx.analysis.tokens_in(span);
    if range.is_empty() {
        return None;
    }
    let parsed = range.clone().any(|i| cx.token(i).head as usize != i);
    if parsed {
        let outside = |i: &usize| {
            let h = cx.token(*i).head as usize;
            (h == *i || !range.contains(&h)) && cx.token(*i).deprel != Deprel::Punct
        };
        return range.clone().find(outside).or(Some(range.start));
    }
    let stops = [
        "of", "in", "on", "at", "for", "from", "who", "which", "that", ",", "(", "close", "with", "to", "by",
        "familiar",
    ];
    let mut head = range.start;
    for i in range {
        let word = cx.token(i).text.to_lowercase();
        if i > head && stops.contains(&word.as_str()) {
            break;
        }
        if word.chars().any(char::is_alphanumeric) {
            head = i;
        }
    }
    Some(head)
}

/// The mention that a phrase is: the same words, else the one on the phrase's head word, the longest first. `None` when the head
/// is no mention.
pub fn mention_at<'r>(cx: &Context, reading: &'r Reading, span: Span) -> Option<&'r Mention> {
    if let Some(same) = reading.mentions.iter().find(|m| m.span == span) {
        return Some(same);
    }
    let head = cx.token(head_token(cx, span)?).span;
    // The mention whose own head is that word; a mention that only begins there ("Guard" in "Guard officials") is not it.
    reading
        .mentions
        .iter()
        .filter(|m| m.span.start <= head.start && head.end <= m.span.end && m.span.shared(span) > 0)
        .filter(|m| head_token(cx, m.span).is_some_and(|h| cx.token(h).span == head) || m.span == head)
        .max_by_key(|m| (m.span.shared(span), std::cmp::Reverse(m.span.len())))
}

/// The mentions inside a phrase, in text order, those inside another of them left out.
pub fn mentions_in(reading: &Reading, span: Span) -> Vec<&Mention> {
    let inside: Vec<&Mention> =
        reading.mentions.iter().filter(|m| span.start <= m.span.start && m.span.end <= span.end).collect();
    inside
        .iter()
        .filter(|m| {
            !inside.iter().any(|o| o.span != m.span && o.span.start <= m.span.start && m.span.end <= o.span.end)
        })
        .copied()
        .collect()
}

/// The chain a mention belongs to; a mention that stands alone has none.
pub fn chain_of<'r>(reading: &'r Reading, mention: &RowId) -> Option<&'r [RowId]> {
    reading.chains.iter().find(|c| c.contains(mention)).map(Vec::as_slice)
}

/// Whether a mention names nobody: a description whose chain has no name ("a senior official", "sources").
pub fn is_unnamed(reading: &Reading, mention: &Mention) -> bool {
    if mention.form == MentionForm::Named {
        return false;
    }
    let Some(chain) = chain_of(reading, &mention.id) else { return true };
    !reading.mentions.iter().any(|m| m.form == MentionForm::Named && chain.contains(&m.id))
}

/// The canonical name of a noun phrase: a person or body by name, a state for its demonym or its capital, the state or group an
/// unnamed official belongs to, a faction under its own words. `None` when the phrase names no party.
pub fn canonical_of(cx: &Context, reading: &Reading, span: Span) -> Option<String> {
    if let Some(m) = mention_at(cx, reading, span) {
        return canonical(reading, m);
    }
    let inside = mentions_in(reading, span);
    let head = head_token(cx, span).map(|h| cx.token(h).span.start)?;
    // No mention on the head: the named party nearest to it ("an aide to Hollisk" is nobody's name, but Hollisk is named).
    inside
        .into_iter()
        .filter(|m| m.kind != MentionType::Place && m.kind != MentionType::Event && m.kind != MentionType::Facility)
        .min_by_key(|m| m.span.start.abs_diff(head))
        .and_then(|m| canonical(reading, m))
}

fn canonical(reading: &Reading, m: &Mention) -> Option<String> {
    let nobody = is_unnamed(reading, m) && m.kind == MentionType::Person;
    if nobody { m.affiliation.clone() } else { Some(m.canonical.clone()) }
}

/// The state or group somebody with this canonical name speaks for: a person's or body's affiliation, itself for the others.
pub fn party_of(reading: &Reading, canonical: &str) -> Option<String> {
    let mut known = reading.mentions.iter().filter(|m| m.canonical == canonical).peekable();
    let kind = known.peek()?.kind;
    if kind == MentionType::Person || kind == MentionType::Organisation {
        if let Some(of) = known.find_map(|m| m.affiliation.clone()) {
            return Some(of);
        }
        if kind == MentionType::Person {
            return None;
        }
    }
    Some(canonical.to_owned())
}

/// The party of a noun phrase at state or group level: [`canonical_of`], and for a person or body whom it speaks for. A person
/// without a known party stands for himself.
pub fn party_at(cx: &Context, reading: &Reading, span: Span) -> Option<String> {
    let name = canonical_of(cx, reading, span)?;
    Some(party_of(reading, &name).unwrap_or(name))
}

/// Every party a phrase lists ("Veskara and the Saltmarsh Guard", "the two sides" once resolved), in text order without repeats.
pub fn parties_in(cx: &Context, reading: &Reading, span: Span) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for m in mentions_in(reading, span) {
        if matches!(m.kind, MentionType::Place | MentionType::Facility | MentionType::Event | MentionType::Media) {
            continue;
        }
        for name in sides(reading, m).into_iter().flat_map(|s| party_of(reading, &s).or(Some(s))) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
    }
    if out.is_empty() {
        out.extend(party_at(cx, reading, span));
    }
    out
}

/// "Veskara and Talmeria" for a resolved "the two sides", else the mention's own name.
fn sides(reading: &Reading, m: &Mention) -> Vec<String> {
    if m.rule == "sides" && m.canonical.contains(" and ") {
        return m.canonical.split(" and ").map(str::to_owned).collect();
    }
    canonical(reading, m).into_iter().collect()
}

/// The name of who speaks in a source phrase: a named person, body, state or outlet, or whom a pronoun or description stands for.
/// `None` when the text does not name the source ("a senior official", "sources").
pub fn speaker_of(cx: &Context, reading: &Reading, span: Span) -> Option<String> {
    let m = mention_at(cx, reading, span)?;
    (!is_unnamed(reading, m)).then(|| m.canonical.clone())
}
