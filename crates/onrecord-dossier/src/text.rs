//! The dossier as text for a terminal: the same sections in the same order, fitted to a width.
//!
//! A statement looks so (the number is the report's in the list of reports):
//!
//! ```text
//! 2031-03-06  A senior Talmerian official  told                       S4 W
//!             “Talmeria is holding talks with the two armed brigades”  [4·a2]
//!             A senior Talmerian official → told to Corvane → published Corvane
//!             confirms [4·a5] · roots 1
//! ```

use std::io::{self, Write};
use std::sync::Arc;

use onrecord_model::{Cell, Certainty, Dossier, LinkRole, Openness, Relation, ReportId, RowRef, Says, Unknown};
use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthStr;

use crate::gaps::{Gap, gaps};
use crate::labels;

/// How the text is fitted to a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal; 40 at least are used.
    pub width: usize,
    /// Whether to use bold, dim and struck-through letters (ANSI). The text says the same without them.
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Self {
        Style { width: 100, colour: false }
    }
}

/// Writes the dossier for a terminal of 100 columns without colour.
pub fn write(dossier: &Dossier, out: impl Write) -> io::Result<()> {
    write_with(dossier, Style::default(), out)
}

/// Writes the dossier.
pub fn write_with(dossier: &Dossier, style: Style, out: impl Write) -> io::Result<()> {
    let numbers = dossier.texts.iter().enumerate().map(|(i, t)| (&t.report, i + 1)).collect();
    let mut page =
        Page { d: dossier, numbers, width: style.width.max(40), colour: style.colour, out: io::BufWriter::new(out) };
    page.head()?;
    page.channels()?;
    page.deal()?;
    page.ledger()?;
    page.figures()?;
    page.timeline()?;
    page.outlets()?;
    page.changes()?;
    page.method()?;
    page.out.flush()
}

struct Page<'d, W: Write> {
    d: &'d Dossier,
    numbers: FxHashMap<&'d ReportId, usize>,
    width: usize,
    colour: bool,
    out: io::BufWriter<W>,
}

/// What a part of a line looks like where the terminal can show it.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    Plain,
    Bold,
    Dim,
    Struck,
}

impl<W: Write> Page<'_, W> {
    fn looked(&self, text: &str, look: Look) -> String {
        let code = match look {
            _ if !self.colour => return text.to_owned(),
            Look::Plain => return text.to_owned(),
            Look::Bold => "1",
            Look::Dim => "2",
            Look::Struck => "9",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// One paragraph, wrapped, each line indented.
    fn para(&mut self, indent: usize, text: &str, look: Look) -> io::Result<()> {
        let room = self.width.saturating_sub(indent).max(16);
        for line in wrap(&clean(text), room) {
            let line = self.looked(&line, look);
            writeln!(self.out, "{:indent$}{line}", "")?;
        }
        Ok(())
    }

    /// A paragraph after a prefix, its further lines under the first word.
    fn entry(&mut self, prefix: &str, text: &str) -> io::Result<()> {
        let indent = prefix.width();
        for (i, line) in wrap(&clean(text), self.width.saturating_sub(indent).max(16)).iter().enumerate() {
            writeln!(self.out, "{}{line}", if i == 0 { clean(prefix) } else { " ".repeat(indent) })?;
        }
        Ok(())
    }

    fn section(&mut self, number: usize, name: &str, n: usize) -> io::Result<()> {
        let head = format!("{number} {name}");
        let count = n.to_string();
        let fill = self.width.saturating_sub(head.width() + count.width() + 2);
        let head = self.looked(&head, Look::Bold);
        writeln!(self.out, "\n{head} {} {count}\n", "─".repeat(fill))
    }

    /// How many rows a gap has and the words of the first.
    fn gap(&self, gap: &Gap) -> String {
        let words =
            |u: &&Unknown| u.words.as_ref().map_or_else(|| format!("[{}]", self.number(&u.report)), |w| self.cited(w));
        let first: Vec<String> = gap.rows.iter().take(3).map(words).collect();
        match gap.rows.len() {
            1 => first.concat(),
            n => format!("{n} rows, {} reports: {}{}", gap.reports, first.join(" · "), if n > 3 { " …" } else { "" }),
        }
    }

    fn none(&mut self) -> io::Result<()> {
        self.para(2, "No rows.", Look::Dim)
    }

    fn number(&self, report: &ReportId) -> usize {
        self.numbers.get(report).copied().unwrap_or(0)
    }

    fn row(&self, row: &RowRef) -> String {
        format!("[{}·{}]", self.number(&row.report), row.row)
    }

    fn cited(&self, cell: &Cell<String>) -> String {
        format!("“{}” [{}]", cell.value, self.number(&cell.report))
    }

    /// A left part and a right part on one line where they fit, else the right part on the next.
    fn line(&mut self, left: &str, look: Look, right: &str) -> io::Result<()> {
        let left = clean(left);
        let gap = self.width.saturating_sub(left.width() + right.width());
        if gap >= 2 {
            let left = self.looked(&left, look);
            writeln!(self.out, "{left}{:gap$}{right}", "")
        } else {
            self.para(0, &left, look)?;
            writeln!(self.out, "{:>width$}", right, width = self.width)
        }
    }

    fn head(&mut self) -> io::Result<()> {
        let d = self.d;
        let h = &d.head;
        let title = if h.subject.is_empty() { d.storyline.to_string() } else { h.subject.join(" · ") };
        self.para(0, &title, Look::Bold)?;
        let days = match (&h.first, &h.last) {
            (Some(a), Some(b)) if a == b => a.clone(),
            (Some(a), Some(b)) => format!("{a} – {b}"),
            _ => "no dates".to_owned(),
        };
        let mut line = format!(
            "{} · {} reports · {} outlets · {} roots · {} stories · {} withdrawals · {days}",
            d.storyline,
            h.reports.len(),
            h.outlets.len(),
            h.roots,
            h.stories,
            d.changes.withdrawals.len()
        );
        if let Some(as_of) = &d.as_of {
            line.push_str(&format!(" · as of {as_of}, {} left out", h.left_out));
        }
        self.para(0, &line, Look::Dim)?;
        self.section(1, "Not known", h.unknown.len())?;
        let mut last = None;
        for g in gaps(&h.unknown) {
            if last != Some(g.kind) {
                self.para(0, labels::unknown(g.kind), Look::Bold)?;
                last = Some(g.kind);
            }
            let what = g.what.as_ref().map(|w| format!("{w}: ")).unwrap_or_default();
            let by = g.by.map(|b| format!("{b}: ")).unwrap_or_default();
            let words = self.gap(&g);
            self.para(2, &format!("{what}{by}{words}"), Look::Plain)?;
        }
        if h.unknown.is_empty() {
            self.none()?;
        }
        writeln!(self.out)?;
        self.para(0, "Reports", Look::Bold)?;
        for r in &h.reports {
            let title = r.title.as_ref().map_or("—", |t| t.value.as_str());
            let not = r.not_read.as_ref().map(|n| format!(" (not read: {n})")).unwrap_or_default();
            let day = r.day.as_deref().unwrap_or("no date   ");
            let prefix = format!("{:>3}  {day}  {:<3} ", self.number(&r.id), r.story);
            self.entry(&prefix, &format!("{} · {title}{not}", r.outlet.as_deref().unwrap_or("(not named)")))?;
        }
        Ok(())
    }

    fn channels(&mut self) -> io::Result<()> {
        let d = self.d;
        self.section(2, "Parties and channels", d.channels.iter().map(|l| l.contacts.len()).sum())?;
        if d.channels.is_empty() {
            self.none()?;
        }
        for line in &d.channels {
            self.para(0, &line.ends.join(" – "), Look::Bold)?;
            for c in &line.contacts {
                let stroke = match c.says.openness {
                    Openness::Named => "──",
                    Openness::Anonymous => "╌╌",
                    Openness::Unsourced => "┈┈",
                };
                let gone = if c.withdrawn { " ✕ withdrawn" } else { "" };
                let left = format!(
                    "  {stroke} {} {}{gone}",
                    c.day.as_deref().unwrap_or("no date"),
                    labels::channel_status(c.status)
                );
                let right = format!("{}{} {}", possible(c.certainty), class(&c.says), self.row(&c.row));
                self.line(&left, if c.withdrawn { Look::Struck } else { Look::Plain }, &right)?;
                for (label, names) in [("mediator", &c.mediators), ("via", &c.via), ("present", &c.also_present)] {
                    if !names.is_empty() {
                        self.para(5, &format!("{label} {}", names.join(", ")), Look::Plain)?;
                    }
                }
                self.para(5, &format!("“{}”", c.words.value), Look::Plain)?;
                self.para(5, &chain(&c.says), Look::Dim)?;
            }
        }
        if !d.parties.is_empty() {
            writeln!(self.out)?;
            self.para(0, "Parties", Look::Bold)?;
        }
        for p in &d.parties {
            let parent = p.parent.as_ref().map(|x| format!(" (part of {x})")).unwrap_or_default();
            let names: Vec<&str> = p.names.iter().take(6).map(|n| n.value.as_str()).collect();
            self.para(
                2,
                &format!("{}{parent} · {} reports, {} mentions · {}", p.name, p.reports, p.mentions, names.join(" | ")),
                Look::Plain,
            )?;
        }
        Ok(())
    }

    fn deal(&mut self) -> io::Result<()> {
        let d = self.d;
        self.section(3, "State of the deal", d.deal.terms.len() + d.deal.conditions.len())?;
        if d.deal.terms.is_empty() && d.deal.conditions.is_empty() {
            self.none()?;
        }
        let (mut deal, mut phase) = (None, None);
        for t in &d.deal.terms {
            if deal != Some(&t.deal) {
                self.para(0, t.deal.as_deref().unwrap_or("(deal not named)"), Look::Bold)?;
                deal = Some(&t.deal);
                phase = None;
            }
            if phase != Some(&t.phase) {
                if let Some(p) = &t.phase {
                    self.para(1, &format!("┬ {p}"), Look::Plain)?;
                }
                phase = Some(&t.phase);
            }
            let party = if t.party.is_empty() { "(party not named)".to_owned() } else { t.party.join(", ") };
            let object = t.object.as_deref().unwrap_or("");
            self.para(1, &format!("├ {} {party} · {} · {object}", t.id, labels::action(t.action)), Look::Plain)?;
            for r in &t.rows {
                let by = if r.by.is_empty() { String::new() } else { format!(" by {}", r.by.join(", ")) };
                let more = [("quantity", &r.quantity), ("deadline", &r.deadline)]
                    .into_iter()
                    .filter_map(|(l, v)| v.as_ref().map(|v| format!(" · {l} {v}")))
                    .collect::<String>();
                let gone = if r.withdrawn { " ✕ withdrawn" } else { "" };
                let left = format!(
                    " │  {} {}{by}{more}{gone}",
                    r.day.as_deref().unwrap_or("no date"),
                    labels::term_status(r.status)
                );
                let right = format!("{}{} {}", possible(r.certainty), class(&r.says), self.row(&r.row));
                self.line(&left, if r.withdrawn { Look::Struck } else { Look::Plain }, &right)?;
                self.para(4, &format!("“{}”", r.words.value), Look::Dim)?;
            }
            if !t.conditions.is_empty() {
                let list: Vec<String> = t.conditions.iter().map(|c| self.row(c)).collect();
                self.para(4, &format!("hangs on {}", list.join(" ")), Look::Plain)?;
            }
            if !t.falls.is_empty() {
                self.para(4, &format!("with it falls {}", t.falls.join(" ")), Look::Plain)?;
            }
        }
        if !d.deal.conditions.is_empty() {
            writeln!(self.out)?;
            self.para(0, "What hangs on what", Look::Bold)?;
        }
        for k in &d.deal.conditions {
            let holder = k.holder.as_deref().unwrap_or("(holder not named)");
            let marker = k.marker.as_ref().map(|m| format!(" ({})", m.value)).unwrap_or_default();
            let left = format!("{holder} · {}{marker}", labels::condition(k.kind));
            let right = format!("{}{} {}", possible(k.certainty), class(&k.says), self.row(&k.row));
            self.line(&left, if k.withdrawn { Look::Struck } else { Look::Plain }, &right)?;
            let part = |c: &Option<Cell<String>>| c.as_ref().map_or("?".to_owned(), |c| format!("“{}”", c.value));
            self.para(4, &format!("{} ⟶ {}", part(&k.antecedent), part(&k.consequent)), Look::Plain)?;
            if !k.falls.is_empty() {
                self.para(4, &format!("pull it: {} fall", k.falls.join(" ")), Look::Plain)?;
            }
        }
        Ok(())
    }

    fn ledger(&mut self) -> io::Result<()> {
        let d = self.d;
        self.section(4, "Statements", d.ledger.iter().map(|c| c.statements.len()).sum())?;
        if d.ledger.is_empty() {
            self.none()?;
        }
        for claim in &d.ledger {
            let several = claim.statements.len() > 1;
            if several {
                let steps: Vec<String> =
                    claim.life.iter().map(|s| format!("{} {}", s.step, s.on.as_deref().unwrap_or("no date"))).collect();
                let n = claim.roots.len();
                let roots = if n == 1 { "1 root".to_owned() } else { format!("{n} roots") };
                self.para(
                    0,
                    &format!("{} · {} statements · {roots} · {}", claim.id, claim.statements.len(), steps.join(" → ")),
                    Look::Bold,
                )?;
            }
            let indent = if several { 2 } else { 0 };
            for s in &claim.statements {
                let who = s.speaker.as_ref().map_or("(no source named)", |w| w.value.as_str());
                let is = s.says.resolved.as_ref().map(|r| format!(" = {r}")).unwrap_or_default();
                let cue = s.cue.as_ref().map(|c| format!(" · {}", c.value)).unwrap_or_default();
                let hedge = s.hedge.as_ref().map(|c| format!(" · hedge: {}", c.value)).unwrap_or_default();
                let gone = if s.withdrawn { " ✕ withdrawn" } else { "" };
                let left =
                    format!("{:indent$}{}  {who}{is}{cue}{hedge}{gone}", "", s.day.as_deref().unwrap_or("no date"));
                let right = format!("{}{} {}", possible(s.certainty), class(&s.says), self.row(&s.row));
                self.line(&left, Look::Plain, &right)?;
                let words: Vec<&str> = s.words.iter().map(|w| w.value.as_str()).collect();
                let look = if s.withdrawn { Look::Struck } else { Look::Plain };
                self.para(indent + 12, &format!("“{}”", words.join(" … ")), look)?;
                self.para(indent + 12, &chain(&s.says), Look::Dim)?;
                self.relations(indent + 12, &s.relations)?;
            }
        }
        Ok(())
    }

    fn relations(&mut self, indent: usize, relations: &[Arc<Relation>]) -> io::Result<()> {
        for r in relations {
            let text = format!("{} {} ({})", labels::relation(r.kind), self.row(&r.b), r.reason);
            self.para(indent, &text, Look::Plain)?;
        }
        Ok(())
    }

    fn figures(&mut self) -> io::Result<()> {
        let d = self.d;
        self.section(5, "Figures", d.figures.iter().map(|s| s.points.len()).sum())?;
        if d.figures.is_empty() {
            self.none()?;
        }
        for s in &d.figures {
            let place = s.place.as_ref().map(|p| format!(" · in {p}")).unwrap_or_default();
            self.para(
                0,
                &format!("{} · {}{place}", labels::measure(s.measure), s.of.as_deref().unwrap_or("(not said)")),
                Look::Bold,
            )?;
            for p in &s.points {
                let when = match (&p.as_of, &p.reported) {
                    (Some(a), Some(r)) => format!("as of {a}, reported {r}"),
                    (Some(a), None) => format!("as of {a}"),
                    (None, Some(r)) => format!("no as-of day, reported {r}"),
                    (None, None) => "no day".to_owned(),
                };
                let unit = p.unit.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
                let source = p.says.resolved.as_deref().or(p.says.source.as_deref()).unwrap_or("no source");
                let gone = if p.withdrawn { " ✕ withdrawn" } else { "" };
                let left = format!(
                    "  {:>9}{unit}  “{}” · {when} · {source}{gone}",
                    labels::bounds(p.low, p.high),
                    p.words.value
                );
                let right = format!("{}{} {}", possible(p.certainty), class(&p.says), self.row(&p.row));
                self.line(&left, if p.withdrawn { Look::Struck } else { Look::Plain }, &right)?;
                if let Some(whole) = &p.subset_of {
                    let whole = self.row(whole);
                    self.para(13, &format!("part of {whole}"), Look::Plain)?;
                }
                self.relations(13, &p.relations)?;
            }
        }
        Ok(())
    }

    fn timeline(&mut self) -> io::Result<()> {
        let d = self.d;
        let events: Vec<_> = d.timeline.iter().filter(|e| e.lane != onrecord_model::Lane::Statement).collect();
        self.section(6, "Timeline", events.len())?;
        if events.is_empty() {
            self.none()?;
        }
        for e in events {
            let kind = e.event.map(labels::plover).or_else(|| e.withdrawal.map(labels::withdrawal)).unwrap_or("");
            let whom = if e.whom.is_empty() { String::new() } else { format!(" → {}", e.whom.join(", ")) };
            let fact = e.factuality.map(|f| format!(" · {}", labels::factuality(f))).unwrap_or_default();
            let of_report = if e.day_of_report { "*" } else { " " };
            let left = format!(
                "{}{of_report} {kind} {}{whom}{fact}",
                e.day.as_deref().unwrap_or("no date   "),
                e.who.join(", ")
            );
            let right = format!("{}{} {}", possible(e.certainty), class(&e.says), self.row(&e.row));
            self.line(&left, if e.struck { Look::Struck } else { Look::Plain }, &right)?;
            let gone = if e.struck { " ✕ withdrawn" } else { "" };
            self.para(12, &format!("“{}”{gone}", e.words.value), Look::Dim)?;
        }
        self.para(0, "* day of the report", Look::Dim)
    }

    fn outlets(&mut self) -> io::Result<()> {
        let d = self.d;
        self.section(7, "Outlets side by side", d.outlets.len())?;
        for o in &d.outlets {
            let days = match (&o.first, &o.last) {
                (Some(a), Some(b)) if a == b => a.clone(),
                (Some(a), Some(b)) => format!("{a} – {b}"),
                _ => "no dates".to_owned(),
            };
            let right = format!(
                "{} statements: {} named, {} unnamed, {} without",
                o.statements, o.named, o.anonymous, o.unsourced
            );
            let left = format!("{} · {} reports · {days}", o.outlet.as_deref().unwrap_or("(not named)"), o.reports);
            self.line(&left, Look::Bold, &right)?;
            for (label, cells) in [("alone", &o.alone), ("loaded words", &o.evaluative)] {
                for c in cells.iter().take(5) {
                    let cited = self.cited(c);
                    self.para(2, &format!("{label}: {cited}"), Look::Plain)?;
                }
                if cells.len() > 5 {
                    self.para(2, &format!("{label}: {} more", cells.len() - 5), Look::Dim)?;
                }
            }
        }
        Ok(())
    }

    fn changes(&mut self) -> io::Result<()> {
        let d = self.d;
        self.section(8, "Changes", d.changes.versions.len() + d.changes.withdrawals.len())?;
        if d.changes.versions.is_empty() && d.changes.withdrawals.is_empty() {
            self.none()?;
        }
        for w in &d.changes.withdrawals {
            let by = w.by.as_deref().unwrap_or("(not said)");
            let account = w.account.as_ref().map(|a| format!(" · account {a}")).unwrap_or_default();
            let left =
                format!("{} {} · by {by}{account}", w.day.as_deref().unwrap_or("no date"), labels::withdrawal(w.kind));
            let right = format!("{}{} {}", possible(w.certainty), class(&w.says), self.row(&w.row));
            self.line(&left, Look::Plain, &right)?;
            self.para(4, &format!("“{}”", w.words.value), Look::Dim)?;
            if !w.targets.is_empty() {
                let list: Vec<String> = w.targets.iter().map(|t| self.row(t)).collect();
                self.para(4, &format!("takes back {}", list.join(" ")), Look::Plain)?;
            }
        }
        for v in &d.changes.versions {
            self.para(
                0,
                &format!("{} · [{}] then [{}]", v.url, self.number(&v.older), self.number(&v.newer)),
                Look::Bold,
            )?;
            for e in &v.edits {
                let look = if e.class.alerts() { Look::Bold } else { Look::Plain };
                self.para(2, &format!("{}{}", e.class.words(), labels::about(e)), look)?;
                for (sign, cell) in [("−", &e.old), ("+", &e.new)] {
                    if let Some(c) = cell {
                        self.para(4, &format!("{sign} {}", c.value), Look::Plain)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn method(&mut self) -> io::Result<()> {
        let d = self.d;
        let m = &d.method;
        self.section(9, "Method", m.tables.iter().map(|t| t.certain + t.possible).sum())?;
        let tables: Vec<String> = m
            .tables
            .iter()
            .map(|t| {
                if t.possible > 0 {
                    format!("{} {} + {} possible", t.table, t.certain, t.possible)
                } else {
                    format!("{} {}", t.table, t.certain)
                }
            })
            .collect();
        self.para(0, &tables.join(" · "), Look::Plain)?;
        let relations: Vec<String> = m.relations.iter().map(|(k, n)| format!("{k} {n}")).collect();
        if !relations.is_empty() {
            self.para(0, &format!("relations: {}", relations.join(" · ")), Look::Plain)?;
        }
        for i in &m.inputs {
            let notes = if i.notes.is_empty() { String::new() } else { format!(" · {}", i.notes.join("; ")) };
            let hash: String = i.sha256.chars().take(12).collect();
            self.para(0, &format!("[{}] {} · sha256 {hash}{notes}", self.number(&i.report), i.input), Look::Dim)?;
        }
        let mut words = m.command.clone();
        if let Some(as_of) = &d.as_of {
            words.extend(["--as-of".to_owned(), as_of.clone()]);
        }
        let command: Vec<String> = words.iter().map(|w| crate::html::quote(w)).collect();
        self.para(0, &format!("$ {}", command.join(" ")), Look::Plain)
    }
}

fn class(says: &Says) -> String {
    let marks: String = says.marks.iter().map(|m| format!(" {}", labels::mark_letter(*m))).collect();
    format!("{}{marks}", labels::class(says.class))
}

fn possible(certainty: Certainty) -> &'static str {
    if certainty == Certainty::Possible { "possible " } else { "" }
}

/// The chain with arrows, innermost first.
pub(crate) fn chain(says: &Says) -> String {
    let own_voice = says.chain.len() == 1 && says.chain[0].role == LinkRole::Published;
    let links: Vec<String> = says
        .chain
        .iter()
        .filter(|l| own_voice || l.name.is_some() || l.role != LinkRole::Published)
        .map(|l| {
            let name = l.name.as_deref().unwrap_or("not named");
            match l.role {
                _ if own_voice => format!("own voice {name}"),
                LinkRole::Said => name.to_owned(),
                role => format!("{} {name}", labels::role(role)),
            }
        })
        .collect();
    links.join(" → ")
}

/// Text without control characters, which a terminal would obey, and with single spaces inside.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}')).collect()
}

/// Breaks text into lines of at most `width` columns; a longer word stands alone. Spaces at the start are kept.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let lead: String = text.chars().take_while(|c| *c == ' ').collect();
    let mut lines: Vec<String> = Vec::new();
    let mut line = lead;
    let mut fresh = true;
    for word in text.split_whitespace() {
        if !fresh && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
            fresh = true;
        }
        if !fresh {
            line.push(' ');
        }
        line.push_str(word);
        fresh = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_count_twice() {
        assert_eq!(wrap("停火 停火 停火", 9), ["停火 停火", "停火"]);
        assert_eq!(wrap("", 9), [""]);
    }

    #[test]
    fn a_terminal_obeys_nothing() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202E}c"), "a[2Jbc");
    }
}
