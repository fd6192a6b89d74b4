//! From steps to legs and stops.

use roads::Way;
use units::{LatLon, Meters, Seconds, StateOfCharge, WattHours};

use super::Planner;
use super::fallback::fallback;
use super::query::Step;
use super::simulate::Visit;
use super::stopping::{Stopping, is_closed_at};
use super::tuned::{TICKS, Tuned};
use crate::{ChargingStop, Departure, Itinerary, Leg, PlaceVisit, RoadBreak, TripRequest};

/// Writes down what happens on `steps`, which were driven with these visits.
pub(super) fn itinerary(
    planner: &Planner,
    (tuned, stopping): (&Tuned, &Stopping),
    request: &TripRequest,
    steps: &[Step],
    visits: &[Visit],
) -> Itinerary {
    let capacity = tuned.conditions.vehicle.capacity();
    let charge = request.charge.energy(capacity);
    let mut log = Log {
        planner,
        tuned,
        stopping,
        depart: request.depart,
        reserve: request.reserve.energy(capacity),
        rest: request.breaks.map_or(Seconds(0.0), |breaks| breaks.length),
        leg: empty_leg(charge, capacity),
        charge,
        clock: Seconds(0.0),
        legs: Vec::new(),
        stops: Vec::new(),
        places: Vec::new(),
        breaks: Vec::new(),
    };
    for (step, visit) in steps.iter().zip(visits) {
        match step {
            Step::Drive { way, time, .. } => {
                log.drive(way, Seconds(f64::from(*time) / TICKS), visit);
            }
            Step::Charge { candidate, .. } => log.charge(*candidate, visit, request.from),
            Step::Visit { via, .. } => log.visit(*via, visit),
        }
        log.clock += visit.time;
        log.charge = visit.charge;
    }
    log.legs.push(end_leg(log.leg, log.charge, capacity));
    for leg in &mut log.legs {
        if leg.geometry.is_empty() {
            leg.geometry.push(request.from);
        }
    }
    let (legs, halts, places) = (log.legs, log.stops, log.places);
    let driving: Seconds = legs.iter().map(|leg| leg.duration).sum();
    let charging: Seconds = halts.iter().map(|stop| stop.charging).sum();
    let waiting: Seconds = halts.iter().map(|stop| stop.waiting + stop.overhead).sum();
    let staying: Seconds = places.iter().map(|visit| visit.stay).sum();
    let resting: Seconds = log.breaks.iter().map(|rest| rest.length).sum();
    Itinerary {
        total_time: driving + charging + waiting + staying + resting,
        driving,
        charging,
        waiting,
        staying,
        resting,
        distance: legs.iter().map(|leg| leg.distance).sum(),
        energy: legs.iter().map(|leg| leg.energy).sum(),
        capacity,
        vehicle_id: tuned.conditions.vehicle.id.clone(),
        demo: planner.is_demo(),
        gap: 0.0,
        legs,
        stops: halts,
        places,
        breaks: log.breaks,
    }
}

/// An itinerary that is being written.
struct Log<'a> {
    planner: &'a Planner,
    tuned: &'a Tuned,
    stopping: &'a Stopping,
    depart: Option<Departure>,
    reserve: WattHours,
    /// Length of a break.
    rest: Seconds,
    charge: WattHours,
    clock: Seconds,
    /// The leg that has not ended.
    leg: Leg,
    legs: Vec<Leg>,
    stops: Vec<ChargingStop>,
    places: Vec<PlaceVisit>,
    breaks: Vec<RoadBreak>,
}

impl Log<'_> {
    /// `driving` is the time of the visit without breaks.
    fn drive(&mut self, way: &Way, driving: Seconds, visit: &Visit) {
        let roads = &self.planner.roads;
        let mut arrival = self.clock;
        let mut driven = Seconds(0.0);
        for moment in &visit.breaks {
            arrival += *moment - driven;
            driven = *moment;
            self.breaks.push(RoadBreak {
                leg: self.legs.len(),
                at: way.point_at(moment.0 / driving.0, roads),
                arrival,
                length: self.rest,
            });
            arrival += self.rest;
        }
        self.leg.distance += way.length(roads);
        self.leg.duration += driving;
        way.draw_onto(roads, &mut self.leg.geometry);
    }

    fn charge(&mut self, candidate: usize, visit: &Visit, start: LatLon) {
        let here = self.leg.geometry.last().copied();
        let mut arrival = self.clock;
        for _ in &visit.breaks {
            self.breaks.push(RoadBreak {
                leg: self.legs.len(),
                at: here.unwrap_or(start),
                arrival,
                length: self.rest,
            });
            arrival += self.rest;
        }
        self.stops.push(ChargingStop {
            arrival,
            ..self.stop(candidate, visit)
        });
        let capacity = self.tuned.conditions.vehicle.capacity();
        let next = empty_leg(visit.charge, capacity);
        let ended = end_leg(
            std::mem::replace(&mut self.leg, next),
            self.charge,
            capacity,
        );
        self.leg.geometry.extend(ended.geometry.last().copied());
        self.legs.push(ended);
    }

    /// A stop as it is told, but for the time of arrival.
    fn stop(&self, at: usize, visit: &Visit) -> ChargingStop {
        let (planner, tuned) = (self.planner, self.tuned);
        let candidate = &tuned.candidates[at];
        let capacity = tuned.conditions.vehicle.capacity();
        let id = |station: usize| planner.stations[station].id.clone();
        let ground = &planner.ground;
        let is_usable = |station: usize, after: Seconds| {
            let station = &planner.stations[station];
            !is_closed_at(station, self.depart, self.clock + after)
        };
        let fallback = fallback(
            ground,
            (tuned, self.stopping),
            &planner.roads,
            (candidate, self.charge, self.reserve),
            is_usable,
        );
        ChargingStop {
            station_id: id(candidate.station),
            arrival: Seconds(0.0),
            connector_id: self.stopping.connector(tuned, at).clone(),
            power: candidate.power,
            charge_arrive: StateOfCharge::of(self.charge, capacity),
            charge_depart: StateOfCharge::of(visit.charge, capacity),
            charging: visit.plugged + tuned.refills[candidate.curve as usize].handling(),
            waiting: visit.waiting,
            overhead: tuned.conditions.stop_overhead,
            is_break: visit.is_break,
            is_meal: visit.is_meal,
            fallback_station_id: fallback.map(|(station, _)| id(station)),
            fallback: fallback.map(|(_, way)| way),
        }
    }

    fn visit(&mut self, via: usize, visit: &Visit) {
        let capacity = self.tuned.conditions.vehicle.capacity();
        self.places.push(PlaceVisit {
            via,
            leg: self.legs.len(),
            arrival: self.clock,
            charge_arrive: StateOfCharge::of(self.charge, capacity),
            stay: visit.time,
        });
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

/// Closes a leg: its energy is what its charges say, so that they always add up.
fn end_leg(leg: Leg, charge: WattHours, capacity: WattHours) -> Leg {
    let charge_end = StateOfCharge::of(charge, capacity);
    Leg {
        energy: leg.charge_start.energy(capacity) - charge_end.energy(capacity),
        charge_end,
        ..leg
    }
}
