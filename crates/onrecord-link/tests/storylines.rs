//! What holds across a handful of reports, and what must hold for any.

mod support;

use std::fmt::Write;

use expect_test::{Expect, expect};
use onrecord_link::storylines;
use onrecord_model::{Reading, Storyline};
use proptest::prelude::*;
use support::talks;

/// The part of a storyline a test is about, a line a fact.
fn check(readings: &[Reading], show: fn(&Storyline, &mut String), expected: Expect) {
    let mut out = String::new();
    for s in storylines(readings) {
        show(&s, &mut out);
    }
    expected.assert_eq(&out);
}

#[test]
fn reports_of_one_matter_stand_together() {
    check(
        &talks(),
        |s, out| {
            let members: Vec<String> = s.members.iter().map(|m| format!("{} {}", m.report, m.story)).collect();
            writeln!(out, "{}: {}", s.id, members.join(", ")).unwrap();
        },
        expect![[r#"
            st-0001: 0001 s1, 0002 s1, 0003 s1, 0004 s1, 0005 s2, 0006 s2
            st-0007: 0007 s1
        "#]],
    );
}

/// Of those that as many reports name, by name.
#[test]
fn parties_that_most_reports_name_come_first() {
    check(
        &talks(),
        |s, out| {
            let parties: Vec<String> = s
                .parties
                .iter()
                .map(|p| {
                    let in_it = |r: &&Reading| r.mentions.iter().any(|m| m.canonical == p.name);
                    format!("{} {}", p.name, s.readings.iter().filter(in_it).count())
                })
                .collect();
            writeln!(out, "{}: {}", s.id, parties.join(", ")).unwrap();
        },
        expect![[r#"
            st-0001: Reef Brigade 5, Talmeria 5, Veskara 5, Sand Brigade 1
            st-0007: Dralune 1
        "#]],
    );
}

#[test]
fn an_official_printed_twice_is_one_root_and_a_removed_confirmation_none() {
    check(
        &talks(),
        |s, out| {
            for c in s.claims.iter().filter(|c| c.statements.len() > 1) {
                let life: Vec<String> = c.life.iter().map(|l| format!("{} {}", l.step, l.row)).collect();
                let roots: Vec<String> = c
                    .roots
                    .iter()
                    .map(|r| s.roots.iter().find(|x| &x.id == r).unwrap().source.clone().unwrap())
                    .collect();
                let gone: Vec<String> = c.withdrawn.iter().map(ToString::to_string).collect();
                writeln!(
                    out,
                    "{}: {} | roots: {} | withdrawn: {}",
                    c.id,
                    life.join(", "),
                    roots.join("; "),
                    gone.join(", ")
                )
                .unwrap();
            }
        },
        expect![[r#"
            q1: said 0001/a1, confirmed 0001/a2, removed 0001/w1, repeated 0002/a1 | roots: a senior Talmerian official; Foreign Minister Oruna Telvasse | withdrawn: 0001/a2
        "#]],
    );
}

#[test]
fn relations_say_why() {
    check(
        &talks(),
        |s, out| {
            for r in &s.relations {
                writeln!(out, "{:?} {} -> {}: {}", r.kind, r.a, r.b, r.reason).unwrap();
            }
        },
        expect![[r#"
            Repeats 0002/a1 -> 0001/a1: same root; shared: talmeria, holding, talks, reef, brigade, captured
            Corroborates 0003/a2 -> 0001/a1: another root; shared: talmeria, reef, brigade, hold, talks, captured
            Conflicts 0002/f1 -> 0001/f2: 63 against 57; same as-of day
            Tension 0001/f1 -> 0001/f2: 24 to 49 against 57; one report
            Complements 0001/f4 -> 0001/f3: 31 = 26 + 5; 5 is computed, printed in no report here
            Withdraws 0001/w1 -> 0001/a2: named in the same report
            Confirms 0001/a2 -> 0001/a1: 3 content words shared: talks, captured, crew
            Denies 0003/a1 -> 0001/a1: 5 content words shared: talmeria, holding, talks, captured, crew
        "#]],
    );
}

#[test]
fn terms_merge_where_party_action_and_object_agree_and_fall_with_their_conditions() {
    check(
        &talks(),
        |s, out| {
            for t in &s.deal {
                let rows: Vec<String> = t.rows.iter().map(ToString::to_string).collect();
                let on: Vec<String> = t.conditions.iter().map(ToString::to_string).collect();
                writeln!(
                    out,
                    "{}: {} | hangs on {} | falls {}",
                    t.id,
                    rows.join(", "),
                    on.join(", "),
                    t.falls.join(" ")
                )
                .unwrap();
            }
        },
        expect![[r#"
            d1: 0004/t1 | hangs on 0004/k1 | falls d2
            d2: 0004/t2, 0005/t1, 0006/t1 | hangs on 0004/k1 | falls d1
            d3: 0004/t3 | hangs on 0004/k2 | falls 
        "#]],
    );
}

#[test]
fn contacts_are_listed_never_fused() {
    check(
        &talks(),
        |s, out| {
            for c in &s.channels {
                let rows: Vec<String> = c.rows.iter().map(ToString::to_string).collect();
                writeln!(out, "{} {}: {}", c.id, c.ends.join(" – "), rows.join(", ")).unwrap();
            }
        },
        expect![[r#"
            h1 Reef Brigade – Talmeria: 0001/c1, 0001/c2, 0003/c1
            h2 Sand Brigade – Talmeria: 0001/c3
        "#]],
    );
}

#[test]
fn figures_are_series_only_where_what_whom_and_where_agree() {
    check(
        &talks(),
        |s, out| {
            for z in &s.series {
                let rows: Vec<String> = z.points.iter().map(|p| p.row.to_string()).collect();
                writeln!(out, "{:?} {:?} {:?}: {}", z.measure, z.of, z.place, rows.join(", ")).unwrap();
            }
        },
        expect![[r#"
            Killed Some("sailors of Veskara") None: 0001/f2, 0002/f1
            Killed Some("people") None: 0001/f1
            Held Some("held sailors") None: 0001/f3
            Alive Some("sailors") None: 0001/f4
        "#]],
    );
}

#[test]
fn one_day_of_a_war_supersedes_no_count_of_the_whole() {
    let count = |id: &str, day: &str, text: &str, words: &str, n: f64| {
        support::report(id, "A", day, text)
            .exact("f1", words, onrecord_model::Measure::Killed, n)
            .counted(|f| {
                f.of = Some("sailors of Veskara".to_owned());
                f.as_of = Some(day.to_owned());
            })
            .names(&support::NAMES)
            .reading
    };
    let whole = count("0001", "2031-03-02", "Raid\n2,086 sailors of Veskara were killed in the war.", "2,086", 2086.0);
    let of_a_day = count("0002", "2031-03-09", "Raid\n2 sailors of Veskara were killed in the war.", "2", 2.0);
    let later = count("0003", "2031-03-10", "Raid\n2,100 sailors of Veskara were killed in the war.", "2,100", 2100.0);
    check(
        &[whole, of_a_day, later],
        |s, out| {
            for r in &s.relations {
                writeln!(out, "{:?} {} -> {}: {}", r.kind, r.a, r.b, r.reason).unwrap();
            }
        },
        expect![[r#"
            Supersedes 0003/f1 -> 0001/f1: 2100 against 2086; as of 2031-03-10 and 2031-03-02
            Supersedes 0003/f1 -> 0002/f1: 2100 against 2; as of 2031-03-10 and 2031-03-09
        "#]],
    );
}

#[test]
fn terms_without_party_and_object_are_one_in_no_two_reports() {
    use onrecord_model::{TermAction, TermStatus};
    let pays = |id: &str, party: &[&str]| {
        support::report(id, "A", "2031-03-02", "Talks\nThe Reef Brigade would be paid after all, Veskara said.")
            .term("t1", "paid after all", party, TermAction::Pay, "after all", TermStatus::Proposed)
            .names(&support::NAMES)
            .reading
    };
    let terms = |readings: &[Reading]| storylines(readings).iter().map(|s| s.deal.len()).sum::<usize>();
    assert_eq!(terms(&[pays("0001", &[]), pays("0002", &[])]), 2);
    assert_eq!(terms(&[pays("0001", &["Veskara"]), pays("0002", &["Veskara"])]), 1);
}

#[test]
fn digits_alone_relate_nothing() {
    let a = support::report("0001", "A", "2031-03-02", "Raid\n28 sailors of Veskara were killed.")
        .exact("f1", "28", onrecord_model::Measure::Killed, 28.0)
        .counted(|f| f.of = Some("sailors of Veskara".to_owned()));
    let b = support::report("0002", "B", "2031-03-02", "Raid\n28 sailors of Veskara are believed alive.")
        .exact("f1", "28", onrecord_model::Measure::Alive, 28.0)
        .counted(|f| f.of = Some("sailors of Veskara".to_owned()));
    let readings: Vec<Reading> = [a, b].into_iter().map(|c| c.names(&support::NAMES).reading).collect();
    for s in storylines(&readings) {
        assert!(s.relations.is_empty(), "{:?}", s.relations);
        assert!(s.series.iter().all(|z| z.points.len() == 1));
    }
}

#[test]
fn nothing_makes_no_storyline() {
    assert!(storylines(&[]).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_gives_the_same(order in Just((0..7usize).collect::<Vec<_>>()).prop_shuffle(), twice in 0..7usize) {
        let readings = talks();
        let mut mixed: Vec<Reading> = order.iter().map(|&i| readings[i].clone()).collect();
        mixed.push(readings[twice].clone());
        prop_assert_eq!(storylines(&mixed), storylines(&readings));
    }

    #[test]
    fn exchanged_parties_exchange_the_output(pair in prop_oneof![
        Just(("Veskara", "Dralune")),
        Just(("Reef", "Sand")),
        Just(("Talmeria", "Zandoria")),
        Just(("Reef", "Aaaa")),
    ]) {
        let readings = talks();
        let exchanged: Vec<Reading> = exchange(&readings, pair);
        let a = plain(&exchange(&storylines(&readings), pair));
        let b = plain(&storylines(&exchanged));
        prop_assert!(a == b, "{}", first_difference(&a, &b));
    }
}

/// Where two values differ first.
fn first_difference(a: &serde_json::Value, b: &serde_json::Value) -> String {
    let (a, b) = (a.to_string(), b.to_string());
    let at = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let cut =
        |s: &str| String::from_utf8_lossy(&s.as_bytes()[at.saturating_sub(120)..(at + 120).min(s.len())]).into_owned();
    format!("…{}…\n…{}…", cut(&a), cut(&b))
}

/// The same data with two names exchanged everywhere.
fn exchange<T: serde::Serialize + serde::de::DeserializeOwned>(data: &T, (a, b): (&str, &str)) -> T {
    let text = serde_json::to_string(data).unwrap();
    let (fa, fb) = (a.to_lowercase(), b.to_lowercase());
    let text = text.replace(a, "\u{1}").replace(b, a).replace('\u{1}', b);
    let text = text.replace(&fa, "\u{1}").replace(&fb, &fa).replace('\u{1}', &fb);
    serde_json::from_str(&text).unwrap()
}

/// Storylines without what hangs on the alphabet: order of lists, and the numbers given in that order.
fn plain(storylines: &[Storyline]) -> serde_json::Value {
    fn sorted(v: serde_json::Value) -> serde_json::Value {
        use serde_json::Value::{Array, Object, String};
        match v {
            Array(list) => {
                let mut list: Vec<serde_json::Value> = list.into_iter().map(sorted).collect();
                list.sort_by_cached_key(ToString::to_string);
                Array(list)
            }
            Object(map) => Object(
                map.into_iter()
                    .filter(|(k, v)| !(k == "id" && v.as_str().is_some_and(|s| s.starts_with(['h', 'z']))))
                    .map(|(k, v)| match (k.as_str(), v) {
                        // Words listed as a reason come in the order of the alphabet too.
                        ("reason" | "why", String(s)) => {
                            let mut words: Vec<&str> = s.split([',', ' ', ';', ':']).collect();
                            words.sort_unstable();
                            (k, String(words.join(" ")))
                        }
                        (_, v) => (k, sorted(v)),
                    })
                    .collect(),
            ),
            other => other,
        }
    }
    sorted(serde_json::to_value(storylines).unwrap())
}

#[test]
fn one_word_in_one_sentence_of_two_reports_is_one_root_and_in_two_sentences_two() {
    let text = |sentence: &str| format!("Port of Veskara opens\nShips sailed from Veskara again. {sentence}");
    let same = "Veskara residents called the opening of the harbour a “victory” after eleven weeks of siege.";
    let other = "Veskara residents called their football team’s late goal on Sunday a “victory”.";
    let roots = |a: &str, b: &str| {
        let of = |id, outlet, sentence: &str| {
            support::report(id, outlet, "2031-03-02", &text(sentence))
                .says("a1", "Veskara residents", "called", "victory", support::By::Bare)
                .names(&support::NAMES)
                .reading
        };
        let found = storylines(&[of("0001", "Corvane", a), of("0002", "Courier", b)]);
        assert_eq!(found.len(), 1);
        found[0].roots.iter().map(|r| r.why.clone()).collect::<Vec<_>>()
    };
    assert_eq!(roots(same, same), ["same sentence of the same described source"]);
    assert_eq!(roots(same, other), ["one statement", "one statement"]);
}
