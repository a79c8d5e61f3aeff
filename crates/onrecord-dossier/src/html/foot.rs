//! Sections 8 and 9: what changed, and how the page was made.

use std::fmt::Write;

use super::page::{Page, chain, class, day, esc, possible};
use crate::labels;

/// Section 8.
pub fn changes(page: &Page, html: &mut String) {
    super::open(page, html, 7);
    let c = &page.dossier.changes;
    if c.versions.is_empty() && c.withdrawals.is_empty() {
        super::none(html);
    }
    if !c.withdrawals.is_empty() {
        html.push_str(
            "<div class=\"scroll\"><table class=\"t\"><caption>Withdrawals by day</caption><thead><tr><th scope=\"col\">Row</th><th scope=\"col\">Day</th>\
             <th scope=\"col\">Kind</th><th scope=\"col\">By</th><th scope=\"col\">Account</th><th scope=\"col\">Words</th>\
             <th scope=\"col\">Takes back</th><th scope=\"col\">Who says so</th><th scope=\"col\">Class</th></tr></thead><tbody>",
        );
    }
    for w in &c.withdrawals {
        let _ = write!(html, "<tr id=\"{}\"><td data-l=\"Row\">", page.row_id(&w.row));
        page.row_link(html, &w.row);
        html.push_str("</td><td data-l=\"Day\">");
        day(html, w.day.as_deref());
        let _ = write!(html, "</td><td data-l=\"Kind\"><b class=\"stt\">{}</b>", labels::withdrawal(w.kind));
        possible(html, w.certainty);
        for (label, value) in [("By", &w.by), ("Account", &w.account)] {
            let _ = write!(html, "</td><td data-l=\"{label}\">");
            match value {
                Some(v) => page.party(html, v),
                None => html.push_str("<span class=\"nil\">not said</span>"),
            }
        }
        html.push_str("</td><td data-l=\"Words\" class=\"w\" dir=\"auto\">");
        page.cite(html, &w.words);
        html.push_str("</td><td data-l=\"Takes back\">");
        for t in &w.targets {
            page.row_link(html, t);
            html.push(' ');
        }
        if let (true, Some(of)) = (w.targets.is_empty(), &w.of) {
            let _ = write!(html, "<bdi>{}</bdi>", esc(of));
        }
        html.push_str("</td><td data-l=\"Who says so\">");
        chain(html, &w.says);
        html.push_str("</td><td data-l=\"Class\">");
        class(html, &w.says);
        html.push_str("</td></tr>");
    }
    if !c.withdrawals.is_empty() {
        html.push_str("</tbody></table></div>\n");
    }
    for v in &c.versions {
        let _ = write!(html, "<article class=\"ver\"><h3>Two versions of <code dir=\"ltr\">{}</code> ", esc(&v.url));
        page.reference(html, &v.older);
        html.push_str(" then ");
        page.reference(html, &v.newer);
        html.push_str("</h3><ul class=\"cells\">");
        for e in &v.edits {
            let tag = if e.class.alerts() { "b" } else { "span" };
            let _ = write!(html, "<li><{tag} class=\"edit\">{}</{tag}>", esc(e.class.words()));
            let _ = write!(html, "<bdi>{}</bdi>", esc(&labels::about(e)));
            for (cell, tag) in [(&e.old, "del"), (&e.new, "ins")] {
                if let Some(cell) = cell {
                    let _ = write!(html, "<div dir=\"auto\"><{tag}>");
                    page.cite(html, cell);
                    let _ = write!(html, "</{tag}></div>");
                }
            }
            html.push_str("</li>");
        }
        html.push_str("</ul></article>");
    }
    html.push_str("</section>\n");
}

/// Section 9.
pub fn method(page: &Page, html: &mut String) {
    super::open(page, html, 8);
    let m = &page.dossier.method;
    let d = page.dossier;
    let mut command: Vec<String> = m.command.iter().map(|w| quote(w)).collect();
    if let Some(as_of) = &d.as_of {
        command.extend(["--as-of".to_owned(), as_of.clone()]);
    }
    if command.len() > 40 {
        command.truncate(40);
        command.push("…".to_owned());
    }
    let _ = write!(
        html,
        "<p>Command <code class=\"cmd\">{}</code> · onrecord {} · schema {}</p>",
        esc(&command.join(" ")),
        esc(&m.version),
        d.schema_version
    );
    html.push_str("<div class=\"two\"><div><table class=\"t\"><caption>Rows by table</caption><thead><tr><th scope=\"col\">Table</th><th scope=\"col\" class=\"num\">Certain</th><th scope=\"col\" class=\"num\">Possible</th><th scope=\"col\">Rules</th></tr></thead><tbody>");
    for t in &m.tables {
        let _ = write!(
            html,
            "<tr><th scope=\"row\" data-l=\"Table\">{}</th><td data-l=\"Certain\" class=\"num\">{}</td><td data-l=\"Possible\" class=\"num\">{}</td><td data-l=\"Rules\" class=\"w\">",
            esc(&t.table),
            t.certain,
            t.possible
        );
        for (rule, n) in t.rules.iter().take(24) {
            let _ = write!(html, "<code>{}</code> {n} ", esc(rule));
        }
        if t.rules.len() > 24 {
            let _ = write!(html, "+{}", t.rules.len() - 24);
        }
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table></div><div><table class=\"t\"><caption>Sourcing classes</caption><tbody>");
    use onrecord_model::SourcingClass::*;
    for k in [S1, S2, S3, S4, S5, S6, S7] {
        let style = super::page::line(k.into());
        let n = d.ledger.iter().flat_map(|c| &c.statements).filter(|s| s.says.class == k).count();
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><span class=\"k {style}\">{}</span></th><td>{}</td><td class=\"num\">{n}</td></tr>",
            labels::class(k),
            labels::class_meaning(k)
        );
    }
    html.push_str("</tbody></table>");
    if !m.relations.is_empty() {
        html.push_str("<table class=\"t\"><caption>Relations between rows</caption><tbody>");
        for (k, n) in &m.relations {
            let _ = write!(html, "<tr><th scope=\"row\">{}</th><td class=\"num\">{n}</td></tr>", esc(k));
        }
        html.push_str("</tbody></table>");
    }
    html.push_str("</div></div>");
    let _ = write!(
        html,
        "<details class=\"wide\"><summary><b>Inputs and hashes</b> <span class=\"n\">{}</span></summary><div class=\"scroll\"><table class=\"t\"><caption>Inputs</caption><thead><tr><th scope=\"col\">No</th><th scope=\"col\">Id</th><th scope=\"col\">Input</th><th scope=\"col\">SHA-256</th><th scope=\"col\">Notes</th></tr></thead><tbody>",
        m.inputs.len()
    );
    for i in &m.inputs {
        let _ = write!(
            html,
            "<tr><td data-l=\"No\">{}</td><td data-l=\"Id\"><code>{}</code></td><td data-l=\"Input\" class=\"w\" dir=\"ltr\">{}</td><td data-l=\"SHA-256\"><code class=\"sha\">{}</code></td><td data-l=\"Notes\">{}</td></tr>",
            page.number(&i.report),
            esc(&i.report.0),
            esc(&i.input),
            esc(&i.sha256),
            esc(&i.notes.join("; "))
        );
    }
    html.push_str("</tbody></table></div></details></section>\n");
}

/// A word of a command as a shell reads it.
pub fn quote(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
