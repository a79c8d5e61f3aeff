//! The one door for chores: `cargo xtask` lists them.

mod bench;
mod eval;
mod lexicon;
mod peers;
mod run;
mod scale;
mod test;

use std::{path::Path, process::ExitCode};

const HELP: &str = "\
cargo xtask test             everything: layout, lints, README's commands, doc tests, tests with the page in Chromium
cargo xtask check            the quick part of it: layout, lints
cargo xtask eval             run the referees of ../shared/score on the development sets; writes docs/accuracy.md
cargo xtask bench            reports and words a second on this machine
cargo xtask bench peers      the same beside spaCy in one run; writes docs/speed.md (a file of JSON lines may be named)
cargo xtask bench scale N READINGS…   a record of N reports, varied from lines `extract` wrote; writes docs/scale.md
cargo xtask lexicon DATA     make the lexicon's generated tables from the gazetteers in DATA";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["test"] => test::all(root),
        ["check"] => test::quick(root),
        ["eval"] => eval::run(root),
        ["bench"] => bench::run(root),
        ["bench", "scale", reports, ref readings @ ..] => scale::run(root, reports, readings),
        ["bench", "peers"] => peers::run(root, None),
        ["bench", "peers", texts] => peers::run(root, Some(texts)),
        ["lexicon", data] => {
            lexicon::run(Path::new(data), &root.join("crates/onrecord-lexicon")).map_err(|e| e.to_string())
        }
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(format!("there is no such chore\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("xtask: {e}");
            ExitCode::from(2)
        }
    }
}
