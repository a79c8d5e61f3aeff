//! Which words is the encoder shown?
//!
//! What a text says does not hang on which states it is about. So a state's name in one word is shown as that of a stand-in: the first
//! state of a paragraph as the first stand-in of `states.tsv`, the second as the second, its people and its capital with it. The printed
//! words stay what they are for everybody else. Names of several words, abbreviations, and names that are also something else, are shown as printed.

use std::collections::HashMap;

use crate::EncoderError;

pub(crate) const FILE: &str = "states.tsv";

/// Name, people as an adjective, people in the plural, capital.
const FORMS: usize = 4;

/// The list of states and of those shown for them. It lives as long as the encoder, which lives as long as the program.
pub(crate) struct StandIns {
    shown: Vec<[Box<str>; FORMS]>,
    /// State, counted from 0, and which of its forms.
    states: HashMap<Box<str>, (u16, u8)>,
    /// Words that are one name with another behind them.
    pairs: HashMap<Box<str>, Vec<Box<str>>>,
}

impl StandIns {
    /// Reads `states.tsv`: see `training/FORMAT.md`.
    pub(crate) fn new(list: &str) -> Result<Self, EncoderError> {
        let (mut shown, mut states) = (Vec::new(), HashMap::new());
        let mut pairs: HashMap<Box<str>, Vec<Box<str>>> = HashMap::new();
        let mut numbers: HashMap<&str, u16> = HashMap::new();
        for (n, line) in list.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
            let row: Vec<&str> = line.split('\t').collect();
            match row[..] {
                ["=", name, people, peoples, capital] => shown.push([name, people, peoples, capital].map(Box::from)),
                ["+", first, second] => pairs.entry(first.into()).or_default().push(second.into()),
                [word, state, form] if matches!(form.parse(), Ok(0..FORMS)) => {
                    let next = numbers.len() as u16;
                    let number = *numbers.entry(state).or_insert(next);
                    states.insert(word.into(), (number, form.parse().unwrap_or_default()));
                }
                _ => {
                    return Err(EncoderError::Unreadable {
                        file: FILE.into(),
                        reason: format!("line {} is {line:?}", n + 1),
                    });
                }
            }
        }
        Ok(StandIns { shown, states, pairs })
    }

    /// The words as shown. `paragraph` has a number for every word.
    pub(crate) fn show<'a>(&'a self, words: &[&'a str], paragraph: &[u32]) -> Vec<&'a str> {
        let mut shown = words.to_vec();
        let mut seen: Vec<u16> = Vec::new();
        for (i, word) in words.iter().enumerate() {
            if i > 0 && paragraph[i] != paragraph[i - 1] {
                seen.clear();
            }
            let Some(&(state, form)) = self.states.get(*word) else { continue };
            if self.pair(words, i) || i > 0 && self.pair(words, i - 1) {
                continue;
            }
            let k = seen.iter().position(|s| *s == state).unwrap_or_else(|| {
                seen.push(state);
                seen.len() - 1
            });
            if let Some(stand_in) = self.shown.get(k) {
                shown[i] = &stand_in[form as usize];
            }
        }
        shown
    }

    /// Are this word and the next one name? ("Saudi Arabia")
    fn pair(&self, words: &[&str], i: usize) -> bool {
        let second = self.pairs.get(words[i]).zip(words.get(i + 1));
        second.is_some_and(|(seconds, next)| seconds.iter().any(|s| **s == **next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# comment\n=\tAlba\tAlban\tAlbans\tAlbury\n=\tBelva\tBelvan\tBelvans\tBelport\n+\tVeskar\tIslands\n\
        Veskara\ts:v\t0\nVeskar\ts:v\t1\nVeskars\ts:v\t2\nOndrel\ts:v\t3\nEktar\ts:e\t0\nNorrland\ts:n\t0\n";

    fn shown(words: &[&str], paragraph: &[u32]) -> String {
        StandIns::new(LIST).unwrap().show(words, paragraph).join(" ")
    }

    #[test]
    fn states_are_shown_in_the_order_of_their_paragraph() {
        let words =
            ["Ektar", "told", "Veskar", "envoys", "in", "Ondrel", "that", "Ektar", "left", "Ondrel", "met", "Norrland"];
        let paragraph = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
        assert_eq!(shown(&words, &paragraph), "Alba told Belvan envoys in Belport that Alba left Albury met Belva");
    }

    #[test]
    fn other_names_stay() {
        assert_eq!(shown(&["Veskar", "Islands"], &[0, 0]), "Veskar Islands");
        assert_eq!(shown(&["Ektar", "Veskara", "Norrland", "veskara"], &[0; 4]), "Alba Belva Norrland veskara");
        assert_eq!(shown(&[], &[]), "");
    }

    #[test]
    fn a_spoilt_list_is_refused() {
        for line in ["Veskara\ts:v\t4", "Veskara", "=\tAlba", ""] {
            let error = StandIns::new(&format!("# list\n{line}\nEktar\ts:e\t0")).err().expect("refused").to_string();
            assert!(error.contains("states.tsv") && error.contains("line 2"), "{error}");
        }
    }
}
