//! Sets of content words as numbers: thousands of statements are compared without a letter being compared.
//!
//! "were released from the prison" is the bag of the stems "releas" and "prison". Numbers follow the letters once
//! [`Stems::settle`] has put them in order, so that whatever hangs on the order of words hangs on no order of reports.

use crate::shelf::Shelf;
use crate::words::{Stance, each_word, is_negation, is_stop, stance_group, stem};

/// The stems of one set of texts.
#[derive(Debug, Default)]
pub struct Stems {
    /// Every word met, in lower case.
    words: Shelf,
    /// Which stem each is of; nothing for a stop word.
    of: Vec<Option<u32>>,
    /// Stems as they were met.
    stems: Shelf,
    /// The number of each, and which each number is.
    numbers: Vec<u32>,
    met: Vec<u32>,
}

/// Content words of a text, each once, as numbers in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bag(Vec<u32>);

impl Stems {
    /// No stems.
    pub fn new() -> Stems {
        Stems::default()
    }

    fn number(&mut self, word: &str) -> Option<u32> {
        let n = self.words.number(word) as usize;
        if n == self.of.len() {
            let stem = (!is_stop(word)).then(|| self.stems.number(&stem(word)));
            // A stem that is new has the next number.
            if let Some(s) = stem.filter(|s| *s as usize == self.numbers.len()) {
                self.numbers.push(s);
                self.met.push(s);
            }
            self.of.push(stem);
        }
        self.of[n].map(|s| self.numbers[s as usize])
    }

    /// The content words of a text, in order of the text.
    pub fn in_order(&mut self, text: &str) -> Vec<u32> {
        let mut out = Vec::new();
        each_word(&text.to_lowercase(), |w| out.extend(self.number(w)));
        out
    }

    /// The content words of a text, each once.
    pub fn bag(&mut self, text: &str) -> Bag {
        Bag::of(self.in_order(text))
    }

    /// The content words of a statement and its stance.
    pub fn statement(&mut self, text: &str) -> (Bag, Stance) {
        let lower = text.to_lowercase();
        let mut negated = lower.contains("n't") || lower.contains("n’t");
        let mut list = Vec::new();
        each_word(&lower, |w| {
            negated |= is_negation(w);
            list.extend(self.number(w));
        });
        let bag = Bag::of(list);
        let groups = bag.0.iter().filter_map(|&n| stance_group(self.name(n))).collect();
        (bag, Stance { negated, groups })
    }

    /// The number of a stem, if it was met.
    pub fn find(&self, stem: &str) -> Option<u32> {
        self.stems.find(stem).map(|s| self.numbers[s as usize])
    }

    /// The number of a word's stem, if it was met; the word in lower case.
    pub fn of_word(&self, word: &str) -> Option<u32> {
        match self.words.find(word) {
            Some(known) => self.of[known as usize].map(|s| self.numbers[s as usize]),
            None => (!is_stop(word)).then(|| self.find(&stem(word))).flatten(),
        }
    }

    /// The stem of a number.
    pub fn name(&self, number: u32) -> &str {
        self.stems.get(self.met[number as usize])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// Numbers all stems by their letters; gives for each number so far the one it has now. Stems met later are numbered as they come.
    pub fn settle(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.stems.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.stems.get(*a).cmp(self.stems.get(*b)));
        let mut to = vec![0; order.len()];
        for (now, &stem) in order.iter().enumerate() {
            let before = std::mem::replace(&mut self.numbers[stem as usize], now as u32);
            to[before as usize] = now as u32;
        }
        self.met = order;
        to
    }

    /// The words of a text whose stems a bag holds, as printed in lower case, each stem once, in order; at most `most`.
    pub fn shared(&self, text: &str, bag: &Bag, most: usize) -> Vec<String> {
        let (mut seen, mut out) = (Vec::new(), Vec::new());
        each_word(&text.to_lowercase(), |w| {
            if let Some(n) = self.of_word(w).filter(|n| out.len() < most && bag.has(*n) && !seen.contains(n)) {
                seen.push(n);
                out.push(w.to_owned());
            }
        });
        out
    }
}

impl Bag {
    /// Of numbers in any order.
    pub fn of(mut numbers: Vec<u32>) -> Bag {
        numbers.sort_unstable();
        numbers.dedup();
        Bag(numbers)
    }

    /// Numbers exchanged as [`Stems::settle`] says.
    pub fn renumber(&mut self, to: &[u32]) {
        self.0.iter_mut().for_each(|n| *n = to[*n as usize]);
        self.0.sort_unstable();
    }

    /// The numbers, in order.
    pub fn numbers(&self) -> &[u32] {
        &self.0
    }

    /// Leaves out what does not fit.
    pub fn retain(&mut self, fits: impl FnMut(&u32) -> bool) {
        self.0.retain(fits);
    }

    /// Puts the words of another bag in.
    pub fn join(&mut self, other: &Bag) {
        *self = Bag::of([&self.0[..], &other.0].concat());
    }

    /// Whether a word is in it.
    pub fn has(&self, number: u32) -> bool {
        self.0.binary_search(&number).is_ok()
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words of both, in order.
    pub fn both<'b>(&'b self, other: &'b Bag) -> impl Iterator<Item = u32> + 'b {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        std::iter::from_fn(move || {
            loop {
                match a.peek()?.cmp(b.peek()?) {
                    std::cmp::Ordering::Less => a.next(),
                    std::cmp::Ordering::Greater => b.next(),
                    std::cmp::Ordering::Equal => {
                        b.next();
                        return a.next().copied();
                    }
                };
            }
        })
    }

    /// How many words both have.
    pub fn shared(&self, other: &Bag) -> usize {
        self.both(other).count()
    }

    /// Shared words by the smaller bag, 0 to 1.
    pub fn overlap(&self, other: &Bag) -> f64 {
        let least = self.len().min(other.len());
        if least == 0 { 0.0 } else { self.shared(other) as f64 / least as f64 }
    }

    /// Shared words by all words, 0 to 1.
    pub fn jaccard(&self, other: &Bag) -> f64 {
        let both = self.shared(other);
        let all = self.len() + other.len() - both;
        if all == 0 { 0.0 } else { both as f64 / all as f64 }
    }
}

/// For every number below `numbers` the things whose list has it, in order.
pub fn lists<'l>(of: impl Iterator<Item = (usize, &'l [u32])>, numbers: usize) -> Vec<Vec<u32>> {
    let mut out = vec![Vec::new(); numbers];
    for (i, list) in of {
        list.iter().for_each(|&n| out[n as usize].push(i as u32));
    }
    out
}

/// Counts, for one thing after the other, how often each other thing is met.
#[derive(Debug)]
pub struct Meetings {
    times: Vec<u32>,
    met: Vec<u32>,
}

impl Meetings {
    /// Of so many things, none met.
    pub fn new(things: usize) -> Meetings {
        Meetings { times: vec![0; things], met: Vec::new() }
    }

    /// Meets things.
    pub fn meet(&mut self, things: &[u32]) {
        for &t in things {
            if self.times[t as usize] == 0 {
                self.met.push(t);
            }
            self.times[t as usize] += 1;
        }
    }

    /// The things met at least so often, in order, with how often; then none is met.
    pub fn take(&mut self, least: u32) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        for t in self.met.drain(..) {
            let times = std::mem::take(&mut self.times[t as usize]);
            if times >= least {
                out.push((t as usize, times as usize));
            }
        }
        out.sort_unstable();
        out
    }
}

/// Pairs of things, the first before the second, that stand in at least `least` lists together; lists longer than `most` count for none.
pub fn meeting(of: &[(usize, &[u32])], things: usize, numbers: usize, most: usize, least: u32) -> Vec<(usize, usize)> {
    let lists = lists(of.iter().copied(), numbers);
    let mut meetings = Meetings::new(things);
    let mut out = Vec::new();
    for &(i, list) in of {
        for &n in list {
            let others = &lists[n as usize];
            if others.len() <= most {
                let from = others.partition_point(|&j| j as usize <= i);
                meetings.meet(&others[from..]);
            }
        }
        out.extend(meetings.take(least).into_iter().map(|(j, _)| (i, j)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    use crate::words::content_in_order;
    use proptest::prelude::*;

    proptest! {
        /// Numbers say what letters say.
        #[test]
        fn a_bag_is_the_set_of_stems(a in "[a-d ’,.'1-3]{0,30}", b in "[a-d no t’,.'1-3]{0,30}") {
            let mut stems = Stems::new();
            let (mut x, mut y) = (stems.bag(&a), stems.bag(&b));
            let to = stems.settle();
            x.renumber(&to);
            y.renumber(&to);
            let set = |text: &str| content_in_order(text).into_iter().collect::<BTreeSet<String>>();
            let (xs, ys) = (set(&a), set(&b));
            let names: Vec<&str> = x.numbers().iter().map(|&n| stems.name(n)).collect();
            prop_assert_eq!(names, xs.iter().map(String::as_str).collect::<Vec<_>>());
            let (both, either) = (xs.intersection(&ys).count(), xs.union(&ys).count());
            let share = |n: usize| if n == 0 { 0.0 } else { both as f64 / n as f64 };
            prop_assert_eq!((x.shared(&y), x.overlap(&y), x.jaccard(&y)), (both, share(xs.len().min(ys.len())), share(either)));
            let mut printed = stems.shared(&b, &x, usize::MAX);
            prop_assert_eq!(printed.len(), both);
            printed.truncate(2);
            prop_assert_eq!(stems.shared(&b, &x, 2), printed);
        }
    }

    #[test]
    fn agreed_is_not_considered_and_held_not_unheld() {
        let stance = |text: &str| Stems::new().statement(text).1;
        assert!(!stance("agreed to free 240").fits(&stance("is considering freeing 240")));
        assert!(!stance("talks are held").fits(&stance("talks aren’t held")));
        assert!(!stance("they will meet").fits(&stance("they will not meet")));
        assert!(stance("they agreed").fits(&stance("it accepted")));
    }

    #[test]
    fn pairs_meet_in_short_lists_only() {
        let of: [(usize, &[u32]); 4] = [(0, &[0, 1, 2]), (1, &[0, 1]), (2, &[0, 2]), (3, &[0, 1])];
        assert_eq!(meeting(&of, 4, 3, 4, 2), [(0, 1), (0, 2), (0, 3), (1, 3)]);
        assert_eq!(meeting(&of, 4, 3, 3, 1), [(0, 1), (0, 2), (0, 3), (1, 3)]);
        assert!(meeting(&of, 4, 3, 3, 2).is_empty());
    }
}
