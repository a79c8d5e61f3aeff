//! Figures, conditions, gaps and withdrawals of reports that nobody had read before, as cuttings: our own sentences about invented
//! parties, read by the shipped engine.

mod support;

use expect_test::{Expect, expect};
use onrecord_model::Span;
use support::{name, read, words};

/// One line a row: figures with what and where they count, conditions with their halves, gaps, withdrawals.
fn check(text: &str, expected: Expect) {
    let reading = read(text);
    let told = |s: Option<Span>| s.map_or("–".into(), |s| words(&reading, s));
    let mut out = String::new();
    for f in &reading.figures {
        let n = |v: Option<f64>| v.map_or("?".to_owned(), |v| v.to_string());
        out +=
            &format!("{}: {} {}..{} {}", told(Some(f.span)), name!(&f.bound), n(f.low), n(f.high), name!(&f.measure));
        for (label, cell) in [("of", &f.of), ("unit", &f.unit), ("in", &f.place), ("on", &f.as_of)] {
            out += &cell.as_ref().map_or(String::new(), |c| format!(" · {label} {c}"));
        }
        out += "\n";
    }
    for c in &reading.conditions {
        let (marker, a, b) = (told(c.marker), told(c.antecedent), told(c.consequent));
        out += &format!("{} <{marker}> “{a}” → “{b}”\n", name!(&c.kind));
    }
    for g in &reading.gaps {
        out += &format!("gap {} “{}” by {}\n", g.what, told(Some(g.span)), g.by.as_deref().unwrap_or("–"));
    }
    for w in &reading.withdrawals {
        let (by, of) = (w.by.as_deref().unwrap_or("–"), w.of.as_deref().unwrap_or("–"));
        out += &format!("{} by {by} of {of}\n", name!(&w.kind));
    }
    expected.assert_eq(&out);
}

#[test]
fn what_is_no_count() {
    check(
        "Daven Hollisk spoke on four television channels and to three newspapers. The threats fall into two categories. There were four \
         people in the room. A poll of 1,027 adults was taken in March. The survey was conducted among 1,027 adult Ektaris. Relations \
         between Belvaar and Ektar could one day be peaceful. The strikes on Ektar may one day stop. Hollisk appeared on five Sunday shows. The truce \
         lasted one day.",
        expect![[r#"
            one day: exact 1..1 duration · unit days
        "#]],
    );
}

#[test]
fn where_the_counted_ends() {
    check(
        "In the zone 30 Ektari firms employ more than 900 Belvaari workers. The plant makes millions of dollars worth of textiles. The \
         ministry received $12 million less than requested for its troops. Belvaar gave more than $4 million above Mr. Tesk's request. \
         The war has cost $50 million spent on arms. The ministry released 100 emails late Wednesday pertaining to the raid. Rebels attacked \
         on four fronts Wednesday. It made 20 bombs' worth of fuel. Belvaar pledged $350 million in direct U.S. investment over ten years.",
        expect![[r#"
            30: exact 30..30 other · of Ektari firms
            more than 900: at_least 900..? other · of Belvaari workers
            millions of dollars: vague 2000000..9999999 money · of textiles
            $12 million: exact 12000000..12000000 money
            more than $4 million: at_least 4000000..? money
            $50 million: exact 50000000..50000000 money · of arms
            100: exact 100..100 other · of emails
            four: exact 4..4 other · of fronts
            20: exact 20..20 other · of bombs' worth of fuel
            $350 million: exact 350000000..350000000 money · of direct U.S. investment
        "#]],
    );
}

#[test]
fn what_is_counted_as_what() {
    check(
        "Ruvane gunmen killed a group of 21 Ektari farmers. The Ruvane Column kidnapped a group of 12 guards. Belvaar had launched nearly \
         300 airstrikes in Ektar and nearly 200 in Oland. Belvaar fired 300 rockets at Orn and 200 at Kesta. The ministry released 30 \
         photographs of the site. The raid gave Belvaar a chance to strike a large number of targets in Kesta. The pact will bring \
         hundreds of billions of investments into Belvaar.",
        expect![[r#"
            21: exact 21..21 killed · of Ektari farmers
            12: exact 12..12 captured · of guards
            nearly 300: about 300..300 strikes · of airstrikes · in Ektar
            nearly 200: about 200..200 strikes · of airstrikes · in Oland
            300: exact 300..300 rockets · of rockets · in Orn
            200: exact 200..200 rockets · of rockets · in Kesta
            30: exact 30..30 other · of photographs of the site
            hundreds of billions: vague 200000000000..999000000000 money · of investments
        "#]],
    );
}

#[test]
fn what_a_sum_is_for_and_a_noun_left_out() {
    check(
        "Belvaar pledged $40 million in economic aid. Belvaar announced some $40 million in arms sales to Ektar. Ektar spent $3 million in \
         Kesta. So far 210 Belvaari soldiers have been killed in Ektar, 640 have been injured and $5 billion spent.",
        expect![[r#"
            $40 million: exact 40000000..40000000 money · of economic aid
            some $40 million: about 40000000..40000000 money · of arms sales
            $3 million: exact 3000000..3000000 money · in Kesta
            210: exact 210..210 killed · of Belvaari soldiers · in Ektar
            640: exact 640..640 wounded · of Belvaari soldiers · in Ektar
            $5 billion: exact 5000000000..5000000000 money · in Ektar
        "#]],
    );
}

#[test]
fn where_it_was() {
    check(
        "Ten guards were held in the U.S. last year. Fierce fighting in the Ektari border town of Kesta left 30 fighters dead. The raid \
         killed 140 people in an attack on the Kesta suburbs. Belvaar carried out 300 airstrikes in Orn, and its allies 100 raids.",
        expect![[r#"
            Ten: exact 10..10 held · of guards · in U.S.
            30: exact 30..30 killed · of fighters · in Kesta
            140: exact 140..140 killed · of people · in Kesta
            300: exact 300..300 strikes · of airstrikes · in Orn
            100: exact 100..100 strikes · of raids
        "#]],
    );
}

#[test]
fn for_which_day() {
    check(
        "As of March 2, 2016, Belvaari planes had dropped nearly 400 bombs on Ektar. Any attack on Belvaar means the death of thousands, \
         as things stand today.",
        expect![[r#"
            nearly 400: about 400..400 other · of bombs · on 2016-03-02
            thousands: vague 2000..9999 killed
        "#]],
    );
}

#[test]
fn lengths_with_an_open_end() {
    check(
        "The truce will last 90 days or less. The withdrawal is to be completed in a year or less. The truce was extended from 2-3 months \
         to a year.",
        expect![[r#"
            90 days or less: at_most ?..90 duration · unit days
            a year or less: at_most ?..1 duration · unit years
            2-3 months: range 2..3 duration · unit months
            a year: exact 1..1 duration · unit years
        "#]],
    );
}

#[test]
fn nothing_hangs_on_it() {
    check(
        "If there ever was a chance of peace in Ektar, it vanished when Belvaar attacked. If the soldiers were still draftees, their \
         families would be out in the streets. If they offered him the post of chairman, it would take him out of the race for years. No \
         one could attack Ektar without knowing that it meant war. If the rebels were a party to the talks, the truce would hold.",
        expect![[r#"
            expectation <If> “they offered him the post of chairman” → “it would take him out of the race for years”
            expectation <If> “the rebels were a party to the talks” → “the truce would hold”
        "#]],
    );
}

#[test]
fn a_subject_of_two_verbs() {
    check(
        "Designing a peace plan is essential to stability in the valley and will require the use of force against Ektar. A plan to disarm the \
         Ruvane Column is essential to peace and will require the withdrawal of Ektari troops.",
        expect![[r#"
            precondition <require> “the use of force against Ektar” → “Designing a peace plan”
            precondition <require> “the withdrawal of Ektari troops” → “A plan to disarm the Ruvane Column”
        "#]],
    );
}

#[test]
fn what_is_threatened() {
    check(
        "Minister Oran Tesk warned, \"If the hard choices don't get made, we are ready to call an end to this process.\" The Ruvane Column \
         warned that if Ektar attacks, it will answer with rockets. Daven Hollisk warned that if the truce fails, the Ruvane Column will \
         kill the hostages. The jihadists would seize the town if they took part in liberating the city. The army is struggling to \
         trace the rebels once they enter the town. Ektar agreed to stop the raids once the rebels disarm.",
        expect![[r#"
            threat <If> “the hard choices don't get made” → “we are ready to call an end to this process”
            threat <if> “Ektar attacks” → “it will answer with rockets”
            expectation <if> “the truce fails” → “the Ruvane Column will kill the hostages”
            expectation <if> “they took part in liberating the city” → “The jihadists would seize the town”
            precondition <once> “the rebels disarm” → “to stop the raids”
        "#]],
    );
}

#[test]
fn who_keeps_something_back() {
    check(
        "The parties have not discussed the war. We do not know how long it would take Belvaar to build a bomb. It's unclear whether the \
         raid killed soldiers. \"I'm not going to answer that,\" Oran Tesk said. Tesk said it was too soon to identify the dead. The \
         officials briefed reporters on condition of anonymity. Tesk has not discussed how many men died.",
        expect![[r#"
            gap details “It's unclear” by –
            gap details “not going to answer” by Oran Tesk
            gap identity “too soon to identify” by Oran Tesk
            gap identity “on condition of anonymity” by The officials
            gap number “has not discussed” by Oran Tesk
        "#]],
    );
}

#[test]
fn a_denial_without_a_verb_of_saying() {
    check(
        "Oran Tesk did offer a denial when asked whether Belvaar had ordered the raid. A denial of the raid was issued by Ektar. The port \
         authority will not issue a denial.",
        expect![[r#"
            denial by Oran Tesk of whether Belvaar had ordered the raid
            denial by Ektar of the raid
        "#]],
    );
    check(
        "Host Arno Velk said that Tesk \"denied that he had anything to do with the raid.\n\nHe denied that he knew that there was a raid.\n\n\
         He said there is no evidence yet,\" the Kesta Times reports.",
        expect![[r#"
            denial by Tesk of that he had anything to do with the raid
            denial by Tesk of that he knew that there was a raid
        "#]],
    );
}

#[test]
fn ages_of_the_dead_count_nobody() {
    check(
        "Two thirds of the children killed were 12 or younger. Most of the dead were 18 and older. Ten people were killed.",
        expect![[r#"
        Ten: exact 10..10 killed · of people
    "#]],
    );
}
