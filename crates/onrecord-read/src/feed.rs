//! Feeds to reports: RSS, RDF, Atom and JSON Feed, one report an entry.
//!
//! The entry's own HTML is reduced to paragraphs; an entry without words is an error of its own and does not stop the rest.

use onrecord_model::{Report, Span};
use quick_xml::{Reader, events::Event};
use serde_json::Value;

use crate::{
    Hint, ReadError, assemble,
    assemble::Facts,
    encoding, given,
    markup::{lines as paragraphs, unescape},
};

/// What a feed says of one entry.
#[derive(Default, Debug)]
struct Entry {
    id: Option<String>,
    title: Option<String>,
    url: Option<String>,
    body: Option<String>,
    summary: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    source: Option<String>,
    authors: Vec<String>,
}

/// All entries of a feed.
pub(crate) fn reports(
    bytes: &[u8],
    hint: &Hint,
    label: Option<&str>,
) -> Result<Vec<Result<Report, ReadError>>, ReadError> {
    let decoded = encoding::decode(bytes, label.or(declared(bytes).as_deref()))?;
    let (channel, entries) =
        if decoded.text.trim_start().starts_with('{') { json(&decoded.text)? } else { xml(&decoded.text)? };
    if entries.is_empty() {
        return Err(ReadError::NoText);
    }
    Ok(entries.into_iter().map(|e| report(e, channel.as_deref(), hint)).collect())
}

/// The addresses the entries lead to, in order; `None` where an entry names none.
pub(crate) fn links(bytes: &[u8], label: Option<&str>) -> Result<Vec<Option<String>>, ReadError> {
    let decoded = encoding::decode(bytes, label.or(declared(bytes).as_deref()))?;
    let (_, entries) =
        if decoded.text.trim_start().starts_with('{') { json(&decoded.text)? } else { xml(&decoded.text)? };
    let permanent = |id: Option<String>| id.filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    Ok(entries.into_iter().map(|e| e.url.or_else(|| permanent(e.id))).collect())
}

/// Number of entries; none is no error.
pub(crate) fn count(bytes: &[u8], hint: &Hint) -> Result<usize, ReadError> {
    let label = hint.content_type.as_deref().and_then(|c| c.split("charset=").nth(1));
    let decoded = encoding::decode(bytes, label.or(declared(bytes).as_deref()))?;
    let (_, entries) =
        if decoded.text.trim_start().starts_with('{') { json(&decoded.text)? } else { xml(&decoded.text)? };
    Ok(entries.len())
}

fn report(entry: Entry, channel: Option<&str>, hint: &Hint) -> Result<Report, ReadError> {
    let body = entry.body.filter(|b| !b.trim().is_empty()).or(entry.summary).unwrap_or_default();
    let body = paragraphs(&body);
    let title = entry.title.map(|t| paragraphs(&t).replace('\n', " ")).filter(|t| !t.is_empty());
    let (text, span) = match &title {
        Some(t) if body.is_empty() => (format!("{t}\n"), Some(Span::new(0, t.chars().count() as u32))),
        Some(t) => (format!("{t}\n\n{body}\n"), Some(Span::new(0, t.chars().count() as u32))),
        None if body.is_empty() => return Err(ReadError::NoText),
        None => (format!("{body}\n"), None),
    };
    let mut dates = given(hint);
    dates.extend(entry.published.as_deref().and_then(instant).map(|d| (d, "feed")));
    let facts = Facts {
        url: entry.url,
        outlet: entry.source.or_else(|| channel.map(str::to_owned)),
        external_id: entry.id,
        authors: entry.authors,
        dates,
        modified: entry.updated.as_deref().and_then(instant),
        title: span,
        ..Facts::default()
    };
    let sha = assemble::sha256(text.as_bytes());
    Ok(assemble::report(text, sha, facts))
}

fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let rest = head.split("encoding=").nth(1)?;
    let quote = rest.chars().next()?;
    Some(rest[1..].split(quote).next()?.to_owned())
}

fn xml(text: &str) -> Result<(Option<String>, Vec<Entry>), ReadError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let (mut entries, mut channel, mut path, mut words) = (Vec::new(), None, Vec::<String>::new(), String::new());
    let mut entry: Option<Entry> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => {
                let name = e.name().as_ref().to_lowercase();
                if matches!(name.as_str(), "item" | "entry") {
                    entry = Some(Entry::default());
                }
                link(&e, &name, entry.as_mut());
                path.push(name);
                words.clear();
            }
            Ok(Event::Empty(e)) => {
                let name = e.name().as_ref().to_lowercase();
                link(&e, &name, entry.as_mut());
            }
            Ok(Event::Text(t)) => words.push_str(&t),
            Ok(Event::CData(t)) => words.push_str(&t),
            Ok(Event::GeneralRef(r)) => {
                words.push_str(&unescape(&format!("&{};", &*r)));
            }
            Ok(Event::End(e)) => {
                let name = e.name().as_ref().to_lowercase();
                while path.pop().is_some_and(|p| p != name) {}
                let value = std::mem::take(&mut words).trim().to_owned();
                if matches!(name.as_str(), "item" | "entry") {
                    entries.extend(entry.take());
                } else if let Some(entry) = entry.as_mut() {
                    set(entry, &name, path.last().map_or("", String::as_str), value);
                } else if name == "title" && channel.is_none() && !value.is_empty() {
                    channel = Some(value);
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(e) if entries.is_empty() && entry.is_none() => {
                let at = (reader.error_position() as usize).min(text.len());
                let line = text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
                return Err(ReadError::Syntax { format: "feed", line, what: e.to_string() });
            }
            Err(_) => break,
        }
    }
    Ok((channel, entries))
}

/// `<link href=…>` of Atom.
fn link(e: &quick_xml::events::BytesStart<'_>, name: &str, entry: Option<&mut Entry>) {
    let (Some(entry), "link") = (entry, name) else { return };
    let get = |k: &str| e.attributes().flatten().find(|a| a.key.as_ref() == k).map(|a| unescape(&a.value));
    if get("rel").is_none_or(|r| r == "alternate") {
        entry.url = entry.url.take().or_else(|| get("href"));
    }
}

fn set(entry: &mut Entry, name: &str, parent: &str, value: String) {
    if value.is_empty() {
        return;
    }
    match (name, parent) {
        ("title", "item" | "entry") => entry.title = Some(value),
        ("link", _) => entry.url = Some(value),
        ("guid" | "id", "item" | "entry") => entry.id = Some(value),
        ("content:encoded" | "content", _) => entry.body = Some(value),
        ("description" | "summary", _) => entry.summary = Some(value),
        ("pubdate" | "published" | "dc:date" | "issued", _) => entry.published = Some(value),
        ("updated" | "modified", "item" | "entry") => {
            entry.published.get_or_insert_with(|| value.clone());
            entry.updated = Some(value);
        }
        ("source", "item") | ("title", "source") => entry.source = Some(value),
        ("name", "author") | ("dc:creator" | "author", _) => entry.authors.push(value),
        _ => {}
    }
}

fn json(text: &str) -> Result<(Option<String>, Vec<Entry>), ReadError> {
    let value: Value = serde_json::from_str(text).map_err(|e| ReadError::Syntax {
        format: "JSON Feed",
        line: e.line(),
        what: e.to_string(),
    })?;
    let s = |v: &Value, k: &str| v.get(k).and_then(Value::as_str).map(str::to_owned);
    let entries =
        value.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default().iter().map(|v| Entry {
            id: s(v, "id"),
            title: s(v, "title"),
            url: s(v, "url"),
            body: s(v, "content_html").or_else(|| s(v, "content_text")),
            summary: s(v, "summary"),
            published: s(v, "date_published"),
            updated: s(v, "date_modified"),
            source: None,
            authors: v
                .get("authors")
                .and_then(Value::as_array)
                .map(|a| a.iter().filter_map(|n| s(n, "name")).collect())
                .unwrap_or_default(),
        });
    Ok((s(&value, "title"), entries.collect()))
}

/// ISO 8601 or RFC 2822 date and time, as ISO.
fn instant(s: &str) -> Option<String> {
    let s = s.trim();
    if s.get(..10).is_some_and(|d| d.parse::<jiff::civil::Date>().is_ok()) {
        return Some(s.to_owned());
    }
    jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned(s).ok().map(|z| z.timestamp().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss_with_markup_and_a_source() {
        let feed = br#"<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Feed</title>
<item><title>Two freed &amp; home</title><link>https://merrow.example/2</link><guid>g2</guid><pubDate>Tue, 04 Mar 2031 08:00:00 GMT</pubDate>
<source url="x">Merrow Herald</source><description><![CDATA[<p>Two sailors were freed.</p><p>They are home.</p>]]></description></item>
<item><title>Second</title><description>Talks go on &lt;b&gt;today&lt;/b&gt;.</description></item></channel></rss>"#;
        let got = reports(feed, &Hint::default(), None).unwrap();
        let first = got[0].as_ref().unwrap();
        assert_eq!(first.text, "Two freed & home\n\nTwo sailors were freed.\nThey are home.\n");
        assert_eq!(first.outlet.as_deref(), Some("Merrow Herald"));
        assert_eq!(first.dateline_date.as_deref(), Some("2031-03-04"));
        assert_eq!(got[1].as_ref().unwrap().outlet.as_deref(), Some("Harbour Feed"));
    }

    #[test]
    fn an_empty_feed_says_so() {
        assert!(reports(b"<rss><channel></channel></rss>", &Hint::default(), None).is_err());
    }
}
