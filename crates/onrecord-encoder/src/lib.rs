//! The trained encoder in pure Rust: words to vectors, tags, parse and linked spans. It knows nothing of news.
//!
//! The order of things for one document ([`Encoder::encode`], then what is asked for):
//! 1. `stand_ins`, `wordpiece`: names of states exchanged for stand-ins, each word spelled in pieces, each piece with its code points
//! 2. `windows`: whole paragraphs put together up to the model's limit
//! 3. `backbone`: the int8 layers on the calling thread, a few windows at a time (`bytes`, `tiles`, `floats`: products; `level`: processors)
//! 4. `heads`: every label's score and the views of the parse for every word
//! 5. `viterbi`, `parse` + `tree`, `linker`: lawful label sequences, trees, spans joined
//!
//! Same words in, same numbers out, whatever the number of threads and whatever the processor. Once loaded nothing fails: every
//! input has an output.
//! The files under `models/` are explained in `training/FORMAT.md` and described in `MODEL_CARD.md`.

mod aligned;
mod backbone;
mod bytes;
mod description;
mod error;
mod floats;
mod heads;
mod level;
mod linker;
mod matrix;
mod parse;
mod safetensors;
mod stand_ins;
#[cfg(target_arch = "x86_64")]
mod tiles;
mod tree;
mod viterbi;
mod windows;
mod wordpiece;

use std::{borrow::Cow, ops::Range, sync::OnceLock};

pub use error::EncoderError;
pub use linker::Linked;
pub use parse::Parse;
pub use wordpiece::{Piece, WordPieces};

use backbone::Backbone;
use description::Description;
use heads::Heads;
use linker::{Linker, Spans, Text};
use matrix::Matrix;
use parse::Parser;
use safetensors::Weights;
use sha2::{Digest, Sha256};
use stand_ins::StandIns;
use windows::Window;

/// Wordpieces that go through a layer together: its weights are fetched once for them, and their vectors still lie near.
const TOGETHER: usize = 320;

/// What the encoder's products are made with on this processor, in words. It changes the time and not the rows.
pub fn instructions() -> &'static str {
    level::Level::best().name()
}

/// The words of one document, in order.
#[derive(Clone, Debug, Default)]
pub struct Words<'a> {
    /// The words as printed.
    pub words: Vec<&'a str>,
    /// Paragraph number of each word; never falls.
    pub paragraph: Vec<u32>,
    /// Sentence number of each word; never falls, and rises with every new paragraph.
    pub sentence: Vec<u32>,
}

/// What the encoder made of a document: a vector and a row of scores for every word.
pub struct Encoded<'a> {
    /// The words it was made from.
    pub words: Words<'a>,
    vectors: Vec<f32>,
    rows: Vec<f32>,
    /// Row of scores of each window's root vector.
    roots: Vec<f32>,
    /// First word of each window.
    windows: Vec<usize>,
}

/// A run of words with one label.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// Place of the label in [`Encoder::span_labels`].
    pub label: usize,
    /// The words.
    pub words: Range<usize>,
    /// Mean probability of the words' labels, 0 to 1.
    pub score: f32,
}

struct SpanHead {
    name: String,
    labels: Vec<String>,
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// The encoder with all its heads. Made once, shared by threads.
pub struct Encoder {
    stand_ins: StandIns,
    pieces: WordPieces,
    backbone: Backbone,
    heads: Heads,
    parser: Parser,
    linker: Linker,
    spans: Vec<SpanHead>,
    view: Option<Matrix>,
    relations: Vec<String>,
    limit: usize,
    hidden: usize,
    ends: [u32; 2],
}

static LAYERS: &[u8] = include_bytes!("../models/encoder.safetensors");
static HEADS: &[u8] = include_bytes!("../models/heads.safetensors");
static VOCABULARY: &[u8] = include_bytes!("../models/vocab.txt");
static STATES: &[u8] = include_bytes!("../models/states.tsv");
static DESCRIPTION: &[u8] = include_bytes!("../models/model.json");

/// SHA-256, hexadecimal, of the embedded weights' description, which names the SHA-256 of every other file.
pub fn fingerprint() -> String {
    Sha256::digest(DESCRIPTION).iter().map(|b| format!("{b:02x}")).collect()
}

impl Encoder {
    /// The encoder that ships with the crate, loaded on the first call.
    ///
    /// ```
    /// let encoder = onrecord_encoder::Encoder::embedded()?;
    /// assert!(encoder.relations().iter().any(|r| r == "nsubj"));
    /// # Ok::<(), onrecord_encoder::EncoderError>(())
    /// ```
    pub fn embedded() -> Result<&'static Encoder, EncoderError> {
        static ENCODER: OnceLock<Result<Encoder, EncoderError>> = OnceLock::new();
        ENCODER
            .get_or_init(|| {
                let model = check(DESCRIPTION, LAYERS, HEADS, VOCABULARY, STATES)?;
                Encoder::build(model, Cow::Borrowed(LAYERS), HEADS, VOCABULARY, STATES)
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// An encoder from the bytes of its five files: `model.json`, `encoder.safetensors`, `heads.safetensors`, `vocab.txt`,
    /// `states.tsv`.
    pub fn from_bytes(
        description: &[u8],
        layers: Vec<u8>,
        heads: &[u8],
        vocabulary: &[u8],
        states: &[u8],
    ) -> Result<Encoder, EncoderError> {
        let model = check(description, &layers, heads, vocabulary, states)?;
        Encoder::build(model, Cow::Owned(layers), heads, vocabulary, states)
    }

    fn build(
        mut model: Description,
        layers: Cow<'static, [u8]>,
        heads: &[u8],
        vocabulary: &[u8],
        states: &[u8],
    ) -> Result<Encoder, EncoderError> {
        let backbone = Backbone::load(layers, model.layers, model.hidden, model.attention_heads)?;
        let text = |file: &str, bytes| {
            std::str::from_utf8(bytes)
                .map_err(|e| EncoderError::Unreadable { file: file.into(), reason: e.to_string() })
        };
        let vocabulary = text("vocab.txt", vocabulary)?;
        let mut weights = Weights::read("heads.safetensors", heads)?;
        let mut spans = Vec::new();
        for (name, labels) in &model.span_heads {
            spans.push(SpanHead {
                name: name.clone(),
                labels: labels.clone(),
                weight: weights.take(&format!("span.{name}.weight"), &[labels.len(), 2 * model.hidden])?,
                bias: weights.take(&format!("span.{name}.bias"), &[labels.len()])?,
            });
        }
        let view = match model.view {
            0 => None,
            n => {
                let weight = weights.take("view.weight", &[n, model.hidden])?;
                Some(Matrix::linear(&weight, weights.take("view.bias", &[n])?, model.hidden))
            }
        };
        if model.window.limit < model.window.max_pieces_per_word + 2 || model.window.limit > backbone::LONGEST {
            return Err(EncoderError::Unreadable {
                file: "model.json".into(),
                reason: format!("a window of {} wordpieces", model.window.limit),
            });
        }
        Ok(Encoder {
            stand_ins: StandIns::new(text(stand_ins::FILE, states)?)?,
            pieces: WordPieces::new(vocabulary, model.window.unk, model.window.max_pieces_per_word)?,
            heads: Heads::new(&model, &mut weights)?,
            parser: Parser::new(&model, &mut weights)?,
            linker: Linker::new(&mut model, &mut weights)?,
            backbone,
            spans,
            view,
            limit: model.window.limit,
            hidden: model.hidden,
            ends: [model.window.cls, model.window.sep],
            relations: model.parse.relations,
        })
    }

    /// The vocabulary.
    pub fn wordpieces(&self) -> &WordPieces {
        &self.pieces
    }

    /// The words as the encoder is shown them: names of states exchanged for stand-ins. `paragraph` has a number for every word.
    pub fn shown<'a>(&'a self, words: &[&'a str], paragraph: &[u32]) -> Vec<&'a str> {
        self.stand_ins.show(words, paragraph)
    }

    /// Names of the relations of a [`Parse`].
    pub fn relations(&self) -> &[String] {
        &self.relations
    }

    /// Names of the heads that mark runs of words, in order.
    pub fn span_heads(&self) -> impl Iterator<Item = &str> {
        self.heads.heads.iter().filter(|h| h.sequence.is_some()).map(|h| h.name.as_str())
    }

    /// Labels of a head over words; empty when there is no such head.
    pub fn labels(&self, head: &str) -> &[String] {
        self.heads.find(head).map_or(&[], |h| &h.labels)
    }

    /// What a head over runs of words tells apart, `B-` and `I-` taken off; empty when there is no such head.
    pub fn span_labels(&self, head: &str) -> Vec<&str> {
        self.labels(head).iter().filter_map(|l| l.strip_prefix("B-")).collect()
    }

    /// Labels of a head over marked spans; empty when there is no such head.
    pub fn class_labels(&self, head: &str) -> &[String] {
        self.spans.iter().find(|s| s.name == head).map_or(&[], |s| &s.labels)
    }

    /// Reads a document. Words and sentences or paragraphs of different length are cut to the shortest.
    pub fn encode<'a>(&self, mut words: Words<'a>) -> Encoded<'a> {
        let n = words.words.len().min(words.paragraph.len()).min(words.sentence.len());
        words.words.truncate(n);
        let shown = self.shown(&words.words, &words.paragraph);
        let spelled: Vec<Vec<Piece>> = shown.iter().map(|w| self.pieces.spell(w)).collect();
        let sizes: Vec<usize> = spelled.iter().map(Vec::len).collect();
        let doc = windows::Sizes { pieces: &sizes, paragraph: &words.paragraph[..n], sentence: &words.sentence[..n] };
        let h = self.hidden;
        let mut vectors = vec![0f32; n * h];
        let mut roots = Vec::new();
        let mut starts = Vec::new();
        let (mut ids, mut casing, mut first): (Vec<u32>, Vec<u8>, Vec<usize>) = Default::default();
        let mut run: Vec<(Window, Range<usize>)> = Vec::new();
        let cuts = windows::cuts(&doc, self.limit);
        for (number, window) in cuts.iter().enumerate() {
            let begin = ids.len();
            ids.push(self.ends[0]);
            casing.push(0);
            for i in window.seen() {
                if i > window.from && words.paragraph[i] != words.paragraph[i - 1] {
                    ids.push(self.ends[1]);
                    casing.push(0);
                }
                first.push(ids.len());
                ids.extend(spelled[i].iter().map(|p| p.id));
                casing.resize(ids.len(), wordpiece::casing(shown[i]));
            }
            ids.push(self.ends[1]);
            casing.push(0);
            run.push((window.clone(), begin..ids.len()));
            if ids.len() + self.limit <= TOGETHER && number + 1 < cuts.len() {
                continue;
            }
            let inputs: Vec<_> = run.iter().map(|(_, at)| (&ids[at.clone()], &casing[at.clone()])).collect();
            let hidden = self.backbone.run(&inputs);
            let mut first_of = first.iter();
            for (window, at) in &run {
                roots.extend_from_slice(&hidden[at.start * h..(at.start + 1) * h]);
                starts.push(window.own.start);
                for (i, at) in window.seen().zip(first_of.by_ref()).filter(|(i, _)| *i >= window.own.start) {
                    vectors[i * h..(i + 1) * h].copy_from_slice(&hidden[at * h..(at + 1) * h]);
                }
            }
            run.clear();
            ids.clear();
            casing.clear();
            first.clear();
        }
        let rows = self.heads.scores(&vectors);
        let roots = self.heads.scores(&roots);
        Encoded { words, vectors, rows, roots, windows: starts }
    }

    /// The label of every word: a place in [`labels`](Encoder::labels). Sequences are decoded paragraph by paragraph.
    pub fn tags(&self, doc: &Encoded, head: &str) -> Vec<u8> {
        let width = self.heads.width();
        let Some(head) = self.heads.find(head) else { return Vec::new() };
        if head.sequence.is_none() {
            return head.decode(&doc.rows, width);
        }
        doc.paragraphs().flat_map(|r| head.decode(&doc.rows[r.start * width..r.end * width], width)).collect()
    }

    /// Probability of label `label` of a head at every word.
    pub fn probabilities(&self, doc: &Encoded, head: &str, label: usize) -> Vec<f32> {
        let Some(head) = self.heads.find(head).filter(|h| label < h.labels.len()) else { return Vec::new() };
        doc.rows.chunks_exact(self.heads.width()).map(|r| head.probability(r, label)).collect()
    }

    /// The labelled runs of words of a head.
    pub fn spans(&self, doc: &Encoded, head: &str) -> Vec<Labelled> {
        let tags = self.tags(doc, head);
        let Some(head) = self.heads.find(head) else { return Vec::new() };
        let width = self.heads.width();
        let mut out = Vec::new();
        for r in doc.paragraphs() {
            for (label, run) in viterbi::runs(&tags[r.clone()]) {
                let words = r.start + run.start..r.start + run.end;
                let sum: f32 = words
                    .clone()
                    .map(|i| head.probability(&doc.rows[i * width..(i + 1) * width], tags[i] as usize))
                    .sum();
                out.push(Labelled { label, score: sum / words.len() as f32, words });
            }
        }
        out
    }

    /// The parse of the words of one sentence.
    pub fn parse(&self, doc: &Encoded, sentence: Range<usize>) -> Parse {
        let width = self.heads.width();
        let end = sentence.end.min(doc.words.words.len());
        let sentence = sentence.start.min(end)..end;
        if sentence.is_empty() {
            return Parse::default();
        }
        let window = doc.windows.partition_point(|w| *w <= sentence.start).saturating_sub(1);
        let root = &doc.roots[window * width..(window + 1) * width];
        let rows: Vec<&[f32]> = sentence.map(|i| &doc.rows[i * width..(i + 1) * width]).collect();
        self.parser.parse(&rows, root, &self.heads.views)
    }

    /// The attributions of one layer: a head whose runs are sources, cues and contents.
    pub fn attributions(&self, doc: &Encoded, layer: &str) -> Vec<Linked> {
        let tags = self.tags(doc, layer);
        let Some(head) = self.heads.find(layer).filter(|h| h.labels.len() == 7) else { return Vec::new() };
        let spans = role_spans(doc, &tags);
        let width = self.heads.width();
        let margin = |role: usize, spans: &[Range<usize>]| -> f32 {
            let (mut sum, mut count) = (0.0, 0);
            for i in spans.iter().flat_map(Clone::clone) {
                let row = &doc.rows[i * width + head.column..];
                sum += (row[1 + 2 * role].max(row[2 + 2 * role]) - row[0]).clamp(-8.0, 8.0);
                count += 1;
            }
            if count == 0 { 0.0 } else { sum / count as f32 }
        };
        let text = Text {
            words: &doc.words.words,
            paragraph: &doc.words.paragraph,
            sentence: &doc.words.sentence,
            vectors: &doc.vectors,
        };
        self.linker.link(&text, &spans, margin)
    }

    /// The score below which an attribution of the wide layer is more often wrong than it helps.
    pub fn keep(&self) -> f32 {
        self.linker.keep()
    }

    /// A few numbers for every word, row after row, that candidates of terms are weighed by; with how many a row has (0 without a view).
    pub fn views(&self, doc: &Encoded) -> (Vec<f32>, usize) {
        self.view.as_ref().map_or((Vec::new(), 0), |v| (v.times(&doc.vectors), v.outputs()))
    }

    /// The class of a span by a head over marked spans, with its probability; `None` when there is no such head or no word.
    pub fn class(&self, doc: &Encoded, head: &str, words: Range<usize>) -> Option<(usize, f32)> {
        let head = self.spans.iter().find(|s| s.name == head)?;
        let h = self.hidden;
        if words.is_empty() || words.end > doc.words.words.len() {
            return None;
        }
        let x =
            [&doc.vectors[words.start * h..(words.start + 1) * h], &doc.vectors[(words.end - 1) * h..words.end * h]]
                .concat();
        let scores: Vec<f32> =
            head.weight.chunks_exact(2 * h).zip(&head.bias).map(|(w, b)| matrix::dot(w, &x) + b).collect();
        let best = viterbi::argmax(&scores);
        let sum: f32 = scores.iter().map(|s| (s - scores[best]).exp()).sum();
        Some((best, 1.0 / sum))
    }
}

impl Encoded<'_> {
    /// Word ranges of the paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let p = &self.words.paragraph;
        let n = self.words.words.len();
        let mut at = 0;
        std::iter::from_fn(move || {
            if at >= n {
                return None;
            }
            let start = at;
            while at < n && p[at] == p[start] {
                at += 1;
            }
            Some(start..at)
        })
    }

    /// The vector of word `i`; empty past the end.
    pub fn vector(&self, i: usize) -> &[f32] {
        let h = self.vectors.len() / self.words.words.len().max(1);
        self.vectors.get(i * h..(i + 1) * h).unwrap_or(&[])
    }
}

fn has_word(words: &[&str]) -> bool {
    words.iter().any(|w| w.chars().any(char::is_alphanumeric))
}

/// Sources, cues and contents of a layer's tags: spans without a letter or digit are dropped; contents of one paragraph with at
/// most two words between them, all punctuation and not tagged, are one.
fn role_spans(doc: &Encoded, tags: &[u8]) -> Spans {
    let words = &doc.words.words;
    let mut out = Spans::default();
    for r in doc.paragraphs() {
        for (kind, run) in viterbi::runs(&tags[r.clone()]) {
            let span = r.start + run.start..r.start + run.end;
            if !has_word(&words[span.clone()]) {
                continue;
            }
            match kind {
                0 => out.sources.push(span),
                1 => out.cues.push(span),
                _ => {
                    if let Some(last) = out.contents.last_mut() {
                        let between = last.end..span.start;
                        let near = last.end > r.start && span.start - last.end <= 2;
                        if near && !has_word(&words[between.clone()]) && tags[between].iter().all(|t| *t == 0) {
                            last.end = span.end;
                            continue;
                        }
                    }
                    out.contents.push(span);
                }
            }
        }
    }
    out
}

/// Reads the description and compares the hashes of the other files with it.
fn check(
    description: &[u8],
    layers: &[u8],
    heads: &[u8],
    vocabulary: &[u8],
    states: &[u8],
) -> Result<Description, EncoderError> {
    let bad = |reason: String| EncoderError::Unreadable { file: "model.json".into(), reason };
    let model: Description = serde_json::from_slice(description).map_err(|e| bad(e.to_string()))?;
    if model.format != description::FORMAT {
        return Err(bad(format!("format {}, this program reads format {}", model.format, description::FORMAT)));
    }
    let files =
        [(backbone::FILE, layers), ("heads.safetensors", heads), ("vocab.txt", vocabulary), (stand_ins::FILE, states)];
    for (file, bytes) in files {
        let expected = model.sha256.get(file).ok_or_else(|| bad(format!("has no SHA-256 of {file}")))?;
        let found: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        if *expected != found {
            return Err(EncoderError::Corrupted { file: file.into(), expected: expected.clone(), found });
        }
    }
    Ok(model)
}
