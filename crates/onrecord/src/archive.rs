//! From inputs into the record: read what is new, put it there in small batches, say what became of each.

use std::ops::ControlFlow;

use onrecord_model::{Reading, ReportId};
use onrecord_store::{Outcome as Stored, Record};

use crate::{Error, Inputs, Pipeline, Skipped, pipeline::Outcome};

/// Reports put on record in one transaction: all of them or none.
const BATCH: usize = 16;

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
    let mut batch: Vec<Reading> = Vec::new();
    let mut failed: Option<Error> = None;
    pipeline.run(inputs, &known, |outcome| {
        match outcome {
            Outcome::Read(reading) => {
                batch.push(*reading);
                if batch.len() >= BATCH
                    && let Err(e) = flush(pipeline, record, &mut run, &mut batch, &mut report, &mut progress)
                {
                    failed = Some(e);
                    return ControlFlow::Break(());
                }
            }
            Outcome::Known(_) => report.known += 1,
            Outcome::Skipped(skipped) => {
                progress(&Progress::Skipped(&skipped));
                report.skipped.push(skipped);
            }
            Outcome::InputDone => progress(&Progress::InputDone),
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

fn flush(
    pipeline: &Pipeline,
    record: &mut Record,
    run: &mut Option<String>,
    batch: &mut Vec<Reading>,
    report: &mut AddReport,
    progress: &mut impl FnMut(&Progress),
) -> Result<(), Error> {
    if batch.is_empty() {
        return Ok(());
    }
    let run = match run {
        Some(run) => run,
        none => none.insert(record.begin_run(&pipeline.provenance())?),
    };
    for (added, reading) in record.add(run, batch)?.iter().zip(batch.iter()) {
        match added.outcome {
            Stored::New => report.new += 1,
            Stored::Version(_) => report.versions += 1,
            Stored::Reread => report.reread += 1,
            Stored::Known => report.known += 1,
        }
        if let Some(why) = &reading.report.not_read
            && !matches!(added.outcome, Stored::Known)
        {
            report.not_read.push(Skipped { input: reading.input.clone(), why: why.clone() });
        }
        progress(&Progress::OnRecord(&added.report));
    }
    batch.clear();
    Ok(())
}
