//! Who wrote it: names from JSON-LD, metadata and the byline, cleaned of roles, outlets and addresses.
//!
//! In: "By Ila Venn and Oren Dask, Merrow correspondent". Out: "Ila Venn", "Oren Dask". Persons come before bodies: where
//! the metadata names the outlet only, the printed byline is asked. An agency that stands alone is kept.

use serde_json::{Map, Value};

use crate::{
    furniture,
    markup::Tag,
    page::{Graph, Named, Scan, clean, key, one_line, same},
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

/// Words that make a piece of a byline a role, a desk or a firm.
const ROLES: [&str; 48] = [
    "reporter",
    "correspondent",
    "editor",
    "writer",
    "staff",
    "columnist",
    "contributor",
    "producer",
    "bureau",
    "journalist",
    "news",
    "newsroom",
    "desk",
    "press",
    "agency",
    "agencies",
    "political",
    "chief",
    "senior",
    "director",
    "service",
    "wires",
    "wire",
    "team",
    "special",
    "published",
    "updated",
    "photographer",
    "analyst",
    "fellow",
    "professor",
    "online",
    "digital",
    "media",
    "magazine",
    "times",
    "post",
    "today",
    "foreign",
    "affairs",
    "author",
    "admin",
    "administrator",
    "webmaster",
    "intern",
    "insider",
    "business",
    "sport",
];

/// Names of the writers.
pub(crate) fn authors(scan: &Scan, graph: &Graph, article: Option<&Map<String, Value>>, sites: &[&str]) -> Vec<String> {
    let from_json =
        article.and_then(|a| a.get("author").or_else(|| a.get("creator"))).map(|v| graph.names(v)).unwrap_or_default();
    let mut people = Vec::new();
    let mut bodies = Vec::new();
    for Named { name, body } in from_json {
        sort(&name, body, sites, &mut people, &mut bodies);
    }
    if people.is_empty() {
        for name in META {
            for (_, content) in scan.meta.iter().filter(|(m, _)| m == name) {
                sort(content, false, sites, &mut people, &mut bodies);
            }
            if !people.is_empty() {
                break;
            }
        }
    }
    if people.is_empty() {
        let mut seen = scan.bylines.clone();
        seen.sort_by_key(|(rank, _)| *rank);
        let best = seen.first().map(|(r, _)| *r);
        for (rank, words) in &seen {
            if people.is_empty() || Some(*rank) == best {
                // A whole byline block needs its "By"; an element for the name does not, and the first that holds nothing but
                // names may do without.
                let bare = people.is_empty() && words.split_whitespace().count() <= 12 && all_persons(words);
                if *rank < 2 || by(words).is_some() || bare {
                    sort(by(words).unwrap_or(words), false, sites, &mut people, &mut bodies);
                }
            }
        }
    }
    // A line under the headline that begins with "By" needs no markup that says so.
    for line in &scan.under {
        if let Some(words) = by(line).filter(|_| people.is_empty()) {
            sort(words, false, sites, &mut people, &mut bodies);
        }
    }
    // Metadata often names the first writer only; the printed byline that has them names the rest.
    for (_, words) in scan.bylines.iter().filter(|(_, w)| by(w).is_some()) {
        let mut printed = Vec::new();
        sort(words, false, sites, &mut printed, &mut Vec::new());
        let has = |n: &String| printed.iter().any(|p| key(p) == key(n));
        if !people.is_empty() && printed.len() > people.len() && printed.len() <= 8 && people.iter().all(has) {
            people = printed;
        }
    }
    if people.is_empty() {
        people = bodies.into_iter().filter(|b| furniture::agency(b).is_some()).collect();
    }
    people
}

/// How surely an element holds writers' names: 0 says author by its own vocabulary, 1 is for a name, 2 is a byline block.
pub(crate) fn byline_rank(name: &str, tag: &Tag) -> Option<u8> {
    if !matches!(name, "a" | "span" | "p" | "div" | "address" | "li" | "strong" | "h3" | "h4" | "h5" | "h6" | "cite") {
        return None;
    }
    let attributes = tag.attributes;
    if !attributes.contains("uthor") && !attributes.contains("yline") && !attributes.contains("riter") {
        return None;
    }
    let class = [tag.attribute("class"), tag.attribute("id"), tag.attribute("data-testid")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    const NOT: [&str; 16] = [
        "comment", "related", "bio", "photo", "image", "avatar", "social", "follow", "date", "time", "card", "quote",
        "promo", "footer", "teaser", "sidebar",
    ];
    if NOT.iter().any(|n| class.contains(n)) {
        return None;
    }
    let rel = tag.attribute("rel").is_some_and(|r| r.split_whitespace().any(|w| w == "author"));
    let prop = tag.attribute("itemprop").is_some_and(|p| p == "author" || p == "creator");
    if rel || prop {
        return Some(0);
    }
    let named = [
        "author-name",
        "author__name",
        "authorname",
        "author_name",
        "byline-name",
        "byline__name",
        "byline-author",
        "byline__author",
        "author-link",
        "author__link",
    ];
    if named.iter().any(|n| class.contains(n)) {
        return Some(1);
    }
    (class.split([' ', '-', '_']).any(|w| matches!(w, "byline" | "author" | "authors" | "writer"))).then_some(2)
}

/// What follows "By" in a byline.
fn by(words: &str) -> Option<&str> {
    const LEADS: [&str; 22] = [
        "by ",
        "by: ",
        "written by ",
        "words by ",
        "posted by ",
        "story by ",
        "reported by ",
        "author: ",
        "authors: ",
        "auteur: ",
        "auteur : ",
        "auteurs : ",
        "autor: ",
        "autorin: ",
        "autore: ",
        "text: ",
        "text von ",
        "von ",
        "par ",
        "por ",
        "di ",
        "published by ",
    ];
    let low = words.trim_start();
    LEADS
        .iter()
        .find_map(|l| low.get(..l.len()).filter(|h| h.eq_ignore_ascii_case(l)).map(|_| low[l.len()..].trim_start()))
}

/// Splits a byline into names and puts each where it belongs.
fn sort(words: &str, body: bool, sites: &[&str], people: &mut Vec<String>, bodies: &mut Vec<String>) {
    let words = clean(words);
    let words = by(&words).unwrap_or(&words);
    if words.is_empty() || words.chars().count() > 300 || words.contains("://") {
        return;
    }
    let parts = split(words);
    for (i, part) in parts.iter().enumerate() {
        let part = by(part).unwrap_or(part);
        let part = part.split(" for ").next().unwrap_or(part);
        let part = part.split(" in ").next().unwrap_or(part);
        let part =
            part.split('(').next().unwrap_or(part).trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
        let part = undated(part);
        let part = part.strip_suffix(" AP").or_else(|| part.strip_suffix(" Reuters")).unwrap_or(part);
        if part.is_empty() {
            continue;
        }
        let site =
            sites.iter().any(|s| same(s, part) || (s.len() > 3 && key(part).contains(&key(s))) || section(part, s));
        if furniture::agency(part).is_some() || (body && !site) {
            push(bodies, part.to_owned());
        } else if is_person(part) && !site {
            push(people, cased(part));
        } else if i == 0 && !site {
            push(bodies, part.to_owned());
        }
    }
}

/// A name before the weekday or month that was printed after it.
fn undated(part: &str) -> &str {
    let mut at = 0;
    for word in part.split_inclusive(' ') {
        let bare = word.trim().trim_matches(['.', ',']);
        let day = matches!(bare, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday");
        if at > 0
            && (day || (bare != "May" && bare != "June" && bare != "April" && crate::dates::month(bare).is_some()))
        {
            return part[..at].trim_end();
        }
        at += word.len();
    }
    part
}

/// A desk of the outlet: "Herald Sport" of the Merrow Herald.
fn section(part: &str, site: &str) -> bool {
    const DESKS: [&str; 14] = [
        "business", "sport", "sports", "politics", "world", "insider", "the", "staff", "intern", "editor", "at",
        "large", "news", "opinion",
    ];
    let own = key(site);
    let words = key(part);
    let mut named = false;
    words.split(' ').all(|w| {
        let of_site = own.split(' ').any(|o| o == w);
        named |= of_site && w != "the";
        of_site || DESKS.contains(&w)
    }) && named
}

fn push(list: &mut Vec<String>, name: String) {
    if !list.iter().any(|n| key(n) == key(&name)) {
        list.push(name);
    }
}

fn split(words: &str) -> Vec<String> {
    let mut parts = vec![one_line(words)];
    for mark in
        [";", "|", " and ", " AND ", " & ", ",", "/", "•", "·", " with ", " – ", " — ", " - ", " und ", " et ", " y "]
    {
        parts = parts.iter().flat_map(|p| p.split(mark)).map(|p| p.trim().to_owned()).collect();
    }
    parts.retain(|p| !p.is_empty());
    parts
}

/// Whether a byline block holds names of persons and nothing else.
fn all_persons(words: &str) -> bool {
    let parts = split(&clean(words));
    !parts.is_empty() && parts.iter().all(|p| is_person(p))
}

/// Two to five words that look like a name.
fn is_person(words: &str) -> bool {
    let all: Vec<&str> = words.split_whitespace().collect();
    let particles = [
        "de", "la", "van", "von", "der", "den", "al", "el", "bin", "ibn", "di", "da", "dos", "du", "le", "ter", "y",
        "e",
    ];
    (2..=5).contains(&all.len())
        && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '‘' | '`' | '\u{301}'))
        && all.iter().all(|w| {
            w.chars().next().is_some_and(|c| !c.is_lowercase()) || particles.contains(w) || w.contains(['\'', '’', '-'])
        })
        && !matches!(all[0], "The" | "THE" | "Our")
        && !all.iter().any(|w| w.to_lowercase().starts_with("editor"))
        && !all.iter().any(|w| ROLES.contains(&w.to_lowercase().trim_matches(['.', '-'])))
}

/// A name in capitals in the usual way of writing.
fn cased(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let (mut upper, mut all) = (0, 0);
    for c in letters {
        all += 1;
        upper += usize::from(c.is_uppercase());
    }
    if upper < all || all < 5 || !name.is_ascii() {
        return name.to_owned();
    }
    name.split(' ')
        .map(|w| {
            let mut start = true;
            w.chars()
                .map(|c| {
                    let c = if start { c } else { c.to_ascii_lowercase() };
                    start = matches!(c, '-' | '\'' | '.');
                    c
                })
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, want: &str) {
        let (mut people, mut bodies) = (Vec::new(), Vec::new());
        sort(words, false, &["Merrow Herald"], &mut people, &mut bodies);
        assert_eq!(format!("{} | {}", people.join("; "), bodies.join("; ")), want, "{words}");
    }

    #[test]
    fn bylines() {
        check("By Ila Venn and Oren Dask, Merrow correspondent", "Ila Venn; Oren Dask | ");
        check("ILA VENN", "Ila Venn | ");
        check("Ila Venn, Merrow Herald", "Ila Venn | ");
        check("Merrow Herald Staff", " | ");
        check("Reuters", " | Reuters");
        check("Ila van der Venn (Port Calder)", "Ila van der Venn | ");
        check("https://merrow.example/people/ila", " | ");
        check("Ila Venn, Oren Dask & Sel O'Tarn", "Ila Venn; Oren Dask; Sel O'Tarn | ");
        check("Ila Venn Monday, March 4", "Ila Venn | ");
        check("Herald Sport", " | ");
        check("Ila Venn for Merrow Herald", "Ila Venn | ");
        check("Published 4 March 2031", " | Published 4");
    }

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
}
