//! What the site a page stands on is called, without slogan or address ending.
//!
//! In: publisher "Sky Media Ltd", site "Merrow Herald - News of the coast", address `merrowherald.example`. Out: "Merrow Herald".
//! The publisher of the article comes first, then the site's own name, then what the title ends with; a firm, an agency or the
//! program a page was made with gives way. Where a page says none of it, the way it writes its own address in words is taken.

use crate::{
    furniture,
    page::{key, one_line, same},
};

/// What a page says of its site.
pub(crate) struct Said<'p> {
    /// Publisher of the article object.
    pub publisher: Option<&'p str>,
    /// `og:site_name`.
    pub site: Option<&'p str>,
    /// Name of the site's own object.
    pub own: Option<&'p str>,
    /// Name of the application.
    pub application: Option<&'p str>,
    /// The window's title.
    pub title: Option<&'p str>,
    /// Host of the address.
    pub host: Option<&'p str>,
    /// The page.
    pub html: &'p str,
}

/// The name.
pub(crate) fn name(said: &Said) -> Option<String> {
    let label = said.host.and_then(label);
    let plain = |s: Option<&str>| s.map(|s| without_slogan(s, label.as_deref())).filter(|s| !s.is_empty() && !tool(s));
    let publisher = plain(said.publisher);
    let site = plain(said.site).filter(|s| !firm(s));
    let own = plain(said.own).filter(|s| !firm(s));
    let application = plain(said.application);
    let all = [&publisher, &site, &own, &application];
    // A firm, an agency or a desk that is named as publisher is not the site the text stands on.
    let behind = |p: &str| firm(p) || furniture::agency(p).is_some() || p.ends_with("News Service");
    let first = publisher
        .clone()
        .filter(|p| !behind(p) || (site.is_none() && !firm(p)))
        .or_else(|| site.clone())
        .or_else(|| own.clone())
        .or_else(|| application.clone());
    let Some(mut name) = first else {
        let ours = |p: &String| label.as_ref().is_some_and(|l| &tight(p) == l);
        let parts = said.title.map(parts_of).unwrap_or_default();
        return parts
            .iter()
            .find(|p| ours(p))
            .cloned()
            .or_else(|| said.title.and_then(last_part))
            .or_else(|| label.as_deref().and_then(|l| printed(said.html, l)))
            .or_else(|| said.host.map(str::to_owned));
    };
    // "Merrow" of "Merrow News", "Merrow Herald" of "The Merrow Herald".
    let longer = |other: &str| {
        let (a, b) = (key(&name), key(other));
        b == format!("the {a}")
            || (b.starts_with(&format!("{a} ")) && b.split(' ').count() <= 4 && said.site == Some(other))
    };
    if let Some(other) = all.into_iter().flatten().find(|o| longer(o)) {
        name = other.clone();
    }
    // "MerrowHerald.com" where the page also calls itself without the ending; some names have it.
    if let Some(bare) = without_ending(&name) {
        let title = said.title.map(parts_of).unwrap_or_default();
        let other = all.into_iter().flatten().chain(&title).find(|o| same(o, bare));
        if let Some(other) = other.cloned() {
            name = other;
        } else if name.ends_with(".com") && alone(said.html, bare) {
            name = bare.to_owned();
        }
    }
    Some(name)
}

/// The part of a host that names the site, letters and digits only: `merrowherald` of `www.merrow-herald.co.uk`.
pub(crate) fn label(host: &str) -> Option<String> {
    let parts: Vec<&str> = host.split('.').collect();
    let second = |p: &str| matches!(p, "co" | "com" | "org" | "net" | "gov" | "ac" | "or" | "ne" | "gob" | "edu");
    let n = parts.len();
    let at = match n {
        0 | 1 => return None,
        _ if n > 2 && parts[n - 1].len() == 2 && second(parts[n - 2]) => n - 3,
        _ => n - 2,
    };
    // On the host of a service the site is what stands before it.
    let shared =
        matches!(parts[at], "wordpress" | "blogspot" | "medium" | "substack" | "tumblr" | "typepad" | "github");
    let label = if shared && at > 0 { parts[at - 1] } else { parts[at] };
    let label = tight(label);
    (label.len() >= 3).then_some(label)
}

fn tight(s: &str) -> String {
    key(s).replace(' ', "")
}

const MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " · ", " • ", " » ", ": "];

/// The parts of a window's title or a site's name.
pub(crate) fn parts_of(title: &str) -> Vec<String> {
    let mut parts = vec![one_line(title)];
    for mark in MARKS {
        parts = parts.iter().flat_map(|p| p.split(mark)).map(|p| p.trim().to_owned()).collect();
    }
    parts
}

/// Name of a site without its slogan: the part that its address is made of, else the first.
fn without_slogan(s: &str, label: Option<&str>) -> String {
    let s = one_line(s);
    if let Some(part) = label.and_then(|l| {
        parts_of(&s).into_iter().find(|p| tight(p).trim_start_matches("the") == l.trim_start_matches("the"))
    }) {
        return part;
    }
    for mark in MARKS {
        if let Some((head, tail)) = s.split_once(mark)
            && (mark == " | " || tail.split_whitespace().count() >= 2)
            && !head.is_empty()
        {
            return head.to_owned();
        }
    }
    match s.split_once(", ") {
        Some((head, tail)) if tail.split_whitespace().count() >= 3 && !head.is_empty() => head.to_owned(),
        _ => s,
    }
}

/// A name written as an address without the ending.
fn without_ending(name: &str) -> Option<&str> {
    const ENDINGS: [&str; 14] = [
        ".com", ".co.uk", ".com.au", ".co.nz", ".co.za", ".co.in", ".ca", ".net", ".de", ".ch", ".at", ".fr", ".in",
        ".ie",
    ];
    let low = name.to_lowercase();
    let ending = ENDINGS.iter().find(|e| low.ends_with(*e) && low.len() == name.len())?;
    let bare = name.get(..name.len() - ending.len())?;
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    (bare.len() >= 3 && !bare.contains('.')).then_some(bare)
}

/// Whether a page writes a name more often without an ending than with one.
fn alone(html: &str, bare: &str) -> bool {
    let lean = crate::markup::lean(html);
    let (mut with, mut without) = (0, 0);
    for at in memchr::memmem::find_iter(lean.as_bytes(), bare.as_bytes()) {
        match lean[at + bare.len()..].chars().next() {
            Some('.') if lean[at + bare.len() + 1..].starts_with(|c: char| c.is_alphabetic()) => with += 1,
            Some(c) if c.is_alphanumeric() || matches!(c, '-' | '_' | '/') => {}
            _ => without += 1,
        }
    }
    without > with
}

/// What a page was made with, or a word for any page.
fn tool(name: &str) -> bool {
    matches!(
        key(name).as_str(),
        "blogger"
            | "blogspot"
            | "wordpress"
            | "wordpress com"
            | "medium"
            | "hosted"
            | "squarespace"
            | "wix"
            | "wix com"
            | "tumblr"
            | "drupal"
            | "joomla"
            | "home"
            | "homepage"
            | "my site"
            | "my website"
            | "website"
            | "site"
            | "news"
    )
}

/// The firm behind a site rather than the site.
fn firm(name: &str) -> bool {
    let last = name.split_whitespace().last().unwrap_or("").trim_matches(['.', ',']).to_lowercase();
    matches!(
        last.as_str(),
        "ltd" | "limited" | "inc" | "llc" | "gmbh" | "corp" | "corporation" | "plc" | "pty" | "sa" | "ag"
    ) || name.starts_with("http")
        || name.starts_with('@')
}

fn last_part(title: &str) -> Option<String> {
    let (_, tail) = [" | ", " - ", " – ", " — "].iter().find_map(|m| title.rsplit_once(m))?;
    let titled = tail.trim_start().chars().next().is_some_and(|c| !c.is_lowercase());
    (titled && tail.split_whitespace().count() <= 4).then(|| one_line(tail))
}

/// How a page writes the words of its address: "Merrow Herald" for `merrowherald`; of several ways the commonest.
fn printed(html: &str, label: &str) -> Option<String> {
    let lean = crate::markup::lean(html);
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut from = None;
    for (i, c) in lean.char_indices().chain([(lean.len(), ' ')]) {
        match (c.is_alphanumeric(), from) {
            (true, None) => from = Some(i),
            (false, Some(f)) => {
                words.push((f, i));
                from = None;
            }
            _ => {}
        }
    }
    let mut ways: Vec<(String, usize)> = Vec::new();
    for n in 0..words.len() {
        let (start, mut end) = words[n];
        let mut rest = label;
        let mut last = None;
        for (f, t) in words[n..].iter().take(5) {
            if last.is_some_and(|l: usize| f - l > 1) {
                break;
            }
            match rest.strip_prefix(lean[*f..*t].to_lowercase().as_str()) {
                Some(r) => (rest, end, last) = (r, *t, Some(*t)),
                None => break,
            }
        }
        let way = &lean[start..end];
        let before = lean[..start].chars().next_back();
        let after = lean[end..].chars().next();
        let address =
            matches!(before, Some('/' | '.' | '@' | '-' | '_')) || matches!(after, Some('.' | '/' | '_' | '-'));
        if rest.is_empty() && !address && way.chars().any(char::is_uppercase) && !way.contains(['/', '.', '<', '_']) {
            match ways.iter_mut().find(|(w, _)| w == way) {
                Some((_, n)) => *n += 1,
                None => ways.push((way.to_owned(), 1)),
            }
        }
    }
    // The first of the commonest.
    let most = ways.iter().map(|(_, n)| *n).max()?;
    ways.into_iter().find(|(_, n)| *n == most).map(|(w, _)| w)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Said =
        Said { publisher: None, site: None, own: None, application: None, title: None, host: None, html: "" };

    #[test]
    fn slogans_endings_firms_and_tools() {
        let name = |s: Said| super::name(&s).unwrap_or_default();
        assert_eq!(name(Said { publisher: Some("MerrowHerald.com"), ..NOTHING }), "MerrowHerald.com");
        assert_eq!(
            name(Said { publisher: Some("MerrowHerald.com"), html: "MerrowHerald is read", ..NOTHING }),
            "MerrowHerald"
        );
        assert_eq!(
            name(Said { publisher: Some("MerrowHerald.com"), site: Some("Merrow Herald"), ..NOTHING }),
            "Merrow Herald"
        );
        assert_eq!(
            name(Said { site: Some("Merrow Herald | News of the coast"), publisher: Some("Blogger"), ..NOTHING }),
            "Merrow Herald"
        );
        assert_eq!(
            name(Said { site: Some("Breaking news - Merrow Herald"), host: Some("merrow-herald.example"), ..NOTHING }),
            "Merrow Herald"
        );
        assert_eq!(
            name(Said { publisher: Some("Merrow Press Ltd"), site: Some("The Harbour Post"), ..NOTHING }),
            "The Harbour Post"
        );
        assert_eq!(name(Said { publisher: Some("Merrow"), site: Some("Merrow News"), ..NOTHING }), "Merrow News");
        assert_eq!(
            name(Said { publisher: Some("Harbour Post"), own: Some("The Harbour Post"), ..NOTHING }),
            "The Harbour Post"
        );
        assert_eq!(
            name(Said {
                title: Some("Harbour Post: Crew freed after talks"),
                host: Some("harbourpost.example"),
                ..NOTHING
            }),
            "Harbour Post"
        );
    }

    #[test]
    fn a_page_that_names_itself_nowhere_is_called_as_it_writes_its_address() {
        let html = "<a href='https://www.harbour-post.example/x'><img alt='HARBOUR POST, news'></a><p>The HARBOUR POST is free. Harbour post</p>";
        let said = Said { host: Some("harbour-post.example"), html, ..NOTHING };
        assert_eq!(name(&said).as_deref(), Some("HARBOUR POST"));
        assert_eq!(name(&Said { html: "<p>x</p>", ..said }).as_deref(), Some("harbour-post.example"));
    }

    #[test]
    fn labels_of_hosts() {
        let all = ["www.merrow-herald.co.uk", "merrow.example", "coast.blogspot.com", "localhost"].map(label);
        assert_eq!(all, [Some("merrowherald".into()), Some("merrow".into()), Some("coast".into()), None]);
    }
}
