//! Classes of error of the events table found by two readers in reports about other wars, as cuttings: our own sentences about
//! invented parties, read by the shipped engine.

mod support;

use expect_test::{Expect, expect};
use support::{name, read, words};

/// Who the parties are, so that a sentence by itself can name them.
const PARTIES: &str = "President Daven Hollisk of Belvaar wrote to the governments of Ektar, Veskara and Tarn and to the Ruvane \
                       Column, an armed group.\n\n";

/// One line an event: type, actor, recipient, date, place, factuality, words.
fn check(text: &str, expected: Expect) {
    let reading = read(&format!("{PARTIES}{text}"));
    let before = PARTIES.chars().count() as u32;
    let mut out = String::new();
    for e in &reading.events {
        let span = *e.evidence.spans().iter().next().expect("evidence");
        if span.start < before {
            continue;
        }
        let mode = e.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
        let date = e.date.as_deref().map(|d| format!(" {d}")).unwrap_or_default();
        let place = e.location.as_deref().map(|l| format!(" in {l}")).unwrap_or_default();
        out += &format!(
            "{}{mode} [{}] to [{}]{date}{place} {} “{}”\n",
            name!(&e.event),
            e.actor.join(", "),
            e.recipient.join(", "),
            name!(&e.factuality),
            words(&reading, span)
        );
    }
    expected.assert_eq(&out);
}

#[test]
fn opinions_wishes_and_votes_at_home_are_no_acts() {
    check(
        "A wide majority of Belvaaris are opposed to the intervention. Of 200 callers, 90 percent supported Veskara. Ektar does not \
         want a broken Veskara. Deputy Quill is willing to vote against her district. Families visiting Veskara were tired. \
         Hollisk would help if attacked.",
        expect![],
    );
    check(
        "Belvaar said it opposes any move on the islands. Ektar does not want talks with Belvaar. Ektar's foreign minister, visiting \
         Veskara, called for calm.",
        expect![[r#"
            REJECT [Belvaar] to [] reported “it opposes any move on the islands”
            REJECT [Ektar] to [Belvaar] asserted “Ektar does not want talks with Belvaar”
            REQUEST [Ektar] to [] asserted “Ektar's foreign minister, visiting Veskara, called for calm”
            CONSULT/visit [Ektar] to [Veskara] asserted “visiting Veskara”
        "#]],
    );
}

#[test]
fn a_description_of_nobody_named_is_no_act() {
    check(
        "Belvaar will hunt down gangs who threaten our country. Hollisk could have bombed Ektar without asking parliament. It is \
         absurd to think the minister would discuss options on Ektar. Hollisk saw the oil fields that Belvaar had previously offered.",
        expect![],
    );
    check(
        "The rebels who shelled Ondrel on Friday left. The Ruvane Column, which attacked Ektar, left. Belvaar struck Veskara without \
         warning.",
        expect![[r#"
            ASSAULT/heavy-weapons [rebels] to [Ondrel] asserted “who shelled Ondrel on Friday”
            ASSAULT [Ruvane Column] to [Ektar] asserted “which attacked Ektar”
            ASSAULT [Belvaar] to [Veskara] asserted “Belvaar struck Veskara without warning”
        "#]],
    );
}

#[test]
fn a_word_of_force_for_something_else() {
    check(
        "Hollisk was struck by the courtesy of the offer. Hollisk shot himself in the foot on trade. Ministers could suspend judgment. \
         Ektar seems to have given up waiting. The firm executed the contract. Hollisk ignored the record. Belvaar fired General Orin \
         Vael. Pressures threaten the ministry.",
        expect![[r#"
            SANCTION/expel [Belvaar] to [Orin Vael] asserted “Belvaar fired General Orin Vael”
        "#]],
    );
    check(
        "Ektar struck the depot. Police shot a demonstrator in the foot. Belvaar suspended arms deliveries to Ektar. Ektar gave up its \
         claim. The Column executed two captives. Hollisk ignored the appeal of Veskara. Rebels fired on the general. Hollisk attacked \
         the treaty.",
        expect![[r#"
            ASSAULT [Ektar] to [] asserted “Ektar struck the depot”
            ASSAULT/firearms [police] to [demonstrator] asserted “Police shot a demonstrator in the foot”
            SANCTION/discontinue [Belvaar] to [Ektar] asserted “Belvaar suspended arms deliveries to Ektar”
            CONCEDE [Ektar] to [] asserted “Ektar gave up its claim”
            ASSAULT/targeted [Ruvane Column] to [] asserted “The Column executed two captives”
            REJECT [Daven Hollisk] to [Veskara] asserted “Hollisk ignored the appeal of Veskara”
            ASSAULT/firearms [rebels] to [] asserted “Rebels fired on the general”
            ACCUSE/disapprove [Daven Hollisk] to [] asserted “Hollisk attacked the treaty”
        "#]],
    );
}

#[test]
fn one_attack_told_by_two_verbs() {
    check(
        "Ektar said Belvaar had bombed the port, killing nine people and wounding four soldiers. Ektar killed two soldiers and wounded \
         three policemen in Veskara. Police closed the square, barring residents from their homes.",
        expect![[r#"
            ASSAULT/explosives [Belvaar] to [people, soldiers] reported “Belvaar had bombed the port”
            ASSAULT [Ektar] to [soldiers, policemen] in Veskara asserted “Ektar killed two soldiers”
            COERCE/restrict [police] to [residents] asserted “Police closed the square”
        "#]],
    );
    check(
        "Ektar arrested nine rebels, killing two in the raid. Belvaar shelled the port and hours later bombed the bridge.",
        expect![[r#"
            COERCE/arrest [Ektar] to [nine rebels] asserted “Ektar arrested nine rebels”
            ASSAULT [Ektar] to [] asserted “killing two in the raid”
            ASSAULT/heavy-weapons [Belvaar] to [] asserted “Belvaar shelled the port”
            ASSAULT/explosives [Belvaar] to [] asserted “bombed the bridge”
        "#]],
    );
}

#[test]
fn denied_doubted_demanded_and_planned() {
    check(
        "Ektar denied sending arms to the Ruvane Column. The army of Veskara denied it had shelled Tarn. The mission \
         will not involve Belvaari soldiers fighting abroad. Hollisk is not going to go around menacing Tarn. Hollisk said Ektar \
         could agree to leave. There are questions about whether Ektar will attack Veskara. Talks failed over Veskara's \
         demand that Ektar apologise for the raid. Hollisk will press Veskara to sign the pact. Belvaar is set to deploy soldiers in Tarn.",
        expect![[r#"
            AID [Ektar] to [Ruvane Column] negated “sending arms to the Ruvane Column”
            ASSAULT/heavy-weapons [Veskara] to [Tarn] negated “it had shelled Tarn”
            ASSAULT [Belvaar] to [] negated “fighting”
            THREATEN [Daven Hollisk] to [Tarn] negated “menacing Tarn”
            AGREE [Ektar] to [] hypothetical “Ektar could agree to leave”
            THREATEN/violence [Ektar] to [Veskara] hypothetical “Ektar will attack Veskara”
            REQUEST/yield [Veskara] to [Ektar] asserted “Veskara's demand that Ektar apologise for the raid”
            REQUEST [Daven Hollisk] to [Veskara] planned “Hollisk will press Veskara to sign the pact”
            MOBILIZE/troops [Belvaar] to [soldiers] in Tarn planned “deploy soldiers in Tarn”
        "#]],
    );
}

#[test]
fn whom_it_befalls_stands_elsewhere() {
    check(
        "Ektar threatened to shell Tarn. She spoke of Tarn, an island that Ektar threatened to shell. Hollisk vowed to destroy the \
         Ruvane Column. Ektar is committed to defending Veskara. Belvaar announced sanctions targeting Veskara. The Ruvane Column, which \
         Belvaar has accused of looting, left. Ektar has been bombing and shelling Veskara.",
        expect![[r#"
            THREATEN/violence [Ektar] to [Tarn] asserted “Ektar threatened to shell Tarn”
            THREATEN/violence [Daven Hollisk] to [Ruvane Column] asserted “Hollisk vowed to destroy the Ruvane Column”
            AGREE [Ektar] to [Veskara] asserted “Ektar is committed”
            SANCTION/discontinue [Belvaar] to [Veskara] reported “Belvaar announced sanctions targeting Veskara”
            ACCUSE/allege [Belvaar] to [Ruvane Column] asserted “which Belvaar has accused of looting”
            ASSAULT/explosives [Ektar] to [Veskara] asserted “Ektar has been bombing”
            ASSAULT/heavy-weapons [Ektar] to [Veskara] asserted “shelling Veskara”
        "#]],
    );
    check(
        "Ektar refused to meet Belvaar. Ektar threatened to impose sanctions on Veskara. Ektar refused to condemn Tarn.",
        expect![[r#"
            REJECT/meet [Ektar] to [Belvaar] asserted “Ektar refused to meet Belvaar”
            THREATEN [Ektar] to [Veskara] asserted “Ektar threatened to impose sanctions on Veskara”
            REJECT [Ektar] to [] asserted “Ektar refused to condemn Tarn”
        "#]],
    );
    check(
        "Ektar threatened to attack if the talks failed. Ektar condemned the plan that Belvaar rejected.",
        expect![[r#"
        THREATEN/violence [Ektar] to [] asserted “Ektar threatened to attack if the talks failed”
        ACCUSE/disapprove [Ektar] to [] asserted “Ektar condemned the plan that Belvaar rejected”
    "#]],
    );
}

#[test]
fn whose_the_party_is() {
    check(
        "Backers of Ektar urged the ministry to keep quiet. A former director of the Border Agency urged Belvaar to leave. Forty people \
         died in a Ruvane Column suicide bombing in Ondrel. Students rallied to honour a judge, stabbed outside the court. The raid was \
         condemned by Ektar.",
        expect![[r#"
            REQUEST [Backers] to [ministry] asserted “Backers of Ektar urged the ministry to keep quiet”
            REQUEST [former director] to [Belvaar] asserted “A former director of the Border Agency urged Belvaar to leave”
            ASSAULT/suicide-attack [Ruvane Column] to [people] in Ondrel asserted “Forty people died in a Ruvane Column suicide bombing in Ondrel”
            PROTEST/demo [Students] to [] asserted “Students rallied”
            ASSAULT/primitive [] to [judge] asserted “stabbed outside the court”
            ACCUSE/disapprove [Ektar] to [] asserted “The raid was condemned by Ektar”
        "#]],
    );
}

#[test]
fn the_place_is_that_of_the_act() {
    check(
        "Some Veskaran ministers questioned the raids in Ektar. Hollisk condemned the raids in a speech in Ondrel. Ektar struck the depot \
         in Tarn. In Veskara, Belvaar signed a pact.",
        expect![[r#"
            ACCUSE/disapprove [Veskara] to [] asserted “Some Veskaran ministers questioned the raids in Ektar”
            ACCUSE/disapprove [Daven Hollisk] to [] in Ondrel asserted “Hollisk condemned the raids in a speech in Ondrel”
            ASSAULT [Ektar] to [] in Tarn asserted “Ektar struck the depot in Tarn”
            SUPPORT [Belvaar] to [] in Veskara asserted “In Veskara, Belvaar signed a pact”
        "#]],
    );
}

#[test]
fn what_is_asked_or_threatened_gives_the_mode() {
    check(
        "Hollisk urged Ektar to change its course. Tarn's minister urged Ektar to send aid to Veskara. Ektar has rejected Belvaar's call to \
         free the captives. Ektar threatened an attack on Tarn. Ektar warned citizens in Veskara to avoid markets. Ektar warned Veskara to \
         stay out of its waters.",
        expect![[r#"
            REQUEST/change [Daven Hollisk] to [Ektar] asserted “Hollisk urged Ektar to change its course”
            REQUEST/assist [Tarn] to [Ektar] asserted “Tarn's minister urged Ektar to send aid to Veskara”
            REJECT/yield [Ektar] to [Belvaar] asserted “Ektar has rejected Belvaar's call to free the captives”
            THREATEN/violence [Ektar] to [Tarn] asserted “Ektar threatened an attack on Tarn”
            REQUEST [Ektar] to [citizens] asserted “Ektar warned citizens in Veskara to avoid markets”
            THREATEN [Ektar] to [Veskara] asserted “Ektar warned Veskara to stay out of its waters”
        "#]],
    );
}
