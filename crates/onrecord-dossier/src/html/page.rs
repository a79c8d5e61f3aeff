//! What every section of the page needs: numbers for reports, anchors for sentences and rows, the pieces a row is made of.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::Arc;

use onrecord_model::{
    Cell, Certainty, Dossier, Evidence, Lane, LinkRole, Openness, Relation, RelationKind, ReportId, RowRef, Says, Span,
};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::cut::Cut;
use crate::labels;

/// How many party colours there are; later parties have the colour of "others". A name always stands beside the colour.
const COLOURS: usize = 8;

/// Relations of one kind that are listed of a row.
const RELATIONS: usize = 24;

/// A dossier with its look-ups.
pub struct Page<'d> {
    pub dossier: &'d Dossier,
    /// The rows that are on the page.
    pub cut: Cut<'d>,
    numbers: FxHashMap<&'d str, usize>,
    colours: FxHashMap<&'d str, usize>,
    /// For every report, the sentences that rows stand on with these rows, in order.
    pub rows_at: Vec<Vec<(usize, &'d str)>>,
    /// Evidence spans of every report.
    pub marked: Vec<Vec<Span>>,
    /// Rows of the ledger and of the other tables that have an anchor on the page.
    anchors: FxHashSet<(usize, &'d str)>,
}

impl<'d> Page<'d> {
    pub fn new(dossier: &'d Dossier) -> Self {
        let numbers = dossier.texts.iter().enumerate().map(|(i, t)| (t.report.as_str(), i + 1)).collect();
        let colours = colours(dossier);
        let mut page = Page {
            dossier,
            cut: Cut::new(dossier),
            numbers,
            colours,
            rows_at: vec![Vec::new(); dossier.texts.len() + 1],
            marked: vec![Vec::new(); dossier.texts.len() + 1],
            anchors: FxHashSet::default(),
        };
        page.index_rows();
        page
    }

    fn index_rows(&mut self) {
        let d = self.dossier;
        let mut seen: Vec<(&RowRef, &Evidence)> = Vec::new();
        for c in d.channels.iter().flat_map(|l| &l.contacts) {
            seen.push((&c.row, &c.words.evidence));
        }
        for r in d.deal.terms.iter().flat_map(|t| &t.rows) {
            seen.push((&r.row, &r.words.evidence));
        }
        for k in &d.deal.conditions {
            seen.push((&k.row, &k.words.evidence));
        }
        for s in d.ledger.iter().flat_map(|c| &c.statements) {
            for cell in s.words.iter().chain(&s.speaker).chain(&s.cue).chain(&s.hedge) {
                seen.push((&s.row, &cell.evidence));
            }
        }
        for p in d.figures.iter().flat_map(|s| &s.points) {
            seen.push((&p.row, &p.words.evidence));
        }
        for e in &d.timeline {
            seen.push((&e.row, &e.words.evidence));
        }
        for w in &d.changes.withdrawals {
            seen.push((&w.row, &w.words.evidence));
        }
        for (row, evidence) in seen {
            let Some(&n) = self.numbers.get(row.report.as_str()) else { continue };
            for span in evidence.spans() {
                if let Some(s) = self.sentence(n, *span) {
                    self.rows_at[n].push((s, row.row.as_str()));
                }
                self.marked[n].push(*span);
            }
        }
        for rows in &mut self.rows_at {
            rows.sort_unstable();
            rows.dedup();
        }
        let cut = &self.cut;
        let shown = (cut.contacts.iter().flat_map(|(_, rows)| rows).map(|c| &c.row))
            .chain(cut.terms.iter().flat_map(|t| &t.rows).map(|r| &r.row))
            .chain(cut.conditions.iter().map(|k| &k.row))
            .chain(cut.claims.iter().flat_map(|c| &c.statements).map(|s| &s.row))
            .chain(cut.series.iter().flat_map(|(_, rows)| rows).map(|p| &p.row))
            .chain(cut.timeline.iter().flat_map(|g| &g.shown).filter(|e| e.lane == Lane::Event).map(|e| &e.row))
            .chain(d.changes.withdrawals.iter().map(|w| &w.row));
        for row in shown {
            if let Some(&n) = self.numbers.get(row.report.as_str()) {
                self.anchors.insert((n, row.row.as_str()));
            }
        }
        for spans in &mut self.marked {
            spans.sort_unstable();
            let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
            for s in spans.iter() {
                match merged.last_mut() {
                    Some(last) if s.start <= last.end => last.end = last.end.max(s.end),
                    _ => merged.push(*s),
                }
            }
            *spans = merged;
        }
    }

    /// How many rows a section holds.
    pub fn count(&self, section: usize) -> usize {
        let d = self.dossier;
        match section {
            0 => d.head.unknown.len(),
            1 => d.channels.iter().map(|l| l.contacts.len()).sum(),
            2 => d.deal.terms.len() + d.deal.conditions.len(),
            3 => d.ledger.iter().map(|c| c.statements.len()).sum(),
            4 => d.figures.iter().map(|s| s.points.len()).sum(),
            5 => d.timeline.len(),
            6 => d.outlets.len(),
            7 => d.changes.versions.len() + d.changes.withdrawals.len(),
            8 => d.method.tables.iter().map(|t| t.certain + t.possible).sum(),
            _ => d.texts.len(),
        }
    }

    /// The number a report is cited by.
    pub fn number(&self, report: &ReportId) -> usize {
        self.numbers.get(report.as_str()).copied().unwrap_or(0)
    }

    /// Index of the sentence of report `number` that holds the span's first code point.
    fn sentence(&self, number: usize, span: Span) -> Option<usize> {
        let sentences = &self.dossier.texts.get(number.checked_sub(1)?)?.sentences;
        let i = sentences.partition_point(|s| s.end <= span.start);
        sentences.get(i).filter(|s| s.start <= span.start || s.start < span.end).map(|_| i)
    }

    /// Where in the page a span's sentence stands.
    pub fn anchor(&self, report: &ReportId, span: Span) -> Anchor {
        let n = self.number(report);
        Anchor(n, self.sentence(n, span))
    }

    /// Id of a row's element.
    pub fn row_id<'r>(&self, row: &'r RowRef) -> RowAt<'r> {
        RowAt(self.number(&row.report), safe(&row.row.0))
    }

    /// A link to a row, shown as report number and row id ("3·a5").
    pub fn row_link(&self, html: &mut String, row: &RowRef) {
        let n = self.number(&row.report);
        if self.has(n, row.row.as_str()) {
            let _ = write!(html, "<a class=\"row\" href=\"#r{n}-{}\">{n}·{}</a>", safe(&row.row.0), esc(&row.row.0));
        } else {
            let _ = write!(html, "<span class=\"row\">{n}·{}</span>", esc(&row.row.0));
        }
    }

    /// Whether a row of report `number` has an anchor on the page.
    pub fn has(&self, number: usize, row: &str) -> bool {
        self.anchors.contains(&(number, row))
    }

    /// Words as a link to their sentence, with the report's number.
    pub fn cite(&self, html: &mut String, cell: &Cell<String>) {
        self.cite_as(html, cell, &cell.value);
    }

    /// A value as a link to the sentence it was read from, with the report's number.
    pub fn cite_as(&self, html: &mut String, cell: &Cell<String>, shown: &str) {
        let at = self.anchor(&cell.report, cell.evidence.first());
        let _ = write!(html, "<a class=\"q\" href=\"#{at}\"><bdi>{}</bdi></a>", esc(shown));
        self.reference(html, &cell.report);
    }

    /// The report's number as a link to the report.
    pub fn reference(&self, html: &mut String, report: &ReportId) {
        let n = self.number(report);
        let _ = write!(html, "<a class=\"ref\" href=\"#r{n}\" aria-label=\"report {n}\">{n}</a>");
    }

    /// Class of a party's colour.
    pub fn colour(&self, party: &str) -> usize {
        self.colours.get(party).copied().unwrap_or(COLOURS)
    }

    /// A party's name with its colour.
    pub fn party(&self, html: &mut String, name: &str) {
        let _ = write!(
            html,
            "<span class=\"pt\"><i class=\"dot p{}\" aria-hidden=\"true\"></i><bdi>{}</bdi></span>",
            self.colour(name),
            esc(name)
        );
    }

    /// Several parties.
    pub fn parties(&self, html: &mut String, names: &[String]) {
        for (i, name) in names.iter().enumerate() {
            if i > 0 {
                html.push_str(", ");
            }
            self.party(html, name);
        }
    }
}

/// A row's id as part of an anchor.
pub fn safe(row: &str) -> Cow<'_, str> {
    if row.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cow::Borrowed(row);
    }
    row.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect::<String>().into()
}

/// Where a sentence stands, or the report where no sentence holds the words.
#[derive(Clone, Copy)]
pub struct Anchor(usize, Option<usize>);

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.1 {
            Some(sentence) => write!(f, "r{}s{sentence}", self.0),
            None => write!(f, "r{}", self.0),
        }
    }
}

/// Id of a row's element.
pub struct RowAt<'r>(usize, Cow<'r, str>);

impl fmt::Display for RowAt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "r{}-{}", self.0, self.1)
    }
}

/// A colour for each of the parties most rows name, given out in alphabetical order.
fn colours(d: &Dossier) -> FxHashMap<&str, usize> {
    let mut rows: FxHashMap<&str, usize> = FxHashMap::default();
    let contacts = d.channels.iter().flat_map(|l| &l.contacts).flat_map(|c| c.ends.iter().chain(&c.mediators));
    let terms = d.deal.terms.iter().flat_map(|t| &t.party);
    let holders = d.deal.conditions.iter().filter_map(|c| c.holder.as_ref());
    for name in contacts.chain(terms).chain(holders).chain(&d.head.subject) {
        *rows.entry(name).or_default() += 1;
    }
    let mut most: Vec<(&str, usize)> = rows.into_iter().collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut named: Vec<&str> = most.into_iter().take(COLOURS).map(|(n, _)| n).collect();
    named.sort_unstable();
    named.into_iter().enumerate().map(|(i, n)| (n, i)).collect()
}

/// Class with the line style of its openness, marks beside it.
pub fn class(html: &mut String, says: &Says) {
    let name = labels::class(says.class);
    let _ = write!(
        html,
        "<span class=\"k {}\" title=\"{}: {}\">{name}</span>",
        line(says.openness),
        name,
        labels::class_meaning(says.class)
    );
    for m in &says.marks {
        let _ = write!(html, "<abbr class=\"m\" title=\"{}\">{}</abbr>", labels::mark(*m), labels::mark_letter(*m));
    }
}

/// The chain as chips, from the innermost speaker outwards.
pub fn chain(html: &mut String, says: &Says) {
    html.push_str("<span class=\"chain\">");
    let own_voice = says.chain.len() == 1 && says.chain[0].role == LinkRole::Published;
    for (i, link) in says.chain.iter().enumerate() {
        let published = link.role == LinkRole::Published;
        if published && link.name.is_none() && !own_voice {
            continue;
        }
        if i > 0 {
            html.push_str("<span class=\"arr\" aria-label=\"then\">→</span>");
        }
        let style = match (&link.name, link.anonymous) {
            _ if published && !own_voice => "pub",
            (None, _) => "un",
            (_, true) => "an",
            _ if own_voice => "un",
            _ => "na",
        };
        let name = link.name.as_deref().unwrap_or("not named");
        let role = if own_voice { "own voice" } else { labels::role(link.role) };
        let _ = write!(html, "<span class=\"chip {style}\"><small>{}</small> <bdi>{}</bdi></span>", role, esc(name));
    }
    html.push_str("</span>");
}

/// Relations as a list, each with its reason; scopes that differ are only listed.
pub fn relations(page: &Page, html: &mut String, relations: &[Arc<Relation>]) {
    if relations.is_empty() {
        return;
    }
    html.push_str("<ul class=\"rel\">");
    let mut at = 0;
    while at < relations.len() {
        let kind = relations[at].kind;
        let n = relations[at..].iter().take_while(|r| r.kind == kind).count();
        let name = labels::relation(kind);
        let _ = write!(html, "<li><b class=\"rk {}\">{name}</b> ", name.replace(' ', "-"));
        for r in relations[at..at + n].iter().take(RELATIONS) {
            page.row_link(html, &r.b);
            if kind == RelationKind::DifferentScope {
                html.push(' ');
            } else {
                let _ = write!(html, " <small>{}</small> ", esc(&r.reason));
            }
        }
        if n > RELATIONS {
            let _ = write!(html, "<small>+{}</small>", n - RELATIONS);
        }
        html.push_str("</li>");
        at += n;
    }
    html.push_str("</ul>");
}

/// The mark of a row that is only possible.
pub fn possible(html: &mut String, certainty: Certainty) {
    if certainty == Certainty::Possible {
        html.push_str(" <span class=\"poss\">possible</span>");
    }
}

/// A day as a `<time>`; a dash where there is none.
pub fn day(html: &mut String, day: Option<&str>) {
    match day {
        Some(d) => {
            let _ = write!(html, "<time datetime=\"{0}\">{0}</time>", esc(d));
        }
        None => html.push_str("<span class=\"nil\" title=\"no date\">—</span>"),
    }
}

/// Class name of a line style.
pub fn line(openness: Openness) -> &'static str {
    match openness {
        Openness::Named => "na",
        Openness::Anonymous => "an",
        Openness::Unsourced => "un",
    }
}

/// Text as HTML, and as XML. Characters that are not allowed there become U+FFFD.
pub fn esc(text: &str) -> Esc<'_> {
    Esc(text)
}

/// Text that is escaped as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Esc<'t>(&'t str);

impl fmt::Display for Esc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        pieces(self.0, |piece| f.write_str(piece))
    }
}

/// Adds text to a page, escaped.
pub fn push(html: &mut String, text: &str) {
    let _ = pieces(text, |piece| {
        html.push_str(piece);
        Ok(())
    });
}

/// A text in pieces: what may stand as it is in one, however long, and what stands for each letter that may not.
fn pieces(text: &str, mut put: impl FnMut(&str) -> fmt::Result) -> fmt::Result {
    let (bytes, mut from, mut at) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        let b = bytes[at];
        if matches!(b, b' ' | b'!' | b'#'..=b'%' | b'('..=b';' | b'=' | b'?'..=b'~' | b'\n' | b'\t' | b'\r') {
            at += 1;
            continue;
        }
        let c = text[at..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
        let end = at + c.len_utf8();
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            c if c.is_control() || matches!(c as u32, 0xFDD0..=0xFDEF) || (c as u32) & 0xFFFE == 0xFFFE => "\u{FFFD}",
            _ => {
                at = end;
                continue;
            }
        };
        put(&text[from..at])?;
        put(instead)?;
        (from, at) = (end, end);
    }
    put(&text[from..])
}

/// The style sheet's hash as a Content-Security-Policy wants it.
pub fn style_hash(style: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(style.as_bytes());
    let mut out = String::new();
    for chunk in digest.chunks(3) {
        let word = chunk.iter().fold(0u32, |w, b| (w << 8) | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(DIGITS[(word >> (18 - 6 * i)) as usize & 63] as char);
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_policy_wants_them() {
        assert_eq!(style_hash(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(esc("<b a=\"x\">'&\u{0}").to_string(), "&lt;b a=&quot;x&quot;&gt;&#39;&amp;\u{FFFD}");
    }
}
