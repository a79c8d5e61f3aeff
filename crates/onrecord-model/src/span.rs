//! Where words stand: code-point spans and the map from bytes to code points.

use serde::{Deserialize, Serialize};

/// Code points `start..end` of [`Report::text`](crate::Report::text), `end` excluded.
///
/// Offsets count Unicode scalar values, as Python's `str` does, never bytes or UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First code point of the span.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end` (excluded). An inverted pair becomes the empty span at `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end: end.max(start) }
    }

    /// Length in code points.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no code point.
    pub fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// Whether the two spans share at least one code point.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Code points the two spans share.
    pub fn shared(self, other: Span) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A text with its map from code points to bytes, so that a [`Span`] can be sliced in constant time.
///
/// ASCII texts need no table: code point and byte offset are then the same number.
#[derive(Clone, Debug)]
pub struct Offsets {
    /// Byte offset of every code point and of the end; empty when the text is ASCII.
    bytes: Vec<u32>,
    len: u32,
}

impl Offsets {
    /// Builds the map for `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Offsets { bytes: Vec::new(), len: text.len() as u32 };
        }
        let mut bytes: Vec<u32> = text.char_indices().map(|(i, _)| i as u32).collect();
        let len = bytes.len() as u32;
        bytes.push(text.len() as u32);
        Offsets { bytes, len }
    }

    /// Length of the text in code points.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Byte offset of code point `at`; positions past the end give the end.
    pub fn byte(&self, at: u32) -> usize {
        let at = at.min(self.len);
        if self.bytes.is_empty() { at as usize } else { self.bytes[at as usize] as usize }
    }

    /// Code-point offset of the byte offset `byte`; a byte inside a character gives that character.
    pub fn point(&self, byte: usize) -> u32 {
        if self.bytes.is_empty() {
            return (byte as u32).min(self.len);
        }
        match self.bytes.binary_search(&(byte as u32)) {
            Ok(i) => i as u32,
            Err(i) => (i as u32).saturating_sub(1).min(self.len),
        }
    }

    /// The words of `span` in `text`, which must be the text this map was built for. Out of range is cut to the text.
    pub fn slice<'t>(&self, text: &'t str, span: Span) -> &'t str {
        text.get(self.byte(span.start)..self.byte(span.end)).unwrap_or("")
    }

    /// The span of a byte range of the text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.point(start), self.point(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_character_round_trips(text in "\\PC{0,40}[\\u{0}-\\u{1f}é\\u{301}🛳]{0,6}") {
            let map = Offsets::new(&text);
            prop_assert_eq!(map.len() as usize, text.chars().count());
            for (n, (i, c)) in text.char_indices().enumerate() {
                prop_assert_eq!(map.byte(n as u32), i);
                prop_assert_eq!(map.point(i), n as u32);
                prop_assert_eq!(map.slice(&text, Span::new(n as u32, n as u32 + 1)), c.to_string());
            }
        }
    }

    #[test]
    fn a_span_past_the_end_is_cut() {
        let map = Offsets::new("Öl");
        assert_eq!(map.slice("Öl", Span::new(1, 99)), "l");
        assert_eq!(map.slice("Öl", Span::new(7, 99)), "");
    }
}
