//! What a user adds to the lexicon: a table of tab-separated lines, or FollowTheMoney entities as JSON lines.
//!
//! One line `id ⇥ kind ⇥ name ⇥ aliases ⇥ parent id ⇥ demonyms ⇥ capitals ⇥ domains` adds one actor, several values parted by `|`; only
//! kind and name are needed. Additions go before the
//! embedded data: a name that both know means the user's actor.

use std::fmt;

use onrecord_model::{Actor, ActorId, ActorKind};

use crate::{
    Lexicon, Relation,
    fold::{fold, is_acronym},
    lexicon::kind_from,
};

/// Why an addition was refused: which line, what was wrong with it, what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdditionError {
    /// Line of the text, from 1.
    pub line: usize,
    /// What was wrong and what to try.
    pub message: String,
}

impl fmt::Display for AdditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for AdditionError {}

struct Line {
    id: String,
    kind: ActorKind,
    name: String,
    aliases: Vec<String>,
    parent: Option<String>,
    others: Vec<(String, Relation)>,
}

impl Lexicon {
    /// This lexicon with the actors of `text` on top: tab-separated lines, or FollowTheMoney JSON lines.
    ///
    /// ```
    /// let lexicon = onrecord_lexicon::Lexicon::embedded()
    ///     .with_additions("group:tide\tarmed_group\tTide Brigades\tThe Tide\t\n")
    ///     .unwrap();
    /// assert_eq!(lexicon.resolve("the Tide", None).unwrap().name, "Tide Brigades");
    /// ```
    pub fn with_additions(&self, text: &str) -> Result<Lexicon, AdditionError> {
        let mut out = self.clone();
        for (n, raw) in text.lines().enumerate() {
            let raw = raw.trim_start_matches('\u{feff}').trim_end();
            if raw.trim().is_empty() || raw.starts_with('#') {
                continue;
            }
            let fail = |message: String| AdditionError { line: n + 1, message };
            let line = if raw.trim_start().starts_with('{') { ftm(raw) } else { tsv(raw) }.map_err(fail)?;
            let Some(line) = line else { continue };
            let i = out.added.actors.len();
            for words in line.aliases.iter().chain([&line.name]) {
                let key = fold(words);
                if key.is_empty() {
                    continue;
                }
                let relation = if is_acronym(words) { Relation::Acronym } else { Relation::Name };
                out.added.names.entry(key).or_default().push((i, relation));
            }
            for (words, relation) in line.others {
                let key = if relation == Relation::Domain { words.to_lowercase() } else { fold(&words) };
                if !key.is_empty() {
                    out.added.names.entry(key).or_default().push((i, relation));
                }
            }
            out.added.actors.push(Actor {
                id: ActorId::from(line.id),
                name: line.name,
                kind: line.kind,
                parent: line.parent.map(ActorId::from),
                roles: Vec::new(),
            });
        }
        Ok(out)
    }
}

fn tsv(raw: &str) -> Result<Option<Line>, String> {
    let c: Vec<&str> = raw.split('\t').map(str::trim).collect();
    if c.first().is_some_and(|h| h.eq_ignore_ascii_case("id")) {
        return Ok(None); // a heading
    }
    let [id, kind, name, ..] = c[..] else {
        return Err(format!(
            "{} column(s); expected id, kind, name[, aliases, parent, demonyms, capitals, domains] separated by tabs",
            c.len()
        ));
    };
    let kind = kind_from(kind).ok_or_else(|| {
        format!(
            "unknown kind {kind:?}; use person, state, state_body, armed_group, organisation, media, state_media or place"
        )
    })?;
    if fold(name).is_empty() {
        return Err("the name is empty".into());
    }
    let split = |n: usize| c.get(n).map_or(vec![], |a| a.split('|').map(|s| s.trim().to_owned()).collect::<Vec<_>>());
    let others = [(5, Relation::Demonym), (6, Relation::Capital), (7, Relation::Domain)]
        .into_iter()
        .flat_map(|(n, relation)| split(n).into_iter().map(move |words| (words, relation)))
        .collect();
    Ok(Some(Line {
        others,
        id: if id.is_empty() { format!("user:{}", fold(name).replace(' ', "-")) } else { id.to_owned() },
        kind,
        name: name.to_owned(),
        aliases: split(3),
        parent: c.get(4).filter(|p| !p.is_empty()).map(|p| p.to_string()),
    }))
}

fn ftm(raw: &str) -> Result<Option<Line>, String> {
    let entity: serde_json::Value =
        serde_json::from_str(raw).map_err(|e| format!("not JSON ({e}); one FollowTheMoney entity a line"))?;
    let schema = entity["schema"].as_str().ok_or("no \"schema\"; expected a FollowTheMoney entity")?;
    let kind = match schema {
        "Person" => ActorKind::Person,
        "PublicBody" => ActorKind::StateBody,
        "Organization" | "Company" | "LegalEntity" => ActorKind::Organisation,
        "Address" => return Ok(None),
        // Links between entities and documents are no actors.
        _ => return Ok(None),
    };
    let all = |key: &str| -> Vec<String> {
        entity["properties"][key]
            .as_array()
            .map_or(vec![], |v| v.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect())
    };
    let mut names = all("name");
    if names.is_empty() {
        names.extend(entity["caption"].as_str().map(str::to_owned));
    }
    let name = names.first().cloned().filter(|n| !fold(n).is_empty()).ok_or("no name in \"properties\"")?;
    let mut aliases = names;
    aliases.extend(["alias", "weakAlias", "abbreviation"].iter().flat_map(|k| all(k)));
    Ok(Some(Line {
        id: entity["id"].as_str().map_or_else(|| format!("user:{}", fold(&name)), str::to_owned),
        kind,
        name,
        aliases,
        parent: all("parent").into_iter().next(),
        others: all("website").into_iter().filter_map(|w| domain(&w)).map(|d| (d, Relation::Domain)).collect(),
    }))
}

/// The host of an address, without "www.".
fn domain(address: &str) -> Option<String> {
    let host = address.split("://").last()?.split(['/', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(text: &str) -> String {
        Lexicon::empty().with_additions(text).unwrap_err().to_string()
    }

    #[test]
    fn errors_say_where_and_what_to_try() {
        assert_eq!(
            fails("# mine\nx\tgroup\tTide Brigades"),
            "line 2: unknown kind \"group\"; use person, state, state_body, armed_group, organisation, media, state_media or place"
        );
        assert_eq!(
            fails("Tide Brigades"),
            "line 1: 1 column(s); expected id, kind, name[, aliases, parent, demonyms, capitals, domains] separated by tabs"
        );
        assert!(fails("{\"schema\":").starts_with("line 1: not JSON"));
        assert_eq!(fails("\tperson\t \tTide"), "line 1: the name is empty");
    }

    #[test]
    fn follow_the_money_lines_are_read_and_links_passed_over() {
        let text = r#"{"id":"k1","schema":"Organization","properties":{"name":["Harbour League"],"alias":["HL","The League"]}}
{"id":"k2","schema":"Ownership","properties":{}}"#;
        let lexicon = Lexicon::empty().with_additions(text).unwrap();
        assert_eq!(lexicon.len(), 1);
        assert_eq!(lexicon.resolve("HL", None).unwrap().name, "Harbour League");
        assert!(lexicon.resolve("hl", None).is_none());
    }
}
