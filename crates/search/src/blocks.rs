//! Lists that grow without moving.

use std::ops::{Index, IndexMut};

/// A list in blocks. One piece of memory would have to be moved as it grows, and a browser keeps
/// the room that both took; blocks fit into what others have left.
#[derive(Debug)]
pub(super) struct Blocks<T> {
    blocks: Vec<Vec<T>>,
}

/// Items of one block.
const BLOCK: usize = 1 << 10;

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<T> Blocks<T> {
    /// Number of items.
    #[inline]
    pub(super) fn len(&self) -> usize {
        match self.blocks.split_last() {
            Some((last, full)) => full.len() * BLOCK + last.len(),
            None => 0,
        }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<&T> {
        self.blocks.get(at / BLOCK)?.get(at % BLOCK)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.blocks.get_mut(at / BLOCK)?.get_mut(at % BLOCK)
    }

    #[inline]
    pub(super) fn push(&mut self, item: T) {
        match self.blocks.last_mut() {
            Some(last) if last.len() < BLOCK => last.push(item),
            _ => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(item);
                self.blocks.push(block);
            }
        }
    }
}

impl<T> Index<usize> for Blocks<T> {
    type Output = T;

    #[inline]
    fn index(&self, at: usize) -> &T {
        &self.blocks[at / BLOCK][at % BLOCK]
    }
}

impl<T> IndexMut<usize> for Blocks<T> {
    #[inline]
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.blocks[at / BLOCK][at % BLOCK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_places_from_block_to_block() {
        let mut all = Blocks::default();
        for item in 0..=3 * BLOCK {
            assert_eq!(all.len(), item);
            all.push(item);
        }
        all[BLOCK] = 7;
        assert_eq!((all[BLOCK - 1], all[BLOCK]), (BLOCK - 1, 7));
        assert_eq!(all.get(3 * BLOCK), Some(&(3 * BLOCK)));
        assert_eq!(all.get(3 * BLOCK + 1), None);
    }
}
