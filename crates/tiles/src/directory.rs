//! Directories: which tiles are where.

use crate::{Header, Section, WrongArchive};

/// What was expected of a list that ends too early or goes on too long.
const PLACE: &str = "directory";
/// An entry has a byte at least in each of its four columns.
const ENTRY_MIN: u64 = 4;
/// A number of 64 bits has so many groups of 7 at most.
const GROUPS_MAX: u32 = 10;

/// A directory, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory(Vec<Entry>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Entry {
    /// The first tile that it is about.
    id: u64,
    /// How many tiles are the same; 0 for another directory.
    run: u64,
    from: u64,
    bytes: u64,
}

/// Where to look on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The tile is there.
    Tile(Section),
    /// Another directory knows.
    Leaf(Section),
}

impl Directory {
    /// Reads an unpacked directory.
    pub fn read(bytes: &[u8]) -> Result<Self, WrongArchive> {
        let mut reader = Reader { bytes, at: 0 };
        let count = reader.number()?;
        if count == 0 || count.saturating_mul(ENTRY_MIN) > bytes.len() as u64 {
            let (found, length) = (format!("{count} entries"), bytes.len());
            let expected = format!("1 at least, and no more than {length} bytes can hold");
            return Err(WrongArchive::new(PLACE, found, expected));
        }
        let mut entries = vec![Entry::default(); usize::try_from(count).unwrap_or_default()];
        let mut id = 0_u64;
        for (at, entry) in entries.iter_mut().enumerate() {
            let step = reader.number()?;
            let next = id.checked_add(step).filter(|_| at == 0 || step > 0);
            id = next.ok_or_else(|| WrongArchive::new(PLACE, "tiles out of order", "in order"))?;
            entry.id = id;
        }
        for entry in &mut entries {
            entry.run = reader.number()?;
        }
        for entry in &mut entries {
            entry.bytes = reader.number()?;
            if entry.bytes == 0 {
                return Err(WrongArchive::new(PLACE, "an empty tile", "1 byte at least"));
            }
        }
        let mut after = None;
        for entry in &mut entries {
            // 0 is for what follows the one before.
            entry.from = match (reader.number()?, after) {
                (0, Some(after)) => after,
                (0, None) => return Err(WrongArchive::new(PLACE, "no place", "a place")),
                (from, _) => from - 1,
            };
            after = entry.from.checked_add(entry.bytes);
            if after.is_none() {
                return Err(WrongArchive::new(PLACE, entry.from, "a place in the file"));
            }
        }
        if reader.at != bytes.len() {
            let found = format!("{} bytes", bytes.len());
            return Err(WrongArchive::new(PLACE, found, reader.at));
        }
        Ok(Self(entries))
    }

    /// Where the tile with this number is, or who knows; `None` for a tile that the archive has not.
    pub fn find(&self, header: &Header, id: u64) -> Result<Option<Found>, WrongArchive> {
        let after = self.0.partition_point(|entry| entry.id <= id);
        let Some(entry) = after.checked_sub(1).and_then(|at| self.0.get(at)) else {
            return Ok(None);
        };
        if entry.run > 0 && id - entry.id >= entry.run {
            return Ok(None);
        }
        entry.found(header).map(Some)
    }

    /// All that it is about.
    pub fn all(&self, header: &Header) -> impl Iterator<Item = Result<Found, WrongArchive>> {
        self.0.iter().map(|entry| entry.found(header))
    }
}

impl Entry {
    fn found(&self, header: &Header) -> Result<Found, WrongArchive> {
        let part = Section {
            from: self.from,
            bytes: self.bytes,
        };
        let (place, section) = if self.run == 0 {
            ("leaf directory", header.leaves)
        } else {
            ("tile", header.tiles)
        };
        let found = section.within(part).ok_or_else(|| {
            let found = format!("{} bytes from byte {}", part.bytes, part.from);
            let expected = format!("within {} bytes", section.bytes);
            WrongArchive::new(place, found, expected)
        })?;
        Ok(if self.run == 0 {
            Found::Leaf(found)
        } else {
            Found::Tile(found)
        })
    }
}

/// Reads numbers of seven bits a byte.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn number(&mut self) -> Result<u64, WrongArchive> {
        let mut number = 0_u64;
        for group in 0..GROUPS_MAX {
            let byte = self.bytes.get(self.at).ok_or_else(|| {
                let found = format!("its end at byte {}", self.at);
                WrongArchive::new(PLACE, found, "more")
            })?;
            self.at += 1;
            number |= u64::from(byte & 0x7f) << (7 * group);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(WrongArchive::new(PLACE, "a longer number", "64 bits"))
    }
}

#[cfg(test)]
mod tests;
