//! Who said what, as cuttings: our own sentences about invented parties, read by the shipped engine.

use expect_test::{Expect, expect};
use onrecord_encoder::Encoder;
use onrecord_lexicon::Lexicon;
use onrecord_model::{AttributionKind, Offsets, Reading, Report, Span};

fn read(text: &str) -> Reading {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let analysis = onrecord_text::analyse(&report, Encoder::embedded().expect("the weights are embedded"));
    onrecord_extract::reading(&report, &analysis, Lexicon::embedded())
}

/// A field as the JSON has it: `unnamed_specific`, `told_to`.
macro_rules! name {
    ($value:expr) => {
        serde_json::to_string($value).expect("plain data").replace('"', "")
    };
}

/// One line a row: [source] <cue> "content" and what is read from them.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let offsets = Offsets::new(text);
    let words = |s: Span| offsets.slice(text, s).replace('\n', " ");
    let mut out = String::new();
    for a in reading.attributions.iter().filter(|a| a.kind != AttributionKind::Attitude) {
        out += &format!("[{}] <{}>", a.source.map_or("–".into(), words), a.cue.map_or("–".into(), words));
        for c in &a.content {
            out += &format!(" “{}”", words(*c));
        }
        out += &format!(" {} {} {}", name!(&a.source_type), name!(&a.act), name!(&a.sourcing.class));
        for r in &a.relay {
            out += &format!(" {}:{}", name!(&r.role), words(r.outlet));
        }
        if let Some(of) = &a.nested_in {
            out += &format!(" in {of}");
        }
        out += "\n";
    }
    for w in &reading.withdrawals {
        out += &format!("withdrawal {}", name!(&w.kind));
        for s in w.evidence.spans() {
            out += &format!(" “{}”", words(*s));
        }
        out += "\n";
    }
    for g in &reading.gaps {
        out += &format!("gap {} “{}”\n", g.what, words(g.span));
    }
    expected.assert_eq(&out);
}

#[test]
fn told_an_outlet() {
    check("A senior Vandian official told Reuters that the two sides were close to a truce.", expect![[""]]);
}

#[test]
fn before_the_cue_and_running_on() {
    check("\"We wait. We hope,\" said Ana Brandt, a nurse in the port. \"Nobody sleeps.\"", expect![[""]]);
}

#[test]
fn according_to_several() {
    check("Four bridges were shelled overnight, according to two medics.", expect![[""]]);
}

#[test]
fn a_relay_in_the_source() {
    check("A source close to the talks speaking to the BBC said the convoy had left.", expect![[""]]);
    check("The list is ready, according to sources cited by the Associated Press on Monday.", expect![[""]]);
}

#[test]
fn a_medium_reports_what_a_person_said() {
    check("The convoy had left, Colonel Arne Vesk said, Reuters reported.", expect![[""]]);
}

#[test]
fn citing() {
    check("Reuters, citing two diplomats, reported that the envoy had left the capital.", expect![[""]]);
}

#[test]
fn hearsay() {
    check("The envoy has reportedly left the capital.", expect![[""]]);
    check("Only ten of the miners are believed to be alive.", expect![[""]]);
    check("It was learned that the envoy had left the capital.", expect![[""]]);
}

#[test]
fn a_noun_carries_it() {
    check("The pause followed Brandt's admission that the road had been mined.", expect![[""]]);
}

#[test]
fn withheld_is_a_gap_and_no_withdrawal() {
    check("The minister confirmed the meeting but gave no details.", expect![[""]]);
    check("The ministry declined to comment.", expect![[""]]);
    check("The toll could not be independently verified.", expect![[""]]);
}

#[test]
fn denied_and_deleted() {
    check("The ministry denied that it had closed the port.", expect![[""]]);
    check("The channel's posts about the raid were deleted an hour later.", expect![[""]]);
}

#[test]
fn acts_are_no_statements() {
    check("The army shelled two villages and closed the road.", expect![[""]]);
    check("The war claimed the lives of forty people.", expect![[""]]);
    check("Guards denied them access to the camp.", expect![[""]]);
}
