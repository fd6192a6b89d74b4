//! Nodes and roads as the graph keeps them: in the steps of the road file, in few bytes.
//!
//! A province has a hundred thousand of each, and a phone's worker has little memory: a road takes
//! 28 bytes here and 72 when it is unpacked.

use units::{KilometersPerHour, LatLon, Meters, Seconds};

use crate::bytes::{from_micro, to_micro};
use crate::{Grade, LabelId, NodeId, Road, RoadClass, RoadNode};

/// Flags of a road, as the file has them.
const DUAL: u8 = 1;
const ONEWAY: u8 = 2;
const TOLL: u8 = 4;
const DESTINATION_ONLY: u8 = 8;
/// The grade of the length is kept above the flags.
pub(crate) const GRADE_SHIFT: u8 = 4;
/// Delays and waits are kept in half seconds.
const DELAY_STEPS: f64 = 2.0;
/// Lengths are kept in tenths of a metre.
const LENGTH_STEPS: f64 = 10.0;

/// A road in the steps of the road file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PackedRoad {
    pub(crate) tail: u32,
    pub(crate) head: u32,
    pub(crate) label: u32,
    /// Tenths of a metre.
    pub(crate) length: u32,
    /// Metres.
    pub(crate) climb: u16,
    /// Metres.
    pub(crate) drop: u16,
    /// Half seconds.
    pub(crate) delay: u16,
    /// Half seconds.
    pub(crate) delay_back: u16,
    /// Code of the class.
    pub(crate) class: u8,
    /// Flags, and above them the code of the grade.
    pub(crate) flags: u8,
    /// Kilometres per hour.
    pub(crate) speed: u8,
    /// Kilometres per hour.
    pub(crate) speed_back: u8,
}

impl PackedRoad {
    /// Rounds to the steps of the file; figures must be in range.
    pub(crate) fn of(road: &Road) -> Self {
        let flags = [
            (road.is_dual, DUAL),
            (road.is_oneway, ONEWAY),
            (road.is_toll, TOLL),
            (road.is_destination_only, DESTINATION_ONLY),
        ];
        let set = flags.iter().filter(|(is_set, _)| *is_set);
        let grade = code(&Grade::ALL, &road.grade) << GRADE_SHIFT;
        Self {
            tail: road.tail.0,
            head: road.head.0,
            label: road.label.0,
            length: whole(road.length.0 * LENGTH_STEPS),
            climb: short(road.climb.0),
            drop: short(road.drop.0),
            delay: half_seconds(road.delay),
            delay_back: half_seconds(road.delay_back),
            class: code(&RoadClass::ALL, &road.class),
            flags: set.map(|(_, bit)| bit).sum::<u8>() | grade,
            speed: byte(road.speed.0),
            speed_back: byte(road.speed_back.0),
        }
    }

    pub(crate) fn is_oneway(&self) -> bool {
        self.flags & ONEWAY != 0
    }

    pub(crate) fn is_destination_only(&self) -> bool {
        self.flags & DESTINATION_ONLY != 0
    }

    /// Its length alone.
    pub(crate) fn length(&self) -> Meters {
        Meters(f64::from(self.length) / LENGTH_STEPS)
    }

    #[inline]
    fn unpack(&self) -> Road {
        let speed = |speed: u8| KilometersPerHour(f64::from(speed));
        let class = RoadClass::ALL.get(usize::from(self.class));
        let grade = Grade::ALL.get(usize::from(self.flags >> GRADE_SHIFT));
        Road {
            tail: NodeId(self.tail),
            head: NodeId(self.head),
            class: class.copied().unwrap_or(RoadClass::Unclassified),
            label: LabelId(self.label),
            length: self.length(),
            speed: speed(self.speed),
            speed_back: speed(self.speed_back),
            delay: of_half_seconds(self.delay.into()),
            delay_back: of_half_seconds(self.delay_back.into()),
            is_dual: self.flags & DUAL != 0,
            is_oneway: self.is_oneway(),
            is_toll: self.flags & TOLL != 0,
            is_destination_only: self.is_destination_only(),
            climb: Meters(f64::from(self.climb)),
            drop: Meters(f64::from(self.drop)),
            grade: grade.copied().unwrap_or(Grade::Estimate),
        }
    }
}

/// Roads, indexed by [`crate::RoadId`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roads {
    pub(crate) packed: Vec<PackedRoad>,
}

impl Roads {
    /// Number of roads.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The road at `index`, which must be there.
    #[inline]
    pub fn at(&self, index: usize) -> Road {
        self.packed[index].unpack()
    }

    /// All roads in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Road> + Clone + '_ {
        self.packed.iter().map(PackedRoad::unpack)
    }
}

/// A node in the steps of the road file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PackedNode {
    /// Millionths of a degree.
    pub(crate) lat: i32,
    /// Millionths of a degree.
    pub(crate) lon: i32,
    /// Metres.
    pub(crate) elevation: i16,
}

impl PackedNode {
    fn unpack(&self) -> RoadNode {
        RoadNode {
            position: self.position(),
            elevation: Meters(self.elevation.into()),
        }
    }

    fn position(&self) -> LatLon {
        let [lat, lon] = [self.lat, self.lon].map(|micro| from_micro(micro.into()));
        LatLon::clamped(lat.unwrap_or_default(), lon.unwrap_or_default())
    }
}

/// Junctions and ends of roads, indexed by [`NodeId`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nodes {
    pub(crate) packed: Vec<PackedNode>,
}

impl FromIterator<RoadNode> for Nodes {
    /// Rounds to the steps of the file.
    fn from_iter<T: IntoIterator<Item = RoadNode>>(nodes: T) -> Self {
        let packed = nodes.into_iter().map(|node| PackedNode {
            lat: to_micro(node.position.lat()),
            lon: to_micro(node.position.lon()),
            elevation: to_metres(node.elevation.0),
        });
        Self {
            packed: packed.collect(),
        }
    }
}

impl Nodes {
    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The node at `index`, which must be there.
    pub fn at(&self, index: usize) -> RoadNode {
        self.packed[index].unpack()
    }

    /// All nodes in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = RoadNode> + Clone + '_ {
        self.packed.iter().map(PackedNode::unpack)
    }

    /// Where the node at `index` is; it must be there.
    pub fn position(&self, index: usize) -> LatLon {
        self.packed[index].position()
    }
}

/// The code of a value in the road file: its place among all.
pub(crate) fn code<T: PartialEq>(all: &[T], value: &T) -> u8 {
    let index = all.iter().position(|known| known == value);
    index
        .and_then(|index| u8::try_from(index).ok())
        .unwrap_or(u8::MAX)
}

/// A delay or a wait in the steps of the file.
pub(crate) fn half_seconds(delay: Seconds) -> u16 {
    short(delay.0 * DELAY_STEPS)
}

/// The delay or wait of so many steps.
pub(crate) fn of_half_seconds(steps: u32) -> Seconds {
    Seconds(f64::from(steps) / DELAY_STEPS)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts saturate"
)]
fn whole(value: f64) -> u32 {
    value.round() as u32
}

fn short(value: f64) -> u16 {
    u16::try_from(whole(value)).unwrap_or(u16::MAX)
}

fn byte(value: f64) -> u8 {
    u8::try_from(whole(value)).unwrap_or(u8::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "casts saturate")]
fn to_metres(elevation: f64) -> i16 {
    elevation.round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_road_keeps_everything_in_the_steps_of_the_file() {
        let road = Road {
            class: RoadClass::Track,
            label: LabelId(7),
            speed_back: KilometersPerHour(8.0),
            delay: Seconds(70.0),
            delay_back: Seconds(3.5),
            is_toll: true,
            is_oneway: true,
            climb: Meters(12.0),
            drop: Meters(866.0),
            grade: Grade::Published,
            ..Road::between(
                NodeId(1),
                NodeId(2),
                Meters(120.4),
                KilometersPerHour(255.0),
            )
        };
        assert_eq!(PackedRoad::of(&road).unpack(), road);
        let off = Road {
            length: Meters(120.42),
            climb: Meters(12.3),
            ..road
        };
        assert_eq!(PackedRoad::of(&off).unpack(), road);
        assert!(size_of::<PackedRoad>() <= 28);
    }
}
