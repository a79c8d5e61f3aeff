//! `copies`: texts of several outlets that are one text, and what each made of it.

use std::collections::HashSet;

use clap::Args;
use onrecord::{
    copies::{self, Group, Match},
    model::{Offsets, Report, Span},
};
use serde_json::{Value, json};

use crate::{
    cli::{From, Global, Output},
    failure::{Done, Exit, Failure},
    rows::write,
    source::{Setting, reports},
    table::Table,
};

/// Copies across outlets: which sentences are shared, which are the outlet's own, and where the text comes from
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onrecord copies reports/\n  onrecord copies reports/ --sentences    each sentence, shared or own\n  \
                  onrecord copies --pairs -o copies.csv      pairs of the record with their containment\n\n\
                  Containment is shared runs of five words over the runs of the shorter text."
)]
pub struct Cmd {
    #[command(flatten)]
    from: From,
    /// One row a pair
    #[arg(long, conflicts_with = "sentences")]
    pairs: bool,
    /// One row a sentence
    #[arg(long)]
    sentences: bool,
    /// Least containment of a pair, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = copies::LEAST)]
    least: f64,
    /// Copies inside one outlet too
    #[arg(long)]
    same_outlet: bool,
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        if !(self.least > 0.0 && self.least <= 1.0) {
            return Err(Failure::new("--least is a share over 0 and up to 1"));
        }
        let setting = Setting::new(global, &self.from.reading)?;
        let (reports, skipped) = reports(&setting, &self.from)?;
        let exit = if skipped.is_empty() { Exit::Fine } else { Exit::Skipped };
        let all: Vec<&Report> = reports.iter().collect();
        let found = copies::copies(&all, self.least);
        let page = Page { reports: &reports, same_outlet: self.same_outlet };
        let groups = found.groups.iter().filter(|g| page.wanted(g)).enumerate();
        let mut table = if self.pairs {
            page.pair_table()
        } else if self.sentences {
            page.sentence_table()
        } else {
            page.text_table()
        };
        for (n, group) in groups {
            if self.pairs {
                page.pairs(n + 1, group, &mut table);
            } else if self.sentences {
                page.sentences(n + 1, group, &mut table);
            } else {
                page.texts(n + 1, group, &mut table);
            }
        }
        write(&setting, &self.output, &table, exit)
    }
}

struct Page<'a> {
    reports: &'a [Report],
    same_outlet: bool,
}

impl Page<'_> {
    /// Whether two texts are of different outlets; an outlet that is not known differs from every other.
    fn across(&self, a: usize, b: usize) -> bool {
        match (&self.reports[a].outlet, &self.reports[b].outlet) {
            (Some(a), Some(b)) => !a.eq_ignore_ascii_case(b),
            _ => true,
        }
    }

    fn wanted(&self, group: &Group) -> bool {
        self.same_outlet || group.pairs.iter().any(|p| self.across(p.a, p.b))
    }

    fn day(&self, text: usize) -> Value {
        let r = &self.reports[text];
        let day = r.published.as_ref().or(r.dateline_date.as_ref());
        day.map_or(Value::Null, |d| json!(d.chars().take(10).collect::<String>()))
    }

    fn title(&self, text: usize) -> Value {
        let r = &self.reports[text];
        r.title.map_or(Value::Null, |t| json!(Offsets::new(&r.text).slice(&r.text, t)))
    }

    fn name(&self, text: usize) -> Value {
        let r = &self.reports[text];
        json!(r.external_id.clone().unwrap_or_else(|| r.id.to_string()))
    }

    fn text_table(&self) -> Table {
        Table::new(
            "Copies",
            &[
                "copy",
                "day",
                "outlet",
                "headline",
                "role",
                "origin",
                "why",
                "containment",
                "sentences",
                "shared",
                "changed",
                "own",
                "own_sentences",
                "report",
                "external_id",
            ],
        )
        .hide(&["why", "external_id"])
    }

    fn texts(&self, n: usize, group: &Group, table: &mut Table) {
        let origin = match (&group.origin.agency, group.origin.text) {
            (Some(agency), _) => json!(agency),
            (None, Some(t)) => json!(self.reports[t].outlet),
            (None, None) => Value::Null,
        };
        for m in &group.members {
            let r = &self.reports[m.text];
            let spans = copies::sentences(r);
            let offsets = Offsets::new(&r.text);
            let count = |want: fn(&Match) -> bool| m.sentences.iter().filter(|s| want(s)).count();
            let own: Vec<&str> = spans
                .iter()
                .zip(&m.sentences)
                .filter(|(_, s)| matches!(s, Match::Own))
                .map(|(span, _)| offsets.slice(&r.text, *span))
                .collect();
            let role = if group.origin.text == Some(m.text) {
                "origin"
            } else if group.base == m.text {
                "closest"
            } else {
                "copy"
            };
            table.row(vec![
                json!(n),
                self.day(m.text),
                json!(r.outlet),
                self.title(m.text),
                json!(role),
                origin.clone(),
                json!(group.origin.why),
                share(m.contained),
                json!(m.sentences.len()),
                json!(count(|s| matches!(s, Match::Same { .. }))),
                json!(count(|s| matches!(s, Match::Changed { .. }))),
                json!(own.len()),
                json!(own),
                json!(r.id),
                json!(r.external_id),
            ]);
        }
    }

    fn pair_table(&self) -> Table {
        Table::new("Copies", &["copy", "a", "a_outlet", "a_day", "b", "b_outlet", "b_day", "containment", "jaccard"])
    }

    fn pairs(&self, n: usize, group: &Group, table: &mut Table) {
        for p in group.pairs.iter().filter(|p| self.same_outlet || self.across(p.a, p.b)) {
            table.row(vec![
                json!(n),
                self.name(p.a),
                json!(self.reports[p.a].outlet),
                self.day(p.a),
                self.name(p.b),
                json!(self.reports[p.b].outlet),
                self.day(p.b),
                share(p.containment),
                share(p.jaccard),
            ]);
        }
    }

    fn sentence_table(&self) -> Table {
        Table::new(
            "Copies",
            &["copy", "outlet", "sentence_is", "sentence", "held_against", "there", "start", "end", "report"],
        )
        .hide(&["start", "end"])
    }

    fn sentences(&self, n: usize, group: &Group, table: &mut Table) {
        let used: HashSet<usize> = group.members.iter().map(|m| m.text).collect();
        let spans: std::collections::HashMap<usize, (Offsets, Vec<Span>)> = used
            .into_iter()
            .map(|t| (t, (Offsets::new(&self.reports[t].text), copies::sentences(&self.reports[t]))))
            .collect();
        let words = |t: usize, s: usize| {
            let (offsets, spans) = &spans[&t];
            offsets.slice(&self.reports[t].text, spans[s])
        };
        for m in &group.members {
            for (i, s) in m.sentences.iter().enumerate() {
                let (kind, there) = match s {
                    Match::Same { text, sentence } => ("shared", Some((*text, *sentence))),
                    Match::Changed { text, sentence } => ("changed", Some((*text, *sentence))),
                    Match::Own => ("own", None),
                };
                let span = spans[&m.text].1[i];
                table.row(vec![
                    json!(n),
                    json!(self.reports[m.text].outlet),
                    json!(kind),
                    json!(words(m.text, i)),
                    there.map_or(Value::Null, |(t, _)| json!(self.reports[t].outlet)),
                    there.filter(|_| kind == "changed").map_or(Value::Null, |(t, s)| json!(words(t, s))),
                    json!(span.start),
                    json!(span.end),
                    json!(self.reports[m.text].id),
                ]);
            }
        }
    }
}

/// A share to two places.
fn share(x: f64) -> Value {
    json!((x * 100.0).round() / 100.0)
}
