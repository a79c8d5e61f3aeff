//! A report: one published text as it was handed in, with what the page says about itself.

use serde::{Deserialize, Serialize};

use crate::{ReportId, Span};

/// What a block of the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// The line under the headline that sums the report up.
    Dek,
    /// Running text.
    Body,
    /// A subheading inside the body.
    Heading,
    /// A picture or video caption.
    Caption,
    /// Writer's name line.
    Byline,
    /// A credit line: an agency or picture credit on its own.
    Credit,
    /// Navigation, breadcrumbs, related links, share bars, subscription and donation lines, live-blog stamps, cookie notes.
    Boilerplate,
}

impl BlockKind {
    /// Whether statements may be read from a block of this kind.
    pub fn is_content(self) -> bool {
        matches!(self, BlockKind::Title | BlockKind::Dek | BlockKind::Body | BlockKind::Heading)
    }
}

/// One paragraph or line of the report's text and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The block without surrounding white space.
    pub span: Span,
    /// What it is for.
    pub kind: BlockKind,
}

/// Where a date was taken from and what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateChoice {
    /// ISO 8601 date or instant.
    pub value: String,
    /// What gave it: `json-ld`, `meta`, `time`, `url`, `dateline`, `text`, `feed`, `given`.
    pub from: String,
    /// The other candidates seen, as `from: value`, in order of preference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

/// One published text. Everything an extractor may look at; nothing else is passed on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Id, stable for the same publisher, title and text.
    pub id: ReportId,
    /// The input's own id for it, when the input had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Canonical URL; missing when the input names none.
    pub url: Option<String>,
    /// Name of the publisher of this text; missing when the text and page do not say.
    pub outlet: Option<String>,
    /// The words that name the outlet, when they stand in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet_span: Option<Span>,
    /// The headline inside [`Report::text`].
    pub title: Option<Span>,
    /// Writers as the page names them.
    pub authors: Vec<String>,
    /// When it was published: ISO 8601 date, or instant with zone.
    pub published: Option<String>,
    /// When it was last changed.
    pub modified: Option<String>,
    /// The day relative dates count from: the dateline's day, else the day of publication. ISO date.
    pub dateline_date: Option<String>,
    /// How [`Report::dateline_date`] was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_choice: Option<DateChoice>,
    /// Place named in the dateline, in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline_place: Option<Span>,
    /// The words that credit an agency ("(AP)", "With reporting by …").
    pub agency_credit: Option<Span>,
    /// ISO 639 code of the language; missing when it could not be told.
    pub language: Option<String>,
    /// Why the tables are empty, when the report was kept without being read (another language, empty file …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_read: Option<String>,
    /// The text all offsets count in.
    pub text: String,
    /// SHA-256 of the bytes the report came from, hexadecimal.
    pub sha256: String,
    /// Spans that are page furniture and yield no rows.
    pub boilerplate: Vec<Span>,
    /// Every block of the text in order, boilerplate too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// What reading the bytes had to assume or repair ("decoded as windows-1252", "title from the first line").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}
