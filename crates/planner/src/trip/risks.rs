//! What a plan hangs on: the way on from a stop that fails, and stops without which there is no
//! trip.

use serde::Serialize;
use stations::StationId;
use units::{Seconds, StateOfCharge};

use super::Planner;
use crate::{Answer, Itinerary, TripError, TripRequest, Vehicle};

/// What happens if one cannot charge at a stop.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StopRisk {
    /// The stop's station.
    pub station_id: StationId,
    /// True when the whole trip has no plan without this station, whatever one does before.
    pub is_gatekeeper: bool,
    /// The plan from this stop on, with the charge one arrives with, without this station; absent
    /// when there is none.
    pub fallback: Option<Itinerary>,
    /// True when the fallback begins below the reserve that was asked for, down to an empty battery:
    /// this is what the reserve is for.
    pub uses_reserve: bool,
    /// Time that the trip takes longer with the fallback.
    #[serde(rename = "delay_s")]
    pub delay: Option<Seconds>,
}

impl Planner {
    /// What `plan`, an answer to `request`, hangs on, stop by stop. Each is one or two queries.
    pub fn risks(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        plan: &Itinerary,
    ) -> Result<Vec<StopRisk>, TripError> {
        let stops = plan.stops.iter().enumerate();
        stops
            .map(|(stop, _)| self.risk(vehicle, request, plan, stop))
            .collect()
    }

    fn risk(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        plan: &Itinerary,
        stop: usize,
    ) -> Result<StopRisk, TripError> {
        let failed = &plan.stops[stop];
        let mut without = request.clone();
        without.avoid.push(failed.station_id.clone());
        let is_gatekeeper = match self.plan(vehicle, &without)? {
            Answer::Feasible(_) => false,
            Answer::Infeasible(no_plan) => no_plan.is_proven,
        };
        let station = self
            .stations
            .iter()
            .find(|station| station.id == failed.station_id);
        let ahead = plan.places.iter().filter(|place| place.leg > stop);
        let rest = TripRequest {
            from: station.map_or(request.from, |station| station.position),
            via: ahead
                .filter_map(|place| request.via.get(place.via).copied())
                .collect(),
            charge: failed.charge_arrive,
            depart: request.depart.map(|depart| depart.later(failed.arrival)),
            heading: None,
            ..without
        };
        let (mut fallback, mut uses_reserve) = (self.feasible(vehicle, &rest)?, false);
        if fallback.is_none() {
            // Down to nothing on the way to the next station, but not at the end.
            let desperate = TripRequest {
                reserve: StateOfCharge::EMPTY,
                arrival: rest.arrival.max(rest.reserve),
                ..rest
            };
            fallback = self.feasible(vehicle, &desperate)?;
            uses_reserve = fallback.is_some();
        }
        let planned = plan.total_time - failed.arrival;
        Ok(StopRisk {
            station_id: failed.station_id.clone(),
            is_gatekeeper,
            delay: fallback
                .as_ref()
                .map(|fallback| fallback.total_time - planned),
            uses_reserve,
            fallback,
        })
    }

    pub(super) fn feasible(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
    ) -> Result<Option<Itinerary>, TripError> {
        Ok(match self.plan(vehicle, request)? {
            Answer::Feasible(plan) => Some(plan),
            Answer::Infeasible(_) => None,
        })
    }
}
