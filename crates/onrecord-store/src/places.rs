//! What linking keeps beside the record: the words of each report, and where each was placed. Derived, and made anew at any time.

use std::collections::HashSet;

use onrecord_model::ReportId;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

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

/// By which rules words and places were made, and how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Linking {
    /// Version of the rules that words were taken by.
    pub words: i64,
    /// Version of the rules that places were given by; 0 where it is not known.
    pub rules: i64,
    /// Numbers given to words, from 0.
    pub stems: u32,
    /// How often places were written.
    pub change: i64,
}

/// What one linking changed, to be written at once.
pub struct Linked<'a> {
    /// Places, in the stead of those that these reports had.
    pub places: &'a [Place],
    /// Words that got a number.
    pub stems: Box<dyn Iterator<Item = (&'a str, u32)> + 'a>,
    /// Numbers given to words so far.
    pub given: u32,
    /// Words and weights of reports as bytes that linking understands, in the stead of those kept.
    pub weighed: Box<dyn Iterator<Item = (ReportId, Vec<u8>)> + 'a>,
}

/// Reports without a place.
const UNPLACED: &str =
    "SELECT seq, report FROM versions WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.report = versions.report)";

/// Keeps the day and words of a version, the words packed. Where others were kept they are replaced, and all places then forgotten.
pub(crate) fn keep(tx: &Transaction, seq: i64, day: Option<&str>, packed: &[u8]) -> rusqlite::Result<()> {
    let kept: Option<(Option<String>, Vec<u8>)> = tx
        .prepare_cached("SELECT day, words FROM words WHERE seq = ?1")?
        .query_row([seq], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    // The same words may have been packed otherwise by an earlier version.
    let same = |was: &[u8]| was == packed || pack::unpack(was).ok() == pack::unpack(packed).ok();
    if kept.as_ref().is_some_and(|(was, words)| was.as_deref() == day && same(words)) {
        return Ok(());
    }
    tx.prepare_cached("INSERT OR REPLACE INTO words VALUES (?1, ?2, ?3)")?.execute(params![seq, day, packed])?;
    if kept.is_some() {
        forget(tx)?;
    }
    Ok(())
}

/// Forgets all places, and what reports are compared by.
fn forget(tx: &Transaction) -> rusqlite::Result<()> {
    tx.execute_batch(
        "DELETE FROM places; DELETE FROM weighed; DELETE FROM stems; UPDATE linking SET stems = 0, change = change + 1;",
    )
}

impl Record {
    /// By which rules words and places were made, and how far they are.
    pub fn linking(&self) -> Result<Linking, StoreError> {
        let row =
            |r: &rusqlite::Row| Ok(Linking { words: r.get(0)?, rules: r.get(1)?, stems: r.get(2)?, change: r.get(3)? });
        self.db
            .query_row("SELECT words, rules, stems, change FROM linking", [], row)
            .optional()
            .map(Option::unwrap_or_default)
            .map_err(|e| self.error(e))
    }

    /// Makes places be given by these rules: those given by others are forgotten, and so are words that were taken by others. Gives how
    /// many reports lost their place.
    pub fn link_by(&mut self, words: i64, rules: i64) -> Result<usize, StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        if self.linking().map(|l| (l.words, l.rules))? == (words, rules) {
            return Ok(0);
        }
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        let placed: i64 = tx.query_row("SELECT count(*) FROM places", [], |r| r.get(0)).map_err(s)?;
        forget(&tx).map_err(s)?;
        tx.execute("DELETE FROM words WHERE (SELECT words FROM linking) <> ?1", [words]).map_err(s)?;
        tx.execute("UPDATE linking SET words = ?1, rules = ?2", [words, rules]).map_err(s)?;
        tx.commit().map_err(s)?;
        Ok(placed as usize)
    }

    /// Keeps the day and words of reports, the words as bytes that linking understands. Words kept before are replaced, and all places then forgotten.
    pub fn keep_words(&mut self, words: &[(ReportId, Option<String>, Vec<u8>)]) -> Result<(), StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        for (report, day, plain) in words {
            let packed = pack::bytes(plain).map_err(|e| s(rusqlite::Error::ToSqlConversionFailure(e.into())))?;
            let seq: Option<i64> = tx
                .prepare_cached("SELECT seq FROM versions WHERE report = ?1")
                .and_then(|mut q| q.query_row([report.as_str()], |r| r.get(0)).optional())
                .map_err(s)?;
            if let Some(seq) = seq {
                keep(&tx, seq, day.as_deref(), &packed).map_err(s)?;
            }
        }
        tx.commit().map_err(s)
    }

    /// The reports whose words are not kept yet, in order of arrival.
    pub fn without_words(&self) -> Result<Vec<ReportId>, StoreError> {
        // Where it has a place its words are kept: only the others are looked up among the words, which are many pages.
        let sql = format!(
            "SELECT u.report FROM ({UNPLACED}) u WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.seq = u.seq) \
             AND EXISTS (SELECT 1 FROM readings r WHERE r.report = u.report) ORDER BY u.seq"
        );
        self.list(&sql, [], |r| Ok(ReportId::from(r.get::<_, String>(0)?)))
    }

    /// The reports that have words and no place, by day, then id; those without a day come first.
    pub fn unplaced(&self) -> Result<Vec<ReportId>, StoreError> {
        let sql = format!("SELECT u.report FROM ({UNPLACED}) u JOIN words w ON w.seq = u.seq ORDER BY w.day, u.report");
        self.list(&sql, [], |r| Ok(ReportId::from(r.get::<_, String>(0)?)))
    }

    /// Hands on the day, address, words and weights of every report that has a place, in order of arrival.
    pub fn each_weighed(
        &self,
        mut take: impl FnMut(&str, Option<&str>, Option<&str>, &[u8]),
    ) -> Result<(), StoreError> {
        let s = |e| self.error(e);
        let mut statement = self.db.prepare_cached("SELECT report, day, url, words FROM weighed").map_err(s)?;
        let mut rows = statement.query([]).map_err(s)?;
        while let Some(r) = rows.next().map_err(s)? {
            let text = |n| r.get_ref(n).and_then(|v| Ok(v.as_str_or_null()?));
            let words = r.get_ref(3).and_then(|v| Ok(v.as_blob()?)).map_err(s)?;
            take(text(0).map_err(s)?.unwrap_or_default(), text(1).map_err(s)?, text(2).map_err(s)?, words);
        }
        Ok(())
    }

    /// Hands on every place: report, first report of its story and of its storyline, likeness, whether it joined as another version.
    pub fn each_place(&self, mut take: impl FnMut(&str, &str, &str, f64, bool)) -> Result<(), StoreError> {
        let s = |e| self.error(e);
        let mut statement =
            self.db.prepare_cached("SELECT report, story, line, alike, version FROM places").map_err(s)?;
        let mut rows = statement.query([]).map_err(s)?;
        while let Some(r) = rows.next().map_err(s)? {
            let text = |n| r.get_ref(n).and_then(|v| Ok(v.as_str()?));
            let (report, story, line) = (text(0).map_err(s)?, text(1).map_err(s)?, text(2).map_err(s)?);
            take(report, story, line, r.get(3).map_err(s)?, r.get(4).map_err(s)?);
        }
        Ok(())
    }

    /// The numbers of words; words that have none are left out.
    pub fn stems<'w>(&self, words: impl Iterator<Item = &'w str>) -> Result<Vec<(&'w str, u32)>, StoreError> {
        let s = |e| self.error(e);
        let mut find = self.db.prepare_cached("SELECT number FROM stems WHERE stem = ?1").map_err(s)?;
        let mut out = Vec::new();
        for word in words {
            let number: Option<u32> = find.query_row([word], |r| r.get(0)).optional().map_err(s)?;
            out.extend(number.map(|n| (word, n)));
        }
        Ok(out)
    }

    /// Hands on the day, address and words of some reports.
    pub fn words_of(
        &self,
        reports: &[ReportId],
        mut take: impl FnMut(ReportId, Option<String>, Option<String>, Vec<u8>),
    ) -> Result<(), StoreError> {
        let s = |e| self.error(e);
        let sql = "SELECT w.day, d.url, w.words FROM versions v JOIN words w ON w.seq = v.seq \
                   JOIN documents d ON d.document = v.document WHERE v.report = ?1";
        let mut statement = self.db.prepare_cached(sql).map_err(s)?;
        for report in reports {
            let row = |r: &rusqlite::Row| {
                Ok((r.get::<_, Option<String>>(0)?, r.get::<_, Option<String>>(1)?, r.get::<_, Vec<u8>>(2)?))
            };
            let Some((day, url, packed)) = statement.query_row([report.as_str()], row).optional().map_err(s)? else {
                continue;
            };
            let words = pack::unpack(&packed).map_err(|e| self.damaged(report, &e))?;
            take(report.clone(), day, url, words);
        }
        Ok(())
    }

    /// Keeps what a linking changed that began when [`linking`](Self::linking) gave `since`. Where another program has written places
    /// since then nothing is written, and the answer is `None`: link again. Otherwise how it stands now.
    pub fn keep_linked(&mut self, since: &Linking, linked: Linked) -> Result<Option<Linking>, StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        let stems = linked.given;
        let mine = tx
            .execute(
                "UPDATE linking SET stems = ?1, change = change + 1 \
                 WHERE words = ?2 AND rules = ?3 AND stems = ?4 AND change = ?5",
                params![stems, since.words, since.rules, since.stems, since.change],
            )
            .map_err(s)?;
        if mine == 0 {
            return Ok(None);
        }
        let write = || -> rusqlite::Result<()> {
            let mut place = tx.prepare_cached("INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for p in linked.places {
                place.execute(params![p.report.as_str(), p.story.as_str(), p.line.as_str(), p.alike, p.version])?;
            }
            let mut stem = tx.prepare_cached("INSERT INTO stems VALUES (?1, ?2)")?;
            for (word, number) in linked.stems {
                stem.execute(params![word, number])?;
            }
            let mut weighed = tx.prepare_cached(
                "INSERT OR REPLACE INTO weighed SELECT v.seq, v.report, w.day, d.url, ?2 FROM versions v \
                 JOIN words w ON w.seq = v.seq JOIN documents d ON d.document = v.document WHERE v.report = ?1",
            )?;
            for (report, words) in linked.weighed {
                weighed.execute(params![report.as_str(), words])?;
            }
            Ok(())
        };
        write().map_err(s)?;
        tx.commit().map_err(s)?;
        Ok(Some(Linking { stems, change: since.change + 1, ..*since }))
    }

    /// The places of the reports that `as_of` shows; nothing when one of them has none.
    pub fn places(&self, as_of: &AsOf) -> Result<Option<Vec<Place>>, StoreError> {
        let sql = format!(
            "SELECT v.report, p.story, p.line, p.alike, p.version FROM versions v LEFT JOIN places p ON p.report = v.report \
             WHERE v.report IN (SELECT report FROM readings) AND v.report IN ({}) ORDER BY v.seq",
            current()
        );
        let all = self.list(&sql, params![as_of.day, as_of.all_versions], |r| {
            let report = ReportId::from(r.get::<_, String>(0)?);
            let Some(story) = r.get::<_, Option<String>>(1)? else { return Ok(None) };
            let line = ReportId::from(r.get::<_, String>(2)?);
            Ok(Some(Place { report, story: ReportId::from(story), line, alike: r.get(3)?, version: r.get(4)? }))
        })?;
        Ok(all.into_iter().collect())
    }

    /// The reports of a later day than this, by publication or by last change.
    pub fn reported_after(&self, day: &str) -> Result<HashSet<ReportId>, StoreError> {
        let sql = "SELECT report FROM versions WHERE day > ?1 UNION SELECT v.report FROM words w JOIN versions v ON v.seq = w.seq WHERE w.day > ?1";
        self.list(sql, [day], |r| Ok(ReportId::from(r.get::<_, String>(0)?))).map(|v| v.into_iter().collect())
    }

    /// Whether every report that was read has a place.
    pub fn all_placed(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM readings r WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.report = r.report))";
        self.db.query_row(sql, [], |r| r.get::<_, bool>(0)).map(|some| !some).map_err(|e| self.error(e))
    }

    /// The first reports of all storylines, with how many reports each has.
    pub fn lines(&self) -> Result<Vec<(ReportId, usize)>, StoreError> {
        self.list("SELECT line, count(*) FROM places GROUP BY line", [], |r| {
            Ok((ReportId::from(r.get::<_, String>(0)?), r.get::<_, i64>(1)? as usize))
        })
    }

    /// The places of the storylines whose first report's id begins so, in order of arrival.
    pub fn places_in(&self, begin: &str) -> Result<Vec<Place>, StoreError> {
        // Whatever begins so stands between the beginning itself and the beginning before the last of all letters.
        let sql = "SELECT p.report, p.story, p.line, p.alike, p.version FROM places p JOIN versions v ON v.report = p.report \
                   WHERE p.line >= ?1 AND p.line < ?1 || char(1114111) ORDER BY v.seq";
        self.list(sql, [begin], |r| {
            Ok(Place {
                report: ReportId::from(r.get::<_, String>(0)?),
                story: ReportId::from(r.get::<_, String>(1)?),
                line: ReportId::from(r.get::<_, String>(2)?),
                alike: r.get(3)?,
                version: r.get(4)?,
            })
        })
    }
}
