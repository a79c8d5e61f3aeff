//! Shapes of output and where it goes: standard output, or a file that is whole or not there.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::{cli::Output, failure::Failure};

/// Shape of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// A table in plain characters.
    Table,
    /// One JSON value.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values (RFC 4180) with a head line.
    Csv,
    /// Markdown.
    Md,
    /// One HTML page.
    Html,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub workflow commands.
    Github,
    /// An Atom feed (RFC 4287).
    Atom,
    /// One JSON object of everything across reports: documents, storylines, links, roots, claims.
    Cross,
}

/// What tables can be written as.
pub const TABLES: &[Format] =
    &[Format::Text, Format::Table, Format::Json, Format::Jsonl, Format::Csv, Format::Md, Format::Html];

impl Format {
    /// All shapes with their names and file suffixes.
    const NAMES: [(Format, &'static str, &'static [&'static str]); 11] = [
        (Format::Text, "text", &["txt"]),
        (Format::Table, "table", &[]),
        (Format::Json, "json", &["json"]),
        (Format::Jsonl, "jsonl", &["jsonl", "ndjson"]),
        (Format::Csv, "csv", &["csv"]),
        (Format::Md, "md", &["md", "markdown"]),
        (Format::Html, "html", &["html", "htm"]),
        (Format::Sarif, "sarif", &["sarif"]),
        (Format::Github, "github", &[]),
        (Format::Cross, "cross", &[]),
        (Format::Atom, "atom", &["atom", "xml"]),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(f, ..)| *f == self).map_or("text", |(_, n, _)| n)
    }

    /// The shape asked for: by `--format`, else by the suffix of `-o`, else `default`.
    pub fn choose(output: &Output, allowed: &[Format], default: Format) -> Result<Format, Failure> {
        let names = || allowed.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ");
        if let Some(asked) = &output.format {
            let asked = asked.to_ascii_lowercase();
            let found = Self::NAMES.iter().find(|(_, n, s)| *n == asked || s.contains(&asked.as_str())).map(|n| n.0);
            return found
                .filter(|f| allowed.contains(f))
                .ok_or_else(|| Failure::new(format!("unknown format {asked:?}: this command writes {}", names())));
        }
        let Some(path) = &output.output else { return Ok(default) };
        let suffix = path.extension().and_then(|s| s.to_str()).unwrap_or_default().to_ascii_lowercase();
        let found = Self::NAMES.iter().find(|(_, _, s)| s.contains(&suffix.as_str())).map(|n| n.0);
        found.filter(|f| allowed.contains(f)).ok_or_else(|| {
            Failure::new(format!(
                "the suffix of {} names no format of this command: add --format with one of {}",
                path.display(),
                names()
            ))
        })
    }
}

/// Where output goes. A file appears under its name only when it is whole.
pub struct Sink {
    to: Box<dyn Write>,
    /// Whether `-o` named where it goes.
    named: bool,
    /// The file while it is written, and its name once it is whole.
    file: Option<(PathBuf, PathBuf)>,
}

impl Sink {
    /// Opens the file that `-o` names, or standard output.
    pub fn open(output: &Output) -> Result<Sink, Failure> {
        match &output.output {
            Some(path) if path != Path::new("-") => {
                let refused = |e: io::Error| Failure::new(format!("{} cannot be written: {}", path.display(), say(&e)));
                // A device or a pipe is written to as it is; a link stays one, and the file it leads to is replaced.
                if fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
                    let to = fs::File::options().write(true).open(path).map_err(refused)?;
                    return Ok(Sink { to: Box::new(BufWriter::new(to)), named: true, file: None });
                }
                let path = &fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                let mut part = path.as_os_str().to_owned();
                part.push(format!(".{}.part", std::process::id()));
                let part = PathBuf::from(part);
                let file = fs::File::create(&part).map_err(refused)?;
                Ok(Sink { to: Box::new(BufWriter::new(file)), named: true, file: Some((part, path.clone())) })
            }
            _ => Ok(Sink { to: Box::new(BufWriter::new(io::stdout())), named: false, file: None }),
        }
    }

    /// Whether output goes to a file.
    pub fn is_file(&self) -> bool {
        self.named
    }

    /// Ends the output: all of it is written, and the file has its name.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.to.flush()?;
        if let Some((part, path)) = self.file.take() {
            fs::rename(&part, &path).map_err(|e| {
                let _ = fs::remove_file(&part);
                Failure::new(format!("{} cannot be written: {}", path.display(), say(&e)))
            })?;
        }
        Ok(())
    }
}

impl Write for Sink {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.to.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.file {
            let _ = fs::remove_file(part);
        }
    }
}

fn say(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "its folder does not exist".into(),
        io::ErrorKind::PermissionDenied => "its folder may not be written to".into(),
        io::ErrorKind::StorageFull => "no room left on the disk".into(),
        _ => e.to_string(),
    }
}
