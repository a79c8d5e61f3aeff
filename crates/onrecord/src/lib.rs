//! Onrecord reads news reports on a conflict or negotiation and puts on record, each cell linked to the sentence it came
//! from, who says what and through whom, who talks to whom, what a deal contains, which figures are given, what was taken
//! back and what was withheld. It takes no side and writes no prose.
//!
//! This is the facade: the only crate that knows the order of things. The order itself is a list you can read,
//! [`pipeline::STAGES`].
//!
//! ```
//! use onrecord::{Hint, Options, Pipeline};
//!
//! let pipeline = Pipeline::new(Options::default());
//! let text = "SARNOTH, March 6, 2031 (Corvane) - Talks resumed on Thursday, a senior Talmerian official said.\n";
//! let readings = pipeline.readings(text.as_bytes(), &Hint::default(), "wire.txt").unwrap();
//! let reading = readings[0].as_ref().unwrap();
//! assert_eq!(reading.report.text, text);
//! let storylines = onrecord::storylines(&[reading.clone()]);
//! assert_eq!(storylines.len(), 1);
//! ```

#![warn(missing_docs)]

pub mod archive;
pub mod changes;
pub mod copies;
pub mod desk;
mod error;
mod held;
pub mod inputs;
pub mod links;
mod ordered;
pub mod pipeline;
pub mod watch;

pub use archive::{AddReport, add};
pub use error::{Error, Skipped};
pub use held::held;
pub use inputs::{Inputs, Source};
pub use onrecord_link::{cross, edits, parties, words::days};
pub use ordered::in_order;
pub use pipeline::{Engine, Options, Pipeline, storylines};

pub use onrecord_check as check;
pub use onrecord_dossier as dossier;
pub use onrecord_model as model;
pub use onrecord_read::{Hint, ReadError, fetch, fields};
pub use onrecord_store as store;
