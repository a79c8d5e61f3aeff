//! Figures: counts of people or of things that matter.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Evidence, Letters, RowId, Span};

/// How a number is bounded by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// As printed.
    Exact,
    /// "about", "nearly", "some".
    About,
    /// "at least", "more than".
    AtLeast,
    /// "at most", "up to", "fewer than".
    AtMost,
    /// "between … and …".
    Range,
    /// "dozens", "several".
    Vague,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Measure {
    Killed,
    Wounded,
    Held,
    Released,
    ToRelease,
    Missing,
    Displaced,
    Captured,
    Detained,
    Alive,
    DeadHeld,
    Troops,
    Prisoners,
    Rockets,
    Strikes,
    Money,
    Duration,
    PlanPoints,
    Other,
}

/// One figure as printed. Nothing is added or subtracted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Row id ("f2").
    pub id: RowId,
    /// The number with its approximator ("more than 1,800").
    pub span: Span,
    /// Lower bound in units of what is counted (persons, days, dollars …); missing when open.
    pub low: Option<f64>,
    /// Upper bound; missing when open.
    pub high: Option<f64>,
    /// How the words bound it.
    pub bound: Bound,
    /// What is counted.
    pub measure: Measure,
    /// The words for what or who is counted.
    pub of: Option<String>,
    /// Unit of a duration ("hours", "days") or other unit as printed; missing for plain counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// ISO 4217 code for money; missing otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Where, as the text says.
    pub place: Option<String>,
    /// The day the figure holds for, ISO date; missing when not said.
    pub as_of: Option<String>,
    /// The figure this one is a part of ("28 of the 48").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subset_of: Option<RowId>,
    /// The attribution inside whose content it stands; missing when it is the publisher's own.
    pub attribution: Option<RowId>,
    /// All words the row stands on.
    pub evidence: Evidence,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
