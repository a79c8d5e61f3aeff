//! Question: what kind of source is it, by the words the report uses?
//!
//! In: "a senior Vandian official" → unnamed, specific (rank and affiliation). "Vandian diplomats" → unnamed, affiliation only.
//! "people familiar with the talks" → bare. "Vand's ambassador" → an office. "it was learned" → unattributed.
//! It does not judge whether a source is good. The same words give the same type whoever is spoken of.

use std::ops::Range;

use onrecord_lexicon::list;
use onrecord_model::{
    ActorKind, Certainty, Deprel, Mention, MentionForm, MentionType, NameKind, Reading, SourceType, Span, Upos,
};

use super::{known, relays::name_of, tree::Tree};
use crate::Context;

/// What is known of one source.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    /// Its type.
    pub kind: SourceType,
    /// Name it is shown under, when the text gives one.
    pub name: Option<String>,
    /// Whether the words point back to someone named or described before (pronoun, "the official").
    pub points_back: bool,
}

/// The class of a noun in `source_nouns.tsv`.
pub(crate) fn class(tree: &Tree, i: usize) -> Option<&'static str> {
    let nouns = list("source_nouns");
    let low = tree.low(i);
    nouns.get(&low).or_else(|| nouns.get(tree.lemma(i))).and_then(|c| c.first().copied())
}

/// The noun a relative pronoun stands for ("the statement, which rejects …"), with its phrase before the clause; `None` for any
/// other source.
pub(crate) fn antecedent(tree: &Tree, source: &Range<usize>, head: usize) -> Option<(Range<usize>, usize)> {
    if source.len() != 1 || !matches!(tree.low(head).as_str(), "which" | "that" | "who" | "whom") {
        return None;
    }
    let verb = tree.head(head);
    let noun = tree.head(verb);
    if verb == head || noun >= head || tree.rel(verb) != Deprel::Acl || !tree.upos(noun).is_nominal() {
        return named_before_comma(tree, head);
    }
    let clause = tree.a.subtree(verb).start.min(head);
    let person = matches!(tree.low(head).as_str(), "who" | "whom");
    // "a change of mind for Ana Vand, who …": a person, not the thing that the parse hung the clause on.
    let nearer = (noun + 1..clause).rev().find(|&k| tree.upos(k).is_nominal());
    // "individuals close to Ana Vand, who appears …": one, not many
    let one = |k: usize| tree.upos(k) == Upos::Propn && singular_verb(tree, verb) && tree.low(noun) != tree.lemma(noun);
    // "… were women, according to the Harbour Union, which …": the name right before the clause
    let apart = |k: usize| (noun + 1..k).any(|i| tree.is(i, "according")) && tree.upos(k) == Upos::Propn;
    let noun = match nearer {
        Some(k) if person && one(k) || apart(k) => k,
        Some(k) if person && !someone(tree, noun) && super::verbs::human(tree, k) => k,
        _ => noun,
    };
    let named = nearer == Some(noun) && tree.upos(noun) == Upos::Propn;
    let phrase = if named { name_of(tree, noun) } else { tree.noun_phrase(noun) };
    let mut phrase = tree.trim(phrase.start..phrase.end.min(clause));
    while phrase.start < noun && matches!(tree.upos(phrase.start), Upos::Adp | Upos::Cconj | Upos::Sconj) {
        phrase.start += 1;
    }
    phrase.contains(&noun).then_some((phrase, noun))
}

/// "… for Mara Vand, who said": where the parse hung the clause nowhere, the name before the comma.
fn named_before_comma(tree: &Tree, who: usize) -> Option<(Range<usize>, usize)> {
    let person = matches!(tree.low(who).as_str(), "who" | "whom");
    let last = who.checked_sub(2).filter(|&k| person && tree.is(who - 1, ",") && tree.upos(k) == Upos::Propn)?;
    Some((name_of(tree, last), last))
}

/// Whether a noun is one for people, or a name.
fn someone(tree: &Tree, noun: usize) -> bool {
    super::verbs::human(tree, noun)
        || list("agent_nouns").has(tree.lemma(noun))
        || list("party_nouns").has(tree.lemma(noun))
        || ["ist", "er", "or", "man", "woman", "ian"].iter().any(|e| tree.lemma(noun).ends_with(e))
}

/// Whether a verb, or the auxiliary before it, is in the third person singular.
fn singular_verb(tree: &Tree, verb: usize) -> bool {
    let helper = tree.kids(verb).find(|&k| k < verb && matches!(tree.rel(k), Deprel::Aux | Deprel::Cop));
    match helper {
        Some(k) => matches!(tree.low(k).as_str(), "is" | "was" | "has" | "does"),
        None => tree.low(verb).ends_with('s') && tree.low(verb) != tree.lemma(verb),
    }
}

/// The type of a source from its own words.
pub(crate) fn typed(cx: &Context, reading: &Reading, source: &Range<usize>, head: usize) -> Typed {
    let tree = Tree::new(cx);
    let head = if source.contains(&head) { head } else { source.end - 1 };
    let head = whose_office(&tree, source, head);
    // "US" is no pronoun.
    let low = if tree.text(head) == "US" { "u.s.".to_owned() } else { tree.low(head) };
    let plain = |kind| Typed { kind, name: None, points_back: false };
    let back = |kind| Typed { kind, name: None, points_back: true };
    // The report's own "I", "we", "you" are none of those it quotes.
    let own = matches!(low.as_str(), "i" | "we" | "you" | "me" | "us")
        && !tree.span(source.clone()).is_some_and(|s| super::quotes::in_quote(cx, s));
    if own {
        return plain(SourceType::UnnamedBare);
    }
    match low.as_str() {
        "he" | "she" | "him" | "his" | "her" | "i" | "himself" | "herself" | "me" => {
            return back(SourceType::NamedPerson);
        }
        "it" | "its" | "itself" => return back(SourceType::Organisation),
        "they" | "their" | "we" | "them" | "us" | "you" => return back(SourceType::UnnamedBare),
        "who" | "whom" => return back(SourceType::NamedPerson),
        _ => {}
    }
    if let Some(t) = person(cx, reading, &tree, source, head) {
        return t;
    }
    if let Some(t) = agency(cx, reading, &tree, source) {
        return t;
    }
    if let Some(t) = named_group(cx, reading, &tree, source, head) {
        return t;
    }
    // "The Foreign Minister", "the Vandian diplomat" in capitals are still descriptions.
    // "Riverists accused …": the lexicon has the word alone as a body's name, whatever the tagger made of it.
    let party = source.len() == 1
        && tree.text(head).chars().next().is_some_and(char::is_uppercase)
        && class(&tree, head) == Some("role")
        && known::actor(cx, tree.text(head)).is_some_and(|(k, _)| k == ActorKind::Organisation);
    if party {
        return named(cx, reading, &tree, source, head);
    }
    let role = matches!(class(&tree, head), Some("role" | "source" | "bare"))
        && matches!(tree.low(source.start).as_str(), "the" | "a" | "an" | "this" | "that");
    if (tree.upos(head) == Upos::Propn || tree.text(head) == "US") && !role
        || (tree.text(head).chars().next().is_some_and(char::is_uppercase) && class(&tree, head).is_none())
    {
        return named(cx, reading, &tree, source, head);
    }
    described(cx, reading, &tree, source, head, plain, back)
}

/// A person's name in the source: as its head, beside it, or the name a description stands with.
fn person(cx: &Context, reading: &Reading, tree: &Tree, source: &Range<usize>, head: usize) -> Option<Typed> {
    let span = tree.span(source.clone())?;
    let head_span = cx.analysis.tokens[head].span;
    let body = list("org_words").has(&tree.low(head))
        || matches!(class(tree, head), Some("office" | "document" | "media" | "group" | "organisation"));
    let candidates = reading.mentions.iter().filter(|m| {
        m.kind == MentionType::Person
            && m.form == MentionForm::Named
            && (m.actor.is_some() || m.certainty == Certainty::Certain)
            && span.contains(m.span)
    });
    for m in candidates {
        let r = cx.analysis.tokens_in(m.span);
        let owner = r.end < cx.analysis.tokens.len()
            && matches!(tree.text(r.end), "'s" | "’s" | "'" | "’")
            && source.contains(&r.end);
        if owner {
            continue;
        }
        // The name is the head, or stands in apposition to it, or follows it directly.
        let appositive = r.clone().any(|k| tree.head(k) == head && tree.rel(k) == Deprel::Appos);
        // "Sen. Bill Vand": a given name that is a noun for a body or a paper too
        let body = body && !(m.role.is_some() && m.span.overlaps(head_span));
        if body && !appositive || known::actor(cx, cx.words(m.span)).is_some_and(|(k, _)| k != ActorKind::Person) {
            continue;
        }
        // "Vand spokesman Orlo Brandt": Brandt speaks
        let next = cx.analysis.tokens.get(r.end + 1).map(|t| t.span);
        let another = |o: &Mention| {
            o.kind == MentionType::Person && o.form == MentionForm::Named && next.is_some_and(|n| o.span.contains(n))
        };
        if source.contains(&(r.end + 1)) && class(tree, r.end) == Some("role") && reading.mentions.iter().any(another) {
            continue;
        }
        // "a senior Veskaran official": a name before a common noun says whose official it is, not who.
        let before_noun = r.end <= head && tree.upos(head) == Upos::Noun && !appositive;
        if before_noun {
            continue;
        }
        let near = m.span.overlaps(head_span)
            || r.clone().any(|k| {
                tree.head(k) == head && matches!(tree.rel(k), Deprel::Appos | Deprel::Flat | Deprel::Compound)
            })
            || (r.start > head && r.start <= head + 2 && !(head + 1..r.start).any(|k| tree.upos(k) == Upos::Cconj));
        if somebodys(tree, source, &r) {
            continue;
        }
        let inside_clause = r.clone().any(|k| tree.head(k) == head && tree.rel(k) == Deprel::Nmod);
        if near && !inside_clause {
            return Some(Typed { kind: SourceType::NamedPerson, name: Some(m.canonical.clone()), points_back: false });
        }
    }
    // "spokeswoman Ana Brandt", "the group's leader, Ana Brandt": a role and then a name.
    for k in source.clone() {
        if class(tree, k) != Some("role") {
            continue;
        }
        let from = if tree.is(k + 1, ",") { k + 2 } else { k + 1 };
        if from >= source.end || tree.upos(from) != Upos::Propn {
            continue;
        }
        let run = from..(from..source.end).take_while(|&i| tree.upos(i) == Upos::Propn).last().map_or(from, |i| i + 1);
        let office = run.clone().any(|i| {
            list("org_words").has(&tree.low(i)) || list("outlet_words").has(&tree.low(i)) || class(tree, i).is_some()
        });
        let words = tree.span(run.clone()).map_or("", |s| cx.words(s));
        let person = known::actor(cx, words).is_none_or(|(k, _)| k == ActorKind::Person);
        if !office
            && person
            && !somebodys(tree, source, &run)
            && run.len() <= 5
            && (run.end == source.end || matches!(tree.text(run.end), ","))
        {
            let named = reading.mentions.iter().find(|m| {
                m.kind == MentionType::Person
                    && m.form == MentionForm::Named
                    && tree.span(run.clone()).is_some_and(|s| m.span.overlaps(s))
            });
            return Some(Typed {
                kind: SourceType::NamedPerson,
                name: named.map(|m| m.canonical.clone()).or_else(|| Some(words.to_owned())),
                points_back: false,
            });
        }
    }
    // A title before a name says it is a person.
    let name = name_of(tree, head);
    if tree.upos(head) == Upos::Propn && name.start > 0 {
        let before = tree.low(name.start);
        let outside = tree.low(name.start - 1);
        let titled = list("titles").has(&before) && name.len() > 1
            || (list("titles").has(&outside) && source.contains(&(name.start - 1)));
        let office = name.clone().any(|k| list("org_words").has(&tree.low(k)) && k == name.end - 1);
        if titled && !office {
            return Some(Typed { kind: SourceType::NamedPerson, name: None, points_back: false });
        }
    }
    // "a spokesman, Sami Vand": an apposition that is a bare proper name.
    let appos =
        tree.kids(head).find(|&k| tree.rel(k) == Deprel::Appos && source.contains(&k) && tree.upos(k) == Upos::Propn);
    if let (Some(k), Some("role" | "bare")) = (appos, class(tree, head)) {
        let n = name_of(tree, k);
        if !n.clone().any(|k| list("org_words").has(&tree.low(k)) || list("outlet_words").has(&tree.low(k))) {
            let words = tree.span(n).map(|s| cx.words(s).to_owned());
            return Some(Typed { kind: SourceType::NamedPerson, name: words, points_back: false });
        }
    }
    None
}

/// The head of "a spokesman for Prime Minister Ana Vand" is the spokesman, wherever the parse put it.
fn whose_office(tree: &Tree, source: &Range<usize>, head: usize) -> usize {
    if tree.upos(head) != Upos::Propn || !somebodys(tree, source, &name_of(tree, head)) {
        return head;
    }
    let own = (source.start..head)
        .take_while(|&k| !matches!(tree.text(k), "," | "—" | "–"))
        .find(|&k| tree.upos(k) == Upos::Noun && matches!(class(tree, k), Some("role" | "bare" | "source")));
    own.unwrap_or(head)
}

/// "a spokesman for Prime Minister Ana Vand", "the family of the reporter Orlo Vand": a name that stands, with its own titles,
/// behind a preposition says whose spokesman or family it is. A place there ("the president of Ektar Ana Vand") parts them.
fn somebodys(tree: &Tree, source: &Range<usize>, name: &Range<usize>) -> bool {
    let mut at = name.start;
    while at > source.start + 1 {
        let k = at - 1;
        if matches!(tree.low(k).as_str(), "for" | "of" | "to") {
            return (source.start..k).any(|i| tree.upos(i) == Upos::Noun);
        }
        // "chief of staff Ana Vand" is her post
        let own = matches!(class(tree, k), Some("role" | "bare")) && !tree.is(k, "staff")
            || list("titles").has(&tree.low(k))
            || matches!(tree.upos(k), Upos::Adj | Upos::Det)
            // what stands before a title belongs to it: "Veskaran Prime Minister"
            || at < name.start && matches!(tree.upos(k), Upos::Propn | Upos::Noun | Upos::Verb);
        if !own {
            return false;
        }
        at = k;
    }
    false
}

/// "the state news agency Vanpress": words for a medium before its name, wherever the parse put the head.
fn agency(cx: &Context, reading: &Reading, tree: &Tree, source: &Range<usize>) -> Option<Typed> {
    let at = source.clone().find(|&k| {
        k + 1 < source.end
            && matches!(tree.low(k).as_str(), "news" | "wire" | "television" | "tv" | "radio")
            && matches!(
                tree.low(k + 1).as_str(),
                "agency"
                    | "agencies"
                    | "outlet"
                    | "outlets"
                    | "network"
                    | "channel"
                    | "service"
                    | "station"
                    | "site"
                    | "organization"
                    | "website"
            )
    })?;
    if (source.start..at).any(|k| matches!(tree.text(k), ",") || matches!(class(tree, k), Some("role" | "source"))) {
        return None;
    }
    let state = source.clone().any(|k| {
        matches!(
            tree.low(k).as_str(),
            "state" | "state-run" | "state-owned" | "official" | "semi-official" | "government-run" | "semiofficial"
        )
    });
    let name = source.clone().filter(|&k| tree.upos(k) == Upos::Propn).find_map(|k| {
        let span = tree.span(name_of(tree, k))?;
        known::actor(cx, cx.words(span)).filter(|(k, _)| matches!(k, ActorKind::Media | ActorKind::StateMedia))
    });
    let organ = matches!(name, Some((ActorKind::StateMedia, _)));
    let after = (at + 2..source.end).find(|&k| tree.upos(k) == Upos::Propn).and_then(|k| tree.span(name_of(tree, k)));
    let _ = reading;
    Some(Typed {
        kind: if state || organ { SourceType::StateMedia } else { SourceType::Media },
        name: name.map(|(_, n)| n).or_else(|| after.map(|s| cx.words(s).to_owned())),
        points_back: source.len() <= 3 && matches!(tree.low(source.start).as_str(), "the"),
    })
}

/// "the Ruvane Column group", "the Saltmarsh movement": a noun for a body behind a group's whole name tells what it is, and is no part of
/// the name.
fn named_group(cx: &Context, reading: &Reading, tree: &Tree, source: &Range<usize>, head: usize) -> Option<Typed> {
    let noun =
        matches!(tree.text(head), "group" | "movement" | "militia" | "faction" | "organization" | "organisation");
    let article = matches!(tree.low(source.start).as_str(), "the" | "a");
    let first = source.start + usize::from(article);
    if !noun || first >= head || head + 1 < source.end {
        return None;
    }
    let before = tree.span(first..head)?;
    let known = known::actor(cx, cx.words(before)).filter(|(kind, _)| *kind == ActorKind::ArmedGroup).map(|(_, n)| n);
    let told = || {
        let whole = |m: &&Mention| m.form == MentionForm::Named && m.span == before;
        reading.mentions.iter().find(whole).filter(|m| m.kind == MentionType::ArmedGroup).map(|m| m.canonical.clone())
    };
    let name = known.or_else(told)?;
    Some(Typed { kind: SourceType::ArmedGroup, name: Some(name), points_back: false })
}

/// A source headed by a name.
fn named(cx: &Context, reading: &Reading, tree: &Tree, source: &Range<usize>, head: usize) -> Typed {
    let head_span = cx.analysis.tokens[head].span;
    let done = |kind, name: Option<String>| Typed { kind, name, points_back: false };
    let run = name_of(tree, head);
    let run = run.start.max(source.start)..run.end.min(source.end).max(head + 1);
    let run = whole_outlet(cx, tree, source, run);
    let words = tree.span(run.clone()).map_or("", |s| cx.words(s));
    // "Times" of "the Old Merrow Times" is another paper's name.
    let more = run.len() > 1 && list("outlet_words").has(&tree.low(run.end - 1));
    let state_run = source.clone().any(|k| {
        matches!(
            tree.low(k).as_str(),
            "state" | "state-run" | "state-owned" | "official" | "semi-official" | "government-run" | "semiofficial"
        )
    }) && source.clone().any(|k| {
        matches!(
            tree.low(k).as_str(),
            "state-run" | "state-owned" | "news" | "media" | "television" | "tv" | "agency" | "radio" | "newspaper"
        )
    });
    // "State television Vand TV": a state and a medium's word, whatever the name.
    if state_run {
        let own = source.clone().rev().filter(|&k| tree.upos(k) == Upos::Propn).find(|&k| class(tree, k).is_none());
        let name = own.map_or(words, |k| tree.text(k));
        return done(SourceType::StateMedia, known::actor(cx, name).map(|(_, n)| n).or_else(|| Some(name.to_owned())));
    }
    let person_seen = cx
        .analysis
        .names
        .iter()
        .any(|n| n.kind == NameKind::Person && n.tokens.contains(&(head as u32)) && n.tokens.len() > 1);
    if let Some((kind, name)) = known::actor(cx, words)
        .or_else(|| known::actor(cx, tree.text(head)).filter(|_| !more))
        .filter(|(k, _)| !person_seen || *k == ActorKind::Person)
    {
        let kind = match kind {
            ActorKind::Person => SourceType::NamedPerson,
            ActorKind::State | ActorKind::Place => SourceType::State,
            ActorKind::StateBody => SourceType::NamedOffice,
            ActorKind::ArmedGroup => SourceType::ArmedGroup,
            ActorKind::Organisation => SourceType::Organisation,
            ActorKind::Media if state_run => SourceType::StateMedia,
            ActorKind::Media => SourceType::Media,
            ActorKind::StateMedia => SourceType::StateMedia,
        };
        return done(kind, Some(name));
    }
    if person_seen {
        let name = words.trim_start_matches("the ").to_owned();
        return done(
            SourceType::NamedPerson,
            reading
                .mentions
                .iter()
                .find(|m| m.form == MentionForm::Named && m.span.overlaps(head_span))
                .map(|m| m.canonical.clone())
                .or(Some(name)),
        );
    }
    let whole = tree.span(run.clone()).filter(|_| more);
    let alone = |m: &Mention| cx.analysis.tokens_in(m.span).filter(|&k| tree.upos(k) != Upos::Det).count() == 1;
    let fits = |span: Span| span.overlaps(head_span) && whole.is_none_or(|w| span.contains(w));
    if let Some(m) = reading.mentions.iter().find(|m| m.form == MentionForm::Named && fits(m.span)) {
        let kind = match m.kind {
            MentionType::Person => org_type(tree, &run).unwrap_or(SourceType::NamedPerson),
            MentionType::Organisation => org_type(tree, &run).unwrap_or(SourceType::Organisation),
            // "The Army said": a branch of the state, by whatever letter it begins
            MentionType::ArmedGroup if alone(m) && class(tree, head) == Some("office") => SourceType::NamedOffice,
            MentionType::ArmedGroup => SourceType::ArmedGroup,
            MentionType::State | MentionType::Place => SourceType::State,
            MentionType::Media if state_run => SourceType::StateMedia,
            MentionType::Media => SourceType::Media,
            MentionType::Facility => SourceType::NamedOffice,
            MentionType::Event => SourceType::Organisation,
        };
        return done(kind, Some(m.canonical.clone()));
    }
    let name = Some(words.trim_start_matches("the ").trim_start_matches("The ").to_owned()).filter(|w| !w.is_empty());
    if run.clone().any(|k| list("outlet_words").has(&tree.low(k))) {
        return done(if state_run { SourceType::StateMedia } else { SourceType::Media }, name);
    }
    if let Some(kind) = org_type(tree, &run) {
        return done(kind, name);
    }
    let acronym = words.chars().filter(|c| c.is_alphabetic()).count() >= 2 && words.chars().all(|c| !c.is_lowercase());
    if acronym {
        return done(SourceType::Organisation, name);
    }
    if known::demonym(cx, words) && tree.low(head).ends_with('s') {
        return done(SourceType::State, name);
    }
    done(SourceType::NamedPerson, name)
}

/// "the Old Merrow Times", whose first word the tagger may have for an adjective: the whole of a name that the report or the lexicon has
/// as a medium's, or that ends in a medium's common word ("the Port Merrow Chronicle").
fn whole_outlet(cx: &Context, tree: &Tree, source: &Range<usize>, run: Range<usize>) -> Range<usize> {
    let capital = |k: usize| tree.text(k).chars().next().is_some_and(char::is_uppercase);
    let mut first = run.start;
    while first > source.start && capital(first - 1) && !tree.is(first - 1, "the") {
        first -= 1;
    }
    if first == run.start {
        return run;
    }
    let known = (first..run.start)
        .map(|k| k..run.end)
        .find(|r| tree.span(r.clone()).is_some_and(|s| known::outlet(cx, cx.words(s))));
    // A nation's word before a medium's is no part of a name: "Veskaran radio".
    let named = || {
        let outlet = list("outlet_words").has(&tree.low(run.end - 1));
        let nation = (first..run.start).any(|k| known::demonym(cx, tree.text(k)));
        (outlet && !nation).then_some(first..run.end)
    };
    known.or_else(named).unwrap_or(run)
}

/// The type an organisation's words give.
fn org_type(tree: &Tree, run: &Range<usize>) -> Option<SourceType> {
    run.clone().rev().find_map(|k| {
        list("org_words").get(&tree.low(k)).and_then(|c| match *c.first()? {
            "named_office" => Some(SourceType::NamedOffice),
            "armed_group" => Some(SourceType::ArmedGroup),
            _ => Some(SourceType::Organisation),
        })
    })
}

/// A source headed by a common noun.
fn described(
    cx: &Context,
    _reading: &Reading,
    tree: &Tree,
    source: &Range<usize>,
    head: usize,
    plain: impl Fn(SourceType) -> Typed,
    back: impl Fn(SourceType) -> Typed,
) -> Typed {
    let low = tree.low(head);
    let first = tree.low(source.start);
    let definite =
        matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "his" | "her" | "its" | "their");
    let plural = low.ends_with('s') && !low.ends_with("ss")
        || matches!(low.as_str(), "people" | "men" | "women" | "police")
        || tree.lemma(head) != low && low.ends_with('s');
    let counted = source.clone().any(|k| k < head && tree.upos(k) == Upos::Num);
    let affiliated = affiliation(cx, tree, source, head);
    let bare_back = definite && source.len() <= 2;
    match class(tree, head) {
        Some("document") => {
            // "a report by the Coast Post", "media reports": a medium speaks.
            let medium = matches!(tree.lemma(head), "report" | "story" | "article" | "dispatch")
                && (source.clone().any(|k| {
                    k != head
                        && (super::relays::outlet(cx, _reading, tree, k).is_some()
                            || matches!(tree.low(k).as_str(), "media" | "news" | "press"))
                }) || source.len() == 1);
            let whose = source.clone().find_map(|k| super::relays::outlet(cx, _reading, tree, k)).filter(|_| medium);
            let name = whose.and_then(|r| tree.span(r)).map(|s| {
                let words = super::resolve::strip_article(cx.words(s)).to_owned();
                known::actor(cx, &words).map_or(words, |(_, name)| name)
            });
            Typed { name, ..plain(if medium { SourceType::Media } else { SourceType::Document }) }
        }
        Some("media") => {
            let state = source.clone().any(|k| {
                matches!(
                    tree.low(k).as_str(),
                    "state"
                        | "state-run"
                        | "state-owned"
                        | "official"
                        | "state-controlled"
                        | "semi-official"
                        | "government-run"
                )
            });
            // "The Ektari newspaper Donva Ilin": the name behind the noun
            let behind = head + 1..source.end;
            if !behind.is_empty() && behind.clone().all(|k| tree.upos(k) == Upos::Propn) {
                let name = tree.span(behind).map(|s| cx.words(s).to_owned());
                return Typed { name, ..plain(if state { SourceType::StateMedia } else { SourceType::Media }) };
            }
            if bare_back {
                back(SourceType::Media)
            } else {
                plain(if state { SourceType::StateMedia } else { SourceType::Media })
            }
        }
        Some("office") => match low.as_str() {
            "government" if bare_back => back(SourceType::State),
            "government" => plain(SourceType::State),
            "group" | "delegation" | "team" | "staff" => plain(SourceType::Organisation),
            _ if bare_back => back(SourceType::NamedOffice),
            _ => plain(SourceType::NamedOffice),
        },
        Some("state") => {
            if bare_back {
                back(SourceType::State)
            } else {
                plain(SourceType::State)
            }
        }
        Some("group" | "organisation") if armed_by_name(cx, tree, source) => plain(SourceType::ArmedGroup),
        Some("group") => {
            let armed = source.clone().any(|k| {
                k < head
                    && matches!(
                        tree.low(k).as_str(),
                        "militant"
                            | "armed"
                            | "rebel"
                            | "terrorist"
                            | "terror"
                            | "jihadist"
                            | "islamist"
                            | "extremist"
                            | "insurgent"
                            | "guerrilla"
                            | "jihadi"
                    )
            });
            if armed {
                return if bare_back || definite && source.len() <= 3 {
                    back(SourceType::ArmedGroup)
                } else {
                    plain(SourceType::ArmedGroup)
                };
            }
            if source.clone().any(|k| k != head && tree.lemma(k) == "group")
                || low != "group" && low != "faction" && low != "movement"
            {
                if bare_back { back(SourceType::ArmedGroup) } else { plain(SourceType::ArmedGroup) }
            } else if of_people(tree, head) {
                plain(SourceType::UnnamedAffiliated)
            } else if bare_back {
                back(SourceType::Organisation)
            } else {
                plain(SourceType::Organisation)
            }
        }
        Some("organisation") => {
            if bare_back {
                back(SourceType::Organisation)
            } else {
                plain(SourceType::Organisation)
            }
        }
        Some("source") => plain(if affiliated { SourceType::UnnamedAffiliated } else { SourceType::UnnamedBare }),
        Some("role") => {
            let post = list("post_nouns").has(tree.lemma(head)) || list("post_nouns").has(&low);
            let owned = tree.kids(head).any(|k| tree.rel(k) == Deprel::Nmod && source.contains(&k));
            let former = source.clone().any(|k| {
                k < head
                    && matches!(
                        tree.low(k).as_str(),
                        "senior"
                            | "former"
                            | "unnamed"
                            | "unidentified"
                            | "top"
                            | "a"
                            | "an"
                            | "another"
                            | "some"
                            | "one"
                    )
            });
            if !plural && post && owned && !former {
                return plain(SourceType::NamedOffice);
            }
            if !plural && definite && post && source.len() <= 3 {
                return back(SourceType::NamedOffice);
            }
            if definite && (source.len() <= 3 || !affiliated) {
                return back(if plural { SourceType::UnnamedAffiliated } else { SourceType::UnnamedSpecific });
            }
            let placed = tree.kids(head).any(|k| {
                k > head
                    && tree.rel(k) == Deprel::Nmod
                    && ["in", "from", "at", "within", "of"].iter().any(|p| tree.has_case(k, p))
            });
            if plural && placed && !counted {
                return plain(SourceType::UnnamedAffiliated);
            }
            let expert = matches!(tree.lemma(head), "expert" | "analyst" | "observer" | "specialist" | "critic");
            if plural && !counted && expert && !known_affiliation(cx, tree, source, head) {
                return plain(SourceType::UnnamedBare);
            }
            if plural && !counted {
                return plain(if affiliated { SourceType::UnnamedAffiliated } else { SourceType::UnnamedBare });
            }
            let expert =
                matches!(tree.lemma(head), "analyst" | "expert" | "observer" | "activist" | "resident" | "protester");
            plain(if !affiliated && (expert || counted && plural) {
                SourceType::UnnamedBare
            } else {
                SourceType::UnnamedSpecific
            })
        }
        Some("bare") => {
            if definite && source.len() <= 2 {
                return back(SourceType::UnnamedBare);
            }
            plain(if affiliated && known_affiliation(cx, tree, source, head) {
                SourceType::UnnamedAffiliated
            } else {
                SourceType::UnnamedBare
            })
        }
        _ => {
            if list("org_words").has(&low) {
                return plain(org_type(tree, &(head..head + 1)).unwrap_or(SourceType::Organisation));
            }
            if known::demonym(cx, tree.text(head)) {
                return plain(SourceType::State);
            }
            plain(if affiliated { SourceType::UnnamedAffiliated } else { SourceType::UnnamedBare })
        }
    }
}

/// "the Saltmarsh movement" where the lexicon knows the name as an armed group.
fn armed_by_name(cx: &Context, tree: &Tree, source: &Range<usize>) -> bool {
    source.clone().filter(|&k| tree.upos(k) == Upos::Propn).any(|k| {
        let words = tree.span(name_of(tree, k)).map_or("", |s| cx.words(s));
        matches!(known::actor(cx, words), Some((ActorKind::ArmedGroup, _)))
    })
}

/// Whether a group is a group of people by role ("a group of senators").
fn of_people(tree: &Tree, head: usize) -> bool {
    tree.kids(head).any(|k| tree.rel(k) == Deprel::Nmod && matches!(class(tree, k), Some("role" | "bare" | "source")))
}

/// Whether the words beside the head say whose it is: an adjective of a people, a name, a branch, "of" or "in" somewhere.
fn affiliation(cx: &Context, tree: &Tree, source: &Range<usize>, head: usize) -> bool {
    source.clone().any(|k| {
        k != head
            && (of_a_people(cx, tree, source, k) && tree.upos(k) != Upos::Adv
                || tree.upos(k) == Upos::Propn
                || (k < head
                    && (tree.upos(k) == Upos::Noun && tree.rel(k) != Deprel::Nmod
                        || list("branches").has(&tree.low(k)))))
    }) || list("branches").has(&tree.low(head))
        || tree.low(head).contains('-') && tree.low(head).len() > 10
}

/// Whether a word of the source, alone or with the one before it, is the adjective of a people ("Vandian", "South Vandian").
fn of_a_people(cx: &Context, tree: &Tree, source: &Range<usize>, k: usize) -> bool {
    known::demonym(cx, tree.text(k))
        || k > source.start && tree.span(k - 1..k + 1).is_some_and(|two| known::demonym(cx, cx.words(two)))
}

/// Whether the affiliation is a name or a people, not a branch.
fn known_affiliation(cx: &Context, tree: &Tree, source: &Range<usize>, head: usize) -> bool {
    source.clone().any(|k| k != head && (of_a_people(cx, tree, source, k) || tree.upos(k) == Upos::Propn))
}
