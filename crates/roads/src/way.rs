//! Ways: parts of roads, and what leads to points off them.

use units::{KilometersPerHour, LatLon, Meters, Seconds};

use crate::{Piece, RoadGraph};

/// Assumed speed between a road and a point off it, on ways that the network does not have.
const ACCESS_SPEED: KilometersPerHour = KilometersPerHour(30.0);
/// Assumed length of such a way over the straight line.
const ACCESS_DETOUR: f64 = 1.3;

/// What one arc of a [`crate::Network`] stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    /// Along a road.
    Road(Piece),
    /// Between a road and a point off it, over ways that are not in the network.
    Access {
        /// Where it starts.
        from: LatLon,
        /// Where it ends.
        to: LatLon,
    },
}

impl Way {
    /// Its length.
    pub fn length(&self, roads: &RoadGraph) -> Meters {
        match self {
            Self::Road(piece) => roads.road(piece.road).length_of(*piece),
            Self::Access { from, to } => from.distance_to(*to) * ACCESS_DETOUR,
        }
    }

    /// Time to drive it.
    pub fn time(&self, roads: &RoadGraph) -> Seconds {
        match self {
            Self::Road(piece) => roads.road(piece.road).time_of(*piece),
            Self::Access { .. } => self
                .length(roads)
                .time_at(ACCESS_SPEED)
                .unwrap_or(Seconds(f64::INFINITY)),
        }
    }

    /// Its drawn line with both ends.
    pub fn line(&self, roads: &RoadGraph) -> Vec<LatLon> {
        match self {
            Self::Road(piece) => roads.line_of(*piece),
            Self::Access { from, to } => vec![*from, *to],
        }
    }

    /// Its typical speed.
    pub fn speed(&self, roads: &RoadGraph) -> KilometersPerHour {
        match self {
            Self::Road(piece) => roads.road(piece.road).speed_of(*piece),
            Self::Access { .. } => ACCESS_SPEED,
        }
    }
}
