//! What was fetched and when each address was seen; records of older versions.

use std::path::{Path, PathBuf};

use onrecord_model::*;
use onrecord_store::*;

fn reading(id: &str, day: &str, text: &str) -> Reading {
    Reading {
        report: Report {
            id: id.into(),
            url: Some("https://corvane.example/talks".into()),
            published: Some(day.into()),
            text: text.into(),
            ..Report::default()
        },
        ..Reading::default()
    }
}

fn sighting(at: &str, what: What, report: Option<&str>) -> Sighting {
    Sighting {
        url: "https://corvane.example/talks".into(),
        at: at.into(),
        what,
        report: report.map(Into::into),
        status: (what == What::Removed).then_some(404),
        source: "crawl.warc".into(),
        fetch: None,
        refers_to: None,
    }
}

fn record(readings: &[Reading]) -> (tempfile::TempDir, Record) {
    let dir = tempfile::tempdir().unwrap();
    let mut record = Record::create(&dir.path().join("onrecord.db")).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    record.add(&run, readings).unwrap();
    (dir, record)
}

fn current(record: &Record, day: Option<&str>) -> String {
    let as_of = AsOf { day: day.map(Into::into), ..AsOf::default() };
    record.readings(&as_of).unwrap().into_iter().map(|r| r.report.id.to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_text_seen_last_stands_whatever_came_on_record_first() {
    let texts = [reading("new", "2031-03-10", "240 may be freed."), reading("old", "2031-03-10", "412 will be freed.")];
    let (_dir, mut record) = record(&texts);
    assert_eq!(current(&record, None), "old", "without sightings the last to come");
    let seen = [
        sighting("2031-03-12T09:00:00Z", What::Seen, Some("new")),
        sighting("2031-03-10T08:00:00Z", What::Seen, Some("old")),
        sighting("2031-03-13T09:00:00Z", What::Unchanged, None),
    ];
    record.see(&seen).unwrap();
    record.see(&seen).unwrap();
    assert_eq!(current(&record, None), "new");
    assert_eq!(current(&record, Some("2031-03-11")), "old", "the newer text bears the older day and was seen later");
    assert_eq!(current(&record, Some("2031-03-12")), "new");
    assert_eq!(record.search("freed", &AsOf::default(), 9).unwrap()[0].report.as_str(), "new");
    let history = record.history("https://corvane.example/talks", None).unwrap();
    let told: Vec<&str> = history.iter().map(|s| s.report.as_ref().map_or(s.what.name(), ReportId::as_str)).collect();
    assert_eq!(told, ["old", "new", "unchanged"]);
    // The old text comes back.
    record.see(&[sighting("2031-03-14T09:00:00Z", What::Seen, Some("old"))]).unwrap();
    assert_eq!(current(&record, None), "old");
    assert_eq!(current(&record, Some("2031-03-13")), "new");
}

#[test]
fn a_page_seen_to_be_gone_is_a_change() {
    let (_dir, mut record) = record(&[reading("aa", "2031-03-10", "412 will be freed.")]);
    assert!(record.changes(None).unwrap().is_empty());
    record.see(&[sighting("2031-03-15T09:00:00Z", What::Removed, None)]).unwrap();
    let changes = record.changes(None).unwrap();
    assert_eq!(changes.len(), 1);
    let last = changes[0].history.last().unwrap();
    assert_eq!((last.what, last.status, &last.at[..10]), (What::Removed, Some(404), "2031-03-15"));
    assert!(record.changes(Some("2031-03-14")).unwrap().is_empty());
    // An address that is gone and was never read is kept and shows nothing.
    record
        .see(&[Sighting {
            url: "https://corvane.example/x".into(),
            ..sighting("2031-03-15T09:00:00Z", What::Removed, None)
        }])
        .unwrap();
    assert_eq!(record.changes(None).unwrap().len(), 1);
}

#[test]
fn every_answer_is_kept_and_a_body_once() {
    let (_dir, mut record) = record(&[]);
    let url = "https://corvane.example/feed".to_owned();
    let fetch = Fetch {
        url: url.clone(),
        final_url: Some(url.clone()),
        at: "2031-03-10T08:00:00.000Z".into(),
        answered: Answered::Page,
        status: Some(200),
        redirects: vec![(302, "https://corvane.example/".into())],
        headers: vec![("etag".into(), "\"v1\"".into())],
        body: Some(("5a".repeat(32), b"a\0b\xff".to_vec())),
        note: None,
        not_before: None,
        via: None,
    };
    let first = record.keep_fetch(&fetch).unwrap();
    let again = Fetch { at: "2031-03-10T09:00:00.000Z".into(), ..fetch.clone() };
    assert!(record.keep_fetch(&again).unwrap() > first);
    let failed = Fetch {
        at: "2031-03-10T10:00:00.000Z".into(),
        answered: Answered::Failed,
        status: Some(429),
        body: None,
        note: Some("asks to wait".into()),
        not_before: Some("2031-03-10T12:00:00.000Z".into()),
        ..fetch.clone()
    };
    record.keep_fetch(&failed).unwrap();
    assert_eq!(record.fetched().unwrap(), (3, 4));
    let page = record.last_page(&url).unwrap().unwrap();
    assert_eq!((page.at.as_str(), page.body.as_slice()), ("2031-03-10T09:00:00.000Z", &b"a\0b\xff"[..]));
    assert_eq!(page.headers, fetch.headers);
    assert_eq!(record.last_page("https://corvane.example/other").unwrap(), None);
    let asked = &record.asked().unwrap()[&url];
    assert_eq!((asked.first.get(11..13), asked.last.get(11..13)), (Some("08"), Some("10")));
    assert_eq!(record.not_before("2031-03-10T11:00:00.000Z").unwrap().len(), 1);
    assert!(record.not_before("2031-03-10T13:00:00.000Z").unwrap().is_empty());
}

#[test]
fn what_was_fetched_and_seen_takes_no_update_and_no_delete() {
    let (dir, mut record) = record(&[reading("aa", "2031-03-10", "412 will be freed.")]);
    record.see(&[sighting("2031-03-12T09:00:00Z", What::Seen, Some("aa"))]).unwrap();
    let db = rusqlite::Connection::open(dir.path().join("onrecord.db")).unwrap();
    db.execute("INSERT INTO bodies VALUES ('aa', 0, x'')", []).unwrap();
    db.execute(
        "INSERT INTO fetches (url, at, outcome, redirects, headers) VALUES ('u', 't', 'failed', '[]', '[]')",
        [],
    )
    .unwrap();
    for table in ["bodies", "fetches", "sightings"] {
        for sql in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET rowid = rowid + 1")] {
            let said = db.execute(&sql, []).unwrap_err().to_string();
            assert!(said.contains("append-only"), "{sql}: {said}");
        }
    }
}

fn old(schema: u32) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../fixtures/store/schema-{schema}.db"));
    std::fs::copy(from, &path).unwrap();
    (dir, path)
}

#[test]
fn a_record_of_schema_1_is_read_without_being_changed() {
    let (_dir, path) = old(1);
    let before = std::fs::read(&path).unwrap();
    let record = Record::open(&path).unwrap();
    assert_eq!(record.stats().unwrap().schema, 1);
    assert_eq!(record.readings(&AsOf::default()).unwrap().len(), 2);
    assert_eq!(record.search("prisoners", &AsOf::default(), 9).unwrap().len(), 1);
    let changes = record.changes(None).unwrap();
    assert_eq!((changes.len(), changes[0].versions.len(), changes[1].removed.len()), (2, 2, 1));
    assert_eq!(record.fetched().unwrap(), (0, 0));
    drop(record);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_record_of_schema_1_is_brought_up_to_date_and_keeps_what_it_has() {
    let (_dir, path) = old(1);
    let before = Record::open(&path).unwrap().readings(&AsOf { all_versions: true, ..AsOf::default() }).unwrap();
    assert_eq!(before.len(), 3);
    let mut record = Record::create(&path).unwrap();
    assert_eq!(record.stats().unwrap().schema, SCHEMA);
    assert_eq!(record.readings(&AsOf { all_versions: true, ..AsOf::default() }).unwrap(), before);
    let id = before[0].report.id.to_string();
    record.see(&[sighting("2031-03-12T09:00:00Z", What::Seen, Some(&id))]).unwrap();
    assert_eq!(record.stats().unwrap().removals, 1);
    drop(record);
    assert_eq!(Record::open(&path).unwrap().stats().unwrap().schema, SCHEMA);
}

#[test]
fn a_record_of_schema_2_is_read_and_brought_up_to_date_with_its_rows() {
    let every = AsOf { all_versions: true, ..AsOf::default() };
    let (_dir, path) = old(2);
    let record = Record::open(&path).unwrap();
    assert_eq!(record.stats().unwrap().schema, 2);
    let before = record.readings(&every).unwrap();
    assert_eq!(before.len(), 2);
    assert!(before.iter().all(|r| r.attributions.len() + r.mentions.len() + r.timexes.len() > 0));
    assert_eq!(record.places(&every).unwrap(), None, "it was never linked");
    drop(record);
    let mut record = Record::create(&path).unwrap();
    assert_eq!(record.readings(&every).unwrap(), before);
    // Old rows and new ones stand in one view; a new run puts its rows before the old ones.
    let rows = |path: &Path| -> i64 {
        let db = rusqlite::Connection::open(path).unwrap();
        db.query_row("SELECT count(*) FROM attributions", [], |r| r.get(0)).unwrap()
    };
    let all: usize = before.iter().map(|r| r.attributions.len()).sum();
    assert!(all > 0);
    assert_eq!(rows(&path), all as i64);
    let run = record.begin_run(&RunInfo::default()).unwrap();
    record.add(&run, &before[..1]).unwrap();
    assert_eq!(rows(&path), all as i64);
    assert_eq!(record.readings(&every).unwrap(), before);
}
