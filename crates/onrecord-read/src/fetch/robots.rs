//! robots.txt (RFC 9309): what a site lets us fetch, and how slowly.
//!
//! The group that names our token wins over `*`; of the rules that fit a path the longest wins, and of equally long ones the one
//! that allows. `Crawl-delay` is not in the RFC and is heard all the same.

use std::time::Duration;

/// Longest robots.txt that is looked at, bytes; the rest is not.
pub(super) const MAX_BYTES: usize = 500 << 10;

/// What one site's robots.txt says to us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    /// Pattern and whether it allows.
    rules: Vec<(String, bool)>,
    /// Pause between two requests; missing when the site names none.
    pub delay: Option<Duration>,
}

impl Robots {
    /// What `text` says to the robot called `token` (lower case).
    pub fn parse(text: &str, token: &str) -> Robots {
        let (mut ours, mut any) = (None::<Robots>, None::<Robots>);
        // Whom the group under way speaks to, and whether its rules have begun.
        let (mut to_us, mut to_any, mut begun) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if begun {
                        (to_us, to_any, begun) = (false, false, false);
                    }
                    let name = value.to_ascii_lowercase();
                    let name = name.split('/').next().unwrap_or_default().trim();
                    to_any |= name == "*";
                    to_us |= name == token;
                    // A group is ours though it has no rules.
                    if to_us {
                        ours.get_or_insert_default();
                    }
                    if to_any {
                        any.get_or_insert_default();
                    }
                }
                "allow" | "disallow" => {
                    begun = true;
                    // An empty Disallow forbids nothing.
                    if value.is_empty() {
                        continue;
                    }
                    let rule = (normal(value), key == "allow");
                    for group in
                        [(to_us, &mut ours), (to_any, &mut any)].into_iter().filter_map(|(to, g)| to.then_some(g))
                    {
                        group.get_or_insert_default().rules.push(rule.clone());
                    }
                }
                "crawl-delay" => {
                    begun = true;
                    let delay = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
                    let delay = delay.map(|s| Duration::from_secs_f64(s.min(3600.0)));
                    if to_us {
                        ours.get_or_insert_default().delay = delay;
                    }
                    if to_any {
                        any.get_or_insert_default().delay = delay;
                    }
                }
                _ => {}
            }
        }
        ours.or(any).unwrap_or_default()
    }

    /// Whether the path, with its query, may be fetched.
    pub fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = normal(path);
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, &path));
        fitting.max_by_key(|(pattern, allow)| (pattern.len(), *allow)).is_none_or(|(_, allow)| *allow)
    }
}

/// Percent-encodes what is not ASCII and writes escapes in capitals, so that both spellings of a path are one.
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut bytes = path.bytes().peekable();
    while let Some(b) = bytes.next() {
        if b == b'%' {
            out.push('%');
            for _ in 0..2 {
                if let Some(h) = bytes.next_if(u8::is_ascii_hexdigit) {
                    out.push(h.to_ascii_uppercase() as char);
                }
            }
        } else if b.is_ascii_graphic() {
            out.push(b as char);
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

/// Whether the path begins as the pattern says; `*` stands for anything, a final `$` for the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (n, part) in parts.iter().enumerate() {
        if to_end && n + 1 == parts.len() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, path: &str) -> bool {
        Robots::parse(text, "onrecord").allows(path)
    }

    #[test]
    fn the_longest_rule_of_our_group_wins() {
        let text = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /a\nAllow: /a/open\nDisallow:\n";
        assert!(!allows(text, "/a/closed"));
        assert!(allows(text, "/a/open/1"));
        assert!(allows(text, "/b"));
        let named = "User-agent: *\nDisallow: /\nUser-agent: news\nUser-agent: OnRecord/2\nDisallow: /x # here\n";
        assert!(allows(named, "/a"));
        assert!(!allows(named, "/x?y=1"));
        assert!(!allows("User-agent: onrecord\n\nUser-agent: *\nDisallow: /\n", "/a"), "one group with two names");
    }

    #[test]
    fn stars_and_ends() {
        let text = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*/draft/\nAllow: /q$\nDisallow: /q";
        assert!(!allows(text, "/in/a.pdf"));
        assert!(allows(text, "/in/a.pdf.html"));
        assert!(!allows(text, "/in/draft/1"));
        assert!(allows(text, "/q"));
        assert!(!allows(text, "/query"));
        assert!(!allows("User-agent: *\nDisallow: /caf%c3%a9", "/café"));
        // Many stars take no time.
        let stars = format!("User-agent: *\nDisallow: /{}x", "*a".repeat(5_000));
        assert!(allows(&stars, &"/".repeat(20_000)));
    }

    #[test]
    fn a_pause_is_heard_and_nonsense_is_not() {
        let text = "User-agent: *\nCrawl-delay: 2.5\n";
        assert_eq!(Robots::parse(text, "onrecord").delay, Some(Duration::from_millis(2500)));
        for odd in ["User-agent: *\nCrawl-delay: NaN\n", "Crawl-delay: -1", "<html>not found</html>", "\0\0:\0"] {
            assert_eq!(Robots::parse(odd, "onrecord").delay, None);
            assert!(allows(odd, "/a"));
        }
    }
}
