//! Reads every `*.txt` of a folder and writes `<name>.json`, a reading each, for the referee `score_talks.py`.
//!
//!     talks DOCS OUT [ANALYSES]
//!
//! Offsets are code points of the file as it stands. The engine's analysis of each file is kept in the folder ANALYSES, where
//! one is named, and taken from there the next time: the rules can then be compared on one and the same parse in a second.
//! Attitudes are left out: the talks gold holds speech and knowledge only.

mod shared;

use std::{env, fs, path::PathBuf};

use onrecord_encoder::Encoder;
use onrecord_extract::reading;
use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, AttributionKind};

fn main() {
    let args: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [docs, out, kept @ ..] = args.as_slice() else { panic!("talks DOCS OUT [ANALYSES]") };
    fs::create_dir_all(out).expect("the output folder can be made");
    for (id, report) in shared::documents(docs) {
        let name = format!("{id}.json");
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
