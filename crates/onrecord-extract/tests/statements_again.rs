//! Classes of error in the statements of reports read again, as cuttings: our own sentences about invented parties, read by the shipped
//! engine. A line a statement: source, who that is, cue, content, act, type of the source.

mod support;

use expect_test::{Expect, expect};
use onrecord_model::AttributionKind;
use support::{name, read};

/// One line a row; attitudes left out.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let mut out = String::new();
    for a in reading.attributions.iter().filter(|a| a.kind != AttributionKind::Attitude) {
        out += &format!("{} {} {}\n", support::said(&reading, a), name!(&a.act), name!(&a.source_type));
    }
    expected.assert_eq(&out);
}

#[test]
fn what_stands_before_he_said_is_said_too() {
    check(
        "The two convoys, he warned, would come late. Even in winter, clerks said, the port has coal. \
         On Monday, Daven Hollisk said, the road was open. However, Daven Hollisk said, the road was open.",
        expect![[r#"
            [he = –] <warned> “The two convoys” “would come late” warn named_person
            [clerks = clerks] <said> “Even in winter” “the port has coal” say unnamed_bare
            [Daven Hollisk = Daven Hollisk] <said> “the road was open” say named_person
            [Daven Hollisk = Daven Hollisk] <said> “the road was open” say named_person
        "#]],
    );
}

#[test]
fn an_attempt_is_no_statement() {
    check(
        "Daven Hollisk sought to soothe markets. Daven Hollisk sought to assure voters that he was well. \
         Daven Hollisk could have ordered raids on Ektar. Daven Hollisk has been known to walk to the ministry. \
         Ektar is known to have tested it.",
        expect![[r#"
            [Daven Hollisk = Daven Hollisk] <assure> “that he was well” promise named_person
            [– = –] <is known> “Ektar” “to have tested it” other unattributed
        "#]],
    );
}

#[test]
fn a_sentence_about_him_between_two_quotations() {
    check(
        "\"It was cold,\" said Ilo Marn. He would not give his surname. \"Shops were shut for days.\"",
        expect![[r#"
            [Ilo Marn = Ilo Marn] <said> “It was cold,” “Shops were shut for days.” say named_person
        "#]],
    );
}

#[test]
fn content_ends_where_another_statement_begins() {
    check(
        "Belvaar's claims that Ektar failed to act and Veskara's demand that Belvaar pay were noted. \
         Deputies demanded answers while hinting at a veto.",
        expect![[r#"
            [Belvaar = Belvaar] <claims> “that Ektar failed to act” say state
            [Deputies = Deputies] <demanded> “answers” demand unnamed_bare
        "#]],
    );
}

#[test]
fn an_aside_of_the_report_is_not_said() {
    check(
        "The plan is too weak - a charge many deputies made Sunday - Daven Hollisk said.",
        expect![[r#"
        [Daven Hollisk = Daven Hollisk] <said> “The plan is too weak” say named_person
    "#]],
    );
    check(
        "The plan is too weak — a complaint many deputies aired Sunday — Daven Hollisk said on Monday.",
        expect![[r#"
            [Daven Hollisk = Daven Hollisk] <said> “The plan is too weak” say named_person
        "#]],
    );
}

#[test]
fn these_officials_and_sources_of_a_party() {
    check(
        "Congress sources say it will cost more. These officials say prices rose. Democratic sources said the vote was near. \
         Daven Hollisk re-emphasized that the road was open.",
        expect![[r#"
            [Congress sources = Congress sources] <say> “it will cost more” say unnamed_affiliated
            [These officials = Congress sources] <say> “prices rose” say unnamed_affiliated
            [Democratic sources = Democratic sources] <said> “the vote was near” say unnamed_affiliated
            [Daven Hollisk = Daven Hollisk] <re-emphasized> “that the road was open” say named_person
        "#]],
    );
}

#[test]
fn he_added_is_who_spoke() {
    check(
        "A strike would embolden Tolan Rusk, Daven Hollisk said. \"Veskara is watching,\" he added. \
         Mirena Terrane then rose. \"We are ready,\" she said.",
        expect![[r#"
            [Daven Hollisk = Daven Hollisk] <said> “A strike would embolden Tolan Rusk” say named_person
            [he = Daven Hollisk] <added> “Veskara is watching,” say named_person
            [she = Mirena Terrane] <said> “We are ready,” say named_person
        "#]],
    );
}

#[test]
fn a_relative_pronoun_before_the_speaker() {
    check(
        "A slogan, which aides said he wrote himself, was shown. Shelling, which officials said had lasted a week, stopped. \
         The plan, which officials said Tuesday posed a risk, fell. As the marshal has said, the bridge will open on Monday.",
        expect![[r#"
            [aides = aides] <said> “which” “he wrote himself” say unnamed_bare
            [officials = officials] <said> “which” “had lasted a week” say unnamed_bare
            [officials = officials] <said> “which” “posed a risk” say unnamed_bare
            [the marshal = marshal] <said> “the bridge will open on Monday” say unnamed_bare
        "#]],
    );
}
