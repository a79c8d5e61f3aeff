//! Reading the record back, as it stands or as it stood on a day.

use std::{collections::HashSet, path::Path};

use onrecord_model::{Reading, Report, ReportId};
use rusqlite::{Row, params};
use serde_json::{Map, Value};

use crate::{Record, Sighting, StoreError, pack, review::Standing, sightings::last_version, tables::TABLES};

/// Which part of the record to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Only what was reported up to and on this day (ISO date). Reports without a date are then left out.
    pub day: Option<String>,
    /// Every version of a document; otherwise only the last one of that day.
    pub all_versions: bool,
    /// Rows as the rules made them, without corrections.
    pub raw: bool,
}

/// One version of a document on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionInfo {
    /// Report id.
    pub report: ReportId,
    /// Document: its address, or `report:` and the report's id.
    pub document: String,
    /// Number of the version, from 1.
    pub number: u32,
    /// Outlet, when known.
    pub outlet: Option<String>,
    /// Headline, when there is one.
    pub title: Option<String>,
    /// Day it was reported, ISO date; missing when it has no date.
    pub day: Option<String>,
    /// Path or address it was read from.
    pub input: String,
    /// Instant it was put on record.
    pub added: String,
}

/// A document that changed or went away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its versions, first to last.
    pub versions: Vec<VersionInfo>,
    /// Day and note of each time an editor noted it to be gone.
    pub removed: Vec<(String, Option<String>)>,
    /// Everything seen of it, by time.
    pub history: Vec<Sighting>,
}

/// The reports a reader sees: of every document the last version of the day asked for (`?1`), or every version (`?2`).
pub(crate) fn current() -> String {
    let last = last_version("v.document", "?1");
    format!("SELECT v.report FROM versions v WHERE (?1 IS NULL OR v.day <= ?1) AND (?2 OR v.report = ({last}))")
}

impl Record {
    /// Ids of all reports on record.
    pub fn known(&self) -> Result<HashSet<ReportId>, StoreError> {
        self.list("SELECT report FROM versions", [], |r| Ok(ReportId::from(r.get::<_, String>(0)?)))
            .map(|v| v.into_iter().collect())
    }

    /// How many reports have no date, which `as of` leaves out.
    pub fn undated(&self) -> Result<u64, StoreError> {
        self.db
            .query_row("SELECT count(*) FROM versions WHERE day IS NULL", [], |r| r.get::<_, i64>(0))
            .map(|n| n as u64)
            .map_err(|e| self.error(e))
    }

    /// The latest readings of the reports, in order of arrival, with the corrections that stand.
    pub fn readings(&self, as_of: &AsOf) -> Result<Vec<Reading>, StoreError> {
        let standing = if as_of.raw { Standing::default() } else { self.standing()? };
        let sql = format!(
            "SELECT r.run, r.report, r.schema_version, r.sentences, r.chains, v.input, v.text, v.json, p.json FROM readings r \
             JOIN latest USING (report, run) JOIN versions v USING (report) LEFT JOIN packed p ON p.reading = r.seq WHERE r.report IN ({}) ORDER BY v.seq",
            current()
        );
        let heads = self.list(&sql, params![as_of.day, as_of.all_versions], |r| {
            Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, Head::of(r)?))
        })?;
        self.unpacked(heads, &standing)
    }

    /// One report's latest reading; `None` when the record has no such report.
    pub fn reading_of(&self, report: &ReportId, raw: bool) -> Result<Option<Reading>, StoreError> {
        let standing = if raw { Standing::default() } else { self.standing()? };
        self.latest(report, &standing)
    }

    fn latest(&self, report: &ReportId, standing: &Standing) -> Result<Option<Reading>, StoreError> {
        Ok(self.unpacked(self.heads(report)?, standing)?.pop())
    }

    /// A report's latest reading as it is kept, with its run and report.
    fn heads(&self, report: &ReportId) -> Result<Vec<Kept>, StoreError> {
        self.list(
            "SELECT r.run, r.report, r.schema_version, r.sentences, r.chains, v.input, v.text, v.json, p.json FROM readings r \
             JOIN latest USING (report, run) JOIN versions v USING (report) LEFT JOIN packed p ON p.reading = r.seq WHERE r.report = ?1",
            [report.as_str()],
            |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, Head::of(r)?)),
        )
    }

    /// Readings from what is kept of them, in the same order: unpacked and parsed by as many threads as there are processors, for
    /// that is most of the work and each stands by itself.
    fn unpacked(&self, mut kept: Vec<Kept>, standing: &Standing) -> Result<Vec<Reading>, StoreError> {
        // Those of older schemas are asked of the file row by row.
        if kept.iter().any(|(_, _, head)| head.packed.is_none()) {
            return kept.into_iter().map(|(run, report, head)| self.reading(&run, &report, head, standing)).collect();
        }
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get()).min(kept.len().div_ceil(8)).max(1);
        let share = kept.len().div_ceil(threads).max(1);
        let path = self.path.as_path();
        let own = |(_, report, head): Kept| unpack(path, &report, head, standing);
        let rest = kept.split_off(share.min(kept.len()));
        std::thread::scope(|scope| {
            let mut rest = rest.into_iter();
            let mut workers = Vec::new();
            while rest.len() > 0 {
                let mine: Vec<Kept> = rest.by_ref().take(share).collect();
                workers.push(scope.spawn(move || mine.into_iter().map(own).collect::<Result<Vec<_>, _>>()));
            }
            let mut out = kept.into_iter().map(own).collect::<Result<Vec<_>, _>>()?;
            for worker in workers {
                out.extend(worker.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))?);
            }
            Ok(out)
        })
    }

    fn reading(&self, run: &str, report: &str, head: Head, standing: &Standing) -> Result<Reading, StoreError> {
        let damaged = |what: String| StoreError::Damaged { path: self.path.clone(), what: format!("{report}: {what}") };
        if head.packed.is_some() {
            return unpack(&self.path, report, head, standing);
        }
        let mut whole = Map::new();
        let parsed: Report = serde_json::from_str(&head.json).map_err(|e| damaged(e.to_string()))?;
        for (key, json) in [("sentences", &head.sentences), ("chains", &head.chains)] {
            whole.insert(key.into(), serde_json::from_str(json).map_err(|e| damaged(e.to_string()))?);
        }
        whole.insert("schema_version".into(), head.schema_version.into());
        whole.insert("input".into(), head.input.into());
        whole.insert("report".into(), serde_json::to_value(Report::default()).unwrap_or_default());
        for table in &TABLES {
            let sql = format!("SELECT json FROM {} WHERE run = ?1 AND report = ?2 ORDER BY n", table.old_name());
            let rows = self.list(&sql, params![run, report], |r| r.get::<_, String>(0))?;
            let mut list = Vec::with_capacity(rows.len());
            for row in rows {
                let row: Value = serde_json::from_str(&row).map_err(|e| damaged(e.to_string()))?;
                list.extend(standing.apply(report, table.name, row));
            }
            whole.insert(table.name.into(), Value::Array(list));
        }
        let mut reading: Reading = serde_json::from_value(Value::Object(whole)).map_err(|e| damaged(e.to_string()))?;
        reading.report = Report { text: head.text, ..parsed };
        Ok(reading)
    }

    pub(crate) fn damaged(&self, report: &ReportId, what: &dyn std::fmt::Display) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), what: format!("{report}: {what}") }
    }

    /// The latest readings of some reports, in the order asked for, with the corrections that stand.
    pub fn readings_of(&self, reports: &[ReportId]) -> Result<Vec<Reading>, StoreError> {
        let standing = self.standing()?;
        let mut kept = Vec::with_capacity(reports.len());
        for report in reports {
            kept.extend(self.heads(report)?);
        }
        self.unpacked(kept, &standing)
    }

    /// The versions on record whose report id, address or input begins or ends with `name`, in order of arrival.
    pub fn find(&self, name: &str) -> Result<Vec<VersionInfo>, StoreError> {
        self.list(
            &format!(
                "SELECT {VERSION} FROM versions WHERE substr(report, 1, length(?1)) = ?1 OR document = ?1 OR input = ?1 \
                 OR substr(input, -length(?1) - 1) = '/' || ?1 ORDER BY seq"
            ),
            [name],
            version,
        )
    }

    /// All versions on record, in order of arrival.
    pub fn versions(&self) -> Result<Vec<VersionInfo>, StoreError> {
        self.list(&format!("SELECT {VERSION} FROM versions ORDER BY seq"), [], version)
    }

    /// Documents with more than one version up to `day`, and those seen to be gone.
    pub fn changes(&self, day: Option<&str>) -> Result<Vec<Change>, StoreError> {
        let versions = self.list(
            &format!(
                "SELECT {VERSION} FROM versions WHERE (?1 IS NULL OR day <= ?1) AND document IN (SELECT document FROM \
                 versions WHERE (?1 IS NULL OR day <= ?1) GROUP BY document HAVING count(*) > 1 UNION SELECT document \
                 FROM versions JOIN removals USING (report) WHERE (?1 IS NULL OR seen <= ?1) UNION SELECT v.document \
                 FROM sightings g JOIN sightings t USING (url) JOIN versions v ON v.report = t.report \
                 WHERE g.what = 'removed' AND (?1 IS NULL OR substr(g.at, 1, 10) <= ?1) UNION SELECT d.document \
                 FROM sightings g JOIN documents d ON d.document = g.url \
                 WHERE g.what = 'removed' AND (?1 IS NULL OR substr(g.at, 1, 10) <= ?1)) ORDER BY document, number"
            ),
            [day],
            version,
        )?;
        let mut changes: Vec<Change> = Vec::new();
        for v in versions {
            match changes.last_mut() {
                Some(c) if c.versions[0].document == v.document => c.versions.push(v),
                _ => changes.push(Change { versions: vec![v], removed: Vec::new(), history: Vec::new() }),
            }
        }
        for change in &mut changes {
            change.removed = self.list(
                "SELECT seen, note FROM removals JOIN versions USING (report) WHERE document = ?1 \
                 AND (?2 IS NULL OR seen <= ?2) ORDER BY seen, made",
                params![change.versions[0].document, day],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
            change.history = self.history(&change.versions[0].document, day)?;
        }
        Ok(changes)
    }

    pub(crate) fn list<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        row: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let s = |e| self.error(e);
        let mut statement = self.db.prepare_cached(sql).map_err(s)?;
        statement.query_map(params, row).map_err(s)?.collect::<rusqlite::Result<Vec<T>>>().map_err(s)
    }
}

/// Columns of [`VersionInfo`].
pub(crate) const VERSION: &str = "report, document, number, outlet, title, day, input, added";

fn version(r: &Row) -> rusqlite::Result<VersionInfo> {
    Ok(VersionInfo {
        report: ReportId::from(r.get::<_, String>(0)?),
        document: r.get(1)?,
        number: r.get(2)?,
        outlet: r.get(3)?,
        title: r.get(4)?,
        day: r.get(5)?,
        input: r.get(6)?,
        added: r.get(7)?,
    })
}

/// A reading that is kept packed, with the corrections that stand.
fn unpack(path: &Path, report: &str, head: Head, standing: &Standing) -> Result<Reading, StoreError> {
    let damaged = |what: &dyn std::fmt::Display| StoreError::Damaged {
        path: path.to_path_buf(),
        what: format!("{report}: {what}"),
    };
    let json = pack::unpack(head.packed.as_deref().unwrap_or_default()).map_err(|e| damaged(&e))?;
    // Checked at once as a whole, it is not checked string by string.
    let json = std::str::from_utf8(&json).map_err(|e| damaged(&e))?;
    let mut reading: Reading = if standing.has(report) {
        let mut whole: Map<String, Value> = serde_json::from_str(json).map_err(|e| damaged(&e))?;
        for table in &TABLES {
            if let Some(Value::Array(rows)) = whole.remove(table.name) {
                let stand = rows.into_iter().filter_map(|row| standing.apply(report, table.name, row));
                whole.insert(table.name.into(), Value::Array(stand.collect()));
            }
        }
        serde_json::from_value(Value::Object(whole)).map_err(|e| damaged(&e))?
    } else {
        serde_json::from_str(json).map_err(|e| damaged(&e))?
    };
    reading.report.text = head.text;
    reading.input = head.input;
    Ok(reading)
}

/// Run, report, and what is kept of the reading.
type Kept = (String, String, Head);

/// What a reading has beside its rows.
struct Head {
    schema_version: u32,
    sentences: String,
    chains: String,
    input: String,
    text: String,
    json: String,
    packed: Option<Vec<u8>>,
}

impl Head {
    fn of(r: &Row) -> rusqlite::Result<Head> {
        Ok(Head {
            schema_version: r.get(2)?,
            sentences: r.get(3)?,
            chains: r.get(4)?,
            input: r.get(5)?,
            text: r.get(6)?,
            json: r.get(7)?,
            packed: r.get(8)?,
        })
    }
}
