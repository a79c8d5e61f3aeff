//! Clusters of mentions while they are being joined.

use onrecord_lexicon::{Gender, fold, list};
use onrecord_model::{Mention, MentionForm, MentionType};

use crate::mentions::View;

/// One mention with where it stands in the analysis.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub mention: Mention,
    /// First token and one past the last.
    pub tokens: std::ops::Range<usize>,
    /// Index of the sentence.
    pub sentence: usize,
    /// Its last noun or name word, folded ("official").
    pub head: String,
    /// Whether it is the subject of a clause.
    pub subject: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    parent: usize,
}

impl Node {
    pub(super) fn new(
        mention: Mention,
        tokens: std::ops::Range<usize>,
        sentence: usize,
        head: String,
        subject: bool,
        quoted: bool,
    ) -> Node {
        Node { mention, tokens, sentence, head, subject, quoted, parent: 0 }
    }
}

/// Mentions of a report as a forest of joined clusters.
pub(super) struct Clusters {
    pub nodes: Vec<Node>,
    /// Members of each root, by index; empty for nodes that are no root.
    lists: Vec<Vec<usize>>,
}

impl Clusters {
    pub(super) fn new() -> Self {
        Clusters { nodes: Vec::new(), lists: Vec::new() }
    }

    pub(super) fn push(&mut self, mut node: Node) -> usize {
        node.parent = self.nodes.len();
        self.nodes.push(node);
        self.lists.push(vec![self.nodes.len() - 1]);
        self.nodes.len() - 1
    }

    /// The node a cluster is known by: its first.
    pub(super) fn root(&self, i: usize) -> usize {
        self.nodes[i].parent
    }

    /// Joins two clusters; the earlier root stays.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (low, high) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut self.lists[high]);
        for &i in &moved {
            self.nodes[i].parent = low;
        }
        self.lists[low].extend(moved);
        self.lists[low].sort_unstable();
    }

    pub(super) fn same(&self, a: usize, b: usize) -> bool {
        self.root(a) == self.root(b)
    }

    /// Nodes of the cluster of `i`.
    pub(super) fn members(&self, i: usize) -> impl Iterator<Item = &Node> + '_ {
        self.lists[self.root(i)].iter().map(|&k| &self.nodes[k])
    }

    /// The name a cluster goes under: the lexicon's, else the longest name, else the first description.
    pub(super) fn canonical(&self, i: usize) -> String {
        let named = |n: &&Node| n.mention.form == MentionForm::Named;
        if let Some(n) = self.members(i).find(|n| n.mention.actor.is_some() && n.mention.form == MentionForm::Named) {
            return n.mention.canonical.clone();
        }
        if let Some(n) = self.members(i).filter(named).max_by_key(|n| {
            // A dateline's capitals give way to the name as it is written elsewhere.
            let lower = n.mention.canonical.chars().any(char::is_lowercase);
            (lower, n.mention.canonical.chars().count().min(60), std::cmp::Reverse(n.tokens.start))
        }) {
            return n.mention.canonical.clone();
        }
        // "the administration" that is called "the Hollisk administration" later goes under that
        let names = |n: &&Node| {
            let name = |w: &str| w.starts_with(char::is_uppercase) && fold(w) != n.head;
            n.mention.canonical.split(' ').any(name)
        };
        let described = |n: &&Node| n.mention.form == MentionForm::Nominal;
        let administration = |n: &&Node| n.head == "administration";
        self.members(i)
            .filter(described)
            .find(|n| administration(n) && names(n))
            .or_else(|| self.members(i).find(described))
            .map_or_else(|| self.nodes[i].mention.canonical.clone(), |n| n.mention.canonical.clone())
    }

    /// What the cluster is: the kind of its first name, else of its first mention.
    pub(super) fn kind(&self, i: usize) -> MentionType {
        let named = self.members(i).find(|n| n.mention.form == MentionForm::Named).map(|n| n.mention.kind);
        named.unwrap_or_else(|| self.nodes[self.root(i)].mention.kind)
    }

    pub(super) fn affiliation(&self, i: usize) -> Option<String> {
        self.members(i).find_map(|n| n.mention.affiliation.clone())
    }

    /// The gender the report or a source gives a cluster: by title, by noun, by pronoun, by the lexicon.
    pub(super) fn gender(&self, view: &View, i: usize) -> Option<Gender> {
        let from = |word: &str| match word {
            "M" => Some(Gender::Male),
            "F" => Some(Gender::Female),
            _ => None,
        };
        if let Some(g) = self.members(i).find_map(|n| says_of_oneself(view, n)) {
            return Some(g);
        }
        for n in self.members(i) {
            if n.mention.form == MentionForm::Pronoun {
                match n.head.as_str() {
                    "he" | "him" | "his" | "himself" => return Some(Gender::Male),
                    "she" | "her" | "hers" | "herself" => return Some(Gender::Female),
                    _ => {}
                }
            }
            if n.mention.form == MentionForm::Nominal
                && let Some(g) = list("party_nouns").get(&n.head).and_then(|c| c.get(1)).and_then(|g| from(g))
            {
                return Some(g);
            }
            if let Some(role) = n.mention.role {
                let last = view.cx.words(role).to_lowercase();
                let last = last.rsplit([' ', '-']).next().unwrap_or("");
                let by_title = list("role_titles").get(last).and_then(|c| c.get(1)).and_then(|g| from(g));
                if by_title.is_some() {
                    return by_title;
                }
            }
            if let Some(g) = n
                .mention
                .actor
                .as_ref()
                .filter(|_| n.mention.kind == MentionType::Person)
                .and_then(|a| view.cx.lexicon.gender(a))
            {
                return Some(g);
            }
        }
        // "Mirena Terrane": by what most who bear the given name are
        self.members(i)
            .filter(|n| n.mention.form == MentionForm::Named && n.mention.kind == MentionType::Person)
            .filter_map(|n| n.mention.canonical.split_once(' '))
            .find_map(|(given, _)| list("given_names").get(&fold(given)).and_then(|c| c.first()).and_then(|g| from(g)))
    }

    /// Whether the cluster stands for several ("officials", "brigades", "they").
    pub(super) fn plural(&self, i: usize) -> bool {
        // "Ektar … they": a name stays one
        if self.members(i).any(|n| n.mention.form == MentionForm::Named) {
            return false;
        }
        self.members(i).any(|n| match n.mention.form {
            MentionForm::Nominal => plural_noun(&n.head),
            MentionForm::Pronoun => matches!(n.head.as_str(), "they" | "them" | "their"),
            MentionForm::Named => false,
        })
    }

    /// Roles said of the cluster, folded.
    pub(super) fn roles(&self, view: &View, i: usize) -> Vec<String> {
        self.members(i)
            .flat_map(|n| {
                let role = n.mention.role.map(|r| fold(view.cx.words(r)));
                let described = (n.mention.form == MentionForm::Nominal).then(|| fold(&n.mention.canonical));
                [role, described]
            })
            .flatten()
            .collect()
    }
}

/// "Kenna Hollisk said she was in touch": her gender by her own words about herself.
fn says_of_oneself(view: &View, n: &Node) -> Option<Gender> {
    let verb = n.tokens.end;
    if n.mention.form != MentionForm::Named || !super::resolve::speech(view, verb) {
        return None;
    }
    match view.low(verb + 1 + usize::from(view.low(verb + 1) == "that")) {
        "he" => Some(Gender::Male),
        "she" => Some(Gender::Female),
        _ => None,
    }
}

/// Whether a noun is plural by its form.
pub(super) fn plural_noun(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
        || matches!(
            word,
            "people"
                | "police"
                | "troops"
                | "men"
                | "women"
                | "children"
                | "gunmen"
                | "fishermen"
                | "spokesmen"
                | "policemen"
                | "crew"
                | "media"
                | "personnel"
        )
}

/// A noun without its plural ending.
pub(super) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("men") {
        return format!("{stem}man");
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}
