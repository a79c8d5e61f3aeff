//! `man`: manual pages.

use std::{fs, io::Write, path::PathBuf};

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use crate::failure::{Done, Exit, Failure};

/// Print the manual page, or write all of them into a folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  onrecord man | man -l -\n  onrecord man -o ~/.local/share/man/man1")]
pub struct Cmd {
    /// Folder to write onrecord.1 and a page for each subcommand into
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Cmd {
    /// Runs it.
    pub fn run(self) -> Done {
        let main = crate::cli::Cli::command();
        let mut page = Vec::new();
        Man::new(main.clone()).render(&mut page)?;
        let Some(folder) = self.output else {
            std::io::stdout().write_all(&page)?;
            return Ok(Exit::Fine);
        };
        let put = |name: String, page: &[u8]| {
            let path = folder.join(name);
            fs::write(&path, page).map_err(|e| Failure::new(format!("{} cannot be written: {e}", path.display())))
        };
        fs::create_dir_all(&folder).map_err(|e| Failure::new(format!("{} cannot be made: {e}", folder.display())))?;
        put("onrecord.1".into(), &page)?;
        for sub in main.get_subcommands() {
            let name = format!("onrecord-{}", sub.get_name());
            let mut page = Vec::new();
            let command = sub.clone().display_name(name.clone());
            Man::new(command).render(&mut page)?;
            put(format!("{name}.1"), &page)?;
        }
        Ok(Exit::Fine)
    }
}
