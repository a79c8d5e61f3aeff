//! Channels: who is said to be in contact or negotiating with whom, and through which mediator.

use serde::{Deserialize, Serialize};

use crate::{Certainty, Evidence, Letters, RowId};

/// Form of a contact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ChannelForm {
    Direct,
    Indirect,
    Mediated,
    Call,
    Meeting,
    Message,
    Visit,
    #[default]
    Unspecified,
}

/// Where a contact stands, as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ChannelStatus {
    Ongoing,
    Held,
    Planned,
    Proposed,
    Sought,
    Stalled,
    BrokenOff,
    Denied,
    Refused,
    Ended,
    Resumed,
}

/// One contact as one report tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Row id ("c1").
    pub id: RowId,
    /// The parties in contact, canonical names; "unspecified" for an end the text does not name.
    pub ends: Vec<String>,
    /// Mediators, canonical names.
    pub mediators: Vec<String>,
    /// Persons or offices the contact goes through; empty when not named.
    pub via: Vec<String>,
    /// Hosts and those merely present.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_present: Vec<String>,
    /// Form of the contact.
    pub form: ChannelForm,
    /// What it is about, words of the text; missing when not said.
    pub topic: Option<String>,
    /// Where it stands.
    pub status: ChannelStatus,
    /// All words the row stands on.
    pub evidence: Evidence,
    /// The attribution that says so; missing when the publisher says it in its own voice.
    pub attribution: Option<RowId>,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
