//! Edits: what changed between two versions of one document.

use serde::{Deserialize, Serialize};

use crate::{ReportId, Span};

/// What an edit changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditClass {
    /// The headline says something else.
    HeadlineChanged,
    /// A figure is another, or is gone from a sentence that stayed.
    FigureChanged,
    /// Somebody else says it, or it is said in another way (said, confirmed, denied), or nobody says it any more.
    AttributionChanged,
    /// Words that stood in quotation marks stand there no more.
    QuotationRemoved,
    /// A correction notice was added.
    CorrectionAdded,
    /// Other words, a sentence more or less.
    Wording,
    /// Letters, marks, white space.
    Typo,
}

impl EditClass {
    /// Whether an editor wants to be told of it.
    pub fn alerts(self) -> bool {
        !matches!(self, EditClass::Wording | EditClass::Typo)
    }

    /// As it is written for people.
    pub fn words(self) -> &'static str {
        match self {
            EditClass::HeadlineChanged => "headline changed",
            EditClass::FigureChanged => "figure changed",
            EditClass::AttributionChanged => "attribution changed",
            EditClass::QuotationRemoved => "quotation removed",
            EditClass::CorrectionAdded => "correction notice added",
            EditClass::Wording => "wording",
            EditClass::Typo => "typo",
        }
    }
}

/// One edit. The older or the newer side is missing when the sentence was added or taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it changed.
    pub class: EditClass,
    /// The sentence in the older text.
    pub old: Option<Span>,
    /// The sentence in the newer text.
    pub new: Option<Span>,
    /// The words it is about in the older text: the figure, the source, the quotation.
    pub old_words: Option<Span>,
    /// The words it is about in the newer text.
    pub new_words: Option<Span>,
}

/// Two versions of one document, one after the other, and what changed between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The address.
    pub url: String,
    /// The earlier text.
    pub older: ReportId,
    /// The later text.
    pub newer: ReportId,
    /// The edits, in the order of the later text.
    pub edits: Vec<Edit>,
}
