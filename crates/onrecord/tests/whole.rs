//! What must hold from bytes to dossier: the order of reports and the names of parties change nothing but order and names.

use std::{fs, path::Path};

use onrecord::{
    Engine, Hint, Options, Pipeline,
    model::{Reading, StorylineId},
};
use proptest::prelude::*;

/// The text dispatches of the examples, by name.
fn dispatches() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/strait-talks");
    let mut all: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the examples are part of the project")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&p).unwrap()))
        .collect();
    all.sort();
    assert!(all.len() >= 14, "{} dispatches", all.len());
    all
}

fn reading(engine: Engine, name: &str, text: &str) -> Reading {
    let pipeline = Pipeline::new(Options { engine, ..Options::default() });
    pipeline.readings(text.as_bytes(), &Hint::default(), name).unwrap().remove(0).unwrap()
}

/// Every dossier of these readings as JSON, by storyline.
fn dossiers(readings: &[Reading]) -> Vec<(StorylineId, String)> {
    onrecord::storylines(readings)
        .iter()
        .map(|s| {
            let mut out = Vec::new();
            onrecord::dossier::json::write(&onrecord::dossier::assemble(s, None), &mut out).unwrap();
            (s.id.clone(), String::from_utf8(out).unwrap())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_order_of_reports_gives_the_same_dossiers(
        order in Just((0..dispatches().len()).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let readings: Vec<Reading> = dispatches().iter().map(|(n, t)| reading(Engine::Auto, n, t)).collect();
        let shuffled: Vec<Reading> = order.iter().map(|&i| readings[i].clone()).collect();
        prop_assert_eq!(dossiers(&readings), dossiers(&shuffled));
    }
}

/// Names of the same length that no lexicon knows, so that offsets stay.
const RENAMED: [(&str, &str); 3] = [("Talmeria", "Belmoria"), ("Veskara", "Doskara"), ("Noskar", "Tuskar")];

fn rename(text: &str) -> String {
    RENAMED.iter().fold(text.to_owned(), |t, (from, to)| t.replace(from, to))
}

/// With the rules alone: a trained tagger may see another word in another name; how often is measured, not promised.
#[test]
fn renamed_parties_give_the_same_rows_under_the_new_names() {
    for (name, text) in dispatches() {
        let rows = |text: &str| {
            let r = reading(Engine::Plain, &name, text);
            let rows = (
                &r.attributions,
                &r.figures,
                &r.events,
                &r.channels,
                &r.terms,
                &r.conditions,
                &r.withdrawals,
                &r.gaps,
                &r.evaluative,
            );
            serde_json::to_string_pretty(&rows).unwrap()
        };
        assert_eq!(rename(&rows(&text)), rows(&rename(&text)), "{name}");
    }
}
