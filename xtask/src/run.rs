//! Running programs: said before, timed, and an error when they fail.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// A program with its arguments, to be run in `folder`.
pub fn program(folder: &Path, name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command
}

/// Says what is run, runs it, and fails when it fails.
pub fn step(what: &str, command: &mut Command) -> Result<(), String> {
    eprintln!("xtask: {what}");
    let start = Instant::now();
    let status = command.status().map_err(|e| format!("{what}: {e}"))?;
    if !status.success() {
        return Err(format!("{what}: failed ({status})"));
    }
    eprintln!("xtask: {what}: done in {:.0} s", start.elapsed().as_secs_f32());
    Ok(())
}

/// What a program prints; an error with its words when it fails.
pub fn output(what: &str, command: &mut Command) -> Result<String, String> {
    let out = command.output().map_err(|e| format!("{what}: {e}"))?;
    if !out.status.success() {
        return Err(format!("{what}: failed ({}): {}", out.status, String::from_utf8_lossy(&out.stderr)));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether a program can be run.
pub fn there(name: &str, arg: &str) -> bool {
    let quiet = Command::new(name).arg(arg).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|s| s.success())
}

/// A field of the first processor in /proc/cpuinfo; empty where there is none.
pub fn processor(name: &str) -> String {
    let all = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    all.lines().find_map(|l| l.strip_prefix(name)).unwrap_or("").trim_matches([' ', '\t', ':']).to_owned()
}

/// Today, number of cores: what a page of measures begins with.
pub fn day_and_cores(root: &Path) -> Result<(String, usize), String> {
    let day = output("date", &mut program(root, "date", &["-u", "+%F"]))?;
    Ok((day.trim().to_owned(), std::thread::available_parallelism().map_or(1, |n| n.get())))
}
