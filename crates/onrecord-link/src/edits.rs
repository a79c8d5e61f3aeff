//! What changed between two versions of one document, sentence by sentence, and whether an editor wants to be told.
//!
//! Old: "At least 31 sailors are held, a senior official said." New: "At least 29 sailors are held, a senior official said."
//! One edit: figure changed, "At least 31" to "At least 29".
//!
//! Sentences that stand in both, wherever, are no edit. The others are paired by the words they share, then by the place they stand
//! at; what finds no partner was added or taken out. A figure or source that is only read differently, its words standing in both
//! sentences, is no edit, nor one that moved to a sentence beside it, nor a number that was rounded. It does not say which of two
//! texts is right.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{
    Act, Attribution, AttributionKind, Bound, Edit, EditClass, Figure, Offsets, Reading, Revision, Span,
};

use crate::{
    notices::{is_notice, is_opener},
    words::fold,
};

/// Share of words two sentences must have in common to be one sentence changed (Dice's coefficient).
const ALIKE: f64 = 0.5;
/// Pairs of sentences that are compared at most; in longer texts only sentences near each other are.
const MOST_PAIRS: usize = 250_000;
/// Words between quotation marks that make a quotation; fewer are a name or a word held at a distance.
const QUOTATION: usize = 3;

/// One sentence of one of the two texts.
struct Sentence {
    span: Span,
    /// With white space made even.
    text: String,
    /// Lower case, sorted.
    words: Vec<String>,
}

struct Side<'r> {
    reading: &'r Reading,
    offsets: Offsets,
    title: Option<Sentence>,
    sentences: Vec<Sentence>,
    quotations: Vec<Span>,
    /// All quotations, their words alone.
    quoted: String,
}

/// The versions of each address that differ, one after the other, by address, then by the time of their last change.
pub fn revisions(readings: &[&Reading]) -> Vec<Revision> {
    let mut by: BTreeMap<&str, Vec<&Reading>> = BTreeMap::new();
    for r in readings {
        if let Some(url) = &r.report.url {
            by.entry(url).or_default().push(r);
        }
    }
    let mut out = Vec::new();
    for (url, mut list) in by {
        list.sort_by_key(|r| (r.report.modified.clone().or_else(|| r.report.published.clone()), r.report.id.clone()));
        list.dedup_by(|b, a| a.report.text == b.report.text);
        out.extend(list.windows(2).map(|pair| Revision {
            url: url.to_owned(),
            older: pair[0].report.id.clone(),
            newer: pair[1].report.id.clone(),
            edits: edits(pair[0], pair[1]),
        }));
    }
    out
}

/// What changed from `old` to `new`, in the order of the newer text; what was taken out stands where it stood.
pub fn edits(old: &Reading, new: &Reading) -> Vec<Edit> {
    let (old, new) = (Side::new(old), Side::new(new));
    let (mut left, mut right) = unlike(&old.sentences, &new.sentences);
    let pairs = pair(&old.sentences, &new.sentences, &mut left, &mut right);
    let loose = in_one_place(&old.sentences, &new.sentences, &pairs, &mut left, &mut right);
    let mut found: Vec<Edit> = Vec::new();
    if let (Some(a), Some(b)) = (&old.title, &new.title)
        && a.text != b.text
    {
        let class = if is_typo(&a.text, &b.text) { EditClass::Typo } else { EditClass::HeadlineChanged };
        found.push(edit(class, Some(a.span), Some(b.span)));
        found.extend(figures(&old, &new, a, b, ""));
    }
    let all: Vec<(usize, usize)> = pairs.iter().chain(&loose).copied().collect();
    let removed = quotations(&old, &new, &all);
    // What a sentence lost may stand in a new one beside it: a sentence that was cut in two.
    let added = right.iter().map(|j| new.sentences[*j].text.as_str()).collect::<Vec<_>>().join(" ");
    let gone = left.iter().map(|i| old.sentences[*i].text.as_str()).collect::<Vec<_>>().join(" ");
    for &(i, j) in &all {
        let (a, b) = (&old.sentences[i], &new.sentences[j]);
        let mut mine: Vec<Edit> = Vec::new();
        if loose.contains(&(i, j)) {
            mine.extend(same_measure(&old, &new, a, b));
        } else {
            mine.extend(figures(&old, &new, a, b, &added));
            if !mine.is_empty() || !is_typo(&a.text, &b.text) {
                mine.extend(attributions(&old, &new, a, b, &added, &gone));
            }
        }
        if is_notice(&b.text) && !is_notice(&a.text) {
            mine.push(edit(EditClass::CorrectionAdded, Some(a.span), Some(b.span)));
        }
        if mine.is_empty() && !removed.iter().any(|e| e.old == Some(a.span)) {
            let class = if is_typo(&a.text, &b.text) { EditClass::Typo } else { EditClass::Wording };
            mine.push(edit(class, Some(a.span), Some(b.span)));
        }
        found.extend(mine);
    }
    for i in left {
        let a = &old.sentences[i];
        if !removed.iter().any(|e| e.old == Some(a.span)) {
            found.push(edit(EditClass::Wording, Some(a.span), None));
        }
    }
    found.extend(removed);
    for j in right {
        let b = &new.sentences[j];
        let class = if is_notice(&b.text) { EditClass::CorrectionAdded } else { EditClass::Wording };
        found.push(edit(class, None, Some(b.span)));
    }
    found.sort_by_key(|e| (e.new.or(e.old).map(|s| s.start), e.class, e.old));
    found
}

fn edit(class: EditClass, old: Option<Span>, new: Option<Span>) -> Edit {
    Edit { class, old, new, old_words: None, new_words: None }
}

impl<'r> Side<'r> {
    fn new(reading: &'r Reading) -> Side<'r> {
        let text = &reading.report.text;
        let offsets = Offsets::new(text);
        let sentence = |span: Span| {
            let text = offsets.slice(text, span).split_whitespace().collect::<Vec<_>>().join(" ");
            let mut words: Vec<String> =
                text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
            words.sort();
            Sentence { span, text, words }
        };
        let whole = [Span::new(0, text.chars().count() as u32)];
        let spans = if reading.sentences.is_empty() { &whole[..] } else { &reading.sentences };
        // "Correction:" and what is corrected are one notice.
        let mut joined: Vec<Span> = Vec::new();
        for span in spans {
            match joined.last_mut().filter(|last| is_opener(offsets.slice(text, **last))) {
                Some(last) => *last = last.cover(*span),
                None => joined.push(*span),
            }
        }
        let title = reading.report.title;
        let furniture =
            |s: &Sentence| reading.report.boilerplate.iter().any(|b| b.overlaps(s.span)) && !is_notice(&s.text);
        let sentences = joined
            .into_iter()
            .filter(|s| title.is_none_or(|t| !t.overlaps(*s)))
            .map(sentence)
            .filter(|s| !s.words.is_empty() && !furniture(s))
            .collect();
        let quotations = quotations_in(text, &offsets);
        let quoted = quotations.iter().map(|q| plain(offsets.slice(text, *q))).collect::<Vec<_>>().join(" ");
        Side { reading, title: title.map(sentence), sentences, quotations, quoted: format!(" {quoted} "), offsets }
    }

    fn words(&self, span: Span) -> &str {
        self.offsets.slice(&self.reading.report.text, span)
    }
}

/// Sentences that do not stand in the other text, in order, on both sides.
fn unlike(old: &[Sentence], new: &[Sentence]) -> (Vec<usize>, Vec<usize>) {
    let mut there: HashMap<&str, usize> = HashMap::new();
    for s in new {
        *there.entry(&s.text).or_default() += 1;
    }
    let mut left = Vec::new();
    for (i, s) in old.iter().enumerate() {
        match there.get_mut(s.text.as_str()) {
            Some(n) if *n > 0 => *n -= 1,
            _ => left.push(i),
        }
    }
    // What is left of the counts stands in the newer text alone; the last of equal sentences is the one that was added.
    let mut right = Vec::new();
    for (j, s) in new.iter().enumerate().rev() {
        if let Some(n) = there.get_mut(s.text.as_str()).filter(|n| **n > 0) {
            *n -= 1;
            right.push(j);
        }
    }
    right.reverse();
    (left, right)
}

/// Pairs sentences by the words they share, the most alike first; takes what it pairs out of both lists.
fn pair(old: &[Sentence], new: &[Sentence], left: &mut Vec<usize>, right: &mut Vec<usize>) -> Vec<(usize, usize)> {
    let near =
        if left.len() * right.len() > MOST_PAIRS { MOST_PAIRS / left.len().max(right.len()) } else { usize::MAX };
    let mut scored = Vec::new();
    for (p, &i) in left.iter().enumerate() {
        for (q, &j) in right.iter().enumerate() {
            let score = if p.abs_diff(q) <= near { dice(&old[i].words, &new[j].words) } else { 0.0 };
            if score >= ALIKE {
                scored.push((score, p.abs_diff(q), i, j));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, i, j) in scored {
        if left.contains(&i) && right.contains(&j) {
            left.retain(|x| *x != i);
            right.retain(|x| *x != j);
            pairs.push((i, j));
        }
    }
    pairs.sort_by_key(|(_, j)| *j);
    pairs
}

/// Pairs a sentence that was taken out with the one that was put in its place: both stand alone between the same neighbours and share
/// a word that says something. Takes what it pairs out of both lists.
fn in_one_place(
    old: &[Sentence],
    new: &[Sentence],
    pairs: &[(usize, usize)],
    left: &mut Vec<usize>,
    right: &mut Vec<usize>,
) -> Vec<(usize, usize)> {
    // Where each sentence of the older text stands in the newer one.
    let mut at: HashMap<usize, usize> = pairs.iter().copied().collect();
    let known: BTreeSet<usize> = pairs.iter().map(|(_, j)| *j).collect();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (j, s) in new.iter().enumerate().rev().filter(|(j, _)| !right.contains(j) && !known.contains(j)) {
        places.entry(&s.text).or_default().push(j);
    }
    for (i, s) in old.iter().enumerate() {
        if !left.contains(&i) && !at.contains_key(&i) {
            at.extend(places.get_mut(s.text.as_str()).and_then(Vec::pop).map(|j| (i, j)));
        }
    }
    let mut gaps: BTreeMap<Option<usize>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for &i in left.iter() {
        let before = (0..i).rev().find_map(|k| at.get(&k).copied());
        gaps.entry(before).or_default().0.push(i);
    }
    for &j in right.iter() {
        let before = (0..j).rev().find(|k| !right.contains(k));
        gaps.entry(before).or_default().1.push(j);
    }
    let mut out = Vec::new();
    for (was, is) in gaps.into_values() {
        let ([i], [j]) = (&was[..], &is[..]) else { continue };
        let says = |s: &Sentence| -> BTreeSet<String> {
            s.words.iter().filter(|w| w.chars().count() > 3 && !crate::words::is_stop(w)).cloned().collect()
        };
        if !is_notice(&new[*j].text) && says(&old[*i]).intersection(&says(&new[*j])).next().is_some() {
            out.push((*i, *j));
        }
    }
    left.retain(|i| !out.iter().any(|(a, _)| a == i));
    right.retain(|j| !out.iter().any(|(_, b)| b == j));
    out
}

fn dice(a: &[String], b: &[String]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    2.0 * f64::from(shared) / (a.len() + b.len()).max(1) as f64
}

fn rows_in(side: &Side, s: &Sentence) -> Vec<Figure> {
    side.reading.figures.iter().filter(|f| s.span.contains(f.span)).cloned().collect()
}

/// The first figure of the older sentence that the newer one does not give. `added` are new sentences it may have moved to.
fn figures(old: &Side, new: &Side, a: &Sentence, b: &Sentence, added: &str) -> Option<Edit> {
    let same = |x: &Figure, y: &Figure| x.low == y.low && x.high == y.high && x.bound == y.bound && x.unit == y.unit;
    let (before, mut after) = (rows_in(old, a), rows_in(new, b));
    let mut gone = Vec::new();
    for f in before {
        match after.iter().position(|g| same(&f, g) || rounded(&f, g) || rounded(g, &f)) {
            Some(at) => drop(after.remove(at)),
            None => gone.push(f),
        }
    }
    // A number that is still printed was only read differently, or stands in the next sentence now.
    gone.retain(|f| !holds(&b.text, old.words(f.span)) && !holds(added, old.words(f.span)));
    after.retain(|f| !holds(&a.text, new.words(f.span)));
    if let Some(f) = gone.first() {
        let to = after.iter().find(|g| g.measure == f.measure).or(after.first());
        return Some(Edit {
            old_words: Some(f.span),
            new_words: to.map(|g| g.span),
            ..edit(EditClass::FigureChanged, Some(a.span), Some(b.span))
        });
    }
    // Numbers that stand in no row: one number in the place of another, days and years left out.
    let (mut before, mut after) = (numbers(old, a), numbers(new, b));
    before.retain(|(n, _)| match after.iter().position(|(m, _)| m == n) {
        Some(at) => {
            after.remove(at);
            false
        }
        None => true,
    });
    let (from, to) = (before.first()?, after.first()?);
    Some(Edit {
        old_words: Some(from.1),
        new_words: Some(to.1),
        ..edit(EditClass::FigureChanged, Some(a.span), Some(b.span))
    })
}

/// Numbers in digits and parts of a whole in words, no days and years.
fn numbers(side: &Side, s: &Sentence) -> Vec<(String, Span)> {
    const PARTS: [&str; 10] =
        ["half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths", "twice"];
    let dated = |n: Span| side.reading.timexes.iter().any(|t| t.span.overlaps(n));
    let text = side.words(s.span);
    let mut out: Vec<(String, Span)> = Vec::new();
    let mut at = s.span.start;
    let mut last = String::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '(' | ')')) {
        let span = Span::new(at, at + word.chars().count() as u32);
        at = span.end + 1;
        let low = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        // "A third of the fleet", not "the third ship".
        let counted =
            matches!(last.as_str(), "a" | "one" | "two" | "three" | "four") || low == "half" || low == "twice";
        if !digits.is_empty() && !dated(span) {
            out.push((digits, span));
        } else if PARTS.contains(&low.as_str()) && counted && !dated(span) {
            out.push((format!("{} {low}", last.replace("one", "a")), span));
        }
        last = low;
    }
    out
}

/// Whether `y` is `x` in a round number: "nearly two million" for 1,983,400.
fn rounded(x: &Figure, y: &Figure) -> bool {
    let (Some(a), Some(b)) = (x.low.or(x.high), y.low.or(y.high)) else { return false };
    let zeros = |n: f64| (1..15).take_while(|k| n % 10f64.powi(*k) == 0.0).count();
    x.bound == Bound::Exact
        && x.unit == y.unit
        && a != b
        && (a - b).abs() <= a.abs() * 0.05
        && zeros(b) > zeros(a)
        && match y.bound {
            Bound::About => true,
            Bound::AtLeast => b < a,
            Bound::AtMost => b > a,
            _ => false,
        }
}

/// A figure in a sentence that was written anew: one of the same measure in the place of another.
fn same_measure(old: &Side, new: &Side, a: &Sentence, b: &Sentence) -> Option<Edit> {
    let (before, after) = (rows_in(old, a), rows_in(new, b));
    let ([x], [y]) = (&before[..], &after[..]) else { return None };
    let differ = x.low != y.low || x.high != y.high;
    (differ && x.measure == y.measure && x.unit == y.unit && !rounded(x, y) && !rounded(y, x)).then(|| Edit {
        old_words: Some(x.span),
        new_words: Some(y.span),
        ..edit(EditClass::FigureChanged, Some(a.span), Some(b.span))
    })
}

/// Acts that are told apart: said, told, reported, announced are one.
fn act(x: &Attribution) -> Act {
    match x.act {
        Act::Report | Act::Announce | Act::Other => Act::Say,
        other => other,
    }
}

/// Whether two sources are one, written otherwise: the same words in another order, a part of a name, a pronoun, a slip.
fn one_source(x: &str, y: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        let folded = fold(s);
        folded.split(' ').filter(|w| !crate::words::is_stop(w)).map(str::to_owned).collect()
    };
    let is_pronoun = |s: &str| {
        matches!(
            fold(s).as_str(),
            "he" | "she" | "they" | "it" | "we" | "i" | "who" | "both" | "the two" | "him" | "her"
        )
    };
    if is_pronoun(x) || is_pronoun(y) {
        return true;
    }
    let (a, b) = (words(x), words(y));
    let (short, long, name) = if a.len() <= b.len() { (&a, &b, x) } else { (&b, &a, y) };
    // A part of the longer is the same only where it is a name; "officials" is less than "Talmerian officials".
    let named = name
        .split_whitespace()
        .filter(|w| !crate::words::is_stop(&w.to_lowercase()))
        .all(|w| w.starts_with(char::is_uppercase));
    let there = |w: &String| long.iter().any(|l| l == w || slip(l, w));
    !short.is_empty() && short.iter().all(there) && (named || long.len() == short.len())
}

/// Whether the source or the kind of saying changed, and not only how the sentence was read. `added` and `gone` are sentences that
/// stand in one text alone: what a sentence lost or won may come from there.
fn attributions(old: &Side, new: &Side, a: &Sentence, b: &Sentence, added: &str, gone_from: &str) -> Option<Edit> {
    let rows = |side: &Side, s: &Sentence| -> Vec<Attribution> {
        let inside = |x: &&Attribution| {
            x.kind != AttributionKind::Attitude && x.cue.or(x.source).is_some_and(|c| s.span.contains(c))
        };
        side.reading.attributions.iter().filter(inside).cloned().collect()
    };
    let source = |side: &Side, x: &Attribution| x.source.map(|s| side.words(s).to_owned());
    let relayed = |side: &Side, x: &Attribution| -> BTreeSet<String> {
        x.relay.iter().map(|r| fold(side.words(r.outlet))).collect()
    };
    let same = |x: &Attribution, y: &Attribution| {
        let (p, q) = (source(old, x), source(new, y));
        let names = x.resolved.as_deref().map(fold).zip(y.resolved.as_deref().map(fold));
        let one = match (p, q) {
            (None, None) => true,
            (Some(p), Some(q)) => names.is_some_and(|(n, m)| n == m) || one_source(&p, &q),
            _ => false,
        };
        let (r, t) = (relayed(old, x), relayed(new, y));
        one && act(x) == act(y) && (r == t || r.is_empty() || t.is_empty())
    };
    let (before, mut after) = (rows(old, a), rows(new, b));
    let mut gone: Vec<Attribution> = Vec::new();
    for x in before {
        match after.iter().position(|y| same(&x, y)) {
            Some(at) => drop(after.remove(at)),
            None => gone.push(x),
        }
    }
    let all_in = |side: &Side, x: &Attribution, text: &str| {
        [x.source, x.cue].into_iter().flatten().all(|s| holds(text, side.words(s)))
    };
    gone.retain(|x| !all_in(old, x, &b.text) && !all_in(old, x, added));
    after.retain(|x| !all_in(new, x, &a.text) && !all_in(new, x, gone_from));
    let (from, to) = (gone.first(), after.first());
    let named_in = |side: &Side, x: &Attribution, text: &str| x.source.is_some_and(|s| holds(text, side.words(s)));
    match (from, to) {
        (None, None) => return another_cited(old, new, a, b),
        // Who speaks stands in the other sentence too, with a word that is not read as saying.
        (Some(x), None) if named_in(old, x, &b.text) => return None,
        (None, Some(y)) if named_in(new, y, &a.text) => return None,
        (Some(x), Some(y)) if act(x) == act(y) && named_in(old, x, &b.text) && named_in(new, y, &a.text) => {
            return None;
        }
        _ => {}
    }
    let same_source =
        from.zip(to).is_some_and(|(x, y)| x.source.map(|s| fold(old.words(s))) == y.source.map(|s| fold(new.words(s))));
    let mark = |x: &Attribution| x.source.or(x.cue);
    let words = |x: Option<&Attribution>| x.and_then(|x| if same_source { x.cue.or(x.source) } else { mark(x) });
    Some(Edit {
        old_words: words(from),
        new_words: words(to),
        ..edit(EditClass::AttributionChanged, Some(a.span), Some(b.span))
    })
}

/// "Citing the navy" where "citing the mediators" stood: somebody else is the origin of what is said.
fn another_cited(old: &Side, new: &Side, a: &Sentence, b: &Sentence) -> Option<Edit> {
    let cited = |side: &Side, s: &Sentence| -> Option<Span> {
        let text = side.words(s.span);
        let (from, lead) = ["citing ", "quoting "].iter().find_map(|l| text.find(l).map(|i| (i, l.len())))?;
        let words = text[from + lead..].split([',', '.', ';', '—', '–']).next().unwrap_or_default().trim_end();
        let start = s.span.start + text[..from + lead].chars().count() as u32;
        (words.split(' ').count() <= 8).then(|| Span::new(start, start + words.chars().count() as u32))
    };
    let (x, y) = (cited(old, a)?, cited(new, b)?);
    let (p, q) = (old.words(x), new.words(y));
    (!one_source(p, q) && !holds(&b.text, p) && !holds(&a.text, q)).then(|| Edit {
        old_words: Some(x),
        new_words: Some(y),
        ..edit(EditClass::AttributionChanged, Some(a.span), Some(b.span))
    })
}

/// Quotations of the older text whose words the newer one does not quote.
fn quotations(old: &Side, new: &Side, pairs: &[(usize, usize)]) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::new();
    for q in &old.quotations {
        let words = plain(old.words(*q));
        if words.split(' ').count() < QUOTATION || new.quoted.contains(&format!(" {words} ")) {
            continue;
        }
        let like = new.quotations.iter().find(|n| is_typo(old.words(*q), new.words(**n)));
        let Some(i) = old.sentences.iter().position(|s| s.span.overlaps(*q)) else { continue };
        if like.is_some() || out.iter().any(|e| e.old == Some(old.sentences[i].span)) {
            continue;
        }
        let to = pairs.iter().find(|(a, _)| *a == i).map(|(_, b)| new.sentences[*b].span);
        out.push(Edit { old_words: Some(*q), ..edit(EditClass::QuotationRemoved, Some(old.sentences[i].span), to) });
    }
    out
}

/// What stands between quotation marks, marks left out. Marks of one kind; an open quotation ends with its paragraph.
fn quotations_in(text: &str, offsets: &Offsets) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        match (open, c) {
            (_, '\n') => open = None,
            (None, '“' | '„' | '«') => open = Some((at + c.len_utf8(), if c == '«' { '»' } else { '”' })),
            (None, '"') => open = Some((at + 1, '"')),
            (None, '‘') => open = Some((at + c.len_utf8(), '’')),
            (Some((from, '’')), '’') if !(before.is_alphanumeric() && after.is_alphanumeric()) => {
                out.push(offsets.span(from, at));
                open = None;
            }
            (Some((from, end)), c) if c == end && end != '’' => {
                out.push(offsets.span(from, at));
                open = None;
            }
            _ => {}
        }
        before = c;
    }
    out
}

/// The words alone, in lower case, with one space between.
pub(crate) fn plain(text: &str) -> String {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    words.filter(|w| !w.is_empty()).map(|w| w.to_lowercase().replace('’', "'")).collect::<Vec<_>>().join(" ")
}

/// Whether the words stand in the text, as whole words.
fn holds(text: &str, words: &str) -> bool {
    format!(" {} ", plain(text)).contains(&format!(" {} ", plain(words)))
}

/// Whether only letters, marks or white space differ: "the the", "cease fire" for "ceasefire", "negotations" for "negotiations".
fn is_typo(a: &str, b: &str) -> bool {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    // "1.2" and "12" have the same letters; a mark between digits is a number's.
    let decimals = |s: &str| -> Vec<String> {
        let cut = |w: &str| w.trim_end_matches(['.', ',', ';', ':']).to_owned();
        s.split_whitespace().map(cut).filter(|w| w.contains('.') && w.contains(|c: char| c.is_ascii_digit())).collect()
    };
    if decimals(a) != decimals(b) {
        return false;
    }
    if letters(a) == letters(b) {
        return true;
    }
    let words = |s: &str| plain(s).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (mut x, mut y) = (words(a), words(b));
    // A word doubled by mistake.
    x.dedup();
    y.dedup();
    x.len() == y.len() && x.iter().zip(&y).all(|(a, b)| a == b || slip(a, b))
}

/// Whether one word is the other with a slip of the pen: long words, one or two letters apart, neither the other with a prefix.
fn slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let long = a.len().min(b.len()) >= 5 && a.iter().chain(&b).all(|c| c.is_alphabetic());
    let prefixed = a.ends_with(&b) || b.ends_with(&a);
    let last = |w: &[char]| w.last().copied();
    // Another ending is another form of the word ("resume", "resumed"), not a slip.
    long && !prefixed && last(&a) == last(&b) && a.len().abs_diff(b.len()) <= 1 && distance(&a, &b) <= 2
}

/// Letters put in, left out, changed, or two exchanged (Damerau's restricted distance).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i.max(j)
            } else {
                let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[a.len()][b.len()]
}
