//! What each line of a text is for: headline, dek, running text, caption, credit, page furniture.
//!
//! In: the lines of a page or a plain file. Out: one [`Block`] a line. It reads words and shape only and knows no outlet.

use std::sync::OnceLock;

use onrecord_model::{Block, BlockKind, Offsets, Span};

/// Cuts `text` into blocks, one a non-empty line, and says what each is for.
///
/// `title` is the headline when the page gives one; otherwise the first line that can be one is taken.
pub(crate) fn blocks(text: &str, offsets: &Offsets, title: Option<Span>) -> Vec<Block> {
    let mut lines: Vec<(Span, &str, bool)> = Vec::new();
    let mut at = 0usize;
    let mut blank_before = true;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        if body.is_empty() {
            blank_before = true;
        } else {
            let lead = line.len() - line.trim_start().len();
            lines.push((offsets.span(at + lead, at + lead + body.len()), body, blank_before));
            blank_before = false;
        }
        at += line.len();
    }
    let title_at = match title {
        Some(t) => lines.iter().position(|(s, ..)| s.overlaps(t)),
        None => headline(&lines),
    };
    let first_body = lines.iter().enumerate().position(|(i, (_, l, _))| Some(i) != title_at && is_running(l));
    let masthead =
        |i: usize, line: &str| title_at.is_some_and(|t| i > t) && first_body.is_none_or(|b| i < b) && is_masthead(line);
    let mut blocks: Vec<Block> = lines
        .iter()
        .enumerate()
        .map(|(i, (span, line, _))| {
            let kind = if Some(i) == title_at {
                BlockKind::Title
            } else if is_furniture(line)
                || is_stamp(line)
                || is_share_bar(line)
                || title_at.is_some_and(|t| i < t)
                || (is_crumb(line) && first_body.is_none_or(|b| i < b))
            {
                BlockKind::Boilerplate
            } else if let Some(kind) = label(line) {
                kind
            } else if masthead(i, line) {
                BlockKind::Byline
            } else if title_at == Some(i.wrapping_sub(1))
                && first_body.is_some_and(|b| b == i)
                && is_dek(line, lines.get(i + 1))
            {
                BlockKind::Dek
            } else if !is_running(line) && is_short(line) {
                // A short line without an end: credit or byline above the body, else a subheading.
                if agency(line).is_some() { BlockKind::Credit } else { BlockKind::Heading }
            } else {
                BlockKind::Body
            };
            Block { span: *span, kind }
        })
        .collect();
    // A subheading with nothing under it heads nothing: calls and links at the end of a page.
    if let Some(last) = blocks.iter_mut().rev().find(|b| b.kind.is_content()).filter(|b| b.kind == BlockKind::Heading) {
        last.kind = BlockKind::Boilerplate;
    }
    blocks
}

/// A line between headline and body that names the publication or its day: "The Harbour Post, Friday, 7 March 2031".
pub(crate) fn is_masthead(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let dated = crate::dateline::day(line, None).is_some();
    let small = ["of", "the", "and", "for", "in", "on", "de", "la"];
    let titled = words.iter().all(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()) || small.contains(w));
    let paper = words.first().is_some_and(|w| *w == "The") && words.len() <= 5 && titled;
    words.len() <= 12 && !is_running(line) && titled && (dated || paper || agency(line).is_some())
}

/// The spans of blocks that yield no rows, touching ones joined.
pub(crate) fn boilerplate(blocks: &[Block]) -> Vec<Span> {
    blocks.iter().filter(|b| !b.kind.is_content()).map(|b| b.span).collect()
}

/// The first line that can be a headline: one line, not a bullet, not furniture, and text after it.
fn headline(lines: &[(Span, &str, bool)]) -> Option<usize> {
    let i = lines
        .iter()
        .take(8)
        .position(|(_, l, _)| !is_furniture(l) && !is_crumb(l) && !is_bullet(l) && label(l).is_none())?;
    let (_, line, _) = lines[i];
    let words = line.split_whitespace().count();
    let ends = line.ends_with(['.', '!', ':', ';']) && !line.ends_with("...");
    let opens_body = words > 30 || (ends && words > 12) || dateline_like(line);
    (lines.len() > i + 1 && !opens_body).then_some(i)
}

/// Opens with a place in capitals and a dash.
fn dateline_like(line: &str) -> bool {
    let head: String = line.chars().take(60).collect();
    [" — ", " – ", " -- ", ") - "].iter().any(|d| head.contains(d))
        && head.chars().take_while(|c| c.is_uppercase() || c.is_whitespace()).filter(|c| c.is_uppercase()).count() >= 3
}

/// A line of running text: long, or closed by a sentence end.
fn is_running(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let end = line.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    words > 18 || (words > 1 && end.ends_with(['.', '!', '?', '…'])) || (words > 5 && line.ends_with([',', ':']))
}

fn is_short(line: &str) -> bool {
    line.split_whitespace().count() <= 18
}

fn is_bullet(line: &str) -> bool {
    line.starts_with(['-', '•', '›', '»', '>', '*', '|']) && line.split_whitespace().count() <= 20
}

/// The line under the headline sums up and is followed by more text.
fn is_dek(line: &str, next: Option<&(Span, &str, bool)>) -> bool {
    let words = line.split_whitespace().count();
    words <= 45
        && !dateline_like(line)
        && next.is_some_and(|(_, n, blank)| *blank || n.split_whitespace().count() > words)
}

/// Captions, credits and bylines that say so themselves.
fn label(line: &str) -> Option<BlockKind> {
    let low: String = line.chars().take(48).collect::<String>().to_lowercase();
    let words = line.split_whitespace().count();
    if [
        "photo:",
        "image:",
        "picture:",
        "caption:",
        "file photo",
        "pictured:",
        "(photo",
        "[photo",
        "photo by",
        "image credit",
    ]
    .iter()
    .any(|p| low.starts_with(p))
        || low.ends_with("file photo]")
    {
        return Some(BlockKind::Caption);
    }
    if words <= 60 && is_caption(line) {
        return Some(BlockKind::Caption);
    }
    if words <= 14 && (low.starts_with("by ") || low.starts_with("written by ")) && !is_running(line) {
        return Some(BlockKind::Byline);
    }
    let credit = [
        "with reporting by",
        "reporting by",
        "additional reporting",
        "source:",
        "(reporting by",
        "edited by",
        "editing by",
    ];
    if words <= 30 && credit.iter().any(|p| low.starts_with(p)) {
        return Some(BlockKind::Credit);
    }
    (words <= 4 && agency(line).is_some()).then_some(BlockKind::Credit)
}

fn is_furniture(line: &str) -> bool {
    static WORDS: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    let words = WORDS.get_or_init(|| rows(include_str!("../data/furniture.tsv")));
    let low = line.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let count = line.split_whitespace().count();
    words.iter().any(|(kind, w)| match *kind {
        "start" => count <= 60 && low.starts_with(w) && boundary(low, w.len()),
        "any" => count <= 40 && low.contains(w),
        _ => low == *w,
    })
}

/// The time an entry of a live page or the page itself was put up: "14:32 GMT", "Updated at 3.15pm", "9 min ago", "4 min read".
fn is_stamp(line: &str) -> bool {
    const WORDS: [&str; 51] = [
        "updated",
        "update",
        "published",
        "posted",
        "last",
        "first",
        "modified",
        "on",
        "at",
        "ago",
        "min",
        "mins",
        "minute",
        "minutes",
        "m",
        "h",
        "hour",
        "hours",
        "day",
        "days",
        "hr",
        "hrs",
        "sec",
        "am",
        "pm",
        "a",
        "p",
        "gmt",
        "utc",
        "bst",
        "est",
        "edt",
        "et",
        "cet",
        "cest",
        "pst",
        "pdt",
        "pt",
        "ist",
        "cst",
        "cdt",
        "jst",
        "aest",
        "read",
        "live",
        "eet",
        "eest",
        "msk",
        "local",
        "time",
        "from",
    ];
    let parts: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let digits = |w: &str| w.bytes().take_while(u8::is_ascii_digit).count();
    let known = |w: &str| {
        let rest = &w[digits(w)..];
        rest.is_empty() || WORDS.contains(&rest.to_lowercase().as_str()) || crate::dates::month(rest).is_some()
    };
    let weekday = |w: &str| {
        let w = w.to_lowercase();
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .iter()
            .any(|d| w.starts_with(d) && (w.len() <= 4 || w.ends_with("day")))
    };
    // A clock or a span of time must stand in it: a bare day under a headline is a masthead, not a stamp.
    let clock = line
        .as_bytes()
        .windows(3)
        .any(|w| w[0].is_ascii_digit() && matches!(w[1], b':' | b'.') && w[2].is_ascii_digit());
    let said = parts
        .iter()
        .any(|w| matches!(w.to_lowercase().as_str(), "ago" | "read" | "updated" | "gmt" | "utc" | "am" | "pm"));
    (2..=14).contains(&parts.len())
        && parts.iter().any(|w| digits(w) > 0)
        && (clock || said)
        && parts.iter().all(|w| known(w) || weekday(w))
}

/// The names of networks and nothing else: "Facebook Twitter WhatsApp Copy link".
fn is_share_bar(line: &str) -> bool {
    const WORDS: [&str; 30] = [
        "facebook",
        "twitter",
        "x",
        "whatsapp",
        "email",
        "e",
        "mail",
        "linkedin",
        "reddit",
        "telegram",
        "copy",
        "link",
        "print",
        "share",
        "pinterest",
        "messenger",
        "flipboard",
        "save",
        "tweet",
        "bluesky",
        "threads",
        "viber",
        "pocket",
        "sms",
        "url",
        "on",
        "via",
        "to",
        "bookmark",
        "more",
    ];
    let words: Vec<String> =
        line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let named = words.iter().filter(|w| w.len() > 4).count();
    words.len() >= 2 && named >= 1 && words.iter().all(|w| WORDS.contains(&w.as_str()))
}

/// A line that ends in a picture credit: "… on Monday. Photograph: Ila Venn/AFP", "(Image: Merrow Wire)", "… / Getty Images".
fn is_caption(line: &str) -> bool {
    let low = line.to_lowercase();
    let tail: String = {
        let n = low.chars().count();
        low.chars().skip(n.saturating_sub(60)).collect()
    };
    let marked = [
        "photograph:",
        "(photo:",
        "(photo by",
        "(image:",
        "(picture:",
        "[photo",
        "credit:",
        "(ap photo",
        "(reuters/",
        "image copyright",
        "photo credit",
        "image caption",
        "media caption",
        "picture:",
        "via getty images",
        "/getty images",
        "/ getty images",
        "via reuters",
        "via ap)",
        "afp via",
    ];
    let closed = tail.trim_end_matches([']', ')', '.']);
    marked.iter().any(|m| tail.contains(m))
        || ["/ap", "/afp", "/reuters", "/epa", "getty images", "/shutterstock"].iter().any(|m| closed.ends_with(m))
}

/// Breadcrumbs: "- Home", "Home > World > Strait".
fn is_crumb(line: &str) -> bool {
    let count = line.split_whitespace().count();
    let path = count <= 20 && [" > ", " » ", " › "].iter().any(|s| line.contains(s));
    !is_running(line) && (path || (is_bullet(line) && count <= 14))
}

/// A furniture word that opens running text ("Trending upward, …", "Support our …") only counts on a word boundary.
fn boundary(low: &str, at: usize) -> bool {
    low[at..].chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// Full name of the agency that `words` credits.
pub(crate) fn agency(words: &str) -> Option<&'static str> {
    static AGENCIES: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    let words = words
        .trim()
        .trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '-' | '–' | '—' | '/' | '.' | ','))
        .trim();
    AGENCIES
        .get_or_init(|| rows(include_str!("../data/agencies.tsv")))
        .iter()
        .find(|(a, _)| *a == words)
        .map(|(_, n)| *n)
}

fn rows(tsv: &'static str) -> Vec<(&'static str, &'static str)> {
    tsv.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, want: Expect) {
        let o = Offsets::new(text);
        let got: String = blocks(text, &o, None)
            .iter()
            .map(|b| format!("{:?}: {}\n", b.kind, o.slice(text, b.span).chars().take(40).collect::<String>()))
            .collect();
        want.assert_eq(&got);
    }

    #[test]
    fn breadcrumbs_title_dek_body_and_a_call_to_subscribe() {
        check(
            "- Merrow Herald\n- World\nEnvoys meet in Port Calder over crew\nTalks resume as the blockade enters week two.\n\nThe mediator said on Monday that both sides had agreed to meet again before the weekend.\nPressure\nA second round was called off on Tuesday.\nPhoto: the harbour\nSubscribe to our newsletter for more.\n",
            expect![[r#"
                Boilerplate: - Merrow Herald
                Boilerplate: - World
                Title: Envoys meet in Port Calder over crew
                Dek: Talks resume as the blockade enters week
                Body: The mediator said on Monday that both si
                Heading: Pressure
                Body: A second round was called off on Tuesday
                Caption: Photo: the harbour
                Boilerplate: Subscribe to our newsletter for more.
            "#]],
        );
    }

    #[test]
    fn stamps_share_bars_captions_and_calls_for_money_are_no_statements() {
        check(
            "Envoys meet in Port Calder over crew\n\nUpdated at 3.15pm GMT\nFacebook Twitter WhatsApp Copy link\nThe mediator said on Monday that both sides had agreed to meet again.\nThe harbour of Port Calder on Monday. Photograph: Ila Venn/AFP\n14:32\nThe second round began at 14:32 on Tuesday.\n9 min ago\nSupport the Merrow Herald with a gift from 2 crowns a month.\nREAD MORE: Envoys leave the port\nThe talks ended in May.\nUpdated May 4, 2031\n",
            expect![[r#"
                Title: Envoys meet in Port Calder over crew
                Boilerplate: Updated at 3.15pm GMT
                Boilerplate: Facebook Twitter WhatsApp Copy link
                Body: The mediator said on Monday that both si
                Caption: The harbour of Port Calder on Monday. Ph
                Boilerplate: 14:32
                Body: The second round began at 14:32 on Tuesd
                Boilerplate: 9 min ago
                Boilerplate: Support the Merrow Herald with a gift fr
                Boilerplate: READ MORE: Envoys leave the port
                Body: The talks ended in May.
                Boilerplate: Updated May 4, 2031
            "#]],
        );
    }

    #[test]
    fn a_text_without_headline_has_none() {
        check(
            "PORT CALDER (AP) — The harbour master said the ship had left.\nNobody else spoke.\n",
            expect![[r#"
                Body: PORT CALDER (AP) — The harbour master sa
                Body: Nobody else spoke.
            "#]],
        );
    }
}
