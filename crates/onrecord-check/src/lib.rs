//! A linter for drafts and records: what an editor would want to look at before it is printed, each with the words.
//!
//! It says what stands in the reports and how it is sourced. It never says what is true.
//!
//! - [`CODES`]: the codes, each with its page (`onrecord explain OR101`)
//! - [`check`]: storylines in, findings out
//! - [`text`], [`json`], [`sarif`], [`github`]: findings written out

#![warn(missing_docs)]

mod codes;
mod finding;
mod render;
mod rules;

pub use codes::{CODES, Code, code, select};
pub use finding::{Finding, Label};
pub use render::{github, json, sarif, text};
pub use rules::{check, in_order};
