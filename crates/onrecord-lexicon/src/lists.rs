//! Word lists: one file of `data/lists` each, a head word and its columns a line.
//!
//! `list("cues").get("say")` gives the columns after the head word. Lines starting with `#` are comments;
//! the first comment lines say what the list is and where it comes from.

use std::{collections::HashMap, sync::OnceLock};

include!(concat!(env!("OUT_DIR"), "/lists.rs"));

/// One word list: head words (as written in the file, lower case) with their columns.
#[derive(Debug, Default)]
pub struct List {
    rows: HashMap<&'static str, Vec<&'static str>>,
    order: Vec<&'static str>,
    longest: usize,
}

impl List {
    fn parse(text: &'static str) -> List {
        let mut list = List::default();
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let mut columns = line.split('\t').map(str::trim);
            let Some(head) = columns.next().filter(|h| !h.is_empty()) else { continue };
            list.longest = list.longest.max(head.split(' ').count());
            if list.rows.insert(head, columns.collect()).is_none() {
                list.order.push(head);
            }
        }
        list
    }

    /// The columns after the head word; `None` when the list lacks it.
    pub fn get(&self, head: &str) -> Option<&[&'static str]> {
        self.rows.get(head).map(Vec::as_slice)
    }

    /// Whether the list has this head word.
    pub fn has(&self, head: &str) -> bool {
        self.rows.contains_key(head)
    }

    /// Head words and columns in file order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[&'static str])> + '_ {
        self.order.iter().map(|h| (*h, self.rows[h].as_slice()))
    }

    /// Words in the longest head of the list: how far a matcher has to look ahead.
    pub fn longest(&self) -> usize {
        self.longest
    }
}

/// The list of this name (the file's name without `.tsv`); an unknown name is an empty list.
pub fn list(name: &str) -> &'static List {
    static ALL: OnceLock<HashMap<&'static str, List>> = OnceLock::new();
    static EMPTY: OnceLock<List> = OnceLock::new();
    ALL.get_or_init(|| LISTS.iter().map(|(n, t)| (*n, List::parse(t))).collect())
        .get(name)
        .unwrap_or_else(|| EMPTY.get_or_init(List::default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_says_where_it_comes_from_and_repeats_no_head() {
        for (name, text) in LISTS {
            assert!(text.starts_with('#'), "{name}.tsv opens with a comment: what it is, source, licence");
            let heads: Vec<_> = text
                .lines()
                .filter(|l| !l.starts_with('#') && !l.is_empty())
                .filter_map(|l| l.split('\t').next())
                .collect();
            let mut seen = std::collections::HashSet::new();
            for head in heads {
                assert!(seen.insert(head), "{name}.tsv has {head:?} twice");
            }
        }
    }

    #[test]
    fn an_unknown_list_is_empty() {
        assert!(!list("no such list").has("say"));
    }
}
