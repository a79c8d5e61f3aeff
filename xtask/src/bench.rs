//! `bench`: how fast it is on this machine, over the examples that ship.

use std::{fs, path::Path, time::Instant};

use crate::run::{output, processor, program, step};

/// Prints start-up time, and reports and words a second, cold and over a longer run.
pub fn run(root: &Path) -> Result<(), String> {
    step("the command (cargo build --release)", &mut program(root, "cargo", &["build", "--release", "--quiet"]))?;
    let binary = root.join("target/release/onrecord").display().to_string();
    let time = |args: &[&str]| -> Result<(f64, String), String> {
        let start = Instant::now();
        let out = output(args[0], &mut program(root, &binary, args))?;
        Ok((start.elapsed().as_secs_f64(), out))
    };
    let best = |args: &[&str], times: usize| -> Result<f64, String> {
        (0..times).map(|_| time(args).map(|t| t.0)).try_fold(f64::MAX, |best, t| t.map(|t| best.min(t)))
    };
    println!(
        "machine: {}, {} threads",
        processor("model name"),
        std::thread::available_parallelism().map_or(1, |n| n.get())
    );
    println!("--help: {:.1} ms", 1e3 * best(&["--help"], 20)?);
    let two =
        ["dossier", "examples/strait-talks/01-seizure-wire.txt", "examples/strait-talks/04-channel-wire.txt", "-q"];
    println!("dossier of two short reports: {:.0} ms", 1e3 * best(&two, 5)?);

    // The examples many times over, as one file of JSON lines.
    let mut lines = String::new();
    let (mut reports, mut words) = (0usize, 0usize);
    let mut texts: Vec<_> = fs::read_dir(root.join("examples/strait-talks"))
        .map_err(|e| e.to_string())?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    texts.sort();
    for n in 0..20 {
        for path in &texts {
            let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
            words += text.split_whitespace().count();
            reports += 1;
            lines.push_str(&serde_json::json!({"id": format!("{n}"), "text": text}).to_string());
            lines.push('\n');
        }
    }
    let file = root.join("target/bench.jsonl");
    fs::write(&file, lines).map_err(|e| e.to_string())?;
    let file = file.display().to_string();
    for threads in ["1", "2"] {
        let seconds = best(&["extract", &file, "-q", "--threads", threads], 2)?;
        println!(
            "extract, {threads} threads: {:.1} reports/s, {:.0} words/s ({reports} reports)",
            reports as f64 / seconds,
            words as f64 / seconds
        );
    }
    Ok(())
}
