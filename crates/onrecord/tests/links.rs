//! What goes by the places kept says what linking everything at once says.

use std::{fs, path::Path};

use onrecord::{
    Engine, Hint, Options, Pipeline, links,
    model::{Reading, Storyline},
    store::{AsOf, Record, RunInfo},
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
