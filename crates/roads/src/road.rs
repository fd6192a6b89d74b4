//! What a road network is made of.

use container::Text;
use serde::{Deserialize, Serialize};
use units::{KilometersPerHour, LatLon, Meters, Seconds};

/// A node of the road graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A road of the road graph, both directions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoadId(pub u32);

/// Where roads meet or end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoadNode {
    /// Where it is.
    pub position: LatLon,
    /// Height above the sea.
    pub elevation: Meters,
}

/// Classes of roads, in OpenStreetMap's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoadClass {
    /// Expressway.
    Motorway,
    /// National trunk road.
    Trunk,
    /// Provincial road.
    Primary,
    /// County road.
    Secondary,
    /// Township or tourism road.
    Tertiary,
    /// Ramp or feeder between an expressway and ordinary roads.
    Link,
    /// Minor road between villages.
    Unclassified,
    /// Street with houses.
    Residential,
    /// Street where people on foot come first.
    LivingStreet,
    /// Way to or on a site: car park, yard, service area.
    Service,
    /// Way of fields and forests.
    Track,
    /// Ship that takes cars. It uses no energy of theirs.
    Ferry,
}

impl RoadClass {
    /// All classes, in the order of their codes in the road file.
    pub const ALL: [Self; 12] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Link,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Track,
        Self::Ferry,
    ];
}

/// How well a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Printed by an authority or a newspaper.
    Published,
    /// Measured on mapped lines.
    Measured,
    /// Estimated by hand.
    Estimate,
}

impl Grade {
    /// All grades, in the order of their codes in the road file.
    pub const ALL: [Self; 3] = [Self::Published, Self::Measured, Self::Estimate];
}

/// Index of a label of the road graph. 0 is the empty label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LabelId(pub u32);

/// What the signs of a road say. Many roads share one label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RoadLabel {
    /// Its number, such as G55; empty when it has none.
    pub reference: String,
    /// Its name; empty when it has none.
    pub name: Text,
}

/// A stretch of road between two nodes. Its line and what its signs say are with the graph.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a tag of its own, and all combinations exist"
)]
pub struct Road {
    /// Where it starts.
    pub tail: NodeId,
    /// Where it ends.
    pub head: NodeId,
    /// Its class.
    pub class: RoadClass,
    /// What its signs say.
    pub label: LabelId,
    /// Its true length, which the drawn line need not have.
    pub length: Meters,
    /// Typical driving speed from tail to head.
    pub speed: KilometersPerHour,
    /// Typical driving speed from head to tail.
    pub speed_back: KilometersPerHour,
    /// Time that driving the whole of it from tail to head takes beyond its length at its speed:
    /// junctions, signals, gates.
    pub delay: Seconds,
    /// The same from head to tail.
    pub delay_back: Seconds,
    /// True when it has two carriageways.
    pub is_dual: bool,
    /// True when it may be driven from tail to head only.
    pub is_oneway: bool,
    /// True when it costs toll.
    pub is_toll: bool,
    /// True when one may drive it only to reach or leave a place on it or behind it.
    pub is_destination_only: bool,
    /// Metres climbed from tail to head, all rises added.
    pub climb: Meters,
    /// Metres lost from tail to head, all falls added.
    pub drop: Meters,
    /// How well the length is known.
    pub grade: Grade,
}

/// What a road bears and lets through; all absent for most roads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// True when heavy goods vehicles are banned.
    pub no_trucks: bool,
    /// Greatest gross weight in units of 100 kg.
    pub weight_100kg: Option<u16>,
    /// Greatest load of an axle in units of 100 kg.
    pub axle_100kg: Option<u16>,
    /// Greatest height in centimetres.
    pub height_cm: Option<u16>,
    /// Greatest width in centimetres.
    pub width_cm: Option<u16>,
    /// Greatest length in centimetres.
    pub length_cm: Option<u16>,
}

/// A part of a road in one driving direction.
///
/// `start` and `end` are shares of the road's length from its tail; `start > end` drives from
/// head to tail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// The road.
    pub road: RoadId,
    /// Share of the road where driving starts.
    pub start: f64,
    /// Share of the road where driving ends.
    pub end: f64,
}

impl Piece {
    pub(crate) fn share(self) -> f64 {
        (self.end - self.start).abs()
    }

    pub(crate) fn is_backward(self) -> bool {
        self.start > self.end
    }

    /// True for all of its road.
    pub(crate) fn is_whole(self) -> bool {
        self.share() >= 1.0
    }
}

impl Road {
    /// A two-way road without any peculiarity, to be completed with the update syntax.
    pub fn between(tail: NodeId, head: NodeId, length: Meters, speed: KilometersPerHour) -> Self {
        Self {
            tail,
            head,
            class: RoadClass::Unclassified,
            label: LabelId::default(),
            length,
            speed,
            speed_back: speed,
            delay: Seconds(0.0),
            delay_back: Seconds(0.0),
            is_dual: false,
            is_oneway: false,
            is_toll: false,
            is_destination_only: false,
            climb: Meters(0.0),
            drop: Meters(0.0),
            grade: Grade::Measured,
        }
    }

    /// Length of `piece` of this road.
    #[inline]
    pub fn length_of(&self, piece: Piece) -> Meters {
        self.length * piece.share()
    }

    /// Typical speed in the direction of `piece`.
    #[inline]
    pub fn speed_of(&self, piece: Piece) -> KilometersPerHour {
        if piece.is_backward() {
            self.speed_back
        } else {
            self.speed
        }
    }

    /// What driving the whole of it takes beyond its length, in the direction of `piece`.
    fn delay_of(&self, piece: Piece) -> Seconds {
        if piece.is_backward() {
            self.delay_back
        } else {
            self.delay
        }
    }

    /// Time to drive `piece` of this road. Roads of a [`crate::RoadGraph`] have a positive speed.
    pub fn time_of(&self, piece: Piece) -> Seconds {
        self.length_of(piece)
            .time_at(self.speed_of(piece))
            .map_or(Seconds(f64::INFINITY), |time| {
                time + self.delay_of(piece) * piece.share()
            })
    }

    /// Metres climbed and lost on `piece`, in its driving direction.
    ///
    /// Rises and falls are taken as spread evenly over the road.
    pub fn climb_and_drop_of(&self, piece: Piece) -> (Meters, Meters) {
        let (climb, drop) = (self.climb * piece.share(), self.drop * piece.share());
        if piece.is_backward() {
            (drop, climb)
        } else {
            (climb, drop)
        }
    }
}

/// The part of a drawn line that belongs to `piece`, in its driving direction, with both ends.
pub(crate) fn cut_line(line: &[LatLon], piece: Piece) -> Vec<LatLon> {
    let (from, to) = (piece.start.min(piece.end), piece.start.max(piece.end));
    let lengths: Vec<f64> = line
        .windows(2)
        .map(|pair| pair[0].distance_to(pair[1]).0)
        .collect();
    let total: f64 = lengths.iter().sum();
    let mut cut = Vec::new();
    let mut walked = 0.0;
    for (pair, length) in line.windows(2).zip(&lengths) {
        let share_at = |walked: f64| if total > 0.0 { walked / total } else { 0.0 };
        let (begin, finish) = (share_at(walked), share_at(walked + length));
        walked += length;
        if finish < from || begin > to {
            continue;
        }
        let span = finish - begin;
        let inside = |share: f64| {
            if span > 0.0 {
                (share - begin) / span
            } else {
                0.0
            }
        };
        if cut.is_empty() {
            cut.push(pair[0].toward(pair[1], inside(from)));
        }
        cut.push(pair[0].toward(pair[1], inside(to)));
    }
    if piece.is_backward() {
        cut.reverse();
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).unwrap()
    }

    fn pass_road() -> Road {
        Road {
            climb: Meters(400.0),
            drop: Meters(100.0),
            speed_back: KilometersPerHour(25.0),
            delay: Seconds(10.0),
            delay_back: Seconds(4.0),
            ..Road::between(
                NodeId(0),
                NodeId(1),
                Meters(10_000.0),
                KilometersPerHour(50.0),
            )
        }
    }

    fn piece(start: f64, end: f64) -> Piece {
        let road = RoadId(0);
        Piece { road, start, end }
    }

    #[test]
    fn pieces_of_a_road_add_up_to_it() {
        let road = pass_road();
        let (first, second) = (piece(0.0, 0.3), piece(0.3, 1.0));
        let length = road.length_of(first) + road.length_of(second);
        let time = road.time_of(first) + road.time_of(second);
        assert!((length.0 - 10_000.0).abs() < 1e-9);
        assert!((time.0 - 730.0).abs() < 1e-9);
    }

    #[test]
    fn driving_back_has_its_own_speed_and_delay_and_swaps_climb_and_drop() {
        let (road, back) = (pass_road(), piece(1.0, 0.5));
        assert_eq!(road.climb_and_drop_of(back), (Meters(50.0), Meters(200.0)));
        assert!((road.time_of(back).0 - 722.0).abs() < 1e-9);
    }

    #[test]
    fn a_piece_takes_its_part_of_the_line() {
        let line = [at(38.0, 112.0), at(38.1, 112.0), at(38.2, 112.0)];
        let middle = cut_line(&line, piece(0.25, 0.75));
        assert_eq!(middle.len(), 3);
        assert!((middle[0].lat() - 38.05).abs() < 1e-9 && (middle[2].lat() - 38.15).abs() < 1e-9);
        let back = cut_line(&line, piece(1.0, 0.5));
        assert_eq!(back.first(), Some(&at(38.2, 112.0)));
        assert!((back.last().unwrap().lat() - 38.1).abs() < 1e-9);
    }
}
