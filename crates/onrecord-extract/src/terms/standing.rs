//! Where does a term stand: proposed, demanded, agreed, carried out …?
//!
//! In: what the words over a term say by themselves (`status::of_term` and the rules) and the features of the candidate. Out: the
//! status that weighs most in `term_status_weights.tsv`, one column a status, made by `training/rows.py` from annotated reports.

use onrecord_model::TermStatus;

use super::slug;
use crate::scoring;

/// Every status, in the order of the columns, which `training/rows.py` writes.
const ALL: [TermStatus; 11] = [
    TermStatus::Proposed,
    TermStatus::Demanded,
    TermStatus::Offered,
    TermStatus::Agreed,
    TermStatus::BeingImplemented,
    TermStatus::Implemented,
    TermStatus::Rejected,
    TermStatus::Violated,
    TermStatus::Suspended,
    TermStatus::Discussed,
    TermStatus::Expired,
];

/// The features of a candidate as they speak of where it stands; `told` is the status by its words alone.
pub(super) fn features(told: TermStatus, candidate: &[String]) -> Vec<String> {
    candidate.iter().cloned().chain(std::iter::once(format!("stands:{}", slug(told)))).collect()
}

/// The status that weighs most.
pub(super) fn weighed(told: TermStatus, candidate: &[String]) -> TermStatus {
    let features = features(told, candidate);
    let weigh = |(column, status)| (scoring::score("term_status_weights", column, &features), status);
    let best = ALL.into_iter().enumerate().map(weigh).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(told, |(_, status)| status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_over_a_term_outweighs_a_doubtful_status_of_its_words() {
        let words = |over: &[&str]| -> Vec<String> { over.iter().map(|f| (*f).to_owned()).collect() };
        let demanded = words(&["upos:v", "to", "next:v:demanded", "under:demanded", "said:demand", "said"]);
        assert_eq!(weighed(TermStatus::Proposed, &demanded), TermStatus::Demanded);
        let agreed = words(&["upos:v", "to", "next:v:agreed", "under:agreed", "mood:future"]);
        assert_eq!(weighed(TermStatus::Agreed, &agreed), TermStatus::Agreed);
    }
}
