//! Lists every file of `data/lists` so that a new list is a new file and nothing else.

use std::{env, fs, path::Path};

fn main() {
    let dir = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("data/lists");
    println!("cargo:rerun-if-changed={}", dir.display());
    let mut files: Vec<_> = fs::read_dir(&dir)
        .expect("data/lists is part of the crate")
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|x| x == "tsv"))
        .collect();
    files.sort();
    let mut code = String::from("static LISTS: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.file_stem().expect("has a name").to_string_lossy().into_owned();
        println!("cargo:rerun-if-changed={}", file.display());
        code.push_str(&format!("    ({name:?}, include_str!({:?})),\n", file.display().to_string()));
    }
    code.push_str("];\n");
    let out = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("lists.rs");
    fs::write(out, code).expect("the build folder can be written");
}
