//! Which words name or describe somebody or something?
//!
//! "Veskaran Foreign Minister Rennath Quorvin said Ondrel had not asked two brigades" → `Veskara` (its adjective), `Rennath Quorvin`
//! with her role and state, `Ondrel` as the government or the city, `two brigades`. Names come from the lexicon, the trained
//! tagger and capitals together; a party no lexicon knows is a party too. Nothing is matched by likeness.
//!
//! Steps: names by run of capitals (`names`), kinds of unknown names over the whole report (`kinds`), capitals (`metonym`),
//! descriptions (`nominals`). What stands for what is left to `coreference`.

mod draft;
mod kinds;
mod metonym;
mod names;
mod nominals;
mod view;

#[cfg(test)]
mod tests;

use onrecord_model::{Mention, Reading, RowId};

pub(crate) use draft::Draft;
pub(crate) use view::View;

use crate::Context;

/// Adds the named and described mentions of the report, in text order.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let view = View::new(cx);
    reading.mentions = drafts(&view).into_iter().enumerate().filter_map(|(n, d)| row(cx, n + 1, d)).collect();
}

/// All mentions of the report before they are rows.
pub(crate) fn drafts(view: &View) -> Vec<Draft> {
    let mut names: Vec<Draft> = Vec::new();
    for (_, s) in view.cx.sentences() {
        names.extend(names::of_sentence(view, s));
    }
    names.retain(|d| !described(view, d));
    kinds::decide(view, &mut names);
    metonym::decide(view, &mut names);
    let mut all = Vec::with_capacity(names.len() * 2);
    for (_, s) in view.cx.sentences() {
        let range = s.tokens();
        let from = names.partition_point(|d| d.tokens.start < range.start);
        let to = names.partition_point(|d| d.tokens.start < range.end);
        all.extend(nominals::of_sentence(view, s, &names[from..to]));
    }
    all.extend(names);
    all.sort_by_key(|d| (d.tokens.start, std::cmp::Reverse(d.tokens.end)));
    all.dedup_by(|b, a| a.tokens == b.tokens);
    all
}

/// "The national", "The secretary of state" where a sentence begins: an article and no capital behind it is a description.
fn described(view: &View, d: &Draft) -> bool {
    let words = &view.cx.analysis.tokens[d.tokens.clone()];
    let [first, rest @ ..] = words else { return false };
    ["the", "a", "an"].iter().any(|a| first.text.eq_ignore_ascii_case(a))
        && !rest.iter().any(|t| t.text.chars().any(char::is_uppercase))
}

fn row(cx: &Context, n: usize, d: Draft) -> Option<Mention> {
    Some(Mention {
        id: RowId::from(format!("m{n}")),
        span: cx.analysis.span_of(d.tokens)?,
        kind: d.kind,
        form: d.form,
        canonical: d.canonical,
        actor: d.actor,
        role: d.role.and_then(|r| cx.analysis.span_of(r)),
        affiliation: d.affiliation,
        rule: d.rule.into(),
        certainty: d.certainty,
    })
}
