//! Roads with all stations on them, prepared once for every car and trip.

use hierarchy::{FillIn, Hierarchy, least_degree};
use roads::{Anchor, Attachment, FarFromRoads, Network, RoadGraph, Snap, Way, snap};
use stations::Station;

use crate::TripRequest;

/// Roads and stations as searches need them.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) network: Network,
    pub(super) hierarchy: Hierarchy,
    /// For each station its place on the roads.
    pub(super) snaps: Vec<Result<Snap, FarFromRoads>>,
    /// For each point of the network its station.
    pub(super) stations: Vec<usize>,
}

impl Ground {
    /// Finds the road of each station and puts it there.
    pub(super) fn new(roads: &RoadGraph, stations: &[Station]) -> Self {
        let snaps: Vec<Result<Snap, FarFromRoads>> = stations
            .iter()
            .map(|station| snap(roads, station.position))
            .collect();
        let placed = stations.iter().zip(&snaps).enumerate();
        let placed = placed.filter_map(|(index, (station, snap))| {
            let snap = snap.as_ref().ok()?;
            Some((index, (station.position, *snap)))
        });
        let (indices, points): (Vec<usize>, Vec<Attachment>) = placed.unzip();
        let network = Network::new(roads, &points);
        Self {
            hierarchy: hierarchy(&network),
            snaps,
            stations: indices,
            network,
        }
    }

    /// The way of an arc.
    pub(super) fn way(&self, arc: usize) -> Way {
        self.network.way(&self.network.arcs()[arc])
    }

    /// The places of a trip on the roads: start, places on the way and end.
    pub(super) fn anchors(
        &self,
        roads: &RoadGraph,
        request: &TripRequest,
        points: &[Attachment],
    ) -> Vec<Anchor> {
        let anchors = points.iter().map(|point| self.network.anchor(roads, point));
        let mut anchors: Vec<Anchor> = anchors.collect();
        if let Some(heading) = request.heading
            && !anchors.is_empty()
        {
            let start = anchors.remove(0);
            anchors.insert(0, start.heading(roads, heading));
        }
        anchors
    }
}

/// Files have their nodes in a good order; for others one is made.
fn hierarchy(network: &Network) -> Hierarchy {
    let heads = || network.arcs().iter().map(|arc| arc.head);
    let arcs = || network.tails().zip(heads());
    let as_they_come = network.ranks(|junction| junction.0);
    Hierarchy::new(as_they_come, arcs()).unwrap_or_else(|_: FillIn| {
        let ranks = least_degree(network.nodes() as usize, &mut arcs());
        Hierarchy::unlimited(ranks, &mut arcs())
    })
}
