//! Sorting and tables in little code.
//!
//! Each use of the standard library's sort brings five to ten kilobytes along, made for its type:
//! in the planner's wasm they were an eighth of all code. Here one function sorts for all. It is
//! slower by a small factor, so what is sorted all the time is better sorted by the standard
//! library, or in place by [`few`].

use std::cmp::Ordering;

mod table;

pub use table::{Numbers, Table, pair};

/// Sorts by `compare`; what is equal keeps its order.
pub fn by<T: Clone>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = order(items.len(), &mut |a, b| {
        compare(&items[a as usize], &items[b as usize]) == Ordering::Greater
    });
    *items = order.iter().map(|at| items[*at as usize].clone()).collect();
}

/// Sorts by a key; what is equal keeps its order.
pub fn by_key<T: Clone, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// So many are sorted by insertion.
const FEW: usize = 24;

/// Sorts numbers, many of them as a heap: for all in one place.
#[inline(never)]
pub fn numbers(items: &mut [u32]) {
    if items.len() <= FEW {
        return few(items, u32::cmp);
    }
    for at in (0..items.len() / 2).rev() {
        sink(items, at);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        sink(&mut items[..end], 0);
    }
}

/// Moves the number at a place of a heap down until none below it is greater.
fn sink(heap: &mut [u32], mut at: usize) {
    loop {
        let mut below = 2 * at + 1;
        if below + 1 < heap.len() && heap[below] < heap[below + 1] {
            below += 1;
        }
        if below >= heap.len() || heap[at] >= heap[below] {
            return;
        }
        heap.swap(at, below);
        at = below;
    }
}

/// Sorts a few items in place, by insertion; what is equal keeps its order.
#[inline]
pub fn few<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && compare(&items[at - 1], &items[at]) == Ordering::Greater {
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// The indices below `count`, sorted: merged from runs of twice the length each time.
fn order(count: usize, is_after: &mut dyn FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut all: Vec<u32> = (0..).take(count).collect();
    let mut merged = all.clone();
    let mut run = 1;
    while run < count {
        for start in (0..count).step_by(2 * run) {
            let (middle, end) = ((start + run).min(count), (start + 2 * run).min(count));
            let (mut left, mut right) = (start, middle);
            for slot in &mut merged[start..end] {
                let is_right = left == middle || right < end && is_after(all[left], all[right]);
                let from = if is_right { &mut right } else { &mut left };
                *slot = all[*from];
                *from += 1;
            }
        }
        std::mem::swap(&mut all, &mut merged);
        run *= 2;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_sorted_and_equal_ones_keep_their_order() {
        for count in 0..70_u32 {
            let scattered = (0..count).map(|item| (item.wrapping_mul(2_654_435_761) >> 29, item));
            let mut items: Vec<(u32, u32)> = scattered.collect();
            let (mut expected, mut some) = (items.clone(), items.clone());
            expected.sort_by_key(|item| item.0);
            by_key(&mut items, |item| item.0);
            few(&mut some, |a, b| a.0.cmp(&b.0));
            assert_eq!(items, expected);
            assert_eq!(some, expected);
        }
    }

    #[test]
    fn numbers_are_sorted_few_and_many() {
        for count in 0..200_u32 {
            let scattered = (0..count).map(|item| item.wrapping_mul(2_654_435_761) >> 25);
            let mut items: Vec<u32> = scattered.collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            numbers(&mut items);
            assert_eq!(items, expected);
        }
    }
}
