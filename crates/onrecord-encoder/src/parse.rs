//! Which word hangs on which, and how? Biaffine scores over the words of one sentence, then the best tree.

use crate::{
    EncoderError,
    description::Description,
    heads::Views,
    matrix::{Matrix, dot},
    safetensors::Weights,
    tree,
    viterbi::argmax,
};

/// The parse of one sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// For every word 0 for the root, else the head's place in the sentence plus one.
    pub heads: Vec<usize>,
    /// For every word its relation: a place in [`Encoder::relations`](crate::Encoder::relations).
    pub relations: Vec<usize>,
}

pub(crate) struct Parser {
    arc: Matrix,
    rel: Matrix,
    width: usize,
    relations: usize,
}

impl Parser {
    pub(crate) fn new(model: &Description, weights: &mut Weights) -> Result<Parser, EncoderError> {
        let (a, r, k) = (model.parse.arc, model.parse.rel + 1, model.parse.relations.len());
        let arc = weights.take("parse.arc", &[a + 1, a])?;
        let rel = weights.take("parse.rel", &[k, r, r])?;
        // k, from, to -> from, (k, to): one multiplication gives every relation's view of a word
        let mut by_word = vec![0f32; r * k * r];
        for i in 0..k {
            for from in 0..r {
                by_word[(from * k + i) * r..(from * k + i + 1) * r]
                    .copy_from_slice(&rel[(i * r + from) * r..(i * r + from + 1) * r]);
            }
        }
        Ok(Parser { arc: Matrix::plain(&arc, a + 1), rel: Matrix::plain(&by_word, r), width: r, relations: k })
    }

    /// `rows`: the words' rows of scores; `root`: the row of the window's root vector.
    pub(crate) fn parse(&self, rows: &[&[f32]], root: &[f32], views: &Views) -> Parse {
        let n = rows.len();
        if n == 0 {
            return Parse::default();
        }
        let view = |row: &[f32], range: &std::ops::Range<usize>, one: bool, out: &mut Vec<f32>| {
            out.extend(row[range.clone()].iter().map(|x| if *x > 0.0 { *x } else { 0.1 * x }));
            if one {
                out.push(1.0);
            }
        };
        let (mut dep, mut head) = (Vec::new(), Vec::new());
        view(root, &views.arc_head, false, &mut head);
        for row in rows {
            view(row, &views.arc_dep, true, &mut dep);
            view(row, &views.arc_head, false, &mut head);
        }
        let left = self.arc.times(&dep);
        let a = self.arc.outputs();
        let mut scores = Vec::with_capacity(n * (n + 1));
        for d in left.chunks_exact(a) {
            let from = scores.len();
            scores.extend(head.chunks_exact(a).map(|h| dot(d, h)));
            // log-probabilities of the heads of this word
            let row = &mut scores[from..];
            let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f32 = row.iter().map(|x| (x - top).exp()).sum();
            row.iter_mut().for_each(|x| *x -= top + sum.ln());
        }
        let heads = tree::tree(&scores, n);
        let (mut dep, mut head) = (Vec::new(), Vec::new());
        for (row, &h) in rows.iter().zip(&heads) {
            view(row, &views.rel_dep, true, &mut dep);
            view(if h == 0 { root } else { rows[h - 1] }, &views.rel_head, true, &mut head);
        }
        let seen = self.rel.times(&dep);
        let relations = seen
            .chunks_exact(self.relations * self.width)
            .zip(head.chunks_exact(self.width))
            .map(|(s, h)| argmax(&s.chunks_exact(self.width).map(|v| dot(v, h)).collect::<Vec<f32>>()))
            .collect();
        Parse { heads, relations }
    }
}
