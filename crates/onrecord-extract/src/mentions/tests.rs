//! Cuttings: a few sentences about invented parties, and the mentions and chains read from them.
//!
//! Read with the analysis that needs no trained engine, so these hold whatever the weights are.

use expect_test::{Expect, expect};
use onrecord_lexicon::Lexicon;
use onrecord_model::{Block, BlockKind, MentionForm, Offsets, Reading, Report};

use crate::{Context, coreference, mentions, parties};

/// Two states with capitals, a movement with a wing, an outlet: what a user could add.
const KNOWN: &str = "state:veskara\tstate\tVeskara\t\t\tVeskaran|Veskarans\tOndrel\n\
    state:talmeria\tstate\tTalmeria\t\t\tTalmerian\tSarnoth\n\
    group:tide\tarmed_group\tTide Movement\tTide\t\n\
    group:lantern\tarmed_group\tLantern Brigades\tal-Lantern Brigades\tgroup:tide\n\
    outlet:corvane\tmedia\tCorvane\t\t\n";

fn read(text: &str, lexicon: &Lexicon) -> String {
    let offsets = Offsets::new(text);
    let blocks = vec![Block { span: offsets.span(0, text.len()), kind: BlockKind::Body }];
    let report = Report { text: text.to_owned(), blocks, ..Report::default() };
    let analysis = onrecord_text::analyse_plain(&report);
    let cx = Context::new(&report, &analysis, lexicon);
    let mut reading = Reading::default();
    mentions::extract(&cx, &mut reading);
    coreference::extract(&cx, &mut reading);
    let mut out = String::new();
    for m in &reading.mentions {
        let form = match m.form {
            MentionForm::Named => "",
            MentionForm::Nominal => " described",
            MentionForm::Pronoun => " pronoun",
        };
        let party = parties::party_at(&cx, &reading, m.span).unwrap_or_else(|| "-".into());
        out += &format!("{} · {:?}{form} · {} · party {party}\n", cx.words(m.span), m.kind, m.canonical);
    }
    out
}

fn check(text: &str, expect: Expect) {
    let lexicon = Lexicon::empty().with_additions(KNOWN).expect("the table is right");
    expect.assert_eq(&read(text, &lexicon));
}

fn check_unknown(text: &str, expect: Expect) {
    expect.assert_eq(&read(text, &Lexicon::empty()));
}

#[test]
fn a_capital_is_its_government_or_the_city() {
    check(
        "On Monday Ondrel denied that it had paid.",
        expect![[r#"
            Ondrel · State · Veskara · party Veskara
            it · State pronoun · Veskara · party Veskara
        "#]],
    );
    check(
        "The envoys met in Ondrel on Monday.",
        expect![[r#"
            The envoys · Person described · envoys · party -
            Ondrel · Place · Ondrel · party Ondrel
        "#]],
    );
}

#[test]
fn an_official_belongs_to_the_state_of_the_adjective() {
    check(
        "A senior Talmerian official told Corvane that talks had begun. The official gave no details.",
        expect![[r#"
            A senior Talmerian official · Person described · senior Talmerian official · party Talmeria
            Talmerian · State · Talmeria · party Talmeria
            Corvane · Media · Corvane · party Corvane
            The official · Person described · senior Talmerian official · party Talmeria
        "#]],
    );
}

#[test]
fn a_wing_and_factions_stay_apart_from_their_movement() {
    check(
        "The Lantern Brigades, the armed wing of the Tide Movement, fired first. Talmeria met two Tide factions.",
        expect![[r#"
            Lantern Brigades · ArmedGroup · Lantern Brigades · party Lantern Brigades
            the armed wing of the Tide Movement · ArmedGroup described · Lantern Brigades · party Lantern Brigades
            Tide Movement · ArmedGroup · Tide Movement · party Tide Movement
            Talmeria · State · Talmeria · party Talmeria
            two Tide factions · ArmedGroup described · two Tide factions · party two Tide factions
            Tide · ArmedGroup · Tide Movement · party Tide Movement
        "#]],
    );
}

#[test]
fn parties_no_lexicon_knows_are_parties() {
    check_unknown(
        "Veskaran Foreign Minister Rennath Quorvin said the Saltmarsh Guard would be paid. She said Veskara's navy was ready.",
        expect![[r#"
            Veskaran · State · Veskara · party Veskara
            Rennath Quorvin · Person · Rennath Quorvin · party Veskara
            Saltmarsh Guard · ArmedGroup · Saltmarsh Guard · party Saltmarsh Guard
            She · Person pronoun · Rennath Quorvin · party Veskara
            Veskara's navy · Organisation described · Veskara's navy · party Veskara
            Veskara · State · Veskara · party Veskara
        "#]],
    );
}

#[test]
fn a_spokesman_speaks_for_whom_its_means() {
    check_unknown(
        "The Noskari Coastal Movement denied the report. Its spokesman, Jorim Askeld, said the movement had no boats. Mr Askeld said he was tired.",
        expect![[r#"
            Noskari Coastal Movement · Organisation · Noskari Coastal Movement · party Noskari Coastal Movement
            Its spokesman · Person described · Jorim Askeld · party Noskari Coastal Movement
            Its · Organisation pronoun · Noskari Coastal Movement · party Noskari Coastal Movement
            Jorim Askeld · Person · Jorim Askeld · party Noskari Coastal Movement
            the movement · Organisation described · Noskari Coastal Movement · party Noskari Coastal Movement
            Askeld · Person · Jorim Askeld · party Noskari Coastal Movement
            he · Person pronoun · Jorim Askeld · party Noskari Coastal Movement
        "#]],
    );
}

#[test]
fn what_a_page_prints_before_a_name_is_no_part_of_it() {
    check_unknown(
        "Envoy Jorim Askeld spoke. MUST WATCH Askeld: no truce. Askeld said he was tired.",
        expect![[r#"
        Jorim Askeld · Person · Jorim Askeld · party Jorim Askeld
        Askeld · Person · Jorim Askeld · party Jorim Askeld
        Askeld · Person · Jorim Askeld · party Jorim Askeld
        he · Person pronoun · Jorim Askeld · party Jorim Askeld
    "#]],
    );
}

#[test]
fn an_article_before_small_letters_begins_a_description() {
    check(
        "The corvane of the port stood empty. Corvane told nobody.",
        expect![[r#"
            Corvane · Media · Corvane · party Corvane
        "#]],
    );
}

#[test]
fn absurd_input_ends() {
    let many = "Ana Brandt and Port Vell and the Front, ".repeat(300);
    assert!(!read(&many, &Lexicon::empty()).is_empty());
    assert_eq!(read("", &Lexicon::empty()), "");
}
