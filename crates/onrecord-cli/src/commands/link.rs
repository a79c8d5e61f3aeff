//! `link`: places in stories for reports on record that have none yet.

use clap::Args;
use onrecord::store::Record;

use crate::{
    cli::Global,
    failure::{Done, Exit},
    source::Setting,
};

/// Place reports on record in stories and storylines; `add` does so too
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  onrecord link     after `add --no-link`, or for a record of an older version")]
pub struct Cmd {}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &Default::default())?;
        // Linking makes no record where there is none.
        drop(Record::open(&setting.config.record.value)?);
        let mut record = Record::create(&setting.config.record.value)?;
        let linked = setting.link(&mut record)?;
        setting.ui.hint(format!("{} reports placed, {} moved", linked.new, linked.moved));
        Ok(Exit::Fine)
    }
}
