//! Findings written out: for a terminal, as JSON, as SARIF 2.1.0, as GitHub workflow commands.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::{CODES, Finding, Label};

/// Writes findings as text: the sentence, carets under the words, and the sentences beside them.
///
/// `width` is the width of the terminal in columns; `color` whether to use ANSI colours.
pub fn text(findings: &[Finding], width: usize, color: bool, out: &mut impl Write) -> io::Result<()> {
    let paint = |code: &str, s: &str| if color { format!("\x1b[{code}m{s}\x1b[0m") } else { s.to_owned() };
    for finding in findings {
        writeln!(out, "{}: {}", paint("1;33", finding.code), paint("1", finding.title))?;
        for (n, label) in std::iter::once(&finding.at).chain(&finding.beside).enumerate() {
            let (corner, mark) = if n == 0 { ("╭─", "33") } else { ("├─", "36") };
            let place = format!("{}:{}:{}", label.input, label.line, label.column);
            let from = if label.from.is_empty() { String::new() } else { format!("  ({})", label.from) };
            writeln!(out, "  {corner} {}{from}", paint("2", &place))?;
            for (line, carets) in wrap(label, width.saturating_sub(4).clamp(20, 110)) {
                writeln!(out, "  │ {line}")?;
                if !carets.is_empty() {
                    writeln!(out, "  │ {}", paint(mark, &carets))?;
                }
            }
        }
        writeln!(out, "  ╰─ {} {}\n", paint("1;32", "help:"), finding.help)?;
    }
    Ok(())
}

/// The context in lines of at most `width` columns, each with its carets; the note follows the last carets.
fn wrap(label: &Label, width: usize) -> Vec<(String, String)> {
    let chars: Vec<char> = label.context.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let from = label.at as usize;
    let to = from + label.span.len() as usize;
    let column = |s: &[char]| s.iter().collect::<String>().width();
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut start = 0;
    let mut last = 0;
    while start < chars.len() {
        // The longest stretch that fits, broken at white space where there is one.
        let mut end = start;
        while end < chars.len() && column(&chars[start..=end]) <= width {
            end += 1;
        }
        if end < chars.len()
            && let Some(space) = (start + 1..=end).rev().find(|&i| chars[i] == ' ')
        {
            end = space;
        }
        let end = end.max(start + 1);
        let (a, b) = (from.clamp(start, end), to.clamp(start, end));
        let mut carets = String::new();
        if a < b || (from == to && (start..end).contains(&from)) {
            let _ = write!(carets, "{}", " ".repeat(column(&chars[start..a])));
            let _ = write!(carets, "{}", "^".repeat(column(&chars[a..b]).max(1)));
            last = lines.len();
        }
        lines.push((chars[start..end].iter().collect::<String>().trim_end().to_owned(), carets));
        start = end;
        while chars.get(start) == Some(&' ') {
            start += 1;
        }
    }
    if let Some((_, carets)) = lines.get_mut(last)
        && !label.note.is_empty()
    {
        let _ = write!(carets, " {}", label.note);
    }
    lines
}

/// Writes findings as one JSON list.
pub fn json(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, findings)?;
    writeln!(out)
}

/// Writes findings as a SARIF 2.1.0 log. Columns count code points.
pub fn sarif(findings: &[Finding], version: &str, out: &mut impl Write) -> io::Result<()> {
    let location = |label: &Label| {
        json!({
            "physicalLocation": {
                "artifactLocation": {"uri": uri(&label.input)},
                "region": {
                    "startLine": label.line,
                    "startColumn": label.column,
                    "charOffset": label.span.start,
                    "charLength": label.span.len(),
                    "snippet": {"text": label.words},
                },
            },
            "message": {"text": label.note},
        })
    };
    let results: Vec<Value> = findings
        .iter()
        .map(|f| {
            json!({
                "ruleId": f.code,
                "ruleIndex": CODES.iter().position(|c| c.code == f.code),
                "level": "warning",
                "message": {"text": format!("{}: {}. {}", f.title, f.at.words, f.help)},
                "locations": [location(&f.at)],
                "relatedLocations": f.beside.iter().map(location).collect::<Vec<_>>(),
            })
        })
        .collect();
    let rules: Vec<Value> = CODES
        .iter()
        .map(|c| {
            json!({
                "id": c.code,
                "shortDescription": {"text": c.title},
                "help": {"text": c.help, "markdown": c.page},
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "onrecord", "version": version, "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// Writes findings as GitHub workflow commands, one line each.
pub fn github(findings: &[Finding], out: &mut impl Write) -> io::Result<()> {
    let data = |s: &str| s.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |s: &str| data(s).replace(':', "%3A").replace(',', "%2C");
    for f in findings {
        writeln!(
            out,
            "::warning file={},line={},col={},title={}::{}",
            property(&f.at.input),
            f.at.line,
            f.at.column,
            property(&format!("{} {}", f.code, f.title)),
            data(&format!("{} ({})", f.at.words, f.help)),
        )?;
    }
    Ok(())
}

/// A path as a relative reference.
fn uri(input: &str) -> String {
    let mut out = String::new();
    for b in input.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => out.push(b as char),
            b'\\' => out.push('/'),
            _ => {
                let _ = write!(out, "%{b:02X}");
            }
        }
    }
    out
}
