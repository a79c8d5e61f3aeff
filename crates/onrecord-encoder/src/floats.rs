//! Products and functions of f32 rows: the attention, the norms, the heads.
//!
//! Each result is one chain of fused multiply-adds over the inputs in order, or eight chains joined in a fixed order, so that the
//! level of the processor changes the time and not the bits.

use crate::level::{Level, leveled};

/// Columns of a packed panel.
pub(crate) const PANEL: usize = 16;

/// How many numbers a packed right side has: panels of sixteen columns, `[columns / 16][rows][16]`, the last panel filled up with zeros.
pub(crate) fn packed_len(rows: usize, columns: usize) -> usize {
    columns.div_ceil(PANEL) * PANEL * rows
}

/// What a product reads and writes: `a` has rows of `lda` numbers of which the first `k` count, `b` is packed, `out` has rows of
/// `ldc` numbers of which the first `n` are written.
pub(crate) struct Product<'a> {
    /// Left side.
    pub a: &'a [f32],
    /// Numbers from one row of `a` to the next.
    pub lda: usize,
    /// Packed right side, `k` rows.
    pub b: &'a [f32],
    /// Rows of `a`.
    pub m: usize,
    /// Numbers that are multiplied with each other.
    pub k: usize,
    /// Columns.
    pub n: usize,
    /// Numbers from one row of the result to the next.
    pub ldc: usize,
}

/// Makes a product; with a bias, each chain begins with it.
pub(crate) fn product(level: Level, p: &Product, bias: Option<&[f32]>, out: &mut [f32]) {
    if p.m == 0 || p.n == 0 {
        return;
    }
    assert!(p.a.len() >= (p.m - 1) * p.lda + p.k && p.b.len() >= packed_len(p.k, p.n));
    assert!(out.len() >= (p.m - 1) * p.ldc + p.n && bias.is_none_or(|b| b.len() >= p.n));
    match level {
        Level::Plain => {
            for c in 0..p.n {
                let panel = &p.b[c / PANEL * PANEL * p.k..];
                for r in 0..p.m {
                    let mut sum = bias.map_or(0.0, |b| b[c]);
                    for (i, x) in p.a[r * p.lda..r * p.lda + p.k].iter().enumerate() {
                        sum = x.mul_add(panel[i * PANEL + c % PANEL], sum);
                    }
                    out[r * p.ldc + c] = sum;
                }
            }
        }
        // SAFETY: the level exists only where the processor has AVX2 and FMA; the sizes were compared above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { wide::product(p, bias, out) },
        // SAFETY: as above, with AVX-512F.
        #[cfg(target_arch = "x86_64")]
        Level::Vnni => unsafe { wide::product512(p, bias, out) },
    }
}

/// Does a level's product give what plain arithmetic gives? Asked once, when the model is read.
pub(crate) fn agrees(level: Level) -> bool {
    let (m, k, n) = (23, 9, 21);
    let number = |i: usize| ((i * 7919 + 13) % 101) as f32 / 16.0 - 3.0;
    let a: Vec<f32> = (0..m * k).map(number).collect();
    let b: Vec<f32> = (0..packed_len(k, n)).map(|i| number(i + 5)).collect();
    let bias: Vec<f32> = (0..n).map(number).collect();
    let of = |level| {
        let mut out = vec![0f32; m * n];
        product(level, &Product { a: &a, lda: k, b: &b, m, k, n, ldc: n }, Some(&bias), &mut out);
        out.into_iter().map(f32::to_bits).collect::<Vec<_>>()
    };
    of(level) == of(Level::Plain)
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;

    use super::{PANEL, Product};

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn tile<const N: usize>(
        p: &Product,
        row: usize,
        panel: &[f32],
        begin: &[f32; PANEL],
        to: &mut [[f32; PANEL]; N],
    ) {
        let a = &p.a[row * p.lda..(row + N - 1) * p.lda + p.k];
        // SAFETY: a panel holds k rows of sixteen numbers, `a` N rows of k numbers lda apart, `begin` and `to` rows of sixteen.
        unsafe {
            let start = [_mm256_loadu_ps(begin.as_ptr()), _mm256_loadu_ps(begin.as_ptr().add(8))];
            let mut sums = [start; N];
            for i in 0..p.k {
                let left = _mm256_loadu_ps(panel.as_ptr().add(i * PANEL));
                let right = _mm256_loadu_ps(panel.as_ptr().add(i * PANEL + 8));
                for (r, sum) in sums.iter_mut().enumerate() {
                    let x = _mm256_broadcast_ss(&*a.as_ptr().add(r * p.lda + i));
                    sum[0] = _mm256_fmadd_ps(x, left, sum[0]);
                    sum[1] = _mm256_fmadd_ps(x, right, sum[1]);
                }
            }
            for (sum, to) in sums.iter().zip(to.iter_mut()) {
                _mm256_storeu_ps(to.as_mut_ptr(), sum[0]);
                _mm256_storeu_ps(to.as_mut_ptr().add(8), sum[1]);
            }
        }
    }

    /// Greatest of every eighth number, from what `top` holds.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn top(row: &[f32], top: &mut [f32; 8]) {
        // SAFETY: a part holds eight numbers, as `top` does.
        unsafe {
            let mut most = _mm256_loadu_ps(top.as_ptr());
            for part in row.chunks_exact(8) {
                most = _mm256_max_ps(_mm256_loadu_ps(part.as_ptr()), most);
            }
            _mm256_storeu_ps(top.as_mut_ptr(), most);
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    unsafe fn tile512<const N: usize>(
        p: &Product,
        row: usize,
        panel: &[f32],
        begin: &[f32; PANEL],
        to: &mut [[f32; PANEL]; N],
    ) {
        let a = &p.a[row * p.lda..(row + N - 1) * p.lda + p.k];
        // SAFETY: as in `tile`.
        unsafe {
            let mut sums = [_mm512_loadu_ps(begin.as_ptr()); N];
            for i in 0..p.k {
                let right = _mm512_loadu_ps(panel.as_ptr().add(i * PANEL));
                for (r, sum) in sums.iter_mut().enumerate() {
                    *sum = _mm512_fmadd_ps(_mm512_set1_ps(*a.as_ptr().add(r * p.lda + i)), right, *sum);
                }
            }
            for (sum, to) in sums.iter().zip(to.iter_mut()) {
                _mm512_storeu_ps(to.as_mut_ptr(), *sum);
            }
        }
    }

    /// A product by tiles of up to `$most` rows; `$rows` are all the smaller heights.
    macro_rules! by_tiles {
        ($name:ident, $features:literal, $tile:ident, $most:literal, $($rows:literal)*) => {
            #[target_feature(enable = $features)]
            pub(super) unsafe fn $name(p: &Product, bias: Option<&[f32]>, out: &mut [f32]) {
                for c in (0..p.n).step_by(PANEL) {
                    let width = (p.n - c).min(PANEL);
                    let mut begin = [0f32; PANEL];
                    if let Some(b) = bias {
                        begin[..width].copy_from_slice(&b[c..c + width]);
                    }
                    let panel = &p.b[c * p.k..(c + PANEL) * p.k];
                    let mut row = 0;
                    while row < p.m {
                        let n = (p.m - row).min($most);
                        let mut to = [[0f32; PANEL]; $most];
                        // SAFETY: the features are ours; n rows are left.
                        unsafe {
                            match n {
                                $($rows => $tile::<$rows>(p, row, panel, &begin, to.first_chunk_mut().expect("fewer rows than most")),)*
                                _ => $tile::<$most>(p, row, panel, &begin, &mut to),
                            }
                        }
                        for (r, to) in to.iter().enumerate().take(n) {
                            let at = (row + r) * p.ldc + c;
                            out[at..at + width].copy_from_slice(&to[..width]);
                        }
                        row += n;
                    }
                }
            }
        };
    }
    by_tiles!(product, "avx2,fma", tile, 6, 1 2 3 4 5);
    by_tiles!(product512, "avx512f", tile512, 8, 1 2 3 4 5 6 7);
}

/// Eight numbers at once.
type Eight = [f32; 8];

#[inline(always)]
fn each(f: impl Fn(usize) -> f32) -> Eight {
    let mut out = [0f32; 8];
    for (i, o) in out.iter_mut().enumerate() {
        *o = f(i);
    }
    out
}

#[inline(always)]
fn fma(a: Eight, b: Eight, c: Eight) -> Eight {
    each(|i| a[i].mul_add(b[i], c[i]))
}

#[inline(always)]
fn times(a: Eight, b: Eight) -> Eight {
    each(|i| a[i] * b[i])
}

#[inline(always)]
fn sum(v: Eight) -> f32 {
    ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]))
}

#[inline(always)]
fn eight(x: &[f32]) -> Eight {
    each(|i| x[i])
}

/// e to the power of x for x up to 0; 0 below −87. Cody-Waite reduction and a polynomial of degree five (as in Cephes), good to
/// some 2 units in the last place.
#[inline(always)]
fn exp(x: Eight) -> Eight {
    const ROUND: f32 = 12_582_912.0;
    let x = each(|i| if x[i] > -87.0 { x[i] } else { -87.0 });
    let shifted = each(|i| x[i].mul_add(std::f32::consts::LOG2_E, ROUND));
    let whole = each(|i| shifted[i] - ROUND);
    let r = each(|i| whole[i].mul_add(-0.693_359_4, x[i]));
    let r = each(|i| whole[i].mul_add(2.121_944_4e-4, r[i]));
    let mut p = [1.987_569_2e-4; 8];
    for c in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1] {
        p = fma(p, r, [c; 8]);
    }
    let p = fma(fma(p, r, [1.0; 8]), r, [1.0; 8]);
    each(|i| p[i] * f32::from_bits(((shifted[i].to_bits() as i32 - 0x4B40_0000 + 127) << 23) as u32))
}

leveled! {
    /// GELU with the error function (Abramowitz and Stegun 7.1.26, within 1.5e-7), in place. The length is a multiple of eight.
    gelu(x: &mut [f32]) {
        for part in x.chunks_exact_mut(8) {
            let v = eight(part);
            let z = each(|i| v[i].abs() * std::f32::consts::FRAC_1_SQRT_2);
            let t = each(|i| 1.0 / z[i].mul_add(0.327_591_1, 1.0));
            let mut p = [1.061_405_4; 8];
            for c in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
                p = fma(p, t, [c; 8]);
            }
            let tail = times(times(p, t), exp(each(|i| -z[i] * z[i])));
            for i in 0..8 {
                let erf = 1.0 - tail[i];
                let erf = if v[i] < 0.0 { -erf } else { erf };
                part[i] = 0.5 * v[i] * (1.0 + erf);
            }
        }
    }
}

leveled! {
    /// `h` becomes the layer norm of `h + add`, row by row; `add` may be empty. The width is a multiple of eight.
    norm(h: &mut [f32], add: &[f32], weight: &[f32], bias: &[f32]) {
        let width = weight.len();
        for (r, row) in h.chunks_exact_mut(width).enumerate() {
            if !add.is_empty() {
                for (x, a) in row.iter_mut().zip(&add[r * width..(r + 1) * width]) {
                    *x += a;
                }
            }
            let mut total = [0f32; 8];
            for part in row.chunks_exact(8) {
                total = each(|i| total[i] + part[i]);
            }
            let mean = sum(total) / width as f32;
            let mut squares = [0f32; 8];
            for part in row.chunks_exact(8) {
                let d = each(|i| part[i] - mean);
                squares = fma(d, d, squares);
            }
            let per = 1.0 / (sum(squares) / width as f32 + 1e-12).sqrt();
            for ((x, w), b) in row.iter_mut().zip(weight).zip(bias) {
                *x = ((*x - mean) * per).mul_add(*w, *b);
            }
        }
    }
}

leveled! {
    /// Rows of `width` numbers of which the first `n` count become e to their power, less the row's greatest; the rest zero.
    /// `shares`: one over the sum of each row. `width` is a multiple of eight.
    soften(x: &mut [f32], width: usize, n: usize, shares: &mut Vec<f32>) {
        shares.clear();
        for row in x.chunks_exact_mut(width) {
            let (row, rest) = row.split_at_mut(n.next_multiple_of(8));
            row[n..].fill(f32::NEG_INFINITY);
            rest.fill(0.0);
            let mut top = [f32::NEG_INFINITY; 8];
            #[cfg(target_arch = "x86_64")]
            if LEVEL != 0 {
                // SAFETY: this copy of the function is built for AVX2 and runs only where it is there.
                unsafe { wide::top(row, &mut top) };
            }
            if LEVEL == 0 {
                for part in row.chunks_exact(8) {
                    top = each(|i| if part[i] > top[i] { part[i] } else { top[i] });
                }
            }
            let top = top.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
            let mut total = [0f32; 8];
            for part in row.chunks_exact_mut(8) {
                let e = exp(each(|i| part[i] - top));
                part.copy_from_slice(&e);
            }
            row[n..].fill(0.0);
            for part in row.chunks_exact(8) {
                total = each(|i| total[i] + part[i]);
            }
            shares.push(1.0 / sum(total));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, spread: f32) -> Vec<f32> {
        let mut state = 3u32;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ((state >> 9) as f32 / (1 << 22) as f32 - 1.0) * spread
            })
            .collect()
    }

    fn same(results: Vec<Vec<f32>>) -> Vec<f32> {
        let bits = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert!(results.windows(2).all(|w| bits(&w[0]) == bits(&w[1])), "levels differ");
        results.into_iter().next().unwrap_or_default()
    }

    #[test]
    fn products_are_the_same_on_every_level_and_right() {
        let (m, k, n) = (13, 21, 35);
        let (a, b, bias) = (numbers(m * k, 2.0), numbers(k * n, 1.0), numbers(n, 1.0));
        let mut packed = vec![0f32; packed_len(k, n)];
        for i in 0..k {
            for j in 0..n {
                packed[(j / PANEL * k + i) * PANEL + j % PANEL] = b[i * n + j];
            }
        }
        let p = Product { a: &a, lda: k, b: &packed, m, k, n, ldc: n };
        let all = Level::all().into_iter().map(|l| {
            let mut out = vec![0f32; m * n];
            product(l, &p, Some(&bias), &mut out);
            out
        });
        for (i, x) in same(all.collect()).into_iter().enumerate() {
            let (r, c) = (i / n, i % n);
            let want: f64 =
                f64::from(bias[c]) + (0..k).map(|j| f64::from(a[r * k + j]) * f64::from(b[j * n + c])).sum::<f64>();
            assert!((f64::from(x) - want).abs() < 1e-5);
        }
    }

    #[test]
    fn functions_are_the_same_on_every_level_and_right() {
        let x = numbers(96, 6.0);
        let got = same(
            Level::all()
                .into_iter()
                .map(|l| {
                    let mut y = x.clone();
                    gelu(l, &mut y);
                    y
                })
                .collect(),
        );
        // values of the error function as tabulated
        for (v, erf) in [(1.0f32, 0.682_689_5), (2.0, 0.954_499_7), (-1.0, -0.682_689_5), (0.0, 0.0), (30.0, 1.0)] {
            let mut y = [v; 8];
            gelu(Level::Plain, &mut y);
            assert!((y[3] - 0.5 * v * (1.0 + erf)).abs() < 2e-6, "{v}: {}", y[3]);
        }
        assert!(got.iter().all(|v| v.is_finite()));

        let (w, b) = (numbers(32, 1.0), numbers(32, 0.1));
        let normed = same(
            Level::all()
                .into_iter()
                .map(|l| {
                    let mut y = x.clone();
                    norm(l, &mut y, &x, &w, &b);
                    y
                })
                .collect(),
        );
        assert!(normed.iter().all(|v| v.is_finite()));

        let soft = same(
            Level::all()
                .into_iter()
                .map(|l| {
                    let (mut y, mut shares) = (x.clone(), Vec::new());
                    soften(l, &mut y, 32, 27, &mut shares);
                    y.extend(shares);
                    y
                })
                .collect(),
        );
        for r in 0..3 {
            let row = &soft[r * 32..(r + 1) * 32];
            assert!((row.iter().sum::<f32>() * soft[96 + r] - 1.0).abs() < 1e-6 && row[27..] == [0.0; 5]);
            let top = x[r * 32..r * 32 + 27].iter().copied().fold(f32::MIN, f32::max);
            for j in 0..27 {
                assert!((row[j] - (x[r * 32 + j] - top).exp()).abs() < 1e-6);
            }
        }
    }
}
