//! `compare`: outlets side by side on one story. Counts and words, no score.

use clap::Args;
use onrecord::{dossier, model::OutletLine};
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::Done,
    rows::write,
    source::Source,
    table::Table,
};

/// Outlets side by side: who reports first and last, what only one reports, the words each uses
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord compare reports/\n  onrecord compare st-3f2a --alone      what only one outlet carries\n  \
                  onrecord compare reports/ --words     the words each uses for the same people\n\n\
                  Counts and words; nothing is scored."
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// Statements that no other outlet of the story carries, one a row
    #[arg(long)]
    alone: bool,
    /// Words each outlet uses for parties that several name, and loaded words of its own
    #[arg(long, conflicts_with = "alone")]
    words: bool,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let (setting, mut source, exit) = Source::of(global, &self.from)?;
        let as_of = source.as_of.clone();
        let mut table = if self.alone {
            Table::new("Reported by one outlet alone", &["story", "outlet", "words", "start", "end", "report"])
                .hide(&["start", "end"])
        } else if self.words {
            Table::new("Words", &["story", "party", "outlet", "words"])
        } else {
            Table::new(
                "Outlets side by side",
                &[
                    "story",
                    "outlet",
                    "reports",
                    "first",
                    "last",
                    "statements",
                    "named",
                    "unnamed",
                    "unsourced",
                    "unnamed_share",
                    "alone",
                    "evaluative",
                ],
            )
        };
        for storyline in source.storylines()? {
            let page = dossier::assemble(&storyline, as_of.as_deref());
            let story = json!(storyline.id);
            let mut words: Vec<(String, Vec<Value>)> = Vec::new();
            for o in &page.outlets {
                if self.alone {
                    for cell in &o.alone {
                        let at = cell.evidence.first();
                        table.row(vec![
                            story.clone(),
                            json!(o.outlet),
                            json!(cell.value),
                            json!(at.start),
                            json!(at.end),
                            json!(cell.report),
                        ]);
                    }
                } else if self.words {
                    for w in &o.words {
                        let list: Vec<String> =
                            w.words.iter().zip(&w.counts).map(|(c, n)| format!("{} ({n})", c.value)).collect();
                        words
                            .push((w.party.clone(), vec![story.clone(), json!(w.party), json!(o.outlet), json!(list)]));
                    }
                    if !o.evaluative.is_empty() {
                        let list: Vec<&str> = o.evaluative.iter().map(|c| c.value.as_str()).collect();
                        // Loaded words are of no party: they stand after the parties.
                        words.push((
                            "\u{10FFFF}".into(),
                            vec![story.clone(), Value::Null, json!(o.outlet), json!(list)],
                        ));
                    }
                } else {
                    table.row(line(&story, o));
                }
            }
            words.sort_by(|a, b| a.0.cmp(&b.0));
            table.rows.extend(words.into_iter().map(|w| w.1));
        }
        write(&setting, &self.output, &table, exit)
    }
}

fn line(story: &Value, o: &OutletLine) -> Vec<Value> {
    // In whole per cent; nothing where nothing is said.
    let share = (100 * o.anonymous).checked_div(o.statements).map_or(Value::Null, |n| json!(n));
    vec![
        story.clone(),
        json!(o.outlet),
        json!(o.reports),
        json!(o.first),
        json!(o.last),
        json!(o.statements),
        json!(o.named),
        json!(o.anonymous),
        json!(o.unsourced),
        share,
        json!(o.alone.len()),
        json!(o.evaluative.len()),
    ]
}
