//! The record: one SQLite file that only grows.
//!
//! Reports are kept as versions of documents, readings as rows of a run, what an editor says of a row as corrections beside
//! them. Nothing is ever changed or deleted (triggers forbid it), so any day can be read back. The file opens in any SQLite
//! tool: text keys, foreign keys, one table and one view a table of the reading, full text in `search`.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use onrecord_model::{Reading, Report};
//! use onrecord_store::{AsOf, Record, RunInfo};
//!
//! let folder = tempfile::tempdir()?;
//! let mut record = Record::create(&folder.path().join("onrecord.db"))?;
//! let report = Report { id: "0123456789abcdef".into(), text: "Talks resumed.".into(), ..Report::default() };
//! let run = record.begin_run(&RunInfo::default())?;
//! let added = record.add(&run, &[Reading { report, ..Reading::default() }])?;
//! record.end_run(&run)?;
//! assert_eq!(added.len(), 1);
//! assert_eq!(record.readings(&AsOf::default())?[0].report.text, "Talks resumed.");
//! # Ok(())
//! # }
//! ```

#![warn(missing_docs)]

mod error;
mod fetches;
mod load;
mod open;
mod pack;
mod places;
mod review;
mod search;
mod sightings;
mod tables;
mod write;

pub use error::StoreError;
pub use fetches::{Answered, Asked, Fetch, Page};
pub use load::{AsOf, Change, VersionInfo};
pub use open::{Record, Stats};
pub use places::{Linked, Linking, Place};
pub use review::{Correction, Verdict};
pub use rusqlite::version as sqlite_version;
pub use search::Hit;
pub use sightings::{Sighting, What};
pub use tables::{TABLES, Table};
pub use write::{Added, Outcome, Ready, RunInfo};

/// Newest schema of a record this version reads and writes (`PRAGMA user_version`).
pub const SCHEMA: i64 = 4;

/// `PRAGMA application_id` of a record: "ONRD".
pub const APPLICATION_ID: i64 = 0x4F4E_5244;
