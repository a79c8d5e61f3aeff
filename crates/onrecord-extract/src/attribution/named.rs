//! Question: whose words stand behind a name and a colon?
//!
//! In the title "Vand: The road is open". In a paragraph of its own: "Ana Vand: “The road is open.”" Out: source "Vand", cue ":",
//! the words behind it. The name must be a person's or a body's: a place with a colon is where the report was written. In the
//! body the words must be quoted.

use onrecord_model::{BlockKind, NameKind, Sentence, Upos};

use super::{draft::Draft, quotes::unquote, tree::Tree};
use crate::Context;

/// Longest name before the colon, in tokens.
const LONGEST_NAME: usize = 8;

/// The statement of a sentence that begins with its speaker's name and a colon.
pub(crate) fn find(cx: &Context, number: usize, sentence: &Sentence, out: &mut Vec<Draft>) {
    let tree = Tree::new(cx);
    let tokens = sentence.tokens();
    let first_of_block =
        number.checked_sub(1).and_then(|p| cx.analysis.sentences.get(p)).is_none_or(|p| p.block != sentence.block);
    let Some(colon) = tokens.clone().take(LONGEST_NAME + 1).find(|&k| tree.is(k, ":")) else { return };
    if !first_of_block || colon == tokens.start || colon + 3 > tokens.end {
        return;
    }
    let name = cx.analysis.names.iter().rev().find(|n| {
        (n.tokens.end as usize) <= colon
            && n.tokens.start as usize >= tokens.start
            && colon - n.tokens.end as usize <= 1
            && matches!(n.kind, NameKind::Person | NameKind::Organisation)
    });
    let Some(name) = name else { return };
    if (tokens.start..colon).any(|k| matches!(tree.upos(k), Upos::Verb | Upos::Aux)) {
        return;
    }
    let rest = tree.trim_keep_quotes(colon + 1..tokens.end);
    let Some(said) = tree.span(rest.clone()) else { return };
    let title = sentence.kind == BlockKind::Title;
    let quoted = cx.analysis.quotes.iter().any(|q| q.outer.start == said.start);
    if !(title && tree.has_verb(rest) || quoted) {
        return;
    }
    let mut d = Draft::new(colon, "named");
    d.score = 0.8;
    d.cue = tree.span(colon..colon + 1);
    d.source_head = Some(name.tokens.end as usize - 1);
    d.source = Some(tree.trim(tokens.start..colon));
    let whole = cx.analysis.quotes.iter().find(|q| q.outer.start == said.start).map_or(said, |q| said.cover(q.outer));
    d.content = vec![unquote(cx, whole)];
    out.push(d);
}
