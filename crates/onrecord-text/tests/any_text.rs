//! Any text gives an analysis whose spans slice the text they claim; odd texts neither panic nor hang.

use onrecord_encoder::Encoder;
use onrecord_model::{Analysis, Block, BlockKind, Offsets, Report, Span};
use proptest::prelude::*;

fn report(text: &str) -> Report {
    Report { text: text.to_owned(), ..Report::default() }
}

/// What holds of every analysis.
fn lawful(report: &Report, analysis: &Analysis) {
    let offsets = Offsets::new(&report.text);
    let mut end = 0;
    for t in &analysis.tokens {
        assert_eq!(offsets.slice(&report.text, t.span), &*t.text);
        assert!(!t.text.is_empty() && t.span.start >= end, "tokens stand in order: {t:?}");
        assert!(!t.lemma.is_empty());
        end = t.span.end;
    }
    let mut next = 0;
    for s in &analysis.sentences {
        assert_eq!(s.first, next, "sentences cover all tokens");
        assert!(s.last > s.first);
        next = s.last;
        assert_eq!(Some(s.span), analysis.span_of(s.tokens()));
        for i in s.tokens() {
            assert!(s.tokens().contains(&(analysis.tokens[i].head as usize)), "a head stands in its own sentence");
        }
        let roots = s.tokens().filter(|&i| analysis.tokens[i].head as usize == i).count();
        assert_eq!(roots, 1, "one root a sentence");
    }
    assert_eq!(next as usize, analysis.tokens.len());
    for q in &analysis.quotes {
        assert!(q.outer.contains(q.inner) && q.outer.end <= offsets.len(), "{q:?}");
        assert!(q.continues.is_none_or(|c| (c as usize) < analysis.quotes.len()));
    }
    let n = analysis.tokens.len() as u32;
    let ranges = analysis.names.iter().map(|x| &x.tokens).chain(analysis.tagged.iter().map(|x| &x.tokens));
    let parts = analysis.attributions.iter().flat_map(|a| a.source.iter().chain(&a.cue).chain(&a.content));
    for r in ranges.chain(parts) {
        assert!(r.start < r.end && r.end <= n);
    }
    assert!(analysis.attributions.iter().all(|a| (0.0..=1.0).contains(&a.score) && !a.content.is_empty()));
}

/// No letter or digit of the text is left out of the tokens.
fn whole(report: &Report, analysis: &Analysis) {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
    let inside: usize = analysis.tokens.iter().map(|t| letters(&t.text)).sum();
    assert_eq!(inside, letters(&report.text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_without_the_engine(text in "(\\PC|[\\r\\n\\t \"'“”‘’.,!?()\\-a-zA-Z0-9$@:/]|[e\\u{301}\\u{200d}\\u{202e}\\u{feff}אس日🇺🇸👩🚀]){0,80}") {
        let report = report(&text);
        let analysis = onrecord_text::analyse_plain(&report);
        lawful(&report, &analysis);
        whole(&report, &analysis);
    }

    #[test]
    fn any_blocks(text in "[a-z .\"“”\\n]{0,60}", cuts in prop::collection::vec((0u32..80, 0u32..80), 0..5)) {
        let blocks = cuts.iter().map(|(a, b)| Block { span: Span::new(*a, *b), kind: BlockKind::Body }).collect();
        let report = Report { blocks, ..report(&text) };
        lawful(&report, &onrecord_text::analyse_plain(&report));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_with_the_engine(text in "(\\PC|[\\r\\n \"“”.,a-zA-Z0-9]|said|Orlo|[e\\u{301}\\u{200d}\\u{202e}א日🛳]){0,60}") {
        let report = report(&text);
        let encoder = Encoder::embedded().expect("the embedded weights are whole");
        let analysis = onrecord_text::analyse(&report, encoder);
        lawful(&report, &analysis);
        whole(&report, &analysis);
    }
}

#[test]
fn odd_texts() {
    let encoder = Encoder::embedded().expect("the embedded weights are whole");
    let odd = [
        String::new(),
        " \r\n\t\u{feff}".to_owned(),
        "\"\"\"\"“”‘’''``".to_owned(),
        "x".repeat(20_000),
        "Talks.".repeat(500),
        "the envoy said and ".repeat(700),
        "Переговоры 会谈 المحادثات talks שיחות 🛳️ ".repeat(20),
        "( ".repeat(400) + &") ".repeat(400),
        "one\r\ntwo\r\n\r\nthree\u{2028}four\rfive".to_owned(),
        "e\u{301}".repeat(300),
    ];
    for text in &odd {
        let report = report(text);
        let analysis = onrecord_text::analyse(&report, encoder);
        lawful(&report, &analysis);
        whole(&report, &analysis);
    }
    let lines = onrecord_text::analyse_plain(&report(&odd[8]));
    assert_eq!(lines.sentences.len(), 5);
}

#[test]
fn a_paragraph_of_ten_thousand_words() {
    let encoder = Encoder::embedded().expect("the embedded weights are whole");
    let sentence = "The envoy of Port Vell said that the Harbour Front would release 12 prisoners if the truce held. ";
    let report = report(&sentence.repeat(560));
    let analysis = onrecord_text::analyse(&report, encoder);
    assert!(analysis.tokens.len() > 10_000);
    lawful(&report, &analysis);
}

#[test]
fn furniture_is_not_read_and_threads_agree() {
    let text = "The ministry said talks would go on.\nShare this article with friends\nThe Front denied it, an aide told the Vell Post.";
    let offsets = Offsets::new(text);
    let mut blocks = Vec::new();
    let mut at = 0;
    for (n, line) in text.split('\n').enumerate() {
        let kind = if n == 1 { BlockKind::Boilerplate } else { BlockKind::Body };
        blocks.push(Block { span: offsets.span(at, at + line.len()), kind });
        at += line.len() + 1;
    }
    let report = Report { blocks, ..report(text) };
    let encoder = Encoder::embedded().expect("the embedded weights are whole");
    let want = onrecord_text::analyse(&report, encoder);
    lawful(&report, &want);
    let furniture = want.sentences.iter().find(|s| s.kind == BlockKind::Boilerplate).expect("a sentence of its own");
    let inside = furniture.first..furniture.last;
    assert!(
        want.attributions.iter().flat_map(|a| a.content.iter()).all(|c| c.end <= inside.start || c.start >= inside.end)
    );
    std::thread::scope(|s| {
        let all: Vec<_> = (0..3).map(|_| s.spawn(|| onrecord_text::analyse(&report, encoder))).collect();
        for one in all {
            assert_eq!(one.join().expect("no panic"), want);
        }
    });
}
