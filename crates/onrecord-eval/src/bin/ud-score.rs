//! `ud-score FILE.conllu…`: boundaries from raw text, then parts of speech and parse on gold words.

use onrecord_eval::ud;

fn main() {
    let mut errors = false;
    for path in std::env::args().skip(1) {
        if path == "--errors" {
            errors = true;
            continue;
        }
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("{path}: {error}");
                std::process::exit(2);
            }
        };
        let docs = ud::documents(&text);
        let b = ud::boundaries(&docs, onrecord_text::analyse_plain);
        println!(
            "{path}\n  sentences P {:.2} R {:.2} F1 {:.2}   tokens P {:.2} R {:.2} F1 {:.2}   words cut {}   false ends after an abbreviation {}",
            b.sentences.precision(),
            b.sentences.recall(),
            b.sentences.f1(),
            b.tokens.precision(),
            b.tokens.recall(),
            b.tokens.f1(),
            b.words_cut,
            b.after_abbreviation
        );
        if errors {
            show(&docs);
        }
    }
}

/// Prints what differs: `-` missed, `+` made up.
fn show(docs: &[ud::GoldDocument]) {
    for doc in docs {
        let analysis = onrecord_text::analyse_plain(&doc.report());
        let chars: Vec<char> = doc.text.chars().collect();
        let cut = |at: u32| -> String {
            let from = (at as usize).saturating_sub(25);
            let to = (at as usize + 25).min(chars.len());
            let mut s: String = chars[from..at as usize].iter().collect();
            s.push('¦');
            s.extend(&chars[at as usize..to]);
            s.replace('\n', "⏎")
        };
        let ours: Vec<u32> = analysis.sentences.iter().map(|s| s.span.end).collect();
        let gold: Vec<u32> = doc.spans.iter().map(|s| s.end).collect();
        for e in &gold {
            if !ours.contains(e) {
                println!("S- {}", cut(*e));
            }
        }
        for e in &ours {
            if !gold.contains(e) {
                println!("S+ {}", cut(*e));
            }
        }
        let ours: Vec<_> = analysis.tokens.iter().map(|t| t.span).collect();
        let mut gold: Vec<_> = doc.sentences.iter().flatten().filter_map(|w| w.span).collect();
        gold.sort();
        for g in gold.iter().filter(|g| !ours.contains(g)) {
            let made: Vec<&str> = analysis.tokens.iter().filter(|t| t.span.overlaps(*g)).map(|t| &*t.text).collect();
            let want: String = chars[g.start as usize..g.end as usize].iter().collect();
            println!("T {want} <- {}", made.join(" | "));
        }
    }
}
