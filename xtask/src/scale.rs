//! `bench scale`: what a record of many reports costs; writes docs/scale.md.

use std::{fs, path::Path};

use crate::run::{output, program, step};

/// Varies the readings (lines `extract` wrote) until there are `reports`, and measures. Needs some 20 kB of disk a report.
pub fn run(root: &Path, reports: &str, readings: &[&str]) -> Result<(), String> {
    if readings.is_empty() {
        return Err("bench scale needs readings: `onrecord extract REPORTS > readings.jsonl` first".into());
    }
    let build = ["build", "--release", "--quiet", "-p", "onrecord-eval", "--bin", "scale"];
    step("the measure (cargo build --release)", &mut program(root, "cargo", &build))?;
    let record = root.join("target/scale.db");
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", record.display()));
    }
    let record = record.display().to_string();
    let args: Vec<&str> = [reports].into_iter().chain(readings.iter().copied()).chain([record.as_str()]).collect();
    let mut measure = program(root, &root.join("target/release/scale").display().to_string(), &args);
    measure.stderr(std::process::Stdio::inherit());
    let table = output("scale", &mut measure)?;
    let day = output("date", &mut program(root, "date", &["-u", "+%F"]))?;
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        processors.lines().find_map(|l| l.strip_prefix("model name")).unwrap_or("").trim_matches([' ', '\t', ':']);
    let page = format!(
        "# Scale\n\nWritten by `cargo xtask bench scale`; not edited by hand.\n\nMeasured {} on {} cores ({model}). How readings are varied \
         stands in `crates/onrecord-eval/src/scale.rs`.\n\n{table}",
        day.trim(),
        std::thread::available_parallelism().map_or(1, |n| n.get()),
    );
    print!("{page}");
    fs::write(root.join("docs/scale.md"), page).map_err(|e| format!("docs/scale.md: {e}"))
}
