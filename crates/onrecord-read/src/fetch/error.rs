//! Why an address gave nothing. Each message names the limit it met and what to try.

use std::{fmt, net::IpAddr, time::Duration};

/// Why an address was not fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// It is no address that is fetched.
    Address {
        /// As given, or as the redirect named it.
        url: String,
        /// Why not.
        why: String,
    },
    /// The host's address is not one of the public internet.
    NotPublic {
        /// Host, with the port where one was named.
        host: String,
        /// The address that would have been dialled.
        address: IpAddr,
    },
    /// More redirects than the limit.
    Redirects {
        /// The limit.
        limit: usize,
    },
    /// A redirect to an address that was asked already.
    Loop {
        /// The address met again.
        url: String,
    },
    /// The site's robots.txt keeps us out.
    Robots {
        /// The address.
        url: String,
    },
    /// The site's robots.txt could not be read, which counts as keeping us out.
    RobotsUnknown {
        /// Host, with the port where one was named.
        host: String,
        /// What stood in the way.
        why: String,
    },
    /// The answer is larger than the limit.
    TooLarge {
        /// The limit, bytes.
        limit: usize,
    },
    /// The answer unpacks to more than the limit.
    Unpacked {
        /// The limit, bytes.
        limit: usize,
    },
    /// The answer took longer than the limit.
    Time {
        /// The limit.
        limit: Duration,
    },
    /// What came is not text.
    ContentType {
        /// The type the server named.
        found: String,
    },
    /// The answer is packed in a way that was not asked for.
    Packing {
        /// The packing the server named.
        found: String,
    },
    /// The answer ends before its end.
    Torn {
        /// What was seen.
        what: String,
    },
    /// The server asks to come back later.
    Later {
        /// The status it answered with.
        status: u16,
        /// How long it asks to wait.
        wait: Duration,
    },
    /// The server answered with another status than a page has.
    Status {
        /// The status.
        status: u16,
    },
    /// The host could not be reached, or did not speak HTTP.
    Network {
        /// What was said.
        what: String,
    },
}

impl FetchError {
    /// Whether the same address may well answer a little later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            FetchError::Network { .. } | FetchError::Torn { .. } | FetchError::Later { .. } => true,
            FetchError::Status { status } => matches!(status, 500 | 502 | 503 | 504 | 429 | 408),
            _ => false,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FetchError::Address { url, why } => write!(f, "{url} is not fetched: {why}"),
            FetchError::NotPublic { host, address } => write!(
                f,
                "{host} is at {address}, which is no public address: if it is a host of your own, name it with --allow-private {host}"
            ),
            FetchError::Redirects { limit } => write!(f, "over the limit of {limit} redirects"),
            FetchError::Loop { url } => write!(f, "redirects go round in a circle: {url} came up again"),
            FetchError::Robots { url } => {
                write!(f, "the site's robots.txt does not let us fetch {url}: save the page and give the file")
            }
            FetchError::RobotsUnknown { host, why } => {
                write!(
                    f,
                    "robots.txt of {host} could not be read ({why}), so nothing is fetched there: try again later"
                )
            }
            FetchError::TooLarge { limit } => {
                write!(f, "over the limit of {limit} bytes for one answer: save the page and give a part of it")
            }
            FetchError::Unpacked { limit } => write!(f, "unpacks to more than the limit of {limit} bytes"),
            FetchError::Time { limit } => {
                write!(
                    f,
                    "took longer than the limit of {} s: try again, or with a longer --timeout",
                    limit.as_secs_f64()
                )
            }
            FetchError::ContentType { found } => {
                write!(f, "the server says it is {found}: pages, feeds, text and JSON are read")
            }
            FetchError::Packing { found } => write!(f, "the answer is packed as {found}, which was not asked for"),
            FetchError::Torn { what } => write!(f, "the answer breaks off: {what}; nothing of it is read"),
            FetchError::Later { status, wait } => {
                write!(f, "the server answers {status} and asks to wait {} s: try again then", wait.as_secs())
            }
            FetchError::Status { status } => write!(f, "the server answers {status}"),
            FetchError::Network { what } => write!(f, "could not be reached: {what}"),
        }
    }
}

impl std::error::Error for FetchError {}
