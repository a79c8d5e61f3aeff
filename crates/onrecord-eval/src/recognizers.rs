//! Plain numbers against the English NumberModel cases of Microsoft's Recognizers-Text (MIT).
//!
//! A case passes when the same words stand with the same values, written as .NET writes a double (15 significant digits).

use onrecord_extract::numbers;
use serde_json::Value;

/// What came of the cases.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Cases whose numbers and values agree.
    pub passed: usize,
    /// All cases.
    pub cases: usize,
    /// The others: input, what was wanted, what was read.
    pub failed: Vec<(String, Vec<String>, Vec<String>)>,
}

/// Runs the cases of one specification file (its text); a text that is no such file is an error that says so.
pub fn run(json: &str) -> Result<Outcome, String> {
    let cases: Vec<Value> = serde_json::from_str(json.trim_start_matches('\u{feff}'))
        .map_err(|e| format!("not a Recognizers-Text specification: {e}"))?;
    let mut outcome = Outcome { cases: cases.len(), ..Outcome::default() };
    for case in &cases {
        let input = case["Input"].as_str().ok_or("a case without Input")?;
        let results = case["Results"].as_array().ok_or("a case without Results")?;
        let wanted: Vec<String> = results
            .iter()
            .map(|r| {
                let text = r["Text"].as_str().unwrap_or_default().to_lowercase();
                format!("{text}={}", r["Resolution"]["value"].as_str().unwrap_or_default())
            })
            .collect();
        let chars: Vec<char> = input.chars().collect();
        let got: Vec<String> = numbers::plain(input)
            .iter()
            .map(|n| {
                let words: String = chars[n.span.start as usize..n.span.end as usize].iter().collect();
                format!("{}={}", words.to_lowercase(), g15(n.value))
            })
            .collect();
        if wanted == got {
            outcome.passed += 1;
        } else {
            outcome.failed.push((input.to_owned(), wanted, got));
        }
    }
    Ok(outcome)
}

/// A number as .NET writes it with format G15.
pub fn g15(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".into();
    }
    let scientific = format!("{value:.14e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |s: &str| match s.contains('.') {
        true => s.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => s.to_owned(),
    };
    if !(-5..15).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}E{sign}{:02}", trim(mantissa), exponent.abs());
    }
    trim(&format!("{value:.*}", (14 - exponent).max(0) as usize))
}

#[cfg(test)]
mod tests {
    use super::g15;

    #[test]
    fn fifteen_digits() {
        assert_eq!(g15(2.0 / 3.0), "0.666666666666667");
        assert_eq!(g15(-1.2732e15), "-1.2732E+15");
        assert_eq!(g15(1e-12), "1E-12");
        assert_eq!(g15(324.0), "324");
    }
}
