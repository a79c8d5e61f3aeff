//! A candidate row before it is merged, typed and numbered.

use std::ops::Range;

use onrecord_model::{Act, AttributionKind, Relay, Span, TagLayer};

/// What the rules and the engine propose: one source, cue and content, in tokens where they are one range.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Tokens of the source; `None` for passive and hearsay.
    pub source: Option<Range<usize>>,
    /// Head token of the source.
    pub source_head: Option<usize>,
    /// The words of the cue; `None` for an embedded post.
    pub cue: Option<Span>,
    /// The token the cue hangs on: order and sentence of the row.
    pub at: usize,
    /// The content, in text order, without overlap.
    pub content: Vec<Span>,
    /// What the source does by saying it.
    pub act: Act,
    /// Speech, knowledge, attitude.
    pub kind: AttributionKind,
    /// The rule that made it.
    pub rule: &'static str,
    /// How much the proposal is worth, 0 to 1: rules have fixed scores, the engine's are its probabilities.
    pub score: f32,
    /// The tagger's layer it comes from; `None` for the rules.
    pub layer: Option<TagLayer>,
    /// Relays the rule itself read ("citing").
    pub relay: Vec<Relay>,
    /// Draft this one is known to stand inside (index in the same list), where the rule itself read it.
    pub inside: Option<usize>,
    /// The hedge word, when the cue is one.
    pub hedge: Option<Span>,
    /// Spans elsewhere that say the same (titles).
    pub also: Vec<Span>,
}

impl Draft {
    pub(crate) fn new(at: usize, rule: &'static str) -> Self {
        Draft {
            source: None,
            source_head: None,
            cue: None,
            at,
            content: Vec::new(),
            act: Act::Say,
            kind: AttributionKind::Speech,
            rule,
            score: 0.9,
            layer: None,
            relay: Vec::new(),
            inside: None,
            hedge: None,
            also: Vec::new(),
        }
    }

    /// Code points of content.
    pub(crate) fn content_len(&self) -> u32 {
        self.content.iter().map(|c| c.len()).sum()
    }

    /// Code points of content shared with another draft.
    pub(crate) fn shared(&self, other: &Draft) -> u32 {
        self.content.iter().map(|a| other.content.iter().map(|b| a.shared(*b)).sum::<u32>()).sum()
    }

    /// From the first to the last word of source, cue and content.
    pub(crate) fn cover(&self, source: Option<Span>) -> Option<Span> {
        self.content.iter().copied().chain(self.cue).chain(source).reduce(Span::cover)
    }
}

/// Sorts and joins spans that touch, so that content is in text order without overlap.
pub(crate) fn tidy(spans: &mut Vec<Span>) {
    spans.retain(|s| !s.is_empty());
    spans.sort();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for s in spans.drain(..) {
        match out.last_mut() {
            Some(last) if s.start <= last.end => last.end = last.end.max(s.end),
            _ => out.push(s),
        }
    }
    *spans = out;
}

/// The act of this name in a word list; an unknown name is `say`.
pub(crate) fn act(name: &str) -> Act {
    match name {
        "confirm" => Act::Confirm,
        "deny" => Act::Deny,
        "report" => Act::Report,
        "announce" => Act::Announce,
        "warn" => Act::Warn,
        "threaten" => Act::Threaten,
        "demand" => Act::Demand,
        "offer" => Act::Offer,
        "promise" => Act::Promise,
        "accuse" => Act::Accuse,
        "believe" => Act::Believe,
        "withhold" => Act::Withhold,
        "retract" => Act::Retract,
        "other" => Act::Other,
        _ => Act::Say,
    }
}

/// The kind of this name in a word list; an unknown name is speech.
pub(crate) fn kind(name: &str) -> AttributionKind {
    match name {
        "knowledge" => AttributionKind::Knowledge,
        "attitude" => AttributionKind::Attitude,
        _ => AttributionKind::Speech,
    }
}
