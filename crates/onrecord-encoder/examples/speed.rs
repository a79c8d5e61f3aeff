//! `speed FILE…`: wordpieces per second of the encoder alone, with all heads and parse.

use std::time::Instant;

use onrecord_encoder::{Encoder, Words};

fn main() {
    let start = Instant::now();
    let encoder = match Encoder::embedded() {
        Ok(encoder) => encoder,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    println!("loaded in {:.2} s", start.elapsed().as_secs_f64());
    let (mut words, mut pieces, mut encode, mut rest) = (0, 0, 0.0, 0.0);
    for path in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let mut doc = Words::default();
        for (n, line) in text.lines().enumerate() {
            for word in line.split_whitespace() {
                doc.words.push(word);
                doc.paragraph.push(n as u32);
                doc.sentence.push(n as u32);
            }
        }
        words += doc.words.len();
        pieces += doc.words.iter().map(|w| encoder.wordpieces().spell(w).len()).sum::<usize>();
        let start = Instant::now();
        let encoded = encoder.encode(doc);
        encode += start.elapsed().as_secs_f64();
        let start = Instant::now();
        for paragraph in encoded.paragraphs().collect::<Vec<_>>() {
            for from in paragraph.clone().step_by(25) {
                encoder.parse(&encoded, from..(from + 25).min(paragraph.end));
            }
        }
        for head in ["upos", "names", "ledger", "nested"] {
            encoder.tags(&encoded, head);
        }
        encoder.attributions(&encoded, "attribution");
        rest += start.elapsed().as_secs_f64();
    }
    println!(
        "{words} words, {pieces} wordpieces: encode {encode:.2} s ({:.0} wordpieces/s), decode {rest:.2} s",
        pieces as f64 / encode
    );
}
