//! Names of things: ids that are text, so that a record can be read by any tool.

use serde::{Deserialize, Serialize};

use crate::Letters;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Letters);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(s: &str) -> Self {
                $name(s.into())
            }
        }

        impl From<String> for $name {
            fn from(s: String) -> Self {
                $name(s.into())
            }
        }
    };
}

id!(
    /// Id of a report: the first 16 hexadecimal digits of the SHA-256 of its canonical URL (or outlet), title and text.
    ReportId
);
id!(
    /// Id of a row inside one report ("a3", "f12"); stable for the same bytes read by the same version.
    RowId
);
id!(
    /// Id of an actor in the lexicon or the user's additions ("state:…", "group:…", "person:…").
    ActorId
);
id!(
    /// Id of a storyline: derived from its earliest report, so one more report does not rename it.
    StorylineId
);
id!(
    /// Id of a root: one distinct innermost source of statements.
    RootId
);

/// One row of one report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRef {
    /// The report.
    pub report: ReportId,
    /// The row inside it.
    pub row: RowId,
}

impl std::fmt::Display for RowRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.report, self.row)
    }
}

/// How sure the rules are that the row is what it says: a fact about the reading, never about the world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Carries the ledger: read with precision first.
    #[default]
    Certain,
    /// Shown as possible, never counted beside certain rows without saying so.
    Possible,
}
