//! Reads a `.safetensors` file of f32 weights: an 8-byte length, a JSON header, the numbers.

use std::collections::HashMap;

use serde::Deserialize;

use crate::EncoderError;

/// A weight: numbers in row-major order with their shape.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weight {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// All weights of a file by name.
pub(crate) struct Weights(HashMap<String, Weight>);

impl Weights {
    pub(crate) fn read(bytes: &[u8]) -> Result<Weights, EncoderError> {
        let bad = |reason: String| EncoderError::Unreadable { file: "heads.safetensors".into(), reason };
        let length = bytes.get(..8).map(|b| u64::from_le_bytes(b.try_into().expect("eight bytes")));
        let length =
            length.and_then(|l| usize::try_from(l).ok()).ok_or_else(|| bad("shorter than its header".into()))?;
        let end =
            length.checked_add(8).filter(|e| *e <= bytes.len()).ok_or_else(|| bad("shorter than its header".into()))?;
        let header: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&bytes[8..end]).map_err(|e| bad(format!("header: {e}")))?;
        let body = &bytes[end..];
        let mut weights = HashMap::new();
        for (name, value) in header.into_iter().filter(|(n, _)| n != "__metadata__") {
            let entry: Entry = serde_json::from_value(value).map_err(|e| bad(format!("{name}: {e}")))?;
            if entry.dtype != "F32" {
                return Err(bad(format!("{name} is {}, not F32", entry.dtype)));
            }
            let [from, to] = entry.data_offsets;
            let data = body.get(from..to).ok_or_else(|| bad(format!("{name} lies outside the file")))?;
            let count = entry.shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d)).unwrap_or(usize::MAX);
            if count.checked_mul(4) != Some(data.len()) {
                return Err(bad(format!("{name} has {} bytes, not the {count} numbers of its shape", data.len())));
            }
            let data = data.chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().expect("four bytes"))).collect();
            weights.insert(name, Weight { shape: entry.shape, data });
        }
        Ok(Weights(weights))
    }

    /// Takes the weight `name`, which must have this shape.
    pub(crate) fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EncoderError> {
        let wrong = |reason: String| EncoderError::Weight { name: name.into(), reason };
        let weight = self.0.remove(name).ok_or_else(|| wrong("missing".into()))?;
        if weight.shape != shape {
            return Err(wrong(format!("has shape {:?}, not {shape:?}", weight.shape)));
        }
        if weight.data.iter().any(|x| !x.is_finite()) {
            return Err(wrong("holds a number that is not finite".into()));
        }
        Ok(weight.data)
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
        let mut weights = Weights::read(&good).unwrap();
        assert!(weights.take("w", &[1, 2]).is_err_and(|e| e.to_string().contains("shape [2]")));
        let mut weights = Weights::read(&good).unwrap();
        assert_eq!(weights.take("w", &[2]).unwrap(), [1.0, 2.0]);
        assert!(weights.take("w", &[2]).is_err_and(|e| e.to_string().contains("missing")));
        for bad in [&good[..5], &good[..20], &good[..good.len() - 1], b"\xff\xff\xff\xff\xff\xff\xff\xff{}"] {
            assert!(Weights::read(bad).is_err());
        }
        assert!(Weights::read(&file(r#"{"w":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}"#, &[1, 2])).is_err());
    }
}
