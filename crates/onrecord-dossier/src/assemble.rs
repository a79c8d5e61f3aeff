//! What stands on the page, section by section, and nothing about how it looks.
//!
//! `assemble(&storyline, Some("2031-03-10"))` gives the page as of that day: reports published later are left out, and so is
//! everything that stands on them. Rows are listed by day, then report, then row; two rows of the record are never fused.

mod deal;
mod figures;
mod foot;
mod index;
mod ledger;
mod outlets;
mod parties;
mod timeline;
mod unknown;

use onrecord_model::{Dossier, Head, Member, ReportId, ReportLine, SCHEMA_VERSION, Storyline};
use rustc_hash::FxHashMap;

use index::Index;

/// The dossier of a storyline, as of a day (ISO date, that day included) or with everything there is.
pub fn assemble(storyline: &Storyline, as_of: Option<&str>) -> Dossier {
    let index = Index::new(storyline, as_of);
    // The ledger and its outlets take as long as all the rest.
    let ((ledger, outlets), rest) = std::thread::scope(|scope| {
        let statements = scope.spawn(|| {
            let ledger = ledger::claims(&index);
            let outlets = outlets::outlets(&index, &ledger);
            (ledger, outlets)
        });
        let rest = (
            figures::series(&index),
            parties::contacts(&index),
            deal::deal(&index),
            parties::parties(&index),
            timeline::entries(&index),
            foot::changes(&index),
            foot::method(&index),
            foot::texts(&index),
        );
        (statements.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)), rest)
    });
    let (figures, channels, deal, parties, timeline, changes, method, texts) = rest;
    let unknown = unknown::unknown(&index, &ledger, &figures, &channels, &deal);
    Dossier {
        schema_version: SCHEMA_VERSION,
        storyline: storyline.id.clone(),
        as_of: as_of.map(str::to_owned),
        head: Head { subject: parties::subject(&index, &parties, &channels, &deal), unknown, ..head(&index) },
        timeline,
        outlets,
        changes,
        method,
        texts,
        parties,
        channels,
        deal,
        ledger,
        figures,
    }
}

fn head(index: &Index) -> Head {
    let members: FxHashMap<&ReportId, &Member> = index.storyline.members.iter().rev().map(|m| (&m.report, m)).collect();
    let reports: Vec<ReportLine> = index
        .readings()
        .map(|r| {
            let report = &r.report;
            let member = members.get(&report.id);
            ReportLine {
                id: report.id.clone(),
                title: report.title.filter(|s| !s.is_empty()).map(|s| index.cell(r, s)),
                outlet: report.outlet.clone(),
                url: report.url.clone(),
                day: index.day(&report.id).map(String::from),
                agency: report.agency_credit.map(|s| index.cell(r, s)),
                story: member.map(|m| m.story.clone()).unwrap_or_default(),
                why: member.map(|m| m.why.clone()).unwrap_or_default(),
                rows: r.rows(),
                not_read: report.not_read.clone(),
            }
        })
        .collect();
    let mut outlets: Vec<String> = reports.iter().filter_map(|r| r.outlet.clone()).collect();
    outlets.sort();
    outlets.dedup();
    let mut days: Vec<String> = reports.iter().filter_map(|r| r.day.clone()).collect();
    days.sort();
    let mut stories: Vec<&str> = reports.iter().map(|r| r.story.as_str()).collect();
    stories.sort_unstable();
    stories.dedup();
    Head {
        subject: Vec::new(),
        unknown: Vec::new(),
        left_out: index.storyline.readings.len() - reports.len(),
        outlets,
        first: days.first().cloned(),
        last: days.last().cloned(),
        roots: index.roots().filter(|r| r.source.is_some()).count(),
        stories: stories.len(),
        reports,
    }
}
