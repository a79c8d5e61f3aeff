//! When? Time expressions with their TIMEX3 values.
//!
//! "The envoys met on Monday and will meet again in early August" (report of Thursday 2031-07-10) →
//! `Monday` DATE 2031-07-07 · `early August` DATE 2031-08 START, each with what it was counted from and what had to be assumed.
//!
//! Partial dates stay partial ("August 2024" → 2024-08), vague spans stay vague ("recent weeks" → PXW), a day no calendar has
//! ("30 February") keeps an empty value. It does not try to order events.

mod calendar_words;
mod dates_in_digits;
mod expression;
mod grammar;
mod leaning;
mod lengths;
mod resolve;
mod tense;
mod words;

#[cfg(test)]
mod tests;

use crate::Context;
use crate::pieces::Pieces;
use jiff::civil::Date;
use onrecord_model::{Certainty, Mention, MentionType, Reading, RowId, Timex, TimexType};
use resolve::Frame;

/// Whether a lower-case word tells of what was (`tense_cues.tsv`, or a regular "-ed").
pub(crate) fn is_past(low: &str) -> bool {
    words::tense(low) == Some(words::Tense::Past)
}

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let all = timexes(cx);
    // "Vand Today" is an outlet and no day. What others are counted from stays.
    let outlet = |t: &Timex| {
        let named =
            |m: &Mention| m.kind == MentionType::Media && m.span.len() > t.span.len() && m.span.contains(t.span);
        reading.mentions.iter().any(named) && !all.iter().any(|o| o.anchor.as_deref() == Some(t.id.as_str()))
    };
    reading.timexes = all.iter().filter(|t| !outlet(t)).cloned().collect();
}

/// Every time expression of a report outside page furniture, with values counted from the day of the report.
pub fn timexes(cx: &Context) -> Vec<Timex> {
    let mut found = read(&cx.report.text, cx.day());
    if !cx.analysis.sentences.is_empty() {
        let content = |t: &Timex| {
            cx.analysis.sentence_at(t.span.start).is_none_or(|s| cx.analysis.sentences[s].kind.is_content())
        };
        found.retain(content);
    }
    found
}

/// Every time expression of a text, in order, ids `x1` on. `day` is the ISO date (or instant) relative times count from.
///
/// Linear in the text; a day that cannot be read counts as none, and relative times then stay open.
pub fn read(text: &str, day: Option<&str>) -> Vec<Timex> {
    let p = Pieces::new(text);
    let today = day.and_then(|d| d.get(..10)).and_then(|d| d.parse::<Date>().ok());
    let mut frame = Frame { today, last: None };
    let mut out: Vec<Timex> = Vec::new();
    let mut i = 0;
    while i < p.len() {
        let Some(found) = grammar::find(&p, i) else {
            i += 1;
            continue;
        };
        let tense = tense::tense(&p, found.first, found.last);
        let mut placed = resolve::place(&found.meaning, &frame, tense);
        if let Some(quarter) = compared(&p, found.first, found.last, &placed.value, &out) {
            placed.value = quarter;
        }
        let id = format!("x{}", out.len() + 1);
        let anchor = if placed.earlier {
            frame.last.as_ref().map(|(_, id)| id.clone())
        } else if placed.document {
            today.map(|d| format!("document {d}"))
        } else {
            None
        };
        if matches!(found.kind, TimexType::Date | TimexType::Time)
            && let Some(day) = placed.value.get(..10).and_then(|v| v.parse::<Date>().ok())
        {
            frame.last = Some((day, id.clone()));
        } else if found.kind == TimexType::Date && !placed.document {
            // A month or year told of is something to count from too.
            let first = match placed.value.len() {
                4 => format!("{}-01-01", placed.value),
                7 => format!("{}-01", placed.value),
                _ => String::new(),
            };
            if let Ok(day) = first.parse::<Date>() {
                frame.last = Some((day, id.clone()));
            }
        }
        let certainty = if placed.value.is_empty() { Certainty::Possible } else { Certainty::Certain };
        out.push(Timex {
            id: RowId::from(id),
            span: p.span(found.first, found.last),
            kind: found.kind,
            value: placed.value,
            anchor,
            assumption: placed.assumption.map(str::to_owned),
            modifier: found.modifier.map(str::to_owned),
            rule: format!("timex: {}", found.rule).into(),
            certainty,
        });
        i = found.last.max(i + 1);
    }
    out
}

/// A comparison goes with a quarter told this near before it, in code points.
const COMPARED_WITHIN: u32 = 300;

/// "in the third quarter … from $3 million a year earlier": the same quarter of the year before, not the whole year.
fn compared(p: &Pieces, first: usize, last: usize, value: &str, before: &[Timex]) -> Option<String> {
    let year = value.len() == 4 && value.bytes().all(|b| b.is_ascii_digit());
    let words = matches!(p.low(last - 1), "ago" | "earlier") && (first..last).any(|i| p.low(i) == "year");
    if !(year && words) || last - first > 3 {
        return None;
    }
    let from = p.span(first, last).start;
    let near = before.iter().rev().take_while(|t| t.span.end + COMPARED_WITHIN >= from);
    let quarter = near.filter_map(|t| t.value.split_once("-Q")).find(|(_, q)| matches!(*q, "1" | "2" | "3" | "4"))?;
    let this: i32 = quarter.0.parse().ok()?;
    Some(format!("{:04}-Q{}", this - 1, quarter.1))
}
