//! What goes by the places kept says what linking everything at once says.

use std::{fs, path::Path};

use onrecord::{
    Engine, Hint, Options, Pipeline, links,
    model::{Reading, Storyline},
    store::{AsOf, Linked, Place, Record, RunInfo},
};

/// The example dispatches as readings, by name.
fn readings() -> Vec<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/strait-talks");
    let files = fs::read_dir(folder).expect("the examples are part of the project").flatten().map(|e| e.path());
    let mut texts: Vec<_> = files.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    texts.sort();
    let pipeline = Pipeline::new(Options { engine: Engine::Plain, ..Options::default() });
    let read = |p: &std::path::PathBuf| {
        let name = p.file_name().unwrap().to_string_lossy();
        pipeline.readings(&fs::read(p).unwrap(), &Hint::default(), &name).unwrap().remove(0).unwrap()
    };
    texts.iter().map(read).collect()
}

fn record(folder: &tempfile::TempDir, readings: &[Reading]) -> Record {
    let mut record = Record::create(&folder.path().join("talks.db")).unwrap();
    let run = record.begin_run(&RunInfo::default()).unwrap();
    // Two rounds, the later half first: places are kept between them.
    let (early, late) = readings.split_at(readings.len() / 2);
    for some in [late, early] {
        links::add(&mut record, &run, some).unwrap();
        links::link(&mut record).unwrap();
    }
    record
}

fn every() -> AsOf {
    AsOf { all_versions: true, ..AsOf::default() }
}

fn by_id(mut storylines: Vec<Storyline>) -> Vec<Storyline> {
    storylines.sort_by(|a, b| a.id.cmp(&b.id));
    storylines
}

#[test]
fn one_storyline_after_the_other_is_all_at_once() {
    let (folder, readings) = (tempfile::tempdir().unwrap(), readings());
    let record = record(&folder, &readings);
    let mut found = Vec::new();
    links::each_storyline(&record, &every(), None, |s| found.push(s)).unwrap();
    let wanted = by_id(onrecord::storylines(&readings));
    assert!(wanted.iter().any(|s| s.readings.len() > 2), "no storyline to speak of");
    assert_eq!(by_id(found), wanted);
    let mut none = 0;
    links::each_storyline(&record, &every(), Some("2099-01-01"), |_| none += 1).unwrap();
    assert_eq!(none, 0, "no report is of a later day");
    // By its id alone a storyline is found as among all.
    let (id, size) = links::sizes(&record).unwrap().unwrap().remove(0);
    let one = links::Places::of_story(&record, &every(), &id).unwrap().unwrap();
    let all = links::Places::of(&record, &every()).unwrap().unwrap();
    assert_eq!((one.sizes(), one.reports(&id)), (vec![(id.clone(), size)], all.reports(&id)));
    for nobody in ["st-zz", "x", &format!("{id}0")] {
        assert!(links::Places::of_story(&record, &every(), nobody).unwrap().unwrap().sizes().is_empty(), "{nobody}");
    }
}

#[test]
fn a_draft_beside_the_record_is_linked_as_if_it_were_on_it() {
    let (folder, readings) = (tempfile::tempdir().unwrap(), readings());
    for i in [0, 5, readings.len() - 1] {
        let mut others = readings.clone();
        let draft = others.remove(i);
        let _ = fs::remove_file(folder.path().join("talks.db"));
        let record = record(&folder, &others);
        let beside = links::beside(&record, vec![draft.clone()]).unwrap();
        let has = |s: &Storyline| s.readings.iter().any(|r| r.report.id == draft.report.id);
        let wanted: Vec<Storyline> = onrecord::storylines(&readings).into_iter().filter(has).collect();
        assert_eq!(beside, wanted, "draft {i}");
        // What is on record already is not there twice.
        let again = links::beside(&record, vec![others[0].clone()]).unwrap();
        assert_eq!(again.iter().flat_map(|s| &s.readings).filter(|r| r.report.id == others[0].report.id).count(), 1);
    }
}

/// Every report placed alone, by rules that are not ours.
fn place_otherwise(record: &mut Record, readings: &[Reading]) -> usize {
    let words = record.linking().unwrap().words;
    let lost = record.link_by(words, 7).unwrap();
    let alone = |r: &Reading| {
        let report = r.report.id.clone();
        Place { story: report.clone(), line: report.clone(), report, alike: 0.0, version: false }
    };
    let places: Vec<Place> = readings.iter().map(alone).collect();
    let nothing =
        Linked { places: &places, stems: Box::new([].into_iter()), given: 0, weighed: Box::new([].into_iter()) };
    let since = record.linking().unwrap();
    assert!(record.keep_linked(&since, nothing).unwrap().is_some());
    lost
}

#[test]
fn places_given_by_other_rules_are_given_anew() {
    let (folder, readings) = (tempfile::tempdir().unwrap(), readings());
    let mut record = record(&folder, &readings);
    let wanted = links::sizes(&record).unwrap().unwrap();
    assert!(links::by_these_rules(&record).unwrap());
    assert_eq!(links::link(&mut record).unwrap(), links::Linked::default(), "nothing to do");
    assert_eq!(place_otherwise(&mut record, &readings), readings.len());
    assert!(!links::by_these_rules(&record).unwrap());
    assert_eq!(links::sizes(&record).unwrap().unwrap().len(), readings.len(), "read as it is");
    // A draft is compared by our rules all the same.
    let draft = readings[0].clone();
    let beside = links::beside(&record, vec![draft.clone()]).unwrap();
    let has = |s: &Storyline| s.readings.iter().any(|r| r.report.id == draft.report.id);
    assert_eq!(beside, onrecord::storylines(&readings).into_iter().filter(has).collect::<Vec<_>>());
    let linked = links::link(&mut record).unwrap();
    assert_eq!((linked.new, linked.anew), (0, readings.len()));
    assert_eq!(links::sizes(&record).unwrap().unwrap(), wanted);
    // Words that were taken otherwise are taken anew from the readings.
    record.link_by(99, 7).unwrap();
    assert_eq!(record.without_words().unwrap().len(), readings.len());
    links::link(&mut record).unwrap();
    assert_eq!(links::sizes(&record).unwrap().unwrap(), wanted);
}

#[test]
fn two_that_link_at_once_do_not_undo_each_other() {
    let (folder, readings) = (tempfile::tempdir().unwrap(), readings());
    let (early, late) = readings.split_at(readings.len() / 2);
    let mut first = record(&folder, early);
    let run = first.begin_run(&RunInfo::default()).unwrap();
    links::add(&mut first, &run, late).unwrap();
    let mut open = links::Open::new(&first).unwrap();
    let mut second = Record::create(first.path()).unwrap();
    assert_eq!(links::link(&mut second).unwrap().new, late.len());
    assert!(!open.link_one(&mut first).unwrap(), "the other has placed them");
    let mut found = Vec::new();
    links::each_storyline(&first, &every(), None, |s| found.push(s)).unwrap();
    assert_eq!(by_id(found), by_id(onrecord::storylines(&readings)));
}
