//! Which names of several reports are one party's: the lexicon's id, else the name; a person's surname where only one fits.
//!
//! "Foreign Minister Oruna Telvasse" in one report, "Oruna K. Telvasse" in another and "Telvasse" in a third are one person, unless
//! another Telvasse is named as well: then the bare surname stays a name of its own. Organisations and groups are never joined this
//! way: a faction's name that ends in its movement's name is not the movement.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{MentionForm, MentionType, Reading};
use rustc_hash::FxHashSet;

use crate::words::Folds;

/// Names of a set of readings and the party each stands for.
#[derive(Clone, Debug, Default)]
pub struct Names {
    to: BTreeMap<String, String>,
}

impl Names {
    /// The names of the readings, in any order.
    pub fn of(readings: &[&Reading]) -> Self {
        Names::with(readings, &Folds::default())
    }

    /// The same with names that were folded before.
    pub fn with<'r>(readings: &[&'r Reading], folds: &Folds<'r>) -> Self {
        let mut ids: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let mut persons: BTreeSet<String> = BTreeSet::new();
        let mut others: BTreeSet<String> = BTreeSet::new();
        // What a mention adds here hangs on these alone.
        let mut seen: FxHashSet<(&str, Option<&str>, Option<bool>)> = FxHashSet::default();
        for m in readings.iter().flat_map(|r| &r.mentions) {
            let person = (m.form == MentionForm::Named).then_some(m.kind == MentionType::Person);
            if !seen.insert((&m.canonical, m.actor.as_ref().map(|a| a.as_str()), person)) {
                continue;
            }
            let name = folds.fold(&m.canonical);
            if name.is_empty() {
                continue;
            }
            if let Some(id) = &m.actor {
                ids.entry(name.to_string()).or_default().insert(id.as_str());
            }
            // A nominal ("the minister") has the canonical of its chain; only printed names make a person.
            match person {
                Some(true) => persons.insert(name.to_string()),
                Some(false) => others.insert(name.to_string()),
                None => continue,
            };
        }
        let mut to: BTreeMap<String, String> = ids
            .iter()
            .filter(|(_, ids)| ids.len() == 1)
            .flat_map(|(name, ids)| ids.iter().map(|id| (name.clone(), (*id).to_owned())))
            .collect();
        let known = |name: &str| persons.contains(name) || ids.contains_key(name);
        let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
        // Longer forms first to their shorter ones: titles before a name, initials inside it.
        let mut shorter: BTreeMap<&String, String> = BTreeMap::new();
        for name in persons.iter().filter(|p| !to.contains_key(*p) && !others.contains(*p)) {
            let all = words(name);
            let plain: Vec<&str> = all.iter().map(String::as_str).filter(|w| w.chars().count() > 1).collect();
            let without = plain.join(" ");
            let tails = (1..plain.len().saturating_sub(1)).map(|n| plain[n..].join(" "));
            let found =
                (plain.len() >= 2 && without != *name).then_some(without).into_iter().chain(tails).find(|n| known(n));
            if let Some(found) = found {
                shorter.insert(name, found);
            }
        }
        for (name, mut found) in shorter.clone() {
            while let Some(next) = shorter.get(&found) {
                found = next.clone();
            }
            let key = to.get(&found).cloned().unwrap_or(found);
            to.insert(name.clone(), key);
        }
        // A bare surname: of the one person who has it.
        let mut by_surname: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for name in &persons {
            let all = words(name);
            if all.len() >= 2 {
                let key = to.get(name).cloned().unwrap_or_else(|| name.clone());
                by_surname.entry(all[all.len() - 1].clone()).or_default().insert(key);
            }
        }
        for name in persons.iter().filter(|p| !p.contains(' ') && !others.contains(*p)) {
            if let (false, Some(keys)) = (to.contains_key(name), by_surname.get(name))
                && keys.len() == 1
            {
                to.extend(keys.first().map(|k| (name.clone(), k.clone())));
            }
        }
        Names { to }
    }

    /// The party a folded name stands for: a lexicon id or a folded name.
    pub fn key<'n>(&'n self, folded: &'n str) -> &'n str {
        self.to.get(folded).map_or(folded, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_model::{Certainty, Mention, Span};

    fn report(id: &str, names: &[(&str, MentionType)]) -> Reading {
        let mut r = Reading::default();
        r.report.id = id.into();
        for (n, (name, kind)) in names.iter().enumerate() {
            r.mentions.push(Mention {
                id: format!("m{n}").into(),
                span: Span::new(0, 1),
                kind: *kind,
                form: MentionForm::Named,
                canonical: (*name).into(),
                actor: None,
                role: None,
                affiliation: None,
                rule: "test".into(),
                certainty: Certainty::Certain,
            });
        }
        r
    }

    fn check(names: &[(&str, MentionType)], asked: &str, wanted: &str) {
        let one = report("a", names);
        let apart: Vec<Reading> = names.iter().enumerate().map(|(n, x)| report(&format!("r{n}"), &[*x])).collect();
        for readings in [vec![&one], apart.iter().collect(), apart.iter().rev().collect()] {
            assert_eq!(Names::of(&readings).key(asked), wanted);
        }
    }

    #[test]
    fn titles_initials_and_surnames_are_the_person() {
        use MentionType::Person as P;
        let all =
            [("Foreign Minister Oruna Telvasse", P), ("Oruna K. Telvasse", P), ("Telvasse", P), ("Oruna Telvasse", P)];
        for asked in ["foreign minister oruna telvasse", "oruna k telvasse", "telvasse"] {
            check(&all, asked, "oruna telvasse");
        }
    }

    #[test]
    fn two_of_one_surname_leave_it_alone() {
        use MentionType::Person as P;
        check(&[("Oruna Telvasse", P), ("Mirel Telvasse", P), ("Telvasse", P)], "telvasse", "telvasse");
    }

    #[test]
    fn a_faction_is_not_its_movement() {
        use MentionType::ArmedGroup as G;
        check(&[("Ninth Reef Brigade", G), ("Reef Brigade", G)], "ninth reef brigade", "ninth reef brigade");
        check(&[("Reef Brigade", G), ("Brigade", G)], "brigade", "brigade");
    }
}
