//! The parts that a road graph is built from.

use std::collections::BTreeMap;

use thiserror::Error;
use units::LatLon;

use crate::graph::road_id;
use crate::lines::Lines;
use crate::{
    LabelId, Limits, NamedPlace, NodeId, Road, RoadEdge, RoadId, RoadLabel, RoadNode, TurnBan,
    TurnWait, Water,
};

/// Most roads in one ban on turning.
const BAN_MAX: usize = 64;
/// Most roads that meet at one node: real junctions have a dozen. Together with bans, more would
/// let a small file ask for much memory.
const DEGREE_MAX: u32 = 255;

/// Nodes, roads and what belongs to them, before it is checked that they fit together.
#[derive(Debug, Clone)]
pub struct RoadParts {
    /// Where roads meet or end.
    pub nodes: Vec<RoadNode>,
    /// Places with names.
    pub places: Vec<NamedPlace>,
    /// Rivers to draw.
    pub waters: Vec<Water>,
    /// Turns that are banned.
    pub bans: Vec<TurnBan>,
    /// What turns take beyond the delays of their roads.
    pub waits: Vec<TurnWait>,
    /// Limits of those roads that have any.
    pub limits: BTreeMap<RoadId, Limits>,
    pub(crate) roads: Vec<Road>,
    pub(crate) lines: Lines,
    pub(crate) labels: Vec<RoadLabel>,
    label_ids: BTreeMap<RoadLabel, LabelId>,
}

/// Parts that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BuildError {
    /// A road, place or limit names something that is not there.
    #[error("{part} {index} names {what} {found}, expected one below {count}")]
    Missing {
        /// The part, such as `road`.
        part: &'static str,
        /// Its index.
        index: usize,
        /// What it names, such as `node`.
        what: &'static str,
        /// The index that it names.
        found: u32,
        /// How many there are.
        count: usize,
    },
    /// A figure is out of range.
    #[error("{part} {index}: {field} is {found}, expected {expected}")]
    Figure {
        /// The part, such as `road`.
        part: &'static str,
        /// Its index.
        index: usize,
        /// The figure.
        field: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
}

impl RoadParts {
    /// Nodes without any road.
    pub fn new(nodes: Vec<RoadNode>) -> Self {
        Self::with_labels(nodes, vec![RoadLabel::default()])
    }

    /// Parts with a table of labels, the first of which is the empty one.
    pub(crate) fn with_labels(nodes: Vec<RoadNode>, labels: Vec<RoadLabel>) -> Self {
        Self {
            nodes,
            places: Vec::new(),
            waters: Vec::new(),
            bans: Vec::new(),
            waits: Vec::new(),
            limits: BTreeMap::new(),
            roads: Vec::new(),
            lines: Lines::default(),
            labels,
            label_ids: BTreeMap::from([(RoadLabel::default(), LabelId::default())]),
        }
    }

    /// The roads so far, indexed by [`RoadId`].
    pub fn roads(&self) -> &[Road] {
        &self.roads
    }

    /// The id of a label, which is added when it is new.
    pub fn label(&mut self, label: RoadLabel) -> LabelId {
        if let Some(known) = self.label_ids.get(&label) {
            return *known;
        }
        let id = LabelId(u32::try_from(self.labels.len()).unwrap_or(u32::MAX));
        self.labels.push(label.clone());
        self.label_ids.insert(label, id);
        id
    }

    /// Adds a road. `inner` are the points of its line between its nodes, which must be there.
    ///
    /// The graph keeps points to a millionth of a degree.
    pub fn add_road(&mut self, road: Road, inner: &[LatLon]) -> Result<RoadId, BuildError> {
        let index = self.roads.len();
        let tail = self.nodes.get(road.tail.0 as usize);
        let tail = tail.ok_or_else(|| self.no_node("road", index, road.tail))?;
        self.lines.push(tail.position, inner);
        self.roads.push(road);
        Ok(road_id(index))
    }

    fn no_node(&self, part: &'static str, index: usize, node: NodeId) -> BuildError {
        BuildError::Missing {
            part,
            index,
            what: "node",
            found: node.0,
            count: self.nodes.len(),
        }
    }

    /// Checks that everything named is there and every figure is possible.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        let node = |part, index, node: NodeId| {
            let is_there = (node.0 as usize) < self.nodes.len();
            is_there
                .then_some(())
                .ok_or_else(|| self.no_node(part, index, node))
        };
        let mut degrees = vec![0_u32; self.nodes.len()];
        for (index, road) in self.roads.iter().enumerate() {
            for end in [road.tail, road.head] {
                node("road", index, end)?;
                degrees[end.0 as usize] += 1;
            }
            if road.label.0 as usize >= self.labels.len() {
                return Err(BuildError::Missing {
                    part: "road",
                    index,
                    what: "label",
                    found: road.label.0,
                    count: self.labels.len(),
                });
            }
            check_figures(index, road)?;
        }
        if let Some(index) = degrees.iter().position(|degree| *degree > DEGREE_MAX) {
            return Err(BuildError::Figure {
                part: "node",
                index,
                field: "number of roads",
                found: degrees[index].to_string(),
                expected: "255 at most",
            });
        }
        for (index, place) in self.places.iter().enumerate() {
            node("place", index, place.node)?;
        }
        for (index, ban) in self.bans.iter().enumerate() {
            if !(2..=BAN_MAX).contains(&ban.0.len()) {
                return Err(BuildError::Figure {
                    part: "ban",
                    index,
                    field: "length",
                    found: format!("{} roads", ban.0.len()),
                    expected: "2 to 64 roads",
                });
            }
            for RoadEdge { road, .. } in &ban.0 {
                self.check_road("ban", index, *road)?;
            }
        }
        for (index, wait) in self.waits.iter().enumerate() {
            self.check_wait(index, wait)?;
        }
        for (index, road) in self.limits.keys().enumerate() {
            self.check_road("limit", index, *road)?;
        }
        Ok(())
    }

    fn check_wait(&self, index: usize, wait: &TurnWait) -> Result<(), BuildError> {
        let TurnWait { from, to, wait } = *wait;
        self.check_road("wait", index, from.road)?;
        self.check_road("wait", index, to.road)?;
        let back = RoadEdge {
            is_backward: !to.is_backward,
            ..to
        };
        let (field, found, expected) = if self.end(from) != self.end(back) {
            ("roads", format!("{from:?} and {to:?}"), "roads that meet")
        } else if wait.0 > 0.0 && wait.0 <= 65_535.0 {
            return Ok(());
        } else {
            ("time", wait.0.to_string(), "above 0, at most 65535 seconds")
        };
        Err(BuildError::Figure {
            part: "wait",
            index,
            field,
            found,
            expected,
        })
    }

    /// Where a drive over `edge` ends.
    fn end(&self, edge: RoadEdge) -> NodeId {
        let road = &self.roads[edge.road.0 as usize];
        if edge.is_backward {
            road.tail
        } else {
            road.head
        }
    }

    fn check_road(&self, part: &'static str, index: usize, road: RoadId) -> Result<(), BuildError> {
        if (road.0 as usize) < self.roads.len() {
            return Ok(());
        }
        Err(BuildError::Missing {
            part,
            index,
            what: "road",
            found: road.0,
            count: self.roads.len(),
        })
    }
}

fn check_figures(index: usize, road: &Road) -> Result<(), BuildError> {
    let ranges = [
        ("length", road.length.0, 0.05, 400e6, "metres above 0"),
        ("speed", road.speed.0, 1.0, 255.0, "1 to 255 km/h"),
        ("speed back", road.speed_back.0, 1.0, 255.0, "1 to 255 km/h"),
        ("delay", road.delay.0, 0.0, 65_535.0, "0 to 65535 seconds"),
        (
            "delay back",
            road.delay_back.0,
            0.0,
            65_535.0,
            "0 to 65535 seconds",
        ),
        ("climb", road.climb.0, 0.0, 65_535.0, "0 to 65535 metres"),
        ("drop", road.drop.0, 0.0, 65_535.0, "0 to 65535 metres"),
    ];
    for (field, found, least, most, expected) in ranges {
        if !(least..=most).contains(&found) {
            return Err(BuildError::Figure {
                part: "road",
                index,
                field,
                found: found.to_string(),
                expected,
            });
        }
    }
    Ok(())
}
