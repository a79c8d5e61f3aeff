//! Bytes to reports: plain text, HTML, feeds and JSON lines, with the date, outlet, title and furniture each page shows.
//!
//! `reports(bytes, &Hint::default())` tells the format by its first bytes. For plain text the report's text is the decoded
//! file itself, so offsets hold in the file too.

mod assemble;
mod authors;
mod body;
mod byline;
mod dateline;
mod dates;
pub mod duplicates;
mod encoding;
mod error;
mod feed;
pub mod fetch;
mod furniture;
pub mod gone;
mod html;
mod jsonl;
mod language;
mod markup;
mod outlet;
mod page;
pub mod parquet;
pub mod warc;

pub use error::ReadError;

use assemble::Facts;
use onrecord_model::{DateChoice, Report};

/// Largest input read as one report, bytes.
pub const MAX_BYTES: usize = 20 << 20;

/// What is known of the bytes from outside.
#[derive(Debug, Clone, Default)]
pub struct Hint {
    /// File name or path; its suffix helps to tell the format.
    pub path: Option<String>,
    /// URL they were fetched from.
    pub url: Option<String>,
    /// Day of the report (YYYY-MM-DD) given by the user; wins over every other date.
    pub date: Option<String>,
    /// Content type a server named, with charset.
    pub content_type: Option<String>,
    /// Names of fields in JSON lines and columns in Parquet that are not the usual ones, as (field, name): `("text", "body_html")`.
    /// [`fields`] lists the fields.
    pub fields: Vec<(String, String)>,
}

/// The fields of an article in JSON lines and Parquet that [`Hint::fields`] may name otherwise.
pub fn fields() -> impl Iterator<Item = &'static str> {
    jsonl::fields()
}

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text or Markdown.
    Text,
    /// An HTML page.
    Html,
    /// RSS, RDF, Atom or JSON Feed.
    Feed,
    /// One JSON object a line.
    JsonLines,
    /// A WARC archive. [`warc::Archive`] reads a large one as a stream.
    Warc,
    /// A Parquet table. [`parquet::Rows`] reads a large one by row groups.
    Parquet,
}

/// All reports in `bytes`: one for a text or page, one an entry for feeds and JSON lines.
///
/// # Errors
/// [`ReadError`] when nothing can be read; inside feeds and JSON lines a broken entry is an error of its own.
pub fn reports(bytes: &[u8], hint: &Hint) -> Result<Vec<Result<Report, ReadError>>, ReadError> {
    if let Some(date) = &hint.date {
        date.parse::<jiff::civil::Date>().map_err(|_| ReadError::Date { given: date.clone() })?;
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(&[0x1f, 0x8b]) && format(bytes, hint) != Format::Warc {
        let (inner, torn) = unpack(bytes)?;
        let path = hint.path.as_deref().map(|p| p.trim_end_matches(".gz").to_owned());
        let mut all = reports(&inner, &Hint { path, ..hint.clone() })?;
        if torn {
            let note = "the gzip data breaks off: what came before is kept";
            all.iter_mut().flatten().for_each(|r| r.notes.push(note.to_owned()));
        }
        return Ok(all);
    }
    let label = hint
        .content_type
        .as_deref()
        .and_then(|c| c.split("charset=").nth(1))
        .map(|c| c.trim_matches(['"', '\'', ';', ' ']));
    let format = format(bytes, hint);
    if !matches!(format, Format::JsonLines | Format::Warc | Format::Parquet) && bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    match format {
        Format::Text => plain(bytes, hint, label).map(|r| vec![Ok(r)]),
        Format::Html => html::report(bytes, hint, label).map(|r| vec![Ok(r)]),
        Format::Feed => feed::reports(bytes, hint, label).map(once),
        Format::JsonLines => Ok(jsonl::reports(bytes, hint)),
        Format::Warc => archive(bytes),
        Format::Parquet => parquet::Rows::of(bytes::Bytes::copy_from_slice(bytes), hint).map(Iterator::collect),
    }
}

/// Tells the format by suffix and first bytes.
pub fn format(bytes: &[u8], hint: &Hint) -> Format {
    let suffix =
        hint.path.as_deref().and_then(|p| p.rsplit_once('.')).map(|(_, s)| s.to_lowercase()).unwrap_or_default();
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace() && ![0xef, 0xbb, 0xbf].contains(b)).unwrap_or(0);
    let head = String::from_utf8_lossy(&bytes[start..(start + 2048).min(bytes.len())]).to_lowercase();
    let name = hint.path.as_deref().unwrap_or_default().to_lowercase();
    if head.starts_with("warc/1.") || name.ends_with(".warc") || name.ends_with(".warc.gz") {
        return Format::Warc;
    }
    if bytes.starts_with(b"PAR1") || suffix == "parquet" {
        return Format::Parquet;
    }
    if matches!(suffix.as_str(), "jsonl" | "ndjson") {
        return Format::JsonLines;
    }
    if head.starts_with("<?xml") || head.starts_with("<rss") || head.starts_with("<feed") || head.starts_with("<rdf") {
        if ["<rss", "<feed", "<rdf:rdf", "<channel"].iter().any(|t| head.contains(t)) {
            return Format::Feed;
        }
        return Format::Html;
    }
    if head.starts_with('{') {
        return if head.contains("jsonfeed.org/version") { Format::Feed } else { Format::JsonLines };
    }
    let tagged = head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with('<') && head.contains("<body"));
    if tagged || matches!(suffix.as_str(), "html" | "htm" | "xhtml") {
        return Format::Html;
    }
    Format::Text
}

/// Gzip unpacked up to the limit for one report, and whether it breaks off.
fn unpack(bytes: &[u8]) -> Result<(Vec<u8>, bool), ReadError> {
    use std::io::Read;
    let mut out = Vec::with_capacity((bytes.len() * 3).min(MAX_BYTES));
    let torn = flate2::read::MultiGzDecoder::new(bytes).take(MAX_BYTES as u64 + 1).read_to_end(&mut out).is_err();
    if out.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: out.len(), limit: MAX_BYTES });
    }
    Ok((out, torn))
}

/// Entries that a feed has twice, word for word under one address, once.
fn once(mut all: Vec<Result<Report, ReadError>>) -> Vec<Result<Report, ReadError>> {
    let mut seen = std::collections::HashSet::new();
    all.retain(|r| r.as_ref().map_or(true, |r| seen.insert(r.id.clone())));
    all
}

/// Every page of an archive; a torn tail is an error after the pages before it.
fn archive(bytes: &[u8]) -> Result<Vec<Result<Report, ReadError>>, ReadError> {
    let torn = |what: String| ReadError::Syntax { format: "WARC", line: 0, what };
    let items = warc::Archive::new(bytes).map_err(|e| torn(e.to_string()))?;
    Ok(items
        .filter_map(|item| match item {
            warc::Item::Report(r) => Some(Ok(*r)),
            warc::Item::Skipped { error, .. } => Some(Err(error)),
            warc::Item::Torn { at, what } => Some(Err(torn(format!("{what} (after byte {at})")))),
            warc::Item::Unchanged { .. } | warc::Item::Removed { .. } => None,
        })
        .collect())
}

fn plain(bytes: &[u8], hint: &Hint, label: Option<&str>) -> Result<Report, ReadError> {
    let decoded = encoding::decode(bytes, label)?;
    let facts = Facts {
        url: hint.url.clone(),
        dates: given(hint),
        notes: decoded.note.into_iter().collect(),
        ..Facts::default()
    };
    Ok(assemble::report(decoded.text, assemble::sha256(bytes), facts))
}

/// The day the user gave, as the first date candidate.
fn given(hint: &Hint) -> Vec<(String, &'static str)> {
    hint.date.iter().map(|d| (d.clone(), "given")).collect()
}

/// When a page was published and what else was in question; `None` when the page shows no date.
pub fn published(bytes: &[u8], hint: &Hint) -> Option<DateChoice> {
    let html = encoding::decode(bytes, None).ok()?.text;
    let found = dates::page_dates(&html, &dates::json_ld(&html), hint.url.as_deref()).published;
    let best = found.first()?;
    Some(DateChoice {
        value: best.value.clone(),
        from: best.from.to_owned(),
        others: found[1..].iter().take(8).map(|c| format!("{}: {}", c.from, c.value)).collect(),
    })
}

/// The number of entries a feed has; an empty feed is no error here.
///
/// # Errors
/// [`ReadError`] when the feed's syntax cannot be repaired.
pub fn feed_entries(bytes: &[u8], hint: &Hint) -> Result<usize, ReadError> {
    feed::count(bytes, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gz.write_all(bytes).unwrap();
        gz.finish().unwrap()
    }

    #[test]
    fn a_gzip_bomb_is_refused_with_the_limit_named() {
        let bomb = gzip(&vec![b' '; MAX_BYTES + 10]);
        let got = reports(&bomb, &Hint::default());
        assert!(matches!(got, Err(ReadError::TooLarge { limit: MAX_BYTES, .. })), "{got:?}");
        let text = gzip(b"Crew freed\n\nThe crew is free.\n");
        assert_eq!(
            reports(&text, &Hint::default()).unwrap()[0].as_ref().unwrap().text,
            "Crew freed\n\nThe crew is free.\n"
        );
    }

    #[test]
    fn bad_dates_and_empty_input_are_named() {
        let hint = Hint { date: Some("2031-13-40".into()), ..Hint::default() };
        assert!(matches!(reports(b"x", &hint), Err(ReadError::Date { .. })));
        assert_eq!(reports(b" \n\t", &Hint::default()), Err(ReadError::Empty));
        assert!(matches!(reports(&vec![b'a'; MAX_BYTES + 1], &Hint::default()), Err(ReadError::TooLarge { .. })));
    }

    #[test]
    fn plain_text_keeps_its_own_text_and_a_given_date_wins() {
        let text = "Crew freed\r\n\r\nPORT CALDER, 4 March 2031 (AP) — The cre\u{301}w is free.\r\n";
        let hint = Hint { date: Some("2031-03-09".into()), ..Hint::default() };
        let r = reports(text.as_bytes(), &hint).unwrap().remove(0).unwrap();
        assert_eq!(r.text, text);
        assert_eq!(r.dateline_date.as_deref(), Some("2031-03-09"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_reads_without_panic_and_blocks_lie_in_order(text in "\\PC{0,200}") {
            if let Ok(all) = reports(text.as_bytes(), &Hint::default()) {
                for r in all.into_iter().flatten() {
                    let n = r.text.chars().count() as u32;
                    let mut at = 0;
                    for b in &r.blocks {
                        proptest::prop_assert!(b.span.start >= at && b.span.end <= n);
                        at = b.span.end;
                    }
                }
            }
        }
    }
}
