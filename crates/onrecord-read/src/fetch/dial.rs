//! One request and its answer: the host is looked up, the address checked, and that address dialled.
//!
//! Nothing is kept open between requests and no proxy is used, so that no request goes to an address that was not checked for it.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use ureq::{
    Agent, Timeout, http,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::Url;

use super::{
    FetchError, Settings,
    address::{host_port, is_public, literal},
};

/// Looks hosts up and hands on only addresses that may be dialled.
#[derive(Debug, Default)]
struct Guard(DefaultResolver);

/// The error of [`Guard`], as it travels through the client.
#[derive(Debug)]
struct NotPublic(std::net::IpAddr);

impl std::fmt::Display for NotPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is no public address", self.0)
    }
}

impl std::error::Error for NotPublic {}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &http::Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        let mut public = self.empty();
        for address in found.iter().filter(|a| is_public(a.ip())) {
            public.push(*address);
        }
        match found.first() {
            Some(first) if public.is_empty() => Err(ureq::Error::Io(std::io::Error::other(NotPublic(first.ip())))),
            _ => Ok(public),
        }
    }
}

/// Sends requests. Hosts of one's own go through a client of their own, which dials any address.
#[derive(Debug)]
pub(super) struct Dial {
    public: Agent,
    own: Agent,
    settings: Settings,
}

/// An answer, as it came.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub status: u16,
    /// Names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// An answer that broke off, with what had come of it.
#[derive(Debug)]
pub(super) struct Broken {
    pub error: FetchError,
    pub came: Option<Answer>,
}

impl From<FetchError> for Broken {
    fn from(error: FetchError) -> Broken {
        Broken { error, came: None }
    }
}

impl Dial {
    pub fn new(settings: &Settings) -> Dial {
        let config = Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .user_agent(settings.user_agent.as_str())
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, text/plain;q=0.8, application/json;q=0.8, */*;q=0.1")
            .accept_encoding("gzip")
            .timeout_connect(Some(settings.timeout.min(Duration::from_secs(15))))
            .build();
        Dial {
            public: Agent::with_parts(config.clone(), DefaultConnector::new(), Guard::default()),
            own: Agent::with_parts(config, DefaultConnector::new(), DefaultResolver::default()),
            settings: settings.clone(),
        }
    }

    /// Asks for `url` and reads the answer, at most `limit` bytes of it; `own` says that it is a host of one's own.
    ///
    /// Bodies that are no text are not read.
    pub fn ask(&self, url: &Url, own: bool, headers: &[(&str, String)], limit: usize) -> Result<Answer, Broken> {
        if let Some(address) = literal(url).filter(|a| !own && !is_public(*a)) {
            return Err(FetchError::NotPublic { host: host_port(url), address }.into());
        }
        let agent = if own { &self.own } else { &self.public };
        let start = Instant::now();
        let mut request = agent.get(url.as_str());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.config().timeout_global(Some(self.settings.timeout)).build();
        let answer = request.call().map_err(|e| self.error(e, url))?;
        let mut out = Answer { status: answer.status().as_u16(), ..Answer::default() };
        for (name, value) in answer.headers() {
            out.headers.push((name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        }
        if out.status == 200 {
            readable(&out)?;
        }
        if out.header("content-length").and_then(|n| n.parse::<u64>().ok()).is_some_and(|n| n > limit as u64) {
            return Err(FetchError::TooLarge { limit }.into());
        }
        let mut body = answer.into_body();
        let mut reader = body.as_reader();
        let mut part = vec![0; 64 << 10];
        loop {
            if start.elapsed() > self.settings.timeout {
                return Err(FetchError::Time { limit: self.settings.timeout }.into());
            }
            match reader.read(&mut part) {
                Ok(0) => return Ok(out),
                Ok(n) if out.body.len() + n > limit => return Err(FetchError::TooLarge { limit }.into()),
                Ok(n) => out.body.extend_from_slice(&part[..n]),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => {
                    let error = match self.error(ureq::Error::from(e), url) {
                        FetchError::Network { what } => FetchError::Torn { what },
                        other => other,
                    };
                    return Err(Broken { error, came: Some(out) });
                }
            }
        }
    }

    fn error(&self, e: ureq::Error, url: &Url) -> FetchError {
        match e {
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                FetchError::Network { what: "the host did not answer in time".into() }
            }
            ureq::Error::Timeout(_) => FetchError::Time { limit: self.settings.timeout },
            ureq::Error::HostNotFound => FetchError::Network { what: "there is no host of this name".into() },
            ureq::Error::Io(e) => {
                if let Some(NotPublic(address)) = e.get_ref().and_then(|e| e.downcast_ref::<NotPublic>()) {
                    return FetchError::NotPublic { host: host_port(url), address: *address };
                }
                if e.kind() == std::io::ErrorKind::TimedOut {
                    return FetchError::Time { limit: self.settings.timeout };
                }
                FetchError::Network { what: e.to_string() }
            }
            other => FetchError::Network { what: other.to_string() },
        }
    }
}

/// Refuses what the server itself says is no text, before it is read.
fn readable(answer: &Answer) -> Result<(), FetchError> {
    let Some(given) = answer.header("content-type") else { return Ok(()) };
    let kind = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let text = kind.is_empty()
        || kind.starts_with("text/")
        || ["xml", "json", "ndjson", "octet-stream", "warc"].iter().any(|t| kind.ends_with(t));
    if text { Ok(()) } else { Err(FetchError::ContentType { found: kind }) }
}

/// The body without its packing, within the limit. A body that ends early is refused: half a page is no version of it.
pub(super) fn unpack(answer: &Answer, limit: usize) -> Result<Vec<u8>, FetchError> {
    let packing = answer.header("content-encoding").unwrap_or_default().trim().to_ascii_lowercase();
    let bytes = &answer.body[..];
    let decoder: Box<dyn Read> = match packing.as_str() {
        "" | "identity" => return Ok(bytes.to_vec()),
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(bytes)),
        "deflate" => Box::new(flate2::read::ZlibDecoder::new(bytes)),
        _ => return Err(FetchError::Packing { found: packing }),
    };
    let mut out = Vec::with_capacity((bytes.len() * 3).min(limit));
    let read = decoder.take(limit as u64 + 1).read_to_end(&mut out);
    if out.len() > limit {
        return Err(FetchError::Unpacked { limit });
    }
    read.map_err(|e| FetchError::Torn { what: format!("{packing}: {e}, after {} bytes unpacked", out.len()) })?;
    Ok(out)
}
