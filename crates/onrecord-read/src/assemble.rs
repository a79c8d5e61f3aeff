//! From text and what the page says of itself to a [`Report`]: blocks, dateline, credits, language, id.

use jiff::civil::Date;
use onrecord_model::{Block, BlockKind, DateChoice, Offsets, Report, ReportId, Span};
use sha2::{Digest, Sha256};

use crate::{dateline, furniture, language};

/// What is known of a text beside its words.
#[derive(Debug, Default, Clone)]
pub(crate) struct Facts {
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub external_id: Option<String>,
    pub authors: Vec<String>,
    /// Candidates for the day or instant of publication with where they come from, best first.
    pub dates: Vec<(String, &'static str)>,
    pub modified: Option<String>,
    pub title: Option<Span>,
    /// Language the page declares.
    pub declared_language: Option<String>,
    pub notes: Vec<String>,
}

/// A report of `text`, whose source bytes hash to `sha256`.
pub(crate) fn report(text: String, sha256: String, facts: Facts) -> Report {
    let offsets = Offsets::new(&text);
    let mut blocks = furniture::blocks(&text, &offsets, facts.title);
    let title = facts.title.or_else(|| blocks.iter().find(|b| b.kind == BlockKind::Title).map(|b| b.span));
    let mut notes = facts.notes;
    let head = masthead(&text, &offsets, &blocks);
    let (mut outlet, mut outlet_span) = match facts.outlet {
        Some(o) => {
            let at = text.find(&o).map(|i| offsets.span(i, i + o.len()));
            (Some(o), at)
        }
        None => match head.outlet {
            Some(span) => (Some(offsets.slice(&text, span).to_owned()), Some(span)),
            None => breadcrumb_outlet(&text, &offsets, &blocks, title),
        },
    };
    let mut dates = facts.dates;
    dates.extend(head.day.map(|d| (d, "text")));
    let known = dates.first().and_then(|(d, _)| d.get(..10).and_then(|d| d.parse::<Date>().ok()));
    let first = blocks.iter().find(|b| {
        matches!(b.kind, BlockKind::Body | BlockKind::Dek)
            || (b.kind == BlockKind::Byline && offsets.slice(&text, b.span).ends_with(')'))
    });
    let line =
        first.map(|b| dateline::dateline(&text, &offsets, offsets.byte(b.span.start), known)).unwrap_or_default();
    if let Some(whole) = line.whole {
        split_dateline(&mut blocks, &text, &offsets, whole);
    }
    let published = dates.first().map(|(d, _)| d.clone()).or_else(|| line.day.clone());
    if let Some(day) = &line.day {
        dates.push((day.clone(), "dateline"));
    }
    let chosen = line.day.clone().filter(|_| dates.first().is_none_or(|(_, from)| *from != "given"));
    let dateline_date = chosen.or_else(|| published.as_ref().map(|p| p.chars().take(10).collect()));
    let date_choice = dateline_date.as_ref().map(|value| DateChoice {
        value: value.clone(),
        from: dates.iter().find(|(d, _)| d.starts_with(value.as_str())).map_or("text", |(_, f)| f).to_owned(),
        others: dates
            .iter()
            .filter(|(d, _)| !d.starts_with(value.as_str()))
            .map(|(d, f)| format!("{f}: {d}"))
            .collect(),
    });
    if outlet.is_none()
        && let Some(span) = line.agency
    {
        outlet = Some(line.agency_name.map_or_else(|| offsets.slice(&text, span).to_owned(), str::to_owned));
        outlet_span = Some(span);
        notes.push("outlet taken from the dateline: no other publisher is named".to_owned());
    }
    let credit = line.agency.or_else(|| blocks.iter().find(|b| b.kind == BlockKind::Credit).map(|b| b.span));
    let language = language::language(&text, facts.declared_language.as_deref());
    let not_read = match language.as_deref() {
        Some("en") => None,
        Some(other) => Some(format!("the text is in another language ({other}); tables are made for English only")),
        None if text.trim().is_empty() => Some("the text is empty".to_owned()),
        None => None,
    };
    let id = report_id(facts.url.as_deref().or(outlet.as_deref()), title.map(|t| offsets.slice(&text, t)), &text);
    Report {
        id,
        external_id: facts.external_id,
        url: facts.url,
        outlet,
        outlet_span,
        title,
        authors: facts.authors,
        published,
        modified: facts.modified,
        dateline_date,
        date_choice,
        dateline_place: line.place,
        agency_credit: credit,
        language,
        not_read,
        sha256,
        boilerplate: furniture::boilerplate(&blocks),
        blocks,
        notes,
        text,
    }
}

/// Makes the dateline a block of its own, so that no sentence starts with it.
fn split_dateline(blocks: &mut Vec<Block>, text: &str, offsets: &Offsets, whole: Span) {
    let Some(i) = blocks.iter().position(|b| b.span.contains(whole) && b.span.end > whole.end) else { return };
    let rest = offsets.slice(text, Span::new(whole.end, blocks[i].span.end));
    let lead = rest.chars().take_while(|c| c.is_whitespace()).count() as u32;
    let body = Block { span: Span::new(whole.end + lead, blocks[i].span.end), kind: blocks[i].kind };
    blocks[i] = Block { span: Span::new(whole.start, whole.end), kind: BlockKind::Byline };
    blocks.insert(i + 1, body);
}

/// Publication and day that lines between headline and body give.
#[derive(Default)]
struct Masthead {
    outlet: Option<Span>,
    day: Option<String>,
}

fn masthead(text: &str, offsets: &Offsets, blocks: &[Block]) -> Masthead {
    let mut found = Masthead::default();
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Byline) {
        let line = offsets.slice(text, block.span);
        if !furniture::is_masthead(line) || line.ends_with(')') {
            continue;
        }
        let day = dateline::day(line, None);
        // The name is what stands before the weekday or the first figure.
        let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let cut = weekdays.iter().filter_map(|w| line.find(w)).chain(line.find(|c: char| c.is_ascii_digit())).min();
        let name = if day.is_some() {
            line[..cut.unwrap_or(line.len())].trim_end_matches([' ', ',', '|', '-', '·'])
        } else {
            line
        };
        if !name.is_empty()
            && !["Published", "Updated", "Posted", "Date"].iter().any(|w| name.starts_with(w))
            && found.outlet.is_none()
        {
            found.outlet = Some(Span::new(block.span.start, block.span.start + name.chars().count() as u32));
        }
        found.day = found.day.or(day);
    }
    found
}

/// The first entry of a breadcrumb that opens the text names the site, unless it is a generic word.
fn breadcrumb_outlet(
    text: &str,
    offsets: &Offsets,
    blocks: &[Block],
    title: Option<Span>,
) -> (Option<String>, Option<Span>) {
    let generic = ["home", "news", "world", "posts", "menu", "articles", "politics", "index", "back"];
    let Some(first) =
        blocks.first().filter(|b| b.kind == BlockKind::Boilerplate && title.is_some_and(|t| b.span.end <= t.start))
    else {
        return (None, None);
    };
    let words = offsets.slice(text, first.span);
    let name = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = name.split(['>', '»', '›', '/']).next().unwrap_or(name).trim();
    let count = name.split_whitespace().count();
    if !words.starts_with(['-', '•', '›', '»', '>', '*'])
        || count == 0
        || count > 4
        || generic.contains(&name.to_lowercase().as_str())
    {
        return (None, None);
    }
    let at = text.find(name).unwrap_or(0);
    (Some(name.to_owned()), Some(offsets.span(at, at + name.len())))
}

/// First 16 hexadecimal digits of SHA-256 over publisher, title and text.
pub(crate) fn report_id(publisher: Option<&str>, title: Option<&str>, text: &str) -> ReportId {
    let mut hash = Sha256::new();
    for part in [publisher.unwrap_or(""), title.unwrap_or(""), text] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    ReportId::from(hex(&hash.finalize())[..16].to_owned())
}

/// SHA-256 of bytes, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
