//! Pages that are not there and answer 200 all the same ("soft 404"): an error page, or a jump to the front page.
//!
//! In: the page for `/world/crew-freed` that says "Page not found". Out: `the page says "Page not found"`. A report on such pages
//! has text of its own and is none. It does not judge pages that ask for a login or a payment.

use std::{collections::HashSet, sync::LazyLock};

use url::Url;

use crate::{
    dates::json_ld,
    encoding, html,
    markup::{lean, paragraphs},
    outlet::parts_of,
    page::{Graph, Scan, first_text, host, key, one_line},
};

/// Words of running text from which on a page is a report, whatever its headline says.
const TEXT: usize = 150;
/// Most words of a page that says so in its text alone.
const FEW: usize = 120;

/// The lists of `data/not-found.tsv`.
struct Lists {
    whole: HashSet<&'static str>,
    has: Vec<&'static str>,
    leads: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let rows = || include_str!("../data/not-found.tsv").lines().filter(|l| !l.starts_with('#'));
    let of = |kind: &'static str| rows().filter_map(move |l| l.split_once('\t').filter(|r| r.0 == kind).map(|r| r.1));
    Lists { whole: of("whole").collect(), has: of("has").collect(), leads: of("lead").collect() }
});

/// Why an HTML page that was asked for at `asked` and answered 200 from `from` is not there; nothing when it may be a report.
pub fn soft(bytes: &[u8], content_type: Option<&str>, asked: &str, from: &str) -> Option<String> {
    if let Some(why) = jumped(asked, from) {
        return Some(why);
    }
    let label = content_type.and_then(|c| c.split("charset=").nth(1)).map(|l| l.trim_matches(['"', '\'', ';', ' ']));
    let declared = html::meta_charset(bytes);
    let decoded = encoding::decode(bytes, label.or(declared.as_deref())).ok()?;
    says_so(&decoded.text).map(|words| format!("the page says “{words}”"))
}

/// What a page says that is not there.
fn says_so(page: &str) -> Option<String> {
    let scan = Scan::of(page);
    let title = scan.title.as_deref().map(parts_of).unwrap_or_default();
    let said = title.iter().chain(&scan.headings).find(|p| is_not_found(p)).map(|p| one_line(p));
    let all = paragraphs(&lean(page));
    let count = |t: &str| t.split_whitespace().count();
    if let Some(said) = said {
        let text: usize = all.iter().filter(|p| p.linked < 0.3 && count(&p.text) >= 20).map(|p| count(&p.text)).sum();
        return (text < TEXT && !is_report(page, &scan)).then_some(said);
    }
    if all.iter().map(|p| count(&p.text)).sum::<usize>() > FEW || is_report(page, &scan) {
        return None;
    }
    all.iter().find(|p| has(&p.text)).map(|p| p.text.chars().take(120).collect())
}

/// Whether a headline, or a part of a title, says that the page is not there and nothing else.
fn is_not_found(part: &str) -> bool {
    let words = key(part);
    let mut bare = words.as_str();
    while !LISTS.whole.contains(bare) {
        let Some(rest) = LISTS.leads.iter().find_map(|l| {
            let rest = bare.strip_prefix(l).and_then(|r| r.strip_prefix(' '));
            rest.or_else(|| bare.strip_suffix(l).and_then(|r| r.strip_suffix(' ')))
        }) else {
            return false;
        };
        bare = rest;
    }
    true
}

fn has(text: &str) -> bool {
    let words = format!(" {} ", key(text));
    LISTS.has.iter().any(|w| words.contains(&format!(" {w} ")))
}

/// Whether the page describes itself as an article with a headline that is none of an error page.
fn is_report(page: &str, scan: &Scan) -> bool {
    let json = json_ld(page);
    Graph::of(&json).article(scan).is_some_and(|article| {
        let headline = article.get("headline").and_then(first_text);
        article.get("datePublished").is_some_and(|d| d.is_string()) && headline.is_some_and(|h| !is_not_found(&h))
    })
}

/// Why an address that led elsewhere is not there: it led to the front page of its site, or to a page for errors.
fn jumped(asked: &str, from: &str) -> Option<String> {
    let same_site = host(asked) == host(from);
    let (asked, from) = (Url::parse(asked).ok()?, Url::parse(from).ok()?);
    if is_front(&asked) || (asked.path() == from.path() && asked.query() == from.query()) {
        return None;
    }
    let last = from.path_segments().and_then(|mut s| s.next_back()).unwrap_or_default();
    let error = LISTS.whole.contains(key(last.split('.').next().unwrap_or_default()).as_str());
    if error {
        return Some(format!("it leads to {from}"));
    }
    (is_front(&from) && same_site).then(|| "it leads to the front page".to_owned())
}

/// The front page of a site, or of its edition in one language.
fn is_front(url: &Url) -> bool {
    let path = url.path().trim_matches('/').to_lowercase();
    let index =
        matches!(path.as_str(), "" | "index.html" | "index.htm" | "index.php" | "home" | "home.html" | "default.aspx");
    let edition = path.len() == 2 && path.bytes().all(|b| b.is_ascii_lowercase());
    (index || edition) && url.query_pairs().all(|(k, _)| !matches!(&*k, "p" | "id" | "article" | "page_id" | "story"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &str = "https://merrow.example/world/crew-freed";

    fn of(page: &str) -> Option<String> {
        soft(page.as_bytes(), None, ASKED, ASKED)
    }

    #[test]
    fn error_pages() {
        let menu = "<ul><li><a href=/>Home</a><li><a href=/world>World</a></ul>";
        for (page, says) in [
            (format!("<title>Page not found | Merrow Herald</title>{menu}"), "Page not found"),
            (format!("<title>404 - Page Not Found</title>{menu}"), "404"),
            (
                format!(
                    "<title>Merrow Herald</title>{menu}<h1>Oops! That page can’t be found.</h1><p>Try a search?</p>"
                ),
                "Oops! That page can’t be found.",
            ),
            (format!("<title>Error 404: Merrow Herald</title>{menu}"), "Error 404"),
            (format!("<title>Seite nicht gefunden</title>{menu}"), "Seite nicht gefunden"),
            (
                format!("<title>Merrow Herald</title>{menu}<p>Sorry, the page you are looking for is not here.</p>"),
                "Sorry, the page you are looking for is not here.",
            ),
        ] {
            assert_eq!(of(&page), Some(format!("the page says “{says}”")), "{page}");
        }
    }

    #[test]
    fn reports_on_what_was_not_found_are_reports() {
        let text = "<p>The coast guard said on Monday that the ship had not been found, and that the search in the strait would go on for as long as the weather held and the money lasted.</p>".repeat(6);
        assert_eq!(
            of(&format!(
                "<title>Ship not found, coast guard says</title><h1>Ship not found, coast guard says</h1>{text}"
            )),
            None
        );
        assert_eq!(of(&format!("<title>Page not found</title><h1>Page not found</h1><p>A review.</p>{text}")), None);
        assert_eq!(
            of(
                r#"<title>Not found</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Not found: the lost ship","datePublished":"2031-03-04"}</script><p>Short.</p>"#
            ),
            None
        );
        assert_eq!(of("<title>Crew freed</title><p>The crew is free.</p>"), None);
    }

    #[test]
    fn jumps() {
        let to = |from: &str| soft(b"<p>All the news.</p>", None, ASKED, from);
        assert_eq!(to("https://www.merrow.example/").as_deref(), Some("it leads to the front page"));
        assert_eq!(to("https://merrow.example/en/").as_deref(), Some("it leads to the front page"));
        assert_eq!(
            to("https://merrow.example/404.html").as_deref(),
            Some("it leads to https://merrow.example/404.html")
        );
        assert_eq!(to("https://merrow.example/world/crew-freed-2"), None);
        assert_eq!(to("https://other.example/"), None);
        assert_eq!(soft(b"<p>x</p>", None, "https://merrow.example/", "https://merrow.example/en/"), None);
        assert_eq!(
            soft(b"<p>x</p>", None, "https://merrow.example/?p=12", "https://merrow.example/").as_deref(),
            Some("it leads to the front page")
        );
    }
}
