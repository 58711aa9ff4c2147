//! Sorting in few bytes of code.
//!
//! The standard library's sort is made for millions of items and takes three kilobytes of code
//! for each type of item: a tenth of the module that browsers load. There, all types share one
//! sort of numbers. Native builds have the standard library's.

/// Sorts; equal items keep their order.
#[inline]
pub fn sort<T: Ord>(items: &mut [T]) {
    #[cfg(not(target_family = "wasm"))]
    items.sort();
    #[cfg(target_family = "wasm")]
    small::sort_by(items, |a, b| a <= b);
}

/// Sorts by `key`; items with equal keys keep their order.
#[inline]
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    #[cfg(not(target_family = "wasm"))]
    items.sort_by_key(key);
    #[cfg(target_family = "wasm")]
    small::sort_by(items, |a, b| key(a) <= key(b));
}

#[cfg(any(test, target_family = "wasm"))]
mod small {
    /// Sorts by `in_order`, which tells whether the first may stand before the second.
    pub fn sort_by<T>(items: &mut [T], in_order: impl Fn(&T, &T) -> bool) {
        if !items.is_sorted_by(&in_order) {
            let order = order(items.len(), &|a, b| in_order(&items[a], &items[b]));
            arrange(items, order);
        }
    }

    /// The numbers below `len` in their order: neighbours are merged, then pairs of them, and so on.
    #[inline(never)]
    fn order(len: usize, in_order: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..len).collect();
        let mut merged = Vec::with_capacity(len);
        let mut width = 1;
        while width < len {
            for pair in order.chunks(2 * width) {
                let (mut left, mut right) = pair.split_at(width.min(pair.len()));
                while let ([a, others @ ..], [b, rest @ ..]) = (left, right) {
                    if in_order(*a, *b) {
                        merged.push(*a);
                        left = others;
                    } else {
                        merged.push(*b);
                        right = rest;
                    }
                }
                merged.extend_from_slice(left);
                merged.extend_from_slice(right);
            }
            core::mem::swap(&mut order, &mut merged);
            merged.clear();
            width *= 2;
        }
        order
    }

    /// Puts at each place the item that `order` names for it.
    fn arrange<T>(items: &mut [T], mut order: Vec<usize>) {
        for first in 0..items.len() {
            let mut place = first;
            loop {
                let from = core::mem::replace(&mut order[place], place);
                if from == first {
                    break;
                }
                items.swap(place, from);
                place = from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The standard library's sort is the oracle.
        #[test]
        fn the_small_sort_is_stable_and_right(mut items in prop::collection::vec((0_u8..9, any::<u16>()), 0..200)) {
            let mut expected = items.clone();
            sort_by_key(&mut expected, |(key, _)| *key);
            small::sort_by(&mut items, |a, b| a.0 <= b.0);
            prop_assert_eq!(&items, &expected);
            sort(&mut expected);
            small::sort_by(&mut items, |a, b| a <= b);
            prop_assert_eq!(items, expected);
        }
    }
}
