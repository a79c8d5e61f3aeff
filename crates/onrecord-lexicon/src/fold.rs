//! How two spellings of one name are seen to be one: folding, never likeness.
//!
//! `Özdalğa` and `Ozdalga`, `al-Maruf`, `Al Maruf` and `Maruf`, `V.R.` and `VR` fold to one key; two states one letter apart
//! never do. Both the build script and the look-up use this file.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The key a name is looked up under: lower case, no diacritics, apostrophes, dots or possessive, hyphens as blanks, no
/// leading "the" and no leading Arabic article.
pub fn fold(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut blank = false;
    for c in words.nfkd() {
        if is_combining_mark(c) {
            continue;
        }
        match c {
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`' | '´' => out.push('\''),
            '.' | ',' | '"' | '“' | '”' => {}
            'ı' => push(&mut out, &mut blank, "i"),
            'ł' | 'Ł' => push(&mut out, &mut blank, "l"),
            'ø' | 'Ø' => push(&mut out, &mut blank, "o"),
            'đ' | 'Đ' | 'ð' | 'Ð' => push(&mut out, &mut blank, "d"),
            'ß' => push(&mut out, &mut blank, "ss"),
            'æ' | 'Æ' => push(&mut out, &mut blank, "ae"),
            'œ' | 'Œ' => push(&mut out, &mut blank, "oe"),
            'ə' | 'Ə' => push(&mut out, &mut blank, "a"),
            '&' => push(&mut out, &mut blank, "and"),
            c if c.is_alphanumeric() => {
                if std::mem::take(&mut blank) && !out.is_empty() {
                    out.push(' ');
                }
                out.extend(c.to_lowercase());
            }
            _ => blank = true,
        }
    }
    let mut key: String = out
        .split(' ')
        .map(|w| w.strip_suffix("'s").unwrap_or(w).replace('\'', ""))
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if let Some(rest) = key.strip_prefix("the ") {
        key = rest.to_owned();
    }
    for article in ["al ", "el "] {
        // Five letters and more, so a short family name after "Al" keeps its first name; "el" only with a hyphen, for states begin with it.
        let article_here = article == "al " || hyphen_after(words, "el");
        if let Some(rest) = key.strip_prefix(article).filter(|r| article_here && r.len() >= 5) {
            key = rest.to_owned();
            break;
        }
    }
    key
}

fn push(out: &mut String, blank: &mut bool, s: &str) {
    if std::mem::take(blank) && !out.is_empty() {
        out.push(' ');
    }
    out.push_str(s);
}

fn hyphen_after(words: &str, article: &str) -> bool {
    let lower = words.trim_start().to_lowercase();
    lower.strip_prefix(article).is_some_and(|r| r.trim_start().starts_with('-'))
}

/// Whether a name is an acronym: two to six letters without a lower-case one ("UN", "U.S.", "E3"). Such a name is only
/// found in capitals, so that "us" and "who" stay words.
pub fn is_acronym(words: &str) -> bool {
    let letters: Vec<char> = words.chars().filter(|c| c.is_alphanumeric()).collect();
    (1..=6).contains(&letters.len())
        && letters.iter().any(|c| c.is_alphabetic())
        && !letters.iter().any(|c| c.is_lowercase())
        && !words.trim().contains(' ')
}
