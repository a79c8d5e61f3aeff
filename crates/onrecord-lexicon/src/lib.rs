//! What is known before reading: actors with dated roles and aliases, places, outlets, cues and word lists.

mod additions;
mod fold;
mod lexicon;
mod lists;

pub use additions::AdditionError;
pub use fold::{fold, is_acronym};
pub use lexicon::{Gender, Hit, Lexicon, Relation, holds, stands_first};
pub use lists::{List, list};

/// The day of the newest source the embedded lexicon was made from (`data/SOURCES.md`), ISO date.
pub const AS_OF: &str = "2026-05-17";
