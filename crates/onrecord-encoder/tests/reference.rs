//! The same words through the training's runtime and through ours: `models/reference.json` was written by `training/export.py`.

use onrecord_encoder::{Encoder, Words};
use serde_json::Value;

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn numbers(value: &Value) -> Vec<u32> {
    list(value).iter().filter_map(|v| v.as_u64().map(|v| v as u32)).collect()
}

#[test]
fn what_training_says() {
    let encoder = Encoder::embedded().expect("the embedded weights are whole");
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../models/reference.json")).expect("reference.json is JSON");
    assert!(rows.len() > 5);
    let (mut words, mut other, mut trees, mut spans, mut linked, mut linked_same) = (0, 0, 0, 0, 0, 0);
    for row in &rows {
        let doc = Words {
            words: list(&row["words"]).iter().filter_map(|w| w[0].as_str()).collect(),
            paragraph: numbers(&row["paragraph"]),
            sentence: numbers(&row["sentence"]),
        };
        // spelling is the same, piece by piece
        let mut ids = vec![101];
        for (i, w) in encoder.shown(&doc.words, &doc.paragraph).into_iter().enumerate() {
            if i > 0 && doc.paragraph[i] != doc.paragraph[i - 1] {
                ids.push(102);
            }
            ids.extend(encoder.wordpieces().spell(w).iter().map(|p| p.id));
        }
        ids.push(102);
        assert_eq!(ids, numbers(&row["input_ids"]), "{}", row["text"]);
        let n = doc.words.len();
        let sentence = doc.sentence.clone();
        let encoded = encoder.encode(doc);
        for (at, name) in [(0, "first_word"), (n - 1, "last_word")] {
            for (ours, theirs) in encoded.vector(at).iter().zip(list(&row[name])) {
                let gap = (f64::from(*ours) - theirs.as_f64().unwrap_or(9.0)).abs();
                assert!(gap < 0.12, "{name} of {}: {ours} and {theirs}", row["text"]);
            }
        }
        let (views, width) = encoder.views(&encoded);
        assert_eq!((views.len(), width), (n * width, list(&row["view"]).len()));
        for (ours, theirs) in views[..width].iter().zip(list(&row["view"])) {
            let gap = (f64::from(*ours) - theirs.as_f64().unwrap_or(99.0)).abs();
            assert!(gap < 0.3, "view of {}: {ours} and {theirs}", row["text"]);
        }
        for (head, tags) in row["tags"].as_object().into_iter().flatten() {
            let labels = encoder.labels(head);
            let ours = encoder.tags(&encoded, head);
            assert_eq!(ours.len(), n);
            for (o, t) in ours.iter().zip(list(tags)) {
                words += 1;
                other += usize::from(Some(labels[*o as usize].as_str()) != t.as_str());
            }
        }
        let mut at = 0;
        while at < n {
            let end = (at..n).find(|&i| sentence[i] != sentence[at]).unwrap_or(n);
            let parse = encoder.parse(&encoded, at..end);
            for i in at..end {
                let head = if parse.heads[i - at] == 0 { -1 } else { (parse.heads[i - at] - 1 + at) as i64 };
                let relation = encoder.relations()[parse.relations[i - at]].as_str();
                spans += 1;
                trees +=
                    usize::from(row["head"][i].as_i64() == Some(head) && row["relation"][i].as_str() == Some(relation));
            }
            at = end;
        }
        for (layer, theirs) in row["attributions"].as_object().into_iter().flatten() {
            let ours = encoder.attributions(&encoded, layer);
            for t in list(theirs) {
                linked += 1;
                let pair = |r: &std::ops::Range<usize>| vec![r.start as u32, r.end as u32];
                linked_same += usize::from(ours.iter().any(|o| {
                    pair(&o.cue) == numbers(&t["cue"])
                        && o.source.as_ref().map(pair).unwrap_or_default() == numbers(&t["source"])
                        && o.content.iter().map(pair).collect::<Vec<_>>()
                            == list(&t["content"]).iter().map(numbers).collect::<Vec<_>>()
                }));
            }
        }
    }
    println!(
        "tags that differ: {other} of {words}; arcs alike: {trees} of {spans}; attributions alike: {linked_same} of {linked}"
    );
    assert!(other * 100 <= words, "{other} of {words} tags differ");
    assert!(trees * 100 >= spans * 96, "{trees} of {spans} arcs alike");
    assert!(linked_same * 100 >= linked * 90, "{linked_same} of {linked} attributions alike");
}
