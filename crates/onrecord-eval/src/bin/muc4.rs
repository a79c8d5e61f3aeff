//! `muc4 [--fit] FILE.jsonl…`: pairs of a number and killed or injured against the MUC-4 key; with and without the choice of
//! incidents. `--fit` prints the weights learnt from these files instead, and on stderr their figure in ten parts, each answered by
//! weights of the other nine.

use std::{collections::BTreeSet, process::exit};

use onrecord_eval::muc4;

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let learn = files.first().is_some_and(|f| f == "--fit");
    files.drain(..usize::from(learn));
    if files.is_empty() {
        eprintln!("muc4 [--fit] FILE.jsonl…");
        exit(2);
    }
    let (mut chosen, mut every) = (muc4::Score::default(), muc4::Score::default());
    let mut seen = Vec::new();
    for file in &files {
        let docs = std::fs::read_to_string(file).map_err(|e| e.to_string()).and_then(|t| muc4::documents(&t));
        match docs {
            Ok(docs) if learn => seen.extend(docs),
            Ok(docs) => {
                for doc in docs {
                    let scored = muc4::scored(&doc.text);
                    let all: BTreeSet<muc4::Pair> = scored.keys().copied().collect();
                    every.add(&doc.gold, &all);
                    let picked =
                        scored.into_iter().filter(|(_, p)| *p > muc4::THRESHOLD).map(|(pair, _)| pair).collect();
                    chosen.add(&doc.gold, &picked);
                }
            }
            Err(error) => {
                eprintln!("{file}: {error}");
                exit(2);
            }
        }
    }
    if learn {
        println!("{HEADER}");
        for (name, w) in muc4::fit(&muc4::examples(&seen)).iter().filter(|(_, w)| w.abs() > 0.0005) {
            println!("{name}\t{w:.3}");
        }
        let s = muc4::cross_validated(&seen, 10);
        eprintln!("in ten parts: right {} answered {} wanted {}  F1 {:.3}", s.right, s.answered, s.wanted, s.f1());
        return;
    }
    for (name, s) in [("every figure", every), ("chosen", chosen)] {
        println!("{name}: right {} answered {} wanted {}  F1 {:.3}", s.right, s.answered, s.wanted, s.f1());
    }
}

const HEADER: &str = "# Logistic weights for muc4.rs: feature, weight. Learnt by `muc4 --fit` from which figures of the MUC-3/4 \
development, tst1 and tst2 documents the keys hold (classes of general English words, no names); CC0.";
