//! The order of things, from bytes to storylines, as a list you can read.

use std::{
    collections::HashSet,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use onrecord_encoder::Encoder;
use onrecord_lexicon::Lexicon;
use onrecord_model::{Reading, Report, ReportId, Storyline};
use onrecord_read::{Hint, ReadError};
use onrecord_store::{RunInfo, Sighting};

use crate::{Inputs, Skipped, Source, in_order};

/// One step: what it takes, what it gives, and the crate it lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Name of the step.
    pub name: &'static str,
    /// What it takes.
    pub takes: &'static str,
    /// What it gives.
    pub gives: &'static str,
    /// Where it lives.
    pub lives_in: &'static str,
}

const fn stage(name: &'static str, takes: &'static str, gives: &'static str, lives_in: &'static str) -> Stage {
    Stage { name, takes, gives, lives_in }
}

/// All steps, in order. Up to `reading` each is a pure function of one report; `storylines` is one of a set of readings.
pub const STAGES: [Stage; 5] = [
    stage("reports", "bytes and a hint", "reports", "onrecord-read"),
    stage("analyse", "a report", "its language analysis", "onrecord-text"),
    stage("reading", "a report and its analysis", "everything the report says", "onrecord-extract"),
    stage("storylines", "readings in any order", "what holds across them", "onrecord-link"),
    stage("assemble", "a storyline and a day", "the dossier", "onrecord-dossier"),
];

/// Which language engine reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// The trained encoder where the build has its weights, else the plain one.
    #[default]
    Auto,
    /// Word lists and boundaries only: quick, and blind to much.
    Plain,
}

/// How to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Day of reports that carry no date (ISO date).
    pub date: Option<String>,
    /// Threads; 0 takes as many as the machine has cores.
    pub threads: usize,
    /// Which language engine reads.
    pub engine: Engine,
    /// Fields of JSON lines and columns of Parquet under other names, as (field, name).
    pub fields: Vec<(String, String)>,
    /// Longest time for turning one input's bytes into reports, seconds; 0 is no limit.
    pub page_seconds: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { date: None, threads: 0, engine: Engine::Auto, fields: Vec::new(), page_seconds: PAGE_SECONDS }
    }
}

/// Longest time for one input's bytes unless set, seconds.
pub const PAGE_SECONDS: u64 = 30;

/// What is said of an input that one of our own faults stopped.
const FAULT: &str = "a fault of onrecord's own stopped it here; please report it with this input";

/// Reads reports. Cheap to make: the engine is loaded when the first report needs it, and shared.
#[derive(Clone, Debug, Default)]
pub struct Pipeline {
    options: Options,
}

impl Pipeline {
    /// A pipeline with these options.
    pub fn new(options: Options) -> Pipeline {
        Pipeline { options }
    }

    /// Version, weights and lexicon that readings are made with.
    pub fn provenance(&self) -> RunInfo {
        RunInfo {
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            model: engine::model_hash(self.options.engine),
            lexicon: onrecord_lexicon::AS_OF.to_owned(),
            schema: onrecord_model::SCHEMA_VERSION,
        }
    }

    /// Everything the reports in `bytes` say, in their order; `input` is what to call them.
    pub fn readings(&self, bytes: &[u8], hint: &Hint, input: &str) -> Result<Vec<Result<Reading, Skipped>>, ReadError> {
        let reports = onrecord_read::reports(bytes, hint)?;
        let many = reports.len() > 1;
        Ok(reports
            .into_iter()
            .enumerate()
            .map(|(n, report)| match report {
                Ok(report) => self.reading(&report, input),
                Err(e) => Err(skipped_entry(input, n, many, &e)),
            })
            .collect())
    }

    /// Everything one report says. A fault of ours on one report is said and passes over that report only.
    pub fn reading(&self, report: &Report, input: &str) -> Result<Reading, Skipped> {
        let read = || {
            if report.not_read.is_some() {
                // Kept and found again by its words; rows would be guesses.
                let sentences = onrecord_text::sentences(report).into_iter().map(|(span, _)| span).collect();
                let schema_version = onrecord_model::SCHEMA_VERSION;
                return Reading { schema_version, report: report.clone(), sentences, ..Reading::default() };
            }
            let analysis = engine::analyse(report, self.options.engine);
            onrecord_extract::reading(report, &analysis, Lexicon::embedded())
        };
        match catch_unwind(AssertUnwindSafe(read)) {
            Ok(reading) => Ok(Reading { input: input.to_owned(), ..reading }),
            Err(_) => Err(Skipped { input: input.to_owned(), why: FAULT.into() }),
        }
    }

    /// Reads every input on several threads and hands the readings on in input order.
    ///
    /// Reports in `known` are handed on as [`Outcome::Known`] without being read again.
    pub fn run(&self, inputs: Inputs, known: &HashSet<ReportId>, consume: impl FnMut(Outcome) -> ControlFlow<()>) {
        self.run_with(inputs, known, Box::new, consume);
    }

    /// The same with something done to every reading on the thread that read it.
    pub(crate) fn run_with<R: Send>(
        &self,
        inputs: Inputs,
        known: &HashSet<ReportId>,
        then: impl Fn(Reading) -> R + Sync,
        mut consume: impl FnMut(Outcome<R>) -> ControlFlow<()>,
    ) {
        in_order(
            self.threads(),
            inputs.flat_map(|source| self.spread(source)),
            |source| self.work(source, known).into_iter().map(|o| o.then(&then)).collect::<Vec<_>>(),
            |outcomes| {
                for outcome in outcomes {
                    consume(outcome)?;
                }
                consume(Outcome::InputDone)
            },
        );
    }

    /// The reports of every input without reading what they say, in input order.
    pub fn reports(&self, inputs: Inputs, mut consume: impl FnMut(Result<Report, Skipped>) -> ControlFlow<()>) {
        in_order(
            self.threads(),
            inputs,
            |source| self.entries(source),
            |reports| reports.into_iter().try_for_each(&mut consume),
        );
    }

    fn threads(&self) -> usize {
        match self.options.threads {
            0 => std::thread::available_parallelism().map_or(1, |n| n.get()),
            n => n,
        }
    }

    /// The entries of a long feed, each by itself, so that all threads read it and what is read need not wait for the end; any other
    /// source as it is.
    fn spread(&self, source: Source) -> Box<dyn Iterator<Item = Source> + Send> {
        if !source.is_long_feed() {
            return Box::new(std::iter::once(source));
        }
        let label = source.label();
        Box::new(self.entries(source).into_iter().map(move |report| match report {
            Ok(report) => Source::Report { label: label.clone(), report: Box::new(report), seen: None },
            Err(skipped) => Source::Broken(skipped),
        }))
    }

    /// The reports of a source, each that cannot be read with its name; a fault of ours is said of the whole source.
    fn entries(&self, source: Source) -> Vec<Result<Report, Skipped>> {
        let label = source.label();
        let reports = match catch_unwind(AssertUnwindSafe(|| source.reports(&self.options))) {
            Ok(Ok(reports)) => reports,
            Ok(Err(skipped)) => return vec![Err(skipped)],
            Err(_) => return vec![Err(Skipped { input: label, why: FAULT.into() })],
        };
        let many = reports.len() > 1;
        let named =
            |(n, report): (usize, Result<Report, ReadError>)| report.map_err(|e| skipped_entry(&label, n, many, &e));
        reports.into_iter().enumerate().map(named).collect()
    }

    fn work(&self, source: Source, known: &HashSet<ReportId>) -> Vec<Outcome> {
        let label = source.label();
        let mut source = match catch_unwind(AssertUnwindSafe(|| source.opened())) {
            Ok(Some(source)) => source,
            Ok(None) => return Vec::new(),
            Err(_) => return vec![Outcome::Skipped(Skipped { input: label, why: FAULT.into() })],
        };
        let seen = match &mut source {
            Source::Seen(sighting) => return vec![Outcome::Seen(sighting.clone())],
            Source::Report { seen, .. } => seen.take(),
            _ => None,
        };
        let mut outcomes = self.work_on(source, known);
        // What could not be read is not on record, and was not seen with a text that is.
        let of = match outcomes.first() {
            Some(Outcome::Read(reading)) => Some(reading.report.id.clone()),
            Some(Outcome::Known(id)) => Some(id.clone()),
            _ => None,
        };
        if let (Some(seen), Some(report)) = (seen, of) {
            outcomes.push(Outcome::Seen(Box::new(Sighting { report: Some(report), ..*seen })));
        }
        outcomes
    }

    fn work_on(&self, source: Source, known: &HashSet<ReportId>) -> Vec<Outcome> {
        let source = source.at_hand();
        let label = source.label();
        if let Some(reading) = source.reading() {
            return vec![match reading {
                Ok(reading) if known.contains(&reading.report.id) => Outcome::Known(reading.report.id),
                Ok(reading) => Outcome::Read(Box::new(reading)),
                Err(skipped) => Outcome::Skipped(skipped),
            }];
        }
        let read = |report: Result<Report, Skipped>| match report {
            Ok(report) if known.contains(&report.id) => Outcome::Known(report.id),
            Ok(report) => match self.reading(&report, &label) {
                Ok(reading) => Outcome::Read(Box::new(reading)),
                Err(skipped) => Outcome::Skipped(skipped),
            },
            Err(skipped) => Outcome::Skipped(skipped),
        };
        self.entries(source).into_iter().map(read).collect()
    }
}

/// An entry that could not be read, by its number where there are several.
fn skipped_entry(label: &str, n: usize, many: bool, why: &ReadError) -> Skipped {
    let input = if many { format!("{label} (entry {})", n + 1) } else { label.to_owned() };
    Skipped { input, why: why.to_string() }
}

/// What became of one report of an input.
#[derive(Clone, Debug)]
pub enum Outcome<R = Box<Reading>> {
    /// It was read.
    Read(R),
    /// It was on record and was not read again.
    Known(ReportId),
    /// A page was seen: the text before it, or none where an archive saw it unchanged or gone.
    Seen(Box<Sighting>),
    /// It was passed over.
    Skipped(Skipped),
    /// All reports of one input have been handed on.
    InputDone,
}

impl Outcome {
    fn then<R>(self, then: impl Fn(Reading) -> R) -> Outcome<R> {
        match self {
            Outcome::Read(reading) => Outcome::Read(then(*reading)),
            Outcome::Known(id) => Outcome::Known(id),
            Outcome::Seen(sighting) => Outcome::Seen(sighting),
            Outcome::Skipped(skipped) => Outcome::Skipped(skipped),
            Outcome::InputDone => Outcome::InputDone,
        }
    }
}

/// What holds across the readings, given in any order. The same report twice counts once.
pub fn storylines(readings: &[Reading]) -> Vec<Storyline> {
    onrecord_link::storylines(readings)
}

/// Why the trained engine cannot be used; `None` when it can, or is not asked for. Loads it.
pub fn engine_fault(engine: Engine) -> Option<String> {
    match engine {
        Engine::Plain => None,
        Engine::Auto => Encoder::embedded().err().map(|e| e.to_string()),
    }
}

/// What the trained engine's products are made with on this processor, in words: it changes the time and not the rows.
pub fn engine_instructions() -> &'static str {
    onrecord_encoder::instructions()
}

/// The one place that knows the language engine.
mod engine {
    use onrecord_encoder::Encoder;
    use onrecord_model::{Analysis, Report};

    use super::Engine;

    pub(super) fn analyse(report: &Report, engine: Engine) -> Analysis {
        if engine == Engine::Auto
            && let Ok(encoder) = Encoder::embedded()
        {
            return onrecord_text::analyse(report, encoder);
        }
        onrecord_text::analyse_plain(report)
    }

    pub(super) fn model_hash(engine: Engine) -> String {
        match engine {
            Engine::Auto => onrecord_encoder::fingerprint(),
            Engine::Plain => "none".into(),
        }
    }
}
