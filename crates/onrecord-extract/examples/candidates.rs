//! Writes the candidates of terms and contacts of every `*.txt` of a folder with their features, a JSON line each: what
//! `training/rows.py` learns weights from.
//!
//!     candidates DOCS ANALYSES > candidates.jsonl
//!
//! ANALYSES is the folder of analyses that the example `talks` keeps.

use std::{env, fs, path::PathBuf};

use onrecord_extract::{Context, channels, reading, terms};
use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, Reading};
use onrecord_read::{Hint, reports};
use serde_json::json;

fn main() {
    let args: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [docs, kept] = args.as_slice() else { panic!("candidates DOCS ANALYSES") };
    let mut files: Vec<_> =
        fs::read_dir(docs).expect("DOCS is a folder").filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt") && !p.to_string_lossy().ends_with(".sent.txt"));
    files.sort();
    // The day of each report, where a `manifest.json` beside DOCS gives it.
    let days: serde_json::Value = fs::read_to_string(docs.join("../manifest.json"))
        .ok()
        .and_then(|t| serde_json::from_str(&t).ok())
        .unwrap_or_default();
    for file in files {
        let id = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let bytes = fs::read(&file).expect("the file can be read");
        let date =
            days[file.file_stem().and_then(|s| s.to_str()).unwrap_or_default()]["date"].as_str().map(str::to_owned);
        let hint = Hint { path: Some(file.to_string_lossy().into_owned()), date, ..Hint::default() };
        let report = reports(&bytes, &hint).expect("a report").swap_remove(0).expect("a report");
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
                       "status": c.status, "rule": c.rule, "features": c.features})
            );
        }
    }
}
