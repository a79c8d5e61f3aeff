//! The dossier as Markdown (GitHub's tables): the same sections, fit for an issue or a wiki.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use onrecord_model::{Cell, Certainty, Dossier, Relation, ReportId, RowRef, Says, Unknown};

use crate::gaps::gaps;
use crate::labels;
use crate::text::chain;

/// Writes the dossier.
pub fn write(dossier: &Dossier, out: impl Write) -> io::Result<()> {
    let numbers = dossier.texts.iter().enumerate().map(|(i, t)| (&t.report, i + 1)).collect();
    let mut page = Page { d: dossier, numbers, out: io::BufWriter::new(out) };
    page.head()?;
    page.channels()?;
    page.deal()?;
    page.ledger()?;
    page.figures()?;
    page.timeline()?;
    page.outlets()?;
    page.foot()?;
    page.out.flush()
}

struct Page<'d, W: Write> {
    d: &'d Dossier,
    numbers: HashMap<&'d ReportId, usize>,
    out: io::BufWriter<W>,
}

impl<W: Write> Page<'_, W> {
    fn number(&self, report: &ReportId) -> usize {
        self.numbers.get(report).copied().unwrap_or(0)
    }

    fn row(&self, row: &RowRef) -> String {
        format!("{}·{}", self.number(&row.report), row.row)
    }

    fn cited(&self, cell: &Cell<String>) -> String {
        format!("“{}” \\[{}\\]", esc(&cell.value), self.number(&cell.report))
    }

    fn section(&mut self, name: &str) -> io::Result<()> {
        writeln!(self.out, "\n## {name}\n")
    }

    fn table(&mut self, columns: &[&str], rows: Vec<Vec<String>>) -> io::Result<()> {
        if rows.is_empty() {
            return writeln!(self.out, "No rows.");
        }
        writeln!(self.out, "| {} |", columns.join(" | "))?;
        writeln!(self.out, "|{}", " --- |".repeat(columns.len()))?;
        for row in rows {
            writeln!(self.out, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }

    fn relations(&self, relations: &[Arc<Relation>]) -> String {
        let list: Vec<String> = relations
            .iter()
            .map(|r| format!("{} {} ({})", labels::relation(r.kind), self.row(&r.b), esc(&r.reason)))
            .collect();
        list.join("<br>")
    }

    fn head(&mut self) -> io::Result<()> {
        let d = self.d;
        let h = &d.head;
        let title = if h.subject.is_empty() { d.storyline.to_string() } else { h.subject.join(" · ") };
        writeln!(self.out, "# {}\n", esc(&title))?;
        let days = [&h.first, &h.last].into_iter().flatten().cloned().collect::<Vec<_>>().join(" – ");
        writeln!(
            self.out,
            "{} · {} reports · {} outlets · {} roots · {} stories · {days}{}",
            d.storyline,
            h.reports.len(),
            h.outlets.len(),
            h.roots,
            h.stories,
            d.as_of.as_ref().map(|a| format!(" · as of {a}")).unwrap_or_default()
        )?;
        self.section("1 Not known")?;
        let rows = gaps(&h.unknown)
            .iter()
            .map(|g| {
                let words = |u: &&Unknown| {
                    u.words.as_ref().map_or_else(|| format!("\\[{}\\]", self.number(&u.report)), |w| self.cited(w))
                };
                let first: Vec<String> = g.rows.iter().take(3).map(words).collect();
                vec![
                    labels::unknown(g.kind).to_owned(),
                    opt(&g.what),
                    g.by.map(esc).unwrap_or_default(),
                    g.rows.len().to_string(),
                    first.join(" · ") + if g.rows.len() > 3 { " …" } else { "" },
                ]
            })
            .collect();
        self.table(&["Kind", "What", "By", "Rows", "Words"], rows)?;
        writeln!(self.out, "\n### Reports\n")?;
        let rows = h
            .reports
            .iter()
            .map(|r| {
                vec![
                    self.number(&r.id).to_string(),
                    opt(&r.day),
                    opt(&r.outlet),
                    r.title.as_ref().map(|t| esc(&t.value)).unwrap_or_default(),
                    r.story.clone(),
                    esc(&r.why),
                ]
            })
            .collect();
        self.table(&["No", "Day", "Outlet", "Headline", "Story", "Together by"], rows)
    }

    fn channels(&mut self) -> io::Result<()> {
        self.section("2 Parties and channels")?;
        let d = self.d;
        let rows = d
            .channels
            .iter()
            .flat_map(|l| &l.contacts)
            .map(|c| {
                vec![
                    self.row(&c.row),
                    opt(&c.day),
                    esc(&c.ends.join(" – ")),
                    esc(&c.mediators.join(", ")),
                    struck(labels::channel_status(c.status), c.withdrawn),
                    self.cited(&c.words),
                    esc(&chain(&c.says)),
                    class(&c.says, c.certainty),
                ]
            })
            .collect();
        self.table(&["Row", "Day", "Ends", "Mediators", "Status", "Words", "Who says so", "Class"], rows)?;
        writeln!(self.out)?;
        let rows = d
            .parties
            .iter()
            .map(|p| {
                let names: Vec<String> = p.names.iter().take(8).map(|n| esc(&n.value)).collect();
                vec![esc(&p.name), opt(&p.parent), p.reports.to_string(), p.mentions.to_string(), names.join(", ")]
            })
            .collect();
        self.table(&["Party", "Part of", "Reports", "Mentions", "Words used"], rows)
    }

    fn deal(&mut self) -> io::Result<()> {
        self.section("3 State of the deal")?;
        let d = self.d;
        let mut rows = Vec::new();
        for t in &d.deal.terms {
            let hangs: Vec<String> = t.conditions.iter().map(|c| self.row(c)).collect();
            for r in &t.rows {
                rows.push(vec![
                    t.id.clone(),
                    self.row(&r.row),
                    opt(&t.deal),
                    opt(&t.phase),
                    esc(&t.party.join(", ")),
                    labels::action(t.action).to_owned(),
                    opt(&t.object),
                    struck(labels::term_status(r.status), r.withdrawn),
                    esc(&r.by.join(", ")),
                    self.cited(&r.words),
                    hangs.join(" "),
                    t.falls.join(" "),
                    class(&r.says, r.certainty),
                ]);
            }
        }
        let columns = [
            "Term", "Row", "Deal", "Phase", "Party", "Action", "Object", "Status", "By", "Words", "Hangs on", "Falls",
            "Class",
        ];
        self.table(&columns, rows)?;
        writeln!(self.out)?;
        let part = |c: &Option<Cell<String>>| c.as_ref().map(|c| esc(&c.value)).unwrap_or_default();
        let rows = d
            .deal
            .conditions
            .iter()
            .map(|k| {
                vec![
                    self.row(&k.row),
                    opt(&k.holder),
                    struck(labels::condition(k.kind), k.withdrawn),
                    part(&k.marker),
                    part(&k.antecedent),
                    part(&k.consequent),
                    k.falls.join(" "),
                    class(&k.says, k.certainty),
                ]
            })
            .collect();
        self.table(&["Condition", "Holder", "Kind", "Marker", "Must happen", "Hangs on it", "Falls", "Class"], rows)
    }

    fn ledger(&mut self) -> io::Result<()> {
        self.section("4 Statements")?;
        let d = self.d;
        let mut rows = Vec::new();
        for c in &d.ledger {
            for s in &c.statements {
                let words: Vec<&str> = s.words.iter().map(|w| w.value.as_str()).collect();
                let quote = format!("“{}” \\[{}\\]", esc(&words.join(" … ")), self.number(&s.row.report));
                rows.push(vec![
                    c.id.clone(),
                    self.row(&s.row),
                    opt(&s.day),
                    s.speaker.as_ref().map(|w| esc(&w.value)).unwrap_or_default(),
                    s.cue.as_ref().map(|w| esc(&w.value)).unwrap_or_default(),
                    struck(&quote, s.withdrawn),
                    esc(&chain(&s.says)),
                    class(&s.says, s.certainty),
                    c.roots.len().to_string(),
                    self.relations(&s.relations),
                ]);
            }
        }
        self.table(&["Claim", "Row", "Day", "Source", "Cue", "Statement", "Chain", "Class", "Roots", "Relations"], rows)
    }

    fn figures(&mut self) -> io::Result<()> {
        self.section("5 Figures")?;
        let d = self.d;
        let mut rows = Vec::new();
        for s in &d.figures {
            for p in &s.points {
                rows.push(vec![
                    s.id.clone(),
                    self.row(&p.row),
                    labels::measure(s.measure).to_owned(),
                    p.of.clone().map(|o| esc(&o)).unwrap_or_default(),
                    opt(&s.place),
                    struck(&labels::bounds(p.low, p.high), p.withdrawn),
                    self.cited(&p.words),
                    opt(&p.as_of),
                    opt(&p.reported),
                    class(&p.says, p.certainty),
                    self.relations(&p.relations),
                ]);
            }
        }
        self.table(
            &["Series", "Row", "What", "Who", "Where", "Value", "Words", "As of", "Reported", "Class", "Relations"],
            rows,
        )
    }

    fn timeline(&mut self) -> io::Result<()> {
        self.section("6 Timeline")?;
        let d = self.d;
        let rows = d
            .timeline
            .iter()
            .filter(|e| e.lane != onrecord_model::Lane::Statement)
            .map(|e| {
                let kind = e.event.map(labels::plover).or_else(|| e.withdrawal.map(labels::withdrawal)).unwrap_or("");
                vec![
                    opt(&e.day),
                    self.row(&e.row),
                    kind.to_owned(),
                    esc(&e.who.join(", ")),
                    esc(&e.whom.join(", ")),
                    e.factuality.map(labels::factuality).unwrap_or("").to_owned(),
                    struck(&self.cited(&e.words), e.struck),
                    class(&e.says, e.certainty),
                ]
            })
            .collect();
        self.table(&["Day", "Row", "Kind", "Who", "To whom", "Told as", "Words", "Class"], rows)
    }

    fn outlets(&mut self) -> io::Result<()> {
        self.section("7 Outlets side by side")?;
        let d = self.d;
        let rows = d
            .outlets
            .iter()
            .map(|o| {
                let cells =
                    |c: &[Cell<String>]| c.iter().take(5).map(|c| self.cited(c)).collect::<Vec<_>>().join("<br>");
                vec![
                    opt(&o.outlet),
                    o.reports.to_string(),
                    opt(&o.first),
                    opt(&o.last),
                    format!("{} · {} · {}", o.named, o.anonymous, o.unsourced),
                    cells(&o.alone),
                    cells(&o.evaluative),
                ]
            })
            .collect();
        self.table(&["Outlet", "Reports", "First", "Last", "Named · unnamed · none", "Alone", "Loaded words"], rows)
    }

    fn foot(&mut self) -> io::Result<()> {
        self.section("8 Changes")?;
        let d = self.d;
        let rows = d
            .changes
            .withdrawals
            .iter()
            .map(|w| {
                let targets: Vec<String> = w.targets.iter().map(|t| self.row(t)).collect();
                vec![
                    opt(&w.day),
                    self.row(&w.row),
                    labels::withdrawal(w.kind).to_owned(),
                    opt(&w.by),
                    opt(&w.account),
                    self.cited(&w.words),
                    targets.join(" "),
                    class(&w.says, w.certainty),
                ]
            })
            .collect();
        self.table(&["Day", "Row", "Kind", "By", "Account", "Words", "Takes back", "Class"], rows)?;
        for v in &d.changes.versions {
            writeln!(
                self.out,
                "\n### {} · \\[{}\\] then \\[{}\\]\n",
                esc(&v.url),
                self.number(&v.older),
                self.number(&v.newer)
            )?;
            for e in &v.edits {
                let bold = if e.class.alerts() { "**" } else { "" };
                write!(self.out, "- {bold}{}{bold}{}", e.class.words(), esc(&labels::about(e)))?;
                let old = e.old.iter().map(|c| format!("~~{}~~", esc(&c.value)));
                let both: Vec<String> = old.chain(e.new.iter().map(|c| esc(&c.value))).collect();
                writeln!(self.out, ": {}", both.join(" → "))?;
            }
        }
        self.section("9 Method")?;
        let rows = d
            .method
            .tables
            .iter()
            .map(|t| vec![t.table.clone(), t.certain.to_string(), t.possible.to_string()])
            .collect();
        self.table(&["Table", "Certain", "Possible"], rows)?;
        writeln!(self.out)?;
        let rows = d
            .method
            .inputs
            .iter()
            .map(|i| {
                vec![self.number(&i.report).to_string(), esc(&i.input), i.sha256.clone(), esc(&i.notes.join("; "))]
            })
            .collect();
        self.table(&["No", "Input", "SHA-256", "Notes"], rows)
    }
}

fn opt(value: &Option<impl AsRef<str>>) -> String {
    value.as_ref().map(|v| esc(v.as_ref())).unwrap_or_default()
}

fn class(says: &Says, certainty: Certainty) -> String {
    let marks: String = says.marks.iter().map(|m| format!(" {}", labels::mark_letter(*m))).collect();
    let possible = if certainty == Certainty::Possible { " possible" } else { "" };
    format!("{}{marks}{possible}", labels::class(says.class))
}

fn struck(text: &str, withdrawn: bool) -> String {
    if withdrawn { format!("~~{text}~~") } else { text.to_owned() }
}

/// Text that Markdown takes as it is: one line, no mark-up, no HTML.
fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stays_a_table() {
        assert_eq!(esc("a|b\n<i>*"), "a\\|b &lt;i&gt;\\*");
    }
}
