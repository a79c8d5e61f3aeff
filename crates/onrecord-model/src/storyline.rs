//! Storylines: what many reports say about one developing matter. Made by `link` from a set of readings, in any order.

use serde::{Deserialize, Serialize};

use crate::{ActorId, Cell, Reading, ReportId, Revision, RootId, RowRef, StorylineId};

/// How two rows of the record stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// Says the same from the same root.
    Repeats,
    /// Says the same from another root.
    Corroborates,
    /// Cannot hold together with the other at the same time and scope.
    Contradicts,
    /// A later as-of of the same measure, population and place.
    Supersedes,
    /// Counts another population or place.
    DifferentScope,
    /// Counted in another way or by another body.
    DifferentBasis,
    /// The ranges share values.
    RangeOverlaps,
    /// Same measure, population, place and as-of window; no shared value.
    Conflicts,
    /// Stands beside the other with a tension the text does not resolve (vague against exact, no as-of).
    Tension,
    /// A sum that fits (48 = 28 + 20): a note, not a verdict.
    Complements,
    /// Takes the other back.
    Withdraws,
    /// Confirms the other.
    Confirms,
    /// Denies the other.
    Denies,
}

/// A relation between two rows, with the named inputs it was computed from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// What it is.
    pub kind: RelationKind,
    /// The row the relation is told of.
    pub a: RowRef,
    /// The row it stands to.
    pub b: RowRef,
    /// Why: the rule and the values it compared.
    pub reason: String,
}

/// A party of a storyline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The name it is shown under.
    pub name: String,
    /// Lexicon id; missing for a party no lexicon knows.
    pub actor: Option<ActorId>,
    /// Parent party ("a faction of …"), by name.
    pub parent: Option<String>,
    /// The words used for it, with where.
    pub names: Vec<Cell<String>>,
}

/// One distinct innermost source, and the statements that go back to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Root {
    /// Its id inside the storyline.
    pub id: RootId,
    /// The source as named or described; missing when unsourced.
    pub source: Option<String>,
    /// Statements that go back to it.
    pub statements: Vec<RowRef>,
    /// Outlets that carried it, sorted.
    pub outlets: Vec<String>,
    /// Why these statements are one root ("same speaker and day", "same agency copy").
    pub why: String,
}

/// A step in a statement's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LifeStep {
    /// `said`, `repeated`, `confirmed`, `denied`, `removed`, `corrected`.
    pub step: String,
    /// The row that shows it.
    pub row: RowRef,
    /// Day of the report that shows it, ISO date; missing when unknown.
    pub on: Option<String>,
}

/// Statements that say the same thing, with their roots and life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Id inside the storyline ("q3").
    pub id: String,
    /// The statements, by date then id.
    pub statements: Vec<RowRef>,
    /// Distinct roots that stand behind it, withdrawn and unsourced ones not counted.
    pub roots: Vec<RootId>,
    /// Statements that were withdrawn, denied or removed.
    pub withdrawn: Vec<RowRef>,
    /// Its life.
    pub life: Vec<LifeStep>,
}

/// Figures of one measure, population and place over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureSeries {
    /// Id inside the storyline ("z2").
    pub id: String,
    /// What is counted, as in [`Measure`](crate::Measure).
    pub measure: crate::Measure,
    /// Whom or what it counts, folded words.
    pub of: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The figures, by as-of or report date, then id.
    pub points: Vec<FigurePoint>,
}

/// One figure of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigurePoint {
    /// The row.
    pub row: RowRef,
    /// The day it holds for, ISO date; missing when not said.
    pub as_of: Option<String>,
    /// The day it was reported.
    pub reported: Option<String>,
}

/// One term of the deal with what every report says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealTerm {
    /// Id inside the storyline ("d4").
    pub id: String,
    /// Rows merged because party, action and object agree.
    pub rows: Vec<RowRef>,
    /// Conditions it hangs on.
    pub conditions: Vec<RowRef>,
    /// Terms that fall when this one is pulled, by id.
    pub falls: Vec<String>,
}

/// A contact between the same ends over time. Rows are listed, never fused into one fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelLine {
    /// Id inside the storyline ("h1").
    pub id: String,
    /// The ends, sorted.
    pub ends: Vec<String>,
    /// Every report of it, by date then id.
    pub rows: Vec<RowRef>,
}

/// A report of a storyline and why it is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The report.
    pub report: ReportId,
    /// Story (near event) inside the storyline it belongs to.
    pub story: String,
    /// Why it is here: the shared parties, places, dates, figures.
    pub why: String,
}

/// Reports that follow one developing matter, and everything that holds across them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Storyline {
    /// Its id.
    pub id: StorylineId,
    /// The readings it stands on, by publication day then report id.
    pub readings: Vec<Reading>,
    /// The reports and why they are together.
    pub members: Vec<Member>,
    /// Parties, by name.
    pub parties: Vec<Party>,
    /// Roots.
    pub roots: Vec<Root>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Relations.
    pub relations: Vec<Relation>,
    /// Figures as series.
    pub series: Vec<FigureSeries>,
    /// The deal.
    pub deal: Vec<DealTerm>,
    /// Contacts over time.
    pub channels: Vec<ChannelLine>,
    /// Versions of one address that differ, by address, then by the time of the later one.
    #[serde(default)]
    pub revisions: Vec<Revision>,
}

impl Storyline {
    /// The reading of a report of this storyline.
    pub fn reading(&self, report: &ReportId) -> Option<&Reading> {
        self.readings.iter().find(|r| &r.report.id == report)
    }
}
