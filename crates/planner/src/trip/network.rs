//! The bare problem of a trip.
//!
//! Each place on the way starts a new copy of the network, entered from the copy before at that
//! place: so the order is kept, and the search stays exact.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use roads::{Attachment, Network, Way, attach};
use units::{Kilowatts, Seconds, WattHours};

use super::Planner;
use crate::charging::Plug;
use crate::solve::{Arc, ChargePoint, ChargeTime, Problem};
use crate::{Consumption, Stretch, TripRequest, Vehicle};

/// A station that a trip may charge at.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Index of the station.
    pub(super) station: usize,
    /// Its node in the network.
    pub(super) node: NodeIndex,
    /// The connector that the plan counts on.
    pub(super) connector: stations::ConnectorId,
    /// Power that reaches the car at most.
    pub(super) power: Kilowatts,
    curve: ChargeTime,
}

/// A trip's problem, and what its indices mean.
pub(super) struct TripNetwork {
    /// The problem to solve.
    pub(super) problem: Problem,
    /// One copy of the network.
    pub(super) network: Network,
    /// Energy of each arc of one copy.
    pub(super) energies: Vec<WattHours>,
    /// For each arc of the problem its way; `None` from copy to copy.
    pub(super) ways: Vec<Option<Way>>,
    /// The stations; those of each copy follow each other in the problem.
    pub(super) candidates: Vec<Candidate>,
    /// Where the trip starts.
    pub(super) start: units::LatLon,
}

impl TripNetwork {
    /// Builds the problem; `points` are start, places on the way and end on the roads.
    pub(super) fn build(
        planner: &Planner,
        vehicle: &Vehicle,
        request: &TripRequest,
        points: &[Attachment],
    ) -> Self {
        let (mut candidates, attachments) = candidates(planner, vehicle, request, points.len());
        let all: Vec<Attachment> = points.iter().copied().chain(attachments).collect();
        let network = attach(&planner.roads, &all);
        for candidate in &mut candidates {
            candidate.node = network.points[candidate.node.index()];
        }
        let consumption = Consumption::new(vehicle, request.temperature);
        let arcs: Vec<Arc> = network
            .graph
            .edge_weights()
            .map(|way| {
                let stretch = Stretch::of(way, &planner.roads);
                Arc {
                    time: stretch.time,
                    energy: consumption.of(&stretch),
                }
            })
            .collect();
        let (graph, ways) = copies(&network, &arcs, points.len() - 1);
        let nodes = network.graph.node_count();
        let capacity = vehicle.capacity();
        let charge_points = (0..points.len() - 1).flat_map(|copy| {
            candidates.iter().map(move |candidate| ChargePoint {
                node: NodeIndex::new(copy * nodes + candidate.node.index()),
                stop: request.stop_overhead,
                wait: request.expected_wait,
                curve: candidate.curve.clone(),
            })
        });
        let last = points.len() - 1;
        let problem = Problem {
            capacity,
            initial: request.charge.energy(capacity),
            reserve: request.reserve.energy(capacity),
            arrival: request.arrival.energy(capacity),
            from: network.points[0],
            to: NodeIndex::new((last - 1) * nodes + network.points[last].index()),
            points: charge_points.collect(),
            graph,
        };
        Self {
            problem,
            energies: arcs.iter().map(|arc| arc.energy).collect(),
            network,
            ways,
            candidates,
            start: request.from,
        }
    }

    /// The candidate that a charge point of the problem stands for.
    pub(super) fn candidate(&self, point: usize) -> &Candidate {
        &self.candidates[point % self.candidates.len()]
    }
}

/// Stations that fit, and where they attach. Their nodes count attachments until these exist.
fn candidates(
    planner: &Planner,
    vehicle: &Vehicle,
    request: &TripRequest,
    first: usize,
) -> (Vec<Candidate>, Vec<Attachment>) {
    let (mut candidates, mut attachments) = (Vec::new(), Vec::new());
    for (index, station) in planner.stations.iter().enumerate() {
        let Ok(snap) = &planner.snaps[index] else {
            continue;
        };
        if !station.is_open_to_all() {
            continue;
        }
        let Some(plug) = Plug::best(vehicle, station) else {
            continue;
        };
        let Ok(curve) = plug.charge_time(vehicle, request.temperature) else {
            continue;
        };
        candidates.push(Candidate {
            station: index,
            node: NodeIndex::new(first + attachments.len()),
            connector: plug.connector.id.clone(),
            power: plug.power,
            curve,
        });
        attachments.push((station.position, *snap));
    }
    (candidates, attachments)
}

/// `count` copies of the network, joined at the places on the way.
fn copies(
    network: &Network,
    arcs: &[Arc],
    count: usize,
) -> (DiGraph<(), Arc, u32>, Vec<Option<Way>>) {
    let nodes = network.graph.node_count();
    let mut graph = DiGraph::with_capacity(nodes * count, (arcs.len() + 1) * count);
    let mut ways = Vec::with_capacity((arcs.len() + 1) * count);
    for _ in 0..nodes * count {
        graph.add_node(());
    }
    let node = |copy: usize, of: NodeIndex| NodeIndex::new(copy * nodes + of.index());
    for copy in 0..count {
        for edge in network.graph.edge_references() {
            let arc = arcs[edge.id().index()];
            graph.add_edge(node(copy, edge.source()), node(copy, edge.target()), arc);
            ways.push(Some(*edge.weight()));
        }
        if copy + 1 < count {
            let place = network.points[copy + 1];
            let free = Arc {
                time: Seconds(0.0),
                energy: WattHours(0.0),
            };
            graph.add_edge(node(copy, place), node(copy + 1, place), free);
            ways.push(None);
        }
    }
    (graph, ways)
}
