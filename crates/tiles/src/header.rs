//! The first bytes of an archive.

use crate::{WrongArchive, ZOOM_MAX};

/// So many bytes at the beginning have the header and the root directory.
pub const HEAD: u32 = 16_384;
const HEADER: usize = 127;
const MAGIC: &[u8] = b"PMTiles";
const VERSION: u8 = 3;

/// A run of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its first byte.
    pub from: u64,
    /// How many it has.
    pub bytes: u64,
}

impl Section {
    /// The byte after its last.
    pub fn end(self) -> Option<u64> {
        self.from.checked_add(self.bytes)
    }

    /// A run within this one, counted from its first byte; `None` when it is not all in it.
    pub fn within(self, part: Self) -> Option<Self> {
        (part.end()? <= self.bytes).then_some(Self {
            from: self.from.checked_add(part.from)?,
            bytes: part.bytes,
        })
    }
}

/// How something is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// By gzip.
    Gzip,
}

/// What tiles are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// Vector tiles of Mapbox' format.
    Vector,
    /// Pictures.
    Png,
    /// Pictures.
    Jpeg,
    /// Pictures.
    Webp,
}

impl TileKind {
    /// The media type of a picture; `None` for vector tiles.
    pub fn picture(self) -> Option<&'static str> {
        match self {
            Self::Vector => None,
            Self::Png => Some("image/png"),
            Self::Jpeg => Some("image/jpeg"),
            Self::Webp => Some("image/webp"),
        }
    }
}

/// What an archive says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The directory from which all others are found.
    pub root: Section,
    /// The other directories.
    pub leaves: Section,
    /// The tiles.
    pub tiles: Section,
    /// How directories are packed.
    pub packing: Packing,
    /// How tiles are packed.
    pub tile_packing: Packing,
    /// What tiles are.
    pub kind: TileKind,
    /// The farthest zoom with tiles.
    pub min_zoom: u8,
    /// The closest zoom with tiles.
    pub max_zoom: u8,
}

impl Header {
    /// Reads the first bytes of an archive that has `length` bytes.
    pub fn read(bytes: &[u8], length: u64) -> Result<Self, WrongArchive> {
        let header = bytes.get(..HEADER).ok_or_else(|| {
            let found = format!("{} bytes", bytes.len());
            WrongArchive::new("header", found, "127 bytes at least")
        })?;
        if !header.starts_with(MAGIC) {
            let found = header[..MAGIC.len()].escape_ascii();
            return Err(WrongArchive::new("first bytes", found, "PMTiles"));
        }
        let byte = |at: usize| header[at];
        if byte(7) != VERSION {
            return Err(WrongArchive::new("version", byte(7), VERSION));
        }
        let section = |place, at| section(header, at, place, length);
        let root = section("root directory", 8)?;
        // Part of the description is not read, but a file that is cut has not all of it.
        section("description", 24)?;
        if root.end().is_none_or(|end| end > HEAD.into()) {
            let found = format!("its end at byte {}", root.from.saturating_add(root.bytes));
            return Err(WrongArchive::new("root directory", found, "16384 at most"));
        }
        let read = Self {
            root,
            leaves: section("leaf directories", 40)?,
            tiles: section("tiles", 56)?,
            packing: packing(byte(97), "packing of directories")?,
            tile_packing: packing(byte(98), "packing of tiles")?,
            kind: match byte(99) {
                1 => TileKind::Vector,
                2 => TileKind::Png,
                3 => TileKind::Jpeg,
                4 => TileKind::Webp,
                other => {
                    let expected = "1 (vector), 2 (png), 3 (jpeg) or 4 (webp)";
                    return Err(WrongArchive::new("kind of tiles", other, expected));
                }
            },
            min_zoom: byte(100),
            max_zoom: byte(101),
        };
        if read.min_zoom > read.max_zoom || read.max_zoom > ZOOM_MAX {
            let found = format!("{} to {}", read.min_zoom, read.max_zoom);
            return Err(WrongArchive::new("zooms", found, "0 to 24, in order"));
        }
        Ok(read)
    }
}

fn section(
    header: &[u8],
    at: usize,
    place: &'static str,
    length: u64,
) -> Result<Section, WrongArchive> {
    let number = |at: usize| {
        let bytes = header
            .get(at..at + 8)
            .and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(u64::MAX, u64::from_le_bytes)
    };
    let section = Section {
        from: number(at),
        bytes: number(at + 8),
    };
    if section.end().is_some_and(|end| end <= length) {
        return Ok(section);
    }
    let found = format!("{} bytes from byte {}", section.bytes, section.from);
    let expected = format!("no more than the file's {length} bytes");
    Err(WrongArchive::new(place, found, expected))
}

fn packing(byte: u8, place: &'static str) -> Result<Packing, WrongArchive> {
    match byte {
        1 => Ok(Packing::Plain),
        2 => Ok(Packing::Gzip),
        _ => Err(WrongArchive::new(place, byte, "1 (none) or 2 (gzip)")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use super::*;

    /// A header of an archive of 1000 bytes.
    pub(crate) fn sample() -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        for number in [127_u64, 73, 200, 100, 300, 200, 500, 500, 1, 1, 1] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([1, 2, 2, 1, 5, 12]);
        bytes.resize(HEADER, 0);
        bytes
    }

    fn wrong(change: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut bytes = sample();
        change(&mut bytes);
        Header::read(&bytes, 1000).unwrap_err().to_string()
    }

    #[test]
    fn a_header_says_where_everything_is() {
        let header = Header::read(&sample(), 1000).unwrap();
        let (from, bytes) = (500, 500);
        assert_eq!(header.tiles, Section { from, bytes });
        assert_eq!((header.min_zoom, header.max_zoom), (5, 12));
        assert_eq!(header.kind, TileKind::Vector);
        assert_eq!(header.tile_packing, Packing::Gzip);
    }

    #[test]
    fn what_is_wrong_is_told_with_what_was_expected() {
        assert_eq!(
            wrong(|bytes| bytes[..7].copy_from_slice(b"<!doctype"[..7].try_into().unwrap())),
            "first bytes: found <!docty, expected PMTiles"
        );
        assert_eq!(wrong(|bytes| bytes[7] = 2), "version: found 2, expected 3");
        assert_eq!(
            wrong(|bytes| bytes.truncate(90)),
            "header: found 90 bytes, expected 127 bytes at least"
        );
        assert_eq!(
            wrong(|bytes| bytes[98] = 3),
            "packing of tiles: found 3, expected 1 (none) or 2 (gzip)"
        );
        assert!(wrong(|bytes| bytes[99] = 0).starts_with("kind of tiles: found 0"));
        assert!(wrong(|bytes| bytes[100] = 13).starts_with("zooms: found 13 to 12"));
        assert!(wrong(|bytes| bytes[16..24].fill(255)).starts_with("root directory"));
        assert!(wrong(|bytes| bytes[56..64].fill(255)).starts_with("tiles"));
        // A root beyond what is fetched first.
        let mut far = sample();
        far[8..16].copy_from_slice(&16_384_u64.to_le_bytes());
        let told = Header::read(&far, 1 << 20).unwrap_err().to_string();
        assert_eq!(
            told,
            "root directory: found its end at byte 16457, expected 16384 at most"
        );
    }

    #[test]
    fn a_file_that_was_cut_is_told() {
        assert_eq!(
            Header::read(&sample(), 999).unwrap_err().to_string(),
            "tiles: found 500 bytes from byte 500, expected no more than the file's 999 bytes"
        );
    }

    #[test]
    fn a_part_stays_within_its_section() {
        let section = |from, bytes| Section { from, bytes };
        let whole = section(10, 5);
        assert_eq!(whole.within(section(2, 3)), Some(section(12, 3)));
        assert_eq!(whole.within(section(2, 4)), None);
        assert_eq!(whole.within(section(u64::MAX, 1)), None);
    }
}
