//! Everything that can be wrong with bytes: each is refused by name or read for what it has, soon, and without a panic.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use onrecord_read::{Hint, ReadError, reports, warc};

const WORDS: &str = "<p>The crew of the seized ship will be freed on Friday, the mediator said in the port after two days of talks.</p>";

fn page(body: &str) -> String {
    format!(
        "<!doctype html><html><head><title>Crew freed</title></head><body><article><h1>Crew freed</h1>{body}</article></body></html>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn read(bytes: &[u8], path: &str) -> Result<Vec<Result<onrecord_model::Report, ReadError>>, ReadError> {
    reports(bytes, &Hint { path: Some(path.into()), ..Hint::default() })
}

fn soon<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    assert!(start.elapsed() < Duration::from_secs(seconds), "took {:?}", start.elapsed());
    out
}

#[test]
fn a_hundred_thousand_nested_tags_are_refused_before_they_are_parsed() {
    for tag in ["div", "b", "span", "font", "table", "blockquote"] {
        let deep = page(&format!("{WORDS}{}", format!("<{tag}>").repeat(100_000)));
        let got = soon(5, || read(deep.as_bytes(), "a.html"));
        assert!(matches!(got, Err(ReadError::TooDeep { .. })), "{tag}: {got:?}");
    }
}

#[test]
fn fifty_thousand_attributes_are_refused_by_name() {
    let attributes: String = (0..50_000).map(|i| format!(" a{i}='{i}'")).collect();
    let wide = page(&format!("<p{attributes}>{WORDS}"));
    let got = soon(5, || read(wide.as_bytes(), "a.html"));
    assert_eq!(
        got.unwrap_err().to_string(),
        "a tag has more than 2000 attributes: save the page as text and read that"
    );
}

#[test]
fn a_wide_page_is_read() {
    let wide = page(&format!("{}{}", WORDS.repeat(3), "<i></i>".repeat(30_000)));
    let got = soon(60, || read(wide.as_bytes(), "a.html")).unwrap();
    assert!(got[0].as_ref().unwrap().text.contains("The crew of the seized ship"));
}

#[test]
fn entities_that_expand_are_left_as_they_stand() {
    let mut feed = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">");
    for i in 1..30 {
        feed += &format!("<!ENTITY a{i} \"&a{0};&a{0};&a{0};&a{0};\">", i - 1);
    }
    feed += "]><rss><channel><title>Feed</title><item><title>Crew freed</title><description>Talks &a29; end. External: &xxe;</description></item></channel></rss>";
    let got = soon(5, || read(feed.as_bytes(), "a.xml")).unwrap();
    assert!(got[0].as_ref().unwrap().text.len() < 200);
}

#[test]
fn a_gzip_bomb_is_refused_with_the_limit_named() {
    let bomb = gzip(&vec![b'a'; 300 << 20]);
    assert!(bomb.len() < 1 << 20);
    let got = soon(20, || read(&bomb, "a.html.gz"));
    assert!(got.unwrap_err().to_string().contains("over the limit of 20971520 bytes"));
}

#[test]
fn truncated_gzip_is_read_as_far_as_it_goes_and_said() {
    // Lines that do not pack well, so that half of the bytes hold half of the text.
    let line = |i: u64| {
        let ship = i * i * 7919 % 10_007;
        format!("<p>The mediator said that ship {ship} would leave pier {} on day {i} of the talks.</p>", i * 31 % 97)
    };
    let packed = gzip(page(&(0..400).map(line).collect::<String>()).as_bytes());
    let got = read(&packed[..packed.len() / 2], "a.html.gz").unwrap();
    let report = got[0].as_ref().unwrap();
    assert!(report.text.contains("day 3 of the talks") && !report.text.contains("day 399 of the talks"));
    assert!(report.notes.iter().any(|n| n.contains("breaks off")), "{:?}", report.notes);
}

#[test]
fn nul_bytes_are_no_end() {
    let html = page(&WORDS.repeat(3)).replace("the mediator", "the\0 mediator");
    let got = read(html.as_bytes(), "a.html").unwrap();
    assert!(got[0].as_ref().unwrap().text.contains("the mediator said in the port"));
    let text =
        "Crew freed\n\nThe crew\0 of the seized ship is free, the mediator said in the port after two days of talks.\n";
    assert_eq!(read(text.as_bytes(), "a.txt").unwrap()[0].as_ref().unwrap().text, text);
    let line = r#"{"title":"Crew freed","text":"The crew\u0000 is free."}"#;
    assert!(read(line.as_bytes(), "a.jsonl").unwrap()[0].as_ref().unwrap().text.ends_with("The crew is free."));
}

#[test]
fn a_feed_of_a_hundred_thousand_items_gives_them_all_and_twins_once() {
    let item = |i: usize| {
        format!(
            "<item><title>Report {i}</title><link>https://merrow.example/{i}</link><description>Ship {i} is in.</description></item>"
        )
    };
    let mut feed = String::from("<rss><channel><title>Harbour Feed</title>");
    feed.extend((0..100_000).map(item));
    feed += &format!("{}</channel></rss>", item(7));
    let got = soon(120, || read(feed.as_bytes(), "a.xml")).unwrap();
    assert_eq!(got.len(), 100_000);
    assert!(got.iter().all(Result::is_ok));
}

#[test]
fn a_torn_archive_keeps_its_whole_records() {
    let record = |url: &str| {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page(&WORDS.repeat(3)));
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let all = [record("https://merrow.example/1"), record("https://merrow.example/2")];
    let whole = all.concat();
    let packed = [gzip(all[0].as_bytes()), gzip(all[1].as_bytes())].concat();
    for bytes in [&whole.as_bytes()[..whole.len() - 300], &packed[..packed.len() - 30]] {
        let items: Vec<warc::Item> = warc::Archive::new(bytes).unwrap().collect();
        assert!(matches!(items.first(), Some(warc::Item::Report(_))), "{items:?}");
        assert!(matches!(items.last(), Some(warc::Item::Torn { .. })), "{items:?}");
    }
}

#[test]
fn another_language_is_kept_with_a_reason() {
    let text = "Die Gespräche gehen weiter\n\nDie Gespräche im Hafen werden bis zum Ende der Woche weitergehen, sagte der Vermittler am Montag vor Journalisten. Beide Seiten hätten dem zugestimmt.\n";
    let r = read(text.as_bytes(), "a.txt").unwrap().remove(0).unwrap();
    assert_eq!(r.language.as_deref(), Some("de"));
    assert_eq!(r.not_read.as_deref(), Some("the text is in another language (de); tables are made for English only"));
    assert!(r.text.contains("Vermittler"));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(48))]

    /// Markup cut and spliced anywhere gives a report or a named error.
    #[test]
    fn spliced_markup_never_panics(
        cuts in proptest::collection::vec((0usize..2000, 0usize..2000), 1..6),
        kind in 0usize..5,
    ) {
        let json = r#"{"@type":"NewsArticle","headline":"Crew freed","author":[{"name":"Ila Venn"}]}"#;
        let sources = [
            page(&format!("{}<script type=\"application/ld+json\">{json}</script><time datetime='2031-03-04'>4 März 2031</time>", WORDS.repeat(2))),
            format!("<?xml version='1.0'?><rss><channel><title>F</title><item><title>Ä &amp; B</title><description><![CDATA[{WORDS}]]></description></item></channel></rss>"),
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"The crew is free.","date_published":"2031-03-04"}]}"#.to_owned(),
        ];
        let all: Vec<u8> = sources.concat().into_bytes();
        let mut spliced = Vec::new();
        for (from, len) in cuts {
            let from = from % all.len();
            spliced.extend(&all[from..(from + len).min(all.len())]);
        }
        let path = ["a.html", "a.xml", "a.jsonl", "a.warc", "a.txt"][kind];
        if let Ok(got) = read(&spliced, path) {
            for r in got.into_iter().flatten() {
                let n = r.text.chars().count() as u32;
                proptest::prop_assert!(r.blocks.iter().all(|b| b.span.end <= n) && r.title.is_none_or(|t| t.end <= n));
            }
        }
    }
}
