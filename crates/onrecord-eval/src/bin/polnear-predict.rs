//! `polnear-predict [--layer wide|ledger|nested|tags] TEXT.jsonl > PRED.jsonl`: attributions for the attribution referee;
//! `tags`: the wide layer's runs of words as they are tagged, linked or not.

use std::io::{BufWriter, Write};

use onrecord_encoder::Encoder;
use onrecord_eval::polnear;
use onrecord_model::{Report, TagLayer};

fn main() {
    if let Err(error) = run() {
        eprintln!("{error}");
        std::process::exit(2);
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let (mut layer, mut tags) = (TagLayer::Wide, false);
    let mut path = None;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), &path) {
            ("--layer", _) => match args.next().unwrap_or_default() {
                name if name == "tags" => tags = true,
                name => layer = serde_json::from_value(name.into())?,
            },
            (_, None) => path = Some(arg),
            _ => return Err(format!("{arg}: one file at a time").into()),
        }
    }
    let path = path.ok_or("usage: polnear-predict [--layer wide|ledger|nested|tags] TEXT.jsonl")?;
    let encoder = Encoder::embedded()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in
        std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?.lines().filter(|l| !l.trim().is_empty())
    {
        let doc: polnear::Document = serde_json::from_str(line)?;
        let report = Report { text: doc.text, ..Report::default() };
        let analysis = onrecord_text::analyse(&report, encoder);
        let found = match tags {
            true => polnear::tags(&doc.doc_id, &analysis, encoder),
            false => polnear::predicted(&doc.doc_id, &analysis, layer),
        };
        serde_json::to_writer(&mut out, &found)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}
