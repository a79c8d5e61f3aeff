//! `bench scale`: what a record of many reports costs; writes docs/scale.md.

use std::{fs, path::Path};

use crate::run::{day_and_cores, output, processor, program, step};

/// Varies the readings (lines `extract` wrote) until there are `reports`, and measures. Needs some 35 kB of disk a report while it runs.
pub fn run(root: &Path, reports: &str, readings: &[&str]) -> Result<(), String> {
    if readings.is_empty() {
        return Err("bench scale needs readings: `onrecord extract REPORTS > readings.jsonl` first".into());
    }
    let build = ["build", "--release", "--quiet", "-p", "onrecord-eval", "--bin", "scale"];
    step("the measure (cargo build --release)", &mut program(root, "cargo", &build))?;
    let record = root.join("target/scale.db");
    let record = record.display().to_string();
    let clean = || ["", "-wal", "-shm"].map(|end| fs::remove_file(format!("{record}{end}")));
    let _ = clean();
    let args: Vec<&str> = [reports].into_iter().chain(readings.iter().copied()).chain([record.as_str()]).collect();
    let mut measure = program(root, &root.join("target/release/scale").display().to_string(), &args);
    measure.stderr(std::process::Stdio::inherit());
    let table = output("scale", &mut measure);
    let _ = clean();
    let table = table?;
    let (day, cores) = day_and_cores(root)?;
    let page = format!(
        "# Scale\n\nWritten by `cargo xtask bench scale`; not edited by hand.\n\nMeasured {day} on {cores} cores ({}). How readings are varied \
         stands in `crates/onrecord-eval/src/scale.rs`.\n\n{table}",
        processor("model name"),
    );
    print!("{page}");
    fs::write(root.join("docs/scale.md"), page).map_err(|e| format!("docs/scale.md: {e}"))
}
