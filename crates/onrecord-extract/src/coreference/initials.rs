//! A body told of by its initials or by its one telling word: "the Dunmar National Relief Agency … The DNRA said", "the Belvaar
//! Observatory for Civil Rights … The Observatory said". One body alone may fit; the lexicon's own names are left as they are.

use onrecord_lexicon::{fold, list};
use onrecord_model::{MentionForm, MentionType};

use super::clusters::{Clusters, Node};
use crate::mentions::View;

/// Joins short names to the one full name before them that they stand for.
pub(super) fn join(view: &View, c: &mut Clusters) {
    let full: Vec<usize> = (0..c.nodes.len()).filter(|&i| body(&c.nodes[i]) && c.nodes[i].tokens.len() > 2).collect();
    for i in 0..c.nodes.len() {
        let n = &c.nodes[i];
        if !body(n) || n.mention.actor.is_some() || n.tokens.len() != 1 {
            continue;
        }
        let word = view.text(n.tokens.start).to_owned();
        let fits = |j: &usize| c.nodes[*j].tokens.end <= n.tokens.start && stands_for(view, &c.nodes[*j], &word);
        let mut found: Vec<usize> = Vec::new();
        for j in full.iter().copied().filter(fits) {
            if !found.iter().any(|&k| c.same(k, j) || c.canonical(k) == c.canonical(j)) {
                found.push(j);
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

/// Whether a word is the full name's initials, or its word for a kind of body before "for" or "of".
fn stands_for(view: &View, full: &Node, word: &str) -> bool {
    let letters = word.chars().count();
    if letters > 2 && word.chars().all(char::is_uppercase) {
        let initials: String =
            full.tokens.clone().filter(|&k| view.is_cap(k)).filter_map(|k| view.text(k).chars().next()).collect();
        return initials == word;
    }
    let kind = list("name_kinds").has(&fold(word));
    let told = |k: usize| view.low(k) == word.to_lowercase() && matches!(view.low(k + 1), "for" | "of");
    kind && full.tokens.clone().any(told)
}
