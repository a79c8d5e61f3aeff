//! The subcommands, one file each.

pub mod add;
pub mod changes;
pub mod channels;
pub mod check;
pub mod compare;
pub mod completions;
pub mod copies;
pub mod deal;
pub mod doctor;
pub mod dossier;
pub mod explain;
pub mod extract;
pub mod feeds;
pub mod figures;
pub mod link;
pub mod man;
pub mod review;
pub mod search;
pub mod show;
pub mod statements;
pub mod stories;
pub mod timeline;
pub mod watch;

use crate::{
    cli::{Cli, Command},
    failure::Done,
};

/// Runs what was asked for.
pub fn run(cli: Cli) -> Done {
    let global = &cli.global;
    match cli.command {
        Command::Add(c) => c.run(global),
        Command::Extract(c) => c.run(global),
        Command::Link(c) => c.run(global),
        Command::Dossier(c) => c.run(global),
        Command::Stories(c) => c.run(global),
        Command::Statements(c) => c.run(global),
        Command::Compare(c) => c.run(global),
        Command::Figures(c) => c.run(global),
        Command::Deal(c) => c.run(global),
        Command::Channels(c) => c.run(global),
        Command::Timeline(c) => c.run(global),
        Command::Show(c) => c.run(global),
        Command::Search(c) => c.run(global),
        Command::Check(c) => c.run(global),
        Command::Explain(c) => c.run(global),
        Command::Changes(c) => c.run(global),
        Command::Copies(c) => c.run(global),
        Command::Watch(c) => c.run(global),
        Command::Feeds(c) => c.run(global),
        Command::Review(c) => c.run(global),
        Command::Doctor(c) => c.run(global),
        Command::Completions(c) => c.run(),
        Command::Man(c) => c.run(),
    }
}
