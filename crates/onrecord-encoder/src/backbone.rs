//! Wordpieces to vectors: six layers of attention and feed-forward over one window, on the calling thread.
//!
//! In: `[CLS] an envoy said … [SEP]` as ids and casing ids. Out: a row of 384 numbers a wordpiece. Weights are int8 with a scale a
//! column, activations become bytes row by row (`bytes`), everything else is f32 (`floats`); so no row depends on what else is run,
//! and the level of the processor changes the time and not the bits.

use std::{borrow::Cow, cell::RefCell};

use crate::{
    EncoderError,
    bytes::{self, Bytes, PANEL, Rows},
    floats::{self, Product, packed_len},
    level::Level,
    safetensors::Weights,
};

/// Name of the file with the weights of the layers.
pub(crate) const FILE: &str = "encoder.safetensors";

/// Longest window, in wordpieces.
pub(crate) const LONGEST: usize = 512;

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    qkv: Bytes,
    out: Bytes,
    norm1: Norm,
    up: Bytes,
    down: Bytes,
    norm2: Norm,
}

/// The layers, with the model file they read their weights from.
pub(crate) struct Backbone {
    file: Cow<'static, [u8]>,
    words: std::ops::Range<usize>,
    word_scale: Vec<f32>,
    positions: Vec<f32>,
    casing: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    hidden: usize,
    heads: usize,
    level: Level,
}

/// Room for the numbers in between, kept from window to window.
#[derive(Default)]
struct Room {
    rows: Rows,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    context: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    scores: Vec<f32>,
    shares: Vec<f32>,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

impl Backbone {
    /// Reads the weights; `layers`, `hidden` and `heads` are what model.json says.
    pub(crate) fn load(
        file: Cow<'static, [u8]>,
        layers: usize,
        hidden: usize,
        heads: usize,
    ) -> Result<Backbone, EncoderError> {
        let bad = |reason: String| EncoderError::Unreadable { file: FILE.into(), reason };
        if hidden == 0 || heads == 0 || !hidden.is_multiple_of(heads) || !(hidden / heads).is_multiple_of(PANEL) {
            return Err(bad(format!("{heads} attention heads do not go with rows of {hidden} numbers")));
        }
        let mut weights = Weights::read(FILE, &file)?;
        let vocabulary = weights.rows("word.bytes").unwrap_or(0);
        let words = weights.bytes("word.bytes", &[vocabulary, hidden])?;
        let word_scale = weights.take("word.scale", &[vocabulary])?;
        let positions = weights.take("position", &[LONGEST, hidden])?;
        let kinds = weights.rows("casing").unwrap_or(0);
        let casing = weights.take("casing", &[kinds, hidden])?;
        if vocabulary == 0 || kinds < 4 {
            return Err(bad(format!("{vocabulary} wordpieces and {kinds} casings")));
        }
        let mut norm = |name: &str| -> Result<Norm, EncoderError> {
            Ok(Norm {
                weight: weights.take(&format!("{name}.weight"), &[hidden])?,
                bias: weights.take(&format!("{name}.bias"), &[hidden])?,
            })
        };
        let first = norm("norm")?;
        let mut norms = Vec::new();
        for i in 0..layers {
            norms.push((norm(&format!("layers.{i}.norm1"))?, norm(&format!("layers.{i}.norm2"))?));
        }
        let mut matrix = |name: String| -> Result<Bytes, EncoderError> {
            let panels = weights.rows(&format!("{name}.bytes")).unwrap_or(0);
            let inputs = weights.width(&format!("{name}.bytes"), 1).unwrap_or(0) * 4;
            let outputs = panels * PANEL;
            let at = weights.bytes(&format!("{name}.bytes"), &[panels, inputs / 4, PANEL, 4])?;
            Ok(Bytes {
                heavy: if inputs == 0 { Vec::new() } else { bytes::heavy(&file[at.clone()], inputs) },
                at,
                scale: weights.take(&format!("{name}.scale"), &[outputs])?,
                bias: weights.take(&format!("{name}.bias"), &[outputs])?,
                sum: weights.whole(&format!("{name}.sum"), &[outputs])?,
                inputs,
                outputs,
            })
        };
        let mut all = Vec::new();
        for (i, (norm1, norm2)) in norms.into_iter().enumerate() {
            let [qkv, out, up, down] = [
                matrix(format!("layers.{i}.qkv"))?,
                matrix(format!("layers.{i}.out"))?,
                matrix(format!("layers.{i}.up"))?,
                matrix(format!("layers.{i}.down"))?,
            ];
            let sizes = [
                (&qkv, hidden, 3 * hidden),
                (&out, hidden, hidden),
                (&up, hidden, up.outputs),
                (&down, up.outputs, hidden),
            ];
            if sizes.iter().any(|(m, from, to)| (m.inputs, m.outputs) != (*from, *to)) {
                return Err(bad(format!("the matrices of layer {i} do not fit rows of {hidden} numbers")));
            }
            all.push(Layer { qkv, out, norm1, up, down, norm2 });
        }
        // bytes of weights are −127..=127: −128 would break the bound that keeps sums exact
        if all.iter().flat_map(|l| [&l.qkv, &l.out, &l.up, &l.down]).any(|m| file[m.at.clone()].contains(&0x80)) {
            return Err(bad("a weight of -128".into()));
        }
        let level = Level::best();
        Ok(Backbone { file, words, word_scale, positions, casing, norm: first, layers: all, hidden, heads, level })
    }

    /// Vectors of one window, a row of `hidden` numbers a wordpiece. At most [`LONGEST`] wordpieces are looked at; an id past the
    /// vocabulary counts as the first.
    pub(crate) fn run(&self, ids: &[u32], casing: &[u8]) -> Vec<f32> {
        ROOM.with_borrow_mut(|room| self.run_in(self.level, ids, casing, room))
    }

    fn run_in(&self, level: Level, ids: &[u32], casing: &[u8], room: &mut Room) -> Vec<f32> {
        let (n, d) = (ids.len().min(casing.len()).min(LONGEST), self.hidden);
        let mut h = vec![0f32; n * d];
        let words = &self.file[self.words.clone()];
        for (i, row) in h.chunks_exact_mut(d).enumerate() {
            let id = if (ids[i] as usize) < self.word_scale.len() { ids[i] as usize } else { 0 };
            let case = usize::from(casing[i]).min(self.casing.len() / d - 1);
            let scale = self.word_scale[id];
            let (word, place, case) =
                (&words[id * d..][..d], &self.positions[i * d..][..d], &self.casing[case * d..][..d]);
            for (k, x) in row.iter_mut().enumerate() {
                *x = f32::from(word[k] as i8) * scale + place[k] + case[k];
            }
        }
        floats::norm(level, &mut h, &[], &self.norm.weight, &self.norm.bias);
        let Room { rows, wide, narrow, context, .. } = &mut *room;
        let (rows, wide, narrow, context) = (
            &mut std::mem::take(rows),
            &mut std::mem::take(wide),
            &mut std::mem::take(narrow),
            &mut std::mem::take(context),
        );
        let times =
            |m: &Bytes, rows: &Rows, out: &mut Vec<f32>| bytes::times(level, m, &self.file[m.at.clone()], rows, out);
        for layer in &self.layers {
            bytes::quantise(level, &h, d, rows);
            times(&layer.qkv, rows, wide);
            self.attend(level, n, wide, context, room);
            bytes::quantise(level, &context[..n * d], d, rows);
            times(&layer.out, rows, narrow);
            floats::norm(level, &mut h, narrow, &layer.norm1.weight, &layer.norm1.bias);
            bytes::quantise(level, &h, d, rows);
            times(&layer.up, rows, wide);
            floats::gelu(level, wide);
            bytes::quantise(level, wide, layer.up.outputs, rows);
            times(&layer.down, rows, narrow);
            floats::norm(level, &mut h, narrow, &layer.norm2.weight, &layer.norm2.bias);
        }
        (room.rows, room.wide, room.narrow, room.context) =
            (std::mem::take(rows), std::mem::take(wide), std::mem::take(narrow), std::mem::take(context));
        h
    }

    /// Attention of every wordpiece to every other: `qkv` has rows of queries, keys, values; `context` gets rows of `hidden`.
    fn attend(&self, level: Level, n: usize, qkv: &[f32], context: &mut Vec<f32>, room: &mut Room) {
        let (d, size) = (self.hidden, self.hidden / self.heads);
        let width = n.div_ceil(PANEL) * PANEL;
        context.resize(n * d, 0.0);
        let Room { keys, values, scores, shares, .. } = room;
        keys.resize(packed_len(size, n), 0.0);
        values.resize(packed_len(n, size), 0.0);
        scores.resize(n * width, 0.0);
        let factor = 1.0 / (size as f32).sqrt();
        for head in 0..self.heads {
            keys.fill(0.0);
            for (j, row) in qkv.chunks_exact(3 * d).enumerate() {
                let key = &row[d + head * size..][..size];
                let panel = &mut keys[j / PANEL * PANEL * size + j % PANEL..];
                for (k, x) in key.iter().enumerate() {
                    panel[k * PANEL] = x * factor;
                }
                let value = &row[2 * d + head * size..][..size];
                for (p, part) in value.chunks_exact(PANEL).enumerate() {
                    values[(p * n + j) * PANEL..][..PANEL].copy_from_slice(part);
                }
            }
            let query = Product { a: &qkv[head * size..], lda: 3 * d, b: keys, m: n, k: size, n, ldc: width };
            floats::product(level, &query, None, scores);
            floats::soften(level, scores, width, n, shares);
            let mix = Product { a: scores, lda: width, b: values, m: n, k: n, n: size, ldc: d };
            floats::product(level, &mix, None, &mut context[head * size..]);
            for (row, share) in context.chunks_exact_mut(d).zip(shares.iter()) {
                row[head * size..(head + 1) * size].iter_mut().for_each(|x| *x *= share);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_gives_the_same_bits() {
        let file = Cow::Borrowed(include_bytes!("../models/encoder.safetensors").as_slice());
        let backbone = Backbone::load(file, 6, 384, 12).expect("the embedded weights are whole");
        let ids: Vec<u32> = std::iter::once(101).chain((0..45).map(|i| 1996 + i * 37)).chain([102, 99_999]).collect();
        let casing: Vec<u8> = (0..ids.len()).map(|i| (i % 4) as u8).collect();
        let all: Vec<Vec<u32>> = Level::all()
            .into_iter()
            .map(|l| backbone.run_in(l, &ids, &casing, &mut Room::default()).iter().map(|x| x.to_bits()).collect())
            .collect();
        assert!(all.windows(2).all(|w| w[0] == w[1]));
        assert!(all[0].iter().all(|b| f32::from_bits(*b).is_finite()));
        // a window does not depend on what was run before it
        let mut room = Room::default();
        backbone.run_in(Level::best(), &[101, 2054, 102], &[0; 3], &mut room);
        let again = backbone.run_in(Level::best(), &ids, &casing, &mut room);
        assert!(again.iter().zip(&all[0]).all(|(a, b)| a.to_bits() == *b));
    }
}
