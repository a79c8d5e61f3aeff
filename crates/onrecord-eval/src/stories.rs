//! Stories against events put together by hand: B-cubed and pairs.
//!
//! `stories --format jsonl` prints a story a line with the external ids of its reports; the key says of which event a report is.
//! Reports the key does not know are left out; reports of the key that no story holds are said and count as alone.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::Path,
};

use serde_json::{Value, json};

/// Which event a report is of, by external id.
pub type Key = BTreeMap<String, String>;

/// Agreement of two groupings of the same reports, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Reports compared.
    pub reports: usize,
    /// Groups found.
    pub found: usize,
    /// Groups of the key.
    pub events: usize,
    /// B-cubed precision.
    pub precision: f64,
    /// B-cubed recall.
    pub recall: f64,
    /// Precision of pairs.
    pub pair_precision: f64,
    /// Recall of pairs.
    pub pair_recall: f64,
    /// Reports of the key that were not found in any group.
    pub missing: usize,
}

impl Agreement {
    /// B-cubed F1.
    pub fn f1(&self) -> f64 {
        f1(self.precision, self.recall)
    }

    /// F1 of pairs.
    pub fn pair_f1(&self) -> f64 {
        f1(self.pair_precision, self.pair_recall)
    }
}

impl std::fmt::Display for Agreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "reports {}, groups {}, events {}, missing {}",
            self.reports, self.found, self.events, self.missing
        )?;
        writeln!(f, "B-cubed  P {:.3}  R {:.3}  F1 {:.3}", self.precision, self.recall, self.f1())?;
        write!(f, "pairs    P {:.3}  R {:.3}  F1 {:.3}", self.pair_precision, self.pair_recall, self.pair_f1())
    }
}

fn f1(p: f64, r: f64) -> f64 {
    if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
}

/// How well a grouping agrees with the key.
pub fn agreement(found: &HashMap<String, String>, key: &Key) -> Agreement {
    let mut groups: HashMap<String, BTreeSet<&str>> = HashMap::new();
    let mut events: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let mut missing = 0;
    let of = |id: &str| found.get(id).cloned().unwrap_or_else(|| format!("alone {id}"));
    for (id, event) in key {
        missing += usize::from(!found.contains_key(id));
        groups.entry(of(id)).or_default().insert(id);
        events.entry(event).or_default().insert(id);
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    let (mut both, mut in_groups, mut in_events) = (0usize, 0usize, 0usize);
    for (id, event) in key {
        let (group, event) = (&groups[&of(id)], &events[event.as_str()]);
        let shared = group.intersection(event).count();
        precision += shared as f64 / group.len() as f64;
        recall += shared as f64 / event.len() as f64;
        both += shared - 1;
        in_groups += group.len() - 1;
        in_events += event.len() - 1;
    }
    let n = key.len().max(1) as f64;
    let part = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
    Agreement {
        reports: key.len(),
        found: groups.len(),
        events: events.len(),
        precision: precision / n,
        recall: recall / n,
        pair_precision: part(both, in_groups),
        pair_recall: part(both, in_events),
        missing,
    }
}

/// Stories or storylines (`level` is `story` or `storyline`) of the lines `stories --format jsonl` prints, by external id.
pub fn grouping(lines: &str, level: &str) -> Result<HashMap<String, String>, String> {
    let mut out = HashMap::new();
    for (n, line) in lines.lines().enumerate() {
        let story: Value = serde_json::from_str(line).map_err(|e| format!("line {}: {e}", n + 1))?;
        let name = story[level].as_str().ok_or_else(|| format!("line {}: no {level:?}", n + 1))?;
        for report in story["reports"].as_array().into_iter().flatten() {
            if let Some(id) = report["external_id"].as_str() {
                out.insert(id.to_owned(), name.to_owned());
            }
        }
    }
    Ok(out)
}

/// A key: a file of `id TAB event` lines, or a folder of the articles of the giveme5w1h news clusters.
pub fn key(path: &Path) -> Result<Key, String> {
    if path.is_dir() {
        return Ok(articles(path)?
            .into_iter()
            .map(|a| (text(&a, "dId"), a["newsCluster"]["Event"].to_string()))
            .collect());
    }
    let all = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let lines = all.lines().filter(|l| !l.starts_with('#'));
    Ok(lines.filter_map(|l| l.split_once('\t')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
}

/// The articles of the news clusters as JSON lines that `onrecord` reads; nothing of the key is in them.
pub fn lines(folder: &Path) -> Result<String, String> {
    let mut out = String::new();
    for a in articles(folder)? {
        let day: String = text(&a, "date_publish").chars().take(10).collect();
        let line = json!({
            "id": text(&a, "dId"), "date": day, "url": text(&a, "url"), "outlet": text(&a, "source_domain"),
            "title": text(&a, "title"), "text": text(&a, "text"),
        });
        out.push_str(&line.to_string());
        out.push('\n');
    }
    Ok(out)
}

fn text(article: &Value, field: &str) -> String {
    article[field].as_str().unwrap_or_default().to_owned()
}

fn articles(folder: &Path) -> Result<Vec<Value>, String> {
    let said = |e: &dyn std::fmt::Display| format!("{}: {e}", folder.display());
    let mut paths: Vec<_> = fs::read_dir(folder).map_err(|e| said(&e))?.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "json"));
    paths.sort();
    paths
        .iter()
        .map(|p| {
            let all = fs::read_to_string(p).map_err(|e| format!("{}: {e}", p.display()))?;
            serde_json::from_str(&all).map_err(|e| format!("{}: {e}", p.display()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_report_in_the_wrong_group_costs_both_ways() {
        let key: Key = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "y")].map(|(i, e)| (i.into(), e.into())).into();
        let lines = "{\"story\":\"1\",\"storyline\":\"s\",\"reports\":[{\"external_id\":\"a\"},{\"external_id\":\"b\"},{\"external_id\":\"c\"}]}\n";
        let a = agreement(&grouping(lines, "story").unwrap(), &key);
        // a and b: 2 of 3 and 2 of 2; c: 1 of 3 and 1 of 2; d, in no group: 1 of 1 and 1 of 2.
        assert!((a.precision - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-9, "{a}");
        assert!((a.recall - (1.0 + 1.0 + 0.5 + 0.5) / 4.0).abs() < 1e-9, "{a}");
        assert_eq!((a.missing, a.found, a.events), (1, 2, 2));
        assert!((a.pair_recall - 0.5).abs() < 1e-9);
    }
}
