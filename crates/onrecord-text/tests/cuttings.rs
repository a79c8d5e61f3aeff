//! Sentences and words of cuttings: `¦` between words, a line a sentence.

use expect_test::{Expect, expect};
use onrecord_model::Report;

fn check(text: &str, want: Expect) {
    let analysis = onrecord_text::analyse_plain(&Report { text: text.to_owned(), ..Report::default() });
    let mut got = String::new();
    for s in &analysis.sentences {
        let words: Vec<&str> = s.tokens().map(|i| &*analysis.tokens[i].text).collect();
        got.push_str(&words.join("¦"));
        got.push('\n');
    }
    want.assert_eq(&got);
}

#[test]
fn abbreviations_end_no_sentence() {
    check(
        "PORT VELL, Oct. 11 (VNA) — Gen. A. Orlo met the U.S. envoy at 9 a.m. on Tuesday. He left for Vell Inc. The talks, etc., go on.",
        expect![[r#"
            PORT¦VELL¦,¦Oct.¦11¦(¦VNA¦)¦—¦Gen.¦A.¦Orlo¦met¦the¦U.S.¦envoy¦at¦9¦a.m.¦on¦Tuesday¦.
            He¦left¦for¦Vell¦Inc.
            The¦talks¦,¦etc.¦,¦go¦on¦.
        "#]],
    );
}

#[test]
fn ends_that_no_stop_marks() {
    check(
        "Figure 1.5 The harbour of Vell.\n\nMonday, May 7, 2031 The talks went on.\n\nHe looked like -- But then the ice [...] The \
         port -- the old one -- is shut. VELL (VNA) -- The port is open.",
        expect![[r#"
            Figure¦1.5
            The¦harbour¦of¦Vell¦.
            Monday¦,¦May¦7¦,¦2031
            The¦talks¦went¦on¦.
            He¦looked¦like¦--
            But¦then¦the¦ice¦[...]
            The¦port¦--¦the¦old¦one¦--¦is¦shut¦.
            VELL¦(¦VNA¦)¦--¦The¦port¦is¦open¦.
        "#]],
    );
}

#[test]
fn contractions_hyphens_and_money() {
    check(
        "Vell's envoys didn't reject a $2.5bn, three-year non-aggression deal; they'll meet at 7:30pm. It's 50% of US$5 million.",
        expect![[r#"
            Vell¦'s¦envoys¦did¦n't¦reject¦a¦$¦2.5¦bn¦,¦three¦-¦year¦non-aggression¦deal¦;¦they¦'ll¦meet¦at¦7:30¦pm¦.
            It¦'s¦50¦%¦of¦US$¦5¦million¦.
        "#]],
    );
}

#[test]
fn quotations_keep_their_closing_mark() {
    check(
        "“We go on. We have no choice.” He sat down. “Why now?” Orlo asked. \"Nobody knows!\" she said ... The hall fell silent.",
        expect![[r#"
            “¦We¦go¦on¦.
            We¦have¦no¦choice¦.¦”
            He¦sat¦down¦.
            “¦Why¦now¦?¦”¦Orlo¦asked¦.
            "¦Nobody¦knows¦!¦"¦she¦said¦...
            The¦hall¦fell¦silent¦.
        "#]],
    );
}

#[test]
fn links_handles_and_lists() {
    check(
        "See https://vell.example/a?b=1. Write to desk@vell.example, or @vellpost.\n1. Release of prisoners.\n- A truce [12] of 2–3 weeks.",
        expect![[r#"
            See¦https://vell.example/a?b=1¦.
            Write¦to¦desk@vell.example¦,¦or¦@vellpost¦.
            1¦.¦Release¦of¦prisoners¦.
            -¦A¦truce¦[¦12¦]¦of¦2¦–¦3¦weeks¦.
        "#]],
    );
}
