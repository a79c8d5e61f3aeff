//! Section 1, first of all: what the page does not know.

use onrecord_model::{
    Act, Cell, ClaimLine, ContactLine, Deal, Evidence, Openness, PointLine, ReportId, SeriesLine, SourcingClass, Span,
    Unknown, UnknownKind,
};

use super::index::Index;

/// The word that stands for an end of a contact the text does not name (annotation guide, 7).
const UNSPECIFIED: &str = "unspecified";

/// Everything unknown, by kind, then in the order of the reports.
pub fn unknown(
    index: &Index,
    ledger: &[ClaimLine],
    figures: &[SeriesLine],
    channels: &[ContactLine],
    deal: &Deal,
) -> Vec<Unknown> {
    let mut out: Vec<Unknown> = Vec::new();
    for reading in index.readings() {
        let report = &reading.report;
        let whole =
            |kind, what: Option<String>| Unknown { kind, what, by: None, words: None, ..bare(kind, &report.id) };
        for g in &reading.gaps {
            out.push(Unknown {
                what: Some(g.what.clone()).filter(|w| !w.is_empty()),
                by: g.by.clone(),
                words: Some(index.cell(reading, g.span)),
                ..whole(UnknownKind::Withheld, None)
            });
        }
        for x in reading.timexes.iter().filter(|x| x.value.is_empty()) {
            out.push(Unknown { words: Some(index.cell(reading, x.span)), ..whole(UnknownKind::UnresolvedTime, None) });
        }
        if index.day(&report.id).is_none() {
            out.push(whole(UnknownKind::UndatedReport, None));
        }
        if report.outlet.is_none() {
            out.push(whole(UnknownKind::UnnamedOutlet, None));
        }
        if let Some(why) = &report.not_read {
            out.push(whole(UnknownKind::NotRead, Some(why.clone())));
        }
    }
    let of = |kind, words: &Cell<String>, what: Option<String>, by: Option<String>| Unknown {
        kind,
        what,
        by,
        words: Some(words.clone()),
        ..bare(kind, &words.report)
    };
    for claim in ledger {
        let Some(first) = claim.statements.iter().find(|s| !s.withdrawn) else { continue };
        if first.act == Act::Withhold {
            continue;
        }
        let Some(words) = joined(&first.words) else { continue };
        let standing = claim.statements.iter().filter(|s| !s.withdrawn);
        let best = standing.map(|s| s.says.class).min().unwrap_or(SourcingClass::S7);
        match Openness::from(best) {
            // A pronoun that points to nobody is no unnamed official.
            Openness::Anonymous if claim.roots.len() == 1 && first.says.resolved.is_some() => {
                let by = first.says.source.clone().or_else(|| first.says.resolved.clone());
                out.push(of(UnknownKind::SingleAnonymousOrigin, &words, None, by));
            }
            Openness::Unsourced => out.push(of(UnknownKind::NoOrigin, &words, None, None)),
            _ => {}
        }
    }
    for s in figures {
        for p in s.points.iter().filter(|p| p.says.openness == Openness::Unsourced) {
            let same = |o: &&PointLine| o.says.openness != Openness::Unsourced && (o.low, o.high) == (p.low, p.high);
            out.push(Unknown {
                measure: Some(s.measure),
                place: s.place.clone(),
                day: p.as_of.as_deref().or(p.reported.as_deref()).map(Into::into),
                sourced: s.points.iter().find(same).map(|o| o.row.clone()),
                ..of(UnknownKind::UnsourcedFigure, &p.words, p.of.clone().or_else(|| s.of.clone()), None)
            });
        }
    }
    for c in channels.iter().flat_map(|l| &l.contacts) {
        if c.ends.iter().any(|e| e == UNSPECIFIED) {
            out.push(of(UnknownKind::UnnamedEnd, &c.words, None, None));
        }
    }
    for t in deal.terms.iter().filter(|t| t.party.is_empty()) {
        if let Some(row) = t.rows.first() {
            out.push(of(UnknownKind::TermWithoutParty, &row.words, None, None));
        }
    }
    // Within a kind, report order: the list above is built in it, and the sort is stable.
    out.sort_by_key(|u| u.kind);
    out.dedup_by(|a, b| a.kind == b.kind && a.report == b.report && span(a) == span(b) && a.words.is_some());
    out
}

fn bare(kind: UnknownKind, report: &ReportId) -> Unknown {
    Unknown {
        kind,
        what: None,
        by: None,
        words: None,
        report: report.clone(),
        measure: None,
        place: None,
        day: None,
        sourced: None,
    }
}

/// The cells of one statement as one cell.
fn joined(words: &[Cell<String>]) -> Option<Cell<String>> {
    let first = words.first()?;
    let value = words.iter().map(|w| w.value.as_str()).collect::<Vec<_>>().join(" … ");
    let spans = words.iter().flat_map(|w| w.evidence.spans()).copied();
    Some(Cell::new(value, first.report.clone(), Evidence::from_spans(spans)?))
}

fn span(u: &Unknown) -> Option<Span> {
    u.words.as_ref().map(|w| &w.evidence).map(Evidence::first)
}
