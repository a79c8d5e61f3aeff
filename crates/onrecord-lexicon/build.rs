//! Compiles the data: every file of `data/lists` is listed, every file of `data/actors` goes into one table of actors and one
//! FST from folded names to actors, so that looking a name up needs no parsing at start.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

#[path = "src/fold.rs"]
mod fold;
use fold::{fold, is_acronym};

/// How a name means its actor; the numbers are read back by `src/lexicon.rs`.
const NAME: u32 = 0;
const ACRONYM: u32 = 1;
const SURNAME: u32 = 2;
const DEMONYM: u32 = 3;
const CAPITAL: u32 = 4;
const DOMAIN: u32 = 5;

#[derive(Default)]
struct Row {
    kind: String,
    name: String,
    parent: String,
    gender: String,
    ours: bool,
    names: BTreeSet<(String, u32)>,
    codes: BTreeSet<String>,
    roles: Vec<String>,
}

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("data");
    let out = PathBuf::from(env::var("OUT_DIR").expect("set by cargo"));
    println!("cargo:rerun-if-changed=src/fold.rs");
    lists(&root.join("lists"), &out);
    actors(&root.join("actors"), &out);
}

fn tsv_files(dir: &Path) -> Vec<PathBuf> {
    println!("cargo:rerun-if-changed={}", dir.display());
    let mut files: Vec<_> = fs::read_dir(dir)
        .expect("the data is part of the crate")
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|x| x == "tsv"))
        .collect();
    files.sort();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    files
}

fn lists(dir: &Path, out: &Path) {
    let mut code = String::from("static LISTS: &[(&str, &str)] = &[\n");
    for file in tsv_files(dir) {
        let name = file.file_stem().expect("has a name").to_string_lossy().into_owned();
        code.push_str(&format!("    ({name:?}, include_str!({:?})),\n", file.display().to_string()));
    }
    code.push_str("];\n");
    fs::write(out.join("lists.rs"), code).expect("the build folder can be written");
}

fn actors(dir: &Path, out: &Path) {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut roles: Vec<(String, String, String)> = Vec::new();
    for file in tsv_files(dir) {
        let text = fs::read_to_string(&file).expect("data files are UTF-8");
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty()) {
            let at = || format!("{}:{}", file.display(), n + 1);
            let c: Vec<&str> = line.split('\t').map(str::trim).collect();
            if let ["role", person, role, of, from, to, ..] = c[..] {
                roles.push((person.to_owned(), format!("{role};{of};{from};{to}"), at()));
                continue;
            }
            assert!(c.len() >= 9, "{}: an actor line has 10 columns, this one {}", at(), c.len());
            let row = rows.entry(c[0].to_owned()).or_default();
            // Our own lines have the name in use; the generated ones have lost its diacritics.
            if row.name.is_empty() || c.get(9) == Some(&"ours") {
                row.kind = c[1].to_owned();
                row.name = c[2].to_owned();
            }
            if !c[7].is_empty() {
                row.parent = c[7].to_owned();
            }
            if !c[8].is_empty() {
                row.gender = c[8].to_owned();
            }
            row.ours |= c.get(9) == Some(&"ours");
            name(row, c[2], NAME);
            let split =
                |s: &'_ str| s.split('|').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect::<Vec<_>>();
            for alias in split(c[3]) {
                match alias.strip_prefix('~') {
                    Some(surname) => name(row, surname, SURNAME),
                    None => name(row, &alias, NAME),
                }
            }
            for demonym in split(c[4]) {
                name(row, &demonym, DEMONYM);
            }
            for capital in split(c[5]) {
                name(row, &capital, CAPITAL);
            }
            for code in split(c[6]) {
                if code.contains('.') {
                    row.names.insert((code.to_lowercase(), DOMAIN));
                }
                row.codes.insert(code);
            }
        }
    }
    let same = merge_spellings(&mut rows, &roles);
    for (person, role, at) in roles {
        let person = same.get(&person).unwrap_or(&person).clone();
        let row = rows.get_mut(&person).unwrap_or_else(|| panic!("{at}: a role for {person}, who has no line"));
        if !row.roles.contains(&role) {
            row.roles.push(role);
        }
    }
    write(rows, out);
}

/// A generated person whose name is a spelling our own table gives for somebody, or who shares first and family name and a
/// state served with one of ours, is that somebody: one line, all names and roles. Gives the id that is gone and its new one.
fn merge_spellings(rows: &mut BTreeMap<String, Row>, roles: &[(String, String, String)]) -> BTreeMap<String, String> {
    let mut served: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (person, role, _) in roles {
        served.entry(person).or_default().insert(role.split(';').nth(1).unwrap_or(""));
    }
    let ends = |key: &str| Some(format!("{} {}", key.split(' ').next()?, key.rsplit(' ').next()?));
    let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
    let mut short: BTreeMap<(String, &str), &str> = BTreeMap::new();
    let mut families: BTreeSet<&str> = BTreeSet::new();
    for (id, row) in rows.iter().filter(|(_, r)| r.ours && r.kind == "person") {
        for (key, relation) in &row.names {
            if *relation == NAME && key.contains(' ') {
                spellings.insert(key.clone(), id);
                for of in served.get(id.as_str()).into_iter().flatten() {
                    short.insert((ends(key).unwrap_or_default(), of), id);
                }
            } else if *relation == SURNAME {
                families.insert(key);
            }
        }
    }
    let mut same = BTreeMap::new();
    let mut weaker = Vec::new();
    for (id, row) in rows.iter().filter(|(_, r)| !r.ours && r.kind == "person") {
        let key = fold(&row.name);
        let ours = spellings.get(&key).or_else(|| {
            let ends = ends(&key)?;
            served.get(id.as_str())?.iter().find_map(|of| short.get(&(ends.clone(), *of)))
        });
        if let Some(ours) = ours {
            same.insert(id.clone(), ours.to_string());
        } else if row.names.iter().any(|(k, r)| *r == SURNAME && families.contains(k.as_str())) {
            weaker.push(id.clone());
        }
    }
    // A family name alone means the person our own table gives it to, not a minister who shares it.
    for id in weaker {
        if let Some(row) = rows.get_mut(&id) {
            row.names.retain(|(_, relation)| *relation != SURNAME);
        }
    }
    for (gone, ours) in &same {
        if let (Some(row), Some(into)) = (rows.remove(gone), rows.get_mut(ours)) {
            into.names.extend(row.names);
        }
    }
    same
}

fn name(row: &mut Row, words: &str, relation: u32) {
    let key = fold(words);
    if !key.is_empty() {
        row.names.insert((key, if relation == NAME && is_acronym(words) { ACRONYM } else { relation }));
    }
}

fn write(rows: BTreeMap<String, Row>, out: &Path) {
    let index: BTreeMap<&str, usize> = rows.keys().enumerate().map(|(i, k)| (k.as_str(), i)).collect();
    let (mut text, mut offsets) = (String::new(), Vec::<u32>::new());
    let mut names: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for (i, (id, row)) in rows.iter().enumerate() {
        for of in row.roles.iter().map(|r| r.split(';').nth(1).unwrap_or("")).chain([row.parent.as_str()]) {
            assert!(of.is_empty() || index.contains_key(of), "{id} belongs to {of}, which has no line");
        }
        offsets.push(text.len() as u32);
        let codes: Vec<&str> = row.codes.iter().map(String::as_str).collect();
        text.push_str(
            &[id, &row.kind, &row.name, &row.parent, &row.gender, &codes.join("|"), &row.roles.join("|")]
                .map(|s| s.to_string())
                .join("\t"),
        );
        for (key, relation) in &row.names {
            names.entry(key).or_default().insert((i as u32) << 3 | relation);
        }
    }
    offsets.push(text.len() as u32);
    let mut postings: Vec<u32> = Vec::new();
    let mut map = fst::MapBuilder::memory();
    for (key, hits) in names {
        // One hit rides in the value itself; more are counted out in the postings.
        let value = if hits.len() == 1 {
            u64::from(*hits.first().expect("one")) << 1
        } else {
            let at = postings.len() as u64;
            postings.push(hits.len() as u32);
            postings.extend(hits);
            at << 1 | 1
        };
        map.insert(key, value).expect("a BTreeMap is sorted");
    }
    let bytes = |v: &[u32]| v.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let put = |name: &str, data: &[u8]| fs::write(out.join(name), data).expect("the build folder can be written");
    put("names.fst", &map.into_inner().expect("built in memory"));
    put("postings.bin", &bytes(&postings));
    put("actors.txt", text.as_bytes());
    put("actors.idx", &bytes(&offsets));
}
