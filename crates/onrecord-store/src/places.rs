//! What linking keeps beside the record: the words of each report, and where each was placed. Derived, and made anew at any time.

use onrecord_model::ReportId;
use rusqlite::{TransactionBehavior, params};

use crate::{AsOf, Record, StoreError, load::current, pack};

/// Where a report was placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The report.
    pub report: ReportId,
    /// First report of its story.
    pub story: ReportId,
    /// First report of its storyline.
    pub line: ReportId,
    /// Likeness to the story it joined, 0 to 1.
    pub alike: f64,
    /// Whether it joined as another version of an address.
    pub version: bool,
}

impl Record {
    /// Keeps the day and words of reports, the words as bytes that linking understands. Words kept before are replaced, and all places then forgotten.
    pub fn keep_words(&mut self, words: &[(ReportId, Option<String>, Vec<u8>)]) -> Result<(), StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        for (report, day, plain) in words {
            let packed = pack::bytes(plain).map_err(|e| s(rusqlite::Error::ToSqlConversionFailure(e.into())))?;
            let new = tx
                .prepare_cached("INSERT INTO features VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
                .and_then(|mut q| q.execute(params![report.as_str(), day, packed]))
                .map_err(s)?;
            let changed = new == 0
                && tx
                    .prepare_cached("UPDATE features SET words = ?2 WHERE report = ?1 AND words <> ?2")
                    .and_then(|mut q| q.execute(params![report.as_str(), packed]))
                    .map_err(s)?
                    > 0;
            if changed {
                tx.execute("DELETE FROM places", []).map_err(s)?;
            }
        }
        tx.commit().map_err(s)
    }

    /// The reports whose words are not kept yet, in order of arrival.
    pub fn without_words(&self) -> Result<Vec<ReportId>, StoreError> {
        let sql = "SELECT report FROM versions WHERE report NOT IN (SELECT report FROM features) \
                   AND report IN (SELECT report FROM readings) ORDER BY seq";
        self.list(sql, [], |r| Ok(ReportId(r.get(0)?)))
    }

    /// How many reports have words and no place.
    pub fn unplaced(&self) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM features WHERE report NOT IN (SELECT report FROM places)";
        self.db.query_row(sql, [], |r| r.get::<_, i64>(0)).map(|n| n as usize).map_err(|e| self.error(e))
    }

    /// Hands on every report's day, address and words, with its place where it has one.
    pub fn each_words(
        &self,
        mut take: impl FnMut(ReportId, Option<String>, Option<String>, Vec<u8>, Option<Place>),
    ) -> Result<(), StoreError> {
        let s = |e| self.error(e);
        let sql = "SELECT f.report, d.url, f.words, p.story, p.line, p.alike, p.version, f.day FROM features f \
                   JOIN versions v ON v.report = f.report JOIN documents d ON d.document = v.document \
                   LEFT JOIN places p ON p.report = f.report";
        let mut query = self.db.prepare(sql).map_err(s)?;
        let mut rows = query.query([]).map_err(s)?;
        while let Some(r) = rows.next().map_err(s)? {
            let report = ReportId(r.get(0).map_err(s)?);
            let packed: Vec<u8> = r.get(2).map_err(s)?;
            let words = pack::unpack(&packed).map_err(|e| self.damaged(&report, &e))?;
            let place = match r.get::<_, Option<String>>(3).map_err(s)? {
                Some(story) => Some(Place {
                    report: report.clone(),
                    story: ReportId(story),
                    line: ReportId(r.get(4).map_err(s)?),
                    alike: r.get(5).map_err(s)?,
                    version: r.get(6).map_err(s)?,
                }),
                None => None,
            };
            take(report, r.get(7).map_err(s)?, r.get(1).map_err(s)?, words, place);
        }
        Ok(())
    }

    /// Keeps places, in the stead of those that these reports had.
    pub fn keep_places(&mut self, places: &[Place]) -> Result<(), StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        for p in places {
            tx.prepare_cached("INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3, ?4, ?5)")
                .and_then(|mut q| {
                    q.execute(params![p.report.as_str(), p.story.as_str(), p.line.as_str(), p.alike, p.version])
                })
                .map_err(s)?;
        }
        tx.commit().map_err(s)
    }

    /// The places of the reports that `as_of` shows; nothing when one of them has none.
    pub fn places(&self, as_of: &AsOf) -> Result<Option<Vec<Place>>, StoreError> {
        let sql = format!(
            "SELECT v.report, p.story, p.line, p.alike, p.version FROM versions v LEFT JOIN places p ON p.report = v.report \
             WHERE v.report IN (SELECT report FROM readings) AND v.report IN ({}) ORDER BY v.seq",
            current()
        );
        let all = self.list(&sql, params![as_of.day, as_of.all_versions], |r| {
            let report = ReportId(r.get(0)?);
            let Some(story) = r.get::<_, Option<String>>(1)? else { return Ok(None) };
            let line = ReportId(r.get(2)?);
            Ok(Some(Place { report, story: ReportId(story), line, alike: r.get(3)?, version: r.get(4)? }))
        })?;
        Ok(all.into_iter().collect())
    }
}
