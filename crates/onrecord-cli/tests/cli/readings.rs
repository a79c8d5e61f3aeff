//! What one report says, read by the whole program: cuttings of our own, invented parties, the words of the rows.

use crate::Desk;

/// The first reading of a text, and its words by span.
fn read(text: &str) -> (serde_json::Value, Vec<char>) {
    let desk = Desk::new();
    desk.write("a.txt", text);
    let ran = desk.run(&["extract", "a.txt", "--quiet"]).ended(0);
    (serde_json::from_str(ran.out.lines().next().unwrap()).unwrap(), text.chars().collect())
}

fn words(text: &[char], span: &serde_json::Value) -> String {
    let at = |end: &str| span[end].as_u64().unwrap() as usize;
    text[at("start")..at("end")].iter().collect()
}

/// "source: content / content" of every statement that is no attitude.
fn statements(text: &str) -> Vec<String> {
    let (reading, text) = read(text);
    let rows = reading["attributions"].as_array().unwrap().iter().filter(|a| a["kind"] != "attitude");
    rows.map(|a| {
        let content: Vec<String> = a["content"].as_array().unwrap().iter().map(|c| words(&text, c)).collect();
        let source = if a["source"].is_null() { "–".to_owned() } else { words(&text, &a["source"]) };
        format!("{source}: {}", content.join(" / "))
    })
    .collect()
}

/// The evidence of every row of a table.
fn evidence(text: &str, table: &str) -> Vec<String> {
    let (reading, text) = read(text);
    reading[table].as_array().unwrap().iter().map(|r| words(&text, &r["evidence"][0])).collect()
}

#[test]
fn a_walk_back_takes_back_words() {
    let taken =
        evidence("Ana Vand, the Sarnoth envoy, later walked back her claim that the port was open.", "withdrawals");
    assert_eq!(taken, ["Ana Vand, the Sarnoth envoy, later walked back her claim that the port was open"]);
    for policy in [
        "Belvaar backed down after two days of fighting in the strait.",
        "The rebels in the hills show no sign of backing down.",
        "The council is seeking backing from the assembly of Sarnoth.",
        "Ministers backed away from the idea of a new harbour tax.",
    ] {
        assert!(evidence(policy, "withdrawals").is_empty(), "{policy}");
    }
}

#[test]
fn a_call_for_something_and_a_speech_to_the_nation_are_no_contact() {
    for none in [
        "President Orlo spoke to the nation on Tuesday about Sarnoth and Belvaar.",
        "Belvaar repeated its call for a strike against Sarnoth.",
        "In Belvaar there was talk of a war with Sarnoth.",
    ] {
        assert!(evidence(none, "channels").is_empty(), "{none}");
    }
    assert_eq!(evidence("Belvaar held talks with Sarnoth in Port Vell on Monday.", "channels").len(), 1);
}

#[test]
fn a_relative_pronoun_is_the_noun_it_stands_for() {
    let (reading, letters) = read("The statement, which rejects the plan for the port, was read on state radio.");
    let rows = reading["attributions"].as_array().unwrap();
    let row = rows.iter().find(|a| words(&letters, &a["source"]).contains("which")).unwrap();
    assert_eq!((row["source_type"].as_str(), row["resolved"].as_str()), (Some("document"), Some("statement")));
    assert_eq!(words(&letters, &row["content"][0]), "the plan for the port");
    assert!(reading["withdrawals"].as_array().unwrap().is_empty());
}

#[test]
fn told_words_end_with_their_sentence_and_quotations_go_on() {
    let text = "Ana Vand referred to a letter. \"We will answer it on Monday,\" Jon Kerr said.\n\n\
                \"The port is open,\" Mara Sel said. \"Nobody has to wait.\"";
    assert_eq!(
        statements(text),
        ["Jon Kerr: We will answer it on Monday,", "Mara Sel: The port is open / Nobody has to wait."]
    );
    let (reading, letters) = read(text);
    let letter = reading["attributions"].as_array().unwrap().iter().find(|a| a["kind"] == "attitude");
    assert!(letter.is_none_or(|a| words(&letters, &a["content"][0]) == "a letter"));
}

#[test]
fn a_name_and_a_colon_speak_and_a_place_does_not() {
    let said = statements("Ana Vand: \"The strait has been open to every ship since Monday.\"");
    assert_eq!(said, ["Ana Vand: The strait has been open to every ship since Monday."]);
}

#[test]
fn a_name_that_ends_what_is_said_is_no_part_of_the_speaker() {
    // here the engine runs the ship's name and the official behind it together
    let reprint = include_str!("../../../../examples/strait-talks/05-reprint-keltane.txt");
    let said = statements(reprint);
    let first = said.iter().find(|s| s.contains("told") || s.contains("freighter")).unwrap();
    assert!(
        first.starts_with("a senior Talmerian official: ") && first.contains("of the freighter Calliss Dawn"),
        "{first}"
    );
}
