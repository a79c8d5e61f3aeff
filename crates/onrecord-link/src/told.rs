//! Whether the words of one source in two reports are one utterance.
//!
//! "The harbour will be dredged by autumn, the envoy said on Tuesday" and "Envoy: harbour dredged by autumn" are; what the envoy said of the
//! harbour on Friday is another. A speaker speaks of one matter for years in words that everybody uses of it, so three things are asked:
//!
//! - Days the reports give for it do not speak against each other, and it was not said after the other report was printed, unless a long
//!   run of its words is the same (then a day is misread).
//! - The words shared, those of names left out, are so rare together that fewer than one report in a thousand would hold them all by chance; one
//!   in a hundred where the statements are close otherwise (most of their words, a run of words, one day given by both).
//! - Reports more than `NEAR` days apart, or without a day, share more than a few words, unless both give one day.
//!
//! A sentence printed again, as copies and captions are, is one utterance without that.

use std::cell::OnceCell;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use onrecord_model::MentionForm;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::bags::{Bag, Stems};
use crate::similarity::{UNLISTED, common};
use crate::statements::Said;
use crate::words::{Texts, day, day_number, each_word};

/// One report in a thousand would share the words by chance: minus the natural logarithm of that, in thousandths.
const BY_CHANCE: u32 = 6908;
/// One in a hundred, for statements that are close otherwise.
const CLOSE: u32 = 4605;
/// So much is asked before words are looked at in order.
const LITTLE: u32 = CLOSE / 2;
/// Content words of a sentence that is told from others by them.
const SENTENCE: usize = 6;
/// Part of the words of both that near copies share; and of close statements.
const COPY: f64 = 0.9;
const MOST: f64 = 0.6;
/// Words in a row, small ones too, of close statements; and of statements whose days are rather misread than two.
const RUN: usize = 6;
const LONG_RUN: usize = 8;
/// Words of a run that are no small words and no names, at least.
const TELLING: usize = 2;
/// Days between two reports of one utterance that shares only a few words.
const NEAR: i64 = 3;
/// Words that are more than a few.
const MANY: usize = 5;
/// A handful of sources is taken for so many more: in it, one of them says little of how common a word is.
const HANDFUL: usize = 20;

static GENERAL: LazyLock<FxHashMap<&'static str, f64>> = LazyLock::new(|| common().collect());

/// What is asked of the words of a storyline.
pub struct Told<'t, 'r> {
    stems: &'t Stems,
    texts: &'t Texts<'r>,
    /// How rare each word is: minus the natural logarithm of the share of reports, or of other sources here, that use it, in thousandths.
    rarity: Vec<u32>,
    /// Of statements that were asked for.
    found: Vec<OnceCell<Found>>,
}

/// What is looked for only where two statements are nearly one.
struct Found {
    /// Words of names and of roles beside them.
    names: Bag,
    /// All words in order, as numbers, and which content word each is.
    words: Vec<(u64, Option<u32>)>,
}

impl<'t, 'r> Told<'t, 'r> {
    /// Of statements with the root of each; a root without a number is none.
    pub fn new<'s>(
        said: impl Iterator<Item = (&'s Said<'r>, usize)>,
        stems: &'t Stems,
        texts: &'t Texts<'r>,
    ) -> Told<'t, 'r>
    where
        'r: 's,
    {
        let mut of_root: FxHashMap<usize, Vec<&Bag>> = FxHashMap::default();
        let mut n = 0;
        for (s, root) in said {
            n += 1;
            of_root.entry(root).or_default().push(&s.words);
        }
        let mut sources = vec![0usize; stems.len()];
        let mut last = vec![usize::MAX; stems.len()];
        for (at, bags) in of_root.values().enumerate() {
            for &w in bags.iter().flat_map(|b| b.numbers()) {
                if last[w as usize] != at {
                    last[w as usize] = at;
                    sources[w as usize] += 1;
                }
            }
        }
        let all = (of_root.len() + HANDFUL) as f64;
        let rarity = sources.iter().enumerate().map(|(w, &n)| {
            let others = n.saturating_sub(1) as f64 / all;
            let share = GENERAL.get(stems.name(w as u32)).copied().unwrap_or(UNLISTED);
            (-1000.0 * share.max(others).min(1.0).ln()) as u32
        });
        Told { stems, texts, rarity: rarity.collect(), found: (0..n).map(|_| OnceCell::new()).collect() }
    }

    fn found(&self, i: usize, s: &Said) -> &Found {
        self.found[i].get_or_init(|| {
            let id = &s.reading.report.id;
            let inside = |x: onrecord_model::Span| s.a.content.iter().any(|c| c.overlaps(x));
            let mut names: Vec<u32> = Vec::new();
            for m in s.reading.mentions.iter().filter(|m| m.form == MentionForm::Named && inside(m.span)) {
                for span in [Some(m.span), m.role].into_iter().flatten() {
                    self.each(self.texts.slice(id, span), |_, stem| names.extend(stem));
                }
            }
            let mut words = Vec::new();
            self.each(&s.text, |word, stem| words.push((word, stem)));
            Found { names: Bag::of(names), words }
        })
    }

    fn each(&self, text: &str, mut take: impl FnMut(u64, Option<u32>)) {
        each_word(&text.to_lowercase(), |w| take(FxBuildHasher.hash_one(w), self.stems.of_word(w)));
    }

    /// How much the words tell that two statements share: minus the natural logarithm of the share of reports that would hold them all by
    /// chance, in thousandths.
    pub fn weight(&self, (i, a): (usize, &Said), (j, b): (usize, &Said)) -> u32 {
        self.shared((i, a), (j, b)).map(|w| self.rarity[w as usize]).sum()
    }

    /// The words that two statements share, those of names and of roles beside them left out.
    fn shared<'s>(&self, (i, a): (usize, &'s Said), (j, b): (usize, &'s Said)) -> impl Iterator<Item = u32> {
        let (x, y) = (self.found(i, a), self.found(j, b));
        a.words.both(&b.words).filter(|&w| !x.names.has(w) && !y.names.has(w))
    }

    /// Whether two statements of one source in two reports are one utterance, as far as their words and days say.
    pub fn one(&self, (i, a): (usize, &Said), (j, b): (usize, &Said)) -> bool {
        let alike = a.words.jaccard(&b.words);
        // A sentence printed again: a copy, a caption.
        let least = a.sentence.len().min(b.sentence.len());
        if alike >= COPY && least >= SENTENCE && a.sentence.jaccard(&b.sentence) >= COPY {
            return true;
        }
        // Most pairs share too little even with their names.
        if alike < COPY && a.words.both(&b.words).map(|w| self.rarity[w as usize]).sum::<u32>() < LITTLE {
            return false;
        }
        let (x, y) = (self.found(i, a), self.found(j, b));
        let run = x.run(y);
        let one_day = matches!((a.days, b.days), (Some(m), Some(n)) if m.one() && n.one() && m == n);
        let weight = self.weight((i, a), (j, b));
        if alike < COPY && run < LONG_RUN && weight < CLOSE {
            return false;
        }
        let printed = |s: &Said| day(s.reading).and_then(day_number);
        let after = |s: &Said, t: &Said| matches!((s.days, printed(t)), (Some(d), Some(p)) if d.first > p + 1);
        let two_days = matches!((a.days, b.days), (Some(m), Some(n)) if !m.meet(n));
        if (two_days || after(a, b) || after(b, a)) && run < LONG_RUN {
            return false;
        }
        let close = alike >= MOST || run >= RUN || one_day;
        if alike < COPY && !close && weight < BY_CHANCE {
            return false;
        }
        let near = matches!((printed(a), printed(b)), (Some(p), Some(q)) if (p - q).abs() <= NEAR);
        let many = self.shared((i, a), (j, b)).count() >= MANY;
        near || one_day || many || run >= RUN
    }
}

impl Found {
    /// The longest row of words in both that holds enough telling words.
    fn run(&self, other: &Found) -> usize {
        let telling = |stem: Option<u32>| usize::from(stem.is_some_and(|s| !self.names.has(s) && !other.names.has(s)));
        let mut best = 0;
        let mut before = vec![(0usize, 0usize); other.words.len() + 1];
        let mut now = before.clone();
        for (word, stem) in &self.words {
            for (j, (theirs, _)) in other.words.iter().enumerate() {
                now[j + 1] = if word == theirs {
                    let (n, told) = before[j];
                    let row = (n + 1, told + telling(*stem));
                    if row.1 >= TELLING {
                        best = best.max(row.0);
                    }
                    row
                } else {
                    (0, 0)
                };
            }
            std::mem::swap(&mut before, &mut now);
        }
        best
    }
}
