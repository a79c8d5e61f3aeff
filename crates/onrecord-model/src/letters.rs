//! Short texts held in place: ids and names of rules, which stand in every row and are copied with every reference to it.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How many bytes are held in place: the 16 of a report's id, the longest id of a row, most of the lexicon.
const IN_PLACE: usize = 22;

/// A short text that is copied without asking for memory. Up to 22 bytes stand in it, longer ones are shared.
#[derive(Clone)]
pub struct Letters(Held);

#[derive(Clone)]
enum Held {
    /// How many bytes, and the bytes.
    Here(u8, [u8; IN_PLACE]),
    Shared(Arc<str>),
}

impl Letters {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Filled from whole texts alone, so that it is always UTF-8.
            Held::Here(n, bytes) => std::str::from_utf8(&bytes[..usize::from(*n)]).unwrap_or_default(),
            Held::Shared(text) => text,
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.0 {
            Held::Here(n, bytes) => &bytes[..usize::from(*n)],
            Held::Shared(text) => text.as_bytes(),
        }
    }
}

/// The bytes as numbers of the same order.
fn numbers(bytes: &[u8; IN_PLACE]) -> (u128, u64) {
    let (mut first, mut last) = ([0; 16], [0; 8]);
    first.copy_from_slice(&bytes[..16]);
    last[..IN_PLACE - 16].copy_from_slice(&bytes[16..]);
    (u128::from_be_bytes(first), u64::from_be_bytes(last))
}

impl From<&str> for Letters {
    fn from(text: &str) -> Self {
        let mut bytes = [0; IN_PLACE];
        Letters(match bytes.get_mut(..text.len()) {
            Some(room) => {
                room.copy_from_slice(text.as_bytes());
                Held::Here(text.len() as u8, bytes)
            }
            None => Held::Shared(text.into()),
        })
    }
}

impl From<String> for Letters {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Letters {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Letters> for String {
    fn from(text: Letters) -> Self {
        text.as_str().to_owned()
    }
}

impl Default for Letters {
    fn default() -> Self {
        Letters(Held::Here(0, [0; IN_PLACE]))
    }
}

impl Deref for Letters {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Letters {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Letters {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Held::Here(n, a), Held::Here(m, b)) => n == m && a == b,
            // What is short is never shared.
            (Held::Shared(a), Held::Shared(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Letters {}

impl PartialEq<str> for Letters {
    fn eq(&self, other: &str) -> bool {
        self.bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Letters {
    fn eq(&self, other: &&str) -> bool {
        self.bytes() == other.as_bytes()
    }
}

impl PartialOrd for Letters {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Letters {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            // What follows a text in its place is zeros, which come before every letter.
            (Held::Here(n, a), Held::Here(m, b)) => (numbers(a), n).cmp(&(numbers(b), m)),
            _ => self.bytes().cmp(other.bytes()),
        }
    }
}

impl Hash for Letters {
    fn hash<H: Hasher>(&self, to: &mut H) {
        match &self.0 {
            Held::Here(n, bytes) => {
                let (first, last) = numbers(bytes);
                to.write_u64((first >> 64) as u64);
                // Most ids of rows end before this.
                if *n > 8 {
                    to.write_u64(first as u64);
                    to.write_u64(last);
                }
                to.write_u8(*n);
            }
            Held::Shared(text) => text.hash(to),
        }
    }
}

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Letters {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Letters {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Letters;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Letters, E> {
                Ok(text.into())
            }
        }

        from.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is held in place says what a text says, on either side of the limit.
        #[test]
        fn letters_are_the_text(a in "[a-c0é\\u{0}-]{0,30}", b in "[a-b\\u{0}]{0,3}") {
            let (x, y) = (Letters::from(&a), Letters::from(b.clone()));
            prop_assert_eq!(x.as_str(), &*a);
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!(x == y, a == b);
            let hash = BuildHasherDefault::<DefaultHasher>::default();
            prop_assert_eq!(hash.hash_one(&x), hash.hash_one(x.clone()));
            let json = serde_json::to_string(&x).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&a).unwrap());
            prop_assert_eq!(serde_json::from_str::<Letters>(&json).unwrap(), x);
        }
    }
}
