//! How a command ends: exit codes, and messages that say what, where and what to try.

use std::{io, process::ExitCode};

use onrecord::store::StoreError;

/// How a command ended, when it ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All fine: 0.
    Fine,
    /// The command found what it looks for: 1.
    Findings,
    /// Finished, with some inputs passed over: 3.
    Skipped,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Fine => ExitCode::SUCCESS,
            Exit::Findings => ExitCode::from(1),
            Exit::Skipped => ExitCode::from(3),
        }
    }
}

/// Why a command was broken off: exit 2, but for a reader that has gone away.
#[derive(Debug)]
pub enum Failure {
    /// What, where and what to try.
    Said(String),
    /// Whoever read our output has had enough; nothing is wrong.
    ClosedPipe,
}

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure::Said(message.into())
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Failure::ClosedPipe => ExitCode::SUCCESS,
            Failure::Said(message) => {
                use std::io::Write;
                let _ = writeln!(io::stderr(), "onrecord: {message}");
                ExitCode::from(2)
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        match e.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            io::ErrorKind::StorageFull => Failure::new("the output could not be written: no room left on the disk"),
            _ => Failure::new(format!("the output could not be written: {e}")),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Self {
        Failure::Said(e.to_string())
    }
}

impl From<onrecord::Error> for Failure {
    fn from(e: onrecord::Error) -> Self {
        match e {
            onrecord::Error::Store(e) => e.into(),
            onrecord::Error::Output(e) => e.into(),
        }
    }
}

/// What a command gives back.
pub type Done = Result<Exit, Failure>;
