//! `parties NewsWCL50.conll READINGS.jsonl`: parties across reports, B-cubed; `parties --lines NewsWCL50.conll`: its texts as input
//! for `onrecord extract`.

use std::process::exit;

use onrecord_eval::parties::{corpus, lines, score};
use onrecord_model::Reading;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let read = |p: &str| std::fs::read_to_string(p).map_err(|e| format!("{p}: {e}"));
    let done = match args.as_slice() {
        [flag, conll] if flag == "--lines" => read(conll).map(|c| print!("{}", lines(&corpus(&c)))),
        [conll, readings] => read(conll).and_then(|c| {
            let corpus = corpus(&c);
            let readings: Vec<Reading> = read(readings)?
                .lines()
                .map(|l| serde_json::from_str(l).map_err(|e| format!("{readings}: {e}")))
                .collect::<Result<_, _>>()?;
            for types in
                [&["ACTOR"][..], &["COUNTRY"], &["GROUP"], &["ACTOR", "COUNTRY"], &["ACTOR", "COUNTRY", "GROUP"]]
            {
                println!("{}", score(&corpus, &readings, types));
            }
            Ok(())
        }),
        _ => Err("parties NewsWCL50.conll READINGS.jsonl, or parties --lines NewsWCL50.conll".into()),
    };
    if let Err(error) = done {
        eprintln!("{error}");
        exit(2);
    }
}
