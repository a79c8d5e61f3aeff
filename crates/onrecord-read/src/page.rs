//! What a page says of itself: headline, outlet, canonical address, language, summary, its own body text.
//!
//! Headline: the `<h1>` that a metadata title agrees with, since the page prints it; else the article object's headline; else
//! `og:title` or `<title>` without the site's name. Authors are in [`crate::authors`], dates in [`crate::dates`].

use serde_json::{Map, Value};

use crate::{
    authors::{Byline, byline_rank, is_writers_page, opens_comments},
    markup::{Tag, element, lean, lines, opening_tags, unescape, words_of},
    outlet,
};

/// The page's word on itself.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Page {
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    pub authors: Vec<String>,
    /// Language the page declares, ISO 639 code.
    pub language: Option<String>,
    pub summary: Option<String>,
    /// The article's text as JSON-LD gives it.
    pub body: Option<String>,
}

/// What one scan over the tags collects.
#[derive(Default)]
pub(crate) struct Scan {
    /// Meta name or property in lower case, and content.
    pub meta: Vec<(String, String)>,
    pub headings: Vec<String>,
    pub title: Option<String>,
    pub canonical: Option<String>,
    pub language: Option<String>,
    /// Elements that a byline may stand in.
    pub bylines: Vec<Byline>,
    /// Links to writers' own pages under a headline.
    pub writers: Vec<Byline>,
    /// Short lines that stand under a headline.
    pub under: Vec<String>,
}

/// Bytes of markup under a headline that are looked through for a byline, and most words of such a line.
const UNDER: (usize, usize) = (6_000, 14);

/// Reads a page. `json` are its JSON-LD blocks, `from` the address it was fetched from.
pub(crate) fn page(html: &str, json: &[Value], from: Option<&str>) -> Page {
    let scan = Scan::of(html);
    let graph = Graph::of(json);
    let article = graph.article(&scan);
    let text = |k: &str| article.and_then(|a| a.get(k)).and_then(first_text);
    let url = canonical(&scan, text("url"), from);
    let site = scan.meta(&["og:site_name"]);
    let publisher = article.and_then(|a| graph.names(a.get("publisher")?).into_iter().next()).map(|n| n.name);
    let own = graph.site();
    let address = url.as_deref().or(from).and_then(host);
    let outlet = outlet::name(&outlet::Said {
        publisher: publisher.as_deref(),
        site: site.as_deref(),
        own: own.as_deref(),
        application: scan
            .meta(&["application-name", "twitter:app:name:iphone", "apple-mobile-web-app-title"])
            .as_deref(),
        title: scan.title.as_deref(),
        host: address.as_deref(),
        html,
    });
    let label = address.as_deref().and_then(outlet::label);
    let mut names: Vec<&str> = [outlet.as_deref(), site.as_deref()].into_iter().flatten().collect();
    let title = headline(&scan, text("headline"), &names, url.as_deref().or(from));
    names.extend([publisher.as_deref(), own.as_deref(), label.as_deref()].into_iter().flatten());
    let authors = crate::authors::authors(html, &scan, &graph, article, &names);
    Page {
        title,
        authors,
        language: scan
            .language
            .clone()
            .or_else(|| text("inLanguage"))
            .or_else(|| scan.meta(&["og:locale", "language", "content-language", "dc.language"]))
            .and_then(|l| code(&l)),
        summary: scan.meta(&["og:description", "description", "twitter:description"]).or_else(|| text("description")),
        body: article.and_then(|a| a.get("articleBody")).and_then(Value::as_str).map(str::to_owned),
        outlet,
        url,
    }
}

impl Scan {
    pub(crate) fn of(html: &str) -> Scan {
        let mut scan = Scan::default();
        // Byte after the last headline so far.
        let mut headline = None;
        // What readers wrote under the text begins here: their names are no bylines.
        let mut comments = false;
        for tag in opening_tags(html) {
            comments |= headline.is_some() && opens_comments(&tag);
            match tag.name.to_ascii_lowercase().as_str() {
                "meta" => scan.add_meta(&tag),
                "html" => scan.language = scan.language.take().or_else(|| tag.attribute("lang")),
                "title" if scan.title.is_none() => {
                    scan.title = some(&unescape(&words_of(html, tag.end, "title", 2_000)));
                }
                "link" => {
                    if tag.attribute("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) {
                        scan.canonical = scan.canonical.take().or_else(|| tag.attribute("href").and_then(|h| some(&h)));
                    }
                }
                "h1" if scan.headings.len() < 12 => {
                    headline = Some(tag.end);
                    scan.headings.extend(some(&words_of(html, tag.end, "h1", 4_000)));
                    let lines = lines_under(html, tag.end);
                    scan.under.extend(lines.filter(|l| l.split_whitespace().count() <= UNDER.1));
                }
                name if scan.bylines.len() < 60 && !comments => {
                    let at = tag.end;
                    if let Some(rank) = byline_rank(name, &tag) {
                        let inside = element(html, at, name, if rank == 2 { 2_500 } else { 1_200 });
                        let mut words = lines(&lean(inside));
                        // Microdata may give the name as a value only.
                        if words.is_empty() && rank == 0 {
                            let name =
                                opening_tags(inside).find(|t| t.attribute("itemprop").as_deref() == Some("name"));
                            words = name.and_then(|t| t.attribute("content")).unwrap_or_default();
                        }
                        if !words.is_empty() {
                            scan.bylines.push(Byline { rank, at, words });
                        }
                    }
                    if name == "a" && scan.writers.len() < 20 && headline.is_some_and(|h| at < h + 20_000) {
                        let href = tag.attribute("href").filter(|h| is_writers_page(h));
                        let words = href.map(|_| words_of(html, at, name, 400)).unwrap_or_default();
                        if !words.is_empty() {
                            scan.writers.push(Byline { rank: 3, at, words });
                        }
                    }
                }
                _ => {}
            }
        }
        scan
    }

    fn add_meta(&mut self, tag: &Tag) {
        let Some(content) = tag.attribute("content").and_then(|c| some(&c)) else { return };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = tag.attribute(key) {
                self.meta.push((name.to_ascii_lowercase(), content.clone()));
            }
        }
    }

    /// Content of the first of these names that the page has.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| self.meta.iter().find(|(m, _)| m == n).map(|(_, c)| one_line(c)))
    }
}

/// The objects of a page's JSON-LD.
pub(crate) struct Graph<'v> {
    all: Vec<&'v Map<String, Value>>,
}

/// A name in JSON-LD and whether it is a body's, not a person's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    pub name: String,
    pub body: bool,
}

impl<'v> Graph<'v> {
    pub(crate) fn of(json: &'v [Value]) -> Graph<'v> {
        let mut graph = Graph { all: Vec::new() };
        json.iter().for_each(|v| graph.walk(v, 0));
        graph
    }

    /// Objects that stand for the page or beside it; entries of lists and updates of live pages are other texts.
    fn walk(&mut self, value: &'v Value, depth: usize) {
        if depth > 8 || self.all.len() > 2_000 {
            return;
        }
        match value {
            Value::Array(all) => all.iter().for_each(|v| self.walk(v, depth + 1)),
            Value::Object(o) => {
                self.all.push(o);
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(v) = o.get(key) {
                        self.walk(v, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    /// The object of the article: of several the one whose headline the page prints.
    pub(crate) fn article(&self, scan: &Scan) -> Option<&'v Map<String, Value>> {
        let articles: Vec<&'v Map<String, Value>> = self.all.iter().filter(|o| is_article(&kind(o))).copied().collect();
        let printed = |o: &Map<String, Value>| {
            let Some(h) = o.get("headline").and_then(first_text) else { return false };
            scan.headings.iter().chain(&scan.title).any(|p| overlap(p, &h) >= 0.6)
        };
        articles.iter().find(|o| printed(o)).or_else(|| articles.first()).copied()
    }

    /// Who the article says wrote it; where it says nothing, who another object for the same headline or page says.
    pub(crate) fn writers(&self, article: Option<&Map<String, Value>>) -> Vec<Named> {
        let of = |o: &Map<String, Value>| {
            let named = ["author", "creator", "authors", "contributor"].iter().filter_map(|k| o.get(*k));
            named.map(|v| self.names(v)).find(|n| !n.is_empty()).unwrap_or_default()
        };
        let own = article.map(of).unwrap_or_default();
        if !own.is_empty() {
            return own;
        }
        let title = |o: &Map<String, Value>| o.get("headline").or_else(|| o.get("name")).and_then(first_text);
        let headline = article.and_then(title);
        let twin = |o: &&Map<String, Value>| {
            let k = kind(o);
            (k.contains("webpage") || is_article(&k))
                && (headline.is_none()
                    || title(o).is_some_and(|t| headline.as_ref().is_some_and(|h| overlap(h, &t) > 0.6)))
        };
        self.all.iter().copied().filter(|o| twin(o)).map(of).find(|n| !n.is_empty()).unwrap_or_default()
    }

    fn site(&self) -> Option<String> {
        let site = self.all.iter().find(|o| {
            let k = kind(o);
            k.contains("website") || k.contains("newsmediaorganization")
        })?;
        site.get("name").and_then(first_text)
    }

    /// Names in an author or publisher value, `@id` references followed.
    pub(crate) fn names(&self, value: &Value) -> Vec<Named> {
        self.names_in(value, 0)
    }

    fn names_in(&self, value: &Value, depth: usize) -> Vec<Named> {
        if depth > 6 {
            return Vec::new();
        }
        match value {
            Value::String(s) => some(s).map(|s| Named { name: clean(&s), body: false }).into_iter().collect(),
            Value::Array(a) => a.iter().flat_map(|v| self.names_in(v, depth + 1)).collect(),
            Value::Object(o) => {
                let body = ["organization", "newsmedia", "corporation"].iter().any(|k| kind(o).contains(k));
                let named = o.get("name").or_else(|| o.get("@list"));
                if let Some(name) = named {
                    return self
                        .names_in(name, depth + 1)
                        .into_iter()
                        .map(|n| Named { body: n.body || body, ..n })
                        .collect();
                }
                if let (Some(g), Some(f)) =
                    (o.get("givenName").and_then(first_text), o.get("familyName").and_then(first_text))
                {
                    return vec![Named { name: format!("{g} {f}"), body: false }];
                }
                let Some(id) = o.get("@id").and_then(Value::as_str) else { return Vec::new() };
                self.all
                    .iter()
                    .find(|p| p.get("@id").and_then(Value::as_str) == Some(id) && p.contains_key("name"))
                    .map(|p| self.names_in(&Value::Object((*p).clone()), depth + 1))
                    .unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

fn kind(o: &Map<String, Value>) -> String {
    o.get("@type").map(|t| t.to_string().to_lowercase()).unwrap_or_default()
}

fn is_article(kind: &str) -> bool {
    ["article", "posting", "report", "\"review", "advertorial"].iter().any(|k| kind.contains(k))
}

pub(crate) fn first_text(v: &Value) -> Option<String> {
    match v {
        Value::String(s) => some(&clean(s)),
        Value::Array(a) => a.iter().find_map(first_text),
        Value::Object(o) => {
            ["name", "@value", "alternateName", "@id"].iter().find_map(|k| o.get(*k).and_then(first_text))
        }
        _ => None,
    }
}

/// Entities (once or twice escaped) resolved, tags dropped, one line.
pub(crate) fn clean(s: &str) -> String {
    let s = unescape(&unescape(s));
    if s.contains('<') && s.contains('>') { lines(&s).replace('\n', " ") } else { one_line(&s) }
}

/// The first lines after a headline that starts at byte `from`.
fn lines_under(html: &str, from: usize) -> impl Iterator<Item = String> {
    let mut to = (from + UNDER.0).min(html.len());
    while !html.is_char_boundary(to) {
        to -= 1;
    }
    let lines = crate::markup::lines(&crate::markup::lean(&html[from..to]));
    lines.lines().skip(1).take(12).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// The page's headline.
fn headline(scan: &Scan, own: Option<String>, sites: &[&str], url: Option<&str>) -> Option<String> {
    let own = own.map(|t| without_site(&t, sites, url));
    let og = scan.meta(&["og:title", "title", "headline"]).map(|t| without_site(&clean(&t), sites, url));
    let short = scan.meta(&["twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"]);
    let short = short.map(|t| without_site(&clean(&t), sites, url));
    let window = scan.title.as_deref().map(|t| without_site(&clean(t), sites, url));
    let metas: Vec<&String> = [&own, &og, &short, &window].into_iter().flatten().collect();
    let is_site = |h: &str| sites.iter().any(|s| same(s, h));
    let best = scan
        .headings
        .iter()
        .filter(|h| !is_site(h))
        .map(|h| (metas.iter().map(|m| overlap(h, m)).fold(0.0, f32::max), h))
        .fold(None::<(f32, &String)>, |best, next| if best.is_none_or(|b| next.0 > b.0) { Some(next) } else { best });
    let one = scan.headings.len() == 1;
    if let Some((score, h)) = best
        && (score >= 0.5 || (one && h.split_whitespace().count() >= 5))
    {
        return Some(cased(h, &metas));
    }
    // A headline that was cut to a length is given whole by another title.
    let whole = own.as_ref().and_then(|o| {
        let cut = key(o);
        [&og, &window]
            .into_iter()
            .flatten()
            .find(|t| key(t).len() > cut.len() && key(t).starts_with(&cut) && cut.len() > 40)
    });
    whole.cloned().or(own).or(og).or(window).or(short).or_else(|| best.map(|(_, h)| h.clone()))
}

/// The words of a heading; metadata's writing of the same words where the heading is all capitals or joins a label to them.
fn cased(heading: &str, metas: &[&String]) -> String {
    let letters: Vec<char> = heading.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.len() > 8 && letters.iter().all(|c| !c.is_lowercase());
    let inside = |m: &str| {
        let (h, m) = (key(heading), key(m));
        h != m && m.split(' ').count() >= 4 && h.ends_with(&m)
    };
    let agreed = |m: &String| metas.iter().filter(|o| same(o, m)).count() >= 2;
    metas
        .iter()
        .find(|m| (capitals && same(m, heading)) || (inside(m) && agreed(m)))
        .map_or_else(|| heading.to_owned(), |m| (*m).clone())
}

/// A title without the name of the site at its end or start.
fn without_site(title: &str, sites: &[&str], url: Option<&str>) -> String {
    let title = one_line(title);
    let host = url.and_then(host).map(|h| key(h.split('.').next().unwrap_or(""))).unwrap_or_default();
    let site = |part: &str| {
        let k = key(part);
        let tight = k.replace(' ', "");
        !k.is_empty()
            && (sites.iter().any(|s| same(s, part) || overlap(s, part) > 0.7)
                || (host.len() > 2 && (tight == host || (tight.len() > 3 && host.starts_with(&tight))))
                || (part.contains('.') && !part.contains(' ')))
    };
    let mut rest = title.as_str();
    for _ in 0..4 {
        let cut = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", " « ", " || ", " / "]
            .iter()
            .filter_map(|s| rest.rfind(s).map(|i| (i, s.len(), *s)))
            .max();
        let Some((i, n, mark)) = cut else { break };
        let (head, tail) = (rest[..i].trim(), rest[i + n..].trim());
        let words = |s: &str| s.split_whitespace().count();
        let bar = matches!(mark, " | " | " :: " | " || " | " » " | " « ");
        if site(tail) || (bar && words(tail) <= 5 && words(head) >= 4) {
            rest = head;
        } else if site(head) && words(tail) >= 3 {
            rest = tail;
        } else {
            break;
        }
    }
    if let Some((head, tail)) = rest.split_once(" | ").filter(|(h, t)| site(h) && t.split_whitespace().count() >= 3) {
        let _ = head;
        rest = tail;
    }
    if rest.is_empty() { title } else { rest.trim().to_owned() }
}

/// Lower case, letters and digits only, words apart by one space.
pub(crate) fn key(s: &str) -> String {
    s.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same but for case, marks and a leading article.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let bare = |s: &str| key(s).trim_start_matches("the ").replace(' ', "");
    !a.is_empty() && bare(a) == bare(b)
}

/// Shared words over the smaller set of words, 0 to 1.
fn overlap(a: &str, b: &str) -> f32 {
    let (a, b) = (key(a), key(b));
    let words =
        |s: &str| s.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<std::collections::HashSet<_>>();
    let (a, b) = (words(&a), words(&b));
    let (shared, small, large) = (a.intersection(&b).count(), a.len().min(b.len()), a.len().max(b.len()));
    // A name of one or two words inside a headline is no agreement.
    if small == 0 || (small <= 2 && large > 4) { 0.0 } else { shared as f32 / small as f32 }
}

/// Host of an address without what names a device or an edition.
pub(crate) fn host(url: &str) -> Option<String> {
    let host = url::Url::parse(url).ok()?.host_str()?.to_lowercase();
    Some(["www.", "m.", "edition.", "amp."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(&host).to_owned())
}

/// Canonical address: what the page names, made whole against `from`; a bare front page is no address of a report.
fn canonical(scan: &Scan, own: Option<String>, from: Option<&str>) -> Option<String> {
    let base = from.and_then(|f| url::Url::parse(f).ok());
    let whole = |s: &str| {
        let url = match (&base, url::Url::parse(s)) {
            (_, Ok(u)) => u,
            (Some(b), Err(_)) => b.join(s).ok()?,
            (None, Err(_)) => return None,
        };
        matches!(url.scheme(), "http" | "https").then_some(url)
    };
    let front = |u: &url::Url| u.path().trim_matches('/').is_empty() && u.query().is_none();
    let named: Vec<url::Url> = [scan.canonical.clone(), scan.meta(&["og:url"]), own]
        .into_iter()
        .flatten()
        .filter_map(|s| whole(s.trim()))
        .collect();
    let mut url = named.iter().find(|u| !front(u)).cloned().or(base.clone()).or_else(|| named.first().cloned())?;
    url.set_fragment(None);
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(k, _)| !(k.starts_with("utm_") || matches!(&**k, "fbclid" | "gclid" | "ocid" | "cmpid" | "smid")))
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    if kept.len() < url.query_pairs().count() {
        if kept.is_empty() {
            url.set_query(None)
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept).finish();
        }
    }
    Some(url.to_string())
}

/// `en` of `en-GB`, `en_US` or `English`.
fn code(declared: &str) -> Option<String> {
    let low = declared.trim().to_lowercase();
    if low == "english" {
        return Some("en".to_owned());
    }
    let primary = low.split(['-', '_', ',', ' ']).next()?;
    ((2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase())).then(|| primary.to_owned())
}

fn some(s: &str) -> Option<String> {
    let s = s.trim();
    (!s.is_empty()).then(|| s.to_owned())
}

pub(crate) fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::json_ld;

    fn read(html: &str) -> Page {
        page(html, &json_ld(html), Some("https://www.merrow.example/world/crew?utm_source=x"))
    }

    #[test]
    fn the_headline_is_the_pages_not_the_sites() {
        for (html, want) in [
            ("<title>Crew freed after talks | Merrow Herald</title>", "Crew freed after talks"),
            (
                "<title>Merrow Herald - Crew freed after talks</title><meta property=og:site_name content='Merrow Herald'>",
                "Crew freed after talks",
            ),
            (
                "<meta property='og:title' content='Crew freed: what it means - Merrow Herald'><meta property='og:site_name' content='Merrow Herald'><h1>Merrow Herald</h1><h1>Crew freed: what it means for the port</h1>",
                "Crew freed: what it means for the port",
            ),
            ("<title>Envoy: no deal - yet</title>", "Envoy: no deal - yet"),
            (
                "<title>World news</title><h1>Envoys meet again over the seized crew</h1>",
                "Envoys meet again over the seized crew",
            ),
            (
                "<meta property='og:title' content='Crew of the ship is freed'><h1>Menu</h1>",
                "Crew of the ship is freed",
            ),
            (
                "<meta property='og:title' content='Crew of the ship is freed'><h1>CREW OF THE SHIP IS FREED</h1>",
                "Crew of the ship is freed",
            ),
        ] {
            assert_eq!(read(html).title.as_deref(), Some(want), "{html}");
        }
    }

    #[test]
    fn json_ld_in_its_shapes() {
        let graph = r#"<h1>Two freed</h1><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
            {"@type":"WebSite","name":"Merrow Herald"},{"@type":"Person","@id":"p1","name":"Ila Venn"},
            {"@type":["NewsArticle"],"headline":"Two freed","author":{"@id":"p1"},"publisher":{"@type":"Organization","name":"Merrow Press Ltd"},"inLanguage":"en-GB","articleBody":"One. Two."}]}</script>"#;
        let p = read(graph);
        assert_eq!(
            (p.outlet.as_deref(), p.language.as_deref(), p.authors.as_slice()),
            (Some("Merrow Herald"), Some("en"), &["Ila Venn".to_owned()][..])
        );
        let list = r#"<h1>Two freed in port</h1><script type='application/ld+json'>[{"@type":"NewsArticle","headline":"Another story altogether","author":"X Y"},
            {"@type":"ReportageNewsArticle","headline":"Two freed in port","author":[{"@type":"Person","name":"Ila Venn"},{"@type":"Person","name":"Oren Dask"}],}]</script>"#;
        assert_eq!(read(list).authors, ["Ila Venn", "Oren Dask"]);
    }

    #[test]
    fn the_canonical_address_is_made_whole() {
        assert_eq!(
            read("<link rel=canonical href='/world/crew-freed#top'>").url.as_deref(),
            Some("https://www.merrow.example/world/crew-freed")
        );
        assert_eq!(
            read("<link rel='canonical' href='https://merrow.example/'>").url.as_deref(),
            Some("https://www.merrow.example/world/crew")
        );
        assert_eq!(read("<p>").outlet.as_deref(), Some("merrow.example"));
    }
}
