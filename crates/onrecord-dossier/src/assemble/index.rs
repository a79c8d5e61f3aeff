//! What the sections look rows up in: the readings that count, their days, and what was withdrawn.

use std::collections::{HashMap, HashSet};

use onrecord_model::{
    Attribution, Cell, Chip, Evidence, LinkRole, Offsets, Openness, Reading, Relation, RelationKind, ReportId, Root,
    RowId, RowRef, Says, SourcingClass, Span, Storyline,
};

/// A storyline with the day from which nothing counts any more.
pub struct Index<'s> {
    pub storyline: &'s Storyline,
    readings: Vec<&'s Reading>,
    places: HashMap<&'s ReportId, usize>,
    offsets: Vec<Offsets>,
    attributions: HashMap<(&'s str, &'s str), &'s Attribution>,
    withdrawn: HashSet<RowRef>,
    /// For every row its relations, turned so that the row is `a`.
    related: HashMap<&'s RowRef, Vec<Relation>>,
}

/// The day a report counts for: publication, else dateline. ISO date.
fn day_of(reading: &Reading) -> Option<String> {
    let report = &reading.report;
    let raw = report.published.as_deref().or(report.dateline_date.as_deref())?;
    Some(raw.chars().take(10).collect::<String>()).filter(|d| !d.is_empty())
}

impl<'s> Index<'s> {
    pub fn new(storyline: &'s Storyline, as_of: Option<&str>) -> Self {
        let mut readings: Vec<&Reading> = storyline
            .readings
            .iter()
            .filter(|r| as_of.is_none_or(|last| day_of(r).is_some_and(|d| d.as_str() <= last)))
            .collect();
        readings.sort_by_key(|r| (day_of(r).is_none(), day_of(r), r.report.id.clone()));
        let places = readings.iter().enumerate().map(|(i, r)| (&r.report.id, i)).collect();
        let offsets = readings.iter().map(|r| Offsets::new(&r.report.text)).collect();
        let attributions = readings
            .iter()
            .flat_map(|r| r.attributions.iter().map(move |a| ((r.report.id.as_str(), a.id.as_str()), a)))
            .collect();
        let mut index = Index {
            storyline,
            readings,
            places,
            offsets,
            attributions,
            withdrawn: HashSet::new(),
            related: HashMap::new(),
        };
        let kept = |r: &RowRef| index.places.contains_key(&r.report);
        let mut withdrawn: HashSet<RowRef> = HashSet::new();
        for claim in &storyline.claims {
            withdrawn.extend(claim.withdrawn.iter().filter(|r| kept(r)).cloned());
        }
        for relation in &storyline.relations {
            if relation.kind == RelationKind::Withdraws && kept(&relation.a) && kept(&relation.b) {
                withdrawn.insert(relation.b.clone());
            }
        }
        // As of an earlier day, what was taken back later still stood.
        if as_of.is_some() {
            let shown: HashSet<RowRef> = index
                .readings
                .iter()
                .flat_map(|r| {
                    r.withdrawals
                        .iter()
                        .filter_map(|w| w.target_attribution.clone())
                        .map(|row| RowRef { report: r.report.id.clone(), row })
                })
                .chain(
                    index
                        .relations()
                        .filter(|r| r.kind == RelationKind::Withdraws || r.kind == RelationKind::Denies)
                        .map(|r| r.b.clone()),
                )
                .collect();
            withdrawn.retain(|r| shown.contains(r));
        }
        index.withdrawn = withdrawn;
        index.related = index.relations_by_row();
        index
    }

    /// The relations of a row, turned so that the row is `a`.
    pub fn related(&self, row: &RowRef) -> &[Relation] {
        self.related.get(row).map_or(&[], Vec::as_slice)
    }

    /// The readings that count, by day then report id.
    pub fn readings(&self) -> impl Iterator<Item = &'s Reading> + '_ {
        self.readings.iter().copied()
    }

    pub fn reading(&self, report: &ReportId) -> Option<&'s Reading> {
        self.places.get(report).map(|&i| self.readings[i])
    }

    /// Whether the row's report counts.
    pub fn has(&self, row: &RowRef) -> bool {
        self.places.contains_key(&row.report)
    }

    /// The day of a report.
    pub fn day(&self, report: &ReportId) -> Option<String> {
        self.reading(report).and_then(day_of)
    }

    /// The words of a span.
    pub fn words(&self, report: &ReportId, span: Span) -> String {
        self.places.get(report).map_or_else(String::new, |&i| {
            let words = self.offsets[i].slice(&self.readings[i].report.text, span);
            let mut out = String::with_capacity(words.len());
            for word in words.split_whitespace() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(word);
            }
            out
        })
    }

    pub fn cell(&self, reading: &Reading, span: Span) -> Cell<String> {
        Cell::new(self.words(&reading.report.id, span), reading.report.id.clone(), Evidence::new(span))
    }

    /// The words of the longest span of some evidence, standing on all of it.
    pub fn words_of(&self, report: &ReportId, evidence: &Evidence) -> Cell<String> {
        let main =
            evidence.spans().iter().copied().fold(evidence.first(), |m, s| if s.len() > m.len() { s } else { m });
        Cell::new(self.words(report, main), report.clone(), evidence.clone())
    }

    pub fn attribution(&self, report: &ReportId, row: &RowId) -> Option<&'s Attribution> {
        self.attributions.get(&(report.as_str(), row.as_str())).copied()
    }

    pub fn is_withdrawn(&self, report: &ReportId, row: &RowId) -> bool {
        self.withdrawn.contains(&RowRef { report: report.clone(), row: row.clone() })
    }

    /// Whether the row, or the attribution that says it, was withdrawn.
    pub fn falls_with(&self, report: &ReportId, row: &RowId, attribution: Option<&RowId>) -> bool {
        self.is_withdrawn(report, row) || attribution.is_some_and(|a| self.is_withdrawn(report, a))
    }

    /// Relations between rows that count.
    pub fn relations(&self) -> impl Iterator<Item = &'s Relation> + '_ {
        self.storyline.relations.iter().filter(|r| self.has(&r.a) && self.has(&r.b))
    }

    fn relations_by_row(&self) -> HashMap<&'s RowRef, Vec<Relation>> {
        let mut map: HashMap<&RowRef, Vec<Relation>> = HashMap::new();
        for r in self.relations() {
            map.entry(&r.a).or_default().push(r.clone());
            if r.a != r.b && is_mutual(r.kind) {
                let turned = Relation { kind: r.kind, a: r.b.clone(), b: r.a.clone(), reason: r.reason.clone() };
                map.entry(&r.b).or_default().push(turned);
            }
        }
        for list in map.values_mut() {
            list.sort_by(|x, y| (x.kind, &x.b).cmp(&(y.kind, &y.b)));
            list.dedup();
        }
        map
    }

    /// Roots with the statements that count.
    pub fn roots(&self) -> impl Iterator<Item = Root> + '_ {
        self.storyline.roots.iter().filter_map(|root| {
            let statements: Vec<RowRef> = root.statements.iter().filter(|r| self.has(r)).cloned().collect();
            if statements.is_empty() {
                return None;
            }
            let mut outlets: Vec<String> =
                statements.iter().filter_map(|s| self.reading(&s.report)?.report.outlet.clone()).collect();
            outlets.sort();
            outlets.dedup();
            Some(Root { statements, outlets, ..root.clone() })
        })
    }

    /// Who says a row: its attribution, or the publisher in its own voice.
    pub fn says(&self, reading: &Reading, attribution: Option<&RowId>) -> Says {
        let report = &reading.report;
        match attribution.and_then(|a| self.attribution(&report.id, a)) {
            Some(a) => {
                let class = a.sourcing.class;
                let source = a.source.map(|s| self.words(&report.id, s));
                Says {
                    attribution: Some(RowRef { report: report.id.clone(), row: a.id.clone() }),
                    resolved: a.resolved.clone().filter(|r| Some(r) != source.as_ref()),
                    source,
                    class,
                    openness: Openness::from(class),
                    hops: a.sourcing.hops,
                    marks: a.sourcing.marks.clone(),
                    chain: a
                        .sourcing
                        .chain
                        .iter()
                        .map(|l| Chip {
                            name: l.actor.clone().or_else(|| l.span.map(|s| self.words(&report.id, s))),
                            anonymous: l.anonymous,
                            role: l.role,
                        })
                        .collect(),
                }
            }
            None => Says {
                attribution: None,
                source: None,
                resolved: None,
                class: SourcingClass::S7,
                openness: Openness::Unsourced,
                hops: 0,
                marks: Vec::new(),
                chain: vec![Chip { name: report.outlet.clone(), anonymous: false, role: LinkRole::Published }],
            },
        }
    }
}

/// Whether a relation read backwards has the same name.
fn is_mutual(kind: RelationKind) -> bool {
    use RelationKind::*;
    match kind {
        Corroborates | Contradicts | DifferentScope | DifferentBasis | RangeOverlaps | Conflicts | Tension
        | Complements => true,
        Repeats | Supersedes | Withdraws | Confirms | Denies => false,
    }
}
