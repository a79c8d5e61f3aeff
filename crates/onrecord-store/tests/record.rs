//! The record as a person meets it: put in, read back, reviewed, searched; and everything that can stand in the way.

use std::path::{Path, PathBuf};

use onrecord_model::*;
use onrecord_store::*;
use tempfile::TempDir;

fn folder() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("onrecord.db");
    (dir, path)
}

/// A reading with one figure in its third word.
fn reading(id: &str, url: Option<&str>, day: Option<&str>, text: &str) -> Reading {
    let evidence = Evidence::new(Span::new(0, 4));
    Reading {
        schema_version: SCHEMA_VERSION,
        input: format!("{id}.txt"),
        report: Report {
            id: id.into(),
            url: url.map(Into::into),
            outlet: Some("Corvane".into()),
            title: Some(Span::new(0, 3)),
            published: day.map(Into::into),
            text: text.into(),
            sha256: "00".into(),
            ..Report::default()
        },
        sentences: vec![Span::new(0, text.chars().count() as u32)],
        mentions: vec![Mention {
            id: "m1".into(),
            span: Span::new(0, 3),
            kind: MentionType::ArmedGroup,
            form: MentionForm::Named,
            canonical: "Ninth Reef Brigade".into(),
            actor: None,
            role: None,
            affiliation: None,
            rule: "test".into(),
            certainty: Certainty::Certain,
        }],
        chains: vec![vec!["m1".into()]],
        figures: vec![Figure {
            id: "f1".into(),
            span: Span::new(0, 4),
            low: Some(31.0),
            high: None,
            bound: Bound::AtLeast,
            measure: Measure::Held,
            of: Some("sailors".into()),
            unit: None,
            currency: None,
            place: None,
            as_of: None,
            subset_of: None,
            attribution: None,
            evidence,
            rule: "test".into(),
            certainty: Certainty::Possible,
        }],
        ..Reading::default()
    }
}

fn fill(path: &Path, readings: &[Reading]) -> Vec<Added> {
    let mut record = Record::create(path).unwrap();
    let run = record.begin_run(&RunInfo { tool: "0.1.0".into(), ..RunInfo::default() }).unwrap();
    let added = record.add(&run, readings).unwrap();
    record.end_run(&run).unwrap();
    added
}

#[test]
fn what_is_stored_is_what_is_loaded() {
    let (_dir, path) = folder();
    let readings = [
        reading("aa", Some("https://corvane.example/1"), Some("2031-03-03"), "Öl – 31 Seeleute 🛳 are held.\r\n"),
        reading("bb", None, None, "More than 31 sailors are held."),
    ];
    fill(&path, &readings);
    assert_eq!(Record::open(&path).unwrap().readings(&AsOf::default()).unwrap(), readings);
}

#[test]
fn adding_twice_changes_nothing_but_the_run() {
    let (_dir, path) = folder();
    let one = [reading("aa", None, Some("2031-03-03"), "31 sailors are held.")];
    assert_eq!(fill(&path, &one)[0].outcome, Outcome::New);
    let mut record = Record::create(&path).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    assert_eq!(record.add(&run, &one).unwrap()[0].outcome, Outcome::Reread);
    assert_eq!(record.add(&run, &one).unwrap()[0].outcome, Outcome::Known);
    let stats = record.stats().unwrap();
    assert_eq!((stats.documents, stats.versions, stats.runs), (1, 1, 2));
    assert_eq!(record.readings(&AsOf::default()).unwrap(), one);
}

#[test]
fn another_text_under_one_address_is_another_version() {
    let (_dir, path) = folder();
    let url = Some("https://merroway.example/exchange");
    let added = fill(
        &path,
        &[
            reading("aa", url, Some("2031-03-10"), "412 prisoners will be freed."),
            reading("bb", url, Some("2031-03-11"), "240 prisoners may be freed."),
        ],
    );
    assert_eq!(added[1].outcome, Outcome::Version(2));
    let record = Record::open(&path).unwrap();
    let ids = |as_of: &AsOf| {
        record.readings(as_of).unwrap().into_iter().map(|r| r.report.id.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&AsOf::default()), "bb");
    assert_eq!(ids(&AsOf { all_versions: true, ..AsOf::default() }), "aa bb");
    assert_eq!(ids(&AsOf { day: Some("2031-03-10".into()), ..AsOf::default() }), "aa");
    assert_eq!(ids(&AsOf { day: Some("2031-03-09".into()), ..AsOf::default() }), "");
    let changes = record.changes(None).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].versions.iter().map(|v| v.number).collect::<Vec<_>>(), [1, 2]);
    assert!(record.changes(Some("2031-03-10")).unwrap().is_empty());
}

#[test]
fn the_record_takes_no_update_and_no_delete() {
    let (_dir, path) = folder();
    fill(&path, &[reading("aa", None, None, "31 sailors are held.")]);
    let db = rusqlite::Connection::open(&path).unwrap();
    for table in ["documents", "versions", "runs", "run_ends", "readings", "packed", "figures_cells"] {
        for sql in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET rowid = rowid + 1")] {
            let said = db.execute(&sql, []).unwrap_err().to_string();
            assert!(said.contains("append-only") || said.contains("no such column"), "{sql}: {said}");
        }
    }
    let said = db.execute("UPDATE figures_cells SET low = 1", []).unwrap_err().to_string();
    assert_eq!(said, "the record is append-only: figures_cells takes no UPDATE");
}

#[test]
fn every_table_has_a_view_that_plain_sql_can_read() {
    let (_dir, path) = folder();
    fill(&path, &[reading("aa", None, Some("2031-03-03"), "31 sailors are held.")]);
    let db = rusqlite::Connection::open(&path).unwrap();
    for table in TABLES.iter().filter(|t| t.is_asked()) {
        db.query_row(&format!("SELECT count(*) FROM {}", table.name), [], |_| Ok(())).unwrap();
    }
    let row: (String, String, f64, String) = db
        .query_row("SELECT day, outlet, low, words FROM figures", [], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })
        .unwrap();
    assert_eq!(row, ("2031-03-03".into(), "Corvane".into(), 31.0, "31 s".into()));
    let broken: i64 = db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0)).unwrap();
    assert_eq!(broken, 0);
}

#[test]
fn corrections_stay_apart_and_survive_another_run() {
    let (_dir, path) = folder();
    let one = [reading("aa", None, None, "31 sailors are held.")];
    fill(&path, &one);
    let mut record = Record::create(&path).unwrap();
    let row = RowRef { report: "aa".into(), row: "f1".into() };
    let patch = serde_json::json!({"low": 30.0}).as_object().unwrap().clone();
    let id = record.review(&row, &Verdict::Correct(patch), Some("see the list"), Some("desk")).unwrap();
    let low = |record: &Record, raw| record.readings(&AsOf { raw, ..AsOf::default() }).unwrap()[0].figures[0].low;
    assert_eq!((low(&record, false), low(&record, true)), (Some(30.0), Some(31.0)));

    // Another run gives the row another number; the words are the same.
    let mut again = one.clone();
    again[0].figures[0].id = "f7".into();
    fill(&path, &again);
    assert_eq!(low(&record, false), Some(30.0));

    let reject = record.review(&RowRef { row: "f7".into(), ..row.clone() }, &Verdict::Reject, None, None).unwrap();
    assert!(record.readings(&AsOf::default()).unwrap()[0].figures.is_empty());
    record.undo(&reject, None).unwrap();
    record.undo(&id, None).unwrap();
    assert_eq!(low(&record, false), Some(31.0));
    assert_eq!(record.corrections().unwrap().iter().filter(|c| c.undone.is_some()).count(), 2);

    // A run that stands on other words leaves an orphan, which changes nothing.
    record.review(&RowRef { row: "f7".into(), ..row }, &Verdict::Reject, None, None).unwrap();
    again[0].figures[0].evidence = Evidence::new(Span::new(0, 2));
    fill(&path, &again);
    assert_eq!(record.readings(&AsOf::default()).unwrap()[0].figures.len(), 1);
    assert!(record.corrections().unwrap()[2].orphan);
}

#[test]
fn a_correction_that_is_no_row_is_refused() {
    let (_dir, path) = folder();
    fill(&path, &[reading("aa", None, None, "31 sailors are held.")]);
    let mut record = Record::create(&path).unwrap();
    let row = RowRef { report: "aa".into(), row: "f1".into() };
    for (patch, says) in [
        (serde_json::json!({"measure": "happy"}), "unknown variant"),
        (serde_json::json!({"span": null}), "is not corrected"),
        (serde_json::json!({"truth": true}), "has no field truth"),
    ] {
        let verdict = Verdict::Correct(patch.as_object().unwrap().clone());
        let said = record.review(&row, &verdict, None, None).unwrap_err().to_string();
        assert!(said.contains(says), "{said}");
    }
    let nobody = RowRef { report: "aa".into(), row: "z9".into() };
    assert!(matches!(record.review(&nobody, &Verdict::Accept, None, None), Err(StoreError::Unknown(_))));
    assert!(matches!(record.undo("k99", None), Err(StoreError::Unknown(_))));
}

#[test]
fn pages_seen_to_be_gone_are_noted() {
    let (_dir, path) = folder();
    fill(&path, &[reading("aa", None, Some("2031-03-07"), "A post.")]);
    let mut record = Record::create(&path).unwrap();
    record.remove(&"aa".into(), "2031-03-08", Some("answers 404"), None).unwrap();
    let changes = record.changes(None).unwrap();
    assert_eq!(changes[0].removed, [("2031-03-08".to_owned(), Some("answers 404".to_owned()))]);
    assert!(record.remove(&"zz".into(), "2031-03-08", None, None).is_err());
}

#[test]
fn search_finds_words_phrases_and_beginnings_with_their_place() {
    let (_dir, path) = folder();
    fill(
        &path,
        &[
            reading("aa", None, Some("2031-03-03"), "🛳 The sailors — thirty-one of them — are held."),
            reading("bb", None, None, "The café by the quay is \"closed\"."),
        ],
    );
    let record = Record::open(&path).unwrap();
    let find = |words: &str| record.search(words, &AsOf::default(), 10).unwrap();
    let hit = &find("SAILORS")[0];
    assert_eq!((hit.report.as_str(), hit.spans.as_slice()), ("aa", &[Span::new(6, 13)][..]));
    assert_eq!(find("cafe").len(), 1);
    assert_eq!(find("\"are held\"").len(), 1);
    assert_eq!(find("\"held are\"").len(), 0);
    assert_eq!(find("sail*").len(), 1);
    assert_eq!(find("sail").len(), 0);
    for odd in ["", "\"", "AND", "NOT (", "col:x", "*", "a\"b\"c'; --"] {
        find(odd);
    }
    let day = AsOf { day: Some("2031-03-02".into()), ..AsOf::default() };
    assert!(record.search("sailors", &day, 10).unwrap().is_empty());
}

#[test]
fn a_missing_record_is_said_and_not_made() {
    let (_dir, path) = folder();
    let said = Record::open(&path).unwrap_err().to_string();
    assert!(said.contains("no record at") && said.contains("onrecord add"), "{said}");
    assert!(!path.exists());
    assert!(matches!(Record::create(&path.join("no/folder/x.db")), Err(StoreError::Missing(_))));
}

#[test]
fn other_files_are_left_alone() {
    let (dir, path) = folder();
    std::fs::write(
        &path,
        "a diary, not a database; long enough to be looked at as a page header and refused\n".repeat(20),
    )
    .unwrap();
    assert!(matches!(Record::create(&path), Err(StoreError::NotADatabase(_))));
    assert!(matches!(Record::open(&path), Err(StoreError::NotADatabase(_))));
    let other = dir.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE wine (name TEXT)").unwrap();
    assert!(matches!(Record::create(&other), Err(StoreError::NotARecord(_))));
    assert!(matches!(Record::open(&other), Err(StoreError::NotARecord(_))));
    assert!(matches!(Record::open(dir.path()), Err(StoreError::NotADatabase(_))));
}

#[test]
fn a_record_of_a_newer_version_is_refused() {
    let (_dir, path) = folder();
    fill(&path, &[]);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", SCHEMA + 1).unwrap();
    for said in [Record::create(&path).unwrap_err(), Record::open(&path).unwrap_err()] {
        assert!(said.to_string().contains("newer onrecord"), "{said}");
    }
}

#[test]
fn a_read_only_record_is_read_and_not_written() {
    let (_dir, path) = folder();
    fill(&path, &[reading("aa", None, None, "31 sailors are held.")]);
    let mut permissions = path.metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    assert!(matches!(Record::create(&path), Err(StoreError::ReadOnly(_))));
    assert_eq!(Record::open(&path).unwrap().readings(&AsOf::default()).unwrap().len(), 1);
}

#[test]
fn a_locked_record_is_waited_for_and_then_said() {
    let (_dir, path) = folder();
    fill(&path, &[]);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut record = Record::create(&path).unwrap();
    record.wait(0).unwrap();
    assert!(matches!(record.begin_run(&RunInfo::default()), Err(StoreError::Locked { .. })));
    // Readers are not stopped by a writer.
    assert!(Record::open(&path).unwrap().readings(&AsOf::default()).unwrap().is_empty());
    other.execute_batch("COMMIT").unwrap();
    record.begin_run(&RunInfo::default()).unwrap();
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let (_dir, path) = folder();
    let mut record = Record::create(&path).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    record.limit_pages(record.pages().unwrap() + 30).unwrap();
    let mut kept = 0;
    let full = loop {
        let text = format!("Report {kept}. {}", "Talks went on. ".repeat(400));
        match record.add(&run, &[reading(&format!("r{kept}"), None, None, &text)]) {
            Ok(added) => kept += added.len(),
            Err(e) => break e,
        }
        assert!(kept < 1000, "the limit was never reached");
    };
    assert!(matches!(full, StoreError::Full(_)), "{full}");
    drop(record);
    let record = Record::open(&path).unwrap();
    assert!(kept > 0);
    assert_eq!(record.readings(&AsOf::default()).unwrap().len(), kept);
}

#[test]
fn a_batch_is_all_or_nothing() {
    let (_dir, path) = folder();
    let mut record = Record::create(&path).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    let mut twin = reading("bb", None, None, "31 sailors are held.");
    twin.figures.push(twin.figures[0].clone()); // the same row id twice breaks the key
    assert!(record.add(&run, &[reading("aa", None, None, "One."), twin]).is_err());
    assert_eq!(record.stats().unwrap().versions, 0);
}

#[test]
fn two_writers_take_turns() {
    let (_dir, path) = folder();
    fill(&path, &[]);
    std::thread::scope(|s| {
        for w in 0..4 {
            let path = &path;
            s.spawn(move || {
                let batch: Vec<_> =
                    (0..10).map(|n| reading(&format!("w{w}n{n}"), None, None, "31 sailors are held.")).collect();
                fill(path, &batch);
            });
        }
    });
    assert_eq!(Record::open(&path).unwrap().stats().unwrap().versions, 40);
}
