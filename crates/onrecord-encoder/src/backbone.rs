//! Wordpieces to vectors: six layers of attention and feed-forward over one window, on the calling thread.
//!
//! In: `[CLS] an envoy said … [SEP]` as ids and casing ids. Out: a row of 384 numbers a wordpiece. Weights are int8 with a scale a
//! column, activations become bytes row by row (`bytes`), everything else is f32 (`floats`); so no row depends on what else is run,
//! and the level of the processor changes the time and not the bits.

use std::{borrow::Cow, cell::RefCell};

use crate::{
    EncoderError,
    aligned::Aligned,
    bytes::{self, Bytes, PANEL, Rows},
    floats::{self, Product, packed_len},
    level::Level,
    safetensors::Weights,
};

/// Name of the file with the weights of the layers.
pub(crate) const FILE: &str = "encoder.safetensors";

/// Longest window, in wordpieces.
pub(crate) const LONGEST: usize = 512;

/// Rows that go through the second half of a layer at once: what lies between its two products stays near the processor.
const BLOCK: usize = 64;

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
    vectors: Aligned<f32>,
    rows: Rows,
    wide: Aligned<f32>,
    narrow: Aligned<f32>,
    context: Aligned<f32>,
    keys: Aligned<f32>,
    values: Aligned<f32>,
    scores: Aligned<f32>,
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
                weights: file[at].into(),
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
        if all.iter().flat_map(|l| [&l.qkv, &l.out, &l.up, &l.down]).any(|m| m.weights.contains(&0x80)) {
            return Err(bad("a weight of -128".into()));
        }
        let level = Level::best();
        Ok(Backbone { file, words, word_scale, positions, casing, norm: first, layers: all, hidden, heads, level })
    }

    /// Vectors of some windows, the rows of each after those of the one before: `hidden` numbers a wordpiece. Windows are run
    /// together only so that a layer's weights are fetched once for them; no row depends on another window. At most [`LONGEST`]
    /// wordpieces of a window are looked at; an id past the vocabulary counts as the first.
    pub(crate) fn run(&self, windows: &[(&[u32], &[u8])]) -> Vec<f32> {
        ROOM.with_borrow_mut(|room| self.run_in(self.level, windows, room))
    }

    fn run_in(&self, level: Level, windows: &[(&[u32], &[u8])], room: &mut Room) -> Vec<f32> {
        let d = self.hidden;
        let lengths: Vec<usize> =
            windows.iter().map(|(ids, casing)| ids.len().min(casing.len()).min(LONGEST)).collect();
        let mut h = std::mem::take(&mut room.vectors);
        h.hold(lengths.iter().sum::<usize>() * d);
        let words = &self.file[self.words.clone()];
        let mut rows = h.chunks_exact_mut(d);
        for (&(ids, casing), &n) in windows.iter().zip(&lengths) {
            for (i, row) in rows.by_ref().take(n).enumerate() {
                let id = if (ids[i] as usize) < self.word_scale.len() { ids[i] as usize } else { 0 };
                let case = usize::from(casing[i]).min(self.casing.len() / d - 1);
                let scale = self.word_scale[id];
                let (word, place, case) =
                    (&words[id * d..][..d], &self.positions[i * d..][..d], &self.casing[case * d..][..d]);
                for (k, x) in row.iter_mut().enumerate() {
                    *x = f32::from(word[k] as i8) * scale + place[k] + case[k];
                }
            }
        }
        floats::norm(level, &mut h, &[], &self.norm.weight, &self.norm.bias);
        for layer in &self.layers {
            let mut left = &mut h[..];
            for &n in &lengths {
                let (own, rest) = left.split_at_mut(n * d);
                if n > 0 {
                    self.mix(level, layer, own, room);
                }
                left = rest;
            }
            for rows in h.chunks_mut(BLOCK * d) {
                self.think(level, layer, rows, room);
            }
        }
        let out = h.to_vec();
        room.vectors = h;
        out
    }

    /// First half of a layer, over the rows of one window: attention.
    fn mix(&self, level: Level, layer: &Layer, h: &mut [f32], room: &mut Room) {
        let (n, d) = (h.len() / self.hidden, self.hidden);
        bytes::quantise(level, h, d, &mut room.rows);
        bytes::times(level, &layer.qkv, &room.rows, &mut room.wide);
        self.attend(level, n, room);
        bytes::quantise(level, &room.context, d, &mut room.rows);
        bytes::times(level, &layer.out, &room.rows, &mut room.narrow);
        floats::norm(level, h, &room.narrow, &layer.norm1.weight, &layer.norm1.bias);
    }

    /// Second half of a layer, over any rows: each by itself.
    fn think(&self, level: Level, layer: &Layer, h: &mut [f32], room: &mut Room) {
        bytes::quantise(level, h, self.hidden, &mut room.rows);
        bytes::times(level, &layer.up, &room.rows, &mut room.wide);
        floats::gelu(level, &mut room.wide);
        bytes::quantise(level, &room.wide, layer.up.outputs, &mut room.rows);
        bytes::times(level, &layer.down, &room.rows, &mut room.narrow);
        floats::norm(level, h, &room.narrow, &layer.norm2.weight, &layer.norm2.bias);
    }

    /// Attention of every wordpiece to every other: `wide` has rows of queries, keys, values; `context` gets rows of `hidden`.
    fn attend(&self, level: Level, n: usize, room: &mut Room) {
        let (d, size) = (self.hidden, self.hidden / self.heads);
        let width = n.div_ceil(PANEL) * PANEL;
        let Room { wide: qkv, context, keys, values, scores, shares, .. } = room;
        context.hold(n * d);
        keys.hold(packed_len(size, n));
        values.hold(packed_len(n, size));
        scores.hold(n * width);
        let factor = 1.0 / (size as f32).sqrt();
        for head in 0..self.heads {
            floats::turn(level, &qkv[d + head * size..], 3 * d, size, n, factor, keys);
            for (j, row) in qkv.chunks_exact(3 * d).enumerate() {
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
            .map(|l| backbone.run_in(l, &[(&ids, &casing)], &mut Room::default()).iter().map(|x| x.to_bits()).collect())
            .collect();
        assert!(all.windows(2).all(|w| w[0] == w[1]));
        assert!(all[0].iter().all(|b| f32::from_bits(*b).is_finite()));
        // a window does not depend on what was run before it
        let mut room = Room::default();
        backbone.run_in(Level::best(), &[(&[101, 2054, 102], &[0; 3])], &mut room);
        let again = backbone.run_in(Level::best(), &[(&ids, &casing)], &mut room);
        assert!(again.iter().zip(&all[0]).all(|(a, b)| a.to_bits() == *b));
        // nor on those beside it
        let long: Vec<u32> = ids.iter().cycle().take(150).copied().collect();
        let beside = backbone.run_in(
            Level::best(),
            &[(&long, &[1; 150]), (&ids, &casing), (&[], &[]), (&long, &[0; 150])],
            &mut room,
        );
        assert_eq!(beside.len(), (300 + ids.len()) * 384);
        assert!(beside[150 * 384..].iter().zip(&all[0]).all(|(a, b)| a.to_bits() == *b));
    }
}
