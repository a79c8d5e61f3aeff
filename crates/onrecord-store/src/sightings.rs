//! When a document was seen: with which text, as it was before, or gone. Sightings come in any order; their times order them.

use onrecord_model::ReportId;
use rusqlite::{TransactionBehavior, params};

use crate::{Record, StoreError, VersionInfo, write::now};

/// What was seen at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A text.
    Seen,
    /// That it is as it was before.
    Unchanged,
    /// That it is gone.
    Removed,
}

impl What {
    /// As the record writes it.
    pub fn name(self) -> &'static str {
        match self {
            What::Seen => "seen",
            What::Unchanged => "unchanged",
            What::Removed => "removed",
        }
    }

    fn named(name: &str) -> What {
        match name {
            "removed" => What::Removed,
            "unchanged" => What::Unchanged,
            _ => What::Seen,
        }
    }
}

/// One time an address was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The address; `report:` and the report's id for a report without one.
    pub url: String,
    /// When, UTC instant.
    pub at: String,
    /// What was seen.
    pub what: What,
    /// The text seen; missing when the source does not say which.
    pub report: Option<ReportId>,
    /// 404 or 410 when it was gone; missing otherwise.
    pub status: Option<u16>,
    /// Archive or address it was seen in.
    pub source: String,
    /// Number of the fetch, when it was fetched by us.
    pub fetch: Option<i64>,
    /// UTC instant of the sighting an archive says this one is the same as; missing when it does not say.
    pub refers_to: Option<String>,
}

/// The query for the version of a document that stood last up to a day: the one seen last by then, whatever the order in which
/// texts were put on record. A text first seen after that day stands back behind those seen before it, though it bears an earlier
/// date. `document` and `day` are SQL; a day of NULL asks for the last of all.
pub(crate) fn last_version(document: &str, day: &str) -> String {
    let first = "(SELECT min(s.at) FROM sightings s WHERE s.report = w.report)";
    let late = format!("({day} IS NOT NULL AND coalesce(substr({first}, 1, 10) > {day}, 0))");
    format!(
        "SELECT w.report FROM versions w WHERE w.document = {document} AND ({day} IS NULL OR w.day <= {day}) \
         ORDER BY {late}, CASE WHEN {late} THEN {first} END, coalesce((SELECT max(s.at) FROM sightings s \
         WHERE s.report = w.report AND ({day} IS NULL OR substr(s.at, 1, 10) <= {day})), w.added) DESC, w.number DESC LIMIT 1"
    )
}

/// An instant as the record writes it; as it was given, when it is none.
fn instant(given: &str) -> String {
    given
        .parse::<jiff::Timestamp>()
        .map_or_else(|_| given.to_owned(), |t| t.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
}

impl Record {
    /// Puts sightings on record, all or none. The same one twice is kept once.
    pub fn see(&mut self, sightings: &[Sighting]) -> Result<(), StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        for n in sightings {
            tx.prepare_cached(
                "INSERT INTO sightings (url, at, what, report, status, source, fetch, made, refers_to) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
            )
            .and_then(|mut q| {
                let report = n.report.as_ref().map(ReportId::as_str);
                let to = n.refers_to.as_deref().map(instant);
                q.execute(params![n.url, instant(&n.at), n.what.name(), report, n.status, n.source, n.fetch, now(), to])
            })
            .map_err(s)?;
        }
        tx.commit().map_err(s)
    }

    /// The documents whose texts were seen at this address, or that have it as theirs.
    pub fn documents_at(&self, url: &str) -> Result<Vec<String>, StoreError> {
        self.list(
            "SELECT document FROM sightings JOIN versions USING (report) WHERE url = ?1 \
             UNION SELECT document FROM documents WHERE document = ?1",
            [url],
            |r| r.get(0),
        )
    }

    /// Everything seen of a document up to `day` (ISO date), by time. A version without a sighting was seen when it was put on record.
    pub fn history(&self, document: &str, day: Option<&str>) -> Result<Vec<Sighting>, StoreError> {
        let mut all = self.list(
            "SELECT s.url, s.at, s.what, s.report, s.status, s.source, s.fetch, s.refers_to FROM sightings s \
             WHERE s.url IN (SELECT ?1 UNION SELECT t.url FROM sightings t JOIN versions v USING (report) WHERE v.document = ?1) \
             AND (s.report IS NULL OR s.report IN (SELECT report FROM versions WHERE document = ?1)) \
             AND (?2 IS NULL OR substr(s.at, 1, 10) <= ?2) \
             UNION ALL SELECT v.document, v.added, 'seen', v.report, NULL, v.input, NULL, NULL FROM versions v \
             WHERE v.document = ?1 AND (?2 IS NULL OR v.day <= ?2) \
             AND NOT EXISTS (SELECT 1 FROM sightings s WHERE s.report = v.report)",
            params![document, day],
            |r| {
                Ok(Sighting {
                    url: r.get(0)?,
                    at: r.get(1)?,
                    what: What::named(&r.get::<_, String>(2)?),
                    report: r.get::<_, Option<String>>(3)?.map(ReportId::from),
                    status: r.get(4)?,
                    source: r.get(5)?,
                    fetch: r.get(6)?,
                    refers_to: r.get(7)?,
                })
            },
        )?;
        // The sort keeps the order of arrival of what was seen at the same time.
        all.sort_by(|a, b| a.at.cmp(&b.at));
        for n in 0..all.len() {
            if all[n].report.is_none() && all[n].what == What::Unchanged {
                let to = all[n].refers_to.as_ref();
                let same = to.and_then(|to| all.iter().find(|s| s.report.is_some() && s.at == *to));
                all[n].report = same.and_then(|s| s.report.clone());
            }
        }
        Ok(all)
    }

    /// The document of a report and its number there; `None` when it is not on record.
    pub fn version_of(&self, report: &ReportId) -> Result<Option<VersionInfo>, StoreError> {
        Ok(self.find(report.as_str())?.into_iter().find(|v| v.report == *report))
    }
}
