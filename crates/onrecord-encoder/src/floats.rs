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
        Level::Vnni | Level::Tiles => unsafe { wide::product512(p, bias, out) },
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

    use super::{BITS, LEAST, PANEL, POWERS, Product, ROUND, SLOPE, TAIL, TWO};

    /// [`super::exp`] of sixteen numbers.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn exp(x: __m512) -> __m512 {
        // of a number and none the second operand is the greatest
        let x = _mm512_max_ps(x, _mm512_set1_ps(LEAST));
        let round = _mm512_set1_ps(ROUND);
        let shifted = _mm512_fmadd_ps(x, _mm512_set1_ps(std::f32::consts::LOG2_E), round);
        let whole = _mm512_sub_ps(shifted, round);
        let r = _mm512_fmadd_ps(whole, _mm512_set1_ps(TWO[0]), x);
        let r = _mm512_fmadd_ps(whole, _mm512_set1_ps(TWO[1]), r);
        let mut p = _mm512_set1_ps(POWERS[0]);
        for c in &POWERS[1..] {
            p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(*c));
        }
        let power = _mm512_slli_epi32::<23>(_mm512_add_epi32(_mm512_castps_si512(shifted), _mm512_set1_epi32(BITS)));
        _mm512_mul_ps(p, _mm512_castsi512_ps(power))
    }

    /// e to the power of each number less `top`.
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(super) fn exp512(x: &mut [[f32; 16]], top: f32) {
        let top = _mm512_set1_ps(top);
        for part in x {
            // SAFETY: a part holds sixteen numbers.
            unsafe {
                let less = _mm512_sub_ps(_mm512_loadu_ps(part.as_ptr()), top);
                _mm512_storeu_ps(part.as_mut_ptr(), exp(less));
            }
        }
    }

    /// 1 / d, rounded as a division rounds it, for d from 1 on: from 14 bits to 28 by one step of Newton's, then the rest put
    /// right (Markstein 1990, "Computation of elementary functions on the IBM RISC System/6000 processor", theorem 5.2).
    /// Divided are the one mantissa that the theorem leaves out, all ones, and numbers too great to be put right. A test tries every mantissa.
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(super) fn over512(d: __m512) -> __m512 {
        let one = _mm512_set1_ps(1.0);
        let ones = _mm512_or_si512(_mm512_castps_si512(d), _mm512_set1_epi32(!0x7F_FFFF));
        let ones = _mm512_cmpeq_epi32_mask(ones, _mm512_set1_epi32(-1));
        if ones | _mm512_cmp_ps_mask::<_CMP_NLE_UQ>(d, _mm512_set1_ps(1e30)) != 0 {
            return _mm512_div_ps(one, d);
        }
        let about = _mm512_rcp14_ps(d);
        let near = _mm512_fmadd_ps(_mm512_fnmadd_ps(d, about, one), about, about);
        _mm512_fmadd_ps(_mm512_fnmadd_ps(d, near, one), near, near)
    }

    /// One panel of [`super::turn`].
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(super) fn turn512(rows: &[f32], lda: usize, factor: f32, panel: &mut [f32]) {
        let (rows_of, rest) = panel.as_chunks_mut::<PANEL>();
        assert!(rest.is_empty() && rows.len() >= (PANEL - 1) * lda + rows_of.len() && lda <= 1 << 24);
        let lanes = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        let places = _mm512_mullo_epi32(lanes, _mm512_set1_epi32(lda as i32));
        for (k, to) in rows_of.iter_mut().enumerate() {
            // SAFETY: the k-th number of each of the sixteen rows is there, as was compared above.
            unsafe {
                let column = _mm512_i32gather_ps::<4>(places, rows.as_ptr().add(k));
                _mm512_storeu_ps(to.as_mut_ptr(), _mm512_mul_ps(column, _mm512_set1_ps(factor)));
            }
        }
    }

    /// [`super::gelu_of`] of sixteen numbers each.
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(super) fn gelu512(x: &mut [[f32; 16]]) {
        let (one, sign) = (_mm512_set1_ps(1.0), _mm512_set1_epi32(i32::MIN));
        for part in x {
            // SAFETY: a part holds sixteen numbers.
            let v = unsafe { _mm512_loadu_ps(part.as_ptr()) };
            let z = _mm512_mul_ps(_mm512_abs_ps(v), _mm512_set1_ps(std::f32::consts::FRAC_1_SQRT_2));
            let t = over512(_mm512_fmadd_ps(z, _mm512_set1_ps(SLOPE), one));
            let mut p = _mm512_set1_ps(TAIL[0]);
            for c in &TAIL[1..] {
                p = _mm512_fmadd_ps(p, t, _mm512_set1_ps(*c));
            }
            let less = _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(z), sign));
            let tail = _mm512_mul_ps(_mm512_mul_ps(p, t), exp(_mm512_mul_ps(less, z)));
            let erf = _mm512_castps_si512(_mm512_sub_ps(one, tail));
            let below = _mm512_cmp_ps_mask::<_CMP_LT_OQ>(v, _mm512_setzero_ps());
            let erf = _mm512_castsi512_ps(_mm512_mask_xor_epi32(erf, below, erf, sign));
            let all = _mm512_mul_ps(_mm512_mul_ps(_mm512_set1_ps(0.5), v), _mm512_add_ps(one, erf));
            // SAFETY: as above.
            unsafe { _mm512_storeu_ps(part.as_mut_ptr(), all) };
        }
    }

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

    /// Greatest number of each of `R` rows of `width` numbers, of which the first `n` (a multiple of eight) count. What is not a
    /// number is passed over.
    #[inline]
    #[target_feature(enable = "avx2,fma,avx512f")]
    pub(super) unsafe fn tops512<const R: usize>(rows: &[f32], width: usize, n: usize) -> [f32; R] {
        assert!(rows.len() == R * width && n <= width && n.is_multiple_of(8));
        let mut most = [_mm512_set1_ps(f32::NEG_INFINITY); R];
        // SAFETY: every row holds n numbers; the last eight are read by themselves where no sixteen are left.
        unsafe {
            for at in (0..n / 16 * 16).step_by(16) {
                for (r, most) in most.iter_mut().enumerate() {
                    *most = _mm512_max_ps(_mm512_loadu_ps(rows.as_ptr().add(r * width + at)), *most);
                }
            }
            if !n.is_multiple_of(16) {
                for (r, most) in most.iter_mut().enumerate() {
                    let eight = _mm512_maskz_loadu_ps(0xFF, rows.as_ptr().add(r * width + n - 8));
                    *most = _mm512_mask_max_ps(*most, 0xFF, eight, *most);
                }
            }
        }
        most.map(|m| _mm512_reduce_max_ps(m))
    }

    /// `N` rows times `P` panels beside each other, of which the last has `width` columns, written at their place.
    #[inline]
    #[target_feature(enable = "avx512f")]
    unsafe fn tile512<const N: usize, const P: usize>(
        p: &Product,
        row: usize,
        column: usize,
        begin: &[[f32; PANEL]; 2],
        out: &mut [f32],
    ) {
        let panels = &p.b[column * p.k..(column + P * PANEL) * p.k];
        let a = &p.a[row * p.lda..(row + N - 1) * p.lda + p.k];
        let to = &mut out[row * p.ldc + column..];
        let width = (p.n - column).min(P * PANEL) - (P - 1) * PANEL;
        assert!(to.len() >= (N - 1) * p.ldc + (P - 1) * PANEL + width);
        // SAFETY: a panel holds k rows of sixteen numbers, `a` N rows of k numbers lda apart, `begin` rows of sixteen; `to` has room
        // for N rows of that many columns, and the mask holds the last columns within it.
        unsafe {
            let mut sums = [[_mm512_setzero_ps(); P]; N];
            for sum in &mut sums {
                for (sum, begin) in sum.iter_mut().zip(begin) {
                    *sum = _mm512_loadu_ps(begin.as_ptr());
                }
            }
            for i in 0..p.k {
                let mut right = [_mm512_setzero_ps(); P];
                for (q, right) in right.iter_mut().enumerate() {
                    *right = _mm512_loadu_ps(panels.as_ptr().add((q * p.k + i) * PANEL));
                }
                for (r, sum) in sums.iter_mut().enumerate() {
                    let x = _mm512_set1_ps(*a.as_ptr().add(r * p.lda + i));
                    for (sum, right) in sum.iter_mut().zip(right) {
                        *sum = _mm512_fmadd_ps(x, right, *sum);
                    }
                }
            }
            let mask = u16::MAX >> (PANEL - width);
            for (r, sum) in sums.iter().enumerate() {
                for (q, sum) in sum.iter().enumerate() {
                    let place = to.as_mut_ptr().add(r * p.ldc + q * PANEL);
                    if q + 1 < P {
                        _mm512_storeu_ps(place, *sum);
                    } else {
                        _mm512_mask_storeu_ps(place, mask, *sum);
                    }
                }
            }
        }
    }

    /// `P` panels from `column` on times all rows.
    #[inline]
    #[target_feature(enable = "avx512f")]
    unsafe fn rows512<const P: usize>(p: &Product, column: usize, begin: &[[f32; PANEL]; 2], out: &mut [f32]) {
        let mut row = 0;
        while row < p.m {
            // SAFETY: the features are ours; as many rows are left as are taken.
            row += unsafe {
                match p.m - row {
                    12.. => (tile512::<12, P>(p, row, column, begin, out), 12).1,
                    8.. => (tile512::<8, P>(p, row, column, begin, out), 8).1,
                    4.. => (tile512::<4, P>(p, row, column, begin, out), 4).1,
                    2.. => (tile512::<2, P>(p, row, column, begin, out), 2).1,
                    _ => (tile512::<1, P>(p, row, column, begin, out), 1).1,
                }
            };
        }
    }

    #[target_feature(enable = "avx512f")]
    pub(super) unsafe fn product512(p: &Product, bias: Option<&[f32]>, out: &mut [f32]) {
        for c in (0..p.n).step_by(2 * PANEL) {
            let width = (p.n - c).min(2 * PANEL);
            let mut begin = [[0f32; PANEL]; 2];
            if let Some(b) = bias {
                begin.as_flattened_mut()[..width].copy_from_slice(&b[c..c + width]);
            }
            // SAFETY: the features are ours; there are as many panels as are taken.
            unsafe { if width > PANEL { rows512::<2>(p, c, &begin, out) } else { rows512::<1>(p, c, &begin, out) } }
        }
    }

    /// A product by tiles of up to six rows.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn product(p: &Product, bias: Option<&[f32]>, out: &mut [f32]) {
        for c in (0..p.n).step_by(PANEL) {
            let width = (p.n - c).min(PANEL);
            let mut begin = [0f32; PANEL];
            if let Some(b) = bias {
                begin[..width].copy_from_slice(&b[c..c + width]);
            }
            let panel = &p.b[c * p.k..(c + PANEL) * p.k];
            let mut row = 0;
            while row < p.m {
                let n = (p.m - row).min(6);
                let mut to = [[0f32; PANEL]; 6];
                // SAFETY: the features are ours; n rows are left.
                unsafe {
                    match n {
                        1 => tile::<1>(p, row, panel, &begin, to.first_chunk_mut().expect("fewer than six")),
                        2 => tile::<2>(p, row, panel, &begin, to.first_chunk_mut().expect("fewer than six")),
                        3 => tile::<3>(p, row, panel, &begin, to.first_chunk_mut().expect("fewer than six")),
                        4 => tile::<4>(p, row, panel, &begin, to.first_chunk_mut().expect("fewer than six")),
                        5 => tile::<5>(p, row, panel, &begin, to.first_chunk_mut().expect("fewer than six")),
                        _ => tile::<6>(p, row, panel, &begin, &mut to),
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
}

/// Eight numbers at once. What is made of each by itself is the same by sixteen (`wide`).
type Some = [f32; 8];

#[inline(always)]
fn each(f: impl Fn(usize) -> f32) -> Some {
    let mut out = [0f32; 8];
    for (i, o) in out.iter_mut().enumerate() {
        *o = f(i);
    }
    out
}

#[inline(always)]
fn fma(a: Some, b: Some, c: Some) -> Some {
    each(|i| a[i].mul_add(b[i], c[i]))
}

#[inline(always)]
fn times(a: Some, b: Some) -> Some {
    each(|i| a[i] * b[i])
}

#[inline(always)]
fn sum(v: Some) -> f32 {
    ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]))
}

/// Numbers of [`exp`]: the least power, what rounds to a whole number, the logarithm of 2 in two parts, the polynomial.
const LEAST: f32 = -87.0;
const ROUND: f32 = 12_582_912.0;
const TWO: [f32; 2] = [-0.693_359_4, 2.121_944_4e-4];
const POWERS: [f32; 8] = [1.987_569_2e-4, 1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1, 1.0, 1.0];
/// From the bits of a number with [`ROUND`] added to a power of two.
const BITS: i32 = 127 - 0x4B40_0000;

/// e to the power of x for x up to 0; 0 below −87. Cody-Waite reduction and a polynomial of degree five (as in Cephes), good to
/// some 2 units in the last place.
#[inline(always)]
fn exp(x: Some) -> Some {
    let x: Some = each(|i| if x[i] > LEAST { x[i] } else { LEAST });
    let shifted: Some = each(|i| x[i].mul_add(std::f32::consts::LOG2_E, ROUND));
    let whole: Some = each(|i| shifted[i] - ROUND);
    let r: Some = each(|i| whole[i].mul_add(TWO[0], x[i]));
    let r: Some = each(|i| whole[i].mul_add(TWO[1], r[i]));
    let mut p = [POWERS[0]; 8];
    for c in &POWERS[1..] {
        p = fma(p, r, [*c; 8]);
    }
    each(|i| p[i] * f32::from_bits(((shifted[i].to_bits() as i32 + BITS) << 23) as u32))
}

/// Numbers of the error function: of the argument, of the polynomial.
const SLOPE: f32 = 0.327_591_1;
const TAIL: [f32; 5] = [1.061_405_4, -1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6];

/// GELU with the error function (Abramowitz and Stegun 7.1.26, within 1.5e-7).
#[inline(always)]
fn gelu_of(part: &mut Some) {
    let v = *part;
    let z: Some = each(|i| v[i].abs() * std::f32::consts::FRAC_1_SQRT_2);
    let t: Some = each(|i| 1.0 / z[i].mul_add(SLOPE, 1.0));
    let mut p = [TAIL[0]; 8];
    for c in &TAIL[1..] {
        p = fma(p, t, [*c; 8]);
    }
    let tail = times(times(p, t), exp(each(|i| -z[i] * z[i])));
    *part = each(|i| {
        let erf = 1.0 - tail[i];
        let erf = if v[i] < 0.0 { -erf } else { erf };
        0.5 * v[i] * (1.0 + erf)
    });
}

leveled! {
    /// Packs `n` rows of `size` numbers, `lda` apart, as the columns of a right side, each number times `factor`.
    turn(x: &[f32], lda: usize, size: usize, n: usize, factor: f32, out: &mut [f32]) {
        for (p, panel) in out.chunks_exact_mut(size * PANEL).enumerate() {
            let rows = &x[p * PANEL * lda..];
            let here = (n - p * PANEL).min(PANEL);
            #[cfg(target_arch = "x86_64")]
            if LEVEL == 2 && here == PANEL {
                // SAFETY: this copy of the function is built for AVX-512F and runs only where it is there.
                unsafe { wide::turn512(rows, lda, factor, panel) };
                continue;
            }
            panel.fill(0.0);
            for (j, row) in rows.chunks(lda).take(here).enumerate() {
                for (k, x) in row[..size].iter().enumerate() {
                    panel[k * PANEL + j] = x * factor;
                }
            }
        }
    }
}

leveled! {
    /// GELU, in place. The length is a multiple of eight.
    gelu(x: &mut [f32]) {
        #[allow(unused_mut)]
        let mut x = x;
        #[cfg(target_arch = "x86_64")]
        if LEVEL == 2 {
            let (sixteens, rest) = x.as_chunks_mut::<16>();
            // SAFETY: this copy of the function is built for AVX-512F and runs only where it is there.
            unsafe { wide::gelu512(sixteens) };
            x = rest;
        }
        for part in x.as_chunks_mut::<8>().0 {
            gelu_of(part);
        }
    }
}

leveled! {
    /// `h` becomes the layer norm of `h + add`, row by row; `add` may be empty. The width is a multiple of eight.
    norm(h: &mut [f32], add: &[f32], weight: &[f32], bias: &[f32]) {
        let width = weight.len();
        let mut adds = add;
        let mut left = h;
        while !left.is_empty() {
            let four = left.len() >= 4 * width;
            let (rows, rest) = left.split_at_mut(if four { 4 * width } else { width });
            let (here, others) = adds.split_at(rows.len().min(adds.len()));
            if four {
                norm_rows::<4>(rows, here, weight, bias);
            } else {
                norm_rows::<1>(rows, here, weight, bias);
            }
            (left, adds) = (rest, others);
        }
    }
}

/// The sum over each of `R` rows of what `f` makes of eight of its numbers and the sum so far: eight chains a row, whatever `R`.
#[inline(always)]
fn sums<const R: usize>(rows: &[f32], width: usize, f: impl Fn(usize, Some, Some) -> Some) -> [f32; R] {
    let mut total = [[0f32; 8]; R];
    for at in (0..width).step_by(8) {
        for (r, total) in total.iter_mut().enumerate() {
            let part = *rows[r * width + at..].first_chunk().expect("the width is a multiple of eight");
            *total = f(r, part, *total);
        }
    }
    std::array::from_fn(|r| sum(total[r]))
}

/// Layer norm of `R` rows: their sums are made beside each other, since one chain of additions waits for itself.
#[inline(always)]
fn norm_rows<const R: usize>(h: &mut [f32], add: &[f32], weight: &[f32], bias: &[f32]) {
    let width = weight.len();
    for (x, a) in h.iter_mut().zip(add) {
        *x += a;
    }
    let total = sums::<R>(h, width, |_, part, total| each(|i| total[i] + part[i]));
    let mean: [f32; R] = std::array::from_fn(|r| total[r] / width as f32);
    let squares = sums::<R>(h, width, |r, part, total| {
        let d: Some = each(|i| part[i] - mean[r]);
        fma(d, d, total)
    });
    for (r, row) in h.chunks_exact_mut(width).enumerate() {
        let per = 1.0 / (squares[r] / width as f32 + 1e-12).sqrt();
        for ((x, w), b) in row.iter_mut().zip(weight).zip(bias) {
            *x = ((*x - mean[r]) * per).mul_add(*w, *b);
        }
    }
}

leveled! {
    /// Rows of `width` numbers of which the first `n` count become e to their power, less the row's greatest; the rest zero.
    /// `shares`: one over the sum of each row. `width` is a multiple of eight.
    soften(x: &mut [f32], width: usize, n: usize, shares: &mut Vec<f32>) {
        shares.clear();
        let whole = n.next_multiple_of(8);
        for rows in x.chunks_mut(4 * width) {
            for row in rows.chunks_exact_mut(width) {
                row[n..whole].fill(f32::NEG_INFINITY);
                row[whole..].fill(0.0);
            }
            let mut tops = [f32::NEG_INFINITY; 4];
            #[cfg(target_arch = "x86_64")]
            if LEVEL == 2 && rows.len() == 4 * width {
                // SAFETY: this copy of the function is built for AVX-512F and runs only where it is there.
                tops = unsafe { wide::tops512::<4>(rows, width, whole) };
            }
            for (row, ready) in rows.chunks_exact_mut(width).zip(tops) {
                let row = &mut row[..whole];
                let mut top = [ready; 8];
                if ready == f32::NEG_INFINITY {
                    #[cfg(target_arch = "x86_64")]
                    if LEVEL != 0 {
                        // SAFETY: this copy of the function is built for AVX2 at least and runs only where it is there.
                        unsafe { wide::top(row, &mut top) };
                    }
                    if LEVEL == 0 {
                        for part in row.chunks_exact(8) {
                            top = each(|i| if part[i] > top[i] { part[i] } else { top[i] });
                        }
                    }
                }
                let top = top.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
                #[allow(unused_mut)]
                let mut left = &mut row[..];
                #[cfg(target_arch = "x86_64")]
                if LEVEL == 2 {
                    let (sixteens, rest) = left.as_chunks_mut::<16>();
                    // SAFETY: this copy of the function is built for AVX-512F and runs only where it is there.
                    unsafe { wide::exp512(sixteens, top) };
                    left = rest;
                }
                for part in left.as_chunks_mut::<8>().0 {
                    *part = exp(each(|i| part[i] - top));
                }
                row[n..].fill(0.0);
            }
            let add = |_, part: Some, total: Some| each(|i| total[i] + part[i]);
            if rows.len() == 4 * width {
                shares.extend(sums::<4>(rows, width, add).map(|s| 1.0 / s));
            } else {
                shares.extend(rows.chunks_exact(width).map(|row| 1.0 / sums::<1>(row, width, add)[0]));
            }
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

    /// Every mantissa, and powers of two up to where it is divided.
    #[test]
    #[cfg(target_arch = "x86_64")]
    fn one_over_a_number_is_rounded_as_a_division() {
        if !is_x86_feature_detected!("avx512f") {
            return;
        }
        let over = |d: [f32; 16]| {
            let mut out = [0f32; 16];
            // SAFETY: AVX-512F is there; sixteen numbers are read and written.
            unsafe {
                use std::arch::x86_64::{_mm512_loadu_ps, _mm512_storeu_ps};
                _mm512_storeu_ps(out.as_mut_ptr(), wide::over512(_mm512_loadu_ps(d.as_ptr())));
            }
            out
        };
        let same = |d: [f32; 16]| (0..16).all(|i| (1.0 / d[i]).to_bits() == over(d)[i].to_bits());
        let one = 1f32.to_bits();
        for mantissa in (0..1u32 << 23).step_by(16) {
            let d = std::array::from_fn(|i| f32::from_bits(one + mantissa + i as u32));
            assert!(same(d), "{d:?}");
        }
        for exponent in 0..127u32 {
            let d = std::array::from_fn(|i| f32::from_bits(one + (exponent << 23) + (i as u32 * 0x7_FFFF)));
            assert!(same(d), "{d:?}");
        }
        assert!(same([f32::INFINITY; 16]) && same([3e38; 16]) && over([f32::NAN; 16])[7].is_nan());
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
    fn rows_are_turned_the_same_on_every_level() {
        let (n, size, lda) = (37, 5, 9);
        let x = numbers((n - 1) * lda + size, 3.0);
        let turned = same(
            Level::all()
                .into_iter()
                .map(|l| {
                    let mut out = vec![f32::NAN; packed_len(size, n)];
                    turn(l, &x, lda, size, n, 0.25, &mut out);
                    out
                })
                .collect(),
        );
        for (i, v) in turned.iter().enumerate() {
            let (row, k) = (i / PANEL / size * PANEL + i % PANEL, i / PANEL % size);
            assert_eq!(*v, if row < n { x[row * lda + k] * 0.25 } else { 0.0 });
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
