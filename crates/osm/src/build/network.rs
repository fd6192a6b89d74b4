//! Lines into a road graph, in an order that packs well.

use container::Text;
use geo::{Coord, LineString, SimplifyIdx};
use roads::{
    Grade, LabelId, Limits, Road, RoadEdge, RoadId, RoadLabel, RoadNode, RoadParts, TurnBan,
    TurnWait,
};
use units::{KilometersPerHour, LatLon, Meters};

use super::places;
use super::segments::{Segments, Sign};
use super::{Banned, Driven, Elevations, Line, Waiting, degrees};
use crate::GivenPlace;
use crate::OsmError;

/// Points that a line misses by less than this, half a lane, are left out of what is drawn. Lengths
/// and heights are measured before.
const TOLERANCE: f64 = 2.0;
/// Metres of a degree of latitude (mean sphere).
const DEGREE: f64 = 111_195.0;
/// The shortest road: OpenStreetMap has nodes on top of each other.
const SHORTEST: f64 = 0.1;

/// Builds the parts of the road graph.
pub(crate) fn assemble(
    lines: &[Line],
    segments: &Segments,
    elevations: &Elevations,
    (bans, waits): (&[Banned], &[Waiting]),
    named: &[GivenPlace],
) -> Result<RoadParts, OsmError> {
    let (nodes, node_of) = nodes(lines, segments, elevations);
    let mut parts = RoadParts::new(nodes);
    let labels = labels(&mut parts, segments);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let ends = |line: &Line| [line.tail, line.head].map(|vertex| node_of[vertex as usize]);
    // Two-way roads may be turned round: they begin at the lower of their nodes.
    let is_turned = |line: &Line| line.speeds[1] > 0 && ends(line)[0] > ends(line)[1];
    order.sort_by_key(|index| {
        let line = &lines[*index];
        let [tail, head] = ends(line);
        let (low, high) = if is_turned(line) {
            (head, tail)
        } else {
            (tail, head)
        };
        (low, high, *index)
    });
    let mut roads = vec![None; lines.len()];
    for index in order {
        let line = &lines[index];
        let is_turned = is_turned(line);
        let mut points: Vec<LatLon> = line.points.iter().map(|point| degrees(*point)).collect();
        let [mut tail, mut head] = ends(line);
        let (mut speeds, mut heights) = (line.speeds, [line.climb, line.drop]);
        let mut delays = line.delays;
        if is_turned {
            points.reverse();
            speeds.reverse();
            heights.reverse();
            delays.reverse();
            (tail, head) = (head, tail);
        }
        let straight = points[0].distance_to(points[points.len() - 1]).0;
        let speed = |kmh: u8| KilometersPerHour(f64::from(kmh));
        let sign = &segments.signs[line.sign as usize];
        let is_oneway = speeds[1] == 0;
        let road = Road {
            class: sign.class,
            label: labels[line.sign as usize],
            speed_back: speed(if is_oneway { speeds[0] } else { speeds[1] }),
            delay: delays[0],
            delay_back: if is_oneway { delays[0] } else { delays[1] },
            is_oneway,
            is_toll: sign.is_toll,
            is_destination_only: line.is_destination_only,
            climb: Meters(heights[0]),
            drop: Meters(heights[1]),
            grade: Grade::Measured,
            ..Road::between(
                roads::NodeId(tail),
                roads::NodeId(head),
                Meters(line.length().max(straight).max(SHORTEST)),
                speed(speeds[0]),
            )
        };
        let id = parts.add_road(road, &inner(&points))?;
        let limits = segments.limits[line.limit as usize];
        if limits != Limits::default() {
            parts.limits.push((id, limits));
        }
        roads[index] = Some((id, is_turned));
    }
    parts.bans = turn_bans(bans, &roads);
    parts.waits = turn_waits(waits, &roads);
    parts.places = places::attach(named, parts.nodes());
    Ok(parts)
}

/// The label of each sign.
fn labels(parts: &mut RoadParts, segments: &Segments) -> Vec<LabelId> {
    let label = |sign: &Sign| {
        // A name in one language is better than none.
        let en = if sign.en.is_empty() {
            &sign.zh
        } else {
            &sign.en
        };
        parts.label(RoadLabel {
            reference: sign.reference.clone(),
            name: Text::new(&sign.zh, en),
        })
    };
    segments.signs.iter().map(label).collect()
}

/// The vertices that lines use, as nodes in an order that is good for a hierarchy over them, and
/// the node of each vertex.
fn nodes(
    lines: &[Line],
    segments: &Segments,
    elevations: &Elevations,
) -> (Vec<RoadNode>, Vec<u32>) {
    let mut place_of = vec![u32::MAX; segments.vertices.len()];
    let mut used: Vec<u32> = lines
        .iter()
        .flat_map(|line| [line.tail, line.head])
        .collect();
    used.sort_unstable();
    used.dedup();
    for (vertex, place) in used.iter().zip(0..) {
        place_of[*vertex as usize] = place;
    }
    let position = |vertex: u32| degrees(segments.vertices[vertex as usize]);
    let plane = |vertex: &u32| {
        let at = position(*vertex);
        let narrow = libm::cos(at.lat().to_radians());
        (at.lon() * narrow, at.lat())
    };
    let places: Vec<(f64, f64)> = used.iter().map(plane).collect();
    let ends = |line: &Line| [line.tail, line.head].map(|vertex| place_of[vertex as usize]);
    let mut edges = lines.iter().map(|line| ends(line).into());
    let ranks = hierarchy::order(&places, &mut edges);
    let mut order: Vec<(u32, u32)> = ranks.into_iter().zip(used).collect();
    order.sort_unstable();
    let mut node_of = vec![u32::MAX; segments.vertices.len()];
    let mut nodes = Vec::with_capacity(order.len());
    for (number, (_, vertex)) in (0_u32..).zip(order) {
        node_of[vertex as usize] = number;
        let height = elevations.of_vertex.get(vertex as usize);
        nodes.push(RoadNode {
            position: position(vertex),
            elevation: Meters(height.copied().unwrap_or_default()),
        });
    }
    (nodes, node_of)
}

/// The points of a line to keep between its ends (Ramer, 1972; Douglas and Peucker, 1973).
fn inner(points: &[LatLon]) -> Vec<LatLon> {
    let narrow = points
        .first()
        .map_or(1.0, |at| libm::cos(at.lat().to_radians()));
    let flat = |at: &LatLon| Coord {
        x: at.lon() * narrow * DEGREE,
        y: at.lat() * DEGREE,
    };
    let line: LineString = points.iter().map(flat).collect();
    let kept = line.simplify_idx(TOLERANCE);
    let ends = [0, points.len() - 1];
    let inner = kept.into_iter().filter(|index| !ends.contains(index));
    inner.map(|index| points[index]).collect()
}

/// A driven line as an edge of the roads that lines became.
fn edge((line, is_backward): Driven, roads: &[Option<(RoadId, bool)>]) -> Option<RoadEdge> {
    let (road, is_turned) = roads[line]?;
    let is_backward = is_backward != is_turned;
    Some(RoadEdge { road, is_backward })
}

fn turn_waits(waits: &[Waiting], roads: &[Option<(RoadId, bool)>]) -> Vec<TurnWait> {
    let wait = |Waiting { from, to, wait }: &Waiting| {
        let (from, to) = (edge(*from, roads)?, edge(*to, roads)?);
        Some(TurnWait {
            from,
            to,
            wait: *wait,
        })
    };
    let mut waits: Vec<TurnWait> = waits.iter().filter_map(wait).collect();
    waits.sort_by_key(|wait| (wait.from, wait.to));
    waits
}

fn turn_bans(bans: &[Banned], roads: &[Option<(RoadId, bool)>]) -> Vec<TurnBan> {
    let mut turns: Vec<TurnBan> = bans
        .iter()
        .filter_map(|Banned(drive)| {
            let edges = drive.iter().map(|driven| edge(*driven, roads));
            edges.collect::<Option<Vec<_>>>().map(TurnBan)
        })
        .collect();
    turns.sort();
    turns.dedup();
    turns
}
