//! The dossier page in a browser: it shows without scripts, without a network, and fits the window.

use std::process::Command;

use crate::{Desk, examples};

/// The browser `cargo xtask test` found; without one the test says so and passes.
fn chromium() -> Option<String> {
    let named = std::env::var("ONRECORD_CHROMIUM").ok();
    let found = named.or_else(|| {
        let usual = ["chromium", "chromium-browser", "google-chrome"];
        usual.into_iter().find(|n| Command::new(n).arg("--version").output().is_ok()).map(str::to_owned)
    });
    if found.is_none() {
        eprintln!("SKIPPED: no Chromium on this machine; `cargo xtask test` installs one where it may");
    }
    found
}

#[test]
fn the_page_is_one_file_that_asks_for_nothing() {
    let desk = Desk::new();
    desk.run(&["dossier", &examples(), "-o", "page.html"]).ended(0);
    let page = std::fs::read_to_string(desk.path("page.html")).unwrap();
    assert!(page.contains("Content-Security-Policy") && page.contains("default-src 'none'"));
    assert!(!page.contains("<script"), "the page needs no script");
    for asks in ["src=\"http", "<link rel=\"stylesheet\"", "@import", "url(http"] {
        assert!(!page.contains(asks), "{asks}");
    }
    assert!(page.contains("<svg"), "drawings are inside the page");
}

#[test]
fn every_link_of_the_page_has_its_end() {
    let desk = Desk::new();
    desk.run(&["dossier", &examples(), "-o", "page.html"]).ended(0);
    let page = std::fs::read_to_string(desk.path("page.html")).unwrap();
    let after = |key: &str| -> std::collections::BTreeSet<String> {
        page.split(key).skip(1).filter_map(|p| p.split('"').next().map(str::to_owned)).collect()
    };
    let ids = after(" id=\"");
    let links = after("href=\"#");
    assert!(!links.is_empty());
    let lost: Vec<_> = links.difference(&ids).take(5).collect();
    assert!(lost.is_empty(), "links without an end: {lost:?}");
}

#[test]
fn the_page_shows_in_a_browser() {
    let Some(chromium) = chromium() else { return };
    let desk = Desk::new();
    desk.run(&["dossier", &examples(), "-o", "page.html"]).ended(0);
    let page = desk.path("page.html");
    let run = |extra: &[&str], path: &std::path::Path| {
        let out = Command::new(&chromium)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1200,1600",
            ])
            .arg(format!("--user-data-dir={}", desk.path("profile").display()))
            .args(extra)
            .arg(format!("file://{}", path.display()))
            .output()
            .expect("Chromium runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    let dom = run(&["--dump-dom"], &page);
    assert!(dom.contains("</svg>") && dom.matches("<section").count() >= 5, "{} characters", dom.len());
    let errors = run(&["--enable-logging=stderr", "--dump-dom"], &page);
    assert!(!errors.contains("Refused to"), "the page asks for what its own policy forbids");
    let shot = desk.path("page.png");
    run(&[&format!("--screenshot={}", shot.display())], &page);
    let size = std::fs::metadata(&shot).expect("a screenshot").len();
    assert!(size > 20_000, "the screenshot is nearly empty: {size} bytes");
    let pdf = desk.path("page.pdf");
    run(&[&format!("--print-to-pdf={}", pdf.display()), "--no-pdf-header-footer"], &page);
    assert!(std::fs::metadata(&pdf).expect("a print").len() > 10_000);
}
