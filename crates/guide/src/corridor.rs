//! A road as a line of places.

use container::Text;
use serde::{Deserialize, Serialize};
use units::{LatLon, Meters};

use crate::Grade;

/// Kinds of corridors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorridorKind {
    /// A road made for travellers, such as 长城一号.
    Tourism,
    /// An expressway.
    Expressway,
    /// An ordinary trunk road.
    Trunk,
}

/// Kinds of places on a corridor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// Seat of a county or city.
    Seat,
    /// Town.
    Town,
    /// Village.
    Village,
    /// Sight.
    Sight,
    /// Mountain pass.
    Pass,
    /// Service area.
    ServiceArea,
    /// Rest area or post of a tourism road.
    Rest,
    /// Road junction.
    Junction,
    /// Expressway interchange.
    Interchange,
    /// Railway station.
    Rail,
    /// Airport.
    Airport,
    /// Border of the region, or a place outside.
    Border,
}

/// On which carriageway something stands, seen in the corridor's order of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Reached from both.
    #[default]
    Both,
    /// Reached when driving in the order of places.
    Forward,
    /// Reached when driving against it.
    Backward,
}

/// A place on a corridor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CorridorNode {
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: NodeKind,
    /// Where it is.
    pub position: LatLon,
    /// Height above the sea; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elevation: Option<Meters>,
    /// Way from the first place along the road; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub along: Option<Meters>,
    /// From which carriageway it is reached.
    #[serde(default)]
    pub side: Side,
    /// Ids of charging stations there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stations: Vec<String>,
}

/// A road as a line of places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Corridor {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The road's number or name on signs.
    pub road: String,
    /// What it is.
    pub kind: CorridorKind,
    /// Its length; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Meters>,
    /// How well lengths and places along it are known.
    pub grade: Grade,
    /// Where they come from.
    pub source: String,
    /// What else there is to say.
    #[serde(default)]
    pub note: Text,
    /// The places, in order, two at least.
    pub nodes: Vec<CorridorNode>,
}

impl Corridor {
    /// What is impossible in it: field, what was expected, what was found.
    pub fn problem(&self) -> Option<(&'static str, &'static str, String)> {
        if self.id.is_empty() {
            return Some(("id", "expected an id", String::new()));
        }
        if self.nodes.len() < 2 {
            let found = self.nodes.len().to_string();
            return Some(("nodes", "expected two places at least", found));
        }
        let mut last = 0.0;
        for node in &self.nodes {
            let Some(along) = node.along else { continue };
            if !(along.0 >= last && along.0.is_finite()) {
                let found = format!("{} km at {}", along.0 / 1000.0, node.name.zh);
                return Some(("km", "expected kilometres that never go back", found));
            }
            last = along.0;
        }
        match self.length {
            Some(length) if !(length.0 >= last && length.0.is_finite()) => {
                let found = format!("{} km", length.0 / 1000.0);
                Some((
                    "length_km",
                    "expected the way to the last place at least",
                    found,
                ))
            }
            _ => None,
        }
    }
}
