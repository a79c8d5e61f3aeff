//! `stories KEY STORIES.jsonl`: B-cubed of what `onrecord stories --format jsonl` printed; `stories --lines FOLDER`: the news
//! clusters as input for `onrecord`.

use std::{path::Path, process::exit};

use onrecord_eval::stories::{agreement, grouping, key, lines};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.as_slice() {
        [flag, folder] if flag == "--lines" => lines(Path::new(folder)).map(|l| print!("{l}")),
        [gold, printed] => score(gold, printed),
        _ => Err("stories KEY STORIES.jsonl, or stories --lines FOLDER".into()),
    };
    if let Err(error) = done {
        eprintln!("{error}");
        exit(2);
    }
}

fn score(gold: &str, printed: &str) -> Result<(), String> {
    let gold = key(Path::new(gold))?;
    let printed = std::fs::read_to_string(printed).map_err(|e| format!("{printed}: {e}"))?;
    for level in ["story", "storyline"] {
        println!("{level}: {}", agreement(&grouping(&printed, level)?, &gold));
    }
    Ok(())
}
