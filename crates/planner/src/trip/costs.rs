//! What one car pays on the roads, for measurements beside other ways of planning.

use units::Seconds;

use super::Planner;
use super::tuned::TICKS;
use crate::solve::ChargeTime;
use crate::{TripError, TripRequest, Vehicle};

/// The roads with all stations on them, as one car in one weather sees them.
#[derive(Debug, Clone)]
pub struct Costs {
    /// Number of nodes: first those of the road graph, in their order, then those of the stations.
    pub nodes: u32,
    /// All arcs, sorted by tail.
    pub arcs: Vec<ArcCost>,
    /// Where the car may charge.
    pub charge_points: Vec<ChargePlace>,
}

/// What it takes to drive along an arc.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArcCost {
    /// Where it starts.
    pub tail: u32,
    /// Where it ends.
    pub head: u32,
    /// Driving time in milliseconds.
    pub time_ms: u32,
    /// Energy in milliwatt-hours; negative where braking returns more than is used.
    pub energy_mwh: i32,
}

/// Somewhere to charge.
#[derive(Debug, Clone, PartialEq)]
pub struct ChargePlace {
    /// Its node.
    pub node: u32,
    /// Time that a stop costs besides charging.
    pub delay: Seconds,
    /// Charging time over charge.
    pub curve: ChargeTime,
}

impl Planner {
    /// What `vehicle` pays under the request's conditions: exactly what plans are made of.
    ///
    /// Start, end and wishes of the request are not looked at.
    pub fn costs(&self, vehicle: &Vehicle, request: &TripRequest) -> Result<Costs, TripError> {
        let tuned = self.checked(vehicle, request)?;
        let network = &self.ground.network;
        let costs = tuned.times.iter().zip(&tuned.energies);
        let arcs = network.tails().zip(network.arcs()).zip(costs);
        let arcs = arcs.map(|((tail, arc), (time, energy))| ArcCost {
            tail,
            head: arc.head,
            time_ms: *time,
            energy_mwh: *energy,
        });
        let delays = tuned.points().iter().map(|point| point.delay / TICKS);
        let charge_points = tuned.candidates.iter().zip(delays);
        let charge_points = charge_points.filter(|(candidate, _)| !candidate.is_spare);
        let charge_points = charge_points.map(|(candidate, delay)| ChargePlace {
            node: candidate.node,
            delay: Seconds(delay),
            curve: tuned.refills[candidate.curve as usize].curve().clone(),
        });
        Ok(Costs {
            nodes: network.nodes(),
            arcs: arcs.collect(),
            charge_points: charge_points.collect(),
        })
    }
}
