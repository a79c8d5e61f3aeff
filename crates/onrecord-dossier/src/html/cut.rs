//! Which rows a page of a long matter holds. Hundreds of reports have ten thousand statements; a page of all of them is read by nobody
//! and slow in a browser. A list longer than its limit shows the rows that most reports and roots stand behind, in their order, says
//! how many there are, and names the command that prints them all. Short lists are whole; the dossier as JSON always is.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;

use onrecord_model::{
    Certainty, ClaimLine, ConditionLine, Contact, ContactLine, Dossier, Lane, Openness, PointLine, RelationKind,
    ReportId, SeriesLine, TermLine, TimelineEntry,
};

use super::page::{Page, esc};

const STATEMENTS: usize = 1500;
const CONTACTS: usize = 500;
const TERMS: usize = 400;
const CONDITIONS: usize = 300;
const POINTS: usize = 1000;
/// Figures one card holds.
const IN_CARD: usize = 40;
const ENTRIES: usize = 1600;
/// Entries of either side that a day or month holds at least.
const A_DAY: usize = 4;

/// Days from which a timeline is told by months.
const DAYS: usize = 120;

/// A day or month of the timeline.
pub struct Group<'d> {
    /// ISO day or month; empty for none.
    pub name: String,
    /// Everything of it.
    pub all: Vec<&'d TimelineEntry>,
    /// What the list shows of it.
    pub shown: Vec<&'d TimelineEntry>,
}

/// The rows of a page.
pub struct Cut<'d> {
    pub contacts: Vec<(&'d ContactLine, Vec<&'d Contact>)>,
    pub terms: Vec<&'d TermLine>,
    pub conditions: Vec<&'d ConditionLine>,
    pub claims: Vec<&'d ClaimLine>,
    pub series: Vec<(&'d SeriesLine, Vec<&'d PointLine>)>,
    pub timeline: Vec<Group<'d>>,
    /// Whether the timeline is told by months.
    pub months: bool,
}

impl<'d> Cut<'d> {
    pub fn new(d: &'d Dossier) -> Self {
        let contacts = rows_of(
            d.channels.iter().map(|l| (l, l.contacts.iter().collect())).collect(),
            CONTACTS,
            |l| Reverse(l.contacts.len()),
            |c| c.says.openness,
        );
        let series = rows_of(
            d.figures.iter().map(|s| (s, cards(s))).collect(),
            POINTS,
            |s| (!disputed(s), Reverse(s.points.len())),
            |p| p.says.openness,
        );
        let mut days: Vec<&str> = d.timeline.iter().filter_map(|e| e.day.as_deref()).collect();
        days.dedup();
        let months = days.len() > DAYS;
        Cut {
            contacts,
            terms: best(&d.deal.terms, TERMS, |t| t.rows.len(), |t| Reverse(t.rows.len())),
            conditions: best(
                &d.deal.conditions,
                CONDITIONS,
                |_| 1,
                |k| (k.falls.is_empty(), k.holder.is_none(), k.says.openness),
            ),
            claims: best(&d.ledger, STATEMENTS, |c| c.statements.len(), standing),
            series,
            timeline: timeline(d, if months { 7 } else { 10 }),
            months,
        }
    }
}

/// Of things in order those of the least rank, as many as have `most` rows together, in the same order.
fn best<T, R: Ord>(all: &[T], most: usize, rows: impl Fn(&T) -> usize, rank: impl Fn(&T) -> R) -> Vec<&T> {
    if all.iter().map(&rows).sum::<usize>() <= most {
        return all.iter().collect();
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_cached_key(|&i| rank(&all[i]));
    let mut left = most;
    order.retain(|&i| {
        let fits = rows(&all[i]) <= left;
        left -= if fits { rows(&all[i]) } else { 0 };
        fits
    });
    order.sort_unstable();
    order.into_iter().map(|i| &all[i]).collect()
}

/// The same for lines of rows: whole lines by rank, of a line that is longer than what is left its rows of the least rank.
fn rows_of<'d, L, T, A: Ord, B: Ord>(
    all: Vec<(&'d L, Vec<&'d T>)>,
    most: usize,
    of_line: impl Fn(&L) -> A,
    of_row: impl Fn(&T) -> B,
) -> Vec<(&'d L, Vec<&'d T>)> {
    if all.iter().map(|(_, rows)| rows.len()).sum::<usize>() <= most {
        return all;
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_cached_key(|&i| of_line(all[i].0));
    let mut left = most;
    let mut kept = vec![0; all.len()];
    for i in order {
        kept[i] = all[i].1.len().min(left);
        left -= kept[i];
    }
    all.into_iter()
        .zip(kept)
        .filter(|(_, n)| *n > 0)
        .map(|((line, rows), n)| (line, best(&rows, n, |_| 1, |r| of_row(r)).into_iter().copied().collect()))
        .collect()
}

/// What stands out in a ledger: taken back or disputed first, then what most reports and roots stand behind.
fn standing(c: &ClaimLine) -> impl Ord + use<> {
    use RelationKind::{Confirms, Contradicts, Denies, Withdraws};
    let facing = |k| matches!(k, Confirms | Contradicts | Denies | Withdraws);
    let disputed = c.statements.iter().any(|s| s.withdrawn || s.relations.iter().any(|r| facing(r.kind)));
    let reports = c.statements.iter().map(|s| &s.row.report).collect::<BTreeSet<&ReportId>>().len();
    let named = c.statements.iter().map(|s| s.says.openness).min();
    let possible = c.statements.iter().all(|s| s.certainty == Certainty::Possible);
    (!disputed, Reverse(reports), Reverse(c.roots.len()), possible, named)
}

fn disputed(s: &SeriesLine) -> bool {
    let dispute = |k| matches!(k, RelationKind::Conflicts | RelationKind::Tension);
    s.points.iter().any(|p| p.relations.iter().any(|r| dispute(r.kind)))
}

/// The figures of a card: of many those that stand in a dispute, then those with a source.
fn cards(s: &SeriesLine) -> Vec<&PointLine> {
    let dispute = |k| matches!(k, RelationKind::Conflicts | RelationKind::Tension);
    let rank = |p: &PointLine| (!p.relations.iter().any(|r| dispute(r.kind)), p.says.openness);
    best(&s.points, IN_CARD, |_| 1, rank)
}

fn timeline(d: &Dossier, letters: usize) -> Vec<Group<'_>> {
    let mut out: Vec<Group> = Vec::new();
    for e in &d.timeline {
        let day = e.day.as_deref().unwrap_or("");
        let name = day.char_indices().nth(letters).map_or(day, |(end, _)| &day[..end]);
        match out.last_mut() {
            Some(g) if g.name == name => g.all.push(e),
            _ => out.push(Group { name: name.to_owned(), all: vec![e], shown: Vec::new() }),
        }
    }
    let whole = d.timeline.len() <= ENTRIES;
    let most = (ENTRIES / 2 / out.len().max(1)).max(A_DAY);
    let rank = |e: &&TimelineEntry| {
        let taken = e.struck || e.lane == Lane::Withdrawal;
        (!taken, e.certainty == Certainty::Possible, e.says.openness != Openness::Named)
    };
    for g in &mut out {
        if whole {
            g.shown.clone_from(&g.all);
            continue;
        }
        let (events, said): (Vec<&TimelineEntry>, Vec<&TimelineEntry>) =
            g.all.iter().copied().partition(|e| e.lane == Lane::Event);
        let sides = [events, said].map(|side| best(&side, most, |_| 1, rank).into_iter().copied().collect::<Vec<_>>());
        g.shown = sides.concat();
    }
    out
}

/// Says how many of a section's rows are shown, where not all are, and what prints them.
pub fn note(page: &Page, html: &mut String, shown: usize, all: usize, command: &str) {
    if shown < all {
        let _ = writeln!(
            html,
            "<p class=\"cap\" role=\"note\"><b>{shown}</b> of <b>{all}</b> rows shown, first those that most reports stand behind; all: \
             <code>onrecord {command} {}</code></p>",
            esc(page.dossier.storyline.as_str())
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_keeps_the_best_in_their_order() {
        let all = [("a", 1), ("b", 5), ("c", 2), ("d", 5), ("e", 4)];
        let shown = |most| best(&all, most, |_| 1, |x| Reverse(x.1)).into_iter().map(|x| x.0).collect::<String>();
        assert_eq!(shown(5), "abcde");
        assert_eq!(shown(3), "bde");
        assert_eq!(shown(1), "b");
    }

    #[test]
    fn the_last_line_is_cut_and_not_left_out() {
        let (x, y) = (vec![3, 1, 2], vec![9, 8]);
        let all = vec![(&x, x.iter().collect::<Vec<_>>()), (&y, y.iter().collect())];
        let shown = rows_of(all, 4, |l: &Vec<i32>| Reverse(l.len()), |n: &i32| *n);
        let shown: Vec<Vec<i32>> = shown.into_iter().map(|(_, rows)| rows.into_iter().copied().collect()).collect();
        assert_eq!(shown, [vec![3, 1, 2], vec![8]]);
    }
}
