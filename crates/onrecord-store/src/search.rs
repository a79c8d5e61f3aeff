//! Full-text search over the titles and texts on record.

use onrecord_model::{ReportId, Span};
use rusqlite::params;

use crate::{AsOf, Record, StoreError, sightings::last_version};

/// One report that holds the words, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The report.
    pub report: ReportId,
    /// Outlet, when known.
    pub outlet: Option<String>,
    /// Day it was reported, ISO date; missing when it has no date.
    pub day: Option<String>,
    /// Headline, when there is one.
    pub title: Option<String>,
    /// The text.
    pub text: String,
    /// Where the words stand in the text, in code points.
    pub spans: Vec<Span>,
}

/// Marks set around found words; control characters no text keeps in practice. A text that holds them loses its marks only.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

impl Record {
    /// Reports that hold all `words`, at most `limit`, best first (BM25). `"two words"` asks for a phrase, `word*` for a beginning.
    pub fn search(&self, words: &str, as_of: &AsOf, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let Some(query) = query(words) else { return Ok(Vec::new()) };
        let last = last_version("v.document", "?2");
        // The best come first out of the index, so that versions and marks are looked at until there are enough and no further.
        let sql = format!(
            "SELECT v.report, v.outlet, v.day, v.title, v.text, highlight(search, 1, char(1), char(2)) FROM search \
             CROSS JOIN versions v ON v.seq = search.rowid WHERE search MATCH ?1 AND (?2 IS NULL OR v.day <= ?2) \
             AND (?3 OR v.report = ({last})) ORDER BY rank LIMIT ?4"
        );
        self.list(&sql, params![query, as_of.day, as_of.all_versions, limit as i64], |r| {
            let marked: String = r.get(5)?;
            Ok(Hit {
                report: ReportId::from(r.get::<_, String>(0)?),
                outlet: r.get(1)?,
                day: r.get(2)?,
                title: r.get(3)?,
                text: r.get(4)?,
                spans: spans(&marked),
            })
        })
    }
}

/// Words as an FTS5 query: every word quoted, so that no character of theirs is an operator.
fn query(words: &str) -> Option<String> {
    let mut out = Vec::new();
    for (n, part) in words.split('"').enumerate() {
        if n % 2 == 1 {
            out.push(format!("\"{part}\""));
        } else {
            for word in part.split_whitespace() {
                match word.strip_suffix('*').filter(|w| !w.is_empty()) {
                    Some(stem) => out.push(format!("\"{stem}\"*")),
                    None => out.push(format!("\"{word}\"")),
                }
            }
        }
    }
    out.retain(|w| w.chars().any(char::is_alphanumeric));
    (!out.is_empty()).then(|| out.join(" "))
}

/// Spans of the marked words, in code points of the text without marks.
fn spans(marked: &str) -> Vec<Span> {
    let (mut at, mut open, mut out) = (0u32, None, Vec::new());
    for c in marked.chars() {
        match c {
            OPEN => open = Some(at),
            CLOSE => out.extend(open.take().map(|start| Span::new(start, at))),
            _ => at += 1,
        }
    }
    out
}
