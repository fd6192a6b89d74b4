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
}

impl RoadClass {
    /// All classes, in the order of their codes in the road file.
    pub const ALL: [Self; 6] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Link,
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

/// A stretch of road between two nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    /// Where it starts.
    pub tail: NodeId,
    /// Where it ends.
    pub head: NodeId,
    /// Its class.
    pub class: RoadClass,
    /// Its number, such as G55; empty when it has none.
    pub reference: String,
    /// Its name; empty when it has none.
    pub name: Text,
    /// Its true length, which the drawn line need not have.
    pub length: Meters,
    /// Typical driving speed.
    pub speed: KilometersPerHour,
    /// True when it has two carriageways.
    pub is_dual: bool,
    /// True when it may be driven from tail to head only.
    pub is_oneway: bool,
    /// True when it costs toll.
    pub is_toll: bool,
    /// Metres climbed from tail to head, all rises added.
    pub climb: Meters,
    /// Metres lost from tail to head, all falls added.
    pub drop: Meters,
    /// How well the length is known.
    pub grade: Grade,
    /// The line to draw, from tail to head with both ends.
    pub line: Vec<LatLon>,
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
    fn share(self) -> f64 {
        (self.end - self.start).abs()
    }

    fn is_backward(self) -> bool {
        self.start > self.end
    }
}

impl Road {
    /// Length of `piece` of this road.
    pub fn length_of(&self, piece: Piece) -> Meters {
        self.length * piece.share()
    }

    /// Time to drive `piece` of this road. Roads of a [`crate::RoadGraph`] have a positive speed.
    pub fn time_of(&self, piece: Piece) -> Seconds {
        self.length_of(piece)
            .time_at(self.speed)
            .unwrap_or(Seconds(f64::INFINITY))
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

    /// The drawn line of `piece`, in its driving direction, with both ends.
    pub fn line_of(&self, piece: Piece) -> Vec<LatLon> {
        let (from, to) = (piece.start.min(piece.end), piece.start.max(piece.end));
        let lengths: Vec<f64> = self
            .line
            .windows(2)
            .map(|pair| pair[0].distance_to(pair[1]).0)
            .collect();
        let total: f64 = lengths.iter().sum();
        let mut line = Vec::new();
        let mut walked = 0.0;
        for (pair, length) in self.line.windows(2).zip(&lengths) {
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
            if line.is_empty() {
                line.push(pair[0].toward(pair[1], inside(from)));
            }
            line.push(pair[0].toward(pair[1], inside(to)));
        }
        if piece.is_backward() {
            line.reverse();
        }
        line
    }
}

/// Kinds of named places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// Seat of a county or city.
    Seat,
    /// Town.
    Town,
    /// Village.
    Village,
    /// Road junction.
    Junction,
    /// Expressway interchange.
    Interchange,
    /// Mountain pass.
    Pass,
    /// Sight.
    Sight,
    /// Railway station.
    Rail,
    /// Airport.
    Airport,
    /// Place outside the region, from which one drives in.
    Neighbour,
}

impl PlaceKind {
    /// All kinds, in the order of their codes in the road file.
    pub const ALL: [Self; 10] = [
        Self::Seat,
        Self::Town,
        Self::Village,
        Self::Junction,
        Self::Interchange,
        Self::Pass,
        Self::Sight,
        Self::Rail,
        Self::Airport,
        Self::Neighbour,
    ];
}

/// A node with a name that people search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPlace {
    /// Short id, unique in the file.
    pub key: String,
    /// The node.
    pub node: NodeId,
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: PlaceKind,
    /// County code (GB/T 2260), empty outside the region.
    pub county: String,
}

/// A river to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Water {
    /// Its name.
    pub name: Text,
    /// Its line.
    pub line: Vec<LatLon>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).unwrap()
    }

    fn pass_road() -> Road {
        Road {
            tail: NodeId(0),
            head: NodeId(1),
            class: RoadClass::Primary,
            reference: String::new(),
            name: Text::default(),
            length: Meters(10_000.0),
            speed: KilometersPerHour(50.0),
            is_dual: false,
            is_oneway: false,
            is_toll: false,
            climb: Meters(400.0),
            drop: Meters(100.0),
            grade: Grade::Estimate,
            line: vec![at(38.0, 112.0), at(38.1, 112.0), at(38.2, 112.0)],
        }
    }

    #[test]
    fn pieces_of_a_road_add_up_to_it() {
        let road = pass_road();
        let piece = |start, end| Piece {
            road: RoadId(0),
            start,
            end,
        };
        let (first, second) = (piece(0.0, 0.3), piece(0.3, 1.0));
        let length = road.length_of(first) + road.length_of(second);
        assert!((length.0 - 10_000.0).abs() < 1e-9);
        assert!((road.time_of(piece(0.0, 1.0)).0 - 720.0).abs() < 1e-9);
    }

    #[test]
    fn driving_back_swaps_climb_and_drop_and_turns_the_line() {
        let road = pass_road();
        let back = Piece {
            road: RoadId(0),
            start: 1.0,
            end: 0.5,
        };
        assert_eq!(road.climb_and_drop_of(back), (Meters(50.0), Meters(200.0)));
        let line = road.line_of(back);
        assert_eq!(line.first(), Some(&at(38.2, 112.0)));
        assert!((line.last().unwrap().lat() - 38.1).abs() < 1e-9);
    }

    #[test]
    fn half_a_road_is_half_its_line() {
        let line = pass_road().line_of(Piece {
            road: RoadId(0),
            start: 0.25,
            end: 0.75,
        });
        assert_eq!(line.len(), 3);
        assert!((line[0].lat() - 38.05).abs() < 1e-9 && (line[2].lat() - 38.15).abs() < 1e-9);
    }
}
