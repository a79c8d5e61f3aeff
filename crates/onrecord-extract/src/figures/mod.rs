//! How many, of whom, as whom? Counts of people and of things that matter to a conflict or its talks.
//!
//! "Officials said at least 14 villagers were killed and dozens wounded in Arvand." → 14, at least, killed, of villagers, in Arvand,
//! inside the officials' words · dozens (24 to 99), vague, wounded, the same.
//!
//! Figures stay as printed: never added, never subtracted; "28 of the 48" is 28 with a link to the 48. Ages, dates, clock times,
//! ordinals, shares, distances and labels are none. It does not compare reports.

mod details;
mod filter;
mod lengths;
mod measure;
pub mod quantity;

use onrecord_model::{
    BlockKind, Bound, Certainty, Deprel, Evidence, Figure, Measure, Reading, RowId, Span, Timex, TimexType, Upos,
};

use crate::Context;
use crate::pieces::Pieces;
use quantity::Quantity;

/// Adds the rows of this table.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let p = Pieces::new(&cx.report.text);
    let mut rows: Vec<(Figure, bool)> = Vec::new();
    let mut titles: Vec<Figure> = Vec::new();
    for (s, sentence) in cx.sentences() {
        if crate::voice::is_editorial(cx, s) {
            continue;
        }
        let verbs = verbs(cx, sentence.tokens());
        let found = sentence_figures(&p, sentence.span, &reading.timexes, &|word| verbs.contains(&word.start));
        for draft in found {
            let mut figure = draft.figure;
            if sentence.kind == BlockKind::Title {
                titles.push(figure);
                continue;
            }
            figure.attribution = cx.attribution_at(reading, figure.span);
            rows.push((figure, draft.of_previous));
        }
    }
    // A title repeats what the body says; only what the body lacks is a row of its own.
    for mut title in titles {
        let same = |f: &Figure| {
            f.low == title.low
                && f.high == title.high
                && (f.measure == title.measure || f.low.is_some_and(|n| n > 10.0))
        };
        match rows.iter_mut().find(|(f, _)| same(f)) {
            Some((figure, _)) => figure.evidence.push(title.span),
            None if title.measure != Measure::Other => {
                title.attribution = cx.attribution_at(reading, title.span);
                rows.push((title, false));
            }
            None => {}
        }
    }
    rows.sort_by_key(|(f, _)| f.span);
    let mut previous: Option<RowId> = None;
    for (n, (mut figure, of_previous)) in rows.into_iter().enumerate() {
        figure.id = RowId::from(format!("f{}", n + 1));
        if of_previous {
            figure.subset_of = previous.clone();
        }
        // A part of a part is a part of the whole: "67 people, including 64 soldiers, two civilians".
        if figure.subset_of.is_none() || !of_previous {
            previous = Some(figure.id.clone());
        }
        reading.figures.push(figure);
    }
}

/// Whether a word is a verb of a clause of its own by the parse.
type Verbs<'a> = &'a dyn Fn(Span) -> bool;

/// Where the verbs among these tokens begin that have a clause of their own; "the wounded men", "the men killed" are none.
fn verbs(cx: &Context, tokens: std::ops::Range<usize>) -> std::collections::HashSet<u32> {
    let clause = |i: usize| {
        let t = cx.token(i);
        t.upos == Upos::Verb && !matches!(t.deprel, Deprel::Amod | Deprel::Compound | Deprel::Acl | Deprel::Dep)
    };
    tokens.filter(|&i| clause(i)).map(|i| cx.token(i).span.start).collect()
}

/// A figure before its row has an id.
pub struct Draft {
    /// The row.
    pub figure: Figure,
    /// Whether it is a part of the figure before it.
    pub of_previous: bool,
}

/// The figures of one sentence (a span of the text the pieces were cut from); `times` are the time expressions of the text, `verb` tells the
/// verbs of the parse.
pub fn sentence_figures(p: &Pieces, sentence: Span, times: &[Timex], verb: Verbs) -> Vec<Draft> {
    let (start, end) = (p.at(sentence.start), p.at(sentence.end.saturating_sub(1)).saturating_add(1).min(p.len()));
    let first_time = times.partition_point(|t| t.span.end <= sentence.start);
    let times: Vec<&Timex> = times[first_time..].iter().take_while(|t| t.span.start < sentence.end).collect();
    let mut all: Vec<Quantity> = Vec::new();
    let mut i = start;
    while i < end {
        match quantity::at(p, i).filter(|q| q.last <= end) {
            Some(q) => {
                i = q.last.max(i + 1);
                all.push(q);
            }
            None => i += 1,
        }
    }
    let begins: std::collections::HashSet<usize> = all.iter().flat_map(|q| [q.first, q.core]).collect();
    let number = |k: usize| begins.contains(&k);
    let mut out: Vec<(Draft, usize)> = lengths::figures(p, &times, start, end, verb)
        .into_iter()
        .map(|(f, last)| (Draft { figure: f, of_previous: false }, last))
        .collect();
    let day = details::only_day(&times);
    let mut last: Option<(usize, Measure)> = None;
    // The words for what the number before counts, for one that leaves its noun out.
    let mut noun: Option<(usize, Measure, Option<String>)> = None;
    let things = |m: Measure| matches!(m, Measure::Rockets | Measure::Strikes | Measure::Troops);
    let hurt = |m: Measure| matches!(m, Measure::Killed | Measure::Wounded | Measure::Missing | Measure::Displaced);
    for (n, q) in all.iter().enumerate() {
        let span = p.span(q.first, q.last);
        let core = p.span(q.core, q.last);
        let from = times.partition_point(|t| t.span.end <= core.start);
        let timed = times[from..].iter().take_while(|t| t.span.start < core.end);
        if timed.into_iter().any(|t| t.kind == TimexType::Duration || t.span.contains(core)) {
            continue;
        }
        let (read, rule) = match () {
            () if q.currency.is_some() || filter::funds(p, q) => {
                (Some((Measure::Money, q.last, q.last)), "figure: money")
            }
            () if filter::points(p, q) => (Some((Measure::PlanPoints, q.last, q.last)), "figure: points of a plan"),
            () => classify(p, start, end, q, &number, last),
        };
        let freed = |m: Measure| matches!(m, Measure::Released | Measure::ToRelease);
        let read = read.filter(|r| !(freed(r.0) && filter::papers(p, q.last, end)));
        let read = read.filter(|r| r.0 != Measure::Strikes || !filter::only_aimed(p, start, q, r.1));
        let measure = read.map_or(Measure::Other, |r| r.0);
        if !filter::counts(p, start, end, q, measure) {
            continue;
        }
        last = Some((read.map_or(q.last, |r| r.2).max(q.last), measure));
        let mut of = match measure {
            Measure::PlanPoints => Some("points".to_owned()),
            Measure::Money => details::sum(p, q.last, end, verb),
            _ => details::phrase(p, q.last, end, verb),
        };
        if measure == Measure::Other && q.bound == Bound::Vague && q.low.is_none() {
            continue;
        }
        if of.is_none()
            && let Some((before, m, said)) = &noun
            && (rule == "figure: carried on" && *m == measure && things(measure)
                || q.bound != Bound::Vague
                    && hurt(*m)
                    && hurt(measure)
                    && measure::same_subject(p, *before, q.first, q.last))
        {
            of = said.clone();
        }
        noun = Some((q.last, measure, of.clone()));
        let of_previous = details::part_of_previous(p, q, n.checked_sub(1).map(|b| &all[b]), start);
        let figure = Figure {
            id: RowId::from(String::new()),
            span,
            low: q.low,
            high: q.high,
            bound: q.bound,
            measure,
            of,
            unit: None,
            currency: q.currency.map(str::to_owned),
            place: details::place(p, start, end, q),
            as_of: details::as_of(p, start, q, measure, day),
            subset_of: None,
            attribution: None,
            evidence: Evidence::new(span),
            rule: rule.into(),
            certainty: if measure == Measure::Other { Certainty::Possible } else { Certainty::Certain },
        };
        out.push((Draft { figure, of_previous }, q.last));
    }
    out.sort_by_key(|(d, _)| d.figure.span);
    out.into_iter().map(|(d, _)| d).collect()
}

/// What a quantity counts, with the end of the words for the counted and of the words that say so, and the rule.
type Said = (Option<(Measure, usize, usize)>, &'static str);

/// What a quantity counts.
fn classify(
    p: &Pieces,
    start: usize,
    end: usize,
    q: &Quantity,
    number: &dyn Fn(usize) -> bool,
    last: Option<(usize, Measure)>,
) -> Said {
    use measure::{Form, Role};
    // "lost about 22 pounds": weights are nobody's loss
    if filter::weight(p.low(q.last)) {
        return (None, "figure: counted noun");
    }
    let said = |r: measure::Read, m: Measure, rule: &'static str| (Some((m, r.noun_end, r.at + 1)), rule);
    if let Some(r) = measure::toll(p, start, q.first) {
        return said(r, r.measure, "figure: toll");
    }
    let opens = q.first == start || matches!(p.low(q.first - 1), "," | "that" | "and" | "when" | "after" | ":");
    let right = measure::right(p, q.last, end, opens, number);
    let left = measure::left(p, start, q.first);
    let cue = |r: &measure::Read| measure::cue(p.low(r.at));
    let verbal = |r: &measure::Read| cue(r).is_some_and(|c| c.role != Role::Noun);
    // "30 rockets hit Arvand, and 12 people fled": rockets neither flee nor die.
    let right = right.map(|r| match measure::cue(p.low(r.noun_end.saturating_sub(1))) {
        Some(c)
            if matches!(c.measure, Measure::Rockets | Measure::Strikes)
                && c.role == Role::Noun
                && r.noun_end > q.last
                && matches!(r.measure, Measure::Killed | Measure::Wounded | Measure::Displaced | Measure::Missing) =>
        {
            measure::Read { measure: c.measure, at: r.noun_end - 1, ..r }
        }
        _ => r,
    });
    let noun = right.filter(|r| !verbal(r));
    if let Some(r) = right.filter(verbal) {
        // "freeing eight captives who were missing", "the death of four students who had been kidnapped": the word before the
        // number governs it, the one after it stands far off or in a clause of its own.
        let own_clause = (q.last..r.at).any(|k| matches!(p.low(k), "who" | "whom" | "that"));
        return match left {
            Some(l)
                if r.measure != Measure::Killed
                    && (own_clause || r.at > q.last + 6 || cue(&r).is_some_and(|c| c.role == Role::State)) =>
            {
                said(r, l.measure, "figure: verb before")
            }
            _ => said(r, r.measure, "figure: words after"),
        };
    }
    if let Some(l) = left {
        let c = cue(&l);
        let held = noun.is_some_and(|r| matches!(r.measure, Measure::Held | Measure::Prisoners));
        let meant = match c.map(|c| (c.role, c.form)) {
            Some((Role::Hold, _)) => filter::captives(p, start, end) || filter::people(p, q.last, end),
            Some((Role::Seize, _)) => {
                noun.is_some_and(|r| matches!(r.measure, Measure::Troops | Measure::Held | Measure::Prisoners))
            }
            // "threatened to kill 10 judges": nobody died.
            Some((Role::Verb, Form::Base)) if l.measure == Measure::Killed && measure::threatened(p, start, l.at) => {
                false
            }
            // "threatened to kill two hostages": they are held.
            Some((Role::Verb, Form::Base)) if held => {
                !matches!(p.low(l.at.saturating_sub(1)), "to" | "will" | "would" | "could" | "might" | "may")
            }
            _ => true,
        };
        if meant {
            let r = measure::Read { noun_end: right.map_or(q.last, |r| r.noun_end), at: q.last, ..l };
            return said(r, l.measure, "figure: verb before");
        }
    }
    if left.is_none()
        && let Some(r) = measure::joined(p, start, q.first)
    {
        let r = measure::Read { noun_end: right.map_or(q.last, |r| r.noun_end), at: q.last, ..r };
        return said(r, r.measure, "figure: joined");
    }
    if let Some(m) = filter::exchanged(p, start, q.first).filter(|_| noun.is_some() || filter::people(p, q.last, end)) {
        return (Some((m, right.map_or(q.last, |r| r.noun_end), q.last)), "figure: exchange");
    }
    if let Some(r) =
        noun.filter(|r| matches!(r.measure, Measure::Killed | Measure::Wounded | Measure::Displaced | Measure::Held))
    {
        return said(r, r.measure, "figure: counted noun");
    }
    // "eight people (three soldiers and five clerks) were wounded": inside the words of the figure before.
    if let Some((until, m)) = last
        && until > q.last
        && matches!(m, Measure::Killed | Measure::Wounded | Measure::Missing | Measure::Captured | Measure::Detained)
    {
        return (Some((m, right.map_or(q.last, |r| r.noun_end), until)), "figure: inside a figure");
    }
    if let Some((from, m)) = last
        && !matches!(m, Measure::Other | Measure::Money | Measure::Duration | Measure::PlanPoints)
        && (!matches!(m, Measure::Rockets | Measure::Strikes | Measure::Troops) || noun.is_none())
        && measure::carries(p, from, q.first)
        && (!matches!(m, Measure::Rockets | Measure::Strikes | Measure::Troops)
            || p.low(q.first.saturating_sub(1)) == "including"
            || measure::elided(p, q.last, end))
    {
        return (Some((m, right.map_or(q.last, |r| r.noun_end), q.last)), "figure: carried on");
    }
    match noun {
        Some(r) => said(r, r.measure, "figure: counted noun"),
        None => (None, "figure: counted noun"),
    }
}

#[cfg(test)]
mod tests;
