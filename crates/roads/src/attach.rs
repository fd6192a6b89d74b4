//! The graph that searches run on: the roads, and points put on them.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use units::{KilometersPerHour, LatLon, Meters, Seconds};

use crate::{Piece, RoadEdge, RoadGraph, RoadId, Snap};

/// Assumed speed between a road and a point off it, on ways that the network does not have.
const ACCESS_SPEED: KilometersPerHour = KilometersPerHour(30.0);
/// Assumed length of such a way over the straight line.
const ACCESS_DETOUR: f64 = 1.3;

/// One arc of a [`Network`].
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

/// Roads with points attached.
#[derive(Debug, Clone)]
pub struct Network {
    /// The nodes of [`RoadGraph::graph`] come first, in their order, then those of the points.
    pub graph: DiGraph<(), Way, u32>,
    /// For each attached point the node that stands for it.
    pub points: Vec<NodeIndex>,
    /// Where the nodes of the points are, in their order.
    positions: Vec<LatLon>,
}

impl Network {
    /// Where a node is.
    pub fn position(&self, roads: &RoadGraph, node: NodeIndex) -> LatLon {
        match roads.graph().node_weight(node) {
            Some(junction) => roads.node(*junction).position,
            None => self.positions[node.index() - roads.graph().node_count()],
        }
    }

    fn add_point(&mut self, position: LatLon) -> NodeIndex {
        self.positions.push(position);
        self.graph.add_node(())
    }
}

/// A point to attach: where it is, and where it meets the roads.
pub type Attachment = (LatLon, Snap);

/// Where a point meets a road: share of the road, node of the point.
type Cut = (f64, NodeIndex);

/// Adds points to the roads. A point is reached from every edge of its road, and left as a drive
/// that begins there. Points off the road get an arc each way; points of the same road are linked
/// directly, so that one can drive from one to the next.
pub fn attach(roads: &RoadGraph, points: &[Attachment]) -> Network {
    let (nodes, edges) = (roads.graph().node_count(), roads.graph().edge_count());
    let mut network = Network {
        graph: DiGraph::with_capacity(nodes + 2 * points.len(), edges + 8 * points.len()),
        points: Vec::with_capacity(points.len()),
        positions: Vec::with_capacity(2 * points.len()),
    };
    for _ in 0..nodes {
        network.graph.add_node(());
    }
    let mut cuts: BTreeMap<RoadId, Vec<Cut>> = BTreeMap::new();
    for (position, snap) in points {
        let on_road = network.add_point(snap.position);
        cuts.entry(snap.road)
            .or_default()
            .push((snap.share, on_road));
        let end = off_road(&mut network, *position, snap, on_road);
        network.points.push(end);
    }
    for of_road in cuts.values_mut() {
        of_road.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }
    let mut is_cut = vec![false; roads.roads().len()];
    for road in cuts.keys() {
        is_cut[road.0 as usize] = true;
    }
    for edge in roads.graph().edge_references() {
        let (tail, head, along) = (edge.source(), edge.target(), *edge.weight());
        let (start, end) = ends(along);
        network.graph.add_edge(tail, head, way(along, start, end));
        if is_cut[along.road.0 as usize] {
            let is_begin = roads.begin(along) == Some(edge.id());
            let of_road = cuts.get(&along.road).map_or(&[][..], Vec::as_slice);
            add_cuts(&mut network.graph, along, (tail, head), of_road, is_begin);
        }
    }
    network
}

fn ends(edge: RoadEdge) -> (f64, f64) {
    if edge.is_backward {
        (1.0, 0.0)
    } else {
        (0.0, 1.0)
    }
}

fn way(edge: RoadEdge, start: f64, end: f64) -> Way {
    Way::Road(Piece {
        road: edge.road,
        start,
        end,
    })
}

/// The node of the point itself: the one on the road when the point lies on it.
fn off_road(network: &mut Network, position: LatLon, snap: &Snap, on_road: NodeIndex) -> NodeIndex {
    if snap.distance.0 < 1.0 {
        return on_road;
    }
    let point = network.add_point(position);
    for (tail, head, from, to) in [
        (on_road, point, snap.position, position),
        (point, on_road, position, snap.position),
    ] {
        let access = Way::Access { from, to };
        network.graph.add_edge(tail, head, access);
    }
    point
}

/// The arcs to the first point on one edge, and, once for each direction of the road, between its
/// points and from the last one on.
fn add_cuts(
    graph: &mut DiGraph<(), Way, u32>,
    edge: RoadEdge,
    (tail, head): (NodeIndex, NodeIndex),
    cuts: &[Cut],
    is_begin: bool,
) {
    let (start, end) = ends(edge);
    let mut in_order: Vec<Cut> = cuts.to_vec();
    if edge.is_backward {
        in_order.reverse();
    }
    let mut from = (start, tail);
    for to in in_order {
        graph.add_edge(from.1, to.1, way(edge, from.0, to.0));
        if !is_begin {
            return;
        }
        from = to;
    }
    graph.add_edge(from.1, head, way(edge, from.0, end));
}
