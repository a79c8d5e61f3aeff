//! Who is who inside one report?
//!
//! "Jorim Askeld, the movement's spokesman, … He said the group …" → one chain of the name, the description and the pronoun; another
//! of the movement and "the group". A family name that nothing gives to the lexicon's person stays as printed (`surnames`). Names are
//! joined by equality, family name, acronym and short form (`names`, `initials`), then what stands beside them (`apposition`), then
//! descriptions and pronouns in reading order (`resolve`); who speaks a quotation is not its "he" (`speakers`). Two states, two factions, a wing and
//! its movement are never joined. Adds the chains and the pronouns it could resolve, and gives every mention its chain's name.

mod apposition;
mod clusters;
mod initials;
mod it;
mod names;
mod resolve;
mod speakers;
mod surnames;

use onrecord_model::{Certainty, Mention, MentionForm, MentionType, Reading, RowId};

use crate::{Context, mentions::View};
use clusters::{Clusters, Node};

/// Joins the mentions of the report into chains.
pub fn extract(cx: &Context, reading: &mut Reading) {
    let view = View::new(cx);
    let mut c = Clusters::new();
    for m in std::mem::take(&mut reading.mentions) {
        if let Some(node) = node(&view, m) {
            c.push(node);
        }
    }
    free_captives(&mut c);
    surnames::as_printed(&view, &mut c);
    names::join(&view, &mut c);
    initials::join(&view, &mut c);
    apposition::join(&view, &mut c);
    in_order(&view, &mut c);
    rows(reading, c);
}

/// Nouns for people whom the group named beside them holds or fights: they are not the group's.
const CAPTIVES: &[&str] = &[
    "prisoner", "hostage", "captive", "detainee", "victim", "target", "opponent", "abductee", "survivor", "critic",
    "foe", "enemy",
];

/// "a former Ruvane Column hostage": the hostage does not belong to the Column.
fn free_captives(c: &mut Clusters) {
    let armed: std::collections::HashSet<String> = c
        .nodes
        .iter()
        .filter(|n| n.mention.kind == MentionType::ArmedGroup)
        .map(|n| n.mention.canonical.clone())
        .collect();
    for n in &mut c.nodes {
        let one = clusters::singular(&n.head);
        let captive = n.mention.form == MentionForm::Nominal && CAPTIVES.contains(&one.as_str());
        if captive && n.mention.affiliation.as_ref().is_some_and(|a| armed.contains(a)) {
            n.mention.affiliation = None;
        }
    }
}

fn node(view: &View, mention: Mention) -> Option<Node> {
    let tokens = view.cx.analysis.tokens_in(mention.span);
    if tokens.is_empty() {
        return None;
    }
    let sentence = view.cx.analysis.sentence_of(tokens.start)?;
    // The head of a description is its last noun before "of"; of a name its last word.
    let of = tokens.clone().skip(1).find(|&i| matches!(view.low(i), "of" | "for" | "from" | "within"));
    let end = if mention.form == MentionForm::Nominal { of.unwrap_or(tokens.end) } else { tokens.end };
    let head = view.low(end.max(tokens.start + 1) - 1).to_owned();
    let subject = subject(view, &tokens);
    let quoted =
        view.cx.analysis.quotes.iter().any(|q| q.inner.start <= mention.span.start && mention.span.end <= q.inner.end);
    Some(Node::new(mention, tokens, sentence, onrecord_lexicon::fold(&head), subject, quoted))
}

/// Whether the words are the subject of a clause: by the parse, else a verb after them and no preposition before.
fn subject(view: &View, tokens: &std::ops::Range<usize>) -> bool {
    use onrecord_model::{Deprel, Upos};
    if view.parsed {
        return tokens.clone().any(|i| {
            let t = view.cx.token(i);
            t.deprel == Deprel::Nsubj && !tokens.contains(&(t.head as usize))
        });
    }
    let before = if tokens.start > 0 { view.low(tokens.start - 1) } else { "" };
    let mut at = tokens.end;
    while view.upos(at) == Upos::Adv {
        at += 1;
    }
    matches!(view.upos(at), Upos::Verb | Upos::Aux)
        && !view.is_possessive(tokens.end)
        && !onrecord_lexicon::list("place_preps").has(before)
        && !matches!(before, "by" | "with")
        || view.text(tokens.end) == "," && matches!(view.low(tokens.end + 1), "who" | "which")
}

/// Descriptions and pronouns, as they come in the text.
fn in_order(view: &View, c: &mut Clusters) {
    let mut events: Vec<(usize, Option<usize>)> = (0..c.nodes.len())
        .filter(|&i| c.nodes[i].mention.form == MentionForm::Nominal)
        .map(|i| (c.nodes[i].tokens.start, Some(i)))
        .collect();
    for (_, s) in view.cx.sentences() {
        events.extend(s.tokens().filter(|&i| is_pronoun(view, i)).map(|i| (i, None)));
    }
    // A possessive pronoun that opens a description is looked at before it.
    events.sort_by_key(|&(at, node)| (at, node.is_some()));
    let mut resolved: Vec<(usize, usize)> = Vec::new();
    for (at, node) in events {
        match node {
            None => {
                if let Some(p) = pronoun(view, c, at) {
                    resolved.push((at, p));
                }
            }
            Some(i) => described(view, c, i, &resolved),
        }
    }
}

fn is_pronoun(view: &View, i: usize) -> bool {
    matches!(
        view.low(i),
        "he" | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "they"
            | "them"
            | "their"
            | "theirs"
            | "it"
            | "its"
            | "itself"
    )
}

/// Adds a pronoun to the cluster it means; gives its node.
fn pronoun(view: &View, c: &mut Clusters, at: usize) -> Option<usize> {
    if it::means_nobody(view, at) {
        return None;
    }
    let sentence = view.cx.analysis.sentence_of(at)?;
    let span = view.cx.token(at).span;
    let quoted = view.cx.analysis.quotes.iter().any(|q| q.inner.start <= span.start && span.end <= q.inner.end);
    let to = resolve::pronoun(view, c, at, sentence, quoted)?;
    let kind = c.kind(to);
    let mention = Mention {
        id: RowId::from(String::new()),
        span,
        kind,
        form: MentionForm::Pronoun,
        canonical: String::new(),
        actor: None,
        role: None,
        affiliation: None,
        rule: "pronoun".into(),
        certainty: Certainty::Possible,
    };
    let tokens = at..at + 1;
    let subject = subject(view, &tokens) || matches!(view.low(at), "he" | "she" | "they" | "it");
    let i = c.push(Node::new(mention, tokens, sentence, view.low(at).to_owned(), subject, quoted));
    c.join(to, i);
    Some(i)
}

fn described(view: &View, c: &mut Clusters, i: usize, resolved: &[(usize, usize)]) {
    let start = c.nodes[i].tokens.start;
    // "its spokesman": whose it is.
    if let Some(&(_, p)) = resolved.iter().find(|(at, _)| *at == start) {
        let owner = c.root(p);
        if c.kind(owner) != MentionType::Person && c.nodes[i].mention.affiliation.is_none() {
            let of = Some(c.canonical(owner));
            c.nodes[i].mention.affiliation = of.clone();
            let others: Vec<usize> = (0..c.nodes.len()).filter(|&k| c.same(k, i)).collect();
            for k in others {
                if c.nodes[k].mention.kind == MentionType::Person && c.nodes[k].mention.affiliation.is_none() {
                    c.nodes[k].mention.affiliation = of.clone();
                }
            }
        }
    }
    let sides = c.nodes[i].mention.rule == "sides"
        || c.nodes[i].mention.kind == MentionType::State
            && matches!(view.low(start), "both") | matches!(view.low(start + 1), "two")
            && c.nodes[i].mention.affiliation.is_none();
    if sides {
        if let Some((a, b)) = resolve::two_sides(c, i) {
            let both = format!("{} and {}", c.canonical(a), c.canonical(b));
            let m = &mut c.nodes[i].mention;
            m.canonical = both;
            m.rule = "sides".into();
        }
        return;
    }
    if c.members(i).count() > 1 {
        return; // an apposition already says who it is
    }
    // "the government": the state it governs.
    if c.nodes[i].mention.kind == MentionType::State {
        let known = own_country(view, c, i).or_else(|| persons_regime(c, i));
        if let Some(state) = known {
            let m = &mut c.nodes[i].mention;
            (m.canonical, m.affiliation) = (state.clone(), Some(state));
            return;
        }
        if let Some(of) = c.nodes[i].mention.affiliation.clone() {
            c.nodes[i].mention.canonical = of;
        } else if matches!(view.low(start), "the")
            && matches!(c.nodes[i].head.as_str(), "government" | "country" | "regime" | "nation")
            && c.nodes[i].tokens.len() == 2
        {
            let n = &c.nodes[i];
            let state = (0..c.nodes.len())
                .filter(|&k| {
                    c.nodes[k].tokens.end <= n.tokens.start
                        && n.sentence - c.nodes[k].sentence.min(n.sentence) <= 2
                        && c.kind(k) == MentionType::State
                        && c.nodes[k].mention.form == MentionForm::Named
                        // "a Veskaran threat to the nation" is one to another
                        && (n.head != "nation" || !c.nodes[k].mention.rule.ends_with("demonym"))
                })
                .max_by_key(|&k| {
                    (
                        c.nodes[k].sentence,
                        c.nodes[k].subject || c.nodes[k].mention.rule == "demonym",
                        c.nodes[k].tokens.start,
                    )
                });
            if let Some(k) = state {
                let name = c.canonical(k);
                let m = &mut c.nodes[i].mention;
                m.affiliation = Some(name.clone());
                m.canonical = name;
                m.certainty = Certainty::Possible;
            }
        }
        return;
    }
    if let Some(to) = resolve::description(view, c, i) {
        c.join(to, i);
    }
}

/// "“Ektar robbed our country,” said President Hollisk of Belvaar": the state of whoever speaks.
fn own_country(view: &View, c: &Clusters, i: usize) -> Option<String> {
    let n = &c.nodes[i];
    let own = matches!(view.low(n.tokens.start), "our" | "my" | "this");
    if !own || n.tokens.len() != 2 || !matches!(n.head.as_str(), "country" | "nation") {
        return None;
    }
    let speaker = speakers::of_quotation(view, c, n.tokens.start)?;
    let of = if c.kind(speaker) == MentionType::State { Some(c.canonical(speaker)) } else { c.affiliation(speaker) }?;
    let state = |n: &Node| n.mention.kind == MentionType::State && n.mention.canonical == of;
    let known = c.nodes.iter().any(state)
        || view.cx.lexicon.find(&of).iter().any(|a| a.kind == onrecord_model::ActorKind::State);
    known.then_some(of)
}

/// "the Hollisk regime" where Hollisk is the president of Veskara: Veskara.
fn persons_regime(c: &Clusters, i: usize) -> Option<String> {
    let n = &c.nodes[i];
    if n.mention.affiliation.is_some() || !matches!(n.head.as_str(), "regime" | "government") {
        return None;
    }
    let inside = |k: &usize| {
        let o = &c.nodes[*k];
        o.tokens.end + 1 == n.tokens.end && o.tokens.start >= n.tokens.start && c.kind(*k) == MentionType::Person
    };
    let person = (0..c.nodes.len()).find(inside)?;
    let of = c.affiliation(person)?;
    c.nodes.iter().any(|n| n.mention.kind == MentionType::State && n.mention.canonical == of).then_some(of)
}

/// Writes the rows back: in text order, each with its chain's name, and the chains of two and more.
fn rows(reading: &mut Reading, mut c: Clusters) {
    for i in 0..c.nodes.len() {
        let several = c.members(i).count() > 1;
        if several {
            let (name, kind, affiliation) = (c.canonical(i), c.kind(i), c.affiliation(i));
            let actor = c.members(i).find_map(|n| n.mention.actor.clone());
            let m = &mut c.nodes[i].mention;
            if m.rule != "sides" {
                m.canonical = name;
                m.kind = kind;
            }
            if m.affiliation.is_none() && affiliation.as_ref() != Some(&m.canonical) {
                m.affiliation = affiliation;
            }
            m.actor = actor.or(m.actor.take());
        }
        let m = &mut c.nodes[i].mention;
        if m.affiliation.as_ref() == Some(&m.canonical) && m.kind != MentionType::State {
            m.affiliation = None;
        }
    }
    let mut order: Vec<usize> = (0..c.nodes.len()).collect();
    order.sort_by_key(|&i| (c.nodes[i].tokens.start, std::cmp::Reverse(c.nodes[i].tokens.end)));
    let mut chains: Vec<Vec<RowId>> = Vec::new();
    let mut place: std::collections::HashMap<usize, usize> = std::collections::HashMap::new();
    for (n, &i) in order.iter().enumerate() {
        let id = RowId::from(format!("m{}", n + 1));
        c.nodes[i].mention.id = id.clone();
        let root = c.root(i);
        let at = *place.entry(root).or_insert_with(|| {
            chains.push(Vec::new());
            chains.len() - 1
        });
        chains[at].push(id);
    }
    reading.chains = chains.into_iter().filter(|chain| chain.len() > 1).collect();
    reading.mentions = order.into_iter().map(|i| c.nodes[i].mention.clone()).collect();
}
