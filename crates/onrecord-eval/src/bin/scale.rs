//! `scale REPORTS READINGS.jsonl… RECORD`: a record of many reports, made by varying the readings given; prints a table of what it
//! costs to add, link, show and search. `cargo xtask bench scale` runs it.

use std::{path::Path, process::exit};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.as_slice() {
        [reports, readings @ .., record] if !readings.is_empty() => match reports.parse() {
            Ok(n) => onrecord_eval::scale::run(n, readings, Path::new(record)),
            Err(e) => Err(format!("{reports}: {e}")),
        },
        _ => Err("scale REPORTS READINGS.jsonl… RECORD".into()),
    };
    match done {
        Ok(table) => print!("{table}"),
        Err(e) => {
            eprintln!("scale: {e}");
            exit(2);
        }
    }
}
