//! The cheapest trip: what is paid for charging, and the driver's time at its worth.
//!
//! Prices that depend on the time of day make the exact problem one of time, money and charge
//! together. Here it is bounded instead: with each station's least price it is the usual
//! problem with money as time, which is solved exactly and gives a bound; the plans found so, and
//! with the prices at the time of an early arrival, are driven with the true prices, and the best of
//! them is the answer, with its certified gap. Where prices do not vary, the gap is 0.

use serde::Serialize;
use stations::Money;
use units::Seconds;

use super::candidates::Candidate;
use super::money::{AsTime, Prices, Worth};
use super::query::Step;
use super::stopping::Stopping;
use super::tuned::TICKS;
use super::{Planner, Planning, Progress, simulate};
use crate::{
    Aim, Answer, Departure, Itinerary, NoPlan, Preferences, TripError, TripRequest, Vehicle,
};

/// The cheapest plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cheapest {
    /// What all its sessions cost.
    pub cost: Money,
    /// The currency of the tariffs, such as `CNY`; empty when there are none.
    pub currency: String,
    /// What each stop costs.
    pub stops: Vec<StopCost>,
    /// How much less a best plan may cost at most, time included, as a share; 0 when this is one.
    pub gap: f64,
    /// The plan. Its own gap is about time and says nothing here.
    pub plan: Itinerary,
}

/// What one stop costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StopCost {
    /// The session.
    pub cost: Money,
    /// True when no tariff is known for some of it.
    pub is_assumed: bool,
}

/// Labels between two looks at how far a search has come.
const LABELS_STEP: usize = 5_000;
/// Gaps below this are rounding.
const ROUNDING: f64 = 1e-5;

impl Planner {
    /// The plan with the least sum of charging costs and of time at `worth.hour`; needs the
    /// request's departure, without which midnight counts. What the driver prefers does not count here. Stations that swap batteries are left
    /// out: what a swap costs is not known.
    pub fn cheapest(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        worth: Worth,
    ) -> Result<Result<Cheapest, NoPlan>, TripError> {
        worth.check()?;
        let departure = request.depart.unwrap_or_default();
        let request = &TripRequest {
            aim: Aim::Fastest,
            prefer: Preferences::default(),
            ..request.clone()
        };
        let least = self.rates(vehicle, request, worth, |prices, _| {
            prices.least(departure, vehicle.capacity().0)
        })?;
        let relaxed = self.priced(vehicle, request, &least)?;
        let bound = relaxed.lower_bound() * worth.hour / 3_600_000.0;
        // Prices at the time at which one arrives who drives straight there.
        let anchors = self.anchors(request)?;
        let tuned = self.checked(vehicle, request)?;
        let drive = self.drive(&tuned, request);
        let fast = anchors
            .first()
            .map(|from| drive.fastest(from))
            .unwrap_or_default();
        let early = self.rates(vehicle, request, worth, |prices, candidate| {
            let here = fast.get(candidate.node as usize).copied().flatten();
            let time = here.map_or(0.0, |here| f64::from(here.time) / TICKS);
            prices.as_time(prices.at(departure.later(Seconds(time))))
        })?;
        let early = self.priced(vehicle, request, &early)?;
        let mut fastest = self.begin(vehicle, request)?;
        while self.advance(&mut fastest, LABELS_STEP) == Progress::Open {}
        let plannings = [relaxed, early, fastest];
        let costed = plannings
            .iter()
            .filter_map(|planning| Some((planning, self.costed(planning, worth, departure)?)));
        let best = costed.min_by(|(_, one), (_, other)| one.0.total_cmp(&other.0));
        let Some((planning, (total, stops))) = best else {
            return Ok(Err(match self.plan(vehicle, request)? {
                Answer::Infeasible(no_plan) => no_plan,
                Answer::Feasible(_) => super::reason::too_hard(),
            }));
        };
        let gap = if total > 0.0 {
            (total - bound) / total
        } else {
            0.0
        };
        let driven = planning.steps().unwrap_or_default();
        Ok(match self.itinerary(planning, driven, 0.0) {
            Answer::Feasible(plan) => Ok(Cheapest {
                cost: Money(stops.iter().map(|stop| stop.cost.0).sum()),
                currency: self
                    .tariffs
                    .first()
                    .map_or_else(String::new, |tariff| tariff.currency.clone()),
                stops,
                // Costs are whole parts of a unit: the rounding of their sum is no gap.
                gap: if gap < ROUNDING { 0.0 } else { gap.min(1.0) },
                plan,
            }),
            Answer::Infeasible(no_plan) => Err(no_plan),
        })
    }

    /// What each candidate costs, in terms of time.
    fn rates(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        worth: Worth,
        rate: impl Fn(&Prices<'_>, &Candidate) -> AsTime,
    ) -> Result<Vec<AsTime>, TripError> {
        let tuned = self.checked(vehicle, request)?;
        let all = tuned.candidates.iter().map(|candidate| {
            let station = &self.stations[candidate.station];
            let prices = Prices::new(&self.tariffs, station, candidate, worth);
            rate(&prices, candidate)
        });
        Ok(all.collect())
    }

    /// The search with money as time, to its end. The plan found is driven with what the driver
    /// needs, which the search does not know.
    fn priced(
        &self,
        vehicle: &Vehicle,
        request: &TripRequest,
        rates: &[AsTime],
    ) -> Result<Planning, TripError> {
        let tireless = TripRequest {
            breaks: None,
            meal: None,
            stop_least: Seconds(0.0),
            stop_most: None,
            ..request.clone()
        };
        let mut planning = self.begin_with(vehicle, &tireless, |tuned, lowest| {
            Stopping::by_money(tuned, self, &tireless, lowest, rates)
        })?;
        while self.advance(&mut planning, LABELS_STEP) == Progress::Open {}
        Ok(planning.driven_by(request))
    }

    /// What the best plan of `planning` costs with the true prices: in all, time included, and stop
    /// by stop.
    fn costed(
        &self,
        planning: &Planning,
        worth: Worth,
        departure: Departure,
    ) -> Option<(f64, Vec<StopCost>)> {
        let (tuned, stopping, request) = planning.rules();
        let steps = planning.steps()?;
        let visits = simulate::simulate((tuned, stopping), request, steps).ok()?;
        let mut charge = request.charge.energy(tuned.conditions.vehicle.capacity());
        let (mut clock, mut costs) = (0.0, Vec::new());
        for (step, visit) in steps.iter().zip(&visits) {
            if let Step::Charge { candidate, .. } = step {
                let candidate = &tuned.candidates[*candidate];
                let station = &self.stations[candidate.station];
                let prices = Prices::new(&self.tariffs, station, candidate, worth);
                let curve = tuned.refills[candidate.curve as usize].curve();
                let begin = departure.later(Seconds(clock) + visit.time - visit.plugged);
                let (cost, is_assumed) = prices.of_session(curve, (charge, visit.charge), begin);
                let cost = Money::from_units(cost)?;
                costs.push(StopCost { cost, is_assumed });
            }
            clock += visit.time.0;
            charge = visit.charge;
        }
        let paid: f64 = costs.iter().map(|stop| stop.cost.units()).sum();
        Some((paid + clock / 3600.0 * worth.hour, costs))
    }
}
