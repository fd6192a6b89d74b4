//! A stretch of road as the energy model sees it.

use roads::{RoadClass, RoadGraph, Way};
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
        let Some(piece) = way.piece() else {
            return Self {
                length: way.length(roads),
                time: way.time(roads),
                speed: way.speed(roads),
                climb: Meters(0.0),
                drop: Meters(0.0),
                elevation: Meters(0.0),
                displacement: displacement(&way.line(roads)),
                is_carried: false,
            };
        };
        let road = roads.road(piece.road);
        let (tail, head) = (roads.node(road.tail), roads.node(road.head));
        let (climb, drop) = road.climb_and_drop_of(piece);
        // Most are whole roads, whose lines need not be read for this.
        let displacement = if piece.start <= 0.0 && piece.end >= 1.0 {
            tail.position.displacement_to(head.position)
        } else if piece.start >= 1.0 && piece.end <= 0.0 {
            head.position.displacement_to(tail.position)
        } else {
            displacement(&way.line(roads))
        };
        Self {
            length: road.length_of(piece),
            time: way.time_on(&road, piece),
            speed: road.speed_of(piece),
            climb,
            drop,
            elevation: (tail.elevation + head.elevation) * 0.5,
            displacement,
            is_carried: road.class == RoadClass::Ferry,
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

/// How far the end of a line lies east and north of its start.
fn displacement(line: &[LatLon]) -> (Meters, Meters) {
    let ends = line.first().zip(line.last());
    ends.map_or((Meters(0.0), Meters(0.0)), |(first, last)| {
        first.displacement_to(*last)
    })
}
