//! Same words in, same numbers out: alone, beside others, on many threads.

use onrecord_encoder::{Encoder, Words};

const TEXT: &str = "The envoy of Port Vell said on Tuesday that talks with the Harbour Front would resume , an official told the Vell Post .
“ We have agreed on nothing , ” the ministry wrote in a statement . 12 prisoners were released .
A person briefed on the matter said the lower house would vote if the truce held .";

fn words(text: &str) -> Words<'_> {
    let mut doc = Words::default();
    for (n, line) in text.lines().enumerate() {
        for w in line.split_whitespace() {
            doc.words.push(w);
            doc.paragraph.push(n as u32);
            doc.sentence.push(n as u32);
        }
    }
    doc
}

fn bits(encoder: &Encoder, text: &str) -> Vec<u32> {
    let doc = encoder.encode(words(text));
    let n = doc.words.words.len();
    let mut out: Vec<u32> =
        (0..n).flat_map(|i| doc.vector(i).iter().map(|x| x.to_bits()).collect::<Vec<_>>()).collect();
    for a in encoder.attributions(&doc, "ledger") {
        out.extend([a.cue.start as u32, a.score.to_bits(), a.content.len() as u32]);
    }
    let parse = encoder.parse(&doc, 0..n.min(22));
    out.extend(parse.heads.iter().chain(&parse.relations).map(|x| *x as u32));
    out
}

#[test]
fn many_threads_one_answer() {
    let encoder = Encoder::embedded().expect("the embedded weights are whole");
    let want = bits(encoder, TEXT);
    std::thread::scope(|s| {
        let all: Vec<_> = (0..4).map(|_| s.spawn(|| bits(encoder, TEXT))).collect();
        for one in all {
            assert!(one.join().expect("no panic") == want);
        }
    });
}

#[test]
fn odd_input_has_an_output() {
    let encoder = Encoder::embedded().expect("the embedded weights are whole");
    let empty = encoder.encode(Words::default());
    assert!(encoder.tags(&empty, "upos").is_empty() && encoder.attributions(&empty, "ledger").is_empty());
    assert!(encoder.parse(&empty, 0..5).heads.is_empty());
    assert!(encoder.tags(&empty, "no such head").is_empty());
    let odd =
        ["", "\u{200d}", "🛳", "\u{202e}\u{301}", &"x".repeat(3000), "\0", "السلام", "日本語", "\u{1f1fa}\u{1f1f8}"];
    let doc = Words { words: odd.to_vec(), paragraph: vec![0; odd.len()], sentence: vec![0; odd.len() - 1] };
    let encoded = encoder.encode(doc);
    assert_eq!(encoder.tags(&encoded, "upos").len(), odd.len() - 1);
    assert_eq!(encoder.parse(&encoded, 0..99).heads.len(), odd.len() - 1);
}
