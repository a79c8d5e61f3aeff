//! Which tree over the words of a sentence has the highest score?
//!
//! Chu-Liu/Edmonds over arc scores, with exactly one word on the root. Counted steps: a sentence of n words costs n³ at worst.

/// A score that no arc is ever taken for.
const NEVER: f64 = -1e12;
/// What an arc from the root costs, far above the sum of any other scores.
const ROOT_PRICE: f64 = 1e7;

/// Heads of `n` words from scores `n` × `n + 1` (column 0 = the root, column j = word j - 1): 0 for the root, else word + 1.
pub(crate) fn tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    let m = n + 1;
    // the ordinary case: the best head of every word already makes a tree with one root
    let greedy: Vec<usize> = (0..n)
        .map(|i| {
            let row = &scores[i * m..(i + 1) * m];
            (0..m).filter(|&j| j != i + 1).fold(0, |best, j| if row[j] > row[best] || best == i + 1 { j } else { best })
        })
        .collect();
    if greedy.iter().filter(|h| **h == 0).count() == 1 && reaches_root(&greedy) {
        return greedy;
    }
    // one root: every arc from the root pays the same large price, so the best tree takes exactly one of them
    let mut full = vec![NEVER; m * m];
    for i in 0..n {
        for j in 0..m {
            full[(i + 1) * m + j] = f64::from(scores[i * m + j]) - if j == 0 { ROOT_PRICE } else { 0.0 };
        }
    }
    arborescence(&full, m)[1..].to_vec()
}

fn reaches_root(heads: &[usize]) -> bool {
    let mut state = vec![0u32; heads.len() + 1];
    state[0] = u32::MAX;
    for i in 1..=heads.len() {
        let mut j = i;
        while state[j] == 0 {
            state[j] = i as u32;
            j = heads[j - 1];
        }
        if state[j] == i as u32 {
            return false;
        }
        let mut k = i;
        while state[k] == i as u32 {
            state[k] = u32::MAX;
            k = heads[k - 1];
        }
    }
    true
}

/// Maximum spanning arborescence of `n` nodes, node 0 the root; `scores[dependent * n + head]`.
fn arborescence(scores: &[f64], n: usize) -> Vec<usize> {
    let mut head = vec![0usize; n];
    for i in 1..n {
        let row = &scores[i * n..(i + 1) * n];
        let mut best = 0;
        for (j, v) in row.iter().enumerate() {
            if j != i && *v > row[best] {
                best = j;
            }
        }
        head[i] = best;
    }
    let Some(cycle) = find_cycle(&head) else { return head };
    let inside = |i: usize| cycle.contains(&i);
    let rest: Vec<usize> = (0..n).filter(|i| !inside(*i)).collect();
    let c = rest.len();
    let m = c + 1;
    let mut small = vec![2.0 * NEVER; m * m];
    let weight: f64 = cycle.iter().map(|&i| scores[i * n + head[i]]).sum();
    let (mut enter, mut leave) = (vec![0; c], vec![0; c]);
    for (a, &i) in rest.iter().enumerate() {
        for (b, &j) in rest.iter().enumerate() {
            small[a * m + b] = scores[i * n + j];
        }
        let mut out = cycle[0];
        for &j in &cycle {
            if scores[i * n + j] > scores[i * n + out] {
                out = j;
            }
        }
        leave[a] = out;
        small[a * m + c] = scores[i * n + out];
        let swap = |j: usize| scores[j * n + i] - scores[j * n + head[j]] + weight;
        let mut into = cycle[0];
        for &j in &cycle {
            if swap(j) > swap(into) {
                into = j;
            }
        }
        enter[a] = into;
        small[c * m + a] = swap(into);
    }
    let sub = arborescence(&small, m);
    let mut out = vec![0usize; n];
    for &i in &cycle {
        out[i] = head[i];
    }
    for (a, &i) in rest.iter().enumerate() {
        out[i] = if sub[a] == c { leave[a] } else { rest[sub[a]] };
    }
    out[enter[sub[c]]] = rest[sub[c]];
    out[0] = 0;
    out
}

fn find_cycle(head: &[usize]) -> Option<Vec<usize>> {
    let mut state = vec![0usize; head.len()];
    for i in 1..head.len() {
        let mut j = i;
        while j != 0 && state[j] == 0 {
            state[j] = i;
            j = head[j];
        }
        if j != 0 && state[j] == i {
            let mut cycle = vec![j];
            let mut k = head[j];
            while k != j {
                cycle.push(k);
                k = head[k];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every assignment of heads tried: the best value of a tree with one root.
    fn brute(scores: &[f32], n: usize) -> f64 {
        let m = n + 1;
        let mut best = f64::NEG_INFINITY;
        for code in 0..m.pow(n as u32) {
            let heads: Vec<usize> = (0..n)
                .scan(code, |c, _| {
                    let h = *c % m;
                    *c /= m;
                    Some(h)
                })
                .collect();
            if heads.iter().enumerate().any(|(i, h)| *h == i + 1)
                || heads.iter().filter(|h| **h == 0).count() != 1
                || !reaches_root(&heads)
            {
                continue;
            }
            best = best.max(heads.iter().enumerate().map(|(i, h)| f64::from(scores[i * m + h])).sum());
        }
        best
    }

    proptest! {
        #[test]
        fn the_best_tree_with_one_root(n in 1usize..5, numbers in prop::collection::vec(-9.0f32..0.0, 30)) {
            let scores = &numbers[..n * (n + 1)];
            let heads = tree(scores, n);
            prop_assert_eq!(heads.iter().filter(|h| **h == 0).count(), 1);
            prop_assert!(reaches_root(&heads));
            let value: f64 = heads.iter().enumerate().map(|(i, h)| f64::from(scores[i * (n + 1) + h])).sum();
            prop_assert!((value - brute(scores, n)).abs() < 1e-4);
        }
    }

    #[test]
    fn one_word_hangs_on_the_root() {
        assert_eq!(tree(&[-3.0, 0.0], 1), [0]);
        assert_eq!(tree(&[], 0), [] as [usize; 0]);
    }
}
