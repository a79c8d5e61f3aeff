//! Question: which words of a quotation belong to which row?
//!
//! In: "We wait. We hope," she said. "Nobody sleeps." Out: one row of "she said" with both quotations as content spans.
//! Outer marks of a whole quotation are left out; marks inside a mixed content stay. An embedded post
//! ("Roads are cut. — Name (@name) 3 May 2020") is a row without a cue.

use onrecord_model::{Act, Quote, Quoted, Span, Upos};

use super::{
    draft::{Draft, tidy},
    tree::Tree,
};
use crate::Context;

/// Extends every content over the quotation it opens or closes, and drops outer marks.
pub(crate) fn complete(cx: &Context, drafts: &mut [Draft]) {
    for d in drafts.iter_mut() {
        let Some(sentence) = cx.analysis.sentence_of(d.at).map(|s| cx.analysis.sentences[s].span) else { continue };
        for piece in &mut d.content {
            if !sentence.overlaps(*piece) {
                continue;
            }
            for q in &cx.analysis.quotes {
                // The quotation runs on from earlier sentences, or into later ones.
                let chain = chain_start(cx, q);
                if q.outer.start < sentence.start
                    && piece.start < q.inner.end
                    && piece.start <= sentence.start + 1
                    && q.inner.end > piece.start
                {
                    piece.start = piece.start.min(chain);
                }
                if q.outer.start < sentence.end
                    && q.outer.end > sentence.end
                    && piece.end + 2 >= sentence.end
                    && piece.end > q.inner.start
                {
                    piece.end = piece.end.max(q.inner.end);
                }
            }
            *piece = unquote(cx, *piece);
        }
        tidy(&mut d.content);
    }
}

/// "“It is vital,” Vand said, the Post reported. “It is dear.”": the later quotation is no part of what the Post's row begins with; it
/// goes on with Vand, whose words the Post passes on.
pub(crate) fn hand_over(cx: &Context, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        let Some(sentence) = cx.analysis.sentence_of(drafts[i].at).map(|s| cx.analysis.sentences[s].span) else {
            continue;
        };
        let passes_on = drafts.iter().enumerate().any(|(k, d)| {
            k != i
                && d.cue.is_some_and(|c| sentence.contains(c) && drafts[i].content.iter().any(|p| p.contains(c)))
                && d.content.first().is_some_and(|c| in_quote(cx, Span::new(c.start + 1, c.start + 2)))
        });
        if passes_on {
            drafts[i].content.retain(|c| c.start < sentence.end);
        }
    }
}

/// First code point inside the quotation a quotation goes on from.
fn chain_start(cx: &Context, q: &Quote) -> u32 {
    let mut start = q.inner.start;
    let mut at = q.continues;
    // Steps are counted by the list: a malformed chain ends too.
    for _ in 0..cx.analysis.quotes.len() {
        let Some(p) = at.and_then(|i| cx.analysis.quotes.get(i as usize)) else { break };
        start = start.min(p.inner.start);
        at = p.continues;
    }
    start
}

/// The piece without marks that open or close outside it, and without the marks of a quotation that is the whole of it.
pub(crate) fn unquote(cx: &Context, mut piece: Span) -> Span {
    for q in &cx.analysis.quotes {
        let opens = piece.start >= q.outer.start && piece.start < q.inner.start;
        let closes = piece.end > q.inner.end && piece.end <= q.outer.end && q.outer.end > q.inner.end;
        if opens && (closes || piece.end <= q.inner.end) {
            piece.start = q.inner.start;
            if closes {
                piece.end = q.inner.end;
            }
        } else if closes && piece.start > q.outer.start {
            piece.end = q.inner.end;
        }
    }
    without_stray(cx, Span::new(piece.start, piece.end))
}

/// The piece without a mark at its end or beginning whose other half stands nowhere in it: "… of the vote.”".
fn without_stray(cx: &Context, piece: Span) -> Span {
    let words = cx.words(piece);
    // "[emphasis mine]" is the report's own
    if let Some((said, note)) = words.rsplit_once('[').filter(|_| words.ends_with(']'))
        && note.to_lowercase().starts_with("emphasis")
    {
        let length = said.trim_end().chars().count() as u32;
        return Span::new(piece.start, piece.start + length);
    }
    let lone = |open: char, close: char| {
        if open == close {
            words.matches(open).count() % 2 == 1
        } else {
            words.matches(open).count() != words.matches(close).count()
        }
    };
    let paired = |at: u32| {
        let mark = Span::new(at, at + 1);
        cx.analysis
            .quotes
            .iter()
            .any(|q| q.closed && q.outer.contains(mark) && !q.inner.contains(mark) && piece.contains(q.outer))
    };
    let ends = words.ends_with('"') && lone('"', '"') || words.ends_with('”') && lone('“', '”');
    if ends && piece.len() > 2 && !paired(piece.end - 1) {
        return Span::new(piece.start, piece.end - 1);
    }
    if ends && (words.starts_with('"') || words.starts_with('“')) {
        return piece;
    }
    let begins = words.starts_with('"') && lone('"', '"') || words.starts_with('“') && lone('“', '”');
    if begins && piece.len() > 2 && !paired(piece.start) {
        return Span::new(piece.start + 1, piece.end);
    }
    piece
}

/// Quotation sentences without a cue of their own go to the row that was speaking.
pub(crate) fn run_on(cx: &Context, drafts: &mut [Draft]) {
    let sentences = &cx.analysis.sentences;
    let mut speaking: Option<(usize, usize)> = None; // draft, sentence it last spoke in
    for (k, s) in sentences.iter().enumerate() {
        if !s.kind.is_content() {
            continue;
        }
        // "… at once.”¶SEE ALSO: …¶“And then …”": the page's line parts nothing
        if cx.is_page_line(k) {
            if let Some((_, last)) = &mut speaking
                && s.block == sentences[*last].block + 1
            {
                *last = k;
            }
            continue;
        }
        let own = drafts
            .iter()
            .enumerate()
            .filter(|(_, d)| {
                s.tokens().contains(&d.at)
                    && d.cue.is_some_and(|c| !in_quote(cx, c))
                    && d.act != Act::Withhold
                    && d.source.is_some()
                    && !kept_back(cx, d)
            })
            .max_by_key(|(_, d)| {
                let quoted = d.content.iter().any(|c| cx.analysis.quotes.iter().any(|q| q.inner.overlaps(*c)));
                // Of two rows over one quotation the inner one speaks.
                (
                    quoted,
                    d.rule != "according" && d.rule != "citing",
                    d.content.first().map(|c| c.start),
                    std::cmp::Reverse(d.content_len()),
                )
            })
            .map(|(i, _)| i);
        if let Some(i) = own {
            speaking = Some((i, k));
            continue;
        }
        if drafts
            .iter()
            .any(|d| !s.tokens().contains(&d.at) && d.content.iter().any(|c| 2 * c.shared(s.span) > s.span.len()))
        {
            if let Some((_, last)) = &mut speaking {
                *last = k;
            }
            continue;
        }
        let inner = quote_only(cx, s.span);
        match (inner, speaking) {
            (Some(inner), Some((i, last))) if k == last + 1 && s.block <= sentences[last].block + 1 => {
                let quoted = drafts[i].content.iter().any(|c| cx.analysis.quotes.iter().any(|q| q.inner.overlaps(*c)));
                if quoted || s.block == sentences[last].block || s.block == sentences[last].block + 1 {
                    drafts[i].content.push(inner);
                    tidy(&mut drafts[i].content);
                    speaking = Some((i, k));
                }
            }
            // "“It was cold,” said Marn. He would not give his surname. “Shops were shut.”"
            (None, Some((_, last)))
                if k == last + 1 && s.block == sentences[last].block && about_him(cx, s.tokens()) =>
            {
                speaking = speaking.map(|(i, _)| (i, k));
            }
            (None, _) => speaking = None,
            _ => {}
        }
    }
}

/// "He would not give his surname": a row that says what somebody does not do speaks no quotation.
fn kept_back(cx: &Context, d: &Draft) -> bool {
    let tree = Tree::new(cx);
    tree.upos(d.at) == Upos::Verb && tree.negated(d.at)
}

/// A short sentence of the report about whoever has just spoken: it begins with "He" or "She", and nobody else is named in it.
fn about_him(cx: &Context, words: std::ops::Range<usize>) -> bool {
    let tree = Tree::new(cx);
    matches!(tree.low(words.start).as_str(), "he" | "she")
        && words.len() < 25
        && !words.clone().any(|k| tree.upos(k) == Upos::Propn || matches!(tree.text(k), "\"" | "“" | "”" | ":"))
}

/// The words of a sentence that is a quotation from end to end; `None` when other words stand in it.
pub(crate) fn quote_only(cx: &Context, s: Span) -> Option<Span> {
    let tokens = cx.analysis.tokens_in(s);
    let inside = |i: usize| {
        cx.analysis
            .quotes
            .iter()
            .any(|q| q.outer.contains(cx.analysis.tokens[i].span) || q.inner.overlaps(cx.analysis.tokens[i].span))
    };
    let words: Vec<usize> = tokens.filter(|&i| cx.analysis.tokens[i].upos != Upos::Punct).collect();
    if words.len() < 2 || !words.iter().all(|&i| inside(i)) {
        return None;
    }
    let first = cx.analysis.tokens[*words.first()?].span.start;
    let q = cx.analysis.quotes.iter().find(|q| q.inner.start <= first && q.inner.end > first)?;
    let start = s.start.max(q.inner.start);
    let last = cx.analysis.quotes.iter().rfind(|q| q.inner.start < s.end)?;
    Some(Span::new(start, s.end.min(last.inner.end.max(start))))
}

/// Whether the span lies in a quotation.
pub(crate) fn in_quote(cx: &Context, span: Span) -> bool {
    cx.analysis.quotes.iter().any(|q| q.inner.contains(span))
}

/// How the content is quoted, and whether its marks are of different families.
pub(crate) fn form(cx: &Context, content: &[Span]) -> (Quoted, bool) {
    let total: u32 = content.iter().map(|c| c.len()).sum();
    let mut inside = 0;
    let mut mismatched = false;
    for c in content {
        for q in &cx.analysis.quotes {
            let shared = q.outer.shared(*c);
            inside += shared;
            mismatched |= shared > 0 && q.mismatched;
        }
    }
    let quoted = if total == 0 || inside == 0 {
        Quoted::Indirect
    } else if inside + 2 >= total {
        Quoted::Direct
    } else {
        Quoted::Mixed
    };
    (quoted, mismatched)
}

/// Embedded posts: a block that ends in "— Name (@handle)" is what that account wrote.
pub(crate) fn posts(cx: &Context, out: &mut Vec<Draft>) {
    let tree = Tree::new(cx);
    for block in cx.report.blocks.iter().filter(|b| b.kind.is_content()) {
        let tokens = cx.analysis.tokens_in(block.span);
        let Some(at) =
            tokens.clone().find(|&i| tree.text(i).starts_with('@') && tree.text(i).len() > 1 || (tree.is(i, "@")))
        else {
            continue;
        };
        let Some(dash) =
            tokens.clone().take_while(|&i| i < at).filter(|&i| matches!(tree.text(i), "—" | "–" | "--")).last()
        else {
            continue;
        };
        let name = tree.trim(dash + 1..at);
        if name.is_empty() || name.len() > 8 || dash < tokens.start + 3 {
            continue;
        }
        let mut d = Draft::new(dash, "post");
        d.source_head = Some(name.end - 1);
        d.source = Some(name);
        d.content = tree.span(tokens.start..dash).into_iter().collect();
        out.push(d);
    }
}
