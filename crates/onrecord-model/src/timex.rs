//! Time expressions as TIMEX3 (TimeML 1.2.1) has them.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Letters, RowId, Span};

/// What stands in a value for a year that is not told, as in TIMEX3: one `X` a digit.
pub const UNTOLD_YEAR: &str = "XXXX";

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A calendar time of a day or coarser.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// One time expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// Row id ("x2").
    pub id: RowId,
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value ("2031-03-04", "2031-W10", "P3D", "PRESENT_REF"); partial dates stay partial.
    /// Empty when it could not be resolved.
    pub value: String,
    /// What the value was counted from: `document` with its date, an earlier timex's id, or nothing for a full date.
    pub anchor: Option<String>,
    /// What had to be assumed ("year of the document date").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumption: Option<String>,
    /// TIMEX3 `mod` (`APPROX`, `START`, `MID`, `END`, `BEFORE` …).
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "mod")]
    pub modifier: Option<String>,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
