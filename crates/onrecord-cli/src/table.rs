//! Tables, and the shapes they are written in.

use std::io::{self, Write};

use serde_json::{Map, Value};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::format::Format;

/// A table: named columns and rows of JSON values. A missing value is `null`, several are a list.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Heading of the page it stands on in HTML and Markdown.
    pub title: &'static str,
    /// Column names, machine-readable.
    pub columns: Vec<&'static str>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<Value>>,
    /// Columns that machine-readable shapes have and a person's table leaves out.
    pub hidden: Vec<&'static str>,
}

impl Table {
    /// An empty table.
    pub fn new(title: &'static str, columns: &[&'static str]) -> Table {
        Table { title, columns: columns.to_vec(), ..Table::default() }
    }

    /// The same table, with columns a person's table leaves out.
    pub fn hide(mut self, columns: &[&'static str]) -> Table {
        self.hidden = columns.to_vec();
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Value>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }

    /// Writes it. `width` is that of the terminal, `None` for no limit.
    pub fn write(&self, format: Format, width: Option<usize>, color: bool, out: &mut impl Write) -> io::Result<()> {
        match format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &self.objects().collect::<Vec<_>>())?;
                writeln!(out)
            }
            Format::Jsonl => {
                for object in self.objects() {
                    serde_json::to_writer(&mut *out, &object)?;
                    writeln!(out)?;
                }
                Ok(())
            }
            Format::Csv => self.csv(out),
            Format::Md => self.markdown(out),
            Format::Html => self.html(out),
            _ => self.plain(width, color, out),
        }
    }

    fn objects(&self) -> impl Iterator<Item = Value> + '_ {
        self.rows.iter().map(|row| {
            let pairs = self.columns.iter().zip(row).map(|(c, v)| ((*c).to_owned(), v.clone()));
            Value::Object(pairs.collect::<Map<_, _>>())
        })
    }

    fn csv(&self, out: &mut impl Write) -> io::Result<()> {
        let field = |s: &str| {
            if s.contains([',', '"', '\n', '\r']) { format!("\"{}\"", s.replace('"', "\"\"")) } else { s.to_owned() }
        };
        write!(out, "{}\r\n", self.columns.join(","))?;
        for row in &self.rows {
            let fields: Vec<String> = row.iter().map(|v| field(&words(v))).collect();
            write!(out, "{}\r\n", fields.join(","))?;
        }
        Ok(())
    }

    /// Indices of the columns a person sees.
    fn shown(&self) -> Vec<usize> {
        let empty = |i: usize| !self.rows.is_empty() && self.rows.iter().all(|r| words(&r[i]).is_empty());
        (0..self.columns.len()).filter(|&i| !self.hidden.contains(&self.columns[i]) && !empty(i)).collect()
    }

    fn markdown(&self, out: &mut impl Write) -> io::Result<()> {
        let shown = self.shown();
        let cell = |v: &Value| one_line(&words(v)).replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        writeln!(out, "{}", line(shown.iter().map(|&i| self.columns[i].replace('_', " ")).collect()))?;
        writeln!(out, "{}", line(shown.iter().map(|_| "---".to_owned()).collect()))?;
        for row in &self.rows {
            writeln!(out, "{}", line(shown.iter().map(|&i| cell(&row[i])).collect()))?;
        }
        Ok(())
    }

    fn html(&self, out: &mut impl Write) -> io::Result<()> {
        let shown = self.shown();
        let esc = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        writeln!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n<style>\n\
             :root {{ color-scheme: light dark }}\nbody {{ font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem }}\n\
             table {{ border-collapse: collapse }}\nth, td {{ text-align: start; vertical-align: top; padding: .3rem .7rem; \
             border-bottom: 1px solid #8886; max-width: 34rem }}\nth {{ position: sticky; top: 0; background: Canvas }}\n\
             </style>\n<h1>{0}</h1>\n<table>\n<thead><tr>",
            esc(self.title)
        )?;
        for &i in &shown {
            write!(out, "<th scope=\"col\">{}", esc(&self.columns[i].replace('_', " ")))?;
        }
        writeln!(out, "</tr></thead>\n<tbody>")?;
        for row in &self.rows {
            write!(out, "<tr>")?;
            for &i in &shown {
                write!(out, "<td dir=\"auto\">{}", esc(&words(&row[i])))?;
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody>\n</table>\n</html>")
    }

    /// Columns side by side; text is wrapped inside its column so that a line fits the terminal.
    fn plain(&self, width: Option<usize>, color: bool, out: &mut impl Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let shown = self.shown();
        let cells: Vec<Vec<String>> =
            self.rows.iter().map(|r| shown.iter().map(|&i| one_line(&words(&r[i]))).collect()).collect();
        let heads: Vec<String> = shown.iter().map(|&i| self.columns[i].replace('_', " ")).collect();
        let natural: Vec<usize> = (0..shown.len())
            .map(|c| cells.iter().map(|r| r[c].width()).max().unwrap_or(0).max(heads[c].width()))
            .collect();
        let widths = fit(&natural, width);
        let mut line = |cells: &[String], bold: bool| -> io::Result<()> {
            let wrapped: Vec<Vec<String>> = cells.iter().zip(&widths).map(|(c, w)| wrap(c, *w)).collect();
            let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
            for n in 0..height {
                let mut text = String::new();
                for (c, lines) in wrapped.iter().enumerate() {
                    let part = lines.get(n).map_or("", String::as_str);
                    text.push_str(part);
                    if c + 1 < wrapped.len() {
                        text.push_str(&" ".repeat(widths[c].saturating_sub(part.width()) + GAP));
                    }
                }
                let text = text.trim_end();
                if bold && color { writeln!(out, "\x1b[1m{text}\x1b[0m")? } else { writeln!(out, "{text}")? }
            }
            Ok(())
        };
        line(&heads, true)?;
        for row in &cells {
            line(row, false)?;
        }
        Ok(())
    }
}

/// Columns between two columns.
const GAP: usize = 2;
/// A column is not made narrower than this.
const NARROWEST: usize = 8;

/// Column widths that fit: the widest columns give way first.
fn fit(natural: &[usize], width: Option<usize>) -> Vec<usize> {
    let mut widths = natural.to_vec();
    let Some(width) = width else { return widths };
    let room = width.saturating_sub(GAP * natural.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = (0..widths.len()).max_by_key(|&i| widths[i]).filter(|&i| widths[i] > NARROWEST) else {
            break;
        };
        widths[widest] -= 1;
    }
    widths
}

/// A value as words: lists joined with `; `.
pub fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(list) => list.iter().map(words).collect::<Vec<_>>().join("; "),
        Value::Bool(b) => if *b { "yes" } else { "" }.to_owned(),
        Value::Number(n) => match n.as_f64() {
            Some(f) if f.fract() == 0.0 && f.abs() < 1e15 => format!("{f:.0}"),
            _ => n.to_string(),
        },
        other => other.to_string(),
    }
}

fn one_line(s: &str) -> String {
    s.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Words in lines of at most `width` columns; a longer word is cut.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word = word.to_owned();
        loop {
            let last = lines.last_mut().expect("there is always a line");
            let used = last.width();
            let gap = usize::from(used > 0);
            if used + gap + word.width() <= width {
                if gap > 0 {
                    last.push(' ');
                }
                last.push_str(&word);
                break;
            }
            if used > 0 {
                lines.push(String::new());
                continue;
            }
            let mut taken = 0;
            let cut = word
                .char_indices()
                .find(|(_, c)| {
                    taken += c.width().unwrap_or(0);
                    taken > width
                })
                .map_or(word.len(), |(i, _)| i)
                .max(word.chars().next().map_or(0, char::len_utf8));
            last.push_str(&word[..cut]);
            word = word[cut..].to_owned();
            if word.is_empty() {
                break;
            }
            lines.push(String::new());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample() -> Table {
        let mut t = Table::new("Sample", &["day", "outlet", "what", "nothing"]);
        t.row(vec![json!("2031-03-06"), json!("Corvane"), json!("A senior official said talks resumed."), Value::Null]);
        t.row(vec![json!("2031-03-07"), json!("新聞"), json!(["a|b", "say \"no\", twice"]), Value::Null]);
        t
    }

    fn write(format: Format, width: Option<usize>) -> String {
        let mut out = Vec::new();
        sample().write(format, width, false, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_never_passes_the_terminal() {
        for width in [38, 45, 60, 100] {
            assert!(write(Format::Table, Some(width)).lines().all(|l| l.width() <= width));
        }
        expect_test::expect![[r#"
            day         outlet   what
            2031-03-06  Corvane  A senior official
                                 said talks resumed.
            2031-03-07  新聞     a|b; say "no",
                                 twice
        "#]]
        .assert_eq(&write(Format::Table, Some(40)));
    }

    #[test]
    fn shapes_escape_what_they_must() {
        assert!(write(Format::Csv, None).contains("\"a|b; say \"\"no\"\", twice\",\r\n"));
        assert!(write(Format::Md, None).contains("a\\|b"));
        assert!(write(Format::Html, None).contains("say &quot;no&quot;"));
        assert_eq!(write(Format::Jsonl, None).lines().count(), 2);
        assert!(write(Format::Json, None).contains("\"nothing\": null"));
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(wrap("aaaaaaaaaa bb", 4), ["aaaa", "aaaa", "aa", "bb"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
