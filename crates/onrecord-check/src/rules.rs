//! The checks themselves: each looks at one storyline and points at rows.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use onrecord_model::{
    Attribution, Certainty, DealTerm, Figure, Measure, Reading, RelationKind, ReportId, RowRef, SourcingClass,
    SourcingMark, Span, Storyline, TermStatus, TimexType, UNTOLD_YEAR,
};

use crate::{CODES, Finding, Label};

/// What an editor would want to look at, by report, place and code.
///
/// `about` names the reports to point at (a draft, say); the others are only held beside them. `None` is all. `codes` is
/// which checks to run, as [`select`](crate::select) gives them. Rows that are only possible are not pointed at.
pub fn check(storylines: &[Storyline], about: Option<&HashSet<ReportId>>, codes: &[&str]) -> Vec<Finding> {
    let mut found = Vec::new();
    for storyline in storylines {
        let cx = Cx { storyline, about, rows: rows(storyline) };
        for code in CODES.iter().filter(|c| codes.contains(&c.code)) {
            let hits = match code.code {
                "OR101" => unattributed(&cx),
                "OR102" => conflicts(&cx, false),
                "OR103" => conflicts(&cx, true),
                "OR201" => single_anonymous(&cx),
                "OR202" => one_origin(&cx),
                "OR301" => taken_back(&cx),
                "OR302" => agreed_and_proposed(&cx),
                "OR401" => unresolved(&cx),
                _ => evaluative(&cx),
            };
            found.extend(hits.into_iter().map(|(at, beside)| Finding {
                code: code.code,
                at,
                title: code.title,
                beside,
                help: code.help,
            }));
        }
    }
    in_order(found)
}

/// Findings by input, place and code, each once.
pub fn in_order(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by(|a, b| (&a.at.input, a.at.span, a.code, &a.at.row).cmp(&(&b.at.input, b.at.span, b.code, &b.at.row)));
    found.dedup();
    found
}

/// The words to point at and those to hold beside them.
type Hits = Vec<(Label, Vec<Label>)>;

struct Cx<'a> {
    storyline: &'a Storyline,
    about: Option<&'a HashSet<ReportId>>,
    /// First words of every row.
    rows: BTreeMap<RowRef, Span>,
}

impl<'a> Cx<'a> {
    /// Readings to point at.
    fn about(&self) -> impl Iterator<Item = &'a Reading> {
        let about = self.about;
        self.storyline.readings.iter().filter(move |r| about.is_none_or(|a| a.contains(&r.report.id)))
    }

    fn is_about(&self, row: &RowRef) -> bool {
        self.about.is_none_or(|a| a.contains(&row.report))
    }

    fn label(&self, row: &RowRef, note: impl Into<String>) -> Option<Label> {
        let reading = self.storyline.reading(&row.report)?;
        let span = *self.rows.get(row)?;
        Some(Label::new(&reading.report, &reading.input, &reading.sentences, span, Some(&row.row), note))
    }

    fn figure(&self, row: &RowRef) -> Option<&'a Figure> {
        self.storyline.reading(&row.report)?.figures.iter().find(|f| f.id == row.row)
    }

    fn attribution(&self, row: &RowRef) -> Option<&'a Attribution> {
        self.storyline.reading(&row.report)?.attribution(&row.row)
    }

    fn outlet(&self, row: &RowRef) -> Option<&'a str> {
        self.storyline.reading(&row.report)?.report.outlet.as_deref()
    }
}

fn rows(storyline: &Storyline) -> BTreeMap<RowRef, Span> {
    let mut rows = BTreeMap::new();
    for reading in &storyline.readings {
        let mut put = |id: &onrecord_model::RowId, span: Span| {
            rows.insert(RowRef { report: reading.report.id.clone(), row: id.clone() }, span);
        };
        for a in &reading.attributions {
            // The sentence's own words of saying: cue and source, else what is said.
            let span = a.cue.or(a.source).or(a.content.first().copied()).unwrap_or(a.evidence.first());
            put(
                &a.id,
                a.source.filter(|s| s.end <= span.end + 40 && span.start <= s.end + 40).map_or(span, |s| s.cover(span)),
            );
        }
        reading.figures.iter().for_each(|f| put(&f.id, f.span));
        reading.terms.iter().for_each(|t| put(&t.id, t.evidence.first()));
        reading.channels.iter().for_each(|c| put(&c.id, c.evidence.first()));
        reading.conditions.iter().for_each(|c| put(&c.id, c.evidence.first()));
        reading.withdrawals.iter().for_each(|w| put(&w.id, w.evidence.first()));
        reading.events.iter().for_each(|e| put(&e.id, e.evidence.first()));
    }
    rows
}

fn row(reading: &Reading, id: &onrecord_model::RowId) -> RowRef {
    RowRef { report: reading.report.id.clone(), row: id.clone() }
}

/// Figures of people or money that nobody is named for, in the publisher's own voice or by hearsay.
fn unattributed(cx: &Cx) -> Hits {
    let mut hits = Vec::new();
    for reading in cx.about() {
        for f in &reading.figures {
            if f.certainty != Certainty::Certain || matches!(f.measure, Measure::PlanPoints | Measure::Duration) {
                continue;
            }
            let by = f.attribution.as_ref().and_then(|a| reading.attribution(a));
            let note = match by {
                None => "the report's own voice",
                Some(a) if a.sourcing.class == SourcingClass::S7 => "nobody is named",
                Some(_) => continue,
            };
            hits.extend(cx.label(&row(reading, &f.id), note).map(|l| (l, Vec::new())));
        }
    }
    hits
}

/// Figures of the same thing that share no value: inside one report, or against others.
fn conflicts(cx: &Cx, inside: bool) -> Hits {
    let mut beside: BTreeMap<RowRef, BTreeSet<RowRef>> = BTreeMap::new();
    for relation in &cx.storyline.relations {
        if relation.kind != RelationKind::Conflicts || (relation.a.report == relation.b.report) != inside {
            continue;
        }
        // What is counted must be known: two numbers of who knows what say nothing of each other.
        let known = |r| cx.figure(r).is_some_and(|f| f.measure != Measure::Other && f.certainty == Certainty::Certain);
        if !known(&relation.a) || !known(&relation.b) {
            continue;
        }
        let pair = [(&relation.a, &relation.b), (&relation.b, &relation.a)];
        for (a, b) in
            pair.into_iter().filter(|(a, b)| cx.is_about(a) && (!inside || a < b || cx.rows.get(a) <= cx.rows.get(b)))
        {
            beside.entry(a.clone()).or_default().insert(b.clone());
        }
    }
    if inside {
        // Each pair once, at its earlier figure.
        let pairs = std::mem::take(&mut beside);
        for (a, others) in pairs {
            for b in others {
                let (a, b) = if cx.rows.get(&a) <= cx.rows.get(&b) { (a.clone(), b) } else { (b, a.clone()) };
                beside.entry(a).or_default().insert(b);
            }
        }
    }
    let note = |row: &RowRef| cx.figure(row).map(figure_note).unwrap_or_default();
    beside
        .into_iter()
        .filter_map(|(a, others)| {
            let others = others.iter().filter_map(|b| cx.label(b, note(b))).collect();
            Some((cx.label(&a, note(&a))?, others))
        })
        .collect()
}

fn figure_note(f: &Figure) -> String {
    let measure = serde_json::to_value(f.measure).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let mut note = measure.replace('_', " ");
    if let Some(of) = &f.of {
        note = format!("{note}: {of}");
    }
    if let Some(day) = &f.as_of {
        note = format!("{note}, as of {day}");
    }
    note
}

/// Claims that one unnamed source stands behind and nobody else.
fn single_anonymous(cx: &Cx) -> Hits {
    let mut hits = Vec::new();
    for claim in cx.storyline.claims.iter().filter(|c| c.roots.len() == 1) {
        let unnamed = |r: &RowRef| {
            cx.attribution(r).is_some_and(|a| {
                matches!(a.sourcing.class, SourcingClass::S4 | SourcingClass::S5 | SourcingClass::S6)
                    && a.resolved.is_some()
                    && a.certainty == Certainty::Certain
            })
        };
        if !claim.statements.iter().all(unnamed) {
            continue;
        }
        let Some(first) = claim.statements.iter().find(|r| cx.is_about(r)) else { continue };
        let others = claim.statements.iter().filter(|r| *r != first).filter_map(|r| cx.label(r, "the same origin"));
        let others: Vec<Label> = others.collect();
        hits.extend(cx.label(first, "one unnamed origin").map(|l| (l, others)));
    }
    hits
}

/// Claims that several outlets carry and one origin stands behind.
fn one_origin(cx: &Cx) -> Hits {
    let mut hits = Vec::new();
    for claim in cx.storyline.claims.iter().filter(|c| c.roots.len() == 1) {
        let outlets: BTreeSet<&str> = claim.statements.iter().filter_map(|r| cx.outlet(r)).collect();
        if outlets.len() < 2 {
            continue;
        }
        let Some(first) = claim.statements.iter().find(|r| cx.is_about(r)) else { continue };
        let others = claim.statements.iter().filter(|r| *r != first).filter_map(|r| cx.label(r, "the same origin"));
        let others: Vec<Label> = others.collect();
        hits.extend(cx.label(first, format!("{} outlets, one origin", outlets.len())).map(|l| (l, others)));
    }
    hits
}

/// Statements that were withdrawn, denied or deleted, here or in another report.
fn taken_back(cx: &Cx) -> Hits {
    let mut beside: BTreeMap<RowRef, BTreeMap<RowRef, &str>> = BTreeMap::new();
    for relation in &cx.storyline.relations {
        let how = match relation.kind {
            RelationKind::Withdraws => "taken back here",
            RelationKind::Denies => "denied here",
            _ => continue,
        };
        if cx.is_about(&relation.b) {
            beside.entry(relation.b.clone()).or_default().insert(relation.a.clone(), how);
        }
    }
    for row in cx.storyline.claims.iter().flat_map(|c| &c.withdrawn).filter(|r| cx.is_about(r)) {
        beside.entry(row.clone()).or_default();
    }
    // A draft that still carries what its source has taken back elsewhere: the same claim, the same origin.
    for claim in cx.storyline.claims.iter().filter(|c| !c.withdrawn.is_empty()) {
        for gone in &claim.withdrawn {
            let root = cx.storyline.roots.iter().find(|r| r.statements.contains(gone));
            let same = claim.statements.iter().filter(|s| {
                *s != gone
                    && s.report != gone.report
                    && root.is_some_and(|r| r.statements.contains(s))
                    && cx.is_about(s)
            });
            for s in same {
                let to = beside.entry(s.clone()).or_default();
                to.entry(gone.clone()).or_insert("the same statement, since taken back");
                for r in cx.storyline.relations.iter().filter(|r| r.kind == RelationKind::Withdraws && r.b == *gone) {
                    to.entry(r.a.clone()).or_insert("taken back here");
                }
            }
        }
    }
    for reading in cx.about() {
        for w in &reading.withdrawals {
            if let Some(target) = &w.target_attribution {
                beside.entry(row(reading, target)).or_default().insert(row(reading, &w.id), "taken back here");
            }
        }
        for a in &reading.attributions {
            if a.sourcing.marks.iter().any(|m| matches!(m, SourcingMark::R)) {
                beside.entry(row(reading, &a.id)).or_default();
            }
        }
    }
    beside
        .into_iter()
        .filter_map(|(at, others)| {
            let others = others.iter().filter_map(|(r, how)| cx.label(r, *how)).collect();
            Some((cx.label(&at, "did not stand")?, others))
        })
        .collect()
}

/// Terms that some report calls agreed or done while another calls them proposed, demanded or refused.
fn agreed_and_proposed(cx: &Cx) -> Hits {
    let settled = |s| matches!(s, TermStatus::Agreed | TermStatus::BeingImplemented | TermStatus::Implemented);
    let open = |s| {
        matches!(
            s,
            TermStatus::Proposed
                | TermStatus::Demanded
                | TermStatus::Offered
                | TermStatus::Discussed
                | TermStatus::Rejected
        )
    };
    let status = |r: &RowRef| {
        let reading = cx.storyline.reading(&r.report)?;
        reading.terms.iter().find(|t| t.id == r.row).map(|t| t.status)
    };
    let mut hits = Vec::new();
    for DealTerm { rows, .. } in &cx.storyline.deal {
        let (yes, no): (Vec<_>, Vec<_>) = rows
            .iter()
            .filter_map(|r| status(r).map(|s| (r, s)))
            .filter(|(_, s)| settled(*s) || open(*s))
            .partition(|(_, s)| settled(*s));
        for (r, s) in yes.iter().filter(|(r, _)| cx.is_about(r)) {
            let others: Vec<Label> = no
                .iter()
                .filter(|(o, _)| o.report != r.report)
                .filter_map(|(o, s)| cx.label(o, status_word(*s)))
                .collect();
            if !others.is_empty() {
                hits.extend(cx.label(r, status_word(*s)).map(|l| (l, others)));
            }
        }
    }
    hits
}

fn status_word(status: TermStatus) -> String {
    serde_json::to_value(status).ok().and_then(|v| v.as_str().map(|s| s.replace('_', " "))).unwrap_or_default()
}

/// Dates that hang on a day the report does not give.
fn unresolved(cx: &Cx) -> Hits {
    let mut hits = Vec::new();
    for reading in cx.about() {
        for t in &reading.timexes {
            if (t.value.is_empty() || t.value.starts_with(UNTOLD_YEAR))
                && matches!(t.kind, TimexType::Date | TimexType::Time)
            {
                let label =
                    Label::new(&reading.report, &reading.input, &reading.sentences, t.span, Some(&t.id), "which day?");
                hits.push((label, Vec::new()));
            }
        }
    }
    hits
}

/// Loaded or advocating words in the outlet's own voice.
fn evaluative(cx: &Cx) -> Hits {
    let mut hits = Vec::new();
    for reading in cx.about() {
        for e in reading.evaluative.iter().filter(|e| e.certainty == Certainty::Certain) {
            let note = e.kind.replace('_', " ");
            let label = Label::new(&reading.report, &reading.input, &reading.sentences, e.span, Some(&e.id), note);
            hits.push((label, Vec::new()));
        }
    }
    hits
}
