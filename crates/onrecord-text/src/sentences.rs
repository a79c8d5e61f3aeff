//! Where does one sentence end and the next begin?
//!
//! "Talks resumed in Port Vell on Oct. 11. Gen. A. Orlo was absent." → two sentences: the stops of "Oct.", "Gen." and "A." belong
//! to their words (see `tokens`), so a stop that stands alone ends a sentence unless what follows cannot begin one.
//!
//! A block never shares a sentence with the next. It does not join lines that a page broke.

use onrecord_model::Span;

use crate::{
    chars::{Chars, closes, opens},
    tables,
};

/// Cuts the tokens of one block into sentences: token index ranges, all tokens covered.
pub(crate) fn sentences(text: &Chars, tokens: &[Span]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut first = 0;
    let mut i = 0;
    while i < tokens.len() {
        if let Some(end) = ends_after(text, tokens, first, i) {
            out.push(first..end);
            first = end;
            i = end;
        } else {
            i += 1;
        }
    }
    if first < tokens.len() {
        out.push(first..tokens.len());
    }
    out
}

/// The end of the sentence whose final mark is token `i`, if it is one: one past its closing marks.
fn ends_after(text: &Chars, tokens: &[Span], first: usize, i: usize) -> Option<usize> {
    let last = text.at(tokens[i].end as usize - 1);
    if ends_unmarked(text, tokens, first, i) {
        return Some(i + 1);
    }
    let alone = tokens[i].len() == 1 || text.slice(tokens[i]).iter().all(|c| matches!(c, '.' | '!' | '?' | '…'));
    let final_mark = matches!(last, '.' | '!' | '?' | '…' | '。' | '؟' | '۔' | '।' | '！' | '？');
    if !final_mark {
        return None;
    }
    // closing marks belong to the sentence when nothing but they stand against the mark
    let mut end = i + 1;
    while end < tokens.len() && is_closing(text, tokens, end) {
        end += 1;
    }
    let marks = end;
    // the number of a note: "… in May. [12] He …"
    while let Some(note) = note_at(text, tokens, end) {
        end = note;
    }
    // "[...]" for words left out, and a stop after the closing mark: "(what a day!)."
    while end < tokens.len() && tokens[end].len() > 1 && matches!(text.string(tokens[end]).as_str(), "[...]" | "[…]")
    {
        end += 1;
    }
    if marks > i + 1
        && end < tokens.len()
        && tokens[end].len() == 1
        && tokens[end].start == tokens[end - 1].end
        && matches!(text.at(tokens[end].start as usize), '.' | '!' | '?')
    {
        return None;
    }
    // ". . ." is one ellipsis
    if last == '.' && end < tokens.len() && tokens[end].len() == 1 && text.at(tokens[end].start as usize) == '.' {
        return None;
    }
    if marks == i + 1 && in_brackets(text, tokens, first, i) {
        return None;
    }
    if end >= tokens.len() {
        return Some(end);
    }
    let gap = tokens[end].start > tokens[end - 1].end;
    let opening = opens_here(text, tokens, end);
    let start = first_word(text, tokens, end);
    let c = start.map_or(' ', |k| text.at(tokens[k].start as usize));
    let word = start.map_or(String::new(), |k| text.string(tokens[k]).to_lowercase());
    if !alone {
        // an abbreviation: only before a word that begins sentences
        let stop = text.string(tokens[i]);
        let title =
            tables::abbreviation(stop.trim_end_matches('.')).is_some_and(|a| !matches!(a, tables::Abbreviation::End));
        let initial = tokens[i].len() == 2;
        return (!title
            && !initial
            && gap
            && c.is_uppercase()
            && (tables::starts_sentence(&word) || opening && marks > i + 1))
            .then_some(end);
    }
    if matches!(last, '。' | '！' | '？' | '।' | '۔' | '؟') {
        return Some(end);
    }
    if !gap && !opening && tokens[i].len() == 1 && marks == i + 1 {
        // "10.Then": only after a lower-case word, before a capital
        let before = text.before(tokens[i].start as usize);
        return (before.is_lowercase() && c.is_uppercase()).then_some(end);
    }
    // "1." or "2.1." at the head of a list item
    let number = |t: &Span| t.len() <= 5 && text.slice(*t).iter().all(|c| c.is_ascii_digit() || *c == '.');
    if i == first + 1 && last == '.' && marks == i + 1 && number(&tokens[first]) {
        return None;
    }
    if c.is_lowercase() {
        // printed without capitals: "it is clean. she is happy"
        let before = text.slice(tokens[i.saturating_sub(1).max(first)]);
        let plain = before.len() > 2 && before.iter().all(|c| c.is_lowercase());
        return (plain && marks == i + 1 && gap && !opening && tokens[i].len() == 1 && last != '…').then_some(end);
    }
    let dots = text.slice(tokens[i]).iter().all(|c| matches!(c, '.' | '…')) && (tokens[i].len() > 1 || last == '…');
    if dots {
        return (c.is_uppercase() || opening && marks > i + 1).then_some(end);
    }
    // “Why now?” Orlo asked.
    if matches!(last, '?' | '!') && marks > i + 1 && !opening && speech_follows(text, tokens, end) {
        return None;
    }
    Some(end)
}

/// Ends that no stop marks: the number of a figure ("Figure 1.5 The harbour"), the day over a report ("Monday, May 7, 2031 The
/// talks"), words left out before a capital, and speech broken off ("it looked like -- So maybe").
fn ends_unmarked(text: &Chars, tokens: &[Span], first: usize, i: usize) -> bool {
    let word = |k: usize| tokens.get(k).map_or(String::new(), |t| text.string(*t));
    let Some(next) = tokens.get(i + 1).map(|t| text.at(t.start as usize)) else { return false };
    let begins = next.is_uppercase() && tables::starts_sentence(&word(i + 1).to_lowercase());
    let digits = |k: usize| word(k).chars().all(|c| c.is_ascii_digit() || c == '.') && !word(k).is_empty();
    match word(i).as_str() {
        "[...]" | "[…]" => return begins,
        "--" | "—" | "–" => {
            let broken = i > first
                && tokens[i].start > tokens[i - 1].end
                && word(i - 1).chars().all(char::is_lowercase)
                && word(i - 1).len() > 1;
            return broken && begins && word(i + 1) != "I";
        }
        _ => {}
    }
    if first > 0 || i == 0 || !digits(i) || word(i).ends_with('.') || !(next.is_uppercase() || i == 1 && next == '(') {
        return false;
    }
    let figure = i == 1 && matches!(word(0).as_str(), "Figure" | "Fig." | "Table" | "Box" | "Photo");
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let day = i == 5
        && DAYS.contains(&word(0).as_str())
        && word(1) == ","
        && digits(3)
        && word(4) == ","
        && word(5).len() == 4;
    figure || day
}

/// A closing mark that belongs to what stands before it.
fn is_closing(text: &Chars, tokens: &[Span], k: usize) -> bool {
    let token = tokens[k];
    if token.len() == 2 && text.slice(token).iter().all(|c| *c == '\'') {
        return token.start == tokens[k - 1].end;
    }
    if token.len() != 1 || !closes(text.at(token.start as usize)) {
        return false;
    }
    if token.start == tokens[k - 1].end {
        if opens_glued(text, token) {
            return false;
        }
        // a straight mark against both sides opens the next sentence only when the next word touches it and a space went before
        return true;
    }
    // a bracket or curly mark set off by a space still closes
    matches!(text.at(token.start as usize), ')' | ']' | '”' | '»')
}

/// "… of the vote."The army is weak," he said": a straight mark printed against the words on both sides opens the next sentence where
/// no mark of its paragraph stands open.
fn opens_glued(text: &Chars, token: Span) -> bool {
    let at = token.start as usize;
    if text.at(at) != '"' || !text.at(token.end as usize).is_alphanumeric() {
        return false;
    }
    // a paragraph is short; a text without line breaks is not read again and again from its start
    let reach = at.saturating_sub(4000);
    let first = (reach..at).rev().find(|&i| text.at(i) == '\n').map_or(reach, |i| i + 1);
    let mut open = false;
    for i in first..at {
        open = match text.at(i) {
            '"' => !open,
            '“' => true,
            '”' => false,
            _ => open,
        };
    }
    !open
}

/// One past a bracketed number that begins at token `k`: "[", "12", "]".
fn note_at(text: &Chars, tokens: &[Span], k: usize) -> Option<usize> {
    let is = |j: usize, c: char| tokens.get(j).is_some_and(|t| t.len() == 1 && text.at(t.start as usize) == c);
    if !is(k, '[') {
        return None;
    }
    let close = (k + 1..k + 6).find(|&j| is(j, ']'))?;
    let number = |t: &Span| text.slice(*t).iter().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '–'));
    (close > k + 1 && tokens[k + 1..close].iter().all(number)).then_some(close + 1)
}

/// Whether token `i` stands in round brackets that were opened not long before and are closed not long after.
fn in_brackets(text: &Chars, tokens: &[Span], first: usize, i: usize) -> bool {
    let bracket = |t: &Span| if t.len() == 1 { text.at(t.start as usize) } else { ' ' };
    let before = tokens[first.max(i.saturating_sub(25))..i].iter().rev().map(bracket).find(|c| matches!(c, '(' | ')'));
    let after = tokens[i + 1..tokens.len().min(i + 25)].iter().map(bracket).find(|c| matches!(c, '(' | ')'));
    before == Some('(') && after == Some(')')
}

fn opens_here(text: &Chars, tokens: &[Span], k: usize) -> bool {
    opens(text.at(tokens[k].start as usize))
}

/// The first token from `k` on that is a word or number; opening marks and dashes are passed over.
fn first_word(text: &Chars, tokens: &[Span], k: usize) -> Option<usize> {
    (k..tokens.len().min(k + 5)).find(|&j| text.at(tokens[j].start as usize).is_alphanumeric())
}

/// A short subject and a verb of saying, or a pronoun and a verb: the sentence goes on after its quotation.
fn speech_follows(text: &Chars, tokens: &[Span], k: usize) -> bool {
    let word = |j: usize| tokens.get(j).map_or(String::new(), |t| text.string(*t));
    if matches!(word(k).as_str(), "I" | "he" | "she" | "they" | "we") && word(k + 1).chars().all(|c| c.is_lowercase()) {
        return true;
    }
    const SAYING: [&str; 14] = [
        "asked", "said", "says", "wrote", "replied", "added", "told", "shouted", "asks", "cried", "tweeted",
        "wondered", "thought", "answered",
    ];
    (k..k + 4).any(|j| SAYING.contains(&word(j).as_str()))
}
