//! `test` and `check`: what must hold before anything lands.

use std::{fs, path::Path};

use crate::run::{program, step, there};

/// The quick part: layout and lints.
pub fn quick(root: &Path) -> Result<(), String> {
    step("layout (cargo fmt)", &mut program(root, "cargo", &["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    step("lints (cargo clippy)", &mut program(root, "cargo", &clippy))?;
    if there("cargo", "deny") || there("cargo-deny", "--version") {
        let args = ["deny", "--offline", "--log-level", "error", "check", "licenses", "bans", "sources"];
        step("licences (cargo deny)", &mut program(root, "cargo", &args))?;
    } else {
        skipped("licences: cargo-deny is not installed (cargo install cargo-deny)");
    }
    Ok(())
}

/// Everything. The runner's closing line is the last that is printed.
pub fn all(root: &Path) -> Result<(), String> {
    quick(root)?;
    readme(root)?;
    step("examples in the documentation", &mut program(root, "cargo", &["test", "--workspace", "--doc", "--quiet"]))?;
    let chromium = chromium();
    let mut tests = if there("cargo-nextest", "--version") {
        program(root, "cargo", &["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        skipped("cargo-nextest is not installed: cargo test runs the tests instead");
        program(root, "cargo", &["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    match chromium {
        Some(path) => tests.env("ONRECORD_CHROMIUM", path),
        None => tests.env_remove("ONRECORD_CHROMIUM"),
    };
    step("tests", &mut tests)
}

fn skipped(what: &str) {
    eprintln!("xtask: SKIPPED: {what}");
}

/// A headless Chromium: the one that is there, else Debian's package when we may install it.
fn chromium() -> Option<&'static str> {
    const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found = || NAMES.into_iter().find(|n| there(n, "--version"));
    if let Some(name) = found() {
        return Some(name);
    }
    let root = there("apt-get", "--version") && fs::metadata("/root").is_ok() && is_root();
    if root {
        let here = Path::new(".");
        let update = step("package lists (apt-get update)", &mut program(here, "apt-get", &["update", "-qq"]));
        let mut install = program(here, "apt-get", &["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
        install.env("DEBIAN_FRONTEND", "noninteractive").stdout(std::process::Stdio::null());
        let done = update.and_then(|()| step("Chromium (apt-get install chromium)", &mut install));
        match done {
            Ok(()) => return found(),
            Err(e) => skipped(&format!("the page is not looked at in Chromium: {e}")),
        }
    } else {
        skipped("the page is not looked at in Chromium: it is not installed and only root can install it");
    }
    None
}

fn is_root() -> bool {
    fs::read_to_string("/proc/self/status")
        .is_ok_and(|s| s.lines().any(|l| l.starts_with("Uid:") && l.split_whitespace().nth(2) == Some("0")))
}

/// Runs the commands of the README as they stand there; `cargo xtask test` is this very run.
fn readme(root: &Path) -> Result<(), String> {
    let text = fs::read_to_string(root.join("README.md")).map_err(|e| format!("README.md: {e}"))?;
    let commands = commands(&text);
    if !commands.iter().any(|c| c.starts_with("cargo run --release -- dossier")) {
        return Err("README.md shows no `cargo run --release -- dossier …`".into());
    }
    let scratch = root.join("target/readme");
    fs::create_dir_all(&scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    let _ = fs::remove_file(scratch.join("onrecord.db"));
    step("the command (cargo build --release)", &mut program(root, "cargo", &["build", "--release", "--quiet"]))?;
    let binary = root.join("target/release/onrecord");
    for command in commands.iter().filter(|c| !c.starts_with("cargo xtask")) {
        let line = command
            .strip_prefix("cargo run --release -- ")
            .or_else(|| command.strip_prefix("onrecord "))
            .map_or_else(|| command.clone(), |rest| format!("{} {rest}", binary.display()))
            .replace("examples/", &format!("{}/examples/", root.display()));
        let mut shell = program(&scratch, "sh", &["-c", &line]);
        shell.stdout(std::process::Stdio::null());
        // 1 is findings: the check found what it looks for.
        eprintln!("xtask: README: {command}");
        let status = shell.status().map_err(|e| format!("README: {command}: {e}"))?;
        if !matches!(status.code(), Some(0 | 1)) {
            return Err(format!("README: {command}: failed ({status})"));
        }
    }
    Ok(())
}

/// The lines of the ```sh blocks, without comments.
fn commands(text: &str) -> Vec<String> {
    let (mut found, mut inside) = (Vec::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line.trim() == "```sh";
        } else if inside {
            let command = line.split(" #").next().unwrap_or_default().trim();
            if !command.is_empty() && !command.starts_with('#') {
                found.push(command.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn commands_are_the_lines_of_shell_blocks() {
        let text = "a\n```sh\nonrecord add x   # why\n\n# alone\n```\n```\nnot this\n```\n";
        assert_eq!(commands(text), ["onrecord add x"]);
    }
}
