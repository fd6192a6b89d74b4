//! Many short lists that change.

use super::blocks::Blocks;

/// Lists whose cells lie side by side: as many vectors of their own would take twice as much.
pub(super) struct Lists<T> {
    /// For each list its first cell.
    first: Vec<u32>,
    /// Items, each with the next cell of its list.
    cells: Blocks<(T, u32)>,
    /// The first of the cells that are not in use.
    free: u32,
}

/// The end of a list.
const NO_CELL: u32 = u32::MAX;

impl<T: Copy> Lists<T> {
    /// So many empty lists.
    pub(super) fn new(lists: usize) -> Self {
        Self {
            first: vec![NO_CELL; lists],
            cells: Blocks::default(),
            free: NO_CELL,
        }
    }

    /// The items of a list, the latest first.
    pub(super) fn of(&self, list: usize) -> impl Iterator<Item = &T> + Clone {
        let mut next = self.first[list];
        std::iter::from_fn(move || {
            let (item, after) = self.cells.get(next as usize)?;
            next = *after;
            Some(item)
        })
    }

    pub(super) fn push(&mut self, list: usize, item: T) {
        let cell = (item, self.first[list]);
        let free = self.free;
        if let Some(reused) = self.cells.get_mut(free as usize) {
            self.free = reused.1;
            *reused = cell;
            self.first[list] = free;
        } else {
            // Cells are fewer than a file of 4 GB has links.
            self.first[list] = u32::try_from(self.cells.len()).unwrap_or(NO_CELL);
            self.cells.push(cell);
        }
    }

    /// Takes out all items of a list.
    pub(super) fn clear(&mut self, list: usize) {
        self.retain(list, |_| false);
    }

    /// Takes out the items that `keep` does not want.
    pub(super) fn retain(&mut self, list: usize, keep: impl Fn(&T) -> bool) {
        let mut before = NO_CELL;
        let mut at = self.first[list];
        while let Some((item, after)) = self.cells.get(at as usize).copied() {
            if keep(&item) {
                before = at;
            } else {
                match self.cells.get_mut(before as usize) {
                    Some(cell) => cell.1 = after,
                    None => self.first[list] = after,
                }
                self.cells[at as usize].1 = self.free;
                self.free = at;
            }
            at = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_what_they_should_and_cells_are_used_again() {
        let mut lists = Lists::new(2);
        for item in 0..6 {
            lists.push(item % 2, item);
        }
        lists.retain(0, |item| *item == 2);
        lists.push(1, 7);
        lists.push(1, 9);
        assert_eq!(lists.of(0).copied().collect::<Vec<_>>(), [2]);
        assert_eq!(lists.of(1).copied().collect::<Vec<_>>(), [9, 7, 5, 3, 1]);
        assert_eq!(lists.cells.len(), 6);
    }
}
