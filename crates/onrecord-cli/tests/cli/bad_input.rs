//! Everything that can be wrong with an input, and what is said then.

use std::{
    io::Read,
    process::Stdio,
    time::{Duration, Instant},
};

use crate::{DISPATCH, Desk, examples};

#[test]
fn a_missing_path() {
    Desk::new().run(&["extract", "no-such.txt"]).ended(2).says("no-such.txt: there is no such file or folder");
}

#[test]
fn a_folder_without_reports() {
    let desk = Desk::new();
    desk.write("pictures/a.jpg", "x");
    desk.run(&["extract", "pictures"]).ended(2).says("no reports in this folder");
}

#[test]
fn an_empty_file() {
    let desk = Desk::new();
    desk.write("empty.txt", "");
    desk.run(&["extract", "empty.txt"]).ended(2).says("empty.txt: the input is empty");
}

#[test]
fn a_binary_file() {
    let desk = Desk::new();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend((0..4000u32).map(|i| (i * 37 % 251) as u8));
    desk.write("picture.txt", bytes);
    desk.run(&["extract", "picture.txt"]).ended(2).says("picture.txt: not text but");
}

#[test]
fn another_encoding_is_decoded_and_said() {
    let desk = Desk::new();
    // windows-1252: a curly quotation and an accent.
    let mut bytes = b"HADRUNE, March 6, 2031 - The caf\xe9 was closed, \x93for repairs\x94, the owner said. ".to_vec();
    bytes.extend(b"It will open again on Monday, she said, when the quay is free. ".repeat(4));
    desk.write("old.txt", bytes);
    let ran = desk.run(&["extract", "old.txt", "-v"]).ended(0).says("windows-1252");
    assert!(ran.out.contains("café was closed, “for repairs”"), "{}", ran.out);
}

#[test]
fn one_hundred_megabytes_in_one_line() {
    let desk = Desk::new();
    let line = "a".repeat(100 << 20);
    desk.write("long.txt", &line).write("long.jsonl", &line);
    for name in ["long.txt", "long.jsonl"] {
        desk.run(&["extract", name]).ended(2).says("over the limit of 20971520 bytes");
    }
    desk.run_with(&["extract", "-"], line.as_bytes()).ended(2).says("over the limit of 20971520 bytes");
}

#[test]
fn ten_thousand_nested_tags() {
    let desk = Desk::new();
    let page = format!("<html><body>{}The crew is free.{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
    desk.write("deep.html", page);
    let start = Instant::now();
    let ran = desk.run(&["extract", "deep.html"]);
    assert!(matches!(ran.code, Some(0 | 2)) && !ran.err.contains("panicked"), "{:?} {}", ran.code, ran.err);
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn bad_files_among_good_ones_are_named_and_passed_over() {
    let desk = Desk::new();
    desk.write("in/1.txt", DISPATCH).write("in/2.txt", "").write("in/3.txt", DISPATCH.replace("31", "29"));
    let ran = desk.run(&["extract", "in", "gone.txt"]).ended(3).says("in/2.txt").says("gone.txt");
    assert_eq!(ran.out.lines().count(), 2);
    let inputs: Vec<&str> = ran.out.lines().map(|l| if l.contains("in/1.txt") { "1" } else { "3" }).collect();
    assert_eq!(inputs, ["1", "3"]);
}

#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("in/1.txt", DISPATCH).write("in/2.txt", DISPATCH.replace("31", "29"));
    std::fs::set_permissions(desk.path("in/2.txt"), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(desk.path("in/2.txt")).is_ok() {
        eprintln!("SKIPPED: root may read everything");
        return;
    }
    desk.run(&["extract", "in"]).ended(3).says("in/2.txt: may not be read");
}

#[test]
fn an_invalid_date() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    for (flag, date) in [("--date", "2031-02-30"), ("--date", "yesterday"), ("--as-of", "2031-3-1")] {
        let command = if flag == "--date" { "extract" } else { "figures" };
        desk.run(&[command, "a.txt", flag, date])
            .ended(2)
            .says(&format!("{flag} {date:?} is not a date"))
            .says("YYYY-MM-DD");
    }
}

#[test]
fn an_unknown_format() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    desk.run(&["extract", "a.txt", "--format", "yaml"]).ended(2).says("unknown format \"yaml\"").says("jsonl");
    desk.run(&["statements", "a.txt", "--format", "sarif"]).ended(2).says("this command writes text, table");
    desk.run(&["dossier", "a.txt", "-o", "page.docx"]).ended(2).says("the suffix of page.docx names no format");
    assert!(!desk.path("page.docx").exists());
}

#[test]
fn an_output_that_cannot_be_written() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    desk.run(&["extract", "a.txt", "-o", "no/such/folder.jsonl"]).ended(2).says("folder.jsonl cannot be written");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = Desk::new();
    let mut child =
        desk.command(&["extract", &examples()]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdout.take().unwrap();
    pipe.read_exact(&mut [0; 16]).unwrap();
    drop(pipe);
    let out = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && !err.contains("panicked") && !err.contains("Broken pipe"), "{err}");
}

#[test]
fn settings_that_are_wrong() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH).write("onrecord.toml", "recrod = \"x.db\"\n");
    desk.run(&["extract", "a.txt"]).ended(2).says("onrecord.toml").says("unknown field `recrod`");
    desk.write("onrecord.toml", "color = \"pink\"\n");
    desk.run(&["extract", "a.txt"]).ended(2).says("color is auto, always or never");
    desk.write("onrecord.toml", "");
    desk.run(&["extract", "a.txt", "--engine", "magic"]).ended(2).says("the engine is auto or plain");
}
