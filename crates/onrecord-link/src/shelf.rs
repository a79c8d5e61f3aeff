//! Many words numbered as they come, in little room: their letters in one string, found by an open table of numbers.
//!
//! A hundred thousand reports use some millions of words, most of them once; a map of strings would take ten times the room.

/// Words with their numbers, from 0.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    letters: String,
    /// Where each word ends.
    ends: Vec<u32>,
    /// Numbers plus one, at the places their letters lead to; 0 where there is none. A power of two of places, at most three in four taken.
    table: Vec<u32>,
}

impl Shelf {
    /// No words.
    pub fn new() -> Shelf {
        Shelf::default()
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word of a number.
    pub fn get(&self, number: u32) -> &str {
        let n = number as usize;
        let start = if n == 0 { 0 } else { self.ends[n - 1] as usize };
        &self.letters[start..self.ends[n] as usize]
    }

    /// The number of a word, if it is there.
    pub fn find(&self, word: &str) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        let at = self.place(word);
        self.table[at].checked_sub(1)
    }

    /// The number of a word, which is put in where it is not there.
    pub fn number(&mut self, word: &str) -> u32 {
        if (self.ends.len() + 1) * 4 > self.table.len() * 3 {
            self.grow();
        }
        let at = self.place(word);
        if let Some(n) = self.table[at].checked_sub(1) {
            return n;
        }
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        self.table[at] = self.ends.len() as u32;
        self.table[at] - 1
    }

    /// The place of a word in the table, or the free one where it would stand.
    fn place(&self, word: &str) -> usize {
        let mask = self.table.len() - 1;
        let mut at = hash(word) as usize & mask;
        loop {
            match self.table[at].checked_sub(1) {
                Some(n) if self.get(n) != word => at = (at + 1) & mask,
                _ => return at,
            }
        }
    }

    fn grow(&mut self) {
        self.table = vec![0; (self.table.len() * 2).max(16)];
        for n in 0..self.ends.len() as u32 {
            let at = self.place(self.get(n));
            self.table[at] = n + 1;
        }
    }
}

/// FNV-1a, its high half folded in.
fn hash(word: &str) -> u64 {
    let h = word.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    h ^ (h >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_word_has_one_number(words in proptest::collection::vec("[ab]{0,5}", 0..200)) {
            let mut shelf = Shelf::new();
            let mut known: Vec<String> = Vec::new();
            for w in &words {
                prop_assert_eq!(shelf.find(w), known.iter().position(|k| k == w).map(|n| n as u32));
                if !known.contains(w) {
                    known.push(w.clone());
                }
                let n = shelf.number(w);
                prop_assert_eq!(shelf.get(n), w);
                prop_assert_eq!(&known[n as usize], w);
            }
            prop_assert_eq!(shelf.len(), known.len());
        }
    }
}
