//! Classes of error found in reports that nobody had read before, as cuttings: our own sentences about invented parties, read by the
//! shipped engine.

mod support;

use expect_test::{Expect, expect};
use onrecord_model::{AttributionKind, Span};
use support::{contacts, gaps, name, read};

/// One line a row; attitudes left out.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let words = |s: Span| support::words(&reading, s);
    let mut out = String::new();
    for a in reading.attributions.iter().filter(|a| a.kind != AttributionKind::Attitude) {
        out += &format!("{} {}\n", support::said(&reading, a), name!(&a.act));
    }
    for f in &reading.figures {
        out += &format!("figure {} {} {}\n", words(f.span), name!(&f.measure), f.of.as_deref().unwrap_or("–"));
    }
    out += &contacts(&reading);
    for w in &reading.withdrawals {
        out += &format!("withdrawal {} by {}\n", name!(&w.kind), w.by.as_deref().unwrap_or("–"));
    }
    out += &gaps(&reading);
    expected.assert_eq(&out);
}

#[test]
fn whose_spokesman() {
    check(
        "A spokesman for Veskaran Prime Minister Daven Hollisk said that the road was open. The family of slain reporter Orlo Brandt \
         said on Monday that he had been beaten. Chief of staff Mara Quill said that the army was ready.",
        expect![[r#"
            [A spokesman for Veskaran Prime Minister Daven Hollisk = spokesman for Veskaran Prime Minister Daven Hollisk] <said> “that the road was open” say
            [The family of slain reporter Orlo Brandt = family of slain reporter Orlo Brandt] <said> “that he had been beaten” say
            [Chief of staff Mara Quill = Mara Quill] <said> “that the army was ready” say
        "#]],
    );
}

#[test]
fn a_name_of_an_outlet_in_one_piece() {
    check(
        "The talks failed, the Old Merrow Times reports. The Port Merrow Chronicle said on Monday that aid came late.",
        expect![[r#"
            [the Old Merrow Times = Old Merrow Times] <reports> “The talks failed” report
            [The Port Merrow Chronicle = Port Merrow Chronicle] <said> “that aid came late” say
        "#]],
    );
}

#[test]
fn a_speaker_in_one_piece() {
    check(
        "South Vandia's military said the rocket had failed. President Ranh Seok-jun said it was a provocation.",
        expect![[r#"
            [South Vandia's military = South Vandia's military] <said> “the rocket had failed” say
            [President Ranh Seok-jun = Ranh Seok-jun] <said> “it was a provocation” say
        "#]],
    );
}

#[test]
fn to_call_is_to_say_and_to_ask_is_no_demand() {
    check(
        "Minister Daven Hollisk called the letter a stunt. Hollisk called for a truce. “Does he want a war?” Hollisk asked. \
         Mara Quill asked whether the port was open.",
        expect![[r#"
            [Minister Daven Hollisk = Daven Hollisk] <called> “the letter a stunt” say
            [Hollisk = Daven Hollisk] <called for> “a truce” demand
            [Mara Quill = Mara Quill] <asked> “whether the port was open” say
        "#]],
    );
}

#[test]
fn who_the_relative_pronoun_stands_for() {
    check(
        "Hollisk faces criticism from some Veskaran officials, who say that the raid was illegal. The vote was a change of mind for Mara \
         Quill, who said in May that the dam was safe.",
        expect![[r#"
            [who = some Veskaran officials] <say> “that the raid was illegal” say
            [who = Mara Quill] <said> “that the dam was safe” say
        "#]],
    );
}

#[test]
fn the_reports_own_we_is_none_of_its_speakers() {
    check(
        "Mara Quill said the dam was safe. I think the dam will break. You know that the road is shut.",
        expect![[r#"
            [Mara Quill = Mara Quill] <said> “the dam was safe” say
        "#]],
    );
}

#[test]
fn what_is_added_to_a_thing_is_not_said() {
    check(
        "The photographs do not settle the matter, but they add weight to the charge of the council. “The dam is safe,” Hollisk said, \
         adding that the road was open.",
        expect![[r#"
            [Hollisk = Hollisk] <said> “The dam is safe,” say
            [Hollisk = Hollisk] <adding> “that the road was open” say
        "#]],
    );
}

#[test]
fn a_quotation_over_paragraphs_and_page_lines() {
    check(
        "“We came in good faith,” Mara Quill said. “We wanted peace.\nWe waited for a week.\nNobody came to the dam.”\nSEE ALSO: The dam \
         that nobody wants\nMinister Daven Hollisk said the road was open. “It was always open.”\nREAD MORE: Roads of Veskara\n“It will stay \
         open.”",
        expect![[r#"
            [Mara Quill = Mara Quill] <said> “We came in good faith” “We wanted peace” “We waited for a week” “Nobody came to the dam.” say
            [Minister Daven Hollisk = Daven Hollisk] <said> “the road was open” “It was always open.” “It will stay open.” say
        "#]],
    );
}

#[test]
fn counts_behind_an_abbreviation_and_counts_of_nothing() {
    check(
        "There are about 8,400 U.S. troops in the valley. There are four big reasons and two sides to the story in at least one respect.",
        expect![[r#"
            figure about 8,400 troops U.S. troops
        "#]],
    );
}

#[test]
fn what_is_no_gap() {
    check(
        "The militia refused to release the captives. Weapons will not be provided, officials said. They do not know what to do, she said. \
         The ministry did not respond to the offer. The ministry declined to provide details. The army did not respond to requests for \
         comment.",
        expect![[r#"
            [officials = officials] <said> “The militia refused to release the captives. Weapons will not be provided” say
            [she = –] <said> “They do not know what to do” say
            [The ministry = ministry] <declined to provide> “details” withhold
            [The army = army] <did not respond>  withhold
            gap details “declined to provide”
            gap comment “did not respond”
        "#]],
    );
}

#[test]
fn a_court_denies_nothing() {
    check(
        "All charges against former President Daven Hollisk were dismissed by the court. A truce would help tamp down the claims of the \
         militia.",
        expect![[r#"
            [the court = court] <dismissed> “All charges against former President Daven Hollisk” other
        "#]],
    );
}

#[test]
fn contacts_that_are_none() {
    check(
        "Veskara and the Tide Movement have fought for years. President Hollisk will chair a meeting of the Security Council. Hollisk spoke to \
         the fears of Veskarans. Talmeria agreed at once, which led to the talks between Veskara and Corvane in Ondrel. Analysts from Talmeria \
         saw the negotiations between Veskara and Corvane fail.",
        expect![[r#"
            contact Veskara – Corvane held
            contact Veskara – Corvane ended
        "#]],
    );
}

#[test]
fn groups_named_by_a_letter_and_a_number() {
    check(
        "The G-7 said on Monday that the dam was safe.",
        expect![[r#"
            [The G-7 = Group of Seven] <said> “that the dam was safe” say
        "#]],
    );
}

#[test]
fn who_speaks_together() {
    check(
        "Foreign Minister Dana Orlov and Defence Minister Pavel Istrin said that talks would resume. Spokesman Tarek Olin and an aide to \
         the president said the ceasefire was holding. The Vellan government and the Northern Front said they had agreed to a truce.",
        expect![[r#"
            [Foreign Minister Dana Orlov and Defence Minister Pavel Istrin = Dana Orlov; Pavel Istrin] <said> “that talks would resume” say
            [Spokesman Tarek Olin and an aide to the president = Tarek Olin; aide to the president] <said> “the ceasefire was holding” say
            [The Vellan government and the Northern Front = Vellan government; Northern Front] <said> “they had agreed to a truce” say
        "#]],
    );
    // one person with a long description, a title parsed beside its name, a post two people hold
    check(
        "Dana Orlov, the chair of the council and a member of the board, said that the road was open. Orlov and Vice President Jon \
         Bidwell said that the bridge was shut. President Amar Vell met President Ilya Dorn. The president said he would return.",
        expect![[r#"
            [Dana Orlov, the chair of the council and a member of the board = Dana Orlov] <said> “that the road was open” say
            [Orlov and Vice President Jon Bidwell = Dana Orlov; Jon Bidwell] <said> “that the bridge was shut” say
            [The president = president] <said> “he would return” say
            contact Amar Vell – Ilya Dorn held
        "#]],
    );
}

#[test]
fn the_north_is_the_state_of_that_name() {
    let known = "state:veskara\tstate\tVeskara\t\t\tVeskaran\tOndrel\nstate:north-orsk\tstate\tNorth Orsk\t\t\tNorth Orskan\tHavel\n";
    let lexicon = onrecord_lexicon::Lexicon::empty().with_additions(known).expect("the table is right");
    let north = |text: &str| {
        let reading = support::read_with(text, &lexicon);
        reading.mentions.iter().filter(|m| m.canonical == "North Orsk").count()
    };
    assert_eq!(north("North Orsk fired a rocket on Friday. Veskara said the North had warned nobody."), 2);
    assert_eq!(north("Veskara said the North had warned nobody."), 0);
}

#[test]
fn whom_an_outlet_quotes_behind_the_quotation() {
    check(
        "\"The bridge is closed until further notice,\" the Harbour Gazette quoted Belvaar's defence minister as saying.",
        expect![[r#"
            [the Harbour Gazette = Harbour Gazette] <quoted> “The bridge is closed until further notice” report
            [Belvaar's defence minister = Belvaar's defence minister] <saying> “The bridge is closed until further notice” say
        "#]],
    );
}

#[test]
fn a_programme_in_quotation_marks_is_not_what_was_said() {
    check(
        "“The bridge is closed until further notice,” Mirrowen said on “Face the Harbour.”",
        expect![[r#"
            [Mirrowen = Mirrowen] <said> “The bridge is closed until further notice,” say
        "#]],
    );
}

#[test]
fn who_speaks_is_not_the_name_before_the_comma() {
    check(
        "A defence official told the Merrow Times that the road was open. \
         The planning was begun by Defence Secretary Lena Parrow and went on under Defence Secretary Carl Hobin, the official said.",
        expect![[r#"
            [A defence official = defence official] <told> “that the road was open” say
            [the official = defence official] <said> “The planning was begun by Defence Secretary Lena Parrow and went on under Defence Secretary Carl Hobin” say
        "#]],
    );
}

/// Whom coreference found, spoken before or not; an indefinite description is nobody named before.
#[test]
fn whom_they_and_the_official_are() {
    check(
        "Belvaar's media reported the talks in March. The plan seemed dubious to Veskaran officials. They feared that the fuel could be used \
         in another way.",
        expect![[r#"
            [Belvaar's media = Belvaar's media] <reported> “the talks in March” report
            [They = Veskaran officials] <feared> “that the fuel could be used in another way” believe
        "#]],
    );
    check(
        "\"The attackers came from the hills,\" said the official, Daho Wald. A Veskaran official said that the army was ready. The official \
         said it was late.",
        expect![[r#"
            [the official, Daho Wald = Daho Wald] <said> “The attackers came from the hills,” say
            [A Veskaran official = Veskaran official] <said> “that the army was ready” say
            [The official = Veskaran official] <said> “it was late” say
        "#]],
    );
    check(
        "President Orlo Brandt of Ektar left on Monday. The bridge was closed. The rain went on. The camp was full. Boats came in. \
         Nobody slept. President Lena Parrow of Belvaar visited the camp. The president said that aid would come.",
        expect![[r#"
            [The president = Lena Parrow] <said> “that aid would come” say
        "#]],
    );
}
