//! From steps to legs and stops.

use units::{Meters, Seconds, StateOfCharge, WattHours};

use super::network::TripNetwork;
use super::{Planner, reason};
use crate::solve::{Step, Visit, replay};
use crate::{Answer, ChargingStop, Itinerary, Leg, Vehicle};

impl TripNetwork {
    /// Drives `steps` once more by the rules alone and writes down what happens.
    pub(super) fn itinerary(&self, planner: &Planner, vehicle: &Vehicle, steps: &[Step]) -> Answer {
        match replay(&self.problem, steps) {
            Ok(driven) => Answer::Feasible(self.write(planner, vehicle, steps, &driven.visits)),
            Err(illegal) => planner.refuse(reason::illegal(&illegal)),
        }
    }

    fn write(
        &self,
        planner: &Planner,
        vehicle: &Vehicle,
        steps: &[Step],
        visits: &[Visit],
    ) -> Itinerary {
        let capacity = self.problem.capacity;
        let mut charge = self.problem.initial;
        let mut leg = self.empty_leg(charge);
        let (mut legs, mut halts) = (Vec::new(), Vec::new());
        for (step, visit) in steps.iter().zip(visits) {
            match *step {
                Step::Drive(edge) => {
                    if let Some(way) = self.ways[edge.index()] {
                        leg.distance += way.length(&planner.roads);
                        leg.duration += visit.time;
                        way.draw_onto(&planner.roads, &mut leg.geometry);
                    }
                }
                Step::Charge { point, .. } => {
                    halts.push(self.stop(planner, point, charge, visit));
                    let next = self.empty_leg(visit.charge);
                    legs.push(end_leg(std::mem::replace(&mut leg, next), charge, capacity));
                    let last = legs.last().and_then(|leg| leg.geometry.last().copied());
                    leg.geometry.extend(last);
                }
            }
            charge = visit.charge;
        }
        legs.push(end_leg(leg, charge, capacity));
        for leg in &mut legs {
            if leg.geometry.is_empty() {
                leg.geometry.push(self.start);
            }
        }
        let driving: Seconds = legs.iter().map(|leg| leg.duration).sum();
        let charging: Seconds = halts.iter().map(|stop| stop.charging).sum();
        let waiting: Seconds = halts.iter().map(|stop| stop.waiting + stop.overhead).sum();
        Itinerary {
            total_time: driving + charging + waiting,
            driving,
            charging,
            waiting,
            distance: legs.iter().map(|leg| leg.distance).sum(),
            energy: legs.iter().map(|leg| leg.energy).sum(),
            capacity,
            vehicle_id: vehicle.id.clone(),
            demo: planner.is_demo(),
            legs,
            stops: halts,
        }
    }

    fn empty_leg(&self, charge: WattHours) -> Leg {
        let charge = StateOfCharge::of(charge, self.problem.capacity);
        Leg {
            distance: Meters(0.0),
            duration: Seconds(0.0),
            energy: WattHours(0.0),
            charge_start: charge,
            charge_end: charge,
            geometry: Vec::new(),
        }
    }

    fn stop(
        &self,
        planner: &Planner,
        point: usize,
        arrived: WattHours,
        visit: &Visit,
    ) -> ChargingStop {
        let candidate = self.candidate(point);
        let here = &self.problem.points[point];
        let capacity = self.problem.capacity;
        let id = |station: usize| planner.stations[station].id.clone();
        ChargingStop {
            station_id: id(candidate.station),
            connector_id: candidate.connector.clone(),
            power: candidate.power,
            charge_arrive: StateOfCharge::of(arrived, capacity),
            charge_depart: StateOfCharge::of(visit.charge, capacity),
            charging: visit.time - here.stop - here.wait,
            waiting: here.wait,
            overhead: here.stop,
            fallback_station_id: self.fallback(candidate, arrived, planner).map(id),
        }
    }
}

/// Closes a leg: its energy is what its charges say, so that they always add up.
fn end_leg(leg: Leg, charge: WattHours, capacity: WattHours) -> Leg {
    let charge_end = StateOfCharge::of(charge, capacity);
    Leg {
        energy: leg.charge_start.energy(capacity) - charge_end.energy(capacity),
        charge_end,
        ..leg
    }
}
