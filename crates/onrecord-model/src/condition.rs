//! Conditions: one thing hangs on another.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Evidence, Letters, RowId, Span};

/// Kind of condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ConditionKind {
    Precondition,
    Exchange,
    Threat,
    Promise,
    Deadline,
    Expectation,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Row id ("k1").
    pub id: RowId,
    /// Kind of condition.
    pub kind: ConditionKind,
    /// The marker ("if", "in exchange for"); missing when there is none.
    pub marker: Option<Span>,
    /// What must happen.
    pub antecedent: Option<Span>,
    /// What then follows or is blocked.
    pub consequent: Option<Span>,
    /// Whose condition it is, canonical name; missing when not said.
    pub holder: Option<String>,
    /// All words the row stands on.
    pub evidence: Evidence,
    /// The attribution that says so.
    pub attribution: Option<RowId>,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
