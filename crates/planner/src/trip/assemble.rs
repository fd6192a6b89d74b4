//! From steps to legs and stops.

use units::{LatLon, Meters, Seconds, StateOfCharge, WattHours};

use super::Planner;
use super::fallback::fallback;
use super::query::Step;
use super::simulate::Visit;
use super::tuned::Tuned;
use crate::{ChargingStop, Itinerary, Leg, PlaceVisit, TripRequest};

/// Writes down what happens on `steps`, which were driven with these visits.
pub(super) fn itinerary(
    planner: &Planner,
    tuned: &Tuned,
    request: &TripRequest,
    steps: &[Step],
    visits: &[Visit],
) -> Itinerary {
    let vehicle = &tuned.conditions.vehicle;
    let capacity = vehicle.capacity();
    let mut charge = request.charge.energy(capacity);
    let mut leg = empty_leg(charge, capacity);
    let (mut legs, mut halts, mut visits_on_the_way) = (Vec::new(), Vec::new(), Vec::new());
    let mut clock = Seconds(0.0);
    for (step, visit) in steps.iter().zip(visits) {
        match step {
            Step::Drive { way, .. } => {
                leg.distance += way.length(&planner.roads);
                leg.duration += visit.time;
                way.draw_onto(&planner.roads, &mut leg.geometry);
            }
            Step::Charge { candidate, .. } => {
                halts.push(ChargingStop {
                    arrival: clock,
                    ..stop(planner, tuned, *candidate, charge, visit)
                });
                let next = empty_leg(visit.charge, capacity);
                legs.push(end_leg(std::mem::replace(&mut leg, next), charge, capacity));
                let last: Option<LatLon> = legs.last().and_then(|leg| leg.geometry.last().copied());
                leg.geometry.extend(last);
            }
            Step::Visit { via } => visits_on_the_way.push(PlaceVisit {
                via: *via,
                leg: legs.len(),
                arrival: clock,
                charge_arrive: StateOfCharge::of(charge, capacity),
                stay: visit.time,
            }),
        }
        clock += visit.time;
        charge = visit.charge;
    }
    legs.push(end_leg(leg, charge, capacity));
    for leg in &mut legs {
        if leg.geometry.is_empty() {
            leg.geometry.push(request.from);
        }
    }
    let driving: Seconds = legs.iter().map(|leg| leg.duration).sum();
    let charging: Seconds = halts.iter().map(|stop| stop.charging).sum();
    let waiting: Seconds = halts.iter().map(|stop| stop.waiting + stop.overhead).sum();
    let staying: Seconds = visits_on_the_way
        .iter()
        .map(|visit: &PlaceVisit| visit.stay)
        .sum();
    Itinerary {
        total_time: driving + charging + waiting + staying,
        driving,
        charging,
        waiting,
        staying,
        distance: legs.iter().map(|leg| leg.distance).sum(),
        energy: legs.iter().map(|leg| leg.energy).sum(),
        capacity,
        vehicle_id: vehicle.id.clone(),
        demo: planner.is_demo(),
        gap: 0.0,
        legs,
        stops: halts,
        places: visits_on_the_way,
    }
}

fn empty_leg(charge: WattHours, capacity: WattHours) -> Leg {
    let charge = StateOfCharge::of(charge, capacity);
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
    planner: &Planner,
    tuned: &Tuned,
    candidate: usize,
    arrived: WattHours,
    visit: &Visit,
) -> ChargingStop {
    let candidate = &tuned.candidates[candidate];
    let capacity = tuned.conditions.vehicle.capacity();
    let (overhead, waiting) = (
        tuned.conditions.stop_overhead,
        tuned.conditions.expected_wait + visit.closed,
    );
    let id = |station: usize| planner.stations[station].id.clone();
    let fallback = fallback(&planner.ground, tuned, candidate, arrived);
    ChargingStop {
        station_id: id(candidate.station),
        arrival: Seconds(0.0),
        connector_id: candidate.connector.clone(),
        power: candidate.power,
        charge_arrive: StateOfCharge::of(arrived, capacity),
        charge_depart: StateOfCharge::of(visit.charge, capacity),
        charging: visit.time - overhead - waiting,
        waiting,
        overhead,
        fallback_station_id: fallback.map(id),
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
