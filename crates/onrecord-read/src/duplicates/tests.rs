use std::collections::HashSet;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

const WIRE: [&str; 5] = [
    "PORT CALDER (AP) — The crew of the seized ship will be freed on Friday, the mediator said on Monday after two days of talks.",
    "Both factions that hold the sailors agreed to the plan, an official who was not named told reporters in the port.",
    "The blockade would be eased in a second phase, the official said, and an aid corridor opened a week later.",
    "Nothing has been signed yet.",
    "Four earlier rounds broke down over the order in which the sailors and the prisoners were to be released.",
];

fn text<'t>(id: &'t str, outlet: &'t str, published: &'t str, sentences: &[&'t str]) -> Text<'t> {
    Text { id, outlet: Some(outlet), published: Some(published), agency: None, sentences: sentences.to_vec() }
}

fn show(texts: &[Text], copies: &Copies) -> String {
    let mut out = String::new();
    for g in &copies.groups {
        let name = |t: usize| texts[t].id;
        out += &format!("origin {:?} {:?} by {}\n", g.origin.text.map(name), g.origin.agency, g.origin.why);
        for m in &g.members {
            out += &format!("{} {:.2}", name(m.text), m.contained);
            for (n, s) in m.sentences.iter().enumerate() {
                let kind = match s {
                    Match::Same { text, sentence } => format!("={}{sentence}", name(*text)),
                    Match::Changed { text, sentence } => format!("~{}{sentence}", name(*text)),
                    Match::Own => "own".to_owned(),
                };
                out += &format!(" {n}{kind}");
            }
            out.push('\n');
        }
        for p in &g.pairs {
            out += &format!("pair {} {} {:.2} {:.2}\n", name(p.a), name(p.b), p.containment, p.jaccard);
        }
    }
    out
}

fn check(texts: &[Text], want: Expect) {
    want.assert_eq(&show(texts, &copies(texts, LEAST)));
}

#[test]
fn the_same_wire_with_one_new_paragraph() {
    let added =
        "The Herald has learned that the ship's owner paid for the sailors' stay in the port for eleven months.";
    let shorter =
        "The blockade would be eased in a second phase, the official said, and a corridor for aid opened later.";
    let a = Text {
        agency: Some("Associated Press"),
        ..text("a", "Merrow Herald", "2031-03-04", &[WIRE[0], added, WIRE[1], WIRE[2], WIRE[3], WIRE[4]])
    };
    let b = text("b", "Strait Post", "2031-03-05", &[WIRE[0], WIRE[1], shorter]);
    let c = text(
        "c",
        "Other Paper",
        "2031-03-04",
        &[
            "A court in the capital put off the trial of the harbour master on Tuesday for the third time this year, his lawyer said.",
        ],
    );
    check(
        &[c, b, a],
        expect![[r#"
            origin None Some("Associated Press") by agency credit
            a 0.48 0=b0 1own 2=b1 3~b2 4own 5own
            b 0.83 0=a0 1=a2 2~a3
            pair a b 0.83 0.43
        "#]],
    );
}

#[test]
fn the_agencys_own_text_then_the_earliest_then_the_one_contained_is_the_origin() {
    let wire = text("w", "Reuters", "2031-03-05", &WIRE);
    let early = text("e", "Merrow Herald", "2031-03-04", &WIRE);
    let late = text("l", "Strait Post", "2031-03-04T12:00:00Z", &WIRE[..4]);
    let why = |texts: &[Text]| {
        let o = &copies(texts, LEAST).groups[0].origin;
        (o.text.map(|t| texts[t].id.to_owned()), o.why)
    };
    assert_eq!(why(&[early.clone(), wire, late.clone()]), (Some("w".into()), "agency text"));
    let day_before = Text { published: Some("2031-03-03"), ..early.clone() };
    assert_eq!(why(&[late.clone(), day_before]), (Some("e".into()), "earliest"));
    assert_eq!(why(&[early, late]), (Some("l".into()), "contained"));
}

#[test]
fn a_short_report_inside_a_long_one_is_found_at_a_low_jaccard() {
    let filler: Vec<String> = (0..40)
        .map(|i| {
            format!("Line {i} of the chronicle names harbour {} and pier {} and no more than that.", i * 7, i * 13)
        })
        .collect();
    let mut long: Vec<&str> = filler.iter().map(String::as_str).collect();
    long.extend(&WIRE[1..3]);
    let texts =
        [text("long", "Merrow Herald", "2031-03-04", &long), text("short", "Strait Post", "2031-03-05", &WIRE[1..3])];
    let found = copies(&texts, LEAST);
    let p = found.groups[0].pairs[0];
    assert!(p.containment > 0.99 && p.jaccard < 0.15, "{p:?}");
}

#[test]
fn an_agency_is_credited_by_dateline_author_or_outlet_not_by_help() {
    let of = |text: &str, authors: &[&str]| {
        let report = crate::reports(text.as_bytes(), &crate::Hint::default()).unwrap().remove(0).unwrap();
        agency(&Report { authors: authors.iter().map(|a| a.to_string()).collect(), ..report })
    };
    assert_eq!(
        of("Crew freed\n\nPORT CALDER (AP) — The crew is free and home, the mediator said on Monday.\n", &[]),
        Some("Associated Press")
    );
    assert_eq!(
        of("Crew freed\n\nThe crew is free and home, the mediator said on Monday.\n", &["Ila Venn, Associated Press"]),
        Some("Associated Press")
    );
    assert_eq!(
        of(
            "Crew freed\n\nThe crew is free and home, the mediator said.\nThe Associated Press contributed to this report.\n",
            &[]
        ),
        None
    );
    assert_eq!(of("Crew freed\n\nThe crew (all of them) is home.\n", &["Ila Venn"]), None);
}

/// Comparisons do not grow with the square of the texts, a phrase on every page included.
#[test]
fn steps_grow_with_the_number_of_texts() {
    let steps = |n: usize| {
        let bodies: Vec<Vec<String>> = (0..n)
            .map(|i| {
                let group = i / 3;
                let mut all: Vec<String> = (0..12).map(|s| format!("Group {group} says in line {s} that pier {} and hold {} are shut until the talks of day {group} end.", group * 31 + s, group * 17 + s)).collect();
                all.push("Subscribe to the morning letter of this paper and read every line of it before anyone else does.".to_owned());
                all
            })
            .collect();
        let ids: Vec<String> = (0..n).map(|i| format!("{i:06}")).collect();
        let texts: Vec<Text> = bodies
            .iter()
            .zip(&ids)
            .map(|(b, id)| text(id, "Merrow Herald", "2031-03-04", &b.iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let found = copies(&texts, LEAST);
        assert_eq!(found.groups.len(), n / 3);
        found.steps
    };
    let (a, b) = (steps(600), steps(2_400));
    assert!(b < a * 5, "{a} steps for 600 texts, {b} for 2400");
}

fn brute(texts: &[Text]) -> HashSet<(String, String)> {
    let sets: Vec<Vec<u64>> = texts.iter().map(|t| sorted(runs(&words(&t.sentences)))).collect();
    let mut out = HashSet::new();
    for i in 0..texts.len() {
        for j in i + 1..texts.len() {
            if pair(i, j, &sets).containment >= LEAST {
                let (a, b) = (texts[i].id.min(texts[j].id), texts[i].id.max(texts[j].id));
                out.insert((a.to_owned(), b.to_owned()));
            }
        }
    }
    out
}

fn pairs(texts: &[Text]) -> HashSet<(String, String)> {
    let name = |t: usize| texts[t].id.to_owned();
    copies(texts, LEAST).groups.iter().flat_map(|g| &g.pairs).map(|p| (name(p.a), name(p.b))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Texts cut from a few wires, with sentences dropped, added and moved: the fingerprints find the pairs that comparing all
    /// with all finds, and any order gives the same.
    #[test]
    fn fingerprints_miss_nothing_and_order_does_not_matter(
        cuts in prop::collection::vec((0usize..4, prop::collection::vec(0usize..12, 3..9), 0usize..6), 4..18),
    ) {
        let wires: Vec<Vec<String>> = (0..4).map(|w| (0..12).map(|s| format!("Wire {w} tells in sentence {s} that the envoy of port {} met the guard of pier {} about hold {}.", w * 13 + s, w * 7 + s * 3, w * 29 + s)).collect()).collect();
        let ids: Vec<String> = (0..cuts.len()).map(|i| format!("t{i:02}")).collect();
        let own: Vec<Vec<String>> = cuts.iter().enumerate().map(|(i, (_, _, n))| (0..*n).map(|s| format!("Own line {s} of paper {i} adds what its man at quay {} saw on day {} of the siege.", i * 11 + s, i * 3 + s)).collect()).collect();
        let texts: Vec<Text> = cuts.iter().enumerate().map(|(i, (w, picks, _))| {
            let mut s: Vec<&str> = picks.iter().map(|p| wires[*w][*p].as_str()).collect();
            s.extend(own[i].iter().map(String::as_str));
            text(&ids[i], "Merrow Herald", "2031-03-04", &s)
        }).collect();
        prop_assert_eq!(pairs(&texts), brute(&texts));
        let mut turned = texts.clone();
        turned.reverse();
        prop_assert_eq!(show(&texts, &copies(&texts, LEAST)), show(&turned, &copies(&turned, LEAST)));
    }
}
