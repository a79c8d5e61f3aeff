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
    let bad = |e: serde_json::Error| ReadError::Syntax { format: "JSON", line: number, what: e.to_string() };
    let value: Value = serde_json::from_slice(line).map_err(bad)?;
    let lacking = |what| ReadError::Lacking { unit: "line", number, what };
    of_value(&value, hint, assemble::sha256(line)).map_err(lacking)
}

/// The usual names of each field, the house's own first.
const NAMES: [(&str, &[&str]); 8] = [
    ("text", &["text", "body", "content", "content_text", "article", "maintext"]),
    ("title", &["title", "headline"]),
    ("url", &["url", "link"]),
    ("outlet", &["outlet", "source", "publisher", "domain"]),
    ("published", &["published", "date", "date_published", "published_at", "publish_date", "timestamp"]),
    ("modified", &["modified", "date_modified", "updated_at", "date_modify"]),
    ("id", &["id", "external_id", "guid"]),
    ("authors", &["authors", "author", "byline"]),
];

/// The fields that [`Hint::fields`] may name.
pub(crate) fn fields() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(f, _)| *f)
}

/// One article as a JSON object; the error says what is missing.
pub(crate) fn of_value(value: &Value, hint: &Hint, sha256: String) -> Result<Report, String> {
    // A field that was mapped is looked for under that name only; "a.b" is field b of object a.
    let get = |field: &str| -> Option<&Value> {
        if let Some((_, name)) = hint.fields.iter().find(|(f, _)| f == field) {
            return value.get(name).or_else(|| name.split('.').try_fold(value, step));
        }
        let names = NAMES.iter().find(|(f, _)| *f == field).map_or(&[][..], |(_, n)| n);
        names.iter().filter_map(|n| value.get(n)).find(|v| !v.is_null() && v.as_str() != Some(""))
    };
    let field = |name: &str| match get(name)? {
        Value::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    };
    let body = field("text").ok_or_else(|| no_text(value, hint))?.replace('\0', "");
    let title = field("title");
    let (text, title_span) = match &title {
        Some(t) if !body.starts_with(t.as_str()) => {
            let n = t.chars().count() as u32;
            (format!("{t}\n\n{body}"), Some(Span::new(0, n)))
        }
        Some(t) => (body, Some(Span::new(0, t.chars().count() as u32))),
        None => (body, None),
    };
    let authors = match get("authors") {
        Some(Value::Array(a)) => a
            .iter()
            .filter_map(|v| v.as_str().or_else(|| v.get("name")?.as_str()))
            .map(|s| s.trim().to_owned())
            .filter(|a| !a.is_empty())
            .collect(),
        Some(Value::String(s)) if !s.trim().is_empty() => {
            s.split([',', ';']).map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect()
        }
        _ => Vec::new(),
    };
    let mut dates = given(hint);
    dates.extend(field("published").and_then(|d| instant(&d)).map(|d| (d, "field")));
    let facts = Facts {
        url: field("url").or_else(|| hint.url.clone()),
        outlet: field("outlet"),
        external_id: field("id"),
        authors,
        dates,
        modified: field("modified").and_then(|d| instant(&d)),
        title: title_span,
        ..Facts::default()
    };
    Ok(assemble::report(text, sha256, facts))
}

/// One step into an object or a list: the field of that name, the entry of that number.
fn step<'v>(value: &'v Value, part: &str) -> Option<&'v Value> {
    match value {
        Value::Array(all) => all.get(part.parse::<usize>().ok()?),
        _ => value.get(part),
    }
}

/// What is said of a line without text: the name that was looked for, and the names that are there.
fn no_text(value: &Value, hint: &Hint) -> String {
    let mapped = hint.fields.iter().find(|(f, _)| f == "text").map(|(_, name)| name);
    let there: Vec<&str> = value.as_object().into_iter().flatten().map(|(k, _)| k.as_str()).take(12).collect();
    let there = if there.is_empty() { "no fields".to_owned() } else { there.join(", ") };
    match mapped {
        Some(name) => format!("no words in \"{name}\" (--map text={name}); there are: {there}"),
        None => format!(
            "no field \"text\" (or body, content) with words in it: name it with --map text=NAME; there are: {there}"
        ),
    }
}

/// A day or instant as written, or as seconds, milliseconds, microseconds or nanoseconds since 1970.
fn instant(words: &str) -> Option<String> {
    if let Ok(n) = words.parse::<i64>()
        && n >= 400_000_000
    {
        let unit =
            [1, 1_000, 1_000_000, 1_000_000_000].into_iter().find(|u| n / u < 20_000_000_000).unwrap_or(1_000_000_000);
        let second = n / unit;
        // Eight digits that are a day are a day.
        return crate::dates::iso(words).or_else(|| jiff::Timestamp::from_second(second).ok().map(|t| t.to_string()));
    }
    crate::dates::iso(words).or_else(|| crate::dateline::day(words, None))
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

    #[test]
    fn other_names_are_mapped_and_times_in_numbers_understood() {
        let fields = [("text", "doc.words"), ("id", "key"), ("published", "ts")];
        let fields = fields.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        let line = br#"{"id":"no","key":"a7","ts":1930000000,"doc":{"words":"The crew is free."},"text":"not this","author":[{"name":"Ila Venn"}]}"#;
        let r = reports(line, &Hint { fields, ..Hint::default() }).remove(0).unwrap();
        assert_eq!((r.text.as_str(), r.external_id.as_deref()), ("The crew is free.", Some("a7")));
        assert_eq!((r.published.as_deref(), r.authors), (Some("2031-02-27T23:06:40Z"), vec!["Ila Venn".to_owned()]));
        let deep = br#"{"a":{"parts":[{"t":"no"},{"t":"The crew is free."}]}}"#;
        let of = |name: &str| {
            let fields = vec![("text".to_owned(), name.to_owned())];
            reports(deep, &Hint { fields, ..Hint::default() }).remove(0).map(|r| r.text).map_err(|e| e.to_string())
        };
        assert_eq!(of("a.parts.1.t").as_deref(), Ok("The crew is free."));
        assert_eq!(of("a.words").unwrap_err(), "line 1: no words in \"a.words\" (--map text=a.words); there are: a");
        for (given, want) in
            [("1930000000000", "2031-02-27T23:06:40Z"), ("20310304", "2031-03-04"), ("4 March 2031", "2031-03-04")]
        {
            assert_eq!(instant(given).as_deref(), Some(want));
        }
    }
}
