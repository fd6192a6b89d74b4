//! From bytes to parts, column by column.

use std::fmt::Display;
use std::ops::RangeInclusive;

use units::LatLon;

use super::{AXLE, HEIGHT, LENGTH, NO_TRUCKS, WEIGHT, WIDTH};
use crate::bytes::{Malformed, Reader, from_micro};
use crate::lines::Lines;
use crate::table::{GRADE_SHIFT, Nodes, PackedNode, PackedRoad, Roads, of_half_seconds};
use crate::{
    Grade, Limits, NamedPlace, NodeId, PlaceKind, RoadClass, RoadEdge, RoadId, RoadLabel,
    RoadParts, TurnBan, TurnWait, Water,
};

/// The longest road, in tenths of a metre: longer than the earth is round.
const LENGTH_MAX: u32 = 4_000_000_000;
/// Columns of a road: each takes one byte at least.
const ROAD_COLUMNS: usize = 13;

pub(super) fn body(bytes: &[u8]) -> Result<RoadParts, Malformed> {
    let mut reader = Reader::new(bytes);
    let reader = &mut reader;
    let nodes = read_nodes(reader)?;
    let count = reader.count(3)?;
    let labels = list(count, || {
        let reference = reader.string()?;
        let name = reader.text()?;
        Ok(RoadLabel { reference, name })
    })?;
    let mut parts = RoadParts::with_labels(nodes, labels);
    let count = reader.count(ROAD_COLUMNS)?;
    parts.roads = read_roads(reader, count, &parts.nodes)?;
    parts.lines = read_lines(reader, count)?;
    read_limits(reader, &mut parts)?;
    read_bans(reader, &mut parts)?;
    read_waits(reader, &mut parts)?;
    let count = reader.count(6)?;
    parts.places = list(count, || read_place(reader))?;
    let count = reader.count(3)?;
    parts.waters = list(count, || read_water(reader))?;
    reader.end()?;
    Ok(parts)
}

fn list<T>(
    count: usize,
    mut read: impl FnMut() -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let mut items = Vec::with_capacity(count);
    for _ in 0..count {
        items.push(read()?);
    }
    Ok(items)
}

/// Columns of numbers of which each is stored as its difference to the one before.
fn read_nodes(reader: &mut Reader<'_>) -> Result<Nodes, Malformed> {
    let count = reader.count(3)?;
    let mut packed = vec![PackedNode::default(); count];
    let mut value = 0_i64;
    for node in &mut packed {
        value = value.saturating_add(reader.signed()?);
        node.lat = on_globe(reader, value, 90)?;
    }
    value = 0;
    for node in &mut packed {
        value = value.saturating_add(reader.signed()?);
        node.lon = on_globe(reader, value, 180)?;
    }
    value = 0;
    for node in &mut packed {
        value = value.saturating_add(reader.signed()?);
        node.elevation = i16::try_from(value)
            .map_err(|_| reader.malformed(format!("height {value}, expected 16 bits")))?;
    }
    Ok(Nodes { packed })
}

/// Millionths of a degree, at most so many degrees from 0.
fn on_globe(reader: &Reader<'_>, micro: i64, most: i32) -> Result<i32, Malformed> {
    let fits = i32::try_from(micro).ok();
    let fits = fits.filter(|micro| micro.abs() <= most * 1_000_000);
    fits.ok_or_else(|| reader.malformed(format!("{micro} millionths of a degree are on no globe")))
}

fn position(reader: &Reader<'_>, lat: i64, lon: i64) -> Result<LatLon, Malformed> {
    let degrees = |value| from_micro(value).unwrap_or(f64::NAN);
    let (lat, lon) = (degrees(lat), degrees(lon));
    LatLon::checked(lat, lon).ok_or_else(|| reader.malformed("expected a position on the globe"))
}

/// All columns but the lines, in the order of the file.
fn read_roads(reader: &mut Reader<'_>, count: usize, nodes: &Nodes) -> Result<Roads, Malformed> {
    let mut packed = vec![PackedRoad::default(); count];
    let mut before = 0;
    for road in &mut packed {
        before = reader.next_to(before, "tail")?;
        road.tail = before;
    }
    for road in &mut packed {
        road.head = reader.next_to(road.tail, "head")?;
    }
    for road in &mut packed {
        road.class = below(reader, RoadClass::ALL.len(), "road class")?;
    }
    for road in &mut packed {
        road.flags = reader.u8()?;
        let (grade, grades) = (road.flags >> GRADE_SHIFT, Grade::ALL.len());
        if usize::from(grade) >= grades {
            return Err(reader.malformed(format!("grade {grade}, expected below {grades}")));
        }
    }
    for road in &mut packed {
        let speed = reader.unsigned()?;
        road.speed = within(reader, speed.try_into(), 1..=u8::MAX, "speed")?;
    }
    for road in &mut packed {
        let back = i64::from(road.speed).saturating_add(reader.signed()?);
        road.speed_back = within(reader, back.try_into(), 1..=u8::MAX, "speed back")?;
    }
    for road in &mut packed {
        let delay = reader.unsigned()?;
        road.delay = within(reader, delay.try_into(), 0..=u16::MAX, "delay")?;
    }
    for road in &mut packed {
        let back = i64::from(road.delay).saturating_add(reader.signed()?);
        road.delay_back = within(reader, back.try_into(), 0..=u16::MAX, "delay back")?;
    }
    for road in &mut packed {
        let length = reader.unsigned()?;
        road.length = within(reader, length.try_into(), 1..=LENGTH_MAX, "length")?;
    }
    for road in &mut packed {
        let climb = reader.unsigned()?;
        road.climb = within(reader, climb.try_into(), 0..=u16::MAX, "climb")?;
    }
    for road in &mut packed {
        // The drop follows from the climb and the heights of the ends, but for rounding.
        let height = |node: u32| {
            let node = nodes.packed.get(node as usize);
            node.map_or(0, |node| i64::from(node.elevation))
        };
        let expected = i64::from(road.climb) - (height(road.head) - height(road.tail));
        let drop = expected.saturating_add(reader.signed()?);
        road.drop = within(reader, drop.try_into(), 0..=u16::MAX, "drop")?;
    }
    before = 0;
    for road in &mut packed {
        before = reader.next_to(before, "label")?;
        road.label = before;
    }
    Ok(Roads { packed })
}

/// A number that must be in `range`; absent when it has too many bits.
fn within<T: PartialOrd + Display, E>(
    reader: &Reader<'_>,
    found: Result<T, E>,
    range: RangeInclusive<T>,
    what: &str,
) -> Result<T, Malformed> {
    let fits = found.ok().filter(|value| range.contains(value));
    let (least, most) = range.into_inner();
    fits.ok_or_else(|| reader.malformed(format!("{what} out of range, expected {least} to {most}")))
}

fn read_lines(reader: &mut Reader<'_>, count: usize) -> Result<Lines, Malformed> {
    let lengths = list(count, || reader.u32("line"))?;
    let total = lengths.iter().map(|length| u64::from(*length)).sum::<u64>();
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    let bytes = reader.take(total)?;
    Lines::of_bytes(bytes, &lengths).ok_or_else(|| reader.malformed("lines beyond 4 GB"))
}

fn read_limits(reader: &mut Reader<'_>, parts: &mut RoadParts) -> Result<(), Malformed> {
    let mut road = 0;
    for _ in 0..reader.count(2)? {
        road = reader.next_to(road, "road of a limit")?;
        let has = reader.u8()?;
        let mut value = |bit: u8| {
            if has & bit == 0 {
                return Ok(None);
            }
            let value = reader.unsigned()?;
            let fits = u16::try_from(value);
            let problem = |_| reader.malformed(format!("limit {value}, expected 16 bits"));
            fits.map(Some).map_err(problem)
        };
        let limits = Limits {
            no_trucks: has & NO_TRUCKS != 0,
            weight_100kg: value(WEIGHT)?,
            axle_100kg: value(AXLE)?,
            height_cm: value(HEIGHT)?,
            width_cm: value(WIDTH)?,
            length_cm: value(LENGTH)?,
        };
        parts.limits.push((RoadId(road), limits));
    }
    Ok(())
}

fn read_bans(reader: &mut Reader<'_>, parts: &mut RoadParts) -> Result<(), Malformed> {
    let mut before = 0;
    for _ in 0..reader.count(3)? {
        let length = reader.count(1)?;
        let edges = list(length, || {
            before = reader.next_to(before, "road of a ban")?;
            Ok(edge(before))
        })?;
        parts.bans.push(TurnBan(edges));
    }
    Ok(())
}

fn read_waits(reader: &mut Reader<'_>, parts: &mut RoadParts) -> Result<(), Malformed> {
    let mut from = 0;
    for _ in 0..reader.count(3)? {
        from = reader.next_to(from, "road of a wait")?;
        let to = reader.next_to(from, "road of a wait")?;
        parts.waits.push(TurnWait {
            from: edge(from),
            to: edge(to),
            wait: of_half_seconds(reader.u32("wait")?),
        });
    }
    Ok(())
}

/// The driving direction of a road that a number stands for.
fn edge(code: u32) -> RoadEdge {
    RoadEdge {
        road: RoadId(code / 2),
        is_backward: code % 2 == 1,
    }
}

fn read_place(reader: &mut Reader<'_>) -> Result<NamedPlace, Malformed> {
    let node = NodeId(reader.u32("node of a place")?);
    let kind = below(reader, PlaceKind::ALL.len(), "place kind")?;
    let kind = PlaceKind::ALL[usize::from(kind)];
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
    let name = reader.text()?;
    let count = reader.count(2)?;
    let (mut lat, mut lon) = (0_i64, 0_i64);
    let line = list(count, || {
        lat = lat.saturating_add(reader.signed()?);
        lon = lon.saturating_add(reader.signed()?);
        position(reader, lat, lon)
    })?;
    Ok(Water { name, line })
}

fn below(reader: &mut Reader<'_>, count: usize, what: &str) -> Result<u8, Malformed> {
    let found = reader.u8()?;
    if usize::from(found) < count {
        return Ok(found);
    }
    Err(reader.malformed(format!("{what} {found}, expected below {count}")))
}
