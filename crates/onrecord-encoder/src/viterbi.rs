//! Which labels follow one another lawfully with the highest score?

/// Best label sequence. `scores` has one row a word; `start` and `transition` (from, to) carry the law as large penalties.
/// Ties go to the lowest label.
pub(crate) fn viterbi(scores: &[f32], labels: usize, start: &[f32], transition: &[f32]) -> Vec<u8> {
    let words = scores.len() / labels.max(1);
    if words == 0 {
        return Vec::new();
    }
    let mut best: Vec<f32> = (0..labels).map(|j| scores[j] + start[j]).collect();
    let mut back = vec![0u8; words * labels];
    let mut next = vec![0f32; labels];
    for t in 1..words {
        for j in 0..labels {
            let (mut top, mut from) = (f32::NEG_INFINITY, 0);
            for (i, b) in best.iter().enumerate() {
                let v = b + transition[i * labels + j];
                if v > top {
                    (top, from) = (v, i);
                }
            }
            back[t * labels + j] = from as u8;
            next[j] = top + scores[t * labels + j];
        }
        // kept near zero so that a long paragraph loses no precision
        let shift = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for (b, n) in best.iter_mut().zip(&next) {
            *b = n - shift;
        }
    }
    let mut tags = vec![0u8; words];
    let mut at = argmax(&best);
    tags[words - 1] = at as u8;
    for t in (1..words).rev() {
        at = back[t * labels + at] as usize;
        tags[t - 1] = at as u8;
    }
    tags
}

/// The place of the highest number; the first of equals.
pub(crate) fn argmax(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, v) in row.iter().enumerate() {
        if *v > row[best] {
            best = i;
        }
    }
    best
}

/// Runs of BIO labels (O, B-a, I-a, B-b, …): kind from 0, first word, one past the last.
pub(crate) fn runs(tags: &[u8]) -> Vec<(usize, std::ops::Range<usize>)> {
    let mut out: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    for (i, &t) in tags.iter().enumerate() {
        if t == 0 {
            continue;
        }
        let kind = (t as usize - 1) / 2;
        match out.last_mut() {
            Some((k, r)) if t % 2 == 0 && *k == kind && r.end == i => r.end = i + 1,
            _ => out.push((kind, i..i + 1)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inside_never_opens() {
        // labels O B I; the second word would like to be I after O
        let start = [0.0, 0.0, -1e4];
        let transition = [0.0, 0.0, -1e4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let scores = [2.0, 1.5, 0.0, 0.0, 1.0, 3.0];
        assert_eq!(viterbi(&scores, 3, &start, &transition), [1, 2]);
        assert_eq!(viterbi(&[], 3, &start, &transition), [] as [u8; 0]);
    }

    #[test]
    fn runs_of_tags() {
        assert_eq!(runs(&[0, 1, 2, 1, 3, 4, 0, 4]), [(0, 1..3), (0, 3..4), (1, 4..6), (1, 7..8)]);
    }
}
