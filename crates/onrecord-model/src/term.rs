//! Terms: what a proposal, agreement, truce or demand contains, one obligation or entitlement a row.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Evidence, Letters, RowId};

/// What a term obliges somebody to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TermAction {
    Release,
    Withdraw,
    CeaseFire,
    OpenCrossing,
    DeliverAid,
    LiftSanctions,
    Disarm,
    HandOver,
    Recognise,
    Pay,
    Inspect,
    HaltProgramme,
    HoldElections,
    PullBack,
    Monitor,
    Talk,
    Other,
}

/// Where a term stands, as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TermStatus {
    Proposed,
    Demanded,
    Offered,
    Agreed,
    BeingImplemented,
    Implemented,
    Rejected,
    Violated,
    Suspended,
    Discussed,
    Expired,
}

/// One obligation or entitlement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Row id ("t1").
    pub id: RowId,
    /// Words for the deal it is part of; missing when the text does not say.
    pub deal: Option<String>,
    /// Who must or would do it, canonical names; empty when the text leaves it open.
    pub party: Vec<String>,
    /// What is to be done.
    pub action: TermAction,
    /// To what, words of the text.
    pub object: Option<String>,
    /// A figure's id, or words of the text.
    pub quantity: Option<String>,
    /// Phase of the deal, words of the text.
    pub phase: Option<String>,
    /// Deadline, words of the text.
    pub deadline: Option<String>,
    /// Where it stands.
    pub status: TermStatus,
    /// Who proposed, demanded, agreed … what the status says; canonical names.
    pub by: Vec<String>,
    /// Conditions it hangs on.
    pub depends_on: Vec<RowId>,
    /// All words the row stands on.
    pub evidence: Evidence,
    /// The attribution that says so.
    pub attribution: Option<RowId>,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
