//! What a large record costs: readings are varied until there are enough, added, linked, shown and searched, all timed.
//!
//! One variation of a set of readings is a set of readings of other reports: every named party, person and place has another name
//! (its letters exchanged by a fixed rule, so that names of one length stay so and every offset fits), every word of five or more
//! letters that is in fewer than one in twelve of the reports has another spelling by the same rule, digits are others, days are
//! moved by a number of days of its own, addresses and ids are others. So two variations of a report share the common words and
//! nothing else: they are no copies, and a record of sixty variations has sixty times the matters, not sixty copies of each.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
    fs,
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
    path::Path,
    time::{Duration, Instant},
};

use onrecord::{
    Inputs, Options, Pipeline, Source, dossier, links,
    model::{MentionForm, Reading, ReportId},
    store::{AsOf, Record},
};

/// Readings varied at a time and then added.
const CHUNK: usize = 1000;
/// Reports linked one by one at full size.
const SINGLE: usize = 300;
/// Searches timed.
const SEARCHES: usize = 400;

/// Makes the record, measures, and gives the table.
pub fn run(reports: usize, readings: &[String], record: &Path) -> Result<String, String> {
    let said = |e: &dyn std::fmt::Display| format!("{}: {e}", record.display());
    if record.exists() {
        return Err(format!("{}: there is a file already", record.display()));
    }
    let real = Lines::of(readings)?;
    let vary = Varying::new(&real)?;
    let total = reports + SINGLE + 1;
    let variations = total.div_ceil(real.days.len().max(1));
    // Days of the reports come in their order, as news does: the reports of all variations by day.
    let mut order: Vec<(i64, usize, usize)> = Vec::new();
    for (i, day) in real.days.iter().enumerate() {
        for k in 0..variations {
            order.push((day + shift(k), k, i));
        }
    }
    order.sort_unstable();
    order.truncate(total);
    let mut out = String::new();
    let mut row = |what: &str, value: String, asked: &str| {
        let _ = writeln!(out, "| {what} | {value} | {asked} |");
        eprintln!("scale: {what}: {value}");
    };
    // Adding, what varying takes not counted.
    let mut db = Record::create(record).map_err(|e| said(&e))?;
    let pipeline = Pipeline::new(Options::default());
    // As `onrecord add readings.jsonl` does, without linking; gives what that takes.
    let add = |db: &mut Record, some: &[(i64, usize, usize)]| -> Result<(Duration, Duration), String> {
        let mut sources = Vec::with_capacity(some.len());
        for &(_, k, i) in some {
            let label = format!("{i}.{k}");
            sources.push(Source::Bytes {
                label,
                path: Some("line.jsonl".into()),
                bytes: vary.line(real.reading(i)?, k),
            });
        }
        let (start, busy) = (Instant::now(), processor());
        let added = onrecord::add(&pipeline, Inputs::of(sources), db, false, |_| ()).map_err(|e| said(&e))?;
        let spent = (start.elapsed(), processor().saturating_sub(busy));
        match added.skipped.first() {
            Some(skipped) => Err(skipped.to_string()),
            None => Ok(spent),
        }
    };
    let mut spent = Duration::ZERO;
    let (mut last, mut busy) = (Duration::ZERO, Duration::ZERO);
    for chunk in order[..reports].chunks(CHUNK) {
        let (wall, mine) = add(&mut db, chunk)?;
        (last, spent, busy) = (wall, spent + wall, busy + mine);
    }
    let of_last = (reports - 1) % CHUNK + 1;
    let of_last = of_last as f64 / last.as_secs_f64();
    row(
        "add, from finished readings",
        format!(
            "{:.0} reports/s (the last of them: {of_last:.0}); of the processors {:.1} ms a report",
            reports as f64 / spent.as_secs_f64(),
            busy.as_secs_f64() * 1e3 / reports as f64
        ),
        "≥ 150",
    );
    let added = memory();
    let start = Instant::now();
    links::link(&mut db).map_err(|e| said(&e))?;
    let linked = start.elapsed();
    row("link all at once", format!("{:.1} ms a report", linked.as_secs_f64() * 1e3 / reports as f64), "");
    // One report more, again and again.
    add(&mut db, &order[reports..total - 1])?;
    let start = Instant::now();
    let mut open = links::Open::new(&db).map_err(|e| said(&e))?;
    let opened = start.elapsed();
    let mut single: Vec<f64> = Vec::new();
    loop {
        let start = Instant::now();
        if !open.link_one(&mut db).map_err(|e| said(&e))? {
            break;
        }
        single.push(start.elapsed().as_secs_f64() * 1e3);
    }
    single.sort_by(f64::total_cmp);
    row(
        "link one more report, the places written",
        format!(
            "mean {:.1} ms, median {:.1}, slowest {:.1} ({} reports)",
            single.iter().sum::<f64>() / single.len().max(1) as f64,
            part(&single, 0.5),
            part(&single, 1.0),
            single.len()
        ),
        "≤ 50 ms",
    );
    row("take up the words of all reports before that", format!("{:.1} s", opened.as_secs_f64()), "");
    drop(open);
    let linking = memory();
    drop(db);
    // One report added by itself, as a program that is started for it does.
    let (start, busy) = (Instant::now(), processor());
    let mut db = Record::create(record).map_err(|e| said(&e))?;
    add(&mut db, &order[total - 1..])?;
    links::link(&mut db).map_err(|e| said(&e))?;
    row(
        "add one report by itself, from its finished reading, and link it",
        format!("{:.2} s, of the processors {:.2}", start.elapsed().as_secs_f64(), (processor() - busy).as_secs_f64()),
        "",
    );
    drop(db);
    let db = Record::open(record).map_err(|e| said(&e))?;
    let every = AsOf { all_versions: true, ..AsOf::default() };
    let start = Instant::now();
    let sizes = links::sizes(&db).map_err(|e| said(&e))?.ok_or("the record is not linked")?;
    let listing = start.elapsed();
    row(
        "find the storylines on record",
        format!("{:.2} s, {} storylines, longest {}", listing.as_secs_f64(), sizes.len(), sizes[0].1),
        "",
    );
    let (id, size) = sizes.iter().min_by_key(|s| s.1.abs_diff(500)).ok_or("no storyline")?;
    let (start, busy) = (Instant::now(), processor());
    let places = links::Places::of_story(&db, &every, id).map_err(|e| said(&e))?.ok_or("the record is not linked")?;
    let readings = db.readings_of(&places.reports(id)).map_err(|e| said(&e))?;
    let read = start.elapsed();
    let storylines = places.storylines(readings);
    let joined = start.elapsed();
    let page = dossier::assemble(&storylines[0], None);
    let mut html = Vec::new();
    dossier::html::write(&page, &mut html).map_err(|e| said(&e))?;
    let spent = start.elapsed();
    let busy = processor() - busy;
    drop((page, storylines, html));
    row(
        &format!("dossier of a storyline of {size} reports, as a page"),
        format!(
            "{:.2} s (readings {:.2}, links inside it {:.2}, page {:.2}); of the processors {:.2}",
            spent.as_secs_f64(),
            read.as_secs_f64(),
            (joined - read).as_secs_f64(),
            (spent - joined).as_secs_f64(),
            busy.as_secs_f64()
        ),
        "≤ 1 s at 500",
    );
    // Two words that stand in one report, one of them in every so many reports.
    let words = vary.pairs(&real, SEARCHES, variations)?;
    let mut times: Vec<f64> = Vec::new();
    for pair in &words {
        let start = Instant::now();
        db.search(pair, &AsOf::default(), 20).map_err(|e| said(&e))?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    row(
        "search for two words, 20 reports shown",
        format!("median {:.1} ms, p99 {:.1} ms ({} searches)", part(&times, 0.5), part(&times, 0.99), times.len()),
        "p99 ≤ 60 ms",
    );
    let size = fs::metadata(record).map_err(|e| said(&e))?.len();
    row("the record", format!("{:.1} kB a report, {:.2} GB", size as f64 / 1e3 / total as f64, size as f64 / 1e9), "");
    let all = memory();
    row("peak memory: adding / and linking / and all", format!("{added} / {linking} / {all} MB"), "≤ 1,000 MB");
    Ok(format!(
        "{reports} reports: {} readings of {} times varied\n\n| what | measured | asked |\n|---|---|---|\n{out}",
        real.days.len(),
        variations
    ))
}

fn part(sorted: &[f64], share: f64) -> f64 {
    let at = ((sorted.len().max(1) - 1) as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or(0.0)
}

/// The readings to vary, left in their files: what is measured is the record's memory, not theirs.
struct Lines {
    files: Vec<fs::File>,
    /// File, first byte and length of each.
    at: Vec<(usize, u64, usize)>,
    /// Day of each, as a number; 0 where it has none.
    days: Vec<i64>,
}

impl Lines {
    fn of(paths: &[String]) -> Result<Lines, String> {
        let mut out = Lines { files: Vec::new(), at: Vec::new(), days: Vec::new() };
        for (n, path) in paths.iter().enumerate() {
            let open = || fs::File::open(path).map_err(|e| format!("{path}: {e}"));
            let (mut start, mut line) = (0, Vec::new());
            let mut file = BufReader::new(open()?);
            loop {
                line.clear();
                let len = file.read_until(b'\n', &mut line).map_err(|e| format!("{path}: {e}"))?;
                if len == 0 {
                    break;
                }
                let reading: Reading =
                    serde_json::from_slice(&line).map_err(|e| format!("{path}:{}: {e}", out.at.len() + 1))?;
                out.at.push((n, start, len));
                out.days.push(day_number(&reading).unwrap_or(0));
                start += len as u64;
            }
            out.files.push(open()?);
        }
        Ok(out)
    }

    fn reading(&self, i: usize) -> Result<Reading, String> {
        let (n, start, len) = self.at[i];
        let mut line = vec![0; len];
        let mut file = &self.files[n];
        file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(&mut line)).map_err(|e| e.to_string())?;
        serde_json::from_slice(&line).map_err(|e| e.to_string())
    }
}

fn day_number(r: &Reading) -> Option<i64> {
    onrecord::days::number(r.report.published.as_deref().or(r.report.dateline_date.as_deref())?.get(..10)?)
}

/// Days a variation is moved by: up to three years, so that variations run side by side.
fn shift(variation: usize) -> i64 {
    (variation as i64 * 397) % 1095
}

/// Peak memory of this process, MB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Time that processors spent on this process so far: what is left of a measure on a machine that others use.
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold blanks: user and system time are the 12th and 13th, in hundredths of a second.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// How readings are varied.
struct Varying {
    /// Words that get another spelling, lower case.
    other: HashSet<String>,
}

impl Varying {
    fn new(readings: &Lines) -> Result<Varying, String> {
        let mut used: HashMap<String, usize> = HashMap::new();
        let mut named: HashSet<String> = HashSet::new();
        for i in 0..readings.at.len() {
            let r = readings.reading(i)?;
            let text: Vec<char> = r.report.text.chars().collect();
            let mine: HashSet<String> = words(&r.report.text).map(|(_, w)| w.to_lowercase()).collect();
            for w in mine {
                *used.entry(w).or_default() += 1;
            }
            for m in r.mentions.iter().filter(|m| m.form == MentionForm::Named) {
                let (start, end) = (m.span.start as usize, (m.span.end as usize).min(text.len()));
                let name: String = text[start.min(end)..end].iter().collect();
                named.extend(words(&name).map(|(_, w)| w.to_lowercase()).filter(|w| w.len() > 3));
            }
        }
        let rare =
            used.into_iter().filter(|(w, n)| w.chars().count() >= 5 && n * 12 < readings.at.len()).map(|(w, _)| w);
        Ok(Varying { other: rare.chain(named).collect() })
    }

    /// A word of a variation, as long as it was.
    fn word(&self, word: &str, variation: usize) -> String {
        if variation == 0 || !self.other.contains(&word.to_lowercase()) {
            return word.to_owned();
        }
        let (a, b) = (
            [1, 3, 5, 7, 9, 11, 15, 17, 19, 21, 23, 25][variation % 12],
            variation as u32 / 12 + variation as u32 % 12,
        );
        let turn =
            |c: char, base: char| char::from_u32(base as u32 + ((c as u32 - base as u32) * a + b) % 26).unwrap_or(c);
        word.chars()
            .map(|c| match c {
                'a'..='z' => turn(c, 'a'),
                'A'..='Z' => turn(c, 'A'),
                c => c,
            })
            .collect()
    }

    /// A reading of a variation, as the line `extract` would write: words are exchanged in every string of it.
    fn line(&self, mut r: Reading, variation: usize) -> Vec<u8> {
        let days = shift(variation);
        for day in [&mut r.report.published, &mut r.report.modified, &mut r.report.dateline_date].into_iter().flatten()
        {
            let moved = day.get(..10).and_then(|d| Some(onrecord::days::iso(onrecord::days::number(d)? + days)));
            if let Some(moved) = moved {
                day.replace_range(..10, &moved);
            }
        }
        if variation > 0 {
            r.report.id =
                ReportId::from(format!("{:04x}{}", variation, r.report.id.as_str().get(4..).unwrap_or_default()));
            r.report.url = r.report.url.map(|u| format!("{u}?v={variation}"));
            r.report.text = self.text(&r.report.text, variation);
            for m in &mut r.mentions {
                m.canonical = self.text(&m.canonical, variation);
                m.actor = m.actor.take().map(|a| format!("{}-{variation}", a.0).into());
            }
            for a in &mut r.attributions {
                a.resolved = a.resolved.take().map(|n| self.text(&n, variation));
            }
            let add = (variation % 7) as f64;
            for f in &mut r.figures {
                f.low = f.low.map(|x| x + add);
                f.high = f.high.map(|x| x + add);
                f.of = f.of.take().map(|n| self.text(&n, variation));
                f.place = f.place.take().map(|n| self.text(&n, variation));
            }
            for c in &mut r.channels {
                c.ends.iter_mut().chain(&mut c.mediators).for_each(|n| *n = self.text(n, variation));
            }
            for t in &mut r.terms {
                t.party.iter_mut().chain(&mut t.by).for_each(|n| *n = self.text(n, variation));
            }
        }
        serde_json::to_vec(&r).unwrap_or_default()
    }

    /// A text of a variation, as long in code points.
    fn text(&self, text: &str, variation: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for (at, word) in words(text) {
            out.push_str(&text[end..at]);
            out.push_str(&self.word(word, variation));
            end = at + word.len();
        }
        out.push_str(&text[end..]);
        let digit = |c: char| char::from_digit((c as u32 - '0' as u32 + variation as u32) % 10, 10).unwrap_or(c);
        out.chars().map(|c| if c.is_ascii_digit() { digit(c) } else { c }).collect()
    }

    /// Pairs of words of some reports, one of them in many reports, one in few.
    fn pairs(&self, real: &Lines, n: usize, variations: usize) -> Result<Vec<String>, String> {
        let mut out = Vec::new();
        for i in 0..n {
            let r = real.reading((i * 7919) % real.at.len())?;
            let variation = (i * 31) % variations;
            let list: Vec<&str> = words(&r.report.text).map(|(_, w)| w).filter(|w| w.chars().count() >= 4).collect();
            if list.len() < 20 {
                continue;
            }
            let (a, b) = (list[(i * 13) % list.len()], list[(i * 17 + 5) % list.len()]);
            out.push(format!("{} {}", self.word(a, variation), self.word(b, variation)));
        }
        Ok(out)
    }
}

/// The words of a text with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_ascii_alphabetic())
        .map(move |w| {
            let here = at;
            at += w.len();
            // The separator after it, which may be several bytes.
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            (here, w)
        })
        .filter(|(_, w)| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variation_is_as_long_and_another() {
        let mut r = Reading::default();
        r.report.text = "Talks in Sarnoth on 12 March — envoys’ word.".into();
        r.report.id = "0123456789abcdef".into();
        r.report.published = Some("2031-03-06".into());
        let vary = Varying { other: ["talks", "sarnoth", "envoys"].map(str::to_owned).into() };
        let other: Reading = serde_json::from_slice(&vary.line(r.clone(), 1)).unwrap();
        assert_eq!(other.report.text.chars().count(), r.report.text.chars().count());
        assert_ne!(other.report.text, r.report.text);
        assert!(
            other.report.text.contains(" on 23 ") && other.report.text.ends_with(" word."),
            "{}",
            other.report.text
        );
        assert_eq!(other.report.published.as_deref(), Some("2032-04-06"));
        assert_ne!(other.report.id, r.report.id);
    }
}
