//! Mentions: the words that name or describe somebody or something.

use serde::{Deserialize, Serialize};

use crate::{ActorId, Certainty, Letters, RowId, Span};

/// What a mention is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionType {
    /// A person or group of persons.
    Person,
    /// An organisation, party, body or company.
    Organisation,
    /// An armed group, wing or faction.
    ArmedGroup,
    /// A state or its government, by a capital's name too.
    State,
    /// A place.
    Place,
    /// A building, crossing, port, camp or plant.
    Facility,
    /// A publisher of news.
    Media,
    /// A named event.
    Event,
}

/// Whether a mention names, describes or points back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionForm {
    /// A name.
    #[default]
    Named,
    /// A description ("a senior official").
    Nominal,
    /// A pronoun.
    Pronoun,
}

/// A named, nominal or pronominal mention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Row id ("m4").
    pub id: RowId,
    /// The words.
    pub span: Span,
    /// What it is of.
    #[serde(rename = "type")]
    pub kind: MentionType,
    /// Name, description or pronoun.
    pub form: MentionForm,
    /// The name it is folded under in this report: the lexicon's name, or the longest name of its chain.
    pub canonical: String,
    /// Lexicon id; missing for an actor no lexicon knows.
    pub actor: Option<ActorId>,
    /// The role words beside the name ("Prime Minister"); missing when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Span>,
    /// The actor the mention belongs to ("Hamas" for "a Hamas source"), canonical name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// The rule or model that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
