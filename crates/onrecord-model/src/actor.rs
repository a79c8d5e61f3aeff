//! Actors: who a name means, with dated roles.

use serde::{Deserialize, Serialize};

use crate::ActorId;

/// What kind of actor a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person.
    Person,
    /// A state or its government.
    State,
    /// A body of a state: ministry, army, parliament.
    StateBody,
    /// An armed group or faction that is not a state's army.
    ArmedGroup,
    /// An international or other organisation, party or company.
    Organisation,
    /// A publisher of news.
    Media,
    /// A publisher of news that is an organ of a state.
    StateMedia,
    /// A place.
    Place,
}

/// A role held over time ("head of government of …").
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DatedRole {
    /// The role in the field's words: `head_of_state`, `head_of_government`, `foreign_minister` …
    pub role: String,
    /// The actor it is held for.
    pub of: ActorId,
    /// First day, ISO date possibly partial; missing when not known.
    pub from: Option<String>,
    /// Last day; missing when not ended or not known.
    pub to: Option<String>,
}

/// An actor known before reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Its id.
    pub id: ActorId,
    /// The name it is shown under.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The group or state it belongs to ("armed wing of …"); missing when it stands alone.
    pub parent: Option<ActorId>,
    /// Roles with dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<DatedRole>,
}
