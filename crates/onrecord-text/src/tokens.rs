//! Where is each word?
//!
//! "Ankara's envoy didn't rule out a $2bn, three-year deal" → Ankara | 's | envoy | did | n't | rule | out | a | $ | 2 | bn | , |
//! three | - | year | deal: cut as the English treebanks of Universal Dependencies cut it, each piece with its code points.
//!
//! Links, mail addresses, handles and file names stay whole; abbreviations keep their full stop. It does not normalise words.

use onrecord_model::Span;

use crate::{
    chars::{Chars, is_apostrophe, is_joined, is_quote, is_space, is_word},
    tables::{self, Abbreviation},
};

/// Endings of host names that make a word with dots a link.
const DOMAINS: [&str; 16] =
    ["com", "org", "net", "gov", "edu", "info", "int", "io", "uk", "eu", "us", "tv", "mil", "fr", "de", "ch"];

/// The spans of all tokens between two code points, in order.
pub(crate) fn tokens(text: &Chars, block: Span) -> Vec<Span> {
    let mut scan = Scan { text, end: (block.end as usize).min(text.len()), out: Vec::new() };
    let mut at = block.start as usize;
    while at < scan.end {
        if is_space(text.at(at)) {
            at += 1;
            continue;
        }
        let next = scan.token(at).min(scan.end);
        at = next.max(at + 1);
    }
    scan.out
}

struct Scan<'t> {
    text: &'t Chars,
    end: usize,
    out: Vec<Span>,
}

impl Scan<'_> {
    /// Code point `i`; a space past the block's end.
    fn at(&self, i: usize) -> char {
        if i < self.end { self.text.at(i) } else { ' ' }
    }

    fn push(&mut self, start: usize, end: usize) -> usize {
        let end = end.min(self.end);
        if start < end {
            self.out.push(Span::new(start as u32, end as u32));
        }
        end
    }

    fn lower(&self, start: usize, end: usize) -> String {
        self.text.slice(Span::new(start as u32, end as u32)).iter().flat_map(|c| c.to_lowercase()).collect()
    }

    fn string(&self, start: usize, end: usize) -> String {
        self.text.string(Span::new(start as u32, end as u32))
    }

    /// Pushes the token (or two) at `i` and returns where to go on.
    fn token(&mut self, i: usize) -> usize {
        let c = self.at(i);
        let fresh = i == 0 || !is_word(self.text.before(i));
        if fresh
            && (c.is_alphanumeric() || matches!(c, '@' | '#'))
            && let Some(end) = self.link(i)
        {
            return self.push(i, end);
        }
        if fresh && matches!(c, '@' | '#') && self.at(i + 1).is_alphabetic() {
            return self.push(i, self.run(i + 1, is_word));
        }
        if c.is_numeric() || (c == '.' && self.at(i + 1).is_ascii_digit() && is_space(self.text.before(i))) {
            return self.number(i);
        }
        if is_apostrophe(c) {
            return self.apostrophe(i);
        }
        if c.is_alphabetic() || c == '_' || is_joined(c) {
            return self.word(i);
        }
        self.symbol(i)
    }

    fn run(&self, mut i: usize, keep: impl Fn(char) -> bool) -> usize {
        while i < self.end && keep(self.at(i)) {
            i += 1;
        }
        i
    }

    /// The end of a link, mail address, host name or file name that begins at `i`.
    fn link(&self, i: usize) -> Option<usize> {
        let stop = self.run(i, |c| !is_space(c) && !matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»'));
        if stop - i < 4 {
            return None;
        }
        let chunk = &self.text.slice(Span::new(i as u32, stop as u32));
        let starts =
            |p: &str| chunk.len() > p.len() && p.chars().zip(chunk.iter()).all(|(a, b)| a == b.to_ascii_lowercase());
        let trimmed = |mut end: usize| {
            let mut open = self.text.slice(Span::new(i as u32, end as u32)).iter().filter(|c| **c == '(').count()
                as i32
                - self.text.slice(Span::new(i as u32, end as u32)).iter().filter(|c| **c == ')').count() as i32;
            while end > i {
                let c = self.at(end - 1);
                if matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ']' | '\'' | '’' | '…') {
                    end -= 1;
                } else if c == ')' && open < 0 {
                    open += 1;
                    end -= 1;
                } else {
                    break;
                }
            }
            end
        };
        if ["http://", "https://", "ftp://", "www.", "mailto:", "doi:10."].iter().any(|p| starts(p)) {
            return Some(trimmed(stop)).filter(|e| *e > i + 4);
        }
        let mail = |c: char| is_word(c) || matches!(c, '.' | '-' | '+' | '@' | '…');
        let end = trimmed(self.run(i, mail));
        let part = self.text.slice(Span::new(i as u32, end as u32));
        if let Some(at) = part.iter().position(|c| *c == '@') {
            return (at > 0 && at + 1 < part.len()).then_some(end);
        }
        // a host name or file name: words joined by dots, the last one known
        let host = self.run(i, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        let host = trimmed(host);
        let name = self.string(i, host);
        let last = name.rsplit('.').next().filter(|l| l.len() < name.len())?.to_ascii_lowercase();
        if !DOMAINS.contains(&last.as_str()) || !name.contains('.') || name.starts_with('.') || name.contains("..") {
            return None;
        }
        if last == "us" && name.len() < 6 {
            return None;
        }
        Some(if self.at(host) == '/' { trimmed(stop) } else { host })
    }

    fn number(&mut self, i: usize) -> usize {
        let mut end = i;
        loop {
            end = self.run(end, |c| c.is_numeric() || is_joined(c));
            let c = self.at(end);
            let next = self.at(end + 1);
            if matches!(c, '.' | ',' | ':' | '/') && next.is_ascii_digit() && end + 1 < self.end {
                end += 1;
                continue;
            }
            if end == i {
                end += 1; // the point of ".5"
                continue;
            }
            break;
        }
        // telephone numbers and dates keep their hyphens: 555-0147, 2016-10-11
        let mut joined = end;
        let mut groups = 0;
        while self.at(joined) == '-' && self.at(joined + 1).is_ascii_digit() {
            let stop = self.run(joined + 1, |c| c.is_ascii_digit());
            groups += 1;
            if self.at(stop).is_alphabetic() || matches!(self.at(stop), ',' | '.') && self.at(stop + 1).is_ascii_digit()
            {
                groups = 0;
                break;
            }
            joined = stop;
        }
        let first = end - i;
        if groups > 1 || (groups == 1 && first == 3 && joined - end == 5) {
            return self.push(i, joined);
        }
        let letters = self.run(end, |c| c.is_alphabetic() || is_joined(c));
        if letters > end {
            let tail = self.lower(end, letters);
            if matches!(tail.as_str(), "st" | "nd" | "rd" | "th" | "s") {
                return self.push(i, letters);
            }
            if matches!(tail.as_str(), "a" | "p")
                && self.at(letters) == '.'
                && matches!(self.at(letters + 1), 'm' | 'M')
            {
                self.push(i, end);
                return self.word(end);
            }
            if tables::is_unit(&tail) && !is_word(self.at(letters)) {
                self.push(i, end);
                return self.push(end, letters);
            }
            // 9mm-type codes and names with digits stay whole: F16, 2A46M
            return self.push(i, self.run(letters, is_word));
        }
        if is_apostrophe(self.at(end))
            && self.at(end + 1) == 's'
            && !is_word(self.at(end + 2))
            && self.at(end - 1) == '0'
        {
            return self.push(i, end + 2); // the 1960's
        }
        self.push(i, end)
    }

    fn apostrophe(&mut self, i: usize) -> usize {
        let (c, before) = (self.at(i), self.text.before(i));
        if self.at(i + 1) == c && matches!(c, '\'' | '`') {
            return self.push(i, i + 2); // '' and `` for double marks
        }
        if i > 0
            && (is_word(before) || is_quote(before) || matches!(before, '.' | ')' | '%' | ']'))
            && !is_space(before)
        {
            let end = self.run(i + 1, |c| c.is_alphabetic());
            let tail = self.lower(i + 1, end);
            if matches!(tail.as_str(), "s" | "ll" | "re" | "ve" | "d" | "m") && !is_word(self.at(end)) {
                return self.push(i, end);
            }
        }
        if c != '`' && is_space(before) || matches!(before, '(' | '"' | '“' | '-' | '—' | '–') {
            let digits = self.run(i + 1, |c| c.is_ascii_digit());
            if digits == i + 3 && (!is_word(self.at(digits)) || self.at(digits) == 's') {
                let end = if self.at(digits) == 's' && !is_word(self.at(digits + 1)) { digits + 1 } else { digits };
                if !is_word(self.at(end)) && !is_apostrophe(self.at(end)) {
                    return self.push(i, end); // '60s
                }
            }
            let end = self.run(i + 1, |c| c.is_alphabetic());
            if matches!(self.lower(i + 1, end).as_str(), "em" | "til" | "cause" | "bout" | "n") && c != '‘' {
                return self.push(i, end);
            }
        }
        self.push(i, i + 1)
    }

    /// A word from letter `i`: its contractions, possessive and hyphens cut.
    fn word(&mut self, i: usize) -> usize {
        if let Some(end) = self.acronym(i) {
            return self.push(i, end);
        }
        let mut end = self.run(i, is_word);
        loop {
            let (c, next) = (self.at(end), self.at(end + 1));
            if is_apostrophe(c) && c != '`' && next.is_alphabetic() {
                let stop = self.run(end + 1, is_word);
                let tail = self.lower(end + 1, stop);
                if tail == "t" && matches!(self.at(end - 1), 'n' | 'N') {
                    // did|n't; nothing before the n: "n't" alone
                    if end - 1 > i {
                        self.push(i, end - 1);
                    }
                    return self.push(end - 1, stop);
                }
                if matches!(tail.as_str(), "s" | "ll" | "re" | "ve" | "d" | "m") {
                    break;
                }
                end = stop; // O'Connor, o'clock, d'état
                continue;
            }
            let prefix = || c == '-' && next.is_alphanumeric() && tables::is_prefix(&self.lower(i, end));
            let initials = || c == '&' && end + 1 < self.end && next.is_uppercase() && self.at(end - 1).is_uppercase();
            let file = || c == '.' && next.is_alphabetic() && is_word(self.at(end - 1)) && self.dotted(i, end);
            if prefix() || initials() || file() {
                end = self.run(end + 1, is_word);
            } else {
                break;
            }
        }
        if self.at(end) == '$'
            && matches!(self.string(i, end).as_str(), "US" | "A" | "C" | "HK" | "NZ" | "S" | "CA" | "AU")
        {
            return self.push(i, end + 1);
        }
        if self.at(end) == '.' && self.keeps_stop(i, end) {
            return self.push(i, end + 1);
        }
        if let Some(first) = tables::split_at(&self.lower(i, end)).filter(|n| i + n < end) {
            self.push(i, i + first);
            return self.push(i + first, end);
        }
        self.push(i, end)
    }

    /// Names written with an inner dot (file names such as draft.doc): a short known ending.
    fn dotted(&self, i: usize, dot: usize) -> bool {
        let end = self.run(dot + 1, is_word);
        let tail = self.lower(dot + 1, end);
        dot > i + 1
            && matches!(tail.as_str(), "doc" | "xls" | "pdf" | "htm" | "html" | "jpg" | "txt" | "zip" | "exe" | "ppt")
    }

    /// "U.S.", "a.m.", "Ph.D.", "U.N": single letters (or Ph, Sc) with stops between.
    fn acronym(&self, i: usize) -> Option<usize> {
        let mut at = i;
        let mut letters = 0;
        loop {
            let stop = self.run(at, |c| c.is_alphabetic() || is_joined(c));
            let length = stop - at;
            let short = length == 1 || matches!(self.string(at, stop).as_str(), "Ph" | "Sc" | "Mr" | "Lt");
            if !short || self.at(stop) != '.' {
                // "U.S" without the last stop
                if letters > 0 && length == 1 && !is_word(self.at(stop)) {
                    return Some(stop);
                }
                if letters > 1 && length == 0 {
                    return Some(at);
                }
                return None;
            }
            letters += 1;
            at = stop + 1;
        }
    }

    /// Whether the stop at `dot` belongs to the word that begins at `i`.
    fn keeps_stop(&self, i: usize, dot: usize) -> bool {
        if self.at(dot + 1) == '.' {
            return false;
        }
        let after = self.run(dot + 1, is_space);
        let (next, close) = (self.at(after), after == dot + 1);
        let last = after >= self.end;
        let word = self.string(i, dot);
        let follows_number = next.is_numeric();
        let next_end = self.run(after, |c| c.is_alphabetic());
        let starter = next.is_uppercase() && tables::starts_sentence(&self.lower(after, next_end)) && next_end > after;
        let one = dot == i + 1;
        if one && self.at(i).is_uppercase() {
            // an initial: a name goes on after it
            let before = self.text.before(i);
            let inside_word = is_word(before) || before == '-';
            let named = self.after_name(i);
            let goes_on = next.is_uppercase() && self.at(i) != 'I' && (named || !starter || next_end <= after + 1);
            return !last && (goes_on && !inside_word || next == ',' && named);
        }
        match tables::abbreviation(&word) {
            None => false,
            Some(Abbreviation::Title) => {
                !last && (next.is_alphanumeric() || is_quote(next) || matches!(next, '(' | ',' | '['))
            }
            Some(Abbreviation::Month) => {
                !last && !starter && (follows_number || !next.is_alphabetic() || next.is_lowercase() || !close)
            }
            Some(Abbreviation::Number) => follows_number,
            Some(Abbreviation::End) => true,
            Some(Abbreviation::Name) => {
                let capital = self.at(i).is_uppercase();
                capital
                    && !last
                    && !starter
                    && (follows_number || next.is_uppercase() || next == ',')
                    && self.after_name(i)
                    || capital && !last && matches!(next, ',' | ')') && self.after_name(i)
            }
        }
    }

    /// Whether the word before `i` is capitalised and joined by a space or comma: part of a name.
    fn after_name(&self, i: usize) -> bool {
        let Some(last) = self.out.last() else { return false };
        let mut last = *last;
        if self.text.at(last.start as usize) == ',' {
            let Some(&before) = self.out.iter().rev().nth(1) else { return false };
            last = before;
        }
        (last.end as usize) <= i && self.text.at(last.start as usize).is_uppercase() && !self.lower_is_starter(last)
    }

    fn lower_is_starter(&self, span: Span) -> bool {
        tables::starts_sentence(&self.lower(span.start as usize, span.end as usize))
    }

    fn symbol(&mut self, i: usize) -> usize {
        let c = self.at(i);
        if let Some(end) = self.emoticon(i) {
            return self.push(i, end);
        }
        if c == '[' && (self.at(i + 1) == '…' && self.at(i + 2) == ']') {
            return self.push(i, i + 3);
        }
        if c == '[' && (1..=3).all(|k| self.at(i + k) == '.') && self.at(i + 4) == ']' {
            return self.push(i, i + 5);
        }
        if c == '.' || c == '…' {
            let dots = self.run(i, |c| c == '.' || c == '…');
            return self.push(i, self.run(dots, |c| matches!(c, '?' | '!')));
        }
        if matches!(c, '!' | '?') {
            return self.push(i, self.run(i, |c| matches!(c, '!' | '?')));
        }
        if c == '+' && self.at(i + 1).is_ascii_digit() && is_space(self.text.before(i)) {
            let end = self.run(i + 1, |c| c.is_ascii_digit());
            return self.push(i, end);
        }
        if matches!(c, '-' | '*' | '=' | '~' | '+' | '<' | '>' | '#' | '$' | '|' | '^' | '–' | '—' | '_') {
            return self.push(i, self.run(i, |d| d == c));
        }
        let mut end = i + 1;
        while end < self.end
            && (is_joined(self.at(end)) || self.text.before(end) == '\u{200d}')
            && !is_space(self.at(end))
        {
            end += 1;
        }
        self.push(i, end)
    }

    /// ":)", ";-)", ":(" and their like, standing free.
    fn emoticon(&self, i: usize) -> Option<usize> {
        if !matches!(self.at(i), ':' | ';' | '=') || !is_space(self.text.before(i)) {
            return None;
        }
        let nose = if matches!(self.at(i + 1), '-' | 'o') { 2 } else { 1 };
        let mouth = self.at(i + nose);
        let end = i + nose + 1;
        (matches!(mouth, ')' | '(' | 'D' | 'P' | 'p') && (is_space(self.at(end)) || end >= self.end)).then_some(end)
    }
}
