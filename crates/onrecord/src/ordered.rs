//! Many at once, in order: items are worked on by several threads and handed on in the order they came in.
//!
//! A worker never runs further ahead of the consumer than a fixed window, so memory stays bounded however long the input is.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{Condvar, Mutex, PoisonError},
};

/// Items in flight or waiting to be handed on, for each thread.
const WINDOW: usize = 8;

struct State<I, R> {
    items: I,
    /// Number of the next item to take.
    next: usize,
    /// Number of the next result to hand on.
    due: usize,
    done: BTreeMap<usize, R>,
    /// Items are used up, or the consumer has had enough.
    over: bool,
}

/// Calls `work` on every item on `threads` threads and `consume` on every result, in the order of the items, on this thread.
///
/// Stops early when `consume` breaks. Work that is under way then is thrown away.
pub fn in_order<T, R, I>(
    threads: usize,
    items: I,
    work: impl Fn(T) -> R + Sync,
    mut consume: impl FnMut(R) -> ControlFlow<()>,
) where
    T: Send,
    R: Send,
    I: Iterator<Item = T> + Send,
{
    let threads = threads.max(1);
    if threads == 1 {
        for item in items {
            if consume(work(item)).is_break() {
                return;
            }
        }
        return;
    }
    let state = Mutex::new(State { items, next: 0, due: 0, done: BTreeMap::new(), over: false });
    let changed = Condvar::new();
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let (number, item) = {
                        let mut s = lock();
                        while !s.over && s.next >= s.due + WINDOW * threads {
                            s = changed.wait(s).unwrap_or_else(PoisonError::into_inner);
                        }
                        if s.over {
                            return;
                        }
                        let Some(item) = s.items.next() else {
                            s.over = true;
                            changed.notify_all();
                            return;
                        };
                        s.next += 1;
                        (s.next - 1, item)
                    };
                    let result = work(item);
                    lock().done.insert(number, result);
                    changed.notify_all();
                }
            });
        }
        loop {
            let result = {
                let mut s = lock();
                loop {
                    let due = s.due;
                    if let Some(result) = s.done.remove(&due) {
                        s.due += 1;
                        changed.notify_all();
                        break result;
                    }
                    if s.over && s.due == s.next {
                        return;
                    }
                    s = changed.wait(s).unwrap_or_else(PoisonError::into_inner);
                }
            };
            if consume(result).is_break() {
                lock().over = true;
                changed.notify_all();
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn run(threads: usize, n: u64, stop: usize) -> Vec<u64> {
        let mut out = Vec::new();
        in_order(
            threads,
            0..n,
            |i| {
                // Later items are quicker than earlier ones.
                std::thread::sleep(std::time::Duration::from_micros(300 * (3 - i % 4)));
                i * i
            },
            |r| {
                out.push(r);
                if out.len() == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        out
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let want: Vec<u64> = (0..100).map(|i| i * i).collect();
        for threads in [1, 2, 7] {
            assert_eq!(run(threads, 100, usize::MAX), want);
            assert_eq!(run(threads, 100, 5), want[..5]);
            assert!(run(threads, 0, 1).is_empty());
        }
    }

    #[test]
    fn workers_wait_for_a_slow_consumer() {
        let (taken, handed, ahead) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        in_order(
            2,
            (0..200).inspect(|_| {
                let now = taken.fetch_add(1, Ordering::SeqCst) + 1 - handed.load(Ordering::SeqCst);
                ahead.fetch_max(now, Ordering::SeqCst);
            }),
            |i| i,
            |_| {
                std::thread::sleep(std::time::Duration::from_micros(50));
                handed.fetch_add(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        assert!(ahead.load(Ordering::SeqCst) <= 2 * WINDOW + 2, "{ahead:?}");
    }
}
