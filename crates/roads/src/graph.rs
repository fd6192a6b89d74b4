//! The directed graph over the roads, held by petgraph.

use petgraph::graph::{DiGraph, NodeIndex};
use thiserror::Error;
use units::BoundingBox;

use crate::{NamedPlace, NodeId, Road, RoadId, RoadNode, Water};

/// Most points of a line: the road file counts them in 16 bits.
const LINE_MAX: usize = 65_535;

/// One driving direction of a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoadEdge {
    /// The road.
    pub road: RoadId,
    /// True when it is driven from head to tail.
    pub is_backward: bool,
}

/// Roads, nodes and places, checked to fit together.
#[derive(Debug, Clone, Default)]
pub struct RoadGraph {
    graph: DiGraph<RoadNode, RoadEdge, u32>,
    roads: Vec<Road>,
    places: Vec<NamedPlace>,
    waters: Vec<Water>,
}

/// Parts that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BuildError {
    /// A road or place names a node that is not there.
    #[error("{part} {index} names node {node}, expected one below {nodes}")]
    NoSuchNode {
        /// `road` or `place`.
        part: &'static str,
        /// Its index.
        index: usize,
        /// The node it names.
        node: u32,
        /// Number of nodes.
        nodes: usize,
    },
    /// A river has too many points.
    #[error("river {index}: {found} points, expected at most {LINE_MAX}")]
    River {
        /// Index of the river.
        index: usize,
        /// Number of points.
        found: usize,
    },
    /// A figure of a road is out of range.
    #[error("road {index}: {field} is {found}, expected {expected}")]
    Figure {
        /// Index of the road.
        index: usize,
        /// The figure.
        field: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
}

impl RoadGraph {
    /// Builds the graph; two-way roads become two edges, parallel roads stay parallel.
    pub fn new(
        nodes: Vec<RoadNode>,
        roads: Vec<Road>,
        places: Vec<NamedPlace>,
        waters: Vec<Water>,
    ) -> Result<Self, BuildError> {
        let count = nodes.len();
        let check = |part, index, node: NodeId| {
            let error = BuildError::NoSuchNode {
                part,
                index,
                node: node.0,
                nodes: count,
            };
            if (node.0 as usize) < count {
                Ok(NodeIndex::new(node.0 as usize))
            } else {
                Err(error)
            }
        };
        let mut graph = DiGraph::with_capacity(count, roads.len() * 2);
        for node in nodes {
            graph.add_node(node);
        }
        for (index, road) in roads.iter().enumerate() {
            check_figures(index, road)?;
            let (tail, head) = (
                check("road", index, road.tail)?,
                check("road", index, road.head)?,
            );
            let id = road_id(index);
            graph.add_edge(
                tail,
                head,
                RoadEdge {
                    road: id,
                    is_backward: false,
                },
            );
            if !road.is_oneway {
                graph.add_edge(
                    head,
                    tail,
                    RoadEdge {
                        road: id,
                        is_backward: true,
                    },
                );
            }
        }
        for (index, place) in places.iter().enumerate() {
            check("place", index, place.node)?;
        }
        for (index, water) in waters.iter().enumerate() {
            let found = water.line.len();
            if found > LINE_MAX {
                return Err(BuildError::River { index, found });
            }
        }
        Ok(Self {
            graph,
            roads,
            places,
            waters,
        })
    }

    /// The petgraph graph: a node weight is a [`RoadNode`], an edge weight one driving direction.
    pub fn graph(&self) -> &DiGraph<RoadNode, RoadEdge, u32> {
        &self.graph
    }

    /// All roads, indexed by [`RoadId`].
    pub fn roads(&self) -> &[Road] {
        &self.roads
    }

    /// The road `id`, which must come from this graph.
    pub fn road(&self, id: RoadId) -> &Road {
        &self.roads[id.0 as usize]
    }

    /// The node `id`, which must come from this graph.
    pub fn node(&self, id: NodeId) -> &RoadNode {
        &self.graph[NodeIndex::new(id.0 as usize)]
    }

    /// All places with names.
    pub fn places(&self) -> &[NamedPlace] {
        &self.places
    }

    /// Rivers to draw.
    pub fn waters(&self) -> &[Water] {
        &self.waters
    }

    /// The box around all nodes; `None` for an empty graph.
    pub fn bounds(&self) -> Option<BoundingBox> {
        BoundingBox::around(self.graph.node_weights().map(|node| node.position))
    }
}

/// The id of the road at `index`. Road files cannot hold more roads than a `u32` counts.
pub(crate) fn road_id(index: usize) -> RoadId {
    RoadId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// Checks that every figure is possible and fits into the road file, which then loses nothing.
fn check_figures(index: usize, road: &Road) -> Result<(), BuildError> {
    let ranges = [
        ("length", road.length.0, 0.05, 400e6, "metres above 0"),
        ("speed", road.speed.0, 1.0, 255.0, "1 to 255 km/h"),
        ("climb", road.climb.0, 0.0, 65_535.0, "0 to 65535 metres"),
        ("drop", road.drop.0, 0.0, 65_535.0, "0 to 65535 metres"),
    ];
    for (field, found, least, most, expected) in ranges {
        if !(least..=most).contains(&found) {
            return Err(BuildError::Figure {
                index,
                field,
                found: found.to_string(),
                expected,
            });
        }
    }
    if (2..=LINE_MAX).contains(&road.line.len()) {
        Ok(())
    } else {
        Err(BuildError::Figure {
            index,
            field: "line",
            found: format!("{} points", road.line.len()),
            expected: "2 to 65535 points",
        })
    }
}
