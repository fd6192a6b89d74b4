//! The plain fastest route, without any battery.

use petgraph::algo::astar;
use petgraph::visit::EdgeRef;
use units::{KilometersPerHour, LatLon, Meters, Seconds};

use crate::{Network, RoadGraph, Snap, Way};

/// A drive from point to point. Geometry only: no energy, no stops.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Its length.
    pub distance: Meters,
    /// Time to drive it.
    pub duration: Seconds,
    /// Its drawn line.
    pub line: Vec<LatLon>,
}

/// The fastest route between two points on roads.
///
/// Returns `None` when no road leads there.
pub fn fastest_route(roads: &RoadGraph, from: &Snap, to: &Snap) -> Option<Route> {
    let on_road = |snap: &Snap| {
        (
            snap.position,
            Snap {
                distance: Meters(0.0),
                ..*snap
            },
        )
    };
    let network = Network::new(roads, &[on_road(from), on_road(to)]);
    let (start, goal) = (network.points()[0], network.points()[1]);
    let fastest = fastest_speed(roads);
    let (_, nodes) = astar(
        &network,
        start,
        |node| node == goal,
        |edge| network.way(edge.weight()).time(roads).0,
        |node| {
            let left = network.position(roads, node).distance_to(to.position);
            left.time_at(fastest).map_or(0.0, |time| time.0)
        },
    )?;
    let mut route = Route {
        distance: Meters(0.0),
        duration: Seconds(0.0),
        line: Vec::new(),
    };
    for pair in nodes.windows(2) {
        let arcs = &network.arcs()[network.arcs_of(pair[0])];
        let way = arcs
            .iter()
            .filter(|arc| arc.head == pair[1])
            .map(|arc| network.way(arc))
            .min_by(|a, b| a.time(roads).0.total_cmp(&b.time(roads).0))?;
        route.distance += way.length(roads);
        route.duration += way.time(roads);
        append_line(&mut route.line, &way.line(roads));
    }
    if route.line.is_empty() {
        route.line.push(from.position);
    }
    Some(route)
}

/// The speed over the straight line that no road exceeds. Lengths may be shorter than drawn lines
/// where these are schematic.
fn fastest_speed(roads: &RoadGraph) -> KilometersPerHour {
    let speeds = roads.roads().iter().map(|road| {
        let straight = roads.node(road.tail).position;
        let straight = straight.distance_to(roads.node(road.head).position);
        let stretch = (straight.0 / road.length.0).max(1.0);
        road.speed.0.max(road.speed_back.0) * stretch
    });
    KilometersPerHour(speeds.fold(1.0, f64::max) * 1.000_001)
}

/// Appends `more`, which starts where `line` ends, without repeating the joint.
pub(crate) fn append_line(line: &mut Vec<LatLon>, more: &[LatLon]) {
    let skip = usize::from(line.last().is_some() && line.last() == more.first());
    line.extend_from_slice(&more[skip..]);
}

impl Way {
    /// Appends this way's drawn line to `line`, without repeating the joint.
    pub fn draw_onto(&self, roads: &RoadGraph, line: &mut Vec<LatLon>) {
        match self {
            Self::Road(piece) | Self::Turn { onto: piece, .. } => roads.draw_onto(*piece, line),
            Self::Access { from, to } => append_line(line, &[*from, *to]),
        }
    }
}

#[cfg(test)]
mod tests;
