//! The lexicon: actors, their names and roles, the embedded one with the user's additions on top.

/// What is known before reading. Cheap to share; building it does no IO.
#[derive(Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// The lexicon that ships with the crate.
    pub fn embedded() -> &'static Lexicon {
        static EMBEDDED: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
        EMBEDDED.get_or_init(Lexicon::default)
    }
}
