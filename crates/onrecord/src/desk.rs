//! One address into the record: ask for it, keep the answer, read what is new, say what became of it.
//!
//! The answer is kept before it is read. A run that is killed in between reads it from there the next time.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use onrecord_model::{Report, ReportId};
use onrecord_read::fetch::{self, FetchError, Fetched, Fetcher, Kind, Validators};
use onrecord_read::gone;
use onrecord_store::{Answered, Fetch, Outcome as Stored, Page, Record, Sighting, What};

use crate::{Error, Pipeline, Skipped, changes, changes::ChangeRow};

/// Takes addresses into a record, one after the other.
#[derive(Debug)]
pub struct Desk<'d> {
    pipeline: &'d Pipeline,
    fetcher: &'d mut Fetcher,
    record: &'d mut Record,
    known: HashSet<ReportId>,
    again: bool,
    run: Option<String>,
}

/// What became of one address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// What it answered; missing when it was not asked or gave nothing that can be used.
    pub answered: Option<Answered>,
    /// New documents.
    pub new: usize,
    /// New versions of documents on record.
    pub versions: usize,
    /// Reports on record that were read again.
    pub reread: usize,
    /// Reports that were on record already.
    pub known: usize,
    /// What became of documents on record: edits, gone, back.
    pub changes: Vec<ChangeRow>,
    /// New reports that were kept without being read, with the reason.
    pub not_read: Vec<Skipped>,
    /// The address, or entries of it, passed over.
    pub skipped: Vec<Skipped>,
    /// Whether it answered 200 and is not there all the same: an error page, or the front page in its place.
    pub soft: bool,
    /// How long the server asks to be left alone.
    pub wait: Option<std::time::Duration>,
}

/// An answer's content, as it is read: of now, or kept from before where it has not changed.
pub(crate) struct Content {
    pub bytes: Vec<u8>,
    pub url: String,
    pub headers: Vec<(String, String)>,
    /// When these bytes were fetched.
    at: String,
}

/// What asking gave.
pub(crate) struct Got {
    pub taken: Taken,
    /// Missing when there is nothing to read.
    pub content: Option<Content>,
    fetch: i64,
    at: String,
}

/// How an address was found gone.
struct Gone<'g> {
    at: &'g str,
    status: u16,
    source: String,
    fetch: i64,
}

/// Why a page that answered is not there all the same.
fn soft(url: &str, content: &Content) -> Option<String> {
    let kind = content.headers.iter().find(|(n, _)| n == "content-type").map(|(_, v)| v.as_str());
    let page = kind.is_none_or(|k| k.contains("html"));
    let asked = fetch::parse(url).map_or_else(|_| url.to_owned(), String::from);
    page.then(|| gone::soft(&content.bytes, kind, &asked, &content.url)).flatten()
}

impl<'d> Desk<'d> {
    /// A desk. With `again`, texts on record are read again.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn new(
        pipeline: &'d Pipeline,
        fetcher: &'d mut Fetcher,
        record: &'d mut Record,
        again: bool,
    ) -> Result<Desk<'d>, Error> {
        let known = record.known()?;
        Ok(Desk { pipeline, fetcher, record, known, again, run: None })
    }

    /// Fetches an address and puts its reports on record. `via` is the feed that led there, `outlet` names the publisher where the page
    /// does not.
    ///
    /// # Errors
    /// When the record cannot be read or written; what an address does wrong is in [`Taken`].
    pub fn take(&mut self, url: &str, via: Option<&str>, outlet: Option<&str>) -> Result<Taken, Error> {
        let mut got = self.ask(url, via)?;
        if let Some(content) = got.content.take() {
            match soft(url, &content) {
                Some(why) => {
                    let gone =
                        Gone { at: &got.at, status: 200, source: format!("{}: {why}", content.url), fetch: got.fetch };
                    let said = format!("{why}: there is no report there, or no longer");
                    got.taken.soft = true;
                    self.gone(url, gone, said, &mut got.taken)?;
                }
                None => self.read(url, &mut got, &content, outlet)?,
            }
        }
        Ok(got.taken)
    }

    /// Ends the run of readings.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn end(self) -> Result<(), Error> {
        match self.run {
            Some(run) => Ok(self.record.end_run(&run)?),
            None => Ok(()),
        }
    }

    /// Asks for an address and keeps the answer.
    pub(crate) fn ask(&mut self, url: &str, via: Option<&str>) -> Result<Got, Error> {
        let url = &fetch::parse(url).map_or_else(|_| url.to_owned(), String::from);
        let last = self.record.last_page(url)?;
        let validators = last.as_ref().map(|p| Validators::of(&p.headers)).unwrap_or_default();
        let answer = self.fetcher.get(url, &validators);
        let skipped = |why: String| Skipped { input: url.clone(), why };
        let mut taken = Taken::default();
        let fetched = match answer {
            Ok(fetched) => fetched,
            Err(e) => {
                if let FetchError::Later { wait, .. } = &e {
                    taken.wait = Some(*wait);
                }
                let failed = failure(url, via, &e);
                let (fetch, at) = (self.record.keep_fetch(&failed)?, failed.at);
                taken.skipped.push(skipped(e.to_string()));
                return Ok(Got { taken, content: None, fetch, at });
            }
        };
        let kept = answer_of(&fetched, via);
        let fetch = self.record.keep_fetch(&kept)?;
        taken.answered = Some(kept.answered);
        let at = fetched.at.clone();
        let content = match (fetched.kind, last) {
            (Kind::Page, _) => Some(Content {
                bytes: fetched.content,
                url: fetched.final_url,
                headers: fetched.headers,
                at: at.clone(),
            }),
            (Kind::Unchanged, Some(last)) => match kept_content(last) {
                Ok(content) => Some(content),
                Err(e) => {
                    taken.skipped.push(skipped(e.to_string()));
                    None
                }
            },
            (Kind::Unchanged, None) => {
                taken.skipped.push(skipped("the server answers 304 to a question that was not asked".into()));
                None
            }
            (Kind::Removed, _) => {
                let why = format!("the server answers {}: there is no such page", fetched.status);
                let gone = Gone { at: &at, status: fetched.status, source: fetched.final_url, fetch };
                self.gone(url, gone, why, &mut taken)?;
                None
            }
        };
        Ok(Got { taken, content, fetch, at })
    }

    /// Notes that an address is gone; `why` is said where nothing is on record of it.
    fn gone(&mut self, url: &str, gone: Gone, why: String, taken: &mut Taken) -> Result<(), Error> {
        let url = &fetch::parse(url).map_or_else(|_| url.to_owned(), String::from);
        self.record.see(&[Sighting {
            url: url.clone(),
            at: gone.at.to_owned(),
            what: What::Removed,
            report: None,
            status: Some(gone.status),
            source: gone.source,
            fetch: Some(gone.fetch),
            refers_to: None,
        }])?;
        let documents = self.record.documents_at(url)?;
        if documents.is_empty() {
            taken.skipped.push(Skipped { input: url.to_owned(), why });
        }
        for document in documents {
            taken.changes.extend(changes::rows_at(self.record, &document, gone.at)?);
        }
        Ok(())
    }

    /// Puts the reports of an answer on record.
    pub(crate) fn read(
        &mut self,
        url: &str,
        got: &mut Got,
        content: &Content,
        outlet: Option<&str>,
    ) -> Result<(), Error> {
        let unchanged = got.taken.answered == Some(Answered::Unchanged);
        let skipped = |why: String| Skipped { input: url.to_owned(), why };
        let reports = catch_unwind(AssertUnwindSafe(|| {
            fetch::reports(&content.bytes, &content.url, &content.headers, &content.at, outlet)
        }));
        let reports = match reports {
            Ok(Ok(reports)) => reports,
            Ok(Err(e)) => {
                got.taken.skipped.push(skipped(e.to_string()));
                return Ok(());
            }
            Err(_) => {
                let why = "a fault of onrecord's own stopped it here; please report it with this input";
                got.taken.skipped.push(skipped(why.into()));
                return Ok(());
            }
        };
        let single = reports.len() == 1;
        let what = if unchanged { What::Unchanged } else { What::Seen };
        for (n, report) in reports.into_iter().enumerate() {
            let input = if single { url.to_owned() } else { format!("{url} (entry {})", n + 1) };
            let report = match report {
                Ok(report) => report,
                Err(e) => {
                    got.taken.skipped.push(Skipped { input, why: e.to_string() });
                    continue;
                }
            };
            let document = report.url.clone().unwrap_or_else(|| format!("report:{}", report.id));
            let Some(was_known) = self.put(&report, &input, &mut got.taken)? else { continue };
            // Of the entries of a feed the first sight is kept, of a page every one.
            if !single && was_known {
                continue;
            }
            self.record.see(&[Sighting {
                url: if single { url.to_owned() } else { document.clone() },
                at: got.at.clone(),
                what,
                report: Some(report.id.clone()),
                status: None,
                source: content.url.clone(),
                fetch: Some(got.fetch),
                refers_to: None,
            }])?;
            got.taken.changes.extend(changes::rows_at(self.record, &document, &got.at)?);
        }
        Ok(())
    }

    /// Puts one report on record; whether it was there, or nothing when it could not be read.
    fn put(&mut self, report: &Report, input: &str, taken: &mut Taken) -> Result<Option<bool>, Error> {
        let was_known = self.known.contains(&report.id);
        if was_known && !self.again {
            taken.known += 1;
            return Ok(Some(true));
        }
        let reading = match self.pipeline.reading(report, input) {
            Ok(reading) => reading,
            Err(skipped) => {
                taken.skipped.push(skipped);
                return Ok(None);
            }
        };
        let run = match &self.run {
            Some(run) => run.clone(),
            None => self.run.insert(self.record.begin_run(&self.pipeline.provenance())?).clone(),
        };
        let why = reading.report.not_read.clone();
        for added in self.record.add(&run, &[reading])? {
            match added.outcome {
                Stored::New => taken.new += 1,
                Stored::Version(_) => taken.versions += 1,
                Stored::Reread => taken.reread += 1,
                Stored::Known => taken.known += 1,
            }
            self.known.insert(added.report);
        }
        taken.not_read.extend(why.map(|why| Skipped { input: input.to_owned(), why }));
        Ok(Some(was_known))
    }
}

/// The record's row of an answer.
fn answer_of(fetched: &Fetched, via: Option<&str>) -> Fetch {
    Fetch {
        url: fetched.url.clone(),
        final_url: Some(fetched.final_url.clone()),
        at: fetched.at.clone(),
        answered: match fetched.kind {
            Kind::Page => Answered::Page,
            Kind::Unchanged => Answered::Unchanged,
            Kind::Removed => Answered::Removed,
        },
        status: Some(fetched.status),
        redirects: fetched.redirects.clone(),
        headers: fetched.headers.clone(),
        body: (fetched.kind == Kind::Page).then(|| (fetched.sha256(), fetched.body.clone())),
        note: None,
        not_before: None,
        via: via.map(str::to_owned),
    }
}

/// The record's row of a request that failed.
fn failure(url: &str, via: Option<&str>, e: &FetchError) -> Fetch {
    let now = jiff::Timestamp::now();
    let write = |t: jiff::Timestamp| t.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let (status, wait) = match e {
        FetchError::Later { status, wait } => (Some(*status), Some(*wait)),
        FetchError::Status { status } => (Some(*status), None),
        _ => (None, None),
    };
    // However long a server asks for, it is looked at again after a week.
    let week = std::time::Duration::from_secs(7 * 24 * 3600);
    Fetch {
        url: url.to_owned(),
        final_url: None,
        at: write(now),
        answered: Answered::Failed,
        status,
        redirects: Vec::new(),
        headers: Vec::new(),
        body: None,
        note: Some(e.to_string()),
        not_before: wait.and_then(|w| now.checked_add(w.min(week)).ok()).map(write),
        via: via.map(str::to_owned),
    }
}

/// What was kept of an earlier answer.
fn kept_content(page: Page) -> Result<Content, FetchError> {
    let Page { at, final_url, headers, body, .. } = page;
    Ok(Content { bytes: fetch::unpack(body, &headers)?, url: final_url, headers, at })
}
