//! `model.json`: labels, sizes, limits and thresholds of the weights (written by `training/export.py`, explained in its FORMAT.md).

use std::collections::BTreeMap;

use serde::Deserialize;

/// The format of model files this crate reads.
pub(crate) const FORMAT: u32 = 3;

#[derive(Debug, Deserialize)]
pub(crate) struct Description {
    pub format: u32,
    pub hidden: usize,
    pub layers: usize,
    pub attention_heads: usize,
    pub window: Window,
    pub token_heads: BTreeMap<String, TokenHead>,
    pub span_heads: BTreeMap<String, Vec<String>>,
    pub parse: Parse,
    pub link: Link,
    /// Numbers a word of the view; 0 where the files have none.
    #[serde(default)]
    pub view: usize,
    #[serde(default)]
    pub thresholds: BTreeMap<String, f32>,
    #[serde(default)]
    pub confidence: Option<Confidence>,
    pub sha256: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Window {
    pub limit: usize,
    pub max_pieces_per_word: usize,
    pub cls: u32,
    pub sep: u32,
    pub unk: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TokenHead {
    pub kind: String,
    pub labels: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Parse {
    pub arc: usize,
    pub rel: usize,
    pub relations: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Link {
    pub width: usize,
    pub reach: u32,
    pub gaps: Vec<usize>,
    pub facts: usize,
    pub quotes: Vec<String>,
}

/// Logistic regression over what the heads scored: how likely a decoded attribution is right.
#[derive(Debug, Deserialize)]
pub(crate) struct Confidence {
    pub features: Vec<String>,
    pub weights: Vec<f32>,
    pub intercept: f32,
    #[serde(default)]
    pub keep: f32,
}
