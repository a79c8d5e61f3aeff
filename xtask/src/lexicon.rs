//! `cargo xtask lexicon DATA`: writes the generated actor tables of `crates/onrecord-lexicon/data/actors` from source data.
//!
//! In: a factbook country file, Wikidata-derived office holders, leader-years. Out: lines as described in
//! `crates/onrecord-lexicon/data/SOURCES.md`. Hand-written tables (`ours-*.tsv`) are not touched.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Writes every generated table.
pub fn run(data: &Path, crate_dir: &Path) -> Result<()> {
    let out = crate_dir.join("data/actors");
    let maps = crate_dir.join("data/maps");
    let mut states = BTreeMap::new();
    let mut people = BTreeMap::new();
    factbook(&data.join("gazetteers/factbook"), &maps, &mut states, &mut people)?;
    write(
        &out.join("states.tsv"),
        "States and territories: CIA World Factbook (public domain), factbook.json of 2026-05-17.",
        states.into_values(),
    )?;
    office_holders(data, &maps, &mut people)?;
    let mut lines = Vec::new();
    for (id, p) in &people {
        lines.push(format!(
            "{id}\tperson\t{}\t{}\t\t\t\t\t{}\t{}",
            p.name,
            p.aliases.iter().map(String::as_str).collect::<Vec<_>>().join("|"),
            p.gender,
            p.source
        ));
    }
    for (id, p) in &people {
        for (role, of, from, to, source) in &p.roles {
            lines.push(format!("role\t{id}\t{role}\t{of}\t{from}\t{to}\t{source}"));
        }
    }
    write(
        &out.join("holders.tsv"),
        "Office holders with dates: CIA World Factbook (public domain, 2026-05-17), Wikidata through every-politician (CC0, 2022-07 to 2023-01), Archigos 4.1 (CC BY 4.0, to 2015).",
        lines,
    )
}

#[derive(Default)]
struct Person {
    name: String,
    aliases: BTreeSet<String>,
    gender: &'static str,
    source: &'static str,
    roles: BTreeSet<(String, String, String, String, &'static str)>,
}

/// A table of `data/maps`: first column to the others.
fn map(file: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| {
            let mut c = l.split('\t').map(str::to_owned);
            (c.next().unwrap_or_default(), c.collect())
        })
        .collect())
}

fn write(file: &Path, about: &str, lines: impl IntoIterator<Item = String>) -> Result<()> {
    let mut text = format!("# {about} Written by `cargo xtask lexicon`; do not edit.\n");
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()).into())
}

fn text<'v>(v: &'v Value, path: &[&str]) -> &'v str {
    path.iter().fold(v, |v, k| &v[*k])["text"].as_str().unwrap_or("")
}

/// "C&ocirc;te" to "Côte"; tags cut out.
fn plain(s: &str) -> String {
    let mut out = String::new();
    let mut rest = s;
    while let Some(i) = rest.find(['&', '<']) {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let close = if rest.starts_with('<') { '>' } else { ';' };
        let Some(end) = rest.find(close).filter(|e| *e < 40) else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        let (entity, after) = (&rest[1..end], &rest[end + 1..]);
        if close == ';' {
            let mark = ["acute", "grave", "circ", "tilde", "uml", "cedil", "caron"]
                .iter()
                .position(|m| entity.len() == m.len() + 1 && entity.ends_with(m));
            match mark {
                Some(m) => {
                    out.push_str(&entity[..1]);
                    out.push(['\u{301}', '\u{300}', '\u{302}', '\u{303}', '\u{308}', '\u{327}', '\u{30c}'][m]);
                }
                None => out.push_str(match entity {
                    "nbsp" => " ",
                    "rsquo" | "lsquo" | "#39" => "'",
                    "aring" => "å",
                    "oslash" => "ø",
                    _ => "",
                }),
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// "turkey" for "Turkey", "cote-divoire" for "Côte d'Ivoire".
fn slug(s: &str) -> String {
    fold(s).replace(' ', "-")
}

#[path = "../../crates/onrecord-lexicon/src/fold.rs"]
#[allow(dead_code)]
mod folding;
use folding::fold;

fn demonyms(s: &str) -> Vec<String> {
    let mut out = Vec::new();
    let s = plain(s);
    for part in s.split([',', ';']).flat_map(|p| p.split(" or ")) {
        let part = part.trim();
        if part.is_empty() || part.starts_with("note") || part.starts_with("former") || part == "none" || part == "NA" {
            continue;
        }
        let (stem, paren) =
            part.split_once('(').map_or((part, ""), |(a, b)| (a.trim(), b.trim_end_matches([')', ' '])));
        if stem.is_empty() || !stem.starts_with(char::is_uppercase) || stem.split(' ').count() > 3 {
            continue;
        }
        out.push(stem.to_owned());
        match paren {
            "s" => out.push(format!("{stem}s")),
            "men" => out.push(stem.trim_end_matches("man").to_owned() + "men"),
            "women" => out.push(stem.trim_end_matches("woman").to_owned() + "women"),
            _ => {}
        }
    }
    out.dedup();
    out
}

fn factbook(
    dir: &Path,
    maps: &Path,
    states: &mut BTreeMap<String, String>,
    people: &mut BTreeMap<String, Person>,
) -> Result<()> {
    let (names, drop) = (map(&maps.join("factbook_names.tsv"))?, map(&maps.join("factbook_drop.tsv"))?);
    let mut files: Vec<PathBuf> = Vec::new();
    for region in fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))? {
        let region = region?.path();
        if region.is_dir() && !["oceans", "meta", "world", "antarctica"].iter().any(|n| region.ends_with(n)) {
            files.extend(fs::read_dir(region)?.filter_map(|f| f.ok().map(|f| f.path())));
        }
    }
    files.sort();
    for file in files {
        let d: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let code = file.file_stem().and_then(|s| s.to_str()).unwrap_or("");
        let g = &d["Government"];
        let short = plain(text(g, &["Country name", "conventional short form"]));
        let long = plain(text(g, &["Country name", "conventional long form"]));
        let cut = |s: &str| s.split([';', '(']).next().unwrap_or("").trim().trim_start_matches("The ").to_owned();
        let (short, long) = (cut(&short), cut(&long));
        let given = names.get(code).map_or(&[][..], Vec::as_slice);
        let name = given.first().cloned().unwrap_or(if short.is_empty() || short == "none" {
            long.clone()
        } else {
            short.clone()
        });
        // Uninhabited rocks, territories our own table has in another way, and unnamed files.
        if name.is_empty() || name == "none" || name == "-" {
            continue;
        }
        let people_of = &d["People and Society"]["Nationality"];
        let dependent = !text(g, &["Dependency status"]).is_empty();
        let mut aliases: BTreeSet<String> =
            [short, long].into_iter().filter(|s| !s.is_empty() && s != "none" && *s != name).collect();
        aliases.retain(|a| fold(a) != fold(&name));
        if dependent && demonyms(text(people_of, &["noun"])).is_empty() || name.contains(',') {
            continue;
        }
        let mut demonym: Vec<String> = demonyms(text(people_of, &["adjective"]));
        demonym.extend(demonyms(text(people_of, &["noun"])));
        demonym.sort();
        demonym.dedup();
        demonym.retain(|d| *d != name);
        if dependent {
            demonym.retain(|d| !drop.contains_key(d));
        }
        aliases.retain(|a| !demonym.contains(a));
        let capital: Vec<String> = plain(text(g, &["Capital", "name"]))
            .split([';', ','])
            .take(2)
            .map(|c| {
                c.split('(')
                    .next()
                    .unwrap_or("")
                    .split(" in ")
                    .next()
                    .unwrap_or("")
                    .trim()
                    .trim_end_matches(')')
                    .to_owned()
            })
            .filter(|c| {
                !c.is_empty()
                    && !drop.contains_key(c)
                    && !c.starts_with("note")
                    && c != "D.C."
                    && c.starts_with(char::is_uppercase)
                    && fold(c) != fold(&name)
                    && !c.contains("on the")
                    && !c.contains("no official")
            })
            .collect();
        let cc = text(&d["Communications"], &["Internet country code"]);
        let cc = given.get(1).map_or(cc, String::as_str);
        let iso = cc.trim_start_matches('.').get(..2).unwrap_or("").to_uppercase();
        let id = format!("state:{}", slug(&name));
        let kind = if dependent { "place" } else { "state" };
        let capitals = if dependent { String::new() } else { capital.join("|") };
        states.insert(
            id.clone(),
            format!(
                "{id}\t{kind}\t{name}\t{}\t{}\t{capitals}\t{iso}\t\t\tfactbook",
                aliases.into_iter().collect::<Vec<_>>().join("|"),
                demonym.join("|")
            ),
        );
        if dependent {
            continue;
        }
        for (field, role) in [("chief of state", "head_of_state"), ("head of government", "head_of_government")] {
            if let Some((person, from, title)) = leader(&plain(text(g, &["Executive branch", field]))) {
                let surname = person.1;
                let p = person_of(people, &person.0, "factbook");
                if surname.len() > 3 {
                    p.aliases.insert(format!("~{surname}"));
                }
                let role = if title.contains("King") || title.contains("Queen") { "monarch" } else { role };
                p.roles.insert((role.into(), id.clone(), from, String::new(), "factbook"));
            }
        }
    }
    Ok(())
}

/// "President Recep Tayyip ERDOGAN (since 28 August 2014)" to the name, the family name and the day.
fn leader(s: &str) -> Option<((String, String), String, String)> {
    let (before, after) = s.split_once("(since ")?;
    let from = iso_day(after.split([')', ';', ',']).next()?)?;
    let words: Vec<&str> = before.trim().trim_end_matches(',').split_whitespace().collect();
    let caps = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count() > 1 && !w.chars().any(|c| c.is_lowercase());
    let first_caps = words.iter().position(|w| caps(w) && !["II", "III", "VI", "CNSP", "GNU", "XIV"].contains(w))?;
    let titles = [
        "President",
        "Prime",
        "Minister",
        "King",
        "Queen",
        "Prince",
        "Emperor",
        "Sultan",
        "Amir",
        "Interim",
        "Transition",
        "Transitional",
        "Caretaker",
        "Gen.",
        "General",
        "Col.",
        "Capt.",
        "Dr.",
        "Sir",
        "and",
        "Crown",
        "Chancellor",
        "Premier",
        "Federal",
        "Supreme",
        "Leader",
        "Taoiseach",
        "Pope",
        "Captain",
        "Council",
        "Chair",
        "Acting",
        "Foreign",
        "Co-Vice",
        "Grand",
        "Duke",
        "of",
        "the",
        "Ministers",
        "State",
        "Affairs",
        "Chief",
        "Executive",
        "Vice",
        "Presidential",
        "Leadership",
        "Chairperson",
        "Sovereign",
        "Commander-in-Chief",
        "Armed",
        "Forces",
        "Sudanese",
        "Government",
        "Spain",
        "Swiss",
        "Confederation",
        "(prime",
        "minister-equivalent)",
        "Chairman",
        "General,",
    ];
    // Names begin after the last title word before the capitals.
    let start = words[..first_caps].iter().rposition(|w| titles.contains(w) || w.ends_with(',')).map_or(0, |i| i + 1);
    let title = words[..start].join(" ");
    let name_words: Vec<String> = words[start..].iter().map(|w| title_case(w)).collect();
    let name = name_words.join(" ");
    let name = name.trim_end_matches(',').to_owned();
    let last_caps = words.iter().rposition(|w| caps(w) && !["II", "III", "VI", "XIV"].contains(w))?;
    let surname: Vec<String> = words[first_caps.max(last_caps.saturating_sub(1))..=last_caps]
        .iter()
        .filter(|w| caps(w))
        .map(|w| title_case(w))
        .collect();
    (name.split(' ').count() > 1).then_some(((name, surname.join(" ")), from, title))
}

fn title_case(w: &str) -> String {
    if w.chars().any(char::is_lowercase) || w.len() <= 2 && w.ends_with('.') || ["II", "III", "VI", "XIV"].contains(&w)
    {
        return w.to_owned();
    }
    let mut up = true;
    w.chars()
        .map(|c| {
            let r = if up { c.to_uppercase().next().unwrap_or(c) } else { c.to_lowercase().next().unwrap_or(c) };
            if c != '\u{301}' && c != '\u{300}' && c != '\u{302}' && c != '\u{303}' && c != '\u{308}' && c != '\u{327}'
            {
                up = c == '-' || c == '\'' && w.len() < 4;
            }
            r
        })
        .collect()
}

/// "28 August 2014", "April 2018", "2014" to ISO, partial dates kept partial.
fn iso_day(s: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (mut day, mut month, mut year) = (None, None, None);
    for w in s.split_whitespace() {
        if let Ok(n) = w.parse::<u32>() {
            if n > 1000 { year = Some(n) } else { day = Some(n) }
        } else if let Some(m) = MONTHS.iter().position(|m| w.starts_with(m)) {
            month = Some(m + 1);
        }
    }
    let year = year?;
    Some(match (month, day) {
        (Some(m), Some(d)) => format!("{year}-{m:02}-{d:02}"),
        (Some(m), None) => format!("{year}-{m:02}"),
        _ => year.to_string(),
    })
}

/// The person of this name; the same folded name is the same person.
fn person_of<'p>(people: &'p mut BTreeMap<String, Person>, name: &str, source: &'static str) -> &'p mut Person {
    let p = people.entry(format!("person:{}", slug(name))).or_default();
    if p.name.is_empty() {
        p.name = name.to_owned();
        p.source = source;
    }
    p
}

fn csv(line: &str) -> Vec<String> {
    let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    out.push(cell);
    out
}

fn role_word(position: &str) -> Option<&'static str> {
    let p = position.to_lowercase();
    Some(
        if p.contains("under secretary")
            || p.contains("assistant")
            || p.contains("undersecretary")
            || p.contains("secretary of state of")
        {
            "official"
        } else if p.contains("vice president") || p.contains("deputy") || p.contains("vice prime") {
            "deputy_head"
        } else if p.contains("prime minister") || p.contains("chancellor of") || p.contains("first minister") {
            "head_of_government"
        } else if p.starts_with("king")
            || p.starts_with("queen")
            || p.contains("emir")
            || p.contains("sultan")
            || p.contains("emperor")
            || p.contains("monarch")
        {
            "monarch"
        } else if p.contains("supreme leader")
            || p.starts_with("president")
            || p.contains("chief of state")
            || p.contains("sovereign")
        {
            "head_of_state"
        } else if p.contains("foreign") || p.contains("secretary of state") {
            "foreign_minister"
        } else if p.contains("defen") || p.contains("war") {
            "defence_minister"
        } else if p.contains("interior") || p.contains("homeland") || p.contains("national security") {
            "interior_minister"
        } else if p.contains("secretary-general of the united nations") {
            "secretary_general"
        } else if p.contains("intelligence")
            || p.contains("ambassador to the united nations")
            || p.contains("finance")
            || p.contains("treasury")
            || p.contains("justice")
            || p.contains("attorney general")
            || p.contains("oil")
            || p.contains("energy")
        {
            "minister"
        } else {
            return None;
        },
    )
}

fn office_holders(data: &Path, maps: &Path, people: &mut BTreeMap<String, Person>) -> Result<()> {
    let dir = data.join("every_politician");
    for (file, of) in map(&maps.join("holder_files.tsv"))? {
        let of = of.concat();
        let body = fs::read_to_string(dir.join(&file))?;
        for line in body.lines().skip(1) {
            let c = csv(line);
            let (Some(position), Some(name)) = (c.first(), c.get(1)) else { continue };
            let Some(role) = role_word(position) else { continue };
            if name.is_empty() || name.starts_with('Q') && name[1..].chars().all(|c| c.is_ascii_digit()) {
                continue;
            }
            let gender = match c.get(5).map(String::as_str) {
                Some("female") => "F",
                Some("male") => "M",
                _ => "",
            };
            let (from, to) = (c.get(3).cloned().unwrap_or_default(), c.get(4).cloned().unwrap_or_default());
            if !to.is_empty() && to.as_str() < "2005" {
                continue;
            }
            let p = person_of(people, name, "wikidata");
            if !gender.is_empty() {
                p.gender = gender;
            }
            let family = name.split_whitespace().next_back().unwrap_or("");
            if family.len() > 3
                && ["head_of_state", "head_of_government", "foreign_minister", "defence_minister"].contains(&role)
            {
                p.aliases.insert(format!("~{family}"));
            }
            // The table ends in 2022-23: an open end there is not known to be open today.
            let to = if to.is_empty() && role != "monarch" { "2022-12-31".to_owned() } else { to };
            p.roles.insert((role.into(), of.clone(), from, to, "wikidata"));
        }
    }
    leader_years(&data.join("archigos/arch_annual.txt"), maps, people)
}

/// Archigos: leaders with a DBpedia page (their full name) who were in office after 2005.
fn leader_years(file: &Path, maps: &Path, people: &mut BTreeMap<String, Person>) -> Result<()> {
    let bytes = fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let body: String = bytes.iter().map(|b| *b as char).collect(); // latin-1
    let codes = map(&maps.join("cow_states.tsv"))?;
    let mut spells: BTreeMap<(String, String), (String, String, &'static str)> = BTreeMap::new();
    for line in body.lines().skip(1) {
        let c: Vec<&str> = line.split('\t').collect();
        if c.len() < 18 || c[6] < "2005" {
            continue;
        }
        let Some(state) = codes.get(c[3]).map(|s| s.concat()) else { continue };
        let Some(page) = c[17].rsplit('/').next().filter(|p| *p != "NA") else { continue };
        let name = page.split("_(").next().unwrap_or(page).replace('_', " ");
        if name.contains('%') || name.contains(',') || name.split(' ').count() < 2 {
            continue;
        }
        let gender = if c[12] == "F" { "F" } else { "M" };
        let spell = spells.entry((name, state.to_string())).or_insert((c[5].into(), String::new(), gender));
        if c[5] < spell.0.as_str() {
            spell.0 = c[5].into();
        }
        spell.1 = if c[9] == "Still in Office" || c[8] == "Still in Office" || c[7] == "Still in Office" {
            "2015-12-31".into()
        } else {
            c[6].into()
        };
    }
    for ((name, state), (from, to, gender)) in spells {
        let p = person_of(people, &name, "archigos");
        p.gender = gender;
        if let Some(family) = name.split(' ').next_back().filter(|f| f.len() > 3) {
            p.aliases.insert(format!("~{family}"));
        }
        p.roles.insert(("leader".into(), state.clone(), from, to, "archigos"));
    }
    Ok(())
}
