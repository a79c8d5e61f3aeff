//! What linking keeps beside the record: the words of each report, and where each was placed. Derived, and made anew at any time.

use std::collections::HashSet;

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

/// Reports without a place.
const UNPLACED: &str =
    "SELECT report FROM versions WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.report = versions.report)";

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
        // Where it has a place its words are kept: only the others are looked up among the words, which are many pages.
        let sql = format!(
            "SELECT v.report FROM ({UNPLACED}) u JOIN versions v ON v.report = u.report \
             WHERE NOT EXISTS (SELECT 1 FROM features f WHERE f.report = u.report) \
             AND EXISTS (SELECT 1 FROM readings r WHERE r.report = u.report) ORDER BY v.seq"
        );
        self.list(&sql, [], |r| Ok(ReportId(r.get(0)?)))
    }

    /// The reports that have words and no place, by day, then id; those without a day come first.
    pub fn unplaced(&self) -> Result<Vec<ReportId>, StoreError> {
        let sql = format!(
            "SELECT f.report FROM ({UNPLACED}) u JOIN features f ON f.report = u.report ORDER BY f.day, f.report"
        );
        self.list(&sql, [], |r| Ok(ReportId(r.get(0)?)))
    }

    /// Hands on the day, address and words of every report that has a place, with its place.
    pub fn each_placed(
        &self,
        mut take: impl FnMut(ReportId, Option<String>, Option<String>, Vec<u8>, Place),
    ) -> Result<(), StoreError> {
        let sql = "SELECT f.report, f.day, d.url, f.words, p.story, p.line, p.alike, p.version FROM features f \
                   JOIN places p ON p.report = f.report JOIN versions v ON v.report = f.report \
                   JOIN documents d ON d.document = v.document";
        self.each_kept(sql, [], |report, day, url, words, r| {
            let place = Place {
                report: report.clone(),
                story: ReportId(r.get(4)?),
                line: ReportId(r.get(5)?),
                alike: r.get(6)?,
                version: r.get(7)?,
            };
            take(report, day, url, words, place);
            Ok(())
        })
    }

    /// Hands on the day, address and words of some reports.
    pub fn words_of(
        &self,
        reports: &[ReportId],
        mut take: impl FnMut(ReportId, Option<String>, Option<String>, Vec<u8>),
    ) -> Result<(), StoreError> {
        let sql = "SELECT f.report, f.day, d.url, f.words FROM features f JOIN versions v ON v.report = f.report \
                   JOIN documents d ON d.document = v.document WHERE f.report = ?1";
        for report in reports {
            self.each_kept(sql, [report.as_str()], |report, day, url, words, _| {
                take(report, day, url, words);
                Ok(())
            })?;
        }
        Ok(())
    }

    fn each_kept(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        mut take: impl FnMut(ReportId, Option<String>, Option<String>, Vec<u8>, &rusqlite::Row) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let s = |e| self.error(e);
        let mut query = self.db.prepare_cached(sql).map_err(s)?;
        let mut rows = query.query(params).map_err(s)?;
        while let Some(r) = rows.next().map_err(s)? {
            let report = ReportId(r.get(0).map_err(s)?);
            let packed = r.get_ref(3).and_then(|v| Ok(v.as_blob()?)).map_err(s)?;
            let words = pack::unpack(packed).map_err(|e| self.damaged(&report, &e))?;
            let (day, url) = (r.get(1).map_err(s)?, r.get(2).map_err(s)?);
            take(report, day, url, words, r).map_err(s)?;
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
    /// The reports of a later day than this, by publication or by last change.
    pub fn reported_after(&self, day: &str) -> Result<HashSet<ReportId>, StoreError> {
        let sql = "SELECT report FROM versions WHERE day > ?1 UNION SELECT report FROM features WHERE day > ?1";
        self.list(sql, [day], |r| Ok(ReportId(r.get(0)?))).map(|v| v.into_iter().collect())
    }

    /// Whether every report that was read has a place.
    pub fn all_placed(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM readings r WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.report = r.report))";
        self.db.query_row(sql, [], |r| r.get::<_, bool>(0)).map(|some| !some).map_err(|e| self.error(e))
    }

    /// The first reports of all storylines, with how many reports each has.
    pub fn lines(&self) -> Result<Vec<(ReportId, usize)>, StoreError> {
        self.list("SELECT line, count(*) FROM places GROUP BY line", [], |r| {
            Ok((ReportId(r.get(0)?), r.get::<_, i64>(1)? as usize))
        })
    }

    /// The places of the storylines whose first report's id begins so, in order of arrival.
    pub fn places_in(&self, begin: &str) -> Result<Vec<Place>, StoreError> {
        // Whatever begins so stands between the beginning itself and the beginning before the last of all letters.
        let sql = "SELECT p.report, p.story, p.line, p.alike, p.version FROM places p JOIN versions v ON v.report = p.report \
                   WHERE p.line >= ?1 AND p.line < ?1 || char(1114111) ORDER BY v.seq";
        self.list(sql, [begin], |r| {
            Ok(Place {
                report: ReportId(r.get(0)?),
                story: ReportId(r.get(1)?),
                line: ReportId(r.get(2)?),
                alike: r.get(3)?,
                version: r.get(4)?,
            })
        })
    }
}
