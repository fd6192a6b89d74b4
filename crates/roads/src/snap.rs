//! Finding the road nearest to a point.

use geo::{Coord, LineLocatePoint, LineString, Point};
use thiserror::Error;
use units::{LatLon, Meters};

use crate::graph::road_id;
use crate::{Piece, Road, RoadClass, RoadGraph, RoadId};

/// Farthest that a point may lie from a road. The schematic network of a county is coarse, so
/// this is generous; an imported network meets it everywhere.
const DISTANCE_MAX: Meters = Meters(20_000.0);
/// Expressways can be entered at interchanges only, so a point belongs to one only when it lies
/// on it, as a car that is driving there.
const ON_THE_MOTORWAY: Meters = Meters(100.0);
/// Shares are rounded to one millionth: the last bits of planar geometry differ between
/// platforms, plans must not.
const SHARE_STEPS: f64 = 1_000_000.0;

/// A point on a road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// The road.
    pub road: RoadId,
    /// Share of the road's length from its tail, 0 to 1.
    pub share: f64,
    /// The point on the drawn line.
    pub position: LatLon,
    /// Straight-line distance from the asked point to it.
    pub distance: Meters,
}

/// No road near enough.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{position} is {} from the nearest road, at most {:.0} km are allowed", in_km(*nearest), DISTANCE_MAX.0 / 1000.0)]
pub struct FarFromRoads {
    /// The asked point.
    pub position: LatLon,
    /// Distance to the nearest road, absent when there is no road at all.
    pub nearest: Option<Meters>,
}

fn in_km(distance: Option<Meters>) -> String {
    distance.map_or_else(
        || "any distance".into(),
        |distance| format!("{:.0} km", distance.0 / 1e3),
    )
}

/// The point on `roads` nearest to `position`.
pub fn snap(roads: &RoadGraph, position: LatLon) -> Result<Snap, FarFromRoads> {
    let mut best: Option<Snap> = None;
    for (index, road) in roads.roads().iter().enumerate() {
        let near = nearest_on(road, road_id(index), position);
        let may_enter = road.class != RoadClass::Motorway || near.distance.0 <= ON_THE_MOTORWAY.0;
        if may_enter && best.is_none_or(|best| near.distance.0 < best.distance.0) {
            best = Some(near);
        }
    }
    match best {
        Some(snap) if snap.distance.0 <= DISTANCE_MAX.0 => Ok(snap),
        other => Err(FarFromRoads {
            position,
            nearest: other.map(|snap| snap.distance),
        }),
    }
}

/// The nearest point of one road, in a plane that is true to scale around `position`.
fn nearest_on(road: &Road, id: RoadId, position: LatLon) -> Snap {
    let narrowing = libm::cos(position.lat().to_radians());
    let plane = |at: LatLon| Coord {
        x: at.lon() * narrowing,
        y: at.lat(),
    };
    let line = LineString::new(road.line.iter().map(|at| plane(*at)).collect());
    let share = line
        .line_locate_point(&Point(plane(position)))
        .unwrap_or(0.0);
    let share = (share.clamp(0.0, 1.0) * SHARE_STEPS).round() / SHARE_STEPS;
    let here = road.line_of(Piece {
        road: id,
        start: share,
        end: share,
    });
    let on_road = here.first().copied().unwrap_or(position);
    Snap {
        road: id,
        share,
        position: on_road,
        distance: position.distance_to(on_road),
    }
}
