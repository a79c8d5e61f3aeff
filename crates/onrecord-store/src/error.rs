//! What can go wrong with a record, said so that a person knows what to try.

use std::path::PathBuf;

/// Why the record could not be opened, read or written.
#[derive(Debug)]
pub enum StoreError {
    /// There is no file at this path.
    Missing(PathBuf),
    /// The file is there and is not a SQLite database.
    NotADatabase(PathBuf),
    /// The file is a SQLite database of another program.
    NotARecord(PathBuf),
    /// The record was written by a newer version of onrecord.
    Newer {
        /// The file.
        path: PathBuf,
        /// Schema it has.
        found: i64,
        /// Newest schema this version knows.
        known: i64,
    },
    /// The file or its folder may not be written to.
    ReadOnly(PathBuf),
    /// Another program held the record for the whole time waited.
    Locked {
        /// The file.
        path: PathBuf,
        /// How long was waited, in seconds.
        waited: u64,
    },
    /// No room left on the disk, or a limit on the file's size.
    Full(PathBuf),
    /// The file is damaged.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// No row, report or correction of this name.
    Unknown(String),
    /// A correction that the row cannot take.
    BadPatch(String),
    /// Anything else SQLite says.
    Sqlite {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The error for what SQLite said about the record at `path`, after waiting `waited` seconds for a lock.
    pub(crate) fn from_sqlite(path: &std::path::Path, waited: u64, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as E;
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(E::NotADatabase) => StoreError::NotADatabase(path),
            Some(E::ReadOnly) => StoreError::ReadOnly(path),
            Some(E::DatabaseBusy | E::DatabaseLocked) => StoreError::Locked { path, waited },
            Some(E::DiskFull) => StoreError::Full(path),
            // A write refused by the file system: a full disk on some, a limit on the file's size on others.
            Some(E::SystemIoFailure) if source.sqlite_error().is_some_and(|e| e.extended_code == 778) => {
                StoreError::Full(path)
            }
            Some(E::DatabaseCorrupt) => StoreError::Damaged { path, what: source.to_string() },
            _ => StoreError::Sqlite { path, source },
        }
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StoreError::Missing(p) => write!(
                f,
                "no record at {}: put reports on record with `onrecord add PATH`, or name another file with --record",
                p.display()
            ),
            StoreError::NotADatabase(p) => {
                write!(f, "{} is not a record: it is no SQLite database; name another file with --record", p.display())
            }
            StoreError::NotARecord(p) => write!(
                f,
                "{} is a database of another program, not a record; name another file with --record",
                p.display()
            ),
            StoreError::Newer { path, found, known } => write!(
                f,
                "{} was written by a newer onrecord (schema {found}; this one knows up to {known}): update onrecord, or use another record",
                path.display()
            ),
            StoreError::ReadOnly(p) => write!(
                f,
                "{} is read-only: nothing was written; copy it to a folder you may write to, or change its permissions",
                p.display()
            ),
            StoreError::Locked { path, waited } => write!(
                f,
                "{} is locked: another program has been writing to it for {waited} s; wait for it to end and try again (what was acknowledged before is safe)",
                path.display()
            ),
            StoreError::Full(p) => write!(
                f,
                "no room to write {}: the disk is full or the file has reached its limit; free some space and run the same command again (what was acknowledged before is safe)",
                p.display()
            ),
            StoreError::Damaged { path, what } => write!(
                f,
                "{} is damaged ({what}): restore a copy, or save what can be read with `sqlite3 FILE .recover`",
                path.display()
            ),
            StoreError::Unknown(what) => write!(f, "nothing on record is called {what:?}"),
            StoreError::BadPatch(why) => write!(f, "the row cannot take this correction: {why}"),
            StoreError::Sqlite { path, source } => write!(f, "{}: {source}", path.display()),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StoreError::Sqlite { source, .. } => Some(source),
            _ => None,
        }
    }
}
