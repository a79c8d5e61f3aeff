//! HTML pages to reports: running text ([`crate::body`]) and the page's own word on itself ([`crate::page`]).
//!
//! Caps come before parsing: html5ever is quadratic in nesting depth, so a page nested too deep is refused by a scan first.

use onrecord_model::{Report, Span};

use crate::{
    Hint, ReadError, assemble,
    assemble::Facts,
    body,
    dates::{json_ld, page_dates},
    encoding, given, markup, page,
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
    let json = json_ld(&html);
    let page = page::page(&html, &json, hint.url.as_deref());
    let mut paragraphs = body::main_text(&html, page.body.as_deref(), page.summary.as_deref());
    if let Some(t) = &page.title {
        // The headline stands once, as title.
        while paragraphs.first().is_some_and(|p| page::same(p, t)) {
            paragraphs.remove(0);
        }
    }
    if paragraphs.is_empty() {
        return Err(ReadError::NoText);
    }
    let body = paragraphs.join("\n");
    let (text, span) = match &page.title {
        Some(t) => (format!("{t}\n\n{body}\n"), Some(Span::new(0, t.chars().count() as u32))),
        None => (format!("{body}\n"), None),
    };
    let mut dates = given(hint);
    let seen = page_dates(&html, &json, page.url.as_deref().or(hint.url.as_deref()));
    dates.extend(seen.published.iter().take(8).map(|c| (c.value.clone(), c.from)));
    dates.dedup();
    let facts = Facts {
        url: page.url.or_else(|| hint.url.clone()),
        outlet: page.outlet,
        authors: page.authors,
        dates,
        modified: seen.modified,
        title: span,
        declared_language: page.language,
        notes: decoded.note.into_iter().collect(),
        ..Facts::default()
    };
    Ok(assemble::report(text, assemble::sha256(bytes), facts))
}

/// Tags that do not nest: they have no end, or the next of their kind ends them.
const FLAT: [&str; 26] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "td", "th", "tr", "dd", "dt", "option", "tbody", "thead", "tfoot", "html", "body",
];

/// Refuses pages that would take the parser too long: nesting and attributes are counted by one scan over the bytes. What
/// stands in scripts, styles and comments is not counted.
fn guard(html: &str) -> Result<(), ReadError> {
    let bytes = html.as_bytes();
    let (mut depth, mut i) = (0usize, 0usize);
    while let Some(at) = memchr::memchr(b'<', &bytes[i..]).map(|n| n + i) {
        let rest = &bytes[at + 1..];
        if rest.starts_with(b"!--") {
            i = memchr::memmem::find(rest, b"-->").map_or(bytes.len(), |n| at + n + 4);
            continue;
        }
        let (len, attributes) = tag(rest);
        let name = name(rest);
        i = (at + 1 + len + 1).min(bytes.len());
        if rest.starts_with(b"/") {
            depth = depth.saturating_sub(usize::from(!FLAT.contains(&name.as_str())));
        } else if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            if attributes > MAX_ATTRIBUTES {
                return Err(ReadError::TooWide { limit: MAX_ATTRIBUTES });
            }
            if matches!(name.as_str(), "script" | "style") {
                i = markup::raw_end(bytes, i, &name);
                depth += 1; // Its end tag comes next.
            } else if !FLAT.contains(&name.as_str()) && (len == 0 || rest[len - 1] != b'/') {
                depth += 1;
            }
        }
        if depth > MAX_DEPTH {
            return Err(ReadError::TooDeep { limit: MAX_DEPTH });
        }
    }
    Ok(())
}

/// Length of a tag up to its `>`, and its attributes; what stands in quotes is not counted.
fn tag(rest: &[u8]) -> (usize, usize) {
    let (mut quote, mut attributes, mut last) = (None, 0, b' ');
    for (n, b) in rest.iter().enumerate() {
        match (quote, *b) {
            (Some(q), b) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if last == b'=' => quote = Some(*b),
            (None, b'>') => return (n, attributes),
            (None, b) if !b.is_ascii_whitespace() && b != b'/' => attributes += usize::from(last.is_ascii_whitespace()),
            _ => {}
        }
        if n > 1 << 20 {
            break; // A quote that never closes.
        }
        last = *b;
    }
    (memchr::memchr(b'>', rest).unwrap_or(rest.len()), attributes)
}

fn name(rest: &[u8]) -> String {
    let rest = rest.strip_prefix(b"/").unwrap_or(rest);
    rest.iter().take_while(|b| b.is_ascii_alphanumeric()).take(16).map(|b| b.to_ascii_lowercase() as char).collect()
}

/// The encoding a `<meta charset>` in the first bytes names.
pub(crate) fn meta_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let at = head.find("charset=")? + 8;
    let name: String = head[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
        .collect();
    (!name.is_empty()).then_some(name)
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
    fn depth_and_width_are_counted_as_the_parser_sees_them() {
        let guarded = |s: &str| guard(s);
        assert_eq!(guarded(&"<div>".repeat(700)), Err(ReadError::TooDeep { limit: MAX_DEPTH }));
        assert_eq!(guarded(&"<div><p>x</div>".repeat(700)), Ok(()));
        assert_eq!(guarded(&format!("<ul>{}</ul>", "<li>one<br>".repeat(5_000))), Ok(()));
        assert_eq!(guarded(&format!("<script>{}</script>", "'<div>'".repeat(5_000))), Ok(()));
        assert_eq!(guarded(&format!("<!-- {} -->", "<div>".repeat(5_000))), Ok(()));
        assert_eq!(
            guarded(&format!("<p {}>", "a=1 ".repeat(50_000))),
            Err(ReadError::TooWide { limit: MAX_ATTRIBUTES })
        );
        assert_eq!(guarded(&format!("<p data-x='{}'>", "a=1 ".repeat(50_000))), Ok(()));
    }
}
