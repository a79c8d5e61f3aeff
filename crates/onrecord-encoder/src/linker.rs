//! Which content belongs to which cue, and which cue to which source?
//!
//! Spans of one layer in one paragraph or the next; a pair's score comes from the first and last words of both spans and from facts
//! about the words between (how far, which marks, which other spans). The reference is `training/linker.py` and `decode.py`.

use std::ops::Range;

use crate::{
    EncoderError,
    description::{Confidence, Description},
    matrix::dot,
    safetensors::Weights,
};

/// Words and places the linker looks at.
pub(crate) struct Text<'a> {
    pub words: &'a [&'a str],
    pub paragraph: &'a [u32],
    pub sentence: &'a [u32],
    /// Word vectors, a row of `hidden` numbers each.
    pub vectors: &'a [f32],
}

/// How far apart two spans may stand to be joined, in words: more than any window of the training holds.
const SIGHT: usize = 320;

/// The spans of one layer, each list in text order.
#[derive(Default)]
pub(crate) struct Spans {
    pub sources: Vec<Range<usize>>,
    pub cues: Vec<Range<usize>>,
    pub contents: Vec<Range<usize>>,
}

/// Spans joined: one cue, its contents, perhaps a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// Words of the source; `None` when the linker saw none.
    pub source: Option<Range<usize>>,
    /// Words of the cue.
    pub cue: Range<usize>,
    /// Words of each content, at least one.
    pub content: Vec<Range<usize>>,
    /// Lowest log-probability of a content's choice of this cue.
    pub cue_margin: f32,
    /// Log-probability of the cue's choice of its source (or of none).
    pub source_margin: f32,
    /// How likely the whole is right, 0 to 1.
    pub score: f32,
}

struct Link {
    left: (Vec<f32>, Vec<f32>),
    right: (Vec<f32>, Vec<f32>),
    out: (Vec<f32>, f32),
    none: (Vec<f32>, f32),
    fact: Vec<f32>,
    bilinear: Vec<f32>,
}

pub(crate) struct Linker {
    content_cue: Link,
    cue_source: Link,
    confidence: Option<Confidence>,
    hidden: usize,
    width: usize,
    reach: u32,
    gaps: Vec<usize>,
    quotes: Vec<String>,
}

impl Linker {
    pub(crate) fn new(model: &mut Description, weights: &mut Weights) -> Result<Linker, EncoderError> {
        let (h, w, f) = (2 * model.hidden, model.link.width, model.link.facts);
        if f != model.link.gaps.len() + 16 {
            return Err(EncoderError::Unreadable {
                file: "model.json".into(),
                reason: format!("{f} facts do not go with {} gaps", model.link.gaps.len()),
            });
        }
        let mut link = |name: &str| -> Result<Link, EncoderError> {
            let mut take = |part: &str, shape: &[usize]| weights.take(&format!("link.{name}.{part}"), shape);
            Ok(Link {
                left: (take("left.weight", &[w, h])?, take("left.bias", &[w])?),
                right: (take("right.weight", &[w, h])?, take("right.bias", &[w])?),
                out: (take("out.weight", &[1, w])?, take("out.bias", &[1])?[0]),
                none: (take("none.weight", &[1, h])?, take("none.bias", &[1])?[0]),
                fact: take("fact", &[f, w])?,
                bilinear: take("bilinear", &[w, w])?,
            })
        };
        let confidence = model.confidence.take();
        if let Some(c) = &confidence {
            let known = c.features.iter().map(String::as_str).eq(FEATURES);
            if !known || c.weights.len() != c.features.len() {
                return Err(EncoderError::Unreadable {
                    file: "model.json".into(),
                    reason: "unknown features of confidence".into(),
                });
            }
        }
        Ok(Linker {
            content_cue: link("content_cue")?,
            cue_source: link("cue_source")?,
            confidence,
            hidden: model.hidden,
            width: w,
            reach: model.link.reach,
            gaps: model.link.gaps.clone(),
            quotes: model.link.quotes.clone(),
        })
    }

    /// The score below which an attribution is better left out, as measured on held-out training documents.
    pub(crate) fn keep(&self) -> f32 {
        self.confidence.as_ref().map_or(0.0, |c| c.keep)
    }

    /// Attributions of one layer. `margin(role, words)`: mean over words of the score of the role (0 source, 1 cue, 2 content)
    /// less that of O, each held within -8 to 8.
    pub(crate) fn link(
        &self,
        text: &Text,
        spans: &Spans,
        margin: impl Fn(usize, &[Range<usize>]) -> f32,
    ) -> Vec<Linked> {
        let mut groups: Vec<Vec<(Range<usize>, f32)>> = vec![Vec::new(); spans.cues.len()];
        let sides = Sides::new(self, text, spans);
        for (c, content) in spans.contents.iter().enumerate() {
            let (choice, margin) = self.choose(
                text,
                &self.content_cue,
                content,
                &spans.contents,
                &spans.cues,
                &sides.contents[c],
                &sides.cues_right,
            );
            if let Some(cue) = choice {
                groups[cue].push((content.clone(), margin));
            }
        }
        let mut out = Vec::new();
        for (q, group) in groups.into_iter().enumerate().filter(|(_, g)| !g.is_empty()) {
            let cue = &spans.cues[q];
            let (choice, source_margin) = self.choose(
                text,
                &self.cue_source,
                cue,
                &spans.cues,
                &spans.sources,
                &sides.cues_left[q],
                &sides.sources,
            );
            let mut linked = Linked {
                source: choice.map(|s| spans.sources[s].clone()),
                cue: cue.clone(),
                cue_margin: group.iter().map(|g| g.1).fold(f32::INFINITY, f32::min),
                content: group.into_iter().map(|g| g.0).collect(),
                source_margin,
                score: 0.0,
            };
            linked.score = self.score(text, &linked, &margin);
            out.push(linked);
        }
        out
    }

    /// The best of `ys` for span `x` with the log-probability of the choice; `None` for no link.
    #[allow(clippy::too_many_arguments)]
    fn choose(
        &self,
        text: &Text,
        link: &Link,
        x: &Range<usize>,
        xs: &[Range<usize>],
        ys: &[Range<usize>],
        left: &Left,
        right: &[Vec<f32>],
    ) -> (Option<usize>, f32) {
        let mut scores = vec![left.none];
        let mut who = vec![None];
        // spans stand in order: only those in sight are looked at, so a long paragraph costs what its length costs
        let from = ys.partition_point(|y| y.end + SIGHT < x.start);
        let upto = ys.partition_point(|y| y.start <= x.end + SIGHT).max(from);
        for (j, y) in ys.iter().enumerate().take(upto).skip(from) {
            if text.paragraph[x.start].abs_diff(text.paragraph[y.start]) > self.reach {
                continue;
            }
            let mut z: Vec<f32> = left.view.iter().zip(&right[j]).map(|(u, v)| u + v).collect();
            for f in self.facts(text, x, y, xs, ys) {
                for (z, w) in z.iter_mut().zip(&link.fact[f * self.width..(f + 1) * self.width]) {
                    *z += w;
                }
            }
            z.iter_mut().for_each(|v| *v = v.max(0.0));
            scores.push(dot(&z, &link.out.0) + link.out.1 + dot(&left.bilinear, &right[j]));
            who.push(Some(j));
        }
        let best = crate::viterbi::argmax(&scores);
        let top = scores[best];
        let sum: f32 = scores.iter().map(|s| (s - top).exp()).sum();
        (who[best], -sum.ln())
    }

    /// The facts that hold for the pair x to y, as rows of `fact`.
    fn facts(
        &self,
        text: &Text,
        x: &Range<usize>,
        y: &Range<usize>,
        xs: &[Range<usize>],
        ys: &[Range<usize>],
    ) -> Vec<usize> {
        let after = y.start >= x.start;
        let (a, b) = if after { (x.end, y.start) } else { (y.end, x.start) };
        let gap = b.saturating_sub(a);
        let mut out = if after { vec![0] } else { Vec::new() };
        let mut at = 1;
        out.push(at + self.gaps.iter().position(|g| gap <= *g).unwrap_or(self.gaps.len()));
        at += self.gaps.len() + 1;
        out.push(at + text.sentence[x.start].abs_diff(text.sentence[y.start]).min(3) as usize);
        at += 4;
        out.push(at + text.paragraph[x.start].abs_diff(text.paragraph[y.start]).min(1) as usize);
        at += 2;
        for spans in [xs, ys] {
            let near = &spans[spans.partition_point(|s| s.start < a)..];
            let between = near.iter().take_while(|s| s.start <= b).filter(|s| s.end <= b && *s != x && *s != y).count();
            out.push(at + between.min(2));
            at += 3;
        }
        let words = if a < b { &text.words[a..b] } else { &[] };
        if words.iter().any(|w| self.quotes.iter().any(|q| q == w)) {
            out.push(at);
        }
        if words.contains(&":") {
            out.push(at + 1);
        }
        out
    }

    fn score(&self, text: &Text, a: &Linked, margin: &impl Fn(usize, &[Range<usize>]) -> f32) -> f32 {
        let Some(c) = &self.confidence else { return a.cue_margin.exp() };
        let words: usize = a.content.iter().map(|c| c.len()).sum();
        let first = &a.content[0];
        let around = first.start.saturating_sub(1)..(first.end + 1).min(text.words.len());
        let quoted = text.words[around].iter().any(|w| matches!(*w, "\"" | "“" | "”"));
        let source: &[Range<usize>] = a.source.as_slice();
        let features = [
            margin(2, &a.content),
            margin(1, std::slice::from_ref(&a.cue)),
            margin(0, source),
            f32::from(u8::from(a.source.is_some())),
            a.cue_margin,
            a.source_margin,
            (words as f32).ln(),
            a.content.len().min(3) as f32,
            f32::from(u8::from(text.sentence[a.cue.start] == text.sentence[first.start])),
            f32::from(u8::from(quoted)),
        ];
        let x = c.intercept + features.iter().zip(&c.weights).map(|(f, w)| f * w).sum::<f32>();
        1.0 / (1.0 + (-x).exp())
    }
}

/// The features of the confidence model, in order.
const FEATURES: [&str; 10] = [
    "content_margin",
    "cue_margin",
    "source_margin",
    "has_source",
    "cue_link",
    "source_link",
    "content_words_log",
    "content_spans",
    "same_sentence",
    "quoted",
];

/// What a span brings to its choices, worked out once.
struct Left {
    view: Vec<f32>,
    bilinear: Vec<f32>,
    none: f32,
}

struct Sides {
    contents: Vec<Left>,
    cues_left: Vec<Left>,
    cues_right: Vec<Vec<f32>>,
    sources: Vec<Vec<f32>>,
}

impl Sides {
    fn new(linker: &Linker, text: &Text, spans: &Spans) -> Sides {
        let h = linker.hidden;
        let ends = |s: &Range<usize>| -> Vec<f32> {
            [&text.vectors[s.start * h..(s.start + 1) * h], &text.vectors[(s.end - 1) * h..s.end * h]].concat()
        };
        let times = |(weight, bias): &(Vec<f32>, Vec<f32>), x: &[f32]| -> Vec<f32> {
            weight.chunks_exact(x.len()).zip(bias).map(|(row, b)| dot(row, x) + b).collect()
        };
        let left = |link: &Link, s: &Range<usize>| {
            let x = ends(s);
            let view = times(&link.left, &x);
            let mut bilinear = vec![0f32; linker.width];
            for (u, row) in view.iter().zip(link.bilinear.chunks_exact(linker.width)) {
                bilinear.iter_mut().zip(row).for_each(|(b, w)| *b += u * w);
            }
            Left { view, bilinear, none: dot(&link.none.0, &x) + link.none.1 }
        };
        Sides {
            contents: spans.contents.iter().map(|s| left(&linker.content_cue, s)).collect(),
            cues_left: spans.cues.iter().map(|s| left(&linker.cue_source, s)).collect(),
            cues_right: spans.cues.iter().map(|s| times(&linker.content_cue.right, &ends(s))).collect(),
            sources: spans.sources.iter().map(|s| times(&linker.cue_source.right, &ends(s))).collect(),
        }
    }
}
