//! Reads every `*.txt` of a folder and writes `<name>.json`, a reading each, for the referee `score_talks.py`.
//!
//!     talks DOCS OUT [ANALYSES]
//!
//! Offsets are code points of the file as it stands. The engine's analysis of each file is kept in the folder ANALYSES, where
//! one is named, and taken from there the next time: the rules can then be compared on one and the same parse in a second.
//! Attitudes are left out: the talks gold holds speech and knowledge only.

use std::{env, fs, path::PathBuf};

use onrecord_encoder::Encoder;
use onrecord_extract::reading;
use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, AttributionKind};
use onrecord_read::{Hint, reports};

fn main() {
    let args: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [docs, out, kept @ ..] = args.as_slice() else { panic!("talks DOCS OUT [ANALYSES]") };
    fs::create_dir_all(out).expect("the output folder can be made");
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
        let name = format!("{}.json", file.file_stem().expect("a file has a name").to_string_lossy());
        let bytes = fs::read(&file).expect("the file can be read");
        let date =
            days[file.file_stem().and_then(|s| s.to_str()).unwrap_or_default()]["date"].as_str().map(str::to_owned);
        let hint = Hint { path: Some(file.to_string_lossy().into_owned()), date, ..Hint::default() };
        let report = reports(&bytes, &hint).expect("a report").swap_remove(0).expect("a report");
        let analysis: Analysis = match kept.first().map(|k| k.join(&name)).filter(|p| p.exists()) {
            Some(path) => serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("an analysis"),
            None => onrecord_text::analyse(&report, Encoder::embedded().expect("the weights are embedded")),
        };
        if let Some(folder) = kept.first() {
            fs::create_dir_all(folder).expect("the folder can be made");
            fs::write(folder.join(&name), serde_json::to_string(&analysis).expect("JSON")).expect("written");
        }
        let mut reading = reading(&report, &analysis, Lexicon::embedded());
        reading.attributions.retain(|a| a.kind != AttributionKind::Attitude);
        fs::write(out.join(name), serde_json::to_string(&reading).expect("JSON")).expect("written");
    }
}
