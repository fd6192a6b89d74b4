//! The graph that searches run on: the roads, and points put on them.

use sorting::Table;
use units::{LatLon, Meters, Seconds};

use crate::driving::{Driving, DrivingEdge};
use crate::{NodeId, Piece, RoadEdge, RoadGraph, RoadId, Snap, Way};

/// A point to attach: where it is, and where it meets the roads.
pub type Attachment = (LatLon, Snap);

/// Points nearer to their road than this, in metres, lie on it.
const ON_THE_ROAD: f64 = 1.0;

/// One arc of a [`Network`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkArc {
    /// Where it ends.
    pub head: u32,
    /// A driving direction of a whole road, or, from twice the number of roads on, an index of
    /// the ways that are no whole roads.
    pub(crate) way: u32,
}

/// Roads with points attached, arcs sorted by tail.
///
/// Every path in it obeys the rules of the road. A junction has more than one node where the way in
/// decides the way out; without such rules node `i` is junction `i`. Then come the nodes of the
/// points. A point
/// is reached from every edge of its road, and left as a drive that begins there. Points off the
/// road get an arc each way; points of the same road are linked directly, so that one can drive
/// from one to the next.
#[derive(Debug, Clone, Default)]
pub struct Network {
    first: Vec<u32>,
    pub(crate) arcs: Vec<NetworkArc>,
    /// Ways that are no whole roads.
    parts: Vec<Way>,
    /// For each attached point its node.
    points: Vec<u32>,
    /// Where the nodes of the points are, and how high.
    positions: Vec<(LatLon, Meters)>,
    /// For each road its points on it, by share.
    pub(crate) cuts: Table<Vec<Cut>>,
    /// Nodes of junctions that have more than one, by junction.
    pub(crate) more_nodes: Vec<(NodeId, u32)>,
    /// The junctions of these nodes, by node.
    more_junctions: Vec<NodeId>,
    /// Where drives that begin on a driving direction come to at its end, by direction; where it is
    /// the first node of a junction, it is not here.
    pub(crate) begins: Vec<(u32, u32)>,
    road_nodes: u32,
    whole_roads: u32,
}

/// An arc that is no whole road.
struct Extra {
    /// It comes behind so many edges of the roads.
    behind: u32,
    tail: u32,
    arc: NetworkArc,
}

impl Extra {
    fn new(behind: u32, (tail, head): (u32, u32), way: u32) -> Self {
        let arc = NetworkArc { head, way };
        Self { behind, tail, arc }
    }
}

/// Where a point meets a road: share of the road, node of the point.
type Cut = (f64, u32);

/// Ways from one node to another, to be driven one after the other.
pub type Ways = Vec<Way>;

impl Network {
    /// Attaches `points` to the roads.
    pub fn new(roads: &RoadGraph, points: &[Attachment]) -> Self {
        let junctions = roads.nodes().len();
        let driving = Driving::new(roads);
        let more_junctions = driving.junctions[junctions..].to_vec();
        let more = more_junctions.iter().copied().zip(index(junctions)..);
        let mut more_nodes: Vec<(NodeId, u32)> = more.collect();
        sorting::by_key(&mut more_nodes, |more| *more);
        let begins = driving.edges.iter().filter(|edge| {
            let is_more = edge.head as usize >= junctions;
            edge.is_begin && is_more
        });
        let mut begins: Vec<(u32, u32)> =
            begins.map(|edge| (code(edge.along), edge.head)).collect();
        sorting::by_key(&mut begins, |begin| *begin);
        let mut network = Self {
            road_nodes: index(driving.junctions.len()),
            whole_roads: index(roads.roads().len()) * 2,
            more_nodes,
            more_junctions,
            begins,
            ..Self::default()
        };
        let mut extra: Vec<Extra> = Vec::new();
        for (position, snap) in points {
            let height = height(roads, snap);
            let on_road = network.add_point(snap.position, height);
            let cuts = network.cuts.or_insert(snap.road.0.into(), Vec::new());
            cuts.push((snap.share, on_road));
            let mut point = on_road;
            if is_off_road(snap) {
                point = network.add_point(*position, height);
                let (from, to) = (snap.position, *position);
                let there = network.add_part(Way::Access { from, to });
                let back = network.add_part(Way::Access { from: to, to: from });
                extra.push(Extra::new(0, (on_road, point), there));
                extra.push(Extra::new(0, (point, on_road), back));
            }
            network.points.push(point);
        }
        for (_, cuts) in &mut network.cuts.items {
            sorting::by(cuts, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        let mut is_cut = vec![false; roads.roads().len()];
        for (_, snap) in points {
            is_cut[snap.road.0 as usize] = true;
        }
        let mut turns: Table<u32> = Table::default();
        for ((tail, edge), index) in driving.all().zip(0..) {
            let wait = driving.waits.get(index.into()).copied();
            if wait.is_some() {
                let (start, end) = ends(edge.along);
                let way = waited(wait, part(edge.along, start, end));
                turns.or_insert(index.into(), network.add_part(way));
            }
            if is_cut[edge.along.road.0 as usize] {
                let ends = (tail, edge.head);
                network.cut(&mut extra, (index + 1, edge), ends, wait);
            }
        }
        network.fill(&driving, &turns, &extra);
        network
    }

    fn add_point(&mut self, position: LatLon, height: Meters) -> u32 {
        self.positions.push((position, height));
        self.road_nodes + index(self.positions.len() - 1)
    }

    fn add_part(&mut self, way: Way) -> u32 {
        self.parts.push(way);
        self.whole_roads + index(self.parts.len() - 1)
    }

    /// The arcs to the first point on one edge, and, once for each direction of the road, between
    /// its points and from the last one on.
    fn cut(
        &mut self,
        extra: &mut Vec<Extra>,
        (index, edge): (u32, &DrivingEdge),
        (tail, head): (u32, u32),
        mut wait: Option<Seconds>,
    ) {
        let along = edge.along;
        let (start, end) = ends(along);
        let mut cuts = self
            .cuts
            .get(along.road.0.into())
            .cloned()
            .unwrap_or_default();
        if along.is_backward {
            cuts.reverse();
        }
        let mut from = (start, tail);
        for to in cuts {
            let way = self.add_part(waited(wait.take(), part(along, from.0, to.0)));
            extra.push(Extra::new(index, (from.1, to.1), way));
            if !edge.is_begin {
                return;
            }
            from = to;
        }
        let way = self.add_part(part(along, from.0, end));
        extra.push(Extra::new(index, (from.1, head), way));
    }

    /// Puts all arcs in the order of their tails, each of `extra` behind its edge. Twice through
    /// what is there: a list of all arcs would be as large again.
    fn fill(&mut self, driving: &Driving, turns: &Table<u32>, extra: &[Extra]) {
        let nodes = self.nodes() as usize;
        let all = || {
            let mut open = extra.iter().peekable();
            let mut whole = driving.all().zip(1..);
            let mut behind = 0;
            std::iter::from_fn(move || {
                if let Some(next) = open.next_if(|next| next.behind <= behind) {
                    return Some((next.tail, next.arc));
                }
                let ((tail, edge), index) = whole.next()?;
                behind = index;
                let turn = turns.get((index - 1).into()).copied();
                let way = turn.unwrap_or(code(edge.along));
                let head = edge.head;
                Some((tail, NetworkArc { head, way }))
            })
        };
        let mut first = vec![0_u32; nodes + 1];
        for (tail, _) in all() {
            first[tail as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        self.arcs = vec![NetworkArc { head: 0, way: 0 }; first[nodes] as usize];
        for (tail, arc) in all() {
            let slot = &mut first[tail as usize];
            self.arcs[*slot as usize] = arc;
            *slot += 1;
        }
        // Each has come to where the next one begins.
        first.rotate_right(1);
        first[0] = 0;
        self.first = first;
    }

    /// Number of nodes.
    pub fn nodes(&self) -> u32 {
        self.road_nodes + index(self.positions.len())
    }

    /// All arcs, sorted by tail.
    pub fn arcs(&self) -> &[NetworkArc] {
        &self.arcs
    }

    /// For each arc the node where it starts.
    pub fn tails(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        let arcs = |node| std::iter::repeat_n(node, self.arcs_of(node).len());
        (0..self.nodes()).flat_map(arcs)
    }

    /// Where the arc with this index starts.
    pub fn tail(&self, arc: usize) -> u32 {
        let after = self.first.partition_point(|first| *first as usize <= arc);
        index(after.saturating_sub(1))
    }

    /// Indices of the arcs that leave `node`.
    pub fn arcs_of(&self, node: u32) -> std::ops::Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    /// For each attached point the node that stands for it.
    pub fn points(&self) -> &[u32] {
        &self.points
    }

    /// What an arc stands for.
    pub fn way(&self, arc: &NetworkArc) -> Way {
        if let Some(part) = arc.way.checked_sub(self.whole_roads) {
            return self.parts[part as usize];
        }
        let (road, is_backward) = (RoadId(arc.way / 2), arc.way % 2 == 1);
        let edge = RoadEdge { road, is_backward };
        let (start, end) = ends(edge);
        part(edge, start, end)
    }

    /// Where a node is.
    pub fn position(&self, roads: &RoadGraph, node: u32) -> LatLon {
        match node.checked_sub(self.road_nodes) {
            Some(point) => self.positions[point as usize].0,
            None => roads.node(self.junction(node)).position,
        }
    }

    /// How high a node is.
    pub fn elevation(&self, roads: &RoadGraph, node: u32) -> Meters {
        match node.checked_sub(self.road_nodes) {
            Some(point) => self.positions[point as usize].1,
            None => roads.node(self.junction(node)).elevation,
        }
    }

    /// An order of the nodes for a hierarchy, given ranks of the junctions: the points first, the
    /// nodes of one junction together.
    pub fn ranks(&self, rank_of: impl Fn(NodeId) -> u32) -> Vec<u32> {
        let mut nodes: Vec<u32> = (0..self.road_nodes).collect();
        sorting::by_key(&mut nodes, |node| (rank_of(self.junction(*node)), *node));
        // The later of two points is the one off the road.
        let points = (self.road_nodes..self.nodes()).rev();
        let mut ranks = vec![0; self.nodes() as usize];
        for (node, rank) in points.chain(nodes).zip(0..) {
            ranks[node as usize] = rank;
        }
        ranks
    }

    /// The junction that a node of the roads stands for.
    fn junction(&self, node: u32) -> NodeId {
        let plain = self.road_nodes - index(self.more_junctions.len());
        let more = node.checked_sub(plain);
        let more = more.and_then(|more| self.more_junctions.get(more as usize));
        more.copied().unwrap_or(NodeId(node))
    }
}

/// The height of a road where a point meets it: its slope is taken as even.
fn height(roads: &RoadGraph, snap: &Snap) -> Meters {
    let road = roads.road(snap.road);
    let (tail, head) = (roads.node(road.tail), roads.node(road.head));
    tail.elevation + (head.elevation - tail.elevation) * snap.share
}

pub(crate) fn is_off_road(snap: &Snap) -> bool {
    snap.distance.0 >= ON_THE_ROAD
}

pub(crate) fn ends(edge: RoadEdge) -> (f64, f64) {
    if edge.is_backward {
        (1.0, 0.0)
    } else {
        (0.0, 1.0)
    }
}

pub(crate) fn part(edge: RoadEdge, start: f64, end: f64) -> Way {
    Way::Road(Piece {
        road: edge.road,
        start,
        end,
    })
}

/// The same way after a wait, if there is one.
pub(crate) fn waited(wait: Option<Seconds>, way: Way) -> Way {
    match (wait, way) {
        (Some(wait), Way::Road(onto)) => Way::Turn { wait, onto },
        (_, way) => way,
    }
}

/// The index of a driving direction.
pub(crate) fn code(edge: RoadEdge) -> u32 {
    edge.road.0 * 2 + u32::from(edge.is_backward)
}

fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
