//! JSON lines: one article a line, fields `id url outlet date title authors text` (and common other names for them).

use onrecord_model::{Report, Span};
use serde_json::Value;

use crate::{Hint, ReadError, assemble, assemble::Facts, given};

/// One report a non-empty line; a broken line is an error with its number and does not stop the rest.
pub(crate) fn reports(bytes: &[u8], hint: &Hint) -> Vec<Result<Report, ReadError>> {
    bytes
        .split(|b| *b == b'\n')
        .enumerate()
        .filter(|(_, l)| !l.iter().all(u8::is_ascii_whitespace))
        .map(|(i, l)| report(l, i + 1, hint))
        .collect()
}

fn report(line: &[u8], number: usize, hint: &Hint) -> Result<Report, ReadError> {
    let bad = |what: String| ReadError::Syntax { format: "JSON", line: number, what };
    let value: Value = serde_json::from_slice(line).map_err(|e| bad(e.to_string()))?;
    let field = |names: &[&str]| {
        names.iter().find_map(|n| match value.get(n)? {
            Value::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
            Value::Number(n) => Some(n.to_string()),
            _ => None,
        })
    };
    let body = field(&["text", "body", "content", "content_text", "article"])
        .ok_or_else(|| bad("no field \"text\" (or body, content) with words in it".to_owned()))?;
    let title = field(&["title", "headline"]);
    let (text, title_span) = match &title {
        Some(t) if !body.starts_with(t.as_str()) => {
            let n = t.chars().count() as u32;
            (format!("{t}\n\n{body}"), Some(Span::new(0, n)))
        }
        Some(t) => (body, Some(Span::new(0, t.chars().count() as u32))),
        None => (body, None),
    };
    let authors = match value.get("authors").or_else(|| value.get("author")) {
        Some(Value::Array(a)) => a.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        Some(Value::String(s)) if !s.trim().is_empty() => {
            s.split(',').map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect()
        }
        _ => Vec::new(),
    };
    let mut dates = given(hint);
    if let Some(d) = field(&["published", "date", "date_published", "published_at"]) {
        let iso = d.get(..10).and_then(|d| d.parse::<jiff::civil::Date>().ok()).map(|_| d.clone());
        if let Some(d) = iso.or_else(|| crate::dateline::day(&d, None)) {
            dates.push((d, "field"));
        }
    }
    let facts = Facts {
        url: field(&["url", "link"]).or_else(|| hint.url.clone()),
        outlet: field(&["outlet", "source", "publisher", "domain"]),
        external_id: field(&["id", "external_id", "guid"]),
        authors,
        dates,
        title: title_span,
        ..Facts::default()
    };
    Ok(assemble::report(text, assemble::sha256(line), facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_does_not_stop_the_rest() {
        let got = reports(
            b"{\"id\":7,\"title\":\"Crew freed\",\"text\":\"The crew is free.\",\"date\":\"2031-03-04\"}\nnot json\n{\"title\":\"x\"}\n",
            &Hint::default(),
        );
        let first = got[0].as_ref().unwrap();
        assert_eq!(first.text, "Crew freed\n\nThe crew is free.");
        assert_eq!((first.external_id.as_deref(), first.published.as_deref()), (Some("7"), Some("2031-03-04")));
        assert!(got[1].as_ref().unwrap_err().to_string().starts_with("line 2: not valid JSON"));
        assert!(got[2].as_ref().unwrap_err().to_string().contains("no field \"text\""));
    }
}
