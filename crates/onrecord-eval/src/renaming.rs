//! What changes when a party is called otherwise: a report is read, its parties are renamed throughout one by one, and it is read again.
//!
//! What a report says does not depend on who is called what, so that rows that change in number or label are faults of names known or
//! seen in training. A state becomes another state, with its people and its capital; an armed group and a person get
//! names that nobody has. A row has not changed when the other reading has one of its table with the same labels, not yet taken by
//! another row, any of whose places in the text is at most [`NEAR`] characters off; of rows gone and rows new the greater number counts.

use std::collections::BTreeMap;

use onrecord_model::{Mention, MentionForm, MentionType, Reading};
use serde_json::Value;

/// Characters that a row may have moved by.
pub const NEAR: i64 = 200;
/// Most parties of a report that are renamed: states, armed groups, persons. Other bodies keep their names: "House" and "Council" say
/// what they are, and an invented name for them would not.
const PARTIES: [usize; 3] = [2, 2, 2];
/// States that a renamed one becomes, a line each: name, adjective, capital. None has an armed conflict in the sets measured.
const STATES: &str = include_str!("../data/states.tsv");
const GROUPS: &[&str] = &["Darvak", "Tirmanaz", "Melkari", "Ostrel", "Kelvari"];
const FIRST: &[&str] = &["Anton", "Caspar", "Henrik", "Pavel", "Tomas"];
const LAST: &[&str] = &["Halvorsen", "Bredow", "Solberg", "Moreno", "Quint"];
/// The tables compared: name, labels, and where a row stands (the first of these that it has).
const TABLES: &[(&str, &[&str], &str)] = &[
    ("attributions", &["act", "source_type", "kind"], "cue"),
    ("figures", &["measure", "status"], "span"),
    ("channels", &["status", "form"], "evidence"),
    ("terms", &["action", "status"], "evidence"),
    ("conditions", &["kind"], "evidence"),
    ("withdrawals", &["kind"], "evidence"),
    ("events", &["event", "mode", "factuality"], "evidence"),
];

/// One party of a report, and what each of its forms becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// Canonical name.
    pub party: String,
    /// "state", "armed group" or "person".
    pub kind: &'static str,
    /// Printed form and new form, the longest first.
    pub forms: Vec<(String, String)>,
}

/// The parties of a report that are named most, each with what it becomes; `n` turns the list of new names.
pub fn renamings(reading: &Reading, n: usize) -> Vec<Renaming> {
    let text = &reading.report.text;
    let mut counts: Vec<(&str, usize, usize)> = Vec::new();
    for m in reading.mentions.iter().filter(|m| m.form == MentionForm::Named) {
        let kind = match m.kind {
            MentionType::State => 0,
            MentionType::ArmedGroup => 1,
            MentionType::Person => 2,
            _ => continue,
        };
        match counts.iter_mut().find(|(name, k, _)| *name == m.canonical && *k == kind) {
            Some((.., c)) => *c += 1,
            None => counts.push((&m.canonical, kind, 1)),
        }
    }
    counts.sort_by_key(|c| std::cmp::Reverse(c.2));
    let mut out: Vec<Renaming> = Vec::new();
    for (kind, most) in PARTIES.into_iter().enumerate() {
        for (k, (party, ..)) in counts.iter().filter(|c| c.1 == kind && c.2 > 1).take(most).enumerate() {
            let mine = |m: &&Mention| m.form == MentionForm::Named && m.canonical == *party;
            let mut forms: Vec<(String, String)> = Vec::new();
            for m in reading.mentions.iter().filter(mine) {
                let printed: String =
                    text.chars().skip(m.span.start as usize).take(m.span.len() as usize).collect::<String>();
                let new = match kind {
                    0 => state(m, &printed, text, n),
                    1 => Some(vec![(printed.clone(), group(&printed, n + k))]),
                    _ => Some(person(&printed, n + k)),
                };
                for (old, new) in new.into_iter().flatten() {
                    if !forms.iter().any(|f| f.0 == old) {
                        forms.push((old, new));
                    }
                }
            }
            forms.sort_by_key(|f| std::cmp::Reverse(f.0.chars().count()));
            if !forms.is_empty() {
                out.push(Renaming {
                    party: (*party).to_owned(),
                    kind: ["state", "armed group", "person"][kind],
                    forms,
                });
            }
        }
    }
    out
}

fn state(m: &Mention, printed: &str, text: &str, n: usize) -> Option<Vec<(String, String)>> {
    let states = STATES.lines().map(|l| l.split('\t').collect::<Vec<_>>());
    let others: Vec<Vec<&str>> = states.filter(|s| s.len() == 3 && !s.iter().any(|w| text.contains(w))).collect();
    let other = others.get(n % others.len().max(1))?;
    let new = if m.rule.ends_with("demonym") {
        let plural = printed.ends_with('s') && !printed.ends_with("ss");
        format!("{}{}", other[1], if plural { "s" } else { "" })
    } else if m.rule.contains("capital") || m.rule == "metonym" {
        other[2].to_owned()
    } else {
        other[0].to_owned()
    };
    Some(vec![(printed.to_owned(), new)])
}

fn group(printed: &str, n: usize) -> String {
    let name = GROUPS[n % GROUPS.len()];
    match printed.split_whitespace().count() {
        1 => name.to_owned(),
        _ => format!("{name} Front"),
    }
}

/// Word for word, so that a family name standing alone is the same name.
fn person(printed: &str, n: usize) -> Vec<(String, String)> {
    let words: Vec<&str> =
        printed.split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).collect();
    let last = words.len().saturating_sub(1);
    words
        .iter()
        .enumerate()
        .map(|(i, w)| {
            ((*w).to_owned(), if i == last { LAST[n % LAST.len()] } else { FIRST[(n + i) % FIRST.len()] }.to_owned())
        })
        .collect()
}

/// The text with every form exchanged, and after which places (code points of the old text) the new one is ahead by how many.
pub fn renamed(text: &str, renaming: &Renaming) -> (String, Vec<(u32, i64)>) {
    let chars: Vec<char> = text.chars().collect();
    let forms: Vec<(Vec<char>, &str)> = renaming.forms.iter().map(|(o, n)| (o.chars().collect(), n.as_str())).collect();
    let (mut out, mut moved, mut ahead, mut i) = (String::new(), Vec::new(), 0i64, 0);
    while i < chars.len() {
        let edge = i == 0 || !chars[i - 1].is_alphanumeric();
        let found = forms.iter().filter(|_| edge).find(|(old, _)| {
            chars[i..].starts_with(old) && chars.get(i + old.len()).is_none_or(|c| !c.is_alphanumeric())
        });
        if let Some((old, new)) = found {
            out.push_str(new);
            i += old.len();
            ahead += new.chars().count() as i64 - old.len() as i64;
            moved.push((i as u32, ahead));
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    (out, moved)
}

/// Rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Rows of the reading before.
    pub rows: usize,
    /// Rows gone: labels, and their place in the new text.
    pub gone: Vec<(String, i64)>,
    /// Rows new: labels and place.
    pub new: Vec<(String, i64)>,
}

impl Count {
    /// Rows that changed: of those gone and those new the greater number.
    pub fn changed(&self) -> usize {
        self.gone.len().max(self.new.len())
    }
}

/// What changed from one reading to the other, by table.
pub fn compare(before: &Value, after: &Value, moved: &[(u32, i64)]) -> BTreeMap<&'static str, Count> {
    let ahead = |at: i64| moved.iter().rev().find(|(end, _)| i64::from(*end) <= at).map_or(0, |(_, by)| *by);
    let mut out = BTreeMap::new();
    for (table, labels, place) in TABLES {
        let mut old = rows(before, table, labels, place);
        old.iter_mut().flat_map(|r| &mut r.1).for_each(|at| *at += ahead(*at));
        let new = rows(after, table, labels, place);
        let mut taken = vec![false; new.len()];
        let mut gone = Vec::new();
        for (key, places) in &old {
            let off = |other: &[i64]| {
                let each = |a: &i64| other.iter().map(|b| (a - b).abs()).min();
                places.iter().filter_map(each).min().unwrap_or(i64::MAX)
            };
            let same = (0..new.len()).filter(|&i| !taken[i] && new[i].0 == *key && off(&new[i].1) <= NEAR);
            match same.min_by_key(|&i| off(&new[i].1)) {
                Some(i) => taken[i] = true,
                None => gone.push((key.clone(), places[0])),
            }
        }
        let extra = new.iter().zip(&taken).filter(|(_, t)| !**t).map(|(r, _)| (r.0.clone(), r.1[0])).collect();
        out.insert(*table, Count { rows: old.len(), gone, new: extra });
    }
    out
}

/// Labels of each row of a table in one word, and where it stands: the first of its places that it has, all spans of it.
fn rows(reading: &Value, table: &str, labels: &[&str], place: &str) -> Vec<(String, Vec<i64>)> {
    let starts = |v: &Value| -> Vec<i64> {
        let all = v.as_array().map_or(std::slice::from_ref(v), Vec::as_slice);
        all.iter().filter_map(|s| s["start"].as_i64()).collect()
    };
    reading[table]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| {
            let mut places = [place, "content", "marker", "consequent", "evidence", "span"].into_iter();
            let at = places.find_map(|k| Some(starts(&row[k])).filter(|p| !p.is_empty()))?;
            let mut key: Vec<String> = labels.iter().map(|l| row[*l].to_string()).collect();
            key.push(row["ends"].as_array().map_or(0, Vec::len).to_string());
            Some((key.join(" "), at))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_is_exchanged_and_places_follow() {
        let renaming = Renaming {
            party: "Veskara".into(),
            kind: "state",
            forms: vec![("Veskarans".into(), "Peruvians".into()), ("Veskara".into(), "Peru".into())],
        };
        let (text, moved) = renamed("Veskara's Veskarans left Veskaraland.", &renaming);
        assert_eq!(text, "Peru's Peruvians left Veskaraland.");
        assert_eq!(moved, [(7, -3), (19, -3)]);
    }

    #[test]
    fn a_person_keeps_one_family_name() {
        assert_eq!(person("Orlo Brandt", 0)[1], person("Brandt", 0)[0]);
    }

    #[test]
    fn a_row_gone_and_a_label_changed_count() {
        let before = json!({"conditions": [{"kind": "threat", "evidence": [{"start": 10}]}, {"kind": "promise", "evidence": [{"start": 900}]}],
            "figures": [{"measure": "killed", "status": "asserted", "span": {"start": 5}}]});
        let after = json!({"conditions": [{"kind": "threat", "evidence": [{"start": 7}]}],
            "figures": [{"measure": "wounded", "status": "asserted", "span": {"start": 5}}]});
        let found = compare(&before, &after, &[(8, -3)]);
        assert_eq!((found["conditions"].rows, found["conditions"].changed()), (2, 1));
        assert_eq!((found["figures"].rows, found["figures"].changed()), (1, 1));
        assert_eq!(compare(&before, &before, &[])["conditions"].changed(), 0);
    }
}
