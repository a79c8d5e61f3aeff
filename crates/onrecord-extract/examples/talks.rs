//! Reads every `*.txt` of a folder and writes `<name>.json`, a reading each, for the referee `score_talks.py`.
//!
//!     talks DOCS OUT [ANALYSES]
//!
//! Offsets are code points of the file as it stands. With ANALYSES, a folder of `<name>.json` with an `Analysis` each
//! is used instead of the engine, so that rules can be compared on one and the same parse.
//! Attitudes are left out: the talks gold holds speech and knowledge only.

use std::{env, fs, path::PathBuf};

use onrecord_extract::reading;
use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, AttributionKind, Block, BlockKind, Offsets, Report};

fn report(text: String) -> Report {
    let offsets = Offsets::new(&text);
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            let span = offsets.span(start, start + trimmed.len());
            blocks.push(Block { span, kind: if blocks.is_empty() { BlockKind::Title } else { BlockKind::Body } });
        }
        at += line.len();
    }
    Report { title: blocks.first().map(|b| b.span), blocks, text, ..Report::default() }
}

fn main() {
    let args: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [docs, out, rest @ ..] = args.as_slice() else { panic!("talks DOCS OUT [ANALYSES]") };
    fs::create_dir_all(out).expect("the output folder can be made");
    let mut files: Vec<_> =
        fs::read_dir(docs).expect("DOCS is a folder").filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt") && !p.to_string_lossy().ends_with(".sent.txt"));
    files.sort();
    for file in files {
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let report = report(fs::read_to_string(&file).expect("the file is UTF-8"));
        let json = fs::read_to_string(rest[0].join(format!("{name}.json"))).expect("an analysis a document");
        let analysis: Analysis = serde_json::from_str(&json).expect("an analysis");
        let mut reading = reading(&report, &analysis, Lexicon::embedded());
        reading.attributions.retain(|a| a.kind != AttributionKind::Attitude);
        fs::write(out.join(format!("{name}.json")), serde_json::to_string(&reading).expect("a reading is JSON"))
            .expect("written");
    }
}
