//! What the cuttings share: reading a text with the shipped engine, and printing rows, one a line.
#![allow(dead_code)] // each test file uses some of it

use onrecord_encoder::Encoder;
use onrecord_lexicon::Lexicon;
use onrecord_model::{Attribution, Offsets, Reading, Report, Span};

/// A field as the JSON has it: `unnamed_specific`, `THREATEN`.
macro_rules! name {
    ($value:expr) => {
        serde_json::to_string($value).expect("plain data").replace('"', "")
    };
}
pub(crate) use name;

/// The reading of a text by the shipped engine.
pub fn read(text: &str) -> Reading {
    read_with(text, Lexicon::embedded())
}

/// The same with another lexicon.
pub fn read_with(text: &str, lexicon: &Lexicon) -> Reading {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let analysis = onrecord_text::analyse(&report, Encoder::embedded().expect("the weights are embedded"));
    onrecord_extract::reading(&report, &analysis, lexicon)
}

/// The words of a span on one line.
pub fn words(reading: &Reading, span: Span) -> String {
    let text = &reading.report.text;
    Offsets::new(text).slice(text, span).replace('\n', " ")
}

/// A statement: source, who that is, cue, content.
pub fn said(reading: &Reading, a: &Attribution) -> String {
    let words = |s: Span| words(reading, s);
    let source = a.source.map_or("–".into(), words);
    let cue = a.cue.map_or("–".into(), words);
    let content: Vec<String> = a.content.iter().map(|c| format!("“{}”", words(*c))).collect();
    let who = a.resolved.as_deref().unwrap_or("–");
    format!("[{source} = {who}] <{cue}> {}", content.join(" "))
}

/// Contacts: ends, status, mediators.
pub fn contacts(reading: &Reading) -> String {
    let mut out = String::new();
    for c in &reading.channels {
        out += &format!("contact {} {}", c.ends.join(" – "), name!(&c.status));
        if !c.mediators.is_empty() {
            out += &format!(" through {}", c.mediators.join(", "));
        }
        out += "\n";
    }
    out
}

/// Gaps: what was not given, and the words that say so.
pub fn gaps(reading: &Reading) -> String {
    reading.gaps.iter().map(|g| format!("gap {} “{}”\n", g.what, words(reading, g.span))).collect()
}
