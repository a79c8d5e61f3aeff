//! Measures reading on archives with truth: `measure bodies DIR`, `measure dates DIR`, `measure feeds DIR`; `-v` lists the misses.
//!
//! bodies: `ground-truth.json` {id: {articleBody, url}} and `html/<id>.html.gz`; mean 4-gram shingle precision and recall.
//! dates: `truth.json` {url: {file, date}} and `html/`; accuracy = same day of all pages.
//! feeds: a folder of feeds; read without an error.
//! copies: articles as JSON lines; pairs across outlets by comparing all with all (shared runs of five words of the raw texts over
//! those of the shorter text, at least .5), and how many of them `duplicates::copies` finds, and how many others.
//! make-warc: `measure make-warc DIR OUT.warc[.gz] MB` writes an archive of that size from the pages of a folder.
//! warc: `measure warc FILE` reads an archive record by record: MB of records a second, and the most memory held.
//! names: `measure names ROOT` scores title, authors and outlet of the 150 pages labelled by hand in `pages.jsonl` beside this file;
//! ROOT holds the two unpacked archives. Titles are kept as SHA-256 of their words only.
//! facts: a folder of pages; title, authors, outlet, address, times and language of each, to read by eye.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Read,
    path::Path,
    time::Instant,
};

use onrecord_model::Offsets;
use onrecord_read::{Hint, reports};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let verbose = args.iter().any(|a| a == "-v");
    match (args.first().map(String::as_str), args.get(1)) {
        (Some("bodies"), Some(dir)) => bodies(Path::new(dir), verbose),
        (Some("dates"), Some(dir)) => dates(Path::new(dir), verbose),
        (Some("copies"), Some(file)) => copies(Path::new(file)),
        (Some("make-warc"), Some(dir)) => make_warc(Path::new(dir), &args[2], args[3].parse().unwrap_or(1000)),
        (Some("warc"), Some(file)) => warc(Path::new(file)),
        (Some("names"), Some(dir)) => names(Path::new(dir), verbose),
        (Some("facts"), Some(dir)) => facts(Path::new(dir)),
        (Some("feeds"), Some(dir)) => feeds(Path::new(dir), verbose),
        _ => eprintln!("usage: measure bodies|dates|names|feeds|facts|copies|warc|make-warc PATH …"),
    }
}

fn load(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap_or_default();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut out = Vec::new();
        let _ = flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut out);
        return out;
    }
    bytes
}

/// Time this process has spent on a processor so far, seconds; as Linux tells it.
fn cpu_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn truth(path: &Path) -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    match serde_json::from_str(&text) {
        Ok(Value::Object(o)) => o,
        _ => panic!("{}: not a JSON object", path.display()),
    }
}

fn shingles(text: &str) -> HashMap<Vec<&str>, f64> {
    let tokens: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    let mut all = HashMap::new();
    for w in tokens.windows(4.min(tokens.len().max(1))) {
        *all.entry(w.to_vec()).or_insert(0.0) += 1.0;
    }
    all
}

fn bodies(dir: &Path, verbose: bool) {
    let truth = truth(&dir.join("ground-truth.json"));
    let pages: Vec<(String, Vec<u8>)> =
        truth.keys().map(|id| (id.clone(), load(&dir.join(format!("html/{id}.html.gz"))))).collect();
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let got: Vec<String> = pages
        .iter()
        .map(|(id, bytes)| {
            let hint = Hint { path: Some(format!("{id}.html")), ..Hint::default() };
            match reports(bytes, &hint).map(|mut v| v.remove(0)) {
                Ok(Ok(r)) => {
                    let o = Offsets::new(&r.text);
                    r.blocks
                        .iter()
                        .filter(|b| b.kind.is_content() && b.kind != onrecord_model::BlockKind::Title)
                        .map(|b| o.slice(&r.text, b.span))
                        .collect::<Vec<_>>()
                        .join("\n")
                }
                _ => String::new(),
            }
        })
        .collect();
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    if let Some(path) = std::env::args().skip_while(|a| a != "-o").nth(1) {
        let all: serde_json::Map<String, Value> = pages
            .iter()
            .zip(&got)
            .map(|((id, bytes), body)| {
                let hint = Hint { path: Some(format!("{id}.html")), ..Hint::default() };
                let left: Vec<(String, String)> = match reports(bytes, &hint).map(|mut v| v.remove(0)) {
                    Ok(Ok(r)) => {
                        let o = Offsets::new(&r.text);
                        let out = r.blocks.iter().filter(|b| !b.kind.is_content());
                        out.map(|b| (format!("{:?}", b.kind), o.slice(&r.text, b.span).to_owned())).collect()
                    }
                    _ => Vec::new(),
                };
                (id.clone(), serde_json::json!({ "articleBody": body, "left_out": left }))
            })
            .collect();
        std::fs::write(&path, Value::Object(all).to_string()).unwrap_or_else(|e| eprintln!("{path}: {e}"));
    }
    let (mut p, mut r, mut rows) = (0.0, 0.0, Vec::new());
    for ((id, _), body) in pages.iter().zip(&got) {
        let want = truth[id]["articleBody"].as_str().unwrap_or("");
        let (t, g) = (shingles(want), shingles(body));
        let tp: f64 = t.iter().map(|(k, n)| n.min(*g.get(k).unwrap_or(&0.0))).sum();
        let fp: f64 = g.values().sum::<f64>() - tp;
        let fun: f64 = t.values().sum::<f64>() - tp;
        let one = |x: f64| {
            if tp + x > 0.0 {
                tp / (tp + x)
            } else if fp == 0.0 && fun == 0.0 {
                1.0
            } else {
                0.0
            }
        };
        p += one(fp);
        r += one(fun);
        rows.push((one(fp), one(fun), id.clone()));
    }
    let n = pages.len() as f64;
    let (p, r) = (p / n, r / n);
    let same = Sha256::digest(got.join("\n\n")).iter().take(4).map(|b| format!("{b:02x}")).collect::<String>();
    println!("texts {same}");
    println!(
        "pages {n}  precision {p:.4}  recall {r:.4}  F1 {:.4}  {:.0} pages/s, {:.0} a CPU-second",
        2.0 * p * r / (p + r),
        n / seconds,
        n / cpu
    );
    if verbose {
        rows.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
        for (p, r, id) in rows.iter().take(45) {
            println!("{p:.2} {r:.2} {id} {}", truth[id]["url"]);
        }
    }
}

fn dates(dir: &Path, verbose: bool) {
    let truth = truth(&dir.join("truth.json"));
    let (mut right, mut none, mut wrong) = (0, 0, 0);
    for (url, t) in &truth {
        let file = t["file"].as_str().unwrap_or("");
        let want = t["date"].as_str().unwrap_or("");
        let mut path = dir.join("html").join(file);
        if !path.exists() {
            path = dir.join(file);
        }
        let hint = Hint { path: Some("x.html".to_owned()), url: Some(url.clone()), ..Hint::default() };
        let got = onrecord_read::published(&load(&path), &hint);
        let day = got.as_ref().map(|d| d.value.chars().take(10).collect::<String>());
        match day {
            Some(d) if d == want => right += 1,
            Some(d) => {
                wrong += 1;
                if verbose {
                    println!(
                        "want {want} got {d} from {} | {:?} | {url} {file}",
                        got.as_ref().map_or("", |g| &g.from),
                        got.as_ref().map(|g| &g.others)
                    );
                }
            }
            None => {
                none += 1;
                if verbose {
                    println!("want {want} got nothing | {url} {file}");
                }
            }
        }
    }
    let n = truth.len();
    println!("pages {n}  right {right}  wrong {wrong}  none {none}  accuracy {:.4}", right as f64 / n as f64);
}

/// Right titles, sets of authors and outlets of pages labelled by hand, on the half that was read for errors and on the other.
fn names(root: &Path, verbose: bool) {
    let labels = include_str!("pages.jsonl").lines().map(|l| serde_json::from_str::<Value>(l).expect("a label"));
    let key = |s: &str| {
        let words: String = s.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let hash = |s: &str| Sha256::digest(key(s)).iter().take(8).map(|b| format!("{b:02x}")).collect::<String>();
    let mut counts: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    for label in labels {
        let file = label["file"].as_str().unwrap_or_default();
        let hint = Hint { path: Some("x.html".to_owned()), ..Hint::default() };
        let report =
            reports(&load(&root.join(file)), &hint).ok().and_then(|mut v| v.remove(0).ok()).unwrap_or_default();
        let title = report.title.map(|t| Offsets::new(&report.text).slice(&report.text, t).to_owned());
        let list = |names: &[String]| names.iter().map(|n| key(n)).collect::<BTreeSet<_>>();
        let authors: Vec<String> = serde_json::from_value(label["authors"].clone()).unwrap_or_default();
        let outlet = |o: Option<&str>| o.map(|o| key(o).replace(' ', ""));
        let right = [
            title.as_deref().map(hash).as_deref() == label["title"].as_str(),
            list(&report.authors) == list(&authors),
            outlet(report.outlet.as_deref()) == outlet(label["outlet"].as_str()),
        ];
        let row = counts.entry(label["half"].as_str().unwrap_or_default().to_owned()).or_default();
        row[0] += 1;
        row[1] += usize::from(!label["title"].is_null());
        row[2] += usize::from(right[0] && !label["title"].is_null());
        row[3] += usize::from(right[1]);
        row[4] += usize::from(right[2]);
        if verbose && right.contains(&false) {
            println!("{file} title {} authors {} outlet {}", right[0], right[1], right[2]);
            // What was labelled and what was read, of the half that may be read for errors.
            if label["half"] == "read" {
                println!("   authors {authors:?} read {:?}", report.authors);
                println!("   outlet {} read {:?}", label["outlet"], report.outlet);
            }
        }
    }
    for (half, [n, titled, titles, authors, outlets]) in counts {
        let of = |k: usize, n: usize| k as f64 / n as f64;
        println!(
            "{half}: {n} pages, title {:.3} of {titled}, authors {:.3}, outlet {:.3}",
            of(titles, titled),
            of(authors, n),
            of(outlets, n)
        );
    }
}

fn facts(dir: &Path) {
    let mut files: Vec<_> = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let hint = Hint { path: Some("x.html".to_owned()), ..Hint::default() };
        match reports(&load(&file), &hint).map(|mut v| v.remove(0)) {
            Ok(Ok(r)) => {
                let o = Offsets::new(&r.text);
                println!(
                    "{name}\n  title    {}\n  authors  {}\n  outlet   {}\n  url      {}\n  when     {} / {} ({})\n  language {}  credit {}",
                    r.title.map_or("-", |t| o.slice(&r.text, t)),
                    r.authors.join("; "),
                    r.outlet.as_deref().unwrap_or("-"),
                    r.url.as_deref().unwrap_or("-"),
                    r.published.as_deref().unwrap_or("-"),
                    r.modified.as_deref().unwrap_or("-"),
                    r.date_choice.as_ref().map_or("-", |d| &d.from),
                    r.language.as_deref().unwrap_or("-"),
                    r.agency_credit.map_or("-", |t| o.slice(&r.text, t)),
                );
            }
            Ok(Err(e)) | Err(e) => println!("{name}\n  {e}"),
        }
    }
}

fn copies(file: &Path) {
    use onrecord_read::duplicates;
    let bytes = load(file);
    let hint = Hint { path: Some("x.jsonl".to_owned()), ..Hint::default() };
    let all: Vec<_> = reports(&bytes, &hint).unwrap_or_default().into_iter().flatten().collect();
    let offsets: Vec<Offsets> = all.iter().map(|r| Offsets::new(&r.text)).collect();
    // All with all, on the raw text.
    let raw: Vec<String> = bytes
        .split(|b| *b == b'\n')
        .filter_map(|l| serde_json::from_slice::<Value>(l).ok()?.get("text")?.as_str().map(str::to_lowercase))
        .collect();
    let runs = |text: &str| -> std::collections::HashSet<String> {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        words.windows(5).map(|w| w.join(" ")).collect()
    };
    let sets: Vec<_> = raw.iter().map(|t| runs(t)).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, set) in sets.iter().enumerate() {
        set.iter().for_each(|run| holders.entry(run).or_default().push(i));
    }
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for list in holders.values() {
        for (n, a) in list.iter().enumerate() {
            list[n + 1..].iter().for_each(|b| *shared.entry((*a.min(b), *a.max(b))).or_insert(0) += 1);
        }
    }
    let across = |a: usize, b: usize| all[a].outlet != all[b].outlet;
    let listed: std::collections::HashSet<(usize, usize)> = shared
        .iter()
        .filter(|((a, b), n)| across(*a, *b) && **n * 2 >= sets[*a].len().min(sets[*b].len()))
        .map(|(p, _)| *p)
        .collect();
    let texts: Vec<duplicates::Text> = all
        .iter()
        .zip(&offsets)
        .map(|(r, o)| duplicates::Text {
            id: r.external_id.as_deref().unwrap_or(r.id.as_str()),
            outlet: r.outlet.as_deref(),
            published: r.published.as_deref(),
            agency: duplicates::agency(r),
            sentences: r
                .blocks
                .iter()
                .filter(|b| b.kind.is_content() && b.kind != onrecord_model::BlockKind::Title)
                .map(|b| o.slice(&r.text, b.span))
                .collect(),
        })
        .collect();
    let start = Instant::now();
    let found = duplicates::copies(&texts, duplicates::LEAST);
    let seconds = start.elapsed().as_secs_f64();
    let pairs: std::collections::HashSet<(usize, usize)> = found
        .groups
        .iter()
        .flat_map(|g| &g.pairs)
        .map(|p| (p.a.min(p.b), p.a.max(p.b)))
        .filter(|(a, b)| across(*a, *b))
        .collect();
    let both = pairs.intersection(&listed).count() as f64;
    println!(
        "articles {}  pairs by all with all {}  found {}  recall {:.4}  precision {:.4}  steps {}  {seconds:.2} s",
        all.len(),
        listed.len(),
        pairs.len(),
        both / listed.len().max(1) as f64,
        both / pairs.len().max(1) as f64,
        found.steps
    );
}

fn make_warc(dir: &Path, out: &str, megabytes: u64) {
    use std::io::Write;
    let mut files: Vec<_> = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    let pages: Vec<Vec<u8>> = files.iter().map(|f| load(f)).collect();
    let mut file = std::io::BufWriter::new(std::fs::File::create(out).unwrap_or_else(|e| panic!("{out}: {e}")));
    let (mut written, mut n) = (0u64, 0usize);
    while written < megabytes * 1_000_000 {
        let page = &pages[n % pages.len()];
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        let length = head.len() + page.len();
        let warc = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://merrow.example/{n}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
        );
        let record = [warc.as_bytes(), head, page, b"\r\n\r\n"].concat();
        written += record.len() as u64;
        n += 1;
        if out.ends_with(".gz") {
            let mut gz = flate2::write::GzEncoder::new(&mut file, flate2::Compression::default());
            gz.write_all(&record).and_then(|()| gz.finish().map(drop)).unwrap_or_else(|e| panic!("{out}: {e}"));
        } else {
            file.write_all(&record).unwrap_or_else(|e| panic!("{out}: {e}"));
        }
    }
    println!("{n} records, {written} bytes");
}

fn warc(path: &Path) {
    let file = std::fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let packed = file.metadata().map_or(0, |m| m.len());
    let start = Instant::now();
    let reader = std::io::BufReader::with_capacity(1 << 20, file);
    let mut archive = onrecord_read::warc::Archive::new(reader).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (mut records, mut bytes) = (0, 0);
    let end = loop {
        match archive.record() {
            Ok(Some(r)) => {
                records += 1;
                bytes += r.length;
            }
            Ok(None) => break "whole".to_owned(),
            Err(e) => break e.to_string(),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("VmHWM: unknown").to_owned();
    let mb = |n: u64| n as f64 / 1e6 / seconds;
    println!(
        "records {records}  {:.0} MB/s of records  {:.0} MB/s of file  {end}  {}",
        mb(bytes),
        mb(packed),
        most.split_whitespace().collect::<Vec<_>>().join(" ")
    );
}

fn feeds(dir: &Path, verbose: bool) {
    let mut stack = vec![dir.to_owned()];
    let mut files = Vec::new();
    while let Some(d) = stack.pop() {
        for e in std::fs::read_dir(&d).into_iter().flatten().flatten() {
            if e.path().is_dir() { stack.push(e.path()) } else { files.push(e.path()) }
        }
    }
    files.sort();
    let (mut ok, mut all) = (0, 0);
    for f in files {
        let name = f.to_string_lossy().into_owned();
        if !(name.ends_with(".xml") || name.ends_with(".json")) {
            continue;
        }
        all += 1;
        let hint = Hint { path: Some(name.clone()), ..Hint::default() };
        match onrecord_read::feed_entries(&load(&f), &hint) {
            Ok(_) => ok += 1,
            Err(e) if verbose => println!("{name}: {e}"),
            Err(_) => {}
        }
    }
    println!("feeds {all}  read {ok}  {:.4}", ok as f64 / all as f64);
}
