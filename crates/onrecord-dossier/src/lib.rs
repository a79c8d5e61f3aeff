//! Storylines to dossiers: [`assemble`] puts everything a page shows into a [`Dossier`](onrecord_model::Dossier); [`text`],
//! [`json`], [`markdown`] and [`html`] write it out.
//!
//! Nothing is phrased here: labels come from the tables, values are words of the reports or counts of rows.

pub mod assemble;
mod gaps;
pub mod html;
pub mod json;
mod labels;
pub mod markdown;
pub mod text;

pub use assemble::assemble;
