//! Attributions: someone says, reports, confirms, denies, threatens … something.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Evidence, Letters, RootId, RowId, SourceType, Sourcing, Span};

/// What the source does by saying it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Act {
    #[default]
    Say,
    Confirm,
    Deny,
    Report,
    Announce,
    Warn,
    Threaten,
    Demand,
    Offer,
    Promise,
    Accuse,
    Believe,
    Withhold,
    Retract,
    Other,
}

/// Speech, knowledge or attitude.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributionKind {
    /// Something was said or written.
    #[default]
    Speech,
    /// Something is known, believed, found as stated.
    Knowledge,
    /// Something is supported, criticised, wanted. Not in the ledger's default view.
    Attitude,
}

/// How the words are quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quoted {
    /// Wholly inside quotation marks.
    Direct,
    /// Partly inside quotation marks.
    Mixed,
    /// Without quotation marks.
    #[default]
    Indirect,
}

/// How a statement reached the publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelayRole {
    /// "told Outlet".
    ToldTo,
    /// "sources cited by Outlet".
    CitedBy,
    /// "Outlet reported that X said".
    ReportedBy,
    /// "speaking to Outlet".
    SpeakingTo,
}

/// One relay of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// The words that name the outlet.
    pub outlet: Span,
    /// How it relayed.
    pub role: RelayRole,
}

/// What stands between the names of several who speak together, in [`Attribution::resolved`] and wherever it is shown.
pub const NAMES_BETWEEN: &str = "; ";

/// One attribution: source, cue, content, and everything the text says about how it is sourced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Row id ("a3").
    pub id: RowId,
    /// The full noun phrase of the source; missing for passive and hearsay.
    pub source: Option<Span>,
    /// The cue ("said", "according to"); missing for an embedded post.
    pub cue: Option<Span>,
    /// What is said; several spans when it is interrupted or runs on.
    pub content: Vec<Span>,
    /// What kind of source.
    pub source_type: SourceType,
    /// Relays, innermost first.
    pub relay: Vec<Relay>,
    /// What the source does by saying it.
    pub act: Act,
    /// The hedge ("reportedly", "apparently"); missing when there is none.
    pub hedge: Option<Span>,
    /// The attribution whose content holds this one.
    pub nested_in: Option<RowId>,
    /// Canonical name of the source, when the text gives it; of several who speak together the name of each, [`NAMES_BETWEEN`] them.
    pub resolved: Option<String>,
    /// Speech, knowledge or attitude.
    pub kind: AttributionKind,
    /// Direct, mixed, indirect.
    pub quoted: Quoted,
    /// Whether the quotation's opening and closing marks are of different families.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mismatched_quotes: bool,
    /// Class, hops, marks, chain.
    pub sourcing: Sourcing,
    /// The root this statement goes back to inside this report: restatements by one source share it.
    pub root: Option<RootId>,
    /// When it was said, words of the text ("on Monday").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Span>,
    /// All words the row stands on (title restatements too).
    pub evidence: Evidence,
    /// The rule or model that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
