//! What is drawn and searched for beside the roads: named places and rivers.

use container::Text;
use serde::{Deserialize, Serialize};
use units::LatLon;

use crate::NodeId;

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
