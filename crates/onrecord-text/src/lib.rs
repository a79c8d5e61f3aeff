//! Reports to analyses: sentences, tokens, quotations, and with the trained encoder parts of speech, parse, names and attributions.
//!
//! The order of things for one report:
//! 1. `blocks`: the report's blocks, or its lines when it names none
//! 2. [`tokens`](self): words with code-point offsets, made here and never searched for again
//! 3. `sentences`: token ranges inside a block
//! 4. `quotes`: quotations over all blocks
//! 5. the engine ([`analyse`]) or a guess ([`analyse_plain`]) fills what hangs on words
//!
//! Pure: no file, clock, network or random source; any text gives an analysis.

mod chars;
mod engine;
mod lemma;
mod plain;
mod quotes;
mod sentences;
mod tables;
mod tokens;

pub use engine::analyse;
pub use lemma::lemma;

use chars::Chars;
use onrecord_model::{Analysis, Block, BlockKind, Deprel, Report, Sentence, Span, Token, Upos};

/// The analysis without the trained engine: boundaries and quotations as [`analyse`] gives them, part of speech guessed, a flat
/// tree, no names and no attributions.
pub fn analyse_plain(report: &Report) -> Analysis {
    let mut analysis = boundaries(report);
    plain::guess(&mut analysis);
    analysis
}

/// The sentences of a report and what each block they stand in is for, in order; nothing else is worked out.
pub fn sentences(report: &Report) -> Vec<(Span, BlockKind)> {
    boundaries(report).sentences.into_iter().map(|s| (s.span, s.kind)).collect()
}

/// Sentences, tokens and quotations; words carry no part of speech yet.
fn boundaries(report: &Report) -> Analysis {
    let text = Chars::new(&report.text);
    let blocks = blocks(report, &text);
    let mut analysis = Analysis::default();
    for (n, block) in blocks.iter().enumerate() {
        let spans = tokens::tokens(&text, block.span);
        let base = analysis.tokens.len() as u32;
        for range in sentences::sentences(&text, &spans) {
            let first = base + range.start as u32;
            analysis.sentences.push(Sentence {
                span: spans[range.start].cover(spans[range.end - 1]),
                first,
                last: base + range.end as u32,
                block: n as u32,
                kind: block.kind,
            });
            for span in &spans[range] {
                let word = text.string(*span);
                analysis.tokens.push(Token {
                    span: *span,
                    lemma: word.to_lowercase().into(),
                    text: word.into(),
                    upos: Upos::X,
                    head: first,
                    deprel: Deprel::Dep,
                });
            }
        }
    }
    let spans: Vec<Span> = blocks.iter().map(|b| b.span).collect();
    analysis.quotes = quotes::quotes(&text, &spans);
    analysis
}

/// The report's blocks in order, cut to the text and to one another; every line a body block when the report names none.
fn blocks(report: &Report, text: &Chars) -> Vec<Block> {
    let len = text.len() as u32;
    if !report.blocks.is_empty() {
        let mut blocks = report.blocks.clone();
        blocks.sort_by_key(|b| (b.span.start, b.span.end));
        let mut from = 0;
        for b in &mut blocks {
            let start = b.span.start.clamp(from, len.max(from));
            b.span = Span::new(start, b.span.end.min(len));
            from = from.max(b.span.end);
        }
        return blocks;
    }
    let mut blocks = Vec::new();
    let mut start = 0;
    for i in 0..=text.len() {
        if i == text.len()
            || matches!(text.at(i), '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{0b}' | '\u{0c}' | '\u{85}')
        {
            let span = text.trim(Span::new(start as u32, i as u32));
            if !span.is_empty() {
                blocks.push(Block { span, kind: BlockKind::Body });
            }
            start = i + 1;
        }
    }
    blocks
}
