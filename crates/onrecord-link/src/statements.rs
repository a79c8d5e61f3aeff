//! The statements of a storyline with what is compared of them, found once for [`crate::roots`] and [`crate::claims`].

use onrecord_model::{Attribution, Openness, Reading, RowRef, Span};

use crate::bags::{Bag, Stems};
use crate::occasion::{self, Days};
use crate::words::{Stance, Texts};

/// One statement.
pub struct Said<'r> {
    /// The report that prints it.
    pub reading: &'r Reading,
    /// Its row.
    pub a: &'r Attribution,
    /// The same as a reference.
    pub row: RowRef,
    /// What is said, its parts joined.
    pub text: String,
    /// Content words of that.
    pub words: Bag,
    /// Of them, the numbers.
    pub digits: Vec<u32>,
    /// How it is meant.
    pub stance: Stance,
    /// Content words of the sentences it stands in.
    pub sentence: Bag,
    /// When it was said; missing where its report gives no day.
    pub days: Option<Days>,
    /// Whether its source is named.
    pub open: Openness,
}

/// All statements of the readings, in their order.
pub fn statements<'r>(readings: &[&'r Reading], texts: &Texts<'r>, stems: &mut Stems) -> Vec<Said<'r>> {
    let mut out: Vec<Said> = Vec::new();
    for reading in readings {
        // Several statements stand in one sentence.
        let sentences: Vec<Bag> =
            reading.sentences.iter().map(|s| stems.bag(texts.slice(&reading.report.id, *s))).collect();
        let days = occasion::days(reading, texts);
        let rows = reading.attributions.iter().zip(days);
        out.extend(rows.map(|(a, days)| said(reading, a, days, &sentences, texts, stems)));
    }
    let to = stems.settle();
    let number = |n: &u32| stems.name(*n).starts_with(|c: char| c.is_ascii_digit());
    for s in &mut out {
        s.words.renumber(&to);
        s.sentence.renumber(&to);
        s.digits = s.words.numbers().iter().copied().filter(number).collect();
    }
    out
}

fn said<'r>(
    reading: &'r Reading,
    a: &'r Attribution,
    days: Option<Days>,
    sentences: &[Bag],
    texts: &Texts<'r>,
    stems: &mut Stems,
) -> Said<'r> {
    let id = &reading.report.id;
    let text = a.content.iter().map(|s| texts.slice(id, *s)).collect::<Vec<_>>().join(" ");
    let (words, stance) = stems.statement(&text);
    let around = |s: &Span| a.evidence.spans().iter().chain(&a.content).any(|e| e.overlaps(*s));
    let mut sentence = Bag::default();
    for (_, bag) in reading.sentences.iter().zip(sentences).filter(|(s, _)| around(s)) {
        if sentence.is_empty() {
            sentence = bag.clone();
        } else {
            sentence.join(bag);
        }
    }
    Said {
        reading,
        a,
        row: RowRef { report: id.clone(), row: a.id.clone() },
        words,
        digits: Vec::new(),
        stance,
        sentence,
        text,
        days,
        open: Openness::from(a.sourcing.class),
    }
}
