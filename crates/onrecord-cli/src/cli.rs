//! The command line: what can be asked, with examples. What each subcommand does is in `commands/`.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands;

/// Read news reports on a conflict or negotiation and put on record, each cell linked to its sentence, who says what and
/// through whom, who talks to whom, what a deal contains, which figures are given, what was taken back and what is withheld.
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    max_term_width = 110,
    propagate_version = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  onrecord dossier reports/ -o dossier.html   a page from a folder, no record needed\n  \
                  onrecord add reports/*.html                  put reports on record (onrecord.db)\n  \
                  onrecord statements --as-of 2031-03-10       who said what up to that day\n  \
                  onrecord check draft.txt                     look over a draft\n\n\
                  Exit codes: 0 fine, 1 findings, 2 broken off, 3 finished with some inputs passed over.\n\
                  Settings: flags, then ONRECORD_*, then onrecord.toml here or above, then the user's config folder."
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every subcommand takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// The record [default: onrecord.db]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    pub record: Option<String>,
    /// Colour in text output
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Everywhere")]
    pub color: Option<When>,
    /// No progress and no hints, errors only
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub quiet: bool,
    /// Say more on standard error
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet", help_heading = "Everywhere")]
    pub verbose: u8,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where output goes and what it looks like.
#[derive(Clone, Debug, Default, Args)]
pub struct Output {
    /// Shape of the output [default: from the suffix of -o, else text]
    #[arg(short, long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<String>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<std::path::PathBuf>,
}

/// How reports are read.
#[derive(Clone, Debug, Default, Args)]
pub struct Reading {
    /// Day of the reports (YYYY-MM-DD), where they give none themselves
    #[arg(long, value_name = "DATE", help_heading = "Reading")]
    pub date: Option<String>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", help_heading = "Reading")]
    pub threads: Option<usize>,
    /// Language engine: auto, or plain (word lists only)
    #[arg(long, value_name = "ENGINE", help_heading = "Reading")]
    pub engine: Option<String>,
    /// Field of JSON lines or Parquet under another name, as FIELD=NAME; may be given several times
    #[arg(long = "map", value_name = "FIELD=NAME", help_heading = "Reading")]
    pub map: Vec<String>,
    /// Longest time for one page or file, seconds; 0 is no limit [default: 30]
    #[arg(long, value_name = "N", help_heading = "Reading")]
    pub page_seconds: Option<u64>,
}

/// How addresses are fetched.
#[derive(Clone, Debug, Default, Args)]
pub struct Fetching {
    /// A host of your own (HOST or HOST:PORT) that may have a private address; may be given several times
    #[arg(long, value_name = "HOST", help_heading = "Fetching")]
    pub allow_private: Vec<String>,
    /// Longest time one answer may take [default: 30s]
    #[arg(long, value_name = "TIME", help_heading = "Fetching")]
    pub timeout: Option<String>,
    /// Pause between two requests to one host; a longer one in robots.txt wins [default: 1s]
    #[arg(long, value_name = "TIME", help_heading = "Fetching")]
    pub delay: Option<String>,
    /// Who we say we are; the part before / is the name robots.txt is read for [default: onrecord/VERSION]
    #[arg(long, value_name = "NAME", help_heading = "Fetching")]
    pub user_agent: Option<String>,
}

/// In which sense a row is of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sense {
    /// What was on record: reported up to and on that day.
    #[default]
    Reported,
    /// What was said to hold: figures and events of that day or earlier, whenever reported.
    Event,
}

/// Which reports a table is made from.
#[derive(Clone, Debug, Default, Args)]
pub struct From {
    /// Files, folders, patterns or - to read; or a story's id; nothing is the whole record
    #[arg(value_name = "PATH|STORY")]
    pub what: Vec<String>,
    /// Only what was reported up to and on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", help_heading = "Which")]
    pub as_of: Option<String>,
    /// What --as-of goes by: the day a row was reported, or the day it speaks of
    #[arg(long, value_name = "SENSE", default_value = "reported", help_heading = "Which")]
    pub sense: Sense,
    /// Every version of a document, not only the last
    #[arg(long, help_heading = "Which")]
    pub all_versions: bool,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Add(commands::add::Cmd),
    Extract(commands::extract::Cmd),
    #[command(display_order = 11)]
    Link(commands::link::Cmd),
    Dossier(commands::dossier::Cmd),
    Stories(commands::stories::Cmd),
    Statements(commands::statements::Cmd),
    Compare(commands::compare::Cmd),
    Figures(commands::figures::Cmd),
    Deal(commands::deal::Cmd),
    Channels(commands::channels::Cmd),
    Timeline(commands::timeline::Cmd),
    Show(commands::show::Cmd),
    Search(commands::search::Cmd),
    Check(commands::check::Cmd),
    Explain(commands::explain::Cmd),
    Changes(commands::changes::Cmd),
    Copies(commands::copies::Cmd),
    Watch(commands::watch::Cmd),
    Feeds(commands::feeds::Cmd),
    Review(commands::review::Cmd),
    Doctor(commands::doctor::Cmd),
    Completions(commands::completions::Cmd),
    Man(commands::man::Cmd),
}
