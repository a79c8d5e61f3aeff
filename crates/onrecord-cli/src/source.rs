//! Where readings come from: paths named on the command line, or the record.

use std::{collections::HashSet, ops::ControlFlow, path::Path};

use onrecord::{
    Inputs, Pipeline, Skipped,
    links::{self, Linked, Places},
    model::{Reading, Report, Storyline},
    pipeline::Outcome,
    store::{AsOf, Record},
};

use crate::{
    cli::{From, Global, Sense},
    config::{self, Config},
    failure::{Exit, Failure},
    ui::Ui,
};

/// Readings to make a table from.
pub struct Source {
    /// The readings, in input order or in order of arrival.
    pub readings: Vec<Reading>,
    /// The day asked for.
    pub as_of: Option<String>,
    /// Begin of the id of the story asked for.
    pub story: Option<String>,
    /// Inputs that were passed over.
    pub skipped: Vec<Skipped>,
    /// Where the reports on record were placed; missing for paths, and where the record is not linked.
    places: Option<Places>,
}

/// What a command needs: settings and the person at the terminal.
pub struct Setting {
    /// Settings.
    pub config: Config,
    /// The person at the terminal.
    pub ui: Ui,
}

impl Setting {
    /// For this call.
    pub fn new(global: &Global, reading: &crate::cli::Reading) -> Result<Setting, Failure> {
        let config = Config::load(global, reading)?;
        let ui = Ui::new(&config, global.verbose);
        Ok(Setting { config, ui })
    }

    /// Places the reports on record that wait for it; says so before where all of them have to be placed anew.
    pub fn link(&self, record: &mut Record) -> Result<Linked, onrecord::Error> {
        if !links::by_these_rules(record)? {
            self.ui.hint("the places on record were given by another version's rules: every report is placed anew");
        }
        let linked = links::link(record)?;
        if linked.anew > 0 {
            self.ui.hint(format!("{} reports placed anew", linked.anew));
        }
        Ok(linked)
    }
}

/// Whether a word on the command line names an input rather than a story.
fn is_input(word: &str) -> bool {
    word == "-"
        || Path::new(word).exists()
        || word.contains(['/', '\\', '*', '?'])
        || Path::new(word).extension().is_some()
}

impl Source {
    /// What every table begins with: the settings of this call, what `from` names, and how the call ends.
    pub fn of(global: &Global, from: &From) -> Result<(Setting, Source, Exit), Failure> {
        let setting = Setting::new(global, &from.reading)?;
        let source = Source::open(&setting, from)?;
        let exit = source.exit();
        Ok((setting, source, exit))
    }

    /// Reads what `from` names.
    pub fn open(setting: &Setting, from: &From) -> Result<Source, Failure> {
        let as_of = config::date(from.as_of.as_ref(), "--as-of")?;
        let date = config::date(from.reading.date.as_ref(), "--date")?;
        let (inputs, stories): (Vec<String>, Vec<String>) = from.what.iter().cloned().partition(|w| is_input(w));
        if stories.len() > 1 || (!stories.is_empty() && !inputs.is_empty()) {
            let what = stories.iter().map(|s| format!("{s:?}")).collect::<Vec<_>>().join(", ");
            return Err(Failure::new(format!(
                "there is no such file or folder: {what} (or name one story, not several)"
            )));
        }
        let story = stories.into_iter().next();
        if from.sense == Sense::Event && as_of.is_none() {
            return Err(Failure::new("--sense event says how --as-of is meant: add --as-of DATE"));
        }
        // By the day a row speaks of, later reports count too; their later rows are left out below.
        let reported = as_of.clone().filter(|_| from.sense == Sense::Reported);
        if inputs.is_empty() {
            let record = Record::open(&setting.config.record.value).map_err(|e| match (&story, e) {
                (Some(s), onrecord::store::StoreError::Missing(p)) => Failure::new(format!(
                    "there is no file or folder {s:?}, and no record at {} that could hold a story of that name",
                    p.display()
                )),
                (_, e) => e.into(),
            })?;
            let all = AsOf { day: reported.clone(), all_versions: from.all_versions, raw: false };
            let places = match &story {
                Some(story) => Places::of_story(&record, &all, story)?,
                None => Places::of(&record, &all)?,
            };
            let mut readings = match (&places, &story) {
                // Of a linked record only the story asked for is read.
                (Some(places), Some(story)) => record.readings_of(&places.reports(story))?,
                _ => record.readings(&all)?,
            };
            hold(&mut readings, from.sense, as_of.as_deref());
            if reported.is_some() {
                let undated = record.undated()?;
                if undated > 0 {
                    setting.ui.hint(format!("--as-of leaves out {undated} reports without a date"));
                }
            }
            return Ok(Source { readings, as_of: reported, story, skipped: Vec::new(), places });
        }
        let (mut readings, skipped) = read(setting, &inputs, date)?;
        if !from.all_versions {
            last_versions(&mut readings, reported.as_deref());
        }
        hold(&mut readings, from.sense, as_of.as_deref());
        Ok(Source { readings, as_of: reported, story, skipped, places: None })
    }

    /// The storylines of the readings; only the one asked for, when one was.
    pub fn storylines(&mut self) -> Result<Vec<Storyline>, Failure> {
        let readings = std::mem::take(&mut self.readings);
        let mut storylines = match &self.places {
            Some(places) => places.storylines(readings),
            None => onrecord::storylines(&readings),
        };
        if let Some(story) = &self.story {
            storylines.retain(|s| s.id.as_str().starts_with(story.as_str()));
            if storylines.is_empty() {
                return Err(Failure::new(format!(
                    "no story on record begins with {story:?}: `onrecord stories` lists them"
                )));
            }
        }
        Ok(storylines)
    }

    /// The readings; those of one story only, when one was asked for.
    pub fn readings(mut self) -> Result<Vec<Reading>, Failure> {
        if self.story.is_none() {
            return Ok(self.readings);
        }
        Ok(self.storylines()?.into_iter().flat_map(|s| s.readings).collect())
    }

    /// How a command that made its output ends.
    pub fn exit(&self) -> Exit {
        if self.skipped.is_empty() { Exit::Fine } else { Exit::Skipped }
    }
}

/// Leaves out rows that speak of later days, where that is asked for.
fn hold(readings: &mut [Reading], sense: Sense, as_of: Option<&str>) {
    if let (Sense::Event, Some(day)) = (sense, as_of) {
        readings.iter_mut().for_each(|r| onrecord::held(r, day));
    }
}

/// Reads inputs; names those passed over on standard error. Fails when nothing could be read.
pub fn read(
    setting: &Setting,
    inputs: &[String],
    date: Option<String>,
) -> Result<(Vec<Reading>, Vec<Skipped>), Failure> {
    let mut readings = Vec::new();
    let skipped = each(setting, inputs, date, |reading| {
        readings.push(reading);
        Ok(())
    })?;
    Ok((readings, skipped))
}

/// Reads inputs and hands each reading on as it comes, in input order; gives back what was passed over.
pub fn each(
    setting: &Setting,
    inputs: &[String],
    date: Option<String>,
    mut consume: impl FnMut(Reading) -> Result<(), Failure>,
) -> Result<Vec<Skipped>, Failure> {
    let inputs = Inputs::with_fields(inputs, &setting.config.fields);
    let bar = setting.ui.progress(inputs.files);
    let pipeline = Pipeline::new(setting.config.options(date));
    let (mut skipped, mut count, mut failed) = (Vec::new(), 0usize, None);
    pipeline.run(inputs, &HashSet::new(), |outcome| {
        match outcome {
            Outcome::Read(reading) => {
                count += 1;
                if let Some(why) = &reading.report.not_read {
                    bar.suspend(|| setting.ui.hint(format!("{}: kept, not read: {why}", reading.input)));
                }
                for note in &reading.report.notes {
                    bar.suspend(|| setting.ui.detail(format!("{}: {note}", reading.input)));
                }
                if let Err(e) = consume(*reading) {
                    failed = Some(e);
                    return ControlFlow::Break(());
                }
            }
            Outcome::Known(_) | Outcome::Seen(_) => {}
            Outcome::Skipped(s) => {
                bar.suspend(|| setting.ui.warn(s.to_string()));
                skipped.push(s);
            }
            Outcome::InputDone => bar.inc(1),
        }
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    if let Some(e) = failed {
        return Err(e);
    }
    if count == 0 {
        return Err(Failure::new("nothing could be read"));
    }
    Ok(skipped)
}

/// The reports of inputs, or of the record when none are named, without reading what they say; and what was passed over.
pub fn reports(setting: &Setting, from: &From) -> Result<(Vec<Report>, Vec<Skipped>), Failure> {
    if from.what.is_empty() || from.as_of.is_some() || !from.what.iter().any(|w| is_input(w)) {
        let source = Source::open(setting, from)?;
        let skipped = source.skipped.clone();
        return Ok((source.readings()?.into_iter().map(|r| r.report).collect(), skipped));
    }
    let date = config::date(from.reading.date.as_ref(), "--date")?;
    let inputs = Inputs::with_fields(&from.what, &setting.config.fields);
    let (mut reports, mut skipped) = (Vec::new(), Vec::new());
    Pipeline::new(setting.config.options(date)).reports(inputs, |report| {
        match report {
            Ok(r) => reports.push(r),
            Err(s) => {
                setting.ui.warn(s.to_string());
                skipped.push(s);
            }
        }
        ControlFlow::Continue(())
    });
    if reports.is_empty() {
        return Err(Failure::new("nothing could be read"));
    }
    Ok((reports, skipped))
}

/// Keeps, of reports with one address, the last by day, then by input order.
fn last_versions(readings: &mut Vec<Reading>, as_of: Option<&str>) {
    let day = |r: &Reading| {
        let report = &r.report;
        let at = report.modified.as_ref().or(report.published.as_ref()).or(report.dateline_date.as_ref());
        at.map(|d| d.chars().take(10).collect::<String>()).unwrap_or_default()
    };
    if let Some(as_of) = as_of {
        readings.retain(|r| !day(r).is_empty() && day(r).as_str() <= as_of);
    }
    let mut last: std::collections::HashMap<String, (String, usize)> = Default::default();
    for (n, r) in readings.iter().enumerate() {
        if let Some(url) = &r.report.url {
            let at = (day(r), n);
            let best = last.entry(url.clone()).or_insert_with(|| at.clone());
            if at >= *best {
                *best = at;
            }
        }
    }
    let mut n = 0;
    readings.retain(|r| {
        n += 1;
        r.report.url.as_ref().is_none_or(|u| last[u].1 == n - 1)
    });
}
