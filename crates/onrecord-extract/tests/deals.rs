//! Contacts, terms, conditions, events and the outlet's own words, as cuttings: our own sentences about invented parties, read
//! by the shipped engine.

mod support;

use expect_test::{Expect, expect};
use onrecord_model::Span;
use support::{contacts, name, read};

/// One line a row, without attributions and figures.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let words = |s: Span| support::words(&reading, s);
    let mut out = contacts(&reading);
    for t in &reading.terms {
        out += &format!("term {} {} [{}]", name!(&t.action), name!(&t.status), t.party.join(", "));
        for s in t.evidence.spans() {
            out += &format!(" “{}”", words(*s));
        }
        out += "\n";
    }
    for k in &reading.conditions {
        let half = |s: Option<Span>| s.map_or("–".into(), words);
        out += &format!(
            "condition {} <{}> “{}” → “{}”\n",
            name!(&k.kind),
            half(k.marker),
            half(k.antecedent),
            half(k.consequent)
        );
    }
    for e in &reading.events {
        out += &format!(
            "event {} {} [{}] → [{}]\n",
            name!(&e.event),
            name!(&e.factuality),
            e.actor.join(", "),
            e.recipient.join(", ")
        );
    }
    for v in &reading.evaluative {
        out += &format!("own words {} “{}”\n", v.kind, words(v.span));
    }
    expected.assert_eq(&out);
}

#[test]
fn a_threat_with_unless() {
    check(
        "General Mirrowen said the army would shell the port unless the convoy turned back.",
        expect![[r#"
        condition threat <unless> “the convoy turned back” → “the army would shell the port”
        event THREATEN reported [army] → []
    "#]],
    );
}

#[test]
fn a_precondition_with_until() {
    check(
        "No prisoner will leave the camp until the dam is returned, the ministry said.",
        expect![[r#"
        condition precondition <until> “the dam is returned” → “No prisoner will leave the camp”
    "#]],
    );
}

#[test]
fn an_exchange_has_two_halves() {
    check(
        "The Red Kiln Front proposed to free the captives in return for 40 lorries of flour.",
        expect![[r#"
            term release proposed [Red Kiln Front] “to free the captives”
            condition exchange <in return for> “40 lorries of flour” → “to free the captives”
            event AGREE asserted [Red Kiln Front] → []
        "#]],
    );
}

#[test]
fn anonymity_is_no_condition() {
    check("The envoy spoke on condition of anonymity. It was not clear if the talks would go on.", expect![[""]]);
}

/// Asked, over, never happened, or only a manner of speaking.
#[test]
fn nothing_hangs_on_these() {
    for text in [
        "Belvaar will answer the proposal as soon as possible, the envoy said.",
        "What is still unclear is if the army will withdraw from the hills.",
        "The two armies did not speak until the ferry left the port.",
        "There was no agreement between Belvaar and Ektar until last week.",
        "If the envoys had waited, the talks would have ended the siege, the minister said.",
        "Will Ektar release the captives if the siege is lifted?",
        "The medics treated the wounded soldiers and provided food to the camp, said the Red Kiln Front.",
        "Belvaar must answer the demands before the May elections, the minister said.",
    ] {
        assert_eq!(read(text).conditions.len(), 0, "{text}");
    }
}

#[test]
fn halves_and_kinds() {
    check(
        "Under the accord, if Ektar returns the dam, Belvaar will lift the siege.",
        expect![[r#"
            term open_crossing agreed [Belvaar] “Belvaar will lift the siege”
            condition precondition <if> “Ektar returns the dam” → “Belvaar will lift the siege”
            event RETREAT hypothetical [Belvaar] → []
        "#]],
    );
    check(
        "Belvaar said it could avoid air strikes if it handed over its rockets.",
        expect![[r#"
            condition expectation <if> “it handed over its rockets” → “it could avoid air strikes”
        "#]],
    );
    check(
        "Ektar warned there would be consequences if the convoy was stopped.",
        expect![[r#"
            condition threat <if> “the convoy was stopped” → “there would be consequences”
            event THREATEN asserted [Ektar] → []
        "#]],
    );
}

/// A thing that is false or fake, or a picture of a country, is no statement.
#[test]
fn what_is_taken_back_was_said() {
    let kinds = |text: &str| read(text).withdrawals.into_iter().map(|w| w.kind).collect::<Vec<_>>();
    assert_eq!(kinds("The minister said the report of a raid was false."), [onrecord_model::WithdrawalKind::Denial]);
    assert_eq!(kinds("The guards offer fake passes with every report, the minister said."), []);
    assert_eq!(kinds("The envoy softened the image of Belvaar."), []);
    assert_eq!(kinds("The envoy softened his remarks."), [onrecord_model::WithdrawalKind::WalkBack]);
}

#[test]
fn whose_duty_it_is() {
    check(
        "Ellidane called on the Red Kiln Front to release the captives.",
        expect![[r#"
        term release demanded [Red Kiln Front] “to release the captives”
        event REQUEST asserted [Ellidane] → [Red Kiln Front]
    "#]],
    );
    check(
        "Ellidane wants to reduce Ektar's stockpile of uranium.",
        expect![[r#"
        term halt_programme demanded [Ektar] “to reduce Ektar's stockpile of uranium”
    "#]],
    );
}

#[test]
fn reopened_and_refused() {
    check(
        "Ellidane agreed to reopen the crossing. Belvaar rejected talks with the Red Kiln Front.",
        expect![[r#"
            contact Belvaar – Red Kiln Front refused
            term open_crossing agreed [Ellidane] “to reopen the crossing”
            term talk rejected [Belvaar] “Belvaar rejected talks with the Red Kiln Front”
            event AGREE asserted [Ellidane] → []
            event REJECT asserted [Belvaar] → [Red Kiln Front]
        "#]],
    );
}

/// Without the preposition that ties it and without a clause about it; in the passive who it is done to.
#[test]
fn what_a_term_is_about() {
    let object = |text: &str| read(text).terms.into_iter().find_map(|t| t.object).unwrap_or_default();
    assert_eq!(
        object("Ektar demanded an end to the blockade of the islands, which began in 2029."),
        "the blockade of the islands"
    );
    assert_eq!(object("The Tovan Front insisted that the captives must be released first."), "the captives");
    assert_eq!(object("Belvaar agreed to withdraw from the hills by Friday."), "the hills");
    assert_eq!(object("Belvaar agreed to withdraw in March."), "");
}

#[test]
fn a_list_of_demands() {
    check(
        "Belvaar demanded that Ellidane withdraw its troops and release the prisoners.",
        expect![[r#"
        term withdraw demanded [Ellidane] “Ellidane withdraw its troops”
        term release demanded [Ellidane] “release the prisoners”
        event REQUEST asserted [Belvaar] → [Ellidane]
    "#]],
    );
}

#[test]
fn the_outlet_takes_a_side() {
    check(
        "Ellidane stands tall, as free nations do. Join our letter and share this page with a friend.",
        expect![[r#"
        own words advocacy “Ellidane stands tall, as free nations do”
        own words call_to_reader “Join our letter and share this page with a friend”
    "#]],
    );
}

#[test]
fn a_plan_has_not_happened() {
    check(
        "Under the plan Belvaar would release 14 prisoners and pull back from the dam.",
        expect![[r#"
        term release proposed [Belvaar] “Under the plan Belvaar would release 14 prisoners”
        event RETREAT hypothetical [Belvaar] → [prisoners]
        event RETREAT hypothetical [Belvaar] → []
    "#]],
    );
}

#[test]
fn two_standings_of_one_contact() {
    check(
        "Belvaar and Ellidane held talks in Sarnoth on Monday. The two countries will meet again next week, \
         Ellidane's foreign minister said.",
        expect![[r#"
            contact Belvaar – Ellidane held
            contact Belvaar – Ellidane planned
            event CONSULT asserted [Belvaar, Ellidane] → []
            event AGREE reported [two countries] → []
        "#]],
    );
}

/// A contact that only says when something else was or will be done.
#[test]
fn a_contact_that_dates_something_else() {
    let contact = |text: &str| contacts(&read(text));
    for text in [
        "Ektar hailed a good outcome after meeting with Belvaar in the port on Sunday.",
        "Ektar, meeting with Belvaar in the port, urged calm.",
    ] {
        assert!(contact(text).contains(" held\n"), "{text}: {}", contact(text));
    }
    for text in [
        "The Ektari president will raise the dam when he meets with the president of Belvaar.",
        "The president of Ektar is due to meet the president of Belvaar on Friday.",
    ] {
        assert!(contact(text).contains(" planned\n"), "{text}: {}", contact(text));
    }
    let cancelled = "Ektar canceled a planned summit with Belvaar.";
    assert!(contact(cancelled).contains(" broken_off\n"), "{}", contact(cancelled));
}

#[test]
fn whose_counterparts_and_what_they_spoke_about() {
    let contact = |text: &str| contacts(&read(text));
    let two = "contact Ektar – Belvaar held\n";
    let from = "Officials from Ektar met officials from Belvaar on Friday. Ektar said Belvaar was wrong.";
    assert_eq!(contact(from), two);
    assert_eq!(
        contact(
            "Ektar said Belvaar was wrong. Belvaar said Ektar was wrong. Ektar and Belvaar spoke about a looming deal with Tovania."
        ),
        two
    );
    assert_eq!(contact("Ektar complained in talks with Belvaar on Sunday that the bridge was closed."), two);
}

#[test]
fn what_is_handed_over_worked_out_or_told_of_strangers() {
    check(
        "Belvaar's delegation presented a list of demands to Ektar on Monday. Ektar then sent its reply to the Red Kiln Front.\n\n\
         Belvaar and Ektar were still trying to hammer out an agreement on the dam. Their guns had hammered the harbour for a week.\n\n\
         Belvaar and Sarnoth began secret negotiations with the smugglers.\n\n\
         Orlo Vand's meetings on Monday were over by noon. He met on Tuesday with the Ektari foreign minister, Teodor Maslen.",
        expect![[r#"
            contact Belvaar's delegation – Ektar held
            contact Ektar – Red Kiln Front held
            contact Belvaar – Ektar sought
            contact Orlo Vand – Ektar held
            event CONSULT asserted [Belvaar, Sarnoth, smugglers] → []
            event CONSULT asserted [Orlo Vand] → []
            event CONSULT asserted [Orlo Vand, Ektar] → []
        "#]],
    );
}

#[test]
fn who_is_told_and_who_travels() {
    check(
        "Ektar's foreign minister, Teodor Maslen, informed Belvaar of the move on Monday.\n\n\
         Sarnoth's president, Orlo Vand, will travel to Ektar on Friday. The Ektari government said nothing.",
        expect![[r#"
            contact Ektar – Belvaar held
            contact Sarnoth – Ektar planned
        "#]],
    );
    // a deed that tells the world something, somebody flown home, a tourist
    check("The Ektari government has sent the wrong message to Belvaar.", expect![[""]]);
    check("Orlo Vand, a tourist, travelled to Ektar in May.", expect![[""]]);
}

#[test]
fn the_ends_of_the_verb_below_and_of_who_leaves() {
    let contact = |text: &str| contacts(&read(text));
    let resume = "The Belvaari and Ektari governments said nothing. Talks are set to resume on Monday between Belvaar and Ektar to discuss the dam.";
    assert_eq!(contact(resume), "contact Belvaar – Ektar planned\n");
    let leave = read("Ektar's government threatened to walk away from talks with Belvaar.");
    assert!(contacts(&leave).starts_with("contact Ektar – Belvaar "), "{}", contacts(&leave));
    assert_eq!(leave.channels[0].certainty, onrecord_model::Certainty::Certain);
    let call = contact("Envoys held a conference call in which Belvaar and Ektar took part.");
    assert!(call.starts_with("contact Belvaar – Ektar "), "{call}");
}

#[test]
fn a_press_conference_is_no_contact() {
    check("Belvaar's minister held a joint press conference with Ellidane representatives.", expect![[""]]);
}

#[test]
fn what_explains_or_trades_is_no_part_of_the_duty() {
    check(
        "Ellidane demanded that Belvaar lift its blockade of the port, which has lasted seven years, in exchange for the \
         release of the captives.",
        expect![[r#"
            term open_crossing demanded [Belvaar] “Belvaar lift its blockade of the port”
            term release demanded [] “in exchange for the release of the captives”
            condition exchange <in exchange for> “the release of the captives” → “Belvaar lift its blockade of the port, which has lasted seven years”
            event REQUEST asserted [Ellidane] → [Belvaar]
        "#]],
    );
}

#[test]
fn a_side_that_only_a_noun_names() {
    check(
        "Separatist leaders met Belvaar's envoys. The Belvaari separatists refused to negotiate with Ellidane.",
        expect![[r#"
            contact Belvaari separatists – Ellidane refused
            event CONSULT asserted [Separatist leaders, Belvaar] → []
            event REJECT asserted [Belvaari separatists] → []
        "#]],
    );
}

#[test]
fn who_did_it_and_what_is_no_event() {
    check(
        "Ektar ordered airstrikes against Belvaar. The ministry declined to comment.",
        expect![[r#"
        event ASSAULT reported [Ektar] → [Belvaar]
    "#]],
    );
    check(
        "An Ektari airstrike killed two Belvaari envoys on Monday.",
        expect![[r#"
            event ASSAULT asserted [Ektari] → [Belvaari]
        "#]],
    );
    check("Ellidane insisted that the dam was safe and asked about the truce.", expect![[""]]);
    check(
        "The Belvaari council issued a statement demanding that Ektar reopen the dam.",
        expect![[r#"
            term other demanded [Ektar] “Ektar reopen the dam”
            event REQUEST asserted [Belvaari] → [Ektar]
        "#]],
    );
    check("Ektar hopes Belvaar will reopen the dam, which could have prevented the attack.", expect![[""]]);
    check(
        "Ellidane urged Belvaar to halt its attacks on Ektar.",
        expect![[r#"
        term cease_fire demanded [Belvaar] “to halt its attacks on Ektar”
        event REQUEST asserted [Ellidane] → [Belvaar]
    "#]],
    );
}
