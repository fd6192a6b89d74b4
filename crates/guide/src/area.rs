//! Service areas of expressways.

use container::Text;
use serde::{Deserialize, Serialize};
use stations::Amenity;
use units::{LatLon, Meters};

use crate::Grade;

/// One side of a service area: the other side is another one, for one cannot cross over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceArea {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The road's number on signs.
    pub road: String,
    /// The kilometre on the road's own posts; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Meters>,
    /// Where traffic on this side goes; empty when reached from both sides.
    #[serde(default)]
    pub toward: Text,
    /// Where it is.
    pub position: LatLon,
    /// Ids of charging stations there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stations: Vec<String>,
    /// What is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amenities: Vec<Amenity>,
    /// How well its place is known.
    pub grade: Grade,
    /// Where that comes from.
    pub source: String,
}
