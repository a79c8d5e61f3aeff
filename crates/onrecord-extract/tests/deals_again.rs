//! Contacts, terms and conditions of reports on a deal, as cuttings: who took part in a call or an accord, what the accord itself
//! holds, and what obliges nobody. Our own sentences about invented parties, read by the shipped engine.

mod support;

use expect_test::{Expect, expect};
use onrecord_model::Span;
use support::{contacts, name, read};

/// Contacts, terms and conditions, one a line.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let words = |s: Span| support::words(&reading, s);
    let mut out = contacts(&reading);
    for t in &reading.terms {
        let told: Vec<String> = t.evidence.spans().iter().map(|s| words(*s)).collect();
        let (party, by) = (t.party.join(", "), t.by.join(", "));
        out += &format!(
            "term {} {} [{party}] by [{by}] “{}”{}\n",
            name!(&t.action),
            name!(&t.status),
            told.join(" … "),
            if t.depends_on.is_empty() { "" } else { " hangs on it" }
        );
    }
    for k in &reading.conditions {
        let half = |s: Option<Span>| s.map_or("–".into(), words);
        let holder = k.holder.as_deref().unwrap_or("–");
        out += &format!("{} {holder}: {} → {}\n", name!(&k.kind), half(k.antecedent), half(k.consequent));
    }
    expected.assert_eq(&out);
}

#[test]
fn a_call_to_each() {
    check(
        "Belvaar, Ektar and Veskara are at war. Belvaar's president spoke by telephone with the leaders of Ektar and Veskara.",
        expect![[r#"
            contact Belvaar – Ektar held
        "#]],
    );
}

#[test]
fn who_reached_an_accord() {
    check(
        "Belvaar and six world powers reached the accord in June.",
        expect![[r#"
        contact Belvaar – six world powers held
    "#]],
    );
    check(
        "An agreement struck by Belvaar and five other nations was under fire.",
        expect![[r#"
        contact Belvaar – five other nations held
    "#]],
    );
    check(
        "Belvaar and the world powers failed to reach a deal in Ondrel.",
        expect![[r#"
        contact Belvaar – world powers held
    "#]],
    );
}

#[test]
fn a_deal_only_judged() {
    check("Belvaar and Ektar are at odds. Belvaar denounced the Ektari rocket accord.", expect![[""]]);
    check("No agreement was reached by Belvaar and Ektar.", expect![[""]]);
}

#[test]
fn how_long_they_negotiated() {
    check(
        "The pact came after two years of negotiation between Belvaar and six world powers.",
        expect![[r#"
        contact Belvaar – six world powers held
    "#]],
    );
}

#[test]
fn new_talks_called_for_or_ruled_out() {
    check(
        "Ektar has called for new negotiations with Belvaar.",
        expect![[r#"
            contact Ektar – Belvaar sought
            term talk demanded [] by [Ektar] “Ektar has called for new negotiations with Belvaar”
        "#]],
    );
    check(
        "Ektar has ruled out renegotiating the accord with Belvaar.",
        expect![[r#"
            term talk rejected [] by [Ektar] “renegotiating the accord with Belvaar”
        "#]],
    );
}

#[test]
fn what_the_accord_itself_holds() {
    check(
        "The accord lets Ektar keep its launchers. It slows parts of the rocket program for a year.",
        expect![[r#"
            term other agreed [Ektar] by [] “Ektar keep its launchers”
            term halt_programme agreed [Ektar] by [] “It slows parts of the rocket program for a year”
        "#]],
    );
    check(
        "The accord was signed. Ektar will also be allowed to buy engine parts.",
        expect![[r#"
        term other agreed [Ektar] by [] “to buy engine parts”
    "#]],
    );
    check(
        "The pact requires Ektar to free its captives.",
        expect![[r#"
        term release agreed [Ektar] by [] “to free its captives”
    "#]],
    );
    check(
        "The accord prevents Ektar from enriching uranium.",
        expect![[r#"
        term halt_programme agreed [Ektar] by [] “The accord prevents Ektar from enriching uranium”
    "#]],
    );
    check(
        "Belvaar denounced the accord, which reduces but does not end Ektar's nuclear program.",
        expect![[r#"
            term halt_programme agreed [Ektar] by [] “which reduces but does not end Ektar's nuclear program”
        "#]],
    );
    check(
        "Veskara recalled a pact barring Ektar from testing missiles.",
        expect![[r#"
        term halt_programme discussed [Ektar] by [] “barring Ektar from testing missiles”
    "#]],
    );
    check("The draft accord does not halt Ektar's nuclear program.", expect![[""]]);
}

#[test]
fn asked_in_other_words() {
    check(
        "Belvaar warned Ektar against imposing new sanctions on Veskara.",
        expect![[r#"
            term other demanded [Ektar] by [Belvaar] “against imposing new sanctions on Veskara”
        "#]],
    );
    check(
        "Belvaar urged Ektar not to scrap the accord.",
        expect![[r#"
        term other demanded [Ektar] by [Belvaar] “not to scrap the accord”
    "#]],
    );
    check(
        "Belvaar would veto any bill to block the accord.",
        expect![[r#"
        term other rejected [Belvaar] by [Belvaar] “Belvaar would veto any bill to block the accord”
    "#]],
    );
}

#[test]
fn no_duty() {
    check("There is no plan to halt Ektar's nuclear program.", expect![[""]]);
    check("Critics say Belvaar should have demanded that Ektar free the captives.", expect![[""]]);
    check("The move could prompt Ektar to halt its nuclear program.", expect![[""]]);
    check("The accord is the best way to curb Ektar's nuclear program.", expect![[""]]);
    check(
        "Belvaar's president plans to meet with Ektar's president in Ondrel.",
        expect![[r#"
        contact Belvaar – Ektar planned
    "#]],
    );
    check(
        "Once Ektar meets its obligations under the accord, it may trade.",
        expect![[r#"
        precondition Ektar: Ektar meets its obligations under the accord → it may trade
    "#]],
    );
    check("In last spring's elections, Belvaar promised relief.", expect![[""]]);
}

#[test]
fn who_gains_does_not_lift() {
    check(
        "Belvaar agreed to limit its rockets in return for the easing of sanctions.",
        expect![[r#"
            term lift_sanctions agreed [] by [Belvaar] “Belvaar agreed to limit its rockets in return for the easing of sanctions” hangs on it
            exchange Belvaar: the easing of sanctions → to limit its rockets
        "#]],
    );
    check(
        "Belvaar is eager for a deal to ease sanctions.",
        expect![[r#"
        term lift_sanctions discussed [] by [] “to ease sanctions”
    "#]],
    );
    check(
        "Ektar pledged to lift its sanctions on Belvaar.",
        expect![[r#"
        term lift_sanctions offered [Ektar] by [Ektar] “to lift its sanctions on Belvaar”
    "#]],
    );
}

#[test]
fn a_deal_that_may_come() {
    check(
        "Under a possible deal, Belvaar would halt its nuclear program.",
        expect![[r#"
        term halt_programme discussed [Belvaar] by [] “Under a possible deal, Belvaar would halt its nuclear program”
    "#]],
    );
    check(
        "Under the accord, Belvaar will halt its nuclear program.",
        expect![[r#"
        term halt_programme agreed [Belvaar] by [] “Under the accord, Belvaar will halt its nuclear program”
    "#]],
    );
}

#[test]
fn a_state_kept_up_until() {
    check(
        "Ektar said the embargo would remain in place until Belvaar is able to convince the world.",
        expect![[r#"
        precondition Ektar: Belvaar is able to convince the world → the embargo would remain in place
    "#]],
    );
    check("The shop will stay open until Tuesday.", expect![[""]]);
}

#[test]
fn what_would_be_lacking() {
    check(
        "Without the support of its partners, the sanctions would collapse, Ektar said.",
        expect![[r#"
            expectation Ektar: the support of its partners → the sanctions would collapse
        "#]],
    );
    check("Without elaborating, the envoy left the talks.", expect![[""]]);
}

#[test]
fn whose_condition() {
    check(
        "\"If Ektar breaks the truce, we will shell it,\" Daven Hollisk said, according to Ektari state radio.",
        expect![[r#"
            term cease_fire demanded [] by [] “the truce”
            threat Daven Hollisk: Ektar breaks the truce → we will shell it
        "#]],
    );
    check(
        "The pact obliges the sides. The pact requires Belvaar and Ektar to lift sanctions on Monday.",
        expect![[r#"
            term lift_sanctions agreed [] by [] “The pact requires Belvaar and Ektar to lift sanctions on Monday”
        "#]],
    );
}

#[test]
fn bartered() {
    check(
        "They agreed to swap rockets for sanctions relief.",
        expect![[r#"
            term lift_sanctions agreed [] by [] “They agreed to swap rockets for sanctions relief” hangs on it
            exchange –: sanctions relief → rockets
        "#]],
    );
    check("They traded oil for gold at the border.", expect![[""]]);
}

#[test]
fn halves_and_turns_of_speech() {
    check(
        "While many deputies agree, so long as they pass no sanctions, the pact would stand, Ektar said.",
        expect![[r#"
            precondition Ektar: they pass no sanctions → the pact would stand
        "#]],
    );
    check(
        "If we can show Ektar obeys, if we find the deal serves us, then we should stay in the deal.",
        expect![[r#"
        expectation –: we can show Ektar obeys, if we find the deal serves us → we should stay in the deal
    "#]],
    );
    check("If you look at the record of the talks, the winner is Ektar.", expect![[""]]);
    check(
        "A lasting peace requires the disarming of the Column.",
        expect![[r#"
        precondition –: the disarming of the Column → A lasting peace
    "#]],
    );
}

#[test]
fn what_a_precondition_waits_for() {
    check(
        "Belvaar said it would lift the sanctions only if Ektar freed the captives.",
        expect![[r#"
        term lift_sanctions proposed [] by [] “it would lift the sanctions” hangs on it
        term release demanded [Ektar] by [] “only if Ektar freed the captives” hangs on it
        precondition Belvaar: Ektar freed the captives → it would lift the sanctions
    "#]],
    );
}
