//! Ways: parts of roads, and what leads to points off them.

use units::{KilometersPerHour, LatLon, Meters, Seconds, around};

use crate::{Piece, Road, RoadGraph};

/// Assumed speed between a road and a point off it, on ways that the network does not have.
const ACCESS_SPEED: KilometersPerHour = KilometersPerHour(30.0);
/// Assumed length of such a way over the straight line.
const ACCESS_DETOUR: f64 = 1.3;

/// What one arc of a [`crate::Network`] stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    /// Along a road.
    Road(Piece),
    /// Along a road, after waiting at the junction where one turns onto it.
    Turn {
        /// How long one waits.
        wait: Seconds,
        /// The way along the road.
        onto: Piece,
    },
    /// Between a road and a point off it, over ways that are not in the network.
    Access {
        /// Where it starts.
        from: LatLon,
        /// Where it ends.
        to: LatLon,
    },
}

impl Way {
    /// The stretch of road that it drives; `None` off the roads.
    pub fn piece(&self) -> Option<Piece> {
        match self {
            Self::Road(piece) | Self::Turn { onto: piece, .. } => Some(*piece),
            Self::Access { .. } => None,
        }
    }

    /// Its length.
    #[inline]
    pub fn length(&self, roads: &RoadGraph) -> Meters {
        match self {
            Self::Road(piece) | Self::Turn { onto: piece, .. } => roads.length_of(*piece),
            Self::Access { from, to } => from.distance_to(*to) * ACCESS_DETOUR,
        }
    }

    /// Time to drive it.
    pub fn time(&self, roads: &RoadGraph) -> Seconds {
        match self {
            Self::Road(piece) | Self::Turn { onto: piece, .. } => {
                self.time_on(&roads.road(piece.road), *piece)
            }
            Self::Access { .. } => self
                .length(roads)
                .time_at(ACCESS_SPEED)
                .unwrap_or(Seconds(f64::INFINITY)),
        }
    }

    /// Time to drive it, given its stretch of road and that road.
    pub fn time_on(&self, road: &Road, piece: Piece) -> Seconds {
        let time = road.time_of(piece);
        match self {
            Self::Turn { wait, .. } => time + *wait,
            Self::Road(_) | Self::Access { .. } => time,
        }
    }

    /// Its drawn line with both ends.
    pub fn line(&self, roads: &RoadGraph) -> Vec<LatLon> {
        match self {
            Self::Road(piece) | Self::Turn { onto: piece, .. } => roads.line_of(*piece),
            Self::Access { from, to } => vec![*from, *to],
        }
    }

    /// The point at a share of its drawn line, 0 to 1.
    pub fn point_at(&self, share: f64, roads: &RoadGraph) -> LatLon {
        let share = share.clamp(0.0, 1.0);
        match self {
            Self::Road(Piece { road, start, end })
            | Self::Turn {
                onto: Piece { road, start, end },
                ..
            } => {
                let at = start + (end - start) * share;
                let point = Piece {
                    road: *road,
                    start: at,
                    end: at,
                };
                let line = roads.line_of(point);
                line.first()
                    .copied()
                    .unwrap_or(roads.node(roads.road(*road).tail).position)
            }
            Self::Access { from, to } => from.toward(*to, share),
        }
    }

    /// The compass direction in which it begins, in degrees clockwise from north; `None` when it
    /// has no length.
    pub fn bearing(&self, roads: &RoadGraph) -> Option<f64> {
        let (begin, next) = (self.point_at(0.0, roads), self.point_at(0.02, roads));
        let (begin, next) = if begin == next {
            (begin, self.point_at(1.0, roads))
        } else {
            (begin, next)
        };
        (begin != next).then(|| begin.bearing_to(next))
    }

    /// True when it begins within a right angle of the direction `heading`, in degrees.
    pub fn leads_toward(&self, roads: &RoadGraph, heading: f64) -> bool {
        let off = |bearing: f64| around(bearing - heading + 180.0) - 180.0;
        self.bearing(roads)
            .is_some_and(|bearing| off(bearing).abs() <= 90.0)
    }

    /// Its typical speed.
    pub fn speed(&self, roads: &RoadGraph) -> KilometersPerHour {
        match self {
            Self::Road(piece) | Self::Turn { onto: piece, .. } => {
                roads.road(piece.road).speed_of(*piece)
            }
            Self::Access { .. } => ACCESS_SPEED,
        }
    }
}
