//! The tables and the checks, from paths, in every shape.

use crate::{DISPATCH, Desk, examples};

const TABLES: [&str; 7] = ["statements", "figures", "deal", "channels", "timeline", "stories", "compare"];

#[test]
fn every_table_comes_in_every_shape() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    for table in TABLES {
        for format in ["text", "table", "json", "jsonl", "csv", "md", "html"] {
            let ran = desk.run(&[table, "a.txt", "--format", format]).ended(0);
            match format {
                "json" => assert!(serde_json::from_str::<Vec<serde_json::Value>>(&ran.out).is_ok(), "{table}"),
                "html" => assert!(ran.out.starts_with("<!doctype html>"), "{table}"),
                "csv" => assert!(ran.out.contains(','), "{table}"),
                _ => {}
            }
        }
    }
}

#[test]
fn the_suffix_of_the_file_tells_the_shape() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    for (file, starts) in
        [("t.csv", "day,outlet,source"), ("t.json", "["), ("t.html", "<!doctype html>"), ("t.md", "| day")]
    {
        let ran = desk.run(&["statements", "--all", "a.txt", "-o", file]).ended(0);
        assert!(ran.out.is_empty());
        let text = std::fs::read_to_string(desk.path(file)).unwrap();
        assert!(text.starts_with(starts), "{file}: {text}");
    }
}

#[test]
fn a_table_fits_the_terminal() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    let mut command = desk.command(&["statements", "--all", "a.txt"]);
    let out = command.env("COLUMNS", "100").output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.lines().count() > 1);
    assert!(text.lines().all(|l| l.chars().count() <= 100), "{text}");
}

#[test]
fn colour_is_asked_for_or_absent() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    assert!(!desk.run(&["statements", "--all", "a.txt"]).out.contains('\x1b'));
    assert!(desk.run(&["statements", "--all", "a.txt", "--color", "always"]).out.contains('\x1b'));
    let mut never = desk.command(&["statements", "--all", "a.txt", "--color", "never"]);
    assert!(!String::from_utf8_lossy(&never.output().unwrap().stdout).contains('\x1b'));
}

#[test]
fn data_goes_to_standard_output_and_hints_to_standard_error() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    let ran = desk.run(&["extract", "a.txt"]).ended(0);
    assert!(serde_json::from_str::<serde_json::Value>(&ran.out).is_ok());
    assert!(ran.err.is_empty(), "{}", ran.err);
    let ran = desk.run_with(&["extract", "-"], DISPATCH.as_bytes()).ended(0);
    assert!(ran.out.contains("\"input\":\"-\""));
}

#[test]
fn the_same_input_gives_the_same_output_on_any_number_of_threads() {
    let desk = Desk::new();
    let one = desk.run(&["extract", &examples(), "--threads", "1"]).ended(0).out;
    assert_eq!(desk.run(&["extract", &examples(), "--threads", "3"]).ended(0).out, one);
}

#[test]
fn spans_of_extract_slice_what_they_claim() {
    let desk = Desk::new();
    for line in desk.run(&["extract", &examples()]).ended(0).out.lines() {
        let reading: serde_json::Value = serde_json::from_str(line).unwrap();
        let len = reading["report"]["text"].as_str().unwrap().chars().count() as u64;
        fn walk(v: &serde_json::Value, len: u64) {
            match v {
                serde_json::Value::Object(map) => {
                    if let (Some(s), Some(e)) =
                        (map.get("start").and_then(|s| s.as_u64()), map.get("end").and_then(|e| e.as_u64()))
                    {
                        assert!(s <= e && e <= len, "{v} in {len}");
                    }
                    map.values().for_each(|v| walk(v, len));
                }
                serde_json::Value::Array(list) => list.iter().for_each(|v| walk(v, len)),
                _ => {}
            }
        }
        walk(&reading, len);
    }
}

#[test]
fn check_finds_says_and_ends_with_one() {
    let desk = Desk::new();
    desk.write("a.txt", DISPATCH);
    let ran = desk.run(&["check", &examples()]).ended(1);
    assert!(ran.out.contains("OR") && ran.out.contains("^") && ran.out.contains("help:"), "{}", ran.out);
    let sarif: serde_json::Value =
        serde_json::from_str(&desk.run(&["check", &examples(), "--format", "sarif"]).ended(1).out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());
    let github = desk.run(&["check", &examples(), "--format", "github"]).ended(1).out;
    assert!(github.lines().all(|l| l.starts_with("::warning file=")), "{github}");
    let json: Vec<serde_json::Value> =
        serde_json::from_str(&desk.run(&["check", &examples(), "--format", "json", "--select", "OR401"]).out).unwrap();
    assert!(json.iter().all(|f| f["code"] == "OR401"));
    desk.run(&["check", "a.txt", "--select", "OR9"]).ended(2).says("no check is called \"OR9\"");
    desk.write("calm.txt", "HADRUNE, March 6, 2031 - The ferry left the quay, Jorim Askeld said.\n");
    desk.run(&["check", "calm.txt"]).ended(0).says("nothing found");
    desk.run(&["check", "calm.txt", "gone.txt"]).ended(3);
}

#[test]
fn codes_are_explained() {
    let desk = Desk::new();
    let page = desk.run(&["explain", "or102"]).ended(0).out;
    assert!(page.starts_with("# OR102: ") && page.contains("## What to do"));
    assert!(desk.run(&["explain"]).ended(0).out.contains("OR501"));
    desk.run(&["explain", "OR999"]).ended(2).says("the codes are OR101");
}

#[test]
fn doctor_names_what_the_build_is_made_of() {
    let ran = Desk::new().run(&["doctor"]).ended(0);
    for what in ["weights (SHA-256)", "lexicon as of", "SQLite", "record", "processor"] {
        assert!(ran.out.contains(what), "{what}: {}", ran.out);
    }
}

fn rows(out: &str) -> Vec<serde_json::Value> {
    serde_json::from_str(out).unwrap_or_else(|e| panic!("{e}: {out}"))
}

#[test]
fn stories_as_lines_have_exactly_these_fields() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"id\":\"x7\",\"date\":\"2031-03-06\",\"outlet\":\"Corvane\",\"text\":\"Talks resumed in Sarnoth on Thursday.\"}\n");
    let out = desk.run(&["stories", "a.jsonl", "--format", "jsonl"]).ended(0).out;
    let line: serde_json::Value = serde_json::from_str(&out).unwrap();
    let keys =
        |v: &serde_json::Value| v.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(keys(&line), ["story", "storyline", "reports", "why"].map(str::to_owned).into());
    assert_eq!(keys(&line["reports"][0]), ["id", "external_id", "outlet", "published"].map(str::to_owned).into());
    assert_eq!(line["reports"][0]["external_id"], "x7");
}

#[test]
fn a_day_is_the_day_reported_or_the_day_spoken_of() {
    let desk = Desk::new();
    let late = rows(&desk.run(&["figures", "--all", &examples(), "--format", "json"]).ended(0).out);
    let event = rows(
        &desk
            .run(&["figures", "--all", &examples(), "--as-of", "2031-03-05", "--sense", "event", "--format", "json"])
            .ended(0)
            .out,
    );
    let reported =
        rows(&desk.run(&["figures", "--all", &examples(), "--as-of", "2031-03-05", "--format", "json"]).ended(0).out);
    assert!(!event.is_empty() && event.len() < late.len());
    for r in &event {
        let at = r["as_of"].as_str().or(r["day"].as_str()).unwrap();
        assert!(at <= "2031-03-05", "{r}");
    }
    // What speaks of that day and was printed later is there in one sense only.
    let later = |list: &[serde_json::Value]| list.iter().filter(|r| r["day"].as_str() > Some("2031-03-05")).count();
    assert_eq!(later(&reported), 0);
    desk.run(&["figures", &examples(), "--sense", "event"]).ended(2).says("--as-of");
}

#[test]
fn what_was_said_has_a_life_and_relations_have_reasons() {
    let desk = Desk::new();
    let life = rows(&desk.run(&["statements", "--life", &examples(), "--format", "json"]).ended(0).out);
    assert!(!life.is_empty() && life.iter().all(|r| r["what"].as_str().is_some_and(|w| !w.is_empty())));
    let relations = rows(&desk.run(&["statements", "--relations", &examples(), "--format", "json"]).ended(0).out);
    assert!(!relations.is_empty() && relations.iter().all(|r| r["reason"].as_str().is_some_and(|w| !w.is_empty())));
    let series = rows(&desk.run(&["figures", "--series", "--all", &examples(), "--format", "json"]).ended(0).out);
    assert!(!series.is_empty());
}

#[test]
fn a_term_that_is_pulled_names_what_falls_and_an_unknown_one_is_said() {
    let desk = Desk::new();
    let terms = rows(&desk.run(&["deal", "--all", &examples(), "--format", "json"]).ended(0).out);
    if let Some(pulled) = terms.iter().find(|t| t["falls"].as_array().is_some_and(|f| !f.is_empty())) {
        let id = pulled["term"].as_str().unwrap();
        let fallen = rows(&desk.run(&["deal", &examples(), "--without", id, "--format", "json"]).ended(0).out);
        let named = |id: &serde_json::Value| fallen.iter().any(|f| f["falls"] == *id);
        assert!(pulled["falls"].as_array().unwrap().iter().any(named), "{fallen:?}");
    }
    desk.run(&["deal", &examples(), "--without", "d9999"]).ended(2).says("d9999");
}

#[test]
fn outlets_stand_side_by_side() {
    let desk = Desk::new();
    let outlets = rows(&desk.run(&["compare", &examples(), "--format", "json"]).ended(0).out);
    assert!(outlets.len() > 1, "{outlets:?}");
    for o in &outlets {
        let count = |k: &str| o[k].as_u64().unwrap();
        assert_eq!(count("named") + count("unnamed") + count("unsourced"), count("statements"));
    }
    let alone = rows(&desk.run(&["compare", "--alone", &examples(), "--format", "json"]).ended(0).out);
    assert_eq!(alone.len() as u64, outlets.iter().map(|o| o["alone"].as_u64().unwrap()).sum::<u64>());
    assert!(!rows(&desk.run(&["compare", "--words", &examples(), "--format", "json"]).ended(0).out).is_empty());
}
