//! A stretch of road as the energy model sees it.

use roads::{Piece, RoadClass, RoadGraph, Way};
use units::{KilometersPerHour, LatLon, Meters, Seconds};

/// A stretch to drive at one speed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Its length.
    pub length: Meters,
    /// Time that it usually takes.
    pub time: Seconds,
    /// Its usual speed.
    pub speed: KilometersPerHour,
    /// All rises added.
    pub climb: Meters,
    /// All falls added.
    pub drop: Meters,
    /// Mean height above sea level.
    pub elevation: Meters,
    /// How far its end lies east and north of its start.
    pub displacement: (Meters, Meters),
    /// True on a ferry, which carries the car: it takes time but no energy.
    pub is_carried: bool,
}

impl Stretch {
    /// The stretch that a way is. Ways off the network count as flat and at sea level, where air
    /// is thickest.
    pub fn of(way: &Way, roads: &RoadGraph) -> Self {
        let is_ferry = |piece: Piece| roads.road(piece.road).class == RoadClass::Ferry;
        let (climb, drop, elevation) = match way.piece() {
            Some(piece) => {
                let road = roads.road(piece.road);
                let (climb, drop) = road.climb_and_drop_of(piece);
                let ends = roads.node(road.tail).elevation + roads.node(road.head).elevation;
                (climb, drop, ends * 0.5)
            }
            None => (Meters(0.0), Meters(0.0), Meters(0.0)),
        };
        let (from, to) = ends(way, roads);
        Self {
            length: way.length(roads),
            time: way.time(roads),
            speed: way.speed(roads),
            climb,
            drop,
            elevation,
            displacement: from.displacement_to(to),
            is_carried: way.piece().is_some_and(is_ferry),
        }
    }

    /// The same stretch, driven at `pace` times its usual speed. Time at junctions stays.
    pub(crate) fn time_at(&self, pace: f64) -> Seconds {
        let usual = self.length.time_at(self.speed);
        usual.map_or(self.time, |usual| {
            self.time + Seconds(usual.0 / pace - usual.0)
        })
    }
}

/// Where a way starts and ends.
fn ends(way: &Way, roads: &RoadGraph) -> (LatLon, LatLon) {
    match way {
        Way::Access { from, to } => (*from, *to),
        Way::Road(piece) | Way::Turn { onto: piece, .. } => {
            let road = roads.road(piece.road);
            let (tail, head) = (
                roads.node(road.tail).position,
                roads.node(road.head).position,
            );
            // Most are whole roads, whose lines need not be read for this.
            if piece.start <= 0.0 && piece.end >= 1.0 {
                return (tail, head);
            }
            if piece.start >= 1.0 && piece.end <= 0.0 {
                return (head, tail);
            }
            let line = roads.line_of(*piece);
            let ends = line.first().zip(line.last());
            ends.map_or((tail, tail), |(first, last)| (*first, *last))
        }
    }
}
