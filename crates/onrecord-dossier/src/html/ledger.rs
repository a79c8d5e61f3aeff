//! Section 4: the ledger of statements, grouped by claim and, on long pages, by month.

use std::fmt::Write;
use std::sync::Arc;

use onrecord_model::{ClaimLine, Root, RowRef, Statement};
use rustc_hash::{FxHashMap, FxHashSet};

use super::page::{Page, chain, class, day, esc, possible, relations};
use crate::labels;

/// Up to this many statements the ledger is one table; beyond it, one closed table a month.
const ONE_TABLE: usize = 400;

/// The section.
pub fn write(page: &Page, html: &mut String) {
    super::open(page, html, 3);
    let claims = &page.cut.claims[..];
    if claims.is_empty() {
        super::none(html);
    }
    let rooted = rooted(claims);
    let all: usize = claims.iter().map(|c| c.statements.len()).sum();
    super::cut::note(page, html, all, page.count(3), "statements --all");
    if all <= ONE_TABLE {
        if !claims.is_empty() {
            table(page, html, "Statements by first day of their claim", claims, &rooted);
        }
    } else {
        let month = |c: &&ClaimLine| {
            c.statements[0].day.as_deref().map_or("no date".to_owned(), |d| d.chars().take(7).collect::<String>())
        };
        let mut at = 0;
        while at < claims.len() {
            let name = month(&claims[at]);
            let end = at + claims[at..].iter().take_while(|c| month(c) == name).count();
            let n: usize = claims[at..end].iter().map(|c| c.statements.len()).sum();
            let _ = write!(
                html,
                "<details class=\"wide\"><summary><b>{}</b> <span class=\"n\">{n}</span></summary>",
                esc(&name)
            );
            table(page, html, &format!("Statements, {}", esc(&name)), &claims[at..end], &rooted);
            html.push_str("</details>\n");
            at = end;
        }
    }
    html.push_str("</section>\n");
}

/// For every statement the ids of the roots it goes back to.
type Rooted<'d> = FxHashMap<&'d RowRef, Vec<&'d str>>;

fn rooted<'d>(claims: &[&'d ClaimLine]) -> Rooted<'d> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut out: Rooted = FxHashMap::default();
    // A root stands behind many claims.
    for root in claims.iter().flat_map(|c| &c.roots).filter(|r| seen.insert(r.id.as_str())) {
        root.statements.iter().for_each(|s| out.entry(s).or_default().push(root.id.as_str()));
    }
    out
}

fn table(page: &Page, html: &mut String, caption: &str, claims: &[&ClaimLine], rooted: &Rooted) {
    let _ = write!(
        html,
        "<div class=\"scroll\"><table class=\"t ledger\"><caption>{caption}</caption><thead><tr><th scope=\"col\">Row</th><th scope=\"col\">Day</th>\
         <th scope=\"col\">Statement</th><th scope=\"col\">Chain</th><th scope=\"col\">Class</th>\
         <th scope=\"col\" class=\"num\" title=\"distinct innermost sources, unsourced and withdrawn ones not counted\">Roots</th><th scope=\"col\">Relations</th></tr></thead>"
    );
    for claim in claims {
        let several = claim.statements.len() > 1;
        let _ = write!(html, "<tbody{}>", if several { " class=\"claim\"" } else { "" });
        if several {
            life(page, html, claim);
        }
        for s in &claim.statements {
            // Of a claim of several statements each shows how many of its roots it goes back to.
            let goes_back = |r: &&Arc<Root>| rooted.get(&s.row).is_some_and(|ids| ids.contains(&r.id.as_str()));
            let roots = if several { claim.roots.iter().filter(goes_back).count() } else { claim.roots.len() };
            row(page, html, s, roots);
        }
        html.push_str("</tbody>");
    }
    html.push_str("</table></div>\n");
}

fn life(page: &Page, html: &mut String, claim: &ClaimLine) {
    let n = claim.roots.len();
    let _ = write!(
        html,
        "<tr class=\"life\" id=\"{0}\"><th colspan=\"7\" scope=\"rowgroup\"><a class=\"row\" href=\"#{0}\">{0}</a> <b>{1}</b> statements <b>{n}</b> {2}",
        esc(&claim.id),
        claim.statements.len(),
        if n == 1 { "root" } else { "roots" }
    );
    for r in &claim.roots {
        let _ = write!(
            html,
            " <span class=\"tag\" title=\"{}\"><bdi>{}</bdi> <small>{}</small></span>",
            esc(&r.why),
            esc(r.source.as_deref().unwrap_or("not named")),
            esc(&r.outlets.join(", "))
        );
    }
    if !claim.life.is_empty() {
        html.push_str(" <span class=\"steps\">");
        for (i, step) in claim.life.iter().enumerate() {
            if i > 0 {
                html.push_str("<span class=\"arr\">→</span>");
            }
            let _ = write!(
                html,
                "<span class=\"step {0}\"><a href=\"#{1}\">{0}</a>",
                esc(&step.step),
                page.row_id(&step.row)
            );
            if let Some(on) = &step.on {
                let _ = write!(html, " <time datetime=\"{0}\">{0}</time>", esc(on));
            }
            html.push_str("</span>");
        }
        html.push_str("</span>");
    }
    html.push_str("</th></tr>");
}

fn row(page: &Page, html: &mut String, s: &Statement, roots: usize) {
    let _ = write!(
        html,
        "<tr id=\"{}\"{}><td data-l=\"Row\">",
        page.row_id(&s.row),
        if s.withdrawn { " class=\"gone\"" } else { "" }
    );
    page.row_link(html, &s.row);
    html.push_str("</td><td data-l=\"Day\">");
    day(html, s.day.as_deref());
    if let Some(w) = &s.when {
        let _ = write!(html, "<div class=\"sub\"><bdi>{}</bdi></div>", esc(&w.value));
    }
    html.push_str("</td><td data-l=\"Statement\" class=\"w\"><div class=\"who\">");
    match &s.speaker {
        Some(sp) => {
            let at = page.anchor(&sp.report, sp.evidence.first());
            let _ = write!(html, "<a class=\"sp\" href=\"#{at}\"><bdi>{}</bdi></a>", esc(&sp.value));
        }
        None => html.push_str("<span class=\"nil\">no source named</span>"),
    }
    if let Some(r) = &s.says.resolved {
        let _ = write!(html, " <span class=\"res\">= <bdi>{}</bdi></span>", esc(r));
    }
    if let Some(c) = &s.cue {
        let _ = write!(html, " <i class=\"cue\"><bdi>{}</bdi></i>", esc(&c.value));
    }
    let act = labels::act(s.act);
    let plain = s.cue.as_ref().is_some_and(|c| c.value.to_lowercase().contains(&act[..act.len().min(4)]));
    if !plain && s.act != onrecord_model::Act::Say {
        let _ = write!(html, " <span class=\"tag\">{act}</span>");
    }
    if let Some(h) = &s.hedge {
        let _ = write!(html, " <span class=\"tag hedge\"><small>hedge</small> <bdi>{}</bdi></span>", esc(&h.value));
    }
    if s.kind == onrecord_model::AttributionKind::Attitude {
        html.push_str(" <span class=\"tag\">attitude</span>");
    }
    possible(html, s.certainty);
    html.push_str("</div><blockquote dir=\"auto\">");
    for (i, w) in s.words.iter().enumerate() {
        if i > 0 {
            html.push_str(" <span class=\"nil\">[…]</span> ");
        }
        let at = page.anchor(&w.report, w.evidence.first());
        let direct = s.quoted == onrecord_model::Quoted::Direct;
        let _ = write!(
            html,
            "<a class=\"q\" href=\"#{at}\">{}{}{}</a>",
            if direct { "“" } else { "" },
            esc(&w.value),
            if direct { "”" } else { "" }
        );
    }
    page.reference(html, &s.row.report);
    html.push_str("</blockquote></td><td data-l=\"Chain\">");
    chain(html, &s.says);
    if let Some(n) = &s.nested_in {
        html.push_str("<div class=\"sub\"><small>inside</small> ");
        page.row_link(html, n);
        html.push_str("</div>");
    }
    html.push_str("</td><td data-l=\"Class\">");
    class(html, &s.says);
    let _ = write!(html, "</td><td data-l=\"Roots\" class=\"num\">{roots}</td><td data-l=\"Relations\">");
    relations(page, html, &s.relations);
    html.push_str("</td></tr>");
}
