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

use sorting::{Numbers, Table, pair};
use units::Seconds;

use crate::bans::{BanMachine, BanState};
use crate::table::Roads;
use crate::turning::turning_round;
use crate::waits::{WaitGroup, Waits};
use crate::{NodeId, RoadEdge, RoadGraph};

/// The graph, and where drives begin on it.
#[derive(Debug, Default)]
pub(crate) struct Driving {
    /// For each node the junction that it stands for. Without rules node `i` is junction `i`.
    pub(crate) junctions: Vec<NodeId>,
    /// For each node its first edge; one more at the end.
    pub(crate) first: Vec<u32>,
    /// All edges, sorted by tail.
    pub(crate) edges: Vec<DrivingEdge>,
    /// By index of the edge, what one waits before it.
    pub(crate) waits: Table<Seconds>,
}

/// An edge of the graph.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DrivingEdge {
    pub(crate) head: u32,
    /// What is driven.
    pub(crate) along: RoadEdge,
    /// True when a drive that begins on the road drives this edge of it.
    pub(crate) is_begin: bool,
}

impl Driving {
    /// Every edge with its tail, tail by tail.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, &DrivingEdge)> {
        let nodes = self.first.windows(2).zip(0..);
        nodes.flat_map(|(ends, tail)| {
            let own = &self.edges[ends[0] as usize..ends[1] as usize];
            own.iter().map(move |edge| (tail, edge))
        })
    }
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
    /// The others, by what is in sight and by junction and phase.
    sights: Numbers,
    watched: Table<u32>,
    all: Vec<State>,
}

impl States {
    fn index(&mut self, state: State) -> u32 {
        let slot = if (state.2, state.3) == (0, 0) {
            &mut self.plain[state.0 as usize][state.1 as usize]
        } else {
            let sight = self.sights.of(pair(state.2, state.3));
            let key = pair(state.0 * 4 + state.1 as u32, sight);
            self.watched.or_insert(key, 0)
        };
        if *slot == 0 {
            self.all.push(state);
            *slot = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        }
        *slot - 1
    }
}

impl Driving {
    pub(crate) fn new(graph: &RoadGraph) -> Self {
        let (nodes, roads, bans) = (graph.nodes().len(), graph.roads(), graph.bans());
        let ways_out = WaysOut::new(nodes, roads);
        let turning = turning_round(roads, &ways_out, bans, graph.waits());
        let waits = Waits::new(graph.waits());
        let mut waits_before = Table::default();
        let machine = BanMachine::new(bans.iter().chain(&turning));
        let mut edges = Vec::with_capacity(ways_out.edges.len());
        let mut states = States {
            plain: vec![[0; 3]; nodes],
            sights: Numbers::default(),
            watched: Table::default(),
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
                states.index((id, phase, 0, 0));
            }
        }
        let mut first = Vec::with_capacity(nodes + 1);
        while let Some(&(node, phase, ban, group)) = states.all.get(first.len()) {
            first.push(u32::try_from(edges.len()).unwrap_or(u32::MAX));
            for along in ways_out.of(node as usize) {
                let road = &roads.packed[along.road.0 as usize];
                let Some(phase_after) = phase.after(road.is_destination_only()) else {
                    continue;
                };
                let Some(ban_after) = machine.drive(ban, *along) else {
                    continue;
                };
                let end = if along.is_backward {
                    road.tail
                } else {
                    road.head
                };
                let begins = phase == Phase::of_begin(road.is_destination_only());
                if let Some(wait) = waits.wait(group, *along) {
                    let index = u32::try_from(edges.len()).unwrap_or(u32::MAX);
                    waits_before.or_insert(index.into(), wait);
                }
                edges.push(DrivingEdge {
                    head: states.index((end, phase_after, ban_after, waits.group(*along))),
                    along: *along,
                    is_begin: (ban, group) == (0, 0) && begins,
                });
            }
        }
        first.push(u32::try_from(edges.len()).unwrap_or(u32::MAX));
        let junctions = states.all.iter().map(|state| NodeId(state.0));
        Self {
            junctions: junctions.collect(),
            first,
            edges,
            waits: waits_before,
        }
    }
}

fn is_destination(roads: &Roads, edge: RoadEdge) -> bool {
    roads.packed[edge.road.0 as usize].is_destination_only()
}

/// For each junction the roads that may be driven from it. A junction that can only be arrived at
/// keeps its node through the roads that lead there.
pub(crate) struct WaysOut {
    edges: Vec<RoadEdge>,
    ends: Vec<usize>,
}

impl WaysOut {
    fn new(nodes: usize, roads: &Roads) -> Self {
        let all = || {
            roads.packed.iter().enumerate().flat_map(|(index, road)| {
                let edge = |is_backward| RoadEdge {
                    road: crate::graph::road_id(index),
                    is_backward,
                };
                let back = (!road.is_oneway()).then(|| (road.head, edge(true)));
                [Some((road.tail, edge(false))), back].into_iter().flatten()
            })
        };
        let mut ends = vec![0; nodes];
        for (node, _) in all() {
            ends[node as usize] += 1;
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
            let slot = &mut ends[node as usize];
            edges[*slot] = edge;
            *slot += 1;
        }
        Self { edges, ends }
    }

    pub(crate) fn nodes(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn of(&self, node: usize) -> &[RoadEdge] {
        let start = node.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.edges[start..self.ends[node]]
    }
}
