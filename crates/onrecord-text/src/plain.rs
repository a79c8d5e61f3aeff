//! What can be guessed about a word without the trained engine?
//!
//! "Orlo said talks resumed ." → PROPN VERB NOUN VERB PUNCT; every word hangs on the first verb. Rough on purpose: it keeps every
//! stage running where no weights are at hand, and shows that nothing behind `Analysis` knows the engine.

use onrecord_model::{Analysis, Deprel, Upos};

use crate::{lemma::lemma, tables};

/// Fills part of speech, lemma and a flat tree.
pub(crate) fn guess(analysis: &mut Analysis) {
    for s in 0..analysis.sentences.len() {
        let range = analysis.sentences[s].tokens();
        let first = range.start;
        for i in range.clone() {
            let tag = part_of_speech(&analysis.tokens[i].text, i == first);
            analysis.tokens[i].upos = tag;
            analysis.tokens[i].lemma = lemma(&analysis.tokens[i].text, tag).into();
        }
        let root = range.clone().find(|&i| analysis.tokens[i].upos == Upos::Verb).unwrap_or(first);
        for i in range {
            let token = &mut analysis.tokens[i];
            token.head = root as u32;
            token.deprel = match token.upos {
                _ if i == root => Deprel::Root,
                Upos::Punct => Deprel::Punct,
                _ => Deprel::Dep,
            };
        }
    }
}

fn part_of_speech(word: &str, first: bool) -> Upos {
    let lower = word.to_lowercase();
    let head = word.chars().next().unwrap_or(' ');
    if let Some(tag) = tables::closed_class(&lower) {
        return Upos::from_name(tag);
    }
    if head.is_numeric() {
        return Upos::Num;
    }
    if !word.chars().any(char::is_alphanumeric) {
        let symbol = word.chars().any(|c| {
            matches!(c, '$' | '€' | '£' | '¥' | '%' | '+' | '=' | '<' | '>' | '^' | '|' | '~' | '°' | '§')
                || !c.is_ascii() && !c.is_ascii_punctuation() && (c as u32) > 0x2190
        });
        return if symbol { Upos::Sym } else { Upos::Punct };
    }
    if tables::irregular(&lower, 'v').is_some() && !head.is_uppercase() {
        return Upos::Verb;
    }
    if head.is_uppercase() && !first {
        return Upos::Propn;
    }
    if lower.len() > 4 && lower.ends_with("ly") {
        return Upos::Adv;
    }
    if lower.len() > 4 && (lower.ends_with("ed") || lower.ends_with("ing")) {
        return Upos::Verb;
    }
    if lower.len() > 5
        && ["ous", "ful", "ive", "able", "ible", "less", "ian", "ish", "ical"].iter().any(|e| lower.ends_with(e))
    {
        return Upos::Adj;
    }
    if head.is_uppercase() && first && word.chars().nth(1).is_some_and(char::is_uppercase) {
        return Upos::Propn;
    }
    Upos::Noun
}
