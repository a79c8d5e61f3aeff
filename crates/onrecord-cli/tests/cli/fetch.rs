//! Addresses: added, watched, changed, gone, refused. The servers are stubs on loopback, named as hosts of one's own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    Desk, Ran,
    stub::{Reply, Request, Stub, answer, gzip, not_found, page, to},
};

/// A page about invented people with one figure in it.
fn article(held: usize) -> String {
    format!(
        "<html><head><title>Talks on the sailors</title><meta property=\"og:site_name\" content=\"Corvane\">\
         <meta property=\"article:published_time\" content=\"2024-03-06T08:00:00Z\"></head><body><article>\
         <h1>Talks on the sailors</h1><p>Talks on the sailors resumed on Wednesday in the port, a senior Talmerian official told \
         Corvane after the delegations had met.</p><p>At least {held} sailors are held on the island, Jorim Askeld said in a \
         statement that was read out on the quay.</p><p>The ferry left the port in the morning and will come back when the \
         weather lets it, the harbour master said.</p></article></body></html>"
    )
}

/// What a stub answers changes with the step the test is at.
fn steps(handler: impl Fn(usize, &Request) -> Reply + Send + Sync + 'static) -> (Stub, Arc<AtomicUsize>) {
    let step = Arc::new(AtomicUsize::new(0));
    let now = step.clone();
    let stub = Stub::new(move |r| {
        if r.path == "/robots.txt" {
            return answer("200 OK", "Content-Type: text/plain\r\n", "User-agent: *\nDisallow: /closed/\n");
        }
        handler(now.load(Ordering::SeqCst), r)
    });
    (stub, step)
}

fn rows(ran: Ran) -> Vec<serde_json::Value> {
    ran.ended(0).out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn add(desk: &Desk, stub: &Stub, path: &str) -> Ran {
    desk.run(&["add", &stub.url(path), "--allow-private", "127.0.0.1", "--delay", "0", "--engine", "plain"])
}

#[test]
fn a_page_is_added_asked_again_changes_and_goes() {
    let desk = Desk::new();
    let (stub, step) = steps(|step, r| match step {
        0 | 1 if r.header("if-none-match") == Some("\"v1\"") => answer("304 Not Modified", "ETag: \"v1\"\r\n", ""),
        0 | 1 => answer(
            "200 OK",
            "Content-Type: text/html\r\nETag: \"v1\"\r\nContent-Encoding: gzip\r\n",
            gzip(article(31).as_bytes()),
        ),
        2 => page(article(29)),
        _ => answer("410 Gone", "", ""),
    });
    add(&desk, &stub, "/talks").ended(0).says("1 new");
    step.store(1, Ordering::SeqCst);
    add(&desk, &stub, "/talks").ended(0).says("1 on record already, 1 unchanged since the last time");
    step.store(2, Ordering::SeqCst);
    add(&desk, &stub, "/talks#top").ended(0).says("1 new versions").says("figure changed since the last time");
    step.store(3, Ordering::SeqCst);
    add(&desk, &stub, "/talks").ended(0).says("1 gone").says("removed since the last time");
    add(&desk, &stub, "/talks").ended(0);

    let changes = rows(desk.run(&["changes", "--format", "jsonl"]));
    let kinds: Vec<&str> = changes.iter().map(|r| r["change"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["first version", "figure changed", "removed"], "{changes:?}");
    let figure = &changes[1];
    assert!(figure["old"].as_str().unwrap().starts_with("At least 31 sailors"), "{figure}");
    assert!(figure["new"].as_str().unwrap().starts_with("At least 29 sailors"), "{figure}");
    assert_eq!(figure["about"], "At least 31 → At least 29");
    assert!(figure["before"].as_str().unwrap() < figure["seen"].as_str().unwrap(), "{figure}");
    assert!(changes[2]["about"].as_str().unwrap().starts_with("answers 410"), "{changes:?}");
    let text = desk.run(&["changes", "--alerts"]).ended(0).out;
    assert!(text.contains("At least 31") && !text.contains("first version"), "{text}");

    // Every answer stands with its time, headers and bytes as they came.
    let db = rusqlite::Connection::open(desk.path("onrecord.db")).unwrap();
    let ask = |sql: &str| -> String { db.query_row(sql, [], |r| r.get(0)).unwrap() };
    assert_eq!(
        ask("SELECT group_concat(outcome || ' ' || status, ', ') FROM (SELECT * FROM fetches ORDER BY fetch)"),
        "page 200, unchanged 304, page 200, removed 410, removed 410"
    );
    let body: Vec<u8> =
        db.query_row("SELECT bytes FROM fetches JOIN bodies USING (sha256) WHERE fetch = 1", [], |r| r.get(0)).unwrap();
    assert_eq!(body, gzip(article(31).as_bytes()));
    assert_eq!(ask("SELECT count(*) || ' ' || min(length(sha256)) FROM bodies"), "2 64");
    assert!(ask("SELECT headers FROM fetches WHERE fetch = 1").contains("[\"etag\",\"\\\"v1\\\"\"]"));
    assert!(ask("SELECT at FROM fetches WHERE fetch = 1").ends_with('Z'));
}

/// An error page that answers 200, and a jump to the front page, are no new versions.
#[test]
fn a_page_that_says_it_is_not_there_is_gone() {
    let lost = || page("<title>Page not found | Corvane</title><h1>Sorry</h1><p>Try the search.</p>");
    let front = || {
        page(format!(
            "<title>Corvane</title>{}",
            "<p><a href=/a>Ferry leaves the port in the morning</a></p>".repeat(9)
        ))
    };
    let desk = Desk::new();
    let (stub, step) = steps(move |step, r| match (r.path.as_str(), step) {
        ("/", _) => front(),
        ("/talks", 1) => lost(),
        ("/ferry", 1) => to("/"),
        ("/never", _) => lost(),
        ("/talks", 3) => page(article(29)),
        _ => page(article(31)),
    });
    add(&desk, &stub, "/talks").ended(0).says("1 new");
    add(&desk, &stub, "/ferry").ended(0).says("1 new");
    step.store(1, Ordering::SeqCst);
    add(&desk, &stub, "/talks").ended(0).says("1 gone").says("gone (soft) since the last time");
    add(&desk, &stub, "/talks").ended(0).says("1 gone");
    add(&desk, &stub, "/ferry").ended(0).says("1 gone");
    add(&desk, &stub, "/never").ended(2).says("the page says “Page not found”: there is no report there");
    step.store(2, Ordering::SeqCst);
    add(&desk, &stub, "/talks").ended(0);
    step.store(3, Ordering::SeqCst);
    add(&desk, &stub, "/talks").ended(0).says("1 new versions");
    let changes = rows(desk.run(&["changes", "--format", "jsonl"]));
    let told: Vec<String> = changes
        .iter()
        .map(|r| {
            let path = r["document"].as_str().unwrap().rsplit('/').next().unwrap();
            format!("{path}: {}", r["change"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            "ferry: first version",
            "ferry: gone (soft)",
            "talks: first version",
            "talks: gone (soft)",
            "talks: back",
            "talks: figure changed"
        ]
    );
    let about = |n: usize| changes[n]["about"].as_str().unwrap();
    assert!(about(3).starts_with("answers 200") && changes[3]["alerts"] == true, "{changes:?}");
    assert!(about(3).ends_with("the page says “Page not found”"), "{changes:?}");
    assert!(about(1).ends_with("it leads to the front page"), "{changes:?}");
}

#[test]
fn addresses_that_may_not_be_fetched_are_named_with_the_reason() {
    let desk = Desk::new();
    let (inside, _) = steps(|_, _| page(article(31)));
    let (outside, _) = steps({
        let inside = inside.url("/x").replace("127.0.0.1", "2130706433");
        move |_, r| if r.path == "/far" { to("http://169.254.169.254/latest") } else { to(&inside) }
    });
    let bare = desk.run(&["add", &inside.url("/a"), "--engine", "plain"]).ended(2);
    bare.says("is at 127.0.0.1, which is no public address").says("--allow-private 127.0.0.1");
    let named = |path: &str| {
        let host = format!("127.0.0.1:{}", outside.port);
        desk.run(&["add", &outside.url(path), "--allow-private", &host, "--delay", "0"])
    };
    named("/far").ended(2).says("169.254.169.254, which is no public address (a redirect of");
    named("/near").ended(2).says("127.0.0.1, which is no public address (a redirect of");
    assert!(inside.requests().is_empty());
    add(&desk, &inside, "/closed/a").ended(2).says("robots.txt does not let us fetch").says("save the page");
    desk.run(&["add", "ftp://corvane.example/a"]).ended(2).says("only http and https are fetched, not ftp");
    desk.run(&["add", "https://a:b@corvane.example/a"]).ended(2).says("user name or password");
    desk.run(&["extract", "https://corvane.example/a"]).ended(2).says("`onrecord add URL`");
    desk.run(&["add", "https://corvane.example/a", "--timeout", "soon"]).ended(2).says("\"soon\" is not a time");
}

#[test]
fn an_answer_kept_and_not_read_is_read_the_next_time() {
    let desk = Desk::new();
    let (stub, _) = steps(|_, r| match r.header("if-none-match") {
        Some("\"v1\"") => answer("304 Not Modified", "", ""),
        _ => answer("500 Down", "", ""),
    });
    // A record as a run leaves it that is killed between keeping an answer and reading it.
    desk.write("other.txt", crate::DISPATCH);
    desk.run(&["add", "other.txt", "--engine", "plain"]).ended(0);
    let db = rusqlite::Connection::open(desk.path("onrecord.db")).unwrap();
    let body = article(31).into_bytes();
    db.execute("INSERT INTO bodies VALUES ('ab', ?1, ?2)", rusqlite::params![body.len() as i64, body]).unwrap();
    db.execute(
        "INSERT INTO fetches (url, final_url, at, outcome, status, redirects, headers, sha256) VALUES (?1, ?1, \
         '2026-03-06T10:00:00.000Z', 'page', 200, '[]', '[[\"etag\",\"\\\"v1\\\"\"],[\"content-type\",\"text/html\"]]', 'ab')",
        [stub.url("/talks")],
    )
    .unwrap();
    add(&desk, &stub, "/talks").ended(0).says("1 new, 1 unchanged since the last time");
    assert!(desk.run(&["search", "sailors"]).ended(0).out.contains("Corvane"));
}

fn rss(stub_items: &str) -> Reply {
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Corvane</title>{stub_items}</channel></rss>"
    );
    answer("200 OK", "Content-Type: application/rss+xml\r\n", feed)
}

fn watch(desk: &Desk, more: &[&str]) -> Ran {
    let mut args = vec!["watch", "feeds.toml", "--once", "--engine", "plain"];
    args.extend(more);
    desk.run(&args)
}

#[test]
fn a_feed_is_watched_and_changes_are_printed() {
    let desk = Desk::new();
    let item = |n: usize| format!("<item><title>{n}</title><link>/news/{n}</link></item>");
    // The same entry twice, once with a fragment; one that robots.txt keeps us out of; one without a link.
    let items = format!(
        "{}{}<item><title>1</title><link>/news/1#c</link></item><item><title>none</title></item>\
         <item><link>/closed/3</link></item>",
        item(1),
        item(2)
    );
    let (stub, step) = steps(move |step, r| match (r.path.as_str(), step) {
        // Later the feed names the second page alone.
        ("/rss", 0 | 1) => rss(&items),
        ("/rss", _) => rss(&item(2)),
        ("/news/1", 2) => page(article(29)),
        ("/news/1", 3) => not_found(),
        ("/news/1", 5) => page(article(29)),
        ("/news/1", 0 | 1) => page(article(31)),
        ("/news/2", 2) => page(article(5).replace("Wednesday", "Thursday").replace("ferry left", "ferry leaves")),
        ("/news/2", _) => page(article(5).replace("Wednesday", "Thursday")),
        _ => not_found(),
    });
    let list = format!(
        "recheck = \"0s\"\ndelay = \"0s\"\nallow_private = [\"127.0.0.1\"]\n[[feed]]\nurl = \"{}\"\noutlet = \"Corvane\"\n",
        stub.url("/rss")
    );
    desk.write("feeds.toml", list);
    let first =
        watch(&desk, &[]).ended(3).says("/closed/3: the site's robots.txt").says("4 asked, 2 new, 1 passed over").out;
    assert_eq!(first, "");
    desk.run(&["link"]).ended(0).says("0 reports placed");
    assert_eq!(stub.paths(), ["/rss", "/news/1", "/news/2"], "each entry once");
    step.store(1, Ordering::SeqCst);
    assert_eq!(watch(&desk, &[]).ended(3).out, "");

    // A page that the feed names no more is still looked at. Wording alone is no alert.
    step.store(2, Ordering::SeqCst);
    let told: Vec<serde_json::Value> =
        watch(&desk, &["--format", "jsonl"]).ended(3).out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0]["change"].as_str(), told[0]["outlet"].as_str()), (Some("figure changed"), Some("Corvane")));
    assert!(told[0]["document"].as_str().unwrap().ends_with("/news/1"));

    step.store(3, Ordering::SeqCst);
    let gone = watch(&desk, &[]).ended(3).out;
    assert!(gone.contains("removed  Corvane, ") && gone.contains("answers 404"), "{gone}");
    assert!(gone.contains("    old    Talks on the sailors"), "{gone}");
    step.store(4, Ordering::SeqCst);
    assert_eq!(watch(&desk, &[]).ended(3).out, "", "gone is said once");
    step.store(5, Ordering::SeqCst);
    let back = watch(&desk, &["--all"]).ended(3).out;
    assert!(back.contains("back  Corvane, "), "{back}");
    let kinds: Vec<String> = rows(desk.run(&["changes", "--format", "jsonl"]))
        .iter()
        .filter(|r| r["document"].as_str().unwrap().ends_with("/1"))
        .map(|r| r["change"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["first version", "figure changed", "removed", "back"]);
}

#[test]
fn a_page_is_not_asked_again_too_soon() {
    let desk = Desk::new();
    let (stub, _) = steps(|_, r| match r.path.as_str() {
        "/rss" => rss("<item><link>/news/1</link></item>"),
        _ => page(article(31)),
    });
    desk.write(
        "feeds.toml",
        format!("delay = \"0s\"\nallow_private = [\"127.0.0.1\"]\n[[feed]]\nurl = \"{}\"\n", stub.url("/rss")),
    );
    for _ in 0..3 {
        watch(&desk, &[]).ended(0);
    }
    assert_eq!(stub.paths(), ["/rss", "/news/1", "/rss", "/rss"]);
}

#[test]
fn without_once_it_goes_on() {
    let desk = Desk::new();
    let (stub, _) =
        steps(|_, r| if r.path == "/rss" { rss("<item><link>/news/1</link></item>") } else { page(article(31)) });
    let list = format!(
        "every = \"1s\"\ndelay = \"0s\"\nallow_private = [\"127.0.0.1\"]\n[[feed]]\nurl = \"{}\"\n",
        stub.url("/rss")
    );
    desk.write("feeds.toml", list);
    let mut child = desk.command(&["watch", "feeds.toml", "--engine", "plain", "-q"]).spawn().unwrap();
    let start = Instant::now();
    while stub.paths().len() < 4 && start.elapsed() < Duration::from_secs(60) {
        assert!(child.try_wait().unwrap().is_none(), "it ended");
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(stub.paths()[..4], ["/rss", "/news/1", "/rss", "/rss"]);
    // Killed between rounds, it has lost nothing.
    watch(&desk, &[]).ended(0);
    assert!(desk.run(&["search", "sailors"]).ended(0).out.contains("Corvane"));
}

#[test]
fn a_feed_of_a_hundred_thousand_items_meets_the_limit() {
    let desk = Desk::new();
    let mut items = String::new();
    for n in 0..100_000 {
        items.push_str(&format!("<item><title>Item {n}</title><link>/news/{}</link></item>", n / 2));
    }
    let (stub, _) = steps(move |_, r| match r.path.as_str() {
        "/rss" => rss(&items),
        path => page(article(31).replace("island", &format!("island {}", &path[6..]))),
    });
    let list = format!(
        "items = 10\ndelay = \"0s\"\nallow_private = [\"127.0.0.1\"]\n[[feed]]\nurl = \"{}\"\n",
        stub.url("/rss")
    );
    desk.write("feeds.toml", list);
    let start = Instant::now();
    watch(&desk, &[])
        .ended(0)
        .says("100000 entries, over the limit of 10 (items): the first 10 are taken")
        .says("10 new");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert_eq!(stub.paths().len(), 11);
}

#[test]
fn a_server_that_asks_for_time_is_left_alone() {
    let desk = Desk::new();
    let (stub, step) = steps(|step, r| match (r.path.as_str(), step) {
        ("/rss", _) => rss("<item><link>/news/1</link></item><item><link>/news/2</link></item>"),
        (_, 0) => answer("429 Too Many Requests", "Retry-After: 3600\r\n", ""),
        _ => page(article(31)),
    });
    desk.write(
        "feeds.toml",
        format!(
            "recheck = \"0s\"\ndelay = \"0s\"\nallow_private = [\"127.0.0.1\"]\n[[feed]]\nurl = \"{}\"\n",
            stub.url("/rss")
        ),
    );
    watch(&desk, &[]).ended(3).says("429 and asks to wait 3600 s");
    assert_eq!(stub.paths(), ["/rss", "/news/1"], "the host is left alone at once");
    step.store(1, Ordering::SeqCst);
    watch(&desk, &[]).ended(0).says("left alone until").says("nothing to ask");
    assert_eq!(stub.paths().len(), 2, "and in the next round");
}

#[test]
fn entries_dated_in_the_future_are_read_and_their_day_set_aside() {
    let desk = Desk::new();
    let (stub, _) = steps(|_, _| {
        rss(
            "<item><guid>a</guid><title>Talks go on</title><description>Talks on the sailors went on in the port on Friday, the \
             harbour master said.</description><pubDate>Fri, 07 Mar 2098 08:00:00 GMT</pubDate></item>\
             <item><guid>b</guid><title>Talks went on</title><description>Talks on the crew went on in the port on Thursday, \
             a diplomat said.</description><pubDate>Thu, 07 Mar 2024 08:00:00 GMT</pubDate></item>",
        )
    });
    let list = format!(
        "delay = \"0s\"\nallow_private = [\"127.0.0.1\"]\n[[feed]]\nurl = \"{}\"\npages = false\n",
        stub.url("/rss")
    );
    desk.write("feeds.toml", list);
    watch(&desk, &[]).ended(0).says("2 new");
    watch(&desk, &[]).ended(0);
    let db = rusqlite::Connection::open(desk.path("onrecord.db")).unwrap();
    let days: Vec<String> = db
        .prepare("SELECT day FROM versions ORDER BY seq")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(days[0].as_str() < "2098" && days[0].as_str() > "2024-03-07", "{days:?}");
    assert_eq!(days[1], "2024-03-07");
}

#[test]
fn what_is_wrong_in_a_list_is_said() {
    let desk = Desk::new();
    desk.run(&["watch", "no.toml"]).ended(2).says("no.toml");
    for (list, says) in [
        ("", "names no feed and no page"),
        ("feeds = 1", "unknown field `feeds`"),
        ("every = \"soon\"\n[[page]]\nurl = \"https://corvane.example/\"", "every \"soon\" is not a time"),
        ("every = \"0s\"\n[[page]]\nurl = \"https://corvane.example/\"", "every is at least 1s"),
    ] {
        desk.write("feeds.toml", list);
        watch(&desk, &[]).ended(2).says(says);
    }
    desk.write("feeds.toml", "[[page]]\nurl = \"https://corvane.example/\"");
    desk.run(&["watch", "feeds.toml", "-o", "x.jsonl"]).ended(2).says("-o is for --once");
    let (stub, _) = steps(|_, _| page(article(31)));
    desk.write(
        "feeds.toml",
        format!("delay = \"0s\"\nallow_private = [\"127.0.0.1\"]\n[[feed]]\nurl = \"{}\"\n", stub.url("/a")),
    );
    watch(&desk, &[]).ended(3).says("not valid feed: no RSS, RDF, Atom or JSON Feed");
}

/// One record of an archive.
fn warc(kind: &str, url: &str, date: &str, block: &str) -> String {
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

fn response(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}")
}

#[test]
fn archives_keep_their_times_whatever_their_order() {
    let url = "https://corvane.example/talks?id=7";
    let early = warc("response", url, "2024-03-06T10:00:00Z", &response("200 OK", &article(31)));
    let same = warc("revisit", url, "2024-03-06T18:00:00Z", "");
    let late = warc("response", url, "2024-03-08T09:30:00Z", &response("200 OK", &article(29)));
    let gone = warc("response", url, "2024-03-11T00:00:00Z", &response("404 Not Found", "no such page"));
    let other =
        warc("response", "https://corvane.example/favicon.ico", "2024-03-06T10:00:00Z", &response("404 Not Found", ""));

    let told = |files: &[(&str, String)]| {
        let desk = Desk::new();
        for (name, bytes) in files {
            desk.write(name, bytes);
        }
        desk.run(&["add", "crawl", "--engine", "plain"])
            .ended(0)
            .says("1 new, 1 new versions")
            .says("3 seen unchanged or gone");
        desk.run(&["add", "crawl", "--engine", "plain"]).ended(0);
        let changes = rows(desk.run(&["changes", "--format", "jsonl"]));
        let told: Vec<String> = changes
            .iter()
            .map(|r| {
                format!(
                    "{} {} {} {}",
                    r["before"],
                    r["seen"],
                    r["change"],
                    r["about"].as_str().unwrap_or("-").split(',').next().unwrap()
                )
            })
            .collect();
        let held = |day: &str| {
            let rows = desk.run(&["figures", "--all", "--as-of", day, "--format", "jsonl"]).ended(0).out;
            (rows.contains("31"), rows.contains("29"))
        };
        assert_eq!(held("2024-03-07"), (true, false), "as of the 7th the text of the 6th stands");
        assert_eq!(held("2024-03-08"), (false, true));
        told
    };
    let want = [
        "null \"2024-03-06T10:00:00.000Z\" \"first version\" -",
        "\"2024-03-06T18:00:00.000Z\" \"2024-03-08T09:30:00.000Z\" \"figure changed\" At least 31 → At least 29",
        "\"2024-03-08T09:30:00.000Z\" \"2024-03-11T00:00:00.000Z\" \"removed\" answers 404",
    ];
    let packed = |s: &str| String::from_utf8_lossy(s.as_bytes()).into_owned();
    assert_eq!(
        told(&[("crawl/1.warc", packed(&early) + &same + &other), ("crawl/2.warc", packed(&late) + &gone)]),
        want
    );
    assert_eq!(
        told(&[("crawl/1.warc", packed(&gone) + &late), ("crawl/2.warc", packed(&other) + &same + &early)]),
        want
    );
}

#[test]
fn an_archive_that_finds_an_older_text_again_says_so() {
    let desk = Desk::new();
    let url = "https://corvane.example/talks";
    let again = warc("revisit", url, "2024-03-09T10:00:00Z", "")
        .replace("WARC-Type", "WARC-Refers-To-Date: 2024-03-06T10:00:00Z\r\nWARC-Type");
    let whole = warc("response", url, "2024-03-06T10:00:00Z", &response("200 OK", &article(31)))
        + &warc("response", url, "2024-03-08T09:30:00Z", &response("200 OK", &article(29)))
        + &again;
    desk.write("crawl.warc", whole);
    desk.run(&["add", "crawl.warc", "--engine", "plain"]).ended(0);
    let told = rows(desk.run(&["changes", "--alerts", "--format", "jsonl"]));
    let about: Vec<&str> = told.iter().map(|r| r["about"].as_str().unwrap()).collect();
    assert_eq!(about, ["At least 31 → At least 29", "At least 29 → At least 31"]);
}
