//! What the drawings share: words broken into lines, days as numbers, scales.

/// Breaks text into at most `lines` lines of about `width` characters; the last one ends in "…" where text is left out.
pub fn wrap(text: &str, width: usize, lines: usize) -> Vec<String> {
    let width = width.max(3);
    let mut out: Vec<String> = Vec::new();
    let mut at = String::new();
    let mut cut = false;
    for word in text.split_whitespace() {
        let word: String = if word.chars().count() > width {
            word.chars().take(width - 1).chain(['…']).collect()
        } else {
            word.to_owned()
        };
        if !at.is_empty() && at.chars().count() + 1 + word.chars().count() > width {
            if out.len() + 1 == lines {
                cut = true;
                break;
            }
            out.push(std::mem::take(&mut at));
        }
        if !at.is_empty() {
            at.push(' ');
        }
        at.push_str(&word);
    }
    if cut && !at.ends_with('…') {
        while at.chars().count() + 1 > width {
            at.pop();
        }
        at.push('…');
    }
    if !at.is_empty() {
        out.push(at);
    }
    out
}

/// The first so many characters of a text.
pub fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// Days since 1970-01-01 of an ISO date, a missing month or day taken as the first; `None` where it is no date.
pub fn day_number(iso: &str) -> Option<i64> {
    let mut parts = iso.split('-');
    let year: i64 = parts.next()?.get(..4)?.parse().ok()?;
    let month: i64 = parts.next().and_then(|m| m.parse().ok()).filter(|m| (1..=12).contains(m)).unwrap_or(1);
    let day: i64 = parts.next().and_then(|d| d.get(..2)?.parse().ok()).filter(|d| (1..=31).contains(d)).unwrap_or(1);
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        assert_eq!(day_number("1970-01-01"), Some(0));
        assert_eq!(day_number("2031-03-02").unwrap() - day_number("2031-02-28").unwrap(), 2);
        assert_eq!(day_number("2032-03-01").unwrap() - day_number("2032-02-28").unwrap(), 2);
        assert_eq!(day_number("2031-03"), day_number("2031-03-01"));
        assert_eq!(day_number("PRESENT_REF"), None);
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(wrap("Noskari Coastal Movement", 10, 2), ["Noskari", "Coastal…"]);
        assert_eq!(wrap("one two", 10, 2), ["one two"]);
    }
}
