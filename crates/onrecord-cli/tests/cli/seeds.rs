//! The user's two reports, where they lie beside the checkout: every trap of their hand-made answers, those over both reports too.

use std::{path::Path, process::Command};

use crate::Desk;

#[test]
fn every_trap_of_the_two_reports_holds() {
    let seeds = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold/seeds"));
    if !seeds.is_dir() {
        println!("SKIPPED: the two reports and their traps are not beside the checkout (../shared)");
        return;
    }
    let desk = Desk::new();
    let mut lines = String::new();
    for (name, date) in [("seed-0", "2023-10-11"), ("seed-1", "2025-10-06")] {
        let text = seeds.join(format!("docs/{name}.txt"));
        let ran = desk.run(&["extract", text.to_str().unwrap(), "--date", date, "--quiet"]).ended(0);
        desk.write(&format!("read/{name}.json"), &ran.out);
        lines.push_str(&ran.out);
    }
    desk.write("both.jsonl", &lines);
    desk.run(&["add", "both.jsonl", "--record", "seeds.db", "--quiet"]).ended(0);
    let cross = desk.run(&["stories", "--record", "seeds.db", "--format", "cross", "--quiet"]).ended(0);
    desk.write("cross.json", &cross.out);
    let told = Command::new("python3")
        .arg(seeds.join("check_traps.py"))
        .arg(desk.path("read"))
        .arg("--cross")
        .arg(desk.path("cross.json"))
        .output()
        .expect("python3 runs");
    let told = format!("{}{}", String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.contains("pass 40, fail 0"), "{told}");
}
