//! `ud-score FILE.conllu… FILE.iob2|FILE.txt…`: boundaries from raw text, parts of speech and parse on gold words; names of BIO files.

use onrecord_encoder::Encoder;
use onrecord_eval::{names, ud};

fn main() {
    if let Err(error) = run() {
        eprintln!("{error}");
        std::process::exit(2);
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let encoder = Encoder::embedded()?;
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
        println!("{path}");
        if !path.ends_with(".conllu") {
            for (kind, c) in names::score(&names::sentences(&text), encoder) {
                println!(
                    "  names {kind:<4} P {:.1} R {:.1} F1 {:.1}  ({} gold)",
                    c.precision(),
                    c.recall(),
                    c.f1(),
                    c.gold
                );
            }
            continue;
        }
        let s = ud::score(&text, encoder);
        for (who, b) in [("rules", s.rules), ("shipped", s.shipped)] {
            println!(
                "  {who:<8} sentences P {:.2} R {:.2} F1 {:.2}  words F1 {:.2}  words cut {}  false ends after an abbreviation {}",
                b.sentences.precision(),
                b.sentences.recall(),
                b.sentences.f1(),
                b.tokens.f1(),
                b.words_cut,
                b.after_abbreviation
            );
        }
        let p = s.parse;
        println!("  gold words {}: UPOS {:.2} lemma {:.2} UAS {:.2} LAS {:.2}", p.words, p.upos, p.lemma, p.uas, p.las);
    }
    Ok(())
}
