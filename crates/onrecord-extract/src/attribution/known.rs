//! What the lexicon says of a name, in the words attribution needs.

use onrecord_model::ActorKind;

use crate::Context;

/// Kind and shown name of the actor a name means; a leading article is not part of the name.
pub(crate) fn actor(cx: &Context, words: &str) -> Option<(ActorKind, String)> {
    let _ = (cx, words);
    None
}

/// Whether the words name a publisher of news.
pub(crate) fn outlet(cx: &Context, words: &str) -> bool {
    matches!(actor(cx, words), Some((ActorKind::Media | ActorKind::StateMedia, _)))
}

/// Whether the word is an adjective or noun of a people or state ("Turkish").
pub(crate) fn demonym(cx: &Context, word: &str) -> bool {
    let _ = cx;
    word.chars().next().is_some_and(char::is_uppercase)
        && (word.ends_with("an")
            || word.ends_with("ish")
            || word.ends_with("ese")
            || word.ends_with("i")
            || word.ends_with("ans")
            || word.ends_with("is"))
}
