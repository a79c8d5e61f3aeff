//! Which statements, figures and terms of several reports are related, and which that look alike are not.

mod support;

use expect_test::{Expect, expect};
use onrecord_link::storylines;
use onrecord_model::{Measure, Reading, RelationKind, TermAction, TermStatus};
use support::{By, Cutting, NAMES, report};

/// What the minister says, in a report of a day.
fn minister(id: &str, day: &str, sentence: &str, content: &str) -> Cutting {
    let text =
        format!("Veskara harbour talks\nThe harbour of Veskara stays shut, as talks go on in Talmeria. {sentence}");
    report(id, &format!("Courier {id}"), day, &text).says("a1", "Oruna Telvasse", "said", content, By::Named)
}

/// The relations of one kind, a line each.
fn check(cuttings: [Cutting; 2], kind: RelationKind, expected: Expect) {
    let readings: Vec<Reading> = cuttings.into_iter().map(|c| c.names(&NAMES).reading).collect();
    let back: Vec<Reading> = readings.iter().rev().cloned().collect();
    let found = storylines(&readings);
    assert_eq!(found, storylines(&back));
    assert_eq!(found.len(), 1, "one matter");
    let lines = found[0].relations.iter().filter(|r| r.kind == kind);
    let lines: Vec<String> = lines.map(|r| format!("{} -> {}: {}\n", r.a, r.b, r.reason)).collect();
    expected.assert_eq(&lines.concat());
}

const DREDGED: &str = "that barges would dredge the silted channel before autumn";

#[test]
fn an_utterance_of_one_day_is_repeated() {
    let a = minister("0001", "2031-03-05", &format!("Oruna Telvasse said on Tuesday {DREDGED}."), DREDGED)
        .when("on Tuesday", "2031-03-04");
    let other = "barges will dredge the channel by autumn";
    let b = minister("0002", "2031-03-06", &format!("Oruna Telvasse said that {other}."), other);
    check(
        [a, b],
        RelationKind::Repeats,
        expect![[r#"
        0002/a1 -> 0001/a1: same root; shared: barges, dredge, channel, autumn
    "#]],
    );
}

#[test]
fn what_was_said_on_another_day_or_after_the_report_is_no_repetition() {
    let other = "barges will dredge the channel by autumn";
    let a = minister("0001", "2031-03-05", &format!("Oruna Telvasse said on Tuesday {DREDGED}."), DREDGED)
        .when("on Tuesday", "2031-03-04");
    let b = minister("0002", "2031-03-08", &format!("Oruna Telvasse said on Friday that {other}."), other)
        .when("on Friday", "2031-03-07");
    check([a, b], RelationKind::Repeats, expect![[r#""#]]);
    let a = minister("0001", "2031-03-05", &format!("Oruna Telvasse said {DREDGED}."), DREDGED);
    let b = minister("0002", "2031-03-08", &format!("Oruna Telvasse said on Friday that {other}."), other)
        .when("on Friday", "2031-03-07");
    check([a, b], RelationKind::Repeats, expect![[r#""#]]);
}

#[test]
fn a_day_holds_for_the_next_sentence_and_today_is_one() {
    let other = "barges will dredge the channel by autumn";
    let tuesday = || {
        minister("0001", "2031-03-05", &format!("Oruna Telvasse said on Tuesday {DREDGED}."), DREDGED)
            .when("on Tuesday", "2031-03-04")
    };
    let sentence = format!("Oruna Telvasse said on Friday that the pier is safe. She added that {other}.");
    let b = minister("0002", "2031-03-08", &sentence, "the pier is safe")
        .root("r1")
        .when("on Friday", "2031-03-07")
        .says("a2", "Oruna Telvasse", "added", other, By::Named)
        .root("r1");
    check([tuesday(), b], RelationKind::Repeats, expect![[r#""#]]);
    let today = "barges began today to dredge the channel for autumn";
    let b = minister("0002", "2031-03-08", &format!("Oruna Telvasse said that {today}."), today)
        .when("today", "2031-03-08")
        .with(|a| a.when = None);
    check([tuesday(), b], RelationKind::Repeats, expect![[r#""#]]);
}

#[test]
fn words_that_everybody_uses_make_no_repetition() {
    let x = "the military has weapons for use at sea and men to keep the strait open";
    let y = "use of weapons by the military would end any hope";
    let a = minister("0001", "2031-03-05", &format!("Oruna Telvasse said {x}."), x);
    let b = minister("0002", "2031-03-05", &format!("Oruna Telvasse said {y}."), y);
    check([a, b], RelationKind::Repeats, expect![[r#""#]]);
}

#[test]
fn two_whole_tolls_of_one_day_conflict_and_a_part_does_not() {
    let toll = |id: &str, sentence: &str, words: &str, n: f64, of: &str| {
        let text = format!("Veskara harbour raid\nThe raid on the harbour of Veskara lasted two nights. {sentence}");
        report(id, &format!("Courier {id}"), "2031-03-05", &text)
            .exact("f1", words, Measure::Killed, n)
            .counted(|f| f.of = (!of.is_empty()).then(|| of.to_owned()))
    };
    let whole = || toll("0001", "Shells killed 161 islanders in two nights of raids.", "161", 161.0, "islanders");
    let other = "Islanders counted 163 dead after two nights of raids.";
    check(
        [whole(), toll("0002", other, "163", 163.0, "")],
        RelationKind::Conflicts,
        expect![[r#"
        0002/f1 -> 0001/f1: 163 against 161; two tolls of one day; shared: night, raid
    "#]],
    );
    let part = "Of the islanders counted after two nights of raids 150 were dead in the port.";
    check([whole(), toll("0002", part, "150", 150.0, "")], RelationKind::Conflicts, expect![[r#""#]]);
}

#[test]
fn one_demand_in_many_terms_is_one_and_a_truce_of_another_year_another() {
    let lifts = |id: &str, day: &str, action: TermAction, object: &str| {
        let text =
            format!("Veskara harbour talks\nVeskara would act on {object}, the Reef Brigade demands in the talks.");
        report(id, &format!("Courier {id}"), day, &text)
            .term("t1", object, &["Veskara"], action, object, TermStatus::Demanded)
            .names(&NAMES)
            .reading
    };
    let terms = |readings: &[Reading]| {
        let mut back = readings.to_vec();
        back.reverse();
        assert_eq!(storylines(readings), storylines(&back));
        storylines(readings)[0].deal.iter().map(|d| d.rows.len()).collect::<Vec<_>>()
    };
    use TermAction::{CeaseFire, OpenCrossing};
    let three =
        ["the blockade", "to the blockade of the strait", "its crippling blockade of the strait, which began in 2029"];
    let same: Vec<Reading> =
        three.iter().enumerate().map(|(n, o)| lifts(&format!("000{n}"), "2031-03-02", OpenCrossing, o)).collect();
    assert_eq!(terms(&same), [3]);
    let mut two = same.clone();
    two.push(lifts("0009", "2031-03-02", OpenCrossing, "the blockade of the canal"));
    // Of which of the two "the blockade" is nobody says.
    assert_eq!(terms(&two), [1, 2, 1]);
    let truces = [("0001", "2031-03-02"), ("0002", "2031-03-09"), ("0003", "2031-05-09")];
    let truces: Vec<Reading> = truces.iter().map(|(id, day)| lifts(id, day, CeaseFire, "the cease-fire")).collect();
    assert_eq!(terms(&truces), [2, 1]);
}
