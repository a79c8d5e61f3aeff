//! Writes the candidates of terms and contacts of every `*.txt` of a folder with their features, a JSON line each: what
//! `training/rows.py` learns weights from.
//!
//!     candidates DOCS ANALYSES > candidates.jsonl
//!
//! ANALYSES is the folder of analyses that the example `talks` keeps.

mod shared;

use std::{env, fs, path::PathBuf};

use onrecord_extract::{Context, channels, reading, terms};
use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, Reading};
use serde_json::json;

fn main() {
    let args: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [docs, kept] = args.as_slice() else { panic!("candidates DOCS ANALYSES") };
    for (id, report) in shared::documents(docs) {
        let path = kept.join(format!("{id}.json"));
        let analysis: Analysis =
            serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("an analysis");
        let whole = reading(&report, &analysis, Lexicon::embedded());
        // As the stage sees it: without its own rows and those of the stages after it.
        let before = Reading { terms: Vec::new(), channels: Vec::new(), ..whole };
        let cx = Context::new(&report, &analysis, Lexicon::embedded());
        for c in channels::candidates(&cx, &before) {
            let span = before.sentences[c.sentence];
            println!(
                "{}",
                json!({"doc": id, "table": "channels", "sentence": [span.start, span.end], "token": c.token,
                       "ends": c.ends, "status": c.status, "features": c.features})
            );
        }
        for c in terms::candidates(&cx, &before) {
            println!(
                "{}",
                json!({"doc": id, "table": "terms", "token": c.token, "evidence": c.evidence, "action": c.action,
                       "status": c.status, "rule": c.rule, "features": c.features, "standing": c.standing})
            );
        }
    }
}
