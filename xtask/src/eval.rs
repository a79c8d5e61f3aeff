//! `eval`: runs the referees beside the project on the development sets and writes what they print to docs/accuracy.md.

use std::{fs, path::Path};

use serde_json::Value;

use crate::run::{day_and_cores, output, processor, program, step};

/// Writes docs/accuracy.md; says so loudly when the referees are not there.
pub fn run(root: &Path) -> Result<(), String> {
    let shared = root.join("../shared");
    if !shared.join("score").is_dir() {
        eprintln!("xtask: SKIPPED: there is no ../shared/score beside the project; docs/accuracy.md stays as it is");
        return Ok(());
    }
    step("the command (cargo build --release)", &mut program(root, "cargo", &["build", "--release", "--quiet"]))?;
    let work = root.join("target/eval");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(|e| format!("{}: {e}", work.display()))?;
    let mut page = String::from(
        "# Accuracy\n\nWritten by `cargo xtask eval`; not edited by hand. Each figure is what the named referee prints over every row the\n\
         program prints. The sets are development sets: rules and weights were not made from them, but errors on them were read\n\
         by class. The weak rows are part of the table.\n",
    );
    let doctor = output("doctor", &mut program(root, binary(root).as_str(), &["doctor", "--format", "md"]))?;
    let keep = |l: &&str| ["| onrecord", "| weights", "| lexicon"].iter().any(|k| l.starts_with(k));
    page.push_str("\n```\n");
    for line in doctor.lines().filter(keep) {
        page.push_str(line.trim_matches(['|', ' ']));
        page.push('\n');
    }
    page.push_str("```\n");
    let (day, cores) = day_and_cores(root)?;
    page.push_str(&format!("\nMeasured {day} on {cores} cores ({}).\n", processor("model name")));
    talks(root, &shared, &work, &mut page)?;
    seeds(root, &shared, &work, &mut page)?;
    renaming(root, &shared, &mut page)?;
    polnear(root, &shared, &work, &mut page)?;
    times(root, &shared, &work, &mut page)?;
    clusters(root, &shared, &work, &mut page)?;
    fs::create_dir_all(root.join("docs")).map_err(|e| e.to_string())?;
    fs::write(root.join("docs/accuracy.md"), page).map_err(|e| format!("docs/accuracy.md: {e}"))
}

fn binary(root: &Path) -> String {
    root.join("target/release/onrecord").display().to_string()
}

fn extract(root: &Path, path: &Path, date: Option<&str>) -> Result<Vec<Value>, String> {
    let path = path.display().to_string();
    let mut args = vec!["extract", path.as_str(), "--quiet"];
    if let Some(date) = date {
        args.extend(["--date", date]);
    }
    let text = output(&format!("extract {path}"), &mut program(root, &binary(root), &args))?;
    text.lines().map(|l| serde_json::from_str(l).map_err(|e| format!("extract {path}: {e}"))).collect()
}

fn put(path: &Path, value: &Value) -> Result<(), String> {
    fs::write(path, value.to_string()).map_err(|e| format!("{}: {e}", path.display()))
}

fn json(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn block(page: &mut String, title: &str, what: &str, printed: &str) {
    page.push_str(&format!("\n## {title}\n\n{what}\n\n```\n{}\n```\n", printed.trim_end()));
}

/// Rows of attitude are not in the ledger the tables of talks follow.
fn ledger(mut reading: Value) -> Value {
    if let Some(rows) = reading["attributions"].as_array_mut() {
        rows.retain(|a| a["kind"] != "attitude");
    }
    reading
}

fn talks(root: &Path, shared: &Path, work: &Path, page: &mut String) -> Result<(), String> {
    let gold = shared.join("gold/talks");
    let folder = work.join("talks");
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let manifest = json(&gold.join("manifest.json"))?;
    for (id, about) in manifest.as_object().into_iter().flatten() {
        let text = gold.join(format!("docs/{id}.txt"));
        if text.exists() {
            let reading = extract(root, &text, about["date"].as_str())?.into_iter().next().unwrap_or_default();
            put(&folder.join(format!("{id}.json")), &ledger(reading))?;
        }
    }
    let (score, aliases) = (shared.join("score/score_talks.py"), shared.join("score/aliases.json"));
    let args = [&score, &gold.join("gold"), &folder].map(|p| p.display().to_string());
    let aliases = aliases.display().to_string();
    let all = [args[0].as_str(), args[1].as_str(), args[2].as_str(), "--settled", "--aliases", &aliases];
    let printed = output("score_talks.py", &mut program(root, "python3", &all))?;
    block(
        page,
        "Tables of talks",
        "16 news articles with hand-made tables; `score_talks.py --settled --aliases aliases.json`.",
        &printed,
    );
    Ok(())
}

fn renaming(root: &Path, shared: &Path, page: &mut String) -> Result<(), String> {
    let folders = ["data/talks-train", "gold/talks"].map(|f| shared.join(f).display().to_string());
    let args =
        ["run", "--release", "--quiet", "-p", "onrecord-eval", "--bin", "renaming", "--", &folders[0], &folders[1]];
    let printed = output("renaming", &mut program(root, "cargo", &args))?;
    let printed = printed.replace(&format!("{}/", shared.display()), "");
    block(
        page,
        "Parties renamed",
        "Reports read again with one of their parties called otherwise throughout (a state another state, an armed group and a person a\n\
         name nobody has); rows that change in number or label. `onrecord-eval`'s `renaming` (its source says what counts).",
        &printed,
    );
    Ok(())
}

fn clusters(root: &Path, shared: &Path, work: &Path, page: &mut String) -> Result<(), String> {
    let folder = shared.join("data/news_cluster/data").display().to_string();
    let scorer = ["run", "--release", "--quiet", "-p", "onrecord-eval", "--bin", "stories", "--"];
    let input = work.join("clusters.jsonl");
    let made = output("stories --lines", &mut program(root, "cargo", &[&scorer[..], &["--lines", &folder]].concat()))?;
    fs::write(&input, made).map_err(|e| format!("{}: {e}", input.display()))?;
    let input = input.display().to_string();
    let told =
        output("stories", &mut program(root, &binary(root), &["stories", &input, "--format", "jsonl", "--quiet"]))?;
    let found = work.join("stories.jsonl");
    fs::write(&found, told).map_err(|e| format!("{}: {e}", found.display()))?;
    let found = found.display().to_string();
    let printed = output("stories", &mut program(root, "cargo", &[&scorer[..], &[&folder, &found]].concat()))?;
    block(
        page,
        "Stories",
        "383 reports of 69 events (news clusters of giveme5w1h); `stories --format jsonl`, then `onrecord-eval`'s `stories`. Limits\n\
         were chosen on other sets (docs/journal/stories.md).",
        &printed,
    );
    Ok(())
}

fn seeds(root: &Path, shared: &Path, work: &Path, page: &mut String) -> Result<(), String> {
    let folder = work.join("seeds");
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    for (name, date) in [("seed-0", "2023-10-11"), ("seed-1", "2025-10-06")] {
        let text = shared.join(format!("gold/seeds/docs/{name}.txt"));
        let reading = extract(root, &text, Some(date))?.into_iter().next().unwrap_or_default();
        put(&folder.join(format!("{name}.json")), &reading)?;
    }
    let (lines, record, cross) = (work.join("seeds.jsonl"), work.join("seeds.db"), work.join("cross.json"));
    let both: Vec<String> = ["seed-0.json", "seed-1.json"]
        .iter()
        .map(|n| json(&folder.join(n)).map(|r| r.to_string()))
        .collect::<Result<_, _>>()?;
    fs::write(&lines, both.join("\n")).map_err(|e| format!("{}: {e}", lines.display()))?;
    let [lines, record] = [lines, record].map(|p| p.display().to_string());
    let told = |args: &[&str]| output(args[0], &mut program(root, &binary(root), &[args, &["--quiet"]].concat()));
    told(&["add", &lines, "--record", &record])?;
    fs::write(&cross, told(&["stories", "--record", &record, "--format", "cross"])?).map_err(|e| e.to_string())?;
    let args = [shared.join("gold/seeds/check_traps.py"), folder, cross].map(|p| p.display().to_string());
    // The referee ends with 1 when a trap does not hold; what it prints is what counts.
    let out = program(root, "python3", &[&args[0], &args[1], "--cross", &args[2]])
        .output()
        .map_err(|e| format!("check_traps.py: {e}"))?;
    let printed = String::from_utf8_lossy(&out.stdout).into_owned();
    // The referee quotes the reports; their words stay out of the project: a failed trap is named by its id.
    let brief: Vec<String> = printed
        .lines()
        .map(|l| if l.starts_with("FAIL") { l.split(" <-").next().unwrap_or(l).to_owned() } else { l.to_owned() })
        .collect();
    block(
        page,
        "Traps of two reports",
        "`check_traps.py` over `extract`, and for the traps that need both reports (x-) over `stories --format cross` of a\n\
         record of the two.",
        &brief.join("\n"),
    );
    Ok(())
}

fn polnear(root: &Path, shared: &Path, work: &Path, page: &mut String) -> Result<(), String> {
    let data = shared.join("data/polnear");
    let text = data.join("dev.text.jsonl");
    let readings = extract(root, &text, None)?;
    let ids: Vec<String> = fs::read_to_string(&text)
        .map_err(|e| format!("{}: {e}", text.display()))?
        .lines()
        .filter_map(|l| serde_json::from_str::<Value>(l).ok()?["doc_id"].as_str().map(str::to_owned))
        .collect();
    if ids.len() != readings.len() {
        return Err(format!("PolNeAR: {} documents, {} readings", ids.len(), readings.len()));
    }
    let pair = |s: &Value| serde_json::json!([s["start"], s["end"]]);
    let list = |v: &Value| match v {
        Value::Array(spans) => spans.iter().map(pair).collect::<Vec<_>>(),
        Value::Null => Vec::new(),
        one => vec![pair(one)],
    };
    let mut lines = String::new();
    for (id, reading) in ids.iter().zip(&readings) {
        let rows: Vec<Value> = reading["attributions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|a| serde_json::json!({"source": list(&a["source"]), "cue": list(&a["cue"]), "content": list(&a["content"])}))
            .collect();
        lines.push_str(&serde_json::json!({"doc_id": id, "attributions": rows}).to_string());
        lines.push('\n');
    }
    let pred = work.join("polnear.jsonl");
    fs::write(&pred, lines).map_err(|e| e.to_string())?;
    let paths = [shared.join("score/score_attribution.py"), data.join("dev.attributions.jsonl"), text, pred]
        .map(|p| p.display().to_string());
    let args = [paths[0].as_str(), "--gold", &paths[1], "--text", &paths[2], "--pred", &paths[3]];
    let printed = output("score_attribution.py", &mut program(root, "python3", &args))?;
    block(
        page,
        "Attribution",
        "PolNeAR, 84 development articles, attitudes included; `score_attribution.py`. These are the ledger's rows, which follow the\n\
         guidelines of talks (relays, nesting, no attitudes without a clause); the tagger's own layers follow.",
        &printed,
    );
    for (layer, what) in [
        ("wide", "the tagger's rows by the guidelines of this corpus, linked, doubtful ones dropped"),
        ("tags", "the runs of words as tagged, linked or not: for the line of tokens alone"),
    ] {
        let bin = ["run", "--release", "--quiet", "-p", "onrecord-eval", "--bin", "polnear-predict", "--", "--layer"];
        let rows = output("polnear-predict", &mut program(root, "cargo", &[&bin[..], &[layer, &paths[2]]].concat()))?;
        fs::write(&paths[3], rows).map_err(|e| e.to_string())?;
        let printed = output("score_attribution.py", &mut program(root, "python3", &args))?;
        block(page, &format!("Attribution, layer {layer}"), &format!("The same articles: {what}."), &printed);
    }
    Ok(())
}

fn times(root: &Path, shared: &Path, work: &Path, page: &mut String) -> Result<(), String> {
    let score = shared.join("score/score_timex.py").display().to_string();
    let gold = shared.join("data/tempeval3/timebank");
    let folder = work.join("times");
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let mut names: Vec<_> = fs::read_dir(&gold).map_err(|e| e.to_string())?.flatten().map(|e| e.path()).collect();
    names.sort();
    let mut lines = String::new();
    for tml in names.iter().filter(|p| p.extension().is_some_and(|e| e == "tml")) {
        let doc = tml.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
        let path = tml.display().to_string();
        let text = output("score_timex.py --text", &mut program(root, "python3", &[&score, "--text", &path]))?;
        let date = output("score_timex.py --dct", &mut program(root, "python3", &[&score, "--dct", &path]))?;
        let file = folder.join(format!("{doc}.txt"));
        fs::write(&file, text).map_err(|e| e.to_string())?;
        let date: String = date.trim().chars().take(10).collect();
        for reading in extract(root, &file, Some(&date))? {
            for t in reading["timexes"].as_array().into_iter().flatten() {
                let row = serde_json::json!({
                    "doc": doc, "start": t["span"]["start"], "end": t["span"]["end"], "type": t["type"], "value": t["value"],
                });
                lines.push_str(&row.to_string());
                lines.push('\n');
            }
        }
    }
    let pred = work.join("times.jsonl");
    fs::write(&pred, lines).map_err(|e| e.to_string())?;
    let args = [score, gold.display().to_string(), pred.display().to_string()];
    let printed = output("score_timex.py", &mut program(root, "python3", &args.each_ref().map(String::as_str)))?;
    block(page, "Times", "TimeBank as in TempEval-3 (rules were developed on it); `score_timex.py`.", &printed);
    Ok(())
}
