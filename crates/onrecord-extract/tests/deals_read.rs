//! Classes of error in the contacts and terms of reports that nobody had read before, as cuttings: our own sentences about invented
//! parties, read by the shipped engine.

mod support;

use expect_test::{Expect, expect};
use support::{contacts, name, read};

/// Contacts, then terms: whose duty, action, object, status.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let mut out = contacts(&reading);
    for t in &reading.terms {
        let object = t.object.as_deref().unwrap_or("–");
        out += &format!("term [{}] {} “{object}” {}\n", t.party.join(", "), name!(&t.action), name!(&t.status));
    }
    expected.assert_eq(&out);
}

/// The two parties of the cuttings, so that their names are known for states.
const PARTIES: &str = "The Belvaari government and the Ektari government are at odds over the valley.\n\n";

fn check_of_two(text: &str, expected: Expect) {
    check(&format!("{PARTIES}{text}"), expected);
}

#[test]
fn meetings_of_ones_own_are_no_contact() {
    check_of_two(
        "The Belvaari president held a meeting of his security chiefs on the Ektari threat. He met with his generals on Monday and spoke with the Ektari president on Tuesday.",
        expect![[r#"
            contact Belvaari – Ektari held
        "#]],
    );
}

#[test]
fn told_by_other_words() {
    check_of_two(
        "The Belvaari president and the Ektari president spoke by phone in January. Belvaari officials discussed the border with Ektari \
         officials in May.",
        expect![[r#"
            contact Belvaari – Ektari held
        "#]],
    );
}

#[test]
fn one_journey_to_several() {
    check_of_two(
        "The Belvaari foreign minister will travel to Jordan, Qatar and Oman.",
        expect![[r#"
            contact Belvaari – Jordan planned
            contact Belvaari – Qatar planned
            contact Belvaari – Oman planned
        "#]],
    );
}

#[test]
fn what_a_journey_was_for_was_held() {
    check_of_two(
        "Belvaari envoys used the harbour office to meet with Ektari officials in May. The minister said there were no talks between \
         Belvaar and Ektar.",
        expect![[r#"
            contact Belvaar – Ektar held
            contact Belvaar – Ektar denied
        "#]],
    );
}

#[test]
fn a_deal_that_is_to_be_brokered() {
    check(
        "The United Nations is trying to broker a deal between the Ruvane Column and the Coastal Movement, two armed groups.",
        expect![[r#"
        contact Ruvane Column – Coastal Movement sought through United Nations
    "#]],
    );
}

#[test]
fn where_a_deal_stands() {
    check_of_two(
        "Any deal will free 50 prisoners. There is an agreement to withdraw Ektari troops. Belvaar reneged on the agreement to release \
         hostages.",
        expect![[r#"
            term [] release “50 prisoners” discussed
            term [] withdraw “Ektari troops” agreed
            term [Belvaar] release “hostages” violated
        "#]],
    );
}

#[test]
fn whose_duty_behind_a_light_verb() {
    check_of_two(
        "The envoy urged that Ektar begin the withdrawal of its troops.",
        expect![[r#"
        term [Ektar] withdraw “its troops” demanded
    "#]],
    );
}

#[test]
fn what_is_not_done_is_no_term() {
    check_of_two(
        "The Belvaari president stopped short of lifting sanctions. Belvaar and Ektar agreed to set up a joint force to fight \
         smugglers.",
        expect![[r#"
            term [Belvaar, Ektar] other “a joint force” agreed
        "#]],
    );
}

#[test]
fn an_embargo_given_up() {
    check_of_two(
        "Under the final deal Belvaar would give up the arms embargo.",
        expect![[r#"
        term [Belvaar] lift_sanctions “the arms embargo” agreed
    "#]],
    );
}

#[test]
fn released_for_somebody() {
    check_of_two(
        "Belvaar released five prisoners on Monday in exchange for the Ektari pilot.",
        expect![[r#"
        term [Belvaar] release “five prisoners” implemented
    "#]],
    );
}
