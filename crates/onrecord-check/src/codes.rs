//! The check codes: one line of what, one page of why.

use serde::Serialize;

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Code {
    /// "OR101".
    pub code: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// What to try.
    pub help: &'static str,
    /// The page behind `explain`, Markdown.
    #[serde(skip)]
    pub page: &'static str,
}

macro_rules! codes {
    ($($code:literal, $title:literal, $help:literal;)*) => {
        /// All checks, by code.
        pub const CODES: &[Code] = &[$(Code {
            code: $code,
            title: $title,
            help: $help,
            page: include_str!(concat!("../codes/", $code, ".md")),
        }),*];
    };
}

codes! {
    "OR101", "unattributed figure", "say who gives the figure, or that its source is not known";
    "OR102", "figure conflicts with another report", "print both with their sources and days, or say why one is preferred";
    "OR103", "figures conflict inside one report", "say what each figure counts, where, and as of when";
    "OR201", "single anonymous origin", "look for a second origin, or say that there is one and who it speaks for";
    "OR202", "several outlets, one origin", "count the origin once, however many outlets carry it";
    "OR301", "statement was withdrawn, denied or deleted", "say that it was, by whom and when, beside the statement";
    "OR302", "deal term told as agreed that others tell as proposed", "say who calls it agreed and who does not";
    "OR401", "relative date unresolved", "write the date out, or read the report with --date";
    "OR501", "evaluative words in the outlet's own voice", "attribute the words, quote them, or leave them out";
}

/// The check with this code, in any case.
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|c| c.code.eq_ignore_ascii_case(name))
}

/// The codes that `select` names less those that `ignore` names; beginnings count ("OR1" is all of OR1xx).
///
/// An empty `select` is all of them. A name that fits no code is given back as the error.
pub fn select(select: &[String], ignore: &[String]) -> Result<Vec<&'static str>, String> {
    let fits = |name: &String, c: &Code| c.code.starts_with(&name.to_ascii_uppercase());
    if let Some(odd) = select.iter().chain(ignore).find(|n| n.is_empty() || !CODES.iter().any(|c| fits(n, c))) {
        return Err(odd.clone());
    }
    Ok(CODES
        .iter()
        .filter(|c| select.is_empty() || select.iter().any(|n| fits(n, c)))
        .filter(|c| !ignore.iter().any(|n| fits(n, c)))
        .map(|c| c.code)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_that_opens_with_it() {
        for c in CODES {
            assert!(c.page.starts_with(&format!("# {}: {}\n", c.code, c.title)), "{}", c.code);
            assert!(c.page.contains("## What to do"), "{}", c.code);
        }
    }

    #[test]
    fn selection_takes_beginnings() {
        let s = |l: &[&str]| l.iter().map(|s| s.to_string()).collect::<Vec<_>>();
        assert_eq!(select(&s(&["or1"]), &s(&["OR102"])).unwrap(), ["OR101", "OR103"]);
        assert_eq!(select(&[], &[]).unwrap().len(), CODES.len());
        assert_eq!(select(&s(&["OR9"]), &[]), Err("OR9".into()));
        assert_eq!(select(&[], &s(&[""])), Err("".into()));
    }
}
