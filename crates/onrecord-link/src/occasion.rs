//! The day a statement was made, where its report says it.
//!
//! "The envoy said on Tuesday that …" in a report of Thursday 2031-03-06 was said on 2031-03-04. "She added that …" in the sentence after it was
//! said then too. A report that gives no day tells none: what is said was not always said the day it is printed.

use onrecord_model::{Attribution, Reading, Span};

use crate::words::{Texts, day_number};

/// Words that say the day somebody speaks, in what is said.
const TODAY: [&str; 6] = ["today", "tonight", "this morning", "this afternoon", "this evening", "this day"];

/// First and last day something can have been said on, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: i64,
    /// The last, not before the first.
    pub last: i64,
}

impl Days {
    /// The days of a TIMEX3 value; none where it says no day, week or month.
    pub fn of(value: &str) -> Option<Days> {
        if let Some(day) = value.get(..10).and_then(day_number) {
            return Some(Days { first: day, last: day });
        }
        let year = value.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
        let rest = value.get(4..)?;
        if let Some(week) = rest.strip_prefix("-W") {
            // The first week is that of 4 January; weeks begin on Monday, and 1970-01-01 was a Thursday.
            let n: i64 = week.get(..2)?.parse().ok().filter(|n| (1..=53).contains(n))?;
            let fourth = day_number(&format!("{year}-01-04"))?;
            let monday = fourth - (fourth + 3).rem_euclid(7) + 7 * (n - 1);
            let weekend = week.get(2..).is_some_and(|r| r.starts_with("-WE"));
            return Some(Days { first: monday + if weekend { 5 } else { 0 }, last: monday + 6 });
        }
        let month: u32 = rest.strip_prefix('-').filter(|m| m.len() == 2)?.parse().ok()?;
        let first = day_number(&format!("{year}-{month:02}-01"))?;
        let next = match month {
            12 => format!("{:04}-01-01", year.parse::<i64>().ok()? + 1),
            _ => format!("{year}-{:02}-01", month + 1),
        };
        Some(Days { first, last: day_number(&next)? - 1 })
    }

    /// Whether some day is of both.
    pub fn meet(self, other: Days) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether it is one day.
    pub fn one(self) -> bool {
        self.first == self.last
    }
}

/// For every attribution of a reading the days it was made on: those of its own time expression, else the day that "today" is in what is
/// said, else those of what the same source said just before, in the same sentence or the one before it.
pub fn days(reading: &Reading, texts: &Texts) -> Vec<Option<Days>> {
    let sentence = |s: Span| reading.sentences.partition_point(|x| x.end <= s.start);
    let own = |a: &Attribution| {
        let Some(when) = a.when else {
            let inside = |s: Span| a.content.iter().any(|c| c.contains(s));
            let today = |s: Span| TODAY.contains(&texts.slice(&reading.report.id, s).to_lowercase().as_str());
            return Days::of(&reading.timexes.iter().find(|t| inside(t.span) && today(t.span))?.value);
        };
        Days::of(&reading.timexes.iter().find(|t| t.span.overlaps(when))?.value)
    };
    let mut out: Vec<Option<Days>> = reading.attributions.iter().map(own).collect();
    let at: Vec<usize> = reading.attributions.iter().map(|a| sentence(a.evidence.first())).collect();
    let mut order: Vec<usize> = (0..out.len()).collect();
    order.sort_by_key(|&i| (reading.attributions[i].evidence.first(), i));
    for n in 1..order.len() {
        let i = order[n];
        let a = &reading.attributions[i];
        if out[i].is_some() || a.when.is_some() || a.root.is_none() {
            continue;
        }
        let near = order[..n].iter().rev().take_while(|&&j| at[j] + 1 >= at[i]);
        out[i] = near.copied().find(|&j| reading.attributions[j].root == a.root).and_then(|j| out[j]);
    }
    out
}

#[cfg(test)]
mod tests {
    use onrecord_model::UNTOLD_YEAR;

    use super::*;
    use crate::words::days::iso;

    #[test]
    fn values_are_days() {
        let said = |value: &str| Days::of(value).map(|d| format!("{} {}", iso(d.first), iso(d.last)));
        assert_eq!(said("2031-03-04").as_deref(), Some("2031-03-04 2031-03-04"));
        assert_eq!(said("2031-03-04TNI").as_deref(), Some("2031-03-04 2031-03-04"));
        assert_eq!(said("2031-W10").as_deref(), Some("2031-03-03 2031-03-09"));
        assert_eq!(said("2031-W10-WE").as_deref(), Some("2031-03-08 2031-03-09"));
        assert_eq!(said("2032-02").as_deref(), Some("2032-02-01 2032-02-29"));
        assert_eq!(said("2031-12").as_deref(), Some("2031-12-01 2031-12-31"));
        let untold = format!("{UNTOLD_YEAR}-03-04");
        for none in ["", "PAST_REF", "P2W", "2031", "203", "2031-SU", &untold, "2031-13"] {
            assert_eq!(said(none), None, "{none}");
        }
    }
}
