//! The dossier as one HTML page: no script, no outside file, nothing to fetch.
//!
//! Every cell is a link to the sentence it was read from, in the reports' texts at the foot of the page; every sentence there
//! links back to the rows that stand on it. Solid lines are named sources, dashed unnamed, dotted none. All text is escaped, and
//! text of either direction stands in its own direction (`dir="auto"`, `<bdi>`). Long lists are cut ([`cut`]).

mod channels;
mod cut;
mod deal;
mod figures;
mod foot;
mod head;
mod ledger;
mod outlets;
mod page;
mod svg;
mod texts;
mod timeline;

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use onrecord_model::Dossier;

use page::Page;
pub use page::{Esc, esc};

pub(crate) use foot::quote;

/// The style sheet of the page, inlined in it and allowed by its hash alone.
const STYLE: &str = include_str!("html/style.css");

/// Sections of the page: anchor, heading.
const SECTIONS: [(&str, &str); 10] = [
    ("s1", "Not known"),
    ("s2", "Parties and channels"),
    ("s3", "State of the deal"),
    ("s4", "Statements"),
    ("s5", "Figures"),
    ("s6", "Timeline"),
    ("s7", "Outlets side by side"),
    ("s8", "Changes"),
    ("s9", "Method"),
    ("texts", "Reports in full"),
];

/// Writes the page.
pub fn write(dossier: &Dossier, mut out: impl Write) -> io::Result<()> {
    let page = Page::new(dossier);
    let mut html = String::with_capacity(64 * 1024);
    top(&page, &mut html);
    let sections: [fn(&Page, &mut String); 10] = [
        head::write,
        channels::write,
        deal::write,
        ledger::write,
        figures::write,
        timeline::write,
        outlets::write,
        foot::changes,
        foot::method,
        texts::write,
    ];
    out.write_all(html.as_bytes())?;
    // The sections are made on two threads, the longest first, and written in their order as each is there.
    let mut order: Vec<usize> = (0..sections.len()).collect();
    let texts = sections.len() - 1;
    order.sort_by_key(|&n| std::cmp::Reverse(if n == texts { usize::MAX } else { page.count(n) }));
    let next = AtomicUsize::new(0);
    let (done, made) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let (done, next, order, sections, page) = (done.clone(), &next, &order, &sections, &page);
            scope.spawn(move || {
                while let Some(&n) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // Room that most sections fill and few outgrow; what is not filled costs nothing.
                    let mut html = String::with_capacity(if n == texts {
                        page.count(n) * 16_000
                    } else {
                        page.count(n).min(2_000) * 1_600
                    });
                    sections[n](page, &mut html);
                    if done.send((n, html)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut waiting: Vec<Option<String>> = vec![None; sections.len()];
        let mut due = 0;
        for (n, html) in made {
            waiting[n] = Some(html);
            while let Some(html) = waiting.get_mut(due).and_then(Option::take) {
                out.write_all(html.as_bytes())?;
                due += 1;
            }
        }
        Ok::<(), io::Error>(())
    })?;
    out.write_all(b"</main>\n</body>\n</html>\n")?;
    out.flush()
}

fn top(page: &Page, html: &mut String) {
    let d = page.dossier;
    let title = if d.head.subject.is_empty() { d.storyline.to_string() } else { d.head.subject.join(" · ") };
    let hash = page::style_hash(STYLE);
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"onrecord {}\">\n<title>{} — Onrecord</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        esc(&d.method.version),
        esc(&title),
    );
    html.push_str("<a class=\"skip\" href=\"#main\">To the record</a>\n");
    html.push_str("<nav class=\"toc\" aria-label=\"Sections\"><p class=\"brand\">Onrecord</p><ol>");
    for (i, (anchor, name)) in SECTIONS.iter().enumerate() {
        let n = page.count(i);
        let number = if i < 9 { (i + 1).to_string() } else { "§".to_owned() };
        let _ = write!(
            html,
            "<li><a href=\"#{anchor}\"><span class=\"no\">{number}</span>{name}<span class=\"n\">{n}</span></a></li>"
        );
    }
    html.push_str("</ol></nav>\n<main id=\"main\">\n");
    head::masthead(page, html, &title);
}

/// Opens a section with its heading and count.
fn open(page: &Page, html: &mut String, index: usize) {
    let (anchor, name) = SECTIONS[index];
    let n = page.count(index);
    let number = if index < 9 { (index + 1).to_string() } else { "§".to_owned() };
    let _ = writeln!(
        html,
        "<section id=\"{anchor}\" aria-labelledby=\"{anchor}-h\"><h2 id=\"{anchor}-h\"><span class=\"no\">{number}</span> {name} \
         <span class=\"n\">{n}</span></h2>"
    );
}

/// What a section without rows says.
fn none(html: &mut String) {
    html.push_str("<p class=\"none\">No rows.</p>\n");
}
