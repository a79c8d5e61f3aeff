//! What a term's object is at its core, so that one obligation told in many ways is one.
//!
//! "to the blockade of Veskara", "its crippling blockade of Veskara, which began in 2029" and "the blockade imposed on the islands" are about a
//! blockade; the first two name whose. The core is what is left without the words that tie it to its verb, without what is said of it
//! in a clause, and without words that only say how much or how bad. Two objects are one where their cores share most words, or where they have one
//! head ("blockade") and all that one says of it the other says too. Objects that name several things, and other heads, stay apart.

use std::sync::LazyLock;

use crate::bags::{Bag, Stems};
use crate::words::{each_word, is_stop};

/// Shared words, by all words, of two objects that are one.
const SAME: f64 = 0.6;
/// Words that begin a clause about the object.
const CLAUSES: [&str; 12] =
    ["which", "who", "whom", "whose", "that", "where", "when", "while", "including", "such", "because", "as"];
/// Words that tie nouns: the head of an object stands before the first of them.
const TIES: [&str; 27] = [
    "of", "on", "in", "for", "to", "from", "with", "by", "at", "between", "against", "under", "over", "into", "within",
    "after", "before", "since", "during", "around", "near", "through", "across", "inside", "outside", "along", "until",
];
/// Words before a noun that say how much or how bad it is, not which one: see `data/plain-modifiers.tsv`.
static PLAIN: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("../data/plain-modifiers.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.collect::<Vec<_>>().join(" ")
});

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
    /// Numbers anywhere in it.
    numbers: Bag,
}

impl Object {
    /// The object of some words; of none, an empty one. Words of the action itself ("the cease-fire" of a cease-fire) are no object.
    pub fn of(text: &str, action: &str, stems: &mut Stems) -> Object {
        let all = stems.bag(text);
        let own = stems.bag(action);
        if all.numbers().iter().all(|w| own.has(*w)) {
            return Object::default();
        }
        let plain = stems.bag(&PLAIN);
        let (cut, head, several) = core(text);
        let mut core = stems.bag(&cut);
        core.retain(|w| !plain.has(*w));
        let head = head.and_then(|h| stems.bag(&h).numbers().last().copied()).filter(|h| core.has(*h));
        let mut numbers = all.clone();
        numbers.retain(|w| stems.name(*w).starts_with(|c: char| c.is_ascii_digit()));
        Object { all, core, head, several, numbers }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether two objects share most of their words, all or those of the core.
    pub fn alike(&self, other: &Object) -> bool {
        if self.is_empty() || other.is_empty() {
            return self.is_empty() && other.is_empty();
        }
        let core = self.tells(other) && self.core.jaccard(&other.core) >= SAME;
        self.all.jaccard(&other.all) >= SAME || core
    }

    /// Whether the other says all of the same head that this one says, and more.
    pub fn inside(&self, other: &Object) -> bool {
        self.tells(other)
            && self.core.len() < other.core.len()
            && self.core.shared(&other.core) == self.core.len()
    }

    /// Whether both are of one head, and nothing in them speaks against that.
    fn tells(&self, other: &Object) -> bool {
        let numbers = self.numbers == other.numbers || self.numbers.is_empty() || other.numbers.is_empty();
        self.head.is_some() && self.head == other.head && !self.several && !other.several && numbers
    }
}

/// The words of the core, its head, and whether it names several things.
fn core(text: &str) -> (String, Option<String>, bool) {
    let lower = text.to_lowercase();
    let words: Vec<(&str, bool)> = lower
        .split_whitespace()
        .map(|w| {
            let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
            (bare, w.ends_with([',', ';', ':', '—', '–']) || bare.is_empty())
        })
        .collect();
    let mut out: Vec<&str> = Vec::new();
    let (mut head, mut open, mut several, mut broken) = (None, true, false, false);
    for (n, (w, ends)) in words.iter().enumerate() {
        let next = words.get(n + 1).map_or("", |x| x.0);
        let begun = begun(&out);
        // "the closure imposed by …", "the siege begun in …".
        let participle = w.ends_with("ed") && TIES.contains(&next) && n > 0 && !is_stop(words[n - 1].0);
        if begun && (CLAUSES.contains(w) || participle) {
            break;
        }
        several |= begun && (matches!(*w, "and" | "or" | "plus") || (broken && !w.is_empty()));
        if begun && TIES.contains(w) {
            open = false;
        }
        if open && !TIES.contains(w) && !is_stop(w) {
            each_word(w, |x| head = Some(x.to_owned()));
        }
        if !w.is_empty() {
            out.push(w);
        }
        broken = *ends;
    }
    (out.join(" "), head, several)
}

/// Whether a word that tells something stands in it.
fn begun(out: &[&str]) -> bool {
    out.iter().any(|w| !is_stop(w))
}
