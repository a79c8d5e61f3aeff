//! How much do the features of a candidate speak for it? Weighted sums with weights from a list of the lexicon.
//!
//! In: the list `term_weights` and the features "upos:verb", "over:demanded". Out: the sum of their weights and of the weight of
//! "bias". A feature the list does not have weighs nothing. The weights are made by `training/rows.py` from annotated reports;
//! features are named after word lists, parts of speech and relations of the parse, never after a party or a report's own words.

use onrecord_lexicon::list;

/// Sum of the weights in column `column` of the list `model`.
pub fn score(model: &str, column: usize, features: &[String]) -> f32 {
    let weights = list(model);
    let weight =
        |f: &str| weights.get(f).and_then(|c| c.get(column)).and_then(|w| w.parse::<f32>().ok()).unwrap_or(0.0);
    weight("bias") + features.iter().map(|f| weight(f)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_without_a_weight_weighs_nothing() {
        let bias = score("term_weights", 0, &[]);
        assert!(bias < 0.0, "most words are no terms");
        assert_eq!(score("term_weights", 0, &["no such feature".to_owned()]), bias);
        assert!(score("term_weights", 0, &["rule".to_owned()]) > bias, "what a rule finds weighs more");
        assert_eq!(score("no such list", 0, &["rule".to_owned()]), 0.0);
    }
}
