//! A mention while it is being made: token ranges instead of spans, no id yet.

use std::ops::Range;

use onrecord_model::{ActorId, ActorKind, Certainty, MentionForm, MentionType};

/// A mention before it has an id.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub tokens: Range<usize>,
    pub kind: MentionType,
    pub form: MentionForm,
    pub canonical: String,
    pub actor: Option<ActorId>,
    pub role: Option<Range<usize>>,
    pub affiliation: Option<String>,
    pub rule: &'static str,
    pub certainty: Certainty,
}

impl Draft {
    pub(crate) fn named(tokens: Range<usize>, kind: MentionType, canonical: &str, rule: &'static str) -> Draft {
        Draft {
            tokens,
            kind,
            form: MentionForm::Named,
            canonical: canonical.to_owned(),
            actor: None,
            role: None,
            affiliation: None,
            rule,
            certainty: Certainty::Certain,
        }
    }

    pub(crate) fn nominal(tokens: Range<usize>, kind: MentionType, canonical: &str, rule: &'static str) -> Draft {
        Draft { form: MentionForm::Nominal, ..Draft::named(tokens, kind, canonical, rule) }
    }
}

/// The mention type of an actor of the lexicon.
pub(crate) fn mention_type(kind: ActorKind) -> MentionType {
    match kind {
        ActorKind::Person => MentionType::Person,
        ActorKind::State => MentionType::State,
        ActorKind::StateBody | ActorKind::Organisation => MentionType::Organisation,
        ActorKind::ArmedGroup => MentionType::ArmedGroup,
        ActorKind::Media | ActorKind::StateMedia => MentionType::Media,
        ActorKind::Place => MentionType::Place,
    }
}

/// The mention type of a kind word of the lists ("armed_group").
pub(crate) fn type_from(word: &str) -> Option<MentionType> {
    Some(match word {
        "person" => MentionType::Person,
        "armed_group" => MentionType::ArmedGroup,
        "organisation" => MentionType::Organisation,
        "state" => MentionType::State,
        "place" => MentionType::Place,
        "facility" => MentionType::Facility,
        "media" => MentionType::Media,
        "event" => MentionType::Event,
        _ => return None,
    })
}
