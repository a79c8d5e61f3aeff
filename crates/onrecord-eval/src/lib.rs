//! Gold formats, metrics and the accuracy table.

pub mod ud;
