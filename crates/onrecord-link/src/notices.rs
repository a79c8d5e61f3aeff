//! Whether a sentence is a correction notice: the publication's word that its own text was wrong.
//!
//! In: "This report originally gave a wrong first name for the harbour master." Out: yes. "The ministry issued a correction of its
//! budget" is none: it is not the text that was corrected.

use std::{collections::BTreeMap, sync::LazyLock};

static NOTICES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../data/correction-notices.tsv").lines().filter(|l| !l.starts_with('#'));
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (kind, words) in lines.filter_map(|l| l.split_once('\t')) {
        out.entry(kind).or_default().push(words);
    }
    out
});

fn list(kind: &str) -> &'static [&'static str] {
    NOTICES.get(kind).map_or(&[], Vec::as_slice)
}

/// Whether the text is a correction notice.
pub(crate) fn is_notice(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let closed = |w: &&str| {
        lower.strip_prefix(*w).is_some_and(|r| {
            r.trim_start().is_empty() || r.trim_start().starts_with([':', '-', '–', '—', '.', '(', ','])
        })
    };
    let opens = |w: &&str| lower.strip_prefix(*w).is_some_and(|r| !r.starts_with(char::is_alphanumeric));
    let words = format!(" {} ", crate::edits::plain(lower));
    let has = |w: &&str| words.contains(&format!(" {w} "));
    list("begins").iter().any(closed)
        || list("opens").iter().any(opens)
        || list("has").iter().any(&has)
        || (list("self").iter().any(&has) && list("wrong").iter().any(has))
}

/// Whether the text is the word alone that a correction notice begins with.
pub(crate) fn is_opener(text: &str) -> bool {
    let words = crate::edits::plain(text);
    list("begins").iter().any(|w| words == crate::edits::plain(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_and_none() {
        for text in [
            "Correction: The ferry left at noon.",
            "(Corrects spelling of the envoy's name)",
            "Corrections & Clarifications: the vote is on Sunday.",
            "This article was amended on 7 March to give the right sum.",
            "We have corrected the amount.",
            "This report originally gave a wrong first name for the mayor.",
            "A previous headline on this story wrongly said that the pier was destroyed.",
        ] {
            assert!(is_notice(text), "{text}");
        }
        for text in [
            "The ministry issued a correction of its budget.",
            "The minister said the map had been drawn incorrectly.",
            "This story has been updated with a statement from the mediator.",
            "Corrections to the border took nine years.",
        ] {
            assert!(!is_notice(text), "{text}");
        }
        assert!(is_opener("Editor’s note:") && !is_opener("Editor’s note: the mayor resigned"));
    }
}
