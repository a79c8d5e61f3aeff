//! What does the trained engine say of the words?
//!
//! Fills parts of speech, lemmas, the parse, names, attributions of three layers and the spans of every further head. Page furniture
//! is not handed to the engine: nothing is read from it, so its words are guessed as in the analysis without the engine.

use std::ops::Range;

use onrecord_encoder::{Encoded, Encoder, Linked, Words};
use onrecord_model::{
    Analysis, BlockKind, Deprel, Name, NameKind, Report, Sentence, Span, TagLayer, TaggedAttribution, TaggedSpan,
    Token, Upos,
};

use crate::{boundaries, lemma::lemma, plain};

/// Longest run of words that is parsed as one sentence. What goes beyond (lists, text without stops) is parsed in runs of this
/// length whose roots hang on the first: arc scores grow with the square of the length.
const LONGEST: usize = 128;

/// A start the rules made is taken back when the engine's probability is below this.
const TAKEN_BACK: f32 = 0.05;
/// A start is added when the engine's probability is above this.
const ADDED: f32 = 0.75;

/// Layers of attribution by the name of their head.
const LAYERS: [(TagLayer, &str); 3] =
    [(TagLayer::Ledger, "ledger"), (TagLayer::Nested, "nested"), (TagLayer::Wide, "attribution")];

/// The analysis of a report by the trained engine. Pure: same report, same analysis, on any number of threads.
pub fn analyse(report: &Report, encoder: &Encoder) -> Analysis {
    let mut analysis = boundaries(report);
    read(&mut analysis, encoder);
    analysis
}

/// Fills everything that hangs on words into an analysis that has its boundaries.
pub(crate) fn read(analysis: &mut Analysis, encoder: &Encoder) {
    if analysis.sentences.iter().any(|s| s.kind == BlockKind::Boilerplate) {
        plain::guess(analysis);
    }
    // the words handed to the engine, with their place among the tokens
    let mut place: Vec<u32> = Vec::with_capacity(analysis.tokens.len());
    let texts: Vec<Box<str>> = analysis.tokens.iter().map(|t| t.text.clone()).collect();
    let mut words = Words::default();
    for (n, s) in analysis.sentences.iter().enumerate().filter(|(_, s)| s.kind != BlockKind::Boilerplate) {
        for i in s.tokens() {
            place.push(i as u32);
            words.words.push(&texts[i]);
            words.paragraph.push(s.block);
            words.sentence.push(n as u32);
        }
    }
    let mut doc = encoder.encode(words);
    sentences(analysis, encoder, &mut doc, &place);
    parts_of_speech(analysis, encoder, &doc, &place);
    parse(analysis, encoder, &doc, &place);
    let (views, width) = encoder.views(&doc);
    if width > 0 {
        analysis.views = vec![Box::default(); analysis.tokens.len()];
        for (view, &token) in views.chunks_exact(width).zip(&place) {
            analysis.views[token as usize] = view.into();
        }
    }
    let tokens = |r: &Range<usize>| place[r.start]..place[r.end - 1] + 1;
    names(analysis, encoder, &doc, tokens);
    attributions(analysis, encoder, &doc, tokens);
    further(analysis, encoder, &doc, tokens);
}

/// Sentence starts that the rules made and the engine all but rules out are taken back; starts that only the engine saw (lost
/// line breaks, print without stops) are added.
fn sentences(analysis: &mut Analysis, encoder: &Encoder, doc: &mut Encoded, place: &[u32]) {
    let starts = encoder.probabilities(doc, "sentence", 1);
    if starts.len() != place.len() || place.is_empty() {
        return;
    }
    let old = std::mem::take(&mut analysis.sentences);
    let mut at = 0;
    for s in old {
        let range = s.tokens();
        if place.get(at) != Some(&(range.start as u32)) {
            analysis.sentences.push(s); // page furniture
            continue;
        }
        let joined = analysis.sentences.last().is_some_and(|l| l.block == s.block && l.last == s.first)
            && starts[at] < TAKEN_BACK
            && !full_stop(analysis, range.start);
        let mut from = range.start;
        for i in (range.start + 1..range.end).filter(|i| starts[at + i - range.start] > ADDED) {
            if !may_start(&analysis.tokens[from..i]) {
                continue;
            }
            push(analysis, &s, from..i, joined && from == range.start);
            from = i;
        }
        push(analysis, &s, from..range.end, joined && from == range.start);
        at += range.len();
    }
    let mut at = 0;
    for (n, s) in analysis.sentences.iter().enumerate() {
        if place.get(at) == Some(&s.first) {
            let end = at + s.tokens().len();
            doc.words.sentence[at..end].fill(n as u32);
            at = end;
        }
    }
}

/// Whether a sentence may start behind these words of another: not behind an opening bracket, marks alone, or the number of a heading.
fn may_start(before: &[Token]) -> bool {
    let opened = before.last().is_some_and(|t| matches!(&*t.text, "(" | "["));
    let number = matches!(before, [one] if one.text.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let marks = before.iter().all(|t| !t.text.chars().any(char::is_alphanumeric));
    !opened && !number && !marks
}

/// Whether a full stop that belongs to no word, closing quotation marks or none, and a word with a capital leave no doubt that a
/// sentence starts at `token`.
fn full_stop(analysis: &Analysis, token: usize) -> bool {
    let before = &analysis.tokens[..token];
    let closed = before.iter().rev().take_while(|t| matches!(&*t.text, "”" | "’" | "»")).count();
    let [.., word, stop] = &before[..token - closed] else { return false };
    let letters = |t: &Token| t.text.chars().filter(|c| c.is_alphabetic()).count();
    let capital = analysis.tokens[token].text.chars().next().is_some_and(char::is_uppercase);
    &*stop.text == "." && capital && letters(word) > 2
}

/// Adds a part of sentence `s`, or lengthens the sentence before by it.
fn push(analysis: &mut Analysis, s: &Sentence, tokens: Range<usize>, joined: bool) {
    let end = analysis.tokens[tokens.end - 1].span.end;
    if joined && let Some(last) = analysis.sentences.last_mut() {
        last.last = tokens.end as u32;
        last.span.end = end;
        return;
    }
    let span = Span::new(analysis.tokens[tokens.start].span.start, end);
    analysis.sentences.push(Sentence { span, first: tokens.start as u32, last: tokens.end as u32, ..s.clone() });
}

fn parts_of_speech(analysis: &mut Analysis, encoder: &Encoder, doc: &Encoded, place: &[u32]) {
    let tags: Vec<Upos> = encoder.labels("upos").iter().map(|l| Upos::from_name(l)).collect();
    for (tag, &i) in encoder.tags(doc, "upos").iter().zip(place) {
        let token = &mut analysis.tokens[i as usize];
        token.upos = tags.get(*tag as usize).copied().unwrap_or(Upos::X);
        token.lemma = lemma(&token.text, token.upos).into();
    }
}

fn parse(analysis: &mut Analysis, encoder: &Encoder, doc: &Encoded, place: &[u32]) {
    let relations: Vec<Deprel> = encoder.relations().iter().map(|r| Deprel::from_name(r)).collect();
    let sentence = &doc.words.sentence;
    let mut at = 0;
    while at < place.len() {
        let end = (at..place.len()).find(|&i| sentence[i] != sentence[at]).unwrap_or(place.len());
        let mut root = None;
        for from in (at..end).step_by(LONGEST) {
            let run = from..(from + LONGEST).min(end);
            let parse = encoder.parse(doc, run.clone());
            for (k, i) in run.clone().enumerate() {
                let token: &mut Token = &mut analysis.tokens[place[i] as usize];
                if parse.heads[k] > 0 {
                    token.head = place[from + parse.heads[k] - 1];
                    token.deprel = relations.get(parse.relations[k]).copied().unwrap_or_default();
                    if token.deprel == Deprel::Root {
                        token.deprel = Deprel::Dep;
                    }
                } else if let Some(first) = root {
                    (token.head, token.deprel) = (first, Deprel::Parataxis);
                } else {
                    (token.head, token.deprel) = (place[i], Deprel::Root);
                    root = Some(place[i]);
                }
            }
        }
        at = end;
    }
    articles(&mut analysis.tokens);
    names_of_nouns(&mut analysis.tokens);
}

/// "The family of the reporter Orlo Brandt said": a name straight behind the noun that ends a subject is that noun's, no second
/// subject and none of the family's.
fn names_of_nouns(tokens: &mut [Token]) {
    for i in 1..tokens.len() {
        let (name, noun) = (&tokens[i], &tokens[i - 1]);
        if name.upos != Upos::Propn || noun.upos != Upos::Noun || noun.deprel != Deprel::Nmod {
            continue;
        }
        let over = &tokens[noun.head as usize];
        let second = name.deprel == Deprel::Nsubj && over.deprel == Deprel::Nsubj && over.head == name.head;
        let beside = name.deprel == Deprel::Appos && name.head == noun.head;
        if second || beside {
            (tokens[i].head, tokens[i].deprel) = (tokens[i - 1].head, Deprel::Nmod);
            (tokens[i - 1].head, tokens[i - 1].deprel) = (i as u32, Deprel::Compound);
            // "of", "the" and adjectives go with the name
            for t in tokens[..i - 1].iter_mut().rev().take(8).filter(|t| t.head as usize == i - 1) {
                t.head = i as u32;
            }
        }
    }
}

/// An article hangs on the noun of its own phrase, whatever the parser scored: "A senior official told …" has one subject.
fn articles(tokens: &mut [Token]) {
    const LONGEST_PHRASE: usize = 6;
    for i in 0..tokens.len() {
        let t = &tokens[i];
        if t.upos != Upos::Det || t.deprel == Deprel::Det || !matches!(&*t.lemma, "a" | "an" | "the") {
            continue;
        }
        let noun = (i + 1..tokens.len().min(i + LONGEST_PHRASE))
            .take_while(|&j| {
                matches!(tokens[j].upos, Upos::Adj | Upos::Num | Upos::Adv | Upos::Noun | Upos::Propn | Upos::Verb)
                    || &*tokens[j].text == "-"
            })
            .find(|&j| matches!(tokens[j].upos, Upos::Noun | Upos::Propn));
        if let Some(noun) = noun.map(|j| last_of_phrase(tokens, j)) {
            if tokens[noun].head as usize == i {
                tokens[noun].head = tokens[i].head;
                tokens[noun].deprel = tokens[i].deprel;
            }
            tokens[i].head = noun as u32;
            tokens[i].deprel = Deprel::Det;
        }
    }
}

/// The head noun of the compound that starts at `j`.
fn last_of_phrase(tokens: &[Token], mut j: usize) -> usize {
    while tokens[j].head as usize == j + 1 && matches!(tokens[j].deprel, Deprel::Compound | Deprel::Amod | Deprel::Nmod)
    {
        j += 1;
    }
    j
}

fn names(analysis: &mut Analysis, encoder: &Encoder, doc: &Encoded, tokens: impl Fn(&Range<usize>) -> Range<u32>) {
    let kinds: Vec<NameKind> = encoder
        .span_labels("names")
        .iter()
        .map(|l| match *l {
            "PER" => NameKind::Person,
            "LOC" => NameKind::Place,
            "ORG" => NameKind::Organisation,
            _ => NameKind::Other,
        })
        .collect();
    analysis.names = encoder
        .spans(doc, "names")
        .iter()
        .map(|s| Name { tokens: tokens(&s.words), kind: kinds[s.label], score: s.score })
        .collect();
}

fn attributions(
    analysis: &mut Analysis,
    encoder: &Encoder,
    doc: &Encoded,
    tokens: impl Fn(&Range<usize>) -> Range<u32>,
) {
    let mut all: Vec<TaggedAttribution> = Vec::new();
    for (layer, head) in LAYERS {
        for a in encoder.attributions(doc, head) {
            if layer == TagLayer::Wide && a.score < encoder.keep() {
                continue;
            }
            if layer != TagLayer::Wide {
                classes(analysis, encoder, doc, &a, &tokens);
            }
            all.push(TaggedAttribution {
                layer,
                source: a.source.iter().map(&tokens).collect(),
                cue: vec![tokens(&a.cue)],
                content: a.content.iter().map(&tokens).collect(),
                score: a.score,
            });
        }
    }
    let first = |a: &TaggedAttribution| a.source.iter().chain(&a.cue).chain(&a.content).map(|r| r.start).min();
    all.sort_by_key(|a| (first(a), a.layer, a.cue.first().map(|c| c.start)));
    analysis.attributions = all;
}

/// Class of the source and act of the cue of an attribution.
fn classes(
    analysis: &mut Analysis,
    encoder: &Encoder,
    doc: &Encoded,
    a: &Linked,
    tokens: &impl Fn(&Range<usize>) -> Range<u32>,
) {
    for (head, words) in [("source_type", a.source.as_ref()), ("act", Some(&a.cue))] {
        if let Some((words, (label, score))) = words.and_then(|w| Some((w, encoder.class(doc, head, w.clone())?))) {
            let span = TaggedSpan {
                head: head.into(),
                label: encoder.class_labels(head)[label].as_str().into(),
                tokens: tokens(words),
                score,
            };
            if !analysis.tagged.iter().any(|t| t.head == span.head && t.tokens == span.tokens) {
                analysis.tagged.push(span);
            }
        }
    }
}

/// The spans of every other head that marks runs of words, and the measure of figures.
fn further(analysis: &mut Analysis, encoder: &Encoder, doc: &Encoded, tokens: impl Fn(&Range<usize>) -> Range<u32>) {
    for head in encoder.span_heads().filter(|h| *h != "names" && LAYERS.iter().all(|(_, l)| l != h)) {
        let labels = encoder.span_labels(head);
        for s in encoder.spans(doc, head) {
            analysis.tagged.push(TaggedSpan {
                head: head.into(),
                label: labels[s.label].into(),
                tokens: tokens(&s.words),
                score: s.score,
            });
            if head == "figure"
                && let Some((label, score)) = encoder.class(doc, "measure", s.words.clone())
            {
                let label = encoder.class_labels("measure")[label].as_str().into();
                analysis.tagged.push(TaggedSpan { head: "measure".into(), label, tokens: tokens(&s.words), score });
            }
        }
    }
    analysis
        .tagged
        .sort_by(|a, b| (a.tokens.start, a.tokens.end, &a.head).cmp(&(b.tokens.start, b.tokens.end, &b.head)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Analysis {
        boundaries(&Report { text: text.into(), ..Report::default() })
    }

    #[test]
    fn nothing_starts_behind_an_open_bracket_or_a_heading_number() {
        let at = |text: &str, word: &str| {
            let all = tokens(text);
            let i = all.tokens.iter().position(|t| &*t.text == word).expect("the word is there");
            may_start(&all.tokens[..i])
        };
        assert!(!at("the harbour ( Later that week it closed )", "Later"));
        assert!(!at("1.1 What the truce covers", "What"));
        assert!(!at("“ What the truce covers", "What"));
        assert!(at("the ferry left 1 hour late Passengers waited", "Passengers"));
        assert!(at("Port Vell The talks resumed", "The"));
    }

    #[test]
    fn a_full_stop_in_a_quotation_leaves_no_doubt_either() {
        let at = |text: &str, word: &str| {
            let all = tokens(text);
            let i = all.tokens.iter().position(|t| &*t.text == word).expect("the word is there");
            full_stop(&all, i)
        };
        assert!(at("He called it “the last truce.” Nobody agreed.", "Nobody"));
        assert!(at("He called it the last truce. Nobody agreed.", "Nobody"));
        assert!(!at("He called it “the last truce” Nobody agreed.", "Nobody"));
        assert!(!at("He called it “the last truce.” nobody agreed.", "nobody"));
        assert!(!at("A visit to St. Orlo ended.", "Orlo"));
    }
}
