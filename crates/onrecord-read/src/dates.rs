//! When a page was published: every candidate the page shows, in order of trust, and which was taken.
//!
//! In: the page's HTML and URL. Out: ISO day or instant with where it came from. Nothing is taken from a clock; a date
//! before 1990 or after 2100 is no publication date.

use std::{collections::HashMap, sync::OnceLock};

use jiff::civil::Date;
use regex::Regex;
use serde_json::Value;

use crate::markup::{attribute, opening_tags, unescape};

/// A date candidate: ISO value, where it stood, and how much that place counts for. Places that agree on a day add up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub value: String,
    pub from: &'static str,
    pub weight: f32,
}

/// Publication candidates, best first; and when the page says it was changed.
#[derive(Debug, Default)]
pub(crate) struct PageDates {
    pub published: Vec<Candidate>,
    pub modified: Option<String>,
}

/// Meta names that say when a page was published, best first.
const META_PUBLISHED: [&str; 30] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "bt:pubdate",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "publication_date",
    "publish_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "article.published",
    "published-date",
    "publicationdate",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "originalpublicationdate",
    "timestamp",
    "displaydate",
    "datecreated",
    "date",
];
const META_MODIFIED: [&str; 8] = [
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
];

/// All candidates of a page.
pub(crate) fn page_dates(html: &str, json: &[Value], url: Option<&str>) -> PageDates {
    let mut found = PageDates::default();
    for value in json {
        from_json(value, &mut found);
    }
    for tag in opening_tags(html).filter(|t| t.name.eq_ignore_ascii_case("meta")) {
        let Some(content) = tag.attribute("content").or_else(|| tag.attribute("datetime")) else { continue };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            let Some(name) = tag.attribute(key).map(|n| n.to_lowercase()) else { continue };
            if let Some(at) = META_PUBLISHED.iter().position(|m| *m == name) {
                found.add(&content, "meta", if at < 16 { 8.0 } else { 4.0 });
            } else if META_MODIFIED.contains(&name.as_str())
                && let Some(d) = iso(&content)
            {
                found.modified.get_or_insert(d);
            }
        }
    }
    if let Some(d) = url.and_then(url_day) {
        found.published.push(Candidate { value: d, from: "url", weight: 6.0 });
    }
    marked(html, &mut found);
    scripts(html, &mut found);
    text_dates(html, &mut found);
    if let Some(d) = found.modified.clone() {
        found.published.push(Candidate { value: d, from: "modified", weight: 1.0 });
    }
    found.published = ranked(std::mem::take(&mut found.published));
    found
}

/// Best first: the weights of places that agree on a day are added, each kind of place once. Between days of equal weight
/// the earlier found wins. An instant in universal time gives way to the same moment in the publisher's own zone.
fn ranked(mut all: Vec<Candidate>) -> Vec<Candidate> {
    // The same second on five elements is the moment the page was generated.
    let stamps: HashMap<String, usize> =
        all.iter().filter(|c| c.from == "time" && c.value.len() > 16).fold(HashMap::new(), |mut m, c| {
            *m.entry(c.value.clone()).or_insert(0) += 1;
            m
        });
    for c in &mut all {
        if stamps.get(&c.value).is_some_and(|n| *n >= 5) {
            c.weight *= 0.2;
        }
    }
    let day = |c: &Candidate| c.value.get(..10).map(str::to_owned).unwrap_or_default();
    let mut kinds: HashMap<(String, &'static str), f32> = HashMap::new();
    for c in &all {
        // Two readings of the running text are one voice.
        let best = kinds.entry((day(c), if c.from == "headline" { "text" } else { c.from })).or_insert(0.0);
        *best = best.max(c.weight);
    }
    let total = |d: &str| kinds.iter().filter(|((k, _), _)| k == d).map(|(_, w)| w).sum::<f32>();
    let mut order: Vec<(f32, usize)> = all.iter().enumerate().map(|(i, c)| (total(&day(c)), i)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(all[b.1].weight.total_cmp(&all[a.1].weight)).then(a.1.cmp(&b.1)));
    let mut out: Vec<Candidate> = order.into_iter().map(|(_, i)| all[i].clone()).collect();
    let universal = |v: &str| v.len() > 10 && (v.ends_with('Z') || v.ends_with("+00:00") || v.ends_with("+0000"));
    if let Some(first) = out.first().filter(|c| universal(&c.value)).cloned()
        && let Ok(d) = first.value[..10].parse::<Date>()
    {
        let next_day = |c: &Candidate| {
            c.value.get(..10).and_then(|v| v.parse::<Date>().ok()).is_some_and(|o| (d - o).get_days().abs() == 1)
        };
        let moment = |v: &str| v.parse::<jiff::Timestamp>().ok().map(|t| t.as_second());
        let same = |c: &Candidate| moment(&c.value).is_some_and(|m| Some(m) == moment(&first.value));
        let local = out.iter().position(|c| next_day(c) && (c.from == "url" || same(c)));
        // A day that both an element and the text print beside it is the day in the publisher's zone.
        let printed = |d: &str| {
            let seen = |from: &str| out.iter().any(|c| c.from == from && c.value.starts_with(d));
            seen("element") && seen("headline")
        };
        let own = &first.value[..10];
        let local = local.or_else(|| {
            out.iter().position(|c| next_day(c) && c.from == "element" && printed(&c.value[..10]) && !printed(own))
        });
        if let Some(i) = local {
            let c = out.remove(i);
            out.insert(0, c);
        }
    }
    // The day is settled; where a place that is trusted gives the moment on that day, the moment is kept.
    if let Some(first) = out.first().filter(|c| c.value.len() == 10).map(|c| c.value.clone()) {
        let moment = |zoned: bool| {
            out.iter().position(|c| {
                let zone = c.value.ends_with('Z') || c.value.get(16..).is_some_and(|t| t.contains(['+', '-']));
                c.value.len() > 10 && c.value.starts_with(&first) && (zone || !zoned) && c.weight >= 4.0
            })
        };
        if let Some(i) = moment(true).or_else(|| moment(false)) {
            let c = out.remove(i);
            out.insert(0, c);
        }
    }
    out
}

impl PageDates {
    fn add(&mut self, words: &str, from: &'static str, weight: f32) {
        if let Some(value) = iso(words) {
            self.published.push(Candidate { value, from, weight });
        }
    }
}

/// The parsed JSON-LD blocks of a page. Usual faults are repaired (comment marks, line breaks in strings, a comma before a
/// closing bracket, escaped quotes); what is still broken is left out.
pub(crate) fn json_ld(html: &str) -> Vec<Value> {
    memchr::memmem::find_iter(html.as_bytes(), "application/ld+json")
        .filter_map(|i| {
            let rest = &html[i..];
            let rest = &rest[rest.find('>')? + 1..];
            let body = &rest[..find(rest, "</script").unwrap_or(rest.len())];
            let body = body.trim().trim_start_matches("<!--").trim_start_matches("//").trim_start_matches("<![CDATA[");
            let body = body.trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim();
            let body = body.trim_end_matches(';');
            serde_json::from_str(body).ok().or_else(|| {
                let quoted = !body.contains('"') && body.contains("&quot;");
                let body = if quoted { unescape(body) } else { body.to_owned() };
                serde_json::from_str(&without_commas(&body.replace(['\n', '\r', '\t'], " "))).ok()
            })
        })
        .collect()
}

/// JSON without a comma before a closing bracket.
fn without_commas(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '}' | ']') {
            let kept = out.trim_end().strip_suffix(',').map(str::len);
            out.truncate(kept.unwrap_or(out.len()));
        }
        out.push(c);
    }
    out
}

fn from_json(value: &Value, found: &mut PageDates) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| from_json(v, found)),
        Value::Object(o) => {
            let kind = o.get("@type").map(|t| t.to_string().to_lowercase()).unwrap_or_default();
            let article = ["article", "posting", "report", "review", "recipe"].iter().any(|k| kind.contains(k));
            let weight = if article { 10.0 } else { 4.0 };
            for key in ["datePublished", "dateCreated", "uploadDate"] {
                if let Some(d) = o.get(key).and_then(Value::as_str) {
                    found.add(d, "json-ld", if key == "datePublished" { weight } else { weight / 3.0 });
                }
            }
            if let Some(d) = o.get("dateModified").and_then(Value::as_str).and_then(iso) {
                found.modified.get_or_insert(d);
            }
            for (key, v) in o {
                if matches!(key.as_str(), "@graph" | "mainEntity" | "mainEntityOfPage" | "hasPart" | "itemListElement")
                {
                    from_json(v, found);
                }
            }
        }
        _ => {}
    }
}

/// `<time>`, `<abbr>` and elements whose class, id or itemprop says date.
fn marked(html: &str, found: &mut PageDates) {
    static WORDS: OnceLock<Regex> = OnceLock::new();
    // "time" stands for "timestamp" and "article__time" too, "date" for "dateline".
    let words = WORDS.get_or_init(|| {
        Regex::new(
            "(?i-u)date|publi|posted|post-meta|entry-meta|byline|datum|article-info|post_info|meta-info|submitted|created|time",
        )
        .expect("a pattern")
    });
    const NOT: [&str; 16] = [
        "update",
        "modif",
        "comment",
        "related",
        "sidebar",
        "footer",
        "widget",
        "copyright",
        "event",
        "calendar",
        "archive",
        "teaser",
        "recent",
        "datepicker",
        "navigation",
        "candidate",
    ];
    // What stands above the headline is rarely the report's own date.
    let headline = find(html, "<h1").unwrap_or(0);
    let (mut seen_time, mut below) = (0, 0);
    for (at, _) in html.match_indices('<').take(60_000) {
        let rest = &html[at + 1..];
        let Some(first) = rest.as_bytes().first().filter(|b| b.is_ascii_alphabetic()) else { continue };
        let Some(close) = rest.find('>').filter(|c| *c < 1200) else { continue };
        let tag = &rest[..close];
        let name_end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag[..name_end].to_ascii_lowercase();
        if matches!(name.as_str(), "meta" | "script" | "style" | "link" | "html" | "body" | "input" | "img") {
            continue;
        }
        let is_time = first.eq_ignore_ascii_case(&b't') && name == "time" || name == "abbr";
        if !is_time && !words.is_match(tag) {
            continue;
        }
        let class = ["class", "id", "itemprop", "pubdate", "data-testid"]
            .iter()
            .filter_map(|k| attribute(tag, k))
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        let bad = NOT.iter().any(|w| class.contains(w));
        let published = class.contains("datepublished") || class.contains("published") || class.contains("pubdate");
        if is_time {
            seen_time += 1;
            let own = at > headline && !bad;
            below += usize::from(own);
            let weight = match (bad, published, own && below == 1) {
                (true, ..) => 0.5,
                (_, true, _) => 6.0,
                (_, _, true) => 4.5,
                _ => 2.0,
            };
            let value = attribute(tag, "datetime").or_else(|| attribute(tag, "title")).filter(|v| iso(v).is_some());
            match value {
                Some(v) => found.add(&v, "time", weight),
                None => found.add(&inner(&rest[close + 1..], 80), "time", weight),
            }
            if seen_time > 40 {
                break;
            }
        } else if !bad && words.is_match(&class) {
            if let Some(v) = attribute(tag, "content").or_else(|| attribute(tag, "datetime")) {
                found.add(&v, "element", 4.0);
            }
            let printed = inner(&rest[close + 1..], 160);
            if let Some(value) = first_day(&printed) {
                found.published.push(Candidate { value, from: "element", weight: if published { 5.0 } else { 3.0 } });
            }
        }
        if found.published.len() > 200 {
            break;
        }
    }
}

/// Words after a tag: tags dropped, at most `limit` characters of HTML text.
fn inner(html: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut depth_cut = html.char_indices().nth(limit * 4).map_or(html.len(), |(i, _)| i);
    if let Some(script) = find(&html[..depth_cut], "<script") {
        depth_cut = script;
    }
    let mut rest = &html[..depth_cut];
    while let Some(i) = rest.find('<') {
        out.push_str(&rest[..i]);
        out.push(' ');
        if out.trim().chars().count() > limit {
            break;
        }
        match rest[i..].find('>') {
            Some(n) => rest = &rest[i + n + 1..],
            None => {
                rest = "";
                break;
            }
        }
    }
    if out.trim().is_empty() {
        out.push_str(rest);
    }
    unescape(out.trim()).chars().take(limit).collect()
}

/// Dates of publication that the page's own scripts carry as JSON, and a date in its title.
fn scripts(html: &str, found: &mut PageDates) {
    for key in
        ["datePublished", "published_at", "publishDate", "publishedAt", "pubDate", "publish_date", "publicationDate"]
    {
        if let Some(i) = find(html, key) {
            let value: String = html[i + key.len()..]
                .trim_start_matches(['"', '\'', ':', ' ', '\\'])
                .chars()
                .take_while(|c| !matches!(c, '"' | '\'' | ',' | '<' | '\\' | '&'))
                .take(40)
                .collect();
            if !found.published.iter().any(|c| c.from == "json-ld")
                && value.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
            {
                found.add(&value, "script", 3.0);
            }
        }
    }
    if let Some(title) = between(html, "<title", "</title")
        && let Some(value) = first_day(&title.chars().take(300).collect::<String>())
    {
        found.published.push(Candidate { value, from: "title", weight: 0.5 });
    }
}

/// Byte at which `words` stand in `html`.
fn find(html: &str, words: &str) -> Option<usize> {
    memchr::memmem::find(html.as_bytes(), words.as_bytes())
}

fn between<'h>(html: &'h str, open: &str, close: &str) -> Option<&'h str> {
    let rest = &html[html.find(open)? + open.len()..];
    Some(&rest[..rest.find(close)?])
}

/// Dates in running text: beside "published" words first, else the earliest position in the body.
fn text_dates(html: &str, found: &mut PageDates) {
    const LEAD: [&str; 14] = [
        "published",
        "posted",
        "veröffentlicht",
        "erstellt",
        "publié",
        "publicado",
        "pubblicato",
        "opublikowano",
        "first published",
        "stand:",
        "date:",
        "datum:",
        "am:",
        "vom ",
    ];
    let body = find(html, "<body").map_or(html, |i| &html[i..]);
    let long = body.len() > 400_000;
    let low_limit = if long { body.char_indices().nth(400_000).map_or(body.len(), |(i, _)| i) } else { body.len() };
    let plain = strip(&body[..low_limit]);
    let low = plain.to_lowercase();
    if low.len() == plain.len() {
        for lead in LEAD {
            for i in memchr::memmem::find_iter(low.as_bytes(), lead).take(5) {
                let words: String = plain[i + lead.len()..].chars().take(60).collect();
                if let Some(value) = first_day(&words) {
                    found.published.push(Candidate { value, from: "text", weight: 4.0 });
                }
            }
        }
    }
    // The words just before and after the headline.
    if let Some(i) = find(html, "<h1") {
        let mut from = i.saturating_sub(2_000);
        while !html.is_char_boundary(from) {
            from += 1;
        }
        let mut to = (i + 6_000).min(html.len());
        while !html.is_char_boundary(to) {
            to -= 1;
        }
        let after: String =
            strip(&html[i..to]).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(500).collect();
        let cut = html[from..i].find('<').map_or(from, |n| from + n);
        let before = strip(&html[cut..i]).split_whitespace().collect::<Vec<_>>().join(" ");
        let near = first_day(&after).or_else(|| {
            first_day(&before.chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect::<String>())
        });
        if let Some(value) = near {
            found.published.push(Candidate { value, from: "headline", weight: 2.5 });
        }
    }
    if let Some(value) = first_day(&plain) {
        found.published.push(Candidate { value, from: "text", weight: 2.5 });
    }
}

/// Visible text of a page, tags and scripts dropped.
fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 3);
    let mut rest = html;
    while let Some(i) = rest.find('<') {
        out.push_str(&rest[..i]);
        out.push(' ');
        let after = &rest[i..];
        let skip = ["<script", "<style", "<noscript", "<!--"]
            .iter()
            .find(|t| after.get(..t.len()).is_some_and(|h| h.eq_ignore_ascii_case(t)));
        let end = match skip {
            Some(&"<!--") => after.find("-->").map(|n| n + 3),
            Some(t) => after.find(&format!("</{}", &t[1..])).and_then(|n| after[n..].find('>').map(|m| n + m + 1)),
            None => after.find('>').map(|n| n + 1),
        };
        match end {
            Some(n) => rest = &after[n..],
            None => return out,
        }
    }
    out.push_str(rest);
    out
}

fn url_day(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, p)| p);
    let path = path.split_once('/').map_or("", |(_, p)| p);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '?', '=', '&']).collect();
    for w in parts.windows(3) {
        if w[0].len() == 4
            && (1..=2).contains(&w[1].len())
            && (1..=2).contains(&w[2].len())
            && let (Ok(y), Ok(m), Ok(d)) = (w[0].parse(), w[1].parse(), w[2].parse())
            && let Some(day) = plausible(y, m, d)
        {
            return Some(day);
        }
    }
    for w in parts.windows(3) {
        if w[2].len() == 4
            && w[0].len() == 2
            && w[1].len() == 2
            && let (Ok(d), Ok(m), Ok(y)) = (w[0].parse(), w[1].parse(), w[2].parse())
            && let Some(day) = plausible(y, m, d)
        {
            return Some(day);
        }
    }
    parts.iter().find_map(|p| {
        let digits = p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| plausible(p[..4].parse().ok()?, p[4..6].parse().ok()?, p[6..].parse().ok()?)).flatten()
    })
}

fn plausible(y: i16, m: i8, d: i8) -> Option<String> {
    (1990..=2100).contains(&y).then(|| Date::new(y, m, d).ok().map(|d| d.to_string())).flatten()
}

/// A day or instant written in a metadata field, as ISO 8601; times keep their zone.
pub(crate) fn iso(words: &str) -> Option<String> {
    let words = words.trim();
    if let Some(day) = words.get(..10).and_then(|d| d.parse::<Date>().ok()) {
        let rest = words[10..].trim_start_matches(['T', ' ']);
        plausible(day.year(), day.month(), day.day())?;
        let timed = rest.len() >= 5 && rest.as_bytes()[2] == b':';
        return Some(if timed { format!("{day}T{}", zoned(&rest.replace(' ', ""))) } else { day.to_string() });
    }
    if words.len() >= 8 && words.len() <= 14 && words.bytes().all(|b| b.is_ascii_digit()) {
        return plausible(words[..4].parse().ok()?, words[4..6].parse().ok()?, words[6..8].parse().ok()?);
    }
    if let Ok(z) = jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned(words) {
        return plausible(z.year(), z.month(), z.day()).map(|_| z.timestamp().to_string());
    }
    first_day(words)
}

/// A time of day with its zone as ISO 8601 writes it: `+0200` and `GMT` as `+02:00` and `Z`.
fn zoned(time: &str) -> String {
    let bare = time.trim_end_matches("GMT").trim_end_matches("UTC");
    if bare.len() < time.len() {
        return format!("{bare}Z");
    }
    match time.rfind(['+', '-']) {
        Some(i) if time.len() == i + 5 && time[i + 1..].bytes().all(|b| b.is_ascii_digit()) => {
            format!("{}:{}", &time[..i + 3], &time[i + 3..])
        }
        _ => time.to_owned(),
    }
}

/// The first full date in running words, in any of the usual written forms.
pub(crate) fn first_day(words: &str) -> Option<String> {
    // Pieces: numbers, words and the single separators between them.
    #[derive(Clone, Copy, PartialEq, Debug)]
    enum Piece<'w> {
        Number(i32, usize),
        Word(&'w str),
        Mark(char),
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut iter = words.char_indices().peekable();
    while let Some((i, c)) = iter.next() {
        if c.is_ascii_digit() {
            let mut end = i + 1;
            while let Some((j, d)) = iter.peek().copied().filter(|(_, d)| d.is_ascii_digit()) {
                end = j + d.len_utf8();
                iter.next();
            }
            pieces.push(Piece::Number(words[i..end].parse().unwrap_or(i32::MAX), end - i));
        } else if c.is_alphabetic() {
            let mut end = i + c.len_utf8();
            while let Some((j, d)) = iter.peek().copied().filter(|(_, d)| d.is_alphabetic()) {
                end = j + d.len_utf8();
                iter.next();
            }
            pieces.push(Piece::Word(&words[i..end]));
        } else if !c.is_whitespace() {
            pieces.push(Piece::Mark(c));
        }
        if pieces.len() > 60_000 {
            break;
        }
    }
    let year = |n: i32, len: usize| (len == 4).then_some(n as i16);
    for i in 0..pieces.len() {
        let at = |k: usize| pieces.get(i + k).copied();
        let found = match (at(0), at(1), at(2), at(3), at(4)) {
            // 2031-03-04, 2031/3/4, 2031.03.04
            (
                Some(Piece::Number(y, 4)),
                Some(Piece::Mark(a @ ('-' | '/' | '.' | '|'))),
                Some(Piece::Number(m, ml)),
                Some(Piece::Mark(b)),
                Some(Piece::Number(d, dl)),
            ) if a == b && ml <= 2 && dl <= 2 => plausible(y as i16, m as i8, d as i8),
            // 4.3.2031, 04/03/2031 (day first; month first when the day cannot be a month)
            (
                Some(Piece::Number(d, dl)),
                Some(Piece::Mark(a @ ('-' | '/' | '.' | '|'))),
                Some(Piece::Number(m, ml)),
                Some(Piece::Mark(b)),
                Some(Piece::Number(y, yl)),
            ) if a == b && dl <= 2 && ml <= 2 && (yl == 4 || (yl == 2 && a == '.')) => {
                let y = if yl == 2 { 2000 + y as i16 } else { y as i16 };
                plausible(y, m as i8, d as i8).or_else(|| plausible(y, d as i8, m as i8))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        // A month's name with a day before or after it and a year near.
        let Some(Piece::Word(w)) = at(0) else { continue };
        let skip = |mut k: usize| {
            while let Some(Piece::Mark('.' | ',' | '-' | '/' | '’' | '\''))
            | Some(Piece::Word("st" | "nd" | "rd" | "th" | "de" | "del" | "of")) = pieces.get(k).copied()
            {
                k += 1;
            }
            k
        };
        let next = skip(i + 1);
        if !matches!(pieces.get(next), Some(Piece::Number(..))) {
            continue;
        }
        let Some(month) = month(w) else { continue };
        // March 4, 2031
        if let Some(Piece::Number(d, 1..=2)) = pieces.get(next).copied() {
            let after = skip(next + 1);
            if let Some(Piece::Number(y, len)) = pieces.get(after).copied()
                && let Some(y) = year(y, len)
                && let Some(day) = plausible(y, month, d as i8)
            {
                return Some(day);
            }
        }
        // 4 March 2031, 4. März 2031
        if let Some(Piece::Number(y, len)) = pieces.get(next).copied()
            && let Some(y) = year(y, len)
        {
            let mut back = i;
            while back > 0 {
                back -= 1;
                match pieces[back] {
                    Piece::Mark('.' | ',' | '-' | '/') | Piece::Word("st" | "nd" | "rd" | "th" | "de" | "of")
                        if i - back <= 3 =>
                    {
                        continue;
                    }
                    Piece::Number(d, 1..=2) => {
                        if let Some(day) = plausible(y, month, d as i8) {
                            return Some(day);
                        }
                        break;
                    }
                    _ => break,
                }
            }
        }
    }
    None
}

/// Number of a month's name in any listed language.
pub(crate) fn month(word: &str) -> Option<i8> {
    static MONTHS: OnceLock<HashMap<&str, i8>> = OnceLock::new();
    let months = MONTHS.get_or_init(|| {
        include_str!("../data/months.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'))
            .flat_map(|(n, names)| names.split(' ').map(move |w| (w, n.parse().unwrap_or(1))))
            .collect()
    });
    if word.len() > 24 {
        return None;
    }
    months.get(word.to_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_forms() {
        for (words, day) in [
            ("Posted on March 4, 2031 at 9", "2031-03-04"),
            ("Tuesday, 4th of March 2031", "2031-03-04"),
            ("am 4. März 2031, 10:00", "2031-03-04"),
            ("le 4 mars 2031", "2031-03-04"),
            ("04.03.2031", "2031-03-04"),
            ("3/24/2031", "2031-03-24"),
            ("2031/03/04", "2031-03-04"),
            ("4 de marzo de 2031", "2031-03-04"),
        ] {
            assert_eq!(first_day(words).as_deref(), Some(day), "{words}");
        }
        for words in ["March 2031", "call 04 03 2031", "31.02.2031", "version 1.2.3", ""] {
            assert_eq!(first_day(words), None, "{words}");
        }
        assert_eq!(iso("2031-03-04T09:30:00+02:00").as_deref(), Some("2031-03-04T09:30:00+02:00"));
        assert_eq!(iso("2031-03-04 09:30:00 +0200").as_deref(), Some("2031-03-04T09:30:00+02:00"));
        assert_eq!(iso("2031-03-04T09:30 GMT").as_deref(), Some("2031-03-04T09:30Z"));
        assert_eq!(iso("20310304").as_deref(), Some("2031-03-04"));
        assert_eq!(iso("Tue, 04 Mar 2031 08:00:00 GMT").as_deref(), Some("2031-03-04T08:00:00Z"));
    }

    #[test]
    fn the_article_object_wins_over_the_url_and_text() {
        let html = r#"<html><head><script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2031-03-04","dateModified":"2031-03-06"}</script>
            </head><body><span class="date">5 March 2031</span> Published 7 March 2031</body></html>"#;
        let found = page_dates(html, &json_ld(html), Some("https://x.example/2031/03/08/a"));
        assert_eq!((found.published[0].value.as_str(), found.published[0].from), ("2031-03-04", "json-ld"));
        assert_eq!(found.modified.as_deref(), Some("2031-03-06"));
        assert!(found.published.iter().any(|c| c.from == "url"));
    }

    #[test]
    fn the_day_is_settled_first_and_its_moment_kept() {
        let html = r#"<meta property="article:published_time" content="2031-03-04T23:30:00-05:00"><span class="date">March 4, 2031</span>"#;
        let found = page_dates(html, &[], Some("https://x.example/2031/03/04/a"));
        assert_eq!(found.published[0].value, "2031-03-04T23:30:00-05:00");
    }
}
