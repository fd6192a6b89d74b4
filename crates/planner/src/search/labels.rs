//! All labels of a search.

use std::ops::{Index, IndexMut};

use super::Label;

/// Labels by their ids, in blocks: one piece of memory would have to be moved as it grows, and a
/// browser keeps the room that both took.
#[derive(Debug, Default)]
pub(super) struct Labels {
    blocks: Vec<Vec<Label>>,
}

/// Labels of one block: 120 kB.
const BLOCK: usize = 1 << 10;

impl Labels {
    /// Number of labels.
    #[inline]
    pub(super) fn len(&self) -> usize {
        match self.blocks.split_last() {
            Some((last, full)) => full.len() * BLOCK + last.len(),
            None => 0,
        }
    }

    #[inline]
    pub(super) fn get(&self, id: usize) -> Option<&Label> {
        self.blocks.get(id / BLOCK)?.get(id % BLOCK)
    }

    #[inline]
    pub(super) fn push(&mut self, label: Label) {
        match self.blocks.last_mut() {
            Some(last) if last.len() < BLOCK => last.push(label),
            _ => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(label);
                self.blocks.push(block);
            }
        }
    }
}

impl Index<usize> for Labels {
    type Output = Label;

    #[inline]
    fn index(&self, id: usize) -> &Label {
        &self.blocks[id / BLOCK][id % BLOCK]
    }
}

impl IndexMut<usize> for Labels {
    #[inline]
    fn index_mut(&mut self, id: usize) -> &mut Label {
        &mut self.blocks[id / BLOCK][id % BLOCK]
    }
}
