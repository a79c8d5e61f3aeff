//! `statements`: the ledger, one row an attribution.

use std::collections::{BTreeSet, HashMap};

use clap::Args;
use onrecord::model::{AttributionKind, Certainty};
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::{Done, Failure},
    rows::{Row, class, name, write},
    source::Source,
    table::Table,
};

/// Who said what, through whom, and how it is sourced
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord statements reports/\n  onrecord statements --as-of 2031-03-10 --format csv\n  \
                  onrecord statements --all draft.txt\n  onrecord statements --life          what became of what was said\n\nClasses: S1 named on record, S2 named through another outlet, S3 official body, \
                  document or state medium,\nS4 unnamed with role and affiliation, S5 unnamed with affiliation, S6 unnamed, S7 unsourced.\n\
                  Marks: D denied, R retracted or removed, C conditional, W details withheld."
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// Attitudes and rows that are only possible too
    #[arg(short, long)]
    all: bool,
    /// The life of what was said, a row a claim: said, repeated, confirmed, denied, removed (with --all: claims said once too)
    #[arg(long)]
    life: bool,
    /// How statements and figures stand to each other, each with its reason
    #[arg(long, conflicts_with = "life")]
    relations: bool,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let (setting, mut source, exit) = Source::of(global, &self.from)?;
        if self.life {
            return write(&setting, &self.output, &life(&mut source, self.all)?, exit);
        }
        if self.relations {
            return write(&setting, &self.output, &relations(&mut source)?, exit);
        }
        let mut table = Table::new(
            "Statements",
            &[
                "day",
                "outlet",
                "source",
                "act",
                "what",
                "through",
                "class",
                "hops",
                "quoted",
                "kind",
                "certainty",
                "row",
            ],
        )
        .hide(if self.all { &["quoted", "hops"] } else { &["quoted", "hops", "kind", "certainty"] });
        for reading in &source.readings()? {
            let row = Row::new(reading);
            for a in &reading.attributions {
                if !self.all && (a.kind == AttributionKind::Attitude || a.certainty == Certainty::Possible) {
                    continue;
                }
                let through: Vec<&str> = a.relay.iter().map(|r| row.words(r.outlet)).collect();
                table.row(vec![
                    row.day(),
                    row.outlet(),
                    row.source(a),
                    json!(name(&a.act)),
                    json!(row.join(&a.content)),
                    if through.is_empty() { Value::Null } else { json!(through) },
                    json!(class(a)),
                    json!(a.sourcing.hops),
                    json!(name(&a.quoted)),
                    json!(name(&a.kind)),
                    json!(name(&a.certainty)),
                    row.id(&a.id),
                ]);
            }
        }
        write(&setting, &self.output, &table, exit)
    }
}

/// Claims with the days of every step of their life.
fn life(source: &mut Source, all: bool) -> Result<Table, Failure> {
    let mut table = Table::new(
        "What became of what was said",
        &[
            "story",
            "claim",
            "what",
            "who",
            "said",
            "repeated",
            "confirmed",
            "denied",
            "corrected",
            "removed",
            "roots",
            "outlets",
            "statements",
            "row",
        ],
    );
    let as_of = source.as_of.clone();
    for storyline in source.storylines()? {
        let outlets: HashMap<_, _> =
            storyline.readings.iter().map(|r| (&r.report.id, r.report.outlet.clone())).collect();
        let page = onrecord::dossier::assemble(&storyline, as_of.as_deref());
        for claim in
            page.ledger.iter().filter(|c| !c.id.is_empty() && (all || c.life.len() > 1 || c.statements.len() > 1))
        {
            let days = |step: &str| {
                let list: Vec<&str> = claim
                    .life
                    .iter()
                    .filter(|s| s.step == step)
                    .map(|s| s.on.as_deref().unwrap_or("day not known"))
                    .collect();
                if list.is_empty() { Value::Null } else { json!(list) }
            };
            let first = &claim.statements[0];
            let printed: BTreeSet<_> =
                claim.statements.iter().filter_map(|s| outlets.get(&s.row.report).cloned().flatten()).collect();
            table.row(vec![
                json!(storyline.id),
                json!(claim.id),
                json!(first.words.iter().map(|w| w.value.as_str()).collect::<Vec<_>>().join(" … ")),
                json!(first.speaker.as_ref().map(|s| s.value.clone())),
                days("said"),
                days("repeated"),
                days("confirmed"),
                days("denied"),
                days("corrected"),
                days("removed"),
                json!(claim.roots.len()),
                json!(printed),
                json!(claim.statements.len()),
                json!(first.row.to_string()),
            ]);
        }
    }
    Ok(table)
}

/// Relations between rows, with the words of both.
fn relations(source: &mut Source) -> Result<Table, Failure> {
    let mut table = Table::new(
        "Relations",
        &["story", "relation", "words", "to_words", "reason", "day", "to_day", "row", "to_row"],
    );
    for storyline in source.storylines()? {
        let rows: HashMap<_, _> = storyline.readings.iter().map(|r| (&r.report.id, Row::new(r))).collect();
        for r in &storyline.relations {
            let (Some(a), Some(b)) = (rows.get(&r.a.report), rows.get(&r.b.report)) else { continue };
            table.row(vec![
                json!(storyline.id),
                json!(name(&r.kind)),
                json!(a.words_of(&r.a.row)),
                json!(b.words_of(&r.b.row)),
                json!(r.reason),
                a.day(),
                b.day(),
                json!(r.a.to_string()),
                json!(r.b.to_string()),
            ]);
        }
    }
    Ok(table)
}
