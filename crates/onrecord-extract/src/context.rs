//! What every extractor looks at: the report, its analysis, and the words by span.

use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, BlockKind, Offsets, Reading, Report, RowId, Sentence, Span, Token};

/// The report and its analysis, with what every extractor asks of them.
pub struct Context<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its language analysis.
    pub analysis: &'a Analysis,
    /// What is known before reading.
    pub lexicon: &'a Lexicon,
    offsets: Offsets,
    /// Per sentence: whether it is a line of the page, not of the report.
    page: Vec<bool>,
}

impl<'a> Context<'a> {
    /// A context for one report.
    pub fn new(report: &'a Report, analysis: &'a Analysis, lexicon: &'a Lexicon) -> Self {
        let mut cx = Context { report, analysis, lexicon, offsets: Offsets::new(&report.text), page: Vec::new() };
        cx.page = crate::voice::page_lines(&cx);
        cx
    }

    /// Whether sentence `i` is a line that the page prints between paragraphs ("SEE ALSO: …"): nothing is read from it.
    pub fn is_page_line(&self, i: usize) -> bool {
        self.page.get(i).copied().unwrap_or(false)
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> &'a str {
        self.offsets.slice(&self.report.text, span)
    }

    /// Token `i`.
    pub fn token(&self, i: usize) -> &'a Token {
        &self.analysis.tokens[i]
    }

    /// The tokens of a sentence with their indices.
    pub fn tokens(&self, sentence: &Sentence) -> impl Iterator<Item = (usize, &'a Token)> {
        let range = sentence.tokens();
        let first = range.start;
        self.analysis.tokens[range].iter().enumerate().map(move |(i, t)| (first + i, t))
    }

    /// Sentences that statements may be read from (page furniture left out), with their indices.
    pub fn sentences(&self) -> impl Iterator<Item = (usize, &'a Sentence)> {
        self.analysis.sentences.iter().enumerate().filter(|&(i, s)| s.kind.is_content() && !self.is_page_line(i))
    }

    /// Sentences of the body and dek: titles repeat what the body says.
    pub fn body(&self) -> impl Iterator<Item = (usize, &'a Sentence)> {
        self.sentences().filter(|(_, s)| s.kind != BlockKind::Title)
    }

    /// The innermost attribution whose content holds at least half of `span`; `None` in the publisher's own voice.
    pub fn attribution_at(&self, reading: &Reading, span: Span) -> Option<RowId> {
        reading
            .attributions
            .iter()
            .filter(|a| {
                let shared: u32 = a.content.iter().map(|c| c.shared(span)).sum();
                !span.is_empty() && 2 * shared >= span.len()
            })
            .min_by_key(|a| a.content.iter().map(|c| c.len()).sum::<u32>())
            .map(|a| a.id.clone())
    }

    /// The day relative dates count from (ISO), when the report has one.
    pub fn day(&self) -> Option<&'a str> {
        self.report.dateline_date.as_deref().or(self.report.published.as_deref())
    }
}
