//! What was fetched: every request, every answer, every body as it came.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use crate::{Record, StoreError};

/// What an address answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A page.
    Page,
    /// That the page is as it was.
    Unchanged,
    /// That the page is gone.
    Removed,
    /// Nothing that can be used.
    Failed,
}

impl Answered {
    /// As the record writes it.
    pub fn name(self) -> &'static str {
        match self {
            Answered::Page => "page",
            Answered::Unchanged => "unchanged",
            Answered::Removed => "removed",
            Answered::Failed => "failed",
        }
    }
}

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The address asked for.
    pub url: String,
    /// The address that answered, after redirects; missing when none did.
    pub final_url: Option<String>,
    /// When it was asked for, UTC instant.
    pub at: String,
    /// What it answered.
    pub answered: Answered,
    /// Status; missing when there was no answer.
    pub status: Option<u16>,
    /// Status and address of each redirect.
    pub redirects: Vec<(u16, String)>,
    /// Headers of the answer.
    pub headers: Vec<(String, String)>,
    /// SHA-256 and bytes of the body as it came; missing unless it is a page.
    pub body: Option<(String, Vec<u8>)>,
    /// Why it failed.
    pub note: Option<String>,
    /// UTC instant before which the server wants no other request.
    pub not_before: Option<String>,
    /// The feed that led there.
    pub via: Option<String>,
}

/// The last page an address gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Number of the fetch.
    pub fetch: i64,
    /// When it was asked for, UTC instant.
    pub at: String,
    /// The address that answered.
    pub final_url: String,
    /// Headers of the answer.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

/// When an address was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// First time, UTC instant.
    pub first: String,
    /// Last time, UTC instant.
    pub last: String,
    /// The feed that led there the first time.
    pub via: Option<String>,
}

impl Record {
    /// Keeps a request and its answer; a body that is kept already is kept once. Gives the fetch's number.
    pub fn keep_fetch(&mut self, f: &Fetch) -> Result<i64, StoreError> {
        let (path, wait) = (self.path.clone(), self.wait);
        let s = |e| StoreError::from_sqlite(&path, wait, e);
        let json = |v: serde_json::Value| v.to_string();
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(s)?;
        if let Some((sha256, bytes)) = &f.body {
            tx.execute(
                "INSERT INTO bodies VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                params![sha256, bytes.len() as i64, bytes],
            )
            .map_err(s)?;
        }
        tx.execute(
            "INSERT INTO fetches (url, final_url, at, outcome, status, redirects, headers, sha256, note, not_before, via) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                f.url,
                f.final_url,
                f.at,
                f.answered.name(),
                f.status,
                json(serde_json::json!(f.redirects)),
                json(serde_json::json!(f.headers)),
                f.body.as_ref().map(|(sha256, _)| sha256),
                f.note,
                f.not_before,
                f.via,
            ],
        )
        .map_err(s)?;
        let fetch = tx.last_insert_rowid();
        tx.commit().map_err(s)?;
        Ok(fetch)
    }

    /// The last page this address gave; `None` when it never gave one.
    pub fn last_page(&self, url: &str) -> Result<Option<Page>, StoreError> {
        self.db
            .query_row(
                "SELECT fetch, at, final_url, headers, bytes FROM fetches JOIN bodies USING (sha256) \
                 WHERE url = ?1 AND outcome = 'page' ORDER BY fetch DESC LIMIT 1",
                [url],
                |r| {
                    Ok(Page {
                        fetch: r.get(0)?,
                        at: r.get(1)?,
                        final_url: r.get(2)?,
                        headers: serde_json::from_str(&r.get::<_, String>(3)?).unwrap_or_default(),
                        body: r.get(4)?,
                    })
                },
            )
            .optional()
            .map_err(|e| self.error(e))
    }

    /// When each address was asked; addresses never asked are not there.
    pub fn asked(&self) -> Result<HashMap<String, Asked>, StoreError> {
        let rows = self.list(
            "SELECT url, min(at), max(at), (SELECT g.via FROM fetches g WHERE g.url = f.url ORDER BY g.fetch LIMIT 1) \
             FROM fetches f GROUP BY url",
            [],
            |r| Ok((r.get(0)?, Asked { first: r.get(1)?, last: r.get(2)?, via: r.get(3)? })),
        )?;
        Ok(rows.into_iter().collect())
    }

    /// Addresses whose servers asked to be left alone until later than `now` (UTC instant), and until when.
    pub fn not_before(&self, now: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.list("SELECT url, not_before FROM fetches WHERE not_before > ?1", [now], |r| Ok((r.get(0)?, r.get(1)?)))
    }

    /// How many requests are on record, and bytes of bodies.
    pub fn fetched(&self) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT (SELECT count(*) FROM fetches), (SELECT coalesce(sum(length), 0) FROM bodies)";
        self.db
            .query_row(sql, [], |r| Ok((r.get::<_, i64>(0)? as u64, r.get::<_, i64>(1)? as u64)))
            .map_err(|e| self.error(e))
    }
}
