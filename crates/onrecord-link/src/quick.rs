//! Maps by ids that are looked into very often: a hash that is quick rather than safe against chosen keys, which ids are not.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

/// A map by ids (of reports, rows) with a quick hash. Not for keys that somebody else chooses, such as words of a text.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A set of ids with a quick hash.
pub type IdSet<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// The quick hash: eight bytes at a time, multiplied and turned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quick(u64);

impl Quick {
    fn take(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.take(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.take(n.into());
    }

    fn write_usize(&mut self, n: usize) {
        self.take(n as u64);
    }

    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_values() {
        let ids: Vec<String> = (0..5000).map(|n| format!("a{n}")).collect();
        let map: IdMap<&str, usize> = ids.iter().enumerate().map(|(n, id)| (id.as_str(), n)).collect();
        assert!(ids.iter().enumerate().all(|(n, id)| map[id.as_str()] == n));
        assert_eq!((map.len(), map.get("a5000")), (5000, None));
    }
}
