//! Wordpieces to vectors: the int8 graph, run by rten on one thread.
//!
//! One window at a time: activations are quantised over everything that is run together, so a window's numbers would depend on
//! its neighbours if two shared a run. Each calling thread has a pool of one worker, so throughput grows with the caller's threads
//! and no result depends on their number.

use std::{cell::OnceCell, sync::Arc};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::{AsView, NdTensor};

use crate::EncoderError;

pub(crate) struct Backbone {
    model: Model,
    inputs: [NodeId; 3],
    output: NodeId,
    hidden: usize,
}

thread_local! {
    static POOL: OnceCell<Arc<ThreadPool>> = const { OnceCell::new() };
}

/// Runs `work` on this thread's own one-worker pool; on that worker itself, right here.
pub(crate) fn alone<R: Send>(work: impl FnOnce(&Arc<ThreadPool>) -> R + Send) -> R {
    let pool = POOL.with(|p| p.get_or_init(|| Arc::new(ThreadPool::with_num_threads(1))).clone());
    let own = pool.clone();
    pool.run(move || {
        // the worker's own pool is the one it belongs to, so that a call from inside does not hop on
        let own = POOL.with(|p| p.get_or_init(|| own).clone());
        work(&own)
    })
}

impl Backbone {
    pub(crate) fn load(bytes: &'static [u8], hidden: usize) -> Result<Backbone, EncoderError> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        Backbone::from_model(options.load_static_slice(bytes), hidden)
    }

    pub(crate) fn load_owned(bytes: Vec<u8>, hidden: usize) -> Result<Backbone, EncoderError> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        Backbone::from_model(options.load(bytes), hidden)
    }

    fn from_model<E: std::fmt::Display>(model: Result<Model, E>, hidden: usize) -> Result<Backbone, EncoderError> {
        let bad = |reason: String| EncoderError::Unreadable { file: "encoder.onnx".into(), reason };
        let model = model.map_err(|e| bad(e.to_string()))?;
        let node = |name: &str| model.node_id(name).map_err(|e| bad(e.to_string()));
        let inputs = [node("input_ids")?, node("token_type_ids")?, node("attention_mask")?];
        let output = node("last_hidden_state")?;
        let backbone = Backbone { model, inputs, output, hidden };
        // a first run shows that the graph and this runtime agree
        let two = alone(|pool| backbone.run(pool, &[101, 102], &[0, 0])).map_err(bad)?;
        if two.len() != 2 * hidden {
            return Err(EncoderError::Unreadable {
                file: "encoder.onnx".into(),
                reason: format!("gives {} numbers a wordpiece, not {hidden}", two.len() / 2),
            });
        }
        Ok(backbone)
    }

    /// Vectors of one window, a row of `hidden` numbers a wordpiece.
    pub(crate) fn run(&self, pool: &Arc<ThreadPool>, ids: &[i32], casing: &[i32]) -> Result<Vec<f32>, String> {
        let n = ids.len();
        let tensor = |v: &[i32]| NdTensor::from_data([1, n], v.to_vec());
        let mask = NdTensor::from_data([1, n], vec![1i32; n]);
        let inputs = vec![
            (self.inputs[0], tensor(ids).into()),
            (self.inputs[1], tensor(casing).into()),
            (self.inputs[2], mask.into()),
        ];
        let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
        let [out] = self.model.run_n(inputs, [self.output], Some(options)).map_err(|e| e.to_string())?;
        let out: rten_tensor::Tensor<f32> = out.try_into().map_err(|_| "output is no f32 tensor".to_string())?;
        let data = out.to_vec();
        if data.len() == n * self.hidden { Ok(data) } else { Err(format!("{} numbers for {n} wordpieces", data.len())) }
    }
}
