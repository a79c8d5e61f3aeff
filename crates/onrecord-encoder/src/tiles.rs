//! Products of bytes by tiles (Intel AMX): sixteen rows by sixteen columns by 64 inputs in one instruction.
//!
//! The packed weights of `bytes` are laid out as the instruction wants its right side: sixteen groups of four inputs are one tile of
//! 1,024 bytes. Sums are whole numbers of 32 bits, so the bits are those of every other level. The instructions are written out, as
//! their names are not stable in Rust yet. Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, chapter 18.

use std::arch::{asm, x86_64::*};

use crate::bytes::{Bytes, PANEL, Rows};

/// Inputs of one tile.
pub(crate) const DEEP: usize = 64;

/// Does this processor have tiles of bytes, and does the system let this process use them? Asks for leave where it must be asked for.
pub(crate) fn here() -> bool {
    const TILE: u32 = 1 << 24;
    const INT8: u32 = 1 << 25;
    const OSXSAVE: u32 = 1 << 27;
    const STATES: u64 = 3 << 17;
    if __cpuid(0).eax < 7 || __cpuid(1).ecx & OSXSAVE == 0 || __cpuid_count(7, 0).edx & (TILE | INT8) != TILE | INT8 {
        return false;
    }
    let (low, high): (u32, u32);
    // SAFETY: the instruction is there (OSXSAVE) and reads a register only.
    unsafe { asm!("xgetbv", in("ecx") 0, out("eax") low, out("edx") high, options(nomem, nostack, preserves_flags)) };
    let states = u64::from(high) << 32 | u64::from(low);
    states & STATES == STATES && allowed()
}

/// Linux gives a process room for tiles only once it has asked.
#[cfg(target_os = "linux")]
fn allowed() -> bool {
    const ARCH_PRCTL: i64 = 158;
    const ARCH_REQ_XCOMP_PERM: i64 = 0x1023;
    const XTILEDATA: i64 = 18;
    let mut answer = ARCH_PRCTL;
    // SAFETY: a system call with two numbers; it touches no memory of ours, and the registers it spoils are named.
    unsafe {
        asm!("syscall", inout("rax") answer, in("rdi") ARCH_REQ_XCOMP_PERM, in("rsi") XTILEDATA,
            out("rcx") _, out("r11") _, options(nostack));
    }
    answer == 0
}

#[cfg(not(target_os = "linux"))]
fn allowed() -> bool {
    false
}

/// What the tile registers hold: 0 to 3 sums (rows by columns: 0 and 1 of the upper rows, 2 and 3 of the lower), 4 and 5 rows, 6 and 7 weights.
#[repr(C, align(64))]
struct Shape {
    palette: u8,
    start: u8,
    reserved: [u8; 14],
    row_bytes: [u16; 16],
    rows: [u8; 16],
}

impl Shape {
    fn of(upper: usize, lower: usize) -> Shape {
        let (upper, lower) = (upper as u8, lower.max(1) as u8);
        let mut s = Shape { palette: 1, start: 0, reserved: [0; 14], row_bytes: [0; 16], rows: [0; 16] };
        s.row_bytes[..8].fill(DEEP as u16);
        s.rows[..8].copy_from_slice(&[upper, upper, lower, lower, upper, lower, 16, 16]);
        s
    }
}

#[repr(C, align(64))]
struct Sums([[i32; PANEL]; 64]);

/// `rows` times the weights: the sums of up to 32 rows by 32 columns at a time. Sizes as in `bytes::times`, inputs a multiple of [`DEEP`].
#[target_feature(enable = "avx2,fma,avx512f")]
pub(crate) unsafe fn times(w: &Bytes, rows: &Rows, out: &mut [f32]) {
    let (m, k, weights) = (rows.steps.len(), w.inputs, &*w.weights);
    assert!(k.is_multiple_of(DEEP) && rows.bytes.len() == m * k && weights.len() == k * w.outputs);
    let mut sums = Sums([[0; PANEL]; 64]);
    let mut row = 0;
    // all blocks of 32 rows have one shape, what is left another
    for end in [m / 32 * 32, m] {
        if row == end {
            continue;
        }
        let (upper, lower) = ((end - row).min(16), (end - row).min(32).saturating_sub(16));
        let shape = Shape::of(upper, lower);
        // SAFETY: the shape is one that the processor has (palette 1).
        unsafe { asm!("ldtilecfg [{}]", in(reg) &raw const shape, options(nostack, readonly, preserves_flags)) };
        let begin = row;
        for (p, panel) in weights.chunks(2 * k * PANEL).enumerate() {
            let two = panel.len() == 2 * k * PANEL;
            row = begin;
            while row < end {
                let a = &rows.bytes[row * k..(row + upper + lower) * k];
                // SAFETY: `a` holds upper + lower rows of k bytes, a panel k / 64 tiles of 1,024; the sums have room for four tiles.
                unsafe {
                    match (lower > 0, two) {
                        (true, true) => block::<true, true>(a, panel, k, &mut sums),
                        (true, false) => block::<true, false>(a, panel, k, &mut sums),
                        (false, true) => block::<false, true>(a, panel, k, &mut sums),
                        (false, false) => block::<false, false>(a, panel, k, &mut sums),
                    }
                    for side in 0..1 + usize::from(two) {
                        let column = (2 * p + side) * PANEL;
                        finish(w, &rows.steps[row..row + upper], row, column, &sums.0[side * 16..], out);
                        let row = row + upper;
                        finish(w, &rows.steps[row..row + lower], row, column, &sums.0[(2 + side) * 16..], out);
                    }
                }
                row += upper + lower;
            }
        }
    }
    // SAFETY: gives the registers back; nothing of ours is in them any more.
    unsafe { asm!("tilerelease", options(nomem, nostack, preserves_flags)) };
}

/// The sums of the rows `a` with one panel of weights or two.
#[inline]
unsafe fn block<const LOWER: bool, const TWO: bool>(a: &[u8], panel: &[u8], k: usize, sums: &mut Sums) {
    let (a, b) = (a.as_ptr(), panel.as_ptr());
    let to = sums.0.as_mut_ptr();
    // SAFETY: the caller's: rows, panels and sums are as long as the tiles that are read and written.
    unsafe {
        asm!(
            "tilezero tmm0",
            "tilezero tmm1",
            "tilezero tmm2",
            "tilezero tmm3",
            options(nomem, nostack, preserves_flags)
        );
        for g in 0..k / DEEP {
            let (upper, left) = (a.add(g * DEEP), b.add(g * 1024));
            asm!("tileloadd tmm4, [{a} + {k}]", "tileloadd tmm6, [{b} + {s}]", "tdpbusd tmm0, tmm4, tmm6",
                a = in(reg) upper, k = in(reg) k, b = in(reg) left, s = in(reg) 64usize, options(nostack, readonly, preserves_flags));
            if TWO {
                asm!("tileloadd tmm7, [{b} + {s}]", "tdpbusd tmm1, tmm4, tmm7",
                    b = in(reg) left.add(k * PANEL), s = in(reg) 64usize, options(nostack, readonly, preserves_flags));
            }
            if LOWER {
                asm!("tileloadd tmm5, [{a} + {k}]", "tdpbusd tmm2, tmm5, tmm6",
                    a = in(reg) upper.add(16 * k), k = in(reg) k, options(nostack, readonly, preserves_flags));
            }
            if LOWER && TWO {
                asm!("tdpbusd tmm3, tmm5, tmm7", options(nomem, nostack, preserves_flags));
            }
        }
        asm!("tilestored [{t} + {s}], tmm0", t = in(reg) to, s = in(reg) 64usize, options(nostack, preserves_flags));
        if TWO {
            asm!("tilestored [{t} + {s}], tmm1", t = in(reg) to.add(16), s = in(reg) 64usize, options(nostack, preserves_flags));
        }
        if LOWER {
            asm!("tilestored [{t} + {s}], tmm2", t = in(reg) to.add(32), s = in(reg) 64usize, options(nostack, preserves_flags));
        }
        if LOWER && TWO {
            asm!("tilestored [{t} + {s}], tmm3", t = in(reg) to.add(48), s = in(reg) 64usize, options(nostack, preserves_flags));
        }
    }
}

/// A tile of sums to numbers, written at their place: sixteen a row, from `row` and `column` on.
#[inline]
#[target_feature(enable = "avx2,fma,avx512f")]
unsafe fn finish(w: &Bytes, steps: &[(f32, i32)], row: usize, column: usize, sums: &[[i32; PANEL]], out: &mut [f32]) {
    let (scale, bias, sum) = (&w.scale[column..][..PANEL], &w.bias[column..][..PANEL], &w.sum[column..][..PANEL]);
    // SAFETY: each of the slices holds sixteen numbers.
    let (scale, bias, sum) = unsafe {
        (_mm512_loadu_ps(scale.as_ptr()), _mm512_loadu_ps(bias.as_ptr()), _mm512_loadu_si512(sum.as_ptr().cast()))
    };
    let places = out[row * w.outputs..].chunks_exact_mut(w.outputs);
    for ((&(step, zero), sums), place) in steps.iter().zip(sums).zip(places) {
        let place = &mut place[column..][..PANEL];
        // SAFETY: `sums` and `place` hold sixteen numbers.
        unsafe {
            let shift = _mm512_mullo_epi32(_mm512_set1_epi32(zero), sum);
            let whole = _mm512_cvtepi32_ps(_mm512_sub_epi32(_mm512_loadu_si512(sums.as_ptr().cast()), shift));
            let scale = _mm512_mul_ps(_mm512_set1_ps(step), scale);
            _mm512_storeu_ps(place.as_mut_ptr(), _mm512_fmadd_ps(whole, scale, bias));
        }
    }
}
