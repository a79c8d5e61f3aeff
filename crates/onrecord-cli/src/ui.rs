//! The person at the terminal: hints, progress, colour and width. Data never goes through here.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{cli::When, config::Config};

/// How to talk to the person at the terminal.
#[derive(Debug)]
pub struct Ui {
    quiet: bool,
    verbose: u8,
    color: When,
}

impl Ui {
    /// As the settings ask.
    pub fn new(config: &Config, verbose: u8) -> Ui {
        Ui { quiet: config.quiet.value, verbose, color: config.color.value }
    }

    /// Something worth knowing, on standard error.
    pub fn hint(&self, message: impl AsRef<str>) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "onrecord: {}", message.as_ref());
        }
    }

    /// Something that helps to see what is going on, with -v.
    pub fn detail(&self, message: impl AsRef<str>) {
        if self.verbose > 0 {
            self.hint(message);
        }
    }

    /// Something that went wrong with one input; said even when quiet.
    pub fn warn(&self, message: impl AsRef<str>) {
        let _ = writeln!(io::stderr(), "onrecord: skipped {}", message.as_ref());
    }

    /// Whether text on standard output is coloured.
    pub fn color(&self) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
                    && env::var_os("TERM").is_none_or(|t| t != "dumb")
                    && io::stdout().is_terminal()
            }
        }
    }

    /// Columns of the terminal; `None` when standard output is none. `COLUMNS` wins.
    pub fn width(&self) -> Option<usize> {
        if let Some(columns) = env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c > 0) {
            return Some(columns);
        }
        terminal_size::terminal_size_of(io::stdout()).map(|(w, _)| usize::from(w.0).max(20))
    }

    /// A progress bar over `total` things, on a terminal only.
    pub fn progress(&self, total: usize) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = "{bar:30} {pos}/{len} inputs, {per_sec}, {eta} left";
        ProgressBar::new(total as u64)
            .with_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()))
    }
}
