//! Finding the road nearest to a point.

use geo::{Coord, LineLocatePoint, LineString, Point};
use thiserror::Error;
use units::{LatLon, Meters};

use crate::road::cut_line;
use crate::{Piece, RoadClass, RoadEdge, RoadGraph, RoadId, Way};

/// Farthest that a point may lie from a road. The schematic network of a county is coarse, so
/// this is generous; an imported network meets it everywhere.
const DISTANCE_MAX: Meters = Meters(20_000.0);
/// Expressways can be entered at interchanges only, so a point belongs to one only when it lies
/// on it, as a car that is driving there.
const ON_THE_MOTORWAY: Meters = Meters(100.0);
/// Shares are rounded to one millionth: the last bits of planar geometry differ between
/// platforms, plans must not.
const SHARE_STEPS: f64 = 1_000_000.0;
/// Roads whose distances differ by less are equally near: then the road for all traffic is taken.
const EQUALLY_NEAR: Meters = Meters(0.01);
/// Carriageways of one road, and errors of a moving receiver, are at most so far apart.
const LANES_APART: Meters = Meters(40.0);
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
#[error("{position} is {} from the nearest road, at most {} are allowed", in_km(*nearest), in_km(Some(DISTANCE_MAX)))]
pub struct FarFromRoads {
    /// The asked point.
    pub position: LatLon,
    /// Distance to the nearest road, absent when there is no road at all.
    pub nearest: Option<Meters>,
}

fn in_km(distance: Option<Meters>) -> String {
    distance.map_or_else(
        || "any distance".into(),
        |distance| json::fixed(distance.0 / 1e3, 0) + " km",
    )
}

/// The point on `roads` nearest to `position`.
pub fn snap(roads: &RoadGraph, position: LatLon) -> Result<Snap, FarFromRoads> {
    let mut best: Option<Snap> = None;
    for (road, at_least) in roads.index().nearest(roads, position) {
        if best.is_some_and(|best| at_least > best.distance.0 + EQUALLY_NEAR.0) {
            break;
        }
        let near = nearest_on(roads, road, position);
        let class = roads.road(near.road).class;
        let is_far = near.distance.0 > ON_THE_MOTORWAY.0;
        let may_enter = class != RoadClass::Ferry && !(class == RoadClass::Motorway && is_far);
        if may_enter && best.is_none_or(|best| is_better(roads, &near, &best)) {
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

/// The point on a road that can be driven in the direction `heading` (degrees clockwise from
/// north): the nearest one, unless another is as near but for 40 m. A car on one
/// carriageway of two is not taken for one on the other.
pub fn snap_heading(
    roads: &RoadGraph,
    position: LatLon,
    heading: f64,
) -> Result<Snap, FarFromRoads> {
    let nearest = snap(roads, position)?;
    let limit = nearest.distance.0 + LANES_APART.0;
    let near = roads.index().nearest(roads, position);
    let near = near.take_while(|(_, at_least)| *at_least <= limit);
    let fits = near.map(|(road, _)| nearest_on(roads, road, position));
    let fits = fits.filter(|snap| {
        let is_ferry = roads.road(snap.road).class == RoadClass::Ferry;
        let both = [false, true].map(|is_backward| RoadEdge {
            road: snap.road,
            is_backward,
        });
        let leads = |edge: RoadEdge| {
            let (start, end) = (snap.share, f64::from(u8::from(!edge.is_backward)));
            let road = edge.road;
            let way = Way::Road(Piece { road, start, end });
            roads.may_drive(edge) && way.leads_toward(roads, heading)
        };
        !is_ferry && snap.distance.0 <= limit && both.into_iter().any(leads)
    });
    let best = fits.reduce(|best, snap| {
        if is_better(roads, &snap, &best) {
            snap
        } else {
            best
        }
    });
    Ok(best.unwrap_or(nearest))
}

/// Nearer; when equally near, a road for all traffic before one for destinations, then the first.
fn is_better(roads: &RoadGraph, one: &Snap, other: &Snap) -> bool {
    let rank = |snap: &Snap| (roads.road(snap.road).is_destination_only, snap.road);
    let difference = one.distance.0 - other.distance.0;
    if difference.abs() < EQUALLY_NEAR.0 {
        rank(one) < rank(other)
    } else {
        difference < 0.0
    }
}

/// The nearest point of one road, in a plane that is true to scale around `position`.
fn nearest_on(roads: &RoadGraph, road: RoadId, position: LatLon) -> Snap {
    let narrowing = units::angle::cos(position.lat().to_radians());
    let plane = |at: LatLon| Coord {
        x: at.lon() * narrowing,
        y: at.lat(),
    };
    let line = roads.line(road);
    let planar = LineString::new(line.iter().map(|at| plane(*at)).collect());
    let share = planar
        .line_locate_point(&Point(plane(position)))
        .unwrap_or(0.0);
    let share = (share.clamp(0.0, 1.0) * SHARE_STEPS).round() / SHARE_STEPS;
    let here = cut_line(
        &line,
        Piece {
            road,
            start: share,
            end: share,
        },
    );
    let on_road = here.first().copied().unwrap_or(position);
    Snap {
        road,
        share,
        position: on_road,
        distance: position.distance_to(on_road),
    }
}
