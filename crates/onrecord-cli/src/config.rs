//! Settings: flags, then `ONRECORD_*`, then `onrecord.toml` here or above, then the user's config folder.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use serde::Deserialize;

use crate::{cli::When, failure::Failure};

/// Name of the settings file.
pub const FILE: &str = "onrecord.toml";

/// Settings of one file. The names are those of the flags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The record.
    pub record: Option<String>,
    /// `auto`, `always`, `never`.
    pub color: Option<String>,
    /// No progress and no hints.
    pub quiet: Option<bool>,
    /// Threads.
    pub threads: Option<usize>,
    /// `auto` or `plain`.
    pub engine: Option<String>,
    /// Who we say we are to servers.
    pub user_agent: Option<String>,
}

/// A setting and where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T> {
    /// Its value.
    pub value: T,
    /// `--record`, `ONRECORD_RECORD`, a file's path, or `default`.
    pub from: String,
}

/// All settings, resolved.
#[derive(Clone, Debug)]
pub struct Config {
    /// The record.
    pub record: Set<PathBuf>,
    /// Colour.
    pub color: Set<When>,
    /// No progress and no hints.
    pub quiet: Set<bool>,
    /// Threads; 0 is one a core.
    pub threads: Set<usize>,
    /// Engine.
    pub engine: Set<String>,
    /// Fields under other names, as (field, name).
    pub fields: Vec<(String, String)>,
    /// Longest time for one page or file, seconds; missing when it was not set.
    pub page_seconds: Option<u64>,
    /// Who we say we are to servers; empty is the built-in name.
    pub user_agent: Set<String>,
}

/// Layers of one setting, outermost first.
fn first<T>(default: T, layers: impl IntoIterator<Item = (Option<T>, String)>) -> Set<T> {
    for (value, from) in layers {
        if let Some(value) = value {
            return Set { value, from };
        }
    }
    Set { value: default, from: "default".into() }
}

/// `text=body` as field and name.
fn fields(map: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let known: Vec<&str> = onrecord::fields().collect();
    map.iter()
        .map(|m| {
            let (field, name) = m.split_once('=').unwrap_or((m, ""));
            if !known.contains(&field) || name.is_empty() {
                let known = known.join(", ");
                return Err(Failure::new(format!("--map {m}: write FIELD=NAME, where FIELD is one of {known}")));
            }
            Ok((field.to_owned(), name.to_owned()))
        })
        .collect()
}

impl Config {
    /// The settings for this call.
    pub fn load(global: &crate::cli::Global, reading: &crate::cli::Reading) -> Result<Config, Failure> {
        let mut files = Vec::new();
        if let Some(path) = project_file() {
            files.push((read(&path)?, path));
        }
        if let Some(path) = user_file().filter(|p| p.is_file()) {
            files.push((read(&path)?, path));
        }
        let env = |name: &str| env::var(format!("ONRECORD_{name}")).ok().filter(|v| !v.is_empty());
        let parse = |value: Option<String>, from: &str| -> Result<Option<When>, Failure> {
            value
                .map(|v| {
                    When::from_str(&v, true)
                        .map_err(|_| Failure::new(format!("{from}: color is auto, always or never, not {v:?}")))
                })
                .transpose()
        };
        let number = |value: Option<String>| -> Result<Option<usize>, Failure> {
            value
                .map(|v| v.parse().map_err(|_| Failure::new(format!("ONRECORD_THREADS is a number, not {v:?}"))))
                .transpose()
        };
        let layer = |(f, p): &(File, PathBuf)| (f.clone(), p.display().to_string());
        let files: Vec<(File, String)> = files.iter().map(layer).collect();

        let mut records =
            vec![(global.record.clone(), "--record".to_owned()), (env("RECORD"), "ONRECORD_RECORD".to_owned())];
        let mut colors = vec![
            (global.color, "--color".to_owned()),
            (parse(env("COLOR"), "ONRECORD_COLOR")?, "ONRECORD_COLOR".into()),
        ];
        let mut quiets = vec![
            (global.quiet.then_some(true), "--quiet".to_owned()),
            (env("QUIET").map(|v| v != "0"), "ONRECORD_QUIET".to_owned()),
        ];
        let mut threads =
            vec![(reading.threads, "--threads".to_owned()), (number(env("THREADS"))?, "ONRECORD_THREADS".to_owned())];
        let mut engines =
            vec![(reading.engine.clone(), "--engine".to_owned()), (env("ENGINE"), "ONRECORD_ENGINE".to_owned())];
        let mut agents = vec![(env("USER_AGENT"), "ONRECORD_USER_AGENT".to_owned())];
        for (file, from) in files {
            agents.push((file.user_agent.clone(), from.clone()));
            // A record named in a file stands beside that file.
            let record = file
                .record
                .map(|r| Path::new(&from).parent().map_or(PathBuf::from(&r), |p| p.join(&r)).display().to_string());
            records.push((record, from.clone()));
            colors.push((parse(file.color, &from)?, from.clone()));
            quiets.push((file.quiet, from.clone()));
            threads.push((file.threads, from.clone()));
            engines.push((file.engine, from));
        }
        let record = first("onrecord.db".to_owned(), records);
        let config = Config {
            record: Set { value: PathBuf::from(record.value), from: record.from },
            color: first(When::Auto, colors),
            quiet: first(false, quiets),
            threads: first(0, threads),
            engine: first("auto".to_owned(), engines),
            fields: fields(&reading.map)?,
            page_seconds: reading.page_seconds,
            user_agent: first(String::new(), agents),
        };
        if !matches!(config.engine.value.as_str(), "auto" | "plain") {
            return Err(Failure::new(format!(
                "{}: the engine is auto or plain, not {:?}",
                config.engine.from, config.engine.value
            )));
        }
        Ok(config)
    }

    /// How to read reports.
    pub fn options(&self, date: Option<String>) -> onrecord::Options {
        let engine = if self.engine.value == "plain" { onrecord::Engine::Plain } else { onrecord::Engine::Auto };
        let page_seconds = self.page_seconds.unwrap_or(onrecord::pipeline::PAGE_SECONDS);
        onrecord::Options { page_seconds, date, threads: self.threads.value, engine, fields: self.fields.clone() }
    }
}

/// `onrecord.toml` in this folder or the nearest one above.
pub fn project_file() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    here.ancestors().map(|f| f.join(FILE)).find(|p| p.is_file())
}

/// `onrecord.toml` in the user's config folder.
pub fn user_file() -> Option<PathBuf> {
    let folder = env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|p| p.is_absolute())
        .or_else(|| env::var_os("APPDATA").map(PathBuf::from))
        .or_else(|| env::var_os("HOME").map(|h| Path::new(&h).join(".config")))?;
    Some(folder.join("onrecord").join(FILE))
}

fn read(path: &Path) -> Result<File, Failure> {
    let text = fs::read_to_string(path).map_err(|e| Failure::new(format!("{}: {e}", path.display())))?;
    toml::from_str(&text).map_err(|e| {
        Failure::new(format!(
            "{}: {}\nsettings are record, color, quiet, threads, engine and user_agent",
            path.display(),
            e.to_string().trim()
        ))
    })
}

/// A date given by hand: a day of the calendar.
pub fn date(given: Option<&String>, flag: &str) -> Result<Option<String>, Failure> {
    let Some(given) = given else { return Ok(None) };
    match given.parse::<jiff::civil::Date>() {
        Ok(day) if given.len() == 10 => Ok(Some(day.to_string())),
        _ => {
            Err(Failure::new(format!("{flag} {given:?} is not a date: write it as YYYY-MM-DD, for example 2031-03-04")))
        }
    }
}
