//! What a term's object is at its core, so that one obligation told in many ways is one.
//!
//! "to the blockade of Veskara", "its crippling blockade of Veskara, which began in 2029" and "the blockade imposed on the islands" are about a
//! blockade; the first two name whose. The core is what is left without the words that tie it to its verb, without what is said of it
//! in a clause, and without words that only say how much or how bad. Two objects are one where their cores share most words, or where they have one
//! head ("blockade") and all that one says of it the other says too. Objects that name several things, and other heads, stay apart.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::bags::{Bag, Stems};
use crate::words::{each_word, is_stop};

/// Shared words, by all words, of two objects that are one; and by those of their cores.
const SAME: f64 = 0.6;
const SAME_CORE: f64 = 0.75;
/// Words that point at a thing that is known: "the blockade", and not "blockades".
const DEFINITE: [&str; 9] = ["the", "its", "their", "his", "her", "our", "this", "these", "those"];
/// Words that begin a clause about the object.
const CLAUSES: [&str; 12] =
    ["which", "who", "whom", "whose", "that", "where", "when", "while", "including", "such", "because", "as"];
/// Words that tie nouns: the head of an object stands before the first of them.
const TIES: [&str; 27] = [
    "of", "on", "in", "for", "to", "from", "with", "by", "at", "between", "against", "under", "over", "into", "within",
    "after", "before", "since", "during", "around", "near", "through", "across", "inside", "outside", "along", "until",
];
/// Words before a noun that say how much or how bad it is, not which one: see `data/plain-modifiers.tsv`.
static PLAIN: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/plain-modifiers.tsv").lines().filter(|l| !l.starts_with('#')).collect());

/// Makes objects whose words are numbered together, so that they can be compared.
#[derive(Debug)]
pub struct Objects {
    stems: Stems,
    plain: Bag,
}

impl Default for Objects {
    fn default() -> Self {
        let mut stems = Stems::new();
        let mut words: Vec<&str> = PLAIN.iter().copied().collect();
        words.sort_unstable();
        let plain = stems.bag(&words.join(" "));
        Objects { stems, plain }
    }
}

/// An object as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// All its content words.
    all: Bag,
    /// Those of its core.
    core: Bag,
    /// The last word of the core before the first word that ties another noun to it.
    head: Option<u32>,
    /// Whether it names several things.
    several: bool,
    /// Whether it points at a thing that is known.
    definite: bool,
    /// Numbers anywhere in it.
    numbers: Bag,
}

impl Objects {
    /// The object of some words; of none, an empty one. Words of the action itself ("the cease-fire" of a cease-fire) are no object.
    pub fn of(&mut self, text: &str, action: &str) -> Object {
        let Objects { stems, plain } = self;
        let all = stems.bag(text);
        let own = stems.bag(action);
        if all.numbers().iter().all(|w| own.has(*w)) {
            return Object::default();
        }
        let Core { words, head, several, definite } = core(text);
        let mut core = stems.bag(&words);
        core.retain(|w| !plain.has(*w));
        let head = head.and_then(|h| stems.bag(&h).numbers().last().copied()).filter(|h| core.has(*h));
        let mut numbers = all.clone();
        numbers.retain(|w| stems.name(*w).starts_with(|c: char| c.is_ascii_digit()));
        Object { all, core, head, several, definite, numbers }
    }
}

impl Object {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether two objects share most of their words, all or, where cores are asked for, those of the core.
    pub fn alike(&self, other: &Object, cores: bool) -> bool {
        if self.is_empty() || other.is_empty() {
            return self.is_empty() && other.is_empty();
        }
        // "Sanctions" are no known ones.
        let known = self.core.len() > 1 || (self.definite && other.definite);
        let core = cores && known && self.tells(other) && self.core.jaccard(&other.core) >= SAME_CORE;
        self.all.jaccard(&other.all) >= SAME || core
    }

    /// Whether the other says all of the same head that this one says, and more. One word points at it only where it is definite.
    pub fn inside(&self, other: &Object) -> bool {
        self.tells(other)
            && (self.definite || self.core.len() > 1)
            && self.core.len() < other.core.len()
            && self.core.shared(&other.core) == self.core.len()
    }

    /// Whether both are of one head, and nothing in them speaks against that.
    fn tells(&self, other: &Object) -> bool {
        let numbers = self.numbers == other.numbers || self.numbers.is_empty() || other.numbers.is_empty();
        self.head.is_some() && self.head == other.head && !self.several && !other.several && numbers
    }
}

/// What is left of an object's words.
#[derive(Default)]
struct Core {
    words: String,
    head: Option<String>,
    several: bool,
    definite: bool,
}

fn core(text: &str) -> Core {
    let lower = text.to_lowercase();
    let words: Vec<(&str, bool)> = lower
        .split_whitespace()
        .map(|w| {
            let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
            (bare, w.ends_with([',', ';', ':', '—', '–']) || bare.is_empty())
        })
        .collect();
    let mut found = Core::default();
    let mut out: Vec<&str> = Vec::new();
    let (mut open, mut broken) = (true, false);
    for (n, (w, ends)) in words.iter().enumerate() {
        let next = words.get(n + 1).map_or("", |x| x.0);
        let begun = out.iter().any(|w| !is_stop(w));
        // "the closure imposed by …", "the siege begun in …".
        let participle = w.ends_with("ed") && TIES.contains(&next) && n > 0 && !is_stop(words[n - 1].0);
        if begun && (CLAUSES.contains(w) || participle) {
            break;
        }
        found.several |= begun && (matches!(*w, "and" | "or" | "but" | "plus") || (broken && !w.is_empty()));
        found.definite |= !begun && DEFINITE.contains(w);
        if TIES.contains(w) {
            open &= found.head.is_none();
        } else if open && !is_stop(w) && !PLAIN.contains(w) {
            each_word(w, |x| found.head = Some(x.to_owned()));
        }
        if !w.is_empty() {
            out.push(w);
        }
        broken = *ends;
    }
    found.words = out.join(" ");
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects<const N: usize>(texts: [&str; N]) -> [Object; N] {
        let mut objects = Objects::default();
        texts.map(|t| objects.of(t, "cease fire ceasefire truce"))
    }

    #[test]
    fn one_thing_told_in_many_ways() {
        for (a, b) in [
            ("to the blockade of Veskara", "its crippling blockade of Veskara, which began in 2029"),
            ("of the closure of the strait", "the closure of the strait imposed by Dralune in 2030"),
            ("the cease-fire", ""),
        ] {
            let [a, b] = objects([a, b]);
            assert!(a.alike(&b, true), "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_thing_is_the_named_one() {
        let [bare, named, loose] = objects(["the blockade", "the blockade of Veskara", "blockades"]);
        assert!(bare.inside(&named) && !named.inside(&bare) && !loose.inside(&named));
    }

    #[test]
    fn other_things_stay_apart() {
        for (a, b) in [
            ("the blockade of Veskara", "the blockade of Dralune"),
            ("the sailors", "the sailors and the boats"),
            ("the women prisoners", "the sick prisoners"),
            ("120 prisoners", "40 prisoners"),
            ("much of its fuel", "too much"),
            ("the siege of the port", "the port"),
        ] {
            let [a, b] = objects([a, b]);
            assert!(!a.alike(&b, true) && !a.inside(&b) && !b.inside(&a), "{a:?} {b:?}");
        }
    }
}
