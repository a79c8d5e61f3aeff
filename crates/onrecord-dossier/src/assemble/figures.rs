//! Section 5: figures as series, each point as printed.

use onrecord_model::{PointLine, RowRef, SeriesLine};

use super::index::Index;

/// Series in the storyline's order, points by the day they hold for, else the day of their report.
pub fn series(index: &Index) -> Vec<SeriesLine> {
    let mut lines: Vec<SeriesLine> = Vec::new();
    for s in &index.storyline.series {
        let mut points: Vec<PointLine> = Vec::new();
        for p in &s.points {
            let Some(reading) = index.reading(&p.row.report) else { continue };
            let Some(f) = reading.figures.iter().find(|f| f.id == p.row.row) else { continue };
            let report = &reading.report.id;
            points.push(PointLine {
                row: p.row.clone(),
                words: onrecord_model::Cell::new(index.words(report, f.span), report.clone(), f.evidence.clone()),
                low: f.low,
                high: f.high,
                bound: f.bound,
                unit: f.currency.clone().or_else(|| f.unit.clone()),
                of: f.of.clone(),
                as_of: p.as_of.clone(),
                reported: p.reported.clone(),
                subset_of: f.subset_of.clone().map(|row| RowRef { report: report.clone(), row }),
                says: index.says(reading, f.attribution.as_ref()),
                relations: index.related(&p.row).to_vec(),
                withdrawn: index.falls_with(report, &f.id, f.attribution.as_ref()),
                certainty: f.certainty,
            });
        }
        if points.is_empty() {
            continue;
        }
        points.sort_by_cached_key(|p| {
            let day = p.as_of.clone().or_else(|| p.reported.clone());
            (day.is_none(), day, p.row.report.clone(), p.words.evidence.first())
        });
        lines.push(SeriesLine {
            id: s.id.clone(),
            measure: s.measure,
            of: s.of.clone(),
            place: s.place.clone(),
            points,
        });
    }
    lines
}
