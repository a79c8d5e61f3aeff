//! Evidence: the words a cell stands on. A row without evidence cannot be made.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{ReportId, Span};

/// One or more spans of one report that a row was read from, in text order, without repeats.
///
/// There is no empty evidence: every constructor asks for a first span, and reading an empty list from JSON fails.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Evidence(Vec<Span>);

impl Evidence {
    /// Evidence of one span.
    pub fn new(span: Span) -> Self {
        Evidence(vec![span])
    }

    /// Evidence of several spans; `None` when there is no span at all.
    pub fn from_spans(spans: impl IntoIterator<Item = Span>) -> Option<Self> {
        let mut spans: Vec<Span> = spans.into_iter().collect();
        spans.sort();
        spans.dedup();
        if spans.is_empty() { None } else { Some(Evidence(spans)) }
    }

    /// Adds a span, keeping text order.
    pub fn push(&mut self, span: Span) {
        if let Err(at) = self.0.binary_search(&span) {
            self.0.insert(at, span);
        }
    }

    /// The first span in text order.
    pub fn first(&self) -> Span {
        self.0[0]
    }

    /// All spans, in text order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let spans = Vec::<Span>::deserialize(d)?;
        Evidence::from_spans(spans).ok_or_else(|| serde::de::Error::custom("evidence needs at least one span"))
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
