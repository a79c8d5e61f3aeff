//! Classes of error found in reports that nobody had read before, as cuttings: our own sentences about invented parties, read by the
//! shipped engine.

use expect_test::{Expect, expect};
use onrecord_encoder::Encoder;
use onrecord_lexicon::Lexicon;
use onrecord_model::{AttributionKind, Offsets, Report, Span};

/// A field as the JSON has it.
macro_rules! name {
    ($value:expr) => {
        serde_json::to_string($value).expect("plain data").replace('"', "")
    };
}

/// One line a row; attitudes left out.
fn check(text: &str, expected: Expect) {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let analysis = onrecord_text::analyse(&report, Encoder::embedded().expect("the weights are embedded"));
    let reading = onrecord_extract::reading(&report, &analysis, Lexicon::embedded());
    let offsets = Offsets::new(text);
    let words = |s: Span| offsets.slice(text, s).replace('\n', " ");
    let mut out = String::new();
    for a in reading.attributions.iter().filter(|a| a.kind != AttributionKind::Attitude) {
        let source = a.source.map_or("–".into(), words);
        let cue = a.cue.map_or("–".into(), words);
        let content: Vec<String> = a.content.iter().map(|c| format!("“{}”", words(*c))).collect();
        let who = a.resolved.as_deref().unwrap_or("–");
        out += &format!("[{source} = {who}] <{cue}> {} {}\n", content.join(" "), name!(&a.act));
    }
    for f in &reading.figures {
        out += &format!("figure {} {} {}\n", words(f.span), name!(&f.measure), f.of.as_deref().unwrap_or("–"));
    }
    for c in &reading.channels {
        out += &format!("contact {} {}", c.ends.join(" – "), name!(&c.status));
        out += &if c.mediators.is_empty() { "\n".into() } else { format!(" through {}\n", c.mediators.join(", ")) };
    }
    for w in &reading.withdrawals {
        out += &format!("withdrawal {} by {}\n", name!(&w.kind), w.by.as_deref().unwrap_or("–"));
    }
    for g in &reading.gaps {
        out += &format!("gap {} “{}”\n", g.what, words(g.span));
    }
    expected.assert_eq(&out);
}

#[test]
fn whose_spokesman() {
    check(
        "A spokesman for Veskaran Prime Minister Daven Hollisk said that the road was open. The family of slain reporter Orlo Brandt \
         said on Monday that he had been beaten. Chief of staff Mara Quill said that the army was ready.",
        expect![[""]],
    );
}

#[test]
fn a_name_of_an_outlet_in_one_piece() {
    check(
        "The talks failed, the New York Times reports. The Port Merrow Chronicle said on Monday that aid came late.",
        expect![[""]],
    );
}

#[test]
fn a_speaker_in_one_piece() {
    check(
        "South Korea's military said the rocket had failed. President Ranh Seok-jun said it was a provocation.",
        expect![[""]],
    );
}

#[test]
fn to_call_is_to_say_and_to_ask_is_no_demand() {
    check(
        "Minister Daven Hollisk called the letter a stunt. Hollisk called for a truce. “Does he want a war?” Hollisk asked. \
         Mara Quill asked whether the port was open.",
        expect![[""]],
    );
}

#[test]
fn who_the_relative_pronoun_stands_for() {
    check(
        "Hollisk faces criticism from some Veskaran officials, who say that the raid was illegal. The vote was a change of mind for Mara \
         Quill, who said in May that the dam was safe.",
        expect![[""]],
    );
}

#[test]
fn the_reports_own_we_is_none_of_its_speakers() {
    check(
        "Mara Quill said the dam was safe. I believe that the dam will break. You know that the road is shut.",
        expect![[""]],
    );
}

#[test]
fn what_is_added_to_a_thing_is_not_said() {
    check(
        "The photographs do not settle the matter, but they add weight to the charge of the council. “The dam is safe,” Hollisk said, \
         adding that the road was open.",
        expect![[""]],
    );
}

#[test]
fn a_quotation_over_paragraphs_and_page_lines() {
    check(
        "“We came in good faith,” Mara Quill said. “We wanted peace.\nWe waited for a week.\nNobody came to the dam.”\nSEE ALSO: The dam \
         that nobody wants\nMinister Daven Hollisk said the road was open. “It was always open.”\nREAD MORE: Roads of Veskara\n“It will stay \
         open.”",
        expect![[""]],
    );
}

#[test]
fn counts_behind_an_abbreviation_and_counts_of_nothing() {
    check(
        "There are about 8,400 U.S. troops in the valley. There are four big reasons and two sides to the story in at least one respect.",
        expect![[""]],
    );
}

#[test]
fn what_is_no_gap() {
    check(
        "The militia refused to release the captives. Weapons will not be provided, officials said. They do not know what to do, she said. \
         The ministry did not respond to the offer. The ministry declined to provide details. The army did not respond to requests for \
         comment.",
        expect![[""]],
    );
}

#[test]
fn a_court_denies_nothing() {
    check(
        "All charges against former President Daven Hollisk were dismissed by the court. A truce would help tamp down the claims of the \
         militia.",
        expect![[""]],
    );
}

#[test]
fn contacts_that_are_none() {
    check(
        "Veskara and the Tide Movement have fought for years. President Hollisk will chair a meeting of the Security Council. Hollisk spoke to \
         the fears of Veskarans. Talmeria agreed at once, which led to the talks between Veskara and Corvane in Ondrel. Analysts from Talmeria \
         saw the negotiations between Veskara and Corvane fail.",
        expect![[""]],
    );
}

#[test]
fn groups_named_by_a_letter_and_a_number() {
    check(
        "The G-7 said on Monday that the dam was safe. Talks between the G-20 and Veskara resumed on Monday.",
        expect![[""]],
    );
}
