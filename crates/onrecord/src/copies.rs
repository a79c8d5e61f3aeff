//! Copies among reports: their sentences without page furniture, held against one another by [`onrecord_read::duplicates`].

use onrecord_model::{BlockKind, Offsets, Report, Span};
use onrecord_read::duplicates::{self, Copies, Text};

pub use onrecord_read::duplicates::{Group, LEAST, Match, Member, Origin, Pair};

/// The sentences of a report that are its own text, in order: what [`Member::sentences`] counts.
pub fn sentences(report: &Report) -> Vec<Span> {
    onrecord_text::sentences(report)
        .into_iter()
        .filter(|(_, kind)| kind.is_content() && *kind != BlockKind::Title)
        .map(|(span, _)| span)
        .collect()
}

/// Groups of copies among `reports`, given in any order; indices count in `reports`. Pairs have at least `least` containment.
pub fn copies(reports: &[&Report], least: f64) -> Copies {
    let spans: Vec<(Offsets, Vec<Span>)> = reports.iter().map(|r| (Offsets::new(&r.text), sentences(r))).collect();
    let texts: Vec<Text> = reports
        .iter()
        .zip(&spans)
        .map(|(r, (offsets, spans))| Text {
            id: r.id.as_str(),
            outlet: r.outlet.as_deref(),
            published: r.published.as_deref().or(r.dateline_date.as_deref()),
            agency: duplicates::agency(r),
            sentences: spans.iter().map(|s| offsets.slice(&r.text, *s)).collect(),
        })
        .collect();
    duplicates::copies(&texts, least)
}
