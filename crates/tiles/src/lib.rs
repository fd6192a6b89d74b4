//! Archives of map tiles, `PMTiles` version 3: one file, of which a few bytes tell where each tile is.
//!
//! Reads what it is given: whoever has the file fetches and unpacks. Everything is compared with the
//! file's length and with limits before it is used.
//!
//! Where to start: [`Header::read`], then [`Directory::find`] from the root down, [`DEPTH_MAX`] times
//! at most.

mod directory;
mod header;
mod id;
mod wrong;

pub use directory::{Directory, Found};
pub use header::{HEAD, Header, Packing, Section, TileKind};
pub use id::{ZOOM_MAX, tile_id};
pub use wrong::WrongArchive;

/// So many directories stand one within another at most; more are a loop.
pub const DEPTH_MAX: usize = 4;
/// Most bytes of an unpacked directory.
pub const DIRECTORY_MAX: usize = 4 << 20;
/// Most bytes of an unpacked tile.
pub const TILE_MAX: usize = 16 << 20;
