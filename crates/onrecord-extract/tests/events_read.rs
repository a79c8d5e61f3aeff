//! Classes of error of the events table found in reports that nobody had read before, as cuttings: our own sentences about invented
//! parties, read by the shipped engine.

mod support;

use expect_test::{Expect, expect};
use support::{name, read, words};

/// One line an event: type, actor, recipient, date, factuality, words.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let mut out = String::new();
    for e in &reading.events {
        let mode = e.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
        let date = e.date.as_deref().map(|d| format!(" {d}")).unwrap_or_default();
        let said = words(&reading, *e.evidence.spans().iter().next().expect("evidence"));
        out += &format!(
            "{}{mode} [{}] to [{}]{date} {} “{said}”\n",
            name!(&e.event),
            e.actor.join(", "),
            e.recipient.join(", "),
            name!(&e.factuality)
        );
    }
    expected.assert_eq(&out);
}

#[test]
fn a_captive_is_none_of_those_who_held_him() {
    check(
        "Sergeant Daven Drennick, a former Boko Haram hostage, was charged on Tuesday. Drennick was released by Boko Haram in 2011.",
        expect![[r#"
            ACCUSE/allege [] to [Daven Drennick] asserted “Sergeant Daven Drennick, a former Boko Haram hostage, was charged on Tuesday”
            RETREAT/release [Boko Haram] to [Daven Drennick] 2011 asserted “Drennick was released by Boko Haram in 2011”
        "#]],
    );
}
