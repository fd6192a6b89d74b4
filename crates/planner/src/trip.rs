//! From a request to an answer: roads, stations and car become a bare problem, its solution an
//! itinerary.

mod assemble;
mod fallback;
mod network;
mod reason;
#[cfg(test)]
mod tests;

use roads::{FarFromRoads, RoadGraph, Snap, snap};
use stations::Station;

use crate::solve::{Outcome, solve};
use crate::{Answer, NoPlan, TripError, TripPoint, TripRequest, Vehicle};
use network::TripNetwork;

/// Labels after which a search gives up: some seconds on a phone.
const LABELS_MAX: usize = 3_000_000;

/// Roads and stations, prepared for many plans: every station knows its place on the roads.
#[derive(Debug, Clone)]
pub struct Planner {
    roads: RoadGraph,
    stations: Vec<Station>,
    snaps: Vec<Result<Snap, FarFromRoads>>,
}

impl Planner {
    /// Finds the road of each station. One far from every road stays, but is never planned with.
    pub fn new(roads: RoadGraph, stations: Vec<Station>) -> Self {
        let snaps = stations
            .iter()
            .map(|station| snap(&roads, station.position))
            .collect();
        Self {
            roads,
            stations,
            snaps,
        }
    }

    /// The roads.
    pub fn roads(&self) -> &RoadGraph {
        &self.roads
    }

    /// The stations.
    pub fn stations(&self) -> &[Station] {
        &self.stations
    }

    /// Stations that no plan can use because no road leads near them.
    pub fn unreachable(&self) -> impl Iterator<Item = (&Station, &FarFromRoads)> {
        let pairs = self.stations.iter().zip(&self.snaps);
        pairs.filter_map(|(station, snap)| snap.as_ref().err().map(|far| (station, far)))
    }

    /// Plans a trip with least total time, or says why there is none.
    ///
    /// Only stations that are open to all, in operation and have a plug for the vehicle are used.
    /// The answer is an optimum of the bare problem; every plan was driven once step by step
    /// before it leaves.
    pub fn plan(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<Answer, TripError> {
        vehicle.check()?;
        request.check()?;
        let points = self.snap_points(request)?;
        let network = TripNetwork::build(self, vehicle, request, &points);
        Ok(match solve(&network.problem, LABELS_MAX) {
            Outcome::Solved(solution) => network.itinerary(self, vehicle, &solution.steps),
            Outcome::Infeasible(gap) => self.refuse(network.explain(self, &gap)),
            Outcome::LabelsExhausted { .. } => self.refuse(reason::too_hard()),
        })
    }

    /// True when any of the stations is invented.
    pub fn is_demo(&self) -> bool {
        self.stations.iter().any(|station| station.demo)
    }

    fn refuse(&self, no_plan: NoPlan) -> Answer {
        Answer::Infeasible(NoPlan {
            demo: self.is_demo(),
            ..no_plan
        })
    }

    fn snap_points(&self, request: &TripRequest) -> Result<Vec<roads::Attachment>, TripError> {
        let via = request.via.iter().enumerate();
        let via = via.map(|(index, at)| (TripPoint::Via(index), *at));
        let points = std::iter::once((TripPoint::From, request.from))
            .chain(via)
            .chain([(TripPoint::To, request.to)]);
        let snapped = points.map(|(point, at)| match snap(&self.roads, at) {
            Ok(snap) => Ok((at, snap)),
            Err(cause) => Err(TripError::FarFromRoads { point, cause }),
        });
        snapped.collect()
    }
}
