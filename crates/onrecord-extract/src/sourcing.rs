//! Question: how does a statement stand sourced, by the published rule of the classes S1 to S7?
//!
//! In: "Two medics told Harbour Radio that …". Out: chain medics (said) → Harbour Radio (told to) → this publisher; class S4, one hop.
//! Class and marks are facts of the text. Nothing here says whether a statement is true or a source is good; the same
//! words give the same class whoever speaks. Roots: rows that go back to one innermost source share one.

use std::collections::BTreeMap;

use onrecord_model::{
    Act, Attribution, ChainLink, LinkRole, Reading, RelayRole, RootId, RowId, SourceType, Sourcing, SourcingClass,
    SourcingMark, WithdrawalKind,
};

use crate::Context;

/// Fills class, hops, marks, chain and root of every attribution.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let rows = std::mem::take(&mut reading.attributions);
    let sourcing: Vec<Sourcing> = rows.iter().map(|a| sourcing(cx, reading, &rows, a)).collect();
    let roots = roots(cx, &rows);
    reading.attributions = rows;
    for ((row, s), root) in reading.attributions.iter_mut().zip(sourcing).zip(roots) {
        row.sourcing = s;
        row.root = Some(root);
    }
}

fn sourcing(cx: &Context, reading: &Reading, rows: &[Attribution], a: &Attribution) -> Sourcing {
    let chain = chain(cx, reading, rows, a);
    let links = chain.iter().filter(|l| l.role != LinkRole::Published).count();
    let hops = links.saturating_sub(1) as u32;
    Sourcing { class: class(a.source_type, &chain), hops, marks: marks(reading, a), chain }
}

/// The class by the innermost source's type and whether another outlet stands between it and this publisher.
///
/// ```
/// # use onrecord_extract::sourcing::class;
/// # use onrecord_model::{SourceType, SourcingClass};
/// assert_eq!(class(SourceType::UnnamedSpecific, &[]), SourcingClass::S4);
/// assert_eq!(class(SourceType::NamedPerson, &[]), SourcingClass::S1);
/// ```
pub fn class(innermost: SourceType, chain: &[ChainLink]) -> SourcingClass {
    let relayed = chain.iter().skip(1).any(|l| l.role != LinkRole::Published);
    match innermost {
        SourceType::Unattributed => SourcingClass::S7,
        SourceType::UnnamedBare => SourcingClass::S6,
        SourceType::UnnamedAffiliated => SourcingClass::S5,
        SourceType::UnnamedSpecific => SourcingClass::S4,
        SourceType::NamedOffice | SourceType::State | SourceType::Document | SourceType::StateMedia => {
            SourcingClass::S3
        }
        SourceType::NamedPerson | SourceType::ArmedGroup | SourceType::Organisation | SourceType::Media => {
            if relayed {
                SourcingClass::S2
            } else {
                SourcingClass::S1
            }
        }
    }
}

/// Whether a source of this type is unnamed in the text.
pub fn anonymous(kind: SourceType) -> bool {
    matches!(
        kind,
        SourceType::UnnamedSpecific
            | SourceType::UnnamedAffiliated
            | SourceType::UnnamedBare
            | SourceType::Unattributed
    )
}

/// Links from the innermost speaker over its relays and the rows it is nested in to the publisher.
fn chain(cx: &Context, reading: &Reading, rows: &[Attribution], a: &Attribution) -> Vec<ChainLink> {
    let mut out = vec![ChainLink {
        span: a.source.or(a.cue),
        actor: a.resolved.clone(),
        kind: a.source_type,
        anonymous: anonymous(a.source_type),
        role: match a.act {
            Act::Confirm => LinkRole::Confirmed,
            Act::Deny => LinkRole::Denied,
            Act::Retract => LinkRole::Retracted,
            _ => LinkRole::Said,
        },
    }];
    let mut at = Some(a);
    // Counted steps: a malformed nesting ends too.
    for _ in 0..rows.len() {
        let Some(row) = at else { break };
        for r in &row.relay {
            if out.iter().any(|l| l.span.is_some_and(|s| s.overlaps(r.outlet))) {
                continue;
            }
            let outer = rows.iter().find(|o| o.source.is_some_and(|s| s.overlaps(r.outlet)));
            out.push(ChainLink {
                span: Some(r.outlet),
                actor: outer.and_then(|o| o.resolved.clone()).or_else(|| Some(cx.words(r.outlet).to_owned())),
                kind: outer.map_or(SourceType::Media, |o| o.source_type),
                anonymous: false,
                role: match r.role {
                    RelayRole::ToldTo => LinkRole::ToldTo,
                    RelayRole::CitedBy => LinkRole::CitedBy,
                    RelayRole::ReportedBy => LinkRole::ReportedBy,
                    RelayRole::SpeakingTo => LinkRole::SpeakingTo,
                },
            });
        }
        at = row.nested_in.as_ref().and_then(|id| rows.iter().find(|r| &r.id == id));
        if let Some(outer) = at {
            let known = out.iter().any(|l| matches!((l.span, outer.source), (Some(x), Some(y)) if x.overlaps(y)));
            if !known {
                out.push(ChainLink {
                    span: outer.source.or(outer.cue),
                    actor: outer.resolved.clone(),
                    kind: outer.source_type,
                    anonymous: anonymous(outer.source_type),
                    role: LinkRole::ReportedBy,
                });
            }
        }
    }
    out.push(ChainLink {
        // A name in page furniture names the publisher but is no words of the report.
        span: reading.report.outlet_span.filter(|s| !reading.report.boilerplate.iter().any(|b| b.overlaps(*s))),
        actor: reading.report.outlet.clone(),
        kind: SourceType::Media,
        anonymous: false,
        role: LinkRole::Published,
    });
    out
}

/// Denied, retracted or removed, conditional, details withheld: in this order.
fn marks(reading: &Reading, a: &Attribution) -> Vec<SourcingMark> {
    let hit = |id: &Option<RowId>| id.as_ref() == Some(&a.id);
    let taken = |kinds: &[WithdrawalKind]| {
        reading.withdrawals.iter().any(|w| hit(&w.target_attribution) && kinds.contains(&w.kind))
    };
    let mut out = Vec::new();
    if taken(&[WithdrawalKind::Denial, WithdrawalKind::Contradiction]) {
        out.push(SourcingMark::D);
    }
    if taken(&[
        WithdrawalKind::Retraction,
        WithdrawalKind::Deletion,
        WithdrawalKind::Correction,
        WithdrawalKind::WalkBack,
    ]) {
        out.push(SourcingMark::R);
    }
    if reading.conditions.iter().any(|c| hit(&c.attribution)) {
        out.push(SourcingMark::C);
    }
    if a.act == Act::Withhold || reading.gaps.iter().any(|g| hit(&g.attribution)) {
        out.push(SourcingMark::W);
    }
    out
}

/// A root for every row: one innermost source, one root. Ids count in text order.
fn roots(cx: &Context, rows: &[Attribution]) -> Vec<RootId> {
    let keys: Vec<String> = (0..rows.len()).map(|i| key(cx, rows, i, 0)).collect();
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    let mut next = 0;
    keys.iter()
        .map(|k| {
            let n = *ids.entry(k).or_insert_with(|| {
                next += 1;
                next
            });
            RootId::from(format!("r{n}"))
        })
        .collect()
}

/// What makes two rows one root: the shown name of the innermost source; hearsay stands alone or with who reports it.
fn key(cx: &Context, rows: &[Attribution], i: usize, depth: usize) -> String {
    let a = &rows[i];
    if depth < 6 {
        // A medium that only passes on what the row inside it says goes back to that row's source.
        let inner = (0..rows.len()).find(|&k| {
            k != i && rows[k].nested_in.as_ref() == Some(&a.id) && {
                let inner: u32 = rows[k].content.iter().map(|c| c.len()).sum();
                let outer: u32 = a.content.iter().map(|c| c.len()).sum();
                matches!(a.source_type, SourceType::Media | SourceType::StateMedia)
                    && 10 * inner >= 6 * outer
                    && rows[k].source.is_some()
            }
        });
        if let Some(k) = inner {
            return key(cx, rows, k, depth + 1);
        }
        if a.source_type == SourceType::Unattributed
            && let Some(p) = a.nested_in.as_ref().and_then(|id| rows.iter().position(|r| &r.id == id))
        {
            return key(cx, rows, p, 6);
        }
    }
    match (&a.resolved, a.source) {
        (Some(name), _) => name.to_lowercase(),
        (None, Some(source)) => format!("@{} {}", source.start, cx.words(source).to_lowercase()),
        (None, None) => format!("#{}", a.cue.or(a.content.first().copied()).map_or(0, |s| s.start)),
    }
}
