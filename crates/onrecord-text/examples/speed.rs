//! `speed [--threads N] [--plain] FILE.jsonl|FILE.txt…`: words per CPU-second of the whole analysis, and peak memory.
//!
//! JSON lines need a `text`. One report a line or file; threads take reports in turn.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use onrecord_encoder::Encoder;
use onrecord_model::Report;

fn main() {
    let (mut threads, mut plain, mut reports) = (1usize, false, Vec::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--threads" => threads = args.next().and_then(|n| n.parse().ok()).unwrap_or(1),
            "--plain" => plain = true,
            path => match std::fs::read_to_string(path) {
                Ok(text) if path.ends_with(".jsonl") => {
                    let rows = text.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
                    reports.extend(rows.filter_map(|v| {
                        Some(Report { text: v.get("text")?.as_str()?.to_owned(), ..Report::default() })
                    }));
                }
                Ok(text) => reports.push(Report { text, ..Report::default() }),
                Err(error) => eprintln!("{path}: {error}"),
            },
        }
    }
    let words: usize = reports.iter().map(|r| r.text.split_whitespace().count()).sum();
    let start = Instant::now();
    let encoder = match Encoder::embedded() {
        Ok(encoder) => encoder,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    let loaded = start.elapsed().as_secs_f64();
    let before = cpu_seconds();
    let start = Instant::now();
    let (next, tokens) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|s| {
        for _ in 0..threads.max(1) {
            s.spawn(|| {
                while let Some(report) = reports.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let analysis = if plain {
                        onrecord_text::analyse_plain(report)
                    } else {
                        onrecord_text::analyse(report, encoder)
                    };
                    tokens.fetch_add(analysis.tokens.len(), Ordering::Relaxed);
                }
            });
        }
    });
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
    println!(
        "{} reports, {words} words, {} tokens, {threads} threads: {wall:.2} s wall, {cpu:.2} s CPU, {:.0} words/CPU-s, {:.0} words/s; loading {loaded:.2} s; peak {} MB",
        reports.len(),
        tokens.load(Ordering::Relaxed),
        words as f64 / cpu.max(1e-9),
        words as f64 / wall,
        status("VmHWM:") / 1024,
    );
}

/// User and system time of this process in seconds; 0 where the system does not tell.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// A line of /proc/self/status in kB; 0 where the system does not tell.
fn status(key: &str) -> usize {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|l| l.starts_with(key)).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}
