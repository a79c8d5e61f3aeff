//! Who said what, as cuttings: our own sentences about invented parties.
//!
//! `attribution/cuttings.json` holds each cutting with the analysis the engine gave it once, so that the rules are tested on one
//! and the same parse whatever weights ship.

mod support;

use std::{collections::BTreeMap, sync::OnceLock};

use expect_test::{Expect, expect};
use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, AttributionKind, Report, Span};
use support::{gaps, name};

fn cutting(name: &str) -> (String, Analysis) {
    static ALL: OnceLock<BTreeMap<String, serde_json::Value>> = OnceLock::new();
    let all =
        ALL.get_or_init(|| serde_json::from_str(include_str!("attribution/cuttings.json")).expect("our own file"));
    let cutting = &all[name];
    let text = cutting["text"].as_str().expect("a text").to_owned();
    (text, serde_json::from_value(cutting["analysis"].clone()).expect("an analysis"))
}

/// One line a row: [source] <cue> “content” and what is read from them; then withdrawals and gaps.
fn check(cutting_name: &str, expected: Expect) {
    let (text, analysis) = cutting(cutting_name);
    let report = Report { text: text.clone(), ..Report::default() };
    let reading = onrecord_extract::reading(&report, &analysis, Lexicon::embedded());
    let words = |s: Span| support::words(&reading, s);
    let mut out = String::new();
    for a in reading.attributions.iter().filter(|a| a.kind != AttributionKind::Attitude) {
        out += &format!("[{}] <{}>", a.source.map_or("–".into(), words), a.cue.map_or("–".into(), words));
        for c in &a.content {
            out += &format!(" “{}”", words(*c));
        }
        out += &format!(" {} {} {}", name!(&a.source_type), name!(&a.act), name!(&a.sourcing.class));
        for m in &a.sourcing.marks {
            out += &format!(" {}", name!(m));
        }
        for r in &a.relay {
            out += &format!(" {}: {}", name!(&r.role), words(r.outlet));
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
    out += &gaps(&reading);
    expected.assert_eq(&out);
}

/// The engine took "on Oct." for half of who spoke.
#[test]
fn a_source_ends_with_no_preposition() {
    check(
        "cut_day",
        expect![[r#"
        [a senior Veskaran official] <told> “The road was open” unnamed_specific say S4 told_to: the Merrow Times
    "#]],
    );
}

#[test]
fn told() {
    check(
        "told",
        expect![[r#"
        [A senior Veskaran official] <told> “that the two sides were close to a truce” unnamed_specific say S4 told_to: Reuters
    "#]],
    );
}

#[test]
fn said_before_the_cue_and_after_it() {
    check(
        "runon",
        expect![[r#"
        [Ana Brandt, a nurse in the port] <said> “We wait. We hope,” “Nobody sleeps here.” named_person say S1
    "#]],
    );
}

#[test]
fn according_to() {
    check(
        "according",
        expect![[r#"
        [two medics] <according to> “Four bridges were shelled overnight” unnamed_bare say S6
    "#]],
    );
}

#[test]
fn an_aside_inside_what_is_reported() {
    check(
        "aside",
        expect![[r#"
        [The Harbour Post] <reports> “that, according to port officials, two ferries left on Sunday, though the pier remains shut” media report S1
        [port officials] <according to> “two ferries left on Sunday, though the pier remains shut” unnamed_affiliated say S5 reported_by: The Harbour Post in a1
    "#]],
    );
}

#[test]
fn who_is_told_does_not_speak() {
    check(
        "told_whom",
        expect![[r#"
        [several of them] <told> “that they were smugglers” unnamed_bare say S6
    "#]],
    );
}

#[test]
fn a_name_that_the_parse_cut_in_two() {
    check(
        "two_heads",
        expect![[r#"
            [North Vandian officials] <said> “For once the harbour master had let a crew of painters into the lighthouse” unnamed_bare say S6
        "#]],
    );
}

#[test]
fn a_given_name_in_small_letters_behind_a_hyphen() {
    let (text, analysis) = cutting("hyphen");
    let report = Report { text, ..Report::default() };
    let reading = onrecord_extract::reading(&report, &analysis, Lexicon::embedded());
    let names: Vec<_> = reading.attributions.iter().filter_map(|a| a.resolved.as_deref()).collect();
    assert_eq!(names, ["Ranh Seok-jun", "Ranh Seok-jun"]);
}

#[test]
fn relayed_by_an_outlet() {
    check(
        "speaking",
        expect![[r#"
        [A source close to the talks] <said> “the convoy had left” unnamed_bare say S6 speaking_to: the BBC
    "#]],
    );
    check(
        "cited",
        expect![[r#"
        [sources] <according to> “The list is ready” unnamed_bare say S6 cited_by: the Associated Press
    "#]],
    );
}

#[test]
fn a_medium_reports_what_somebody_said() {
    check(
        "reported",
        expect![[r#"
        [Colonel Arne Vesk] <said> “The convoy had left” named_person say S2 reported_by: Reuters in a2
        [Reuters] <reported> “The convoy had left, Colonel Arne Vesk said” media report S1
    "#]],
    );
    check(
        "citing",
        expect![[r#"
        [two diplomats] <citing> “that the envoy had left the capital” unnamed_bare say S6 cited_by: Reuters in a2
        [Reuters] <reported> “that the envoy had left the capital” media report S1
    "#]],
    );
}

#[test]
fn hearsay_has_no_source() {
    check(
        "reportedly",
        expect![[r#"
        [–] <reportedly> “The envoy has” “left the capital” unattributed report S7
    "#]],
    );
    check(
        "believed",
        expect![[r#"
        [–] <are believed> “Of the forty miners only ten” “to be alive” unattributed believe S7
    "#]],
    );
    check(
        "learned",
        expect![[r#"
        [–] <It was learned> “that the envoy had left the capital” unattributed report S7
    "#]],
    );
}

#[test]
fn a_noun_carries_it() {
    check(
        "admission",
        expect![[r#"
        [Brandt] <admission> “that the road had been mined” named_person confirm S1
    "#]],
    );
}

#[test]
fn a_gap_is_no_withdrawal() {
    check(
        "nodetails",
        expect![[r#"
        [The minister] <confirmed> “the meeting” named_office confirm S3 W
        [The minister] <gave no details> named_office withhold S3 W
        gap details “gave no details”
    "#]],
    );
    check(
        "declined",
        expect![[r#"
        [The ministry] <declined to comment> named_office withhold S3 W
        gap comment “declined to comment”
    "#]],
    );
    check(
        "verified",
        expect![[r#"
        gap verification “could not be independently verified”
    "#]],
    );
}

#[test]
fn denied_and_deleted() {
    check(
        "denied",
        expect![[r#"
        [The ministry] <denied> “that it had closed the port” named_office deny S3
        withdrawal denial “The ministry denied that it had closed the port”
    "#]],
    );
    check(
        "deleted",
        expect![[r#"
        [State television] <confirmed> “the raid” state_media confirm S3 R
        withdrawal deletion “The channel's posts about the raid were deleted an hour later”
    "#]],
    );
}

#[test]
fn acts_are_no_statements() {
    check("acts", expect![""]);
}

#[test]
fn a_threat_takes_its_condition() {
    check(
        "threat",
        expect![[r#"
        [The rebels] <threatened> “to close the port if the convoy was searched” armed_group threaten S1 C
    "#]],
    );
}

#[test]
fn an_accusation_and_what_is_added() {
    check(
        "accused",
        expect![[r#"
        [Veskara] <accused> “the islanders of shelling the harbour” named_person accuse S1
        [Veskara] <saying> “two boats had been sunk” named_person say S1
    "#]],
    );
}

#[test]
fn the_official_is_the_one_before() {
    check(
        "official",
        expect![[r#"
        [The official] <said> “the list was ready” unnamed_specific say S4 W
        [The official] <provided no further details> unnamed_specific withhold S4 W
        gap details “provided no further details”
    "#]],
    );
}
