//! The house in order: the map equals the folders, files stay short, no party stands in code.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::root;

fn files(at: &Path, suffix: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(at).unwrap().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                files(&path, suffix, found);
            }
        } else if name.ends_with(suffix) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join("crates"), ".rs", &mut found);
    files(&root().join("xtask"), ".rs", &mut found);
    found
}

#[test]
fn the_map_lists_exactly_the_crates() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let listed: BTreeSet<String> = page
        .lines()
        .filter_map(|l| l.strip_prefix("| `crates/")?.split('`').next().map(|n| n.trim_end_matches('/').to_owned()))
        .collect();
    let there: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .flatten()
        .filter(|e| e.path().join("Cargo.toml").exists())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, there);
}

#[test]
fn no_file_is_longer_than_a_thousand_lines() {
    for path in sources() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 1000, "{} has {lines} lines", path.display());
    }
}

#[test]
fn no_party_stands_in_code() {
    // Names from the lexicon's own tables: states, groups and people that code could be tempted by.
    let lexicon = root().join("crates/onrecord-lexicon/data/actors");
    let mut names = BTreeSet::new();
    for file in ["states.tsv", "ours-groups.tsv", "ours-people.tsv"] {
        let text = fs::read_to_string(lexicon.join(file)).unwrap();
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.starts_with("role\t")) {
            let mut columns = line.split('\t');
            if let (Some(_), Some(_), Some(name)) = (columns.next(), columns.next(), columns.next())
                && name.chars().count() > 4
            {
                names.insert(name.to_owned());
            }
        }
    }
    assert!(names.len() > 100, "the lexicon has names: {}", names.len());
    for path in sources() {
        let shown = path.display().to_string();
        // The maker of the lexicon's data maps spellings of its sources; tests hold invented sentences.
        if shown.contains("/tests") || shown.ends_with("tests.rs") || shown.contains("xtask/src/lexicon") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (n, line) in code.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("//") {
                continue;
            }
            for literal in line.split('"').skip(1).step_by(2) {
                let found =
                    names.iter().find(|name| literal == name.as_str() || literal.contains(&format!(" {name} ")));
                assert!(found.is_none(), "{shown}:{}: {literal:?} names a party", n + 1);
            }
        }
    }
}

#[test]
fn texts_of_the_project_name_no_folder_of_a_machine() {
    // the folder of this checkout, and the home of whoever runs the test
    let home = std::env::var("HOME").unwrap_or_default();
    let here: Vec<String> = [root().display().to_string(), home].into_iter().filter(|p| p.len() > 1).collect();
    for name in
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/guide.md", "docs/reference.md"]
    {
        let text = fs::read_to_string(root().join(name)).unwrap();
        assert!(here.iter().all(|folder| !text.contains(&format!("{folder}/"))), "{name}");
    }
}
