//! Sourcing: facts of the text about who stands behind a statement, by a published rule; never a judgement.

use serde::{Deserialize, Serialize};

use crate::Span;

/// What kind of source the text gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceType {
    /// A person by name, or a description the text resolves to a name.
    NamedPerson,
    /// An office, ministry, military, unique post.
    NamedOffice,
    /// A state or government.
    State,
    /// An armed group.
    ArmedGroup,
    /// An organisation, party, company.
    Organisation,
    /// A publisher of news.
    Media,
    /// A publisher of news that is an organ of a state.
    StateMedia,
    /// A statement, text, report, agreement.
    Document,
    /// Unnamed, rank or role and affiliation given.
    UnnamedSpecific,
    /// Unnamed, affiliation only.
    UnnamedAffiliated,
    /// Unnamed, bare.
    UnnamedBare,
    /// Passive or hearsay without a source.
    Unattributed,
}

/// Sourcing class of a statement (see `reading.md`; the same rule serves every side).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourcingClass {
    /// Named person or body, on record, to this publisher.
    S1,
    /// Named, relayed by another outlet.
    S2,
    /// Official body, document or state medium.
    S3,
    /// Unnamed, rank or role and affiliation given.
    S4,
    /// Unnamed, affiliation only.
    S5,
    /// Unnamed, bare.
    S6,
    /// Unsourced: passive, hearsay adverb, or the publisher's own voice.
    S7,
}

/// A mark beside the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourcingMark {
    /// Denied by somebody in the text.
    D,
    /// Retracted or removed.
    R,
    /// Conditional.
    C,
    /// Details withheld.
    W,
}

/// What a link of the chain did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkRole {
    /// Said it.
    Said,
    /// Was told it.
    ToldTo,
    /// Cites the source.
    CitedBy,
    /// Reported it.
    ReportedBy,
    /// Was spoken to.
    SpeakingTo,
    /// Confirmed it.
    Confirmed,
    /// Denied it.
    Denied,
    /// Took it back.
    Retracted,
    /// Published this text.
    Published,
}

/// One link of a chain, from the innermost speaker to the publisher of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainLink {
    /// The words that name the link; missing for the publisher when the text does not name it.
    pub span: Option<Span>,
    /// The name it is shown under; missing when unsourced.
    pub actor: Option<String>,
    /// What kind of source it is.
    pub kind: SourceType,
    /// Whether the link is unnamed in the text.
    pub anonymous: bool,
    /// What it did.
    pub role: LinkRole,
}

/// Sourcing of one statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourcing {
    /// The class.
    pub class: SourcingClass,
    /// Links after the first, the publisher not counted.
    pub hops: u32,
    /// Marks, in order D R C W.
    pub marks: Vec<SourcingMark>,
    /// Links from the innermost speaker to the publisher.
    pub chain: Vec<ChainLink>,
}
