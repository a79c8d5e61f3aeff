//! `renaming [--rows] FOLDER [FOLDER ...]`: how many rows change when a party of a report is called otherwise. A FOLDER holds `docs/*.txt`
//! and `manifest.json` (id to day), as the talks folders do. `--rows` prints every changed row before the table.

use std::{collections::BTreeMap, fs, path::Path, process::exit};

use onrecord::{Hint, Options, Pipeline, model::Reading};
use onrecord_eval::renaming::{compare, renamed, renamings};
use serde_json::Value;

fn main() {
    let mut folders: Vec<String> = std::env::args().skip(1).collect();
    let show = folders.first().is_some_and(|f| f == "--rows");
    folders.drain(..usize::from(show));
    if folders.is_empty() {
        eprintln!("renaming [--rows] FOLDER [FOLDER ...]");
        exit(2);
    }
    for folder in folders {
        match table(Path::new(&folder), show) {
            Ok(text) => println!("{text}"),
            Err(error) => {
                eprintln!("{error}");
                exit(2);
            }
        }
    }
}

/// Rows, and rows that changed.
#[derive(Default)]
struct Sum {
    times: usize,
    rows: usize,
    changed: usize,
}

impl Sum {
    fn line(&self, name: &str) -> String {
        let share = 100.0 * self.changed as f64 / self.rows.max(1) as f64;
        let times = if self.times > 0 { format!("renamed {:>4} times", self.times) } else { String::new() };
        format!("{name:<13} {times:<19} rows {:>6}  changed {:>5}  {share:.2} %\n", self.rows, self.changed)
    }
}

fn table(folder: &Path, show: bool) -> Result<String, String> {
    let say = |e: &dyn std::fmt::Display| format!("{}: {e}", folder.display());
    let days: Value = serde_json::from_str(&fs::read_to_string(folder.join("manifest.json")).map_err(|e| say(&e))?)
        .map_err(|e| say(&e))?;
    let mut files: Vec<_> =
        fs::read_dir(folder.join("docs")).map_err(|e| say(&e))?.flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt") && !p.to_string_lossy().ends_with(".sent.txt"));
    files.sort();
    let pipeline = Pipeline::new(Options::default());
    let read = |text: &str, name: &str| -> Result<Reading, String> {
        let date = days[name]["date"].as_str().map(str::to_owned);
        let hint = Hint { path: Some(format!("{name}.txt")), date, ..Hint::default() };
        let mut made = pipeline.readings(text.as_bytes(), &hint, name).map_err(|e| say(&e))?;
        made.swap_remove(0).map_err(|e| say(&format!("{e:?}")))
    };
    let mut kinds: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut tables: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut whole = Sum::default();
    for (n, file) in files.iter().enumerate() {
        let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(file).map_err(|e| say(&e))?;
        let before = read(&text, &name)?;
        let rows = serde_json::to_value(&before).map_err(|e| say(&e))?;
        for renaming in renamings(&before, n) {
            let (new, moved) = renamed(&before.report.text, &renaming);
            let after = serde_json::to_value(read(&new, &name)?).map_err(|e| say(&e))?;
            kinds.entry(renaming.kind).or_default().times += 1;
            for (table, count) in compare(&rows, &after, &moved) {
                for of in [tables.entry(table).or_default(), kinds.entry(renaming.kind).or_default(), &mut whole] {
                    of.rows += count.rows;
                    of.changed += count.changed();
                }
                if show {
                    for (sign, rows) in [("-", &count.gone), ("+", &count.new)] {
                        for (labels, at) in rows {
                            let words: String = new.chars().skip(*at as usize).take(90).collect();
                            let words = words.replace('\n', " ");
                            println!("{name} {:?} {sign} {table} {labels} at {at}: {words}", renaming.party);
                        }
                    }
                }
            }
        }
    }
    let mut out = format!("{} reports of {}\n", files.len(), folder.display());
    kinds.iter().for_each(|(kind, sum)| out += &sum.line(kind));
    tables.iter().for_each(|(table, sum)| out += &sum.line(table));
    Ok(out + &whole.line("all"))
}
