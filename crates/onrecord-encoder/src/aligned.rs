//! Numbers that begin on a 64-byte line: wide loads and tiles that cross lines take twice as long, tiles seven times.

use std::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

#[repr(C, align(64))]
#[derive(Clone, Copy)]
struct Line([u8; 64]);

/// Plain numbers: any bits are one, and none asks for more than a line's alignment.
pub(crate) trait Number: Copy {}
impl Number for u8 {}
impl Number for f32 {}

/// A row of numbers on lines of its own.
pub(crate) struct Aligned<T> {
    lines: Vec<Line>,
    len: usize,
    of: PhantomData<T>,
}

impl<T> Default for Aligned<T> {
    fn default() -> Self {
        Aligned { lines: Vec::new(), len: 0, of: PhantomData }
    }
}

impl<T: Number> Aligned<T> {
    /// Makes room for `len` numbers: what was there stays, what is new is zero, and room once made is kept.
    pub(crate) fn hold(&mut self, len: usize) {
        let lines = (len * size_of::<T>()).div_ceil(64);
        if self.lines.len() < lines {
            self.lines.resize(lines, Line([0; 64]));
        }
        self.len = len;
    }
}

impl<T: Number> From<&[T]> for Aligned<T> {
    fn from(numbers: &[T]) -> Self {
        let mut new = Aligned::default();
        new.hold(numbers.len());
        new.copy_from_slice(numbers);
        new
    }
}

impl<T: Number> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: the lines hold at least `len` numbers, all their bytes are set, and any bits are a number.
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.len) }
    }
}

impl<T: Number> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as above, and the lines are ours alone.
        unsafe { std::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.len) }
    }
}
