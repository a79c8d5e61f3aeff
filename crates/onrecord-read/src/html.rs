//! HTML pages to reports: main text by `trafilatura`, the page's own word for title, outlet, authors and dates.
//!
//! Caps come before parsing: html5ever is quadratic in nesting depth, so a page nested too deep is refused by a scan first.

use onrecord_model::{Report, Span};
use serde_json::Value;
use trafilatura::{ExtractionFocus, Options};

use crate::{
    Hint, ReadError, assemble,
    assemble::Facts,
    dates::{json_ld, page_dates},
    encoding, feed, given,
};

/// Deepest nesting of tags that is parsed, levels.
pub(crate) const MAX_DEPTH: usize = 600;
/// Most attributes on one tag.
pub(crate) const MAX_ATTRIBUTES: usize = 2_000;

/// One page, one report.
pub(crate) fn report(bytes: &[u8], hint: &Hint, label: Option<&str>) -> Result<Report, ReadError> {
    let declared = meta_charset(bytes);
    let decoded = encoding::decode(bytes, label.or(declared.as_deref()))?;
    let html = decoded.text.replace('\0', "");
    guard(&html)?;
    let head = Head::read(&html);
    let options =
        Options::default().with_fallback(true).with_focus(ExtractionFocus::FavorPrecision).with_exclude_comments(true);
    let found = trafilatura::extract(&html, &options).ok();
    let meta = found.as_ref().map(|f| f.metadata.clone()).unwrap_or_default();
    let title = head.title.clone().or_else(|| some(&meta.title)).map(|t| one_line(&t));
    let lines = main_text(&html, found.as_ref().map(|f| f.content_html.as_str()));
    let mut paragraphs: Vec<&str> = lines.lines().collect();
    if let Some(t) = &title {
        while paragraphs.first().is_some_and(|p| p == t) {
            paragraphs.remove(0); // The headline stands once, as title.
        }
    }
    if paragraphs.is_empty() {
        return Err(ReadError::NoText);
    }
    let body = paragraphs.join("\n");
    let (text, span) = match &title {
        Some(t) => (format!("{t}\n\n{body}\n"), Some(Span::new(0, t.chars().count() as u32))),
        None => (format!("{body}\n"), None),
    };
    let mut dates = given(hint);
    let seen = page_dates(&html, head.url.as_deref().or(hint.url.as_deref()));
    dates.extend(seen.published.iter().take(8).map(|c| (c.value.clone(), c.from)));
    dates.dedup();
    let authors =
        if head.authors.is_empty() { meta.author.split(';').filter_map(some).collect() } else { head.authors.clone() };
    let facts = Facts {
        url: head.url.clone().or_else(|| hint.url.clone()).or_else(|| some(&meta.url)),
        outlet: head.outlet.clone().or_else(|| some(&meta.sitename)),
        authors,
        dates,
        modified: seen.modified,
        title: span,
        notes: decoded.note.into_iter().collect(),
        ..Facts::default()
    };
    Ok(assemble::report(text, assemble::sha256(bytes), facts))
}

/// Fewest words for the first extractor's text to be believed without a second opinion.
const FEW_WORDS: usize = 40;

/// The main text, one paragraph a line: `trafilatura`'s, or `dom_smoothie`'s when the first found next to nothing.
fn main_text(html: &str, first: Option<&str>) -> String {
    let lines = first.map(feed::paragraphs).unwrap_or_default();
    if lines.split_whitespace().take(FEW_WORDS).count() == FEW_WORDS {
        return lines;
    }
    let second = dom_smoothie::Readability::new(html, None, None).ok().and_then(|mut r| r.parse().ok());
    let second = second.map(|a| feed::paragraphs(&a.content)).unwrap_or_default();
    if second.len() > lines.len() { second } else { lines }
}

fn some(s: &str) -> Option<String> {
    let s = s.trim();
    (!s.is_empty()).then(|| s.to_owned())
}

fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Refuses pages that would take the parser too long: nesting and attributes are counted by one scan over the bytes.
fn guard(html: &str) -> Result<(), ReadError> {
    const VOID: [&str; 14] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p"];
    let bytes = html.as_bytes();
    let (mut depth, mut i) = (0usize, 0usize);
    while let Some(at) = memchr::memchr(b'<', &bytes[i..]).map(|n| n + i) {
        let close = memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |n| n + at);
        let tag = &html.as_bytes()[at + 1..close.max(at + 1)];
        i = close.min(bytes.len() - 1) + 1;
        if tag.starts_with(b"/") {
            depth = depth.saturating_sub(1);
        } else if tag.first().is_some_and(u8::is_ascii_alphabetic) && !tag.ends_with(b"/") {
            let name: String =
                tag.iter().take_while(|b| b.is_ascii_alphanumeric()).map(|b| b.to_ascii_lowercase() as char).collect();
            if !VOID.contains(&name.as_str()) {
                depth += 1;
            }
            if tag.iter().filter(|b| **b == b'=').count() > MAX_ATTRIBUTES {
                return Err(ReadError::TooDeep { limit: MAX_DEPTH });
            }
        }
        if depth > MAX_DEPTH {
            return Err(ReadError::TooDeep { limit: MAX_DEPTH });
        }
        if i >= bytes.len() {
            break;
        }
    }
    Ok(())
}

/// The encoding a `<meta charset>` in the first bytes names.
fn meta_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let at = head.find("charset=")? + 8;
    let name: String = head[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
        .collect();
    some(&name)
}

/// What the head of a page says of it.
#[derive(Debug, Default)]
struct Head {
    title: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    authors: Vec<String>,
}

impl Head {
    fn read(html: &str) -> Head {
        let mut head = Head::default();
        for value in json_ld(html) {
            head.json_ld(&value);
        }
        let mut og_title = None;
        for tag in tags(html, "<meta") {
            let Some(content) = attribute(tag, "content").filter(|c| !c.trim().is_empty()) else { continue };
            let name =
                attribute(tag, "property").or_else(|| attribute(tag, "name")).or_else(|| attribute(tag, "itemprop"));
            match name.unwrap_or_default().to_lowercase().as_str() {
                "og:title" => og_title = Some(content),
                "og:site_name" => head.outlet = head.outlet.take().or(Some(content)),
                "og:url" => head.url = head.url.take().or(Some(content)),
                "author" if head.authors.is_empty() && !content.starts_with("http") => head.authors.push(content),
                _ => {}
            }
        }
        head.title = head.title.take().or(og_title);
        for tag in tags(html, "<link") {
            if attribute(tag, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) {
                head.url = attribute(tag, "href").or(head.url.take());
            }
        }
        head
    }

    fn json_ld(&mut self, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|v| self.json_ld(v)),
            Value::Object(o) => {
                if let Some(graph) = o.get("@graph") {
                    self.json_ld(graph);
                }
                let kind = o.get("@type").map(|t| t.to_string()).unwrap_or_default();
                if !kind.contains("Article") && !kind.contains("Posting") && !kind.contains("Report") {
                    return;
                }
                let text =
                    |k: &str| o.get(k).and_then(Value::as_str).map(|s| unescape(s.trim())).filter(|s| !s.is_empty());
                self.title = self.title.take().or_else(|| text("headline"));
                self.outlet = self.outlet.take().or_else(|| names(o.get("publisher")?).into_iter().next());
                self.url = self.url.take().or_else(|| text("url"));
                if self.authors.is_empty() {
                    self.authors = o.get("author").map(names).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(s) => some(s).into_iter().collect(),
        Value::Array(a) => a.iter().flat_map(names).collect(),
        Value::Object(o) => o.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

pub(crate) fn tags<'h>(html: &'h str, open: &'h str) -> impl Iterator<Item = &'h str> {
    html.match_indices(open).map(move |(i, _)| {
        let rest = &html[i..];
        &rest[..rest.find('>').unwrap_or(rest.len())]
    })
}

/// Value of an attribute of one tag, entities resolved.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(i) = tag[from..].find(name).map(|i| i + from) {
        let before = tag[..i].chars().next_back();
        let rest = tag[i + name.len()..].trim_start();
        if let (true, Some(rest)) = (before.is_none_or(char::is_whitespace), rest.strip_prefix('=')) {
            let rest = rest.trim_start();
            let value = match rest.chars().next()? {
                q @ ('"' | '\'') => rest[1..].split(q).next()?,
                _ => rest.split(|c: char| c.is_whitespace() || c == '/').next()?,
            };
            return Some(unescape(value));
        }
        from = i + name.len();
    }
    None
}

pub(crate) fn unescape(s: &str) -> String {
    match quick_xml::escape::unescape_with(s, quick_xml::escape::resolve_html5_entity) {
        Ok(v) => v.into_owned(),
        Err(_) => s.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><head><title>Crew to be freed | Merrow Herald</title>
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Crew to be freed","datePublished":"2031-03-04T09:30:00+02:00","dateModified":"2031-03-05T08:00:00+02:00","author":[{"@type":"Person","name":"Ila Venn"}],"publisher":{"@type":"Organization","name":"Merrow Herald"}}]}</script>
<link rel="canonical" href="https://merrow.example/crew"></head><body><nav><a href="/">Home</a><a href="/w">World</a></nav>
<article><h1>Crew to be freed</h1><p>The crew of the seized ship will be freed on Friday, the mediator said in a statement after two days of talks in the port.</p>
<p>Both factions that hold the sailors agreed to the plan, an official who was not named told the paper, adding that nothing was signed yet.</p>
<p>The blockade of the port would be eased in a second phase, the official said, and an aid corridor opened a week later.</p></article>
<footer>All rights reserved</footer></body></html>"#;

    #[test]
    fn a_page_gives_its_text_and_facts() {
        let r = report(PAGE.as_bytes(), &Hint::default(), None).unwrap();
        assert!(r.text.starts_with("Crew to be freed\n\nThe crew of the seized ship"), "{}", r.text);
        assert!(!r.text.contains("Home") && !r.text.contains("rights reserved"), "{}", r.text);
        assert_eq!(r.outlet.as_deref(), Some("Merrow Herald"));
        assert_eq!(r.published.as_deref(), Some("2031-03-04T09:30:00+02:00"));
        assert_eq!(r.dateline_date.as_deref(), Some("2031-03-04"));
        assert_eq!(r.authors, ["Ila Venn"]);
        assert_eq!(r.url.as_deref(), Some("https://merrow.example/crew"));
    }

    #[test]
    fn ten_thousand_nested_tags_are_refused_by_name() {
        let page = format!("<html><body>{}", "<div>".repeat(10_000));
        assert_eq!(report(page.as_bytes(), &Hint::default(), None), Err(ReadError::TooDeep { limit: MAX_DEPTH }));
    }
}
