//! The English NumberModel cases of Microsoft's Recognizers-Text, read from the shared data when they are there.
//!
//! A case passes when the same numbers stand at the same places with the same values (15 significant digits).
//! The cases that differ, and why, are in docs/journal/numbers.md.

use onrecord_extract::numbers;
use serde_json::Value;

/// As .NET writes a double with format G15.
fn g15(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let sci = format!("{value:.14e}");
    let (mantissa, exponent) = sci.split_once('e').expect("scientific form");
    let exponent: i32 = exponent.parse().expect("exponent");
    let trim =
        |s: &str| if s.contains('.') { s.trim_end_matches('0').trim_end_matches('.').to_owned() } else { s.to_owned() };
    if !(-5..15).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}E{sign}{:02}", trim(mantissa), exponent.abs());
    }
    trim(&format!("{value:.*}", (14 - exponent).max(0) as usize))
}

#[test]
fn number_model_cases() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/recognizers-number/NumberModel.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("SKIPPED: the Recognizers-Text cases are not beside the checkout (../shared)");
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("the cases are JSON");
    let (mut passed, mut failed) = (0, Vec::new());
    for (n, case) in cases.iter().enumerate() {
        let input = case["Input"].as_str().expect("input");
        let chars: Vec<char> = input.chars().collect();
        let wanted: Vec<String> = case["Results"]
            .as_array()
            .expect("results")
            .iter()
            .map(|r| {
                format!("{}={}", r["Text"].as_str().unwrap().to_lowercase(), r["Resolution"]["value"].as_str().unwrap())
            })
            .collect();
        let got: Vec<String> = numbers::plain(input)
            .iter()
            .map(|x| {
                let words: String = chars[x.span.start as usize..x.span.end as usize].iter().collect();
                format!("{}={}", words.to_lowercase(), g15(x.value))
            })
            .collect();
        if wanted == got {
            passed += 1;
        } else {
            failed.push(format!("{n} {input:?}\n   wanted {wanted:?}\n   got    {got:?}"));
        }
    }
    println!("Recognizers-Text NumberModel: {passed} of {}\n{}", cases.len(), failed.join("\n"));
    assert!(passed >= 215, "{passed} of {}", cases.len());
}
