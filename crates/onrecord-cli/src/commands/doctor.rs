//! `doctor`: what this build is made of and what it finds around it.

use clap::Args;
use onrecord::{Pipeline, store};
use serde_json::json;

use crate::{
    cli::{Global, Output},
    config,
    failure::{Done, Exit},
    rows::write,
    source::Setting,
    table::Table,
};

/// Say what this build is made of and what it finds around it: weights, lexicon, record, settings, processor
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord doctor --format json      to put into a report of a fault")]
pub struct Cmd {
    #[command(flatten)]
    output: Output,
}

impl Cmd {
    /// Runs it.
    pub fn run(self, global: &Global) -> Done {
        let setting = Setting::new(global, &Default::default())?;
        let config = &setting.config;
        let mut table = Table::new("Doctor", &["what", "is", "from"]);
        let mut say = |what: &str, is: String, from: &str| table.row(vec![json!(what), json!(is), json!(from)]);
        let made = Pipeline::new(config.options(None)).provenance();
        say("onrecord", env!("CARGO_PKG_VERSION").into(), "");
        say("schema of readings", made.schema.to_string(), "");
        say("weights (SHA-256)", made.model, "");
        say("lexicon as of", made.lexicon, "");
        say("SQLite", store::sqlite_version().into(), "built in");
        say("schema of records", store::SCHEMA.to_string(), "");
        let path = &config.record.value;
        let shown = std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string();
        say("record", shown, &config.record.from);
        let state = match store::Record::open(path).and_then(|r| Ok((r.stats()?, r.fetched()?))) {
            Ok((s, (requests, bytes))) => format!(
                "{} documents, {} versions, {} runs, {} corrections, {} taken down; {requests} requests, {bytes} bytes kept of \
                 them; schema {}",
                s.documents, s.versions, s.runs, s.corrections, s.removals, s.schema
            ),
            Err(e) => e.to_string(),
        };
        say("state of the record", state, "");
        let files = [config::project_file(), config::user_file().filter(|p| p.is_file())];
        let files: Vec<String> = files.into_iter().flatten().map(|p| p.display().to_string()).collect();
        say("settings files", if files.is_empty() { "none".into() } else { files.join(", ") }, "");
        let threads = match config.threads.value {
            0 => std::thread::available_parallelism().map_or(1, |n| n.get()),
            n => n,
        };
        say("threads", threads.to_string(), &config.threads.from);
        say("engine", config.engine.value.clone(), &config.engine.from);
        let agent = match config.user_agent.value.as_str() {
            "" => onrecord::fetch::Settings::default().user_agent,
            set => set.to_owned(),
        };
        say("user agent", agent, &config.user_agent.from);
        say("processor", format!("{}; {}", processor(), onrecord::pipeline::engine_instructions()), "");
        say("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH), "");
        write(&setting, &self.output, &table, Exit::Fine)
    }
}

/// Vector instructions the engine can use.
fn processor() -> String {
    let mut found: Vec<&str> = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        macro_rules! look {
            ($($name:tt),*) => { $(if std::arch::is_x86_feature_detected!($name) { found.push($name); })* };
        }
        look!("sse4.2", "avx", "avx2", "fma", "avx512f", "avx512vnni");
    }
    #[cfg(target_arch = "aarch64")]
    {
        macro_rules! look {
            ($($name:tt),*) => { $(if std::arch::is_aarch64_feature_detected!($name) { found.push($name); })* };
        }
        look!("neon", "dotprod", "i8mm");
    }
    if found.is_empty() { "no vector instructions known".into() } else { found.join(", ") }
}
