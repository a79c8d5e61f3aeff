//! How well are boundaries, parts of speech and the parse made? Against a treebank in CoNLL-U.
//!
//! Two ways of scoring: `boundaries` reads the treebank's raw text (sentences joined as printed, paragraphs as blocks) and
//! compares spans; `parse` hands the engine the gold words. Relation subtypes are left out, punctuation counts, as in CoNLL 2018.

use onrecord_encoder::{Encoder, Words};
use onrecord_model::{Block, BlockKind, Report, Span};

/// One gold word.
#[derive(Clone, Debug)]
pub struct GoldWord {
    /// The word as printed.
    pub form: String,
    /// UD lemma.
    pub lemma: String,
    /// UD part of speech.
    pub upos: String,
    /// Number of the head inside the sentence, from 1; 0 for the root.
    pub head: usize,
    /// UD relation with its subtype cut off.
    pub deprel: String,
    /// Where it stands in the document's text; `None` where a fused form does not spell its words.
    pub span: Option<Span>,
}

/// One document of a treebank with its text put together again.
#[derive(Clone, Debug, Default)]
pub struct GoldDocument {
    /// The text, paragraphs parted by an empty line.
    pub text: String,
    /// The paragraphs.
    pub blocks: Vec<Span>,
    /// Words of each sentence.
    pub sentences: Vec<Vec<GoldWord>>,
    /// Where each sentence stands.
    pub spans: Vec<Span>,
    /// Paragraph of each sentence.
    pub paragraph: Vec<usize>,
}

impl GoldDocument {
    /// The document as a report of body blocks.
    pub fn report(&self) -> Report {
        Report {
            text: self.text.clone(),
            blocks: self.blocks.iter().map(|&span| Block { span, kind: BlockKind::Body }).collect(),
            ..Report::default()
        }
    }
}

/// Reads the documents of a CoNLL-U text.
pub fn documents(conllu: &str) -> Vec<GoldDocument> {
    let mut docs: Vec<GoldDocument> = Vec::new();
    let (mut new_doc, mut new_par) = (true, true);
    let mut rows: Vec<Vec<&str>> = Vec::new();
    let mut glue = true;
    for line in conllu.lines().chain([""]) {
        if line.starts_with("# newdoc") {
            (new_doc, new_par) = (true, true);
        } else if line.starts_with("# newpar") && !line.starts_with("# newpar_block") {
            new_par = true;
        } else if !line.is_empty() && !line.starts_with('#') {
            rows.push(line.split('\t').collect());
        } else if line.is_empty() && !rows.is_empty() {
            if new_doc || docs.is_empty() {
                docs.push(GoldDocument::default());
                glue = true;
            }
            let doc = docs.last_mut().expect("pushed above");
            add_sentence(doc, &rows, new_par || new_doc, &mut glue);
            (new_doc, new_par) = (false, false);
            rows.clear();
        }
    }
    docs
}

fn add_sentence(doc: &mut GoldDocument, rows: &[Vec<&str>], new_par: bool, glue: &mut bool) {
    let mut at = doc.text.chars().count() as u32;
    if new_par || doc.blocks.is_empty() {
        if at > 0 {
            let kept = doc.text.trim_end().len();
            doc.text.truncate(kept);
            doc.text.push_str("\n\n");
            at = doc.text.chars().count() as u32;
        }
        doc.blocks.push(Span::new(at, at));
        *glue = true;
    }
    if !*glue {
        doc.text.push(' ');
        at += 1;
    }
    let start = at;
    let mut words: Vec<GoldWord> = Vec::new();
    let mut fused: Option<(usize, u32, u32, bool)> = None; // last word of the fused form, its start and end, spells its words
    let mut space = true;
    for (r, row) in rows.iter().enumerate() {
        if row.len() < 10 || row[0].contains('.') {
            continue;
        }
        let after = !row[9].split('|').any(|m| m == "SpaceAfter=No");
        let length = row[1].chars().count() as u32;
        if let Some((a, b)) = row[0].split_once('-') {
            let (a, b): (usize, usize) = (a.parse().unwrap_or(0), b.parse().unwrap_or(0));
            if !words.is_empty() && space {
                doc.text.push(' ');
                at += 1;
            }
            let parts: String =
                rows[r + 1..].iter().filter(|x| !x[0].contains('.')).take(b + 1 - a).map(|x| x[1]).collect();
            doc.text.push_str(row[1]);
            fused = Some((b, at, at + length, parts == row[1]));
            space = after;
            continue;
        }
        let id: usize = row[0].parse().unwrap_or(0);
        let span = if let Some((last, from, to, spells)) = fused {
            let span = Span::new(from, from + length);
            if id == last {
                fused = None;
                at = to;
            } else {
                fused = Some((last, from + length, to, spells));
            }
            spells.then_some(span)
        } else {
            if !words.is_empty() && space {
                doc.text.push(' ');
                at += 1;
            }
            doc.text.push_str(row[1]);
            at += length;
            space = after;
            Some(Span::new(at - length, at))
        };
        words.push(GoldWord {
            form: row[1].to_owned(),
            lemma: row[2].to_owned(),
            upos: row[3].to_owned(),
            head: row[6].parse().unwrap_or(0),
            deprel: row[7].split(':').next().unwrap_or("").to_owned(),
            span,
        });
    }
    *glue = !space;
    doc.spans.push(Span::new(start, at));
    doc.sentences.push(words);
    doc.paragraph.push(doc.blocks.len() - 1);
    doc.blocks.last_mut().expect("pushed above").end = at;
}

/// Right, predicted and gold counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Predicted and gold.
    pub right: usize,
    /// Predicted.
    pub predicted: usize,
    /// Gold.
    pub gold: usize,
}

impl Counts {
    /// Precision in percent; 0 when nothing was predicted.
    pub fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.predicted.max(1) as f64
    }

    /// Recall in percent; 0 when there is no gold.
    pub fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }

    /// F1 in percent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.predicted + self.gold).max(1) as f64
    }

    /// Adds two span lists, each in order and without repeats.
    pub fn add<T: Ord>(&mut self, predicted: &[T], gold: &[T]) {
        self.predicted += predicted.len();
        self.gold += gold.len();
        self.right += predicted.iter().filter(|p| gold.binary_search(p).is_ok()).count();
    }
}

/// Boundaries made from raw text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Boundaries {
    /// Sentence spans.
    pub sentences: Counts,
    /// Word spans.
    pub tokens: Counts,
    /// Sentence ends that stand inside a gold word.
    pub words_cut: usize,
    /// Sentence ends after an abbreviation that is no gold sentence end.
    pub after_abbreviation: usize,
}

/// Scores sentence and word boundaries; `analyse` is the analysis under test.
pub fn boundaries(docs: &[GoldDocument], analyse: impl Fn(&Report) -> onrecord_model::Analysis) -> Boundaries {
    let mut out = Boundaries::default();
    for doc in docs {
        let analysis = analyse(&doc.report());
        let sentences: Vec<Span> = analysis.sentences.iter().map(|s| s.span).collect();
        out.sentences.add(&sentences, &doc.spans);
        let tokens: Vec<Span> = analysis.tokens.iter().map(|t| t.span).collect();
        let mut gold: Vec<Span> = doc.sentences.iter().flatten().filter_map(|w| w.span).collect();
        gold.sort();
        out.tokens.add(&tokens, &gold);
        for s in &sentences {
            let last = analysis.tokens.iter().rfind(|t| t.span.end == s.end);
            if gold.iter().any(|g| g.start < s.end && s.end < g.end) {
                out.words_cut += 1;
            }
            let abbreviation = last
                .is_some_and(|t| t.text.len() > 1 && t.text.ends_with('.') && t.text.chars().any(char::is_alphabetic));
            if abbreviation && !doc.spans.iter().any(|g| g.end == s.end) {
                out.after_abbreviation += 1;
            }
        }
    }
    out
}

/// Share of words right on gold words, in percent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parse {
    /// Words scored.
    pub words: usize,
    /// Part of speech right.
    pub upos: f64,
    /// Lemma right, case folded.
    pub lemma: f64,
    /// Head right.
    pub uas: f64,
    /// Head and relation right, subtypes left out.
    pub las: f64,
}

/// Scores parts of speech and parse on the treebank's own words and sentences.
pub fn parse(docs: &[GoldDocument], encoder: &Encoder) -> Parse {
    let (mut n, mut upos, mut lemma, mut uas, mut las) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for doc in docs {
        let mut words = Words::default();
        for (k, sentence) in doc.sentences.iter().enumerate() {
            for w in sentence {
                words.words.push(&w.form);
                words.paragraph.push(doc.paragraph[k] as u32);
                words.sentence.push(k as u32);
            }
        }
        let encoded = encoder.encode(words);
        let tags = encoder.tags(&encoded, "upos");
        let labels = encoder.labels("upos");
        let mut at = 0;
        for sentence in &doc.sentences {
            let made = encoder.parse(&encoded, at..at + sentence.len());
            for (k, w) in sentence.iter().enumerate() {
                n += 1;
                let tag = labels[tags[at + k] as usize].as_str();
                upos += usize::from(tag == w.upos);
                let ours = onrecord_text::lemma(&w.form, onrecord_model::Upos::from_name(&w.upos));
                lemma += usize::from(ours == w.lemma.to_lowercase());
                if made.heads[k] == w.head {
                    uas += 1;
                    las += usize::from(encoder.relations()[made.relations[k]] == w.deprel);
                }
            }
            at += sentence.len();
        }
    }
    let share = |x: usize| 100.0 * x as f64 / n.max(1) as f64;
    Parse { words: n, upos: share(upos), lemma: share(lemma), uas: share(uas), las: share(las) }
}

/// Everything measured on one treebank file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Boundaries from raw text by rules alone.
    pub rules: Boundaries,
    /// Boundaries from raw text as shipped.
    pub shipped: Boundaries,
    /// Parts of speech and parse on gold words.
    pub parse: Parse,
}

/// Scores a CoNLL-U text.
pub fn score(conllu: &str, encoder: &Encoder) -> Score {
    let docs = documents(conllu);
    Score {
        rules: boundaries(&docs, onrecord_text::analyse_plain),
        shipped: boundaries(&docs, |r| onrecord_text::analyse(r, encoder)),
        parse: parse(&docs, encoder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = a\n# newpar\n# text = Don't go.\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\t_\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\t_\t_\t3\tadvmod\t_\t_\n3\tgo\tgo\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n# text = Orlo left.\n1\tOrlo\tOrlo\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn text_is_put_together_again() {
        let docs = documents(SAMPLE);
        assert_eq!(docs[0].text, "Don't go. Orlo left.");
        assert_eq!(docs[0].spans, [Span::new(0, 9), Span::new(10, 20)]);
        let words: Vec<Span> = docs[0].sentences[0].iter().filter_map(|w| w.span).collect();
        assert_eq!(words, [Span::new(0, 2), Span::new(2, 5), Span::new(6, 8), Span::new(8, 9)]);
        let b = boundaries(&docs, onrecord_text::analyse_plain);
        assert_eq!((b.sentences.f1(), b.tokens.f1(), b.words_cut), (100.0, 100.0, 0));
    }
}
