//! What stands on the map, in the words of the caller.

use units::LatLon;

/// A station to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StationMark {
    /// Index of the station, told back when it is tapped.
    pub index: u32,
    /// Where it is.
    pub position: LatLon,
    /// What it is.
    pub kind: MarkKind,
    /// Its greatest power in kilowatts, 0 when it has none.
    pub power_kw: u32,
    /// False when the chosen car cannot charge there.
    pub is_usable: bool,
}

/// What a station is, told by shape and symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// Direct current.
    Fast,
    /// Alternating current only.
    Slow,
    /// Battery swap only.
    Swap,
    /// For buses, taxis and others only.
    Dedicated,
    /// Out of operation.
    Closed,
}

impl MarkKind {
    /// The CSS class that gives the mark its shape.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Fast => "mark-fast",
            Self::Slow => "mark-slow",
            Self::Swap => "mark-swap",
            Self::Dedicated => "mark-dedicated",
            Self::Closed => "mark-closed",
        }
    }
}

/// A point of the trip.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Where it is.
    pub position: LatLon,
    /// What it is.
    pub kind: PinKind,
    /// Its name, for people who cannot see the map.
    pub label: String,
}

/// What a point of the trip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinKind {
    /// Where on the plan the driver looks.
    Look,
    /// Where the trip starts.
    From,
    /// Where it ends.
    To,
    /// A place on the way.
    Via,
    /// A point that was tapped or searched for.
    Point,
    /// Where the driver is.
    Me,
    /// A charging stop, counted from 1.
    Stop(u32),
}
