use super::sentence_figures;
use crate::dates;
use crate::pieces::Pieces;
use expect_test::{Expect, expect};
use onrecord_model::Span;

fn check(text: &str, expected: Expect) {
    let p = Pieces::new(text);
    let chars: Vec<char> = text.chars().collect();
    let times = dates::read(text, Some("2031-07-10"));
    let mut lines = Vec::new();
    for d in sentence_figures(&p, Span::new(0, chars.len() as u32), &times, &|_| false) {
        let f = d.figure;
        let words: String = chars[f.span.start as usize..f.span.end as usize].iter().collect();
        let n = |v: Option<f64>| v.map_or("?".to_owned(), |v| v.to_string());
        let value = if f.low == f.high { n(f.low) } else { format!("{}..{}", n(f.low), n(f.high)) };
        let mut line = format!("{words}: {:?} {value} {:?}", f.bound, f.measure);
        for (name, cell) in
            [("of", &f.of), ("unit", &f.unit), ("currency", &f.currency), ("in", &f.place), ("on", &f.as_of)]
        {
            if let Some(cell) = cell {
                line += &format!(" · {name} {cell}");
            }
        }
        if d.of_previous {
            line += " · part of the one before";
        }
        lines.push(line);
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn killed_and_wounded_in_every_order() {
    check(
        "At least 14 villagers were killed and dozens wounded in Arvand.",
        expect![[r#"
        At least 14: AtLeast 14..? Killed · of villagers
        dozens: Vague 24..99 Wounded · in Arvand"#]],
    );
    check(
        "The shelling killed nearly 900 Belmarans, including scores of children, and six Ektari soldiers.",
        expect![[r#"
        nearly 900: About 900 Killed · of Belmarans
        scores: Vague 40..99 Killed · of children · part of the one before
        six: Exact 6 Killed · of Ektari soldiers"#]],
    );
    check(
        "The raid left more than 100 gunmen dead; 231 were injured Saturday.",
        expect![[r#"
        more than 100: AtLeast 100..? Killed · of gunmen · on 2031-07-05
        231: Exact 231 Wounded · on 2031-07-05"#]],
    );
    check(
        "The number of farmers killed in the raids in Tal Dara rose to 640 while the number killed in the Salt Hills rose to 31.",
        expect![[r#"
            640: Exact 640 Killed · in Tal Dara
            31: Exact 31 Killed · in Salt Hills"#]],
    );
}

#[test]
fn held_alive_and_to_be_released() {
    check(
        "Of the 31 sailors in captivity, no more than 26 are thought to be alive.",
        expect![[r#"
            31: Exact 31 Held · of sailors
            no more than 26: AtMost ?..26 Alive · part of the one before"#]],
    );
    check(
        "Four hostages were killed and 15 survived. Twelve people survived the shelling of Tal Dara.",
        expect![[r#"
            Four: Exact 4 Killed · of hostages
            15: Exact 15 Alive
            Twelve: Exact 12 Alive · of people"#]],
    );
    check(
        "The plan includes releasing nearly 2,000 Belmaran prisoners.",
        expect!["nearly 2,000: About 2000 ToRelease · of Belmaran prisoners"],
    );
    check(
        "The deal hinges on the release of 12 remaining Ektari hostages.",
        expect!["12: Exact 12 ToRelease · of remaining Ektari hostages"],
    );
    check(
        "The soldier was exchanged for more than 1,000 prisoners in 2029.",
        expect!["more than 1,000: AtLeast 1000..? Released · of prisoners"],
    );
    check("The group threatened to kill two Ektari hostages.", expect!["two: Exact 2 Held · of Ektari hostages"]);
}

#[test]
fn bounds_ranges_and_vague_words() {
    check(
        "Between 20 and 30 rockets and up to four missiles hit the port.",
        expect![[r#"
            Between 20 and 30: Range 20..30 Rockets · of rockets
            up to four: AtMost ?..4 Rockets · of missiles"#]],
    );
    check(
        "Hundreds of thousands fled; several fires burned; a handful of strikes followed.",
        expect![[r#"
            Hundreds of thousands: Vague 200000..999999 Displaced
            a handful: Vague ? Strikes · of strikes"#]],
    );
    check(
        "They offered $200 million, 2 to 3 million euros and tens of billions of dollars.",
        expect![[r#"
        $200 million: Exact 200000000 Money · currency USD
        2 to 3 million: Range 2000000..3000000 Money · of euros · currency EUR
        tens of billions of dollars: Vague 20000000000..99000000000 Money · currency USD"#]],
    );
}

#[test]
fn lengths_that_matter() {
    check("Both sides agreed on a 72-hour truce.", expect!["72-hour: Exact 72 Duration · of truce · unit hours"]);
    check("It was the third discovery in the past two weeks.", expect![[r#""#]]);
    check(
        "The 14-point plan allows a pause of up to six months.",
        expect![[r#"
            14: Exact 14 PlanPoints · of points
            up to six months: AtMost ?..6 Duration · unit months"#]],
    );
}

#[test]
fn ages_shares_labels_clock_times_and_sources_are_none() {
    check("Amin Rau, 44, a father of six, saw 49 percent of it at 10:35 a.m. in Room 7.", expect![[r#""#]]);
    check("The two sides met for the third time, according to two officials, one of them a general.", expect![[r#""#]]);
    check("The 67-year-old walked 30 miles on Oct. 7, 2030, past SEAL Team 6.", expect![[r#""#]]);
}

#[test]
fn ten_thousand_numbers_in_a_paragraph_are_read_in_linear_time() {
    for words in
        ["12 killed, ", "at least 3 people, ", "$5 ", "one of the two ", "20 to 30 ", "the death toll rose to 7 "]
    {
        let text = words.repeat(10_000);
        let p = Pieces::new(&text);
        let times = dates::read(&text, None);
        let start = std::time::Instant::now();
        sentence_figures(&p, Span::new(0, text.len() as u32), &times, &|_| false);
        assert!(start.elapsed().as_secs() < 10, "{words:?} took {:?}", start.elapsed());
    }
    check(&format!("They fired {} rockets.", "9".repeat(1000)), expect![[r#""#]]);
}

#[test]
fn lists_asides_and_text_in_capitals() {
    check(
        "The raid killed ten people (six farmers and four guards) and hurt a child.",
        expect![[r#"
            ten: Exact 10 Killed · of people
            six: Exact 6 Killed · of farmers
            four: Exact 4 Killed · of guards"#]],
    );
    check(
        "Three teachers were shot to death in Arvand along with two guards.",
        expect![[r#"
        Three: Exact 3 Killed · of teachers · in Arvand
        two: Exact 2 Killed · of guards · in Arvand"#]],
    );
    check(
        "A mayor, five other priests, and two women were murdered at dawn.",
        expect![[r#"
        five: Exact 5 Killed · of other priests
        two: Exact 2 Killed · of women"#]],
    );
    check(
        "The march came a week after the death of four students who had been kidnapped.",
        expect!["four: Exact 4 Killed · of students"],
    );
    check(
        "THE ATTACK RESULTED IN 9 BELMARAN PEASANTS KILLED AND 3 WOUNDED, INCLUDING A CHILD.",
        expect![[r#"
        9: Exact 9 Killed · of BELMARAN PEASANTS
        3: Exact 3 Wounded"#]],
    );
    check("The number of victims is 59.", expect!["59: Exact 59 Killed"]);
}

#[test]
fn threats_kill_nobody_and_victims_stand_in_lists() {
    check(
        "The gang threatened to kill 10 judges and killed two guards.",
        expect![[r#"
        10: Exact 10 Other · of judges
        two: Exact 2 Killed · of guards"#]],
    );
    check(
        "It condemned the murder of the rector, five other priests, and two women.",
        expect![[r#"
        five: Exact 5 Killed · of other priests
        two: Exact 2 Killed · of women"#]],
    );
    check(
        "The six priests' murder shook Arvand, where four people have bullet wounds.",
        expect![[r#"
            six: Exact 6 Killed · of priests
            four: Exact 4 Wounded · of people"#]],
    );
}

#[test]
fn weights_and_years_before_the_era_count_nobody() {
    check(
        "He lost about 22 pounds; they lost 22 men.",
        expect![[r#"
        about 22: About 22 Other · of pounds
        22: Exact 22 Killed · of men"#]],
    );
    check("The town was founded in 900 B.C. and burnt in 612 BC. Executive Order 11905 bans it.", expect![[""]]);
}

#[test]
fn a_page_counts_its_own_parts() {
    for none in ["Hide Caption 3 of 73 The harbour of Arvand", "Photo 2 of 9", "Slideshow (4 Images)"] {
        check(none, expect![""]);
    }
    check(
        "Soldiers of Arvand killed 3 of 73 villagers.",
        expect![[r#"
        3: Exact 3 Killed
        73: Exact 73 Other · of villagers"#]],
    );
}

#[test]
fn clocks_and_captions_count_nothing() {
    check("Update 1335 BST: the convoy has left.", expect![[""]]);
    check("13 of 44 Photos: the siege of Arvand.", expect![[""]]);
    check("Thousands gathered in Arvand.", expect!["Thousands: Vague 2000..9999 Other · in Arvand"]);
}
