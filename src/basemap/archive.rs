//! An archive that is open: its tiles, by zoom, column and row.

use std::cell::RefCell;
use std::rc::Rc;

use tiles::{
    DEPTH_MAX, DIRECTORY_MAX, Directory, Found, Header, Packing, Section, TILE_MAX, WrongArchive,
    tile_id,
};

use super::source::{Source, Unread};
use crate::platform::unpack;

/// So many directories stay in memory, besides the root.
const KNOWN_MAX: usize = 16;

/// An archive whose header and root directory were read.
pub(super) struct Archive {
    source: Source,
    pub(super) header: Header,
    root: Rc<Directory>,
    /// Directories by their place, the latest first.
    known: RefCell<Vec<(u64, Rc<Directory>)>>,
}

impl Archive {
    pub(super) async fn open(source: Source) -> Result<Self, Unread> {
        let header = Header::read(&source.head, source.length)?;
        let root = directory(&source, header, header.root).await?;
        Ok(Self {
            source,
            header,
            root: Rc::new(root),
            known: RefCell::default(),
        })
    }

    /// The bytes of a tile, unpacked; `None` where the archive has none.
    pub(super) async fn tile(&self, zoom: u8, x: u32, y: u32) -> Result<Option<Vec<u8>>, Unread> {
        let Some(id) = tile_id(zoom, x, y) else {
            return Ok(None);
        };
        let mut directory = self.root.clone();
        for _ in 0..DEPTH_MAX {
            match directory.find(&self.header, id)? {
                None => return Ok(None),
                Some(Found::Leaf(leaf)) => directory = self.leaf(leaf).await?,
                Some(Found::Tile(section)) => {
                    let packing = self.header.tile_packing;
                    let tile = read(&self.source, section, packing, ("tile", TILE_MAX)).await;
                    return tile.map(Some);
                }
            }
        }
        let expected = format!("{DEPTH_MAX} one within another at most");
        Err(WrongArchive::new("directories", "a loop", expected).into())
    }

    async fn leaf(&self, section: Section) -> Result<Rc<Directory>, Unread> {
        if let Some(directory) = self.known(section) {
            return Ok(directory);
        }
        let read = Rc::new(directory(&self.source, self.header, section).await?);
        let mut known = self.known.borrow_mut();
        known.truncate(KNOWN_MAX - 1);
        known.insert(0, (section.from, read.clone()));
        Ok(read)
    }

    fn known(&self, section: Section) -> Option<Rc<Directory>> {
        let known = self.known.borrow();
        let found = known.iter().find(|(from, _)| *from == section.from)?;
        Some(found.1.clone())
    }
}

async fn directory(source: &Source, header: Header, section: Section) -> Result<Directory, Unread> {
    let limit = ("directory", DIRECTORY_MAX);
    let bytes = read(source, section, header.packing, limit).await?;
    Ok(Directory::read(&bytes)?)
}

/// Reads a section, and unpacks it; it must not be longer than that.
async fn read(
    source: &Source,
    section: Section,
    packing: Packing,
    (place, most): (&'static str, usize),
) -> Result<Vec<u8>, Unread> {
    if section.bytes > most as u64 {
        let found = format!("{} bytes", section.bytes);
        return Err(WrongArchive::new(place, found, format!("{most} at most")).into());
    }
    let bytes = source.read(section).await?;
    match packing {
        Packing::Plain => Ok(bytes),
        Packing::Gzip => {
            let found = |problem| format!("{problem} at byte {}", section.from);
            let bytes = unpack(&bytes, most).await;
            bytes.map_err(|problem| {
                WrongArchive::new(place, found(problem), "what gzip packed").into()
            })
        }
    }
}
