//! What the heads see in a word's vector: scores of every label, and the four views of the parse, in one multiplication.

use crate::{EncoderError, description::Description, matrix::Matrix, safetensors::Weights, viterbi};

/// One head over words.
pub(crate) struct Head {
    pub name: String,
    pub labels: Vec<String>,
    /// First column in the row of scores.
    pub column: usize,
    /// Law and scores of label sequences; `None` for a head that labels each word alone.
    pub sequence: Option<Sequence>,
}

pub(crate) struct Sequence {
    pub start: Vec<f32>,
    pub transition: Vec<f32>,
    /// Taken off the score of O.
    pub bias: f32,
}

/// Where the views of the parse stand in the row of scores.
pub(crate) struct Views {
    pub arc_dep: std::ops::Range<usize>,
    pub arc_head: std::ops::Range<usize>,
    pub rel_dep: std::ops::Range<usize>,
    pub rel_head: std::ops::Range<usize>,
}

pub(crate) struct Heads {
    pub heads: Vec<Head>,
    pub views: Views,
    all: Matrix,
}

impl Heads {
    pub(crate) fn new(model: &Description, weights: &mut Weights) -> Result<Heads, EncoderError> {
        let hidden = model.hidden;
        let (mut matrix, mut bias, mut heads) = (Vec::new(), Vec::new(), Vec::new());
        let mut column = 0;
        for (name, head) in &model.token_heads {
            let n = head.labels.len();
            if n == 0 || n > 255 {
                return Err(EncoderError::Unreadable {
                    file: "model.json".into(),
                    reason: format!("head {name} has {n} labels"),
                });
            }
            matrix.extend(weights.take(&format!("token.{name}.weight"), &[n, hidden])?);
            bias.extend(weights.take(&format!("token.{name}.bias"), &[n])?);
            let sequence = if head.kind == "bio" {
                Some(Sequence {
                    start: weights.take(&format!("crf.{name}.start"), &[n])?,
                    transition: weights.take(&format!("crf.{name}.transition"), &[n, n])?,
                    bias: model.thresholds.get(&format!("{name}_bias")).copied().unwrap_or(0.0),
                })
            } else {
                None
            };
            heads.push(Head { name: name.clone(), labels: head.labels.clone(), column, sequence });
            column += n;
        }
        let mut view = |name: &str, width: usize| -> Result<std::ops::Range<usize>, EncoderError> {
            matrix.extend(weights.take(&format!("parse.{name}.weight"), &[width, hidden])?);
            bias.extend(weights.take(&format!("parse.{name}.bias"), &[width])?);
            column += width;
            Ok(column - width..column)
        };
        let views = Views {
            arc_dep: view("arc_dep", model.parse.arc)?,
            arc_head: view("arc_head", model.parse.arc)?,
            rel_dep: view("rel_dep", model.parse.rel)?,
            rel_head: view("rel_head", model.parse.rel)?,
        };
        Ok(Heads { heads, views, all: Matrix::linear(&matrix, bias, hidden) })
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Head> {
        self.heads.iter().find(|h| h.name == name)
    }

    /// Numbers in a row of scores.
    pub(crate) fn width(&self) -> usize {
        self.all.outputs()
    }

    /// A row of scores for every vector.
    pub(crate) fn scores(&self, vectors: &[f32]) -> Vec<f32> {
        self.all.times(vectors)
    }
}

impl Head {
    /// The labels of the words of one paragraph from its rows of scores.
    pub(crate) fn decode(&self, rows: &[f32], width: usize) -> Vec<u8> {
        let n = self.labels.len();
        let mut own = Vec::with_capacity(rows.len() / width.max(1) * n);
        for row in rows.chunks_exact(width) {
            own.extend_from_slice(&row[self.column..self.column + n]);
        }
        match &self.sequence {
            None => own.chunks_exact(n).map(|r| viterbi::argmax(r) as u8).collect(),
            Some(s) => {
                if s.bias != 0.0 {
                    own.iter_mut().step_by(n).for_each(|o| *o -= s.bias);
                }
                viterbi::viterbi(&own, n, &s.start, &s.transition)
            }
        }
    }

    /// Probability of `label` for a word, from its row of scores.
    pub(crate) fn probability(&self, row: &[f32], label: usize) -> f32 {
        let own = &row[self.column..self.column + self.labels.len()];
        let top = own.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = own.iter().map(|x| (x - top).exp()).sum();
        (own[label] - top).exp() / sum
    }
}
