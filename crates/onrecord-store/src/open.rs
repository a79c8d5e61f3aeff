//! Opening a record: new, existing, read-only; schema steps; what stands in the way.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::{APPLICATION_ID, SCHEMA, StoreError, tables};

/// What schema 4 takes over of schema 3.
const FEATURES: &str = "SELECT v.seq, f.day, f.words FROM features f JOIN versions v ON v.report = f.report";

/// Version of the rules that the words of schema 3 were taken by.
const FIRST_WORDS: i64 = 1;

/// How long to wait for another program that writes, in seconds, unless said otherwise.
const WAIT: u64 = 5;

/// Pages of the file kept in memory, kB.
const CACHE: i64 = 64 << 10;

/// Pages written to the log before they go into the file: pages met often go there once for many times.
const CHECKPOINT: i64 = 8000;

/// An open record.
#[derive(Debug)]
pub struct Record {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    pub(crate) wait: u64,
}

/// What a record holds, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Documents.
    pub documents: u64,
    /// Versions of documents: texts.
    pub versions: u64,
    /// Runs of the rules.
    pub runs: u64,
    /// Corrections that stand.
    pub corrections: u64,
    /// Pages seen to be gone.
    pub removals: u64,
    /// Schema of the file.
    pub schema: i64,
}

impl Record {
    /// Opens the record at `path` to write to it; makes it when there is none.
    pub fn create(path: &Path) -> Result<Record, StoreError> {
        if let Ok(meta) = path.metadata() {
            if meta.is_dir() {
                return Err(StoreError::NotADatabase(path.to_path_buf()));
            }
            // Root may write to any file; a file marked read-only is left alone all the same.
            if meta.permissions().readonly() {
                return Err(StoreError::ReadOnly(path.to_path_buf()));
            }
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
        let db = Connection::open_with_flags(path, flags).map_err(|e| cannot_open(path, e))?;
        let mut record = Record { db, path: path.to_path_buf(), wait: WAIT };
        record.set_wait(WAIT)?;
        record.identify(true)?;
        record.migrate()?;
        let s = |e| record.error(e);
        record.db.pragma_update(None, "journal_mode", "WAL").map_err(s)?;
        record.db.pragma_update(None, "synchronous", "FULL").map_err(s)?;
        record.db.pragma_update(None, "foreign_keys", true).map_err(s)?;
        record.db.pragma_update(None, "wal_autocheckpoint", CHECKPOINT).map_err(s)?;
        record.tune()?;
        Ok(record)
    }

    /// Opens the record at `path` to read it; never makes or changes one.
    pub fn open(path: &Path) -> Result<Record, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        if path.is_dir() {
            return Err(StoreError::NotADatabase(path.to_path_buf()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let plain = Connection::open_with_flags(path, flags).and_then(|db| {
            db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(db)
        });
        let db = match plain {
            // A record in a folder that cannot be written to has no shared-memory file: read the file itself.
            Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {
                let uri = format!("file:{}?immutable=1", escape(path));
                Connection::open_with_flags(uri, flags).map_err(|e| cannot_open(path, e))?
            }
            other => other.map_err(|e| StoreError::from_sqlite(path, WAIT, e))?,
        };
        let record = Record { db, path: path.to_path_buf(), wait: WAIT };
        record.set_wait(WAIT)?;
        record.identify(false)?;
        // An older record is read as it is: what it lacks is there and empty, outside the file.
        let found = record.pragma("user_version")?;
        let added = [
            (2, include_str!("../schema/2.sql")),
            (3, include_str!("../schema/3.sql")),
            (4, include_str!("../schema/4.sql")),
        ];
        for (_, sql) in added.iter().filter(|(schema, _)| found < *schema) {
            let tables = sql.replace("CREATE TABLE ", "CREATE TEMP TABLE ");
            let tables = tables.replace("CREATE INDEX ", "CREATE INDEX temp.");
            record.db.execute_batch(&tables).map_err(|e| record.error(e))?;
        }
        if found == 3 {
            let view = format!("DROP TABLE temp.words; CREATE TEMP VIEW words AS {FEATURES}");
            record.db.execute_batch(&view).map_err(|e| record.error(e))?;
        }
        record.tune()?;
        Ok(record)
    }

    /// More room for pages than SQLite takes by itself: a large record's indexes are met again and again.
    fn tune(&self) -> Result<(), StoreError> {
        self.db.pragma_update(None, "cache_size", -CACHE).map_err(|e| self.error(e))
    }

    /// Waits up to `seconds` for another program that writes.
    pub fn wait(&mut self, seconds: u64) -> Result<(), StoreError> {
        self.wait = seconds;
        self.set_wait(seconds)
    }

    fn set_wait(&self, seconds: u64) -> Result<(), StoreError> {
        self.db.busy_timeout(Duration::from_secs(seconds)).map_err(|e| self.error(e))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn error(&self, e: rusqlite::Error) -> StoreError {
        StoreError::from_sqlite(&self.path, self.wait, e)
    }

    fn pragma(&self, name: &str) -> Result<i64, StoreError> {
        self.db.pragma_query_value(None, name, |r| r.get(0)).map_err(|e| self.error(e))
    }

    /// Refuses files of other programs and of newer versions.
    fn identify(&self, may_be_new: bool) -> Result<(), StoreError> {
        let id = self.pragma("application_id")?;
        let found = self.pragma("user_version")?;
        let objects: i64 =
            self.db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)).map_err(|e| self.error(e))?;
        let empty = objects == 0 && id == 0;
        if !(id == APPLICATION_ID || empty && may_be_new) {
            return Err(StoreError::NotARecord(self.path.clone()));
        }
        if found > SCHEMA {
            return Err(StoreError::Newer { path: self.path.clone(), found, known: SCHEMA });
        }
        Ok(())
    }

    /// Brings the schema up to [`SCHEMA`], each step in one transaction.
    fn migrate(&mut self) -> Result<(), StoreError> {
        if self.pragma("user_version")? >= SCHEMA {
            return Ok(());
        }
        let (path, wait) = (self.path.clone(), self.wait);
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| StoreError::from_sqlite(&path, wait, e))?;
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        // Another program may have done it while we waited.
        let at: i64 = tx.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(s)?;
        if at < 1 {
            tx.execute_batch(include_str!("../schema/1.sql")).map_err(s)?;
            tx.execute_batch(&tables::guards()).map_err(s)?;
        }
        if at < 2 {
            tx.execute_batch(include_str!("../schema/2.sql")).map_err(s)?;
            tx.execute_batch(&tables::guards_2()).map_err(s)?;
        }
        if at < 3 {
            // Rows of older schemas stay where they are, and are read there.
            let mut sql = include_str!("../schema/3.sql").to_owned();
            for table in &tables::TABLES {
                sql.push_str(&table.ddl(at >= 1));
            }
            sql.push_str(&tables::guards_3());
            tx.execute_batch(&sql).map_err(s)?;
        }
        if at < 4 {
            tx.execute_batch(include_str!("../schema/4.sql")).map_err(s)?;
            tx.execute_batch(&format!(
                "INSERT INTO words {FEATURES} ORDER BY v.seq; DROP TABLE features; INSERT INTO linking VALUES (1, {FIRST_WORDS}, 0, 0, 0);"
            ))
            .map_err(s)?;
        }
        tx.pragma_update(None, "application_id", APPLICATION_ID).map_err(s)?;
        tx.pragma_update(None, "user_version", SCHEMA).map_err(s)?;
        tx.commit().map_err(s)
    }

    /// What the record holds, in numbers.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        let count = |sql: &str| -> Result<u64, StoreError> {
            self.db.query_row(sql, [], |r| r.get::<_, i64>(0)).map(|n| n as u64).map_err(|e| self.error(e))
        };
        Ok(Stats {
            documents: count("SELECT count(*) FROM documents")?,
            versions: count("SELECT count(*) FROM versions")?,
            runs: count("SELECT count(*) FROM runs")?,
            corrections: count(
                "SELECT count(*) FROM corrections WHERE correction NOT IN (SELECT correction FROM undone)",
            )?,
            removals: count("SELECT count(*) FROM removals")?,
            schema: self.pragma("user_version")?,
        })
    }

    /// Limits the file to this many pages; for tests of a full disk.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: i64) -> Result<(), StoreError> {
        self.db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).map_err(|e| self.error(e))
    }

    /// Pages the file has; for tests of a full disk.
    #[doc(hidden)]
    pub fn pages(&self) -> Result<i64, StoreError> {
        self.pragma("page_count")
    }
}

fn cannot_open(path: &Path, e: rusqlite::Error) -> StoreError {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return StoreError::Missing(folder.to_path_buf());
    }
    if e.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) {
        return StoreError::ReadOnly(path.to_path_buf());
    }
    StoreError::from_sqlite(path, WAIT, e)
}

/// A path as the path of a `file:` address.
fn escape(path: &Path) -> String {
    let mut out = String::new();
    for b in path.to_string_lossy().bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => out.push(b as char),
            _ => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}
