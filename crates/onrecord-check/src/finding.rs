//! A finding: a code, the words it stands on, and the words of other reports that stand beside them.

use onrecord_model::{Report, ReportId, RowId, Span};
use serde::Serialize;

/// Words of a report that bear on a finding, with what they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Label {
    /// The report.
    pub report: ReportId,
    /// Path or address the report was read from.
    pub input: String,
    /// Outlet and day, for a person; missing parts are left out.
    pub from: String,
    /// The words.
    pub span: Span,
    /// The words themselves.
    pub words: String,
    /// Line they begin on, from 1.
    pub line: u32,
    /// Column they begin at, in code points, from 1.
    pub column: u32,
    /// The line or sentence they stand in.
    pub context: String,
    /// Where the words begin in the context, in code points.
    pub at: u32,
    /// What the words are ("denied here").
    pub note: String,
    /// The row; missing for a whole report.
    pub row: Option<RowId>,
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Check code ("OR101").
    pub code: &'static str,
    /// The words it stands on.
    pub at: Label,
    /// What the code means.
    pub title: &'static str,
    /// Words elsewhere that stand beside them.
    pub beside: Vec<Label>,
    /// What to try.
    pub help: &'static str,
}

/// Longest stretch of text shown around the words, in code points.
const CONTEXT: u32 = 240;

impl Label {
    /// A label on `span` of `report`, inside the sentence among `sentences` that holds it.
    pub(crate) fn new(
        report: &Report,
        input: &str,
        sentences: &[Span],
        span: Span,
        row: Option<&RowId>,
        note: impl Into<String>,
    ) -> Label {
        let chars: Vec<char> = report.text.chars().collect();
        let len = chars.len() as u32;
        let span = Span::new(span.start.min(len), span.end.min(len));
        let slice = |s: Span| chars[s.start as usize..s.end as usize].iter().collect::<String>();
        let newline = |c: char| matches!(c, '\n' | '\r');
        let line_start = (0..span.start).rev().find(|&i| newline(chars[i as usize])).map_or(0, |i| i + 1);
        let sentence = sentences.iter().find(|s| s.contains(span)).copied();
        let mut context = sentence.unwrap_or_else(|| {
            let end = (span.start..len).find(|&i| newline(chars[i as usize])).unwrap_or(len);
            Span::new(line_start, end.max(span.end))
        });
        if context.len() > CONTEXT {
            let start = span.start.saturating_sub(CONTEXT / 4).max(context.start);
            context = Span::new(start, (start + CONTEXT).max(span.end.min(start + 2 * CONTEXT)).min(context.end));
        }
        let line = 1 + chars[..span.start as usize]
            .iter()
            .enumerate()
            .filter(|(i, c)| **c == '\n' || **c == '\r' && chars.get(i + 1) != Some(&'\n'))
            .count() as u32;
        let day = report.published.as_ref().or(report.dateline_date.as_ref()).map(|d| d.chars().take(10).collect());
        let from: Vec<String> = report.outlet.clone().into_iter().chain(day).collect();
        Label {
            report: report.id.clone(),
            input: input.to_owned(),
            from: from.join(", "),
            span,
            words: slice(span),
            line,
            column: span.start - line_start + 1,
            context: slice(context),
            at: span.start - context.start,
            note: note.into(),
            row: row.cloned(),
        }
    }
}
