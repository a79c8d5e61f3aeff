//! How are words cut for number and time patterns? Into runs of letters, runs of digits, and single marks.
//!
//! "a three-year, $1.2m deal" → `a` `three` `-` `year` `,` `$` `1` `.` `2` `m` `deal`, each with its code points and whether
//! white space stands before it. Patterns over pieces do not depend on how an engine splits hyphens or abbreviations.
//! It does not try to be a tokenizer: part of speech and parse are asked of the analysis, by span.

use onrecord_model::Span;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// A run of letters.
    Word,
    /// A run of ASCII digits.
    Digits,
    /// One other character.
    Mark,
}

/// One piece of a text.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Where it stands, in code points.
    pub span: Span,
    /// What it is made of.
    pub kind: PieceKind,
    /// Whether white space (or the start of the text) stands before it.
    pub gap: bool,
    /// Whether a blank line stands before it.
    pub paragraph: bool,
    first: u32,
    last: u32,
}

/// A text of fewer letters is not called printed in capitals, whatever its letters.
const SHOUTED_FROM: usize = 40;

/// The pieces of a text in order.
pub struct Pieces<'a> {
    text: &'a str,
    lower: String,
    list: Vec<Piece>,
    shouted: bool,
}

impl<'a> Pieces<'a> {
    /// Cuts a text. Linear in its length.
    pub fn new(text: &'a str) -> Self {
        let mut list: Vec<Piece> = Vec::with_capacity(text.len() / 4);
        let (mut gap, mut lines, mut point) = (true, 2u32, 0u32);
        let mut open = false;
        for (byte, c) in text.char_indices() {
            let kind = if c.is_ascii_digit() {
                PieceKind::Digits
            } else if c.is_alphabetic() || is_combining(c) {
                PieceKind::Word
            } else if c.is_whitespace() || c.is_control() || c == '\u{200b}' || c == '\u{feff}' {
                gap = true;
                open = false;
                lines += u32::from(c == '\n');
                point += 1;
                continue;
            } else {
                PieceKind::Mark
            };
            let end = (byte + c.len_utf8()) as u32;
            match list.last_mut() {
                Some(p) if open && p.kind == kind && kind != PieceKind::Mark => {
                    p.last = end;
                    p.span.end = point + 1;
                }
                _ => list.push(Piece {
                    span: Span::new(point, point + 1),
                    kind,
                    gap,
                    paragraph: lines > 1,
                    first: byte as u32,
                    last: end,
                }),
            }
            open = true;
            gap = false;
            lines = 0;
            point += 1;
        }
        let letters = text.chars().filter(|c| c.is_lowercase() || c.is_uppercase()).count();
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        let shouted = letters > SHOUTED_FROM && capitals * 20 > letters * 19;
        Pieces { text, lower: text.to_ascii_lowercase(), list, shouted }
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no piece.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Piece `i`; `None` past the end.
    pub fn get(&self, i: usize) -> Option<&Piece> {
        self.list.get(i)
    }

    /// Piece `i` in lower case (ASCII); empty past the end.
    pub fn low(&self, i: usize) -> &str {
        self.list.get(i).map_or("", |p| &self.lower[p.first as usize..p.last as usize])
    }

    /// Piece `i` as printed; empty past the end.
    pub fn raw(&self, i: usize) -> &'a str {
        self.list.get(i).map_or("", |p| &self.text[p.first as usize..p.last as usize])
    }

    /// The printed words of pieces `from..to`.
    pub fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.list.get(from), to.checked_sub(1).and_then(|l| self.list.get(l))) {
            (Some(a), Some(b)) if from < to => &self.text[a.first as usize..b.last as usize],
            _ => "",
        }
    }

    /// Span of pieces `from..to`, in code points; empty when out of range.
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.list.get(from), to.checked_sub(1).and_then(|l| self.list.get(l))) {
            (Some(a), Some(b)) if from < to => Span::new(a.span.start, b.span.end),
            _ => Span::new(0, 0),
        }
    }

    /// Whether white space stands before piece `i` (true past the end).
    pub fn gap(&self, i: usize) -> bool {
        self.list.get(i).is_none_or(|p| p.gap)
    }

    /// Whether piece `i` is a run of digits.
    pub fn is_digits(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|p| p.kind == PieceKind::Digits)
    }

    /// Whether piece `i` is a run of letters.
    pub fn is_word(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|p| p.kind == PieceKind::Word)
    }

    /// Whether piece `i` is this mark.
    pub fn is_mark(&self, i: usize, mark: char) -> bool {
        self.list.get(i).is_some_and(|p| p.kind == PieceKind::Mark) && self.raw(i).starts_with(mark)
    }

    /// Whether piece `i` is a hyphen or short dash.
    pub fn is_hyphen(&self, i: usize) -> bool {
        self.is_mark(i, '-')
            || self.is_mark(i, '\u{2010}')
            || self.is_mark(i, '\u{2011}')
            || self.is_mark(i, '\u{2013}')
    }

    /// Whether piece `i` is an apostrophe.
    pub fn is_apostrophe(&self, i: usize) -> bool {
        self.is_mark(i, '\'') || self.is_mark(i, '\u{2019}')
    }

    /// Whether piece `i` begins with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        self.raw(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether piece `i` begins with a capital in a text where a capital says something.
    pub fn is_name_like(&self, i: usize) -> bool {
        !self.shouted && self.is_capital(i)
    }

    /// Whether the stop at piece `i` belongs to letters of an abbreviation ("U.S."), with a word behind it.
    pub fn abbreviates(&self, i: usize) -> bool {
        let letter = |k: usize| self.is_word(k) && self.is_capital(k) && self.raw(k).chars().count() == 1;
        self.is_mark(i, '.')
            && i > 0
            && letter(i - 1)
            && (letter(i + 1) && !self.gap(i + 1)
                || i > 2 && letter(i - 3) && self.is_mark(i - 2, '.') && !self.is_capital(i + 1))
    }

    /// Index of the first piece that ends after code point `at`.
    pub fn at(&self, at: u32) -> usize {
        self.list.partition_point(|p| p.span.end <= at)
    }

    /// One past the piece with a possessive ending ("year's", "years'") at `i`; `i` when there is none.
    pub fn skip_possessive(&self, i: usize) -> usize {
        if self.is_apostrophe(i) && !self.gap(i) {
            if self.low(i + 1) == "s" && !self.gap(i + 1) {
                return i + 2;
            }
            if i > 0 && self.low(i - 1).ends_with('s') {
                return i + 1;
            }
        }
        i
    }
}

/// Combining marks go with the letter before them.
fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let p = Pieces::new(text);
        (0..p.len()).map(|i| p.raw(i)).collect()
    }

    #[test]
    fn letters_digits_and_marks() {
        assert_eq!(cut("a three-year, $1.2m deal"), ["a", "three", "-", "year", ",", "$", "1", ".", "2", "m", "deal"]);
        assert_eq!(cut("Öl’s 20%"), ["Öl", "’", "s", "20", "%"]);
        assert!(cut("").is_empty());
    }

    #[test]
    fn offsets_are_code_points() {
        let p = Pieces::new("İzmir’de 20 kişi");
        assert_eq!(p.span(3, 4), Span::new(9, 11));
        assert_eq!(p.slice(2, 4), "de 20");
    }
}
