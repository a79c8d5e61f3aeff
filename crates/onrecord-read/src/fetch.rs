//! Fetching: an address to its bytes, politely and within limits. The one place of this crate that uses the network and a clock.
//!
//! In: `https://corvane.example/talks` and the ETag of last time. Out: the page as it came, with headers, the instant, the redirects;
//! or that it has not changed; or that it is gone; or why not.
//!
//! robots.txt is heard, a host is asked at most once in a while, what fails for a moment is tried again later and later.
//! Only http and https to public addresses are dialled, at every redirect; hosts of one's own are named. It does not run scripts,
//! log in or keep cookies, and it uses no proxy.

mod address;
mod dial;
mod error;
mod robots;

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use onrecord_model::Report;
use url::Url;

pub use address::{is_public, parse};
pub use error::FetchError;
pub use robots::Robots;

use crate::{Hint, MAX_BYTES, ReadError, assemble};
use address::host_port;
use dial::{Answer, Broken, Dial};

/// How to fetch. The defaults suit pages of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Who we say we are. Its part before `/`, in lower case, is the name robots.txt is read for.
    pub user_agent: String,
    /// Hosts of one's own, as `host` or `host:port`, that may have private addresses.
    pub allow_private: Vec<String>,
    /// Pause between two requests to one host. A longer one in robots.txt wins, up to a minute.
    pub delay: Duration,
    /// Longest time one request may take, with its answer.
    pub timeout: Duration,
    /// Tries after the first.
    pub retries: u32,
    /// Pause before the second try; each further one is twice as long.
    pub backoff: Duration,
    /// Longest wait a server may ask for (`Retry-After`) that is waited out; past it the address is given up for this time.
    pub patience: Duration,
    /// Most redirects that are followed.
    pub redirects: usize,
    /// Largest answer, bytes as they come.
    pub max_bytes: usize,
    /// Largest answer, bytes unpacked.
    pub max_unpacked: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            user_agent: concat!("onrecord/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow_private: Vec::new(),
            delay: Duration::from_secs(1),
            timeout: Duration::from_secs(30),
            retries: 2,
            backoff: Duration::from_secs(1),
            patience: Duration::from_secs(30),
            redirects: 10,
            max_bytes: MAX_BYTES,
            max_unpacked: MAX_BYTES,
        }
    }
}

/// What a server gave with a page, to ask it whether the page has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`, as the server wrote it.
    pub last_modified: Option<String>,
}

impl Validators {
    /// Those among the headers of an answer.
    pub fn of(headers: &[(String, String)]) -> Validators {
        let get = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        Validators { etag: get("etag"), last_modified: get("last-modified") }
    }
}

/// What an address answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// With a page.
    Page,
    /// That the page is as it was (304).
    Unchanged,
    /// That the page is gone (404 or 410).
    Removed,
}

/// An answer, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// What the answer says.
    pub kind: Kind,
    /// The address asked for.
    pub url: String,
    /// The address that answered, after redirects.
    pub final_url: String,
    /// Status and address of every redirect on the way, first to last.
    pub redirects: Vec<(u16, String)>,
    /// When it was asked for, UTC instant.
    pub at: String,
    /// Status of the answer.
    pub status: u16,
    /// Headers of the answer, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came, packed where the server packed it; empty unless it is a page.
    pub body: Vec<u8>,
    /// The body unpacked; empty unless it is a page.
    pub content: Vec<u8>,
}

/// Fetches addresses one after the other. It remembers, while it lives, when each host was asked and what its robots.txt says.
#[derive(Debug)]
pub struct Fetcher {
    settings: Settings,
    dial: Dial,
    asked: HashMap<String, Instant>,
    robots: HashMap<String, Result<Robots, String>>,
}

impl Fetcher {
    /// A fetcher with these settings.
    pub fn new(settings: Settings) -> Fetcher {
        Fetcher { dial: Dial::new(&settings), settings, asked: HashMap::new(), robots: HashMap::new() }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Asks for an address, and whether it has changed since `validators` when there are any.
    ///
    /// # Errors
    /// [`FetchError`] when no page, no "unchanged" and no "gone" came; the last one of several tries.
    pub fn get(&mut self, given: &str, validators: &Validators) -> Result<Fetched, FetchError> {
        let url = parse(given)?;
        let start_is_own = self.is_own(&url);
        let mut waits = self.settings.backoff;
        let mut part = None;
        let mut tries = 0;
        loop {
            let error = match self.once(&url, start_is_own, validators, &mut part) {
                Ok(fetched) => return Ok(fetched),
                Err(e) => e,
            };
            let wait = match &error {
                FetchError::Later { wait, .. } if *wait > self.settings.patience => return Err(error),
                FetchError::Later { wait, .. } => waits.max(*wait),
                _ => waits,
            };
            if tries >= self.settings.retries || !error.may_pass() {
                return Err(error);
            }
            tries += 1;
            std::thread::sleep(wait);
            waits *= 2;
        }
    }

    /// One try, with its redirects.
    fn once(
        &mut self,
        url: &Url,
        start_is_own: bool,
        validators: &Validators,
        part: &mut Option<(Url, Answer)>,
    ) -> Result<Fetched, FetchError> {
        let mut here = url.clone();
        let mut redirects: Vec<(u16, String)> = Vec::new();
        loop {
            // A page of others does not lead us to a host of our own.
            let own = start_is_own && self.is_own(&here);
            let led = |e: FetchError| match (e, redirects.last()) {
                (FetchError::NotPublic { address, .. }, Some((_, from))) => FetchError::Address {
                    url: here.to_string(),
                    why: format!("it is at {address}, which is no public address (a redirect of {from})"),
                },
                (e, _) => e,
            };
            self.heed(&here, own).map_err(led)?;
            let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
            let answer = self.ask(&here, own, validators, part).map_err(led)?;
            let location = answer.header("location").filter(|_| matches!(answer.status, 301 | 302 | 303 | 307 | 308));
            if let Some(location) = location {
                let next = here.join(location).map_err(|e| FetchError::Address {
                    url: location.to_owned(),
                    why: format!("a redirect of {here} that is no address: {e}"),
                })?;
                address::check(&next).map_err(|why| FetchError::Address {
                    url: next.to_string(),
                    why: format!("{why} (a redirect of {here})"),
                })?;
                redirects.push((answer.status, here.to_string()));
                here = next;
                here.set_fragment(None);
                if redirects.iter().any(|(_, seen)| seen == here.as_str()) {
                    return Err(FetchError::Loop { url: here.to_string() });
                }
                if redirects.len() > self.settings.redirects {
                    return Err(FetchError::Redirects { limit: self.settings.redirects });
                }
                continue;
            }
            let kind = match answer.status {
                200 => Kind::Page,
                304 => Kind::Unchanged,
                404 | 410 => Kind::Removed,
                status => {
                    return Err(match retry_after(&answer) {
                        Some(wait) => FetchError::Later { status, wait },
                        None => FetchError::Status { status },
                    });
                }
            };
            let content =
                if kind == Kind::Page { dial::unpack(&answer, self.settings.max_unpacked)? } else { Vec::new() };
            return Ok(Fetched {
                kind,
                url: url.to_string(),
                final_url: here.to_string(),
                redirects,
                at,
                status: answer.status,
                headers: answer.headers,
                body: if kind == Kind::Page { answer.body } else { Vec::new() },
                content,
            });
        }
    }

    /// Asks for one address. Of an answer that broke off the missing part alone is asked for the next time, where the server can.
    fn ask(
        &mut self,
        url: &Url,
        own: bool,
        validators: &Validators,
        part: &mut Option<(Url, Answer)>,
    ) -> Result<Answer, FetchError> {
        let mut headers = Vec::new();
        let begun = part.take().filter(|(of, _)| of == url).map(|(_, answer)| answer);
        if let Some(begun) = &begun {
            headers.push(("range", format!("bytes={}-", begun.body.len())));
            headers.push(("if-range", begun.header("etag").unwrap_or_default().to_owned()));
        } else {
            // What cannot stand in a request is not sent back.
            let plain = |v: &&String| v.chars().all(|c| (' '..='~').contains(&c));
            headers.extend(validators.etag.iter().filter(plain).map(|e| ("if-none-match", e.clone())));
            headers.extend(validators.last_modified.iter().filter(plain).map(|m| ("if-modified-since", m.clone())));
        }
        let limit = self.settings.max_bytes;
        let room = limit - begun.as_ref().map_or(0, |b| b.body.len());
        let answer = self.dial.ask(url, own, &headers, room);
        self.asked.insert(host_port(url), Instant::now());
        match answer {
            Ok(rest) => {
                let Some(mut begun) = begun.filter(|_| rest.status == 206) else { return Ok(rest) };
                let from = format!("bytes {}-", begun.body.len());
                if !rest.header("content-range").is_some_and(|r| r.starts_with(&from)) {
                    return Err(FetchError::Torn {
                        what: "the server sent another part than the one asked for".into(),
                    });
                }
                begun.body.extend(rest.body);
                Ok(begun)
            }
            Err(Broken { error, came }) => {
                // Only a strong tag tells that both parts are of one page.
                *part = came
                    .filter(|a| a.status == 200 && !a.body.is_empty() && matches!(error, FetchError::Torn { .. }))
                    .filter(|a| a.header("etag").is_some_and(|t| t.starts_with('"')))
                    .map(|a| (url.clone(), a));
                Err(error)
            }
        }
    }

    /// Reads robots.txt of the host, once, and waits until the host may be asked again.
    fn heed(&mut self, url: &Url, own: bool) -> Result<(), FetchError> {
        let host = host_port(url);
        let origin = url.origin().ascii_serialization();
        if !self.robots.contains_key(&origin) {
            let said = self.ask_robots(url, own)?;
            self.robots.insert(origin.clone(), said);
        }
        let robots = match &self.robots[&origin] {
            Ok(robots) => robots,
            Err(why) => return Err(FetchError::RobotsUnknown { host, why: why.clone() }),
        };
        let path = url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()));
        if !robots.allows(&path) {
            return Err(FetchError::Robots { url: url.to_string() });
        }
        let longest = Duration::from_secs(60);
        let delay = robots.delay.unwrap_or_default().min(longest).max(self.settings.delay);
        self.pause(&host, delay);
        Ok(())
    }

    fn pause(&self, host: &str, delay: Duration) {
        if let Some(last) = self.asked.get(host) {
            std::thread::sleep(delay.saturating_sub(last.elapsed()));
        }
    }

    /// robots.txt of an origin. None there is leave to fetch all; one that cannot be had is leave to fetch nothing.
    fn ask_robots(&mut self, url: &Url, own: bool) -> Result<Result<Robots, String>, FetchError> {
        let Ok(mut here) = url.join("/robots.txt") else { return Ok(Ok(Robots::default())) };
        for _ in 0..=5 {
            let own = own && self.is_own(&here);
            let host = host_port(&here);
            self.pause(&host, self.settings.delay);
            let answer = self.dial.ask(&here, own, &[], self.settings.max_bytes);
            self.asked.insert(host, Instant::now());
            let answer = match answer {
                Ok(answer) => answer,
                // A host we may not dial, or that is not there, is said to be that.
                Err(Broken { error: e @ (FetchError::NotPublic { .. } | FetchError::Network { .. }), .. }) => {
                    return Err(e);
                }
                // Too long, or no text: none that is meant for us.
                Err(Broken { error: FetchError::TooLarge { .. } | FetchError::ContentType { .. }, .. }) => {
                    return Ok(Ok(Robots::default()));
                }
                Err(broken) => return Ok(Err(broken.error.to_string())),
            };
            match answer.status {
                200 => {
                    let bytes = dial::unpack(&answer, self.settings.max_unpacked).map_err(|e| e.to_string());
                    let token = self.settings.user_agent.split('/').next().unwrap_or_default().trim().to_lowercase();
                    return Ok(bytes.map(|b| {
                        let text = String::from_utf8_lossy(&b[..b.len().min(robots::MAX_BYTES)]).into_owned();
                        Robots::parse(&text, &token)
                    }));
                }
                301 | 302 | 303 | 307 | 308 => {
                    let next = answer.header("location").and_then(|l| here.join(l).ok());
                    match next.filter(|n| address::check(n).is_ok()) {
                        Some(next) => here = next,
                        None => return Ok(Ok(Robots::default())),
                    }
                }
                429 | 500.. => return Ok(Err(format!("it answers {}", answer.status))),
                _ => return Ok(Ok(Robots::default())),
            }
        }
        Ok(Ok(Robots::default()))
    }

    /// Whether a host was named as one's own.
    fn is_own(&self, url: &Url) -> bool {
        let whole = host_port(url);
        let host = url.host_str().unwrap_or_default();
        self.settings.allow_private.iter().any(|own| own.eq_ignore_ascii_case(&whole) || own.eq_ignore_ascii_case(host))
    }
}

/// How long the server asks to wait: `Retry-After` in seconds or as a date.
fn retry_after(answer: &Answer) -> Option<Duration> {
    let value = answer.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    let left = until.as_second() - jiff::Timestamp::now().as_second();
    Some(Duration::from_secs(left.max(0) as u64))
}

impl Fetched {
    /// SHA-256 of the body as it came, hexadecimal.
    pub fn sha256(&self) -> String {
        assemble::sha256(&self.body)
    }

    /// The reports in the page, dated no later than it was fetched.
    ///
    /// # Errors
    /// As [`crate::reports`].
    pub fn reports(&self, outlet: Option<&str>) -> Result<Vec<Result<Report, ReadError>>, ReadError> {
        reports(&self.content, &self.final_url, &self.headers, &self.at, outlet)
    }
}

/// The reports in a page that was fetched on `at` (UTC instant), dated no later than that; `outlet` names its publisher.
///
/// # Errors
/// As [`crate::reports`].
pub fn reports(
    content: &[u8],
    url: &str,
    headers: &[(String, String)],
    at: &str,
    outlet: Option<&str>,
) -> Result<Vec<Result<Report, ReadError>>, ReadError> {
    let hint = hint(url, headers);
    let mut all = crate::reports(content, &hint)?;
    let single = all.len() == 1;
    for report in all.iter_mut().flatten() {
        if single {
            own_address(report, url);
        }
        if report.outlet.is_none() {
            report.outlet = outlet.map(str::to_owned);
        }
        not_after(report, at);
    }
    Ok(all)
}

/// Keeps a page's word for its canonical address only where it can be its own: on the same site, and no front page.
///
/// A copy that names another site's page as canonical is no version of that page, and a site that names its front page on every
/// page has not one page of many versions. The address it came from is taken then, and the page's word kept as a note.
pub fn own_address(report: &mut Report, from: &str) {
    let (Some(named), Ok(here)) = (report.url.clone(), Url::parse(from)) else {
        if report.url.is_none() && !from.is_empty() {
            set_address(report, from);
        }
        return;
    };
    let site = |u: &Url| u.host_str().map(|h| h.strip_prefix("www.").unwrap_or(h).to_owned()).unwrap_or_default();
    let own = here.join(&named).ok().filter(|there| {
        let (a, b) = (site(&here), site(there));
        let same = a == b || a.ends_with(&format!(".{b}")) || b.ends_with(&format!(".{a}"));
        let front = |u: &Url| u.path() == "/" && u.query().is_none();
        same && address::check(there).is_ok() && (!front(there) || front(&here))
    });
    match own {
        // As the page wrote it, unless that is no whole address.
        Some(there) if Url::parse(&named).is_err() => set_address(report, there.as_str()),
        Some(_) => {}
        None => {
            report.notes.push(format!("the page names {named} as its address, which cannot be its own"));
            set_address(report, from);
        }
    }
}

fn set_address(report: &mut Report, url: &str) {
    report.url = Some(url.to_owned());
    let offsets = onrecord_model::Offsets::new(&report.text);
    let title = report.title.map(|t| offsets.slice(&report.text, t));
    report.id = assemble::report_id(Some(url), title, &report.text);
}

/// What is known of a page's bytes from its headers.
pub fn hint(url: &str, headers: &[(String, String)]) -> Hint {
    let kind = headers.iter().find(|(n, _)| n == "content-type").map(|(_, v)| v.clone());
    let path = Url::parse(url).ok().map(|u| u.path().to_owned());
    let is_html = kind.as_deref().is_some_and(|k| k.contains("html"));
    // The path's suffix says little; the server's word that it is a page says more.
    let path = if is_html { Some("page.html".to_owned()) } else { path };
    Hint { url: Some(url.to_owned()), path, content_type: kind, ..Hint::default() }
}

/// Where the entries of a feed lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Items {
    /// Addresses in the feed's order, each once.
    pub urls: Vec<String>,
    /// Entries the feed has.
    pub entries: usize,
}

/// The addresses that the entries of a feed lead to, each once, at most `most` of them.
///
/// # Errors
/// [`ReadError`] when the page is no feed or cannot be read as one.
pub fn items(content: &[u8], url: &str, headers: &[(String, String)], most: usize) -> Result<Items, ReadError> {
    let hint = hint(url, headers);
    if crate::format(content, &Hint { path: None, ..hint.clone() }) != crate::Format::Feed {
        return Err(ReadError::Syntax { format: "feed", line: 1, what: "no RSS, RDF, Atom or JSON Feed".into() });
    }
    let label = hint.content_type.as_deref().and_then(|c| c.split("charset=").nth(1));
    let links = crate::feed::links(content, label.map(|l| l.trim_matches(['"', '\'', ';', ' '])))?;
    let base = Url::parse(url).ok();
    let mut out = Items { entries: links.len(), ..Items::default() };
    let mut seen = std::collections::HashSet::new();
    for link in links.into_iter().flatten() {
        if out.urls.len() >= most {
            break;
        }
        let whole = base.as_ref().and_then(|b| b.join(link.trim()).ok()).map_or(link, String::from);
        if let Ok(url) = parse(&whole)
            && seen.insert(url.to_string())
        {
            out.urls.push(url.into());
        }
    }
    Ok(out)
}

/// The body of an earlier answer, unpacked.
///
/// # Errors
/// [`FetchError`] when it unpacks to more than the limit or is torn.
pub fn unpack(body: Vec<u8>, headers: &[(String, String)]) -> Result<Vec<u8>, FetchError> {
    dial::unpack(&Answer { status: 200, headers: headers.to_vec(), body }, MAX_BYTES)
}

/// Sets aside dates that lie more than a day after the report was seen: a clock that was wrong, or a day that is no publication.
///
/// The next candidate that lies before is taken, else the day it was seen. What was set aside is kept as a note.
pub fn not_after(report: &mut Report, seen: &str) {
    let day = |s: &str| s.get(..10).and_then(|d| d.parse::<jiff::civil::Date>().ok());
    let Some(seen) = day(seen) else { return };
    let latest = seen.saturating_add(jiff::Span::new().days(1));
    let is_late = |s: &Option<String>| s.as_deref().and_then(day).is_some_and(|d| d > latest);
    if is_late(&report.modified) {
        let was = report.modified.take().unwrap_or_default();
        report.notes.push(format!("changed on {was}, which is after it was seen ({seen}): set aside"));
    }
    if is_late(&report.published) {
        let was = report.published.take().unwrap_or_default();
        let others = report.date_choice.iter().flat_map(|c| &c.others).filter_map(|o| o.split_once(": "));
        report.published = others.map(|(_, d)| d.to_owned()).find(|d| day(d).is_some_and(|d| d <= latest));
        report.notes.push(format!("published on {was}, which is after it was seen ({seen}): set aside"));
    }
    if is_late(&report.dateline_date) {
        let was = report.dateline_date.take().unwrap_or_default();
        let (value, from) = match report.published.as_deref().and_then(day) {
            Some(published) => (published.to_string(), "published"),
            None => (seen.to_string(), "seen"),
        };
        report.dateline_date = Some(value.clone());
        let mut others = report.date_choice.take().map(|c| c.others).unwrap_or_default();
        others.insert(0, format!("set aside: {was}"));
        report.date_choice = Some(onrecord_model::DateChoice { value, from: from.to_owned(), others });
    }
}
