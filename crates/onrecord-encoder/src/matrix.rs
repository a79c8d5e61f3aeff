//! Multiplying by f32 weights: packed once, always on the calling thread, the same bits on every processor.

use crate::{
    aligned::Aligned,
    floats::{PANEL, Product, packed_len, product},
    level::Level,
};

/// Weights `inputs` × `outputs` in panels, with a bias.
pub(crate) struct Matrix {
    packed: Aligned<f32>,
    bias: Option<Vec<f32>>,
    inputs: usize,
    outputs: usize,
    level: Level,
}

impl Matrix {
    /// From weights in row-major order, `outputs` × `inputs` (as linear layers are stored).
    pub(crate) fn linear(weight: &[f32], bias: Vec<f32>, inputs: usize) -> Matrix {
        let outputs = weight.len() / inputs.max(1);
        Matrix::pack(|i, j| weight[j * inputs + i], Some(bias), inputs, outputs)
    }

    /// From weights `inputs` × `outputs` in row-major order, no bias.
    pub(crate) fn plain(weight: &[f32], inputs: usize) -> Matrix {
        let outputs = weight.len() / inputs.max(1);
        Matrix::pack(|i, j| weight[i * outputs + j], None, inputs, outputs)
    }

    fn pack(at: impl Fn(usize, usize) -> f32, bias: Option<Vec<f32>>, inputs: usize, outputs: usize) -> Matrix {
        let mut packed = Aligned::default();
        packed.hold(packed_len(inputs, outputs));
        for j in 0..outputs {
            for i in 0..inputs {
                packed[(j / PANEL * inputs + i) * PANEL + j % PANEL] = at(i, j);
            }
        }
        Matrix { packed, bias, inputs, outputs, level: Level::best() }
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// `rows` × `inputs` numbers to `rows` × `outputs`. Each row is worked out alike whatever rows stand beside it.
    pub(crate) fn times(&self, rows: &[f32]) -> Vec<f32> {
        let m = rows.len() / self.inputs.max(1);
        let mut out = vec![0f32; m * self.outputs];
        let (k, n) = (self.inputs, self.outputs);
        let p = Product { a: rows, lda: k, b: &self.packed, m, k, n, ldc: n };
        product(self.level, &p, self.bias.as_deref(), &mut out);
        out
    }
}

/// Sum of products of two rows of the same length.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a8.remainder().iter().zip(b8.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for k in 0..8 {
            sums[k] += x[k] * y[k];
        }
    }
    sums.iter().sum::<f32>() + rest
}
