//! Prints the analysis of standard input, one token a line as CoNLL-U has it: `echo "…" | cargo run -p onrecord-text --example parse`

use std::io::Read;

use onrecord_encoder::Encoder;
use onrecord_model::{Deprel, Report, Upos};

fn main() {
    let mut text = String::new();
    if let Err(e) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("standard input: {e}");
        return;
    }
    let encoder = match Encoder::embedded() {
        Ok(e) => e,
        Err(e) => {
            eprintln!("{e}");
            return;
        }
    };
    let a = onrecord_text::analyse(&Report { text, ..Report::default() }, encoder);
    for s in &a.sentences {
        for i in s.tokens() {
            let t = &a.tokens[i];
            let upos = Upos::ALL.iter().find(|(u, _)| *u == t.upos).map_or("X", |(_, n)| n);
            let rel = Deprel::ALL.iter().find(|(d, _)| *d == t.deprel).map_or("dep", |(_, n)| n);
            let head = if t.head as usize == i { 0 } else { t.head + 1 - s.first };
            println!("{}\t{}\t{}\t{upos}\t{head}\t{rel}", i + 1 - s.first as usize, t.text, t.lemma);
        }
        println!();
    }
    for x in &a.attributions {
        println!("{x:?}");
    }
}
