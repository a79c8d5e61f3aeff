//! Prints what reading a file gives: facts and blocks. `cargo run -p onrecord-read --example blocks -- FILE…`

use onrecord_model::Offsets;
use onrecord_read::{Hint, reports};

fn main() {
    for path in std::env::args().skip(1) {
        println!("== {path}");
        let bytes = match std::fs::read(&path) {
            Ok(b) => b,
            Err(e) => {
                println!("{e}");
                continue;
            }
        };
        let hint = Hint { path: Some(path), ..Hint::default() };
        match reports(&bytes, &hint) {
            Err(e) => println!("error: {e}"),
            Ok(all) => {
                for r in all {
                    match r {
                        Err(e) => println!("error: {e}"),
                        Ok(r) => {
                            let o = Offsets::new(&r.text);
                            println!(
                                "outlet {:?} published {:?} day {:?} lang {:?} credit {:?} place {:?} url {:?} authors {:?} not_read {:?}",
                                r.outlet,
                                r.published,
                                r.date_choice,
                                r.language,
                                r.agency_credit.map(|s| o.slice(&r.text, s)),
                                r.dateline_place.map(|s| o.slice(&r.text, s)),
                                r.url,
                                r.authors,
                                r.not_read
                            );
                            for b in &r.blocks {
                                println!(
                                    "  {:?}: {}",
                                    b.kind,
                                    o.slice(&r.text, b.span).chars().take(110).collect::<String>()
                                );
                            }
                        }
                    }
                }
            }
        }
    }
}
