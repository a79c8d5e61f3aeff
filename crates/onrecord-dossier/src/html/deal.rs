//! Section 3: the deal as a tree of terms, what hangs on what as a drawing, and what falls when a condition is pulled.

use std::fmt::Write;

use onrecord_model::{ConditionLine, TermLine};

use super::page::{Page, chain, class, day, esc, possible};
use super::svg::wrap;
use crate::labels;

const BOX: usize = 300;
const GAP: usize = 150;
/// Conditions the drawing holds at most; the table below it holds all.
const DRAWN: usize = 60;

/// The section.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 2);
    let deal = &page.dossier.deal;
    if deal.terms.is_empty() && deal.conditions.is_empty() {
        super::none(html);
    }
    let shown = page.cut.terms.len() + page.cut.conditions.len();
    super::cut::note(page, html, shown, page.count(2), "deal");
    tree(page, html);
    if !deal.conditions.is_empty() {
        hanging(page, html);
        conditions(page, html);
    }
    html.push_str("</section>\n");
}

fn tree(page: &Page, html: &mut String) {
    let terms = &page.cut.terms;
    if terms.is_empty() {
        return;
    }
    html.push_str("<h3>Terms</h3><ul class=\"tree\">");
    let mut at = 0;
    while at < terms.len() {
        let deal = &terms[at].deal;
        let of_deal = terms[at..].iter().take_while(|t| &t.deal == deal).count();
        let _ = write!(
            html,
            "<li><span class=\"deal\" dir=\"auto\">{}</span><ul>",
            deal.as_deref().map_or("<i>deal not named</i>".to_owned(), |n| esc(n).to_string())
        );
        let end = at + of_deal;
        while at < end {
            let phase = &terms[at].phase;
            let of_phase = terms[at..end].iter().take_while(|t| &t.phase == phase).count();
            if let Some(p) = phase {
                let _ = write!(html, "<li><span class=\"phase\" dir=\"auto\">{}</span><ul>", esc(p));
            }
            for t in &terms[at..at + of_phase] {
                term(page, html, t);
            }
            if phase.is_some() {
                html.push_str("</ul></li>");
            }
            at += of_phase;
        }
        html.push_str("</ul></li>");
    }
    html.push_str("</ul>\n");
}

fn term(page: &Page, html: &mut String, t: &TermLine) {
    let _ = write!(
        html,
        "<li class=\"term\" id=\"{0}\"><div class=\"th\"><a class=\"row\" href=\"#{0}\">{0}</a> ",
        esc(&t.id)
    );
    if t.party.is_empty() {
        html.push_str("<span class=\"nil\">party not named</span>");
    } else {
        page.parties(html, &t.party);
    }
    let _ = write!(html, " <b class=\"act\">{}</b>", labels::action(t.action));
    if let Some(o) = &t.object {
        let _ = write!(html, " <bdi class=\"obj\">{}</bdi>", esc(o));
    }
    html.push_str("</div><table class=\"t inner\"><tbody>");
    for r in &t.rows {
        let gone = if r.withdrawn { " class=\"gone\"" } else { "" };
        let _ = write!(html, "<tr id=\"{}\"{gone}><td>", page.row_id(&r.row));
        page.row_link(html, &r.row);
        html.push_str("</td><td>");
        day(html, r.day.as_deref());
        let _ = write!(
            html,
            "</td><td><b class=\"stt s-{}\">{}</b>",
            labels::term_status(r.status).replace(' ', "-"),
            labels::term_status(r.status)
        );
        if !r.by.is_empty() {
            html.push_str(" <small>by</small> ");
            page.parties(html, &r.by);
        }
        possible(html, r.certainty);
        html.push_str("</td><td class=\"w\" dir=\"auto\">");
        page.cite(html, &r.words);
        for (label, value) in [("quantity", &r.quantity), ("deadline", &r.deadline)] {
            if let Some(v) = value {
                let _ = write!(html, " <span class=\"tag\"><small>{label}</small> <bdi>{}</bdi></span>", esc(v));
            }
        }
        html.push_str("</td><td>");
        chain(html, &r.says);
        html.push_str("</td><td>");
        class(html, &r.says);
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table>");
    if !t.conditions.is_empty() {
        html.push_str("<div class=\"sub\"><small>hangs on</small> ");
        for c in &t.conditions {
            page.row_link(html, c);
            html.push(' ');
        }
        html.push_str("</div>");
    }
    if !t.falls.is_empty() {
        html.push_str("<div class=\"sub\"><small>with it falls</small> ");
        ids(page, html, &t.falls);
        html.push_str("</div>");
    }
    html.push_str("</li>");
}

fn ids(page: &Page, html: &mut String, list: &[String]) {
    for id in list {
        if !page.cut.terms.iter().any(|t| t.id == *id) {
            let _ = write!(html, "<span class=\"row\">{}</span> ", esc(id));
            continue;
        }
        let _ = write!(html, "<a class=\"row\" href=\"#{0}\">{0}</a> ", esc(id));
    }
}

fn hanging(page: &Page, html: &mut String) {
    let all: Vec<&ConditionLine> =
        page.cut.conditions.iter().copied().filter(|k| k.antecedent.is_some() || k.consequent.is_some()).collect();
    let drawn: Vec<&ConditionLine> = all.iter().copied().take(DRAWN).collect();
    if drawn.is_empty() {
        return;
    }
    let boxed =
        |cell: &Option<onrecord_model::Cell<String>>| cell.as_ref().map_or(Vec::new(), |c| wrap(&c.value, 46, 3));
    let rows: Vec<(&ConditionLine, Vec<String>, Vec<String>)> =
        drawn.iter().map(|k| (*k, boxed(&k.antecedent), boxed(&k.consequent))).collect();
    let tall = |a: &[String], b: &[String]| 12 + 15 * a.len().max(b.len()).max(1);
    let height: usize = 34 + rows.iter().map(|(_, a, b)| tall(a, b) + 30).sum::<usize>();
    let width = 2 * BOX + GAP + 4;
    let _ = write!(
        html,
        "<h3>What hangs on what</h3><figure><div class=\"scroll\"><svg class=\"hang\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"hg-t hg-d\"><title id=\"hg-t\">Conditions</title><desc id=\"hg-d\">One arrow a condition, from what must \
         happen to what hangs on it, by holder. The table below holds the same rows.</desc>\
         <text class=\"col\" x=\"2\" y=\"14\">must happen</text><text class=\"col\" x=\"{}\" y=\"14\">hangs on it</text>",
        BOX + GAP + 2
    );
    let mut y = 24;
    for (k, a, b) in &rows {
        let h = tall(a, b);
        let style = super::page::line(k.says.openness);
        let mid = y + 20 + h / 2;
        let _ = write!(
            html,
            "<a href=\"#{}\" class=\"edge {style}{}\">",
            page.row_id(&k.row),
            if k.withdrawn { " gone" } else { "" }
        );
        let holder = k.holder.as_deref().unwrap_or("holder not named");
        let _ = write!(
            html,
            "<circle class=\"p{}\" cx=\"7\" cy=\"{}\" r=\"4\"/><text class=\"hold\" x=\"16\" y=\"{}\">{}</text>",
            page.colour(holder),
            y + 10,
            y + 14,
            esc(holder)
        );
        for (x, lines) in [(2, a), (BOX + GAP + 2, b)] {
            let _ = write!(
                html,
                "<rect class=\"bx{}\" x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{h}\" rx=\"3\"/>",
                if lines.is_empty() { " nil" } else { "" },
                y + 20,
                BOX - 2
            );
            for (i, l) in lines.iter().enumerate() {
                let _ = write!(html, "<text x=\"{}\" y=\"{}\">{}</text>", x + 8, y + 36 + 15 * i, esc(l));
            }
        }
        let (from, to) = (BOX + 2, BOX + GAP - 6);
        let _ = write!(
            html,
            "<line x1=\"{from}\" x2=\"{to}\" y1=\"{mid}\" y2=\"{mid}\"/><path class=\"head\" d=\"M{to} {}l8 4l-8 4z\"/>\
             <text class=\"kind\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            mid - 4,
            BOX + GAP / 2,
            mid - 6,
            labels::condition(k.kind)
        );
        if let Some(m) = &k.marker {
            let _ = write!(
                html,
                "<text class=\"mk\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                BOX + GAP / 2,
                mid + 15,
                esc(&wrap(&m.value, 22, 1).join(""))
            );
        }
        let _ = write!(html, "<title>{}</title></a>", esc(&k.words.value));
        y += h + 30;
    }
    html.push_str("</svg></div>");
    if all.len() > rows.len() {
        let _ = write!(html, "<figcaption>{} of {} drawn</figcaption>", rows.len(), all.len());
    }
    html.push_str("</figure>\n");
}

fn conditions(page: &Page, html: &mut String) {
    html.push_str(
        "<div class=\"scroll\"><table class=\"t\"><caption>Pull one condition: what falls</caption><thead><tr><th scope=\"col\">Row</th><th scope=\"col\">Day</th>\
         <th scope=\"col\">Holder</th><th scope=\"col\">Kind</th><th scope=\"col\">Must happen</th><th scope=\"col\">Hangs on it</th>\
         <th scope=\"col\">Falls</th><th scope=\"col\">Who says so</th><th scope=\"col\">Class</th></tr></thead><tbody>",
    );
    for k in &page.cut.conditions {
        let gone = if k.withdrawn { " class=\"gone\"" } else { "" };
        let _ = write!(html, "<tr id=\"{}\"{gone}><td data-l=\"Row\">", page.row_id(&k.row));
        page.row_link(html, &k.row);
        html.push_str("</td><td data-l=\"Day\">");
        day(html, k.day.as_deref());
        html.push_str("</td><td data-l=\"Holder\">");
        match &k.holder {
            Some(h) => page.party(html, h),
            None => html.push_str("<span class=\"nil\">not named</span>"),
        }
        let _ = write!(html, "</td><td data-l=\"Kind\">{}", labels::condition(k.kind));
        if let Some(m) = &k.marker {
            let _ = write!(html, "<div class=\"sub\"><bdi>{}</bdi></div>", esc(&m.value));
        }
        possible(html, k.certainty);
        for (label, cell) in [("Must happen", &k.antecedent), ("Hangs on it", &k.consequent)] {
            let _ = write!(html, "</td><td data-l=\"{label}\" class=\"w\" dir=\"auto\">");
            match cell {
                Some(c) => page.cite(html, c),
                None => html.push_str("<span class=\"nil\">—</span>"),
            }
        }
        html.push_str("</td><td data-l=\"Falls\">");
        if k.falls.is_empty() {
            html.push_str("<span class=\"nil\" title=\"no term is tied to it\">—</span>");
        }
        ids(page, html, &k.falls);
        html.push_str("</td><td data-l=\"Who says so\">");
        chain(html, &k.says);
        html.push_str("</td><td data-l=\"Class\">");
        class(html, &k.says);
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table></div>\n");
}
