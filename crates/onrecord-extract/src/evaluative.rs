//! Which words does the outlet say in its own voice, for a side, to the reader, or as a guess?
//!
//! In: "Ektar stands tall, as free nations do." Out: "Ektar stands tall, as free nations do", kind advocacy.
//! Words are `outlet_voice.tsv`. Nothing inside quotation marks or inside what a source says is the outlet's; advocacy and calls are
//! recorded as the whole clause, other kinds as the words that match. It prints no verdict: the words stand as printed.

use onrecord_model::{Certainty, Evaluative, Reading, RowId, Span};

use crate::{
    Context,
    clauses::trim,
    voice::{in_quote, is_editorial, patterns, span},
};

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let mut rows: Vec<Evaluative> = Vec::new();
    // Calls to the reader are recorded even where the page marks them as furniture.
    for (n, s) in cx.analysis.sentences.iter().enumerate() {
        let editorial = is_editorial(cx, n);
        let mut found: Vec<(Span, &'static str)> = Vec::new();
        for hit in patterns().apart(cx, s.tokens()) {
            let kind = match hit.columns.first() {
                Some(&"call") => "call_to_reader",
                Some(&kind) => kind,
                None => continue,
            };
            if !s.kind.is_content() && kind != "call_to_reader" {
                continue;
            }
            let words = span(cx, hit.first, hit.last);
            if in_quote(cx, words) || cx.attribution_at(reading, words).is_some() {
                continue;
            }
            if matches!(kind, "advocacy" | "call_to_reader") && !editorial {
                continue;
            }
            found.push((words, kind));
        }
        // Advocacy takes the whole sentence when it stands in it from early on.
        if let Some(&(_, kind)) = found.iter().find(|(_, k)| matches!(*k, "advocacy" | "call_to_reader")) {
            let whole = cx.analysis.span_of(trim(cx, s.tokens())).unwrap_or(s.span);
            let advocacy = found.iter().any(|(_, k)| *k == "advocacy");
            found.retain(|(_, k)| !matches!(*k, "advocacy" | "call_to_reader"));
            found.push((whole, if advocacy { "advocacy" } else { kind }));
        }
        found.sort_by_key(|(s, _)| *s);
        for (words, kind) in found {
            rows.push(Evaluative {
                id: RowId::from(format!("v{}", rows.len() + 1)),
                span: words,
                kind: kind.to_owned(),
                rule: "evaluative/words".into(),
                certainty: if matches!(kind, "advocacy" | "call_to_reader") {
                    Certainty::Certain
                } else {
                    Certainty::Possible
                },
            });
        }
    }
    reading.evaluative.extend(rows);
}
