//! The parts that a road graph is built from.

use thiserror::Error;
use units::LatLon;

use crate::graph::road_id;
use crate::lines::Lines;
use crate::table::{Nodes, PackedRoad, Roads};
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
    /// Places with names.
    pub places: Vec<NamedPlace>,
    /// Rivers to draw.
    pub waters: Vec<Water>,
    /// Turns that are banned.
    pub bans: Vec<TurnBan>,
    /// What turns take beyond the delays of their roads.
    pub waits: Vec<TurnWait>,
    /// Limits of those roads that have any; of several for one road the last counts.
    pub limits: Vec<(RoadId, Limits)>,
    pub(crate) nodes: Nodes,
    pub(crate) roads: Roads,
    pub(crate) lines: Lines,
    pub(crate) labels: Vec<RoadLabel>,
    /// All labels but the empty one, in order.
    label_ids: Vec<LabelId>,
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
    pub fn new(nodes: impl IntoIterator<Item = RoadNode>) -> Self {
        Self::with_labels(nodes.into_iter().collect(), vec![RoadLabel::default()])
    }

    /// Parts with a table of labels, the first of which is the empty one.
    pub(crate) fn with_labels(nodes: Nodes, labels: Vec<RoadLabel>) -> Self {
        Self {
            nodes,
            places: Vec::new(),
            waters: Vec::new(),
            bans: Vec::new(),
            waits: Vec::new(),
            limits: Vec::new(),
            roads: Roads::default(),
            lines: Lines::default(),
            labels,
            label_ids: Vec::new(),
        }
    }

    /// Where roads meet or end.
    pub fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    /// The id of a label, which is added when it is new.
    pub fn label(&mut self, label: RoadLabel) -> LabelId {
        if label == RoadLabel::default() {
            return LabelId::default();
        }
        let known = |id: &LabelId| self.labels[id.0 as usize].cmp(&label);
        match self.label_ids.binary_search_by(known) {
            Ok(at) => self.label_ids[at],
            Err(at) => {
                let id = LabelId(u32::try_from(self.labels.len()).unwrap_or(u32::MAX));
                self.labels.push(label);
                self.label_ids.insert(at, id);
                id
            }
        }
    }

    /// Adds a road. `inner` are the points of its line between its nodes, which must be there.
    ///
    /// The graph keeps everything in the steps of the road file: points to a millionth of a degree,
    /// lengths to tenths of a metre, heights to metres, speeds to km/h, delays to half
    /// seconds.
    pub fn add_road(&mut self, road: Road, inner: &[LatLon]) -> Result<RoadId, BuildError> {
        let index = self.roads.len();
        check_figures(index, &road)?;
        for end in [road.tail, road.head] {
            self.check_node("road", index, end)?;
        }
        let tail = self.nodes.position(road.tail.0 as usize);
        self.lines.push(tail, inner);
        self.roads.packed.push(PackedRoad::of(&road));
        Ok(road_id(index))
    }

    fn check_node(&self, part: &'static str, index: usize, node: NodeId) -> Result<(), BuildError> {
        if (node.0 as usize) < self.nodes.len() {
            return Ok(());
        }
        Err(BuildError::Missing {
            part,
            index,
            what: "node",
            found: node.0,
            count: self.nodes.len(),
        })
    }

    /// Checks that everything named is there and nodes have no more roads than is possible. The
    /// figures of roads were checked when they were added or read.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        let mut degrees = vec![0_u32; self.nodes.len()];
        for (index, road) in self.roads.packed.iter().enumerate() {
            for end in [road.tail, road.head] {
                self.check_node("road", index, NodeId(end))?;
                degrees[end as usize] += 1;
            }
            if road.label as usize >= self.labels.len() {
                return Err(BuildError::Missing {
                    part: "road",
                    index,
                    what: "label",
                    found: road.label,
                    count: self.labels.len(),
                });
            }
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
            self.check_node("place", index, place.node)?;
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
        for (index, (road, _)) in self.limits.iter().enumerate() {
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
            let (from, to) = (from.road.0, to.road.0);
            ("roads", format!("{from} and {to}"), "roads that meet")
        } else if (0.25..=32_767.0).contains(&wait.0) {
            return Ok(());
        } else {
            ("time", json::plain(wait.0), "a half to 32767 seconds")
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
        let road = self.roads.at(edge.road.0 as usize);
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
        ("delay", road.delay.0, 0.0, 32_767.0, "0 to 32767 seconds"),
        (
            "delay back",
            road.delay_back.0,
            0.0,
            32_767.0,
            "0 to 32767 seconds",
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
                found: json::plain(found),
                expected,
            });
        }
    }
    Ok(())
}
