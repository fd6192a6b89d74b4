//! The graph that searches drive on, made from roads and their rules.
//!
//! A junction is one node there, and more where the way in decides the way out:
//!
//! - Roads for reaching a destination only may be driven at the begin and at the end of a drive.
//!   A drive has three phases: leaving over such roads, through ordinary ones, arriving over such
//!   roads; a junction is there once for each phase in which it can be reached.
//! - Who waits before a turn comes from a node of his own, which those share who wait alike.
//! - A ban on turning makes one more node for the ways in from which it is still to be obeyed, and
//!   so does the ban on turning round near it.
//!
//! So every path in this graph obeys all rules, and every drive that obeys them is such a path:
//! any search for shortest paths may run on it as it is.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};

use units::Seconds;

use crate::bans::{BanMachine, BanState};
use crate::turning::turning_round;
use crate::waits::{WaitGroup, Waits};
use crate::{NodeId, Road, RoadEdge, RoadParts};

/// The graph, and where drives begin on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Driving {
    pub(crate) graph: DiGraph<NodeId, RoadEdge, u32>,
    /// For each road, forward and backward, the edge of a drive that begins on it.
    pub(crate) begins: Vec<[Option<EdgeIndex>; 2]>,
    /// By edge, what one waits before it.
    pub(crate) waits: BTreeMap<u32, Seconds>,
}

/// Phase of a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Through = 0,
    Leaving = 1,
    Arriving = 2,
}

impl Phase {
    fn of_begin(is_destination_only: bool) -> Self {
        if is_destination_only {
            Self::Leaving
        } else {
            Self::Through
        }
    }

    fn after(self, is_destination_only: bool) -> Option<Self> {
        match (self, is_destination_only) {
            (Self::Leaving, true) => Some(Self::Leaving),
            (Self::Leaving | Self::Through, false) => Some(Self::Through),
            (Self::Through | Self::Arriving, true) => Some(Self::Arriving),
            (Self::Arriving, false) => None,
        }
    }
}

type State = (u32, Phase, BanState, WaitGroup);

/// The nodes that were made so far.
struct States {
    /// Those without a ban or wait in sight: by junction, by phase. 0 is none, else index plus one.
    plain: Vec<[u32; 3]>,
    watched: BTreeMap<State, u32>,
    all: Vec<State>,
}

impl States {
    fn index(&mut self, state: State, graph: &mut DiGraph<NodeId, RoadEdge, u32>) -> NodeIndex {
        let slot = if (state.2, state.3) == (0, 0) {
            &mut self.plain[state.0 as usize][state.1 as usize]
        } else {
            self.watched.entry(state).or_default()
        };
        if *slot == 0 {
            self.all.push(state);
            graph.add_node(NodeId(state.0));
            *slot = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        }
        NodeIndex::new(*slot as usize - 1)
    }
}

impl Driving {
    /// All that `parts` name must be there.
    pub(crate) fn new(parts: &RoadParts) -> Self {
        let (nodes, roads, bans) = (parts.nodes.len(), &parts.roads[..], &parts.bans[..]);
        let ways_out = WaysOut::new(nodes, roads);
        let turning = turning_round(roads, &ways_out, bans, &parts.waits);
        let waits = Waits::new(&parts.waits);
        let mut waits_before = BTreeMap::new();
        let machine = BanMachine::new(bans.iter().chain(&turning));
        let mut graph = DiGraph::with_capacity(nodes, roads.len() * 2);
        let mut begins = vec![[None; 2]; roads.len()];
        let mut states = States {
            plain: vec![[0; 3]; nodes],
            watched: BTreeMap::new(),
            all: Vec::with_capacity(nodes),
        };
        // One node for each junction first, so that plain networks keep their numbers.
        for also in [false, true] {
            for node in 0..nodes {
                let kinds = ways_out
                    .of(node)
                    .iter()
                    .map(|edge| is_destination(roads, *edge));
                let (ordinary, destination) =
                    kinds.fold((false, false), |(o, d), is| (o || !is, d || is));
                let phase = Phase::of_begin(destination && (also || !ordinary));
                let id = u32::try_from(node).unwrap_or(u32::MAX);
                states.index((id, phase, 0, 0), &mut graph);
            }
        }
        let mut next = 0;
        while let Some(&(node, phase, ban, group)) = states.all.get(next) {
            for edge in ways_out.of(node as usize) {
                let road = &roads[edge.road.0 as usize];
                let Some(phase_after) = phase.after(road.is_destination_only) else {
                    continue;
                };
                let Some(ban_after) = machine.drive(ban, *edge) else {
                    continue;
                };
                let head = if edge.is_backward {
                    road.tail
                } else {
                    road.head
                };
                let target = states.index(
                    (head.0, phase_after, ban_after, waits.group(*edge)),
                    &mut graph,
                );
                let id = graph.add_edge(NodeIndex::new(next), target, *edge);
                if let Some(wait) = waits.wait(group, *edge) {
                    let index = u32::try_from(id.index()).unwrap_or(u32::MAX);
                    waits_before.insert(index, wait);
                }
                if (ban, group) == (0, 0) && phase == Phase::of_begin(road.is_destination_only) {
                    begins[edge.road.0 as usize][usize::from(edge.is_backward)] = Some(id);
                }
            }
            next += 1;
        }
        Self {
            graph,
            begins,
            waits: waits_before,
        }
    }
}

fn is_destination(roads: &[Road], edge: RoadEdge) -> bool {
    roads[edge.road.0 as usize].is_destination_only
}

/// For each junction the roads that may be driven from it. A junction that can only be arrived at
/// keeps its node through the roads that lead there.
pub(crate) struct WaysOut {
    edges: Vec<RoadEdge>,
    ends: Vec<usize>,
}

impl WaysOut {
    fn new(nodes: usize, roads: &[Road]) -> Self {
        let all = || {
            roads.iter().enumerate().flat_map(|(index, road)| {
                let edge = |is_backward| RoadEdge {
                    road: crate::graph::road_id(index),
                    is_backward,
                };
                let back = (!road.is_oneway).then(|| (road.head, edge(true)));
                [Some((road.tail, edge(false))), back].into_iter().flatten()
            })
        };
        let mut ends = vec![0; nodes];
        for (node, _) in all() {
            ends[node.0 as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            total += *end;
            *end = total - *end;
        }
        let nothing = RoadEdge {
            road: crate::RoadId(0),
            is_backward: false,
        };
        let mut edges = vec![nothing; total];
        for (node, edge) in all() {
            let slot = &mut ends[node.0 as usize];
            edges[*slot] = edge;
            *slot += 1;
        }
        Self { edges, ends }
    }

    pub(crate) fn of(&self, node: usize) -> &[RoadEdge] {
        let start = node.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.edges[start..self.ends[node]]
    }
}
