//! OpenStreetMap extracts and heights into a road graph for cars.
//!
//! Where to start: [`import()`]. Extracts are streamed twice, first their ways, then the nodes that
//! these name, so that only what belongs to roads stays in memory, whatever else the extract has:
//! 20 bytes for each point of a road while reading, some 150 while its height is found. All of
//! Shanxi, with some ten million points on roads, takes less than 3 GB so.
//!
//! No files here: the caller opens them.

mod build;
mod collect;
mod error;
mod heights;
mod import;
mod read;
mod sites;
mod tags;

pub use error::OsmError;
pub use heights::{HeightTile, TileName};
pub use import::{GivenPlace, Import, ImportReport, LoadTile, Stage, import};
pub use read::Source;
pub use sites::{ChargingSite, charging_sites};
