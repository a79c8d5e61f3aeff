//! Which words does the encoder see together?
//!
//! Whole paragraphs while they fit into the window's limit; a paragraph that does not fit is cut between sentences, a sentence that
//! does not fit between words, as in training (`cuts` in `training/data.py`). After a cut the last words before it are seen again,
//! so that no word stands at the edge of what is known; training does without that.

use std::ops::Range;

/// The words of a document with the number of wordpieces of each.
pub(crate) struct Sizes<'a> {
    /// Wordpieces of each word.
    pub pieces: &'a [usize],
    /// Paragraph number of each word, never falling.
    pub paragraph: &'a [u32],
    /// Sentence number of each word, never falling.
    pub sentence: &'a [u32],
}

/// What the encoder sees at once: the words whose vectors are taken from here, after words before them that only give context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// First word that is seen.
    pub from: usize,
    /// The words whose vectors come from this window.
    pub own: Range<usize>,
}

impl Window {
    /// All words of the window.
    pub(crate) fn seen(&self) -> Range<usize> {
        self.from..self.own.end
    }
}

/// The windows, in order; every word belongs to exactly one.
pub(crate) fn cuts(doc: &Sizes, limit: usize) -> Vec<Window> {
    let n = doc.pieces.len();
    let mut total = vec![0usize; n + 1];
    for i in 0..n {
        total[i + 1] = total[i] + doc.pieces[i];
    }
    let edges = |a: &[u32]| -> Vec<usize> { (1..n).filter(|&i| a[i] != a[i - 1]).collect() };
    let (paragraphs, sentences) = (edges(doc.paragraph), edges(doc.sentence));
    // some 24 of 160 wordpieces; the longest word and the two marks always fit beside it
    let overlap = (limit * 3 / 20).min(limit.saturating_sub(10));
    let mut out: Vec<Window> = Vec::new();
    let mut open: Option<(Window, usize)> = None;
    let mut start = 0;
    for end in paragraphs.into_iter().chain(std::iter::once(n)) {
        let (a, b) = (start, end);
        start = end;
        if a == b {
            continue;
        }
        let need = total[b] - total[a] + 1;
        if let Some((window, used)) = &mut open
            && *used + need <= limit
        {
            window.own.end = b;
            *used += need;
            continue;
        }
        out.extend(open.take().map(|o| o.0));
        let mut at = a;
        while at < b {
            let mut from = at;
            while from > a && total[at] - total[from - 1] <= overlap {
                from -= 1;
            }
            let fits = |stop: usize| total[stop] - total[from] + 2 <= limit;
            if fits(b) {
                open = Some((Window { from, own: at..b }, total[b] - total[from] + 2));
                break;
            }
            let upto = sentences.partition_point(|s| *s <= at)..sentences.partition_point(|s| *s < b);
            let last = sentences[upto].iter().copied().take_while(|s| fits(*s)).last();
            let stop = last.unwrap_or_else(|| (at + 1..b).take_while(|s| fits(*s)).last().unwrap_or(at + 1));
            out.push(Window { from, own: at..stop });
            at = stop;
        }
    }
    out.extend(open.map(|o| o.0));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_word_is_in_one_window_that_fits(
            words in prop::collection::vec((1usize..8, 0u32..12, 0u32..4), 0..400), limit in 12usize..60
        ) {
            let pieces: Vec<usize> = words.iter().map(|w| w.0).collect();
            let (mut p, mut s) = (0, 0);
            let (mut paragraph, mut sentence) = (Vec::new(), Vec::new());
            for w in &words {
                if w.1 == 0 { p += 1; s += 1; } else if w.2 == 0 { s += 1; }
                paragraph.push(p);
                sentence.push(s);
            }
            let got = cuts(&Sizes { pieces: &pieces, paragraph: &paragraph, sentence: &sentence }, limit);
            let mut at = 0;
            for w in &got {
                prop_assert_eq!(w.own.start, at);
                prop_assert!(w.own.end > w.own.start && w.from <= w.own.start);
                prop_assert!(w.from == w.own.start || paragraph[w.from] == paragraph[w.own.start]);
                at = w.own.end;
                let seps = 1 + w.seen().skip(1).filter(|&i| paragraph[i] != paragraph[i - 1]).count();
                let size: usize = pieces[w.seen()].iter().sum::<usize>() + 1 + seps;
                prop_assert!(size <= limit, "{} ids in a window of {}", size, limit);
            }
            prop_assert_eq!(at, words.len());
        }
    }

    #[test]
    fn paragraphs_share_a_window() {
        let doc = Sizes { pieces: &[1; 6], paragraph: &[0, 0, 1, 1, 2, 2], sentence: &[0, 0, 1, 1, 2, 2] };
        let own = |limit| cuts(&doc, limit).into_iter().map(|w| w.own).collect::<Vec<_>>();
        assert_eq!(own(160), std::slice::from_ref(&(0..6)));
        assert_eq!(own(7), [0..4, 4..6]);
        assert_eq!(own(4), [0..2, 2..4, 4..6]);
        assert_eq!(own(3), [0..1, 1..2, 2..3, 3..4, 4..5, 5..6]);
    }

    #[test]
    fn after_a_cut_the_words_before_it_are_seen_again() {
        let sentence: Vec<u32> = (0..100).map(|i| i / 10).collect();
        let doc = Sizes { pieces: &[1; 100], paragraph: &[0; 100], sentence: &sentence };
        let got: Vec<_> = cuts(&doc, 40).into_iter().map(|w| (w.from, w.own)).collect();
        assert_eq!(got, [(0, 0..30), (24, 30..60), (54, 60..90), (84, 90..100)]);
    }
}
