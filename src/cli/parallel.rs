//! Work on all cores, results in order.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc;
use std::thread;

/// As many as there are cores, unless the user says otherwise. WASI has no threads.
pub fn threads(asked: Option<std::num::NonZero<usize>>) -> usize {
    if cfg!(target_family = "wasm") {
        return 1;
    }
    asked.or_else(|| thread::available_parallelism().ok()).map_or(1, Into::into)
}

/// Draws items from `next`, works on each on one of `threads` threads and hands the results
/// to `emit` in the order of the items, on the calling thread. No more than four items a
/// thread are on their way at once, so memory stays bounded however long the input is.
/// Ends at the first error of `emit`.
pub fn ordered<T: Send, R: Send, E>(
    threads: usize,
    mut next: impl FnMut() -> Option<T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut emit: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads == 1 {
        return std::iter::from_fn(next).try_for_each(|item| emit(work(item)));
    }
    let (permit, permits) = mpsc::sync_channel::<()>(threads * 4);
    let (feed, items) = mpsc::channel::<(usize, T)>();
    let (done, results) = mpsc::channel::<(usize, R)>();
    let items = Mutex::new(items);
    thread::scope(|scope| {
        scope.spawn(move || {
            // A permit is taken before an item is drawn, and given back when its result is out.
            let mut sequence = 0;
            while permit.send(()).is_ok()
                && let Some(item) = next()
                && feed.send((sequence, item)).is_ok()
            {
                sequence += 1;
            }
        });
        for _ in 0..threads {
            let (done, items, work) = (done.clone(), &items, &work);
            scope.spawn(move || {
                loop {
                    let item = items.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).recv();
                    let Ok((sequence, item)) = item else { break };
                    if done.send((sequence, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        // Owned here, so that leaving early wakes a drawer who waits for a permit.
        let permits = permits;
        let mut waiting = BTreeMap::new();
        let mut expected = 0;
        for (sequence, result) in results {
            waiting.insert(sequence, result);
            while let Some(result) = waiting.remove(&expected) {
                expected += 1;
                emit(result)?;
                _ = permits.recv();
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 4] {
            let mut items = 0..500u64;
            let mut seen = Vec::new();
            let work = |n| {
                thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
                n
            };
            let outcome: Result<(), ()> = ordered(
                threads,
                || items.next(),
                work,
                |n| {
                    seen.push(n);
                    Ok(())
                },
            );
            assert_eq!(outcome, Ok(()));
            assert!(seen.into_iter().eq(0..500));
        }
    }

    #[test]
    fn an_error_ends_it_and_no_more_is_drawn_than_is_on_its_way() {
        for threads in [1, 3] {
            let mut drawn = 0;
            let endless = || {
                drawn += 1;
                Some(drawn)
            };
            let outcome = ordered(threads, endless, |n| n, |n| if n == 10 { Err("full") } else { Ok(()) });
            assert_eq!(outcome, Err("full"));
            assert!(drawn <= 10 + threads * 4 + 1, "{drawn}");
        }
    }
}
