//! Withdrawals, gaps and evaluative words: what was taken back, what was not given, what the outlet says in its own voice.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Evidence, Letters, RowId, Span};

/// Kind of withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum WithdrawalKind {
    Denial,
    Retraction,
    Deletion,
    Correction,
    WalkBack,
    Contradiction,
}

/// A denial, retraction, deletion, correction or walk-back of an earlier report or claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Row id ("w1").
    pub id: RowId,
    /// Kind of withdrawal.
    pub kind: WithdrawalKind,
    /// Who took it back, canonical name; missing when the text does not say.
    pub by: Option<String>,
    /// Whose post, report or claim it was, canonical name; missing when the text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What was taken back, words of the text.
    pub of: Option<String>,
    /// The attribution taken back, when it stands in the same report.
    pub target_attribution: Option<RowId>,
    /// All words the row stands on.
    pub evidence: Evidence,
    /// The attribution that says so.
    pub attribution: Option<RowId>,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// A detail the report says it was not given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Row id ("g1").
    pub id: RowId,
    /// The words that say so.
    pub span: Span,
    /// What is missing: `details`, `identity`, `comment`, `number`, `place`, `time`, `verification`, `terms`.
    pub what: String,
    /// Who withheld it, canonical name; missing when the text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The attribution it belongs to.
    pub attribution: Option<RowId>,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// Loaded or advocating words of the outlet's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluative {
    /// Row id ("v1").
    pub id: RowId,
    /// The words, verbatim.
    pub span: Span,
    /// `advocacy`, `call_to_reader`, `praise`, `blame`, `loaded_term`, `speculation`.
    pub kind: String,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}

impl Gap {
    /// The words as evidence.
    pub fn evidence(&self) -> Evidence {
        Evidence::new(self.span)
    }
}

impl Evaluative {
    /// The words as evidence.
    pub fn evidence(&self) -> Evidence {
        Evidence::new(self.span)
    }
}
