//! From what a person names (files, folders, patterns, `-`) to sources of bytes, in a fixed order and with bounded memory.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    time::Duration,
};

use onrecord_model::{Reading, Report};
use onrecord_read::{Hint, MAX_BYTES, ReadError, parquet, warc};
use onrecord_store::{Sighting, What};

use crate::{Options, Skipped};

/// File suffixes that are read when a folder is named. A file named itself is read whatever its suffix.
pub const SUFFIXES: [&str; 15] = [
    "txt", "text", "html", "htm", "xhtml", "xml", "rss", "atom", "rdf", "json", "jsonl", "ndjson", "warc", "gz",
    "parquet",
];

/// Bytes to be read as one report, or as a feed of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file that is opened when its turn comes.
    File(PathBuf),
    /// Bytes at hand.
    Bytes {
        /// What to call them.
        label: String,
        /// File they are a part of, whose suffix tells the format.
        path: Option<String>,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// A record of an archive as it came; [`Source::opened`] says what it is.
    Captured {
        /// The archive.
        archive: String,
        /// Number of the record among those that may give something, from 1.
        number: usize,
        /// The record (boxed: it is large).
        record: Box<warc::Record>,
    },
    /// A report that its archive has given already.
    Report {
        /// What to call it.
        label: String,
        /// The report.
        report: Box<Report>,
        /// When and where it was captured, when the archive says.
        seen: Option<Box<Sighting>>,
    },
    /// A page that an archive saw unchanged or gone; it gives no report.
    Seen(Box<Sighting>),
    /// Something that could not be opened.
    Broken(Skipped),
}

impl Source {
    /// What to call it in messages and in `input`.
    pub fn label(&self) -> String {
        match self {
            Source::File(path) => path.display().to_string(),
            Source::Bytes { label, .. } | Source::Report { label, .. } => label.clone(),
            Source::Captured { archive, number, record } if record.url.is_empty() => {
                format!("{archive} (record {number})")
            }
            Source::Captured { archive, record, .. } => format!("{archive} ({})", record.url),
            Source::Seen(sighting) => format!("{} ({})", sighting.source, sighting.url),
            Source::Broken(skipped) => skipped.input.clone(),
        }
    }

    /// What a record of an archive is: a report, a page unchanged or gone, or broken; nothing when it is of no interest. Anything else
    /// is what it was. Pages are read here, so that several threads may read one archive.
    pub fn opened(self) -> Option<Source> {
        let label = self.label();
        let Source::Captured { archive, record, .. } = self else { return Some(self) };
        let (url, date) = (record.url.clone(), record.date.clone());
        let refers_to = Some(record.refers_to.clone()).filter(|d| !d.is_empty());
        let seen = |what, status, refers_to| Sighting {
            url: url.clone(),
            at: date.clone(),
            what,
            report: None,
            status,
            source: archive.clone(),
            fetch: None,
            refers_to,
        };
        Some(match record.item()? {
            warc::Item::Report(mut report) => {
                onrecord_read::fetch::own_address(&mut report, &url);
                onrecord_read::fetch::not_after(&mut report, &date);
                let dated = !date.is_empty() && !url.is_empty();
                Source::Report { label, report, seen: dated.then(|| Box::new(seen(What::Seen, None, None))) }
            }
            warc::Item::Unchanged { .. } => Source::Seen(Box::new(seen(What::Unchanged, None, refers_to))),
            warc::Item::Removed { status, .. } => Source::Seen(Box::new(seen(What::Removed, Some(status), None))),
            warc::Item::Skipped { error, .. } => broken(&label, error.to_string()),
            warc::Item::Torn { what, .. } => broken(&label, what),
        })
    }

    /// Whether it is a feed so long that its entries had better be handed on one by one: 256 KiB and more that open as a feed does.
    pub(crate) fn is_long_feed(&self) -> bool {
        let opens = |head: &[u8]| {
            let head = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_ascii_lowercase();
            ["<rss", "<feed", "<rdf:rdf", "jsonfeed.org"].iter().any(|mark| head.contains(mark))
        };
        match self {
            Source::Bytes { bytes, .. } => bytes.len() >= WATCHED && opens(bytes),
            Source::File(path) => {
                let long = fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() >= WATCHED as u64);
                let mut head = Vec::new();
                long && fs::File::open(path).and_then(|f| f.take(2048).read_to_end(&mut head)).is_ok() && opens(&head)
            }
            _ => false,
        }
    }

    /// A file that may hold a finished reading (`.json`) with its bytes read; anything else, and what cannot be read, as it is.
    pub(crate) fn at_hand(self) -> Source {
        let Source::File(path) = &self else { return self };
        let small = fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() <= MAX_BYTES as u64);
        match path.extension().filter(|s| small && s.eq_ignore_ascii_case("json")).map(|_| fs::read(path)) {
            Some(Ok(bytes)) => Source::Bytes { label: self.label(), path: Some(self.label()), bytes },
            _ => self,
        }
    }

    /// The finished reading in it, when it is one that `extract` wrote, as a line or a file of its own; `None` when it is anything else.
    pub fn reading(&self) -> Option<Result<Reading, Skipped>> {
        let Source::Bytes { label, bytes, .. } = self else { return None };
        /// What every reading has and no report, in any order.
        #[derive(serde::Deserialize)]
        #[allow(dead_code)]
        struct Kind {
            schema_version: serde::de::IgnoredAny,
            report: serde::de::IgnoredAny,
            sentences: serde::de::IgnoredAny,
        }
        if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
            return None;
        }
        // A line that begins as `extract` writes it is a reading at once, and looked at twice only where it is none.
        let at_once = bytes.starts_with(b"{\"schema_version\":").then(|| serde_json::from_slice(bytes));
        let skipped = |why: String| Some(Err(Skipped { input: label.clone(), why }));
        let reading = match at_once {
            Some(Ok(reading)) => Ok(reading),
            _ if serde_json::from_slice::<Kind>(bytes).is_err() => return None,
            Some(failed) => failed,
            None => serde_json::from_slice(bytes),
        };
        let reading: Reading = match reading {
            Ok(reading) => reading,
            Err(e) => return skipped(format!("this is no reading of this version: {e}; extract the reports again")),
        };
        if reading.schema_version != onrecord_model::SCHEMA_VERSION || reading.report.id.as_str().is_empty() {
            return skipped(format!(
                "a reading of schema {}; this version reads {}: extract the reports again",
                reading.schema_version,
                onrecord_model::SCHEMA_VERSION
            ));
        }
        Some(Ok(reading))
    }

    /// The reports in it; a broken entry of several is an error of its own. Bytes that take longer than the limit are passed over.
    pub fn reports(self, options: &Options) -> Result<Vec<Result<Report, ReadError>>, Skipped> {
        let label = self.label();
        let skipped = |why: String| Skipped { input: label.clone(), why };
        let hint = |path| Hint { path, date: options.date.clone(), fields: options.fields.clone(), ..Hint::default() };
        let (bytes, hint) = match self {
            Source::Broken(skipped) => return Err(skipped),
            Source::Report { report, .. } => return Ok(vec![Ok(*report)]),
            Source::Seen(_) => return Ok(Vec::new()),
            captured @ Source::Captured { .. } => {
                return captured.opened().map_or(Ok(Vec::new()), |source| source.reports(options));
            }
            Source::Bytes { path, bytes, .. } => (bytes, hint(path)),
            Source::File(path) => {
                let file = fs::File::open(&path).map_err(|e| skipped(say(&e)))?;
                let mut bytes = Vec::new();
                file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|e| skipped(say(&e)))?;
                if bytes.len() > MAX_BYTES {
                    let size = fs::metadata(&path).map_or(bytes.len(), |m| m.len() as usize);
                    return Err(skipped(ReadError::TooLarge { bytes: size, limit: MAX_BYTES }.to_string()));
                }
                (bytes, hint(Some(label.clone())))
            }
        };
        within(options.page_seconds, bytes, hint).map_err(|e| skipped(e.to_string()))
    }
}

/// Bytes that are read where they are; more may take long and are watched.
const WATCHED: usize = 256 << 10;

/// Reads on a thread of its own and waits no longer than the limit. What still runs then is left to end by itself: the caps on
/// size, depth and attributes keep that near.
fn within(seconds: u64, bytes: Vec<u8>, hint: Hint) -> Result<Vec<Result<Report, ReadError>>, ReadError> {
    if seconds == 0 || bytes.len() < WATCHED {
        return onrecord_read::reports(&bytes, &hint);
    }
    let (done, wait) = std::sync::mpsc::channel();
    let work = move || {
        let read = catch_unwind(AssertUnwindSafe(|| onrecord_read::reports(&bytes, &hint)));
        let _ = done.send(read);
    };
    let started = std::thread::Builder::new().name("read".into()).spawn(work);
    match started.map(|_| wait.recv_timeout(Duration::from_secs(seconds))) {
        Ok(Ok(Ok(read))) => read,
        Ok(Ok(Err(fault))) => resume_unwind(fault),
        Ok(Err(_)) | Err(_) => Err(ReadError::TooSlow { seconds }),
    }
}

/// Sources in order: as named, folders by path. JSON lines come one line at a time.
pub struct Inputs {
    waiting: std::vec::IntoIter<Source>,
    open: Option<Box<dyn Iterator<Item = Source> + Send>>,
    fields: Vec<(String, String)>,
    /// Files found; JSON lines count as one until they are read.
    pub files: usize,
}

struct Lines {
    label: String,
    from: Box<dyn BufRead + Send>,
    number: usize,
}

impl Inputs {
    /// The sources of what was named. `-` is standard input. Patterns with `*`, `?` or `[` are matched when no file has that name.
    pub fn new(named: &[String]) -> Inputs {
        Inputs::with_fields(named, &[])
    }

    /// Sources at hand, as they are.
    pub fn of(sources: Vec<Source>) -> Inputs {
        Inputs { files: sources.len(), waiting: sources.into_iter(), open: None, fields: Vec::new() }
    }

    /// The sources of what was named, with Parquet columns under other names, as (field, name).
    pub fn with_fields(named: &[String], fields: &[(String, String)]) -> Inputs {
        let mut found = Vec::new();
        for name in named {
            expand(name, &mut found);
        }
        Inputs { files: found.len(), waiting: found.into_iter(), open: None, fields: fields.to_vec() }
    }
}

impl Iterator for Inputs {
    type Item = Source;

    fn next(&mut self) -> Option<Source> {
        loop {
            if let Some(open) = &mut self.open {
                match open.next() {
                    Some(source) => return Some(source),
                    None => self.open = None,
                }
            }
            match self.waiting.next()? {
                Source::File(path) if path.as_os_str() == "-" => match stdin() {
                    Ok(source) => return Some(source),
                    Err(lines) => self.open = Some(Box::new(lines)),
                },
                Source::File(path) if is_lines(&path) => match fs::File::open(&path) {
                    Ok(file) => {
                        let label = path.display().to_string();
                        self.open = Some(Box::new(Lines { label, from: Box::new(BufReader::new(file)), number: 0 }));
                    }
                    Err(e) => return Some(broken(&path.display().to_string(), say(&e))),
                },
                Source::File(path) if is_table(&path) => {
                    let label = path.display().to_string();
                    let hint = Hint { fields: self.fields.clone(), ..Hint::default() };
                    match fs::File::open(&path) {
                        Err(e) => return Some(broken(&label, say(&e))),
                        Ok(file) => match parquet::Rows::open(file, &hint) {
                            Ok(rows) => self.open = Some(Box::new(table(label, rows))),
                            Err(e) => return Some(broken(&label, e.to_string())),
                        },
                    }
                }
                Source::File(path) if is_archive(&path) => {
                    let label = path.display().to_string();
                    match fs::File::open(&path).and_then(|f| warc::Archive::new(BufReader::with_capacity(1 << 20, f))) {
                        Ok(archive) => self.open = Some(Box::new(records(label, archive))),
                        Err(e) => return Some(broken(&label, say(&e))),
                    }
                }
                source => return Some(source),
            }
        }
    }
}

impl Iterator for Lines {
    type Item = Source;

    fn next(&mut self) -> Option<Source> {
        loop {
            let mut bytes = Vec::new();
            self.number += 1;
            let label = format!("{}:{}", self.label, self.number);
            let read = (&mut self.from).take(MAX_BYTES as u64 + 1).read_until(b'\n', &mut bytes);
            match read {
                Ok(0) => return None,
                Ok(_) if bytes.len() > MAX_BYTES => {
                    let mut size = bytes.len();
                    loop {
                        match self.from.fill_buf() {
                            Ok([]) | Err(_) => break,
                            Ok(more) => {
                                let (used, end) = match more.iter().position(|b| *b == b'\n') {
                                    Some(at) => (at + 1, true),
                                    None => (more.len(), false),
                                };
                                size += used;
                                self.from.consume(used);
                                if end {
                                    break;
                                }
                            }
                        }
                    }
                    return Some(broken(&label, ReadError::TooLarge { bytes: size, limit: MAX_BYTES }.to_string()));
                }
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => return Some(Source::Bytes { label, path: Some("line.jsonl".into()), bytes }),
                Err(e) => return Some(broken(&label, say(&e))),
            }
        }
    }
}

/// Standard input: one source, or lines when it opens with a JSON object.
fn stdin() -> Result<Source, Lines> {
    let mut from = BufReader::new(io::stdin());
    let is_json = from.fill_buf().is_ok_and(|head| {
        let head = &head[head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0)..];
        head.first() == Some(&b'{') && !head.windows(12).any(|w| w == b"jsonfeed.org")
    });
    if is_json {
        return Err(Lines { label: "-".into(), from: Box::new(from), number: 0 });
    }
    let mut bytes = Vec::new();
    match from.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes) {
        Err(e) => Ok(broken("-", say(&e))),
        Ok(_) if bytes.len() > MAX_BYTES => Ok(broken(
            "-",
            format!("over the limit of {MAX_BYTES} bytes for one report: split the input, or send JSON lines"),
        )),
        Ok(_) => Ok(Source::Bytes { label: "-".into(), path: None, bytes }),
    }
}

fn is_lines(path: &Path) -> bool {
    path.extension().is_some_and(|s| s.eq_ignore_ascii_case("jsonl") || s.eq_ignore_ascii_case("ndjson"))
}

fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|s| s.eq_ignore_ascii_case("parquet"))
}

/// The rows of a Parquet table, one a report.
fn table(label: String, rows: parquet::Rows) -> impl Iterator<Item = Source> + Send {
    rows.enumerate().map(move |(n, row)| {
        let at = format!("{label}:{}", n + 1);
        match row {
            Ok(report) => Source::Report { label: at, report: Box::new(report), seen: None },
            Err(e) => broken(&at, e.to_string()),
        }
    })
}

fn is_archive(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.ends_with(".warc") || name.ends_with(".warc.gz")
}

/// The records of an archive, read as a stream; what is in them is told by those who take them.
fn records(label: String, mut archive: warc::Archive<BufReader<fs::File>>) -> impl Iterator<Item = Source> + Send {
    let mut number = 0;
    let mut ended = false;
    std::iter::from_fn(move || {
        while !ended {
            match archive.record() {
                Ok(Some(record)) if record.is_wanted() => {
                    number += 1;
                    return Some(Source::Captured { archive: label.clone(), number, record: Box::new(record) });
                }
                Ok(Some(_)) => {}
                Ok(None) => ended = true,
                Err(e) => {
                    ended = true;
                    let at = archive.position();
                    return Some(broken(&label, format!("{e} (after byte {at}): the pages before it were read")));
                }
            }
        }
        None
    })
}

fn broken(input: &str, why: String) -> Source {
    Source::Broken(Skipped { input: input.to_owned(), why })
}

fn expand(name: &str, found: &mut Vec<Source>) {
    let path = Path::new(name);
    if name == "-" {
        found.push(Source::File(path.into()));
    } else if path.is_dir() {
        let before = found.len();
        folder(path, found);
        if found.len() == before {
            found.push(broken(
                name,
                format!("no reports in this folder: files ending in {} are read", SUFFIXES.join(", ")),
            ));
        }
    } else if path.exists() || fs::symlink_metadata(path).is_ok() {
        found.push(Source::File(path.into()));
    } else if name.starts_with("http://") || name.starts_with("https://") {
        found.push(broken(
            name,
            "addresses are fetched into the record alone: `onrecord add URL`, or save the page and give the file"
                .into(),
        ));
    } else if name.contains(['*', '?', '[']) {
        pattern(name, found);
    } else {
        found.push(broken(name, "there is no such file or folder".into()));
    }
}

fn pattern(name: &str, found: &mut Vec<Source>) {
    let before = found.len();
    match glob::glob(name) {
        Err(e) => found.push(broken(name, format!("not a pattern: {}", e.msg))),
        Ok(paths) => {
            for path in paths.flatten() {
                if path.is_dir() { folder(&path, found) } else { found.push(Source::File(path)) }
            }
            if found.len() == before {
                found.push(broken(name, "no file matches this pattern".into()));
            }
        }
    }
}

/// Files below a folder with a suffix that is read, by path; hidden ones and links to folders are passed over.
fn folder(at: &Path, found: &mut Vec<Source>) {
    let entries = match fs::read_dir(at) {
        Ok(entries) => entries,
        Err(e) => return found.push(broken(&at.display().to_string(), say(&e))),
    };
    let mut paths: Vec<PathBuf> =
        entries.flatten().filter(|e| !e.file_name().to_string_lossy().starts_with('.')).map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let link = fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink());
        if path.is_dir() {
            if !link {
                folder(&path, found);
            }
        } else if let Some(suffix) = path.extension().and_then(|s| s.to_str()) {
            let suffix = suffix.to_ascii_lowercase();
            let packed = path.file_stem().map(Path::new).and_then(Path::extension).and_then(|s| s.to_str());
            // Of packed files those that say what is in them.
            let known = suffix != "gz" || packed.is_some_and(|s| SUFFIXES.contains(&s.to_ascii_lowercase().as_str()));
            if known && SUFFIXES.contains(&suffix.as_str()) {
                found.push(Source::File(path));
            }
        }
    }
}

/// What the system said, in plain words.
pub(crate) fn say(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "may not be read: check its permissions".into(),
        io::ErrorKind::IsADirectory => "is a folder".into(),
        _ => e.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(named: &[&str]) -> Vec<String> {
        let named: Vec<String> = named.iter().map(|s| s.to_string()).collect();
        Inputs::new(&named)
            .map(|s| match s {
                Source::Broken(s) => s.to_string(),
                s => s.label(),
            })
            .collect()
    }

    #[test]
    fn folders_are_read_by_path_and_patterns_matched() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().to_str().unwrap().to_owned();
        fs::create_dir(dir.path().join("b")).unwrap();
        for name in ["b/2.html", "b/1.TXT", "a.txt", "README.md", ".hidden.txt", "z.jpg", "d.html.gz", "e.tar.gz"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        fs::write(dir.path().join("c.jsonl"), "{}\n\n{}\n").unwrap();
        let short = |list: Vec<String>| list.iter().map(|l| l.replace(&root, "")).collect::<Vec<_>>().join(" ");
        assert_eq!(short(labels(&[&root])), "/a.txt /b/1.TXT /b/2.html /c.jsonl:1 /c.jsonl:3 /d.html.gz");
        assert_eq!(short(labels(&[&format!("{root}/b/*.html")])), "/b/2.html");
        assert_eq!(short(labels(&[&format!("{root}/README.md")])), "/README.md");
    }

    /// A page of many small tags: the one second is over before it is parsed, and the next input is read all the same.
    #[test]
    fn a_page_that_takes_too_long_is_passed_over_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let slow = dir.path().join("slow.html");
        fs::write(&slow, format!("<html><body>{}", "<p><b>The crew is</b> <i>free</i> again.</p>".repeat(300_000)))
            .unwrap();
        let read = |seconds| {
            let options = Options { page_seconds: seconds, ..Options::default() };
            Source::File(slow.clone()).reports(&options)
        };
        let skipped = read(1).unwrap_err();
        assert!(skipped.input.ends_with("slow.html"));
        assert_eq!(
            skipped.why,
            "took longer than 1 seconds: save the page as text and read that, or raise --page-seconds"
        );
    }

    #[test]
    fn a_table_gives_its_rows_and_a_broken_one_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("broken.parquet");
        fs::write(&path, b"PAR1 and nothing else").unwrap();
        let said = labels(&[path.to_str().unwrap()]);
        assert!(said[0].contains("broken.parquet: not valid Parquet"), "{said:?}");
    }

    #[test]
    fn a_reading_in_a_file_of_its_own_is_taken_as_a_line_is() {
        let dir = tempfile::tempdir().unwrap();
        let kept = |name: &str, json: &str| {
            let path = dir.path().join(name);
            fs::write(&path, json).unwrap();
            let source = Source::File(path.clone()).at_hand();
            assert_eq!(source.label(), path.display().to_string());
            source.reading()
        };
        let mut reading = Reading { schema_version: onrecord_model::SCHEMA_VERSION, ..Reading::default() };
        reading.report.id = "0123456789abcdef".into();
        let json = serde_json::to_string_pretty(&reading).unwrap();
        assert_eq!(kept("one.json", &json), Some(Ok(reading.clone())));
        let line = serde_json::to_string(&reading).unwrap();
        assert_eq!(kept("two.JSON", &line), Some(Ok(reading)));
        let old = line.replacen("\"schema_version\":1", "\"schema_version\":0", 1);
        assert!(kept("old.json", &old).unwrap().unwrap_err().why.contains("a reading of schema 0"));
        assert!(
            kept("broken.json", &line.replace("\"rows\"", "").replace("\"text\":\"\"", "\"text\":7")).unwrap().is_err()
        );
        assert_eq!(kept("feed.json", r#"{"version": "https://jsonfeed.org/version/1.1", "items": []}"#), None);
    }

    #[test]
    fn what_cannot_be_opened_is_named_with_the_reason() {
        let dir = tempfile::tempdir().unwrap();
        let said = labels(&["no/such.txt", "no/*.txt", "https://corvane.example/1", dir.path().to_str().unwrap()]);
        assert_eq!(said[0], "no/such.txt: there is no such file or folder");
        assert_eq!(said[1], "no/*.txt: no file matches this pattern");
        assert!(said[2].contains("onrecord add URL"));
        assert!(said[3].contains("no reports in this folder"));
    }
}
