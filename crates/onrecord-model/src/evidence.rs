//! Evidence: the words a cell stands on. A row without evidence cannot be made.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{ReportId, Span};

/// One or more spans of one report that a row was read from, in text order, without repeats.
///
/// There is no empty evidence: every constructor asks for a first span, and reading an empty list from JSON fails.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Evidence(Spans);

/// Most rows stand on one span, which is held in place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Spans {
    One(Span),
    /// Two or more.
    Several(Vec<Span>),
}

impl Evidence {
    /// Evidence of one span.
    pub fn new(span: Span) -> Self {
        Evidence(Spans::One(span))
    }

    /// Evidence of several spans; `None` when there is no span at all.
    pub fn from_spans(spans: impl IntoIterator<Item = Span>) -> Option<Self> {
        let mut spans = spans.into_iter();
        let first = spans.next()?;
        let Some(second) = spans.next() else { return Some(Evidence::new(first)) };
        let mut all: Vec<Span> = [first, second].into_iter().chain(spans).collect();
        all.sort_unstable();
        all.dedup();
        Some(Evidence(if let [one] = all[..] { Spans::One(one) } else { Spans::Several(all) }))
    }

    /// Adds a span, keeping text order.
    pub fn push(&mut self, span: Span) {
        if let Err(at) = self.spans().binary_search(&span) {
            let mut all = self.spans().to_vec();
            all.insert(at, span);
            self.0 = Spans::Several(all);
        }
    }

    /// The first span in text order.
    pub fn first(&self) -> Span {
        match &self.0 {
            Spans::One(span) => *span,
            Spans::Several(all) => all[0],
        }
    }

    /// All spans, in text order.
    pub fn spans(&self) -> &[Span] {
        match &self.0 {
            Spans::One(span) => std::slice::from_ref(span),
            Spans::Several(all) => all,
        }
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.spans().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> de::Visitor<'de> for List {
            type Value = Evidence;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of spans")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Evidence, A::Error> {
                let none = || de::Error::custom("evidence needs at least one span");
                let first = list.next_element()?.ok_or_else(none)?;
                let Some(second) = list.next_element()? else { return Ok(Evidence::new(first)) };
                let mut all = vec![first, second];
                while let Some(next) = list.next_element()? {
                    all.push(next);
                }
                Evidence::from_spans(all).ok_or_else(none)
            }
        }

        d.deserialize_seq(List)
    }
}

/// A value of a record beside the report and the words it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell<T> {
    /// What was read.
    pub value: T,
    /// The report it was read in.
    pub report: ReportId,
    /// The words it was read from.
    pub evidence: Evidence,
}

impl<T> Cell<T> {
    /// A cell; it cannot be made without evidence.
    pub fn new(value: T, report: ReportId, evidence: Evidence) -> Self {
        Cell { value, report, evidence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_evidence_is_refused() {
        assert!(Evidence::from_spans([]).is_none());
        let err = serde_json::from_str::<Evidence>("[]").unwrap_err();
        assert!(err.to_string().contains("at least one span"));
    }

    #[test]
    fn spans_are_sorted_and_single() {
        let e = Evidence::from_spans([Span::new(5, 6), Span::new(1, 2), Span::new(5, 6)]).unwrap();
        assert_eq!(e.spans(), [Span::new(1, 2), Span::new(5, 6)]);
    }
}
