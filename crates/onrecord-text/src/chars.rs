//! The report's text as code points, so that every place is an offset from the start.

use onrecord_model::Span;

/// A text as code points. Index = code-point offset of [`Report::text`](onrecord_model::Report::text).
pub(crate) struct Chars(Vec<char>);

impl Chars {
    pub(crate) fn new(text: &str) -> Self {
        Chars(text.chars().collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The code point at `i`; NUL past the end, which is no letter, digit, mark or space.
    pub(crate) fn at(&self, i: usize) -> char {
        self.0.get(i).copied().unwrap_or('\0')
    }

    /// The code point before `i`; a space before the start.
    pub(crate) fn before(&self, i: usize) -> char {
        if i == 0 { ' ' } else { self.at(i - 1) }
    }

    pub(crate) fn slice(&self, span: Span) -> &[char] {
        let end = (span.end as usize).min(self.0.len());
        &self.0[(span.start as usize).min(end)..end]
    }

    pub(crate) fn string(&self, span: Span) -> String {
        self.slice(span).iter().collect()
    }

    /// `span` without white space at its ends.
    pub(crate) fn trim(&self, span: Span) -> Span {
        let (mut start, mut end) = (span.start as usize, (span.end as usize).min(self.0.len()));
        while start < end && is_space(self.0[start]) {
            start += 1;
        }
        while end > start && is_space(self.0[end - 1]) {
            end -= 1;
        }
        Span::new(start as u32, end.max(start) as u32)
    }
}

/// White space, controls and the invisible marks that stand between words (zero-width space, byte-order mark, direction marks).
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{00ad}')
}

/// A mark that belongs to the character before it: combining accents, variation selectors, joiners, emoji skin tones.
pub(crate) fn is_joined(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}' | '\u{05c2}'
        | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06dc}' | '\u{06df}'..='\u{06e4}'
        | '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{0e31}' | '\u{0e34}'..='\u{0e3a}' | '\u{0e47}'..='\u{0e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

/// A letter, digit or a mark joined to one.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_joined(c)
}

/// An apostrophe as printed: typewriter, curly, or the accents used for one.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}' | '`' | '\u{00b4}')
}

/// Any quotation mark, apostrophes included.
pub(crate) fn is_quote(c: char) -> bool {
    is_apostrophe(c) || is_double_quote(c) || matches!(c, '\u{2018}' | '\u{201a}' | '\u{2039}' | '\u{203a}')
}

/// A quotation mark of the double family.
pub(crate) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{00ab}' | '\u{00bb}' | '\u{ff02}')
}

/// A mark that may stand between the end of a sentence and the next one.
pub(crate) fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '\'' | '\u{2019}' | '\u{201d}' | '\u{00bb}' | '\u{203a}')
}

/// A mark that may open a sentence.
pub(crate) fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '"' | '\'' | '\u{2018}' | '\u{201c}' | '\u{201e}' | '\u{00ab}' | '\u{2039}' | '`')
}
