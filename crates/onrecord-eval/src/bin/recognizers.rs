//! `recognizers NumberModel.json`: plain numbers against the Recognizers-Text cases; prints what differs.

use std::process::exit;

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("recognizers NumberModel.json");
        exit(2);
    };
    let outcome =
        std::fs::read_to_string(&path).map_err(|e| e.to_string()).and_then(|t| onrecord_eval::recognizers::run(&t));
    match outcome {
        Ok(outcome) => {
            println!("{} of {}", outcome.passed, outcome.cases);
            for (input, wanted, got) in &outcome.failed {
                println!("{input:?}\n  wanted {wanted:?}\n  got    {got:?}");
            }
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            exit(2);
        }
    }
}
