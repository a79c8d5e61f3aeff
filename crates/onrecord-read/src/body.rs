//! The running text of a page: two extractors and, where the page carries it, its own `articleBody`.
//!
//! `trafilatura` (precision) gives the base. `dom_smoothie` is the second opinion: what the base has beyond the part both
//! agree on is page furniture (calls, "most read" lists); a long paragraph that only the second has, between paragraphs both
//! have, was lost by the base and is put back. Where the base found little, the second is taken. It is asked only where the base
//! is in doubt, for it costs another parse. A page whose script builds the text is read from its `articleBody`.

use std::{borrow::Cow, collections::HashMap};

use rustc_hash::FxHashSet;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use crate::{
    duplicates,
    markup::{Paragraph, lean, paragraphs, without},
};

/// Fewest words for a text to be believed without another.
const FEW_WORDS: usize = 40;
/// Elements that hold no running text.
const NO_TEXT: [&str; 7] = ["nav", "footer", "aside", "select", "noscript", "iframe", "button"];
/// Fewest words of a text that needs no second opinion.
const SURE: usize = 150;
/// Words of a run by which texts are held against one another.
const RUN: usize = 4;
/// A paragraph of at least this many words is running text, not a label.
const LONG: usize = 28;

/// Paragraphs of the page's running text. `dek` is the page's own summary, which is no paragraph of it.
pub(crate) fn main_text(html: &str, own: Option<&str>, dek: Option<&str>) -> Vec<String> {
    let options = Options::default()
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let html = &*lean(html);
    let html = &*without(html, &NO_TEXT);
    let base = trafilatura::extract(&told(html), &options).map(|f| paragraphs(&f.content_html)).unwrap_or_default();
    let own = own.map(own_paragraphs).filter(|o| words(o) >= 100);
    if let Some(own) = own.as_ref().filter(|o| same(&base, o)) {
        // The page's own word and the base tell the same text: nothing is left to ask.
        return against_own(base, own.clone()).into_iter().map(|p| p.text).collect();
    }
    let mut text = if sure(&base, html) {
        base.into_iter().filter(|p| p.tag != "h1").collect()
    } else {
        let second = dom_smoothie::Readability::new(html, None, None).ok().and_then(|mut r| r.parse().ok());
        let second = second.map(|a| paragraphs(&a.content)).unwrap_or_default();
        chosen(base, second, dek)
    };
    if let Some(own) = own {
        text = against_own(text, own);
    }
    text.into_iter().map(|p| p.text).collect()
}

/// The page under a head that answers what the base extractor would look for in the tree (who wrote it, its tags): [`crate::page`]
/// reads those better. A head that holds running markup is broken and stays.
fn told(html: &str) -> Cow<'_, str> {
    const HEAD: &str = "<head><title>x</title><meta property=og:title content=x><meta name=author content='X Y'>\
        <meta property=og:url content='http://x.example/'><meta property=og:site_name content=X>\
        <meta property=og:description content=x><meta property=article:section content=x><meta property=article:tag content=x></head>";
    let find = |words: &str| memchr::memmem::find(html.as_bytes(), words.as_bytes());
    let (Some(from), Some(to)) = (find("<head"), find("</head>")) else { return html.into() };
    let body =
        ["<body", "<div", "<p>", "<p ", "<h1", "<article", "<header"].iter().any(|t| find(t).is_some_and(|i| i < to));
    if from > to || body {
        return html.into();
    }
    format!("{}{HEAD}{}", &html[..from], &html[to + 7..]).into()
}

fn words(all: &[Paragraph]) -> usize {
    all.iter().map(|p| p.text.split_whitespace().count()).sum()
}

fn long(p: &Paragraph) -> bool {
    runs(p, LONG)
}

/// Whether a paragraph is running text of at least so many words.
fn runs(p: &Paragraph, least: usize) -> bool {
    let end = p.text.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    p.linked < 0.3 && end.ends_with(['.', '!', '?', '…']) && p.text.split_whitespace().nth(least - 1).is_some()
}

/// Whether two texts tell the same but for a few words in a hundred.
fn same(a: &[Paragraph], b: &[Paragraph]) -> bool {
    let (in_a, in_b) = (Shingles::of(a), Shingles::of(b));
    let share = |of: &Shingles, known: &Shingles| {
        of.all.iter().filter(|r| known.all.contains(r)).count() as f32 / of.all.len().max(1) as f32
    };
    share(&in_a, &in_b) > 0.95 && share(&in_b, &in_a) > 0.95
}

/// Whether a second opinion could change nothing: the base begins and ends with running text, and every long paragraph that the page
/// prints up to its end is in it, and most of those after.
fn sure(base: &[Paragraph], html: &str) -> bool {
    let text = |p: &&Paragraph| p.tag != "h1";
    let (Some(first), Some(last)) = (base.iter().find(text), base.iter().rfind(text)) else { return false };
    if words(base) < SURE || !runs(first, 20) || !runs(last, 20) {
        return false;
    }
    let known = Shingles::of(base);
    let (mut in_it, mut out_of_it, mut lost) = (0, 0, 0);
    for p in paragraphs(html).iter().filter(|p| long(p) && !p.figure) {
        let count = p.text.split_whitespace().count();
        if known.cover(&p.text) >= 0.5 {
            in_it += count;
            lost = out_of_it;
        } else {
            out_of_it += count;
        }
    }
    lost == 0 && in_it > 0 && out_of_it < in_it
}

/// Base or second, or the base mended by the second.
fn chosen(mut base: Vec<Paragraph>, mut second: Vec<Paragraph>, dek: Option<&str>) -> Vec<Paragraph> {
    // Headings over the text are the headline; it is kept apart.
    for list in [&mut base, &mut second] {
        list.retain(|p| p.tag != "h1");
    }
    let (few, more) = (words(&base), words(&second));
    if few * 2 < more || few < FEW_WORDS {
        let plain = |p: &Paragraph| !p.figure && p.tag != "figcaption" && p.linked < 0.8;
        let kept: Vec<Paragraph> = second.iter().filter(|p| plain(p)).cloned().collect();
        let second = if words(&kept) * 2 > more { kept } else { second };
        return if words(&second) > few { second } else { base };
    }
    let (in_base, in_second) = (Shingles::of(&base), Shingles::of(&second));
    let common: Vec<bool> = base.iter().map(|p| in_second.cover(&p.text) > 0.6).collect();
    let agreed: usize =
        base.iter().zip(&common).filter(|(_, c)| **c).map(|(p, _)| p.text.split_whitespace().count()).sum();
    if agreed * 2 < few {
        return base;
    }
    let first = common.iter().position(|c| *c).unwrap_or(0);
    let last = common.iter().rposition(|c| *c).unwrap_or(base.len());
    let lost = lost(&in_base, &base, &second, dek);
    let mut out = Vec::with_capacity(base.len());
    out.extend(lost.get(&None).into_iter().flatten().cloned());
    for (i, p) in base.into_iter().enumerate() {
        if (i >= first && i <= last) || long(&p) {
            out.push(p);
        }
        out.extend(lost.get(&Some(i)).into_iter().flatten().cloned());
    }
    out
}

/// Long paragraphs that only the second has, by the paragraph of the base they follow.
fn lost(
    in_base: &Shingles,
    base: &[Paragraph],
    second: &[Paragraph],
    dek: Option<&str>,
) -> HashMap<Option<usize>, Vec<Paragraph>> {
    let mut at: HashMap<u64, usize> = HashMap::new();
    for (i, p) in base.iter().enumerate() {
        for key in keys(&p.text) {
            at.entry(key).or_insert(i);
        }
    }
    let mut times: HashMap<&str, usize> = HashMap::new();
    for p in second {
        *times.entry(&p.text).or_insert(0) += 1;
    }
    let summary = dek.map(Shingles::of_text).unwrap_or_default();
    let known: Vec<Option<usize>> = second
        .iter()
        .map(|p| {
            (in_base.cover(&p.text) > 0.6)
                .then(|| keys(&p.text).iter().filter_map(|k| at.get(k)).max().copied())
                .flatten()
        })
        .collect();
    let Some(end) = known.iter().rposition(Option::is_some) else { return HashMap::new() };
    let mut out: HashMap<Option<usize>, Vec<Paragraph>> = HashMap::new();
    let mut after = None;
    for (j, p) in second.iter().enumerate().take(end) {
        if let Some(i) = known[j] {
            after = Some(i).max(after);
        } else if long(p)
            && in_base.cover(&p.text) < 0.2
            && !p.figure
            && matches!(p.tag.as_str(), "p" | "blockquote" | "li")
            && times[p.text.as_str()] == 1
            && summary.cover(&p.text) < 0.5
        {
            out.entry(after).or_default().push(p.clone());
        }
    }
    out
}

/// The page's own `articleBody` as paragraphs.
fn own_paragraphs(own: &str) -> Vec<Paragraph> {
    paragraphs(&crate::markup::unescape(own))
}

/// The text held against the page's own: taken instead when the extractors missed most of it, and edges that it has not are
/// dropped when it has all the rest.
fn against_own(text: Vec<Paragraph>, own: Vec<Paragraph>) -> Vec<Paragraph> {
    let (n, whole) = (words(&text), words(&own));
    let (in_own, in_text) = (Shingles::of(&own), Shingles::of(&text));
    let found: usize =
        own.iter().filter(|p| in_text.cover(&p.text) > 0.5).map(|p| p.text.split_whitespace().count()).sum();
    if own.len() > 1 && found * 2 < whole {
        return own;
    }
    if own.len() == 1 && in_text.cover(&own[0].text) < 0.3 && whole > n {
        return own;
    }
    let has: Vec<bool> = text.iter().map(|p| in_own.cover(&p.text) > 0.5).collect();
    let covered: usize =
        text.iter().zip(&has).filter(|(_, h)| **h).map(|(p, _)| p.text.split_whitespace().count()).sum();
    // An own text that breaks off is a summary and says nothing of the end.
    if covered * 10 < n * 8 {
        return text;
    }
    let first = has.iter().position(|h| *h).unwrap_or(0);
    let last = has.iter().rposition(|h| *h).unwrap_or(text.len());
    text.into_iter().enumerate().filter(|(i, _)| *i >= first && *i <= last).map(|(_, p)| p).collect()
}

/// Runs of four words of a text, for asking how much of a paragraph stands in it.
#[derive(Default)]
struct Shingles {
    all: FxHashSet<u64>,
    whole: FxHashSet<u64>,
}

impl Shingles {
    fn of(text: &[Paragraph]) -> Shingles {
        let mut out = Shingles::default();
        for p in text {
            out.add(&p.text);
        }
        out
    }

    fn of_text(text: &str) -> Shingles {
        let mut out = Shingles::default();
        out.add(text);
        out
    }

    fn add(&mut self, text: &str) {
        let words = duplicates::words(&[text]);
        self.all.extend(words.windows(RUN).map(duplicates::run_of));
        self.whole.insert(duplicates::run_of(&words));
    }

    /// Share of the runs of `text` that are known; a text of fewer words than a run counts as a whole.
    fn cover(&self, text: &str) -> f32 {
        let words = duplicates::words(&[text]);
        if words.len() < RUN {
            return f32::from(u8::from(self.whole.contains(&duplicates::run_of(&words))));
        }
        let known = words.windows(RUN).filter(|w| self.all.contains(&duplicates::run_of(w))).count();
        known as f32 / (words.len() + 1 - RUN) as f32
    }
}

/// Hashes of the runs of a text in order.
fn keys(text: &str) -> Vec<u64> {
    duplicates::words(&[text]).windows(RUN).map(duplicates::run_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(text: &str, tag: &str) -> Paragraph {
        Paragraph { text: text.to_owned(), linked: 0.0, figure: false, tag: tag.to_owned() }
    }

    fn numbered(n: usize) -> Paragraph {
        let words: Vec<String> = (0..30).map(|i| format!("w{}", n * 100 + i)).collect();
        p(&format!("{}.", words.join(" ")), "p")
    }

    #[test]
    fn what_stands_beyond_the_agreed_part_goes_and_what_was_lost_comes_back() {
        let base = vec![
            p("Crew freed in Port Calder today", "h1"),
            numbered(1),
            numbered(3),
            p("Most read in the news today", "h4"),
        ];
        let second = vec![numbered(1), numbered(2), numbered(3), numbered(4)];
        let got: Vec<String> = chosen(base, second, None).into_iter().map(|p| p.text).collect();
        assert_eq!(got, [numbered(1).text, numbered(2).text, numbered(3).text]);
    }

    #[test]
    fn the_second_is_taken_where_the_base_found_little() {
        let caption = Paragraph { figure: true, ..p("The harbour at dawn", "figcaption") };
        let got = chosen(vec![p("Share", "p")], vec![caption, numbered(1), numbered(2)], None);
        assert_eq!(got, [numbered(1), numbered(2)]);
    }

    #[test]
    fn the_pages_own_body_settles_it() {
        let own: Vec<Paragraph> = (1..6).map(numbered).collect();
        let with_call: Vec<Paragraph> = own.iter().cloned().chain([p("Sign up here for more of this", "p")]).collect();
        assert_eq!(against_own(with_call, own.clone()), own);
        assert_eq!(against_own(vec![p("Please enable scripts to read on", "p")], own.clone()), own);
        let teaser = vec![numbered(1), numbered(2), numbered(3), numbered(4)];
        let all: Vec<Paragraph> = (1..20).map(numbered).collect();
        assert_eq!(against_own(all.clone(), teaser), all);
    }
}
