//! The look-ups of the embedded lexicon against `lookups.tsv`, and how long it takes to have it.

use std::time::Instant;

use onrecord_lexicon::Lexicon;
use onrecord_model::ActorKind;

#[test]
fn every_line_of_the_table_holds() {
    let lexicon = Lexicon::embedded();
    let mut wrong = Vec::new();
    for line in include_str!("lookups.tsv").lines().filter(|l| !l.starts_with('#')) {
        let c: Vec<&str> = line.split('\t').collect();
        let [how, words, day, answer] = c[..] else { panic!("four columns: {line}") };
        let day = (!day.is_empty()).then_some(day);
        let split: Vec<&str> = words.split(' ').collect();
        let found = match how {
            "resolve" => lexicon.resolve(words, day),
            "demonym" => lexicon.demonym(words),
            "capital" => lexicon.capital(words),
            "party" => lexicon.resolve(words, day).and_then(|a| lexicon.party_of(a, day)),
            "parent" => lexicon.resolve(words, day).and_then(|a| lexicon.actor(a.parent.as_ref()?)),
            "outlet" => lexicon.outlet(words),
            "state_media" => lexicon.outlet(words).filter(|a| a.kind == ActorKind::StateMedia),
            "domain" => lexicon.outlet_by_domain(words),
            "longest" => lexicon.longest(&split).and_then(|(_, found)| found.first().copied()),
            _ => panic!("unknown look-up: {line}"),
        };
        let found = found.map_or("-", |a| a.name.as_str());
        if found != answer {
            wrong.push(format!("{line}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn having_the_lexicon_parses_nothing() {
    let start = Instant::now();
    assert!(Lexicon::embedded().len() > 2000);
    assert!(start.elapsed().as_millis() < 100, "took {:?}", start.elapsed());
}

#[test]
fn every_file_of_actors_is_in_the_sources() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let sources = std::fs::read_to_string(root.join("SOURCES.md")).expect("data/SOURCES.md");
    for file in std::fs::read_dir(root.join("actors")).expect("data/actors") {
        let name = file.expect("a file").file_name().to_string_lossy().into_owned();
        assert!(sources.contains(&format!("`actors/{name}`")), "{name} has no line in SOURCES.md");
    }
}

#[test]
fn the_first_word_of_a_name() {
    use onrecord_lexicon::stands_first;
    assert!(stands_first("Tarim", "Tarim bin Olad"));
    assert!(stands_first("Mürek", "Murek Sandol"), "diacritics do not count");
    assert!(!stands_first("Olad", "Tarim bin Olad"));
    assert!(!stands_first("Tarim", "Tarim"), "a name of one word is whole");
    assert!(!stands_first("Fedal", "Fedal Osk Fedal"), "it may as well be the family's");
}
