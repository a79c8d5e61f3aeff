//! The dossier: everything the page about a storyline shows, section by section, in the order it shows it.
//!
//! Plain data, no rendering. Every value that was read is a [`Cell`]: it names the report and the words it stands on. What was
//! computed (a count, a share, a group) is computed from such cells and says from which.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    Act, ActorId, AttributionKind, Block, Bound, Cell, Certainty, ChannelForm, ChannelStatus, ConditionKind, EditClass,
    Factuality, Letters, LifeStep, LinkRole, Measure, PloverType, Quoted, Relation, ReportId, Root, RowRef,
    SourcingClass, SourcingMark, Span, StorylineId, TermAction, TermStatus, WithdrawalKind,
};

/// How openly a statement's innermost source stands behind it: the line style of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Openness {
    /// A named person or body (S1, S2, S3): solid.
    Named,
    /// Somebody unnamed (S4, S5, S6): dashed.
    Anonymous,
    /// Nobody, or the publisher's own voice (S7): dotted.
    Unsourced,
}

impl From<SourcingClass> for Openness {
    fn from(class: SourcingClass) -> Self {
        match class {
            SourcingClass::S1 | SourcingClass::S2 | SourcingClass::S3 => Openness::Named,
            SourcingClass::S4 | SourcingClass::S5 | SourcingClass::S6 => Openness::Anonymous,
            SourcingClass::S7 => Openness::Unsourced,
        }
    }
}

/// One link of a chain as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chip {
    /// Name or words of the link; missing when the text gives none.
    pub name: Option<String>,
    /// Whether it is unnamed in the text.
    pub anonymous: bool,
    /// What it did.
    pub role: LinkRole,
}

/// Who says so: how the row reached this publisher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Says {
    /// The attribution; missing when the publisher says it in its own voice.
    pub attribution: Option<RowRef>,
    /// The source as the text words it; missing when there is none.
    pub source: Option<String>,
    /// The name the text resolves the source to; missing when it is the same or not given.
    pub resolved: Option<String>,
    /// Sourcing class.
    pub class: SourcingClass,
    /// Line style of that class.
    pub openness: Openness,
    /// Links after the first, the publisher not counted.
    pub hops: u32,
    /// Marks D R C W.
    pub marks: Vec<SourcingMark>,
    /// Links from the innermost speaker to the publisher of the report.
    pub chain: Vec<Chip>,
}

/// A report as the head lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportLine {
    /// The report.
    pub id: ReportId,
    /// Its headline; missing when it has none.
    pub title: Option<Cell<String>>,
    /// Publisher; missing when text and page do not say.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication, else day of the dateline; missing when neither is known. ISO date.
    pub day: Option<String>,
    /// Agency credit, words of the text.
    pub agency: Option<Cell<String>>,
    /// Near event inside the storyline it belongs to.
    pub story: String,
    /// Why it stands in this storyline.
    pub why: String,
    /// Rows read from it, mentions and times not counted.
    pub rows: usize,
    /// Why it was kept without being read; missing when it was read.
    pub not_read: Option<String>,
}

/// Kind of thing the page does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownKind {
    /// A report says that it was not given a detail.
    Withheld,
    /// A claim stands on one unnamed source only.
    SingleAnonymousOrigin,
    /// A claim stands on nobody who is named or described.
    NoOrigin,
    /// A figure without a source.
    UnsourcedFigure,
    /// An end of a contact that no report names.
    UnnamedEnd,
    /// A term that does not say who would do it.
    TermWithoutParty,
    /// A time that could not be resolved.
    UnresolvedTime,
    /// A report without a date.
    UndatedReport,
    /// A report whose publisher is not named.
    UnnamedOutlet,
    /// A report that was kept without being read.
    NotRead,
}

/// One thing the page does not know, with the words that show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unknown {
    /// What kind.
    pub kind: UnknownKind,
    /// What is missing, in the vocabulary of its table ("identity", "killed"); missing when the kind says it all.
    pub what: Option<String>,
    /// Who withheld it; missing when not said.
    pub by: Option<String>,
    /// The words; missing for a property of a whole report.
    pub words: Option<Cell<String>>,
    /// The report.
    pub report: ReportId,
    /// What a figure counts; missing for what is no figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// Where a figure counts; missing when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The day a figure holds for, else the day it was reported. ISO date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Letters>,
    /// A figure of the same value that counts the same and has a source; missing when no report gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sourced: Option<RowRef>,
}

/// The top of the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Parties that most reports name, in alphabetical order: the page's heading.
    pub subject: Vec<String>,
    /// What the page does not know.
    pub unknown: Vec<Unknown>,
    /// The reports, by day then id.
    pub reports: Vec<ReportLine>,
    /// Reports left out because they are later than the as-of day, or undated while one is asked for.
    pub left_out: usize,
    /// Publishers, in alphabetical order.
    pub outlets: Vec<String>,
    /// First day a report is of.
    pub first: Option<String>,
    /// Last day a report is of.
    pub last: Option<String>,
    /// Distinct roots in the storyline, unsourced ones not counted.
    pub roots: usize,
    /// Near events inside the storyline.
    pub stories: usize,
}

/// A party with what reports call it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyLine {
    /// Name it is shown under.
    pub name: String,
    /// Lexicon id; missing for a party no lexicon knows.
    pub actor: Option<ActorId>,
    /// Party it is a part of, by name.
    pub parent: Option<String>,
    /// Mentions in all reports.
    pub mentions: usize,
    /// Reports that name it.
    pub reports: usize,
    /// Each wording once, with the first place it stands, by first use.
    pub names: Vec<Cell<String>>,
}

/// A contact between the same ends, each report of it apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactLine {
    /// Id inside the storyline ("h1").
    pub id: String,
    /// The ends, sorted.
    pub ends: Vec<String>,
    /// Every report of it, by day then id.
    pub contacts: Vec<Contact>,
}

/// One contact as one report tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// The row.
    pub row: RowRef,
    /// Day of the report.
    pub day: Option<Letters>,
    /// Its words.
    pub words: Cell<String>,
    /// Ends as this report names them.
    pub ends: Vec<String>,
    /// Mediators.
    pub mediators: Vec<String>,
    /// Persons or offices it goes through.
    pub via: Vec<String>,
    /// Hosts and those merely present.
    pub also_present: Vec<String>,
    /// Form.
    pub form: ChannelForm,
    /// What it is about.
    pub topic: Option<String>,
    /// Where it stands.
    pub status: ChannelStatus,
    /// Who says so.
    pub says: Arc<Says>,
    /// Whether what says so was withdrawn, denied or removed.
    pub withdrawn: bool,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// The state of the deal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Deal {
    /// Terms, by deal, phase, then id.
    pub terms: Vec<TermLine>,
    /// Conditions, by holder then id.
    pub conditions: Vec<ConditionLine>,
}

/// One term with what every report says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermLine {
    /// Id inside the storyline ("d4").
    pub id: String,
    /// Words for the deal; missing when not said.
    pub deal: Option<String>,
    /// Phase; missing when not said.
    pub phase: Option<String>,
    /// Who must or would do it; empty when left open.
    pub party: Vec<String>,
    /// What is to be done.
    pub action: TermAction,
    /// To what.
    pub object: Option<String>,
    /// What each report says of it, by day then id.
    pub rows: Vec<TermRow>,
    /// Conditions it hangs on.
    pub conditions: Vec<RowRef>,
    /// Terms that fall when this one is pulled.
    pub falls: Vec<String>,
}

/// A term as one report gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermRow {
    /// The row.
    pub row: RowRef,
    /// Day of the report.
    pub day: Option<Letters>,
    /// Its words.
    pub words: Cell<String>,
    /// Where it stands.
    pub status: TermStatus,
    /// Who did what the status says.
    pub by: Vec<String>,
    /// How much or many.
    pub quantity: Option<String>,
    /// Deadline.
    pub deadline: Option<String>,
    /// Who says so.
    pub says: Arc<Says>,
    /// Whether what says so was withdrawn, denied or removed.
    pub withdrawn: bool,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// One condition and what hangs on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConditionLine {
    /// The row.
    pub row: RowRef,
    /// Day of the report.
    pub day: Option<Letters>,
    /// Kind.
    pub kind: ConditionKind,
    /// The marker.
    pub marker: Option<Cell<String>>,
    /// What must happen.
    pub antecedent: Option<Cell<String>>,
    /// What then follows or is blocked.
    pub consequent: Option<Cell<String>>,
    /// Whose condition it is; missing when not said.
    pub holder: Option<String>,
    /// All its words.
    pub words: Cell<String>,
    /// Who says so.
    pub says: Arc<Says>,
    /// Whether what says so was withdrawn, denied or removed.
    pub withdrawn: bool,
    /// Terms that hang on it, then those that hang on these: what falls when it is pulled.
    pub falls: Vec<String>,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// Statements that say the same, with their roots and life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimLine {
    /// Id inside the storyline ("q3").
    pub id: String,
    /// Distinct roots behind it; withdrawn and unsourced ones are not counted. A root of many claims is held once.
    #[serde(with = "shared")]
    pub roots: Vec<Arc<Root>>,
    /// Its life, by day.
    pub life: Vec<LifeStep>,
    /// The statements, by day then id.
    pub statements: Vec<Statement>,
}

/// One statement of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The row.
    pub row: RowRef,
    /// Day of the report.
    pub day: Option<Letters>,
    /// When it was said, words of the text.
    pub when: Option<Cell<String>>,
    /// What is said: one cell a span.
    pub words: Vec<Cell<String>>,
    /// The source's words; missing for passive and hearsay.
    pub speaker: Option<Cell<String>>,
    /// The cue.
    pub cue: Option<Cell<String>>,
    /// The hedge.
    pub hedge: Option<Cell<String>>,
    /// What the source does by saying it.
    pub act: Act,
    /// Speech, knowledge or attitude.
    pub kind: AttributionKind,
    /// How it is quoted.
    pub quoted: Quoted,
    /// Class, chain, marks.
    pub says: Arc<Says>,
    /// The statement whose content holds this one.
    pub nested_in: Option<RowRef>,
    /// How it stands to other rows; the row itself is always `a`.
    pub relations: Vec<Arc<Relation>>,
    /// Whether it was withdrawn, denied or removed.
    pub withdrawn: bool,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// Figures of one measure, population and place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesLine {
    /// Id inside the storyline ("z2").
    pub id: String,
    /// What is counted.
    pub measure: Measure,
    /// Whom or what it counts; missing when not said.
    pub of: Option<String>,
    /// Where; missing when not said.
    pub place: Option<String>,
    /// The figures, by day they hold for (else day of report), then id.
    pub points: Vec<PointLine>,
}

/// One figure as one report prints it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointLine {
    /// The row.
    pub row: RowRef,
    /// Its words.
    pub words: Cell<String>,
    /// Lower bound, in units of what is counted; missing when open.
    pub low: Option<f64>,
    /// Upper bound; missing when open.
    pub high: Option<f64>,
    /// How the words bound it.
    pub bound: Bound,
    /// Unit or currency as printed.
    pub unit: Option<String>,
    /// The words for whom or what is counted.
    pub of: Option<String>,
    /// The day it holds for; missing when not said.
    pub as_of: Option<String>,
    /// The day it was reported.
    pub reported: Option<String>,
    /// The figure it is a part of.
    pub subset_of: Option<RowRef>,
    /// Who says so.
    pub says: Arc<Says>,
    /// How it stands to other figures; the figure itself is always `a`.
    pub relations: Vec<Arc<Relation>>,
    /// Whether what says so was withdrawn, denied or removed.
    pub withdrawn: bool,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// Where on the timeline something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Above: what is told to have happened or to be planned.
    Event,
    /// Below: what was said.
    Statement,
    /// Below, struck through: what was taken back.
    Withdrawal,
}

/// One mark of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The row.
    pub row: RowRef,
    /// Above or below.
    pub lane: Lane,
    /// ISO date, possibly partial; missing when not known.
    pub day: Option<Letters>,
    /// Whether the day is the report's, for want of one in the text.
    pub day_of_report: bool,
    /// PLOVER type of an event.
    pub event: Option<PloverType>,
    /// PLOVER mode of an event.
    pub mode: Option<String>,
    /// Who: actors of an event, speaker of a statement, who took it back.
    pub who: Vec<String>,
    /// To whom: recipients of an event; whose post or report was taken back.
    pub whom: Vec<String>,
    /// Where, as the text says.
    pub place: Option<String>,
    /// How the text puts an event.
    pub factuality: Option<Factuality>,
    /// Kind of a withdrawal.
    pub withdrawal: Option<WithdrawalKind>,
    /// Its words.
    pub words: Cell<String>,
    /// Who says so.
    pub says: Arc<Says>,
    /// Whether it is struck through: withdrawn, denied or removed.
    pub struck: bool,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// The words one outlet uses for one party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordsFor {
    /// The party.
    pub party: String,
    /// Each wording once, with the first place it stands; how often in [`WordsFor::counts`].
    pub words: Vec<Cell<String>>,
    /// How often the outlet uses each wording, in the same order.
    pub counts: Vec<usize>,
}

/// One outlet beside the others. Counts, no score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletLine {
    /// Its name; missing for reports whose publisher is not named.
    pub outlet: Option<String>,
    /// Its reports.
    pub reports: usize,
    /// First day it reports.
    pub first: Option<String>,
    /// Last day it reports.
    pub last: Option<String>,
    /// Statements it carries.
    pub statements: usize,
    /// Of these, with a named source.
    pub named: usize,
    /// Of these, with an unnamed source.
    pub anonymous: usize,
    /// Of these, without a source.
    pub unsourced: usize,
    /// Statements no other outlet of the storyline carries.
    pub alone: Vec<Cell<String>>,
    /// The words it uses for parties that several outlets name.
    pub words: Vec<WordsFor>,
    /// Loaded or advocating words of its own.
    pub evaluative: Vec<Cell<String>>,
}

/// Two versions of one address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionChange {
    /// The address.
    pub url: String,
    /// The earlier text.
    pub older: ReportId,
    /// The later text.
    pub newer: ReportId,
    /// What changed, in the order of the later text.
    pub edits: Vec<EditLine>,
}

/// One edit between two versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditLine {
    /// What it changed.
    pub class: EditClass,
    /// The sentence in the earlier text; missing when it was added.
    pub old: Option<Cell<String>>,
    /// The sentence in the later text; missing when it was taken out.
    pub new: Option<Cell<String>>,
    /// The words it is about in the earlier text: the figure, the source, the quotation.
    pub old_words: Option<Cell<String>>,
    /// The words it is about in the later text.
    pub new_words: Option<Cell<String>>,
}

/// Something taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithdrawalLine {
    /// The row.
    pub row: RowRef,
    /// Day of the report that tells it.
    pub day: Option<Letters>,
    /// Kind.
    pub kind: WithdrawalKind,
    /// Who took it back; missing when not said.
    pub by: Option<String>,
    /// Whose post or report it was; missing when not said.
    pub account: Option<String>,
    /// What, words of the text.
    pub of: Option<String>,
    /// Its words.
    pub words: Cell<String>,
    /// The statements it takes back.
    pub targets: Vec<RowRef>,
    /// Who says so.
    pub says: Arc<Says>,
    /// Certain or possible.
    pub certainty: Certainty,
}

/// What changed: texts of one address, and what was taken back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Versions.
    pub versions: Vec<VersionChange>,
    /// Withdrawals, by day then id.
    pub withdrawals: Vec<WithdrawalLine>,
}

/// How many rows one table holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCount {
    /// Name of the table as in a [`Reading`](crate::Reading).
    pub table: String,
    /// Certain rows.
    pub certain: usize,
    /// Possible rows.
    pub possible: usize,
    /// Rules that made them with their counts, by name.
    pub rules: Vec<(String, usize)>,
}

/// How the page was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Version of the program.
    pub version: String,
    /// The words of the command that makes this page again.
    pub command: Vec<String>,
    /// Counts by table.
    pub tables: Vec<TableCount>,
    /// Report, SHA-256 of its bytes, and what reading them had to assume.
    pub inputs: Vec<InputLine>,
    /// Relations by kind with their counts.
    pub relations: Vec<(String, usize)>,
}

/// One input of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputLine {
    /// The report.
    pub report: ReportId,
    /// Path or address it was read from.
    pub input: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// What reading had to assume or repair.
    pub notes: Vec<String>,
}

/// The text of a report, for the foot of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// The report.
    pub report: ReportId,
    /// The text all offsets count in.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<Span>,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Page furniture.
    pub boilerplate: Vec<Span>,
    /// ISO 639 code of the language; missing when it could not be told.
    pub language: Option<String>,
}

/// Everything the page about a storyline shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// [`SCHEMA_VERSION`](crate::SCHEMA_VERSION) of the writer.
    pub schema_version: u32,
    /// The storyline.
    pub storyline: StorylineId,
    /// Last day that counts; missing when all do. ISO date.
    pub as_of: Option<String>,
    /// 1: what the page is about and what it does not know.
    pub head: Head,
    /// 2: parties, by name.
    pub parties: Vec<PartyLine>,
    /// 2: contacts.
    pub channels: Vec<ContactLine>,
    /// 3: state of the deal.
    pub deal: Deal,
    /// 4: ledger of statements, by first day.
    pub ledger: Vec<ClaimLine>,
    /// 5: figures.
    pub figures: Vec<SeriesLine>,
    /// 6: timeline, by day.
    pub timeline: Vec<TimelineEntry>,
    /// 7: outlets side by side, by name.
    pub outlets: Vec<OutletLine>,
    /// 8: changes.
    pub changes: Changes,
    /// 9: method.
    pub method: Method,
    /// Foot: the reports' texts, in the order of [`Head::reports`].
    pub texts: Vec<TextLine>,
}

/// Rows held in several places, written out in each.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(list: &[Arc<T>], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(list.iter().map(|x| &**x))
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Vec<Arc<T>>, D::Error> {
        Ok(Vec::<T>::deserialize(from)?.into_iter().map(Arc::new).collect())
    }
}
