//! A trip as a bare problem, without hierarchy and core: to say why there is no plan, and to
//! compare with in the tests.
//!
//! Each leg of the trip has a copy of the network of its own, entered at the place where the leg
//! starts.

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use roads::{Attachment, Network, Way};
use units::{Meters, Seconds, StateOfCharge, WattHours};

use super::candidates::Candidate;
use super::tuned::{TICKS, Tuned};
use super::{Planner, Planning};
use crate::solve::{Arc, ChargePoint, Problem};
use search::CAPACITY_MAX;

type Graph = DiGraph<(), Arc, u32>;

/// A trip's problem, and what its indices mean.
pub(super) struct BareTrip<'a> {
    pub(super) problem: Problem,
    planner: &'a Planner,
    tuned: &'a Tuned,
    /// Candidates that are open: the charge points of one copy.
    open: Vec<usize>,
    copies: usize,
    /// Ways of the edges that follow those of the copies.
    more: Vec<Vec<Way>>,
}

impl<'a> BareTrip<'a> {
    /// The trip that is being planned, by the time that counts, but for opening hours and what places on the way ask for.
    pub(super) fn new(planner: &'a Planner, planning: &'a Planning) -> Self {
        let (tuned, stopping, request) = planning.rules();
        let points: &[Attachment] = planning.points();
        let network = &planner.ground.network;
        let (nodes, copies) = (network.nodes() as usize, points.len() - 1);
        let mut graph = DiGraph::new();
        for _ in 0..nodes * copies + points.len() {
            graph.add_node(());
        }
        let node = |copy: usize, of: u32| NodeIndex::new(copy * nodes + of as usize);
        let place = |index: usize| NodeIndex::new(nodes * copies + index);
        for copy in 0..copies {
            for (id, (tail, arc)) in network.tails().zip(network.arcs()).enumerate() {
                let (tail, head) = (node(copy, tail), node(copy, arc.head));
                let (time, energy) = (tuned.counted_on(id), tuned.energies[id]);
                graph.add_edge(tail, end(tail, head, energy), in_units(time, energy));
            }
        }
        let mut more = Vec::new();
        let mut add = |graph: &mut Graph, ends, ways: &[Way]| {
            add_ways(graph, &mut more, ends, ways, |way| {
                let (time, energy) = tuned.cost(way, &planner.roads);
                (tuned.counted(way, time, &planner.roads), energy)
            });
        };
        let anchors = planner.ground.anchors(&planner.roads, request, points);
        for (leg, ends) in anchors.windows(2).enumerate() {
            for (head, ways) in &ends[0].leave {
                add(&mut graph, (place(leg), node(leg, *head)), ways);
            }
            for (tail, ways) in &ends[1].enter {
                add(&mut graph, (node(leg, *tail), place(leg + 1)), ways);
            }
            for ways in Network::direct(&planner.roads, &ends[0], &ends[1]) {
                add(&mut graph, (place(leg), place(leg + 1)), &ways);
            }
        }
        let open = (0..tuned.candidates.len()).filter(|at| !stopping.is_closed(*at));
        let open: Vec<usize> = open.collect();
        let at_node = |copy, at: usize| {
            let candidate = &tuned.candidates[at];
            let refill = &tuned.refills[candidate.curve as usize];
            ChargePoint {
                node: node(copy, candidate.node),
                stop: request.stop_overhead + refill.handling() + stopping.dislike(at),
                wait: request.expected_wait,
                curve: refill.curve().clone(),
            }
        };
        let charge_points = (0..copies)
            .flat_map(|copy| open.iter().map(move |at| (copy, *at)))
            .map(|(copy, at)| at_node(copy, at));
        let capacity = tuned.conditions.vehicle.capacity();
        let problem = Problem {
            capacity,
            initial: request.charge.energy(capacity),
            reserve: request.reserve.energy(capacity),
            arrival: request.arrival.energy(capacity),
            from: place(0),
            to: place(copies),
            points: charge_points.collect(),
            graph,
        };
        Self {
            problem,
            planner,
            tuned,
            open,
            copies,
            more,
        }
    }

    /// The candidate that a charge point of the problem stands for.
    pub(super) fn candidate(&self, point: usize) -> &'a Candidate {
        &self.tuned.candidates[self.open[point % self.open.len()]]
    }

    /// No stop charges to more than this.
    pub(super) fn charge_max(&self) -> StateOfCharge {
        self.tuned.conditions.charge_max
    }

    /// Length of the ways that an edge stands for.
    pub(super) fn length(&self, edge: EdgeIndex) -> Meters {
        let arcs = self.planner.ground.network.arcs().len();
        let roads = &self.planner.roads;
        if let Some(more) = edge.index().checked_sub(arcs * self.copies) {
            return self.more[more].iter().map(|way| way.length(roads)).sum();
        }
        let arc = &self.planner.ground.network.arcs()[edge.index() % arcs];
        self.planner.ground.network.way(arc).length(roads)
    }
}

/// Adds the ways from one node to another, each an edge of its own: charge is checked after each.
fn add_ways(
    graph: &mut Graph,
    more: &mut Vec<Vec<Way>>,
    (tail, head): (NodeIndex, NodeIndex),
    ways: &[Way],
    weigh: impl Fn(&Way) -> (u32, i32),
) {
    let Some((last, before)) = ways.split_last() else {
        graph.add_edge(tail, head, in_units(0, 0));
        more.push(Vec::new());
        return;
    };
    let mut at = tail;
    for way in before {
        let next = graph.add_node(());
        let (time, energy) = weigh(way);
        graph.add_edge(at, end(at, next, energy), in_units(time, energy));
        more.push(vec![*way]);
        at = next;
    }
    let (time, energy) = weigh(last);
    graph.add_edge(at, end(at, head, energy), in_units(time, energy));
    more.push(vec![*last]);
}

/// Where an arc leads. One that nobody may drive leads nowhere; edges keep their numbers.
fn end(tail: NodeIndex, head: NodeIndex, energy: i32) -> NodeIndex {
    if energy == CAPACITY_MAX { tail } else { head }
}

fn in_units(time: u32, energy: i32) -> Arc {
    Arc {
        time: Seconds(f64::from(time) / TICKS),
        energy: WattHours(f64::from(energy) / TICKS),
    }
}
