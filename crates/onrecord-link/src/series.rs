//! Figures as series of one measure, population and place, and how figures stand to each other.
//!
//! 57 killed by one count and 63 by another on the same day conflict; 63 a week later supersedes; "hundreds" beside 57 in one
//! report is a tension nobody resolves here; 26 of 31 leaves 5, which is a note and never a row. Digits alone relate nothing: 28
//! killed and 28 alive have different measures, and two places or peoples are two series.
//!
//! A conflict is stated only where all of this holds: people are counted; both figures are of one story; their sentences share
//! other words too, more of them where the words say neither whom nor where, for one day has many incidents (or both name one as-of day and, in two words, whom and where); two reports give them, or two sources of one
//! report, for the same named day; neither counts on from another ("another four"); and one is at most [`NEAR`] times the other, for a war and one day of it
//! are both told as "killed". Two whole tolls of one day can also conflict where one of them does not say whom or where it counts, but its
//! sentence does ("161 Veskarans" beside "Veskarans counted 163 dead"): see [`tolls`]. Read by hand on 1,733 reports: `evals/news-conflict/relations.tsv`.

use std::collections::{BTreeMap, HashMap};

use onrecord_model::{
    Bound, Figure, FigurePoint, FigureSeries, Measure, Reading, Relation, RelationKind, ReportId, RowRef, Span,
};

use crate::bags::{Bag, Stems};
use crate::words::{Texts, day, day_number};

/// Words that say "people" and tell no population from another.
const ANYBODY: [&str; 9] = ["peopl", "person", "other", "death", "casualti", "victim", "dead", "toll", "liv"];

/// A figure more than so many times another counts something else, whatever the words.
const NEAR: f64 = 3.0;
/// Part by which a figure told as "about" or "nearly" may be off.
const ROUND: f64 = 0.1;
/// Words beside figure, population and place that the sentences of two conflicting figures share at least.
const AROUND: usize = 1;
/// Days after which a count of another story is no second count of the same: another round of fighting has its own dead.
const ROUND_OF: i64 = 31;
/// People in a toll: smaller counts are of one incident among many.
const TOLL: f64 = 10.0;
/// One toll is at most so many times another of the same.
const TOLL_NEAR: f64 = 1.5;
/// Words that the sentences of two tolls share at least, and people from which on no words are asked.
const TOLL_AROUND: usize = 2;
const MANY: f64 = 500.0;
/// Words that tell a part, a sum over several events, or a later count.
const PARTS: [&str; 5] = ["all but", "in total", "in all", "altogether", "combined"];
const GROWN: [&str; 11] =
    ["climbed", "climbs", "risen", "rose", "rises", "raised", "raising", "grew", "grown", "increased", "bringing"];
/// Words before a figure that count on from another figure.
const ONWARD: [&str; 8] = ["another", "other", "additional", "further", "more", "first", "next", "last"];

struct Counted<'r> {
    reading: &'r Reading,
    f: &'r Figure,
    row: RowRef,
    /// Words for whom it counts, those of the measure itself left out.
    of: Bag,
    /// Whether the first of them, before where and when, says whom it counts.
    scoped: bool,
    place: Bag,
    story: &'r str,
    /// The other words of its sentence.
    around: Bag,
    /// All of them.
    sentence: Bag,
    /// Whether it counts on from another figure.
    onward: bool,
    /// Whether its sentence tells a whole as it stood when the report was written.
    whole: bool,
}

impl Counted<'_> {
    fn reported(&self) -> Option<&str> {
        day(self.reading)
    }

    /// Whether the words say whom it counts.
    fn scoped(&self) -> bool {
        self.scoped
    }

    fn range(&self) -> Option<(f64, f64)> {
        match (self.f.low, self.f.high) {
            (None, None) => None,
            // "Nearly 300" and 298 are one count.
            (Some(low), Some(high)) if self.f.bound == Bound::About => {
                Some((low * (1.0 - ROUND), high * (1.0 + ROUND)))
            }
            (low, high) => Some((low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY))),
        }
    }
}

/// Series by measure, population and place, and the relations between figures.
pub fn series<'r>(
    readings: &[&'r Reading],
    texts: &Texts,
    story: &BTreeMap<&'r ReportId, &'r str>,
) -> (Vec<FigureSeries>, Vec<Relation>) {
    let (stems, all) = counted(readings, texts, story);
    let mut by: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (i, c) in all.iter().enumerate() {
        by.entry(key(c)).or_default().push(i);
    }
    let mut relations = Vec::new();
    let mut out: Vec<FigureSeries> = Vec::new();
    for (key, mut list) in by {
        list.sort_by_key(|&i| {
            let c = &all[i];
            let at = c.f.as_of.as_deref().or(c.reported());
            (at.is_none(), at.map(str::to_owned), c.row.report.clone(), c.f.span, c.row.row.clone())
        });
        for (n, &i) in list.iter().enumerate() {
            // Each figure to the nearest earlier ones: enough to see every conflict, and no quadratic list.
            for &j in list[..n].iter().rev().take(12) {
                relations.extend(within(&all[i], &all[j], &stems));
            }
        }
        let first = &all[list[0]];
        out.push(FigureSeries {
            id: String::new(),
            measure: key.0,
            of: first.f.of.clone(),
            place: first.f.place.clone(),
            points: list
                .iter()
                .map(|&i| FigurePoint {
                    row: all[i].row.clone(),
                    as_of: all[i].f.as_of.clone(),
                    reported: all[i].reported().map(str::to_owned),
                })
                .collect(),
        });
    }
    out.sort_by(|a, b| {
        (a.measure, std::cmp::Reverse(a.points.len()), &a.of, &a.place, &a.points[0].row).cmp(&(
            b.measure,
            std::cmp::Reverse(b.points.len()),
            &b.of,
            &b.place,
            &b.points[0].row,
        ))
    });
    for (n, s) in out.iter_mut().enumerate() {
        s.id = format!("z{}", n + 1);
    }
    relations.extend(inside_reports(&all));
    relations.extend(complements(&all));
    relations.extend(tolls(&all, &stems));
    (out, relations)
}

/// All figures, their words numbered by letters.
fn counted<'r>(
    readings: &[&'r Reading],
    texts: &Texts,
    story: &BTreeMap<&'r ReportId, &'r str>,
) -> (Stems, Vec<Counted<'r>>) {
    let mut stems = Stems::new();
    let mut all: Vec<Counted> = Vec::new();
    for r in readings {
        for f in &r.figures {
            let Sentence { all: words_around, around, onward, whole } = sentence(r, f, texts, &mut stems);
            let measure = measure_words(f.measure);
            let mut words = stems.in_order(f.of.as_deref().unwrap_or(""));
            words.retain(|w| !measure.contains(&stems.name(*w)));
            all.push(Counted {
                reading: r,
                f,
                row: RowRef { report: r.report.id.clone(), row: f.id.clone() },
                scoped: words.first().is_some_and(|w| !ANYBODY.contains(&stems.name(*w))),
                of: Bag::of(words),
                place: stems.bag(f.place.as_deref().unwrap_or("")),
                story: story.get(&r.report.id).copied().unwrap_or(""),
                around,
                sentence: words_around,
                onward,
                whole,
            });
        }
    }
    let to = stems.settle();
    for c in &mut all {
        [&mut c.of, &mut c.place, &mut c.around, &mut c.sentence].into_iter().for_each(|b| b.renumber(&to));
    }
    (stems, all)
}

type Key = (Measure, Bag, Bag, Option<String>, Option<String>);

/// What makes two figures of one series. A figure that says neither whom it counts nor where stays inside its story, and one of
/// no measure of its own inside its report unless its words are plain enough.
fn key(c: &Counted) -> Key {
    let unit = c.f.currency.clone().or_else(|| c.f.unit.clone());
    let scope = if c.f.measure == Measure::Other && c.of.len() < 2 {
        Some(c.row.report.to_string())
    } else if !c.scoped() && c.place.is_empty() {
        Some(c.story.to_owned())
    } else {
        None
    };
    (c.f.measure, c.of.clone(), c.place.clone(), unit, scope)
}

/// Words of a measure itself, which say nothing about whom it counts.
fn measure_words(m: Measure) -> &'static [&'static str] {
    match m {
        Measure::Killed => &["kill", "die"],
        Measure::Wounded => &["wound", "injur"],
        Measure::Held => &["held", "hold", "hostag", "captiv"],
        Measure::Alive => &["aliv"],
        Measure::Displaced => &["displac"],
        Measure::Missing => &["miss"],
        Measure::Detained => &["arrest", "detain"],
        _ => &[],
    }
}

/// Two figures of one series, `b` not later than `a`.
fn within(a: &Counted, b: &Counted, stems: &Stems) -> Option<Relation> {
    let (ra, rb) = (a.range()?, b.range()?);
    let relation = |kind, reason: String| Some(Relation { kind, a: a.row.clone(), b: b.row.clone(), reason });
    let values = format!("{} against {}", shown(ra), shown(rb));
    match (a.f.as_of.as_deref(), b.f.as_of.as_deref()) {
        (Some(x), Some(y)) if x != y => {
            // The dead of a war do not become fewer: the later, far smaller count is of one day of it.
            let part = matches!(a.f.measure, Measure::Killed | Measure::Wounded) && x > y && ra.1 * NEAR < rb.0;
            return if ra == rb || part {
                None
            } else {
                relation(RelationKind::Supersedes, format!("{values}; as of {x} and {y}"))
            };
        }
        _ => {}
    }
    if ra == rb || (a.f.measure == Measure::Other && (a.of.len() < 2 || a.story != b.story)) {
        return None;
    }
    let known = a.f.as_of.is_some() && b.f.as_of.is_some();
    if ra.0 <= rb.1 && rb.0 <= ra.1 {
        if a.story != b.story && apart(a, b).is_none_or(|days| days > ROUND_OF) {
            return None;
        }
        return relation(RelationKind::RangeOverlaps, values);
    }
    if !known && a.reported() != b.reported() {
        // Without an as-of day a later report may count a later day: neither a conflict nor an update is stated.
        return None;
    }
    let when = if known { "same as-of day" } else { "reported on one day, no as-of day" };
    if a.f.bound == Bound::Vague || b.f.bound == Bound::Vague {
        return relation(RelationKind::Tension, format!("{values}; {when}"));
    }
    let shared: Vec<&str> = a.around.both(&b.around).map(|w| stems.name(w)).collect();
    // A day and two words for whom and where say as much as the words around.
    let least = if a.scoped() || !a.place.is_empty() { AROUND } else { AROUND + 1 };
    let told = shared.len() >= least || (known && a.of.len() + a.place.len() >= 2);
    // How many stand or are held somewhere changes by the hour: only two counts of one named day can conflict.
    let stock = matches!(
        a.f.measure,
        Measure::Troops | Measure::Held | Measure::Alive | Measure::Prisoners | Measure::Missing | Measure::Displaced
    );
    if (stock && !known) || !comparable(a, b) || a.onward || b.onward || !told || ra.0.max(rb.0) > NEAR * ra.0.min(rb.0)
    {
        return None;
    }
    let words = shared.iter().take(6).copied().collect::<Vec<_>>().join(", ");
    let words = if words.is_empty() { words } else { format!("; shared: {words}") };
    relation(RelationKind::Conflicts, format!("{values}; {when}{words}"))
}

/// Conflicts between two tolls, each whole and exact, of one story and day, in whatever words they say whom and where they count: the populations
/// and places are the same, or one says none and its sentence names the other's.
fn tolls(all: &[Counted], stems: &Stems) -> Vec<Relation> {
    let at = |c: &Counted| c.f.as_of.clone().or_else(|| c.reported().map(str::to_owned));
    let mut by: BTreeMap<(&str, Measure, String), Vec<&Counted>> = BTreeMap::new();
    for c in all.iter().filter(|c| matches!(c.f.measure, Measure::Killed | Measure::Wounded)) {
        let told = c.f.bound == Bound::Exact && c.f.low == c.f.high && c.f.low.is_some_and(|n| n >= TOLL);
        if let Some(day) = at(c).filter(|_| told && c.whole && !c.onward && c.f.subset_of.is_none()) {
            by.entry((c.story, c.f.measure, day)).or_default().push(c);
        }
    }
    let nobody: Bag = Bag::of(ANYBODY.iter().filter_map(|w| stems.find(w)).collect());
    let whom = |c: &Counted| {
        let mut of = c.of.clone();
        of.retain(|w| !nobody.has(*w));
        of
    };
    let fits = |x: &Bag, y: &Bag, a: &Counted, b: &Counted| {
        x == y
            || (x.is_empty() && y.shared(&a.sentence) == y.len())
            || (y.is_empty() && x.shared(&b.sentence) == x.len())
    };
    let mut out = Vec::new();
    for list in by.values_mut() {
        list.sort_by_key(|c| (&c.row.report, c.f.span, &c.row.row));
        for (n, a) in list.iter().enumerate() {
            for b in list[..n].iter().filter(|b| b.row.report != a.row.report) {
                let (x, y) = (a.f.low.unwrap_or(0.0), b.f.low.unwrap_or(0.0));
                let shared: Vec<&str> = a.around.both(&b.around).map(|w| stems.name(w)).collect();
                let placed = a.place == b.place || a.place.is_empty() || b.place.is_empty();
                if x == y
                    || x.max(y) > TOLL_NEAR * x.min(y)
                    || !(shared.len() >= TOLL_AROUND || x.min(y) >= MANY)
                    || !placed
                    || !fits(&whom(a), &whom(b), a, b)
                {
                    continue;
                }
                let words = shared.iter().take(6).copied().collect::<Vec<_>>().join(", ");
                let words = if words.is_empty() { words } else { format!("; shared: {words}") };
                out.push(Relation {
                    kind: RelationKind::Conflicts,
                    a: a.row.clone(),
                    b: b.row.clone(),
                    reason: format!("{x} against {y}; two tolls of one day{words}"),
                });
            }
        }
    }
    out
}

/// Days between what two figures are as of, or else were reported; none where either has no day.
fn apart(a: &Counted, b: &Counted) -> Option<i64> {
    let at = |c: &Counted| c.f.as_of.as_deref().or(c.reported()).and_then(day_number);
    Some((at(a)? - at(b)?).abs())
}

/// Whether two figures of one series can speak against each other at all.
fn comparable(a: &Counted, b: &Counted) -> bool {
    let people = !matches!(a.f.measure, Measure::Other | Measure::Money | Measure::Duration | Measure::PlanPoints);
    // Inside one report a second figure is most often a later one: both must name the same day, and two sources give them.
    let sources = a.f.attribution.is_some() && b.f.attribution.is_some() && a.f.attribution != b.f.attribution;
    let dated = a.f.as_of.is_some() && a.f.as_of == b.f.as_of && (a.scoped() || !a.place.is_empty());
    let two = a.row.report != b.row.report || (sources && dated && a.around != b.around);
    people && two && a.story == b.story
}

/// What a figure's sentence says of it.
struct Sentence {
    /// Its content words.
    all: Bag,
    /// Those that are no part of the figure.
    around: Bag,
    /// Whether the figure counts on from another.
    onward: bool,
    /// Whether it is a whole as it stood when the report was written.
    whole: bool,
}

fn sentence(r: &Reading, f: &Figure, texts: &Texts, stems: &mut Stems) -> Sentence {
    let at = f.span.start;
    let span = r.sentences.iter().find(|s| s.start <= at && at < s.end).copied().unwrap_or(f.span);
    let before = texts.slice(&r.report.id, Span::new(span.start, at)).to_lowercase();
    let printed = format!("{} {}", texts.slice(&r.report.id, f.span), f.of.as_deref().unwrap_or(""));
    let printed = printed.to_lowercase().replace("more than", "");
    let counts_on = |w: &str| ONWARD.contains(&w.trim_matches(|c: char| !c.is_alphanumeric()));
    let onward =
        before.split_whitespace().next_back().is_some_and(counts_on) || printed.split_whitespace().any(counts_on);
    let lower = texts.slice(&r.report.id, span).to_lowercase();
    let parts = lower.starts_with("of ") || lower.starts_with("among ") || PARTS.iter().any(|p| lower.contains(p));
    let grown = lower.split(|c: char| !c.is_alphanumeric()).any(|w| GROWN.contains(&w));
    let all = stems.bag(&lower);
    let mut around = all.clone();
    let own = stems.bag(&printed);
    let place = stems.bag(f.place.as_deref().unwrap_or(""));
    around.retain(|&w| {
        !own.has(w)
            && !place.has(w)
            && !measure_words(f.measure).contains(&stems.name(w))
            && !stems.name(w).starts_with(|c: char| c.is_ascii_digit())
    });
    Sentence { all, around, onward, whole: !parts && !grown }
}

fn shown((low, high): (f64, f64)) -> String {
    // A tenth more or less than a count is no whole number of thousandths in binary.
    let [low, high] = [low, high].map(|x| (x * 1000.0).round() / 1000.0);
    if low == high {
        format!("{low}")
    } else if high.is_infinite() {
        format!("at least {low}")
    } else {
        format!("{low} to {high}")
    }
}

/// Inside one report: a vague or unscoped figure beside a scoped one of the same measure that it cannot hold is a tension; two
/// scoped ones of different populations or places are of different scope.
fn inside_reports(all: &[Counted]) -> Vec<Relation> {
    let mut out = Vec::new();
    let mut by: BTreeMap<(&str, Measure), Vec<&Counted>> = BTreeMap::new();
    for c in all
        .iter()
        .filter(|c| !matches!(c.f.measure, Measure::Other | Measure::Duration | Measure::Money | Measure::PlanPoints))
    {
        by.entry((c.row.report.as_str(), c.f.measure)).or_default().push(c);
    }
    for list in by.values() {
        let keys: Vec<Key> = list.iter().map(|c| key(c)).collect();
        for (n, a) in list.iter().enumerate() {
            for (b, other) in list[n + 1..].iter().zip(&keys[n + 1..]) {
                if keys[n] == *other || a.f.subset_of.is_some() || b.f.subset_of.is_some() {
                    continue;
                }
                let (Some(ra), Some(rb)) = (a.range(), b.range()) else { continue };
                // A part may be smaller than the whole, never greater: only a loose count that ends below the other is a tension.
                // A count of a named place or people is not loose: it counts something else.
                let loose = |x: &Counted| x.f.bound == Bound::Vague || (x.of.is_empty() && x.place.is_empty());
                let too_small = (loose(a) && !a.scoped() && ra.1 < rb.0) || (loose(b) && !b.scoped() && rb.1 < ra.0);
                let reason = format!("{} against {}; one report", shown(ra), shown(rb));
                if too_small && !(a.scoped() && b.scoped()) {
                    out.push(Relation { kind: RelationKind::Tension, a: a.row.clone(), b: b.row.clone(), reason });
                } else if a.scoped()
                    && b.scoped()
                    && (a.of.shared(&b.of) == 0
                        || (!a.place.is_empty() && !b.place.is_empty() && a.place.shared(&b.place) == 0))
                {
                    out.push(Relation {
                        kind: RelationKind::DifferentScope,
                        a: a.row.clone(),
                        b: b.row.clone(),
                        reason,
                    });
                }
            }
        }
    }
    out
}

/// Parts and wholes: what is left of a whole is a note; where a report of the same story prints it, the note says where.
fn complements(all: &[Counted]) -> Vec<Relation> {
    let mut out = Vec::new();
    let exact = |c: &Counted| c.range().filter(|r| r.0 == r.1).map(|r| r.0);
    let mut rows: HashMap<(&str, &str), &Counted> = HashMap::new();
    let mut stories: HashMap<&str, Vec<&Counted>> = HashMap::new();
    for c in all {
        rows.entry((c.row.report.as_str(), c.row.row.as_str())).or_insert(c);
        stories.entry(c.story).or_default().push(c);
    }
    for part in all {
        let whole =
            part.f.subset_of.as_ref().and_then(|id| rows.get(&(part.row.report.as_str(), id.as_str())).copied());
        let Some(whole) = whole else { continue };
        let (Some(p), Some(w)) = (exact(part), exact(whole)) else { continue };
        let rest = w - p;
        if rest <= 0.0 {
            continue;
        }
        let printed: Vec<&Counted> = stories[part.story]
            .iter()
            .copied()
            .filter(|c| exact(c) == Some(rest) && c.row != part.row && c.row != whole.row)
            .filter(|c| c.of.shared(&whole.of) > 0 || c.of.shared(&part.of) > 0)
            .collect();
        let note = format!("{w} = {p} + {rest}");
        if printed.is_empty() {
            let reason = format!("{note}; {rest} is computed, printed in no report here");
            out.push(Relation { kind: RelationKind::Complements, a: part.row.clone(), b: whole.row.clone(), reason });
        }
        for c in printed {
            out.push(Relation {
                kind: RelationKind::Complements,
                a: part.row.clone(),
                b: c.row.clone(),
                reason: note.clone(),
            });
        }
    }
    out
}
