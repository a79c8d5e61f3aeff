//! From inputs into the record: read what is new, put it there in small batches, say what became of each.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use onrecord_model::ReportId;
use onrecord_store::{Outcome as Stored, Ready, Record, Sighting};

use crate::{Error, Inputs, Pipeline, Skipped, links, pipeline::Outcome};

/// Reports put on record in one transaction, all of them or none: so many where they come slowly, as reports that are read do,
const BATCH: usize = 16;
/// and up to so many where they come faster than this, as finished readings do. The less is written again and again, the quicker it is.
const LARGE: usize = 128;
const EVERY: Duration = Duration::from_millis(500);
/// Sightings that wait for their reports at most.
const SIGHTINGS: usize = 1000;

/// What `add` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddReport {
    /// New documents.
    pub new: usize,
    /// New versions of documents on record.
    pub versions: usize,
    /// Reports that were on record and were read again.
    pub reread: usize,
    /// Reports that were on record already.
    pub known: usize,
    /// New reports that were kept without being read, with the reason.
    pub not_read: Vec<Skipped>,
    /// Pages that archives saw unchanged or gone.
    pub seen: usize,
    /// Inputs passed over.
    pub skipped: Vec<Skipped>,
}

impl AddReport {
    /// Reports the inputs held, on record now.
    pub fn reports(&self) -> usize {
        self.new + self.versions + self.reread + self.known
    }
}

/// Reads the inputs into the record. Texts on record are not read again unless `again`.
///
/// What `on_record` is told of is on the disk. A program that is killed loses the batch under way and nothing else.
pub fn add(
    pipeline: &Pipeline,
    inputs: Inputs,
    record: &mut Record,
    again: bool,
    mut progress: impl FnMut(&Progress),
) -> Result<AddReport, Error> {
    let known = if again { Default::default() } else { record.known()? };
    let mut report = AddReport::default();
    let mut run: Option<String> = None;
    let mut batch = Batch::default();
    let mut failed: Option<Error> = None;
    let mut put = Instant::now();
    // What needs no record is done where the reports are read; this thread writes.
    pipeline.run_with(inputs, &known, links::ready, |outcome| {
        match outcome {
            Outcome::Read(ready) => batch.readings.push(ready),
            Outcome::Seen(sighting) => {
                report.seen += usize::from(sighting.report.is_none());
                batch.sightings.push(*sighting);
            }
            Outcome::Known(_) => report.known += 1,
            Outcome::Skipped(skipped) => {
                progress(&Progress::Skipped(&skipped));
                report.skipped.push(skipped);
            }
            Outcome::InputDone => progress(&Progress::InputDone),
        }
        let many = batch.readings.len();
        if many >= LARGE || many >= BATCH && put.elapsed() >= EVERY || batch.sightings.len() >= SIGHTINGS {
            put = Instant::now();
            if let Err(e) = flush(pipeline, record, &mut run, &mut batch, &mut report, &mut progress) {
                failed = Some(e);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    if failed.is_none() {
        failed = flush(pipeline, record, &mut run, &mut batch, &mut report, &mut progress).err();
    }
    if let Some(e) = failed {
        return Err(e);
    }
    if let Some(run) = run {
        record.end_run(&run)?;
    }
    Ok(report)
}

/// How far it is.
#[derive(Debug)]
pub enum Progress<'a> {
    /// A report is safely on record.
    OnRecord(&'a ReportId),
    /// An input was passed over.
    Skipped(&'a Skipped),
    /// One input is done.
    InputDone,
}

/// What waits to be put on record.
#[derive(Debug, Default)]
struct Batch {
    readings: Vec<Ready>,
    /// Of reports in the batch or on record.
    sightings: Vec<Sighting>,
}

fn flush(
    pipeline: &Pipeline,
    record: &mut Record,
    run: &mut Option<String>,
    batch: &mut Batch,
    report: &mut AddReport,
    progress: &mut impl FnMut(&Progress),
) -> Result<(), Error> {
    if !batch.readings.is_empty() {
        flush_readings(pipeline, record, run, &mut batch.readings, report, progress)?;
    }
    if !batch.sightings.is_empty() {
        record.see(&batch.sightings)?;
        batch.sightings.clear();
    }
    Ok(())
}

fn flush_readings(
    pipeline: &Pipeline,
    record: &mut Record,
    run: &mut Option<String>,
    batch: &mut Vec<Ready>,
    report: &mut AddReport,
    progress: &mut impl FnMut(&Progress),
) -> Result<(), Error> {
    let run = match run {
        Some(run) => run,
        none => none.insert(record.begin_run(&pipeline.provenance())?),
    };
    let all = record.put(run, batch)?;
    for (added, reading) in all.iter().zip(batch.iter()) {
        match added.outcome {
            Stored::New => report.new += 1,
            Stored::Version(_) => report.versions += 1,
            Stored::Reread => report.reread += 1,
            Stored::Known => report.known += 1,
        }
        if let Some(why) = &reading.report().not_read
            && !matches!(added.outcome, Stored::Known)
        {
            report.not_read.push(Skipped { input: reading.input().to_owned(), why: why.clone() });
        }
        progress(&Progress::OnRecord(&added.report));
    }
    batch.clear();
    Ok(())
}
