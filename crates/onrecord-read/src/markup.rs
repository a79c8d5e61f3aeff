//! Markup as paragraphs and tags, by one tolerant scan; nothing here builds a tree.
//!
//! In: `<p>Two <a href="/x">freed</a></p><figure>…`. Out: paragraphs with how much of each is links and whether it stands in
//! a figure; and the tags of a page in order, scripts and comments passed over.

/// A paragraph of markup as words, with what the markup says of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Paragraph {
    /// The words, white space folded.
    pub text: String,
    /// Share of the words' bytes that stand in links.
    pub linked: f32,
    /// It stands in a figure or a caption.
    pub figure: bool,
    /// Name of the innermost block tag it stands in; empty when none.
    pub tag: String,
}

/// Tags that end a line.
const BLOCKS: [&str; 34] = [
    "p",
    "br",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "blockquote",
    "ul",
    "ol",
    "pre",
    "table",
    "section",
    "article",
    "figure",
    "figcaption",
    "dl",
    "dd",
    "dt",
    "header",
    "footer",
    "aside",
    "main",
    "hr",
    "nav",
    "address",
    "form",
    "thead",
    "tbody",
    "caption",
];

/// Paragraphs of a piece of markup, or of plain words with line ends.
pub(crate) fn paragraphs(html: &str) -> Vec<Paragraph> {
    // Line breaks of the source are white space in markup and line ends in plain words.
    let source =
        if html.contains("</") || html.contains("<br") { html.replace(['\n', '\r'], " ") } else { html.to_owned() };
    let mut out = Vec::new();
    let (mut words, mut linked, mut in_link, mut figures) = (String::new(), 0usize, false, 0usize);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = source.as_str();
    let mut flush = |words: &mut String, linked: &mut usize, open: &[&str], figures: usize| {
        for line in unescape(words).lines() {
            let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                let share = *linked as f32 / words.trim().len().max(1) as f32;
                let tag = open.last().map_or("", |t| t).to_owned();
                out.push(Paragraph { text, linked: share.min(1.0), figure: figures > 0, tag });
            }
        }
        words.clear();
        *linked = 0;
    };
    while let Some(i) = rest.find('<') {
        words.push_str(&rest[..i]);
        linked += if in_link { rest[..i].trim().len() } else { 0 };
        let end = rest[i..].find('>').map_or(rest.len(), |n| i + n + 1);
        let tag = rest[i + 1..end].trim_end_matches(['>', '/']);
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |t| (true, t));
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("").to_ascii_lowercase();
        if name == "a" {
            in_link = !closes;
        } else if name == "td" || name == "th" {
            words.push(' ');
        } else if let Some(block) = BLOCKS.iter().find(|b| **b == name) {
            flush(&mut words, &mut linked, &open, figures);
            let figure = matches!(*block, "figure" | "figcaption");
            if closes {
                figures -= usize::from(figure && figures > 0);
                if let Some(at) = open.iter().rposition(|t| t == block) {
                    open.truncate(at);
                }
            } else if !matches!(*block, "br" | "hr") && open.len() < 2_000 {
                figures += usize::from(figure);
                open.push(block);
            }
        }
        rest = &rest[end..];
    }
    words.push_str(rest);
    linked += if in_link { rest.trim().len() } else { 0 };
    flush(&mut words, &mut linked, &open, figures);
    out
}

/// The paragraphs one a line.
pub(crate) fn lines(html: &str) -> String {
    paragraphs(html).into_iter().map(|p| p.text).collect::<Vec<_>>().join("\n")
}

/// One opening tag of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'h> {
    /// Its name as written.
    pub name: &'h str,
    /// Everything between name and `>`.
    pub attributes: &'h str,
    /// Byte after its `>`.
    pub end: usize,
}

impl Tag<'_> {
    /// Value of an attribute, entities resolved.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        attribute(self.attributes, name)
    }
}

/// Opening tags of a page in order, with what is inside `<script>`, `<style>`, `<template>` and comments passed over.
pub(crate) fn opening_tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0usize;
    std::iter::from_fn(move || {
        let bytes = html.as_bytes();
        loop {
            let i = memchr::memchr(b'<', &bytes[at..])? + at;
            let rest = &html[i..];
            if rest.starts_with("<!--") {
                at = rest.find("-->").map_or(html.len(), |n| i + n + 3);
                continue;
            }
            if !bytes.get(i + 1).is_some_and(u8::is_ascii_alphabetic) {
                at = i + 1;
                continue;
            }
            let close = close(bytes, i + 1);
            let tag = &html[i + 1..close];
            let cut = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(cut);
            at = (close + 1).min(html.len());
            let end = at;
            if let Some(raw) = ["script", "style", "template", "noscript"].iter().find(|r| name.eq_ignore_ascii_case(r))
            {
                at = raw_end(bytes, at, raw);
            }
            return Some(Tag { name, attributes, end });
        }
    })
}

/// The page without what no extractor reads: comments, and what is inside scripts, styles, drawings and templates. Half of a
/// page's bytes on the median, and the parser's time with them.
pub(crate) fn lean(html: &str) -> String {
    let bytes = html.as_bytes();
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    let mut kept = 0;
    while let Some(i) = memchr::memchr(b'<', &bytes[at..]).map(|n| n + at) {
        let rest = &bytes[i + 1..];
        if rest.starts_with(b"!--") {
            out.push_str(&html[kept..i]);
            at = memchr::memmem::find(rest, b"-->").map_or(bytes.len(), |n| i + 1 + n + 3);
            kept = at;
            continue;
        }
        let name = ["script", "style", "svg", "template"].iter().find(|n| {
            rest.len() > n.len()
                && rest[..n.len()].eq_ignore_ascii_case(n.as_bytes())
                && !rest[n.len()].is_ascii_alphanumeric()
        });
        at = i + 1;
        if let Some(name) = name {
            out.push_str(&html[kept..i]);
            let end = raw_end(bytes, (close(bytes, i + 1) + 1).min(bytes.len()), name);
            at = memchr::memchr(b'>', &bytes[end..]).map_or(bytes.len(), |n| end + n + 1);
            kept = at;
        }
    }
    out.push_str(&html[kept..]);
    out
}

/// The page without these elements, each from its opening tag to the end tag that closes it. One that is never closed stays.
pub(crate) fn without(html: &str, names: &[&str]) -> String {
    let bytes = html.as_bytes();
    let mut out = String::with_capacity(html.len());
    let (mut kept, mut at, mut open_ended) = (0, 0, 0);
    while let Some(i) = memchr::memchr(b'<', &bytes[at..]).map(|n| n + at) {
        at = i + 1;
        let Some(name) = names.iter().find(|n| opens(&bytes[i + 1..], n)) else { continue };
        // Broken markup would be looked through again and again.
        if open_ended > 8 {
            break;
        }
        let from = (close(bytes, i + 1) + 1).min(bytes.len());
        let inside = element(html, from, name, html.len()).len();
        if from + inside == bytes.len() {
            open_ended += 1;
            continue;
        }
        out.push_str(&html[kept..i]);
        at = memchr::memchr(b'>', &bytes[from + inside..]).map_or(bytes.len(), |n| from + inside + n + 1);
        kept = at;
    }
    out.push_str(&html[kept..]);
    out
}

/// Whether a tag of this name opens here.
fn opens(rest: &[u8], name: &str) -> bool {
    rest.len() > name.len()
        && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        && !rest[name.len()].is_ascii_alphanumeric()
        && rest[name.len()] != b'-'
}

/// Byte of the `>` that closes the tag whose name starts at `from`; quotes are honoured within 16 KiB.
fn close(bytes: &[u8], from: usize) -> usize {
    let mut quote = None;
    for (n, b) in bytes[from..].iter().take(16 << 10).enumerate() {
        match (quote, b) {
            (Some(q), b) if q == *b => quote = None,
            (None, b'"' | b'\'') if matches!(bytes[from + n - 1], b'=' | b' ') => quote = Some(*b),
            (None, b'>') => return from + n,
            _ => {}
        }
    }
    memchr::memchr(b'>', &bytes[from..]).map_or(bytes.len(), |n| from + n)
}

/// Byte at which the end tag of a raw element (`</script`) starts.
pub(crate) fn raw_end(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(i) = memchr::memmem::find(&bytes[at..], b"</").map(|n| n + at) {
        let tail = &bytes[i + 2..];
        if tail.len() >= name.len() && tail[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return i;
        }
        at = i + 2;
    }
    bytes.len()
}

/// The markup of an element whose opening tag ends at byte `from`, up to the end tag that closes it, at most `limit` bytes on.
pub(crate) fn element<'h>(html: &'h str, from: usize, name: &str, limit: usize) -> &'h str {
    let mut to = (from + limit).min(html.len());
    while !html.is_char_boundary(to) {
        to -= 1;
    }
    let bytes = &html.as_bytes()[from..to];
    let mut open = 1usize;
    for i in memchr::memchr_iter(b'<', bytes) {
        let closes = bytes.get(i + 1) == Some(&b'/');
        let start = i + 1 + usize::from(closes);
        let named = bytes.get(start..start + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
            && !bytes.get(start + name.len()).is_some_and(u8::is_ascii_alphanumeric);
        if named && closes {
            open -= 1;
            if open == 0 {
                return &html[from..from + i];
            }
        } else if named {
            open += 1;
        }
    }
    &html[from..to]
}

/// The words between byte `from` and the closing tag `name`, at most `limit` bytes on, tags dropped.
pub(crate) fn words_of(html: &str, from: usize, name: &str, limit: usize) -> String {
    lines(element(html, from, name, limit)).replace('\n', " ")
}

/// Value of an attribute of one tag, entities resolved.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(i) = tag[from..].find(name).map(|i| i + from) {
        let before = tag[..i].chars().next_back();
        let rest = tag[i + name.len()..].trim_start();
        if let (true, Some(rest)) =
            (before.is_none_or(|c| c.is_whitespace() || c == '"' || c == '\''), rest.strip_prefix('='))
        {
            let rest = rest.trim_start();
            let value = match rest.chars().next()? {
                q @ ('"' | '\'') => rest[1..].split(q).next()?,
                _ => rest.split(|c: char| c.is_whitespace() || c == '>').next()?,
            };
            return Some(unescape(value));
        }
        from = i + name.len();
    }
    None
}

/// Named and numbered HTML entities resolved; what is none stays as written.
pub(crate) fn unescape(s: &str) -> String {
    if !s.contains('&') {
        return s.to_owned();
    }
    let mut out = String::with_capacity(s.len());
    let mut rest = s;
    while let Some(i) = rest.find('&') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let end = rest.bytes().take(34).position(|b| b == b';');
        let found = end.and_then(|end| {
            let piece = &rest[..=end];
            quick_xml::escape::unescape_with(piece, quick_xml::escape::resolve_html5_entity).ok().map(|v| (v, end))
        });
        match found {
            Some((value, end)) => {
                out.push_str(&value);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_apart_and_blocks_end_a_line() {
        let got = lines(
            "<table><tr><td>1</td><td>Ila Venn</td></tr><tr><th>2</th></tr></table><p>Done<br>here &amp; now</p>",
        );
        assert_eq!(got, "1 Ila Venn\n2\nDone\nhere & now");
        assert_eq!(lines("first line\nsecond"), "first line\nsecond");
    }

    #[test]
    fn links_and_figures_are_told() {
        let got =
            paragraphs("<p><a href=x>All of it</a></p><figure><figcaption>The harbour</figcaption></figure><p>x</p>");
        assert!(got[0].linked > 0.9 && !got[0].figure);
        assert!(got[1].figure && got[1].tag == "figcaption");
        assert!(!got[2].figure && got[2].linked == 0.0);
    }

    #[test]
    fn tags_in_scripts_and_comments_are_passed_over() {
        let page = "<!-- <p> --><script>'<meta x>'</script><META NAME='a' content=\"x > y\"><h1>Two <b>freed</b></h1>";
        let tags: Vec<Tag> = opening_tags(page).collect();
        let names: Vec<&str> = tags.iter().map(|t| t.name).collect();
        assert_eq!(names, ["script", "META", "h1", "b"]);
        assert_eq!(tags[1].attribute("content").as_deref(), Some("x > y"));
        assert_eq!(words_of(page, tags[2].end, "h1", 400), "Two freed");
    }

    #[test]
    fn a_lean_page_keeps_its_words() {
        let page = "<p>One<!-- two --></p><SCRIPT x='>'>var a = '<p>'</script ><styles>three</styles><svg><g/></svg>é<script>never closed";
        assert_eq!(lean(page), "<p>One</p><styles>three</styles>é");
    }

    #[test]
    fn elements_are_left_out_where_they_are_closed() {
        let page = "<p>One</p><nav a='>'><ul><nav>x</nav></ul></NAV ><navy>two</navy><footer>three<nav>four";
        assert_eq!(without(page, &["nav", "footer"]), "<p>One</p><navy>two</navy><footer>three<nav>four");
    }

    #[test]
    fn one_bad_entity_does_not_spoil_the_others() {
        assert_eq!(unescape("Tom &amp; Ila &bogus; &#8217;s & more"), "Tom & Ila &bogus; ’s & more");
    }
}
