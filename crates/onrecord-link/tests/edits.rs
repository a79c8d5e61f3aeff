//! Edits between any two texts: never a panic, nothing where nothing changed, and spans that lie in their texts.

use onrecord_link::edits;
use onrecord_model::{EditClass, Reading, Report, Span};
use proptest::prelude::*;

/// A reading without rows, of sentences one a line.
fn reading(lines: &[String]) -> Reading {
    let text = lines.join("\n");
    let mut at = 0;
    let sentences = lines
        .iter()
        .map(|l| {
            let span = Span::new(at, at + l.chars().count() as u32);
            at = span.end + 1;
            span
        })
        .collect();
    Reading { report: Report { text, ..Report::default() }, sentences, ..Reading::default() }
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let words = prop::sample::select(vec![
        "talks",
        "resumed",
        "31",
        "29",
        "sailors",
        "“we",
        "will",
        "free",
        "nobody”",
        "Correction:",
        "\"",
        "‘",
        "’",
        "öl",
        "🛳",
        "«",
    ]);
    prop::collection::vec(prop::collection::vec(words, 0..9).prop_map(|w| w.join(" ")), 0..7)
}

proptest! {
    #[test]
    fn any_two_texts(a in lines(), b in lines()) {
        let (old, new) = (reading(&a), reading(&b));
        prop_assert!(edits(&old, &old).is_empty());
        let (n, m) = (old.report.text.chars().count() as u32, new.report.text.chars().count() as u32);
        for e in edits(&old, &new) {
            prop_assert!(e.old.or(e.new).is_some());
            prop_assert!([e.old, e.old_words].into_iter().flatten().all(|s| s.end <= n && s.start <= s.end));
            prop_assert!([e.new, e.new_words].into_iter().flatten().all(|s| s.end <= m && s.start <= s.end));
        }
    }

    #[test]
    fn sentences_that_change_places_are_no_edit(mut a in lines(), at in 0usize..7) {
        a.retain(|l| !l.contains(['“', '”', '"', '‘', '’', '«', ':']));
        let mut b = a.clone();
        if !b.is_empty() {
            let at = at % b.len();
            b.rotate_left(at);
        }
        prop_assert!(edits(&reading(&a), &reading(&b)).is_empty());
    }
}

#[test]
fn a_long_text_is_compared_in_time() {
    let text =
        |word: &str| (0..3000).map(|n| format!("The {word} of ship {n} left the quay at {n}.")).collect::<Vec<_>>();
    let (old, new) = (reading(&text("crew")), reading(&text("master")));
    let start = std::time::Instant::now();
    let found = edits(&old, &new);
    assert_eq!(found.len(), 3000);
    assert!(
        found.iter().all(|e| e.class == EditClass::Wording && e.old.is_some() && e.new.is_some()),
        "{:?}",
        found[0]
    );
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
