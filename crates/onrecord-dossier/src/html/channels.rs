//! Section 2: a lane a party, a line a report of a contact; then the table; then the parties and what they are called.

use std::collections::BTreeSet;
use std::fmt::Write;

use onrecord_model::{Contact, Openness};

use super::page::{Page, chain, class, day, esc, possible};
use super::svg::wrap;
use crate::labels;

const LEFT: usize = 96;
const RIGHT: usize = 150;
const ROW: usize = 26;
/// Lines the drawing holds at most; the table below it holds all.
const DRAWN: usize = 160;
/// Parties the table holds at most.
const PARTIES: usize = 300;

/// The section.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 1);
    if page.dossier.channels.is_empty() {
        super::none(html);
    } else {
        graph(page, html);
        let shown = page.cut.contacts.iter().map(|(_, rows)| rows.len()).sum();
        super::cut::note(page, html, shown, page.count(1), "channels");
        table(page, html);
    }
    parties(page, html);
    html.push_str("</section>\n");
}

fn graph(page: &Page, html: &mut String) {
    let lines = &page.cut.contacts;
    let contacts: Vec<(bool, &Contact)> =
        lines.iter().flat_map(|(_, rows)| rows.iter().enumerate().map(|(i, c)| (i == 0, *c))).take(DRAWN).collect();
    let lanes: Vec<&str> = contacts
        .iter()
        .flat_map(|(_, c)| c.ends.iter().chain(&c.mediators))
        .map(String::as_str)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let lane = (720 / lanes.len().max(1)).clamp(68, 168);
    // Lanes stand in the order of their names.
    let x = |name: &str| LEFT + lane / 2 + lane * lanes.binary_search(&name).unwrap_or(0);
    let names: Vec<Vec<String>> = lanes.iter().map(|l| wrap(l, lane / 7, 4)).collect();
    let top = 18 + 13 * names.iter().map(Vec::len).max().unwrap_or(1);
    let gaps = contacts.iter().filter(|(first, _)| *first).count() * 8;
    let (width, height) = (LEFT + lane * lanes.len() + RIGHT, top + ROW * contacts.len() + gaps + 10);
    let _ = write!(
        html,
        "<figure><div class=\"scroll\"><svg class=\"lanes\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"cg-t cg-d\"><title id=\"cg-t\">Contacts between parties</title><desc id=\"cg-d\">One column a party, in \
         alphabetical order; one line a report of a contact: solid for a named source, dashed for an unnamed one, dotted for none. \
         The table below holds the same rows.</desc>"
    );
    for (i, name) in lanes.iter().enumerate() {
        let cx = x(name);
        let _ = write!(
            html,
            "<line class=\"lane\" x1=\"{cx}\" x2=\"{cx}\" y1=\"{top}\" y2=\"{height}\"/><text class=\"pn\" x=\"{cx}\" y=\"12\" text-anchor=\"middle\">"
        );
        for (j, part) in names[i].iter().enumerate() {
            let _ = write!(
                html,
                "<tspan x=\"{cx}\" y=\"{}\">{}</tspan>",
                top - 8 - 13 * (names[i].len() - 1 - j),
                esc(part)
            );
        }
        let _ = write!(html, "<title>{}</title></text>", esc(name));
    }
    let mut y = top + 2;
    for (first, c) in &contacts {
        if *first {
            let _ = write!(html, "<line class=\"band\" x1=\"0\" x2=\"{width}\" y1=\"{}\" y2=\"{}\"/>", y + 3, y + 3);
            y += 8;
        }
        drawn(page, html, c, &x, y + ROW / 2 - 2, width);
        y += ROW;
    }
    html.push_str("</svg></div><figcaption>● end &ensp; ◇ mediator &ensp; <span class=\"ln na\"></span> named source &ensp; \
         <span class=\"ln an\"></span> unnamed &ensp; <span class=\"ln un\"></span> none &ensp; ✕ withdrawn &ensp; each line one report");
    let all = page.count(1);
    if all > contacts.len() {
        let _ = write!(html, " &ensp; {} of {all} drawn", contacts.len());
    }
    html.push_str("</figcaption></figure>\n");
}

fn drawn(page: &Page, html: &mut String, c: &Contact, x: &dyn Fn(&str) -> usize, y: usize, width: usize) {
    let at: Vec<usize> = c.ends.iter().chain(&c.mediators).map(|n| x(n)).collect();
    let (Some(&from), Some(&to)) = (at.iter().min(), at.iter().max()) else { return };
    let style = super::page::line(c.says.openness);
    let id = page.row_id(&c.row);
    let _ = write!(
        html,
        "<a href=\"#{id}\" class=\"edge {style}{}\"><rect class=\"hit\" x=\"0\" y=\"{}\" width=\"{width}\" height=\"{}\"/>\
         <text class=\"d\" x=\"0\" y=\"{}\">{}</text><line x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\"/>",
        if c.withdrawn { " gone" } else { "" },
        y - ROW / 2 + 2,
        ROW - 2,
        y + 4,
        esc(c.day.as_deref().unwrap_or("no date"))
    );
    let _ =
        write!(html, "<text class=\"rn\" x=\"{}\" y=\"{}\">{}</text>", LEFT - 20, y + 4, page.number(&c.row.report));
    for e in &c.ends {
        let hollow = if c.says.openness == Openness::Unsourced { " hollow" } else { "" };
        let _ = write!(html, "<circle class=\"p{}{hollow}\" cx=\"{}\" cy=\"{y}\" r=\"5\"/>", page.colour(e), x(e));
    }
    for m in &c.mediators {
        let cx = x(m);
        let _ = write!(
            html,
            "<path class=\"med p{}\" d=\"M{} {y}L{cx} {}L{} {y}L{cx} {}Z\"/>",
            page.colour(m),
            cx - 6,
            y - 6,
            cx + 6,
            y + 6
        );
    }
    if c.withdrawn {
        let cx = (from + to) / 2;
        let _ = write!(html, "<path class=\"x\" d=\"M{} {}l8 8m0 -8l-8 8\"/>", cx - 4, y - 4);
    }
    let _ = write!(
        html,
        "<text class=\"st\" x=\"{}\" y=\"{}\">{}</text><text class=\"cl\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><title>{} — {}</title></a>",
        width - RIGHT + 10,
        y + 4,
        labels::channel_status(c.status),
        width - 8,
        y + 4,
        labels::class(c.says.class),
        esc(&c.ends.join(" – ")),
        esc(&c.words.value)
    );
}

fn table(page: &Page, html: &mut String) {
    html.push_str(
        "<div class=\"scroll\"><table class=\"t\"><caption>Every report of a contact, by ends and day</caption><thead><tr>\
         <th scope=\"col\">Row</th><th scope=\"col\">Day</th><th scope=\"col\">Ends</th><th scope=\"col\">Status</th>\
         <th scope=\"col\">Words</th><th scope=\"col\">Who says so</th><th scope=\"col\">Class</th></tr></thead>",
    );
    for (_, rows) in &page.cut.contacts {
        html.push_str("<tbody>");
        for c in rows {
            let gone = if c.withdrawn { " class=\"gone\"" } else { "" };
            let _ = write!(html, "<tr id=\"{}\"{gone}><td data-l=\"Row\">", page.row_id(&c.row));
            page.row_link(html, &c.row);
            html.push_str("</td><td data-l=\"Day\">");
            day(html, c.day.as_deref());
            html.push_str("</td><td data-l=\"Ends\">");
            for (i, e) in c.ends.iter().enumerate() {
                if i > 0 {
                    html.push_str(" <span class=\"dash\">–</span> ");
                }
                page.party(html, e);
            }
            for (label, names) in [("mediator", &c.mediators), ("via", &c.via), ("present", &c.also_present)] {
                if !names.is_empty() {
                    let _ = write!(html, "<div class=\"sub\"><small>{label}</small> ");
                    if label == "mediator" {
                        page.parties(html, names);
                    } else {
                        let _ = write!(html, "<bdi>{}</bdi>", esc(&names.join(", ")));
                    }
                    html.push_str("</div>");
                }
            }
            let _ =
                write!(html, "</td><td data-l=\"Status\"><b class=\"stt\">{}</b>", labels::channel_status(c.status));
            if c.form != Default::default() {
                let _ = write!(html, "<div class=\"sub\">{}</div>", labels::form(c.form));
            }
            possible(html, c.certainty);
            html.push_str("</td><td data-l=\"Words\" class=\"w\" dir=\"auto\">");
            page.cite(html, &c.words);
            if let Some(topic) = &c.topic {
                let _ = write!(html, "<div class=\"sub\"><small>about</small> <bdi>{}</bdi></div>", esc(topic));
            }
            html.push_str("</td><td data-l=\"Who says so\">");
            chain(html, &c.says);
            html.push_str("</td><td data-l=\"Class\">");
            class(html, &c.says);
            html.push_str("</td></tr>");
        }
        html.push_str("</tbody>");
    }
    html.push_str("</table></div>\n");
}

fn parties(page: &Page, html: &mut String) {
    let parties = &page.dossier.parties;
    if parties.is_empty() {
        return;
    }
    let open = if parties.len() <= 16 { " open" } else { "" };
    let _ = write!(
        html,
        "<details class=\"wide\"{open}><summary><b>Parties and what they are called</b> <span class=\"n\">{}</span></summary><div class=\"scroll\">\
         <table class=\"t\"><caption>Parties in alphabetical order</caption><thead><tr><th scope=\"col\">Party</th><th scope=\"col\">Part of</th>\
         <th scope=\"col\" class=\"num\">Reports</th><th scope=\"col\" class=\"num\">Mentions</th><th scope=\"col\">Words used</th></tr></thead><tbody>",
        parties.len()
    );
    // Of many parties those that most reports name.
    let mut counts: Vec<usize> = parties.iter().map(|p| p.reports).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let least = counts.get(PARTIES).map_or(0, |n| n + 1);
    for p in parties.iter().filter(|p| p.reports >= least) {
        html.push_str("<tr><th scope=\"row\" data-l=\"Party\">");
        page.party(html, &p.name);
        let _ = write!(
            html,
            "</th><td data-l=\"Part of\"><bdi>{}</bdi></td><td data-l=\"Reports\" class=\"num\">{}</td><td data-l=\"Mentions\" class=\"num\">{}</td><td data-l=\"Words used\" class=\"w\">",
            esc(p.parent.as_deref().unwrap_or("")),
            p.reports,
            p.mentions
        );
        for (i, n) in p.names.iter().take(12).enumerate() {
            if i > 0 {
                html.push_str(" · ");
            }
            page.cite(html, n);
        }
        if p.names.len() > 12 {
            let _ = write!(html, " · <small>+{}</small>", p.names.len() - 12);
        }
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table></div>");
    let shown = counts.iter().filter(|n| **n >= least).count();
    super::cut::note(page, html, shown, parties.len(), "dossier --format json");
    html.push_str("</details>\n");
}
