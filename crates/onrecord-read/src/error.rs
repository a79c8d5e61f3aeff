//! What can go wrong between bytes and reports.

use std::fmt;

/// Why an input gave no report. Each message says what, where and what to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing to read.
    Empty,
    /// The bytes are not text (an image, an archive, a program).
    Binary {
        /// What it looks like.
        looks_like: &'static str,
    },
    /// Larger than the limit for one input.
    TooLarge {
        /// Size of the input, bytes.
        bytes: usize,
        /// The limit, bytes.
        limit: usize,
    },
    /// Markup nested deeper than the limit.
    TooDeep {
        /// The limit, levels.
        limit: usize,
    },
    /// A tag with more attributes than the limit.
    TooWide {
        /// The limit, attributes.
        limit: usize,
    },
    /// The page has no running text.
    NoText,
    /// Broken syntax where there is nothing to repair.
    Syntax {
        /// `json`, `feed` …
        format: &'static str,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A row of a table that cannot be read.
    Row {
        /// `Parquet`.
        format: &'static str,
        /// Row, from 1; 0 is the file itself.
        row: usize,
        /// What is wrong.
        what: String,
    },
    /// A line or row that is well formed and lacks what a report needs.
    Lacking {
        /// `line` or `row`.
        unit: &'static str,
        /// Its number, from 1.
        number: usize,
        /// What is missing, what is there and what to try.
        what: String,
    },
    /// Took longer than the limit for one page.
    TooSlow {
        /// The limit, seconds.
        seconds: u64,
    },
    /// A date that is no date.
    Date {
        /// What was given.
        given: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => write!(f, "the input is empty: nothing to read"),
            ReadError::Binary { looks_like } => {
                write!(f, "not text but {looks_like}: give plain text, HTML, a feed or JSON lines")
            }
            ReadError::TooLarge { bytes, limit } => {
                write!(f, "{bytes} bytes is over the limit of {limit} bytes for one report: split the input")
            }
            ReadError::TooDeep { limit } => {
                write!(f, "markup is nested deeper than {limit} levels: save the page as text and read that")
            }
            ReadError::TooWide { limit } => {
                write!(f, "a tag has more than {limit} attributes: save the page as text and read that")
            }
            ReadError::NoText => write!(f, "no running text found: the page may be an index or need a script"),
            ReadError::Syntax { format, line, what } => write!(f, "line {line}: not valid {format}: {what}"),
            ReadError::Row { format, row: 0, what } => write!(f, "not valid {format}: {what}"),
            ReadError::Row { format, row, what } => write!(f, "row {row}: not valid {format}: {what}"),
            ReadError::Lacking { unit, number, what } => write!(f, "{unit} {number}: {what}"),
            ReadError::TooSlow { seconds } => write!(
                f,
                "took longer than {seconds} seconds: save the page as text and read that, or raise --page-seconds"
            ),
            ReadError::Date { given } => {
                write!(f, "{given:?} is not a date: write it as YYYY-MM-DD, for example 2031-03-04")
            }
        }
    }
}

impl std::error::Error for ReadError {}
