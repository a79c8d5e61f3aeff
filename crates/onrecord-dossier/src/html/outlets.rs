//! Section 7: outlets side by side. Counts and words, no score.

use std::collections::BTreeSet;
use std::fmt::Write;

use onrecord_model::{OutletLine, WordsFor};
use rustc_hash::FxHashMap;

use super::page::{Page, day, esc};

/// Words an outlet alone carries that stand open.
const ALONE: usize = 5;
/// The same that a page holds.
const HELD: usize = 60;
/// Parties whose words are set side by side.
const PARTIES: usize = 80;

/// The section.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 6);
    let outlets = &page.dossier.outlets;
    if outlets.is_empty() {
        super::none(html);
        html.push_str("</section>\n");
        return;
    }
    html.push_str(
        "<div class=\"scroll\"><table class=\"t\"><caption>Outlets in alphabetical order</caption><thead><tr><th scope=\"col\">Outlet</th>\
         <th scope=\"col\" class=\"num\">Reports</th><th scope=\"col\">First</th><th scope=\"col\">Last</th><th scope=\"col\" class=\"num\">Statements</th>\
         <th scope=\"col\">Named · unnamed · none</th><th scope=\"col\">Alone in reporting</th><th scope=\"col\">Loaded words of its own</th></tr></thead><tbody>",
    );
    for o in outlets {
        row(page, html, o);
    }
    html.push_str("</tbody></table></div>\n");
    words(page, html);
    html.push_str("</section>\n");
}

fn name(o: &OutletLine) -> String {
    o.outlet.as_deref().map_or("<span class=\"nil\">not named</span>".to_owned(), |n| format!("<bdi>{}</bdi>", esc(n)))
}

fn row(page: &Page, html: &mut String, o: &OutletLine) {
    let _ = write!(
        html,
        "<tr><th scope=\"row\" data-l=\"Outlet\">{}</th><td data-l=\"Reports\" class=\"num\">{}</td><td data-l=\"First\">",
        name(o),
        o.reports
    );
    day(html, o.first.as_deref());
    html.push_str("</td><td data-l=\"Last\">");
    day(html, o.last.as_deref());
    let _ = write!(
        html,
        "</td><td data-l=\"Statements\" class=\"num\">{}</td><td data-l=\"Named · unnamed · none\">",
        o.statements
    );
    let total = o.statements.max(1) as f64;
    let (a, b) = (110.0 * o.named as f64 / total, 110.0 * o.anonymous as f64 / total);
    let c = if o.statements == 0 { 0.0 } else { 110.0 - a - b };
    let _ = write!(
        html,
        "<svg class=\"share\" width=\"112\" height=\"12\" viewBox=\"0 0 112 12\" role=\"img\" aria-label=\"{0} named, {1} unnamed, {2} without a source\">\
         <rect class=\"na\" x=\"1\" y=\"1\" width=\"{a:.1}\" height=\"10\"/><rect class=\"an\" x=\"{3:.1}\" y=\"1\" width=\"{b:.1}\" height=\"10\"/>\
         <rect class=\"un\" x=\"{4:.1}\" y=\"1\" width=\"{c:.1}\" height=\"10\"/></svg> <span class=\"nums\">{0} · {1} · {2}</span>",
        o.named,
        o.anonymous,
        o.unsourced,
        1.0 + a,
        1.0 + a + b
    );
    html.push_str("</td><td data-l=\"Alone in reporting\" class=\"w\">");
    list(page, html, &o.alone);
    html.push_str("</td><td data-l=\"Loaded words of its own\" class=\"w\">");
    list(page, html, &o.evaluative);
    html.push_str("</td></tr>");
}

fn list(page: &Page, html: &mut String, cells: &[onrecord_model::Cell<String>]) {
    let item = |html: &mut String, c| {
        html.push_str("<li dir=\"auto\">");
        page.cite(html, c);
        html.push_str("</li>");
    };
    html.push_str("<ul class=\"cells\">");
    for c in cells.iter().take(ALONE) {
        item(html, c);
    }
    html.push_str("</ul>");
    if cells.len() > ALONE {
        let _ = write!(html, "<details><summary>{} more</summary><ul class=\"cells\">", cells.len() - ALONE);
        for c in cells.iter().take(HELD).skip(ALONE) {
            item(html, c);
        }
        html.push_str("</ul>");
        super::cut::note(page, html, cells.len().min(HELD), cells.len(), "dossier --format json");
        html.push_str("</details>");
    }
}

fn words(page: &Page, html: &mut String) {
    let outlets: Vec<&OutletLine> = page.dossier.outlets.iter().filter(|o| !o.words.is_empty()).collect();
    let parties: BTreeSet<&str> = outlets.iter().flat_map(|o| &o.words).map(|w| w.party.as_str()).collect();
    if parties.is_empty() || outlets.len() < 2 {
        return;
    }
    // Of many parties those that are named most.
    let mut named: FxHashMap<&str, usize> = FxHashMap::default();
    for w in outlets.iter().flat_map(|o| &o.words) {
        *named.entry(&w.party).or_default() += w.counts.iter().sum::<usize>();
    }
    let mut most: Vec<&str> = parties.iter().copied().collect();
    most.sort_by_key(|p| std::cmp::Reverse(named.get(p)));
    most.truncate(PARTIES);
    most.sort_unstable();
    let wide = outlets.len() > 12;
    let _ = write!(
        html,
        "<details class=\"wide\"{}><summary><b>Words for the same party</b> <span class=\"n\">{}</span></summary><div class=\"scroll\"><table class=\"t words\"><caption>Words for the same party, by outlet</caption><thead><tr><th scope=\"col\">Party</th>",
        if wide { "" } else { " open" },
        parties.len()
    );
    for o in &outlets {
        let _ = write!(html, "<th scope=\"col\">{}</th>", name(o));
    }
    html.push_str("</tr></thead><tbody>");
    let used: Vec<FxHashMap<&str, &WordsFor>> =
        outlets.iter().map(|o| o.words.iter().rev().map(|w| (w.party.as_str(), w)).collect()).collect();
    for party in &most {
        let party = *party;
        html.push_str("<tr><th scope=\"row\" data-l=\"Party\">");
        page.party(html, party);
        html.push_str("</th>");
        for (o, used) in outlets.iter().zip(&used) {
            let _ = write!(html, "<td class=\"w\" data-l=\"{}\">", esc(o.outlet.as_deref().unwrap_or("not named")));
            if let Some(w) = used.get(party) {
                for (cell, n) in w.words.iter().zip(&w.counts).take(8) {
                    let at = page.anchor(&cell.report, cell.evidence.first());
                    let _ = write!(html, "<a class=\"q\" href=\"#{at}\"><bdi>{}</bdi></a>", esc(&cell.value));
                    if *n > 1 {
                        let _ = write!(html, " <small>{n}</small>");
                    }
                    html.push_str("<br>");
                }
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    super::cut::note(page, html, most.len(), parties.len(), "compare --words");
    html.push_str("</details>\n");
}
