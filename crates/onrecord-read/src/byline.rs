//! A byline as names: who is a person, who a body, and what is neither.
//!
//! In: "By Ila Venn and Oren Dask, Merrow correspondent; editing by Sel Tarn". Out: persons "Ila Venn", "Oren Dask". Handles,
//! addresses, roles, desks, days and the site's own name are dropped. It does not know first names from last ones.

use std::{collections::HashSet, sync::LazyLock};

use crate::{
    furniture,
    page::{clean, key, one_line, same},
};

/// The lists of `data/bylines.tsv`.
struct Lists {
    leads: Vec<&'static str>,
    roles: HashSet<&'static str>,
    drops: Vec<&'static str>,
    ends: HashSet<&'static str>,
    labels: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let rows = || {
        include_str!("../data/bylines.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
    };
    let of = |kind: &str| rows().filter(|(k, _)| *k == kind).map(|(_, w)| w).collect::<Vec<_>>();
    let mut leads = of("lead");
    // "Author:" is tried before "author".
    leads.sort_by_key(|l| std::cmp::Reverse(l.len()));
    Lists {
        leads,
        roles: of("role").into_iter().collect(),
        drops: of("drop"),
        ends: of("end").into_iter().collect(),
        labels: of("label"),
    }
});

/// Words that open a line naming the writer, lower case.
pub(crate) fn labels() -> &'static [&'static str] {
    &LISTS.labels
}

/// Names read from bylines so far, each once.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    /// Persons.
    pub people: Vec<String>,
    /// Agencies, firms, desks.
    pub bodies: Vec<String>,
    /// Single capitalised words where the page says a person stands: "Miro".
    pub lone: Vec<String>,
}

/// What is known of the words before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// Nothing.
    Nothing,
    /// A person: typed so, or in an element for the author.
    Person,
    /// A body: typed so.
    Body,
}

impl Names {
    /// Reads a byline. `sites` are names of the site itself.
    pub(crate) fn read(&mut self, words: &str, said: Said, sites: &[&str]) {
        let lines = words.lines().map(clean).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
        let words = helpers_off(by(&lines).unwrap_or(&lines));
        if words.is_empty() || words.chars().count() > 300 || words.contains("://") || words.contains("www.") {
            return;
        }
        let turned = turned(words);
        let parts = split(turned.as_deref().unwrap_or(words));
        for (i, part) in parts.iter().enumerate() {
            let part = by(part).unwrap_or(part);
            // "Jr." belongs to the name before it.
            if i > 0 && matches!(part.trim_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV") {
                if let Some(last) = self.people.last_mut() {
                    last.push(' ');
                    last.push_str(part);
                }
                continue;
            }
            let part = ended(part);
            let part = part.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
            let part = credited_off(undated(part));
            if part.is_empty() {
                continue;
            }
            let site = is_site(part, sites);
            if furniture::agency(part).is_some() || (said == Said::Body && !site) {
                push(&mut self.bodies, part.to_owned());
            } else if is_person(part) && !site {
                push(&mut self.people, cased(part));
            } else if said == Said::Person && !site && is_lone(part) {
                push(&mut self.lone, part.to_owned());
            } else if i == 0 && !site {
                push(&mut self.bodies, part.to_owned());
            }
        }
    }
}

/// What follows "By" in a byline.
pub(crate) fn by(words: &str) -> Option<&str> {
    let words = words.trim_start();
    // The longest lead has 20 letters.
    let low: String = words.chars().take(24).flat_map(char::to_lowercase).collect();
    LISTS.leads.iter().find_map(|lead| {
        let rest = low.strip_prefix(lead)?;
        if !(rest.is_empty() || rest.starts_with(char::is_whitespace) || lead.ends_with(':')) {
            return None;
        }
        let end = words.char_indices().nth(lead.chars().count()).map_or(words.len(), |(i, _)| i);
        let rest = words[end..].trim_start();
        // "Di Venn" is a name; "di Ila Venn" is a lead.
        let short = matches!(*lead, "di" | "von" | "par" | "por" | "av" | "af" | "door" | "author");
        (!short || rest.contains(char::is_whitespace)).then_some(rest)
    })
}

/// The lines of a block that names writers: what follows "By", else the lines at its top that hold names alone.
pub(crate) fn of_block(words: &str) -> Option<String> {
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let joins = |l: &str| matches!(l.to_lowercase().as_str(), "and" | "&" | "," | "und" | "et" | "y");
    let names = |l: &&&str| all_persons(l) || joins(l);
    if let Some((i, rest)) = lines.iter().enumerate().take(5).find_map(|(i, l)| by(l).map(|rest| (i, rest))) {
        let after = lines[i + 1..].iter().take_while(names).copied();
        let taken: Vec<&str> = std::iter::once(rest).filter(|r| !r.is_empty()).chain(after).collect();
        return (!taken.is_empty()).then(|| taken.join("\n"));
    }
    let first = lines.iter().take(3).position(|l| all_persons(l))?;
    Some(lines[first..].iter().take_while(names).take(8).copied().collect::<Vec<_>>().join("\n"))
}

/// Whether words hold names of persons and nothing else.
pub(crate) fn all_persons(words: &str) -> bool {
    let mut parts = split(&clean(words));
    // A day in figures may stand beside the name.
    parts.retain(|p| p.chars().any(char::is_alphabetic));
    !parts.is_empty() && words.split_whitespace().count() <= 24 && parts.iter().all(|p| is_person(p))
}

/// The words before those who helped: editors, photographers, translators.
fn helpers_off(words: &str) -> &str {
    let low = words.to_lowercase();
    let cut = LISTS.drops.iter().filter_map(|d| {
        let at = low.find(d)?;
        low[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric()).then_some(at)
    });
    // Lower case may be longer or shorter in bytes; then nothing is cut.
    match cut.min() {
        Some(at) if low.len() == words.len() && words.is_char_boundary(at) => words[..at].trim_end(),
        _ => words,
    }
}

/// "Venn, Ila" the other way round, as catalogues print it.
fn turned(words: &str) -> Option<String> {
    let (last, first) = words.split_once(", ")?;
    let one = |w: &str| w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    let plain = |s: &str, most: usize| {
        let all: Vec<&str> = s.split_whitespace().collect();
        (1..=most).contains(&all.len())
            && all.iter().all(|w| {
                one(w)
                    && w.chars().next().is_some_and(char::is_uppercase)
                    && !LISTS.roles.contains(w.to_lowercase().trim_matches('.'))
            })
    };
    let suffix = matches!(first.trim_matches('.'), "Jr" | "Sr" | "II" | "III" | "MD" | "M.D" | "PhD" | "Ph.D");
    (plain(last, 1)
        && plain(first, 2)
        && !suffix
        && furniture::agency(last).is_none()
        && furniture::agency(first).is_none())
    .then(|| format!("{first} {last}"))
}

/// A piece up to the word that ends a name: a place, a day, a link, a number, an address.
fn ended(part: &str) -> &str {
    let part = part.split(['(', '[']).next().unwrap_or(part).trim_end();
    let mut at = 0;
    for word in part.split_inclusive(char::is_whitespace) {
        let bare = word.trim().to_lowercase();
        let bare = bare.trim_end_matches([':', '.', ',']);
        let broken = word.contains('@') || word.chars().any(|c| c.is_ascii_digit());
        if (at > 0 && LISTS.ends.contains(bare)) || broken {
            return part[..at].trim_end();
        }
        at += word.len();
    }
    part
}

/// A name before the weekday or month that was printed after it.
fn undated(part: &str) -> &str {
    let mut at = 0;
    for word in part.split_inclusive(' ') {
        let bare = word.trim().trim_matches(['.', ',']);
        let day = matches!(bare, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday");
        if at > 0
            && (day || (bare != "May" && bare != "June" && bare != "April" && crate::dates::month(bare).is_some()))
        {
            return part[..at].trim_end();
        }
        at += word.len();
    }
    part
}

/// A person's name before the agency that was printed after it: "Ila Venn Reuters".
fn credited_off(part: &str) -> &str {
    match part.rsplit_once(' ') {
        Some((name, last)) if name.contains(' ') && furniture::agency(last).is_some() => name,
        _ => part,
    }
}

/// The site itself, a desk of it, or a name with the site's in it.
pub(crate) fn is_site(part: &str, sites: &[&str]) -> bool {
    let own = key(part);
    sites.iter().any(|s| {
        let site = key(s);
        same(s, part)
            || (s.len() > 3 && format!(" {own} ").contains(&format!(" {site} ")))
            || (s.len() > 3 && own.replace(' ', "").trim_start_matches("the") == site.replace(' ', ""))
            || section(&own, &site)
    })
}

/// A desk of the outlet: "Herald Sport" of the Merrow Herald.
fn section(words: &str, own: &str) -> bool {
    const DESKS: [&str; 14] = [
        "business", "sport", "sports", "politics", "world", "insider", "the", "staff", "intern", "editor", "at",
        "large", "news", "opinion",
    ];
    let mut named = false;
    words.split(' ').all(|w| {
        let of_site = own.split(' ').any(|o| o == w);
        named |= of_site && w != "the";
        of_site || DESKS.contains(&w)
    }) && named
}

/// Puts a name on a list that has it not.
pub(crate) fn push(list: &mut Vec<String>, name: String) {
    if !list.iter().any(|n| key(n) == key(&name)) {
        list.push(name);
    }
}

fn split(words: &str) -> Vec<String> {
    let mut parts: Vec<String> = words.lines().map(one_line).collect();
    for mark in [
        ";", "|", " and ", " And ", " AND ", " & ", ",", "/", "•", "·", "●", " with ", " With ", " – ", " — ", " - ",
        " und ", " et ", " y ", " en ", " og ", " och ", " + ",
    ] {
        parts = parts.iter().flat_map(|p| p.split(mark)).map(|p| p.trim().to_owned()).collect();
    }
    // A list that ends in ", and Sel Tarn".
    let and = |p: String| {
        let rest = ["and ", "And ", "AND ", "& ", "und ", "et ", "y "].iter().find_map(|a| p.strip_prefix(a));
        rest.map(str::to_owned).unwrap_or(p)
    };
    parts = parts.into_iter().map(and).collect();
    parts.retain(|p| !p.is_empty());
    parts
}

/// Two to five words that look like a name, or a name in a writing that puts no space between its parts.
pub(crate) fn is_person(words: &str) -> bool {
    let all: Vec<&str> = words.split_whitespace().collect();
    let particles = [
        "de", "la", "van", "von", "der", "den", "al", "el", "bin", "ibn", "di", "da", "dos", "das", "du", "del",
        "della", "le", "ter", "ten", "y", "e", "zu", "af", "av", "st",
    ];
    (2..=5).contains(&all.len())
        && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '‘' | '`' | '\u{301}'))
        && all.iter().all(|w| {
            w.chars().next().is_some_and(|c| !c.is_lowercase()) || particles.contains(w) || w.contains(['\'', '’', '-'])
        })
        && all.iter().any(|w| w.chars().count() > 1)
        && !matches!(all[0], "The" | "THE" | "Our" | "A" | "All")
        && !all.iter().any(|w| w.to_lowercase().starts_with("editor"))
        && !all.iter().any(|w| LISTS.roles.contains(w.to_lowercase().trim_matches(['.', '-'])))
}

/// One capitalised word that can be a person's: no role, no handle, no agency's letters.
fn is_lone(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let han = |c: &char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{3040}'..='\u{30ff}');
    if letters.iter().all(han) {
        return (2..=5).contains(&letters.len());
    }
    (3..=20).contains(&letters.len())
        && letters.iter().all(|c| c.is_alphabetic())
        && letters[0].is_uppercase()
        && letters[1..].iter().all(|c| c.is_lowercase())
        && !LISTS.roles.contains(word.to_lowercase().as_str())
}

/// A name in capitals in the usual way of writing.
fn cased(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let (mut upper, mut all) = (0, 0);
    for c in letters {
        all += 1;
        upper += usize::from(c.is_uppercase());
    }
    if upper < all || all < 5 {
        return name.to_owned();
    }
    name.split(' ')
        .map(|w| {
            let mut start = true;
            w.chars()
                .flat_map(|c| {
                    let out: Vec<char> = if start { vec![c] } else { c.to_lowercase().collect() };
                    start = matches!(c, '-' | '\'' | '.');
                    out
                })
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, want: &str) {
        let mut names = Names::default();
        names.read(words, Said::Nothing, &["Merrow Herald", "merrowherald"]);
        assert_eq!(format!("{} | {}", names.people.join("; "), names.bodies.join("; ")), want, "{words}");
    }

    #[test]
    fn bylines() {
        check("By Ila Venn and Oren Dask, Merrow correspondent", "Ila Venn; Oren Dask | ");
        check("ILA VENN", "Ila Venn | ");
        check("ÅSA VENN-ÖRN", "Åsa Venn-Örn | ");
        check("Ila Venn, Merrow Herald", "Ila Venn | ");
        check("Merrow Herald Staff", " | ");
        check("MerrowHerald", " | ");
        check("Reuters", " | Reuters");
        check("Ila van der Venn (Port Calder)", "Ila van der Venn | ");
        check("https://merrow.example/people/ila", " | ");
        check("Ila Venn, Oren Dask & Sel O'Tarn", "Ila Venn; Oren Dask; Sel O'Tarn | ");
        check("Ila Venn, Oren Dask, and Sel O'Tarn", "Ila Venn; Oren Dask; Sel O'Tarn | ");
        check("Ila Venn Monday, March 4", "Ila Venn | ");
        check("Herald Sport", " | ");
        check("Ila Venn for Merrow Herald", "Ila Venn | ");
        check("Published 4 March 2031", " | Published");
    }

    #[test]
    fn what_stands_beside_a_name_is_dropped() {
        check("Ila Venn @ilavenn", "Ila Venn | ");
        check("Ila Venn ila@merrow.example", "Ila Venn | ");
        check("Ila Venn 3 hours ago", "Ila Venn | ");
        check("Ila Venn Updated March 4, 2031", "Ila Venn | ");
        check("Ila Venn is a reporter in Port Calder", "Ila Venn | ");
        check("Reporting by Ila Venn; Editing by Oren Dask", "Ila Venn | ");
        check("Ila Venn, photos by Oren Dask", "Ila Venn | ");
        check("Ila Venn Reuters", "Ila Venn | ");
        check("Ila Venn, Jr. and Oren Dask", "Ila Venn Jr.; Oren Dask | ");
        check("Venn, Ila", "Ila Venn | ");
        check("Venn, Reporter", " | Venn");
        check("Geschrieben von Ila Venn und Oren Dask", "Ila Venn; Oren Dask | ");
    }

    #[test]
    fn a_block_gives_the_lines_that_name() {
        assert_eq!(
            of_block("By\nIla Venn\nand\nOren Dask\nMerrow correspondent").as_deref(),
            Some("Ila Venn\nand\nOren Dask")
        );
        assert_eq!(of_block("Ila Venn\nMerrow correspondent\n3 hours ago").as_deref(), Some("Ila Venn"));
        assert_eq!(of_block("4 March 2031\nBy Ila Venn").as_deref(), Some("Ila Venn"));
        assert_eq!(of_block("All our writers and friends"), None);
    }

    #[test]
    fn one_word_is_a_name_where_the_page_says_so() {
        let mut names = Names::default();
        for word in ["Miro", "admin", "MerrowPost", "PTI", "kim77", "Newsroom"] {
            names.read(word, Said::Person, &["Merrow Herald"]);
        }
        assert_eq!(names.lone, ["Miro"]);
    }
}
