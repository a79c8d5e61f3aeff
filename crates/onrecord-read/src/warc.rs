//! WARC archives (ISO 28500, versions 1.0 and 1.1), plain or in gzip members, read as a stream.
//!
//! In: a reader over an archive. Out: one [`Item`] a record that matters: a report of a captured page, a page seen
//! unchanged (`revisit`), a page gone (404 or 410), or why a record was left out. Memory stays flat: one record at a time,
//! its body cut at a limit. A torn tail ends the stream with [`Item::Torn`]; everything before it is kept.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use onrecord_model::Report;

use crate::{Hint, MAX_BYTES, ReadError};

/// Longest header line that is read, bytes.
const MAX_LINE: u64 = 64 << 10;

/// What one record of an archive gave.
#[derive(Debug)]
pub enum Item {
    /// A captured page read as a report (boxed: it is large).
    Report(Box<Report>),
    /// The page was fetched again and had not changed.
    Unchanged {
        /// Its URL.
        url: String,
        /// When it was fetched, ISO instant.
        date: String,
    },
    /// The page was gone.
    Removed {
        /// Its URL.
        url: String,
        /// When it was fetched, ISO instant.
        date: String,
        /// 404 or 410; 200 for a page that says itself that it is not there.
        status: u16,
    },
    /// A captured page that gave no report.
    Skipped {
        /// Its URL.
        url: String,
        /// Why.
        error: ReadError,
    },
    /// The archive ends inside a record.
    Torn {
        /// Byte of the (decompressed) stream at which the last whole record ended.
        at: u64,
        /// What was wrong there.
        what: String,
    },
}

/// One raw record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// `WARC-Type`.
    pub kind: String,
    /// `WARC-Target-URI`; empty when the record has none.
    pub url: String,
    /// `WARC-Date`.
    pub date: String,
    /// `WARC-Refers-To-Date`; empty when the record has none.
    pub refers_to: String,
    /// `Content-Type` of the record block.
    pub content_type: String,
    /// The record block, cut at the limit of one report.
    pub block: Vec<u8>,
    /// Whole length of the block, bytes.
    pub length: u64,
}

impl Record {
    /// What it gives; requests, metadata and pictures give nothing.
    pub fn item(self) -> Option<Item> {
        let Record { kind, url, date, content_type, block, length, .. } = self;
        match kind.as_str() {
            "revisit" => return Some(Item::Unchanged { url, date }),
            "response" | "resource" | "conversion" => {}
            _ => return None,
        }
        let http = (kind == "response" && content_type.contains("http")).then(|| response(&block));
        let (status, content_type, body) = match http {
            Some(Some(r)) => (r.status, r.content_type, r.body),
            Some(None) => return None,
            None => (200, content_type, Ok(block)),
        };
        if matches!(status, 404 | 410) {
            return Some(Item::Removed { url, date, status });
        }
        let text = ["html", "text/", "xml", "json"].iter().any(|t| content_type.contains(t)) || content_type.is_empty();
        if status != 200 || !text {
            return None;
        }
        if length > MAX_BYTES as u64 {
            return Some(Item::Skipped {
                url,
                error: ReadError::TooLarge { bytes: length as usize, limit: MAX_BYTES },
            });
        }
        // What answers 200 and says that it is not there is gone too.
        let says_gone = |b: &Vec<u8>| crate::gone::soft(b, Some(&content_type), &url, &url).is_some();
        if kind == "response" && content_type.contains("html") && body.as_ref().is_ok_and(says_gone) {
            return Some(Item::Removed { url, date, status });
        }
        let hint = Hint { url: Some(url.clone()), content_type: Some(content_type), ..Hint::default() };
        let result = body.and_then(|b| crate::reports(&b, &hint)).and_then(|mut all| all.remove(0));
        Some(match result {
            Ok(report) => Item::Report(Box::new(report)),
            Err(error) => Item::Skipped { url, error },
        })
    }

    /// Whether it may give something, told by its type alone.
    pub fn is_wanted(&self) -> bool {
        matches!(self.kind.as_str(), "response" | "resource" | "revisit" | "conversion")
    }
}

/// Reads an archive record by record.
pub struct Archive<R: BufRead> {
    input: Stream<R>,
    at: u64,
    ended: bool,
    /// Of the record that gave the last item.
    date: String,
    url: String,
    refers_to: String,
}

enum Stream<R: BufRead> {
    Plain(R),
    Gzip(Box<BufReader<MultiGzDecoder<R>>>),
}

impl<R: BufRead> Stream<R> {
    fn line(&mut self, out: &mut Vec<u8>) -> io::Result<usize> {
        out.clear();
        match self {
            Stream::Plain(r) => r.take(MAX_LINE).read_until(b'\n', out),
            Stream::Gzip(r) => r.take(MAX_LINE).read_until(b'\n', out),
        }
    }

    fn body(&mut self, length: u64, keep: u64, out: &mut Vec<u8>) -> io::Result<u64> {
        fn run(r: &mut impl BufRead, length: u64, keep: u64, out: &mut Vec<u8>) -> io::Result<u64> {
            let kept = r.by_ref().take(length.min(keep)).read_to_end(out)? as u64;
            let rest =
                if kept == keep.min(length) { io::copy(&mut r.take(length - kept), &mut io::sink())? } else { 0 };
            Ok(kept + rest)
        }
        match self {
            Stream::Plain(r) => run(r, length, keep, out),
            Stream::Gzip(r) => run(r, length, keep, out),
        }
    }
}

impl<R: BufRead> Archive<R> {
    /// An archive over `input`; gzip is told by its first bytes.
    ///
    /// # Errors
    /// When the first bytes cannot be read.
    pub fn new(mut input: R) -> io::Result<Self> {
        let gzip = input.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let input = if gzip {
            Stream::Gzip(Box::new(BufReader::with_capacity(256 << 10, MultiGzDecoder::new(input))))
        } else {
            Stream::Plain(input)
        };
        Ok(Archive { input, at: 0, ended: false, date: String::new(), url: String::new(), refers_to: String::new() })
    }

    /// Byte of the (decompressed) stream at which the last whole record ended.
    pub fn position(&self) -> u64 {
        self.at
    }

    /// `WARC-Date` of the record that gave the last item: when the page was captured.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// `WARC-Target-URI` of the record that gave the last item: the address the page was captured from.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `WARC-Refers-To-Date` of the record that gave the last item: the capture a revisit found again; empty when it names none.
    pub fn refers_to(&self) -> &str {
        &self.refers_to
    }

    /// The next raw record; `Ok(None)` at the clean end.
    ///
    /// # Errors
    /// When the archive is torn or is none; nothing more can be read after that.
    pub fn record(&mut self) -> io::Result<Option<Record>> {
        let torn = |what: &str| io::Error::new(io::ErrorKind::UnexpectedEof, what.to_owned());
        let mut line = Vec::new();
        let mut read = 0u64;
        loop {
            let n = self.input.line(&mut line)?;
            read += n as u64;
            if n == 0 {
                return Ok(None);
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        if !line.starts_with(b"WARC/1.") {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no WARC record starts here"));
        }
        let (mut record, mut length) = (Record::default(), None);
        loop {
            let n = self.input.line(&mut line)?;
            read += n as u64;
            if n == 0 || !line.ends_with(b"\n") {
                return Err(torn("the archive ends inside a record's header"));
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                break;
            }
            let Some((name, value)) = text.split_once(':') else { continue };
            let value = value.trim().to_owned();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => record.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => record.url = value.trim_matches(['<', '>']).to_owned(),
                "warc-date" => record.date = value,
                "warc-refers-to-date" => record.refers_to = value,
                "content-type" => record.content_type = value,
                "content-length" => length = value.parse::<u64>().ok(),
                _ => {}
            }
        }
        let Some(length) = length else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a record without Content-Length"));
        };
        record.length = length;
        let keep = if record.is_wanted() { MAX_BYTES as u64 + (64 << 10) } else { 0 };
        if self.input.body(length, keep, &mut record.block)? < length {
            return Err(torn("the archive ends inside a record's body"));
        }
        self.at += read + length;
        Ok(Some(record))
    }
}

impl<R: BufRead> Iterator for Archive<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            match self.record() {
                Ok(None) => self.ended = true,
                Ok(Some(record)) => {
                    self.date.clone_from(&record.date);
                    self.url.clone_from(&record.url);
                    self.refers_to.clone_from(&record.refers_to);
                    if let Some(item) = record.item() {
                        return Some(item);
                    }
                }
                Err(e) => {
                    self.ended = true;
                    return Some(Item::Torn { at: self.at, what: e.to_string() });
                }
            }
        }
        None
    }
}

struct Response {
    status: u16,
    content_type: String,
    body: Result<Vec<u8>, ReadError>,
}

/// An HTTP response: status, content type and the body with chunks joined and gzip or deflate undone, within the limit.
fn response(block: &[u8]) -> Option<Response> {
    let cut = memchr::memmem::find(block, b"\r\n\r\n")
        .map(|i| (i, 4))
        .or_else(|| memchr::memmem::find(block, b"\n\n").map(|i| (i, 2)))?;
    let head = String::from_utf8_lossy(&block[..cut.0]);
    let mut lines = head.lines();
    let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
    let header = |name: &str| {
        head.lines()
            .skip(1)
            .filter_map(|l| l.split_once(':'))
            .find(|(n, _)| n.trim().eq_ignore_ascii_case(name))
            .map(|(_, v)| v.trim().to_ascii_lowercase())
            .unwrap_or_default()
    };
    let mut body = block[cut.0 + cut.1..].to_vec();
    if header("transfer-encoding").contains("chunked") {
        body = unchunk(&body).unwrap_or(body);
    }
    let body = match header("content-encoding").as_str() {
        "gzip" | "x-gzip" => inflate(flate2::read::MultiGzDecoder::new(&body[..]), body.len()),
        "deflate" => inflate(flate2::read::ZlibDecoder::new(&body[..]), body.len()),
        _ => Ok(body),
    };
    Some(Response { status, content_type: header("content-type"), body })
}

/// Decompresses up to the limit for one report; a bomb is refused with the limit named, a torn stream keeps what came.
pub(crate) fn inflate(decoder: impl Read, packed: usize) -> Result<Vec<u8>, ReadError> {
    let mut out = Vec::with_capacity((packed * 3).min(MAX_BYTES));
    let _torn = decoder.take(MAX_BYTES as u64 + 1).read_to_end(&mut out);
    if out.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: out.len(), limit: MAX_BYTES });
    }
    Ok(out)
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(rest.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.trim().split(';').next()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn record(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn page(status: &str, body: &str) -> Vec<u8> {
        format!("HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}").into_bytes()
    }

    fn archive() -> Vec<Vec<u8>> {
        let words = "<p>The crew of the seized ship will be freed on Friday, the mediator said in the port after two days of talks.</p>";
        vec![
            record("warcinfo", "", b"software: ours"),
            record(
                "response",
                "https://merrow.example/a",
                &page(
                    "200 OK",
                    &format!("<html><body><article><h1>Crew</h1>{}</article></body></html>", words.repeat(3)),
                ),
            ),
            record("response", "https://merrow.example/b", &page("410 Gone", "")),
            record("revisit", "https://merrow.example/a", b""),
        ]
    }

    fn kinds(bytes: &[u8]) -> Vec<&'static str> {
        Archive::new(bytes)
            .unwrap()
            .map(|i| match i {
                Item::Report(_) => "report",
                Item::Unchanged { .. } => "unchanged",
                Item::Removed { status: 410, .. } => "gone",
                Item::Removed { .. } => "missing",
                Item::Skipped { .. } => "skipped",
                Item::Torn { .. } => "torn",
            })
            .collect()
    }

    #[test]
    fn plain_and_gzip_members_give_the_same() {
        let plain = archive().concat();
        assert_eq!(kinds(&plain), ["report", "gone", "unchanged"]);
        let mut packed = Vec::new();
        for r in archive() {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gz.write_all(&r).unwrap();
            packed.extend(gz.finish().unwrap());
        }
        assert_eq!(kinds(&packed), ["report", "gone", "unchanged"]);
        assert_eq!(kinds(&packed[..packed.len() - 20]), ["report", "gone", "torn"]);
    }

    #[test]
    fn a_torn_tail_is_said_and_the_rest_kept() {
        let plain = archive().concat();
        let cut = plain.len() - 60;
        assert_eq!(kinds(&plain[..cut]), ["report", "gone", "torn"]);
        assert_eq!(kinds(b"<html>not an archive"), ["torn"]);
    }

    #[test]
    fn chunks_are_joined() {
        assert_eq!(unchunk(b"4\r\nHalt\r\n2;x=1\r\n!!\r\n0\r\n\r\n").unwrap(), b"Halt!!");
        assert!(unchunk(b"zz\r\n").is_none());
    }
}
