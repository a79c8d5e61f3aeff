//! A body told of by its initials or by its one telling word: "the Dunmar National Relief Agency … The DNRA said", "the Belvaar
//! Observatory for Civil Rights … The Observatory said". One body alone may fit; the lexicon's own names are left as they are.

use std::collections::HashMap;

use onrecord_lexicon::{fold, list};
use onrecord_model::{MentionForm, MentionType};

use super::clusters::{Clusters, Node};
use crate::mentions::View;

/// Joins short names to the one full name before them that they stand for.
pub(super) fn join(view: &View, c: &mut Clusters) {
    let mut full: HashMap<String, Vec<usize>> = HashMap::new();
    for i in (0..c.nodes.len()).filter(|&i| body(&c.nodes[i]) && c.nodes[i].tokens.len() > 2) {
        for name in short(view, &c.nodes[i]) {
            full.entry(name).or_default().push(i);
        }
    }
    for i in 0..c.nodes.len() {
        let n = &c.nodes[i];
        if !body(n) || n.mention.actor.is_some() || n.tokens.len() != 1 {
            continue;
        }
        let word = view.text(n.tokens.start);
        let initials = word.chars().count() > 2 && word.chars().all(char::is_uppercase);
        let word = if initials { word.to_owned() } else { word.to_lowercase() };
        let mut found: Vec<usize> = Vec::new();
        for &j in full.get(&word).into_iter().flatten().filter(|&&j| c.nodes[j].tokens.end <= n.tokens.start) {
            if !found.iter().any(|&k| c.same(k, j) || c.canonical(k) == c.canonical(j)) {
                found.push(j);
            }
            if found.len() > 1 {
                break;
            }
        }
        if let [one] = found[..] {
            let (kind, affiliation) = (c.nodes[one].mention.kind, c.nodes[one].mention.affiliation.clone());
            c.nodes[i].mention.kind = kind;
            c.nodes[i].mention.affiliation = affiliation;
            c.join(one, i);
        }
    }
}

/// A named body or group, or a name the kinds left open.
fn body(n: &Node) -> bool {
    n.mention.form == MentionForm::Named
        && matches!(n.mention.kind, MentionType::Organisation | MentionType::ArmedGroup)
}

/// What a full name may be called by: its initials, and in small letters its word for a kind of body before "for" or "of".
fn short(view: &View, full: &Node) -> Vec<String> {
    let capitals = full.tokens.clone().filter(|&k| view.is_cap(k));
    let initials: String = capitals.filter_map(|k| view.text(k).chars().next()).collect();
    let kind = |k: &usize| list("name_kinds").has(&fold(view.low(*k))) && matches!(view.low(k + 1), "for" | "of");
    let mut out: Vec<String> = full.tokens.clone().filter(kind).map(|k| view.low(k).to_owned()).collect();
    out.push(initials);
    out
}
