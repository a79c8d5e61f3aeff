//! The lexicon: actors, their names and roles, the embedded one with the user's additions on top.
//!
//! Looking up is by exact folded name ([`fold`](crate::fold)), never by likeness. A name may mean several actors (a surname, a
//! demonym two states share): the look-ups give them all, [`Lexicon::resolve`] picks one or none.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use fst::Map;
use onrecord_model::{Actor, ActorId, ActorKind, DatedRole};

use crate::fold::{fold, is_acronym};

static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.fst"));
static POSTINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/postings.bin"));
static ACTORS: &str = include_str!(concat!(env!("OUT_DIR"), "/actors.txt"));
static OFFSETS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actors.idx"));

/// How a name means its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// A name or spelling of it.
    Name,
    /// An acronym; only found when written in capitals.
    Acronym,
    /// A family name alone: weak, a report's own full names come first.
    Surname,
    /// Its adjective or its people ("Talmerian", "Talmerians").
    Demonym,
    /// Its capital, which may stand for its government.
    Capital,
    /// A web domain.
    Domain,
}

impl Relation {
    fn from_bits(bits: u32) -> Relation {
        match bits & 7 {
            0 => Relation::Name,
            1 => Relation::Acronym,
            2 => Relation::Surname,
            3 => Relation::Demonym,
            4 => Relation::Capital,
            _ => Relation::Domain,
        }
    }
}

/// One actor a name may mean, and how.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// The actor.
    pub actor: &'a Actor,
    /// How the name means it.
    pub relation: Relation,
}

/// Grammatical gender a report uses for a person, where a source states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// "she".
    Female,
    /// "he".
    Male,
}

#[derive(Debug)]
struct Base {
    names: Map<&'static [u8]>,
    actors: Box<[OnceLock<Actor>]>,
}

/// Actors a user added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Additions {
    pub(crate) actors: Vec<Actor>,
    pub(crate) names: HashMap<String, Vec<(usize, Relation)>>,
}

/// What is known before reading. Cheap to share; building it does no IO.
#[derive(Clone, Debug)]
pub struct Lexicon {
    base: Option<Arc<Base>>,
    pub(crate) added: Additions,
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(4 * at..4 * at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// The columns of embedded actor `i`: id, kind, name, parent, gender, codes, roles.
fn columns(i: usize) -> impl Iterator<Item = &'static str> {
    ACTORS[number(OFFSETS, i) as usize..number(OFFSETS, i + 1) as usize].split('\t')
}

pub(crate) fn kind_from(word: &str) -> Option<ActorKind> {
    Some(match word {
        "person" => ActorKind::Person,
        "state" => ActorKind::State,
        "state_body" => ActorKind::StateBody,
        "armed_group" => ActorKind::ArmedGroup,
        "organisation" => ActorKind::Organisation,
        "media" => ActorKind::Media,
        "state_media" => ActorKind::StateMedia,
        "place" => ActorKind::Place,
        _ => return None,
    })
}

fn actor_of(i: usize) -> Actor {
    let mut c = columns(i);
    let mut next = || c.next().unwrap_or("");
    let (id, kind, name, parent) = (next(), next(), next(), next());
    let roles = c.nth(2).unwrap_or("");
    let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Actor {
        id: id.into(),
        name: name.to_owned(),
        kind: kind_from(kind).unwrap_or(ActorKind::Organisation),
        parent: some(parent).map(ActorId::from),
        roles: roles
            .split('|')
            .filter_map(|r| {
                let mut p = r.split(';');
                let (role, of) = (p.next()?, p.next()?);
                Some(DatedRole {
                    role: role.to_owned(),
                    of: of.into(),
                    from: p.next().and_then(some),
                    to: p.next().and_then(some),
                })
            })
            .collect(),
    }
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon::embedded().clone()
    }
}

impl Lexicon {
    /// The lexicon that ships with the crate.
    pub fn embedded() -> &'static Lexicon {
        static EMBEDDED: OnceLock<Lexicon> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let count = (OFFSETS.len() / 4).saturating_sub(1);
            let base = Map::new(NAMES).ok().map(|names| {
                Arc::new(Base { names, actors: std::iter::repeat_with(OnceLock::new).take(count).collect() })
            });
            Lexicon { base, added: Additions::default() }
        })
    }

    /// A lexicon that knows nobody: every party of a report is an unknown actor.
    pub fn empty() -> Lexicon {
        Lexicon { base: None, added: Additions::default() }
    }

    /// How many actors it knows.
    pub fn len(&self) -> usize {
        self.base.as_ref().map_or(0, |b| b.actors.len()) + self.added.actors.len()
    }

    /// Whether it knows nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn base_actor(base: &Base, i: usize) -> Option<&Actor> {
        Some(base.actors.get(i)?.get_or_init(|| actor_of(i)))
    }

    fn key_hits<'a>(&'a self, key: &str, out: &mut Vec<Hit<'a>>) {
        if let Some(list) = self.added.names.get(key) {
            out.extend(list.iter().map(|&(i, relation)| Hit { actor: &self.added.actors[i], relation }));
        }
        let Some(base) = &self.base else { return };
        let Some(value) = base.names.get(key) else { return };
        let mut push = |n: u32| {
            if let Some(actor) = Self::base_actor(base, (n >> 3) as usize) {
                out.push(Hit { actor, relation: Relation::from_bits(n) });
            }
        };
        let at = (value >> 1) as usize;
        if value & 1 == 0 {
            push(at as u32);
        } else {
            (1..=number(POSTINGS, at) as usize).for_each(|k| push(number(POSTINGS, at + k)));
        }
    }

    /// Every actor the words may mean, and how; the user's additions first, then by relation and id.
    ///
    /// An acronym is found only when the words are written without lower-case letters.
    pub fn hits(&self, words: &str) -> Vec<Hit<'_>> {
        let mut out = Vec::new();
        let key = fold(words);
        if !key.is_empty() {
            self.key_hits(&key, &mut out);
            if !is_acronym(words) {
                out.retain(|h| h.relation != Relation::Acronym);
            }
            out.sort_by_key(|h| h.relation);
        }
        out
    }

    /// Actors that have these words as a name, acronym or family name; not by demonym, capital or domain.
    pub fn find(&self, words: &str) -> Vec<&Actor> {
        self.hits(words).into_iter().filter(|h| h.relation <= Relation::Surname).map(|h| h.actor).collect()
    }

    /// The one actor the words mean, on that day where roles decide; `None` when nobody or several fit equally.
    ///
    /// Full names go before family names; a person in office on the day (ISO date, may be partial) before one who is not.
    pub fn resolve(&self, words: &str, date: Option<&str>) -> Option<&Actor> {
        let hits = self.hits(words);
        let best =
            hits.iter().map(|h| if h.relation == Relation::Acronym { Relation::Name } else { h.relation }).min()?;
        if best > Relation::Surname {
            return None;
        }
        let fits: Vec<&Actor> = hits
            .iter()
            .filter(|h| h.relation == best || best == Relation::Name && h.relation == Relation::Acronym)
            .map(|h| h.actor)
            .collect();
        if let [one] = fits[..] {
            return Some(one);
        }
        let mut active = fits.iter().copied().filter(|a| date.is_some_and(|d| a.roles.iter().any(|r| holds(r, d))));
        match (active.next(), active.next()) {
            (Some(one), None) => Some(one),
            // A place that bears its state's name (a city state), a group and its own party: the first by id of another kind.
            _ => (best == Relation::Name && fits.iter().all(|a| a.kind != ActorKind::Person))
                .then(|| fits.iter().copied().find(|a| a.kind == ActorKind::State))
                .flatten(),
        }
    }

    /// The state or people a demonym means ("Talmerian"); `None` when no or several actors share it.
    pub fn demonym(&self, word: &str) -> Option<&Actor> {
        self.single(word, Relation::Demonym)
    }

    /// The state whose capital this is; `None` when it is no capital.
    pub fn capital(&self, word: &str) -> Option<&Actor> {
        self.single(word, Relation::Capital)
    }

    fn single(&self, words: &str, relation: Relation) -> Option<&Actor> {
        let hits = self.hits(words);
        let mut fits = hits.iter().filter(|h| h.relation == relation);
        let one = fits.next()?.actor;
        fits.next().is_none().then_some(one)
    }

    /// Whether the words name a place, a state or a capital.
    pub fn is_place(&self, words: &str) -> bool {
        self.hits(words).iter().any(|h| {
            h.relation == Relation::Capital
                || h.relation <= Relation::Acronym && matches!(h.actor.kind, ActorKind::Place | ActorKind::State)
        })
    }

    /// The publisher of news with this name: kind `Media` or `StateMedia`.
    pub fn outlet(&self, words: &str) -> Option<&Actor> {
        self.hits(words).into_iter().find(|h| h.relation <= Relation::Acronym && is_media(h.actor)).map(|h| h.actor)
    }

    /// The publisher of news with this domain; sub-domains are cut off one by one ("www.", "edition.").
    pub fn outlet_by_domain(&self, domain: &str) -> Option<&Actor> {
        let lower = domain.to_lowercase();
        let mut rest = lower.as_str();
        while rest.contains('.') {
            let mut hits = Vec::new();
            self.key_hits(rest, &mut hits);
            if let Some(h) = hits.iter().find(|h| h.relation == Relation::Domain && is_media(h.actor)) {
                return Some(h.actor);
            }
            rest = rest.split_once('.').map_or("", |(_, r)| r);
        }
        None
    }

    /// The actor with this id.
    pub fn actor(&self, id: &ActorId) -> Option<&Actor> {
        self.added.actors.iter().find(|a| &a.id == id).or_else(|| {
            let base = self.base.as_ref()?;
            Self::base_actor(base, position(base, id)?)
        })
    }

    /// The gender a source states for a person; `None` when none does.
    pub fn gender(&self, id: &ActorId) -> Option<Gender> {
        let base = self.base.as_ref()?;
        match columns(position(base, id)?).nth(4)? {
            "F" => Some(Gender::Female),
            "M" => Some(Gender::Male),
            _ => None,
        }
    }

    /// The longest run of words from the first on that names an actor (demonyms and capitals too): its length in words and
    /// everybody it may mean.
    pub fn longest_hits(&self, words: &[&str]) -> Option<(usize, Vec<Hit<'_>>)> {
        const LONGEST: usize = 12;
        let mut best = None;
        let mut joined = String::new();
        for (n, word) in words.iter().take(LONGEST).enumerate() {
            // "G-7" is an acronym in one piece, however the tokens cut it
            let hyphen = *word == "-" || n > 0 && words[n - 1] == "-";
            if n > 0 && !hyphen && !word.starts_with('\'') && !word.starts_with('’') {
                joined.push(' ');
            }
            joined.push_str(word);
            if n > 0 && (*word == "'s" || *word == "’s") {
                continue;
            }
            let hits = self.hits(&joined);
            if !hits.is_empty() && !fold(word).is_empty() {
                best = Some((n + 1, hits));
            }
        }
        best
    }

    /// The longest run of words from the first on that names an actor by name, acronym or family name.
    pub fn longest(&self, words: &[&str]) -> Option<(usize, Vec<&Actor>)> {
        (1..=words.len().min(12)).rev().find_map(|n| {
            let found = self.find(&words[..n].join(" "));
            (!found.is_empty() && !fold(words[n - 1]).is_empty()).then_some((n, found))
        })
    }

    /// The roles an actor holds on a day (ISO date, may be partial), in the data's order.
    pub fn roles_on<'a>(&self, actor: &'a Actor, date: &str) -> Vec<&'a DatedRole> {
        actor.roles.iter().filter(|r| holds(r, date)).collect()
    }

    /// The state or group an actor speaks for on a day: itself for a state or group, the parent for a body, a person's role
    /// holder (its state at last); `None` for a person without a role that day.
    pub fn party_of(&self, actor: &Actor, date: Option<&str>) -> Option<&Actor> {
        let mut at = self.actor(&actor.id)?;
        for _ in 0..4 {
            let up = match at.kind {
                ActorKind::Person => match date {
                    Some(d) => at.roles.iter().find(|r| holds(r, d)).map(|r| &r.of)?,
                    // Without a day only somebody who has served one party alone speaks for it.
                    None => {
                        let first = at.roles.first()?;
                        at.roles.iter().all(|r| r.of == first.of).then_some(&first.of)?
                    }
                },
                ActorKind::StateBody => at.parent.as_ref()?,
                _ => return Some(at),
            };
            at = self.actor(up)?;
        }
        Some(at)
    }
}

fn is_media(actor: &Actor) -> bool {
    matches!(actor.kind, ActorKind::Media | ActorKind::StateMedia)
}

/// Actors are sorted by id: its place by halving.
fn position(base: &Base, id: &ActorId) -> Option<usize> {
    let (mut low, mut high) = (0, base.actors.len());
    while low < high {
        let mid = (low + high) / 2;
        match columns(mid).next().unwrap_or("").cmp(id.as_str()) {
            std::cmp::Ordering::Equal => return Some(mid),
            std::cmp::Ordering::Less => low = mid + 1,
            std::cmp::Ordering::Greater => high = mid,
        }
    }
    None
}

/// Whether a role is held on a day. Partial dates cover their whole year or month; open ends hold.
pub fn holds(role: &DatedRole, date: &str) -> bool {
    let day = &date[..date.len().min(10)];
    role.from.as_deref().is_none_or(|f| f <= day || f.starts_with(day))
        && role.to.as_deref().is_none_or(|t| t >= day || day.starts_with(t))
}

/// Whether `word` is the first word of `name` and not its last: "Tarim" of "Tarim bin Olad". By itself it means many.
pub fn stands_first(word: &str, name: &str) -> bool {
    let (word, mut words) = (fold(word), name.split_whitespace().map(fold));
    words.next().is_some_and(|first| first == word) && words.next_back().is_some_and(|last| last != word)
}
