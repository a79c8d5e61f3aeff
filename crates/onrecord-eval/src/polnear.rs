//! Attributions in the shape the attribution referee reads: one JSON line a document, code-point spans.

use onrecord_encoder::{Encoder, Words};
use onrecord_model::{Analysis, BlockKind, Span, TagLayer};
use serde::{Deserialize, Serialize};

/// A document of the corpus.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// Its name.
    pub doc_id: String,
    /// Its text.
    pub text: String,
}

/// What was found in one document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Predicted {
    /// Its name.
    pub doc_id: String,
    /// The attributions.
    pub attributions: Vec<Spans>,
}

/// One attribution as lists of code-point ranges, end excluded.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spans {
    /// The source; empty when none was seen.
    pub source: Vec<[u32; 2]>,
    /// The cue.
    pub cue: Vec<[u32; 2]>,
    /// The content.
    pub content: Vec<[u32; 2]>,
    /// How likely the tagger takes it to be right, 0 to 1; the referee passes over it.
    pub score: f32,
}

/// The attributions of one layer of an analysis.
pub fn predicted(doc_id: &str, analysis: &Analysis, layer: TagLayer) -> Predicted {
    let spans = |ranges: &[std::ops::Range<u32>]| -> Vec<[u32; 2]> {
        ranges
            .iter()
            .filter_map(|r| analysis.span_of(r.start as usize..r.end as usize))
            .map(|Span { start, end }| [start, end])
            .collect()
    };
    Predicted {
        doc_id: doc_id.to_owned(),
        attributions: analysis
            .attributions
            .iter()
            .filter(|a| a.layer == layer)
            .map(|a| Spans { source: spans(&a.source), cue: spans(&a.cue), content: spans(&a.content), score: a.score })
            .collect(),
    }
}

/// The tagger's own runs of words, linked or not: each source, cue and content is a row of its own. This is what a figure for tokens
/// alone is taken on; rows of [`predicted`] leave out what the linker found no partner for.
pub fn tags(doc_id: &str, analysis: &Analysis, encoder: &Encoder) -> Predicted {
    let mut words = Words::default();
    let mut place = Vec::new();
    for (n, s) in analysis.sentences.iter().enumerate().filter(|(_, s)| s.kind != BlockKind::Boilerplate) {
        for i in s.tokens() {
            words.words.push(&analysis.tokens[i].text);
            words.paragraph.push(s.block);
            words.sentence.push(n as u32);
            place.push(i);
        }
    }
    let labels = encoder.span_labels("attribution");
    let doc = encoder.encode(words);
    let row = |label: &str, span: [u32; 2], score: f32| match label {
        "source" => Spans { source: vec![span], score, ..Spans::default() },
        "cue" => Spans { cue: vec![span], score, ..Spans::default() },
        _ => Spans { content: vec![span], score, ..Spans::default() },
    };
    let found = encoder.spans(&doc, "attribution");
    let rows = found.iter().filter_map(|s| {
        let Span { start, end } = analysis.span_of(place[s.words.start]..place[s.words.end - 1] + 1)?;
        Some(row(labels[s.label], [start, end], s.score))
    });
    Predicted { doc_id: doc_id.to_owned(), attributions: rows.collect() }
}
