//! `copies`, fields under other names, and the id an input brought with it.

use serde_json::{Value, json};

use crate::Desk;

const WIRE: &str = "PORT CALDER (AP) — The crew of the seized ship will be freed on Friday, the mediator said on Monday after two days of talks.\n\nBoth factions that hold the sailors agreed to the plan, an official who was not named told reporters in the port.\n\nNothing has been signed yet.";
const OWN: &str =
    "The Herald has learned that the owner of the ship paid for the sailors' stay in the port for eleven months.";

fn lines() -> String {
    let article = |id: &str, outlet: &str, day: &str, text: &str| {
        json!({"key": id, "outlet": outlet, "date": day, "headline": "Crew to be freed", "body_text": text}).to_string()
    };
    [
        article("m-7", "Merrow Herald", "2031-03-05", &format!("{WIRE}\n\n{OWN}")),
        article("s-9", "Strait Post", "2031-03-04", WIRE),
        article("o-1", "Other Paper", "2031-03-04", "A court in the capital put off the trial of the harbour master on Tuesday for the third time this year, his lawyer said.\n\nNo new day was set."),
    ]
    .join("\n")
}

const MAP: [&str; 2] = ["--map=id=key", "--map=text=body_text"];

fn rows(desk: &Desk, more: &[&str]) -> Vec<Value> {
    let args = [&["copies", "wire.jsonl", "--format", "json"][..], &MAP, more].concat();
    serde_json::from_str(&desk.run(&args).ended(0).out).unwrap()
}

#[test]
fn the_same_wire_with_one_new_paragraph_is_seen() {
    let desk = Desk::new();
    desk.write("wire.jsonl", lines());
    let all = rows(&desk, &[]);
    let told: Vec<String> = all
        .iter()
        .map(|r| {
            format!(
                "{} {} {} shared {} own {}",
                r["external_id"], r["origin"], r["why"], r["shared"], r["own_sentences"]
            )
        })
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("\"s-9\" \"Associated Press\" \"agency credit\" shared 3 own []"), "{told:?}");
    assert!(told[1].contains("shared 3") && told[1].contains(OWN), "{told:?}");
    let pairs = rows(&desk, &["--pairs"]);
    assert_eq!((pairs.len(), &pairs[0]["containment"]), (1, &json!(1.0)));
    let sentences = rows(&desk, &["--sentences"]);
    assert_eq!(sentences.iter().filter(|r| r["sentence_is"] == "own").count(), 1);
    desk.run(&["copies", "wire.jsonl", MAP[0], MAP[1], "--format", "csv", "-o", "copies.csv"]).ended(0);
}

#[test]
fn the_inputs_own_id_goes_through() {
    let desk = Desk::new();
    desk.write("wire.jsonl", lines());
    let extract = desk.run(&["extract", "wire.jsonl", "--engine", "plain", MAP[0], MAP[1]]).ended(0);
    let stories =
        desk.run(&["stories", "wire.jsonl", "--engine", "plain", "--format", "jsonl", MAP[0], MAP[1]]).ended(0);
    for id in ["m-7", "s-9", "o-1"] {
        assert!(extract.out.contains(&format!("\"external_id\":\"{id}\"")), "{id}");
        assert!(stories.out.contains(&format!("\"{id}\"")), "{id}: {}", stories.out);
    }
    desk.run(&["extract", "wire.jsonl", "--map", "words=x"]).ended(2).says("FIELD is one of text, title, url");
    desk.run(&["extract", "wire.jsonl"]).ended(2).says("name it with --map text=NAME");
}

#[test]
fn a_slow_page_is_passed_over_and_the_rest_read() {
    let desk = Desk::new();
    desk.write("in/1.html", format!("<html><body>{}", "<p><b>The crew is</b> <i>free</i> again.</p>".repeat(300_000)));
    desk.write("in/2.txt", WIRE);
    let ran = desk.run(&["extract", "in", "--engine", "plain", "--page-seconds", "1"]).ended(3);
    let ran = ran.says("in/1.html: took longer than 1 seconds");
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn another_language_is_kept_and_its_tables_are_empty() {
    let desk = Desk::new();
    desk.write("de.txt", "Die Gespräche gehen weiter\n\nDie Gespräche im Hafen von Port Calder werden bis zum Ende der Woche weitergehen, sagte der Vermittler am Montag vor Journalisten. Beide Seiten hätten dem am 4. März 2031 zugestimmt, 12 Seeleute kamen frei.\n");
    let out =
        desk.run(&["extract", "de.txt"]).ended(0).says("kept, not read: the text is in another language (de)").out;
    let reading: Value = serde_json::from_str(&out).unwrap();
    for table in ["attributions", "figures", "events", "channels", "timexes", "mentions"] {
        assert_eq!(reading[table], json!([]), "{table}");
    }
    desk.run(&["add", "de.txt"]).ended(0);
    assert!(desk.run(&["search", "Vermittler"]).ended(0).out.contains("Die Gespräche"));
}
