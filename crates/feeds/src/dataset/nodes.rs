//! `nodes.csv`: places and junctions.

use std::collections::{BTreeMap, BTreeSet};

use container::{Finding, Parsed, Text};
use roads::{NamedPlace, NodeId, PlaceKind, RoadNode};
use units::{LatLon, Meters};

use crate::KnownPlace;
use crate::table::{Row, TableError, read_rows};

const COLUMNS: [&str; 10] = [
    "id",
    "zh",
    "en",
    "kind",
    "lat",
    "lon",
    "elevation_m",
    "county",
    "grade",
    "source",
];

/// The rows of the table, found by id.
pub(super) struct Nodes {
    rows: Vec<Node>,
    ids: BTreeMap<String, NodeId>,
}

struct Node {
    key: String,
    name: Text,
    kind: PlaceKind,
    county: String,
    at: RoadNode,
}

/// Reads a list of places that belongs to no data set: `nodes.csv` by itself. Its sources may be
/// any words.
pub fn read_place_list(
    file: &str,
    text: &str,
) -> Result<Parsed<BTreeMap<String, KnownPlace>>, TableError> {
    let mut findings = Vec::new();
    let nodes = read(file, text, None, &mut findings)?;
    let value = nodes.known_places();
    Ok(Parsed { value, findings })
}

/// Reads the table; `sources` are those that a row may name, all when there are none.
pub(super) fn read(
    file: &str,
    text: &str,
    sources: Option<&BTreeSet<&str>>,
    findings: &mut Vec<Finding>,
) -> Result<Nodes, TableError> {
    let mut ids = BTreeMap::new();
    let rows = read_rows(file, text, &COLUMNS, findings, |row| {
        let node = read_node(row, sources)?;
        let next = NodeId(u32::try_from(ids.len()).unwrap_or(u32::MAX));
        if ids.contains_key(&node.key) {
            return Err(row.finding("id", "expected an id used once"));
        }
        ids.insert(node.key.clone(), next);
        Ok(node)
    })?;
    Ok(Nodes { rows, ids })
}

fn read_node(row: &Row<'_>, sources: Option<&BTreeSet<&str>>) -> Result<Node, Finding> {
    if row.text("id").is_empty() {
        return Err(row.finding("id", "expected a short name"));
    }
    let (lat, lon) = (
        row.number("lat", -90.0, 90.0)?,
        row.number("lon", -180.0, 180.0)?,
    );
    let position = LatLon::new(lat, lon).map_err(|error| row.finding("lat", &error.to_string()))?;
    if sources.is_some_and(|sources| !sources.contains(row.text("source"))) {
        return Err(row.finding("source", "expected a source of dataset.toml"));
    }
    Ok(Node {
        key: row.text("id").to_owned(),
        name: Text::new(row.text("zh"), row.text("en")),
        kind: row.word("kind")?,
        county: row.text("county").to_owned(),
        at: RoadNode {
            position,
            elevation: Meters(row.number("elevation_m", -500.0, 9000.0)?),
        },
    })
}

impl Nodes {
    /// The node with this id.
    pub(super) fn id(&self, key: &str) -> Option<NodeId> {
        self.ids.get(key).copied()
    }

    pub(super) fn road_node(&self, id: NodeId) -> &RoadNode {
        &self.rows[id.0 as usize].at
    }

    pub(super) fn key(&self, index: usize) -> &str {
        &self.rows[index].key
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn road_nodes(&self) -> Vec<RoadNode> {
        self.rows.iter().map(|row| row.at).collect()
    }

    /// All rows with a name, as corridors may name them by their id.
    pub(super) fn known_places(&self) -> BTreeMap<String, KnownPlace> {
        let named = self.rows.iter().filter(|row| !row.name.zh.is_empty());
        named
            .map(|row| {
                let place = KnownPlace {
                    name: row.name.clone(),
                    kind: row.kind,
                    county: row.county.clone(),
                    position: row.at.position,
                    elevation: row.at.elevation,
                };
                (row.key.clone(), place)
            })
            .collect()
    }

    /// All rows that have a name.
    pub(super) fn places(&self) -> Vec<NamedPlace> {
        let named = self.rows.iter().filter(|row| !row.name.zh.is_empty());
        named
            .filter_map(|row| {
                Some(NamedPlace {
                    key: row.key.clone(),
                    node: self.id(&row.key)?,
                    name: row.name.clone(),
                    kind: row.kind,
                    county: row.county.clone(),
                })
            })
            .collect()
    }
}
