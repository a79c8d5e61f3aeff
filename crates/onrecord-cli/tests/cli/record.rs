//! The record from the command line: put in twice, changed, reviewed, replayed; and what can stand in its way.

use std::process::Command;

use crate::{DISPATCH, Desk, examples};

fn json(out: &str) -> serde_json::Value {
    serde_json::from_str(out).unwrap_or_else(|e| panic!("{e}: {out}"))
}

#[test]
fn adding_the_examples_twice_gives_the_same_record() {
    let desk = Desk::new();
    let first = desk.run(&["add", &examples()]).ended(0);
    assert!(first.err.contains(" new"), "{}", first.err);
    let before = desk.run(&["statements", "--all", "--format", "json"]).ended(0).out;
    assert!(json(&before).as_array().unwrap().len() > 20, "{before}");
    desk.run(&["add", &examples()]).ended(0).says("on record already");
    assert_eq!(desk.run(&["statements", "--all", "--format", "json"]).ended(0).out, before);

    // From paths or from the record: the same rows.
    let direct = desk.run(&["statements", "--all", "--format", "json", &examples()]).ended(0).out;
    let rows = |text: &str| {
        let mut rows: Vec<String> = json(text).as_array().unwrap().iter().map(|r| r["row"].to_string()).collect();
        rows.sort();
        rows
    };
    assert_eq!(rows(&before), rows(&direct));
}

#[test]
fn lines_of_extract_go_on_record_as_they_are_in_whatever_order_their_keys_stand() {
    let (direct, desk) = (Desk::new(), Desk::new());
    for d in [&direct, &desk] {
        d.write("a.txt", DISPATCH);
    }
    direct.run(&["add", "a.txt"]).ended(0);
    let mut reading = json(&desk.run(&["extract", "a.txt"]).ended(0).out);
    let sorted: std::collections::BTreeMap<String, serde_json::Value> =
        reading.as_object().unwrap().clone().into_iter().collect();
    desk.write("sorted.jsonl", serde_json::to_string(&sorted).unwrap());
    desk.run(&["add", "--no-link", "sorted.jsonl"]).ended(0);
    desk.run(&["link"]).ended(0).says("1 reports placed");
    let all = |d: &Desk| d.run(&["statements", "--all", "--format", "json"]).ended(0).out;
    assert_eq!(all(&desk), all(&direct));

    reading["schema_version"] = 99.into();
    desk.write("later.jsonl", reading.to_string());
    desk.run(&["add", "later.jsonl"]).ended(2).says("schema 99");
}

#[cfg(unix)]
#[test]
fn output_leaves_pipes_and_links_what_they_are() {
    use std::os::unix::fs::FileTypeExt;
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    let at = |name: &str| desk.dir.path().join(name);
    let plain = desk.run(&["figures", "--format", "json", "a.txt"]).ended(0).out;

    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let pipe = at("pipe");
    let reader = std::thread::spawn(move || std::fs::read_to_string(pipe).unwrap());
    desk.run(&["figures", "--format", "json", "-o", "pipe", "a.txt"]).ended(0);
    // were the pipe replaced by a file, its reader would wait for ever
    assert!(std::fs::metadata(at("pipe")).unwrap().file_type().is_fifo());
    assert_eq!(reader.join().unwrap(), plain);

    desk.write("real.json", "old");
    std::os::unix::fs::symlink("real.json", at("link.json")).unwrap();
    desk.run(&["figures", "-o", "link.json", "a.txt"]).ended(0);
    assert!(std::fs::symlink_metadata(at("link.json")).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(at("real.json")).unwrap(), plain);
}

#[test]
fn a_changed_text_is_a_new_version_and_a_day_replays() {
    let desk = Desk::new();
    desk.run(&["add", &examples()]).ended(0);
    let changes = json(&desk.run(&["changes", "--format", "json"]).ended(0).out);
    let kinds: Vec<&str> = changes.as_array().unwrap().iter().filter_map(|r| r["change"].as_str()).collect();
    assert!(kinds.contains(&"first version") && kinds.contains(&"figure changed"), "{changes}");
    let early = json(&desk.run(&["figures", "--all", "--as-of", "2031-03-05", "--format", "json"]).ended(0).out);
    let days: Vec<&str> = early.as_array().unwrap().iter().filter_map(|r| r["day"].as_str()).collect();
    assert!(!days.is_empty() && days.iter().all(|d| *d <= "2031-03-05"), "{days:?}");
}

#[test]
fn review_changes_what_is_shown_and_undo_brings_it_back() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    desk.run(&["add", "a.txt"]).ended(0);
    let all = || json(&desk.run(&["statements", "--all", "--format", "json"]).ended(0).out);
    let before = all();
    let row = before[0]["row"].as_str().unwrap().to_owned();
    desk.run(&["review", "reject", &row, "--reason", "not him", "--by", "desk"]).ended(0).says("k1");
    assert_eq!(all().as_array().unwrap().len() + 1, before.as_array().unwrap().len());
    desk.run(&["review", "undo", "k1"]).ended(0);
    assert_eq!(all(), before);
    desk.run(&["review", "correct", &row, "resolved=Somebody Else"]).ended(0);
    assert!(all()[0]["source"].as_str().unwrap().contains("Somebody Else"));
    desk.run(&["review", "correct", &row, "resolved"]).ended(2).says("FIELD=VALUE");
    desk.run(&["review", "accept", "nonsense"]).ended(2).says("is no row");
    let list = desk.run(&["review", "list"]).ended(0).out;
    assert!(list.contains("not him") && list.contains("desk"), "{list}");
}

#[test]
fn show_and_search_find_the_sentence() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    desk.run(&["add", "a.txt"]).ended(0);
    let found = json(&desk.run(&["search", "blockade", "--format", "json"]).ended(0).out);
    assert!(found[0]["sentence"].as_str().unwrap().contains("before the blockade is lifted"), "{found}");
    let report = found[0]["report"].as_str().unwrap().to_owned();
    let shown = desk.run(&["show", &report[..6]]).ended(0).out;
    assert!(shown.contains("Talks on the sailors resumed"), "{shown}");
    let text = desk.run(&["show", &report, "--plain"]).ended(0).out;
    assert_eq!(text, DISPATCH);
    let rows = json(&desk.run(&["statements", "--all", "--format", "json"]).ended(0).out);
    let row = rows[0]["row"].as_str().unwrap().to_owned();
    assert!(desk.run(&["show", &row]).ended(0).out.contains(&row));
    desk.run(&["show", "zzzz"]).ended(2).says("no report on record");
    desk.run(&["show", &format!("{report}/q99")]).ended(2).says("has no row");
}

#[test]
fn without_a_record_the_way_to_make_one_is_said() {
    let desk = Desk::new();
    for args in [&["figures"][..], &["stories"], &["search", "x"], &["changes"], &["check"], &["review", "list"]] {
        desk.run(args).ended(2).says("no record at onrecord.db").says("onrecord add");
    }
    assert!(!desk.path("onrecord.db").exists());
    desk.run(&["dossier", "3f2a"]).ended(2).says("there is no file or folder \"3f2a\"");
}

#[test]
fn the_record_is_named_by_flag_then_environment_then_file() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH).write("onrecord.toml", "record = \"file.db\"\n");
    desk.run(&["add", "a.txt"]).ended(0);
    assert!(desk.path("file.db").exists());
    desk.command(&["add", "a.txt"]).env("ONRECORD_RECORD", "env.db").output().unwrap();
    assert!(desk.path("env.db").exists());
    let mut both = desk.command(&["add", "a.txt", "--record", "flag.db"]);
    both.env("ONRECORD_RECORD", "other.db").output().unwrap();
    assert!(desk.path("flag.db").exists() && !desk.path("other.db").exists());
    desk.write("below/b.txt", DISPATCH);
    let mut below = desk.command(&["doctor"]);
    let out = below.current_dir(desk.path("below")).output().unwrap();
    assert!(String::from_utf8_lossy(&out.stdout).contains("file.db"), "a file above is found");
}

#[test]
fn a_file_that_is_no_record() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH).write("diary.db", "not a database but a diary of some length\n".repeat(60));
    desk.run(&["add", "a.txt", "--record", "diary.db"]).ended(2).says("it is no SQLite database");
    desk.run(&["figures", "--record", "diary.db"]).ended(2).says("it is no SQLite database");
}

#[test]
fn a_record_of_a_newer_version() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    desk.run(&["add", "a.txt"]).ended(0);
    let db = rusqlite::Connection::open(desk.path("onrecord.db")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    desk.run(&["add", "a.txt"]).ended(2).says("newer onrecord (schema 99");
    desk.run(&["figures"]).ended(2).says("newer onrecord");
}

#[test]
fn a_read_only_record() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH).write("b.txt", DISPATCH.replace("31", "29"));
    desk.run(&["add", "a.txt"]).ended(0);
    let path = desk.path("onrecord.db");
    let mut permissions = path.metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    desk.run(&["add", "b.txt"]).ended(2).says("read-only");
    desk.run(&["statements"]).ended(0);
}

#[test]
fn a_locked_record() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH).write("b.txt", DISPATCH.replace("31", "29"));
    desk.run(&["add", "a.txt"]).ended(0);
    let db = rusqlite::Connection::open(desk.path("onrecord.db")).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    desk.run(&["add", "b.txt"]).ended(2).says("is locked").says("0 reports of this run are safely on record");
    desk.run(&["statements"]).ended(0);
    db.execute_batch("ROLLBACK").unwrap();
    desk.run(&["add", "b.txt"]).ended(0);
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let desk = Desk::new();
    let mut lines = String::new();
    for n in 0..60 {
        let text = format!("{DISPATCH}{}", format!("The ferry left the quay at {n}. ").repeat(300));
        lines.push_str(&serde_json::json!({"id": n.to_string(), "text": text}).to_string());
        lines.push('\n');
    }
    desk.write("many.jsonl", lines);
    // A limit on the size of files stands for a full disk; the signal that would end the program is ignored.
    let script = "trap '' XFSZ; ulimit -f 900; exec \"$0\" add many.jsonl --engine plain";
    let out = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_onrecord")])
        .current_dir(desk.dir.path())
        .env("XDG_CONFIG_HOME", desk.path("config"))
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{err}");
    assert!(err.contains("no room to write") && !err.contains("panicked"), "{err}");
    let safe: usize = err
        .lines()
        .find_map(|l| l.strip_suffix(" reports of this run are safely on record"))
        .and_then(|n| n.trim_start_matches("onrecord: ").parse().ok())
        .unwrap_or_else(|| panic!("{err}"));
    let db = rusqlite::Connection::open(desk.path("onrecord.db")).unwrap();
    let kept: usize = db.query_row("SELECT count(*) FROM readings", [], |r| r.get::<_, i64>(0)).unwrap() as usize;
    assert_eq!(kept, safe);
    // With room again, the same command finishes the job.
    desk.run(&["add", "many.jsonl", "--engine", "plain"]).ended(0);
    let kept: i64 = db.query_row("SELECT count(*) FROM versions", [], |r| r.get(0)).unwrap();
    assert_eq!(kept, 60);
}

#[test]
fn a_killed_run_leaves_no_half_report() {
    let desk = Desk::new();
    let mut lines = String::new();
    for n in 0..400 {
        let text = format!("{DISPATCH}{}", format!("The ferry left the quay at {n}. ").repeat(100));
        lines.push_str(&serde_json::json!({"id": n.to_string(), "text": text}).to_string());
        lines.push('\n');
    }
    desk.write("many.jsonl", lines);
    let mut child = desk.command(&["add", "many.jsonl", "--engine", "plain"]).spawn().unwrap();
    let count = || {
        let db = rusqlite::Connection::open(desk.path("onrecord.db")).ok()?;
        db.query_row("SELECT count(*) FROM versions", [], |r| r.get::<_, i64>(0)).ok()
    };
    let start = std::time::Instant::now();
    while count().unwrap_or(0) == 0 && start.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let db = rusqlite::Connection::open(desk.path("onrecord.db")).unwrap();
    let ask = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert!(ask("SELECT count(*) FROM versions") > 0);
    assert_eq!(ask("SELECT count(*) FROM versions WHERE report NOT IN (SELECT report FROM readings)"), 0);
    let whole: String = db.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(whole, "ok");
    drop(db);
    desk.run(&["add", "many.jsonl", "--engine", "plain"]).ended(0);
    assert_eq!(count(), Some(400));
}

#[test]
fn feeds_tell_what_changed_and_was_taken_back() {
    let desk = Desk::new();
    desk.run(&["add", &examples()]).ended(0);
    let atom = desk.run(&["feeds"]).ended(0).out;
    assert!(atom.starts_with("<?xml") && atom.contains("<category term=\"changes\"/>"), "{atom}");
    assert_eq!(atom.matches("<entry>").count(), atom.matches("</entry>").count());
    let feed = json(&desk.run(&["feeds", "--format", "json"]).ended(0).out);
    let items = feed["items"].as_array().unwrap();
    assert_eq!(items.len(), atom.matches("<entry>").count());
    let ids: std::collections::HashSet<&str> = items.iter().map(|i| i["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len(), "an id twice");
    let only = json(&desk.run(&["feeds", "--format", "json", "--only", "withdrawals"]).ended(0).out);
    assert!(only["items"].as_array().unwrap().iter().all(|i| i["tags"][0] == "withdrawals"));
    let none = json(&desk.run(&["feeds", "--format", "json", "--since", "2099-01-01"]).ended(0).out);
    assert!(none["items"].as_array().unwrap().is_empty());
}
