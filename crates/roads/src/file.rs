//! The road file: a container of kind `roads`. Only this module and `bytes` know the layout.
//!
//! Format: `docs/formats/roads/v1`.

use container::{About, ContainerError, Kind};
use thiserror::Error;
use units::{KilometersPerHour, LatLon, Meters};

pub use crate::bytes::Malformed;
use crate::bytes::{Reader, Writer};
use crate::{
    BuildError, Grade, NamedPlace, NodeId, PlaceKind, Road, RoadClass, RoadGraph, RoadNode, Water,
};

/// Version of the body that this crate reads and writes.
pub const VERSION: u16 = 1;

const DUAL: u8 = 1;
const ONEWAY: u8 = 2;
const TOLL: u8 = 4;
/// Lengths are stored in tenths of a metre.
const LENGTH_STEPS: f64 = 10.0;

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
    let mut reader = Reader::new(contents.body_of(Kind::Roads, VERSION)?);
    let (nodes, roads) = (reader.u32()?, reader.u32()?);
    let (places, waters) = (reader.u32()?, reader.u32()?);
    let nodes = list(&mut reader, nodes, 10, read_node)?;
    let roads = list(&mut reader, roads, 28, |reader| read_road(reader, &nodes))?;
    let places = list(&mut reader, places, 13, read_place)?;
    let waters = list(&mut reader, waters, 6, read_water)?;
    reader.end()?;
    let roads = RoadGraph::new(nodes, roads, places, waters)?;
    Ok(RoadFile {
        about: contents.about,
        roads,
    })
}

/// Writes a road file; its bounds are computed from the nodes.
///
/// Heights are rounded to metres, lengths to tenths of a metre, positions to 1e-7 degrees.
pub fn write_roads(about: &About, roads: &RoadGraph) -> Result<Vec<u8>, RoadFileError> {
    let mut writer = Writer::default();
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    writer.u32(count(roads.graph().node_count()));
    writer.u32(count(roads.roads().len()));
    writer.u32(count(roads.places().len()));
    writer.u32(count(roads.waters().len()));
    for node in roads.graph().node_weights() {
        writer.position(node.position);
        writer
            .bytes
            .extend_from_slice(&height(node.elevation).to_le_bytes());
    }
    for road in roads.roads() {
        write_road(&mut writer, road);
    }
    for place in roads.places() {
        writer.u32(place.node.0);
        writer.u8(code(&PlaceKind::ALL, place.kind));
        writer.string(&place.key);
        writer.text(&place.name);
        writer.string(&place.county);
    }
    for water in roads.waters() {
        writer.text(&water.name);
        write_line(&mut writer, &water.line);
    }
    let about = About {
        bounds: roads.bounds(),
        ..about.clone()
    };
    Ok(container::write(
        Kind::Roads,
        VERSION,
        &about,
        &writer.bytes,
    )?)
}

fn list<'a, T>(
    reader: &mut Reader<'a>,
    count: u32,
    record: usize,
    mut read: impl FnMut(&mut Reader<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let count = reader.count(count, record)?;
    let mut items = Vec::with_capacity(count);
    for _ in 0..count {
        items.push(read(reader)?);
    }
    Ok(items)
}

fn read_node(reader: &mut Reader<'_>) -> Result<RoadNode, Malformed> {
    let position = reader.position()?;
    Ok(RoadNode {
        position,
        elevation: Meters(f64::from(reader.i16()?)),
    })
}

/// The line is stored without its ends, which are the nodes.
fn read_road(reader: &mut Reader<'_>, nodes: &[RoadNode]) -> Result<Road, Malformed> {
    let (tail, head) = (reader.u32()?, reader.u32()?);
    let end = |reader: &Reader<'_>, id: u32| {
        let node = nodes.get(id as usize).map(|node| node.position);
        node.ok_or_else(|| reader.malformed(format!("node {id}, expected below {}", nodes.len())))
    };
    let (first, last) = (end(reader, tail)?, end(reader, head)?);
    let class = one_of(reader, &RoadClass::ALL, "road class")?;
    let flags = reader.u8()?;
    let grade = one_of(reader, &Grade::ALL, "grade")?;
    let speed = KilometersPerHour(f64::from(reader.u8()?));
    let length = Meters(f64::from(reader.u32()?) / LENGTH_STEPS);
    let (climb, drop) = (f64::from(reader.u16()?), f64::from(reader.u16()?));
    let reference = reader.string()?;
    let name = reader.text()?;
    let mut line = vec![first];
    line.extend(read_line(reader)?);
    line.push(last);
    Ok(Road {
        tail: NodeId(tail),
        head: NodeId(head),
        class,
        reference,
        name,
        length,
        speed,
        is_dual: flags & DUAL != 0,
        is_oneway: flags & ONEWAY != 0,
        is_toll: flags & TOLL != 0,
        climb: Meters(climb),
        drop: Meters(drop),
        grade,
        line,
    })
}

fn write_road(writer: &mut Writer, road: &Road) {
    let flag = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
    writer.u32(road.tail.0);
    writer.u32(road.head.0);
    writer.u8(code(&RoadClass::ALL, road.class));
    writer.u8(flag(road.is_dual, DUAL) | flag(road.is_oneway, ONEWAY) | flag(road.is_toll, TOLL));
    writer.u8(code(&Grade::ALL, road.grade));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts saturate"
    )]
    {
        writer.u8(road.speed.0.round() as u8);
        writer.u32((road.length.0 * LENGTH_STEPS).round() as u32);
        writer.u16(road.climb.0.round() as u16);
        writer.u16(road.drop.0.round() as u16);
    }
    writer.string(&road.reference);
    writer.text(&road.name);
    write_line(writer, &road.line[1..road.line.len() - 1]);
}

fn read_place(reader: &mut Reader<'_>) -> Result<NamedPlace, Malformed> {
    let node = NodeId(reader.u32()?);
    let kind = one_of(reader, &PlaceKind::ALL, "place kind")?;
    let key = reader.string()?;
    let name = reader.text()?;
    Ok(NamedPlace {
        key,
        node,
        name,
        kind,
        county: reader.string()?,
    })
}

fn read_water(reader: &mut Reader<'_>) -> Result<Water, Malformed> {
    Ok(Water {
        name: reader.text()?,
        line: read_line(reader)?,
    })
}

fn read_line(reader: &mut Reader<'_>) -> Result<Vec<LatLon>, Malformed> {
    let count = u32::from(reader.u16()?);
    list(reader, count, 8, Reader::position)
}

/// A line; the graph has checked that its points can be counted.
fn write_line(writer: &mut Writer, line: &[LatLon]) {
    let count = u16::try_from(line.len()).unwrap_or(u16::MAX);
    writer.u16(count);
    for at in &line[..usize::from(count)] {
        writer.position(*at);
    }
}

fn one_of<T: Copy>(reader: &mut Reader<'_>, all: &[T], what: &str) -> Result<T, Malformed> {
    let found = reader.u8()?;
    let known = all.get(usize::from(found)).copied();
    known.ok_or_else(|| reader.malformed(format!("{what} {found}, expected below {}", all.len())))
}

fn code<T: PartialEq + Copy>(all: &[T], value: T) -> u8 {
    let index = all.iter().position(|known| *known == value);
    index
        .and_then(|index| u8::try_from(index).ok())
        .unwrap_or(u8::MAX)
}

fn height(elevation: Meters) -> i16 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a height saturates at 32 km"
    )]
    let height = elevation.0.round() as i16;
    height
}

#[cfg(test)]
mod tests;
