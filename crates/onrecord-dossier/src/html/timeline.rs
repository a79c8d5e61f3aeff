//! Section 6: a column a day with marks, events above the line, statements below, withdrawals struck through; then day by day.

use std::fmt::Write;

use onrecord_model::{Lane, TimelineEntry};

use super::cut::Group;
use super::page::{Page, class, esc, line, possible};
use super::svg::{day_number, first};
use crate::labels;

const MARK: usize = 9;
/// Marks a column holds at most; the rest is a number.
const HIGH: usize = 12;
/// Letters of a row's words that a mark says.
const SAID: usize = 90;

/// The section.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 5);
    let all = &page.dossier.timeline;
    if all.is_empty() {
        super::none(html);
        html.push_str("</section>\n");
        return;
    }
    let groups = &page.cut.timeline;
    strip(page, html, groups);
    let shown = groups.iter().map(|g| g.shown.len()).sum();
    super::cut::note(page, html, shown, all.len(), "dossier --format json");
    let long = all.len() > 300;
    for (i, Group { name, all, shown }) in groups.iter().enumerate() {
        let open = if !long || i + 1 == groups.len() { " open" } else { "" };
        let head = if name.is_empty() { "no date" } else { name };
        let _ = write!(
            html,
            "<details class=\"dayrow\" id=\"t-{2}\"{open}><summary><time datetime=\"{0}\"><b>{0}</b></time> <span class=\"n\">{1}</span></summary><div class=\"two\">",
            esc(head),
            all.len(),
            anchor(name)
        );
        for (label, lanes) in
            [("Events", &[Lane::Event][..]), ("Statements and withdrawals", &[Lane::Statement, Lane::Withdrawal][..])]
        {
            let rows: Vec<&&TimelineEntry> = shown.iter().filter(|e| lanes.contains(&e.lane)).collect();
            if rows.is_empty() {
                continue;
            }
            let there = all.iter().filter(|e| lanes.contains(&e.lane)).count();
            let of = if there > rows.len() { format!("{} of {there}", rows.len()) } else { there.to_string() };
            let _ = write!(html, "<div><h3>{label} <span class=\"n\">{of}</span></h3><ul>");
            for e in rows {
                entry(page, html, e, page.cut.months);
            }
            html.push_str("</ul></div>");
        }
        html.push_str("</div></details>\n");
    }
    html.push_str("</section>\n");
}

/// What a day's or month's rows are found by.
fn anchor(name: &str) -> String {
    if name.is_empty() { "no-date".to_owned() } else { esc(name).to_string() }
}

fn strip(page: &Page, html: &mut String, groups: &[Group]) {
    let column = (900 / groups.len().max(1)).clamp(MARK + 5, 64);
    let per = (column.saturating_sub(6) / (MARK + 1)).max(1);
    let stack = |n: usize| n.min(HIGH * per).div_ceil(per);
    let lane = |g: &Group, events: bool| g.all.iter().filter(|e| (e.lane == Lane::Event) == events).count();
    let above = groups.iter().map(|g| stack(lane(g, true))).max().unwrap_or(0).max(2) * (MARK + 1) + 16;
    let below = groups.iter().map(|g| stack(lane(g, false))).max().unwrap_or(0).max(2) * (MARK + 1) + 16;
    let day = |g: &Group| day_number(&g.name);
    // A break where days are left out: one wide gap, with their number.
    let breaks: Vec<Option<i64>> = groups
        .windows(2)
        .map(|w| Some(day(&w[1])? - day(&w[0])?).filter(|d| *d > 1 && w[0].name.len() == 10 && w[1].name.len() == 10))
        .collect();
    let gap = 34;
    let width = 20 + column * groups.len() + gap * breaks.iter().flatten().count() + 20;
    let axis = above + 4;
    let height = axis + 40 + below;
    let _ = write!(
        html,
        "<figure><div class=\"scroll\"><svg class=\"tl\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"tl-t tl-d\"><title id=\"tl-t\">Timeline</title><desc id=\"tl-d\">One column a day that has rows; a mark above the \
         line is an event, below it a statement or withdrawal. The list below holds the same rows.</desc>\
         <text class=\"col\" x=\"0\" y=\"10\">events</text><text class=\"col\" x=\"0\" y=\"{}\">statements, withdrawals</text>",
        height - 3
    );
    let mut x = 14;
    let every = (58 / column.max(1)).max(1);
    let mut since = every;
    for (i, g) in groups.iter().enumerate() {
        let broken = i > 0 && breaks[i - 1].is_some();
        if let Some(days) = i.checked_sub(1).and_then(|j| breaks[j]) {
            let _ = write!(
                html,
                "<line class=\"axis brk\" x1=\"{x}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{days} d</text>",
                x + gap,
                axis + 9,
                axis + 9,
                x + gap / 2,
                axis + 5
            );
            x += gap;
        }
        let _ = write!(
            html,
            "<line class=\"axis\" x1=\"{x}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
            x + column,
            axis + 9,
            axis + 9
        );
        since += 1;
        if since > every || broken {
            let shown = if g.name.is_empty() {
                "no date".to_owned()
            } else if g.name.len() == 10 && !broken && i > 0 {
                g.name[5..].to_owned()
            } else {
                g.name.clone()
            };
            let _ = write!(
                html,
                "<a href=\"#t-{}\"><text class=\"tick\" x=\"{x}\" y=\"{}\">{}</text></a>",
                anchor(&g.name),
                axis + 21,
                esc(&shown)
            );
            since = if shown.len() > 5 && every == 1 { 0 } else { 1 };
        }
        for events in [true, false] {
            let rows: Vec<&&TimelineEntry> = g.all.iter().filter(|e| (e.lane == Lane::Event) == events).collect();
            for (n, e) in rows.iter().take(HIGH * per).enumerate() {
                let (col, up) = (n % per, n / per);
                let cx = x + 2 + col * (MARK + 1);
                let cy = if events { axis - 2 - up * (MARK + 1) - MARK / 2 } else { axis + 28 + up * (MARK + 1) };
                mark(page, html, e, cx, cy);
            }
            if rows.len() > HIGH * per {
                let cy = if events { axis - 2 - HIGH * (MARK + 1) } else { axis + 34 + HIGH * (MARK + 1) };
                let _ = write!(html, "<text class=\"tick\" x=\"{x}\" y=\"{cy}\">+{}</text>", rows.len() - HIGH * per);
            }
        }
        x += column;
    }
    html.push_str("</svg></div><figcaption>■ named source &ensp; ▩ unnamed &ensp; □ none &ensp; red frame: a withdrawal &ensp; ✕ what was withdrawn</figcaption></figure>\n");
}

fn mark(page: &Page, html: &mut String, e: &TimelineEntry, x: usize, y: usize) {
    let gone = e.struck;
    let style = if e.lane == Lane::Withdrawal { "wd" } else { line(e.says.openness) };
    let _ = write!(
        html,
        "<a class=\"mk {}{}\" href=\"#{}\"><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"/>",
        style,
        if gone { " gone" } else { "" },
        page.anchor(&e.row.report, e.words.evidence.first()),
        MARK - 1,
        MARK - 1
    );
    if gone {
        let _ = write!(html, "<path class=\"x\" d=\"M{} {}l6 6m0 -6l-6 6\"/>", x + 1, y + 1);
    }
    let said = first(&e.words.value, SAID);
    let more = if said.len() < e.words.value.len() { "…" } else { "" };
    let _ = write!(html, "<title>{}{more}</title></a>", esc(said));
}

fn entry(page: &Page, html: &mut String, e: &TimelineEntry, with_day: bool) {
    let gone = if e.struck { " class=\"gone\"" } else { "" };
    // Events have their place here; statements and withdrawals in the ledger and at the foot.
    let _ = match e.lane {
        Lane::Event => write!(html, "<li id=\"{}\"{gone}>", page.row_id(&e.row)),
        _ => write!(html, "<li{gone}>"),
    };
    page.row_link(html, &e.row);
    html.push(' ');
    if with_day && let Some(d) = &e.day {
        let _ = write!(html, "<time datetime=\"{0}\">{0}</time> ", esc(d));
    }
    class(html, &e.says);
    html.push(' ');
    if let Some(k) = e.event {
        let _ = write!(html, "<span class=\"ev\">{}</span>", labels::plover(k));
        if let Some(m) = &e.mode {
            let _ = write!(html, " <span class=\"tag\">{}</span>", esc(m));
        }
        html.push(' ');
    }
    if let Some(k) = e.withdrawal {
        let _ = write!(html, "<span class=\"ev wd\">{}</span> ", labels::withdrawal(k));
    }
    page.parties(html, &e.who);
    if !e.whom.is_empty() {
        html.push_str("<span class=\"arr\">→</span>");
        page.parties(html, &e.whom);
    }
    if let Some(f) = e.factuality.filter(|f| *f != onrecord_model::Factuality::Asserted) {
        let _ = write!(html, " <span class=\"tag\">{}</span>", labels::factuality(f));
    }
    if let Some(p) = &e.place {
        let _ = write!(html, " <span class=\"tag\"><small>in</small> <bdi>{}</bdi></span>", esc(p));
    }
    if e.day_of_report && e.lane == Lane::Event {
        html.push_str(" <span class=\"tag\">day of report</span>");
    }
    possible(html, e.certainty);
    html.push_str("<div class=\"w\" dir=\"auto\">");
    if e.struck {
        html.push_str("<del>");
    }
    page.cite(html, &e.words);
    if e.struck {
        html.push_str("</del>");
    }
    html.push_str("</div></li>");
}
