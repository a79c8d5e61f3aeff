//! Help, manual and completions.

use std::time::{Duration, Instant};

use crate::{Desk, root};

/// Names of all subcommands, from the help.
pub fn commands() -> Vec<String> {
    let help = Desk::new().run(&["--help"]).ended(0).out;
    let part = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
    part.lines()
        .filter(|l| l.starts_with("  ") && !l.starts_with("   "))
        .map(|l| l.split_whitespace().next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_command_has_help_with_an_example() {
    let desk = Desk::new();
    let all = commands();
    assert!(all.len() >= 18, "{all:?}");
    for command in all {
        let help = desk.run(&[&command, "--help"]).ended(0).out;
        assert!(help.contains("Example"), "{command}: {help}");
        assert!(help.lines().all(|l| l.chars().count() <= 120), "{command}: {help}");
    }
}

#[test]
fn help_comes_at_once() {
    let desk = Desk::new();
    let best = (0..10)
        .map(|_| {
            let start = Instant::now();
            desk.run(&["--help"]).ended(0);
            start.elapsed()
        })
        .min()
        .unwrap();
    assert!(best < Duration::from_millis(30), "{best:?}");
}

#[test]
fn completions_and_manual_are_made() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(desk.run(&["completions", shell]).ended(0).out.contains("onrecord"), "{shell}");
    }
    assert!(desk.run(&["man"]).ended(0).out.contains(".TH"));
    desk.run(&["man", "-o", "man1"]).ended(0);
    for command in commands() {
        assert!(desk.path(&format!("man1/onrecord-{command}.1")).exists(), "{command}");
    }
}

#[test]
fn every_command_setting_and_code_has_a_heading_in_the_reference() {
    let page = std::fs::read_to_string(root().join("docs/reference.md")).unwrap();
    let heading = |name: &str| page.lines().any(|l| l.starts_with('#') && l.split(['`', ' ']).any(|w| w == name));
    for command in commands() {
        assert!(heading(&command), "docs/reference.md has no heading for the command {command}");
    }
    for code in ["OR101", "OR102", "OR103", "OR201", "OR202", "OR301", "OR302", "OR401", "OR501"] {
        assert!(heading(code), "docs/reference.md has no heading for {code}");
    }
    for setting in ["record", "color", "quiet", "threads", "engine", "user_agent"] {
        assert!(page.contains(&format!("`{setting}`")), "docs/reference.md does not name the setting {setting}");
    }
}
