//! What a search keeps its undominated labels in.

use super::label::{Label, LabelId};

/// An undominated label of a node, with what most comparisons need.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) time: f64,
    /// Its greatest charge.
    pub(super) charge: f64,
    /// The charge that it has at its time, the least; rounded down.
    pub(super) least: f32,
    pub(super) id: LabelId,
}

impl Entry {
    /// Of a label that is kept under `time`.
    pub(super) fn new(time: f64, label: &Label, id: LabelId) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "less by more than it rounds up"
        )]
        let least = (label.first.charge * (1.0 - 1e-6)) as f32;
        Self {
            time,
            charge: label.last.charge,
            least,
            id,
        }
    }
}

/// A search keeps so many lists for the next one, and so much room in each: long ones have more,
/// which would be missing elsewhere.
const LISTS_KEPT: usize = 1 << 11;
const ENTRIES_KEPT: usize = 1 << 4;

/// Lists of undominated labels, one for each place of a trip that was come to. A search leaves them
/// empty for the next one: making room takes as long as a short search.
#[derive(Debug, Default)]
pub struct Room {
    /// For each place one more than the index of its list; 0 where nothing came yet.
    slots: Vec<u32>,
    /// Lists, each with its place; those that are in use come first.
    lists: Vec<(u32, Vec<Entry>)>,
    used: usize,
}

impl Room {
    /// With room for so many places.
    pub(super) fn of_places(mut self, places: usize) -> Self {
        if self.slots.len() < places {
            self.slots.resize(places, 0);
        }
        self
    }

    /// The list of a place.
    #[inline]
    pub(super) fn list_at(&mut self, place: usize) -> usize {
        let slot = &mut self.slots[place];
        if *slot == 0 {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            match self.lists.get_mut(self.used) {
                Some(list) => list.0 = place,
                None => self.lists.push((place, Vec::new())),
            }
            self.used += 1;
            *slot = u32::try_from(self.used).unwrap_or(u32::MAX);
        }
        *slot as usize - 1
    }

    /// What is in the list of a place.
    #[inline]
    pub(super) fn at(&self, place: usize) -> &[Entry] {
        match self.slots[place] {
            0 => &[],
            list => &self.lists[list as usize - 1].1,
        }
    }

    /// What is in a list.
    #[inline]
    pub(super) fn list(&self, list: usize) -> &[Entry] {
        &self.lists[list].1
    }

    /// The same, to change it.
    #[inline]
    pub(super) fn of(&mut self, list: usize) -> &mut Vec<Entry> {
        &mut self.lists[list].1
    }

    /// The same, empty.
    pub(super) fn emptied(mut self) -> Self {
        for (place, list) in &mut self.lists[..self.used] {
            self.slots[*place as usize] = 0;
            if list.capacity() > ENTRIES_KEPT {
                *list = Vec::new();
            }
            list.clear();
        }
        self.lists.truncate(LISTS_KEPT);
        self.used = 0;
        self
    }
}
