//! `completions`: a script that completes the command in a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::failure::{Done, Exit};

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord")]
pub struct Cmd {
    /// The shell
    shell: Shell,
}

impl Cmd {
    /// Runs it.
    pub fn run(self) -> Done {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut crate::cli::Cli::command(), "onrecord", &mut script);
        std::io::Write::write_all(&mut std::io::stdout(), &script)?;
        Ok(Exit::Fine)
    }
}
