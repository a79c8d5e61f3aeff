//! Words as numbers, and the reports that have each: what reports are looked up by, in little room and quick to take up again.

use crate::shelf::Shelf;
use crate::similarity::common;
use std::collections::HashMap;

/// Words with the numbers they have on a record. The words of general news have the first numbers, always the same; the others get
/// theirs as they come. Of a record that is taken up only the words that are met again are here, not all that have a number.
#[derive(Debug)]
pub struct Stems {
    shelf: Shelf,
    /// Number of each word of the shelf.
    numbers: Vec<u32>,
    next: u32,
    /// Shares of the words of general news, by number.
    shares: Vec<f64>,
    /// Words of the shelf whose number is not kept yet.
    fresh: Vec<u32>,
}

impl Default for Stems {
    fn default() -> Self {
        Stems::new()
    }
}

impl Stems {
    /// The words of general news.
    pub fn new() -> Stems {
        let (mut shelf, mut shares) = (Shelf::new(), Vec::new());
        for (word, share) in common() {
            let n = shelf.number(word) as usize;
            shares.resize(shelf.len(), 0.0);
            shares[n] = share;
        }
        let numbers: Vec<u32> = (0..shelf.len() as u32).collect();
        Stems { next: numbers.len() as u32, shelf, numbers, shares, fresh: Vec::new() }
    }

    /// Numbers given out, from 0.
    pub fn given(&self) -> u32 {
        self.next
    }

    /// Numbers below this one are given out on the record.
    pub fn hold(&mut self, given: u32) {
        self.next = self.next.max(given);
    }

    /// Whether a word is here.
    pub fn has(&self, word: &str) -> bool {
        self.shelf.find(word).is_some()
    }

    /// The number that a word has on the record.
    pub fn teach(&mut self, word: &str, number: u32) {
        if self.shelf.number(word) as usize == self.numbers.len() {
            self.numbers.push(number);
        }
    }

    /// The number of a word, which gets one where it has none.
    pub fn number(&mut self, word: &str) -> u32 {
        let n = self.shelf.number(word);
        if n as usize == self.numbers.len() {
            self.numbers.push(self.next);
            self.fresh.push(n);
            self.next += 1;
        }
        self.numbers[n as usize]
    }

    /// The share of general reports that use a word; missing where the list does not have it.
    pub fn share(&self, number: u32) -> Option<f64> {
        self.shares.get(number as usize).copied()
    }

    /// The words that got a number since [`kept`](Self::kept), by letters.
    pub fn fresh(&self) -> impl Iterator<Item = (&str, u32)> {
        let mut fresh = self.fresh.clone();
        fresh.sort_unstable_by(|a, b| self.shelf.get(*a).cmp(self.shelf.get(*b)));
        fresh.into_iter().map(|n| (self.shelf.get(n), self.numbers[n as usize]))
    }

    /// The numbers given so far are on the record.
    pub fn kept(&mut self) {
        self.fresh.clear();
    }
}

/// For every word the reports that have it, in an order of their own: all in one list, and those of words that changed since it was made
/// in lists of their own.
#[derive(Debug, Default)]
pub struct Posts {
    /// Where each word's reports begin in the list, and the end.
    at: Vec<u32>,
    list: Vec<u32>,
    changed: HashMap<u32, Vec<u32>>,
}

impl Posts {
    /// The reports of a word.
    pub fn get(&self, word: u32) -> &[u32] {
        if let Some(list) = self.changed.get(&word) {
            return list;
        }
        let w = word as usize;
        match (self.at.get(w), self.at.get(w + 1)) {
            (Some(&from), Some(&to)) => &self.list[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Puts a report in, `at` so many others of the word.
    pub fn insert(&mut self, word: u32, at: usize, report: u32) {
        let before = if self.changed.contains_key(&word) { Vec::new() } else { self.get(word).to_vec() };
        self.changed.entry(word).or_insert(before).insert(at, report);
    }

    /// Makes the list anew for words up to a number. `each` hands on words and reports, those of one word in their order, and is called twice.
    pub fn fill(&mut self, words: u32, each: impl Fn(&mut dyn FnMut(u32, u32))) {
        self.changed = HashMap::new();
        self.at = vec![0; words as usize + 1];
        each(&mut |word, _| self.at[word as usize] += 1);
        let mut sum = 0;
        for at in &mut self.at {
            sum += std::mem::replace(at, sum);
        }
        self.list = vec![0; sum as usize];
        each(&mut |word, report| {
            let at = &mut self.at[word as usize];
            self.list[*at as usize] = report;
            *at += 1;
        });
        // Each now says where the next word's begin.
        self.at.rotate_right(1);
        self.at[0] = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_are_those_of_each_word(
            first in proptest::collection::vec((0..9u32, 0..40u32), 0..60),
            then in proptest::collection::vec((0..12u32, 40..80u32), 0..30),
        ) {
            let mut wanted: Vec<Vec<u32>> = vec![Vec::new(); 12];
            first.iter().for_each(|&(w, r)| wanted[w as usize].push(r));
            let mut posts = Posts::default();
            posts.fill(9, |put| first.iter().for_each(|&(w, r)| put(w, r)));
            for (n, &(w, r)) in then.iter().enumerate() {
                let list = &mut wanted[w as usize];
                let at = n % (list.len() + 1);
                list.insert(at, r);
                posts.insert(w, at, r);
            }
            for (w, list) in wanted.iter().enumerate() {
                prop_assert_eq!(posts.get(w as u32), &list[..]);
            }
        }
    }

    #[test]
    fn a_word_keeps_the_number_it_has_on_the_record() {
        let mut one = Stems::new();
        let first = one.given();
        let common = common().next().unwrap().0;
        assert_eq!((one.number("sarnoth"), one.number(common), one.number("velm")), (first, 0, first + 1));
        assert_eq!(one.fresh().collect::<Vec<_>>(), [("sarnoth", first), ("velm", first + 1)]);
        let mut other = Stems::new();
        other.hold(one.given());
        assert!(!other.has("velm"));
        other.teach("velm", first + 1);
        assert_eq!((other.number("orvexa"), other.number("velm"), other.number(common)), (first + 2, first + 1, 0));
        assert_eq!(other.fresh().collect::<Vec<_>>(), [("orvexa", first + 2)]);
        other.kept();
        assert_eq!(other.fresh().count(), 0);
        assert!(other.share(0).is_some() && other.share(first).is_none());
    }
}
