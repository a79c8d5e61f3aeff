//! The page and the text of a handful of reports: what stands where, and what must never.

#[path = "../../onrecord-link/tests/support/mod.rs"]
mod support;

use onrecord_dossier::{assemble, html, json, markdown, text};
use onrecord_link::storylines;
use onrecord_model::{Dossier, Reading, UnknownKind};
use support::{By, report, talks};

fn dossier(as_of: Option<&str>) -> Dossier {
    assemble(&storylines(&talks())[0], as_of)
}

fn page(d: &Dossier) -> String {
    let mut out = Vec::new();
    html::write(d, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_link_leads_somewhere() {
    let html = page(&dossier(None));
    let ids: std::collections::HashSet<&str> =
        html.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    for target in html.split("href=\"#").skip(1).filter_map(|s| s.split('"').next()) {
        assert!(ids.contains(target), "#{target} leads nowhere");
    }
    assert!(html.matches("href=\"#r1s").count() > 20, "cells link to sentences");
}

#[test]
fn ids_are_single() {
    let html = page(&dossier(None));
    let mut seen = std::collections::HashSet::new();
    for id in html.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()) {
        assert!(seen.insert(id), "{id} twice");
    }
}

#[test]
fn the_page_fetches_and_runs_nothing() {
    let html = page(&dossier(None));
    assert!(html.contains("default-src 'none'; style-src 'sha256-"));
    for never in ["<script", " style=\"", " onclick", "@import", "url(", "<link", "<img", "<iframe"] {
        assert!(!html.contains(never), "{never}");
    }
}

#[test]
fn sections_stand_in_their_order_with_the_gaps_first() {
    let html = page(&dossier(None));
    let at: Vec<usize> = (1..=9).map(|n| html.find(&format!("<section id=\"s{n}\"")).unwrap()).collect();
    assert!(at.is_sorted());
    assert!(html.find("gave no further details").unwrap() < at[1]);
}

#[test]
fn reports_of_one_contact_stay_three_lines_of_three_strokes() {
    let d = dossier(None);
    let line = d.channels.iter().find(|l| l.ends == ["Reef Brigade", "Talmeria"]).unwrap();
    assert_eq!(line.contacts.len(), 3);
    assert!(line.contacts[1].withdrawn, "the confirmation whose post was deleted");
    assert!(!line.contacts[0].withdrawn);
    let html = page(&d);
    assert_eq!(html.matches("class=\"edge an").count(), 1);
    assert!(html.contains("class=\"edge na gone\""));
    assert!(html.contains("class=\"edge un\""));
}

#[test]
fn nothing_later_than_the_day_is_on_the_page() {
    let d = dossier(Some("2031-03-07"));
    assert_eq!(d.head.reports.len(), 3);
    assert_eq!(d.head.left_out, 3);
    assert!(d.deal.terms.is_empty());
    let html = page(&d);
    assert!(!html.contains("240 prisoners"));
    assert!(html.contains("as of <time"));
}

#[test]
fn text_of_a_report_never_becomes_markup_and_keeps_its_direction() {
    let evil = report(
        "0001",
        "<b>Outlet</b>",
        "2031-03-06",
        "Title <script>alert(1)</script>\nהשר אמר \u{202e}שהשיחות נמשכות. He said \"<img src=x onerror=alert(1)>\" & left.",
    )
    .url("javascript:alert(1)")
    .says("a1", "He", "said", "<img src=x onerror=alert(1)>", By::Named);
    let d = assemble(&storylines(&[evil.reading])[0], None);
    let html = page(&d);
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("href=\"javascript"));
    assert!(html.contains("dir=\"auto\""));
    let mut out = Vec::new();
    text::write(&d, &mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains('\u{202e}'));
    let mut out = Vec::new();
    markdown::write(&d, &mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains("<img"));
}

#[test]
fn text_fits_its_width_and_says_what_the_page_says() {
    let d = dossier(None);
    for width in [60, 100] {
        let mut out = Vec::new();
        text::write_with(&d, text::Style { width, colour: false }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(
            out.lines().all(|l| l.chars().count() <= width),
            "{:?}",
            out.lines().find(|l| l.chars().count() > width)
        );
        for must in ["Not known", "withdrawn", "conflicts", "pull it", "a senior Talmerian official → told to Corvane"]
        {
            assert!(out.replace('\n', " ").split_whitespace().collect::<Vec<_>>().join(" ").contains(must), "{must}");
        }
    }
}

#[test]
fn any_order_gives_the_same_page() {
    let mut back = talks();
    back.reverse();
    let a = page(&dossier(None));
    assert_eq!(a, page(&assemble(&storylines(&back)[0], None)));
}

#[test]
fn json_is_read_back() {
    let d = dossier(None);
    let mut out = Vec::new();
    json::write(&d, &mut out).unwrap();
    assert_eq!(serde_json::from_slice::<Dossier>(&out).unwrap(), d);
}

#[test]
fn an_empty_storyline_makes_a_page() {
    let d = assemble(&Default::default(), None);
    assert!(page(&d).ends_with("</html>\n"));
    let mut out = Vec::new();
    text::write(&d, &mut out).unwrap();
    markdown::write(&d, &mut out).unwrap();
}

#[test]
fn an_undated_unnamed_report_is_among_what_is_not_known() {
    let bare: Reading = report("0001", "", "", "Title\nNobody said when.").reading;
    let d = assemble(&storylines(&[bare])[0], None);
    let kinds: Vec<UnknownKind> = d.head.unknown.iter().map(|u| u.kind).collect();
    assert_eq!(kinds, [UnknownKind::UndatedReport, UnknownKind::UnnamedOutlet]);
}
