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
        "Sergeant Daven Drennick, a former Boko Haram hostage, was charged on Tuesday. Drennick was released by Boko Haram in 2011. \
         Two hostages of Boko Haram were killed. The critics of Belvaar protested in Ondrel.",
        expect![[r#"
            ACCUSE/allege [] to [Daven Drennick] asserted “Sergeant Daven Drennick, a former Boko Haram hostage, was charged on Tuesday”
            RETREAT/release [Boko Haram] to [Daven Drennick] 2011 asserted “Drennick was released by Boko Haram in 2011”
            ASSAULT [] to [hostages] asserted “Two hostages of Boko Haram were killed”
            PROTEST/demo [critics] to [] asserted “The critics of Belvaar protested in Ondrel”
        "#]],
    );
}

#[test]
fn hoping_and_planning_agrees_to_nothing() {
    check(
        "Belvaar hoped to achieve a change of course. Ektar hopes for rain. Belvaar could be preparing for a nuclear test. The army of Ektar \
         had scheduled a hearing. The war was a dynamic that invited intervention. Minister Daven Hollisk tried to offer some cover. Hollisk \
         committed Belvaar to action.",
        expect![],
    );
    check(
        "Belvaar agreed to meet Ektar. Ektar invited President Daven Hollisk to Ondrel. Hollisk offered to hold talks with Ektar. \
         Hollisk is scheduled to make a trip to Ondrel. Ektar expressed reluctance to comment, citing anger at Belvaar.",
        expect![[r#"
            AGREE [Belvaar] to [Ektar] asserted “Belvaar agreed to meet Ektar”
            AGREE [Ektar] to [Daven Hollisk, Ondrel] asserted “Ektar invited President Daven Hollisk to Ondrel”
            AGREE [Daven Hollisk] to [Ektar] asserted “Hollisk offered to hold talks with Ektar”
            AGREE [Daven Hollisk] to [] asserted “Hollisk is scheduled to make a trip to Ondrel”
        "#]],
    );
}

#[test]
fn what_is_done_to_a_thing() {
    check(
        "Belvaar fought against inflation. Ektar is fighting against the policies of Belvaar. Ektar has given him weeks to hide the weapons. \
         President Daven Hollisk was captured in an official photo. The general of Ektar has proof to back up the charges. Belvaar won by \
         allowing extremist groups to grow. Ektar prevented this from getting worse. A video released on Sunday by Belvaar ends with a \
         militant claiming to have killed an aid worker.",
        expect![[r#"
            ASSAULT [militant] to [aid worker] hypothetical “have killed an aid worker”
        "#]],
    );
    check(
        "Belvaar fought against the rebels. Ektar gave Belvaar weapons. Rebels captured two soldiers of Ektar. Belvaar backed Ektar. Police in \
         Ektar prevented protesters from marching in Ondrel.",
        expect![[r#"
            ASSAULT [Belvaar] to [rebels] asserted “Belvaar fought against the rebels”
            AID [Ektar] to [] asserted “Ektar gave Belvaar weapons”
            ASSAULT/abduct [rebels] to [Ektar] asserted “Rebels captured two soldiers of Ektar”
            SUPPORT [Belvaar] to [Ektar] asserted “Belvaar backed Ektar”
            COERCE/restrict [police] to [protesters] asserted “Police in Ektar prevented protesters”
            PROTEST/demo [protesters] to [] negated “marching in Ondrel”
        "#]],
    );
}

#[test]
fn a_question_and_a_document_ask_nobody() {
    check(
        "“Do you think Belvaar should have done more?” asked Anna Berg. President Daven Hollisk of Ektar ordered the campaign. Ektar asked: “Will Belvaar \
         reopen the dam?” The Belvaar Review Act insisted on a vote.",
        expect![],
    );
    check(
        "President Daven Hollisk of Ektar ordered the militia to leave the port. Ektar asked Belvaar to reopen the dam.",
        expect![[r#"
            COERCE/deport [Daven Hollisk] to [militia] asserted “President Daven Hollisk of Ektar ordered the militia to leave the port”
            REQUEST [Ektar] to [Belvaar] asserted “Ektar asked Belvaar to reopen the dam”
        "#]],
    );
}

#[test]
fn what_was_not_done() {
    check(
        "Ektar refrained from bombing Belvaar. Ektar stopped short of attacking Belvaar. Ektar avoided attacking Belvaar. Ektar decided \
         against bombing Belvaar. Ektar acted without consulting Belvaar. The delay in striking Belvaar has cost time. Hollisk was making the \
         case for launching strikes against Belvaar. Is Ektar meeting Belvaar? A test could prompt harsher sanctions against Belvaar.",
        expect![[r#"
            ASSAULT/explosives [Ektar] to [Belvaar] negated “bombing Belvaar”
            ASSAULT [] to [Belvaar] negated “attacking Belvaar”
            ASSAULT [Ektar] to [Belvaar] negated “attacking Belvaar”
            CONSULT [Ektar, Belvaar] to [] negated “consulting Belvaar”
            ASSAULT [] to [Belvaar] hypothetical “striking Belvaar”
            ASSAULT [Hollisk] to [Belvaar] hypothetical “launching strikes against Belvaar”
            SANCTION/discontinue [] to [Belvaar] hypothetical “A test could prompt harsher sanctions against Belvaar”
        "#]],
    );
}

#[test]
fn a_weapon_tested_hits_nobody() {
    check(
        "Ektar fired a ballistic missile into the sea on Monday. Ektar fired the missile at dawn. Ektar fired what \
         appeared to be a missile. It was fired from a submarine of Ektar. Ektar fired missiles at Belvaar.",
        expect![[r#"
            MOBILIZE/weapons [Ektar] to [] asserted “Ektar fired a ballistic missile into the sea on Monday”
            ASSAULT/heavy-weapons [Ektar] to [Belvaar] asserted “Ektar fired missiles at Belvaar”
        "#]],
    );
}

#[test]
fn who_defends_himself_backs_nobody() {
    check(
        "Ektar defended its decision to abstain. Belvaar defended the deal. Hollisk defended the country's right to keep a deterrent. Ektar \
         defended Belvaar against the criticism.",
        expect![[r#"
            SUPPORT [Ektar] to [Belvaar] asserted “Ektar defended Belvaar against the criticism”
        "#]],
    );
}

#[test]
fn at_whose_side_they_fight() {
    check(
        "Veskara fights for Belvaar. Talmeria is fighting with Belvaar against Ektar. Douglas Merrin had been fighting alongside the Tide \
         Movement against Ektar.",
        expect![[r#"
            ASSAULT [Veskara] to [] asserted “Veskara fights for Belvaar”
            ASSAULT [Talmeria] to [Ektar] asserted “Talmeria is fighting with Belvaar against Ektar”
            ASSAULT [Douglas Merrin] to [] asserted “Douglas Merrin had been fighting alongside the Tide Movement against Ektar”
        "#]],
    );
}

#[test]
fn a_pronoun_in_a_quotation_is_not_its_speaker() {
    check(
        "“They killed him in Belvaar,” Nadim Orsal said. “You have withdrawn from Belvaar,” Orsal said. Hollisk manipulated Ektar into attacking \
         Belvaar.",
        expect![[r#"
            ASSAULT [Ektar] to [Belvaar] asserted “attacking Belvaar”
        "#]],
    );
}

#[test]
fn who_lets_go_and_who_is_let_go() {
    check(
        "Anna Berg was released from Ektari custody. The envoys were turned down for meetings with the Veskaran cabinet. Talmeria \
         is defeating the Belvaari-backed rebels. The four Veskarans were traded for seven prisoners. A deal to release Veskaran hostages from \
         Belvaar was signed.",
        expect![[r#"
            RETREAT/release [] to [Anna Berg] asserted “Anna Berg was released from Ektari custody”
            REJECT [] to [envoys] asserted “The envoys were turned down for meetings with the Veskaran cabinet”
            RETREAT/release [] to [Veskarans, prisoners] asserted “The four Veskarans were traded for seven prisoners”
            RETREAT/release [Belvaar] to [Veskaran] hypothetical “release Veskaran hostages from Belvaar”
        "#]],
    );
}

#[test]
fn a_date_of_something_else() {
    check(
        "Ektar reached a settlement with Belvaar over a deal signed before the 1979 revolution. Ektar expressed concern over a fifth test \
         since October 2006. Hollisk of Ektar denounced Belvaar after his 2009 speech. Ektar is aiding Belvaar, which it planned to strike in \
         2013. Ektar attacked Belvaar on March 4, 2019. Ektar attacked Belvaar in 2016. On May 3, 2018, Ektar urged Belvaar to reopen the dam. \
         Ektar said on May 4, 2018, that Belvaar must reopen the dam.",
        expect![[r#"
            AGREE [Ektar] to [settlement] asserted “Ektar reached a settlement with Belvaar over a deal signed before the 1979 revolution”
            ACCUSE/disapprove [Ektar] to [] asserted “Ektar expressed concern over a fifth test since October 2006”
            ACCUSE/disapprove [Hollisk] to [Belvaar] asserted “Hollisk of Ektar denounced Belvaar after his 2009 speech”
            AID [Ektar] to [Belvaar] asserted “Ektar is aiding Belvaar, which it planned to strike in 2013”
            ASSAULT [Ektar] to [Belvaar] 2019-03-04 asserted “Ektar attacked Belvaar on March 4, 2019”
            ASSAULT [Ektar] to [Belvaar] 2016 asserted “Ektar attacked Belvaar in 2016”
            REQUEST [Ektar] to [Belvaar] 2018-05-03 asserted “On May 3, 2018, Ektar urged Belvaar to reopen the dam”
            REQUEST [Ektar] to [Belvaar] 2018-05-04 asserted “Belvaar must reopen the dam”
        "#]],
    );
}

#[test]
fn those_against_a_state_are_not_the_state() {
    check(
        "The two Belvaari opposition groups fought near Ondrel. Belvaari rebels attacked Ektar. No one was wounded in the raid, Belvaar said. \
         Ektar said nobody was killed.",
        expect![[r#"
            ASSAULT [Belvaari opposition groups] to [] asserted “The two Belvaari opposition groups fought near Ondrel”
            ASSAULT [belvaari rebels] to [Ektar] asserted “Belvaari rebels attacked Ektar”
        "#]],
    );
}

#[test]
fn words_that_gain_or_hit_nobody() {
    check(
        "We cannot allow this regime to have a weapon, the Veskaran president said. Critics attacked Secretary Dan Orlan for his remarks. \
         The fighter gave up his life for the cause. Veskara cannot mobilize the international community. The Veskaran president fired \
         someone in his office on Monday.",
        expect![[r#"
            SANCTION/expel [Veskara] to [] asserted “The Veskaran president fired someone in his office on Monday”
        "#]],
    );
}

#[test]
fn done_and_not_done_read_again() {
    check(
        "Vand was arrested and beaten by the Veskaran police. There is no evidence that Veskara bombed the port. The Veskaran army used gas \
         to kill 100 villagers. The Veskaran president should cut off aid to the north. Veskara promised enormous consequences. Veskara \
         turned over the messages.",
        expect![[r#"
            COERCE/arrest [] to [Vand] asserted “Vand was arrested”
            ASSAULT/beat [Veskara] to [Vand] asserted “beaten by the Veskaran police”
            ASSAULT/explosives [Veskara] to [] negated “Veskara bombed the port”
            ASSAULT [Veskara] to [villagers] asserted “kill 100 villagers”
            SANCTION/discontinue [Veskara] to [] hypothetical “The Veskaran president should cut off aid to the north”
            THREATEN [Veskara] to [] asserted “Veskara promised enormous consequences”
        "#]],
    );
}
