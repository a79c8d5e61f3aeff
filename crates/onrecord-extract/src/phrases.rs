//! Phrase patterns of the word lists, matched on tokens.
//!
//! A pattern is a line of words: `path of peace`, `stand|stay with|by`, `choose *6 or *3 consequence`.
//! A word matches a token's lower-cased text or its lemma; `a|b` is either; `*6` skips up to six tokens; `^` is the
//! start of the sentence (an opening quotation mark does not count). Patterns are data: see `onrecord-lexicon/data/lists`.

use std::borrow::Cow;

use onrecord_lexicon::{List, list};
use onrecord_model::Token;

use crate::Context;

enum Piece {
    Start,
    Gap(usize),
    Word(Vec<&'static str>),
}

/// The patterns of one list with their columns.
pub struct Phrases {
    rows: Vec<(Vec<Piece>, &'static [&'static str])>,
    /// Rows that can begin at a token whose text or lemma has this [place](place); rows that can begin anywhere in all of them.
    begin: Vec<Vec<usize>>,
    /// Rows that can begin at the last part of a word cut at a hyphen.
    hyphened: Vec<usize>,
}

/// One match: token range, and the columns of the pattern that matched.
pub struct Hit {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// Columns after the pattern.
    pub columns: &'static [&'static str],
}

/// Where rows are looked up by a word's first two bytes, whatever their case; one of [`PLACES`].
fn place(word: &str) -> Option<usize> {
    let mut bytes = word.bytes().map(|b| usize::from(b.to_ascii_lowercase()));
    let first = bytes.next()?;
    Some((first * 33 + bytes.next().unwrap_or(0)) % PLACES)
}

const PLACES: usize = 1024;

impl Phrases {
    /// The patterns of the list `name`.
    pub fn of(name: &str) -> Phrases {
        let all: &'static List = list(name);
        let rows: Vec<(Vec<Piece>, _)> = all.iter().map(|(head, columns)| (parse(head), columns)).collect();
        let (mut begin, mut hyphened) = (vec![Vec::new(); PLACES], Vec::new());
        for (n, (pieces, _)) in rows.iter().enumerate() {
            let Some(Piece::Word(words)) = pieces.first() else {
                begin.iter_mut().for_each(|b| b.push(n));
                continue;
            };
            for place in words.iter().filter_map(|w| place(w)) {
                if begin[place].last() != Some(&n) {
                    begin[place].push(n);
                }
            }
            if words.iter().any(|w| w.contains('-')) {
                hyphened.push(n);
            }
        }
        Phrases { rows, begin, hyphened }
    }

    /// The rows that may match at token `at`, in order.
    fn candidates(&self, cx: &Context, at: usize) -> Cow<'_, [usize]> {
        let t = cx.token(at);
        let of = |word: &str| place(word).map_or(&[][..], |p| &self.begin[p]);
        let (text, lemma) = (of(&t.text), of(&t.lemma));
        let hyphened = joined(cx, at).map_or(&[][..], |_| &self.hyphened);
        if hyphened.is_empty() && (lemma.is_empty() || std::ptr::eq(lemma, text)) {
            return Cow::Borrowed(text);
        }
        let mut rows = [text, lemma, hyphened].concat();
        rows.sort_unstable();
        rows.dedup();
        Cow::Owned(rows)
    }

    /// Every longest match of every pattern that starts inside the token range, in text order.
    pub fn find(&self, cx: &Context, range: std::ops::Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for at in range.clone() {
            for &row in &*self.candidates(cx, at) {
                let (pieces, columns) = &self.rows[row];
                if let Some(last) = run(cx, pieces, at, &range) {
                    hits.push(Hit { first: at, last, columns });
                }
            }
        }
        hits
    }

    /// Matches that do not overlap: at each place the longest, then on after it.
    pub fn apart(&self, cx: &Context, range: std::ops::Range<usize>) -> Vec<Hit> {
        let mut hits = self.find(cx, range);
        hits.sort_by_key(|h| (h.first, std::cmp::Reverse(h.last)));
        let mut end = 0;
        hits.retain(|h| {
            let keep = h.first >= end;
            if keep {
                end = h.last;
            }
            keep
        });
        hits
    }
}

fn parse(head: &'static str) -> Vec<Piece> {
    head.split(' ')
        .map(|word| match word.strip_prefix('*') {
            Some(n) => Piece::Gap(n.parse().unwrap_or(3)),
            None if word == "^" => Piece::Start,
            None => Piece::Word(word.split('|').collect()),
        })
        .collect()
}

/// Whether token `i` is one of `words`, by its lower-cased text or its lemma.
///
/// A word written with a hyphen ("cease-fire") also matches the last of the tokens it was cut into.
pub fn is_word(cx: &Context, i: usize, words: &[&str]) -> bool {
    let t = cx.token(i);
    words.iter().any(|w| &*t.lemma == *w || t.text.eq_ignore_ascii_case(w))
        || joined(cx, i).is_some_and(|j| words.contains(&j.as_str()))
}

/// The lower-cased word a hyphen joins token `i` into with what stands before it ("cease-fire" at "fire").
pub fn joined(cx: &Context, i: usize) -> Option<String> {
    let a = i.checked_sub(2)?;
    glued(&cx.analysis.tokens, i).then(|| format!("{}-{}", cx.token(a).text, cx.token(i).lemma).to_lowercase())
}

/// Whether token `i` and the one two before it are one word, cut at a hyphen.
pub fn glued(tokens: &[Token], i: usize) -> bool {
    let Some([a, hyphen, b]) = i.checked_sub(2).and_then(|from| tokens.get(from..=i)) else { return false };
    a.span.end == hyphen.span.start && hyphen.span.end == b.span.start && matches!(&*hyphen.text, "-" | "‐" | "‑")
}

/// Whether token `i` is the first part of a word cut at a hyphen.
pub fn hyphened(cx: &Context, i: usize) -> bool {
    i + 2 < cx.analysis.tokens.len() && joined(cx, i + 2).is_some() && matches!(&*cx.token(i + 1).text, "-" | "‐" | "‑")
}

fn run(cx: &Context, pieces: &[Piece], at: usize, range: &std::ops::Range<usize>) -> Option<usize> {
    let Some((piece, rest)) = pieces.split_first() else { return Some(at) };
    match piece {
        Piece::Start => {
            let first = range.clone().find(|&i| cx.token(i).text.chars().any(char::is_alphanumeric))?;
            (first == at).then(|| run(cx, rest, at, range))?
        }
        Piece::Gap(n) => (at..=(at + n).min(range.end)).find_map(|from| run(cx, rest, from, range)),
        Piece::Word(words) => (at < range.end && is_word(cx, at, words)).then(|| run(cx, rest, at + 1, range))?,
    }
}
