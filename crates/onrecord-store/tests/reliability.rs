//! What the record must survive: a killed program, a full disk, the same reports again, many at once, rules that change.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use onrecord_model::*;
use onrecord_store::*;
use tempfile::TempDir;

/// Seeds of the points at which things go wrong.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// The n-th report of a made-up service: some sentences, some figures.
fn reading(n: usize) -> Reading {
    let text = format!("Bulletin {n}. {}", "The brigade holds 31 sailors, the service says. ".repeat(3 + n % 17));
    let figure = |k: u32| Figure {
        id: format!("f{k}").into(),
        span: Span::new(12 + k, 14 + k),
        low: Some(31.0),
        high: Some(31.0),
        bound: Bound::Exact,
        measure: Measure::Held,
        of: Some("sailors".into()),
        unit: None,
        currency: None,
        place: None,
        as_of: None,
        subset_of: None,
        attribution: None,
        evidence: Evidence::new(Span::new(12 + k, 14 + k)),
        rule: "test".into(),
        certainty: Certainty::Certain,
    };
    Reading {
        schema_version: SCHEMA_VERSION,
        input: format!("{n}.txt"),
        report: Report {
            id: format!("report-{n:05}").into(),
            published: Some(format!("2031-03-{:02}", 1 + n % 28)),
            text,
            sha256: "00".into(),
            ..Report::default()
        },
        figures: (0..1 + n as u32 % 9).map(figure).collect(),
        ..Reading::default()
    }
}

fn readings(from: usize, n: usize) -> Vec<Reading> {
    (from..from + n).map(reading).collect()
}

/// Every report on record is whole and as it was handed in; gives their ids.
fn whole(path: &Path) -> HashSet<String> {
    let record = Record::open(path).unwrap();
    let every = AsOf { all_versions: true, ..AsOf::default() };
    let readings = record.readings(&every).unwrap();
    for r in &readings {
        let n: usize = r.report.id.as_str()[7..].parse().unwrap();
        assert_eq!(*r, reading(n));
    }
    let known = record.known().unwrap();
    assert_eq!(known.len(), readings.len(), "a report is on record without its rows");
    known.into_iter().map(|id| id.to_string()).collect()
}

/// Not a test of its own: the program that is killed. Says each report that is acknowledged.
#[test]
fn the_program_that_is_killed() {
    let Ok(path) = std::env::var("ONRECORD_TEST_KILLED") else { return };
    let mut record = Record::create(Path::new(&path)).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    let known = record.known().unwrap();
    let todo: Vec<Reading> = readings(0, 400).into_iter().filter(|r| !known.contains(&r.report.id)).collect();
    for batch in todo.chunks(8) {
        // As `add` does it: made ready beside, words and rows in one transaction.
        let ready: Vec<Ready> =
            batch.iter().map(|r| Ready::of(r.clone(), Some((None, b"sailor\t3\n".to_vec())))).collect();
        for added in record.put(&run, &ready).unwrap() {
            println!("acknowledged {}", added.report);
        }
    }
}

#[test]
fn killed_at_fifty_points_nothing_acknowledged_is_lost_and_nothing_is_half_there() {
    let mut seeded = Seeded(20_310_306);
    let mut dir = TempDir::new().unwrap();
    let mut acknowledged: HashSet<String> = HashSet::new();
    for point in 0..50 {
        // Every tenth time a new record, so that its making is interrupted too.
        if point % 10 == 0 {
            dir = TempDir::new().unwrap();
            acknowledged.clear();
        }
        let path = dir.path().join("onrecord.db");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["the_program_that_is_killed", "--exact", "--nocapture"])
            .env("ONRECORD_TEST_KILLED", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let wait = seeded.below(40);
        let mut heard = 0;
        while heard < wait {
            let Some(Ok(line)) = out.next() else { break };
            if let Some(id) = line.split("acknowledged ").nth(1) {
                acknowledged.insert(id.to_owned());
                heard += 1;
            }
        }
        std::thread::sleep(Duration::from_micros(seeded.below(4000)));
        child.kill().unwrap();
        // What it still said before it died was acknowledged too.
        acknowledged
            .extend(out.map_while(Result::ok).filter_map(|l| Some(l.split("acknowledged ").nth(1)?.to_owned())));
        child.wait().unwrap();
        if acknowledged.is_empty() && !path.exists() {
            continue;
        }
        // A program that opens it to write repairs what the dead one left; so does one that reads.
        drop(Record::create(&path).unwrap());
        let there = whole(&path);
        let record = Record::open(&path).unwrap();
        assert_eq!((record.without_words().unwrap().len(), record.unplaced().unwrap().len()), (0, there.len()));
        let lost: Vec<&String> = acknowledged.iter().filter(|id| !there.contains(*id)).collect();
        assert!(lost.is_empty(), "point {point}: {lost:?}");
    }
}

#[test]
fn a_disk_full_at_ten_points_loses_nothing_acknowledged() {
    let mut seeded = Seeded(7);
    for point in 0..10 {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("onrecord.db");
        let mut record = Record::create(&path).unwrap();
        let run = record.begin_run(&RunInfo::default()).unwrap();
        record.limit_pages(record.pages().unwrap() + 1 + seeded.below(150) as i64).unwrap();
        let mut acknowledged = HashSet::new();
        let mut full = false;
        for batch in readings(0, 400).chunks(8) {
            match record.add(&run, batch) {
                Ok(added) => acknowledged.extend(added.into_iter().map(|a| a.report.to_string())),
                Err(StoreError::Full(_)) => {
                    full = true;
                    break;
                }
                Err(e) => panic!("point {point}: {e}"),
            }
        }
        assert!(full, "point {point}: never full");
        assert_eq!(whole(&path), acknowledged, "point {point}");
        // With room again the same command goes on where it stopped.
        record.limit_pages(1 << 30).unwrap();
        for batch in readings(0, 400).chunks(8) {
            record.add(&run, batch).unwrap();
        }
        drop(record);
        assert_eq!(whole(&path).len(), 400);
    }
}

#[test]
fn everything_again_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("onrecord.db");
    let mut record = Record::create(&path).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    let all = readings(0, 60);
    record.add(&run, &all).unwrap();
    let before = record.readings(&AsOf::default()).unwrap();
    let stats = record.stats().unwrap();
    let again = record.add(&run, &all).unwrap();
    assert!(again.iter().all(|a| a.outcome == Outcome::Known));
    assert_eq!(record.readings(&AsOf::default()).unwrap(), before);
    assert_eq!(record.stats().unwrap(), stats);
}

#[test]
fn two_writers_and_eight_readers_at_once_meet_no_error() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("onrecord.db");
    drop(Record::create(&path).unwrap());
    let writing = AtomicUsize::new(2);
    let read = AtomicUsize::new(0);
    let torn = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let (path, writing) = (&path, &writing);
            scope.spawn(move || {
                let mut record = Record::create(path).unwrap();
                record.wait(60).unwrap();
                let run = record.begin_run(&RunInfo::default()).unwrap();
                // Half of the reports are both writers'.
                for batch in readings(writer * 60, 120).chunks(4) {
                    record.add(&run, batch).unwrap();
                }
                record.end_run(&run).unwrap();
                writing.fetch_sub(1, Ordering::SeqCst);
            });
        }
        for _ in 0..8 {
            let (path, writing, read, torn) = (&path, &writing, &read, &torn);
            scope.spawn(move || {
                loop {
                    let last = writing.load(Ordering::SeqCst) == 0;
                    let record = Record::open(path).unwrap();
                    for r in record.readings(&AsOf::default()).unwrap() {
                        let n: usize = r.report.id.as_str()[7..].parse().unwrap();
                        torn.fetch_or(r != reading(n), Ordering::SeqCst);
                    }
                    record.search("sailors brigade", &AsOf::default(), 5).unwrap();
                    record.changes(None).unwrap();
                    read.fetch_add(1, Ordering::SeqCst);
                    if last {
                        break;
                    }
                }
            });
        }
    });
    assert!(!torn.load(Ordering::SeqCst), "a reader saw half a report");
    assert!(read.load(Ordering::SeqCst) >= 8);
    assert_eq!(whole(&path).len(), 180);
}

#[test]
fn a_correction_survives_ten_analyses() {
    let dir = TempDir::new().unwrap();
    let mut record = Record::create(&dir.path().join("onrecord.db")).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    let mut report = reading(3);
    record.add(&run, std::slice::from_ref(&report)).unwrap();
    let row = RowRef { report: report.report.id.clone(), row: "f2".into() };
    let patch = serde_json::json!({"low": 30.0, "high": 30.0});
    record
        .review(&row, &Verdict::Correct(patch.as_object().unwrap().clone()), Some("recounted"), Some("desk"))
        .unwrap();
    for analysis in 0..10 {
        // Each time the rows come in another order and under other ids; the words are the same.
        report.figures.rotate_left(1);
        for (k, f) in report.figures.iter_mut().enumerate() {
            f.id = format!("f{analysis}-{k}").into();
        }
        let run = record.begin_run(&RunInfo { tool: format!("0.2.{analysis}"), ..RunInfo::default() }).unwrap();
        record.add(&run, std::slice::from_ref(&report)).unwrap();
        let shown = record.reading_of(&report.report.id, false).unwrap().unwrap();
        let corrected: Vec<_> = shown.figures.iter().filter(|f| f.low == Some(30.0)).map(|f| f.span).collect();
        assert_eq!(corrected, [Span::new(14, 16)], "analysis {analysis}");
        assert!(!record.corrections().unwrap()[0].orphan);
        let raw = record.reading_of(&report.report.id, true).unwrap().unwrap();
        assert!(raw.figures.iter().all(|f| f.low == Some(31.0)), "what the rules said is kept");
    }
}
