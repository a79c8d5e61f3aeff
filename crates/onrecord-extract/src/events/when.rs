//! When did it happen? The date told beside the event's own words.
//!
//! "Ektar shelled the port on Monday." → Monday. A date inside a clause of its own ("a deal signed before 1979"), one that only
//! names a thing ("his 2009 speech"), or one a state began on ("a fifth test since October 2006") is none of the event's.

use onrecord_model::{Deprel, Reading, TimexType, Upos};

use crate::{
    Context,
    actors::{case, children},
    clauses::is_text,
};

/// The value of the date told of the event at `i`, whose verb is `verb` (`i` itself, or the verb a noun of event hangs on): the
/// nearest one.
pub(super) fn date(cx: &Context, reading: &Reading, i: usize, verb: usize) -> Option<String> {
    let s = cx.analysis.sentence_of(i)?;
    let sentence = cx.analysis.sentences[s].span;
    reading
        .timexes
        .iter()
        .filter(|t| t.kind == TimexType::Date && t.span.shared(sentence) > 0)
        .filter(|t| t.value.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|t| head(cx, cx.analysis.tokens_in(t.span)).is_some_and(|h| tells(cx, h, i, verb)))
        .min_by_key(|t| cx.analysis.token_at(t.span.start).abs_diff(i))
        .map(|t| t.value.clone())
}

/// The word of a time expression the others hang on.
fn head(cx: &Context, words: std::ops::Range<usize>) -> Option<usize> {
    words.clone().find(|&w| !words.contains(&(cx.token(w).head as usize)) || cx.token(w).head as usize == w)
}

/// The verbs whose time is the event's too: "rioted on Monday, setting fire to …", "began a strike on Monday to protest".
fn sharing(cx: &Context, verb: usize, time: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = verb;
    for _ in 0..4 {
        let up = cx.token(at).head as usize;
        let marks = children(cx, at, &[Deprel::Mark, Deprel::Case]);
        let own = !children(cx, at, &[Deprel::Nsubj]).is_empty() || marks.into_iter().any(|m| !is_text(cx, m, &["to"]));
        let shared = match cx.token(at).deprel {
            Deprel::Advcl | Deprel::Xcomp => true,
            // "On Monday Ektar shelled the port and killed two."
            Deprel::Conj => time < up,
            _ => false,
        };
        if up == at || own || !shared || cx.token(up).upos != Upos::Verb {
            break;
        }
        out.push(up);
        at = up;
    }
    out
}

/// Whether the time at `time` is told of the event: it hangs on the event's word, its verb, or what these take, with no clause between.
fn tells(cx: &Context, time: usize, i: usize, verb: usize) -> bool {
    let over = sharing(cx, verb, time);
    let mut at = time;
    for n in 0..12 {
        if at == i || at == verb || over.contains(&at) {
            return true;
        }
        let t = cx.token(at);
        let up = t.head as usize;
        if up == at {
            return false;
        }
        // "a fifth test since 2006": when it began, not when it was told of.
        if case(cx, at) == "since" {
            return false;
        }
        // "his 2009 speech", "the 1979 revolution".
        let noun = cx.token(up).upos != Upos::Verb && up != i && up != verb;
        if n == 0 && noun && at < up && case(cx, at).is_empty() {
            return false;
        }
        let below = up == i || up == verb;
        match t.deprel {
            Deprel::Acl | Deprel::Csubj | Deprel::Parataxis | Deprel::Ccomp => return false,
            // "before the vote on Monday", "after they met on Monday": another time.
            Deprel::Advcl => return false,
            Deprel::Xcomp if !below => return false,
            Deprel::Conj if cx.token(at).upos == Upos::Verb => return false,
            _ => {}
        }
        at = up;
    }
    false
}
