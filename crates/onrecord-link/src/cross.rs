//! Storylines as the cross-report gold writes them: `stories --format cross` prints one [`Cross`] as JSON, `stories --format
//! jsonl` one [`StoryLine`] a line.
//!
//! A document is named by its external id, else by the file name of its input without the ending ("04-channel-wire"), else by its
//! report id: of the many articles of one file each has a name of its own. Every end of a link carries the code points it stands on.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{Cell, Evidence, Openness, Reading, RelationKind, ReportId, RowRef, Storyline};
use serde::Serialize;

use crate::words::{Texts, days_apart};

/// A row of a document with the words it stands on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct End {
    /// Document.
    pub doc: String,
    /// Table of the reading.
    pub table: &'static str,
    /// Row id.
    pub id: String,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub q: String,
}

/// Two or more documents that belong together, as a `saga` (storyline) or an `episode` (story).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Together {
    /// Id.
    pub id: String,
    /// `saga` or `episode`.
    pub level: &'static str,
    /// Documents.
    pub docs: Vec<String>,
    /// Whether they are one.
    pub same: bool,
    /// Parties that most of them name.
    pub label: String,
    /// Why they are together.
    pub why: String,
}

/// A relation between two rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// Id.
    pub id: String,
    /// Its kind.
    pub relation: &'static str,
    /// The row it is told of.
    pub a: End,
    /// The row it stands to.
    pub b: End,
    /// Why.
    pub why: String,
}

/// A root.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RootLine {
    /// Id.
    pub id: String,
    /// First document.
    pub doc: String,
    /// The source; missing when unsourced.
    pub source: Option<String>,
    /// Outlets that carried it.
    pub via: Vec<String>,
    /// Statements that go back to it.
    pub printed: usize,
    /// Their ids, as document and row.
    pub attributions: Vec<String>,
    /// 1 where it counts as an independent root, else 0.
    pub independent_count: usize,
    /// Why these statements are one root.
    pub why: String,
}

/// A statement of a claim; a claim of several statements has a line for each.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimLine {
    /// Id of the claim.
    pub id: String,
    /// Document.
    pub doc: String,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub claim: String,
    /// Distinct roots; withdrawn and unsourced ones not counted.
    pub independent_roots: usize,
    /// Their ids.
    pub roots: Vec<String>,
    /// Sources whose statement was withdrawn.
    pub withdrawn: Vec<String>,
    /// Outlets or rows that carry it without a source.
    pub unknown: Vec<String>,
}

/// A party of several documents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entity {
    /// Name it is shown under.
    pub canonical: String,
    /// Documents that name it.
    pub docs: Vec<String>,
    /// Always true: names that are not the same are not listed.
    pub same: bool,
}

/// Everything across documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cross {
    /// Documents with their day.
    pub docs: BTreeMap<String, DocLine>,
    /// Which belong together.
    pub storylines: Vec<Together>,
    /// Parties that several name.
    pub entities: Vec<Entity>,
    /// Relations.
    pub links: Vec<Link>,
    /// Complements, computed and printed nowhere.
    pub derived: Vec<Link>,
    /// Roots.
    pub roots: Vec<RootLine>,
    /// Claims.
    pub claims: Vec<ClaimLine>,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocLine {
    /// Day.
    pub date: Option<String>,
    /// Publisher.
    pub outlet: Option<String>,
}

/// One report of a story line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryReport {
    /// Report id.
    pub id: String,
    /// The input's own id.
    pub external_id: Option<String>,
    /// Publisher.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
}

/// One story: near event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryLine {
    /// Id, unique over all storylines.
    pub story: String,
    /// The storyline it is part of.
    pub storyline: String,
    /// Its reports by day.
    pub reports: Vec<StoryReport>,
    /// Why they are together.
    pub why: String,
}

/// The stories of storylines, one a line.
pub fn stories(storylines: &[Storyline]) -> Vec<StoryLine> {
    let mut out = Vec::new();
    for s in storylines {
        let mut by: Vec<(&str, Vec<&Reading>, BTreeSet<&str>)> = Vec::new();
        for m in &s.members {
            let Some(reading) = s.reading(&m.report) else { continue };
            match by.iter_mut().find(|(story, _, _)| *story == m.story) {
                Some((_, list, why)) => {
                    list.push(reading);
                    why.insert(&m.why);
                }
                None => by.push((&m.story, vec![reading], BTreeSet::from([m.why.as_str()]))),
            }
        }
        for (story, readings, why) in by {
            out.push(StoryLine {
                story: format!("{}/{story}", s.id),
                storyline: s.id.to_string(),
                reports: readings
                    .iter()
                    .map(|r| StoryReport {
                        id: r.report.id.to_string(),
                        external_id: r.report.external_id.clone(),
                        outlet: r.report.outlet.clone(),
                        published: r.report.published.clone(),
                    })
                    .collect(),
                why: why.into_iter().collect::<Vec<_>>().join(" | "),
            });
        }
    }
    out
}

/// Storylines in the shape of the cross-report gold.
pub fn cross(storylines: &[Storyline]) -> Cross {
    let mut out = Cross::default();
    for s in storylines {
        one(s, &mut out);
    }
    out
}

fn name(r: &Reading) -> String {
    if let Some(id) = r.report.external_id.as_ref().filter(|id| !id.is_empty()) {
        return id.clone();
    }
    let file = r.input.rsplit(['/', '\\']).next().unwrap_or("");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if !stem.is_empty() {
        return stem.to_owned();
    }
    r.report.id.to_string()
}

fn one(s: &Storyline, out: &mut Cross) {
    let readings: Vec<&Reading> = s.readings.iter().collect();
    let texts = Texts::new(&readings);
    let names: BTreeMap<&ReportId, String> = s.readings.iter().map(|r| (&r.report.id, name(r))).collect();
    for r in &s.readings {
        let date = crate::words::day(r).map(str::to_owned);
        out.docs.insert(names[&r.report.id].clone(), DocLine { date, outlet: r.report.outlet.clone() });
    }
    together(s, &names, out);
    for p in &s.parties {
        let mut docs: Vec<String> = mentioned(p, s).iter().filter_map(|r| names.get(r).cloned()).collect();
        docs.sort();
        docs.dedup();
        if docs.len() > 1 {
            out.entities.push(Entity { canonical: p.name.clone(), docs, same: true });
        }
    }
    for r in &s.relations {
        let (Some(a), Some(b)) = (end(s, &r.a, &names, &texts), end(s, &r.b, &names, &texts)) else { continue };
        let derived = r.kind == RelationKind::Complements && r.reason.contains("computed");
        let list = if derived { &mut out.derived } else { &mut out.links };
        list.push(Link {
            id: format!("{}{}", if derived { "d" } else { "l" }, list.len() + 1),
            relation: relation(r.kind),
            a,
            b,
            why: r.reason.clone(),
        });
    }
    let sourced: BTreeSet<&str> = s.roots.iter().filter(|r| r.source.is_some()).map(|r| r.id.as_str()).collect();
    for r in &s.roots {
        let Some(first) = r.statements.first() else { continue };
        out.roots.push(RootLine {
            id: format!("{}/{}", s.id, r.id),
            doc: names.get(&first.report).cloned().unwrap_or_default(),
            source: r.source.clone(),
            via: r.outlets.clone(),
            printed: r.statements.len(),
            attributions: r
                .statements
                .iter()
                .map(|x| format!("{}/{}", names.get(&x.report).map_or("", String::as_str), x.row))
                .collect(),
            independent_count: usize::from(sourced.contains(r.id.as_str())),
            why: r.why.clone(),
        });
    }
    claims(s, &names, &texts, out);
}

fn mentioned<'s>(p: &'s onrecord_model::Party, s: &'s Storyline) -> Vec<&'s ReportId> {
    let by_actor = s
        .readings
        .iter()
        .filter(|r| r.mentions.iter().any(|m| m.canonical == p.name || (m.actor.is_some() && m.actor == p.actor)));
    p.names.iter().map(|n: &Cell<String>| &n.report).chain(by_actor.map(|r| &r.report.id)).collect()
}

fn together(s: &Storyline, names: &BTreeMap<&ReportId, String>, out: &mut Cross) {
    let label = s.parties.iter().map(|p| p.name.as_str()).take(6).collect::<Vec<_>>().join(", ");
    let docs_of = |members: &[&onrecord_model::Member]| -> Vec<String> {
        members.iter().filter_map(|m| names.get(&m.report).cloned()).collect()
    };
    let all: Vec<&onrecord_model::Member> = s.members.iter().collect();
    if all.len() > 1 {
        out.storylines.push(Together {
            id: s.id.to_string(),
            level: "saga",
            docs: docs_of(&all),
            same: true,
            label: label.clone(),
            why: s.members[0].why.clone(),
        });
    }
    let mut by: BTreeMap<&str, Vec<&onrecord_model::Member>> = BTreeMap::new();
    for m in &s.members {
        by.entry(&m.story).or_default().push(m);
    }
    for (story, members) in by {
        if members.len() > 1 {
            let day =
                |m: &onrecord_model::Member| s.reading(&m.report).and_then(|r| crate::words::day(r).map(str::to_owned));
            let apart = days_apart(day(members[0]).as_deref(), members.last().and_then(|m| day(m)).as_deref());
            out.storylines.push(Together {
                id: format!("{}/{story}", s.id),
                level: "episode",
                docs: docs_of(&members),
                same: true,
                label: label.clone(),
                why: format!("{}; days apart: {}", members[0].why, apart.map_or("?".to_owned(), |d| d.to_string())),
            });
        }
    }
}

fn claims(s: &Storyline, names: &BTreeMap<&ReportId, String>, texts: &Texts, out: &mut Cross) {
    for c in &s.claims {
        let said = |row: &RowRef| s.reading(&row.report).and_then(|r| r.attribution(&row.row));
        let source = |row: &RowRef| {
            let a = said(row)?;
            let printed = a.source.map(|x| texts.slice(&row.report, x).to_owned());
            printed.or_else(|| a.resolved.clone()).or_else(|| a.sourcing.chain.iter().find_map(|l| l.actor.clone()))
        };
        let withdrawn: Vec<String> = c.withdrawn.iter().filter_map(source).collect();
        let unsourced =
            |row: &&RowRef| said(row).is_some_and(|a| Openness::from(a.sourcing.class) == Openness::Unsourced);
        let unknown: Vec<String> =
            c.statements.iter().filter(unsourced).map(|r| source(r).unwrap_or_else(|| r.row.to_string())).collect();
        for row in &c.statements {
            let Some(a) = said(row) else { continue };
            for span in &a.content {
                out.claims.push(ClaimLine {
                    id: format!("{}/{}", s.id, c.id),
                    doc: names.get(&row.report).cloned().unwrap_or_default(),
                    start: span.start,
                    end: span.end,
                    claim: texts.slice(&row.report, *span).to_owned(),
                    independent_roots: c.roots.len(),
                    roots: c.roots.iter().map(|r| format!("{}/{r}", s.id)).collect(),
                    withdrawn: withdrawn.clone(),
                    unknown: unknown.clone(),
                });
            }
        }
    }
}

fn end(s: &Storyline, row: &RowRef, names: &BTreeMap<&ReportId, String>, texts: &Texts) -> Option<End> {
    let r = s.reading(&row.report)?;
    let (table, evidence): (&'static str, Evidence) = if let Some(a) = r.attribution(&row.row) {
        ("attributions", Evidence::from_spans(a.content.iter().copied()).unwrap_or_else(|| a.evidence.clone()))
    } else if let Some(f) = r.figures.iter().find(|f| f.id == row.row) {
        ("figures", Evidence::new(f.span))
    } else if let Some(w) = r.withdrawals.iter().find(|w| w.id == row.row) {
        ("withdrawals", w.evidence.clone())
    } else {
        return None;
    };
    let span = evidence.first();
    Some(End {
        doc: names.get(&row.report)?.clone(),
        table,
        id: row.row.to_string(),
        start: span.start,
        end: span.end,
        q: texts.slice(&row.report, span).to_owned(),
    })
}

fn relation(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Repeats => "same_claim",
        RelationKind::Corroborates => "corroborates",
        RelationKind::Contradicts => "contradicts",
        RelationKind::Supersedes => "update",
        RelationKind::DifferentScope => "different_scope",
        RelationKind::DifferentBasis => "different_basis",
        RelationKind::RangeOverlaps => "range_overlaps",
        RelationKind::Conflicts => "contradiction",
        RelationKind::Tension => "tension",
        RelationKind::Complements => "complement",
        RelationKind::Withdraws => "withdraws",
        RelationKind::Confirms => "confirms",
        RelationKind::Denies => "denies",
    }
}
