//! Which two parties may a sentence tell to be in contact, and what speaks for it?
//!
//! In: "Belvaar's envoy flew to Sarnoth. The talks were to open on Friday." Out: for the second sentence the pair the report
//! is about, with features such as "who:nobody named", "word:talks", "pair:first". Features come from word lists, the parse, who
//! is named how often, and the rows read before; none is a name or a word of a report. Weights: `channel_weights.tsv`.

use onrecord_lexicon::list;
use onrecord_model::{Certainty, ChannelForm, ChannelStatus, Deprel, MentionForm, MentionType, Reading, Upos};

use super::{AGREEMENT, Found, MEDIATE, SUPPORT, support};
use crate::{
    Context, actors,
    actors::{case, children, class, conjuncts, subjects},
    phrases::is_word,
    status::{governors, negated, of_contact},
};

/// Rule name of a contact that scores find.
pub(super) const RULE: &str = "channels/pair";

/// Two parties a sentence may tell to be in contact.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Index of the sentence.
    pub sentence: usize,
    /// Token index of the word of contact.
    pub token: usize,
    /// The parties, in order of their first mention.
    pub ends: Vec<String>,
    /// Where the contact would stand; `None` when the words say that it did not take place.
    pub status: Option<ChannelStatus>,
    /// Features, as in `channel_weights.tsv`.
    pub features: Vec<String>,
}

/// A party where a sentence names it.
struct Named {
    party: String,
    head: usize,
    person: bool,
}

/// What is asked of the whole report once.
pub(super) struct Around<'a> {
    cx: &'a Context<'a>,
    reading: &'a Reading,
    /// Parties with how often the report means them and their kind, most often first.
    parties: Vec<(String, usize, MentionType)>,
    main: Vec<String>,
    /// Per sentence: the parties it names.
    named: Vec<Vec<Named>>,
    /// Per sentence: its words of contact.
    words: Vec<Vec<(usize, &'static str)>>,
}

/// Nouns and verbs of offers, demands and messages between parties that are no words of contact by themselves.
const TOLD: &[&str] = &[
    "offer",
    "propose",
    "proposal",
    "demand",
    "ultimatum",
    "ransom",
    "invite",
    "invitation",
    "inform",
    "notify",
    "request",
    "urge",
    "ask",
    "appeal",
    "assure",
    "tell",
    "warn",
    "plan",
    "initiative",
    "swap",
    "exchange",
    "hand",
    "deliver",
    "send",
    "present",
    "press",
    "agree",
    "join",
    "discuss",
    "host",
    "greet",
    "welcome",
    "cooperate",
    "cooperation",
];
/// Whether the word of a pair is one of contact itself, so that its own words say where the contact stands.
pub(super) fn tells(cx: &Context, p: &Pair) -> bool {
    !matches!(group(cx, p.token), None | Some("told" | "agreement" | "envoys"))
}

/// Nouns of people whose work is contact.
const ENVOYS: &[&str] =
    &["negotiator", "mediator", "envoy", "delegation", "delegate", "emissary", "intermediary", "representative"];

/// "killed two envoys": whom something is done to does not meet anybody by it.
fn harmed(cx: &Context, i: usize) -> bool {
    let t = cx.token(i);
    let verb = t.head as usize;
    matches!(t.deprel, Deprel::Obj | Deprel::Nsubj)
        && (t.deprel == Deprel::Obj || crate::attribution::tree::Tree::new(cx).passive(verb))
        && crate::conditions::field(cx, verb..verb + 1, &["harm"])
}

/// The group of a word of contact; `None` for any other word.
fn group(cx: &Context, i: usize) -> Option<&'static str> {
    let t = cx.token(i);
    if !matches!(t.upos, Upos::Noun | Upos::Verb | Upos::Propn | Upos::Aux) {
        return None;
    }
    let idle = is_word(cx, i, &["line", "channel"]) && children(cx, i, &[Deprel::Nmod]).iter().all(|&c| c < i);
    // "held a joint press conference with envoys of B": the press over the word.
    let over = [Some(t.head as usize), support(cx, i)];
    let staged = over.into_iter().flatten().filter(|&v| v != i).any(|v| {
        super::press(cx, v) || children(cx, v, &[Deprel::Obj, Deprel::Obl]).iter().any(|&o| super::press(cx, o))
    });
    let idle =
        idle || super::idle(cx, i) || is_word(cx, i, &["lead"]) || cx.token(i).text.eq_ignore_ascii_case("speaking");
    if idle || staged || super::press(cx, i) {
        return None;
    }
    let row = list("contact_words").get(&t.lemma).or_else(|| list("contact_words").get(&t.text.to_lowercase()));
    let lemma = &*t.lemma;
    Some(match lemma {
        "talk" | "talks" | "negotiation" | "negotiations" | "negotiate" | "dialogue" | "dialog" => "talks",
        "discussion" | "consultation" | "conversation" | "communication" | "discuss" | "speak" | "confer"
        | "consult" => "speak",
        "meet" | "meeting" | "summit" | "huddle" => "meet",
        "call" | "phone" | "telephone" | "hotline" => "call",
        "letter" | "message" | "write" => "message",
        "visit" | "trip" | "travel" | "tour" => "visit",
        _ if is_word(cx, i, MEDIATE) || lemma == "mediation" => "mediate",
        _ if is_word(cx, i, ENVOYS) => (!harmed(cx, i)).then_some("envoys")?,
        _ if row.is_some() => "contact",
        _ if is_word(cx, i, AGREEMENT) => "agreement",
        _ if is_word(cx, i, TOLD) => "told",
        _ => return None,
    })
}

/// The sides of a conflict that only a noun names ("the separatists", "rebel leaders"), each mention by its head with the name
/// of the side: the fullest description the report gives it. Empty where an armed group is named: the noun then means it.
fn sides(cx: &Context, reading: &Reading) -> Vec<(usize, String)> {
    let armed =
        reading.mentions.iter().filter(|m| m.kind == MentionType::ArmedGroup && m.form == MentionForm::Named).count()
            > 2;
    let mut out = Vec::new();
    for kind in ["armed", "opposition", "protest"] {
        if armed && kind == "armed" {
            continue;
        }
        let mut heads: Vec<usize> = Vec::new();
        let mut names: Vec<(String, usize)> = Vec::new();
        for i in (0..cx.analysis.tokens.len()).filter(|&i| actors::side(cx, i) == Some(kind)) {
            let t = cx.token(i);
            if !matches!(t.upos, Upos::Noun | Upos::Propn) {
                continue;
            }
            // "rebel leaders", "opposition forces": the side speaks through its people.
            let up = t.head as usize;
            let through = matches!(t.deprel, Deprel::Compound | Deprel::Amod | Deprel::Nmod)
                && up > i
                && (class(cx, up).is_some() || is_word(cx, up, &["force", "fighter", "troop", "coalition", "bloc"]));
            if matches!(t.deprel, Deprel::Compound | Deprel::Amod) && !through {
                continue;
            }
            heads.push(if through { up } else { i });
            let first = children(cx, i, &[Deprel::Amod, Deprel::Compound])
                .into_iter()
                .filter(|&c| c < i && i - c <= 4)
                .map(|c| cx.analysis.subtree(c).start)
                .min();
            let form = first.and_then(|s| cx.analysis.span_of(s..i + 1)).map(|s| cx.words(s).to_owned());
            if let Some(form) = form.filter(|f| f.chars().any(char::is_uppercase) && !f.contains('\n')) {
                match names.iter_mut().find(|(n, _)| *n == form) {
                    Some((_, c)) => *c += 1,
                    None => names.push((form, 1)),
                }
            }
        }
        names.sort_by_key(|n| std::cmp::Reverse(n.1));
        let plain = || heads.first().map(|&i| cx.token(i).text.to_lowercase());
        if let Some(name) = names.into_iter().next().map(|(n, _)| n).or_else(plain) {
            out.extend(heads.into_iter().map(|h| (h, name.clone())));
        }
    }
    out
}

/// The parties that a noun of contact names itself: "talks between A and B". Fewer than two where it names none so.
fn between(cx: &Context, reading: &Reading, i: usize) -> Vec<String> {
    // "brokered a deal between A and B": of what is brokered too
    let brokered = if is_word(cx, i, MEDIATE) { children(cx, i, &[Deprel::Obj]) } else { Vec::new() };
    let mut hung = std::iter::once(i).chain(brokered).flat_map(|h| children(cx, h, &[Deprel::Nmod, Deprel::Obl]));
    let Some(of) = hung.find(|&m| m > i && case(cx, m) == "between") else {
        return Vec::new();
    };
    let mut out: Vec<String> = actors::parties_of(cx, reading, of);
    out.dedup();
    out
}

/// The part a role plays, more coarsely.
fn part(role: &str) -> &'static str {
    match role.split_once(':') {
        Some((_, "subject" | "by")) => "acts",
        Some((_, "owner")) => "whose",
        Some((_, "between" | "among" | "involving")) => "between",
        Some((_, "with" | "to" | "object")) => "with",
        Some((_, "through" | "via")) => "through",
        Some(_) => "hangs",
        None if role == "-" => "absent",
        None => "apart",
    }
}

impl<'a> Around<'a> {
    pub(super) fn new(cx: &'a Context<'a>, reading: &'a Reading, main: &[String]) -> Self {
        let mut parties: Vec<(String, usize, MentionType)> = Vec::new();
        let mut named: Vec<Vec<Named>> = cx.analysis.sentences.iter().map(|_| Vec::new()).collect();
        for m in &reading.mentions {
            let Some(s) = cx.analysis.sentence_at(m.span.start) else { continue };
            let Some(head) = crate::parties::head_token(cx, m.span) else { continue };
            let own_side = actors::side(cx, head).is_some() && m.form != MentionForm::Named;
            let state = m
                .affiliation
                .as_ref()
                .is_some_and(|a| reading.mentions.iter().any(|o| o.canonical == *a && o.kind == MentionType::State));
            if own_side && state {
                continue;
            }
            for party in actors::party(reading, m) {
                let Some(party) = actors::described(cx, reading, party) else { continue };
                let kind =
                    if m.kind == MentionType::Person && party != m.canonical { MentionType::State } else { m.kind };
                match parties.iter_mut().find(|(n, ..)| *n == party) {
                    Some((_, c, k)) => {
                        *c += 1;
                        if *k == MentionType::Person {
                            *k = kind;
                        }
                    }
                    None => parties.push((party.clone(), 1, kind)),
                }
                if !named[s].iter().any(|n| n.party == party && n.head == head) {
                    named[s].push(Named { party, head, person: m.kind == MentionType::Person });
                }
            }
        }
        for (head, party) in sides(cx, reading) {
            let Some(s) = cx.analysis.sentence_of(head) else { continue };
            if named[s].iter().any(|n| n.head == head) {
                continue;
            }
            match parties.iter_mut().find(|(n, ..)| *n == party) {
                Some((_, c, _)) => *c += 1,
                None => parties.push((party.clone(), 1, MentionType::ArmedGroup)),
            }
            named[s].push(Named { party, head, person: false });
            named[s].sort_by_key(|n| n.head);
        }
        parties.sort_by_key(|p| std::cmp::Reverse(p.1));
        let words = cx
            .analysis
            .sentences
            .iter()
            .map(|s| s.tokens().filter_map(|i| group(cx, i).map(|g| (i, g))).collect())
            .collect();
        Around { cx, reading, parties, main: main.to_vec(), named, words }
    }

    /// Every pair of every word of contact of sentence `s`; `found` are the sets of ends rules read there.
    pub(super) fn pairs(&'a self, s: usize, found: &[Vec<String>]) -> Vec<Pair> {
        let mut here: Vec<&'a str> = Vec::new();
        for n in &self.named[s] {
            if !here.contains(&n.party.as_str()) {
                here.push(&n.party);
            }
        }
        here.truncate(8);
        let mut sets: Vec<(&'static str, Vec<&'a str>)> = Vec::new();
        for (k, a) in here.iter().enumerate() {
            for b in &here[k + 1..] {
                sets.push(("both", vec![a, b]));
            }
        }
        // More than two: all that are named, those of one coordination, those beside one of them.
        if here.len() > 2 {
            sets.push(("all", here.clone()));
        }
        for n in &self.named[s] {
            let mut joined: Vec<&'a str> = vec![&n.party];
            for c in conjuncts(self.cx, n.head) {
                for m in self.named[s]
                    .iter()
                    .filter(|m| m.head == c && !joined.contains(&m.party.as_str()))
                    .collect::<Vec<_>>()
                {
                    joined.push(&m.party);
                }
            }
            let mut put = |kind, set: Vec<&'a str>| {
                let same = |(_, e): &(&str, Vec<&str>)| e.len() == set.len() && set.iter().all(|x| e.contains(x));
                if set.len() > 2 && set.len() < 9 && !sets.iter().any(same) {
                    sets.push((kind, set));
                }
            };
            if joined.len() >= 2 {
                for a in &here {
                    if !joined.contains(a) {
                        let mut with = joined.clone();
                        with.insert(0, a);
                        put("one and list", with);
                    }
                }
                put("list", joined);
            }
        }
        if let [a, b] = &self.main[..] {
            let (a, b) = (a.as_str(), b.as_str());
            match (here.contains(&a), here.contains(&b)) {
                (false, false) => sets.push((if here.is_empty() { "none" } else { "others" }, vec![a, b])),
                (true, false) | (false, true) => sets.push(("half", vec![a, b])),
                _ => {}
            }
        }
        // One party here, another in the sentence before.
        if here.len() == 1
            && let Some(before) = s.checked_sub(1)
        {
            let mut seen: Vec<&str> = Vec::new();
            for n in &self.named[before] {
                let p = n.party.as_str();
                let known = sets.iter().any(|(_, e)| e.contains(&p) && e.contains(&here[0]));
                if p != here[0] && !seen.contains(&p) && !known && seen.len() < 4 {
                    seen.push(p);
                    sets.push(("before", vec![p, here[0]]));
                }
            }
        }
        let mut out = Vec::new();
        let silent = |i: usize, g: &str| super::tells_none(self.cx, i) || g == "agreement" && super::judged(self.cx, i);
        for &(i, g) in self.words[s].iter().filter(|(i, g)| !silent(*i, g)) {
            let told = between(self.cx, self.reading, i);
            let partners = self.partners(i);
            for (who, ends) in &sets {
                // "talks between A and B" are nobody else's
                if told.len() > 1 && !(told.len() == ends.len() && ends.iter().all(|e| told.iter().any(|t| t == e))) {
                    continue;
                }
                // "met with lawmakers about Ektar": with nobody of the pair
                if partners.as_ref().is_some_and(|p| !ends.iter().any(|e| p.iter().any(|x| x == e))) {
                    continue;
                }
                out.push(Pair {
                    sentence: s,
                    token: i,
                    ends: ends.iter().map(|e| (*e).to_owned()).collect(),
                    status: self.status(i, g),
                    features: self.features(s, i, g, who, ends, found),
                });
            }
        }
        out
    }

    /// With whom the word of contact `i` says it was ("talks with A", "met with lawmakers"); `None` where it does not say. Nobody of the
    /// parties: empty.
    fn partners(&self, i: usize) -> Option<Vec<String>> {
        let cx = self.cx;
        let verb = matches!(cx.token(i).upos, Upos::Verb | Upos::Aux);
        let over = if verb { None } else { support(cx, i) };
        let with: Vec<usize> = std::iter::once(i)
            .chain(over)
            .flat_map(|h| children(cx, h, &[Deprel::Nmod, Deprel::Obl]))
            .filter(|&m| m > i && case(cx, m) == "with" && matches!(cx.token(m).upos, Upos::Noun | Upos::Propn))
            .filter(|&m| !is_word(cx, m, &["counterpart", "other", "side", "party", "enemy", "foe", "rival"]))
            .collect();
        if with.is_empty() {
            return None;
        }
        let mut out: Vec<String> = with.iter().flat_map(|&m| actors::parties_of(cx, self.reading, m)).collect();
        // whoever is named inside the phrase: "with the envoys of A"
        let sentence = cx.analysis.sentence_of(i)?;
        for n in &self.named[sentence] {
            if with.iter().any(|&m| cx.analysis.subtree(m).contains(&n.head)) && !out.contains(&n.party) {
                out.push(n.party.clone());
            }
        }
        Some(out)
    }

    /// Where a contact told by word `i` of group `g` stands.
    fn status(&self, i: usize, g: &str) -> Option<ChannelStatus> {
        let verb = matches!(self.cx.token(i).upos, Upos::Verb | Upos::Aux);
        let over = if verb { Some(i) } else { support(self.cx, i) };
        of_contact(self.cx, i, over, matches!(g, "meet" | "call" | "message" | "visit"))
    }

    /// The contact a pair tells: its words, form and mediators.
    pub(super) fn told(&self, p: Pair, status: ChannelStatus) -> Found {
        let cx = self.cx;
        let i = p.token;
        let verb = matches!(cx.token(i).upos, Upos::Verb | Upos::Aux);
        let mut mediators: Vec<String> = Vec::new();
        for n in &self.named[p.sentence] {
            let known = p.ends.contains(&n.party) || mediators.contains(&n.party);
            if !known && self.mediating(&n.party, p.sentence) {
                mediators.push(n.party.clone());
            }
        }
        let form = match group(cx, i) {
            _ if !mediators.is_empty() => ChannelForm::Mediated,
            Some("meet") => ChannelForm::Meeting,
            Some("call") => ChannelForm::Call,
            Some("message") => ChannelForm::Message,
            Some("visit") => ChannelForm::Visit,
            _ => super::form_at(cx, i),
        };
        let evidence = match support(cx, i).filter(|_| !verb) {
            Some(v) => super::clause(cx, v),
            None if verb => super::clause(cx, i),
            None => super::phrase(cx, i),
        };
        Found {
            ends: p.ends,
            mediators,
            form,
            status: Some(status),
            evidence: vec![evidence],
            rule: RULE,
            certainty: Certainty::Possible,
            ..Found::default()
        }
    }

    /// Whether a party stands in sentence `s` as one that mediates.
    fn mediating(&self, party: &str, s: usize) -> bool {
        let cx = self.cx;
        self.named[s].iter().filter(|n| n.party == party).any(|n| {
            let up = cx.token(n.head).head as usize;
            up != n.head && (is_word(cx, up, MEDIATE) || is_word(cx, up, &["mediated", "brokered", "led", "mediator"]))
        })
    }

    fn rank(&self, party: &str) -> usize {
        self.parties.iter().position(|(n, ..)| n == party).unwrap_or(9)
    }

    fn kind(&self, party: &str) -> &'static str {
        match self.parties.iter().find(|(n, ..)| n == party).map(|p| p.2) {
            Some(MentionType::State) => "state",
            Some(MentionType::ArmedGroup) => "armed",
            Some(MentionType::Organisation) => "body",
            Some(MentionType::Person) => "person",
            _ => "other",
        }
    }

    fn features(&self, s: usize, i: usize, g: &str, who: &str, ends: &[&str], found: &[Vec<String>]) -> Vec<String> {
        let cx = self.cx;
        let t = cx.token(i);
        let verb = matches!(t.upos, Upos::Verb | Upos::Aux);
        let kind = if verb { "v" } else { "n" };
        let mut out: Vec<String> = Vec::new();
        let mut say = |f: String| {
            if !out.contains(&f) {
                out.push(f);
            }
        };
        say(format!("word:{g}:{kind}"));
        say(format!("who:{who}"));
        say(format!("word:{g}:{who}"));
        let main = ends.iter().all(|e| self.main.iter().any(|m| m == e));
        if main {
            say("main".into());
            say(format!("main:{who}"));
            say(format!("main:{g}"));
        }
        let mut ranks: Vec<usize> = ends.iter().map(|e| self.rank(e).min(6)).collect();
        ranks.sort_unstable();
        say(format!("rank:{}", ranks[0]));
        say(format!("rank2:{}", ranks[1]));
        let mut kinds: Vec<&str> = ends.iter().map(|e| self.kind(e)).collect();
        kinds.sort_unstable();
        if ends.len() == 2 {
            say(format!("kinds:{}", kinds.join("+")));
        } else {
            say(format!("ends:{}", ends.len().min(6)));
            kinds.dedup();
            say(format!("kinds of list:{}", kinds.join("+")));
        }
        // Where each stands to the word of contact.
        let holder = support(cx, i);
        let mut roles: Vec<String> = Vec::new();
        for &e in ends {
            let role = self.named[s]
                .iter()
                .filter(|n| n.party == e)
                .map(|n| self.role(n.head, i, holder))
                .min_by_key(|r| match r.as_str() {
                    "far" => 3,
                    "near" => 2,
                    _ => 1,
                })
                .unwrap_or_else(|| "-".into());
            say(format!("role:{role}"));
            roles.push(role);
        }
        // Coarser: who acts, with whom, whose.
        let mut parts: Vec<&str> = roles.iter().map(|r| part(r)).collect();
        parts.sort_unstable();
        parts.dedup();
        say(format!("parts:{}", parts.join("+")));
        say(format!("parts:{g}:{}", parts.join("+")));
        say(format!("parts:{kind}:{}", parts.join("+")));
        let acting = parts.iter().any(|p| matches!(*p, "acts" | "whose" | "between" | "with"));
        say(format!("hung:{}", if acting { "one" } else { "none" }));
        let whole = !parts.is_empty() && parts.iter().all(|p| matches!(*p, "acts" | "whose" | "between" | "with"));
        if whole {
            say("hung:all".into());
            say(format!("hung:all:{g}:{kind}"));
            if parts.len() == 1 && parts[0] != "between" {
                say(format!("hung:alike:{g}"));
            }
        }
        // Others that hang on the word in the same way: the pair is only a part of them.
        let beside = self.named[s]
            .iter()
            .filter(|n| !ends.contains(&n.party.as_str()))
            .map(|n| self.role(n.head, i, holder))
            .filter(|r| matches!(part(r), "acts" | "whose" | "between" | "with"))
            .collect::<Vec<_>>();
        say(format!("beside:{}", beside.len().min(3)));
        for r in &beside {
            say(format!("beside:{}", part(r)));
            if parts.contains(&part(r)) {
                say(format!("beside:like:{}", part(r)));
            }
        }
        if who == "both" {
            let heads = |e: &str| self.named[s].iter().filter(|n| n.party == e).collect::<Vec<_>>();
            let apart = {
                let (a, b) = (heads(ends[0]), heads(ends[1]));
                a.iter().flat_map(|a| b.iter().map(|b| a.head.abs_diff(b.head))).min().unwrap_or(99)
            };
            say(format!("apart:{}", [2, 4, 8, 16, 30].iter().filter(|&&n| apart >= n).count()));
            if heads(ends[0]).iter().any(|a| {
                heads(ends[1])
                    .iter()
                    .any(|b| conjuncts(cx, a.head).contains(&b.head) || conjuncts(cx, b.head).contains(&a.head))
            }) {
                say("joined".into());
                say(format!("joined:{g}"));
            }
            if heads(ends[0]).iter().chain(&heads(ends[1])).any(|n| n.person) {
                say("person".into());
            }
            let near =
                ends.iter().filter_map(|e| heads(e).iter().map(|n| n.head.abs_diff(i)).min()).max().unwrap_or(99);
            say(format!("near:{}", [4, 8, 14, 22].iter().filter(|&&n| near >= n).count()));
        }
        let many = {
            let mut seen: Vec<&str> = Vec::new();
            for n in &self.named[s] {
                if !seen.contains(&n.party.as_str()) {
                    seen.push(&n.party);
                }
            }
            seen.len()
        };
        say(format!("many:{}", many.min(5)));
        // Rules.
        let same = |set: &Vec<String>| set.len() == ends.len() && ends.iter().all(|e| set.iter().any(|x| x == e));
        if found.iter().any(same) {
            say("rule".into());
            say(format!("rule:{g}"));
        } else if found.iter().any(|set| set.len() > ends.len() && ends.iter().all(|e| set.iter().any(|x| x == e))) {
            say("rule:part".into());
        } else if !found.is_empty() {
            say("rule:other".into());
        } else {
            say("rule:none".into());
        }
        // The report.
        let together = self
            .named
            .iter()
            .zip(&self.words)
            .filter(|(n, w)| {
                w.iter().any(|(_, g)| *g != "told" && *g != "agreement")
                    && ends.iter().all(|e| n.iter().any(|x| x.party == **e))
            })
            .count();
        say(format!("together:{}", together.min(4)));
        let talks = self
            .words
            .iter()
            .filter(|w| w.iter().any(|(_, g)| matches!(*g, "talks" | "meet" | "mediate" | "envoys")))
            .count();
        say(format!("talks:{}", [1, 3, 6, 10].iter().filter(|&&n| talks >= n).count()));
        if main {
            say(format!("main talks:{}", [1, 3, 6, 10].iter().filter(|&&n| talks >= n).count()));
        }
        // How it is put.
        match self.status(i, g) {
            Some(status) => say(format!("status:{}", crate::terms::slug(status))),
            None => say("status:-".into()),
        }
        if holder.is_some_and(|v| is_word(cx, v, SUPPORT)) {
            say("support".into());
        }
        if holder.is_some_and(|v| negated(cx, v)) || verb && negated(cx, i) {
            say("negated".into());
        }
        say(format!("as:{kind}:{}", crate::terms::slug(t.deprel)));
        if !verb {
            let p = case(cx, i);
            say(format!("case:{}", if p.is_empty() { "-" } else { &p }));
            for d in children(cx, i, &[Deprel::Det]) {
                say(format!("article:{}", cx.token(d).text.to_lowercase()));
            }
        }
        if children(cx, i, &[Deprel::Compound, Deprel::Amod])
            .into_iter()
            .any(|c| is_word(cx, c, &["peace", "nuclear", "direct", "indirect", "bilateral"]))
        {
            say("of peace".into());
        }
        if ends.iter().any(|e| self.mediating(e, s)) {
            say("mediating".into());
        }
        let speaking = |e: &str| {
            self.named[s].iter().filter(|n| n.party == e).any(|n| {
                self.reading.attributions.iter().any(|a| a.source.is_some_and(|x| x.shared(cx.token(n.head).span) > 0))
            })
        };
        let speakers = ends.iter().filter(|e| speaking(e)).count();
        say(format!("speakers:{speakers}"));
        if speakers > 0 {
            say(format!("speakers:{speakers}:{g}"));
        }
        if self.reading.attributions.iter().any(|a| a.content.iter().any(|c| c.shared(t.span) > 0)) {
            say("said".into());
        }
        let harmed = |e: &str| {
            self.named[s].iter().filter(|n| n.party == e).any(|n| {
                governors(cx, n.head).first().is_some_and(|&v| {
                    let w = list("conflict_words");
                    w.get(&cx.token(v).lemma).and_then(|c| c.first().copied()) == Some("harm")
                })
            })
        };
        if ends.iter().any(|e| harmed(e)) {
            say("harm".into());
        }
        out
    }

    /// How a party at `head` hangs on the word of contact at `i` or on the verb over it.
    fn role(&self, head: usize, i: usize, holder: Option<usize>) -> String {
        let cx = self.cx;
        // Up from the party: through officials, coordination and "of".
        let mut at = head;
        let mut preposition = String::new();
        for _ in 0..6 {
            let t = cx.token(at);
            let up = t.head as usize;
            if up == at {
                break;
            }
            let own = case(cx, at);
            if !own.is_empty() && t.deprel != Deprel::Conj {
                preposition = own;
            }
            let reached = up == i || Some(up) == holder;
            if reached {
                let side = if up == i { "of" } else { "by" };
                return match t.deprel {
                    Deprel::Nsubj => format!("{side}:subject"),
                    Deprel::Obj | Deprel::Iobj => format!("{side}:object"),
                    Deprel::Compound | Deprel::Amod | Deprel::Flat => "of:owner".to_owned(),
                    Deprel::Nmod | Deprel::Obl if preposition.is_empty() => "of:owner".to_owned(),
                    Deprel::Nmod | Deprel::Obl => format!("{side}:{preposition}"),
                    _ => format!("{side}:other"),
                };
            }
            let through = matches!(
                t.deprel,
                Deprel::Conj
                    | Deprel::Compound
                    | Deprel::Amod
                    | Deprel::Flat
                    | Deprel::Appos
                    | Deprel::Nmod
                    | Deprel::Nummod
            );
            if !through && !(t.deprel == Deprel::Nsubj && class(cx, up).is_some()) {
                break;
            }
            at = up;
        }
        // A subject shared by coordination or control.
        for v in [Some(i), holder].into_iter().flatten() {
            if subjects(cx, v).iter().any(|&h| h == head || cx.analysis.subtree(h).contains(&head)) {
                return "by:subject".to_owned();
            }
        }
        if head.abs_diff(i) <= 6 { "near".to_owned() } else { "far".to_owned() }
    }
}
