//! Feeds and pages that are looked at again and again: one round of it, from what the record says was done before.
//!
//! Nothing is remembered outside the record: which pages a feed named stands in the feed's body, when a page was asked stands with
//! its answers. A round that is broken off goes on where it stopped. A page is looked at less often the longer it has stood.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::Timestamp;
use onrecord_read::fetch::{self, Fetcher};
use onrecord_store::{Asked, Record};

use crate::{Error, Pipeline, Skipped, changes::ChangeRow, desk::Desk, desk::Taken};

/// What to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watchlist {
    /// Feeds.
    pub feeds: Vec<Feed>,
    /// Single pages.
    pub pages: Vec<Page>,
    /// A page of a feed is asked again no sooner than this after the last time, and no sooner than half the time it has stood;
    /// nothing asks for it every round.
    pub recheck: Duration,
    /// A page of a feed is no longer asked this long after the first time.
    pub keep: Duration,
    /// Entries of one feed that are taken, in the feed's order.
    pub items: usize,
}

/// One feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// Name of the publisher where pages do not say.
    pub outlet: Option<String>,
    /// Whether the pages it names are fetched; otherwise the feed's own text is taken.
    pub pages: bool,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: String,
    /// Name of the publisher where the page does not say.
    pub outlet: Option<String>,
}

/// What one round did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Addresses asked.
    pub asked: usize,
    /// Of them, those that were as before.
    pub unchanged: usize,
    /// New documents.
    pub new: usize,
    /// New versions of documents on record.
    pub versions: usize,
    /// Pages that are gone now and were not before.
    pub removed: usize,
    /// Changes an editor wants to be told of.
    pub alerts: usize,
    /// Addresses and entries passed over.
    pub skipped: Vec<Skipped>,
}

/// What happens in a round.
#[derive(Debug)]
pub enum News<'n> {
    /// A document changed.
    Change(&'n ChangeRow),
    /// An address or entry was passed over.
    Skipped(&'n Skipped),
    /// Something worth knowing.
    Note(String),
    /// One address is done.
    Done(&'n str),
}

/// One round: every feed and page of the list, and the pages of the feeds that are due.
///
/// # Errors
/// When the record cannot be read or written.
pub fn round(
    list: &Watchlist,
    pipeline: &Pipeline,
    fetcher: &mut Fetcher,
    record: &mut Record,
    mut news: impl FnMut(News),
) -> Result<Round, Error> {
    let now = Timestamp::now();
    let before = record.asked()?;
    let mut closed = closed(record, now)?;
    let mut desk = Desk::new(pipeline, fetcher, record, false)?;
    let mut round = Round::default();
    // Pages to ask, in order, each once, with the feed that names them.
    let mut due: Vec<(String, &Feed)> = Vec::new();
    let mut listed: HashSet<String> =
        list.pages.iter().filter_map(|p| fetch::parse(&p.url).ok()).map(String::from).collect();
    for feed in &list.feeds {
        if let Some(until) = closed.get(&host(&feed.url)) {
            news(News::Note(format!("{}: left alone until {until}, as its server asked", feed.url)));
            continue;
        }
        let mut got = desk.ask(&feed.url, None)?;
        if let Some(content) = got.content.take() {
            if !feed.pages {
                desk.read(&feed.url, &mut got, &content, feed.outlet.as_deref())?;
            } else {
                match fetch::items(&content.bytes, &content.url, &content.headers, list.items) {
                    Ok(items) => {
                        if items.urls.len() == list.items && items.entries > list.items {
                            news(News::Note(format!(
                                "{}: {} entries, over the limit of {} (items): the first {} are taken",
                                feed.url, items.entries, list.items, list.items
                            )));
                        }
                        for url in items.urls {
                            if is_due(before.get(&url), now, list) && listed.insert(url.clone()) {
                                due.push((url, feed));
                            }
                        }
                    }
                    Err(e) => got.taken.skipped.push(Skipped { input: feed.url.clone(), why: e.to_string() }),
                }
            }
        }
        close(&mut closed, &feed.url, &got.taken, now);
        round.count(&feed.url, &got.taken, &mut news);
    }
    // Pages a feed named once and names no more.
    let mut gone: Vec<(String, &Feed)> = Vec::new();
    for (url, asked) in &before {
        let feed = list.feeds.iter().find(|f| f.pages && asked.via.as_deref() == Some(&f.url));
        if let Some(feed) = feed.filter(|_| !listed.contains(url) && is_due(Some(asked), now, list)) {
            gone.push((url.clone(), feed));
        }
    }
    gone.sort_by(|a, b| a.0.cmp(&b.0));
    due.extend(gone);
    let pages = list.pages.iter().map(|p| (p.url.clone(), None, p.outlet.as_deref()));
    let due = due.into_iter().map(|(url, feed)| (url, Some(feed.url.as_str()), feed.outlet.as_deref()));
    for (url, via, outlet) in pages.chain(due) {
        if closed.contains_key(&host(&url)) {
            continue;
        }
        let taken = desk.take(&url, via, outlet)?;
        close(&mut closed, &url, &taken, now);
        round.count(&url, &taken, &mut news);
    }
    desk.end()?;
    Ok(round)
}

impl Round {
    fn count(&mut self, url: &str, taken: &Taken, news: &mut impl FnMut(News)) {
        self.asked += 1;
        self.unchanged += usize::from(taken.answered == Some(onrecord_store::Answered::Unchanged));
        self.new += taken.new;
        self.versions += taken.versions;
        for change in &taken.changes {
            self.removed += usize::from(matches!(change.class, "removed" | crate::changes::SOFT));
            self.alerts += usize::from(change.alerts);
            news(News::Change(change));
        }
        for skipped in &taken.skipped {
            news(News::Skipped(skipped));
            self.skipped.push(skipped.clone());
        }
        news(News::Done(url));
    }
}

/// Whether a page is to be asked: at once when it never was, later and later the longer it has stood, and at last no more.
fn is_due(asked: Option<&Asked>, now: Timestamp, list: &Watchlist) -> bool {
    let Some(asked) = asked else { return true };
    let (Ok(first), Ok(last)) = (asked.first.parse::<Timestamp>(), asked.last.parse::<Timestamp>()) else {
        return true;
    };
    let seconds = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs_f64();
    // A clock that was set back makes no page wait for ever.
    let since = seconds(last, now);
    since < 0.0
        || (seconds(first, now) <= list.keep.as_secs_f64()
            && (list.recheck.is_zero() || since >= list.recheck.as_secs_f64().max(seconds(first, last) / 2.0)))
}

fn host(url: &str) -> String {
    fetch::parse(url).map(|u| u.host_str().unwrap_or_default().to_owned()).unwrap_or_default()
}

/// Hosts that asked to be left alone, and until when.
fn closed(record: &Record, now: Timestamp) -> Result<HashMap<String, String>, Error> {
    let now = now.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let mut out: HashMap<String, String> = HashMap::new();
    for (url, until) in record.not_before(&now)? {
        let at = out.entry(host(&url)).or_default();
        *at = until.max(std::mem::take(at));
    }
    Ok(out)
}

/// A server that asks to be left alone is left alone for the rest of the round too.
fn close(closed: &mut HashMap<String, String>, url: &str, taken: &Taken, now: Timestamp) {
    if let Some(wait) = taken.wait {
        let until = now.checked_add(wait).map_or_else(|_| "later".into(), |t| t.to_string());
        closed.insert(host(url), until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(first: &str, last: &str, now: &str) -> bool {
        let list = Watchlist {
            feeds: Vec::new(),
            pages: Vec::new(),
            recheck: Duration::from_secs(3600),
            keep: Duration::from_secs(7 * 24 * 3600),
            items: 10,
        };
        let asked = Asked { first: first.into(), last: last.into(), via: None };
        is_due(Some(&asked), now.parse().unwrap(), &list)
    }

    #[test]
    fn a_page_is_looked_at_less_often_the_longer_it_has_stood() {
        assert!(!due("2031-03-06T10:00:00Z", "2031-03-06T10:00:00Z", "2031-03-06T10:30:00Z"));
        assert!(due("2031-03-06T10:00:00Z", "2031-03-06T10:00:00Z", "2031-03-06T11:00:00Z"));
        assert!(!due("2031-03-06T10:00:00Z", "2031-03-06T20:00:00Z", "2031-03-06T23:00:00Z"));
        assert!(due("2031-03-06T10:00:00Z", "2031-03-06T20:00:00Z", "2031-03-07T01:00:00Z"));
        assert!(!due("2031-03-06T10:00:00Z", "2031-03-07T10:00:00Z", "2031-03-14T10:00:00Z"), "past its time");
        assert!(due("2031-03-06T10:00:00Z", "2031-03-07T10:00:00Z", "2031-03-01T10:00:00Z"), "the clock was set back");
        assert!(due("nonsense", "2031-03-07T10:00:00Z", "2031-03-08T10:00:00Z"));
    }
}
