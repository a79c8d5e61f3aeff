//! Events: who did what to whom, in PLOVER types (draft 2.0 manual).

use serde::{Deserialize, Serialize};

use crate::{Certainty, Evidence, Letters, RowId};

/// PLOVER event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum PloverType {
    Agree,
    Consult,
    Support,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
    Concede,
}

/// How the text puts the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factuality {
    /// Told as having happened, in the publisher's own voice.
    #[default]
    Asserted,
    /// Told as having happened, by a source.
    Reported,
    /// Intended, agreed or ordered, not yet done.
    Planned,
    /// Only supposed, conditional or discussed.
    Hypothetical,
    /// Said not to have happened.
    Negated,
}

/// One event as one report tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Row id ("e5").
    pub id: RowId,
    /// PLOVER type.
    pub event: PloverType,
    /// PLOVER mode; missing where the type has none or it is not said.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// Who did it, canonical names; empty when not said.
    pub actor: Vec<String>,
    /// To whom; empty when not said.
    pub recipient: Vec<String>,
    /// When, ISO date possibly partial.
    pub date: Option<String>,
    /// Where, as the text says.
    pub location: Option<String>,
    /// All words the row stands on.
    pub evidence: Evidence,
    /// How the text puts it.
    pub factuality: Factuality,
    /// The attribution inside whose content it stands.
    pub attribution: Option<RowId>,
    /// The rule that made it.
    pub rule: Letters,
    /// Certain or possible.
    pub certainty: Certainty,
}
