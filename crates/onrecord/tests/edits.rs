//! What changed between two versions: a cutting before and after, the edits out.

use expect_test::{Expect, expect};
use onrecord::{Hint, Options, Pipeline, model::Offsets};

const HEAD: &str = "SARNOTH, March 6, 2031 (Corvane) - ";

/// One line an edit: class, sentence before, sentence after, the words it is about.
fn check(old: &str, new: &str, want: Expect) {
    let read = |text: &str| {
        let text = format!("Talks on the sailors\n\n{HEAD}{text}\n");
        Pipeline::new(Options::default())
            .readings(text.as_bytes(), &Hint::default(), "x.txt")
            .unwrap()
            .remove(0)
            .unwrap()
    };
    compare(&read(old), &read(new), want);
}

fn compare(old: &onrecord::model::Reading, new: &onrecord::model::Reading, want: Expect) {
    let words = |r: &onrecord::model::Reading, s: Option<onrecord::model::Span>| {
        s.map_or("-".into(), |s| Offsets::new(&r.report.text).slice(&r.report.text, s).trim().to_owned())
    };
    let mut out = String::new();
    for e in onrecord::edits(old, new) {
        let alerts = if e.class.alerts() { "!" } else { "" };
        out.push_str(&format!("{alerts}{}\n  {}\n  {}\n", e.class.words(), words(old, e.old), words(new, e.new)));
        if e.old_words.or(e.new_words).is_some() {
            out.push_str(&format!("  [{}] [{}]\n", words(old, e.old_words), words(new, e.new_words)));
        }
    }
    want.assert_eq(&out);
    assert!(onrecord::edits(old, old).is_empty() && onrecord::edits(new, new).is_empty());
}

const REST: &str = "Talks resumed on Thursday in the port. The ferry left the quay in the morning.";

#[test]
fn a_figure() {
    check(
        &format!("At least 31 sailors are held, Jorim Askeld said. {REST}"),
        &format!("At least 29 sailors are held, Jorim Askeld said. {REST}"),
        expect![[r#"
            !figure changed
              At least 31 sailors are held, Jorim Askeld said.
              At least 29 sailors are held, Jorim Askeld said.
              [At least 31] [At least 29]
        "#]],
    );
    check(
        &format!("The ministry said 412 prisoners will be freed. {REST}"),
        &format!("The ministry said prisoners will be freed. {REST}"),
        expect![[r#"
            !figure changed
              The ministry said 412 prisoners will be freed.
              The ministry said prisoners will be freed.
              [412] [-]
        "#]],
    );
}

#[test]
fn who_says_it_and_how() {
    check(
        &format!("The blockade will be lifted, a senior Talmerian official said. {REST}"),
        &format!("The blockade will be lifted, a Merroway diplomat said. {REST}"),
        expect![[r#"
            !attribution changed
              The blockade will be lifted, a senior Talmerian official said.
              The blockade will be lifted, a Merroway diplomat said.
              [a senior Talmerian official] [a Merroway diplomat]
        "#]],
    );
    check(
        &format!("Jorim Askeld said the blockade will be lifted. {REST}"),
        &format!("Jorim Askeld denied the blockade will be lifted. {REST}"),
        expect![[r#"
            !attribution changed
              Jorim Askeld said the blockade will be lifted.
              Jorim Askeld denied the blockade will be lifted.
              [said] [denied]
        "#]],
    );
    check(
        &format!("Jorim Askeld said the blockade will be lifted on Friday. {REST}"),
        &format!("The blockade will be lifted on Friday. {REST}"),
        expect![[r#"
            !attribution changed
              Jorim Askeld said the blockade will be lifted on Friday.
              The blockade will be lifted on Friday.
              [Jorim Askeld] [-]
        "#]],
    );
}

#[test]
fn a_quotation() {
    check(
        &format!("“We will free nobody before the blockade is lifted,” Jorim Askeld said. {REST}"),
        &format!("Jorim Askeld said nobody would be freed before the blockade is lifted. {REST}"),
        expect![[r#"
            !quotation removed
              “We will free nobody before the blockade is lifted,” Jorim Askeld said.
              Jorim Askeld said nobody would be freed before the blockade is lifted.
              [We will free nobody before the blockade is lifted,] [-]
        "#]],
    );
    // Broken in two, the same words are still quoted.
    check(
        &format!("“We will free nobody before the blockade is lifted,” Jorim Askeld said. {REST}"),
        &format!("“We will free nobody,” Jorim Askeld said, “before the blockade is lifted.” {REST}"),
        expect![[r#"
            wording
              “We will free nobody before the blockade is lifted,” Jorim Askeld said.
              “We will free nobody,” Jorim Askeld said, “before the blockade is lifted.”
        "#]],
    );
}

#[test]
fn a_correction_notice() {
    check(
        REST,
        &format!("{REST}\n\nCorrection: An earlier version of this report misspelled the name of the port."),
        expect![[r#"
            !correction notice added
              -
              Correction: An earlier version of this report misspelled the name of the port.
        "#]],
    );
}

#[test]
fn words_and_letters() {
    check(
        &format!("The delegations met in the old customs house by the quay. {REST}"),
        &format!("The delegations met in the new customs house by the quay. {REST}"),
        expect![[r#"
            wording
              The delegations met in the old customs house by the quay.
              The delegations met in the new customs house by the quay.
        "#]],
    );
    check(
        &format!("The negotations over the seized ship went on through the nite. {REST}"),
        &format!("The negotiations over the seized ship went on through the nite! {REST}"),
        expect![[r#"
            typo
              The negotations over the seized ship went on through the nite.
              The negotiations over the seized ship went on through the nite!
        "#]],
    );
    check(
        &format!("The cease fire holds. {REST}"),
        &format!("The ceasefire holds. {REST} A second ferry followed at noon."),
        expect![[r#"
            typo
              The cease fire holds.
              The ceasefire holds.
            wording
              -
              A second ferry followed at noon.
        "#]],
    );
    // Sentences that change places are no edit.
    check("The crew is free. The ship is at the quay.", "The ship is at the quay. The crew is free.", expect![[""]]);
}

#[test]
fn a_headline() {
    let read = |title: &str| {
        let text = format!("{title}\n\n{HEAD}{REST}\n");
        Pipeline::new(Options::default())
            .readings(text.as_bytes(), &Hint::default(), "x.txt")
            .unwrap()
            .remove(0)
            .unwrap()
    };
    compare(
        &read("All 412 prisoners will be freed"),
        &read("Some prisoners may be freed"),
        expect![[r#"
        !headline changed
          All 412 prisoners will be freed
          Some prisoners may be freed
        !figure changed
          All 412 prisoners will be freed
          Some prisoners may be freed
          [412] [-]
    "#]],
    );
    compare(
        &read("Prisoners will be released"),
        &read("Prisoners will be relaesed"),
        expect![[r#"
        typo
          Prisoners will be released
          Prisoners will be relaesed
    "#]],
    );
}
