//! What the lexicon says of a name, in the words attribution needs.

use onrecord_lexicon::stands_first;
use onrecord_model::ActorKind;

use crate::Context;

/// Kind and shown name of the actor a name means; a leading article is not part of the name. A capital stands for its state.
pub(crate) fn actor(cx: &Context, words: &str) -> Option<(ActorKind, String)> {
    let words = words.trim();
    let bare = super::resolve::strip_article(words);
    let found = cx
        .lexicon
        .outlet(words)
        .or_else(|| cx.lexicon.outlet(bare))
        .or_else(|| cx.lexicon.resolve(bare, cx.day()))
        .or_else(|| cx.lexicon.capital(bare))?;
    // "Tarim" by itself is many people's
    let first = found.kind == ActorKind::Person && stands_first(bare, &found.name);
    (!first).then(|| (found.kind, found.name.clone()))
}

/// Whether the words name a publisher of news.
pub(crate) fn outlet(cx: &Context, words: &str) -> bool {
    cx.lexicon.outlet(words).is_some() || cx.lexicon.outlet(super::resolve::strip_article(words)).is_some()
}

/// Whether the word is an adjective or noun of a people or state ("Turkish", "Turks").
pub(crate) fn demonym(cx: &Context, word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && (cx.lexicon.demonym(word).is_some()
            || word.strip_suffix('s').is_some_and(|w| cx.lexicon.demonym(w).is_some()))
}
