//! Multiplying by weights: packed once, run on the kernels of the machine, always on one thread.

use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

/// Weights `inputs` × `outputs`, packed for the machine, with a bias.
pub(crate) struct Matrix {
    packed: PackedBMatrix<f32>,
    bias: Vec<f32>,
    inputs: usize,
    outputs: usize,
}

impl Matrix {
    /// From weights in row-major order, `outputs` × `inputs` (as linear layers are stored).
    pub(crate) fn linear(weight: &[f32], bias: Vec<f32>, inputs: usize) -> Matrix {
        let outputs = weight.len() / inputs.max(1);
        let view = NdTensorView::from_data([outputs, inputs], weight);
        Matrix { packed: GemmExecutor::<f32>::new().prepack_b(view.transposed()), bias, inputs, outputs }
    }

    /// From weights `inputs` × `outputs` in row-major order, no bias.
    pub(crate) fn plain(weight: &[f32], inputs: usize) -> Matrix {
        let outputs = weight.len() / inputs.max(1);
        let view = NdTensorView::from_data([inputs, outputs], weight);
        Matrix { packed: GemmExecutor::<f32>::new().prepack_b(view), bias: Vec::new(), inputs, outputs }
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// `rows` × `inputs` numbers to `rows` × `outputs`. Each row is worked out alike whatever rows stand beside it.
    pub(crate) fn times(&self, rows: &[f32]) -> Vec<f32> {
        let n = rows.len() / self.inputs.max(1);
        let mut out = vec![0f32; n * self.outputs];
        if n == 0 {
            return out;
        }
        // a single row takes another kernel with other rounding: it is run as two
        if n == 1 {
            let twice = [rows, rows].concat();
            out = self.times(&twice);
            out.truncate(self.outputs);
            return out;
        }
        let a = NdTensorView::from_data([n, self.inputs], rows);
        let bias = (!self.bias.is_empty()).then_some(BiasVector::Row(&self.bias));
        GemmExecutor::<f32>::new()
            .gemm(
                &mut out,
                GemmInputA::Unpacked(a),
                GemmInputB::Packed(&self.packed),
                GemmOptions { bias, ..GemmOptions::default() },
            )
            .expect("sizes agree: both come from the checked weights");
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
