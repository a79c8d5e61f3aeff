//! `figures`: counts as printed, with who gives them and for which day.

use clap::Args;
use onrecord::model::Certainty;
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::Done,
    rows::{Row, name, write},
    source::{Setting, Source},
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
    /// Rows that are only possible too
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &self.from.reading)?;
        let source = Source::open(&setting, &self.from)?;
        let exit = source.exit();
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
}
