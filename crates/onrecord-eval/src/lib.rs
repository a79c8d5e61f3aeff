//! Gold formats, metrics and the accuracy table.

pub mod muc4;
pub mod names;
pub mod parties;
pub mod polnear;
pub mod recognizers;
pub mod renaming;
pub mod scale;
pub mod stories;
pub mod tempeval;
pub mod ud;
