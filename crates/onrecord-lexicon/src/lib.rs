//! What is known before reading: actors with dated roles and aliases, places, outlets, cues and word lists.

mod lexicon;
mod lists;

pub use lexicon::Lexicon;
pub use lists::{List, list};
