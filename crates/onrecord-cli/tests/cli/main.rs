//! The command as a person meets it, run as a program of its own.

mod bad_input;
mod copies;
mod fetch;
mod help;
mod layout;
mod page;
mod readings;
mod record;
mod seeds;
#[path = "../../../onrecord-read/tests/stub/mod.rs"]
mod stub;
mod tables;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// What a run of `onrecord` printed, and how it ended.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(o: Output) -> Ran {
        Ran {
            code: o.status.code(),
            out: String::from_utf8_lossy(&o.stdout).into_owned(),
            err: String::from_utf8_lossy(&o.stderr).into_owned(),
        }
    }
}

impl Ran {
    /// Fails with everything printed when the exit code is another.
    #[track_caller]
    pub fn ended(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Fails when standard error lacks the words.
    #[track_caller]
    pub fn says(self, words: &str) -> Ran {
        assert!(self.err.contains(words), "{words:?} is not in: {}", self.err);
        self
    }
}

/// A folder of its own for one test, with the settings of the machine kept out.
pub struct Desk {
    pub dir: tempfile::TempDir,
}

#[allow(clippy::new_without_default)]
impl Desk {
    #[allow(clippy::new_without_default)] // A desk is a folder on the disk: no default thing.
    pub fn new() -> Desk {
        Desk { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Desk {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
        self
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(n, _)| n.starts_with("ONRECORD_")) {
            command.env_remove(name);
        }
        command.env("XDG_CONFIG_HOME", self.path("config")).env_remove("COLUMNS").env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().expect("onrecord runs").into()
    }

    pub fn run_with(&self, args: &[&str], stdin: &[u8]) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("onrecord runs");
        let mut pipe = child.stdin.take().expect("a pipe");
        let bytes = stdin.to_vec();
        // A program that refuses its input early closes the pipe.
        let writer = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
        let out = child.wait_with_output().expect("onrecord ends");
        writer.join().expect("the writer ends");
        out.into()
    }
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the project")
}

/// The shipped examples.
pub fn examples() -> String {
    root().join("examples/strait-talks").display().to_string()
}

/// A dispatch about invented people.
pub const DISPATCH: &str = "SARNOTH, March 6, 2031 (Corvane) - Talks on the sailors resumed on Thursday, a senior Talmerian \
official said on condition of anonymity.\n\n\"We will free nobody before the blockade is lifted,\" Jorim Askeld told Corvane. \
At least 31 sailors are held.\n";
