//! Section 5: a card a (what, who, where), each figure a bar from its lower to its upper bound at the day it holds for.

use std::fmt::Write;

use onrecord_model::{Openness, PointLine, RelationKind, SeriesLine};

use super::page::{Page, class, day, esc, possible, push, relations};
use super::svg::day_number;
use crate::labels;

const W: f64 = 300.0;
const H: f64 = 132.0;
const LEFT: f64 = 10.0;
const BASE: f64 = 104.0;
const TOP: f64 = 18.0;

/// The section.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 4);
    let series = &page.dossier.figures;
    if series.is_empty() {
        super::none(html);
        html.push_str("</section>\n");
        return;
    }
    html.push_str("<p class=\"cap\">● or bar: as printed, filled with a source, hollow without; dashed: unnamed source; ▲▼ open bound; ≠ conflict</p>");
    let shown = page.cut.series.iter().map(|(_, rows)| rows.len()).sum();
    super::cut::note(page, html, shown, page.count(4), "figures");
    let (many, single): (Vec<&Card>, Vec<&Card>) = page.cut.series.iter().partition(|(_, points)| points.len() > 1);
    html.push_str("<div class=\"cards\">");
    for (s, points) in many.into_iter().chain(single) {
        card(page, html, s, points);
    }
    html.push_str("</div></section>\n");
}

/// A series with the figures of it that the page shows.
type Card<'d> = (&'d SeriesLine, Vec<&'d PointLine>);

fn card(page: &Page, html: &mut String, s: &SeriesLine, points: &[&PointLine]) {
    let id = esc(&s.id);
    let _ = write!(
        html,
        "<article class=\"card\" id=\"{id}\"><h3><a class=\"row\" href=\"#{id}\">{id}</a> {} <bdi>{}</bdi>{}</h3>",
        labels::measure(s.measure),
        esc(s.of.as_deref().unwrap_or("")),
        s.place.as_deref().map_or(String::new(), |p| format!(" <small>in <bdi>{}</bdi></small>", esc(p)))
    );
    if points.len() > 1 {
        chart(page, html, s, points);
    } else if let Some(p) = points.first() {
        let style = super::page::line(p.says.openness);
        let _ = write!(
            html,
            "<p class=\"big {style}{}\"><a href=\"#{}\">{}</a>",
            if p.withdrawn { " gone" } else { "" },
            page.anchor(&p.row.report, p.words.evidence.first()),
            labels::bounds(p.low, p.high)
        );
        if let Some(u) = &p.unit {
            let _ = write!(html, " <small>{}</small>", esc(u));
        }
        html.push_str("</p>");
    }
    html.push_str("<table class=\"t inner\"><tbody>");
    for p in points {
        let _ =
            write!(html, "<tr id=\"{}\"{}><td>", page.row_id(&p.row), if p.withdrawn { " class=\"gone\"" } else { "" });
        page.row_link(html, &p.row);
        html.push_str("</td><td class=\"num\"><b>");
        html.push_str(&labels::bounds(p.low, p.high));
        html.push_str("</b></td><td class=\"w\">");
        page.cite(html, &p.words);
        let _ = write!(html, " <span class=\"tag\">{}</span>", labels::bound(p.bound));
        if let Some(of) = p.of.as_ref().filter(|o| Some(*o) != s.of.as_ref()) {
            let _ = write!(html, " <bdi class=\"sub\">{}</bdi>", esc(of));
        }
        possible(html, p.certainty);
        html.push_str("<div class=\"sub\">");
        match &p.as_of {
            Some(d) => {
                html.push_str("<small>as of</small> ");
                day(html, Some(d));
            }
            None => html.push_str("<small>no as-of day</small>"),
        }
        html.push_str(" <small>reported</small> ");
        day(html, p.reported.as_deref());
        if let Some(whole) = &p.subset_of {
            html.push_str(" <small>part of</small> ");
            page.row_link(html, whole);
        }
        html.push_str("</div><div class=\"sub\"><bdi>");
        push(html, p.says.resolved.as_deref().or(p.says.source.as_deref()).unwrap_or("no source"));
        html.push_str("</bdi></div>");
        relations(page, html, &p.relations);
        html.push_str("</td><td>");
        class(html, &p.says);
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table>");
    if s.points.len() > points.len() {
        let _ = write!(html, "<p class=\"cap\">{} of {} figures</p>", points.len(), s.points.len());
    }
    html.push_str("</article>");
}

fn date(p: &PointLine) -> Option<&str> {
    p.as_of.as_deref().or(p.reported.as_deref())
}

fn chart(page: &Page, html: &mut String, s: &SeriesLine, points: &[&PointLine]) {
    let days: Vec<Option<i64>> = points.iter().map(|p| date(p).and_then(day_number)).collect();
    let known: Vec<i64> = days.iter().flatten().copied().collect();
    let (first, last) = (known.iter().min().copied().unwrap_or(0), known.iter().max().copied().unwrap_or(0));
    let top = points.iter().flat_map(|p| [p.low, p.high]).flatten().fold(0.0, f64::max).max(1.0);
    let y = |v: f64| BASE - (BASE - TOP) * v.max(0.0) / top;
    let room = W - 2.0 * LEFT - 30.0;
    let base_x = |d: Option<i64>| match d {
        Some(d) if last > first => LEFT + 8.0 + room * (d - first) as f64 / (last - first) as f64,
        Some(_) => LEFT + 8.0 + room * 0.12,
        None => LEFT + 8.0 + room,
    };
    // Figures of one day stand side by side, and none closer than a bar's width.
    let mut xs: Vec<f64> = Vec::new();
    let step = (room / points.len() as f64).min(16.0);
    for d in &days {
        let x = base_x(*d);
        let x = xs.last().map_or(x, |last| x.max(last + step));
        xs.push(x);
    }
    if let Some(over) = xs.last().map(|x| x - (LEFT + 8.0 + room)).filter(|o| *o > 0.0) {
        for (i, x) in xs.iter_mut().enumerate().rev() {
            *x -= over;
            let floor = LEFT + 8.0 + i as f64 * step.min(4.0);
            *x = x.max(floor.min(LEFT + 8.0 + room));
        }
    }
    let id = esc(&s.id);
    let _ = write!(
        html,
        "<svg class=\"fig\" viewBox=\"0 0 {W} {H}\" role=\"img\" aria-labelledby=\"{id}-t\"><title id=\"{id}-t\">{} {} over time</title>\
         <line class=\"axis\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{BASE}\" y2=\"{BASE}\"/>",
        labels::measure(s.measure),
        esc(s.of.as_deref().unwrap_or("")),
        W - LEFT
    );
    for value in [top, top / 2.0] {
        let at = y(value);
        let _ = write!(html, "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>", W - LEFT);
    }
    if known.is_empty() {
        let _ = write!(html, "<text class=\"tick\" x=\"{LEFT}\" y=\"{}\">no date</text>", BASE + 14.0);
    } else {
        let find =
            |d: i64| points.iter().zip(&days).find(|(_, n)| **n == Some(d)).and_then(|(p, _)| date(p)).unwrap_or("");
        let _ = write!(html, "<text class=\"tick\" x=\"{LEFT}\" y=\"{}\">{}</text>", BASE + 14.0, esc(find(first)));
        if last > first {
            let _ = write!(
                html,
                "<text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                W - LEFT,
                BASE + 14.0,
                esc(find(last))
            );
        }
    }
    for (i, p) in points.iter().enumerate() {
        for r in p.relations.iter().filter(|r| matches!(r.kind, RelationKind::Conflicts | RelationKind::Tension)) {
            if let Some(j) = points.iter().position(|o| o.row == r.b).filter(|j| *j > i) {
                let mid = |p: &PointLine| y((p.low.or(p.high).unwrap_or(0.0) + p.high.or(p.low).unwrap_or(0.0)) / 2.0);
                let (y1, y2) = (mid(p), mid(points[j]));
                let _ = write!(
                    html,
                    "<g class=\"conf\"><line x1=\"{:.1}\" y1=\"{y1:.1}\" x2=\"{:.1}\" y2=\"{y2:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">≠<title>{}: {}</title></text></g>",
                    xs[i],
                    xs[j],
                    (xs[i] + xs[j]) / 2.0,
                    (y1 + y2) / 2.0 + 4.0,
                    labels::relation(r.kind),
                    esc(&r.reason)
                );
            }
        }
    }
    // A value is written where it does not run into the one before it.
    let mut last: Option<(f64, f64)> = None;
    for (i, p) in points.iter().enumerate() {
        let half = 3.2 * compact(p).chars().count() as f64;
        let at = y(p.high.or(p.low).unwrap_or(0.0));
        let free = last.is_none_or(|(end, h)| xs[i] - half > end + 3.0 || (at - h).abs() > 13.0);
        if free {
            last = Some((xs[i] + half, at));
        }
        point(page, html, p, xs[i], &y, !free);
    }
    html.push_str("</svg>");
}

/// A value short enough to stand in a chart: millions and more are cut to three figures.
fn compact(p: &PointLine) -> String {
    let short = |v: f64| match v.abs() {
        a if a >= 1e9 => format!("{}bn", labels::number((v / 1e7).round() / 100.0)),
        a if a >= 1e6 => format!("{}m", labels::number((v / 1e4).round() / 100.0)),
        _ => labels::number(v),
    };
    match (p.low, p.high) {
        (Some(l), Some(h)) if l == h => short(l),
        (Some(l), Some(h)) => format!("{}–{}", short(l), short(h)),
        (Some(l), None) => format!("≥ {}", short(l)),
        (None, Some(h)) => format!("≤ {}", short(h)),
        (None, None) => "?".to_owned(),
    }
}

fn point(page: &Page, html: &mut String, p: &PointLine, x: f64, y: &dyn Fn(f64) -> f64, quiet: bool) {
    let style = super::page::line(p.says.openness);
    let _ = write!(
        html,
        "<a class=\"pt {style}{}\" href=\"#{}\">",
        if p.withdrawn { " gone" } else { "" },
        page.row_id(&p.row)
    );
    let (low, high) = (p.low.or(p.high), p.high.or(p.low));
    let (Some(low), Some(high)) = (low, high) else {
        let _ = write!(
            html,
            "<text class=\"val\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">?</text><title>{}</title></a>",
            BASE - 4.0,
            esc(&p.words.value)
        );
        return;
    };
    let (y_low, y_high) = (y(low), y(high));
    if low == high && p.low.is_some() && p.high.is_some() {
        let _ = write!(html, "<circle cx=\"{x:.1}\" cy=\"{y_low:.1}\" r=\"4.5\"/>");
    } else if p.high.is_none() {
        let _ = write!(html, "<path d=\"M{:.1} {y_low:.1}h9l-4.5 -9z\"/>", x - 4.5);
    } else if p.low.is_none() {
        let _ = write!(html, "<path d=\"M{:.1} {y_low:.1}h9l-4.5 9z\"/>", x - 4.5);
    } else {
        let _ = write!(
            html,
            "<rect x=\"{:.1}\" y=\"{y_high:.1}\" width=\"7\" height=\"{:.1}\" rx=\"2\"/>",
            x - 3.5,
            (y_low - y_high).max(2.0)
        );
    }
    if !quiet {
        let label = compact(p);
        let _ = write!(
            html,
            "<text class=\"val\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            y_high.min(y_low) - 8.0,
            esc(&label)
        );
    }
    let source = if p.says.openness == Openness::Unsourced {
        "no source"
    } else {
        p.says.resolved.as_deref().or(p.says.source.as_deref()).unwrap_or("")
    };
    let _ = write!(
        html,
        "<title>{} — {} — {}</title></a>",
        esc(&p.words.value),
        esc(source),
        esc(date(p).unwrap_or("no date"))
    );
}
