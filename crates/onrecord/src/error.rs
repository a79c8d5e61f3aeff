//! What can go wrong at the edges, and inputs that were passed over.

use std::{fmt, io};

use onrecord_store::StoreError;

/// An input that gave no reading, with the reason. The others go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Path, `-` for standard input, with the line or entry where it has several.
    pub input: String,
    /// Why, and what to try.
    pub why: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.input, self.why)
    }
}

/// Why a whole task was broken off.
#[derive(Debug)]
pub enum Error {
    /// The record.
    Store(StoreError),
    /// Writing what came out.
    Output(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Store(e) => e.fmt(f),
            Error::Output(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Store(e) => Some(e),
            Error::Output(e) => Some(e),
        }
    }
}

impl From<StoreError> for Error {
    fn from(e: StoreError) -> Self {
        Error::Store(e)
    }
}

impl From<io::Error> for Error {
    fn from(e: io::Error) -> Self {
        Error::Output(e)
    }
}
