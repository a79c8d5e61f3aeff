//! Contacts between the same ends over time. Rows are listed, never fused: a report of a contact is not the contact.
//!
//! "Talmeria is holding talks with two brigades" (an official) and "Talmeria met the brigades" (unsourced) are two rows of one line.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{ChannelLine, Reading, RowRef};

use crate::parties::folded;

/// One line for every set of ends, by ends; its rows by day, report, place in the text.
pub fn channels(readings: &[&Reading]) -> Vec<ChannelLine> {
    let mut by: BTreeMap<BTreeSet<String>, (BTreeSet<String>, Vec<RowRef>)> = BTreeMap::new();
    for r in readings {
        let mut rows: Vec<_> = r.channels.iter().collect();
        rows.sort_by_key(|c| (c.evidence.first(), c.id.clone()));
        for c in rows {
            let (ends, list) = by.entry(folded(&c.ends)).or_default();
            if ends.is_empty() {
                ends.extend(c.ends.iter().cloned());
            }
            list.push(RowRef { report: r.report.id.clone(), row: c.id.clone() });
        }
    }
    let mut lines: Vec<(Vec<String>, Vec<RowRef>)> =
        by.into_values().map(|(ends, rows)| (ends.into_iter().collect(), rows)).collect();
    lines.sort();
    lines
        .into_iter()
        .enumerate()
        .map(|(i, (ends, rows))| ChannelLine { id: format!("h{}", i + 1), ends, rows })
        .collect()
}
