//! Which data a site offers: packs of files, each told by its content, so that what is loaded, kept
//! and replaced is always one version. `docs/formats/packs/v1`.
//!
//! Where to start: [`Packs`], then [`Packs::missing`] and [`chunks`] for what is still to be fetched.

mod digest;
mod fetch;
mod file;
mod list;

pub use digest::Digest;
pub use fetch::{CHUNK, Chunk, WHOLE, chunks, pieces};
pub use file::{FileKind, PackFile, is_plain};
pub use list::{FORMAT, PACKS_MAX, Pack, Packs};
