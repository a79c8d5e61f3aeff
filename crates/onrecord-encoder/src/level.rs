//! Which instructions does this processor have, and how is the same sum made with each of them?
//!
//! Every level gives the same bits: products of int8 weights are whole numbers that never overflow or saturate, and every f32
//! result is a chain of fused multiply-adds in one fixed order. So a report reads the same on any machine.

/// The instructions that products are made with. Only [`Level::best`] and [`Level::all`] make one, after asking the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// What every processor has; slow where it has no fused multiply-add.
    Plain,
    /// 256-bit vectors with fused multiply-add.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit vectors and products of bytes, beside [`Level::Avx2`].
    #[cfg(target_arch = "x86_64")]
    Vnni,
    /// Products of bytes by tiles, beside [`Level::Vnni`].
    #[cfg(target_arch = "x86_64")]
    Tiles,
}

impl Level {
    /// Levels that this processor has, the plainest first.
    pub(crate) fn all() -> Vec<Level> {
        #[allow(unused_mut)]
        let mut all = vec![Level::Plain];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            all.push(Level::Avx2);
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
                all.push(Level::Vnni);
                if crate::tiles::here() {
                    all.push(Level::Tiles);
                }
            }
        }
        all
    }

    /// What the products are made with, in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Level::Plain => "plain products",
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => "256-bit products",
            #[cfg(target_arch = "x86_64")]
            Level::Vnni => "512-bit products of bytes",
            #[cfg(target_arch = "x86_64")]
            Level::Tiles => "products of bytes by tiles",
        }
    }

    /// The fastest level whose products agree with plain arithmetic on this processor.
    pub(crate) fn best() -> Level {
        let agrees = |l: &Level| crate::bytes::agrees(*l) && crate::floats::agrees(*l);
        Level::all().into_iter().rev().find(agrees).unwrap_or(Level::Plain)
    }
}

/// Writes a function once and builds it three times: for [`Level::Plain`], with 256-bit vectors and with 512-bit ones. All give the
/// same bits, since the body spells out the order of its sums. `LEVEL` in the body is 0 for the plain copy, 2 for the widest.
macro_rules! leveled {
    ($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        #[allow(clippy::too_many_arguments)]
        pub(crate) fn $name(level: $crate::level::Level, $($arg: $type),*) {
            #[inline(always)]
            fn body<const LEVEL: u8>($($arg: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn wide($($arg: $type),*) {
                    body::<1>($($arg),*)
                }
                #[target_feature(enable = "avx2,fma,avx512f")]
                fn widest($($arg: $type),*) {
                    body::<2>($($arg),*)
                }
                use $crate::level::Level;
                match level {
                    Level::Plain => {}
                    // SAFETY: the level exists only where the processor said it has AVX2 and FMA.
                    Level::Avx2 => return unsafe { wide($($arg),*) },
                    // SAFETY: these only where it has AVX-512F besides.
                    Level::Vnni | Level::Tiles => return unsafe { widest($($arg),*) },
                }
            }
            let _ = level;
            body::<0>($($arg),*)
        }
    };
}
pub(crate) use leveled;
