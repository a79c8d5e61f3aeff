//! `muc4 FILE.jsonl…`: pairs of a number and killed or injured against the MUC-4 key; with and without the choice of incidents.

use std::{collections::BTreeSet, process::exit};

use onrecord_eval::muc4;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("muc4 FILE.jsonl…");
        exit(2);
    }
    let (mut chosen, mut every) = (muc4::Score::default(), muc4::Score::default());
    for file in &files {
        let docs = std::fs::read_to_string(file).map_err(|e| e.to_string()).and_then(|t| muc4::documents(&t));
        match docs {
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
    for (name, s) in [("every figure", every), ("chosen", chosen)] {
        println!("{name}: right {} answered {} wanted {}  F1 {:.3}", s.right, s.answered, s.wanted, s.f1());
    }
}
