//! `figures`: counts as printed, with who gives them and for which day.

use std::collections::HashMap;

use clap::Args;
use onrecord::model::Certainty;
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::{Done, Failure},
    rows::{Row, name, write},
    source::Source,
    table::Table,
};

/// Figures as printed: what is counted, where, as of when, who says so
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord figures reports/\n  onrecord figures --as-of 2031-03-12 -o figures.csv\n  \
                  onrecord figures --measure killed\n\nNothing is added, subtracted or averaged."
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// Only this measure (killed, held, released, displaced …)
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// As series: one measure, population and place over time, each figure with how it stands to the others
    #[arg(long)]
    series: bool,
    /// Rows that are only possible too
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let (setting, mut source, exit) = Source::of(global, &self.from)?;
        if self.series {
            let table = self.as_series(&mut source)?;
            return write(&setting, &self.output, &table, exit);
        }
        let mut table = Table::new(
            "Figures",
            &[
                "day",
                "outlet",
                "figure",
                "low",
                "high",
                "bound",
                "measure",
                "of",
                "unit",
                "place",
                "as_of",
                "who_says_so",
                "class",
                "certainty",
                "row",
            ],
        )
        .hide(if self.all { &["low", "high", "bound"] } else { &["low", "high", "bound", "certainty"] });
        for reading in &source.readings()? {
            let row = Row::new(reading);
            for f in &reading.figures {
                let measure = name(&f.measure);
                let wanted = self.measure.as_ref().is_none_or(|m| m.eq_ignore_ascii_case(&measure));
                if !wanted || (!self.all && f.certainty == Certainty::Possible) {
                    continue;
                }
                let (source, class) = row.says(f.attribution.as_ref());
                table.row(vec![
                    row.day(),
                    row.outlet(),
                    json!(row.words(f.span)),
                    json!(f.low),
                    json!(f.high),
                    json!(name(&f.bound)),
                    json!(measure),
                    json!(f.of),
                    f.currency.as_ref().or(f.unit.as_ref()).map_or(Value::Null, |u| json!(u)),
                    json!(f.place),
                    json!(f.as_of),
                    source,
                    class,
                    json!(name(&f.certainty)),
                    row.id(&f.id),
                ]);
            }
        }
        write(&setting, &self.output, &table, exit)
    }

    /// Series of two figures or more (with `--all` of one too), by measure; `as_of` and `reported` are kept apart.
    fn as_series(&self, source: &mut Source) -> Result<Table, Failure> {
        let mut table = Table::new(
            "Figures as series",
            &[
                "story",
                "series",
                "measure",
                "of",
                "place",
                "as_of",
                "reported",
                "figure",
                "low",
                "high",
                "relations",
                "who_says_so",
                "class",
                "withdrawn",
                "row",
            ],
        )
        .hide(&["low", "high"]);
        let as_of = source.as_of.clone();
        for storyline in source.storylines()? {
            let rows: HashMap<_, _> = storyline.readings.iter().map(|r| (&r.report.id, Row::new(r))).collect();
            let page = onrecord::dossier::assemble(&storyline, as_of.as_deref());
            for line in page.figures {
                let measure = name(&line.measure);
                let wanted = self.measure.as_ref().is_none_or(|m| m.eq_ignore_ascii_case(&measure));
                if !wanted || (!self.all && line.points.len() < 2) {
                    continue;
                }
                for p in line.points.iter().filter(|p| self.all || p.certainty == Certainty::Certain) {
                    let row = &rows[&p.row.report];
                    let figure = row.reading.figures.iter().find(|f| f.id == p.row.row);
                    let (source, class) = row.says(figure.and_then(|f| f.attribution.as_ref()));
                    let related: Vec<String> =
                        p.relations.iter().map(|r| format!("{} {}: {}", name(&r.kind), r.b, r.reason)).collect();
                    table.row(vec![
                        json!(storyline.id),
                        json!(line.id),
                        json!(measure),
                        json!(line.of),
                        json!(line.place),
                        json!(p.as_of),
                        json!(p.reported),
                        json!(p.words.value),
                        json!(p.low),
                        json!(p.high),
                        if related.is_empty() { Value::Null } else { json!(related) },
                        source,
                        class,
                        json!(p.withdrawn),
                        json!(p.row.to_string()),
                    ]);
                }
            }
        }
        Ok(table)
    }
}
