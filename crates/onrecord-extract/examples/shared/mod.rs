//! The reports of a folder, for the examples that measure.

use std::{fs, path::Path};

use onrecord_model::Report;
use onrecord_read::{Hint, reports};

/// Every `*.txt` of a folder in order of name, with the file's name and its report. The day of each is taken from a
/// `manifest.json` beside the folder, where there is one.
pub fn documents(docs: &Path) -> Vec<(String, Report)> {
    let mut files: Vec<_> =
        fs::read_dir(docs).expect("DOCS is a folder").filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt") && !p.to_string_lossy().ends_with(".sent.txt"));
    files.sort();
    let days: serde_json::Value = fs::read_to_string(docs.join("../manifest.json"))
        .ok()
        .and_then(|t| serde_json::from_str(&t).ok())
        .unwrap_or_default();
    let read = |file: std::path::PathBuf| {
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let bytes = fs::read(&file).expect("the file can be read");
        let date = days[name.as_str()]["date"].as_str().map(str::to_owned);
        let hint = Hint { path: Some(file.to_string_lossy().into_owned()), date, ..Hint::default() };
        let report = reports(&bytes, &hint).expect("a report").swap_remove(0).expect("a report");
        (name, report)
    };
    files.into_iter().map(read).collect()
}
