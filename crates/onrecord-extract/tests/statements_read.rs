//! Who said what, in classes of error that two readers found in unread news: our own sentences about invented parties, read by the shipped
//! engine.

mod support;

use expect_test::{Expect, expect};
use onrecord_model::{AttributionKind, Span};
use support::{name, read};

/// One line a row, attitudes left out: who, cue, content, type, act, relays, the row around it.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let words = |s: Span| support::words(&reading, s);
    let mut out = String::new();
    for a in reading.attributions.iter().filter(|a| a.kind != AttributionKind::Attitude) {
        let relay: String = a.relay.iter().map(|r| format!(" {} {}", name!(&r.role), words(r.outlet))).collect();
        let inside = if a.nested_in.is_some() { " (inside)" } else { "" };
        let said = support::said(&reading, a);
        out += &format!("{said} {} {}{relay}{inside}\n", name!(&a.source_type), name!(&a.act));
    }
    expected.assert_eq(&out);
}

#[test]
fn posts_and_callings_are_no_part_of_a_name() {
    check(
        "The strike failed, GSA Director Marten Morrow said. Morrow said the bridge was safe. Deputy Assistant Secretary of Defense Mara \
         Wenn said the road was closed. Activist Sami Orlo said troops were shelling the town. Orlo said two died.",
        expect![[r#"
            [GSA Director Marten Morrow = Marten Morrow] <said> “The strike failed” named_person say
            [Morrow = Marten Morrow] <said> “the bridge was safe” named_person say
            [Deputy Assistant Secretary of Defense Mara Wenn = Mara Wenn] <said> “the road was closed” named_person say
            [Activist Sami Orlo = Sami Orlo] <said> “troops were shelling the town” named_person say
            [Orlo = Sami Orlo] <said> “two died” named_person say
        "#]],
    );
    check(
        "“The dose can be raised,” Minister for Home and Border Affairs Danil Rusk said.",
        expect![[r#"
        [Minister for Home and Border Affairs Danil Rusk = Danil Rusk] <said> “The dose can be raised,” named_person say
    "#]],
    );
    check(
        "Senators Joren Palk and Ansel Brode met the envoys on Thursday. Palk said he was disturbed by the vote.",
        expect![[r#"
            [Palk = Joren Palk] <said> “he was disturbed by the vote” named_person say
        "#]],
    );
}

#[test]
fn an_outlet_behind_its_report() {
    check(
        "The Dunmar Post’s long article reported that the ministry knew in August.",
        expect![[r#"
        [The Dunmar Post’s long article = Dunmar Post] <reported> “that the ministry knew in August” media report
    "#]],
    );
    check(
        "The Ektari newspaper Donva Ilin quotes two soldiers as saying the test is near.",
        expect![[r#"
        [The Ektari newspaper Donva Ilin = Donva Ilin] <quotes> “two soldiers as saying the test is near” media report
        [two soldiers = two soldiers] <saying> “the test is near” unnamed_bare say reported_by The Ektari newspaper Donva Ilin (inside)
    "#]],
    );
}

#[test]
fn a_sentence_that_opens_with_a_mark_printed_against_it() {
    check(
        "Palk decried the situation, and its role as an \"anchor in the region.\"\"The army has a tough job,\" Palk said.",
        expect![[r#"
            [Palk = Palk] <decried> “the situation, and its role as an "anchor in the region."” named_person other
            [Palk = Palk] <said> “The army has a tough job,” named_person say
        "#]],
    );
    check(
        "Palk said the government misread the effect of the vote.\"The Column is not secular,\" Palk said. \"It's strong.\"",
        expect![[r#"
            [Palk = Palk] <said> “the government misread the effect of the vote” named_person say
            [Palk = Palk] <said> “The Column is not secular,” “It's strong.” named_person say
        "#]],
    );
    check(
        "Palk said the government misread the effect of the vote.\"\n\nThe minister wept.",
        expect![[r#"
        [Palk = Palk] <said> “the government misread the effect of the vote.” named_person say
    "#]],
    );
}

#[test]
fn a_family_name_that_the_text_gives_to_nobody() {
    check(
        "Mr. Carter said the truce was dormant. Ms. Clinton, a teacher in Belvaar, said the truce was broken.",
        expect![[r#"
            [Mr. Carter = Carter] <said> “the truce was dormant” named_person say
            [Ms. Clinton, a teacher in Belvaar = Clinton] <said> “the truce was broken” named_person say
        "#]],
    );
    check(
        "Netanyahu said the truce was dormant. Putin said the road was open.",
        expect![[r#"
        [Netanyahu = Benjamin Netanyahu] <said> “the truce was dormant” named_person say
        [Putin = Vladimir Putin] <said> “the road was open” named_person say
    "#]],
    );
}

#[test]
fn groups_and_armies() {
    check(
        "The Islamic State group said the raid failed. The Army said the inquiry would take place at Fort Dorn.",
        expect![[r#"
            [The Islamic State group = Islamic State] <said> “the raid failed” armed_group say
            [The Army = Army] <said> “the inquiry would take place at Fort Dorn” named_office say
        "#]],
    );
}

#[test]
fn a_speaker_and_the_outlet_it_is_known_by() {
    check(
        "“The dose can be raised,” said Ivo Lant, according to Reuters.",
        expect![[r#"
        [Ivo Lant = Ivo Lant] <said> “The dose can be raised,” named_person say reported_by Reuters (inside)
        [Reuters = Reuters] <according to> ““The dose can be raised,” said Ivo Lant” media report
    "#]],
    );
    check(
        "“The dose can be raised,” Ivo Lant said, according to Reuters.",
        expect![[r#"
        [Ivo Lant = Ivo Lant] <said> “The dose can be raised,” named_person say reported_by Reuters (inside)
        [Reuters = Reuters] <according to> ““The dose can be raised,” Ivo Lant said” media report
    "#]],
    );
    check(
        "“The road is closed,” Foreign Minister Mara Wenn told the council, according to Reuters.",
        expect![[r#"
        [Foreign Minister Mara Wenn = Mara Wenn] <told> “The road is closed,” named_person say reported_by Reuters (inside)
        [Reuters = Reuters] <according to> ““The road is closed,” Foreign Minister Mara Wenn told the council” media report
    "#]],
    );
    check(
        "The Belvaari army said the missile was fired at noon, according to Reuters, and that it flew for 18 miles.",
        expect![[r#"
            [Reuters = Reuters] <according to> “The Belvaari army said the missile was fired at noon” “and that it flew for 18 miles” media report
            [The Belvaari army = Belvaari army] <said> “the missile was fired at noon” “and that it flew for 18 miles” named_office say reported_by Reuters (inside)
        "#]],
    );
}

#[test]
fn words_that_go_on_behind_the_cue() {
    check(
        "The army will leave Dunmar, the minister said, and the police will follow. Raids will continue, Palk said, but there will be more \
         than raids. Talks will open, the minister said, if the truce holds.",
        expect![[r#"
            [the minister = minister] <said> “The army will leave Dunmar” “and the police will follow” named_office say
            [Palk = Palk] <said> “Raids will continue” “but there will be more than raids” named_person say
            [the minister = minister] <said> “Talks will open” “if the truce holds” named_office say
        "#]],
    );
    check(
        "Troops are likely to desert, the official said, even as rebels rush in “to fill that void.”",
        expect![[r#"
        [the official = official] <said> “Troops are likely to desert” “even as rebels rush in “to fill that void.”” unnamed_specific say
    "#]],
    );
    check(
        "The army will leave, the minister said, but the envoy said the police would stay.",
        expect![[r#"
        [the minister = minister] <said> “The army will leave” named_office say
        [the envoy = envoy] <said> “the police would stay” named_office say
    "#]],
    );
}

#[test]
fn whom_he_does_not_mean() {
    check(
        "The road was closed on Monday, said a Belvaari army spokesman at Fort Dorn, where General Ivo Lant is based. The bridge will \
         reopen in May, he said.",
        expect![[r#"
            [a Belvaari army spokesman at Fort Dorn, where General Ivo Lant is based = Belvaari army spokesman at Fort Dorn] <said> “The road was closed on Monday” unnamed_specific say
            [he = Belvaari army spokesman at Fort Dorn] <said> “The bridge will reopen in May” unnamed_specific say
        "#]],
    );
    check(
        "A doctor who treated Ivo Lant said the wound was small. He said Lant would walk.",
        expect![[r#"
        [A doctor who treated Ivo Lant = doctor] <said> “the wound was small” unnamed_specific say
        [He = doctor] <said> “Lant would walk” unnamed_specific say
    "#]],
    );
    check(
        "The memorial for Yoram Bental, the assassinated Ektari prime minister, was quiet. Prime Minister Oren Dalvik spoke. Later the \
         prime minister said he was tired.",
        expect![[r#"
            [the prime minister = Oren Dalvik] <said> “he was tired” named_person say
        "#]],
    );
    check(
        "Ivo Lant spoke on Monday. His claim that the road was closed is false.",
        expect![[r#"
        [His = Ivo Lant] <claim> “that the road was closed” named_person say
    "#]],
    );
}

#[test]
fn what_is_no_statement() {
    check(
        "The letter was seen by Reuters. Which minister will now believe that the pact has any content? The Ruvane Column governs the \
         valley according to its harsh reading of the law.",
        expect![[""]],
    );
}

#[test]
fn the_whole_speaker_and_no_more() {
    check(
        "Ivo Lant, the day after the assault, said his thinking had changed.",
        expect![[r#"
        [Ivo Lant = Ivo Lant] <said> “his thinking had changed” named_person say
    "#]],
    );
    check(
        "National Security Council spokeswoman Berna Meekin said that the road was closed.",
        expect![[r#"
        [National Security Council spokeswoman Berna Meekin = Berna Meekin] <said> “that the road was closed” named_person say
    "#]],
    );
    check(
        "Talvik is, according to Palk, a liar. The road is now, according to the ministry, a ruin.",
        expect![[r#"
        [Palk = Palk] <according to> “Talvik is” “a liar” named_person say
        [the ministry = ministry] <according to> “The road is now” “a ruin” named_office say
    "#]],
    );
}

#[test]
fn who_cites_and_who_is_cited() {
    check(
        "The Dunmar Post, citing an Ektar official, says Talvik will ask for more sanctions.",
        expect![[r#"
        [an Ektar official = Ektar official] <citing> “Talvik will ask for more sanctions” unnamed_specific say cited_by The Dunmar Post (inside)
        [The Dunmar Post = Dunmar Post] <says> “Talvik will ask for more sanctions” media say
    "#]],
    );
    check(
        "\"I will tell the truth,\" Brode said, The Dunmar Post reported. \"Truth is vital for the peace of the region.\"",
        expect![[r#"
            [Brode = Brode] <said> “I will tell the truth,” “Truth is vital for the peace of the region.” named_person say reported_by The Dunmar Post (inside)
            [The Dunmar Post = The Dunmar Post] <reported> “"I will tell the truth," Brode said” media report
        "#]],
    );
}

#[test]
fn all_who_speak_together() {
    check(
        "It was the Foreign Ministry and the Defence Ministry who said the road was closed. The ministry and Orlo said the bridge was open.",
        expect![[r#"
            [the Foreign Ministry and the Defence Ministry = Foreign Ministry; Defence Ministry] <said> “the road was closed” named_office say
            [The ministry and Orlo = ministry; Orlo] <said> “the bridge was open” named_office say
        "#]],
    );
    check(
        "The army had withdrawn, the Dunmar National Relief Agency said. The DNRA said 40 villages were empty.",
        expect![[r#"
            [the Dunmar National Relief Agency = Dunmar National Relief Agency] <said> “The army had withdrawn” organisation say
            [The DNRA = Dunmar National Relief Agency] <said> “40 villages were empty” organisation say
        "#]],
    );
    check(
        "The Belvaar Observatory for Civil Rights said an offensive began. The Observatory said two died.",
        expect![[r#"
            [The Belvaar Observatory for Civil Rights = Belvaar Observatory for Civil Rights] <said> “an offensive began” organisation say
            [The Observatory = Belvaar Observatory for Civil Rights] <said> “two died” organisation say
        "#]],
    );
}

#[test]
fn small_matters_of_content_and_act() {
    check(
        "Mara Wenn said the truce was broken. Ivo Lant said it was not.",
        expect![[r#"
        [Mara Wenn = Mara Wenn] <said> “the truce was broken” named_person say
        [Ivo Lant = Ivo Lant] <said> “it was not” named_person say
    "#]],
    );
    check(
        "“We should be careful in Dunmar,” insisted Palk.",
        expect![[r#"
        [Palk = Palk] <insisted> “We should be careful in Dunmar,” named_person say
    "#]],
    );
    check(
        "He noted the response was a failure [emphasis mine].",
        expect![[r#"
        [He = –] <noted> “the response was a failure” named_person say
    "#]],
    );
    check(
        "The minister said the goal \"is to match the force of Ektar,\" referring to the fleet.",
        expect![[r#"
        [The minister = minister] <said> “the goal "is to match the force of Ektar,"” named_office say
    "#]],
    );
}

#[test]
fn what_the_first_rules_took_too_far() {
    check(
        "Activist Ahmad al-Vandi said troops were shelling the town.",
        expect![[r#"
        [Activist Ahmad al-Vandi = Ahmad al-Vandi] <said> “troops were shelling the town” named_person say
    "#]],
    );
    check(
        "Defence Minister Orlo Brandt met Prime Minister Oren Dalvik. Mara Quill, a spokeswoman, said the prime minister was tired. Later \
         the prime minister said the talks were over.",
        expect![[r#"
            [Mara Quill, a spokeswoman = Mara Quill] <said> “the prime minister was tired” named_person say
            [the prime minister = Oren Dalvik] <said> “the talks were over” named_person say
        "#]],
    );
    check(
        "The militias freed many of the prisoners Brandt and Quill had seen. “It is a scandal,” ministry spokesman Joren Palk said, in \
         admitting that an editor had “cut” the film.",
        expect![[r#"
            [ministry spokesman Joren Palk = Joren Palk] <said> “It is a scandal,” named_person say
            [ministry spokesman Joren Palk = Joren Palk] <admitting> “that an editor had “cut” the film” named_person confirm
        "#]],
    );
}

#[test]
fn who_speaks_for_whom_and_short_titles() {
    check(
        "Talks\n\nPresident Orlan Vesk left. “It must be explained,” Vesk spokesman Joren Dask said. Rep. Tomas Harl was there. The congressman \
         argued that Vesk was late. Sen. Bill Dorin (D-FL) said the war was over.",
        expect![[r#"
            [Vesk spokesman Joren Dask = Joren Dask] <said> “It must be explained,” named_person say
            [The congressman = Tomas Harl] <argued> “that Vesk was late” named_person say
            [Sen. Bill Dorin (D-FL) = Bill Dorin] <said> “the war was over” named_person say
        "#]],
    );
}
