//! Gold formats, metrics and the accuracy table.

pub mod muc4;
pub mod recognizers;
pub mod tempeval;
pub mod ud;
