//! One archive read by one thread and by several: the same rows in the same order, what is torn at its end said once.

use std::{collections::HashSet, fs, ops::ControlFlow};

use onrecord::{Engine, Inputs, Options, Pipeline, pipeline::Outcome};

fn record(kind: &str, n: usize, status: &str, content: &str, body: &str) -> String {
    let http = format!("HTTP/1.1 {status}\r\nContent-Type: {content}\r\n\r\n{body}");
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://merrow.example/{n}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    )
}

fn article(n: usize) -> String {
    let more = "<p>The ferry left the quay in the morning and the harbour master said it would be back by night.</p>"
        .repeat(1 + n % 7);
    format!(
        "<title>Talks on day {n}</title><h1>Talks on day {n}</h1><p>Jorim Askeld said {n} sailors are held on the island, and nobody was freed.</p>{more}"
    )
}

fn told(path: &str, threads: usize) -> Vec<String> {
    let pipeline = Pipeline::new(Options { threads, engine: Engine::Plain, ..Options::default() });
    let mut out = Vec::new();
    pipeline.run(Inputs::new(&[path.to_owned()]), &HashSet::new(), |outcome| {
        match outcome {
            Outcome::Read(r) => out.push(format!("read {} {} rows", r.report.url.as_deref().unwrap_or("-"), r.rows())),
            Outcome::Seen(s) => out.push(format!("{:?} {} {:?}", s.what, s.url, s.status)),
            Outcome::Skipped(s) => out.push(format!("skipped {}", s.why)),
            Outcome::Known(_) | Outcome::InputDone => {}
        }
        ControlFlow::Continue(())
    });
    out
}

#[test]
fn an_archive_gives_the_same_by_one_thread_and_by_several() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("day.warc");
    let mut all = String::new();
    for n in 0..60 {
        all += &match n % 10 {
            3 => record("response", n, "404 Not Found", "text/html", "gone"),
            5 => record("response", n, "200 OK", "image/png", "x"),
            7 => record("response", n, "200 OK", "text/html", "<title>Page not found</title><h1>Page not found</h1>"),
            9 => record("request", n, "200 OK", "text/html", "GET /"),
            _ => record("response", n, "200 OK", "text/html", &article(n)),
        };
    }
    all += "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 400\r\n\r\nhalf";
    fs::write(&path, all).unwrap();
    let path = path.to_str().unwrap();
    let one = told(path, 1);
    assert_eq!(one.iter().filter(|l| l.starts_with("read ")).count(), 36, "{one:#?}");
    assert_eq!(one.iter().filter(|l| l.starts_with("Removed") && l.ends_with("Some(404)")).count(), 6, "{one:#?}");
    assert_eq!(one.iter().filter(|l| l.starts_with("Removed") && l.ends_with("Some(200)")).count(), 6, "{one:#?}");
    assert!(one.last().unwrap().contains("the archive ends inside a record's body (after byte"), "{one:#?}");
    for threads in [2, 4] {
        assert_eq!(told(path, threads), one);
    }
}

#[test]
fn a_long_feed_is_handed_on_entry_by_entry() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("long.rss");
    let mut all = String::from("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Merrow</title>\n");
    for n in 0..2_000 {
        all += &format!(
            "<item><title>News {n}</title><link>https://merrow.example/{n}</link><description>Jorim Askeld said {n} \
             sailors are held on the island, and nobody was freed on the day after the talks.</description></item>\n"
        );
    }
    fs::write(&path, all + "</channel></rss>").unwrap();
    let path = path.to_str().unwrap();
    let one = told(path, 1);
    assert_eq!(one.len(), 2_000);
    assert!(one.iter().all(|l| l.starts_with("read https://merrow.example/")), "{:?}", one.first());
    assert_eq!(told(path, 2), one);

    // whoever stops after the first has not waited for the last
    let pipeline = Pipeline::new(Options { threads: 2, engine: Engine::Plain, ..Options::default() });
    let mut before_done = 0;
    pipeline.run(Inputs::new(&[path.to_owned()]), &HashSet::new(), |outcome| match outcome {
        Outcome::InputDone => ControlFlow::Break(()),
        _ => {
            before_done += 1;
            ControlFlow::Continue(())
        }
    });
    assert_eq!(before_done, 1);
}
