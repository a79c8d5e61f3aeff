//! How well edits are classed: `evals/edits/pairs.tsv`, each pair two versions of one report, precision and recall by class.
//!
//! `cargo nextest run -p onrecord --test edit_classes --no-capture` lists the misses of the half that is read for errors.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect;
use onrecord::{Hint, Options, Pipeline, model::Reading};

const PAIRS: &str = include_str!("../../../evals/edits/pairs.tsv");

/// The text as a report: under a headline, other sentences after it.
fn reading(pipeline: &Pipeline, text: &str) -> Reading {
    let (title, body) = match text.strip_prefix("title:") {
        Some(title) => (title, String::new()),
        None => ("News of the day from the coast", format!("{}\n\n", text.replace(" ¶ ", "\n\n"))),
    };
    let text = format!("{title}\n\n{body}Rain is expected in the hills. The market in Sarnoth opens at dawn.\n");
    pipeline.readings(text.as_bytes(), &Hint::default(), "x.txt").unwrap().remove(0).unwrap()
}

/// Right, found and wanted of a class.
type Counts = BTreeMap<String, [usize; 3]>;

fn table(half: &str, counts: &Counts, whole: [usize; 2]) -> String {
    let mut out = format!("{half}: {} of {} pairs all right\n", whole[0], whole[1]);
    for (class, [right, found, wanted]) in counts {
        let share = |of: usize| if of == 0 { "-".to_owned() } else { format!("{:.3}", *right as f64 / of as f64) };
        out.push_str(&format!(
            "  {class}: precision {} of {found}, recall {} of {wanted}\n",
            share(*found),
            share(*wanted)
        ));
    }
    out
}

#[test]
fn classes_of_edits() {
    let pipeline = Pipeline::new(Options::default());
    let mut halves = [(Counts::new(), [0, 0]), (Counts::new(), [0, 0])];
    for (n, line) in PAIRS.lines().filter(|l| !l.starts_with('#')).enumerate() {
        let [want, old, new] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let (a, b) = (reading(&pipeline, old), reading(&pipeline, new));
        let found: BTreeSet<&str> = onrecord::edits(&a, &b).iter().map(|e| e.class.words()).collect();
        let wanted: BTreeSet<&str> = want.split('+').filter(|c| *c != "none").collect();
        let (counts, whole) = &mut halves[n % 2];
        for class in found.union(&wanted) {
            let row = counts.entry((*class).to_owned()).or_default();
            row[0] += usize::from(found.contains(class) && wanted.contains(class));
            row[1] += usize::from(found.contains(class));
            row[2] += usize::from(wanted.contains(class));
        }
        // An alert is right when the pair has an edit that alerts.
        let alerts = |set: &BTreeSet<&str>| set.iter().any(|c| !matches!(*c, "wording" | "typo"));
        let row = counts.entry("~ any alert".to_owned()).or_default();
        row[0] += usize::from(alerts(&found) && alerts(&wanted));
        row[1] += usize::from(alerts(&found));
        row[2] += usize::from(alerts(&wanted));
        whole[0] += usize::from(found == wanted);
        whole[1] += 1;
        if n % 2 == 0 && found != wanted {
            println!("row {}: want {want}, found {found:?}\n  {old}\n  {new}", n + 1);
        }
    }
    let told: String =
        ["read", "counted"].iter().zip(&halves).map(|(half, (counts, whole))| table(half, counts, *whole)).collect();
    expect![[r#"
        read: 69 of 69 pairs all right
          attribution changed: precision 1.000 of 11, recall 1.000 of 11
          correction notice added: precision 1.000 of 8, recall 1.000 of 8
          figure changed: precision 1.000 of 14, recall 1.000 of 14
          headline changed: precision 1.000 of 6, recall 1.000 of 6
          quotation removed: precision 1.000 of 8, recall 1.000 of 8
          typo: precision 1.000 of 7, recall 1.000 of 7
          wording: precision 1.000 of 16, recall 1.000 of 16
          ~ any alert: precision 1.000 of 44, recall 1.000 of 44
        counted: 68 of 69 pairs all right
          attribution changed: precision 1.000 of 12, recall 1.000 of 12
          correction notice added: precision 1.000 of 8, recall 1.000 of 8
          figure changed: precision 0.933 of 15, recall 1.000 of 14
          headline changed: precision 1.000 of 6, recall 1.000 of 6
          quotation removed: precision 1.000 of 7, recall 1.000 of 7
          typo: precision 1.000 of 7, recall 1.000 of 7
          wording: precision 1.000 of 15, recall 0.938 of 16
          ~ any alert: precision 0.978 of 45, recall 1.000 of 44
    "#]]
    .assert_eq(&told);
}
