//! How much? Numbers in digits and in words, before anybody asks what they count.
//!
//! "three hundred and two dozens" → 324; "$1.2 million" → 1 200 000; "two thirds of a million" → 666 666.67.
//! It does not say whether a number is a year, an age or a count: dates and figures do.

mod digits;
mod fractions;
mod words;

use crate::pieces::Pieces;
use onrecord_model::Span;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// A whole number.
    Integer,
    /// A number with decimals.
    Decimal,
    /// A fraction ("two thirds").
    Fraction,
    /// A power ("1e10", "2.5^3").
    Power,
}

/// Which forms count as one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Running prose: no signs, no ratios, no groups split by spaces, digits never joined by "and".
    Prose,
    /// As [`Style::Prose`], and words are not joined by "and" either: inside "between one hundred and two hundred".
    NoAnd,
    /// Every form a calculator would take.
    Plain,
}

/// One number in the pieces of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// First piece.
    pub first: usize,
    /// One past the last piece.
    pub last: usize,
    /// How it is written.
    pub kind: NumberKind,
    /// Whether it has digits (not words only).
    pub digits: bool,
    /// Whether it is a bare digit literal that could be a year or day: no separator, scale or suffix.
    pub bare: bool,
}

/// The number that begins at piece `i`; `None` when none does, or when it is too large to hold.
pub fn at(p: &Pieces, i: usize, style: Style) -> Option<Number> {
    let piece = p.get(i)?;
    let number = match piece.kind {
        crate::pieces::PieceKind::Word => words::at(p, i, style),
        _ => digits::at(p, i, style).and_then(|n| words::extend(p, n, style)),
    }?;
    number.value.is_finite().then_some(number)
}

/// A number found in a text, for comparing with other recognisers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlainNumber {
    /// Where it stands.
    pub span: Span,
    /// Its value.
    pub value: f64,
}

/// Every plain number of a text from left to right ("the one" that stands for a noun is none). Linear in the text.
pub fn plain(text: &str) -> Vec<PlainNumber> {
    let p = Pieces::new(text);
    let mut found = Vec::new();
    let mut i = 0;
    while i < p.len() {
        let Some(number) = at(&p, i, Style::Plain) else {
            i += 1;
            continue;
        };
        let pronoun = number.last == number.first + 1
            && p.low(i) == "one"
            && i > 0
            && matches!(p.low(i - 1), "the" | "this" | "that" | "which");
        if !pronoun {
            found.push(PlainNumber { span: p.span(number.first, number.last), value: number.value });
        }
        i = number.last.max(i + 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let chars: Vec<char> = text.chars().collect();
        let lines: Vec<String> = plain(text)
            .iter()
            .map(|n| {
                let words: String = chars[n.span.start as usize..n.span.end as usize].iter().collect();
                format!("{words} = {}", n.value)
            })
            .collect();
        expected.assert_eq(&lines.join("; "));
    }

    #[test]
    fn words_and_digits() {
        check("Some 1,250 of the two million left.", expect!["1,250 = 1250; two million = 2000000"]);
        check("half a dozen boats and 1.2 million tonnes", expect!["half a dozen = 6; 1.2 million = 1200000"]);
        check("two-thirds of the fleet", expect!["two-thirds = 0.6666666666666666"]);
        check("four and a half hours", expect!["four and a half = 4.5"]);
        check("the 4th of May, a B52, 20mm shells", expect![""]);
        check("between one hundred and two hundred", expect!["one hundred = 100; two hundred = 200"]);
        check("This one is the last", expect![""]);
    }

    #[test]
    fn a_number_of_a_thousand_digits_is_none_and_ends() {
        let long = "9".repeat(1000);
        check(&long, expect![""]);
        assert_eq!(plain(&format!("1{}", ",999".repeat(400))).len(), 401);
    }

    #[test]
    fn ten_thousand_numbers_are_read_in_linear_time() {
        for word in ["one ", "12 ", "2,5,", "one hundred and ", "1-", "half ", "million ", "1/2/"] {
            let text = word.repeat(10_000);
            let start = std::time::Instant::now();
            let n = plain(&text).len();
            assert!(n <= 20_000);
            assert!(start.elapsed().as_secs() < 5, "{word:?} took {:?}", start.elapsed());
        }
    }
}
