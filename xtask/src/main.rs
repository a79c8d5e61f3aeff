//! The one door for chores.

mod lexicon;

use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["lexicon", data] => lexicon::run(Path::new(data), &root.join("crates/onrecord-lexicon")),
        _ => Err("cargo xtask lexicon DATA".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::from(2)
        }
    }
}
