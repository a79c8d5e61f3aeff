//! What is known before reading: actors with dated roles and aliases, places, outlets, cues and word lists.

mod additions;
mod fold;
mod lexicon;
mod lists;

pub use additions::AdditionError;
pub use fold::{fold, is_acronym};
pub use lexicon::{Gender, Hit, Lexicon, Relation, holds};
pub use lists::{List, list};
