//! A Reading: everything one report says (schema version 1).

use serde::{Deserialize, Serialize};

use crate::{
    Attribution, Channel, Condition, Evaluative, Event, Figure, Gap, Mention, Report, RowId, Span, Term, Timex,
    Withdrawal,
};

/// Version of the JSON shape that [`Reading`] is written in.
pub const SCHEMA_VERSION: u32 = 1;

/// Everything one report says: a pure function of that report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// [`SCHEMA_VERSION`] of the writer.
    pub schema_version: u32,
    /// Path or URL the report was read from; empty for text handed in.
    pub input: String,
    /// The report.
    pub report: Report,
    /// Sentences, boilerplate too.
    pub sentences: Vec<Span>,
    /// Named and nominal mentions.
    pub mentions: Vec<Mention>,
    /// Mentions of one and the same, by id.
    pub chains: Vec<Vec<RowId>>,
    /// Time expressions.
    pub timexes: Vec<Timex>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// Counts.
    pub figures: Vec<Figure>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Who is said to be in contact with whom.
    pub channels: Vec<Channel>,
    /// Obligations and entitlements of a deal.
    pub terms: Vec<Term>,
    /// What hangs on what.
    pub conditions: Vec<Condition>,
    /// What was taken back.
    pub withdrawals: Vec<Withdrawal>,
    /// What the report says it was not given.
    pub gaps: Vec<Gap>,
    /// The outlet's own loaded words.
    pub evaluative: Vec<Evaluative>,
}

impl Reading {
    /// The attribution with this id.
    pub fn attribution(&self, id: &RowId) -> Option<&Attribution> {
        self.attributions.iter().find(|a| &a.id == id)
    }

    /// Number of rows in all tables, mentions and times not counted.
    pub fn rows(&self) -> usize {
        self.attributions.len()
            + self.figures.len()
            + self.events.len()
            + self.channels.len()
            + self.terms.len()
            + self.conditions.len()
            + self.withdrawals.len()
            + self.gaps.len()
            + self.evaluative.len()
    }
}
