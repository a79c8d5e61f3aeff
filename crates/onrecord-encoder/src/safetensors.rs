//! Reads a `.safetensors` file: an 8-byte length, a JSON header, the numbers (f32, i32 or bytes).

use std::{collections::HashMap, ops::Range};

use serde::Deserialize;

use crate::EncoderError;

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// What a file holds, by name; each is taken once, with the shape it must have.
pub(crate) struct Weights<'a> {
    file: &'static str,
    bytes: &'a [u8],
    entries: HashMap<String, (String, Vec<usize>, Range<usize>)>,
}

impl<'a> Weights<'a> {
    /// Reads the header of `file`; every entry's bytes are there and as many as its shape asks for.
    pub(crate) fn read(file: &'static str, bytes: &'a [u8]) -> Result<Weights<'a>, EncoderError> {
        let bad = |reason: String| EncoderError::Unreadable { file: file.into(), reason };
        let length = bytes.get(..8).map(|b| u64::from_le_bytes(b.try_into().expect("eight bytes")));
        let length =
            length.and_then(|l| usize::try_from(l).ok()).ok_or_else(|| bad("shorter than its header".into()))?;
        let end =
            length.checked_add(8).filter(|e| *e <= bytes.len()).ok_or_else(|| bad("shorter than its header".into()))?;
        let header: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&bytes[8..end]).map_err(|e| bad(format!("header: {e}")))?;
        let mut entries = HashMap::new();
        for (name, value) in header.into_iter().filter(|(n, _)| n != "__metadata__") {
            let entry: Entry = serde_json::from_value(value).map_err(|e| bad(format!("{name}: {e}")))?;
            let size = match entry.dtype.as_str() {
                "F32" | "I32" => 4,
                "I8" => 1,
                other => return Err(bad(format!("{name} is {other}, not F32, I32 or I8"))),
            };
            let [from, to] = entry.data_offsets;
            let range = from.checked_add(end).zip(to.checked_add(end)).map(|(a, b)| a..b);
            let range = range
                .filter(|r| r.start <= r.end && r.end <= bytes.len())
                .ok_or_else(|| bad(format!("{name} lies outside the file")))?;
            let count = entry.shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d)).unwrap_or(usize::MAX);
            if count.checked_mul(size) != Some(range.len()) {
                return Err(bad(format!("{name} has {} bytes, not the {count} numbers of its shape", range.len())));
            }
            entries.insert(name, (entry.dtype, entry.shape, range));
        }
        Ok(Weights { file, bytes, entries })
    }

    /// The first number of a weight's shape.
    pub(crate) fn rows(&self, name: &str) -> Option<usize> {
        self.width(name, 0)
    }

    /// Number `at` of a weight's shape.
    pub(crate) fn width(&self, name: &str, at: usize) -> Option<usize> {
        self.entries.get(name)?.1.get(at).copied()
    }

    fn entry(&mut self, name: &str, dtype: &str, shape: &[usize]) -> Result<Range<usize>, EncoderError> {
        let wrong = |reason: String| EncoderError::Weight { file: self.file.into(), name: name.into(), reason };
        let Some((kind, has, range)) = self.entries.get(name) else { return Err(wrong("missing".into())) };
        if has != shape {
            return Err(wrong(format!("has shape {has:?}, not {shape:?}")));
        }
        if kind != dtype {
            return Err(wrong(format!("is {kind}, not {dtype}")));
        }
        let range = range.clone();
        self.entries.remove(name);
        Ok(range)
    }

    /// Takes f32 numbers, all of them finite.
    pub(crate) fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EncoderError> {
        let range = self.entry(name, "F32", shape)?;
        let data: Vec<f32> =
            self.bytes[range].chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().expect("four bytes"))).collect();
        if data.iter().any(|x| !x.is_finite()) {
            let reason = "holds a number that is not finite".into();
            return Err(EncoderError::Weight { file: self.file.into(), name: name.into(), reason });
        }
        Ok(data)
    }

    /// Takes whole numbers.
    pub(crate) fn whole(&mut self, name: &str, shape: &[usize]) -> Result<Vec<i32>, EncoderError> {
        let range = self.entry(name, "I32", shape)?;
        let four = |b: &[u8]| i32::from_le_bytes(b.try_into().expect("four bytes"));
        Ok(self.bytes[range].chunks_exact(4).map(four).collect())
    }

    /// Takes bytes, left where they lie in the file.
    pub(crate) fn bytes(&mut self, name: &str, shape: &[usize]) -> Result<Range<usize>, EncoderError> {
        self.entry(name, "I8", shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, body: &[u8]) -> Vec<u8> {
        let mut out = (header.len() as u64).to_le_bytes().to_vec();
        out.extend(header.as_bytes());
        out.extend(body);
        out
    }

    #[test]
    fn reads_and_refuses() {
        let good = file(r#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, &[0, 0, 128, 63, 0, 0, 0, 64]);
        let mut weights = Weights::read("w", &good).unwrap();
        assert!(weights.take("w", &[1, 2]).is_err_and(|e| e.to_string().contains("shape [2]")));
        assert!(weights.bytes("w", &[2]).is_err_and(|e| e.to_string().contains("is F32, not I8")));
        assert_eq!(weights.take("w", &[2]).unwrap(), [1.0, 2.0]);
        assert!(weights.take("w", &[2]).is_err_and(|e| e.to_string().contains("missing")));
        for bad in [&good[..5], &good[..20], &good[..good.len() - 1], b"\xff\xff\xff\xff\xff\xff\xff\xff{}"] {
            assert!(Weights::read("w", bad).is_err());
        }
        assert!(
            Weights::read("w", &file(r#"{"w":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}"#, &[1, 2])).is_err()
        );
        let bytes = file(r#"{"w":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}"#, &[1, 2]);
        let range = Weights::read("w", &bytes).unwrap().bytes("w", &[2]).unwrap();
        assert_eq!(bytes[range], [1, 2]);
    }
}
