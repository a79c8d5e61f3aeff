//! Analyses to readings: everything one report says, each row with the words it was read from.
//!
//! The order of things is the list in [`reading`]; each stage adds the rows of its own tables and may look at those before it.

mod clauses;
mod context;
mod scoring;
mod status;
mod undone;

pub mod actors;
pub mod attribution;
pub mod channels;
pub mod conditions;
pub mod coreference;
pub mod dates;
pub mod evaluative;
pub mod events;
pub mod figures;
pub mod gaps;
pub mod mentions;
pub mod numbers;
pub mod parties;
pub mod phrases;
pub mod pieces;
pub mod sourcing;
pub mod terms;
pub mod voice;
pub mod withdrawals;

pub use context::Context;

use onrecord_lexicon::Lexicon;
use onrecord_model::{Analysis, Reading, Report, SCHEMA_VERSION};

/// Everything the report says. Pure: same report and analysis, same reading.
///
/// A report that was kept without being read ([`Report::not_read`]) gives a reading with empty tables.
pub fn reading(report: &Report, analysis: &Analysis, lexicon: &Lexicon) -> Reading {
    let mut reading = Reading {
        schema_version: SCHEMA_VERSION,
        report: report.clone(),
        sentences: analysis.sentences.iter().map(|s| s.span).collect(),
        ..Reading::default()
    };
    if report.not_read.is_some() {
        return reading;
    }
    let cx = Context::new(report, analysis, lexicon);
    mentions::extract(&cx, &mut reading);
    coreference::extract(&cx, &mut reading);
    dates::extract(&cx, &mut reading);
    attribution::extract(&cx, &mut reading);
    figures::extract(&cx, &mut reading);
    conditions::extract(&cx, &mut reading);
    events::extract(&cx, &mut reading);
    channels::extract(&cx, &mut reading);
    terms::extract(&cx, &mut reading);
    withdrawals::extract(&cx, &mut reading);
    gaps::extract(&cx, &mut reading);
    evaluative::extract(&cx, &mut reading);
    sourcing::extract(&cx, &mut reading);
    reading
}
