//! The graph that searches run on: the roads, split where points were put on them.

use petgraph::graph::{DiGraph, NodeIndex};
use units::{KilometersPerHour, LatLon, Meters, Seconds};

use crate::{NodeId, Piece, RoadGraph, RoadId, Snap};

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
            Self::Road(piece) => roads.road(piece.road).line_of(*piece),
            Self::Access { from, to } => vec![*from, *to],
        }
    }

    /// Its typical speed.
    pub fn speed(&self, roads: &RoadGraph) -> KilometersPerHour {
        match self {
            Self::Road(piece) => roads.road(piece.road).speed,
            Self::Access { .. } => ACCESS_SPEED,
        }
    }
}

/// Roads with points attached.
#[derive(Debug, Clone)]
pub struct Network {
    /// Road nodes come first, in the order of their ids.
    pub graph: DiGraph<(), Way, u32>,
    /// For each attached point the node that stands for it.
    pub points: Vec<NodeIndex>,
}

/// A point to attach: where it is, and where it meets the roads.
pub type Attachment = (LatLon, Snap);

/// Splits the roads at every point. Points off the road get an arc each way; points of the same
/// road are linked directly, so that one can drive from one to the next.
pub fn attach(roads: &RoadGraph, points: &[Attachment]) -> Network {
    let mut graph = DiGraph::with_capacity(
        roads.graph().node_count() + 2 * points.len(),
        roads.graph().edge_count() + 4 * points.len(),
    );
    for _ in roads.graph().node_indices() {
        graph.add_node(());
    }
    let mut ends = Vec::with_capacity(points.len());
    let mut cuts: Vec<(RoadId, f64, NodeIndex)> = Vec::with_capacity(points.len());
    for (position, snap) in points {
        let on_road = graph.add_node(());
        cuts.push((snap.road, snap.share, on_road));
        ends.push(off_road(&mut graph, *position, snap, on_road));
    }
    cuts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut next = 0;
    for index in 0..roads.roads().len() {
        let id = crate::graph::road_id(index);
        let first = next;
        while cuts.get(next).is_some_and(|cut| cut.0 == id) {
            next += 1;
        }
        add_road(&mut graph, roads, id, &cuts[first..next]);
    }
    Network {
        graph,
        points: ends,
    }
}

/// The node of the point itself: the one on the road when the point lies on it.
fn off_road(
    graph: &mut DiGraph<(), Way, u32>,
    position: LatLon,
    snap: &Snap,
    on_road: NodeIndex,
) -> NodeIndex {
    if snap.distance.0 < 1.0 {
        return on_road;
    }
    let point = graph.add_node(());
    graph.add_edge(
        on_road,
        point,
        Way::Access {
            from: snap.position,
            to: position,
        },
    );
    graph.add_edge(
        point,
        on_road,
        Way::Access {
            from: position,
            to: snap.position,
        },
    );
    point
}

fn add_road(
    graph: &mut DiGraph<(), Way, u32>,
    roads: &RoadGraph,
    id: RoadId,
    cuts: &[(RoadId, f64, NodeIndex)],
) {
    let road = roads.road(id);
    let node = |id: NodeId| NodeIndex::new(id.0 as usize);
    let mut from = (0.0, node(road.tail));
    let stops = cuts
        .iter()
        .map(|cut| (cut.1, cut.2))
        .chain([(1.0, node(road.head))]);
    for to in stops {
        let piece = |start, end| {
            Way::Road(Piece {
                road: id,
                start,
                end,
            })
        };
        graph.add_edge(from.1, to.1, piece(from.0, to.0));
        if !road.is_oneway {
            graph.add_edge(to.1, from.1, piece(to.0, from.0));
        }
        from = to;
    }
}
