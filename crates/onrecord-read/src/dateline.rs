//! Dateline: place, day and agency at the head of the first paragraph.
//!
//! In: "PORT CALDER, 4 March 2031 (Reuters) — The crew …". Out: place span, agency span, day. Years are never invented:
//! a dateline without a year takes the year of the publication day, and says so.

use jiff::civil::Date;
use onrecord_model::{Offsets, Span};

use crate::furniture;

/// What a dateline gave.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Dateline {
    pub place: Option<Span>,
    pub agency: Option<Span>,
    pub agency_name: Option<&'static str>,
    /// ISO day.
    pub day: Option<String>,
    /// The whole dateline with its dash; running text starts after it.
    pub whole: Option<Span>,
}

/// Reads the dateline of the paragraph that starts at byte `from` of `text`.
pub(crate) fn dateline(text: &str, offsets: &Offsets, from: usize, published: Option<Date>) -> Dateline {
    let mut found = Dateline::default();
    let line = text[from..].lines().next().unwrap_or("");
    let head_end = line.char_indices().nth(110).map_or(line.len(), |(i, _)| i);
    let head = &line[..head_end];
    let whole = line.len() <= 90 && furniture::is_masthead(line) && line.ends_with(')');
    let Some((cut, dash)) = whole.then_some((line.len(), "")).or_else(|| {
        [" — ", " – ", " -- ", " - ", "—", "– "].iter().filter_map(|d| head.find(d).map(|i| (i, *d))).min()
    }) else {
        return found;
    };
    let (head, all) = (&head[..cut], cut + dash.len());
    let place_end = head.find([',', '(', '|']).unwrap_or(head.len());
    let place = head[..place_end].trim();
    let has_agency = head.find('(').zip(head.find(')')).filter(|(a, b)| a < b);
    let upper =
        place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && place.chars().any(char::is_uppercase);
    let titled = place.split_whitespace().all(|w| w.chars().next().is_some_and(char::is_uppercase));
    let rest = &head[place_end..];
    let day = rest.split(['(', ')', '|']).find_map(|p| day(p.trim().trim_matches(','), published));
    if place.is_empty()
        || place.split_whitespace().count() > 5
        || !(upper || (titled && (has_agency.is_some() || day.is_some())))
    {
        return found;
    }
    found.place = Some(offsets.span(from, from + place.len()));
    found.day = day;
    found.whole = Some(offsets.span(from, from + all));
    if let Some((open, close)) = has_agency {
        let words = head[open + 1..close].trim();
        found.agency = Some(offsets.span(from + open + 1, from + close));
        found.agency_name = furniture::agency(words);
    }
    found
}

/// The day written in `words` ("4 March 2031", "March 4, 2031", "Oct. 11", "2031-03-04"); a missing year is `published`'s.
pub(crate) fn day(words: &str, published: Option<Date>) -> Option<String> {
    let words = words.trim();
    if let Ok(d) = words.parse::<Date>() {
        return Some(d.to_string());
    }
    let (mut month, mut dom, mut year) = (None, None, None);
    for w in words.split(|c: char| c.is_whitespace() || c == ',' || c == '/').filter(|w| !w.is_empty()) {
        let bare = w.trim_end_matches(['.', ',']);
        if let Some(m) = month_number(bare) {
            month.get_or_insert(m);
        } else if let Ok(n) = bare.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i16>() {
            if (1..=31).contains(&n) && dom.is_none() {
                dom = Some(n as i8);
            } else if (1900..=2199).contains(&n) {
                year = Some(n);
            }
        }
    }
    Date::new(year.or(published.map(|p| p.year()))?, month?, dom?).ok().map(|d| d.to_string())
}

fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let low = word.to_lowercase();
    MONTHS
        .iter()
        .position(|m| *m == low || (low.len() >= 3 && (m.starts_with(&low)) && low.len() <= 4) || low == "sept")
        .filter(|_| word.chars().next().is_some_and(char::is_uppercase))
        .map(|i| if low == "sept" { 9 } else { i as i8 + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> (String, String, String) {
        let o = Offsets::new(text);
        let d = dateline(text, &o, 0, Some(jiff::civil::date(2031, 3, 5)));
        let s = |s: Option<Span>| s.map_or(String::new(), |s| o.slice(text, s).to_owned());
        (s(d.place), s(d.agency), d.day.unwrap_or_default())
    }

    #[test]
    fn datelines() {
        let f = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(check("PORT CALDER, 4 March 2031 (Reuters) — The crew"), f("PORT CALDER", "Reuters", "2031-03-04"));
        assert_eq!(check("Port Calder, Mar. 4 (AP) - The crew"), f("Port Calder", "AP", "2031-03-04"));
        assert_eq!(check("VESK (Merrow Wire) -- Talks"), f("VESK", "Merrow Wire", ""));
        assert_eq!(check("The envoy — a former admiral — left."), f("", "", ""));
        assert_eq!(check("No dash at all here."), f("", "", ""));
    }
}
