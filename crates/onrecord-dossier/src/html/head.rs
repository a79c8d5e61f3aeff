//! Section 1: heading, counts, what the page does not know, the reports.

use std::fmt::Write;

use onrecord_model::{Unknown, UnknownKind};

use super::page::{Page, day, esc};
use crate::gaps::{Gap, gaps};
use crate::labels;

/// How many groups of one kind stand open.
const OPEN: usize = 8;
/// How many a page holds.
const HELD: usize = 60;
/// Up to so many rows of one kind are all cited; beyond it the first of every group.
const FEW: usize = 60;
const CITED: usize = 3;

/// The heading above all sections.
pub fn masthead(page: &Page, html: &mut String, title: &str) {
    let d = page.dossier;
    let h = &d.head;
    let _ = write!(html, "<header class=\"mast\"><p class=\"kicker\">Dossier <code>{}</code>", esc(&d.storyline.0));
    if let Some(as_of) = &d.as_of {
        let _ = write!(html, " · as of <time datetime=\"{0}\">{0}</time>", esc(as_of));
    }
    let _ = write!(html, "</p><h1 dir=\"auto\">{}</h1><dl class=\"stats\">", esc(title));
    let span = match (&h.first, &h.last) {
        (Some(a), Some(b)) if a == b => a.clone(),
        (Some(a), Some(b)) => format!("{a} – {b}"),
        _ => "—".to_owned(),
    };
    let stat = |html: &mut String, name: &str, value: &str| {
        let _ = write!(html, "<div><dt>{name}</dt><dd>{}</dd></div>", esc(value));
    };
    stat(html, "Reports", &h.reports.len().to_string());
    stat(html, "Outlets", &h.outlets.len().to_string());
    stat(html, "Roots", &h.roots.to_string());
    stat(html, "Stories", &h.stories.to_string());
    stat(html, "Withdrawals", &d.changes.withdrawals.len().to_string());
    stat(html, "Not known", &h.unknown.len().to_string());
    stat(html, "Days", &span);
    if h.left_out > 0 {
        stat(html, "Left out by date", &h.left_out.to_string());
    }
    html.push_str(
        "</dl><p class=\"key\" role=\"note\"><span class=\"k na\">S1–S3</span> named source \
         <span class=\"k an\">S4–S6</span> unnamed source <span class=\"k un\">S7</span> no source \
         <span class=\"sep\"></span> <abbr class=\"m\">D</abbr> denied <abbr class=\"m\">R</abbr> removed \
         <abbr class=\"m\">C</abbr> conditional <abbr class=\"m\">W</abbr> details withheld \
         <span class=\"sep\"></span> <del>struck</del> withdrawn <span class=\"sep\"></span> \
         <span class=\"row\">3·a5</span> report 3, row a5</p></header>\n",
    );
}

/// What is not known, then the reports.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 0);
    let unknown = &page.dossier.head.unknown;
    if unknown.is_empty() {
        super::none(html);
    }
    html.push_str("<div class=\"gaps\">");
    for of_kind in gaps(unknown).chunk_by(|a, b| a.kind == b.kind) {
        kind(page, html, of_kind[0].kind, of_kind);
    }
    html.push_str("</div>\n");
    reports(page, html);
    html.push_str("</section>\n");
}

fn kind(page: &Page, html: &mut String, kind: UnknownKind, groups: &[Gap]) {
    let open = if groups.len() <= OPEN || kind == UnknownKind::Withheld { " open" } else { "" };
    let rows: usize = groups.iter().map(|g| g.rows.len()).sum();
    let most = if rows <= FEW { FEW } else { CITED };
    let _ = write!(
        html,
        "<details{open}><summary><b>{}</b> <span class=\"n\">{rows}</span></summary><ul>",
        labels::unknown(kind)
    );
    for g in groups.iter().take(HELD) {
        html.push_str("<li>");
        if let Some(what) = &g.what {
            let _ = write!(html, "<span class=\"tag\" dir=\"auto\">{}</span> ", esc(what));
        }
        if let Some(by) = g.by {
            let _ = write!(html, "<bdi class=\"by\">{}</bdi> ", esc(by));
        }
        if g.rows.len() > 1 {
            let of = if g.reports == 1 { "report" } else { "reports" };
            let _ = write!(html, "<small>{} rows in {} {of}</small> ", g.rows.len(), g.reports);
        }
        for (i, u) in g.rows.iter().take(most).enumerate() {
            html.push_str(if i > 0 { " · " } else { "" });
            cited(page, html, u);
        }
        if g.rows.len() > most {
            let _ = write!(html, " <small>+{}</small>", g.rows.len() - most);
        }
        html.push_str("</li>");
    }
    html.push_str("</ul>");
    let shown: usize = groups.iter().take(HELD).map(|g| g.rows.len()).sum();
    super::cut::note(page, html, shown, rows, "dossier --format json");
    html.push_str("</details>");
}

fn cited(page: &Page, html: &mut String, u: &Unknown) {
    if let Some(words) = &u.words {
        return page.cite(html, words);
    }
    // Reports are numbered in the order of the heading.
    let line = page.number(&u.report).checked_sub(1).and_then(|n| page.dossier.head.reports.get(n));
    match line.and_then(|r| r.title.as_ref()) {
        Some(title) => page.cite(html, title),
        None => page.reference(html, &u.report),
    }
}

fn reports(page: &Page, html: &mut String) {
    let rows = &page.dossier.head.reports;
    let open = if rows.len() <= 40 { " open" } else { "" };
    let _ = write!(
        html,
        "<details class=\"wide\"{open}><summary><b>Reports</b> <span class=\"n\">{}</span></summary><div class=\"scroll\"><table class=\"t reports\">\
         <caption>Reports by day</caption><thead><tr><th scope=\"col\">No</th><th scope=\"col\">Day</th>\
         <th scope=\"col\">Outlet</th><th scope=\"col\">Headline</th><th scope=\"col\">Agency credit</th><th scope=\"col\">Story</th>\
         <th scope=\"col\">Together by</th><th scope=\"col\" class=\"num\">Rows</th></tr></thead><tbody>",
        rows.len()
    );
    for r in rows {
        let n = page.number(&r.id);
        let _ = write!(html, "<tr><td data-l=\"No\"><a class=\"ref\" href=\"#r{n}\">{n}</a></td><td data-l=\"Day\">");
        day(html, r.day.as_deref());
        let _ = write!(
            html,
            "</td><td data-l=\"Outlet\" dir=\"auto\">{}</td><td data-l=\"Headline\" dir=\"auto\">",
            r.outlet.as_deref().map_or("<span class=\"nil\">not named</span>".to_owned(), |n| esc(n).to_string())
        );
        match &r.title {
            Some(t) => {
                let _ = write!(html, "<a class=\"q\" href=\"#r{n}\">{}</a>", esc(&t.value));
            }
            None => {
                let _ = write!(html, "<a class=\"q\" href=\"#r{n}\">—</a>");
            }
        }
        if let Some(why) = &r.not_read {
            let _ = write!(html, " <span class=\"tag\">not read: {}</span>", esc(why));
        }
        html.push_str("</td><td data-l=\"Agency credit\">");
        if let Some(a) = &r.agency {
            page.cite(html, a);
        }
        let _ = write!(
            html,
            "</td><td data-l=\"Story\"><code>{}</code></td><td data-l=\"Together by\" class=\"why\" dir=\"auto\">{}</td><td data-l=\"Rows\" class=\"num\">{}</td></tr>",
            esc(&r.story),
            esc(&r.why),
            r.rows
        );
    }
    html.push_str("</tbody></table></div></details>\n");
}
