//! Everything a server can do to whoever fetches from it, by a stub on loopback.

mod stub;

use std::time::{Duration, Instant};

use onrecord_read::fetch::{FetchError, Fetched, Fetcher, Kind, Settings, Validators};
use stub::{Reply, Request, Stub, answer, gzip, not_found, page, to};

/// Settings that do not make a test wait; the stub is a host of our own.
fn quick(stub: &Stub) -> Settings {
    Settings {
        allow_private: vec![format!("127.0.0.1:{}", stub.port)],
        delay: Duration::ZERO,
        backoff: Duration::from_millis(5),
        timeout: Duration::from_secs(10),
        ..Settings::default()
    }
}

/// A stub without a robots.txt.
fn open(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Stub {
    Stub::new(move |r| if r.path == "/robots.txt" { not_found() } else { handler(r) })
}

fn get(stub: &Stub, path: &str) -> Result<Fetched, FetchError> {
    Fetcher::new(quick(stub)).get(&stub.url(path), &Validators::default())
}

const PAGE: &str = "<html><head><title>Crew freed</title></head><body><article><h1>Crew freed</h1><p>The crew of the seized \
ship is free, the mediator said in the port after two days of talks.</p><p>They will sail home on Friday, he said, if the weather \
lets them.</p></article></body></html>";

#[test]
fn a_page_comes_with_its_headers_time_and_redirects() {
    let stub = open(|r| match r.path.as_str() {
        "/old" => to("/new?a=1"),
        _ => answer(
            "200 OK",
            "Content-Type: text/html\r\nETag: \"v1\"\r\nContent-Encoding: gzip\r\n",
            gzip(PAGE.as_bytes()),
        ),
    });
    let got = get(&stub, "/old#part").unwrap();
    assert_eq!((got.kind, got.status), (Kind::Page, 200));
    assert_eq!(got.final_url, stub.url("/new?a=1"));
    assert_eq!(got.redirects, [(302, stub.url("/old"))]);
    assert_eq!(got.content, PAGE.as_bytes());
    assert_eq!(got.body, gzip(PAGE.as_bytes()), "kept as it came");
    assert_eq!(got.sha256().len(), 64);
    let report = got.reports(Some("Merrow Herald")).unwrap().remove(0).unwrap();
    assert_eq!(report.url.as_deref(), Some(stub.url("/new?a=1").as_str()));
    assert!(report.text.contains("after two days of talks"), "{}", report.text);
    let asked = stub.requests();
    assert!(asked.iter().all(|r| r.header("user-agent").unwrap().starts_with("onrecord/")));
}

#[test]
fn it_asks_whether_the_page_changed_and_hears_that_it_did_not() {
    let stub = open(|r| match (r.header("if-none-match"), r.header("if-modified-since")) {
        (Some("\"v1\""), Some("Tue, 04 Mar 2031 08:00:00 GMT")) => answer("304 Not Modified", "ETag: \"v1\"\r\n", ""),
        _ => answer(
            "200 OK",
            "Content-Type: text/html\r\nETag: \"v1\"\r\nLast-Modified: Tue, 04 Mar 2031 08:00:00 GMT\r\n",
            PAGE,
        ),
    });
    let first = get(&stub, "/a").unwrap();
    let again = Fetcher::new(quick(&stub)).get(&stub.url("/a"), &Validators::of(&first.headers)).unwrap();
    assert_eq!((again.kind, again.status, again.body.len()), (Kind::Unchanged, 304, 0));
}

#[test]
fn a_tag_that_cannot_stand_in_a_request_is_not_sent_back() {
    let stub = open(|_| {
        [
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"caf\xe9\"\r\nConnection: close\r\n\r\n",
            PAGE.as_bytes(),
        ]
        .concat()
        .into()
    });
    let first = get(&stub, "/a").unwrap();
    let again = Fetcher::new(quick(&stub)).get(&stub.url("/a"), &Validators::of(&first.headers)).unwrap();
    assert_eq!(again.kind, Kind::Page);
    assert!(stub.requests().iter().all(|r| r.header("if-none-match").is_none()));
}

#[test]
fn pages_that_are_gone_are_said_to_be_gone() {
    let stub = open(|r| if r.path == "/410" { answer("410 Gone", "", "") } else { not_found() });
    assert_eq!(get(&stub, "/410").unwrap().status, 410);
    assert_eq!(get(&stub, "/404").unwrap().kind, Kind::Removed);
}

#[test]
fn redirects_end() {
    let stub = open(|r| match r.path.as_str() {
        "/a" => to("/b"),
        "/b" => to("/a"),
        "/self" => to("/self"),
        n => to(&format!("/{}", n[1..].parse::<usize>().unwrap_or(0) + 1)),
    });
    assert!(matches!(get(&stub, "/a"), Err(FetchError::Loop { .. })));
    assert!(matches!(get(&stub, "/self"), Err(FetchError::Loop { .. })));
    let said = get(&stub, "/1").unwrap_err();
    assert_eq!(said, FetchError::Redirects { limit: 10 });
    assert_eq!(said.to_string(), "over the limit of 10 redirects");
    assert_eq!(stub.paths().iter().filter(|p| p.len() <= 3 && p[1..].parse::<usize>().is_ok()).count(), 11);
}

#[test]
fn no_redirect_leads_to_an_address_that_is_not_public() {
    // The second server is on loopback too and is not named as our own: nothing may come through to it.
    let inside = open(|_| page("the inside"));
    let port = inside.port;
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "127.1",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        "10.0.0.7",
        "192.168.0.1",
        "172.16.0.1",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
    ] {
        let stub = open(move |_| to(&format!("http://{host}:{port}/secret")));
        let start = Instant::now();
        let said = get(&stub, "/").unwrap_err().to_string();
        assert!(said.contains("no public address (a redirect of"), "{host}: {said}");
        assert!(start.elapsed() < Duration::from_secs(5), "{host} was dialled");
    }
    for other in ["file:///etc/passwd", "ftp://corvane.example/", "gopher://127.0.0.1/", "http://a:b@corvane.example/"]
    {
        let stub = open(move |_| to(other));
        let said = get(&stub, "/").unwrap_err();
        assert!(matches!(said, FetchError::Address { .. }), "{other}: {said}");
    }
    assert!(inside.requests().is_empty(), "{:?}", inside.requests());
}

#[test]
fn hosts_of_ones_own_are_named_and_others_do_not_lead_there() {
    let stub = open(|_| page(PAGE));
    let bare = Settings { delay: Duration::ZERO, ..Settings::default() };
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("http://{host}:{}/a", stub.port);
        let said = Fetcher::new(bare.clone()).get(&url, &Validators::default()).unwrap_err().to_string();
        assert!(said.contains("is no public address") && said.contains(&format!("--allow-private {host}")), "{said}");
        let named = Settings { allow_private: vec![host.to_owned()], ..bare.clone() };
        assert_eq!(Fetcher::new(named).get(&url, &Validators::default()).unwrap().status, 200);
    }
}

#[test]
fn a_gzip_bomb_meets_the_limit() {
    // 64 MiB of spaces in some 64 KiB.
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100 << 10);
    let stub = open(move |_| answer("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &bomb));
    let said = get(&stub, "/").unwrap_err();
    assert_eq!(said.to_string(), "unpacks to more than the limit of 20971520 bytes");
    // A packing inside a packing is not unpacked twice by us.
    let stub = open(|_| answer("200 OK", "Content-Type: text/html\r\nContent-Encoding: br\r\n", "x"));
    assert_eq!(get(&stub, "/").unwrap_err(), FetchError::Packing { found: "br".into() });
}

#[test]
fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let named = open(|_| {
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n<p>".to_vec().into()
    });
    assert!(matches!(get(&named, "/"), Err(FetchError::TooLarge { .. })));
    let endless = open(|_| {
        let chunk = [b"10000\r\n".to_vec(), vec![b'a'; 0x10000], b"\r\n".to_vec()].concat();
        let mut pieces =
            vec![b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec()];
        pieces.extend(std::iter::repeat_n(chunk, 1000));
        Reply { pieces, pause: Duration::ZERO }
    });
    let said = get(&endless, "/").unwrap_err().to_string();
    assert!(said.contains("over the limit of 20971520 bytes"), "{said}");
}

#[test]
fn a_slow_answer_meets_the_limit_of_time() {
    let drip = || Reply {
        pieces: [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n".to_vec()]
            .into_iter()
            .chain(std::iter::repeat_n(b"a".to_vec(), 100))
            .collect(),
        pause: Duration::from_millis(50),
    };
    let silent = || Reply { pieces: vec![Vec::new(), Vec::new()], pause: Duration::from_secs(3) };
    let stub = open(move |r| if r.path == "/drip" { drip() } else { silent() });
    for path in ["/drip", "/silent"] {
        let settings = Settings { timeout: Duration::from_millis(600), ..quick(&stub) };
        let start = Instant::now();
        let said = Fetcher::new(settings).get(&stub.url(path), &Validators::default()).unwrap_err().to_string();
        assert!(said.contains("longer than the limit of 0.6 s"), "{path}: {said}");
        assert!(start.elapsed() < Duration::from_secs(3), "{path}: {:?}", start.elapsed());
    }
    assert_eq!(stub.paths(), ["/drip", "/silent"], "a slow server is not asked again at once");
}

#[test]
fn what_is_no_text_is_refused_by_its_type_and_a_wrong_type_by_its_bytes() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".repeat(40);
    let stub = open(move |r| match r.path.as_str() {
        "/png" => answer("200 OK", "Content-Type: image/png\r\n", &png),
        "/lie" => answer("200 OK", "Content-Type: text/html\r\n", &png),
        "/none" => answer("200 OK", "", PAGE),
        _ => answer("200 OK", "Content-Type: text/plain\r\n", PAGE),
    });
    assert_eq!(
        get(&stub, "/png").unwrap_err().to_string(),
        "the server says it is image/png: pages, feeds, text and JSON are read"
    );
    let lie = get(&stub, "/lie").unwrap().reports(None);
    assert!(lie.unwrap_err().to_string().contains("not text but a PNG picture"));
    for path in ["/none", "/plain"] {
        let report = get(&stub, path).unwrap().reports(None).unwrap().remove(0).unwrap();
        assert!(report.text.starts_with("Crew freed"), "{path}: {}", report.text);
    }
}

#[test]
fn half_a_page_is_no_page() {
    let whole = gzip(PAGE.as_bytes());
    let half = whole[..whole.len() / 2].to_vec();
    let stub = open(move |r| match r.path.as_str() {
        "/gzip" => answer("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &half),
        _ => b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>The crew".to_vec().into(),
    });
    for path in ["/gzip", "/short"] {
        let said = get(&stub, path).unwrap_err();
        assert!(matches!(said, FetchError::Torn { .. }), "{said:?}");
        assert!(said.to_string().contains("nothing of it is read"), "{said}");
    }
    assert_eq!(stub.paths().len(), 6, "each is tried three times");
}

#[test]
fn an_answer_that_broke_off_goes_on_where_it_stopped() {
    let stub = open(|r| {
        let half = PAGE.len() / 2;
        match r.header("range") {
            Some(range) => {
                assert_eq!((range, r.header("if-range")), (format!("bytes={half}-").as_str(), Some("\"v1\"")));
                let headers =
                    format!("ETag: \"v1\"\r\nContent-Range: bytes {half}-{}/{}\r\n", PAGE.len() - 1, PAGE.len());
                answer("206 Partial Content", &headers, &PAGE[half..])
            }
            None => format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"v1\"\r\nContent-Length: {}\r\n\r\n{}",
                PAGE.len(),
                &PAGE[..half]
            )
            .into_bytes()
            .into(),
        }
    });
    let got = get(&stub, "/").unwrap();
    assert_eq!(got.content, PAGE.as_bytes());
    assert_eq!(stub.paths().len(), 2);
}

#[test]
fn robots_txt_is_heard_at_every_host_and_redirect() {
    let stub = Stub::new(|r| match r.path.as_str() {
        "/robots.txt" => answer("200 OK", "Content-Type: text/plain\r\n", "User-agent: onrecord\nDisallow: /private\n"),
        "/open" => to("/private/a"),
        _ => page(PAGE),
    });
    let said = get(&stub, "/private/a").unwrap_err().to_string();
    assert!(said.contains("robots.txt does not let us") && said.contains("save the page"), "{said}");
    assert!(matches!(get(&stub, "/open"), Err(FetchError::Robots { .. })));
    assert_eq!(get(&stub, "/b").unwrap().status, 200);
    assert_eq!(stub.paths(), ["/open", "/b"]);

    // robots.txt is asked for once.
    let mut fetcher = Fetcher::new(quick(&stub));
    let before = stub.requests().len();
    for path in ["/1", "/2", "/3"] {
        fetcher.get(&stub.url(path), &Validators::default()).unwrap();
    }
    assert_eq!(stub.requests().len() - before, 4);

    let ill = Stub::new(|r| if r.path == "/robots.txt" { answer("503 Down", "", "") } else { page(PAGE) });
    let said = get(&ill, "/a").unwrap_err().to_string();
    assert!(said.contains("robots.txt") && said.contains("503") && said.contains("try again later"), "{said}");
    assert!(ill.paths().is_empty());
}

#[test]
fn a_host_is_given_time_between_requests() {
    let stub = Stub::new(|r| match r.path.as_str() {
        "/robots.txt" => answer("200 OK", "Content-Type: text/plain\r\n", "User-agent: *\nCrawl-delay: 0.3\n"),
        _ => page(PAGE),
    });
    let mut fetcher = Fetcher::new(Settings { delay: Duration::from_millis(50), ..quick(&stub) });
    let start = Instant::now();
    for path in ["/1", "/2", "/3"] {
        fetcher.get(&stub.url(path), &Validators::default()).unwrap();
    }
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
}

#[test]
fn what_fails_for_a_moment_is_tried_again_and_what_asks_for_time_gets_it() {
    let stub = open(|r| match (r.path.as_str(), r.before) {
        ("/moment", 0) => answer("503 Down", "", ""),
        ("/moment", 1) => Vec::new().into(), // the connection is closed without a word
        ("/wait", 0) => answer("429 Too Many Requests", "Retry-After: 1\r\n", ""),
        ("/long", _) => answer("429 Too Many Requests", "Retry-After: 7200\r\n", ""),
        ("/date", _) => answer("503 Down", "Retry-After: Thu, 31 Dec 2099 23:59:59 GMT\r\n", ""),
        ("/never", _) => answer("500 Down", "", ""),
        ("/forbidden", _) => answer("403 Forbidden", "", ""),
        _ => page(PAGE),
    });
    assert_eq!(get(&stub, "/moment").unwrap().status, 200);
    let start = Instant::now();
    assert_eq!(get(&stub, "/wait").unwrap().status, 200);
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    let said = get(&stub, "/long").unwrap_err();
    assert_eq!(said.to_string(), "the server answers 429 and asks to wait 7200 s: try again then");
    assert!(matches!(get(&stub, "/date"), Err(FetchError::Later { status: 503, .. })));
    assert_eq!(get(&stub, "/never").unwrap_err(), FetchError::Status { status: 500 });
    assert_eq!(get(&stub, "/forbidden").unwrap_err(), FetchError::Status { status: 403 });
    let asked = |path: &str| stub.paths().iter().filter(|p| *p == path).count();
    assert_eq!(
        ["/moment", "/wait", "/long", "/never", "/forbidden"].map(asked),
        [3, 2, 1, 3, 1],
        "three tries, and none where a try is not wanted"
    );
}

#[test]
fn a_host_that_is_not_there() {
    let mut fetcher = Fetcher::new(Settings { retries: 0, ..Settings::default() });
    let said = fetcher.get("https://no-such-host.invalid/", &Validators::default()).unwrap_err();
    assert!(matches!(said, FetchError::Network { .. }), "{said:?}");
}

#[test]
fn days_to_come_are_set_aside() {
    let ahead = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 40);
    let day = ahead.to_string()[..10].to_owned();
    let meta = format!("<head><meta property=\"article:published_time\" content=\"{day}T10:00:00Z\">");
    let late = PAGE.replace("<head>", &meta);
    let stub = open(move |_| page(&late));
    let got = get(&stub, "/").unwrap();
    let report = got.reports(None).unwrap().remove(0).unwrap();
    assert_eq!(report.published, None);
    assert_eq!(report.dateline_date.as_deref(), got.at.get(..10));
    assert_eq!(report.date_choice.as_ref().unwrap().from, "seen");
    assert!(report.notes.iter().any(|n| n.contains(&day) && n.contains("set aside")), "{:?}", report.notes);
}

#[test]
fn nul_bytes_do_no_harm() {
    let stub = open(|r| match r.path.as_str() {
        "/text" => page(PAGE.replace("seized ship", "seized\0 ship")),
        "/head" => b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"a\0b\"\r\n\r\nx".to_vec().into(),
        _ => page(vec![0; 5000]),
    });
    let report = get(&stub, "/text").unwrap().reports(None).unwrap().remove(0).unwrap();
    assert!(report.text.contains("two days of talks") && !report.text.contains('\0'), "{:?}", report.text);
    assert!(get(&stub, "/all").unwrap().reports(None).is_err());
    assert!(matches!(get(&stub, "/head"), Err(FetchError::Network { .. })));
}

#[test]
fn a_canonical_address_is_believed_where_it_can_be_the_pages_own() {
    for (named, believed) in [
        ("/crew", true),
        ("https://corvane.example/crew", false), // another site: a copy, not a version
        ("/", false),                            // the front page on every page
        ("javascript:void(0)", false),
    ] {
        let html = PAGE.replace("<head>", &format!("<head><link rel=\"canonical\" href=\"{named}\">"));
        let stub = open(move |_| page(&html));
        let report = get(&stub, "/crew?from=feed").unwrap().reports(None).unwrap().remove(0).unwrap();
        let want = if believed { stub.url("/crew") } else { stub.url("/crew?from=feed") };
        assert_eq!(report.url, Some(want), "{named}");
    }
}

#[test]
fn a_feed_of_a_hundred_thousand_entries_is_read_to_its_end() {
    let mut feed = "<rss version=\"2.0\"><channel><title>Corvane</title>".to_owned();
    for n in 0..100_000 {
        feed.push_str(&format!("<item><title>Ship {n}</title><link>/a/{}</link></item>", n % 60_000));
    }
    feed.push_str("</channel></rss>");
    let items = onrecord_read::fetch::items(feed.as_bytes(), "https://corvane.example/rss", &[], usize::MAX).unwrap();
    assert_eq!((items.entries, items.urls.len()), (100_000, 60_000), "each address once");
    assert_eq!(items.urls[1], "https://corvane.example/a/1");
    let reports = onrecord_read::reports(feed.as_bytes(), &onrecord_read::Hint::default()).unwrap();
    assert_eq!(reports.iter().filter(|r| r.is_ok()).count(), 100_000);
}
