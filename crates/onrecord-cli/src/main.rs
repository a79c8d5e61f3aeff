//! The `onrecord` command. Each subcommand has a file of its own in `commands/`.

mod cli;
mod commands;
mod config;
mod failure;
mod fetching;
mod format;
mod rows;
mod source;
mod table;
mod ui;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(),
    }
}
