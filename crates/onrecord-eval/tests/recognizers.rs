//! The English NumberModel cases of Microsoft's Recognizers-Text, read from the shared data when they lie beside the checkout.
//!
//! The cases that differ, and why, are in docs/journal/numbers.md.

use onrecord_eval::recognizers;

#[test]
fn number_model_cases() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/recognizers-number/NumberModel.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("SKIPPED: the Recognizers-Text cases are not beside the checkout (../shared)");
        return;
    };
    let outcome = recognizers::run(&text).expect("the specification reads");
    println!("Recognizers-Text NumberModel: {} of {}", outcome.passed, outcome.cases);
    for (input, wanted, got) in &outcome.failed {
        println!("  {input:?}\n    wanted {wanted:?}\n    got    {got:?}");
    }
    assert!(outcome.passed >= 215, "{} of {}", outcome.passed, outcome.cases);
}
