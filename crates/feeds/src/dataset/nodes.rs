//! `nodes.csv`: places and junctions.

use std::collections::{BTreeMap, BTreeSet};

use container::{Finding, Text};
use roads::{NamedPlace, NodeId, PlaceKind, RoadNode};
use units::{LatLon, Meters};

use crate::table::{Row, TableError, read_rows};

const FILE: &str = "nodes.csv";
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

pub(super) fn read(
    text: &str,
    sources: &BTreeSet<&str>,
    findings: &mut Vec<Finding>,
) -> Result<Nodes, TableError> {
    let mut ids = BTreeMap::new();
    let rows = read_rows(FILE, text, &COLUMNS, findings, |row| {
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

fn read_node(row: &Row<'_>, sources: &BTreeSet<&str>) -> Result<Node, Finding> {
    if row.text("id").is_empty() {
        return Err(row.finding("id", "expected a short name"));
    }
    let (lat, lon) = (
        row.number("lat", -90.0, 90.0)?,
        row.number("lon", -180.0, 180.0)?,
    );
    let position = LatLon::new(lat, lon).map_err(|error| row.finding("lat", &error.to_string()))?;
    if !sources.contains(row.text("source")) {
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
