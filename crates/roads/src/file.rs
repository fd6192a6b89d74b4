//! The road file: a container of kind `roads`. Only this module and `bytes` know the layout.
//!
//! Format: `docs/formats/roads/v3`.

mod read;
mod write;

use container::{About, ContainerError, Kind};
use thiserror::Error;

use crate::{BuildError, Malformed, RoadGraph};

/// Version of the body that this crate reads and writes.
pub const VERSION: u16 = 3;

const NO_TRUCKS: u8 = 1;
const WEIGHT: u8 = 2;
const AXLE: u8 = 4;
const HEIGHT: u8 = 8;
const WIDTH: u8 = 16;
const LENGTH: u8 = 32;

/// A road file, read and checked.
#[derive(Debug, Clone)]
pub struct RoadFile {
    /// Where it comes from.
    pub about: About,
    /// The roads.
    pub roads: RoadGraph,
}

/// Why a road file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RoadFileError {
    /// The outer shell is broken or something else.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// The body is not laid out as it should be.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The parts do not fit together.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// Reads a road file.
pub fn read_roads(bytes: &[u8]) -> Result<RoadFile, RoadFileError> {
    let contents = container::read(bytes)?;
    let roads = graph(contents.body_of(Kind::Roads, VERSION)?)?;
    Ok(RoadFile {
        about: contents.about,
        roads,
    })
}

/// As [`read_roads`], for those who need the roads alone.
pub fn read_graph(bytes: &[u8]) -> Result<RoadGraph, RoadFileError> {
    graph(container::read_body(bytes, Kind::Roads, VERSION)?)
}

fn graph(body: &[u8]) -> Result<RoadGraph, RoadFileError> {
    let roads = RoadGraph::new(read::body(body)?)?;
    roads.check_lines()?;
    Ok(roads)
}

/// Writes a road file; its bounds are computed from the nodes.
///
/// Heights, climbs and drops are rounded to metres, lengths to tenths of a metre, speeds to km/h,
/// delays to half seconds, positions to 1e-6 degrees.
pub fn write_roads(about: &About, roads: &RoadGraph) -> Result<Vec<u8>, RoadFileError> {
    let about = About {
        bounds: roads.bounds(),
        ..about.clone()
    };
    let body = write::body(roads);
    Ok(container::write(Kind::Roads, VERSION, &about, &body)?)
}

#[cfg(test)]
mod tests;
