//! Who wrote it: names from JSON-LD, metadata, the printed byline, links to a writer's page, and lines that say "Author:".
//!
//! Persons come before bodies: where the metadata names the outlet only, the printed byline is asked. A source that has all the
//! names of another and more is taken. An agency that stands alone is kept. How a byline is read is in [`crate::byline`].

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::{
    byline::{self, Names, Said, by},
    furniture,
    markup::{Tag, lean, lines},
    page::{Graph, Scan, key},
};

/// Meta names that give an author, best first.
const META: [&str; 12] = [
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "citation_author",
    "article.author",
    "authors",
];

/// Ends of other meta names that give one: content systems put their own name before it.
const META_ENDS: [&str; 8] =
    [":author", ".author", "-author", "_author", "author_name", "author-name", "byline", "authorname"];

/// Most bytes of markup between two elements that hold one byline.
const APART: usize = 3_000;

/// Names of the writers.
pub(crate) fn authors(
    html: &str,
    scan: &Scan,
    graph: &Graph,
    article: Option<&Map<String, Value>>,
    sites: &[&str],
) -> Vec<String> {
    let mut names = Names::default();
    for named in graph.writers(article) {
        let said = if named.body { Said::Body } else { Said::Person };
        names.read(&named.name, said, sites);
    }
    let meta = from_meta(scan, sites);
    add(&mut names, meta.clone());
    if names.people.is_empty() {
        add(&mut names, from_bylines(scan, sites));
    }
    // A line under the headline that begins with "By" needs no markup that says so.
    for line in &scan.under {
        if let Some(words) = by(line).filter(|_| names.people.is_empty()) {
            names.read(words, Said::Nothing, sites);
        }
    }
    if names.people.is_empty() {
        add(&mut names, from_links(scan, sites));
    }
    if names.people.is_empty() {
        add(&mut names, from_labels(html, sites));
    }
    // Metadata often names the first writer only; a source that has them names the rest.
    let printed = scan.bylines.iter().filter_map(|b| byline::of_block(&b.words).filter(|_| has_by(&b.words)));
    let printed = printed.map(|words| {
        let mut names = Names::default();
        names.read(&words, Said::Nothing, sites);
        names
    });
    for more in std::iter::once(meta).chain(printed) {
        let has = |n: &String| more.people.iter().any(|p| key(p) == key(n));
        let wider = more.people.len() > names.people.len() && more.people.len() <= 8;
        if !names.people.is_empty() && wider && names.people.iter().all(has) {
            names.people = more.people;
        }
    }
    if names.people.is_empty() {
        names.people = std::mem::take(&mut names.lone);
    }
    if names.people.is_empty() {
        names.people = names.bodies.into_iter().filter(|b| furniture::agency(b).is_some()).collect();
    }
    names.people
}

/// Takes the persons of a further source where there are none yet, and its bodies.
fn add(names: &mut Names, more: Names) {
    if names.people.is_empty() {
        names.people = more.people;
    }
    more.bodies.into_iter().for_each(|n| byline::push(&mut names.bodies, n));
    more.lone.into_iter().for_each(|n| byline::push(&mut names.lone, n));
}

/// Whether words that open with "By" name the site itself or a desk of it.
fn names_a_desk(words: &str, sites: &[&str]) -> bool {
    words.lines().take(3).any(|l| byline::is_site(by(l).unwrap_or(l).trim(), sites))
}

fn has_by(words: &str) -> bool {
    words.lines().take(5).any(|l| by(l).is_some())
}

/// Names of the first meta name that gives persons.
fn from_meta(scan: &Scan, sites: &[&str]) -> Names {
    let mut names = Names::default();
    let read = |names: &mut Names, fits: &dyn Fn(&str) -> bool| {
        // What made the page is not who wrote it.
        let maker = scan.meta(&["generator"]);
        for (_, content) in scan.meta.iter().filter(|(m, c)| fits(m) && Some(c) != maker.as_ref()) {
            names.read(content, Said::Nothing, sites);
        }
        !names.people.is_empty()
    };
    for name in META {
        if read(&mut names, &|m| m == name) {
            return names;
        }
    }
    // "Written by" as a label for cards, and the name in the value beside it.
    for n in ["1", "2"] {
        let label = scan.meta(&[&format!("twitter:label{n}")]).map(|l| by(&l).is_some_and(str::is_empty));
        if label == Some(true) && read(&mut names, &|m| m == format!("twitter:data{n}")) {
            return names;
        }
    }
    for (_, content) in scan.meta.iter().filter(|(m, _)| m == "parsely-page") {
        let page: Value = serde_json::from_str(content).unwrap_or_default();
        let list = [&page["authors"], &page["author"]].into_iter().find(|v| !v.is_null()).cloned().unwrap_or_default();
        let all = list.as_array().cloned().unwrap_or_else(|| vec![list]);
        all.iter().filter_map(Value::as_str).for_each(|a| names.read(a, Said::Nothing, sites));
    }
    if names.people.is_empty() {
        read(&mut names, &|m| META_ENDS.iter().any(|e| m.ends_with(e)) && !m.starts_with("book:"));
    }
    names
}

/// Names of the printed byline: the surest elements, of which those far from the first belong to other texts.
fn from_bylines(scan: &Scan, sites: &[&str]) -> Names {
    let mut names = Names::default();
    let mut seen: Vec<&Byline> = scan.bylines.iter().collect();
    seen.sort_by_key(|b| b.rank);
    let mut taken: Option<(u8, usize)> = None;
    for b in seen {
        if let Some((rank, at)) = taken
            && (b.rank != rank || b.at > at + APART)
        {
            continue;
        }
        // A whole byline block needs its "By" or lines of names alone; an element for the name does not.
        let words = match b.rank {
            0 | 1 => Some(b.words.clone()),
            _ if taken.is_none() || has_by(&b.words) => byline::of_block(&b.words),
            _ => None,
        };
        let said = if b.rank == 0 { Said::Person } else { Said::Nothing };
        // Where the first that says something names the outlet's own desk, those far from it are of other texts all the same.
        let told = words.as_deref().is_some_and(|w| has_by(w) || (b.rank == 2 && names_a_desk(w, sites)));
        if let Some(words) = words {
            names.read(&words, said, sites);
        }
        if !names.people.is_empty() || (told && taken.is_none()) {
            taken = Some((b.rank, b.at));
        }
    }
    names
}

/// Names in links to writers' own pages that stand together under the headline.
fn from_links(scan: &Scan, sites: &[&str]) -> Names {
    let mut names = Names::default();
    let mut last: Option<usize> = None;
    for b in &scan.writers {
        if byline::all_persons(&b.words) && last.is_none_or(|l| b.at < l + APART / 4) {
            names.read(&b.words, Said::Nothing, sites);
            last = last.or(Some(b.at)).filter(|_| !names.people.is_empty());
        }
    }
    names
}

/// Names on a line that opens with "Author:" or the like, wherever it stands on the page.
fn from_labels(html: &str, sites: &[&str]) -> Names {
    let mut names = Names::default();
    let page = lean(html);
    for label in byline::labels() {
        let capital: String = label.chars().take(1).flat_map(char::to_uppercase).chain(label.chars().skip(1)).collect();
        for at in memchr::memmem::find_iter(page.as_bytes(), capital.as_bytes()).take(4) {
            // A word of a sentence that ends so is no label.
            if page[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '"') {
                continue;
            }
            let mut to = (at + 300).min(page.len());
            while !page.is_char_boundary(to) {
                to -= 1;
            }
            let text = lines(&page[at + capital.len()..to]);
            let line = text.lines().map(|l| l.trim_start_matches(':').trim()).find(|l| !l.is_empty());
            let name = line.and_then(|l| l.split([',', '.', '|', '(', ';', '–']).next()).unwrap_or_default();
            if byline::all_persons(name) {
                names.read(name, Said::Nothing, sites);
                if !names.people.is_empty() {
                    return names;
                }
            }
        }
    }
    names
}

/// An element a byline may stand in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Byline {
    /// How surely it holds writers' names, lower is surer.
    pub rank: u8,
    /// Byte of the page at which it opens.
    pub at: usize,
    /// Its words, a line a block.
    pub words: String,
}

/// Whether a link leads to a writer's own page.
pub(crate) fn is_writers_page(href: &str) -> bool {
    const PARTS: [&str; 24] = [
        "/author/",
        "/authors/",
        "/by/",
        "/people/",
        "/person/",
        "/profile/",
        "/profiles/",
        "/staff/",
        "/writer/",
        "/writers/",
        "/contributor/",
        "/contributors/",
        "/columnist/",
        "/columnists/",
        "/journalist/",
        "/journalists/",
        "/reporter/",
        "/reporters/",
        "/autor/",
        "/autoren/",
        "/auteur/",
        "/autore/",
        "/correspondents/",
        "/byline/",
    ];
    // A person the news is about has a page of that sort under the topics.
    const TOPICS: [&str; 6] = ["/topics/", "/topic/", "/tag/", "/tags/", "/wiki/", "/hub/"];
    PARTS.iter().any(|p| href.contains(p)) && !TOPICS.iter().any(|t| href.contains(t))
}

/// Whether an element holds what readers wrote under the text, or one of them did.
pub(crate) fn opens_comments(tag: &Tag) -> bool {
    const BLOCKS: [&str; 8] = ["div", "section", "ol", "ul", "li", "article", "aside", "p"];
    const SECTIONS: [&str; 9] = [
        "comments",
        "comments-area",
        "comment-list",
        "comments-list",
        "commentlist",
        "comment-section",
        "comment-body",
        "disqus_thread",
        "respond",
    ];
    static HINTS: LazyLock<Regex> = LazyLock::new(|| Regex::new("omment|disqus|respond").expect("a pattern"));
    if !HINTS.is_match(tag.attributes) || !BLOCKS.contains(&tag.name.to_ascii_lowercase().as_str()) {
        return false;
    }
    let number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let one = |id: &str| id.rsplit_once("comment-").is_some_and(|(_, n)| number(n));
    let id = tag.attribute("id").unwrap_or_default().to_lowercase();
    let class = tag.attribute("class").unwrap_or_default().to_lowercase();
    let of_class = |w: &str| w == "comment" || (w != "comments" && SECTIONS.contains(&w));
    let typed = tag.attribute("itemtype").is_some_and(|t| t.ends_with("/Comment") || t.ends_with("/UserComments"));
    SECTIONS.contains(&id.as_str()) || one(&id) || class.split_whitespace().any(of_class) || typed
}

/// How surely an element holds writers' names: 0 says author by its own vocabulary, 1 is for a name, 2 is a byline block.
pub(crate) fn byline_rank(name: &str, tag: &Tag) -> Option<u8> {
    const TAGS: [&str; 24] = [
        "a",
        "span",
        "p",
        "div",
        "address",
        "li",
        "ul",
        "strong",
        "b",
        "em",
        "i",
        "small",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "cite",
        "td",
        "dd",
        "section",
        "header",
        "figcaption",
        "font",
    ];
    // Most tags have none of these; nothing else is asked of them.
    static HINTS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("uthor|yline|riter|ournalist|eporter|utor|uteur").expect("a pattern"));
    if tag.attributes.len() < 6 || !TAGS.contains(&name) || !HINTS.is_match(tag.attributes) {
        return None;
    }
    let written = [tag.attribute("class"), tag.attribute("id"), tag.attribute("data-testid"), tag.attribute("data-qa")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let class = written.to_lowercase();
    const NOT: [&str; 20] = [
        "comment",
        "related",
        "bio",
        "photo",
        "image",
        "avatar",
        "social",
        "follow",
        "date",
        "time",
        "card",
        "quote",
        "promo",
        "footer",
        "teaser",
        "sidebar",
        "recommend",
        "popular",
        "caption",
        "newsletter",
    ];
    // "date-author" holds both.
    let beside = |n: &str| matches!(n, "date" | "time") && (class.ends_with("author") || class.ends_with("byline"));
    if NOT.iter().any(|n| class.contains(n) && !beside(n)) {
        return None;
    }
    let rel = tag.attribute("rel").is_some_and(|r| r.split_whitespace().any(|w| w == "author"));
    let prop = tag.attribute("itemprop").is_some_and(|p| p.split_whitespace().any(|w| w == "author" || w == "creator"));
    if rel || prop {
        return Some(0);
    }
    let tight: String = class.chars().filter(|c| !matches!(c, '-' | '_')).collect();
    let named = ["authorname", "bylinename", "bylineauthor", "authorlink", "bylinelink", "writername", "reportername"];
    if named.iter().any(|n| tight.contains(n)) {
        return Some(1);
    }
    // Words of a class: "article-author", "ArticleByline", "c-byline__names".
    let mut words = String::with_capacity(written.len() + 8);
    let mut low = false;
    for c in written.chars() {
        if c.is_uppercase() && low {
            words.push(' ');
        }
        low = c.is_lowercase();
        words.push(if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    }
    const WORDS: [&str; 14] = [
        "byline",
        "bylines",
        "author",
        "authors",
        "writer",
        "writers",
        "contributor",
        "contributors",
        "journalist",
        "reporter",
        "auteur",
        "auteurs",
        "autor",
        "autoren",
    ];
    words.split(' ').any(|w| WORDS.contains(&w)).then_some(2)
}

#[cfg(test)]
mod tests {
    fn of(html: &str) -> Vec<String> {
        crate::page::page(html, &crate::dates::json_ld(html), None).authors
    }

    #[test]
    fn the_printed_byline_is_asked_where_the_metadata_names_the_outlet() {
        let html = r#"<meta property="og:site_name" content="Merrow Herald"><script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":{"@type":"Organization","name":"Merrow Herald"}}</script>
            <div class="article-byline">By <a href="/ila">Ila Venn</a></div><div class="related-author">By Nobody Else</div>"#;
        assert_eq!(of(html), ["Ila Venn"]);
        assert_eq!(of("<meta name=author content='Ila Venn, Oren Dask'>"), ["Ila Venn", "Oren Dask"]);
        assert_eq!(of("<a rel='author' href='/x'>Ila Venn</a>"), ["Ila Venn"]);
        assert_eq!(
            of("<span class='author'> Ila Venn and Oren Dask </span><span class='author'>Sel Tarn</span>"),
            ["Ila Venn", "Oren Dask"]
        );
        assert_eq!(of("<div class='block--authors'><b>Auteur:</b> <a>Ila Venn</a></div>"), ["Ila Venn"]);
        let line = "<h1>Crew freed in Port Calder</h1><div class=x7>Written by <a href=/t>Ila Venn, MS</a> on 4 March</div><p>By Thursday Port Calder was quiet.</p>";
        assert_eq!(of(line), ["Ila Venn"]);
        assert!(of("<div class='author-box'>All our writers and friends</div>").is_empty());
        assert_eq!(
            of(
                r#"<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Reuters"}}</script>"#
            ),
            ["Reuters"]
        );
    }

    #[test]
    fn who_only_commented_or_is_written_about_did_not_write_it() {
        let page = |rest: &str| of(&format!("<h1>Crew freed in Port Calder</h1><p>The crew came home.</p>{rest}"));
        assert!(
            page("<ol class='commentlist'><li id='comment-12'><span class='author'>Sel Tarn</span></li></ol>")
                .is_empty()
        );
        assert!(
            page("<div itemtype='https://schema.org/Comment'><span itemprop='author'>Sel Tarn</span></div>").is_empty()
        );
        assert!(page("<a href='/topics/people/sel-tarn'>Sel Tarn</a>").is_empty());
        assert_eq!(
            page("<a class='comments-link' href='#c'>3</a><a href='/people/ila-venn'>Ila Venn</a>"),
            ["Ila Venn"]
        );
        assert!(
            of("<meta name=generator content='Vell - Pages Office'><meta name=author content='Vell - Pages Office'>")
                .is_empty()
        );
    }

    #[test]
    fn a_byline_that_names_the_outlet_is_the_articles_own() {
        let far = "<p>word</p>".repeat(400);
        let html = format!(
            "<meta property='og:site_name' content='Merrow Herald'><h1>x</h1><div class='byline'>By Herald Sport</div>{far}<div class='byline'>By Sel Tarn</div>"
        );
        assert!(of(&html).is_empty());
        assert_eq!(of("<h1>x</h1><p class='date-author'>Ila Venn, 01.12.2031</p>"), ["Ila Venn"]);
        assert_eq!(of("<h1>x</h1><span itemprop='author creator'>Текст: Ила Вен</span>"), ["Ила Вен"]);
    }
}
