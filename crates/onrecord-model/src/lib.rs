//! The nouns of Onrecord: what a report is, what one report says, what many say together.
//!
//! No IO and no rules live here; everything is plain data that serialises to the JSON of `reading.md`.

mod actor;
mod analysis;
mod attribution;
mod channel;
mod condition;
mod dossier;
mod edit;
mod event;
mod evidence;
mod figure;
mod ids;
mod letters;
mod mention;
mod reading;
mod report;
mod sourcing;
mod span;
mod storyline;
mod term;
mod timex;
mod withdrawal;

pub use actor::{Actor, ActorKind, DatedRole};
pub use analysis::{
    Analysis, Deprel, Name, NameKind, Quote, Sentence, TagLayer, TaggedAttribution, TaggedSpan, Token, Upos,
};
pub use attribution::{Act, Attribution, AttributionKind, NAMES_BETWEEN, Quoted, Relay, RelayRole};
pub use channel::{Channel, ChannelForm, ChannelStatus};
pub use condition::{Condition, ConditionKind};
pub use dossier::{
    Changes, Chip, ClaimLine, ConditionLine, Contact, ContactLine, Deal, Dossier, EditLine, Head, InputLine, Lane,
    Method, Openness, OutletLine, PartyLine, PointLine, ReportLine, Says, SeriesLine, Statement, TableCount, TermLine,
    TermRow, TextLine, TimelineEntry, Unknown, UnknownKind, VersionChange, WithdrawalLine, WordsFor,
};
pub use edit::{Edit, EditClass, Revision};
pub use event::{Event, Factuality, PloverType};
pub use evidence::{Cell, Evidence};
pub use figure::{Bound, Figure, Measure};
pub use ids::{ActorId, Certainty, ReportId, RootId, RowId, RowRef, StorylineId};
pub use letters::Letters;
pub use mention::{Mention, MentionForm, MentionType};
pub use reading::{Reading, SCHEMA_VERSION};
pub use report::{Block, BlockKind, DateChoice, Report};
pub use sourcing::{ChainLink, LinkRole, SourceType, Sourcing, SourcingClass, SourcingMark};
pub use span::{Offsets, Span};
pub use storyline::{
    ChannelLine, Claim, DealTerm, FigurePoint, FigureSeries, LifeStep, Member, Party, Relation, RelationKind, Root,
    Storyline,
};
pub use term::{Term, TermAction, TermStatus};
pub use timex::{Timex, TimexType, UNTOLD_YEAR};
pub use withdrawal::{Evaluative, Gap, Withdrawal, WithdrawalKind};
