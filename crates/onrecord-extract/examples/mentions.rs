//! Prints the mentions and chains of reports as a person reads them: each sentence, and under it its mentions.
//!
//!     mentions FILE…            text files; a line of the form `{"text": …}` in a .jsonl file is a report each
//!     mentions --json FILE…     the readings as JSON lines

use std::{env, fs};

use onrecord_extract::{Context, coreference, mentions, parties};
use onrecord_lexicon::Lexicon;
use onrecord_model::{Reading, Report};
use onrecord_read::Hint;

fn main() {
    let (flags, files): (Vec<_>, Vec<_>) = env::args().skip(1).partition(|a| a.starts_with("--"));
    let json = flags.iter().any(|f| f == "--json");
    for file in files {
        let bytes = fs::read(&file).expect("the file can be read");
        let reports =
            onrecord_read::reports(&bytes, &Hint { path: Some(file.clone()), ..Hint::default() }).expect("a report");
        for report in reports.into_iter().flatten() {
            let mut reading = read(&report);
            reading.input = file.clone();
            if json {
                println!("{}", serde_json::to_string(&reading).expect("a reading is JSON"));
            } else {
                print(&report, &reading);
            }
        }
    }
}

fn read(report: &Report) -> Reading {
    let analysis = onrecord_text::analyse_plain(report);
    let cx = Context::new(report, &analysis, Lexicon::embedded());
    let mut reading = Reading {
        schema_version: onrecord_model::SCHEMA_VERSION,
        report: report.clone(),
        sentences: analysis.sentences.iter().map(|s| s.span).collect(),
        ..Reading::default()
    };
    mentions::extract(&cx, &mut reading);
    coreference::extract(&cx, &mut reading);
    reading
}

fn print(report: &Report, reading: &Reading) {
    let analysis = onrecord_text::analyse_plain(report);
    let cx = Context::new(report, &analysis, Lexicon::embedded());
    println!("=== {} {:?}", reading.input, report.dateline_date);
    for s in &reading.sentences {
        println!("{}", cx.words(*s).replace('\n', " "));
        for m in reading.mentions.iter().filter(|m| s.start <= m.span.start && m.span.end <= s.end) {
            println!(
                "    {:30} {:12} {:8} = {}{}{}  [{}{}]{}",
                cx.words(m.span).replace('\n', " "),
                format!("{:?}", m.kind),
                format!("{:?}", m.form),
                m.canonical,
                m.affiliation.as_ref().map_or(String::new(), |a| format!(" < {a}")),
                m.role.map_or(String::new(), |r| format!(" ({})", cx.words(r))),
                m.rule,
                if m.certainty == onrecord_model::Certainty::Possible { "?" } else { "" },
                parties::party_at(&cx, reading, m.span).map_or(String::new(), |p| format!(" -> {p}")),
            );
        }
    }
    for c in &reading.chains {
        let words: Vec<_> =
            c.iter().filter_map(|id| reading.mentions.iter().find(|m| &m.id == id)).map(|m| cx.words(m.span)).collect();
        println!("  chain {}", words.join(" | "));
    }
}
