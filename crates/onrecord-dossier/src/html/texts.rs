//! The foot of the page: every report's text with an anchor a sentence. Words that a row stands on are underlined; after each
//! sentence stand the rows that stand on it.

use std::fmt::Write;
use std::iter::Peekable;

use onrecord_model::{Block, BlockKind, Offsets, Span, TextLine};

use super::page::{Page, day, esc, push, safe};

/// The texts.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 9);
    for (i, text) in page.dossier.texts.iter().enumerate() {
        report(page, html, i + 1, text);
    }
    html.push_str("</section>\n");
}

fn report(page: &Page, html: &mut String, n: usize, text: &TextLine) {
    let line = &page.dossier.head.reports[n - 1];
    let _ = write!(html, "<article class=\"report\" id=\"r{n}\"><header><b class=\"ref\">{n}</b> ");
    day(html, line.day.as_deref());
    let _ = write!(
        html,
        " <bdi>{}</bdi>",
        line.outlet
            .as_deref()
            .map_or("<span class=\"nil\">publisher not named</span>".to_owned(), |n| esc(n).to_string())
    );
    if let Some(url) = line.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://")) {
        let _ =
            write!(html, " <a class=\"url\" rel=\"noreferrer nofollow\" href=\"{0}\" dir=\"ltr\">{0}</a>", esc(url));
    }
    let _ = write!(html, " <code>{}</code></header>", esc(&text.report.0));
    let lang = text
        .language
        .as_deref()
        .filter(|l| l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .map_or(String::new(), |l| format!(" lang=\"{l}\""));
    let _ = write!(html, "<div class=\"body\"{lang}>");
    let offsets = Offsets::new(&text.text);
    let blocks = if text.blocks.is_empty() { lines(&text.text) } else { text.blocks.clone() };
    let marked = &page.marked[n];
    let mut standing = page.rows_at[n].iter().peekable();
    let mut sentence = 0;
    let mut at = 0;
    for block in &blocks {
        // Words between blocks, where the blocks leave some out.
        while sentence < text.sentences.len() && text.sentences[sentence].start < block.span.start {
            sentence += 1;
        }
        let furniture = block.kind == BlockKind::Boilerplate || text.boilerplate.iter().any(|b| b.contains(block.span));
        let class = if furniture { "furniture" } else { kind(block.kind) };
        let _ = write!(html, "<p class=\"{class}\" dir=\"auto\">");
        at = at.max(block.span.start);
        while let Some(s) = text.sentences.get(sentence).filter(|s| s.start < block.span.end) {
            if s.start > at {
                push(html, offsets.slice(&text.text, Span::new(at, s.start)));
            }
            let _ = write!(html, "<span class=\"s\" id=\"r{n}s{sentence}\">");
            words(html, &text.text, &offsets, *s, marked);
            html.push_str("</span>");
            rows(page, html, n, sentence, &mut standing);
            at = s.end;
            sentence += 1;
        }
        if at < block.span.end {
            push(html, offsets.slice(&text.text, Span::new(at, block.span.end)));
            at = block.span.end;
        }
        html.push_str("</p>");
    }
    html.push_str("</div></article>\n");
}

/// Non-empty lines of a text whose blocks were not told apart.
fn lines(text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut at = 0u32;
    for line in text.split('\n') {
        let len = line.chars().count() as u32;
        if !line.trim().is_empty() {
            out.push(Block { span: Span::new(at, at + len), kind: BlockKind::Body });
        }
        at += len + 1;
    }
    out
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Dek => "dek",
        BlockKind::Body => "",
        BlockKind::Heading => "heading",
        BlockKind::Caption => "caption",
        BlockKind::Byline => "byline",
        BlockKind::Credit => "credit",
        BlockKind::Boilerplate => "furniture",
    }
}

/// A sentence with the words that rows stand on underlined.
fn words(html: &mut String, text: &str, offsets: &Offsets, sentence: Span, marked: &[Span]) {
    let mut at = sentence.start;
    let from = marked.partition_point(|m| m.end <= sentence.start);
    for m in marked[from..].iter().take_while(|m| m.start < sentence.end) {
        let (start, end) = (m.start.max(sentence.start), m.end.min(sentence.end));
        push(html, offsets.slice(text, Span::new(at, start)));
        html.push_str("<u>");
        push(html, offsets.slice(text, Span::new(start, end)));
        html.push_str("</u>");
        at = end;
    }
    push(html, offsets.slice(text, Span::new(at, sentence.end)));
}

/// The rows that stand on a sentence: links to those on the page, the ids of the others.
fn rows(
    page: &Page,
    html: &mut String,
    n: usize,
    sentence: usize,
    standing: &mut Peekable<std::slice::Iter<(usize, &str)>>,
) {
    while standing.next_if(|(s, _)| *s < sentence).is_some() {}
    if standing.peek().is_none_or(|(s, _)| *s != sentence) {
        return;
    }
    html.push_str("<sup class=\"back\">");
    while let Some((_, row)) = standing.next_if(|(s, _)| *s == sentence) {
        if page.has(n, row) {
            let _ = write!(html, "<a href=\"#r{n}-{}\">{}</a> ", safe(row), esc(row));
        } else {
            let _ = write!(html, "{} ", esc(row));
        }
    }
    html.push_str("</sup>");
}
