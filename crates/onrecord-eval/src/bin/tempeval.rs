//! `tempeval FOLDER [OUT.jsonl]`: reads every TimeML file of a folder, prints strict, relaxed and value F1 and the speed of this
//! stage alone, and writes what was read in the referee's format.

use std::{collections::BTreeMap, fs, path::Path, process::exit, time::Instant};

use onrecord_eval::tempeval;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = args.first() else {
        eprintln!("tempeval FOLDER [OUT.jsonl]");
        exit(2);
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            eprintln!("{folder}: {error}");
            exit(2);
        }
    };
    let mut files = BTreeMap::new();
    for path in entries.filter_map(|e| e.ok().map(|e| e.path())) {
        if path.extension().is_some_and(|e| e == "tml" || e == "xml")
            && let Ok(text) = fs::read_to_string(&path)
        {
            files
                .insert(path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), tempeval::document(&text));
        }
    }
    let mut score = tempeval::Score::default();
    let (mut lines, mut bytes) = (String::new(), 0);
    let mut spent = std::time::Duration::ZERO;
    for (name, doc) in &files {
        let start = Instant::now();
        let read = tempeval::read(doc);
        spent += start.elapsed();
        bytes += doc.text.len();
        score.add(doc, &read);
        for m in &read {
            let row =
                serde_json::json!({"doc": name, "start": m.start, "end": m.end, "type": m.kind, "value": m.value});
            lines += &format!("{row}\n");
        }
    }
    let (strict, relaxed, value) = score.figures();
    println!("{} documents  gold {}  read {}", files.len(), score.gold, score.read);
    println!("strict F1 {strict:.2}   relaxed F1 {relaxed:.2}   value F1 {value:.2}");
    println!("{bytes} bytes in {spent:.2?}: {:.1} MB/s", bytes as f64 / 1e6 / spent.as_secs_f64().max(1e-9));
    if let Some(out) = args.get(1)
        && let Err(error) = fs::write(Path::new(out), lines)
    {
        eprintln!("{out}: {error}");
        exit(2);
    }
}
