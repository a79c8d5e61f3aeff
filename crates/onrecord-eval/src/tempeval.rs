//! Time expressions against TempEval-3 files (TimeML), by the rules of task A: strict and relaxed extents, values.
//!
//! Only TIMEX3 inside `<TEXT>` count, matched one to one, exact extents first; strict extents are compared without white
//! space; an attribute's F1 is the relaxed F1 times the share of matches that have it right.

use onrecord_extract::dates;
use onrecord_model::{Timex, TimexType};

/// One TIMEX3 of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// Code points of the plain text, half open.
    pub start: usize,
    /// End, excluded.
    pub end: usize,
    /// TIMEX3 type.
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
}

/// One TimeML file.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Value of the creation time; empty when the file has none.
    pub day: String,
    /// The text with tags taken out and entities decoded.
    pub text: String,
    /// Its time expressions.
    pub marked: Vec<Marked>,
}

/// Reads a TimeML file. Linear; a file without `<TEXT>` is read whole.
pub fn document(tml: &str) -> Document {
    let day = tml
        .split_once("<DCT>")
        .and_then(|(_, rest)| rest.split_once("<TIMEX3"))
        .or_else(|| {
            tml.split_once("functionInDocument=\"CREATION_TIME\"").map(|(before, _)| {
                let at = before.rfind("<TIMEX3").unwrap_or(0);
                ("", &tml[at..])
            })
        })
        .and_then(|(_, rest)| attribute(rest.split('>').next().unwrap_or(""), "value"))
        .unwrap_or_default();
    let body = match (tml.find("<TEXT>"), tml.find("</TEXT>")) {
        (Some(a), Some(b)) if a + 6 <= b => &tml[a + 6..b],
        _ => tml,
    };
    let mut doc = Document { day, ..Document::default() };
    let mut points = 0;
    let mut open: Vec<(usize, String, String, bool)> = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let cut = rest.find('<').unwrap_or(rest.len());
        let words = decode(&rest[..cut]);
        points += words.chars().count();
        doc.text.push_str(&words);
        rest = &rest[cut..];
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if tag == "/TIMEX3" {
            if let Some((start, kind, value, creation)) = open.pop()
                && !creation
            {
                doc.marked.push(Marked { start, end: points, kind, value });
            }
        } else if tag.starts_with("TIMEX3") && !tag.ends_with('/') {
            let get = |name| attribute(tag, name).unwrap_or_default();
            let creation = get("tid") == "t0" && get("functionInDocument") == "CREATION_TIME";
            open.push((points, get("type"), get("value"), creation));
        }
    }
    doc.marked.sort_by_key(|m| (m.start, m.end));
    doc
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lead = format!(" {name}=\"");
    let at = tag.find(&lead)? + lead.len();
    Some(tag[at..].split('"').next().unwrap_or("").to_owned())
}

fn decode(words: &str) -> String {
    if !words.contains('&') {
        return words.to_owned();
    }
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// What the tagger reads in a document.
pub fn read(doc: &Document) -> Vec<Marked> {
    let day = Some(doc.day.as_str()).filter(|d| !d.is_empty());
    dates::read(&doc.text, day).iter().map(marked).collect()
}

fn marked(t: &Timex) -> Marked {
    let kind = match t.kind {
        TimexType::Date => "DATE",
        TimexType::Time => "TIME",
        TimexType::Duration => "DURATION",
        TimexType::Set => "SET",
    };
    Marked { start: t.span.start as usize, end: t.span.end as usize, kind: kind.to_owned(), value: t.value.clone() }
}

/// Counts over documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Time expressions of the gold.
    pub gold: usize,
    /// Time expressions read.
    pub read: usize,
    /// Pairs with the same extent.
    pub strict: usize,
    /// Pairs that share a character.
    pub relaxed: usize,
    /// Pairs with the same value.
    pub values: usize,
}

impl Score {
    /// Adds one document.
    pub fn add(&mut self, doc: &Document, read: &[Marked]) {
        let squash: Vec<usize> = doc
            .text
            .chars()
            .scan(0, |n, c| {
                let at = *n;
                *n += usize::from(!c.is_whitespace());
                Some(at)
            })
            .collect();
        let total = doc.text.chars().filter(|c| !c.is_whitespace()).count();
        let at = |i: usize| squash.get(i).copied().unwrap_or(total);
        let extent = |m: &Marked| (at(m.start), at(m.end));
        let gold: Vec<&Marked> = doc.marked.iter().filter(|m| extent(m).0 < extent(m).1).collect();
        let read: Vec<&Marked> = read.iter().filter(|m| extent(m).0 < extent(m).1).collect();
        let mut used = vec![false; read.len()];
        let mut pairs: Vec<Option<(usize, bool)>> = vec![None; gold.len()];
        for exact in [true, false] {
            for (i, g) in gold.iter().enumerate() {
                if pairs[i].is_some() {
                    continue;
                }
                let (a, b) = extent(g);
                let hit = read.iter().enumerate().position(|(j, r)| {
                    let (c, d) = extent(r);
                    !used[j] && if exact { (a, b) == (c, d) } else { a < d && c < b }
                });
                if let Some(j) = hit {
                    used[j] = true;
                    pairs[i] = Some((j, exact));
                }
            }
        }
        self.gold += gold.len();
        self.read += read.len();
        for (g, pair) in gold.iter().zip(&pairs) {
            if let Some((j, exact)) = pair {
                self.relaxed += 1;
                self.strict += usize::from(*exact);
                self.values += usize::from(g.value == read[*j].value);
            }
        }
    }

    fn f1(&self, hits: usize) -> f64 {
        if self.gold + self.read == 0 { 0.0 } else { 200.0 * hits as f64 / (self.gold + self.read) as f64 }
    }

    /// Strict F1, relaxed F1 and value F1, in percent.
    pub fn figures(&self) -> (f64, f64, f64) {
        (self.f1(self.strict), self.f1(self.relaxed), self.f1(self.values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "<TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2031-07-10\" functionInDocument=\"CREATION_TIME\">July 10</TIMEX3></DCT>\
        <TEXT>They met <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2031-07-07\">Monday</TIMEX3> &amp; left <TIMEX3 tid=\"t2\" type=\"DURATION\" value=\"P2D\">two days</TIMEX3> on.</TEXT></TimeML>";

    #[test]
    fn a_file_is_read_and_scored() {
        let doc = document(FILE);
        assert_eq!(doc.day, "2031-07-10");
        assert_eq!(doc.text, "They met Monday & left two days on.");
        assert_eq!((doc.marked[0].start, doc.marked[0].end), (9, 15));
        let mut score = Score::default();
        score.add(&doc, &read(&doc));
        assert_eq!((score.gold, score.read, score.strict, score.relaxed, score.values), (2, 2, 2, 2, 2));
        assert_eq!(score.figures(), (100.0, 100.0, 100.0));
    }

    #[test]
    fn a_broken_file_is_read_as_far_as_it_goes() {
        assert_eq!(document("<TEXT>On <TIMEX3 tid=\"t1").text, "<TEXT>On ".replace("<TEXT>", ""));
        assert_eq!(document("").text, "");
    }
}
