//! Products of quantised rows with int8 weights.
//!
//! A row of numbers becomes bytes 0..=127 with a scale and a zero of its own; weights are −127..=127 with a scale a column, packed
//! by training/export.py as `[outputs / 16][inputs / 4][16][4]`. Seven bits a number keep the sum of two products within 16 bits
//! (2 · 127 · 127 < 32,768), which is what makes the 256-bit instruction exact, and the scale a row is what makes seven enough.

use crate::{
    aligned::Aligned,
    level::{Level, leveled},
};

/// Columns of a packed panel.
pub(crate) const PANEL: usize = 16;

/// Rows of numbers as bytes.
#[derive(Default)]
pub(crate) struct Rows {
    /// `rows` × `width` bytes, 0..=127.
    pub bytes: Aligned<u8>,
    /// For every row: what one step is worth, and the byte that stands for zero.
    pub steps: Vec<(f32, i32)>,
}

/// int8 weights of one layer.
pub(crate) struct Bytes {
    /// The packed weights.
    pub weights: Aligned<u8>,
    /// What one step of a column is worth.
    pub scale: Vec<f32>,
    /// Added to a column.
    pub bias: Vec<f32>,
    /// Sum of the weights of a column.
    pub sum: Vec<i32>,
    /// For every panel and eight inputs: may products of the eight add up past 16 bits somewhere? (See [`heavy`].)
    pub heavy: Vec<bool>,
    /// Numbers of a row that goes in.
    pub inputs: usize,
    /// Numbers of a row that comes out.
    pub outputs: usize,
}

/// Where the 256-bit products must widen to 32 bits after every four inputs: for every panel and eight inputs of it, whether bytes
/// could add up past 16 bits in one of the sums of four weights that the instruction makes. One in 27 of the shipped ones does.
pub(crate) fn heavy(weights: &[u8], inputs: usize) -> Vec<bool> {
    const MOST: i16 = (i16::MAX as i32 / 127) as i16;
    let group = |eight: &[u8]| {
        let (left, right) = eight.split_at((4 * PANEL).min(eight.len()));
        let mut over = 0i16;
        for (a, b) in left.chunks_exact(2).zip(right.chunks_exact(2)) {
            let four = [a[0], a[1], b[0], b[1]].map(|w| i16::from(w as i8));
            let up: i16 = four.iter().map(|w| *w.max(&0)).sum();
            let down: i16 = four.iter().map(|w| -*w.min(&0)).sum();
            over = over.max(up).max(down);
        }
        over > MOST
    };
    weights.chunks_exact(inputs * PANEL).flat_map(|panel| panel.chunks(8 * PANEL)).map(group).collect()
}

/// Added to a small number, leaves it rounded to the nearest whole one (ties to even) in the low bits.
const ROUND: f32 = 12_582_912.0;
/// The bits of [`ROUND`].
const ZERO: i32 = 0x4B40_0000;

leveled! {
    /// Rows of `width` numbers to bytes. What is not a number counts as the least.
    quantise(x: &[f32], width: usize, out: &mut Rows) {
        out.bytes.hold(x.len());
        out.steps.clear();
        for (row, bytes) in x.chunks_exact(width).zip(out.bytes.chunks_exact_mut(width)) {
            let (mut low, mut high) = ([0f32; 8], [0f32; 8]);
            #[cfg(target_arch = "x86_64")]
            match LEVEL {
                // SAFETY: these copies of the function are built for AVX-512F and AVX2 and run only where those are there.
                2 => unsafe { wide::range512(row, &mut low, &mut high) },
                1 => unsafe { wide::range(row, &mut low, &mut high) },
                _ => {}
            }
            if LEVEL == 0 {
                for part in row.chunks_exact(8) {
                    for i in 0..8 {
                        low[i] = if part[i] < low[i] { part[i] } else { low[i] };
                        high[i] = if part[i] > high[i] { part[i] } else { high[i] };
                    }
                }
            }
            let low = low.iter().fold(0f32, |a, b| a.min(*b));
            let high = high.iter().fold(0f32, |a, b| a.max(*b));
            let step = if high > low { (high - low) / 127.0 } else { 1.0 };
            let per = 1.0 / step;
            let zero = ((-low * per + ROUND).to_bits() as i32 - ZERO).clamp(0, 127);
            #[cfg(target_arch = "x86_64")]
            if LEVEL == 2 && width.is_multiple_of(16) {
                // SAFETY: this copy of the function is built for AVX-512F and runs only where it is there.
                unsafe { wide::round512(row, per, zero, bytes) };
                out.steps.push((step, zero));
                continue;
            }
            #[cfg(target_arch = "x86_64")]
            if LEVEL != 0 && width.is_multiple_of(32) {
                // SAFETY: this copy of the function is built for AVX2 and runs only where it is there.
                unsafe { wide::round(row, per, zero, bytes) };
                out.steps.push((step, zero));
                continue;
            }
            for (v, byte) in row.iter().zip(bytes) {
                let steps = v * per;
                let steps = if steps.is_nan() { -128 } else { (steps + ROUND).to_bits() as i32 - ZERO };
                *byte = (steps + zero).clamp(0, 127) as u8;
            }
            out.steps.push((step, zero));
        }
    }
}

/// `rows` times the weights, `out` with a row of `w.outputs` numbers for each.
pub(crate) fn times(level: Level, w: &Bytes, rows: &Rows, out: &mut Aligned<f32>) {
    let weights = &*w.weights;
    let m = rows.steps.len();
    assert!(w.inputs.is_multiple_of(4) && w.outputs.is_multiple_of(PANEL), "sizes are checked when the model is read");
    assert!(rows.bytes.len() == m * w.inputs && weights.len() == w.inputs * w.outputs);
    assert!(w.heavy.len() == w.outputs / PANEL * w.inputs.div_ceil(8));
    assert!(w.scale.len() == w.outputs && w.bias.len() == w.outputs && w.sum.len() == w.outputs);
    out.hold(m * w.outputs);
    match level {
        Level::Plain => plain(w, weights, rows, out),
        // SAFETY: the level exists only where the processor has the instructions; the sizes were compared above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { wide::avx2(w, weights, rows, out) },
        // SAFETY: as above; the inputs are whole tiles.
        #[cfg(target_arch = "x86_64")]
        Level::Tiles if w.inputs.is_multiple_of(crate::tiles::DEEP) => unsafe { crate::tiles::times(w, rows, out) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Vnni | Level::Tiles => unsafe { wide::vnni(w, weights, rows, out) },
    }
}

/// Does a level give what plain arithmetic gives? Asked once, when the model is read.
pub(crate) fn agrees(level: Level) -> bool {
    [(24, 48, 11), (128, 48, 53), (64, 32, 7)]
        .into_iter()
        .all(|(inputs, outputs, m)| agrees_on(level, inputs, outputs, m))
}

fn agrees_on(level: Level, inputs: usize, outputs: usize, m: usize) -> bool {
    let mut state = 7u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 16
    };
    let weights: Vec<u8> = (0..inputs * outputs).map(|_| (next() % 255) as i32 - 127).map(|v| v as i8 as u8).collect();
    let bytes: Vec<u8> = (0..m * inputs).map(|_| (next() % 128) as u8).collect();
    let rows = Rows {
        bytes: bytes.as_slice().into(),
        steps: (0..m).map(|_| ((1 + next() % 99) as f32 / 64.0, (next() % 128) as i32)).collect(),
    };
    let w = Bytes {
        weights: weights.as_slice().into(),
        scale: (0..outputs).map(|_| (1 + next() % 99) as f32 / 128.0).collect(),
        bias: (0..outputs).map(|_| (next() % 99) as f32 / 8.0).collect(),
        sum: (0..outputs).map(|_| (next() % 999) as i32 - 500).collect(),
        heavy: heavy(&weights, inputs),
        inputs,
        outputs,
    };
    let (mut here, mut there) = (Aligned::default(), Aligned::default());
    times(Level::Plain, &w, &rows, &mut here);
    times(level, &w, &rows, &mut there);
    here.iter().zip(there.iter()).all(|(a, b)| a.to_bits() == b.to_bits())
}

fn plain(w: &Bytes, weights: &[u8], rows: &Rows, out: &mut [f32]) {
    for (p, panel) in weights.chunks_exact(w.inputs * PANEL).enumerate() {
        for (r, row) in rows.bytes.chunks_exact(w.inputs).enumerate() {
            let mut sums = [0i32; PANEL];
            for (four, x) in panel.chunks_exact(4 * PANEL).zip(row.chunks_exact(4)) {
                for (sum, w) in sums.iter_mut().zip(four.chunks_exact(4)) {
                    for k in 0..4 {
                        *sum += i32::from(x[k]) * i32::from(w[k] as i8);
                    }
                }
            }
            let (step, zero) = rows.steps[r];
            for (j, sum) in sums.into_iter().enumerate() {
                let c = p * PANEL + j;
                out[r * w.outputs + c] = ((sum - zero * w.sum[c]) as f32).mul_add(step * w.scale[c], w.bias[c]);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;

    use super::{Bytes, PANEL, Rows};

    /// What a tile of results needs beside its sums.
    struct Tile<'a> {
        w: &'a Bytes,
        rows: &'a Rows,
        row: usize,
        column: usize,
    }

    /// Eight sums of row `r` of a tile to numbers, written at their place.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn finish(t: &Tile, r: usize, at: usize, sums: __m256i, out: &mut [f32]) {
        let c = t.column + at;
        let (step, zero) = t.rows.steps[t.row + r];
        let place = &mut out[(t.row + r) * t.w.outputs + c..][..8];
        let (scale, bias, sum) = (&t.w.scale[c..][..8], &t.w.bias[c..][..8], &t.w.sum[c..][..8]);
        // SAFETY: each of the slices holds eight numbers.
        unsafe {
            let shift = _mm256_mullo_epi32(_mm256_set1_epi32(zero), _mm256_loadu_si256(sum.as_ptr().cast()));
            let whole = _mm256_cvtepi32_ps(_mm256_sub_epi32(sums, shift));
            let scale = _mm256_mul_ps(_mm256_set1_ps(step), _mm256_loadu_ps(scale.as_ptr()));
            _mm256_storeu_ps(place.as_mut_ptr(), _mm256_fmadd_ps(whole, scale, _mm256_loadu_ps(bias.as_ptr())));
        }
    }

    /// 32 numbers at a time to whole steps, nearest even, from `zero` up, held within 0..=127.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn round(row: &[f32], per: f32, zero: i32, bytes: &mut [u8]) {
        assert!(row.len() == bytes.len());
        let (per, zero) = (_mm256_set1_ps(per), _mm256_set1_epi32(zero));
        let order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
        for (from, to) in row.chunks_exact(32).zip(bytes.chunks_exact_mut(32)) {
            // SAFETY: both hold 32.
            unsafe {
                let eight = |i: usize| {
                    let steps = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(from.as_ptr().add(8 * i)), per));
                    // what is no number comes as the least whole one; without the bound it would wrap
                    _mm256_add_epi32(_mm256_max_epi32(steps, _mm256_set1_epi32(-128)), zero)
                };
                let low = _mm256_packs_epi32(eight(0), eight(1));
                let high = _mm256_packs_epi32(eight(2), eight(3));
                let packed = _mm256_permutevar8x32_epi32(_mm256_packus_epi16(low, high), order);
                _mm256_storeu_si256(to.as_mut_ptr().cast(), _mm256_min_epu8(packed, _mm256_set1_epi8(127)));
            }
        }
    }

    /// As `round`, sixteen numbers at a time.
    #[inline]
    #[target_feature(enable = "avx2,fma,avx512f")]
    pub(super) unsafe fn round512(row: &[f32], per: f32, zero: i32, bytes: &mut [u8]) {
        assert!(row.len() == bytes.len());
        let (per, zero) = (_mm512_set1_ps(per), _mm512_set1_epi32(zero));
        for (from, to) in row.chunks_exact(16).zip(bytes.chunks_exact_mut(16)) {
            // SAFETY: both hold sixteen.
            unsafe {
                let steps = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(from.as_ptr()), per));
                let steps = _mm512_add_epi32(_mm512_max_epi32(steps, _mm512_set1_epi32(-128)), zero);
                let held = _mm512_min_epi32(_mm512_max_epi32(steps, _mm512_setzero_si512()), _mm512_set1_epi32(127));
                _mm_storeu_si128(to.as_mut_ptr().cast(), _mm512_cvtepi32_epi8(held));
            }
        }
    }

    /// As `range`, sixteen numbers at a time.
    #[inline]
    #[target_feature(enable = "avx2,fma,avx512f")]
    pub(super) unsafe fn range512(row: &[f32], low: &mut [f32; 8], high: &mut [f32; 8]) {
        let (pairs, rest) = row.as_chunks::<16>();
        // SAFETY: a pair holds sixteen numbers.
        unsafe {
            let (mut least, mut most) = (_mm512_setzero_ps(), _mm512_setzero_ps());
            for pair in pairs {
                let pair = _mm512_loadu_ps(pair.as_ptr());
                (least, most) = (_mm512_min_ps(pair, least), _mm512_max_ps(pair, most));
            }
            for (all, into, least_of) in [(least, &mut *low, true), (most, &mut *high, false)] {
                let mut sixteen = [0f32; 16];
                _mm512_storeu_ps(sixteen.as_mut_ptr(), all);
                for (i, x) in into.iter_mut().enumerate() {
                    let (a, b) = (sixteen[i], sixteen[i + 8]);
                    *x = if least_of { a.min(b) } else { a.max(b) };
                }
            }
            range(rest, low, high);
        }
    }

    /// Least and greatest of every eighth number, from what `low` and `high` hold; what is not a number is passed over.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn range(row: &[f32], low: &mut [f32; 8], high: &mut [f32; 8]) {
        // SAFETY: a part holds eight numbers, as `low` and `high` do.
        unsafe {
            let (mut least, mut most) = (_mm256_loadu_ps(low.as_ptr()), _mm256_loadu_ps(high.as_ptr()));
            for part in row.chunks_exact(8) {
                let part = _mm256_loadu_ps(part.as_ptr());
                (least, most) = (_mm256_min_ps(part, least), _mm256_max_ps(part, most));
            }
            _mm256_storeu_ps(low.as_mut_ptr(), least);
            _mm256_storeu_ps(high.as_mut_ptr(), most);
        }
    }

    /// `N` rows times half a panel (eight columns), 256 bits at a time. Bytes become sums of two products in 16 bits; where the
    /// weights allow it two of those are added before they are widened to 32 bits, which saves a quarter of the multiplications.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn narrow<const N: usize>(t: &Tile, half: usize, panel: &[u8], heavy: &[bool], out: &mut [f32]) {
        let k = t.w.inputs;
        let bytes = &t.rows.bytes[t.row * k..(t.row + N) * k];
        assert!(panel.len() == k * PANEL && heavy.len() == k.div_ceil(8) && half < 2);
        let ones = _mm256_set1_epi16(1);
        let mut sums = [_mm256_setzero_si256(); N];
        for (pair, &heavy) in heavy.iter().enumerate() {
            let g = 2 * pair;
            // SAFETY: a panel holds k / 4 groups of 64 bytes, `bytes` N rows of k; a pair's second group is read only where it is.
            unsafe {
                let group = |g: usize| _mm256_loadu_si256(panel.as_ptr().add(64 * g + 32 * half).cast());
                let four = |r: usize, g: usize| {
                    _mm256_set1_epi32(bytes.as_ptr().add(r * k + 4 * g).cast::<i32>().read_unaligned())
                };
                if heavy || g + 1 == k / 4 {
                    for g in g..(g + 2).min(k / 4) {
                        let weights = group(g);
                        for (r, sum) in sums.iter_mut().enumerate() {
                            let two = _mm256_maddubs_epi16(four(r, g), weights);
                            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(two, ones));
                        }
                    }
                    continue;
                }
                let (first, second) = (group(g), group(g + 1));
                for (r, sum) in sums.iter_mut().enumerate() {
                    let two = _mm256_maddubs_epi16(four(r, g), first);
                    let two = _mm256_add_epi16(two, _mm256_maddubs_epi16(four(r, g + 1), second));
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(two, ones));
                }
            }
        }
        for (r, sum) in sums.into_iter().enumerate() {
            // SAFETY: the caller's feature is ours.
            unsafe { finish(t, r, 8 * half, sum, out) };
        }
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn avx2(w: &Bytes, weights: &[u8], rows: &Rows, out: &mut [f32]) {
        let m = rows.steps.len();
        let all = w.heavy.chunks_exact(w.inputs.div_ceil(8));
        for (p, (panel, heavy)) in weights.chunks_exact(w.inputs * PANEL).zip(all).enumerate() {
            for half in 0..2 {
                let mut t = Tile { w, rows, row: 0, column: p * PANEL };
                while t.row < m {
                    // SAFETY: the features are ours, and as many rows are left as are taken.
                    t.row += unsafe {
                        match m - t.row {
                            8.. => (narrow::<8>(&t, half, panel, heavy, out), 8).1,
                            4.. => (narrow::<4>(&t, half, panel, heavy, out), 4).1,
                            2.. => (narrow::<2>(&t, half, panel, heavy, out), 2).1,
                            _ => (narrow::<1>(&t, half, panel, heavy, out), 1).1,
                        }
                    };
                }
            }
        }
    }

    /// `N` rows times `P` panels beside each other, 512 bits at a time.
    #[inline]
    #[target_feature(enable = "avx2,fma,avx512f,avx512vnni")]
    unsafe fn broad<const N: usize, const P: usize>(t: &Tile, panels: &[u8], out: &mut [f32]) {
        let k = t.w.inputs;
        let bytes = &t.rows.bytes[t.row * k..(t.row + N) * k];
        assert!(panels.len() >= P * k * PANEL);
        let mut sums = [[_mm512_setzero_si512(); P]; N];
        for g in 0..k / 4 {
            // SAFETY: `panels` holds P panels of k / 4 groups of 64 bytes, `bytes` N rows of k.
            unsafe {
                let mut w = [_mm512_setzero_si512(); P];
                for (p, w) in w.iter_mut().enumerate() {
                    *w = _mm512_loadu_si512(panels.as_ptr().add(p * k * PANEL + 64 * g).cast());
                }
                for (r, sum) in sums.iter_mut().enumerate() {
                    let x = _mm512_set1_epi32(bytes.as_ptr().add(r * k + 4 * g).cast::<i32>().read_unaligned());
                    for p in 0..P {
                        sum[p] = _mm512_dpbusd_epi32(sum[p], x, w[p]);
                    }
                }
            }
        }
        for (r, sum) in sums.into_iter().enumerate() {
            for (p, sum) in sum.into_iter().enumerate() {
                let (low, high) = (_mm512_castsi512_si256(sum), _mm512_extracti64x4_epi64::<1>(sum));
                // SAFETY: the features are ours.
                unsafe {
                    finish(t, r, p * PANEL, low, out);
                    finish(t, r, p * PANEL + 8, high, out);
                }
            }
        }
    }

    #[target_feature(enable = "avx2,fma,avx512f,avx512vnni")]
    pub(super) unsafe fn vnni(w: &Bytes, weights: &[u8], rows: &Rows, out: &mut [f32]) {
        let m = rows.steps.len();
        let size = w.inputs * PANEL;
        let panels = w.outputs / PANEL;
        let mut p = 0;
        while p < panels {
            let two = p + 1 < panels;
            let mut t = Tile { w, rows, row: 0, column: p * PANEL };
            let here = &weights[p * size..];
            while t.row < m {
                let left = m - t.row;
                // SAFETY: the features are ours; as many rows and panels are left as are taken.
                t.row += unsafe {
                    match (two, left) {
                        (true, 8..) => (broad::<8, 2>(&t, here, out), 8).1,
                        (true, 4..) => (broad::<4, 2>(&t, here, out), 4).1,
                        (true, 2..) => (broad::<2, 2>(&t, here, out), 2).1,
                        (true, _) => (broad::<1, 2>(&t, here, out), 1).1,
                        (false, 8..) => (broad::<8, 1>(&t, here, out), 8).1,
                        (false, 2..) => (broad::<2, 1>(&t, here, out), 2).1,
                        (false, _) => (broad::<1, 1>(&t, here, out), 1).1,
                    }
                };
            }
            p += if two { 2 } else { 1 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_gives_the_same_bits() {
        for level in Level::all() {
            assert!(agrees(level), "{level:?}");
        }
    }

    #[test]
    fn the_heaviest_sums_are_exact() {
        // all weights and bytes as large as they come, so that sums of four in 16 bits would wrap
        for weight in [127i8, -127] {
            let (inputs, outputs) = (16, 16);
            let weights = vec![weight as u8; inputs * outputs];
            let w = Bytes {
                weights: weights.as_slice().into(),
                scale: vec![1.0; outputs],
                bias: vec![0.0; outputs],
                sum: vec![0; outputs],
                heavy: heavy(&weights, inputs),
                inputs,
                outputs,
            };
            assert_eq!(w.heavy, [true, true]);
            let rows = Rows { bytes: vec![127; 5 * inputs].as_slice().into(), steps: vec![(1.0, 0); 5] };
            for level in Level::all() {
                let mut out = Aligned::default();
                times(level, &w, &rows, &mut out);
                assert_eq!(*out, vec![f32::from(weight) * 127.0 * 16.0; 5 * outputs], "{level:?}");
            }
        }
        assert_eq!(heavy(&vec![64; 16 * 16], 16), [false, false]);
    }

    #[test]
    fn bytes_stand_for_their_numbers() {
        let x: Vec<f32> = (0..64).map(|i| ((i * 37 % 64) as f32 - 20.0) / 7.0).collect();
        for level in Level::all() {
            let mut rows = Rows::default();
            quantise(level, &x, 32, &mut rows);
            for (i, (v, b)) in x.iter().zip(rows.bytes.iter()).enumerate() {
                let (step, zero) = rows.steps[i / 32];
                assert!(((i32::from(*b) - zero) as f32 * step - v).abs() <= step * 0.5001, "{level:?}: {v}");
            }
            // rows without a range, and rows that hold no numbers, come out whole
            quantise(level, &[0.0; 16], 8, &mut rows);
            assert_eq!((&*rows.bytes, rows.steps[0]), ([0u8; 16].as_slice(), (1.0, 0)));
            let mut odd = [0.25f32; 32];
            (odd[1], odd[2], odd[3]) = (f32::NAN, 1.0, -1.0);
            quantise(level, &odd, 32, &mut rows);
            assert_eq!(rows.bytes[..5], [80, 0, 127, 0, 80], "{level:?}");
            odd[4] = f32::INFINITY;
            quantise(level, &odd, 32, &mut rows);
            assert!(rows.bytes.iter().all(|b| *b <= 127));
        }
    }
}
