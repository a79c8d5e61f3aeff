//! What the sections look rows up in: the readings that count, their days, and what was withdrawn.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use onrecord_model::{
    Attribution, Cell, Chip, Evidence, Letters, LinkRole, Offsets, Openness, Reading, Relation, RelationKind, ReportId,
    Root, RowId, RowRef, Says, SourcingClass, Span, Storyline,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// A storyline with the day from which nothing counts any more.
pub struct Index<'s> {
    pub storyline: &'s Storyline,
    readings: Vec<&'s Reading>,
    days: Vec<Option<Letters>>,
    places: FxHashMap<&'s ReportId, usize>,
    offsets: Vec<Offsets>,
    /// Attributions by the number of their report, with who says them once that was asked.
    attributions: FxHashMap<(usize, &'s RowId), (&'s Attribution, OnceLock<Arc<Says>>)>,
    /// What publishers say in their own voice, by report.
    own: Vec<OnceLock<Arc<Says>>>,
    withdrawn: FxHashSet<RowRef>,
    /// For every row its relations, turned so that the row is `a`.
    related: FxHashMap<&'s RowRef, Vec<Arc<Relation>>>,
}

/// The day a report counts for: publication, else dateline. ISO date.
fn day_of(reading: &Reading) -> Option<Letters> {
    let report = &reading.report;
    let raw = report.published.as_deref().or(report.dateline_date.as_deref())?;
    Some(first_ten(raw)).filter(|d| !d.is_empty())
}

/// The first ten letters of a day with whatever follows it.
pub fn first_ten(raw: &str) -> Letters {
    raw.char_indices().nth(10).map_or(raw, |(end, _)| &raw[..end]).into()
}

impl<'s> Index<'s> {
    pub fn new(storyline: &'s Storyline, as_of: Option<&str>) -> Self {
        let mut readings: Vec<&Reading> = storyline
            .readings
            .iter()
            .filter(|r| as_of.is_none_or(|last| day_of(r).is_some_and(|d| d.as_str() <= last)))
            .collect();
        readings.sort_by_cached_key(|r| (day_of(r).is_none(), day_of(r), r.report.id.clone()));
        let places = readings.iter().enumerate().map(|(i, r)| (&r.report.id, i)).collect();
        let offsets = readings.iter().map(|r| Offsets::new(&r.report.text)).collect();
        let of = |(i, r): (usize, &&'s Reading)| {
            let r: &'s Reading = r;
            r.attributions.iter().map(move |a| ((i, &a.id), (a, OnceLock::new())))
        };
        let attributions = readings.iter().enumerate().flat_map(of).collect();
        let mut index = Index {
            storyline,
            days: readings.iter().map(|r| day_of(r)).collect(),
            own: readings.iter().map(|_| OnceLock::new()).collect(),
            readings,
            places,
            offsets,
            attributions,
            withdrawn: FxHashSet::default(),
            related: FxHashMap::default(),
        };
        let kept = |r: &RowRef| index.places.contains_key(&r.report);
        let mut withdrawn: FxHashSet<RowRef> = FxHashSet::default();
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
            let shown: FxHashSet<RowRef> = index
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
    pub fn related(&self, row: &RowRef) -> &[Arc<Relation>] {
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
    pub fn day(&self, report: &ReportId) -> Option<Letters> {
        self.places.get(report).and_then(|&i| self.days[i].clone())
    }

    /// The words of a span.
    pub fn words(&self, report: &ReportId, span: Span) -> String {
        self.printed(report, span).into_owned()
    }

    /// The words of a span with one blank between them: as they stand in the text, where they stand so.
    pub fn printed(&self, report: &ReportId, span: Span) -> Cow<'s, str> {
        let Some(&i) = self.places.get(report) else { return Cow::Borrowed("") };
        let words = self.offsets[i].slice(&self.readings[i].report.text, span);
        let bytes = words.as_bytes();
        let single = |w: &[u8]| w[0] != b' ' || w[1] != b' ';
        let plain = |b: &u8| matches!(b, b' '..=b'~');
        // Other letters may be other blanks.
        if bytes.iter().all(plain) && bytes.windows(2).all(single) {
            return Cow::Borrowed(words.trim_matches(' '));
        }
        let mut out = String::with_capacity(words.len());
        for word in words.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        Cow::Owned(out)
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
        Some(self.attributions.get(&(*self.places.get(report)?, row))?.0)
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

    fn relations_by_row(&self) -> FxHashMap<&'s RowRef, Vec<Arc<Relation>>> {
        let mut map: FxHashMap<&RowRef, Vec<Arc<Relation>>> = FxHashMap::default();
        for r in self.relations() {
            map.entry(&r.a).or_default().push(Arc::new(r.clone()));
            if r.a != r.b && is_mutual(r.kind) {
                let turned = Relation { kind: r.kind, a: r.b.clone(), b: r.a.clone(), reason: r.reason.clone() };
                map.entry(&r.b).or_default().push(Arc::new(turned));
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

    /// Who says a row: its attribution, or the publisher in its own voice. Rows of one attribution share it.
    pub fn says(&self, reading: &Reading, attribution: Option<&RowId>) -> Arc<Says> {
        let report = &reading.report;
        let Some(&at) = self.places.get(&report.id) else { return Arc::new(own_voice(reading)) };
        match attribution.and_then(|a| self.attributions.get(&(at, a))) {
            Some((a, said)) => Arc::clone(said.get_or_init(|| Arc::new(self.attributed(report.id.clone(), a)))),
            None => Arc::clone(self.own[at].get_or_init(|| Arc::new(own_voice(reading)))),
        }
    }

    fn attributed(&self, report: ReportId, a: &Attribution) -> Says {
        let class = a.sourcing.class;
        let source = a.source.map(|s| self.words(&report, s));
        let chip = |l: &onrecord_model::ChainLink| Chip {
            name: l.actor.clone().or_else(|| l.span.map(|s| self.words(&report, s))),
            anonymous: l.anonymous,
            role: l.role,
        };
        Says {
            resolved: a.resolved.clone().filter(|r| Some(r) != source.as_ref()),
            source,
            class,
            openness: Openness::from(class),
            hops: a.sourcing.hops,
            marks: a.sourcing.marks.clone(),
            chain: a.sourcing.chain.iter().map(chip).collect(),
            attribution: Some(RowRef { row: a.id.clone(), report }),
        }
    }
}

fn own_voice(reading: &Reading) -> Says {
    Says {
        attribution: None,
        source: None,
        resolved: None,
        class: SourcingClass::S7,
        openness: Openness::Unsourced,
        hops: 0,
        marks: Vec::new(),
        chain: vec![Chip { name: reading.report.outlet.clone(), anonymous: false, role: LinkRole::Published }],
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
