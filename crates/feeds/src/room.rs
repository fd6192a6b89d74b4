//! How many connectors a file may have: a few characters can say that there are hundreds, and a
//! hostile file must not take the machine's memory.

use stations::Station;

/// Most connectors of one station; the greatest sites of today have some six hundred.
pub(crate) const SITE_MAX: usize = 1000;
/// Connectors that any file may have.
const LEAST: usize = 4000;
/// Bytes of a file for each more; a table with forty connectors in each row has more.
const BYTES: usize = 4;

/// Room for connectors, by the size of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Room(usize);

impl Room {
    pub(crate) fn of(bytes: usize) -> Self {
        Self(LEAST + bytes / BYTES)
    }

    /// True when the station still fits; then its room is taken.
    pub(crate) fn take(&mut self, station: &Station) -> bool {
        let left = self.0.checked_sub(station.connectors().count());
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}
