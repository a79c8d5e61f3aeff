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
