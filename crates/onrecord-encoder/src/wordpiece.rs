//! How is a word spelled for the encoder?
//!
//! "Négociateur" → "ne", "##go", "##cia", "##te", "##ur", each with the code points of the word it was made from. BERT's uncased
//! normalisation: controls dropped, accents stripped after canonical decomposition, lower case, punctuation and CJK ideographs
//! apart, then the longest wordpiece first. Every normalised character remembers the code point it came from.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::EncoderError;

/// One wordpiece of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Line of the vocabulary.
    pub id: u32,
    /// First code point of the word that it was made from.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// The vocabulary and the rules for spelling words with it.
pub struct WordPieces {
    /// Pieces that begin a chunk.
    head: HashMap<Box<str>, u32>,
    /// Pieces that go on (`##`), without the mark.
    tail: HashMap<Box<str>, u32>,
    unknown: u32,
    most: usize,
    longest: usize,
}

impl WordPieces {
    /// Reads `vocab.txt`: one piece a line, its id the line number from 0.
    pub(crate) fn new(vocabulary: &str, unknown: u32, most: usize) -> Result<Self, EncoderError> {
        let (mut head, mut tail) = (HashMap::new(), HashMap::new());
        let mut longest = 0;
        for (id, line) in vocabulary.lines().enumerate() {
            let piece = line.trim_end_matches(['\r', '\n']);
            longest = longest.max(piece.len());
            match piece.strip_prefix("##").filter(|t| !t.is_empty()) {
                Some(rest) => tail.insert(rest.into(), id as u32),
                None => head.insert(piece.into(), id as u32),
            };
        }
        if head.get("[UNK]") != Some(&unknown) {
            return Err(EncoderError::Unreadable {
                file: "vocab.txt".into(),
                reason: format!("[UNK] is not on line {unknown}"),
            });
        }
        Ok(WordPieces { head, tail, unknown, most, longest })
    }

    /// The pieces of one word: at least one, at most the model's limit; a word that nothing is left of is one `[UNK]`.
    pub fn spell(&self, word: &str) -> Vec<Piece> {
        let mut out = Vec::with_capacity(4);
        if word.is_ascii() {
            self.spell_ascii(word, &mut out);
        } else {
            self.spell_any(word, &mut out);
        }
        out.truncate(self.most);
        if out.is_empty() {
            out.push(Piece { id: self.unknown, start: 0, end: word.chars().count() as u32 });
        }
        out
    }

    fn spell_ascii(&self, word: &str, out: &mut Vec<Piece>) {
        let plain = word.to_ascii_lowercase();
        let bytes = plain.as_bytes();
        if let Some(&id) = self.head.get(plain.as_str()) {
            // a whole word of the vocabulary, unless punctuation would have cut it
            if bytes.len() == 1 && !bytes[0].is_ascii_whitespace() && !bytes[0].is_ascii_control()
                || bytes.iter().all(u8::is_ascii_alphanumeric)
            {
                return out.push(Piece { id, start: 0, end: bytes.len() as u32 });
            }
        }
        if bytes.iter().any(u8::is_ascii_control) {
            return self.spell_any(word, out);
        }
        let mut i = 0;
        while i < bytes.len() {
            if bytes[i] == b' ' {
                i += 1;
                continue;
            }
            let stop = if bytes[i].is_ascii_punctuation() {
                i + 1
            } else {
                bytes[i..].iter().position(|b| *b == b' ' || b.is_ascii_punctuation()).map_or(bytes.len(), |n| i + n)
            };
            self.longest_match(&plain[i..stop], |at| (i + at) as u32, stop as u32, out);
            i = stop;
        }
    }

    fn spell_any(&self, word: &str, out: &mut Vec<Piece>) {
        let mut chunk = String::new();
        let mut origin: Vec<u32> = Vec::new();
        let flush = |chunk: &mut String, origin: &mut Vec<u32>, out: &mut Vec<Piece>| {
            if !chunk.is_empty() {
                // `origin` has one entry a byte of the chunk
                let last = origin.last().copied().unwrap_or(0) + 1;
                self.longest_match(chunk, |at| origin[at], last, out);
                chunk.clear();
                origin.clear();
            }
        };
        for (at, c) in word.chars().enumerate() {
            let at = at as u32;
            if c == '\0' || c == '\u{fffd}' || is_control(c) {
                continue;
            }
            if c.is_whitespace() {
                flush(&mut chunk, &mut origin, out);
                continue;
            }
            for d in std::iter::once(c).nfd().filter(|d| !is_mark(*d)) {
                let alone = is_cjk(c) || is_punctuation(d);
                if alone {
                    flush(&mut chunk, &mut origin, out);
                }
                for l in d.to_lowercase() {
                    chunk.push(l);
                    origin.resize(chunk.len(), at);
                }
                if alone {
                    flush(&mut chunk, &mut origin, out);
                }
            }
        }
        flush(&mut chunk, &mut origin, out);
    }

    /// Longest piece first from the left; a chunk of over 100 characters or without a match is one `[UNK]`.
    fn longest_match(&self, chunk: &str, origin: impl Fn(usize) -> u32, end: u32, out: &mut Vec<Piece>) {
        let before = out.len();
        let long = chunk.len() > 100 && chunk.chars().count() > 100;
        let mut at = 0;
        while at < chunk.len() && !long {
            let table = if at == 0 { &self.head } else { &self.tail };
            let mut stop = chunk.len().min(at + self.longest);
            while !chunk.is_char_boundary(stop) {
                stop -= 1;
            }
            let found = loop {
                if stop <= at {
                    break None;
                }
                if let Some(&id) = table.get(&chunk[at..stop]) {
                    break Some(id);
                }
                stop -= 1;
                while !chunk.is_char_boundary(stop) {
                    stop -= 1;
                }
            };
            let Some(id) = found else { break };
            let to = if stop == chunk.len() { end } else { origin(stop).max(origin(at) + 1) };
            out.push(Piece { id, start: origin(at), end: to });
            at = stop;
        }
        if at < chunk.len() {
            out.truncate(before);
            out.push(Piece { id: self.unknown, start: origin(0), end });
        }
    }
}

/// Category C (control, format, private use, not assigned) except tab and line ends.
fn is_control(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\r')
        && (c.is_control()
            || matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}'))
}

/// Category Mn as far as decomposed Latin, Greek, Cyrillic, Hebrew, Arabic and Indic text carries it.
fn is_mark(c: char) -> bool {
    if c < '\u{300}' {
        return false;
    }
    is_combining_mark(c) && !is_spacing_mark(c)
}

/// Combining marks that take their own space (category Mc), kept by BERT's normalisation.
fn is_spacing_mark(c: char) -> bool {
    matches!(c, '\u{903}' | '\u{93b}' | '\u{93e}'..='\u{940}' | '\u{949}'..='\u{94c}' | '\u{94e}' | '\u{94f}' | '\u{982}' | '\u{983}' | '\u{9be}'..='\u{9c0}'
        | '\u{9c7}'..='\u{9cc}' | '\u{a03}' | '\u{a3e}'..='\u{a40}' | '\u{a83}' | '\u{abe}'..='\u{ac0}' | '\u{ac9}'..='\u{acc}' | '\u{b3e}' | '\u{b40}'
        | '\u{bbe}' | '\u{bbf}' | '\u{bc1}'..='\u{bcc}' | '\u{c41}'..='\u{c44}' | '\u{cbe}'..='\u{cc4}' | '\u{d3e}'..='\u{d40}' | '\u{d46}'..='\u{d4c}'
        | '\u{102b}' | '\u{102c}' | '\u{1031}' | '\u{1038}' | '\u{302e}' | '\u{302f}')
}

fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{37e}' | '\u{387}' | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}'
        | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5c6}' | '\u{5f3}' | '\u{5f4}' | '\u{609}' | '\u{60a}' | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61d}'..='\u{61f}'
        | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{970}' | '\u{e4f}' | '\u{e5a}' | '\u{e5b}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{207d}' | '\u{207e}' | '\u{208d}' | '\u{208e}' | '\u{2308}'..='\u{230b}'
        | '\u{2329}' | '\u{232a}' | '\u{2768}'..='\u{2775}' | '\u{27e6}'..='\u{27ef}' | '\u{2983}'..='\u{2998}' | '\u{2e00}'..='\u{2e2e}' | '\u{2e30}'..='\u{2e4f}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}' | '\u{303d}' | '\u{30a0}' | '\u{30fb}' | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe52}' | '\u{fe54}'..='\u{fe61}' | '\u{fe63}' | '\u{fe68}' | '\u{fe6a}' | '\u{fe6b}' | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}'
        | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}' | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b73f}' | '\u{2b740}'..='\u{2b81f}'
        | '\u{2b820}'..='\u{2ceaf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// Casing class of a word: 0 no upper-case letter, 1 Title, 2 ALL CAPS, 3 miXed.
pub(crate) fn casing(word: &str) -> u8 {
    let (mut letters, mut upper, mut first) = (0, 0, false);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        let is_upper = c.is_uppercase();
        first |= letters == 0 && is_upper;
        letters += 1;
        upper += i32::from(is_upper);
    }
    match (letters, upper) {
        (_, 0) => 0,
        (1, _) => 1,
        (l, u) if l == u => 2,
        (_, 1) if first => 1,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces() -> WordPieces {
        WordPieces::new(include_str!("../models/vocab.txt"), 100, 8).unwrap()
    }

    #[test]
    fn offsets_survive_normalisation() {
        let p = pieces();
        let check = |word: &str, want: &[(u32, u32)]| {
            let got: Vec<(u32, u32)> = p.spell(word).iter().map(|x| (x.start, x.end)).collect();
            assert_eq!(got, want, "{word:?}");
        };
        check("ceasefire", &[(0, 9)]);
        check("negociateur", &[(0, 2), (2, 4), (4, 7), (7, 9), (9, 11)]);
        check("NE\u{301}gociateur", &[(0, 3), (3, 5), (5, 8), (8, 10), (10, 12)]);
        check("Ankara", &[(0, 6)]);
        check("\u{200b}Ankara\u{200b}", &[(1, 7)]);
        check("A\u{301}nkara", &[(0, 7)]);
        check("日本", &[(0, 1), (1, 2)]);
        check("", &[(0, 0)]);
        check("\u{1f6f3}\u{fe0f}", &[(0, 1)]);
    }

    #[test]
    fn casing_classes() {
        let got: Vec<u8> = ["talks", "Talks", "UN", "U.S.", "McOrlo", "a", "A", "7th", "—", "ÉTAT"]
            .iter()
            .map(|w| casing(w))
            .collect();
        assert_eq!(got, [0, 1, 2, 2, 3, 0, 1, 0, 0, 2]);
    }

    proptest! {
        #[test]
        fn pieces_stand_inside_their_word(word in "\\PC{0,12}|[a-zé\\u{301}İﬁ日\\u{200d}🛳]{0,12}") {
            let p = pieces();
            let got = p.spell(&word);
            let length = word.chars().count() as u32;
            prop_assert!(!got.is_empty() && got.len() <= 8);
            for piece in &got {
                prop_assert!(piece.start <= piece.end && piece.end <= length, "{:?} in {:?}", piece, word);
            }
            for pair in got.windows(2) {
                prop_assert!(pair[0].start <= pair[1].start);
            }
        }
    }
}
