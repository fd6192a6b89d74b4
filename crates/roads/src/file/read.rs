//! From bytes to parts, column by column.

use units::{KilometersPerHour, LatLon, Meters, Seconds};

use super::{
    AXLE, DELAY_STEPS, DESTINATION_ONLY, DUAL, GRADE_SHIFT, HEIGHT, LENGTH, LENGTH_STEPS,
    NO_TRUCKS, ONEWAY, TOLL, WEIGHT, WIDTH,
};
use crate::bytes::{Malformed, Reader, from_micro};
use crate::lines::Lines;
use crate::{
    Grade, LabelId, Limits, NamedPlace, NodeId, PlaceKind, Road, RoadClass, RoadEdge, RoadId,
    RoadLabel, RoadNode, RoadParts, TurnBan, TurnWait, Water,
};

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

/// Numbers of which each is stored as its difference to the one before.
fn steps(reader: &mut Reader<'_>, count: usize) -> Result<Vec<i64>, Malformed> {
    let mut value = 0_i64;
    list(count, || {
        value = value.saturating_add(reader.signed()?);
        Ok(value)
    })
}

fn read_nodes(reader: &mut Reader<'_>) -> Result<Vec<RoadNode>, Malformed> {
    let count = reader.count(3)?;
    let lat = steps(reader, count)?;
    let lon = steps(reader, count)?;
    let height = steps(reader, count)?;
    let mut nodes = Vec::with_capacity(count);
    for ((lat, lon), height) in lat.into_iter().zip(lon).zip(height) {
        let height = i16::try_from(height)
            .map_err(|_| reader.malformed(format!("height {height}, expected 16 bits")))?;
        nodes.push(RoadNode {
            position: position(reader, lat, lon)?,
            elevation: Meters(f64::from(height)),
        });
    }
    Ok(nodes)
}

fn position(reader: &Reader<'_>, lat: i64, lon: i64) -> Result<LatLon, Malformed> {
    let degrees = |value| from_micro(value).unwrap_or(f64::NAN);
    LatLon::new(degrees(lat), degrees(lon)).map_err(|error| reader.malformed(error.to_string()))
}

/// All columns but the lines, in the order of the file.
fn read_roads(
    reader: &mut Reader<'_>,
    count: usize,
    nodes: &[RoadNode],
) -> Result<Vec<Road>, Malformed> {
    let mut before = 0;
    let mut roads = list(count, || {
        before = reader.next_to(before, "tail")?;
        let (end, speed) = (NodeId(before), KilometersPerHour(0.0));
        Ok(Road::between(end, end, Meters(0.0), speed))
    })?;
    for road in &mut roads {
        road.head = NodeId(reader.next_to(road.tail.0, "head")?);
    }
    for road in &mut roads {
        road.class = one_of(reader, &RoadClass::ALL, "road class")?;
    }
    for road in &mut roads {
        read_flags(reader, road)?;
    }
    for road in &mut roads {
        road.speed = KilometersPerHour(f64::from(reader.u32("speed")?));
    }
    for road in &mut roads {
        let back = i64::from(round(road.speed.0)).saturating_add(reader.signed()?);
        let back = i32::try_from(back).unwrap_or(i32::MAX);
        road.speed_back = KilometersPerHour(f64::from(back));
    }
    for road in &mut roads {
        road.delay = Seconds(f64::from(reader.u32("delay")?) / DELAY_STEPS);
    }
    for road in &mut roads {
        let steps = i64::from(round(road.delay.0 * DELAY_STEPS));
        let back = steps.saturating_add(reader.signed()?);
        let back = i32::try_from(back).unwrap_or(i32::MAX);
        road.delay_back = Seconds(f64::from(back) / DELAY_STEPS);
    }
    for road in &mut roads {
        road.length = Meters(f64::from(reader.u32("length")?) / LENGTH_STEPS);
    }
    for road in &mut roads {
        road.climb = Meters(f64::from(reader.u32("climb")?));
    }
    for road in &mut roads {
        // The drop follows from the climb and the heights of the ends, but for rounding.
        let height = |node: NodeId| nodes.get(node.0 as usize).map_or(0.0, |n| n.elevation.0);
        let expected = road.climb.0 - (height(road.head) - height(road.tail));
        let drop = i64::from(round(expected)).saturating_add(reader.signed()?);
        road.drop = Meters(f64::from(i32::try_from(drop).unwrap_or(i32::MAX)));
    }
    before = 0;
    for road in &mut roads {
        before = reader.next_to(before, "label")?;
        road.label = LabelId(before);
    }
    Ok(roads)
}

/// Whole numbers that were read as such.
fn round(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "casts saturate")]
    let value = value.round() as i32;
    value
}

fn read_flags(reader: &mut Reader<'_>, road: &mut Road) -> Result<(), Malformed> {
    let flags = reader.u8()?;
    let grade = Grade::ALL.get(usize::from(flags >> GRADE_SHIFT)).copied();
    road.grade = grade.ok_or_else(|| {
        reader.malformed(format!(
            "grade {}, expected below {}",
            flags >> GRADE_SHIFT,
            Grade::ALL.len()
        ))
    })?;
    road.is_dual = flags & DUAL != 0;
    road.is_oneway = flags & ONEWAY != 0;
    road.is_toll = flags & TOLL != 0;
    road.is_destination_only = flags & DESTINATION_ONLY != 0;
    Ok(())
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
        parts.limits.insert(RoadId(road), limits);
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
            wait: Seconds(f64::from(reader.u32("wait")?) / DELAY_STEPS),
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

fn one_of<T: Copy>(reader: &mut Reader<'_>, all: &[T], what: &str) -> Result<T, Malformed> {
    let found = reader.u8()?;
    let known = all.get(usize::from(found)).copied();
    known.ok_or_else(|| reader.malformed(format!("{what} {found}, expected below {}", all.len())))
}
