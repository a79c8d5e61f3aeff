//! Which words does the encoder see together?
//!
//! Whole paragraphs while they fit into the window's limit; a paragraph that does not fit is cut between sentences, a sentence that
//! does not fit between words. The same cutting as in training (`cuts` in `training/data.py`).

/// The words of a document with the number of wordpieces of each.
pub(crate) struct Sizes<'a> {
    /// Wordpieces of each word.
    pub pieces: &'a [usize],
    /// Paragraph number of each word, never falling.
    pub paragraph: &'a [u32],
    /// Sentence number of each word, never falling.
    pub sentence: &'a [u32],
}

/// Word ranges of the windows, in order, all words covered.
pub(crate) fn cuts(doc: &Sizes, limit: usize) -> Vec<std::ops::Range<usize>> {
    let n = doc.pieces.len();
    let mut total = vec![0usize; n + 1];
    for i in 0..n {
        total[i + 1] = total[i] + doc.pieces[i];
    }
    let edges = |a: &[u32]| -> Vec<usize> { (1..n).filter(|&i| a[i] != a[i - 1]).collect() };
    let (paragraphs, sentences) = (edges(doc.paragraph), edges(doc.sentence));
    let mut out = Vec::new();
    let mut begin: Option<usize> = None;
    let mut used = 1;
    let mut start = 0;
    for end in paragraphs.into_iter().chain(std::iter::once(n)) {
        if start == end {
            continue;
        }
        let (a, b) = (start, end);
        start = end;
        let need = total[b] - total[a] + 1;
        if begin.is_some() && used + need > limit {
            flush(&mut out, &mut begin, &mut used, a);
        }
        if need < limit {
            begin.get_or_insert(a);
            used += need;
            continue;
        }
        let from = sentences.partition_point(|s| *s <= a);
        let to = sentences.partition_point(|s| *s < b);
        let mut at = a;
        for s in sentences[from..to].iter().copied().chain(std::iter::once(b)) {
            while total[s] - total[at] + 1 + used > limit {
                if begin.is_some_and(|g| g < at) {
                    flush(&mut out, &mut begin, &mut used, at);
                    continue;
                }
                let mut stop = at + 1;
                while stop < s && total[stop + 1] - total[at] + 2 <= limit {
                    stop += 1;
                }
                out.push(at..stop);
                at = stop;
                begin = None;
                used = 1;
                if at == s {
                    break;
                }
            }
            if at < s {
                begin.get_or_insert(at);
                used += total[s] - total[at];
                at = s;
            }
        }
        used += 1;
    }
    flush(&mut out, &mut begin, &mut used, n);
    out
}

fn flush(out: &mut Vec<std::ops::Range<usize>>, begin: &mut Option<usize>, used: &mut usize, upto: usize) {
    if let Some(from) = begin.take()
        && upto > from
    {
        out.push(from..upto);
    }
    *used = 1;
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
            for r in &got {
                prop_assert_eq!(r.start, at);
                prop_assert!(r.end > r.start);
                at = r.end;
                let seps = 1 + r.clone().skip(1).filter(|&i| paragraph[i] != paragraph[i - 1]).count();
                let size: usize = pieces[r.clone()].iter().sum::<usize>() + 1 + seps;
                prop_assert!(size <= limit, "{} ids in a window of {}", size, limit);
            }
            prop_assert_eq!(at, words.len());
        }
    }

    #[test]
    fn paragraphs_share_a_window() {
        let doc = Sizes { pieces: &[1; 6], paragraph: &[0, 0, 1, 1, 2, 2], sentence: &[0, 0, 1, 1, 2, 2] };
        assert_eq!(cuts(&doc, 160), std::slice::from_ref(&(0..6)));
        assert_eq!(cuts(&doc, 7), [0..4, 4..6]);
        assert_eq!(cuts(&doc, 4), [0..2, 2..4, 4..6]);
        assert_eq!(cuts(&doc, 3), [0..1, 1..2, 2..3, 3..4, 4..5, 5..6]);
    }
}
