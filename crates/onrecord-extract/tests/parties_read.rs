//! Classes of error in the parties of reports that nobody had read before, as cuttings: our own sentences about invented parties, read
//! by the shipped engine. A line a mention: words, whom they mean, of which state or body.

mod support;

use expect_test::{Expect, expect};
use support::{name, read, words};

fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let mut out = String::new();
    for m in &reading.mentions {
        let of = m.affiliation.as_deref().map_or(String::new(), |a| format!(" ({a})"));
        out += &format!("{} = {} {}{of}\n", words(&reading, m.span), m.canonical, name!(&m.kind));
    }
    expected.assert_eq(&out);
}

#[test]
fn capitals_of_one_coordination_are_all_cities_or_none_is() {
    check(
        "She wrote to Moscow, Tokyo and Beijing. She has lived in Cairo and Tunis.",
        expect![[r#"
            Moscow = Russia state
            Tokyo = Japan state
            Beijing = China state
            Cairo = Cairo place (Egypt)
            Tunis = Tunis place (Tunisia)
        "#]],
    );
}

#[test]
fn it_that_means_nobody() {
    check(
        "The Ruvane Column, an armed group, joined the talks. It agreed to wait. \
         The envoy said it was too late for mediators to act. It took weeks. He wants to rip it up, and there is something behind it.",
        expect![[r#"
            Ruvane Column = Ruvane Column armed_group
            an armed group = Ruvane Column armed_group
            It = Ruvane Column armed_group
            The envoy = envoy person
            mediators = mediators person
            He = envoy person
        "#]],
    );
}

#[test]
fn of_two_of_one_family_the_one_told_of_most() {
    check(
        "Colin Harrow was killed in the valley. Colin's uncle, Ken Harrow, wept. Police said Harrow was captured in May.",
        expect![[r#"
            Colin Harrow = Colin Harrow person
            Colin's uncle = Ken Harrow person
            Colin = Colin Harrow person
            Ken Harrow = Ken Harrow person
            Police = Police person
            Harrow = Colin Harrow person
        "#]],
    );
}

#[test]
fn parts_of_a_full_name() {
    check(
        "The envoy met Sadim Abdul Rafi, the head of a research group. Mr. Abdul Rafi said the road was open.\n\nForeign minister Ro Min \
         Sook left. “This will end badly,” Ro told reporters.",
        expect![[r#"
            The envoy = envoy person
            Sadim Abdul Rafi = Sadim Abdul Rafi person
            the head = Sadim Abdul Rafi person
            a research group = research group organisation
            Abdul Rafi = Sadim Abdul Rafi person
            Ro Min Sook = Ro Min Sook person
            Ro = Ro Min Sook person
            reporters = reporters person
        "#]],
    );
}

#[test]
fn a_given_name_that_is_somebody_elses_family_name() {
    check(
        "Ahmad al-Tarsi, the leader, was killed by an airstrike. Tarsi was buried.",
        expect![[r#"
        Ahmad al-Tarsi = Ahmad al-Tarsi person
        the leader = Ahmad al-Tarsi person
        Tarsi = Ahmad al-Tarsi person
    "#]],
    );
}

#[test]
fn titles_of_rank_and_of_what_is_in_somebodys_care() {
    check(
        "Deputy National Security Adviser Dan Orlan left. Acting Budget Director Karl Venn stayed. U.S. Ambassador to the United Nations \
         Mara Quill said her team would return.",
        expect![[r#"
            Dan Orlan = Dan Orlan person
            Karl Venn = Karl Venn person
            U.S. = United States state
            United Nations = United Nations organisation
            Mara Quill = Mara Quill person (United States)
            her team = team organisation
            her = Mara Quill person (United States)
        "#]],
    );
}

#[test]
fn who_governs_is_the_leader() {
    check(
        "Veskaran President Dan Orlan spoke on Monday. The Veskaran leader left.",
        expect![[r#"
        Veskaran = Veskaran state
        Dan Orlan = Dan Orlan person (Veskaran)
        The Veskaran leader = Dan Orlan person (Veskaran)
        Veskaran = Veskaran state
    "#]],
    );
}

#[test]
fn an_abbreviation_with_points_ends_a_sentence() {
    check(
        "They flew to the U.S. Mara Orlan said so. They are the No. 1 threat.",
        expect![[r#"
            U.S. = United States state
            Mara Orlan = Mara Orlan person
        "#]],
    );
}

#[test]
fn languages_and_sides_that_are_nobody() {
    check(
        "The text is written in Russian. She speaks French. The shot hit the left side of the door. They agreed to join forces.",
        expect![[r#""#]],
    );
}

#[test]
fn a_family_name_goes_to_whom_the_report_has_told_of() {
    check(
        "Daven Orrel Hollisk was killed near Ondrel. Belvaar police said Mr. Hollisk had carried his passport. Mirena Hollisk, a cousin, \
         said the family is confused over his death. She said Daven Hollisk had called. Mirena Hollisk wept. Hollisk was 30.",
        expect![[r#"
            Daven Orrel Hollisk = Daven Orrel Hollisk person
            Ondrel = Ondrel place
            Belvaar police = Belvaar police person (Belvaar)
            Belvaar = Belvaar state
            Hollisk = Daven Orrel Hollisk person
            his = Daven Orrel Hollisk person
            Mirena Hollisk = Mirena Hollisk person
            the family = family person
            his = Daven Orrel Hollisk person
            She = Mirena Hollisk person
            Daven Hollisk = Daven Orrel Hollisk person
            Mirena Hollisk = Mirena Hollisk person
            Hollisk = Daven Orrel Hollisk person
        "#]],
    );
    check(
        "Hollisk resigned on Monday. Daven Hollisk, 61, had led Belvaar since May.",
        expect![[r#"
        Hollisk = Daven Hollisk person
        Daven Hollisk = Daven Hollisk person
        Belvaar = Belvaar place
    "#]],
    );
}

#[test]
fn who_speaks_a_quotation_is_not_he() {
    check(
        "Rusk Tolan won the vote. \"He has won their trust,\" Daven Hollisk said. \"He shall pay.\" He then left.",
        expect![[r#"
            Rusk Tolan = Rusk Tolan person
            He = Rusk Tolan person
            Daven Hollisk = Daven Hollisk person
            He = Rusk Tolan person
            He = Daven Hollisk person
        "#]],
    );
    check(
        "Daven Hollisk said he would resign. Daven Hollisk said that \"he would never sign\".",
        expect![[r#"
        Daven Hollisk = Daven Hollisk person
        he = Daven Hollisk person
        Daven Hollisk = Daven Hollisk person
        he = Daven Hollisk person
    "#]],
    );
}

#[test]
fn himself_and_whose_general() {
    check(
        "Daven Hollisk said that they would not target Tolan Rusk himself. Mirena Terrane fired Orlo Brandt, her general. \
         Tolan Rusk pressed Daven Hollisk for his view.",
        expect![[r#"
            Daven Hollisk = Daven Hollisk person
            Tolan Rusk = Tolan Rusk person
            himself = Tolan Rusk person
            Mirena Terrane = Mirena Terrane person
            Orlo Brandt = Orlo Brandt person
            her general = Orlo Brandt person
            her = Mirena Terrane person
            Tolan Rusk = Tolan Rusk person
            Daven Hollisk = Daven Hollisk person
            his = Daven Hollisk person
        "#]],
    );
}

#[test]
fn him_and_his_forces() {
    check(
        "Daven Hollisk would hit targets of value to Tolan Rusk and his forces.",
        expect![[r#"
        Daven Hollisk = Daven Hollisk person
        Tolan Rusk = Tolan Rusk person
        his forces = forces person
        his = Tolan Rusk person
    "#]],
    );
}

#[test]
fn she_is_a_woman_by_her_given_name() {
    check(
        "Mira Hollisk has taken the blame. The act helps the President and Vice President. She did it on the eve of a debate.",
        expect![[r#"
            Mira Hollisk = Mira Hollisk person
            the President = President person
            Vice President = Vice President person
            She = Mira Hollisk person
        "#]],
    );
}

#[test]
fn they_are_not_those_who_are_told() {
    check(
        "Asked about Veskara by reporters, Daven Hollisk said: \"They want a quarrel.\" Daven Hollisk told reporters that they were slow.",
        expect![[r#"
            Veskara = Veskara organisation
            reporters = reporters person
            Daven Hollisk = Daven Hollisk person
            Daven Hollisk = Daven Hollisk person
            reporters = reporters person
            they = reporters person
        "#]],
    );
    check(
        "Officials said they expect a vote. No day was set, officials said. They expect a vote.",
        expect![[r#"
        Officials = Officials person
        they = Officials person
        officials = officials person
        They = officials person
    "#]],
    );
}

#[test]
fn it_and_they_that_are_things() {
    check(
        "Ektar's arsenal is not what it was in May. Shells fell on Ektar; Belvaar cannot say where they were made. \
         The Ruvane Column said its men fled before they were used as shields. Ektar denied that it was attacked.",
        expect![[r#"
            Ektar = Ektar organisation
            Ektar = Ektar organisation
            Belvaar = Belvaar organisation
            Ruvane Column = Ruvane Column organisation
            its = Ruvane Column organisation
            they = Ruvane Column organisation
            Ektar = Ektar organisation
            it = Ektar organisation
        "#]],
    );
}

#[test]
fn names_joined_by_on_and_and() {
    check(
        "The Council on Ruvane Affairs met. The Center for Peace and Border Studies said so. \
         Deputy Health Department spokeswoman Ana Orr said the water was clean. The Council and Parliament agreed.",
        expect![[r#"
            Council on Ruvane Affairs = Council on Ruvane Affairs organisation
            Center for Peace and Border Studies = Center for Peace and Border Studies organisation
            Health Department = Health Department organisation
            Ana Orr = Ana Orr person (Health Department)
            Council = Council organisation
            Parliament = Parliament organisation
        "#]],
    );
}

#[test]
fn what_is_no_party() {
    check(
        "A vote on military force in Ektar was due. The cabinet lacks the legal authorities needed to send guns. \
         Daven Hollisk claims full authority to tax grain. There was a fine for the party responsible. \
         On another front, Ektar raised taxes. The local authorities agreed.",
        expect![[r#"
            Ektar = Ektar place
            The cabinet = cabinet organisation
            Daven Hollisk = Daven Hollisk person
            Ektar = Ektar state
            The local authorities = local authorities organisation
        "#]],
    );
}

#[test]
fn an_office_in_a_name() {
    check(
        "Archbishop Sel Marrow spoke. Critics said the archbishop was wrong. Pope Marin Tull came to Ondrel. The Pope said that \
         peace must come. The pontiff left.",
        expect![[r#"
            Sel Marrow = Sel Marrow person
            Critics = Critics person
            the archbishop = Sel Marrow person
            Marin Tull = Marin Tull person
            Ondrel = Ondrel place
            The Pope = Marin Tull person
            The pontiff = Marin Tull person
        "#]],
    );
}

#[test]
fn a_group_by_its_name_and_noun() {
    check(
        "Jets also hit another outfit, the Harrad group, which was worse than the Ruvane Column. Daven Hollisk cited the strike on Harrad, \
         naming the group for the first time.",
        expect![[r#"
            the Harrad group = Harrad organisation
            Harrad = Harrad organisation
            Ruvane Column = Ruvane Column organisation
            Daven Hollisk = Daven Hollisk person
            Harrad = Harrad organisation
            the group = Harrad organisation
        "#]],
    );
}

#[test]
fn whose_country_and_administration() {
    check(
        "\"Ektar robbed our country,\" said Iraqi President Daven Hollisk. The situation in Syria is worse given the nation's unrest. \
         Aides made the administration's case. The Hollisk administration sent it Saturday. The Rusk administration had not.",
        expect![[r#"
            Ektar = Ektar state
            our country = Iraq state (Iraq)
            Iraqi = Iraq state
            Daven Hollisk = Daven Hollisk person (Iraq)
            Syria = Syria state
            the nation = Syria state (Syria)
            Aides = Aides person
            the administration = Hollisk administration organisation
            The Hollisk administration = Hollisk administration organisation
            Hollisk = Daven Hollisk person (Iraq)
            The Rusk administration = Rusk administration organisation
            Rusk = Rusk person
        "#]],
    );
}

#[test]
fn whose_regime() {
    check(
        "Belvaar aided rebels who fight the regime of Iraqi President Daven Hollisk.",
        expect![[r#"
        Belvaar = Belvaar state
        rebels = rebels person
        the regime of Iraqi = Iraq state (Iraq)
        Iraqi = Iraq state
        Daven Hollisk = Daven Hollisk person (Iraq)
    "#]],
    );
}

#[test]
fn a_site_by_number_and_one_of_a_people() {
    check(
        "Upon completion of Launch Site Number Two at Fort Karsh, Mirena Terrane spoke. An Iraqi working in Veskara was jailed. \
         An Iraqi minister left.",
        expect![[r#"
            Launch Site Number Two = Launch Site Number Two facility
            Fort Karsh = Fort Karsh place
            Mirena Terrane = Mirena Terrane person
            An Iraqi = Iraqi person (Iraq)
            Iraqi = Iraq state
            Veskara = Veskara place
            An Iraqi minister = Iraqi minister person (Iraq)
            Iraqi = Iraq state
        "#]],
    );
}

#[test]
fn a_group_stays_one_though_it_is_they() {
    check(
        "The militant group Ruvane Column won. \"They have taken ground,\" Daven Hollisk said of the Ruvane Column. Once the Ruvane Column \
         takes a town, it loses its friends.",
        expect![[r#"
            The militant group = Ruvane Column armed_group
            Ruvane Column = Ruvane Column armed_group
            They = Ruvane Column armed_group
            Daven Hollisk = Daven Hollisk person
            Ruvane Column = Ruvane Column armed_group
            Ruvane Column = Ruvane Column armed_group
            it = Ruvane Column armed_group
            its = Ruvane Column armed_group
        "#]],
    );
}

#[test]
fn what_she_says_of_herself() {
    check(
        "Kenna Hollisk wept over his death. Police came to the mother. Kenna Hollisk said she was in touch with him. She noted that he prayed.",
        expect![[r#"
            Kenna Hollisk = Kenna Hollisk person
            Police = Police person
            the mother = mother person
            Kenna Hollisk = Kenna Hollisk person
            she = Kenna Hollisk person
            She = Kenna Hollisk person
        "#]],
    );
    check(
        "Mirena Terrane has taken the blame. It was on Monday. It was late. Nobody knew. The act helps the President and the Vice President. \
         She did it on the eve of a debate.",
        expect![[r#"
            Mirena Terrane = Mirena Terrane person
            the President = President person
            the Vice President = Vice President person
            She = Mirena Terrane person
        "#]],
    );
}
