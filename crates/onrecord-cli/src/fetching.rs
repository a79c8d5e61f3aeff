//! Addresses on the command line, and how they are fetched.

use std::time::Duration;

use onrecord::fetch::Settings;

use crate::{cli::Fetching, config::Config, failure::Failure};

/// Whether a word on the command line is an address rather than a path.
pub fn is_address(word: &str) -> bool {
    word.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// Time as it is written: a number and s, m, h or d ("15m", "1.5h"); a number alone is seconds.
pub fn time(given: &str, name: &str) -> Result<Duration, Failure> {
    let wrong = || {
        Failure::new(format!("{name} {given:?} is not a time: write a number and s, m, h or d, for example 90s or 15m"))
    };
    let digits = given.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &given[digits.len()..] {
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err(wrong()),
    };
    let number: f64 = digits.trim().parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(number * unit).map_err(|_| wrong())
}

/// The fetcher's settings: flags over `base` (of a file), the user agent of the settings below both.
pub fn settings(flags: &Fetching, config: &Config, base: Settings) -> Result<Settings, Failure> {
    let mut out = base;
    out.allow_private.extend(flags.allow_private.iter().cloned());
    if let Some(t) = &flags.timeout {
        out.timeout = time(t, "--timeout")?;
    }
    if let Some(t) = &flags.delay {
        out.delay = time(t, "--delay")?;
    }
    if out.timeout.is_zero() {
        return Err(Failure::new("the timeout is more than nothing: write for example 30s"));
    }
    let built_in = Settings::default().user_agent;
    if let Some(agent) = &flags.user_agent {
        out.user_agent.clone_from(agent);
    } else if out.user_agent == built_in && !config.user_agent.value.is_empty() {
        out.user_agent.clone_from(&config.user_agent.value);
    }
    if out.user_agent.trim().is_empty() || out.user_agent.chars().any(char::is_control) {
        return Err(Failure::new(format!(
            "{:?} is no user agent: write a name, for example {built_in}",
            out.user_agent
        )));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths() {
        assert!(is_address("https://corvane.example/1") && is_address("ftp://x/"));
        assert!(!is_address("reports/a.html") && !is_address("C:\\x") && !is_address("a b://c"));
    }

    #[test]
    fn times() {
        let ok = |s: &str| time(s, "every").unwrap().as_secs_f64();
        assert_eq!([ok("15m"), ok("1.5h"), ok("7d"), ok("90s"), ok("0.2")], [900.0, 5400.0, 604_800.0, 90.0, 0.2]);
        for odd in ["", "soon", "-1s", "1w", "1e400d", "NaN"] {
            assert!(time(odd, "every").is_err(), "{odd}");
        }
    }
}
